/* report_records.c - the report's sections on works whose records lack something, or had it taken from a
 * file. */
#include <string.h>
#include "indexer/report.h"
#include "lib/facets.h"

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

/* The languages by their names, with commas; in JSON as codes. */
static void add_languages(RepereReport *report, const RepereFacts *facts)
{
  g_autoptr(GString) names = g_string_new(NULL);
  const RepereVocabulary *vocabulary = repere_vocabularies_get(report->vocabularies, "iso639");
  for (guint i = 0; i < 8 && report->library->languages[i]; i++) {
    const char *code = report->library->languages[i];
    const char *label = report->as_json ? NULL : repere_vocabulary_label(vocabulary, code, report->lang);
    if (facts->languages & 1u << i)
      g_string_append_printf(names, "%s%s", names->len ? ", " : "", label ? label : code);
  }
  repere_report_text(report, "languages", names->str, NULL);
}

/* The label of a type, where a facet of the library has types; else as the record has it. */
static const char *type_label(const RepereReport *report, const char *type)
{
  for (guint i = 0; type[0] && i < report->library->facets->len; i++) {
    const RepereFacet *facet = report->library->facets->pdata[i];
    if (g_str_equal(facet->sources[0], "dcterms:type"))
      return repere_facet_value_label(facet, report->vocabularies, type, report->lang);
  }
  return type;
}

/* The first file is where to look; a work that is a record alone has none. */
static void add_file(RepereReport *report, const RepereStoredDocument *stored)
{
  const RepereStoredFile *file =
    stored->files->len ? &g_array_index(stored->files, RepereStoredFile, 0) : NULL;
  repere_report_file(report, file ? file->href : "", file ? file->url : NULL);
}

static void add_work(RepereReport *report, const RepereWorkState *state, const RepereStoredDocument *stored,
                     const RepereFacts *facts)
{
  repere_report_row(report);
  repere_report_work(report, stored->id, repere_stored_text_in(stored->titles, report->lang));
  add_file(report, stored);
  repere_report_record(report, state);
  repere_report_text(report, "type", report->as_json ? stored->type : type_label(report, stored->type), NULL);
  repere_report_code(report, "issued", stored->issued);
  add_languages(report, facts);
  repere_report_row_end(report);
}

/* ---- what was taken ---- */

/* A file of a work from which something was taken. */
typedef struct {
  const RepereWorkState *state;
  const RepereStoredDocument *stored;
  guint number; /* from 0 */
} Taken;

static void add_value(RepereReport *report, const Taken *taken, RepereSay word, const char *value, guint from)
{
  static const char *const names[] = {"title", "issued", "creator"};
  const RepereFileState *file = taken->state->files->pdata[taken->number];
  const GArray *files = taken->stored->files;
  gboolean stored = taken->number < files->len;
  const char *url = stored ? g_array_index(files, RepereStoredFile, taken->number).url : NULL;
  const char *where =
    from ? repere_report_say(report, (RepereSay)(SAY_FROM_INFO + from - REPERE_FROM_INFO)) : "";
  repere_report_row(report);
  repere_report_work(report, taken->stored->id, repere_stored_text_in(taken->stored->titles, report->lang));
  repere_report_text(report, "taken",
                     report->as_json ? names[word - SAY_A_TITLE] : repere_report_say(report, word), NULL);
  repere_report_text(report, "value", value, "");
  repere_report_file(report, file->href, url);
  repere_report_text(report, "from", report->as_json ? repere_from_name(from) : where, NULL);
  repere_report_record(report, taken->state);
  repere_report_row_end(report);
}

static gboolean add_taken(RepereReport *report, const RepereWorkState *state,
                          const RepereStoredDocument *stored, GError **error)
{
  g_autoptr(GPtrArray) ledger = repere_index_ledger(report->inspection.database, state->docid, error);
  if (!ledger) return FALSE;
  for (guint f = 0; f < ledger->len && f < state->files->len; f++) {
    const RepereLedgerFile *file = ledger->pdata[f];
    Taken taken = {state, stored, f};
    if (file->taken & REPERE_TAKEN_TITLE)
      add_value(report, &taken, SAY_A_TITLE, file->title, file->title_from);
    if (file->taken & REPERE_TAKEN_DATE)
      add_value(report, &taken, SAY_A_DATE, file->created, file->created_from);
    for (char **name = file->taken & REPERE_TAKEN_CREATORS ? file->creators : NULL; name && *name; name++)
      add_value(report, &taken, SAY_A_CREATOR, *name, file->creators_from);
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
      repere_index_document(report->inspection.database, state->docid, error);
    if (!stored) return FALSE;
    if (section->issue != REPERE_ISSUE_TAKEN) add_work(report, state, stored, &report->survey.facts[i]);
    else if (!add_taken(report, state, stored, error)) return FALSE;
  }
  return TRUE;
}

static gboolean write_section(RepereReport *report, const Section *section, GError **error)
{
  static const RepereSay works[] = {SAY_WORK, SAY_FILE, SAY_RECORD_IN, SAY_TYPE, SAY_DATE, SAY_LANGUAGES};
  static const RepereSay taken[] = {SAY_WORK, SAY_TAKEN, SAY_VALUE, SAY_FILE, SAY_FROM, SAY_RECORD_IN};
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
