/* pdf_blocks.c - see pdf_blocks.h */
#include "indexer/pdf_blocks.h"

#include <math.h>
#include <string.h>

#include "indexer/pdf_rows.h"

/* In heights of the type. */
#define GUTTER 0.7  /* the narrowest */
#define TOUCH 0.1   /* pieces reach this far into a gutter without crossing it */
#define STEP 0.25   /* between places where gutters are looked for */
#define CLOSE 0.9   /* columns of few lines that may be justified text */
#define SPARSE 4    /* between the lines on either side of a gutter: words behind wide gaps are fewer */
#define FAR 2       /* from one gutter to another */
#define NEARLY 0.5  /* as tall as the tallest gutter */
#define DEEP 2.6    /* the least height that has text on both sides of one: three lines */
#define GOES_ON 0.5 /* white between lines of a paragraph */
#define SMALL 0.92  /* of the usual type: notes */
#define EDGE_WIDE 0.4 /* off a column's left edge */
#define EDGE 1.0    /* white between the body and a header or footer */
#define EDGE_HIGH 2.3 /* height of these at most: two lines */

enum { LOW = 4, FEW = 6, SHORT = 15, TALL = 12, DEEPEST = 48, STEPS = 400, BODY_LEAST = 6, WORK = 20000000 };

/* An empty strip with text on both sides. */
typedef struct {
  guint start, end; /* what stands beside it, of the items sorted from top to bottom */
  double x, height; /* its left edge, and how much of it has text on both sides */
} Gutter;

static void order_region(RepereOrder *order, guint *items, guint n, guint depth);

/* ---- gutters ---- */

/* What is known of a strip since the last piece that crosses it. */
typedef struct {
  guint start;
  guint n[2];
  double top[2], bottom[2]; /* of what stands on its left and right */
} Run;

static Run run_begin(guint start)
{
  return (Run){.start = start, .top = {INFINITY, INFINITY}, .bottom = {-INFINITY, -INFINITY}};
}

static void run_add(Run *run, const ReperePiece *piece, gboolean right)
{
  run->n[right]++;
  run->top[right] = MIN(run->top[right], piece->y1);
  run->bottom[right] = MAX(run->bottom[right], piece->y2);
}

static gboolean beside(const ReperePiece *a, const ReperePiece *b)
{
  double shared = MIN(a->y2, b->y2) - MAX(a->y1, b->y1);
  return shared > 0.5 * MIN(a->y2 - a->y1, b->y2 - b->y1);
}

/* Takes the run that ends before items[end] for the strip's gutter if it is the tallest so far. */
static void run_end(const Run *run, guint end, double em, Gutter *best)
{
  if (run->n[0] < 2 || run->n[1] < 2) return;
  double height = MIN(run->bottom[0], run->bottom[1]) - MAX(run->top[0], run->top[1]);
  if (MIN(run->n[0], run->n[1]) * SPARSE * em < height) return;
  if (height >= DEEP * em && height > best->height) *best = (Gutter){run->start, end, best->x, height};
}

/* The tallest gutter of the strip at x; `items` are sorted from top to bottom. Without height: none. */
static Gutter search_strip(const RepereOrder *order, const guint *items, guint n, double x, double em)
{
  Gutter best = {.x = x};
  const double left = x + TOUCH * em, right = x + (GUTTER - TOUCH) * em;
  Run run = run_begin(0);
  const ReperePiece *obstacle = NULL;
  for (guint i = 0; i < n; i++) {
    const ReperePiece *piece = &order->pieces[items[i]];
    if (piece->x1 < right && piece->x2 > left) { /* crosses: what stands beside it is no column */
      guint end = i;
      while (end > run.start && beside(&order->pieces[items[end - 1]], piece)) end--;
      if (end > run.start) run_end(&run, end, em, &best);
      run = run_begin(i + 1);
      obstacle = piece;
    } else if (obstacle && run.start == i && beside(obstacle, piece)) {
      run.start = i + 1;
    } else {
      run_add(&run, piece, piece->x1 >= right);
    }
  }
  run_end(&run, n, em, &best);
  return best;
}

static int by_double(const void *a, const void *b)
{
  const double x = *(const double *)a, y = *(const double *)b;
  return x < y ? -1 : x > y;
}

