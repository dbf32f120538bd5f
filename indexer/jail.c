/* jail.c - see jail.h */
#include "indexer/jail.h"

#include <errno.h>
#include <fcntl.h>
#include <linux/capability.h>
#include <linux/landlock.h>
#include <seccomp.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/syscall.h>
#include <unistd.h>

#include "indexer/reason.h"
#include "repere/error.h"

#if defined(__SANITIZE_ADDRESS__)
#define SANITIZED 1
#elif defined(__has_feature)
#if __has_feature(address_sanitizer)
#define SANITIZED 1
#endif
#endif
#ifndef SANITIZED
#define SANITIZED 0
#endif

const gboolean repere_jail_unlimited_memory = SANITIZED;

/* What poppler opens while it reads: encodings of Asian and other scripts (package poppler-data). */
static const char *const readable_folders[] = {"/usr/share/poppler"};

enum { OPEN_FILES = 32, STACK_BYTES = 8 << 20 };

static gboolean refuse(GError **error, const char *what, int number)
{
  g_autofree char *sentence = repere_reason(REPERE_REASON_NO_JAIL, what, repere_reason_errno(number));
  g_set_error_literal(error, REPERE_ERROR, REPERE_ERROR_IO, sentence);
  return FALSE;
}

/* ---- resources and rights ---- */

/* Lowers soft and hard limit; never raises one. */
static gboolean limit(__rlimit_resource_t resource, rlim_t to)
{
  struct rlimit now;
  if (getrlimit(resource, &now) != 0) return FALSE;
  now.rlim_max = MIN(now.rlim_max, to);
  now.rlim_cur = MIN(now.rlim_cur, now.rlim_max);
  return setrlimit(resource, &now) == 0;
}

static gboolean drop_capabilities(void)
{
  struct __user_cap_header_struct header = {.version = _LINUX_CAPABILITY_VERSION_3, .pid = 0};
  struct __user_cap_data_struct none[_LINUX_CAPABILITY_U32S_3];
  memset(none, 0, sizeof none);
  return syscall(SYS_capset, &header, none) == 0;
}

static gboolean limit_resources(guint64 memory, GError **error)
{
  gboolean done = limit(RLIMIT_CORE, 0) && limit(RLIMIT_FSIZE, 0) && limit(RLIMIT_NPROC, 0) &&
                  limit(RLIMIT_NOFILE, OPEN_FILES) && limit(RLIMIT_STACK, STACK_BYTES) &&
                  limit(RLIMIT_MEMLOCK, 0) && limit(RLIMIT_MSGQUEUE, 0);
  if (done && !SANITIZED) done = limit(RLIMIT_AS, memory);
  if (!done) return refuse(error, "setrlimit", errno);
  if (prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) != 0) return refuse(error, "PR_SET_NO_NEW_PRIVS", errno);
  if (prctl(PR_SET_DUMPABLE, 0, 0, 0, 0) != 0) return refuse(error, "PR_SET_DUMPABLE", errno);
  if (!drop_capabilities()) return refuse(error, "capset", errno);
  return TRUE;
}

/* ---- files ---- */

/* Rights that later kernels know and these headers may not: <linux/landlock.h> of Linux 6.12. */
#define RIGHT_REFER (1ULL << 13)
#define RIGHT_TRUNCATE (1ULL << 14)
#define RIGHT_IOCTL_DEV (1ULL << 15)
#define NET_ALL 3ULL   /* bind and connect TCP */
#define SCOPE_ALL 3ULL /* abstract Unix sockets, signals */

typedef struct {
  guint64 files, network, scoped;
} Ruleset;

static Ruleset ruleset_of_abi(long abi)
{
  Ruleset all = {.files = (LANDLOCK_ACCESS_FS_MAKE_SYM << 1) - 1, .network = 0, .scoped = 0};
  if (abi >= 2) all.files |= RIGHT_REFER;
  if (abi >= 3) all.files |= RIGHT_TRUNCATE;
  if (abi >= 4) all.network = NET_ALL;
  if (abi >= 5) all.files |= RIGHT_IOCTL_DEV;
  if (abi >= 6) all.scoped = SCOPE_ALL;
  return all;
}

static gsize ruleset_size(long abi)
{
  return abi >= 6 ? sizeof(Ruleset) : abi >= 4 ? offsetof(Ruleset, scoped) : offsetof(Ruleset, network);
}

/* FALSE where the kernel has no Landlock, or has it switched off. */
static gboolean confine_files(void)
{
  long abi = syscall(SYS_landlock_create_ruleset, NULL, 0, LANDLOCK_CREATE_RULESET_VERSION);
  if (abi < 1) return FALSE;
  Ruleset all = ruleset_of_abi(abi);
  int rules = (int)syscall(SYS_landlock_create_ruleset, &all, ruleset_size(abi), 0);
  if (rules < 0) return FALSE;
  for (guint i = 0; i < G_N_ELEMENTS(readable_folders); i++) {
    struct landlock_path_beneath_attr rule = {.allowed_access =
                                                LANDLOCK_ACCESS_FS_READ_FILE | LANDLOCK_ACCESS_FS_READ_DIR,
                                              .parent_fd = open(readable_folders[i], O_PATH | O_CLOEXEC)};
    if (rule.parent_fd < 0) continue; /* not installed: nothing to read there */
    syscall(SYS_landlock_add_rule, rules, LANDLOCK_RULE_PATH_BENEATH, &rule, 0);
    close(rule.parent_fd);
  }
  gboolean confined = syscall(SYS_landlock_restrict_self, rules, 0) == 0;
  close(rules);
  return confined;
}

