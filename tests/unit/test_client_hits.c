/* test_client_hits.c - what the client says about a question above its hits, and about a score below a hit. */
#include <stdlib.h>
#include <string.h>

#include "client/hits.h"

/* What is printed for `answer` on a terminal of `width` columns. free(). */
static char *printed(const char *answer, guint width)
{
  g_autoptr(JsonNode) node = json_from_string(answer, NULL);
  CliTerm term = {.width = width, .utf8 = TRUE};
  CliView view = {0};
  char *text = NULL;
  size_t size = 0;
  g_assert_nonnull(node);
  term.stream = open_memstream(&text, &size);
  cli_hits_print(&term, cli_json_root(node), &view);
  fclose(term.stream);
  return text;
}

static void assert_remark(const char *answer, const char *remark, const char *none)
{
  char *text = printed(answer, 80);
  if (!strstr(text, remark) || strstr(text, none)) g_test_message("%s", text);
  g_assert_nonnull(strstr(text, remark));
  g_assert_null(strstr(text, none));
  free(text);
}

static void test_better_spelling(void)
{
  assert_remark("{\"suggestion\":\"réintégration\"}", "Did you mean: réintégration\n", "Showing");
  assert_remark("{\"suggestion\":\"réintégration\",\"query\":{\"answered\":\"réintégration\"}}",
                "Showing works for: réintégration\n", "Did you mean");
  assert_remark("{\"suggestion\":null}", "None of 0 works", "Did you mean");
}

/* ---- what words find besides themselves ---- */

#define CONCEPT                                                                                              \
  "{\"id\":\"employment\",\"concept\":\"employment\",\"source\":\"themes\",\"words\":\"employment\",\"works\":1,"       \
  "\"labels\":[{\"lang\":\"en\",\"label\":\"Employment\"},{\"lang\":\"fr\",\"label\":\"Emploi\"}]}"
#define TRANSLATION                                                                                          \
  "{\"id\":\"employment\",\"concept\":null,\"source\":\"apertium\",\"words\":\"employment\",\"works\":61,"     \
  "\"labels\":[{\"lang\":\"fr\",\"label\":\"emploi\"},{\"lang\":\"fr\",\"label\":\"embauche\"},"              \
  "{\"lang\":\"es\",\"label\":\"empleo\"},{\"lang\":\"\",\"label\":\"emplojo\"}]}"

static void test_expansions(void)
{
  /* Languages in turn; that of the question, and none, are not named. */
  assert_remark("{\"query\":{\"lang\":\"en\"},\"expansions\":[" TRANSLATION "]}",
                "employment also finds: emplojo, empleo (es), emploi (fr), embauche (fr) in 61\n  works\n", "()");
  /* Nothing twice: neither the words themselves, nor what a concept says already. */
  assert_remark("{\"query\":{\"lang\":\"en\"},\"expansions\":[" CONCEPT "," TRANSLATION "]}",
                "employment also finds: Emploi (fr) in 1 work; emplojo, empleo (es), embauche\n  (fr) in 61 works\n",
                "Employment");
  /* Nor what another vocabulary writes otherwise. */
  assert_remark("{\"query\":{\"lang\":\"en\"},\"expansions\":["
                "{\"words\":\"health\",\"works\":4,\"labels\":[{\"lang\":\"fr\",\"label\":\"Santé\"}]},"
                "{\"words\":\"health\",\"works\":9,\"labels\":[{\"lang\":\"fr\",\"label\":\"SANTE\"}]}]}",
                "health also finds: Santé (fr) in 4 works\n", "9 works");
  assert_remark("{\"query\":{\"lang\":\"en\"},\"expansions\":[]}", "None of 0 works", "also find");
}

/* `words` words with `labels` labels each. */
static char *many(guint words, guint labels)
{
  g_autoptr(GString) answer = g_string_new("{\"query\":{\"lang\":\"en\"},\"expansions\":[");
  for (guint w = 0; w < words; w++) {
    g_string_append_printf(answer, "%s{\"words\":\"word%u\",\"works\":7,\"labels\":[", w ? "," : "", w);
    for (guint l = 0; l < labels; l++)
      g_string_append_printf(answer, "%s{\"lang\":\"fr\",\"label\":\"traduction numéro %u\"}", l ? "," : "", l);
    g_string_append(answer, "]}");
  }
  g_string_append(answer, "]}");
  return g_string_free(g_steal_pointer(&answer), FALSE);
}

/* Two lines a word at most, and what has no room is counted. */
static void test_many_expansions(void)
{
  static const guint widths[] = {40, 60, 80, 200};
  g_autofree char *answer = many(9, 20);
  for (gsize i = 0; i < G_N_ELEMENTS(widths); i++) {
    char *text = printed(answer, widths[i]);
    g_auto(GStrv) lines = g_strsplit(text, "\n", -1);
    guint printed_lines = 0, counted = 0;
    for (char **line = lines; *line && **line; line++) {
      printed_lines++;
      counted += strstr(*line, "more") && !g_str_has_prefix(*line, "4 more");
      g_assert_cmpuint(cli_term_columns(*line), <=, widths[i]);
    }
    g_assert_cmpuint(printed_lines, <=, 1 + 5 * 2 + 2);
    g_assert_cmpuint(counted, ==, 5);
    g_assert_nonnull(strstr(text, "4 more of the words also find others."));
    free(text);
  }
  g_autofree char *six = many(6, 1);
  assert_remark(six, "1 more of the words also finds others.", "word5");
}

/* ---- what made a score ---- */

#define SCORED                                                                                               \
  "{\"hits\":[{\"id\":\"a\",\"score\":12.34567,\"files\":[{\"n\":1,\"lang\":\"en\"},{\"n\":2,\"lang\":\"fr\"},"  \
  "{\"n\":3,\"lang\":null}],\"explanation\":["                                                               \
  "{\"what\":\"stem\",\"of\":\"employment\",\"score\":11.2},"                                                  \
  "{\"what\":\"translation\",\"of\":\"labour market\",\"score\":0.9},"                                         \
  "{\"what\":\"page\",\"of\":null,\"file\":2,\"page\":4,\"score\":0.2},"                                       \
  "{\"what\":\"near\",\"of\":null,\"file\":3,\"page\":7,\"score\":0.04567},"                                   \
  "{\"what\":\"concept\",\"of\":\"employment\",\"score\":0.0004},"                                              \
  "{\"what\":\"new\",\"of\":null,\"score\":1.0}]},{\"id\":\"b\",\"score\":3.1}]}"

static void test_explanation(void)
{
  assert_remark(SCORED,
                "   12.346  score, of which:\n"
                "   11.200  employment, in any of its forms\n"
                "    0.900  labour market, in other languages\n"
                "    0.200  the best page, fr page 4\n"
                "    0.046  words close together, page 7 of file 3\n"
                "    1.000  new\n",
                "concept");
}

int main(int argc, char **argv)
{
  g_test_init(&argc, &argv, NULL);
  g_test_add_func("/client-hits/better-spelling", test_better_spelling);
  g_test_add_func("/client-hits/expansions", test_expansions);
  g_test_add_func("/client-hits/many-expansions", test_many_expansions);
  g_test_add_func("/client-hits/explanation", test_explanation);
  return g_test_run();
}
