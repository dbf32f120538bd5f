/* test_filter.c - what a filter says, as the index has it. */
#include "lib/filter.h"

static void test_values(void)
{
  static const struct {
    const char *vocabulary, *written, *value;
    gboolean top;
  } rows[] = {
    {"iso3166", "mz", "MZ", FALSE},
    {"iso3166", "Mz", "MZ", FALSE},
    {"iso3166", "Atlantis", "Atlantis", FALSE},
    {"iso639", "FR", "fr", FALSE},
    {"iso639", "fr-CA", "fr", FALSE},
    {"themes", "https://example.org/repere/themes/return", "return", FALSE},
    {"themes", "return", "return", FALSE},
    {"regions", "MZ", "southern-africa", TRUE},
    {"regions", "southern-africa", "southern-africa", TRUE},
    {"regions", "nowhere", "nowhere", TRUE},
    {"no-such-vocabulary", "mz", "mz", FALSE},
    {NULL, "mz", "mz", FALSE},
  };
  const char *source = g_getenv("SOURCE") ? g_getenv("SOURCE") : ".";
  g_autofree char *folder = g_build_filename(source, "corpus", "vocabularies", NULL);
  g_autoptr(GError) error = NULL;
  g_autoptr(RepereVocabularies) vocabularies = repere_vocabularies_load(folder, NULL, &error);
  g_assert_no_error(error);
  for (guint i = 0; i < G_N_ELEMENTS(rows); i++) {
    const RepereFacet facet = {
      .name = (char *)"facet", .vocabulary = (char *)rows[i].vocabulary, .top = rows[i].top};
    g_assert_cmpstr(repere_filter_value(&facet, vocabularies, rows[i].written), ==, rows[i].value);
  }
}

/* Values become canonical, what comes again is left out, ranges and exclusions stay what they are. */
static void test_filters(void)
{
  g_autoptr(GError) error = NULL;
  g_autoptr(RepereVocabularies) vocabularies = repere_vocabularies_load(NULL, NULL, &error);
  g_assert_no_error(error);
  const RepereFacet country = {.name = (char *)"country", .vocabulary = (char *)"iso3166"};
  const RepereFacet year = {.name = (char *)"year", .kind = REPERE_FACET_YEAR};
  RepereColumn columns[] = {{.facet = &country}, {.facet = &year}};
  const RepereSnapshot snapshot = {.columns = columns, .facets = G_N_ELEMENTS(columns)};
  g_autoptr(RepereQuestion) question = repere_question_new();
  repere_question_add_filter(question, "country", FALSE, "mz");
  repere_question_add_filter(question, "country", FALSE, "MZ");
  repere_question_add_filter(question, "country", TRUE, "mz");
  repere_question_add_range(question, "year", FALSE, 2018, G_MAXINT);
  repere_question_add_range(question, "year", FALSE, 2018, G_MAXINT);
  g_autoptr(GPtrArray) filters = repere_filters_canonical(question->filters, &snapshot, vocabularies);
  const RepereFilter *first = filters->pdata[0], *second = filters->pdata[1], *third = filters->pdata[2];
  g_assert_cmpuint(filters->len, ==, 3);
  g_assert_cmpstr(first->value, ==, "MZ");
  g_assert_false(first->exclude);
  g_assert_cmpstr(second->value, ==, "MZ");
  g_assert_true(second->exclude);
  g_assert_null(third->value);
  g_assert_cmpint(third->from, ==, 2018);
}

int main(int argc, char **argv)
{
  g_test_init(&argc, &argv, NULL);
  g_test_add_func("/filter/values", test_values);
  g_test_add_func("/filter/filters", test_filters);
  return g_test_run();
}
