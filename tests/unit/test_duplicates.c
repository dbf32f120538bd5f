/* test_duplicates.c - pairs out of many sketches: none is missed that comparing each with each would find, and each
 * is what it is called. */
#include <string.h>
#include "duplicates.h"

#define SETS 400

static gint by_size(gconstpointer a, gconstpointer b)
{
  guint32 one = *(const guint32 *)a, other = *(const guint32 *)b;
  return (one > other) - (one < other);
}

/* The smallest hashes of members `from` to `to` of a set that `seed` names. */
static void sample(RepereSample *sample, guint32 seed, guint from, guint to)
{
  g_autoptr(GArray) hashes = g_array_new(FALSE, FALSE, sizeof(guint32));
  for (guint i = from; i < to; i++) {
    guint64 x = ((guint64)seed << 32 | i) * G_GUINT64_CONSTANT(0x9e3779b97f4a7c15);
    x = (x ^ (x >> 29)) * G_GUINT64_CONSTANT(0xbf58476d1ce4e5b9);
    guint32 hash = (guint32)((x ^ (x >> 32)) >> 16);
    g_array_append_val(hashes, hash);
  }
  g_array_sort(hashes, by_size);
  sample->n = 0;
  for (guint i = 0; i < hashes->len && sample->n < REPERE_SKETCH_HASHES; i++) {
    guint32 hash = g_array_index(hashes, guint32, i);
    if (sample->n == 0 || sample->hashes[sample->n - 1] != hash) sample->hashes[sample->n++] = hash;
  }
}

/* A file of its own work: text is members `from` to `to` of `text`'s set, marks the first fifty of `marks`'. */
static RepereDuplicateFile file(guint work, const char *lang, guint32 text, guint from, guint to, guint32 marks)
{
  RepereDuplicateFile file = {.work = work, .declared = lang, .lang = lang, .pages = 20, .characters = 40000};
  sample(&file.sketch.text, text, from, to);
  sample(&file.sketch.marks, marks, 0, 50);
  return file;
}

static const char *kind(const RepereDuplicateFile *one, const RepereDuplicateFile *other)
{
  ReperePair pair, turned;
  gboolean alike = repere_duplicates_compare(one, other, &pair);
  g_assert_cmpint(repere_duplicates_compare(other, one, &turned), ==, alike);
  if (!alike) return "nothing";
  g_assert_cmpint(pair.kind, ==, turned.kind);
  g_assert_cmpfloat(pair.similarity, ==, turned.similarity);
  return repere_duplicate_name(pair.kind);
}

static void test_kinds(void)
{
  static const char digests[2][33] = {"0123456789abcdef0123456789abcdef", "0123456789abcdef0123456789abcdeX"};
  RepereDuplicateFile one = file(0, "en", 1, 0, 2000, 1), other = file(1, "en", 2, 0, 2000, 2);
  g_assert_cmpstr(kind(&one, &other), ==, "nothing");
  one.digest = digests[0];
  other.digest = digests[1];
  g_assert_cmpstr(kind(&one, &other), ==, "nothing");
  other.digest = digests[0];
  g_assert_cmpstr(kind(&one, &other), ==, "identical");
  other = file(1, "en", 1, 20, 2020, 1);
  g_assert_cmpstr(kind(&one, &other), ==, "near");
  other = file(1, "en", 1, 20, 2020, 2); /* the same words with other numbers in them */
  g_assert_cmpstr(kind(&one, &other), ==, "version");
  other = file(1, "en", 1, 200, 2100, 1);
  g_assert_cmpstr(kind(&one, &other), ==, "near");
  one.year = 2015;
  other.year = 2018;
  g_assert_cmpstr(kind(&one, &other), ==, "version");
  other = file(1, "en", 1, 800, 2800, 2);
  g_assert_cmpstr(kind(&one, &other), ==, "version");
  other = file(1, "en", 1, 0, 600, 2);
  g_assert_cmpstr(kind(&one, &other), ==, "excerpt");
  RepereDuplicateFile empty = {.work = 2, .declared = "", .lang = ""}, blank = {.work = 3, .declared = "", .lang = ""};
  g_assert_cmpstr(kind(&empty, &blank), ==, "nothing");
}

