/* hits.h - a search's answer for people to read, and as CSV. */
#ifndef CLIENT_HITS_H
#define CLIENT_HITS_H

#include "client/json.h"
#include "client/table.h"

G_BEGIN_DECLS

typedef struct {
  guint64 offset;     /* of the first hit: numbers go on from there */
  guint facet_values; /* at most so many values of a facet are shown; 0: all that came */
} CliView;

/* Totals, hits, and facets beside them (on 100 columns or more) or below. */
void cli_hits_print(const CliTerm *term, JsonObject *answer, const CliView *view);

/* A header and a row a hit. `facets` (NULL-terminated, may be NULL) come first among the facets' columns, in
 * their order; facets that only the hits name follow in the order of their names. */
GString *cli_hits_csv(JsonObject *answer, const char *const *facets);

/* The warnings of an answer, a sentence a line. */
void cli_hits_say_warnings(const CliTerm *term, JsonObject *answer);

/* "en 12 p. · fr 14 p. (partial)": a work's files, and the languages that no file is in. */
void cli_files_text(CliText *text, JsonObject *work);

G_END_DECLS
#endif
