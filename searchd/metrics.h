/* metrics.h - what the daemon counts, in the Prometheus text format 0.0.4. */
#ifndef SEARCHD_METRICS_H
#define SEARCHD_METRICS_H

#include "searchd/cache.h"

#define METRICS_TYPE "text/plain; version=0.0.4; charset=utf-8"

typedef struct Metrics Metrics;

typedef enum {
  METRICS_REJECTED,  /* the queue was full */
  METRICS_EXPIRED,   /* the deadline passed */
  METRICS_CANCELLED, /* the client left */
  METRICS_EVENTS
} MetricsEvent;

/* `routes`: the values of the label "route", which metrics_request() numbers; they outlive the metrics. */
Metrics *metrics_new(const char *const *routes, guint count);
void metrics_free(Metrics *metrics);

/* Any thread; cost: a lock. */
void metrics_request(Metrics *metrics, guint route, guint status, gint64 microseconds);
void metrics_event(Metrics *metrics, MetricsEvent event);

/* What others count, and what is looked at. */
typedef struct {
  PoolState pool;
  HttpCounts http;
  CacheCounts cache;
  gboolean ready;
  guint64 revision;
  guint works;
} MetricsNow;

GString *metrics_text(Metrics *metrics, const MetricsNow *now);

#endif
