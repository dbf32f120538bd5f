/* verify.c - see indexer/verify.h. The child sends lines of fields between tabs, escaped as g_strescape() does:
 *   F part work sentence    a fault ("" where there is no work)
 *   P works of              how far it is
 *   E works pages revision  all was looked at */
#include "indexer/verify.h"

#include <errno.h>
#include <glib/gstdio.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>
#include "indexer/progress.h"
#include "indexer/stop.h"

/* What the look may take of the processor: far more than it does, so that only damage that never ends is cut short. */
#define LEAST_SECONDS 120
#define BYTES_A_SECOND (200u << 10)

static void found_free(gpointer data)
{
  RepereFoundFault *fault = data;
  g_free(fault->work);
  g_free(fault->sentence);
  g_free(fault);
}

GPtrArray *repere_found_faults_new(void)
{
  return g_ptr_array_new_with_free_func(found_free);
}

void repere_findings_clear(RepereFindings *findings)
{
  g_clear_pointer(&findings->path, g_free);
  g_clear_pointer(&findings->faults, g_ptr_array_unref);
}

static RepereFoundFault *found_new(RepereVerifyPart part, const char *work, const char *sentence)
{
  RepereFoundFault *fault = g_new(RepereFoundFault, 1);
  *fault = (RepereFoundFault){repere_verify_part_name(part), g_strdup(work), g_strdup(sentence)};
  return fault;
}

void repere_findings_add(RepereFindings *findings, RepereVerifyPart part, const char *work, const char *sentence)
{
  g_ptr_array_add(findings->faults, found_new(part, work, sentence));
}

void repere_findings_put_first(RepereFindings *findings, RepereVerifyPart part, const char *work, const char *sentence)
{
  g_ptr_array_insert(findings->faults, 0, found_new(part, work, sentence));
}

/* ---- the child ---- */

static void send_fault(RepereVerifyPart part, const char *work, const char *sentence, gpointer data)
{
  FILE *out = data;
  g_autofree char *id = g_strescape(work ? work : "", NULL);
  g_autofree char *said = g_strescape(sentence, NULL);
  fprintf(out, "F\t%d\t%s\t%s\n", (int)part, id, said);
  fflush(out);
}

static void send_progress(guint works, guint of, gpointer data)
{
  FILE *out = data;
  if (works % 16 && works != of) return;
  fprintf(out, "P\t%u\t%u\n", works, of);
  fflush(out);
}

static G_GNUC_NORETURN void look(const char *path, rlim_t seconds, int to)
{
  struct rlimit limit = {seconds, seconds};
  struct rlimit no_core = {0, 0};
  FILE *out = fdopen(to, "w");
  prctl(PR_SET_PDEATHSIG, SIGKILL);
  signal(SIGINT, SIG_DFL);
  signal(SIGTERM, SIG_DFL);
  setrlimit(RLIMIT_CPU, &limit);
  setrlimit(RLIMIT_CORE, &no_core);
  if (!out) _exit(EXIT_FAILURE);
  RepereVerification verification = {.fault = send_fault, .progress = send_progress, .data = out};
  repere_verify_database(path, &verification);
  repere_verify_works(path, &verification);
  fprintf(out, "E\t%u\t%u\t%" G_GUINT64_FORMAT "\n", verification.works, verification.pages, verification.revision);
  fflush(out);
  _exit(EXIT_SUCCESS);
}

/* ---- the parent ---- */

typedef struct {
  RepereFindings *findings;
  RepereProgress *progress;
  gboolean ended;
} Listening;

static void hear(Listening *listening, char *line)
{
  RepereFindings *findings = listening->findings;
  g_auto(GStrv) fields = g_strsplit(g_strchomp(line), "\t", -1);
  guint n = g_strv_length(fields);
  if (n == 4 && g_str_equal(fields[0], "F")) {
    g_autofree char *work = g_strcompress(fields[2]);
    g_autofree char *sentence = g_strcompress(fields[3]);
    int part = CLAMP(atoi(fields[1]), 0, REPERE_PARTS - 1);
    repere_findings_add(findings, (RepereVerifyPart)part, work[0] ? work : NULL, sentence);
  } else if (n == 3 && g_str_equal(fields[0], "P")) {
    g_autofree char *how_far = g_strdup_printf("Verifying: %s of %s works", fields[1], fields[2]);
    repere_progress_line(listening->progress, how_far);
  } else if (n == 4 && g_str_equal(fields[0], "E")) {
    findings->works = (guint)g_ascii_strtoull(fields[1], NULL, 10);
    findings->pages = (guint)g_ascii_strtoull(fields[2], NULL, 10);
    findings->revision = g_ascii_strtoull(fields[3], NULL, 10);
    listening->ended = TRUE;
  }
}

