/* test_client.c - what `repere` writes: cleaning, widths, lines, counts, CSV; and how it fails to reach a
 * daemon. */
#include <gio/gio.h>
#include <gio/gunixsocketaddress.h>
#include <glib/gstdio.h>
#include <locale.h>
#include <stdlib.h>
#include <string.h>
#include <sysexits.h>
#include <unistd.h>

#include "client/connect.h"
#include "client/counts.h"
#include "client/hits.h"
#include "lib/csv.h"
#include "tests/unit/client_data.h"

/* A terminal has attributes, a file has none. */
static CliTerm term_of(gboolean utf8, CliAttributes attributes, guint width)
{
  return terminal(attributes != CLI_ATTRIBUTES_NONE, utf8, attributes, width);
}

/* ---- cleaning ---- */

static void test_clean(void)
{
  static const struct {
    const char *text;
    CliLines lines;
    const char *utf8, *ascii;
  } cases[] = {
      {"plain", CLI_ONE_LINE, "plain", "plain"},
      {"", CLI_ONE_LINE, "", ""},
      {NULL, CLI_ONE_LINE, "", ""},
      {"a\nb\r\nc\td\fe", CLI_ONE_LINE, "a b c d e", "a b c d e"},
      {"a\nb\r\nc\td\fe\u2028f", CLI_LINES, "a\nb\nc d\ne\nf", "a\nb\nc d\ne\nf"},
      {"\033[31mred\a\b", CLI_LINES, "\ufffd[31mred\ufffd\ufffd", "?[31mred??"},
      {"c1 \xc2\x9b"
       "31m \xc2\x90",
       CLI_LINES, "c1 \ufffd31m \ufffd", "c1 ?31m ?"},
      {"del\x7f", CLI_LINES, "del\ufffd", "del?"},
      {"\u202egnol\u2066x\u2069\u00ad\ufeff\u200b", CLI_LINES, "gnolx", "gnolx"},
      {"bad \xff\xc3! byte", CLI_LINES, "bad \ufffd\ufffd! byte",
       "bad ?"
       "?! byte"},
      {"\ufdd0\uffff", CLI_LINES, "\ufffd\ufffd", "??"},
      {"Réintégration « l’aide » … œuvre", CLI_LINES, "Réintégration « l’aide » … œuvre",
       "Reintegration << l'aide >> ... oeuvre"},
      {"Приём", CLI_LINES, "Приём", "Priem"},
      {"می\u200cشود", CLI_LINES, "می\u200cشود", NULL},
      {"3 \u00b7 4", CLI_LINES, "3 \u00b7 4", "3 - 4"},
  };
  CliTerm utf8 = term_of(TRUE, CLI_ATTRIBUTES_NONE, 80), ascii = term_of(FALSE, CLI_ATTRIBUTES_NONE, 80);
  for (gsize i = 0; i < G_N_ELEMENTS(cases); i++) {
    g_autofree char *in_utf8 = cli_term_clean(&utf8, cases[i].text, cases[i].lines);
    g_autofree char *in_ascii = cli_term_clean(&ascii, cases[i].text, cases[i].lines);
    g_assert_cmpstr(in_utf8, ==, cases[i].utf8);
    if (cases[i].ascii)
      g_assert_cmpstr(in_ascii, ==, cases[i].ascii);
    g_assert_true(g_str_is_ascii(in_ascii));
  }
}

static gboolean has_control(const char *text)
{
  for (const char *p = text; *p; p = g_utf8_next_char(p)) {
    gunichar c = g_utf8_get_char(p);
    if (c != '\n' &&
        (c < 0x20 || (c >= 0x7F && c < 0xA0) || (c >= 0x202A && c <= 0x202E) || (c >= 0x2066 && c <= 0x2069)))
      return TRUE;
  }
  return FALSE;
}

static void test_clean_any_bytes(void)
{
  CliTerm terms[] = {term_of(TRUE, CLI_ATTRIBUTES_COLOUR, 80), term_of(FALSE, CLI_ATTRIBUTES_COLOUR, 80)};
  for (guint i = 0; i < 400; i++) {
    char bytes[64];
    for (guint j = 0; j < sizeof bytes; j++)
      bytes[j] = (char)g_test_rand_int_range(1, 256);
    bytes[sizeof bytes - 1] = '\0';
    for (guint t = 0; t < G_N_ELEMENTS(terms); t++) {
      g_autofree char *clean = cli_term_clean(&terms[t], bytes, i % 2 ? CLI_LINES : CLI_ONE_LINE);
      g_assert_true(g_utf8_validate(clean, -1, NULL));
      g_assert_false(has_control(clean));
    }
  }
}

