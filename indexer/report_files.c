/* report_files.c - the report's sections on files: those that failed or were read in part, with the reasons
 * of the ledger and what to do; and those whose text is missing or doubtful, with the pages. */
#include <string.h>
#include "indexer/reason.h"
#include "indexer/report.h"

/* A file of a work that a section is about; `wanted` is the outcome, where a section goes by it. */
typedef struct {
  const RepereStoredDocument *stored;
  const RepereFileState *state;
  const RepereLedgerFile *ledger;
  guint number; /* from 0 */
} FileOfWork;

typedef void (*FileFunc)(RepereReport *report, const FileOfWork *file, guint wanted);

static const RepereStoredText *title_of(const RepereReport *report, const FileOfWork *file)
{
  return repere_stored_text_in(file->stored->titles, report->lang);
}

static const char *url_of(const FileOfWork *file)
{
  const GArray *files = file->stored->files;
  return file->number < files->len ? g_array_index(files, RepereStoredFile, file->number).url : NULL;
}

static gboolean visit_work(RepereReport *report, const RepereWorkState *state, FileFunc take, guint wanted,
                           GError **error)
{
  g_autoptr(RepereStoredDocument) stored =
    repere_index_document(report->inspection.database, state->docid, error);
  if (!stored) return FALSE;
  g_autoptr(GPtrArray) ledger = repere_index_ledger(report->inspection.database, state->docid, error);
  if (!ledger) return FALSE;
  for (guint f = 0; f < ledger->len && f < state->files->len; f++) {
    FileOfWork file = {stored, state->files->pdata[f], ledger->pdata[f], f};
    take(report, &file, wanted);
  }
  return TRUE;
}

/* Calls `take` for each file of the works that have one of the issues (bits). */
static gboolean visit(RepereReport *report, guint issues, FileFunc take, GError **error)
{
  for (guint i = 0; i < report->inspection.states->len; i++) {
    if (!(report->survey.facts[i].issues & issues)) continue;
    if (!visit_work(report, report->inspection.states->pdata[i], take, 0, error)) return FALSE;
  }
  return TRUE;
}

/* ---- files that failed ---- */

static RepereSay advice_on(RepereOutcome outcome)
{
  switch (outcome) {
  case REPERE_OUTCOME_PARTIAL: return SAY_DO_PARTIAL;
  case REPERE_OUTCOME_EMPTY: return SAY_DO_EMPTY;
  case REPERE_OUTCOME_ENCRYPTED: return SAY_DO_ENCRYPTED;
  case REPERE_OUTCOME_TOO_LARGE: return SAY_DO_TOO_LARGE;
  case REPERE_OUTCOME_TIMEOUT: return SAY_DO_TIMEOUT;
  case REPERE_OUTCOME_MEMORY: return SAY_DO_MEMORY;
  case REPERE_OUTCOME_CRASHED: return SAY_DO_CRASHED;
  case REPERE_OUTCOME_MISSING: return SAY_DO_MISSING;
  case REPERE_OUTCOME_UNREADABLE: return SAY_DO_UNREADABLE;
  default: return SAY_DO_DAMAGED;
  }
}

static const char *label_of(const RepereReport *report, RepereOutcome outcome)
{
  return repere_report_say(report, (RepereSay)(SAY_OUTCOME_PARTIAL + (outcome - REPERE_OUTCOME_PARTIAL)));
}

/* In the page's language; what a program of another version wrote stays as it is. */
static void add_reason(RepereReport *report, const char *reason)
{
  g_autofree char *worded = repere_reason_in(reason, report->lang);
  repere_report_text(report, "reason", worded ? worded : reason, worded ? NULL : "en");
}

static void add_failed(RepereReport *report, const FileOfWork *file, guint outcome)
{
  guint read = 0;
  g_autoptr(GArray) failed = g_array_new(FALSE, FALSE, sizeof(guint32));
  if (file->ledger->outcome != outcome) return;
  for (guint i = 0; i < file->ledger->pages->len; i++) {
    const ReperePage *page = file->ledger->pages->pdata[i];
    read += page->characters > 0;
    if (g_str_equal(page->source, "failed")) g_array_append_val(failed, page->number);
  }
  repere_report_row(report);
  repere_report_file(report, file->state->href, url_of(file));
  repere_report_work(report, file->stored->id, title_of(report, file));
  repere_report_label(report, "outcome", repere_outcome_name(file->ledger->outcome),
                      label_of(report, file->ledger->outcome));
  add_reason(report, file->ledger->reason ? file->ledger->reason : "");
  if (report->as_json)
    repere_report_text(report, "advice", repere_report_say(report, advice_on(file->ledger->outcome)), NULL);
  repere_report_number(report, "pages", file->ledger->pages->len);
  repere_report_number(report, "pages_with_text", read);
  repere_report_pages(report, "pages_failed", failed);
  repere_report_row_end(report);
}

