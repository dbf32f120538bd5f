/* plan_translate.c - what a word of the question is in the other languages, by the index's lexicon; see
 * plan_private.h */
#include <math.h>
#include <string.h>

#include "answer.h"
#include "plan_private.h"
#include "translations.h"

/* So many translations of one word into one language are looked for, the likeliest first. */
#define MOST_TRANSLATIONS 10u
/* What only a third language or a word list says counts so much, where a dictionary of the pair knows the
 * word. */
#define PIVOT_BESIDE 0.7
#define FREEDICT_BESIDE 0.35
#define WEIGHT_TOP 10000.0 /* the square of the lexicon's greatest weight */
/* And so much the word itself in texts of another language, where it has translations: it may be a false
 * friend. */
#define ITSELF_BESIDE 0.5
/* A word that nothing is known of may be spelt nearly the same in another language: so many letters it has at
 * least, so great a part of them may differ, and so much it counts. */
#define COGNATE_LETTERS 5
#define COGNATE_FAR 0.25
#define COGNATE_SHARE 0.8
#define MOST_COGNATES 10u

void plan_translated_clear(PlanTranslated *translated)
{
  g_clear_pointer(&translated->terms, g_ptr_array_unref);
  g_clear_pointer(&translated->shares, g_array_unref);
}

void plan_translated_add(PlanTranslated *translated, char *term, double share)
{
  guint at;
  float counts = (float)share;
  if (g_ptr_array_find_with_equal_func(translated->terms, term, g_str_equal, &at)) {
    g_array_index(translated->shares, float, at) = MAX(counts, g_array_index(translated->shares, float, at));
    g_free(term);
    return;
  }
  g_ptr_array_add(translated->terms, term);
  g_array_append_val(translated->shares, counts);
}

gboolean plan_may_add(const Planner *planner, const char *id)
{
  const GPtrArray *left_out = planner->question->left_out;
  if (!planner->question->expand) return FALSE;
  for (guint i = 0; left_out && i < left_out->len; i++)
    if (g_str_equal(left_out->pdata[i], id)) return FALSE;
  return TRUE;
}

RepereExpansion *plan_expansion_new(const char *id, const char *concept, const char *source,
                                    const char *words)
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
static char *term_of(const Planner *planner, const RepereLanguage *language, const char *stem,
                     guint32 *documents)
{
  char *term = g_strconcat(language->term_prefix, stem, NULL);
  if (!plan_count(planner, term, documents) || *documents) return term;
  g_free(term);
  if (!plan_count(planner, stem, documents)) return NULL;
  return *documents ? g_strdup(stem) : NULL;
}

/* The documents of `within` (NULL: of all) that have one of the terms; NULL where the planner failed, or had
 * so before: what comes first is what is said. */
static roaring_bitmap_t *documents_with(Planner *planner, const GPtrArray *terms,
                                        const roaring_bitmap_t *within)
{
  if (planner->stopped || planner->fault->code != XC_OK) return NULL;
  return repere_docsets_any(planner->lane->snapshot->docsets, planner->lane->database, terms, within,
                            planner->question, planner->fault, &planner->stopped);
}

static roaring_bitmap_t *documents_with_all(Planner *planner, const GPtrArray *terms)
{
  roaring_bitmap_t *set = NULL;
  for (guint i = 0; i < terms->len; i++) {
    g_autoptr(GPtrArray) one = g_ptr_array_new();
    g_ptr_array_add(one, terms->pdata[i]);
    roaring_bitmap_t *less = documents_with(planner, one, set);
    if (set) roaring_bitmap_free(set);
    set = less;
    if (!set) return NULL;
  }
  return set ? set : roaring_bitmap_create();
}

