#include "searchd/etag.h"

#include <string.h>

/* Characters of the digest that are kept: 96 bits, since a validator that fits two answers gives a wrong
 * one. */
enum { DIGITS = 24 };

char *etag_new(guint64 edition, const RepereIndexState *index, const char *request)
{
  g_autofree char *numbers = g_strdup_printf("%" G_GINT64_MODIFIER "x %" G_GUINT64_FORMAT " %s %s ", edition,
                                             index->revision, index->analysis, index->uuid);
  g_autoptr(GChecksum) sum = g_checksum_new(G_CHECKSUM_SHA256);
  g_checksum_update(sum, (const guchar *)numbers, -1);
  g_checksum_update(sum, (const guchar *)request, -1);
  return g_strdup_printf("W/\"%.*s\"", DIGITS, g_checksum_get_string(sum));
}

/* What stands between the quotation marks of the tag at `p`, which moves behind it; FALSE where there is
 * none. */
static gboolean read_tag(const char **p, const char **opaque, gsize *length)
{
  const char *start = *p;
  if (start[0] == 'W' && start[1] == '/')
    start += 2;
  if (*start != '"')
    return FALSE;
  start++;
  const char *end = strchr(start, '"');
  if (!end)
    return FALSE;
  *opaque = start;
  *length = (gsize)(end - start);
  *p = end + 1;
  return TRUE;
}

static const char *skip(const char *p, const char *characters)
{
  return p + strspn(p, characters);
}

gboolean etag_matches(const char *if_none_match, const char *etag)
{
  if (!if_none_match)
    return FALSE;
  const char *p = skip(if_none_match, " \t");
  /* "*" is true of what exists (RFC 9110, 13.1.2), and nothing has been looked up yet. */
  if (*p == '*')
    return FALSE;
  const char *ours, *opaque;
  gsize our_length, length;
  if (!read_tag(&etag, &ours, &our_length))
    return FALSE;
  gboolean found = FALSE;
  for (p = skip(p, " \t,"); *p; p = skip(p, " \t,")) {
    if (!read_tag(&p, &opaque, &length))
      return FALSE;
    found = found || (length == our_length && memcmp(opaque, ours, length) == 0);
    p = skip(p, " \t");
    if (*p && *p != ',')
      return FALSE;
  }
  return found;
}
