/* pdf_table.c - columns that are read across: which are, and in what order; see pdf_rows.h */
#include <math.h>

#include "indexer/pdf_rows.h"

/* In heights of the type. */
#define LOOSE 0.3    /* white above a line beyond the usual */
#define RAGGED 0.8   /* white below the shorter cells of a row */
#define LEVEL 0.35   /* off the top or the middle of a row */
#define BASELINE 0.15 /* lines stand side by side */
#define DESCENT 0.25 /* of a font's height: below its base line */
#define UNLIKE 0.9   /* of another font's height */
#define OVER 0.2     /* lines of one row reach into each other */
#define LABEL_FAR 3  /* white between a label and its text */

/* ---- what a column is like ---- */

typedef struct {
  guint lines, characters, letters, lower; /* lower: lines that go on with something */
  double left, right;
} Column;

static Column column_of(const ReperePiece *pieces, const guint *items, guint n)
{
  Column column = {.left = INFINITY, .right = -INFINITY};
  guint *sorted = g_memdup2(items, n * sizeof *items);
  repere_sort_down(pieces, sorted, n);
  for (guint start = 0, end; start < n; start = end) {
    end = repere_line_end(pieces, sorted, n, start);
    guint leftmost = sorted[start];
    for (guint i = start; i < end; i++) {
      const ReperePiece *piece = &pieces[sorted[i]];
      column.characters += piece->characters;
      column.letters += piece->letters;
      column.left = MIN(column.left, piece->x1);
      column.right = MAX(column.right, piece->x2);
      if (piece->x1 < pieces[leftmost].x1) leftmost = sorted[i];
    }
    column.lower += (guint)pieces[leftmost].lower;
    column.lines++;
  }
  g_free(sorted);
  return column;
}

/* Text that runs over lines: many of them go on with what the line before began. */
static gboolean flows(const Column *column)
{
  enum { LONG = 10 }; /* characters a line */
  return column->lines >= 3 && column->characters >= LONG * column->lines &&
         column->lower * 10 >= column->lines * 3;
}

gboolean repere_column_is_label(const RepereOrder *order, const guint *items, guint n, const guint *text,
                                guint n_text)
{
  enum { LONGEST = 4, TEXT_LEAST = 12 }; /* characters a line */
  Column label = column_of(order->pieces, items, n), column = column_of(order->pieces, text, n_text);
  if (label.characters > LONGEST * label.lines || column.characters < TEXT_LEAST * column.lines) return FALSE;
  double size = repere_usual_size(order->pieces, text, n_text);
  return column.left - label.right < LABEL_FAR * size && column.lines >= label.lines &&
         column.letters * 2 > column.characters;
}

/* ---- lines over all columns ---- */

typedef struct {
  guint start, end; /* of the table's items */
  double top, bottom;
  guint64 filled, lower; /* columns that have something in it; that go on there with something */
  double white;          /* above it, over all columns */
} Line;

typedef struct {
  const ReperePiece *pieces;
  guint *items;    /* from top to bottom, in a line from left to right; the upright ones first */
  guint n, upright;
  guint8 *column;  /* of each piece of the page */
  guint columns;
  guint64 flowing; /* columns of running text */
  gboolean headed; /* the first column is little beside the others: headings of rows */
  GArray *lines;   /* Line */
  double em, usual; /* white above a line */
} Table;

static guint64 bit(guint column)
{
  return G_GUINT64_CONSTANT(1) << column;
}

static guint count_bits(guint64 bits)
{
  return (guint)__builtin_popcountll(bits);
}

static guint8 *columns_of(const guint *items, const guint *ends, guint columns)
{
  guint last = 0, n = ends[columns - 1];
  for (guint i = 0; i < n; i++) last = MAX(last, items[i]);
  guint8 *of = g_new0(guint8, last + 1);
  for (guint column = 0, i = 0; column < columns; column++)
    for (; i < ends[column]; i++) of[items[i]] = (guint8)column;
  return of;
}

