#include "searchd/routes.h"

#include <string.h>

#include "searchd/base.h"
#include "searchd/cache.h"
#include "searchd/call.h"
#include "searchd/document.h"
#include "searchd/etag.h"
#include "searchd/message.h"
#include "searchd/metrics.h"
#include "searchd/replies.h"
#include "searchd/target.h"

#define READ "GET, HEAD, OPTIONS"
#define POST "POST, OPTIONS"

/* A row of the table. Either it answers at once, or it is read into a request and answered in the pool. */
typedef struct {
  const char *pattern; /* parts in capitals stand for any text; the metrics' label as well */
  const char *allowed; /* methods */
  HttpReply *(*at_once)(Routes *routes, HttpExchange *exchange, const Target *target);
  RequestKind kind;
  Answerer answer;
  gboolean streams;
} Route;

static HttpReply *live(Routes *routes, HttpExchange *exchange, const Target *target);
static HttpReply *ready(Routes *routes, HttpExchange *exchange, const Target *target);
static HttpReply *metrics(Routes *routes, HttpExchange *exchange, const Target *target);
static HttpReply *opensearch(Routes *routes, HttpExchange *exchange, const Target *target);
static HttpReply *openapi(Routes *routes, HttpExchange *exchange, const Target *target);

static const Route table[] = {
  { "/v1/search", READ, NULL, REQUEST_SEARCH, answer_search, FALSE },
  { "/v1/works/ID", READ, NULL, REQUEST_WORK, answer_work, FALSE },
  { "/v1/works/ID/pages/N", READ, NULL, REQUEST_PAGE, answer_page, FALSE },
  { "/v1/works/ID/similar", READ, NULL, REQUEST_SIMILAR, answer_similar, FALSE },
  { "/v1/suggest", READ, NULL, REQUEST_SUGGEST, answer_suggest, FALSE },
  { "/v1/facets", READ, NULL, REQUEST_FACETS, answer_facets, FALSE },
  { "/v1/facets/NAME", READ, NULL, REQUEST_FACET, answer_facet, FALSE },
  { "/v1/pivot", READ, NULL, REQUEST_PIVOT, answer_pivot, FALSE },
  { "/v1/trend", READ, NULL, REQUEST_TREND, answer_trend, FALSE },
  { "/v1/export", READ, NULL, REQUEST_EXPORT, answer_export, TRUE },
  { "/v1/feed.atom", READ, NULL, REQUEST_FEED, answer_feed, FALSE },
  { "/v1/multi", POST, NULL, REQUEST_MULTI, answer_multi, FALSE },
  { "/opensearch.xml", READ, opensearch, 0, NULL, FALSE },
  { "/openapi.json", READ, openapi, 0, NULL, FALSE },
  { "/health/live", READ, live, 0, NULL, FALSE },
  { "/health/ready", READ, ready, 0, NULL, FALSE },
  { "/metrics", READ, metrics, 0, NULL, FALSE },
};

enum { ROUTES = G_N_ELEMENTS(table), NO_ROUTE = ROUTES };

/* Rows whose answers hold addresses of the daemon's own. */
enum { ADDRESSED = REQUEST_FEED | REQUEST_SUGGEST | REQUEST_OPENSEARCH };

struct Routes {
  Service *service;
  HttpServer *server;
  Pool *pool;
  Metrics *metrics;
  Cache *cache;
  const char *labels[ROUTES + 1];
};

static gsize cache_bytes(const RepereLibrary *library)
{
  return (gsize)library->searchd.cache_mb * 1024 * 1024;
}

Routes *routes_new(Service *service)
{
  g_autoptr(RepereEngine) engine = service_engine(service);
  Routes *routes = g_new0(Routes, 1);
  routes->service = service;
  for (guint i = 0; i < ROUTES; i++)
    routes->labels[i] = table[i].pattern;
  routes->labels[NO_ROUTE] = "none";
  routes->metrics = metrics_new(routes->labels, ROUTES + 1);
  routes->cache = cache_new(cache_bytes(repere_engine_library(engine)));
  return routes;
}

void routes_configure(Routes *routes, const RepereLibrary *library)
{
  cache_set_bytes(routes->cache, cache_bytes(library));
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
  cache_free(routes->cache);
  metrics_free(routes->metrics);
  g_free(routes);
}

