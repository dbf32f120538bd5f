/* repere pivot - the values of two facets against each other. */
#include "client/pivot_table.h"

#include <sysexits.h>

#include "client/question.h"

static int pivot_run(CliClient *client, int argc, char **argv);

const CliCommand cli_pivot = {
    .name = "pivot",
    .arguments = "ROWS COLUMNS [--] [WORD…]",
    .summary = "Counts the values of two facets against each other.",
    .help =
        "ROWS and COLUMNS are names of facets; 'repere facets' lists them. A cell is a number of works, and\n"
        "so is a total: a work with several values counts in several cells, and once in a total.\n"
        "\n"
        "Examples:\n"
        "  repere pivot country year\n"
        "  repere pivot theme type --lang fr réintégration\n"
        "  repere pivot country theme --rows 20 --columns 6 --filter year:2018..\n"
        "  repere pivot country year --rows 1000 --format csv > countries.csv",
    .formats = CLI_TABLE_JSON_OR_CSV,
    .run = pivot_run,
};

typedef struct {
  int rows, columns;
  char *sort_rows, *sort_columns;
} Limits;

/* "country.limit": a parameter that one of the two facets has. */
static void add_of_facet(GString *target, const char *facet, int limit, const char *sort)
{
  g_autofree char *limit_name = g_strconcat(facet, ".limit", NULL),
                  *sort_name = g_strconcat(facet, ".sort", NULL);
  cli_question_add_number(target, limit_name, limit);
  cli_target_add(target, sort_name, sort);
}

static int ask_and_print(CliClient *client, const CliQuestion *q, const Limits *limits, char **words,
                         CliFormat format)
{
  int status = EX_OK;
  g_autoptr(GString) target = g_string_new("/v1/pivot");
  cli_target_add(target, "rows", words[0]);
  cli_target_add(target, "columns", words[1]);
  cli_question_add(target, client, q, words + 2);
  add_of_facet(target, words[0], limits->rows, limits->sort_rows);
  add_of_facet(target, words[1], limits->columns, limits->sort_columns);
  g_autoptr(JsonNode) node = cli_client_answer(client, target->str, format, &status);
  g_autoptr(GString) csv = node && format == CLI_FORMAT_CSV ? cli_pivot_csv(cli_json_root(node)) : NULL;
  if (csv)
    cli_client_print_text(client, csv);
  else if (node)
    cli_pivot_print(&client->out, cli_json_root(node));
  return status;
}

static const char *what_is_wrong(char **words, const Limits *limits)
{
  if (g_strv_length(words) < 2 || !*words[0] || !*words[1])
    return "it takes the names of two facets, for the rows and for the columns";
  if (g_str_equal(words[0], words[1]))
    return "rows and columns are two different facets";
  if ((limits->rows < 0 && limits->rows != CLI_NOT_GIVEN) ||
      (limits->columns < 0 && limits->columns != CLI_NOT_GIVEN))
    return "--rows and --columns take numbers from 0";
  return NULL;
}

static int pivot_run(CliClient *client, int argc, char **argv)
{
  g_auto(CliQuestion) q = CLI_QUESTION_INIT;
  Limits limits = {CLI_NOT_GIVEN, CLI_NOT_GIVEN, NULL, NULL};
  const GOptionEntry entries[] = {
      CLI_ENTRY_NUMBER("rows", limits.rows, "values of ROWS at most"),
      CLI_ENTRY_NUMBER("columns", limits.columns, "values of COLUMNS at most"),
      {"sort-rows", 0, 0, G_OPTION_ARG_FILENAME, &limits.sort_rows, "count, label, value", "ORDER"},
      {"sort-columns", 0, 0, G_OPTION_ARG_FILENAME, &limits.sort_columns, "count, label, value", "ORDER"},
      CLI_ENTRY_FILTER(q),
      CLI_ENTRY_EXPAND(q),
      CLI_ENTRY_FORMAT(q, "table, json (as the daemon wrote it) or csv"),
      CLI_ENTRY_JSON(q),
      G_OPTION_ENTRY_NULL,
  };
  int status = EX_OK;
  CliFormat format;
  g_auto(GStrv) words = cli_client_options(client, &cli_pivot, entries, argc, argv, &status);
  const char *wrong = words ? what_is_wrong(words, &limits) : NULL;
  if (wrong)
    status = cli_client_misuse(client, &cli_pivot, wrong);
  else if (words && !cli_question_check(client, &cli_pivot, &q, &format))
    status = EX_USAGE;
  else if (words)
    status = ask_and_print(client, &q, &limits, words, format);
  g_free(limits.sort_rows);
  g_free(limits.sort_columns);
  return status;
}
