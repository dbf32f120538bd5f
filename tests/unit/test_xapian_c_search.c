/* The C API over libxapian: queries, searching, results, stemmers, numbers. */
#include "xapian_c_fixture.h"

#include <float.h>
#include <math.h>

typedef struct Fixture {
  char *folder;
  char *path;
  xc_database *db;
} Fixture;

/* Document i of 1..6; its value 0 is the key, its value 1 a number that sorts. */
static const struct {
  const char *key, *words;
  double number;
} library[] = {
  {"red", "the quick brown fox jumps over the lazy dog", 3},
  {"blue", "quick migration of brown birds", 1},
  {"red", "migrants and migration policy", 20},
  {"green", "migration migration migration", -5},
  {"blue", "brown quick bear", 4},
  {"", "policy of the lazy", 100},
};

static void set_up(Fixture *f, gconstpointer unused)
{
  (void)unused;
  f->folder = folder_new();
  f->path = g_build_filename(f->folder, "db", NULL);
  xc_writer *writer = fixture_writer(f->path, XC_CREATE);
  for (guint i = 0; i < G_N_ELEMENTS(library); i++) {
    xc_error error = XC_ERROR_INIT;
    char number[XC_SORTABLE_MAX];
    size_t size = xc_sortable_serialise(library[i].number, number);
    xc_docid docid = fixture_add(writer, library[i].key, library[i].words);
    xc_document *document = xc_database_document(xc_writer_database(writer), docid, 0, &error);
    MADE(document);
    CHECK(xc_document_set_value(document, 1, number, size, &error));
    CHECK(xc_writer_replace(writer, docid, document, &error));
    xc_document_free(document);
  }
  xc_writer_free(writer);
  f->db = fixture_open(f->path);
}

static void tear_down(Fixture *f, gconstpointer unused)
{
  (void)unused;
  xc_database_free(f->db);
  g_free(f->path);
  folder_free(f->folder);
}

static xc_query *term(const char *word)
{
  return xc_query_term(word, XC_NUL, 1, 0, NULL);
}

/* Combines words, which end with NULL. */
static xc_query *words(xc_operator op, xc_termcount parameter, const char *const *list)
{
  xc_error error = XC_ERROR_INIT;
  xc_query *parts[8];
  size_t n = 0;
  while (list[n]) {
    parts[n] = term(list[n]);
    n++;
  }
  xc_query *query = xc_query_combine(op, parts, n, parameter, &error);
  MADE(query);
  return query;
}

#define WORDS(op, parameter, ...) words(op, parameter, (const char *const[]){__VA_ARGS__, NULL})

/* The docids that a query matches, ascending, as text. Consumes the query. */
static char *matches(xc_database *db, xc_query *query)
{
  xc_error error = XC_ERROR_INIT;
  GString *out = g_string_new(NULL);
  xc_enquire *enquire = xc_enquire_new(db, &error);
  MADE(query);
  MADE(enquire);
  CHECK(xc_enquire_set_query(enquire, query, 0, &error));
  CHECK(xc_enquire_set_weighting(enquire, "bool", NULL, 0, &error));
  xc_query_free(query);
  xc_mset *mset = xc_enquire_match(enquire, 0, 100, 0, NULL, &error);
  MADE(mset);
  xc_enquire_free(enquire);
  for (xc_doccount i = 0; i < xc_mset_size(mset); i++) {
    xc_hit hit;
    CHECK(xc_mset_hit(mset, i, &hit, &error));
    g_string_append_printf(out, "%s%u", i ? " " : "", hit.docid);
  }
  xc_mset_free(mset);
  return g_string_free(out, FALSE);
}

#define MATCHES(query, wanted)                      \
  do {                                              \
    g_autofree char *found_ = matches(f->db, query); \
    g_assert_cmpstr(found_, ==, wanted);            \
  } while (0)

static void test_operators(Fixture *f, gconstpointer unused)
{
  (void)unused;
  MATCHES(xc_query_all(NULL), "1 2 3 4 5 6");
  MATCHES(xc_query_nothing(NULL), "");
  MATCHES(term("migration"), "2 3 4");
  MATCHES(term("nowhere"), "");
  MATCHES(WORDS(XC_AND, 0, "quick", "brown"), "1 2 5");
  MATCHES(WORDS(XC_OR, 0, "policy", "bear"), "3 5 6");
  MATCHES(WORDS(XC_AND_NOT, 0, "migration", "policy", "birds"), "4");
  MATCHES(WORDS(XC_XOR, 0, "migration", "policy"), "2 4 6");
  MATCHES(WORDS(XC_AND_MAYBE, 0, "policy", "migration"), "3 6");
  MATCHES(WORDS(XC_FILTER, 0, "policy", "lazy"), "6");
  MATCHES(WORDS(XC_NEAR, 4, "brown", "quick"), "1 2 5");
  MATCHES(WORDS(XC_NEAR, 3, "brown", "quick"), "1 5");
  MATCHES(WORDS(XC_PHRASE, 0, "quick", "brown"), "1");
  MATCHES(WORDS(XC_PHRASE, 4, "quick", "brown"), "1 2");
  MATCHES(WORDS(XC_ELITE_SET, 5, "the", "bear"), "1 5 6");
  MATCHES(WORDS(XC_SYNONYM, 0, "bear", "fox"), "1 5");
  MATCHES(WORDS(XC_MAX, 0, "bear", "fox"), "1 5");
  MATCHES(xc_query_combine(XC_AND, NULL, 0, 0, NULL), "");
  MATCHES(xc_query_scale(term("bear"), 2.5, NULL), "5");
}

