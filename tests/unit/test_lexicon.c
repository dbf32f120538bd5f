/* test_lexicon.c - beginnings, the commonest of them, and misspellings, each against going through all
 * words. */
#include <stdlib.h>
#include <string.h>

#include "lib/lexicon.h"

typedef struct {
  RepereLexicon *lexicon;
  GPtrArray *words; /* of char *, in byte order */
  GArray *counts;   /* of guint32 */
} Fixture;

static gint by_bytes(gconstpointer a, gconstpointer b)
{
  return strcmp(*(const char *const *)a, *(const char *const *)b);
}

/* Few letters, so that words share beginnings and are near each other. */
static char *random_word(guint letters, guint longest)
{
  static const char *const alphabet[] = {"a", "b", "e", "n", "r", "é", "ж", "東", "😀"};
  GString *word = g_string_new(NULL);
  for (gint n = g_test_rand_int_range(1, (gint)longest + 1); n > 0; n--)
    g_string_append(word, alphabet[g_test_rand_int_range(0, (gint)letters)]);
  return g_string_free(word, FALSE);
}

static void fixture_fill(Fixture *fixture, guint n, guint letters, guint longest)
{
  g_autoptr(GHashTable) known = g_hash_table_new(g_str_hash, g_str_equal);
  fixture->lexicon = repere_lexicon_new();
  fixture->words = g_ptr_array_new_with_free_func(g_free);
  fixture->counts = g_array_new(FALSE, FALSE, sizeof(guint32));
  for (guint i = 0; i < n; i++) {
    char *word = random_word(letters, longest);
    if (g_hash_table_contains(known, word)) {
      g_free(word);
      continue;
    }
    g_hash_table_add(known, word);
    g_ptr_array_add(fixture->words, word);
  }
  g_ptr_array_sort(fixture->words, by_bytes);
  for (guint i = 0; i < fixture->words->len; i++) {
    guint32 count = (guint32)g_test_rand_int_range(0, 50); /* many are equal */
    g_array_append_val(fixture->counts, count);
    repere_lexicon_add(fixture->lexicon, fixture->words->pdata[i], strlen(fixture->words->pdata[i]), count);
  }
  repere_lexicon_finish(fixture->lexicon);
}

static void fixture_clear(Fixture *fixture)
{
  repere_lexicon_free(fixture->lexicon);
  g_ptr_array_unref(fixture->words);
  g_array_unref(fixture->counts);
}

/* ---- what is right ---- */

/* Optimal string alignment, the whole table, over code points. With `beginnings`, that of the nearest
 * beginning. */
static guint distance_of(const char *asked, const char *word, gboolean beginnings)
{
  glong m, n;
  g_autofree gunichar *a = g_utf8_to_ucs4_fast(asked, -1, &m), *w = g_utf8_to_ucs4_fast(word, -1, &n);
  g_autofree guint *d = g_new(guint, (n + 1) * (m + 1));
  guint best = G_MAXUINT;
#define D(i, j) d[(i) * (m + 1) + (j)]
  for (glong i = 0; i <= n; i++)
    for (glong j = 0; j <= m; j++) {
      if (i == 0 || j == 0) {
        D(i, j) = (guint)(i + j);
        continue;
      }
      D(i, j) = MIN(D(i - 1, j - 1) + (a[j - 1] != w[i - 1]), MIN(D(i - 1, j), D(i, j - 1)) + 1);
      if (i > 1 && j > 1 && a[j - 1] == w[i - 2] && a[j - 2] == w[i - 1])
        D(i, j) = MIN(D(i, j), D(i - 2, j - 2) + 1);
    }
  for (glong i = 0; i <= n; i++) best = MIN(best, D(i, m));
  return beginnings ? best : D(n, m);
#undef D
}

/* Those of all words that are within `edits`, or (`edits` 0) begin so: nearest, commonest, first in byte
 * order first. */
static gint by_rank(gconstpointer a, gconstpointer b)
{
  const RepereLexiconWord *one = a, *other = b;
  if (one->distance != other->distance) return one->distance < other->distance ? -1 : 1;
  if (one->documents != other->documents) return one->documents > other->documents ? -1 : 1;
  return one->number < other->number ? -1 : one->number > other->number;
}

