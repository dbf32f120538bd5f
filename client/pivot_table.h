/* pivot_table.h - counts of the values of two facets against each other, for people to read and as CSV. */
#ifndef CLIENT_PIVOT_TABLE_H
#define CLIENT_PIVOT_TABLE_H

#include "client/json.h"
#include "client/term.h"

G_BEGIN_DECLS

/* A row a value, a column a value, totals to the right and below, a dot where nothing is. On a terminal,
 * columns that do not fit are left out, and a sentence says which; elsewhere lines are as long as they must
 * be. */
void cli_pivot_print(const CliTerm *term, JsonObject *answer);

/* The value and label of a row, its cells under the labels of the columns, and its total; the last row, which
 * has no value, has the totals of the columns. */
GString *cli_pivot_csv(JsonObject *answer);

G_END_DECLS
#endif