static void add_line(Table *table, guint start, guint end)
{
  Line line = {start, end, INFINITY, -INFINITY, 0, 0, 0};
  repere_sort_across(table->pieces, table->items + start, end - start);
  for (guint i = start; i < end; i++) {
    const ReperePiece *piece = &table->pieces[table->items[i]];
    guint64 its = bit(table->column[table->items[i]]);
    if (piece->lower && !(line.filled & its)) line.lower |= its;
    line.filled |= its;
    line.top = MIN(line.top, piece->y1);
    line.bottom = MAX(line.bottom, piece->y2);
  }
  g_array_append_val(table->lines, line);
}

static Line *line_at(const Table *table, guint index)
{
  return &g_array_index(table->lines, Line, index);
}

static int by_double(gconstpointer a, gconstpointer b)
{
  const double x = *(const double *)a, y = *(const double *)b;
  return x < y ? -1 : x > y;
}

/* Measures the white above the lines; what a quarter of them have at most is usual. */
static void measure_white(Table *table)
{
  guint n = table->lines->len;
  if (n < 2) return;
  double *sorted = g_new(double, n - 1), bottom = -INFINITY;
  for (guint i = 0; i + 1 < n; i++) {
    bottom = MAX(bottom, line_at(table, i)->bottom);
    sorted[i] = line_at(table, i + 1)->white = line_at(table, i + 1)->top - bottom;
  }
  qsort(sorted, n - 1, sizeof *sorted, by_double);
  table->usual = sorted[(n - 1) / 4];
  g_free(sorted);
}

enum { HEADED = 2 };

static Table table_new(const RepereOrder *order, const guint *items, const guint *ends, guint columns)
{
  Table table = {.pieces = order->pieces, .n = ends[columns - 1], .columns = columns};
  table.items = g_new(guint, table.n);
  table.column = columns_of(items, ends, columns);
  table.lines = g_array_new(FALSE, FALSE, sizeof(Line));
  table.em = repere_usual_size(order->pieces, items, table.n);
  guint turned = table.n, first = 0, others = 0;
  for (guint i = 0; i < table.n; i++) {
    if (order->pieces[items[i]].upright) table.items[table.upright++] = items[i];
    else table.items[--turned] = items[i];
  }
  for (guint i = 0; i < columns; i++) {
    guint start = i ? ends[i - 1] : 0;
    Column column = column_of(order->pieces, items + start, ends[i] - start);
    if (flows(&column)) table.flowing |= bit(i);
    if (i) others += column.characters;
  }
  for (guint i = 0; i < table.upright; i++)
    if (table.column[table.items[i]] == 0) first += order->pieces[table.items[i]].characters;
  table.headed = first > 0 && first * HEADED <= others; /* what runs up the page's side heads no rows */
  repere_sort_down(order->pieces, table.items, table.upright);
  for (guint start = 0, end; start < table.upright; start = end) {
    end = repere_line_end(order->pieces, table.items, table.upright, start);
    add_line(&table, start, end);
  }
  measure_white(&table);
  return table;
}

static void table_clear(Table *table)
{
  g_free(table->items);
  g_free(table->column);
  g_array_unref(table->lines);
}

/* ---- is it one? ---- */

/* Do both stand on one line? Fonts of unlike heights share a base line, and reach below it unlike far. */
static gboolean on_line(const ReperePiece *a, const ReperePiece *b)
{
  const double off = BASELINE * a->size;
  if (fabs(a->y2 - b->y2) < off) return TRUE;
  const ReperePiece *high = a->size > b->size ? a : b, *low = a->size > b->size ? b : a;
  const double below = DESCENT * (high->size - low->size);
  return low->size < UNLIKE * high->size && fabs(low->y2 - high->y2 + below) < off;
}

/* Of pieces that have one beside them in another column: do they stand on one line with it? */
static gboolean is_aligned(const Table *table)
{
  guint all = 0, aligned = 0;
  for (guint i = 0; i < table->lines->len; i++) {
    const Line *line = line_at(table, i);
    for (guint j = line->start; j < line->end; j++) {
      const ReperePiece *piece = &table->pieces[table->items[j]];
      gboolean found = FALSE;
      for (guint k = j ? MAX(line->start, j - 1) : 0; k <= MIN(j + 1, line->end - 1) && !found; k++)
        found = k != j && on_line(piece, &table->pieces[table->items[k]]);
      aligned += (guint)found;
      all++;
    }
  }
  return aligned * 10 >= all * 6;
}

