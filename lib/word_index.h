/* word_index.h - numbered things (titles, labels) by their words, in memory: what is looked up at each
 * keystroke.
 *
 * Things are numbered by rank, so that the first ones found are the best. Finished data once made: any thread
 * may read it. Memory: 4 bytes a word and thing, and the lexicon. */
#ifndef REPERE_WORD_INDEX_H
#define REPERE_WORD_INDEX_H

#include "lexicon.h"

G_BEGIN_DECLS

typedef struct {
  const RepereLexicon *words;
  RepereLexicon *own; /* these, or NULL: they are borrowed */
  guint32 *starts;    /* word n is in the things number items[starts[n]] … items[starts[n + 1] - 1] */
  guint32 *items;
  guint32 size; /* every item is below this */
} RepereWordIndex;

void repere_word_index_clear(RepereWordIndex *index);

/* Makes an index of things whose words come one by one, in any order. */
typedef struct RepereWordIndexBuilder RepereWordIndexBuilder;
RepereWordIndexBuilder *repere_word_index_builder_new(void);
void repere_word_index_builder_add(RepereWordIndexBuilder *builder, const char *word, guint32 item);
/* Fills `index` and frees the builder. */
void repere_word_index_builder_finish(RepereWordIndexBuilder *builder, RepereWordIndex *index);

/* Some of the lexicon's words: numbers `from` … `to` - 1. */
typedef struct {
  guint32 from, to;
} RepereWordRange;

/* The things that have, for each of `slots` (GArray * of RepereWordRange), one of its words: bit i % 64 of
 * element i / 64 for thing i. g_free. No slots: none. Cost: some 1 ns a word and thing in the slots, and 1 ns
 * for 64 things. */
guint64 *repere_word_index_match(const RepereWordIndex *index, const GPtrArray *slots);

/* The first thing from `item` on that is in `set`; index->size where there is none. */
guint32 repere_word_index_next(const RepereWordIndex *index, const guint64 *set, guint32 item);

G_END_DECLS
#endif
