/* values_texts.c - values of the facets that texts feed: see values.h */
#include "values.h"

#include <string.h>
#include "varint.h"

/* ---- from concepts to values ---- */

/* The values in the making, each with the number behind that of the last page it was counted on. */
typedef struct {
  GPtrArray *values;
  GArray *pages, *last; /* of guint32 */
  GHashTable *places;   /* value -> its place among them + 1 */
  GArray *starts;       /* of guint32: those of the i-th concept found begin there in `members` */
  GArray *members;      /* of guint32: places */
} Tally;

static guint32 place_of(Tally *tally, const char *value)
{
  guint32 none = 0;
  guint known = GPOINTER_TO_UINT(g_hash_table_lookup(tally->places, value));
  if (known) return known - 1;
  char *own = g_strdup(value);
  g_ptr_array_add(tally->values, own);
  g_array_append_val(tally->pages, none);
  g_array_append_val(tally->last, none);
  g_hash_table_insert(tally->places, own, GUINT_TO_POINTER(tally->values->len));
  return tally->values->len - 1;
}

static gboolean belongs(const RepereFacet *facet, const RepereVocabularies *vocabularies,
                        const char *vocabulary)
{
  if (!g_str_equal(facet->vocabulary, "*")) return g_str_equal(facet->vocabulary, vocabulary);
  return g_strv_contains(repere_vocabularies_names(vocabularies), vocabulary);
}

/* What the concept counts as: in a tree all above it too. `vocabulary` is the facet's, which may be several
 * in one. */
static void add_members(Tally *tally, const RepereFacet *facet, const RepereVocabulary *vocabulary,
                        const char *name)
{
  g_autoptr(GPtrArray) all = g_ptr_array_new();
  if (facet->top) g_ptr_array_add(all, (gpointer)repere_vocabulary_top(vocabulary, name));
  else if (facet->kind == REPERE_FACET_TREE) repere_vocabulary_with_broader(vocabulary, name, all);
  else g_ptr_array_add(all, (gpointer)repere_vocabulary_value(vocabulary, name));
  for (guint i = 0; i < all->len; i++) {
    guint32 place = place_of(tally, all->pdata[i]);
    g_array_append_val(tally->members, place);
  }
}

static int compare_counts(const void *a, const void *b)
{
  guint32 one = ((const RepereConceptCount *)a)->concept, other = ((const RepereConceptCount *)b)->concept;
  return (one > other) - (one < other);
}

/* The place of a concept among those found, which is there. */
static guint index_of(const RepereFoundConcepts *found, guint32 concept)
{
  const RepereConceptCount wanted = {concept, 0},
                           *counts = (const RepereConceptCount *)(const void *)found->counts->data;
  const RepereConceptCount *there = bsearch(&wanted, counts, found->counts->len, sizeof *counts,
                                            compare_counts);
  return (guint)(there - counts);
}

static void count_page(Tally *tally, const RepereFoundConcepts *found, const RepereConceptPage *on)
{
  guint i = index_of(found, on->concept);
  guint32 end = g_array_index(tally->starts, guint32, i + 1);
  for (guint32 at = g_array_index(tally->starts, guint32, i); at < end; at++) {
    guint32 place = g_array_index(tally->members, guint32, at);
    guint32 *last = &g_array_index(tally->last, guint32, place);
    if (*last == on->page + 1) continue; /* another concept below the same one is on this page */
    *last = on->page + 1;
    g_array_index(tally->pages, guint32, place)++;
  }
}

void repere_values_of_texts(const RepereFoundConcepts *found, const RepereConcepts *concepts,
                            const RepereFacet *facet, const RepereVocabularies *vocabularies,
                            GPtrArray *values, GArray *pages)
{
  g_autoptr(GArray) last = g_array_new(FALSE, FALSE, sizeof(guint32));
  g_autoptr(GArray) starts = g_array_new(FALSE, FALSE, sizeof(guint32));
  g_autoptr(GArray) members = g_array_new(FALSE, FALSE, sizeof(guint32));
  g_autoptr(GHashTable) places = g_hash_table_new(g_str_hash, g_str_equal);
  Tally tally = {values, pages, last, places, starts, members};
  for (guint i = 0; i < found->counts->len; i++) {
    RepereConceptName name;
    repere_concepts_name(concepts, g_array_index(found->counts, RepereConceptCount, i).concept, &name);
    g_array_append_val(starts, members->len);
    if (belongs(facet, vocabularies, name.vocabulary_name))
      add_members(&tally, facet, repere_vocabularies_get(vocabularies, facet->vocabulary), name.value);
  }
  g_array_append_val(starts, members->len);
  for (guint i = 0; i < found->pages->len; i++)
    count_page(&tally, found, &g_array_index(found->pages, RepereConceptPage, i));
}

/* ---- as bytes ---- */

char *repere_facet_pages_key(const RepereFacet *facet)
{
  g_autofree char *slot = repere_facet_slot_key(facet);
  return g_strconcat(slot, "/pages", NULL);
}

typedef struct {
  guint32 number, pages;
} Pair;

static gint by_number(gconstpointer a, gconstpointer b)
{
  const Pair *one = a, *other = b;
  return (one->number > other->number) - (one->number < other->number);
}

void repere_values_pack_pages(GArray *numbers, GArray *pages, GByteArray **packed, GByteArray **packed_pages)
{
  g_autoptr(GArray) pairs = g_array_sized_new(FALSE, FALSE, sizeof(Pair), numbers->len);
  for (guint i = 0; i < numbers->len; i++) {
    Pair pair = {g_array_index(numbers, guint32, i), g_array_index(pages, guint32, i)};
    g_array_append_val(pairs, pair);
  }
  g_array_sort(pairs, by_number);
  *packed_pages = g_byte_array_new();
  for (guint i = 0; i < pairs->len; i++) {
    const Pair *pair = &g_array_index(pairs, Pair, i);
    g_array_index(numbers, guint32, i) = pair->number;
    g_array_index(pages, guint32, i) = pair->pages;
    repere_varint_append(*packed_pages, pair->pages);
  }
  *packed = repere_values_pack(numbers);
}

gboolean repere_values_unpack_pages(const char *bytes, gsize size, guint n, GArray *pages)
{
  const guint8 *at = (const guint8 *)bytes, *end = at + size;
  guint32 number;
  for (guint i = 0; i < n; i++) {
    if (!repere_varint_read(&at, end, &number)) return FALSE;
    g_array_append_val(pages, number);
  }
  return at == end;
}
