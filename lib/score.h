/* score.h - what documents weigh: BM25 over the terms that the plan says count, the fields of a work with weights
 * of their own.
 *
 * BM25 is that of Robertson and others (TREC-3, "Okapi at TREC-3", 1994) in the form that Xapian gives it
 * (xapian-core/docs/weighting, BM25Weight): terms in more than a third of all documents still count a little.
 * Fields are joined before the frequency saturates (BM25F; Robertson, Zaragoza, Taylor 2004). Weights are
 * summed list by list over the hits that are known already, from lists that are kept decoded: no hit is looked
 * for twice, and a phrase is compared once. */
#ifndef REPERE_SCORE_H
#define REPERE_SCORE_H

#include "match.h"

G_BEGIN_DECLS

/* By docid the length of a document, as the denominator of BM25 has it. g_free. NULL with `fault`. Some 50 ns
 * a document. */
float *repere_score_norms(xc_database *database, guint32 last_docid, const RepereWeights *weights, xc_error *fault);

/* The weight of what `documents` of `all` have: inverse document frequency. */
double repere_score_rarity(double documents, double all);

/* What a weight is made of, for who asks to see it. */
typedef struct {
  const RepereWeighed *of; /* the plan's */
  float *weights;          /* by document as asked */
} RepereScorePart;

/* Adds to weights[i] what document docids[i] weighs, of `n` documents ascending; appends to `parts` (of
 * RepereScorePart; or NULL) what that is made of. Some 5 ns a document and term where the lists are kept. */
gboolean repere_score(const RepereMatch *match, const RepereLane *lane, const RepereQuestion *question,
                      const guint32 *docids, guint32 n, float *weights, GArray *parts, xc_error *fault,
                      GError **error);

/* An array for parts. */
GArray *repere_score_parts_new(void);

G_END_DECLS
#endif
