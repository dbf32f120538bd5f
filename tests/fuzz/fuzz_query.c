/* fuzz_query.c - any bytes as a question, in every language: it is read, its normal form means the same,
 * and what the form says is read without a fault. For libFuzzer. */
#include <stdint.h>
#include <stdlib.h>

#include "tests/query_tree.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void check(RepereAnalyzer *analyzer, const char *q, const char *lang)
{
  g_autoptr(RepereQuery) query = repere_query_parse(analyzer, q, lang);
  g_autoptr(RepereQuery) again = repere_query_parse(analyzer, query->canonical, lang);
  g_autofree char *tree = query_tree(query);
  g_autofree char *tree_again = query_tree(again);
  if (g_utf8_validate(query->canonical, -1, NULL) && g_str_equal(query->canonical, again->canonical) &&
      g_str_equal(tree, tree_again))
    return;
  g_printerr("%s: \"%s\"\n  %s\n  read again \"%s\"\n  %s\n", lang, query->canonical, tree, again->canonical,
             tree_again);
  abort();
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
  static const char *const langs[] = {"en", "fr", "es", ""};
  static RepereAnalyzer *analyzer;
  if (!analyzer) analyzer = repere_analyzer_new();
  g_autofree char *q = g_strndup((const char *)data, size);
  for (guint i = 0; i < G_N_ELEMENTS(langs); i++) check(analyzer, q, langs[i]);
  repere_analyzer_trim(analyzer);
  return 0;
}
