/* The daemon's rooms put together in one process as its main() does, with a gate before its search threads: a
 * closed gate holds what is in work and lets the queue fill, so that what depends on time depends on the test
 * alone. */
#include <stdio.h>

#include "client.h"
#include "fixture.h"
#include "searchd/http.h"
#include "searchd/listen.h"
#include "searchd/pool.h"
#include "searchd/routes.h"
#include "searchd/service.h"

static Fixture fixture;

typedef struct {
  Service *service;
  Routes *routes;
  Pool *pool;
  HttpServer *server;
  GPtrArray *listeners;
  char *local, *tcp; /* addresses */
  GMutex lock;
  GCond moved;
  gboolean open;
} Shell;

static PoolVerdict gated_work(guint lane, gpointer job, gpointer data)
{
  Shell *shell = data;
  g_mutex_lock(&shell->lock);
  while (!shell->open)
    g_cond_wait(&shell->moved, &shell->lock);
  g_mutex_unlock(&shell->lock);
  return routes_work(lane, job, shell->routes);
}

static gboolean shell_gone(gpointer job, gpointer data)
{
  const Shell *shell = data;
  return routes_gone(job, shell->routes);
}

static void set_gate(Shell *shell, gboolean open)
{
  g_mutex_lock(&shell->lock);
  shell->open = open;
  g_cond_broadcast(&shell->moved);
  g_mutex_unlock(&shell->lock);
}

static void shell_start(Shell *shell, const char *searchd, const HttpLimits *limits)
{
  memset(shell, 0, sizeof *shell);
  g_mutex_init(&shell->lock);
  g_cond_init(&shell->moved);
  fixture_configure(&fixture, "index", searchd);
  GError *error = NULL;
  RepereLibrary *library = repere_library_load(fixture.configuration, &error);
  g_assert_no_error(error);
  shell->listeners = listen_open(library->searchd.listen, &error);
  g_assert_no_error(error);
  guint threads = library->searchd.threads;
  guint queue = library->searchd.queue;
  shell->service = service_new(library, threads, &error);
  g_assert_no_error(error);
  shell->routes = routes_new(shell->service);
  shell->pool = pool_new(threads, queue, gated_work, shell);
  pool_watch(shell->pool, shell_gone);
  shell->server = http_server_new(limits, shell->pool, routes_handle, shell->routes);
  routes_connect(shell->routes, shell->server, shell->pool);
  for (guint i = 0; i < shell->listeners->len; i++) {
    const Listener *listener = shell->listeners->pdata[i];
    http_server_add(shell->server, listener->fd, &error);
    g_assert_no_error(error);
    char **address = g_str_has_prefix(listener->name, "unix:") ? &shell->local : &shell->tcp;
    *address = g_strdup(listener->name);
  }
  set_gate(shell, TRUE);
}

static void shell_stop(Shell *shell)
{
  set_gate(shell, TRUE);
  http_server_break(shell->server);
  pool_close(shell->pool);
  http_server_free(shell->server);
  pool_free(shell->pool);
  g_clear_pointer(&shell->listeners, g_ptr_array_unref);
  service_free(shell->service);
  routes_free(shell->routes);
  g_free(shell->local);
  g_free(shell->tcp);
  g_mutex_clear(&shell->lock);
  g_cond_clear(&shell->moved);
}

/* Waits until so many are in work and so many wait. */
static void await(Shell *shell, guint busy, guint queued)
{
  for (guint i = 0;; i++) {
    PoolState state = pool_state(shell->pool);
    if (state.busy == busy && state.queued == queued)
      return;
    if (i > CLIENT_SECONDS * 1000)
      g_error("%u in work and %u waiting, not %u and %u", state.busy, state.queued, busy, queued);
    g_usleep(1000);
  }
}

/* A metric's value, as the daemon says it. */
static guint64 metric(Shell *shell, const char *name)
{
  g_autoptr(Reply) reply = client_fetch(shell->local, "GET", "/metrics", NULL);
  g_assert_cmpuint(reply->status, ==, 200);
  g_autofree char *start = g_strdup_printf("\n%s ", name);
  const char *line = strstr(reply->body, start);
  g_assert_nonnull(line);
  return g_ascii_strtoull(line + strlen(start), NULL, 10);
}

