/* run.c - `update` and `rebuild`: from the sources to the index.
 *
 * The main thread reads records, asks what changed, feeds files to the pool and hands finished works to the sink; the
 * sink's thread writes. What comes out first is written first: the order of works in the index means nothing. */
#include <signal.h>
#include <stdio.h>
#include <unistd.h>
#include "indexer/changes.h"
#include "indexer/duplicates.h"
#include "indexer/facet_faults.h"
#include "indexer/progress.h"
#include "indexer/reading.h"
#include "indexer/records.h"
#include "indexer/sink.h"
#include "indexer/tally.h"
#include "indexer/translate.h"
#include "lib/generation.h"
#include "lib/index.h"

typedef struct {
  RepereLibrary *library;
  const RepereOptions *options;
  RepereVocabularies *vocabularies;
  RepereWriter *writer;
  RepereSink *sink;
  ReperePool *pool;
  RepereProgress *progress;
  GHashTable *states;      /* id -> RepereWorkState *, what the index holds */
  GHashTable *live;        /* the same of the live index while another one is built beside it; else NULL */
  GHashTable *seen;        /* ids met among the sources; borrowed from `states`, or interned */
  GHashTable *spared;      /* ids whose record is wrong now */
  GPtrArray *record_problems;
  GPtrArray *untranslated; /* of char *: dictionaries that could not be read */
  gboolean whole;          /* all records have been read */
  gboolean beside;         /* the generation being filled is not the live one */
  gboolean again, read;    /* see repere_writer_stale() */
  GHashTable *broken;      /* records files that could not be read whole, folders without any */
  GHashTable *tasks;       /* of Task *: begun and not handed to the sink */
  guint files, files_done;
  RepereTally tally;
} Run;

typedef struct Task Task;

typedef struct {
  Task *task;
  guint file;
} FileOfTask;

/* A work whose files are being read. */
struct Task {
  Run *run;
  RepereWork *work;
  RepereFilePart *parts;
  FileOfTask *files; /* one a file of the work */
  guint pending;
};

static volatile sig_atomic_t interrupted;

static void on_signal(int number G_GNUC_UNUSED)
{
  interrupted = 1;
}

/* Names a problem once on stderr, and keeps it for `status`. */
static void name_problem(Run *run, char *sentence)
{
  repere_progress_clear(run->progress);
  repere_say("%s", sentence);
  g_ptr_array_add(run->tally.problems, sentence);
}

/* ---- works ---- */

static void name_outcome(Run *run, const RepereFile *file, RepereOutcome outcome, const char *reason)
{
  run->tally.outcomes[outcome]++;
  if (repere_outcome_is_good(outcome)) return;
  g_autofree char *path = repere_file_path(run->library, file);
  name_problem(run, g_strdup_printf("%s: %s: %s", path, repere_outcome_name(outcome), reason ? reason : "see the ledger"));
}

/* What became of a file in an earlier run is said again: it is still so. */
static void name_kept(Run *run, const RepereWork *work, const RepereWorkState *state)
{
  for (guint i = 0; i < work->files->len && i < state->files->len; i++) {
    const RepereFileState *file = state->files->pdata[i];
    run->tally.outcomes[file->outcome]++;
    if (repere_outcome_is_good(file->outcome)) continue;
    g_autofree char *path = repere_file_path(run->library, work->files->pdata[i]);
    name_problem(run, g_strdup_printf("%s: %s, as it was when it was read.", path, repere_outcome_name(file->outcome)));
  }
}

static void task_free(gpointer data)
{
  Task *task = data;
  repere_sink_drop(task->work, task->parts);
  g_free(task->files);
  g_free(task);
}

static void finish_task(Task *task)
{
  repere_sink_put(task->run->sink, g_steal_pointer(&task->work), g_steal_pointer(&task->parts));
  g_hash_table_remove(task->run->tasks, task);
}

static void on_file_done(RepereLedgerFile *ledger, GBytes *postings, gpointer data, gpointer pool_data)
{
  Run *run = pool_data;
  FileOfTask *of = data;
  Task *task = of->task;
  task->parts[of->file].ledger = ledger;
  task->parts[of->file].postings = postings;
  run->files_done++;
  run->tally.files_read++;
  run->tally.pages_read += ledger->pages->len;
  name_outcome(run, task->work->files->pdata[of->file], ledger->outcome, ledger->reason);
  if (--task->pending == 0) finish_task(task);
}

