#include "searchd/metrics.h"

#include <stdarg.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

/* Upper bounds of the histogram's buckets: what a search takes, and up to the default deadline and beyond. */
static const struct {
  gint64 microseconds;
  const char *seconds;
} bounds[] = {
  { 500, "0.0005" },  { 1000, "0.001" },  { 2500, "0.0025" }, { 5000, "0.005" },  { 10000, "0.01" },
  { 25000, "0.025" }, { 50000, "0.05" },  { 100000, "0.1" },  { 250000, "0.25" }, { 500000, "0.5" },
  { 1000000, "1" },   { 2500000, "2.5" }, { 5000000, "5" },
};

enum { STATUSES = 600 };

typedef struct {
  guint64 by_status[STATUSES];
  guint64 buckets[G_N_ELEMENTS(bounds)]; /* not cumulated */
  guint64 count;
  gint64 sum; /* µs */
} RouteCounts;

struct Metrics {
  const char *const *routes;
  guint count;
  double started; /* seconds since 1970 */
  GMutex lock;    /* of all below */
  RouteCounts *counts;
  guint64 events[METRICS_EVENTS];
};

/* The process's start as the kernel saw it (proc(5): starttime in ticks after boot), which is what the
 * standard metric of that name means; where /proc is not to be read, now. */
static double process_start(void)
{
  double now = (double)g_get_real_time() / G_USEC_PER_SEC;
  g_autofree char *stat = NULL;
  g_autofree char *uptime = NULL;
  if (!g_file_get_contents("/proc/self/stat", &stat, NULL, NULL) ||
      !g_file_get_contents("/proc/uptime", &uptime, NULL, NULL))
    return now;
  const char *after_name = strrchr(stat, ')'); /* the name may hold anything, brackets too */
  g_auto(GStrv) fields = after_name ? g_strsplit(after_name, " ", -1) : NULL;
  if (!fields || g_strv_length(fields) < 21)
    return now;
  double ticks = g_ascii_strtod(fields[20], NULL);
  return now - g_ascii_strtod(uptime, NULL) + ticks / (double)sysconf(_SC_CLK_TCK);
}

Metrics *metrics_new(const char *const *routes, guint count)
{
  Metrics *metrics = g_new0(Metrics, 1);
  metrics->routes = routes;
  metrics->count = count;
  metrics->started = process_start();
  metrics->counts = g_new0(RouteCounts, count);
  g_mutex_init(&metrics->lock);
  return metrics;
}

void metrics_free(Metrics *metrics)
{
  if (!metrics)
    return;
  g_mutex_clear(&metrics->lock);
  g_free(metrics->counts);
  g_free(metrics);
}

void metrics_request(Metrics *metrics, guint route, guint status, gint64 microseconds)
{
  g_return_if_fail(route < metrics->count && status < STATUSES);
  g_mutex_lock(&metrics->lock);
  RouteCounts *counts = &metrics->counts[route];
  counts->by_status[status]++;
  counts->count++;
  counts->sum += microseconds;
  for (guint i = 0; i < G_N_ELEMENTS(bounds); i++) {
    if (microseconds <= bounds[i].microseconds) {
      counts->buckets[i]++;
      break;
    }
  }
  g_mutex_unlock(&metrics->lock);
}

void metrics_event(Metrics *metrics, MetricsEvent event)
{
  g_mutex_lock(&metrics->lock);
  metrics->events[event]++;
  g_mutex_unlock(&metrics->lock);
}

/* ---- the text ---- */

static void head(GString *text, const char *name, const char *type, const char *help)
{
  g_string_append_printf(text, "# HELP %s %s\n# TYPE %s %s\n", name, help, name, type);
}

static void single(GString *text, const char *name, const char *type, const char *help, guint64 value)
{
  head(text, name, type, help);
  g_string_append_printf(text, "%s %" G_GUINT64_FORMAT "\n", name, value);
}

/* Seconds of microseconds, exactly, whatever the locale. */
static void append_seconds(GString *text, gint64 microseconds)
{
  g_string_append_printf(text, "%" G_GINT64_FORMAT ".%06d", microseconds / G_USEC_PER_SEC,
                         (int)(microseconds % G_USEC_PER_SEC));
}

static void requests(GString *text, const Metrics *metrics)
{
  const char *name = "repere_requests_total";
  head(text, name, "counter", "Requests answered, by route and status.");
  for (guint i = 0; i < metrics->count; i++) {
    for (guint status = 0; status < STATUSES; status++) {
      guint64 n = metrics->counts[i].by_status[status];
      if (n)
        g_string_append_printf(text, "%s{route=\"%s\",status=\"%u\"} %" G_GUINT64_FORMAT "\n", name,
                               metrics->routes[i], status, n);
    }
  }
}

