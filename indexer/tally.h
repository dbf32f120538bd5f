/* tally.h - what a run did: counted, printed as a summary, kept beside the index for `status`. */
#ifndef REPERE_TALLY_H
#define REPERE_TALLY_H

#include "indexer/options.h"
#include "indexer/raised.h"
#include "repere/ledger.h"

G_BEGIN_DECLS

/* What can happen to a work. */
typedef enum {
  REPERE_TALLY_ADDED,
  REPERE_TALLY_REPLACED,
  REPERE_TALLY_REMOVED,
  REPERE_TALLY_CHANGES
} RepereTallyChange;

/* So many works of each are kept by name; the others are counted. */
#define REPERE_TALLY_WORKS 200

typedef struct {
  const char *command;              /* "update", "rebuild" */
  gint64 started;                   /* Unix time, s */
  double seconds;
  guint added, replaced, removed, unchanged;
  GPtrArray *changed[REPERE_TALLY_CHANGES]; /* of char *: the first ids of each; NULL: none */
  guint spared;                     /* kept although their record could not be read */
  guint records_bad;                /* records left out, and records files that could not be read whole */
  guint files_read;
  guint files_moved;                /* taken over from elsewhere in the index, where their content was
                                       known */
  RepereRaised raised;              /* read again since limits are larger now */
  guint64 pages_read;
  guint64 pages_recognised;         /* of those: by OCR, now or earlier */
  guint64 pages_recalled;           /* of those: earlier */
  guint64 pages_without;            /* of those read: that have no text that is one */
  const char *ocr_advice;           /* RepereOcrSettings.advice; NULL where pages are recognised. Borrowed */
  guint outcomes[REPERE_OUTCOMES];  /* of all files the sources name, also those read in earlier runs */
  guint64 revision;
  guint duplicates;                 /* works that look like another one (indexer/duplicates.h) */
  char *translations;               /* repere_translate_sentence(); NULL where the run did not get so far */
  gboolean interrupted;
  gboolean discarded;               /* what was done went into a generation that was not switched to */
  const char *error;                /* why the run gave up; NULL where it did not. Borrowed */
  GPtrArray *problems;              /* of char *: everything that was named on stderr */
} RepereTally;

/* Counts a work that was added, replaced or removed, and keeps its id. */
void repere_tally_count(RepereTally *tally, RepereTallyChange change, const char *id);
void repere_tally_clear(RepereTally *tally);

/* No work was changed after all. */
void repere_tally_forget(RepereTally *tally);

/* "Nothing bad": no record left out, every file indexed. */
gboolean repere_tally_is_good(const RepereTally *tally);

/* Counts the pages of a file that was read. */
void repere_tally_pages(RepereTally *tally, const RepereLedgerFile *file);

/* A few lines for people. g_free. */
char *repere_tally_summary(const RepereTally *tally);

#define REPERE_LAST_RUN "last-run.json" /* in the folder of the index */

/* Writes INDEX/REPERE_LAST_RUN; a failure is said on stderr and goes no further. */
void repere_tally_save(const RepereTally *tally, const char *index);

G_END_DECLS
#endif
