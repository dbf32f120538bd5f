/* extract.c - what all readers share; see extract.h */
#include "indexer/extract.h"

#include <errno.h>
#include <string.h>
#include <unistd.h>

#include "indexer/ocr.h"
#include "indexer/reason.h"

typedef struct {
  const char *media_type;
  RepereExtractFunc read;
} Reader;

static const Reader readers[] = {
  {"application/pdf", repere_extract_pdf},
  {"text/html", repere_extract_html},
  {"application/xhtml+xml", repere_extract_html},
  {"text/plain", repere_extract_plain},
};

RepereExtractFunc repere_extract_for(const char *media_type)
{
  for (guint i = 0; i < G_N_ELEMENTS(readers); i++)
    if (strcmp(readers[i].media_type, media_type) == 0) return readers[i].read;
  return NULL;
}

static void page_clear(gpointer data)
{
  RepereExtractPage *page = data;
  g_free(page->text);
  g_free(page->label);
}

RepereExtract *repere_extract_new(void)
{
  RepereExtract *extract = g_new0(RepereExtract, 1);
  extract->outcome = REPERE_OUTCOME_INDEXED;
  extract->source = REPERE_SOURCE_DOCUMENT;
  extract->pages = g_array_new(FALSE, FALSE, sizeof(RepereExtractPage));
  g_array_set_clear_func(extract->pages, page_clear);
  extract->creators = g_ptr_array_new_with_free_func(g_free);
  return extract;
}

void repere_extract_free(RepereExtract *extract)
{
  if (!extract) return;
  g_array_unref(extract->pages);
  g_ptr_array_unref(extract->creators);
  g_free(extract->reason);
  g_free(extract->title);
  g_free(extract->created);
  g_free(extract->lang);
  g_free(extract);
}

void repere_extract_complain(RepereExtract *extract, RepereOutcome outcome, char *reason)
{
  if (extract->outcome == REPERE_OUTCOME_INDEXED) {
    extract->outcome = outcome;
    extract->reason = reason;
  } else {
    g_free(reason);
  }
}

void repere_extract_cut(RepereExtract *extract, RepereLimit limit, char *reason)
{
  extract->limits |= 1u << limit;
  repere_extract_complain(extract, REPERE_OUTCOME_PARTIAL, reason);
}

gboolean repere_extract_begin(RepereExtract *extract, const RepereExtractTask *task, guint number,
                              guint total)
{
  guint read = number - 1;
  if (read >= task->max_pages) {
    repere_extract_cut(extract, REPERE_LIMIT_PAGES, repere_reason(REPERE_REASON_PAGES_MOST, read, total));
    return FALSE;
  }
  if (read > 0 && repere_ocr_cpu() - (task->ocr ? task->ocr->cpu_used : 0) > task->cpu_deadline) {
    repere_extract_cut(extract, REPERE_LIMIT_SECONDS, repere_reason(REPERE_REASON_TIME_MOST, read, total));
    return FALSE;
  }
  __atomic_store_n(task->page, number, __ATOMIC_RELAXED);
  errno = 0; /* a crash looks whether memory was lacking, and must not see an older want of it */
  return TRUE;
}

static char *too_much_text(const RepereExtractTask *task)
{
  return repere_reason(REPERE_REASON_TEXT_MOST, (guint)(task->max_text >> 20));
}

gboolean repere_extract_add(RepereExtract *extract, const RepereExtractTask *task, char *text, char *label)
{
  RepereExtractPage page = {.text = text, .size = text ? strlen(text) : 0, .label = label,
                            .source = text ? extract->source : REPERE_SOURCE_FAILED,
                            .confidence = REPERE_CONFIDENCE_NONE};
  gboolean cut = page.size > task->max_text - extract->bytes;
  if (cut) {
    page.size = task->max_text - extract->bytes;
    while (page.size > 0 && ((guchar)text[page.size] & 0xC0) == 0x80) page.size--;
    text[page.size] = '\0';
    repere_extract_cut(extract, REPERE_LIMIT_TEXT_MB, too_much_text(task));
  }
  extract->bytes += page.size;
  g_array_append_val(extract->pages, page);
  return !cut;
}

RepereExtractPage *repere_extract_last(RepereExtract *extract)
{
  return &g_array_index(extract->pages, RepereExtractPage, extract->pages->len - 1);
}

/* Off the end of `content`, a character that was cut (where it is UTF-8). */
static gsize whole_characters(const char *content, gsize size)
{
  while (size > 0 && ((guchar)content[size - 1] & 0xC0) == 0x80) size--;
  return size > 0 && (guchar)content[size - 1] >= 0xC0 ? size - 1 : size;
}

