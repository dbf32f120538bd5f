/* Streamed replies: to clients that are quick, slow, leaving, many; by producers that fail. */
#include <zlib.h>
#include <zstd.h>

#include "transport.h"

/* ---- a client of chunked replies ---- */

/* Status line and headers. */
static Reply *read_head(Client *client)
{
  return client_reply(client, TRUE);
}

static gboolean need(Client *client, gsize bytes)
{
  while (client->in->len < bytes) {
    if (!client_more(client))
      return FALSE;
  }
  return TRUE;
}

/* The next chunk, appended; FALSE where the connection broke. `*end`: it was the last one. */
static gboolean read_chunk(Client *client, GString *body, gboolean *end)
{
  const char *line;
  while (!(line = strstr(client->in->str, "\r\n"))) {
    if (!client_more(client))
      return FALSE;
  }
  gsize head = (gsize)(line - client->in->str) + 2;
  gsize size = g_ascii_strtoull(client->in->str, NULL, 16);
  if (!need(client, head + size + 2))
    return FALSE;
  g_string_append_len(body, client->in->str + head, (gssize)size);
  g_string_erase(client->in, 0, (gssize)(head + size + 2));
  *end = size == 0;
  return TRUE;
}

/* FALSE where it did not end as it should. */
static gboolean read_chunks(Client *client, GString *body)
{
  gboolean end = FALSE;
  while (!end) {
    if (!read_chunk(client, body, &end))
      return FALSE;
  }
  return TRUE;
}

static void assert_text(const GString *body, guint pieces)
{
  gsize length;
  g_autofree char *text = whole_text(pieces, &length);
  g_assert_cmpmem(body->str, body->len, text, length);
}

static void assert_whole(Client *client, guint pieces)
{
  g_autoptr(GString) body = g_string_new(NULL);
  g_assert_true(read_chunks(client, body));
  assert_text(body, pieces);
}

/* A producer ends before its exchange does. */
static void await_broken(Transport *transport, guint64 broken)
{
  for (guint i = 0; http_server_counts(transport->server).broken != broken; i++) {
    g_assert_cmpuint(i, <, CLIENT_SECONDS * 1000);
    g_usleep(1000);
  }
}

/* ---- tests ---- */

static void test_whole(void)
{
  enum { PIECES = 3000 };
  Transport transport;
  transport_start(&transport, 2, &http_limits);
  const char *addresses[] = { transport.local, transport.tcp };
  for (guint a = 0; a < 2; a++) {
    g_autoptr(Client) client = client_connect(addresses[a]);
    for (guint round = 0; round < 2; round++) { /* the connection is good for more */
      client_ask(client, "GET", "/stream/3000", NULL);
      g_autoptr(Reply) head = read_head(client);
      g_assert_cmpuint(head->status, ==, 200);
      assert_header(head, "Transfer-Encoding", "chunked");
      assert_whole(client, PIECES);
    }
    client_ask(client, "HEAD", "/stream/3000", NULL);
    g_autoptr(Reply) bare = read_head(client);
    g_assert_cmpuint(bare->status, ==, 200);
    assert_header(bare, "Content-Type", "text/plain");
    assert_header(bare, "Content-Length", NULL);
    g_assert_true(client_closed(client, 5)); /* and nothing behind the head */
  }
  plan_await_freed(&transport.plan, 6);
  HttpCounts counts = http_server_counts(transport.server);
  g_assert_cmpuint(counts.broken, ==, 0);
  transport_stop(&transport);
}

/* HTTP/1.0 has no chunks: the end is the connection's. */
static void test_old_client(void)
{
  Transport transport;
  transport_start(&transport, 2, &http_limits);
  static const char ask[] = "GET /stream/500 HTTP/1.0\r\n\r\n";
  g_autoptr(Client) client = client_connect(transport.tcp);
  g_assert_true(client_send(client, ask, sizeof ask - 1));
  g_autoptr(Reply) head = read_head(client);
  g_assert_cmpuint(head->status, ==, 200);
  assert_header(head, "Transfer-Encoding", NULL);
  while (client_more(client))
    continue;
  assert_text(client->in, 500);

  transport.plan.fail_at = 300;
  g_autoptr(Client) unlucky = client_connect(transport.tcp);
  g_assert_true(client_send(unlucky, ask, sizeof ask - 1));
  g_autoptr(Reply) begun = read_head(unlucky);
  g_assert_cmpuint(begun->status, ==, 200);
  errno = 0;
  while (client_more(unlucky))
    continue;
  g_assert_cmpint(errno, ==, ECONNRESET); /* no end that could be taken for the end */
  transport_stop(&transport);
}

