/* pool.h - search threads and the queue before them.
 *
 * A bounded queue is what keeps a burst from becoming a standstill: what does not fit is refused at once, and
 * its sender is told when to come again. Every thread has a number, its lane, and no other thread ever uses
 * that lane. */
#ifndef SEARCHD_POOL_H
#define SEARCHD_POOL_H

#include <glib.h>

typedef struct Pool Pool;

/* Runs one job on a thread of the pool; owns `job` from then on. */
typedef void (*PoolWork)(guint lane, gpointer job, gpointer data);

/* `threads` lanes, 0 … threads - 1, and `queue` jobs that may wait besides those in work. */
Pool *pool_new(guint threads, guint queue, PoolWork work, gpointer data);

/* Two steps, so that a connection is suspended between them: neither before it is known that there is room,
 * nor after a thread may have answered it. Each successful reservation must be followed by one push. */
gboolean pool_reserve(Pool *pool);
void pool_push(Pool *pool, gpointer job);

/* A new bound; what waits already stays. */
void pool_set_queue(Pool *pool, guint queue);

typedef struct {
  guint threads, busy, queued, queue;
} PoolState;

PoolState pool_state(Pool *pool);

/* Waits until nothing waits and nothing is in work; FALSE where that is not so at `until` (monotonic). */
gboolean pool_drain(Pool *pool, gint64 until);

/* Does what waits and ends the threads; from its call on nothing can be reserved. For a server that must
 * outlive the work and may still get requests. */
void pool_close(Pool *pool);

/* Closes it, if that is not done yet. */
void pool_free(Pool *pool);

#endif
