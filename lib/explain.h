/* explain.h - what made the scores of a page of hits. */
#ifndef REPERE_EXPLAIN_H
#define REPERE_EXPLAIN_H

#include "rank.h"

G_BEGIN_DECLS

/* Fills `explanation` of `hits` (RepereHit *), whose documents the ranking names in the same order. Cost: the
 * hits are weighed once more. */
gboolean repere_explain(const RepereMatch *match, const RepereLane *lane, const RepereQuestion *question,
                        const RepereRanking *ranking, GPtrArray *hits, xc_error *fault, GError **error);

G_END_DECLS
#endif
