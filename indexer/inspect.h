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

/* An update that commits may take away what is being read; it is begun anew so often. */
#define REPERE_INSPECT_TRIES 20

gboolean repere_inspect(const RepereLibrary *library, RepereInspection *inspection, GError **error);

/* Whether the index has been written to since: what is read of it may then fail, and must be asked again of a new
 * inspection. */
gboolean repere_inspection_is_old(const RepereInspection *inspection, const RepereLibrary *library);
void repere_inspection_clear(RepereInspection *inspection);

G_END_DECLS
#endif
