/* test_numbers.c - pivots, trends and works like a work, in a library small enough to count by hand. */
#include "repere/numbers.h"
#include "road.h"

/* Six works: what each has, and what may not be seen.
 *
 *   id      year  type     country  theme (above)      title
 *   soap    2015  report   MZ ET    jobs (work)        Soap makers of the coast
 *   bread   2015  report   MZ       loans (work)       Bread and flour loans
 *   boats   2018  course   MZ ZA    -                  Boats of the coast
 *   nets    2018  report   ET       jobs, health       Nets of the coast makers
 *   wells   -     course   -        health             Wells
 *   secret  2016  report   MZ       jobs               Soap makers of the coast, for members */
static const struct {
  const char *id, *year, *type, *countries, *themes, *title, *access;
} works[] = {
  {"soap", "2015-03", "report", "MZ ET", "jobs", "Soap makers of the coast", NULL},
  {"bread", "2015", "report", "MZ", "loans", "Bread and flour loans", NULL},
  {"boats", "2018-01-31", "course", "MZ ZA", "", "Boats of the coast", NULL},
  {"nets", "2018", "report", "ET", "jobs health", "Nets of the coast makers", NULL},
  {"wells", NULL, "course", "", "health", "Wells", NULL},
  {"secret", "2016", "report", "MZ", "jobs", "Soap makers of the coast, for members", "members"},
};

static void add_all(GString *xml, const char *element, const char *values)
{
  g_auto(GStrv) each = g_strsplit(values, " ", -1);
  for (char **value = each; *value; value++)
    if (**value) road_element(xml, element, NULL, *value);
}

static Road *make_library(void)
{
  Road *road = road_new("vocabularies=vocabularies\n");
  static const char concept[] =
    "<skos:Concept rdf:about=\"urn:%s\"><skos:notation>%s</skos:notation>%s</skos:Concept>";
  static const char below_work[] = "<skos:broader rdf:resource=\"urn:work\"/>";
  g_autoptr(GString) rdf = g_string_new("<rdf:RDF xmlns:rdf=\"http://www.w3.org/1999/02/22-rdf-syntax-ns#\" "
                                        "xmlns:skos=\"http://www.w3.org/2004/02/skos/core#\">");
  g_string_append_printf(rdf, concept, "work", "work", "");
  g_string_append_printf(rdf, concept, "health", "health", "");
  g_string_append_printf(rdf, concept, "jobs", "jobs", below_work);
  g_string_append_printf(rdf, concept, "loans", "loans", below_work);
  g_string_append(rdf, "</rdf:RDF>");
  road_write(road, "vocabularies/themes.rdf", rdf->str);
  GString *xml = road_records();
  for (guint i = 0; i < G_N_ELEMENTS(works); i++) {
    g_string_append(xml, "<record>\n");
    road_element(xml, "dcterms:identifier", NULL, works[i].id);
    road_element(xml, "dcterms:type", NULL, works[i].type);
    road_element(xml, "dcterms:title", "en", works[i].title);
    if (works[i].year) road_element(xml, "dcterms:issued", NULL, works[i].year);
    add_all(xml, "dcterms:spatial", works[i].countries);
    add_all(xml, "dcterms:subject", works[i].themes);
    if (works[i].access) road_element(xml, "dcterms:accessRights", NULL, works[i].access);
    g_string_append(xml, "</record>\n");
  }
  road_write_records(road, "records/all.xml", xml);
  road_run_well(road, "update");
  return road;
}

static RepereFacetAsk side(const char *facet, guint limit, RepereFacetSort sort)
{
  return (RepereFacetAsk){(char *)facet, limit, 0, sort, NULL};
}

/* "MZ:3 ET:2 | distinct 3 missing 1" */
static void check_side(const RepereFacetAnswer *answer, const char *expected)
{
  g_autoptr(GString) text = g_string_new(NULL);
  for (guint i = 0; i < answer->values->len; i++) {
    const RepereFacetValue *value = answer->values->pdata[i];
    g_string_append_printf(text, "%s:%u ", value->value, value->count);
  }
  g_string_append_printf(text, "| distinct %u missing %u", answer->distinct, answer->missing);
  g_assert_cmpstr(text->str, ==, expected);
}

static void check_numbers(const guint32 *numbers, guint n, const char *expected)
{
  g_autoptr(GString) text = g_string_new(NULL);
  for (guint i = 0; i < n; i++) g_string_append_printf(text, "%s%u", i ? " " : "", numbers[i]);
  g_assert_cmpstr(text->str, ==, expected);
}