/* ---- system calls ---- */

/* Calls that are harmless whatever their arguments. An architecture may lack some. */
static const int harmless[] = {SCMP_SYS(read),           SCMP_SYS(readv),
                               SCMP_SYS(pread64),        SCMP_SYS(lseek),
                               SCMP_SYS(_llseek),        SCMP_SYS(close),
                               SCMP_SYS(fstat),          SCMP_SYS(fstat64),
                               SCMP_SYS(getdents64),     SCMP_SYS(brk),
                               SCMP_SYS(munmap),         SCMP_SYS(mremap),
                               SCMP_SYS(madvise),        SCMP_SYS(futex),
                               SCMP_SYS(futex_time64),   SCMP_SYS(rt_sigaction),
                               SCMP_SYS(rt_sigprocmask), SCMP_SYS(rt_sigreturn),
                               SCMP_SYS(sigreturn),      SCMP_SYS(sigaltstack),
                               SCMP_SYS(clock_gettime),  SCMP_SYS(clock_gettime64),
                               SCMP_SYS(gettimeofday),   SCMP_SYS(time),
                               SCMP_SYS(getpid),         SCMP_SYS(gettid),
                               SCMP_SYS(getrusage),      SCMP_SYS(sysinfo),
                               SCMP_SYS(uname),          SCMP_SYS(getrandom),
                               SCMP_SYS(sched_yield),    SCMP_SYS(restart_syscall),
                               SCMP_SYS(exit),           SCMP_SYS(exit_group)};

/* 0, or a negative errno. A call unknown to this architecture is no failure. */
static int allow(scmp_filter_ctx filter, int call, const struct scmp_arg_cmp *when)
{
  if (call < 0) return 0;
  int failed = when ? seccomp_rule_add_array(filter, SCMP_ACT_ALLOW, call, 1, when)
                    : seccomp_rule_add_array(filter, SCMP_ACT_ALLOW, call, 0, NULL);
  return failed == -EDOM ? 0 : failed;
}

typedef struct {
  int call;
  struct scmp_arg_cmp when;
} Guarded;

/* Calls that are allowed for some arguments only. */
static int allow_guarded(scmp_filter_ctx filter, int socket)
{
  const unsigned writing = O_ACCMODE | O_CREAT | O_TRUNC | O_APPEND | (O_TMPFILE & ~O_DIRECTORY) | O_PATH;
  const scmp_datum_t own = (scmp_datum_t)getpid();
  const Guarded guarded[] = {
    {SCMP_SYS(open), SCMP_A1(SCMP_CMP_MASKED_EQ, writing, O_RDONLY)},
    {SCMP_SYS(openat), SCMP_A2(SCMP_CMP_MASKED_EQ, writing, O_RDONLY)},
    {SCMP_SYS(newfstatat), SCMP_A3(SCMP_CMP_MASKED_EQ, AT_EMPTY_PATH, AT_EMPTY_PATH)},
    {SCMP_SYS(fstatat64), SCMP_A3(SCMP_CMP_MASKED_EQ, AT_EMPTY_PATH, AT_EMPTY_PATH)},
    {SCMP_SYS(fcntl), SCMP_A1(SCMP_CMP_EQ, F_GETFL)},
    {SCMP_SYS(fcntl64), SCMP_A1(SCMP_CMP_EQ, F_GETFL)},
    {SCMP_SYS(mmap), SCMP_A2(SCMP_CMP_MASKED_EQ, PROT_EXEC, 0)},
    {SCMP_SYS(mmap2), SCMP_A2(SCMP_CMP_MASKED_EQ, PROT_EXEC, 0)},
    {SCMP_SYS(mprotect), SCMP_A2(SCMP_CMP_MASKED_EQ, PROT_EXEC, 0)},
    {SCMP_SYS(write), SCMP_A0(SCMP_CMP_EQ, STDERR_FILENO)},
    {SCMP_SYS(write), SCMP_A0(SCMP_CMP_EQ, (scmp_datum_t)socket)},
    {SCMP_SYS(writev), SCMP_A0(SCMP_CMP_EQ, STDERR_FILENO)},
    {SCMP_SYS(writev), SCMP_A0(SCMP_CMP_EQ, (scmp_datum_t)socket)},
    {SCMP_SYS(recvmsg), SCMP_A0(SCMP_CMP_EQ, (scmp_datum_t)socket)},
    {SCMP_SYS(tgkill), SCMP_A0(SCMP_CMP_EQ, own)}, /* abort() */
  };
  int failed = 0;
  for (guint i = 0; i < G_N_ELEMENTS(guarded) && failed == 0; i++)
    failed = allow(filter, guarded[i].call, &guarded[i].when);
  return failed;
}

static gboolean filter_calls(int socket, GError **error)
{
  scmp_filter_ctx filter = seccomp_init(SCMP_ACT_ERRNO(EPERM));
  if (!filter) return refuse(error, "seccomp_init", ENOMEM);
  int failed = 0;
  for (guint i = 0; i < G_N_ELEMENTS(harmless) && failed == 0; i++) failed = allow(filter, harmless[i], NULL);
  if (failed == 0) failed = allow_guarded(filter, socket);
  if (failed == 0) failed = seccomp_load(filter);
  seccomp_release(filter);
  return failed == 0 ? TRUE : refuse(error, "seccomp", -failed);
}

gboolean repere_jail_enter(int socket, guint64 memory, gboolean *confined, GError **error)
{
  if (!limit_resources(memory, error)) return FALSE;
  *confined = confine_files();
  return filter_calls(socket, error);
}
