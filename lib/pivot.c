/* pivot.c - values against values; see repere/numbers.h
 *
 * The works of the question are a set. Both facets are counted over it, which says what rows and columns are
 * shown; then one pass over the set fills the cells between those. */
#include "repere/numbers.h"

#include <string.h>
#include "answer.h"
#include "engine.h"
#include "facets.h"
#include "filter.h"
#include "match.h"

/* Documents decoded between two looks at the clock. */
#define CHUNK 2048

/* A value that is not shown. */
#define NOWHERE G_MAXUINT16

typedef struct {
  const RepereQuestion *question;
  const RepereFacetAsk *rows, *columns;
  ReperePivot *pivot;
} Asked;

/* One side of the table. Works with the same values have the same code in the column; what of those values is
 * shown is found once a code. */
typedef struct {
  const RepereColumn *column;
  guint shown;     /* how many rows or columns */
  guint16 *places; /* rows or columns in the table: those of code c are places[starts[c]] … places[starts[c +
                      1] - 1] */
  guint32 *starts;
  guint8 *has;          /* by code: 1 where there is a value, shown or not */
  guint32 codes[CHUNK]; /* of the documents in hand */
} Side;

static void side_clear(Side *side)
{
  g_free(side->places);
  g_free(side->starts);
  g_free(side->has);
}
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC(Side, side_clear)

/* The row or column of each number, NOWHERE where it has none. */
static guint16 *places_of_numbers(const RepereColumn *column, const RepereFacetAnswer *answer, guint shown)
{
  guint16 *places = g_new(guint16, (gsize)column->size + 1);
  memset(places, 0xff, ((gsize)column->size + 1) * sizeof *places);
  for (guint i = 0; i < shown; i++) {
    guint32 number;
    /* A value that is selected is shown, even one that no work has. */
    if (repere_column_number(column, ((RepereFacetValue *)answer->values->pdata[i])->value, &number))
      places[number] = (guint16)i;
  }
  return places;
}

static void find_places(Side *side, const RepereFacetAnswer *answer)
{
  const RepereColumn *column = side->column;
  guint32 codes = column->starts ? column->lists : column->size + 1, filled = 0;
  side->shown = MIN(answer->values->len, NOWHERE);
  g_autofree guint16 *of = places_of_numbers(column, answer, side->shown);
  side->places = g_new(guint16, (gsize)(column->starts ? column->starts[codes] : codes) + 1);
  side->starts = g_new(guint32, (gsize)codes + 1);
  side->has = g_new(guint8, (gsize)codes + 1);
  for (guint32 code = 0; code < codes; code++) {
    gsize at;
    guint n = repere_column_of_code(column, code, &at);
    side->starts[code] = filled;
    side->has[code] = n > 0;
    for (guint i = 0; i < n; i++) {
      side->places[filled] = of[repere_column_number_at(column, at + i)];
      filled += side->places[filled] != NOWHERE;
    }
  }
  side->starts[codes] = filled;
}

/* Counts the facet over `set`, and chooses what of it is shown. */
static RepereFacetAnswer *count_side(Side *side, const RepereLane *lane, const RepereQuestion *question,
                                     const RepereFacetAsk *ask, const roaring_bitmap_t *set)
{
  const RepereColumn *column = side->column = repere_snapshot_column(lane->snapshot, ask->facet);
  g_autofree guint32 *counts = g_new0(guint32, (gsize)column->size + 1);
  RepereColumnCount count = {column, counts, 0};
  repere_facets_count(lane->snapshot, &count, 1, set);
  RepereFacetAnswer *answer =
    repere_facet_answer_of(lane->snapshot, lane->vocabularies, question, ask, counts, count.missing);
  find_places(side, answer);
  return answer;
}

