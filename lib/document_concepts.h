/* document_concepts.h - the concepts that stand in the texts of one document, found from its postings.
 *
 * Workers send terms with positions, no texts; but the words that stand in labels are few, and put back in
 * the order of their positions they are all that finding needs. So concepts cost the workers nothing, and
 * change without a file being read again. */
#ifndef REPERE_DOCUMENT_CONCEPTS_H
#define REPERE_DOCUMENT_CONCEPTS_H

#include "concepts.h"

G_BEGIN_DECLS

/* The labels of a library's vocabularies, made when the first thread needs them: an update that changes
 * nothing does not. */
typedef struct RepereConceptSource RepereConceptSource;
RepereConceptSource *repere_concept_source_new(const RepereVocabularies *vocabularies); /* borrowed */
void repere_concept_source_free(RepereConceptSource *source);
const RepereConcepts *repere_concept_source_get(RepereConceptSource *source); /* any thread */

/* How often a document has a concept, and on which of its pages. */
typedef struct {
  guint32 concept, occurrences;
} RepereConceptCount;

typedef struct {
  guint32 page, concept;
} RepereConceptPage;

typedef struct {
  GArray *counts; /* of RepereConceptCount, by concept */
  GArray *pages;  /* of RepereConceptPage, by page; a concept is on a page once */
} RepereFoundConcepts;

void repere_found_concepts_free(RepereFoundConcepts *found);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(RepereFoundConcepts, repere_found_concepts_free)

/* A text of the document: labels do not run over its end. */
typedef struct {
  guint32 start, words;           /* positions: the first, and how many */
  const RepereLanguage *language; /* NULL: none of the table's */
  guint32 page; /* its number in the page table; REPERE_NO_PAGE of titles and other fields */
} RepereConceptText;

#define REPERE_NO_PAGE G_MAXUINT32

/* Finds for one document after the other; one thread. */
typedef struct RepereConceptFinder RepereConceptFinder;
RepereConceptFinder *repere_concept_finder_new(RepereConceptSource *source); /* borrowed */
void repere_concept_finder_free(RepereConceptFinder *finder);

/* Looks for concepts in `n` texts, in the order of their pages, whose words `postings` has at positions that
 * count from `base`. Memory: 4 bytes a position of the texts; time: some 20 ns a word that stands in a label,
 * 1 ns any other. */
void repere_concept_finder_read(RepereConceptFinder *finder, GBytes *postings, guint32 base,
                                const RepereConceptText *texts, guint n);

/* The term of schema.h that a concept has in the index. g_free. */
char *repere_concept_finder_term(const RepereConceptFinder *finder, guint32 concept);

/* What was found since the last take; the caller owns it. */
RepereFoundConcepts *repere_concept_finder_take(RepereConceptFinder *finder);

G_END_DECLS
#endif