static void listen_to(int from, Listening *listening)
{
  FILE *in = fdopen(from, "r");
  char *line = NULL;
  size_t size = 0;
  while (in && getline(&line, &size, in) > 0) hear(listening, line);
  free(line);
  if (in) fclose(in);
  else close(from);
}

static guint64 size_of(const char *path)
{
  guint64 size = 0;
  GStatBuf there;
  g_autoptr(GDir) folder = g_dir_open(path, 0, NULL);
  const char *name;
  while (folder && (name = g_dir_read_name(folder))) {
    g_autofree char *file = g_build_filename(path, name, NULL);
    if (g_stat(file, &there) == 0) size += (guint64)there.st_size;
  }
  return size;
}

char *repere_find_stranger(const char *path)
{
  g_autoptr(GDir) folder = g_dir_open(path, 0, NULL);
  const char *name;
  while (folder && (name = g_dir_read_name(folder))) {
    g_autofree char *file = g_build_filename(path, name, NULL);
    if (g_file_test(file, G_FILE_TEST_EXISTS) && !g_file_test(file, G_FILE_TEST_IS_REGULAR)) return g_steal_pointer(&file);
  }
  return NULL;
}

static void say_how_it_died(RepereFindings *findings, int status)
{
  int number = WIFSIGNALED(status) ? WTERMSIG(status) : 0;
  g_autofree char *sentence =
    number == SIGXCPU || number == SIGKILL
      ? g_strdup_printf("%s: what reads the index comes to no end in it, and was stopped.", findings->path)
      : g_strdup_printf("%s: what reads the index crashes on it (%s).", findings->path,
                        number ? g_strsignal(number) : "it ended without a word");
  repere_findings_add(findings, REPERE_PART_DATABASE, NULL, sentence);
}

static gboolean failed(GError **error, const char *what)
{
  g_set_error(error, REPERE_ERROR, REPERE_ERROR_IO, "The index cannot be verified: %s: %s.", what, g_strerror(errno));
  return FALSE;
}

gboolean repere_find_faults(const char *path, gboolean quiet, RepereFindings *findings, GError **error)
{
  int ends[2], status = 0;
  Listening listening = {.findings = findings};
  rlim_t seconds = LEAST_SECONDS + size_of(path) / BYTES_A_SECOND;
  repere_findings_clear(findings);
  *findings = (RepereFindings){.path = g_strdup(path), .faults = repere_found_faults_new()};
  g_autofree char *stranger = repere_find_stranger(path);
  if (stranger) {
    g_autofree char *sentence = g_strdup_printf("%s: it is no regular file, so that nothing there was read.", stranger);
    repere_findings_add(findings, REPERE_PART_DATABASE, NULL, sentence);
    return TRUE;
  }
  if (pipe(ends) < 0) return failed(error, "no pipe");
  fflush(stdout);
  pid_t child = fork();
  if (child == 0) {
    close(ends[0]);
    look(path, seconds, ends[1]);
  }
  close(ends[1]);
  if (child < 0) {
    close(ends[0]);
    return failed(error, "no process");
  }
  listening.progress = repere_progress_new(quiet);
  listen_to(ends[0], &listening);
  repere_progress_free(listening.progress);
  while (waitpid(child, &status, 0) < 0 && errno == EINTR) {}
  if (repere_stop_asked()) {
    g_set_error(error, REPERE_ERROR, REPERE_ERROR_CANCELLED, "Interrupted; nothing was changed.");
    return FALSE;
  }
  if (!listening.ended) say_how_it_died(findings, status);
  return TRUE;
}