static void test_columns(void)
{
  static const struct {
    const char *text;
    guint columns;
  } cases[] = {
      {"", 0},
      {"abc", 3},
      {"é", 1},
      {"e\u0301", 1},
      {"移民", 4},
      {"ｱ", 1},
      {"Ａ", 2},
      {"한글", 4},
      {"\u1112\u1161\u11ab", 2},
      {"می\u200cشود", 5},
      {"😀", 2},
      {"█▏…", 3},
  };
  for (gsize i = 0; i < G_N_ELEMENTS(cases); i++)
    g_assert_cmpuint(cli_term_columns(cases[i].text), ==, cases[i].columns);
}

/* ---- text and lines ---- */

static char *block_text(const CliBlock *block)
{
  GString *out = g_string_new(NULL);
  for (guint i = 0; i < block->len; i++)
    g_string_append_printf(out, "%s\n", ((const CliLine *)g_ptr_array_index(block, i))->text);
  return g_string_free(out, FALSE);
}

static char *wrapped(const CliTerm *term, const char *words, guint width, guint first, guint rest, guint most)
{
  g_autoptr(CliText) text = cli_text_new(term);
  g_autoptr(CliBlock) block = cli_block_new();
  cli_text_add_lines(text, CLI_PLAIN, words);
  cli_text_wrap(text, block, width, first, rest, most);
  return block_text(block);
}

static void test_wrap(void)
{
  static const struct {
    const char *text;
    guint width, first, rest, most;
    const char *lines;
  } cases[] = {
      {"", 20, 0, 0, 0, ""},
      {"one two three four five", 12, 0, 2, 0, "one two\n  three four\n  five\n"},
      {"one two three four five", 12, 4, 0, 0, "    one two\nthree four\nfive\n"},
      {"one two three four five", 12, 0, 0, 2, "one two\nthree four…\n"},
      {"one two", 12, 0, 0, 1, "one two\n"},
      {"a\n\nb\n", 12, 0, 0, 0, "a\n\nb\n"},
      {"abcdefghijklmnopqrstuvwxyz", 12, 0, 0, 0, "abcdefghijkl\nmnopqrstuvwx\nyz\n"},
      {"移民が帰国した後の再統合", 13, 0, 0, 0, "移民が帰国し\nた後の再統合\n"},
      {"well-known thing", 12, 0, 0, 0, "well-known\nthing\n"},
      {"1\u00a0000\u00a0000 works", 12, 0, 0, 0, "1\u00a0000\u00a0000\nworks\n"},
      {"ends in spaces        ", 12, 0, 0, 0, "ends in\nspaces\n"},
  };
  CliTerm term = term_of(TRUE, CLI_ATTRIBUTES_NONE, 80);
  for (gsize i = 0; i < G_N_ELEMENTS(cases); i++) {
    g_autofree char *lines =
        wrapped(&term, cases[i].text, cases[i].width, cases[i].first, cases[i].rest, cases[i].most);
    g_assert_cmpstr(lines, ==, cases[i].lines);
  }
}

static void test_wrap_keeps_words_whole(void)
{
  CliTerm term = term_of(TRUE, CLI_ATTRIBUTES_NONE, 80);
  g_autoptr(CliText) text = cli_text_new(&term);
  g_autoptr(CliBlock) block = cli_block_new();
  cli_text_add(text, CLI_PLAIN, "well-known ");
  cli_text_add_whole(text, CLI_PLAIN, "bite-3 x");
  cli_text_add(text, CLI_PLAIN, " well-known");
  cli_text_add_whole(text, CLI_PLAIN, "longer-than-a-line");
  cli_text_wrap(text, block, 14, 0, 0, 0);
  g_autofree char *lines = block_text(block);
  g_assert_cmpstr(lines, ==, "well-known\nbite-3 x well-\nknownlonger-th\nan-a-line\n");
}

