/* column.c - see column.h */
#include "column.h"

#include <string.h>
#include "collate.h"
#include "fault.h"
#include "index.h"
#include "repere/text.h"
#include "values.h"

/* Documents decoded at a time: they stay in the first cache while one column after the other counts them. */
#define CHUNK 2048

/* ---- loading ---- */

static gboolean load_names(RepereColumn *column, xc_database *database, GError **error)
{
  if (column->facet->kind == REPERE_FACET_YEAR) return TRUE;
  column->values = repere_index_facet_values(database, column->facet->name, error);
  if (!column->values) return FALSE;
  column->by_value = g_hash_table_new(g_str_hash, g_str_equal);
  column->size = column->values->len;
  for (guint i = 0; i < column->values->len; i++)
    g_hash_table_insert(column->by_value, column->values->pdata[i], GUINT_TO_POINTER(i));
  return TRUE;
}

/* ---- lists ---- */

/* The different lists of values, as they are met: the bytes of a slot tell them apart. */
typedef struct {
  const guint8 *bytes;
  gsize size;
} Key;

typedef struct {
  GHashTable *known; /* Key -> number */
  GPtrArray *keys;   /* of Key *, with their bytes behind them */
  GArray *starts;    /* of guint32 */
  GArray *members;   /* of guint32 */
  guint32 *codes;    /* docid -> number of its list */
} Lists;

/* FNV-1a (Fowler, Noll, Vo): the keys are a few bytes. */
static guint hash_key(gconstpointer data)
{
  const Key *key = data;
  guint32 hash = 2166136261u;
  for (gsize i = 0; i < key->size; i++) hash = (hash ^ key->bytes[i]) * 16777619u;
  return hash;
}

static gboolean equal_keys(gconstpointer a, gconstpointer b)
{
  const Key *one = a, *other = b;
  return one->size == other->size && memcmp(one->bytes, other->bytes, one->size) == 0;
}

static Key *copy_key(const Key *key)
{
  Key *copy = g_malloc(sizeof *copy + key->size);
  *copy = (Key){(guint8 *)(copy + 1), key->size};
  memcpy(copy + 1, key->bytes, key->size);
  return copy;
}

static void lists_init(Lists *lists, guint32 last_docid)
{
  guint32 start = 0;
  lists->known = g_hash_table_new(hash_key, equal_keys);
  lists->keys = g_ptr_array_new_with_free_func(g_free);
  lists->starts = g_array_new(FALSE, FALSE, sizeof(guint32));
  lists->members = g_array_new(FALSE, FALSE, sizeof(guint32));
  lists->codes = g_new0(guint32, (gsize)last_docid + 1);
  g_array_append_val(lists->starts, start); /* the empty list */
  g_array_append_val(lists->starts, start);
}

static void lists_clear(Lists *lists)
{
  g_hash_table_unref(lists->known);
  g_ptr_array_unref(lists->keys);
  g_array_unref(lists->starts);
  g_array_unref(lists->members);
  g_free(lists->codes);
}

static gboolean take_members(RepereColumn *column, xc_bytes value, GArray *members)
{
  guint last = members->len;
  if (!repere_values_unpack(value.data, value.size, members)) return FALSE;
  for (guint i = last; i < members->len; i++) {
    guint32 number = g_array_index(members, guint32, i);
    if (!column->values) column->size = MAX(column->size, number + 1);
    if (number >= column->size || number > G_MAXINT32) return FALSE;
  }
  return TRUE;
}

static gboolean take_list(RepereColumn *column, guint32 docid, xc_bytes value, Lists *lists)
{
  gpointer known;
  Key key = {(const guint8 *)value.data, value.size};
  if (g_hash_table_lookup_extended(lists->known, &key, NULL, &known)) {
    lists->codes[docid] = GPOINTER_TO_UINT(known);
    return TRUE;
  }
  guint32 number = lists->starts->len - 1;
  if (!take_members(column, value, lists->members)) return FALSE;
  g_array_append_val(lists->starts, lists->members->len);
  g_ptr_array_add(lists->keys, copy_key(&key));
  g_hash_table_insert(lists->known, lists->keys->pdata[lists->keys->len - 1], GUINT_TO_POINTER(number));
  lists->codes[docid] = number;
  return TRUE;
}

