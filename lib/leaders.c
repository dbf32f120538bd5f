/* leaders.c - the points that lead the eye from an entry of a table of contents to its page.
 *
 * Five points and more, close together or a space apart, lead somewhere; an ellipsis has three or four. They are words
 * to nobody, and make a page of contents look longer than it is. */
#include <string.h>

#include "text_private.h"

#define LEAST_POINTS 5

/* Bytes of a point at `at`, and how many it stands for: 0 where there is none. */
static gsize point_size(const char *at, guint *points)
{
  static const struct {
    const char *text;
    guint points;
  } kinds[] = {{".", 1}, {"\xE2\x80\xA6", 3} /* … */, {"\xC2\xB7", 1} /* · */,
             {"\xE2\x80\xA4", 1}, {"\xE2\x80\xA5", 2}};
  for (guint i = 0; i < G_N_ELEMENTS(kinds); i++)
    if (g_str_has_prefix(at, kinds[i].text)) {
      *points = kinds[i].points;
      return strlen(kinds[i].text);
    }
  return 0;
}

/* Bytes of the leader that begins at `at`, with the spaces between its points; 0 where it is none. */
static gsize leader_size(const char *at)
{
  guint points = 0, more = 0;
  gsize size = 0;
  for (gsize next = 0, step; (step = point_size(at + next, &more)) > 0;) {
    next += step;
    points += more;
    size = next;
    while (next < size + 2 && at[next] == ' ')
      next++;
  }
  return points >= LEAST_POINTS ? size : 0;
}

static gboolean may_have(const char *text)
{
  return strstr(text, "...") || strstr(text, ". .") || strstr(text, ".  .") || strstr(text, "\xE2\x80\xA6") ||
         strstr(text, "\xC2\xB7") || strstr(text, "\xE2\x80\xA5") || strstr(text, "\xE2\x80\xA4");
}

char *repere_leaders_drop(char *text, RepereRepairs *repairs)
{
  if (!may_have(text))
    return text;
  GString *out = g_string_sized_new(strlen(text));
  for (const char *at = text; *at;) {
    const gsize size = leader_size(at);
    if (size == 0) {
      g_string_append_c(out, *at++);
      continue;
    }
    repairs->leaders_dropped++;
    while (out->len > 0 && (out->str[out->len - 1] == ' ' || out->str[out->len - 1] == '\t'))
      g_string_truncate(out, out->len - 1);
    at += size;
    at += strspn(at, " \t");
    if (out->len > 0 && out->str[out->len - 1] != '\n' && *at && *at != '\n')
      g_string_append_c(out, ' ');
  }
  g_free(text);
  return g_string_free(out, FALSE);
}
