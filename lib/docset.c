/* docset.c - see docset.h */
#include "docset.h"

#include "match.h"

/* Documents decoded between two looks at the clock: some 100 µs. */
#define CHUNK 4096
/* Shorter lists are decoded anew each time: that costs no more than finding them among the kept. */
#define KEEP_LEAST 256
/* What looking a document up in a list costs, in documents decoded in a row. */
#define PROBE_COST 32

/* So many terms' numbers of documents are kept: some MB. Then all are forgotten. */
#define MOST_COUNTS 50000

/* A kept set. It is never changed, and outlives being forgotten while somebody reads it. */
typedef struct {
  gint references;
  char *term;
  roaring_bitmap_t *set;
  guint8 *
    wdfs; /* how often each has the term, 255 at most, in the order of the set; NULL where it has no weight */
  gsize bytes;
  GList link; /* in RepereDocsets.recent */
} Kept;

struct RepereDocsets {
  GMutex lock;      /* of all below; never held while decoding */
  GHashTable *kept; /* term -> Kept */
  GQueue recent;    /* of Kept: the last used first */
  gsize bytes, limit;
  GHashTable *counts; /* term -> how many documents have it */
};

static void kept_unref(Kept *kept)
{
  if (!kept || !g_atomic_int_dec_and_test(&kept->references)) return;
  roaring_bitmap_free(kept->set);
  g_free(kept->wdfs);
  g_free(kept->term);
  g_free(kept);
}
G_DEFINE_AUTOPTR_CLEANUP_FUNC(Kept, kept_unref)

RepereDocsets *repere_docsets_new(gsize bytes)
{
  RepereDocsets *docsets = g_new0(RepereDocsets, 1);
  g_mutex_init(&docsets->lock);
  docsets->kept = g_hash_table_new(g_str_hash, g_str_equal);
  g_queue_init(&docsets->recent);
  docsets->limit = bytes;
  docsets->counts = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);
  return docsets;
}

static void forget(RepereDocsets *docsets, Kept *kept)
{
  g_hash_table_remove(docsets->kept, kept->term);
  g_queue_unlink(&docsets->recent, &kept->link);
  docsets->bytes -= kept->bytes;
  kept_unref(kept);
}

void repere_docsets_free(RepereDocsets *docsets)
{
  if (!docsets) return;
  while (docsets->recent.tail) forget(docsets, docsets->recent.tail->data);
  g_hash_table_unref(docsets->kept);
  g_hash_table_unref(docsets->counts);
  g_mutex_clear(&docsets->lock);
  g_free(docsets);
}

static Kept *find_kept(RepereDocsets *docsets, const char *term)
{
  g_mutex_lock(&docsets->lock);
  Kept *kept = g_hash_table_lookup(docsets->kept, term);
  if (kept) {
    g_queue_unlink(&docsets->recent, &kept->link);
    g_queue_push_head_link(&docsets->recent, &kept->link);
    g_atomic_int_inc(&kept->references);
  }
  g_mutex_unlock(&docsets->lock);
  return kept;
}

/* Another thread may have decoded the same list meanwhile: then that one stays. */
static void keep(RepereDocsets *docsets, Kept *kept)
{
  if (kept->bytes > docsets->limit) return;
  g_mutex_lock(&docsets->lock);
  if (!g_hash_table_contains(docsets->kept, kept->term)) {
    g_atomic_int_inc(&kept->references);
    g_hash_table_insert(docsets->kept, kept->term, kept);
    g_queue_push_head_link(&docsets->recent, &kept->link);
    docsets->bytes += kept->bytes;
    while (docsets->bytes > docsets->limit) forget(docsets, docsets->recent.tail->data);
  }
  g_mutex_unlock(&docsets->lock);
}

