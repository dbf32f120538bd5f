/* bench_search - asks a daemon the same questions over and over on one connection and prints what they took.
 *
 *   bench_search SOCKET ROUNDS < QUESTIONS     a request target a line; '#' begins a label for the lines below
 *
 * Milliseconds from the first byte sent to the last byte read, by the client's clock: median and 99th percentile. */
#include <glib.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

#define LONGEST_REPLY (16u << 20)

static void give_up(const char *what)
{
  fprintf(stderr, "bench_search: %s\n", what);
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

static gsize body_length(const char *head)
{
  const char *length = strcasestr(head, "\r\ncontent-length:");
  if (!g_str_has_prefix(head, "HTTP/1.1 200") || !length) give_up(head);
  return (gsize)g_ascii_strtoull(length + strlen("\r\ncontent-length:") + 1, NULL, 10);
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
    char *end = need == LONGEST_REPLY ? strstr(buffer, "\r\n\r\n") : NULL;
    if (end) need = (gsize)(end + 4 - buffer) + body_length(buffer);
  }
}

static gint by_time(gconstpointer a, gconstpointer b)
{
  double one = *(const double *)a, other = *(const double *)b;
  return (one > other) - (one < other);
}

static void print_times(const char *label, GArray *times)
{
  if (times->len == 0) return;
  g_array_sort(times, by_time);
  printf("%-34s %5u requests   median %6.2f ms   p99 %6.2f ms\n", label, times->len,
         g_array_index(times, double, times->len / 2), g_array_index(times, double, times->len * 99 / 100));
  g_array_set_size(times, 0);
}

static void ask(int fd, const char *target, guint rounds, char *buffer, GArray *times)
{
  g_autofree char *request = g_strdup_printf("GET %s HTTP/1.1\r\nHost: localhost\r\n\r\n", target);
  for (guint i = 0; i < rounds; i++) {
    gint64 start = g_get_monotonic_time();
    if (write(fd, request, strlen(request)) != (ssize_t)strlen(request)) give_up("the daemon takes no request");
    read_answer(fd, buffer);
    double ms = (double)(g_get_monotonic_time() - start) / 1000;
    g_array_append_val(times, ms);
  }
}

int main(int argc, char **argv)
{
  char line[4096], label[256] = "all";
  if (argc != 3) give_up("usage: bench_search SOCKET ROUNDS < QUESTIONS");
  int fd = dial(argv[1]);
  char *buffer = g_malloc(LONGEST_REPLY + 1);
  GArray *times = g_array_new(FALSE, FALSE, sizeof(double));
  while (fgets(line, sizeof line, stdin)) {
    g_strchomp(line);
    if (line[0] == '#') {
      print_times(label, times);
      g_strlcpy(label, line + 2, sizeof label);
    } else if (line[0]) {
      ask(fd, line, (guint)strtoul(argv[2], NULL, 10), buffer, times);
    }
  }
  print_times(label, times);
  g_array_unref(times);
  g_free(buffer);
  close(fd);
  return 0;
}
