/* harvest_ask.c - see harvest_ask.h */
#include "indexer/harvest_ask.h"

#include <string.h>
#include "indexer/stop.h"

enum { LONGEST_WAIT_MS = 60000, LONGEST_RETRY_SECONDS = 600, STEP_MS = 50 };

typedef enum { VERDICT_GOOD, VERDICT_AGAIN, VERDICT_NEVER } Verdict;

typedef struct {
  const RepereAsker *asker;
  RepereFetched fetched;
  RepereReply *reply;
  guint repaired;
  char *why; /* where it is not good: "the provider answers …" */
} Attempt;

static gboolean holds(const GByteArray *bytes, const char *text)
{
  return bytes->len && memmem(bytes->data, bytes->len, text, strlen(text)) != NULL;
}

static Verdict say(Attempt *attempt, Verdict verdict, const char *format, ...) G_GNUC_PRINTF(3, 4);
static Verdict say(Attempt *attempt, Verdict verdict, const char *format, ...)
{
  va_list arguments;
  va_start(arguments, format);
  g_free(attempt->why);
  attempt->why = g_strdup_vprintf(format, arguments);
  va_end(arguments);
  return verdict;
}

/* ---- what came ---- */

static const char *meaning(glong status)
{
  switch (status) {
  case 400: return " (bad request); check the address";
  case 401: return " (it wants a name and a password); put them into ~/.netrc";
  case 403: return " (it refuses to answer this machine); ask its operators";
  case 404: return " (there is nothing at this address); check it";
  case 408: return " (the request took too long)";
  case 410: return " (there is nothing at this address any more); ask its operators for the new one";
  case 429: return " (too many requests)";
  case 500: return " (it failed)";
  case 502:
  case 503:
  case 504: return " (it is not available now)";
  default: return status >= 500 ? "" : "; check the address";
  }
}

static Verdict judge_status(Attempt *attempt)
{
  glong status = attempt->fetched.status;
  Verdict verdict = status == 408 || status == 429 || status >= 500 ? VERDICT_AGAIN : VERDICT_NEVER;
  return say(attempt, verdict, "the provider answers HTTP %ld%s", status, meaning(status));
}

static Verdict judge_page(Attempt *attempt, const GError *fault)
{
  const GByteArray *body = attempt->fetched.body;
  const char *type = attempt->fetched.type;
  gboolean html = (type && strstr(type, "html")) || holds(body, "<html") || holds(body, "<HTML");
  if (html && !holds(body, "<OAI-PMH"))
    return say(attempt, VERDICT_NEVER, "the answer is a web page, not OAI-PMH; check the address");
  if (strstr(fault->message, "document type") || strstr(fault->message, "the root element is"))
    return say(attempt, VERDICT_NEVER, "the reply is not OAI-PMH 2.0: %s; check the address", fault->message);
  return say(attempt, VERDICT_AGAIN, "the reply cannot be read: %s", fault->message);
}

/* A status of failure with an OAI-PMH error in it, as some providers have it, is a reply. */
static Verdict judge_reply(Attempt *attempt)
{
  g_autoptr(GError) fault = NULL;
  RepereReply *reply = attempt->reply;
  glong status = attempt->fetched.status;
  gboolean good = status >= 200 && status < 300;
  if (status == 503 || status == 429 || (!good && !holds(attempt->fetched.body, "<OAI-PMH")))
    return judge_status(attempt);
  attempt->repaired = repere_reply_repair(attempt->fetched.body);
  if (!repere_reply_read(reply, attempt->asker->url, attempt->fetched.body, NULL, NULL, &fault))
    return good ? judge_page(attempt, fault) : judge_status(attempt);
  if (good || reply->error) return VERDICT_GOOD;
  repere_reply_clear(reply);
  return judge_status(attempt);
}

/* ---- waiting ---- */

static guint wait_ms(const Attempt *attempt, guint try)
{
  if (attempt->fetched.retry_after > 0) return (guint)attempt->fetched.retry_after * 1000;
  double wait = attempt->asker->library->indexer.harvest_wait_ms;
  for (guint i = 1; i < try && wait < LONGEST_WAIT_MS; i++) wait *= 2;
  return (guint)(MIN(wait, (double)LONGEST_WAIT_MS) * g_random_double_range(0.75, 1.25));
}

