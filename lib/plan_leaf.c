/* plan_leaf.c - words, phrases and words near each other as terms; see plan_private.h */
#include <math.h>
#include <string.h>

#include "match.h"
#include "plan_private.h"

/* A work in another language has no spelling of the word, however much it speaks of it, and gets so much of what that
 * counts. With all of it a question brings the same works in three languages more often (tests/relevance, parity), with
 * nothing the work that was meant stands first more often (known items): this is between. */
#define FOREIGN_WRITTEN 0.5

/* What hyphens join is weighed by its parts. As one word it is the same evidence again, and counts only this
 * much, for the works that have it so alone. */
#define COMPOUND_SHARE 0.1

/* A look at the clock after so many documents that have the words of a phrase: comparing positions takes 1 to
 * 100 µs each. */
#define WATCH_STEP 16

const char *plan_prefix(RepereTextField field)
{
  return field == REPERE_FIELDS ? "" : repere_field_row(field)->prefix;
}

static char *term_in(RepereTextField field, const char *word)
{
  return g_strconcat(plan_prefix(field), word, NULL);
}

/* ---- evidence ---- */

RepereEvidence *plan_evidence_new(gboolean phrase)
{
  RepereEvidence *evidence = g_new0(RepereEvidence, 1);
  evidence->phrase = phrase;
  evidence->terms = g_ptr_array_new_with_free_func(g_free);
  return evidence;
}

void plan_evidence_free(RepereEvidence *evidence)
{
  g_ptr_array_unref(evidence->terms);
  g_clear_pointer(&evidence->translated, g_ptr_array_unref);
  g_free(evidence);
}

void plan_evidence_add(Planner *planner, RepereEvidence *evidence, double documents)
{
  double all = planner->lane->snapshot->documents;
  evidence->weight = log(1 + (all + 1) / (1 + MIN(documents, all)));
  if (!planner->silent && !planner->excluded) {
    g_ptr_array_add(planner->plan->evidence, evidence);
    return;
  }
  plan_evidence_free(evidence);
}

/* The words of a stem: they have the positions that it has not. */
static gboolean add_family(const Planner *planner, GPtrArray *terms, const char *stem)
{
  xc_bytes word;
  int state;
  xc_terms *family = xc_database_synonyms(planner->lane->database, stem, XC_NUL, planner->fault);
  if (!family) return FALSE;
  while ((state = xc_terms_next(family, &word, planner->fault)) == XC_ITEM)
    plan_add_once(terms, g_strndup(word.data, word.size));
  xc_terms_free(family);
  return state == XC_END;
}

/* ---- one word ---- */

gboolean plan_only_as_written(const RepereQueryWord *word)
{
  return word->written && repere_language_is_stop(NULL, word->folded, strlen(word->folded));
}

const char *plan_exact_word(const RepereQueryWord *word)
{
  return plan_only_as_written(word) ? word->written : word->folded;
}

/* What stands for a word, without a field's prefix. */
typedef struct {
  GPtrArray *stems;
  const char *folded, *written; /* or NULL */
} WordTerms;

static void add_stem(GPtrArray *terms, const RepereLanguage *language, const char *stem)
{
  if (language && stem) plan_add_once(terms, g_strconcat(language->term_prefix, stem, NULL));
}

/* Snowball stems what is written, so an unaccented question has the stems of all accented spellings that
 * the library has for it. */
static gboolean add_spelling_stems(const Planner *planner, GPtrArray *terms, const RepereQueryWord *word)
{
  xc_bytes spelling;
  int state;
  const RepereLanguage *language = planner->query->language;
  xc_terms *spellings = xc_database_synonyms(planner->lane->database, word->folded, XC_NUL, planner->fault);
  if (!spellings) return FALSE;
  while ((state = xc_terms_next(spellings, &spelling, planner->fault)) == XC_ITEM) {
    const RepereWord *known = repere_analyzer_word(planner->lane->analyzer, spelling.data, spelling.size, language);
    if (known) add_stem(terms, language, known->stem);
  }
  xc_terms_free(spellings);
  return state == XC_END;
}

static gboolean word_terms(const Planner *planner, const RepereNode *leaf, WordTerms *terms)
{
  const RepereQueryWord *word = leaf->words->pdata[0];
  const RepereLanguage *language = planner->query->language;
  terms->written = word->written;
  terms->folded = plan_only_as_written(word) || (leaf->quoted && word->written) ? NULL : word->folded;
  if (leaf->quoted) return TRUE;
  /* Nor is its stem, folded as stems are, where it is that stop word. */
  if (!plan_only_as_written(word) || !word->stem || !repere_language_is_stop(NULL, word->stem, strlen(word->stem)))
    add_stem(terms->stems, language, word->stem);
  return word->written || word->stop || !language || add_spelling_stems(planner, terms->stems, word);
}

