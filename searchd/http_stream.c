/* Streamed replies.
 *
 * libmicrohttpd asks for bytes in the socket's thread, once the socket takes some. While there are none
 * the connection is suspended, a thread of the pool makes the next piece, and resumes it: a suspended
 * connection is never closed or freed by libmicrohttpd, so that the piece's thread has the stream for
 * itself. The stream is the exchange's, not the response's: libmicrohttpd (0.9.75) lets go of the response
 * only after the exchange's end. */
#include <string.h>
#include <sys/socket.h>

#include "searchd/http_private.h"
#include "searchd/message.h"

/* Bytes that an HTTP/1.0 client is sent at a time; others get as much as the connection's memory holds. */
enum { BLOCK_BYTES = 16 * 1024 };

struct HttpStreaming {
  HttpExchange *exchange;
  const HttpStream *stream;
  gpointer producer; /* NULL: no more pieces come */
  Encoder *encoder;  /* or NULL */
  GString *raw;      /* with an encoder: a piece before it is compressed */
  GString *piece;
  gsize sent; /* of the piece */
  gboolean failed;
};

typedef HttpStreaming Stream;

static void end_production(Stream *stream)
{
  if (stream->producer)
    stream->stream->free(stream->producer);
  stream->producer = NULL;
}

static void fail(Stream *stream)
{
  stream->failed = TRUE;
  end_production(stream);
}

static void make_piece(Stream *stream, guint lane)
{
  g_autoptr(GError) error = NULL;
  GString *made = stream->encoder ? stream->raw : stream->piece;
  g_string_truncate(stream->piece, 0);
  g_string_truncate(made, 0);
  stream->sent = 0;
  HttpPiece how = stream->stream->next(stream->producer, lane, made, &error);
  if (how == HTTP_PIECE_FAILED) {
    message(NULL, "%s: an answer broke off amid its transfer: %s", stream->exchange->target,
            error ? error->message : "No reason is known.");
    fail(stream);
    return;
  }
  gboolean last = how == HTTP_PIECE_LAST;
  if (stream->encoder)
    encoder_add(stream->encoder, made->str, made->len, last, stream->piece);
  if (last)
    end_production(stream);
}

/* In the pool. */
static PoolVerdict work(guint lane, gpointer job, gpointer data)
{
  (void)data;
  Stream *stream = job;
  HttpExchange *exchange = stream->exchange;
  if (http_exchange_gone(exchange) || g_atomic_int_get(&exchange->server->breaking))
    fail(stream);
  else
    make_piece(stream, lane);
  MHD_resume_connection(exchange->mhd);
  return POOL_DONE;
}

/* Who reads HTTP/1.0 tells a broken transfer from a whole one by a reset connection alone; libmicrohttpd
 * would send a clean end first. On TCP this resets it; Unix sockets have no such thing. */
static void reset(const HttpExchange *exchange)
{
  struct sockaddr nobody = { .sa_family = AF_UNSPEC };
  (void)connect(exchange->connection->fd, &nobody, sizeof nobody);
}

static void ask_for_piece(Stream *stream)
{
  HttpExchange *exchange = stream->exchange;
  MHD_suspend_connection(exchange->mhd);
  if (g_atomic_int_get(&exchange->server->breaking) ||
      !pool_push_piece(exchange->server->pool, work, stream, NULL)) {
    fail(stream);
    MHD_resume_connection(exchange->mhd);
  }
}

/* The content reader, in the socket's thread. 0 with the connection suspended: it will be asked again. */
static ssize_t read_stream(void *data, uint64_t position, char *bytes, size_t most)
{
  (void)position;
  Stream *stream = data;
  gsize left = stream->piece->len - stream->sent;
  if (stream->failed) {
    if (stream->exchange->plain_end)
      reset(stream->exchange);
    return MHD_CONTENT_READER_END_WITH_ERROR;
  }
  if (left) {
    gsize length = MIN(left, most);
    memcpy(bytes, stream->piece->str + stream->sent, length);
    stream->sent += length;
    return (ssize_t)length;
  }
  if (!stream->producer)
    return MHD_CONTENT_READER_END_OF_STREAM;
  ask_for_piece(stream);
  return 0;
}

void http_stream_free(HttpStreaming *stream)
{
  if (!stream)
    return;
  gboolean whole = !stream->producer && !stream->failed && stream->sent == stream->piece->len;
  if (!whole)
    g_atomic_int_inc(&stream->exchange->server->broken);
  end_production(stream);
  encoder_free(stream->encoder);
  g_string_free(stream->piece, TRUE);
  if (stream->raw)
    g_string_free(stream->raw, TRUE);
  g_free(stream);
}

static ssize_t read_nothing(void *data, uint64_t position, char *bytes, size_t most)
{
  (void)data;
  (void)position;
  (void)bytes;
  (void)most;
  return MHD_CONTENT_READER_END_OF_STREAM;
}

/* The head alone. libmicrohttpd (0.9.75) sends the last chunk behind it as well, where chunks are allowed;
 * without them no length is said and the connection closes. */
static struct MHD_Response *head_response(HttpReply *reply)
{
  reply->stream->free(g_steal_pointer(&reply->producer));
  struct MHD_Response *response =
    MHD_create_response_from_callback(MHD_SIZE_UNKNOWN, 1, read_nothing, NULL, NULL);
  if (response)
    MHD_set_response_options(response, MHD_RF_HTTP_1_0_COMPATIBLE_STRICT, MHD_RO_END);
  return response;
}

struct MHD_Response *http_stream_response(HttpExchange *exchange)
{
  HttpReply *reply = exchange->reply;
  if (strcmp(exchange->method, MHD_HTTP_METHOD_HEAD) == 0)
    return head_response(reply);
  Stream *stream = g_new0(Stream, 1);
  stream->exchange = exchange;
  stream->stream = reply->stream;
  stream->piece = g_string_sized_new(HTTP_PIECE_BYTES);
  if (reply->encoding != ENCODING_IDENTITY) {
    stream->encoder = encoder_new(reply->encoding);
    stream->raw = g_string_sized_new(HTTP_PIECE_BYTES);
  }
  stream->producer = g_steal_pointer(&reply->producer);
  exchange->streaming = stream;
  return MHD_create_response_from_callback(MHD_SIZE_UNKNOWN, BLOCK_BYTES, read_stream, stream, NULL);
}

gboolean http_exchange_reserve_stream(HttpExchange *exchange)
{
  HttpServer *server = exchange->server;
  if (g_atomic_int_add(&server->streams, 1) >= (gint)server->limits.streams) {
    g_atomic_int_add(&server->streams, -1);
    return FALSE;
  }
  exchange->stream_place = TRUE;
  return TRUE;
}
