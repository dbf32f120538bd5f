/* concepts_private.h - the automaton of labels, made by concepts_build.c and read by concepts.c.
 *
 * A trie over label words. A label word is a set of keys (its folded form, its stem, stems of the spellings
 * it may stand for); whichever of them a word of the text has leads on. One word of a text may so lead to
 * several nodes: they are walked side by side, and never more of them than there are. */
#ifndef REPERE_CONCEPTS_PRIVATE_H
#define REPERE_CONCEPTS_PRIVATE_H

#include "concepts.h"

G_BEGIN_DECLS

#define REPERE_CONCEPT_WORDS 24 /* longer labels are sentences, which no text repeats */

/* In which texts an output counts: bit i for the language table's row i, and the bit for texts of no known
 * language. */
typedef guint16 RepereConceptTexts;
#define REPERE_CONCEPT_UNKNOWN    0x8000u
#define REPERE_CONCEPT_EVERYWHERE 0xFFFFu
G_STATIC_ASSERT(REPERE_LANGUAGES_MAX < 16);

typedef enum {
  REPERE_CONCEPT_PREFERRED,
  REPERE_CONCEPT_ALTERNATIVE,
  REPERE_CONCEPT_STRIPPED
} RepereConceptRank;

/* What a node stands for: a concept called so. */
typedef struct {
  guint32 concept;
  RepereConceptTexts texts;
  guint16 vocabulary : 14; /* number */
  guint16 rank : 2;        /* RepereConceptRank: the lowest of a vocabulary counts */
} RepereConceptOutput;

/* Over `key` to node `next`; several edges of a node may have one key. */
typedef struct {
  guint32 key, next;
} RepereConceptEdge;

/* The edges and outputs of a node begin here and end where the next node's begin. */
typedef struct {
  guint32 edge, output;
} RepereConceptNode;

typedef struct {
  guint32 hash, key; /* `key` 0: empty */
  guint32 at;        /* in `terms` */
  guint32 size;
} RepereConceptTerm;

struct RepereConcepts {
  GArray *vocabularies; /* of RepereConceptVocabulary, in numbers' order */
  guint size;           /* concepts */

  char *terms; /* all terms, one behind the other */
  gsize terms_size;
  RepereConceptTerm *cells; /* open addressing; a power of two */
  guint32 cells_mask, n_keys;

  guint32 *begins;          /* of n_keys + 2: where the root's edges of each key begin in `edges` */
  RepereConceptNode *nodes; /* of n_nodes + 1; number 0 is the root */
  guint32 n_nodes;
  RepereConceptEdge *edges; /* by node and key */
  RepereConceptOutput *outputs;
};

typedef struct {
  const RepereVocabulary *vocabulary;
  const char *name;
  guint first; /* number of its first concept */
} RepereConceptVocabulary;

static inline guint32 repere_concept_hash_term(const char *term, gsize size)
{
  guint32 hash = 2166136261u;
  for (gsize i = 0; i < size; i++)
    hash = (hash ^ (guint8)term[i]) * 16777619u;
  return hash ^ hash >> 15;
}

G_END_DECLS
#endif
