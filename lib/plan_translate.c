/* plan_translate.c - what a word of the question is in the other languages, by the index's lexicon; see
 * plan_private.h */
#include <string.h>

#include "answer.h"
#include "plan_private.h"
#include "translations.h"

/* So many translations of one word into one language are looked for, the likeliest first. */
#define MOST_TRANSLATIONS 6u

void plan_translated_clear(PlanTranslated *translated)
{
  g_clear_pointer(&translated->terms, g_ptr_array_unref);
  g_clear_pointer(&translated->shares, g_array_unref);
}

gboolean plan_may_add(const Planner *planner, const char *id)
{
  const GPtrArray *left_out = planner->question->left_out;
  if (!planner->question->expand) return FALSE;
  for (guint i = 0; left_out && i < left_out->len; i++)
    if (g_str_equal(left_out->pdata[i], id)) return FALSE;
  return TRUE;
}

RepereExpansion *plan_expansion_new(const char *id, const char *concept, const char *source, const char *words)
{
  RepereExpansion *expansion = repere_expansion_new();
  expansion->id = g_strdup(id);
  expansion->concept = g_strdup(concept);
  expansion->source = g_strdup(source);
  expansion->words = g_strdup(words);
  return expansion;
}

/* "apertium+freedict" */
static void add_sources(GString *names, guint sources)
{
  static const struct {
    guint bits;
    const char *name;
  } known[] = {{REPERE_DICTIONARY_APERTIUM | REPERE_DICTIONARY_APERTIUM_PIVOT, "apertium"},
               {REPERE_DICTIONARY_FREEDICT, "freedict"},
               {REPERE_DICTIONARY_COGNATE, "cognate"}};
  for (guint i = 0; i < G_N_ELEMENTS(known); i++) {
    if (!(sources & known[i].bits) || strstr(names->str, known[i].name)) continue;
    g_string_append_printf(names, "%s%s", names->len ? "+" : "", known[i].name);
  }
}

/* The term of one word of a translation that the index has, and how many documents have it; NULL: none. */
static char *term_of(const Planner *planner, const RepereLanguage *language, const char *stem, guint32 *documents)
{
  char *term = g_strconcat(language->term_prefix, stem, NULL);
  if (!plan_count(planner, term, documents) || *documents) return term;
  g_free(term);
  if (!plan_count(planner, stem, documents)) return NULL;
  return *documents ? g_strdup(stem) : NULL;
}

/* Works that may be seen and have one of the terms; 0 with `fault` or an error, which the planning meets next. */
static guint count_works(const Planner *planner, const GPtrArray *terms)
{
  const RepereSnapshot *snapshot = planner->lane->snapshot;
  g_autoptr(GError) error = NULL;
  g_autoptr(roaring_bitmap_t) works = repere_docsets_any(snapshot->docsets, planner->lane->database, terms, NULL,
                                                         planner->question, planner->fault, &error);
  return works ? (guint)roaring_bitmap_and_cardinality(works, snapshot->visible) : 0;
}

void plan_expansion_add(Planner *planner, RepereExpansion *expansion, const GPtrArray *terms)
{
  expansion->works = count_works(planner, terms);
  g_ptr_array_add(planner->plan->expansions, expansion);
}

/* Takes over what the index has of `found` into `translated`. */
static gboolean take(const Planner *planner, const GArray *found, PlanTranslated *translated, RepereExpansion *expansion,
                     GString *sources)
{
  guint taken[REPERE_LANGUAGES_MAX] = {0};
  float share = (float)planner->lane->weights->translation;
  for (guint i = 0; i < found->len; i++) {
    const RepereTranslation *translation = &g_array_index(found, RepereTranslation, i);
    guint32 documents = 0;
    guint language = repere_language_index(translation->language);
    if (translation->words != 1 || taken[language] == MOST_TRANSLATIONS) continue;
    g_autofree char *term = term_of(planner, translation->language, translation->stems[0], &documents);
    if (!term && planner->fault->code != XC_OK) return FALSE;
    if (!term || g_ptr_array_find_with_equal_func(translated->terms, term, g_str_equal, NULL)) continue;
    g_ptr_array_add(translated->terms, g_steal_pointer(&term));
    g_array_append_val(translated->shares, share);
    g_ptr_array_add(expansion->labels, repere_text_new(translation->label, translation->language->code));
    add_sources(sources, translation->sources);
    taken[language]++;
  }
  return TRUE;
}

