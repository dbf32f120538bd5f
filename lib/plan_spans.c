/* plan_spans.c - words of the question that stand side by side and together name something: a concept of a
 * vocabulary, a compound of the lexicon; see plan_private.h */
#include <string.h>

#include "answer.h"
#include "concepts.h"
#include "plan_private.h"
#include "repere/vocabulary.h"
#include "translations.h"

/* Of concepts with one label, so many are added. */
#define MOST_CONCEPTS 4u

/* A word of the children of a node, in order. */
typedef struct {
  const RepereQueryWord *word;
  guint child;
  guint run; /* of children that stand side by side: nothing is named across its end, and what is excluded is
                one */
} Word;

/* What the spans of one node are found by. */
struct PlanSpans {
  GArray *words;   /* of Word */
  GArray *matches; /* of RepereConceptMatch, over `words` */
};

/* ---- words in a row ---- */

static gboolean is_plain(const RepereNode *node)
{
  gboolean words = node->kind == REPERE_NODE_WORD || node->kind == REPERE_NODE_PHRASE;
  return words && !node->quoted && node->field == REPERE_FIELDS;
}

/* Whether two children side by side may name something together. */
static gboolean belong(const RepereNode *one, const RepereNode *next)
{
  return is_plain(one) && is_plain(next) && !one->exclude && !next->exclude;
}

static guint32 key_of(const Planner *planner, const RepereQueryWord *word, gboolean stem)
{
  const RepereLanguage *language = planner->query->language;
  if (!stem) return repere_concepts_key(planner->lane->concepts, word->folded, strlen(word->folded));
  if (!language || !word->stem) return 0;
  g_autofree char *term = g_strconcat(language->term_prefix, word->stem, NULL);
  return repere_concepts_key(planner->lane->concepts, term, strlen(term));
}

/* Finds the concepts in the words from number `from` on. */
static void find_concepts(const Planner *planner, PlanSpans *spans, guint from)
{
  g_autoptr(GArray) keys = g_array_new(FALSE, FALSE, sizeof(RepereConceptWord));
  guint before = spans->matches->len;
  if (!planner->lane->concepts) return;
  for (guint i = from; i < spans->words->len; i++) {
    const RepereQueryWord *word = g_array_index(spans->words, Word, i).word;
    RepereConceptWord key = {key_of(planner, word, TRUE), key_of(planner, word, FALSE)};
    g_array_append_val(keys, key);
  }
  repere_concepts_find(planner->lane->concepts, (const RepereConceptWord *)(void *)keys->data, keys->len,
                       planner->query->language, spans->matches);
  for (guint i = before; i < spans->matches->len; i++)
    g_array_index(spans->matches, RepereConceptMatch, i).first += from;
}

PlanSpans *plan_spans_new(const Planner *planner, const RepereNode *node)
{
  PlanSpans *spans = g_new(PlanSpans, 1);
  guint from = 0, run = 0;
  spans->words = g_array_new(FALSE, FALSE, sizeof(Word));
  spans->matches = g_array_new(FALSE, FALSE, sizeof(RepereConceptMatch));
  if (node->kind != REPERE_NODE_AND || !planner->question->expand) return spans;
  for (guint i = 0; i < node->children->len; i++) {
    const RepereNode *child = node->children->pdata[i];
    gboolean last = i + 1 == node->children->len;
    for (guint w = 0; is_plain(child) && w < child->words->len; w++) {
      Word word = {child->words->pdata[w], i, run};
      g_array_append_val(spans->words, word);
    }
    if (!last && belong(child, node->children->pdata[i + 1])) continue;
    find_concepts(planner, spans, from);
    from = spans->words->len;
    run++;
  }
  return spans;
}

void plan_spans_free(PlanSpans *spans)
{
  g_array_unref(spans->words);
  g_array_unref(spans->matches);
  g_free(spans);
}

/* The words first … first + n - 1 as the question's normal form has them; NULL where they are not whole
 * children. */
static char *text_of(const PlanSpans *spans, const RepereNode *node, guint first, guint n)
{
  const Word *words = (const Word *)(void *)spans->words->data;
  guint last = first + n - 1;
  gboolean begins = first == 0 || words[first - 1].child != words[first].child;
  gboolean ends = last + 1 == spans->words->len || words[last + 1].child != words[last].child;
  if (!begins || !ends || words[first].run != words[last].run) return NULL;
  GString *text = g_string_new(NULL);
  for (guint child = words[first].child; child <= words[last].child; child++)
    g_string_append_printf(text, "%s%s", text->len ? " " : "",
                           ((RepereNode *)node->children->pdata[child])->text);
  return g_string_free(text, FALSE);
}

/* ---- concepts ---- */

/* The labels in all languages, and their words as evidence beside the question's own. */
static void add_labels(const RepereConceptName *name, RepereExpansion *expansion)
{
  const RepereLanguage *language;
  for (guint i = 0; (language = repere_language_at(i)); i++) {
    const char *label = repere_vocabulary_label(name->vocabulary, name->value, language->code);
    if (label) g_ptr_array_add(expansion->labels, repere_text_new(label, language->code));
  }
}

static void see_label_word(const RepereToken *token, gpointer data)
{
  RepereEvidence *evidence = data;
  if (!token->word->stop) plan_add_once(evidence->terms, g_strdup(token->word->folded));
}

/* In the question's own language as well: else a page in another one would have the words and the label, and
 * its translation would stand before it. */