gboolean repere_docsets_count(RepereDocsets *docsets, xc_database *database, const char *term, guint32 *documents,
                              xc_error *fault)
{
  gpointer known = NULL;
  xc_doccount found = 0;
  g_mutex_lock(&docsets->lock);
  gboolean counted = g_hash_table_lookup_extended(docsets->counts, term, NULL, &known);
  g_mutex_unlock(&docsets->lock);
  *documents = GPOINTER_TO_UINT(known);
  if (counted) return TRUE;
  if (xc_database_term_frequency(database, term, XC_NUL, &found, NULL, fault) != XC_OK) return FALSE;
  *documents = found;
  g_mutex_lock(&docsets->lock);
  if (g_hash_table_size(docsets->counts) >= MOST_COUNTS) g_hash_table_remove_all(docsets->counts);
  g_hash_table_insert(docsets->counts, g_strdup(term), GUINT_TO_POINTER(found));
  g_mutex_unlock(&docsets->lock);
  return TRUE;
}

/* ---- reading lists ---- */

static gboolean in_time(const RepereQuestion *question, GError **error)
{
  return !question || repere_in_time(question, error);
}

static gboolean append_wdfs(GByteArray *wdfs, const xc_termcount *from, gsize n)
{
  guint8 bytes[CHUNK];
  guint8 any = 0;
  for (gsize i = 0; i < n; i++) any |= bytes[i] = (guint8)MIN(from[i], G_MAXUINT8);
  g_byte_array_append(wdfs, bytes, (guint)n);
  return any != 0;
}

/* Adds the documents of `term` to `set`, and how often each has it to `wdfs` (or NULL); *weighs says whether
 * that is more than 0 anywhere. */
static gboolean decode(xc_database *database, const char *term, const RepereQuestion *question,
                       roaring_bitmap_t *set, GByteArray *wdfs, gboolean *weighs, xc_error *fault,
                       GError **error)
{
  xc_docid docids[CHUNK];
  xc_termcount counts[CHUNK];
  size_t got = CHUNK;
  gboolean done = FALSE;
  xc_postings *postings = xc_database_postings(database, term, XC_NUL, fault);
  while (postings && !done && in_time(question, error) &&
         xc_postings_read(postings, docids, wdfs ? counts : NULL, CHUNK, &got, fault) == XC_OK) {
    roaring_bitmap_add_many(set, got, docids);
    if (wdfs && append_wdfs(wdfs, counts, got)) *weighs = TRUE;
    done = got < CHUNK;
  }
  xc_postings_free(postings);
  return done;
}

/* Adds the documents of `term` that are in `within` to `set`. */
static gboolean probe(xc_database *database, const char *term, const RepereQuestion *question,
                      const roaring_bitmap_t *within, roaring_bitmap_t *set, xc_error *fault, GError **error)
{
  roaring_uint32_iterator_t each;
  xc_docid found = 0;
  int state = XC_ITEM;
  guint steps = 0;
  xc_postings *postings = xc_database_postings(database, term, XC_NUL, fault);
  roaring_init_iterator(within, &each);
  while (postings && state == XC_ITEM && each.has_value) {
    if (++steps % CHUNK == 0 && !in_time(question, error)) break;
    state = xc_postings_skip_to(postings, each.current_value, &found, fault);
    if (state != XC_ITEM) break;
    if (found == each.current_value) roaring_bitmap_add(set, found);
    roaring_move_uint32_iterator_equalorlarger(&each, MAX(found, each.current_value + 1));
  }
  gboolean done = postings && (state == XC_END || !each.has_value);
  xc_postings_free(postings);
  return done;
}

static Kept *decode_kept(RepereDocsets *docsets, xc_database *database, const char *term,
                         const RepereQuestion *question, xc_error *fault, GError **error)
{
  g_autoptr(roaring_bitmap_t) set = roaring_bitmap_create();
  g_autoptr(GByteArray) wdfs = g_byte_array_new();
  gboolean weighs = FALSE;
  if (!decode(database, term, question, set, wdfs, &weighs, fault, error)) return NULL;
  roaring_bitmap_shrink_to_fit(set);
  Kept *kept = g_new0(Kept, 1);
  kept->references = 1;
  kept->term = g_strdup(term);
  kept->wdfs = weighs ? g_memdup2(wdfs->data, wdfs->len) : NULL;
  kept->bytes = roaring_bitmap_size_in_bytes(set) + (weighs ? wdfs->len : 0) + sizeof *kept;
  kept->set = g_steal_pointer(&set);
  kept->link.data = kept;
  keep(docsets, kept);
  return kept;
}

