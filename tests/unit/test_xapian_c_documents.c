/* The C API over libxapian: documents, and what is read from a database by iterators, each of which outlives
 * the handle it came from. */
#include "xapian_c_fixture.h"

typedef struct {
  char *folder, *path;
  xc_writer *writer;
} Fixture;

static void set_up(Fixture *f, gconstpointer unused)
{
  (void)unused;
  f->folder = folder_new();
  f->path = g_build_filename(f->folder, "db", NULL);
  f->writer = fixture_writer(f->path, XC_CREATE);
}

static void tear_down(Fixture *f, gconstpointer unused)
{
  (void)unused;
  xc_writer_free(f->writer);
  g_free(f->path);
  folder_free(f->folder);
}

/* ---- iterators ---- */

/* Three documents, committed. */
static xc_database *three(Fixture *f)
{
  xc_error error = XC_ERROR_INIT;
  fixture_add(f->writer, "k1", "the cat and the cat");
  fixture_add(f->writer, "k2", "a dog");
  fixture_add(f->writer, "k3", "the cab");
  CHECK(xc_writer_close(f->writer, &error));
  return fixture_open(f->path);
}

static void test_all_terms(Fixture *f, gconstpointer unused)
{
  xc_error error = XC_ERROR_INIT;
  xc_database *db = three(f);
  xc_terms *all = xc_database_all_terms(db, "ca", 2, &error);
  xc_doccount frequency = 0;
  xc_termcount wdf = 0;
  xc_bytes bytes;
  (void)unused;
  MADE(all);
  xc_database_free(db);

  FAILS(xc_terms_frequency(all, &frequency, &error), XC_INVALID);
  g_assert_cmpint(xc_terms_next(all, &bytes, &error), ==, XC_ITEM);
  g_assert_true(fixture_is(bytes, "cab"));
  g_assert_cmpint(xc_terms_next(all, &bytes, &error), ==, XC_ITEM);
  g_assert_true(fixture_is(bytes, "cat"));
  CHECK(xc_terms_frequency(all, &frequency, &error));
  g_assert_cmpuint(frequency, ==, 1);
  FAILS(xc_terms_wdf(all, &wdf, &error), XC_INVALID);
  g_assert_cmpint(xc_terms_next(all, &bytes, &error), ==, XC_END);
  g_assert_cmpint(xc_terms_next(all, &bytes, &error), ==, XC_END);
  g_assert_cmpint(xc_terms_skip_to(all, "cab", 3, &bytes, &error), ==, XC_END);
  FAILS(xc_terms_frequency(all, &frequency, &error), XC_INVALID);
  xc_terms_free(all);
  g_assert_cmpint(xc_terms_next(NULL, &bytes, &error), ==, XC_FAILED);
}

static void test_document_terms(Fixture *f, gconstpointer unused)
{
  xc_error error = XC_ERROR_INIT;
  xc_database *db = three(f);
  xc_terms *terms = xc_database_document_terms(db, 1, &error);
  xc_termcount wdf = 0;
  xc_bytes bytes;
  (void)unused;
  MADE(terms);
  NOT_MADE(xc_database_document_terms(db, 99, &error), XC_NOT_FOUND);
  xc_database_free(db);

  g_assert_cmpint(xc_terms_skip_to(terms, "d", 1, &bytes, &error), ==, XC_ITEM);
  g_assert_true(fixture_is(bytes, "the"));
  CHECK(xc_terms_wdf(terms, &wdf, &error));
  g_assert_cmpuint(wdf, ==, 2);
  xc_terms_free(terms);
}

/* Of "the", in the first document, from two sides and by the database. */
static void test_positions(Fixture *f, gconstpointer unused)
{
  xc_error error = XC_ERROR_INIT;
  xc_database *db = three(f);
  xc_terms *terms = xc_database_document_terms(db, 1, &error);
  xc_postings *postings = xc_database_postings(db, "the", 3, &error);
  xc_positions *by_name = xc_database_positions(db, 1, "the", 3, &error);
  xc_position position = 0, read[8];
  size_t count = 0;
  xc_bytes bytes;
  (void)unused;
  xc_database_free(db);

  g_assert_cmpint(xc_terms_skip_to(terms, "the", 3, &bytes, &error), ==, XC_ITEM);
  xc_positions *of_term = xc_terms_positions(terms, &error);
  MADE(of_term);
  xc_terms_free(terms);
  g_assert_cmpint(xc_positions_next(of_term, &position, &error), ==, XC_ITEM);
  g_assert_cmpuint(position, ==, 1);
  g_assert_cmpint(xc_positions_skip_to(of_term, 3, &position, &error), ==, XC_ITEM);
  g_assert_cmpuint(position, ==, 4);
  g_assert_cmpint(xc_positions_next(of_term, &position, &error), ==, XC_END);
  xc_positions_free(of_term);

  g_assert_cmpint(xc_postings_next(postings, NULL, &error), ==, XC_ITEM);
  xc_positions *of_posting = xc_postings_positions(postings, &error);
  MADE(of_posting);
  xc_postings_free(postings);
  CHECK(xc_positions_read(of_posting, read, G_N_ELEMENTS(read), &count, &error));
  g_assert_cmpuint(count, ==, 2);
  g_assert_cmpuint(read[1], ==, 4);
  xc_positions_free(of_posting);

  g_assert_cmpint(xc_positions_next(by_name, &position, &error), ==, XC_ITEM);
  g_assert_cmpuint(position, ==, 1);
  xc_positions_free(by_name);
}

