/* oracle_words.h - what the words of a question mean, as SQL over the words' occurrences. */
#ifndef TESTS_ENGINE_ORACLE_WORDS_H
#define TESTS_ENGINE_ORACLE_WORDS_H

#include "oracle_tree.h"

static inline gboolean is_stop_anywhere(const char *word)
{
  return repere_language_is_stop(NULL, word, strlen(word));
}

/* "thé" is not "the". */
static inline gboolean as_written(const Token *token)
{
  return token->written && is_stop_anywhere(token->folded);
}

static inline void field_sql(GString *sql, const Node *node, const char *table)
{
  if (node->field) sql_add(sql, " AND %s.field = %Q", table, node->field);
}

/* The works with a word, or one of its forms: its stem in texts of the language, and where it is typed
 * without accents the stems of the accented spellings that the library has for it. */
static inline void token_sql(GString *sql, const Node *node, const Token *token, const char *lang)
{
  gboolean quoted = node->kind == NODE_PHRASE, spelt = as_written(token) || (quoted && token->written);
  sql_add(sql, "SELECT o.work FROM occurrence o WHERE o.%s = %Q", spelt ? "written" : "folded",
          spelt ? token->written : token->folded);
  field_sql(sql, node, "o");
  if (quoted) return;
  if (token->stem && !(as_written(token) && is_stop_anywhere(token->stem))) {
    sql_add(sql, " UNION SELECT o.work FROM occurrence o WHERE o.stem = %Q AND o.lang = %Q", token->stem,
            lang);
    field_sql(sql, node, "o");
  }
  if (token->written || token->stop) return;
  sql_add(sql,
          " UNION SELECT o.work FROM spelling s JOIN occurrence o ON o.stem = s.stem AND o.lang = s.lang "
          "WHERE s.folded = %Q AND s.lang = %Q",
          token->folded, lang);
  field_sql(sql, node, "o");
}

/* Words in a row, or near each other: each at a place of its own. */
static inline void places_sql(GString *sql, const Node *node)
{
  g_autoptr(GString) where = g_string_new(NULL);
  g_string_append(sql, "SELECT o0.work FROM");
  for (guint i = 0; i < node->tokens->len; i++) {
    const Token *token = token_at(node, i);
    g_autofree char *table = g_strdup_printf("o%u", i);
    sql_add(sql, "%s occurrence %s", i ? "," : "", table);
    sql_add(where, "%s %s.%s = %Q", i ? " AND" : " WHERE", table, as_written(token) ? "written" : "folded",
            as_written(token) ? token->written : token->folded);
    field_sql(where, node, table);
    if (i) sql_add(where, " AND %s.run = o0.run", table);
    if (i && node->kind != NODE_NEAR) sql_add(where, " AND %s.at = o0.at + %u", table, i);
    for (guint other = 0; node->kind == NODE_NEAR && other < i; other++)
      sql_add(where, " AND %s.at BETWEEN o%u.at - %u AND o%u.at + %u AND %s.at <> o%u.at", table, other,
              node->near, other, node->near, table, other);
  }
  g_string_append(sql, where->str);
}

static inline void leaf_sql(GString *sql, const Node *node, const char *lang)
{
  const char *word = token_at(node, 0)->folded;
  switch (node->kind) {
  case NODE_BEGINNING:
    sql_add(sql, "SELECT o.work FROM occurrence o WHERE o.folded GLOB '%s*'", word);
    field_sql(sql, node, "o");
    break;
  case NODE_SPELLING:
    sql_add(sql,
            "SELECT o.work FROM occurrence o WHERE o.folded IN (SELECT word FROM vocabulary WHERE "
            "edits(word, %Q) <= %d)",
            word, strlen(word) <= 5 ? 1 : 2);
    field_sql(sql, node, "o");
    break;
  case NODE_NEAR: places_sql(sql, node); break;
  default:
    if (node->tokens->len == 1) {
      token_sql(sql, node, token_at(node, 0), lang);
      break;
    }
    places_sql(sql, node);
    if (node->kind != NODE_WORD) break;
    g_string_append(sql, " UNION "); /* parts joined by hyphens are one word as well */
    token_sql(sql, node, &node->compound, lang);
  }
}

/* Where one word of the question will do, so does one of a phrase, in any of its forms: beside the phrase itself where
 * that was quoted, else instead of it. */
static inline void loose_sql(GString *sql, const Node *node, const char *lang)
{
  gboolean quoted = node->kind == NODE_PHRASE;
  const Node word = {.kind = NODE_WORD, .field = node->field};
  if (node->kind > NODE_PHRASE || (!quoted && node->tokens->len == 1)) {
    leaf_sql(sql, node, lang);
    return;
  }
  if (quoted) leaf_sql(sql, node, lang);
  else token_sql(sql, &word, &node->compound, lang);
  for (guint i = 0; i < node->tokens->len; i++) {
    const Token *token = token_at(node, i);
    if (token->stop || g_utf8_strlen(token->folded, -1) < 3) continue;
    g_string_append(sql, " UNION ");
    token_sql(sql, &word, token, lang);
  }
}

