/* The daemon as it is installed, asked over its sockets: answers, problems, no requests, many at once. */
#include "daemon.h"

/* ---- shape of the answers ---- */

#define HIT_KEYS "id score type title abstract issued languages creators facets files passages"

static void assert_hit(JsonObject *hit, const char *keys)
{
  assert_keys(hit, keys);
  assert_keys(json_object_get_object_member(hit, "type"), "value label");
  assert_keys(json_object_get_object_member(hit, "title"), "text lang");
  JsonArray *files = json_object_get_array_member(hit, "files");
  for (guint i = 0; i < json_array_get_length(files); i++)
    assert_keys(json_array_get_object_element(files, i), "n lang url media_type pages outcome");
  JsonArray *passages = json_object_get_array_member(hit, "passages");
  for (guint i = 0; i < json_array_get_length(passages); i++)
    assert_keys(json_array_get_object_element(passages, i), "file lang page page_label html url");
}

static void assert_search(JsonObject *answer)
{
  assert_keys(answer, "query index request total took_ms expansions suggestion hits facets next");
  assert_keys(json_object_get_object_member(answer, "query"), "q lang match canonical warnings");
  assert_keys(json_object_get_object_member(answer, "index"), "revision analysis works");
  JsonArray *hits = json_object_get_array_member(answer, "hits");
  g_assert_cmpuint(json_array_get_length(hits), >, 0);
  for (guint i = 0; i < json_array_get_length(hits); i++)
    assert_hit(json_array_get_object_element(hits, i), HIT_KEYS);
  JsonObject *facets = json_object_get_object_member(answer, "facets");
  assert_keys(facets, "theme year");
  JsonObject *theme = json_object_get_object_member(facets, "theme");
  assert_keys(theme, "label kind distinct missing values");
  g_assert_cmpstr(json_object_get_string_member(theme, "kind"), ==, "tree");
  JsonArray *values = json_object_get_array_member(theme, "values");
  g_assert_cmpuint(json_array_get_length(values), ==, 2);
  assert_keys(json_array_get_object_element(values, 0), "value label count selected parent");
}

/* A file's id and a page of it, for whatever the sample library holds. */
static char *first_id(const Daemon *daemon)
{
  g_autoptr(Reply) reply =
    client_fetch(daemon->local, "GET", "/v1/search?q=reintegration&lang=en&filter=type:report", NULL);
  g_autoptr(JsonParser) parser = parse(reply);
  JsonArray *hits = json_object_get_array_member(json_node_get_object(json_parser_get_root(parser)), "hits");
  return g_strdup(json_object_get_string_member(json_array_get_object_element(hits, 0), "id"));
}

static void test_answers(void)
{
  Daemon daemon = daemon_start(LISTEN);
  g_autoptr(Reply) search = client_fetch(
    daemon.tcp, "GET", "/v1/search?q=reintegration&lang=fr&facet=theme,year&theme.limit=2&passages=3", NULL);
  g_assert_cmpuint(search->status, ==, 200);
  assert_header(search, "Content-Type", "application/json; charset=utf-8");
  assert_header(search, "Content-Language", "fr");
  assert_header(search, "Cache-Control", "no-cache");
  assert_header(search, "X-Content-Type-Options", "nosniff");
  assert_header(search, "Vary", "Accept-Encoding");
  g_autoptr(JsonParser) answer = parse(search);
  assert_search(json_node_get_object(json_parser_get_root(answer)));

  g_autofree char *id = first_id(&daemon);
  g_autofree char *target = g_strdup_printf("/v1/works/%s", id);
  g_autoptr(Reply) work = client_fetch(daemon.local, "GET", target, "Accept-Language: es, fr;q=0.5\r\n");
  g_assert_cmpuint(work->status, ==, 200);
  assert_header(work, "Content-Language", "es");
  assert_header(work, "Vary", "Accept-Encoding, Accept-Language");
  g_autoptr(JsonParser) whole = parse(work);
  assert_hit(json_node_get_object(json_parser_get_root(whole)),
             "index request " HIT_KEYS " titles abstracts publishers points");

  g_autofree char *page_target = g_strdup_printf("/v1/works/%s/pages/1", id);
  g_autoptr(Reply) page = client_fetch(daemon.local, "GET", page_target, NULL);
  g_assert_cmpuint(page->status, ==, 200);
  g_autoptr(JsonParser) text = parse(page);
  assert_keys(json_node_get_object(json_parser_get_root(text)),
              "index request work file page page_label pages lang source confidence repaired url text");
  daemon_stop(&daemon);
}

