/* pages.h - which pages of a document speak of what is asked, and how much.
 *
 * A page weighs like a small document: BM25 over the pieces of evidence that stand on it, and something on top
 * where those that are neighbours in the question stand close to each other (the nearest pairs by the inverse of
 * their distance; after Tao and Zhai, "An exploration of proximity measures", 2007). By its best page a long
 * handbook can win, and a factsheet of two pages beside it. */
#ifndef REPERE_PAGES_H
#define REPERE_PAGES_H

#include "places.h"
#include "stored.h"

G_BEGIN_DECLS

typedef struct {
  guint page;   /* in the document's page table */
  double words; /* what it weighs by the evidence on it, */
  double near;  /* and by what stands close together */
} ReperePageWeight;

/* The pages (ReperePageWeight) of document `docid` that have any evidence of `plan`, in their order; `pages` is the
 * document's page table (of RepereStoredPage), of which only where they start is read. `places` know the document. */
GArray *repere_pages_weigh(const ReperePlaces *places, guint32 docid, const GArray *pages, const ReperePlan *plan,
                           const RepereWeights *by);

/* What a page weighs in all. */
double repere_page_sum(const ReperePageWeight *page, const RepereWeights *by);

G_END_DECLS
#endif
