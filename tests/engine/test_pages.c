/* test_pages.c - every way to the hits leads to the same ones: pages by offset, by cursor in pages of any
 * size, walks, several questions at once; over a commit; and what is done about time that is over. */
#include "counts_model.h"
#include "repere/walk.h"

enum { WORKS = 240, QUESTIONS = 150 };

static const char *const queries[] = {
  "",
  "village",
  "villages health",
  "economic farmers grant",
  "\"the village\"",
  "school*",
  "-village",
  "school -loan",
  "school OR loan",
  "title:family",
  "xyzzy village",
  "\"of the\" OR dakar",
  "the",
  "villge~",
  "health NEAR/4 grant",
  "\"loans of the\" school",
  "école réintégration",
  "escuela pueblo",
};

static RepereQuestion *random_question(Model *model)
{
  RepereQuestion *question =
    road_question(queries[pick(model, G_N_ELEMENTS(queries))], codes[pick(model, LANGS)]);
  question->sort = (RepereSort)pick(model, 4);
  question->passages = 0;
  if (chance(model, 30))
    repere_question_add_filter(question, "type", chance(model, 30), plain[TYPE][pick(model, 4)]);
  if (chance(model, 20)) repere_question_add_filter(question, "theme", FALSE, themes[pick(model, 10)][0]);
  if (chance(model, 20))
    repere_question_add_range(question, "year", chance(model, 30), 2012, 2012 + (int)pick(model, 8));
  return question;
}

static void take_ids(const GPtrArray *hits, GPtrArray *ids)
{
  for (guint i = 0; i < hits->len; i++) g_ptr_array_add(ids, g_strdup(((RepereHit *)hits->pdata[i])->id));
}

static GPtrArray *ids_new(void)
{
  return g_ptr_array_new_with_free_func(g_free);
}

/* All ids by pages of 100; the cursor that the first page gave is taken over, or freed. */
static GPtrArray *ids_by_offset(RepereEngine *engine, RepereQuestion *question)
{
  GPtrArray *ids = ids_new();
  question->limit = 100;
  for (guint total = 1; ids->len < total;) {
    question->offset = ids->len;
    g_autoptr(RepereAnswer) page = road_ask(engine, question);
    total = page->head.total;
    if (total == 0) break;
    g_assert_cmpuint(page->hits->len, ==, MIN(100, total - ids->len));
    take_ids(page->hits, ids);
    g_assert_cmpint(page->next == NULL, ==, ids->len == total);
  }
  question->offset = 0;
  return ids;
}

/* All ids by cursors, each page of another size. `at`: so many are paged over by offset first. */
static GPtrArray *ids_by_cursor(RepereEngine *engine, RepereQuestion *question, Model *model, guint largest,
                                guint at)
{
  GPtrArray *ids = ids_new();
  question->offset = at;
  for (;;) {
    question->limit = 1 + pick(model, largest);
    g_autoptr(RepereAnswer) page = road_ask(engine, question);
    take_ids(page->hits, ids);
    question->offset = 0;
    g_clear_pointer(&question->cursor, g_free);
    if (!page->next) return ids;
    g_assert_cmpuint(page->hits->len, ==, question->limit);
    g_assert_true(repere_cursor_fits(page->next, question));
    question->cursor = g_steal_pointer(&page->next);
  }
}

static GPtrArray *ids_by_walk(RepereEngine *engine, const RepereQuestion *question, Model *model)
{
  g_autoptr(GError) error = NULL;
  g_autoptr(RepereWalk) walk = repere_walk_new(engine, 0, question, &error);
  g_assert_no_error(error);
  GPtrArray *ids = ids_new();
  for (guint before = 1; before != ids->len || before == 0;) {
    g_autoptr(GPtrArray) hits = g_ptr_array_new_with_free_func((GDestroyNotify)repere_hit_free);
    before = ids->len;
    g_assert_true(repere_walk_next(walk, 0, 1 + pick(model, 60), hits, &error));
    take_ids(hits, ids);
    if (hits->len == 0) break;
    g_assert_nonnull(((RepereHit *)hits->pdata[0])->titles);
  }
  g_assert_cmpuint(repere_walk_head(walk)->total, ==, ids->len);
  return ids;
}

