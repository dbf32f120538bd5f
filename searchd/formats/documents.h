/* documents.h - what the daemon says of itself to browsers and programs. */
#ifndef SEARCHD_FORMATS_DOCUMENTS_H
#define SEARCHD_FORMATS_DOCUMENTS_H

#include "searchd/request.h"

#define OPENSEARCH_TYPE "application/opensearchdescription+xml; charset=utf-8"
#define OPENAPI_TYPE "application/vnd.oai.openapi+json;version=3.1"

/* An OpenSearch description (1.1, draft 6): searches as JSON and Atom, suggestions, itself. */
GString *documents_opensearch(const Request *request, const RepereLibrary *library, const char *base);

/* openapi.json, with the program's version. */
GString *documents_openapi(void);

#endif
