/* oracle_question.h - random questions about a made-up library: each a tree that is written down in the query language, and
 * as SQL over the words' occurrences. */
#ifndef TESTS_ENGINE_ORACLE_QUESTION_H
#define TESTS_ENGINE_ORACLE_QUESTION_H

#include "oracle_library.h"

typedef enum { NODE_WORD, NODE_PHRASE, NODE_AND } NodeKind;

typedef struct {
  NodeKind kind;
  gboolean exclude;
  char *text;           /* leaves: as typed, without quotation marks */
  GArray *tokens;       /* leaves: of Token, the words in it */
  GPtrArray *children;  /* of Node * */
} Node;

/* A word of a question. */
typedef struct {
  char *folded, *written, *stem; /* see RepereWord */
  gboolean stop;
} Token;

typedef struct {
  const char *lang;
  Node *root;
  RepereQuestion *question;
} Ask;

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

/* ---- making questions ---- */

static inline void take_token(const RepereToken *token, gpointer data)
{
  const RepereWord *word = token->word;
  Token taken = {g_strdup(word->folded), g_strdup(word->written), g_strdup(word->stem), word->stop};
  g_array_append_val((GArray *)data, taken);
}

static inline Node *leaf_new(Oracle *oracle, NodeKind kind, const char *lang, char *text)
{
  Node *node = node_new(kind);
  node->text = text;
  repere_analyze(oracle->analyzer, text, strlen(text), repere_language(lang), take_token, node->tokens);
  return node;
}

/* As written somewhere, or without its accents, or in capitals; now and then a word that no work has. */
static inline char *typed_word(Oracle *oracle, const char *lang)
{
  g_autoptr(GString) word = g_string_new(NULL);
  int of = (int)pick(oracle, LANGS);
  while (chance(oracle, 75) && !g_str_equal(codes[of], lang)) of = (of + 1) % LANGS;
  if (chance(oracle, 1)) g_string_append(word, "zyzzyva");
  else append_word(oracle, word, of);
  guint dice = pick(oracle, 10);
  return dice < 3    ? repere_text_fold(word->str, -1)
         : dice == 3 ? g_utf8_strup(word->str, -1)
                     : g_strdup(word->str);
}