static void assert_same(const RepereQuestion *question, const GPtrArray *one, const GPtrArray *other,
                        guint from)
{
  gboolean same = one->len - MIN(from, one->len) == other->len;
  for (guint i = 0; i < other->len && same; i++) same = g_str_equal(one->pdata[from + i], other->pdata[i]);
  if (!same)
    g_error(
      "q=%s lang=%s sort=%d filters=%u: %u hits by offset and %u otherwise, from %u, or in another order",
      question->q, question->lang, question->sort, question->filters->len, one->len, other->len, from);
}

/* ---- pages ---- */

static void check_question(RepereEngine *engine, Model *model, RepereQuestion *question)
{
  static const guint sizes[] = {1, 3, 10, 100};
  g_autoptr(GPtrArray) all = ids_by_offset(engine, question);
  guint largest = sizes[pick(model, all->len > 60 ? 4 : 3)];
  if (all->len > 60) largest = MAX(largest, 10); /* a page each takes its time */
  g_autoptr(GPtrArray) by_cursor = ids_by_cursor(engine, question, model, largest, 0);
  assert_same(question, all, by_cursor, 0);
  guint at = all->len ? pick(model, all->len) : 0;
  g_autoptr(GPtrArray) changed_over = ids_by_cursor(engine, question, model, 40, at);
  assert_same(question, all, changed_over, at);
  g_autoptr(GPtrArray) walked = ids_by_walk(engine, question, model);
  assert_same(question, all, walked, 0);
}

static void check_many(RepereEngine *engine, Model *model)
{
  g_autoptr(GPtrArray) questions = g_ptr_array_new_with_free_func((GDestroyNotify)repere_question_free);
  g_autoptr(GPtrArray) answers = g_ptr_array_new_with_free_func((GDestroyNotify)repere_answer_free);
  g_autoptr(GError) error = NULL;
  for (guint i = 0; i < 16; i++) {
    RepereQuestion *question = random_question(model);
    if (i % 2) { /* the words of the one before */
      g_free(question->q);
      question->q = g_strdup(((RepereQuestion *)questions->pdata[i - 1])->q);
    }
    repere_question_add_facet(question, "country");
    g_ptr_array_add(questions, question);
  }
  repere_search_many(engine, 0, (const RepereQuestion *const *)questions->pdata, questions->len, answers,
                     &error);
  g_assert_no_error(error);
  g_assert_cmpuint(answers->len, ==, 16);
  for (guint i = 0; i < 16; i++) {
    const RepereAnswer *together = answers->pdata[i];
    g_autoptr(RepereAnswer) alone = road_ask(engine, questions->pdata[i]);
    g_assert_cmpuint(together->head.total, ==, alone->head.total);
    g_assert_cmpstr(together->head.canonical, ==, alone->head.canonical);
    g_assert_cmpstr(together->next, ==, alone->next);
    g_assert_cmpuint(together->hits->len, ==, alone->hits->len);
    for (guint h = 0; h < alone->hits->len; h++)
      g_assert_cmpstr(((RepereHit *)together->hits->pdata[h])->id, ==,
                      ((RepereHit *)alone->hits->pdata[h])->id);
    const RepereFacetAnswer *one = together->facets->pdata[0], *other = alone->facets->pdata[0];
    g_assert_cmpuint(one->values->len, ==, other->values->len);
    g_assert_cmpuint(one->missing, ==, other->missing);
  }
}

/* ---- facets in pieces ---- */

static RepereFacetAnswer *ask_facet(RepereEngine *engine, RepereQuestion *question, const char *name,
                                    RepereFacetSort sort, guint limit, guint offset, const char *match,
                                    RepereAnswer **answer)
{
  g_ptr_array_set_size(question->facets, 0);
  RepereFacetAsk *ask = repere_question_add_facet(question, name);
  ask->sort = sort;
  ask->limit = limit;
  ask->offset = offset;
  ask->match = g_strdup(match);
  question->limit = 0;
  *answer = road_ask(engine, question);
  g_assert_null((*answer)->next);
  return (*answer)->facets->pdata[0];
}

