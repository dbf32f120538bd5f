/* Requests that are no HTTP/1.1, refused before any handler sees them: heads that break its rules, are too
 * long, or of another version.
 *
 * libmicrohttpd (0.9.75) finds most of them, and answers with pages of HTML, and has no setting for that.
 * It queues them by its own public function, which this one of the same name stands before (the dynamic
 * linker takes the program's definition first): a reply that is not ours is put into a problem document. A
 * library linked so that it calls itself directly would go past this, and send its pages as before. */
#include <dlfcn.h>

#include "searchd/formats/problem.h"
#include "searchd/http_private.h"

typedef enum MHD_Result (*Queue)(struct MHD_Connection *mhd, unsigned int status,
                                 struct MHD_Response *response);

static _Thread_local gboolean ours;

static Queue find_queue(void)
{
  static gpointer found;
  if (g_once_init_enter(&found)) {
    gpointer next = dlsym(RTLD_NEXT, "MHD_queue_response");
    if (!next)
      g_error("libmicrohttpd has no function to queue a response.");
    g_once_init_leave(&found, next);
  }
  Queue queue;
  *(gpointer *)&queue = found; /* as dlsym(3) shows it */
  return queue;
}

static const char *detail_of(guint status)
{
  switch (status) {
  case MHD_HTTP_URI_TOO_LONG:
    return "The request's target is too long; ask with fewer or shorter parameters.";
  case MHD_HTTP_REQUEST_HEADER_FIELDS_TOO_LARGE:
    return "The request's head is too long; send fewer or shorter headers.";
  case MHD_HTTP_CONTENT_TOO_LARGE:
    return "The request's body is too long; ask for less at once.";
  case MHD_HTTP_HTTP_VERSION_NOT_SUPPORTED:
    return "The request is of a version of HTTP that is not served here; use HTTP/1.1.";
  case MHD_HTTP_BAD_REQUEST:
    return "The request is no HTTP/1.1 request (RFC 9112): look at its first line, at its Host, and at the "
           "length it says its body has.";
  default:
    return "The request cannot be served.";
  }
}

static struct MHD_Response *problem_response(guint status)
{
  GString *text = problem_text(status, detail_of(status), NULL);
  gsize length = text->len;
  char *bytes = g_string_free(text, FALSE);
  struct MHD_Response *response = MHD_create_response_from_buffer_with_free_callback(length, bytes, g_free);
  if (response)
    MHD_add_response_header(response, MHD_HTTP_HEADER_CONTENT_TYPE, PROBLEM_TYPE);
  else
    g_free(bytes);
  return response;
}

/* A Content-Length that is no number is refused with the head sent twice (0.9.75), so that a body would be
 * read from amid the second one. Without a body, the first head is the whole answer. */
static gboolean is_doubled(struct MHD_Connection *mhd)
{
  const char *length = MHD_lookup_connection_value(mhd, MHD_HEADER_KIND, MHD_HTTP_HEADER_CONTENT_LENGTH);
  return length && !g_ascii_string_to_unsigned(length, 10, 0, G_MAXUINT64, NULL, NULL);
}

static struct MHD_Response *response_instead(struct MHD_Connection *mhd, guint status)
{
  if (is_doubled(mhd))
    return MHD_create_response_from_buffer(0, (void *)"", MHD_RESPMEM_PERSISTENT);
  return problem_response(status);
}

enum MHD_Result http_queue_response(struct MHD_Connection *mhd, guint status, struct MHD_Response *response)
{
  ours = TRUE;
  enum MHD_Result queued = find_queue()(mhd, status, response);
  ours = FALSE;
  return queued;
}

enum MHD_Result http_refuse(struct MHD_Connection *mhd, guint status)
{
  struct MHD_Response *response = problem_response(status);
  if (!response)
    return MHD_NO;
  MHD_add_response_header(response, MHD_HTTP_HEADER_CONNECTION, "close");
  enum MHD_Result queued = http_queue_response(mhd, status, response);
  MHD_destroy_response(response);
  return queued;
}

__attribute__((visibility("default"))) enum MHD_Result
MHD_queue_response(struct MHD_Connection *mhd, unsigned int status, struct MHD_Response *response)
{
  /* Its own 500 is for what the client sent, too: a chunk's extension that the memory of heads has no room
   * for. */
  if (!ours && status == MHD_HTTP_INTERNAL_SERVER_ERROR)
    status = MHD_HTTP_BAD_REQUEST;
  struct MHD_Response *instead = ours ? NULL : response_instead(mhd, status);
  enum MHD_Result queued = find_queue()(mhd, status, instead ? instead : response);
  if (instead)
    MHD_destroy_response(instead);
  return queued;
}