static void submit(Run *run, Task *task, guint i)
{
  const RepereFile *file = task->work->files->pdata[i];
  g_autofree char *path = repere_file_path(run->library, file);
  task->files[i] = (FileOfTask){task, i};
  repere_pool_submit(run->pool, &(RepereJob){path, file->media_type, file->lang, &task->files[i]});
}

static void start_task(Run *run, RepereWork *work, RepereFilePart *parts, const RepereWorkState *state)
{
  Task *task = g_new0(Task, 1);
  /* Pending is one more than its files, until all are submitted. */
  *task = (Task){run, work, parts, g_new(FileOfTask, work->files->len), 1};
  g_hash_table_add(run->tasks, task);
  for (guint i = 0; i < work->files->len; i++) {
    if (parts[i].kept >= 0) {
      const RepereFileState *file = state->files->pdata[parts[i].kept];
      name_outcome(run, work->files->pdata[i], file->outcome, "as it was when it was read.");
      continue;
    }
    task->pending++;
    run->files++;
    submit(run, task, i);
  }
  if (--task->pending == 0) finish_task(task);
}

static void take_work(Run *run, RepereWork *work)
{
  RepereWorkState *state = g_hash_table_lookup(run->states, work->id);
  RepereFilePart *parts = g_new0(RepereFilePart, MAX(work->files->len, 1));
  RepereChange change = repere_changes_of(run->library, work, state, run->again, run->read, parts);
  g_hash_table_add(run->seen, g_strdup(work->id));
  switch (change) {
  case REPERE_NEW: repere_tally_count(&run->tally, REPERE_TALLY_ADDED, work->id); break;
  case REPERE_CHANGED: repere_tally_count(&run->tally, REPERE_TALLY_REPLACED, work->id); break;
  default:
    run->tally.unchanged++;
    name_kept(run, work, state);
    if (change == REPERE_TOUCHED) {
      g_free(state->source);
      state->source = g_strdup(work->source);
      g_hash_table_steal(run->states, work->id);
      repere_sink_touch(run->sink, state);
    }
    repere_work_free(work);
    g_free(parts);
    return;
  }
  start_task(run, work, parts, state);
}

/* ---- records ---- */

static const char *known_hash(const char *id, gpointer data)
{
  const RepereWorkState *state = g_hash_table_lookup(((Run *)data)->states, id);
  return state ? state->hash : NULL;
}

static void take_problems(Run *run)
{
  for (guint i = 0; i < run->record_problems->len; i++) {
    const RepereRecordProblem *problem = run->record_problems->pdata[i];
    name_problem(run, g_strdup(problem->message));
    run->tally.records_bad++;
    /* A folder without records may be one that is not mounted today. */
    gboolean empty = problem->line == 0 && g_file_test(problem->file, G_FILE_TEST_IS_DIR);
    if (problem->whole || empty) g_hash_table_add(run->broken, g_strdup(problem->file));
    else if (problem->id) g_hash_table_add(run->spared, g_strdup(problem->id));
  }
  g_ptr_array_set_size(run->record_problems, 0);
}

/* A work that keeps its place while all others are written anew: what is known of it no longer fits, so that its record
 * is taken for another one when it can be read again, and with `read` its files for others. */
static void spare_stale(Run *run, RepereWorkState *state)
{
  g_free(state->hash);
  state->hash = g_strdup("");
  for (guint i = 0; run->read && i < state->files->len; i++) ((RepereFileState *)state->files->pdata[i])->size = -2;
  repere_sink_touch(run->sink, state);
}

static gboolean is_broken(const Run *run, const char *source)
{
  g_autofree char *folder = g_path_get_dirname(source);
  return g_hash_table_contains(run->broken, source) || g_hash_table_contains(run->broken, folder);
}

/* Works that the sources no longer have. One whose record cannot be read today keeps its place. */
static void remove_vanished(Run *run)
{
  GHashTableIter iter;
  gpointer id, state;
  g_hash_table_iter_init(&iter, run->states);
  while (g_hash_table_iter_next(&iter, &id, &state)) {
    if (g_hash_table_contains(run->seen, id)) continue;
    if (g_hash_table_contains(run->spared, id) || is_broken(run, ((RepereWorkState *)state)->source)) {
      run->tally.spared++;
      if (run->again) {
        g_hash_table_iter_steal(&iter);
        spare_stale(run, state);
      }
      continue;
    }
    repere_sink_remove(run->sink, id);
    repere_tally_count(&run->tally, REPERE_TALLY_REMOVED, id);
  }
}

