/* process.c - see process.h */
#include "indexer/process.h"

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <spawn.h>
#include <stdio.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#include "indexer/pool.h"
#include "indexer/reason.h"
#include "repere/error.h"

const char *repere_worker_program = "/proc/self/exe";

/* What a worker inherits of the environment: nothing that says where files are, but for how programs under
 * test are run. */
static const char *const kept_variables[] = {"LD_LIBRARY_PATH", "ASAN_OPTIONS", "UBSAN_OPTIONS",
                                             "LSAN_OPTIONS", "LLVM_PROFILE_FILE"};

/* Says in a worker's environment that it is one. */
#define REPERE_WORKER_VARIABLE "REPERE_WORKER"

static gboolean refuse(GError **error, const char *what, int number)
{
  g_autofree char *sentence = repere_reason(REPERE_REASON_NO_START, what, repere_reason_errno(number));
  g_set_error_literal(error, REPERE_ERROR, REPERE_ERROR_IO, sentence);
  return FALSE;
}

/* Memory shared with the worker: sealed, so that the worker cannot shrink it under the pool's reading. */
static int note_memory(RepereNote **note)
{
  int memory = memfd_create("repere-note", MFD_CLOEXEC | MFD_ALLOW_SEALING);
  if (memory < 0) return -1;
  void *mapped = MAP_FAILED;
  if (ftruncate(memory, sizeof(RepereNote)) == 0 &&
      fcntl(memory, F_ADD_SEALS, F_SEAL_SHRINK | F_SEAL_GROW | F_SEAL_SEAL) == 0)
    mapped = mmap(NULL, sizeof(RepereNote), PROT_READ | PROT_WRITE, MAP_SHARED, memory, 0);
  if (mapped == MAP_FAILED) {
    int number = errno;
    close(memory);
    errno = number;
    return -1;
  }
  *note = mapped;
  return memory;
}

static char **worker_environment(void)
{
  GPtrArray *variables = g_ptr_array_new();
  g_ptr_array_add(variables, g_strdup("LC_ALL=C.UTF-8"));
  g_ptr_array_add(variables, g_strdup("OMP_THREAD_LIMIT=1")); /* Tesseract's; the jail knows no threads */
  g_ptr_array_add(variables, g_strdup(REPERE_WORKER_VARIABLE "=1"));
  for (guint i = 0; i < G_N_ELEMENTS(kept_variables); i++) {
    const char *value = g_getenv(kept_variables[i]);
    if (value) g_ptr_array_add(variables, g_strdup_printf("%s=%s", kept_variables[i], value));
  }
  g_ptr_array_add(variables, NULL);
  return (char **)g_ptr_array_free(variables, FALSE);
}

/* The ends given to the worker, in the order of its descriptors from standard error on. All are above those
 * numbers here, or are moved there first, so that no dup2 overwrites one still to come. */
static int spawn(pid_t *pid, int errors, int socket, int note)
{
  posix_spawn_file_actions_t actions;
  posix_spawnattr_t attributes;
  sigset_t none, all;
  g_auto(GStrv) environment = worker_environment();
  char number[] = "3";
  char *arguments[] = {(char *)(guintptr)repere_worker_program, (char *)(guintptr)REPERE_WORKER_ARGUMENT,
                       number, NULL};
  sigemptyset(&none);
  sigfillset(&all);
  posix_spawn_file_actions_init(&actions);
  posix_spawnattr_init(&attributes);
  posix_spawnattr_setsigmask(&attributes, &none);
  posix_spawnattr_setsigdefault(&attributes, &all);
  /* A group of its own: what a terminal sends on Ctrl-C is for the pool to act on. */
  posix_spawnattr_setpgroup(&attributes, 0);
  posix_spawnattr_setflags(&attributes,
                           POSIX_SPAWN_SETSIGMASK | POSIX_SPAWN_SETSIGDEF | POSIX_SPAWN_SETPGROUP);
  posix_spawn_file_actions_addopen(&actions, STDIN_FILENO, "/dev/null", O_RDONLY, 0);
  posix_spawn_file_actions_addopen(&actions, STDOUT_FILENO, "/dev/null", O_WRONLY, 0);
  posix_spawn_file_actions_adddup2(&actions, errors, STDERR_FILENO);
  posix_spawn_file_actions_adddup2(&actions, socket, REPERE_WORKER_SOCKET);
  posix_spawn_file_actions_adddup2(&actions, note, REPERE_WORKER_NOTE);
  posix_spawn_file_actions_addclosefrom_np(&actions, REPERE_WORKER_NOTE + 1);
  int failed = posix_spawn(pid, repere_worker_program, &actions, &attributes, arguments, environment);
  posix_spawnattr_destroy(&attributes);
  posix_spawn_file_actions_destroy(&actions);
  return failed;
}

