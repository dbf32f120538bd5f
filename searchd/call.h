/* call.h - a request on its way through the pool, and what it is answered. */
#ifndef SEARCHD_CALL_H
#define SEARCHD_CALL_H

#include "searchd/http.h"
#include "searchd/request.h"
#include "searchd/service.h"

typedef struct {
  guint route; /* row of the table in routes.c */
  HttpExchange *exchange;
  ServiceView view; /* the engine it is answered by, whatever happens meanwhile */
  Request *request;
  char *base; /* "https://example.org", as the client addressed us; "" where it did not say */
  char *key;  /* what makes its answer: the canonical request, and the base where addresses depend on it */
  Pool *pool;
  guint lane; /* while in work */
  guint deadline_ms;
} Call;

/* An answer before it is a reply: a body, or a stream that makes one. */
typedef struct {
  const char *type;
  GString *body;
  const HttpStream *stream;
  gpointer producer;
  char *file_name; /* it is to be saved under this, or NULL */
  const char *match; /* "all", "any": of answers whose body does not say it; else NULL */
  RepereIndexState index;
} Answer;

/* Answers on `lane`; FALSE with an error of the engine's. One for each row that asks the index. */
typedef gboolean (*Answerer)(Call *call, guint lane, Answer *answer, GError **error);

gboolean answer_search(Call *call, guint lane, Answer *answer, GError **error);
gboolean answer_work(Call *call, guint lane, Answer *answer, GError **error);
gboolean answer_page(Call *call, guint lane, Answer *answer, GError **error);
gboolean answer_similar(Call *call, guint lane, Answer *answer, GError **error);
gboolean answer_suggest(Call *call, guint lane, Answer *answer, GError **error);
gboolean answer_facets(Call *call, guint lane, Answer *answer, GError **error);
gboolean answer_facet(Call *call, guint lane, Answer *answer, GError **error);
gboolean answer_pivot(Call *call, guint lane, Answer *answer, GError **error);
gboolean answer_trend(Call *call, guint lane, Answer *answer, GError **error);
gboolean answer_feed(Call *call, guint lane, Answer *answer, GError **error);
gboolean answer_multi(Call *call, guint lane, Answer *answer, GError **error);
gboolean answer_export(Call *call, guint lane, Answer *answer, GError **error); /* export.c: a stream */

#endif
