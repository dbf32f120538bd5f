/* oracle_tree.h - the words of random questions: trees made of what the library has, and written down in the
 * query language. What they mean as SQL: oracle_words.h. */
#ifndef TESTS_ENGINE_ORACLE_TREE_H
#define TESTS_ENGINE_ORACLE_TREE_H

#include "oracle_library.h"

typedef enum { NODE_WORD, NODE_PHRASE, NODE_NEAR, NODE_BEGINNING, NODE_SPELLING, NODE_AND, NODE_OR } NodeKind;

/* A word of a question. */
typedef struct {
  char *folded, *written, *stem; /* see RepereWord */
  gboolean stop;
} Token;

typedef struct {
  NodeKind kind;
  gboolean exclude;
  const char *field;   /* leaves: "title", …, or NULL: anywhere */
  gboolean named;      /* the field is written here, not before a bracket around */
  char *text;          /* leaves: as typed, without marks */
  GArray *tokens;      /* leaves: of Token, the words in it */
  Token compound;      /* of several tokens: all of them as one word */
  guint near;          /* NEAR/n */
  GPtrArray *children; /* of Node *: no AND in AND, no OR in OR, but excluded ones */
} Node;

static inline void token_clear(gpointer data)
{
  Token *token = data;
  g_free(token->folded);
  g_free(token->written);
  g_free(token->stem);
}

static inline void node_free(gpointer data)
{
  Node *node = data;
  g_free(node->text);
  g_array_unref(node->tokens);
  token_clear(&node->compound);
  g_ptr_array_unref(node->children);
  g_free(node);
}

static inline Node *node_new(NodeKind kind)
{
  Node *node = g_new0(Node, 1);
  node->kind = kind;
  node->tokens = g_array_new(FALSE, FALSE, sizeof(Token));
  node->children = g_ptr_array_new_with_free_func(node_free);
  g_array_set_clear_func(node->tokens, token_clear);
  return node;
}

static inline const Token *token_at(const Node *node, guint i)
{
  return &g_array_index(node->tokens, Token, i);
}

/* ---- leaves ---- */

static inline Token token_of(const RepereWord *word)
{
  return (Token){g_strdup(word->folded), g_strdup(word->written), g_strdup(word->stem), word->stop};
}

static inline void take_token(const RepereToken *token, gpointer data)
{
  Token taken = token_of(token->word);
  g_array_append_val((GArray *)data, taken);
}

/* All tokens of the node as one word. */
static inline Token compound_of(Oracle *oracle, const Node *node, const char *lang)
{
  g_autoptr(GString) whole = g_string_new(NULL);
  for (guint i = 0; i < node->tokens->len; i++)
    g_string_append(whole, token_at(node, i)->written ? token_at(node, i)->written : token_at(node, i)->folded);
  return token_of(repere_analyzer_word(oracle->analyzer, whole->str, whole->len, repere_language(lang)));
}

/* Takes `text`. */
static inline Node *leaf_new(Oracle *oracle, NodeKind kind, const char *lang, char *text)
{
  Node *node = node_new(kind);
  node->text = text;
  repere_analyze(oracle->analyzer, text, strlen(text), repere_language(lang), take_token, node->tokens);
  if (node->tokens->len > 1) node->compound = compound_of(oracle, node, lang);
  return node;
}

static inline gboolean is_operator(const char *text)
{
  return g_str_equal(text, "AND") || g_str_equal(text, "OR") || g_str_equal(text, "NOT") ||
         g_str_equal(text, "NEAR");
}

/* As written somewhere, or without its accents, or in capitals; now and then a word that no work has. */
static inline char *typed_word(Oracle *oracle, const char *lang)
{
  g_autoptr(GString) word = g_string_new(NULL);
  int of = (int)pick(oracle, LANGS);
  while (chance(oracle, 75) && !g_str_equal(codes[of], lang)) of = (of + 1) % LANGS;
  if (chance(oracle, 1))
    g_string_append(word, "zyzzyva");
  else
    append_word(oracle, word, of);
  guint dice = pick(oracle, 10);
  if (dice < 3) return repere_text_fold(word->str, -1);
  g_autofree char *capitals = g_utf8_strup(word->str, -1);
  return dice == 3 && !is_operator(capitals) ? g_steal_pointer(&capitals) : g_strdup(word->str);
}

