/* respell_text.c - the question as it was typed, with words replaced; see respell_private.h */
#include <string.h>

#include "respell_private.h"

/* The capitals of what was typed: of all letters, or of the first. */
static char *with_capitals(const char *typed, gsize size, const char *text)
{
  guint letters = 0, capitals = 0;
  for (const char *at = typed; at < typed + size; at = g_utf8_next_char(at)) {
    gunichar c = g_utf8_get_char(at);
    letters += g_unichar_isalpha(c) != 0;
    capitals += g_unichar_isupper(c) != 0;
  }
  if (letters > 1 && capitals == letters) return g_utf8_strup(text, -1);
  if (!g_unichar_isupper(g_utf8_get_char(typed))) return g_strdup(text);
  g_autofree char *first = g_utf8_substring(text, 0, 1);
  g_autofree char *capital = g_utf8_strup(first, -1);
  return g_strconcat(capital, text + strlen(first), NULL);
}

static void append(GString *text, const Respell *respell, const RespellPart *part, const char *meant)
{
  g_autofree char *written = with_capitals(respell->typed + part->start, part->end - part->start, meant);
  gboolean several = strchr(written, ' ') != NULL;
  if (!several || part->plain || part->leaf->quoted) g_string_append(text, written);
  else if (part->leaf->kind == REPERE_NODE_PHRASE) /* a compound: one part more of it */
    g_string_append(text, g_strdelimit(written, " ", '-'));
  else g_string_append_printf(text, "(%s)", written);
}

char *respell_text(const Respell *respell, const int *choice)
{
  GString *text = g_string_new(NULL);
  guint32 at = 0;
  for (guint i = 0; i < respell->parts->len; i++) {
    const RespellPart *part = &g_array_index(respell->parts, RespellPart, i);
    if (choice[i] < 0) continue;
    g_string_append_len(text, respell->typed + at, (gssize)(part->start - at));
    append(text, respell, part, g_array_index(part->candidates, RespellCandidate, choice[i]).text);
    at = part->end;
  }
  g_string_append(text, respell->typed + at);
  return g_string_free(text, FALSE);
}
