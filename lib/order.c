/* order.c - see order.h */
#include "order.h"

#include <string.h>
#include "ascending.h"
#include "match.h"
#include "repere/language.h"
#include "schema.h"

/* Values read between two looks at the clock. */
#define CLOCK_STEP 4096
/* Cost of looking at one place of an order for a member of a set, in members of a set looked at in a row. */
#define WALK_COST 8

enum { NEWEST, OLDEST, TITLES, ORDERS = TITLES + REPERE_LANGUAGES_MAX };

struct RepereOrders {
  const roaring_bitmap_t *visible;
  guint32 last_docid;
  GMutex lock;               /* of `made`; held while one is made, so that it is not made twice */
  RepereOrder *made[ORDERS]; /* or NULL */
};

RepereOrders *repere_orders_new(const roaring_bitmap_t *visible, guint32 last_docid)
{
  RepereOrders *orders = g_new0(RepereOrders, 1);
  g_mutex_init(&orders->lock);
  orders->visible = visible;
  orders->last_docid = last_docid;
  return orders;
}

void repere_orders_free(RepereOrders *orders)
{
  if (!orders) return;
  for (guint i = 0; i < ORDERS; i++) {
    if (!orders->made[i]) continue;
    g_free(orders->made[i]->docids);
    g_free(orders->made[i]->places);
    g_free(orders->made[i]);
  }
  g_mutex_clear(&orders->lock);
  g_free(orders);
}

/* ---- keys ---- */

static guint which(RepereSort sort, const char *lang)
{
  const RepereLanguage *language = repere_language(lang);
  if (sort == REPERE_SORT_TITLE) return TITLES + (language ? repere_language_index(language) : 0);
  return sort == REPERE_SORT_OLDEST ? OLDEST : NEWEST;
}

static xc_slot slot_of(guint order)
{
  return order < TITLES ? REPERE_SLOT_ISSUED : REPERE_SLOT_TITLE + order - TITLES;
}

/* The first eight bytes as a number; of a date its digits, which are eight at most. */
static guint64 shorten(guint order, const char *value, gsize size)
{
  guint64 key = 0;
  guint taken = 0;
  for (gsize i = 0; i < size && taken < 8; i++)
    if (order >= TITLES || value[i] != '-') {
      key = key << 8 | (guint8)value[i];
      taken++;
    }
  key = taken ? key << (8 * (8 - taken)) : 0;
  return order == NEWEST ? ~key : key;
}

static guint64 key_of(guint order, const char *value, gsize size)
{
  return size ? shorten(order, value, size) : G_MAXUINT64;
}

gboolean repere_order_key(xc_database *database, RepereSort sort, const char *lang, guint32 docid,
                          guint64 *key, xc_error *fault)
{
  xc_bytes value;
  guint order = which(sort, lang);
  xc_document *document = xc_database_document(database, docid, XC_ASSUME_VALID, fault);
  gboolean read = document && xc_document_value(document, slot_of(order), &value, fault) == XC_OK;
  if (read) *key = key_of(order, value.data, value.size);
  xc_document_free(document);
  return read;
}

/* ---- making ---- */

typedef struct {
  guint64 key;
  guint32 docid;
  guint32 size; /* of the rest of the value */
  gsize rest;   /* where it begins in `rests` */
} Keyed;

typedef struct {
  GArray *keyed;     /* of Keyed */
  GByteArray *rests; /* of titles: what comes after the first eight bytes */
} Keys;

static int compare(const void *a, const void *b, void *data)
{
  const Keyed *one = a, *other = b;
  const guint8 *rests = data;
  if (one->key != other->key) return one->key < other->key ? -1 : 1;
  guint32 least = MIN(one->size, other->size);
  int order = least ? memcmp(rests + one->rest, rests + other->rest, least) : 0;
  if (order) return order;
  if (one->size != other->size) return one->size < other->size ? -1 : 1;
  return (one->docid > other->docid) - (one->docid < other->docid);
}