typedef struct {
  guint end;             /* line after its last */
  guint64 filled, lower; /* as of a line: how its cells begin */
  gboolean ragged;       /* some cells are lower than the row */
  guint level;           /* cells that begin at its top or stand in its middle */
  double heading[2];     /* top and bottom of its first column's cell */
} Row;

/* The row that begins with the line `start` where white of more than `least` parts rows. */
static Row row_at(const Table *table, guint start, double least)
{
  double top[REPERE_TABLE_COLUMNS], bottom[REPERE_TABLE_COLUMNS], first = INFINITY, last = -INFINITY;
  Row row = {.end = start};
  do {
    const Line *line = line_at(table, row.end);
    row.lower |= line->lower & ~row.filled;
    for (guint j = line->start; j < line->end; j++) {
      guint c = table->column[table->items[j]];
      const ReperePiece *piece = &table->pieces[table->items[j]];
      top[c] = row.filled & bit(c) ? MIN(top[c], piece->y1) : piece->y1;
      bottom[c] = row.filled & bit(c) ? MAX(bottom[c], piece->y2) : piece->y2;
      row.filled |= bit(c);
    }
    first = MIN(first, line->top);
    last = MAX(last, line->bottom);
    row.end++;
  } while (row.end < table->lines->len && line_at(table, row.end)->white <= least);
  if (row.filled & 1) row.heading[0] = top[0], row.heading[1] = bottom[0];
  for (guint c = 0; c < table->columns; c++) {
    if (!(row.filled & bit(c))) continue;
    row.ragged |= last - first - bottom[c] + top[c] > RAGGED * table->em;
    row.level += top[c] - first < LEVEL * table->em ||
                 fabs(first + last - top[c] - bottom[c]) < 2 * LEVEL * table->em;
  }
  return row;
}

/* Does the heading of a row go on with that of the row before? Too little white cut it. */
static gboolean is_torn(const Table *table, const Row *row, const Row *before)
{
  return (row->lower & 1) && (before->filled & ~before->lower & 1) &&
         row->heading[0] - before->heading[1] < LOOSE * table->em;
}

/* How many rows there are whose cells are of unlike heights and begin together: columns of running text do
 * not end so. 0 where that is not the rule. Where `sure`, white alone tells. */
static guint count_rows(const Table *table, double least, gboolean sure, guint *headings)
{
  guint rows = 0, several = 0, ragged = 0, begun = 0, level = 0, filled = 0, torn = 0;
  Row row = {0};
  *headings = 0;
  for (guint start = 0; start < table->lines->len;) {
    Row before = row;
    row = row_at(table, start, least);
    start = row.end;
    guint cells = count_bits(row.filled);
    rows += cells > 1 || (row.filled & 1) || !table->headed; /* without its heading, it is of the row before */
    if (cells < 2) continue;
    several++;
    *headings += (guint)(row.filled & 1);
    torn += (guint)is_torn(table, &row, &before);
    ragged += (guint)row.ragged;
    begun += cells - count_bits(row.lower);
    level += row.level - 1;
    filled += cells;
  }
  if (several < 3 || several * 2 < rows || ragged * 2 < several) return 0;
  if (level * 4 < (filled - several) * 3) return 0;
  several -= MIN(2 * torn, several);
  if (begun * 4 >= filled * 3) return several;
  return sure && several >= 4 && ragged * 3 >= several * 2 ? several : 0;
}

