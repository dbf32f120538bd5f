/* repere trend - numbers of works over the years, a series for each question. */
#include <sysexits.h>

#include "client/question.h"
#include "client/trend_chart.h"

static int trend_run(CliClient *client, int argc, char **argv);

const CliCommand cli_trend = {
    .name = "trend",
    .arguments = "[--] [QUESTION…]",
    .summary = "Counts works over the years, a series for each question.",
    .help =
        "Each argument is a question of its own: several words of one go between quotes. Without any, all\n"
        "works are counted. A share is of the works of the year that pass the filters.\n"
        "\n"
        "Examples:\n"
        "  repere trend reintegration 'voluntary return' debt\n"
        "  repere trend --share health --filter language:en --filter year:2010..\n"
        "  repere trend --lang fr 'réintégration économique' --format csv > economie.csv",
    .formats = CLI_TABLE_JSON_OR_CSV,
    .run = trend_run,
};

static GString *target_of(const CliClient *client, const CliQuestion *q, const char *by, char **words)
{
  GString *target = g_string_new("/v1/trend");
  cli_target_add(target, "by", by);
  if (words[0])
    cli_target_add_all(target, "q", words);
  else
    cli_target_add(target, "q", "");
  cli_question_add(target, client, q, NULL);
  return target;
}

static void say_warnings(CliClient *client, JsonObject *answer)
{
  JsonArray *series = cli_json_array(answer, "series");
  for (guint i = 0; i < cli_json_length(series); i++)
    cli_client_say_warnings(client, cli_json_object_at(series, i));
}

static int trend_run(CliClient *client, int argc, char **argv)
{
  g_auto(CliQuestion) q = CLI_QUESTION_INIT;
  g_autofree char *by = NULL;
  gboolean share = FALSE;
  const GOptionEntry entries[] = {
      {"share", 0, 0, G_OPTION_ARG_NONE, &share, "draw the share of each year's works instead of numbers",
       NULL},
      {"by", 0, 0, G_OPTION_ARG_FILENAME, &by, "another facet of years than 'year'", "FACET"},
      CLI_ENTRY_FILTER(q),
      CLI_ENTRY_EXPAND(q),
      CLI_ENTRY_FORMAT(q, "table, json (as the daemon wrote it) or csv"),
      CLI_ENTRY_JSON(q),
      G_OPTION_ENTRY_NULL,
  };
  int status = EX_OK;
  CliFormat format;
  g_auto(GStrv) words = cli_client_options(client, &cli_trend, entries, argc, argv, &status);
  if (!words)
    return status;
  if (!cli_question_check(client, &cli_trend, &q, &format))
    return EX_USAGE;
  g_autoptr(GString) target = target_of(client, &q, by, words);
  g_autoptr(JsonNode) node = cli_client_answer(client, target->str, format, &status);
  if (!node)
    return status;
  JsonObject *answer = cli_json_root(node);
  say_warnings(client, answer);
  g_autoptr(GString) csv = format == CLI_FORMAT_CSV ? cli_trend_csv(answer) : NULL;
  if (csv)
    cli_client_print_text(client, csv);
  else
    cli_trend_print(&client->out, answer, share);
  return status;
}
