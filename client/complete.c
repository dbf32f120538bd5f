/* repere complete - what the shell's completion asks: facets and their values, one a line. It is none that
 * people type, never says that something went wrong, and gives up soon. */
#include <string.h>
#include <sysexits.h>

#include "client/question.h"

#define PATIENCE_MS 1000u
#define MOST_VALUES 1000u /* the daemon's limit */

static int complete_run(CliClient *client, int argc, char **argv);

const CliCommand cli_complete = {
    .name = "complete",
    .arguments = "facets | values FACET [BEGIN]",
    .formats = CLI_TABLE_OR_JSON,
    .run = complete_run,
};

/* A line for a shell, which shows it to a terminal: what would not pass there unchanged cannot be completed.
 */
static void print_line(const CliClient *client, const char *words)
{
  CliTerm term = client->out;
  term.utf8 = TRUE;
  g_autofree char *clean = cli_term_clean(&term, words, CLI_ONE_LINE);
  if (g_str_equal(clean, words))
    fprintf(term.stream, "%s\n", words);
}

static gboolean begins(const char *value, const char *begin)
{
  g_autofree char *folded = g_utf8_casefold(value, -1), *start = g_utf8_casefold(begin, -1);
  return g_str_has_prefix(folded, start);
}

static JsonNode *ask_values(CliClient *client, const char *facet, const char *match)
{
  g_autoptr(GString) target = g_string_new("/v1/facets");
  cli_target_add_segment(target, facet);
  cli_target_add(target, "lang", client->lang);
  cli_target_add(target, "match", match);
  cli_target_add_number(target, "limit", MOST_VALUES);
  g_autoptr(GString) body = cli_client_ask(client, target->str, NULL);
  return body ? cli_client_parse(body, NULL) : NULL;
}

/* Prints the values that are used and begin so; where `begin` is NULL, all. */
static guint print_values(const CliClient *client, JsonNode *node, const char *begin)
{
  JsonArray *values = cli_json_array(cli_json_object(cli_json_root(node), "facet"), "values");
  guint n = 0;
  for (guint i = 0; i < cli_json_length(values); i++) {
    JsonObject *object = cli_json_object_at(values, i);
    const char *value = cli_json_string(object, "value");
    if (!value || cli_json_int(object, "count") <= 0 || (begin && !begins(value, begin)))
      continue;
    print_line(client, value);
    n++;
  }
  return n;
}

static void complete_values(CliClient *client, const char *facet, const char *begin)
{
  g_autoptr(JsonNode) all = ask_values(client, facet, NULL);
  if (!all || print_values(client, all, begin) > 0 || !*begin)
    return;
  g_autoptr(JsonNode) labelled = ask_values(client, facet, begin); /* "Mozamb" is MZ */
  if (labelled)
    print_values(client, labelled, NULL);
}

static int complete_run(CliClient *client, int argc, char **argv)
{
  const GOptionEntry entries[] = {G_OPTION_ENTRY_NULL};
  int status = EX_OK;
  g_auto(GStrv) words = cli_client_options(client, &cli_complete, entries, argc, argv, &status);
  if (!words)
    return status;
  client->patience = PATIENCE_MS;
  guint n = g_strv_length(words);
  if (n == 1 && g_str_equal(words[0], "facets")) {
    g_auto(GStrv) facets = cli_client_facets(client, TRUE);
    for (char **facet = facets; facet && *facet; facet++)
      print_line(client, *facet);
    return EX_OK;
  }
  if (n < 2 || n > 3 || !g_str_equal(words[0], "values"))
    return EX_USAGE;
  complete_values(client, words[1], n == 3 ? words[2] : "");
  return EX_OK;
}
