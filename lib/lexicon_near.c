/* lexicon_near.c - words that differ from one asked by a few edits.
 *
 * The words are walked in byte order. How near each beginning of a word comes to each beginning of what was
 * asked is kept as a stack, a row a letter, so that what a word begins alike with the word before needs no
 * new rows. Once a row has nothing within the bound, no word that goes on from there can be near, and all of
 * them are jumped over.
 *
 * A row is a set of bits for each number of edits (Wu and Manber 1992, with swaps of neighbours added): bit j
 * is set where the first j letters asked are that near. Letters are code points. */
#include "lexicon_private.h"

#include <string.h>

#define LETTERS 63 /* longer ones are no words that anybody typed */
#define EDITS   2
#define ROWS    (LETTERS + EDITS + 2)
#define FAR     (EDITS + 1)

typedef struct {
  guint64 near[EDITS + 1]; /* [e], bit j: the word so far and the first j letters asked are within e edits */
  guint64 letter;          /* bit j: the last letter of the word so far is number j asked, from 1 */
  guint8 end;              /* bytes of the word so far */
  guint8 least;            /* edits to any beginning of what was asked: no longer word is nearer */
  guint8 best;             /* edits to all that was asked, of the nearest beginning of the word so far */
  guint8 whole;            /* edits to all that was asked, of the word so far */
} Row;

typedef struct {
  const RepereLexicon *lexicon;
  const char *bytes;
  const guint32 *starts;
  guint size;
  guint edits;
  gboolean beginnings;
  guint length; /* of what was asked */
  gunichar asked[LETTERS];
  guint64 plain[128]; /* by letter: bit j: it is number j asked, from 1 */
  GArray *ranges;     /* of RepereLexiconRange */
  guint depth;        /* of the row that was worked out last */
  Row rows[ROWS];
} Search;

static guint64 places_of(const Search *search, gunichar letter)
{
  guint64 places = 0;
  if (letter < 128) return search->plain[letter];
  for (guint j = 0; j < search->length; j++)
    if (search->asked[j] == letter) places |= G_GUINT64_CONSTANT(2) << j;
  return places;
}

static inline void judge_row(const Search *search, Row *row, guint8 best)
{
  row->least = row->whole = FAR;
  for (guint e = search->edits + 1; e-- > 0;) {
    if (row->near[e]) row->least = (guint8)e;
    if (row->near[e] >> search->length & 1) row->whole = (guint8)e;
  }
  row->best = MIN(best, row->whole);
}

/* Row 0: nothing is as many edits from what was asked as that has letters. */
static void start(Search *search)
{
  Row *row = &search->rows[0];
  *row = (Row){0};
  for (guint e = 0; e <= search->edits; e++)
    row->near[e] = ((G_GUINT64_CONSTANT(2) << MIN(e, search->length)) - 1);
  judge_row(search, row, FAR);
  search->depth = 0;
}

/* One letter deeper. */
static inline void add_row(Search *search, gunichar letter, guint8 end)
{
  const Row *above = &search->rows[search->depth], *two = above - (search->depth > 0);
  Row *row = &search->rows[++search->depth];
  guint64 places = places_of(search, letter), swapped = above->letter & places << 1;
  const guint64 within = (G_GUINT64_CONSTANT(2) << search->length) - 1;
  row->letter = places;
  row->end = end;
  row->near[0] = above->near[0] << 1 & places;
  for (guint e = 1; e <= search->edits; e++) {
    guint64 same = above->near[e] << 1 & places, added = above->near[e - 1],
            changed = above->near[e - 1] << 1;
    guint64 dropped = row->near[e - 1] << 1, swap = two->near[e - 1] << 2 & swapped;
    row->near[e] = (same | added | changed | dropped | swap) & within;
  }
  judge_row(search, row, above->best);
}

static inline gboolean any_below(guint64 bytes, guint8 bound)
{
  const guint64 ones = G_GUINT64_CONSTANT(0x0101010101010101);
  return bound < 128 ? ((bytes - ones * bound) & ~bytes & (ones << 7)) != 0 : TRUE;
}

