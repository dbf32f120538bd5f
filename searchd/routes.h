/* routes.h - the table of routes, and the road of a request: row, checks, queue, answer.
 *
 * routes_handle() runs in a socket's thread and never waits; routes_work() runs in a thread of the pool. */
#ifndef SEARCHD_ROUTES_H
#define SEARCHD_ROUTES_H

#include "searchd/http.h"
#include "searchd/pool.h"
#include "searchd/service.h"

typedef struct Routes Routes;

/* The longest body that is read: sixteen searches with room to spare. */
enum { ROUTES_BODY_BYTES = 256 * 1024 };

/* Borrows `service`, which outlives the routes. */
Routes *routes_new(Service *service);

/* A new configuration. Any thread. */
void routes_configure(Routes *routes, const RepereLibrary *library);

/* The two that are made after the routes, and end before them. */
void routes_connect(Routes *routes, HttpServer *server, Pool *pool);

gsize routes_body_limit(const HttpExchange *exchange, gpointer routes); /* an HttpBodyLimit */
void routes_handle(HttpExchange *exchange, gpointer routes);            /* an HttpHandler */
PoolVerdict routes_work(guint lane, gpointer job, gpointer routes);     /* a PoolWork */
gboolean routes_gone(gpointer job, gpointer routes);                    /* a PoolGone */
void routes_free(Routes *routes);

#endif
