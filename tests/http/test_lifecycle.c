/* The daemon as it is installed: started, supervised, reloaded, stopped. */
#include <sysexits.h>

#include "daemon.h"
#include "lib/index.h"
#include "repere/text.h"

/* ---- signals ---- */

/* Everything that was asked before the signal is answered after it, also to who reads slowly. */
static void test_drain(void)
{
  enum { CLIENTS = 24 };
  Daemon daemon = daemon_start(LISTEN "deadline-ms=60000\nthreads=1");
  Client *clients[CLIENTS];
  for (guint i = 0; i < CLIENTS; i++) {
    clients[i] = client_connect(i % 2 ? daemon.tcp : daemon.local);
    g_autoptr(Reply) live = client_get(clients[i], "/health/live");
    g_assert_cmpuint(live->status, ==, 200);
  }
  for (guint i = 0; i < CLIENTS; i++)
    client_ask(clients[i], "GET",
               "/v1/search?lang=en&limit=100&passages=5&facet=theme,country", NULL);
  daemon_signal(&daemon, SIGTERM);
  g_usleep(200 * 1000);
  for (guint i = 0; i < CLIENTS; i++) {
    g_autoptr(Reply) reply = client_reply(clients[i], FALSE);
    g_assert_nonnull(reply);
    g_assert_cmpuint(reply->status, ==, 200);
    g_assert_cmpuint(reply->length, >, 20000);
    client_free(clients[i]);
  }
  g_assert_cmpint(daemon_wait(&daemon), ==, 0);
  g_assert_false(g_file_test(daemon.local + strlen("unix:"), G_FILE_TEST_EXISTS));
  g_assert_null(client_try(daemon.local));
  daemon_clear(&daemon);
}

static guint64 works_of(const Daemon *daemon)
{
  g_autoptr(Reply) reply = client_fetch(daemon->tcp, "GET", "/v1/search?limit=0", NULL);
  g_assert_cmpuint(reply->status, ==, 200);
  g_autoptr(JsonParser) parser = parse(reply);
  return (guint64)json_object_get_int_member(json_node_get_object(json_parser_get_root(parser)), "total");
}

static void test_reload(void)
{
  Daemon daemon = daemon_start(LISTEN);
  guint64 works = works_of(&daemon);
  g_assert_cmpuint(works, >, 0);

  gsize from = log_length(&daemon);
  fixture_configure(&fixture, "index", LISTEN "deadline-ms=soon");
  daemon_signal(&daemon, SIGHUP);
  g_autofree char *refused = await_log(&daemon, from, "stays in use");
  g_assert_nonnull(strstr(refused, "deadline-ms"));
  g_assert_cmpuint(works_of(&daemon), ==, works);

  from = log_length(&daemon);
  fixture_configure(&fixture, "no-such-index", LISTEN);
  daemon_signal(&daemon, SIGHUP);
  g_autofree char *kept = await_log(&daemon, from, "stays in use");
  g_assert_nonnull(strstr(kept, "no-such-index"));
  g_assert_cmpuint(works_of(&daemon), ==, works);

  from = log_length(&daemon);
  fixture_configure(&fixture, "index",
                    "listen=127.0.0.1:0\nthreads=7\nqueue=17\n[facet only]\nsource=origin\nkind=terms");
  daemon_signal(&daemon, SIGHUP);
  g_autofree char *taken = await_log(&daemon, from, "in use");
  g_autofree char *told = await_log(&daemon, from, "threads has changed");
  g_assert_nonnull(strstr(told, "listen has changed"));
  g_autoptr(Reply) facet = client_fetch(daemon.local, "GET", "/v1/search?filter=theme:a", NULL);
  assert_problem(facet, 400, "filter", "the facets are only.");
  g_autoptr(Reply) metrics = client_fetch(daemon.local, "GET", "/metrics", NULL);
  g_assert_nonnull(strstr(metrics->body, "\nrepere_queue_limit 17\n"));
  daemon_stop(&daemon);
}

