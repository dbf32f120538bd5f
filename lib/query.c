/* query.c - the grammar of query.h, read by recursive descent; see query_private.h for its parts */
#include "query.h"

#include <string.h>

#include "query_private.h"

typedef struct {
  RepereQuery *query;
  QueryWords words;
  const char *start, *at;
  guint depth;    /* of brackets */
  guint leftover; /* brackets open that are too deep to count */
  guint unclosed; /* see query_phrase_at() */
  guint warned;   /* a bit a Warning */
} Reader;

/* ---- warnings: each kind once, with the place of the first ---- */

typedef enum {
  WARN_OPERATOR,
  WARN_NOTHING,
  WARN_NEAR_PARTS,
  WARN_NEAR_NUMBER,
  WARN_FIELD,
  WARN_OPEN,
  WARN_CLOSE,
  WARN_EMPTY,
  WARN_DEEP,
  WARN_SHORT,
  WARN_SPLIT,
  WARN_MARK,
  WARN_SIGN,
  WARN_QUOTE
} Warning;

static const char *const sentences[] = {
  [WARN_OPERATOR] = "The %s at character %ld has nothing to join and is read as a word.",
  [WARN_NOTHING] = "The %s at character %ld is left out, for there is no word on one side of it.",
  [WARN_NEAR_PARTS] = "The %s at character %ld joins more than single words of one field, so its parts "
                      "are looked for wherever they stand.",
  [WARN_NEAR_NUMBER] = "The %s at character %ld is read as the nearest number that NEAR/n takes: 1 to "
                       "100, and no fewer than the words that it joins need.",
  [WARN_FIELD] = "The %s at character %ld stands directly before no word and is read as a word.",
  [WARN_OPEN] =
    "The bracket %s at character %ld is never closed; it is read as if it were closed at the end.",
  [WARN_CLOSE] = "The bracket %s at character %ld was never opened and is left out.",
  [WARN_EMPTY] = "The bracket %s at character %ld has no word in it and is left out.",
  [WARN_DEEP] = "The bracket %s at character %ld is left out, for brackets are read 50 deep; the words in it "
                "are read like those around it.",
  [WARN_SHORT] = "The beginning \"%s\" at character %ld is read as a word: a beginning has two letters at "
                 "least.",
  [WARN_SPLIT] = "Of \"%s\" at character %ld only the last part is read with its mark, the others as words.",
  [WARN_MARK] = "The %s at character %ld is left out, for it stands at no word's end, or in quotation marks.",
  [WARN_SIGN] = "The \"%s\" at character %ld is no operator; what words it has are looked for as they stand.",
  [WARN_QUOTE] = "The quotation mark %s at character %ld is never closed; what follows it is read as words.",
};

static void warn(Reader *reader, Warning what, const char *at, const char *end)
{
  enum { SHOWN = 60 };
  if (reader->warned & 1u << what) return;
  reader->warned |= 1u << what;
  g_autofree char *shown = g_utf8_substring(at, 0, MIN(SHOWN, g_utf8_strlen(at, end - at)));
  g_autoptr(GString) sentence = g_string_new(sentences[what]);
  g_autofree char *place = g_strdup_printf("%ld", g_utf8_pointer_to_offset(reader->start, at) + 1);
  g_string_replace(sentence, "%ld", place, 1);
  g_string_replace(sentence, "%s", shown, 1);
  g_ptr_array_add(reader->query->warnings, g_strdup(sentence->str));
}

/* ---- characters ---- */

static void skip_space(Reader *reader)
{
  while (*reader->at && query_is_space(reader->at)) reader->at = g_utf8_next_char(reader->at);
}

/* Whether something follows at `at` that may be a part. */
static gboolean may_begin(const char *at)
{
  return *at && *at != ')';
}

/* ---- words ---- */

/* Where the last word of the chunk ends, so that marks after it are seen through punctuation. */
static const char *word_end(const char *chunk, const char *end)
{
  while (end > chunk) {
    const char *before = g_utf8_prev_char(end);
    gunichar c = g_utf8_get_char(before);
    if (g_unichar_isalnum(c) || g_unichar_ismark(c)) break;
    end = before;
  }
  return end;
}

