/* repere facets - the facets of the library; the values of one, counted. */
#include <sysexits.h>

#include "client/counts.h"
#include "client/heading.h"
#include "client/question.h"
#include "lib/csv.h"

static int facets_run(CliClient *client, int argc, char **argv);

const CliCommand cli_facets = {
    .name = "facets",
    .arguments = "[NAME [--] [WORD…]]",
    .summary = "Counts the values of a facet; without a name, lists the facets.",
    .help =
        "Counts are of the works that have the words; without any, of all. A value in brackets is what\n"
        "--filter takes. Counts leave out the facet's own filters, so that its other values stay visible.\n"
        "\n"
        "Examples:\n"
        "  repere facets\n"
        "  repere facets country economic reintegration\n"
        "  repere facets organization --match inter\n"
        "  repere facets theme --lang fr --sort label --filter year:2020..\n"
        "  repere facets country --limit 1000 --format csv > countries.csv",
    .formats = CLI_TABLE_JSON_OR_CSV,
    .run = facets_run,
};

/* ---- the list of facets ---- */

static void print_list(const CliTerm *term, JsonArray *facets)
{
  g_autoptr(CliBlock) block = cli_block_new();
  g_autoptr(CliText) text = cli_text_new(term);
  guint column = 0;
  for (guint i = 0; i < cli_json_length(facets); i++) {
    const char *name = cli_json_string(cli_json_object_at(facets, i), "name");
    column = MAX(column, cli_term_columns_clean(term, name) + 2);
  }
  for (guint i = 0; i < cli_json_length(facets); i++) {
    JsonObject *facet = cli_json_object_at(facets, i);
    const char *label = cli_json_string(facet, "label"), *kind = cli_json_string(facet, "kind");
    cli_text_add(text, CLI_STRONG, cli_json_string(facet, "name"));
    cli_text_pad(text, column);
    cli_text_add(text, CLI_PLAIN, label);
    if (kind)
      cli_text_addf(text, CLI_FAINT, " (%s)", kind);
    cli_text_wrap(text, block, MIN(term->width, CLI_READABLE), 0, column, 0);
  }
  cli_block_print(term, block);
}

static GString *csv_of_list(JsonArray *facets)
{
  GString *out = g_string_new("name,label,kind\r\n");
  for (guint i = 0; i < cli_json_length(facets); i++) {
    JsonObject *facet = cli_json_object_at(facets, i);
    repere_csv_text(out, cli_json_string(facet, "name"));
    repere_csv_comma(out);
    repere_csv_text(out, cli_json_string(facet, "label"));
    repere_csv_comma(out);
    repere_csv_text(out, cli_json_string(facet, "kind"));
    repere_csv_end(out);
  }
  return out;
}

static int list_facets(CliClient *client, CliFormat format)
{
  int status = EX_OK;
  g_autoptr(GString) target = g_string_new("/v1/facets");
  cli_target_add(target, "lang", client->lang);
  g_autoptr(JsonNode) node = cli_client_answer(client, target->str, format, &status);
  if (!node)
    return status;
  JsonArray *facets = cli_json_array(cli_json_root(node), "facets");
  g_autoptr(GString) csv = format == CLI_FORMAT_CSV ? csv_of_list(facets) : NULL;
  if (csv)
    cli_client_print_text(client, csv);
  else
    print_list(&client->out, facets);
  return status;
}

/* ---- the values of one ---- */

static void print_values(const CliTerm *term, const char *name, JsonObject *answer, const CliQuestion *q)
{
  CliCounts view = {.width = MIN(term->width, CLI_READABLE),
                    .as_they_came = q->sort || q->match || q->offset > 0,
                    .matched = q->match != NULL,
                    .paged = TRUE,
                    .offset = (guint64)MAX(q->offset, 0)};
  g_autoptr(CliBlock) block =
      cli_counts_block(term, name, cli_json_object(answer, "facet"), &view);
  cli_heading_print(term, answer, NULL);
  fputs("\n", term->stream);
  cli_block_print(term, block);
}

static int facet_values(CliClient *client, char **words, const CliQuestion *q, CliFormat format)
{
  int status = EX_OK;
  g_autoptr(GString) target = g_string_new("/v1/facets");
  cli_target_add_segment(target, words[0]);
  cli_question_add(target, client, q, words + 1);
  g_autoptr(JsonNode) node = cli_client_answer(client, target->str, format, &status);
  if (!node)
    return status;
  JsonObject *answer = cli_json_root(node);
  if (format != CLI_FORMAT_CSV) {
    print_values(&client->out, words[0], answer, q);
    return status;
  }
  g_autoptr(GString) csv = cli_counts_csv(cli_json_object(answer, "facet"));
  cli_client_print_text(client, csv);
  return status;
}

static int facets_run(CliClient *client, int argc, char **argv)
{
  g_auto(CliQuestion) q = CLI_QUESTION_INIT;
  const GOptionEntry entries[] = {
      {"match", 0, 0, G_OPTION_ARG_FILENAME, &q.match,
       "only values with a word in their label that begins so", "TEXT"},
      CLI_ENTRY_SORT(q, "count, label, value"),
      CLI_ENTRY_NUMBER("limit", q.limit, "values to show, 0 to 1000"),
      CLI_ENTRY_NUMBER("offset", q.offset, "values to pass over before them"),
      CLI_ENTRY_FILTER(q),
      CLI_ENTRY_EXPAND(q),
      CLI_ENTRY_FORMAT(q, "table, json (as the daemon wrote it) or csv"),
      CLI_ENTRY_JSON(q),
      G_OPTION_ENTRY_NULL,
  };
  int status = EX_OK;
  CliFormat format;
  g_auto(GStrv) words = cli_client_options(client, &cli_facets, entries, argc, argv, &status);
  if (!words)
    return status;
  if (!cli_question_check(client, &cli_facets, &q, &format))
    return EX_USAGE;
  if (words[0])
    return *words[0] ? facet_values(client, words, &q, format)
                     : cli_client_misuse(client, &cli_facets, "the facet's name is empty");
  if (q.match || q.sort || q.filters || q.expand || q.limit != CLI_NOT_GIVEN || q.offset != CLI_NOT_GIVEN)
    return cli_client_misuse(
      client, &cli_facets,
      "--match, --sort, --limit, --offset, --filter and --expand go with a facet's name");
  return list_facets(client, format);
}
