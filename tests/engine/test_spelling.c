/* test_spelling.c - questions with misspelt words: what is offered, when its works are shown, and that all
 * that an answer says is then of the same words. The list of questions is spelling.tsv; what dictionaries a
 * machine has makes no difference there. */
#include <stdlib.h>

#include "road.h"

typedef struct {
  Road *road;
  RepereEngine *engine;
} Fixture;

static char *source_path(const char *name)
{
  const char *source = g_getenv("SOURCE") ? g_getenv("SOURCE") : ".";
  g_autofree char *path = g_build_filename(source, name, NULL);
  return g_canonicalize_filename(path, NULL);
}

static void open_engine(Fixture *fixture)
{
  g_autoptr(GError) error = NULL;
  fixture->engine = road_engine(fixture->road);
  repere_engine_poll(fixture->engine, &error);
  g_assert_no_error(error);
}

static void close_fixture(Fixture *fixture)
{
  repere_engine_unref(fixture->engine);
  road_free(fixture->road);
}

static RepereAnswer *ask(const Fixture *fixture, const char *q, const char *lang, gboolean spell)
{
  g_autoptr(RepereQuestion) question = road_question(q, lang);
  question->spell = spell;
  question->limit = 100;
  repere_question_add_facet(question, "language");
  return road_ask(fixture->engine, question);
}

static gboolean finds_all(const RepereAnswer *answer)
{
  return answer->head.total > 0 && !answer->head.any;
}

static void assert_same_works(const RepereAnswer *one, const RepereAnswer *other)
{
  g_assert_cmpuint(one->head.total, ==, other->head.total);
  g_assert_cmpuint(one->hits->len, ==, other->hits->len);
  for (guint i = 0; i < one->hits->len; i++)
    g_assert_cmpstr(((RepereHit *)one->hits->pdata[i])->id, ==, ((RepereHit *)other->hits->pdata[i])->id);
  const RepereFacetAnswer *counts = one->facets->pdata[0], *others = other->facets->pdata[0];
  g_assert_cmpuint(counts->values->len, ==, others->values->len);
  for (guint i = 0; i < counts->values->len; i++)
    g_assert_cmpuint(((RepereFacetValue *)counts->values->pdata[i])->count, ==,
                     ((RepereFacetValue *)others->values->pdata[i])->count);
}

/* ---- the list ---- */

/* Everything that holds of an answer, whatever is suggested. */
static void check_answer(const Fixture *fixture, const char *lang, const char *q, const RepereAnswer *answer)
{
  g_autoptr(RepereAnswer) as_typed = ask(fixture, q, lang, FALSE);
  g_assert_null(as_typed->suggestion);
  g_assert_null(as_typed->head.answered);
  g_assert_cmpstr(answer->head.canonical, ==, as_typed->head.canonical);
  if (!answer->head.answered) {
    g_assert_true(!answer->suggestion || as_typed->head.total > 0);
    assert_same_works(answer, as_typed);
    return;
  }
  g_assert_false(finds_all(as_typed));
  g_assert_cmpstr(answer->head.answered, ==, answer->suggestion);
  g_assert_true(g_str_has_prefix(answer->head.warnings->pdata[0], "No work has "));
  g_autoptr(RepereAnswer) better = ask(fixture, answer->suggestion, lang, FALSE);
  g_assert_cmpuint(better->head.total, >, 0);
  g_assert_cmpint(answer->head.any, ==, better->head.any);
  assert_same_works(answer, better);
}

static guint check_row(const Fixture *fixture, const char *lang, const char *q, const char *expected)
{
  g_autoptr(RepereAnswer) answer = ask(fixture, q, lang, TRUE);
  const char *suggestion = answer->suggestion ? answer->suggestion : "-";
  check_answer(fixture, lang, q, answer);
  if (g_str_equal(suggestion, expected)) return 0;
  g_test_message("%s: %s: %s, not %s", lang, q, suggestion, expected);
  return 1;
}