/* The white that parts most rows, whose number is left in `*rows`; INFINITY where none does. */
static double find_rows(const Table *table, guint *rows)
{
  static const double beyond[] = {0.5, 0.3, 0.15, 0}; /* the usual, in heights of type */
  double found = INFINITY;
  guint most = 0, most_headings = 0;
  for (guint i = 0; i <= G_N_ELEMENTS(beyond); i++) {
    double least = i < G_N_ELEMENTS(beyond) ? MAX(table->usual, 0) + (beyond[i] + 0.02) * table->em : 0;
    guint headings, n = count_rows(table, least, i < 2, &headings);
    /* Less white that parts no more headings only cuts what is said of them, unless most rows have none anyway. */
    gboolean better = !table->headed || headings > most_headings || most > 2 * most_headings;
    if (n > most && better) most = n, most_headings = headings, found = least;
  }
  *rows = most;
  return found;
}

/* Where a column of short cells begins one, the running text beside it begins something, too. */
static gboolean begins_together(const Table *table)
{
  guint begun = 0, all = 0;
  for (guint i = 0; i < table->lines->len; i++) {
    const Line *line = line_at(table, i);
    guint64 cells = line->filled & ~table->flowing & ~line->lower, text = line->filled & table->flowing;
    if (!cells || !text) continue;
    all++;
    begun += (guint)!(line->lower & text);
  }
  return all >= 2 && begun * 4 >= all * 3;
}

/* Keys in lower case look like running text, but each has something beside it. */
static gboolean is_keyed(const Table *table)
{
  guint all = 0, keyed = 0;
  for (guint i = 0; i < table->lines->len; i++) {
    const Line *line = line_at(table, i);
    if (!(line->filled & table->flowing)) continue;
    all++;
    keyed += (guint)((line->filled & ~table->flowing & ~line->lower) != 0);
  }
  return keyed * 5 >= all * 4;
}

/* Many short lines in columns of one width that say nothing of what is beside them: an index, names. */
static gboolean is_list(const RepereOrder *order, const guint *items, const guint *ends, guint columns)
{
  enum { LINES = 12, LONG = 8 };
  double least = INFINITY, most = 0, left = 0;
  for (guint i = 0; i < columns; i++) {
    guint start = i ? ends[i - 1] : 0;
    Column column = column_of(order->pieces, items + start, ends[i] - start);
    if (column.lines < LINES || column.characters < LONG * column.lines) return FALSE;
    if (column.letters * 2 < column.characters) return FALSE;
    if (i) least = MIN(least, column.left - left), most = MAX(most, column.left - left);
    left = column.left;
  }
  return columns > 2 && most < 1.08 * least;
}

gboolean repere_is_table(const RepereOrder *order, const guint *items, const guint *ends, guint columns)
{
  Table table = table_new(order, items, ends, columns);
  guint flowing = count_bits(table.flowing);
  guint rows;
  gboolean is_one = find_rows(&table, &rows) < INFINITY;
  if (!is_one && flowing + 2 <= columns)
    is_one = is_aligned(&table) && !is_list(order, items, ends, columns);
  if (!is_one && flowing > 0 && flowing < columns) 
    is_one = begins_together(&table) || (is_keyed(&table) && is_aligned(&table));
  table_clear(&table);
  return is_one;
}

/* ---- rows ---- */

/* Does the line begin a row, where white does not tell? It does where most columns have something new. */
static gboolean begins_row(const Table *table, const Line *line, const Line *first)
{
  if (line->white > MAX(table->usual, 0) + LOOSE * table->em) return TRUE;
  if (count_bits(line->lower) * 2 > count_bits(line->filled)) return FALSE;
  guint pieces = line->end - line->start, begun = first->end - first->start;
  return pieces * 2 > begun || (!table->flowing && (line->filled & 1) && pieces * 3 > begun);
}

/* A cell in the middle of its row stands between the lines of another: they reach over each other, and what is in
 * one column is not in the other. */
static gboolean is_between(const Line *line, const Line *before, guint64 filled, double em)
{
  return line->white < -OVER * em && !(line->filled & before->filled) && count_bits(line->filled & filled) <= 1;
}

static Row short_row_at(const Table *table, guint start)
{
  const Line *first = line_at(table, start);
  Row row = {start + 1, first->filled, first->lower, FALSE, 0, {0, 0}};
  for (; row.end < table->lines->len; row.end++) {
    const Line *line = line_at(table, row.end);
    if (!is_between(line, line_at(table, row.end - 1), row.filled, table->em) && begins_row(table, line, first))
      break;
    row.filled |= line->filled;
  }
  return row;
}

