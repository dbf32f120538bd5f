/* request.h - a target's parameters -> a question, checked: facets and languages of the library, limits kept.
 *
 * A parameter nobody knows is a fault, and so is one given twice that has one value: a misspelt filter that
 * passes in silence gives wrong numbers. An empty value counts as not given, since that is what an HTML form
 * sends for a field left empty. No socket in here. */
#ifndef SEARCHD_REQUEST_H
#define SEARCHD_REQUEST_H

#include "repere/search.h"
#include "searchd/target.h"

/* Limits of a question. */
enum {
  REQUEST_Q_BYTES = 4096,
  REQUEST_VALUE_BYTES = 1024, /* of any other parameter */
  REQUEST_FILTERS = 200,
  REQUEST_EXPANDS = 200,
  REQUEST_LIMIT = 100,
  REQUEST_OFFSET = 1000000000,
  REQUEST_PASSAGES = 5,
  REQUEST_FACET_LIMIT = 1000
};

/* What is asked for: decides which parameters there are. */
typedef enum {
  REQUEST_SEARCH = 1 << 0, /* /v1/search */
  REQUEST_WORK = 1 << 1,   /* /v1/works/ID */
  REQUEST_PAGE = 1 << 2    /* /v1/works/ID/pages/N */
} RequestKind;

typedef struct {
  RepereQuestion *question; /* without deadline; of a work or a page it has the language alone */
  gboolean negotiated;      /* no `lang`: Accept-Language decided, or could have */
  char *id;                 /* a work, a page: of the work */
  guint page;               /* a page: its number, from 1 */
  guint file;               /* a page: of that file, from 1; 0 where not said */
} Request;

/* `accept_language`: the header, or NULL. NULL with a fault. The target's path is that of `kind`. */
Request *request_read(const Target *target, RequestKind kind, const RepereLibrary *library,
                      const char *accept_language, Fault **fault);
void request_free(Request *request);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(Request, request_free)

#endif