static void assert_header(const Reply *reply, const char *name, const char *value)
{
  g_autofree char *found = reply_header(reply, name);
  g_assert_cmpstr(found, ==, value);
}

#define LISTEN "listen=unix:shell.sock;127.0.0.1:0\n"
#define ASK "/v1/search?q=reintegration&lang=en"

/* What does not fit is refused at once; what waits is answered; what needs no index is never held up. */
static void test_queue_full(void)
{
  Shell shell;
  shell_start(&shell, LISTEN "threads=1\nqueue=2\ndeadline-ms=60000", &http_limits);
  set_gate(&shell, FALSE);
  Client *held[3];
  for (guint i = 0; i < 3; i++) {
    held[i] = client_connect(i % 2 ? shell.tcp : shell.local);
    client_ask(held[i], "GET", ASK, NULL);
    await(&shell, 1, i);
  }
  g_autoptr(Client) more = client_connect(shell.tcp);
  for (guint i = 0; i < 5; i++) {
    g_autoptr(Reply) refused = client_get(more, ASK);
    g_assert_cmpuint(refused->status, ==, 503);
    assert_header(refused, "Retry-After", "1");
    assert_header(refused, "Content-Type", "application/problem+json");
    g_assert_nonnull(strstr(refused->body, "Too many requests"));
  }
  g_autoptr(Reply) live = client_get(more, "/health/live");
  g_assert_cmpuint(live->status, ==, 200);
  g_autoptr(Reply) ready = client_get(more, "/health/ready");
  g_assert_cmpuint(ready->status, ==, 200);
  g_assert_cmpuint(metric(&shell, "repere_requests_rejected_total"), ==, 5);
  g_assert_cmpuint(metric(&shell, "repere_search_threads_busy"), ==, 1);
  g_assert_cmpuint(metric(&shell, "repere_queue_length"), ==, 2);
  set_gate(&shell, TRUE);
  for (guint i = 0; i < 3; i++) {
    g_autoptr(Reply) reply = client_reply(held[i], FALSE);
    g_assert_nonnull(reply);
    g_assert_cmpuint(reply->status, ==, 200);
    client_free(held[i]);
  }
  g_autoptr(Reply) after = client_get(more, ASK);
  g_assert_cmpuint(after->status, ==, 200);
  shell_stop(&shell);
}

/* The deadline counts from the arrival: what waited too long is answered without a search. */
static void test_expired(void)
{
  Shell shell;
  shell_start(&shell, LISTEN "threads=1\ndeadline-ms=200", &http_limits);
  set_gate(&shell, FALSE);
  g_autoptr(Client) one = client_connect(shell.local);
  g_autoptr(Client) two = client_connect(shell.tcp);
  client_ask(one, "GET", ASK, NULL);
  client_ask(two, "GET", ASK, NULL);
  await(&shell, 1, 1);
  g_usleep(250 * 1000);
  set_gate(&shell, TRUE);
  Client *clients[] = { one, two };
  for (guint i = 0; i < 2; i++) {
    g_autoptr(Reply) late = client_reply(clients[i], FALSE);
    g_assert_nonnull(late);
    g_assert_cmpuint(late->status, ==, 503);
    assert_header(late, "Retry-After", "1");
    g_assert_nonnull(strstr(late->body, "took longer than the 200 ms"));
  }
  g_assert_cmpuint(metric(&shell, "repere_requests_expired_total"), ==, 2);
  shell_stop(&shell);
}

