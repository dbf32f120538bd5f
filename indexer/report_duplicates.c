/* report_duplicates.c - the report's sections of works that look alike, side by side. */
#include <stdio.h>
#include "indexer/report.h"
#include "indexer/suspects.h"

typedef struct {
  RepereReport *report;
  gboolean versions;                           /* what is told, instead of what is suspected */
  guint counts[REPERE_DUPLICATE_KINDS + 1];    /* of each kind; the last: of one work */
} Section;

static void add_side(RepereReport *report, const char *key, const RepereSuspect *side)
{
  char pages[16];
  snprintf(pages, sizeof pages, "%u", side->pages);
  const RepereReportFact facts[] = {
    {"title", repere_report_say(report, SAY_WORK_TITLE), side->title, side->title_lang},
    {"id", repere_report_say(report, SAY_IDENTIFIER), side->id, NULL},
    {"issued", repere_report_say(report, SAY_DATE), side->issued, NULL},
    {"languages", repere_report_say(report, SAY_LANGUAGES), side->languages, NULL},
    {"file", repere_report_say(report, SAY_FILE), side->file, NULL},
    {"file_language", repere_report_say(report, SAY_LANGUAGE), side->lang, NULL},
    {"file_pages", repere_report_say(report, SAY_PAGES), pages, NULL},
  };
  repere_report_facts(report, key, facts, G_N_ELEMENTS(facts));
}

static void add_pair(const RepereSuspects *suspects, gpointer data)
{
  Section *section = data;
  RepereReport *report = section->report;
  if (section->versions == (suspects->duplicate || suspects->same_work)) return;
  section->counts[suspects->same_work ? REPERE_DUPLICATE_KINDS : (int)suspects->kind]++;
  repere_report_row(report);
  repere_report_text(report, "kind",
                     report->as_json ? repere_duplicate_name(suspects->kind)
                                      : repere_suspects_kind(suspects, report->lang), NULL);
  repere_report_number(report, "percent", (guint64)(100 * suspects->similarity + 0.5));
  add_side(report, "one", &suspects->sides[0]);
  add_side(report, "other", &suspects->sides[1]);
  repere_report_row_end(report);
}

static gboolean write_section(RepereReport *report, const char *name, RepereSay title, gboolean versions, GError **error)
{
  const char *columns[] = {repere_report_say(report, SAY_COMMON), repere_report_say(report, SAY_ALIKE),
                           repere_report_say(report, SAY_ONE), repere_report_say(report, SAY_THE_OTHER), NULL};
  Section section = {report, versions, {0}};
  report->kind = versions ? REPERE_REPORT_WISHES : REPERE_REPORT_FAULTS;
  report->all_by = "repere-indexer duplicates";
  repere_report_section(report, name, repere_report_say(report, title),
                        repere_report_say(report, (RepereSay)(title + 1)), columns);
  if (!repere_suspects_each(&report->inspection, report->lang, add_pair, &section, error)) return FALSE;
  for (guint i = 0; i < G_N_ELEMENTS(section.counts); i++)
    if (section.counts[i])
      repere_report_guide(report, repere_report_say(report, (RepereSay)(SAY_IS_IDENTICAL + i)), section.counts[i],
                          repere_report_say(report, (RepereSay)(SAY_DO_IDENTICAL + i)));
  repere_report_section_end(report, repere_report_say(report, (RepereSay)(title + 2)));
  return TRUE;
}

gboolean repere_report_of_duplicates(RepereReport *report, GError **error)
{
  return write_section(report, "duplicates", SAY_DUPLICATES, FALSE, error);
}

gboolean repere_report_of_versions(RepereReport *report, GError **error)
{
  return write_section(report, "versions", SAY_VERSIONS, TRUE, error);
}