/* All gutters, from left to right. */
static GArray *find_gutters(RepereOrder *order, const guint *items, guint n, double em)
{
  GArray *gutters = g_array_new(FALSE, FALSE, sizeof(Gutter));
  double *edges = g_new(double, n), tried = -INFINITY;
  for (guint i = 0; i < n; i++) edges[i] = order->pieces[items[i]].x2;
  qsort(edges, n, sizeof *edges, by_double);
  const double step = MAX(STEP * em, (edges[n - 1] - edges[0]) / STEPS);
  for (guint i = 0; i < n && order->work > 0; i++) { /* the last of those that are close together */
    if (i + 1 < n && edges[i + 1] - edges[i] < TOUCH * em && edges[i] - tried < step) continue;
    if (edges[i] - tried < TOUCH * em) continue;
    Gutter gutter = search_strip(order, items, n, edges[i], em);
    order->work -= n;
    if (gutter.height > 0) g_array_append_val(gutters, gutter);
    tried = edges[i];
  }
  g_free(edges);
  return gutters;
}

/* A ragged edge beside a gutter, not one of its own. */
static gboolean is_part(const GArray *gutters, guint index, double em)
{
  const Gutter *gutter = &g_array_index(gutters, Gutter, index);
  for (guint i = index + 1; i < gutters->len; i++) {
    const Gutter *next = &g_array_index(gutters, Gutter, i);
    if (next->x - gutter->x > FAR * em) break;
    if (next->start <= gutter->start && next->end >= gutter->end) return TRUE;
  }
  return FALSE;
}

/* The tallest gutter, and in `*common` what stands beside it and beside those within it that are nearly as
 * tall: of a table, the part that has all columns. FALSE if there is none. */
static gboolean find_gutter(RepereOrder *order, const guint *items, guint n, double em, Gutter *tallest,
                            Gutter *common)
{
  g_autoptr(GArray) gutters = find_gutters(order, items, n, em);
  *tallest = (Gutter){0};
  for (guint i = 0; i < gutters->len; i++) {
    const Gutter *gutter = &g_array_index(gutters, Gutter, i);
    if (gutter->height > tallest->height * 1.02) *tallest = *gutter;
  }
  *common = *tallest;
  for (guint i = 0; i < gutters->len; i++) {
    const Gutter *gutter = &g_array_index(gutters, Gutter, i);
    gboolean within = gutter->start >= tallest->start && gutter->end <= tallest->end;
    if (!within || gutter->height < NEARLY * tallest->height || is_part(gutters, i, em)) continue;
    common->start = MAX(common->start, gutter->start);
    common->end = MIN(common->end, gutter->end);
  }
  return tallest->height > 0;
}

/* ---- columns ---- */

/* Sorts items into the columns that empty strips over their whole height part; `ends` (room for n) gets where
 * each ends. Returns their number. */
static guint find_columns(const RepereOrder *order, guint *items, guint n, double em, guint *ends)
{
  guint columns = 0;
  double right = -INFINITY;
  repere_sort_across(order->pieces, items, n);
  for (guint i = 0; i < n; i++) {
    const ReperePiece *piece = &order->pieces[items[i]];
    if (i > 0 && piece->x1 - right > (GUTTER - 2 * TOUCH) * em) ends[columns++] = i;
    right = MAX(right, piece->x2);
  }
  ends[columns++] = n;
  return columns;
}

/* A list's numbers or bullets are no column, but belong to what stands to the right of them. */
static guint join_labels(const RepereOrder *order, const guint *items, guint *ends, guint columns)
{
  guint kept = 0, start = 0;
  for (guint i = 0; i < columns; i++) {
    gboolean label = i + 1 < columns &&
                     repere_column_is_label(order, items + start, ends[i] - start, items + ends[i],
                                            ends[i + 1] - ends[i]);
    start = ends[i];
    if (!label) ends[kept++] = ends[i];
  }
  return kept;
}

/* Justified lines have wide gaps, sometimes above each other. But what stands to the right of such a river does
 * not begin at one edge, as the lines of a column do, and low bands of words are none. Nothing that has more
 * than `most` pieces in a column is a river. */
static gboolean has_river(const RepereOrder *order, const guint *items, const guint *ends, guint columns,
                          guint most)
{
  for (guint i = 1; i < columns; i++) {
    guint off = 0, n = ends[i] - ends[i - 1], characters = 0;
    double edge = order->pieces[items[ends[i - 1]]].x1; /* they are sorted across */
    for (guint j = ends[i - 1]; j < ends[i]; j++)
      off += order->pieces[items[j]].x1 - edge >= EDGE_WIDE * order->pieces[items[j]].size;
    for (guint j = ends[i - 1]; j < ends[i]; j++) characters += order->pieces[items[j]].characters;
    if (n <= most && off * (n <= LOW ? 3 : 2) >= n) return TRUE;
    if (most > LOW && n <= LOW && characters < SHORT * n) return TRUE;
  }
  return FALSE;
}

