/* contents.c - see contents.h */
#include "contents.h"

#include <string.h>

#define LEAST_ENTRIES 6
#define LEAST_WHOLE 3 /* of them, those that stand in one line with their number */
#define SHARE_OF_LINES 0.4 /* long entries take two lines, and headings stand between them */
#define GROWING 0.85       /* of the steps from one entry to the next */

enum { MOST_DIGITS = 4, LEAST_LETTERS = 3 };

/* The number that a line ends with, after words, or is, where the entry stands in a line before; -1 where it
 * has none. */
static gint entry_number(const char *line, gsize size, gboolean *whole)
{
  gsize end = size, letters = 0;
  gint number = 0, unit = 1;
  while (end > 0 && g_ascii_isspace(line[end - 1])) end--;
  gsize start = end;
  for (; start > 0 && g_ascii_isdigit(line[start - 1]); start--) {
    if (end - start == MOST_DIGITS) return -1;
    number += unit * (line[start - 1] - '0');
    unit *= 10;
  }
  if (start == end || (start > 0 && !g_ascii_isspace(line[start - 1]))) return -1;
  for (gsize i = 0; i < start; i++) letters += g_ascii_isalpha(line[i]) || (guchar)line[i] >= 0xC3;
  *whole = letters >= LEAST_LETTERS;
  return *whole || start == 0 ? number : -1;
}

gboolean repere_text_is_contents(const char *text, gsize size)
{
  guint lines = 0, entries = 0, whole = 0, growing = 0;
  gint before = -1;
  for (gsize start = 0; start < size;) {
    const char *end = memchr(text + start, '\n', size - start);
    gsize length = end ? (gsize)(end - text) - start : size - start;
    gboolean in_one = FALSE;
    gint number = entry_number(text + start, length, &in_one);
    for (gsize i = 0; i < length; i++)
      if (!g_ascii_isspace(text[start + i])) {
        lines++;
        break;
      }
    if (number >= 0) {
      growing += number >= before;
      entries++;
      whole += in_one;
      before = number;
    }
    start += length + 1;
  }
  return entries >= LEAST_ENTRIES && whole >= LEAST_WHOLE &&
         entries >= SHARE_OF_LINES * lines && growing >= GROWING * entries;
}