static inline Node *random_word(Oracle *oracle, const char *lang)
{
  return leaf_new(oracle, NODE_WORD, lang, typed_word(oracle, lang));
}

/* A leaf that is one word, without hyphens and the like. */
static inline Node *random_single(Oracle *oracle, const char *lang)
{
  Node *node = random_word(oracle, lang);
  while (node->tokens->len != 1) {
    node_free(node);
    node = random_word(oracle, lang);
  }
  return node;
}

/* Words that stand in a row somewhere; at times another one after them. */
static inline Node *random_phrase(Oracle *oracle, const char *lang)
{
  g_autoptr(GString) text = g_string_new(NULL);
  g_autofree char *sql = g_strdup_printf(
    "SELECT run, coalesce(written, folded) FROM occurrence WHERE rowid >= %u ORDER BY rowid LIMIT %u",
    1 + pick(oracle, oracle->occurrences), 1 + pick(oracle, 3));
  sqlite3_stmt *row = sql_prepare(oracle->db, sql);
  for (int run = 0; sql_step(oracle->db, row) && (!run || run == sqlite3_column_int(row, 0));) {
    run = sqlite3_column_int(row, 0);
    g_string_append_printf(text, "%s%s", text->len ? " " : "", sql_text(row, 1));
  }
  sqlite3_finalize(row);
  if (chance(oracle, 10)) {
    g_string_append_c(text, ' ');
    append_word(oracle, text, (int)pick(oracle, LANGS));
  }
  return leaf_new(oracle, NODE_PHRASE, lang, g_strdup(text->str));
}

static inline gboolean has_word(const Node *node, const char *folded)
{
  for (guint i = 0; i < node->tokens->len; i++)
    if (g_str_equal(token_at(node, i)->folded, folded)) return TRUE;
  return FALSE;
}

/* Of different words: what it means that "ou" is near "où", which is at the same place, is a matter of taste.
 */
static inline Node *random_near(Oracle *oracle, const char *lang)
{
  Node *near = node_new(NODE_NEAR);
  guint n = chance(oracle, 25) ? 3 : 2;
  near->near = 2 + pick_low(oracle, 12);
  while (near->tokens->len < n) {
    Node *word = random_single(oracle, lang);
    if (!has_word(near, token_at(word, 0)->folded)) {
      g_array_append_val(near->tokens, *token_at(word, 0));
      memset(word->tokens->data, 0, sizeof(Token));
    }
    node_free(word);
  }
  return near;
}

/* word*, word~: the latter with a letter too many, one changed or two swapped at times. */
static inline Node *random_marked(Oracle *oracle, const char *lang)
{
  g_autoptr(GString) text = g_string_new(NULL);
  gboolean beginning = chance(oracle, 50);
  guint n;
  do {
    Node *word = random_single(oracle, lang);
    g_string_assign(text, token_at(word, 0)->folded);
    node_free(word);
  } while (text->len < 4 || g_utf8_strlen(text->str, -1) != (glong)text->len ||
           g_ascii_isdigit(text->str[0]));
  n = (guint)text->len;
  if (beginning) {
    g_string_truncate(text, 3 + pick(oracle, n - 2));
  } else if (chance(oracle, 70)) {
    guint at = 1 + pick(oracle, n - 2);
    char letter = text->str[at];
    switch (pick(oracle, 3)) {
    case 0: g_string_insert_c(text, at, 'a'); break;
    case 1: text->str[at] = letter == 'o' ? 'u' : 'o'; break;
    default:
      text->str[at] = text->str[at + 1];
      text->str[at + 1] = letter;
      break;
    }
  }
  return leaf_new(oracle, beginning ? NODE_BEGINNING : NODE_SPELLING, lang, g_strdup(text->str));
}

static inline Node *random_leaf(Oracle *oracle, const char *lang)
{
  static const char *const fields[] = {"title", "abstract", "creator", "text", "text"};
  guint dice = pick(oracle, 100);
  Node *node = dice < 55   ? random_word(oracle, lang)
               : dice < 78 ? random_phrase(oracle, lang)
               : dice < 88 ? random_near(oracle, lang)
                           : random_marked(oracle, lang);
  if (chance(oracle, 18)) node->field = fields[pick(oracle, G_N_ELEMENTS(fields))];
  node->named = node->field != NULL;
  return node;
}

