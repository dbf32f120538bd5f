/* facets_hit.c - the facets of one document, as a hit shows them: see facets.h */
#include "facets.h"

#include <stdlib.h>
#include <string.h>
#include "answer.h"
#include "fault.h"
#include "values.h"

const RepereVocabulary *repere_facet_tree(const RepereFacet *facet, const RepereVocabularies *vocabularies)
{
  return facet->kind == REPERE_FACET_TREE && facet->vocabulary
           ? repere_vocabularies_get(vocabularies, facet->vocabulary)
           : NULL;
}

/* One document's values of one facet: `n` from place `at` of the column on. */
typedef struct {
  const RepereLane *lane;
  const RepereColumn *column;
  const char *lang;
  gsize at;
  guint n;
} Has;

static const char *value_at(const Has *has, guint i, char year[16])
{
  return repere_column_value(has->column, repere_column_number_at(has->column, has->at + i), year);
}

static RepereValue *labelled(const Has *has, const char *value)
{
  g_autofree char *label = repere_facet_shown_label(has->column, has->lane->vocabularies, value, has->lang);
  return repere_value_new(value, label);
}

/* All that stand above one of the values, borrowed from `tree`; NULL where it is none. */
static GHashTable *broader_of(const Has *has, const RepereVocabulary *tree)
{
  char year[16];
  if (!tree) return NULL;
  GHashTable *broader = g_hash_table_new(g_str_hash, g_str_equal);
  g_autoptr(GPtrArray) above = g_ptr_array_new();
  for (guint i = 0; i < has->n; i++) {
    g_ptr_array_set_size(above, 0);
    repere_vocabulary_with_broader(tree, value_at(has, i, year), above);
    for (guint a = 1; a < above->len; a++)
      g_hash_table_add(broader, above->pdata[a]); /* 0 is the value itself */
  }
  return broader;
}

/* ---- of what texts feed ---- */

/* Appends to `pages` on how many pages each of the values is. */
static gboolean read_pages(const Has *has, guint32 docid, GArray *pages, GError **error)
{
  xc_error fault = XC_ERROR_INIT;
  xc_bytes bytes;
  xc_document *document = xc_database_document(has->lane->database, docid, 0, &fault);
  gboolean read = document && xc_document_value(document, has->column->pages_slot, &bytes, &fault) == XC_OK;
  gboolean sound = read && repere_values_unpack_pages(bytes.data, bytes.size, has->n, pages);
  xc_document_free(document);
  if (!read) return repere_fault(error, NULL, &fault);
  if (!sound)
    g_set_error(error, REPERE_ERROR, REPERE_ERROR_CORRUPT,
                "The pages of facet \"%s\" in the index are damaged; run 'repere-indexer rebuild'.",
                has->column->facet->name);
  return sound;
}

typedef struct {
  guint i, pages;
  guint32 rank; /* of its label */
} Paged;

static gint by_pages(gconstpointer a, gconstpointer b)
{
  const Paged *one = a, *other = b;
  if (one->pages != other->pages) return one->pages > other->pages ? -1 : 1;
  return (one->rank > other->rank) - (one->rank < other->rank);
}

/* The values that none of the others stands below, those on most pages first. Owned. */
static GArray *order_paged(const Has *has, GHashTable *broader, const GArray *pages)
{
  char year[16];
  const RepereColumnLabels *labels = repere_column_labels(has->column, has->lang);
  GArray *paged = g_array_new(FALSE, FALSE, sizeof(Paged));
  for (guint i = 0; i < has->n; i++) {
    if (broader && g_hash_table_contains(broader, value_at(has, i, year))) continue;
    guint32 number = repere_column_number_at(has->column, has->at + i);
    Paged one = {i, g_array_index(pages, guint32, i), labels->ranks[number]};
    g_array_append_val(paged, one);
  }
  g_array_sort(paged, by_pages);
  return paged;
}

static gboolean add_paged(const Has *has, guint32 docid, guint most, RepereHitFacet *shown, GError **error)
{
  char year[16];
  g_autoptr(GArray) pages = g_array_new(FALSE, FALSE, sizeof(guint32));
  if (!read_pages(has, docid, pages, error)) return FALSE;
  GHashTable *broader = broader_of(has, repere_facet_tree(has->column->facet, has->lane->vocabularies));
  g_autoptr(GArray) paged = order_paged(has, broader, pages);
  g_clear_pointer(&broader, g_hash_table_unref);
  shown->of_texts = TRUE;
  for (guint i = 0; i < MIN(paged->len, most); i++) {
    const Paged *one = &g_array_index(paged, Paged, i);
    RepereValue *value = labelled(has, value_at(has, one->i, year));
    value->pages = one->pages;
    g_ptr_array_add(shown->values, value);
  }
  return TRUE;
}

/* ---- of all ---- */

static void add_values(const Has *has, RepereHitFacet *shown)
{
  char year[16];
  GHashTable *broader = broader_of(has, repere_facet_tree(has->column->facet, has->lane->vocabularies));
  for (guint i = 0; i < has->n; i++) {
    const char *value = value_at(has, i, year);
    if (!broader || !g_hash_table_contains(broader, value))
      g_ptr_array_add(shown->values, labelled(has, value));
  }
  g_clear_pointer(&broader, g_hash_table_unref);
}

static guint most_of(const RepereColumn *column, RepereTextFacets texts)
{
  if (texts.all || repere_facet_is_of_records(column->facet)) return G_MAXUINT;
  for (guint i = 0; texts.asked && i < texts.asked->len; i++)
    if (g_str_equal(((RepereFacetAsk *)texts.asked->pdata[i])->facet, column->facet->name))
      return REPERE_HIT_VALUES;
  return 0;
}

GPtrArray *repere_facets_of(const RepereLane *lane, guint32 docid, const char *lang, RepereTextFacets texts,
                            GError **error)
{
  g_autoptr(GPtrArray) facets = g_ptr_array_new_with_free_func((GDestroyNotify)repere_hit_facet_free);
  for (guint i = 0; i < lane->snapshot->facets; i++) {
    Has has = {lane, &lane->snapshot->columns[i], lang, 0, 0};
    guint most = most_of(has.column, texts);
    has.n = repere_column_of(has.column, docid, &has.at);
    if (!has.n || !most) continue;
    RepereHitFacet *shown = repere_hit_facet_new(has.column->facet->name);
    g_ptr_array_add(facets, shown);
    if (!repere_facet_is_of_texts(has.column->facet)) add_values(&has, shown);
    else if (!add_paged(&has, docid, most, shown, error)) return NULL;
  }
  return g_steal_pointer(&facets);
}