/* Where the notes at a column's foot begin: smaller type than above, less than half of it. */
static guint notes_of(const RepereOrder *order, guint *items, guint n)
{
  const double small = SMALL * repere_usual_size(order->pieces, items, n);
  guint start = n;
  repere_sort_down(order->pieces, items, n);
  while (start > 0 && order->pieces[items[start - 1]].size < small) start--;
  return start * 2 > n ? start : n;
}

/* Columns of text one after the other, their notes after all. */
static void order_columns(RepereOrder *order, guint *items, const guint *ends, guint columns, guint depth)
{
  guint *notes = g_new(guint, columns);
  for (guint i = 0, start = 0; i < columns; start = ends[i++]) {
    notes[i] = start + notes_of(order, items + start, ends[i] - start);
    order_region(order, items + start, notes[i] - start, depth + 1);
  }
  for (guint i = 0; i < columns; i++) order_region(order, items + notes[i], ends[i] - notes[i], depth + 1);
  g_free(notes);
}

/* Columns of a few lines with no more than a wide space between them. Numbers of a list are no text. */
static gboolean is_close(const RepereOrder *order, const guint *items, const guint *ends, guint columns)
{
  for (guint i = 1, start = 0; i < columns; start = ends[i - 1], i++) {
    double right = -INFINITY, size = order->pieces[items[start]].size;
    gboolean numbers = TRUE;
    for (guint j = start; j < ends[i - 1]; j++) {
      right = MAX(right, order->pieces[items[j]].x2);
      numbers &= !order->pieces[items[j]].letters && order->pieces[items[j]].initial;
    }
    if (MAX(ends[i - 1] - start, ends[i] - ends[i - 1]) > FEW) return FALSE;
    if (!numbers && order->pieces[items[ends[i - 1]]].x1 - right < CLOSE * size) return TRUE;
  }
  return FALSE;
}

/* Columns that are read down whatever stands beside them: makes `ends` theirs and returns how many; otherwise 0. */
static guint parts_of(const RepereOrder *order, const guint *items, guint *ends, guint columns)
{
  guint parts = repere_alphabetical(order, items, ends, columns);
  if (parts) return parts;
  return repere_are_cards(order, items, ends, columns) ? columns : 0;
}

/* What stands beside a gutter; if `table`, only where it is one, otherwise FALSE. */
static gboolean order_band(RepereOrder *order, guint *items, guint n, double em, guint depth, gboolean table)
{
  guint *ends = g_new(guint, n);
  guint columns = find_columns(order, items, n, em, ends);
  columns = join_labels(order, items, ends, columns);
  gboolean done = TRUE;
  gboolean rows = columns == 1 || columns > REPERE_TABLE_COLUMNS ||
                  has_river(order, items, ends, columns, LOW);
  gboolean close = !rows && is_close(order, items, ends, columns);
  guint parts = columns > 1 && columns <= REPERE_TABLE_COLUMNS ? parts_of(order, items, ends, columns) : 0;
  if (parts) {
    if (!table) order_columns(order, items, ends, parts, depth);
    done = !table;
  } else if (!rows && !close && repere_is_table(order, items, ends, columns)) {
    repere_order_table(order, items, ends, columns);
  } else if (table) {
    done = FALSE;
  } else if (rows || has_river(order, items, ends, columns, TALL)) {
    repere_order_rows(order, items, n);
  } else {
    order_columns(order, items, ends, columns, depth);
  }
  g_free(ends);
  return done;
}

/* ---- regions ---- */

/* Does text in the band's pieces [from, to) end where the piece below it goes on? */
static gboolean goes_on(const RepereOrder *order, const guint *items, guint from, guint to,
                        const ReperePiece *below, double em)
{
  double bottom = -INFINITY, top = INFINITY;
  for (guint i = from; i < to; i++) {
    bottom = MAX(bottom, order->pieces[items[i]].y2);
    top = MIN(top, order->pieces[items[i]].y1);
  }
  return below->y1 - bottom < GOES_ON * em && bottom - top > DEEP * em;
}