/* Whoever left is not searched for, nor is who closed his own side alone: he is told so, if anything. */
static void test_gone(void)
{
  Shell shell;
  shell_start(&shell, LISTEN "threads=1\ndeadline-ms=60000", &http_limits);
  set_gate(&shell, FALSE);
  Client *local = client_connect(shell.local);
  Client *tcp = client_connect(shell.tcp);
  Client *reset = client_connect(shell.tcp);
  g_autoptr(Client) half_local = client_connect(shell.local);
  g_autoptr(Client) half_tcp = client_connect(shell.tcp);
  g_autoptr(Client) there = client_connect(shell.tcp);
  Client *all[] = { local, tcp, reset, half_local, half_tcp, there };
  for (guint i = 0; i < G_N_ELEMENTS(all); i++) {
    client_ask(all[i], "GET", ASK, NULL);
    await(&shell, 1, i);
  }
  struct linger now = { .l_onoff = 1, .l_linger = 0 };
  setsockopt(reset->fd, SOL_SOCKET, SO_LINGER, &now, sizeof now);
  client_free(local);
  client_free(tcp);
  client_free(reset);
  shutdown(half_local->fd, SHUT_WR);
  shutdown(half_tcp->fd, SHUT_WR);
  set_gate(&shell, TRUE);
  g_autoptr(Reply) answered = client_reply(there, FALSE);
  g_assert_nonnull(answered);
  g_assert_cmpuint(answered->status, ==, 200);
  Client *halves[] = { half_local, half_tcp };
  for (guint i = 0; i < 2; i++) {
    g_autoptr(Reply) told = client_reply(halves[i], FALSE);
    g_assert_true(!told || told->status == 499);
  }
  await(&shell, 0, 0);
  g_assert_cmpuint(metric(&shell, "repere_requests_cancelled_total"), ==, 5);
  shell_stop(&shell);
}

/* A request must be there in time, however it trickles; one in work has all the time its deadline gives. */
static void test_slow_clients(void)
{
  HttpLimits limits = http_limits;
  limits.idle_seconds = 1;
  Shell shell;
  shell_start(&shell, LISTEN "threads=1\ndeadline-ms=60000", &limits);
  set_gate(&shell, FALSE);
  g_autoptr(Client) working = client_connect(shell.local);
  client_ask(working, "GET", ASK, NULL);
  await(&shell, 1, 0);

  static const char text[] =
    "GET /health/live HTTP/1.1\r\nHost: a\r\nX-Slow: aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa";
  g_autoptr(Client) slow = client_connect(shell.tcp);
  g_autoptr(Client) idle = client_connect(shell.tcp);
  g_autoptr(Client) kept = client_connect(shell.local);
  g_autoptr(Reply) first = client_get(kept, "/health/live");
  g_assert_cmpuint(first->status, ==, 200);
  guint sent = 0;
  while (sent < sizeof text - 1 && client_send(slow, text + sent, 1)) {
    sent++;
    g_usleep(100 * 1000);
    http_server_sweep(shell.server);
  }
  g_assert_cmpuint(sent, >=, 5);
  g_assert_cmpuint(sent, <, sizeof text - 1);
  g_assert_true(client_closed(slow, 5));
  g_assert_true(client_closed(idle, 5));
  g_assert_true(client_closed(kept, 5));
  g_assert_cmpuint(http_server_counts(shell.server).connections, ==, 1);

  set_gate(&shell, TRUE);
  g_autoptr(Reply) reply = client_reply(working, FALSE);
  g_assert_nonnull(reply);
  g_assert_cmpuint(reply->status, ==, 200);
  shell_stop(&shell);
}

/* The end: no new connections, but every answer that was asked for. */
static void test_drain(void)
{
  Shell shell;
  shell_start(&shell, LISTEN "threads=2\ndeadline-ms=60000", &http_limits);
  set_gate(&shell, FALSE);
  g_autoptr(Client) idle = client_connect(shell.local);
  g_autoptr(Reply) before = client_get(idle, "/health/ready");
  g_assert_cmpuint(before->status, ==, 200);
  Client *asked[8];
  for (guint i = 0; i < G_N_ELEMENTS(asked); i++) {
    asked[i] = client_connect(i % 2 ? shell.tcp : shell.local);
    client_ask(asked[i], "GET", ASK, NULL);
  }
  await(&shell, 2, 6);
  /* Accepted by the kernel, but perhaps not by the server yet. */
  g_autoptr(Client) last = client_connect(shell.local);
  client_ask(last, "GET", "/health/live", NULL);
  http_server_quiesce(shell.server);
  g_clear_pointer(&shell.listeners, g_ptr_array_unref);
  g_assert_null(client_try(shell.local));
  g_assert_null(client_try(shell.tcp));
  g_autoptr(Reply) taken = client_reply(last, FALSE);
  g_assert_nonnull(taken);
  g_assert_cmpuint(taken->status, ==, 200);

  g_autoptr(Reply) stopping = client_get(idle, "/health/ready");
  g_assert_cmpuint(stopping->status, ==, 503);
  g_assert_nonnull(strstr(stopping->body, "stopping"));
  set_gate(&shell, TRUE);
  for (guint i = 0; i < G_N_ELEMENTS(asked); i++) {
    g_autoptr(Reply) reply = client_reply(asked[i], FALSE);
    g_assert_nonnull(reply);
    g_assert_cmpuint(reply->status, ==, 200);
    assert_header(reply, "Connection", "close");
    g_assert_true(client_closed(asked[i], 5));
    client_free(asked[i]);
  }
  g_assert_true(pool_drain(shell.pool, g_get_monotonic_time() + G_USEC_PER_SEC));
  shell_stop(&shell);
}

