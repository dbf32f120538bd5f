/* duplicates.h - after a run: which works look like others, and the facet that says so.
 *
 * Works are never joined: those that may be one get the value "duplicate" of the facet "quality" (lib/quality.h),
 * and lose it when the other one is gone, was changed, or is named in a record as related. Only documents whose
 * value changes are written, and nothing of them but the value. */
#ifndef REPERE_INDEXER_DUPLICATES_H
#define REPERE_INDEXER_DUPLICATES_H

#include "lib/likeness.h"
#include "lib/writer.h"

G_BEGIN_DECLS

/* Compares all works, as `writer` has them now, where anything changed since the last time; takes effect with its next
 * commit. *works: how many look like another. A look-up where nothing changed, else some 10 µs a work. */
gboolean repere_duplicates_mark(RepereWriter *writer, const RepereLibrary *library, guint *works, GError **error);

G_END_DECLS
#endif
