/* report.h - the curator's report: sections with a table each, written as one HTML page or as JSON by the
 * same calls.
 *
 * A section is a function of its own, named in report.c; it says what its rows are, and need not know what
 * becomes of them. On the page a section shows its first REPERE_REPORT_ROWS rows and says how many more there
 * are; JSON has them all. A list of things to do that has no row is a line among what is in order. */
#ifndef REPERE_REPORT_H
#define REPERE_REPORT_H

#include "indexer/inspect.h"
#include "indexer/report_survey.h"
#include "indexer/report_words.h"
#include "lib/json_writer.h"
#include "lib/subjects.h"

G_BEGIN_DECLS

enum { REPERE_REPORT_ROWS = 200 };

typedef enum {
  REPERE_REPORT_FAULTS,  /* each row asks for something to be done */
  REPERE_REPORT_WISHES,  /* each row could be better; nothing is wrong */
  REPERE_REPORT_ACCOUNT, /* rows say how things are */
  REPERE_REPORT_FIGURES  /* and are numbers but for their first cell */
} RepereReportKind;

typedef struct {
  const RepereLibrary *library;
  const RepereVocabularies *vocabularies;
  RepereInspection inspection;
  RepereSurvey survey;
  const char *lang;      /* of the page's words, of labels and titles */
  gboolean behind;       /* the index was made for another configuration than the one that is there now */
  struct _JsonNode *run; /* the account of the last run, an object; or NULL */
  gboolean as_json;
  GString *out;
  /* the writer's own: */
  RepereJson json;
  GString *body;   /* the sections so far */
  GArray *entries; /* of Entry: what the contents list */
  /* of the section that is open: */
  RepereReportKind kind; /* set before it begins, where it is no list of faults */
  const char *all_by;    /* a command that lists all its rows, set at any time; NULL: the report as JSON; "":
                          * none.    Borrowed until its end */
  const char *name, *title, *intro;
  const char *const *headings;
  GString *guide, *chart, *table;
  guint columns, rows;
  gsize row_start;
} RepereReport;

/* ---- the page ---- */

void repere_report_begin(RepereReport *report);
void repere_report_end(RepereReport *report);
/* Frees what the writer itself made, also where it did not come to the end. */
void repere_report_clear(RepereReport *report);

/* ---- a section, its rows and their cells, in the order of its columns ---- */

/* `name`: in small letters and dashes. `intro`: a sentence or more, or NULL. `columns`: NULL-terminated
 * headings. All are borrowed until its end. */
void repere_report_section(RepereReport *report, const char *name, const char *title, const char *intro,
                           const char *const *columns);
/* `none`: what is said where there was no row. Returns how many there were. */
guint repere_report_section_end(RepereReport *report, const char *none);

/* Beneath the introduction of the page: what to do with rows that are marked `term`. Not in JSON. */
void repere_report_guide(RepereReport *report, const char *term, guint n, const char *text);

/* FALSE: the page shows no more rows; then repere_report_skip() counts one that need not be made out. */
gboolean repere_report_has_room(const RepereReport *report);
void repere_report_skip(RepereReport *report);

/* Before the rows: they are drawn as well. NULL in JSON, which has figures only. */
GString *repere_report_chart(RepereReport *report);

void repere_report_row(RepereReport *report);
void repere_report_row_end(RepereReport *report);

/* `lang`: of the text; "" where unknown, NULL where it is no text but a name or a code. */
void repere_report_text(RepereReport *report, const char *key, const char *text, const char *lang);
void repere_report_number(RepereReport *report, const char *key, guint64 number);
void repere_report_decimal(RepereReport *report, const char *key, double number); /* with one decimal */
/* A date or another short code, which is not cut into lines. */
void repere_report_code(RepereReport *report, const char *key, const char *code);
/* A code that programs go by, with its label in the page's language; in JSON the code alone. */
void repere_report_label(RepereReport *report, const char *key, const char *code, const char *label);
/* A language by its name; in JSON its code. */
void repere_report_language_of(RepereReport *report, const char *key, const char *code);
/* The file that a work's record stands in: its name, in JSON its path. NULL: not known. */
void repere_report_record(RepereReport *report, const RepereWorkState *state);
/* A work by its title, with its identifier: in JSON two members, "work" and "title". */
void repere_report_work(RepereReport *report, const char *id, const RepereStoredText *title);
/* A file by its name, opened by its address where that is one of the web: in JSON two members, "file" and
 * "url". */
void repere_report_file(RepereReport *report, const char *href, const char *url);
/* Numbers of pages (guint32, ascending), as ranges: "3, 7–9"; in JSON an array. */
void repere_report_pages(RepereReport *report, const char *key, const GArray *numbers);
void repere_report_subjects(RepereReport *report, const char *key, const GPtrArray *subjects);

/* A cell of several facts, each with a name: for things side by side. Empty ones are left out of the page,
 * and null in JSON. */
typedef struct {
  const char *key, *name;  /* in JSON, on the page */
  const char *text, *lang; /* as for repere_report_text() */
} RepereReportFact;
void repere_report_facts(RepereReport *report, const char *key, const RepereReportFact *facts, guint n);

/* ---- text of the page ---- */

/* What the words of the page are, in its language: as they are, and with texts put in (as repere_say_with()).
 */
#define repere_report_say(report, phrase) repere_say_in((report)->lang, (phrase))

/* Appends `text` escaped; controls that turn the direction of what follows are left out, as titles are other
 * people's. */
void repere_html_text(GString *out, const char *text);
/* An element with text in it, and perhaps the text's language. `attributes`: as they are, with a blank before
 * them. */
void repere_html_element(GString *out, const char *element, const char *attributes, const char *lang,
                         const char *text);

/* ---- the sections ---- */

/* report_run.c: which works the last run changed, and what it named on stderr beside files. */
void repere_report_read_run(RepereReport *report);
void repere_report_run_summary(const RepereReport *report, GString *out);
gboolean repere_report_of_changes(RepereReport *report, GError **error);
gboolean repere_report_of_problems(RepereReport *report, GError **error);
/* report_files.c: files that failed, or were read in part; files whose text is doubtful. */
gboolean repere_report_of_files(RepereReport *report, GError **error);
gboolean repere_report_of_texts(RepereReport *report, GError **error);
/* report_records.c: works whose records lack something, one section each. */
gboolean repere_report_of_records(RepereReport *report, GError **error);
/* report_subjects.c: works without a subject, one section a facet of subjects. */
gboolean repere_report_of_subjects(RepereReport *report, GError **error);
/* report_duplicates.c: works that may be one, side by side; versions and excerpts of each other. */
gboolean repere_report_of_duplicates(RepereReport *report, GError **error);
gboolean repere_report_of_versions(RepereReport *report, GError **error);
/* report_coverage.c: how many works and pages there are, by language, year, source of text and facet. */
gboolean repere_report_of_coverage(RepereReport *report, GError **error);

G_END_DECLS
#endif