static void call_free(Call *call)
{
  request_free(call->request);
  repere_engine_unref(call->view.engine);
  g_free(call->base);
  g_free(call->key);
  g_free(call);
}

static void finish(const Routes *routes, guint route, HttpExchange *exchange, HttpReply *reply)
{
  metrics_request(routes->metrics, route, reply->status,
                  g_get_monotonic_time() - http_exchange_arrival(exchange));
  http_exchange_reply(exchange, reply);
}

/* ---- rows that answer at once ---- */

static HttpReply *live(Routes *routes, HttpExchange *exchange, const Target *target)
{
  (void)routes;
  (void)exchange;
  (void)target;
  return reply_plain("alive\n");
}

/* Why is in the log, where it may name paths. */
#define NO_INDEX                                                                                             \
  "There is no index to search at present; run 'repere-indexer update', or see the daemon's log, which says "   \
  "why. Ask again in some seconds."

static HttpReply *ready(Routes *routes, HttpExchange *exchange, const Target *target)
{
  (void)target;
  if (http_exchange_stopping(exchange))
    return reply_later("1", REPLY_STOPPING);
  RepereIndexState state;
  return service_state(routes->service, &state, NULL) ? reply_plain("ready\n") : reply_later("1", NO_INDEX);
}

static HttpReply *metrics(Routes *routes, HttpExchange *exchange, const Target *target)
{
  (void)exchange;
  (void)target;
  RepereIndexState state = { 0 };
  gboolean is_ready = service_state(routes->service, &state, NULL);
  MetricsNow now = {
    .pool = pool_state(routes->pool),
    .http = http_server_counts(routes->server),
    .cache = cache_counts(routes->cache),
    .ready = is_ready,
    .revision = state.revision,
    .works = state.works,
  };
  return reply_new(200, METRICS_TYPE, metrics_text(routes->metrics, &now));
}

static HttpReply *opensearch(Routes *routes, HttpExchange *exchange, const Target *target)
{
  return document_opensearch(routes->service, exchange, target);
}

static HttpReply *openapi(Routes *routes, HttpExchange *exchange, const Target *target)
{
  (void)target;
  return document_openapi(routes->service, exchange);
}

/* ---- finding the row ---- */

static gboolean is_placeholder(const char *part)
{
  return g_ascii_isupper(*part);
}

