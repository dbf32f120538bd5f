/* Exchanges, and libmicrohttpd's callbacks. */
#include <poll.h>
#include <string.h>

#include "searchd/http_private.h"

/* µs between two looks at a client's socket: a match may ask a hundred times as often, and each is a system
 * call. */
enum { LOOK_EVERY = 1000 };

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

const char *http_exchange_body(const HttpExchange *exchange, gsize *length)
{
  if (length)
    *length = exchange->body ? exchange->body->len : 0;
  return exchange->body ? exchange->body->str : "";
}

Encoding http_exchange_encoding(const HttpExchange *exchange)
{
  return exchange->encoding;
}

/* A header's values, joined. */
typedef struct {
  const char *name;
  const char *first;
  GString *all; /* from the second one on */
} Values;

static enum MHD_Result add_value(void *data, enum MHD_ValueKind kind, const char *name, const char *value)
{
  (void)kind;
  Values *values = data;
  if (g_ascii_strcasecmp(name, values->name) != 0)
    return MHD_YES;
  if (!values->first) {
    values->first = value ? value : "";
    return MHD_YES;
  }
  if (!values->all)
    values->all = g_string_new(values->first);
  g_string_append_printf(values->all, ", %s", value ? value : "");
  return MHD_YES;
}

const char *http_exchange_header(HttpExchange *exchange, const char *name)
{
  Values values = { .name = name };
  MHD_get_connection_values(exchange->mhd, MHD_HEADER_KIND, add_value, &values);
  if (!values.all)
    return values.first;
  if (!exchange->joined)
    exchange->joined = g_ptr_array_new_with_free_func(g_free);
  char *joined = g_string_free(values.all, FALSE);
  g_ptr_array_add(exchange->joined, joined);
  return joined;
}

gboolean http_exchange_gone(gpointer data)
{
  HttpExchange *exchange = data;
  const HttpConnection *connection = exchange->connection;
  gint64 now = g_get_monotonic_time();
  if (exchange->left || now - exchange->looked < LOOK_EVERY)
    return exchange->left;
  exchange->looked = now;
  struct pollfd look = { .fd = connection->fd, .events = POLLRDHUP };
  exchange->left =
    poll(&look, 1, 0) > 0 && (look.revents & (POLLRDHUP | POLLERR | POLLHUP | POLLNVAL)) != 0;
  return exchange->left;
}

void http_exchange_suspend(HttpExchange *exchange)
{
  exchange->suspended = TRUE;
  MHD_suspend_connection(exchange->mhd);
}

void http_exchange_reply(HttpExchange *exchange, HttpReply *reply)
{
  http_exchange_encode(exchange, reply);
  http_reply_add_cors(reply, exchange);
  exchange->reply = reply;
  if (exchange->suspended)
    MHD_resume_connection(exchange->mhd);
}

static void exchange_free(HttpExchange *exchange)
{
  HttpServer *server = exchange->server;
  http_stream_free(exchange->streaming);
  http_reply_free(exchange->reply);
  if (exchange->body)
    g_string_free(exchange->body, TRUE);
  if (exchange->joined)
    g_ptr_array_unref(exchange->joined);
  cors_unref(exchange->cors);
  g_free(exchange->origin);
  g_free(exchange->target);
  g_free(exchange->method);
  if (exchange->stream_place)
    g_atomic_int_add(&server->streams, -1);
  if (exchange->arrival)
    g_atomic_int_add(&server->exchanges, -1);
  g_free(exchange);
}

/* ---- libmicrohttpd's callbacks, in the thread of a socket ---- */

static HttpConnection *connection_of(struct MHD_Connection *mhd)
{
  const union MHD_ConnectionInfo *info = MHD_get_connection_info(mhd, MHD_CONNECTION_INFO_SOCKET_CONTEXT);
  return info ? info->socket_context : NULL;
}

