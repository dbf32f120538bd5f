/* values.h - facet values as numbers.
 *
 * A value of a facet gets a number when it first comes into a generation, and keeps it. A document's value slot holds its
 * numbers: ascending, without repeats, packed as varint differences; a year facet's numbers are the years themselves and
 * need no list. An equal list is an equal string. */
#ifndef REPERE_VALUES_H
#define REPERE_VALUES_H

#include "document_concepts.h"
#include "repere/library.h"
#include "repere/vocabulary.h"
#include "repere/work.h"

G_BEGIN_DECLS

/* `numbers` (of guint32) is sorted and loses its repeats. The caller owns the bytes; no numbers are no bytes. */
GByteArray *repere_values_pack(GArray *numbers);

/* Appends the numbers in a slot to `numbers` (of guint32). FALSE where the bytes are none of pack's. */
gboolean repere_values_unpack(const char *bytes, gsize size, GArray *numbers);

/* What the slot of a facet is known by in the index: name and kind, since the numbers of one kind mean nothing in
 * another. g_free. */
char *repere_facet_slot_key(const RepereFacet *facet);

/* The same for its values' pages, where texts feed it. */
char *repere_facet_pages_key(const RepereFacet *facet);

/* A hash over everything beside the record and its files that decides on a work's terms and values: the facets, what
 * vocabularies say of broader and narrower, the labels that are looked for in texts, the languages, the address of files.
 * g_free. */
char *repere_values_hash(const RepereLibrary *library, const RepereVocabularies *vocabularies);

/* The values `work` has in `facet`, by the record: canonical in the vocabulary; in a tree with all values above
 * them. `languages` (codes) stands for dcterms:language, and `issued` for dcterms:issued, as the index found them.
 * Appends to `values` (char *), each once. */
void repere_values_of_work(const RepereWork *work, const RepereFacet *facet, const RepereVocabulary *vocabulary,
                           const char *const *languages, const char *issued, GPtrArray *values);

/* The same for a facet that texts feed: the values that `found` of `concepts` stands for, and in pages[i] on how
 * many pages values[i] is (guint32; 0: in a title or abstract only). */
void repere_values_of_texts(const RepereFoundConcepts *found, const RepereConcepts *concepts, const RepereFacet *facet,
                            const RepereVocabularies *vocabularies, GPtrArray *values, GArray *pages);

/* Numbers with their pages, as two slots hold them: `numbers` (of guint32) and `pages` (parallel) are sorted by
 * number. The caller owns both byte arrays. */
void repere_values_pack_pages(GArray *numbers, GArray *pages, GByteArray **packed, GByteArray **packed_pages);

/* Appends the pages of `n` values, in the order of their numbers. FALSE where the bytes are none of pack's. */
gboolean repere_values_unpack_pages(const char *bytes, gsize size, guint n, GArray *pages);

G_END_DECLS
#endif
