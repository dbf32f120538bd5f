/* Answers as JSON: valid whatever the index holds, numbers as one would write them, and the shape that is
 * promised. */
#include <json-glib/json-glib.h>
#include <locale.h>
#include <math.h>
#include <string.h>

#include "lib/json_writer.h"
#include "repere/work.h"
#include "searchd/formats/json.h"
#include "searchd/formats/problem.h"

static void assert_valid(const GString *text)
{
  GError *error = NULL;
  g_autoptr(JsonParser) parser = json_parser_new();
  json_parser_load_from_data(parser, text->str, (gssize)text->len, &error);
  g_assert_no_error(error);
  g_assert_true(g_utf8_validate(text->str, (gssize)text->len, NULL));
}

/* ---- the writer ---- */

static const struct {
  double number;
  guint decimals;
  const char *text;
} numbers[] = {
  { 0, 3, "0" },           { 2.1, 3, "2.1" },
  { 12.3, 4, "12.3" },     { 12, 3, "12" },
  { 100, 3, "100" },       { 0.0004, 3, "0" },
  { -0.0004, 3, "0" },     { 0.0005001, 3, "0.001" },
  { -25.97, 7, "-25.97" }, { 32.5800001, 7, "32.5800001" },
  { 1e6, 3, "1000000" },   { 1234.5678, 2, "1234.57" },
  { 1.5, 0, "2" },         { NAN, 3, "null" },
  { INFINITY, 3, "null" }, { -INFINITY, 3, "null" },
};

static void test_numbers(void)
{
  /* A decimal comma must not find its way in, where that locale is there. */
  setlocale(LC_NUMERIC, "fr_FR.UTF-8");
  for (gsize i = 0; i < G_N_ELEMENTS(numbers); i++) {
    g_autoptr(GString) text = g_string_new(NULL);
    RepereJson w = repere_json_on(text);
    repere_json_double(&w, numbers[i].number, numbers[i].decimals);
    g_assert_cmpstr(text->str, ==, numbers[i].text);
  }
  setlocale(LC_NUMERIC, "C");
}

static const struct {
  const char *text, *json;
} strings[] = {
  { "", "\"\"" },
  { "réintégration 🌍", "\"réintégration 🌍\"" },
  { "a \"b\" \\ /", "\"a \\\"b\\\" \\\\ /\"" },
  { "\n\r\t", "\"\\n\\r\\t\"" },
  { "\x01\x1f\x7f", "\"\\u0001\\u001f\\u007f\"" },
  { "a\xc2\x80\xc2\x9b" "31m\xc2\xa0\xc3\x9b", "\"a\\u0080\\u009b31m\xc2\xa0\xc3\x9b\"" },
  { "\xff", "\"\xef\xbf\xbd\"" },
  { "a\xc3", "\"a\xef\xbf\xbd\"" },
  { NULL, "null" },
};

static void test_strings(void)
{
  for (gsize i = 0; i < G_N_ELEMENTS(strings); i++) {
    g_autoptr(GString) text = g_string_new(NULL);
    RepereJson w = repere_json_on(text);
    repere_json_string(&w, strings[i].text);
    g_assert_cmpstr(text->str, ==, strings[i].json);
  }
}

static void test_nesting(void)
{
  g_autoptr(GString) text = g_string_new(NULL);
  RepereJson w = repere_json_on(text);
  repere_json_open(&w, '{');
  repere_json_member_open(&w, "a", '[');
  repere_json_uint(&w, 1);
  repere_json_open(&w, '[');
  repere_json_close(&w, ']');
  repere_json_null(&w);
  repere_json_bool(&w, TRUE);
  repere_json_close(&w, ']');
  repere_json_member_open(&w, "b", '{');
  repere_json_close(&w, '}');
  repere_json_member_uint(&w, "c", G_MAXUINT64);
  repere_json_close(&w, '}');
  g_assert_cmpstr(text->str, ==, "{\"a\":[1,[],null,true],\"b\":{},\"c\":18446744073709551615}");
  assert_valid(text);
}

