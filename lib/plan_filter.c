/* plan_filter.c - filters as terms, and as Xapian queries: see plan.h */
#include "plan_private.h"

xc_query *repere_plan_visible(const RepereSnapshot *snapshot, const xc_query *matches, xc_error *fault)
{
  xc_query *base = matches ? xc_query_copy(matches, fault) : xc_query_all(fault);
  if (snapshot->state.works == snapshot->documents) return base;
  g_autofree char *term = repere_term_access("public");
  return plan_pair(XC_FILTER, base, plan_term(term, fault), fault);
}

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

static xc_query *filter_facet(const RepereSnapshot *snapshot, const RepereQuestion *question, guint facet,
                              gboolean exclude, xc_query *query, xc_error *fault)
{
  g_autoptr(GPtrArray) terms = repere_plan_filter_terms(snapshot, question, facet, exclude);
  if (!terms || (exclude && terms->len == 0)) return query;
  return plan_pair(exclude ? XC_AND_NOT : XC_FILTER, query, plan_any_of(terms, XC_OR, 0, fault), fault);
}

xc_query *repere_plan_filtered(const RepereSnapshot *snapshot, const RepereQuestion *question,
                               const xc_query *matches, xc_error *fault)
{
  xc_query *query = repere_plan_visible(snapshot, matches, fault);
  for (guint i = 0; i < snapshot->facets && query; i++) {
    query = filter_facet(snapshot, question, i, FALSE, query, fault);
    query = filter_facet(snapshot, question, i, TRUE, query, fault);
  }
  return query;
}
