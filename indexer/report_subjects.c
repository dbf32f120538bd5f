/* report_subjects.c - the report's section of works without a subject, with values that their texts suggest. */
#include <string.h>
#include "indexer/report.h"

#define SUGGESTED_MOST 5

static const char INTRO[] =
  "These works have no value in the facet, so filters on it do not find them. The values beside them are the concepts of its "
  "vocabulary that their texts speak of more than those of other works do, the most telling first, each with the pages it "
  "is on. Put those that fit into the record as dcterms:subject; nothing is taken over by itself.";

static void add_work(RepereReport *report, const RepereSubjectless *work)
{
  repere_report_row(report);
  repere_report_text(report, "id", work->id, NULL);
  repere_report_text(report, "title", work->title, work->title_lang);
  repere_report_subjects(report, "suggestions", work->subjects);
  repere_report_row_end(report);
}

static gboolean add_facet(RepereReport *report, const RepereFacet *facet, GError **error)
{
  static const char *const columns[] = {"Identifier", "Title", "Suggested values", NULL};
  g_autoptr(GPtrArray) works = repere_subjects_suggest(report->inspection.database, report->library, report->vocabularies,
                                                       facet, report->lang, SUGGESTED_MOST, error);
  if (!works) return FALSE;
  g_autofree char *name = g_strdup_printf("without-%s", facet->name);
  g_autofree char *title =
    g_strdup_printf("Works without %s %s", strchr("aeiou", facet->name[0]) ? "an" : "a", facet->name);
  repere_report_section(report, name, title, INTRO, columns);
  for (guint i = 0; i < works->len; i++) add_work(report, works->pdata[i]);
  repere_report_section_end(report, "Every work has one.");
  return TRUE;
}

gboolean repere_report_of_subjects(RepereReport *report, GError **error)
{
  for (guint i = 0; i < report->library->facets->len; i++) {
    const RepereFacet *facet = report->library->facets->pdata[i];
    if (repere_facet_is_of_subjects(facet, report->vocabularies) && !add_facet(report, facet, error)) return FALSE;
  }
  return TRUE;
}
