/* repere search - hits, totals and counts for a question. */
#include <sysexits.h>

#include "client/export.h"
#include "client/hits.h"
#include "client/json_print.h"
#include "client/question.h"

static int search_run(CliClient *client, int argc, char **argv);

const CliCommand cli_search = {
    .name = "search",
    .arguments = "[--] [WORD…]",
    .summary = "Finds works by words and facets, and counts them.",
    .help =
        "Words are joined by spaces; without any, all works are found. All of them must match. \"…\" is a\n"
        "phrase, -word leaves out, AND OR NOT ( ) combine, title: abstract: creator: text: say where,\n"
        "word* is a beginning, word~ a misspelt word, a NEAR/5 b means close by. repere(1) tells more.\n"
        "\n"
        "Examples:\n"
        "  repere search economic reintegration\n"
        "  repere search --lang fr 'réintégration économique'\n"
        "  repere search '\"local integration\" OR title:(return* NEAR/3 voluntary)'\n"
        "  repere search --filter country:MZ --filter year:2018..2022 --filter -type:news training\n"
        "  repere search --facet theme,country --limit 0 training\n"
        "  repere search -- migration -return\n"
        "  repere search --explain --limit 3 labour migration\n"
        "  repere search --all --format csv reintegration > hits.csv\n"
        "  repere search --limit 20 --format bibtex reintegration > hits.bib\n"
        "  repere search --json --limit 0 --facet year health | jq .facets.year",
    .formats = CLI_TABLE_JSON_OR_CSV | CLI_CITATIONS,
    .run = search_run,
};

#define LARGEST_PAGE 100
#define USUAL_PAGE 10 /* hits, where --limit does not say */

/* What an answer on a terminal is broken down by, as far as the library has it. */
static const char *const usual_facets[] = {"type", "theme", "country", "year", "language", NULL};
#define USUAL_VALUES 8u /* of each of them */

typedef struct {
  CliQuestion question;
  gboolean all;
  CliFormat format;
  /* of --all: */
  guint64 shown;      /* hits so far */
  char *cursor;       /* where the next page begins, or NULL */
  JsonNode *first;    /* the first page's answer */
  GPtrArray *columns; /* of CSV, once they are known */
} Search;