/* Whatever is wrapped: no line is too wide, and no letter is lost. */
static void test_wrap_loses_nothing(void)
{
  static const char *const pieces[] = {"reintegration", " ",      "移民", "é", "e\u0301", "\n", "-", "😀",
                                       "l’aide",        "\u00a0", "  ",   ".", "/"};
  CliTerm term = term_of(TRUE, CLI_ATTRIBUTES_NONE, 80);
  for (guint round = 0; round < 300; round++) {
    g_autoptr(GString) words = g_string_new(NULL);
    for (gint n = g_test_rand_int_range(0, 60); n > 0; n--)
      g_string_append(words, pieces[g_test_rand_int_range(0, G_N_ELEMENTS(pieces))]);
    guint width = (guint)g_test_rand_int_range(14, 60);
    g_autofree char *lines = wrapped(&term, words->str, width, 0, 4, 0);
    g_auto(GStrv) each = g_strsplit(lines, "\n", -1);
    for (char **line = each; *line; line++)
      g_assert_cmpuint(cli_term_columns(*line), <=, width);
    g_auto(GStrv) before = g_strsplit_set(words->str, " \n", -1), after = g_strsplit_set(lines, " \n", -1);
    g_autofree char *letters = g_strjoinv("", before), *kept = g_strjoinv("", after);
    g_assert_cmpstr(kept, ==, letters);
  }
}

static void test_marks(void)
{
  static const char html[] = "… la <mark>r&eacute;</mark> &lt;b&gt; &amp;amp; &#39;x&#x27; &#0; a&b "
                             "<mark>été</mark>";
  static const struct {
    gboolean utf8;
    CliAttributes attributes;
    const char *line;
  } cases[] = {
      {TRUE, CLI_ATTRIBUTES_NONE, "… la «r&eacute;» <b> &amp; 'x' &#0; a&b «été»\n"},
      {FALSE, CLI_ATTRIBUTES_NONE, "... la *r&eacute;* <b> &amp; 'x' &#0; a&b *ete*\n"},
      {TRUE, CLI_ATTRIBUTES_MONO,
       "… la \033[1;4mr&eacute;\033[0m <b> &amp; 'x' &#0; a&b \033[1;4mété\033[0m\n"},
      {TRUE, CLI_ATTRIBUTES_COLOUR,
       "… la \033[1;33mr&eacute;\033[0m <b> &amp; 'x' &#0; a&b \033[1;33mété\033[0m\n"},
  };
  for (gsize i = 0; i < G_N_ELEMENTS(cases); i++) {
    CliTerm term = term_of(cases[i].utf8, cases[i].attributes, 80);
    g_autoptr(CliText) text = cli_text_new(&term);
    g_autoptr(CliBlock) block = cli_block_new();
    cli_text_add_marked(text, html);
    cli_text_line(text, block);
    g_autofree char *line = block_text(block);
    g_assert_cmpstr(line, ==, cases[i].line);
  }
  g_autofree char *plain = cli_html_text(html);
  g_assert_cmpstr(plain, ==, "… la r&eacute; <b> &amp; 'x' &#0; a&b été");
}

/* A mark over a line's end is ended there and begun again: an indentation is never marked. */
static void test_marks_over_lines(void)
{
  CliTerm term = term_of(TRUE, CLI_ATTRIBUTES_MONO, 80);
  g_autoptr(CliText) text = cli_text_new(&term);
  g_autoptr(CliBlock) block = cli_block_new();
  cli_text_add_marked(text, "one <mark>two three four</mark> five");
  cli_text_wrap(text, block, 14, 0, 2, 0);
  g_autofree char *lines = block_text(block);
  g_assert_cmpstr(lines, ==, "one \033[1;4mtwo three\033[0m\n  \033[1;4mfour\033[0m five\n");
}

