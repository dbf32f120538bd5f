/* records.h - records on disk -> works, as a stream.
 *
 * Reads the XML of the contract (and OAI-PMH ListRecords replies with oai_dc in the same place) with libxml2, and
 * CSV (csv_records.h), as streams: no network, no DTD, no external entities, bounded depth and size. Each record is
 * validated by itself against the RELAX NG schema, so that a wrong one costs only itself. One thread. */
#ifndef REPERE_RECORDS_H
#define REPERE_RECORDS_H

#include "repere/work.h"
#include "repere/error.h"

G_BEGIN_DECLS

typedef struct RepereRecords RepereRecords;

/* A sentence about a record or a records file that is wrong. */
typedef struct {
  char *file;       /* path */
  guint line;       /* 0 where it has no line */
  char *id;         /* the record's identifier where it could be read, else NULL */
  char *message;    /* "FILE:LINE: what is wrong and what to do" */
  gboolean whole;   /* the rest of the file could not be read either (not well-formed, unreadable): works that came from
                       it before must not be taken for removed */
  gboolean warning; /* costs no record: said, and no fault of the library's */
} RepereRecordProblem;
void repere_record_problem_free(RepereRecordProblem *problem);

/* Opens the stream over `paths` (files, and folders whose *.xml and *.csv are read in name order; NULL-terminated). The
 * schema is corpus/record.rng, which the program carries. A path that does not exist is an error (REPERE_ERROR_CONFIG). */
RepereRecords *repere_records_open(const char *const *paths, GError **error);

/* The next good work, or NULL at the end. Wrong records met on the way (invalid, a second one with the same
 * identifier, …) are appended to `problems` (of RepereRecordProblem *). A record equal to one that `known` vouches for
 * (its hash for this identifier, or NULL) is not validated again: `known` may be NULL. */
typedef const char *(*RepereKnownHash)(const char *id, gpointer data);
RepereWork *repere_records_next(RepereRecords *records, GPtrArray *problems, RepereKnownHash known, gpointer data);

void repere_records_close(RepereRecords *records);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(RepereRecords, repere_records_close)

G_END_DECLS
#endif