gboolean plan_translate(Planner *planner, const RepereNode *leaf, const GPtrArray *keys, PlanTranslated *translated)
{
  const RepereLanguage *language = planner->query->language;
  g_autoptr(GArray) found = repere_translations_new();
  g_autoptr(GString) sources = g_string_new(NULL);
  *translated = (PlanTranslated){g_ptr_array_new_with_free_func(g_free), g_array_new(FALSE, FALSE, sizeof(float))};
  if (!language || leaf->field != REPERE_FIELDS || leaf->quoted || !plan_may_add(planner, leaf->text)) return TRUE;
  for (guint i = 0; i < keys->len; i++)
    if (!repere_translations_of(planner->lane->database, language, keys->pdata[i], found, NULL, planner->fault))
      return FALSE;
  RepereExpansion *expansion = plan_expansion_new(leaf->text, NULL, "", leaf->text);
  gboolean well = take(planner, found, translated, expansion, sources);
  if (!well || translated->terms->len == 0 || planner->excluded) {
    repere_expansion_unref(expansion);
    return well;
  }
  g_free(expansion->source);
  expansion->source = g_strdup(sources->str);
  plan_expansion_add(planner, expansion, translated->terms);
  return TRUE;
}

RepereMatcher *plan_compound(Planner *planner, const char *key, const char *words)
{
  g_autoptr(GArray) found = repere_translations_new();
  g_autoptr(GPtrArray) all = g_ptr_array_new_with_free_func(g_free);
  if (!repere_translations_of(planner->lane->database, planner->query->language, key, found, NULL, planner->fault))
    return NULL;
  if (found->len == 0 || !plan_may_add(planner, words)) return NULL;
  RepereMatcher *any = plan_matcher(REPERE_MATCHER_OR);
  RepereExpansion *expansion = plan_expansion_new(words, NULL, "", words);
  g_autoptr(GString) sources = g_string_new(NULL);
  for (guint i = 0; i < found->len && i < MOST_TRANSLATIONS; i++) {
    const RepereTranslation *translation = &g_array_index(found, RepereTranslation, i);
    RepereMatcher *both = plan_matcher(REPERE_MATCHER_AND);
    g_autoptr(GPtrArray) terms = g_ptr_array_new_with_free_func(g_free);
    for (guint w = 0; w < translation->words; w++) {
      guint32 documents = 0;
      if (repere_language_is_stop(translation->language, translation->stems[w], strlen(translation->stems[w]))) continue;
      char *term = term_of(planner, translation->language, translation->stems[w], &documents);
      if (!term) break;
      g_ptr_array_add(terms, term);
      RepereMatcher *one = plan_matcher(REPERE_MATCHER_TERMS);
      g_ptr_array_add(one->terms, g_strdup(term));
      g_ptr_array_add(plan_weigh(one, REPERE_WEIGHED_TRANSLATION, NULL, planner->lane->weights->translation),
                      g_strdup(term));
      g_ptr_array_add(both->parts, one);
    }
    if (terms->len == 0 || both->parts->len != terms->len) {
      plan_matcher_free(both);
      continue;
    }
    for (guint t = 0; t < terms->len; t++) g_ptr_array_add(all, g_strdup(terms->pdata[t]));
    g_ptr_array_add(any->parts, both);
    g_ptr_array_add(expansion->labels, repere_text_new(translation->label, translation->language->code));
    add_sources(sources, translation->sources);
  }
  if (any->parts->len == 0) {
    plan_matcher_free(any);
    repere_expansion_unref(expansion);
    return NULL;
  }
  g_free(expansion->source);
  expansion->source = g_strdup(sources->str);
  plan_expansion_add(planner, expansion, all);
  return any;
}
