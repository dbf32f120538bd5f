/* repere search - hits, totals and counts for a question. */
#include "client/client.h"

#include <sysexits.h>

#include "client/hits.h"

static int search_run(CliClient *client, int argc, char **argv);

const CliCommand cli_search = {
    .name = "search",
    .arguments = "[--] [WORD…]",
    .summary = "Finds works by words and facets, and counts them.",
    .help = "Words are joined by spaces; without any, all works are found. In a question, \"…\" is a\n"
            "phrase, and -word or -\"…\" leaves out. Other operators are read as words, and a\n"
            "warning says so.\n"
            "\n"
            "Examples:\n"
            "  repere search economic reintegration\n"
            "  repere search --lang fr 'réintégration économique'\n"
            "  repere search '\"local integration\"' --filter country:MZ --filter year:2018..2022\n"
            "  repere search --filter -type:news --facet theme,country training\n"
            "  repere search -- migration -return\n"
            "  repere search --limit 100 --format csv reintegration > hits.csv\n"
            "  repere search --json --limit 0 --facet year health | jq .facets.year",
    .run = search_run,
};

typedef struct {
  char **filters, **facets;
  char *sort, *format;
  int limit, offset, passages; /* -1: not given, the daemon's default */
  gboolean json;
} Options;

static void options_clear(Options *options)
{
  g_strfreev(options->filters);
  g_strfreev(options->facets);
  g_free(options->sort);
  g_free(options->format);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC(Options, options_clear)

/* What an answer on a terminal is broken down by, as far as the library has it. */
static const char *const usual_facets[] = {"type", "theme", "country", "year", "language", NULL};
#define USUAL_VALUES 8u /* of each of them */

/* ---- the question ---- */

static void add_all(GString *target, const char *name, char **values)
{
  for (; values && *values; values++)
    cli_target_add(target, name, *values);
}

static void add_number(GString *target, const char *name, int value)
{
  if (value >= 0)
    cli_target_add_number(target, name, (guint64)value);
}

static GString *target_of(const CliClient *client, const Options *options, char **words, const char *facets)
{
  GString *target = g_string_new("/v1/search");
  g_autofree char *q = g_strjoinv(" ", words);
  cli_target_add(target, "q", q);
  cli_target_add(target, "lang", client->lang);
  add_all(target, "filter", options->filters);
  cli_target_add(target, "facet", facets && *facets ? facets : NULL);
  cli_target_add(target, "sort", options->sort);
  add_number(target, "limit", options->limit);
  add_number(target, "offset", options->offset);
  add_number(target, "passages", options->passages);
  return target;
}

/* The usual facets that this library has, joined by commas: each is asked alone, nothing else to refuse. */
static char *usual_that_exist(CliClient *client)
{
  GString *names = g_string_new(NULL);
  for (guint i = 0; usual_facets[i]; i++) {
    g_autofree char *target =
        g_strdup_printf("/v1/search?q=&limit=0&facet=%s&%s.limit=0", usual_facets[i], usual_facets[i]);
    GString *body = cli_client_ask(client, target, NULL);
    if (!body)
      continue;
    g_string_append_printf(names, "%s%s", names->len ? "," : "", usual_facets[i]);
    g_string_free(body, TRUE);
  }
  return g_string_free(names, FALSE);
}

static GString *ask(CliClient *client, const Options *options, char **words, gboolean usual, GError **error)
{
  g_autofree char *facets = options->facets ? g_strjoinv(",", options->facets)
                            : usual         ? g_strjoinv(",", (char **)usual_facets)
                                            : NULL;
  g_autoptr(GString) target = target_of(client, options, words, facets);
  GError *cause = NULL;
  GString *body = cli_client_ask(client, target->str, &cause);
  if (!body && usual && !options->facets && cli_error_exit_code(cause) == EX_DATAERR) {
    /* A library need not have them all: it is asked which. If they were not the reason, the reason comes
     * again. */
    g_clear_error(&cause);
    g_autofree char *existing = usual_that_exist(client);
    g_autoptr(GString) second = target_of(client, options, words, existing);
    body = cli_client_ask(client, second->str, &cause);
  }
  if (cause)
    g_propagate_error(error, cause);
  return body;
}

/* ---- the answer ---- */

static int print_answer(CliClient *client, const Options *options, CliFormat format, const GString *body)
{
  if (format == CLI_FORMAT_JSON) {
    cli_term_write_json(&client->out, body->str, body->len);
    return EX_OK;
  }
  GError *error = NULL;
  g_autoptr(JsonNode) node = cli_client_parse(body, &error);
  if (!node)
    return cli_client_fail(client, error);
  JsonObject *answer = cli_json_root(node);
  cli_hits_say_warnings(&client->err, answer);
  if (format == CLI_FORMAT_CSV) {
    GString *csv = cli_hits_csv(answer, cli_connection_facets(client->connection));
    g_autofree char *shown = client->out.tty ? cli_term_clean(&client->out, csv->str, CLI_LINES) : NULL;
    fputs(shown ? shown : csv->str, client->out.stream);
    g_string_free(csv, TRUE);
    return EX_OK;
  }
  CliView view = {.offset = (guint64)MAX(options->offset, 0),
                  .facet_values = options->facets ? 0 : USUAL_VALUES};
  cli_hits_print(&client->out, answer, &view);
  return EX_OK;
}

static int search_run(CliClient *client, int argc, char **argv)
{
  g_auto(Options) o = {.limit = -1, .offset = -1, .passages = -1};
  const GOptionEntry entries[] = {
      {"filter", 0, 0, G_OPTION_ARG_FILENAME_ARRAY, &o.filters,
       "only works with VALUE in FACET; -FACET:VALUE leaves out; "
       "year:2018..2022",
       "FACET:VALUE"},
      {"facet", 0, 0, G_OPTION_ARG_FILENAME_ARRAY, &o.facets,
       "facets to count (on a terminal: the usual ones)", "NAME,…"},
      {"sort", 0, 0, G_OPTION_ARG_FILENAME, &o.sort, "relevance, newest, oldest, title", "ORDER"},
      {"limit", 0, 0, G_OPTION_ARG_INT, &o.limit, "hits to show, 0 to 100", "N"},
      {"offset", 0, 0, G_OPTION_ARG_INT, &o.offset, "hits to pass over before them", "N"},
      {"passages", 0, 0, G_OPTION_ARG_INT, &o.passages, "pages shown of each work, 0 to 5", "N"},
      {"format", 0, 0, G_OPTION_ARG_FILENAME, &o.format, "table, json (as the daemon wrote it) or csv",
       "FORMAT"},
      {"json", 0, 0, G_OPTION_ARG_NONE, &o.json, "short for --format=json", NULL},
      G_OPTION_ENTRY_NULL,
  };
  int status = EX_OK;
  CliFormat format;
  g_auto(GStrv) words = cli_client_options(client, &cli_search, entries, argc, argv, &status);
  if (!words)
    return status;
  if (!cli_client_format(client, &cli_search, o.format, o.json, TRUE, &format))
    return EX_USAGE;
  if (o.limit < -1 || o.offset < -1 || o.passages < -1) {
    cli_term_say(&client->err, "search: --limit, --offset and --passages take numbers from 0.");
    return EX_USAGE;
  }
  GError *error = NULL;
  gboolean usual = format == CLI_FORMAT_TABLE && client->out.tty;
  GString *body = ask(client, &o, words, usual, &error);
  if (!body)
    return cli_client_fail(client, error);
  status = print_answer(client, &o, format, body);
  g_string_free(body, TRUE);
  return status;
}