/* A box that text runs around: the text beside it goes on below, over the whole width, in the middle of a
 * sentence. Puts the band's box behind its text; returns how many pieces are before it, 0 where there is none. */
static guint split_box(const RepereOrder *order, guint *items, guint n, const ReperePiece *below, double em)
{
  if (!below->lower) return 0;
  g_autofree guint *band = g_memdup2(items, n * sizeof *items);
  g_autofree guint *ends = g_new(guint, n);
  if (find_columns(order, band, n, em, ends) != 2) return 0;
  const guint split = ends[0];
  gboolean left = goes_on(order, band, 0, split, below, em),
           right = goes_on(order, band, split, n, below, em);
  if (left == right) return 0;
  for (guint i = 0; i < n; i++) items[i] = band[left ? i : (i + split) % n];
  return left ? split : n - split;
}

static void order_region(RepereOrder *order, guint *items, guint n, guint depth)
{
  const double em = repere_usual_size(order->pieces, items, n);
  Gutter gutter, common;
  repere_sort_down(order->pieces, items, n);
  if (n < 4 || depth > DEEPEST || !find_gutter(order, items, n, em, &gutter, &common)) {
    repere_order_rows(order, items, n);
    return;
  }
  guint before = order->n;
  if (common.end >= common.start + 4 && common.end - common.start < gutter.end - gutter.start) {
    g_autofree guint *middle = g_memdup2(items + common.start, (common.end - common.start) * sizeof *items);
    RepereOrder scratch = *order;
    scratch.places += before + common.start;
    scratch.n = 0;
    if (order_band(&scratch, middle, common.end - common.start, em, depth, TRUE)) {
      order->work = scratch.work;
      order_region(order, items, common.start, depth + 1);
      order->n += common.end - common.start;
      order_region(order, items + common.end, n - common.end, depth + 1);
      return;
    }
  }
  order_region(order, items, gutter.start, depth + 1);
  guint *band = items + gutter.start, size = gutter.end - gutter.start;
  guint text = gutter.end < n ? split_box(order, band, size, &order->pieces[items[gutter.end]], em) : 0;
  if (text) {
    order_region(order, band, text, depth + 1);
    order_region(order, items + gutter.end, n - gutter.end, depth + 1);
    order_region(order, band + text, size - text, depth + 1);
  } else {
    order_band(order, band, size, em, depth, FALSE);
    order_region(order, items + gutter.end, n - gutter.end, depth + 1);
  }
}

/* How many pieces at the top are a running header: little, and white between it and the rest. */
static guint header_of(const ReperePiece *pieces, const guint *items, guint n, double em)
{
  double bottom = -INFINITY, top = pieces[items[0]].y1;
  for (guint i = 0; i + BODY_LEAST < n; i++) {
    if (i > 0 && pieces[items[i]].y1 - bottom > EDGE * em) return i;
    bottom = MAX(bottom, pieces[items[i]].y2);
    if (bottom - top > EDGE_HIGH * em) break;
  }
  return 0;
}

static guint footer_of(const ReperePiece *pieces, const guint *items, guint n, double em)
{
  double *bottoms = g_new(double, n); /* lowest of all before */
  guint start = n;
  for (guint i = 0; i < n; i++) bottoms[i] = MAX(pieces[items[i]].y2, i ? bottoms[i - 1] : -INFINITY);
  for (guint i = n - 1; i > BODY_LEAST && bottoms[n - 1] - pieces[items[i]].y1 <= EDGE_HIGH * em; i--)
    if (pieces[items[i]].y1 - bottoms[i - 1] > EDGE * em) {
      start = i;
      break;
    }
  g_free(bottoms);
  return start;
}

void repere_pieces_order(const ReperePiece *pieces, guint n, ReperePlace *places)
{
  if (n == 0) return;
  RepereOrder order = {pieces, places, 0, WORK};
  guint *items = g_new(guint, n);
  for (guint i = 0; i < n; i++) items[i] = i;
  const double em = repere_usual_size(pieces, items, n);
  repere_sort_down(pieces, items, n);
  guint header = header_of(pieces, items, n, em);
  guint footer = header + footer_of(pieces, items + header, n - header, em);
  repere_order_rows(&order, items, header);
  order_region(&order, items + header, footer - header, 0);
  repere_order_rows(&order, items + footer, n - footer);
  g_free(items);
  g_assert(order.n == n);
}
