/* query_scan.c - what a question is cut into: quotation marks, fields, operators; see query_private.h */
#include <string.h>

#include "query_private.h"

/* The marks that open a phrase, and what closes it. A single one may be an apostrophe as well. */
static const struct {
  gunichar open, close;
  gboolean single;
} quotes[] = {
  {'"', '"', FALSE},       {0x201c, 0x201d, FALSE}, {0x201d, 0x201d, FALSE}, {0x201e, 0x201c, FALSE},
  {0x201e, 0x201d, FALSE}, {0xab, 0xbb, FALSE},     {0x2039, 0x203a, FALSE}, {0x2018, 0x2019, TRUE},
};

gboolean query_is_space(const char *at)
{
  return g_unichar_isspace(g_utf8_get_char(at));
}

static gboolean is_letter(gunichar c)
{
  return g_unichar_isalnum(c) || g_unichar_ismark(c);
}

static gboolean opens(gunichar c, gboolean in_word)
{
  for (guint i = 0; i < G_N_ELEMENTS(quotes); i++)
    if (quotes[i].open == c) return !quotes[i].single || !in_word;
  return FALSE;
}

/* A single mark that is within a word, or where a mark was opened, is an apostrophe. */
static gboolean closes(gunichar open, const char *at)
{
  gunichar c = g_utf8_get_char(at);
  for (guint i = 0; i < G_N_ELEMENTS(quotes); i++)
    if (quotes[i].open == open && quotes[i].close == c)
      return !quotes[i].single || !is_letter(g_utf8_get_char(g_utf8_next_char(at)));
  return FALSE;
}

static guint mark_number(gunichar open)
{
  guint i = 0;
  while (quotes[i].open != open) i++;
  return i;
}

gboolean query_phrase_at(const char *start, const char *at, guint *unclosed, QueryPhrase *phrase)
{
  gunichar c = g_utf8_get_char(at);
  if (!opens(c, at > start && is_letter(g_utf8_get_char(g_utf8_prev_char(at))))) return FALSE;
  *phrase = (QueryPhrase){g_utf8_next_char(at), NULL, NULL};
  if (*unclosed & 1u << mark_number(c)) return TRUE;
  const char *end = phrase->text;
  while (*end && !closes(c, end)) end = g_utf8_next_char(end);
  if (!*end) {
    *unclosed |= 1u << mark_number(c);
    return TRUE;
  }
  phrase->end = end;
  phrase->next = g_utf8_next_char(end);
  return TRUE;
}

/* "migrant(e)s": letters in brackets within a word, as inclusive spelling and plurals have them, are no
 * part of their own. Returns what follows the brackets, or NULL. */
static const char *letters_in_brackets(const char *at)
{
  enum { LETTERS = 5 };
  const char *letter = at + 1;
  for (guint i = 0; i < LETTERS && g_unichar_isalpha(g_utf8_get_char(letter)); i++)
    letter = g_utf8_next_char(letter);
  return letter > at + 1 && *letter == ')' ? letter + 1 : NULL;
}

/* The end of three digits, and no more, at `at`; NULL where there are none. */
static const char *three_digits(const char *at)
{
  for (guint i = 0; i < 3; i++)
    if (!g_ascii_isdigit(at[i])) return NULL;
  return is_letter(g_utf8_get_char(at + 3)) ? NULL : at + 3;
}

/* "20 000": a plain space groups digits in a number whose last group is 000, as in texts (analyze.c). */
static gboolean groups_digits(const char *chunk, const char *at)
{
  const char *first = at;
  while (first > chunk && (g_ascii_isdigit(first[-1]) || first[-1] == ' ')) first--;
  const gsize digits = strspn(first, "0123456789");
  gboolean grouped = FALSE;
  if (digits > 3 || *first == '0' || (first > chunk && is_letter(g_utf8_get_char(g_utf8_prev_char(first)))))
    return FALSE;
  for (const char *group = at; *group == ' ' && three_digits(group + 1) && !grouped; group += 4)
    grouped = strncmp(group + 1, "000", 3) == 0;
  return grouped;
}

/* "10 000" with a space that breaks no line is one number; the number of NEAR/10 ends with it. */
static gboolean is_space_in_number(const char *chunk, const char *at)
{
  gunichar c = g_utf8_get_char(at);
  if (at == chunk || !g_ascii_isdigit(at[-1]) || query_operator(chunk, at, NULL) != QUERY_NONE) return FALSE;
  if (c == ' ') return groups_digits(chunk, at);
  return (c == 0xa0 || c == 0x202f || c == 0x2007) && g_ascii_isdigit(*g_utf8_next_char(at));
}

const char *query_chunk_end(const char *chunk)
{
  gboolean in_word = FALSE;
  const char *at = chunk;
  while (*at && *at != ')') {
    gunichar c = g_utf8_get_char(at);
    const char *after =
      *at == '(' && in_word && query_operator(chunk, at, NULL) == QUERY_NONE ? letters_in_brackets(at) : NULL;
    if (after) {
      at = after;
      continue;
    }
    if (*at == '(' || opens(c, in_word) || (g_unichar_isspace(c) && !is_space_in_number(chunk, at))) break;
    in_word = is_letter(c);
    at = g_utf8_next_char(at);
  }
  return at;
}

gsize query_field_at(const char *at, RepereTextField *field)
{
  static const RepereTextField asked[] = {REPERE_FIELD_TITLE, REPERE_FIELD_ABSTRACT, REPERE_FIELD_CREATOR,
                                          REPERE_FIELD_TEXT};
  for (guint i = 0; i < G_N_ELEMENTS(asked); i++) {
    const char *name = repere_field_row(asked[i])->name;
    gsize length = strlen(name);
    if (g_ascii_strncasecmp(at, name, length) || at[length] != ':') continue;
    *field = asked[i];
    return length + 1;
  }
  return 0;
}

QueryOperator query_operator(const char *chunk, const char *end, guint64 *n)
{
  static const struct {
    const char *name;
    QueryOperator found;
  } operators[] = {{"AND", QUERY_AND}, {"OR", QUERY_OR}, {"NOT", QUERY_NOT}, {"NEAR", QUERY_NEAR}};
  gsize length = (gsize)(end - chunk);
  if (n) *n = REPERE_NEAR_DEFAULT;
  for (guint i = 0; i < G_N_ELEMENTS(operators); i++)
    if (length == strlen(operators[i].name) && strncmp(chunk, operators[i].name, length) == 0)
      return operators[i].found;
  const gsize head = strlen("NEAR/");
  if (length <= head || strncmp(chunk, "NEAR/", head) != 0) return QUERY_NONE;
  for (const char *digit = chunk + head; digit < end; digit++)
    if (!g_ascii_isdigit(*digit)) return QUERY_NONE;
  if (n) *n = g_ascii_strtoull(chunk + head, NULL, 10);
  return QUERY_NEAR;
}
