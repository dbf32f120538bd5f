#include "client/client.h"

#include <errno.h>
#include <signal.h>
#include <string.h>
#include <sysexits.h>

#include "client/json_print.h"

void cli_client_init(CliClient *client)
{
  client->address = NULL;
  client->config = NULL;
  client->lang = NULL;
  client->patience = 0;
  client->connection = NULL;
  client->warned = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);
  cli_term_init(&client->out, stdout);
  cli_term_init(&client->err, stderr);
}

void cli_client_clear(CliClient *client)
{
  if (client->connection)
    cli_connection_free(client->connection);
  g_hash_table_unref(client->warned);
  g_free(client->address);
  g_free(client->config);
  g_free(client->lang);
}

int cli_client_fail(CliClient *client, GError *error)
{
  int status = cli_error_exit_code(error);
  cli_term_say(&client->err, "%s", error->message);
  g_error_free(error);
  return status;
}

int cli_client_unwritten(CliClient *client, int number)
{
  if (number == EPIPE) {
    signal(SIGPIPE, SIG_DFL);
    raise(SIGPIPE);
  }
  cli_term_say(&client->err, "The answer could not be written: %s.", g_strerror(number ? number : EIO));
  return EX_IOERR;
}

int cli_client_misuse(CliClient *client, const CliCommand *command, const char *wrong)
{
  cli_term_say(&client->err, "%s: %s; 'repere %s --help' tells more.", command->name, wrong, command->name);
  return EX_USAGE;
}

/* ---- targets ---- */

void cli_target_add(GString *target, const char *name, const char *value)
{
  if (!value)
    return;
  g_autofree char *text = cli_argument(value);
  g_string_append_c(target, strchr(target->str, '?') ? '&' : '?');
  g_string_append_uri_escaped(target, name, NULL, FALSE);
  g_string_append_c(target, '=');
  g_string_append_uri_escaped(target, text, NULL, FALSE);
}

void cli_target_add_all(GString *target, const char *name, char **values)
{
  for (; values && *values; values++)
    cli_target_add(target, name, *values);
}

void cli_target_add_number(GString *target, const char *name, guint64 value)
{
  g_autofree char *digits = g_strdup_printf("%" G_GUINT64_FORMAT, value);
  cli_target_add(target, name, digits);
}

void cli_target_add_segment(GString *target, const char *segment)
{
  g_string_append_c(target, '/');
  if (g_str_equal(segment, ".") ||
      g_str_equal(segment, "..")) /* these mean folders unless they are encoded */
    g_string_append(target, segment[1] ? "%2E%2E" : "%2E");
  else
    g_string_append_uri_escaped(target, segment, NULL, FALSE);
}

/* ---- asking ---- */

/* The language of the user's locale as a header has it, or NULL in the C locale: then the daemon chooses. */
static const char *locale_language(void)
{
  for (const char *const *name = g_get_language_names(); *name; name++) {
    if (g_str_equal(*name, "C") || g_str_equal(*name, "POSIX"))
      return NULL;
    if (strlen(*name) >= 2 && strspn(*name, "abcdefghijklmnopqrstuvwxyz") == strlen(*name))
      return *name;
  }
  return NULL;
}

JsonNode *cli_client_parse(const GString *body, GError **error)
{
  g_autoptr(JsonParser) parser = json_parser_new_immutable();
  GError *cause = NULL;
  if (!json_parser_load_from_data(parser, body->str, (gssize)body->len, &cause)) {
    g_set_error(error, CLI_ERROR, EX_PROTOCOL, "The daemon's answer is not JSON: %s.", cause->message);
    g_error_free(cause);
    return NULL;
  }
  JsonNode *root = json_parser_get_root(parser);
  if (!root || !JSON_NODE_HOLDS_OBJECT(root)) {
    g_set_error(error, CLI_ERROR, EX_PROTOCOL,
                "The daemon's answer is JSON, but no object: is this a daemon of Repère?");
    return NULL;
  }
  return json_node_ref(root);
}

static int exit_code_of_status(long status)
{
  switch (status) {
  case 401:
  case 403:
    return EX_NOPERM;
  case 429:
  case 503:
  case 504:
    return EX_UNAVAILABLE;
  default:
    return status >= 400 && status < 500 ? EX_DATAERR : EX_SOFTWARE;
  }
}