static void wait_for(guint ms)
{
  gint64 end = g_get_monotonic_time() + (gint64)ms * 1000;
  for (gint64 left = (gint64)ms * 1000; left > 0 && !repere_stop_asked(); left = end - g_get_monotonic_time())
    g_usleep((gulong)MIN(left, (gint64)STEP_MS * 1000));
}

/* ---- the whole ---- */

static gboolean fail(GError **error, RepereErrorCode code, const char *address, const char *why,
                     const char *advice)
{
  g_set_error(error, REPERE_ERROR, (gint)code, "%s: %s%s.", address, why, advice);
  return FALSE;
}

static gboolean stopped(GError **error, const char *address)
{
  return fail(error, REPERE_ERROR_CANCELLED, address, "interrupted",
              "; what came so far is kept, and the next harvest goes on from there");
}

/* One try. TRUE with the outcome in *verdict, FALSE where it was stopped. */
static gboolean attempt_once(Attempt *attempt, const char *address, Verdict *verdict)
{
  repere_fetched_clear(&attempt->fetched);
  RepereFetchOutcome outcome = repere_fetch(attempt->asker->fetcher, address, &attempt->fetched);
  if (outcome == REPERE_FETCH_ANSWERED)
    *verdict = judge_reply(attempt);
  else
    *verdict = say(attempt, outcome == REPERE_FETCH_AGAIN ? VERDICT_AGAIN : VERDICT_NEVER, "%s",
                   attempt->fetched.why ? attempt->fetched.why : "");
  return outcome != REPERE_FETCH_STOPPED && !repere_stop_asked();
}

/* TRUE after waiting for another try; else FALSE with the error. */
static gboolean wait_to_try(Attempt *attempt, const char *address, guint try, GError **error)
{
  const RepereAsker *asker = attempt->asker;
  guint tries = asker->library->indexer.harvest_tries;
  gint64 after = attempt->fetched.retry_after;
  if (after > LONGEST_RETRY_SECONDS) {
    g_autofree char *advice =
      g_strdup_printf(" and asks to be left alone for %" G_GINT64_FORMAT " s; harvest again then", after);
    return fail(error, REPERE_ERROR_UNAVAILABLE, address, attempt->why, advice);
  }
  if (try == tries) {
    g_autofree char *advice =
      g_strdup_printf(", %u time%s over; harvest again later", tries, tries == 1 ? "" : "s");
    return fail(error, REPERE_ERROR_UNAVAILABLE, address, attempt->why, advice);
  }
  guint ms = wait_ms(attempt, try);
  g_autofree char *sentence = g_strdup_printf("%s: %s; trying again in %.1f s (try %u of %u).", asker->url,
                                              attempt->why, ms / 1000.0, try + 1, tries);
  asker->tell(sentence, asker->data);
  wait_for(ms);
  return TRUE;
}

gboolean repere_ask(const RepereAsker *asker, const char *query, RepereReply *reply, GByteArray **bytes,
                    guint *repaired, GError **error)
{
  Attempt attempt = {.asker = asker, .reply = reply};
  Verdict verdict = VERDICT_AGAIN;
  gboolean going = TRUE;
  g_autofree char *address = g_strdup_printf("%s?%s", asker->url, query);
  *reply = (RepereReply){.list_size = -1};
  *bytes = NULL;
  for (guint try = 1; going && verdict == VERDICT_AGAIN; try++) {
    if (!attempt_once(&attempt, address, &verdict))
      going = stopped(error, address);
    else if (verdict == VERDICT_NEVER)
      going = fail(error, REPERE_ERROR_PROTOCOL, address, attempt.why, "");
    else if (verdict == VERDICT_AGAIN)
      going = wait_to_try(&attempt, address, try, error);
  }
  if (going)
    *bytes = g_steal_pointer(&attempt.fetched.body);
  else
    repere_reply_clear(reply);
  *repaired = attempt.repaired;
  repere_fetched_clear(&attempt.fetched);
  g_free(attempt.why);
  return going;
}
