/* check.c - `repere-indexer check`: records, vocabularies and files looked at, nothing written. */
#include <stdio.h>
#include <unistd.h>
#include "indexer/changes.h"
#include "indexer/facet_faults.h"
#include "indexer/job.h"
#include "indexer/progress.h"
#include "indexer/reading.h"
#include "indexer/reason.h"
#include "indexer/records.h"

typedef struct {
  RepereLibrary *library;
  RepereOcrRun *ocr;     /* what an update would recognise pages by */
  ReperePool *pool;      /* NULL: files are only looked for */
  RepereProgress *progress;
  GPtrArray *problems;   /* of RepereRecordProblem * */
  guint works, files, bad, done;
  guint64 pages;
} Check;

static void name_outcome(Check *check, const char *path, const RepereLedgerFile *ledger)
{
  check->bad++;
  repere_progress_clear(check->progress);
  repere_say("%s: %s: %s", path, repere_outcome_name(ledger->outcome), ledger->reason ? ledger->reason : "");
}

static void on_file_done(RepereLedgerFile *ledger, GBytes *postings, gpointer data, gpointer pool_data)
{
  Check *check = pool_data;
  g_autofree char *path = data;
  check->done++;
  check->pages += ledger->pages->len;
  if (!repere_outcome_is_good(ledger->outcome)) name_outcome(check, path, ledger);
  repere_ledger_file_free(ledger);
  g_clear_pointer(&postings, g_bytes_unref);
}

/* Opens the file as an update would, and reads nothing. */
static void look_for(Check *check, const char *path)
{
  ReperePoolLimits limits = repere_pool_limits_of(check->library, 0);
  RepereJobState *job = repere_job_new(&(RepereJob){.path = path});
  int file = repere_job_open(job, &limits);
  if (file >= 0) close(file);
  else name_outcome(check, path, job->ledger);
  repere_job_free(job);
}

static void check_work(Check *check, const RepereWork *work)
{
  check->works++;
  for (guint i = 0; i < work->files->len; i++) {
    const RepereFile *file = work->files->pdata[i];
    char *path = repere_file_path(check->library, file);
    check->files++;
    if (check->pool) {
      repere_pool_submit(check->pool, &(RepereJob){path, file->media_type, file->lang, path});
    } else {
      look_for(check, path);
      g_free(path);
    }
  }
}

static void name_problems(Check *check)
{
  for (guint i = 0; i < check->problems->len; i++) {
    const RepereRecordProblem *problem = check->problems->pdata[i];
    check->bad += !problem->warning;
    repere_progress_clear(check->progress);
    repere_say("%s", problem->message);
  }
  g_ptr_array_set_size(check->problems, 0);
}

static gboolean check_records(Check *check, GError **error)
{
  g_autoptr(RepereRecords) records = repere_records_open((const char *const *)check->library->records, error);
  RepereWork *work;
  if (!records) return FALSE;
  while ((work = repere_records_next(records, check->problems, NULL, NULL))) {
    check_work(check, work);
    repere_work_free(work);
    while (check->pool && repere_pool_waiting(check->pool) > REPERE_WAITING_FILES)
      repere_pool_step(check->pool, REPERE_STEP_MS);
    name_problems(check);
  }
  name_problems(check);
  while (check->pool && repere_pool_pending(check->pool)) {
    repere_pool_step(check->pool, REPERE_STEP_MS);
    repere_progress_show(check->progress, check->done, check->files, TRUE, check->pages);
  }
  return TRUE;
}

static gboolean check_vocabularies(Check *check, GError **error)
{
  g_autoptr(GPtrArray) problems = g_ptr_array_new_with_free_func(g_free);
  g_autoptr(RepereVocabularies) vocabularies =
    repere_vocabularies_load(check->library->vocabularies, problems, error);
  if (vocabularies) repere_facet_faults(check->library, vocabularies, problems);
  for (guint i = 0; i < problems->len; i++) repere_say("%s", (char *)problems->pdata[i]);
  check->bad += problems->len;
  return vocabularies != NULL;
}

static gboolean open_pool(Check *check, const RepereOptions *options, GError **error)
{
  /* A scan would be recognised for nothing: what is not kept would have to be recognised again. */
  check->ocr = repere_ocr_run_new(check->library, error);
  if (!check->ocr) return FALSE;
  g_autofree char *lack = repere_ocr_run_lack(check->ocr);
  if (lack && !options->quiet) repere_say("%s", lack);
  if (*check->ocr->settings->languages)
    repere_ocr_settings_put_off(check->ocr->settings, repere_reason_words(REPERE_REASON_PART_UPDATE));
  check->pool = repere_reading_pool(check->library, options, check->ocr, on_file_done, check, error);
  return check->pool != NULL;
}

int repere_command_check(RepereLibrary *library, const RepereOptions *options)
{
  GError *error = NULL;
  Check check = {.library = library};
  check.problems = g_ptr_array_new_with_free_func((GDestroyNotify)repere_record_problem_free);
  check.progress = repere_progress_new(options->quiet);
  gboolean done = check_vocabularies(&check, &error) &&
                  (!options->read || open_pool(&check, options, &error)) && check_records(&check, &error);
  g_clear_pointer(&check.pool, repere_pool_free);
  repere_ocr_run_free(check.ocr);
  repere_progress_free(check.progress);
  g_ptr_array_unref(check.problems);
  if (!done) return repere_give_up(error);
  if (!options->quiet)
    printf("Works: %u. Files: %u%s. Faults: %u%s.\n", check.works, check.files,
           options->read ? "" : " (looked for, not read; --read reads them)", check.bad,
           check.bad ? ", as named" : "");
  return check.bad ? REPERE_EXIT_INPUT : REPERE_EXIT_OK;
}
