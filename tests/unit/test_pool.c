/* Slow jobs make room for quick ones. What takes long here takes until the test says so: a slice passes
 * sooner or later, and nothing depends on when. */
#include <string.h>

#include "searchd/pool.h"

enum { SECONDS = 20 };

typedef enum { QUICK, SLOW, DEAF } Kind; /* deaf: never asks whether it should stop */

typedef struct {
  Kind kind;
  gboolean gone;
} Job;

typedef struct {
  Pool *pool;
  GMutex lock;
  GCond moved;
  gboolean open; /* slow jobs end */
  guint done[3], again, dropped;
} Place;

static gboolean is_open(Place *place)
{
  g_mutex_lock(&place->lock);
  gboolean open = place->open;
  g_mutex_unlock(&place->lock);
  return open;
}

static void count(Place *place, guint *number)
{
  g_mutex_lock(&place->lock);
  (*number)++;
  g_cond_broadcast(&place->moved);
  g_mutex_unlock(&place->lock);
}

static PoolVerdict work(guint lane, gpointer data, gpointer user_data)
{
  Place *place = user_data;
  Job *job = data;
  if (lane == POOL_NO_LANE) {
    g_assert_true(job->gone);
    g_assert_false(pool_overtime(place->pool, lane));
    count(place, &place->dropped);
    return POOL_DONE;
  }
  while (job->kind != QUICK && !is_open(place)) {
    if (job->kind == SLOW && pool_overtime(place->pool, lane)) {
      g_assert_true(pool_overtime(place->pool, lane));
      count(place, &place->again);
      return POOL_AGAIN;
    }
    g_usleep(100);
  }
  count(place, &place->done[job->kind]);
  return POOL_DONE;
}

static gboolean gone(gpointer job, gpointer data)
{
  (void)data;
  return ((Job *)job)->gone;
}

static void place_init(Place *place, guint threads, guint queue)
{
  memset(place, 0, sizeof *place);
  g_mutex_init(&place->lock);
  g_cond_init(&place->moved);
  place->pool = pool_new(threads, queue, work, place);
  pool_watch(place->pool, gone);
}

static void place_open(Place *place)
{
  g_mutex_lock(&place->lock);
  place->open = TRUE;
  g_mutex_unlock(&place->lock);
}

static void place_clear(Place *place)
{
  place_open(place);
  pool_free(place->pool);
  g_mutex_clear(&place->lock);
  g_cond_clear(&place->moved);
}

static void await(Place *place, const guint *number, guint least)
{
  gint64 until = g_get_monotonic_time() + SECONDS * G_USEC_PER_SEC;
  g_mutex_lock(&place->lock);
  while (*number < least) {
    if (!g_cond_wait_until(&place->moved, &place->lock, until))
      g_error("%u, not %u", *number, least);
  }
  g_mutex_unlock(&place->lock);
}

static void await_slow(Place *place, guint slow)
{
  for (guint i = 0; pool_state(place->pool).slow != slow; i++) {
    g_assert_cmpuint(i, <, SECONDS * 1000);
    g_usleep(1000);
  }
}

static void await_busy(Place *place, guint busy)
{
  for (guint i = 0; pool_state(place->pool).busy != busy; i++) {
    g_assert_cmpuint(i, <, SECONDS * 1000);
    g_usleep(1000);
  }
}

static void push(Place *place, Job *job)
{
  g_assert_true(pool_reserve(place->pool));
  pool_push(place->pool, job);
}

/* Of as many slow jobs as there are threads and more, one thread is always kept free of them. */
static void test_room(void)
{
  enum { THREADS = 3, SLOWS = 8, QUICKS = 100 };
  Place place;
  place_init(&place, THREADS, 1000);
  Job slow = { .kind = SLOW }, quick = { .kind = QUICK };
  for (guint i = 0; i < SLOWS; i++)
    push(&place, &slow);
  for (guint i = 1; i <= QUICKS; i++) {
    push(&place, &quick);
    await(&place, &place.done[QUICK], i);
  }
  await(&place, &place.again, SLOWS - THREADS + 1);
  await_slow(&place, THREADS - 1);
  g_assert_cmpuint(place.done[SLOW], ==, 0);
  g_assert_cmpuint(place.again, <=, SLOWS); /* each is stopped once at the most */
  await_busy(&place, THREADS - 1);
  g_assert_cmpuint(pool_state(place.pool).queued, ==, SLOWS - THREADS + 1);
  place_open(&place);
  await(&place, &place.done[SLOW], SLOWS);
  g_assert_true(pool_drain(place.pool, g_get_monotonic_time() + SECONDS * G_USEC_PER_SEC));
  place_clear(&place);
}

/* Slow jobs end as well, however many quick ones there are. */
static void test_slow_ends(void)
{
  Place place;
  place_init(&place, 2, 1000);
  Job slow = { .kind = SLOW }, quick = { .kind = QUICK };
  push(&place, &slow);
  push(&place, &slow);
  await(&place, &place.again, 1);
  place_open(&place);
  for (guint i = 1; i <= 100 || place.done[SLOW] < 2; i++) {
    push(&place, &quick);
    await(&place, &place.done[QUICK], i);
    g_assert_cmpuint(i, <, 1000000);
  }
  place_clear(&place);
}