static ReperePivot *pivot_of(RepereEngine *engine, const RepereQuestion *question, const RepereFacetAsk *rows,
                             const RepereFacetAsk *columns)
{
  g_autoptr(GError) error = NULL;
  ReperePivot *pivot = repere_pivot(engine, 0, question, rows, columns, &error);
  g_assert_no_error(error);
  return pivot;
}

/* ---- pivot ---- */

static void test_pivot(gconstpointer data)
{
  RepereEngine *engine = (RepereEngine *)data;
  g_autoptr(RepereQuestion) question = road_question("", "en");
  RepereFacetAsk rows = side("country", 100, REPERE_FACET_SORT_COUNT),
                 columns = side("type", 100, REPERE_FACET_SORT_LABEL);
  g_autoptr(ReperePivot) pivot = pivot_of(engine, question, &rows, &columns);
  g_assert_cmpuint(pivot->head.total, ==, 5);
  check_side(pivot->rows, "MZ:3 ET:2 ZA:1 | distinct 3 missing 1");
  check_side(pivot->columns, "course:2 report:3 | distinct 2 missing 0");
  check_numbers(pivot->cells, 6, "1 2 0 2 1 0"); /* MZ: boats; soap, bread. ET: soap, nets. ZA: boats */
  g_assert_cmpuint(pivot->both, ==, 4);
  g_assert_cmpstr(((RepereFacetValue *)pivot->rows->values->pdata[0])->label, ==, "Mozambique");
}

/* A tree's values count what is below them; values of one facet stand together in a work. */
static void test_pivot_itself(gconstpointer data)
{
  RepereEngine *engine = (RepereEngine *)data;
  g_autoptr(RepereQuestion) question = road_question("", "en");
  RepereFacetAsk theme = side("theme", 100, REPERE_FACET_SORT_VALUE);
  g_autoptr(ReperePivot) pivot = pivot_of(engine, question, &theme, &theme);
  check_side(pivot->rows, "health:2 jobs:2 loans:1 work:3 | distinct 4 missing 1");
  check_numbers(pivot->cells, 16,
                "2 1 0 1 " /* health: nets, wells */
                "1 2 0 2 " /* jobs: soap, nets */
                "0 0 1 1 " /* loans: bread */
                "1 2 1 3");
  g_assert_cmpuint(pivot->both, ==, 4);
}

/* Words and filters count, those on the two facets as well; limits say what is shown, not what is counted. */
static void test_pivot_filtered(gconstpointer data)
{
  RepereEngine *engine = (RepereEngine *)data;
  g_autoptr(RepereQuestion) question = road_question("coast", "en");
  RepereFacetAsk rows = side("country", 1, REPERE_FACET_SORT_VALUE),
                 columns = side("year", 100, REPERE_FACET_SORT_VALUE);
  repere_question_add_filter(question, "country", FALSE, "mz"); /* as people write it */
  g_autoptr(ReperePivot) pivot = pivot_of(engine, question, &rows, &columns);
  g_assert_cmpuint(pivot->head.total, ==, 2);                  /* soap, boats */
  check_side(pivot->rows, "ET:1 MZ:2 | distinct 3 missing 0"); /* MZ is selected */
  check_side(pivot->columns, "2015:1 2016:0 2017:0 2018:1 | distinct 2 missing 0");
  check_numbers(pivot->cells, 8, "1 0 0 0 1 0 0 1");
  rows.limit = 0;
  repere_question_add_filter(question, "type", FALSE, "nothing");
  g_autoptr(ReperePivot) none = pivot_of(engine, question, &rows, &columns);
  g_assert_cmpuint(none->head.total, ==, 0);
  check_side(none->columns, "| distinct 0 missing 0");
  g_assert_cmpuint(none->both, ==, 0);
}

/* ---- trend ---- */

static RepereTrend *trend_of(RepereEngine *engine, const RepereQuestion *question, const char *const *qs)
{
  g_autoptr(GError) error = NULL;
  RepereTrend *trend = repere_trend(engine, 0, question, "year", qs, &error);
  g_assert_no_error(error);
  return trend;
}

static const RepereSeries *series_at(const RepereTrend *trend, guint i, const char *q, guint total,
                                     guint missing)
{
  const RepereSeries *series = trend->series->pdata[i];
  g_assert_cmpstr(series->q, ==, q);
  g_assert_cmpuint(series->head.total, ==, total);
  g_assert_cmpuint(series->missing, ==, missing);
  return series;
}

