/* suggest_list.h - completions for people to read. */
#ifndef CLIENT_SUGGEST_LIST_H
#define CLIENT_SUGGEST_LIST_H

#include "client/json.h"
#include "client/term.h"

G_BEGIN_DECLS

/* Titles with their ids, concepts as what --filter takes, words with their counts. */
void cli_suggest_print(const CliTerm *term, JsonObject *answer);

G_END_DECLS
#endif
