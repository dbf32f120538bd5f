/* rank.c - see rank.h */
#include "rank.h"

#include "cursor.h"
#include "order.h"

/* What it costs to look a document up by its number in the lists of the words, in documents of a list gone through. */
#define NAMED_COST 16
/* Queries of so many words are weighed under a clock; shorter ones end in some 10 ms for a million works, and the clock would
 * cost a third of that. */
#define WATCHED_LEAST 16
/* From this place on all hits are weighed once, rather than the best so many found. Where positions count, always: once
 * it leaves out what weighs too little, Xapian 1.4 may give a document the weight of a phrase that it has not
 * looked for there (OrPostList::check() leaves a place behind that AndMaybePostList takes for a match). */
#define DEEP 2000
/* A look at the clock after so many documents weighed: some 10 µs. */
#define CLOCK_STEP 128

/* BM25 as Robertson and others give it (TREC-3, "Okapi at TREC-3", 1994), with Xapian's names of the parameters. */
static const double bm25[] = {1.2 /* k1 */, 0 /* k2 */, 1 /* k3 */, 0.6 /* b */, 0.5 /* min_normlen */};

gboolean repere_rank_by_weight(const RepereMatch *match, const RepereQuestion *question)
{
  return question->sort == REPERE_SORT_RELEVANCE && match->plan->evidence->len > 0;
}

void repere_ranking_clear(RepereRanking *ranking)
{
  g_clear_pointer(&ranking->hits, g_array_unref);
  g_clear_pointer(&ranking->next, g_free);
}

/* ---- by weight ---- */

/* The weighted query under what narrows it to `filtered`: the filters, or the numbers of the hits where the lists that would
 * be gone through are much longer, or where words' places would be compared once more. */
static xc_query *narrowed(const RepereMatch *match, const RepereLane *lane, const RepereQuestion *question,
                          const roaring_bitmap_t *filtered, xc_error *fault)
{
  const xc_query *query = repere_match_query(match);
  guint64 n = roaring_bitmap_get_cardinality(filtered);
  xc_query *narrow;
  if (match->positional || n * NAMED_COST < match->driving) {
    g_autofree guint32 *docids = g_new(guint32, n + 1);
    roaring_bitmap_to_uint32_array(filtered, docids);
    xc_query *both[] = {xc_query_copy(query, fault), xc_query_documents(docids, n, fault)};
    narrow = xc_query_combine(XC_FILTER, both, 2, 0, fault);
  } else {
    narrow = repere_plan_filtered(lane->snapshot, question, query, fault);
  }
  if (!narrow || xc_query_length(query) < WATCHED_LEAST) return narrow;
  xc_query *watched[] = {narrow, xc_query_watch(repere_out_of_time, (gpointer)question, CLOCK_STEP, fault)};
  return xc_query_combine(XC_FILTER, watched, 2, 0, fault);
}

/* Weighs `query`: the hits from number `first` on, and every hit shown to `spy` if there is one. */
static xc_mset *weigh(const RepereLane *lane, const xc_query *query, guint first, guint most, xc_spy_fn spy, void *user,
                      xc_error *fault, GError **error)
{
  xc_mset *hits = NULL;
  guint documents = lane->snapshot->documents;
  xc_enquire *enquire = xc_enquire_new(lane->database, fault);
  if (enquire && xc_enquire_set_query(enquire, query, 0, fault) == XC_OK &&
      xc_enquire_set_weighting(enquire, "bm25", bm25, G_N_ELEMENTS(bm25), fault) == XC_OK &&
      (!spy || xc_enquire_add_spy(enquire, spy, user, fault) == XC_OK))
    hits = xc_enquire_match(enquire, MIN(first, documents), most, spy ? documents : 0, NULL, fault);
  if (!hits && fault->code == XC_STOPPED) repere_stopped(fault->detail, error);
  xc_enquire_free(enquire);
  return hits;
}

static gboolean take_hits(const xc_mset *found, GArray *hits, xc_error *fault)
{
  xc_hit hit;
  for (guint i = 0; i < xc_mset_size(found); i++) {
    if (xc_mset_hit(found, i, &hit, fault) != XC_OK) return FALSE;
    RepereRanked ranked = {hit.docid, hit.weight};
    g_array_append_val(hits, ranked);
  }
  return TRUE;
}