/* "bear" is in one document and so weighs more than "the", which is in two. */
static void test_elite_set(Fixture *f, gconstpointer unused)
{
  xc_error error = XC_ERROR_INIT;
  xc_enquire *enquire = xc_enquire_new(f->db, &error);
  xc_query *query = WORDS(XC_ELITE_SET, 1, "the", "bear");
  xc_hit hit;

  (void)unused;
  CHECK(xc_enquire_set_query(enquire, query, 0, &error));
  xc_query_free(query);
  xc_mset *mset = xc_enquire_match(enquire, 0, 10, 0, NULL, &error);
  xc_enquire_free(enquire);
  g_assert_cmpuint(xc_mset_size(mset), ==, 1);
  CHECK(xc_mset_hit(mset, 0, &hit, &error));
  g_assert_cmpuint(hit.docid, ==, 5);
  xc_mset_free(mset);
}

static void test_ranges_and_wildcards(Fixture *f, gconstpointer unused)
{
  xc_error error = XC_ERROR_INIT;
  char low[XC_SORTABLE_MAX], high[XC_SORTABLE_MAX];
  const size_t low_size = xc_sortable_serialise(1, low), high_size = xc_sortable_serialise(20, high);

  (void)unused;
  MATCHES(xc_query_value_range(1, low, low_size, high, high_size, NULL), "1 2 3 5");
  MATCHES(xc_query_value_range(1, high, high_size, NULL, 0, NULL), "3 6");
  MATCHES(xc_query_value_range(1, NULL, 0, low, low_size, NULL), "2 4");
  MATCHES(xc_query_value_range(0, "b", 1, "g", 1, NULL), "2 5");
  NOT_MADE(xc_query_value_range(0, NULL, 0, NULL, 0, &error), XC_INVALID);

  MATCHES(xc_query_wildcard("mig", 3, 0, XC_LIMIT_ERROR, XC_SYNONYM, NULL), "2 3 4");
  MATCHES(xc_query_wildcard("mig", 3, 1, XC_LIMIT_FIRST, XC_OR, NULL), "3");
  MATCHES(xc_query_wildcard("mig", 3, 1, XC_LIMIT_MOST_FREQUENT, XC_MAX, NULL), "2 3 4");
  NOT_MADE(xc_query_wildcard("mig", 3, 1, XC_LIMIT_FIRST, XC_AND, &error), XC_INVALID);

  xc_query *query = xc_query_wildcard("mig", 3, 1, XC_LIMIT_ERROR, XC_OR, &error);
  xc_enquire *enquire = xc_enquire_new(f->db, &error);
  CHECK(xc_enquire_set_query(enquire, query, 0, &error));
  NOT_MADE(xc_enquire_match(enquire, 0, 10, 0, NULL, &error), XC_TOO_MANY);
  xc_query_free(query);
  xc_enquire_free(enquire);
}

