/* query_leaf.c - the words of a question as leaves of its tree, each with the text that reads back to it; see
 * query_private.h */
#include <string.h>

#include "query_private.h"

/* So often a text is read again until it reads back to itself. Latin text does at once. */
#define READINGS 4

/* ---- words ---- */

void query_word_free(gpointer data)
{
  RepereQueryWord *word = data;
  g_free(word->folded);
  g_free(word->written);
  g_free(word->stem);
  g_free(word);
}

/* Where in the text the words stand. */
typedef struct {
  GPtrArray *words;
  guint32 start, end;
  guint32 last; /* where the last one starts */
  gssize place; /* of the text in the question; -1: it is none of it */
} Span;

static RepereQueryWord *word_of(const RepereWord *analyzed)
{
  RepereQueryWord *word = g_new0(RepereQueryWord, 1);
  word->folded = g_strdup(analyzed->folded);
  word->written = g_strdup(analyzed->written);
  word->stem = g_strdup(analyzed->stem);
  word->stop = analyzed->stop;
  return word;
}

static void add_word(const RepereToken *token, gpointer data)
{
  Span *span = data;
  RepereQueryWord *word = word_of(token->word);
  if (span->words->len == 0) span->start = token->start;
  span->end = token->end;
  span->last = token->start;
  if (span->place >= 0) {
    word->start = (guint32)span->place + token->start;
    word->end = (guint32)span->place + token->end;
  }
  g_ptr_array_add(span->words, word);
}

static Span words_at(const QueryWords *words, const char *text, const char *end, gssize place)
{
  Span span = {g_ptr_array_new_with_free_func(query_word_free), 0, 0, 0, place};
  repere_analyze(words->analyzer, text, (gsize)(end - text), words->language, add_word, &span);
  return span;
}

/* Of a text made up here. */
static Span words_of(const QueryWords *words, const char *text, const char *end)
{
  return words_at(words, text, end, -1);
}

/* Of a part of the question. */
static Span words_typed(const QueryWords *words, const char *text, const char *end)
{
  return words_at(words, text, end, text - words->start);
}

static gboolean same_words(const GPtrArray *some, const GPtrArray *others)
{
  if (some->len != others->len) return FALSE;
  for (guint i = 0; i < some->len; i++) {
    const RepereQueryWord *one = some->pdata[i], *other = others->pdata[i];
    if (!g_str_equal(one->folded, other->folded) || g_strcmp0(one->written, other->written) != 0)
      return FALSE;
  }
  return TRUE;
}

/* ---- texts that read back to their words ---- */

static char *join_words(const GPtrArray *words, char between)
{
  GString *text = g_string_new(NULL);
  for (guint i = 0; i < words->len; i++) {
    const RepereQueryWord *word = words->pdata[i];
    if (i) g_string_append_c(text, between);
    g_string_append(text, word->written ? word->written : word->folded);
  }
  return g_string_free(text, FALSE);
}

/* Whether `text`, where the grammar has such a leaf, is read as one. */
static gboolean is_readable(const char *text, gboolean quoted)
{
  RepereTextField field;
  const char *end = text + strlen(text);
  if (quoted) return strchr(text, '"') == NULL;
  return *text != '-' && query_chunk_end(text) == end && !query_field_at(text, &field) &&
         query_operator(text, end, NULL) == QUERY_NONE && !strpbrk(text, "*~");
}

static gboolean reads_back(const QueryWords *words, const char *text, gboolean quoted, const GPtrArray *as)
{
  if (!is_readable(text, quoted)) return FALSE;
  Span again = words_of(words, text, text + strlen(text));
  gboolean same = same_words(again.words, as);
  g_ptr_array_unref(again.words);
  return same;
}

/* The text that reads back to the span's words: the words themselves, else as they were typed (between
 * them may be what makes them one: "2,018.5"). Where neither does, the words become those of a text that
 * does; NULL where there is none. */
