/* test_weights.c - what hits weigh: against Xapian's own BM25 where the settings make the two the same, and against
 * BM25F written down once more, by the library's own numbers. */
#include <math.h>

#include "counts_model.h"
#include "lib/schema.h"

enum { WORKS = 240 };

typedef struct {
  Road *road;
  Model *model;
} Fixture;

static void set_up(Fixture *fixture, gconstpointer data G_GNUC_UNUSED)
{
  Road *road = fixture->road = road_new("vocabularies=vocabularies\n");
  Model *model = fixture->model = model_new(771);
  write_vocabularies(road);
  for (guint i = 0; i < WORKS; i++) {
    g_autofree char *id = g_strdup_printf("work-%u", i);
    g_ptr_array_add(model->works, work_new(model, road, id));
  }
  model_write(model, road);
  road_run_well(road, "update");
}

static void tear_down(Fixture *fixture, gconstpointer data G_GNUC_UNUSED)
{
  model_free(fixture->model);
  road_free(fixture->road);
}

/* An engine on the index that weighs by other numbers. */
static RepereEngine *weighing_engine(const Road *road, const char *ranking)
{
  g_autofree char *path = road_path(road, "repere.conf"), *other = road_path(road, "weighing.conf"), *conf = NULL;
  g_autoptr(GError) error = NULL;
  g_file_get_contents(path, &conf, NULL, &error);
  g_assert_no_error(error);
  g_autofree char *whole = g_strconcat(conf, "\n[ranking]\n", ranking, NULL);
  road_write(road, "weighing.conf", whole);
  RepereLibrary *library = repere_library_load(other, &error);
  g_assert_no_error(error);
  RepereEngine *engine = repere_engine_new(library, 1, NULL, &error);
  g_assert_no_error(error);
  return engine;
}

/* ---- plain BM25 ---- */

/* One word weighs what Xapian's own BM25 gives it; the hits of several come in the same order, but for what
 * rounding makes equal. */
static void check_plain(RepereEngine *engine, const Road *road, const char *q, xc_operator op, const char *one,
                        const char *other)
{
  static const double bm25[] = {1.2, 0, 1, 0.6, 0.5};
  xc_error fault = XC_ERROR_INIT;
  g_autofree char *path = road_path(road, "index/current");
  const xc_shard shard = {.path = path};
  g_autoptr(RepereQuestion) question = road_question(q, "en");
  question->limit = 50;
  question->expand = FALSE;
  g_autoptr(RepereAnswer) answer = road_ask(engine, question);
  xc_database *database = xc_database_open(&shard, 1, &fault);
  xc_query *parts[] = {xc_query_term(one, XC_NUL, 1, 0, &fault), xc_query_term(other, XC_NUL, 1, 0, &fault)};
  xc_query *both[] = {xc_query_combine(op, parts, 2, 0, &fault),
                      xc_query_term("XACCESS:public", XC_NUL, 1, 0, &fault)};
  xc_query *query = xc_query_combine(XC_FILTER, both, 2, 0, &fault);
  xc_enquire *enquire = xc_enquire_new(database, &fault);
  g_assert_cmpint(xc_enquire_set_query(enquire, query, 0, &fault), ==, XC_OK);
  g_assert_cmpint(xc_enquire_set_weighting(enquire, "bm25", bm25, G_N_ELEMENTS(bm25), &fault), ==, XC_OK);
  xc_mset *hits = xc_enquire_match(enquire, 0, 50, WORKS, NULL, &fault);
  g_assert_nonnull(hits);
  g_assert_cmpuint(xc_mset_size(hits), ==, answer->hits->len);
  g_assert_cmpuint(answer->hits->len, >, 5);
  for (guint i = 0; i < answer->hits->len; i++) {
    xc_hit hit;
    g_assert_cmpint(xc_mset_hit(hits, i, &hit, &fault), ==, XC_OK);
    g_assert_cmpfloat_with_epsilon(((RepereHit *)answer->hits->pdata[i])->score, hit.weight, 1e-4);
  }
  xc_mset_free(hits);
  xc_enquire_free(enquire);
  xc_query_free(query);
  xc_database_free(database);
}