/* A refusal in the daemon's own words (RFC 9457); other servers are told from it by not having any. */
static void set_refusal(const CliReply *reply, GError **error)
{
  g_autoptr(JsonNode) node = NULL;
  if (reply->media_type && g_str_has_prefix(reply->media_type, "application/problem+json"))
    node = cli_client_parse(reply->body, NULL);
  JsonObject *problem = cli_json_root(node);
  const char *detail = cli_json_string(problem, "detail");
  if (!detail)
    detail = cli_json_string(problem, "title");
  if (detail)
    g_set_error(error, CLI_ERROR, exit_code_of_status(reply->status), "%s", detail);
  else
    g_set_error(error, CLI_ERROR, EX_PROTOCOL,
                "Something answers at that address (status %ld, %s), but not as "
                "repere-searchd does: is the address right?",
                reply->status, reply->media_type ? reply->media_type : "no media type");
}

static gboolean connect_client(CliClient *client, GError **error)
{
  if (!client->connection)
    client->connection = cli_connection_new(client->address, client->config, error);
  if (client->connection)
    cli_connection_hurry(client->connection, client->patience);
  return client->connection != NULL;
}

GString *cli_client_ask(CliClient *client, const char *target, GError **error)
{
  if (!connect_client(client, error))
    return NULL;
  const char *language = client->lang ? NULL : locale_language();
  g_autoptr(CliReply) reply = cli_connection_get(client->connection, target, language, error);
  if (!reply)
    return NULL;
  if (reply->status != 200) {
    set_refusal(reply, error);
    return NULL;
  }
  GString *body = reply->body;
  reply->body = g_string_new(NULL);
  return body;
}

gboolean cli_client_stream(CliClient *client, const char *target, CliSinkFunc sink, gpointer data,
                           GError **error)
{
  if (!connect_client(client, error))
    return FALSE;
  const char *language = client->lang ? NULL : locale_language();
  g_autoptr(CliReply) reply = cli_connection_stream(client->connection, target, language, sink, data, error);
  if (!reply)
    return FALSE;
  gboolean good = reply->status == 200 && (reply->streamed || reply->body->len == 0);
  if (!good)
    set_refusal(reply, error);
  return good;
}

void cli_client_say_warnings(CliClient *client, JsonObject *answer)
{
  JsonArray *warnings = cli_json_array(cli_json_object(answer, "query"), "warnings");
  for (guint i = 0; i < cli_json_length(warnings); i++) {
    const char *warning = cli_json_string_at(warnings, i);
    if (warning && g_hash_table_add(client->warned, g_strdup(warning)))
      cli_term_say(&client->err, "warning: %s", warning);
  }
}

JsonNode *cli_client_answer(CliClient *client, const char *target, CliFormat format, int *status)
{
  GError *error = NULL;
  JsonNode *node = NULL;
  GString *body = cli_client_ask(client, target, &error);
  if (body && format == CLI_FORMAT_JSON) {
    cli_json_print(&client->out, body->str, body->len);
    *status = EX_OK;
  } else if (body) {
    node = cli_client_parse(body, &error);
  }
  if (error)
    *status = cli_client_fail(client, error);
  if (node)
    cli_client_say_warnings(client, cli_json_root(node));
  if (body)
    g_string_free(body, TRUE);
  return node;
}

/* What the daemon says its facets are, or NULL. */
static char **facets_of_daemon(CliClient *client, gboolean texts)
{
  g_autoptr(JsonNode) node = NULL;
  GString *body = cli_client_ask(client, "/v1/facets", NULL);
  if (body) {
    node = cli_client_parse(body, NULL);
    g_string_free(body, TRUE);
  }
  JsonArray *facets = cli_json_array(cli_json_root(node), "facets");
  if (!facets)
    return NULL;
  GPtrArray *names = g_ptr_array_new();
  for (guint i = 0; i < cli_json_length(facets); i++) {
    JsonObject *facet = cli_json_object_at(facets, i);
    const char *name = cli_json_string(facet, "name");
    const char *source = cli_json_string(facet, "source"); /* older daemons do not say it */
    if (name && (texts || !source || g_str_equal(source, "record")))
      g_ptr_array_add(names, g_strdup(name));
  }
  g_ptr_array_add(names, NULL);
  return (char **)g_ptr_array_free(names, FALSE);
}

char **cli_client_facets(CliClient *client, gboolean texts)
{
  char **facets = facets_of_daemon(client, texts);
  if (facets || !client->connection)
    return facets;
  return cli_connection_facets(client->connection, texts);
}

void cli_client_print_text(const CliClient *client, const GString *text)
{
  g_autofree char *shown = client->out.tty ? cli_term_clean(&client->out, text->str, CLI_LINES) : NULL;
  fputs(shown ? shown : text->str, client->out.stream);
}
