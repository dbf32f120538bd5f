/* plan_filter.c - filters as terms: see plan.h */
#include "plan.h"

/* Adds the terms that a filter stands for: those of its values that the index has. */
static void add_filter_terms(const RepereColumn *column, const RepereFilter *filter, GPtrArray *terms)
{
  char year[16];
  guint32 number;
  if (filter->value) {
    if (repere_column_number(column, filter->value, &number))
      g_ptr_array_add(terms, repere_term_facet(column->facet->name, filter->value));
    return;
  }
  for (gint64 y = MAX(filter->from, 0); y < column->size && y <= filter->to; y++)
    if (column->used[y])
      g_ptr_array_add(terms,
                      repere_term_facet(column->facet->name, repere_column_value(column, (guint32)y, year)));
}

GPtrArray *repere_plan_filter_terms(const RepereSnapshot *snapshot, const RepereQuestion *question,
                                    guint facet, gboolean exclude)
{
  const RepereColumn *column = &snapshot->columns[facet];
  GPtrArray *terms = NULL;
  for (guint i = 0; i < question->filters->len; i++) {
    const RepereFilter *filter = question->filters->pdata[i];
    if (filter->exclude != exclude || !g_str_equal(filter->facet, column->facet->name)) continue;
    if (!terms) terms = g_ptr_array_new_with_free_func(g_free);
    add_filter_terms(column, filter, terms);
  }
  return terms;
}
