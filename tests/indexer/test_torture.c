/* Every damaged, odd and hostile file through the workers: each must get an outcome in bounded time and
 * memory, and no process may be left behind.
 *
 *   test_torture                                              the test: $REPERE_SHARED/torture under small limits,
 *                                                             nothing recognised
 *   test_torture FOLDER [WORKERS [SECONDS [MEMORY_MB [PAGE_SECONDS FILE_SECONDS]]]]
 *                                                             a report on any folder, with a line for each file not
 *                                                             indexed; with the last two, scans are
 * recognised */
#include <dirent.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#include "tests/indexer/pool_fixture.h"

typedef struct {
  char *path;
  guint answers;
  gint64 begun;
} File;

typedef struct {
  GPtrArray *files;
  guint outcomes[REPERE_OUTCOMES];
  guint pages, recognised, characters;
  guint64 postings;
  gboolean show;
  gint64 last_answer, longest_gap;
} Report;

static void file_free(gpointer data)
{
  File *file = data;
  g_free(file->path);
  g_free(file);
}

static void answered(RepereLedgerFile *ledger, GBytes *postings, gpointer data, gpointer pool_data)
{
  File *file = data;
  Report *report = pool_data;
  gint64 now = g_get_monotonic_time();
  file->answers++;
  report->outcomes[ledger->outcome]++;
  report->pages += ledger->pages->len;
  for (guint i = 0; i < ledger->pages->len; i++) {
    const ReperePage *page = ledger->pages->pdata[i];
    report->characters += page->characters;
    report->recognised += g_str_equal(page->source, "ocr");
  }
  report->postings += postings ? g_bytes_get_size(postings) : 0;
  report->longest_gap = MAX(report->longest_gap, now - report->last_answer);
  report->last_answer = now;
  g_autofree char *name = g_path_get_basename(file->path);
  if (report->show && ledger->outcome != REPERE_OUTCOME_INDEXED)
    printf("# %-10s %s: %s\n", repere_outcome_name(ledger->outcome), name,
           ledger->reason ? ledger->reason : "");
  g_assert_true(ledger->outcome == REPERE_OUTCOME_INDEXED || ledger->reason);
  if (ledger->reason) fixture_assert_worded(ledger->reason);
  if (postings) g_bytes_unref(postings);
  repere_ledger_file_free(ledger);
}

static void find_files(const char *folder, GPtrArray *files)
{
  g_autoptr(GDir) opened = g_dir_open(folder, 0, NULL);
  const char *name;
  while (opened && (name = g_dir_read_name(opened))) {
    File *file = g_new0(File, 1);
    file->path = g_build_filename(folder, name, NULL);
    g_ptr_array_add(files, file);
  }
}

static const char *type_of(const char *path)
{
  if (g_str_has_suffix(path, ".html")) return "text/html";
  if (g_str_has_suffix(path, ".txt")) return "text/plain";
  return "application/pdf";
}

static void print_report(const Report *report, gint64 took)
{
  struct rusage children, own;
  getrusage(RUSAGE_CHILDREN, &children);
  getrusage(RUSAGE_SELF, &own);
  for (guint i = 0; i < REPERE_OUTCOMES; i++)
    if (report->outcomes[i] > 0)
      printf("# %6u %s\n", report->outcomes[i], repere_outcome_name((RepereOutcome)i));
  printf("# %u pages (%u recognised), %u characters, %.1f MB of postings\n", report->pages,
         report->recognised, report->characters, (double)report->postings / 1e6);
  printf("# %.2f s, %.2f s at most between two answers; CPU: workers %.2f + %.2f s, pool %.2f + %.2f s\n",
         (double)took / 1e6, (double)report->longest_gap / 1e6,
         (double)children.ru_utime.tv_sec + (double)children.ru_utime.tv_usec / 1e6,
         (double)children.ru_stime.tv_sec + (double)children.ru_stime.tv_usec / 1e6,
         (double)own.ru_utime.tv_sec + (double)own.ru_utime.tv_usec / 1e6,
         (double)own.ru_stime.tv_sec + (double)own.ru_stime.tv_usec / 1e6);
  printf("# largest worker %ld MB, pool %ld MB\n", children.ru_maxrss / 1024, own.ru_maxrss / 1024);
}

