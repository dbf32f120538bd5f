#include "client/connect.h"

#include <curl/curl.h>
#include <errno.h>
#include <string.h>
#include <sys/un.h>
#include <sysexits.h>

#include "repere/library.h"

#define CONNECT_SECONDS 5L
#define ANSWER_SECONDS 60L        /* far above the daemon's own deadline: only a hung one gets there */
#define LARGEST_BODY (256u << 20) /* an answer beyond this is none of the daemon's */

struct CliConnection {
  CURL *curl;
  char **addresses; /* in the order in which they are tried */
  const char *used; /* the one that answered, or NULL; borrowed from `addresses` */
  char *config;     /* the configuration they came from, or NULL */
  GPtrArray *facets, *of_records; /* of char *; likewise */
  guint hurry;      /* milliseconds, or 0: the usual patience */
};

G_DEFINE_QUARK(repere-client-error, cli_error)

int cli_error_exit_code(const GError *error)
{
  return error->domain == CLI_ERROR ? error->code : repere_error_exit_code(error);
}

void cli_reply_free(CliReply *reply)
{
  g_free(reply->media_type);
  g_string_free(reply->body, TRUE);
  g_free(reply);
}

/* ---- addresses ---- */

static gboolean address_is_url(const char *address)
{
  return g_str_has_prefix(address, "http://") || g_str_has_prefix(address, "https://");
}

static gboolean address_check(const char *address, GError **error)
{
  if (g_str_has_prefix(address, "unix:") && address[5] != '\0') {
    struct sockaddr_un name;
    if (strlen(address) - strlen("unix:") < sizeof name.sun_path)
      return TRUE;
    g_set_error(error, CLI_ERROR, EX_USAGE,
                "The path of a socket has at most %zu bytes, '%s' has %zu: link to it from a shorter one.",
                sizeof name.sun_path - 1, address, strlen(address) - strlen("unix:"));
    return FALSE;
  }
  if (address_is_url(address) && strlen(address) > strlen("https://"))
    return TRUE;
  const char *colon = strrchr(address, ':');
  guint64 port;
  gboolean has_host = colon && colon > address && !strpbrk(address, "/ \t\r\n@?#");
  if (has_host && g_ascii_string_to_unsigned(colon + 1, 10, 1, 65535, &port, NULL))
    return TRUE;
  g_set_error(error, CLI_ERROR, EX_USAGE,
              "'%s' is no address of a daemon: write unix:PATH, HOST:PORT or an http:// URL.", address);
  return FALSE;
}

/* A daemon that listens at every address of its host is reached at the host's own. */
static char *reachable(const char *address)
{
  if (g_str_has_prefix(address, "0.0.0.0:"))
    return g_strconcat("127.0.0.1", address + strlen("0.0.0.0"), NULL);
  if (g_str_has_prefix(address, "[::]:"))
    return g_strconcat("[::1]", address + strlen("[::]"), NULL);
  if (g_str_has_prefix(address, "*:"))
    return g_strconcat("localhost", address + strlen("*"), NULL);
  return g_strdup(address);
}

static gboolean addresses_of_config(CliConnection *connection, const char *config, GError **error)
{
  GError *cause = NULL;
  g_autoptr(RepereLibrary) library = repere_library_load(config, &cause);
  if (!library) {
    g_set_error(error, cause->domain, cause->code,
                "%s To do without it, name the daemon with --address unix:PATH.", cause->message);
    g_error_free(cause);
    return FALSE;
  }
  guint n = g_strv_length(library->searchd.listen);
  connection->addresses = g_new0(char *, n + 1);
  for (guint i = 0; i < n; i++)
    connection->addresses[i] = reachable(library->searchd.listen[i]);
  connection->config = g_strdup(library->path);
  connection->facets = g_ptr_array_new_with_free_func(g_free);
  connection->of_records = g_ptr_array_new();
  for (guint i = 0; i < library->facets->len; i++) {
    const RepereFacet *facet = g_ptr_array_index(library->facets, i);
    char *name = g_strdup(facet->name);
    g_ptr_array_add(connection->facets, name);
    if (repere_facet_is_of_records(facet))
      g_ptr_array_add(connection->of_records, name);
  }
  return TRUE;
}

static gboolean find_addresses(CliConnection *connection, const char *address, const char *config,
                               GError **error)
{
  if (!address && !config)
    address = g_getenv("REPERE_ADDRESS");
  if (!address || !*address)
    return addresses_of_config(connection, config, error);
  if (!address_check(address, error))
    return FALSE;
  connection->addresses = g_new0(char *, 2);
  connection->addresses[0] = g_strdup(address);
  return TRUE;
}

static gboolean start_curl(CliConnection *connection, GError **error)
{
  if (curl_global_init(CURL_GLOBAL_DEFAULT) == CURLE_OK)
    connection->curl = curl_easy_init();
  if (!connection->curl)
    g_set_error(error, CLI_ERROR, EX_SOFTWARE, "libcurl could not be started: is memory short?");
  return connection->curl != NULL;
}

