/* plan.c - the tree of a query, planned; see plan.h */
#include "plan.h"

#include "fault.h"
#include "match.h"
#include "plan_private.h"

/* So many words of a question are looked for: each costs a posting list or more. */
#define MOST_WORDS 200u
/* So many words all of its word* and word~ stand for together. */
#define MOST_EXPANSIONS 1000u

static void evidence_free(gpointer data)
{
  RepereEvidence *evidence = data;
  g_ptr_array_unref(evidence->terms);
  g_free(evidence);
}

void repere_plan_free(ReperePlan *plan)
{
  if (!plan) return;
  g_ptr_array_unref(plan->evidence);
  g_ptr_array_unref(plan->warnings);
  plan_matcher_free(plan->match_all);
  plan_matcher_free(plan->match_any);
  g_free(plan);
}

/* ---- joining ---- */

/* The parts of one AND or OR, of RepereMatcher *. */
typedef struct {
  GPtrArray *wanted, *unwanted;
} Parts;

static Parts parts_new(void)
{
  return (Parts){g_ptr_array_new_with_free_func(plan_matcher_free),
                 g_ptr_array_new_with_free_func(plan_matcher_free)};
}

static void parts_clear(Parts *parts)
{
  g_ptr_array_unref(parts->wanted);
  g_ptr_array_unref(parts->unwanted);
}

static void share(GPtrArray *into, const GPtrArray *matchers)
{
  for (guint i = 0; i < matchers->len; i++) g_ptr_array_add(into, plan_matcher_ref(matchers->pdata[i]));
}

/* Those of all (AND) or any (OR) of the wanted that are none of the unwanted; NULL where there are neither. */
static RepereMatcher *join(RepereMatcherKind kind, const Parts *parts)
{
  const GPtrArray *wanted = parts->wanted, *unwanted = parts->unwanted;
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

static gboolean plan_node(Planner *planner, const RepereNode *node, RepereMatcher **planned, GError **error);

static gboolean plan_parts(Planner *planner, const RepereNode *node, Parts *parts, GError **error)
{
  gboolean keep_stops = node->kind == REPERE_NODE_OR || only_stops(node);
  for (guint i = 0; i < node->children->len; i++) {
    const RepereNode *child = node->children->pdata[i];
    RepereMatcher *planned = NULL;
    if (is_stop(child) && !keep_stops) continue;
    planner->excluded += child->exclude;
    gboolean well = plan_node(planner, child, &planned, error);
    planner->excluded -= child->exclude;
    if (!well) return FALSE;
    if (planned) g_ptr_array_add(child->exclude ? parts->unwanted : parts->wanted, planned);
  }
  return TRUE;
}

/* FALSE with the planner's fault, or an error. *planned stays NULL where the node has no part in the query. */
static gboolean plan_node(Planner *planner, const RepereNode *node, RepereMatcher **planned, GError **error)
{
  if (!node->children)
    return repere_in_time(planner->question, error) && plan_bounded_leaf(planner, node, planned);
  Parts parts = parts_new();
  gboolean well = plan_parts(planner, node, &parts, error);
  if (well) *planned = join(node->kind == REPERE_NODE_OR ? REPERE_MATCHER_OR : REPERE_MATCHER_AND, &parts);
  parts_clear(&parts);
  return well;
}

static gboolean plan_root(Planner *planner, GError **error)
{
  ReperePlan *plan = planner->plan;
  Parts parts = parts_new();
  gboolean well = plan_parts(planner, planner->query->root, &parts, error);
  if (well) plan->match_all = join(REPERE_MATCHER_AND, &parts);
  if (well && parts.wanted->len > 1) plan->match_any = join(REPERE_MATCHER_OR, &parts);
  parts_clear(&parts);
  return well;
}

ReperePlan *repere_plan_new(const RepereQuery *query, const RepereQuestion *question,
                            RepereAnalyzer *analyzer, const RepereSnapshot *snapshot, xc_database *database,
                            GError **error)
{
  xc_error fault = XC_ERROR_INIT;
  g_autoptr(ReperePlan) plan = g_new0(ReperePlan, 1);
  Planner planner = {query,  question,   snapshot,        analyzer, database, plan,
                     &fault, MOST_WORDS, MOST_EXPANSIONS, 0,        FALSE,    FALSE};
  GError *stopped = NULL;
  plan->evidence = g_ptr_array_new_with_free_func(evidence_free);
  plan->warnings = g_ptr_array_new_with_free_func(g_free);
  if (plan_root(&planner, &stopped)) return g_steal_pointer(&plan);
  if (stopped) g_propagate_error(error, stopped);
  else repere_fault(error, NULL, &fault);
  return NULL;
}
