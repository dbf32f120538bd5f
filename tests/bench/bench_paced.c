/* bench_paced - requests at a fixed rate over many connections, as many readers at once send them, while
 * one client sends others as fast as they are answered.
 *
 *   bench_paced SOCKET RATE SECONDS CONNECTIONS TARGETS SKIP [SLOW]
 *
 * TARGETS holds a request target a line, of which the first SKIP are left out, since an earlier run had them; SLOW is the
 * one client's.
 *
 * A request is due at its own time, whether or not earlier ones were answered; it waits where no
 * connection is free, and its latency counts from when it was due (otherwise a daemon that stands still
 * would hide it). Prints the percentiles of the many alone, and what the one client got. */
#include <errno.h>
#include <fcntl.h>
#include <glib.h>
#include <math.h>
#include <poll.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

#define HEAD_MOST 4096

typedef struct {
  int fd;
  gboolean busy, slow;
  gint64 due;        /* µs */
  char head[HEAD_MOST];
  gsize have;        /* bytes of the head read */
  gint64 body;       /* bytes of the body still to come, -1 while the head is read */
  int status;
} Client;

typedef struct {
  const char *path;
  GPtrArray *clients;          /* of Client *; the slow one last */
  GPtrArray *targets, *slow;   /* of char * */
  GArray *latencies, *slow_latencies; /* of double, ms; of status 200 */
  guint answers, busy_answers, faults, slow_answers, slow_failed;
  guint next, next_slow;
} Load;

static void give_up(const char *what)
{
  fprintf(stderr, "bench_paced: %s\n", what);
  exit(1);
}

static int dial(const char *path)
{
  struct sockaddr_un address = {.sun_family = AF_UNIX};
  int fd = socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0);
  g_strlcpy(address.sun_path, path, sizeof address.sun_path);
  if (fd < 0 || connect(fd, (struct sockaddr *)&address, sizeof address) < 0)
    give_up("no daemon answers on the socket");
  if (fcntl(fd, F_SETFL, O_NONBLOCK) < 0) give_up("the socket cannot be made non-blocking");
  return fd;
}

static GPtrArray *read_targets(const char *name)
{
  g_autofree char *text = NULL;
  if (!g_file_get_contents(name, &text, NULL, NULL)) give_up("the targets cannot be read");
  GPtrArray *targets = g_ptr_array_new();
  char *rest = NULL;
  for (char *line = strtok_r(text, "\n", &rest); line; line = strtok_r(NULL, "\n", &rest))
    g_ptr_array_add(targets, g_strdup_printf("GET %s HTTP/1.1\r\nHost: localhost\r\n\r\n", line));
  if (targets->len == 0) give_up("there are no targets");
  return targets;
}

static void send_request(Load *load, Client *client, const char *request, gint64 due)
{
  client->due = due;
  client->busy = TRUE;
  client->have = 0;
  client->body = -1;
  /* A request is far smaller than a socket's buffer. */
  if (write(client->fd, request, strlen(request)) == (ssize_t)strlen(request)) return;
  load->faults++;
  close(client->fd);
  client->fd = dial(load->path);
  client->busy = FALSE;
}

static void count_answer(Load *load, Client *client)
{
  double ms = (double)(g_get_monotonic_time() - client->due) / 1000;
  client->busy = FALSE;
  if (client->slow) {
    load->slow_answers++;
    load->slow_failed += client->status != 200;
    g_array_append_val(load->slow_latencies, ms);
    return;
  }
  load->answers++;
  load->busy_answers += client->status == 503;
  load->faults += client->status != 200 && client->status != 503;
  if (client->status == 200) g_array_append_val(load->latencies, ms);
}

/* The head ends, the length it names is what comes. */
static gboolean read_head(Client *client)
{
  client->head[client->have] = '\0';
  const char *end = strstr(client->head, "\r\n\r\n");
  const char *length = strcasestr(client->head, "\r\ncontent-length:");
  if (!end) return client->have < HEAD_MOST - 1;
  if (!length || sscanf(client->head, "HTTP/1.1 %d", &client->status) != 1) return FALSE;
  gint64 whole = (gint64)g_ascii_strtoull(length + strlen("\r\ncontent-length:") + 1, NULL, 10);
  client->body = whole - (gint64)(client->have - (gsize)(end + 4 - client->head));
  return client->body >= 0;
}

static gboolean take_bytes(Client *client)
{
  static char rest[65536];
  ssize_t n;
  if (client->body >= 0) {
    n = read(client->fd, rest, MIN(sizeof rest, (gsize)client->body));
    if (n > 0) client->body -= n;
  } else {
    n = read(client->fd, client->head + client->have, HEAD_MOST - 1 - client->have);
    if (n > 0) client->have += (gsize)n;
    if (n > 0 && !read_head(client)) return FALSE;
  }
  return n > 0 || (n < 0 && (errno == EAGAIN || errno == EINTR));
}

