/* test_sketch.c - sketches: how near their estimates come to the exact figures, and what they must not depend on. */
#include <math.h>
#include <stdio.h>
#include <string.h>
#include "sketch.h"

#define RUN 5

static RepereAnalyzer *analyzer;
static RepereSketcher *sketcher;

static void add_page(const char *text)
{
  repere_sketcher_page(sketcher, text);
  repere_analyze(analyzer, text, strlen(text), repere_language("en"), repere_sketcher_token, sketcher);
}

static RepereSketch sketch_of(const char *text)
{
  RepereSketch sketch = {0};
  gsize size = 0;
  add_page(text);
  g_autoptr(GBytes) bytes = repere_sketcher_take(sketcher);
  if (bytes) g_assert_true(repere_sketch_read(g_bytes_get_data(bytes, &size), g_bytes_get_size(bytes), &sketch));
  repere_analyzer_trim(analyzer);
  return sketch;
}

/* Words "w12 w7 …", of which none is a number. */
static void add_words(GString *text, GRand *random, guint n, guint vocabulary)
{
  for (guint i = 0; i < n; i++) g_string_append_printf(text, "w%d%s", g_rand_int_range(random, 0, (gint)vocabulary), i % 12 == 11 ? "\n" : " ");
}

static GHashTable *runs_of(const char *text)
{
  GHashTable *runs = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);
  g_auto(GStrv) words = g_strsplit_set(text, " \n", -1);
  g_autoptr(GPtrArray) full = g_ptr_array_new();
  for (char **word = words; *word; word++)
    if (**word) g_ptr_array_add(full, *word);
  for (guint i = 0; i + RUN <= full->len; i++)
    g_hash_table_add(runs, g_strdup_printf("%s %s %s %s %s", (char *)full->pdata[i], (char *)full->pdata[i + 1],
                                           (char *)full->pdata[i + 2], (char *)full->pdata[i + 3], (char *)full->pdata[i + 4]));
  return runs;
}

static double exact(const char *one, const char *other)
{
  g_autoptr(GHashTable) a = runs_of(one), b = runs_of(other);
  guint common = 0;
  GHashTableIter iter;
  gpointer run;
  g_hash_table_iter_init(&iter, a);
  while (g_hash_table_iter_next(&iter, &run, NULL)) common += g_hash_table_contains(b, run);
  return (double)common / (g_hash_table_size(a) + g_hash_table_size(b) - common);
}

/* Texts that share a part of a known size: the estimate is within four and a half standard errors of the truth, always. */
static void test_estimate(void)
{
  g_autoptr(GRand) random = g_rand_new_with_seed(7);
  for (guint i = 0; i < 60; i++) {
    g_autoptr(GString) shared = g_string_new(NULL), one = g_string_new(NULL), other = g_string_new(NULL);
    add_words(shared, random, (guint)g_rand_int_range(random, 50, 4000), 3000);
    g_string_append(one, shared->str);
    add_words(one, random, (guint)g_rand_int_range(random, 0, 3000), 3000);
    add_words(other, random, (guint)g_rand_int_range(random, 0, 3000), 3000);
    g_string_append_c(other, ' ');
    g_string_append(other, shared->str);
    RepereSketch a = sketch_of(one->str), b = sketch_of(other->str);
    double truth = exact(one->str, other->str), told = repere_sample_resemblance(&a.text, &b.text);
    g_assert_cmpfloat(fabs(told - truth), <=, 4.5 * sqrt(truth * (1 - truth) / REPERE_SKETCH_HASHES) + 0.005);
    g_assert_cmpfloat(told, ==, repere_sample_resemblance(&b.text, &a.text));
    g_autoptr(GHashTable) runs = runs_of(one->str);
    double size = g_hash_table_size(runs);
    g_assert_cmpfloat(fabs(repere_sample_size(&a.text) - size), <=, 4.5 * size / sqrt(REPERE_SKETCH_HASHES - 2));
  }
}

/* What is sampled whole is not estimated. */
static void test_small(void)
{
  g_autoptr(GRand) random = g_rand_new_with_seed(3);
  g_autoptr(GString) one = g_string_new(NULL), other = g_string_new(NULL);
  add_words(one, random, 90, 5000);
  g_string_append(other, one->str);
  add_words(other, random, 35, 5000);
  RepereSketch a = sketch_of(one->str), b = sketch_of(other->str);
  double alike = repere_sample_resemblance(&a.text, &b.text);
  g_assert_cmpfloat_with_epsilon(alike, exact(one->str, other->str), 1e-9);
  g_assert_cmpfloat_with_epsilon(repere_sample_containment(&a.text, &b.text, alike), 1, 1e-9);
}

/* The same text is the same sketch, wherever its pages end; another text in between leaves no trace. */
static void test_pages(void)
{
  g_autoptr(GRand) random = g_rand_new_with_seed(5);
  g_autoptr(GString) one = g_string_new(NULL), other = g_string_new(NULL), both = g_string_new(NULL);
  add_words(one, random, 500, 900);
  add_words(other, random, 400, 900);
  g_string_append_printf(one, " in 2015 the Zambezi had 4711 of them");
  g_string_append_printf(both, "%s\n%s", one->str, other->str);
  add_page(both->str);
  g_autoptr(GBytes) whole = repere_sketcher_take(sketcher);
  add_page(other->str);
  g_bytes_unref(repere_sketcher_take(sketcher));
  add_page(one->str);
  add_page(other->str);
  g_autoptr(GBytes) paged = repere_sketcher_take(sketcher);
  g_assert_true(g_bytes_equal(whole, paged));
  g_assert_cmpuint(g_bytes_get_size(whole), <=, REPERE_SKETCH_BYTES);
}

