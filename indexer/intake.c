/* intake.c - see run.h: records are read, it is asked what changed, files are fed to the pool and finished
 * works handed to the sink. What comes out first is written first: the order of works in the index means
 * nothing. */
#include "indexer/changes.h"
#include "indexer/reading.h"
#include "indexer/records.h"
#include "indexer/run.h"
#include "indexer/stop.h"

/* ---- works ---- */

/* What became of a file in an earlier run is said again: it is still so. */
static void name_kept(RepereRun *run, const RepereWork *work, const RepereWorkState *state)
{
  for (guint i = 0; i < work->files->len && i < state->files->len; i++) {
    const RepereFileState *file = state->files->pdata[i];
    repere_run_outcome(run, work->files->pdata[i], file->outcome, REPERE_AS_BEFORE);
  }
}

/* Only what is known of it changed: of its files' times, and where its record stands. */
static void touch(RepereRun *run, const RepereWork *work, RepereWorkState *state)
{
  g_free(state->source);
  state->source = g_strdup(work->source);
  g_hash_table_steal(run->states, work->id);
  repere_sink_touch(run->sink, state);
}

/* What others borrow from, or may yet want to since a content of it is gone, is written over when they have
 * it. */
static void begin(RepereRun *run, RepereWork *work, RepereFilePart *parts, const RepereWorkState *state)
{
  gboolean wanted =
    state && !run->read && !run->only &&
    (repere_changes_lose(work, state, parts) || repere_contents_is_lent(run->contents, work->id));
  RepereTask *task = repere_task_new(run, work, parts, state);
  if (wanted) {
    g_ptr_array_add(run->postponed, task);
    return;
  }
  if (state) repere_contents_close(run->contents, work->id);
  repere_task_start(task);
}

/* FALSE where it is not one of --only. */
static gboolean is_wanted(RepereRun *run, const char *id)
{
  if (!run->only) return TRUE;
  if (!g_hash_table_contains(run->only, id)) return FALSE;
  g_hash_table_insert(run->only, g_strdup(id), GINT_TO_POINTER(TRUE));
  return TRUE;
}

static gboolean had(const RepereWorkState *state, const char *href)
{
  for (guint i = 0; state && i < state->files->len; i++) {
    const RepereFileState *file = state->files->pdata[i];
    if (g_str_equal(file->href, href)) return file->size != -1;
  }
  return FALSE;
}

/* A file that the index has and that is not there now: it alone is missing, or all of them are. */
static void look_for_missing(RepereRun *run, const RepereWork *work, const RepereFilePart *parts)
{
  const RepereWorkState *state = g_hash_table_lookup(run->live ? run->live : run->states, work->id);
  for (guint i = 0; i < work->files->len && !run->gone; i++)
    if (parts[i].size < 0 && had(state, ((RepereFile *)work->files->pdata[i])->href))
      repere_sources_have_files(run, &run->gone);
}

static void take_work(RepereRun *run, RepereWork *work)
{
  RepereWorkState *state = g_hash_table_lookup(run->states, work->id);
  g_autofree RepereFilePart *parts = g_new0(RepereFilePart, MAX(work->files->len, 1));
  g_autoptr(RepereWork) taken = work;
  RepereChangeRules rules = {run->library, run->contents, run->again || run->only, run->read || run->only};
  g_hash_table_add(run->seen, g_strdup(work->id));
  if (!is_wanted(run, work->id)) return;
  RepereChange change = repere_changes_of(&rules, work, state, parts);
  look_for_missing(run, work, parts);
  if (run->gone) return;
  if (change == REPERE_SAME || change == REPERE_TOUCHED) {
    run->tally.unchanged++;
    name_kept(run, work, state);
    if (change == REPERE_TOUCHED && run->sink) touch(run, work, state);
    return;
  }
  if (run->sink) begin(run, g_steal_pointer(&taken), g_steal_pointer(&parts), state);
  else repere_plan_work(run, work, state, parts, change);
}