/* The white that parts the rows; INFINITY where what stands in the lines tells more of them. */
static double parting_white(const Table *table)
{
  guint rows, shorter = 0;
  double white = find_rows(table, &rows);
  if (white < INFINITY && count_bits(table->flowing) + 2 <= table->columns && is_aligned(table))
    for (guint start = 0; start < table->lines->len; shorter++) start = short_row_at(table, start).end;
  return shorter > rows ? INFINITY : white;
}

/* Do the pieces of items[0, split) stand beside the others, not for the most part on a line with them? */
static gboolean is_off_line(const ReperePiece *pieces, const guint *items, guint n, guint split)
{
  guint off = 0, level = 0;
  for (guint i = 0; i < split; i++)
    for (guint j = split; j < n; j++) {
      const ReperePiece *a = &pieces[items[i]], *b = &pieces[items[j]];
      if (on_line(a, b)) level++;
      else off += MIN(a->y2, b->y2) - MAX(a->y1, b->y1) > OVER * MIN(a->size, b->size);
    }
  return off > 0 && off * 2 >= level;
}

/* Adds what stands in one row and column: other rows may run over gaps that part cells in this one. */
static void order_cell(RepereOrder *order, guint *items, guint n)
{
  enum { MOST = 64 }; /* pieces that are compared one with the other */
  double right = -INFINITY;
  guint start = 0;
  if (n > 2 && n <= MOST) {
    repere_sort_across(order->pieces, items, n);
    for (guint i = 0; i < n; i++) {
      const ReperePiece *piece = &order->pieces[items[i]];
      if (i > start && piece->x1 > right && is_off_line(order->pieces, items + start, n - start, i - start)) {
        repere_order_rows(order, items + start, i - start);
        start = i;
      }
      right = MAX(right, piece->x2);
    }
  }
  repere_order_rows(order, items + start, n - start);
}

/* Adds the row of the items [0, n), cell by cell; in one line if `line`. */
static void order_row(RepereOrder *order, const Table *table, guint *items, guint n, gboolean line)
{
  guint *cell = g_new(guint, n), first = order->n;
  for (guint column = 0; column < table->columns; column++) {
    guint size = 0;
    for (guint i = 0; i < n; i++)
      if (table->column[items[i]] == column) cell[size++] = items[i];
    order_cell(order, cell, size);
  }
  for (guint i = first + 1; line && i < order->n; i++) order->places[i].line = FALSE;
  g_free(cell);
}

/* The turned pieces that begin above `height` and were not taken yet come to the row's items. */
static guint take_turned(Table *table, double height, guint *row, guint n)
{
  guint kept = table->upright;
  for (guint i = table->upright; i < table->n; i++) {
    const ReperePiece *piece = &table->pieces[table->items[i]];
    if (piece->y1 < height) row[n++] = table->items[i];
    else table->items[kept++] = table->items[i];
  }
  table->n = kept;
  return n;
}

void repere_order_table(RepereOrder *order, guint *items, const guint *ends, guint columns)
{
  Table table = table_new(order, items, ends, columns);
  const double least = parting_white(&table);
  guint *row = g_new(guint, table.n), lines = table.lines->len;
  for (guint start = 0, end; start < lines; start = end) {
    end = (least < INFINITY ? row_at(&table, start, least) : short_row_at(&table, start)).end;
    double below = end < lines ? line_at(&table, end)->top - MAX(line_at(&table, end)->white, 0) : INFINITY;
    guint n = 0;
    for (guint i = line_at(&table, start)->start; i < line_at(&table, end - 1)->end; i++)
      row[n++] = table.items[i];
    n = take_turned(&table, below, row, n);
    order_row(order, &table, row, n, end == start + 1);
  }
  if (lines == 0) repere_order_rows(order, items, ends[columns - 1]);
  g_free(row);
  table_clear(&table);
}
