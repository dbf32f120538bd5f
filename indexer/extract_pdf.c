/* extract_pdf.c - PDF through poppler-glib; see extract.h
 *
 * The text is that of the crop box, page turned as it is shown, in reading order (pdf_layout.h). */
#include "indexer/extract.h"

#include <poppler.h>
#include <string.h>
#include <unistd.h>

#include "indexer/ocr.h"
#include "indexer/pdf_layout.h"
#include "indexer/pdf_metadata.h"
#include "indexer/pdf_notes.h"
#include "indexer/pdf_title.h"
#include "indexer/reason.h"
#include "lib/garbage.h"
#include "lib/plain.h"

/* The first thing poppler complained of since a file was begun: it tells a curator more than "damaged". */
static char *first_complaint;

/* Some end with a line feed, which poppler has written out by then. */
static void note_complaint(const char *domain, GLogLevelFlags level, const char *message, gpointer data)
{
  static const char line_feed[] = "<0a>";
  (void)domain, (void)level, (void)data;
  if (first_complaint || !message) return;
  first_complaint = g_utf8_make_valid(message, -1);
  while (g_str_has_suffix(first_complaint, line_feed))
    first_complaint[strlen(first_complaint) - strlen(line_feed)] = '\0';
}

/* Poppler opens every colour profile of every page with lcms2, by this function, and builds transforms from
 * it: a quarter of all time, and a parser more that hostile files can reach, for colours that a text does not
 * have. Defined here, it takes lcms2's place in this process; poppler is ready for a profile that cannot be
 * opened. The linker must export it (the default where libpoppler, which asks for it, is seen at link time);
 * where it does not, reading is slower and the same. */
__attribute__((visibility("default"))) void *cmsOpenProfileFromMem(const void *profile, guint32 size);
void *cmsOpenProfileFromMem(const void *profile, guint32 size)
{
  (void)profile, (void)size;
  return NULL;
}

/* ---- pages ---- */

static char *label_of(PopplerPage *page, guint number)
{
  enum { LONGEST = 15 }; /* characters; 60 bytes at most */
  g_autofree char *label = poppler_page_get_label(page);
  g_autofree char *plain = g_strdup_printf("%u", number);
  if (!label || !*label || strcmp(label, plain) == 0 || !g_utf8_validate(label, -1, NULL)) return NULL;
  for (const char *at = label; *at; at++)
    if (g_ascii_iscntrl(*at)) return NULL;
  return g_utf8_strlen(label, -1) > LONGEST ? NULL : g_steal_pointer(&label);
}

static char *text_of(PopplerPage *page, RepereRepairs *repairs)
{
  PopplerRectangle *boxes = NULL;
  guint n = 0;
  char *text = poppler_page_get_text(page);
  if (!text || !g_utf8_validate(text, -1, NULL) || !poppler_page_get_text_layout(page, &boxes, &n))
    return text;
  text = repere_pdf_layout(text, boxes, n, repairs);
  g_free(boxes);
  return text;
}

/* What is recognised on a page, or NULL. */
static char *recognise(const RepereExtractTask *task, PopplerPage *page, guint number, guint8 *confidence)
{
  char *text = NULL;
  if (!task->ocr || repere_ocr_page(task->ocr, page, number, &text, confidence) != REPERE_OCR_RECOGNISED)
    return NULL;
  if (!repere_text_is_garbage(text, strlen(text))) return text;
  *confidence = REPERE_CONFIDENCE_NONE;
  g_free(text);
  return NULL;
}

/* A page without a text layer, or with one that is no text, is recognised where that is wanted. Takes text
 * and label. */
static gboolean add_page(RepereExtract *extract, const RepereExtractTask *task, PopplerPage *page,
                         guint number, char *text, char *label)
{
  RepereWireSource source = text ? extract->source : REPERE_SOURCE_FAILED;
  guint8 confidence = REPERE_CONFIDENCE_NONE;
  if (text && repere_text_is_garbage(text, strlen(text))) {
    *text = '\0';
    source = REPERE_SOURCE_GARBAGE;
  }
  char *recognised = text && repere_plain_is_blank(text) ? recognise(task, page, number, &confidence) : NULL;
  if (recognised) {
    g_free(text);
    text = recognised; /* with what is filled in and set on the page: the picture shows it */
    source = REPERE_SOURCE_OCR;
  } else if (text && source != REPERE_SOURCE_GARBAGE) {
    if (task->ocr && !repere_plain_is_blank(text)) repere_ocr_note_text(task->ocr, text);
    text = repere_pdf_with_notes(page, text);
  }
  gboolean more = repere_extract_add(extract, task, text, label);
  repere_extract_last(extract)->source = source;
  repere_extract_last(extract)->confidence = confidence;
  return more;
}