/* HEAD says what GET would, without saying it. */
static void test_head(void)
{
  Daemon daemon = daemon_start(LISTEN);
  g_autoptr(Client) client = client_connect(daemon.tcp);
  for (guint i = 0; i < 3; i++) {
    g_autoptr(Reply) got = client_get(client, "/health/live");
    client_ask(client, "HEAD", "/health/live", NULL);
    g_autoptr(Reply) head = client_reply(client, TRUE);
    g_assert_cmpuint(head->status, ==, 200);
    g_autofree char *length = reply_header(head, "Content-Length");
    g_assert_cmpuint(g_ascii_strtoull(length, NULL, 10), ==, got->length);
    g_autofree char *date = reply_header(head, "Date");
    g_assert_nonnull(date);
  }
  client_ask(client, "HEAD", "/v1/search?limit=nothing", NULL);
  g_autoptr(Reply) bad = client_reply(client, TRUE);
  g_assert_cmpuint(bad->status, ==, 400);
  daemon_stop(&daemon);
}

/* ---- problems ---- */

static const struct {
  const char *method, *target;
  guint status;
  const char *parameter, *words, *allow;
} problems[] = {
  { "GET", "/", 404, NULL, "/v1/search, /v1/works/ID, /v1/works/ID/pages/N", NULL },
  { "GET", "/v1", 404, NULL, "There is nothing at “/v1”", NULL },
  { "GET", "/v1/search/", 404, NULL, "There is nothing at", NULL },
  { "GET", "//v1/search", 404, NULL, "There is nothing at", NULL },
  { "GET", "/v1/../v1/search", 404, NULL, "There is nothing at", NULL },
  { "GET", "/v1/works/", 404, NULL, "There is nothing at", NULL },
  { "GET", "/v1/works/no-such-work", 404, NULL, "no-such-work", NULL },
  { "GET", "/v1/works/a%2Fb", 404, NULL, "a/b", NULL },
  { "GET", "/v1/works/no-such-work/pages/1", 404, NULL, "no-such-work", NULL },
  { "GET", "/v1/works/a/pages/x", 404, NULL, "is no page", NULL },
  { "GET", "/v1/search?lang=de", 400, "lang", "the languages are en, fr, es", NULL },
  { "GET", "/v1/search?filter=colour:red", 400, "filter", "the facets are", NULL },
  { "GET", "/v1/search?q=%FF", 400, "q", "not UTF-8", NULL },
  { "GET", "/v1/search?q=%00", 400, "q", "zero byte", NULL },
  { "GET", "/v1/search?q=%", 400, "q", "hexadecimal", NULL },
  { "GET", "/v1/search?page=2", 400, "page", "There is no parameter", NULL },
  { "GET", "/v1/works/a?facet=theme", 400, "facet", "There is no parameter", NULL },
  { "POST", "/v1/search", 405, NULL, "“POST”", "GET, HEAD, OPTIONS" },
  { "DELETE", "/v1/works/a", 405, NULL, "“DELETE”", "GET, HEAD, OPTIONS" },
  { "PUT", "/health/live", 405, NULL, "“PUT”", "GET, HEAD, OPTIONS" },
  { "NONSENSE", "/metrics", 405, NULL, "“NONSENSE”", "GET, HEAD, OPTIONS" },
};

static void test_problems(void)
{
  Daemon daemon = daemon_start(LISTEN);
  for (gsize i = 0; i < G_N_ELEMENTS(problems); i++) {
    g_autoptr(Reply) reply = client_fetch(daemon.local, problems[i].method, problems[i].target, NULL);
    assert_problem(reply, problems[i].status, problems[i].parameter, problems[i].words);
    assert_header(reply, "Allow", problems[i].allow);
  }
  g_autoptr(Reply) body = client_fetch(daemon.tcp, "GET", "/v1/search", "Content-Length: 5\r\n");
  assert_problem(body, 400, NULL, "has a body");
  g_autoptr(Reply) empty_body = client_fetch(daemon.tcp, "GET", "/v1/search", "Content-Length: 0\r\n");
  g_assert_cmpuint(empty_body->status, ==, 200);
  static const char *const open[] = { "/v1/search", "/v1/works/a/pages/1", "/health/ready", "/metrics", "*" };
  for (gsize i = 0; i < G_N_ELEMENTS(open); i++) {
    g_autoptr(Reply) options = client_fetch(daemon.tcp, "OPTIONS", open[i], NULL);
    g_assert_cmpuint(options->status, ==, 204);
    gboolean server = strcmp(open[i], "*") == 0;
    assert_header(options, "Allow", server ? "GET, HEAD, POST, OPTIONS" : "GET, HEAD, OPTIONS");
  }
  daemon_stop(&daemon);
}

