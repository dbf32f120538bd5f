/* serialised.h - GVariant's serialisation read in place, without its types and objects: those cost some 100 ns a value,
 * and a page of hits has thousands.
 *
 * The format is that of GLib's "GVariant Specification": members follow each other aligned; where those of variable
 * size end is written behind them all, little-endian, in as many bytes as the size of the whole wants; of a tuple in
 * reverse, and not of its last member. Any bytes can be read: what is damaged is empty or 0. Strings that do not end
 * in a zero byte or are not UTF-8 are "". Numbers are in the machine's byte order. */
#ifndef REPERE_SERIALISED_H
#define REPERE_SERIALISED_H

#include <glib.h>

G_BEGIN_DECLS

typedef struct {
  const guint8 *data;
  gsize size;
} RepereSpan;

/* A string: points into the bytes. */
const char *repere_span_string(RepereSpan span);

/* ---- tuples ---- */

typedef struct {
  RepereSpan whole;
  gsize wide; /* bytes of an offset */
  gsize ends; /* where the offsets begin */
  gsize next; /* where the next of them ends */
  gsize at;
} RepereTuple;

/* With so many members of variable size before the last of all. */
RepereTuple repere_tuple(RepereSpan whole, guint variable);
RepereSpan repere_tuple_variable(RepereTuple *tuple, gsize alignment); /* the next member, which is of variable size, */
RepereSpan repere_tuple_last(RepereTuple *tuple, gsize alignment);     /* and is the last, */
guint32 repere_tuple_u32(RepereTuple *tuple);                          /* or is a number. */
guint8 repere_tuple_byte(RepereTuple *tuple);

/* ---- arrays of elements of variable size ---- */

typedef struct {
  RepereSpan whole;
  gsize wide, ends; /* as of tuples */
  gsize next, at;
} RepereItems;

RepereItems repere_items(RepereSpan whole);
gboolean repere_items_next(RepereItems *items, gsize alignment, RepereSpan *item);

G_END_DECLS
#endif