/* Above the limit a connection waits until another one ends. */
static void test_connection_limit(void)
{
  HttpLimits limits = http_limits;
  limits.connections = 4;
  Shell shell;
  shell_start(&shell, LISTEN, &limits);
  Client *first[4];
  for (guint i = 0; i < 4; i++) {
    first[i] = client_connect(shell.tcp);
    g_autoptr(Reply) reply = client_get(first[i], "/health/live");
    g_assert_cmpuint(reply->status, ==, 200);
  }
  g_autoptr(Client) fifth = client_connect(shell.tcp);
  client_ask(fifth, "GET", "/health/live", NULL);
  g_usleep(200 * 1000);
  g_assert_cmpuint(http_server_counts(shell.server).connections, ==, 4);
  for (guint i = 0; i < 4; i++)
    client_free(first[i]);
  g_autoptr(Reply) reply = client_reply(fifth, FALSE);
  g_assert_nonnull(reply);
  g_assert_cmpuint(reply->status, ==, 200);
  shell_stop(&shell);
}

/* Those that ask nothing make room where there is none, and only there. */
static void test_crowded(void)
{
  HttpLimits limits = http_limits;
  limits.connections = 3;
  Shell shell;
  shell_start(&shell, LISTEN "threads=1\ndeadline-ms=60000", &limits);
  set_gate(&shell, FALSE);
  g_autoptr(Client) working = client_connect(shell.tcp);
  client_ask(working, "GET", ASK, NULL);
  await(&shell, 1, 0);
  g_autoptr(Client) other_door = client_connect(shell.local);
  g_autoptr(Client) idle = client_connect(shell.tcp);
  g_autoptr(Client) idle_too = client_connect(shell.tcp);
  g_autoptr(Reply) first = client_get(idle, "/health/live");
  g_assert_cmpuint(first->status, ==, 200);
  g_autoptr(Client) next = client_connect(shell.tcp);
  client_ask(next, "GET", "/health/live", NULL);
  for (guint i = 0; i < 30; i++) {
    g_usleep(100 * 1000);
    http_server_sweep(shell.server);
  }
  g_autoptr(Reply) reply = client_reply(next, FALSE);
  g_assert_nonnull(reply);
  g_assert_cmpuint(reply->status, ==, 200);
  g_assert_true(client_closed(idle, 5));
  g_assert_true(client_closed(idle_too, 5));
  g_autoptr(Reply) there = client_get(other_door, "/health/live");
  g_assert_cmpuint(there->status, ==, 200);
  set_gate(&shell, TRUE);
  g_autoptr(Reply) answered = client_reply(working, FALSE);
  g_assert_nonnull(answered);
  g_assert_cmpuint(answered->status, ==, 200);
  shell_stop(&shell);
}

