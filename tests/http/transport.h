/* transport.h - the shell alone: sockets, a pool, and a handler that answers out of nothing, so that what
 * a test sees is the transport's doing. */
#ifndef TESTS_HTTP_TRANSPORT_H
#define TESTS_HTTP_TRANSPORT_H

#include <gio/gio.h>
#include <glib/gstdio.h>
#include <string.h>

#include "client.h"
#include "searchd/http.h"
#include "searchd/listen.h"
#include "tests/folder.h"

enum { TEXT_BYTES = 200000, BODY_BYTES = 256 * 1024 };

/* What the producers of streams share with the test. */
typedef struct {
  GMutex lock;
  GCond moved;
  guint allowed; /* pieces that may be made; more wait */
  guint made, freed;
  guint fail_at; /* the piece that fails; G_MAXUINT: none */
} Plan;

typedef struct {
  Pool *pool;
  HttpServer *server;
  GPtrArray *listeners;
  char *folder, *local, *tcp;
  Plan plan;
} Transport;

typedef struct {
  Plan *plan;
  guint number, pieces;
} Producer;

/* Piece `number` as it is sent: lines that tell it from all others, and do not compress to nothing. */
static inline void append_piece(GString *out, guint number)
{
  for (guint line = 0; line < 20; line++)
    g_string_append_printf(out, "piece %u line %u %08x\n", number, line,
                           number * 2654435761u + line * 40503u);
}

static inline char *whole_text(guint pieces, gsize *length)
{
  GString *text = g_string_new(NULL);
  for (guint i = 0; i < pieces; i++)
    append_piece(text, i);
  *length = text->len;
  return g_string_free(text, FALSE);
}

static HttpPiece produce(gpointer data, guint lane, GString *piece, GError **error)
{
  (void)lane;
  Producer *producer = data;
  Plan *plan = producer->plan;
  g_assert_cmpuint(piece->len, ==, 0);
  g_mutex_lock(&plan->lock);
  while (plan->made >= plan->allowed)
    g_cond_wait(&plan->moved, &plan->lock);
  plan->made++;
  gboolean failing = producer->number == plan->fail_at;
  g_cond_broadcast(&plan->moved);
  g_mutex_unlock(&plan->lock);
  if (failing) {
    g_set_error(error, G_IO_ERROR, G_IO_ERROR_FAILED, "The producer was told to fail.");
    return HTTP_PIECE_FAILED;
  }
  if (producer->number % 7 == 6) /* a piece may be empty */
    return producer->number++, producer->pieces++, HTTP_PIECE_MORE;
  append_piece(piece, producer->number - producer->number / 7);
  producer->number++;
  return producer->number < producer->pieces ? HTTP_PIECE_MORE : HTTP_PIECE_LAST;
}

static void producer_free(gpointer data)
{
  Producer *producer = data;
  g_mutex_lock(&producer->plan->lock);
  producer->plan->freed++;
  g_cond_broadcast(&producer->plan->moved);
  g_mutex_unlock(&producer->plan->lock);
  g_free(producer);
}

static const HttpStream stream = { .next = produce, .free = producer_free };

static inline void plan_allow(Plan *plan, guint pieces)
{
  g_mutex_lock(&plan->lock);
  plan->allowed = pieces;
  g_cond_broadcast(&plan->moved);
  g_mutex_unlock(&plan->lock);
}

static inline guint plan_made(Plan *plan)
{
  g_mutex_lock(&plan->lock);
  guint made = plan->made;
  g_mutex_unlock(&plan->lock);
  return made;
}

static inline void plan_await_freed(Plan *plan, guint freed)
{
  gint64 until = g_get_monotonic_time() + CLIENT_SECONDS * G_USEC_PER_SEC;
  g_mutex_lock(&plan->lock);
  while (plan->freed < freed) {
    if (!g_cond_wait_until(&plan->moved, &plan->lock, until))
      g_error("%u producers were freed, not %u", plan->freed, freed);
  }
  g_mutex_unlock(&plan->lock);
}

/* ---- the handler ---- */

typedef struct {
  Transport *transport;
  HttpExchange *exchange;
  guint pieces; /* 0: no stream */
} Ask;

static inline HttpReply *text_reply(const char *type, gsize bytes)
{
  GString *text = g_string_new(NULL);
  for (guint i = 0; text->len < bytes; i++)
    append_piece(text, i);
  g_string_truncate(text, bytes);
  return http_reply_new(200, type, text);
}

static PoolVerdict answer(guint lane, gpointer job, gpointer data)
{
  (void)lane;
  (void)data;
  Ask *ask = job;
  HttpReply *reply;
  if (ask->pieces) {
    Producer *producer = g_new0(Producer, 1);
    *producer = (Producer){ .plan = &ask->transport->plan, .pieces = ask->pieces };
    reply = http_reply_new_stream(200, "text/plain", &stream, producer);
  } else {
    reply = text_reply("application/json", TEXT_BYTES);
  }
  http_exchange_reply(ask->exchange, reply);
  g_free(ask);
  return POOL_DONE;
}

