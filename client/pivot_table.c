#include "client/pivot_table.h"

#include "client/heading.h"
#include "client/table.h"
#include "lib/csv.h"

#define GAP 2u         /* between columns; 1 where not all fit otherwise */
#define WHOLE_HEADER 10u  /* a header of so many columns stands in one line */
#define WIDEST_HEADER 14u /* a longer one is broken, */
#define HEADER_LINES 3u   /* into so many lines at most */
#define NARROWEST_LABEL 12u
#define TOTAL "total"

/* What there is of an axis, borrowed from the answer. */
typedef struct {
  JsonObject *facet;
  JsonArray *values;
  guint n;
} Axis;

typedef struct {
  const CliTerm *term;
  JsonObject *answer;
  Axis rows, columns;
  guint label;        /* columns of the terminal for the labels of the rows */
  guint gap;          /* before each column */
  guint *widths;      /* of each column of the table; the last one is the totals' */
  guint first, after; /* the columns of the table that are shown: [first, after) */
} Pivot;

static Axis axis_of(JsonObject *answer, const char *name)
{
  Axis axis = {.facet = cli_json_object(answer, name)};
  axis.values = cli_json_array(axis.facet, "values");
  axis.n = cli_json_length(axis.values);
  return axis;
}

static const char *axis_name(const Axis *axis)
{
  const char *label = cli_json_string(axis->facet, "label");
  if (label && *label)
    return label;
  label = cli_json_string(axis->facet, "facet");
  return label ? label : "value";
}

static const char *axis_label(const Axis *axis, guint i)
{
  const char *label = cli_json_label(cli_json_object_at(axis->values, i));
  return label ? label : "";
}

static guint64 axis_total(const Axis *axis, guint i)
{
  return (guint64)MAX(cli_json_int(cli_json_object_at(axis->values, i), "count"), 0);
}

static guint64 cell(JsonObject *answer, guint row, guint column)
{
  JsonArray *cells = cli_json_array(answer, "cells");
  return (guint64)MAX(cli_json_int_at(cli_json_array_at(cells, row), column), 0);
}

static guint64 total(JsonObject *answer)
{
  return (guint64)MAX(cli_json_int(answer, "total"), 0);
}

/* ---- layout ---- */

/* A long header is broken between words: the column is as wide as the longest of them. */
static guint header_width(const CliTerm *term, const char *label)
{
  guint whole = cli_term_columns_clean(term, label), longest = 0;
  if (whole <= WHOLE_HEADER)
    return whole;
  g_auto(GStrv) words = g_strsplit(label, " ", -1);
  for (char **word = words; *word; word++)
    longest = MAX(longest, cli_term_columns_clean(term, *word));
  return CLAMP(longest, WHOLE_HEADER, WIDEST_HEADER);
}

static guint labels_width(const Pivot *pivot)
{
  guint total = cli_term_columns_clean(pivot->term, TOTAL);
  guint widest = MAX(total, cli_term_columns_clean(pivot->term, axis_name(&pivot->rows)));
  for (guint i = 0; i < pivot->rows.n; i++)
    widest = MAX(widest, cli_term_columns_clean(pivot->term, axis_label(&pivot->rows, i)));
  guint most = MAX(pivot->term->width / 3, NARROWEST_LABEL);
  return pivot->term->tty ? MIN(widest, most) : widest;
}

static gboolean is_year(const Axis *axis)
{
  return g_strcmp0(cli_json_string(axis->facet, "kind"), "year") == 0;
}

/* How many columns fit beside the labels and the totals. */
static guint fitting(const Pivot *pivot, gboolean last)
{
  guint n = pivot->columns.n, used = pivot->label + pivot->gap + pivot->widths[n], fit = 0;
  while (fit < n) {
    used += pivot->gap + pivot->widths[last ? n - 1 - fit : fit];
    if (pivot->term->tty && used > pivot->term->width)
      break;
    fit++;
  }
  return fit;
}

/* Where not all columns fit: of values the first ones, of years the last ones. */
static void fit_columns(Pivot *pivot)
{
  guint n = pivot->columns.n;
  gboolean last = is_year(&pivot->columns);
  pivot->gap = GAP;
  guint fit = fitting(pivot, last);
  if (fit < n) {
    pivot->gap = 1;
    fit = fitting(pivot, last);
  }
  pivot->first = last ? n - fit : 0;
  pivot->after = pivot->first + fit;
}

static void lay_out(Pivot *pivot)
{
  guint n = pivot->columns.n;
  pivot->label = labels_width(pivot);
  pivot->widths = g_new0(guint, n + 1);
  for (guint j = 0; j < n; j++) {
    guint64 most = axis_total(&pivot->columns, j);
    for (guint i = 0; i < pivot->rows.n; i++)
      most = MAX(most, cell(pivot->answer, i, j));
    pivot->widths[j] = MAX(header_width(pivot->term, axis_label(&pivot->columns, j)), cli_term_digits(most));
  }
  guint64 most = total(pivot->answer);
  for (guint i = 0; i < pivot->rows.n; i++)
    most = MAX(most, axis_total(&pivot->rows, i));
  pivot->widths[n] = MAX(cli_term_columns_clean(pivot->term, TOTAL), cli_term_digits(most));
  fit_columns(pivot);
}

