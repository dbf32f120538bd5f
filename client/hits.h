/* hits.h - a search's answer for people to read, and as CSV. */
#ifndef CLIENT_HITS_H
#define CLIENT_HITS_H

#include "client/json.h"
#include "client/table.h"

G_BEGIN_DECLS

typedef struct {
  guint64 offset;     /* of the first hit: numbers go on from there */
  guint64 last;       /* the number of the last hit that will be printed; 0: the answer's own last */
  guint facet_values; /* at most so many values of a facet are shown; 0: all that came */
  gboolean usual;     /* the facets were not asked for: those without any value are passed over */
  const char *like;   /* the answer is to `similar`: this is the work's id; otherwise NULL */
} CliView;

/* Totals, hits, and facets beside them (on 100 columns or more) or below. */
void cli_hits_print(const CliTerm *term, JsonObject *answer, const CliView *view);

/* The same in pieces, for an answer in several pages: totals and remarks, the hits of a page, the facets. */
void cli_hits_print_head(const CliTerm *term, JsonObject *answer, const CliView *view);
void cli_hits_print_page(const CliTerm *term, JsonObject *answer, const CliView *view);
void cli_hits_print_facets(const CliTerm *term, JsonObject *answer, const CliView *view);

/* The columns of facets in CSV: `facets` (NULL-terminated, may be NULL) first, in their order; those that
 * only the hits name follow in the order of their names. An array of char * that the caller unrefs. */
GPtrArray *cli_hits_csv_columns(JsonObject *answer, const char *const *facets);
/* The header; and a row a hit. */
void cli_hits_csv_head(GString *out, const GPtrArray *columns);
void cli_hits_csv_rows(GString *out, JsonObject *answer, const GPtrArray *columns);

/* "en 12 p. · fr 14 p. (partial)": a work's files, and the languages that no file is in. */
void cli_files_text(CliText *text, JsonObject *work);

G_END_DECLS
#endif
