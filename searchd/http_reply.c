/* Replies: what they hold, and what is the same for all of them. */
#include <string.h>

#include "searchd/http_private.h"

HttpReply *http_reply_new(guint status, const char *type, GString *body)
{
  HttpReply *reply = g_new0(HttpReply, 1);
  reply->status = status;
  reply->body = body ? g_string_free_to_bytes(body) : NULL;
  reply->headers = g_ptr_array_new_with_free_func(g_free);
  if (type)
    http_reply_header(reply, MHD_HTTP_HEADER_CONTENT_TYPE, type);
  return reply;
}

HttpReply *http_reply_new_stream(guint status, const char *type, const HttpStream *stream, gpointer producer)
{
  HttpReply *reply = http_reply_new(status, type, NULL);
  reply->stream = stream;
  reply->producer = producer;
  return reply;
}

void http_reply_header(HttpReply *reply, const char *name, const char *value)
{
  g_ptr_array_add(reply->headers, g_strdup(name));
  g_ptr_array_add(reply->headers, g_strdup(value));
}

/* A header's place among the headers; NULL where it is not there. */
static char **find_value(const HttpReply *reply, const char *name)
{
  for (guint i = 0; i + 1 < reply->headers->len; i += 2) {
    if (g_ascii_strcasecmp(reply->headers->pdata[i], name) == 0)
      return (char **)&reply->headers->pdata[i + 1];
  }
  return NULL;
}

void http_reply_vary(HttpReply *reply, const char *name)
{
  char **value = find_value(reply, MHD_HTTP_HEADER_VARY);
  if (!value) {
    http_reply_header(reply, MHD_HTTP_HEADER_VARY, name);
    return;
  }
  g_auto(GStrv) names = g_strsplit(*value, ", ", -1);
  if (g_strv_contains((const char *const *)names, name))
    return;
  char *longer = g_strconcat(*value, ", ", name, NULL);
  g_free(*value);
  *value = longer;
}

HttpReply *http_reply_copy(const HttpReply *reply)
{
  HttpReply *copy = http_reply_new(reply->status, NULL, NULL);
  copy->body = reply->body ? g_bytes_ref(reply->body) : NULL;
  copy->encoding = reply->encoding;
  copy->encoded = reply->encoded;
  for (guint i = 0; i < reply->headers->len; i++)
    g_ptr_array_add(copy->headers, g_strdup(reply->headers->pdata[i]));
  return copy;
}

gsize http_reply_bytes(const HttpReply *reply)
{
  enum { PIECE = 16 }; /* what an allocation costs beside its bytes */
  gsize bytes = sizeof *reply + sizeof *reply->headers + (reply->body ? g_bytes_get_size(reply->body) : 0);
  for (guint i = 0; i < reply->headers->len; i++)
    bytes += strlen(reply->headers->pdata[i]) + sizeof(gpointer) + PIECE;
  return bytes;
}

void http_reply_free(HttpReply *reply)
{
  if (!reply)
    return;
  if (reply->producer)
    reply->stream->free(reply->producer);
  g_clear_pointer(&reply->body, g_bytes_unref);
  g_ptr_array_unref(reply->headers);
  g_free(reply);
}

/* ---- compression ---- */

/* Whether the body may be sent in one coding or another, as the request wishes. */
static gboolean is_negotiable(const HttpReply *reply)
{
  char **type = find_value(reply, MHD_HTTP_HEADER_CONTENT_TYPE);
  return type && encoding_pays(*type) && !find_value(reply, MHD_HTTP_HEADER_CONTENT_ENCODING) &&
         (reply->stream || (reply->body && g_bytes_get_size(reply->body)));
}

void http_exchange_encode(const HttpExchange *exchange, HttpReply *reply)
{
  if (reply->encoded)
    return;
  reply->encoded = TRUE;
  /* A 304 names what the 200 in its place would have been chosen by. */
  if (reply->status == MHD_HTTP_NOT_MODIFIED)
    http_reply_vary(reply, MHD_HTTP_HEADER_ACCEPT_ENCODING);
  if (!is_negotiable(reply))
    return;
  http_reply_vary(reply, MHD_HTTP_HEADER_ACCEPT_ENCODING);
  gboolean small = reply->body && g_bytes_get_size(reply->body) < ENCODING_LEAST_BYTES;
  if (exchange->encoding == ENCODING_IDENTITY || (small && exchange->identity_too))
    return;
  reply->encoding = exchange->encoding;
  http_reply_header(reply, MHD_HTTP_HEADER_CONTENT_ENCODING, encoding_name(reply->encoding));
  if (reply->body) {
    GBytes *whole = reply->body;
    reply->body = encoding_apply(reply->encoding, whole);
    g_bytes_unref(whole);
  }
}

/* ---- cross-origin requests ---- */

void http_reply_add_cors(HttpReply *reply, const HttpExchange *exchange)
{
  if (!exchange->cors)
    return;
  if (cors_varies(exchange->cors))
    http_reply_vary(reply, MHD_HTTP_HEADER_ORIGIN);
  const char *allowed = cors_allow(exchange->cors, exchange->origin);
  if (!allowed)
    return;
  http_reply_header(reply, MHD_HTTP_HEADER_ACCESS_CONTROL_ALLOW_ORIGIN, allowed);
  if (!exchange->preflight) {
    http_reply_header(reply, "Access-Control-Expose-Headers", CORS_EXPOSED);
    return;
  }
  char **methods = find_value(reply, MHD_HTTP_HEADER_ALLOW);
  if (!methods)
    return;
  g_autofree char *copy = g_strdup(*methods);
  http_reply_header(reply, "Access-Control-Allow-Methods", copy);
  http_reply_header(reply, "Access-Control-Allow-Headers", CORS_HEADERS);
  http_reply_header(reply, "Access-Control-Max-Age", CORS_SECONDS);
}

void http_reply_put_headers(const HttpReply *reply, struct MHD_Response *response)
{
  for (guint i = 0; i + 1 < reply->headers->len; i += 2)
    MHD_add_response_header(response, reply->headers->pdata[i], reply->headers->pdata[i + 1]);
}
