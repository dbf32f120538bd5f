/* snapshot.h - one revision of the index, opened for reading: a database handle a lane, and in memory the facets as columns,
 * which works may be seen, and the sets of documents that questions asked for.
 *
 * A snapshot never changes, but for what it keeps to be quicker (sets, orders), which has locks of its own. It is shared by
 * reference count; each lane's handle is used by one thread at a time. */
#ifndef REPERE_SNAPSHOT_H
#define REPERE_SNAPSHOT_H

#include "column.h"
#include "docset.h"
#include "order.h"
#include "lexicon.h"
#include "repere/search.h"
#include "xapian_c.h"

G_BEGIN_DECLS

typedef struct RepereCompletion RepereCompletion; /* completion.h */

typedef struct {
  gint references;
  char *path;            /* the generation */
  char *uuid;            /* Xapian's, of its database: a path and a revision can come again when an index is made anew */
  RepereIndexState state;
  guint32 documents;     /* in the index, those that may not be seen too */
  guint32 last_docid;
  guint lanes;
  xc_database **handles; /* one a lane */
  RepereColumn *columns; /* one a facet of the library, in its order */
  guint facets;
  roaring_bitmap_t *visible; /* the documents that may be seen: state.works of them */
  RepereDocsets *docsets;
  RepereOrders *orders;
  float *norms;          /* repere_score_norms() */
  RepereLexicon *words, *title_words; /* of all text, of titles */
  RepereCompletion *completion; /* NULL: the index moved on before it was made */
} RepereSnapshot;

/* Opens the generation at `path`. Every handle shows the same revision. `configured` is the library's
 * repere_values_hash(); `before` (or NULL) the snapshot that it will follow: what was made there on demand is made here at
 * once. Cost: a pass over the facets' values; seconds for a million works. */
RepereSnapshot *repere_snapshot_open(const RepereLibrary *library, const RepereVocabularies *vocabularies,
                                     const char *configured, const char *path, guint lanes,
                                     const RepereSnapshot *before, GError **error);
RepereSnapshot *repere_snapshot_ref(RepereSnapshot *snapshot);
void repere_snapshot_unref(RepereSnapshot *snapshot);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(RepereSnapshot, repere_snapshot_unref)

/* The column of the facet called `name`, or NULL. */
const RepereColumn *repere_snapshot_column(const RepereSnapshot *snapshot, const char *name);

G_END_DECLS
#endif