static void show(Run *run)
{
  repere_progress_show(run->progress, run->files_done, run->files, run->whole,
                       run->tally.pages_read + repere_pool_pages(run->pool));
}

/* A generation that is built beside the live one has nothing of a work whose record cannot be read today, and would
 * take it from the readers. FALSE where there are such works. */
static gboolean keeps_all(const Run *run, GError **error)
{
  const char *example = NULL;
  guint lost = 0;
  GHashTableIter iter;
  gpointer id, state;
  if (!run->live) return TRUE;
  g_hash_table_iter_init(&iter, run->live);
  while (g_hash_table_iter_next(&iter, &id, &state)) {
    if (g_hash_table_contains(run->seen, id)) continue;
    if (!g_hash_table_contains(run->spared, id) && !is_broken(run, ((RepereWorkState *)state)->source)) continue;
    if (lost++ == 0) example = id;
  }
  if (lost == 0) return TRUE;
  g_set_error(error, REPERE_ERROR, REPERE_ERROR_INPUT,
              "A rebuild would lose works of the live index whose records cannot be read (%u, such as \"%s\"), so "
              "nothing was switched; mend the records, or run 'repere-indexer update', which keeps such works.",
              lost, example);
  return FALSE;
}

/* Reads the next record and begins its work. FALSE where the sources, now read whole, do not suffice. */
static gboolean read_record(Run *run, RepereRecords *records, GError **error)
{
  RepereWork *work = repere_records_next(records, run->record_problems, known_hash, run);
  take_problems(run);
  if (work) take_work(run, work);
  else run->whole = TRUE;
  return work || keeps_all(run, error);
}

static gboolean read_all(Run *run, GError **error)
{
  g_autoptr(RepereRecords) records = repere_records_open((const char *const *)run->library->records, error);
  if (!records) return FALSE;
  while (!interrupted && !repere_sink_failed(run->sink) && (!run->whole || repere_pool_pending(run->pool))) {
    gboolean room = repere_pool_waiting(run->pool) < REPERE_WAITING_FILES && !repere_sink_full(run->sink);
    if (!run->whole && room) {
      if (!read_record(run, records, error)) return FALSE;
      repere_pool_step(run->pool, 0);
    } else if (repere_sink_full(run->sink)) {
      g_usleep(REPERE_STEP_MS * 1000 / 10);
    } else {
      repere_pool_step(run->pool, REPERE_STEP_MS);
    }
    show(run);
  }
  /* A signal that comes when all has been read interrupts nothing any more. */
  run->tally.interrupted = interrupted && (!run->whole || repere_pool_pending(run->pool));
  if (run->whole && !run->tally.interrupted) remove_vanished(run);
  return TRUE;
}

/* ---- the whole ---- */

static gboolean open_pool(Run *run, GError **error)
{
  run->pool = repere_reading_pool(run->library, run->options, on_file_done, run, error);
  return run->pool != NULL;
}

static gboolean load_vocabularies(Run *run, GError **error)
{
  g_autoptr(GPtrArray) problems = g_ptr_array_new_with_free_func(g_free);
  run->vocabularies = repere_vocabularies_load(run->library->vocabularies, problems, error);
  if (run->vocabularies) repere_facet_faults(run->library, run->vocabularies, problems);
  for (guint i = 0; i < problems->len; i++) name_problem(run, g_strdup(problems->pdata[i]));
  return run->vocabularies != NULL;
}

/* A vocabulary whose file is there but cannot be read, or NULL. */
static const char *unread_vocabulary(const Run *run)
{
  for (guint i = 0; i < run->library->facets->len; i++) {
    const char *name = ((RepereFacet *)run->library->facets->pdata[i])->vocabulary;
    if (!name || !run->library->vocabularies || repere_vocabularies_get(run->vocabularies, name)) continue;
    g_autofree char *file = g_strconcat(name, ".rdf", NULL);
    g_autofree char *path = g_build_filename(run->library->vocabularies, file, NULL);
    if (g_file_test(path, G_FILE_TEST_EXISTS)) return name;
  }
  return NULL;
}

static gboolean had_files(GHashTable *states)
{
  GHashTableIter iter;
  gpointer state;
  g_hash_table_iter_init(&iter, states);
  while (g_hash_table_iter_next(&iter, NULL, &state))
    for (guint i = 0; i < ((RepereWorkState *)state)->files->len; i++)
      if (((RepereFileState *)((RepereWorkState *)state)->files->pdata[i])->size >= 0) return TRUE;
  return FALSE;
}

/* What the index has must not be lost to a slip elsewhere: to a vocabulary that cannot be parsed today, or a disk that is not
 * mounted. An index that has nothing yet takes what there is. */