/* A single thread has nobody to make room for. */
static void test_single(void)
{
  Place place;
  place_init(&place, 1, 10);
  Job slow = { .kind = SLOW };
  push(&place, &slow);
  push(&place, &slow);
  await_slow(&place, 1);
  g_usleep(2 * POOL_SLICE_MS * 1000);
  place_open(&place);
  await(&place, &place.done[SLOW], 2);
  g_assert_cmpuint(place.again, ==, 0);
  place_clear(&place);
}

/* Where all jobs take as long, none is stopped for another. */
static PoolVerdict even_work(guint lane, gpointer job, gpointer data)
{
  (void)job;
  Place *place = data;
  gint64 until = g_get_monotonic_time() + 2 * POOL_SLICE_MS * 1000;
  while (g_get_monotonic_time() < until) {
    if (pool_overtime(place->pool, lane)) {
      count(place, &place->again);
      return POOL_AGAIN;
    }
    g_usleep(500);
  }
  count(place, &place->done[SLOW]);
  return POOL_DONE;
}

static void test_all_slow(void)
{
  enum { JOBS = 200 };
  Place place = { 0 };
  g_mutex_init(&place.lock);
  g_cond_init(&place.moved);
  place.pool = pool_new(6, JOBS, even_work, &place);
  Job job = { .kind = SLOW };
  for (guint i = 0; i < JOBS; i++)
    push(&place, &job);
  await(&place, &place.done[SLOW], JOBS);
  guint learning = place.again;
  for (guint i = 0; i < JOBS; i++)
    push(&place, &job);
  await(&place, &place.done[SLOW], 2 * JOBS);
  /* In the beginning it is not known yet; and a machine may stop for longer than a slice. */
  g_assert_cmpuint(place.again - learning, <, JOBS / 10);
  place_clear(&place);
}

/* A job that never asks counts as slow all the same: those that do ask make room. */
static void test_deaf(void)
{
  Place place;
  place_init(&place, 3, 10);
  Job deaf = { .kind = DEAF }, slow = { .kind = SLOW }, quick = { .kind = QUICK };
  push(&place, &deaf);
  push(&place, &deaf);
  await_slow(&place, 2);
  push(&place, &slow);
  await(&place, &place.again, 1);
  push(&place, &quick);
  await(&place, &place.done[QUICK], 1);
  place_clear(&place);
  g_assert_cmpuint(place.done[SLOW], ==, 1);
}

/* Pieces are slow from their beginning, wait apart from the queue, and are refused at the end. */
static PoolVerdict piece_work(guint lane, gpointer job, gpointer data)
{
  g_assert_false(pool_overtime(((Place *)data)->pool, lane));
  return work(lane, job, data);
}

static void test_pieces(void)
{
  Place place;
  place_init(&place, 3, 0);
  Job piece = { .kind = DEAF }, quick = { .kind = QUICK };
  for (guint i = 0; i < 20; i++)
    g_assert_true(pool_push_piece(place.pool, piece_work, &piece, &place));
  await_slow(&place, 2);
  g_assert_cmpuint(pool_state(place.pool).queued, ==, 0);
  for (guint i = 1; i <= 20; i++) {
    push(&place, &quick);
    await(&place, &place.done[QUICK], i);
    g_assert_true(pool_drain(place.pool, 0) == FALSE);
  }
  place_open(&place);
  await(&place, &place.done[DEAF], 20);
  pool_close(place.pool);
  g_assert_false(pool_push_piece(place.pool, piece_work, &piece, &place));
  place_clear(&place);
}

/* Who left gives up his place in the queue, also while every thread is busy. */
static void test_gone(void)
{
  Place place;
  place_init(&place, 1, 4);
  Job slow = { .kind = SLOW }, waiting[4] = { 0 };
  push(&place, &slow);
  await_slow(&place, 1);
  for (guint i = 0; i < 4; i++)
    push(&place, &waiting[i]);
  g_assert_false(pool_reserve(place.pool));
  pool_sweep(place.pool);
  g_assert_false(pool_reserve(place.pool));
  waiting[1].gone = waiting[3].gone = TRUE;
  pool_sweep(place.pool);
  g_assert_cmpuint(place.dropped, ==, 2);
  g_assert_cmpuint(pool_state(place.pool).queued, ==, 2);
  Job more = { .kind = QUICK };
  push(&place, &more);
  place_open(&place);
  await(&place, &place.done[QUICK], 3);
  place_clear(&place);
}

int main(int argc, char **argv)
{
  g_test_init(&argc, &argv, NULL);
  g_test_add_func("/pool/room", test_room);
  g_test_add_func("/pool/slow-ends", test_slow_ends);
  g_test_add_func("/pool/single", test_single);
  g_test_add_func("/pool/all-slow", test_all_slow);
  g_test_add_func("/pool/deaf", test_deaf);
  g_test_add_func("/pool/pieces", test_pieces);
  g_test_add_func("/pool/gone", test_gone);
  return g_test_run();
}