static void test_postings(Fixture *f, gconstpointer unused)
{
  xc_error error = XC_ERROR_INIT;
  xc_database *db = three(f);
  xc_postings *postings = xc_database_postings(db, "the", 3, &error);
  xc_postings *none = xc_database_postings(db, "nowhere", XC_NUL, &error);
  xc_docid docid = 0;
  xc_termcount number = 0;
  (void)unused;
  xc_database_free(db);

  g_assert_cmpint(xc_postings_next(postings, &docid, &error), ==, XC_ITEM);
  g_assert_cmpuint(docid, ==, 1);
  CHECK(xc_postings_wdf(postings, &number, &error));
  g_assert_cmpuint(number, ==, 2);
  CHECK(xc_postings_document_length(postings, &number, &error));
  g_assert_cmpuint(number, ==, 5);
  g_assert_cmpint(xc_postings_skip_to(postings, 2, &docid, &error), ==, XC_ITEM);
  g_assert_cmpuint(docid, ==, 3);
  g_assert_cmpint(xc_postings_next(postings, NULL, NULL), ==, XC_END);
  xc_postings_free(postings);
  g_assert_cmpint(xc_postings_next(none, &docid, &error), ==, XC_END);
  xc_postings_free(none);
}

static void test_every_document(Fixture *f, gconstpointer unused)
{
  xc_error error = XC_ERROR_INIT;
  xc_database *db = three(f);
  xc_postings *every = xc_database_postings(db, NULL, 0, &error);
  xc_docid docids[3];
  xc_termcount wdfs[3];
  size_t count = 0;
  (void)unused;
  xc_database_free(db);

  CHECK(xc_postings_read(every, docids, wdfs, 2, &count, &error));
  g_assert_cmpuint(count, ==, 2);
  g_assert_cmpuint(docids[1], ==, 2);
  CHECK(xc_postings_read(every, docids, NULL, 2, &count, &error));
  g_assert_cmpuint(count, ==, 1);
  g_assert_cmpuint(docids[0], ==, 3);
  CHECK(xc_postings_read(every, docids, wdfs, 2, &count, &error));
  g_assert_cmpuint(count, ==, 0);
  FAILS(xc_postings_read(NULL, docids, wdfs, 2, &count, &error), XC_INVALID);
  xc_postings_free(every);
}

static void test_values(Fixture *f, gconstpointer unused)
{
  xc_error error = XC_ERROR_INIT;
  xc_database *db = three(f);
  xc_values *values = xc_database_values(db, 0, &error);
  uint32_t docid = 0;
  xc_bytes bytes;
  (void)unused;
  xc_database_free(db);

  g_assert_cmpint(xc_values_next(values, &docid, &bytes, &error), ==, XC_ITEM);
  g_assert_cmpuint(docid, ==, 1);
  g_assert_true(fixture_is(bytes, "k1"));
  g_assert_cmpint(xc_values_skip_to(values, 3, &docid, &bytes, &error), ==, XC_ITEM);
  g_assert_cmpuint(docid, ==, 3);
  g_assert_true(fixture_is(bytes, "k3"));
  xc_values_free(values);
}

/* ---- documents ---- */

static const char data[] = "da\0ta", odd_term[] = "te\0rm";

/* With the zero byte in its data, a term and value 5. */
static xc_document *odd_document(void)
{
  xc_error error = XC_ERROR_INIT;
  xc_document *document = xc_document_new(&error);
  MADE(document);
  CHECK(xc_document_set_data(document, data, sizeof data, &error));
  CHECK(xc_document_add_term(document, odd_term, sizeof odd_term - 1, 3, &error));
  CHECK(xc_document_add_boolean_term(document, "Qid", XC_NUL, &error));
  CHECK(xc_document_add_posting(document, "word", 4, 7, 1, &error));
  CHECK(xc_document_set_value(document, 5, "five\0", 5, &error));
  return document;
}