static gboolean sources_stand(const Run *run, GError **error)
{
  GHashTable *states = run->live ? run->live : run->states; /* a rebuild begins with none of its own */
  const char *vocabulary = unread_vocabulary(run);
  if (g_hash_table_size(states) == 0) return TRUE;
  if (vocabulary) {
    g_set_error(error, REPERE_ERROR, REPERE_ERROR_INPUT,
                "%s/%s.rdf: the vocabulary cannot be read, as said above, and its facets would lose their values; mend it. "
                "The index stays as it is.", run->library->vocabularies, vocabulary);
    return FALSE;
  }
  if (!g_file_test(run->library->files, G_FILE_TEST_IS_DIR) && had_files(states)) {
    g_set_error(error, REPERE_ERROR, REPERE_ERROR_CONFIG,
                "%s: the folder of the files is not there, and every work would lose its text; mount it, or correct "
                "[library] files. The index stays as it is.", run->library->files);
    return FALSE;
  }
  return TRUE;
}

/* What is made of the whole: runs in the thread that writes, when all else is done. */
static gboolean conclude(RepereWriter *writer, gpointer data, GError **error)
{
  Run *run = data;
  return repere_duplicates_mark(writer, run->library, &run->tally.duplicates, error) &&
         repere_translate(writer, run->library, run->untranslated, &run->tally.translations, error);
}

/* Reads everything into the generation at `path`. FALSE on failure: the index stands at its last commit. */
static gboolean fill(Run *run, const char *path, guint64 revision, GError **error)
{
  run->writer = repere_writer_open(run->library, run->vocabularies, path, revision, error);
  if (!run->writer) return FALSE;
  run->states = repere_writer_states(run->writer, error);
  if (!run->states) return FALSE;
  if (!sources_stand(run, error)) return FALSE;
  const char *stale = repere_writer_stale(run->writer, &run->read);
  run->again = stale != NULL;
  if (stale && !run->options->quiet) repere_say("%s: every work is written anew.", stale);
  if (!open_pool(run, error)) return FALSE;
  run->sink = repere_sink_new(run->writer);
  gboolean done = read_all(run, error);
  g_clear_pointer(&run->pool, repere_pool_free);
  gboolean complete = done && run->whole && !run->tally.interrupted;
  done = repere_sink_finish(run->sink, complete, conclude, run, done ? error : NULL) && done;
  for (guint i = 0; i < run->untranslated->len; i++) name_problem(run, g_strdup(run->untranslated->pdata[i]));
  if (!run->beside) run->tally.revision = repere_writer_revision(run->writer);
  return done;
}

static void run_clear(Run *run)
{
  g_clear_pointer(&run->pool, repere_pool_free);
  g_clear_pointer(&run->writer, repere_writer_free);
  g_clear_pointer(&run->vocabularies, repere_vocabularies_free);
  g_clear_pointer(&run->states, g_hash_table_unref);
  g_clear_pointer(&run->live, g_hash_table_unref);
  g_hash_table_unref(run->seen);
  g_hash_table_unref(run->spared);
  g_hash_table_unref(run->broken);
  g_hash_table_unref(run->tasks);
  g_ptr_array_unref(run->record_problems);
  g_ptr_array_unref(run->untranslated);
  g_free(run->tally.translations);
  g_ptr_array_unref(run->tally.problems);
  repere_tally_clear(&run->tally);
  repere_progress_free(run->progress);
}

static void run_init(Run *run, RepereLibrary *library, const RepereOptions *options, const char *command)
{
  *run = (Run){.library = library, .options = options};
  run->seen = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);
  run->spared = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);
  run->broken = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);
  run->tasks = g_hash_table_new_full(NULL, NULL, task_free, NULL);
  run->record_problems = g_ptr_array_new_with_free_func((GDestroyNotify)repere_record_problem_free);
  run->untranslated = g_ptr_array_new_with_free_func(g_free);
  run->tally.problems = g_ptr_array_new_with_free_func(g_free);
  run->tally.command = command;
  run->tally.started = g_get_real_time() / G_USEC_PER_SEC;
  run->progress = repere_progress_new(options->quiet);
  struct sigaction action = {.sa_handler = on_signal, .sa_flags = (int)SA_RESETHAND};
  sigaction(SIGINT, &action, NULL);
  sigaction(SIGTERM, &action, NULL);
}

/* What is live before this run: its generation and revision, where there is one (NULL and no error: none), and for a
 * rebuild its works. A damaged one tells nothing: to be rebuilt is what it needs. */
