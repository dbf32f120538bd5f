/* trend.c - works by year, one series a question; see repere/numbers.h
 *
 * The works that pass the filters are found once: they are what a share is of, and each series' words are
 * crossed with them. */
#include "repere/numbers.h"

#include <string.h>
#include "answer.h"
#include "engine.h"
#include "filter.h"
#include "match.h"

typedef struct {
  const RepereQuestion *question;
  const char *facet;
  const char *const *qs;
  const GPtrArray *filters; /* canonical */
  RepereTrend *trend;
} Asked;

static void series_free(gpointer data)
{
  RepereSeries *series = data;
  repere_answer_head_clear(&series->head);
  g_free(series->q);
  g_free(series->counts);
  g_free(series);
}

void repere_trend_free(RepereTrend *trend)
{
  if (!trend) return;
  g_ptr_array_unref(trend->series);
  g_free(trend->facet);
  g_free(trend->label);
  g_free(trend->works);
  g_free(trend);
}

/* ---- the years shown ---- */

typedef struct {
  gint64 from, to; /* both ends included; empty where from > to */
} Span;

/* From the first year with a count to the last. */
static Span counted_span(const guint32 *counts, guint32 size)
{
  Span span = {0, (gint64)size - 1};
  while (span.from <= span.to && !counts[span.from]) span.from++;
  while (span.to >= span.from && !counts[span.to]) span.to--;
  return span;
}

/* What the filters that select years let through, from the first to the last; open ends are G_MININT and
 * G_MAXINT. */
static gboolean filtered_span(const RepereQuestion *question, const char *facet, Span *span)
{
  gboolean filtered = FALSE;
  *span = (Span){G_MAXINT, G_MININT};
  for (guint i = 0; i < question->filters->len; i++) {
    const RepereFilter *filter = question->filters->pdata[i];
    if (filter->exclude || !g_str_equal(filter->facet, facet)) continue;
    gint64 year = filter->value ? g_ascii_strtoll(filter->value, NULL, 10) : 0;
    span->from = MIN(span->from, filter->value ? year : filter->from);
    span->to = MAX(span->to, filter->value ? year : filter->to);
    filtered = TRUE;
  }
  return filtered;
}

/* The years that have works, from the first to the last. A filter's ends are shown as they were asked for,
 * also where no work is left there, but not beyond the years that the library has. */
static Span shown_span(const RepereColumn *column, const guint32 *works, const RepereQuestion *question)
{
  Span span = counted_span(works, column->size), whole = counted_span(column->totals, column->size), asked;
  if (!filtered_span(question, column->facet->name, &asked)) return span;
  span.from = MAX(asked.from > G_MININT ? asked.from : span.from, whole.from);
  span.to = MIN(asked.to < G_MAXINT ? asked.to : span.to, whole.to);
  return span;
}

/* The part of `counts` that is shown. g_free. */
static guint32 *cut(const RepereTrend *trend, const guint32 *counts)
{
  guint32 *shown = g_new0(guint32, (gsize)trend->years + 1);
  if (trend->years) memcpy(shown, counts + trend->first, trend->years * sizeof *shown);
  return shown;
}

/* ---- series ---- */

static gboolean add_series(const RepereLane *lane, const Asked *asked, const char *q,
                           const RepereColumn *column, const roaring_bitmap_t *passing, xc_error *fault,
                           GError **error)
{
  RepereQuestion question = *asked->question;
  question.q = (char *)q;
  g_autoptr(RepereMatch) match = repere_match_new(lane, &question, fault, error);
  if (!match) return FALSE;
  g_autoptr(roaring_bitmap_t) set = roaring_bitmap_and(match->words, passing);
  g_autofree guint32 *counts = g_new0(guint32, (gsize)column->size + 1);
  RepereSeries *series = g_new0(RepereSeries, 1);
  series->q = g_strdup(q);
  repere_match_head(match, lane, &series->head);
  repere_filters_warn(asked->filters, lane->snapshot, lane->vocabularies, question.lang,
                      series->head.warnings);
  series->head.total = (guint)roaring_bitmap_get_cardinality(set);
  repere_column_count(column, set, counts, &series->missing);
  series->counts = cut(asked->trend, counts);
  g_ptr_array_add(asked->trend->series, series);
  return TRUE;
}

/* The works that pass the filters, whatever their words. */
static roaring_bitmap_t *passing_works(const RepereLane *lane, const RepereQuestion *asked,
                                       GPtrArray *filters, xc_error *fault, GError **error)
{
  char none[] = "";
  RepereQuestion question = *asked;
  question.q = none;
  question.filters = filters;
  g_autoptr(RepereMatch) match = repere_match_new(lane, &question, fault, error);
  return match ? repere_match_filtered(match, lane, &question, NULL, fault, error) : NULL;
}

static gboolean ask(const RepereLane *lane, gpointer data, xc_error *fault, GError **error)
{
  Asked *asked = data;
  const RepereColumn *column = repere_snapshot_column(lane->snapshot, asked->facet);
  g_clear_pointer(&asked->trend, repere_trend_free);
  g_autoptr(GPtrArray) filters =
    repere_filters_canonical(asked->question->filters, lane->snapshot, lane->vocabularies);
  g_autoptr(roaring_bitmap_t) passing = passing_works(lane, asked->question, filters, fault, error);
  if (!passing) return FALSE;
  asked->filters = filters;
  g_autofree guint32 *counts = g_new0(guint32, (gsize)column->size + 1);
  RepereTrend *trend = asked->trend = g_new0(RepereTrend, 1);
  trend->series = g_ptr_array_new_with_free_func(series_free);
  trend->index = lane->snapshot->state;
  trend->facet = g_strdup(asked->facet);
  trend->label = g_strdup(repere_facet_label(column->facet, asked->question->lang));
  repere_column_count(column, passing, counts, &trend->missing);
  Span shown = shown_span(column, counts, asked->question);
  if (shown.from <= shown.to) {
    trend->first = (int)shown.from;
    trend->years = (guint)(shown.to - shown.from + 1);
  }
  trend->works = cut(trend, counts);
  for (const char *const *q = asked->qs; *q; q++)
    if (!add_series(lane, asked, *q, column, passing, fault, error)) return FALSE;
  return TRUE;
}

RepereTrend *repere_trend(RepereEngine *engine, guint lane, const RepereQuestion *question, const char *facet,
                          const char *const *qs, GError **error)
{
  Asked asked = {question, facet, qs, NULL, NULL};
  gint64 start = g_get_monotonic_time();
  if (!repere_engine_ask(engine, lane, ask, &asked, error)) {
    g_clear_pointer(&asked.trend, repere_trend_free);
    return NULL;
  }
  asked.trend->took_ms = (double)(g_get_monotonic_time() - start) / 1000.0;
  return asked.trend;
}