static void add_key(const RepereOrders *orders, guint order, guint32 docid, const xc_bytes *value, Keys *keys)
{
  if (!roaring_bitmap_contains(orders->visible, docid)) return;
  Keyed keyed = {key_of(order, value->data, value->size), docid, 0, keys->rests->len};
  if (order >= TITLES && value->size > 8) {
    keyed.size = (guint32)value->size - 8;
    g_byte_array_append(keys->rests, (const guint8 *)value->data + 8, keyed.size);
  }
  g_array_append_val(keys->keyed, keyed);
}

/* The keys of all works in docid order, of those without a value too. */
static gboolean read_keys(const RepereOrders *orders, guint order, xc_database *database, Keys *keys,
                          const RepereQuestion *question, xc_error *fault, GError **error)
{
  const xc_bytes none = {"", 0};
  xc_bytes value;
  uint32_t docid, next = 1;
  guint steps = 0;
  int state = XC_FAILED;
  xc_values *values = xc_database_values(database, slot_of(order), fault);
  while (values && (state = xc_values_next(values, &docid, &value, fault)) == XC_ITEM &&
         docid <= orders->last_docid) {
    for (; next < docid; next++) add_key(orders, order, next, &none, keys);
    add_key(orders, order, next++, &value, keys);
    if (++steps % CLOCK_STEP == 0 && question && !repere_in_time(question, error)) break;
  }
  xc_values_free(values);
  for (; next <= orders->last_docid && state == XC_END; next++) add_key(orders, order, next, &none, keys);
  return state == XC_END;
}

static RepereOrder *order_of(const RepereOrders *orders, const GArray *keyed)
{
  RepereOrder *order = g_new0(RepereOrder, 1);
  order->size = keyed->len;
  order->last_docid = orders->last_docid;
  order->docids = g_new(guint32, (gsize)order->size + 1);
  order->places = g_new(guint32, (gsize)order->last_docid + 1);
  memset(order->places, 0xff, ((gsize)order->last_docid + 1) * sizeof *order->places);
  for (guint32 i = 0; i < order->size; i++) {
    guint32 docid = g_array_index(keyed, Keyed, i).docid;
    order->docids[i] = docid;
    order->places[docid] = i;
  }
  return order;
}

/* From the oldest first to the newest first, in place: day by day from the end, each in its own order, and
 * then those without a date. */
static void turn_round(GArray *keyed)
{
  guint dated = keyed->len;
  while (dated > 0 && g_array_index(keyed, Keyed, dated - 1).key == G_MAXUINT64) dated--;
  g_autofree Keyed *turned = g_new(Keyed, (gsize)dated + 1);
  for (guint end = dated, at = 0; end > 0;) {
    guint start = end - 1;
    while (start > 0 &&
           g_array_index(keyed, Keyed, start - 1).key == g_array_index(keyed, Keyed, end - 1).key)
      start--;
    memcpy(turned + at, &g_array_index(keyed, Keyed, start), (end - start) * sizeof(Keyed));
    at += end - start;
    end = start;
  }
  if (dated) memcpy(keyed->data, turned, dated * sizeof(Keyed));
}

/* Makes an order; of those by date both at once. */
static gboolean make(RepereOrders *orders, guint order, xc_database *database, const RepereQuestion *question,
                     xc_error *fault, GError **error)
{
  guint first = order == NEWEST ? OLDEST : order;
  Keys keys = {g_array_new(FALSE, FALSE, sizeof(Keyed)), g_byte_array_new()};
  gboolean read = read_keys(orders, first, database, &keys, question, fault, error);
  if (read) {
    if (keys.keyed->len)
      g_qsort_with_data(keys.keyed->data, (gint)keys.keyed->len, sizeof(Keyed), compare, keys.rests->data);
    g_atomic_pointer_set(&orders->made[first], order_of(orders, keys.keyed));
  }
  if (read && first == OLDEST) {
    turn_round(keys.keyed);
    g_atomic_pointer_set(&orders->made[NEWEST], order_of(orders, keys.keyed));
  }
  g_array_unref(keys.keyed);
  g_byte_array_unref(keys.rests);
  return read;
}