/* The same descriptor above those that a worker starts with; -1 with errno. Closes the old one. */
static int lift(int descriptor)
{
  if (descriptor < 0 || descriptor > REPERE_WORKER_NOTE) return descriptor;
  int lifted = fcntl(descriptor, F_DUPFD_CLOEXEC, REPERE_WORKER_NOTE + 1);
  int number = errno;
  close(descriptor);
  errno = number;
  return lifted;
}

static void close_all(int *descriptors, guint n)
{
  for (guint i = 0; i < n; i++) {
    if (descriptors[i] >= 0) close(descriptors[i]);
    descriptors[i] = -1;
  }
}

/* 0 or an errno. ends: the pool's socket and error ends, then the worker's socket, error end and note. */
static int open_ends(int ends[5], RepereNote **note)
{
  if (socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, ends) != 0) return errno;
  ends[2] = ends[1];
  ends[1] = -1;
  int pipe_ends[2];
  if (pipe2(pipe_ends, O_CLOEXEC | O_NONBLOCK) != 0) return errno;
  ends[1] = pipe_ends[0];
  ends[3] = pipe_ends[1];
  ends[4] = note_memory(note);
  for (guint i = 0; i < 5; i++) {
    ends[i] = lift(ends[i]);
    if (ends[i] < 0) return errno;
  }
  return 0;
}

gboolean repere_process_start(RepereProcess *process, GVariant *limits, GError **error)
{
  g_autoptr(GVariant) owned = g_variant_ref_sink(limits);
  int ends[5] = {-1, -1, -1, -1, -1};
  memset(process, 0, sizeof *process);
  /* A program that is started again as a worker and does not become one would go on so for ever. */
  if (g_getenv(REPERE_WORKER_VARIABLE))
    g_error("This program was started as a worker, and starts workers: its main() must begin with "
            "repere_worker_main().");
  int failed = open_ends(ends, &process->note);
  if (failed == 0) failed = spawn(&process->pid, ends[3], ends[2], ends[4]);
  close_all(ends + 2, 3);
  process->socket = ends[0];
  process->errors = ends[1];
  if (failed == 0) {
    /* A worker that is dead already is found by its closed socket. */
    repere_wire_tell(process->socket, REPERE_WIRE_LIMITS, owned, -1);
    return TRUE;
  }
  process->pid = 0;
  close_all(ends, 2);
  if (process->note) munmap(process->note, sizeof *process->note);
  memset(process, 0, sizeof *process);
  return refuse(error, "starting the program again", failed);
}

void repere_process_read_errors(RepereProcess *process)
{
  enum { PIECES_MOST = 64 }; /* more than a pipe holds: one that writes on and on is not waited for */
  char piece[REPERE_TAIL_BYTES];
  for (guint i = 0; i < PIECES_MOST && !process->mute; i++) {
    ssize_t got = read(process->errors, piece, sizeof piece);
    if (got < 0 && errno == EINTR) continue;
    if (got < 0 && errno == EAGAIN) return;
    if (got <= 0) {
      process->mute = TRUE;
      return;
    }
    gsize kept = MIN(process->tail_size, sizeof process->tail - (gsize)got);
    memmove(process->tail, process->tail + process->tail_size - kept, kept);
    memcpy(process->tail + kept, piece, (gsize)got);
    process->tail_size = kept + (gsize)got;
  }
}