static void test_list(void)
{
  g_autofree char *path = source_path("tests/engine/spelling.tsv"), *text = NULL;
  g_autofree char *records = source_path("corpus/records"), *files = source_path("corpus/files");
  g_autofree char *vocabularies = source_path("corpus/vocabularies");
  g_autofree char *where = g_strdup_printf("records=%s\nfiles=%s\nvocabularies=%s\nlanguages=en;fr;es\n"
                                           "[indexer]\ntranslate=off\nocr=off\n",
                                           records, files, vocabularies);
  g_autoptr(GError) error = NULL;
  Fixture fixture = {road_new(where), NULL};
  guint rows = 0, wrong = 0;
  g_assert_cmpint(road_run(fixture.road, "update"), ==, 65); /* one of its files is a scan */
  open_engine(&fixture);
  g_file_get_contents(path, &text, NULL, &error);
  g_assert_no_error(error);
  g_auto(GStrv) lines = g_strsplit(text, "\n", -1);
  for (char **line = lines; *line; line++) {
    g_auto(GStrv) row = g_strsplit(*line, "\t", -1);
    if (g_strv_length(row) != 3 || **line == '#') continue;
    wrong += check_row(&fixture, row[0], row[1], row[2]);
    rows++;
  }
  g_test_message("%u questions, %u otherwise than expected", rows, wrong);
  g_assert_cmpuint(rows, >=, 150);
  g_assert_cmpuint(wrong, ==, 0);
  close_fixture(&fixture);
}

/* ---- a made library ---- */

static void add_work(GString *xml, guint n, const char *title, const char *text, gboolean hidden)
{
  g_autofree char *id = g_strdup_printf("work-%u", n);
  g_string_append(xml, "<record>\n");
  road_element(xml, "dcterms:identifier", NULL, id);
  road_element(xml, "dcterms:title", "en", title);
  if (hidden) road_element(xml, "dcterms:accessRights", NULL, "members");
  road_element(xml, "text", "en", text);
  g_string_append(xml, "</record>\n");
}

/* 60 works: nearly all of governments, one of a "goverment", one of Sabar, many of Sahar; "orchards" are for
 * members. */
static void make_library(Fixture *fixture)
{
  GString *xml = road_records();
  fixture->road = road_new("languages=en;fr;es\n[indexer]\ntranslate=off\n");
  for (guint i = 0; i < 57; i++)
    add_work(xml, i, "Notes", i % 2 ? "The government helps villages near Sahar." : "What governments plant.",
             FALSE);
  add_work(xml, 57, "Letters", "A letter that a goverment wrote.", FALSE);
  add_work(xml, 58, "Sabar", "A market town.", FALSE);
  add_work(xml, 59, "Fruit", "Apples grow in orchards, orchards are gardens.", TRUE);
  road_write_records(fixture->road, "records/works.xml", xml);
  road_run_well(fixture->road, "update");
  open_engine(fixture);
}

static void assert_suggestion(const Fixture *fixture, const char *q, const char *suggestion,
                              const char *answered)
{
  g_autoptr(RepereAnswer) answer = ask(fixture, q, "en", TRUE);
  g_assert_cmpstr(answer->suggestion, ==, suggestion);
  g_assert_cmpstr(answer->head.answered, ==, answered);
  check_answer(fixture, "en", q, answer);
}

/* What some works have is offered another word for only where many more works have that, never shown it. */
static void test_rare(void)
{
  Fixture fixture;
  make_library(&fixture);
  assert_suggestion(&fixture, "goverment", "government", NULL);
  assert_suggestion(&fixture, "Sabar", NULL, NULL);      /* a title has it */
  assert_suggestion(&fixture, "government", NULL, NULL); /* never to fewer */
  assert_suggestion(&fixture, "govermnent", "government", "government");
  assert_suggestion(&fixture, "vilages Sahar", "villages Sahar", "villages Sahar");
  assert_suggestion(&fixture, "orchrads", NULL, NULL); /* only a hidden work has it */
  assert_suggestion(&fixture, "orchards", NULL, NULL);
  close_fixture(&fixture);
}

