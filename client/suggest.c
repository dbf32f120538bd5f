/* repere suggest - what a search box would offer: titles, concepts and words. */
#include <sysexits.h>

#include "client/question.h"
#include "client/suggest_list.h"

static int suggest_run(CliClient *client, int argc, char **argv);

const CliCommand cli_suggest = {
    .name = "suggest",
    .arguments = "[--] TEXT",
    .summary = "Completes words as a search box does: titles, concepts and words.",
    .help = "The last word may be the beginning of one, and may be misspelt.\n"
            "\n"
            "Examples:\n"
            "  repere suggest reinteg\n"
            "  repere suggest --lang fr 'retour volont' --limit 5\n"
            "  repere suggest --json mozam | jq -r '.concepts[] | \"\\(.facet):\\(.value)\"'",
    .formats = CLI_TABLE_OR_JSON,
    .run = suggest_run,
};

static int suggest_run(CliClient *client, int argc, char **argv)
{
  g_auto(CliQuestion) q = CLI_QUESTION_INIT;
  const GOptionEntry entries[] = {
      CLI_ENTRY_NUMBER("limit", q.limit, "completions of each kind"),
      CLI_ENTRY_FORMAT(q, "table or json (as the daemon wrote it)"),
      CLI_ENTRY_JSON(q),
      G_OPTION_ENTRY_NULL,
  };
  int status = EX_OK;
  CliFormat format;
  g_auto(GStrv) words = cli_client_options(client, &cli_suggest, entries, argc, argv, &status);
  if (!words)
    return status;
  if (!cli_question_check(client, &cli_suggest, &q, &format))
    return EX_USAGE;
  if (!words[0])
    return cli_client_misuse(client, &cli_suggest, "it takes what is to be completed");
  g_autoptr(GString) target = g_string_new("/v1/suggest");
  cli_question_add(target, client, &q, words);
  g_autoptr(JsonNode) node = cli_client_answer(client, target->str, format, &status);
  if (node)
    cli_suggest_print(&client->out, cli_json_root(node));
  return status;
}
