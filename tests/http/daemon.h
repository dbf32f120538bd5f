/* daemon.h - the daemon as a process: started, asked, signalled; and what its tests say of answers. */
#ifndef TESTS_HTTP_DAEMON_H
#define TESTS_HTTP_DAEMON_H

#include <json-glib/json-glib.h>
#include <signal.h>

#include "client.h"
#include "fixture.h"

static Fixture fixture;

#define LISTEN "listen=unix:searchd.sock;127.0.0.1:0\n"

/* ---- a daemon ---- */

typedef struct {
  GSubprocess *process;
  char *log;
  char *local, *tcp; /* addresses, as the daemon says them */
} Daemon;

/* The log's text from byte `from` on, once it holds `words`. */
static inline char *await_log(const Daemon *daemon, gsize from, const char *words)
{
  g_autofree char *text = NULL;
  for (guint i = 0; i < CLIENT_SECONDS * 100; i++) {
    gsize length = 0;
    g_clear_pointer(&text, g_free);
    if (g_file_get_contents(daemon->log, &text, &length, NULL) && length >= from &&
        strstr(text + from, words))
      return g_strdup(text + from);
    g_usleep(10 * 1000);
  }
  g_error("the daemon did not say “%s” but: %s", words, text);
}

static inline gsize log_length(const Daemon *daemon)
{
  GStatBuf found;
  return g_stat(daemon->log, &found) == 0 ? (gsize)found.st_size : 0;
}

static inline GSubprocess *spawn(const char *log, const char *const *arguments, GSubprocessLauncher *given)
{
  g_autoptr(GSubprocessLauncher) launcher =
    given ? g_object_ref(given) : g_subprocess_launcher_new(G_SUBPROCESS_FLAGS_NONE);
  g_subprocess_launcher_set_stderr_file_path(launcher, log);
  g_subprocess_launcher_set_flags(launcher, G_SUBPROCESS_FLAGS_STDOUT_SILENCE);
  GError *error = NULL;
  GSubprocess *process = g_subprocess_launcher_spawnv(launcher, arguments, &error);
  g_assert_no_error(error);
  return process;
}

static inline void read_addresses(Daemon *daemon)
{
  g_autofree char *text = await_log(daemon, 0, "listening on ");
  const char *start = strstr(text, "listening on ") + strlen("listening on ");
  g_autofree char *list = g_strndup(start, strcspn(start, "\n"));
  *strstr(list, " with ") = '\0';
  g_auto(GStrv) addresses = g_strsplit(list, ", ", -1);
  for (char **address = addresses; *address; address++) {
    char **place = g_str_has_prefix(*address, "unix:") ? &daemon->local : &daemon->tcp;
    g_free(*place);
    *place = g_strdup(*address);
  }
}

static inline Daemon daemon_start_with(const char *searchd, GSubprocessLauncher *launcher)
{
  static guint number;
  Daemon daemon = { 0 };
  g_autofree char *name = g_strdup_printf("log-%u", number++);
  daemon.log = fixture_path(&fixture, name);
  if (searchd)
    fixture_configure(&fixture, "index", searchd);
  g_autofree char *program = fixture_program("repere-searchd");
  const char *arguments[] = { program, "-c", fixture.configuration, NULL };
  daemon.process = spawn(daemon.log, arguments, launcher);
  read_addresses(&daemon);
  return daemon;
}

static inline Daemon daemon_start(const char *searchd)
{
  return daemon_start_with(searchd, NULL);
}

static inline void daemon_signal(const Daemon *daemon, int number)
{
  g_subprocess_send_signal(daemon->process, number);
}

/* Waits for the daemon's end; its exit code. */
static inline int daemon_wait(Daemon *daemon)
{
  GError *error = NULL;
  g_subprocess_wait(daemon->process, NULL, &error);
  g_assert_no_error(error);
  return g_subprocess_get_if_exited(daemon->process) ? g_subprocess_get_exit_status(daemon->process) : -1;
}

static inline void daemon_clear(Daemon *daemon)
{
  g_object_unref(daemon->process);
  g_free(daemon->log);
  g_free(daemon->local);
  g_free(daemon->tcp);
}

static inline void daemon_stop(Daemon *daemon)
{
  daemon_signal(daemon, SIGTERM);
  int code = daemon_wait(daemon);
  if (code != 0) {
    g_autofree char *text = NULL;
    g_file_get_contents(daemon->log, &text, NULL, NULL);
    g_error("the daemon ended with %d: %s", code, text);
  }
  daemon_clear(daemon);
}

static inline void assert_alive(const Daemon *daemon)
{
  g_autoptr(Reply) reply = client_fetch(daemon->local, "GET", "/health/live", NULL);
  g_assert_cmpuint(reply->status, ==, 200);
  g_assert_cmpstr(reply->body, ==, "alive\n");
}

static inline void assert_header(const Reply *reply, const char *name, const char *value)
{
  g_autofree char *found = reply_header(reply, name);
  g_assert_cmpstr(found, ==, value);
}

/* ---- answers ---- */

static inline JsonParser *parse(const Reply *reply)
{
  JsonParser *parser = json_parser_new();
  GError *error = NULL;
  json_parser_load_from_data(parser, reply->body, (gssize)reply->length, &error);
  g_assert_no_error(error);
  return parser;
}

/* The keys of an object in their order, separated by spaces. */
static inline void assert_keys(JsonObject *object, const char *expected)
{
  g_assert_nonnull(object);
  g_autoptr(GString) keys = g_string_new(NULL);
  g_autoptr(GList) members = json_object_get_members(object);
  for (GList *l = members; l; l = l->next)
    g_string_append_printf(keys, "%s%s", keys->len ? " " : "", (char *)l->data);
  g_assert_cmpstr(keys->str, ==, expected);
}

static inline void assert_problem(const Reply *reply, guint status, const char *parameter, const char *words)
{
  g_assert_cmpuint(reply->status, ==, status);
  assert_header(reply, "Content-Type", "application/problem+json");
  g_autoptr(JsonParser) parser = parse(reply);
  JsonObject *problem = json_node_get_object(json_parser_get_root(parser));
  assert_keys(problem, parameter ? "type title status detail parameter" : "type title status detail");
  g_assert_cmpint(json_object_get_int_member(problem, "status"), ==, status);
  if (parameter)
    g_assert_cmpstr(json_object_get_string_member(problem, "parameter"), ==, parameter);
  const char *detail = json_object_get_string_member(problem, "detail");
  if (!strstr(detail, words))
    g_error("“%s” does not say “%s”", detail, words);
}

/* ---- many clients ---- */

typedef struct {
  const Daemon *daemon;
  guint number, answered;
} Crowd;

static inline gpointer ask_many(gpointer data)
{
  static const char *const targets[] = {
    "/v1/search?q=reintegration&lang=en&facet=theme,country&limit=100&passages=5",
    "/v1/search?q=retour&lang=fr&facet=year",
    "/v1/search?q=a*&lang=en",
    "/health/live",
    "/v1/works/nothing",
    "/v1/search?q=%ff",
    "/metrics",
  };
  static const guint statuses[] = { 200, 200, 200, 200, 404, 400, 200 };
  Crowd *crowd = data;
  g_autoptr(Client) client = client_connect(crowd->number % 2 ? crowd->daemon->tcp : crowd->daemon->local);
  for (guint i = 0; i < 30; i++) {
    guint which = (crowd->number + i) % G_N_ELEMENTS(targets);
    g_autoptr(Reply) reply = client_get(client, targets[which]);
    crowd->answered += reply->status == statuses[which];
  }
  return NULL;
}

#endif