static GArray *all_within(const Fixture *fixture, const char *asked, guint edits, gboolean beginnings)
{
  GArray *all = g_array_new(FALSE, FALSE, sizeof(RepereLexiconWord));
  for (guint i = 0; i < fixture->words->len; i++) {
    guint distance = distance_of(asked, fixture->words->pdata[i], beginnings);
    RepereLexiconWord word = {fixture->words->pdata[i], i, g_array_index(fixture->counts, guint32, i),
                              distance};
    if (distance <= edits) g_array_append_val(all, word);
  }
  g_array_sort(all, by_rank);
  return all;
}

static void assert_first(const GArray *all, guint most, const GArray *found)
{
  g_assert_cmpuint(found->len, ==, MIN(most, all->len));
  for (guint i = 0; i < found->len; i++) {
    const RepereLexiconWord *is = &g_array_index(found, RepereLexiconWord, i);
    const RepereLexiconWord *right = &g_array_index(all, RepereLexiconWord, i);
    g_assert_cmpstr(is->word, ==, right->word);
    g_assert_cmpuint(is->number, ==, right->number);
    g_assert_cmpuint(is->documents, ==, right->documents);
    g_assert_cmpuint(is->distance, ==, right->distance);
  }
}

/* ---- tests ---- */

static void check_beginning(const Fixture *fixture, const char *beginning, guint most)
{
  g_autoptr(GArray) found = g_array_new(FALSE, FALSE, sizeof(RepereLexiconWord));
  g_autoptr(GArray) all = g_array_new(FALSE, FALSE, sizeof(RepereLexiconWord));
  for (guint i = 0; i < fixture->words->len; i++) {
    RepereLexiconWord word = {fixture->words->pdata[i], i, g_array_index(fixture->counts, guint32, i), 0};
    if (g_str_has_prefix(fixture->words->pdata[i], beginning)) g_array_append_val(all, word);
  }
  g_array_sort(all, by_rank);
  g_assert_cmpuint(repere_lexicon_beginning(fixture->lexicon, beginning, most, found), ==, all->len);
  assert_first(all, most, found);
}

static void check_near(const Fixture *fixture, const char *asked, guint edits, gboolean beginnings,
                       guint most)
{
  g_autoptr(GArray) found = g_array_new(FALSE, FALSE, sizeof(RepereLexiconWord));
  g_autoptr(GArray) all = all_within(fixture, asked, edits, beginnings);
  g_assert_cmpuint(repere_lexicon_near(fixture->lexicon, asked, edits, beginnings, most, found), ==,
                   all->len);
  assert_first(all, most, found);
}

static void check_find(const Fixture *fixture, const char *asked)
{
  guint number = G_MAXUINT;
  gboolean there = g_ptr_array_find_with_equal_func(fixture->words, asked, g_str_equal, &number);
  guint found = G_MAXUINT;
  g_assert_true(repere_lexicon_find(fixture->lexicon, asked, &found) == there);
  if (!there) return;
  g_assert_cmpuint(found, ==, number);
  g_assert_cmpstr(repere_lexicon_word(fixture->lexicon, found), ==, asked);
  g_assert_cmpuint(repere_lexicon_documents(fixture->lexicon, found), ==,
                   g_array_index(fixture->counts, guint32, number));
}

static void check_all(guint n, guint letters, guint longest, guint rounds)
{
  static const guint mosts[] = {0, 1, 3, 20, 100000};
  Fixture fixture;
  fixture_fill(&fixture, n, letters, longest);
  g_assert_cmpuint(repere_lexicon_size(fixture.lexicon), ==, fixture.words->len);
  for (guint i = 0; i < rounds; i++) {
    g_autofree char *asked = i == 0 ? g_strdup("") : random_word(letters, longest);
    guint most = mosts[i % G_N_ELEMENTS(mosts)];
    check_find(&fixture, asked);
    check_beginning(&fixture, asked, most);
    for (guint edits = 0; edits <= 2; edits++) {
      check_near(&fixture, asked, edits, FALSE, most);
      check_near(&fixture, asked, edits, TRUE, most);
    }
  }
  fixture_clear(&fixture);
}

