/* places.h - where the evidence of a plan stands in some documents.
 *
 * Found term by term over all of the documents, not document by document: a term's list says which of them have it at
 * all, most have few of the words that stand for one, and the lists of positions of one term lie side by side in the
 * index. */
#ifndef REPERE_PLACES_H
#define REPERE_PLACES_H

#include "plan.h"

G_BEGIN_DECLS

/* Where a piece of evidence stands, and how much of it that is: a translation is not the word itself. */
typedef struct {
  guint32 position;
  float share;
} ReperePlace;

typedef struct ReperePlaces ReperePlaces;

/* Of `n` documents, ascending. NULL with `fault`, or with an error when the question's time is over. Cost: some 3 µs a
 * term, 1 µs for each document that has it, and 10 ns a position. */
ReperePlaces *repere_places_find(const RepereLane *lane, const ReperePlan *plan, const guint32 *docids, guint n,
                                 const RepereQuestion *question, xc_error *fault, GError **error);
void repere_places_free(ReperePlaces *places);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(ReperePlaces, repere_places_free)

/* Whether `docid` is one of the documents. `places` may be NULL. */
gboolean repere_places_know(const ReperePlaces *places, guint32 docid);

/* The places (ReperePlace) of evidence number `evidence` in one of the documents, ascending, a position once; NULL: none.
 * Borrowed. */
const GArray *repere_places_of(const ReperePlaces *places, guint32 docid, guint evidence);

G_END_DECLS
#endif