static char *text_of(const QueryWords *words, Span *span, const char *typed, gboolean quoted)
{
  char *text = join_words(span->words, quoted ? ' ' : '-');
  if (span->words->len == 0 || reads_back(words, text, quoted, span->words)) return text;
  g_autofree char *cut = g_strndup(typed + span->start, span->end - span->start);
  if (reads_back(words, cut, quoted, span->words)) {
    g_free(text);
    return g_steal_pointer(&cut);
  }
  for (guint i = 0; i < READINGS; i++) {
    Span again = words_of(words, text, text + strlen(text));
    gboolean sound = again.words->len > 0 && is_readable(text, quoted);
    gboolean stable = sound && same_words(again.words, span->words);
    g_ptr_array_unref(span->words);
    *span = again;
    if (stable) return text;
    g_free(text);
    text = join_words(span->words, quoted ? ' ' : '-');
  }
  g_free(text);
  return NULL;
}

/* ---- leaves ---- */

static void set_text(RepereNode *leaf, RepereTextField field, const char *before, const char *text,
                     const char *after)
{
  gboolean named = field != REPERE_FIELDS;
  leaf->field = field;
  leaf->text =
    g_strconcat(named ? repere_field_row(field)->name : "", named ? ":" : "", before, text, after, NULL);
}

/* The parts as one word; NULL where that would be none. */
static RepereQueryWord *compound_of(const QueryWords *words, const GPtrArray *parts)
{
  g_autoptr(GString) whole = g_string_new(NULL);
  for (guint i = 0; i < parts->len; i++) {
    const RepereQueryWord *part = parts->pdata[i];
    g_string_append(whole, part->written ? part->written : part->folded);
  }
  if (whole->len > REPERE_WORD_BYTES) return NULL;
  const RepereWord *compound = repere_analyzer_word(words->analyzer, whole->str, whole->len, words->language);
  return compound ? word_of(compound) : NULL;
}

static RepereNode *leaf_of(const QueryWords *words, Span span, RepereTextField field, char *text,
                           gboolean quoted)
{
  if (!text || span.words->len == 0) {
    g_ptr_array_unref(span.words);
    g_free(text);
    return NULL;
  }
  RepereNode *leaf = query_node_new(quoted || span.words->len > 1 ? REPERE_NODE_PHRASE : REPERE_NODE_WORD);
  leaf->words = span.words;
  leaf->quoted = quoted;
  if (!quoted && span.words->len > 1) leaf->compound = compound_of(words, span.words);
  set_text(leaf, field, quoted ? "\"" : "", text, quoted ? "\"" : "");
  g_free(text);
  return leaf;
}

RepereNode *query_leaf_quoted(const QueryWords *words, RepereTextField field, const char *text,
                              const char *end)
{
  Span span = words_typed(words, text, end);
  char *written = text_of(words, &span, text, TRUE);
  return leaf_of(words, span, field, written, TRUE);
}

/* How many words at the end are such pronouns: "partent-ils", "fonctionne-t-il". A letter counts only before
 * one. */
static guint count_enclitics(const QueryWords *words, const Span *span)
{
  guint n = 0;
  for (guint i = span->words->len; words->language && i-- > 1; n++) {
    const RepereQueryWord *word = span->words->pdata[i];
    const char *written = word->written ? word->written : word->folded;
    if (!repere_language_is_enclitic(words->language, written) || (n == 0 && !written[1])) break;
  }
  return n;
}

/* All of them in one cut; the apostrophe before it may leave another word there ("d'on"), which is looked at
 * anew. */
static Span words_before_enclitics(const QueryWords *words, const char *text, const char *end)
{
  Span span = words_typed(words, text, end);
  for (guint n = count_enclitics(words, &span); n; n = count_enclitics(words, &span)) {
    const RepereQueryWord *first = span.words->pdata[span.words->len - n];
    end = words->start + first->start;
    g_ptr_array_unref(span.words);
    span = words_typed(words, text, end);
  }
  return span;
}

