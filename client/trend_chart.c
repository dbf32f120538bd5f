#include "client/trend_chart.h"

#include "client/heading.h"
#include "client/table.h"
#include "lib/csv.h"

#define GAP 3u
#define CHART 34u        /* columns that a chart has at least where several stand side by side */
#define WIDEST_CHART 60u
#define WIDEST_NAME 40u
#define NARROWEST_NAME 8u
#define PEAK 28u           /* columns for what is said behind a sparkline */
#define SHORTEST_SPARK 10u
#define EMPTY_RUN 4u    /* so many years without any work stand in one line, */
#define EMPTY_LABEL 11u /* which is so wide: "  1945-1960" */
#define MILLION 1000000u
#define WITHOUT "(without)" /* works that have no year */

typedef struct {
  JsonObject *object; /* borrowed */
  char *name;         /* the question as it was asked */
  double *numbers;    /* by year: counts, or shares */
  guint peak;         /* the year with most */
} Series;

typedef struct {
  const CliTerm *term;
  JsonObject *answer;
  JsonArray *years;
  gboolean share;
  guint n;        /* years */
  Series *series;
  guint n_series;
  double most;    /* the largest number of all series: bars are on one scale */
} Trend;

static gint64 year_at(const Trend *trend, guint i)
{
  return cli_json_int(cli_json_object_at(trend->years, i), "year");
}

static guint64 works_at(const Trend *trend, guint i)
{
  return (guint64)MAX(cli_json_int(cli_json_object_at(trend->years, i), "works"), 0);
}

static guint64 count_at(const Series *series, guint i)
{
  return (guint64)MAX(cli_json_int_at(cli_json_array(series->object, "counts"), i), 0);
}

static guint64 member_count(JsonObject *object, const char *member)
{
  return (guint64)MAX(cli_json_int(object, member), 0);
}

static double share_at(const Trend *trend, const Series *series, guint i)
{
  guint64 works = works_at(trend, i);
  return works ? (double)count_at(series, i) / (double)works : 0;
}

static void read_series(Trend *trend, Series *series, JsonObject *object)
{
  const char *q = cli_json_string(cli_json_object(object, "query"), "q");
  series->object = object;
  series->name = g_strdup(q && *q ? q : "every work");
  series->numbers = g_new0(double, trend->n + 1);
  for (guint i = 0; i < trend->n; i++) {
    series->numbers[i] = trend->share ? share_at(trend, series, i) : (double)count_at(series, i);
    if (series->numbers[i] > series->numbers[series->peak])
      series->peak = i;
    trend->most = MAX(trend->most, series->numbers[i]);
  }
}

static Trend trend_of(const CliTerm *term, JsonObject *answer, gboolean share)
{
  Trend trend = {.term = term, .answer = answer, .years = cli_json_array(answer, "years"), .share = share};
  JsonArray *series = cli_json_array(answer, "series");
  trend.n = cli_json_length(trend.years);
  trend.n_series = cli_json_length(series);
  trend.series = g_new0(Series, trend.n_series + 1);
  for (guint i = 0; i < trend.n_series; i++)
    read_series(&trend, &trend.series[i], cli_json_object_at(series, i));
  return trend;
}

static void trend_clear(Trend *trend)
{
  for (guint i = 0; i < trend->n_series; i++) {
    g_free(trend->series[i].name);
    g_free(trend->series[i].numbers);
  }
  g_free(trend->series);
}

/* ---- the heading ---- */

