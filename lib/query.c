/* query.c - see query.h */
#include "query.h"

#include <string.h>

/* The marks that open a phrase, and what closes it. */
static const struct {
  gunichar open, close;
} quotes[] = {
  {'"', '"'}, {0x201c, 0x201d}, {0x201e, 0x201c}, {0xab, 0xbb},
};

static void word_free(gpointer data)
{
  RepereQueryWord *word = data;
  g_free(word->folded);
  g_free(word->written);
  g_free(word->stem);
  g_free(word);
}

static void clause_free(gpointer data)
{
  RepereClause *clause = data;
  g_ptr_array_unref(clause->words);
  g_free(clause);
}

void repere_query_free(RepereQuery *query)
{
  if (!query) return;
  g_ptr_array_unref(query->clauses);
  g_ptr_array_unref(query->warnings);
  g_free(query->canonical);
  g_free(query);
}

static void add_word(const RepereToken *token, gpointer data)
{
  RepereQueryWord *word = g_new0(RepereQueryWord, 1);
  word->folded = g_strdup(token->word->folded);
  word->written = g_strdup(token->word->written);
  word->stem = g_strdup(token->word->stem);
  word->stop = token->word->stop;
  g_ptr_array_add(data, word);
}

static void add_clause(RepereQuery *query, RepereAnalyzer *analyzer, const char *text, gsize length, gboolean exclude,
                       gboolean quoted)
{
  RepereClause *clause = g_new0(RepereClause, 1);
  clause->words = g_ptr_array_new_with_free_func(word_free);
  clause->exclude = exclude;
  clause->quoted = quoted;
  repere_analyze(analyzer, text, length, query->language, add_word, clause->words);
  if (clause->words->len) g_ptr_array_add(query->clauses, clause);
  else clause_free(clause);
}

/* The end of the phrase that begins after `open`, or NULL where it has none. */
static const char *closing(const char *after, gunichar open)
{
  for (guint i = 0; i < G_N_ELEMENTS(quotes); i++)
    if (quotes[i].open == open) {
      const char *end = g_utf8_strchr(after, -1, quotes[i].close);
      return end;
    }
  return NULL;
}

static gboolean opens(gunichar c)
{
  for (guint i = 0; i < G_N_ELEMENTS(quotes); i++)
    if (quotes[i].open == c) return TRUE;
  return FALSE;
}

/* To the next white space or opening quotation mark. */
static const char *chunk_end(const char *at)
{
  while (*at && !g_unichar_isspace(g_utf8_get_char(at)) && !opens(g_utf8_get_char(at))) at = g_utf8_next_char(at);
  return at;
}

static void warn_operator(RepereQuery *query, const char *chunk, gsize length)
{
  static const char *const operators[] = {"AND", "OR", "NOT"};
  for (guint i = 0; i < G_N_ELEMENTS(operators); i++)
    if (length == strlen(operators[i]) && strncmp(chunk, operators[i], length) == 0)
      g_ptr_array_add(query->warnings, g_strdup_printf("%s is read as a word here, not as an operator.", operators[i]));
}

/* Reads one clause at `at` and returns where the next begins. */
static const char *read_clause(RepereQuery *query, RepereAnalyzer *analyzer, const char *start, const char *at)
{
  const char *after = at + 1;
  gboolean exclude = *at == '-' && *after && !g_unichar_isspace(g_utf8_get_char(after));
  if (exclude) at++;
  gunichar c = g_utf8_get_char(at);
  if (opens(c)) {
    const char *text = g_utf8_next_char(at), *end = closing(text, c);
    if (end) {
      add_clause(query, analyzer, text, (gsize)(end - text), exclude, TRUE);
      return g_utf8_next_char(end);
    }
    g_ptr_array_add(query->warnings,
                    g_strdup_printf("The quotation mark at character %ld is never closed; what follows it is read as "
                                    "words.", g_utf8_pointer_to_offset(start, at) + 1));
    return text;
  }
  const char *end = chunk_end(at);
  warn_operator(query, at, (gsize)(end - at));
  add_clause(query, analyzer, at, (gsize)(end - at), exclude, FALSE);
  return end;
}

static char *canonical_form(const RepereQuery *query)
{
  GString *form = g_string_new(NULL);
  for (guint i = 0; i < query->clauses->len; i++) {
    const RepereClause *clause = query->clauses->pdata[i];
    gboolean phrase = clause->words->len > 1 || clause->quoted;
    g_string_append(form, i ? " " : "");
    g_string_append(form, clause->exclude ? "-" : "");
    g_string_append(form, phrase ? "\"" : "");
    for (guint w = 0; w < clause->words->len; w++) {
      const RepereQueryWord *word = clause->words->pdata[w];
      g_string_append(form, w ? " " : "");
      g_string_append(form, word->written ? word->written : word->folded);
    }
    g_string_append(form, phrase ? "\"" : "");
  }
  return g_string_free(form, FALSE);
}

RepereQuery *repere_query_parse(RepereAnalyzer *analyzer, const char *q, const char *lang)
{
  RepereQuery *query = g_new0(RepereQuery, 1);
  g_autofree char *valid = g_utf8_make_valid(q, -1);
  query->language = repere_language(lang);
  query->clauses = g_ptr_array_new_with_free_func(clause_free);
  query->warnings = g_ptr_array_new_with_free_func(g_free);
  for (const char *at = valid; *at;) {
    if (g_unichar_isspace(g_utf8_get_char(at))) at = g_utf8_next_char(at);
    else at = read_clause(query, analyzer, valid, at);
  }
  query->canonical = canonical_form(query);
  return query;
}