static void read_pages(RepereExtract *extract, const RepereExtractTask *task, PopplerDocument *document)
{
  guint total = (guint)MAX(0, poppler_document_get_n_pages(document)), failed = 0;
  char *title = NULL;
  gboolean stands_out = FALSE;
  for (guint number = 1; number <= total; number++) {
    if (!repere_extract_begin(extract, task, number, total)) break;
    PopplerPage *page = number == task->skip ? NULL : poppler_document_get_page(document, (int)number - 1);
    RepereRepairs repairs = {0};
    char *text = page ? text_of(page, &repairs) : NULL;
    char *label = page ? label_of(page, number) : NULL;
    if (number == 1 && page) title = repere_pdf_title_of_page(page, &stands_out);
    failed += !text;
    gboolean more = add_page(extract, task, page, number, text, label);
    repere_extract_last(extract)->repairs = repairs;
    if (page) g_object_unref(page);
    if (!more) break;
  }
  if (task->ocr) repere_ocr_complain(task->ocr, extract);
  repere_pdf_metadata(extract, document, title, stands_out);
  if (total == 0)
    repere_extract_complain(extract, REPERE_OUTCOME_DAMAGED, repere_reason(REPERE_REASON_NO_PAGES));
  else if (failed == extract->pages->len)
    repere_extract_complain(extract, REPERE_OUTCOME_DAMAGED, repere_reason(REPERE_REASON_NO_PAGE_READ));
  else if (failed > 0)
    repere_extract_complain(extract, REPERE_OUTCOME_PARTIAL,
                            repere_reason(REPERE_REASON_PAGES_DAMAGED, failed, total));
}

/* ---- opening ---- */

static gboolean has_header(int file)
{
  char start[1024];
  ssize_t got = pread(file, start, sizeof start, 0);
  return got > 0 && memmem(start, (size_t)got, "%PDF-", 5) != NULL;
}

static void refuse(RepereExtract *extract, const RepereExtractTask *task, gboolean header,
                   const GError *error)
{
  if (g_error_matches(error, POPPLER_ERROR, POPPLER_ERROR_ENCRYPTED))
    repere_extract_complain(extract, REPERE_OUTCOME_ENCRYPTED, repere_reason(REPERE_REASON_ENCRYPTED));
  else if (task->size == 0)
    repere_extract_complain(extract, REPERE_OUTCOME_DAMAGED, repere_reason(REPERE_REASON_NO_BYTES));
  else if (!header)
    repere_extract_complain(extract, REPERE_OUTCOME_DAMAGED, repere_reason(REPERE_REASON_NOT_PDF));
  else if (first_complaint)
    repere_extract_complain(extract, REPERE_OUTCOME_DAMAGED,
                            repere_reason(REPERE_REASON_DAMAGED_SAYS, first_complaint));
  else repere_extract_complain(extract, REPERE_OUTCOME_DAMAGED, repere_reason(REPERE_REASON_DAMAGED));
}

void repere_extract_pdf(RepereExtract *extract, const RepereExtractTask *task)
{
  g_autoptr(GError) error = NULL;
  g_clear_pointer(&first_complaint, g_free);
  extract->source = REPERE_SOURCE_TEXT_LAYER;
  gboolean header = has_header(task->file);
  PopplerDocument *document = poppler_document_new_from_fd(task->file, NULL, &error); /* takes the file */
  if (!document) {
    refuse(extract, task, header, error);
    return;
  }
  read_pages(extract, task, document);
  g_object_unref(document);
}

/* The least PDF there is. While a document lives, poppler keeps its tables of encodings; without one it would
 * read them anew for every file. */
static const char least_pdf[] =
  "%PDF-1.4\n"
  "1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj\n"
  "2 0 obj<</Type/Pages/Kids[3 0 R]/Count 1>>endobj\n"
  "3 0 obj<</Type/Page/Parent 2 0 R/MediaBox[0 0 9 9]>>endobj\n"
  "trailer<</Root 1 0 R/Size 4/Info<</Title<FEFF00E9>/CreationDate(D:20200101)>>>>\n";

void repere_extract_pdf_warm_up(void)
{
  static PopplerDocument *kept;
  g_log_set_handler("Poppler", G_LOG_LEVEL_MASK | G_LOG_FLAG_RECURSION, note_complaint, NULL);
  g_autoptr(GBytes) bytes = g_bytes_new_static(least_pdf, sizeof least_pdf - 1);
  if (!kept) kept = poppler_document_new_from_bytes(bytes, NULL, NULL);
  if (!kept) return;
  g_autoptr(RepereExtract) scratch = repere_extract_new();
  PopplerPage *page = poppler_document_get_page(kept, 0);
  if (!page) return;
  g_free(label_of(page, 1));
  g_free(poppler_page_get_text(page));
  gboolean stands_out = FALSE;
  repere_pdf_metadata(scratch, kept, repere_pdf_title_of_page(page, &stands_out), stands_out);
  repere_text_measure_init();
  g_object_unref(page);
}
