/* report_subjects.c - the report's section of works without a subject, with values that their texts suggest.
 */
#include "indexer/report.h"

#define SUGGESTED_MOST 5

static void add_work(RepereReport *report, const RepereSubjectless *work)
{
  repere_report_row(report);
  repere_report_text(report, "id", work->id, NULL);
  repere_report_text(report, "title", work->title, work->title_lang);
  repere_report_subjects(report, "suggestions", work->subjects);
  repere_report_record(report, g_hash_table_lookup(report->inspection.holder, work->id));
  repere_report_row_end(report);
}

static gboolean add_facet(RepereReport *report, const RepereFacet *facet, GError **error)
{
  const char *columns[] = {repere_report_say(report, SAY_IDENTIFIER),
                           repere_report_say(report, SAY_WORK_TITLE),
                           repere_report_say(report, SAY_SUGGESTED),
                           repere_report_say(report, SAY_RECORD_IN), NULL};
  g_autoptr(GPtrArray) works =
    repere_subjects_suggest(report->inspection.database, report->library, report->vocabularies, facet,
                            report->lang, SUGGESTED_MOST, error);
  if (!works) return FALSE;
  const char *label = repere_facet_label(facet, report->lang);
  g_autofree char *name = g_strdup_printf("without-%s", facet->name);
  g_autofree char *title = repere_say_with(report->lang, SAY_WITHOUT_SUBJECT, label, NULL);
  g_autofree char *none = repere_say_with(report->lang, SAY_SUBJECTS_NONE, label, NULL);
  repere_report_section(report, name, title, repere_report_say(report, SAY_SUBJECTS_INTRO), columns);
  for (guint i = 0; i < works->len; i++) add_work(report, works->pdata[i]);
  repere_report_section_end(report, none);
  return TRUE;
}

gboolean repere_report_of_subjects(RepereReport *report, GError **error)
{
  for (guint i = 0; i < report->library->facets->len; i++) {
    const RepereFacet *facet = report->library->facets->pdata[i];
    if (repere_facet_is_of_subjects(facet, report->vocabularies) && !add_facet(report, facet, error))
      return FALSE;
  }
  return TRUE;
}