/* "word~2", as others write it, is word~: how many letters may differ follows from the word's length. */
static const char *before_number(const char *chunk, const char *end)
{
  const char *digit = end;
  while (digit > chunk && g_ascii_isdigit(digit[-1])) digit--;
  return digit < end && digit > chunk + 1 && digit[-1] == '~' && word_end(chunk, digit - 1) == digit - 1
           ? digit - 1
           : end;
}

/* A mark after a letter or before one was meant to do something. */
static void look_for_marks(Reader *reader, const char *text, const char *end)
{
  for (const char *at = text; at < end; at++) {
    if (*at != '*' && *at != '~') continue;
    gunichar before = at > text ? g_utf8_get_char(g_utf8_prev_char(at)) : 0;
    gunichar after = at + 1 < end ? g_utf8_get_char(at + 1) : 0;
    if (g_unichar_isalnum(before) || g_unichar_isalnum(after)) warn(reader, WARN_MARK, at, at + 1);
  }
}

/* Whether the chunk begins with a name and a colon as a field does; "https://" does not. */
static gboolean names_field(const char *chunk, const char *end)
{
  const char *at = chunk;
  while (at < end && g_ascii_isalpha(*at)) at++;
  return at > chunk + 1 && at + 1 < end && at[0] == ':' && at[1] != '/' && at[1] != ':';
}

/* "word^2" */
static gboolean has_weight(const char *chunk, const char *end)
{
  for (const char *at = chunk + 1; at + 1 < end; at++)
    if (*at == '^' && g_ascii_isdigit(at[1])) return TRUE;
  return FALSE;
}

/* What other search engines read as an operator, and was surely meant as one. */
static gboolean is_foreign(const char *chunk, const char *end)
{
  static const char *const signs[] = {"-", "!", "|", "||", "&&"};
  gsize length = (gsize)(end - chunk);
  for (guint i = 0; i < G_N_ELEMENTS(signs); i++)
    if (length == strlen(signs[i]) && strncmp(chunk, signs[i], length) == 0) return TRUE;
  if (length > 5 && g_ascii_strncasecmp(chunk, "near/", 5) == 0) return TRUE;
  return (length > 1 && *chunk == '!' && g_unichar_isalnum(g_utf8_get_char(chunk + 1))) ||
         has_weight(chunk, end) || names_field(chunk, end);
}

static RepereNode *read_marked(Reader *reader, RepereNodeKind kind, RepereTextField field, const char *chunk,
                               const char *end)
{
  gboolean shorter = FALSE;
  RepereNode *node = query_leaf_marked(&reader->words, kind, field, chunk, end, &shorter);
  if (shorter) warn(reader, WARN_SHORT, chunk, end + 1);
  if (!node || node->kind != REPERE_NODE_AND) return node;
  warn(reader, WARN_SPLIT, chunk, end + 1);
  if (reader->depth < QUERY_DEPTH) return node;
  query_node_free(node); /* its normal form would be a bracket deeper */
  return query_leaf_plain(&reader->words, field, chunk, end);
}

static RepereNode *read_chunk(Reader *reader, RepereTextField field)
{
  RepereTextField named;
  const char *chunk = reader->at, *end = query_chunk_end(chunk);
  if (end == chunk) end = g_utf8_next_char(chunk);
  reader->at = end;
  if (query_operator(chunk, end, NULL) != QUERY_NONE) warn(reader, WARN_OPERATOR, chunk, end);
  else if (query_field_at(chunk, &named) == 0 && is_foreign(chunk, end)) warn(reader, WARN_SIGN, chunk, end);
  if (chunk + query_field_at(chunk, &named) == end) warn(reader, WARN_FIELD, chunk, end);
  const char *last = before_number(chunk, word_end(chunk, end));
  look_for_marks(reader, chunk, last);
  if (last == chunk) return NULL;
  if (last < end && *last == '*') return read_marked(reader, REPERE_NODE_BEGINNING, field, chunk, last);
  if (last < end && *last == '~') return read_marked(reader, REPERE_NODE_SPELLING, field, chunk, last);
  look_for_marks(reader, last, end);
  return query_leaf_plain(&reader->words, field, chunk, end);
}

/* ---- parts ---- */

static RepereNode *read_query(Reader *reader, RepereTextField field);