static void test_making(void)
{
  xc_error error = XC_ERROR_INIT;
  xc_document *document = odd_document();
  xc_termcount count = 0;
  CHECK(xc_document_add_posting(document, "gone", 4, 8, 1, &error));
  CHECK(xc_document_remove_term(document, "gone", 4, &error));
  CHECK(xc_document_add_posting(document, "word", 4, 9, 1, &error));
  CHECK(xc_document_remove_posting(document, "word", 4, 9, 1, &error));
  FAILS(xc_document_remove_posting(document, "word", 4, 99, 1, &error), XC_INVALID);
  FAILS(xc_document_remove_term(document, "nowhere", XC_NUL, &error), XC_INVALID);
  FAILS(xc_document_add_term(document, "", 0, 1, &error), XC_INVALID);
  FAILS(xc_document_add_term(document, NULL, 3, 1, &error), XC_INVALID);
  CHECK(xc_document_set_value(document, 6, "six", 3, &error));
  CHECK(xc_document_set_value(document, 6, NULL, 0, &error));
  FAILS(xc_document_set_value(document, XC_NO_SLOT, "x", 1, &error), XC_INVALID);
  CHECK(xc_document_term_count(document, &count, &error));
  g_assert_cmpuint(count, ==, 3);
  g_assert_cmpuint(xc_document_docid(document), ==, 0);
  CHECK(xc_document_clear_terms(document, &error));
  CHECK(xc_document_clear_values(document, &error));
  CHECK(xc_document_term_count(document, &count, &error));
  g_assert_cmpuint(count, ==, 0);
  xc_document_free(document);
}

static void test_serialised(void)
{
  xc_error error = XC_ERROR_INIT;
  xc_document *document = odd_document();
  xc_bytes bytes, value;
  CHECK(xc_document_serialise(document, &bytes, &error));
  xc_document *copy = xc_document_unserialise(bytes.data, bytes.size, &error);
  MADE(copy);
  CHECK(xc_document_value(copy, 5, &value, &error));
  g_assert_cmpmem(value.data, value.size, "five\0", 5);
  xc_document_free(copy);
  xc_document_free(document);
  NOT_MADE(xc_document_unserialise("\377\376rubbish", XC_NUL, &error), XC_FORMAT);
}

/* Iterators over a document outlive it: the terms and values of odd_document(). */
static void assert_odd(xc_terms *terms, xc_values *values)
{
  xc_error error = XC_ERROR_INIT;
  xc_bytes bytes;
  uint32_t slot = 0;
  g_assert_cmpint(xc_values_next(values, &slot, &bytes, &error), ==, XC_ITEM);
  g_assert_cmpuint(slot, ==, 5);
  g_assert_cmpmem(bytes.data, bytes.size, "five\0", 5);
  g_assert_cmpint(xc_values_next(values, &slot, &bytes, &error), ==, XC_END);
  xc_values_free(values);
  g_assert_cmpint(xc_terms_next(terms, &bytes, &error), ==, XC_ITEM);
  g_assert_true(fixture_is(bytes, "Qid"));
  g_assert_cmpint(xc_terms_next(terms, &bytes, &error), ==, XC_ITEM);
  g_assert_cmpmem(bytes.data, bytes.size, odd_term, sizeof odd_term - 1);
  xc_terms_free(terms);
}

static void test_kept(Fixture *f, gconstpointer unused)
{
  xc_error error = XC_ERROR_INIT;
  xc_document *document = odd_document();
  xc_docid docid = 0;
  xc_bytes bytes;
  (void)unused;
  CHECK(xc_writer_add(f->writer, document, &docid, &error));
  assert_odd(xc_document_terms(document, &error), xc_document_values(document, &error));
  xc_document_free(document);
  CHECK(xc_writer_commit(f->writer, &error));

  xc_database *db = fixture_open(f->path);
  NOT_MADE(xc_database_document(db, 99, 0, &error), XC_NOT_FOUND);
  NOT_MADE(xc_database_document(db, 0, 0, &error), XC_INVALID);
  NOT_MADE(xc_database_document(db, 1, 8, &error), XC_INVALID);
  document = xc_database_document(db, docid, XC_ASSUME_VALID, &error);
  MADE(document);
  xc_document_free(document);
  document = xc_database_document(db, docid, 0, &error);
  MADE(document);
  xc_database_free(db);
  g_assert_cmpuint(xc_document_docid(document), ==, docid);
  CHECK(xc_document_data(document, &bytes, &error));
  g_assert_cmpmem(bytes.data, bytes.size, data, sizeof data);
  xc_values *values = xc_document_values(document, &error);
  xc_terms *terms = xc_document_terms(document, &error);
  xc_document_free(document);
  assert_odd(terms, values);
}

int main(int argc, char **argv)
{
  static const struct {
    const char *name;
    void (*test)(Fixture *f, gconstpointer unused);
  } tests[] = {
    {"/xapian_c/iterators/all_terms", test_all_terms},
    {"/xapian_c/iterators/document_terms", test_document_terms},
    {"/xapian_c/iterators/positions", test_positions},
    {"/xapian_c/iterators/postings", test_postings},
    {"/xapian_c/iterators/every", test_every_document},
    {"/xapian_c/iterators/values", test_values},
    {"/xapian_c/documents/kept", test_kept},
  };
  g_test_init(&argc, &argv, NULL);
  for (gsize i = 0; i < G_N_ELEMENTS(tests); i++)
    g_test_add(tests[i].name, Fixture, NULL, set_up, tests[i].test, tear_down);
  g_test_add_func("/xapian_c/documents/making", test_making);
  g_test_add_func("/xapian_c/documents/serialised", test_serialised);
  return g_test_run();
}
