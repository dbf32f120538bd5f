/* test_query_parse.c - questions read into trees: operators, fields, quotation marks of three languages,
 * what is read as words and said so, and that whatever is typed has a normal form that means the same. */
#include <string.h>

#include "tests/query_tree.h"
#include "tests/random_query.h"

/* `warning`: a part of the only warning; NULL: there is none. */
typedef struct {
  const char *q, *lang, *canonical, *warning;
} Reading;

static const Reading words[] = {
  {"", "en", "", NULL},
  {"   \t\n ", "en", "", NULL},
  {"Return", "en", "return", NULL},
  {"RETURN  and   Work", "en", "return and work", NULL},
  {"l'aide", "fr", "aide", NULL},
  {"L’AIDE", "fr", "aide", NULL},
  {"d'aujourd'hui", "fr", "aujourdhui", NULL},
  {"Réintégration", "fr", "réintégration", NULL},
  {"Re\xcc\x81inte\xcc\x81gration", "fr", "réintégration", NULL},
  {"¿Dónde está el niño?", "es", "dónde está el niño", NULL},
  {"ﬁnance", "en", "finance", NULL},
  {"O.I.M.", "fr", "oim", NULL},
  {"EE.UU.", "es", "eeuu", NULL},
  {"IOM's work", "en", "iom work", NULL},
  {"post-arrival", "en", "post-arrival", NULL},
  {"-post-arrival", "en", "-post-arrival", NULL},
  {"A/RES/71/1", "en", "a-res-71-1", NULL},
  {"12.05.2018", "fr", "12-05-2018", NULL},
  {"1,000 1.5", "en", "1000 1.5", NULL},
  {"2,018.5", "en", "2,018.5", NULL}, /* "2018.5" would be a section's number */
  {"10\xc2\xa0" "000 migrants", "fr", "10000 migrants", NULL},
  {"migrant(e)s", "fr", "migrant", NULL},
  {"20 000 migrants", "fr", "20000 migrants", NULL},
  {"1 250 000", "fr", "1250000", NULL},
  {"10 (000)", "fr", "10 , 000", NULL},
  {"2018 500 12", "en", "2018 500 12", NULL},
  {"Existe-t-il des quotas", "fr", "existe des quotas", NULL},
  {"parlent-on-d'on t", "fr", "parlent t", NULL},
  {"t-on-d'on t", "fr", "t t", NULL},
  {"v~\u013fils t", "fr", "v-l t", "character 2"},
  {"réfugié(e) arrivé", "fr", "réfugié arrivé", NULL},
  {"migrant·e·s", "fr", "migrant", NULL},
  {"subtitle:one", "en", "subtitle-one", "no operator"},
  {"climate || change", "en", "climate change", "no operator"},
  {"!climate", "en", "climate", "no operator"},
  {"climate^2", "en", "climate-2", "no operator"},
  {"near/5", "en", "near-5", "no operator"},
  {"12:30 ::1 a:b", "en", "12-30 1 a-b", NULL},
  {"https://example.org/a-b", "en", "https-example-org-a-b", NULL},
  {"+plan", "en", "plan", NULL},
  {"- plan -", "en", "plan", "no operator"},
  {"!!! ???", "en", "", "no word"},
  {"* ~ plan ***", "en", "plan", NULL},
  {"near and or not", "en", "near and or not", NULL},
};

static const Reading phrases[] = {
  {"\"work plan\"", "en", "\"work plan\"", NULL},
  {"\"plan\"", "en", "\"plan\"", NULL},
  {"« retour volontaire »", "fr", "\"retour volontaire\"", NULL},
  {"«\xc2\xa0retour volontaire\xc2\xa0»", "fr", "\"retour volontaire\"", NULL},
  {"«\xe2\x80\xafl’aide au retour\xe2\x80\xaf»", "fr", "\"aide au retour\"", NULL},
  {"«retorno voluntario»", "es", "\"retorno voluntario\"", NULL},
  {"“work plan”", "en", "\"work plan\"", NULL},
  {"”work plan”", "en", "\"work plan\"", NULL},
  {"„work plan“", "en", "\"work plan\"", NULL},
  {"„work plan”", "en", "\"work plan\"", NULL},
  {"‹retour volontaire›", "fr", "\"retour volontaire\"", NULL},
  {"‘work plan’", "en", "\"work plan\"", NULL},
  {"‘l’aide au retour’ économique", "fr", "\"aide au retour\" économique", NULL},
  {"‘tis the plan", "en", "tis the plan", NULL},
  {"d‘aide l’aide", "fr", "aide aide", NULL},
  {"plan\"work plan\"plan", "en", "plan \"work plan\" plan", NULL},
  {"plan \"\" work", "en", "plan work", NULL},
  {"\"\"", "en", "", "no word"},
  {"plan -\"work plan\"", "en", "plan -\"work plan\"", NULL},
  {"plan \"work plan", "en", "plan work plan", "\" at character 6 is never closed"},
  {"« retour volontaire", "fr", "retour volontaire", "« at character 1"},
  {"plan -“work plan", "en", "plan -work plan", "“ at character 7"},
  {"\"work* plan\"", "en", "\"work plan\"", "* at character 6"},
  {"\"plan AND (work)\"", "en", "\"plan and work\"", NULL},
};

