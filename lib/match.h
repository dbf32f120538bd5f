/* match.h - the documents that match a question, as sets: what is counted, walked and ranked.
 *
 * Sets hold documents that may be seen, no others. The words' set is found once a question; the filters
 * narrow it, for each facet without its own. */
#ifndef REPERE_MATCH_H
#define REPERE_MATCH_H

#include <roaring/roaring.h>
#include "engine.h"
#include "plan.h"

G_BEGIN_DECLS

typedef struct {
  RepereQuery *query;
  ReperePlan *plan;
  gboolean any;            /* no work, or too few, have all the words: these are the partial matches */
  guint64 all;             /* works that have all the words */
  roaring_bitmap_t *words; /* matches of the words, whatever the filters */
  GHashTable *found; /* of the plan's POSITIONS (RepereMatcher *): where they are (roaring_bitmap_t *), of
                        what was looked at */
} RepereMatch;

/* Parses, plans and finds the words of `question`, which must outlive the match. NULL with `fault` or
 * `error`. */
RepereMatch *repere_match_new(const RepereLane *lane, const RepereQuestion *question, xc_error *fault,
                              GError **error);
/* The same, but no partial matches; and those then, where it has nothing. */
RepereMatch *repere_match_all(const RepereLane *lane, const RepereQuestion *question, xc_error *fault,
                              GError **error);
gboolean repere_match_widen(RepereMatch *match, const RepereLane *lane, const RepereQuestion *question,
                            xc_error *fault, GError **error);
void repere_match_free(RepereMatch *match);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(RepereMatch, repere_match_free)

/* The matches that pass every filter of `question`, but those on facet `but` (NULL: on all). Owned. */
roaring_bitmap_t *repere_match_filtered(const RepereMatch *match, const RepereLane *lane,
                                        const RepereQuestion *question, const char *but, xc_error *fault,
                                        GError **error);

/* Fills a head from a match: index state, canonical, any, warnings. The total and the time are the caller's.
 */
void repere_match_head(const RepereMatch *match, const RepereLane *lane, RepereAnswerHead *head);

/* The documents that `query` finds, without weights. `within` (or NULL): of these alone; they need not be
 * visible. Owned. */
roaring_bitmap_t *repere_match_collect(xc_database *database, const xc_query *query,
                                       const roaring_bitmap_t *within, const RepereQuestion *question,
                                       xc_error *fault, GError **error);

/* FALSE with REPERE_ERROR_DEADLINE or _CANCELLED when the question's time is over, or nobody waits. Cost: a
 * look at the clock. */
gboolean repere_in_time(const RepereQuestion *question, GError **error);
/* The same for callbacks of a match: 0, or what stops it; `question` is a RepereQuestion. And the error of
 * what stopped. */
int repere_out_of_time(void *question);
gboolean repere_stopped(int why, GError **error);

G_END_DECLS
#endif
