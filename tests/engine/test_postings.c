/* test_postings.c - what an inverter makes, there and back; and bytes that it did not make. */
#include "lib/postings.h"
#include "lib/varint.h"

#include <string.h>

/* ---- varints ---- */

static void test_varint(void)
{
  static const guint32 numbers[] = {0,        1,        0x7f,      0x80,       0x3fff,          0x4000,
                                    0x1fffff, 0x200000, 0xfffffff, 0x10000000, G_MAXUINT32 - 1, G_MAXUINT32};
  static const guint sizes[] = {1, 1, 1, 2, 2, 3, 3, 4, 4, 5, 5, 5};
  for (guint i = 0; i < G_N_ELEMENTS(numbers); i++) {
    g_autoptr(GByteArray) bytes = g_byte_array_new();
    repere_varint_append(bytes, numbers[i]);
    g_assert_cmpuint(bytes->len, ==, sizes[i]);
    const guint8 *at = bytes->data;
    guint32 number = 99;
    gboolean read = repere_varint_read(&at, bytes->data + bytes->len, &number);
    g_assert_true(read);
    g_assert_cmpuint(number, ==, numbers[i]);
    g_assert_true(at == bytes->data + bytes->len);
    for (guint cut = 0; cut < bytes->len; cut++) {
      at = bytes->data;
      g_assert_false(repere_varint_read(&at, bytes->data + cut, &number));
    }
  }
}

static void test_varint_too_large(void)
{
  static const guint8 large[][6] = {{0xff, 0xff, 0xff, 0xff, 0x10},
                                    {0xff, 0xff, 0xff, 0xff, 0x7f},
                                    {0x80, 0x80, 0x80, 0x80, 0x80, 0x00},
                                    {0xff, 0xff, 0xff, 0xff, 0xff, 0x01}};
  for (guint i = 0; i < G_N_ELEMENTS(large); i++) {
    const guint8 *at = large[i];
    guint32 number;
    g_assert_false(repere_varint_read(&at, large[i] + sizeof large[i], &number));
  }
}

/* ---- there and back ---- */

typedef struct {
  GHashTable *found; /* term -> "wdf:position,position|word" */
} Terms;

static Terms read_terms(GBytes *bytes)
{
  Terms terms = {g_hash_table_new_full(g_str_hash, g_str_equal, g_free, g_free)};
  g_autoptr(ReperePostingsReader) reader = repere_postings_reader_new(bytes);
  ReperePosting posting;
  int state;
  g_autofree char *last = NULL;
  while ((state = repere_postings_next(reader, &posting)) == 1) {
    char *term = g_strndup(posting.term, posting.size);
    GString *where = g_string_new(NULL);
    g_string_append_printf(where, "%u:", posting.wdf);
    for (guint i = 0; i < posting.count; i++)
      g_string_append_printf(where, "%s%u", i ? "," : "", posting.positions[i]);
    for (guint i = 0; i < posting.family_size; i++)
      g_string_append_printf(where, "|%.*s", (int)posting.family[i].size, posting.family[i].word);
    if (last) g_assert_cmpstr(last, <, term);
    g_free(last);
    last = g_strdup(term);
    g_hash_table_insert(terms.found, term, g_string_free(where, FALSE));
  }
  g_assert_cmpint(state, ==, 0);
  return terms;
}

static void assert_term(const Terms *terms, const char *term, const char *where)
{
  g_assert_cmpstr(g_hash_table_lookup(terms->found, term), ==, where);
}

static void test_there_and_back(void)
{
  static const char title[] = "Les écoles", text[] = "the schools, the ÉCOLE";
  g_autoptr(RepereAnalyzer) analyzer = repere_analyzer_new();
  g_autoptr(RepereInverter) inverter = repere_inverter_new(analyzer);
  g_assert_cmpuint(
      repere_inverter_add(inverter, REPERE_FIELD_TITLE, title, strlen(title), repere_language("fr")), ==, 2);
  repere_inverter_skip(inverter, 10);
  g_assert_cmpuint(
      repere_inverter_add(inverter, REPERE_FIELD_TEXT, text, strlen(text), repere_language("en")), ==, 4);
  g_autoptr(GBytes) bytes = repere_inverter_take(inverter);
  Terms terms = read_terms(bytes);
  assert_term(&terms, "les", "1:"); /* positions are the text's */
  assert_term(&terms, "ecoles", "1:");
  assert_term(&terms, "écoles", "1:");
  assert_term(&terms, "ZFRecol", "1:|ecoles");
  assert_term(&terms, "Secoles", "1:1");
  assert_term(&terms, "SZFRecol", "1:");
  assert_term(&terms, "XNecoles", "0:");
  assert_term(&terms, "XNécoles", "0:");
  assert_term(&terms, "XNZFRecol", "0:");
  assert_term(&terms, "XNthe", NULL);
  assert_term(&terms, "XNSecoles", NULL);
  assert_term(&terms, "the", "2:12,14");
  assert_term(&terms, "ZENschool", "1:|schools");
  assert_term(&terms, "ecole", "1:15");
  assert_term(&terms, "ZENthe", NULL);
  assert_term(&terms, "Sthe", NULL);
  g_hash_table_unref(terms.found);
  /* Positions begin anew, and nothing is left over. */
  g_autoptr(GBytes) none = repere_inverter_take(inverter);
  g_assert_cmpuint(g_bytes_get_size(none), ==, 0);
  repere_inverter_add(inverter, REPERE_FIELD_TEXT, "again", 5, NULL);
  g_autoptr(GBytes) again = repere_inverter_take(inverter);
  terms = read_terms(again);
  g_assert_cmpuint(g_hash_table_size(terms.found), ==, 1);
  assert_term(&terms, "again", "1:0");
  g_hash_table_unref(terms.found);
}