static void test_query_values(Fixture *f, gconstpointer unused)
{
  xc_error error = XC_ERROR_INIT;
  xc_query *parts[] = {term("b"), NULL}, *again;
  xc_bytes bytes;
  xc_terms *terms;

  (void)unused;
  (void)f;
  NOT_MADE(xc_query_combine(XC_AND, parts, 2, 0, &error), XC_INVALID);
  error.code = XC_LOCKED; /* the first failure stays */
  g_assert_null(xc_query_scale(NULL, 1, &error));
  g_assert_cmpint(error.code, ==, XC_LOCKED);
  NOT_MADE(xc_query_scale(term("a"), -1, &error), XC_INVALID);
  NOT_MADE(xc_query_scale(term("a"), NAN, &error), XC_INVALID);
  parts[0] = term("a");
  parts[1] = WORDS(XC_PHRASE, 0, "b", "c");
  NOT_MADE(xc_query_combine(XC_PHRASE, parts, 2, 0, &error), XC_UNSUPPORTED);
  parts[0] = term("a");
  NOT_MADE(xc_query_combine((xc_operator)77, parts, 1, 0, &error), XC_INVALID);

  xc_query *query = WORDS(XC_OR, 0, "b", "a", "b");
  xc_query *copy = xc_query_copy(query, &error);
  g_assert_cmpuint(xc_query_length(query), ==, 3);
  g_assert_false(xc_query_is_empty(query));
  g_assert_true(xc_query_is_empty(NULL));
  xc_query *nothing = xc_query_nothing(&error);
  g_assert_true(xc_query_is_empty(nothing));
  xc_query_free(nothing);
  terms = xc_query_terms(query, true, &error);
  CHECK(xc_query_serialise(query, &bytes, &error));
  again = xc_query_unserialise(bytes.data, bytes.size, &error);
  MADE(again);
  for (size_t i = 0; i < bytes.size; i++) {
    g_autofree char *damaged = g_memdup2(bytes.data, bytes.size);
    damaged[i] = (char)(damaged[i] ^ 1);
    NOT_MADE(xc_query_unserialise(damaged, bytes.size, &error), XC_FORMAT);
    NOT_MADE(xc_query_unserialise(bytes.data, i, &error), XC_FORMAT);
  }
  NOT_MADE(xc_document_unserialise(bytes.data, bytes.size, &error), XC_FORMAT);
  xc_query_free(query);
  g_assert_cmpint(xc_terms_next(terms, &bytes, &error), ==, XC_ITEM);
  g_assert_true(fixture_is(bytes, "a"));
  g_assert_cmpint(xc_terms_skip_to(terms, "b", 1, &bytes, &error), ==, XC_ITEM);
  g_assert_cmpint(xc_terms_next(terms, &bytes, &error), ==, XC_END);
  xc_terms_free(terms);
  terms = xc_query_terms(copy, false, &error);
  for (int i = 0; i < 2; i++)
    g_assert_cmpint(xc_terms_next(terms, &bytes, &error), ==, XC_ITEM);
  g_assert_cmpint(xc_terms_next(terms, &bytes, &error), ==, XC_END);
  xc_terms_free(terms);
  CHECK(xc_query_description(copy, &bytes, &error));
  g_autofree char *text = g_strdup(bytes.data);
  CHECK(xc_query_description(again, &bytes, &error));
  g_assert_cmpstr(text, ==, bytes.data);
  xc_query_free(copy);
  xc_query_free(again);
  NOT_MADE(xc_query_unserialise("\377\376", 2, &error), XC_FORMAT);
  NOT_MADE(xc_query_copy(NULL, &error), XC_INVALID);
}

/* The docids in order of one search, with what `prepare` sets. */
typedef void (*Prepare)(xc_enquire *enquire);

static char *ordered(xc_database *db, Prepare prepare)
{
  xc_error error = XC_ERROR_INIT;
  GString *out = g_string_new(NULL);
  xc_enquire *enquire = xc_enquire_new(db, &error);
  xc_query *query = WORDS(XC_OR, 0, "migration", "policy", "brown");
  CHECK(xc_enquire_set_query(enquire, query, 0, &error));
  xc_query_free(query);
  prepare(enquire);
  xc_mset *mset = xc_enquire_match(enquire, 0, 100, 100, NULL, &error);
  MADE(mset);
  xc_enquire_free(enquire);
  for (xc_doccount i = 0; i < xc_mset_size(mset); i++) {
    xc_hit hit;
    CHECK(xc_mset_hit(mset, i, &hit, &error));
    g_string_append_printf(out, "%s%u", i ? " " : "", hit.docid);
  }
  xc_mset_free(mset);
  return g_string_free(out, FALSE);
}

#define ORDERED(prepare, wanted)                       \
  do {                                                 \
    g_autofree char *found_ = ordered(f->db, prepare); \
    g_assert_cmpstr(found_, ==, wanted);               \
  } while (0)

static void by_number(xc_enquire *enquire)
{
  const xc_sort_key key = {.slot = 1};
  g_assert_cmpint(xc_enquire_set_sort(enquire, XC_SORT_KEY, &key, 1, NULL), ==, XC_OK);
}

static void by_number_down(xc_enquire *enquire)
{
  const xc_sort_key key = {.slot = 1, .descending = true};
  g_assert_cmpint(xc_enquire_set_sort(enquire, XC_SORT_KEY, &key, 1, NULL), ==, XC_OK);
}

/* blue (2, 5), green (4), red (1, 3), and 6 with "yellow" for its missing colour; numbers descending. */
static void by_colour_and_number(xc_enquire *enquire)
{
  const xc_sort_key keys[] = {{.slot = 0, .missing = {"yellow", 6}}, {.slot = 1, .descending = true}};
  g_assert_cmpint(xc_enquire_set_sort(enquire, XC_SORT_KEY, keys, 2, NULL), ==, XC_OK);
}

static void by_colour_then_relevance(xc_enquire *enquire)
{
  const xc_sort_key key = {.slot = 0, .descending = true};
  g_assert_cmpint(xc_enquire_set_sort(enquire, XC_SORT_KEY_THEN_RELEVANCE, &key, 1, NULL), ==, XC_OK);
  g_assert_cmpint(xc_enquire_set_docid_order(enquire, XC_DOCID_DESCENDING, NULL), ==, XC_OK);
}

static void by_docid(xc_enquire *enquire)
{
  g_assert_cmpint(xc_enquire_set_weighting(enquire, "bool", NULL, 0, NULL), ==, XC_OK);
  g_assert_cmpint(xc_enquire_set_docid_order(enquire, XC_DOCID_DESCENDING, NULL), ==, XC_OK);
}

