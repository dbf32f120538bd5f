/* compact.h - a whole generation copied by Xapian's compaction. */
#ifndef REPERE_COMPACT_H
#define REPERE_COMPACT_H

#include "indexer/progress.h"
#include "repere/error.h"

G_BEGIN_DECLS

/* Writes the revision that the generation at `from` has now to `to`, where nothing is: with the same document
 * numbers, in about half the space, under a new UUID. Some 150 MB a second. Where a writer commits meanwhile the
 * copy may be worthless: see still.h. CANCELLED by repere_stop_asked(). */
gboolean repere_compact(const char *from, const char *to, RepereProgress *progress, GError **error);

G_END_DECLS
#endif
