#include "searchd/routes.h"

#include <string.h>

#include "searchd/formats/json.h"
#include "searchd/formats/problem.h"
#include "searchd/message.h"
#include "searchd/metrics.h"
#include "searchd/request.h"
#include "searchd/target.h"

#define ALLOWED "GET, HEAD, OPTIONS"
#define STOPPING "The daemon is stopping; ask again in a second."

typedef struct Call Call;

/* A row of the table. Either it answers at once, or it is read into a request and answered in the pool. */
typedef struct {
  const char *pattern; /* parts in capitals stand for any text; the metrics' label as well */
  HttpReply *(*at_once)(Routes *routes, HttpExchange *exchange);
  RequestKind kind;
  HttpReply *(*answer)(Call *call, guint lane, GError **error);
} Route;

static HttpReply *live(Routes *routes, HttpExchange *exchange);
static HttpReply *ready(Routes *routes, HttpExchange *exchange);
static HttpReply *metrics(Routes *routes, HttpExchange *exchange);
static HttpReply *search(Call *call, guint lane, GError **error);
static HttpReply *work(Call *call, guint lane, GError **error);
static HttpReply *page(Call *call, guint lane, GError **error);

static const Route table[] = {
  { "/v1/search", NULL, REQUEST_SEARCH, search },
  { "/v1/works/ID", NULL, REQUEST_WORK, work },
  { "/v1/works/ID/pages/N", NULL, REQUEST_PAGE, page },
  { "/health/live", live, 0, NULL },
  { "/health/ready", ready, 0, NULL },
  { "/metrics", metrics, 0, NULL },
};

enum { ROUTES = G_N_ELEMENTS(table), NO_ROUTE = ROUTES };

struct Routes {
  Service *service;
  HttpServer *server;
  Pool *pool;
  Metrics *metrics;
  const char *labels[ROUTES + 1];
};

/* A request on its way through the pool. */
struct Call {
  guint route;
  HttpExchange *exchange;
  RepereEngine *engine;
  Request *request;
  guint deadline_ms;
  Pool *pool;
  guint lane; /* while in work */
};

Routes *routes_new(Service *service)
{
  Routes *routes = g_new0(Routes, 1);
  routes->service = service;
  for (guint i = 0; i < ROUTES; i++)
    routes->labels[i] = table[i].pattern;
  routes->labels[NO_ROUTE] = "none";
  routes->metrics = metrics_new(routes->labels, ROUTES + 1);
  return routes;
}

void routes_connect(Routes *routes, HttpServer *server, Pool *pool)
{
  routes->server = server;
  routes->pool = pool;
}

void routes_free(Routes *routes)
{
  if (!routes)
    return;
  metrics_free(routes->metrics);
  g_free(routes);
}

static void call_free(Call *call)
{
  request_free(call->request);
  repere_engine_unref(call->engine);
  g_free(call);
}

/* ---- replies ---- */

static HttpReply *reply_new(guint status, const char *type, GString *body)
{
  HttpReply *reply = http_reply_new(status, type, body);
  http_reply_header(reply, "Cache-Control", "no-cache");
  http_reply_header(reply, "X-Content-Type-Options", "nosniff");
  return reply;
}

static HttpReply *reply_problem(guint status, const char *parameter, const char *detail)
{
  return reply_new(status, PROBLEM_TYPE, problem_text(status, detail, parameter));
}

/* A 503 that says when to come again. */
static HttpReply *reply_later(const char *seconds, const char *detail)
{
  HttpReply *reply = reply_problem(503, NULL, detail);
  http_reply_header(reply, "Retry-After", seconds);
  return reply;
}

static HttpReply *reply_fault(const Fault *fault)
{
  return reply_problem(fault->status, fault->parameter, fault->detail);
}

