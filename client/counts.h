/* counts.h - the counts of a facet on a terminal: aligned numbers and small bars. */
#ifndef CLIENT_COUNTS_H
#define CLIENT_COUNTS_H

#include "client/json.h"
#include "client/table.h"

G_BEGIN_DECLS

/* The facet `name` as the daemon answers it ({"label", "kind", "distinct", "missing", "values"}), at most
 * `most` values (0: all that came), `width` columns wide. Trees are indented, years are newest first. */
CliBlock *cli_counts_block(const CliTerm *term, const char *name, JsonObject *facet, guint width, guint most);

G_END_DECLS
#endif
