#include "searchd/http.h"

#include <errno.h>
#include <microhttpd.h>
#include <poll.h>
#include <string.h>
#include <sys/socket.h>

#include "repere/error.h"

const HttpLimits http_limits = { .connections = 1000, .idle_seconds = 30, .target_bytes = 32 * 1024 };

/* A connection's memory for heads, both ways; libmicrohttpd cleans it after each request, so more costs more.
 * A target of up to about this length is refused in our words, a longer one in libmicrohttpd's. */
enum { CONNECTION_BYTES = 64 * 1024 };

/* µs between two looks at a client's socket: a match may ask a hundred times as often, and each is a system
 * call. */
enum { LOOK_EVERY = 1000 };

typedef struct {
  struct MHD_Daemon *daemon;
  int fd;
} Door;

struct HttpServer {
  HttpLimits limits;
  HttpHandler handler;
  gpointer data;
  GArray *doors;      /* of Door */
  gint stopping;      /* atomic */
  gint exchanges;     /* atomic */
  GMutex lock;        /* of the connections' list and their `waiting` */
  GQueue connections; /* of Connection */
};

typedef struct {
  GList link;
  int fd;
  gint64 waiting; /* for a request, since; 0 while one is being answered */
  HttpExchange *exchange;
} Connection;

struct HttpExchange {
  HttpServer *server;
  Connection *connection;
  struct MHD_Connection *mhd;
  char *target;
  HttpFlaw flaw; /* of the target */
  char *method;
  gint64 arrival; /* 0: the handler has not seen it yet */
  gboolean has_body;
  gboolean suspended;
  gint64 looked; /* whether the client is still there; by the thread that answers */
  HttpReply *reply;
};

/* ---- replies ---- */

HttpReply *http_reply_new(guint status, const char *type, GString *body)
{
  HttpReply *reply = g_new0(HttpReply, 1);
  reply->status = status;
  reply->body = body;
  reply->headers = g_ptr_array_new_with_free_func(g_free);
  if (type)
    http_reply_header(reply, MHD_HTTP_HEADER_CONTENT_TYPE, type);
  return reply;
}

void http_reply_header(HttpReply *reply, const char *name, const char *value)
{
  g_ptr_array_add(reply->headers, g_strdup(name));
  g_ptr_array_add(reply->headers, g_strdup(value));
}

void http_reply_free(HttpReply *reply)
{
  if (!reply)
    return;
  if (reply->body)
    g_string_free(reply->body, TRUE);
  g_ptr_array_unref(reply->headers);
  g_free(reply);
}

/* ---- exchanges ---- */

const char *http_exchange_method(const HttpExchange *exchange)
{
  return exchange->method;
}

const char *http_exchange_target(const HttpExchange *exchange)
{
  return exchange->target;
}

HttpFlaw http_exchange_flaw(const HttpExchange *exchange)
{
  return exchange->flaw;
}

gboolean http_exchange_has_body(const HttpExchange *exchange)
{
  return exchange->has_body;
}

gint64 http_exchange_arrival(const HttpExchange *exchange)
{
  return exchange->arrival;
}

gboolean http_exchange_stopping(const HttpExchange *exchange)
{
  return g_atomic_int_get(&exchange->server->stopping) != 0;
}

const char *http_exchange_header(HttpExchange *exchange, const char *name)
{
  return MHD_lookup_connection_value(exchange->mhd, MHD_HEADER_KIND, name);
}

gboolean http_exchange_gone(gpointer data)
{
  HttpExchange *exchange = data;
  const Connection *connection = exchange->connection;
  gint64 now = g_get_monotonic_time();
  if (now - exchange->looked < LOOK_EVERY)
    return FALSE;
  exchange->looked = now;
  struct pollfd look = { .fd = connection->fd, .events = POLLRDHUP };
  if (poll(&look, 1, 0) <= 0)
    return FALSE;
  return (look.revents & (POLLRDHUP | POLLERR | POLLHUP | POLLNVAL)) != 0;
}

void http_exchange_suspend(HttpExchange *exchange)
{
  exchange->suspended = TRUE;
  MHD_suspend_connection(exchange->mhd);
}

void http_exchange_reply(HttpExchange *exchange, HttpReply *reply)
{
  exchange->reply = reply;
  if (exchange->suspended)
    MHD_resume_connection(exchange->mhd);
}

static void exchange_free(HttpExchange *exchange)
{
  if (exchange->arrival)
    g_atomic_int_add(&exchange->server->exchanges, -1);
  http_reply_free(exchange->reply);
  g_free(exchange->target);
  g_free(exchange->method);
  g_free(exchange);
}

/* ---- libmicrohttpd's callbacks, in the thread of a socket ---- */

static Connection *connection_of(struct MHD_Connection *mhd)
{
  const union MHD_ConnectionInfo *info = MHD_get_connection_info(mhd, MHD_CONNECTION_INFO_SOCKET_CONTEXT);
  return info ? info->socket_context : NULL;
}