static int length_key(void *user, xc_docid docid, const xc_document *document, xc_bytes *key)
{
  char *buffer = user;
  xc_bytes data;
  g_assert_cmpuint(xc_document_docid(document), ==, docid);
  g_assert_cmpint(xc_document_data(document, &data, NULL), ==, XC_OK);
  buffer[0] = (char)data.size;
  *key = (xc_bytes){buffer, 1};
  return 0;
}

static char length_buffer[1];

static void by_length(xc_enquire *enquire)
{
  xc_code code = xc_enquire_set_sort_function(enquire, XC_SORT_KEY, false, length_key, length_buffer, NULL);
  g_assert_cmpint(code, ==, XC_OK);
}

static void one_a_colour(xc_enquire *enquire)
{
  by_number(enquire);
  g_assert_cmpint(xc_enquire_set_collapse(enquire, 0, 1, NULL), ==, XC_OK);
}

static void test_orders(Fixture *f, gconstpointer unused)
{
  xc_error error = XC_ERROR_INIT;
  const xc_sort_key key = {.slot = 0};

  (void)unused;
  ORDERED(by_number, "4 2 1 5 3 6");
  ORDERED(by_number_down, "6 3 5 1 2 4");
  ORDERED(by_colour_and_number, "5 2 4 3 1 6");
  ORDERED(by_colour_then_relevance, "3 1 4 2 5 6");
  ORDERED(by_docid, "6 5 4 3 2 1");
  ORDERED(by_length, "5 6 3 4 2 1");
  ORDERED(one_a_colour, "4 2 1 6");

  xc_enquire *enquire = xc_enquire_new(f->db, &error);
  FAILS(xc_enquire_set_sort(enquire, XC_SORT_RELEVANCE, &key, 1, &error), XC_INVALID);
  FAILS(xc_enquire_set_sort(enquire, XC_SORT_KEY, NULL, 0, &error), XC_INVALID);
  FAILS(xc_enquire_set_sort_function(enquire, XC_SORT_KEY, false, NULL, NULL, &error), XC_INVALID);
  CHECK(xc_enquire_set_sort(enquire, XC_SORT_RELEVANCE, NULL, 0, &error));
  FAILS(xc_enquire_set_cutoff(enquire, 101, 0, &error), XC_INVALID);
  FAILS(xc_enquire_set_time_limit(enquire, -1, &error), XC_INVALID);
  FAILS(xc_enquire_set_query(enquire, NULL, 0, &error), XC_INVALID);
  xc_enquire_free(enquire);
}

static double best_weight(xc_database *db, const char *name, const double *parameters, size_t count)
{
  xc_error error = XC_ERROR_INIT;
  xc_enquire *enquire = xc_enquire_new(db, &error);
  xc_query *query = term("migration");
  xc_hit hit;
  CHECK(xc_enquire_set_query(enquire, query, 0, &error));
  CHECK(xc_enquire_set_weighting(enquire, name, parameters, count, &error));
  xc_query_free(query);
  xc_mset *mset = xc_enquire_match(enquire, 0, 10, 0, NULL, &error);
  MADE(mset);
  g_assert_cmpuint(xc_mset_size(mset), ==, 3);
  CHECK(xc_mset_hit(mset, 0, &hit, &error));
  xc_mset_free(mset);
  xc_enquire_free(enquire);
  return hit.weight;
}

static void test_weighting(Fixture *f, gconstpointer unused)
{
  xc_error error = XC_ERROR_INIT;
  const char *const weighted[] = {
    "bm25", "bm25+", "coord", "trad", "tfidf", "tfidf ltn", "lm two_stage", "lm dirichlet", "lm dirichlet+",
    "lm absolute_discount", "lm jelinek_mercer", "inl2", "ifb2", "ineb2", "bb2", "pl2", "dlh", "dph",
  };
  const double k1[] = {3.0}, one[] = {1}, two[] = {1, 2}, bad[] = {NAN};

  (void)unused;
  for (size_t i = 0; i < G_N_ELEMENTS(weighted); i++)
    g_assert_cmpfloat(best_weight(f->db, weighted[i], NULL, 0), >, 0);
  g_assert_cmpfloat(best_weight(f->db, "pl2+", one, 1), >=, 0); /* its bound is 0 on so few documents */
  g_assert_cmpfloat(best_weight(f->db, "bool", NULL, 0), ==, 0);
  g_assert_cmpfloat(best_weight(f->db, "coord", NULL, 0), ==, 1);
  g_assert_cmpfloat(best_weight(f->db, "bm25", k1, 1), !=, best_weight(f->db, "bm25", NULL, 0));
  /* wdf 3 in 3 of 6 documents: 3 * ln 2 */
  g_assert_cmpfloat_with_epsilon(best_weight(f->db, "tfidf", NULL, 0), 3 * log(2), 1e-9);
  xc_enquire *enquire = xc_enquire_new(f->db, &error);
  FAILS(xc_enquire_set_weighting(enquire, "bm26", NULL, 0, &error), XC_INVALID);
  FAILS(xc_enquire_set_weighting(enquire, "tfidf xyz", NULL, 0, &error), XC_INVALID);
  FAILS(xc_enquire_set_weighting(enquire, "trad", two, 2, &error), XC_INVALID);
  FAILS(xc_enquire_set_weighting(enquire, "trad", bad, 1, &error), XC_INVALID);
  FAILS(xc_enquire_set_weighting(enquire, "trad", NULL, 1, &error), XC_INVALID);
  FAILS(xc_enquire_set_weighting(enquire, NULL, NULL, 0, &error), XC_INVALID);
  xc_enquire_free(enquire);
}