static void add_evidence(Planner *planner, const RepereExpansion *expansion, guint documents)
{
  RepereEvidence *evidence = plan_evidence_new(FALSE);
  evidence->aside = TRUE;
  for (guint i = 0; i < expansion->labels->len; i++) {
    const RepereText *label = expansion->labels->pdata[i];
    const RepereLanguage *language = repere_language(label->lang);
    repere_analyze(planner->lane->analyzer, label->text, strlen(label->text), language, see_label_word,
                   evidence);
  }
  plan_evidence_add(planner, evidence, documents);
  if (!planner->silent && !planner->excluded) evidence->weight *= planner->lane->weights->concept;
}

/* Adds a concept that the words name to `named`, unless it is to be left out; FALSE where the index has it
 * nowhere. */
static gboolean add_concept(Planner *planner, guint32 concept, const char *words, RepereMatcher *named)
{
  RepereConceptName name;
  guint32 documents = 0;
  repere_concepts_name(planner->lane->concepts, concept, &name);
  g_autofree char *term = repere_term_concept(name.vocabulary_name, name.value);
  if (!plan_count(planner, term, &documents) || documents == 0) return FALSE;
  if (!plan_may_add(planner, name.value)) return TRUE;
  g_autoptr(GPtrArray) own = g_ptr_array_new();
  RepereExpansion *expansion = plan_expansion_new(name.value, name.value, name.vocabulary_name, words);
  g_ptr_array_add(own, term);
  add_labels(&name, expansion);
  add_evidence(planner, expansion, documents);
  plan_expansion_add(planner, expansion, own);
  g_ptr_array_add(named->terms, g_strdup(term));
  return TRUE;
}

/* ---- spans ---- */

/* How many words the longest compound from word number `first` on has that the lexicon knows, and its key; 0:
 * none. */
static guint longest_compound(const Planner *planner, const PlanSpans *spans, guint first, GString *compound)
{
  guint longest = 0, most = 0;
  const RepereLanguage *language = planner->query->language;
  const RepereQueryWord *word = g_array_index(spans->words, Word, first).word;
  g_autoptr(GArray) found = repere_translations_new();
  g_autoptr(GString) key = g_string_new(word->stem ? word->stem : word->folded);
  if (!language || word->stop ||
      !repere_translations_of(planner->lane->database, language, key->str, found, &most, planner->fault))
    return 0;
  for (guint n = 2; n <= most && first + n <= spans->words->len; n++) {
    word = g_array_index(spans->words, Word, first + n - 1).word;
    g_string_append_printf(key, " %s", word->stem ? word->stem : word->folded);
    g_array_set_size(found, 0);
    if (!repere_translations_of(planner->lane->database, language, key->str, found, NULL, planner->fault))
      return 0;
    if (found->len == 0) continue;
    longest = n;
    g_string_assign(compound, key->str);
  }
  return longest;
}

/* How many words the longest concept from word number `first` on has, of those that have fewer than `than`;
 * 0: none. */
static guint longest_concept(const PlanSpans *spans, guint first, guint than)
{
  guint longest = 0;
  for (guint i = 0; i < spans->matches->len; i++) {
    const RepereConceptMatch *match = &g_array_index(spans->matches, RepereConceptMatch, i);
    if (match->first == first && match->words < than) longest = MAX(longest, match->words);
  }
  return longest;
}

/* What the words first … first + n - 1 name; NULL: nothing. *known: they name something, be it left out. */
static RepereMatcher *named_by(Planner *planner, const PlanSpans *spans, guint first, guint n,
                               const char *text, gboolean *known)
{
  RepereMatcher *named = plan_matcher(REPERE_MATCHER_TERMS);
  for (guint i = 0; i < spans->matches->len && named->terms->len < MOST_CONCEPTS; i++) {
    const RepereConceptMatch *match = &g_array_index(spans->matches, RepereConceptMatch, i);
    if (match->first == first && match->words == n && add_concept(planner, match->concept, text, named))
      *known = TRUE;
  }
  if (named->terms->len) return named;
  plan_matcher_free(named);
  return NULL;
}

/* The longest that is named counts, where the index has it: a concept, a compound, or both. One that is left
 * out keeps its words, or shorter ones would come in its stead, and leaving something out find more. */
static guint find_named(Planner *planner, const PlanSpans *spans, const RepereNode *node, guint first,
                        PlanSpan *span)
{
  g_autoptr(GString) compound = g_string_new(NULL);
  guint joined = longest_compound(planner, spans, first, compound);
  for (guint than = G_MAXUINT, n; (n = MAX(joined, longest_concept(spans, first, than))) > 0; than = n) {
    gboolean known = FALSE;
    span->text = text_of(spans, node, first, n);
    if (span->text) span->named = named_by(planner, spans, first, n, span->text, &known);
    if (span->text && n == joined) {
      span->translated = plan_compound(planner, compound->str, span->text);
      known |= !plan_may_add(planner, span->text);
    }
    if (span->named || span->translated || known) return n;
    g_clear_pointer(&span->text, g_free);
    if (n == joined) joined = 0;
  }
  return 0;
}

PlanSpan plan_span(Planner *planner, const PlanSpans *spans, const RepereNode *node, guint child)
{
  PlanSpan span = {1, 0, NULL, NULL, NULL};
  guint first = 0;
  while (first < spans->words->len && g_array_index(spans->words, Word, first).child < child) first++;
  if (first == spans->words->len || g_array_index(spans->words, Word, first).child != child) return span;
  guint n = find_named(planner, spans, node, first, &span);
  if (n == 0) return span;
  for (guint i = 0; i < n; i++) span.words += !g_array_index(spans->words, Word, first + i).word->stop;
  span.children = g_array_index(spans->words, Word, first + n - 1).child - child + 1;
  return span;
}

void plan_span_clear(PlanSpan *span)
{
  plan_matcher_free(span->named);
  plan_matcher_free(span->translated);
  g_free(span->text);
}