/* Pages of a facet's values are the pieces of the whole list. */
static void check_facet_pages(RepereEngine *engine, Model *model)
{
  g_autoptr(RepereQuestion) question = road_question("", "fr");
  for (guint sort = 0; sort < 3; sort++) {
    g_autoptr(RepereAnswer) whole = NULL;
    const RepereFacetAnswer *all =
      ask_facet(engine, question, "country", (RepereFacetSort)sort, 1000, 0, NULL, &whole);
    g_assert_cmpuint(all->values->len, ==, all->distinct);
    g_assert_cmpuint(all->matching, ==, all->distinct);
    for (guint at = 0, step = 1 + pick(model, 3); at <= all->values->len; at += step) {
      g_autoptr(RepereAnswer) part = NULL;
      const RepereFacetAnswer *piece =
        ask_facet(engine, question, "country", (RepereFacetSort)sort, step, at, NULL, &part);
      g_assert_cmpuint(piece->values->len, ==, MIN(step, all->values->len - at));
      g_assert_cmpuint(piece->distinct, ==, all->distinct);
      for (guint i = 0; i < piece->values->len; i++)
        g_assert_cmpstr(((RepereFacetValue *)piece->values->pdata[i])->value, ==,
                        ((RepereFacetValue *)all->values->pdata[at + i])->value);
    }
  }
}

static void expect_values(RepereEngine *engine, const char *lang, const char *name, const char *match,
                          const char *expected)
{
  g_autoptr(RepereQuestion) question = road_question("", lang);
  g_autoptr(RepereAnswer) answer = NULL;
  const RepereFacetAnswer *facet =
    ask_facet(engine, question, name, REPERE_FACET_SORT_VALUE, 100, 0, match, &answer);
  g_autoptr(GString) values = g_string_new(NULL);
  for (guint i = 0; i < facet->values->len; i++)
    g_string_append_printf(values, "%s%s", i ? " " : "",
                           ((RepereFacetValue *)facet->values->pdata[i])->value);
  g_assert_cmpstr(values->str, ==, expected);
}

/* By the labels of the language that is asked in, accents and case aside. */
static void check_facet_match(RepereEngine *engine)
{
  expect_values(engine, "en", "country", "eth", "ET");
  expect_values(engine, "fr", "country", "ethi", "ET");
  expect_values(engine, "fr", "country", "ÉTHI", "ET");
  expect_values(engine, "en", "country", "africa", "ZA");
  expect_values(engine, "en", "country", "sou afr", "ZA");
  expect_values(engine, "fr", "country", "afrique sud", "ZA");
  expect_values(engine, "es", "country", "brasil", "BR");
  expect_values(engine, "en", "country", "frica", "");
  expect_values(engine, "en", "country", "mz", "MZ");
  expect_values(engine, "en", "organization", "b", "Bravo");
  expect_values(engine, "en", "theme", "damson",
                "apple banana damson"); /* what is above it shows where it is */
}

