/* report_coverage.c - the report's account of what the library has: works by language and by year, pages by
 * the source of their text, and the values of each facet by language. */
#include <string.h>
#include "indexer/report.h"
#include "indexer/report_chart.h"
#include "lib/column.h"
#include "lib/facets.h"
#include "lib/fault.h"
#include "lib/values.h"

/* Languages of the library that are told apart: as many as RepereFacts can hold. */
#define LANGUAGES_MOST 8
/* Years side by side; those before are one. */
#define YEARS_MOST 40
/* Values of a facet in its table, those of most works first. */
#define VALUES_MOST 20

static guint count_languages(const RepereReport *report)
{
  return MIN(g_strv_length(report->library->languages), LANGUAGES_MOST);
}

static const char *language_label(const RepereReport *report, const char *code)
{
  const char *label =
    repere_vocabulary_label(repere_vocabularies_get(report->vocabularies, "iso639"), code, report->lang);
  return label ? label : code;
}

/* "Works by language": what a section is called, and for its chart described as. */
static RepereChart chart_of(const RepereReport *report, const char *name, RepereSay title)
{
  return (RepereChart){.name = name,
                       .title = repere_report_say(report, title),
                       .about = repere_report_say(report, (RepereSay)(title + 1))};
}

/* ---- by language ---- */

static void add_share(RepereReport *report, const char *key, const char *value, const char *label,
                      const char *unit, guint64 figure, guint64 all)
{
  repere_report_row(report);
  repere_report_text(report, key, report->as_json ? value : label, NULL);
  repere_report_number(report, unit, figure);
  repere_report_decimal(report, "percent", all ? 100.0 * (double)figure / (double)all : 0.0);
  repere_report_row_end(report);
}

static void by_language(RepereReport *report)
{
  const char *columns[] = {repere_report_say(report, SAY_LANGUAGE), repere_report_say(report, SAY_WORKS),
                           repere_report_say(report, SAY_SHARE), NULL};
  const char *labels[LANGUAGES_MOST + 2], *values[LANGUAGES_MOST + 2];
  guint64 figures[LANGUAGES_MOST + 2] = {0};
  guint n = count_languages(report), works = report->inspection.states->len;
  for (guint l = 0; l < n; l++) {
    values[l] = report->library->languages[l];
    labels[l] = language_label(report, values[l]);
  }
  values[n] = "other";
  values[n + 1] = "unknown";
  labels[n] = repere_report_say(report, SAY_OTHER);
  labels[n + 1] = repere_report_say(report, SAY_UNKNOWN);
  for (guint i = 0; i < works; i++) {
    const RepereFacts *facts = &report->survey.facts[i];
    for (guint l = 0; l < n; l++) figures[l] += facts->languages >> l & 1u;
    figures[n] += facts->foreign;
    figures[n + 1] += !facts->languages && !facts->foreign;
  }
  report->kind = REPERE_REPORT_FIGURES;
  repere_report_section(report, "by-language", repere_report_say(report, SAY_COVER_LANGUAGE),
                        repere_report_say(report, SAY_COVER_LANGUAGE_INTRO), columns);
  RepereChart chart = chart_of(report, "by-language", SAY_COVER_LANGUAGE);
  chart.labels = labels;
  chart.figures = figures;
  chart.n = n + 2;
  chart.parts = 1;
  if (repere_report_chart(report)) repere_chart_rows(repere_report_chart(report), &chart);
  for (guint l = 0; l < n + 2; l++)
    add_share(report, "language", values[l], labels[l], "works", figures[l], works);
  repere_report_section_end(report, "");
}

/* ---- by year ---- */

/* A work counts in one part: its only language, several, or another or none that is known. */
typedef struct {
  guint parts;
  char *names[LANGUAGES_MOST + 2];      /* as people read them */
  const char *keys[LANGUAGES_MOST + 2]; /* and programs */
  guint first, n; /* the first year, and how many; of the rows, 0 is all before, the last the undated */
  char **labels;
  guint64 *figures;
} Years;