/* ---- unions ---- */

static void unite(roaring_bitmap_t *set, const roaring_bitmap_t *more, const roaring_bitmap_t *within)
{
  if (!within) {
    roaring_bitmap_or_inplace(set, more);
    return;
  }
  g_autoptr(roaring_bitmap_t) both = roaring_bitmap_and(more, within);
  roaring_bitmap_or_inplace(set, both);
}

/* Adds the documents of `term` to `set`: those in `within` (of which there are `few`), and where it is NULL
 * all. */
static gboolean add_term(RepereDocsets *docsets, xc_database *database, const char *term,
                         const roaring_bitmap_t *within, guint64 few, const RepereQuestion *question,
                         roaring_bitmap_t *set, xc_error *fault, GError **error)
{
  guint32 documents = 0;
  g_autoptr(Kept) kept = find_kept(docsets, term);
  if (!kept) {
    if (!repere_docsets_count(docsets, database, term, &documents, fault)) return FALSE;
    if (documents == 0) return TRUE;
    if (within && few * PROBE_COST < documents)
      return probe(database, term, question, within, set, fault, error);
    if (!within && documents < KEEP_LEAST)
      return decode(database, term, question, set, NULL, NULL, fault, error);
  }
  if (!kept && documents < KEEP_LEAST) {
    g_autoptr(roaring_bitmap_t) own = roaring_bitmap_create();
    if (!decode(database, term, question, own, NULL, NULL, fault, error)) return FALSE;
    unite(set, own, within);
    return TRUE;
  }
  if (!kept) kept = decode_kept(docsets, database, term, question, fault, error);
  if (!kept) return FALSE;
  unite(set, kept->set, within);
  return TRUE;
}

roaring_bitmap_t *repere_docsets_any(RepereDocsets *docsets, xc_database *database, const GPtrArray *terms,
                                     const roaring_bitmap_t *within, const RepereQuestion *question,
                                     xc_error *fault, GError **error)
{
  g_autoptr(roaring_bitmap_t) set = roaring_bitmap_create();
  guint64 few = within ? roaring_bitmap_get_cardinality(within) : 0;
  if (within && few == 0) return g_steal_pointer(&set);
  for (guint i = 0; i < terms->len; i++)
    if (!add_term(docsets, database, terms->pdata[i], within, few, question, set, fault, error)) return NULL;
  return g_steal_pointer(&set);
}

gboolean repere_docsets_or(RepereDocsets *docsets, xc_database *database, const char *term,
                           const RepereQuestion *question, roaring_bitmap_t *set, xc_error *fault,
                           GError **error)
{
  return add_term(docsets, database, term, NULL, 0, question, set, fault, error);
}

gboolean repere_docsets_and_any(RepereDocsets *docsets, xc_database *database, const GPtrArray *terms,
                                const RepereQuestion *question, roaring_bitmap_t *set, xc_error *fault,
                                GError **error)
{
  g_autoptr(roaring_bitmap_t) left =
    repere_docsets_any(docsets, database, terms, set, question, fault, error);
  if (!left) return FALSE;
  roaring_bitmap_and_inplace(set, left);
  return TRUE;
}

/* ---- weights ---- */

static inline void add_often(const RepereOften *wanted, guint32 at, guint32 wdf)
{
  wanted->often[at] += wanted->share * (float)wdf;
  if (wanted->has && wdf > 0) wanted->has[at] = 1;
}

/* The place of the first document from `at` on that is not below `docid`: mostly it is not far. */
static inline guint32 advance(const RepereOften *wanted, guint32 at, guint32 docid)
{
  guint32 step = 1, end = wanted->n;
  while (at + step < end && wanted->docids[at + step] < docid) {
    at += step;
    step *= 2;
  }
  end = MIN(end, at + step + 1);
  while (at < end) {
    guint32 middle = at + (end - at) / 2;
    if (wanted->docids[middle] < docid) at = middle + 1;
    else end = middle;
  }
  return at;
}

