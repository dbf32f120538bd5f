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

static gboolean take_value(RepereColumn *column, xc_bytes value, GArray *numbers)
{
  guint last = numbers->len;
  if (!repere_values_unpack(value.data, value.size, numbers)) return FALSE;
  for (guint i = last; i < numbers->len; i++) {
    guint32 number = g_array_index(numbers, guint32, i);
    if (!column->values) column->size = MAX(column->size, number + 1);
    if (number >= column->size || number > G_MAXINT32) return FALSE;
  }
  return TRUE;
}

static gboolean load_numbers(RepereColumn *column, xc_database *database, guint32 slot, guint32 last_docid, GArray *numbers,
                             GError **error)
{
  xc_error fault = XC_ERROR_INIT;
  xc_values *values = slot ? xc_database_values(database, slot, &fault) : NULL;
  uint32_t docid, filled = 0;
  xc_bytes value;
  int state = slot ? XC_FAILED : XC_END;
  guint32 *starts = column->starts = g_new(guint32, (gsize)last_docid + 2);
  while (values && (state = xc_values_next(values, &docid, &value, &fault)) == XC_ITEM && docid <= last_docid) {
    while (filled <= docid) starts[filled++] = numbers->len;
    if (take_value(column, value, numbers)) continue;
    xc_values_free(values);
    g_set_error(error, REPERE_ERROR, REPERE_ERROR_CORRUPT,
                "The values of facet \"%s\" in the index are damaged; run 'repere-indexer rebuild'.", column->facet->name);
    return FALSE;
  }
  xc_values_free(values);
  while (filled <= last_docid + 1) starts[filled++] = numbers->len;
  return state == XC_FAILED ? repere_fault(error, NULL, &fault) : TRUE;
}

static void set_number(RepereColumn *column, gsize at, guint32 number)
{
  switch (column->width) {
  case 1: ((guint8 *)column->numbers)[at] = (guint8)number; break;
  case 2: ((guint16 *)column->numbers)[at] = (guint16)number; break;
  default: ((guint32 *)column->numbers)[at] = number; break;
  }
}

static gboolean is_single(const RepereColumn *column, guint32 last_docid)
{
  for (guint32 docid = 0; docid <= last_docid; docid++)
    if (column->starts[docid + 1] - column->starts[docid] > 1) return FALSE;
  return TRUE;
}

/* Packs `loaded` as narrow as its numbers allow. `size` itself must fit, too: it says that there is none. */
static void pack(RepereColumn *column, guint32 last_docid, const GArray *loaded)
{
  const guint32 *numbers = (const guint32 *)(const void *)loaded->data;
  column->width = column->size <= G_MAXUINT8 ? 1 : column->size <= G_MAXUINT16 ? 2 : 4;
  if (!is_single(column, last_docid)) {
    column->numbers = g_malloc((gsize)loaded->len * column->width);
    for (guint i = 0; i < loaded->len; i++) set_number(column, i, numbers[i]);
    return;
  }
  column->numbers = g_malloc(((gsize)last_docid + 1) * column->width);
  for (guint32 docid = 0; docid <= last_docid; docid++) {
    guint32 at = column->starts[docid];
    set_number(column, docid, column->starts[docid + 1] > at ? numbers[at] : column->size);
  }
  g_clear_pointer(&column->starts, g_free);
}