static guint part_of(const Years *years, const RepereFacts *facts)
{
  guint several = years->parts - 2, other = years->parts - 1;
  if (!facts->languages) return other;
  if (facts->foreign || facts->languages & (facts->languages - 1)) return several;
  return (guint)g_bit_nth_lsf(facts->languages, -1);
}

static void name_parts(const RepereReport *report, Years *years)
{
  guint n = count_languages(report);
  for (guint l = 0; l < n; l++) {
    years->keys[l] = report->library->languages[l];
    years->names[l] = repere_say_with(report->lang, SAY_ONLY, language_label(report, years->keys[l]), NULL);
  }
  years->keys[n] = "several";
  years->keys[n + 1] = "other";
  years->names[n] = g_strdup(repere_report_say(report, SAY_SEVERAL));
  years->names[n + 1] = g_strdup(repere_report_say(report, SAY_OTHER_OR_UNKNOWN));
  years->parts = n + 2;
}

static void find_range(const RepereReport *report, Years *years)
{
  guint first = G_MAXUINT16, last = 0;
  for (guint i = 0; i < report->inspection.states->len; i++) {
    guint year = report->survey.facts[i].year;
    if (!year) continue;
    first = MIN(first, year);
    last = MAX(last, year);
  }
  if (!last) first = last = 0;
  years->first = last - first >= YEARS_MOST ? last - YEARS_MOST + 1 : first;
  years->n = last ? last - years->first + 1 : 0;
}

static void count_years(const RepereReport *report, Years *years)
{
  find_range(report, years);
  years->figures = g_new0(guint64, (gsize)(years->n + 2) * years->parts);
  years->labels = g_new0(char *, years->n + 3);
  g_autofree char *start = g_strdup_printf("%u", years->first);
  years->labels[0] = repere_say_with(report->lang, SAY_BEFORE, start, NULL);
  for (guint y = 0; y < years->n; y++) years->labels[y + 1] = g_strdup_printf("%u", years->first + y);
  years->labels[years->n + 1] = g_strdup(repere_report_say(report, SAY_UNDATED));
  for (guint i = 0; i < report->inspection.states->len; i++) {
    const RepereFacts *facts = &report->survey.facts[i];
    guint row = !facts->year ? years->n + 1 : facts->year < years->first ? 0 : facts->year - years->first + 1;
    years->figures[row * years->parts + part_of(years, facts)]++;
  }
}

static guint64 total_of(const Years *years, guint row)
{
  guint64 total = 0;
  for (guint k = 0; k < years->parts; k++) total += years->figures[row * years->parts + k];
  return total;
}

static void add_year(RepereReport *report, const Years *years, guint row)
{
  repere_report_row(report);
  repere_report_text(report, "year", years->labels[row], NULL);
  for (guint k = 0; k < years->parts; k++)
    repere_report_number(report, years->keys[k], years->figures[row * years->parts + k]);
  repere_report_number(report, "works", total_of(years, row));
  repere_report_row_end(report);
}

/* The years alone: all before them, and those that nobody knows, would dwarf them. They stand beneath. */
static void draw_years(RepereReport *report, const Years *years)
{
  RepereChart chart = chart_of(report, "by-year", SAY_COVER_YEAR);
  GString *out = repere_report_chart(report);
  if (!out || !years->n) return;
  chart.labels = (const char *const *)years->labels + 1;
  chart.parts_of = (const char *const *)years->names;
  chart.figures = years->figures + years->parts;
  chart.n = years->n;
  chart.parts = years->parts;
  repere_chart_columns(out, &chart);
  for (guint row = 0; row < years->n + 2; row += years->n + 1) {
    if (!total_of(years, row)) continue;
    g_string_append(out, "<p class=\"dim\">");
    repere_html_text(out, years->labels[row]);
    g_string_append_printf(out, ": %" G_GUINT64_FORMAT "</p>\n", total_of(years, row));
  }
}