/* One term more that finds the word, and how many documents the commonest of all has. */
static gboolean add_part(const Planner *planner, RepereTextField field, const char *word, RepereMatcher *matcher,
                         guint32 *commonest)
{
  guint32 documents;
  g_autofree char *term = term_in(field, word);
  if (!plan_count(planner, term, &documents)) return FALSE;
  *commonest = MAX(*commonest, documents);
  return plan_term_in(planner, field, term, matcher);
}

static gboolean find_word(const Planner *planner, RepereTextField field, const WordTerms *terms,
                          RepereMatcher *matcher, guint32 *commonest)
{
  for (guint i = 0; i < terms->stems->len; i++)
    if (!add_part(planner, field, terms->stems->pdata[i], matcher, commonest)) return FALSE;
  return (!terms->folded || add_part(planner, field, terms->folded, matcher, commonest)) &&
         (!terms->written || add_part(planner, field, terms->written, matcher, commonest));
}

static gboolean word_evidence(Planner *planner, const WordTerms *terms, const PlanTranslated *translated,
                              double documents)
{
  RepereEvidence *evidence = plan_evidence_new(FALSE);
  gboolean well = TRUE;
  plan_add_once(evidence->terms, g_strdup(terms->folded ? terms->folded : terms->written));
  for (guint i = 0; i < terms->stems->len && well; i++)
    well = add_family(planner, evidence->terms, terms->stems->pdata[i]);
  if (translated->terms->len) evidence->translated = g_ptr_array_new_with_free_func(g_free);
  for (guint i = 0; i < translated->terms->len && well; i++) {
    const char *term = translated->terms->pdata[i];
    if (g_ascii_isupper(term[0])) well = add_family(planner, evidence->translated, term);
    else plan_add_once(evidence->translated, g_strdup(term));
  }
  plan_evidence_add(planner, evidence, documents);
  return well;
}

/* The stems weigh as one word; the spelling beside them as much as it says more than they do. An accented word has
 * two spellings, and weighs no more for it than another one. */
static void weigh_word(const Planner *planner, RepereMatcher *matcher, const RepereNode *leaf, const WordTerms *terms,
                       const PlanTranslated *translated)
{
  RepereTextField field = leaf->field;
  g_autoptr(GPtrArray) own = g_ptr_array_new_with_free_func(g_free);
  GPtrArray *stems = terms->stems->len ? plan_weigh(matcher, REPERE_WEIGHED_STEM, leaf->field, leaf->text, 1) : NULL;
  double written = stems ? planner->lane->weights->written : 1, accents = planner->lane->weights->spelling * written;
  for (guint i = 0; i < terms->stems->len; i++) {
    g_ptr_array_add(stems, term_in(field, terms->stems->pdata[i]));
    g_ptr_array_add(own, term_in(field, terms->stems->pdata[i]));
  }
  if (terms->folded)
    g_ptr_array_add(plan_weigh(matcher, REPERE_WEIGHED_WRITTEN, leaf->field, leaf->text,
                               terms->written ? written - accents : written),
                    term_in(field, terms->folded));
  if (terms->written)
    g_ptr_array_add(plan_weigh(matcher, REPERE_WEIGHED_SPELLING, leaf->field, leaf->text,
                               terms->folded ? accents : written),
                    term_in(field, terms->written));
  if (own->len == 0) g_ptr_array_add(own, term_in(field, plan_exact_word(leaf->words->pdata[0])));
  if (translated->terms->len) plan_weigh_other(matcher, leaf, stems ? 1 + FOREIGN_WRITTEN * written : 1, own, translated);
  for (guint i = 0; translated->terms->len && stems && i < matcher->weighed->len; i++)
    plan_weigh_rarity(matcher->weighed->pdata[i], own, translated);
}

/* The stems as the lexicon knows them, or the word itself; nothing where that is another word than was typed. */
static GPtrArray *lexicon_keys(const Planner *planner, const RepereQueryWord *word, const WordTerms *terms)
{
  const RepereLanguage *language = planner->query->language;
  GPtrArray *keys = g_ptr_array_new();
  for (guint i = 0; i < terms->stems->len && language; i++)
    g_ptr_array_add(keys, (char *)terms->stems->pdata[i] + strlen(language->term_prefix));
  if (keys->len == 0 && !plan_only_as_written(word)) g_ptr_array_add(keys, word->folded);
  return keys;
}

