/* extract_plain.c - plain text; form feeds part its pages. See extract.h */
#include <string.h>
#include <unistd.h>

#include "indexer/extract.h"
#include "indexer/reason.h"

static guint count_pages(const char *text, gsize size)
{
  guint pages = 1;
  for (gsize i = 0; i + 1 < size; i++) pages += text[i] == '\f'; /* one at the very end begins no page */
  return pages;
}

static void add_pages(RepereExtract *extract, const RepereExtractTask *task, const char *text, gsize size)
{
  const char *at = text, *end = text + size;
  guint total = count_pages(text, size);
  for (guint number = 1; number <= total; number++) {
    const char *stop = memchr(at, '\f', (size_t)(end - at));
    if (!stop) stop = end;
    if (!repere_extract_begin(extract, task, number, total)) return;
    char *page = number == task->skip ? NULL : g_strndup(at, (gsize)(stop - at));
    if (!repere_extract_add(extract, task, page, NULL)) return;
    at = MIN(stop + 1, end);
  }
}

void repere_extract_plain(RepereExtract *extract, const RepereExtractTask *task)
{
  gsize size = 0, utf8_size = 0;
  char *raw = repere_extract_load(extract, task, &size);
  close(task->file);
  if (!raw) return;
  g_autofree char *text = repere_charset_to_utf8(raw, size, NULL, &utf8_size);
  if (!text) {
    repere_extract_complain(extract, REPERE_OUTCOME_DAMAGED, repere_reason(REPERE_REASON_NOT_TEXT));
    return;
  }
  for (gsize i = 0; i < utf8_size; i++)
    if (text[i] == '\0') text[i] = ' '; /* pages are zero-terminated */
  add_pages(extract, task, text, utf8_size);
}