static gboolean matches(const char *pattern, const GPtrArray *path)
{
  guint i = 0;
  for (const char *part = pattern; *part == '/'; i++) {
    gsize length = strcspn(++part, "/");
    const char *given = i < path->len ? path->pdata[i] : NULL;
    if (!given ||
        (is_placeholder(part) ? !*given : strlen(given) != length || strncmp(part, given, length) != 0))
      return FALSE;
    part += length;
  }
  return i == path->len;
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

gsize routes_body_limit(const HttpExchange *exchange, gpointer data)
{
  (void)data;
  if (strcmp(http_exchange_method(exchange), "POST") != 0)
    return 0;
  g_autoptr(Fault) fault = NULL;
  g_autoptr(Target) target = target_parse(http_exchange_target(exchange), &fault);
  guint route = target ? find_route(target) : NO_ROUTE;
  return route != NO_ROUTE && table[route].kind == REQUEST_MULTI ? ROUTES_BODY_BYTES : 0;
}

static gboolean is_allowed(const char *method, const char *allowed)
{
  g_auto(GStrv) methods = g_strsplit(allowed, ", ", -1);
  return g_strv_contains((const char *const *)methods, method);
}

/* ---- an answer as a reply ---- */

/* What is true of the answer whoever asked for it; `index` is the one it comes from. */
static void describe(const Call *call, const RepereIndexState *index, HttpReply *reply)
{
  g_autofree char *revision = g_strdup_printf("%" G_GUINT64_FORMAT, index->revision);
  http_reply_header(reply, "Repere-Revision", revision);
  http_reply_header(reply, "Repere-Analysis", index->analysis);
  if (call->request->kind == REQUEST_MULTI)
    return; /* its searches have a language each */
  http_reply_header(reply, "Content-Language", call->request->question->lang);
  g_autofree char *etag = etag_new(call->view.edition, index, call->key);
  http_reply_header(reply, "ETag", etag);
}

/* What the answer was chosen by; not kept with it in the cache, since the same answer may be chosen
 * otherwise. */
static void name_choices(const Call *call, HttpReply *reply)
{
  if (call->request->negotiated)
    http_reply_vary(reply, "Accept-Language");
  if (call->request->kind & ADDRESSED)
    http_reply_vary(reply, BASE_HEADER);
}

static HttpReply *reply_answer(const Routes *routes, const Call *call, Answer *answer)
{
  HttpReply *reply = answer->stream
                       ? http_reply_new_stream(200, answer->type, answer->stream, answer->producer)
                       : http_reply_new(200, answer->type, answer->body);
  reply_common_headers(reply);
  describe(call, &answer->index, reply);
  if (answer->file_name) {
    g_autofree char *saved = g_strdup_printf("attachment; filename=\"%s\"", answer->file_name);
    http_reply_header(reply, "Content-Disposition", saved);
    g_clear_pointer(&answer->file_name, g_free);
  }
  if (answer->match)
    http_reply_header(reply, "Repere-Match", answer->match);
  http_exchange_encode(call->exchange, reply);
  if (!answer->stream && call->request->kind != REQUEST_MULTI) {
    const CacheKey key = { call->view.edition, &answer->index, call->key,
                           http_exchange_encoding(call->exchange) };
    cache_add(routes->cache, &key, reply);
  }
  name_choices(call, reply);
  return reply;
}

/* The answer without work: the client has it, or we have. NULL where neither is so. */
static HttpReply *find_reply(const Routes *routes, const Call *call)
{
  if (!call->view.ready || call->request->kind == REQUEST_MULTI)
    return NULL;
  HttpReply *reply = NULL;
  g_autofree char *etag = etag_new(call->view.edition, &call->view.index, call->key);
  if (etag_matches(http_exchange_header(call->exchange, "If-None-Match"), etag)) {
    reply = reply_new(304, NULL, NULL);
    describe(call, &call->view.index, reply);
  } else if (!table[call->route].streams) {
    const CacheKey key = { call->view.edition, &call->view.index, call->key,
                           http_exchange_encoding(call->exchange) };
    reply = cache_find(routes->cache, &key);
  }
  if (reply)
    name_choices(call, reply);
  return reply;
}

/* ---- what goes wrong with an answer ---- */

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

/* The log gets the whole sentence, strangers none that may name files of the server's. */
static HttpReply *reply_error(const Routes *routes, const Call *call, const GError *error)
{
  gboolean ours = error->domain == REPERE_ERROR;
  switch (ours ? (RepereErrorCode)error->code : REPERE_ERROR_INTERNAL) {
  case REPERE_ERROR_NOT_FOUND: return reply_problem(404, NULL, error->message);
  case REPERE_ERROR_NO_INDEX: return reply_later("10", NO_INDEX);
  case REPERE_ERROR_DEADLINE: return reply_too_late(routes, call->deadline_ms);
  case REPERE_ERROR_CANCELLED: return reply_cancelled(routes);
  default:
    message(NULL, "%s", error->message);
    return reply_problem(500, NULL,
                         "The daemon could not answer, which is not the request's fault; its log says why.");
  }
}

/* ---- the road ---- */

/* Asked while the match runs, by its thread. */
static gboolean must_stop(gpointer data)
{
  Call *call = data;
  return pool_overtime(call->pool, call->lane) || http_exchange_gone(call->exchange);
}

static void set_time(RepereQuestion *question, Call *call)
{
  question->deadline =
    http_exchange_arrival(call->exchange) + (gint64)call->deadline_ms * G_TIME_SPAN_MILLISECOND;
  question->gone = must_stop;
  question->gone_data = call;
}

static Request *read_request(HttpExchange *exchange, const Target *target, RequestKind kind,
                             const RepereLibrary *library, Fault **fault)
{
  const char *accept_language = http_exchange_header(exchange, "Accept-Language");
  Request *request = request_read(target, kind, library, accept_language, fault);
  if (!request || kind != REQUEST_MULTI)
    return request;
  request_free(request);
  gsize length = 0;
  const char *body = http_exchange_body(exchange, &length);
  return multi_read(body, length, library, accept_language, fault);
}

/* The request, with all it takes to answer it; NULL with a fault. */
static Call *call_new(Routes *routes, guint route, HttpExchange *exchange, const Target *target,
                      Fault **fault)
{
  Call *call = g_new0(Call, 1);
  service_view(routes->service, &call->view);
  const RepereLibrary *library = repere_engine_library(call->view.engine);
  call->route = route;
  call->exchange = exchange;
  call->pool = routes->pool;
  call->deadline_ms = library->searchd.deadline_ms;
  call->request = read_request(exchange, target, table[route].kind, library, fault);
  if (!call->request) {
    call_free(call);
    return NULL;
  }
  gboolean addressed = (call->request->kind & ADDRESSED) != 0;
  call->base = base_of(exchange);
  call->key = addressed ? g_strconcat(call->base, " ", call->request->canonical, NULL)
                        : g_strdup(call->request->canonical);
  set_time(call->request->question, call);
  for (guint i = 0; call->request->searches && i < call->request->searches->len; i++)
    set_time(((Request *)call->request->searches->pdata[i])->question, call);
  return call;
}

static HttpReply *reply_full(const Routes *routes, const HttpExchange *exchange, const char *what)
{
  metrics_event(routes->metrics, METRICS_REJECTED);
  return reply_later("1", http_exchange_stopping(exchange) ? REPLY_STOPPING : what);
}

/* Puts a request into the queue; a reply where that cannot or need not be. */
static HttpReply *enqueue(Routes *routes, guint route, HttpExchange *exchange, const Target *target)
{
  g_autoptr(Fault) fault = NULL;
  Call *call = call_new(routes, route, exchange, target, &fault);
  if (!call)
    return reply_fault(fault);
  HttpReply *reply = find_reply(routes, call);
  if (!reply && table[route].streams && !http_exchange_reserve_stream(exchange))
    reply = reply_full(routes, exchange, "Too many exports are under way already; ask again in a second.");
  if (!reply && !pool_reserve(routes->pool))
    reply = reply_full(routes, exchange, "Too many requests are waiting already; ask again in a second.");
  if (reply) {
    call_free(call);
    return reply;
  }
  http_exchange_suspend(exchange);
  pool_push(routes->pool, call);
  return NULL;
}

/* What the row says to the request; NULL when it will answer later. */
static HttpReply *ask_row(Routes *routes, guint route, HttpExchange *exchange, const Target *target)
{
  const char *method = http_exchange_method(exchange);
  const char *allowed = table[route].allowed;
  if (strcmp(method, "OPTIONS") == 0)
    return reply_options(allowed);
  if (!is_allowed(method, allowed))
    return reply_method(method, allowed);
  if (http_exchange_has_body(exchange) && table[route].kind != REQUEST_MULTI)
    return reply_problem(
      400, NULL, "The request has a body, which nothing here reads; put the parameters into the target.");
  if (table[route].at_once)
    return table[route].at_once(routes, exchange, target);
  return enqueue(routes, route, exchange, target);
}

static HttpReply *handle(Routes *routes, HttpExchange *exchange, guint *route)
{
  if (http_exchange_flaw(exchange) != HTTP_SOUND)
    return reply_flaw(http_exchange_flaw(exchange));
  if (strcmp(http_exchange_method(exchange), "OPTIONS") == 0 &&
      strcmp(http_exchange_target(exchange), "*") == 0)
    return reply_options("GET, HEAD, POST, OPTIONS");
  g_autoptr(Fault) fault = NULL;
  g_autoptr(Target) target = target_parse(http_exchange_target(exchange), &fault);
  if (!target)
    return reply_fault(fault);
  *route = find_route(target);
  return *route == NO_ROUTE ? reply_no_route(target) : ask_row(routes, *route, exchange, target);
}

void routes_handle(HttpExchange *exchange, gpointer data)
{
  Routes *routes = data;
  guint route = NO_ROUTE;
  HttpReply *reply = handle(routes, exchange, &route);
  if (reply)
    finish(routes, route, exchange, reply);
}

/* NULL when it has to begin again. */
static HttpReply *answer_call(const Routes *routes, Call *call, guint lane)
{
  if (lane == POOL_NO_LANE || http_exchange_gone(call->exchange))
    return reply_cancelled(routes);
  if (g_get_monotonic_time() >= call->request->question->deadline)
    return reply_too_late(routes, call->deadline_ms);
  call->lane = lane;
  g_autoptr(GError) error = NULL;
  Answer answer = { 0 };
  if (table[call->route].answer(call, lane, &answer, &error))
    return reply_answer(routes, call, &answer);
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
  return http_exchange_gone(((Call *)job)->exchange);
}
