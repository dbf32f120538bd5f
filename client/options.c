#include <string.h>
#include <sysexits.h>

#include "client/client.h"

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
      {"lang", 0, 0, G_OPTION_ARG_FILENAME, &lang, "language of words and labels, such as fr", "L"},
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

/* ---- formats ---- */

static const char *const format_names[CLI_FORMATS] = {
    [CLI_FORMAT_TABLE] = "table", [CLI_FORMAT_JSON] = "json", [CLI_FORMAT_CSV] = "csv",
    [CLI_FORMAT_JSONL] = "jsonl", [CLI_FORMAT_RIS] = "ris",   [CLI_FORMAT_BIBTEX] = "bibtex",
    [CLI_FORMAT_CSL] = "csl",
};

const char *cli_format_name(CliFormat format)
{
  return format_names[format];
}

/* "table, json or csv": those that the command has. */
static char *formats_of(const CliCommand *command)
{
  GString *list = g_string_new(NULL);
  guint left = 0;
  for (guint i = 0; i < CLI_FORMATS; i++)
    left += (command->formats & CLI_FORMAT_BIT(i)) != 0;
  for (guint i = 0; i < CLI_FORMATS; i++) {
    if (!(command->formats & CLI_FORMAT_BIT(i)))
      continue;
    left--;
    g_string_append_printf(list, "%s%s", format_names[i], left > 1 ? ", " : left == 1 ? " or " : "");
  }
  return g_string_free(list, FALSE);
}

static CliFormat default_format(const CliCommand *command)
{
  guint i = 0;
  while (i + 1 < CLI_FORMATS && !(command->formats & CLI_FORMAT_BIT(i)))
    i++;
  return (CliFormat)i;
}

gboolean cli_client_format(CliClient *client, const CliCommand *command, const char *name, gboolean json,
                           CliFormat *format)
{
  *format = json ? CLI_FORMAT_JSON : default_format(command);
  if (!name)
    return TRUE;
  for (guint i = 0; i < CLI_FORMATS; i++) {
    if (!(command->formats & CLI_FORMAT_BIT(i)) || !g_str_equal(name, format_names[i]))
      continue;
    if (json && i != CLI_FORMAT_JSON)
      break;
    *format = (CliFormat)i;
    return TRUE;
  }
  g_autofree char *formats = formats_of(command);
  if (json)
    cli_term_say(&client->err, "%s: --json and --format=%s contradict each other: give one of them.",
                 command->name, name);
  else
    cli_term_say(&client->err, "%s: '%s' is no format of this command: --format takes %s.", command->name,
                 name, formats);
  return FALSE;
}
