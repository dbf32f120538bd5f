/* query_form.c - trees joined so that a question has one shape, and their normal form; see query_private.h */
#include "query_private.h"

/* ---- joining ---- */

RepereNode *query_node_new(RepereNodeKind kind)
{
  RepereNode *node = g_new0(RepereNode, 1);
  node->kind = kind;
  node->field = REPERE_FIELDS;
  if (kind == REPERE_NODE_AND || kind == REPERE_NODE_OR)
    node->children = g_ptr_array_new_with_free_func(query_node_free);
  return node;
}

void query_node_free(gpointer data)
{
  RepereNode *node = data;
  g_clear_pointer(&node->words, g_ptr_array_unref);
  g_clear_pointer(&node->compound, query_word_free);
  g_clear_pointer(&node->children, g_ptr_array_unref);
  g_free(node->text);
  g_free(node);
}

/* What is excluded is a child of AND, in an OR too. */
static RepereNode *alternative(RepereNode *node)
{
  if (!node->exclude) return node;
  RepereNode *without = query_node_new(REPERE_NODE_AND);
  g_ptr_array_add(without->children, node);
  return without;
}

RepereNode *query_join(RepereNodeKind kind, GPtrArray *parts)
{
  RepereNode *joined = parts->len > 1 ? query_node_new(kind) : NULL;
  RepereNode *only = parts->len == 1 ? parts->pdata[0] : NULL;
  for (guint i = 0; joined && i < parts->len; i++) {
    RepereNode *part = kind == REPERE_NODE_OR ? alternative(parts->pdata[i]) : parts->pdata[i];
    if (part->kind == kind && !part->exclude) {
      g_ptr_array_extend_and_steal(joined->children, g_steal_pointer(&part->children));
      query_node_free(part);
    } else {
      g_ptr_array_add(joined->children, part);
    }
  }
  g_ptr_array_set_size(parts, 0);
  return joined ? joined : only;
}

RepereNode *query_root(RepereNode *node)
{
  if (node && node->kind == REPERE_NODE_AND && !node->exclude) return node;
  RepereNode *root = query_node_new(REPERE_NODE_AND);
  if (node) g_ptr_array_add(root->children, node);
  return root;
}

/* ---- the normal form ---- */

/* How tightly things bind. */
typedef enum { BIND_SPACE, BIND_OR, BIND_AND, BIND_NEAR, BIND_PART } Bind;

typedef struct {
  GString *text;
  gboolean clear; /* with brackets wherever OR and AND meet; else only where they must be */
  guint depth, deepest;
} Form;

static void form_node(Form *form, const RepereNode *node, Bind need);

/* "10" and "000", each a word, must not be read as 10 000: a comma, which is no word, keeps them apart. */
static void part_digits(Form *form, gsize at)
{
  if (at > 1 && g_ascii_isdigit(form->text->str[at - 2]) && g_str_has_prefix(form->text->str + at, "000"))
    g_string_insert(form->text, (gssize)at, ", ");
}

static void form_children(Form *form, const RepereNode *node, const char *between, Bind need)
{
  for (guint i = 0; i < node->children->len; i++) {
    if (i) g_string_append(form->text, between);
    const gsize at = form->text->len;
    form_node(form, node->children->pdata[i], need);
    part_digits(form, at);
  }
}

static void form_inner(Form *form, const RepereNode *node, Bind need)
{
  if (node->text) g_string_append(form->text, node->text);
  else if (node->children->len == 1) form_node(form, node->children->pdata[0], need);
  else if (node->kind == REPERE_NODE_OR)
    form_children(form, node, " OR ", form->clear ? BIND_NEAR : BIND_AND);
  else if (need == BIND_SPACE) form_children(form, node, " ", form->clear ? BIND_AND : BIND_OR);
  else form_children(form, node, " AND ", BIND_NEAR);
}

static Bind binds(const Form *form, const RepereNode *node)
{
  if (node->kind == REPERE_NODE_NEAR) return BIND_NEAR;
  if (node->text || node->children->len == 1) return BIND_PART;
  if (node->kind == REPERE_NODE_OR) return BIND_OR;
  return form->clear ? BIND_SPACE : BIND_AND;
}

static void form_node(Form *form, const RepereNode *node, Bind need)
{
  if (node->exclude) {
    g_string_append_c(form->text, '-');
    need = BIND_PART;
  }
  if (binds(form, node) >= need) {
    form_inner(form, node, need);
    return;
  }
  form->depth++;
  form->deepest = MAX(form->deepest, form->depth);
  g_string_append_c(form->text, '(');
  form_inner(form, node, BIND_SPACE);
  g_string_append_c(form->text, ')');
  form->depth--;
}

static char *form_root(const RepereNode *root, gboolean clear, guint *deepest)
{
  Form form = {g_string_new(NULL), clear, 0, 0};
  form_inner(&form, root, BIND_SPACE);
  *deepest = form.deepest;
  return g_string_free(form.text, FALSE);
}

/* With all brackets it may be deeper than what was read; without those that need not be it never is. */
char *query_form(const RepereNode *root)
{
  guint deepest;
  char *form = form_root(root, TRUE, &deepest);
  if (deepest <= QUERY_DEPTH) return form;
  g_free(form);
  return form_root(root, FALSE, &deepest);
}