/* However long a word, its terms fit into Xapian. */
static void test_long_words(void)
{
  g_autoptr(RepereAnalyzer) analyzer = repere_analyzer_new();
  g_autoptr(RepereInverter) inverter = repere_inverter_new(analyzer);
  g_autoptr(GString) text = g_string_new(NULL);
  for (guint i = 0; i < 3000; i++) g_string_append(text, i % 2 ? "é" : "n");
  g_string_append_c(text, ' ');
  for (guint i = 0; i < 500; i++) g_string_append(text, "𝔘");
  repere_inverter_add(inverter, REPERE_FIELD_ABSTRACT, text->str, text->len, repere_language("fr"));
  g_autoptr(GBytes) bytes = repere_inverter_take(inverter);
  Terms terms = read_terms(bytes);
  g_assert_cmpuint(g_hash_table_size(terms.found), >=, 4);
  GHashTableIter iter;
  gpointer term;
  g_hash_table_iter_init(&iter, terms.found);
  while (g_hash_table_iter_next(&iter, &term, NULL)) {
    g_assert_cmpuint(strlen(term), <=, REPERE_TERM_BYTES);
    g_assert_true(g_utf8_validate(term, -1, NULL));
  }
  g_hash_table_unref(terms.found);
}

/* ---- bytes that may be anything ---- */

/* Reads to the end or to the fault; every term is within its bounds. The bytes lie in a block of their own
 * size, so that a sanitizer sees a step beyond. */
static gboolean read_all(const guint8 *bytes, gsize size)
{
  g_autoptr(GBytes) copy = g_bytes_new(bytes, size);
  g_autoptr(ReperePostingsReader) reader = repere_postings_reader_new(copy);
  ReperePosting posting;
  int state;
  guint64 sum = 0;
  while ((state = repere_postings_next(reader, &posting)) == 1) {
    g_assert_cmpuint(posting.size, >=, 1);
    g_assert_cmpuint(posting.size, <=, REPERE_TERM_BYTES);
    for (gsize i = 0; i < posting.size; i++) sum += (guchar)posting.term[i];
    for (guint i = 0; i < posting.count; i++) {
      if (i) g_assert_cmpuint(posting.positions[i], >, posting.positions[i - 1]);
      sum += posting.positions[i];
    }
    for (guint i = 0; i < posting.family_size; i++)
      for (gsize k = 0; k < posting.family[i].size; k++) sum += (guchar)posting.family[i].word[k];
  }
  g_assert_cmpuint(sum, <, G_MAXUINT64);
  return state == 0;
}

static void test_hostile(void)
{
  static const char text[] = "Les écoles du village et l'aide économique pour les familles et les écoles.";
  g_autoptr(RepereAnalyzer) analyzer = repere_analyzer_new();
  g_autoptr(RepereInverter) inverter = repere_inverter_new(analyzer);
  repere_inverter_add(inverter, REPERE_FIELD_TEXT, text, strlen(text), repere_language("fr"));
  g_autoptr(GBytes) good = repere_inverter_take(inverter);
  gsize size;
  const guint8 *data = g_bytes_get_data(good, &size);
  g_assert_true(read_all(data, size));
  guint refused = 0;
  for (gsize cut = 0; cut < size; cut++) refused += !read_all(data, cut);
  g_assert_cmpuint(refused, >, size / 2);
  for (guint i = 0; i < 20000; i++) {
    g_autofree guint8 *mutated = g_memdup2(data, size);
    for (gint n = g_test_rand_int_range(1, 5); n > 0; n--)
      mutated[g_test_rand_int_range(0, (gint)size)] = (guint8)g_test_rand_int_range(0, 256);
    read_all(mutated, size);
  }
  for (guint i = 0; i < 20000; i++) {
    guint8 noise[64];
    gsize n = (gsize)g_test_rand_int_range(0, sizeof noise);
    for (gsize k = 0; k < n; k++) noise[k] = (guint8)g_test_rand_int_range(0, 256);
    read_all(noise, n);
  }
}

/* A count of four thousand million positions in a handful of bytes must not be believed. */
static void test_false_count(void)
{
  static const guint8 liar[] = {1, 'a', 1, 0xff, 0xff, 0xff, 0xff, 0x0f, 1, 1, 1, 0};
  static const guint8 false_family[] = {1, 'a', 1, 0, 0xff, 0xff, 0xff, 0xff, 0x0f, 1, 'b'};
  static const guint8 same_twice[] = {1, 'a', 2, 2, 5, 0, 0};
  static const guint8 overflow[] = {1, 'a', 2, 2, 0xff, 0xff, 0xff, 0xff, 0x0f, 1, 0};
  static const guint8 no_term[] = {0, 1, 0, 0};
  static const guint8 good[] = {1, 'a', 2, 2, 5, 1, 1, 1, 'b'};
  g_assert_true(read_all(good, sizeof good));
  g_assert_false(read_all(liar, sizeof liar));
  g_assert_false(read_all(false_family, sizeof false_family));
  g_assert_false(read_all(same_twice, sizeof same_twice));
  g_assert_false(read_all(overflow, sizeof overflow));
  g_assert_false(read_all(no_term, sizeof no_term));
}

int main(int argc, char **argv)
{
  g_test_init(&argc, &argv, NULL);
  g_test_add_func("/postings/varint", test_varint);
  g_test_add_func("/postings/varint-too-large", test_varint_too_large);
  g_test_add_func("/postings/there-and-back", test_there_and_back);
  g_test_add_func("/postings/long-words", test_long_words);
  g_test_add_func("/postings/hostile", test_hostile);
  g_test_add_func("/postings/false-count", test_false_count);
  return g_test_run();
}
