/* repere-searchd - answers questions about a library over HTTP. See repere-searchd(8). */
#include <glib-unix.h>
#include <locale.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <sys/resource.h>
#include <sysexits.h>
#include <systemd/sd-daemon.h>
#include <unistd.h>

#include "searchd/check.h"
#include "searchd/http.h"
#include "searchd/listen.h"
#include "searchd/message.h"
#include "searchd/pool.h"
#include "searchd/routes.h"
#include "searchd/service.h"

/* Descriptors kept for the index and the rest, when connections are counted. */
enum { OTHER_DESCRIPTORS = 256 };

typedef struct {
  char *configuration; /* -c, or NULL */
  char **listen;       /* --listen, or NULL */
  gboolean check, version;
} Options;

typedef struct {
  Options options;
  Service *service;
  Routes *routes;
  Pool *pool;
  HttpServer *server;
  GPtrArray *listeners;
  gboolean as_configured; /* they are those of the configuration */
  gboolean unanswered;    /* at the end, an export was broken off */
  GMainLoop *loop;
} Daemon;

/* ---- the command line ---- */

static const char summary[] =
  "Answers questions about a library over HTTP/1.1, with JSON, on the Unix sockets and\n"
  "TCP addresses that [searchd] listen of the configuration names.";

static const char description[] =
  "Signals:\n"
  "  SIGTERM, SIGINT   takes no new connections, finishes what was asked, ends\n"
  "  SIGHUP            reads the configuration again\n"
  "\n"
  "Try it:\n"
  "  curl 'http://127.0.0.1:7321/v1/search?q=reintegration&facet=theme'\n"
  "\n"
  "Exit status: 0 all well, 64 wrong usage, 70 and up could not do it, 78 wrong configuration.\n"
  "See repere-searchd(8), repere.conf(5).";

static gboolean read_options(int *argc, char ***argv, Options *options)
{
  const GOptionEntry entries[] = {
    { "config", 'c', 0, G_OPTION_ARG_FILENAME, &options->configuration,
      "The configuration (default: repere.conf, then /etc/repere/repere.conf)", "FILE" },
    { "listen", 'l', 0, G_OPTION_ARG_STRING_ARRAY, &options->listen,
      "Listen there (unix:PATH, HOST:PORT) instead of where the configuration says; may be repeated",
      "ADDRESS" },
    { "check", 0, 0, G_OPTION_ARG_NONE, &options->check,
      "Read the configuration, say what would be done, do nothing", NULL },
    { "version", 'V', 0, G_OPTION_ARG_NONE, &options->version, "Say which version this is", NULL },
    { NULL },
  };
  g_autoptr(GOptionContext) context = g_option_context_new(NULL);
  g_option_context_set_summary(context, summary);
  g_option_context_set_description(context, description);
  g_option_context_add_main_entries(context, entries, NULL);
  g_autoptr(GError) error = NULL;
  if (!g_option_context_parse(context, argc, argv, &error)) {
    message(NULL, "%s; see repere-searchd --help.", error->message);
    return FALSE;
  }
  if (*argc > 1) {
    message((*argv)[1], "it takes no words besides its options; see repere-searchd --help.");
    return FALSE;
  }
  return TRUE;
}

/* ---- signals, in the main loop ---- */

static gboolean on_stop(gpointer data)
{
  Daemon *daemon = data;
  g_main_loop_quit(daemon->loop);
  return G_SOURCE_CONTINUE;
}

static gboolean on_reload(gpointer data)
{
  Daemon *daemon = data;
  sd_notifyf(0, "RELOADING=1\nMONOTONIC_USEC=%" G_GINT64_FORMAT, g_get_monotonic_time());
  service_reload(daemon->service);
  return G_SOURCE_CONTINUE;
}

static gboolean on_second(gpointer data)
{
  Daemon *daemon = data;
  http_server_sweep(daemon->server);
  return G_SOURCE_CONTINUE;
}

/* Places in the queue of clients that left are wanted by others. */
static gboolean on_quarter(gpointer data)
{
  Daemon *daemon = data;
  pool_sweep(daemon->pool);
  return G_SOURCE_CONTINUE;
}

static gboolean on_watchdog(gpointer data)
{
  (void)data;
  sd_notify(0, "WATCHDOG=1");
  return G_SOURCE_CONTINUE;
}

