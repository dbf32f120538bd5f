/* facets.h - counting over columns.
 *
 * Counts are exact, and multi-select: a facet's counts leave out the filters on that facet itself, so that the siblings
 * of what is selected stay visible. (That is "drill sideways": a document counts for a facet when no other facet's filter
 * turns it away.) */
#ifndef REPERE_FACETS_H
#define REPERE_FACETS_H

#include "repere/search.h"
#include "repere/vocabulary.h"
#include "snapshot.h"

G_BEGIN_DECLS

typedef struct RepereCounts RepereCounts;

/* Counters for the facets that `question` asks for. Borrows both. */
RepereCounts *repere_counts_new(const RepereSnapshot *snapshot, const RepereQuestion *question);
void repere_counts_free(RepereCounts *counts);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(RepereCounts, repere_counts_free)

/* TRUE if some asked facet is filtered, too: then the matches without filters must be shown as well. */
gboolean repere_counts_sideways(const RepereCounts *counts);

/* Counts a document that passes every filter, for the facets without a filter of their own. */
void repere_counts_add(RepereCounts *counts, guint32 docid);

/* Counts a document that matches the words, whatever the filters say of it, for the facets with a filter of their own. */
void repere_counts_add_sideways(RepereCounts *counts, guint32 docid);

/* Appends a RepereFacetAnswer for each asked facet to `answers`. */
void repere_counts_answer(const RepereCounts *counts, const RepereVocabularies *vocabularies, GPtrArray *answers);

/* The label of a facet's value: the vocabulary's, else the value itself. Borrowed from either. */
const char *repere_facet_value_label(const RepereFacet *facet, const RepereVocabularies *vocabularies, const char *value,
                                     const char *lang);

/* The facets that document `docid` has values in, as a hit shows them (RepereHitFacet *): in a tree only the most
 * specific ones. */
GPtrArray *repere_facets_of(const RepereSnapshot *snapshot, const RepereVocabularies *vocabularies, guint32 docid,
                            const char *lang);

G_END_DECLS
#endif