/* ---- records ---- */

static const char *known_hash(const char *id, gpointer data)
{
  const RepereWorkState *state = g_hash_table_lookup(((RepereRun *)data)->states, id);
  return state ? state->hash : NULL;
}

static void take_problems(RepereRun *run)
{
  for (guint i = 0; i < run->record_problems->len; i++) {
    const RepereRecordProblem *problem = run->record_problems->pdata[i];
    if (problem->warning) {
      repere_progress_clear(run->progress);
      repere_say("%s", problem->message);
      continue;
    }
    repere_run_problem(run, g_strdup(problem->message));
    /* A folder without records may be one that is not mounted today. */
    gboolean empty = problem->line == 0 && g_file_test(problem->file, G_FILE_TEST_IS_DIR);
    run->tally.records_bad += !empty;
    if (problem->whole || empty) g_hash_table_add(run->broken, g_strdup(problem->file));
    else if (problem->id) g_hash_table_add(run->spared, g_strdup(problem->id));
  }
  g_ptr_array_set_size(run->record_problems, 0);
}

/* A work that keeps its place while all others are written anew: what is known of it no longer fits, so that
 * its record is taken for another one when it can be read again, and with `read` its files for others. */
static void spare_stale(RepereRun *run, RepereWorkState *state)
{
  g_free(state->hash);
  state->hash = g_strdup("");
  for (guint i = 0; run->read && i < state->files->len; i++)
    ((RepereFileState *)state->files->pdata[i])->size = REPERE_SIZE_READ_AGAIN;
  repere_sink_touch(run->sink, state);
}

static gboolean is_broken(const RepereRun *run, const char *source)
{
  g_autofree char *folder = g_path_get_dirname(source);
  return g_hash_table_contains(run->broken, source) || g_hash_table_contains(run->broken, folder);
}

/* Works that the sources no longer have. One whose record cannot be read today keeps its place. */
static void remove_vanished(RepereRun *run)
{
  GHashTableIter iter;
  gpointer id, state;
  g_hash_table_iter_init(&iter, run->states);
  while (g_hash_table_iter_next(&iter, &id, &state)) {
    if (g_hash_table_contains(run->seen, id)) continue;
    if (g_hash_table_contains(run->spared, id) || is_broken(run, ((RepereWorkState *)state)->source)) {
      run->tally.spared++;
      if (run->again && run->sink) {
        g_hash_table_iter_steal(&iter);
        spare_stale(run, state);
      }
      continue;
    }
    if (run->sink) repere_sink_remove(run->sink, id);
    else repere_plan_removal(run, id);
  }
}

static void show(RepereRun *run)
{
  repere_progress_show(run->progress, run->files_done, run->files, run->whole,
                       run->pages_done + repere_pool_pages(run->pool));
}

/* A generation that is built beside the live one has nothing of a work whose record cannot be read today, and
 * would take it from the readers. FALSE where there are such works. */
static gboolean keeps_all(const RepereRun *run, GError **error)
{
  const char *example = NULL;
  guint lost = 0;
  GHashTableIter iter;
  gpointer id, state;
  if (!run->live) return TRUE;
  g_hash_table_iter_init(&iter, run->live);
  while (g_hash_table_iter_next(&iter, &id, &state)) {
    if (g_hash_table_contains(run->seen, id)) continue;
    if (!g_hash_table_contains(run->spared, id) && !is_broken(run, ((RepereWorkState *)state)->source))
      continue;
    if (lost++ == 0) example = id;
  }
  if (lost == 0) return TRUE;
  g_set_error(
    error, REPERE_ERROR, REPERE_ERROR_INPUT,
    "A rebuild would lose works of the live index whose records cannot be read (%u, such as \"%s\"), so "
    "nothing was switched; mend the records, or run 'repere-indexer update', which keeps such works.",
    lost, example);
  return FALSE;
}

/* Those that borrow come first. Two that borrow from each other would each have to come before the other:
 * such loans are dropped. */