/* Questions go on while the configuration is read again and again. */
static void test_reload_under_load(void)
{
  enum { CLIENTS = 8 };
  Daemon daemon = daemon_start(LISTEN "deadline-ms=60000");
  Crowd crowds[CLIENTS];
  GThread *threads[CLIENTS];
  for (guint i = 0; i < CLIENTS; i++) {
    crowds[i] = (Crowd){ .daemon = &daemon, .number = i };
    threads[i] = g_thread_new("client", ask_many, &crowds[i]);
  }
  for (guint i = 0; i < 10; i++) {
    gsize from = log_length(&daemon);
    daemon_signal(&daemon, SIGHUP);
    g_autofree char *taken = await_log(&daemon, from, "read again, and in use");
  }
  for (guint i = 0; i < CLIENTS; i++) {
    g_thread_join(threads[i]);
    g_assert_cmpuint(crowds[i].answered, ==, 30);
  }
  daemon_stop(&daemon);
}

/* ---- start ---- */

static void test_no_index_yet(void)
{
  fixture_configure(&fixture, "later", LISTEN);
  Daemon daemon = daemon_start_with(NULL, NULL);
  g_autoptr(Reply) live = client_fetch(daemon.local, "GET", "/health/live", NULL);
  g_assert_cmpuint(live->status, ==, 200);
  static const char *const targets[] = { "/health/ready", "/v1/search", "/v1/works/a",
                                         "/v1/works/a/pages/1" };
  for (gsize i = 0; i < G_N_ELEMENTS(targets); i++) {
    g_autoptr(Reply) reply = client_fetch(daemon.local, "GET", targets[i], NULL);
    assert_problem(reply, 503, NULL, "no index");
    g_autofree char *after = reply_header(reply, "Retry-After");
    g_assert_nonnull(after);
  }
  gsize from = log_length(&daemon);
  fixture_index(&fixture);
  g_autofree char *answers = await_log(&daemon, from, " answers, with ");
  g_autoptr(Reply) ready = client_fetch(daemon.local, "GET", "/health/ready", NULL);
  g_assert_cmpuint(ready->status, ==, 200);
  /* An indexer's first commit may show an empty index. */
  for (guint i = 0; i < CLIENT_SECONDS * 20 && works_of(&daemon) == 0; i++)
    g_usleep(50 * 1000);
  g_assert_cmpuint(works_of(&daemon), >, 0);
  daemon_stop(&daemon);
}

static void set_analysis(const char *analysis)
{
  xc_error fault = XC_ERROR_INIT;
  g_autoptr(GError) error = NULL;
  g_autofree char *live = fixture_path(&fixture, "index/current");
  xc_shard shard = { .path = live };
  xc_database *database = repere_index_open(live, &error);
  g_assert_no_error(error);
  RepereIndexMeta meta;
  repere_index_read_meta(database, &meta, &error);
  g_assert_no_error(error);
  xc_database_free(database);
  xc_writer *writer = xc_writer_open(&shard, 1, NULL, &fault);
  g_assert_nonnull(writer);
  g_free(meta.analysis);
  meta.analysis = g_strdup(analysis);
  meta.revision++;
  repere_index_write_meta(writer, &meta, &error);
  g_assert_no_error(error);
  g_assert_cmpint(xc_writer_commit(writer, &fault), ==, XC_OK);
  xc_writer_free(writer);
  repere_index_meta_clear(&meta);
}

static guint count_of(const char *text, const char *words)
{
  guint count = 0;
  for (; (text = strstr(text, words)); text++)
    count++;
  return count;
}

/* An index that another analysis made answers, and the log says what to do: once, not at every commit. */
static void test_other_analysis(void)
{
  static const char warning[] = "another analysis of texts; run 'repere-indexer update'.";
  fixture_configure(&fixture, "index", LISTEN);
  set_analysis("0badf00d");
  Daemon daemon = daemon_start(LISTEN);
  g_autofree char *said = await_log(&daemon, 0, warning);
  gsize from = log_length(&daemon);
  set_analysis("0badf00d");
  g_autofree char *moved = await_log(&daemon, from, " answers, with ");
  from = log_length(&daemon);
  set_analysis(repere_analysis_hash());
  g_autofree char *back = await_log(&daemon, from, " answers, with ");
  daemon_stop(&daemon);
  g_assert_cmpuint(count_of(said, warning) + count_of(moved, warning) + count_of(back, warning), ==, 1);
}

