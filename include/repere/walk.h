/* walk.h - every hit of a question, one after the other, of one revision: for exports.
 *
 * A walk keeps its revision open and the numbers of its hits (4 bytes each, in order; 12 by relevance), never the
 * hits: a million can be walked in constant memory beyond that. It belongs to one thread at a time, but the lane may
 * change between calls. Where the index was written to so often meanwhile that its revision is no longer on the
 * disk, the next call fails with IO: begin again. */
#ifndef REPERE_WALK_H
#define REPERE_WALK_H

#include "repere/search.h"

G_BEGIN_DECLS

typedef struct RepereWalk RepereWalk;

/* Of the question count q, lang, filters, sort and the deadline, which is of the finding alone. */
RepereWalk *repere_walk_new(RepereEngine *engine, guint lane, const RepereQuestion *question, GError **error);
const RepereAnswerHead *repere_walk_head(const RepereWalk *walk);

/* Moves on by at most `most` hits and appends them (RepereHit *, as repere_work_by_id() has them, and their score) to
 * `hits`; none at the end. A work that cannot be read any more fails the walk. */
gboolean repere_walk_next(RepereWalk *walk, guint lane, guint most, GPtrArray *hits, GError **error);
void repere_walk_free(RepereWalk *walk);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(RepereWalk, repere_walk_free)

G_END_DECLS
#endif