static gboolean load_lists(RepereColumn *column, xc_database *database, guint32 slot, guint32 last_docid,
                           Lists *lists, GError **error)
{
  xc_error fault = XC_ERROR_INIT;
  xc_values *values = slot ? xc_database_values(database, slot, &fault) : NULL;
  uint32_t docid;
  xc_bytes value;
  int state = slot ? XC_FAILED : XC_END;
  gboolean sound = TRUE;
  while (sound && values && (state = xc_values_next(values, &docid, &value, &fault)) == XC_ITEM &&
         docid <= last_docid)
    sound = take_list(column, docid, value, lists);
  xc_values_free(values);
  if (!sound)
    g_set_error(error, REPERE_ERROR, REPERE_ERROR_CORRUPT,
                "The values of facet \"%s\" in the index are damaged; run 'repere-indexer rebuild'.",
                column->facet->name);
  return sound && (state != XC_FAILED || repere_fault(error, NULL, &fault));
}

static void set_code(RepereColumn *column, guint32 docid, guint32 code)
{
  switch (column->width) {
  case 1: ((guint8 *)column->codes)[docid] = (guint8)code; break;
  case 2: ((guint16 *)column->codes)[docid] = (guint16)code; break;
  default: ((guint32 *)column->codes)[docid] = code; break;
  }
}

static gboolean is_single(const Lists *lists)
{
  for (guint32 i = 0; i + 1 < lists->starts->len; i++)
    if (g_array_index(lists->starts, guint32, i + 1) - g_array_index(lists->starts, guint32, i) > 1)
      return FALSE;
  return TRUE;
}

/* Codes as narrow as they can be: the numbers of lists, or where those have one value at most, of the values
 * themselves. */
static void pack(RepereColumn *column, guint32 last_docid, Lists *lists)
{
  gboolean single = is_single(lists);
  const guint32 *starts = (const guint32 *)(const void *)lists->starts->data;
  const guint32 *members = (const guint32 *)(const void *)lists->members->data;
  guint32 most = single ? column->size : lists->starts->len - 2;
  column->width = most <= G_MAXUINT8 ? 1 : most <= G_MAXUINT16 ? 2 : 4;
  column->codes = g_malloc(((gsize)last_docid + 1) * column->width);
  for (guint32 docid = 0; docid <= last_docid; docid++) {
    guint32 list = lists->codes[docid];
    set_code(column, docid, !single ? list : list ? members[starts[list]] : column->size);
  }
  if (single) return;
  column->lists = lists->starts->len - 1;
  column->starts = g_memdup2(starts, (gsize)lists->starts->len * sizeof *starts);
  column->members = g_memdup2(members, (gsize)lists->members->len * sizeof *members);
}

gboolean repere_column_load(RepereColumn *column, xc_database *database, guint32 slot, guint32 last_docid,
                            GError **error)
{
  Lists lists;
  if (!load_names(column, database, error)) return FALSE;
  lists_init(&lists, last_docid);
  gboolean loaded = load_lists(column, database, slot, last_docid, &lists, error);
  if (loaded) {
    /* A range of years is asked as the years there are in it: there may be two thousand, of which a dozen are
     * used. */
    column->used = g_new0(guint8, (gsize)column->size + 1);
    for (guint i = 0; i < lists.members->len; i++) column->used[g_array_index(lists.members, guint32, i)] = 1;
    pack(column, last_docid, &lists);
  }
  lists_clear(&lists);
  return loaded;
}

/* ---- labels ---- */

typedef struct {
  char *key;
  const char *value;
  guint32 number;
} Keyed;

static int compare_keyed(const void *a, const void *b)
{
  const Keyed *one = a, *other = b;
  int order = strcmp(one->key, other->key);
  return order ? order : strcmp(one->value, other->value);
}

static guint32 *rank(Keyed *keyed, guint32 n)
{
  guint32 *ranks = g_new(guint32, (gsize)n + 1);
  qsort(keyed, n, sizeof *keyed, compare_keyed);
  for (guint32 i = 0; i < n; i++) ranks[keyed[i].number] = i;
  return ranks;
}