static void unzip_all(const GString *coded, GString *text)
{
  z_stream z = { .next_in = (Bytef *)coded->str, .avail_in = (uInt)coded->len };
  g_assert_cmpint(inflateInit2(&z, 15 + 16), ==, Z_OK);
  int code = Z_OK;
  while (code == Z_OK && z.avail_in) {
    char room[65536];
    z.next_out = (Bytef *)room;
    z.avail_out = sizeof room;
    code = inflate(&z, Z_SYNC_FLUSH);
    g_string_append_len(text, room, (gssize)(sizeof room - z.avail_out));
  }
  g_assert_cmpuint(z.avail_in, ==, 0);
  inflateEnd(&z);
}

static void unzstd_all(const GString *coded, GString *text)
{
  ZSTD_DCtx *context = ZSTD_createDCtx();
  ZSTD_inBuffer in = { .src = coded->str, .size = coded->len };
  gboolean more = TRUE;
  while (more) {
    char room[65536];
    ZSTD_outBuffer out = { .dst = room, .size = sizeof room };
    g_assert_false(ZSTD_isError(ZSTD_decompressStream(context, &out, &in)));
    g_string_append_len(text, room, (gssize)out.pos);
    more = in.pos < in.size || out.pos == out.size;
  }
  ZSTD_freeDCtx(context);
}

/* What has been made so far can be read by the client, compressed or not, before the next piece is made. */
static void test_coded(void)
{
  static const struct {
    const char *header, *coding;
    void (*decode)(const GString *coded, GString *text);
  } codings[] = {
    { "Accept-Encoding: gzip\r\n", "gzip", unzip_all },
    { "Accept-Encoding: zstd\r\n", "zstd", unzstd_all },
  };
  for (gsize i = 0; i < G_N_ELEMENTS(codings); i++) {
    Transport transport;
    transport_start(&transport, 2, &http_limits);
    plan_allow(&transport.plan, 3);
    g_autoptr(Client) client = client_connect(transport.local);
    client_ask(client, "GET", "/stream/1000", codings[i].header);
    g_autoptr(Reply) head = read_head(client);
    assert_header(head, "Content-Encoding", codings[i].coding);
    assert_header(head, "Vary", "Accept-Encoding");
    g_autoptr(GString) coded = g_string_new(NULL);
    gsize first;
    g_autofree char *begin = whole_text(3, &first);
    for (gsize known = 0; known < first;) {
      gboolean end;
      gboolean read = read_chunk(client, coded, &end);
      g_assert_true(read);
      g_autoptr(GString) text = g_string_new(NULL);
      codings[i].decode(coded, text);
      g_assert_cmpmem(text->str, text->len, begin, text->len);
      known = text->len;
    }
    g_assert_cmpuint(plan_made(&transport.plan), ==, 3);
    plan_allow(&transport.plan, G_MAXUINT);
    g_assert_true(read_chunks(client, coded));
    g_autoptr(GString) text = g_string_new(NULL);
    codings[i].decode(coded, text);
    assert_text(text, 1000);
    g_assert_cmpuint(coded->len, <, text->len / 2);
    transport_stop(&transport);
  }
}

