/* http.h - sockets to exchanges: the one room that knows libmicrohttpd.
 *
 * An exchange is one request and the reply it will get. Each listening socket has a thread of its own, which
 * must never wait: a handler answers at once, or suspends the exchange and lets another thread answer it.
 *
 * The request's target comes as it was sent, undecoded: see request.h.
 *
 * What is the same for every reply is done in http_exchange_reply(): compression as Accept-Encoding
 * wishes, the headers of cross-origin requests and their preflights, Vary. Who answers says what is true
 * of the answer alone: status, media type, ETag, language, and `Vary` for what he himself chose by
 * (http_reply_vary()). */
#ifndef SEARCHD_HTTP_H
#define SEARCHD_HTTP_H

#include "searchd/encoding.h"
#include "searchd/pool.h"

typedef struct HttpServer HttpServer;
typedef struct HttpExchange HttpExchange;

/* ---- a reply ---- */

typedef enum { HTTP_PIECE_MORE, HTTP_PIECE_LAST, HTTP_PIECE_FAILED } HttpPiece;

/* Who makes the body of a streamed reply, piece by piece. One thread at a time, not always the same. */
typedef struct {
  /* Appends the next piece, some HTTP_PIECE_BYTES, to `piece`, which comes empty; LAST may append as well,
   * and so may MORE append nothing. In a thread of the pool, whose `lane` is its own meanwhile. The next
   * call comes when the client has taken the most of this piece, which may be half a minute later: hold no
   * lock and no memory that grows. FAILED sets `error`: it is logged, and the client sees the transfer
   * break off. */
  HttpPiece (*next)(gpointer producer, guint lane, GString *piece, GError **error);
  /* Once, in any thread, as soon as the last piece is made, the client has left, or the daemon stops. */
  void (*free)(gpointer producer);
} HttpStream;

enum { HTTP_PIECE_BYTES = 64 * 1024 };

typedef struct {
  guint status;
  GBytes *body;       /* or NULL: none, or a stream */
  GPtrArray *headers; /* char *: name, value, name, value, … */
  Encoding encoding;  /* of `body`, or what the stream is to be encoded by */
  gboolean encoded;   /* http_exchange_encode() has seen it */
  const HttpStream *stream; /* or NULL */
  gpointer producer;
} HttpReply;

/* Takes `body`, which may be NULL; `type` is its media type, NULL with no body. */
HttpReply *http_reply_new(guint status, const char *type, GString *body);

/* A reply whose body `stream` makes out of `producer`, which the reply owns from now on. To be given from
 * a thread of the pool, of an exchange that http_exchange_reserve_stream() let pass. Errors that can be
 * met at the beginning are best met before this, since they can be told as a problem there and as a break
 * only here. */
HttpReply *http_reply_new_stream(guint status, const char *type, const HttpStream *stream, gpointer producer);

void http_reply_header(HttpReply *reply, const char *name, const char *value);

/* Names a request header that the answer was chosen by; those of all calls make one Vary. */
void http_reply_vary(HttpReply *reply, const char *name);

/* The same reply, sharing its body: no stream. */
HttpReply *http_reply_copy(const HttpReply *reply);
gsize http_reply_bytes(const HttpReply *reply); /* about what it takes in memory */
void http_reply_free(HttpReply *reply);

/* ---- an exchange ---- */

const char *http_exchange_method(const HttpExchange *exchange);
const char *http_exchange_target(const HttpExchange *exchange);

/* Why a request cannot be served, whatever it asks for; checked first. With the first two the target is
 * "". HTTP_BODY_TOO_LONG: above what HttpBodyLimit said, 413. HTTP_FRAMING: lengths of the body that
 * contradict each other, or a length that is none, 400: such a request may be meant to slip past a proxy.
 * HTTP_CODED_BODY: the body has a Content-Encoding, 415. */
typedef enum {
  HTTP_SOUND,
  HTTP_TOO_LONG,
  HTTP_ZERO_BYTE,
  HTTP_BODY_TOO_LONG,
  HTTP_FRAMING,
  HTTP_CODED_BODY
} HttpFlaw;
HttpFlaw http_exchange_flaw(const HttpExchange *exchange);

/* A body is there, or announced by the head. Where HttpBodyLimit gave 0 the handler is called before it is
 * read, to refuse it. */