RepereNode *query_leaf_plain(const QueryWords *words, RepereTextField field, const char *text,
                             const char *end)
{
  Span span = words_before_enclitics(words, text, end);
  char *written = text_of(words, &span, text, FALSE);
  /* What reads back to itself may be words that what was typed is not: "\u013fils" is one, "l-ils" ends with
   * one. */
  for (guint i = 0, n; written && (n = count_enclitics(words, &span)); i++) {
    g_clear_pointer(&written, g_free);
    if (i == READINGS) break;
    g_ptr_array_set_size(span.words, (gint)(span.words->len - n));
    span.start = span.end = 0;
    written = text_of(words, &span, "", FALSE);
  }
  return leaf_of(words, span, field, written, FALSE);
}

/* A leaf of the folded word alone, where it reads back to itself. Consumes the word. */
static RepereNode *marked_leaf(const QueryWords *words, RepereNodeKind kind, RepereTextField field,
                               RepereQueryWord *word)
{
  RepereNode *leaf = query_node_new(kind);
  leaf->words = g_ptr_array_new_with_free_func(query_word_free);
  g_ptr_array_add(leaf->words, word);
  g_clear_pointer(&word->written, g_free);
  g_clear_pointer(&word->stem, g_free);
  word->stop = FALSE;
  if (!reads_back(words, word->folded, FALSE, leaf->words)) {
    query_node_free(leaf);
    return NULL;
  }
  set_text(leaf, field, "", word->folded, kind == REPERE_NODE_BEGINNING ? "*" : "~");
  return leaf;
}

RepereNode *query_leaf_marked(const QueryWords *words, RepereNodeKind kind, RepereTextField field,
                              const char *text, const char *end, gboolean *shorter)
{
  Span span = words_typed(words, text, end);
  guint parts = span.words->len;
  RepereQueryWord *last = parts ? g_ptr_array_steal_index(span.words, parts - 1) : NULL;
  g_ptr_array_unref(span.words);
  *shorter = last && kind == REPERE_NODE_BEGINNING && g_utf8_strlen(last->folded, -1) < 2;
  if (!last || *shorter) {
    if (last) query_word_free(last);
    return last ? query_leaf_plain(words, field, text, end) : NULL;
  }
  RepereNode *leaf = marked_leaf(words, kind, field, last);
  if (!leaf) return query_leaf_plain(words, field, text, end);
  RepereNode *rest = parts > 1 ? query_leaf_plain(words, field, text, text + span.last) : NULL;
  if (!rest) return leaf;
  g_autoptr(GPtrArray) both = g_ptr_array_new();
  g_ptr_array_add(both, rest);
  g_ptr_array_add(both, leaf);
  return query_join(REPERE_NODE_AND, both);
}

/* ---- words near each other ---- */

gboolean query_leaf_joins(const GPtrArray *leaves)
{
  for (guint i = 0; i < leaves->len; i++) {
    const RepereNode *leaf = leaves->pdata[i], *first = leaves->pdata[0];
    gboolean word =
      leaf->kind == REPERE_NODE_WORD || (leaf->kind == REPERE_NODE_PHRASE && leaf->words->len == 1);
    if (!word || leaf->exclude || leaf->field != first->field) return FALSE;
  }
  return leaves->len > 1;
}

RepereNode *query_leaf_near(GPtrArray *leaves, guint n)
{
  RepereNode *near = query_node_new(REPERE_NODE_NEAR);
  GString *text = g_string_new(NULL);
  n = CLAMP(n, leaves->len - 1, REPERE_NEAR_MOST);
  near->window = n + 1;
  near->words = g_ptr_array_new_with_free_func(query_word_free);
  for (guint i = 0; i < leaves->len; i++) {
    RepereNode *leaf = leaves->pdata[i];
    if (i) g_string_append_printf(text, " NEAR/%u ", n);
    g_string_append(text, leaf->text);
    near->field = leaf->field;
    g_ptr_array_add(near->words, g_ptr_array_steal_index(leaf->words, 0));
    query_node_free(leaf);
  }
  g_ptr_array_set_size(leaves, 0);
  near->text = g_string_free(text, FALSE);
  return near;
}
