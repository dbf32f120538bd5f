/* still.h - reading a whole generation while indexers may be at work.
 *
 * One commit later Xapian's writer begins to write over what a reader of the revision before still reads, so that a long
 * look at an index is good only where it stood still meanwhile. It is looked at again until it does: first as it comes,
 * then with the index's lock held, where that can be had; a writer that has it is given time to rest. */
#ifndef REPERE_STILL_H
#define REPERE_STILL_H

#include "repere/error.h"

G_BEGIN_DECLS

/* Reads the generation at `path`; what it made at an earlier call counts no more. */
typedef gboolean (*RepereStillFunc)(const char *path, gpointer data, GError **error);

/* Calls `read` with the live generation of `index` until none was committed during a call, and returns what that
 * call did. `quiet`: without saying that it waits. LOCKED, with the name of the process at work, where it never
 * stood still. */
gboolean repere_still(const char *index, gboolean quiet, RepereStillFunc read, gpointer data, GError **error);

G_END_DECLS
#endif
