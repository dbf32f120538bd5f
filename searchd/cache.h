/* cache.h - answers given lately, by what they answer. Bounded in bytes, least lately used go first, and those of
 * another revision before these. Any thread; cost: a lock and a hash.
 *
 *   in the handler:  reply = cache_find(cache, &key);      key.index: the state now (service_view())
 *   in the pool:     http_exchange_encode(exchange, reply);
 *                    cache_add(cache, &key, reply);        key.index: what the answer says it is of
 *                    http_exchange_reply(exchange, reply); */
#ifndef SEARCHD_CACHE_H
#define SEARCHD_CACHE_H

#include "searchd/http.h"
#include "repere/search.h"

typedef struct Cache Cache;

typedef struct {
  guint64 edition; /* see service.h */
  const RepereIndexState *index;
  const char *request; /* canonical, see etag.h */
  Encoding encoding;   /* http_exchange_encoding() */
} CacheKey;

/* At most `bytes`; 0: keeps nothing. */
Cache *cache_new(gsize bytes);
void cache_free(Cache *cache);

/* A new bound, for a new configuration; what no longer fits goes. */
void cache_set_bytes(Cache *cache, gsize bytes);

/* A reply of one's own with the same bytes as the first one, or NULL. */
HttpReply *cache_find(Cache *cache, const CacheKey *key);

/* Keeps a copy, where it is a 200, no stream, encoded, and at most an eighth of the bound. */
void cache_add(Cache *cache, const CacheKey *key, const HttpReply *reply);

typedef struct {
  guint64 hits, misses;
  gsize bytes, bound;
  guint entries;
} CacheCounts;

CacheCounts cache_counts(Cache *cache);

#endif
