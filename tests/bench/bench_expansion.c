/* bench_expansion - what a question costs with words added to it, and without.
 *
 *   bench_expansion SOCKET PID ROUNDS < QUESTIONS     a request target a line
 *
 * Asks each question with expand=on and expand=off in turn on one connection, so that both meet the same machine,
 * the first round uncounted. Prints the medians of what a question took by the client's clock (of each the best of
 * its rounds), the CPU that process PID spent on it, and the ratios. */
#include <glib.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

#define LONGEST_REPLY (16u << 20)

/* One way to ask. */
typedef struct {
  const char *parameter;
  GArray *times; /* of double: ms, the best of each question */
  double cpu;    /* ms in all */
} Way;

static void give_up(const char *what)
{
  fprintf(stderr, "bench_expansion: %s\n", what);
  exit(1);
}

static int dial(const char *path)
{
  struct sockaddr_un address = {.sun_family = AF_UNIX};
  int fd = socket(AF_UNIX, SOCK_STREAM, 0);
  g_strlcpy(address.sun_path, path, sizeof address.sun_path);
  if (fd < 0 || connect(fd, (struct sockaddr *)&address, sizeof address) < 0) give_up("no daemon answers on the socket");
  return fd;
}

/* Reads one whole answer. */
static void read_answer(int fd, char *buffer)
{
  gsize have = 0, need = LONGEST_REPLY;
  while (have < need) {
    ssize_t n = read(fd, buffer + have, LONGEST_REPLY - have);
    if (n <= 0) give_up("the daemon hung up");
    have += (gsize)n;
    buffer[have] = '\0';
    const char *end = need == LONGEST_REPLY ? strstr(buffer, "\r\n\r\n") : NULL;
    if (!end) continue;
    const char *length = strcasestr(buffer, "\r\ncontent-length:");
    if (!g_str_has_prefix(buffer, "HTTP/1.1 200") || !length) give_up(buffer);
    need = (gsize)(end + 4 - buffer) + (gsize)g_ascii_strtoull(length + strlen("\r\ncontent-length:"), NULL, 10);
  }
}

/* The CPU time of the process' threads so far, ns: by the scheduler's account, which does not go by ticks. */
static guint64 cpu_of(const char *pid)
{
  guint64 sum = 0;
  const char *thread;
  g_autofree char *folder = g_strdup_printf("/proc/%s/task", pid);
  g_autoptr(GDir) threads = g_dir_open(folder, 0, NULL);
  if (!threads) give_up("there is no such process");
  while ((thread = g_dir_read_name(threads))) {
    g_autofree char *name = g_build_filename(folder, thread, "schedstat", NULL), *text = NULL;
    if (g_file_get_contents(name, &text, NULL, NULL)) sum += g_ascii_strtoull(text, NULL, 10);
  }
  return sum;
}

static double ask(int fd, const char *target, const char *parameter, char *buffer)
{
  g_autofree char *request = g_strdup_printf("GET %s&%s HTTP/1.1\r\nHost: localhost\r\n\r\n", target, parameter);
  gint64 start = g_get_monotonic_time();
  if (write(fd, request, strlen(request)) != (ssize_t)strlen(request)) give_up("the daemon takes no request");
  read_answer(fd, buffer);
  return (double)(g_get_monotonic_time() - start) / 1000;
}

static void ask_rounds(int fd, const char *pid, const char *target, guint rounds, char *buffer, Way *ways)
{
  double best[2] = {G_MAXDOUBLE, G_MAXDOUBLE};
  for (guint i = 0; i <= rounds; i++)
    for (guint w = 0; w < 2; w++) {
      guint64 before = cpu_of(pid);
      double ms = ask(fd, target, ways[w].parameter, buffer);
      if (i == 0) continue;
      best[w] = MIN(best[w], ms);
      ways[w].cpu += (double)(cpu_of(pid) - before) / 1e6;
    }
  for (guint w = 0; w < 2; w++) g_array_append_val(ways[w].times, best[w]);
}

static gint by_time(gconstpointer a, gconstpointer b)
{
  double one = *(const double *)a, other = *(const double *)b;
  return (one > other) - (one < other);
}

static double place(GArray *times, guint percent)
{
  g_array_sort(times, by_time);
  return g_array_index(times, double, MIN(times->len * percent / 100, times->len - 1));
}

int main(int argc, char **argv)
{
  char line[4096];
  if (argc != 4) give_up("usage: bench_expansion SOCKET PID ROUNDS < QUESTIONS");
  int fd = dial(argv[1]);
  guint rounds = (guint)MAX(1, strtoul(argv[3], NULL, 10));
  char *buffer = g_malloc(LONGEST_REPLY + 1);
  Way ways[] = {{"expand=off", g_array_new(FALSE, FALSE, sizeof(double)), 0},
                {"expand=on", g_array_new(FALSE, FALSE, sizeof(double)), 0}};
  while (fgets(line, sizeof line, stdin))
    if (g_strchomp(line)[0]) ask_rounds(fd, argv[2], line, rounds, buffer, ways);
  guint n = ways[0].times->len;
  if (n == 0) give_up("no questions");
  for (guint w = 0; w < 2; w++)
    printf("%-12s %5u questions   median %6.2f ms   p95 %6.2f ms   CPU %6.2f ms\n", ways[w].parameter, n,
           place(ways[w].times, 50), place(ways[w].times, 95), ways[w].cpu / n / rounds);
  printf("%-30s median %6.2f      p95 %6.2f      CPU %6.2f\n", "on/off", place(ways[1].times, 50) / place(ways[0].times, 50),
         place(ways[1].times, 95) / place(ways[0].times, 95), ways[1].cpu / ways[0].cpu);
  for (guint w = 0; w < 2; w++) g_array_unref(ways[w].times);
  g_free(buffer);
  close(fd);
  return 0;
}
