/* report_survey.h - what the report has to know of every work, gathered in one pass over the index: a few
 * bytes a work, so that a section knows which works concern it and reads no others. */
#ifndef REPERE_REPORT_SURVEY_H
#define REPERE_REPORT_SURVEY_H

#include "indexer/inspect.h"
#include "lib/quality.h"
#include "repere/vocabulary.h"

G_BEGIN_DECLS

/* Bits of a work's issues: 1 << RepereQuality, and from there on: */
enum {
  REPERE_ISSUE_FILE = REPERE_QUALITIES, /* a file with another outcome than "indexed" */
  REPERE_ISSUE_GARBAGE,                 /* a page with a text layer that is no text */
  REPERE_ISSUE_PAGE_OCR_LOW,            /* a page recognised with low confidence */
  REPERE_ISSUE_NO_TITLE,
  REPERE_ISSUE_NO_DATE,
  REPERE_ISSUE_NO_TYPE,
  REPERE_ISSUE_NO_ABSTRACT,
  REPERE_ISSUE_NO_LANGUAGE,  /* a file whose language was told from its pages */
  REPERE_ISSUE_TAKEN,        /* title, date or creators are a file's */
  REPERE_ISSUE_ONE_LANGUAGE, /* has one of the library's languages, which are several */
  REPERE_ISSUES
};

typedef struct {
  guint32 issues;   /* 1 << the above */
  guint16 year;     /* 0: undated */
  guint8 languages; /* bit i: library->languages[i] */
  guint8 foreign;   /* TRUE: has another language too, or instead */
} RepereFacts;

enum { REPERE_SURVEY_SOURCES = 6 }; /* of pages; see repere_survey_source() */

typedef struct {
  RepereFacts *facts;                     /* parallel to the inspection's states */
  guint works[REPERE_ISSUES];             /* that have an issue */
  guint concerned;                        /* works with an issue that asks for something to be done */
  guint64 sources[REPERE_SURVEY_SOURCES]; /* pages by the source of their text */
} RepereSurvey;

/* Issues that are wishes: nothing is wrong in the index, it could be richer. */
#define REPERE_ISSUES_OF_WISHES (1u << REPERE_ISSUE_NO_ABSTRACT | 1u << REPERE_ISSUE_ONE_LANGUAGE)

/* "text-layer", "document", "ocr", "empty", "garbage", "failed". */
const char *repere_survey_source(guint i);

/* Cost: some 20 µs a work of 20 pages. */
gboolean repere_survey(const RepereLibrary *library, const RepereInspection *inspection, RepereSurvey *survey,
                       GError **error);
void repere_survey_clear(RepereSurvey *survey);

G_END_DECLS
#endif
