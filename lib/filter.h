/* filter.h - the values of filters as the index has them.
 *
 * People and programs write "mz" for MZ, or a concept's URI for its notation; records may, too, and the
 * index has the canonical value. A question is made canonical once, at the head of its road, so that what
 * is matched and what is answered as selected agree. */
#ifndef REPERE_FILTER_H
#define REPERE_FILTER_H

#include "repere/search.h"
#include "repere/vocabulary.h"
#include "snapshot.h"

G_BEGIN_DECLS

/* The value that the index has for what a filter on `facet` says: canonical in the facet's vocabulary,
 * with level=top the topmost above it; what the vocabulary does not know is its own value. Borrowed from
 * either. */
const char *repere_filter_value(const RepereFacet *facet, const RepereVocabularies *vocabularies,
                                const char *written);

/* `filters` (of RepereFilter *) with canonical values, in their order, what comes again left out. Of
 * RepereFilter *; g_ptr_array_unref. To ask with them: RepereQuestion own = *question; own.filters = … */
GPtrArray *repere_filters_canonical(const GPtrArray *filters, const RepereSnapshot *snapshot,
                                    const RepereVocabularies *vocabularies);

/* Appends a sentence (char *) to `warnings` for each value of `filters` that no work has which may be seen:
 * the answer has nothing of it. It names the value that was probably meant, if there is one: the same but for
 * case, accents or blanks, or what is labelled so in any of the languages, or nearly. Canonical values are
 * not looked for: an unknown one stays as it was written. Cost: nothing where all are known, else some ms for
 * 10 000 values. */
void repere_filters_warn(const GPtrArray *filters, const RepereSnapshot *snapshot,
                         const RepereVocabularies *vocabularies, const char *lang, GPtrArray *warnings);

G_END_DECLS
#endif