/* One word in a hundred changed is nearly the same text; every third is not. */
static void test_edits(void)
{
  g_autoptr(GRand) random = g_rand_new_with_seed(11);
  g_autoptr(GString) text = g_string_new(NULL), few = g_string_new(NULL), many = g_string_new(NULL);
  add_words(text, random, 3000, 4000);
  g_auto(GStrv) words = g_strsplit_set(text->str, " \n", -1);
  for (guint i = 0; words[i]; i++) {
    g_string_append_printf(few, "%s ", i % 100 == 50 ? "changed" : words[i]);
    g_string_append_printf(many, "%s ", i % 3 == 1 ? "changed" : words[i]);
  }
  RepereSketch a = sketch_of(text->str), b = sketch_of(few->str), c = sketch_of(many->str);
  g_assert_cmpfloat(repere_sample_resemblance(&a.text, &b.text), >, 0.8);
  g_assert_cmpfloat(repere_sample_resemblance(&a.text, &c.text), <, 0.1);
}

static RepereSample marks_of(const char *text)
{
  g_autofree char *filled = g_strdup_printf("%s. And so it goes on and on until there is enough of it to be looked at, "
                                            "word by word by word, here and there and elsewhere.", text);
  return sketch_of(filled).marks;
}

static void same_marks(const char *one, const char *other, guint n)
{
  RepereSample a = marks_of(one), b = marks_of(other);
  g_assert_cmpuint(a.n, ==, n);
  g_assert_cmpuint(b.n, ==, n);
  if (n) g_assert_cmpfloat(repere_sample_resemblance(&a, &b), ==, 1);
}

/* What a translation leaves as it is, and what is no mark of anything. */
static void test_marks(void)
{
  same_marks("there were 12,500 of them, then 380", "il y en avait 12 500, puis 380", 3); /* two numbers, one pair */
  same_marks("it grew by 3.75 to 2015", "il a crû de 3,75 jusqu'en 2015", 3);
  same_marks("on page 3 of 7 in part 4", "see 1 and 2 and 9", 0);
  same_marks("items 10, 11, 12, 13, 14 and 15", "des points 10, 11, 12, 13, 14 et 15", 2); /* 10 and 15 have one neighbour only */
  same_marks("seen near the Zambezi and in Mozambique", "vu près du Zambezi et au Mozambique", 2);
  same_marks("it was the Bank that paid the bank", "the House and the house", 0);
  same_marks("it ended. Then came rain. Later\nNothing", "begun! Others? Many", 0);
}

static void test_little(void)
{
  add_page("A title, and nothing more of it");
  g_assert_null(repere_sketcher_take(sketcher));
  g_assert_null(repere_sketcher_take(sketcher));
}

/* Bytes of strangers: never more than they say, never out of order. */
static void test_strangers(void)
{
  g_autoptr(GRand) random = g_rand_new_with_seed(1);
  g_autoptr(GString) text = g_string_new(NULL);
  RepereSketch sketch;
  gsize size = 0;
  add_words(text, random, 300, 900);
  add_page(text->str);
  g_autoptr(GBytes) bytes = repere_sketcher_take(sketcher);
  g_autofree guint8 *copy = g_memdup2(g_bytes_get_data(bytes, &size), g_bytes_get_size(bytes));
  size = g_bytes_get_size(bytes);
  g_assert_true(repere_sketch_read(copy, size, &sketch));
  g_assert_false(repere_sketch_read(copy, size - 1, &sketch));
  g_assert_false(repere_sketch_read(NULL, 0, &sketch));
  copy[0]++;
  g_assert_false(repere_sketch_read(copy, size, &sketch));
  copy[0]--;
  memcpy(copy + 4, copy + 8, 4); /* twice the same hash */
  g_assert_false(repere_sketch_read(copy, size, &sketch));
  g_assert_cmpuint(sketch.text.n + sketch.marks.n, ==, 0);
  for (guint i = 0; i < 2000; i++) {
    for (gsize k = 0; k < size; k++) copy[k] = (guint8)g_rand_int(random);
    copy[0] = REPERE_SKETCH_VERSION;
    copy[1] = 0;
    repere_sketch_read(copy, (gsize)g_rand_int_range(random, 0, (gint)size + 1), &sketch);
    g_assert_cmpuint(MAX(sketch.text.n, sketch.marks.n), <=, REPERE_SKETCH_HASHES);
  }
}

int main(int argc, char **argv)
{
  g_test_init(&argc, &argv, NULL);
  analyzer = repere_analyzer_new();
  sketcher = repere_sketcher_new();
  g_test_add_func("/sketch/estimate", test_estimate);
  g_test_add_func("/sketch/small", test_small);
  g_test_add_func("/sketch/pages", test_pages);
  g_test_add_func("/sketch/edits", test_edits);
  g_test_add_func("/sketch/marks", test_marks);
  g_test_add_func("/sketch/little", test_little);
  g_test_add_func("/sketch/strangers", test_strangers);
  int failed = g_test_run();
  repere_sketcher_free(sketcher);
  repere_analyzer_free(analyzer);
  return failed;
}