static void durations(GString *text, const Metrics *metrics)
{
  const char *name = "repere_request_duration_seconds";
  head(text, name, "histogram", "Time from a request's arrival until its answer was ready, by route.");
  for (guint i = 0; i < metrics->count; i++) {
    const RouteCounts *counts = &metrics->counts[i];
    const char *route = metrics->routes[i];
    guint64 below = 0;
    for (guint b = 0; b < G_N_ELEMENTS(bounds); b++) {
      below += counts->buckets[b];
      g_string_append_printf(text, "%s_bucket{route=\"%s\",le=\"%s\"} %" G_GUINT64_FORMAT "\n", name, route,
                             bounds[b].seconds, below);
    }
    g_string_append_printf(text, "%s_bucket{route=\"%s\",le=\"+Inf\"} %" G_GUINT64_FORMAT "\n", name, route,
                           counts->count);
    g_string_append_printf(text, "%s_sum{route=\"%s\"} ", name, route);
    append_seconds(text, counts->sum);
    g_string_append_printf(text, "\n%s_count{route=\"%s\"} %" G_GUINT64_FORMAT "\n", name, route,
                           counts->count);
  }
}

static void events(GString *text, const Metrics *metrics)
{
  single(text, "repere_requests_rejected_total", "counter", "Requests refused because the queue was full.",
         metrics->events[METRICS_REJECTED]);
  single(text, "repere_requests_expired_total", "counter",
         "Requests whose deadline passed before their answer.", metrics->events[METRICS_EXPIRED]);
  single(text, "repere_requests_cancelled_total", "counter", "Requests whose client left before the answer.",
         metrics->events[METRICS_CANCELLED]);
}

static void counters(GString *text, const MetricsNow *now)
{
  single(text, "repere_streams_broken_total", "counter",
         "Streamed answers that ended before their end: a client left, an error, the daemon's end.",
         now->http.broken);
  single(text, "repere_cache_hits_total", "counter", "Requests answered from the cache of answers.",
         now->cache.hits);
  single(text, "repere_cache_misses_total", "counter", "Requests looked up there in vain.", now->cache.misses);
}

static void gauges(GString *text, const MetricsNow *now)
{
  single(text, "repere_queue_length", "gauge", "Requests waiting for a search thread.", now->pool.queued);
  single(text, "repere_queue_limit", "gauge", "Requests that may wait.", now->pool.queue);
  single(text, "repere_search_threads", "gauge", "Search threads.", now->pool.threads);
  single(text, "repere_search_threads_busy", "gauge", "Search threads in work.", now->pool.busy);
  single(text, "repere_search_threads_slow", "gauge",
         "Of these, how many are with a question that takes long, or with a piece of a stream.", now->pool.slow);
  single(text, "repere_connections", "gauge", "Open connections.", now->http.connections);
  single(text, "repere_streams", "gauge", "Streamed answers under way, or about to be.", now->http.streams);
  single(text, "repere_cache_bytes", "gauge", "Bytes that the cache of answers takes.", now->cache.bytes);
  single(text, "repere_cache_limit_bytes", "gauge", "Bytes that it may take.", now->cache.bound);
  single(text, "repere_cache_entries", "gauge", "Answers in it.", now->cache.entries);
  single(text, "repere_index_ready", "gauge", "1 where there is an index to search, else 0.",
         now->ready ? 1 : 0);
  single(text, "repere_index_revision", "gauge", "Revision of the index that answers; 0 where there is none.",
         now->revision);
  single(text, "repere_index_works", "gauge", "Works that can be found.", now->works);
}

GString *metrics_text(Metrics *metrics, const MetricsNow *now)
{
  GString *text = g_string_sized_new(16 * 1024);
  g_mutex_lock(&metrics->lock);
  requests(text, metrics);
  durations(text, metrics);
  events(text, metrics);
  g_mutex_unlock(&metrics->lock);
  counters(text, now);
  gauges(text, now);
  head(text, "repere_build_info", "gauge", "Always 1; the label says which version runs.");
  g_string_append_printf(text, "repere_build_info{version=\"%s\"} 1\n", REPERE_VERSION);
  head(text, "process_start_time_seconds", "gauge", "When the process started, in seconds since 1970.");
  char seconds[G_ASCII_DTOSTR_BUF_SIZE];
  g_ascii_formatd(seconds, sizeof seconds, "%.2f", metrics->started);
  g_string_append_printf(text, "process_start_time_seconds %s\n", seconds);
  return text;
}