/* Requests sent in one go are answered in their order, those that wait and those that do not. */
static void test_pipelining(void)
{
  Shell shell;
  shell_start(&shell, LISTEN "threads=2", &http_limits);
  const char *addresses[] = { shell.local, shell.tcp };
  for (guint a = 0; a < 2; a++) {
    g_autoptr(Client) client = client_connect(addresses[a]);
    g_autoptr(GString) text = g_string_new(NULL);
    for (guint i = 0; i < 40; i++) {
      const char *target = i % 4 == 3 ? "/health/live" : "/v1/search?q=return&lang=en";
      if (i % 4 == 3)
        g_string_append_printf(text, "GET %s HTTP/1.1\r\nHost: a\r\n\r\n", target);
      else
        g_string_append_printf(text, "GET %s&offset=%u&limit=0 HTTP/1.1\r\nHost: a\r\n\r\n", target, i);
    }
    g_assert_true(client_send(client, text->str, text->len));
    for (guint i = 0; i < 40; i++) {
      g_autoptr(Reply) reply = client_reply(client, FALSE);
      g_assert_nonnull(reply);
      g_assert_cmpuint(reply->status, ==, 200);
      g_assert_true(g_str_has_prefix(reply->body, i % 4 == 3 ? "alive" : "{\"query\""));
    }
  }
  shell_stop(&shell);
}

/* ---- the pool alone ---- */

typedef struct {
  gint done[4];
  gint lanes[4]; /* how many are in each at this moment */
  gint clashes;
} Tally;

static PoolVerdict tally_work(guint lane, gpointer job, gpointer data)
{
  Tally *tally = data;
  if (g_atomic_int_add(&tally->lanes[lane], 1) != 0)
    g_atomic_int_inc(&tally->clashes);
  g_usleep(GPOINTER_TO_UINT(job));
  g_atomic_int_add(&tally->lanes[lane], -1);
  g_atomic_int_inc(&tally->done[lane]);
  return POOL_DONE;
}

static void test_pool(void)
{
  Tally tally = { 0 };
  Pool *pool = pool_new(4, 1000, tally_work, &tally);
  guint pushed = 0;
  for (guint i = 0; i < 1000; i++) {
    if (!pool_reserve(pool))
      continue;
    pool_push(pool, GUINT_TO_POINTER(i % 50));
    pushed++;
  }
  g_assert_cmpuint(pushed, ==, 1000);
  pool_close(pool);
  g_assert_false(pool_reserve(pool));
  pool_free(pool);
  gint done = 0;
  for (guint i = 0; i < 4; i++)
    done += tally.done[i];
  g_assert_cmpint(done, ==, 1000);
  g_assert_cmpint(tally.clashes, ==, 0);
}

static void test_pool_bound(void)
{
  Tally tally = { 0 };
  Pool *pool = pool_new(1, 0, tally_work, &tally);
  g_assert_true(pool_reserve(pool)); /* the thread itself */
  g_assert_false(pool_reserve(pool));
  g_assert_false(pool_drain(pool, g_get_monotonic_time() + 1000));
  pool_set_queue(pool, 1);
  g_assert_true(pool_reserve(pool));
  g_assert_false(pool_reserve(pool));
  pool_push(pool, GUINT_TO_POINTER(1));
  pool_push(pool, GUINT_TO_POINTER(1));
  g_assert_true(pool_drain(pool, g_get_monotonic_time() + 10 * G_USEC_PER_SEC));
  g_assert_true(pool_reserve(pool));
  pool_push(pool, GUINT_TO_POINTER(1));
  pool_free(pool);
  g_assert_cmpint(tally.done[0], ==, 3);
}

int main(int argc, char **argv)
{
  g_test_init(&argc, &argv, NULL);
  fixture = fixture_new(LISTEN);
  fixture_index(&fixture);
  g_test_add_func("/shell/pool", test_pool);
  g_test_add_func("/shell/pool-bound", test_pool_bound);
  g_test_add_func("/shell/queue-full", test_queue_full);
  g_test_add_func("/shell/expired", test_expired);
  g_test_add_func("/shell/gone", test_gone);
  g_test_add_func("/shell/slow-clients", test_slow_clients);
  g_test_add_func("/shell/drain", test_drain);
  g_test_add_func("/shell/connection-limit", test_connection_limit);
  g_test_add_func("/shell/crowded", test_crowded);
  g_test_add_func("/shell/pipelining", test_pipelining);
  int code = g_test_run();
  fixture_clear(&fixture);
  return code;
}