char *repere_extract_load(RepereExtract *extract, const RepereExtractTask *task, gsize *size)
{
  gsize wanted = MIN(task->size, task->max_text * 2), have = 0;
  char *content = g_malloc(wanted + 1);
  while (have < wanted) {
    ssize_t got = pread(task->file, content + have, wanted - have, (off_t)have);
    if (got < 0 && errno == EINTR) continue;
    if (got < 0) {
      repere_extract_complain(extract, REPERE_OUTCOME_UNREADABLE,
                              repere_reason(REPERE_REASON_READ_REFUSED, repere_reason_errno(errno)));
      g_free(content);
      return NULL;
    }
    if (got == 0) break; /* it has shrunk meanwhile */
    have += (gsize)got;
  }
  if (wanted < task->size) {
    have = whole_characters(content, have);
    repere_extract_cut(extract, REPERE_LIMIT_TEXT_MB, too_much_text(task));
  }
  content[have] = '\0';
  *size = have;
  return content;
}

/* ---- titles ---- */

static gboolean ends_like_file(const char *title)
{
  static const char *const endings[] = {".doc",  ".docx", ".pdf",  ".indd", ".qxd",  ".qxp", ".ppt",
                                        ".pptx", ".xls",  ".xlsx", ".odt",  ".rtf",  ".tex", ".dvi",
                                        ".ps",   ".pub",  ".pmd",  ".p65",  ".html", ".htm", ".txt",
                                        ".ai",   ".cdr",  ".wpd",  ".fm"};
  for (guint i = 0; i < G_N_ELEMENTS(endings); i++)
    if (g_str_has_suffix(title, endings[i])) return TRUE;
  return FALSE;
}

/* What programs write where nobody gave a title, case folded. */
static gboolean is_made_up(const char *title)
{
  static const char *const whole[] = {"untitled",
                                      "sans titre",
                                      "sin título",
                                      "document",
                                      "title",
                                      "titre",
                                      "título",
                                      "no title",
                                      "powerpoint presentation",
                                      "présentation powerpoint",
                                      "presentación de powerpoint",
                                      "diapositive 1",
                                      "diapositiva 1",
                                      "slide 1",
                                      "layout 1",
                                      "none",
                                      "template",
                                      "print"};
  static const char *const starts[] = {"microsoft word - ",
                                       "microsoft powerpoint - ",
                                       "untitled-",
                                       "untitled ",
                                       "document1",
                                       "doc1",
                                       "sans titre-",
                                       "file:",
                                       "http:",
                                       "https:"};
  for (guint i = 0; i < G_N_ELEMENTS(whole); i++)
    if (strcmp(title, whole[i]) == 0) return TRUE;
  for (guint i = 0; i < G_N_ELEMENTS(starts); i++)
    if (g_str_has_prefix(title, starts[i])) return TRUE;
  return ends_like_file(title);
}

/* "221117-protocolo", "INDC_final_v2": names that people give files. */
static gboolean is_file_name(const char *title)
{
  const char *bar = strchr(title, '_');
  if (bar && bar > title && bar[1] && !strstr(title, " _ ")) return TRUE;
  return !strchr(title, ' ') && strpbrk(title, "0123456789") && strpbrk(title, "-.");
}

static gboolean has_letters(const char *text)
{
  guint letters = 0;
  for (; *text; text = g_utf8_next_char(text)) letters += g_unichar_isalpha(g_utf8_get_char(text));
  return letters >= 3;
}

char *repere_extract_title(char *title)
{
  enum { LONGEST = 500 };
  if (!title) return NULL;
  RepereRepairs ignored = {0};
  g_autofree char *given = title;
  g_autofree char *clean = repere_text_repair(given, strlen(given), &ignored);
  g_auto(GStrv) words = g_strsplit_set(clean, " \t\n\r\f\v", -1);
  GString *joined = g_string_new(NULL);
  for (guint i = 0; words[i]; i++)
    if (*words[i]) g_string_append_printf(joined, "%s%s", joined->len > 0 ? " " : "", words[i]);
  g_autofree char *line = g_string_free(joined, FALSE);
  g_autofree char *folded = g_utf8_strdown(line, -1);
  if (!has_letters(line) || is_made_up(folded) || is_file_name(folded) || g_utf8_strlen(line, -1) > LONGEST)
    return NULL;
  return g_steal_pointer(&line);
}

void repere_extract_warm_up(void)
{
  gsize size = 0;
  g_free(repere_charset_to_utf8(g_strdup("caf\xe9 \xe0 la cr\xe8me"), 15, NULL, &size));
  repere_extract_pdf_warm_up();
  repere_extract_html_warm_up();
}