static RepereNode *read_brackets(Reader *reader, RepereTextField field)
{
  const char *open = reader->at++;
  reader->depth++;
  RepereNode *node = read_query(reader, field);
  reader->depth--;
  if (*reader->at == ')') reader->at++;
  else warn(reader, WARN_OPEN, open, open + 1);
  if (!node) warn(reader, WARN_EMPTY, open, open + 1);
  return node;
}

static RepereNode *read_part(Reader *reader, RepereTextField field)
{
  QueryPhrase phrase;
  if (*reader->at == '(') return read_brackets(reader, field);
  if (!query_phrase_at(reader->start, reader->at, &reader->unclosed, &phrase) || !phrase.end)
    return read_chunk(reader, field);
  reader->at = phrase.next;
  look_for_marks(reader, phrase.text, phrase.end);
  return query_leaf_quoted(&reader->words, field, phrase.text, phrase.end);
}

/* What stands before a part. */
typedef struct {
  gboolean exclude;
  RepereTextField field;
  const char *name, *negation; /* the last field and the last NOT, or NULL */
} Before;

/* Brackets that are too deep, and quotation marks that are never closed, are stepped over. */
static gboolean step_over(Reader *reader)
{
  QueryPhrase phrase;
  const char *at = reader->at;
  if (*at == '(' && reader->depth >= QUERY_DEPTH) {
    warn(reader, WARN_DEEP, at, at + 1);
    reader->leftover++;
    reader->at++;
    skip_space(reader);
    return TRUE;
  }
  if (!query_phrase_at(reader->start, at, &reader->unclosed, &phrase) || phrase.end) return FALSE;
  if (g_utf8_get_char(at) != 0x2018)
    warn(reader, WARN_QUOTE, at, phrase.text); /* that may be an apostrophe */
  reader->at = phrase.text;
  return TRUE;
}

static gboolean read_not(Reader *reader, Before *before)
{
  const char *end = query_chunk_end(reader->at);
  if (query_operator(reader->at, end, NULL) != QUERY_NOT) return FALSE;
  while (*end && query_is_space(end)) end = g_utf8_next_char(end);
  if (!may_begin(end)) return FALSE;
  before->exclude = !before->exclude;
  before->negation = reader->at;
  reader->at = end;
  return TRUE;
}

/* One NOT, - or field; FALSE where there is none. A NOT that is `glued` to the sign before it is none. */
static gboolean read_before(Reader *reader, Before *before, gboolean *glued)
{
  const char *after = reader->at;
  RepereTextField field;
  gsize length = query_field_at(after, &field);
  if (step_over(reader)) {
    *glued = FALSE;
    return TRUE;
  }
  while (*after == '-') after++;
  if (after == reader->at && length == 0) return !*glued && read_not(reader, before);
  after += length;
  if (!may_begin(after) || query_is_space(after)) return FALSE;
  if (length) {
    before->name = reader->at;
    before->field = field;
  } else {
    before->exclude = !before->exclude;
  }
  reader->at = after;
  *glued = TRUE;
  return TRUE;
}

/* A part with what stands before it; NULL where there is no word. */
static RepereNode *read_signed(Reader *reader, RepereTextField field)
{
  Before before = {FALSE, field, NULL, NULL};
  gboolean glued = FALSE;
  while (read_before(reader, &before, &glued)) {}
  RepereTextField named;
  RepereNode *node = may_begin(reader->at) ? read_part(reader, before.field) : NULL;
  if (!node && before.name) {
    const char *end = before.name + query_field_at(before.name, &named);
    warn(reader, WARN_FIELD, before.name, end);
    node = query_leaf_plain(&reader->words, field, before.name, end);
  }
  if (!node && before.negation) warn(reader, WARN_NOTHING, before.negation, before.negation + strlen("NOT"));
  if (node && before.exclude) node->exclude = !node->exclude;
  return node;
}

/* ---- operators ---- */

/* Moves past `wanted` if it stands here with a part to follow; else stays where it is. */
static gboolean take_operator(Reader *reader, QueryOperator wanted, const char **place, const char **end,
                              guint64 *n)
{
  const char *before = reader->at;
  skip_space(reader);
  *place = reader->at;
  *end = query_chunk_end(*place);
  if (query_operator(*place, *end, n) == wanted) {
    reader->at = *end;
    skip_space(reader);
    if (may_begin(reader->at)) return TRUE;
  }
  reader->at = before;
  return FALSE;
}