static const RepereOrder *get(RepereOrders *orders, guint order, xc_database *database,
                              const RepereQuestion *question, xc_error *fault, GError **error)
{
  /* While one is made, those that are there are given out. */
  const RepereOrder *made = g_atomic_pointer_get(&orders->made[order]);
  if (made) return made;
  g_mutex_lock(&orders->lock);
  if (orders->made[order] || make(orders, order, database, question, fault, error))
    made = orders->made[order];
  g_mutex_unlock(&orders->lock);
  return made;
}

const RepereOrder *repere_orders_get(RepereOrders *orders, xc_database *database, RepereSort sort,
                                     const char *lang, const RepereQuestion *question, xc_error *fault,
                                     GError **error)
{
  return get(orders, which(sort, lang), database, question, fault, error);
}

static gboolean is_made(RepereOrders *orders, guint order)
{
  return g_atomic_pointer_get(&orders->made[order]) != NULL;
}

gboolean repere_orders_prepare(RepereOrders *orders, RepereOrders *before, xc_database *database,
                               xc_error *fault, GError **error)
{
  for (guint i = 0; i < ORDERS; i++) {
    if (i >= TITLES && !(before && is_made(before, i))) continue;
    if (!get(orders, i, database, NULL, fault, error)) return FALSE;
  }
  return TRUE;
}

/* ---- taking ---- */

/* FALSE where `budget` steps were not enough: a set of works of old years is not spread over the newest. */
static gboolean walk(const RepereOrder *order, const roaring_bitmap_t *set, guint32 place, guint32 skip,
                     guint32 limit, guint64 budget, GArray *docids)
{
  guint32 end = docids->len + limit;
  for (; place < order->size && docids->len < end; place++) {
    if (budget-- == 0) return FALSE;
    if (!roaring_bitmap_contains(set, order->docids[place])) continue;
    if (skip > 0) skip--;
    else g_array_append_val(docids, order->docids[place]);
  }
  return TRUE;
}

static void sink(guint32 *heap, guint32 n, guint32 at)
{
  for (;;) {
    guint32 child = 2 * at + 1;
    if (child >= n) return;
    if (child + 1 < n && heap[child + 1] > heap[child]) child++;
    if (heap[at] >= heap[child]) return;
    guint32 place = heap[at];
    heap[at] = heap[child];
    heap[child] = place;
    at = child;
  }
}

/* Keeps the `most` first places of the set in a heap with the last of them on top. */
static void pick(const RepereOrder *order, const roaring_bitmap_t *set, guint32 place, guint32 skip,
                 guint32 most, GArray *docids)
{
  guint32 n = 0, chunk[1024], got;
  roaring_uint32_iterator_t each;
  g_autofree guint32 *heap = g_new0(guint32, (gsize)most + 1);
  roaring_init_iterator(set, &each);
  while ((got = roaring_read_uint32_iterator(&each, chunk, G_N_ELEMENTS(chunk))) > 0)
    for (guint32 i = 0; i < got; i++) {
      guint32 at = order->places[chunk[i]];
      if (at < place || (n == most && at >= heap[0])) continue;
      if (n < most) {
        heap[n++] = at;
        if (n == most)
          for (guint32 inner = most / 2; inner-- > 0;) sink(heap, most, inner);
      } else {
        heap[0] = at;
        sink(heap, most, 0);
      }
    }
  qsort(heap, n, sizeof *heap, repere_ascending);
  for (guint32 i = skip; i < n; i++) g_array_append_val(docids, order->docids[heap[i]]);
}

void repere_order_take(const RepereOrder *order, const roaring_bitmap_t *set, guint32 place, guint32 skip,
                       guint32 limit, GArray *docids)
{
  guint64 members = roaring_bitmap_get_cardinality(set), most = (guint64)skip + limit;
  guint before = docids->len;
  if (limit == 0 || members == 0 || place >= order->size) return;
  guint64 spread =
    MIN((guint64)order->size, most * order->size / members); /* steps, if they are spread evenly */
  gboolean deep = most > members / 2;
  if (deep || spread * WALK_COST <= members) {
    if (walk(order, set, place, skip, limit, deep ? G_MAXUINT64 : members / WALK_COST + 1, docids)) return;
    g_array_set_size(docids, before);
  }
  pick(order, set, place, skip, (guint32)most, docids);
}
