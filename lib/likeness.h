/* likeness.h - what the index keeps of each work for finding duplicates, and what it finds by it.
 *
 * One entry a work with files, apart from its state and its ledger, which are longer and take longer to read: all works
 * are compared after each run. The type changes together with REPERE_SCHEMA_VERSION. */
#ifndef REPERE_LIKENESS_H
#define REPERE_LIKENESS_H

#include "duplicates.h"
#include "repere/ledger.h"
#include "repere/work.h"
#include "xapian_c.h"

G_BEGIN_DECLS

/* The entry of a work, NULL where it has nothing to compare. `ledger`: of its files (RepereLedgerFile *), in order.
 * `issued`: or NULL. */
GBytes *repere_likeness_pack(const RepereWork *work, const GPtrArray *ledger, const char *issued);

/* The sketch of file `number` in an entry, or NULL. */
GBytes *repere_likeness_sketch(const char *bytes, gsize size, guint number);

/* ---- all works ---- */

typedef struct {
  guint32 docid;
  const char *id;
  GPtrArray *related; /* of const char *: ids; NULL where there are none */
} RepereLikeWork;

typedef struct {
  GArray *works;      /* of RepereLikeWork, by docid */
  GArray *files;      /* of RepereDuplicateFile; their `work` is a place in `works` */
  GPtrArray *holders; /* of GBytes *: what the strings live in */
} RepereLikenesses;

/* Reads the entries of all works: some 5 µs each. */
RepereLikenesses *repere_likenesses_read(xc_database *database, GError **error);
void repere_likenesses_free(RepereLikenesses *likenesses);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(RepereLikenesses, repere_likenesses_free)

/* Two works, or one that has the same twice, by those of their files that are most alike. */
typedef struct {
  guint one, other;   /* places in `works`; the one's id comes first */
  guint files[2];     /* places in `files`: of the one, of the other */
  guint pairs;        /* of their files that are alike */
  RepereDuplicateKind kind;
  double similarity;
} RepereLikePair;

/* Each pair of works once, without those that a record relates: kind by kind, the most similar first. */
GArray *repere_likenesses_pairs(const RepereLikenesses *likenesses);

/* TRUE for a pair of two works that may be one: its works have the value "duplicate" of the facet "quality".
 * Versions and excerpts are works of their own. */
gboolean repere_like_pair_is_duplicate(const RepereLikePair *pair);

G_END_DECLS
#endif
