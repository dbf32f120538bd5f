/* column.h - a facet as a column: the numbers of its values by document, in memory, and counting over it.
 *
 * Where works have several values, many have the same ones: a document has the number of its list, and each
 * different list is kept once. Lists are counted, then their values. Finished data once loaded: any thread
 * may read it. Memory: 1, 2 or 4 bytes a document, by how many values or lists there are. */
#ifndef REPERE_COLUMN_H
#define REPERE_COLUMN_H

#include <roaring/roaring.h>
#include "repere/library.h"
#include "repere/vocabulary.h"
#include "xapian_c.h"

G_BEGIN_DECLS

G_DEFINE_AUTOPTR_CLEANUP_FUNC(roaring_bitmap_t, roaring_bitmap_free)

/* The values of a column by their labels in one language. */
typedef struct {
  const char *lang; /* borrowed from the library */
  guint32 *ranks;   /* number -> place in the order of the labels (collation, then value) */
  char **folded;    /* number -> label as repere_text_fold() has it */
  guint8 *shared;   /* number -> 1 where another value, of works that may be seen as well, has the same folded
                       label; NULL where the values are of no more than one vocabulary */
} RepereColumnLabels;

typedef struct {
  const RepereFacet *facet;
  guint32 pages_slot;   /* of its values' pages, which stay on the disk; 0: texts do not feed it, or no work
                           has a value */
  GPtrArray *values;    /* number -> char *; NULL for years, whose numbers are the years */
  GHashTable *by_value; /* value -> number; NULL for years */
  guint32 size;         /* every number is below this */
  guint width;          /* bytes of a code: 1, 2 or 4 */
  gpointer codes; /* by docid: the number of its value, or `size`; with starts: the number of its list */
  guint32 *starts; /* list l is members[starts[l]] … members[starts[l + 1] - 1], ascending; NULL: one value at
                      most */
  guint32 *members;
  guint32 lists;              /* how many; number 0 is the empty one */
  guint8 *used;               /* by number: 1 where some work has it */
  guint32 *totals;            /* by number: how many works that may be seen have it */
  guint32 missing;            /* works that may be seen and have none */
  guint32 *value_ranks;       /* number -> place in byte order of the values; NULL for years */
  RepereColumnLabels *labels; /* one a language of the library, in its order; NULL for years */
  guint languages;
} RepereColumn;

/* Fills `column`, which is zero but for `facet`. `slot` 0: no work has a value. */
gboolean repere_column_load(RepereColumn *column, xc_database *database, guint32 slot, guint32 last_docid,
                            GError **error);
/* Then: counts the works of `visible` and sorts the labels. */
void repere_column_finish(RepereColumn *column, const RepereLibrary *library,
                          const RepereVocabularies *vocabularies, const roaring_bitmap_t *visible);
void repere_column_clear(RepereColumn *column);

/* The value's number; FALSE where no work has it. */
gboolean repere_column_number(const RepereColumn *column, const char *value, guint32 *number);
/* The value of a number: borrowed, or for years written into `year`. */
const char *repere_column_value(const RepereColumn *column, guint32 number, char year[16]);

/* Its values by their labels in `lang`; NULL for years. */
const RepereColumnLabels *repere_column_labels(const RepereColumn *column, const char *lang);

static inline guint32 repere_column_code(const RepereColumn *column, guint32 docid)
{
  switch (column->width) {
  case 1: return ((const guint8 *)column->codes)[docid];
  case 2: return ((const guint16 *)column->codes)[docid];
  default: return ((const guint32 *)column->codes)[docid];
  }
}

/* How many values stand behind a code; the first is repere_column_number_at(column, *at), the next at *at
 * + 1. */
static inline guint repere_column_of_code(const RepereColumn *column, guint32 code, gsize *at)
{
  *at = column->starts ? column->starts[code] : code;
  return column->starts ? column->starts[code + 1] - column->starts[code] : code != column->size;
}

/* The same for those that document `docid` has. */
static inline guint repere_column_of(const RepereColumn *column, guint32 docid, gsize *at)
{
  return repere_column_of_code(column, repere_column_code(column, docid), at);
}

static inline guint32 repere_column_number_at(const RepereColumn *column, gsize at)
{
  return column->starts ? column->members[at] : (guint32)at;
}

/* Adds to counts[number], of `size` numbers, the documents of `set` that have it, and to *missing those
 * without a value. Some 1 to 2 ns a document. */
void repere_column_count(const RepereColumn *column, const roaring_bitmap_t *set, guint32 *counts,
                         guint32 *missing);

/* One of several columns to be counted over the same set. */
typedef struct {
  const RepereColumn *column;
  guint32 *counts; /* of `size` numbers */
  guint32 missing;
} RepereColumnCount;

/* The same for `n` columns: the set is decoded once. */
void repere_columns_count(RepereColumnCount *columns, guint n, const roaring_bitmap_t *set);

G_END_DECLS
#endif
