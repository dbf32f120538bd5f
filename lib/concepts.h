/* concepts.h - finding the labels of concepts in running text, in all languages at once.
 *
 * All preferred and alternative labels of all file vocabularies, and the names and demonyms of countries
 * ("iso3166"), as one automaton over words. A word of a label matches a word of a text that has the same
 * stem in the text's language, or the same folded form: labels in unaccented capitals are found in accented
 * text, and the other way round.
 *
 * - A label of several words counts in every text. A label of one word counts in texts of its own language,
 *   and of none known, for "pain" is bread in French; in all texts where it is a label of its concept in
 *   all languages the concept has (two at least), and where it is an acronym: capitals in a vocabulary that
 *   is not all in capitals.
 * - Stop words, single letters and numbers alone are no labels. A label with a qualifier, "Mercury
 *   (planet)", counts with it and, where it has several words, without it; see lib/concept_forms.c for this
 *   and for inverted names.
 * - Of labels of one vocabulary that begin at the same word the longest counts, and of those that overlap
 *   the first. Different vocabularies do not know of each other.
 * - Of labels of the same words the one counts that has most of them in the form of the text; then preferred
 *   labels before alternative ones. What only stems like labels of several concepts names none of them
 *   ("national": nationality? nationalism?); concepts that share a label are both found where it is.
 *
 * Finished data once made: any thread may read it. Measured with both UN thesauri (11 726 concepts, 46 494
 * labels) and the countries: vocabularies in 0.13 s of CPU, the automaton in 0.31 s; it takes 4.4 MB, and
 * loading all of it 40 MB of memory at the peak. */
#ifndef REPERE_CONCEPTS_H
#define REPERE_CONCEPTS_H

#include <glib.h>
#include "repere/language.h"
#include "repere/vocabulary.h"

G_BEGIN_DECLS

typedef struct RepereConcepts RepereConcepts;

typedef struct {
  const RepereVocabulary *vocabulary; /* borrowed */
  const char *vocabulary_name;
  const char *value;                  /* canonical value in it */
} RepereConceptName;

/* `vocabularies` must outlive it. */
RepereConcepts *repere_concepts_new(const RepereVocabularies *vocabularies);
void repere_concepts_free(RepereConcepts *concepts);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(RepereConcepts, repere_concepts_free)

/* Concepts are numbered 0 … size - 1 over all vocabularies: the file vocabularies in the order of their
 * names, then the countries, each in its own order. `number` must be one of them. */
guint repere_concepts_size(const RepereConcepts *concepts);
void repere_concepts_name(const RepereConcepts *concepts, guint32 number, RepereConceptName *name);

/* Bytes that the automaton takes, vocabularies not counted. */
gsize repere_concepts_bytes(const RepereConcepts *concepts);

/* ---- text as words that labels are made of ---- */

/* The number of a word that occurs in labels (0: in none), by its term in the index: a folded word, or a
 * language's term_prefix and a stem ("ZENrefuge"). `term` need not end with NUL. One hash lookup. */
guint32 repere_concepts_key(const RepereConcepts *concepts, const char *term, gsize size);

/* One word of a text: its stem's key in the text's language and its folded form's key (0 where no label has
 * it, or the word has no stem). */
typedef struct {
  guint32 stem, folded;
} RepereConceptWord;

typedef struct {
  guint32 concept;      /* number */
  guint32 first, words; /* place of its first word in the sequence, how many */
} RepereConceptMatch;

/* Appends the concepts found in `words` (n of them, in a row) of a text in `language` (NULL: none known) to
 * `found` (of RepereConceptMatch), in order of `first`, then of numbers. Measured over 1.6 million words: 9 ns
 * of CPU a word with the countries alone, 190 (cores and caches shared by many) with both UN thesauri, which
 * have a label for every fifth word. */
void repere_concepts_find(const RepereConcepts *concepts, const RepereConceptWord *words, guint n,
                          const RepereLanguage *language, GArray *found);

G_END_DECLS
#endif
