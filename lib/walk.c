/* walk.c - see repere/walk.h */
#include "repere/walk.h"

#include "engine.h"
#include "filter.h"
#include "hit.h"
#include "index.h"
#include "match.h"
#include "rank.h"

struct RepereWalk {
  RepereEngine *engine;
  RepereSnapshot *snapshot;
  char *lang;
  RepereAnswerHead head;
  guint32 *docids; /* head.total of them, in order */
  double *weights; /* NULL where the sort is not by relevance */
  guint at;
};

typedef struct {
  const RepereQuestion *question;
  RepereWalk *walk;
} Finding;

static void forget(RepereWalk *walk)
{
  g_clear_pointer(&walk->snapshot, repere_snapshot_unref);
  g_clear_pointer(&walk->head.canonical, g_free);
  g_clear_pointer(&walk->head.warnings, g_ptr_array_unref);
  g_clear_pointer(&walk->head.expansions, g_ptr_array_unref);
  g_clear_pointer(&walk->docids, g_free);
  g_clear_pointer(&walk->weights, g_free);
}

static void keep(RepereWalk *walk, const GArray *hits, gboolean weighed)
{
  walk->head.total = hits->len;
  walk->docids = g_new(guint32, (gsize)hits->len + 1);
  walk->weights = weighed ? g_new(double, (gsize)hits->len + 1) : NULL;
  for (guint i = 0; i < hits->len; i++) {
    const RepereRanked *hit = &g_array_index(hits, RepereRanked, i);
    walk->docids[i] = hit->docid;
    if (weighed) walk->weights[i] = hit->weight;
  }
}

static gboolean find(const RepereLane *lane, gpointer data, xc_error *fault, GError **error)
{
  Finding *finding = data;
  RepereQuestion own = *finding->question;
  const RepereQuestion *question = &own;
  RepereWalk *walk = finding->walk;
  g_autoptr(GPtrArray) filters =
    repere_filters_canonical(own.filters, lane->snapshot, lane->vocabularies);
  own.filters = filters;
  forget(walk); /* what an earlier revision gave */
  g_autoptr(RepereMatch) match = repere_match_new(lane, question, fault, error);
  if (!match) return FALSE;
  g_autoptr(roaring_bitmap_t) filtered = repere_match_filtered(match, lane, question, NULL, fault, error);
  g_autoptr(GArray) hits = filtered ? repere_rank_all(match, lane, question, filtered, fault, error) : NULL;
  if (!hits) return FALSE;
  walk->snapshot = repere_snapshot_ref(lane->snapshot);
  repere_match_head(match, lane, &walk->head);
  repere_filters_warn(filters, lane->snapshot, lane->vocabularies, own.lang, walk->head.warnings);
  keep(walk, hits, repere_rank_by_weight(match, question));
  return TRUE;
}

RepereWalk *repere_walk_new(RepereEngine *engine, guint lane, const RepereQuestion *question, GError **error)
{
  gint64 start = g_get_monotonic_time();
  RepereWalk *walk = g_new0(RepereWalk, 1);
  Finding finding = {question, walk};
  walk->engine = repere_engine_ref(engine);
  walk->lang = g_strdup(question->lang);
  if (!repere_engine_ask(engine, lane, find, &finding, error)) {
    repere_walk_free(walk);
    return NULL;
  }
  walk->head.took_ms = (double)(g_get_monotonic_time() - start) / 1000.0;
  return walk;
}

const RepereAnswerHead *repere_walk_head(const RepereWalk *walk)
{
  return &walk->head;
}

static gboolean overtaken(const RepereWalk *walk, const GError *why, GError **error)
{
  g_set_error(error, REPERE_ERROR, REPERE_ERROR_IO,
              "Revision %" G_GUINT64_FORMAT
              " of the index cannot be read to its end, it was written over meanwhile; ask for "
              "all hits again. (%s)",
              walk->head.index.revision, why->message);
  return FALSE;
}

gboolean repere_walk_next(RepereWalk *walk, guint lane, guint most, GPtrArray *hits, GError **error)
{
  RepereLane on = repere_engine_lane(walk->engine, lane, walk->snapshot);
  guint end = walk->at + MIN(most, walk->head.total - walk->at);
  for (; walk->at < end; walk->at++) {
    guint32 docid = walk->docids[walk->at];
    g_autoptr(GError) why = NULL;
    g_autoptr(RepereStoredDocument) stored = repere_index_document(on.database, docid, &why);
    RepereHitAsk ask = {walk->lang, TRUE, {FALSE, NULL}};
    RepereHit *hit = stored ? repere_hit_of(&on, docid, stored, &ask, &why) : NULL;
    if (!hit) return overtaken(walk, why, error);
    if (walk->weights) hit->score = walk->weights[walk->at];
    g_ptr_array_add(hits, hit);
  }
  return TRUE;
}

void repere_walk_free(RepereWalk *walk)
{
  if (!walk) return;
  forget(walk);
  repere_engine_unref(walk->engine);
  g_free(walk->lang);
  g_free(walk);
}