static void test_translations(void)
{
  RepereDuplicateFile one = file(0, "en", 1, 0, 2000, 1), other = file(1, "fr", 2, 0, 2300, 1);
  g_assert_cmpstr(kind(&one, &other), ==, "translation");
  other.lang = "en"; /* another text of the same language with the same figures is none */
  g_assert_cmpstr(kind(&one, &other), ==, "nothing");
  other.lang = "fr";
  other.pages = 50;
  g_assert_cmpstr(kind(&one, &other), ==, "nothing");
  other.pages = 23;
  other.characters = 100000;
  g_assert_cmpstr(kind(&one, &other), ==, "nothing");
  other.characters = 48000;
  other.pages = 1; /* HTML */
  g_assert_cmpstr(kind(&one, &other), ==, "translation");
  sample(&one.sketch.marks, 1, 0, 7); /* too few to mean anything */
  sample(&other.sketch.marks, 1, 0, 7);
  g_assert_cmpstr(kind(&one, &other), ==, "nothing");
}

/* Against each with each: chains of texts that move on by a tenth to a half of their length, in two languages. */
static void test_none_missed(void)
{
  g_autofree RepereDuplicateFile *files = g_new0(RepereDuplicateFile, SETS);
  g_autoptr(GRand) random = g_rand_new_with_seed(5);
  for (guint i = 0; i < SETS; i++) {
    guint set = i / 8, shift = (guint)g_rand_int_range(random, 0, 1200);
    files[i] = file(i, i % 3 ? "en" : "fr", i % 3 ? set : 1000 + set, shift, shift + 1500, set * 2 + i % 2);
  }
  g_autoptr(GArray) found = repere_duplicates_find(files, SETS);
  guint wanted = 0, at = 0;
  for (guint i = 0; i < SETS; i++)
    for (guint k = i + 1; k < SETS; k++) {
      ReperePair pair = {i, k, REPERE_DUPLICATE_KINDS, 0};
      if (!repere_duplicates_compare(&files[i], &files[k], &pair)) continue;
      wanted++;
      const ReperePair *got = at < found->len ? &g_array_index(found, ReperePair, at) : NULL;
      if (!got || got->one != i || got->other != k) continue;
      g_assert_cmpint(got->kind, ==, pair.kind);
      at++;
    }
  g_assert_cmpuint(at, ==, found->len); /* in order, and none that is no pair */
  g_assert_cmpuint(wanted, >, SETS);
  g_assert_cmpuint(found->len, ==, wanted);
}

/* A form filed two hundred times does not make twenty thousand comparisons, and yet each has a partner. */
static void test_crowd(void)
{
  enum { CROWD = 200 };
  g_autofree RepereDuplicateFile *files = g_new0(RepereDuplicateFile, CROWD);
  gboolean paired[CROWD] = {FALSE};
  for (guint i = 0; i < CROWD; i++) files[i] = file(i, "en", 9, 0, 900, 9);
  g_autoptr(GArray) found = repere_duplicates_find(files, CROWD);
  for (guint i = 0; i < found->len; i++) {
    const ReperePair *pair = &g_array_index(found, ReperePair, i);
    paired[pair->one] = paired[pair->other] = TRUE;
  }
  for (guint i = 0; i < CROWD; i++) g_assert_true(paired[i]);
  g_assert_cmpuint(found->len, <, CROWD * 4);
}

/* A work's own translations are as they should be; the same text under two languages is not. */
static void test_within(void)
{
  RepereDuplicateFile files[3] = {file(0, "en", 1, 0, 900, 1), file(0, "fr", 2, 0, 950, 1), file(0, "en", 1, 0, 900, 1)};
  files[2].declared = "en";
  g_autoptr(GArray) none = repere_duplicates_find(files, 3); /* as PDF and as HTML */
  g_assert_cmpuint(none->len, ==, 0);
  files[2].declared = "es";
  g_autoptr(GArray) one = repere_duplicates_find(files, 3);
  g_assert_cmpuint(one->len, ==, 1);
  g_assert_cmpuint(g_array_index(one, ReperePair, 0).other, ==, 2);
}

int main(int argc, char **argv)
{
  g_test_init(&argc, &argv, NULL);
  g_test_add_func("/duplicates/kinds", test_kinds);
  g_test_add_func("/duplicates/translations", test_translations);
  g_test_add_func("/duplicates/none-missed", test_none_missed);
  g_test_add_func("/duplicates/crowd", test_crowd);
  g_test_add_func("/duplicates/within", test_within);
  return g_test_run();
}