/* Years in order leave none out between the first and the last. */
static void check_histogram(RepereEngine *engine)
{
  g_autoptr(RepereQuestion) question = road_question("", "en");
  g_autoptr(RepereAnswer) answer = NULL, counted = NULL;
  repere_question_add_filter(question, "organization", FALSE, "Alpha");
  repere_question_add_filter(question, "series", FALSE, "Kilo");
  const RepereFacetAnswer *years =
    ask_facet(engine, question, "year", REPERE_FACET_SORT_VALUE, 100, 0, NULL, &answer);
  g_assert_cmpuint(years->values->len, >, 1);
  guint sum = 0, zeros = 0, n = years->values->len;
  for (guint i = 0; i < n; i++) {
    const RepereFacetValue *year = years->values->pdata[i];
    g_assert_cmpint(atoi(year->value), ==,
                    atoi(((RepereFacetValue *)years->values->pdata[0])->value) + (int)i);
    sum += year->count;
    zeros += year->count == 0;
  }
  g_assert_cmpuint(((RepereFacetValue *)years->values->pdata[0])->count, >, 0);
  g_assert_cmpuint(((RepereFacetValue *)years->values->pdata[n - 1])->count, >, 0);
  g_assert_cmpuint(zeros, >, 0);
  g_assert_cmpuint(sum + years->missing, ==, answer->head.total);
  g_assert_cmpuint(years->distinct, ==, n - zeros);
  /* Where a page does not reach over the whole span, empty years would hide the others. */
  g_autoptr(RepereAnswer) narrow = NULL;
  const RepereFacetAnswer *few =
    ask_facet(engine, question, "year", REPERE_FACET_SORT_VALUE, n - 1, 0, NULL, &narrow);
  for (guint i = 0; i < few->values->len; i++)
    g_assert_cmpuint(((RepereFacetValue *)few->values->pdata[i])->count, >, 0);
  g_assert_cmpuint(few->values->len, ==, MIN(n - zeros, n - 1));
  const RepereFacetAnswer *by_count =
    ask_facet(engine, question, "year", REPERE_FACET_SORT_COUNT, 100, 0, NULL, &counted);
  g_assert_cmpuint(by_count->values->len, ==, n - zeros);
}

/* ---- cursors ---- */

static void check_cursors(RepereEngine *engine)
{
  g_autoptr(RepereQuestion) question = road_question("village", "en");
  question->limit = 5;
  g_autoptr(RepereAnswer) page = road_ask(engine, question);
  g_assert_nonnull(page->next);
  g_assert_true(repere_cursor_fits(page->next, question));
  for (const char *letter = page->next; *letter; letter++)
    g_assert_true(g_ascii_isalnum(*letter) || *letter == '-' || *letter == '_');
  question->limit = 7; /* may change from page to page */
  g_assert_true(repere_cursor_fits(page->next, question));
  repere_question_add_filter(question, "type", FALSE, "report");
  g_assert_false(repere_cursor_fits(page->next, question));
  g_ptr_array_set_size(question->filters, 0);
  question->sort = REPERE_SORT_TITLE;
  g_assert_false(repere_cursor_fits(page->next, question));
  question->sort = REPERE_SORT_RELEVANCE;
  question->expand = FALSE; /* other hits, or other weights */
  g_assert_false(repere_cursor_fits(page->next, question));
  question->expand = TRUE;
  g_ptr_array_add(question->left_out, g_strdup("village"));
  g_assert_false(repere_cursor_fits(page->next, question));
  g_ptr_array_set_size(question->left_out, 0);
  static const char *const strange[] = {"",  "=",        "AAAA",
                                        "%", "\xff\xfe", "AgAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA"};
  for (guint i = 0; i < G_N_ELEMENTS(strange); i++) g_assert_false(repere_cursor_fits(strange[i], question));
  for (gsize at = 0; page->next[at]; at++) { /* no letter may be another and still be some other question's */
    g_autofree char *bent = g_strdup(page->next);
    bent[at] = bent[at] == 'A' ? 'B' : 'A';
    if (!repere_cursor_fits(bent, question)) continue;
    g_clear_pointer(&question->cursor, g_free);
    question->cursor = g_steal_pointer(&bent);
    g_autoptr(RepereAnswer) any =
      road_ask(engine, question); /* a place that no page ended at is a place all the same */
    g_assert_cmpuint(any->head.total, ==, page->head.total);
  }
}

