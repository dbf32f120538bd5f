/* filter_warn.c - values of filters that no work has: see repere_filters_warn() in filter.h. */
#include <string.h>

#include "facets.h"
#include "filter.h"
#include "plain.h"
#include "repere/text.h"

enum {
  MOST = 5,       /* values are named, for each costs a look at all there are; the others are counted */
  NEAR_LEAST = 4, /* letters: shorter ones are codes, and every code is near another */
  NEAR_MOST = 100
};

/* `text` folded, with single spaces and none at its ends. g_free. */
static char *plain(const char *text)
{
  g_autofree char *collapsed = repere_plain_collapse(text);
  return repere_text_fold(collapsed, -1);
}

/* Folding is slow; most values and labels differ by their first letter, and where that is ASCII, it is seen
 * without. */
static gboolean is_called(const char *label, const char *wanted)
{
  guchar first = (guchar)label[0];
  if (first < 0x80 && g_ascii_isalpha(first) && g_ascii_tolower((char)first) != wanted[0]) return FALSE;
  g_autofree char *folded = plain(label);
  return g_str_equal(folded, wanted);
}

static gboolean is_seen(const RepereColumn *column, const char *value)
{
  guint32 number;
  return repere_column_number(column, value, &number) && column->totals[number] > 0;
}

/* Whether a label of the value in any language is `wanted`. */
static gboolean is_labelled(const RepereColumn *column, guint32 number, const char *wanted)
{
  for (guint l = 0; l < column->languages; l++)
    if (g_str_equal(column->labels[l].folded[number], wanted)) return TRUE;
  return FALSE;
}

/* Of the values that works have the one that is `wanted` but for case, accents and blanks, or that has it as
 * its label; of several the one that most works have. */
static const char *value_called(const RepereColumn *column, const char *wanted)
{
  guint32 best = column->size;
  gboolean exactly = FALSE;
  for (guint32 number = 0; number < column->size; number++) {
    if (!column->totals[number]) continue;
    gboolean equal = is_called(column->values->pdata[number], wanted);
    if ((!equal && !is_labelled(column, number, wanted)) || (exactly && !equal)) continue;
    if (best < column->size && equal == exactly && column->totals[number] <= column->totals[best]) continue;
    best = number;
    exactly = equal;
  }
  return best < column->size ? column->values->pdata[best] : NULL;
}

/* One that is written nearly so, or labelled so in the language of the question. */
static const char *value_near(const RepereColumn *column, const char *wanted, const char *lang)
{
  const RepereColumnLabels *labels = repere_column_labels(column, lang);
  if (strlen(wanted) < NEAR_LEAST || strlen(wanted) > NEAR_MOST) return NULL;
  g_autoptr(GPtrArray) known = g_ptr_array_new();
  g_autoptr(GHashTable) values = g_hash_table_new(g_str_hash, g_str_equal); /* what is known -> value */
  for (guint32 number = 0; number < column->size; number++) {
    char *names[] = {column->values->pdata[number], labels ? labels->folded[number] : NULL};
    for (guint i = 0; column->totals[number] && i < G_N_ELEMENTS(names) && names[i]; i++)
      if (g_hash_table_insert(values, names[i], names[0])) g_ptr_array_add(known, names[i]);
  }
  g_ptr_array_add(known, NULL);
  const char *near = repere_plain_closest(wanted, (const char *const *)known->pdata);
  return near ? g_hash_table_lookup(values, near) : NULL;
}

/* What the vocabulary calls so, though no work has it. */
static const char *concept_called(const RepereFacet *facet, const RepereVocabularies *vocabularies,
                                  const char *wanted)
{
  const RepereVocabulary *vocabulary =
    facet->vocabulary ? repere_vocabularies_get(vocabularies, facet->vocabulary) : NULL;
  g_autoptr(GArray) labels = g_array_new(FALSE, FALSE, sizeof(RepereVocabularyLabel));
  for (guint i = 0; vocabulary && i < repere_vocabulary_size(vocabulary); i++) {
    g_array_set_size(labels, 0);
    repere_vocabulary_labels(vocabulary, i, labels);
    for (guint l = 0; l < labels->len; l++)
      if (is_called(g_array_index(labels, RepereVocabularyLabel, l).text, wanted))
        return repere_filter_value(facet, vocabularies, repere_vocabulary_at(vocabulary, i));
  }
  return NULL;
}

/* "MZ" (Mozambique). */
static void append_value(GString *sentence, const RepereFacet *facet, const RepereVocabularies *vocabularies,
                         const char *value, const char *lang)
{
  const char *label = repere_facet_value_label(facet, vocabularies, value, lang);
  g_string_append_printf(sentence, "“%s”", value);
  if (!g_str_equal(label, value)) g_string_append_printf(sentence, " (%s)", label);
}

static char *sentence_on(const RepereColumn *column, const RepereFilter *filter,
                         const RepereVocabularies *vocabularies, const char *lang)
{
  const RepereFacet *facet = column->facet;
  GString *sentence = g_string_new("No work has ");
  g_autofree char *wanted = plain(filter->value);
  const char *meant = value_called(column, wanted);
  gboolean nowhere = FALSE; /* what was meant has no work either */
  append_value(sentence, facet, vocabularies, filter->value, lang);
  g_string_append_printf(sentence, " in “%s”", facet->name);
  if (!meant) meant = concept_called(facet, vocabularies, wanted);
  if (meant) nowhere = !is_seen(column, meant);
  else meant = value_near(column, wanted, lang);
  if (meant && !g_str_equal(meant, filter->value)) {
    g_string_append(sentence, nowhere ? ", nor " : "; perhaps ");
    append_value(sentence, facet, vocabularies, meant, lang);
    g_string_append(sentence, nowhere ? ", which it may be meant for" : " is meant");
  }
  g_string_append_c(sentence, '.');
  return g_string_free(sentence, FALSE);
}

void repere_filters_warn(const GPtrArray *filters, const RepereSnapshot *snapshot,
                         const RepereVocabularies *vocabularies, const char *lang, GPtrArray *warnings)
{
  guint unknown = 0;
  for (guint i = 0; i < filters->len; i++) {
    const RepereFilter *filter = filters->pdata[i];
    const RepereColumn *column = repere_snapshot_column(snapshot, filter->facet);
    if (!column || !column->values || !filter->value || is_seen(column, filter->value)) continue;
    if (++unknown <= MOST) g_ptr_array_add(warnings, sentence_on(column, filter, vocabularies, lang));
  }
  if (unknown > MOST)
    g_ptr_array_add(warnings,
                    g_strdup_printf("%u more values of filters are those of no work.", unknown - MOST));
}