/* In the service's thread. Sockets and threads are made once, in the beginning. */
static void on_reloaded(const RepereLibrary *before, const RepereLibrary *after, gpointer data)
{
  const Daemon *daemon = data;
  if (after) {
    pool_set_queue(daemon->pool, after->searchd.queue);
    routes_configure(daemon->routes, after);
    http_server_set_cors(daemon->server, (const char *const *)after->searchd.cors);
    if (daemon->as_configured && !g_strv_equal((const char *const *)before->searchd.listen,
                                               (const char *const *)after->searchd.listen))
      message(after->path, "[searchd] listen has changed; restart the daemon to listen there.");
    if (after->searchd.threads != pool_state(daemon->pool).threads)
      message(after->path, "[searchd] threads has changed; restart the daemon to search with %u.",
              after->searchd.threads);
    if (after->searchd.streams != before->searchd.streams)
      message(after->path, "[searchd] streams has changed; restart the daemon to stream %u answers at once.",
              after->searchd.streams);
  }
  sd_notify(0, "READY=1");
}

/* ---- start and end ---- */

/* A connection is a descriptor: takes as many as the system allows, and counts by them. Each socket has
 * its own share, so that connections to one of them leave the others theirs, and the index has what it
 * needs before all. */
static HttpLimits limits_for(guint sockets)
{
  HttpLimits limits = http_limits;
  struct rlimit files;
  if (getrlimit(RLIMIT_NOFILE, &files) != 0)
    return limits;
  rlim_t wanted = (rlim_t)limits.connections * sockets + OTHER_DESCRIPTORS;
  if (files.rlim_cur < wanted) {
    files.rlim_cur = MIN(wanted, files.rlim_max);
    setrlimit(RLIMIT_NOFILE, &files);
    getrlimit(RLIMIT_NOFILE, &files);
  }
  if (files.rlim_cur < wanted)
    limits.connections =
      (guint)MAX((files.rlim_cur - MIN(OTHER_DESCRIPTORS, files.rlim_cur / 2)) / sockets, 1);
  return limits;
}

/* Sockets of systemd come first, then --listen, then the configuration. */
static gboolean open_listeners(Daemon *daemon, const RepereLibrary *library, GError **error)
{
  daemon->listeners = listen_passed(error);
  if (!daemon->listeners || daemon->listeners->len)
    return daemon->listeners != NULL;
  g_ptr_array_unref(daemon->listeners);
  char **addresses = daemon->options.listen ? daemon->options.listen : library->searchd.listen;
  daemon->as_configured = addresses == library->searchd.listen;
  daemon->listeners = listen_open(addresses, error);
  return daemon->listeners != NULL;
}

static gboolean start(Daemon *daemon, GError **error)
{
  g_autoptr(RepereEngine) engine = service_engine(daemon->service);
  const RepereLibrary *library = repere_engine_library(engine);
  HttpLimits limits = limits_for(daemon->listeners->len);
  daemon->routes = routes_new(daemon->service);
  daemon->pool = pool_new(library->searchd.threads, library->searchd.queue, routes_work, daemon->routes);
  pool_watch(daemon->pool, routes_gone);
  limits.streams = library->searchd.streams;
  daemon->server = http_server_new(&limits, daemon->pool, routes_handle, daemon->routes);
  http_server_set_cors(daemon->server, (const char *const *)library->searchd.cors);
  http_server_take_bodies(daemon->server, routes_body_limit);
  routes_connect(daemon->routes, daemon->server, daemon->pool);
  g_autoptr(GString) names = g_string_new(NULL);
  for (guint i = 0; i < daemon->listeners->len; i++) {
    const Listener *listener = daemon->listeners->pdata[i];
    if (!http_server_add(daemon->server, listener->fd, error))
      return FALSE;
    g_string_append_printf(names, "%s%s", i ? ", " : "", listener->name);
  }
  service_follow(daemon->service, on_reloaded, daemon);
  message(NULL, "listening on %s with %u search thread%s.", names->str, library->searchd.threads,
          library->searchd.threads == 1 ? "" : "s");
  return TRUE;
}

/* Before anything is opened: a signal that comes meanwhile waits for the loop instead of ending the
 * process. */
static void catch_signals(Daemon *daemon)
{
  daemon->loop = g_main_loop_new(NULL, FALSE);
  g_unix_signal_add(SIGTERM, on_stop, daemon);
  g_unix_signal_add(SIGINT, on_stop, daemon);
  g_unix_signal_add(SIGHUP, on_reload, daemon);
}