static const Reading operators[] = {
  {"plan -work", "en", "plan -work", NULL},
  {"plan NOT work", "en", "plan -work", NULL},
  {"plan AND NOT work", "en", "plan -work", NULL},
  {"plan AND work", "en", "plan work", NULL},
  {"plan OR work", "en", "plan OR work", NULL},
  {"retour OR « retour volontaire » OR rapatriement", "fr", "retour OR \"retour volontaire\" OR rapatriement",
   NULL},
  {"a1 b1 OR c1 d1", "en", "a1 (b1 OR c1) d1", NULL},
  {"a1 AND b1 OR c1 AND d1", "en", "(a1 b1) OR (c1 d1)", NULL},
  {"a1 AND (b1 OR c1) AND d1", "en", "a1 (b1 OR c1) d1", NULL},
  {"(a1 OR b1) OR (c1 OR d1)", "en", "a1 OR b1 OR c1 OR d1", NULL},
  {"((a1 b1) (c1))", "en", "a1 b1 c1", NULL},
  {"a1 OR -b1", "en", "a1 OR -b1", NULL},
  {"a1 OR NOT (b1 c1)", "en", "a1 OR -(b1 c1)", NULL},
  {"a1 OR (-b1 -c1)", "en", "a1 OR (-b1 -c1)", NULL},
  {"-a1 -b1", "en", "-a1 -b1", NULL},
  {"-(a1 OR b1)", "en", "-(a1 OR b1)", NULL},
  {"-(-a1)", "en", "a1", NULL},
  {"NOT NOT a1", "en", "a1", NULL},
  {"--plan", "en", "-plan", NULL},
  {"a1 AND(b1 OR c1)", "en", "a1 (b1 OR c1)", NULL},
  {"NOT(a1 b1)", "en", "-(a1 b1)", NULL},
  {"plan(work)", "en", "plan-work", NULL},
  {"plan(work visit)", "en", "plan work visit", NULL},
  {"plan AND", "en", "plan and", "AND at character 6 has nothing to join"},
  {"OR plan", "en", "or plan", "OR at character 1 has nothing to join"},
  {"plan NOT", "en", "plan not", "NOT at character 6 has nothing to join"},
  {"plan AND OR work", "en", "plan or work", "OR at character 10"},
  {"plan OR ***", "en", "plan", "OR at character 6 is left out"},
  {"(plan OR work", "en", "plan OR work", "( at character 1 is never closed"},
  {"plan) work", "en", "plan work", ") at character 5 was never opened"},
  {"plan () work", "en", "plan work", "( at character 6 has no word in it"},
};

static const Reading fields[] = {
  {"Title:One", "en", "title:one", NULL},
  {"title:one abstract:two creator:Doe text:four", "en", "title:one abstract:two creator:doe text:four",
   NULL},
  {"-title:one", "en", "-title:one", NULL},
  {"title:-one", "en", "-title:one", NULL},
  {"creator:\"Jane Doe\"", "en", "creator:\"jane doe\"", NULL},
  {"title:« aide au retour »", "fr", "title:\"aide au retour\"", NULL},
  {"title:l’aide", "fr", "title:aide", NULL},
  {"text:(one two)", "en", "text:one text:two", NULL},
  {"title:(uno OR dos)", "es", "title:uno OR title:dos", NULL},
  {"title:(one abstract:(two creator:three) four)", "en", "title:one abstract:two creator:three title:four",
   NULL},
  {"title:abstract:one", "en", "abstract:one", NULL},
  {"title:post-arrival", "en", "title:post-arrival", NULL},
  {"title:AND", "en", "title:and", "AND at character 7"},
  {"title: one", "en", "title one", "title: at character 1"},
  {"one title:", "en", "one title", "title: at character 5"},
  {"title:\"\" one", "en", "title one", "title: at character 1"},
  {"title:*", "en", "title", "title: at character 1"},
  {"keyword:one", "en", "keyword-one", "no operator"},
};

