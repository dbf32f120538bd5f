/* heading.h - the line that answers begin with: how many works, of which revision. */
#ifndef CLIENT_HEADING_H
#define CLIENT_HEADING_H

#include "client/json.h"
#include "client/table.h"

G_BEGIN_DECLS

extern const char cli_separator[]; /* between facts in a line */

/* "37 of 612 works". */
void cli_heading_totals(CliText *text, JsonObject *answer);
/* " · revision 42", and on a terminal how long it took. */
void cli_heading_end(const CliTerm *term, CliText *text, JsonObject *answer);
/* The remark that these are works with some of the words, if it is so. */
void cli_heading_any(CliText *text, CliBlock *block, JsonObject *answer, guint width);

/* Both with `what` (or NULL) between them, and that remark, printed. */
void cli_heading_print(const CliTerm *term, JsonObject *answer, const char *what);

G_END_DECLS
#endif
