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

/* ---- reading ---- */

/* What may be wrong with a question, each said once. */
typedef enum { WARN_OPERATOR, WARN_FIELD, WARN_BRACKETS, WARN_BEGINNING, WARN_SPELLING, WARN_NEAR, WARN_QUOTE } Warning;

static const char *const sentences[] = {
  [WARN_OPERATOR] = "AND, OR and NOT are read as words here; all words are looked for, and -word leaves one out.",
  [WARN_FIELD] = "title:, abstract:, creator: and text: are read as words here, and looked for in the whole work.",
  [WARN_BRACKETS] = "Brackets are left out here; the words in them are read as words like the others.",
  [WARN_BEGINNING] = "word* is read as the word before the *; other words that begin so are not looked for.",
  [WARN_SPELLING] = "word~ is read as the word before the ~; other spellings of it are not looked for.",
  [WARN_NEAR] = "NEAR/n is read as words here; words in quotation marks stand in a row.",
};

static const char *const fields[] = {"title:", "abstract:", "creator:", "text:"};

typedef struct {
  RepereQuery *query;
  RepereAnalyzer *analyzer;
  const char *start;
  guint warned; /* a bit a Warning */
} Reader;

static void warn(Reader *reader, Warning what, const char *at)
{
  if (reader->warned & 1u << what) return;
  reader->warned |= 1u << what;
  char *sentence =
    what == WARN_QUOTE ? g_strdup_printf("The quotation mark at character %ld is never closed; what follows it is read "
                                         "as words.", g_utf8_pointer_to_offset(reader->start, at) + 1)
                       : g_strdup(sentences[what]);
  g_ptr_array_add(reader->query->warnings, sentence);
}

static void add_clause(const Reader *reader, const char *text, const char *end, gboolean exclude, gboolean quoted)
{
  RepereClause *clause = g_new0(RepereClause, 1);
  clause->words = g_ptr_array_new_with_free_func(word_free);
  clause->exclude = exclude;
  clause->quoted = quoted;
  repere_analyze(reader->analyzer, text, (gsize)(end - text), reader->query->language, add_word, clause->words);
  if (clause->words->len) g_ptr_array_add(reader->query->clauses, clause);
  else clause_free(clause);
}

/* The end of the phrase that begins after `open`, or NULL where it has none. */
static const char *closing(const char *after, gunichar open)
{
  for (guint i = 0; i < G_N_ELEMENTS(quotes); i++)
    if (quotes[i].open == open) return g_utf8_strchr(after, -1, quotes[i].close);
  return NULL;
}

static gboolean opens(gunichar c)
{
  for (guint i = 0; i < G_N_ELEMENTS(quotes); i++)
    if (quotes[i].open == c) return TRUE;
  return FALSE;
}

static gboolean is_bracket(char c)
{
  return c == '(' || c == ')';
}

static const char *skip_brackets(Reader *reader, const char *at)
{
  for (; is_bracket(*at); at++) warn(reader, WARN_BRACKETS, at);
  return at;
}

/* To the next white space, bracket or opening quotation mark. */
static const char *chunk_end(const char *at)
{
  while (*at && !is_bracket(*at) && !g_unichar_isspace(g_utf8_get_char(at)) && !opens(g_utf8_get_char(at)))
    at = g_utf8_next_char(at);
  return at;
}

/* The length of a field's name and colon that something follows; 0 where none begins at `at`. */
static gsize field_length(const char *at)
{
  for (guint i = 0; i < G_N_ELEMENTS(fields); i++) {
    gsize length = strlen(fields[i]);
    if (g_ascii_strncasecmp(at, fields[i], length)) continue;
    const char *after = at + length;
    return *after && *after != ')' && !g_unichar_isspace(g_utf8_get_char(after)) ? length : 0;
  }
  return 0;
}

/* After "NEAR/" and a number that fill the chunk, where the number begins; else NULL. */
static const char *near_number(const char *chunk, const char *end)
{
  gsize length = strlen("NEAR/");
  if ((gsize)(end - chunk) <= length || strncmp(chunk, "NEAR/", length) != 0) return NULL;
  for (const char *digit = chunk + length; digit < end; digit++)
    if (!g_ascii_isdigit(*digit)) return NULL;
  return chunk + length;
}

static void warn_operator(Reader *reader, const char *chunk, const char *end)
{
  static const char *const operators[] = {"AND", "OR", "NOT"};
  gsize length = (gsize)(end - chunk);
  for (guint i = 0; i < G_N_ELEMENTS(operators); i++)
    if (length == strlen(operators[i]) && strncmp(chunk, operators[i], length) == 0) warn(reader, WARN_OPERATOR, chunk);
  if (length < 2 || (end[-1] != '*' && end[-1] != '~')) return;
  gunichar last = g_utf8_get_char(g_utf8_prev_char(end - 1));
  if (g_unichar_isalnum(last) || g_unichar_ismark(last))
    warn(reader, end[-1] == '*' ? WARN_BEGINNING : WARN_SPELLING, chunk);
}

/* What an operator takes, read as the words that it is made of. */
static const char *read_words(Reader *reader, const char *at, gboolean exclude)
{
  const char *end = chunk_end(at), *number = near_number(at, end);
  if (number) {
    warn(reader, WARN_NEAR, at);
    add_clause(reader, at, number, exclude, FALSE);
    at = number;
  }
  warn_operator(reader, at, end);
  add_clause(reader, at, end, exclude, FALSE);
  return end;
}

/* Reads one clause at `at` and returns where the next begins. */
static const char *read_clause(Reader *reader, const char *at)
{
  gboolean exclude = *at == '-' && at[1] && !g_unichar_isspace(g_utf8_get_char(at + 1));
  at = skip_brackets(reader, at + exclude);
  for (gsize length = field_length(at); length; length = field_length(at)) {
    warn(reader, WARN_FIELD, at);
    add_clause(reader, at, at + length, exclude, FALSE);
    at = skip_brackets(reader, at + length);
  }
  gunichar c = g_utf8_get_char(at);
  if (!opens(c)) return read_words(reader, at, exclude);
  const char *text = g_utf8_next_char(at), *end = closing(text, c);
  if (!end) {
    warn(reader, WARN_QUOTE, at);
    return text;
  }
  add_clause(reader, text, end, exclude, TRUE);
  return g_utf8_next_char(end);
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
  Reader reader = {.query = query, .analyzer = analyzer, .start = valid};
  for (const char *at = valid; *at;) {
    if (g_unichar_isspace(g_utf8_get_char(at))) at = g_utf8_next_char(at);
    else at = is_bracket(*at) ? skip_brackets(&reader, at) : read_clause(&reader, at);
  }
  if (query->clauses->len == 0 && g_strstrip(valid)[0])
    g_ptr_array_add(query->warnings, g_strdup("There is no word in the question, so every work is an answer."));
  query->canonical = canonical_form(query);
  return query;
}
