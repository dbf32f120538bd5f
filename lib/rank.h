/* rank.h - the order of the hits: which of the matching documents stand on the page asked for.
 *
 * By relevance all hits are weighed (score.h), the best of them page by page as well (pages.h), and the page picked
 * out of them: a page costs the same wherever it is. Other orders are those of order.h. What is equal goes by docid,
 * so an order is the same each time it is asked for. */
#ifndef REPERE_RANK_H
#define REPERE_RANK_H

#include "match.h"
#include "places.h"

G_BEGIN_DECLS

typedef struct {
  guint32 docid;
  double weight; /* 0 where the sort is not by relevance */
} RepereRanked;

typedef struct {
  guint64 asked;  /* repere_cursor_question() of the question as it was asked, for the next cursor */
  GArray *hits;   /* of RepereRanked */
  ReperePlaces *places; /* of documents that were weighed page by page, or NULL; hits may be missing among them */
  char *next;     /* cursor of the page after, or NULL */
  gboolean moved; /* the question's cursor is of an older revision */
} RepereRanking;

/* Whether the hits go by weight: they do not where the query has nothing to weigh. */
gboolean repere_rank_by_weight(const RepereMatch *match, const RepereQuestion *question);

/* The hits of the page that `question` asks for (limit, offset, cursor), of those in `filtered`, which
 * repere_match_filtered() made. */
gboolean repere_rank_page(const RepereMatch *match, const RepereLane *lane, const RepereQuestion *question,
                          const roaring_bitmap_t *filtered, RepereRanking *ranking, xc_error *fault,
                          GError **error);
void repere_ranking_clear(RepereRanking *ranking);

/* The docids of RepereRanked, ascending. g_free. */
guint32 *repere_ranked_docids(const GArray *ranked);

/* All hits (RepereRanked), in order. Owned. */
GArray *repere_rank_all(const RepereMatch *match, const RepereLane *lane, const RepereQuestion *question,
                        const roaring_bitmap_t *filtered, xc_error *fault, GError **error);

G_END_DECLS
#endif
