#include "searchd/pool.h"

#include <sys/resource.h>

typedef struct {
  PoolWork work;
  gpointer job, data;
  gboolean piece;
} Task;

typedef struct {
  Pool *pool;
  guint number;
  GThread *thread;
  /* Written under the pool's lock by the lane's own thread, which may read them without it. */
  gboolean busy;
  gint64 started;   /* the task it is busy with */
  gboolean may_run; /* however long it takes: it has one of the slow places */
  gboolean over;    /* told to stop */
  /* The thread's own: */
  int priority;     /* as it began */
  gboolean yields;  /* it may lower its priority, since it can take it back */
  gboolean lowered;
} Lane;

struct Pool {
  PoolWork work;
  PoolGone gone;
  gpointer data;
  GMutex lock;   /* of all below */
  GCond pushed;  /* something came, a slow place got free, or the end came */
  GCond done;    /* a task ended */
  GQueue quick;  /* of Task */
  GQueue slow;   /* of Task: pieces, and jobs that were stopped once */
  guint pieces;  /* of those in `slow` */
  guint reserved, queue;
  guint busy;    /* lanes with a job */
  guint away;    /* tasks that are no lane's: with the sweeper */
  gboolean closed, joined;
  double median; /* µs: about what half of the jobs take, where that is more than matters */
  gint slice;    /* µs; atomic, since lanes look at it without the lock */
  guint slow_places;
  guint count;
  Lane *lanes;
};

/* ---- slow and quick ---- */

/* What a median moves by with each job. */
static const double STEP = 0.05;

/* Moves the median towards what a job took: by the same step whatever the distance, so that a few slow
 * ones among many quick ones leave it where it is. */
static void learn(Pool *pool, gint64 took)
{
  enum { LEAST = POOL_SLICE_MS * 1000 / POOL_SLICE_MEDIANS, MOST = 10 * G_USEC_PER_SEC };
  double moved = pool->median * ((double)took > pool->median ? 1 + STEP : 1 - STEP);
  pool->median = CLAMP(moved, LEAST, MOST);
  g_atomic_int_set(&pool->slice, (gint)(POOL_SLICE_MEDIANS * pool->median));
}

static gboolean is_late(Pool *pool, const Lane *lane, gint64 now)
{
  return now - lane->started >= g_atomic_int_get(&pool->slice);
}

/* Lanes whose task has run for longer than a slice, those that are about to stop left out. */
static guint count_slow(Pool *pool, gint64 now)
{
  guint slow = 0;
  for (guint i = 0; i < pool->count; i++) {
    const Lane *lane = &pool->lanes[i];
    slow += lane->busy && !lane->over && (lane->may_run || is_late(pool, lane, now));
  }
  return slow;
}

/* On Linux a priority is a thread's, and 0 is the thread that asks. */
static gboolean set_priority(int priority)
{
  return setpriority(PRIO_PROCESS, 0, priority) == 0;
}

static void find_out_priority(Lane *lane)
{
  lane->priority = getpriority(PRIO_PROCESS, 0);
  lane->yields = set_priority(lane->priority + 1) && set_priority(lane->priority);
}

static void make_way(Lane *lane, gboolean way)
{
  if (lane->yields && way != lane->lowered && set_priority(lane->priority + (way ? POOL_SLOW_NICE : 0)))
    lane->lowered = way;
}

gboolean pool_overtime(Pool *pool, guint number)
{
  if (number == POOL_NO_LANE)
    return FALSE;
  Lane *lane = &pool->lanes[number];
  if (lane->may_run || lane->over)
    return lane->over;
  gint64 now = g_get_monotonic_time();
  if (!is_late(pool, lane, now))
    return FALSE;
  g_mutex_lock(&pool->lock);
  /* It is one of those counted. */
  if (count_slow(pool, now) <= pool->slow_places)
    lane->may_run = TRUE;
  else
    lane->over = TRUE;
  g_mutex_unlock(&pool->lock);
  make_way(lane, lane->may_run);
  return lane->over;
}

/* The next task for a free lane, or NULL. Quick ones first, but there is always one lane for slow ones, so
 * that they end as well when quick ones never do. */
