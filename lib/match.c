/* match.c - see match.h */
#include "match.h"

#include "answer.h"

#include "schema.h"

/* A look at the clock after so many matching documents: some 10 µs of matching. */
#define CLOCK_STEP 128

enum { STOP_DEADLINE = 1, STOP_GONE = 2 };

/* ---- time ---- */

int repere_out_of_time(void *data)
{
  const RepereQuestion *question = data;
  if (question->deadline && g_get_monotonic_time() > question->deadline) return STOP_DEADLINE;
  return question->gone && question->gone(question->gone_data) ? STOP_GONE : 0;
}

gboolean repere_stopped(int why, GError **error)
{
  if (why == STOP_GONE)
    g_set_error(error, REPERE_ERROR, REPERE_ERROR_CANCELLED,
                "The asker went away before the answer was ready.");
  else
    g_set_error(error, REPERE_ERROR, REPERE_ERROR_DEADLINE,
                "The question took longer than it may; ask for fewer words, or with more filters.");
  return FALSE;
}

gboolean repere_in_time(const RepereQuestion *question, GError **error)
{
  int stop = repere_out_of_time((gpointer)question);
  return stop ? repere_stopped(stop, error) : TRUE;
}

/* ---- collecting what Xapian matches ---- */

typedef struct {
  const RepereQuestion *question;
  roaring_bitmap_t *set;
  guint32 waiting[CLOCK_STEP];
  guint n;
} Collector;

static int collect_document(void *user, xc_docid docid, double weight G_GNUC_UNUSED,
                            const xc_document *document G_GNUC_UNUSED)
{
  Collector *collector = user;
  collector->waiting[collector->n++] = docid;
  if (collector->n < CLOCK_STEP) return 0;
  roaring_bitmap_add_many(collector->set, collector->n, collector->waiting);
  collector->n = 0;
  return repere_out_of_time((gpointer)collector->question);
}

/* `query` under a clock, and where there are few documents `within`, of those alone. */
static xc_query *restrict_to(const xc_query *query, const roaring_bitmap_t *within,
                             const RepereQuestion *question, xc_error *fault)
{
  xc_query *parts[3] = {xc_query_copy(query, fault),
                        xc_query_watch(repere_out_of_time, (gpointer)question, CLOCK_STEP, fault), NULL};
  if (!within) return xc_query_combine(XC_FILTER, parts, 2, 0, fault);
  guint64 n = roaring_bitmap_get_cardinality(within);
  g_autofree guint32 *docids = g_new(guint32, n + 1);
  roaring_bitmap_to_uint32_array(within, docids);
  parts[2] = xc_query_documents(docids, n, fault);
  return xc_query_combine(XC_FILTER, parts, 3, 0, fault);
}

roaring_bitmap_t *repere_match_collect(xc_database *database, const xc_query *query,
                                       const roaring_bitmap_t *within, const RepereQuestion *question,
                                       xc_error *fault, GError **error)
{
  Collector collector = {question, roaring_bitmap_create(), {0}, 0};
  xc_mset *none = NULL;
  xc_doccount documents = 0;
  xc_query *restricted = restrict_to(query, within, question, fault);
  xc_enquire *enquire = restricted ? xc_enquire_new(database, fault) : NULL;
  if (enquire && xc_database_doccount(database, &documents, fault) == XC_OK &&
      xc_enquire_set_query(enquire, restricted, 0, fault) == XC_OK &&
      xc_enquire_set_weighting(enquire, "bool", NULL, 0, fault) == XC_OK &&
      xc_enquire_add_spy(enquire, collect_document, &collector, fault) == XC_OK)
    none = xc_enquire_match(enquire, 0, 0, documents, NULL, fault);
  roaring_bitmap_add_many(collector.set, collector.n, collector.waiting);
  if (!none) {
    if (fault->code == XC_STOPPED) repere_stopped(fault->detail, error);
    g_clear_pointer(&collector.set, roaring_bitmap_free);
  }
  xc_mset_free(none);
  xc_enquire_free(enquire);
  xc_query_free(restricted);
  return collector.set;
}

/* ---- words ---- */

typedef struct {
  const RepereLane *lane;
  const RepereQuestion *question;
  GHashTable *found;
  xc_error *fault;
  GError **error;
} Evaluation;

/* How many documents there may be, for the order in which things are looked for: the rarest first, so that of
 * all others only those documents are looked at. Where positions count, last. */
static guint64 estimate(const Evaluation *with, const RepereMatcher *matcher)
{
  guint64 sum = 0, least = with->lane->snapshot->documents;
  guint32 documents;
  if (matcher->kind == REPERE_MATCHER_POSITIONS) return G_MAXUINT64;
  for (guint i = 0; matcher->kind == REPERE_MATCHER_TERMS && i < matcher->terms->len; i++)
    if (repere_docsets_count(with->lane->snapshot->docsets, with->lane->database, matcher->terms->pdata[i], &documents,
                             NULL))
      sum += documents;
  for (guint i = 0; matcher->parts && i < matcher->parts->len; i++) {
    guint64 part = estimate(with, matcher->parts->pdata[i]);
    sum = part > G_MAXUINT64 - sum ? G_MAXUINT64 : sum + part;
    least = MIN(least, part);
  }
  return matcher->kind == REPERE_MATCHER_AND ? least : sum;
}

