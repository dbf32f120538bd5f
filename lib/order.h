/* order.h - the works of a revision in the orders that do not depend on words: newest, oldest, title.
 *
 * An order is the places of all works that may be seen. The hits of many works are found by walking it from
 * the front, those of few by comparing their places. Works without a date come last either way; what is equal
 * goes by docid. Memory: 8 bytes a work and order, kept once it was asked for. */
#ifndef REPERE_ORDER_H
#define REPERE_ORDER_H

#include "column.h"
#include "repere/search.h"
#include "xapian_c.h"

G_BEGIN_DECLS

typedef struct {
  guint32 *docids; /* place -> docid; `size` of them */
  guint32 *places; /* docid -> place; G_MAXUINT32 where it may not be seen */
  guint32 size, last_docid;
} RepereOrder;

/* All orders of a revision. Any thread may ask, each with its own handle of that revision. */
typedef struct RepereOrders RepereOrders;

/* Borrows `visible`. */
RepereOrders *repere_orders_new(const roaring_bitmap_t *visible, guint32 last_docid);
void repere_orders_free(RepereOrders *orders);

/* The order of a sort (not relevance; `lang` counts for titles), made now if nobody asked for it yet: 0.1 to
 * 0.5 s for a million works. Borrowed. NULL with `fault`, or with an error when the question's time is over
 * (question may be NULL). */
const RepereOrder *repere_orders_get(RepereOrders *orders, xc_database *database, RepereSort sort,
                                     const char *lang, const RepereQuestion *question, xc_error *fault,
                                     GError **error);

/* Makes the orders that `before` has, so that those who page through one do not wait at each commit; at least
 * those by date. */
gboolean repere_orders_prepare(RepereOrders *orders, RepereOrders *before, xc_database *database,
                               xc_error *fault, GError **error);

/* Appends at most `limit` documents of `set` (guint32), the first ones in order from `place` on, after
 * leaving `skip` of them out. */
void repere_order_take(const RepereOrder *order, const roaring_bitmap_t *set, guint32 place, guint32 skip,
                       guint32 limit, GArray *docids);

/* What a document is sorted by, shortened to a number that grows with it: equal for works that begin alike.
 */
gboolean repere_order_key(xc_database *database, RepereSort sort, const char *lang, guint32 docid,
                          guint64 *key, xc_error *fault);

G_END_DECLS
#endif