/* ---- joined ---- */

static inline gboolean is_plain_stop(const Node *node)
{
  for (guint i = 0; i < node->tokens->len; i++)
    if (!token_at(node, i)->stop) return FALSE;
  return node->kind == NODE_WORD && !node->exclude;
}

/* In an AND, stop words count only where nothing else is asked for. */
static inline gboolean is_left_out(const Node *parent, const Node *node)
{
  gboolean only_stops = TRUE;
  for (guint i = 0; i < parent->children->len; i++) {
    const Node *child = parent->children->pdata[i];
    if (!child->exclude && !is_plain_stop(child)) only_stops = FALSE;
  }
  return parent->kind == NODE_AND && is_plain_stop(node) && !only_stops;
}

static inline guint wanted_parts(const Node *node)
{
  guint wanted = 0;
  for (guint i = 0; i < node->children->len; i++) {
    const Node *child = node->children->pdata[i];
    wanted += !child->exclude && !is_left_out(node, child);
  }
  return wanted;
}

/* How many things there are to choose from where one will do. */
static inline guint loose_parts(const Node *root)
{
  guint parts = 0;
  for (guint i = 0; i < root->children->len; i++) {
    const Node *child = root->children->pdata[i];
    if (child->exclude || is_left_out(root, child)) continue;
    parts += child->kind == NODE_PHRASE || child->kind == NODE_WORD ? MAX(child->tokens->len, 1) : 1;
    parts += child->kind == NODE_PHRASE;
  }
  return parts;
}

/* Four different words that say something, some that do not, and no sign of how they are meant. */
static inline gboolean is_sentence(const Node *root)
{
  g_autoptr(GHashTable) different = g_hash_table_new(g_str_hash, g_str_equal);
  guint stops = 0;
  for (guint i = 0; i < root->children->len; i++) {
    const Node *child = root->children->pdata[i];
    if (child->kind != NODE_WORD || child->exclude || child->field) return FALSE;
    if (is_plain_stop(child)) stops++;
    else g_hash_table_add(different, child->text);
  }
  return stops > 0 && g_hash_table_size(different) >= 4;
}

static inline void node_sql(GString *sql, const Node *node, const char *lang);

/* Of the parts that are wanted all or, with `any`, one; none of those that are not. */
static inline void and_sql(GString *sql, const Node *node, gboolean any, const char *lang)
{
  g_autoptr(GString) wanted = g_string_new(NULL), unwanted = g_string_new(NULL);
  for (guint i = 0; i < node->children->len; i++) {
    const Node *child = node->children->pdata[i];
    if (is_left_out(node, child)) continue;
    GString *to = child->exclude ? unwanted : wanted;
    g_string_append(to, child->exclude ? " EXCEPT " : !wanted->len ? "" : any ? " UNION " : " INTERSECT ");
    g_string_append(to, "SELECT * FROM (");
    if (any && !child->exclude && child->kind < NODE_AND) loose_sql(to, child, lang);
    else node_sql(to, child, lang);
    g_string_append_c(to, ')');
  }
  g_string_append_printf(sql, "SELECT * FROM (%s)%s", wanted->len ? wanted->str : "SELECT n FROM work",
                         unwanted->str);
}

static inline void or_sql(GString *sql, const Node *node, const char *lang)
{
  for (guint i = 0; i < node->children->len; i++) {
    const Node *child = node->children->pdata[i];
    g_string_append_printf(sql, "%sSELECT * FROM (%s", i ? " UNION " : "",
                           child->exclude ? "SELECT n FROM work EXCEPT SELECT * FROM (" : "");
    node_sql(sql, child, lang);
    g_string_append(sql, child->exclude ? "))" : ")");
  }
}

/* The works that the node finds, whether it is excluded or not. */
static inline void node_sql(GString *sql, const Node *node, const char *lang)
{
  if (node->kind == NODE_AND)
    and_sql(sql, node, FALSE, lang);
  else if (node->kind == NODE_OR)
    or_sql(sql, node, lang);
  else
    leaf_sql(sql, node, lang);
}

/* g_free. */
static inline char *root_sql(const Node *root, gboolean any, const char *lang)
{
  GString *sql = g_string_new("SELECT n FROM work WHERE visible");
  if (root->children->len == 0) return g_string_free(sql, FALSE);
  g_string_append(sql, " INTERSECT SELECT * FROM (");
  and_sql(sql, root, any, lang);
  g_string_append_c(sql, ')');
  return g_string_free(sql, FALSE);
}

#endif