typedef struct {
  const RepereMatcher *matcher;
  guint64 documents;
} Part;

static gint rarest_first(gconstpointer a, gconstpointer b)
{
  const Part *one = a, *other = b;
  return (one->documents > other->documents) - (one->documents < other->documents);
}

static roaring_bitmap_t *evaluate(const Evaluation *with, const RepereMatcher *matcher,
                                  const roaring_bitmap_t *within);

static roaring_bitmap_t *evaluate_and(const Evaluation *with, const RepereMatcher *matcher,
                                      const roaring_bitmap_t *within)
{
  g_autoptr(GArray) parts = g_array_new(FALSE, FALSE, sizeof(Part));
  g_autoptr(roaring_bitmap_t) set = NULL;
  for (guint i = 0; i < matcher->parts->len; i++) {
    Part part = {matcher->parts->pdata[i], estimate(with, matcher->parts->pdata[i])};
    g_array_append_val(parts, part);
  }
  g_array_sort(parts, rarest_first);
  for (guint i = 0; i < parts->len && (!set || !roaring_bitmap_is_empty(set)); i++) {
    roaring_bitmap_t *less = evaluate(with, g_array_index(parts, Part, i).matcher, set ? set : within);
    if (!less) return NULL;
    if (set) roaring_bitmap_free(set);
    set = less;
  }
  if (!set) set = roaring_bitmap_copy(within ? within : with->lane->snapshot->visible);
  for (guint i = 0; i < matcher->without->len && !roaring_bitmap_is_empty(set); i++) {
    g_autoptr(roaring_bitmap_t) away = evaluate(with, matcher->without->pdata[i], set);
    if (!away) return NULL;
    roaring_bitmap_andnot_inplace(set, away);
  }
  return g_steal_pointer(&set);
}

static roaring_bitmap_t *evaluate_or(const Evaluation *with, const RepereMatcher *matcher,
                                     const roaring_bitmap_t *within)
{
  g_autoptr(roaring_bitmap_t) set = roaring_bitmap_create();
  for (guint i = 0; i < matcher->parts->len; i++) {
    g_autoptr(roaring_bitmap_t) more = evaluate(with, matcher->parts->pdata[i], within);
    if (!more) return NULL;
    roaring_bitmap_or_inplace(set, more);
  }
  return g_steal_pointer(&set);
}

static roaring_bitmap_t *find_places(const Evaluation *with, const RepereMatcher *matcher,
                                     const roaring_bitmap_t *within)
{
  roaring_bitmap_t *set = repere_match_collect(with->lane->database, matcher->query, within, with->question,
                                               with->fault, with->error);
  if (set) g_hash_table_insert(with->found, (gpointer)matcher, roaring_bitmap_copy(set));
  return set;
}

/* The documents that `matcher` finds, those that may not be seen too; of `within` alone where that is given.
 */
static roaring_bitmap_t *evaluate(const Evaluation *with, const RepereMatcher *matcher,
                                  const roaring_bitmap_t *within)
{
  const RepereLane *lane = with->lane;
  if (!repere_in_time(with->question, with->error)) return NULL;
  switch (matcher->kind) {
  case REPERE_MATCHER_TERMS:
    return repere_docsets_any(lane->snapshot->docsets, lane->database, matcher->terms, within, with->question,
                              with->fault, with->error);
  case REPERE_MATCHER_POSITIONS: return find_places(with, matcher, within);
  case REPERE_MATCHER_AND: return evaluate_and(with, matcher, within);
  default: return evaluate_or(with, matcher, within);
  }
}

static roaring_bitmap_t *find(const RepereLane *lane, const RepereMatcher *matcher,
                              const RepereQuestion *question, GHashTable *found, xc_error *fault,
                              GError **error)
{
  Evaluation with = {lane, question, found, fault, error};
  if (!matcher) return roaring_bitmap_copy(lane->snapshot->visible);
  roaring_bitmap_t *set = evaluate(&with, matcher, NULL);
  if (set) roaring_bitmap_and_inplace(set, lane->snapshot->visible);
  return set;
}

/* Of a whole sentence, a work that has all its words is mostly one that has all words there are: a handbook of
 * 300 pages. And what is known by its translations alone may be wrong in one of them. Where fewer works than this
 * have all the words, those that have most of them count as well. */
#define FEW 20

static gboolean is_enough(const RepereMatch *match)
{
  return match->plan->sentence || match->plan->foreign ? match->all >= FEW : match->all > 0;
}

