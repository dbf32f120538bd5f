/* repere similar - works like one that is known. */
#include <sysexits.h>

#include "client/hits.h"
#include "client/question.h"

static int similar_run(CliClient *client, int argc, char **argv);

const CliCommand cli_similar = {
    .name = "similar",
    .arguments = "ID",
    .summary = "Finds works like one, by the words that tell it from the others.",
    .help = "The id is what search prints last in the line under a title.\n"
            "\n"
            "Examples:\n"
            "  repere similar knowledge-bite-3\n"
            "  repere similar knowledge-bite-3 --filter language:fr --limit 5\n"
            "  repere similar knowledge-bite-3 --json | jq -r '.hits[].id'",
    .formats = CLI_TABLE_OR_JSON,
    .run = similar_run,
};

static int similar_run(CliClient *client, int argc, char **argv)
{
  g_auto(CliQuestion) q = CLI_QUESTION_INIT;
  const GOptionEntry entries[] = {
      CLI_ENTRY_FILTER(q),
      CLI_ENTRY_FACET(q, "facets to count among them"),
      CLI_ENTRY_NUMBER("limit", q.limit, "works to show, 0 to 100"),
      CLI_ENTRY_NUMBER("offset", q.offset, "works to pass over before them"),
      CLI_ENTRY_NUMBER("passages", q.passages, "pages shown of each work, 0 to 5"),
      CLI_ENTRY_FORMAT(q, "table or json (as the daemon wrote it)"),
      CLI_ENTRY_JSON(q),
      G_OPTION_ENTRY_NULL,
  };
  int status = EX_OK;
  CliFormat format;
  g_auto(GStrv) words = cli_client_options(client, &cli_similar, entries, argc, argv, &status);
  if (!words)
    return status;
  if (!cli_question_check(client, &cli_similar, &q, &format))
    return EX_USAGE;
  if (g_strv_length(words) != 1 || !*words[0])
    return cli_client_misuse(client, &cli_similar, "it takes the id of one work, as search prints it");
  g_autoptr(GString) target = g_string_new("/v1/works");
  cli_target_add_segment(target, words[0]);
  g_string_append(target, "/similar");
  cli_question_add(target, client, &q, NULL);
  g_autoptr(JsonNode) node = cli_client_answer(client, target->str, format, &status);
  CliView view = {.offset = (guint64)MAX(q.offset, 0), .like = words[0]};
  if (node)
    cli_hits_print(&client->out, cli_json_root(node), &view);
  return status;
}