static const Reading marks[] = {
  {"Kay*", "en", "kay*", NULL},
  {"réinté*", "fr", "reinte*", NULL},
  {"l'aid*", "fr", "aid*", NULL},
  {"niñ*", "es", "nin*", NULL},
  {"-kay*,", "en", "-kay*", NULL},
  {"title:kay*", "en", "title:kay*", NULL},
  {"kayacs~", "en", "kayacs~", NULL},
  {"réintégrasion~", "fr", "reintegrasion~", NULL},
  {"kayacs~2", "en", "kayacs~", NULL},
  {"k*", "en", "k", "beginning \"k*\" at character 1"},
  {"post-arr*", "en", "post arr*", "Of \"post-arr*\""},
  {"-post-arr*", "en", "-(post arr*)", "Of \"post-arr*\""},
  {"ka*ak", "en", "ka-ak", "* at character 3"},
  {"*kayak", "en", "kayak", "* at character 1"},
  {"kay** canoe*~", "en", "kay* canoe*", NULL},
};

static const Reading near[] = {
  {"plan NEAR/5 work", "en", "plan NEAR/5 work", NULL},
  {"plan NEAR work", "en", "plan NEAR/10 work", NULL},
  {"l'aide NEAR/3 « retour »", "fr", "aide NEAR/3 \"retour\"", NULL},
  {"a1 NEAR/5 b1 NEAR/9 c1", "en", "a1 NEAR/9 b1 NEAR/9 c1", NULL},
  {"title:(uno NEAR/2 dos)", "es", "title:uno NEAR/2 title:dos", NULL},
  {"-(a1 NEAR/2 b1) c1", "en", "-(a1 NEAR/2 b1) c1", NULL},
  {"a1 NEAR/2 b1 OR c1", "en", "a1 NEAR/2 b1 OR c1", NULL},
  {"a1 NEAR/0 b1", "en", "a1 NEAR/1 b1", "NEAR/0 at character 4"},
  {"a1 NEAR/1 b1 NEAR/1 c1", "en", "a1 NEAR/2 b1 NEAR/2 c1", "NEAR/1 at character 4"},
  {"a1 NEAR/500 b1", "en", "a1 NEAR/100 b1", "NEAR/500 at character 4"},
  {"1 NEAR 000", "en", "1 NEAR/10 000", NULL},
  {"1 NEAR/10 000", "en", "1 NEAR/10 000", NULL},
  {"a1 NEAR/10\u00a0000", "fr", "a1 NEAR/10 000", NULL},
  {"NEAR/10 000", "en", "near-10 , 000", "NEAR/10 at character 1"},
  {"a1 NEAR/99999999999999999999999 b1", "en", "a1 NEAR/100 b1", "at character 4"},
  {"a1 NEAR/5 \"b1 c1\"", "en", "a1 \"b1 c1\"", "NEAR/5 at character 4 joins more than single words"},
  {"a1 NEAR/5 -b1", "en", "a1 -b1", "NEAR/5 at character 4"},
  {"a1 NEAR/5 title:b1", "en", "a1 title:b1", "NEAR/5 at character 4"},
  {"a1 NEAR/5 b1*", "en", "a1 b1*", "NEAR/5 at character 4"},
  {"a1 NEAR/x b1", "en", "a1 near-x b1", "no operator"},
  {"NEAR/5 a1", "en", "near-5 a1", "NEAR/5 at character 1"},
  {"a1 NEAR/5", "en", "a1 near-5", "NEAR/5 at character 4"},
};

static void assert_same_again(RepereAnalyzer *analyzer, const RepereQuery *query, const char *q,
                              const char *lang)
{
  g_autoptr(RepereQuery) again = repere_query_parse(analyzer, query->canonical, lang);
  g_autofree char *tree = query_tree(query);
  g_autofree char *tree_again = query_tree(again);
  if (!g_str_equal(again->canonical, query->canonical) || !g_str_equal(tree, tree_again))
    g_test_message("q: %s", q);
  g_assert_cmpstr(again->canonical, ==, query->canonical);
  g_assert_cmpstr(tree_again, ==, tree);
}