typedef struct Seen {
  guint calls;
  guint stop_at;
  GString *docids;
  double weight;
} Seen;

static int spy(void *user, xc_docid docid, double weight, const xc_document *document)
{
  Seen *seen = user;
  xc_bytes value;
  g_assert_cmpint(xc_document_value(document, 0, &value, NULL), ==, XC_OK);
  g_assert_true(fixture_is(value, library[docid - 1].key));
  g_assert_cmpuint(xc_document_docid(document), ==, docid);
  g_string_append_printf(seen->docids, " %u", docid);
  seen->weight += weight;
  return ++seen->calls == seen->stop_at ? 42 : 0;
}

static int odd_only(void *user, xc_docid docid, const xc_document *document)
{
  g_assert_nonnull(document);
  return *(int *)user < 0 ? *(int *)user : (int)(docid % 2);
}

static int stop_key(void *user, xc_docid docid, const xc_document *document, xc_bytes *key)
{
  g_assert_nonnull(document);
  *key = (xc_bytes){user, docid ? 0 : 1};
  return 9;
}

static void test_callbacks(Fixture *f, gconstpointer unused)
{
  xc_error error = XC_ERROR_INIT;
  xc_enquire *enquire = xc_enquire_new(f->db, &error);
  xc_query *query = xc_query_all(&error);
  Seen seen = {.docids = g_string_new(NULL)};
  int answer = 1;
  xc_match_options options = {.decider = odd_only, .user = &answer};
  xc_doccount count = 0;
  xc_bytes bytes;

  (void)unused;
  CHECK(xc_database_doccount(f->db, &count, &error));
  CHECK(xc_enquire_set_query(enquire, query, 0, &error));
  CHECK(xc_enquire_add_spy(enquire, spy, &seen, &error));
  FAILS(xc_enquire_add_spy(enquire, NULL, &seen, &error), XC_INVALID);
  xc_value_counts *counts = xc_enquire_count_values(enquire, 0, &error);
  MADE(counts);
  xc_mset *mset = xc_enquire_match(enquire, 0, 1, count, NULL, &error);
  MADE(mset);
  g_assert_cmpuint(seen.calls, ==, 6);
  g_assert_cmpstr(seen.docids->str, ==, " 1 2 3 4 5 6");
  xc_mset_free(mset);

  seen.stop_at = 8; /* the second of the next match */
  NOT_MADE(xc_enquire_match(enquire, 0, 1, count, NULL, &error), XC_STOPPED);
  g_assert_cmpint(error.detail, ==, 42);
  g_assert_nonnull(strstr(error.message, "42"));
  g_assert_cmpuint(seen.calls, ==, 8);
  CHECK(xc_enquire_clear_spies(enquire, &error));
  g_assert_cmpuint(xc_value_counts_total(counts), >=, 6);

  mset = xc_enquire_match(enquire, 0, 10, 0, &options, &error);
  MADE(mset);
  g_assert_cmpuint(xc_mset_size(mset), ==, 3);
  g_assert_cmpuint(seen.calls, ==, 8);
  xc_mset_free(mset);
  answer = -5;
  NOT_MADE(xc_enquire_match(enquire, 0, 10, 0, &options, &error), XC_STOPPED);
  g_assert_cmpint(error.detail, ==, -5);
  CHECK(xc_enquire_set_sort_function(enquire, XC_SORT_KEY, true, stop_key, length_buffer, &error));
  NOT_MADE(xc_enquire_match(enquire, 0, 10, 0, NULL, &error), XC_STOPPED);
  g_assert_cmpint(error.detail, ==, 9);
  xc_enquire_free(enquire);
  xc_query_free(query);

  xc_terms *values = xc_value_counts_values(counts, 1, &error);
  MADE(values);
  xc_value_counts_free(counts);
  g_assert_cmpint(xc_terms_next(values, &bytes, &error), ==, XC_ITEM);
  xc_terms_free(values);
  g_string_free(seen.docids, TRUE);
}

