/* rank.c - see rank.h */
#include "rank.h"

#include "ascending.h"
#include "cursor.h"
#include "index.h"
#include "order.h"
#include "pages.h"
#include "score.h"

gboolean repere_rank_by_weight(const RepereMatch *match, const RepereQuestion *question)
{
  return question->sort == REPERE_SORT_RELEVANCE && match->plan->evidence->len > 0;
}

void repere_ranking_clear(RepereRanking *ranking)
{
  g_clear_pointer(&ranking->hits, g_array_unref);
  g_clear_pointer(&ranking->places, repere_places_free);
  g_clear_pointer(&ranking->next, g_free);
}

/* ---- by weight ---- */

static int compare(const void *a, const void *b)
{
  const RepereRanked *one = a, *other = b;
  if (one->weight != other->weight) return one->weight > other->weight ? -1 : 1;
  return (one->docid > other->docid) - (one->docid < other->docid);
}

/* Keeps the first `most` hits after `after`, the last of them on top of a heap. */
typedef struct {
  RepereRanked after;
  guint most;
  guint seen;   /* hits after `after` */
  GArray *hits; /* of RepereRanked */
} Collector;

static void sink(RepereRanked *heap, guint n, guint at)
{
  for (;;) {
    guint child = 2 * at + 1;
    if (child >= n) return;
    if (child + 1 < n && compare(&heap[child + 1], &heap[child]) > 0) child++;
    if (compare(&heap[at], &heap[child]) >= 0) return;
    RepereRanked ranked = heap[at];
    heap[at] = heap[child];
    heap[child] = ranked;
    at = child;
  }
}

static void see_hit(Collector *collector, RepereRanked ranked)
{
  if (collector->after.docid && compare(&ranked, &collector->after) <= 0) return;
  collector->seen++;
  GArray *hits = collector->hits;
  if (hits->len < collector->most) {
    g_array_append_val(hits, ranked);
    if (hits->len < collector->most) return;
    for (guint i = hits->len / 2; i-- > 0;) sink((RepereRanked *)(void *)hits->data, hits->len, i);
  } else if (compare(&ranked, &g_array_index(hits, RepereRanked, 0)) < 0) {
    g_array_index(hits, RepereRanked, 0) = ranked;
    sink((RepereRanked *)(void *)hits->data, hits->len, 0);
  }
}

/* What the best page of a document weighs. `pages`: of RepereStoredPage, used anew for each. */
static gboolean best_page(const RepereMatch *match, const RepereLane *lane, const ReperePlaces *places, guint32 docid,
                          GArray *pages, double *best, GError **error)
{
  g_array_set_size(pages, 0);
  if (!repere_index_starts(lane->database, docid, pages, error)) return FALSE;
  g_autoptr(GArray) found = repere_pages_weigh(places, docid, pages, match->plan, lane->weights);
  *best = 0;
  for (guint i = 0; i < found->len; i++)
    *best = MAX(*best, repere_page_sum(&g_array_index(found, ReperePageWeight, i), lane->weights));
  return TRUE;
}

/* The documents of `best`, ascending. */
guint32 *repere_ranked_docids(const GArray *ranked)
{
  guint32 *docids = g_new(guint32, ranked->len + 1);
  for (guint i = 0; i < ranked->len; i++) docids[i] = g_array_index(ranked, RepereRanked, i).docid;
  qsort(docids, ranked->len, sizeof *docids, repere_ascending);
  return docids;
}

/* The best of the hits, looked at page by page. What that brings is never less than nothing, so these stay before
 * all others. `docids` and `weights` are of all hits. *found: where the best have what is asked. */
static gboolean weigh_pages(const RepereMatch *match, const RepereLane *lane, const RepereQuestion *question,
                            const guint32 *docids, float *weights, guint32 n, ReperePlaces **found, xc_error *fault,
                            GError **error)
{
  const RepereWeights *by = lane->weights;
  g_autoptr(GArray) best = g_array_new(FALSE, FALSE, sizeof(RepereRanked));
  g_autoptr(GArray) pages = g_array_new(FALSE, FALSE, sizeof(RepereStoredPage));
  Collector collector = {{0, 0}, (guint)by->candidates, 0, best};
  if (collector.most == 0 || (by->page <= 0 && by->near <= 0)) return TRUE;
  for (guint32 i = 0; i < n; i++) see_hit(&collector, (RepereRanked){docids[i], (double)weights[i]});
  g_autofree guint32 *chosen = repere_ranked_docids(best);
  g_autoptr(ReperePlaces) places = repere_places_find(lane, match->plan, chosen, best->len, question, fault, error);
  for (guint i = 0; places && i < best->len; i++) {
    double page;
    if (!repere_in_time(question, error) || !best_page(match, lane, places, chosen[i], pages, &page, error))
      return FALSE;
    const guint32 *at = bsearch(&chosen[i], docids, n, sizeof *docids, repere_ascending);
    weights[at - docids] = (float)((double)weights[at - docids] + page);
  }
  *found = g_steal_pointer(&places);
  return *found != NULL;
}

