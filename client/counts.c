#include "client/counts.h"

#include <string.h>

#include "lib/csv.h"

#define WITHOUT "(without)" /* works that have no value */
#define EMPTY_RUN 4u /* so many years without any work stand in one line */
#define DEEPEST 8u /* deeper concepts are not indented further: their labels need the room */

typedef struct {
  const char *label;
  const char *value; /* what --filter takes, where the label does not say it; or NULL */
  guint64 count;
  guint depth;
  gboolean selected;
  char *years; /* what `label` is, where it is not the daemon's; or NULL */
} Row;

static void row_clear(gpointer data)
{
  g_free(((Row *)data)->years);
}

/* The values to be shown, in the daemon's order. */
static GPtrArray *values_of(JsonObject *facet, guint most)
{
  JsonArray *array = cli_json_array(facet, "values");
  GPtrArray *values = g_ptr_array_new();
  for (guint i = 0; i < cli_json_length(array); i++) {
    JsonObject *value = cli_json_object_at(array, i);
    if (value && cli_json_label(value))
      g_ptr_array_add(values, value);
  }
  if (most > 0 && values->len > most)
    g_ptr_array_set_size(values, (int)most);
  return values;
}

static int newest_first(gconstpointer a, gconstpointer b)
{
  const char *left = cli_json_string(*(JsonObject *const *)a, "value");
  const char *right = cli_json_string(*(JsonObject *const *)b, "value");
  return g_strcmp0(right, left);
}

static void add_row(GArray *rows, JsonObject *value, guint depth)
{
  Row row = {.label = cli_json_label(value), .value = cli_json_string(value, "value"), .depth = depth};
  if (row.value && g_ascii_strcasecmp(row.value, row.label) == 0)
    row.value = NULL;
  row.count = (guint64)MAX(cli_json_int(value, "count"), 0);
  row.selected = cli_json_bool(value, "selected");
  g_array_append_val(rows, row);
}

static guint empty_run(const GPtrArray *values, guint i)
{
  guint n = 0;
  while (i + n < values->len && cli_json_int(g_ptr_array_index(values, i + n), "count") <= 0 &&
         !cli_json_bool(g_ptr_array_index(values, i + n), "selected"))
    n++;
  return n;
}

/* A year's neighbours are what it is compared with, so that years stand in their order, and the last ones are
 * kept. */
static void add_years(GArray *rows, JsonObject *facet, guint most)
{
  g_autoptr(GPtrArray) values = values_of(facet, 0);
  g_ptr_array_sort(values, newest_first);
  for (guint i = 0; i < values->len && (most == 0 || rows->len < most);) {
    guint empty = empty_run(values, i);
    if (empty < EMPTY_RUN) {
      add_row(rows, g_ptr_array_index(values, i++), 0);
      continue;
    }
    const char *last = cli_json_label(g_ptr_array_index(values, i));
    const char *first = cli_json_label(g_ptr_array_index(values, i + empty - 1));
    Row row = {.years = g_strdup_printf("%s-%s", first, last)};
    row.label = row.years;
    g_array_append_val(rows, row);
    i += empty;
  }
}

/* Puts the values below `parent` after it, each followed by its own; a value is taken out of `values` as it
 * is placed, so that a circle among parents ends. */
static void add_below(GArray *rows, GPtrArray *values, const char *parent, guint depth)
{
  for (guint i = 0; parent && i < values->len; i++) {
    JsonObject *value = g_ptr_array_index(values, i);
    if (!value || g_strcmp0(cli_json_string(value, "parent"), parent) != 0)
      continue;
    g_ptr_array_index(values, i) = NULL;
    add_row(rows, value, MIN(depth, DEEPEST));
    add_below(rows, values, cli_json_string(value, "value"), depth + 1);
  }
}