static void print_heading(const Trend *trend)
{
  g_autoptr(CliBlock) block = cli_block_new();
  g_autoptr(CliText) text = cli_text_new(trend->term);
  const char *label = cli_json_string(cli_json_object(trend->answer, "by"), "label");
  cli_text_addf(text, CLI_STRONG, "Works by %s", label && *label ? label : "year");
  if (trend->share)
    cli_text_add(text, CLI_PLAIN, ", as a share of each year's");
  if (trend->n > 0)
    cli_text_addf(text, CLI_PLAIN, "%s%" G_GINT64_FORMAT " to %" G_GINT64_FORMAT, cli_separator,
                  year_at(trend, 0), year_at(trend, trend->n - 1));
  cli_heading_end(trend->term, text, trend->answer);
  cli_text_wrap(text, block, trend->term->width, 0, 2, 0);
  if (trend->n == 0) {
    cli_text_add(text, CLI_PLAIN, "No work has a year.");
    cli_text_line(text, block);
  }
  cli_block_print(trend->term, block);
}

/* ---- sparklines ---- */

/* A share as people read it: "4 %", and "0.4 %" where the first digit would be lost. */
static void add_share(CliText *text, CliStyle style, double share, int width)
{
  char number[G_ASCII_DTOSTR_BUF_SIZE];
  double percent = 100 * share;
  g_ascii_formatd(number, sizeof number, percent > 0 && percent < 9.95 ? "%.1f" : "%.0f", percent);
  cli_text_addf(text, style, "%*s %%", width, number);
}

typedef struct {
  guint name, total;  /* columns */
  guint first;        /* year: where not all have room, the last ones count most */
  gboolean says_peak; /* there is room for it */
} SparkLayout;

static SparkLayout spark_layout(const Trend *trend)
{
  SparkLayout layout = {.total = 1};
  for (guint i = 0; i < trend->n_series; i++) {
    layout.name = MAX(layout.name, cli_term_columns_clean(trend->term, trend->series[i].name));
    layout.total = MAX(layout.total, cli_term_digits(member_count(trend->series[i].object, "total")));
  }
  layout.name = MIN(layout.name, CLAMP(trend->term->width / 3, NARROWEST_NAME, WIDEST_NAME));
  guint before = layout.name + layout.total + 4, width = MIN(trend->term->width, CLI_READABLE + layout.name);
  layout.says_peak = width >= before + PEAK + MIN(trend->n, SHORTEST_SPARK);
  guint room = width > before ? width - before - (layout.says_peak ? PEAK : 0) : 0;
  layout.first = trend->n > room ? trend->n - room : 0;
  return layout;
}

/* The first and the last year, above where they are. */
static void spark_scale(const Trend *trend, const SparkLayout *layout, CliText *text, CliBlock *block)
{
  guint at = layout->name + layout->total + 4, shown = trend->n - layout->first;
  if (shown < SHORTEST_SPARK)
    return;
  cli_text_pad(text, at);
  cli_text_addf(text, CLI_FAINT, "%" G_GINT64_FORMAT, year_at(trend, layout->first));
  cli_text_pad(text, at + shown - 4);
  cli_text_addf(text, CLI_FAINT, "%" G_GINT64_FORMAT, year_at(trend, trend->n - 1));
  cli_text_line(text, block);
}

static void spark_line(const Trend *trend, const Series *series, const SparkLayout *layout, CliText *text,
                       CliBlock *block)
{
  cli_text_add_cut(text, CLI_STRONG, series->name, layout->name);
  cli_text_addf(text, CLI_PLAIN, "  %*" G_GUINT64_FORMAT "  ", (int)layout->total,
                member_count(series->object, "total"));
  cli_text_add_spark(text, series->numbers + layout->first, trend->n - layout->first,
                     series->numbers[series->peak]);
  if (layout->says_peak && series->numbers[series->peak] > 0) {
    cli_text_add(text, CLI_FAINT, "  most in ");
    cli_text_addf(text, CLI_FAINT, "%" G_GINT64_FORMAT ": ", year_at(trend, series->peak));
    if (trend->share)
      add_share(text, CLI_FAINT, series->numbers[series->peak], 0);
    else
      cli_text_addf(text, CLI_FAINT, "%" G_GUINT64_FORMAT, count_at(series, series->peak));
  }
  cli_text_line(text, block);
}

