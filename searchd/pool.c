#include "searchd/pool.h"

struct Pool {
  PoolWork work;
  gpointer data;
  GMutex lock;  /* of all below */
  GCond pushed; /* a job came, or the end did */
  GCond done;   /* a job ended */
  GQueue jobs;
  guint reserved, busy, queue;
  gboolean closed;
  guint count;
  GThread **threads; /* NULL once closed */
};

typedef struct {
  Pool *pool;
  guint lane;
} Lane;

static gpointer run(gpointer data)
{
  Lane lane = *(Lane *)data;
  g_free(data);
  Pool *pool = lane.pool;

  g_mutex_lock(&pool->lock);
  for (;;) {
    while (g_queue_is_empty(&pool->jobs) && !(pool->closed && !pool->reserved))
      g_cond_wait(&pool->pushed, &pool->lock);
    if (g_queue_is_empty(&pool->jobs))
      break;
    gpointer job = g_queue_pop_head(&pool->jobs);
    pool->busy++;
    g_mutex_unlock(&pool->lock);
    pool->work(lane.lane, job, pool->data);
    g_mutex_lock(&pool->lock);
    pool->busy--;
    g_cond_broadcast(&pool->done);
  }
  g_mutex_unlock(&pool->lock);
  return NULL;
}

Pool *pool_new(guint threads, guint queue, PoolWork work, gpointer data)
{
  Pool *pool = g_new0(Pool, 1);
  pool->work = work;
  pool->data = data;
  pool->queue = queue;
  pool->count = threads;
  g_mutex_init(&pool->lock);
  g_cond_init(&pool->pushed);
  g_cond_init(&pool->done);
  g_queue_init(&pool->jobs);
  pool->threads = g_new0(GThread *, threads);
  for (guint i = 0; i < threads; i++) {
    Lane *lane = g_new(Lane, 1);
    *lane = (Lane){ .pool = pool, .lane = i };
    pool->threads[i] = g_thread_new("search", run, lane);
  }
  return pool;
}

gboolean pool_reserve(Pool *pool)
{
  g_mutex_lock(&pool->lock);
  guint taken = g_queue_get_length(&pool->jobs) + pool->reserved + pool->busy;
  gboolean room = !pool->closed && taken < pool->count + pool->queue;
  if (room)
    pool->reserved++;
  g_mutex_unlock(&pool->lock);
  return room;
}

void pool_push(Pool *pool, gpointer job)
{
  g_mutex_lock(&pool->lock);
  g_assert(pool->reserved > 0);
  pool->reserved--;
  g_queue_push_tail(&pool->jobs, job);
  if (pool->closed)
    g_cond_broadcast(&pool->pushed); /* it may be the last that the threads wait for before they end */
  else
    g_cond_signal(&pool->pushed);
  g_mutex_unlock(&pool->lock);
}

void pool_set_queue(Pool *pool, guint queue)
{
  g_mutex_lock(&pool->lock);
  pool->queue = queue;
  g_mutex_unlock(&pool->lock);
}

PoolState pool_state(Pool *pool)
{
  g_mutex_lock(&pool->lock);
  PoolState state = {
    .threads = pool->count,
    .busy = pool->busy,
    .queued = g_queue_get_length(&pool->jobs) + pool->reserved,
    .queue = pool->queue,
  };
  g_mutex_unlock(&pool->lock);
  return state;
}

gboolean pool_drain(Pool *pool, gint64 until)
{
  gboolean in_time = TRUE;
  g_mutex_lock(&pool->lock);
  while (in_time && (pool->busy || pool->reserved || !g_queue_is_empty(&pool->jobs)))
    in_time = g_cond_wait_until(&pool->done, &pool->lock, until);
  gboolean empty = !pool->busy && !pool->reserved && g_queue_is_empty(&pool->jobs);
  g_mutex_unlock(&pool->lock);
  return empty;
}

void pool_close(Pool *pool)
{
  g_mutex_lock(&pool->lock);
  pool->closed = TRUE;
  g_cond_broadcast(&pool->pushed);
  g_mutex_unlock(&pool->lock);
  for (guint i = 0; pool->threads && i < pool->count; i++)
    g_thread_join(pool->threads[i]);
  g_clear_pointer(&pool->threads, g_free);
}

void pool_free(Pool *pool)
{
  if (!pool)
    return;
  pool_close(pool);
  g_mutex_clear(&pool->lock);
  g_cond_clear(&pool->pushed);
  g_cond_clear(&pool->done);
  g_free(pool);
}
