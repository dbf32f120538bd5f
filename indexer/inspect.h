/* inspect.h - reading an index from outside of a run: for `status` and `ledger`. */
#ifndef REPERE_INSPECT_H
#define REPERE_INSPECT_H

#include "lib/index.h"
#include "repere/library.h"

G_BEGIN_DECLS

/* The live generation as it stands now. */
typedef struct {
  xc_database *database;
  RepereIndexMeta meta;
  GPtrArray *states;     /* of RepereWorkState *, by id */
  GHashTable *holder;    /* owns them */
} RepereInspection;

gboolean repere_inspect(const RepereLibrary *library, RepereInspection *inspection, GError **error);
void repere_inspection_clear(RepereInspection *inspection);

G_END_DECLS
#endif
