/* json_guard.c - see json_guard.h */
#include "json_guard.h"

#include <string.h>

/* Brackets, numbers, true, false and null. */
static gboolean is_of_json(char c)
{
  return g_ascii_isalnum(c) || strchr(" \t\r\n{}[]:,+-.", c) != NULL;
}

/* The quotation mark that ends the string behind `at`, or its end; NULL where it holds a zero byte. */
static const char *end_of_string(const char *at)
{
  for (; *at && *at != '"'; at++) {
    if (strncmp(at, "\\u0000", 6) == 0) return NULL;
    if (*at == '\\' && at[1]) at++;
  }
  return at;
}

RepereJsonGuard repere_json_guard(const char *text, guint depth)
{
  guint open = 0;
  for (const char *at = text; *at; at++) {
    if (*at == '"') {
      at = end_of_string(at + 1);
      if (!at) return REPERE_JSON_ZERO;
      if (!*at) break;
    } else if (!is_of_json(*at)) {
      return REPERE_JSON_NONE;
    } else if ((*at == '{' || *at == '[') && ++open > depth) {
      return REPERE_JSON_DEEP;
    } else if ((*at == '}' || *at == ']') && open) {
      open--;
    }
  }
  return REPERE_JSON_SOUND;
}