/* Weighs all hits and keeps those that the collector wants, sorted. */
static gboolean collect(const RepereMatch *match, const RepereLane *lane, const RepereQuestion *question,
                        const roaring_bitmap_t *filtered, Collector *collector, ReperePlaces **places,
                        xc_error *fault, GError **error)
{
  guint32 n = (guint32)roaring_bitmap_get_cardinality(filtered);
  g_autofree guint32 *docids = g_new(guint32, (gsize)n + 1);
  g_autofree float *weights = g_new0(float, (gsize)n + 1);
  roaring_bitmap_to_uint32_array(filtered, docids);
  if (!repere_score(match, lane, question, docids, n, weights, NULL, fault, error) ||
      !weigh_pages(match, lane, question, docids, weights, n, places, fault, error))
    return FALSE;
  for (guint32 i = 0; i < n; i++) see_hit(collector, (RepereRanked){docids[i], (double)weights[i]});
  GArray *hits = collector->hits;
  if (hits->len) qsort(hits->data, hits->len, sizeof(RepereRanked), compare);
  return TRUE;
}

/* ---- pages ---- */

/* Which page, and what the cursor of the next one will say. */
typedef struct {
  const RepereMatch *match;
  const RepereLane *lane;
  const RepereQuestion *question;
  const roaring_bitmap_t *filtered;
  guint total;
  RepereSort order;
  gboolean resumed;    /* by a cursor */
  RepereCursor cursor; /* the question's */
  guint before;        /* hits before this page */
  gboolean more;       /* hits come after it */
} Page;

static gboolean page_by_weight(Page *page, RepereRanking *ranking, xc_error *fault, GError **error)
{
  const RepereQuestion *question = page->question;
  GArray *hits = ranking->hits;
  Collector collector = {{0, 0}, page->before + question->limit, 0, hits};
  if (page->resumed) {
    collector.after = (RepereRanked){page->cursor.docid, repere_cursor_weight(&page->cursor)};
    collector.most = question->limit;
  }
  if (!collect(page->match, page->lane, question, page->filtered, &collector, &ranking->places, fault, error))
    return FALSE;
  if (page->resumed) page->before = page->total - collector.seen;
  else g_array_remove_range(hits, 0, MIN(page->before, hits->len));
  page->more = page->before + hits->len < page->total;
  return TRUE;
}

/* The first place whose key is not below that of the cursor: where its document stood, if it is not there any
 * more. */
static gboolean search_place(const Page *page, const RepereOrder *order, guint32 *place, xc_error *fault)
{
  guint32 low = 0, high = order->size;
  while (low < high) {
    guint32 middle = low + (high - low) / 2;
    guint64 key;
    if (!repere_order_key(page->lane->database, page->order, page->question->lang, order->docids[middle],
                          &key, fault))
      return FALSE;
    if (key < page->cursor.key) low = middle + 1;
    else high = middle;
  }
  *place = low;
  return TRUE;
}

/* The place after the cursor's. */
static gboolean find_place(const Page *page, const RepereOrder *order, guint32 *place, xc_error *fault)
{
  guint32 docid = page->cursor.docid;
  guint64 key;
  if (docid <= order->last_docid && order->places[docid] != G_MAXUINT32) {
    if (!repere_order_key(page->lane->database, page->order, page->question->lang, docid, &key, fault))
      return FALSE;
    if (key == page->cursor.key) {
      *place = order->places[docid] + 1;
      return TRUE;
    }
  }
  return search_place(page, order, place, fault);
}