static void on_readable(Load *load, Client *client)
{
  if (!take_bytes(client)) {
    if (client->slow) load->slow_failed++;
    else load->faults++;
    close(client->fd);
    client->fd = dial(load->path);
    client->busy = FALSE;
  } else if (client->body == 0) {
    count_answer(load, client);
  }
}

static const char *next_of(const GPtrArray *targets, guint *next)
{
  return targets->pdata[(*next)++ % targets->len];
}

static Client *idle_client(const Load *load)
{
  for (guint i = 0; i < load->clients->len; i++) {
    Client *client = load->clients->pdata[i];
    if (!client->busy && !client->slow) return client;
  }
  return NULL;
}

static void wait_for_answers(Load *load, gint64 until)
{
  struct pollfd polled[1024];
  Client *waiting[1024];
  guint n = 0;
  for (guint i = 0; i < load->clients->len && n < G_N_ELEMENTS(polled); i++) {
    Client *client = load->clients->pdata[i];
    if (!client->busy) continue;
    polled[n] = (struct pollfd){client->fd, POLLIN, 0};
    waiting[n++] = client;
  }
  gint64 left = MAX(until - g_get_monotonic_time(), 0);
  struct timespec pause = {left / G_USEC_PER_SEC, left % G_USEC_PER_SEC * 1000};
  if (ppoll(polled, n, &pause, NULL) <= 0) return;
  for (guint i = 0; i < n; i++)
    if (polled[i].revents) on_readable(load, waiting[i]);
}

/* Returns the seconds until the last answer. */
static double drive(Load *load, double rate, double seconds)
{
  gint64 start = g_get_monotonic_time(), total = (gint64)(rate * seconds), sent = 0;
  gint64 last = start + (gint64)((seconds + 10) * G_USEC_PER_SEC); /* ten more for what is still due */
  while ((gint64)load->answers + load->faults < total && g_get_monotonic_time() < last) {
    gint64 due = start + (gint64)((double)sent * G_USEC_PER_SEC / rate);
    Client *client = sent < total && due <= g_get_monotonic_time() ? idle_client(load) : NULL;
    if (client) {
      send_request(load, client, next_of(load->targets, &load->next), due);
      sent++;
      continue;
    }
    Client *slow = load->clients->pdata[load->clients->len - 1];
    gint64 now = g_get_monotonic_time();
    if (load->slow && !slow->busy) send_request(load, slow, next_of(load->slow, &load->next_slow), now);
    wait_for_answers(load, sent < total && due > now ? due : now + 10000);
  }
  load->faults += (guint)(total - MIN(total, (gint64)load->answers + load->faults));
  return (double)(g_get_monotonic_time() - start) / G_USEC_PER_SEC;
}

static gint by_time(gconstpointer a, gconstpointer b)
{
  double one = *(const double *)a, other = *(const double *)b;
  return (one > other) - (one < other);
}

static double percentile(GArray *times, double share)
{
  if (times->len == 0) return NAN;
  return g_array_index(times, double, MIN((guint)(share * times->len), times->len - 1));
}

static void report(Load *load, double seconds)
{
  g_array_sort(load->latencies, by_time);
  g_array_sort(load->slow_latencies, by_time);
  printf("%8.0f answers/s   p50 %7.1f ms   p90 %7.1f ms   p99 %7.1f ms   most %7.1f ms   503: %u   "
         "faults: %u\n", load->answers / seconds, percentile(load->latencies, 0.5), percentile(load->latencies, 0.9),
         percentile(load->latencies, 0.99), percentile(load->latencies, 1), load->busy_answers, load->faults);
  if (load->slow)
    printf("%8s the one client: %u answers, %u not 200; p50 %.1f ms, most %.1f ms\n", "", load->slow_answers,
           load->slow_failed, percentile(load->slow_latencies, 0.5), percentile(load->slow_latencies, 1));
}

int main(int argc, char **argv)
{
  if (argc != 7 && argc != 8) give_up("usage: bench_paced SOCKET RATE SECONDS CONNECTIONS TARGETS SKIP [SLOW]");
  Load load = {.path = argv[1], .clients = g_ptr_array_new(), .targets = read_targets(argv[5]),
               .slow = argc == 8 ? read_targets(argv[7]) : NULL};
  load.next = (guint)g_ascii_strtoull(argv[6], NULL, 10);
  load.latencies = g_array_new(FALSE, FALSE, sizeof(double));
  load.slow_latencies = g_array_new(FALSE, FALSE, sizeof(double));
  guint connections = (guint)g_ascii_strtoull(argv[4], NULL, 10);
  double rate = g_ascii_strtod(argv[2], NULL), seconds = g_ascii_strtod(argv[3], NULL);
  if (connections == 0 || connections > 1000 || rate <= 0 || seconds <= 0)
    give_up("a number is out of range");
  for (guint i = 0; i <= connections; i++) {
    Client *client = g_new0(Client, 1);
    client->fd = dial(load.path);
    client->slow = i == connections;
    g_ptr_array_add(load.clients, client);
  }
  report(&load, drive(&load, rate, seconds));
  return 0;
}