static void test_trend(gconstpointer data)
{
  RepereEngine *engine = (RepereEngine *)data;
  static const char *const qs[] = {"coast", "makers", "", "coast wells", "nowhere", NULL};
  g_autoptr(RepereQuestion) question = road_question("not looked at", "fr");
  g_autofree char *english = g_strdup("en");
  g_autoptr(RepereTrend) trend = trend_of(engine, question, qs);
  g_assert_cmpstr(trend->label, ==, "Année");
  g_free(question->lang);
  question->lang = g_steal_pointer(&english);
  g_clear_pointer(&trend, repere_trend_free);
  trend = trend_of(engine, question, qs);
  g_assert_cmpint(trend->first, ==, 2015);
  g_assert_cmpuint(trend->years, ==, 4);
  g_assert_cmpuint(trend->missing, ==, 1);
  check_numbers(trend->works, 4, "2 0 0 2");
  g_assert_cmpuint(trend->series->len, ==, 5);
  check_numbers(series_at(trend, 0, "coast", 3, 0)->counts, 4, "1 0 0 2");
  check_numbers(series_at(trend, 1, "makers", 2, 0)->counts, 4, "1 0 0 1");
  check_numbers(series_at(trend, 2, "", 5, 1)->counts, 4, "2 0 0 2");
  /* No work has both words: those with one. */
  check_numbers(series_at(trend, 3, "coast wells", 4, 1)->counts, 4, "1 0 0 2");
  g_assert_true(((RepereSeries *)trend->series->pdata[3])->head.any);
  g_assert_false(((RepereSeries *)trend->series->pdata[0])->head.any);
  check_numbers(series_at(trend, 4, "nowhere", 0, 0)->counts, 4, "0 0 0 0");
}

/* Filters narrow what is counted and what a share is of; one on the years, what is shown. */
static void test_trend_filtered(gconstpointer data)
{
  RepereEngine *engine = (RepereEngine *)data;
  static const char *const qs[] = {"coast", NULL};
  g_autoptr(RepereQuestion) question = road_question("", "en");
  repere_question_add_filter(question, "type", FALSE, "course");
  repere_question_add_filter(question, "country", TRUE, "et");
  g_autoptr(RepereTrend) courses = trend_of(engine, question, qs);
  g_assert_cmpint(courses->first, ==, 2018);
  check_numbers(courses->works, courses->years, "1");
  g_assert_cmpuint(courses->missing, ==, 1);
  repere_question_add_range(question, "year", FALSE, 2016, 2030);
  g_autoptr(RepereTrend) late = trend_of(engine, question, qs);
  g_assert_cmpint(late->first, ==, 2016);
  check_numbers(late->works, late->years, "0 0 1"); /* not beyond the library's last year */
  g_assert_cmpuint(late->missing, ==, 0);
  check_numbers(series_at(late, 0, "coast", 1, 0)->counts, late->years, "0 0 1");
  repere_question_add_filter(question, "type", TRUE, "course");
  g_autoptr(RepereTrend) none = trend_of(engine, question, qs);
  check_numbers(none->works, none->years, "0 0 0");
  g_clear_pointer(&question->filters, g_ptr_array_unref);
  RepereQuestion *outside = road_question("", "en");
  question->filters = g_ptr_array_ref(outside->filters);
  repere_question_free(outside);
  repere_question_add_range(question, "year", FALSE, 1900, 1910);
  g_autoptr(RepereTrend) before = trend_of(engine, question, qs);
  g_assert_cmpuint(before->years, ==, 0);
  series_at(before, 0, "coast", 0, 0);
}

/* ---- works like a work ---- */

static void check_similar(RepereEngine *engine, const char *id, const RepereQuestion *question, guint total,
                          const char *expected)
{
  g_autoptr(GError) error = NULL;
  g_autoptr(RepereAnswer) answer = repere_similar(engine, 0, id, question, &error);
  g_autoptr(GString) ids = g_string_new(NULL);
  g_assert_no_error(error);
  g_assert_cmpuint(answer->head.total, ==, total);
  for (guint i = 0; i < answer->hits->len; i++)
    g_string_append_printf(ids, "%s%s", i ? " " : "", ((RepereHit *)answer->hits->pdata[i])->id);
  g_assert_cmpstr(ids->str, ==, expected);
}

