/* lemma_stems.h - words of the index by the lemmas they may be forms of: what a dictionary says of a lemma holds
 * for its commonest stems. Verbs of French and Spanish have dozens. */
#ifndef REPERE_LEMMA_STEMS_H
#define REPERE_LEMMA_STEMS_H

#include "indexer/dictionaries.h"
#include "indexer/translate_words.h"

G_BEGIN_DECLS

typedef struct {
  char *stem;
  char *label; /* of the lemma's forms with that stem the one that most works have */
  guint uses;  /* of the label, as RepereIndexWord has them */
  guint works; /* that have the stem */
} RepereLemmaStem;

typedef struct {
  RepereLemma lemma;
  GArray *stems; /* of RepereLemmaStem */
} RepereLemmaStems;

/* An array of RepereLemmaStems * in the order in which lemmas came, and how to find them. */
typedef struct {
  GPtrArray *lemmas;
  GHashTable *known;
} RepereStemmed;

RepereStemmed *repere_stemmed_new(void);
void repere_stemmed_free(RepereStemmed *stemmed);

/* Says that spelling number `spelling` of `word` is a form of `lemma`. */
void repere_stemmed_add(RepereStemmed *stemmed, const RepereLemma *lemma, const RepereIndexWord *word,
                        guint spelling);

/* Leaves the commonest stems of a lemma, the commonest first. */
void repere_lemma_stems_cut(RepereLemmaStems *lemma);

G_END_DECLS
#endif