static gboolean is_said(const GPtrArray *before, const RepereExpansion *expansion)
{
  for (guint i = 0; i < before->len; i++) {
    const RepereExpansion *other = before->pdata[i];
    if (g_str_equal(other->id, expansion->id) && g_str_equal(other->words, expansion->words) &&
        g_str_equal(other->source, expansion->source))
      return TRUE;
  }
  return FALSE;
}

/* Of the documents, those that may be seen are counted. What repeated words add is said once. */
static void add_counted(Planner *planner, RepereExpansion *expansion, const roaring_bitmap_t *documents)
{
  const ReperePlan *plan = planner->plan;
  GPtrArray *said = planner->silent ? plan->expansions_any : plan->expansions;
  if (is_said(plan->expansions, expansion) || is_said(said, expansion)) {
    repere_expansion_unref(expansion);
    return;
  }
  expansion->works = (guint)roaring_bitmap_and_cardinality(documents, planner->lane->snapshot->visible);
  g_ptr_array_add(said, expansion);
}

gboolean plan_expansion_add(Planner *planner, RepereExpansion *expansion, const GPtrArray *terms)
{
  g_autoptr(roaring_bitmap_t) documents = documents_with(planner, terms, NULL);
  if (documents) add_counted(planner, expansion, documents);
  else repere_expansion_unref(expansion);
  return documents != NULL;
}

gboolean plan_expansion_add_compounds(Planner *planner, RepereExpansion *expansion,
                                      const GPtrArray *compounds)
{
  g_autoptr(roaring_bitmap_t) documents = roaring_bitmap_create();
  for (guint i = 0; i < compounds->len; i++) {
    g_autoptr(roaring_bitmap_t) some = documents_with_all(planner, compounds->pdata[i]);
    if (!some) {
      repere_expansion_unref(expansion);
      return FALSE;
    }
    roaring_bitmap_or_inplace(documents, some);
  }
  add_counted(planner, expansion, documents);
  return TRUE;
}

/* How much a translation counts, by who says so, beside the others of the word. The lexicon's own weight is
 * near the top for most: what it has lower is wrong more often than not. */
static double share_of(const Planner *planner, const RepereTranslation *translation, guint all_sources)
{
  const guint apertium = REPERE_DICTIONARY_APERTIUM | REPERE_DICTIONARY_APERTIUM_PIVOT;
  double share = planner->lane->weights->translation * translation->weight * translation->weight / WEIGHT_TOP;
  if (translation->sources & REPERE_DICTIONARY_APERTIUM) return share;
  if (translation->sources & REPERE_DICTIONARY_APERTIUM_PIVOT)
    return all_sources & REPERE_DICTIONARY_APERTIUM ? PIVOT_BESIDE * share : share;
  return all_sources & apertium ? FREEDICT_BESIDE * share : share;
}

/* How many words of the question's language a translation may stand for: one that stands for many says less
 * of each. */
static gboolean count_back(const Planner *planner, const RepereTranslation *translation, guint *back)
{
  g_autoptr(GArray) found = repere_translations_new();
  if (!repere_translations_of(planner->lane->database, translation->language, translation->stems[0], found,
                              NULL, planner->fault))
    return FALSE;
  *back = 0;
  for (guint i = 0; i < found->len; i++)
    *back += g_array_index(found, RepereTranslation, i).language == planner->query->language &&
             g_array_index(found, RepereTranslation, i).words == 1;
  *back = MAX(*back, 1);
  return TRUE;
}

