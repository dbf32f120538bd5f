/* fuzz_repair.c - any bytes as the pages of a document: judged, repaired, with furniture and leaders dropped, and judged
 * again. For libFuzzer.
 *
 * A form feed begins a page; a page of one "0" has no text. */
#include <stdint.h>
#include <string.h>

#include "garbage.h"
#include "contents.h"
#include "repere/text.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void check_measure(const char *text, gsize size)
{
  RepereTextMeasure measure;
  repere_text_measure(text, size, &measure);
  g_assert_cmpuint(measure.letters, <=, measure.characters);
  g_assert_cmpuint(measure.same, <=, measure.letters);
  g_assert_true(measure.likeness == measure.likeness); /* a number */
  if (repere_text_measure_is_garbage(&measure)) g_assert_cmpuint(measure.characters, >, 0);
}

static void check_page(const char *page)
{
  if (!page) return;
  gsize size = strlen(page);
  g_assert_true(g_utf8_validate(page, (gssize)size, NULL));
  check_measure(page, size);
  (void)repere_text_is_contents(page, size);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
  check_measure((const char *)data, size);
  g_autofree char *text = g_strndup((const char *)data, size);
  g_auto(GStrv) pages = g_strsplit(text, "\f", -1);
  guint n = g_strv_length(pages);
  g_autofree RepereRepairs *repairs = g_new0(RepereRepairs, n + 1);
  g_autofree char **all = g_memdup2(pages, ((gsize)n + 1) * sizeof *pages);
  for (guint i = 0; i < n; i++) {
    pages[i] = NULL;
    if (strcmp(all[i], "0") == 0) g_clear_pointer(&all[i], g_free);
  }
  repere_text_repair_pages(all, n, repairs);
  for (guint i = 0; i < n; i++) {
    check_page(all[i]);
    g_free(all[i]);
  }
  return 0;
}
