/* run.c - `update` and `rebuild`: from the sources to the index.
 *
 * The main thread reads (intake.c) and hands finished works to the sink, whose thread writes. */
#include <stdio.h>
#include <unistd.h>
#include "indexer/duplicates.h"
#include "indexer/inspect.h"
#include "indexer/reading.h"
#include "indexer/records.h"
#include "indexer/run.h"
#include "indexer/stop.h"
#include "indexer/translate.h"
#include "lib/disk.h"
#include "lib/generation.h"
#include "lib/index.h"

/* In one of many rounds, what was said in the one before is known. */
static gboolean is_said(const RepereRound *round, const char *sentence)
{
  return round && g_hash_table_contains(round->said, sentence);
}

void repere_run_problem(RepereRun *run, char *sentence)
{
  if (!is_said(run->round, sentence)) {
    repere_progress_clear(run->progress);
    repere_say("%s", sentence);
  }
  g_ptr_array_add(run->tally.problems, sentence);
}

/* What is made of the whole: runs in the thread that writes, when all else is done. */
static gboolean conclude(RepereWriter *writer, gpointer data, GError **error)
{
  RepereRun *run = data;
  if (!run->only && !repere_writer_complete(writer, error)) return FALSE;
  if (!repere_duplicates_mark(writer, run->library, &run->tally.duplicates, error)) return FALSE;
  if (!repere_translate(writer, run->library, run->untranslated, &run->tally.translations, error))
    return FALSE;
  run->tally.interrupted = run->tally.translations == NULL;
  return TRUE;
}

static void say_stale(const RepereRun *run, const char *stale)
{
  if (!stale || run->options->quiet) return;
  if (run->only) repere_say("%s: run 'repere-indexer update' for all other works.", stale);
  else repere_say("%s: every work is written anew.", stale);
}

/* Ids of --only that no good record has. One whose record is wrong has been named already. */
static void name_unknown(RepereRun *run)
{
  for (char **id = run->options->only; run->only && run->whole && *id; id++) {
    if (g_hash_table_lookup(run->only, *id) || g_hash_table_contains(run->spared, *id)) continue;
    g_hash_table_insert(run->only, g_strdup(*id), GINT_TO_POINTER(TRUE)); /* named once */
    repere_run_problem(
      run,
      g_hash_table_contains(run->states, *id)
        ? g_strdup_printf(
            "--only %s: the records no longer have this work; 'repere-indexer update' takes it out of the "
            "index.",
            *id)
        : g_strdup_printf("--only %s: no record has this identifier; see to its spelling.", *id));
  }
}

/* In many rounds, what it lacks is said when it changes. */
static gboolean begin_recognition(RepereRun *run, GError **error)
{
  run->ocr = repere_ocr_run_new(run->library, error);
  if (!run->ocr) return FALSE;
  g_autofree char *lack = repere_ocr_run_lack(run->ocr);
  if (lack && !run->options->quiet && !(run->round && g_strcmp0(lack, run->round->lack) == 0))
    repere_say("%s", lack);
  if (run->round) {
    g_free(run->round->lack);
    run->round->lack = g_steal_pointer(&lack);
  }
  return TRUE;
}

/* Files on which the way of recognising pages may tell are read again where it is another one than the index
 * was made by. */
static gboolean apply_recognition(RepereRun *run, xc_database *database, GError **error)
{
  guint files;
  if (!repere_ocr_run_apply(run->ocr, database, run->states, &files, error)) return FALSE;
  if (files > 0 && !run->options->quiet)
    repere_say("Pages are recognised in another way than when the index was made: %u files are read again.",
               files);
  return TRUE;
}

/* Files that limits cut are read again where those are larger now. */
static void apply_limits(RepereRun *run)
{
  ReperePoolLimits limits = repere_pool_limits_of(run->library, 0);
  limits.ocr = run->ocr->settings;
  RepereRaised *raised = &run->tally.raised;
  *raised = repere_raised_apply(&limits, run->states, run->only);
  if (raised->files == 0 || run->options->quiet) return;
  g_autofree char *names = repere_raised_names(raised);
  repere_say("Limits of [indexer] that cut files are larger now (%s): %u files are read again.", names,
             raised->files);
}

/* Reads everything into the generation at `path`. FALSE on failure: the index stands at its last commit. */
static gboolean fill(RepereRun *run, const char *path, guint64 revision, GError **error)
{
  run->writer = repere_writer_open(run->library, run->vocabularies, path, revision, error);
  if (!run->writer) return FALSE;
  run->states = repere_writer_states(run->writer, error);
  if (!run->states) return FALSE;
  if (!apply_recognition(run, repere_writer_database(run->writer), error)) return FALSE;
  apply_limits(run);
  g_autofree char *reading = repere_ocr_settings_line(run->ocr->settings);
  if (!repere_writer_set_reading(run->writer, reading, error)) return FALSE;
  run->contents = repere_contents_new(run->states);
  if (!repere_sources_stand(run, error)) return FALSE;
  const char *stale = repere_writer_stale(run->writer, &run->read);
  run->again = stale != NULL;
  say_stale(run, stale);
  if (!repere_run_open_pool(run, error)) return FALSE;
  run->sink = repere_sink_new(run->writer, &run->tally);
  gboolean done = repere_intake(run, error);
  repere_run_close_pool(run);
  gboolean complete = done && run->whole && !run->tally.interrupted;
  done = repere_sink_finish(run->sink, complete ? conclude : NULL, run, done ? error : NULL) && done;
  for (guint i = 0; i < run->untranslated->len; i++)
    repere_run_problem(run, g_strdup(run->untranslated->pdata[i]));
  if (done) name_unknown(run);
  if (!run->beside) run->tally.revision = repere_writer_revision(run->writer);
  return done;
}

