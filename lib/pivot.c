/* pivot.c - values against values; see repere/numbers.h
 *
 * The works of the question are a set. Both facets are counted over it, which says what rows and columns are
 * shown; then one pass over the set fills the cells between those. */
#include "repere/numbers.h"

#include <string.h>
#include "answer.h"
#include "engine.h"
#include "facets.h"
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

/* One side of the table. */
typedef struct {
  const RepereColumn *column;
  guint16 *places;  /* number -> row or column in the table, or NOWHERE */
  guint shown;      /* how many rows or columns */
  guint16 *of_work; /* the places of the work in hand */
  guint n;          /* how many those are */
} Side;

static void side_clear(Side *side)
{
  g_free(side->places);
  g_free(side->of_work);
}
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC(Side, side_clear)

static void find_places(Side *side, const RepereFacetAnswer *answer)
{
  const RepereColumn *column = side->column;
  side->shown = MIN(answer->values->len, NOWHERE);
  side->places = g_new(guint16, (gsize)column->size + 1);
  side->of_work = g_new(guint16, (gsize)side->shown + 1);
  memset(side->places, 0xff, ((gsize)column->size + 1) * sizeof *side->places);
  for (guint i = 0; i < side->shown; i++) {
    guint32 number;
    /* A value that is selected is shown, even one that no work has. */
    if (repere_column_number(column, ((RepereFacetValue *)answer->values->pdata[i])->value, &number))
      side->places[number] = (guint16)i;
  }
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

/* Puts the places of a work's values into the side; FALSE where it has no value, shown or not. */
static inline gboolean take_places(Side *side, guint32 docid)
{
  gsize at;
  guint n = repere_column_of(side->column, docid, &at);
  side->n = 0;
  for (guint i = 0; i < n; i++) {
    guint16 place = side->places[repere_column_number_at(side->column, at + i)];
    side->of_work[side->n] = place;
    side->n += place != NOWHERE;
  }
  return n > 0;
}

static gboolean fill_cells(ReperePivot *pivot, Side *rows, Side *columns, const roaring_bitmap_t *set,
                           const RepereQuestion *question, GError **error)
{
  guint32 docids[CHUNK], got;
  roaring_uint32_iterator_t each;
  roaring_init_iterator(set, &each);
  while ((got = roaring_read_uint32_iterator(&each, docids, CHUNK)) > 0) {
    if (!repere_in_time(question, error)) return FALSE;
    for (guint32 i = 0; i < got; i++) {
      gboolean has_row = take_places(rows, docids[i]), has_column = take_places(columns, docids[i]);
      pivot->both += has_row && has_column;
      for (guint r = 0; r < rows->n; r++) {
        guint32 *row = pivot->cells + (gsize)rows->of_work[r] * columns->shown;
        for (guint c = 0; c < columns->n; c++) row[columns->of_work[c]]++;
      }
    }
  }
  return TRUE;
}

static gboolean ask(const RepereLane *lane, gpointer data, xc_error *fault, GError **error)
{
  Asked *asked = data;
  const RepereQuestion *question = asked->question;
  g_clear_pointer(&asked->pivot, repere_pivot_free);
  g_autoptr(RepereMatch) match = repere_match_new(lane, question, fault, error);
  g_autoptr(roaring_bitmap_t) set = match ? repere_match_filtered(match, lane, question, NULL, fault, error)
                                          : NULL;
  if (!set) return FALSE;
  ReperePivot *pivot = asked->pivot = g_new0(ReperePivot, 1);
  g_auto(Side) rows = {0}, columns = {0};
  repere_match_head(match, lane, &pivot->head);
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