/* The first word from `at` on that begins with fewer than `size` bytes of the word before. */
static inline guint jump(const RepereLexicon *lexicon, guint size, guint at, guint8 bytes)
{
  const guint8 *shared = lexicon->shared->data;
  if (shared[at] < bytes) return at;
  for (;; at += REPERE_LEXICON_STRIDE) { /* ends: zeros stand behind the last word */
    guint64 some;
    memcpy(&some, shared + at, sizeof some);
    if (!any_below(some, bytes)) continue;
    for (guint i = 0; i < REPERE_LEXICON_STRIDE; i++)
      if (shared[at + i] < bytes) return MIN(at + i, size);
  }
}

static void take(Search *search, guint from, guint to, guint8 distance)
{
  RepereLexiconRange range = {from, to, distance};
  g_array_append_val(search->ranges, range);
}

/* Whether all words that go on from the last row are settled: too far, or as near as their beginning. */
static inline gboolean is_settled(const Search *search, const Row *row)
{
  return row->least > search->edits || (search->beginnings && row->best <= row->least);
}

/* Judges word number `i`, perhaps together with words behind it; returns the first that is left. */
static guint judge(Search *search, guint i)
{
  const char *word = search->bytes + search->starts[i];
  const guint8 shared = search->lexicon->shared->data[i];
  while (search->rows[search->depth].end > shared) search->depth--;
  for (;;) {
    const Row *row = &search->rows[search->depth];
    if (is_settled(search, row)) {
      guint to = row->end ? jump(search->lexicon, search->size, i + 1, row->end) : search->size;
      if (search->beginnings && row->best <= search->edits) take(search, i, to, row->best);
      return to;
    }
    const guint8 first = (guint8)word[row->end];
    if (!first) {
      guint8 distance = search->beginnings ? row->best : row->whole;
      if (distance <= search->edits) take(search, i, i + 1, distance);
      return i + 1;
    }
    if (first < 128) add_row(search, first, (guint8)(row->end + 1));
    else
      add_row(search, g_utf8_get_char(word + row->end), (guint8)(g_utf8_next_char(word + row->end) - word));
  }
}

/* FALSE where `word` is too long. */
static gboolean ask_for(Search *search, const char *word)
{
  search->length = 0;
  memset(search->plain, 0, sizeof search->plain);
  for (; *word && search->length < LETTERS - 1; word = g_utf8_next_char(word)) {
    gunichar letter = g_utf8_get_char(word);
    search->asked[search->length++] = letter;
    if (letter < 128) search->plain[letter] |= G_GUINT64_CONSTANT(1) << search->length;
  }
  return *word == '\0';
}

guint repere_lexicon_near(const RepereLexicon *lexicon, const char *word, guint edits, gboolean beginnings,
                          guint most, GArray *found)
{
  Search search;
  guint all = 0, before = found->len;
  search.lexicon = lexicon;
  search.bytes = (const char *)lexicon->bytes->data;
  search.starts = (const guint32 *)(const void *)lexicon->starts->data;
  search.size = lexicon->starts->len;
  search.edits = MIN(edits, EDITS);
  search.beginnings = beginnings;
  if (!ask_for(&search, word)) return 0;
  search.ranges = g_array_new(FALSE, FALSE, sizeof(RepereLexiconRange));
  start(&search);
  for (guint i = 0; i < search.size;) i = judge(&search, i);
  const RepereLexiconRange *ranges = (const RepereLexiconRange *)(const void *)search.ranges->data;
  for (guint i = 0; i < search.ranges->len; i++) all += ranges[i].to - ranges[i].from;
  for (guint distance = 0; distance <= search.edits; distance++)
    repere_lexicon_commonest(lexicon, ranges, search.ranges->len, distance, most - (found->len - before),
                             found);
  g_array_unref(search.ranges);
  return all;
}