static gboolean parent_is_shown(const GPtrArray *values, JsonObject *value)
{
  const char *parent = cli_json_string(value, "parent");
  for (guint i = 0; parent && i < values->len; i++) {
    JsonObject *other = g_ptr_array_index(values, i);
    if (other && other != value && g_strcmp0(cli_json_string(other, "value"), parent) == 0)
      return TRUE;
  }
  return FALSE;
}

static GArray *rows_of(JsonObject *facet, const CliCounts *view)
{
  gboolean years = !view->as_they_came && g_strcmp0(cli_json_string(facet, "kind"), "year") == 0;
  g_autoptr(GPtrArray) values = values_of(facet, view->most);
  GArray *rows = g_array_new(FALSE, FALSE, sizeof(Row));
  g_array_set_clear_func(rows, row_clear);
  if (years) {
    add_years(rows, facet, view->most);
    return rows;
  }
  for (guint i = 0; view->as_they_came && i < values->len; i++)
    add_row(rows, g_ptr_array_index(values, i), 0);
  if (view->as_they_came)
    return rows;
  g_autoptr(GPtrArray) roots = g_ptr_array_new();
  for (guint i = 0; i < values->len; i++)
    if (!parent_is_shown(values, g_ptr_array_index(values, i)))
      g_ptr_array_add(roots, g_ptr_array_index(values, i));
  for (guint i = 0; i < values->len; i++) {
    JsonObject *value = g_ptr_array_index(values, i);
    if (!value || !g_ptr_array_find(roots, value, NULL))
      continue;
    g_ptr_array_index(values, i) = NULL;
    add_row(rows, value, 0);
    add_below(rows, values, cli_json_string(value, "value"), 1);
  }
  for (guint i = 0; i < values->len; i++) /* a circle has no root, but its counts are true */
    if (g_ptr_array_index(values, i))
      add_row(rows, g_ptr_array_index(values, i), 0);
  return rows;
}

/* ---- layout ---- */

typedef struct {
  guint label, count, bar; /* columns */
  guint64 most;            /* the largest count */
} Layout;

/* Label and value as they stand in a row. */
static guint row_columns(const CliTerm *term, const Row *row)
{
  guint label = cli_term_columns_clean(term, row->label);
  return row->value ? label + 3 + cli_term_columns_clean(term, row->value) : label;
}

static Layout layout_of(const CliTerm *term, const GArray *rows, guint64 missing, guint width)
{
  Layout layout = {.count = cli_term_digits(missing), .bar = MAX(width / 5, 4)};
  layout.label = missing > 0 ? 2 + cli_term_columns(WITHOUT) : 3;
  for (guint i = 0; i < rows->len; i++) {
    const Row *row = &g_array_index(rows, Row, i);
    layout.label = MAX(layout.label, row_columns(term, row) + 2 + 2 * row->depth);
    layout.count = MAX(layout.count, cli_term_digits(row->count));
    layout.most = MAX(layout.most, row->count);
  }
  guint taken = layout.count + layout.bar + 2;
  layout.label = MIN(layout.label, width > taken + 8 ? width - taken : 8);
  return layout;
}

static void row_line(const CliTerm *term, CliText *text, CliBlock *block, const Layout *layout,
                     const Row *row, CliStyle style)
{
  CliStyle label_style = row->selected ? CLI_STRONG : style;
  if (row->selected)
    cli_text_add(text, CLI_STRONG, "*");
  cli_text_pad(text, MIN(2 + 2 * row->depth, MAX(layout->label / 2, 2)));
  guint room = layout->label - cli_text_columns(text);
  if (row->value && row_columns(term, row) <= room) {
    cli_text_add(text, label_style, row->label);
    cli_text_addf(text, CLI_FAINT, " (%s)", row->value);
    cli_text_pad(text, layout->label);
  } else {
    cli_text_add_cut(text, label_style, row->label, room);
  }
  cli_text_addf(text, style, " %*" G_GUINT64_FORMAT " ", (int)layout->count, row->count);
  if (style == CLI_PLAIN)
    cli_text_add_bar(text, row->count, layout->most, layout->bar);
  cli_text_line(text, block);
}