static inline Node *random_word(Oracle *oracle, const char *lang)
{
  return leaf_new(oracle, NODE_WORD, lang, typed_word(oracle, lang));
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

static inline Node *random_tree(Oracle *oracle, const char *lang)
{
  Node *root = node_new(NODE_AND);
  for (guint n = pick(oracle, 5); n > 1; n--) {
    Node *child = (chance(oracle, 30) ? random_phrase : random_word)(oracle, lang);
    child->exclude = chance(oracle, 15);
    g_ptr_array_add(root->children, child);
  }
  return root;
}

static inline void write_node(const Node *node, GString *q)
{
  g_string_append(q, node->exclude ? "-" : "");
  switch (node->kind) {
  case NODE_WORD: g_string_append(q, node->text); break;
  case NODE_PHRASE: g_string_append_printf(q, "\"%s\"", node->text); break;
  case NODE_AND:
    for (guint i = 0; i < node->children->len; i++) {
      g_string_append(q, i ? " " : "");
      write_node(node->children->pdata[i], q);
    }
    break;
  }
}

/* A value of the facet, seldom one that no work has. */
static inline char *random_value(Oracle *oracle, const char *facet)
{
  if (chance(oracle, 4)) return g_strdup("nowhere");
  char *sql = sqlite3_mprintf("SELECT value FROM work_facet WHERE facet = %Q GROUP BY value ORDER BY value", facet);
  sqlite3_stmt *row = sql_prepare(oracle->db, sql);
  g_autoptr(GPtrArray) values = g_ptr_array_new_with_free_func(g_free);
  while (sql_step(oracle->db, row)) g_ptr_array_add(values, g_strdup(sql_text(row, 0)));
  sqlite3_finalize(row);
  sqlite3_free(sql);
  return g_strdup(values->pdata[pick(oracle, values->len)]);
}

static inline void add_filters(Oracle *oracle, RepereQuestion *question)
{
  static const guint numbers[] = {0, 0, 1, 1, 2, 3, 5};
  const char *facet = NULL;
  for (guint n = numbers[pick(oracle, G_N_ELEMENTS(numbers))]; n > 0; n--) {
    /* Often the same facet again: one value or the other. */
    if (!facet || chance(oracle, 60)) facet = oracle_facets[pick(oracle, G_N_ELEMENTS(oracle_facets))];
    gboolean exclude = chance(oracle, 25);
    if (!g_str_equal(facet, "year") || chance(oracle, 25)) {
      g_autofree char *value = random_value(oracle, facet);
      repere_question_add_filter(question, facet, exclude, g_str_equal(value, "nowhere") && g_str_equal(facet, "year")
                                                             ? "1850" : value);
      continue;
    }
    int from = 1997 + (int)pick(oracle, 28), to = from + (int)pick(oracle, 6);
    guint open = pick(oracle, 5);
    repere_question_add_range(question, "year", exclude, open == 0 ? G_MININT : from, open == 1 ? G_MAXINT : to);
  }
}

static inline void add_facets(Oracle *oracle, RepereQuestion *question)
{
  static const guint limits[] = {0, 1, 3, 1000, 1000, REPERE_FACET_LIMIT};
  for (guint f = 0; f < G_N_ELEMENTS(oracle_facets); f++) {
    if (chance(oracle, 55)) continue;
    RepereFacetAsk *ask = repere_question_add_facet(question, oracle_facets[f]);
    ask->limit = limits[pick(oracle, G_N_ELEMENTS(limits))];
    ask->sort = (RepereFacetSort)pick(oracle, 3);
    if (chance(oracle, 10)) ask->offset = pick(oracle, 4);
  }
}

/* Words alone. */
static inline Ask *ask_words(Oracle *oracle, const char *lang)
{
  Ask *ask = g_new0(Ask, 1);
  g_autoptr(GString) q = g_string_new(NULL);
  ask->lang = lang;
  ask->root = random_tree(oracle, lang);
  write_node(ask->root, q);
  ask->question = road_question(q->str, lang);
  ask->question->passages = 0;
  return ask;
}

static inline Ask *ask_new(Oracle *oracle)
{
  Ask *ask = ask_words(oracle, codes[pick(oracle, LANGS)]);
  ask->question->sort = (RepereSort)pick(oracle, 4);
  ask->question->limit = 15 + pick(oracle, 86);
  add_filters(oracle, ask->question);
  add_facets(oracle, ask->question);
  return ask;
}

static inline void ask_free(Ask *ask)
{
  node_free(ask->root);
  repere_question_free(ask->question);
  g_free(ask);
}

/* ---- as SQL: the words ---- */

static inline gboolean is_stop_anywhere(const char *word)
{
  return repere_language_is_stop(NULL, word, strlen(word));
}

/* "thé" is not "the". */
static inline gboolean as_written(const Token *token)
{
  return token->written && is_stop_anywhere(token->folded);
}

/* The works with a word, or one of its forms: its stem in texts of the language, and where it is typed without accents the
 * stems of the accented spellings that the library has for it. */
static inline void word_sql(GString *sql, const Token *token, gboolean quoted, const char *lang)
{
  gboolean spelt = as_written(token) || (quoted && token->written);
  sql_add(sql, "SELECT work FROM occurrence WHERE %s = %Q", spelt ? "written" : "folded",
          spelt ? token->written : token->folded);
  if (quoted) return;
  if (token->stem && !(as_written(token) && is_stop_anywhere(token->stem)))
    sql_add(sql, " UNION SELECT work FROM occurrence WHERE stem = %Q AND lang = %Q", token->stem, lang);
  if (!token->written && !token->stop)
    sql_add(sql, " UNION SELECT o.work FROM spelling s JOIN occurrence o ON o.stem = s.stem AND o.lang = s.lang "
                 "WHERE s.folded = %Q AND s.lang = %Q", token->folded, lang);
}

static inline void phrase_sql(GString *sql, const GArray *tokens)
{
  g_autoptr(GString) where = g_string_new(NULL);
  g_string_append(sql, "SELECT o0.work FROM");
  for (guint i = 0; i < tokens->len; i++) {
    const Token *token = &g_array_index(tokens, Token, i);
    sql_add(sql, "%s occurrence o%u", i ? "," : "", i);
    sql_add(where, "%s o%u.%s = %Q", i ? " AND" : " WHERE", i, as_written(token) ? "written" : "folded",
            as_written(token) ? token->written : token->folded);
    if (i) sql_add(where, " AND o%u.run = o0.run AND o%u.at = o0.at + %u", i, i, i);
  }
  g_string_append(sql, where->str);
}

/* Parts joined by hyphens also stand as one word, where a line's end had cut it. */
static inline void compound_sql(GString *sql, const GArray *tokens)
{
  g_autoptr(GString) whole = g_string_new(NULL);
  for (guint i = 0; i < tokens->len; i++) g_string_append(whole, g_array_index(tokens, Token, i).folded);
  sql_add(sql, " UNION SELECT work FROM occurrence WHERE folded = %Q", whole->str);
}

static inline void node_sql(GString *sql, const Node *node, const char *lang)
{
  gboolean quoted = node->kind == NODE_PHRASE;
  if (node->tokens->len == 1) {
    word_sql(sql, &g_array_index(node->tokens, Token, 0), quoted, lang);
  } else {
    phrase_sql(sql, node->tokens);
    if (!quoted) compound_sql(sql, node->tokens);
  }
}

static inline gboolean is_plain_stop(const Node *node)
{
  return node->kind == NODE_WORD && !node->exclude && node->tokens->len == 1 && g_array_index(node->tokens, Token, 0).stop;
}

/* Stop words count only where nothing else is asked for. */
static inline gboolean is_left_out(const Ask *ask, const Node *node)
{
  gboolean only_stops = TRUE;
  for (guint i = 0; i < ask->root->children->len; i++) {
    const Node *child = ask->root->children->pdata[i];
    if (!child->exclude && child->tokens->len && !is_plain_stop(child)) only_stops = FALSE;
  }
  return node->tokens->len == 0 || (is_plain_stop(node) && !only_stops);
}

static inline guint wanted_clauses(const Ask *ask)
{
  guint wanted = 0;
  for (guint i = 0; i < ask->root->children->len; i++) {
    const Node *child = ask->root->children->pdata[i];
    wanted += !child->exclude && !is_left_out(ask, child);
  }
  return wanted;
}

static inline char *root_sql(const Ask *ask, gboolean any)
{
  GString *sql = g_string_new("SELECT n FROM work WHERE visible");
  g_autoptr(GString) all = g_string_new(NULL), without = g_string_new(NULL);
  for (guint i = 0; i < ask->root->children->len; i++) {
    const Node *child = ask->root->children->pdata[i];
    if (is_left_out(ask, child)) continue;
    GString *to = child->exclude ? without : all;
    g_string_append(to, child->exclude ? " EXCEPT SELECT work FROM ("
                        : !any         ? " INTERSECT SELECT work FROM ("
                        : all->len     ? " UNION SELECT work FROM ("
                                       : " INTERSECT SELECT work FROM (SELECT work FROM (");
    node_sql(to, child, ask->lang);
    g_string_append_c(to, ')');
  }
  if (any && all->len) g_string_append_c(all, ')');
  g_string_append_printf(sql, "%s%s", all->str, without->str);
  return g_string_free(sql, FALSE);
}

/* Fills `matched`. *any: no work has all the words, and these are those with one of them. */
static inline guint fill_matched(Oracle *oracle, const Ask *ask, gboolean *any)
{
  guint n = 0;
  for (*any = FALSE;; *any = TRUE) {
    g_autofree char *words = root_sql(ask, *any);
    g_autofree char *sql = g_strconcat("DELETE FROM matched; INSERT INTO matched ", words, NULL);
    sql_run(oracle->db, sql);
    n = sql_number(oracle->db, "SELECT count(*) FROM matched");
    if (n || *any || wanted_clauses(ask) < 2) break;
  }
  if (!n) *any = FALSE;
  return n;
}

/* ---- as SQL: the filters ---- */

static inline void filter_sql(GString *sql, const RepereQuestion *question, const char *facet, gboolean exclude)
{
  g_autoptr(GString) values = g_string_new(NULL);
  for (guint i = 0; i < question->filters->len; i++) {
    const RepereFilter *filter = question->filters->pdata[i];
    if (filter->exclude != exclude || !g_str_equal(filter->facet, facet)) continue;
    g_string_append(values, values->len ? " OR " : "");
    if (filter->value) sql_add(values, "value = %Q", filter->value);
    else sql_add(values, "CAST(value AS INT) BETWEEN %d AND %d", filter->from, filter->to);
  }
  if (values->len)
    sql_add(sql, " AND n %s IN (SELECT work FROM work_facet WHERE facet = %Q AND (%s))", exclude ? "NOT" : "", facet,
            values->str);
}

/* "SELECT n FROM matched …": those that pass every filter, but those on facet `but` (NULL: on all). g_free. */
static inline char *filtered_sql(const RepereQuestion *question, const char *but)
{
  GString *sql = g_string_new("SELECT n FROM matched WHERE 1");
  for (guint f = 0; f < G_N_ELEMENTS(oracle_facets); f++) {
    if (but && g_str_equal(but, oracle_facets[f])) continue;
    filter_sql(sql, question, oracle_facets[f], FALSE);
    filter_sql(sql, question, oracle_facets[f], TRUE);
  }
  return g_string_free(sql, FALSE);
}

/* Fills `table` with those of `matched` that pass, and says how many they are. */
static inline guint fill_from_matched(Oracle *oracle, const char *table, const RepereQuestion *question, const char *but)
{
  g_autofree char *filtered = filtered_sql(question, but);
  g_autofree char *fill = g_strdup_printf("DELETE FROM %s; INSERT INTO %s %s", table, table, filtered);
  g_autofree char *count = g_strdup_printf("SELECT count(*) FROM %s", table);
  sql_run(oracle->db, fill);
  return sql_number(oracle->db, count);
}

static inline gboolean is_filtered(const RepereQuestion *question, const char *facet)
{
  for (guint i = 0; i < question->filters->len; i++)
    if (g_str_equal(((RepereFilter *)question->filters->pdata[i])->facet, facet)) return TRUE;
  return FALSE;
}

#endif