static void test_small(void)
{
  for (guint n = 0; n < 70; n++) check_all(n, 4, 4, 10); /* around the widths of its levels */
}

static void test_dense(void)
{
  check_all(3000, 4, 7, 150);
}

static void test_letters_of_many_bytes(void)
{
  check_all(3000, 9, 6, 150);
}

static void test_long(void)
{
  check_all(600, 3, 60, 40);
}

/* What cannot be a word stays out and harms nothing. */
static void test_odd(void)
{
  g_autoptr(RepereLexicon) lexicon = repere_lexicon_new();
  g_autoptr(GArray) found = g_array_new(FALSE, FALSE, sizeof(RepereLexiconWord));
  g_autofree char *longest = g_strnfill(REPERE_LEXICON_BYTES, 'a'),
                  *longer = g_strnfill(REPERE_LEXICON_BYTES + 1, 'b');
  guint number;
  repere_lexicon_add(lexicon, "", 0, 1);
  repere_lexicon_add(lexicon, longest, strlen(longest), 2);
  repere_lexicon_add(lexicon, "b\0c", 3, 1);
  repere_lexicon_add(lexicon, longer, strlen(longer), 1);
  repere_lexicon_add(lexicon, "d\xc3", 2, 1);
  repere_lexicon_add(lexicon, "e", 1, 3);
  repere_lexicon_finish(lexicon);
  g_assert_cmpuint(repere_lexicon_size(lexicon), ==, 2);
  g_assert_true(repere_lexicon_find(lexicon, longest, &number));
  g_assert_false(repere_lexicon_find(lexicon, "b", &number));
  g_assert_cmpuint(repere_lexicon_near(lexicon, longest, 2, FALSE, 5, found), ==, 0); /* nobody typed that */
  g_assert_cmpuint(repere_lexicon_near(lexicon, "e", 1, FALSE, 5, found), ==, 1);
  g_assert_cmpuint(repere_lexicon_near(lexicon, "", 1, FALSE, 5, found), ==, 1);
}

/* ---- from an index ---- */

static void add_terms(xc_writer *writer, const char *const *terms)
{
  xc_error fault = XC_ERROR_INIT;
  xc_document *document = xc_document_new(&fault);
  for (; *terms; terms++)
    g_assert_cmpint(xc_document_add_term(document, *terms, XC_NUL, 1, &fault), ==, XC_OK);
  g_assert_cmpint(xc_writer_add(writer, document, NULL, &fault), ==, XC_OK);
  xc_document_free(document);
}

static void assert_words(const RepereLexicon *lexicon, const char *const *words)
{
  for (guint i = 0; i < repere_lexicon_size(lexicon); i++, words++)
    g_assert_cmpstr(repere_lexicon_word(lexicon, i), ==, *words);
  g_assert_null(*words);
}

static void test_load(void)
{
  static const char *const one[] = {
      "19",        "Adoe",      "Aé",      "Qid-1",         "Sretour", "SZFRretour",    "XFtype:report",
      "ZENreturn", "ZFRretour", "abidjan", "reintegration", "retour",  "réintégration", "東京",
      NULL};
  static const char *const two[] = {"Sjob", "Srétour", "Szone", "SZENjob", "XACCESS:public",
                                    "job",  "retour",  "øre",   NULL};
  static const char *const words[] = {"19", "abidjan", "job", "reintegration", "retour", "東京", NULL};
  static const char *const titles[] = {"job", "retour", "zone", NULL};
  xc_error fault = XC_ERROR_INIT;
  xc_writer_options options = {XC_CREATE, XC_IN_MEMORY, 0};
  xc_writer *writer = xc_writer_open(NULL, 0, &options, &fault);
  guint number;
  g_assert_nonnull(writer);
  add_terms(writer, one);
  add_terms(writer, two);
  g_autoptr(RepereLexicon) all = repere_lexicon_load(xc_writer_database(writer), "", &fault);
  g_autoptr(RepereLexicon) title = repere_lexicon_load(xc_writer_database(writer), "S", &fault);
  assert_words(all, words);
  assert_words(title, titles);
  g_assert_true(repere_lexicon_find(all, "retour", &number));
  g_assert_cmpuint(repere_lexicon_documents(all, number), ==, 2);
  g_assert_true(repere_lexicon_find(title, "retour", &number));
  g_assert_cmpuint(repere_lexicon_documents(title, number), ==, 1);
  xc_writer_free(writer);
}