static void heading(CliText *text, CliBlock *block, const char *name, JsonObject *facet, guint width)
{
  const char *label = cli_json_string(facet, "label");
  cli_text_add(text, CLI_STRONG, label && *label ? label : name);
  if (label && g_ascii_strcasecmp(label, name) != 0)
    cli_text_addf(text, CLI_FAINT, " (%s)", name); /* what --filter takes */
  cli_text_wrap(text, block, width, 0, 2, 0);
}

/* Values that are counted and not among the rows. A year without works is a row, but none of them. */
static guint64 left_out(JsonObject *facet, const GArray *rows, guint64 offset)
{
  const char *all = facet && json_object_has_member(facet, "matching") ? "matching" : "distinct";
  guint64 n = (guint64)MAX(cli_json_int(facet, all), 0), seen = offset;
  for (guint i = 0; i < rows->len; i++)
    seen += g_array_index(rows, Row, i).count > 0;
  return n > seen ? n - seen : 0;
}

CliBlock *cli_counts_block(const CliTerm *term, const char *name, JsonObject *facet, const CliCounts *view)
{
  CliBlock *block = cli_block_new();
  g_autoptr(CliText) text = cli_text_new(term);
  g_autoptr(GArray) rows = rows_of(facet, view);
  guint64 missing = view->matched ? 0 : (guint64)MAX(cli_json_int(facet, "missing"), 0);
  guint64 more = left_out(facet, rows, view->offset);
  Layout layout = layout_of(term, rows, missing, view->width);
  heading(text, block, name, facet, view->width);
  for (guint i = 0; i < rows->len; i++)
    row_line(term, text, block, &layout, &g_array_index(rows, Row, i), CLI_PLAIN);
  if (missing > 0) {
    Row without = {.label = WITHOUT, .count = missing};
    row_line(term, text, block, &layout, &without, CLI_FAINT);
  }
  if (more > 0) {
    cli_text_addf(text, CLI_FAINT, "  … %" G_GUINT64_FORMAT " more", more);
    if (view->paged && rows->len > 0)
      cli_text_addf(text, CLI_FAINT, " (go on with --offset %" G_GUINT64_FORMAT ")",
                    view->offset + rows->len);
    cli_text_wrap(text, block, view->width, 0, 2, 0);
  } else if (rows->len == 0 && missing == 0) {
    cli_text_add(text, CLI_FAINT, view->matched ? "  no value matches" : "  no values");
    cli_text_line(text, block);
  }
  return block;
}

/* ---- CSV ---- */

static void csv_row(GString *out, JsonObject *value, gint64 count, gboolean tree)
{
  repere_csv_text(out, cli_json_string(value, "value"));
  repere_csv_comma(out);
  repere_csv_text(out, cli_json_string(value, "label"));
  g_string_append_printf(out, ",%" G_GINT64_FORMAT, count);
  if (tree)
    repere_csv_comma(out);
  if (tree)
    repere_csv_text(out, cli_json_string(value, "parent"));
  repere_csv_end(out);
}

GString *cli_counts_csv(JsonObject *facet)
{
  JsonArray *values = cli_json_array(facet, "values");
  gboolean tree = g_strcmp0(cli_json_string(facet, "kind"), "tree") == 0;
  GString *out = g_string_new(tree ? "value,label,count,parent\r\n" : "value,label,count\r\n");
  for (guint i = 0; i < cli_json_length(values); i++) {
    JsonObject *value = cli_json_object_at(values, i);
    if (value)
      csv_row(out, value, cli_json_int(value, "count"), tree);
  }
  if (cli_json_int(facet, "missing") > 0)
    csv_row(out, NULL, cli_json_int(facet, "missing"), tree);
  return out;
}
