#include "searchd/cache.h"

#include <string.h>

/* An entry's bookkeeping beside its reply: the hash table's place and the two allocations. */
enum { ENTRY_BYTES = 96 };

/* No answer takes more than this part of the whole. */
enum { LARGEST_PART = 8 };

typedef struct {
  GList link; /* in `entries` */
  char *key;
  HttpReply *reply;
  gsize bytes;
} Entry;

struct Cache {
  GMutex lock; /* of all below */
  gsize bound, bytes;
  GHashTable *by_key; /* key -> Entry */
  GQueue entries;     /* of Entry, the lately used first */
  guint64 edition, revision;
  char analysis[sizeof((RepereIndexState *)NULL)->analysis];
  char uuid[sizeof((RepereIndexState *)NULL)->uuid];
  guint64 hits, misses;
};

Cache *cache_new(gsize bytes)
{
  Cache *cache = g_new0(Cache, 1);
  g_mutex_init(&cache->lock);
  cache->bound = bytes;
  cache->by_key = g_hash_table_new(g_str_hash, g_str_equal);
  g_queue_init(&cache->entries);
  return cache;
}

static void drop(Cache *cache, Entry *entry)
{
  g_hash_table_remove(cache->by_key, entry->key);
  g_queue_unlink(&cache->entries, &entry->link);
  cache->bytes -= entry->bytes;
  http_reply_free(entry->reply);
  g_free(entry->key);
  g_free(entry);
}

static void shrink(Cache *cache, gsize bound)
{
  while (cache->bytes > bound)
    drop(cache, cache->entries.tail->data);
}

void cache_free(Cache *cache)
{
  if (!cache)
    return;
  shrink(cache, 0);
  g_hash_table_unref(cache->by_key);
  g_mutex_clear(&cache->lock);
  g_free(cache);
}

void cache_set_bytes(Cache *cache, gsize bytes)
{
  g_mutex_lock(&cache->lock);
  cache->bound = bytes;
  shrink(cache, bytes);
  g_mutex_unlock(&cache->lock);
}

static gboolean is_current(const Cache *cache, const CacheKey *key)
{
  return key->edition == cache->edition && key->index->revision == cache->revision &&
         strcmp(key->index->analysis, cache->analysis) == 0 && strcmp(key->index->uuid, cache->uuid) == 0;
}

/* What was answered from another index, or by another configuration, will not be asked for again. */
static void move_on(Cache *cache, const CacheKey *key)
{
  shrink(cache, 0);
  cache->edition = key->edition;
  cache->revision = key->index->revision;
  g_strlcpy(cache->analysis, key->index->analysis, sizeof cache->analysis);
  g_strlcpy(cache->uuid, key->index->uuid, sizeof cache->uuid);
}

static char *key_text(const CacheKey *key)
{
  return g_strdup_printf("%d %s", (int)key->encoding, key->request);
}

HttpReply *cache_find(Cache *cache, const CacheKey *key)
{
  g_autofree char *text = key_text(key);
  HttpReply *found = NULL;
  g_mutex_lock(&cache->lock);
  if (!is_current(cache, key))
    move_on(cache, key);
  Entry *entry = g_hash_table_lookup(cache->by_key, text);
  if (entry) {
    g_queue_unlink(&cache->entries, &entry->link);
    g_queue_push_head_link(&cache->entries, &entry->link);
    found = http_reply_copy(entry->reply);
    cache->hits++;
  } else {
    cache->misses++;
  }
  g_mutex_unlock(&cache->lock);
  return found;
}

void cache_add(Cache *cache, const CacheKey *key, const HttpReply *reply)
{
  if (reply->status != 200 || reply->stream || !reply->encoded)
    return;
  Entry *entry = g_new0(Entry, 1);
  entry->link.data = entry;
  entry->key = key_text(key);
  entry->reply = http_reply_copy(reply);
  entry->bytes = http_reply_bytes(reply) + strlen(entry->key) + sizeof *entry + ENTRY_BYTES;
  g_mutex_lock(&cache->lock);
  /* An answer may be of a later revision than any request has asked for; one of an earlier revision comes
   * too late. */
  if (key->edition == cache->edition && key->index->revision > cache->revision)
    move_on(cache, key);
  if (is_current(cache, key) && entry->bytes <= cache->bound / LARGEST_PART &&
      !g_hash_table_contains(cache->by_key, entry->key)) {
    shrink(cache, cache->bound - entry->bytes);
    g_hash_table_insert(cache->by_key, entry->key, entry);
    g_queue_push_head_link(&cache->entries, &entry->link);
    cache->bytes += entry->bytes;
    entry = NULL;
  }
  g_mutex_unlock(&cache->lock);
  if (!entry)
    return;
  http_reply_free(entry->reply);
  g_free(entry->key);
  g_free(entry);
}

CacheCounts cache_counts(Cache *cache)
{
  g_mutex_lock(&cache->lock);
  CacheCounts counts = {
    .hits = cache->hits,
    .misses = cache->misses,
    .bytes = cache->bytes,
    .bound = cache->bound,
    .entries = g_queue_get_length(&cache->entries),
  };
  g_mutex_unlock(&cache->lock);
  return counts;
}
