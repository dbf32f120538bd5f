/* ascending.h - numbers in order: docids, numbers of values. */
#ifndef REPERE_ASCENDING_H
#define REPERE_ASCENDING_H

#include <glib.h>

/* Compares two guint32, for qsort(), bsearch() and g_array_sort(). */
static inline int repere_ascending(const void *a, const void *b)
{
  guint32 one = *(const guint32 *)a, other = *(const guint32 *)b;
  return (one > other) - (one < other);
}

#endif