/* Requests too large to be read are refused, each with an answer. */
static void test_oversized(void)
{
  Daemon daemon = daemon_start(LISTEN);
  static const struct {
    const char *start, *piece;
    guint times, status;
  } large[] = {
    { "/v1/search?q=", "a", 4096, 200 },
    { "/v1/search?q=", "a", 4097, 400 },
    { "/v1/search?q=", "%C3%A9", 2049, 400 },
    { "/v1/search?q=", "a", 100000, 414 },
    { "/v1/search?q=", "a", 1000000, 414 },
    { "/v1/search?", "&filter=theme:a", 200, 200 },
    { "/v1/search?", "&filter=theme:a", 201, 400 },
    { "/v1/search?", "&filter=theme:a", 2000, 400 },
    { "/v1/search?", "&filter=theme:a", 20000, 414 },
    { "/v1/search?", "&", 32000, 200 },
    { "/v1/search?", "&a", 16000, 400 },
    { "/v1/search?", "%", 30000, 400 },
    { "/", "/", 30000, 404 },
    { "/v1/works/", "a", 32000, 404 },
  };
  for (gsize i = 0; i < G_N_ELEMENTS(large); i++) {
    g_autoptr(GString) target = g_string_new(large[i].start);
    for (guint n = 0; n < large[i].times; n++)
      g_string_append(target, large[i].piece);
    g_autoptr(Client) client = client_connect(i % 2 ? daemon.tcp : daemon.local);
    g_autofree char *text = g_strdup_printf("GET %s HTTP/1.1\r\nHost: a\r\n\r\n", target->str);
    client_send(client, text, strlen(text)); /* the other side may stop reading */
    g_autoptr(Reply) reply = client_reply(client, FALSE);
    if (!reply && large[i].status == 414)
      continue; /* it closed before it had read all, and the answer went with that */
    g_assert_nonnull(reply);
    if (reply->status != large[i].status)
      g_error("%s%s × %u: %u, not %u", large[i].start, large[i].piece, large[i].times, reply->status,
              large[i].status);
  }
  g_autoptr(GString) headers = g_string_new(NULL);
  for (guint n = 0; n < 3000; n++)
    g_string_append_printf(headers, "X-%u: aaaaaaaaaaaaaaaa\r\n", n);
  g_autoptr(Reply) reply = client_fetch(daemon.tcp, "GET", "/health/live", headers->str);
  g_assert_cmpuint(reply->status, ==, 431);
  assert_alive(&daemon);
  daemon_stop(&daemon);
}

/* ---- the two sockets ---- */

/* The answer without the time it took. */
static char *timeless(const Reply *reply)
{
  g_autoptr(GRegex) took = g_regex_new("\"took_ms\":[0-9.]+", 0, 0, NULL);
  return g_regex_replace_literal(took, reply->body, -1, 0, "", 0, NULL);
}

static void test_same_on_both(void)
{
  static const char *const targets[] = {
    "/v1/search?q=reintegration&facet=theme,country,year,language&lang=en",
    "/v1/search?q=r%C3%A9int%C3%A9gration+%C3%A9conomique&lang=fr&limit=100&passages=5",
    "/v1/search?q=retorno&lang=es&sort=newest&filter=year:2015..",
    "/v1/search?limit=0&facet=type",
    "/v1/search?lang=de",
    "/nothing",
    "/health/live",
    "/health/ready",
  };
  Daemon daemon = daemon_start(LISTEN);
  for (gsize i = 0; i < G_N_ELEMENTS(targets); i++) {
    g_autoptr(Reply) local = client_fetch(daemon.local, "GET", targets[i], NULL);
    g_autoptr(Reply) tcp = client_fetch(daemon.tcp, "GET", targets[i], NULL);
    g_assert_cmpuint(local->status, ==, tcp->status);
    g_autofree char *one = timeless(local);
    g_autofree char *two = timeless(tcp);
    g_assert_cmpuint(strlen(one), >, 5);
    g_assert_cmpstr(one, ==, two);
  }
  daemon_stop(&daemon);
}

