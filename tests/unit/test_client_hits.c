/* test_client_hits.c - what the client says about a question above its hits. */
#include <stdlib.h>
#include <string.h>

#include "client/hits.h"

static void assert_remark(const char *answer, const char *remark, const char *none)
{
  g_autoptr(JsonNode) node = json_from_string(answer, NULL);
  CliTerm term = {.width = 80, .utf8 = TRUE};
  CliView view = {0};
  char *text = NULL;
  size_t size = 0;
  term.stream = open_memstream(&text, &size);
  cli_hits_print(&term, cli_json_root(node), &view);
  fclose(term.stream);
  g_assert_nonnull(strstr(text, remark));
  g_assert_null(strstr(text, none));
  free(text);
}

static void test_better_spelling(void)
{
  assert_remark("{\"suggestion\":\"réintégration\"}", "Did you mean: réintégration\n", "Showing");
  assert_remark("{\"suggestion\":\"réintégration\",\"query\":{\"answered\":\"réintégration\"}}",
                "Showing works for: réintégration\n", "Did you mean");
  assert_remark("{\"suggestion\":null}", "None of 0 works", "Did you mean");
}

int main(int argc, char **argv)
{
  g_test_init(&argc, &argv, NULL);
  g_test_add_func("/client-hits/better-spelling", test_better_spelling);
  return g_test_run();
}