static HttpReply *reply_too_late(const Routes *routes, guint deadline_ms)
{
  metrics_event(routes->metrics, METRICS_EXPIRED);
  g_autofree char *detail = g_strdup_printf(
    "The answer took longer than the %u ms that a request may take; ask again, or for less.", deadline_ms);
  return reply_later("1", detail);
}

/* Nobody is left to read it, unless a client closed its own side alone; the metrics show the status. */
static HttpReply *reply_cancelled(const Routes *routes)
{
  metrics_event(routes->metrics, METRICS_CANCELLED);
  return reply_problem(499, NULL, "The client closed the connection before its answer was ready.");
}

static HttpReply *reply_error(const Routes *routes, const Call *call, const GError *error)
{
  gboolean ours = error->domain == REPERE_ERROR;
  switch (ours ? (RepereErrorCode)error->code : REPERE_ERROR_INTERNAL) {
  case REPERE_ERROR_NOT_FOUND:
    return reply_problem(404, NULL, error->message);
  case REPERE_ERROR_NO_INDEX:
    return reply_later("10", error->message);
  case REPERE_ERROR_DEADLINE:
    return reply_too_late(routes, call->deadline_ms);
  case REPERE_ERROR_CANCELLED:
    return reply_cancelled(routes);
  default:
    message(NULL, "%s", error->message);
    return reply_problem(500, NULL, error->message);
  }
}

/* ---- rows that answer at once ---- */

static HttpReply *plain(const char *sentence)
{
  return reply_new(200, "text/plain; charset=utf-8", g_string_new(sentence));
}

static HttpReply *live(Routes *routes, HttpExchange *exchange)
{
  (void)routes;
  (void)exchange;
  return plain("alive\n");
}

static HttpReply *ready(Routes *routes, HttpExchange *exchange)
{
  if (http_exchange_stopping(exchange))
    return reply_later("1", STOPPING);
  RepereIndexState state;
  g_autofree char *trouble = NULL;
  if (service_state(routes->service, &state, &trouble))
    return plain("ready\n");
  return reply_later("1", trouble);
}

static HttpReply *metrics(Routes *routes, HttpExchange *exchange)
{
  (void)exchange;
  RepereIndexState state;
  gboolean is_ready = service_state(routes->service, &state, NULL);
  MetricsNow now = {
    .pool = pool_state(routes->pool),
    .http = http_server_counts(routes->server),
    .ready = is_ready,
    .revision = state.revision,
    .works = state.works,
  };
  return reply_new(200, METRICS_TYPE, metrics_text(routes->metrics, &now));
}

/* ---- rows that ask the index, in the pool ---- */

static HttpReply *reply_json(const Call *call, GString *body)
{
  HttpReply *reply = reply_new(200, JSON_TYPE, body);
  http_reply_header(reply, "Content-Language", call->request->question->lang);
  if (call->request->negotiated)
    http_reply_header(reply, "Vary", "Accept-Language");
  return reply;
}

static HttpReply *search(Call *call, guint lane, GError **error)
{
  const RepereQuestion *question = call->request->question;
  g_autoptr(RepereAnswer) answer = repere_search(call->engine, lane, question, error);
  return answer ? reply_json(call, json_answer(question, answer)) : NULL;
}

static HttpReply *work(Call *call, guint lane, GError **error)
{
  const Request *request = call->request;
  RepereIndexState state;
  g_autoptr(RepereHit) hit =
    repere_work_by_id(call->engine, lane, request->id, request->question->lang, &state, error);
  return hit ? reply_json(call, json_work(hit, &state)) : NULL;
}

static HttpReply *page(Call *call, guint lane, GError **error)
{
  const Request *request = call->request;
  RepereIndexState state;
  g_autoptr(ReperePageText) text = repere_page_by_number(
    call->engine, lane, request->id, request->file, request->page, request->question->lang, &state, error);
  return text ? reply_json(call, json_page(request->id, text, &state)) : NULL;
}

/* ---- the road ---- */