/* ---- printing ---- */

static void add_number(const Pivot *pivot, CliText *text, CliStyle style, guint64 number, guint width)
{
  guint n = number ? cli_term_digits(number) : 1;
  cli_text_pad(text, cli_text_columns(text) + pivot->gap + (width > n ? width - n : 0));
  if (number)
    cli_text_addf(text, style, "%" G_GUINT64_FORMAT, number);
  else
    cli_text_add(text, CLI_FAINT, "\u00b7");
}

/* The lines of each header, of which there are at most HEADER_LINES; they stand on the numbers. */
static GPtrArray *header_blocks(const Pivot *pivot, guint *height)
{
  GPtrArray *blocks = g_ptr_array_new_with_free_func((GDestroyNotify)g_ptr_array_unref);
  g_autoptr(CliText) text = cli_text_new(pivot->term);
  *height = 1;
  for (guint j = pivot->first; j < pivot->after; j++) {
    CliBlock *block = cli_block_new();
    cli_text_add(text, CLI_PLAIN, axis_label(&pivot->columns, j));
    cli_text_wrap(text, block, pivot->widths[j], 0, 0, HEADER_LINES);
    *height = MAX(*height, block->len);
    g_ptr_array_add(blocks, block);
  }
  return blocks;
}

static void add_header(const Pivot *pivot, CliBlock *block)
{
  guint height = 1, n = pivot->columns.n;
  g_autoptr(GPtrArray) headers = header_blocks(pivot, &height);
  g_autoptr(CliText) text = cli_text_new(pivot->term);
  for (guint i = 0; i < height; i++) {
    if (i == height - 1)
      cli_text_add_cut(text, CLI_STRONG, axis_name(&pivot->rows), pivot->label);
    guint at = pivot->label;
    for (guint j = 0; j < headers->len; j++) {
      const CliBlock *lines = g_ptr_array_index(headers, j);
      at += pivot->gap + pivot->widths[pivot->first + j];
      if (i + lines->len >= height)
        cli_text_add_line_to(text, lines, i + lines->len - height, CLI_STRONG, at);
    }
    at += pivot->gap + pivot->widths[n];
    if (i == height - 1) {
      cli_text_pad(text, at - cli_term_columns_clean(pivot->term, TOTAL));
      cli_text_add(text, CLI_STRONG, TOTAL);
    }
    cli_text_line(text, block);
  }
}

static void add_rows(const Pivot *pivot, CliBlock *block)
{
  g_autoptr(CliText) text = cli_text_new(pivot->term);
  guint n = pivot->columns.n;
  for (guint i = 0; i < pivot->rows.n; i++) {
    cli_text_add_cut(text, CLI_PLAIN, axis_label(&pivot->rows, i), pivot->label);
    for (guint j = pivot->first; j < pivot->after; j++)
      add_number(pivot, text, CLI_PLAIN, cell(pivot->answer, i, j), pivot->widths[j]);
    add_number(pivot, text, CLI_STRONG, axis_total(&pivot->rows, i), pivot->widths[n]);
    cli_text_line(text, block);
  }
  cli_text_add_cut(text, CLI_STRONG, TOTAL, pivot->label);
  for (guint j = pivot->first; j < pivot->after; j++)
    add_number(pivot, text, CLI_STRONG, axis_total(&pivot->columns, j), pivot->widths[j]);
  add_number(pivot, text, CLI_STRONG, total(pivot->answer), pivot->widths[n]);
  cli_text_line(text, block);
}

/* ---- what is to be said about it ---- */

static void remark_missing(const Pivot *pivot, CliText *text, CliBlock *block, guint width)
{
  const Axis *axes[] = {&pivot->rows, &pivot->columns};
  guint64 both = (guint64)MAX(cli_json_int(pivot->answer, "both"), 0);
  if (both >= total(pivot->answer))
    return;
  if (both > 0)
    cli_text_addf(text, CLI_FAINT, "%" G_GUINT64_FORMAT " of the works ha%s both.", both,
                  both == 1 ? "s" : "ve");
  else
    cli_text_add(text, CLI_FAINT, "None of the works has both.");
  for (guint i = 0; i < G_N_ELEMENTS(axes); i++)
    if (cli_json_int(axes[i]->facet, "missing") > 0)
      cli_text_addf(text, CLI_FAINT, " %s: %" G_GINT64_FORMAT " without.", axis_name(axes[i]),
                    cli_json_int(axes[i]->facet, "missing"));
  cli_text_wrap(text, block, width, 0, 0, 0);
}