static void test_similar(gconstpointer data)
{
  RepereEngine *engine = (RepereEngine *)data;
  g_autoptr(RepereQuestion) question = road_question("not looked at", "en");
  check_similar(engine, "soap", question, 2,
                "nets boats"); /* coast and makers; coast; what may not be seen is left out */
  check_similar(engine, "wells", question, 0, "");
  question->limit = 1;
  check_similar(engine, "soap", question, 2, "nets");
  question->offset = 1;
  check_similar(engine, "soap", question, 2, "boats");
  question->offset = 0;
  repere_question_add_filter(question, "country", FALSE, "za");
  repere_question_add_facet(question, "country");
  repere_question_add_facet(question, "type");
  check_similar(engine, "soap", question, 1, "boats");
  g_autoptr(GError) error = NULL;
  g_autoptr(RepereAnswer) answer = repere_similar(engine, 0, "soap", question, &error);
  g_assert_cmpuint(answer->facets->len, ==, 2);
  check_side(answer->facets->pdata[0], "ET:1 MZ:1 ZA:1 | distinct 3 missing 0"); /* without its own filter */
  check_side(answer->facets->pdata[1], "course:1 | distinct 1 missing 0");
  g_assert_null(answer->next);
  g_assert_true(answer->head.any);
}

/* The words that were taken are a question that finds the same works, and more. */
static void test_similar_words(gconstpointer data)
{
  RepereEngine *engine = (RepereEngine *)data;
  g_autoptr(GError) error = NULL;
  g_autoptr(RepereQuestion) question = road_question("", "en");
  g_autoptr(RepereAnswer) answer = repere_similar(engine, 0, "nets", question, &error);
  g_assert_no_error(error);
  g_auto(GStrv) words = g_strsplit(answer->head.canonical, " OR ", -1);
  g_assert_cmpuint(g_strv_length(words), ==, 2);
  g_assert_true(g_strv_contains((const char *const *)words, "makers"));
  g_assert_true(g_strv_contains((const char *const *)words, "coast"));
  const RepereHit *first = answer->hits->pdata[0];
  g_assert_cmpstr(first->id, ==, "soap");
  g_assert_cmpfloat(first->score, >, ((RepereHit *)answer->hits->pdata[1])->score);
}

static void test_similar_unknown(gconstpointer data)
{
  RepereEngine *engine = (RepereEngine *)data;
  static const char *const ids[] = {"nothing", "secret", ""};
  g_autoptr(RepereQuestion) question = road_question("", "en");
  for (guint i = 0; i < G_N_ELEMENTS(ids); i++) {
    g_autoptr(GError) error = NULL;
    g_assert_null(repere_similar(engine, 0, ids[i], question, &error));
    g_assert_error(error, REPERE_ERROR, REPERE_ERROR_NOT_FOUND);
  }
}

/* ---- time ---- */

static void test_deadline(gconstpointer data)
{
  RepereEngine *engine = (RepereEngine *)data;
  static const char *const qs[] = {"coast", NULL};
  g_autoptr(RepereQuestion) question = road_question("coast", "en");
  RepereFacetAsk rows = side("country", 10, REPERE_FACET_SORT_COUNT);
  g_autoptr(GError) of_pivot = NULL, of_trend = NULL, of_similar = NULL;
  question->deadline = g_get_monotonic_time() - 1;
  g_assert_null(repere_pivot(engine, 0, question, &rows, &rows, &of_pivot));
  g_assert_error(of_pivot, REPERE_ERROR, REPERE_ERROR_DEADLINE);
  g_assert_null(repere_trend(engine, 0, question, "year", qs, &of_trend));
  g_assert_error(of_trend, REPERE_ERROR, REPERE_ERROR_DEADLINE);
  g_assert_null(repere_similar(engine, 0, "soap", question, &of_similar));
  g_assert_error(of_similar, REPERE_ERROR, REPERE_ERROR_DEADLINE);
}

int main(int argc, char **argv)
{
  g_test_init(&argc, &argv, NULL);
  Road *road = make_library();
  RepereEngine *engine = road_engine(road);
  g_test_add_data_func("/pivot/cells", engine, test_pivot);
  g_test_add_data_func("/pivot/itself", engine, test_pivot_itself);
  g_test_add_data_func("/pivot/filtered", engine, test_pivot_filtered);
  g_test_add_data_func("/trend/series", engine, test_trend);
  g_test_add_data_func("/trend/filtered", engine, test_trend_filtered);
  g_test_add_data_func("/similar/hits", engine, test_similar);
  g_test_add_data_func("/similar/words", engine, test_similar_words);
  g_test_add_data_func("/similar/unknown", engine, test_similar_unknown);
  g_test_add_data_func("/deadline", engine, test_deadline);
  int result = g_test_run();
  repere_engine_unref(engine);
  road_free(road);
  return result;
}
