/* The cache of answers: the same bytes again, within its bound, of one revision. */
#include <string.h>

#include "searchd/cache.h"

static RepereIndexState state_of(guint64 revision)
{
  RepereIndexState state = { .revision = revision, .analysis = "c0ffee12", .works = 3 };
  return state;
}

/* An answer of about that size, the bytes of which `seed` decides. */
static HttpReply *reply_of(gsize bytes, guint seed)
{
  GString *body = g_string_new(NULL);
  for (guint i = 0; body->len < bytes; i++)
    g_string_append_c(body, (char)(seed * 31 + i * 7));
  HttpReply *reply = http_reply_new(200, "application/json", body);
  http_reply_header(reply, "ETag", "W/\"1\"");
  http_reply_vary(reply, "Accept-Language");
  reply->encoded = TRUE; /* as http_exchange_encode() leaves it */
  return reply;
}

static void add(Cache *cache, const CacheKey *key, gsize bytes, guint seed)
{
  HttpReply *reply = reply_of(bytes, seed);
  cache_add(cache, key, reply);
  http_reply_free(reply);
}

static gboolean has(Cache *cache, const CacheKey *key)
{
  HttpReply *found = cache_find(cache, key);
  http_reply_free(found);
  return found != NULL;
}

static void test_same(void)
{
  Cache *cache = cache_new(1 << 20);
  RepereIndexState now = state_of(1);
  CacheKey key = { .edition = 5, .index = &now, .request = "/v1/search?q=a", .encoding = ENCODING_GZIP };
  g_assert_false(has(cache, &key));
  HttpReply *first = reply_of(5000, 1);
  first->encoding = ENCODING_GZIP;
  cache_add(cache, &key, first);
  add(cache, &key, 4000, 2); /* who came second does not change what others have been given */
  HttpReply *found = cache_find(cache, &key);
  g_assert_nonnull(found);
  g_assert_cmpuint(found->status, ==, 200);
  g_assert_true(g_bytes_equal(found->body, first->body));
  g_assert_cmpuint(found->headers->len, ==, first->headers->len);
  for (guint i = 0; i < found->headers->len; i++)
    g_assert_cmpstr(found->headers->pdata[i], ==, first->headers->pdata[i]);
  g_assert_cmpuint(found->encoding, ==, ENCODING_GZIP);
  http_reply_header(found, "X-Own", "1"); /* the asker's own copy */
  http_reply_vary(found, "Origin");
  http_reply_free(found);
  HttpReply *again = cache_find(cache, &key);
  g_assert_cmpuint(again->headers->len, ==, first->headers->len);
  g_assert_cmpstr(again->headers->pdata[5], ==, "Accept-Language");
  http_reply_free(again);
  http_reply_free(first);
  key.encoding = ENCODING_ZSTD;
  g_assert_false(has(cache, &key));
  key.encoding = ENCODING_GZIP;
  key.request = "/v1/search?q=b";
  g_assert_false(has(cache, &key));
  CacheCounts counts = cache_counts(cache);
  g_assert_cmpuint(counts.hits, ==, 2);
  g_assert_cmpuint(counts.misses, ==, 3);
  g_assert_cmpuint(counts.entries, ==, 1);
  g_assert_cmpuint(counts.bytes, >, 5000);
  cache_free(cache);
}

static void test_bound(void)
{
  enum { BOUND = 100000, LARGEST = BOUND / 8 };
  Cache *cache = cache_new(BOUND);
  RepereIndexState now = state_of(1);
  CacheKey key = { .index = &now, .request = "first" };
  has(cache, &key);
  add(cache, &key, LARGEST + 1, 1);
  g_assert_false(has(cache, &key)); /* too large */
  add(cache, &key, 1000, 1);
  for (guint i = 0; i < 1000; i++) {
    g_autofree char *request = g_strdup_printf("/v1/search?q=%u", i);
    CacheKey next = { .index = &now, .request = request };
    add(cache, &next, (gsize)g_test_rand_int_range(1, 9000), i);
    g_assert_true(has(cache, &next));
    g_assert_true(has(cache, &key)); /* what is asked for again and again stays */
    g_assert_cmpuint(cache_counts(cache).bytes, <=, BOUND);
  }
  CacheKey early = { .index = &now, .request = "/v1/search?q=0" };
  CacheKey late = { .index = &now, .request = "/v1/search?q=998" };
  g_assert_false(has(cache, &early));
  g_assert_true(has(cache, &late));
  cache_set_bytes(cache, 2000);
  g_assert_cmpuint(cache_counts(cache).bytes, <=, 2000);
  cache_set_bytes(cache, 0);
  g_assert_cmpuint(cache_counts(cache).bytes, ==, 0);
  g_assert_cmpuint(cache_counts(cache).entries, ==, 0);
  add(cache, &key, 1, 1);
  g_assert_false(has(cache, &key));
  cache_free(cache);
}