static void run(Daemon *daemon)
{
  g_timeout_add_seconds(1, on_second, daemon);
  g_timeout_add(250, on_quarter, daemon);
  guint64 patience = 0;
  if (sd_watchdog_enabled(0, &patience) > 0)
    g_timeout_add((guint)(patience / 2 / 1000), on_watchdog, NULL);
  sd_notify(0, "READY=1\nSTATUS=Answering.");
  g_main_loop_run(daemon->loop);
}

/* Waits until every answer has left. A socket's thread may be about to read a request that has come already:
 * nothing to do is believed only when seen for a while. */
static void wait_for_answers(const Daemon *daemon, gint64 until)
{
  enum { LOOK_MS = 10, QUIET_LOOKS = 10 };
  for (guint quiet = 0; quiet < QUIET_LOOKS && g_get_monotonic_time() < until;) {
    g_usleep(LOOK_MS * G_TIME_SPAN_MILLISECOND);
    quiet = http_server_counts(daemon->server).exchanges ? 0 : quiet + 1;
  }
}

/* FALSE where something in work did not end in its time. */
static gboolean stop(Daemon *daemon)
{
  sd_notify(0, "STOPPING=1\nSTATUS=Finishing what was asked.");
  g_autoptr(RepereEngine) engine = service_engine(daemon->service);
  guint deadline_ms = repere_engine_library(engine)->searchd.deadline_ms;
  gint64 until = g_get_monotonic_time() + ((gint64)deadline_ms + 1000) * G_TIME_SPAN_MILLISECOND;
  http_server_quiesce(daemon->server);
  g_clear_pointer(&daemon->listeners, g_ptr_array_unref);
  wait_for_answers(daemon, until);
  guint streams = http_server_counts(daemon->server).streams;
  if (streams) {
    message(NULL, "%u export%s did not end in time and %s broken off; their clients see it.", streams,
            streams == 1 ? "" : "s", streams == 1 ? "is" : "are");
    daemon->unanswered = TRUE;
  }
  http_server_break(daemon->server);
  return pool_drain(daemon->pool, until + G_USEC_PER_SEC);
}

static void end(Daemon *daemon)
{
  if (daemon->service)
    service_stop(daemon->service);
  if (daemon->server)
    http_server_break(daemon->server);
  if (daemon->pool)
    pool_close(daemon->pool); /* resumes every connection, as the server's end needs it */
  g_clear_pointer(&daemon->server, http_server_free);
  g_clear_pointer(&daemon->pool, pool_free);
  g_clear_pointer(&daemon->listeners, g_ptr_array_unref);
  g_clear_pointer(&daemon->service, service_free);
  g_clear_pointer(&daemon->routes, routes_free);
  g_clear_pointer(&daemon->loop, g_main_loop_unref);
}

static int fail(Daemon *daemon, const GError *error)
{
  message(NULL, "%s", error->message);
  end(daemon);
  return repere_error_exit_code(error);
}

static int serve(const Options *options)
{
  g_autoptr(GError) error = NULL;
  Daemon daemon = { .options = *options };
  catch_signals(&daemon);
  RepereLibrary *library = repere_library_load(options->configuration, &error);
  if (!library)
    return fail(&daemon, error);
  if (!open_listeners(&daemon, library, &error)) {
    repere_library_free(library);
    return fail(&daemon, error);
  }
  guint threads = library->searchd.threads;
  daemon.service = service_new(library, threads, &error);
  if (!daemon.service || !start(&daemon, &error))
    return fail(&daemon, error);
  run(&daemon);
  if (!stop(&daemon)) {
    /* What still runs cannot be ended from outside; its thread would be waited for without end. */
    message(NULL, "a request in work did not end in its time; leaving it.");
    _exit(EX_SOFTWARE);
  }
  end(&daemon);
  message(NULL, "stopped.");
  return daemon.unanswered ? EX_SOFTWARE : EX_OK;
}

int main(int argc, char **argv)
{
  setlocale(LC_ALL, "");
  signal(SIGPIPE, SIG_IGN); /* a client that left is seen by write()'s error */
  Options options = { 0 };
  int code = EX_USAGE;
  if (read_options(&argc, &argv, &options)) {
    if (options.version) {
      printf("repere-searchd %s\n", REPERE_VERSION);
      code = EX_OK;
    } else {
      code = options.check ? check_configuration(options.configuration, options.listen) : serve(&options);
    }
  }
  g_free(options.configuration);
  g_strfreev(options.listen);
  return code;
}
