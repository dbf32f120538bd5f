/* numbers.h - questions whose answer is a table: values against values, years against words.
 *
 * Counts are numbers of works, exact, and belong to one revision. Errors and lanes as in search.h. */
#ifndef REPERE_NUMBERS_H
#define REPERE_NUMBERS_H

#include "repere/search.h"

G_BEGIN_DECLS

/* ---- pivot ---- */

/* A table of two facets. A work with several values counts once in each of its cells, and once in each total: totals
 * are numbers of works, so a row's cells may add up to more than its total, or to less where works lack a column. */
typedef struct {
  RepereAnswerHead head;
  RepereFacetAnswer *rows, *columns; /* the values shown, each with its total; distinct and missing of the whole */
  guint32 *cells;                    /* rows->values->len × columns->values->len, a row after the other; zeros too */
  guint both;                        /* works with a value in both facets */
} ReperePivot;

/* Counts `rows` against `columns` (their facet, limit, offset, sort, match) over the works of the question. Every filter
 * counts, those on the two facets as well. Of the question count q, lang, filters and the deadline. */
ReperePivot *repere_pivot(RepereEngine *engine, guint lane, const RepereQuestion *question, const RepereFacetAsk *rows,
                          const RepereFacetAsk *columns, GError **error);
void repere_pivot_free(ReperePivot *pivot);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(ReperePivot, repere_pivot_free)

/* ---- trend ---- */

typedef struct {
  char *q;
  RepereAnswerHead head;  /* total: works of all years, those without one too */
  guint32 *counts;        /* by year, as RepereTrend.years */
  guint missing;          /* matching works without a year */
} RepereSeries;

typedef struct {
  RepereIndexState index;
  char *facet, *label;    /* the year facet */
  int first;              /* year */
  guint years;            /* from `first` on, empty ones too; 0: no work has a year */
  guint32 *works;         /* by year: all works under the filters; a share is counts[i] / works[i] */
  guint missing;          /* works under the filters without a year */
  GPtrArray *series;      /* of RepereSeries *, as asked */
  double took_ms;
} RepereTrend;

/* Counts works by `facet` (of kind year), one series for each of `qs` (NULL-terminated, at least one). Of the
 * question count lang, filters and the deadline. A range filter on the facet itself narrows the years shown. */
RepereTrend *repere_trend(RepereEngine *engine, guint lane, const RepereQuestion *question, const char *facet,
                          const char *const *qs, GError **error);
void repere_trend_free(RepereTrend *trend);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(RepereTrend, repere_trend_free)

G_END_DECLS
#endif
