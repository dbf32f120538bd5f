/* plan.c - the tree of a query, planned; see plan.h */
#include "plan.h"

#include "answer.h"
#include "fault.h"
#include "match.h"
#include "plan_private.h"

/* So many words of a question are looked for: each costs a posting list or more. */
#define MOST_WORDS 200u
/* So many words all of its word* and word~ stand for together. */
#define MOST_EXPANSIONS 1000u
/* A sentence has so many different words that say something, at least. */
#define SENTENCE_WORDS 4
/* A shorter part of a joined word ("e-learning", "A/RES/71/1") tells nothing by itself. */
#define PART_LETTERS 3

static void evidence_free(gpointer data)
{
  plan_evidence_free(data);
}

void repere_plan_free(ReperePlan *plan)
{
  if (!plan) return;
  g_ptr_array_unref(plan->evidence);
  g_ptr_array_unref(plan->warnings);
  g_ptr_array_unref(plan->expansions);
  g_ptr_array_unref(plan->expansions_any);
  plan_matcher_free(plan->match_all);
  plan_matcher_free(plan->match_any);
  g_free(plan);
}

/* ---- joining ---- */

/* The parts of one AND or OR, of RepereMatcher *; `loose` is what any of will do, where it comes to that. */
typedef struct {
  GPtrArray *wanted, *unwanted, *loose;
} Parts;

static Parts parts_new(void)
{
  return (Parts){g_ptr_array_new_with_free_func(plan_matcher_free),
                 g_ptr_array_new_with_free_func(plan_matcher_free),
                 g_ptr_array_new_with_free_func(plan_matcher_free)};
}

static void parts_clear(Parts *parts)
{
  g_ptr_array_unref(parts->wanted);
  g_ptr_array_unref(parts->unwanted);
  g_ptr_array_unref(parts->loose);
}

static void share(GPtrArray *into, const GPtrArray *matchers)
{
  for (guint i = 0; i < matchers->len; i++) g_ptr_array_add(into, plan_matcher_ref(matchers->pdata[i]));
}

/* Those of all (AND) or any (OR) of the wanted that are none of the unwanted; NULL where there are
 * neither. */
static RepereMatcher *join(RepereMatcherKind kind, const GPtrArray *wanted, const GPtrArray *unwanted)
{
  if (wanted->len + unwanted->len == 0) return NULL;
  if (wanted->len == 1 && unwanted->len == 0) return plan_matcher_ref(wanted->pdata[0]);
  RepereMatcher *joined = plan_matcher(wanted->len > 1 ? kind : REPERE_MATCHER_AND);
  share(joined->parts, wanted);
  if (unwanted->len == 0) return joined;
  if (kind == REPERE_MATCHER_OR && wanted->len > 1) {
    RepereMatcher *without = plan_matcher(REPERE_MATCHER_AND);
    g_ptr_array_add(without->parts, joined);
    joined = without;
  }
  share(joined->without, unwanted);
  return joined;
}

/* ---- the tree ---- */

/* Stop words are asked for only where there is nothing else: a translation has others, and every work has
 * its own. */
static gboolean is_stop(const RepereNode *node)
{
  gboolean plain = node->kind == REPERE_NODE_WORD || (node->kind == REPERE_NODE_PHRASE && !node->quoted);
  for (guint i = 0; plain && i < node->words->len; i++)
    if (!((RepereQueryWord *)node->words->pdata[i])->stop) return FALSE;
  return plain && !node->exclude;
}

static gboolean only_stops(const RepereNode *node)
{
  for (guint i = 0; i < node->children->len; i++) {
    const RepereNode *child = node->children->pdata[i];
    if (!child->exclude && !is_stop(child)) return FALSE;
  }
  return TRUE;
}

/* A leaf, unless the question has had its words. Of a phrase that is too long the beginning is looked for. */
static gboolean plan_bounded_leaf(Planner *planner, const RepereNode *leaf, RepereMatcher **planned)
{
  RepereNode part = *leaf;
  g_autoptr(GPtrArray) words = NULL;
  if (leaf->words->len > planner->words && !planner->cut) {
    planner->cut = TRUE;
    g_ptr_array_add(
      planner->plan->warnings,
      g_strdup_printf("The question has more than %u words; those after them are left out.", MOST_WORDS));
  }
  if (planner->words == 0) return TRUE;
  if (leaf->words->len > planner->words) {
    words = g_ptr_array_new();
    for (guint i = 0; i < planner->words; i++) g_ptr_array_add(words, leaf->words->pdata[i]);
    part.words = words;
  }
  planner->words -= part.words->len;
  *planned = plan_leaf(planner, &part);
  return *planned != NULL;
}