void http_on_connection(void *data, struct MHD_Connection *mhd, void **context,
                        enum MHD_ConnectionNotificationCode what)
{
  HttpServer *server = data;
  if (what == MHD_CONNECTION_NOTIFY_STARTED) {
    HttpConnection *connection = g_new0(HttpConnection, 1);
    connection->link.data = connection;
    connection->fd = MHD_get_connection_info(mhd, MHD_CONNECTION_INFO_CONNECTION_FD)->connect_fd;
    connection->daemon = MHD_get_connection_info(mhd, MHD_CONNECTION_INFO_DAEMON)->daemon;
    connection->waiting = g_get_monotonic_time();
    g_mutex_lock(&server->lock);
    g_queue_push_tail_link(&server->connections, &connection->link);
    g_mutex_unlock(&server->lock);
    *context = connection;
    return;
  }
  HttpConnection *connection = *context;
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
void *http_on_target(void *data, const char *target, struct MHD_Connection *mhd)
{
  HttpServer *server = data;
  HttpExchange *exchange = g_new0(HttpExchange, 1);
  exchange->server = server;
  exchange->mhd = mhd;
  exchange->connection = connection_of(mhd);
  exchange->connection->exchange = exchange;
  if (target) {
    exchange->malformed = strpbrk(target, " \t") != NULL;
    exchange->flaw = find_flaw(server, target);
    exchange->target = g_strdup(exchange->flaw == HTTP_SOUND ? target : "");
    hide_parameters(target);
  } else {
    exchange->target = g_strdup("");
  }
  return exchange;
}

void http_on_completed(void *data, struct MHD_Connection *mhd, void **context,
                       enum MHD_RequestTerminationCode how)
{
  (void)mhd;
  (void)how;
  HttpServer *server = data;
  HttpExchange *exchange = *context;
  if (!exchange)
    return;
  HttpConnection *connection = exchange->connection;
  g_mutex_lock(&server->lock);
  connection->waiting = g_get_monotonic_time();
  g_mutex_unlock(&server->lock);
  connection->exchange = NULL;
  exchange_free(exchange);
  *context = NULL;
}

static struct MHD_Response *body_response(HttpReply *reply)
{
  if (!reply->body)
    return MHD_create_response_from_buffer(0, (void *)"", MHD_RESPMEM_PERSISTENT);
  /* The reply, and so its body, outlives the response: they end in http_on_completed(), the bytes' last
   * use. */
  gsize length;
  gconstpointer bytes = g_bytes_get_data(reply->body, &length);
  return MHD_create_response_from_buffer(length, (void *)bytes, MHD_RESPMEM_PERSISTENT);
}

static enum MHD_Result send_reply(HttpExchange *exchange)
{
  HttpReply *reply = exchange->reply;
  struct MHD_Response *response = reply->stream ? http_stream_response(exchange) : body_response(reply);
  if (!response)
    return MHD_NO;
  http_reply_put_headers(reply, response);
  if (http_exchange_stopping(exchange))
    MHD_add_response_header(response, MHD_HTTP_HEADER_CONNECTION, "close");
  enum MHD_Result queued = http_queue_response(exchange->mhd, reply->status, response);
  MHD_destroy_response(response);
  return queued;
}

/* ---- a request's head ---- */

/* What the head says of the body's length. */
typedef struct {
  const char *length, *coding;
  gboolean contradicts;
  guint hosts;
} Framing;

static enum MHD_Result add_framing(void *data, enum MHD_ValueKind kind, const char *name, const char *value)
{
  (void)kind;
  Framing *framing = data;
  framing->hosts += g_ascii_strcasecmp(name, MHD_HTTP_HEADER_HOST) == 0;
  const char **place = g_ascii_strcasecmp(name, MHD_HTTP_HEADER_CONTENT_LENGTH) == 0 ? &framing->length
                       : g_ascii_strcasecmp(name, MHD_HTTP_HEADER_TRANSFER_ENCODING) == 0 ? &framing->coding
                                                                                           : NULL;
  if (!place)
    return MHD_YES;
  if (*place && (place == &framing->coding || strcmp(*place, value ? value : "") != 0))
    framing->contradicts = TRUE;
  *place = value ? value : "";
  return MHD_YES;
}

static gboolean is_coded(HttpExchange *exchange)
{
  const char *coding = http_exchange_header(exchange, MHD_HTTP_HEADER_CONTENT_ENCODING);
  return coding && g_ascii_strcasecmp(coding, "identity") != 0;
}

/* Whether there is a body, whether it may be read, and how much of it (RFC 9112, section 6.3); and whether
 * the host is named as it must be (section 3.2). */
static void read_framing(HttpExchange *exchange)
{
  const HttpServer *server = exchange->server;
  Framing framing = { 0 };
  MHD_get_connection_values(exchange->mhd, MHD_HEADER_KIND, add_framing, &framing);
  exchange->malformed = exchange->malformed || framing.hosts > 1 || (!framing.hosts && !exchange->plain_end);
  exchange->has_body = framing.coding || (framing.length && strcmp(framing.length, "0") != 0);
  if (!exchange->has_body || exchange->flaw != HTTP_SOUND)
    return;
  gboolean chunked = framing.coding && g_ascii_strcasecmp(framing.coding, "chunked") == 0;
  if (framing.contradicts || (framing.coding && (framing.length || !chunked || exchange->plain_end))) {
    exchange->flaw = HTTP_FRAMING;
    return;
  }
  exchange->body_limit = server->body_limit ? server->body_limit(exchange, server->data) : 0;
  if (!exchange->body_limit)
    return;
  if (is_coded(exchange))
    exchange->flaw = HTTP_CODED_BODY;
  else if (framing.length && g_ascii_strtoull(framing.length, NULL, 10) > exchange->body_limit)
    exchange->flaw = HTTP_BODY_TOO_LONG;
}

static void read_wishes(HttpExchange *exchange)
{
  HttpServer *server = exchange->server;
  exchange->encoding = encoding_accept(http_exchange_header(exchange, MHD_HTTP_HEADER_ACCEPT_ENCODING),
                                       &exchange->identity_too);
  g_mutex_lock(&server->lock);
  exchange->cors = server->cors ? cors_ref(server->cors) : NULL;
  g_mutex_unlock(&server->lock);
  if (!exchange->cors)
    return;
  exchange->origin = g_strdup(http_exchange_header(exchange, MHD_HTTP_HEADER_ORIGIN));
  exchange->preflight = strcmp(exchange->method, MHD_HTTP_METHOD_OPTIONS) == 0 &&
                        http_exchange_header(exchange, "Access-Control-Request-Method") != NULL;
}

/* ---- a request's body ---- */

/* What one too long sends is read on for a while, unkept: a client that is still sending does not look for an
 * answer, and 0.9.75 takes none before the end. One that does not end is cut off. */
enum { DROPPED_BYTES = 16 * 1024 * 1024 };

static enum MHD_Result take_upload(HttpExchange *exchange, const char *upload, size_t *size)
{
  gsize length = *size;
  *size = 0;
  if (!exchange->body)
    return MHD_YES;
  if (exchange->flaw == HTTP_SOUND && exchange->body->len + length <= exchange->body_limit) {
    g_string_append_len(exchange->body, upload, (gssize)length);
    return MHD_YES;
  }
  exchange->flaw = HTTP_BODY_TOO_LONG;
  g_string_truncate(exchange->body, 0);
  exchange->dropped += length;
  return exchange->dropped <= DROPPED_BYTES ? MHD_YES : MHD_NO;
}

static enum MHD_Result hand_over(HttpServer *server, HttpExchange *exchange)
{
  g_mutex_lock(&server->lock);
  exchange->connection->waiting = 0;
  g_mutex_unlock(&server->lock);
  exchange->arrival = g_get_monotonic_time();
  g_atomic_int_inc(&server->exchanges);
  server->handler(exchange, server->data);
  return exchange->suspended ? MHD_YES : send_reply(exchange);
}

/* The head is there. */
static enum MHD_Result begin_request(HttpServer *server, HttpExchange *exchange, const char *method,
                                     const char *version)
{
  exchange->method = g_strdup(method);
  exchange->plain_end = strcmp(version, MHD_HTTP_VERSION_1_0) == 0;
  read_framing(exchange);
  if (exchange->malformed)
    return http_refuse(exchange->mhd, MHD_HTTP_BAD_REQUEST);
  read_wishes(exchange);
  if (!exchange->has_body)
    return MHD_YES;
  /* A body that nobody takes is not waited for: whoever sends one is told now. */
  if (exchange->flaw != HTTP_SOUND || !exchange->body_limit)
    return hand_over(server, exchange);
  exchange->body = g_string_new(NULL);
  return MHD_YES;
}

/* Comes with the head, with each part of a body, when the request is whole, and again after each
 * resumption. */
enum MHD_Result http_on_request(void *data, struct MHD_Connection *mhd, const char *url, const char *method,
                                const char *version, const char *upload, size_t *upload_size, void **context)
{
  (void)mhd;
  (void)url;
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
  if (!exchange->method)
    return begin_request(server, exchange, method, version);
  if (*upload_size)
    return take_upload(exchange, upload, upload_size);
  return hand_over(server, exchange);
}
