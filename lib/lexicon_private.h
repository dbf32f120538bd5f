/* lexicon_private.h - what a lexicon is made of. Private to lexicon.c and lexicon_near.c. */
#ifndef REPERE_LEXICON_PRIVATE_H
#define REPERE_LEXICON_PRIVATE_H

#include "lexicon.h"

enum { REPERE_LEXICON_FAN = 8, REPERE_LEXICON_LEVELS = 12, REPERE_LEXICON_STRIDE = 8 };

struct RepereLexicon {
  GByteArray *bytes; /* the words, each with a zero byte behind */
  GArray *starts;    /* of guint32: where each begins */
  GArray *counts;    /* of guint32: documents */
  GByteArray
      *shared; /* how many bytes each begins with alike to the one before; STRIDE zeros behind the last */
  guint levels;
  guint32 *most[REPERE_LEXICON_LEVELS]; /* [0] are the counts, [n + 1] the largest of FAN neighbours in [n] */
};

/* Words number `from` … `to` - 1, all at one distance from what was asked. */
typedef struct {
  guint32 from, to, distance;
} RepereLexiconRange;

/* Appends the `most` commonest words of the ranges at `distance`. */
void repere_lexicon_commonest(const RepereLexicon *lexicon, const RepereLexiconRange *ranges, guint n,
                              guint distance, guint most, GArray *found);

#endif