/* Only the index that is asked now counts; what is of another one takes no room. */
static void test_revisions(void)
{
  Cache *cache = cache_new(1 << 20);
  RepereIndexState one = state_of(1), two = state_of(2), three = state_of(3);
  CacheKey first = { .index = &one, .request = "a" };
  CacheKey second = { .index = &two, .request = "a" };
  CacheKey third = { .index = &three, .request = "a" };
  has(cache, &first);
  add(cache, &first, 1000, 1);
  g_assert_true(has(cache, &first));
  add(cache, &second, 1000, 2); /* a question may be answered from a later revision than that it came at */
  g_assert_true(has(cache, &second));
  add(cache, &first, 1000, 1); /* and one may come too late */
  g_assert_true(has(cache, &second));
  g_assert_cmpuint(cache_counts(cache).entries, ==, 1);
  g_assert_false(has(cache, &third));
  g_assert_cmpuint(cache_counts(cache).entries, ==, 0);
  add(cache, &third, 1000, 3);
  CacheKey reloaded = third;
  reloaded.edition = 1;
  g_assert_false(has(cache, &reloaded));
  add(cache, &third, 1000, 3); /* of the configuration before */
  g_assert_cmpuint(cache_counts(cache).entries, ==, 0);
  RepereIndexState analysed = three;
  g_strlcpy(analysed.analysis, "0badf00d", sizeof analysed.analysis);
  add(cache, &reloaded, 1000, 3);
  g_assert_true(has(cache, &reloaded));
  reloaded.index = &analysed;
  g_assert_false(has(cache, &reloaded));
  cache_free(cache);
}

static HttpPiece no_piece(gpointer producer, guint lane, GString *piece, GError **error)
{
  (void)producer;
  (void)lane;
  (void)piece;
  (void)error;
  return HTTP_PIECE_LAST;
}

static void nothing(gpointer producer)
{
  (void)producer;
}

static void test_not_kept(void)
{
  static const HttpStream stream = { .next = no_piece, .free = nothing };
  Cache *cache = cache_new(1 << 20);
  RepereIndexState now = state_of(1);
  CacheKey key = { .index = &now, .request = "a" };
  has(cache, &key);
  HttpReply *failure = reply_of(1000, 1);
  failure->status = 503;
  cache_add(cache, &key, failure);
  http_reply_free(failure);
  HttpReply *bare = reply_of(1000, 1);
  bare->encoded = FALSE;
  cache_add(cache, &key, bare);
  http_reply_free(bare);
  HttpReply *streamed = http_reply_new_stream(200, "text/csv", &stream, &now);
  streamed->encoded = TRUE;
  cache_add(cache, &key, streamed);
  http_reply_free(streamed);
  g_assert_false(has(cache, &key));
  cache_free(cache);
}

/* ---- many threads ---- */

typedef struct {
  Cache *cache;
  guint seed;
  gint wrong;
} Asker;

static gpointer ask(gpointer data)
{
  Asker *asker = data;
  GRand *rand = g_rand_new_with_seed(asker->seed);
  for (guint i = 0; i < 20000; i++) {
    guint number = (guint)g_rand_int_range(rand, 0, 100);
    RepereIndexState now = state_of(1 + i / 5000);
    g_autofree char *request = g_strdup_printf("%u", number);
    CacheKey key = { .index = &now, .request = request };
    HttpReply *expected = reply_of(200 + number * 10, number + (guint)now.revision);
    HttpReply *found = cache_find(asker->cache, &key);
    if (found)
      asker->wrong += !g_bytes_equal(found->body, expected->body);
    else
      cache_add(asker->cache, &key, expected);
    http_reply_free(found);
    http_reply_free(expected);
  }
  g_rand_free(rand);
  return NULL;
}

static void test_threads(void)
{
  Cache *cache = cache_new(60000);
  Asker askers[4];
  GThread *threads[4];
  for (guint i = 0; i < 4; i++) {
    askers[i] = (Asker){ .cache = cache, .seed = i };
    threads[i] = g_thread_new("asker", ask, &askers[i]);
  }
  for (guint i = 0; i < 4; i++) {
    g_thread_join(threads[i]);
    g_assert_cmpint(askers[i].wrong, ==, 0);
  }
  CacheCounts counts = cache_counts(cache);
  g_assert_cmpuint(counts.hits + counts.misses, ==, 80000);
  g_assert_cmpuint(counts.hits, >, 0);
  g_assert_cmpuint(counts.bytes, <=, 60000);
  cache_free(cache);
}

int main(int argc, char **argv)
{
  g_test_init(&argc, &argv, NULL);
  g_test_add_func("/cache/same", test_same);
  g_test_add_func("/cache/bound", test_bound);
  g_test_add_func("/cache/revisions", test_revisions);
  g_test_add_func("/cache/not-kept", test_not_kept);
  g_test_add_func("/cache/threads", test_threads);
  return g_test_run();
}