static Task *next_task(Pool *pool, gint64 now, gboolean *slow)
{
  guint in_work = g_queue_is_empty(&pool->slow) ? 0 : count_slow(pool, now);
  gboolean place = !g_queue_is_empty(&pool->slow) && in_work < pool->slow_places;
  *slow = place && (in_work == 0 || g_queue_is_empty(&pool->quick));
  if (!*slow)
    return g_queue_pop_head(&pool->quick);
  Task *task = g_queue_pop_head(&pool->slow);
  pool->pieces -= task->piece;
  return task;
}

/* ---- a lane ---- */

static void run_task(Lane *lane, Task *task, gboolean slow)
{
  Pool *pool = lane->pool;
  lane->busy = TRUE;
  lane->started = g_get_monotonic_time();
  lane->may_run = slow || pool->count == 1; /* a single lane has no other to keep free */
  lane->over = FALSE;
  pool->busy += !task->piece;
  g_mutex_unlock(&pool->lock);
  make_way(lane, slow);
  PoolVerdict verdict = task->work(lane->number, task->job, task->data);
  make_way(lane, FALSE);
  g_mutex_lock(&pool->lock);
  pool->busy -= !task->piece;
  lane->busy = FALSE;
  if (!task->piece)
    learn(pool, g_get_monotonic_time() - lane->started);
  if (verdict == POOL_AGAIN)
    g_queue_push_tail(&pool->slow, task);
  else
    g_free(task);
  /* A slow place may be free now, and this lane may take something else. */
  if (!g_queue_is_empty(&pool->slow))
    g_cond_broadcast(&pool->pushed);
  g_cond_broadcast(&pool->done);
}

static gpointer run(gpointer data)
{
  Lane *lane = data;
  Pool *pool = lane->pool;
  find_out_priority(lane);
  g_mutex_lock(&pool->lock);
  for (;;) {
    gboolean slow;
    Task *task = next_task(pool, g_get_monotonic_time(), &slow);
    if (task)
      run_task(lane, task, slow);
    else if (pool->closed && !pool->reserved && g_queue_is_empty(&pool->slow))
      break;
    else
      g_cond_wait(&pool->pushed, &pool->lock);
  }
  g_mutex_unlock(&pool->lock);
  return NULL;
}

/* ---- the pool ---- */

Pool *pool_new(guint threads, guint queue, PoolWork work, gpointer data)
{
  Pool *pool = g_new0(Pool, 1);
  pool->work = work;
  pool->data = data;
  pool->queue = queue;
  pool->count = threads;
  learn(pool, 0);
  pool->slow_places = threads > POOL_FREE_LANES + 1 ? threads - POOL_FREE_LANES : MAX(threads, 2) - 1;
  g_mutex_init(&pool->lock);
  g_cond_init(&pool->pushed);
  g_cond_init(&pool->done);
  g_queue_init(&pool->quick);
  g_queue_init(&pool->slow);
  pool->lanes = g_new0(Lane, threads);
  for (guint i = 0; i < threads; i++) {
    pool->lanes[i].pool = pool;
    pool->lanes[i].number = i;
  }
  for (guint i = 0; i < threads; i++)
    pool->lanes[i].thread = g_thread_new("search", run, &pool->lanes[i]);
  return pool;
}

void pool_watch(Pool *pool, PoolGone gone)
{
  pool->gone = gone;
}

/* Jobs that wait, those that may come included; pieces are not counted. */
static guint waiting(Pool *pool)
{
  return g_queue_get_length(&pool->quick) + g_queue_get_length(&pool->slow) - pool->pieces + pool->reserved;
}

gboolean pool_reserve(Pool *pool)
{
  g_mutex_lock(&pool->lock);
  gboolean room = !pool->closed && waiting(pool) + pool->busy < pool->count + pool->queue;
  if (room)
    pool->reserved++;
  g_mutex_unlock(&pool->lock);
  return room;
}

static Task *task_new(PoolWork work, gpointer job, gpointer data, gboolean piece)
{
  Task *task = g_new(Task, 1);
  *task = (Task){ .work = work, .job = job, .data = data, .piece = piece };
  return task;
}