CliConnection *cli_connection_new(const char *address, const char *config, GError **error)
{
  CliConnection *connection = g_new0(CliConnection, 1);
  if (find_addresses(connection, address, config, error) && start_curl(connection, error))
    return connection;
  cli_connection_free(connection);
  return NULL;
}

void cli_connection_free(CliConnection *connection)
{
  if (connection->curl) {
    curl_easy_cleanup(connection->curl);
    curl_global_cleanup();
  }
  g_strfreev(connection->addresses);
  g_clear_pointer(&connection->facets, g_ptr_array_unref);
  g_clear_pointer(&connection->of_records, g_ptr_array_unref);
  g_free(connection->config);
  g_free(connection);
}

char **cli_connection_facets(const CliConnection *connection, gboolean texts)
{
  const GPtrArray *names = texts ? connection->facets : connection->of_records;
  if (!names)
    return NULL;
  char **copy = g_new0(char *, names->len + 1);
  for (guint i = 0; i < names->len; i++)
    copy[i] = g_strdup(g_ptr_array_index(names, i));
  return copy;
}

/* ---- requests ---- */

void cli_connection_hurry(CliConnection *connection, guint milliseconds)
{
  connection->hurry = milliseconds;
}

/* Where the bytes of an answer go. */
typedef struct {
  CURL *curl;
  GString *body;
  gboolean too_large;
  CliSinkFunc sink; /* or NULL: all goes into the body */
  gpointer data;
  int refused;      /* errno of a sink that would not take more */
} Sink;

/* A status of 200 alone does not make it the daemon: portals say so on pages that ask for a password. */
static gboolean is_streamed(const Sink *sink)
{
  long status = 0;
  char *type = NULL;
  if (!sink->sink)
    return FALSE;
  curl_easy_getinfo(sink->curl, CURLINFO_RESPONSE_CODE, &status);
  curl_easy_getinfo(sink->curl, CURLINFO_CONTENT_TYPE, &type);
  return status == 200 && type && !g_str_has_prefix(type, "text/html");
}

static size_t sink_write(char *bytes, size_t size, size_t n, void *data)
{
  Sink *sink = data;
  if (is_streamed(sink)) {
    errno = 0;
    if (sink->sink(bytes, size * n, sink->data))
      return size * n;
    sink->refused = errno ? errno : EIO;
    return 0;
  }
  if (sink->body->len + size * n > LARGEST_BODY) {
    sink->too_large = TRUE;
    return 0;
  }
  g_string_append_len(sink->body, bytes, (gssize)(size * n));
  return size * n;
}

/* How long is waited: a stream may be as long as it likes, but not silent. */
static void set_patience(CURL *curl, guint hurry, gboolean stream)
{
  curl_easy_setopt(curl, CURLOPT_NOSIGNAL, 1L);
  if (hurry > 0) {
    curl_easy_setopt(curl, CURLOPT_CONNECTTIMEOUT_MS, (long)hurry);
    curl_easy_setopt(curl, CURLOPT_TIMEOUT_MS, (long)hurry);
    return;
  }
  curl_easy_setopt(curl, CURLOPT_CONNECTTIMEOUT, CONNECT_SECONDS);
  if (!stream) {
    curl_easy_setopt(curl, CURLOPT_TIMEOUT, ANSWER_SECONDS);
    return;
  }
  curl_easy_setopt(curl, CURLOPT_LOW_SPEED_LIMIT, 1L);
  curl_easy_setopt(curl, CURLOPT_LOW_SPEED_TIME, ANSWER_SECONDS);
}

/* Points the handle at `target` of the daemon at `address`. */
static void aim(CURL *curl, const char *address, const char *target)
{
  g_autofree char *url = NULL;
  curl_easy_reset(curl);
  if (g_str_has_prefix(address, "unix:")) {
    curl_easy_setopt(curl, CURLOPT_UNIX_SOCKET_PATH, address + strlen("unix:"));
    url = g_strconcat("http://localhost", target, NULL);
  } else if (address_is_url(address)) {
    g_autofree char *base = g_strdup(address);
    while (g_str_has_suffix(base, "/"))
      base[strlen(base) - 1] = '\0';
    url = g_strconcat(base, target, NULL);
  } else {
    url = g_strconcat("http://", address, target, NULL);
  }
  if (!address_is_url(address)) /* the proxy of the environment is for the web, not for a daemon next door */
    curl_easy_setopt(curl, CURLOPT_NOPROXY, "*");
  else /* behind a web server it may be far away: all encodings that this libcurl knows */
    curl_easy_setopt(curl, CURLOPT_ACCEPT_ENCODING, "");
  curl_easy_setopt(curl, CURLOPT_URL, url);
  curl_easy_setopt(curl, CURLOPT_PATH_AS_IS, 1L); /* a work may be called ".." */
  curl_easy_setopt(curl, CURLOPT_PROTOCOLS_STR, "http,https");
  curl_easy_setopt(curl, CURLOPT_USERAGENT, "repere/" REPERE_VERSION);
}

