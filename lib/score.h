/* score.h - what documents weigh: BM25 over the terms that the plan says count.
 *
 * The weights are those of Robertson and others (TREC-3, "Okapi at TREC-3", 1994), in the form that Xapian gives them
 * (xapian-core/docs/weighting, BM25Weight): terms in more than a third of all documents still count a little. They are summed
 * list by list over the hits that are known already, from lists that are kept decoded: no hit is looked for twice,
 * and a phrase is compared once. */
#ifndef REPERE_SCORE_H
#define REPERE_SCORE_H

#include "match.h"

G_BEGIN_DECLS

/* By docid the length of a document, as the denominator of BM25 has it. g_free. NULL with `fault`. Some 50 ns a document. */
float *repere_score_norms(xc_database *database, guint32 last_docid, xc_error *fault);

/* Adds to weights[i] what document docids[i] weighs, of `n` documents ascending. Some 5 ns a document and term where
 * the lists are kept. */
gboolean repere_score(const RepereMatch *match, const RepereLane *lane, const RepereQuestion *question,
                      const guint32 *docids, guint32 n, float *weights, xc_error *fault, GError **error);

G_END_DECLS
#endif