static inline gboolean gone(gpointer job, gpointer data)
{
  (void)data;
  return http_exchange_gone(((Ask *)job)->exchange);
}

static inline HttpReply *echo(const HttpExchange *exchange)
{
  gsize length;
  const char *body = http_exchange_body(exchange, &length);
  g_assert_true(body[length] == '\0');
  return http_reply_new(200, "application/octet-stream", g_string_new_len(body, (gssize)length));
}

/* NULL: in the pool. */
static HttpReply *at_once(const char *target, HttpExchange *exchange)
{
  static const guint statuses[] = { 0, 414, 400, 413, 400, 415 };
  HttpFlaw flaw = http_exchange_flaw(exchange);
  if (flaw != HTTP_SOUND)
    return http_reply_new(statuses[flaw], "text/plain", g_string_new("flaw"));
  if (strcmp(http_exchange_method(exchange), "OPTIONS") == 0) {
    HttpReply *options = http_reply_new(204, NULL, NULL);
    http_reply_header(options, "Allow", "GET, HEAD, OPTIONS");
    return options;
  }
  if (strcmp(target, "/echo") == 0)
    return echo(exchange);
  if (http_exchange_has_body(exchange))
    return http_reply_new(400, "text/plain", g_string_new("no body"));
  if (strcmp(target, "/small") == 0)
    return text_reply("text/plain", 100);
  if (strcmp(target, "/picture") == 0)
    return text_reply("image/png", TEXT_BYTES);
  if (strcmp(target, "/unchanged") == 0)
    return http_reply_new(304, NULL, NULL);
  if (strcmp(target, "/header") == 0) {
    const char *value = http_exchange_header(exchange, "X-Several");
    return http_reply_new(200, "text/plain", g_string_new(value ? value : "none"));
  }
  return NULL;
}

static void handle(HttpExchange *exchange, gpointer data)
{
  Transport *transport = data;
  const char *target = http_exchange_target(exchange);
  HttpReply *reply = at_once(target, exchange);
  guint pieces = g_str_has_prefix(target, "/stream/") ? (guint)g_ascii_strtoull(target + 8, NULL, 10) : 0;
  if (!reply && pieces && !http_exchange_reserve_stream(exchange))
    reply = http_reply_new(503, "text/plain", g_string_new("streams"));
  if (!reply && !pool_reserve(transport->pool))
    reply = http_reply_new(503, "text/plain", g_string_new("queue"));
  if (reply) {
    http_exchange_reply(exchange, reply);
    return;
  }
  Ask *ask = g_new0(Ask, 1);
  *ask = (Ask){ .transport = transport, .exchange = exchange, .pieces = pieces };
  http_exchange_suspend(exchange);
  pool_push(transport->pool, ask);
}

static gsize body_limit(const HttpExchange *exchange, gpointer data)
{
  (void)data;
  gboolean post = strcmp(http_exchange_method(exchange), "POST") == 0;
  return post && strcmp(http_exchange_target(exchange), "/echo") == 0 ? BODY_BYTES : 0;
}

/* ---- start and end ---- */

static inline void transport_start(Transport *transport, guint threads, const HttpLimits *limits)
{
  memset(transport, 0, sizeof *transport);
  GError *error = NULL;
  transport->plan.allowed = G_MAXUINT;
  transport->plan.fail_at = G_MAXUINT;
  g_mutex_init(&transport->plan.lock);
  g_cond_init(&transport->plan.moved);
  transport->folder = folder_new();
  g_autofree char *path = g_strconcat("unix:", transport->folder, "/s", NULL);
  char *addresses[] = { path, (char *)"127.0.0.1:0", NULL };
  transport->listeners = listen_open(addresses, &error);
  g_assert_no_error(error);
  transport->pool = pool_new(threads, 256, answer, transport);
  pool_watch(transport->pool, gone);
  transport->server = http_server_new(limits, transport->pool, handle, transport);
  http_server_take_bodies(transport->server, body_limit);
  for (guint i = 0; i < transport->listeners->len; i++) {
    const Listener *listener = transport->listeners->pdata[i];
    http_server_add(transport->server, listener->fd, &error);
    g_assert_no_error(error);
    char **address = g_str_has_prefix(listener->name, "unix:") ? &transport->local : &transport->tcp;
    *address = g_strdup(listener->name);
  }
}

static inline void transport_stop(Transport *transport)
{
  plan_allow(&transport->plan, G_MAXUINT);
  http_server_break(transport->server);
  pool_close(transport->pool);
  http_server_free(transport->server);
  pool_free(transport->pool);
  g_ptr_array_unref(transport->listeners);
  g_assert_cmpint(g_rmdir(transport->folder), ==, 0);
  g_free(transport->folder);
  g_free(transport->local);
  g_free(transport->tcp);
  g_mutex_clear(&transport->plan.lock);
  g_cond_clear(&transport->plan.moved);
}

static inline void assert_header(const Reply *reply, const char *name, const char *value)
{
  g_autofree char *found = reply_header(reply, name);
  g_assert_cmpstr(found, ==, value);
}

#endif
