#include "searchd/document.h"

#include "searchd/base.h"
#include "searchd/etag.h"
#include "searchd/formats/documents.h"
#include "searchd/replies.h"
#include "searchd/request.h"

/* A document of the daemon itself: no index is in its validator. Takes `body`. */
static HttpReply *reply_document(HttpExchange *exchange, guint64 edition, const char *type, const char *key,
                                 GString *body)
{
  const RepereIndexState none = { 0 };
  g_autofree char *etag = etag_new(edition, &none, key);
  gboolean known = etag_matches(http_exchange_header(exchange, "If-None-Match"), etag);
  if (known)
    g_string_free(body, TRUE);
  HttpReply *reply = known ? reply_new(304, NULL, NULL) : reply_new(200, type, body);
  http_reply_header(reply, "ETag", etag);
  return reply;
}

HttpReply *document_opensearch(Service *service, HttpExchange *exchange, const Target *target)
{
  ServiceView view;
  service_view(service, &view);
  g_autoptr(RepereEngine) engine = view.engine;
  const RepereLibrary *library = repere_engine_library(engine);
  g_autoptr(Fault) fault = NULL;
  g_autoptr(Request) request = request_read(target, REQUEST_OPENSEARCH, library,
                                            http_exchange_header(exchange, "Accept-Language"), &fault);
  if (!request)
    return reply_fault(fault);
  g_autofree char *base = base_of(exchange);
  g_autofree char *key = g_strconcat(base, " ", request->canonical, NULL);
  GString *body = documents_opensearch(request, library, base);
  HttpReply *reply = reply_document(exchange, view.edition, OPENSEARCH_TYPE, key, body);
  http_reply_vary(reply, BASE_HEADER);
  if (request->negotiated)
    http_reply_vary(reply, "Accept-Language");
  return reply;
}

HttpReply *document_openapi(Service *service, HttpExchange *exchange)
{
  ServiceView view;
  service_view(service, &view);
  repere_engine_unref(view.engine);
  return reply_document(exchange, view.edition, OPENAPI_TYPE, "/openapi.json", documents_openapi());
}