static void sort_labels(RepereColumn *column, RepereColumnLabels *labels, const char *lang,
                        const RepereVocabulary *vocabulary)
{
  Keyed *keyed = g_new(Keyed, (gsize)column->size + 1);
  labels->lang = lang;
  labels->folded = g_new0(char *, (gsize)column->size + 1);
  for (guint32 i = 0; i < column->size; i++) {
    const char *value = column->values->pdata[i];
    const char *label = vocabulary ? repere_vocabulary_label(vocabulary, value, lang) : NULL;
    if (!label) label = value;
    labels->folded[i] = repere_text_fold(label, -1);
    keyed[i] = (Keyed){repere_collation_key(label, lang), value, i};
  }
  labels->ranks = rank(keyed, column->size);
  for (guint32 i = 0; i < column->size; i++) g_free(keyed[i].key);
  g_free(keyed);
}

static void sort_values(RepereColumn *column)
{
  Keyed *keyed = g_new(Keyed, (gsize)column->size + 1);
  for (guint32 i = 0; i < column->size; i++) keyed[i] = (Keyed){column->values->pdata[i], "", i};
  column->value_ranks = rank(keyed, column->size);
  g_free(keyed);
}

/* Of different vocabularies values may be called the same, and not be. */
static void mark_shared(const RepereColumn *column, RepereColumnLabels *labels)
{
  g_autoptr(GHashTable) first = g_hash_table_new(g_str_hash, g_str_equal); /* label -> number + 1 */
  labels->shared = g_new0(guint8, (gsize)column->size + 1);
  for (guint32 i = 0; i < column->size; i++) {
    if (!column->totals[i]) continue;
    guint other = GPOINTER_TO_UINT(g_hash_table_lookup(first, labels->folded[i]));
    if (other) labels->shared[i] = labels->shared[other - 1] = 1;
    else g_hash_table_insert(first, labels->folded[i], GUINT_TO_POINTER(i + 1));
  }
}

void repere_column_finish(RepereColumn *column, const RepereLibrary *library,
                          const RepereVocabularies *vocabularies, const roaring_bitmap_t *visible)
{
  const RepereFacet *facet = column->facet;
  column->totals = g_new0(guint32, (gsize)column->size + 1);
  repere_column_count(column, visible, column->totals, &column->missing);
  if (!column->values) return;
  const RepereVocabulary *vocabulary =
    facet->vocabulary ? repere_vocabularies_get(vocabularies, facet->vocabulary) : NULL;
  column->languages = g_strv_length(library->languages);
  column->labels = g_new0(RepereColumnLabels, column->languages + 1);
  for (guint i = 0; i < column->languages; i++) {
    sort_labels(column, &column->labels[i], library->languages[i], vocabulary);
    if (vocabulary && repere_vocabulary_is_several(vocabulary)) mark_shared(column, &column->labels[i]);
  }
  sort_values(column);
}

void repere_column_clear(RepereColumn *column)
{
  for (guint i = 0; i < column->languages; i++) {
    for (guint32 n = 0; n < column->size; n++) g_free(column->labels[i].folded[n]);
    g_free(column->labels[i].folded);
    g_free(column->labels[i].ranks);
    g_free(column->labels[i].shared);
  }
  g_clear_pointer(&column->labels, g_free);
  g_clear_pointer(&column->values, g_ptr_array_unref);
  g_clear_pointer(&column->by_value, g_hash_table_unref);
  g_clear_pointer(&column->codes, g_free);
  g_clear_pointer(&column->starts, g_free);
  g_clear_pointer(&column->members, g_free);
  g_clear_pointer(&column->used, g_free);
  g_clear_pointer(&column->totals, g_free);
  g_clear_pointer(&column->value_ranks, g_free);
}

/* ---- values ---- */

gboolean repere_column_number(const RepereColumn *column, const char *value, guint32 *number)
{
  gpointer found;
  if (column->values) {
    if (!g_hash_table_lookup_extended(column->by_value, value, NULL, &found)) return FALSE;
    *number = GPOINTER_TO_UINT(found);
    return TRUE;
  }
  guint64 year = g_ascii_strtoull(value, NULL, 10);
  *number = (guint32)MIN(year, G_MAXUINT32);
  return year < column->size;
}

