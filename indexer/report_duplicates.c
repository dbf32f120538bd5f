/* report_duplicates.c - the report's section of works that look alike, side by side. */
#include "indexer/report.h"
#include "indexer/suspects.h"

static const char INTRO[] =
  "Two works are named here where their files are the same, or have much of their text in common, or where one looks like the "
  "other's translation: another language, about as long, the same numbers and names. The first three kinds may be one work filed "
  "as two, and are found by the filter quality:duplicate; versions and excerpts are told for your knowledge. Nothing is "
  "joined by itself.";

static void add_side(RepereReport *report, const char *key, const RepereSuspect *side)
{
  g_autofree char *pages = g_strdup_printf("%u", side->pages);
  const RepereReportFact facts[] = {
    {"title", "Title", side->title, side->title_lang}, {"id", "Identifier", side->id, NULL},
    {"issued", "Date", side->issued, NULL},            {"languages", "Languages", side->languages, NULL},
    {"file", "File", side->file, NULL},                {"file_language", "Its language", side->lang, NULL},
    {"file_pages", "Its pages", pages, NULL},
  };
  repere_report_facts(report, key, facts, G_N_ELEMENTS(facts));
}

static void add_pair(const RepereSuspects *suspects, gpointer data)
{
  RepereReport *report = data;
  repere_report_row(report);
  if (report->as_json) repere_report_text(report, "kind", repere_duplicate_name(suspects->kind), NULL);
  else repere_report_text(report, "kind", repere_suspects_kind(suspects), NULL);
  repere_report_number(report, "percent", (guint64)(100 * suspects->similarity + 0.5));
  add_side(report, "one", &suspects->sides[0]);
  add_side(report, "other", &suspects->sides[1]);
  repere_report_text(report, "advice", suspects->advice, NULL);
  repere_report_row_end(report);
}

gboolean repere_report_of_duplicates(RepereReport *report, GError **error)
{
  static const char *const columns[] = {"What they have in common", "Alike, %", "One", "The other", "What to do", NULL};
  repere_report_section(report, "duplicates", "Suspected duplicates", INTRO, columns);
  if (!repere_suspects_each(&report->inspection, report->lang, add_pair, report, error)) return FALSE;
  repere_report_section_end(report, "No work looks like another one.");
  return TRUE;
}
