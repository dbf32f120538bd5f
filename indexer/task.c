/* task.c - see run.h: works whose files are being read. */
#include "indexer/reading.h"
#include "indexer/run.h"

typedef struct {
  RepereTask *task;
  guint file;
} FileOfTask;

struct RepereTask {
  RepereRun *run;
  RepereWork *work;
  RepereFilePart *parts;
  const RepereWorkState *state; /* until it is started */
  gboolean fresh;    /* the index does not have it */
  FileOfTask *files; /* one a file of the work */
  guint pending;
};

void repere_run_outcome(RepereRun *run, const RepereFile *file, RepereOutcome outcome, const char *reason)
{
  run->tally.outcomes[outcome]++;
  if (repere_outcome_is_good(outcome)) return;
  g_autofree char *path = repere_file_path(run->library, file);
  repere_run_problem(run, g_strdup_printf("%s: %s: %s", path, repere_outcome_name(outcome),
                                          reason ? reason : "see the ledger"));
}

RepereTask *repere_task_new(RepereRun *run, RepereWork *work, RepereFilePart *parts,
                            const RepereWorkState *state)
{
  RepereTask *task = g_new0(RepereTask, 1);
  *task = (RepereTask){run, work, parts, state, state == NULL, g_new0(FileOfTask, work->files->len), 0};
  return task;
}

void repere_task_free(RepereTask *task)
{
  if (!task) return;
  if (task->work) repere_sink_drop(task->work, task->parts);
  g_free(task->files);
  g_free(task);
}

gboolean repere_task_borrows(const RepereTask *task)
{
  for (guint i = 0; i < task->work->files->len; i++)
    if (task->parts[i].donor) return TRUE;
  return FALSE;
}

void repere_task_drop_loans(RepereTask *task, GHashTable *ids)
{
  for (guint i = 0; i < task->work->files->len; i++) {
    RepereFilePart *part = &task->parts[i];
    if (!part->donor || !g_hash_table_contains(ids, repere_contents_at(task->run->contents, part)->id))
      continue;
    part->kept = -1;
    part->donor = 0;
  }
}

const char *repere_task_id(const RepereTask *task)
{
  return task->work->id;
}

/* What was read is counted here, the work once it is committed (sink.h). */
static void finish(RepereTask *task)
{
  RepereTally *tally = &task->run->tally;
  RepereTallyChange change = task->fresh ? REPERE_TALLY_ADDED : REPERE_TALLY_REPLACED;
  for (guint i = 0; i < task->work->files->len; i++) {
    if (!task->parts[i].ledger) continue;
    tally->files_read++;
    repere_tally_pages(tally, task->parts[i].ledger);
  }
  repere_sink_put(task->run->sink, g_steal_pointer(&task->work), g_steal_pointer(&task->parts), change);
  g_hash_table_remove(task->run->tasks, task);
}

static void on_file_done(RepereLedgerFile *ledger, GBytes *postings, gpointer data, gpointer pool_data)
{
  RepereRun *run = pool_data;
  FileOfTask *of = data;
  RepereTask *task = of->task;
  /* It was there when the work was begun: perhaps they are all gone now. */
  if (ledger->outcome == REPERE_OUTCOME_MISSING && task->parts[of->file].size >= 0 && !run->gone)
    repere_sources_have_files(run, &run->gone);
  task->parts[of->file].ledger = ledger;
  task->parts[of->file].postings = postings;
  run->files_done++;
  run->pages_done += ledger->pages->len;
  task->pending--;
  if (run->gone) return;
  repere_run_outcome(run, task->work->files->pdata[of->file], ledger->outcome, ledger->reason);
  if (task->pending == 0) finish(task);
}

static void submit(RepereRun *run, RepereTask *task, guint i)
{
  const RepereFile *file = task->work->files->pdata[i];
  g_autofree char *path = repere_file_path(run->library, file);
  task->files[i] = (FileOfTask){task, i};
  run->files++;
  repere_pool_submit(run->pool, &(RepereJob){path, file->media_type, file->lang, &task->files[i]});
}

static void keep(RepereTask *task, guint i)
{
  RepereRun *run = task->run;
  const RepereFilePart *part = &task->parts[i];
  const RepereFile *file = task->work->files->pdata[i];
  const RepereFileState *own = part->donor ? NULL : task->state->files->pdata[part->kept];
  if (!own || !g_str_equal(own->href, file->href)) run->tally.files_moved++;
  repere_run_outcome(run, file, own ? own->outcome : repere_contents_at(run->contents, part)->outcome,
                     REPERE_AS_BEFORE);
}

void repere_task_start(RepereTask *task)
{
  RepereRun *run = task->run;
  g_hash_table_add(run->tasks, task);
  task->pending = 1; /* one more than its files, until all are submitted */
  for (guint i = 0; i < task->work->files->len; i++) {
    if (task->parts[i].kept >= 0) {
      keep(task, i);
      continue;
    }
    task->pending++;
    submit(run, task, i);
  }
  task->state = NULL;
  if (--task->pending == 0) finish(task);
}

gboolean repere_run_open_pool(RepereRun *run, GError **error)
{
  run->tasks = g_hash_table_new_full(NULL, NULL, (GDestroyNotify)repere_task_free, NULL);
  run->pool = repere_reading_pool(run->library, run->options, run->ocr, on_file_done, run, error);
  return run->pool != NULL;
}

void repere_run_close_pool(RepereRun *run)
{
  const char *unkept = run->pool ? repere_pool_unkept(run->pool) : NULL;
  if (run->pool) run->tally.pages_recalled = repere_pool_recalled(run->pool);
  if (unkept) repere_run_problem(run, g_strdup(unkept));
  g_clear_pointer(&run->pool, repere_pool_free);
  g_clear_pointer(&run->tasks, g_hash_table_unref);
}
