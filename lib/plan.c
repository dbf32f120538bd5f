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
  xc_query_free(plan->all);
  xc_query_free(plan->any);
  plan_matcher_free(plan->match_all);
  plan_matcher_free(plan->match_any);
  g_free(plan);
}

/* ---- joining ---- */

/* The parts of one AND or OR: what is planned of them, and as what. */
typedef struct {
  GArray *wanted, *unwanted; /* of Planned */
} Parts;

static void clear_planned(gpointer planned)
{
  planned_clear(planned);
}

static Parts parts_new(void)
{
  Parts parts = {g_array_new(FALSE, FALSE, sizeof(Planned)), g_array_new(FALSE, FALSE, sizeof(Planned))};
  g_array_set_clear_func(parts.wanted, clear_planned);
  g_array_set_clear_func(parts.unwanted, clear_planned);
  return parts;
}

static void parts_clear(Parts *parts)
{
  g_array_unref(parts->wanted);
  g_array_unref(parts->unwanted);
}

/* Of Planned: their queries joined by `op`; what nothing joins is every document. */
static xc_query *join_queries(xc_operator op, const GArray *wanted, const GArray *unwanted, xc_error *fault)
{
  g_autoptr(GPtrArray) copies = g_ptr_array_new();
  for (guint i = 0; i < wanted->len; i++)
    g_ptr_array_add(copies, xc_query_copy(g_array_index(wanted, Planned, i).query, fault));
  xc_query *joined = copies->len ? plan_combine(op, copies, 0, fault) : xc_query_all(fault);
  for (guint i = 0; i < unwanted->len; i++)
    joined =
      plan_pair(XC_AND_NOT, joined, xc_query_copy(g_array_index(unwanted, Planned, i).query, fault), fault);
  return joined;
}

static void share_matchers(GPtrArray *into, const GArray *planned)
{
  for (guint i = 0; i < planned->len; i++)
    g_ptr_array_add(into, plan_matcher_ref(g_array_index(planned, Planned, i).matcher));
}

/* The matcher of those of all (AND) or any (OR) of `wanted` that are none of `unwanted`. */
static RepereMatcher *join_matchers(RepereMatcherKind kind, const GArray *wanted, const GArray *unwanted)
{
  if (wanted->len == 1 && unwanted->len == 0)
    return plan_matcher_ref(g_array_index(wanted, Planned, 0).matcher);
  RepereMatcher *joined = plan_matcher(REPERE_MATCHER_AND);
  GPtrArray *parts = joined->parts;
  if (kind == REPERE_MATCHER_OR && wanted->len > 1) {
    RepereMatcher *either = plan_matcher(REPERE_MATCHER_OR);
    g_ptr_array_add(parts, either);
    parts = either->parts;
  }
  share_matchers(parts, wanted);
  share_matchers(joined->without, unwanted);
  if (joined->parts->len != 1 || unwanted->len) return joined;
  RepereMatcher *only = g_ptr_array_steal_index(joined->parts, 0);
  plan_matcher_free(joined);
  return only;
}

/* ---- the tree ---- */

/* Stop words are asked for only where there is nothing else: a translation has others, and every work has
 * its own. */
static gboolean is_stop(const RepereNode *node)
{
  return node->kind == REPERE_NODE_WORD && !node->exclude && ((RepereQueryWord *)node->words->pdata[0])->stop;
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
static gboolean plan_bounded_leaf(Planner *planner, const RepereNode *leaf, Planned *planned)
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
  return plan_leaf(planner, &part, planned);
}

static gboolean plan_node(Planner *planner, const RepereNode *node, Planned *planned, GError **error);

static gboolean plan_parts(Planner *planner, const RepereNode *node, Parts *parts, GError **error)
{
  gboolean keep_stops = node->kind == REPERE_NODE_OR || only_stops(node);
  for (guint i = 0; i < node->children->len; i++) {
    const RepereNode *child = node->children->pdata[i];
    Planned planned = {NULL, NULL};
    if (is_stop(child) && !keep_stops) continue;
    planner->excluded += child->exclude;
    gboolean well = plan_node(planner, child, &planned, error);
    planner->excluded -= child->exclude;
    if (!well) {
      planned_clear(&planned);
      return FALSE;
    }
    if (planned.query) g_array_append_val(child->exclude ? parts->unwanted : parts->wanted, planned);
  }
  return TRUE;
}

/* FALSE with the planner's fault, or an error. */
static gboolean plan_node(Planner *planner, const RepereNode *node, Planned *planned, GError **error)
{
  gboolean either = node->kind == REPERE_NODE_OR;
  if (!node->children)
    return repere_in_time(planner->question, error) && plan_bounded_leaf(planner, node, planned);
  Parts parts = parts_new();
  gboolean well = plan_parts(planner, node, &parts, error);
  if (well && parts.wanted->len + parts.unwanted->len > 0) {
    planned->query = join_queries(either ? XC_OR : XC_AND, parts.wanted, parts.unwanted, planner->fault);
    planned->matcher =
      join_matchers(either ? REPERE_MATCHER_OR : REPERE_MATCHER_AND, parts.wanted, parts.unwanted);
    well = planned->query != NULL;
  }
  parts_clear(&parts);
  return well;
}

static gboolean plan_root(Planner *planner, GError **error)
{
  ReperePlan *plan = planner->plan;
  Parts parts = parts_new();
  gboolean well = plan_parts(planner, planner->query->root, &parts, error);
  if (well && parts.wanted->len + parts.unwanted->len > 0) {
    plan->all = join_queries(XC_AND, parts.wanted, parts.unwanted, planner->fault);
    plan->match_all = join_matchers(REPERE_MATCHER_AND, parts.wanted, parts.unwanted);
    well = plan->all != NULL;
  }
  if (well && parts.wanted->len > 1) {
    plan->any = join_queries(XC_OR, parts.wanted, parts.unwanted, planner->fault);
    plan->match_any = join_matchers(REPERE_MATCHER_OR, parts.wanted, parts.unwanted);
    well = plan->any != NULL;
  }
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