/* Whether an earlier child asks for the same word: saying it twice asks for nothing more. */
static gboolean is_repeated(const RepereNode *node, guint at)
{
  const RepereNode *child = node->children->pdata[at];
  if (child->kind != REPERE_NODE_WORD || child->exclude) return FALSE;
  for (guint i = 0; i < at; i++) {
    const RepereNode *before = node->children->pdata[i];
    if (before->kind == REPERE_NODE_WORD && !before->exclude && g_str_equal(before->text, child->text))
      return TRUE;
  }
  return FALSE;
}

/* Appends what finds the words of a phrase one by one. What is added to each is called by the word itself. */
static gboolean plan_words_of(Planner *planner, const RepereNode *phrase, GPtrArray *wanted)
{
  gboolean well = TRUE;
  planner->silent++; /* the phrase is evidence already */
  for (guint i = 0; i < phrase->words->len && planner->words > 0 && well; i++) {
    RepereQueryWord *word = phrase->words->pdata[i];
    g_autoptr(GPtrArray) words = g_ptr_array_new();
    RepereNode part = *phrase;
    if (word->stop || g_utf8_strlen(word->folded, -1) < PART_LETTERS) continue;
    g_ptr_array_add(words, word);
    part.kind = REPERE_NODE_WORD;
    part.quoted = FALSE;
    part.words = words;
    if (phrase->field == REPERE_FIELDS) part.text = word->written ? word->written : word->folded;
    RepereMatcher *planned = plan_leaf(planner, &part);
    planner->words--;
    well = planned != NULL;
    if (well) g_ptr_array_add(wanted, planned);
  }
  RepereMatcher *joined = well && phrase->compound ? plan_joined(planner, phrase) : NULL;
  if (joined) g_ptr_array_add(wanted, joined);
  planner->silent--;
  return well && (joined || !phrase->compound);
}

static gboolean plan_node(Planner *planner, const RepereNode *node, RepereMatcher **planned);

/* Where any word will do, so does one of a phrase: of those that hyphens join, instead of the whole. */
static gboolean loosen(Planner *planner, const RepereNode *node, RepereMatcher *planned, GPtrArray *loose)
{
  guint before = loose->len;
  if (node->kind == REPERE_NODE_PHRASE && !plan_words_of(planner, node, loose)) return FALSE;
  if (loose->len == before || node->quoted) g_ptr_array_add(loose, plan_matcher_ref(planned));
  return TRUE;
}

/* Plans child number `at` into `parts`. */
static gboolean plan_child(Planner *planner, const RepereNode *node, guint at, gboolean keep_stops,
                           Parts *parts)
{
  const RepereNode *child = node->children->pdata[at];
  RepereMatcher *planned = NULL;
  if ((is_stop(child) && !keep_stops) || is_repeated(node, at)) return TRUE;
  planner->excluded += child->exclude;
  gboolean well = plan_node(planner, child, &planned);
  planner->excluded -= child->exclude;
  if (!well || !planned) return well;
  g_ptr_array_add(child->exclude ? parts->unwanted : parts->wanted, planned);
  return child->exclude || node != planner->query->root || loosen(planner, child, planned, parts->loose);
}

/* From `from` on, the parts become one that is found by what they name as well. */
static void name_parts(const Planner *planner, GPtrArray *parts, guint from, RepereMatcherKind kind,
                       const PlanSpan *span)
{
  RepereMatcher *any = plan_matcher(REPERE_MATCHER_OR), *words = plan_matcher(kind);
  for (guint i = from; i < parts->len; i++) g_ptr_array_add(words->parts, plan_matcher_ref(parts->pdata[i]));
  if (words->parts->len) g_ptr_array_add(any->parts, plan_matcher_ref(words));
  plan_matcher_free(words);
  if (span->named) g_ptr_array_add(any->parts, plan_matcher_ref(span->named));
  if (span->translated) g_ptr_array_add(any->parts, plan_matcher_ref(span->translated));
  plan_weigh_named(planner, any, span);
  g_ptr_array_set_size(parts, (gint)from);
  g_ptr_array_add(parts, any);
}

static gboolean failed(const Planner *planner)
{
  return planner->stopped || planner->fault->code != XC_OK;
}