/* The next few postings: adds what is wanted of them, and returns the place to go on at. */
static guint32 add_postings(const RepereOften *wanted, guint32 at, const guint32 *docids, const guint32 *wdfs,
                            gsize n)
{
  for (gsize i = 0; i < n && at < wanted->n; i++) {
    if (wanted->docids[at] < docids[i]) at = advance(wanted, at, docids[i]);
    if (at < wanted->n && wanted->docids[at] == docids[i]) add_often(wanted, at++, wdfs[i]);
  }
  return at;
}

static void add_kept(const Kept *kept, const RepereOften *wanted)
{
  guint32 docids[CHUNK], wdfs[CHUNK], got, at = 0;
  gsize from = 0;
  roaring_uint32_iterator_t each;
  roaring_init_iterator(kept->set, &each);
  while (at < wanted->n && (got = roaring_read_uint32_iterator(&each, docids, CHUNK)) > 0) {
    for (guint32 i = 0; i < got; i++) wdfs[i] = kept->wdfs[from + i];
    at = add_postings(wanted, at, docids, wdfs, got);
    from += got;
  }
}

static void probe_kept(const Kept *kept, const RepereOften *wanted)
{
  for (guint32 i = 0; i < wanted->n; i++)
    if (roaring_bitmap_contains(kept->set, wanted->docids[i]))
      add_often(wanted, i, kept->wdfs[roaring_bitmap_rank(kept->set, wanted->docids[i]) - 1]);
}

static gboolean add_list(xc_database *database, const char *term, const RepereOften *wanted,
                         const RepereQuestion *question, xc_error *fault, GError **error)
{
  guint32 docids[CHUNK], wdfs[CHUNK], at = 0;
  size_t got = CHUNK;
  gboolean done = FALSE;
  xc_postings *postings = xc_database_postings(database, term, XC_NUL, fault);
  while (postings && !done && in_time(question, error) &&
         xc_postings_read(postings, docids, wdfs, CHUNK, &got, fault) == XC_OK) {
    for (size_t i = 0; i < got; i++) wdfs[i] = MIN(wdfs[i], G_MAXUINT8); /* as in the kept sets */
    at = add_postings(wanted, at, docids, wdfs, got);
    done = got < CHUNK || at == wanted->n;
  }
  xc_postings_free(postings);
  return done;
}

static gboolean probe_list(xc_database *database, const char *term, const RepereOften *wanted, xc_error *fault)
{
  xc_docid found = 0;
  xc_termcount wdf = 0;
  int state = XC_ITEM;
  xc_postings *postings = xc_database_postings(database, term, XC_NUL, fault);
  gboolean well = postings != NULL;
  for (guint32 i = 0; i < wanted->n && well && state == XC_ITEM; i++) {
    if (found < wanted->docids[i]) state = xc_postings_skip_to(postings, wanted->docids[i], &found, fault);
    if (state != XC_ITEM || found != wanted->docids[i]) continue;
    well = xc_postings_wdf(postings, &wdf, fault) == XC_OK;
    if (well) add_often(wanted, i, MIN(wdf, G_MAXUINT8));
  }
  xc_postings_free(postings);
  return well && state != XC_FAILED;
}

gboolean repere_docsets_often(RepereDocsets *docsets, xc_database *database, const char *term, const RepereOften *wanted,
                              const RepereQuestion *question, guint32 *documents, xc_error *fault, GError **error)
{
  g_autoptr(Kept) kept = find_kept(docsets, term);
  guint32 frequency = 0;
  if (kept) frequency = (xc_doccount)roaring_bitmap_get_cardinality(kept->set);
  else if (!repere_docsets_count(docsets, database, term, &frequency, fault)) return FALSE;
  *documents = frequency;
  if (frequency == 0 || !in_time(question, error)) return frequency == 0;
  gboolean few = (guint64)wanted->n * PROBE_COST < frequency;
  if (!kept && few) return probe_list(database, term, wanted, fault);
  if (!kept && frequency < KEEP_LEAST) return add_list(database, term, wanted, question, fault, error);
  if (!kept) kept = decode_kept(docsets, database, term, question, fault, error);
  if (!kept) return FALSE;
  if (!kept->wdfs) return TRUE;
  if (few) probe_kept(kept, wanted);
  else add_kept(kept, wanted);
  return TRUE;
}
