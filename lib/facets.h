/* facets.h - facets counted and answered.
 *
 * Counts are exact, and multi-select: a facet's counts leave out the filters on that facet itself, so that
 * the siblings of what is selected stay visible. (That is "drill sideways": a document counts for a facet
 * when no other facet's filter turns it away.) */
#ifndef REPERE_FACETS_H
#define REPERE_FACETS_H

#include "match.h"
#include "repere/search.h"
#include "repere/vocabulary.h"
#include "snapshot.h"

G_BEGIN_DECLS

/* Counts `n` columns over `set`, of documents that may be seen: fills counts, which are zero, and missing.
 * Sets of more than half of all works cost what their complement does. */
void repere_facets_count(const RepereSnapshot *snapshot, RepereColumnCount *columns, guint n,
                         const roaring_bitmap_t *set);

/* The answer to `ask` from the counts of its column: which values, in which order, with which labels; what is
 * selected is by the filters of `question`. Cost: some ns a value of the column, and some µs a value shown.
 * Owned by the caller (GPtrArray of an answer's facets). */
RepereFacetAnswer *repere_facet_answer_of(const RepereSnapshot *snapshot,
                                          const RepereVocabularies *vocabularies,
                                          const RepereQuestion *question, const RepereFacetAsk *ask,
                                          const guint32 *counts, guint32 missing);

/* Appends a RepereFacetAnswer for each facet that `question` asks for to `answers`. `filtered`: what passes
 * all filters. */
gboolean repere_facets_answer(const RepereMatch *match, const RepereLane *lane,
                              const RepereQuestion *question, const roaring_bitmap_t *filtered,
                              GPtrArray *answers, xc_error *fault, GError **error);

/* The label of a facet's value: the vocabulary's, else the value itself. Borrowed from either. */
const char *repere_facet_value_label(const RepereFacet *facet, const RepereVocabularies *vocabularies,
                                     const char *value, const char *lang);

/* The same of a column's value as readers are shown it: where the facet has several vocabularies, and two of
 * its values are called the same, with the name of its vocabulary in brackets. g_free. */
char *repere_facet_shown_label(const RepereColumn *column, const RepereVocabularies *vocabularies,
                               const char *value, const char *lang);

/* The vocabulary whose tree the facet's values are of; NULL for one that is no tree. */
const RepereVocabulary *repere_facet_tree(const RepereFacet *facet, const RepereVocabularies *vocabularies);

/* Which of the facets that records do not feed are shown: those that texts feed have hundreds of values in a
 * long work, and what is wrong with its files is the curator's concern. */
typedef struct {
  gboolean all;
  const GPtrArray *asked; /* of RepereFacetAsk *: these, of each the REPERE_HIT_VALUES with most pages; or
                             NULL */
} RepereTextFacets;

/* The facets that document `docid` has values in, as a hit shows them (RepereHitFacet *): in a tree only the
 * most specific ones. NULL with an error where the pages of values cannot be read. */
GPtrArray *repere_facets_of(const RepereLane *lane, guint32 docid, const char *lang, RepereTextFacets texts,
                            GError **error);

G_END_DECLS
#endif