static void test_cut_and_bars(void)
{
  CliTerm utf8 = term_of(TRUE, CLI_ATTRIBUTES_NONE, 80), ascii = term_of(FALSE, CLI_ATTRIBUTES_NONE, 80);
  g_autoptr(CliText) text = cli_text_new(&utf8), plain = cli_text_new(&ascii);
  g_autoptr(CliBlock) block = cli_block_new();
  cli_text_add_cut(text, CLI_PLAIN, "short", 8);
  cli_text_add(text, CLI_PLAIN, "|");
  cli_text_add_cut(text, CLI_PLAIN, "a long label", 8);
  cli_text_add(text, CLI_PLAIN, "|");
  cli_text_add_cut(text, CLI_PLAIN, "移民移民移民", 8);
  cli_text_add(text, CLI_PLAIN, "|");
  cli_text_line(text, block);
  cli_text_add_bar(text, 100, 100, 4);
  cli_text_add(text, CLI_PLAIN, "|");
  cli_text_add_bar(text, 50, 100, 4);
  cli_text_add(text, CLI_PLAIN, "|");
  cli_text_add_bar(text, 1, 100000, 4);
  cli_text_add(text, CLI_PLAIN, "|");
  cli_text_add_bar(text, 0, 100, 4);
  cli_text_add(text, CLI_PLAIN, "|");
  cli_text_add_bar(text, 13, 32, 4);
  cli_text_line(text, block);
  cli_text_add_cut(plain, CLI_PLAIN, "Une étiquette", 8);
  cli_text_add_bar(plain, 1, 100, 4);
  cli_text_line(plain, block);
  g_autofree char *lines = block_text(block);
  g_assert_cmpstr(lines, ==, "short   |a long… |移民移… |\n████|██|▏||█▋\nUne e...#\n");
}

static void test_columns_of_blocks(void)
{
  CliTerm term = term_of(TRUE, CLI_ATTRIBUTES_NONE, 80);
  g_autoptr(GPtrArray) blocks = g_ptr_array_new_with_free_func((GDestroyNotify)g_ptr_array_unref);
  static const char *const texts[] = {"a1\na2\na3", "b1", "c1\nc2", "d1"};
  for (guint i = 0; i < G_N_ELEMENTS(texts); i++) {
    g_autoptr(CliText) text = cli_text_new(&term);
    CliBlock *block = cli_block_new();
    cli_text_add_lines(text, CLI_PLAIN, texts[i]);
    cli_text_wrap(text, block, 10, 0, 0, 0);
    g_ptr_array_add(blocks, block);
  }
  g_autoptr(CliBlock) two = cli_block_columns(blocks, 2, 4, 2);
  g_autofree char *in_two = block_text(two);
  g_assert_cmpstr(in_two, ==, "a1    c1\na2    c2\na3\n      d1\nb1\n");
  g_autoptr(CliBlock) one = cli_block_columns(blocks, 1, 4, 2);
  g_autofree char *in_one = block_text(one);
  g_assert_cmpstr(in_one, ==, "a1\na2\na3\n\nb1\n\nc1\nc2\n\nd1\n");
}

/* ---- counts ---- */

static char *counts(const char *json, guint width, guint most)
{
  CliTerm term = term_of(TRUE, CLI_ATTRIBUTES_NONE, 80);
  g_autoptr(JsonNode) node = json_from_string(json, NULL);
  g_assert_nonnull(node);
  CliCounts view = {.width = width, .most = most};
  g_autoptr(CliBlock) block = cli_counts_block(&term, "theme", cli_json_root(node), &view);
  for (guint i = 0; i < block->len; i++)
    g_assert_cmpuint(((const CliLine *)g_ptr_array_index(block, i))->columns, <=, width);
  return block_text(block);
}

static void test_counts(void)
{
  static const char tree[] = "{\"label\":\"Thème\",\"kind\":\"tree\",\"distinct\":9,\"missing\":2,\"values\":"
                             "["
                             "{\"value\":\"a\",\"label\":\"Alpha\",\"count\":40,\"parent\":null},{\"value\":"
                             "\"b\",\"label\":\"Beta\",\"count\":20,\"parent\":\"c\"},"
                             "{\"value\":\"a1\",\"label\":\"Inner\",\"count\":10,\"parent\":\"a\","
                             "\"selected\":true},"
                             "{\"value\":\"a11\",\"label\":\"Innermost\",\"count\":5,\"parent\":\"a1\"}]}";
  g_autofree char *whole = counts(tree, 30, 0);
  g_assert_cmpstr(whole, ==,
                  "Thème (theme)\n"
                  "  Alpha (a)          40 ██████\n"
                                 "*   Inner (a1)       10 █▌\n"
                                 "      Innermost       5 ▊\n"
                                 "  Beta (b)           20 ███\n"
                                 "  (without)           2\n"
                                 "  … 5 more\n");
  g_autofree char *first = counts(tree, 30, 1);
  g_assert_cmpstr(first, ==, "Thème (theme)\n  Alpha (a) 40 ██████\n  (without)  2\n  … 8 more\n");
}