static gboolean is_placeholder(const char *part)
{
  return g_ascii_isupper(*part);
}

static gboolean matches(const char *pattern, const GPtrArray *path)
{
  g_auto(GStrv) parts = g_strsplit(pattern + 1, "/", -1);
  if (g_strv_length(parts) != path->len)
    return FALSE;
  for (guint i = 0; i < path->len; i++) {
    const char *part = path->pdata[i];
    if (is_placeholder(parts[i]) ? !*part : strcmp(parts[i], part) != 0)
      return FALSE;
  }
  return TRUE;
}

static guint find_route(const Target *target)
{
  for (guint i = 0; i < ROUTES; i++) {
    if (matches(table[i].pattern, target->path))
      return i;
  }
  return NO_ROUTE;
}

static HttpReply *reply_no_route(const Target *target)
{
  g_autoptr(GString) path = g_string_new(NULL);
  for (guint i = 0; i < target->path->len; i++)
    g_string_append_printf(path, "/%s", (char *)target->path->pdata[i]);
  g_autofree char *quoted = fault_quote(path->str);
  g_autoptr(GString) detail = g_string_new(NULL);
  g_string_append_printf(detail, "There is nothing at %s; there is", quoted);
  for (guint i = 0; i < ROUTES; i++)
    g_string_append_printf(detail, "%s %s", i ? "," : "", table[i].pattern);
  g_string_append_c(detail, '.');
  return reply_problem(404, NULL, detail->str);
}

static HttpReply *reply_options(void)
{
  HttpReply *reply = http_reply_new(204, NULL, NULL);
  http_reply_header(reply, "Allow", ALLOWED);
  return reply;
}

static HttpReply *reply_method(const char *method)
{
  g_autofree char *quoted = fault_quote(method);
  g_autofree char *detail =
    g_strdup_printf("The method %s is not served here; use one of " ALLOWED ".", quoted);
  HttpReply *reply = reply_problem(405, NULL, detail);
  http_reply_header(reply, "Allow", ALLOWED);
  return reply;
}

static HttpReply *reply_flaw(HttpFlaw flaw)
{
  if (flaw == HTTP_ZERO_BYTE)
    return reply_problem(400, NULL, "The request's target holds a zero byte; leave it out.");
  if (flaw == HTTP_FRAMING)
    return reply_problem(400, NULL,
                         "The request's headers contradict each other about its body; send either one "
                         "Content-Length or Transfer-Encoding: chunked.");
  if (flaw == HTTP_CODED_BODY)
    return reply_problem(415, NULL, "The request's body is compressed; send it as it is.");
  if (flaw == HTTP_BODY_TOO_LONG)
    return reply_problem(413, NULL, "The request's body is too long; ask for less at once.");
  g_autofree char *detail =
    g_strdup_printf("The request's target is longer than %zu bytes; ask with fewer or shorter "
                    "parameters.",
                    http_limits.target_bytes);
  return reply_problem(414, NULL, detail);
}

/* What every request must keep to, whatever its route; NULL when it does. */
static HttpReply *check(const HttpExchange *exchange)
{
  const char *method = http_exchange_method(exchange);
  gboolean options = strcmp(method, "OPTIONS") == 0;
  if (http_exchange_flaw(exchange) != HTTP_SOUND)
    return reply_flaw(http_exchange_flaw(exchange));
  if (!options && strcmp(method, "GET") != 0 && strcmp(method, "HEAD") != 0)
    return reply_method(method);
  if (options && strcmp(http_exchange_target(exchange), "*") == 0)
    return reply_options();
  if (http_exchange_has_body(exchange))
    return reply_problem(
      400, NULL, "The request has a body, which nothing here reads; put the parameters into the target.");
  return NULL;
}

static void finish(const Routes *routes, guint route, HttpExchange *exchange, HttpReply *reply)
{
  metrics_request(routes->metrics, route, reply->status,
                  g_get_monotonic_time() - http_exchange_arrival(exchange));
  http_exchange_reply(exchange, reply);
}