/* Bytes that are no request: the connection ends or is told so, and the daemon goes on. */
static void test_garbage(void)
{
  static const struct {
    const char *bytes;
    gsize length;
  } garbage[] = {
#define BYTES(text) { text, sizeof(text) - 1 }
    BYTES("\r\n\r\n"),
    BYTES("GET\r\n\r\n"),
    BYTES("GET /\r\n\r\n"),
    BYTES("GET / HTTP/9.9\r\n\r\n"),
    BYTES("GET / HTTP/1.1\r\n\r\n"),
    BYTES("GET /a b HTTP/1.1\r\nHost: a\r\n\r\n"),
    BYTES("GET /v1/search?q=a\0b HTTP/1.1\r\nHost: a\r\n\r\n"),
    BYTES("GET \xff\xfe\xfd HTTP/1.1\r\nHost: a\r\n\r\n"),
    BYTES("GET * HTTP/1.1\r\nHost: a\r\n\r\n"),
    BYTES("GET http:// HTTP/1.1\r\nHost: a\r\n\r\n"),
    BYTES("GET / HTTP/1.1\r\nHost: a\r\nno colon\r\n\r\n"),
    BYTES("GET / HTTP/1.1\r\nHost: a\r\n: no name\r\n\r\n"),
    BYTES("GET / HTTP/1.1\r\nHost: a\r\nContent-Length: -1\r\n\r\n"),
    BYTES("GET / HTTP/1.1\r\nHost: a\r\nContent-Length: 99999999999999999999999\r\n\r\n"),
    BYTES("GET / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n"),
    BYTES("POST / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nabcde\r\n0\r\n\r\n"),
    BYTES("PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n"),
    BYTES("\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03 TLS hello"),
    BYTES("\0\0\0\0\0\0\0\0"),
    BYTES("GET / HTTP/1.1\nHost: a\n\n"),
    BYTES("get / http/1.1\r\nhost: a\r\n\r\n"),
#undef BYTES
  };
  Daemon daemon = daemon_start(LISTEN);
  Client *clients[G_N_ELEMENTS(garbage) * 2];
  for (gsize i = 0; i < G_N_ELEMENTS(clients); i++) {
    clients[i] = client_connect(i % 2 ? daemon.tcp : daemon.local);
    g_assert_true(client_send(clients[i], garbage[i / 2].bytes, garbage[i / 2].length));
    shutdown(clients[i]->fd, SHUT_WR);
  }
  for (gsize i = 0; i < G_N_ELEMENTS(clients); i++) {
    while (client_more(clients[i]))
      continue;
    g_assert_false(g_str_has_prefix(clients[i]->in->str, "HTTP/1.1 200"));
    g_assert_false(g_str_has_prefix(clients[i]->in->str, "HTTP/1.1 500"));
    client_free(clients[i]);
  }
  /* A zero byte ends no target. */
  static const char zero[] = "GET /v1/search?q=a\0b HTTP/1.1\r\nHost: a\r\n\r\n";
  g_autoptr(Client) cut = client_connect(daemon.local);
  g_assert_true(client_send(cut, zero, sizeof zero - 1));
  g_autoptr(Reply) refused = client_reply(cut, FALSE);
  g_assert_nonnull(refused);
  assert_problem(refused, 400, NULL, "zero byte");
  /* An empty line before a request is none of it (RFC 9112, section 2.2). */
  g_autoptr(Client) late = client_connect(daemon.tcp);
  g_assert_true(client_send(late, "\r\n", 2));
  g_autoptr(Reply) live = client_get(late, "/health/live");
  g_assert_cmpuint(live->status, ==, 200);
  for (guint i = 0; i < 200; i++) {
    g_autoptr(Client) client = client_connect(i % 2 ? daemon.tcp : daemon.local);
    g_autoptr(GString) bytes = g_string_new(i % 3 ? "GET /v1/search?q=" : "");
    for (gint n = g_test_rand_int_range(0, 2000); n > 0; n--)
      g_string_append_c(bytes, (char)g_test_rand_int_range(0, 256));
    client_send(client, bytes->str, bytes->len);
  }
  assert_alive(&daemon);
  daemon_stop(&daemon);
}

/* ---- many ---- */