static void test_counts_of_years(void)
{
  static const char years[] = "{\"label\":\"Year\",\"kind\":\"year\",\"distinct\":3,\"missing\":0,\"values\":"
                              "["
                              "{\"value\":\"2018\",\"label\":\"2018\",\"count\":1},{\"value\":\"2020\","
                              "\"label\":\"2020\",\"count\":2},"
                              "{\"value\":\"2019\",\"label\":\"2019\",\"count\":0}]}";
  static const char gap[] = "{\"kind\":\"year\",\"distinct\":2,\"values\":[{\"value\":\"2020\",\"count\":0},"
                            "{\"value\":\"2015\",\"count\":3},{\"value\":\"2016\",\"count\":0},"
                            "{\"value\":\"2017\",\"count\":0},{\"value\":\"2018\",\"count\":0},"
                            "{\"value\":\"2019\",\"count\":0},{\"value\":\"2021\",\"count\":6}]}";
  g_autofree char *closed = counts(gap, 30, 0);
  g_assert_cmpstr(closed, ==, "theme\n  2021      6 ██████\n  2016-2020 0\n  2015      3 ███\n");
  g_autofree char *lines = counts(years, 30, 2);
  g_assert_cmpstr(lines, ==, "Year (theme)\n  2020 2 ██████\n  2019 0\n  … 2 more\n");
}

/* What no daemon of ours says must not hang or crash the client. */
static void test_counts_of_nonsense(void)
{
  g_autofree char *circle = counts("{\"kind\":\"tree\",\"values\":[{\"value\":\"a\",\"count\":1,\"parent\":"
                                   "\"b\"},{\"value\":\"b\",\"count\":1,"
                                   "\"parent\":\"a\"},{\"value\":\"c\",\"count\":1,\"parent\":\"c\"}]}",
                                   30, 0);
  g_assert_cmpstr(circle, ==, "theme\n  c 1 ██████\n  a 1 ██████\n  b 1 ██████\n");
  g_autofree char *empty = counts("{\"values\":[]}", 30, 0);
  g_assert_cmpstr(empty, ==, "theme\n  no values\n");
  g_autofree char *wrong = counts("{\"label\":7,\"distinct\":\"x\",\"missing\":-4,\"values\":[null,1,{"
                                  "\"count\":\"many\",\"label\":\"x\"},{}]}",
                                  30, 0);
  g_assert_cmpstr(wrong, ==, "theme\n  x 0\n");
}

/* ---- CSV ---- */

static void test_csv_cells(void)
{
  static const struct {
    const char *text, *cell;
  } cases[] = {
      {NULL, ""},
      {"", ""},
      {"plain", "plain"},
      {"a,b", "\"a,b\""},
      {"a \"b\"", "\"a \"\"b\"\"\""},
      {"two\nlines", "\"two\nlines\""},
      {"two\r\nlines", "\"two\r\nlines\""},
      {"semi;colon", "semi;colon"},
      {"=1+1", "'=1+1"},
      {"+1", "'+1"},
      {"-1", "'-1"},
      {"@SUM(A1)", "'@SUM(A1)"},
      {"\t=1", "'\t=1"},
      {"  =1", "'  =1"},
      {"\033=1", "' =1"},
      {"＝1", "'＝1"},
      {"=1,2", "\"'=1,2\""},
      {"a=1", "a=1"},
      {"été", "été"},
      {"bell\a nul\x01 c1\xc2\x9b", "bell  nul  c1 "},
      {"bad\xff", "bad\ufffd"},
      {" x", " x"},
  };
  for (gsize i = 0; i < G_N_ELEMENTS(cases); i++) {
    g_autoptr(GString) out = g_string_new(NULL);
    repere_csv_text(out, cases[i].text);
    g_assert_cmpstr(out->str, ==, cases[i].cell);
  }
  g_autoptr(GString) out = g_string_new(NULL);
  repere_csv_number(out, -12.345678);
  repere_csv_comma(out);
  repere_csv_number(out, 3);
  repere_csv_end(out);
  g_assert_cmpstr(out->str, ==, "-12.3457,3\r\n");
}

