/* What a jailed process can still do, and what it cannot: each trial runs in a process of its own. */
#include <errno.h>
#include <fcntl.h>
#include <linux/landlock.h>
#include <pthread.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/ptrace.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

#include <glib.h>

#include "indexer/jail.h"
#include "repere/error.h"

/* Returns 0 where what it tries was possible, else an errno. */
typedef int (*Trial)(void);

static int socket_ends[2]; /* the first is the jailed process's */
static int other_end;      /* a descriptor that may not be written */
static char folder[] = "/tmp/repere-jail-XXXXXX";
static char own_file[64];

enum { NO_JAIL = 250 };

/* The errno (or 0) of a trial in jail. */
static int try_in_jail(Trial trial)
{
  pid_t child = fork();
  g_assert_cmpint(child, >=, 0);
  if (child == 0) {
    gboolean confined = FALSE;
    _exit(repere_jail_enter(socket_ends[0], (guint64)1 << 30, &confined, NULL) ? trial() : NO_JAIL);
  }
  int status = 0;
  g_assert_cmpint(waitpid(child, &status, 0), ==, child);
  g_assert_true(WIFEXITED(status));
  g_assert_cmpint(WEXITSTATUS(status), !=, NO_JAIL);
  return WEXITSTATUS(status);
}

static int result_of(long returned)
{
  return returned < 0 ? errno : 0;
}

/* ---- what it may ---- */

static int may_talk(void)
{
  char byte;
  struct iovec part = {&byte, 1};
  struct msghdr message = {.msg_iov = &part, .msg_iovlen = 1};
  if (write(socket_ends[0], "x", 1) < 0) return errno;
  return result_of(recvmsg(socket_ends[0], &message, MSG_DONTWAIT)) == EAGAIN ? 0 : EIO;
}

static int may_complain(void)
{
  return result_of(write(STDERR_FILENO, "", 0));
}

static int may_allocate(void)
{
  char *bytes = malloc(64 << 20);
  if (!bytes) return ENOMEM;
  memset(bytes, 1, 64 << 20);
  free(bytes);
  return 0;
}

static int may_read_encodings(void)
{
  int file = open("/usr/share/poppler/cMap/Adobe-Japan1/UniJIS-UTF16-H", O_RDONLY | O_CLOEXEC);
  char byte;
  return file < 0 ? errno : result_of(read(file, &byte, 1));
}

static int may_read_what_it_has(void)
{
  char byte;
  return result_of(pread(other_end, &byte, 1, 0));
}

static void test_may(void)
{
  g_assert_cmpint(try_in_jail(may_talk), ==, 0);
  g_assert_cmpint(try_in_jail(may_complain), ==, 0);
  g_assert_cmpint(try_in_jail(may_allocate), ==, 0);
  g_assert_cmpint(try_in_jail(may_read_what_it_has), ==, 0);
  if (g_file_test("/usr/share/poppler/cMap/Adobe-Japan1/UniJIS-UTF16-H", G_FILE_TEST_EXISTS))
    g_assert_cmpint(try_in_jail(may_read_encodings), ==, 0);
}

/* ---- what it may not ---- */

static int make_socket(void)
{
  return result_of(socket(AF_INET, SOCK_STREAM, 0));
}

static int make_pair(void)
{
  int ends[2];
  return result_of(socketpair(AF_UNIX, SOCK_STREAM, 0, ends));
}

static int start_process(void)
{
  return result_of(syscall(SYS_clone, SIGCHLD, 0, 0, 0, 0));
}

static void *nothing(void *data)
{
  return data;
}

static int start_thread(void)
{
  pthread_t thread;
  return pthread_create(&thread, NULL, nothing, NULL);
}

static int start_program(void)
{
  char *const arguments[] = {(char[]){"true"}, NULL};
  return result_of(execve("/bin/true", arguments, NULL));
}

static int kill_parent(void)
{
  return result_of(syscall(SYS_kill, getppid(), 0));
}

static int kill_other_thread_group(void)
{
  return result_of(syscall(SYS_tgkill, getppid(), getppid(), 0));
}

static int trace_parent(void)
{
  return result_of(syscall(SYS_ptrace, PTRACE_ATTACH, getppid(), NULL, NULL));
}

static int write_own_file(void)
{
  return result_of(open(own_file, O_WRONLY | O_CLOEXEC));
}

static int create_file(void)
{
  g_autofree char *path = g_strdup_printf("%s/new", folder);
  return result_of(open(path, O_RDONLY | O_CREAT | O_CLOEXEC, 0600));
}

static int truncate_file(void)
{
  return result_of(open(own_file, O_RDONLY | O_TRUNC | O_CLOEXEC));
}

static int create_nameless_file(void)
{
  return result_of(open(folder, O_TMPFILE | O_RDWR | O_CLOEXEC, 0600));
}

static int write_descriptor(void)
{
  return result_of(write(other_end, "x", 1));
}

static int remove_file(void)
{
  return result_of(unlink(own_file));
}

static int look_at_file(void)
{
  struct stat status;
  return result_of(stat("/etc/passwd", &status));
}

static int change_mode(void)
{
  return result_of(chmod(own_file, 0777));
}