/* For people: a line for each value, and nothing between the brackets of what is empty. */
static void test_lines(void)
{
  g_autoptr(GString) text = g_string_new(NULL);
  RepereJson w = repere_json_on(text);
  w.lines = TRUE;
  repere_json_open(&w, '{');
  repere_json_member_open(&w, "a", '[');
  repere_json_uint(&w, 1);
  repere_json_raw(&w, "{\"raw\":true}");
  repere_json_close(&w, ']');
  repere_json_member_open(&w, "b", '{');
  repere_json_close(&w, '}');
  repere_json_member_string(&w, "c", NULL);
  repere_json_close(&w, '}');
  g_assert_cmpstr(text->str, ==,
                  "{\n  \"a\" : [\n    1,\n    {\"raw\":true}\n  ],\n  \"b\" : {},\n  \"c\" : null\n}");
  assert_valid(text);
}

/* Every byte by itself and after another one, in a string: always valid JSON. */
static void test_any_bytes(void)
{
  for (guint first = 1; first < 256; first++) {
    for (guint second = 0; second < 256; second++) {
      const char bytes[] = { (char)first, (char)second, '\0' };
      g_autoptr(GString) text = g_string_new(NULL);
      RepereJson w = repere_json_on(text);
      repere_json_open(&w, '[');
      repere_json_string(&w, bytes);
      repere_json_close(&w, ']');
      assert_valid(text);
    }
  }
}

/* ---- answers ---- */

static const RepereIndexState state = { .revision = 42, .analysis = "c0ffee12", .works = 612 };

#define INDEX "\"index\":{\"revision\":42,\"analysis\":\"c0ffee12\",\"works\":612}"

/* A string where a field wants one that may be changed. */
#define T(text) ((char[]){ text })

static GPtrArray *list(gpointer first, gpointer second)
{
  GPtrArray *all = g_ptr_array_new();
  if (first)
    g_ptr_array_add(all, first);
  if (second)
    g_ptr_array_add(all, second);
  return all;
}

static const char answer_json[] =
  "{\"query\":{\"q\":\"Retour\",\"lang\":\"fr\",\"match\":\"any\",\"canonical\":\"retour\","
  "\"warnings\":[\"Lu ainsi.\"]}," INDEX
  ",\"request\":\"/v1/search?lang=fr&q=Retour\",\"total\":37,\"took_ms\":2.1,\"expansions\":[],\"suggestion\":null,"
  "\"hits\":[{\"id\":\"a/b\",\"score\":12.3457,\"type\":{\"value\":\"report\",\"label\":\"Rapport\"},"
  "\"title\":{\"text\":\"Le “retour”\",\"lang\":\"fr\"},\"abstract\":{\"text\":\"note\",\"lang\":null},"
  "\"issued\":\"2021-06\",\"languages\":[\"en\",\"fr\"],\"creators\":[\"A \\\"B\\\"\"],"
  "\"facets\":{\"type\":[{\"value\":\"report\",\"label\":\"Rapport\"}]},"
  "\"files\":[{\"n\":1,\"lang\":\"fr\",\"url\":\"https://e.org/a.pdf\",\"media_type\":\"application/pdf\","
  "\"pages\":12,\"outcome\":\"partial\"}],"
  "\"passages\":[{\"file\":1,\"lang\":\"fr\",\"page\":4,\"page_label\":\"iv\","
  "\"html\":\"… <mark>retour</mark>\",\"url\":\"https://e.org/a.pdf#page=4\"},"
  "{\"file\":null,\"lang\":null,\"page\":null,\"page_label\":null,\"html\":\"texte\",\"url\":null}]},"
  "{\"id\":\"c\",\"score\":0,\"type\":null,\"title\":{\"text\":\"note\",\"lang\":null},\"abstract\":null,"
  "\"issued\":null,\"languages\":[],\"creators\":[],\"facets\":{},\"files\":[],\"passages\":[]}],"
  "\"facets\":{\"theme\":{\"label\":\"Thème\",\"kind\":\"tree\",\"distinct\":14,\"missing\":3,"
  "\"values\":[{\"value\":\"economic\",\"label\":\"Économie\",\"count\":12,\"selected\":false,"
  "\"parent\":null},"
  "{\"value\":\"jobs\",\"label\":\"Emploi\",\"count\":3,\"selected\":true,\"parent\":\"economic\"}]}},"
  "\"next\":null}\n";

