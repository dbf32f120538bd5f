/* http.h - sockets to exchanges: the one room that knows libmicrohttpd.
 *
 * An exchange is one request and the reply it will get. Each listening socket has a thread of its own, which
 * must never wait: a handler answers at once, or suspends the exchange and lets another thread answer it.
 *
 * The request's target comes as it was sent, undecoded: see request.h. */
#ifndef SEARCHD_HTTP_H
#define SEARCHD_HTTP_H

#include <glib.h>

typedef struct HttpServer HttpServer;
typedef struct HttpExchange HttpExchange;

/* ---- a reply ---- */

typedef struct {
  guint status;
  GString *body;      /* or NULL: none */
  GPtrArray *headers; /* char *: name, value, name, value, … */
} HttpReply;

/* Takes `body`, which may be NULL; `type` is its media type, NULL with no body. */
HttpReply *http_reply_new(guint status, const char *type, GString *body);
void http_reply_header(HttpReply *reply, const char *name, const char *value);
void http_reply_free(HttpReply *reply);

/* ---- an exchange ---- */

const char *http_exchange_method(const HttpExchange *exchange);
const char *http_exchange_target(const HttpExchange *exchange);

/* Why a target cannot be given: it is "" then. */
typedef enum { HTTP_SOUND, HTTP_TOO_LONG, HTTP_ZERO_BYTE } HttpFlaw;
HttpFlaw http_exchange_flaw(const HttpExchange *exchange);

gboolean http_exchange_has_body(const HttpExchange *exchange);
gint64 http_exchange_arrival(const HttpExchange *exchange); /* monotonic time: the whole head was there */
gboolean http_exchange_stopping(const HttpExchange *exchange); /* no new connections are taken any more */

/* A request header, or NULL. Only in the handler; the value lives as long as the exchange. */
const char *http_exchange_header(HttpExchange *exchange, const char *name);

/* TRUE when the client left. From the thread that answers a suspended exchange, as often as it likes: a
 * system call a millisecond at most. A client that closes its side for writing is taken to have left: the two
 * cannot be told apart on TCP before something is sent, and libmicrohttpd takes it so as well. */
gboolean http_exchange_gone(gpointer exchange);

/* In the handler: another thread will reply. */
void http_exchange_suspend(HttpExchange *exchange);

/* Takes `reply`. In the handler, or once suspended from any thread; the exchange is gone after. */
void http_exchange_reply(HttpExchange *exchange, HttpReply *reply);

/* ---- the server ---- */

/* Called for every request, in the thread of its socket. Must reply or suspend. */
typedef void (*HttpHandler)(HttpExchange *exchange, gpointer data);

typedef struct {
  guint connections;  /* at once, a listening socket; more wait in the kernel */
  guint idle_seconds; /* a connection may be without progress; and without a whole request */
  gsize target_bytes; /* a longer target is refused (414) */
} HttpLimits;

extern const HttpLimits http_limits;

HttpServer *http_server_new(const HttpLimits *limits, HttpHandler handler, gpointer data);

/* Serves the listening socket `fd`, which stays the caller's and is closed after http_server_free(). */
gboolean http_server_add(HttpServer *server, int fd, GError **error);

/* Closes connections whose request is not there in time, however slowly it trickles, and those that none can
 * come from any more. To be called every second or so; costs a system call a waiting connection. */
void http_server_sweep(HttpServer *server);

/* Takes no new connections; replies say `Connection: close` from now on. */
void http_server_quiesce(HttpServer *server);

guint http_server_connections(HttpServer *server);
guint http_server_exchanges(HttpServer *server); /* whose reply is not sent yet */

/* No exchange may be suspended any more. */
void http_server_free(HttpServer *server);

#endif