static gboolean find_translations(const Planner *planner, const PlanTranslated *translated, RepereMatcher *matcher,
                                  guint32 *commonest)
{
  for (guint i = 0; i < translated->terms->len; i++)
    if (!add_part(planner, REPERE_FIELDS, translated->terms->pdata[i], matcher, commonest)) return FALSE;
  return TRUE;
}

static RepereMatcher *plan_word(Planner *planner, const RepereNode *leaf)
{
  guint32 commonest = 0;
  const RepereQueryWord *word = leaf->words->pdata[0];
  WordTerms terms = {g_ptr_array_new_with_free_func(g_free), NULL, NULL};
  PlanTranslated translated = {NULL, NULL};
  RepereMatcher *matcher = plan_terms_matcher();
  gboolean well =
    word_terms(planner, leaf, &terms) && find_word(planner, leaf->field, &terms, matcher, &commonest);
  if (well) {
    g_autoptr(GPtrArray) keys = lexicon_keys(planner, word, &terms);
    guint32 own = commonest;
    well = plan_translate(planner, leaf, keys, own == 0, &translated) &&
           find_translations(planner, &translated, matcher, &commonest);
    if (own == 0 && commonest > 0 && !planner->excluded && !planner->silent) planner->plan->foreign = TRUE;
  }
  matcher = plan_terms_done(matcher);
  if (well) {
    weigh_word(planner, matcher, leaf, &terms, &translated);
    well = word_evidence(planner, &terms, &translated, commonest);
  }
  g_ptr_array_unref(terms.stems);
  plan_translated_clear(&translated);
  if (!well) g_clear_pointer(&matcher, plan_matcher_free);
  return matcher;
}

/* ---- words that stand for many ---- */

/* They count as one word; of misspellings the right one counts more. */
static void weigh_many(const Planner *planner, RepereMatcher *matcher, const RepereNode *leaf, const GPtrArray *words)
{
  const char *own = ((RepereQueryWord *)leaf->words->pdata[0])->folded;
  GPtrArray *weighed = plan_weigh(matcher, REPERE_WEIGHED_STEM, leaf->field, leaf->text, 1);
  gboolean right = FALSE;
  for (guint i = 0; i < words->len; i++) {
    g_ptr_array_add(weighed, term_in(leaf->field, words->pdata[i]));
    right |= g_str_equal(words->pdata[i], own);
  }
  if (right && leaf->kind == REPERE_NODE_SPELLING)
    g_ptr_array_add(plan_weigh(matcher, REPERE_WEIGHED_SPELLING, leaf->field, leaf->text,
                               planner->lane->weights->spelling),
                    term_in(leaf->field, own));
}

static RepereMatcher *plan_many(Planner *planner, const RepereNode *leaf)
{
  double documents = 0;
  g_autoptr(GPtrArray) words = g_ptr_array_new_with_free_func(g_free);
  if (!plan_expand(planner, leaf, words, &documents)) return NULL;
  RepereMatcher *matcher = plan_terms_matcher();
  gboolean well = TRUE;
  for (guint i = 0; i < words->len && well; i++) {
    g_autofree char *term = term_in(leaf->field, words->pdata[i]);
    well = plan_term_in(planner, leaf->field, term, matcher);
  }
  matcher = plan_terms_done(matcher);
  if (!well) {
    plan_matcher_free(matcher);
    return NULL;
  }
  weigh_many(planner, matcher, leaf, words);
  RepereEvidence *evidence = plan_evidence_new(FALSE);
  g_ptr_array_unref(evidence->terms);
  evidence->terms = g_steal_pointer(&words);
  plan_evidence_add(planner, evidence, documents);
  return matcher;
}

/* ---- words in places ---- */

/* Where words with positions may stand: the text's have no prefix. */
static const RepereTextField places[] = {REPERE_FIELD_TEXT, REPERE_FIELD_TITLE, REPERE_FIELD_ABSTRACT,
                                         REPERE_FIELD_CREATOR, REPERE_FIELD_KEYWORD};

static xc_query *combine(xc_operator op, GPtrArray *queries, guint parameter, xc_error *fault)
{
  xc_query *query = xc_query_combine(op, (xc_query *const *)queries->pdata, queries->len, parameter, fault);
  g_ptr_array_set_size(queries, 0); /* consumed */
  return query;
}

