/* harvest_list.h - one list of a provider's (ListRecords), fetched page by page until it ends. For the
 * harvest. */
#ifndef REPERE_HARVEST_LIST_H
#define REPERE_HARVEST_LIST_H

#include "indexer/harvest_ask.h"
#include "indexer/harvest_pages.h"

G_BEGIN_DECLS

/* What is said meanwhile: of faults, of what happens, of how far it is (`of`: announced, or -1). */
typedef struct {
  void (*say)(const char *sentence, gpointer data);
  void (*tell)(const char *sentence, gpointer data);
  void (*show)(guint64 records, gint64 of, guint pages, gpointer data);
  gpointer data;
} RepereListTalk;

typedef struct {
  guint64 records, left_out, repaired;
  guint short_lists;
} RepereListCounts;

typedef struct {
  const RepereAsker *asker;
  ReperePages *pages;
  const char *set; /* "" for none */
  const RepereListTalk *talk;
  GHashTable *ids, *tokens; /* met so far */
  char *token;              /* of the next page; NULL at the beginning and at the end */
  gboolean ended;
  char *date;       /* responseDate of the first page, or NULL */
  gint64 size;      /* completeListSize, or -1 */
  guint64 records;  /* received */
  guint64 left_out; /* of them: faulty, and named */
  guint64 repaired; /* bytes that were not XML's */
  guint idle;       /* pages without a new identifier, one after the other */
  guint repeats;    /* tokens that were met before */
  guint restarts;
} RepereList;

RepereList *repere_list_new(const RepereAsker *asker, ReperePages *pages, const char *set,
                            const RepereListTalk *talk);
void repere_list_free(RepereList *list);

/* Goes on with what is in `pages`. FALSE where that cannot be read. */
gboolean repere_list_resume(RepereList *list);

/* Begins anew: what changed since then ("" for all), to be joined to the records of `base` (may be NULL). */
gboolean repere_list_begin(RepereList *list, const char *since, const char *base, GError **error);

/* Fetches the rest into `pages`. A token that the provider no longer knows means to begin anew, three times
 * at most. Where it fails because the list makes no sense, the pages are taken away; else they stay for the
 * next harvest. */
gboolean repere_list_fetch(RepereList *list, GError **error);

G_END_DECLS
#endif
