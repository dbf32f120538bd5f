/* http_private.h - what the rooms behind http.h share: http.c (libmicrohttpd's callbacks), http_server.c
 * (sockets and connections), http_reply.c (replies), http_stream.c (streamed ones). Nobody else includes
 * it. */
#ifndef SEARCHD_HTTP_PRIVATE_H
#define SEARCHD_HTTP_PRIVATE_H

#include <microhttpd.h>

#include "searchd/cors.h"
#include "searchd/http.h"

typedef struct HttpStreaming HttpStreaming; /* a stream under way */

typedef struct {
  struct MHD_Daemon *daemon;
  int fd;
} HttpDoor;

struct HttpServer {
  HttpLimits limits;
  Pool *pool;
  HttpHandler handler;
  HttpBodyLimit body_limit; /* or NULL */
  gpointer data;
  GArray *doors;      /* of HttpDoor */
  gint stopping;      /* atomic */
  gint breaking;      /* atomic */
  gint exchanges;     /* atomic */
  gint streams;       /* atomic */
  gint broken;        /* atomic */
  GMutex lock;        /* of all below, and of the connections' `waiting` */
  Cors *cors;
  GQueue connections; /* of HttpConnection */
};

typedef struct {
  GList link;
  int fd;
  const struct MHD_Daemon *daemon; /* of its door */
  gint64 waiting; /* for a request, since; 0 while one is being answered */
  HttpExchange *exchange;
} HttpConnection;

struct HttpExchange {
  HttpServer *server;
  HttpConnection *connection;
  struct MHD_Connection *mhd;
  char *target;
  HttpFlaw flaw;
  gboolean malformed; /* the request line is none */
  char *method;
  gboolean plain_end; /* HTTP/1.0: a body without a length ends where the connection does */
  gboolean has_body;
  gsize body_limit;
  GString *body;  /* while the request has one that is taken; or NULL */
  gsize dropped;  /* bytes of a body too long */
  gint64 arrival; /* 0: the handler has not seen it yet */
  gboolean suspended;
  gboolean stream_place; /* has one */
  gint64 looked;         /* whether the client is still there; by the thread that answers */
  gboolean left;         /* it is not */
  Encoding encoding;
  gboolean identity_too;
  Cors *cors;
  char *origin;        /* or NULL */
  gboolean preflight;
  GPtrArray *joined;   /* values of headers that came several times; or NULL */
  HttpReply *reply;
  HttpStreaming *streaming; /* or NULL */
};

/* What replies say of cross-origin requests; see cors.h. */
void http_reply_add_cors(HttpReply *reply, const HttpExchange *exchange);

/* The reply's headers on `response`. */
void http_reply_put_headers(const HttpReply *reply, struct MHD_Response *response);

/* The response whose body the exchange's reply streams; NULL where libmicrohttpd has none to give. Takes
 * the producer from the reply, and sets the exchange's `streaming`, which ends with it. */
struct MHD_Response *http_stream_response(HttpExchange *exchange);
void http_stream_free(HttpStreaming *streaming);

/* MHD_queue_response() for replies of ours; see http_refusal.c. */
enum MHD_Result http_queue_response(struct MHD_Connection *mhd, guint status, struct MHD_Response *response);

/* Answers a request that is no HTTP/1.1. */
enum MHD_Result http_refuse(struct MHD_Connection *mhd, guint status);

/* For libmicrohttpd's daemons; see MHD_set_... in microhttpd.h. */
void http_on_connection(void *server, struct MHD_Connection *mhd, void **context,
                        enum MHD_ConnectionNotificationCode what);
void *http_on_target(void *server, const char *target, struct MHD_Connection *mhd);
enum MHD_Result http_on_request(void *server, struct MHD_Connection *mhd, const char *url, const char *method,
                                const char *version, const char *upload, size_t *upload_size, void **context);
void http_on_completed(void *server, struct MHD_Connection *mhd, void **context,
                       enum MHD_RequestTerminationCode how);

#endif
