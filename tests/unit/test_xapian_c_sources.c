/* The C API over libxapian: queries that Xapian has no term for: a watch over a match, documents by number.
 */
#include "xapian_c_fixture.h"

enum { DOCUMENTS = 400 };

typedef struct {
  char *folder;
  xc_database *db;
} Fixture;

/* Every document has "beta", "gamma" and "zeta", but "beta gamma" in a row is in none; every third has
 * "rare". */
static void set_up(Fixture *f, gconstpointer unused)
{
  (void)unused;
  f->folder = folder_new();
  g_autofree char *path = g_build_filename(f->folder, "db", NULL);
  xc_writer *writer = fixture_writer(path, XC_CREATE);
  for (guint i = 1; i <= DOCUMENTS; i++)
    fixture_add(writer, "",
                i % 3 ? "gamma beta zeta gamma beta zeta" : "gamma beta zeta rare gamma beta zeta");
  xc_writer_free(writer);
  f->db = fixture_open(path);
}

static void tear_down(Fixture *f, gconstpointer unused)
{
  (void)unused;
  xc_database_free(f->db);
  folder_free(f->folder);
}

static xc_query *words(xc_operator op, const char *one, const char *other)
{
  xc_query *both[] = {xc_query_term(one, XC_NUL, 1, 0, NULL), xc_query_term(other, XC_NUL, 1, 0, NULL)};
  return xc_query_combine(op, both, 2, 0, NULL);
}

static xc_query *join(xc_operator op, xc_query *one, xc_query *other)
{
  xc_query *both[] = {one, other};
  return xc_query_combine(op, both, 2, 0, NULL);
}

/* How many documents match; consumes the query. On failure G_MAXUINT, and the code. */
static guint matches(const Fixture *f, xc_query *query, const char *weighting, xc_error *error)
{
  g_assert_nonnull(query);
  xc_enquire *enquire = xc_enquire_new(f->db, error);
  g_assert_cmpint(xc_enquire_set_query(enquire, query, 0, error), ==, XC_OK);
  g_assert_cmpint(xc_enquire_set_weighting(enquire, weighting, NULL, 0, error), ==, XC_OK);
  xc_mset *mset = xc_enquire_match(enquire, 0, DOCUMENTS, DOCUMENTS, NULL, error);
  guint n = mset ? xc_mset_size(mset) : G_MAXUINT;
  xc_mset_free(mset);
  xc_enquire_free(enquire);
  xc_query_free(query);
  return n;
}

typedef struct {
  guint asked, stop_at;
} Watched;

static int watch(void *user)
{
  Watched *watched = user;
  return ++watched->asked == watched->stop_at ? 7 : 0;
}

static xc_query *under_watch(xc_query *query, Watched *watched, unsigned every)
{
  return join(XC_FILTER, query, xc_query_watch(watch, watched, every, NULL));
}

/* A phrase of frequent words that stand together nowhere is seen to be looked for, and can be stopped. */
static void test_watch_phrase(Fixture *f, gconstpointer unused)
{
  (void)unused;
  xc_error error = XC_ERROR_INIT;
  Watched free_run = {0, 0}, stopped = {0, 10}, seldom = {0, 0};
  g_assert_cmpuint(matches(f, under_watch(words(XC_PHRASE, "beta", "gamma"), &free_run, 1), "bool", &error),
                   ==, 0);
  g_assert_cmpuint(free_run.asked, >=, DOCUMENTS);
  g_assert_cmpuint(matches(f, under_watch(words(XC_PHRASE, "beta", "gamma"), &seldom, 16), "bm25", &error),
                   ==, 0);
  g_assert_cmpuint(seldom.asked, >=, DOCUMENTS / 16);
  g_assert_cmpuint(seldom.asked, <=, DOCUMENTS / 8);
  g_assert_cmpint(error.code, ==, XC_OK);
  g_assert_cmpuint(matches(f, under_watch(words(XC_PHRASE, "beta", "gamma"), &stopped, 1), "bool", &error),
                   ==, G_MAXUINT);
  g_assert_cmpint(error.code, ==, XC_STOPPED);
  g_assert_cmpint(error.detail, ==, 7);
  g_assert_cmpuint(stopped.asked, ==, 10);
}