/* The files with that outcome, and what to do about it. The state knows it, so that no other ledger is read.
 */
static gboolean add_outcome(RepereReport *report, RepereOutcome outcome, GError **error)
{
  guint before = report->rows;
  for (guint i = 0; i < report->inspection.states->len; i++) {
    const RepereWorkState *state = report->inspection.states->pdata[i];
    gboolean has = FALSE;
    for (guint f = 0; f < state->files->len; f++)
      has = has || ((RepereFileState *)state->files->pdata[f])->outcome == outcome;
    if (has && !visit_work(report, state, add_failed, outcome, error)) return FALSE;
  }
  if (report->rows > before)
    repere_report_guide(report, label_of(report, outcome), report->rows - before,
                        repere_report_say(report, advice_on(outcome)));
  return TRUE;
}

gboolean repere_report_of_files(RepereReport *report, GError **error)
{
  const char *columns[] = {
    repere_report_say(report, SAY_FILE),        repere_report_say(report, SAY_WORK),
    repere_report_say(report, SAY_OUTCOME),     repere_report_say(report, SAY_REASON),
    repere_report_say(report, SAY_PAGES),       repere_report_say(report, SAY_WITH_TEXT),
    repere_report_say(report, SAY_WHICH_PAGES), NULL};
  repere_report_section(report, "files", repere_report_say(report, SAY_FILES),
                        repere_report_say(report, SAY_FILES_INTRO), columns);
  report->all_by = "repere-indexer ledger --csv --outcome -indexed";
  for (guint outcome = 0; outcome < REPERE_OUTCOMES; outcome++)
    if (!repere_outcome_is_good((RepereOutcome)outcome) &&
        !add_outcome(report, (RepereOutcome)outcome, error))
      return FALSE;
  repere_report_section_end(report, repere_report_say(report, SAY_FILES_NONE));
  return TRUE;
}

/* ---- pages of a kind ---- */

typedef gboolean (*PageFunc)(const ReperePage *page);

static gboolean is_garbage(const ReperePage *page)
{
  return g_str_equal(page->source, "garbage");
}

static gboolean is_doubtful(const ReperePage *page)
{
  return page->confidence < REPERE_QUALITY_CONFIDENCE;
}

/* The pages of a file that `is` is true of (guint32). */
static GArray *pages_that(const RepereLedgerFile *file, PageFunc is)
{
  GArray *numbers = g_array_new(FALSE, FALSE, sizeof(guint32));
  for (guint i = 0; i < file->pages->len; i++) {
    const ReperePage *page = file->pages->pdata[i];
    if (is(page)) g_array_append_val(numbers, page->number);
  }
  return numbers;
}

static void add_pages(RepereReport *report, const FileOfWork *file, const GArray *pages)
{
  repere_report_work(report, file->stored->id, title_of(report, file));
  repere_report_file(report, file->state->href, url_of(file));
  repere_report_pages(report, "page_numbers", pages);
  repere_report_number(report, "pages", file->ledger->pages->len);
}

static void add_without_text(RepereReport *report, const FileOfWork *file, guint wanted G_GNUC_UNUSED)
{
  if (!(repere_quality_of_file(file->ledger, NULL) & 1u << REPERE_QUALITY_NO_TEXT)) return;
  g_autoptr(GArray) pages = pages_that(file->ledger, repere_quality_page_is_blank);
  repere_report_row(report);
  add_pages(report, file, pages);
  repere_report_row_end(report);
}

static void add_garbage(RepereReport *report, const FileOfWork *file, guint wanted G_GNUC_UNUSED)
{
  g_autoptr(GArray) pages = pages_that(file->ledger, is_garbage);
  if (!pages->len) return;
  repere_report_row(report);
  add_pages(report, file, pages);
  repere_report_row_end(report);
}

