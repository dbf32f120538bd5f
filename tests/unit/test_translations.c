/* test_translations.c - the lexicon's entries, there and back; merged; damaged bytes read as something, never
 * as a crash. */
#include "lib/translations.h"

#include <string.h>

static void add(GArray *all, const char *language, guint sources, guint8 weight, const char *stems,
                const char *label)
{
  RepereTranslation one = {.language = repere_language(language),
                           .sources = sources,
                           .weight = weight,
                           .stems = g_strsplit(stems, " ", 0),
                           .label = g_strdup(label)};
  one.words = g_strv_length(one.stems);
  repere_translations_merge(all, &one);
  repere_translations_sort(all);
}

static void assert_is(const RepereTranslation *one, const char *language, guint sources, guint weight,
                      const char *stems, const char *label)
{
  g_autofree char *joined = g_strjoinv(" ", one->stems);
  g_assert_cmpstr(one->language->code, ==, language);
  g_assert_cmpuint(one->sources, ==, sources);
  g_assert_cmpuint(one->weight, ==, weight);
  g_assert_cmpuint(one->words, ==, g_strv_length(one->stems));
  g_assert_cmpstr(joined, ==, stems);
  g_assert_cmpstr(one->label, ==, label);
}

static GArray *some(void)
{
  GArray *all = repere_translations_new();
  add(all, "es", REPERE_DICTIONARY_FREEDICT, 40, "derech", "derecho");
  add(all, "fr", REPERE_DICTIONARY_APERTIUM_PIVOT, 70, "droit", "droit");
  add(all, "es", REPERE_DICTIONARY_APERTIUM, 90, "derech human", "derechos humanos");
  return all;
}

static void test_round_trip(void)
{
  g_autoptr(GArray) all = some();
  g_autoptr(GArray) again = repere_translations_new();
  g_autoptr(GBytes) bytes = repere_translations_pack(all, 3);
  gsize size;
  const void *data = g_bytes_get_data(bytes, &size);
  g_assert_cmpuint(repere_translations_unpack(data, size, again), ==, 3);
  g_assert_cmpuint(again->len, ==, 3);
  assert_is(&g_array_index(again, RepereTranslation, 0), "es", 1, 90, "derech human", "derechos humanos");
  assert_is(&g_array_index(again, RepereTranslation, 1), "fr", 2, 70, "droit", "droit");
  assert_is(&g_array_index(again, RepereTranslation, 2), "es", 4, 40, "derech", "derecho");
}

/* Two dictionaries that say the same are one entry, which the likelier one leads. */
static void test_merge(void)
{
  g_autoptr(GArray) all = some();
  add(all, "es", REPERE_DICTIONARY_APERTIUM, 95, "derech", "derechos");
  g_assert_cmpuint(all->len, ==, 3);
  assert_is(&g_array_index(all, RepereTranslation, 0), "es", 5, 95, "derech", "derechos");
  RepereTranslation known = {.language = repere_language("es"),
                             .sources = REPERE_DICTIONARY_FREEDICT,
                             .weight = 40,
                             .words = 1,
                             .stems = g_strsplit("derech", " ", 0),
                             .label = g_strdup("derechos")};
  g_assert_false(repere_translations_merge(all, &known));
}

/* What comes first stays, of each language and of words and compounds apart. */
static void test_cut(void)
{
  g_autoptr(GArray) all = some();
  add(all, "es", REPERE_DICTIONARY_FREEDICT, 30, "ley", "ley");
  add(all, "es", REPERE_DICTIONARY_FREEDICT, 20, "ley civil", "ley civil");
  repere_translations_cut(all, 1, 1);
  g_assert_cmpuint(all->len, ==, 3);
  assert_is(&g_array_index(all, RepereTranslation, 0), "es", 1, 90, "derech human", "derechos humanos");
  assert_is(&g_array_index(all, RepereTranslation, 1), "fr", 2, 70, "droit", "droit");
  assert_is(&g_array_index(all, RepereTranslation, 2), "es", 4, 40, "derech", "derecho");
  repere_translations_cut(all, 0, 0);
  g_assert_cmpuint(all->len, ==, 0);
}

static void test_damage(void)
{
  g_autoptr(GArray) all = some();
  g_autoptr(GBytes) bytes = repere_translations_pack(all, 2);
  gsize size;
  const guint8 *data = g_bytes_get_data(bytes, &size);
  for (guint i = 0; i < 20000; i++) {
    g_autoptr(GArray) found = repere_translations_new();
    gsize length = (gsize)g_test_rand_int_range(0, (gint)size + 1);
    g_autofree guint8 *damaged = g_memdup2(data, length);
    for (guint k = 0; length && k < 3; k++)
      damaged[g_test_rand_int_range(0, (gint)length)] = (guint8)g_test_rand_int_range(0, 256);
    g_assert_cmpuint(repere_translations_unpack(damaged, length, found), <=, REPERE_TRANSLATION_WORDS);
    for (guint k = 0; k < found->len; k++) {
      const RepereTranslation *one = &g_array_index(found, RepereTranslation, k);
      g_assert_nonnull(one->language);
      g_assert_cmpuint(g_strv_length(one->stems), ==, one->words);
      g_assert_true(one->weight >= 1 && one->weight <= 100 && one->label[0]);
    }
  }
}

static void test_keys(void)
{
  g_autofree char *key = repere_translations_key(repere_language("en"), "climat chang");
  g_autofree char *endless = g_strnfill(300, 'a');
  g_assert_cmpstr(key, ==, "t/en/climat chang");
  g_assert_null(repere_translations_key(repere_language("en"), endless));
  g_assert_null(repere_translations_key(repere_language("en"), ""));
}

int main(int argc, char **argv)
{
  g_test_init(&argc, &argv, NULL);
  g_test_add_func("/translations/round-trip", test_round_trip);
  g_test_add_func("/translations/merge", test_merge);
  g_test_add_func("/translations/cut", test_cut);
  g_test_add_func("/translations/damage", test_damage);
  g_test_add_func("/translations/keys", test_keys);
  return g_test_run();
}