/* Takes over what the index has of `found` into `translated`. */
static gboolean take(const Planner *planner, const GArray *found, PlanTranslated *translated,
                     RepereExpansion *expansion, GString *sources)
{
  guint taken[REPERE_LANGUAGES_MAX] = {0}, all[REPERE_LANGUAGES_MAX] = {0};
  for (guint i = 0; i < found->len; i++) {
    const RepereTranslation *translation = &g_array_index(found, RepereTranslation, i);
    all[repere_language_index(translation->language)] |= translation->sources;
  }
  for (guint i = 0; i < found->len; i++) {
    const RepereTranslation *translation = &g_array_index(found, RepereTranslation, i);
    guint32 documents = 0;
    guint language = repere_language_index(translation->language), back = 1;
    if (translation->words != 1 || taken[language] == MOST_TRANSLATIONS) continue;
    char *term = term_of(planner, translation->language, translation->stems[0], &documents);
    if ((!term && planner->fault->code != XC_OK) || (term && !count_back(planner, translation, &back))) {
      g_free(term);
      return FALSE;
    }
    if (!term) continue;
    plan_translated_add(translated, term, share_of(planner, translation, all[language]) / sqrt(back));
    g_ptr_array_add(expansion->labels, repere_text_new(translation->label, translation->language->code));
    add_sources(sources, translation->sources);
    taken[language]++;
  }
  return TRUE;
}

static gboolean translate(Planner *planner, const RepereNode *leaf, const GPtrArray *keys,
                          PlanTranslated *translated)
{
  g_autoptr(GArray) found = repere_translations_new();
  g_autoptr(GString) sources = g_string_new(NULL);
  for (guint i = 0; i < keys->len; i++)
    if (!repere_translations_of(planner->lane->database, planner->query->language, keys->pdata[i], found,
                                NULL, planner->fault))
      return FALSE;
  RepereExpansion *expansion = plan_expansion_new(leaf->text, NULL, "", leaf->text);
  gboolean well = take(planner, found, translated, expansion, sources);
  if (!well || translated->terms->len == 0) {
    repere_expansion_unref(expansion);
    return well;
  }
  g_free(expansion->source);
  expansion->source = g_strdup(sources->str);
  return plan_expansion_add(planner, expansion, translated->terms);
}

/* ---- the word itself, and nearly itself ---- */

/* What a word counts where its accents do not, of what it does with them. */
static double without_accents(const Planner *planner, const RepereQueryWord *word)
{
  const RepereWeights *by = planner->lane->weights;
  return word->written ? 1 - by->spelling * by->written / (1 + by->written) : 1;
}

/* The word as other languages stem it: names mostly. What counts as it was written alone does so in all of
 * them. */
static gboolean add_itself(const Planner *planner, const RepereQueryWord *word, PlanTranslated *translated)
{
  const RepereLanguage *language;
  const char *spelt = word->written ? word->written : word->folded;
  double share = (translated->terms->len ? ITSELF_BESIDE : 1) * without_accents(planner, word);
  if (plan_only_as_written(word)) return TRUE;
  for (guint i = 0; (language = repere_language_at(i)); i++) {
    guint32 documents = 0;
    if (language == planner->query->language) continue;
    const RepereWord *there = repere_analyzer_word(planner->lane->analyzer, spelt, strlen(spelt), language);
    if (!there || !there->stem) continue;
    char *term = g_strconcat(language->term_prefix, there->stem, NULL);
    if (!plan_count(planner, term, &documents)) {
      g_free(term);
      return FALSE;
    }
    if (documents) plan_translated_add(translated, term, share);
    else g_free(term);
  }
  return TRUE;
}

/* How such words are mostly spelt in languages that spell by ear: "xylem" is "xilem", "pharmacy" "farmaci".
 * g_free. */
static char *by_ear(const char *word)
{
  static const struct {
    const char *from, *to;
  } sounds[] = {{"tion", "cion"}, {"ph", "f"}, {"th", "t"}, {"qu", "c"}, {"ch", "c"}, {"ck", "c"}, {"k", "c"},
                {"y", "i"}};
  GString *heard = g_string_new(NULL);
  for (const char *at = word; *at;) {
    guint i = 0;
    while (i < G_N_ELEMENTS(sounds) && !g_str_has_prefix(at, sounds[i].from)) i++;
    const char *sound = i < G_N_ELEMENTS(sounds) ? sounds[i].to : NULL;
    if (sound) g_string_append(heard, sound);
    else if (heard->len == 0 || heard->str[heard->len - 1] != *at || strchr("lrcsn", *at) == NULL)
      g_string_append_c(heard, *at);
    at += sound ? strlen(sounds[i].from) : 1;
  }
  return g_string_free(heard, FALSE);
}

