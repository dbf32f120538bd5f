/* report_records.c - the report's sections on works whose records lack something, or had it taken from a
 * file. */
#include <string.h>
#include "indexer/report.h"

typedef struct {
  const char *name;
  RepereSay title; /* its introduction and what is said of none follow */
  guint issue;
  RepereReportKind kind;
} Section;

static const Section sections[] = {
  {"without-title", SAY_WITHOUT_TITLE, REPERE_ISSUE_NO_TITLE, REPERE_REPORT_FAULTS},
  {"without-date", SAY_WITHOUT_DATE, REPERE_ISSUE_NO_DATE, REPERE_REPORT_FAULTS},
  {"without-type", SAY_WITHOUT_TYPE, REPERE_ISSUE_NO_TYPE, REPERE_REPORT_FAULTS},
  {"without-language", SAY_WITHOUT_LANGUAGE, REPERE_ISSUE_NO_LANGUAGE, REPERE_REPORT_FAULTS},
  {"taken", SAY_TAKEN_TITLE, REPERE_ISSUE_TAKEN, REPERE_REPORT_FAULTS},
  {"without-abstract", SAY_WITHOUT_ABSTRACT, REPERE_ISSUE_NO_ABSTRACT, REPERE_REPORT_WISHES},
  {"one-language", SAY_ONE_LANGUAGE, REPERE_ISSUE_ONE_LANGUAGE, REPERE_REPORT_WISHES},
};

/* ---- what a work has ---- */

/* The languages as codes, with commas. */
static void add_languages(RepereReport *report, const RepereFacts *facts)
{
  g_autoptr(GString) codes = g_string_new(NULL);
  for (guint i = 0; i < 8 && report->library->languages[i]; i++)
    if (facts->languages & 1u << i)
      g_string_append_printf(codes, "%s%s", codes->len ? ", " : "", report->library->languages[i]);
  repere_report_text(report, "languages", codes->str, NULL);
}

static void add_work(RepereReport *report, const RepereStoredDocument *stored, const RepereFacts *facts)
{
  repere_report_row(report);
  repere_report_work(report, stored->id, repere_stored_text_in(stored->titles, report->lang));
  repere_report_text(report, "type", stored->type, NULL);
  repere_report_code(report, "issued", stored->issued);
  add_languages(report, facts);
  repere_report_row_end(report);
}

/* ---- what was taken ---- */

static void add_value(RepereReport *report, const RepereStoredDocument *stored, const char *href,
                      const char *what, RepereSay word, const char *value)
{
  repere_report_row(report);
  repere_report_work(report, stored->id, repere_stored_text_in(stored->titles, report->lang));
  repere_report_text(report, "taken", report->as_json ? what : repere_report_say(report, word), NULL);
  repere_report_text(report, "value", value, "");
  repere_report_file(report, href, NULL);
  repere_report_row_end(report);
}

static gboolean add_taken(RepereReport *report, const RepereWorkState *state,
                          const RepereStoredDocument *stored, GError **error)
{
  g_autoptr(GPtrArray) ledger = repere_index_ledger(report->inspection.database, state->docid, error);
  if (!ledger) return FALSE;
  for (guint f = 0; f < ledger->len && f < state->files->len; f++) {
    const RepereLedgerFile *file = ledger->pdata[f];
    const char *href = ((RepereFileState *)state->files->pdata[f])->href;
    if (file->taken & REPERE_TAKEN_TITLE) add_value(report, stored, href, "title", SAY_A_TITLE, file->title);
    if (file->taken & REPERE_TAKEN_DATE) add_value(report, stored, href, "issued", SAY_A_DATE, file->created);
    for (char **name = file->taken & REPERE_TAKEN_CREATORS ? file->creators : NULL; name && *name; name++)
      add_value(report, stored, href, "creator", SAY_A_CREATOR, *name);
  }
  return TRUE;
}

/* ---- the sections ---- */

static gboolean visit(RepereReport *report, const Section *section, GError **error)
{
  for (guint i = 0; i < report->inspection.states->len; i++) {
    const RepereWorkState *state = report->inspection.states->pdata[i];
    if (!(report->survey.facts[i].issues & 1u << section->issue)) continue;
    if (section->issue != REPERE_ISSUE_TAKEN && !repere_report_has_room(report)) {
      repere_report_skip(report);
      continue;
    }
    g_autoptr(RepereStoredDocument) stored =
      repere_index_document_head(report->inspection.database, state->docid, error);
    if (!stored) return FALSE;
    if (section->issue != REPERE_ISSUE_TAKEN) add_work(report, stored, &report->survey.facts[i]);
    else if (!add_taken(report, state, stored, error)) return FALSE;
  }
  return TRUE;
}

static gboolean write_section(RepereReport *report, const Section *section, GError **error)
{
  static const RepereSay works[] = {SAY_WORK, SAY_TYPE, SAY_DATE, SAY_LANGUAGES};
  static const RepereSay taken[] = {SAY_WORK, SAY_TAKEN, SAY_VALUE, SAY_FILE};
  const char *columns[G_N_ELEMENTS(works) + 1] = {NULL};
  for (guint i = 0; i < G_N_ELEMENTS(works); i++)
    columns[i] = repere_report_say(report, section->issue == REPERE_ISSUE_TAKEN ? taken[i] : works[i]);
  report->kind = section->kind;
  repere_report_section(report, section->name, repere_report_say(report, section->title),
                        repere_report_say(report, (RepereSay)(section->title + 1)), columns);
  if (!visit(report, section, error)) return FALSE;
  repere_report_section_end(report, repere_report_say(report, (RepereSay)(section->title + 2)));
  return TRUE;
}

gboolean repere_report_of_records(RepereReport *report, GError **error)
{
  for (guint i = 0; i < G_N_ELEMENTS(sections); i++)
    if (!write_section(report, &sections[i], error)) return FALSE;
  return TRUE;
}
