/* verify.h - whether a generation of the index is sound, work by work.
 *
 * Xapian's own check says whether the files of its database can be read; what stands in them can be wrong all
 * the same. Here is looked whether its parts agree: each work has a state and a document and no other has;
 * ledger, document and stored texts tell the same pages; pages start where the words of those before end, and
 * have their words; the slots of facets hold known values, and the terms that go with them. Nothing is
 * written, and nothing is believed: any bytes can be there. */
#ifndef REPERE_VERIFY_H
#define REPERE_VERIFY_H

#include "repere/error.h"

G_BEGIN_DECLS

/* Where something is wrong. */
typedef enum {
  REPERE_PART_FILES,     /* "files"     the folder, or files of the database */
  REPERE_PART_DATABASE,  /* "database"  by Xapian's check */
  REPERE_PART_INDEX,     /* "index"     what the index says of itself, and what belongs to no work */
  REPERE_PART_WORK,      /* "work"      state and document */
  REPERE_PART_LEDGER,    /* "ledger" */
  REPERE_PART_PAGES,     /* "pages"     starts, texts, words */
  REPERE_PART_FACETS,    /* "facets"    slots, values, terms */
  REPERE_PARTS
} RepereVerifyPart;

const char *repere_verify_part_name(RepereVerifyPart part);

/* A fault: `work` is an identifier, or NULL; `sentence` names the work where there is one. */
typedef void (*RepereVerifyFault)(RepereVerifyPart part, const char *work, const char *sentence,
                                  gpointer data);
typedef void (*RepereVerifyProgress)(guint works, guint of, gpointer data);

typedef struct {
  RepereVerifyFault fault;
  RepereVerifyProgress progress; /* or NULL */
  gpointer data;
  /* What was met, set by the calls below. */
  guint works, pages;
  guint64 revision;
} RepereVerification;

/* A work with many faults has so many told, and the number of the others. */
#define REPERE_VERIFY_FAULTS_OF_WORK 5

/* FALSE where Xapian cannot check the database at `path`: it opens the tables for writing, though it writes
 * nothing. */
gboolean repere_verify_can_check(const char *path);

/* Xapian's check of the database at `path`, where it can be done. Reads every block of it. */
void repere_verify_database(const char *path, RepereVerification *verification);

/* Ours. Reads documents, ledgers, page texts and enough positions to see the words of every page: some 25 ms
 * for 100 pages. A writer that commits meanwhile may seem a fault: ask again then. */
void repere_verify_works(const char *path, RepereVerification *verification);

G_END_DECLS
#endif
