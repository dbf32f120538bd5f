/* document.h - replies with what the daemon says of itself; no index is asked. In the handler. */
#ifndef SEARCHD_DOCUMENT_H
#define SEARCHD_DOCUMENT_H

#include "searchd/http.h"
#include "searchd/service.h"
#include "searchd/target.h"

HttpReply *document_opensearch(Service *service, HttpExchange *exchange, const Target *target);
HttpReply *document_openapi(Service *service, HttpExchange *exchange);

#endif
