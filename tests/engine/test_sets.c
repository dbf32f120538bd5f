/* test_sets.c - sets of documents by term: decoded, kept, forgotten, looked up one by one, by several threads
 * at once. What is in them is known by arithmetic: work number i has the word "by7" where 7 divides i, i % 3
 * + 1 times. */
#include "docset.h"
#include "road.h"

enum { WORKS = 6000, THREADS = 3, ROUNDS = 400 };

static const guint divisors[] = {1, 2, 3, 5, 7, 11, 97, 1009, 5003};

static char *word_of(guint divisor)
{
  return g_strdup_printf("by%u", divisor);
}

static Road *make_library(void)
{
  Road *road = road_new(NULL);
  GString *xml = road_records();
  for (guint i = 1; i <= WORKS; i++) {
    g_string_append_printf(
      xml, "<record><dcterms:identifier>w%u</dcterms:identifier><dcterms:type>%s</dcterms:type>", i,
      i % 4 ? "report" : "course");
    g_string_append_printf(xml, "<dcterms:title>Number %u</dcterms:title><text xml:lang=\"en\">", i);
    for (guint d = 0; d < G_N_ELEMENTS(divisors); d++)
      for (guint n = 0; i % divisors[d] == 0 && n <= i % 3; n++)
        g_string_append_printf(xml, " by%u", divisors[d]);
    g_string_append(xml, "</text></record>\n");
  }
  road_write_records(road, "records/all.xml", xml);
  road_run_well(road, "update");
  return road;
}

static xc_database *open_index(const Road *road)
{
  xc_error fault = XC_ERROR_INIT;
  g_autofree char *path = road_path(road, "index/current");
  const xc_shard shard = {.path = path};
  xc_database *database = xc_database_open(&shard, 1, &fault);
  g_assert_cmpint(fault.code, ==, XC_OK);
  return database;
}

/* ---- sets ---- */

typedef struct {
  RepereDocsets *docsets;
  const Road *road;
  const guint32 *numbers; /* docid -> number of the work */
  guint32 seed;
} Job;

/* The number of each work, by its document. */
static guint32 *number_works(const Road *road)
{
  guint32 *numbers = g_new0(guint32, WORKS + 1);
  xc_database *database = open_index(road);
  for (guint i = 1; i <= WORKS; i++) {
    xc_docid docid = 0;
    g_autofree char *id = g_strdup_printf("Qw%u", i);
    xc_postings *postings = xc_database_postings(database, id, XC_NUL, NULL);
    g_assert_cmpint(xc_postings_next(postings, &docid, NULL), ==, XC_ITEM);
    g_assert_cmpuint(docid, <=, WORKS);
    numbers[docid] = i;
    xc_postings_free(postings);
  }
  xc_database_free(database);
  return numbers;
}

static gboolean divides_one(const guint *chosen, guint n, guint32 number)
{
  for (guint i = 0; i < n; i++)
    if (number % chosen[i] == 0) return TRUE;
  return FALSE;
}

/* The union of some words, within some documents. */
static void check_any(const Job *job, xc_database *database, GRand *random)
{
  guint chosen[3], n = (guint)g_rand_int_range(random, 0, 4),
                   modulus = (guint)g_rand_int_range(random, 1, 300);
  gboolean within = g_rand_boolean(random);
  xc_error fault = XC_ERROR_INIT;
  g_autoptr(GPtrArray) terms = g_ptr_array_new_with_free_func(g_free);
  g_autoptr(roaring_bitmap_t) bounds = roaring_bitmap_create();
  for (guint i = 0; i < n; i++) {
    chosen[i] = divisors[g_rand_int_range(random, 0, G_N_ELEMENTS(divisors))];
    g_ptr_array_add(terms, word_of(chosen[i]));
  }
  for (guint32 docid = 1; docid <= WORKS; docid++)
    if (job->numbers[docid] % modulus == 0) roaring_bitmap_add(bounds, docid);
  g_autoptr(roaring_bitmap_t) set =
    repere_docsets_any(job->docsets, database, terms, within ? bounds : NULL, NULL, &fault, NULL);
  g_assert_nonnull(set);
  for (guint32 docid = 1; docid <= WORKS; docid++) {
    gboolean expected =
      divides_one(chosen, n, job->numbers[docid]) && (!within || job->numbers[docid] % modulus == 0);
    if (roaring_bitmap_contains(set, docid) != expected)
      g_error("document %u, work %u, should%s be there", docid, job->numbers[docid], expected ? "" : " not");
  }
}

