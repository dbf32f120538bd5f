/* harvest_fetch.c - see harvest_fetch.h */
#include "indexer/harvest_fetch.h"

#include <curl/curl.h>
#include <string.h>
#include "indexer/stop.h"

enum { REDIRECTS = 5, CONNECT_SECONDS = 30 };

struct RepereFetcher {
  CURL *curl;
  gsize most;
  guint seconds, megabytes;
  GByteArray *body;
  gboolean too_large;
  char said[CURL_ERROR_SIZE];
};

static size_t on_bytes(char *bytes, size_t size, size_t n, void *data)
{
  RepereFetcher *fetcher = data;
  size_t length = size * n;
  fetcher->too_large = fetcher->body->len + length > fetcher->most;
  if (fetcher->too_large) return 0;
  g_byte_array_append(fetcher->body, (const guint8 *)bytes, (guint)length);
  return length;
}

static int on_progress(void *data G_GNUC_UNUSED, curl_off_t all G_GNUC_UNUSED, curl_off_t now G_GNUC_UNUSED,
                       curl_off_t up_all G_GNUC_UNUSED, curl_off_t up G_GNUC_UNUSED)
{
  return repere_stop_asked();
}

RepereFetcher *repere_fetcher_new(guint seconds, guint megabytes)
{
  if (curl_global_init(CURL_GLOBAL_DEFAULT) != CURLE_OK) return NULL;
  RepereFetcher *fetcher = g_new0(RepereFetcher, 1);
  fetcher->curl = curl_easy_init();
  fetcher->most = (gsize)megabytes << 20;
  fetcher->seconds = seconds;
  fetcher->megabytes = megabytes;
  if (!fetcher->curl) g_clear_pointer(&fetcher, repere_fetcher_free);
  return fetcher;
}

void repere_fetcher_free(RepereFetcher *fetcher)
{
  if (!fetcher) return;
  if (fetcher->curl) curl_easy_cleanup(fetcher->curl);
  curl_global_cleanup();
  g_free(fetcher);
}

static void aim(RepereFetcher *fetcher, const char *url)
{
  CURL *curl = fetcher->curl;
  curl_easy_reset(curl); /* the connection stays */
  curl_easy_setopt(curl, CURLOPT_URL, url);
  curl_easy_setopt(curl, CURLOPT_PROTOCOLS_STR, "http,https");
  curl_easy_setopt(curl, CURLOPT_REDIR_PROTOCOLS_STR,
                   g_ascii_strncasecmp(url, "https:", 6) == 0 ? "https" : "http,https");
  curl_easy_setopt(curl, CURLOPT_FOLLOWLOCATION, 1L);
  curl_easy_setopt(curl, CURLOPT_MAXREDIRS, (long)REDIRECTS);
  curl_easy_setopt(curl, CURLOPT_ACCEPT_ENCODING, "");
  curl_easy_setopt(curl, CURLOPT_NETRC, (long)CURL_NETRC_OPTIONAL);
  curl_easy_setopt(curl, CURLOPT_USERAGENT, "repere-indexer/" REPERE_VERSION " (OAI-PMH harvester)");
  curl_easy_setopt(curl, CURLOPT_NOSIGNAL, 1L);
  curl_easy_setopt(curl, CURLOPT_CONNECTTIMEOUT, (long)MIN(fetcher->seconds, (guint)CONNECT_SECONDS));
  curl_easy_setopt(curl, CURLOPT_TIMEOUT, (long)fetcher->seconds);
  curl_easy_setopt(curl, CURLOPT_WRITEFUNCTION, on_bytes);
  curl_easy_setopt(curl, CURLOPT_WRITEDATA, fetcher);
  curl_easy_setopt(curl, CURLOPT_NOPROGRESS, 0L);
  curl_easy_setopt(curl, CURLOPT_XFERINFOFUNCTION, on_progress);
  curl_easy_setopt(curl, CURLOPT_ERRORBUFFER, fetcher->said);
}

static RepereFetchOutcome outcome_of(const RepereFetcher *fetcher, CURLcode code, RepereFetched *fetched)
{
  const char *said = fetcher->said[0] ? fetcher->said : curl_easy_strerror(code);
  switch (code) {
  case CURLE_OK: return REPERE_FETCH_ANSWERED;
  case CURLE_ABORTED_BY_CALLBACK: return REPERE_FETCH_STOPPED;
  case CURLE_WRITE_ERROR:
    if (!fetcher->too_large) break;
    fetched->why = g_strdup_printf(
      "the reply is larger than %u MB; raise [indexer] harvest-mb if that is right", fetcher->megabytes);
    return REPERE_FETCH_NEVER;
  case CURLE_OPERATION_TIMEDOUT:
    fetched->why = g_strdup_printf("no reply was complete within %u s ([indexer] harvest-seconds; %s)",
                                   fetcher->seconds, said);
    return REPERE_FETCH_AGAIN;
  case CURLE_TOO_MANY_REDIRECTS:
    fetched->why = g_strdup_printf("it redirects more than %d times; check the address", REDIRECTS);
    return REPERE_FETCH_NEVER;
  case CURLE_UNSUPPORTED_PROTOCOL:
    fetched->why =
      g_strdup_printf("it leads to an address that is not followed (%s); give the one it moved to", said);
    return REPERE_FETCH_NEVER;
  case CURLE_URL_MALFORMAT:
    fetched->why = g_strdup_printf("that is no address (%s); check it", said);
    return REPERE_FETCH_NEVER;
  case CURLE_PEER_FAILED_VERIFICATION:
  case CURLE_SSL_CACERT_BADFILE:
    fetched->why =
      g_strdup_printf("its certificate is not accepted (%s); check the address, and that the package "
                      "ca-certificates is installed",
                      said);
    return REPERE_FETCH_NEVER;
  default: break;
  }
  fetched->why = g_strdup_printf("the connection failed (%s)", said);
  return REPERE_FETCH_AGAIN;
}

RepereFetchOutcome repere_fetch(RepereFetcher *fetcher, const char *url, RepereFetched *fetched)
{
  curl_off_t after = 0;
  const char *type = NULL;
  *fetched = (RepereFetched){.body = g_byte_array_new()};
  fetcher->body = fetched->body;
  fetcher->too_large = FALSE;
  fetcher->said[0] = '\0';
  aim(fetcher, url);
  RepereFetchOutcome outcome = outcome_of(fetcher, curl_easy_perform(fetcher->curl), fetched);
  curl_easy_getinfo(fetcher->curl, CURLINFO_RESPONSE_CODE, &fetched->status);
  curl_easy_getinfo(fetcher->curl, CURLINFO_RETRY_AFTER, &after);
  curl_easy_getinfo(fetcher->curl, CURLINFO_CONTENT_TYPE, &type);
  fetched->retry_after = after;
  fetched->type = g_strdup(type);
  return outcome;
}

void repere_fetched_clear(RepereFetched *fetched)
{
  g_clear_pointer(&fetched->body, g_byte_array_unref);
  g_clear_pointer(&fetched->type, g_free);
  g_clear_pointer(&fetched->why, g_free);
}