/* No field counts more than the text, and no page by itself. */
static void test_plain(Fixture *fixture, gconstpointer data G_GNUC_UNUSED)
{
  const Road *road = fixture->road;
  RepereEngine *engine = weighing_engine(
    road, "k1=1.2\nb=0.6\nshortest=0.5\ntitle=1\ntitle-word=0\nabstract=1\nkeyword=1\npage=0\nnear=0\n");
  check_plain(engine, road, "\"village\"", XC_OR, "village", "nowhere");
  check_plain(engine, road, "\"village\" OR \"grant\"", XC_OR, "village", "grant");
  check_plain(engine, road, "\"village\" \"health\"", XC_AND, "village", "health");
  check_plain(engine, road, "villages*", XC_SYNONYM, "villages", "nowhere");
  repere_engine_unref(engine);
}

/* ---- BM25F ---- */

/* What scores are reckoned from, as the index has it. */
typedef struct {
  xc_database *database;
  RepereWeights by;
  double documents, average; /* how many, how long */
} Scale;

static Scale scale_new(const Road *road, const char *configuration)
{
  xc_error fault = XC_ERROR_INIT;
  xc_database_stats stats;
  xc_doccount documents;
  g_autoptr(GError) error = NULL;
  g_autofree char *path = road_path(road, "index/current"), *conf = road_path(road, configuration);
  g_autoptr(RepereLibrary) library = repere_library_load(conf, &error);
  g_assert_no_error(error);
  const xc_shard shard = {.path = path};
  Scale scale = {xc_database_open(&shard, 1, &fault), library->ranking, 0, 0};
  g_assert_cmpint(xc_database_doccount(scale.database, &documents, &fault), ==, XC_OK);
  g_assert_cmpint(xc_database_get_stats(scale.database, &stats, &fault), ==, XC_OK);
  scale.documents = documents;
  scale.average = stats.average_length;
  return scale;
}

/* How often the document has the term in the field of the prefix. */
static double wdf_of(const Scale *scale, xc_docid docid, const char *prefix, const char *word)
{
  xc_error fault = XC_ERROR_INIT;
  xc_docid found = 0;
  xc_termcount wdf = 0;
  g_autofree char *term = g_strconcat(prefix, word, NULL);
  xc_postings *postings = xc_database_postings(scale->database, term, XC_NUL, &fault);
  if (xc_postings_skip_to(postings, docid, &found, &fault) == XC_ITEM && found == docid)
    g_assert_cmpint(xc_postings_wdf(postings, &wdf, &fault), ==, XC_OK);
  xc_postings_free(postings);
  return wdf;
}

/* What stands in fields counts so often, before the frequency saturates. */
static double bm25f(const Scale *scale, xc_docid docid, const char *word, double share)
{
  const RepereWeights *by = &scale->by;
  xc_error fault = XC_ERROR_INIT;
  xc_termcount length;
  xc_doccount having;
  double title = wdf_of(scale, docid, "S", word);
  double often = wdf_of(scale, docid, "", word) + (by->title - 1) * title +
                 (by->abstract - 1) * wdf_of(scale, docid, "XB", word) +
                 (by->keyword - 1) * wdf_of(scale, docid, "K", word);
  g_assert_cmpint(xc_database_document_length(scale->database, docid, &length, NULL, &fault), ==, XC_OK);
  g_assert_cmpint(xc_database_term_frequency(scale->database, word, XC_NUL, &having, NULL, &fault), ==, XC_OK);
  double odds = (scale->documents - having + 0.5) / (having + 0.5);
  double rarity = log(odds < 2 ? odds / 2 + 1 : odds);
  double norm = by->k1 * (1 - by->b + by->b * MAX((double)length / scale->average, by->shortest));
  double full = share * rarity * (by->k1 + 1);
  return often > 0 ? full * (often / (often + norm) + (title > 0 ? by->title_word : 0)) : 0;
}