static GString *csv_of(JsonObject *answer, const char *const *facets)
{
  GString *csv = g_string_new(NULL);
  g_autoptr(GPtrArray) columns = cli_hits_csv_columns(answer, facets);
  cli_hits_csv_head(csv, columns);
  cli_hits_csv_rows(csv, answer, columns);
  return csv;
}

static void test_csv_of_an_answer(void)
{
  g_autoptr(JsonNode) node = read_json("client_answer.json");
  g_autofree char *expected = read_data("client_answer.csv");
  g_autoptr(GString) csv = csv_of(cli_json_root(node), NULL);
  g_assert_cmpstr(csv->str, ==, expected);

  static const char *const facets[] = {"type", "year", "theme", "language", NULL};
  g_autoptr(GString) ordered = csv_of(cli_json_root(node), facets);
  g_assert_true(g_str_has_prefix(ordered->str, "id,score,title,lang,type,issued,languages,creators,year,"
                                               "theme,country,"
                                               "series,url,page,passage\r\n"));
}

/* ---- answers ---- */

static char *printed(const char *name, CliTerm *term)
{
  g_autoptr(JsonNode) node = read_json(name);
  CliView view = {.offset = 0, .facet_values = 8};
  char *text = NULL;
  size_t size = 0;
  term->stream = open_memstream(&text, &size);
  cli_hits_print(term, cli_json_root(node), &view);
  fclose(term->stream);
  return text;
}

static void test_answer_in_plain_text(void)
{
  CliTerm utf8 = term_of(TRUE, CLI_ATTRIBUTES_NONE, 80), ascii = term_of(FALSE, CLI_ATTRIBUTES_NONE, 80);
  char *text = printed("client_answer.json", &utf8), *spelt = printed("client_answer.json", &ascii);
  g_autofree char *expected = read_data("client_answer.txt");
  g_assert_cmpstr(text, ==, expected);
  g_assert_true(g_str_is_ascii(spelt));
  g_assert_nonnull(strstr(spelt, "La reintegration economique"));
  free(text);
  free(spelt);
}

/* Our own escape sequences taken off, no control is left, and no line is too wide, at any width and in all
 * styles. */
static void test_answer_at_all_widths(void)
{
  static const char *const own[] = {"\033[1m", "\033[2m", "\033[1;4m", "\033[1;33m", "\033[36m", "\033[0m"};
  for (guint width = 20; width <= 210; width++) {
    CliTerm term = term_of(width % 3 != 0, (CliAttributes)(width % 3), width);
    char *raw = printed("client_answer.json", &term);
    g_autoptr(GString) text = g_string_new(raw);
    free(raw);
    for (gsize i = 0; i < G_N_ELEMENTS(own); i++)
      g_string_replace(text, own[i], "", 0);
    g_assert_false(has_control(text->str));
    g_auto(GStrv) lines = g_strsplit(text->str, "\n", -1);
    gboolean beside = FALSE;
    for (char **line = lines; *line; line++) {
      g_assert_cmpuint(cli_term_columns(*line), <=, MAX(width, 42));
      beside = beside || (strstr(*line, "1. La r") && (strstr(*line, "(theme)")));
    }
    g_assert_cmpint(beside, ==, width >= 100);
  }
}

static void test_answer_of_nonsense(void)
{
  static const char *const answers[] = {
      "{}",
      "{\"hits\":7,\"facets\":[],\"query\":null}",
      "{\"hits\":[null,[],{}],\"facets\":{\"x\":null,\"y\":{}}}",
      "{\"total\":-5,\"hits\":[{\"title\":[],\"files\":[1],\"passages\":[{}],\"type\":\"x\",\"issued\":5}]}",
      "{\"expansions\":[{},{\"labels\":[{}]}],\"suggestion\":{\"q\":\"x\"}}",
  };
  for (gsize i = 0; i < G_N_ELEMENTS(answers); i++) {
    g_autoptr(JsonNode) node = json_from_string(answers[i], NULL);
    CliTerm term = term_of(TRUE, CLI_ATTRIBUTES_COLOUR, 120);
    CliView view = {0};
    char *text = NULL;
    size_t size = 0;
    term.stream = open_memstream(&text, &size);
    cli_hits_print(&term, cli_json_root(node), &view);
    fclose(term.stream);
    g_autoptr(GString) csv = csv_of(cli_json_root(node), NULL);
    g_assert_nonnull(strstr(text, " of 0 works"));
    g_assert_true(g_str_has_prefix(csv->str, "id,score,"));
    free(text);
  }
}

