/* request_private.h - what the readers of parameters share. A reader takes one value and puts it into the
 * request, or sets a fault and returns FALSE. */
#ifndef SEARCHD_REQUEST_PRIVATE_H
#define SEARCHD_REQUEST_PRIVATE_H

#include "searchd/request.h"

typedef struct {
  const RepereLibrary *library;
  Request *request;
  GHashTable *seen;   /* names (char *) of parameters with one value that were there */
  GPtrArray *options; /* of TargetParameter *: NAME.limit and the like, read when all facets are known */
  guint filters, expands;
  gboolean expand_on;
  gboolean bom_given;
} Reader;

typedef gboolean (*Read)(Reader *reader, const char *value, Fault **fault);

/* request_question.c: words, order, pages, forms */
gboolean request_read_q(Reader *reader, const char *value, Fault **fault);
gboolean request_read_lang(Reader *reader, const char *value, Fault **fault);
gboolean request_read_sort(Reader *reader, const char *value,
                           Fault **fault); /* of hits, or of a facet's values */
gboolean request_read_limit(Reader *reader, const char *value, Fault **fault);
gboolean request_read_offset(Reader *reader, const char *value, Fault **fault);
gboolean request_read_cursor(Reader *reader, const char *value, Fault **fault);
gboolean request_read_passages(Reader *reader, const char *value, Fault **fault);
gboolean request_read_explain(Reader *reader, const char *value, Fault **fault);
gboolean request_read_expand(Reader *reader, const char *value, Fault **fault);
gboolean request_read_spell(Reader *reader, const char *value, Fault **fault);
gboolean request_read_file(Reader *reader, const char *value, Fault **fault);
gboolean request_read_format(Reader *reader, const char *value, Fault **fault);
gboolean request_read_bom(Reader *reader, const char *value, Fault **fault);
gboolean request_read_since(Reader *reader, const char *value, Fault **fault);
gboolean request_read_number(const char *parameter, const char *value, guint least, guint most, guint *number,
                             Fault **fault);

/* request_facets.c: filters, facets and what is said of each */
gboolean request_read_filter(Reader *reader, const char *value, Fault **fault);
gboolean request_read_facet(Reader *reader, const char *value, Fault **fault);
gboolean request_read_match(Reader *reader, const char *value, Fault **fault);
gboolean request_read_rows(Reader *reader, const char *value, Fault **fault);
gboolean request_read_columns(Reader *reader, const char *value, Fault **fault);
gboolean request_read_by(Reader *reader, const char *value, Fault **fault);
gboolean request_read_facet_sort(const char *parameter, const char *value, RepereFacetSort *sort,
                                 Fault **fault);
/* The facet of a path's part; unknown: 404. */
gboolean request_read_facet_name(Reader *reader, const char *name, Fault **fault);
gboolean request_is_option(const char *name);
gboolean request_read_option(Reader *reader, const TargetParameter *option, Fault **fault);
/* A trend's facet where none was named. */
gboolean request_find_years(Reader *reader, Fault **fault);
/* Filters and facets into their order, each once. */
void request_sort_facets(Reader *reader);
RepereFacetSort request_default_facet_sort(const RepereLibrary *library, const char *facet);

/* request.c */
Request *request_new(RequestKind kind, const char *lang);

/* request_canonical.c */
char *request_canonical(const Request *request, const RepereLibrary *library);

#endif