/* A cursor goes on after a commit that changed a few works, and says that it did. */
static void check_older_cursor(RepereEngine *engine, Model *model, const Road *road)
{
  for (guint sort = 0; sort < 4; sort++) {
    g_autoptr(RepereQuestion) question = road_question("village", "en");
    g_autoptr(GError) error = NULL;
    question->sort = (RepereSort)sort;
    g_autoptr(GPtrArray) all = ids_by_offset(engine, question);
    question->limit = all->len / 2;
    g_autoptr(RepereAnswer) first = road_ask(engine, question);
    g_assert_cmpuint(first->head.warnings->len, ==, 0);
    g_autofree char *id = g_strdup_printf("new-%u", sort);
    g_ptr_array_add(model->works, work_new(model, road, id));
    model_write(model, road);
    road_run_well((Road *)road, "update");
    repere_engine_poll(engine, &error);
    g_assert_no_error(error);
    question->cursor = g_strdup(first->next);
    question->limit = 100;
    g_autoptr(RepereAnswer) rest = road_ask(engine, question);
    g_assert_cmpuint(rest->head.warnings->len, ==, 1);
    /* All that were there before still come, but for weights that moved past the place. */
    guint found = 0;
    for (guint i = 0; i < rest->hits->len; i++)
      for (guint a = all->len / 2; a < all->len; a++)
        found += g_str_equal(((RepereHit *)rest->hits->pdata[i])->id, all->pdata[a]);
    if (sort == REPERE_SORT_RELEVANCE) g_assert_cmpuint(found, >=, (all->len - all->len / 2) * 3 / 4);
    else g_assert_cmpuint(found, ==, all->len - all->len / 2);
  }
}

/* ---- time ---- */

static gboolean gone_at_third(gpointer data)
{
  guint *asked = data;
  return ++*asked == 3;
}

/* Words that meet in every work and nowhere stand in a row: partly they are found, and yet it can be stopped before. */
static void test_time(void)
{
  g_autoptr(Road) road = road_new(NULL);
  GString *xml = road_records();
  for (guint i = 0; i < 300; i++)
    g_string_append_printf(
      xml,
      "<record><dcterms:identifier>w%u</dcterms:identifier><dcterms:title xml:lang=\"en\">Work "
      "%u</dcterms:title><text xml:lang=\"en\">gamma beta zeta gamma beta zeta</text></record>\n",
      i, i);
  road_write_records(road, "records/all.xml", xml);
  road_run_well(road, "update");
  g_autoptr(RepereEngine) engine = road_engine(road);
  g_autoptr(RepereQuestion) question = road_question("\"beta gamma\"", "en");
  g_autoptr(RepereAnswer) partly = road_ask(engine, question);
  g_assert_cmpuint(partly->head.total, ==, 300);
  g_assert_true(partly->head.any);
  guint asked = 0;
  question->gone = gone_at_third;
  question->gone_data = &asked;
  for (guint i = 0; i < 2; i++) {
    g_autoptr(GError) error = NULL;
    g_assert_null(repere_search(engine, 0, question, &error));
    const gint expected = i ? REPERE_ERROR_DEADLINE : REPERE_ERROR_CANCELLED;
    g_assert_error(error, REPERE_ERROR, expected);
    if (i == 0) g_assert_cmpuint(asked, ==, 3);
    question->gone = NULL;
    question->deadline = 1;
  }
}

static void test_pages(void)
{
  g_autoptr(Road) road = road_new("vocabularies=vocabularies\n");
  Model *model = model_new(771);
  write_vocabularies(road);
  for (guint i = 0; i < WORKS; i++) {
    g_autofree char *id = g_strdup_printf("work-%u", i);
    g_ptr_array_add(model->works, work_new(model, road, id));
  }
  model_write(model, road);
  road_run_well(road, "update");
  g_autoptr(RepereEngine) engine = road_engine(road);
  for (guint i = 0; i < QUESTIONS; i++) {
    g_autoptr(RepereQuestion) question = random_question(model);
    check_question(engine, model, question);
  }
  for (guint i = 0; i < 5; i++) check_many(engine, model);
  check_facet_pages(engine, model);
  check_facet_match(engine);
  check_histogram(engine);
  check_cursors(engine);
  check_older_cursor(engine, model, road);
  model_free(model);
}

int main(int argc, char **argv)
{
  g_test_init(&argc, &argv, NULL);
  g_test_add_func("/pages", test_pages);
  g_test_add_func("/time", test_time);
  return g_test_run();
}