/* Whether texts in the question's language have the folded `word`, spelt so, under the stem of that
 * spelling. */
static gboolean is_own_as(const Planner *planner, const char *word, const char *spelling, gsize size)
{
  const RepereLanguage *language = planner->query->language;
  const RepereWord *known = repere_analyzer_word(planner->lane->analyzer, spelling, size, language);
  xc_bytes member;
  if (!known || !known->stem) return TRUE;
  g_autofree char *stem = g_strconcat(language->term_prefix, known->stem, NULL);
  xc_terms *family = xc_database_synonyms(planner->lane->database, stem, XC_NUL, planner->fault);
  int state = family ? xc_terms_skip_to(family, word, XC_NUL, &member, planner->fault) : XC_FAILED;
  gboolean own =
    state == XC_ITEM && member.size == strlen(word) && memcmp(member.data, word, member.size) == 0;
  xc_terms_free(family);
  return own;
}

/* Whether texts in the question's language have the word, its accents aside: then what was typed is a slip,
 * no other language's word. */
static gboolean is_own(const Planner *planner, const char *word)
{
  xc_bytes spelling;
  gboolean own = is_own_as(planner, word, word, strlen(word));
  xc_terms *spellings =
    own ? NULL : xc_database_synonyms(planner->lane->database, word, XC_NUL, planner->fault);
  while (!own && spellings && xc_terms_next(spellings, &spelling, planner->fault) == XC_ITEM)
    own = is_own_as(planner, word, spelling.data, spelling.size);
  xc_terms_free(spellings);
  return own;
}

static void add_cognates(Planner *planner, const RepereNode *leaf, PlanTranslated *translated)
{
  const char *word = ((RepereQueryWord *)leaf->words->pdata[0])->folded;
  const RepereLexicon *lexicon = planner->lane->snapshot->words;
  g_autofree char *heard = by_ear(word);
  glong letters = g_utf8_strlen(word, -1);
  g_autoptr(GArray) near = g_array_new(FALSE, FALSE, sizeof(RepereLexiconWord));
  if (letters < COGNATE_LETTERS) return;
  guint edits = letters * COGNATE_FAR >= 2 ? 2 : 1;
  repere_lexicon_near(lexicon, word, edits, FALSE, MOST_COGNATES, near);
  if (!g_str_equal(heard, word)) repere_lexicon_near(lexicon, heard, edits, FALSE, MOST_COGNATES, near);
  for (guint i = 0; i < near->len; i++)
    if (is_own(planner, g_array_index(near, RepereLexiconWord, i).word)) return;
  RepereExpansion *expansion = plan_expansion_new(leaf->text, NULL, "cognate", leaf->text);
  for (guint i = 0; i < near->len; i++) {
    const RepereLexiconWord *known = &g_array_index(near, RepereLexiconWord, i);
    double far = (double)known->distance / (double)MAX(letters, g_utf8_strlen(known->word, -1));
    gboolean again = g_ptr_array_find_with_equal_func(translated->terms, known->word, g_str_equal, NULL);
    if (known->word[0] != word[0] || far > COGNATE_FAR || again) continue;
    plan_translated_add(translated, g_strdup(known->word), COGNATE_SHARE * (1 - far));
    g_ptr_array_add(expansion->labels, repere_text_new(known->word, ""));
  }
  if (translated->terms->len) plan_expansion_add(planner, expansion, translated->terms);
  else repere_expansion_unref(expansion);
}