static void print_sparks(const Trend *trend)
{
  g_autoptr(CliBlock) block = cli_block_new();
  g_autoptr(CliText) text = cli_text_new(trend->term);
  SparkLayout layout = spark_layout(trend);
  cli_block_blank(block);
  spark_scale(trend, &layout, text, block);
  for (guint i = 0; i < trend->n_series; i++)
    spark_line(trend, &trend->series[i], &layout, text, block);
  cli_block_print(trend->term, block);
}

/* ---- charts ---- */

/* How many years from `i` on have no work in any series. */
static guint empty_years(const Trend *trend, guint i)
{
  guint n = 0;
  for (; i + n < trend->n; n++)
    for (guint j = 0; j < trend->n_series; j++)
      if (count_at(&trend->series[j], i + n) > 0)
        return n;
  return n;
}

typedef struct {
  guint label, count, works, bar; /* columns */
} Layout;

/* One for all charts, so that bars of the same length mean the same. */
static Layout layout_of(const Trend *trend, guint width)
{
  Layout layout = {.label = 6, .count = 1, .works = 1};
  for (guint j = 0; j < trend->n_series; j++) {
    const Series *series = &trend->series[j];
    guint64 missing = member_count(series->object, "missing");
    if (missing > 0)
      layout.label = 2 + cli_term_columns_clean(trend->term, WITHOUT);
    layout.count = MAX(layout.count, cli_term_digits(missing));
    for (guint i = 0; i < trend->n; i++)
      layout.count = MAX(layout.count, cli_term_digits(count_at(series, i)));
  }
  for (guint i = 0; i < trend->n; i++)
    layout.works = MAX(layout.works, cli_term_digits(works_at(trend, i)));
  for (guint i = 0; i < trend->n; i++)
    if (empty_years(trend, i) >= EMPTY_RUN)
      layout.label = MAX(layout.label, EMPTY_LABEL);
  guint taken = layout.label + 1 + layout.count + 1 + (trend->share ? 4 + layout.works + 8 : 0);
  layout.bar = width > taken + 4 ? width - taken : 4;
  return layout;
}

static void add_row(const Trend *trend, const Series *series, guint i, const Layout *layout, CliText *text,
                    CliBlock *block)
{
  cli_text_addf(text, CLI_PLAIN, "  %" G_GINT64_FORMAT, year_at(trend, i));
  cli_text_pad(text, layout->label);
  cli_text_addf(text, CLI_PLAIN, " %*" G_GUINT64_FORMAT, (int)layout->count, count_at(series, i));
  if (trend->share) {
    cli_text_addf(text, CLI_FAINT, " of %*" G_GUINT64_FORMAT "  ", (int)layout->works, works_at(trend, i));
    if (works_at(trend, i) > 0)
      add_share(text, CLI_PLAIN, share_at(trend, series, i), 4);
    else
      cli_text_pad(text, cli_text_columns(text) + 6);
  }
  cli_text_add(text, CLI_PLAIN, " ");
  if (series->numbers[i] > 0) /* a bar takes whole numbers: millionths, and of a small share at least one */
    cli_text_add_bar(text, (guint64)(series->numbers[i] / trend->most * MILLION) + 1, MILLION, layout->bar);
  cli_text_line(text, block);
}

/* A line for many years without any work. */
static void add_empty(const Trend *trend, guint first, guint last, const Layout *layout, CliText *text,
                      CliBlock *block)
{
  cli_text_addf(text, CLI_FAINT, "  %" G_GINT64_FORMAT "-%" G_GINT64_FORMAT, year_at(trend, first),
                year_at(trend, last));
  cli_text_pad(text, layout->label);
  cli_text_addf(text, CLI_FAINT, " %*u", (int)layout->count, 0u);
  cli_text_line(text, block);
}

