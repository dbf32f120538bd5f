/* concept_forms.c - see concept_forms.h */
#include "concept_forms.h"
#include <string.h>
#include "repere/language.h"

gboolean repere_concept_is_capitals(const char *text)
{
  guint capitals = 0;
  for (const char *p = text; *p != '\0'; p = g_utf8_next_char(p)) {
    gunichar c = g_utf8_get_char(p);
    if (g_unichar_islower(c))
      return FALSE;
    capitals += g_unichar_isupper(c) ? 1 : 0;
  }
  return capitals >= 2;
}

/* ---- acronyms ---- */

/* Whether the letters of `acronym` come in `words` in this order, the first at their beginning: "DTP" is
 * more than the initials of "desktop publishing". */
static gboolean is_acronym_of(const char *acronym, const char *words)
{
  if (strchr(acronym, ' ') != NULL || g_utf8_strlen(acronym, -1) < 2 || g_utf8_strlen(acronym, -1) > 8 ||
      strchr(words, ' ') == NULL || !repere_concept_is_capitals(acronym))
    return FALSE;
  const char *at = words;
  gboolean initial = TRUE;
  for (const char *p = acronym; *p != '\0'; p = g_utf8_next_char(p), initial = FALSE) {
    gunichar wanted = g_unichar_tolower(g_utf8_get_char(p));
    while (*at != '\0' && g_unichar_tolower(g_utf8_get_char(at)) != wanted)
      if (initial)
        return FALSE;
      else
        at = g_utf8_next_char(at);
    if (*at == '\0')
      return FALSE;
    at = g_utf8_next_char(at);
  }
  return TRUE;
}

/* ---- inverted names ---- */

/* Whether `part` ends as what stands behind the name it belongs to: "Federal Republic of", "République
 * islamique d'". */
static gboolean ends_open(const char *part, const char *lang)
{
  gsize size = strlen(part);
  if (size == 0)
    return FALSE;
  if (g_str_has_suffix(part, "'") || g_str_has_suffix(part, "’"))
    return TRUE;
  const char *space = strrchr(part, ' ');
  if (space == NULL)
    return FALSE;
  g_autofree char *last = g_utf8_strdown(space + 1, -1);
  return repere_language_is_stop(repere_language(lang), last, strlen(last));
}

static char *joined(const char *front, const char *back)
{
  gboolean elided = g_str_has_suffix(front, "'") || g_str_has_suffix(front, "’");
  return g_strconcat(front, elided ? "" : " ", back, NULL);
}

/* ---- forms ---- */

/* "outer (inner)". */
static void qualified(const char *label, const char *outer, const char *inner, const char *lang,
                      RepereConceptFormFunc each, gpointer data)
{
  if (is_acronym_of(inner, outer) || is_acronym_of(outer, inner)) {
    each(label, FALSE, TRUE, data);
    each(outer, FALSE, TRUE, data);
    each(inner, FALSE, TRUE, data);
  } else if (ends_open(inner, lang)) {
    g_autofree char *name = joined(inner, outer);
    each(label, FALSE, TRUE, data);
    each(name, FALSE, TRUE, data);
    each(outer, TRUE, TRUE, data);
  } else {
    each(label, FALSE, FALSE, data);
    if (strpbrk(inner, "0123456789") == NULL)
      each(outer, TRUE, FALSE, data);
  }
}

/* "outer, inner", with one comma. */
static void inverted(const char *label, const char *outer, const char *inner, const char *lang,
                     RepereConceptFormFunc each, gpointer data)
{
  g_autofree char *name = joined(inner, outer);
  each(label, FALSE, TRUE, data);
  each(name, FALSE, TRUE, data);
  if (ends_open(inner, lang))
    each(outer, TRUE, TRUE, data);
}

void repere_concept_forms(const char *label, const char *lang, RepereConceptFormFunc each, gpointer data)
{
  const char *open = strchr(label, '('), *close = open != NULL ? strchr(open, ')') : NULL;
  const char *comma = strchr(label, ',');
  if (close != NULL && open > label && close[1 + strspn(close + 1, " ")] == '\0' &&
      strchr(open + 1, '(') == NULL) {
    g_autofree char *outer = g_strstrip(g_strndup(label, (gsize)(open - label)));
    g_autofree char *inner = g_strstrip(g_strndup(open + 1, (gsize)(close - open - 1)));
    qualified(label, outer, inner, lang, each, data);
  } else if (comma != NULL && strchr(comma + 1, ',') == NULL) {
    g_autofree char *outer = g_strstrip(g_strndup(label, (gsize)(comma - label)));
    g_autofree char *inner = g_strstrip(g_strdup(comma + 1));
    inverted(label, outer, inner, lang, each, data);
  } else {
    each(label, FALSE, TRUE, data);
  }
}