static void take_codes(Side *side, const guint32 *docids, guint32 n)
{
  const gpointer codes = side->column->codes;
  switch (side->column->width) {
  case 1:
    for (guint32 i = 0; i < n; i++) side->codes[i] = ((const guint8 *)codes)[docids[i]];
    break;
  case 2:
    for (guint32 i = 0; i < n; i++) side->codes[i] = ((const guint16 *)codes)[docids[i]];
    break;
  default:
    for (guint32 i = 0; i < n; i++) side->codes[i] = ((const guint32 *)codes)[docids[i]];
    break;
  }
}

/* Every row of each document with every column of it. */
static void cross(ReperePivot *pivot, const Side *rows, const Side *columns, guint32 n)
{
  for (guint32 i = 0; i < n; i++) {
    guint32 of_rows = rows->codes[i], of_columns = columns->codes[i];
    guint32 first = columns->starts[of_columns], last = columns->starts[of_columns + 1];
    pivot->both += rows->has[of_rows] & columns->has[of_columns];
    for (guint32 row = rows->starts[of_rows]; row < rows->starts[of_rows + 1]; row++) {
      guint32 *cells = pivot->cells + (gsize)rows->places[row] * columns->shown;
      for (guint32 column = first; column < last; column++) cells[columns->places[column]]++;
    }
  }
}

static gboolean fill_cells(ReperePivot *pivot, Side *rows, Side *columns, const roaring_bitmap_t *set,
                           const RepereQuestion *question, GError **error)
{
  guint32 docids[CHUNK], got;
  roaring_uint32_iterator_t each;
  roaring_init_iterator(set, &each);
  while ((got = roaring_read_uint32_iterator(&each, docids, CHUNK)) > 0) {
    if (!repere_in_time(question, error)) return FALSE;
    take_codes(rows, docids, got);
    take_codes(columns, docids, got);
    cross(pivot, rows, columns, got);
  }
  return TRUE;
}

static gboolean ask(const RepereLane *lane, gpointer data, xc_error *fault, GError **error)
{
  Asked *asked = data;
  g_autoptr(GPtrArray)
    filters = repere_filters_canonical(asked->question->filters, lane->snapshot, lane->vocabularies);
  RepereQuestion canonical = *asked->question, *question = &canonical;
  canonical.filters = filters;
  g_clear_pointer(&asked->pivot, repere_pivot_free);
  g_autoptr(RepereMatch) match = repere_match_new(lane, question, fault, error);
  g_autoptr(roaring_bitmap_t) set = match ? repere_match_filtered(match, lane, question, NULL, fault, error)
                                          : NULL;
  if (!set) return FALSE;
  ReperePivot *pivot = asked->pivot = g_new0(ReperePivot, 1);
  g_auto(Side) rows = {NULL}, columns = {NULL};
  repere_match_head(match, lane, &pivot->head);
  repere_filters_warn(filters, lane->snapshot, lane->vocabularies, question->lang, pivot->head.warnings);
  pivot->head.total = (guint)roaring_bitmap_get_cardinality(set);
  pivot->rows = count_side(&rows, lane, question, asked->rows, set);
  pivot->columns = count_side(&columns, lane, question, asked->columns, set);
  pivot->cells = g_new0(guint32, (gsize)rows.shown * columns.shown + 1);
  return fill_cells(pivot, &rows, &columns, set, question, error);
}

ReperePivot *repere_pivot(RepereEngine *engine, guint lane, const RepereQuestion *question,
                          const RepereFacetAsk *rows, const RepereFacetAsk *columns, GError **error)
{
  Asked asked = {question, rows, columns, NULL};
  gint64 start = g_get_monotonic_time();
  if (!repere_engine_ask(engine, lane, ask, &asked, error)) {
    g_clear_pointer(&asked.pivot, repere_pivot_free);
    return NULL;
  }
  asked.pivot->head.took_ms = (double)(g_get_monotonic_time() - start) / 1000.0;
  return asked.pivot;
}

void repere_pivot_free(ReperePivot *pivot)
{
  if (!pivot) return;
  repere_answer_head_clear(&pivot->head);
  repere_facet_answer_free(pivot->rows);
  repere_facet_answer_free(pivot->columns);
  g_free(pivot->cells);
  g_free(pivot);
}