/* Xapian's best: `limit` hits after `first` others. */
static gboolean take_best(const RepereLane *lane, const xc_query *query, guint first, guint limit, GArray *hits,
                          xc_error *fault, GError **error)
{
  xc_mset *found = weigh(lane, query, first, limit, NULL, NULL, fault, error);
  gboolean taken = found && take_hits(found, hits, fault);
  xc_mset_free(found);
  return taken;
}

/* ---- weighing all ---- */

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
  guint seen;          /* hits after `after` */
  GArray *hits;        /* of RepereRanked */
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

static int see_hit(void *user, xc_docid docid, double weight, const xc_document *document G_GNUC_UNUSED)
{
  Collector *collector = user;
  RepereRanked ranked = {docid, weight};
  if (collector->after.docid && compare(&ranked, &collector->after) <= 0) return 0;
  collector->seen++;
  GArray *hits = collector->hits;
  if (hits->len < collector->most) {
    g_array_append_val(hits, ranked);
    if (hits->len < collector->most) return 0;
    for (guint i = hits->len / 2; i-- > 0;) sink((RepereRanked *)(void *)hits->data, hits->len, i);
  } else if (compare(&ranked, &g_array_index(hits, RepereRanked, 0)) < 0) {
    g_array_index(hits, RepereRanked, 0) = ranked;
    sink((RepereRanked *)(void *)hits->data, hits->len, 0);
  }
  return 0;
}

