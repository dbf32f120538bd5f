/* test_client_tables.c - facets, pivots, trends and completions as `repere` prints them: expected tables,
 * every width, CSV, and answers that make no sense; JSON on a terminal. */
#include <locale.h>
#include <stdlib.h>
#include <string.h>

#include "client/counts.h"
#include "client/json_print.h"
#include "client/pivot_table.h"
#include "client/suggest_list.h"
#include "client/table.h"
#include "client/trend_chart.h"
#include "tests/unit/client_data.h"

#define NARROWEST 31u /* columns: a year, its numbers and a bar need as many */

/* ---- what is printed ---- */

static void print_counts(const CliTerm *term, JsonObject *answer)
{
  CliCounts view = {.width = term->width, .paged = TRUE};
  g_autoptr(CliBlock) block = cli_counts_block(term, "theme", cli_json_object(answer, "facet"), &view);
  cli_block_print(term, block);
}

static void print_trend(const CliTerm *term, JsonObject *answer)
{
  cli_trend_print(term, answer, FALSE);
}

static void print_shares(const CliTerm *term, JsonObject *answer)
{
  cli_trend_print(term, answer, TRUE);
}

static const struct {
  const char *answer, *expected; /* files */
  void (*print)(const CliTerm *term, JsonObject *answer);
} tables[] = {
    {"client_facet.json", "client_facet.txt", print_counts},
    {"client_pivot.json", "client_pivot.txt", cli_pivot_print},
    {"client_pivot_year.json", "client_pivot_year.txt", cli_pivot_print},
    {"client_trend.json", "client_trend.txt", print_trend},
    {"client_trend.json", "client_shares.txt", print_shares},
    {"client_suggest.json", "client_suggest.txt", cli_suggest_print},
};

static char *printed(guint table, JsonObject *answer, CliTerm term)
{
  char *text = NULL;
  size_t size = 0;
  term.stream = open_memstream(&text, &size);
  tables[table].print(&term, answer);
  fclose(term.stream);
  return text;
}

/* On a terminal of 80 columns, for that is where columns are left out; without attributes, and with one time
 * taken. */
static void test_tables(void)
{
  for (guint i = 0; i < G_N_ELEMENTS(tables); i++) {
    g_autoptr(JsonNode) node = read_json(tables[i].answer);
    char *text = printed(i, cli_json_root(node), terminal(TRUE, TRUE, CLI_ATTRIBUTES_NONE, 80));
    g_autofree char *expected = read_data(tables[i].expected);
    if (g_strcmp0(text, expected) != 0)
      g_test_message("%s", text);
    g_assert_cmpstr(text, ==, expected);
    free(text);
  }
}

/* Our own escape sequences taken off, no control is left, and no line is too wide, at any width and in all
 * styles. */
static void test_widths(void)
{
  static const char *const own[] = {"\033[1m", "\033[2m", "\033[1;4m", "\033[1;33m", "\033[36m", "\033[0m"};
  for (guint i = 0; i < G_N_ELEMENTS(tables); i++) {
    g_autoptr(JsonNode) node = read_json(tables[i].answer);
    for (guint width = 20; width <= 210; width++) {
      CliTerm term = terminal(TRUE, width % 4 != 0, (CliAttributes)(width % 3), width);
      char *raw = printed(i, cli_json_root(node), term);
      g_autoptr(GString) text = g_string_new(raw);
      free(raw);
      for (gsize j = 0; j < G_N_ELEMENTS(own); j++)
        g_string_replace(text, own[j], "", 0);
      g_assert_null(strchr(text->str, '\033'));
      g_assert_true(term.utf8 || g_str_is_ascii(text->str));
      g_auto(GStrv) lines = g_strsplit(text->str, "\n", -1);
      for (char **line = lines; *line; line++) {
        if (cli_term_columns(*line) > MAX(width, NARROWEST))
          g_test_message("%u columns: %s", width, *line);
        g_assert_cmpuint(cli_term_columns(*line), <=, MAX(width, NARROWEST));
      }
    }
  }
}

/* Not on a terminal, a pivot is never cut: it has all columns, whatever their number. */
static void test_pipe(void)
{
  g_autoptr(JsonNode) node = read_json("client_pivot_year.json");
  char *text = printed(2, cli_json_root(node), terminal(FALSE, TRUE, CLI_ATTRIBUTES_NONE, 80));
  g_assert_nonnull(strstr(text, " 2004  2005 "));
  g_assert_nonnull(strstr(text, " 2024  total\n"));
  g_assert_null(strstr(text, "no room"));
  g_assert_nonnull(strstr(text, "République démocratique du Congo "));
  free(text);
}