static gboolean plan_parts(Planner *planner, const RepereNode *node, Parts *parts)
{
  gboolean keep_stops = node->kind == REPERE_NODE_OR || only_stops(node), well = TRUE;
  PlanSpans *spans = plan_spans_new(planner, node);
  for (guint i = 0; i < node->children->len && well;) {
    const RepereNode *first = node->children->pdata[i];
    GPtrArray *into = first->exclude ? parts->unwanted : parts->wanted;
    guint from = into->len, loose = parts->loose->len;
    gboolean again = is_repeated(node, i);
    planner->excluded += first->exclude;
    PlanSpan span = plan_span(planner, spans, node, i);
    planner->excluded -= first->exclude;
    well = !failed(planner);
    for (guint end = i + span.children; i < end && well; i++)
      well = plan_child(planner, node, i, keep_stops, parts);
    /* Said again, a word asks for what it names no more than for itself. */
    gboolean adds = (span.named || span.translated) && !(again && span.children == 1);
    if (adds) name_parts(planner, into, from, REPERE_MATCHER_AND, &span);
    if (adds && !first->exclude && node == planner->query->root)
      name_parts(planner, parts->loose, loose, REPERE_MATCHER_OR, &span);
    plan_span_clear(&span);
    well = well && !failed(planner);
  }
  plan_spans_free(spans);
  return well;
}

/* FALSE where the planner failed. *planned stays NULL where the node has no part in the query. */
static gboolean plan_node(Planner *planner, const RepereNode *node, RepereMatcher **planned)
{
  if (!node->children)
    return repere_in_time(planner->question, &planner->stopped) && plan_bounded_leaf(planner, node, planned);
  Parts parts = parts_new();
  gboolean well = plan_parts(planner, node, &parts);
  if (well)
    *planned = join(node->kind == REPERE_NODE_OR ? REPERE_MATCHER_OR : REPERE_MATCHER_AND, parts.wanted,
                    parts.unwanted);
  parts_clear(&parts);
  return well;
}

/* Words, and some that only join them, and nothing that says how they are meant. */
static gboolean is_sentence(const RepereNode *root)
{
  guint words = 0, stops = 0;
  for (guint i = 0; i < root->children->len; i++) {
    const RepereNode *child = root->children->pdata[i];
    gboolean plain = child->kind == REPERE_NODE_WORD || (child->kind == REPERE_NODE_PHRASE && !child->quoted);
    if (!plain || child->exclude || child->field != REPERE_FIELDS) return FALSE;
    if (is_stop(child)) stops++;
    else if (!is_repeated(root, i)) words++;
  }
  return words >= SENTENCE_WORDS && stops > 0;
}

/* Who names concepts and nothing else asks for what is about them, by whatever words, in whatever
 * language. */
static void weigh_alone(const Planner *planner, const Parts *parts)
{
  for (guint i = 0; i < parts->wanted->len; i++)
    if (!plan_names(parts->wanted->pdata[i])) return;
  for (guint i = 0; i < parts->wanted->len; i++) plan_weigh_alone(planner, parts->wanted->pdata[i]);
  for (guint i = 0; i < parts->loose->len; i++)
    if (!g_ptr_array_find(parts->wanted, parts->loose->pdata[i], NULL))
      plan_weigh_alone(planner, parts->loose->pdata[i]);
}

static gboolean plan_root(Planner *planner)
{
  ReperePlan *plan = planner->plan;
  Parts parts = parts_new();
  gboolean well = plan_parts(planner, planner->query->root, &parts);
  if (well) weigh_alone(planner, &parts);
  if (well) plan->match_all = join(REPERE_MATCHER_AND, parts.wanted, parts.unwanted);
  plan->sentence = is_sentence(planner->query->root);
  if (well && parts.loose->len > 1) plan->match_any = join(REPERE_MATCHER_OR, parts.loose, parts.unwanted);
  parts_clear(&parts);
  return well;
}

ReperePlan *repere_plan_new(const RepereQuery *query, const RepereQuestion *question, const RepereLane *lane,
                            GError **error)
{
  xc_error fault = XC_ERROR_INIT;
  g_autoptr(ReperePlan) plan = g_new0(ReperePlan, 1);
  Planner planner = {.query = query, .question = question, .lane = lane, .plan = plan, .fault = &fault,
                     .words = MOST_WORDS, .expansions = MOST_EXPANSIONS};
  plan->evidence = g_ptr_array_new_with_free_func(evidence_free);
  plan->warnings = g_ptr_array_new_with_free_func(g_free);
  plan->expansions = g_ptr_array_new_with_free_func((GDestroyNotify)repere_expansion_unref);
  plan->expansions_any = g_ptr_array_new_with_free_func((GDestroyNotify)repere_expansion_unref);
  if (plan_root(&planner)) return g_steal_pointer(&plan);
  if (planner.stopped) g_propagate_error(error, planner.stopped);
  else repere_fault(error, NULL, &fault);
  return NULL;
}