static void set_transfer_error(CURLcode code, const Sink *sink, guint hurry, const char *address,
                               GError **error)
{
  long number = 0;
  curl_easy_getinfo(sink->curl, CURLINFO_OS_ERRNO, &number);
  if (sink->refused)
    g_set_error(error, CLI_ERROR, EX_IOERR, "The answer could not be written: %s.",
                g_strerror(sink->refused));
  else if (sink->too_large)
    g_set_error(error, CLI_ERROR, EX_PROTOCOL,
                "%s answers with more than %u MB: that is no daemon of Repère.", address, LARGEST_BODY >> 20);
  else if (code == CURLE_OPERATION_TIMEDOUT)
    g_set_error(error, CLI_ERROR, EX_UNAVAILABLE,
                "%s did not answer within %g seconds: the daemon hangs, or the network does.", address,
                hurry ? hurry / 1000.0 : (double)ANSWER_SECONDS);
  else
    g_set_error(error, CLI_ERROR, EX_UNAVAILABLE, "%s broke off: %s.", address,
                number ? g_strerror((int)number) : curl_easy_strerror(code));
}

static CliReply *reply_of(Sink *sink)
{
  CliReply *reply = g_new0(CliReply, 1);
  char *type = NULL;
  curl_easy_getinfo(sink->curl, CURLINFO_RESPONSE_CODE, &reply->status);
  curl_easy_getinfo(sink->curl, CURLINFO_CONTENT_TYPE, &type);
  reply->media_type = g_strdup(type);
  reply->streamed = is_streamed(sink);
  reply->body = sink->body;
  return reply;
}

static struct curl_slist *headers_of(const char *accept_language)
{
  struct curl_slist *headers =
      curl_slist_append(NULL, "Accept: application/json, application/problem+json, */*;q=0.5");
  if (!accept_language)
    return headers;
  g_autofree char *line = g_strconcat("Accept-Language: ", accept_language, NULL);
  return curl_slist_append(headers, line);
}

typedef struct {
  const char *target, *accept_language;
  CliSinkFunc sink;
  gpointer data;
} Request;

/* NULL without an error: nobody listens there; why is appended to `tried`. */
static CliReply *get_from(const CliConnection *connection, const char *address, const Request *request,
                          GString *tried, GError **error)
{
  CURL *curl = connection->curl;
  Sink sink = {.curl = curl, .body = g_string_new(NULL), .sink = request->sink, .data = request->data};
  struct curl_slist *headers = headers_of(request->accept_language);
  aim(curl, address, request->target);
  set_patience(curl, connection->hurry, request->sink != NULL);
  curl_easy_setopt(curl, CURLOPT_HTTPHEADER, headers);
  curl_easy_setopt(curl, CURLOPT_WRITEFUNCTION, sink_write);
  curl_easy_setopt(curl, CURLOPT_WRITEDATA, &sink);
  CURLcode code = curl_easy_perform(curl);
  curl_slist_free_all(headers);
  if (code == CURLE_OK)
    return reply_of(&sink);
  g_string_free(sink.body, TRUE);
  curl_off_t connected = 0;
  curl_easy_getinfo(curl, CURLINFO_CONNECT_TIME_T, &connected);
  gboolean unreached = code == CURLE_COULDNT_CONNECT || code == CURLE_COULDNT_RESOLVE_HOST ||
                       (code == CURLE_OPERATION_TIMEDOUT && connected == 0);
  if (!unreached) {
    set_transfer_error(code, &sink, connection->hurry, address, error);
    return NULL;
  }
  long number = 0;
  curl_easy_getinfo(curl, CURLINFO_OS_ERRNO, &number);
  g_string_append_printf(tried, "%s%s (%s)", tried->len ? ", " : "", address,
                         number ? g_strerror((int)number) : curl_easy_strerror(code));
  return NULL;
}

static CliReply *ask(CliConnection *connection, const Request *request, GError **error)
{
  g_autoptr(GString) tried = g_string_new(NULL);
  for (char **address = connection->addresses; *address; address++) {
    if (connection->used && connection->used != *address)
      continue; /* one conversation is with one daemon */
    GError *cause = NULL;
    CliReply *reply = get_from(connection, *address, request, tried, &cause);
    if (reply)
      connection->used = *address;
    if (cause)
      g_propagate_error(error, cause);
    if (reply || cause)
      return reply;
  }
  if (connection->config)
    g_set_error(error, CLI_ERROR, EX_UNAVAILABLE,
                "No daemon answers at %s. Start it with 'repere-searchd -c %s', or name another one with "
                "--address.",
                tried->len ? tried->str : "any address of the configuration", connection->config);
  else
    g_set_error(error, CLI_ERROR, EX_UNAVAILABLE,
                "No daemon answers at %s. Start it with 'repere-searchd -c FILE', or name another one with "
                "--address.",
                tried->str);
  return NULL;
}

CliReply *cli_connection_get(CliConnection *connection, const char *target, const char *accept_language,
                             GError **error)
{
  Request request = {.target = target, .accept_language = accept_language};
  return ask(connection, &request, error);
}

CliReply *cli_connection_stream(CliConnection *connection, const char *target, const char *accept_language,
                                CliSinkFunc sink, gpointer data, GError **error)
{
  Request request = {.target = target, .accept_language = accept_language, .sink = sink, .data = data};
  return ask(connection, &request, error);
}