gboolean plan_translate(Planner *planner, const RepereNode *leaf, const GPtrArray *keys, gboolean unknown,
                        PlanTranslated *translated)
{
  const RepereQueryWord *word = leaf->words->pdata[0];
  gboolean wanted = planner->query->language && leaf->field == REPERE_FIELDS && !leaf->quoted && !word->stop;
  *translated =
    (PlanTranslated){g_ptr_array_new_with_free_func(g_free), g_array_new(FALSE, FALSE, sizeof(float))};
  if (!wanted || !plan_may_add(planner, leaf->text)) return TRUE;
  if (!translate(planner, leaf, keys, translated) || !add_itself(planner, word, translated)) return FALSE;
  if (unknown && translated->terms->len == 0) add_cognates(planner, leaf, translated);
  return planner->fault->code == XC_OK && !planner->stopped;
}

/* ---- compounds ---- */

/* The terms of a compound's words, those that only join them aside; NULL where the index has not all, or with
 * `fault`. */
static GPtrArray *terms_of_compound(const Planner *planner, const RepereTranslation *translation)
{
  g_autoptr(GPtrArray) terms = g_ptr_array_new_with_free_func(g_free);
  for (guint w = 0; w < translation->words; w++) {
    guint32 documents = 0;
    const char *stem = translation->stems[w];
    if (repere_language_is_stop(translation->language, stem, strlen(stem))) continue;
    char *term = term_of(planner, translation->language, stem, &documents);
    if (!term) return NULL;
    g_ptr_array_add(terms, term);
  }
  return terms->len ? g_steal_pointer(&terms) : NULL;
}

/* What finds works with all of the terms, each of which counts. */
static RepereMatcher *all_of(const Planner *planner, const GPtrArray *terms, const char *words)
{
  RepereMatcher *all = plan_matcher(REPERE_MATCHER_AND);
  for (guint i = 0; i < terms->len; i++) {
    RepereMatcher *one = plan_matcher(REPERE_MATCHER_TERMS);
    g_ptr_array_add(one->terms, g_strdup(terms->pdata[i]));
    g_ptr_array_add(
      plan_weigh(one, REPERE_WEIGHED_TRANSLATION, REPERE_FIELDS, words, planner->lane->weights->translation),
      g_strdup(terms->pdata[i]));
    g_ptr_array_add(all->parts, one);
  }
  return all;
}

static void ptr_array_free(gpointer array)
{
  g_ptr_array_unref(array);
}

RepereMatcher *plan_compound(Planner *planner, const char *key, const char *words)
{
  g_autoptr(GArray) found = repere_translations_new();
  g_autoptr(GPtrArray) compounds = g_ptr_array_new_with_free_func(ptr_array_free);
  g_autoptr(GString) sources = g_string_new(NULL);
  if (!repere_translations_of(planner->lane->database, planner->query->language, key, found, NULL,
                              planner->fault) ||
      found->len == 0 || !plan_may_add(planner, words))
    return NULL;
  RepereMatcher *any = plan_matcher(REPERE_MATCHER_OR);
  RepereExpansion *expansion = plan_expansion_new(words, NULL, "", words);
  for (guint i = 0; i < found->len && i < MOST_TRANSLATIONS; i++) {
    const RepereTranslation *translation = &g_array_index(found, RepereTranslation, i);
    GPtrArray *terms = terms_of_compound(planner, translation);
    if (!terms) continue;
    g_ptr_array_add(compounds, terms);
    g_ptr_array_add(any->parts, all_of(planner, terms, words));
    g_ptr_array_add(expansion->labels, repere_text_new(translation->label, translation->language->code));
    add_sources(sources, translation->sources);
  }
  if (compounds->len == 0) {
    repere_expansion_unref(expansion);
    plan_matcher_free(any);
    return NULL;
  }
  g_free(expansion->source);
  expansion->source = g_strdup(sources->str);
  if (!plan_expansion_add_compounds(planner, expansion, compounds)) g_clear_pointer(&any, plan_matcher_free);
  return any;
}