typedef struct {
  const Reading *readings;
  guint n;
} Readings;

static void test_readings(gconstpointer data)
{
  const Readings *table = data;
  g_autoptr(RepereAnalyzer) analyzer = repere_analyzer_new();
  for (guint i = 0; i < table->n; i++) {
    const Reading *reading = &table->readings[i];
    g_autoptr(RepereQuery) query = repere_query_parse(analyzer, reading->q, reading->lang);
    const char *warning = query->warnings->len ? query->warnings->pdata[0] : NULL;
    if (!g_str_equal(query->canonical, reading->canonical) || (!warning) != (!reading->warning))
      g_test_message("q: %s: %s", reading->q, warning ? warning : "");
    g_assert_cmpstr(query->canonical, ==, reading->canonical);
    g_assert_cmpuint(query->warnings->len, ==, reading->warning ? 1 : 0);
    if (warning && !strstr(warning, reading->warning))
      g_error("\"%s\" is not in: %s", reading->warning, warning);
    if (warning) g_assert_true(g_str_has_suffix(warning, "."));
    assert_same_again(analyzer, query, reading->q, reading->lang);
  }
}

/* Every kind of fault is said once, however often it is made. */
static void test_warnings_once(void)
{
  g_autoptr(RepereAnalyzer) analyzer = repere_analyzer_new();
  g_autoptr(RepereQuery) query = 
    repere_query_parse(analyzer, "a) b) () () title: title: x* y* a NEAR/0 b a NEAR/0 b", "en");
  g_assert_cmpuint(query->warnings->len, ==, 5);
}

/* ---- trees ---- */

static void test_trees(void)
{
  static const struct {
    const char *q, *lang, *tree;
  } trees[] = {
    {"", "en", "and[]"},
    {"the returns", "en", "and[word[the.] word[returns>return]]"},
    {"Réintégrations", "fr", "and[word[reintegrations/réintégrations>reintegr]]"},
    {"\"the returns\"", "en", "and[phrase=[the. returns>return]]"},
    {"post-arrivals", "en", "and[phrase[post>post arrivals>arriv]]"},
    {"a1 OR -b1", "en", "and[or[word[a1] and[!word[b1]]]]"},
    {"a1 -(b1 OR c1)", "en", "and[word[a1] !or[word[b1] word[c1]]]"},
    {"title:a1 NEAR/5 title:b1", "en", "and[near6@title[a1 b1]]"},
    {"a1 NEAR/5 b1 NEAR/2 c1", "en", "and[near6[a1 b1 c1]]"},
    {"title:réint* text:kayacs~", "fr", "and[beginning@title[reint] spelling@text[kayacs]]"},
  };
  g_autoptr(RepereAnalyzer) analyzer = repere_analyzer_new();
  for (guint i = 0; i < G_N_ELEMENTS(trees); i++) {
    g_autoptr(RepereQuery) query = repere_query_parse(analyzer, trees[i].q, trees[i].lang);
    g_autofree char *tree = query_tree(query);
    g_assert_cmpstr(tree, ==, trees[i].tree);
  }
}

/* ---- depth ---- */

static char *repeated(const char *text, guint n, const char *rest)
{
  GString *q = g_string_new(NULL);
  for (guint i = 0; i < n; i++) g_string_append(q, text);
  g_string_append(q, rest);
  return g_string_free(q, FALSE);
}

static void test_depth(void)
{
  static const struct {
    const char *open, *rest;
  } deep[] = {
    {"(", "plan"}, {"-(", "plan"}, {"a1 b1 AND (", "plan"}, {"a1 AND b1 OR (c1 OR ", "plan"},
    {"x1 a1 AND (", "plan"}, {"x1 a1 AND (b1 OR (", "plan) OR c1"}, {"-(a1 OR -(", "b1 post-arr*"},
    {"“(", "a1"}, {"NOT ", "a1"}, {"title:(", "a1"}, {"-", "plan"}, {"title:", "plan"}, {"„a“„", "a1"},
    {"‘", "a1"}, {"a(b)(", ""}, {"a1 NEAR/5 ", "b1"}, {")", "("},
    {"NOT NEAR AND (OR ", "-"},
  };
  static const guint times[] = {3, 24, 49, 50, 51, 52, 200, 20000};
  g_autoptr(RepereAnalyzer) analyzer = repere_analyzer_new();
  for (guint i = 0; i < G_N_ELEMENTS(deep); i++)
    for (guint t = 0; t < G_N_ELEMENTS(times); t++) {
      g_autofree char *q = repeated(deep[i].open, times[t], deep[i].rest);
      g_autoptr(RepereQuery) query = repere_query_parse(analyzer, q, "en");
      assert_same_again(analyzer, query, deep[i].open, "en");
    }
  g_autofree char *q = repeated("-(", 51, "plan");
  g_autoptr(RepereQuery) query = repere_query_parse(analyzer, q, "en");
  g_assert_nonnull(strstr(query->warnings->pdata[0], "50 deep"));
}