/* ---- pages, and several at once ---- */

static void test_pages(void)
{
  Fixture fixture;
  make_library(&fixture);
  g_autoptr(RepereQuestion) question = road_question("govermnent", "en");
  g_autoptr(RepereAnswer) whole = ask(&fixture, "government", "en", FALSE);
  question->spell = TRUE;
  question->limit = 7;
  guint at = 0;
  do {
    g_autoptr(RepereAnswer) page = road_ask(fixture.engine, question);
    g_assert_cmpstr(page->head.answered, ==, "government");
    g_assert_cmpuint(page->head.total, ==, whole->head.total);
    for (guint i = 0; i < page->hits->len; i++, at++)
      g_assert_cmpstr(((RepereHit *)page->hits->pdata[i])->id, ==, ((RepereHit *)whole->hits->pdata[at])->id);
    g_free(question->cursor);
    question->cursor = g_strdup(page->next);
    if (!page->next) break;
    g_assert_true(repere_cursor_fits(page->next, question));
    question->spell = FALSE; /* then it would be another question */
    g_assert_false(repere_cursor_fits(page->next, question));
    question->spell = TRUE;
  } while (question->cursor);
  g_assert_cmpuint(at, ==, whole->head.total);
  close_fixture(&fixture);
}

static void test_many(void)
{
  Fixture fixture;
  make_library(&fixture);
  RepereQuestion *questions[3];
  g_autoptr(GPtrArray) answers = g_ptr_array_new_with_free_func((GDestroyNotify)repere_answer_free);
  g_autoptr(GError) error = NULL;
  for (guint i = 0; i < 3; i++) {
    questions[i] = road_question("govermnent", "en");
    questions[i]->spell = i != 1;
  }
  repere_question_add_filter(questions[2], "language", FALSE, "fr");
  repere_search_many(fixture.engine, 0, (const RepereQuestion *const *)questions, 3, answers, &error);
  g_assert_no_error(error);
  const RepereAnswer *shown = answers->pdata[0], *as_typed = answers->pdata[1], *none = answers->pdata[2];
  g_assert_cmpuint(shown->head.total, ==, 57);
  g_assert_cmpuint(as_typed->head.total, ==, 0);
  g_assert_null(as_typed->suggestion);
  g_assert_cmpstr(none->head.answered, ==, "government"); /* filters have no say in it */
  g_assert_cmpuint(none->head.total, ==, 0);
  for (guint i = 0; i < 3; i++) repere_question_free(questions[i]);
  close_fixture(&fixture);
}

/* ---- any bytes ---- */

static void test_any_bytes(void)
{
  static const char *const pieces[] = {"govermnent", "(",      ")",  "\"",          "OR",   "title:",   "-",
                                       "vilages",    " ",      " ",  "ĳſ",          "\xff", "Sahra",    "~",
                                       "*",          "NEAR/3", "l’", "gov-ermnent", "ﬁ",    "e\xcc\x81"};
  Fixture fixture;
  make_library(&fixture);
  for (guint n = 0; n < 400; n++) {
    g_autoptr(GString) q = g_string_new(NULL);
    for (gint k = g_test_rand_int_range(1, 12); k > 0; k--)
      g_string_append(q, pieces[g_test_rand_int_range(0, G_N_ELEMENTS(pieces))]);
    g_autoptr(RepereAnswer) answer = ask(&fixture, q->str, "en", TRUE);
    check_answer(&fixture, "en", q->str, answer);
    g_assert_true(!answer->suggestion || g_utf8_validate(answer->suggestion, -1, NULL));
  }
  close_fixture(&fixture);
}

int main(int argc, char **argv)
{
  g_test_init(&argc, &argv, NULL);
  g_test_add_func("/spelling/list", test_list);
  g_test_add_func("/spelling/rare", test_rare);
  g_test_add_func("/spelling/pages", test_pages);
  g_test_add_func("/spelling/many", test_many);
  g_test_add_func("/spelling/any-bytes", test_any_bytes);
  return g_test_run();
}