static gboolean page_by_order(Page *page, GArray *hits, xc_error *fault, GError **error)
{
  const RepereQuestion *question = page->question;
  guint32 place = 0;
  const RepereOrder *order = repere_orders_get(page->lane->snapshot->orders, page->lane->database,
                                               page->order, question->lang, question, fault, error);
  if (!order || (page->resumed && !find_place(page, order, &place, fault))) return FALSE;
  g_autoptr(GArray) docids = g_array_new(FALSE, FALSE, sizeof(guint32));
  /* One more than the page has tells whether it is the last. */
  repere_order_take(order, page->filtered, place, page->resumed ? 0 : page->before, question->limit + 1,
                    docids);
  for (guint i = 0; i < docids->len; i++) {
    RepereRanked ranked = {g_array_index(docids, guint32, i), 0};
    g_array_append_val(hits, ranked);
  }
  page->more = docids->len > question->limit;
  if (page->more) g_array_set_size(hits, question->limit);
  return TRUE;
}

static gboolean write_next(const Page *page, RepereRanking *ranking, xc_error *fault)
{
  if (!page->more || ranking->hits->len == 0) return TRUE;
  const RepereRanked *last = &g_array_index(ranking->hits, RepereRanked, ranking->hits->len - 1);
  RepereCursor next = {page->order,
                       page->lane->snapshot->state.revision,
                       ranking->asked,
                       page->before + ranking->hits->len,
                       last->docid,
                       repere_cursor_weight_key(last->weight)};
  if (page->order != REPERE_SORT_RELEVANCE &&
      !repere_order_key(page->lane->database, page->order, page->question->lang, last->docid, &next.key,
                        fault))
    return FALSE;
  ranking->next = repere_cursor_write(&next);
  return TRUE;
}

gboolean repere_rank_page(const RepereMatch *match, const RepereLane *lane, const RepereQuestion *question,
                          const roaring_bitmap_t *filtered, RepereRanking *ranking, xc_error *fault,
                          GError **error)
{
  Page page = {
    match,          lane,  question, filtered,         (guint)roaring_bitmap_get_cardinality(filtered),
    question->sort, FALSE, {0},      question->offset, FALSE};
  if (page.order == REPERE_SORT_RELEVANCE && !repere_rank_by_weight(match, question))
    page.order = REPERE_SORT_NEWEST;
  ranking->hits = g_array_new(FALSE, FALSE, sizeof(RepereRanked));
  if (question->cursor && repere_cursor_read(question->cursor, &page.cursor)) {
    ranking->moved = page.cursor.revision != lane->snapshot->state.revision;
    page.resumed = page.cursor.order == page.order; /* else there was no other order then: begin anew */
    page.before = page.resumed ? page.cursor.before : 0;
  }
  if (question->limit == 0 || page.total == 0 || (!page.resumed && page.before >= page.total)) return TRUE;
  gboolean done = page.order == REPERE_SORT_RELEVANCE ? page_by_weight(&page, ranking, fault, error)
                                                      : page_by_order(&page, ranking->hits, fault, error);
  return done && write_next(&page, ranking, fault);
}

/* ---- all of them ---- */

static gboolean all_by_order(const RepereLane *lane, const RepereQuestion *question,
                             const roaring_bitmap_t *filtered, GArray *hits, xc_error *fault, GError **error)
{
  RepereSort sort = question->sort == REPERE_SORT_RELEVANCE ? REPERE_SORT_NEWEST : question->sort;
  const RepereOrder *order =
    repere_orders_get(lane->snapshot->orders, lane->database, sort, question->lang, question, fault, error);
  if (!order) return FALSE;
  for (guint32 i = 0; i < order->size; i++) {
    RepereRanked ranked = {order->docids[i], 0};
    if (roaring_bitmap_contains(filtered, ranked.docid)) g_array_append_val(hits, ranked);
  }
  return TRUE;
}

GArray *repere_rank_all(const RepereMatch *match, const RepereLane *lane, const RepereQuestion *question,
                        const roaring_bitmap_t *filtered, xc_error *fault, GError **error)
{
  guint total = (guint)roaring_bitmap_get_cardinality(filtered);
  g_autoptr(GArray) hits = g_array_sized_new(FALSE, FALSE, sizeof(RepereRanked), total);
  if (total == 0) return g_steal_pointer(&hits);
  g_autoptr(ReperePlaces) places = NULL;
  Collector all = {{0, 0}, G_MAXUINT, 0, hits};
  gboolean done = repere_rank_by_weight(match, question)
                    ? collect(match, lane, question, filtered, &all, &places, fault, error)
                    : all_by_order(lane, question, filtered, hits, fault, error);
  return done ? g_steal_pointer(&hits) : NULL;
}
