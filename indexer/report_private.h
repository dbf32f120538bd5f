/* report_private.h - what the contents list, for report_page.c and report_rows.c only. */
#ifndef REPERE_REPORT_PRIVATE_H
#define REPERE_REPORT_PRIVATE_H

#include "indexer/report.h"

G_BEGIN_DECLS

typedef struct {
  RepereReportKind kind;
  char *name, *title, *none;
  guint rows;
} RepereReportEntry;

static inline gboolean repere_report_is_account(RepereReportKind kind)
{
  return kind == REPERE_REPORT_ACCOUNT || kind == REPERE_REPORT_FIGURES;
}

G_END_DECLS
#endif