/* Pieces are made as the client takes them, and a stalled client holds no thread. */
static void test_slow(void)
{
  enum { SLOW = 8, PIECES = 40000 };
  Transport transport;
  transport_start(&transport, 2, &http_limits);
  Client *slow[SLOW];
  for (guint i = 0; i < SLOW; i++) {
    slow[i] = client_connect(i % 2 ? transport.tcp : transport.local);
    int small = 4096;
    setsockopt(slow[i]->fd, SOL_SOCKET, SO_RCVBUF, &small, sizeof small);
    client_ask(slow[i], "GET", "/stream/40000", NULL);
  }
  guint made = 0;
  for (guint still = 0; still < 20;) {
    g_usleep(20 * 1000);
    guint now = plan_made(&transport.plan);
    still = now == made ? still + 1 : 0;
    made = now;
  }
  /* What the sockets hold, a few megabytes each at the most: not the forty that are to come. */
  g_assert_cmpuint(made, <, SLOW * PIECES / 4);
  g_assert_cmpuint(pool_state(transport.pool).busy, ==, 0);
  g_autoptr(Reply) other = client_fetch(transport.tcp, "GET", "/text", NULL);
  g_assert_cmpuint(other->status, ==, 200);
  g_autoptr(Reply) head = read_head(slow[0]);
  assert_whole(slow[0], PIECES);
  for (guint i = 0; i < SLOW; i++)
    client_free(slow[i]);
  plan_await_freed(&transport.plan, SLOW);
  await_broken(&transport, SLOW - 1);
  transport_stop(&transport);
}

/* Whoever leaves frees his producer at once: while a piece is waited for, is made, or is being sent. */
static void test_leaving(void)
{
  Transport transport;
  transport_start(&transport, 2, &http_limits);
  g_autoptr(Client) sent = client_connect(transport.tcp);
  client_ask(sent, "GET", "/stream/1000000", NULL);
  g_assert_true(client_more(sent));
  client_free(g_steal_pointer(&sent));
  plan_await_freed(&transport.plan, 1);

  plan_allow(&transport.plan, 0);
  Client *made = client_connect(transport.local); /* its first piece is waited for by a thread */
  client_ask(made, "GET", "/stream/1000000", NULL);
  g_autoptr(Reply) head = read_head(made);
  g_assert_cmpuint(head->status, ==, 200);
  while (pool_state(transport.pool).busy < 1)
    g_usleep(1000);
  Client *queued = client_connect(transport.local); /* and this one's waits for the only thread that streams may have */
  client_ask(queued, "GET", "/stream/1000000", NULL);
  g_autoptr(Reply) second = read_head(queued);
  g_assert_cmpuint(second->status, ==, 200);
  client_free(made);
  client_free(queued);
  plan_allow(&transport.plan, plan_made(&transport.plan) + 1);
  plan_await_freed(&transport.plan, 3);
  await_broken(&transport, 3);
  transport_stop(&transport);
}

static void test_failing(void)
{
  Transport transport;
  transport_start(&transport, 2, &http_limits);
  static const guint pieces[] = { 0, 1, 2000 };
  for (gsize i = 0; i < G_N_ELEMENTS(pieces); i++) {
    transport.plan.fail_at = pieces[i];
    g_autoptr(Client) client = client_connect(i % 2 ? transport.local : transport.tcp);
    client_ask(client, "GET", "/stream/5000", i ? "Accept-Encoding: zstd\r\n" : NULL);
    g_autoptr(Reply) head = read_head(client);
    g_assert_cmpuint(head->status, ==, 200);
    g_autoptr(GString) body = g_string_new(NULL);
    g_assert_false(read_chunks(client, body)); /* the end that whole answers have does not come */
    plan_await_freed(&transport.plan, (guint)i + 1);
  }
  await_broken(&transport, G_N_ELEMENTS(pieces));
  transport_stop(&transport);
}