const char *repere_column_value(const RepereColumn *column, guint32 number, char year[16])
{
  if (column->values) return column->values->pdata[number];
  g_snprintf(year, 16, "%04u", number);
  return year;
}

const RepereColumnLabels *repere_column_labels(const RepereColumn *column, const char *lang)
{
  for (guint i = 0; i < column->languages; i++)
    if (g_str_equal(column->labels[i].lang, lang)) return &column->labels[i];
  return column->labels;
}

/* ---- counting ---- */

/* Counts are kept apart while counting: of codes, or of values with one place more for those that have none.
 */
typedef struct {
  const RepereColumn *column;
  gboolean lists; /* codes are those of lists, and there are few lists for the documents to be counted */
  guint32 *counts;
} Tally;

#define DEFINE_COUNTS(type) \
  static void count_codes_##type(const Tally *tally, const guint32 *docids, guint32 n) \
  { \
    const type *codes = tally->column->codes; \
    guint32 *counts = tally->counts; \
    for (guint32 i = 0; i < n; i++) counts[codes[docids[i]]]++; \
  } \
  static void count_members_##type(const Tally *tally, const guint32 *docids, guint32 n) \
  { \
    const type *codes = tally->column->codes; \
    const guint32 *starts = tally->column->starts, *members = tally->column->members; \
    guint32 *counts = tally->counts; \
    for (guint32 i = 0; i < n; i++) { \
      guint32 at = starts[codes[docids[i]]], end = starts[codes[docids[i]] + 1]; \
      if (at == end) counts[tally->column->size]++; \
      for (; at < end; at++) counts[members[at]]++; \
    } \
  }
DEFINE_COUNTS(guint8)
DEFINE_COUNTS(guint16)
DEFINE_COUNTS(guint32)

static void count_chunk(const Tally *tally, const guint32 *docids, guint32 n)
{
  gboolean codes = tally->lists || !tally->column->starts;
  switch (tally->column->width) {
  case 1: (codes ? count_codes_guint8 : count_members_guint8)(tally, docids, n); break;
  case 2: (codes ? count_codes_guint16 : count_members_guint16)(tally, docids, n); break;
  default: (codes ? count_codes_guint32 : count_members_guint32)(tally, docids, n); break;
  }
}

static Tally begin(const RepereColumn *column, guint64 documents)
{
  gboolean lists = column->starts && column->lists < documents;
  return (Tally){column, lists, g_new0(guint32, lists ? column->lists : (gsize)column->size + 1)};
}

static void finish(const Tally *tally, RepereColumnCount *count)
{
  const RepereColumn *column = tally->column;
  if (!tally->lists) {
    for (guint32 number = 0; number < column->size; number++) count->counts[number] += tally->counts[number];
    count->missing += tally->counts[column->size];
    return;
  }
  count->missing += tally->counts[0];
  for (guint32 list = 1; list < column->lists; list++) {
    if (!tally->counts[list]) continue;
    for (guint32 at = column->starts[list]; at < column->starts[list + 1]; at++)
      count->counts[column->members[at]] += tally->counts[list];
  }
}

void repere_columns_count(RepereColumnCount *columns, guint n, const roaring_bitmap_t *set)
{
  guint32 docids[CHUNK], got;
  roaring_uint32_iterator_t each;
  guint64 documents = roaring_bitmap_get_cardinality(set);
  g_autofree Tally *tallies = g_new(Tally, (gsize)n + 1);
  for (guint i = 0; i < n; i++) tallies[i] = begin(columns[i].column, documents);
  roaring_init_iterator(set, &each);
  while ((got = roaring_read_uint32_iterator(&each, docids, CHUNK)) > 0)
    for (guint i = 0; i < n; i++) count_chunk(&tallies[i], docids, got);
  for (guint i = 0; i < n; i++) {
    finish(&tallies[i], &columns[i]);
    g_free(tallies[i].counts);
  }
}

void repere_column_count(const RepereColumn *column, const roaring_bitmap_t *set, guint32 *counts,
                         guint32 *missing)
{
  RepereColumnCount one = {column, counts, 0};
  repere_columns_count(&one, 1, set);
  *missing += one.missing;
}