static void run_clear(RepereRun *run)
{
  repere_run_close_pool(run);
  g_clear_pointer(&run->writer, repere_writer_free);
  g_clear_pointer(&run->ocr, repere_ocr_run_free);
  g_clear_pointer(&run->vocabularies, repere_vocabularies_free);
  g_clear_pointer(&run->contents, repere_contents_free);
  g_clear_pointer(&run->states, g_hash_table_unref);
  g_clear_pointer(&run->only, g_hash_table_unref);
  for (guint i = run->next; i < run->postponed->len; i++) repere_task_free(run->postponed->pdata[i]);
  g_ptr_array_unref(run->postponed);
  g_clear_pointer(&run->live, g_hash_table_unref);
  g_hash_table_unref(run->seen);
  g_hash_table_unref(run->spared);
  g_hash_table_unref(run->broken);
  g_clear_error(&run->gone);
  g_ptr_array_unref(run->record_problems);
  g_ptr_array_unref(run->untranslated);
  g_free(run->tally.translations);
  g_ptr_array_unref(run->tally.problems);
  repere_tally_clear(&run->tally);
  repere_progress_free(run->progress);
}

static void run_init(RepereRun *run, RepereLibrary *library, const RepereOptions *options,
                     const char *command)
{
  *run = (RepereRun){.library = library, .options = options};
  run->seen = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);
  run->spared = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);
  run->broken = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);
  run->record_problems = g_ptr_array_new_with_free_func((GDestroyNotify)repere_record_problem_free);
  run->untranslated = g_ptr_array_new_with_free_func(g_free);
  run->tally.problems = g_ptr_array_new_with_free_func(g_free);
  run->postponed = g_ptr_array_new();
  if (options->only) run->only = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);
  for (char **id = options->only; id && *id; id++) g_hash_table_insert(run->only, g_strdup(*id), NULL);
  run->tally.command = command;
  run->tally.started = g_get_real_time() / G_USEC_PER_SEC;
  run->progress = repere_progress_new(options->quiet);
  repere_stop_catch();
}

/* What is live before this run: its generation and revision, where there is one (NULL and no error: none),
 * and for a rebuild its works. A damaged one tells nothing: to be rebuilt is what it needs. */
static char *live_generation(RepereRun *run, gboolean rebuild, guint64 *revision, GError **error)
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
    repere_say(
      "%s: no link \"current\" says which generation is the index, so those that are there (%u) are removed "
      "and it is made anew.",
      index, removed);
}

/* Fills the generation at `path` beside the live one, and switches to it once it is complete. */
static gboolean replace_live(RepereRun *run, const char *path, guint64 revision, GError **error)
{
  run->beside = TRUE;
  run->tally.revision = revision;
  gboolean done = fill(run, path, revision, error);
  guint64 fresh = run->writer ? repere_writer_revision(run->writer) : revision;
  g_clear_pointer(&run->writer, repere_writer_free);
  if (done && !run->tally.interrupted && repere_generation_switch(run->library->index, path, error)) {
    run->tally.revision = fresh;
    repere_ocr_run_sweep(run->ocr);
    return TRUE;
  }
  /* Nothing that was done counts. */
  run->tally.discarded = TRUE;
  repere_tally_forget(&run->tally);
  if (!done || run->tally.interrupted) repere_generation_sweep(run->library->index);
  return done && run->tally.interrupted;
}

static gboolean make_equal(RepereRun *run, gboolean rebuild, GError **error)
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
    g_autoptr(RepereWriter) writer =
      repere_writer_open(run->library, run->vocabularies, fresh, revision, error);
    if (!writer || !repere_generation_switch(index, fresh, error)) return FALSE;
    g_clear_pointer(&writer, repere_writer_free);
    return fill(run, fresh, revision, error);
  }
  return replace_live(run, fresh, revision, error);
}

static void remember(RepereRun *run, const GError *error)
{
  GHashTable *said = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);
  for (guint i = 0; i < run->tally.problems->len; i++)
    g_hash_table_add(said, g_strdup(run->tally.problems->pdata[i]));
  if (error) g_hash_table_add(said, g_strdup(error->message));
  g_hash_table_unref(run->round->said);
  run->round->said = said;
  run->round->failed = error != NULL;
}

/* The exit code; takes the error. */
static int give_up(const RepereRound *round, GError *error)
{
  if (!is_said(round, error->message)) return repere_give_up(error);
  int code = repere_error_exit_code(error);
  g_error_free(error);
  return code;
}