/* ---- random questions ---- */

/* Whatever is typed can be read, and its normal form says the same. */
static void test_any_bytes(void)
{
  static const char *const langs[] = {"en", "fr", "es", "de", ""};
  g_autoptr(RepereAnalyzer) analyzer = repere_analyzer_new();
  for (guint i = 0; i < 40000; i++) {
    const char *lang = langs[i % G_N_ELEMENTS(langs)];
    g_autofree char *q = random_query();
    g_autoptr(RepereQuery) query = repere_query_parse(analyzer, q, lang);
    g_assert_true(g_utf8_validate(query->canonical, -1, NULL));
    assert_same_again(analyzer, query, q, lang);
  }
}

/* A tree at random, written with more brackets, white space and spelled-out operators than need be. */
static void append_random(GString *q, guint depth)
{
  static const char *const leaves[] = {
    "plan", "Réintégration", "\"work plan\"", "l'aide", "kay*", "kayacs~", "post-arrival",
    "(plan NEAR/3 work)", "title:plan", "text:\"of the\"", "« retour »", "abstract:re*",
  };
  static const char *const joins[] = {" ", " AND ", " OR ", "  ", " AND NOT ", " OR -", " -"};
  guint n = depth == 0 ? 1 : (guint)g_test_rand_int_range(1, 5);
  gboolean brackets = n > 1 && g_test_rand_int_range(0, 4);
  if (brackets) g_string_append(q, g_test_rand_int_range(0, 5) ? "(" : "title:( ");
  for (guint i = 0; i < n; i++) {
    if (i) g_string_append(q, joins[g_test_rand_int_range(0, G_N_ELEMENTS(joins))]);
    if (depth && g_test_rand_int_range(0, 2)) append_random(q, depth - 1);
    else g_string_append(q, leaves[g_test_rand_int_range(0, G_N_ELEMENTS(leaves))]);
  }
  if (brackets) g_string_append_c(q, ')');
}

static void test_random_trees(void)
{
  g_autoptr(RepereAnalyzer) analyzer = repere_analyzer_new();
  for (guint i = 0; i < 5000; i++) {
    g_autoptr(GString) q = g_string_new(NULL);
    append_random(q, i % 5);
    g_autoptr(RepereQuery) query = repere_query_parse(analyzer, q->str, "fr");
    if (query->warnings->len) g_test_message("q: %s: %s", q->str, (char *)query->warnings->pdata[0]);
    g_assert_cmpuint(query->warnings->len, ==, 0);
    assert_same_again(analyzer, query, q->str, "fr");
  }
}

int main(int argc, char **argv)
{
  static const Readings tables[] = {
    {words, G_N_ELEMENTS(words)},   {phrases, G_N_ELEMENTS(phrases)}, {operators, G_N_ELEMENTS(operators)},
    {fields, G_N_ELEMENTS(fields)}, {marks, G_N_ELEMENTS(marks)},     {near, G_N_ELEMENTS(near)},
  };
  g_test_init(&argc, &argv, NULL);
  g_test_add_data_func("/query-parse/words", &tables[0], test_readings);
  g_test_add_data_func("/query-parse/phrases", &tables[1], test_readings);
  g_test_add_data_func("/query-parse/operators", &tables[2], test_readings);
  g_test_add_data_func("/query-parse/fields", &tables[3], test_readings);
  g_test_add_data_func("/query-parse/marks", &tables[4], test_readings);
  g_test_add_data_func("/query-parse/near", &tables[5], test_readings);
  g_test_add_func("/query-parse/warnings-once", test_warnings_once);
  g_test_add_func("/query-parse/trees", test_trees);
  g_test_add_func("/query-parse/depth", test_depth);
  g_test_add_func("/query-parse/any-bytes", test_any_bytes);
  g_test_add_func("/query-parse/random-trees", test_random_trees);
  return g_test_run();
}
