/* task.c - see run.h: works whose files are being read. */
#include "indexer/changes.h"
#include "indexer/reading.h"
#include "indexer/run.h"

typedef struct Task Task;

typedef struct {
  Task *task;
  guint file;
} FileOfTask;

/* A work whose files are being read. */
struct Task {
  RepereRun *run;
  RepereWork *work;
  RepereFilePart *parts;
  FileOfTask *files; /* one a file of the work */
  guint pending;
};

static void name_outcome(RepereRun *run, const RepereFile *file, RepereOutcome outcome, const char *reason)
{
  run->tally.outcomes[outcome]++;
  if (repere_outcome_is_good(outcome)) return;
  g_autofree char *path = repere_file_path(run->library, file);
  repere_run_problem(run, g_strdup_printf("%s: %s: %s", path, repere_outcome_name(outcome), reason ? reason : "see the ledger"));
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
  RepereRun *run = pool_data;
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

static void submit(RepereRun *run, Task *task, guint i)
{
  const RepereFile *file = task->work->files->pdata[i];
  g_autofree char *path = repere_file_path(run->library, file);
  task->files[i] = (FileOfTask){task, i};
  repere_pool_submit(run->pool, &(RepereJob){path, file->media_type, file->lang, &task->files[i]});
}

void repere_run_start(RepereRun *run, RepereWork *work, RepereFilePart *parts, const RepereWorkState *state)
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

gboolean repere_run_open_pool(RepereRun *run, GError **error)
{
  run->tasks = g_hash_table_new_full(NULL, NULL, task_free, NULL);
  run->pool = repere_reading_pool(run->library, run->options, on_file_done, run, error);
  return run->pool != NULL;
}

void repere_run_close_pool(RepereRun *run)
{
  g_clear_pointer(&run->pool, repere_pool_free);
  g_clear_pointer(&run->tasks, g_hash_table_unref);
}