static void test_sequential(void)
{
  Daemon daemon = daemon_start(LISTEN);
  g_autoptr(Client) kept = client_connect(daemon.tcp);
  for (guint i = 0; i < 1000; i++) {
    g_autofree char *target = g_strdup_printf("/v1/search?q=return&lang=en&limit=1&offset=%u", i);
    g_autoptr(Reply) reply = client_get(kept, target);
    g_assert_cmpuint(reply->status, ==, 200);
    g_autoptr(Reply) alone = i % 5 ? NULL : client_fetch(daemon.local, "GET", "/health/live", NULL);
    g_assert_true(!alone || alone->status == 200);
  }
  daemon_stop(&daemon);
}

static void test_concurrent(void)
{
  enum { CLIENTS = 64 };
  Daemon daemon = daemon_start(LISTEN "deadline-ms=60000");
  Crowd crowds[CLIENTS];
  GThread *threads[CLIENTS];
  for (guint i = 0; i < CLIENTS; i++) {
    crowds[i] = (Crowd){ .daemon = &daemon, .number = i };
    threads[i] = g_thread_new("client", ask_many, &crowds[i]);
  }
  for (guint i = 0; i < CLIENTS; i++) {
    g_thread_join(threads[i]);
    g_assert_cmpuint(crowds[i].answered, ==, 30);
  }
  daemon_stop(&daemon);
}

/* ---- metrics ---- */

static void test_metrics(void)
{
  Daemon daemon = daemon_start(LISTEN);
  for (guint i = 0; i < 3; i++) {
    g_autoptr(Reply) reply =
      client_fetch(daemon.local, "GET", i ? "/v1/search?q=return" : "/v1/search?lang=de", NULL);
    g_assert_cmpuint(reply->status, ==, i ? 200 : 400);
  }
  g_autoptr(Reply) metrics = client_fetch(daemon.tcp, "GET", "/metrics", NULL);
  assert_header(metrics, "Content-Type", "text/plain; version=0.0.4; charset=utf-8");
  g_assert_nonnull(strstr(metrics->body, "\nrepere_requests_total{route=\"/v1/search\",status=\"200\"} 2\n"));
  g_assert_nonnull(strstr(metrics->body, "\nrepere_requests_total{route=\"/v1/search\",status=\"400\"} 1\n"));
  g_assert_nonnull(
    strstr(metrics->body, "\nrepere_request_duration_seconds_count{route=\"/v1/search\"} 3\n"));
  g_assert_nonnull(strstr(metrics->body, "\nrepere_index_ready 1\n"));
  const char *started = strstr(metrics->body, "\nprocess_start_time_seconds ");
  g_assert_nonnull(started);
  double seconds = g_ascii_strtod(strchr(started, ' '), NULL);
  double now = (double)g_get_real_time() / G_USEC_PER_SEC;
  g_assert_cmpfloat(seconds, >, now - 60);
  g_assert_cmpfloat(seconds, <, now + 1);

  g_autofree char *promtool = g_find_program_in_path("promtool");
  if (promtool) {
    GError *error = NULL;
    g_autofree char *said = NULL;
    g_autoptr(GSubprocess) check = g_subprocess_new(
      G_SUBPROCESS_FLAGS_STDIN_PIPE | G_SUBPROCESS_FLAGS_STDOUT_PIPE | G_SUBPROCESS_FLAGS_STDERR_MERGE,
      &error, promtool, "check", "metrics", NULL);
    g_assert_no_error(error);
    g_subprocess_communicate_utf8(check, metrics->body, NULL, &said, NULL, &error);
    g_assert_no_error(error);
    if (g_subprocess_get_exit_status(check) != 0)
      g_error("promtool: %s", said);
  } else {
    g_test_skip("promtool is not there (Debian package prometheus): the format was not checked by it");
  }
  daemon_stop(&daemon);
}

int main(int argc, char **argv)
{
  g_test_init(&argc, &argv, NULL);
  signal(SIGPIPE, SIG_IGN);
  fixture = fixture_new(LISTEN);
  fixture_index(&fixture);
  g_test_add_func("/searchd/answers", test_answers);
  g_test_add_func("/searchd/head", test_head);
  g_test_add_func("/searchd/problems", test_problems);
  g_test_add_func("/searchd/oversized", test_oversized);
  g_test_add_func("/searchd/same-on-both", test_same_on_both);
  g_test_add_func("/searchd/garbage", test_garbage);
  g_test_add_func("/searchd/sequential", test_sequential);
  g_test_add_func("/searchd/concurrent", test_concurrent);
  g_test_add_func("/searchd/metrics", test_metrics);
  int code = g_test_run();
  fixture_clear(&fixture);
  return code;
}