/* ---- CSV ---- */

static void test_csv(void)
{
  g_autoptr(JsonNode) facet = read_json("client_facet.json"), pivot = read_json("client_pivot.json");
  g_autoptr(JsonNode) trend = read_json("client_trend.json");
  g_autoptr(GString) counts = cli_counts_csv(cli_json_object(cli_json_root(facet), "facet"));
  g_assert_true(g_str_has_prefix(counts->str, "value,label,count,parent\r\n"
                                              "economic,Réintégration économique,50,skills\r\n"));
  g_assert_true(g_str_has_suffix(counts->str, "\r\n,,3,\r\n"));
  g_autoptr(GString) table = cli_pivot_csv(cli_json_root(pivot));
  g_autofree char *expected = read_data("client_pivot.csv");
  g_assert_cmpstr(table->str, ==, expected);
  g_autoptr(GString) years = cli_trend_csv(cli_json_root(trend));
  g_autofree char *series = read_data("client_trend.csv");
  g_assert_cmpstr(years->str, ==, series);
}

/* ---- what no daemon of ours says ---- */

static void test_nonsense(void)
{
  static const char *const answers[] = {
      "{}",
      "{\"facet\":[],\"rows\":7,\"columns\":\"x\",\"series\":{},\"years\":1,\"titles\":null,\"words\":[[]]}",
      "{\"total\":-1,\"rows\":{\"values\":[{},null,{\"label\":7,\"count\":\"x\"}]},\"columns\":{\"kind\":"
      "\"year\","
      "\"values\":[{\"value\":\"a\",\"count\":-3}]},\"cells\":[[],7,[-1,\"x\",3]],\"both\":-5}",
      "{\"rows\":{\"values\":[]},\"columns\":{\"values\":[{\"label\":\"\",\"count\":1e300}]},\"cells\":null}",
      "{\"years\":[{\"year\":\"x\",\"works\":-1},null],\"series\":[null,{\"counts\":[9e18,1,2,3],\"total\":-"
      "1},"
      "{\"counts\":{},\"query\":[]}],\"missing\":-1}",
      "{\"years\":[{\"year\":-9223372036854775808,\"works\":9223372036854775807}],\"series\":[{\"counts\":"
      "[9223372036854775807],\"total\":9223372036854775807,\"missing\":9223372036854775807}]}",
      "{\"titles\":[{}],\"concepts\":[{\"text\":\"x\",\"facet\":1}],\"words\":[{\"text\":\"\",\"count\":null}"
      "]}",
  };
  for (gsize i = 0; i < G_N_ELEMENTS(answers); i++) {
    g_autoptr(JsonNode) node = json_from_string(answers[i], NULL);
    g_assert_nonnull(node);
    JsonObject *answer = cli_json_root(node);
    for (guint t = 0; t < G_N_ELEMENTS(tables); t++)
      free(printed(t, answer, terminal(TRUE, TRUE, CLI_ATTRIBUTES_COLOUR, 20 + 37 * t)));
    g_autoptr(GString) counts = cli_counts_csv(cli_json_object(answer, "facet"));
    g_autoptr(GString) pivot = cli_pivot_csv(answer), trend = cli_trend_csv(answer);
    g_assert_true(g_str_has_prefix(counts->str, "value,label,count\r\n"));
    g_assert_true(g_str_has_prefix(pivot->str, "value,label"));
    g_assert_true(g_str_has_prefix(trend->str, "year,works"));
  }
}

/* ---- JSON ---- */

static char *json_printed(const char *json, CliTerm term)
{
  char *written = NULL;
  size_t size = 0;
  term.stream = open_memstream(&written, &size);
  cli_json_print(&term, json, strlen(json));
  fclose(term.stream);
  return written;
}

static gboolean has_control(const char *text)
{
  for (const char *p = text; *p; p = g_utf8_next_char(p)) {
    gunichar c = g_utf8_get_char(p);
    if (c != '\n' && (c < 0x20 || (c >= 0x7F && c < 0xA0) || (c >= 0x202A && c <= 0x202E)))
      return TRUE;
  }
  return FALSE;
}

/* JSON lets DEL, C1 and bidi controls through in a string; on a terminal they are escaped and mean the same.
 */