/* How often some documents have a word. */
static void check_often(const Job *job, xc_database *database, GRand *random)
{
  guint divisor = divisors[g_rand_int_range(random, 0, G_N_ELEMENTS(divisors))];
  guint step = (guint)g_rand_int_range(random, 1, 1 + g_rand_int_range(random, 1, 2000));
  guint32 docids[WORKS], n = 0, documents = 0;
  float often[WORKS];
  guint8 has[WORKS] = {0};
  xc_error fault = XC_ERROR_INIT;
  g_autofree char *term = word_of(divisor);
  for (guint32 docid = 1 + (guint32)g_rand_int_range(random, 0, 50); docid <= WORKS; docid += step) {
    often[n] = 100;
    docids[n++] = docid;
  }
  RepereOften wanted = {docids, n, 0.5f, often, step % 2 ? has : NULL};
  g_assert_true(repere_docsets_often(job->docsets, database, term, &wanted, NULL, &documents, &fault, NULL));
  g_assert_cmpuint(documents, ==, WORKS / divisor);
  for (guint32 i = 0; i < n; i++) {
    guint32 number = job->numbers[docids[i]];
    guint times = number % divisor ? 0 : number % 3 + 1;
    g_assert_cmpfloat((double)often[i], ==, 100 + times / 2.0);
    g_assert_cmpuint(has[i], ==, wanted.has && times > 0);
  }
}

static gpointer work_on(gpointer data)
{
  const Job *job = data;
  GRand *random = g_rand_new_with_seed(job->seed);
  xc_database *database = open_index(job->road);
  for (guint i = 0; i < ROUNDS; i++) (i % 2 ? check_any : check_often)(job, database, random);
  xc_database_free(database);
  g_rand_free(random);
  return NULL;
}

/* Nothing is kept; now this is kept, now that; all is kept. */
static void test_sets(gconstpointer data)
{
  static const gsize limits[] = {0, 6000, 1 << 20};
  const Road *road = data;
  g_autofree guint32 *numbers = number_works(road);
  for (guint l = 0; l < G_N_ELEMENTS(limits); l++) {
    RepereDocsets *docsets = repere_docsets_new(limits[l]);
    GThread *threads[THREADS];
    Job jobs[THREADS];
    for (guint t = 0; t < THREADS; t++) {
      jobs[t] = (Job){docsets, road, numbers, 17 * l + t};
      threads[t] = g_thread_new("sets", work_on, &jobs[t]);
    }
    for (guint t = 0; t < THREADS; t++) g_thread_join(threads[t]);
    repere_docsets_free(docsets);
  }
}

/* ---- questions ---- */

typedef struct {
  RepereEngine *engine;
  guint lane;
} Asker;

static gpointer ask_on(gpointer data)
{
  const Asker *asker = data;
  GRand *random = g_rand_new_with_seed(asker->lane);
  for (guint i = 0; i < ROUNDS / 2; i++) {
    guint one = divisors[g_rand_int_range(random, 0, G_N_ELEMENTS(divisors))];
    guint other = divisors[g_rand_int_range(random, 0, G_N_ELEMENTS(divisors))];
    gboolean either = g_rand_boolean(random), filtered = g_rand_boolean(random);
    guint total = 0;
    for (guint n = 1; n <= WORKS; n++)
      total += (either ? n % one == 0 || n % other == 0 : n % one == 0 && n % other == 0) &&
               (!filtered || n % 4 == 0);
    g_autofree char *q = g_strdup_printf("by%u %s by%u", one, either ? "OR" : "AND", other);
    g_autoptr(RepereQuestion) question = road_question(q, "en");
    g_autoptr(GError) error = NULL;
    if (filtered) repere_question_add_filter(question, "type", FALSE, "course");
    repere_question_add_facet(question, "type");
    question->sort = (RepereSort)g_rand_int_range(random, 0, 4);
    question->passages = 0;
    g_autoptr(RepereAnswer) answer = repere_search(asker->engine, asker->lane, question, &error);
    g_assert_no_error(error);
    if (!answer->head.any) g_assert_cmpuint(answer->head.total, ==, total);
    else g_assert_cmpuint(total, ==, 0);
  }
  g_rand_free(random);
  return NULL;
}

/* Several lanes at once on one revision: what they make on demand, they share. */
static void test_lanes(gconstpointer data)
{
  const Road *road = data;
  g_autoptr(GError) error = NULL;
  g_autofree char *conf = road_path(road, "repere.conf");
  RepereLibrary *library = repere_library_load(conf, &error);
  g_assert_no_error(error);
  g_autoptr(RepereEngine) engine = repere_engine_new(library, THREADS, NULL, &error);
  g_assert_no_error(error);
  GThread *threads[THREADS];
  Asker askers[THREADS];
  for (guint t = 0; t < THREADS; t++) {
    askers[t] = (Asker){engine, t};
    threads[t] = g_thread_new("lane", ask_on, &askers[t]);
  }
  for (guint t = 0; t < THREADS; t++) g_thread_join(threads[t]);
}

int main(int argc, char **argv)
{
  g_test_init(&argc, &argv, NULL);
  g_autoptr(Road) road = make_library();
  g_test_add_data_func("/sets", road, test_sets);
  g_test_add_data_func("/lanes", road, test_lanes);
  return g_test_run();
}
