/* word_index.c - see word_index.h */
#include "word_index.h"

#include <stdlib.h>
#include <string.h>

/* ---- making ---- */

typedef struct {
  const char *word;
  guint32 item;
} Pair;

struct RepereWordIndexBuilder {
  GStringChunk *strings;
  GArray *pairs; /* of Pair */
  guint32 size;
};

RepereWordIndexBuilder *repere_word_index_builder_new(void)
{
  RepereWordIndexBuilder *builder = g_new0(RepereWordIndexBuilder, 1);
  builder->strings = g_string_chunk_new(1 << 14);
  builder->pairs = g_array_new(FALSE, FALSE, sizeof(Pair));
  return builder;
}

void repere_word_index_builder_add(RepereWordIndexBuilder *builder, const char *word, guint32 item)
{
  Pair pair = {g_string_chunk_insert_const(builder->strings, word), item};
  g_array_append_val(builder->pairs, pair);
  builder->size = MAX(builder->size, item + 1);
}

static int by_word(const void *a, const void *b)
{
  const Pair *one = a, *other = b;
  int order = one->word == other->word ? 0 : strcmp(one->word, other->word);
  return order ? order : (one->item > other->item) - (one->item < other->item);
}

/* Takes the pairs of one word from number `at` on; returns the first of the next word. */
static guint take_word(RepereWordIndex *index, const GArray *pairs, guint at, GArray *starts, GArray *items)
{
  const char *word = g_array_index(pairs, Pair, at).word;
  guint32 start = items->len;
  guint before = repere_lexicon_size(index->own);
  for (; at < pairs->len && g_array_index(pairs, Pair, at).word == word; at++) {
    guint32 item = g_array_index(pairs, Pair, at).item;
    if (items->len == start || g_array_index(items, guint32, items->len - 1) != item)
      g_array_append_val(items, item);
  }
  repere_lexicon_add(index->own, word, strlen(word), items->len - start);
  if (repere_lexicon_size(index->own) == before)
    g_array_set_size(items, start); /* it would not have the word */
  else g_array_append_val(starts, start);
  return at;
}

void repere_word_index_builder_finish(RepereWordIndexBuilder *builder, RepereWordIndex *index)
{
  GArray *pairs = builder->pairs, *starts = g_array_new(FALSE, FALSE, sizeof(guint32));
  GArray *items = g_array_new(FALSE, FALSE, sizeof(guint32));
  if (pairs->len) qsort(pairs->data, pairs->len, sizeof(Pair), by_word);
  index->words = index->own = repere_lexicon_new();
  for (guint i = 0; i < pairs->len;) i = take_word(index, pairs, i, starts, items);
  guint32 end = items->len;
  g_array_append_val(starts, end);
  repere_lexicon_finish(index->own);
  index->starts = (guint32 *)(void *)g_array_free(starts, FALSE);
  index->items = (guint32 *)(void *)g_array_free(items, FALSE);
  index->size = builder->size;
  g_array_unref(pairs);
  g_string_chunk_free(builder->strings);
  g_free(builder);
}

void repere_word_index_clear(RepereWordIndex *index)
{
  g_clear_pointer(&index->own, repere_lexicon_free);
  g_clear_pointer(&index->starts, g_free);
  g_clear_pointer(&index->items, g_free);
}

/* ---- finding ---- */

/* Adds to `into` the things that have a word of `slot` and are in `within` (NULL: all). */
static void add_slot(const RepereWordIndex *index, const GArray *slot, const guint64 *within, guint64 *into)
{
  for (guint r = 0; r < slot->len; r++) {
    const RepereWordRange *range = &g_array_index(slot, RepereWordRange, r);
    for (guint32 i = index->starts[range->from], end = index->starts[range->to]; i < end; i++) {
      guint32 item = index->items[i];
      guint64 bit = G_GUINT64_CONSTANT(1) << (item % 64);
      into[item / 64] |= within ? within[item / 64] & bit : bit;
    }
  }
}

guint64 *repere_word_index_match(const RepereWordIndex *index, const GPtrArray *slots)
{
  gsize n = index->size / 64 + 1;
  guint64 *set = g_new0(guint64, n);
  for (guint i = 0; i < slots->len; i++) {
    guint64 *next = i ? g_new0(guint64, n) : set;
    add_slot(index, slots->pdata[i], i ? set : NULL, next);
    if (next != set) g_free(set);
    set = next;
  }
  return set;
}

guint32 repere_word_index_next(const RepereWordIndex *index, const guint64 *set, guint32 item)
{
  while (item < index->size) {
    guint64 rest = set[item / 64] >> (item % 64);
    if (rest) return item + (guint32)__builtin_ctzll(rest);
    item = (item / 64 + 1) * 64;
  }
  return index->size;
}