/* A sanitizer's summary says most; else it is the last line that has letters. */
char *repere_process_last_words(const RepereProcess *process)
{
  g_autofree char *text = g_utf8_make_valid(process->tail, (gssize)process->tail_size);
  g_auto(GStrv) lines = g_strsplit_set(text, "\r\n", -1);
  const char *chosen = NULL;
  for (guint i = 0; lines[i]; i++) {
    g_strstrip(lines[i]);
    if (!chosen || (lines[i][0] && !g_str_has_prefix(chosen, "SUMMARY: "))) chosen = lines[i];
  }
  if (!chosen || !*chosen) return NULL;
  g_autofree char *start = g_utf8_substring(chosen, 0, MIN(200, g_utf8_strlen(chosen, -1)));
  for (char *at = start; *at; at++)
    if (g_ascii_iscntrl(*at)) *at = ' ';
  return g_steal_pointer(&start);
}

static guint32 note_field(const guint32 *shared)
{
  return __atomic_load_n(shared, __ATOMIC_RELAXED);
}

static gboolean said(const RepereProcess *process, const char *words)
{
  return memmem(process->tail, process->tail_size, words, strlen(words)) != NULL;
}

/* Words of those who give up themselves: poppler, GLib, the C++ library, AddressSanitizer. */
gboolean repere_process_lacked_memory(const RepereProcess *process)
{
  const RepereNote *note = process->note ? process->note : &process->last;
  return note_field(&note->out_of_memory) || said(process, "ut of memory") || said(process, "bad_alloc") ||
         said(process, "failed to allocate") || said(process, "out-of-memory") ||
         said(process, "allocation-size-too-big");
}

gint64 repere_process_cpu(const RepereProcess *process)
{
  clockid_t clock;
  struct timespec used;
  if (!process->pid || clock_getcpuclockid(process->pid, &clock) != 0 || clock_gettime(clock, &used) != 0)
    return -1;
  return (gint64)used.tv_sec * G_USEC_PER_SEC + used.tv_nsec / 1000;
}

guint64 repere_process_resident(const RepereProcess *process)
{
  char path[64];
  unsigned long long pages = 0;
  g_snprintf(path, sizeof path, "/proc/%d/statm", (int)process->pid);
  g_autofree char *line = NULL;
  if (!process->pid || !g_file_get_contents(path, &line, NULL, NULL)) return 0;
  char *after = strchr(line, ' ');
  if (after) pages = g_ascii_strtoull(after, NULL, 10);
  return (guint64)pages * (guint64)sysconf(_SC_PAGESIZE);
}

guint repere_process_page(const RepereProcess *process)
{
  const RepereNote *note = process->note ? process->note : &process->last;
  return note_field(&note->page);
}

guint repere_process_last_page(const RepereProcess *process)
{
  return process->last.all_read ? 0 : process->last.page;
}

/* Whether it has ended by itself. */
static gboolean has_ended(const RepereProcess *process, int patience_ms, int *status)
{
  for (int waited = 0;; waited++) {
    pid_t ended = waitpid(process->pid, status, WNOHANG);
    if (ended == process->pid) return TRUE;
    if (waited >= patience_ms) return FALSE;
    g_usleep(1000);
  }
}

int repere_process_end(RepereProcess *process, int patience_ms)
{
  int status = REPERE_KILLED;
  if (!process->pid) return status;
  if (!has_ended(process, patience_ms, &status)) {
    kill(process->pid, SIGKILL);
    while (waitpid(process->pid, NULL, 0) < 0 && errno == EINTR) continue;
    status = REPERE_KILLED;
  }
  repere_process_read_errors(process);
  close(process->socket);
  close(process->errors);
  process->pid = 0;
  process->last = *process->note;
  munmap(process->note, sizeof *process->note);
  process->note = NULL;
  return status;
}
