/* serialised.c - see serialised.h */
#include "serialised.h"

#include <string.h>

static gsize offset_bytes(gsize size)
{
  if (size <= G_MAXUINT8) return 1;
  if (size <= G_MAXUINT16) return 2;
  return size <= G_MAXUINT32 ? 4 : 8;
}

static gsize read_offset(const guint8 *at, gsize bytes)
{
  gsize offset = 0;
  while (bytes > 0) offset = offset << 8 | at[--bytes];
  return offset;
}

static gsize aligned(gsize at, gsize alignment)
{
  return (at + alignment - 1) & ~(alignment - 1);
}

/* Of `whole` from `from` to `to`, as far as that is within. */
static RepereSpan part(RepereSpan whole, gsize from, gsize to, gsize most)
{
  if (from >= to || to > most) return (RepereSpan){NULL, 0};
  return (RepereSpan){whole.data + from, to - from};
}

const char *repere_span_string(RepereSpan span)
{
  if (span.size == 0 || span.data[span.size - 1] != '\0') return "";
  return g_utf8_validate_len((const char *)span.data, span.size - 1, NULL) ? (const char *)span.data : "";
}

/* ---- tuples ---- */

RepereTuple repere_tuple(RepereSpan whole, guint variable)
{
  RepereTuple tuple = {whole, offset_bytes(whole.size), 0, whole.size, 0};
  if (whole.size < variable * tuple.wide) tuple.whole.size = tuple.next = 0;
  else tuple.ends = whole.size - variable * tuple.wide;
  return tuple;
}

RepereSpan repere_tuple_variable(RepereTuple *tuple, gsize alignment)
{
  gsize from = aligned(tuple->at, alignment);
  if (tuple->next < tuple->ends + tuple->wide) return (RepereSpan){NULL, 0};
  tuple->next -= tuple->wide;
  gsize to = read_offset(tuple->whole.data + tuple->next, tuple->wide);
  if (to <= tuple->ends) tuple->at = MAX(tuple->at, to);
  return part(tuple->whole, from, to, tuple->ends);
}

RepereSpan repere_tuple_last(RepereTuple *tuple, gsize alignment)
{
  return part(tuple->whole, aligned(tuple->at, alignment), tuple->ends, tuple->ends);
}

static void read_number(RepereTuple *tuple, gpointer number, gsize size)
{
  gsize from = aligned(tuple->at, size);
  if (from > tuple->ends || size > tuple->ends - from) return;
  memcpy(number, tuple->whole.data + from, size);
  tuple->at = from + size;
}

guint32 repere_tuple_u32(RepereTuple *tuple)
{
  guint32 number = 0;
  read_number(tuple, &number, sizeof number);
  return number;
}

guint8 repere_tuple_byte(RepereTuple *tuple)
{
  guint8 number = 0;
  read_number(tuple, &number, sizeof number);
  return number;
}

/* ---- arrays ---- */

RepereItems repere_items(RepereSpan whole)
{
  RepereItems items = {whole, offset_bytes(whole.size), 0, whole.size, 0};
  if (whole.size < items.wide) return items;
  gsize ends = read_offset(whole.data + whole.size - items.wide, items.wide); /* the last item's end */
  if (ends < whole.size && (whole.size - ends) % items.wide == 0) items.ends = items.next = ends;
  return items;
}

gboolean repere_items_next(RepereItems *items, gsize alignment, RepereSpan *item)
{
  if (items->next >= items->whole.size) return FALSE;
  gsize from = aligned(items->at, alignment), to = read_offset(items->whole.data + items->next, items->wide);
  items->next += items->wide;
  *item = part(items->whole, from, to, items->ends);
  if (to <= items->ends) items->at = MAX(items->at, to);
  return TRUE;
}
