/* lexicon_near.c - words that differ from one asked by a few edits.
 *
 * The words are walked in byte order with the table of edit distances (optimal string alignment: Levenshtein's with swaps
 * of neighbours) kept as a stack, a row a letter: what a word begins alike with the word before needs no new rows. Once no
 * cell of a row is within the bound, no word that goes on from there can be, and all of them are jumped over. Only cells
 * within the bound of the diagonal are worked out (Ukkonen 1985). Letters are code points. */
#include "lexicon_private.h"

#include <string.h>

#define LETTERS 120 /* longer ones are no words that anybody typed */
#define EDITS 2
#define ROWS (LETTERS + EDITS + 2)
#define FAR 100 /* more than any bound, and a few more than it still fit a byte */

typedef struct {
  gunichar letter;      /* that led to this row */
  guint8 end;           /* bytes of the word up to here */
  guint8 least;         /* of the row: no longer word is nearer */
  guint8 best;          /* distance of the nearest beginning up to here */
  guint8 whole;         /* distance of just this much of the word */
  guint8 cells[LETTERS + 2]; /* [j]: distance to the first j letters asked */
} Row;

typedef struct {
  const RepereLexicon *lexicon;
  guint edits;
  gboolean beginnings;
  gunichar asked[LETTERS];
  guint length; /* of asked */
  GArray *ranges; /* of RepereLexiconRange */
  Row rows[ROWS];
  guint depth;  /* of the row that was worked out last */
} Search;

/* Row 0 says how far the letters asked are from nothing. */
static void start(Search *search)
{
  Row *row = &search->rows[0];
  for (guint j = 0; j <= search->length; j++) row->cells[j] = (guint8)MIN(j, FAR);
  row->end = row->least = 0;
  row->best = row->whole = row->cells[search->length];
  search->depth = 0;
}

static guint8 cell(const Search *search, guint depth, guint j)
{
  const Row *row = &search->rows[depth], *above = row - 1;
  guint8 value = (guint8)(above->cells[j - 1] + (search->asked[j - 1] != row->letter));
  value = MIN(value, above->cells[j] + 1);
  value = MIN(value, row->cells[j - 1] + 1);
  if (depth > 1 && j > 1 && search->asked[j - 1] == above->letter && search->asked[j - 2] == row->letter)
    value = MIN(value, row[-2].cells[j - 2] + 1);
  return MIN(value, FAR);
}

/* One letter deeper. */
static void add_row(Search *search, gunichar letter, guint8 end)
{
  guint depth = ++search->depth, from = depth > search->edits ? depth - search->edits : 1;
  guint to = MIN(search->length, depth + search->edits);
  Row *row = &search->rows[depth];
  row->letter = letter;
  row->end = end;
  row->cells[from - 1] = from == 1 && depth <= search->edits ? (guint8)depth : FAR;
  row->least = row->cells[from - 1];
  for (guint j = from; j <= to; j++) {
    row->cells[j] = cell(search, depth, j);
    row->least = MIN(row->least, row->cells[j]);
  }
  row->cells[to + 1] = FAR; /* the next row looks one further */
  row->whole = to == search->length && from <= to + 1 ? row->cells[to] : FAR;
  row->best = MIN(row[-1].best, row->whole);
}

static gboolean any_below(guint64 bytes, guint8 bound)
{
  const guint64 ones = G_GUINT64_CONSTANT(0x0101010101010101);
  return bound < 128 ? ((bytes - ones * bound) & ~bytes & (ones << 7)) != 0 : TRUE;
}

/* The first word from `at` on that begins with fewer than `size` bytes of the word before. */
static guint jump(const RepereLexicon *lexicon, guint at, guint8 size)
{
  const guint8 *shared = lexicon->shared->data;
  for (;; at += REPERE_LEXICON_STRIDE) { /* ends: zeros stand behind the last word */
    guint64 bytes;
    memcpy(&bytes, shared + at, sizeof bytes);
    if (!any_below(bytes, size)) continue;
    for (guint i = 0; i < REPERE_LEXICON_STRIDE; i++)
      if (shared[at + i] < size) return MIN(at + i, lexicon->starts->len);
  }
}

static void take(Search *search, guint from, guint to, guint8 distance)
{
  RepereLexiconRange range = {from, to, distance};
  g_array_append_val(search->ranges, range);
}

/* Whether all words that go on from the last row are settled: too far, or exactly as near as their beginning. */
static gboolean is_settled(const Search *search, const Row *row)
{
  return row->least > search->edits || (search->beginnings && row->best <= row->least);
}

/* Judges word number `i`, perhaps together with words behind it; returns the first that it said nothing of. */
static guint judge(Search *search, guint i)
{
  const RepereLexicon *lexicon = search->lexicon;
  const char *word = repere_lexicon_word(lexicon, i);
  while (search->rows[search->depth].end > lexicon->shared->data[i]) search->depth--;
  for (;;) {
    const Row *row = &search->rows[search->depth];
    if (is_settled(search, row)) {
      guint to = row->end ? jump(lexicon, i + 1, row->end) : lexicon->starts->len;
      if (search->beginnings && row->best <= search->edits) take(search, i, to, row->best);
      return to;
    }
    if (!word[row->end]) {
      guint8 distance = search->beginnings ? row->best : row->whole;
      if (distance <= search->edits) take(search, i, i + 1, distance);
      return i + 1;
    }
    const char *next = g_utf8_next_char(word + row->end);
    add_row(search, g_utf8_get_char(word + row->end), (guint8)(next - word));
  }
}

guint repere_lexicon_near(const RepereLexicon *lexicon, const char *word, guint edits, gboolean beginnings, guint most,
                          GArray *found)
{
  Search search;
  guint all = 0, before = found->len;
  search.lexicon = lexicon;
  search.edits = MIN(edits, EDITS);
  search.beginnings = beginnings;
  search.length = 0;
  for (; *word && search.length < LETTERS; word = g_utf8_next_char(word))
    search.asked[search.length++] = g_utf8_get_char(word);
  if (*word) return 0;
  search.ranges = g_array_new(FALSE, FALSE, sizeof(RepereLexiconRange));
  start(&search);
  for (guint i = 0; i < lexicon->starts->len;) i = judge(&search, i);
  const RepereLexiconRange *ranges = (const RepereLexiconRange *)(const void *)search.ranges->data;
  for (guint i = 0; i < search.ranges->len; i++) all += ranges[i].to - ranges[i].from;
  for (guint distance = 0; distance <= search.edits; distance++)
    repere_lexicon_commonest(lexicon, ranges, search.ranges->len, distance, most - (found->len - before), found);
  g_array_unref(search.ranges);
  return all;
}