static void test_value_counts(Fixture *f, gconstpointer unused)
{
  static const struct {
    const char *value;
    xc_doccount count;
  } wanted[] = {{"blue", 2}, {"green", 1}, {"red", 2}};
  xc_error error = XC_ERROR_INIT;
  xc_enquire *enquire = xc_enquire_new(f->db, &error);
  xc_query *query = xc_query_all(&error);
  xc_value_counts *counts = xc_enquire_count_values(enquire, 0, &error);
  xc_doccount n = 0;
  xc_bytes bytes;

  (void)unused;
  CHECK(xc_enquire_set_query(enquire, query, 0, &error));
  xc_query_free(query);
  xc_mset_free(xc_enquire_match(enquire, 0, 0, 6, NULL, &error));
  xc_enquire_free(enquire);
  g_assert_cmpuint(xc_value_counts_total(counts), ==, 6);
  xc_terms *values = xc_value_counts_values(counts, 0, &error);
  for (size_t i = 0; i < G_N_ELEMENTS(wanted); i++) {
    g_assert_cmpint(xc_terms_next(values, &bytes, &error), ==, XC_ITEM);
    g_assert_true(fixture_is(bytes, wanted[i].value));
    CHECK(xc_terms_frequency(values, &n, &error));
    g_assert_cmpuint(n, ==, wanted[i].count);
  }
  g_assert_cmpint(xc_terms_next(values, &bytes, &error), ==, XC_END);
  xc_terms_free(values);
  xc_value_counts_free(counts);
}

static void test_results(Fixture *f, gconstpointer unused)
{
  xc_error error = XC_ERROR_INIT;
  xc_enquire *enquire = xc_enquire_new(f->db, &error);
  xc_query *query = WORDS(XC_OR, 0, "migration", "policy");
  const xc_sort_key key = {.slot = 0};
  xc_mset_stats stats;
  xc_doccount frequency = 0;
  double weight = -1;
  xc_bytes bytes;
  xc_hit hit;

  (void)unused;
  CHECK(xc_enquire_set_query(enquire, query, 0, &error));
  xc_query_free(query);
  CHECK(xc_enquire_set_cutoff(enquire, 0, 0, &error));
  CHECK(xc_enquire_set_time_limit(enquire, 10, &error));
  xc_terms *matching = xc_enquire_matching_terms(enquire, 3, &error);
  MADE(matching);
  xc_mset *mset = xc_enquire_match(enquire, 1, 2, 100, NULL, &error);
  MADE(mset);
  CHECK(xc_mset_get_stats(mset, &stats, &error));
  g_assert_cmpuint(stats.first, ==, 1);
  g_assert_cmpuint(stats.lower, ==, 4);
  g_assert_cmpuint(stats.estimated, ==, 4);
  g_assert_cmpuint(stats.upper, ==, 4);
  g_assert_cmpuint(stats.uncollapsed_upper, ==, 4);
  g_assert_cmpfloat(stats.max_attained, >, 0);
  g_assert_cmpfloat(stats.max_possible, >=, stats.max_attained);
  g_assert_cmpuint(xc_mset_size(mset), ==, 2);
  CHECK(xc_mset_hit(mset, 0, &hit, &error));
  g_assert_cmpuint(hit.rank, ==, 1);
  g_assert_cmpfloat(hit.weight, >, 0);
  g_assert_cmpfloat(hit.weight, <=, stats.max_attained);
  g_assert_cmpint(hit.percent, >, 0);
  g_assert_cmpuint(hit.sort_key.size, ==, 0);
  FAILS(xc_mset_hit(mset, 2, &hit, &error), XC_INVALID);
  NOT_MADE(xc_mset_document(mset, 2, &error), XC_INVALID);
  CHECK(xc_mset_fetch(mset, &error));
  CHECK(xc_mset_term(mset, "migration", XC_NUL, &frequency, &weight, &error));
  g_assert_cmpuint(frequency, ==, 3);
  g_assert_cmpfloat(weight, >, 0);
  CHECK(xc_mset_term(mset, "bear", XC_NUL, &frequency, &weight, &error));
  g_assert_cmpuint(frequency, ==, 1);
  g_assert_cmpfloat(weight, ==, 0);
  xc_document *document = xc_mset_document(mset, 0, &error);
  MADE(document);
  g_assert_cmpuint(xc_document_docid(document), ==, hit.docid);
  xc_mset_free(mset);

  mset = xc_enquire_match(enquire, 0, 10, 100, NULL, &error);
  CHECK(xc_mset_fetch(mset, &error));
  xc_mset_free(mset);
  mset = xc_enquire_match(enquire, 50, 10, 100, NULL, &error);
  g_assert_cmpuint(xc_mset_size(mset), ==, 0);
  CHECK(xc_mset_fetch(mset, &error));
  xc_mset_free(mset);

  CHECK(xc_enquire_set_sort(enquire, XC_SORT_KEY, &key, 1, &error));
  CHECK(xc_enquire_set_collapse(enquire, 0, 1, &error));
  mset = xc_enquire_match(enquire, 0, 10, 100, NULL, &error);
  xc_enquire_free(enquire);
  CHECK(xc_mset_hit(mset, 1, &hit, &error));
  g_assert_true(fixture_is(hit.sort_key, "blue"));
  g_assert_true(fixture_is(hit.collapse_key, "blue"));
  xc_mset_free(mset);
  CHECK(xc_document_data(document, &bytes, &error));
  g_assert_true(fixture_is(bytes, library[xc_document_docid(document) - 1].words));
  xc_document_free(document);
  g_assert_cmpint(xc_terms_next(matching, &bytes, &error), ==, XC_ITEM);
  g_assert_true(fixture_is(bytes, "migration"));
  g_assert_cmpint(xc_terms_next(matching, &bytes, &error), ==, XC_ITEM);
  g_assert_cmpint(xc_terms_next(matching, &bytes, &error), ==, XC_END);
  xc_terms_free(matching);
  g_assert_cmpuint(xc_mset_size(NULL), ==, 0);
}