/* One pass over all hits: the first `most` after `after` (its docid 0: of all), sorted. */
static gboolean collect(const RepereLane *lane, const xc_query *query, const RepereRanked *after, guint most, GArray *hits,
                        guint *seen, xc_error *fault, GError **error)
{
  Collector collector = {*after, most, 0, hits};
  xc_mset *none = weigh(lane, query, 0, 0, see_hit, &collector, fault, error);
  if (!none) return FALSE;
  xc_mset_free(none);
  qsort(hits->data, hits->len, sizeof(RepereRanked), compare);
  *seen = collector.seen;
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

/* Goes on where a cursor of this very revision stands, by Xapian's count; FALSE in *same where that is another place. */
static gboolean resume_best(const Page *page, const xc_query *query, GArray *hits, gboolean *same, xc_error *fault,
                            GError **error)
{
  if (!take_best(page->lane, query, page->cursor.before - 1, page->question->limit + 1, hits, fault, error)) return FALSE;
  const RepereRanked *last = hits->len ? &g_array_index(hits, RepereRanked, 0) : NULL;
  *same = last && last->docid == page->cursor.docid && repere_cursor_weight_key(last->weight) == page->cursor.key;
  if (*same) g_array_remove_index(hits, 0);
  else g_array_set_size(hits, 0);
  return TRUE;
}

static gboolean page_of_query(Page *page, const xc_query *query, GArray *hits, xc_error *fault, GError **error)
{
  const RepereQuestion *question = page->question;
  RepereRanked after = {0, 0};
  gboolean same = FALSE, now = page->cursor.revision == page->lane->snapshot->state.revision;
  guint seen = 0;
  if (page->before < DEEP && (!page->resumed || now) && !page->match->positional) {
    if (page->resumed && !resume_best(page, query, hits, &same, fault, error)) return FALSE;
    if (!page->resumed && !take_best(page->lane, query, page->before, question->limit, hits, fault, error)) return FALSE;
    page->more = page->before + hits->len < page->total;
    if (same || !page->resumed) return TRUE;
  }
  if (page->resumed) after = (RepereRanked){page->cursor.docid, repere_cursor_weight(&page->cursor)};
  guint most = (page->resumed ? 0 : page->before) + question->limit;
  if (!collect(page->lane, query, &after, most, hits, &seen, fault, error)) return FALSE;
  if (page->resumed) page->before = page->total - MIN(seen, page->total);
  else g_array_remove_range(hits, 0, MIN(page->before, hits->len));
  page->more = page->before + hits->len < page->total;
  return TRUE;
}

static gboolean page_by_weight(Page *page, GArray *hits, xc_error *fault, GError **error)
{
  xc_query *query = narrowed(page->match, page->lane, page->question, page->filtered, fault);
  gboolean done = query && page_of_query(page, query, hits, fault, error);
  xc_query_free(query);
  return done;
}

/* The first place whose key is not below that of the cursor: where its document stood, if it is not there any more. */
static gboolean search_place(const Page *page, const RepereOrder *order, guint32 *place, xc_error *fault)
{
  guint32 low = 0, high = order->size;
  while (low < high) {
    guint32 middle = low + (high - low) / 2;
    guint64 key;
    if (!repere_order_key(page->lane->database, page->order, page->question->lang, order->docids[middle], &key, fault))
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
    if (!repere_order_key(page->lane->database, page->order, page->question->lang, docid, &key, fault)) return FALSE;
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
  const RepereOrder *order = repere_orders_get(page->lane->snapshot->orders, page->lane->database, page->order,
                                               question->lang, question, fault, error);
  if (!order || (page->resumed && !find_place(page, order, &place, fault))) return FALSE;
  g_autoptr(GArray) docids = g_array_new(FALSE, FALSE, sizeof(guint32));
  /* One more than the page has tells whether it is the last. */
  repere_order_take(order, page->filtered, place, page->resumed ? 0 : page->before, question->limit + 1, docids);
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
  RepereCursor next = {page->order, page->lane->snapshot->state.revision, repere_cursor_question(page->question),
                       page->before + ranking->hits->len, last->docid, repere_cursor_weight_key(last->weight)};
  if (page->order != REPERE_SORT_RELEVANCE &&
      !repere_order_key(page->lane->database, page->order, page->question->lang, last->docid, &next.key, fault))
    return FALSE;
  ranking->next = repere_cursor_write(&next);
  return TRUE;
}

gboolean repere_rank_page(const RepereMatch *match, const RepereLane *lane, const RepereQuestion *question,
                          const roaring_bitmap_t *filtered, RepereRanking *ranking, xc_error *fault, GError **error)
{
  Page page = {match, lane, question, filtered, (guint)roaring_bitmap_get_cardinality(filtered), question->sort,
               FALSE, {0}, question->offset, FALSE};
  if (page.order == REPERE_SORT_RELEVANCE && !repere_rank_by_weight(match, question)) page.order = REPERE_SORT_NEWEST;
  ranking->hits = g_array_new(FALSE, FALSE, sizeof(RepereRanked));
  if (question->cursor && repere_cursor_read(question->cursor, &page.cursor)) {
    ranking->moved = page.cursor.revision != lane->snapshot->state.revision;
    page.resumed = page.cursor.order == page.order; /* else there was no other order then: begin anew */
    page.before = page.resumed ? page.cursor.before : 0;
  }
  if (question->limit == 0 || page.total == 0 || (!page.resumed && page.before >= page.total)) return TRUE;
  gboolean done = page.order == REPERE_SORT_RELEVANCE ? page_by_weight(&page, ranking->hits, fault, error)
                                                      : page_by_order(&page, ranking->hits, fault, error);
  return done && write_next(&page, ranking, fault);
}

/* ---- all of them ---- */

static int take_hit(void *user, xc_docid docid, double weight, const xc_document *document G_GNUC_UNUSED)
{
  RepereRanked ranked = {docid, weight};
  g_array_append_val((GArray *)user, ranked);
  return 0;
}

static gboolean all_by_weight(const RepereMatch *match, const RepereLane *lane, const RepereQuestion *question,
                              const roaring_bitmap_t *filtered, GArray *hits, xc_error *fault, GError **error)
{
  xc_query *query = narrowed(match, lane, question, filtered, fault);
  xc_mset *none = query ? weigh(lane, query, 0, 0, take_hit, hits, fault, error) : NULL;
  qsort(hits->data, hits->len, sizeof(RepereRanked), compare);
  xc_query_free(query);
  xc_mset_free(none);
  return none != NULL;
}

static gboolean all_by_order(const RepereLane *lane, const RepereQuestion *question, const roaring_bitmap_t *filtered,
                             GArray *hits, xc_error *fault, GError **error)
{
  RepereSort sort = question->sort == REPERE_SORT_RELEVANCE ? REPERE_SORT_NEWEST : question->sort;
  const RepereOrder *order = repere_orders_get(lane->snapshot->orders, lane->database, sort, question->lang, question,
                                               fault, error);
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
  gboolean weighed = repere_rank_by_weight(match, question);
  gboolean done = weighed ? all_by_weight(match, lane, question, filtered, hits, fault, error)
                          : all_by_order(lane, question, filtered, hits, fault, error);
  return done ? g_steal_pointer(&hits) : NULL;
}