gboolean http_exchange_has_body(const HttpExchange *exchange);

/* The body of a request that HttpBodyLimit let pass: whole, with a zero byte behind it; "" and 0 where
 * none came. Any bytes, zero bytes too. Lives as long as the exchange. */
const char *http_exchange_body(const HttpExchange *exchange, gsize *length);

gint64 http_exchange_arrival(const HttpExchange *exchange); /* monotonic time: the whole request was there */
gboolean http_exchange_stopping(const HttpExchange *exchange); /* no new connections are taken any more */

/* A request header, or NULL. Only in the handler; the value lives as long as the exchange. A header that came
 * several times gives the values joined by ", ". */
const char *http_exchange_header(HttpExchange *exchange, const char *name);

/* By what this client wants bodies compressed. */
Encoding http_exchange_encoding(const HttpExchange *exchange);

/* TRUE when the client left. From the thread that answers a suspended exchange, as often as it likes: a
 * system call a millisecond at most. A client that closes its side for writing is taken to have left: the two
 * cannot be told apart on TCP before something is sent, and libmicrohttpd takes it so as well. */
gboolean http_exchange_gone(gpointer exchange);

/* In the handler, before it suspends an exchange whose answer will be a stream: FALSE where
 * HttpLimits.streams are under way already; answer 503 with Retry-After then. The place is given back by
 * itself. */
gboolean http_exchange_reserve_stream(HttpExchange *exchange);

/* In the handler: another thread will reply. */
void http_exchange_suspend(HttpExchange *exchange);

/* Compresses the body of `reply` as the client wishes, and says so in its headers. http_exchange_reply()
 * does it where it has not been done; to be called before it by who keeps a copy of the reply (cache.h). */
void http_exchange_encode(const HttpExchange *exchange, HttpReply *reply);

/* Takes `reply`. In the handler, or once suspended from any thread; the exchange is gone after. */
void http_exchange_reply(HttpExchange *exchange, HttpReply *reply);

/* ---- the server ---- */

/* Called for every request, in the thread of its socket. Must reply or suspend. */
typedef void (*HttpHandler)(HttpExchange *exchange, gpointer data);

/* Called with the head of a request that has a body: the most bytes of it that this method and target
 * take; 0: none. In the thread of its socket. The body is read before the handler is called, and a client
 * that waits for "100 Continue" gets it. */
typedef gsize (*HttpBodyLimit)(const HttpExchange *exchange, gpointer data);

typedef struct {
  guint connections;  /* at once, a listening socket; more wait in the kernel */
  guint idle_seconds; /* a connection may be without progress; and without a whole request */
  gsize target_bytes; /* a longer target is refused (414) */
  guint streams;      /* replies that may be streamed at once */
} HttpLimits;

extern const HttpLimits http_limits;

/* `pool` makes the pieces of streams; it outlives the last exchange (see http_server_free()). */
HttpServer *http_server_new(const HttpLimits *limits, Pool *pool, HttpHandler handler, gpointer data);

/* Before the first http_server_add(). Without it every body is refused. */
void http_server_take_bodies(HttpServer *server, HttpBodyLimit limit);

/* Web pages of these origins may read replies ("*": all of them); NULL or empty: none. Any time, any
 * thread. */
void http_server_set_cors(HttpServer *server, const char *const *origins);

/* Serves the listening socket `fd`, which stays the caller's and is closed after http_server_free(). */
gboolean http_server_add(HttpServer *server, int fd, GError **error);

/* Closes connections whose request is not there in time, however slowly it trickles, and those that none
 * can come from any more; where a socket has as many as it may have, after two seconds without a request.
 * To be called every second or so; costs a system call a waiting connection. */
void http_server_sweep(HttpServer *server);

/* Takes no new connections; replies say `Connection: close` from now on. */
void http_server_quiesce(HttpServer *server);

/* Breaks off the streams under way, and all that may begin. Before pool_close(). */
void http_server_break(HttpServer *server);

typedef struct {
  guint connections;
  guint exchanges; /* whose reply is not sent yet */
  guint streams;   /* places reserved for them */
  guint64 broken;  /* streams that ended before their end, since the start */
} HttpCounts;

HttpCounts http_server_counts(HttpServer *server);

/* No exchange may be suspended any more: first http_server_break(), then pool_close(), then this. */
void http_server_free(HttpServer *server);

#endif
