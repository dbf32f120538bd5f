/* harvest_fetch.h - one GET through libcurl, bounded in time, size and redirects. For the harvest. */
#ifndef REPERE_HARVEST_FETCH_H
#define REPERE_HARVEST_FETCH_H

#include <glib.h>

G_BEGIN_DECLS

typedef struct RepereFetcher RepereFetcher; /* keeps its connection; one thread */

typedef enum {
  REPERE_FETCH_ANSWERED, /* with any HTTP status */
  REPERE_FETCH_AGAIN,    /* there is hope in another try */
  REPERE_FETCH_NEVER,    /* there is none */
  REPERE_FETCH_STOPPED   /* repere_stop_asked() meanwhile */
} RepereFetchOutcome;

typedef struct {
  GByteArray *body;   /* what came, uncompressed */
  glong status;       /* HTTP's; 0 where there was none */
  gint64 retry_after; /* Retry-After in seconds from now; 0 where it was not said */
  char *type;         /* Content-Type, or NULL */
  char *why;          /* where it was not answered: what happened, as "the connection failed (…)" */
} RepereFetched;

/* NULL where libcurl cannot be started. A reply may take `seconds` and `megabytes`. */
RepereFetcher *repere_fetcher_new(guint seconds, guint megabytes);
void repere_fetcher_free(RepereFetcher *fetcher);

/* `url` is http or https; a redirect from https leads only to https. Clear what it filled. */
RepereFetchOutcome repere_fetch(RepereFetcher *fetcher, const char *url, RepereFetched *fetched);
void repere_fetched_clear(RepereFetched *fetched);

G_END_DECLS
#endif