static void search_clear(Search *search)
{
  cli_question_clear(&search->question);
  g_free(search->cursor);
  g_clear_pointer(&search->first, json_node_unref);
  g_clear_pointer(&search->columns, g_ptr_array_unref);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC(Search, search_clear)

static char **usual_that_exist(CliClient *client)
{
  g_auto(GStrv) facets = cli_client_facets(client, TRUE);
  GPtrArray *names = g_ptr_array_new();
  for (guint i = 0; facets && usual_facets[i]; i++)
    if (g_strv_contains((const char *const *)facets, usual_facets[i]))
      g_ptr_array_add(names, g_strdup(usual_facets[i]));
  g_ptr_array_add(names, NULL);
  return (char **)g_ptr_array_free(names, FALSE);
}

/* ---- one page ---- */

static void print_csv(CliClient *client, Search *search, JsonObject *answer)
{
  g_autoptr(GString) out = g_string_new(NULL);
  if (!search->columns) {
    g_auto(GStrv) facets = cli_client_facets(client, FALSE);
    search->columns = cli_hits_csv_columns(answer, (const char *const *)facets);
    cli_hits_csv_head(out, search->columns);
  }
  cli_hits_csv_rows(out, answer, search->columns);
  cli_client_print_text(client, out);
}

static int search_once(CliClient *client, Search *search, char **words)
{
  const CliQuestion *question = &search->question;
  CliQuestion asked = *question;
  g_auto(GStrv) usual = NULL;
  int status = EX_OK;
  if (!question->facets && search->format == CLI_FORMAT_TABLE && client->out.tty)
    asked.facets = usual = usual_that_exist(client);
  g_autoptr(GString) target = g_string_new("/v1/search");
  cli_question_add(target, client, &asked, words);
  g_autoptr(JsonNode) node = cli_client_answer(client, target->str, search->format, &status);
  if (!node)
    return status;
  CliView view = {.offset = (guint64)MAX(question->offset, 0), .facet_values = usual ? USUAL_VALUES : 0,
                  .usual = usual != NULL};
  if (search->format == CLI_FORMAT_CSV)
    print_csv(client, search, cli_json_root(node));
  else
    cli_hits_print(&client->out, cli_json_root(node), &view);
  return EX_OK;
}

/* ---- all pages ---- */

/* How many hits --limit lets through. */
static guint64 most_hits(const Search *search)
{
  return search->question.limit >= 0 ? (guint64)search->question.limit : G_MAXUINT64;
}

/* Counts are asked for with the first page only; a cursor says where the next one begins. */
static GString *page_target(const CliClient *client, const Search *search, char **words)
{
  CliQuestion asked = search->question;
  GString *target = g_string_new("/v1/search");
  asked.limit = (int)MIN(most_hits(search) - search->shown, LARGEST_PAGE);
  if (search->cursor)
    asked.facets = NULL;
  cli_question_add(target, client, &asked, words);
  cli_target_add(target, "cursor", search->cursor);
  return target;
}

static void print_page(CliClient *client, Search *search, JsonObject *answer, const GString *body)
{
  guint64 total = (guint64)MAX(cli_json_int(answer, "total"), 0);
  CliView view = {.offset = search->shown, .last = MIN(total, most_hits(search))};
  if (search->format == CLI_FORMAT_JSON) {
    cli_json_print(&client->out, body->str, body->len);
    return;
  }
  cli_client_say_warnings(client, answer);
  if (search->format == CLI_FORMAT_CSV) {
    print_csv(client, search, answer);
    return;
  }
  if (!search->first)
    cli_hits_print_head(&client->out, answer, &view);
  cli_hits_print_page(&client->out, answer, &view);
}

/* Asks for the next page and prints it. */
static gboolean next_page(CliClient *client, Search *search, char **words, GError **error)
{
  g_autoptr(GString) target = page_target(client, search, words);
  g_autoptr(GString) body = cli_client_ask(client, target->str, error);
  g_autoptr(JsonNode) node = body ? cli_client_parse(body, error) : NULL;
  if (!node)
    return FALSE;
  JsonObject *answer = cli_json_root(node);
  guint n = cli_json_length(cli_json_array(answer, "hits"));
  print_page(client, search, answer, body);
  search->shown += n;
  g_free(search->cursor);
  search->cursor = n > 0 ? g_strdup(cli_json_string(answer, "next")) : NULL;
  if (!search->first)
    search->first = json_node_ref(node);
  return TRUE;
}

static int search_all(CliClient *client, Search *search, char **words)
{
  GError *error = NULL;
  do {
    if (!next_page(client, search, words, &error))
      return cli_client_fail(client, error);
  } while (search->cursor && search->shown < most_hits(search) && !ferror(client->out.stream));
  CliView view = {0};
  if (search->format == CLI_FORMAT_TABLE)
    cli_hits_print_facets(&client->out, cli_json_root(search->first), &view);
  return EX_OK;
}

/* ---- citations ---- */

/* Formats that the daemon alone writes: as an export of as many works as the page would show, or of all. */
static int search_cited(CliClient *client, const Search *search, char **words)
{
  CliQuestion asked = search->question;
  if (!search->all && asked.limit == CLI_NOT_GIVEN)
    asked.limit = USUAL_PAGE;
  return cli_export_run(client, &asked, words, search->format, FALSE);
}

/* ---- the command ---- */

static gboolean is_sound(CliClient *client, Search *search)
{
  const CliQuestion *question = &search->question;
  const char *wrong = NULL;
  if (!cli_question_check(client, &cli_search, question, &search->format))
    return FALSE;
  gboolean cited = (CLI_FORMAT_BIT(search->format) & CLI_CITATIONS) != 0;
  if (search->all && question->offset != CLI_NOT_GIVEN)
    wrong = "--all begins with the first hit: it does not go with --offset";
  else if (cited && question->offset != CLI_NOT_GIVEN)
    wrong = "--offset goes with the formats table, json and csv";
  else if (cited && question->facets)
    wrong = "--facet goes with the formats table and json";
  else if (question->explain && (cited || search->format == CLI_FORMAT_CSV))
    wrong = "--explain goes with the formats table and json";
  else if (question->explain && question->sort && !g_str_equal(question->sort, "relevance"))
    wrong = "--explain goes with --sort relevance: other orders have no scores";
  if (wrong)
    cli_client_misuse(client, &cli_search, wrong);
  return !wrong;
}

static int search_run(CliClient *client, int argc, char **argv)
{
  g_auto(Search) search = {.question = CLI_QUESTION_INIT};
  CliQuestion *q = &search.question;
  const GOptionEntry entries[] = {
      CLI_ENTRY_FILTER(*q),
      CLI_ENTRY_FACET(*q, "facets to count (on a terminal: the usual ones)"),
      CLI_ENTRY_SORT(*q, "relevance, newest, oldest, title"),
      CLI_ENTRY_NUMBER("limit", q->limit, "hits to show, 0 to 100; with --all any number"),
      CLI_ENTRY_NUMBER("offset", q->offset, "hits to pass over before them"),
      {"all", 0, 0, G_OPTION_ARG_NONE, &search.all, "every hit, page after page", NULL},
      CLI_ENTRY_NUMBER("passages", q->passages, "pages shown of each work, 0 to 5"),
      {"explain", 0, 0, G_OPTION_ARG_NONE, &q->explain, "what made the score of each hit", NULL},
      CLI_ENTRY_EXPAND(*q),
      {"no-spell", 0, 0, G_OPTION_ARG_NONE, &q->no_spell, "take the words as they are, misspelt or not", NULL},
      CLI_ENTRY_FORMAT(*q, "table, json (as the daemon wrote it), csv, ris, bibtex or csl"),
      CLI_ENTRY_JSON(*q),
      G_OPTION_ENTRY_NULL,
  };
  int status = EX_OK;
  g_auto(GStrv) words = cli_client_options(client, &cli_search, entries, argc, argv, &status);
  if (!words)
    return status;
  if (!is_sound(client, &search))
    return EX_USAGE;
  if (CLI_FORMAT_BIT(search.format) & CLI_CITATIONS)
    return search_cited(client, &search, words);
  return search.all ? search_all(client, &search, words) : search_once(client, &search, words);
}