/* Nothing could be begun. That another indexer has the lock is said once, until it is done. */
static int refuse(RepereRound *round, GError *error)
{
  if (!round) return repere_give_up(error);
  gboolean known = round->locked;
  round->failed = TRUE;
  round->locked = g_error_matches(error, REPERE_ERROR, REPERE_ERROR_LOCKED);
  g_autofree char *sentence = g_strdup(error->message);
  int code = repere_error_exit_code(error);
  if (round->locked && known) g_error_free(error);
  else code = give_up(round, error);
  g_hash_table_add(round->said, g_steal_pointer(&sentence));
  return code;
}

static void print_summary(const RepereRun *run)
{
  const RepereTally *tally = &run->tally;
  gboolean changed = tally->added || tally->replaced || tally->removed || tally->interrupted;
  if (run->options->quiet || (run->round && !run->round->summary && !changed)) return;
  g_autofree char *summary = repere_tally_summary(tally);
  fputs(summary, stdout);
  fflush(stdout);
}

int repere_run(RepereLibrary *library, const RepereOptions *options, gboolean rebuild, RepereRound *round)
{
  RepereRun run;
  GError *error = NULL;
  gint64 start = g_get_monotonic_time();
  int lock = repere_generation_lock(library->index, &error);
  if (lock < 0) return refuse(round, error);
  if (round) round->locked = FALSE;
  run_init(&run, library, options, rebuild ? "rebuild" : "update");
  run.round = round;
  gboolean done =
    begin_recognition(&run, &error) && repere_sources_load(&run, &error) && make_equal(&run, rebuild, &error);
  repere_progress_clear(run.progress);
  run.tally.ocr_advice = run.ocr ? run.ocr->settings->advice : NULL;
  run.tally.seconds = (double)(g_get_monotonic_time() - start) / G_USEC_PER_SEC;
  int code = done && repere_tally_is_good(&run.tally) ? REPERE_EXIT_OK : REPERE_EXIT_INPUT;
  repere_disk_explain(error, library->index, "the index stays at its last commit");
  run.tally.error = error ? error->message : NULL;
  if (done) print_summary(&run);
  if (done && run.tally.interrupted) code = 75; /* EX_TEMPFAIL: run it again */
  repere_tally_save(&run.tally, library->index);
  if (!done) code = give_up(round, g_error_copy(error));
  if (round) remember(&run, error);
  g_clear_error(&error);
  run_clear(&run);
  close(lock);
  return code;
}

static gboolean has_index(const char *index)
{
  g_autofree char *path = repere_generation_current(index, NULL);
  return path != NULL;
}

/* What the index has, for a dry run: nothing where there is none yet. */
static gboolean read_live(RepereRun *run, GError **error)
{
  GError *fault = NULL;
  RepereInspection inspection;
  if (repere_inspect(run->library, &inspection, &fault)) {
    run->states = g_steal_pointer(&inspection.holder);
    const char *stale =
      repere_writer_would_be_stale(&inspection.meta, run->library, run->vocabularies, &run->read);
    run->again = stale != NULL;
    say_stale(run, stale);
    gboolean applied = apply_recognition(run, inspection.database, error);
    apply_limits(run);
    repere_inspection_clear(&inspection);
    if (!applied) return FALSE;
  } else if (g_error_matches(fault, REPERE_ERROR, REPERE_ERROR_NO_INDEX) && !has_index(run->library->index)) {
    run->states = g_hash_table_new(g_str_hash, g_str_equal);
    g_clear_error(&fault);
  } else {
    g_propagate_error(error, fault);
    return FALSE;
  }
  run->contents = repere_contents_new(run->states);
  return TRUE;
}

/* Needs no lock: what it says is of the moment when it was begun. */
static int run_dry(RepereLibrary *library, const RepereOptions *options)
{
  RepereRun run;
  GError *error = NULL;
  run_init(&run, library, options, "update");
  gboolean done = begin_recognition(&run, &error) && repere_sources_load(&run, &error) &&
                  read_live(&run, &error) && repere_sources_stand(&run, &error) && repere_plan(&run, &error);
  if (done) name_unknown(&run);
  if (done && !options->quiet)
    printf(
      "Works: %u to add, %u to replace, %u to remove, %u unchanged. Files: %u to read, %u moved. Nothing was "
      "written.\n",
      run.tally.added, run.tally.replaced, run.tally.removed, run.tally.unchanged, run.tally.files_read,
      run.tally.files_moved);
  int code = run.tally.interrupted            ? 75
           : repere_tally_is_good(&run.tally) ? REPERE_EXIT_OK
                                              : REPERE_EXIT_INPUT;
  run_clear(&run);
  return done ? code : repere_give_up(error);
}

int repere_command_update(RepereLibrary *library, const RepereOptions *options)
{
  return options->dry_run ? run_dry(library, options) : repere_run(library, options, FALSE, NULL);
}

int repere_command_rebuild(RepereLibrary *library, const RepereOptions *options)
{
  return repere_run(library, options, TRUE, NULL);
}