/* ---- the way to the daemon ---- */

static int error_code(const char *address, const char **part)
{
  g_autoptr(GError) error = NULL;
  g_autoptr(CliReply) reply = NULL;
  g_autoptr(CliConnection) connection = cli_connection_new(address, NULL, &error);
  if (connection)
    reply = cli_connection_get(connection, "/v1/search?q=", NULL, &error);
  g_assert_null(reply);
  g_assert_nonnull(error);
  g_assert_true(g_str_has_suffix(error->message, "."));
  if (part && !strstr(error->message, *part))
    g_test_message("'%s' is not in '%s'", *part, error->message);
  g_assert_true(!part || strstr(error->message, *part));
  return cli_error_exit_code(error);
}

static void test_addresses(void)
{
  static const struct {
    const char *address;
    int code;
    const char *part;
  } cases[] = {
      {"unix:/nonexistent/socket", EX_UNAVAILABLE, "unix:/nonexistent/socket (No such file or directory)"},
      {"127.0.0.1:1", EX_UNAVAILABLE, "127.0.0.1:1 (Connection refused)"},
      {"unix:", EX_USAGE, "'unix:' is no address"},
      {"host", EX_USAGE, "is no address"},
      {"host:", EX_USAGE, "is no address"},
      {"host:99999", EX_USAGE, "is no address"},
      {"h/x:80", EX_USAGE, "is no address"},
      {":80", EX_USAGE, "is no address"},
      {"http://", EX_USAGE, "is no address"},
  };
  for (gsize i = 0; i < G_N_ELEMENTS(cases); i++) {
    const char *part = cases[i].part;
    g_assert_cmpint(error_code(cases[i].address, &part), ==, cases[i].code);
  }
  g_autofree char *long_path = g_strnfill(300, 'x');
  g_autofree char *address = g_strconcat("unix:", long_path, NULL);
  g_assert_cmpint(error_code(address, NULL), ==, EX_USAGE);
}

/* A peer that takes one connection, reads what comes first and writes `reply` (which may be none). */
typedef struct {
  GSocket *listener;
  const char *reply;
} Peer;

static gpointer peer_run(gpointer data)
{
  Peer *peer = data;
  g_autoptr(GSocket) socket = g_socket_accept(peer->listener, NULL, NULL);
  char request[4096];
  g_assert_cmpint(g_socket_receive(socket, request, sizeof request, NULL, NULL), >, 0);
  if (peer->reply)
    g_socket_send(socket, peer->reply, strlen(peer->reply), NULL, NULL);
  return NULL;
}

static CliReply *ask_peer(const char *answer, GError **error)
{
  g_autofree char *folder = g_dir_make_tmp("repere-client-XXXXXX", NULL);
  g_autofree char *path = g_build_filename(folder, "socket", NULL);
  g_autofree char *address = g_strconcat("unix:", path, NULL);
  g_autoptr(GSocketAddress) name = g_unix_socket_address_new(path);
  g_autoptr(GSocket) listener =
      g_socket_new(G_SOCKET_FAMILY_UNIX, G_SOCKET_TYPE_STREAM, G_SOCKET_PROTOCOL_DEFAULT, error);
  g_assert_true(g_socket_bind(listener, name, FALSE, NULL) && g_socket_listen(listener, NULL));
  Peer peer = {listener, answer};
  GThread *thread = g_thread_new("peer", peer_run, &peer);
  g_autoptr(CliConnection) connection = cli_connection_new(address, NULL, error);
  CliReply *reply = cli_connection_get(connection, "/v1/search?q=x", "fr", error);
  g_thread_join(thread);
  g_unlink(path);
  g_rmdir(folder);
  return reply;
}