static int no_policy(void *user, const char *word, size_t size)
{
  return *(int *)user < 0 ? *(int *)user : !(size == 6 && memcmp(word, "policy", 6) == 0);
}

static void test_expansion(Fixture *f, gconstpointer unused)
{
  xc_error error = XC_ERROR_INIT;
  xc_enquire *enquire = xc_enquire_new(f->db, &error);
  xc_query *query = term("migration");
  xc_rset *rset = xc_rset_new(&error);
  int answer = 0;
  xc_expand_options options = {.include_query_terms = true, .scheme = "bo1"};
  gboolean migration = FALSE, policy = FALSE;
  double last = DBL_MAX, weight = 0;
  xc_bytes bytes;

  (void)unused;
  CHECK(xc_rset_add(rset, 3, &error));
  CHECK(xc_rset_add(rset, 6, &error));
  CHECK(xc_rset_add(rset, 5, &error));
  CHECK(xc_rset_remove(rset, 5, &error));
  FAILS(xc_rset_add(rset, 0, &error), XC_INVALID);
  g_assert_cmpuint(xc_rset_size(rset), ==, 2);
  g_assert_true(xc_rset_contains(rset, 3));
  g_assert_false(xc_rset_contains(rset, 5));
  g_assert_false(xc_rset_contains(rset, 0));
  CHECK(xc_enquire_set_query(enquire, query, 0, &error));
  xc_query_free(query);
  xc_eset *eset = xc_enquire_expand(enquire, 20, rset, NULL, &error);
  MADE(eset);
  g_assert_cmpuint(xc_eset_size(eset), >, 0);
  for (xc_doccount i = 0; i < xc_eset_size(eset); i++) {
    CHECK(xc_eset_item(eset, i, &bytes, &weight, &error));
    g_assert_cmpfloat(weight, <=, last);
    last = weight;
    policy = policy || fixture_is(bytes, "policy");
    g_assert_false(fixture_is(bytes, "migration"));
  }
  g_assert_true(policy);
  FAILS(xc_eset_item(eset, xc_eset_size(eset), &bytes, &weight, &error), XC_INVALID);
  xc_eset_free(eset);

  options.decider = no_policy;
  options.user = &answer;
  eset = xc_enquire_expand(enquire, 20, rset, &options, &error);
  MADE(eset);
  for (xc_doccount i = 0; i < xc_eset_size(eset); i++) {
    CHECK(xc_eset_item(eset, i, &bytes, NULL, &error));
    g_assert_false(fixture_is(bytes, "policy"));
    migration = migration || fixture_is(bytes, "migration");
  }
  g_assert_true(migration);
  xc_eset_free(eset);
  answer = -3;
  NOT_MADE(xc_enquire_expand(enquire, 20, rset, &options, &error), XC_STOPPED);
  options.scheme = "none such";
  NOT_MADE(xc_enquire_expand(enquire, 20, rset, &options, &error), XC_INVALID);
  NOT_MADE(xc_enquire_expand(enquire, 20, NULL, NULL, &error), XC_INVALID);

  const xc_match_options relevant = {.relevant = rset};
  xc_mset *mset = xc_enquire_match(enquire, 0, 10, 0, &relevant, &error);
  MADE(mset);
  g_assert_cmpuint(xc_mset_size(mset), ==, 3);
  xc_mset_free(mset);
  xc_rset_free(rset);
  xc_enquire_free(enquire);
}

/* A match over shards: hits have docids of the whole, callbacks those of the shard. */
static int shard_docid(void *user, xc_docid docid, double weight, const xc_document *document)
{
  g_assert_nonnull(document);
  g_assert_cmpfloat(weight, >=, 0);
  *(xc_docid *)user = MAX(*(xc_docid *)user, docid);
  return 0;
}

