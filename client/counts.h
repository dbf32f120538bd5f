/* counts.h - the counts of a facet on a terminal: aligned numbers and small bars. */
#ifndef CLIENT_COUNTS_H
#define CLIENT_COUNTS_H

#include "client/json.h"
#include "client/table.h"

G_BEGIN_DECLS

typedef struct {
  guint width;           /* columns */
  guint most;            /* values at most; 0: all that came */
  gboolean as_they_came; /* the daemon's order was asked for; else trees are indented, years newest first */
  gboolean matched;      /* the values are those that match a text: works without one are no matter */
  gboolean paged;        /* the last line says how to go on */
  guint64 offset;        /* values before the first one */
} CliCounts;

/* The facet `name` as the daemon answers it ({"label", "kind", "distinct", "missing", "values"}). */
CliBlock *cli_counts_block(const CliTerm *term, const char *name, JsonObject *facet, const CliCounts *view);

/* value, label, count and (of a tree) parent; works without a value are counted in a last row without one. */
GString *cli_counts_csv(JsonObject *facet);

G_END_DECLS
#endif
