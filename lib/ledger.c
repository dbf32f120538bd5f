/* ledger.c - see repere/ledger.h and stored.h */
#include "repere/ledger.h"

static const char *const outcome_names[REPERE_OUTCOMES] = {
  [REPERE_OUTCOME_INDEXED] = "indexed",     [REPERE_OUTCOME_PARTIAL] = "partial",
  [REPERE_OUTCOME_EMPTY] = "empty",         [REPERE_OUTCOME_ENCRYPTED] = "encrypted",
  [REPERE_OUTCOME_DAMAGED] = "damaged",     [REPERE_OUTCOME_TOO_LARGE] = "too-large",
  [REPERE_OUTCOME_TIMEOUT] = "timeout",     [REPERE_OUTCOME_MEMORY] = "memory",
  [REPERE_OUTCOME_CRASHED] = "crashed",     [REPERE_OUTCOME_MISSING] = "missing",
  [REPERE_OUTCOME_UNREADABLE] = "unreadable",
};

static const char *const limit_names[REPERE_LIMITS] = {
  [REPERE_LIMIT_FILE_MB] = "max-file-mb",
  [REPERE_LIMIT_TEXT_MB] = "max-text-mb",
  [REPERE_LIMIT_PAGES] = "max-pages",
  [REPERE_LIMIT_SECONDS] = "file-seconds",
  [REPERE_LIMIT_MEMORY_MB] = "file-memory-mb",
  [REPERE_LIMIT_OCR_PAGE_SECONDS] = "ocr-page-seconds",
  [REPERE_LIMIT_OCR_FILE_SECONDS] = "ocr-file-seconds",
};

const char *repere_limit_name(RepereLimit limit)
{
  return (guint)limit < REPERE_LIMITS ? limit_names[limit] : "unknown";
}

const char *repere_outcome_name(RepereOutcome outcome)
{
  return (guint)outcome < REPERE_OUTCOMES ? outcome_names[outcome] : "unknown";
}

gboolean repere_outcome_is_good(RepereOutcome outcome)
{
  return outcome == REPERE_OUTCOME_INDEXED;
}

const char *repere_from_name(guint from)
{
  static const char *const names[REPERE_FROMS] = {
    [REPERE_FROM_UNKNOWN] = "",         [REPERE_FROM_INFO] = "info",
    [REPERE_FROM_XMP] = "xmp",          [REPERE_FROM_INFO_XMP] = "info-and-xmp",
    [REPERE_FROM_OUTLINE] = "outline",  [REPERE_FROM_FIRST_PAGE] = "first-page",
    [REPERE_FROM_PAGES] = "pages",      [REPERE_FROM_HTML_TITLE] = "html-title",
  };
  return from < REPERE_FROMS ? names[from] : "";
}

ReperePage *repere_page_new(guint number)
{
  ReperePage *page = g_new0(ReperePage, 1);
  page->number = number;
  page->source = "";
  page->lang = "";
  page->confidence = REPERE_CONFIDENCE_NONE;
  return page;
}

void repere_page_free(ReperePage *page)
{
  if (!page) return;
  g_free(page->label);
  g_clear_pointer(&page->text, g_bytes_unref);
  g_free(page);
}

RepereLedgerFile *repere_ledger_file_new(void)
{
  RepereLedgerFile *file = g_new0(RepereLedgerFile, 1);
  file->pages = g_ptr_array_new_with_free_func((GDestroyNotify)repere_page_free);
  return file;
}

void repere_ledger_file_free(RepereLedgerFile *file)
{
  if (!file) return;
  g_free(file->reason);
  g_free(file->sha256);
  g_free(file->title);
  g_free(file->created);
  g_strfreev(file->creators);
  g_clear_pointer(&file->sketch, g_bytes_unref);
  g_ptr_array_unref(file->pages);
  g_free(file);
}