static void test_shards(Fixture *f, gconstpointer unused)
{
  xc_error error = XC_ERROR_INIT;
  const xc_shard shards[] = {{.path = f->path}, {.path = f->path}};
  xc_database *db = xc_database_open(shards, 2, &error);
  xc_enquire *enquire = xc_enquire_new(db, &error);
  xc_query *query = term("bear");
  xc_docid highest = 0;
  xc_hit hit;

  (void)unused;
  MADE(db);
  CHECK(xc_enquire_set_query(enquire, query, 0, &error));
  CHECK(xc_enquire_add_spy(enquire, shard_docid, &highest, &error));
  xc_query_free(query);
  xc_database_free(db);
  xc_mset *mset = xc_enquire_match(enquire, 0, 10, 100, NULL, &error);
  xc_enquire_free(enquire);
  g_assert_cmpuint(xc_mset_size(mset), ==, 2);
  CHECK(xc_mset_hit(mset, 0, &hit, &error));
  g_assert_cmpuint(hit.docid, ==, 9);
  CHECK(xc_mset_hit(mset, 1, &hit, &error));
  g_assert_cmpuint(hit.docid, ==, 10);
  xc_document *document = xc_mset_document(mset, 1, &error);
  g_assert_cmpuint(xc_document_docid(document), ==, 10);
  xc_document_free(document);
  xc_mset_free(mset);
  g_assert_cmpuint(highest, ==, 5);
}

static void test_stemmers(void)
{
  xc_error error = XC_ERROR_INIT;
  xc_stemmer *stemmer = xc_stemmer_new("fr", &error);
  xc_bytes stem;

  MADE(stemmer);
  CHECK(xc_stemmer_stem(stemmer, "migrations", XC_NUL, &stem, &error));
  g_assert_true(fixture_is(stem, "migrat"));
  xc_stemmer_free(stemmer);
  stemmer = xc_stemmer_new("none", &error);
  MADE(stemmer);
  CHECK(xc_stemmer_stem(stemmer, "migrations", 5, &stem, &error));
  g_assert_true(fixture_is(stem, "migra"));
  FAILS(xc_stemmer_stem(stemmer, NULL, 5, &stem, &error), XC_INVALID);
  xc_stemmer_free(stemmer);
  NOT_MADE(xc_stemmer_new("klingon", &error), XC_NOT_FOUND);
  NOT_MADE(xc_stemmer_new(NULL, &error), XC_INVALID);
  g_assert_nonnull(strstr(xc_stemmer_languages(), "spanish"));
}

static void test_numbers(void)
{
  static const double numbers[] = {-INFINITY, -DBL_MAX, -1e9, -2.5, -1, -1e-9, 0, 1e-9, 1, 2, 2.5, 2021, 1e9,
                                   DBL_MAX, INFINITY};
  char bytes[XC_SORTABLE_MAX], before[XC_SORTABLE_MAX];
  size_t size = 0, size_before = 0;

  for (size_t i = 0; i < G_N_ELEMENTS(numbers); i++) {
    size = xc_sortable_serialise(numbers[i], bytes);
    g_assert_cmpuint(size, <=, XC_SORTABLE_MAX);
    double back = xc_sortable_unserialise(bytes, size);
    if (isfinite(numbers[i]))
      g_assert_cmpfloat(back, ==, numbers[i]);
    if (i > 0) {
      int order = memcmp(before, bytes, MIN(size, size_before));
      g_assert_true(order < 0 || (order == 0 && size_before < size));
    }
    memcpy(before, bytes, size);
    size_before = size;
  }
  g_assert_cmpuint(xc_sortable_serialise(NAN, bytes), ==, 0);
}

static void test_null_handles(void)
{
  xc_error error = XC_ERROR_INIT;
  xc_hit hit;

  NOT_MADE(xc_enquire_new(NULL, &error), XC_INVALID);
  NOT_MADE(xc_enquire_match(NULL, 0, 1, 0, NULL, &error), XC_INVALID);
  FAILS(xc_mset_hit(NULL, 0, &hit, &error), XC_INVALID);
  g_assert_null(xc_enquire_match(NULL, 0, 1, 0, NULL, NULL));
  xc_database_free(NULL);
  xc_writer_free(NULL);
  xc_document_free(NULL);
  xc_query_free(NULL);
  xc_enquire_free(NULL);
  xc_mset_free(NULL);
  xc_rset_free(NULL);
  xc_eset_free(NULL);
  xc_value_counts_free(NULL);
  xc_terms_free(NULL);
  xc_postings_free(NULL);
  xc_positions_free(NULL);
  xc_values_free(NULL);
  xc_stemmer_free(NULL);
}

#define ADD(name) g_test_add("/xapian_c_search/" #name, Fixture, NULL, set_up, test_##name, tear_down)

int main(int argc, char **argv)
{
  g_test_init(&argc, &argv, NULL);
  ADD(operators);
  ADD(elite_set);
  ADD(ranges_and_wildcards);
  ADD(query_values);
  ADD(orders);
  ADD(weighting);
  ADD(callbacks);
  ADD(value_counts);
  ADD(results);
  ADD(expansion);
  ADD(shards);
  g_test_add_func("/xapian_c_search/stemmers", test_stemmers);
  g_test_add_func("/xapian_c_search/numbers", test_numbers);
  g_test_add_func("/xapian_c_search/null_handles", test_null_handles);
  return g_test_run();
}