/* The query for the words in one field: NULL without a fault where one of them is never there. */
static xc_query *in_place(const Planner *planner, const RepereNode *leaf, RepereTextField field,
                          double *documents)
{
  g_autoptr(GPtrArray) terms = g_ptr_array_new_with_free_func(g_free);
  g_autoptr(GPtrArray) queries = g_ptr_array_new();
  double rarest = G_MAXDOUBLE;
  for (guint i = 0; i < leaf->words->len; i++) {
    guint32 count;
    char *term = term_in(field, plan_exact_word(leaf->words->pdata[i]));
    g_ptr_array_add(terms, term);
    if (!plan_count(planner, term, &count) || count == 0) return NULL;
    rarest = MIN(rarest, count);
  }
  *documents = MAX(*documents, rarest);
  for (guint i = 0; i < terms->len; i++)
    g_ptr_array_add(queries, xc_query_term(terms->pdata[i], XC_NUL, 1, 0, planner->fault));
  g_ptr_array_add(queries, combine(leaf->kind == REPERE_NODE_NEAR ? XC_NEAR : XC_PHRASE, queries, leaf->window,
                                   planner->fault));
  /* Words that often meet and never stand so would be compared to the end, whatever the time. */
  g_ptr_array_add(queries,
                  xc_query_watch(repere_out_of_time, (gpointer)planner->question, WATCH_STEP, planner->fault));
  return combine(XC_FILTER, queries, 0, planner->fault);
}

RepereMatcher *plan_joined(Planner *planner, const RepereNode *leaf)
{
  g_autoptr(GPtrArray) words = g_ptr_array_new();
  RepereNode one = {.kind = REPERE_NODE_WORD, .field = leaf->field, .words = words, .text = leaf->text};
  g_ptr_array_add(words, leaf->compound);
  RepereMatcher *joined = plan_word(planner, &one);
  for (guint i = 0; joined && i < joined->weighed->len; i++)
    ((RepereWeighed *)joined->weighed->pdata[i])->scale *= COMPOUND_SHARE;
  if (joined && joined->other) joined->other->scale *= COMPOUND_SHARE;
  return joined;
}

/* Consumes `parts`. */
static RepereMatcher *add_joined(Planner *planner, const RepereNode *leaf, RepereMatcher *parts)
{
  RepereMatcher *joined = plan_joined(planner, leaf), *both = plan_matcher(REPERE_MATCHER_OR);
  g_ptr_array_add(both->parts, parts);
  if (joined) g_ptr_array_add(both->parts, joined);
  else g_clear_pointer(&both, plan_matcher_free);
  return both;
}

static void place_evidence(Planner *planner, const RepereNode *leaf, double documents)
{
  gboolean phrase = leaf->kind == REPERE_NODE_PHRASE;
  RepereEvidence *evidence = phrase ? plan_evidence_new(TRUE) : NULL;
  for (guint i = 0; i < leaf->words->len; i++) {
    if (!phrase) evidence = plan_evidence_new(FALSE);
    g_ptr_array_add(evidence->terms, g_strdup(plan_exact_word(leaf->words->pdata[i])));
    if (!phrase) plan_evidence_add(planner, evidence, documents);
  }
  if (phrase) plan_evidence_add(planner, evidence, documents);
}

/* A phrase, or words near each other: in any one place, or in the one that is asked for. */
static RepereMatcher *plan_places(Planner *planner, const RepereNode *leaf)
{
  double documents = 0;
  g_autoptr(GPtrArray) queries = g_ptr_array_new();
  for (guint i = 0; i < G_N_ELEMENTS(places); i++) {
    if (leaf->field != REPERE_FIELDS && leaf->field != places[i]) continue;
    xc_query *query = in_place(planner, leaf, places[i], &documents);
    if (query) g_ptr_array_add(queries, query);
  }
  /* No term finds nothing. */
  RepereMatcher *matcher = plan_matcher(queries->len ? REPERE_MATCHER_POSITIONS : REPERE_MATCHER_TERMS);
  if (queries->len) matcher->query = combine(XC_OR, queries, 0, planner->fault);
  if (planner->fault->code != XC_OK) {
    plan_matcher_free(matcher);
    return NULL;
  }
  /* In whatever place it is: words of all fields have their terms, too. */
  for (guint i = 0; i < leaf->words->len; i++)
    g_ptr_array_add(plan_weigh(matcher, REPERE_WEIGHED_PHRASE, leaf->field, leaf->text, 1),
                    term_in(leaf->field, plan_exact_word(leaf->words->pdata[i])));
  place_evidence(planner, leaf, documents);
  return leaf->compound ? add_joined(planner, leaf, matcher) : matcher;
}

RepereMatcher *plan_leaf(Planner *planner, const RepereNode *leaf)
{
  if (leaf->kind == REPERE_NODE_BEGINNING || leaf->kind == REPERE_NODE_SPELLING)
    return plan_many(planner, leaf);
  return leaf->words->len == 1 ? plan_word(planner, leaf) : plan_places(planner, leaf);
}
