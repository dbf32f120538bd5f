/* expansions.h - what the words of a question find besides themselves, for people to read. */
#ifndef CLIENT_EXPANSIONS_H
#define CLIENT_EXPANSIONS_H

#include "client/json.h"
#include "client/table.h"

G_BEGIN_DECLS

/* "employment also finds: empleo (es), emploi (fr) and 18 more in 61 works": two lines a word at most, for the first few
 * words; the others are counted. Appends nothing where nothing was added. */
void cli_expansions_add(CliText *text, CliBlock *block, JsonObject *answer, guint width);

G_END_DECLS
#endif