/* Runs the daemon with what must end at once; its exit code, and what it said. */
static int run(const char *const *words, char **said)
{
  g_autofree char *program = fixture_program("repere-searchd");
  g_autoptr(GPtrArray) arguments = g_ptr_array_new();
  g_ptr_array_add(arguments, program);
  for (; *words; words++)
    g_ptr_array_add(arguments, (gpointer)*words);
  g_ptr_array_add(arguments, NULL);
  GError *error = NULL;
  g_autoptr(GSubprocess) process =
    g_subprocess_newv((const char *const *)arguments->pdata,
                      G_SUBPROCESS_FLAGS_STDOUT_PIPE | G_SUBPROCESS_FLAGS_STDERR_MERGE, &error);
  g_assert_no_error(error);
  g_subprocess_communicate_utf8(process, NULL, NULL, said, NULL, &error);
  g_assert_no_error(error);
  g_assert_true(g_subprocess_get_if_exited(process));
  return g_subprocess_get_exit_status(process);
}

static void test_exit_codes(void)
{
  fixture_configure(&fixture, "index", LISTEN);
  g_autofree char *in_the_way = g_strconcat("unix:", fixture.configuration, NULL);
  g_autofree char *no_folder = g_strconcat("unix:", fixture.folder, "/none/searchd.sock", NULL);
  const char *ok = fixture.configuration;
  const struct {
    const char *words[6];
    int code;
    const char *says;
  } runs[] = {
    { { "--version", NULL }, EX_OK, "repere-searchd " },
    { { "--help", NULL }, EX_OK, "SIGHUP" },
    { { "--no-such-option", NULL }, EX_USAGE, "--no-such-option" },
    { { "word", NULL }, EX_USAGE, "word" },
    { { "-c", NULL }, EX_USAGE, "-c" },
    { { "-c", "/no/such/file", NULL }, EX_CONFIG, "/no/such/file" },
    { { "-c", ok, "--check", NULL }, EX_OK, "deadline: 2000 ms" },
    { { "-c", ok, "--listen", "nonsense", NULL }, EX_CONFIG, "nonsense" },
    { { "-c", ok, "--listen", "::1:7321", NULL }, EX_CONFIG, "::1:7321" },
    { { "-c", ok, "--listen", "localhost:99999", NULL }, EX_CONFIG, "localhost:99999" },
    { { "-c", ok, "--listen", "192.0.2.1:7321", NULL }, EX_IOERR, "192.0.2.1:7321" },
    { { "-c", ok, "--listen", "unix:", NULL }, EX_CONFIG, "unix:" },
    { { "-c", ok, "--listen", in_the_way, NULL }, EX_IOERR, "There is a file in the socket's place" },
    { { "-c", ok, "--listen", no_folder, NULL }, EX_IOERR, "folder does not exist" },
  };
  for (gsize i = 0; i < G_N_ELEMENTS(runs); i++) {
    g_autofree char *said = NULL;
    int code = run(runs[i].words, &said);
    if (code != runs[i].code || !strstr(said, runs[i].says))
      g_error("%s %s: %d, not %d: %s", runs[i].words[0], runs[i].words[3], code, runs[i].code, said);
  }
}

/* A live daemon's addresses are left alone; a dead one's socket is replaced. */
static void test_taken(void)
{
  Daemon daemon = daemon_start(LISTEN);
  g_autofree char *said = NULL;
  const char *same[] = { "-c", fixture.configuration, NULL };
  g_assert_cmpint(run(same, &said), ==, EX_IOERR);
  g_assert_nonnull(strstr(said, "Another repere-searchd answers there"));
  g_autofree char *said_port = NULL;
  const char *port[] = { "-c", fixture.configuration, "--listen", daemon.tcp, NULL };
  g_assert_cmpint(run(port, &said_port), ==, EX_IOERR);
  g_assert_nonnull(strstr(said_port, "listens there already"));
  assert_alive(&daemon);

  daemon_signal(&daemon, SIGKILL);
  g_assert_cmpint(daemon_wait(&daemon), ==, -1);
  g_assert_true(g_file_test(daemon.local + strlen("unix:"), G_FILE_TEST_EXISTS));
  daemon_clear(&daemon);
  Daemon next = daemon_start(LISTEN);
  assert_alive(&next);
  GStatBuf socket_file;
  g_assert_cmpint(g_stat(next.local + strlen("unix:"), &socket_file), ==, 0);
  g_assert_cmpuint(socket_file.st_mode & 0777, ==, 0666);
  daemon_stop(&next);
}

/* ---- systemd ---- */