/* A work with as much as there can be, and one with as little. */
static void test_answer(void)
{
  RepereValue report = { .value = T("report"), .label = T("Rapport") };
  RepereText title = { .text = T("Le “retour”"), .lang = T("fr") };
  RepereText no_lang = { .text = T("note"), .lang = T("") };
  RepereHitFile file = { .n = 1,
                         .lang = T("fr"),
                         .url = T("https://e.org/a.pdf"),
                         .media_type = T("application/pdf"),
                         .outcome = T("partial"),
                         .pages = 12 };
  ReperePassage page = { .file = 1,
                         .lang = T("fr"),
                         .page = 4,
                         .page_label = T("iv"),
                         .html = T("… <mark>retour</mark>"),
                         .url = T("https://e.org/a.pdf#page=4") };
  ReperePassage own = { .file = 0, .lang = T(""), .page = 0, .html = T("texte") };
  RepereHitFacet type = { .facet = T("type"), .values = list(&report, NULL) };
  RepereHit full = { .id = T("a/b"),
                     .score = 12.345678,
                     .type = &report,
                     .title = &title,
                     .abstract = &no_lang,
                     .issued = T("2021-06"),
                     .languages = list(T("en"), T("fr")),
                     .creators = list(T("A \"B\""), NULL),
                     .facets = list(&type, NULL),
                     .files = list(&file, NULL),
                     .passages = list(&page, &own) };
  RepereHit bare = { .id = T("c"),
                     .title = &no_lang,
                     .languages = list(NULL, NULL),
                     .creators = list(NULL, NULL),
                     .facets = list(NULL, NULL),
                     .files = list(NULL, NULL),
                     .passages = list(NULL, NULL) };
  RepereFacetValue top = { .value = T("economic"), .label = T("Économie"), .count = 12 };
  RepereFacetValue below = {
    .value = T("jobs"), .label = T("Emploi"), .count = 3, .selected = TRUE, .parent = T("economic")
  };
  RepereFacetAnswer facet = { .facet = T("theme"),
                              .label = T("Thème"),
                              .kind = REPERE_FACET_TREE,
                              .distinct = 14,
                              .missing = 3,
                              .values = list(&top, &below) };
  RepereAnswer answer = { .head.index = state,
                          .head.any = TRUE,
                          .head.canonical = T("retour"),
                          .head.warnings = list(T("Lu ainsi."), NULL),
                          .head.total = 37,
                          .head.took_ms = 2.1,
                          .hits = list(&full, &bare),
                          .facets = list(&facet, NULL) };
  RepereQuestion question = { .q = T("Retour"), .lang = T("fr") };
  Request request = { .question = &question, .canonical = T("/v1/search?lang=fr&q=Retour") };
  g_autoptr(GString) text = json_search(&request, &answer);
  assert_valid(text);
  g_assert_cmpstr(text->str, ==, answer_json);
  GPtrArray *lists[] = { full.languages, full.creators, full.facets,     full.files,  full.passages,
                         bare.languages, bare.creators, bare.facets,     bare.files,  bare.passages,
                         type.values,    facet.values,  answer.head.warnings, answer.hits, answer.facets };
  for (gsize i = 0; i < G_N_ELEMENTS(lists); i++)
    g_ptr_array_unref(lists[i]);
}