static void write_years(RepereReport *report, const Years *years)
{
  const char *columns[LANGUAGES_MOST + 5] = {repere_report_say(report, SAY_YEAR)};
  gboolean before = total_of(years, 0) > 0, undated = total_of(years, years->n + 1) > 0;
  guint from = before ? 0 : 1, rows = years->n + before + undated;
  for (guint k = 0; k < years->parts; k++) columns[k + 1] = years->names[k];
  columns[years->parts + 1] = repere_report_say(report, SAY_TOTAL);
  report->kind = REPERE_REPORT_FIGURES;
  repere_report_section(report, "by-year", repere_report_say(report, SAY_COVER_YEAR),
                        repere_report_say(report, SAY_COVER_YEAR_INTRO), columns);
  draw_years(report, years);
  for (guint row = from; row < from + rows; row++) add_year(report, years, row);
  repere_report_section_end(report, repere_report_say(report, SAY_NO_WORKS));
}

static void by_year(RepereReport *report)
{
  Years years = {0};
  name_parts(report, &years);
  count_years(report, &years);
  write_years(report, &years);
  for (guint k = 0; k < years.parts; k++) g_free(years.names[k]);
  g_strfreev(years.labels);
  g_free(years.figures);
}

/* ---- pages ---- */

static void by_source(RepereReport *report)
{
  const char *columns[] = {repere_report_say(report, SAY_SOURCE), repere_report_say(report, SAY_PAGES),
                           repere_report_say(report, SAY_SHARE), NULL};
  const char *labels[REPERE_SURVEY_SOURCES];
  guint64 all = 0;
  for (guint i = 0; i < REPERE_SURVEY_SOURCES; i++) {
    labels[i] = repere_report_say(report, (RepereSay)(SAY_FROM_TEXT_LAYER + i));
    all += report->survey.sources[i];
  }
  report->kind = REPERE_REPORT_FIGURES;
  repere_report_section(report, "by-source", repere_report_say(report, SAY_COVER_PAGES),
                        repere_report_say(report, SAY_COVER_PAGES_INTRO), columns);
  RepereChart chart = chart_of(report, "by-source", SAY_COVER_PAGES);
  chart.labels = labels;
  chart.figures = report->survey.sources;
  chart.n = REPERE_SURVEY_SOURCES;
  chart.parts = 1;
  if (repere_report_chart(report)) repere_chart_rows(repere_report_chart(report), &chart);
  for (guint i = 0; i < REPERE_SURVEY_SOURCES; i++)
    add_share(report, "source", repere_survey_source(i), labels[i], "pages", report->survey.sources[i], all);
  repere_report_section_end(report, "");
}

/* ---- facets ---- */

typedef struct {
  guint32 number;
  guint works, other;
  guint in[LANGUAGES_MOST];
} ValueCount;

static gint by_works(gconstpointer a, gconstpointer b)
{
  const ValueCount *one = a, *next = b;
  if (one->works != next->works) return one->works > next->works ? -1 : 1;
  return (one->number > next->number) - (one->number < next->number);
}

/* In a tree the topmost values stand for those below them. */
static gboolean is_shown(const RepereReport *report, const RepereFacet *facet, const char *value)
{
  const RepereVocabulary *tree = repere_facet_tree(facet, report->vocabularies);
  return !tree || !repere_vocabulary_parent(tree, value);
}

static GArray *count_values(const RepereReport *report, const RepereColumn *column)
{
  char year[16];
  gsize at;
  GArray *counts = g_array_new(FALSE, TRUE, sizeof(ValueCount));
  g_array_set_size(counts, column->size);
  for (guint i = 0; i < report->inspection.states->len; i++) {
    const RepereFacts *facts = &report->survey.facts[i];
    guint n = repere_column_of(column, ((RepereWorkState *)report->inspection.states->pdata[i])->docid, &at);
    for (guint v = 0; v < n; v++) {
      ValueCount *count = &g_array_index(counts, ValueCount, repere_column_number_at(column, at + v));
      count->works++;
      for (guint l = 0; l < LANGUAGES_MOST; l++) count->in[l] += facts->languages >> l & 1u;
      count->other += facts->foreign || !facts->languages;
    }
  }
  guint kept = 0;
  for (guint32 number = 0; number < column->size; number++) {
    ValueCount count = g_array_index(counts, ValueCount, number);
    count.number = number;
    if (count.works && is_shown(report, column->facet, repere_column_value(column, number, year)))
      g_array_index(counts, ValueCount, kept++) = count;
  }
  g_array_set_size(counts, kept);
  g_array_sort(counts, by_works);
  return counts;
}

