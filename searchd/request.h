/* request.h - a target's parameters -> a question, checked: facets and languages of the library, limits kept.
 *
 * A parameter nobody knows is a fault, and so is one given twice that has one value: a misspelt filter that
 * passes in silence gives wrong numbers. An empty value counts as not given, since that is what an HTML form
 * sends for a field left empty. No socket in here.
 *
 * What comes out is in a normal form: words in NFC with single spaces, filters and facets in an order of
 * ours. Equal questions are thereby equal strings (`canonical`), and their answers equal bytes. */
#ifndef SEARCHD_REQUEST_H
#define SEARCHD_REQUEST_H

#include "repere/search.h"
#include "searchd/target.h"

/* Limits of a question. */
enum {
  REQUEST_Q_BYTES = 4096,
  REQUEST_VALUE_BYTES = 1024, /* of any other parameter; a cursor has its own limit in the engine */
  REQUEST_FILTERS = 200,
  REQUEST_EXPANDS = 200,
  REQUEST_LIMIT = 100,
  REQUEST_OFFSET = 1000000000,
  REQUEST_PASSAGES = 5,
  REQUEST_FACET_LIMIT = 1000,
  REQUEST_SUGGEST_LIMIT = 50,
  REQUEST_EXPORT_LIMIT = 1000000000,
  REQUEST_TRENDS = 16,  /* words compared at once */
  REQUEST_SEARCHES = 16 /* of /v1/multi */
};

/* What is asked for: decides which parameters there are. */
typedef enum {
  REQUEST_SEARCH = 1 << 0,      /* /v1/search */
  REQUEST_WORK = 1 << 1,        /* /v1/works/ID */
  REQUEST_PAGE = 1 << 2,        /* /v1/works/ID/pages/N */
  REQUEST_SIMILAR = 1 << 3,     /* /v1/works/ID/similar */
  REQUEST_SUGGEST = 1 << 4,     /* /v1/suggest */
  REQUEST_FACET = 1 << 5,       /* /v1/facets/NAME */
  REQUEST_PIVOT = 1 << 6,       /* /v1/pivot */
  REQUEST_TREND = 1 << 7,       /* /v1/trend */
  REQUEST_EXPORT = 1 << 8,      /* /v1/export */
  REQUEST_FEED = 1 << 9,        /* /v1/feed.atom */
  REQUEST_MULTI = 1 << 10,      /* /v1/multi: a body, see multi_read() */
  REQUEST_OPENSEARCH = 1 << 11, /* /opensearch.xml */
  REQUEST_FACETS = 1 << 12      /* /v1/facets: which there are */
} RequestKind;

typedef enum {
  REQUEST_JSON,        /* a suggestion's default */
  REQUEST_SUGGESTIONS, /* format=opensearch of a suggestion */
  REQUEST_CSV,         /* an export's default; it and those below are of exports alone */
  REQUEST_JSONL,
  REQUEST_RIS,
  REQUEST_BIBTEX,
  REQUEST_CSL
} RequestFormat;

typedef struct {
  gint references; /* atomic */
  RequestKind kind;
  RepereQuestion *question; /* without deadline; of a work or a page it has the language alone */
  gboolean negotiated;      /* no `lang`: Accept-Language decided, or could have */
  char *id;                 /* a work, a page, similar ones: of the work */
  guint page;               /* a page: its number, from 1 */
  guint file;               /* a page: of that file, from 1; 0 where not said */
  RepereFacetAsk *facet; /* facets/NAME: the question's only one. Borrowed from the question, as are these: */
  RepereFacetAsk *rows, *columns; /* a pivot's; the same where a facet is asked against itself */
  const RepereFacet *by;          /* a trend's: the facet of years */
  GPtrArray *qs;                  /* a trend's: of char *, at least one, and a NULL at the end */
  RequestFormat format;
  gboolean bom;        /* CSV: begins with a byte order mark */
  char *since;         /* a feed's: a date, as far as it was given (YYYY, YYYY-MM, YYYY-MM-DD), or NULL */
  GPtrArray *searches; /* of /v1/multi: of Request *, each a search; else NULL */
  char *canonical; /* the request in its normal form: path and parameters, as a target that asks the same */
} Request;

/* `accept_language`: the header, or NULL. NULL with a fault. The target's path is that of `kind`. */
Request *request_read(const Target *target, RequestKind kind, const RepereLibrary *library,
                      const char *accept_language, Fault **fault);
/* POST /v1/multi: {"searches": [{"q": …, "filter": ["…"], "facet": "a,b", "theme.limit": 5, …}, …]}, the
 * parameters of /v1/search in each, repeatable ones as arrays. A fault's parameter is "searches[2].filter".
 * Any bytes. */
Request *multi_read(const char *body, gsize length, const RepereLibrary *library, const char *accept_language,
                    Fault **fault);

/* The same request, for who needs it longer; each is freed. Whether anybody waits is not asked any more: whom
 * that asks may be gone. */
Request *request_share(Request *request);
void request_free(Request *request);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(Request, request_free)

/* The name a format has in `format=`; and the limit of hits (a facet's values, completions) where none is
 * given: of an export 0, which is no limit. */
const char *request_format_name(RequestFormat format);
guint request_default_limit(RequestKind kind);

/* A work's id as a part of a path. Clients take "." and ".." for steps in it and walk them, so their dots are
 * encoded. g_free. */
char *request_id_part(const char *id);

/* The same request, its cursor another (NULL: none): a target of another page. g_free. */
char *request_target_at(const Request *request, const char *cursor);

#endif
