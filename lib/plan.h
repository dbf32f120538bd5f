/* plan.h - a parsed query and its filters as Xapian queries, and as the evidence that passages are cut by. */
#ifndef REPERE_PLAN_H
#define REPERE_PLAN_H

#include "query.h"
#include "repere/search.h"
#include "snapshot.h"
#include "xapian_c.h"

G_BEGIN_DECLS

/* What makes one clause of the query match. */
typedef struct {
  gboolean phrase;
  GPtrArray *terms;   /* of char *, terms with positions: a phrase's words in order, or all that stand for one word */
  double weight;      /* how much it tells: inverse document frequency */
} RepereEvidence;

typedef struct {
  GPtrArray *evidence; /* of RepereEvidence *: the clauses that must (or may) match, in order */
  xc_query *all;       /* every clause must match; NULL: the query has no words and matches every work */
  xc_query *any;       /* at least one must; NULL where that would be the same */
} ReperePlan;

/* Plans `query` against one lane of the snapshot (spellings and frequencies come from the index). */
ReperePlan *repere_plan_new(const RepereQuery *query, RepereAnalyzer *analyzer, const RepereSnapshot *snapshot,
                            xc_database *database, GError **error);
void repere_plan_free(ReperePlan *plan);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(ReperePlan, repere_plan_free)

/* `matches` (owned by the caller; NULL: every work), without what may not be seen. Owned; NULL on failure. */
xc_query *repere_plan_visible(const RepereSnapshot *snapshot, const xc_query *matches, xc_error *fault);

/* `matches` with the question's filters. Owned; NULL on failure. */
xc_query *repere_plan_filtered(const RepereSnapshot *snapshot, const RepereQuestion *question, const xc_query *matches,
                               xc_error *fault);

/* The terms (char *) of the values that the filters on facet number `facet` select (`exclude`: turn away); NULL where there is no
 * such filter. An empty array is a filter on what no work has. g_ptr_array_unref. */
GPtrArray *repere_plan_filter_terms(const RepereSnapshot *snapshot, const RepereQuestion *question, guint facet,
                                    gboolean exclude);

G_END_DECLS
#endif