gboolean repere_column_load(RepereColumn *column, xc_database *database, guint32 slot, guint32 last_docid, GError **error)
{
  g_autoptr(GArray) numbers = g_array_new(FALSE, FALSE, sizeof(guint32));
  if (!load_names(column, database, error) || !load_numbers(column, database, slot, last_docid, numbers, error))
    return FALSE;
  /* A range of years is asked as the years there are in it: there may be two thousand, of which a dozen are used. */
  column->used = g_new0(guint8, (gsize)column->size + 1);
  for (guint i = 0; i < numbers->len; i++) column->used[g_array_index(numbers, guint32, i)] = 1;
  pack(column, last_docid, numbers);
  return TRUE;
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

void repere_column_finish(RepereColumn *column, const RepereLibrary *library, const RepereVocabularies *vocabularies,
                          const roaring_bitmap_t *visible)
{
  const RepereFacet *facet = column->facet;
  column->totals = g_new0(guint32, (gsize)column->size + 1);
  repere_column_count(column, visible, column->totals, &column->missing);
  if (!column->values) return;
  const RepereVocabulary *vocabulary =
    facet->vocabulary ? repere_vocabularies_get(vocabularies, facet->vocabulary) : NULL;
  column->languages = g_strv_length(library->languages);
  column->labels = g_new0(RepereColumnLabels, column->languages + 1);
  for (guint i = 0; i < column->languages; i++)
    sort_labels(column, &column->labels[i], library->languages[i], vocabulary);
  sort_values(column);
}

void repere_column_clear(RepereColumn *column)
{
  for (guint i = 0; i < column->languages; i++) {
    for (guint32 n = 0; n < column->size; n++) g_free(column->labels[i].folded[n]);
    g_free(column->labels[i].folded);
    g_free(column->labels[i].ranks);
  }
  g_clear_pointer(&column->labels, g_free);
  g_clear_pointer(&column->values, g_ptr_array_unref);
  g_clear_pointer(&column->by_value, g_hash_table_unref);
  g_clear_pointer(&column->numbers, g_free);
  g_clear_pointer(&column->starts, g_free);
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

/* Counts are kept apart while counting: with one place more, for those that have no value. */
typedef struct {
  const RepereColumn *column;
  guint32 *counts;
} Tally;

#define DEFINE_COUNTS(type)                                                                                    \
  static void count_single_##type(const Tally *tally, const guint32 *docids, guint32 n)                        \
  {                                                                                                            \
    const type *numbers = tally->column->numbers;                                                              \
    guint32 *counts = tally->counts;                                                                           \
    for (guint32 i = 0; i < n; i++) counts[numbers[docids[i]]]++;                                              \
  }                                                                                                            \
  static void count_several_##type(const Tally *tally, const guint32 *docids, guint32 n)                       \
  {                                                                                                            \
    const type *numbers = tally->column->numbers;                                                              \
    const guint32 *starts = tally->column->starts;                                                             \
    guint32 *counts = tally->counts, missing = 0;                                                              \
    for (guint32 i = 0; i < n; i++) {                                                                          \
      guint32 at = starts[docids[i]], end = starts[docids[i] + 1];                                             \
      missing += at == end;                                                                                    \
      for (; at < end; at++) counts[numbers[at]]++;                                                            \
    }                                                                                                          \
    counts[tally->column->size] += missing;                                                                    \
  }
DEFINE_COUNTS(guint8)
DEFINE_COUNTS(guint16)
DEFINE_COUNTS(guint32)

static void count_chunk(const Tally *tally, const guint32 *docids, guint32 n)
{
  gboolean single = tally->column->starts == NULL;
  switch (tally->column->width) {
  case 1: (single ? count_single_guint8 : count_several_guint8)(tally, docids, n); break;
  case 2: (single ? count_single_guint16 : count_several_guint16)(tally, docids, n); break;
  default: (single ? count_single_guint32 : count_several_guint32)(tally, docids, n); break;
  }
}

void repere_columns_count(RepereColumnCount *columns, guint n, const roaring_bitmap_t *set)
{
  guint32 docids[CHUNK], got;
  roaring_uint32_iterator_t each;
  g_autofree Tally *tallies = g_new(Tally, (gsize)n + 1);
  for (guint i = 0; i < n; i++)
    tallies[i] = (Tally){columns[i].column, g_new0(guint32, (gsize)columns[i].column->size + 1)};
  roaring_init_iterator(set, &each);
  while ((got = roaring_read_uint32_iterator(&each, docids, CHUNK)) > 0)
    for (guint i = 0; i < n; i++) count_chunk(&tallies[i], docids, got);
  for (guint i = 0; i < n; i++) {
    guint32 size = columns[i].column->size;
    for (guint32 number = 0; number < size; number++) columns[i].counts[number] += tallies[i].counts[number];
    columns[i].missing += tallies[i].counts[size];
    g_free(tallies[i].counts);
  }
}

void repere_column_count(const RepereColumn *column, const roaring_bitmap_t *set, guint32 *counts, guint32 *missing)
{
  RepereColumnCount one = {column, counts, 0};
  repere_columns_count(&one, 1, set);
  *missing += one.missing;
}