/* Finds with any word where (nearly) no work has all. The filters have no say in that: else choosing a value
 * would change what the counts of the others mean. */
gboolean repere_match_widen(RepereMatch *match, const RepereLane *lane, const RepereQuestion *question,
                            xc_error *fault, GError **error)
{
  if (!match->plan->match_any || is_enough(match)) return TRUE;
  g_autoptr(roaring_bitmap_t) any = find(lane, match->plan->match_any, question, match->found, fault, error);
  if (!any) return FALSE;
  if (roaring_bitmap_is_empty(any)) return TRUE;
  match->any = TRUE;
  roaring_bitmap_free(match->words);
  match->words = g_steal_pointer(&any);
  return TRUE;
}

RepereMatch *repere_match_all(const RepereLane *lane, const RepereQuestion *question, xc_error *fault,
                              GError **error)
{
  g_autoptr(RepereMatch) match = g_new0(RepereMatch, 1);
  match->found = g_hash_table_new_full(NULL, NULL, NULL, (GDestroyNotify)roaring_bitmap_free);
  match->query = repere_query_parse(lane->analyzer, question->q, question->lang);
  match->plan = repere_plan_new(match->query, question, lane, error);
  if (match->plan) match->words = find(lane, match->plan->match_all, question, match->found, fault, error);
  if (!match->words) return NULL;
  match->all = roaring_bitmap_get_cardinality(match->words);
  return g_steal_pointer(&match);
}

RepereMatch *repere_match_new(const RepereLane *lane, const RepereQuestion *question, xc_error *fault,
                              GError **error)
{
  g_autoptr(RepereMatch) match = repere_match_all(lane, question, fault, error);
  if (!match || !repere_match_widen(match, lane, question, fault, error)) return NULL;
  return g_steal_pointer(&match);
}

void repere_match_free(RepereMatch *match)
{
  if (!match) return;
  g_hash_table_unref(match->found);
  repere_query_free(match->query);
  repere_plan_free(match->plan);
  if (match->words) roaring_bitmap_free(match->words);
  g_free(match);
}

static gpointer copy_expansion(gconstpointer expansion, gpointer data G_GNUC_UNUSED)
{
  return repere_expansion_ref((RepereExpansion *)expansion);
}

void repere_match_head(const RepereMatch *match, const RepereLane *lane, RepereAnswerHead *head)
{
  head->index = lane->snapshot->state;
  head->any = match->any;
  g_free(head->canonical);
  head->canonical = g_strdup(match->query->canonical);
  if (!head->warnings) head->warnings = g_ptr_array_new_with_free_func(g_free);
  for (guint i = 0; i < match->query->warnings->len; i++)
    g_ptr_array_add(head->warnings, g_strdup(match->query->warnings->pdata[i]));
  for (guint i = 0; i < match->plan->warnings->len; i++)
    g_ptr_array_add(head->warnings, g_strdup(match->plan->warnings->pdata[i]));
  head->expansions = g_ptr_array_new_with_free_func((GDestroyNotify)repere_expansion_unref);
  g_ptr_array_extend(head->expansions, match->plan->expansions, copy_expansion, NULL);
  if (match->any) g_ptr_array_extend(head->expansions, match->plan->expansions_any, copy_expansion, NULL);
}

/* ---- filters ---- */

/* Narrows `set` by the filters on one facet. */
static gboolean filter_facet(const RepereLane *lane, const RepereQuestion *question, guint facet,
                             roaring_bitmap_t *set, xc_error *fault, GError **error)
{
  RepereDocsets *docsets = lane->snapshot->docsets;
  g_autoptr(GPtrArray) wanted = repere_plan_filter_terms(lane->snapshot, question, facet, FALSE);
  g_autoptr(GPtrArray) unwanted = repere_plan_filter_terms(lane->snapshot, question, facet, TRUE);
  if (wanted && !repere_docsets_and_any(docsets, lane->database, wanted, question, set, fault, error))
    return FALSE;
  if (!unwanted) return TRUE;
  g_autoptr(roaring_bitmap_t) away =
    repere_docsets_any(docsets, lane->database, unwanted, set, question, fault, error);
  if (away) roaring_bitmap_andnot_inplace(set, away);
  return away != NULL;
}

roaring_bitmap_t *repere_match_filtered(const RepereMatch *match, const RepereLane *lane,
                                        const RepereQuestion *question, const char *but, xc_error *fault,
                                        GError **error)
{
  g_autoptr(roaring_bitmap_t) set = roaring_bitmap_copy(match->words);
  for (guint i = 0; i < lane->snapshot->facets; i++) {
    if (but && g_str_equal(lane->snapshot->columns[i].facet->name, but)) continue;
    if (!filter_facet(lane, question, i, set, fault, error)) return NULL;
  }
  return g_steal_pointer(&set);
}
