/* harvest_store.h - the records of one provider (or of one of its sets), as they were last harvested. For the
 * harvest.
 *
 * One file, an OAI-PMH reply itself: responseDate says what the provider's clock said when the harvest began,
 * which is where the next one goes on; the request says whom it is from. So records and state change
 * together, in one rename. "update" reads it as it reads any such reply. Deleted records are not in it; a
 * provider without any record is its error noRecordsMatch. */
#ifndef REPERE_HARVEST_STORE_H
#define REPERE_HARVEST_STORE_H

#include "indexer/harvest_pages.h"

G_BEGIN_DECLS

typedef struct {
  char *path;      /* of the file */
  char *pages;     /* of the folder for pages */
  char *url, *set; /* set: "" for all */
  char *date;      /* its responseDate; NULL where there is no file yet, or none that can be read */
} RepereStore;

/* The file in `folder` for the provider: its name is made of the address (http or https, with or without a
 * last "/" are one) and the set. Reads its state. */
RepereStore *repere_store_new(const char *folder, const char *url, const char *set);
void repere_store_free(RepereStore *store);

typedef struct {
  guint64 added, replaced, deleted, unchanged; /* records of the list, against those kept */
  guint64 kept;                                /* records in the file now */
  guint64 spared;                              /* missing in a whole list that is short, and kept */
} RepereStoreCounts;

typedef enum {
  REPERE_JOIN_CHANGES, /* the pages list what changed */
  REPERE_JOIN_WHOLE,   /* the pages list all there is: what they have not is removed */
  REPERE_JOIN_SHORT    /* they should, but lists fewer than announced: nothing is removed for being missing */
} RepereJoin;

/* Joins the pages into the file, which says `date` from then on (NULL: nothing, so that the next harvest is
 * whole). Where an identifier is there twice, the later one counts. Where nothing changes, the file stays
 * untouched, with its older date. Memory: some 150 bytes a record of the pages; time: that of reading file
 * and pages. */
gboolean repere_store_join(RepereStore *store, const ReperePages *pages, const char *date, RepereJoin how,
                           RepereStoreCounts *counts, GError **error);

/* How many records the file has; 0 where there is none. */
gboolean repere_store_count(const RepereStore *store, guint64 *count, GError **error);

G_END_DECLS
#endif
