/* report_survey.c - see report_survey.h */
#include "indexer/report_survey.h"

#include <string.h>
#include "indexer/faults.h"

typedef struct {
  const RepereLibrary *library;
  const RepereInspection *inspection;
  RepereSurvey *survey;
  RepereFaultColumn languages, quality;
} Pass;

static const char *const sources[REPERE_SURVEY_SOURCES] = {"text-layer", "document", "ocr",
                                                           "empty",      "garbage",  "failed"};

const char *repere_survey_source(guint i)
{
  return sources[i];
}

/* ---- facets ---- */

static void add_language(const Pass *pass, const char *code, RepereFacts *facts)
{
  guint i = 0;
  if (!code[0]) return;
  while (i < 8 && pass->library->languages[i] && !g_str_equal(pass->library->languages[i], code)) i++;
  if (i < 8 && pass->library->languages[i]) facts->languages |= (guint8)(1u << i);
  else facts->foreign = TRUE;
}

/* As filters see them; where no facet has languages, as the files declare them. */
static void find_languages(const Pass *pass, const RepereWorkState *state, RepereFacts *facts)
{
  char year[16];
  gsize at;
  if (!pass->languages.there) {
    for (guint i = 0; i < state->files->len; i++)
      add_language(pass, ((RepereFileState *)state->files->pdata[i])->lang, facts);
    return;
  }
  guint n = repere_column_of(&pass->languages.column, state->docid, &at);
  for (guint i = 0; i < n; i++)
    add_language(pass,
                 repere_column_value(&pass->languages.column,
                                     repere_column_number_at(&pass->languages.column, at + i), year),
                 facts);
}

/* ---- a work ---- */

static guint issues_of_pages(const Pass *pass, const RepereLedgerFile *file)
{
  guint issues = 0;
  for (guint i = 0; i < file->pages->len; i++) {
    const ReperePage *page = file->pages->pdata[i];
    guint source = 0;
    while (source < REPERE_SURVEY_SOURCES && !g_str_equal(page->source, sources[source])) source++;
    if (source < REPERE_SURVEY_SOURCES) pass->survey->sources[source]++;
    if (g_str_equal(page->source, "garbage")) issues |= 1u << REPERE_ISSUE_GARBAGE;
    if (page->confidence < REPERE_QUALITY_CONFIDENCE) issues |= 1u << REPERE_ISSUE_PAGE_OCR_LOW;
  }
  return issues;
}

static guint issues_of_file(const Pass *pass, const RepereFileState *state, const RepereLedgerFile *file)
{
  const char *own[] = {state->lang, NULL};
  guint issues = issues_of_pages(pass, file) | repere_quality_of_file(file, state->lang[0] ? own : NULL);
  if (!repere_outcome_is_good(file->outcome)) issues |= 1u << REPERE_ISSUE_FILE;
  if (!state->lang[0] && file->pages->len) issues |= 1u << REPERE_ISSUE_NO_LANGUAGE;
  if (file->taken & (REPERE_TAKEN_TITLE | REPERE_TAKEN_DATE | REPERE_TAKEN_CREATORS))
    issues |= 1u << REPERE_ISSUE_TAKEN;
  return issues;
}

static guint issues_of_record(const RepereStoredDocument *stored)
{
  guint issues = 0;
  const RepereStoredText *title =
    stored->titles->len ? &g_array_index(stored->titles, RepereStoredText, 0) : NULL;
  /* A work without a title is called by its id, in no language. */
  if (!title || (!title->lang[0] && g_str_equal(title->text, stored->id)))
    issues |= 1u << REPERE_ISSUE_NO_TITLE;
  if (!stored->issued[0]) issues |= 1u << REPERE_ISSUE_NO_DATE;
  if (!stored->type[0]) issues |= 1u << REPERE_ISSUE_NO_TYPE;
  if (!stored->abstracts->len) issues |= 1u << REPERE_ISSUE_NO_ABSTRACT;
  return issues;
}

static guint16 year_of(const char *issued)
{
  guint year = 0;
  if (strspn(issued, "0123456789") != 4) return 0; /* "2021-06" begins with four, too */
  for (guint i = 0; i < 4; i++) year = year * 10 + (guint)(issued[i] - '0');
  return (guint16)year;
}

static gboolean look_at(const Pass *pass, guint i, GError **error)
{
  const RepereWorkState *state = pass->inspection->states->pdata[i];
  RepereFacts *facts = &pass->survey->facts[i];
  g_autoptr(RepereStoredDocument) stored =
    repere_index_document_head(pass->inspection->database, state->docid, error);
  if (!stored) return FALSE;
  g_autoptr(GPtrArray) ledger = repere_index_ledger(pass->inspection->database, state->docid, error);
  if (!ledger) return FALSE;
  facts->issues = issues_of_record(stored) | repere_faults_of_work(&pass->quality, state->docid);
  for (guint f = 0; f < ledger->len && f < state->files->len; f++)
    facts->issues |= issues_of_file(pass, state->files->pdata[f], ledger->pdata[f]);
  facts->year = year_of(stored->issued);
  find_languages(pass, state, facts);
  gboolean one = facts->languages && !(facts->languages & (facts->languages - 1));
  if (one && pass->library->languages[1]) facts->issues |= 1u << REPERE_ISSUE_ONE_LANGUAGE;
  for (guint issue = 0; issue < REPERE_ISSUES; issue++)
    pass->survey->works[issue] += facts->issues >> issue & 1u;
  pass->survey->concerned += (facts->issues & ~REPERE_ISSUES_OF_WISHES) != 0;
  return TRUE;
}

gboolean repere_survey(const RepereLibrary *library, const RepereInspection *inspection, RepereSurvey *survey,
                       GError **error)
{
  Pass pass = {.library = library, .inspection = inspection, .survey = survey};
  survey->facts = g_new0(RepereFacts, MAX(inspection->states->len, 1));
  gboolean done = repere_fault_column_load(library, inspection, "dcterms:language", &pass.languages, error) &&
                  repere_fault_column_load(library, inspection, "quality", &pass.quality, error);
  for (guint i = 0; done && i < inspection->states->len; i++) done = look_at(&pass, i, error);
  repere_fault_column_clear(&pass.languages);
  repere_fault_column_clear(&pass.quality);
  return done;
}

void repere_survey_clear(RepereSurvey *survey)
{
  g_clear_pointer(&survey->facts, g_free);
}
