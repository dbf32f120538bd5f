/* service.h - the engine in use: followed as the index moves on, swapped when the configuration is read
 * again.
 *
 * Who answers a request takes a reference at its arrival and ends with that engine, whatever happens
 * meanwhile. A thread of its own polls and reloads, so that no request waits for that. */
#ifndef SEARCHD_SERVICE_H
#define SEARCHD_SERVICE_H

#include "repere/search.h"

typedef struct Service Service;

/* After a reload, in the follower's thread. `after` is NULL where the old configuration was kept. */
typedef void (*ServiceReloaded)(const RepereLibrary *before, const RepereLibrary *after, gpointer data);

/* Takes `library` over. Says on stderr what the engine says about vocabularies and the index. */
Service *service_new(RepereLibrary *library, guint lanes, GError **error);

/* Starts following the index. */
void service_follow(Service *service, ServiceReloaded reloaded, gpointer data);

/* A reference to the engine in use. */
RepereEngine *service_engine(Service *service);

/* What a request is answered by, and what its answer's validator and place in the cache are made of. The
 * edition tells apart what the index alone does not: the configuration, the vocabularies, and the daemon's
 * version. It is the same after a restart with the same of these. */
typedef struct {
  RepereEngine *engine; /* a reference */
  guint64 edition;
  gboolean ready;         /* there is an index, as far as is known */
  RepereIndexState index; /* while ready */
} ServiceView;

/* Never waits. */
void service_view(Service *service, ServiceView *view);

/* What the index was when last looked at, a moment ago; never waits. FALSE while none can be searched, with
 * why in
 * `*trouble` (a sentence, g_free; may be NULL). */
gboolean service_state(Service *service, RepereIndexState *state, char **trouble);

/* Has the configuration read again, soon. Any thread. */
void service_reload(Service *service);

/* Follows and reloads no more; to be called before what a reload reaches is freed. */
void service_stop(Service *service);

void service_free(Service *service);

#endif