/* No more than so many at once; a place is given back however a stream ends. */
static void test_bound(void)
{
  HttpLimits limits = http_limits;
  limits.streams = 3;
  Transport transport;
  transport_start(&transport, 2, &limits);
  plan_allow(&transport.plan, 0);
  Client *first[3];
  for (guint i = 0; i < 3; i++) {
    first[i] = client_connect(transport.tcp);
    client_ask(first[i], "GET", "/stream/100", NULL);
    g_autoptr(Reply) head = read_head(first[i]);
    g_assert_cmpuint(head->status, ==, 200);
  }
  g_autoptr(Reply) refused = client_fetch(transport.local, "GET", "/stream/100", NULL);
  g_assert_cmpuint(refused->status, ==, 503);
  client_free(first[2]);
  plan_allow(&transport.plan, G_MAXUINT);
  assert_whole(first[0], 100);
  assert_whole(first[1], 100);
  plan_await_freed(&transport.plan, 3);
  while (http_server_counts(transport.server).streams)
    g_usleep(1000);
  g_autoptr(Client) again = client_connect(transport.local);
  client_ask(again, "GET", "/stream/100", NULL);
  g_autoptr(Reply) head = read_head(again);
  g_assert_cmpuint(head->status, ==, 200);
  assert_whole(again, 100);
  client_free(first[0]);
  client_free(first[1]);
  transport_stop(&transport);
}

typedef struct {
  Transport *transport;
  guint number;
  gint whole;
} Reader;

static gpointer read_many(gpointer data)
{
  Reader *reader = data;
  const char *address = reader->number % 2 ? reader->transport->tcp : reader->transport->local;
  g_autoptr(Client) client = client_connect(address);
  for (guint i = 0; i < 5; i++) {
    guint pieces = 200 + 37 * reader->number + i;
    g_autofree char *target = g_strdup_printf("/stream/%u", pieces);
    client_ask(client, "GET", target, NULL);
    g_autoptr(Reply) head = read_head(client);
    g_autoptr(GString) body = g_string_new(NULL);
    gsize length;
    g_autofree char *text = whole_text(pieces, &length);
    if (head->status == 200 && read_chunks(client, body) && body->len == length &&
        memcmp(body->str, text, length) == 0)
      reader->whole++;
  }
  return NULL;
}

/* Many at a time, through a pool of few. */
static void test_many(void)
{
  enum { READERS = 16 };
  Transport transport;
  transport_start(&transport, 3, &http_limits);
  Reader readers[READERS];
  GThread *threads[READERS];
  for (guint i = 0; i < READERS; i++) {
    readers[i] = (Reader){ .transport = &transport, .number = i };
    threads[i] = g_thread_new("reader", read_many, &readers[i]);
  }
  for (guint i = 0; i < 50; i++) {
    g_autoptr(Reply) quick = client_fetch(transport.tcp, "GET", "/text", NULL);
    g_assert_cmpuint(quick->status, ==, 200);
  }
  for (guint i = 0; i < READERS; i++) {
    g_thread_join(threads[i]);
    g_assert_cmpint(readers[i].whole, ==, 5);
  }
  transport_stop(&transport);
}

/* The end: streams under way are broken, wherever they are, and that is seen as a break. */
static void test_end(void)
{
  enum { CLIENTS = 6 };
  Transport transport;
  transport_start(&transport, 2, &http_limits);
  Client *clients[CLIENTS];
  for (guint i = 0; i < CLIENTS; i++) {
    clients[i] = client_connect(i % 2 ? transport.tcp : transport.local);
    client_ask(clients[i], "GET", "/stream/100000000", NULL);
    g_autoptr(Reply) head = read_head(clients[i]);
    g_assert_cmpuint(head->status, ==, 200);
  }
  transport_stop(&transport);
  for (guint i = 0; i < CLIENTS; i++) {
    g_autoptr(GString) body = g_string_new(NULL);
    g_assert_false(read_chunks(clients[i], body));
    client_free(clients[i]);
  }
}

int main(int argc, char **argv)
{
  g_test_init(&argc, &argv, NULL);
  g_test_add_func("/streams/whole", test_whole);
  g_test_add_func("/streams/old-client", test_old_client);
  g_test_add_func("/streams/coded", test_coded);
  g_test_add_func("/streams/slow", test_slow);
  g_test_add_func("/streams/leaving", test_leaving);
  g_test_add_func("/streams/failing", test_failing);
  g_test_add_func("/streams/bound", test_bound);
  g_test_add_func("/streams/many", test_many);
  g_test_add_func("/streams/end", test_end);
  return g_test_run();
}