/* Inside of XC_OR a phrase has a watch of its own. */
static void test_watch_either(Fixture *f, gconstpointer unused)
{
  (void)unused;
  xc_error error = XC_ERROR_INIT;
  Watched first = {0, 0}, second = {0, 10};
  xc_query *either = join(XC_OR, under_watch(words(XC_PHRASE, "beta", "gamma"), &first, 1),
                          under_watch(words(XC_NEAR, "rare", "beta"), &second, 1));
  g_assert_cmpuint(matches(f, either, "bm25", &error), ==, G_MAXUINT);
  g_assert_cmpint(error.code, ==, XC_STOPPED);
  g_assert_cmpuint(second.asked, ==, 10);
  g_assert_cmpuint(first.asked, >, 0);
}

/* A watch that stops nothing changes nothing. */
static void test_watch_changes_nothing(Fixture *f, gconstpointer unused)
{
  (void)unused;
  xc_error error = XC_ERROR_INIT;
  Watched watched = {0, 0};
  const xc_operator operators[] = {XC_AND, XC_OR, XC_AND_NOT, XC_PHRASE, XC_NEAR, XC_AND_MAYBE};
  for (guint i = 0; i < G_N_ELEMENTS(operators); i++) {
    guint plain = matches(f, words(operators[i], "gamma", "rare"), "bm25", &error);
    g_assert_cmpuint(
      matches(f, under_watch(words(operators[i], "gamma", "rare"), &watched, 3), "bm25", &error), ==, plain);
  }
  g_assert_cmpuint(matches(f, under_watch(xc_query_all(NULL), &watched, 1), "bool", &error), ==, DOCUMENTS);
  NOT_MADE(xc_query_watch(NULL, NULL, 1, &error), XC_INVALID);
}

static void test_documents(Fixture *f, gconstpointer unused)
{
  (void)unused;
  xc_error error = XC_ERROR_INIT;
  xc_docid all[DOCUMENTS], some[] = {1, 2, 3, 9, 50, 51, 300, DOCUMENTS, DOCUMENTS + 9};
  const xc_docid falling[] = {2, 1}, twice[] = {2, 2}, zero[] = {0};
  for (guint i = 0; i < DOCUMENTS; i++) all[i] = i + 1;
  xc_query *(*const with)(const xc_docid *, size_t, xc_error *) = xc_query_documents;
  g_assert_cmpuint(matches(f, join(XC_FILTER, xc_query_all(NULL), with(some, 9, NULL)), "bool", &error), ==,
                   8);
  g_assert_cmpuint(
    matches(f, join(XC_FILTER, xc_query_term("rare", 4, 1, 0, NULL), with(some, 9, NULL)), "bm25", &error),
    ==, 4); /* 3, 9, 51, 300 */
  g_assert_cmpuint(
    matches(f, join(XC_FILTER, words(XC_NEAR, "zeta", "rare"), with(some, 9, NULL)), "bm25", &error), ==, 4);
  g_assert_cmpuint(matches(f,
                           join(XC_AND_NOT, xc_query_term("rare", 4, 1, 0, NULL), with(all, DOCUMENTS, NULL)),
                           "bool", &error),
                   ==, 0);
  g_assert_cmpuint(matches(f, join(XC_FILTER, xc_query_all(NULL), with(NULL, 0, NULL)), "bool", &error), ==,
                   0);
  xc_query *query = with(some, 9, &error);
  xc_query *copy = join(XC_FILTER, xc_query_term("rare", 4, 1, 0, NULL), xc_query_copy(query, NULL));
  g_assert_cmpuint(matches(f, join(XC_FILTER, copy, query), "bool", &error), ==, 4);
  g_assert_cmpint(error.code, ==, XC_OK);
  NOT_MADE(with(falling, 2, &error), XC_INVALID);
  NOT_MADE(with(twice, 2, &error), XC_INVALID);
  NOT_MADE(with(zero, 1, &error), XC_INVALID);
  NOT_MADE(with(NULL, 1, &error), XC_INVALID);
}

#define ADD(name) g_test_add("/xapian_c_sources/" #name, Fixture, NULL, set_up, test_##name, tear_down)

int main(int argc, char **argv)
{
  g_test_init(&argc, &argv, NULL);
  ADD(watch_phrase);
  ADD(watch_either);
  ADD(watch_changes_nothing);
  ADD(documents);
  return g_test_run();
}
