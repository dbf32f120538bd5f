/* query_tree.h - a query's tree as text, to be compared: kind, field, words as they are looked for, and
 * what is excluded. */
#ifndef TESTS_QUERY_TREE_H
#define TESTS_QUERY_TREE_H

#include "lib/query.h"

static inline void query_tree_append(GString *text, const RepereNode *node)
{
  static const char *const kinds[] = {"word", "phrase", "near", "beginning", "spelling", "and", "or"};
  g_string_append_printf(text, "%s%s", node->exclude ? "!" : "", kinds[node->kind]);
  if (node->quoted) g_string_append(text, "=");
  if (node->window) g_string_append_printf(text, "%u", node->window);
  if (node->field != REPERE_FIELDS) g_string_append_printf(text, "@%s", repere_field_row(node->field)->name);
  g_string_append_c(text, '[');
  for (guint i = 0; node->words && i < node->words->len; i++) {
    const RepereQueryWord *word = node->words->pdata[i];
    g_string_append_printf(text, "%s%s%s%s%s%s%s", i ? " " : "", word->folded, word->written ? "/" : "",
                           word->written ? word->written : "", word->stem ? ">" : "",
                           word->stem ? word->stem : "", word->stop ? "." : "");
  }
  for (guint i = 0; node->children && i < node->children->len; i++) {
    if (i) g_string_append_c(text, ' ');
    query_tree_append(text, node->children->pdata[i]);
  }
  g_string_append_c(text, ']');
}

/* g_free. */
static inline char *query_tree(const RepereQuery *query)
{
  GString *text = g_string_new(NULL);
  query_tree_append(text, query->root);
  return g_string_free(text, FALSE);
}

#endif
