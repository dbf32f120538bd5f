/* harvest_ask.h - one request to an OAI-PMH provider, tried until it is answered or hope is lost. For the
 * harvest. */
#ifndef REPERE_HARVEST_ASK_H
#define REPERE_HARVEST_ASK_H

#include "indexer/harvest_fetch.h"
#include "indexer/harvest_reply.h"
#include "repere/library.h"

G_BEGIN_DECLS

typedef struct {
  const RepereLibrary *library;
  const char *url; /* the provider's base URL */
  RepereFetcher *fetcher;
  void (*tell)(const char *sentence, gpointer data); /* why it waits for another try */
  gpointer data;
} RepereAsker;

/* GET url?query. A reply that says an OAI-PMH error is a reply. *bytes (g_byte_array_unref) are its bytes,
 * repaired in *repaired places; *reply is to be cleared. Failures: REPERE_ERROR_UNAVAILABLE, _PROTOCOL,
 * _CANCELLED, with a sentence that names the request.
 *
 * Tried again, at most [indexer] harvest-tries times in all: no connection, a broken one, no time left, HTTP
 * 408, 429 and 5xx, and replies that are no sound XML. Before the second try it waits harvest-wait-ms, then
 * twice as long each time (a minute at most), a quarter more or less by chance; or as long as Retry-After
 * says, ten minutes at most: who asks for more is left alone. */
gboolean repere_ask(const RepereAsker *asker, const char *query, RepereReply *reply, GByteArray **bytes,
                    guint *repaired, GError **error);

G_END_DECLS
#endif