static char *live_generation(Run *run, gboolean rebuild, guint64 *revision, GError **error)
{
  GError *fault = NULL;
  RepereIndexMeta meta = {0};
  char *path = repere_generation_current(run->library->index, &fault);
  if (g_error_matches(fault, REPERE_ERROR, REPERE_ERROR_NO_INDEX)) g_clear_error(&fault);
  if (fault) g_propagate_error(error, fault);
  xc_database *database = path ? repere_index_open(path, NULL) : NULL;
  if (database && repere_index_read_meta(database, &meta, NULL)) {
    if (rebuild) run->live = repere_index_states(database, NULL);
    repere_index_meta_clear(&meta);
  }
  xc_database_free(database);
  *revision = meta.revision; /* known even where the rest is of another layout */
  return path;
}

/* Generations that nobody reads any more. Without a live one, they may have been an index. */
static void sweep(const char *index, gboolean live)
{
  guint removed = repere_generation_sweep(index);
  if (removed && !live)
    repere_say("%s: no link \"current\" says which generation is the index, so those that are there (%u) are removed "
               "and it is made anew.", index, removed);
}

/* Fills the generation at `path` beside the live one, and switches to it once it is complete. */
static gboolean replace_live(Run *run, const char *path, guint64 revision, GError **error)
{
  run->beside = TRUE;
  run->tally.revision = revision;
  gboolean done = fill(run, path, revision, error);
  guint64 fresh = run->writer ? repere_writer_revision(run->writer) : revision;
  g_clear_pointer(&run->writer, repere_writer_free);
  if (done && !run->tally.interrupted && repere_generation_switch(run->library->index, path, error)) {
    run->tally.revision = fresh;
    return TRUE;
  }
  /* Nothing that was done counts. */
  run->tally.discarded = TRUE;
  run->tally.added = run->tally.replaced = run->tally.removed = run->tally.unchanged = 0;
  if (!done || run->tally.interrupted) repere_generation_sweep(run->library->index);
  return done && run->tally.interrupted;
}

static gboolean make_equal(Run *run, gboolean rebuild, GError **error)
{
  guint64 revision;
  GError *fault = NULL;
  const char *index = run->library->index;
  g_autofree char *live = live_generation(run, rebuild, &revision, &fault);
  if (fault) {
    g_propagate_error(error, fault);
    return FALSE;
  }
  sweep(index, live != NULL);
  if (live && !rebuild) return fill(run, live, revision, error);
  g_autofree char *fresh = repere_generation_next(index, error);
  if (!fresh) return FALSE;
  if (!live) {
    /* The first generation goes live empty: what is committed is kept when this run is stopped. */
    g_autoptr(RepereWriter) writer = repere_writer_open(run->library, run->vocabularies, fresh, revision, error);
    if (!writer || !repere_generation_switch(index, fresh, error)) return FALSE;
    g_clear_pointer(&writer, repere_writer_free);
    return fill(run, fresh, revision, error);
  }
  return replace_live(run, fresh, revision, error);
}

static int run_all(RepereLibrary *library, const RepereOptions *options, gboolean rebuild)
{
  Run run;
  GError *error = NULL;
  gint64 start = g_get_monotonic_time();
  int lock = repere_generation_lock(library->index, &error);
  if (lock < 0) return repere_give_up(error);
  run_init(&run, library, options, rebuild ? "rebuild" : "update");
  gboolean done = load_vocabularies(&run, &error) && make_equal(&run, rebuild, &error);
  repere_progress_clear(run.progress);
  run.tally.seconds = (double)(g_get_monotonic_time() - start) / G_USEC_PER_SEC;
  int code = done && repere_tally_is_good(&run.tally) ? REPERE_EXIT_OK : REPERE_EXIT_INPUT;
  run.tally.error = error ? error->message : NULL;
  if (done) {
    g_autofree char *summary = repere_tally_summary(&run.tally);
    if (!options->quiet) fputs(summary, stdout);
    if (run.tally.interrupted) code = 75; /* EX_TEMPFAIL: run it again */
  }
  repere_tally_save(&run.tally, library->index);
  run_clear(&run);
  close(lock);
  return done ? code : repere_give_up(error);
}

int repere_command_update(RepereLibrary *library, const RepereOptions *options)
{
  return run_all(library, options, FALSE);
}

int repere_command_rebuild(RepereLibrary *library, const RepereOptions *options)
{
  return run_all(library, options, TRUE);
}
