/* report_survey.c - see report_survey.h */
#include "indexer/report_survey.h"

#include <string.h>
#include "lib/column.h"
#include "lib/fault.h"
#include "lib/values.h"

/* A facet of the index, by document; without values where the library has none of that kind, or no work a
 * value. */
typedef struct {
  RepereColumn column;
  gboolean there;
} Column;

typedef struct {
  const RepereLibrary *library;
  const RepereInspection *inspection;
  RepereSurvey *survey;
  Column languages, quality;
} Pass;

static const char *const sources[REPERE_SURVEY_SOURCES] = {"text-layer", "document", "ocr",
                                                           "empty",      "garbage",  "failed"};

const char *repere_survey_source(guint i)
{
  return sources[i];
}

/* ---- facets ---- */

static const RepereFacet *facet_from(const RepereLibrary *library, const char *source)
{
  for (guint i = 0; i < library->facets->len; i++) {
    const RepereFacet *facet = library->facets->pdata[i];
    if (g_str_equal(facet->sources[0], source)) return facet;
  }
  return NULL;
}

static gboolean load(const Pass *pass, const char *source, Column *column, GError **error)
{
  xc_error fault = XC_ERROR_INIT;
  xc_database_stats stats;
  const RepereFacet *facet = facet_from(pass->library, source);
  if (!facet) return TRUE;
  if (xc_database_get_stats(pass->inspection->database, &stats, &fault) != XC_OK)
    return repere_fault(error, NULL, &fault);
  g_autoptr(GHashTable) slots = repere_index_facet_slots(pass->inspection->database, error);
  if (!slots) return FALSE;
  g_autofree char *key = repere_facet_slot_key(facet);
  column->column.facet = facet;
  column->there = TRUE;
  return repere_column_load(&column->column, pass->inspection->database,
                            GPOINTER_TO_UINT(g_hash_table_lookup(slots, key)), stats.last_docid, error);
}

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

/* What the index says, which knows the record and all other works; it says nothing where the library has no
 * such facet. */
static guint quality_in_index(const Pass *pass, guint32 docid)
{
  char year[16];
  gsize at;
  guint issues = 0;
  if (!pass->quality.there) return 0;
  guint n = repere_column_of(&pass->quality.column, docid, &at);
  for (guint i = 0; i < n; i++) {
    const char *value = repere_column_value(&pass->quality.column,
                                            repere_column_number_at(&pass->quality.column, at + i), year);
    for (guint q = 0; q < REPERE_QUALITIES; q++)
      if (g_str_equal(value, repere_quality_name((RepereQuality)q))) issues |= 1u << q;
  }
  return issues;
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
  facts->issues = issues_of_record(stored) | quality_in_index(pass, state->docid);
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
  gboolean done =
    load(&pass, "dcterms:language", &pass.languages, error) && load(&pass, "quality", &pass.quality, error);
  for (guint i = 0; done && i < inspection->states->len; i++) done = look_at(&pass, i, error);
  if (pass.languages.there) repere_column_clear(&pass.languages.column);
  if (pass.quality.there) repere_column_clear(&pass.quality.column);
  return done;
}

void repere_survey_clear(RepereSurvey *survey)
{
  g_clear_pointer(&survey->facts, g_free);
}