static CliBlock *chart(const Trend *trend, const Series *series, const Layout *layout, guint width)
{
  CliBlock *block = cli_block_new();
  g_autoptr(CliText) text = cli_text_new(trend->term);
  guint64 without = member_count(series->object, "missing");
  cli_text_add(text, CLI_STRONG, series->name);
  cli_text_wrap(text, block, width, 0, 2, 0);
  if (g_strcmp0(cli_json_string(cli_json_object(series->object, "query"), "match"), "any") == 0) {
    cli_text_add(text, CLI_FAINT, "Few works or none have all the words: these are partial matches.");
    cli_text_wrap(text, block, width, 2, 2, 0);
  }
  for (guint i = 0, empty = 0; i < trend->n; i += MAX(empty, 1)) {
    empty = empty_years(trend, i);
    if (empty < EMPTY_RUN)
      empty = 0;
    if (empty > 0)
      add_empty(trend, i, i + empty - 1, layout, text, block);
    else
      add_row(trend, series, i, layout, text, block);
  }
  if (without) {
    cli_text_add(text, CLI_FAINT, "  " WITHOUT);
    cli_text_addf(text, CLI_FAINT, " %*" G_GUINT64_FORMAT, (int)layout->count, without);
    cli_text_line(text, block);
  }
  return block;
}

static void print_charts(const Trend *trend)
{
  guint columns = CLAMP((trend->term->width + GAP) / (CHART + GAP), 1, MAX(trend->n_series, 1));
  guint width = MIN((trend->term->width - (columns - 1) * GAP) / columns, WIDEST_CHART);
  Layout layout = layout_of(trend, width);
  g_autoptr(GPtrArray) charts = g_ptr_array_new_with_free_func((GDestroyNotify)g_ptr_array_unref);
  for (guint i = 0; i < trend->n_series; i++)
    g_ptr_array_add(charts, chart(trend, &trend->series[i], &layout, width));
  g_autoptr(CliBlock) block = cli_block_columns(charts, columns, width, GAP);
  fputs("\n", trend->term->stream);
  cli_block_print(trend->term, block);
}

void cli_trend_print(const CliTerm *term, JsonObject *answer, gboolean share)
{
  Trend trend = trend_of(term, answer, share);
  print_heading(&trend);
  if (trend.n > 0) {
    print_sparks(&trend);
    print_charts(&trend);
  }
  trend_clear(&trend);
}

/* ---- CSV ---- */

static void csv_head(GString *out, const Trend *trend)
{
  g_string_append(out, "year,works");
  for (guint i = 0; i < trend->n_series; i++) {
    g_autofree char *share = g_strconcat(trend->series[i].name, " (share)", NULL);
    repere_csv_comma(out);
    repere_csv_text(out, trend->series[i].name);
    repere_csv_comma(out);
    repere_csv_text(out, share);
  }
  repere_csv_end(out);
}

GString *cli_trend_csv(JsonObject *answer)
{
  Trend trend = trend_of(NULL, answer, FALSE);
  GString *out = g_string_new(NULL);
  csv_head(out, &trend);
  for (guint i = 0; i < trend.n; i++) {
    g_string_append_printf(out, "%" G_GINT64_FORMAT ",%" G_GUINT64_FORMAT, year_at(&trend, i),
                           works_at(&trend, i));
    for (guint j = 0; j < trend.n_series; j++) {
      g_string_append_printf(out, ",%" G_GUINT64_FORMAT ",", count_at(&trend.series[j], i));
      if (works_at(&trend, i) > 0)
        repere_csv_number(out, share_at(&trend, &trend.series[j], i));
    }
    repere_csv_end(out);
  }
  gboolean missing = cli_json_int(answer, "missing") > 0;
  if (missing) {
    g_string_append_printf(out, ",%" G_GUINT64_FORMAT, member_count(answer, "missing"));
    for (guint j = 0; j < trend.n_series; j++)
      g_string_append_printf(out, ",%" G_GUINT64_FORMAT ",", member_count(trend.series[j].object, "missing"));
    repere_csv_end(out);
  }
  trend_clear(&trend);
  return out;
}
