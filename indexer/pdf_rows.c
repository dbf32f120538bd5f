/* pdf_rows.c - see pdf_rows.h */
#include "indexer/pdf_rows.h"

#include <math.h>

/* ---- sorting and sizes ---- */

/* Where a piece begins to be read: near its top, however tall it is (initials, turned headings of rows). */
static double reading_height(const ReperePiece *piece)
{
  return piece->y1 + 0.5 * MIN(piece->y2 - piece->y1, 1.3 * piece->size);
}

/* Equal places keep the order of the text, so sorting is the same everywhere. */
static int by_height(gconstpointer a, gconstpointer b, gpointer data)
{
  const guint first = *(const guint *)a, second = *(const guint *)b;
  const ReperePiece *pieces = data;
  double x = reading_height(&pieces[first]), y = reading_height(&pieces[second]);
  if (x != y) return x < y ? -1 : 1;
  return first < second ? -1 : first > second;
}

static int by_left(gconstpointer a, gconstpointer b, gpointer data)
{
  const guint first = *(const guint *)a, second = *(const guint *)b;
  const ReperePiece *pieces = data;
  double x = pieces[first].x1, y = pieces[second].x1;
  if (x != y) return x < y ? -1 : 1;
  return first < second ? -1 : first > second;
}

static int by_size(gconstpointer a, gconstpointer b, gpointer data)
{
  const ReperePiece *pieces = data;
  double x = pieces[*(const guint *)a].size, y = pieces[*(const guint *)b].size;
  return x < y ? -1 : x > y;
}

static void sort(const ReperePiece *pieces, guint *items, guint n, GCompareDataFunc by)
{
  g_qsort_with_data(items, (int)n, sizeof *items, by, (gpointer)pieces);
}

void repere_sort_down(const ReperePiece *pieces, guint *items, guint n)
{
  sort(pieces, items, n, by_height);
}

void repere_sort_across(const ReperePiece *pieces, guint *items, guint n)
{
  sort(pieces, items, n, by_left);
}

double repere_usual_size(const ReperePiece *pieces, const guint *items, guint n)
{
  guint all = 0, half = 0;
  if (n == 0) return 1;
  guint *sorted = g_memdup2(items, n * sizeof *items);
  sort(pieces, sorted, n, by_size);
  for (guint i = 0; i < n; i++) all += pieces[sorted[i]].characters;
  guint at = 0;
  while (at + 1 < n && (half += pieces[sorted[at]].characters) * 2 < all) at++;
  double size = pieces[sorted[at]].size;
  g_free(sorted);
  return size;
}

/* ---- lines ---- */

/* Do both stand in one line? They overlap by half of the lower one's height, and none stands on the other. */
static gboolean in_line(const ReperePiece *a, const ReperePiece *b)
{
  double shared = MIN(a->y2, b->y2) - MAX(a->y1, b->y1);
  if (shared < 0.5 * MIN(a->y2 - a->y1, b->y2 - b->y1)) return FALSE;
  return MIN(a->x2, b->x2) - MAX(a->x1, b->x1) < 0.3 * MIN(a->size, b->size) + 0.01;
}

guint repere_line_end(const ReperePiece *pieces, const guint *items, guint n, guint start)
{
  const ReperePiece *most = &pieces[items[start]];
  guint end = start + 1;
  for (; end < n; end++) {
    const ReperePiece *piece = &pieces[items[end]];
    if (!in_line(most, piece)) break;
    if (piece->characters > most->characters && piece->upright == most->upright) most = piece;
  }
  return end;
}

static void add_place(RepereOrder *order, guint piece, gboolean line)
{
  order->places[order->n++] = (ReperePlace){piece, line};
}

void repere_order_rows(RepereOrder *order, guint *items, guint n)
{
  repere_sort_down(order->pieces, items, n);
  for (guint start = 0, end; start < n; start = end) {
    end = repere_line_end(order->pieces, items, n, start);
    repere_sort_across(order->pieces, items + start, end - start);
    for (guint i = start; i < end; i++) add_place(order, items[i], i == start);
  }
}
