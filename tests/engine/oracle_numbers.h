/* oracle_numbers.h - pivots and trends compared with what SQL says. */
#ifndef TESTS_ENGINE_ORACLE_NUMBERS_H
#define TESTS_ENGINE_ORACLE_NUMBERS_H

#include "oracle_check.h"
#include "repere/numbers.h"

/* ---- pivot ---- */

static inline void random_side(Oracle *oracle, RepereFacetAsk *side)
{
  static const guint limits[] = {1, 3, 5, 1000, 1000};
  memset(side, 0, sizeof *side);
  side->facet = (char *)oracle_facets[pick(oracle, G_N_ELEMENTS(oracle_facets))];
  side->limit = limits[pick(oracle, G_N_ELEMENTS(limits))];
  side->offset = chance(oracle, 15) ? pick(oracle, 5) : 0;
  side->sort = (RepereFacetSort)pick(oracle, 3);
}

/* A facet with itself, too: works that have both of two values. */
static inline void check_cells(Check *check, const ReperePivot *pivot)
{
  const RepereFacetAnswer *rows = pivot->rows, *columns = pivot->columns;
  g_autofree char *sql =
    g_strdup_printf("SELECT r.value || ' x ' || c.value, count(*) FROM passed p JOIN work_facet r ON r.work "
                    "= p.n AND r.facet = '%s' "
                    "JOIN work_facet c ON c.work = p.n AND c.facet = '%s' GROUP BY r.value, c.value",
                    rows->facet, columns->facet);
  g_autofree char *both = g_strdup_printf("SELECT count(*) FROM passed WHERE n IN (SELECT work FROM "
                                          "work_facet WHERE facet = '%s') AND n IN (SELECT work FROM "
                                          "work_facet WHERE facet = '%s')",
                                          rows->facet, columns->facet);
  g_autoptr(GHashTable) cells = sql_counts(check->oracle->db, sql);
  same(check, "both", pivot->both, sql_number(check->oracle->db, both));
  for (guint r = 0; r < rows->values->len; r++)
    for (guint c = 0; c < columns->values->len; c++) {
      const RepereFacetValue *row = rows->values->pdata[r], *column = columns->values->pdata[c];
      g_autofree char *cell = g_strdup_printf("%s x %s", row->value, column->value);
      g_autofree char *what = g_strdup_printf("%s x %s: %s", rows->facet, columns->facet, cell);
      same(check, what, pivot->cells[r * columns->values->len + c],
           GPOINTER_TO_UINT(g_hash_table_lookup(cells, cell)));
    }
}

/* `passed` is filled. Here every filter counts. */
static inline void check_pivot(Check *check)
{
  g_autoptr(GError) error = NULL;
  RepereFacetAsk rows, columns;
  random_side(check->oracle, &rows);
  random_side(check->oracle, &columns);
  g_autoptr(ReperePivot)
    pivot = repere_pivot(check->engine, 0, check->ask->question, &rows, &columns, &error);
  g_assert_no_error(error);
  same(check, "total of the pivot", pivot->head.total, check->total);
  check_facet(check, &rows, pivot->rows, "passed");
  check_facet(check, &columns, pivot->columns, "passed");
  check_cells(check, pivot);
}

/* ---- trend ---- */

/* The years of `passed`; those that are not shown must have no works, but for what a filter's span leaves
 * out. */
static inline void check_years(Check *check, const char *what, const RepereTrend *trend,
                               const guint32 *counts, guint missing)
{
  sqlite3 *db = check->oracle->db;
  g_autoptr(GHashTable) years = sql_counts(
    db, "SELECT value, count(*) FROM work_facet WHERE facet = 'year' AND work IN passed GROUP BY value");
  for (guint i = 0; i < trend->years; i++) {
    g_autofree char *year = g_strdup_printf("%04d", trend->first + (int)i);
    g_autofree char *where = g_strconcat(what, ", ", year, NULL);
    same(check, where, counts[i], GPOINTER_TO_UINT(g_hash_table_lookup(years, year)));
    g_hash_table_remove(years, year);
  }
  if (g_hash_table_size(years))
    differ(check, "%s: %u years with works are left out", what, g_hash_table_size(years));
  g_autofree char *lacking = g_strconcat(what, ", missing", NULL);
  same(
    check, lacking, missing,
    sql_number(
      db, "SELECT count(*) FROM passed WHERE n NOT IN (SELECT work FROM work_facet WHERE facet = 'year')"));
}

/* Shown are the years from the first with works to the last, and all that a filter asks for of those the
 * library has. */
static inline void check_span(Check *check, const RepereTrend *trend)
{
  static const char range[] =
    "SELECT %s(CAST(value AS INT)) FROM work_facet JOIN work ON n = work WHERE facet = 'year' AND %s";
  const RepereQuestion *question = check->ask->question;
  int ends[2][2], asked[2] = {G_MAXINT, G_MININT};
  for (guint i = 0; i < 2; i++)
    for (guint end = 0; end < 2; end++) {
      g_autofree char *sql = g_strdup_printf(range, end ? "max" : "min", i ? "visible" : "n IN passed");
      ends[i][end] = (int)sql_number(check->oracle->db, sql);
    }
  for (guint i = 0; i < question->filters->len; i++) {
    const RepereFilter *filter = question->filters->pdata[i];
    if (filter->exclude || !g_str_equal(filter->facet, "year")) continue;
    asked[0] = MIN(asked[0], filter->value ? atoi(filter->value) : filter->from);
    asked[1] = MAX(asked[1], filter->value ? atoi(filter->value) : filter->to);
  }
  int first = asked[0] == G_MAXINT || asked[0] == G_MININT ? ends[0][0] : MAX(asked[0], ends[1][0]);
  int last = asked[1] == G_MININT || asked[1] == G_MAXINT ? ends[0][1] : MIN(asked[1], ends[1][1]);
  gboolean none = first > last || first == 0 || last == 0;
  same(check, "years of the trend", trend->years, none ? 0 : (guint)(last - first + 1));
  if (!none) same(check, "first year of the trend", (guint)trend->first, (guint)first);
}

/* The words of the question and of `others` against the years. */
static inline void check_trend(Check *check, Ask *const *others, guint n)
{
  g_autoptr(GError) error = NULL;
  g_autoptr(GPtrArray) qs = g_ptr_array_new();
  Oracle *oracle = check->oracle;
  const RepereQuestion *question = check->ask->question;
  for (guint i = 0; i < n; i++) g_ptr_array_add(qs, others[i]->question->q);
  g_ptr_array_add(qs, NULL);
  g_autoptr(RepereTrend)
    trend = repere_trend(check->engine, 0, question, "year", (const char *const *)qs->pdata, &error);
  g_assert_no_error(error);
  sql_run(oracle->db, "DELETE FROM matched; INSERT INTO matched SELECT n FROM work WHERE visible");
  fill_from_matched(oracle, "passed", question, NULL);
  check_years(check, "works", trend, trend->works, trend->missing);
  check_span(check, trend);
  same(check, "series", trend->series->len, n);
  for (guint i = 0; i < n; i++) {
    const RepereSeries *series = trend->series->pdata[i];
    gboolean any;
    fill_matched(oracle, others[i], &any);
    same(check, series->q, series->head.total, fill_from_matched(oracle, "passed", question, NULL));
    same(check, "any of the series", (guint)series->head.any, (guint)any);
    check_years(check, series->q, trend, series->counts, series->missing);
  }
}

#endif
