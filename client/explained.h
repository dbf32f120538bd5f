/* explained.h - what made the score of a hit, for people to read. */
#ifndef CLIENT_EXPLAINED_H
#define CLIENT_EXPLAINED_H

#include "client/json.h"
#include "client/table.h"

G_BEGIN_DECLS

/* Appends the score and below it a line for each part, figures under figures; nothing where the hit has no explanation. */
void cli_explained_add(CliText *text, CliBlock *block, JsonObject *hit, guint margin, guint width);

G_END_DECLS
#endif