static void run(const char *folder, const ReperePoolLimits *limits, gboolean show)
{
  g_autoptr(GError) error = NULL;
  g_autoptr(GPtrArray) files = g_ptr_array_new_with_free_func(file_free);
  find_files(folder, files);
  g_assert_cmpuint(files->len, >, 0);
  gint64 start = g_get_monotonic_time();
  Report report = {.files = files, .show = show, .last_answer = start};
  ReperePool *pool = repere_pool_new(limits, answered, &report, &error);
  g_assert_no_error(error);
  for (guint i = 0; i < files->len; i++) {
    File *file = files->pdata[i];
    repere_pool_submit(
      pool, &(RepereJob){.path = file->path, .media_type = type_of(file->path), .lang = "", .data = file});
  }
  while (repere_pool_pending(pool) > 0) repere_pool_step(pool, 1000);
  repere_pool_free(pool);
  gint64 took = g_get_monotonic_time() - start;
  for (guint i = 0; i < files->len; i++) g_assert_cmpuint(((File *)files->pdata[i])->answers, ==, 1);
  g_assert_cmpint(waitpid(-1, NULL, WNOHANG), ==, -1); /* no child is left, not even a dead one */
  print_report(&report, took);
  /* Each file is tried three times at most, and three times more where readers die of recognising it, at
   * three times its seconds by the clock. */
  guint seconds =
    limits->ocr ? 6 * (2 * limits->file_seconds + limits->ocr->file_seconds) : 3 * limits->file_seconds;
  g_assert_cmpint(report.longest_gap, <, (gint64)(3 * seconds + 5) * G_USEC_PER_SEC);
}

static void test_torture(void)
{
  const char *shared = g_getenv("REPERE_SHARED");
  g_autofree char *folder = shared ? g_build_filename(shared, "torture", NULL) : NULL;
  if (!folder || !g_file_test(folder, G_FILE_TEST_IS_DIR)) {
    g_test_skip("REPERE_SHARED names no folder with torture/ in it");
    return;
  }
  const ReperePoolLimits limits = {.workers = 2,
                                   .file_seconds = 5,
                                   .file_memory_mb = 512,
                                   .max_file_mb = 100,
                                   .max_text_mb = 16,
                                   .max_pages = 5000};
  run(folder, &limits, g_test_verbose());
}

static guint number_or(int argc, char **argv, int i, guint otherwise)
{
  return i < argc ? (guint)strtoul(argv[i], NULL, 10) : otherwise;
}

int main(int argc, char **argv)
{
  if (argc == 3 && strcmp(argv[1], "--worker") == 0) repere_worker_main((int)strtol(argv[2], NULL, 10));
  if (argc > 1 && argv[1][0] != '-') {
    const RepereOcrSettings ocr = {.folder = (char *)(guintptr) "/usr/share/tesseract-ocr/5/tessdata",
                                   .languages = (char *)(guintptr) "en;fr;es",
                                   .dpi = 300,
                                   .page_seconds = number_or(argc, argv, 5, 0),
                                   .file_seconds = number_or(argc, argv, 6, 0)};
    const ReperePoolLimits limits = {.workers = number_or(argc, argv, 2, 2),
                                     .file_seconds = number_or(argc, argv, 3, 60),
                                     .file_memory_mb = number_or(argc, argv, 4, 1024),
                                     .max_file_mb = 500,
                                     .max_text_mb = 64,
                                     .max_pages = 20000,
                                     .ocr = ocr.file_seconds > 0 ? &ocr : NULL};
    run(argv[1], &limits, TRUE);
    return 0;
  }
  g_test_init(&argc, &argv, NULL);
  g_test_add_func("/pool/torture", test_torture);
  return g_test_run();
}