static xc_docid docid_of(const Scale *scale, const char *id)
{
  xc_error fault = XC_ERROR_INIT;
  xc_docid docid = 0;
  g_autofree char *term = repere_term_id(id);
  xc_postings *postings = xc_database_postings(scale->database, term, XC_NUL, &fault);
  g_assert_cmpint(xc_postings_next(postings, &docid, &fault), ==, XC_ITEM);
  xc_postings_free(postings);
  return docid;
}

/* What is said to be `what`; NULL: all that is said. */
static double part_of(const RepereHit *hit, const char *what)
{
  double sum = 0;
  for (guint i = 0; i < hit->explanation->len; i++) {
    const RepereExplanation *part = &g_array_index(hit->explanation, RepereExplanation, i);
    if (!what || g_str_equal(part->what, what)) sum += part->score;
  }
  return sum;
}

/* A word weighs by its stem and by itself, and the best page of the best hits comes on top. */
static void check_word(RepereEngine *engine, const Scale *scale, Model *model, const char *word)
{
  g_autoptr(RepereQuestion) question = road_question(word, "en");
  g_autofree char *stem = g_strconcat(repere_language("en")->term_prefix, stem_of(model, word, EN), NULL);
  guint titled = 0, paged = 0;
  question->limit = 100;
  question->expand = FALSE;
  question->explain = TRUE;
  g_autoptr(RepereAnswer) answer = road_ask(engine, question);
  g_assert_cmpuint(answer->hits->len, >, 20);
  for (guint i = 0; i < answer->hits->len; i++) {
    const RepereHit *hit = answer->hits->pdata[i];
    xc_docid docid = docid_of(scale, hit->id);
    g_assert_cmpfloat_with_epsilon(part_of(hit, "stem"), bm25f(scale, docid, stem, 1), 1e-3);
    g_assert_cmpfloat_with_epsilon(part_of(hit, "written"), bm25f(scale, docid, word, scale->by.written), 1e-3);
    g_assert_cmpfloat_with_epsilon(part_of(hit, NULL), hit->score, 1e-3);
    titled += wdf_of(scale, docid, "S", word) > 0;
    paged += part_of(hit, "page") > 0;
  }
  g_assert_cmpuint(titled, >, 0);
  g_assert_cmpuint(paged, <=, (guint)scale->by.candidates);
  if (scale->by.page > 0) g_assert_cmpuint(paged, >, 0);
}

static void check_words(Fixture *fixture, const char *ranking)
{
  RepereEngine *engine = weighing_engine(fixture->road, ranking);
  Scale scale = scale_new(fixture->road, "weighing.conf");
  check_word(engine, &scale, fixture->model, "villages");
  check_word(engine, &scale, fixture->model, "grant");
  check_word(engine, &scale, fixture->model, "economic");
  xc_database_free(scale.database);
  repere_engine_unref(engine);
}

static void test_fields(Fixture *fixture, gconstpointer data G_GNUC_UNUSED)
{
  check_words(fixture, "");
  check_words(fixture, "k1=2\nb=1\nshortest=0\ntitle=7\nabstract=0.5\nkeyword=2.5\nwritten=1\npage=1\ncandidates=5\n");
  check_words(fixture, "b=0\ntitle=1\ntitle-word=2\nwritten=0.1\npage=0\n");
}

int main(int argc, char **argv)
{
  g_test_init(&argc, &argv, NULL);
  g_test_add("/weights/plain", Fixture, NULL, set_up, test_plain, tear_down);
  g_test_add("/weights/fields", Fixture, NULL, set_up, test_fields, tear_down);
  return g_test_run();
}