/* "20 of 57 shown": values that were not asked for. */
static void remark_limit(const Axis *axis, const char *option, CliText *text, CliBlock *block, guint width)
{
  const char *all = axis->facet && json_object_has_member(axis->facet, "matching") ? "matching" : "distinct";
  guint64 distinct = (guint64)MAX(cli_json_int(axis->facet, all), 0), shown = 0;
  for (guint i = 0; i < axis->n; i++)
    shown += axis_total(axis, i) > 0;
  if (distinct <= shown)
    return;
  cli_text_addf(text, CLI_FAINT, "%s: the first %" G_GUINT64_FORMAT " of %" G_GUINT64_FORMAT " values; ",
                axis_name(axis), shown, distinct);
  cli_text_add_whole(text, CLI_FAINT, option);
  cli_text_add(text, CLI_FAINT, " asks for more.");
  cli_text_wrap(text, block, width, 0, 0, 0);
}

/* Years are a range, other values a list, of which two lines are enough. */
static void remark_width(const Pivot *pivot, CliText *text, CliBlock *block, guint width)
{
  guint n = pivot->columns.n, left = n - (pivot->after - pivot->first);
  if (left == 0)
    return;
  guint from = pivot->first ? 0 : pivot->after, to = from + left - 1;
  cli_text_addf(text, CLI_FAINT, "%u of %u columns %s no room here; ", left, n, left == 1 ? "has" : "have");
  cli_text_add_whole(text, CLI_FAINT, "--format csv");
  cli_text_add(text, CLI_FAINT, " has them all: ");
  if (left > 2 && is_year(&pivot->columns))
    cli_text_addf(text, CLI_FAINT, "%s to %s", axis_label(&pivot->columns, from),
                  axis_label(&pivot->columns, to));
  else
    for (guint j = from; j <= to; j++)
      cli_text_addf(text, CLI_FAINT, "%s%s", j > from ? "; " : "", axis_label(&pivot->columns, j));
  cli_text_add(text, CLI_FAINT, ".");
  cli_text_wrap(text, block, width, 0, 0, 3);
}

static gboolean cells_exceed_total(const Pivot *pivot)
{
  for (guint i = 0; i < pivot->rows.n; i++) {
    guint64 sum = 0;
    for (guint j = 0; j < pivot->columns.n; j++)
      sum += cell(pivot->answer, i, j);
    if (sum > axis_total(&pivot->rows, i))
      return TRUE;
  }
  return FALSE;
}

static void add_remarks(const Pivot *pivot, CliBlock *block)
{
  g_autoptr(CliText) text = cli_text_new(pivot->term);
  guint width = MIN(pivot->term->width, CLI_READABLE);
  cli_block_blank(block);
  remark_width(pivot, text, block, width);
  remark_limit(&pivot->rows, "--rows", text, block, width);
  remark_limit(&pivot->columns, "--columns", text, block, width);
  remark_missing(pivot, text, block, width);
  if (cells_exceed_total(pivot)) {
    cli_text_add(text, CLI_FAINT,
                 "A work with several values counts in each of its cells, and once in a total.");
    cli_text_wrap(text, block, width, 0, 0, 0);
  }
}

void cli_pivot_print(const CliTerm *term, JsonObject *answer)
{
  Pivot pivot = {.term = term, .answer = answer, .rows = axis_of(answer, "rows"),
                 .columns = axis_of(answer, "columns")};
  g_autofree char *what = g_strdup_printf("%s by %s", axis_name(&pivot.rows), axis_name(&pivot.columns));
  g_autoptr(CliBlock) table = cli_block_new(), remarks = cli_block_new();
  cli_heading_print(term, answer, what);
  if (pivot.rows.n == 0 && pivot.columns.n == 0)
    return;
  lay_out(&pivot);
  cli_block_blank(table);
  add_header(&pivot, table);
  add_rows(&pivot, table);
  add_remarks(&pivot, remarks);
  cli_block_print(term, table);
  if (remarks->len > 1)
    cli_block_print(term, remarks);
  g_free(pivot.widths);
}

/* ---- CSV ---- */

static void csv_number(GString *out, guint64 number)
{
  g_string_append_printf(out, ",%" G_GUINT64_FORMAT, number);
}

GString *cli_pivot_csv(JsonObject *answer)
{
  Axis rows = axis_of(answer, "rows"), columns = axis_of(answer, "columns");
  GString *out = g_string_new("value,label");
  for (guint j = 0; j < columns.n; j++) {
    repere_csv_comma(out);
    repere_csv_text(out, axis_label(&columns, j));
  }
  g_string_append(out, "," TOTAL);
  repere_csv_end(out);
  for (guint i = 0; i < rows.n; i++) {
    repere_csv_text(out, cli_json_string(cli_json_object_at(rows.values, i), "value"));
    repere_csv_comma(out);
    repere_csv_text(out, axis_label(&rows, i));
    for (guint j = 0; j < columns.n; j++)
      csv_number(out, cell(answer, i, j));
    csv_number(out, axis_total(&rows, i));
    repere_csv_end(out);
  }
  g_string_append(out, "," TOTAL);
  for (guint j = 0; j < columns.n; j++)
    csv_number(out, axis_total(&columns, j));
  csv_number(out, total(answer));
  repere_csv_end(out);
  return out;
}
