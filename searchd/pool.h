/* pool.h - search threads and the queue before them.
 *
 * A bounded queue is what keeps a burst from becoming a standstill: what does not fit is refused at once, and
 * its sender is told when to come again. Every thread has a number, its lane, and no other thread ever uses
 * that lane.
 *
 * One slow question must not hold up the others, and nobody knows beforehand which one is slow. So a job that
 * has run for a slice is a slow one from then on, and only some of the lanes may be with slow jobs. One that
 * would be one more has to stop (pool_overtime()), waits until such a lane is free, and begins again there:
 * that wastes a slice, once. The lanes that are left serve quick jobs, always. Where the system lets a thread
 * take its priority back (RLIMIT_NICE, or root), a slow job also runs at a lower one (+POOL_SLOW_NICE), so that
 * two cores are enough for quick ones beside it.
 *
 * A slice is POOL_SLICE_MS, or POOL_SLICE_MEDIANS times what half of the jobs take lately, if that is
 * more: where all are slow, or the machine is, stopping some for the sake of others would be work for
 * nothing. */
#ifndef SEARCHD_POOL_H
#define SEARCHD_POOL_H

#include <glib.h>

typedef struct Pool Pool;

/* POOL_AGAIN: pool_overtime() said TRUE; the job is as it was and will be run once more, from its
 * beginning. */
typedef enum { POOL_DONE, POOL_AGAIN } PoolVerdict;

/* Runs one job on a thread of the pool; owns `job` from then on, unless it gives it back by POOL_AGAIN. */
typedef PoolVerdict (*PoolWork)(guint lane, gpointer job, gpointer data);

/* Whether nobody waits for a job any more. Any thread, while the job waits. */
typedef gboolean (*PoolGone)(gpointer job, gpointer data);

/* `threads` lanes, 0 … threads - 1, and `queue` jobs that may wait besides those in work. */
Pool *pool_new(guint threads, guint queue, PoolWork work, gpointer data);

/* How long a job counts as a quick one at least; and how many lanes are kept free of slow ones: two, where
 * there are more than three, so that one which turns out to be slow does not stop the others meanwhile. */
enum { POOL_SLICE_MS = 20, POOL_SLICE_MEDIANS = 4, POOL_FREE_LANES = 2, POOL_SLOW_NICE = 5 };

/* Jobs that wait and of which `gone` says TRUE give up their place: pool_sweep() runs them with
 * POOL_NO_LANE, in its own thread; work() must see that for itself and end at once. */
#define POOL_NO_LANE G_MAXUINT
void pool_watch(Pool *pool, PoolGone gone);
void pool_sweep(Pool *pool);

/* In work(), as often as it likes (it looks at the clock): TRUE when the job has to stop now and be given
 * back by POOL_AGAIN. Stays TRUE until then. A job may finish instead, when it is about to. */
gboolean pool_overtime(Pool *pool, guint lane);

/* A piece of something long (a stream): waits behind slow jobs, counts as one of them from its beginning,
 * is never told to stop, and is not counted against the queue's bound: who pushes pieces bounds them.
 * FALSE, and nothing done, when the pool is closed. */
gboolean pool_push_piece(Pool *pool, PoolWork work, gpointer job, gpointer data);

/* Two steps, so that a connection is suspended between them: neither before it is known that there is room,
 * nor after a thread may have answered it. Each successful reservation must be followed by one push. */
gboolean pool_reserve(Pool *pool);
void pool_push(Pool *pool, gpointer job);

/* A new bound; what waits already stays. */
void pool_set_queue(Pool *pool, guint queue);

typedef struct {
  guint threads, busy, queued, queue;
  guint slow; /* of those in work, how many have been for longer than a slice, or are pieces */
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
