/* varint.h - unsigned numbers in as few bytes as they need (LEB128: seven bits a byte, the lowest first, the top bit says
 * that more follow), and reading them back from bytes that may be anything. */
#ifndef REPERE_VARINT_H
#define REPERE_VARINT_H

#include <glib.h>

static inline void repere_varint_append(GByteArray *to, guint32 number)
{
  guint8 bytes[5];
  guint n = 0;
  while (number >= 0x80) {
    bytes[n++] = (guint8)(number | 0x80);
    number >>= 7;
  }
  bytes[n++] = (guint8)number;
  g_byte_array_append(to, bytes, n);
}

/* Moves *at past the number. FALSE where the bytes end first or the number has more than 32 bits. */
static inline gboolean repere_varint_read(const guint8 **at, const guint8 *end, guint32 *number)
{
  guint64 value = 0;
  for (guint shift = 0; shift < 35 && *at < end; shift += 7) {
    guint8 byte = *(*at)++;
    value |= (guint64)(byte & 0x7f) << shift;
    if (!(byte & 0x80)) {
      *number = (guint32)value;
      return value <= G_MAXUINT32;
    }
  }
  return FALSE;
}

#endif