/* ---- how fast: --perf, or -m perf ---- */

static char *invented_word(void)
{
  static const char *const syllables[] = {"re",  "in",  "te",  "gra", "tion", "mi",   "co",  "eco", "no",
                                          "mic", "pro", "ti",  "ba",  "lo",   "ment", "sta", "ver", "un",
                                          "der", "pol", "qui", "za",  "ki",   "ex",   "ul"};
  GString *word = g_string_new(NULL);
  for (gint n = g_test_rand_int_range(2, 7); n > 0; n--)
    g_string_append(word, syllables[g_test_rand_int_range(0, G_N_ELEMENTS(syllables))]);
  return g_string_free(word, FALSE);
}

/* The fastest of some rounds, in µs: the machine may have other work. */
static double fastest(const RepereLexicon *lexicon, const char *asked, guint edits, gboolean beginnings,
                      guint *n)
{
  double best = G_MAXDOUBLE;
  for (guint i = 0; i < 20; i++) {
    g_autoptr(GArray) found = g_array_new(FALSE, FALSE, sizeof(RepereLexiconWord));
    gint64 began = g_get_monotonic_time();
    *n = edits ? repere_lexicon_near(lexicon, asked, edits, beginnings, 10, found)
               : repere_lexicon_beginning(lexicon, asked, 10, found);
    best = MIN(best, (double)(g_get_monotonic_time() - began));
  }
  return best;
}

static void measure(const RepereLexicon *lexicon, const char *asked)
{
  guint n;
  double took = fastest(lexicon, asked, 0, FALSE, &n);
  g_test_message("%s: %u begin so (%.0f us)", asked, n, took);
  for (guint edits = 1; edits <= 2; edits++) {
    took = fastest(lexicon, asked, edits, FALSE, &n);
    g_test_message("  within %u: %u (%.0f us)", edits, n, took);
    took = fastest(lexicon, asked, edits, TRUE, &n);
    g_test_message("  a beginning within %u: %u (%.0f us)", edits, n, took);
  }
}

static void test_a_million(void)
{
  static const char *const asked[] = {
      "r", "re", "integ", "migra", "economic", "reintergation", "statiomverun", "qqqqqqq"};
  if (!g_test_perf()) {
    g_test_skip("only with -m perf");
    return;
  }
  g_autoptr(GHashTable) known = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);
  while (g_hash_table_size(known) < 1000000) g_hash_table_add(known, invented_word());
  guint n;
  g_autofree gpointer *words = g_hash_table_get_keys_as_array(known, &n);
  qsort(words, n, sizeof *words, by_bytes);
  g_autoptr(RepereLexicon) lexicon = repere_lexicon_new();
  for (guint i = 0; i < n; i++)
    repere_lexicon_add(lexicon, words[i], strlen(words[i]),
                       (guint32)(1000000 / g_test_rand_int_range(1, 1000000)));
  repere_lexicon_finish(lexicon);
  for (guint i = 0; i < G_N_ELEMENTS(asked); i++) measure(lexicon, asked[i]);
}

int main(int argc, char **argv)
{
  g_test_init(&argc, &argv, NULL);
  g_test_add_func("/lexicon/small", test_small);
  g_test_add_func("/lexicon/dense", test_dense);
  g_test_add_func("/lexicon/letters-of-many-bytes", test_letters_of_many_bytes);
  g_test_add_func("/lexicon/long", test_long);
  g_test_add_func("/lexicon/odd", test_odd);
  g_test_add_func("/lexicon/load", test_load);
  g_test_add_func("/lexicon/a-million", test_a_million);
  return g_test_run();
}