static void arrange_postponed(RepereRun *run)
{
  g_autoptr(GHashTable) ids = g_hash_table_new(g_str_hash, g_str_equal);
  g_autoptr(GPtrArray) lenders = g_ptr_array_new();
  guint borrowers = 0;
  for (guint i = 0; i < run->postponed->len; i++) {
    RepereTask *task = run->postponed->pdata[i];
    if (repere_task_borrows(task)) run->postponed->pdata[borrowers++] = task;
    else g_ptr_array_add(lenders, task);
  }
  for (guint i = 0; i < lenders->len; i++) run->postponed->pdata[borrowers + i] = lenders->pdata[i];
  for (guint i = 0; i < borrowers; i++)
    g_hash_table_add(ids, (gpointer)repere_task_id(run->postponed->pdata[i]));
  for (guint i = 0; i < borrowers; i++) repere_task_drop_loans(run->postponed->pdata[i], ids);
  run->borrowers = borrowers;
}

static gboolean end_without_files(RepereRun *run, GError **error)
{
  g_propagate_error(error, g_steal_pointer(&run->gone));
  return FALSE;
}

/* Reads the next record and begins its work. FALSE where the sources, now read whole, do not suffice. */
static gboolean read_record(RepereRun *run, RepereRecords *records, GError **error)
{
  RepereWork *work = repere_records_next(records, run->record_problems, known_hash, run);
  take_problems(run);
  if (work) take_work(run, work);
  else run->whole = TRUE;
  if (run->gone) return end_without_files(run, error);
  if (run->whole) arrange_postponed(run);
  return work || keeps_all(run, error);
}

static gboolean has_more(const RepereRun *run)
{
  return !run->whole || run->next < run->postponed->len;
}

/* Whether a postponed work must wait until all that were begun are with the sink. */
static gboolean must_wait(const RepereRun *run)
{
  gboolean limit = run->whole && (run->next == 0 || run->next == run->borrowers);
  return limit && repere_pool_pending(run->pool) > 0;
}

/* Begins another work. */
static gboolean advance(RepereRun *run, RepereRecords *records, GError **error)
{
  if (!run->whole) return read_record(run, records, error);
  repere_task_start(g_steal_pointer(&run->postponed->pdata[run->next++]));
  return TRUE;
}

gboolean repere_intake(RepereRun *run, GError **error)
{
  g_autoptr(RepereRecords) records = repere_records_open((const char *const *)run->library->records, error);
  if (!records) return FALSE;
  while (!repere_stop_asked() && !repere_sink_failed(run->sink) &&
         (has_more(run) || repere_pool_pending(run->pool))) {
    gboolean full = repere_sink_full(run->sink);
    gboolean room = repere_pool_waiting(run->pool) < REPERE_WAITING_FILES && !full;
    if (room && has_more(run) && !must_wait(run)) {
      if (!advance(run, records, error)) return FALSE;
      repere_pool_step(run->pool, 0);
    } else if (full) {
      g_usleep(REPERE_STEP_MS * 1000 / 10);
    } else {
      repere_pool_step(run->pool, REPERE_STEP_MS);
    }
    if (run->gone) return end_without_files(run, error);
    show(run);
  }
  /* A signal that comes when all has been read interrupts nothing any more. */
  run->tally.interrupted = repere_stop_asked() && (has_more(run) || repere_pool_pending(run->pool));
  if (run->whole && !run->only && !run->tally.interrupted) remove_vanished(run);
  return TRUE;
}

gboolean repere_plan(RepereRun *run, GError **error)
{
  g_autoptr(RepereRecords) records = repere_records_open((const char *const *)run->library->records, error);
  if (!records) return FALSE;
  while (!repere_stop_asked() && !run->whole)
    if (!read_record(run, records, error)) return FALSE;
  run->tally.interrupted = !run->whole;
  if (run->whole && !run->only) remove_vanished(run);
  return TRUE;
}