static void add_value(RepereReport *report, const RepereColumn *column, const ValueCount *count)
{
  char year[16];
  const char *value = repere_column_value(column, count->number, year);
  repere_report_row(report);
  if (report->as_json) repere_report_text(report, "value", value, NULL);
  repere_report_text(report, "label",
                     repere_facet_value_label(column->facet, report->vocabularies, value, report->lang), "");
  for (guint l = 0; l < count_languages(report); l++)
    repere_report_number(report, report->library->languages[l], count->in[l]);
  repere_report_number(report, "other", count->other);
  repere_report_number(report, "works", count->works);
  repere_report_row_end(report);
}

static void write_facet(RepereReport *report, const RepereColumn *column)
{
  const char *label = repere_facet_label(column->facet, report->lang), *columns[LANGUAGES_MOST + 4] = {label};
  guint n = count_languages(report);
  g_autofree char *name = g_strdup_printf("by-language-%s", column->facet->name);
  g_autofree char *title = repere_say_with(report->lang, SAY_COVER_FACET, label, NULL);
  g_autoptr(GArray) counts = count_values(report, column);
  if (!counts->len) return;
  for (guint l = 0; l < n; l++) columns[l + 1] = language_label(report, report->library->languages[l]);
  columns[n + 1] = repere_report_say(report, SAY_OTHER_OR_UNKNOWN);
  columns[n + 2] = repere_report_say(report, SAY_TOTAL);
  report->kind = REPERE_REPORT_FIGURES;
  repere_report_section(report, name, title, repere_report_say(report, SAY_COVER_FACET_INTRO), columns);
  for (guint i = 0; i < counts->len && (report->as_json || i < VALUES_MOST); i++)
    add_value(report, column, &g_array_index(counts, ValueCount, i));
  repere_report_section_end(report, "");
}

/* Languages by languages, years and rights tell nothing. */
static gboolean is_worth_it(const RepereFacet *facet)
{
  static const char *const left_out[] = {"dcterms:language", "dcterms:accessRights", NULL};
  return repere_facet_is_of_records(facet) && facet->kind != REPERE_FACET_YEAR &&
         !g_strv_contains(left_out, facet->sources[0]);
}

static gboolean by_facet(RepereReport *report, GError **error)
{
  xc_error fault = XC_ERROR_INIT;
  xc_database_stats stats;
  xc_database *database = report->inspection.database;
  if (xc_database_get_stats(database, &stats, &fault) != XC_OK) return repere_fault(error, NULL, &fault);
  g_autoptr(GHashTable) slots = repere_index_facet_slots(database, error);
  for (guint i = 0; slots && i < report->library->facets->len; i++) {
    RepereColumn column = {.facet = report->library->facets->pdata[i]};
    if (!is_worth_it(column.facet)) continue;
    g_autofree char *key = repere_facet_slot_key(column.facet);
    guint32 slot = GPOINTER_TO_UINT(g_hash_table_lookup(slots, key));
    gboolean loaded = repere_column_load(&column, database, slot, stats.last_docid, error);
    if (loaded) write_facet(report, &column);
    repere_column_clear(&column);
    if (!loaded) return FALSE;
  }
  return slots != NULL;
}

gboolean repere_report_of_coverage(RepereReport *report, GError **error)
{
  by_language(report);
  by_year(report);
  by_source(report);
  return by_facet(report, error);
}