static void on_connection(void *data, struct MHD_Connection *mhd, void **context,
                          enum MHD_ConnectionNotificationCode what)
{
  HttpServer *server = data;
  if (what == MHD_CONNECTION_NOTIFY_STARTED) {
    Connection *connection = g_new0(Connection, 1);
    connection->link.data = connection;
    connection->fd = MHD_get_connection_info(mhd, MHD_CONNECTION_INFO_CONNECTION_FD)->connect_fd;
    connection->waiting = g_get_monotonic_time();
    g_mutex_lock(&server->lock);
    g_queue_push_tail_link(&server->connections, &connection->link);
    g_mutex_unlock(&server->lock);
    *context = connection;
    return;
  }
  Connection *connection = *context;
  if (!connection)
    return;
  /* The socket is closed after this returns: until then the list may hold it. */
  g_mutex_lock(&server->lock);
  g_queue_unlink(&server->connections, &connection->link);
  g_mutex_unlock(&server->lock);
  if (connection->exchange)
    exchange_free(connection->exchange);
  g_free(connection);
  *context = NULL;
}

/* libmicrohttpd would make a record of every parameter in the connection's memory, and where that gets full
 * (0.9.75) the connection stands still until its timeout, without an answer. The target has been copied, and
 * libmicrohttpd itself writes into these bytes next, so the parameters may be cut off before it sees them. */
static void hide_parameters(const char *target)
{
  char *question = strchr((char *)target, '?');
  if (question)
    question[1] = '\0';
}

/* libmicrohttpd 0.9.75 takes a zero byte for the target's end. Behind the true end stands the version, in the
 * same bytes. */
static gboolean is_cut(const char *target, gsize length)
{
  return MHD_VERSION <= 0x00097500 && strncmp(target + length + 1, "HTTP/", 5) != 0;
}

static HttpFlaw find_flaw(const HttpServer *server, const char *target)
{
  gsize length = strlen(target);
  if (length > server->limits.target_bytes)
    return HTTP_TOO_LONG;
  return is_cut(target, length) ? HTTP_ZERO_BYTE : HTTP_SOUND;
}

/* The request line is there, undecoded. The result comes back in on_request() and on_completed(). */
static void *on_target(void *data, const char *target, struct MHD_Connection *mhd)
{
  HttpServer *server = data;
  HttpExchange *exchange = g_new0(HttpExchange, 1);
  exchange->server = server;
  exchange->mhd = mhd;
  exchange->connection = connection_of(mhd);
  exchange->connection->exchange = exchange;
  if (target) {
    exchange->flaw = find_flaw(server, target);
    exchange->target = g_strdup(exchange->flaw == HTTP_SOUND ? target : "");
    hide_parameters(target);
  } else {
    exchange->target = g_strdup("");
  }
  return exchange;
}

static void on_completed(void *data, struct MHD_Connection *mhd, void **context,
                         enum MHD_RequestTerminationCode how)
{
  (void)mhd;
  (void)how;
  HttpServer *server = data;
  HttpExchange *exchange = *context;
  if (!exchange)
    return;
  Connection *connection = exchange->connection;
  g_mutex_lock(&server->lock);
  connection->waiting = g_get_monotonic_time();
  g_mutex_unlock(&server->lock);
  connection->exchange = NULL;
  exchange_free(exchange);
  *context = NULL;
}

static enum MHD_Result send_reply(HttpExchange *exchange)
{
  HttpReply *reply = exchange->reply;
  struct MHD_Response *response;
  if (reply->body) {
    gsize length = reply->body->len;
    char *bytes = g_string_free(g_steal_pointer(&reply->body), FALSE);
    response = MHD_create_response_from_buffer_with_free_callback(length, bytes, g_free);
    if (!response)
      g_free(bytes);
  } else {
    response = MHD_create_response_from_buffer(0, (void *)"", MHD_RESPMEM_PERSISTENT);
  }
  if (!response)
    return MHD_NO;
  for (guint i = 0; i + 1 < reply->headers->len; i += 2)
    MHD_add_response_header(response, reply->headers->pdata[i], reply->headers->pdata[i + 1]);
  if (http_exchange_stopping(exchange))
    MHD_add_response_header(response, MHD_HTTP_HEADER_CONNECTION, "close");
  enum MHD_Result queued = MHD_queue_response(exchange->mhd, reply->status, response);
  MHD_destroy_response(response);
  return queued;
}

static gboolean announces_body(HttpExchange *exchange)
{
  const char *length = http_exchange_header(exchange, MHD_HTTP_HEADER_CONTENT_LENGTH);
  return (length && strcmp(length, "0") != 0) ||
         http_exchange_header(exchange, MHD_HTTP_HEADER_TRANSFER_ENCODING);
}

static void hand_over(HttpServer *server, HttpExchange *exchange)
{
  g_mutex_lock(&server->lock);
  exchange->connection->waiting = 0;
  g_mutex_unlock(&server->lock);
  exchange->arrival = g_get_monotonic_time();
  g_atomic_int_inc(&server->exchanges);
  server->handler(exchange, server->data);
}

