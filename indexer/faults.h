/* faults.h - the values of the facet quality, of works as the index has them and of their single files.
 *
 * A file's ledger tells most of them; that a work is suspected to be another one's duplicate, or that its
 * record declares another language than its files have, only the index knows, and only where the library
 * has a facet with source=quality. */
#ifndef REPERE_FAULTS_H
#define REPERE_FAULTS_H

#include "indexer/inspect.h"
#include "lib/column.h"
#include "lib/quality.h"

G_BEGIN_DECLS

/* A facet of the index, by document; not there where the library has none of that source. */
typedef struct {
  RepereColumn column;
  gboolean there;
} RepereFaultColumn;

/* Loads the first facet with that source. A few bytes a work. */
gboolean repere_fault_column_load(const RepereLibrary *library, const RepereInspection *inspection,
                                  const char *source, RepereFaultColumn *column, GError **error);
void repere_fault_column_clear(RepereFaultColumn *column);

/* Bits (1 << RepereQuality) of the work with that docid; 0 where the column, of the source "quality", is
 * not there. */
guint repere_faults_of_work(const RepereFaultColumn *quality, guint32 docid);

/* The same of one of its files: what its ledger tells, and what only the index knows of the work. */
guint repere_faults_of_file(const RepereFaultColumn *quality, guint32 docid, const RepereFileState *state,
                            const RepereLedgerFile *file);

G_END_DECLS
#endif