static void test_work(void)
{
  RepereText title = { .text = T("Pont"), .lang = T("fr") };
  g_autoptr(GPtrArray) titles = list(&title, NULL);
  g_autoptr(GPtrArray) publishers = list(T("OIM"), NULL);
  g_autoptr(GArray) points = g_array_new(FALSE, FALSE, sizeof(ReperePoint));
  ReperePoint point = { .lat = -25.97, .lon = 32.58 };
  g_array_append_val(points, point);
  RepereHit hit = {
    .id = T("pont"), .title = &title, .titles = titles, .publishers = publishers, .points = points
  };
  Request request = { .id = T("pont"), .canonical = T("/v1/works/pont?lang=fr") };
  g_autoptr(GString) text = json_work(&request, &hit, &state);
  assert_valid(text);
  g_assert_cmpstr(
    text->str, ==,
    "{" INDEX ",\"request\":\"/v1/works/pont?lang=fr\",\"id\":\"pont\",\"score\":0,\"type\":null,\"title\":{\"text\":\"Pont\",\"lang\":\"fr\"},"
    "\"abstract\":null,\"issued\":null,\"languages\":[],\"creators\":[],\"facets\":{},\"files\":[],"
    "\"passages\":[],\"titles\":[{\"text\":\"Pont\",\"lang\":\"fr\"}],\"abstracts\":[],"
    "\"publishers\":[\"OIM\"],\"points\":[{\"lat\":-25.97,\"lon\":32.58}]}\n");
}

static void test_page(void)
{
  ReperePageText page = { .file = 2,
                          .number = 4,
                          .pages = 12,
                          .label = T("iv"),
                          .lang = T("es"),
                          .url = T("https://e.org/b.pdf#page=4"),
                          .source = T("text-layer"),
                          .text = T("uno\ndos") };
  Request request = { .id = T("a/b"), .canonical = T("/v1/works/a%2Fb/pages/4?lang=es") };
  g_autoptr(GString) text = json_page(&request, &page, &state);
  assert_valid(text);
  g_assert_cmpstr(text->str, ==,
                  "{" INDEX ",\"request\":\"/v1/works/a%2Fb/pages/4?lang=es\",\"work\":\"a/b\",\"file\":2,\"page\":4,\"page_label\":\"iv\",\"pages\":12,"
                  "\"lang\":\"es\",\"source\":\"text-layer\",\"url\":\"https://e.org/b.pdf#page=4\","
                  "\"text\":\"uno\\ndos\"}\n");
}

static void test_problem(void)
{
  g_autoptr(GString) with = problem_text(400, "“x” is no language.", "lang");
  assert_valid(with);
  g_assert_cmpstr(with->str, ==,
                  "{\"type\":\"about:blank\",\"title\":\"Bad Request\",\"status\":400,"
                  "\"detail\":\"“x” is no language.\",\"parameter\":\"lang\"}\n");
  g_autoptr(GString) without = problem_text(503, "Later.", NULL);
  g_assert_cmpstr(without->str, ==,
                  "{\"type\":\"about:blank\",\"title\":\"Service Unavailable\",\"status\":503,"
                  "\"detail\":\"Later.\"}\n");
}

int main(int argc, char **argv)
{
  g_test_init(&argc, &argv, NULL);
  g_test_add_func("/json/numbers", test_numbers);
  g_test_add_func("/json/strings", test_strings);
  g_test_add_func("/json/nesting", test_nesting);
  g_test_add_func("/json/lines", test_lines);
  g_test_add_func("/json/any-bytes", test_any_bytes);
  g_test_add_func("/json/answer", test_answer);
  g_test_add_func("/json/work", test_work);
  g_test_add_func("/json/page", test_page);
  g_test_add_func("/json/problem", test_problem);
  return g_test_run();
}