/* Whether a search is to stop: nobody waits for it, or others must not wait for it. */
static gboolean is_over(gpointer data)
{
  const Call *call = data;
  return http_exchange_gone(call->exchange) || pool_overtime(call->pool, call->lane);
}

/* Puts a request into the queue; a reply where that cannot be. */
static HttpReply *enqueue(Routes *routes, guint route, HttpExchange *exchange, const Target *target)
{
  RepereEngine *engine = service_engine(routes->service);
  const RepereLibrary *library = repere_engine_library(engine);
  g_autoptr(Fault) fault = NULL;
  Request *request = request_read(target, table[route].kind, library,
                                  http_exchange_header(exchange, "Accept-Language"), &fault);
  if (!request) {
    repere_engine_unref(engine);
    return reply_fault(fault);
  }
  Call *call = g_new0(Call, 1);
  *call = (Call){ .route = route,
                  .exchange = exchange,
                  .engine = engine,
                  .request = request,
                  .deadline_ms = library->searchd.deadline_ms,
                  .pool = routes->pool };
  request->question->deadline =
    http_exchange_arrival(exchange) + (gint64)call->deadline_ms * G_TIME_SPAN_MILLISECOND;
  request->question->gone = is_over;
  request->question->gone_data = call;
  if (!pool_reserve(routes->pool)) {
    metrics_event(routes->metrics, METRICS_REJECTED);
    call_free(call);
    return reply_later("1", http_exchange_stopping(exchange)
                              ? STOPPING
                              : "Too many requests are waiting already; ask again in a second.");
  }
  http_exchange_suspend(exchange);
  pool_push(routes->pool, call);
  return NULL;
}

void routes_handle(HttpExchange *exchange, gpointer data)
{
  Routes *routes = data;
  guint route = NO_ROUTE;
  HttpReply *reply = check(exchange);
  if (!reply) {
    g_autoptr(Fault) fault = NULL;
    g_autoptr(Target) target = target_parse(http_exchange_target(exchange), &fault);
    route = target ? find_route(target) : NO_ROUTE;
    if (!target)
      reply = reply_fault(fault);
    else if (route == NO_ROUTE)
      reply = reply_no_route(target);
    else if (strcmp(http_exchange_method(exchange), "OPTIONS") == 0)
      reply = reply_options();
    else if (table[route].at_once)
      reply = table[route].at_once(routes, exchange);
    else
      reply = enqueue(routes, route, exchange, target);
  }
  if (reply)
    finish(routes, route, exchange, reply);
}

/* NULL: to be asked again, as a slow one. */
static HttpReply *answer_call(const Routes *routes, Call *call, guint lane)
{
  if (http_exchange_gone(call->exchange))
    return reply_cancelled(routes);
  if (g_get_monotonic_time() >= call->request->question->deadline)
    return reply_too_late(routes, call->deadline_ms);
  g_autoptr(GError) error = NULL;
  call->lane = lane;
  HttpReply *reply = table[call->route].answer(call, lane, &error);
  if (reply)
    return reply;
  if (g_error_matches(error, REPERE_ERROR, REPERE_ERROR_CANCELLED) && pool_overtime(call->pool, lane))
    return NULL;
  return reply_error(routes, call, error);
}

PoolVerdict routes_work(guint lane, gpointer job, gpointer data)
{
  const Routes *routes = data;
  Call *call = job;
  HttpReply *reply = answer_call(routes, call, lane);
  if (!reply)
    return POOL_AGAIN;
  guint route = call->route;
  HttpExchange *exchange = call->exchange;
  call_free(call);
  finish(routes, route, exchange, reply);
  return POOL_DONE;
}

gboolean routes_gone(gpointer job, gpointer data)
{
  (void)data;
  const Call *call = job;
  return http_exchange_gone(call->exchange);
}