/* ---- trees ---- */

/* What is asked for before a bracket counts for all in it that says nothing itself. */
static inline void set_field(Node *node, const char *field)
{
  if (node->children->len == 0 && !node->named) node->field = field;
  for (guint i = 0; i < node->children->len; i++) set_field(node->children->pdata[i], field);
}

/* A part that may stand in `parent`. */
static inline Node *random_part(Oracle *oracle, const char *lang, NodeKind parent, guint depth)
{
  Node *node;
  gboolean exclude = chance(oracle, parent == NODE_AND ? 15 : 6);
  if (depth == 0 || chance(oracle, 75)) {
    node = random_leaf(oracle, lang);
  } else {
    NodeKind other = parent == NODE_AND ? NODE_OR : NODE_AND;
    node = node_new(exclude && chance(oracle, 50) ? parent : other);
    for (guint n = 2 + pick_low(oracle, 3); n > 0; n--)
      g_ptr_array_add(node->children, random_part(oracle, lang, node->kind, depth - 1));
  }
  node->exclude = exclude;
  return node;
}

/* The root is an AND. */
static inline Node *random_tree(Oracle *oracle, const char *lang)
{
  Node *root = node_new(NODE_AND);
  for (guint n = pick(oracle, 5); n > 1; n--)
    g_ptr_array_add(root->children, random_part(oracle, lang, NODE_AND, 2));
  return root;
}

/* ---- in the query language ---- */

static inline void write_leaf(const Node *node, GString *q)
{
  g_autofree char *field = node->named ? g_strconcat(node->field, ":", NULL) : g_strdup("");
  switch (node->kind) {
  case NODE_PHRASE: g_string_append_printf(q, "%s\"%s\"", field, node->text); break;
  case NODE_BEGINNING: g_string_append_printf(q, "%s%s*", field, node->text); break;
  case NODE_SPELLING: g_string_append_printf(q, "%s%s~", field, node->text); break;
  case NODE_NEAR:
    for (guint i = 0; i < node->tokens->len; i++) {
      const Token *token = token_at(node, i);
      if (i) g_string_append_printf(q, " NEAR/%u ", node->near);
      g_string_append_printf(q, "%s%s", field, token->written ? token->written : token->folded);
    }
    break;
  default: g_string_append_printf(q, "%s%s", field, node->text); break;
  }
}

/* What binds tighter needs brackets around what binds looser; else they are there at times. */
typedef enum { BIND_QUERY, BIND_OR, BIND_AND, BIND_PART } Bind;

static inline void write_node(Oracle *oracle, Node *node, Bind need, GString *q)
{
  static const char *const fields[] = {"title", "abstract", "text"};
  gboolean spaced = node->kind == NODE_AND && (need == BIND_QUERY || chance(oracle, 50));
  Bind binds = spaced                    ? BIND_QUERY
               : node->kind == NODE_AND  ? BIND_AND
               : node->kind == NODE_OR   ? BIND_OR
               : node->kind == NODE_NEAR ? BIND_AND
                                         : BIND_PART;
  if (node->exclude) {
    g_string_append(q, chance(oracle, 60) ? "-" : "NOT ");
    need = BIND_PART;
  }
  gboolean bracket = binds < need || (node->children->len && need != BIND_QUERY && chance(oracle, 20));
  if (bracket && node->children->len && chance(oracle, 15)) {
    const char *field = fields[pick(oracle, G_N_ELEMENTS(fields))];
    set_field(node, field);
    g_string_append_printf(q, "%s:", field);
  }
  g_string_append(q, bracket ? "(" : "");
  const char *between = spaced || (bracket && node->kind == NODE_AND && chance(oracle, 50)) ? " "
                        : node->kind == NODE_AND                                            ? " AND "
                                                                                            : " OR ";
  Bind inner = node->kind == NODE_OR ? BIND_AND : g_str_equal(between, " ") ? BIND_OR : BIND_AND;
  if (node->text || node->kind == NODE_NEAR) write_leaf(node, q);
  for (guint i = 0; i < node->children->len; i++) {
    g_string_append(q, i ? between : "");
    write_node(oracle, node->children->pdata[i], inner, q);
  }
  g_string_append(q, bracket ? ")" : "");
}

#endif
