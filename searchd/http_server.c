/* The server: its sockets, its connections, its end. */
#include <errno.h>
#include <string.h>
#include <sys/socket.h>

#include "repere/error.h"
#include "searchd/http_private.h"

const HttpLimits http_limits = {
  .connections = 1000, .idle_seconds = 30, .target_bytes = 32 * 1024, .streams = 16
};

/* A connection's memory for heads, both ways; libmicrohttpd cleans it after each request, so more costs more.
 * A target of up to about this length is refused in our words, a longer one in libmicrohttpd's. */
enum { CONNECTION_BYTES = 64 * 1024 };

/* Where a socket has all the connections it may have, those that ask nothing make room for others after
 * this time. */
enum { CROWDED_SECONDS = 2 };

static void on_log(void *data, const char *format, va_list arguments)
{
  (void)data;
  g_logv("microhttpd", G_LOG_LEVEL_DEBUG, format, arguments);
}

/* Of libmicrohttpd's (0.9.75) settings for strictness this one refuses white space before a header's
 * colon, which proxies may read otherwise. What the others refuse without a word, http.c refuses with one. */
enum { STRICTNESS = -1 };

/* Targets are decoded in request.c; this spares doing it twice. */
static size_t leave_escaped(void *data, struct MHD_Connection *mhd, char *text)
{
  (void)data;
  (void)mhd;
  return strlen(text);
}

HttpServer *http_server_new(const HttpLimits *limits, Pool *pool, HttpHandler handler, gpointer data)
{
  HttpServer *server = g_new0(HttpServer, 1);
  server->limits = *limits;
  server->pool = pool;
  server->handler = handler;
  server->data = data;
  server->doors = g_array_new(FALSE, FALSE, sizeof(HttpDoor));
  g_mutex_init(&server->lock);
  g_queue_init(&server->connections);
  return server;
}

void http_server_take_bodies(HttpServer *server, HttpBodyLimit limit)
{
  server->body_limit = limit;
}

void http_server_set_cors(HttpServer *server, const char *const *origins)
{
  Cors *cors = cors_new(origins);
  g_mutex_lock(&server->lock);
  Cors *before = server->cors;
  server->cors = cors;
  g_mutex_unlock(&server->lock);
  cors_unref(before);
}

gboolean http_server_add(HttpServer *server, int fd, GError **error)
{
  struct MHD_Daemon *daemon = MHD_start_daemon(
    MHD_USE_EPOLL_INTERNAL_THREAD | MHD_ALLOW_SUSPEND_RESUME | MHD_USE_ERROR_LOG, 0, NULL, NULL,
    http_on_request, server, MHD_OPTION_EXTERNAL_LOGGER, on_log, NULL, MHD_OPTION_LISTEN_SOCKET, fd,
    MHD_OPTION_CONNECTION_LIMIT, server->limits.connections, MHD_OPTION_CONNECTION_TIMEOUT,
    server->limits.idle_seconds, MHD_OPTION_CONNECTION_MEMORY_LIMIT, (size_t)CONNECTION_BYTES,
    MHD_OPTION_STRICT_FOR_CLIENT, STRICTNESS, MHD_OPTION_UNESCAPE_CALLBACK, leave_escaped, NULL,
    MHD_OPTION_URI_LOG_CALLBACK, http_on_target, server, MHD_OPTION_NOTIFY_COMPLETED, http_on_completed, server,
    MHD_OPTION_NOTIFY_CONNECTION, http_on_connection, server, MHD_OPTION_END);
  if (!daemon) {
    g_set_error(error, REPERE_ERROR, REPERE_ERROR_IO,
                "The HTTP server could not be started on the socket: %s.", g_strerror(errno));
    return FALSE;
  }
  HttpDoor door = { .daemon = daemon, .fd = fd };
  g_array_append_val(server->doors, door);
  return TRUE;
}

/* libmicrohttpd 0.9.75 does not see the end of a stream that came together with the last request. */
static gboolean has_ended(int fd)
{
  char byte;
  return recv(fd, &byte, 1, MSG_PEEK | MSG_DONTWAIT) == 0;
}

/* How many connections a door has. */
static guint count_of(HttpServer *server, const HttpDoor *door)
{
  guint count = 0;
  for (const GList *l = server->connections.head; l; l = l->next)
    count += ((const HttpConnection *)l->data)->daemon == door->daemon;
  return count;
}

static void sweep_door(HttpServer *server, const HttpDoor *door, gint64 now)
{
  gboolean full = count_of(server, door) >= server->limits.connections;
  guint seconds = full ? MIN(CROWDED_SECONDS, server->limits.idle_seconds) : server->limits.idle_seconds;
  gint64 latest = now - (gint64)seconds * G_USEC_PER_SEC;
  for (const GList *l = server->connections.head; l; l = l->next) {
    const HttpConnection *connection = l->data;
    if (connection->daemon == door->daemon && connection->waiting &&
        (connection->waiting < latest || has_ended(connection->fd)))
      shutdown(connection->fd, SHUT_RDWR); /* its own thread notices, and closes it */
  }
}

void http_server_sweep(HttpServer *server)
{
  gint64 now = g_get_monotonic_time();
  g_mutex_lock(&server->lock);
  for (guint i = 0; i < server->doors->len; i++)
    sweep_door(server, &g_array_index(server->doors, HttpDoor, i), now);
  g_mutex_unlock(&server->lock);
}

/* What the kernel accepted before the end is answered too: it is not the client's fault to have come late. */
static void take_the_last(const HttpDoor *door)
{
  for (;;) {
    struct sockaddr_storage address = { 0 };
    socklen_t size = sizeof address;
    int fd = accept4(door->fd, (struct sockaddr *)&address, &size, SOCK_NONBLOCK | SOCK_CLOEXEC);
    if (fd < 0)
      break;
    MHD_add_connection(door->daemon, fd, (struct sockaddr *)&address, size);
  }
}

void http_server_quiesce(HttpServer *server)
{
  if (g_atomic_int_exchange(&server->stopping, 1))
    return;
  for (guint i = 0; i < server->doors->len; i++) {
    const HttpDoor *door = &g_array_index(server->doors, HttpDoor, i);
    MHD_quiesce_daemon(door->daemon);
    take_the_last(door);
  }
}

void http_server_break(HttpServer *server)
{
  g_atomic_int_set(&server->breaking, 1);
}

HttpCounts http_server_counts(HttpServer *server)
{
  g_mutex_lock(&server->lock);
  guint connections = g_queue_get_length(&server->connections);
  g_mutex_unlock(&server->lock);
  return (HttpCounts){
    .connections = connections,
    .exchanges = (guint)g_atomic_int_get(&server->exchanges),
    .streams = (guint)g_atomic_int_get(&server->streams),
    .broken = (guint64)g_atomic_int_get(&server->broken),
  };
}

void http_server_free(HttpServer *server)
{
  if (!server)
    return;
  http_server_quiesce(server); /* so that the listening sockets stay their owner's */
  for (guint i = 0; i < server->doors->len; i++)
    MHD_stop_daemon(g_array_index(server->doors, HttpDoor, i).daemon);
  g_array_unref(server->doors);
  cors_unref(server->cors);
  g_mutex_clear(&server->lock);
  g_free(server);
}
