/* report_files.c - the report's section of files that failed, or were read in part, with the reasons of the ledger. */
#include "indexer/report.h"

static const char INTRO[] = "What their records say of these files' works is in the index; their text is not, or not all of "
                            "it. repere-indexer ledger has every page.";

static void add_file(RepereReport *report, const RepereWorkState *state, const RepereFileState *of,
                     const RepereLedgerFile *file)
{
  guint read = 0;
  for (guint i = 0; i < file->pages->len; i++) read += ((ReperePage *)file->pages->pdata[i])->characters > 0;
  repere_report_row(report);
  repere_report_text(report, "file", of->href, NULL);
  repere_report_text(report, "work", state->id, NULL);
  repere_report_text(report, "outcome", repere_outcome_name(file->outcome), NULL);
  repere_report_text(report, "reason", file->reason, NULL);
  repere_report_number(report, "pages", file->pages->len);
  repere_report_number(report, "pages_with_text", read);
  repere_report_row_end(report);
}

gboolean repere_report_of_files(RepereReport *report, GError **error)
{
  static const char *const columns[] = {"File", "Work", "Outcome", "Reason", "Pages", "With text", NULL};
  const RepereInspection *index = &report->inspection;
  repere_report_section(report, "files", "Files that need attention", INTRO, columns);
  for (guint i = 0; i < index->states->len; i++) {
    const RepereWorkState *state = index->states->pdata[i];
    g_autoptr(GPtrArray) ledger = repere_index_ledger(index->database, state->docid, error);
    if (!ledger) return FALSE;
    for (guint f = 0; f < ledger->len && f < state->files->len; f++)
      if (!repere_outcome_is_good(((RepereLedgerFile *)ledger->pdata[f])->outcome))
        add_file(report, state, state->files->pdata[f], ledger->pdata[f]);
  }
  repere_report_section_end(report, "Every file was read whole.");
  return TRUE;
}