static void add_doubtful(RepereReport *report, const FileOfWork *file, guint wanted G_GNUC_UNUSED)
{
  g_autoptr(GArray) pages = pages_that(file->ledger, is_doubtful);
  if (!pages->len) return;
  repere_report_row(report);
  add_pages(report, file, pages);
  repere_report_number(report, "confidence", repere_quality_confidence(file->ledger));
  repere_report_row_end(report);
}

/* A file without a language of its own may still contradict its record: the index says so of the work. */
static void add_mismatch(RepereReport *report, const FileOfWork *file, guint wanted G_GNUC_UNUSED)
{
  const char *declared[] = {file->state->lang, NULL}, *found = repere_quality_language(file->ledger);
  gboolean silent = !declared[0][0];
  if (!silent && !(repere_quality_of_file(file->ledger, declared) & 1u << REPERE_QUALITY_LANGUAGE_MISMATCH))
    return;
  if (silent && !found[0]) return;
  g_autoptr(GArray) pages = g_array_new(FALSE, FALSE, sizeof(guint32));
  for (guint i = 0; i < file->ledger->pages->len; i++) {
    const ReperePage *page = file->ledger->pages->pdata[i];
    if (g_str_equal(page->lang, found)) g_array_append_val(pages, page->number);
  }
  repere_report_row(report);
  add_pages(report, file, pages);
  if (silent) repere_report_text(report, "declared", "dcterms:language", NULL);
  else repere_report_language_of(report, "declared", declared[0]);
  repere_report_language_of(report, "found", found);
  repere_report_row_end(report);
}

/* ---- the sections ---- */

typedef struct {
  const char *name;
  RepereSay title; /* its introduction and what is said of none follow */
  guint issues;
  FileFunc take;
  const char *all_by;
  RepereSay columns[7]; /* SAY_PHRASES at the end */
} Section;

static const Section sections[] = {
  {"no-text",
   SAY_NO_TEXT,
   1u << REPERE_QUALITY_NO_TEXT,
   add_without_text,
   "repere-indexer ledger --csv --quality no-text",
   {SAY_WORK, SAY_FILE, SAY_WHICH_PAGES, SAY_PAGES, SAY_PHRASES}},
  {"garbage",
   SAY_GARBAGE,
   1u << REPERE_ISSUE_GARBAGE,
   add_garbage,
   "repere-indexer ledger --csv --source garbage",
   {SAY_WORK, SAY_FILE, SAY_WHICH_PAGES, SAY_PAGES, SAY_PHRASES}},
  {"ocr-low",
   SAY_OCR,
   1u << REPERE_ISSUE_PAGE_OCR_LOW,
   add_doubtful,
   "repere-indexer ledger --csv --source ocr",
   {SAY_WORK, SAY_FILE, SAY_WHICH_PAGES, SAY_PAGES, SAY_CONFIDENCE, SAY_PHRASES}},
  {"language-mismatch",
   SAY_MISMATCH,
   1u << REPERE_QUALITY_LANGUAGE_MISMATCH,
   add_mismatch,
   "repere-indexer ledger --csv --quality language-mismatch",
   {SAY_WORK, SAY_FILE, SAY_WHICH_PAGES, SAY_PAGES, SAY_DECLARED, SAY_FOUND, SAY_PHRASES}},
};

static gboolean write_section(RepereReport *report, const Section *section, GError **error)
{
  const char *columns[G_N_ELEMENTS(section->columns)] = {NULL};
  g_autofree char *least = g_strdup_printf("%d", REPERE_QUALITY_CONFIDENCE);
  g_autofree char *intro = repere_say_with(report->lang, (RepereSay)(section->title + 1), least, NULL);
  for (guint i = 0; section->columns[i] != SAY_PHRASES; i++)
    columns[i] = repere_report_say(report, section->columns[i]);
  repere_report_section(report, section->name, repere_report_say(report, section->title), intro, columns);
  report->all_by = section->all_by;
  if (!visit(report, section->issues, section->take, error)) return FALSE;
  repere_report_section_end(report, repere_report_say(report, (RepereSay)(section->title + 2)));
  return TRUE;
}

gboolean repere_report_of_texts(RepereReport *report, GError **error)
{
  for (guint i = 0; i < G_N_ELEMENTS(sections); i++)
    if (!write_section(report, &sections[i], error)) return FALSE;
  return TRUE;
}
