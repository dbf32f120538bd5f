/* filter.c - see filter.h */
#include "filter.h"

const char *repere_filter_value(const RepereFacet *facet, const RepereVocabularies *vocabularies,
                                const char *written)
{
  const RepereVocabulary *vocabulary =
    facet->vocabulary ? repere_vocabularies_get(vocabularies, facet->vocabulary) : NULL;
  const char *value = vocabulary ? repere_vocabulary_value(vocabulary, written) : NULL;
  if (value && facet->top) value = repere_vocabulary_top(vocabulary, value);
  return value ? value : written;
}

static void filter_free(gpointer data)
{
  RepereFilter *filter = data;
  g_free(filter->facet);
  g_free(filter->value);
  g_free(filter);
}

static gboolean same(gconstpointer a, gconstpointer b)
{
  const RepereFilter *one = a, *other = b;
  return one->exclude == other->exclude && one->from == other->from && one->to == other->to &&
         g_str_equal(one->facet, other->facet) && g_strcmp0(one->value, other->value) == 0;
}

GPtrArray *repere_filters_canonical(const GPtrArray *filters, const RepereSnapshot *snapshot,
                                    const RepereVocabularies *vocabularies)
{
  GPtrArray *canonical = g_ptr_array_new_with_free_func(filter_free);
  for (guint i = 0; i < filters->len; i++) {
    const RepereFilter *filter = filters->pdata[i];
    const RepereColumn *column = repere_snapshot_column(snapshot, filter->facet);
    RepereFilter *own = g_memdup2(filter, sizeof *filter);
    own->facet = g_strdup(filter->facet);
    own->value = column && filter->value
                   ? g_strdup(repere_filter_value(column->facet, vocabularies, filter->value))
                   : g_strdup(filter->value);
    if (g_ptr_array_find_with_equal_func(canonical, own, same, NULL)) filter_free(own);
    else g_ptr_array_add(canonical, own);
  }
  return canonical;
}