static void test_replies(void)
{
  g_autoptr(GError) error = NULL;
  g_autoptr(CliReply) good = ask_peer("HTTP/1.1 400 Bad Request\r\nContent-Type: application/problem+json\r\n"
                                      "Content-Length: 2\r\nConnection: close\r\n\r\n{}",
                                      &error);
  g_assert_no_error(error);
  g_assert_cmpint(good->status, ==, 400);
  g_assert_cmpstr(good->media_type, ==, "application/problem+json");
  g_assert_cmpstr(good->body->str, ==, "{}");

  static const char *const broken[] = {NULL, "HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\nhalf",
                                       "SSH-2.0-OpenSSH_9.2\r\n"};
  for (gsize i = 0; i < G_N_ELEMENTS(broken); i++) {
    CliReply *reply = ask_peer(broken[i], &error);
    g_assert_null(reply);
    g_assert_error(error, CLI_ERROR, EX_UNAVAILABLE);
    g_assert_nonnull(strstr(error->message, "broke off"));
    g_clear_error(&error);
  }
}

/* The first address of a configuration that answers is used; where none does, all that were tried are named.
 */
static void test_configured_addresses(void)
{
  g_autofree char *folder = g_dir_make_tmp("repere-client-XXXXXX", NULL);
  g_autofree char *config = g_build_filename(folder, "repere.conf", NULL);
  static const char text[] = "[searchd]\nlisten=unix:none.sock;127.0.0.1:1\n[facet "
                             "theme]\nsource=dcterms:subject\n"
                             "[facet said]\nsource=text\nvocabulary=*\n"
                             "[facet year]\nsource=dcterms:issued\nkind=year\n";
  g_assert_true(g_file_set_contents(config, text, -1, NULL));
  g_autoptr(GError) error = NULL;
  g_autoptr(CliConnection) connection = cli_connection_new(NULL, config, &error);
  g_assert_no_error(error);
  g_auto(GStrv) all = cli_connection_facets(connection, TRUE),
                of_records = cli_connection_facets(connection, FALSE);
  g_autofree char *all_names = g_strjoinv(" ", all), *record_names = g_strjoinv(" ", of_records);
  g_assert_cmpstr(all_names, ==, "theme said year");
  g_assert_cmpstr(record_names, ==, "theme year");
  CliReply *reply = cli_connection_get(connection, "/", NULL, &error);
  g_assert_null(reply);
  g_assert_error(error, CLI_ERROR, EX_UNAVAILABLE);
  g_autofree char *socket =
      g_strdup_printf("unix:%s/none.sock (No such file or directory), 127.0.0.1:1 (", folder);
  g_autofree char *start = g_strdup_printf("repere-searchd -c %s", config);
  g_assert_nonnull(strstr(error->message, socket));
  g_assert_nonnull(strstr(error->message, start));
  g_unlink(config);
  g_rmdir(folder);
}

int main(int argc, char **argv)
{
  setlocale(LC_ALL, "C.UTF-8");
  g_test_init(&argc, &argv, NULL);
  g_unsetenv("REPERE_ADDRESS");
  g_test_add_func("/client/clean", test_clean);
  g_test_add_func("/client/clean-any-bytes", test_clean_any_bytes);
  g_test_add_func("/client/columns", test_columns);
  g_test_add_func("/client/wrap", test_wrap);
  g_test_add_func("/client/wrap-keeps-words-whole", test_wrap_keeps_words_whole);
  g_test_add_func("/client/wrap-loses-nothing", test_wrap_loses_nothing);
  g_test_add_func("/client/marks", test_marks);
  g_test_add_func("/client/marks-over-lines", test_marks_over_lines);
  g_test_add_func("/client/cut-and-bars", test_cut_and_bars);
  g_test_add_func("/client/columns-of-blocks", test_columns_of_blocks);
  g_test_add_func("/client/counts", test_counts);
  g_test_add_func("/client/counts-of-years", test_counts_of_years);
  g_test_add_func("/client/counts-of-nonsense", test_counts_of_nonsense);
  g_test_add_func("/client/csv-cells", test_csv_cells);
  g_test_add_func("/client/csv-of-an-answer", test_csv_of_an_answer);
  g_test_add_func("/client/answer-in-plain-text", test_answer_in_plain_text);
  g_test_add_func("/client/answer-at-all-widths", test_answer_at_all_widths);
  g_test_add_func("/client/answer-of-nonsense", test_answer_of_nonsense);
  g_test_add_func("/client/addresses", test_addresses);
  g_test_add_func("/client/replies", test_replies);
  g_test_add_func("/client/configured-addresses", test_configured_addresses);
  return g_test_run();
}