static void wake(Pool *pool)
{
  if (pool->closed)
    g_cond_broadcast(&pool->pushed); /* it may be the last that the threads wait for before they end */
  else
    g_cond_signal(&pool->pushed);
}

void pool_push(Pool *pool, gpointer job)
{
  Task *task = task_new(pool->work, job, pool->data, FALSE);
  g_mutex_lock(&pool->lock);
  g_assert(pool->reserved > 0);
  pool->reserved--;
  g_queue_push_tail(&pool->quick, task);
  wake(pool);
  g_mutex_unlock(&pool->lock);
}

gboolean pool_push_piece(Pool *pool, PoolWork work, gpointer job, gpointer data)
{
  Task *task = task_new(work, job, data, TRUE);
  g_mutex_lock(&pool->lock);
  gboolean open = !pool->closed;
  if (open) {
    g_queue_push_tail(&pool->slow, task);
    pool->pieces++;
    wake(pool);
  }
  g_mutex_unlock(&pool->lock);
  if (!open)
    g_free(task);
  return open;
}

void pool_set_queue(Pool *pool, guint queue)
{
  g_mutex_lock(&pool->lock);
  pool->queue = queue;
  g_mutex_unlock(&pool->lock);
}

/* ---- those whose client left ---- */

static void take_gone(Pool *pool, GQueue *from, GQueue *gone)
{
  for (GList *l = from->head, *next; l; l = next) {
    next = l->next;
    Task *task = l->data;
    if (task->piece || !pool->gone(task->job, pool->data))
      continue;
    g_queue_unlink(from, l);
    g_queue_push_tail_link(gone, l);
  }
}

void pool_sweep(Pool *pool)
{
  GQueue gone = G_QUEUE_INIT;
  g_mutex_lock(&pool->lock);
  if (pool->gone) {
    take_gone(pool, &pool->quick, &gone);
    take_gone(pool, &pool->slow, &gone);
  }
  guint count = g_queue_get_length(&gone);
  pool->away += count;
  g_mutex_unlock(&pool->lock);
  for (Task *task; (task = g_queue_pop_head(&gone));) {
    task->work(POOL_NO_LANE, task->job, task->data);
    g_free(task);
  }
  g_mutex_lock(&pool->lock);
  pool->away -= count;
  g_cond_broadcast(&pool->done);
  g_mutex_unlock(&pool->lock);
}

/* ---- its state, its end ---- */

static gboolean is_idle(Pool *pool)
{
  gboolean idle = !pool->reserved && !pool->away && g_queue_is_empty(&pool->quick) &&
                  g_queue_is_empty(&pool->slow);
  for (guint i = 0; i < pool->count; i++)
    idle = idle && !pool->lanes[i].busy;
  return idle;
}

PoolState pool_state(Pool *pool)
{
  g_mutex_lock(&pool->lock);
  PoolState state = {
    .threads = pool->count,
    .queued = waiting(pool),
    .queue = pool->queue,
    .slow = count_slow(pool, g_get_monotonic_time()),
  };
  for (guint i = 0; i < pool->count; i++)
    state.busy += pool->lanes[i].busy;
  g_mutex_unlock(&pool->lock);
  return state;
}

gboolean pool_drain(Pool *pool, gint64 until)
{
  gboolean in_time = TRUE;
  g_mutex_lock(&pool->lock);
  while (in_time && !is_idle(pool))
    in_time = g_cond_wait_until(&pool->done, &pool->lock, until);
  gboolean idle = is_idle(pool);
  g_mutex_unlock(&pool->lock);
  return idle;
}

void pool_close(Pool *pool)
{
  g_mutex_lock(&pool->lock);
  pool->closed = TRUE;
  g_cond_broadcast(&pool->pushed);
  g_mutex_unlock(&pool->lock);
  for (guint i = 0; !pool->joined && i < pool->count; i++)
    g_thread_join(pool->lanes[i].thread);
  pool->joined = TRUE;
}

void pool_free(Pool *pool)
{
  if (!pool)
    return;
  pool_close(pool);
  g_mutex_clear(&pool->lock);
  g_cond_clear(&pool->pushed);
  g_cond_clear(&pool->done);
  g_free(pool->lanes);
  g_free(pool);
}