/* Adds to `parts` (RepereNode *) the part that an operator brought. */
static void add_part(Reader *reader, GPtrArray *parts, RepereNode *part, const char *place, const char *end)
{
  if (part) g_ptr_array_add(parts, part);
  if (!part || parts->len < 2) warn(reader, WARN_NOTHING, place, end);
}

static RepereNode *read_near(Reader *reader, RepereTextField field)
{
  g_autoptr(GPtrArray) parts = g_ptr_array_new();
  const char *place, *end, *first = NULL, *first_end = NULL;
  guint64 n, most = 0;
  RepereNode *part = read_signed(reader, field);
  if (part) g_ptr_array_add(parts, part);
  while (take_operator(reader, QUERY_NEAR, &place, &end, &n)) {
    add_part(reader, parts, read_signed(reader, field), place, end);
    if (!first) first_end = end;
    if (!first) first = place;
    most = MAX(most, n);
  }
  if (parts->len < 2) return query_join(REPERE_NODE_AND, parts);
  if (query_leaf_joins(parts) && parts->len <= REPERE_NEAR_MOST) {
    if (most < parts->len - 1 || most > REPERE_NEAR_MOST) warn(reader, WARN_NEAR_NUMBER, first, first_end);
    return query_leaf_near(parts, (guint)MIN(most, REPERE_NEAR_MOST));
  }
  warn(reader, WARN_NEAR_PARTS, first, first_end);
  return query_join(REPERE_NODE_AND, parts);
}

typedef RepereNode *(*ReadPart)(Reader *reader, RepereTextField field);

static RepereNode *read_joined(Reader *reader, RepereTextField field, QueryOperator wanted,
                               RepereNodeKind kind, ReadPart read)
{
  g_autoptr(GPtrArray) parts = g_ptr_array_new();
  const char *place, *end;
  RepereNode *part = read(reader, field);
  if (part) g_ptr_array_add(parts, part);
  while (take_operator(reader, wanted, &place, &end, NULL))
    add_part(reader, parts, read(reader, field), place, end);
  return query_join(kind, parts);
}

static RepereNode *read_and(Reader *reader, RepereTextField field)
{
  return read_joined(reader, field, QUERY_AND, REPERE_NODE_AND, read_near);
}

static RepereNode *read_or(Reader *reader, RepereTextField field)
{
  return read_joined(reader, field, QUERY_OR, REPERE_NODE_OR, read_and);
}

/* To the end, or to the bracket that closes this. */
static RepereNode *read_query(Reader *reader, RepereTextField field)
{
  g_autoptr(GPtrArray) parts = g_ptr_array_new();
  for (skip_space(reader); *reader->at; skip_space(reader)) {
    if (*reader->at == ')') {
      if (reader->depth && !reader->leftover) break;
      if (reader->leftover) reader->leftover--;
      else warn(reader, WARN_CLOSE, reader->at, reader->at + 1);
      reader->at++;
      continue;
    }
    RepereNode *clause = read_or(reader, field);
    if (clause) g_ptr_array_add(parts, clause);
  }
  return query_join(REPERE_NODE_AND, parts);
}

RepereQuery *repere_query_parse(RepereAnalyzer *analyzer, const char *q, const char *lang)
{
  RepereQuery *query = g_new0(RepereQuery, 1);
  g_autofree char *valid = g_utf8_make_valid(q, -1);
  query->language = repere_language(lang);
  query->warnings = g_ptr_array_new_with_free_func(g_free);
  Reader reader = {.query = query, .words = {analyzer, query->language, valid}, .start = valid, .at = valid};
  query->root = query_root(read_query(&reader, REPERE_FIELDS));
  if (query->root->children->len == 0 && g_strstrip(valid)[0])
    g_ptr_array_add(query->warnings,
                    g_strdup("There is no word in the question, so every work is an answer."));
  query->canonical = query_form(query->root);
  return query;
}

void repere_query_free(RepereQuery *query)
{
  if (!query) return;
  query_node_free(query->root);
  g_ptr_array_unref(query->warnings);
  g_free(query->canonical);
  g_free(query);
}
