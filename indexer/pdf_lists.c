/* pdf_lists.c - columns that are read down although their lines stand side by side; see pdf_rows.h */
#include <math.h>

#include "indexer/pdf_rows.h"

/* In heights of the type. */
#define FLUSH 0.6  /* entries begin so near a column's left edge */
#define LARGE 1.4  /* a card's heading or figure, of the type below it */

/* ---- alphabetical ---- */

/* What a column's entries begin with. */
typedef struct {
  gunichar first, last;
  guint pairs, back; /* entries after one another; those before the one above */
  guint kinds;       /* different ones, as they come */
  gboolean letters;  /* most of it is words */
} Initials;

static void add_initial(Initials *initials, gunichar initial)
{
  if (initials->first) {
    initials->pairs++;
    initials->back += initial < initials->last;
    initials->kinds += initial != initials->last;
  } else {
    initials->first = initial;
    initials->kinds = 1;
  }
  initials->last = initial;
}

static Initials initials_of(const ReperePiece *pieces, guint *items, guint n)
{
  Initials initials = {0};
  double left = INFINITY;
  guint characters = 0, letters = 0;
  for (guint i = 0; i < n; i++) {
    left = MIN(left, pieces[items[i]].x1);
    characters += pieces[items[i]].characters;
    letters += pieces[items[i]].letters;
  }
  initials.letters = letters * 2 > characters;
  repere_sort_down(pieces, items, n);
  for (guint i = 0; i < n; i++) {
    const ReperePiece *piece = &pieces[items[i]];
    if (piece->x1 - left < FLUSH * piece->size && g_unichar_isalpha(piece->initial))
      add_initial(&initials, piece->initial);
  }
  return initials;
}

guint repere_alphabetical(const RepereOrder *order, const guint *items, guint *ends, guint columns)
{
  enum { PAIRS = 10, KINDS = 4 };
  g_autofree guint *sorted = g_memdup2(items, ends[columns - 1] * sizeof *items);
  g_autofree guint *parts = g_new(guint, columns);
  guint n = 0, pairs = 0, back = 0, kinds = 0;
  gunichar last = 0;
  for (guint i = 0, start = 0; i < columns; start = ends[i++]) {
    Initials initials = initials_of(order->pieces, sorted + start, ends[i] - start);
    if (n > 0 && !initials.letters) { /* the numbers of the pages to its left */
      parts[n - 1] = ends[i];
      continue;
    }
    if (!initials.first || initials.first < last || (initials.kinds < 2 && initials.pairs < PAIRS)) return 0;
    last = initials.last;
    pairs += initials.pairs;
    back += initials.back;
    kinds += initials.kinds - (n > 0);
    parts[n++] = ends[i];
  }
  if (n < 2 || pairs < PAIRS || kinds < KINDS || back * 10 > pairs) return 0;
  for (guint i = 0; i < n; i++) ends[i] = parts[i];
  return n;
}

/* ---- cards ---- */

/* Is the top of a column larger than the rest, and the rest smaller throughout? */
static gboolean is_card(const ReperePiece *pieces, guint *items, guint n)
{
  enum { MOST = 10 }; /* pieces under it */
  guint heading = 1;
  repere_sort_down(pieces, items, n);
  guint characters = 0, letters = 0;
  double least = pieces[items[0]].size, rest = 0;
  while (heading < n && pieces[items[heading]].size > 0.95 * least) heading++;
  for (guint i = heading; i < n; i++) {
    rest = MAX(rest, pieces[items[i]].size);
    characters += pieces[items[i]].characters;
    letters += pieces[items[i]].letters;
  }
  return heading < n && letters * 2 > characters && n - heading <= MOST && least >= LARGE * rest;
}

gboolean repere_are_cards(const RepereOrder *order, const guint *items, const guint *ends, guint columns)
{
  g_autofree guint *sorted = g_memdup2(items, ends[columns - 1] * sizeof *items);
  for (guint i = 0, start = 0; i < columns; start = ends[i++])
    if (!is_card(order->pieces, sorted + start, ends[i] - start)) return FALSE;
  return TRUE;
}
