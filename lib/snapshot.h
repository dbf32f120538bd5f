/* snapshot.h - one revision of the index, opened for reading: a database handle a lane, and the facets as columns in
 * memory.
 *
 * A snapshot never changes. It is shared by reference count; each lane's handle is used by one thread at a time. Memory: 4
 * bytes a document and facet, and 4 a value in it. */
#ifndef REPERE_SNAPSHOT_H
#define REPERE_SNAPSHOT_H

#include "repere/search.h"
#include "xapian_c.h"

G_BEGIN_DECLS

/* A facet's values by document. Document d has numbers[starts[d]] … numbers[starts[d + 1] - 1], ascending. */
typedef struct {
  const RepereFacet *facet;
  GPtrArray *values;     /* number -> char *; NULL for years, whose numbers are the years */
  GHashTable *by_value;  /* value -> number; NULL for years */
  guint32 size;          /* every number is below this */
  GArray *starts;        /* of guint32: last_docid + 2 of them */
  GArray *numbers;       /* of guint32 */
  guint8 *used;          /* by number: 1 where some work has it */
} RepereColumn;

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
} RepereSnapshot;

/* Opens the generation at `path`. Every handle shows the same revision. `configured` is the library's
 * repere_values_hash(). */
RepereSnapshot *repere_snapshot_open(const RepereLibrary *library, const char *configured, const char *path, guint lanes,
                                     GError **error);
RepereSnapshot *repere_snapshot_ref(RepereSnapshot *snapshot);
void repere_snapshot_unref(RepereSnapshot *snapshot);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(RepereSnapshot, repere_snapshot_unref)

/* The value's number in the column; FALSE where no work has it. */
gboolean repere_column_number(const RepereColumn *column, const char *value, guint32 *number);
/* The value of a number: borrowed, or for years written into `year`. */
const char *repere_column_value(const RepereColumn *column, guint32 number, char year[16]);

/* The numbers of document `docid`; borrowed. */
static inline const guint32 *repere_column_of(const RepereColumn *column, guint32 docid, guint *count)
{
  const guint32 *starts = (const guint32 *)(const void *)column->starts->data;
  *count = starts[docid + 1] - starts[docid];
  return (const guint32 *)(const void *)column->numbers->data + starts[docid];
}

G_END_DECLS
#endif