static void test_json(void)
{
  static const char json[] = "{\"a\":\"x\xc2\x9b"
                             "31m \u202e \x7f é \U000e0041\",\n\"b\":[1]}";
  char *written = json_printed(json, terminal(TRUE, TRUE, CLI_ATTRIBUTES_COLOUR, 80));
  g_assert_false(has_control(written));
  g_autoptr(JsonNode) before = json_from_string(json, NULL), after = json_from_string(written, NULL);
  g_assert_true(json_node_equal(before, after));
  free(written);
  written = json_printed(json, terminal(FALSE, TRUE, CLI_ATTRIBUTES_NONE, 80));
  g_assert_cmpstr(written, ==, json);
  free(written);
}

static void test_json_lines(void)
{
  static const struct {
    const char *json, *lines;
  } cases[] = {
      {"{}", "{}\n"},
      {"{\"a\":1,\"b\":[1,2,3]}\n", "{\n  \"a\": 1,\n  \"b\": [1, 2, 3]\n}\n"},
      {"{\"a\":\"x, y: {z\",\"b\":null}", "{\"a\": \"x, y: {z\", \"b\": null}\n"},
      {"{\"a\":[],\"b\":{}}", "{\n  \"a\": [],\n  \"b\": {}\n}\n"},
      {"[[1.50,-2e-7],[\"\\\"]\"]]", "[\n  [1.50, -2e-7],\n  [\"\\\"]\"]\n]\n"},
      {"{\"list\":[\"a word\",\"another one\",\"and a third that is long\"]}",
       "{\n  \"list\": [\n    \"a word\",\n    \"another one\",\n    \"and a third that is long\"\n  ]\n}\n"},
      {"[\"cut", "[\n  \"cut\n"}, /* what is broken stays so */
      {"]]}}", "\n]\n]\n}\n}\n"},
  };
  for (gsize i = 0; i < G_N_ELEMENTS(cases); i++) {
    char *written = json_printed(cases[i].json, terminal(TRUE, TRUE, CLI_ATTRIBUTES_COLOUR, 40));
    g_assert_cmpstr(written, ==, cases[i].lines);
    free(written);
  }
  static const char *const files[] = {"client_answer.json", "client_pivot.json", "client_trend.json"};
  for (gsize i = 0; i < G_N_ELEMENTS(files); i++) {
    g_autofree char *json = read_data(files[i]);
    char *written = json_printed(json, terminal(TRUE, TRUE, CLI_ATTRIBUTES_COLOUR, 80));
    g_autoptr(JsonNode) before = json_from_string(json, NULL), after = json_from_string(written, NULL);
    g_assert_true(json_node_equal(before, after));
    free(written);
  }
}

/* ---- small bars ---- */

static void test_sparks(void)
{
  static const double numbers[] = {0, 1, 2, 4, 8, 0.1, -1};
  g_autoptr(CliBlock) block = cli_block_new();
  CliTerm utf8 = terminal(FALSE, TRUE, CLI_ATTRIBUTES_NONE, 80),
          ascii = terminal(FALSE, FALSE, CLI_ATTRIBUTES_NONE, 80);
  const CliTerm *terms[] = {&utf8, &ascii};
  for (guint i = 0; i < G_N_ELEMENTS(terms); i++) {
    g_autoptr(CliText) text = cli_text_new(terms[i]);
    cli_text_add_spark(text, numbers, G_N_ELEMENTS(numbers), 8);
    cli_text_add(text, CLI_PLAIN, "|");
    cli_text_add_spark(text, numbers, 2, 0);
    cli_text_add(text, CLI_PLAIN, "|");
    cli_text_line(text, block);
  }
  g_assert_cmpstr(((const CliLine *)g_ptr_array_index(block, 0))->text, ==, "·▁▂▄█▁·|··|");
  g_assert_cmpstr(((const CliLine *)g_ptr_array_index(block, 1))->text, ==, " .:=@. |  |");
}

int main(int argc, char **argv)
{
  setlocale(LC_ALL, "C.UTF-8");
  g_test_init(&argc, &argv, NULL);
  g_test_add_func("/client-tables/tables", test_tables);
  g_test_add_func("/client-tables/widths", test_widths);
  g_test_add_func("/client-tables/pipe", test_pipe);
  g_test_add_func("/client-tables/csv", test_csv);
  g_test_add_func("/client-tables/nonsense", test_nonsense);
  g_test_add_func("/client-tables/json", test_json);
  g_test_add_func("/client-tables/json-lines", test_json_lines);
  g_test_add_func("/client-tables/sparks", test_sparks);
  return g_test_run();
}
