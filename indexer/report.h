/* report.h - the curator's report: sections with a table each, written as one HTML page or as JSON by the
 * same calls.
 *
 * A section is a function of its own, named in report.c; it says what its rows are, and need not know what
 * becomes of them. */
#ifndef REPERE_REPORT_H
#define REPERE_REPORT_H

#include "indexer/inspect.h"
#include "lib/json_writer.h"
#include "lib/subjects.h"

G_BEGIN_DECLS

typedef struct {
  const RepereLibrary *library;
  const RepereVocabularies *vocabularies;
  RepereInspection inspection;
  const char *lang; /* of labels and titles */
  GString *out;
  gboolean as_json;
  /* the writer's own: */
  RepereJson json;
  guint columns, rows; /* of the section that is open */
} RepereReport;

/* ---- the page ---- */

/* `behind`: the index was made for another configuration than the one that is there now. */
void repere_report_begin(RepereReport *report, gboolean behind);
void repere_report_end(RepereReport *report);

/* ---- a section, its rows and their cells, in the order of its columns ---- */

/* `name`: in small letters and dashes. `intro`: a sentence or more, or NULL. `columns`: NULL-terminated
 * headings. */
void repere_report_section(RepereReport *report, const char *name, const char *title, const char *intro,
                           const char *const *columns);
/* `none`: what is said where there was no row. Returns how many there were. */
guint repere_report_section_end(RepereReport *report, const char *none);

void repere_report_row(RepereReport *report);
void repere_report_row_end(RepereReport *report);

/* `lang`: of the text; "" where unknown, NULL where it is no text but a name or a code. */
void repere_report_text(RepereReport *report, const char *key, const char *text, const char *lang);
void repere_report_number(RepereReport *report, const char *key, guint64 number);
void repere_report_subjects(RepereReport *report, const char *key, const GPtrArray *subjects);

/* A cell of several facts, each with a name: for things side by side. Empty ones are left out of the page, and null in JSON. */
typedef struct {
  const char *key, *name; /* in JSON, on the page */
  const char *text, *lang; /* as for repere_report_text() */
} RepereReportFact;
void repere_report_facts(RepereReport *report, const char *key, const RepereReportFact *facts, guint n);

/* ---- the sections ---- */

/* report_subjects.c: works without a subject, one section a facet of subjects. */
gboolean repere_report_of_subjects(RepereReport *report, GError **error);
/* report_files.c: files that failed, or were read in part. */
gboolean repere_report_of_files(RepereReport *report, GError **error);
/* report_duplicates.c: works that look alike, side by side. */
gboolean repere_report_of_duplicates(RepereReport *report, GError **error);

G_END_DECLS
#endif