static int make_code(void)
{
  void *memory = mmap(NULL, 4096, PROT_READ | PROT_WRITE | PROT_EXEC, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
  return memory == MAP_FAILED ? errno : 0;
}

static int turn_into_code(void)
{
  void *memory = mmap(NULL, 4096, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
  return memory == MAP_FAILED ? 0 : result_of(mprotect(memory, 4096, PROT_READ | PROT_EXEC));
}

static int lift_limit(void)
{
  struct rlimit none = {RLIM_INFINITY, RLIM_INFINITY};
  return result_of(syscall(SYS_prlimit64, 0, RLIMIT_AS, &none, NULL));
}

static int be_dumpable(void)
{
  return result_of(prctl(PR_SET_DUMPABLE, 1, 0, 0, 0));
}

static int make_namespace(void)
{
  return result_of(syscall(SYS_unshare, 0x10000000L)); /* CLONE_NEWUSER */
}

static int call_uring(void)
{
  return result_of(syscall(SYS_io_uring_setup, 1, NULL));
}

static int call_bpf(void)
{
  return result_of(syscall(SYS_bpf, 0, NULL, 0));
}

static int call_old_number(void)
{
#ifdef __x86_64__
  return result_of(syscall(0x40000000L + SYS_getppid)); /* the x32 entry */
#else
  return EPERM;
#endif
}

typedef struct {
  const char *what;
  Trial trial;
} Forbidden;

static const Forbidden forbidden[] = {{"a network socket", make_socket},
                                      {"a socket pair", make_pair},
                                      {"a process", start_process},
                                      {"a thread", start_thread},
                                      {"a program", start_program},
                                      {"a signal to the parent", kill_parent},
                                      {"a signal by tgkill", kill_other_thread_group},
                                      {"tracing", trace_parent},
                                      {"writing a file", write_own_file},
                                      {"creating a file", create_file},
                                      {"truncating a file", truncate_file},
                                      {"a nameless file", create_nameless_file},
                                      {"writing a descriptor", write_descriptor},
                                      {"removing a file", remove_file},
                                      {"looking at a file", look_at_file},
                                      {"changing a mode", change_mode},
                                      {"executable memory", make_code},
                                      {"memory made executable", turn_into_code},
                                      {"lifting a limit", lift_limit},
                                      {"core dumps", be_dumpable},
                                      {"namespaces", make_namespace},
                                      {"io_uring", call_uring},
                                      {"bpf", call_bpf}};

static void test_may_not(void)
{
  for (guint i = 0; i < G_N_ELEMENTS(forbidden); i++) {
    int number = try_in_jail(forbidden[i].trial);
    if (number != EPERM && number != EACCES && number != EAGAIN)
      g_error("%s: errno %d", forbidden[i].what, number);
  }
}

/* Calls of another entry than this architecture's kill. */
static void test_other_entry(void)
{
  pid_t child = fork();
  g_assert_cmpint(child, >=, 0);
  if (child == 0) {
    gboolean confined = FALSE;
    if (!repere_jail_enter(socket_ends[0], (guint64)1 << 30, &confined, NULL)) _exit(0);
    _exit(call_old_number() == 0 ? 0 : 1);
  }
  int status = 0;
  g_assert_cmpint(waitpid(child, &status, 0), ==, child);
  g_assert_true(WIFSIGNALED(status) || WEXITSTATUS(status) != 0);
}

static int read_passwords(void)
{
  return result_of(open("/etc/passwd", O_RDONLY | O_CLOEXEC));
}

static void test_confined(void)
{
  if (syscall(SYS_landlock_create_ruleset, NULL, 0, LANDLOCK_CREATE_RULESET_VERSION) < 1) {
    g_test_skip("this kernel has no Landlock");
    return;
  }
  g_assert_cmpint(try_in_jail(read_passwords), ==, EACCES);
}

static int take_too_much(void)
{
  for (guint i = 0; i < 64; i++)
    if (mmap(NULL, 64 << 20, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0) == MAP_FAILED)
      return errno;
  return 0;
}

static void test_memory(void)
{
  if (repere_jail_unlimited_memory) {
    g_test_skip("the address sanitizer's shadow leaves no room for a limit");
    return;
  }
  g_assert_cmpint(try_in_jail(take_too_much), ==, ENOMEM);
}

/* An ordinary user is jailed as well as root. */
static void test_ordinary_user(void)
{
  if (geteuid() != 0) {
    g_test_skip("this is an ordinary user already");
    return;
  }
  pid_t child = fork();
  g_assert_cmpint(child, >=, 0);
  if (child == 0) {
    gboolean confined = FALSE;
    if (setresgid(65534, 65534, 65534) != 0 || setresuid(65534, 65534, 65534) != 0) _exit(1);
    if (!repere_jail_enter(socket_ends[0], (guint64)1 << 30, &confined, NULL)) _exit(2);
    _exit(make_socket() == EPERM && may_talk() == 0 ? 0 : 3);
  }
  int status = 0;
  g_assert_cmpint(waitpid(child, &status, 0), ==, child);
  g_assert_true(WIFEXITED(status));
  g_assert_cmpint(WEXITSTATUS(status), ==, 0);
}

int main(int argc, char **argv)
{
  g_test_init(&argc, &argv, NULL);
  g_assert_cmpint(socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, socket_ends), ==, 0);
  g_assert_nonnull(mkdtemp(folder));
  g_snprintf(own_file, sizeof own_file, "%s/own", folder);
  other_end = open(own_file, O_RDWR | O_CREAT | O_CLOEXEC, 0600);
  g_assert_cmpint(other_end, >=, 0);
  g_test_add_func("/jail/may", test_may);
  g_test_add_func("/jail/may-not", test_may_not);
  g_test_add_func("/jail/other-entry", test_other_entry);
  g_test_add_func("/jail/confined", test_confined);
  g_test_add_func("/jail/memory", test_memory);
  g_test_add_func("/jail/ordinary-user", test_ordinary_user);
  int failed = g_test_run();
  unlink(own_file);
  rmdir(folder);
  return failed;
}