/* Comes with the head, again when the request is whole, and again after each resumption. */
static enum MHD_Result on_request(void *data, struct MHD_Connection *mhd, const char *url, const char *method,
                                  const char *version, const char *upload, size_t *upload_size,
                                  void **context)
{
  (void)mhd;
  (void)url;
  (void)version;
  (void)upload;
  HttpServer *server = data;
  HttpExchange *exchange = *context;
  if (!exchange)
    return MHD_NO;
  if (exchange->reply)
    return send_reply(exchange);
  if (exchange->arrival) { /* suspended before, resumed without a reply: nobody does that */
    *upload_size = 0;
    return MHD_NO;
  }
  if (!exchange->method) {
    exchange->method = g_strdup(method);
    exchange->has_body = announces_body(exchange);
    /* A body is not waited for: whoever sends one is told now. */
    if (!exchange->has_body)
      return MHD_YES;
  }
  hand_over(server, exchange);
  return exchange->suspended ? MHD_YES : send_reply(exchange);
}

static void on_log(void *data, const char *format, va_list arguments)
{
  (void)data;
  g_logv("microhttpd", G_LOG_LEVEL_DEBUG, format, arguments);
}

/* Targets are decoded in request.c; this spares doing it twice. */
static size_t leave_escaped(void *data, struct MHD_Connection *mhd, char *text)
{
  (void)data;
  (void)mhd;
  return strlen(text);
}

/* ---- the server ---- */

HttpServer *http_server_new(const HttpLimits *limits, HttpHandler handler, gpointer data)
{
  HttpServer *server = g_new0(HttpServer, 1);
  server->limits = *limits;
  server->handler = handler;
  server->data = data;
  server->doors = g_array_new(FALSE, FALSE, sizeof(Door));
  g_mutex_init(&server->lock);
  g_queue_init(&server->connections);
  return server;
}

gboolean http_server_add(HttpServer *server, int fd, GError **error)
{
  struct MHD_Daemon *daemon = MHD_start_daemon(
    MHD_USE_EPOLL_INTERNAL_THREAD | MHD_ALLOW_SUSPEND_RESUME | MHD_USE_ERROR_LOG, 0, NULL, NULL, on_request,
    server, MHD_OPTION_EXTERNAL_LOGGER, on_log, NULL, MHD_OPTION_LISTEN_SOCKET, fd,
    MHD_OPTION_CONNECTION_LIMIT, server->limits.connections, MHD_OPTION_CONNECTION_TIMEOUT,
    server->limits.idle_seconds, MHD_OPTION_CONNECTION_MEMORY_LIMIT, (size_t)CONNECTION_BYTES,
    MHD_OPTION_STRICT_FOR_CLIENT, 1, MHD_OPTION_UNESCAPE_CALLBACK, leave_escaped, NULL,
    MHD_OPTION_URI_LOG_CALLBACK, on_target, server, MHD_OPTION_NOTIFY_COMPLETED, on_completed, server,
    MHD_OPTION_NOTIFY_CONNECTION, on_connection, server, MHD_OPTION_END);
  if (!daemon) {
    g_set_error(error, REPERE_ERROR, REPERE_ERROR_IO,
                "The HTTP server could not be started on the socket: %s.", g_strerror(errno));
    return FALSE;
  }
  Door door = { .daemon = daemon, .fd = fd };
  g_array_append_val(server->doors, door);
  return TRUE;
}

/* libmicrohttpd 0.9.75 does not see the end of a stream that came together with the last request. */
static gboolean has_ended(int fd)
{
  char byte;
  return recv(fd, &byte, 1, MSG_PEEK | MSG_DONTWAIT) == 0;
}

void http_server_sweep(HttpServer *server)
{
  gint64 latest = g_get_monotonic_time() - (gint64)server->limits.idle_seconds * G_USEC_PER_SEC;
  g_mutex_lock(&server->lock);
  for (GList *l = server->connections.head; l; l = l->next) {
    const Connection *connection = l->data;
    if (connection->waiting && (connection->waiting < latest || has_ended(connection->fd)))
      shutdown(connection->fd, SHUT_RDWR); /* its own thread notices, and closes it */
  }
  g_mutex_unlock(&server->lock);
}

/* What the kernel accepted before the end is answered too: it is not the client's fault to have come late. */
static void take_the_last(const Door *door)
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
    const Door *door = &g_array_index(server->doors, Door, i);
    MHD_quiesce_daemon(door->daemon);
    take_the_last(door);
  }
}

guint http_server_connections(HttpServer *server)
{
  g_mutex_lock(&server->lock);
  guint count = g_queue_get_length(&server->connections);
  g_mutex_unlock(&server->lock);
  return count;
}

guint http_server_exchanges(HttpServer *server)
{
  return (guint)g_atomic_int_get(&server->exchanges);
}

void http_server_free(HttpServer *server)
{
  if (!server)
    return;
  http_server_quiesce(server); /* so that the listening sockets stay their owner's */
  for (guint i = 0; i < server->doors->len; i++)
    MHD_stop_daemon(g_array_index(server->doors, Door, i).daemon);
  g_array_unref(server->doors);
  g_mutex_clear(&server->lock);
  g_free(server);
}