/* What the daemon tells its supervisor until it says `words`. */
static void await_notice(int fd, const char *words)
{
  char bytes[512];
  for (;;) {
    gssize n = recv(fd, bytes, sizeof bytes - 1, 0);
    if (n <= 0)
      g_error("the daemon did not notify “%s”", words);
    bytes[n] = '\0';
    if (strstr(bytes, words))
      return;
  }
}

static void test_systemd(void)
{
  struct sockaddr_un where = { .sun_family = AF_UNIX };
  g_autofree char *notify = fixture_path(&fixture, "notify");
  g_strlcpy(where.sun_path, notify, sizeof where.sun_path);
  int notices = socket(AF_UNIX, SOCK_DGRAM | SOCK_CLOEXEC, 0);
  g_assert_cmpint(bind(notices, (struct sockaddr *)&where, sizeof where), ==, 0);
  struct timeval patience = { .tv_sec = CLIENT_SECONDS };
  setsockopt(notices, SOL_SOCKET, SO_RCVTIMEO, &patience, sizeof patience);

  g_autofree char *path = fixture_path(&fixture, "passed.sock");
  g_strlcpy(where.sun_path, path, sizeof where.sun_path);
  int passed = socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0);
  g_assert_cmpint(bind(passed, (struct sockaddr *)&where, sizeof where), ==, 0);
  g_assert_cmpint(listen(passed, 16), ==, 0);
  /* As systemd's socket units work: a client may come before the daemon does. */
  g_autofree char *address = g_strconcat("unix:", path, NULL);
  g_autoptr(Client) early = client_connect(address);
  client_ask(early, "GET", "/health/live", NULL);

  fixture_configure(&fixture, "index", LISTEN);
  g_autoptr(GSubprocessLauncher) launcher = g_subprocess_launcher_new(G_SUBPROCESS_FLAGS_NONE);
  g_subprocess_launcher_take_fd(launcher, passed, 3);
  g_subprocess_launcher_setenv(launcher, "LISTEN_FDS", "1", TRUE);
  g_subprocess_launcher_setenv(launcher, "NOTIFY_SOCKET", notify, TRUE);
  g_subprocess_launcher_setenv(launcher, "WATCHDOG_USEC", "400000", TRUE);
  g_autofree char *program = fixture_program("repere-searchd");
  g_autofree char *command =
    g_strdup_printf("LISTEN_PID=$$ WATCHDOG_PID=$$ exec '%s' -c '%s'", program, fixture.configuration);
  const char *arguments[] = { "/bin/sh", "-c", command, NULL };
  Daemon daemon = { .log = fixture_path(&fixture, "log-systemd") };
  daemon.process = spawn(daemon.log, arguments, launcher);
  read_addresses(&daemon);
  g_assert_cmpstr(daemon.local, ==, address);
  g_assert_null(daemon.tcp); /* the configuration's addresses are not used then */
  g_autoptr(Reply) reply = client_reply(early, FALSE);
  g_assert_cmpuint(reply->status, ==, 200);
  await_notice(notices, "READY=1");
  await_notice(notices, "WATCHDOG=1");
  daemon_signal(&daemon, SIGHUP);
  await_notice(notices, "RELOADING=1");
  await_notice(notices, "READY=1");
  daemon_signal(&daemon, SIGTERM);
  await_notice(notices, "STOPPING=1");
  g_assert_cmpint(daemon_wait(&daemon), ==, 0);
  g_assert_true(g_file_test(path, G_FILE_TEST_EXISTS)); /* systemd's, not ours to remove */
  daemon_clear(&daemon);
  close(notices);
}

int main(int argc, char **argv)
{
  g_test_init(&argc, &argv, NULL);
  signal(SIGPIPE, SIG_IGN);
  fixture = fixture_new(LISTEN);
  fixture_index(&fixture);
  g_test_add_func("/lifecycle/drain", test_drain);
  g_test_add_func("/lifecycle/reload", test_reload);
  g_test_add_func("/lifecycle/reload-under-load", test_reload_under_load);
  g_test_add_func("/lifecycle/no-index-yet", test_no_index_yet);
  g_test_add_func("/lifecycle/other-analysis", test_other_analysis);
  g_test_add_func("/lifecycle/exit-codes", test_exit_codes);
  g_test_add_func("/lifecycle/taken", test_taken);
  g_test_add_func("/lifecycle/systemd", test_systemd);
  int code = g_test_run();
  fixture_clear(&fixture);
  return code;
}
