/* test_misspelling.c - how far words are from each other, as people misspell. */
#include <string.h>

#include "lib/misspelling.h"

static double cost(const char *typed, const char *meant)
{
  return repere_misspelling_cost(typed, meant);
}

static void test_edits(void)
{
  g_assert_cmpfloat(cost("return", "return"), ==, 0);
  g_assert_cmpfloat(cost("", ""), ==, 0);
  g_assert_cmpfloat_with_epsilon(cost("retwrn", "retmrn"), 1, 1e-9); /* any letter for any other */
  g_assert_cmpfloat_with_epsilon(cost("retrn", "return"), 1, 1e-9);
  g_assert_cmpfloat(cost("retrun", "return"), <, 1); /* swapped */
  g_assert_cmpfloat(cost("comision", "commission"), >, cost("comission", "commission"));
  g_assert_cmpfloat(cost("xeturn", "return"), >, cost("retuxn", "return")); /* at the beginning */
  g_assert_cmpfloat(cost("resurn", "return"), >, cost("reyurn", "return")); /* beside it on the keyboard */
}

/* What sounds alike is near, in either direction. */
static void test_sounds(void)
{
  static const char *const pairs[][2] = {
    {"fone", "phone"},        {"bisita", "visita"},       {"jente", "gente"},
    {"sikology", "sicology"}, {"enfents", "enfants"},     {"bato", "bateau"},
    {"ospital", "hospital"},  {"reseption", "reception"}, {"evaluassion", "evaluation"},
    {"cuestion", "question"},
  };
  for (gsize i = 0; i < G_N_ELEMENTS(pairs); i++) {
    double there = cost(pairs[i][0], pairs[i][1]), back = cost(pairs[i][1], pairs[i][0]);
    if (there >= 1.2 || there != back) g_error("%s, %s: %g, %g", pairs[i][0], pairs[i][1], there, back);
  }
}

/* Never more than plain edits and the beginning, and in both directions alike. */
static void test_random(void)
{
  static const char letters[] = "aehmnstu";
  for (guint n = 0; n < 20000; n++) {
    char one[12] = {0}, other[12] = {0};
    for (gint i = g_test_rand_int_range(0, 11); i > 0; i--) one[i - 1] = letters[g_test_rand_int_range(0, 8)];
    for (gint i = g_test_rand_int_range(0, 11); i > 0; i--)
      other[i - 1] = letters[g_test_rand_int_range(0, 8)];
    double there = cost(one, other);
    g_assert_cmpfloat_with_epsilon(there, cost(other, one), 1e-9);
    if (there == REPERE_MISSPELLING_FAR) continue; /* their lengths differ too much */
    g_assert_cmpfloat(there, <=, (double)(MAX(strlen(one), strlen(other)) + 1));
    g_assert_true((there == 0) == g_str_equal(one, other));
  }
}

static void test_long(void)
{
  g_autofree char *longest = g_strnfill(REPERE_MISSPELLING_LETTERS, 'a');
  g_autofree char *longer = g_strnfill(REPERE_MISSPELLING_LETTERS + 1, 'a');
  g_assert_cmpfloat(cost(longest, longest), ==, 0);
  g_assert_cmpfloat(cost(longer, longest), ==, REPERE_MISSPELLING_FAR);
  g_assert_cmpfloat(cost("дом", "том"), >, 0);
}

static void test_forms(void)
{
  g_assert_true(repere_misspelling_is_form("milieux", "milieu"));
  g_assert_true(repere_misspelling_is_form("servent", "servant"));
  g_assert_true(repere_misspelling_is_form("escandinavas", "escandinavia"));
  g_assert_false(repere_misspelling_is_form("retrun", "return"));
  g_assert_false(repere_misspelling_is_form("reintegratio", "reintegration"));
}

int main(int argc, char **argv)
{
  g_test_init(&argc, &argv, NULL);
  g_test_add_func("/misspelling/edits", test_edits);
  g_test_add_func("/misspelling/sounds", test_sounds);
  g_test_add_func("/misspelling/random", test_random);
  g_test_add_func("/misspelling/long", test_long);
  g_test_add_func("/misspelling/forms", test_forms);
  return g_test_run();
}
