/* values.c - see values.h */
#include "values.h"

#include <string.h>
#include "quality.h"
#include "varint.h"

static gint by_number(gconstpointer a, gconstpointer b)
{
  guint32 one = *(const guint32 *)a, other = *(const guint32 *)b;
  return (one > other) - (one < other);
}

GByteArray *repere_values_pack(GArray *numbers)
{
  GByteArray *packed = g_byte_array_new();
  g_array_sort(numbers, by_number);
  guint kept = 0;
  for (guint i = 0; i < numbers->len; i++) {
    guint32 number = g_array_index(numbers, guint32, i);
    guint32 before = kept ? g_array_index(numbers, guint32, kept - 1) : 0;
    if (kept && number == before) continue;
    repere_varint_append(packed, number - before);
    g_array_index(numbers, guint32, kept++) = number;
  }
  g_array_set_size(numbers, kept);
  return packed;
}

gboolean repere_values_unpack(const char *bytes, gsize size, GArray *numbers)
{
  const guint8 *at = (const guint8 *)bytes, *end = at + size;
  guint32 number = 0, step;
  gboolean first = TRUE;
  while (at < end) {
    if (!repere_varint_read(&at, end, &step)) return FALSE;
    if ((!first && step == 0) || step > G_MAXUINT32 - number) return FALSE;
    number += step;
    g_array_append_val(numbers, number);
    first = FALSE;
  }
  return TRUE;
}

char *repere_facet_slot_key(const RepereFacet *facet)
{
  return g_strconcat(facet->name, "/", repere_facet_kind_name(facet->kind), NULL);
}

/* Grows by one when concepts are found in texts by other rules. */
#define FINDING 1

static void hash_line(GChecksum *sum, char *owned)
{
  g_checksum_update(sum, (const guchar *)owned, -1);
  g_checksum_update(sum, (const guchar *)"\n", 1);
  g_free(owned);
}

static void hash_tree(GChecksum *sum, const RepereVocabulary *vocabulary)
{
  for (guint c = 0; vocabulary && c < repere_vocabulary_size(vocabulary); c++) {
    g_autoptr(GPtrArray) above = g_ptr_array_new();
    repere_vocabulary_with_broader(vocabulary, repere_vocabulary_at(vocabulary, c), above);
    g_ptr_array_add(above, NULL);
    hash_line(sum, g_strjoinv("<", (char **)above->pdata));
  }
}

/* Labels decide on what is found, whether a facet shows it or not. */
static void hash_labels(GChecksum *sum, const RepereVocabulary *vocabulary, const char *name)
{
  g_autoptr(GArray) labels = g_array_new(FALSE, FALSE, sizeof(RepereVocabularyLabel));
  hash_line(sum, g_strdup(name));
  for (guint c = 0; c < repere_vocabulary_size(vocabulary); c++) {
    g_array_set_size(labels, 0);
    repere_vocabulary_labels(vocabulary, c, labels);
    hash_line(sum, g_strdup(repere_vocabulary_at(vocabulary, c)));
    for (guint i = 0; i < labels->len; i++) {
      const RepereVocabularyLabel *label = &g_array_index(labels, RepereVocabularyLabel, i);
      hash_line(sum, g_strdup_printf("%s|%d|%s", label->lang, label->preferred, label->text));
    }
  }
}

char *repere_values_hash(const RepereLibrary *library, const RepereVocabularies *vocabularies)
{
  g_autoptr(GChecksum) sum = g_checksum_new(G_CHECKSUM_SHA256);
  for (guint i = 0; i < library->facets->len; i++) {
    const RepereFacet *facet = library->facets->pdata[i];
    g_autofree char *sources = g_strjoinv(";", facet->sources);
    hash_line(sum, g_strdup_printf("%s|%s|%d|%s|%d", facet->name, sources, facet->kind,
                                   facet->vocabulary ? facet->vocabulary : "", facet->top));
    hash_tree(sum, facet->vocabulary ? repere_vocabularies_get(vocabularies, facet->vocabulary) : NULL);
  }
  hash_line(sum, g_strdup_printf("%d", FINDING));
  hash_line(sum, g_strdup_printf("%d", REPERE_QUALITY_RULES));
  for (const char *const *name = repere_vocabularies_names(vocabularies); *name; name++)
    hash_labels(sum, repere_vocabularies_get(vocabularies, *name), *name);
  hash_labels(sum, repere_vocabularies_get(vocabularies, "iso3166"), "iso3166");
  hash_line(sum, g_strjoinv(";", library->languages));
  hash_line(sum, g_strdup(library->url));
  return g_strndup(g_checksum_get_string(sum), 16);
}

static void add_once(GPtrArray *values, const char *value)
{
  for (guint i = 0; i < values->len; i++)
    if (g_str_equal(values->pdata[i], value)) return;
  g_ptr_array_add(values, g_strdup(value));
}

static void add_year(GPtrArray *values, const char *date)
{
  if (strlen(date) < 4 || strspn(date, "0123456789") < 4) return;
  g_autofree char *year = g_strndup(date, 4);
  add_once(values, year);
}

static void add_value(const RepereFacet *facet, const RepereVocabulary *vocabulary, const char *written,
                      GPtrArray *values)
{
  if (!written[0]) return;
  const char *value = vocabulary ? repere_vocabulary_value(vocabulary, written) : NULL;
  if (facet->kind == REPERE_FACET_YEAR) {
    add_year(values, written);
  } else if (!value) {
    if (!facet->top) add_once(values, written);
  } else if (facet->top) {
    add_once(values, repere_vocabulary_top(vocabulary, value));
  } else if (facet->kind == REPERE_FACET_TREE) {
    g_autoptr(GPtrArray) all = g_ptr_array_new();
    repere_vocabulary_with_broader(vocabulary, value, all);
    for (guint i = 0; i < all->len; i++) add_once(values, all->pdata[i]);
  } else {
    add_once(values, value);
  }
}

void repere_values_of_work(const RepereWork *work, const RepereFacet *facet, const RepereVocabulary *vocabulary,
                           const char *const *languages, const char *issued, GPtrArray *values)
{
  for (char **source = facet->sources; *source && repere_facet_is_of_records(facet); source++) {
    if (g_str_equal(*source, "dcterms:language")) {
      for (const char *const *code = languages; *code; code++) add_value(facet, vocabulary, *code, values);
    } else if (g_str_equal(*source, "dcterms:issued")) {
      if (issued) add_value(facet, vocabulary, issued, values);
    } else if (g_str_equal(*source, "dcterms:accessRights")) {
      add_value(facet, vocabulary, repere_work_access(work), values);
    } else {
      for (guint i = 0; i < work->fields->len; i++) {
        const RepereField *field = work->fields->pdata[i];
        /* A subject in a language is a keyword for readers, not a notation. */
        gboolean keyword = field->lang[0] && g_str_equal(field->element, "dcterms:subject");
        if (g_str_equal(field->element, *source) && !keyword) add_value(facet, vocabulary, field->value, values);
      }
    }
  }
}
