#include "client/client.h"

#include <string.h>
#include <sysexits.h>

void cli_client_init(CliClient *client)
{
  client->address = NULL;
  client->config = NULL;
  client->lang = NULL;
  client->connection = NULL;
  cli_term_init(&client->out, stdout);
  cli_term_init(&client->err, stderr);
}

void cli_client_clear(CliClient *client)
{
  if (client->connection)
    cli_connection_free(client->connection);
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

/* ---- options ---- */

char *cli_argument(const char *argument)
{
  if (g_utf8_validate(argument, -1, NULL))
    return g_strdup(argument);
  char *converted = g_locale_to_utf8(argument, -1, NULL, NULL, NULL);
  if (converted)
    return converted;
  return g_utf8_make_valid(argument, -1);
}

/* GOption sets a string anew without freeing what an earlier parse (before the command's name) left there. */
static void take(char **to, char *value)
{
  if (!value)
    return;
  g_free(*to);
  *to = value;
}

static void print_help(const CliClient *client, GOptionContext *context, const CliCommand *command)
{
  g_option_context_set_summary(context, command->summary);
  g_option_context_set_description(context, command->help);
  g_autofree char *help = g_option_context_get_help(context, TRUE, NULL);
  g_autofree char *clean = cli_term_clean(&client->out, help, CLI_LINES);
  fputs(clean, client->out.stream);
}

static char **as_utf8(char **words)
{
  GPtrArray *result = g_ptr_array_new();
  for (char **word = words; word && *word; word++)
    g_ptr_array_add(result, cli_argument(*word));
  g_ptr_array_add(result, NULL);
  g_strfreev(words);
  return (char **)g_ptr_array_free(result, FALSE);
}

char **cli_client_options(CliClient *client, const CliCommand *command, const GOptionEntry *entries, int argc,
                          char **argv, int *status)
{
  char *address = NULL, *config = NULL, *lang = NULL, **words = NULL;
  gboolean help = FALSE;
  const GOptionEntry common[] = {
      {"lang", 0, 0, G_OPTION_ARG_FILENAME, &lang, "language of words and labels: en, fr, es", "L"},
      {"address", 0, 0, G_OPTION_ARG_FILENAME, &address, "the daemon: unix:PATH, HOST:PORT or a URL",
       "ADDRESS"},
      {"config", 'c', 0, G_OPTION_ARG_FILENAME, &config, "configuration that names the address", "FILE"},
      {"help", 'h', 0, G_OPTION_ARG_NONE, &help, "print this and end", NULL},
      {G_OPTION_REMAINING, 0, 0, G_OPTION_ARG_FILENAME_ARRAY, &words, NULL, NULL},
      G_OPTION_ENTRY_NULL,
  };
  g_autofree char *name = g_strconcat("repere ", command->name, NULL);
  g_set_prgname(name);
  g_autoptr(GOptionContext) context = g_option_context_new(command->arguments);
  g_option_context_set_help_enabled(context, FALSE);
  g_option_context_add_main_entries(context, entries, NULL);
  g_option_context_add_main_entries(context, common, NULL);
  GError *error = NULL;
  gboolean good = g_option_context_parse(context, &argc, &argv, &error);
  take(&client->address, address);
  take(&client->config, config);
  take(&client->lang, lang);
  if (good && !help)
    return as_utf8(words);
  if (good)
    print_help(client, context, command);
  else
    cli_term_say(&client->err,
                 "%s: %s. A word that begins with '-' goes after '--'; 'repere %s --help' lists the options.",
                 command->name, error->message, command->name);
  g_clear_error(&error);
  g_strfreev(words);
  *status = good ? EX_OK : EX_USAGE;
  return NULL;
}

gboolean cli_client_format(CliClient *client, const CliCommand *command, const char *name, gboolean json,
                           gboolean has_csv, CliFormat *format)
{
  static const char *const names[] = {"table", "json", "csv", NULL};
  *format = json ? CLI_FORMAT_JSON : CLI_FORMAT_TABLE;
  if (!name)
    return TRUE;
  for (guint i = 0; names[i] && (has_csv || i != CLI_FORMAT_CSV); i++) {
    if (!g_str_equal(name, names[i]))
      continue;
    if (json && i != CLI_FORMAT_JSON)
      break;
    *format = (CliFormat)i;
    return TRUE;
  }
  if (json)
    cli_term_say(&client->err, "%s: --json and --format=%s contradict each other: give one of them.",
                 command->name, name);
  else
    cli_term_say(&client->err, "%s: '%s' is no format of this command: --format takes table, json%s.",
                 command->name, name, has_csv ? " or csv" : "");
  return FALSE;
}

/* ---- asking ---- */

void cli_target_add(GString *target, const char *name, const char *value)
{
  if (!value)
    return;
  g_autofree char *text = cli_argument(value);
  g_string_append_printf(target, "%c%s=", strchr(target->str, '?') ? '&' : '?', name);
  g_string_append_uri_escaped(target, text, NULL, FALSE);
}

void cli_target_add_number(GString *target, const char *name, guint64 value)
{
  g_string_append_printf(target, "%c%s=%" G_GUINT64_FORMAT, strchr(target->str, '?') ? '&' : '?', name,
                         value);
}

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

GString *cli_client_ask(CliClient *client, const char *target, GError **error)
{
  if (!client->connection)
    client->connection = cli_connection_new(client->address, client->config, error);
  if (!client->connection)
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
