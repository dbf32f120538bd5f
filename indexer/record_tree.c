/* record_tree.c - see record_tree.h */
#include "indexer/record_tree.h"
#include "plain.h"
#include "xml.h"
#include <string.h>

/* What libxml2 takes for a node and for an attribute with its text, about; so that a record of a million
 * empty elements is as large as it is in memory. */
enum { NODE_BYTES = 128, ATTRIBUTE_BYTES = 256 };

typedef enum { FILE_UNKNOWN, FILE_ONE, FILE_RECORDS, FILE_OAI } FileKind;

struct RepereTrees {
  RepereXml *xml;
  FileKind kind;
  guint depth;         /* elements open */
  gboolean reply;      /* all parts of an OAI-PMH reply are wanted, and nothing else */
  gboolean in_list;    /* inside ListRecords or GetRecord */
  gboolean stray_text; /* said already */
  GQueue ready;        /* of RepereTree * */
  RepereTree *open;    /* the one being built, or NULL */
  xmlNode *node;       /* its innermost open element; NULL where it is dropped for a fault */
  guint open_depth;    /* elements open in it */
  gsize bytes;
  guint elements; /* in it, altogether */
  GString
    *text; /* of the innermost element, not yet in the tree: libxml2 would copy it whole at every piece */
};

void repere_tree_free(RepereTree *tree)
{
  if (tree == NULL)
    return;
  if (tree->doc != NULL)
    xmlFreeDoc(tree->doc);
  g_free(tree->fault);
  g_free(tree->id);
  g_free(tree);
}

/* ---- building ---- */

static void flush_text(RepereTrees *trees)
{
  if (trees->node != NULL && trees->text->len > 0)
    xmlAddChild(trees->node,
                xmlNewDocTextLen(trees->open->doc, (const xmlChar *)trees->text->str, (int)trees->text->len));
  g_string_truncate(trees->text, 0);
}

/* The namespace `uri`, declared at the tree's root under the prefix it was written with or, where that is
 * taken, ours. */
static xmlNs *namespace_of(xmlNode *root, const char *uri, const char *prefix)
{
  if (strcmp(uri, REPERE_XML_NS) == 0)
    return xmlSearchNsByHref(root->doc, root, (const xmlChar *)uri);
  for (xmlNs *ns = root->nsDef; ns != NULL; ns = ns->next)
    if (strcmp((const char *)ns->href, uri) == 0)
      return ns;
  xmlNs *made = xmlNewNs(root, (const xmlChar *)uri, *prefix != '\0' ? (const xmlChar *)prefix : NULL);
  for (guint i = 0; made == NULL; i++) {
    g_autofree char *other = g_strdup_printf("ns%u", i);
    made = xmlNewNs(root, (const xmlChar *)uri, (const xmlChar *)other);
  }
  return made;
}

static void add_attributes(xmlNode *root, xmlNode *node, const RepereXmlElement *element)
{
  for (guint i = 0; i < element->n_attributes; i++) {
    const char *ns, *name;
    g_autofree char *value = repere_xml_attribute(element, i, &ns, &name);
    if (*ns == '\0')
      xmlNewProp(node, (const xmlChar *)name, (const xmlChar *)value);
    else
      xmlNewNsProp(node, namespace_of(root, ns, "a"), (const xmlChar *)name, (const xmlChar *)value);
  }
}

/* Gives the record up, with the memory it took, and goes on behind it. */
static void drop(RepereTrees *trees, char *fault)
{
  RepereTree *tree = trees->open;
  const xmlNode *root =
    xmlDocGetRootElement(tree->doc); /* none yet where the record's own start tag is at fault */
  const xmlNode *id = root != NULL ? repere_tree_child(root, REPERE_NS_DCTERMS, "identifier") : NULL;
  tree->id = id != NULL ? repere_tree_text(id) : NULL;
  tree->fault = fault;
  xmlFreeDoc(tree->doc);
  tree->doc = NULL;
  trees->node = NULL;
  g_string_truncate(trees->text, 0);
}

static void grow(RepereTrees *trees, gsize bytes)
{
  trees->bytes += bytes;
  if (trees->node != NULL && trees->bytes > (gsize)REPERE_RECORD_MB << 20)
    drop(trees,
         g_strdup_printf("the record takes more than %d MB; put its text into files, and name them with "
                         "dcterms:hasFormat.",
                         REPERE_RECORD_MB));
}

/* Why a record with this element in it is out of bounds (g_free), or NULL. */
static char *bound_passed(RepereTrees *trees, const RepereXmlElement *element)
{
  if (trees->open_depth > REPERE_RECORD_DEPTH)
    return g_strdup_printf("line %u has an element more than %d levels deep; no record needs that: mend it.",
                           element->line, REPERE_RECORD_DEPTH);
  if (element->n_attributes > REPERE_RECORD_ATTRIBUTES)
    return g_strdup_printf(
      "line %u has an element with more than %d attributes; no record needs that: mend it.", element->line,
      REPERE_RECORD_ATTRIBUTES);
  if (++trees->elements > REPERE_RECORD_ELEMENTS)
    return g_strdup_printf("the record has more than %d elements; split it into several, or mend it.",
                           REPERE_RECORD_ELEMENTS);
  return NULL;
}

static void add_element(RepereTrees *trees, const RepereXmlElement *element)
{
  trees->open_depth++;
  if (trees->open->fault != NULL)
    return;
  char *fault = bound_passed(trees, element);
  if (fault != NULL) {
    drop(trees, fault);
    return;
  }
  flush_text(trees);
  xmlDoc *doc = trees->open->doc;
  xmlNode *node = xmlNewDocNode(doc, NULL, (const xmlChar *)element->name, NULL);
  node->line = (unsigned short)MIN(element->line, G_MAXUSHORT);
  node->_private = GUINT_TO_POINTER(element->line);
  if (trees->node != NULL)
    xmlAddChild(trees->node, node);
  else
    xmlDocSetRootElement(doc, node);
  xmlNode *root = xmlDocGetRootElement(doc);
  if (*element->ns != '\0')
    xmlSetNs(node, namespace_of(root, element->ns, element->prefix));
  add_attributes(root, node, element);
  trees->node = node;
  grow(trees, NODE_BYTES + (gsize)ATTRIBUTE_BYTES * element->n_attributes);
}

static void begin_tree(RepereTrees *trees, RepereTreeKind kind, const RepereXmlElement *element)
{
  trees->open = g_new0(RepereTree, 1);
  trees->open->kind = kind;
  trees->open->line = element->line;
  trees->open->doc = xmlNewDoc((const xmlChar *)"1.0");
  trees->node = NULL;
  trees->open_depth = 0;
  trees->bytes = 0;
  trees->elements = 0;
  add_element(trees, element);
}

/* ---- the parser's events ---- */

static gboolean is(const RepereXmlElement *element, const char *ns, const char *name)
{
  return strcmp(element->name, name) == 0 && strcmp(element->ns, ns) == 0;
}

static void start_file(RepereTrees *trees, const RepereXmlElement *element)
{
  if (trees->reply && !is(element, REPERE_NS_OAI, "OAI-PMH")) {
    g_autofree char *sentence =
      g_strdup_printf("the root element is <%s>; an OAI-PMH reply has <OAI-PMH xmlns=\"%s\">.",
                      element->name, REPERE_NS_OAI);
    repere_xml_refuse(trees->xml, element->line, sentence);
  } else if (is(element, REPERE_NS_RECORD, "records")) {
    trees->kind = FILE_RECORDS;
  } else if (is(element, REPERE_NS_OAI, "OAI-PMH")) {
    trees->kind = FILE_OAI;
  } else if (is(element, REPERE_NS_RECORD, "record")) {
    trees->kind = FILE_ONE;
    begin_tree(trees, REPERE_TREE_RECORD, element);
  } else {
    g_autofree char *sentence = g_strdup_printf(
      "the root element is <%s%s%s> in %s%s, so this is no file of records; start it with <records "
      "xmlns=\"%s\">.",
      element->prefix, *element->prefix != '\0' ? ":" : "", element->name,
      *element->ns != '\0' ? "the namespace " : "no namespace", element->ns, REPERE_NS_RECORD);
    repere_xml_refuse(trees->xml, element->line, sentence);
  }
}

static gboolean is_part(const RepereXmlElement *element)
{
  return element->depth == 1
           ? is(element, REPERE_NS_OAI, "responseDate") || is(element, REPERE_NS_OAI, "request") ||
               is(element, REPERE_NS_OAI, "Identify")
           : element->depth == 2 && is(element, REPERE_NS_OAI, "resumptionToken");
}

static void start_oai(RepereTrees *trees, const RepereXmlElement *element)
{
  if (trees->reply && is_part(element)) {
    begin_tree(trees, REPERE_TREE_OAI_PART, element);
    return;
  }
  if (element->depth == 1 && is(element, REPERE_NS_OAI, "error"))
    begin_tree(trees, REPERE_TREE_OAI_ERROR, element);
  else if (element->depth == 1)
    trees->in_list = is(element, REPERE_NS_OAI, "ListRecords") || is(element, REPERE_NS_OAI, "GetRecord");
  else if (element->depth == 2 && trees->in_list && is(element, REPERE_NS_OAI, "record"))
    begin_tree(trees, REPERE_TREE_OAI, element);
}

static void on_start(const RepereXmlElement *element, gpointer data)
{
  RepereTrees *trees = data;
  trees->depth++;
  if (trees->open != NULL)
    add_element(trees, element);
  else if (element->depth == 0)
    start_file(trees, element);
  else if (trees->kind == FILE_OAI)
    start_oai(trees, element);
  else
    begin_tree(trees, REPERE_TREE_RECORD, element);
}

static void on_end(gpointer data)
{
  RepereTrees *trees = data;
  trees->depth--;
  if (trees->open == NULL)
    return;
  flush_text(trees);
  if (trees->node != NULL)
    trees->node = trees->open_depth > 1 ? trees->node->parent : NULL;
  if (--trees->open_depth == 0)
    g_queue_push_tail(&trees->ready, g_steal_pointer(&trees->open));
}

/* Names text between records, once a file. The parser stands behind `text`; its line is that of the first
 * letter. */
static void note_stray(RepereTrees *trees, const char *text, gsize length)
{
  gsize letter = 0;
  while (letter < length && g_ascii_isspace(text[letter]))
    letter++;
  if (letter == length)
    return;
  RepereTree *tree = g_new0(RepereTree, 1);
  tree->kind = REPERE_TREE_STRAY;
  tree->line = repere_xml_line(trees->xml);
  for (; letter < length; letter++)
    tree->line -= text[letter] == '\n' && tree->line > 1;
  tree->fault = g_strdup("there is text between the records; take it out, or put it into a record.");
  g_queue_push_tail(&trees->ready, tree);
  trees->stray_text = TRUE;
}

static void on_text(const char *text, gsize length, gpointer data)
{
  RepereTrees *trees = data;
  if (trees->open != NULL && trees->open->fault == NULL) {
    g_string_append_len(trees->text, text, (gssize)length);
    grow(trees, length);
  } else if (trees->open == NULL && trees->kind == FILE_RECORDS && !trees->stray_text) {
    note_stray(trees, text, length);
  }
}

/* ---- the stream ---- */

static const RepereXmlHandler HANDLER = {on_start, on_end, on_text};

static RepereTrees *new_trees(gboolean reply)
{
  RepereTrees *trees = g_new0(RepereTrees, 1);
  trees->reply = reply;
  g_queue_init(&trees->ready);
  trees->text = g_string_new(NULL);
  return trees;
}

static RepereTrees *open_file(const char *path, gboolean reply, GError **error)
{
  RepereTrees *trees = new_trees(reply);
  trees->xml = repere_xml_open(path, &HANDLER, trees, error);
  if (trees->xml == NULL)
    g_clear_pointer(&trees, repere_trees_close);
  return trees;
}

RepereTrees *repere_trees_open(const char *path, GError **error)
{
  return open_file(path, FALSE, error);
}

RepereTrees *repere_trees_open_reply(const char *path, GError **error)
{
  return open_file(path, TRUE, error);
}

RepereTrees *repere_trees_open_reply_bytes(const char *name, const char *bytes, gsize size, GError **error)
{
  RepereTrees *trees = new_trees(TRUE);
  trees->xml = repere_xml_open_bytes(name, bytes, size, &HANDLER, trees);
  if (trees->xml == NULL) {
    g_set_error(error, REPERE_ERROR, REPERE_ERROR_IO, "%s: there is no memory to read the reply.", name);
    g_clear_pointer(&trees, repere_trees_close);
  }
  return trees;
}

void repere_trees_close(RepereTrees *trees)
{
  if (trees == NULL)
    return;
  if (trees->xml != NULL)
    repere_xml_close(trees->xml);
  g_queue_clear_full(&trees->ready, (GDestroyNotify)repere_tree_free);
  repere_tree_free(trees->open);
  g_string_free(trees->text, TRUE);
  g_free(trees);
}

/* An error waits until what came before it has been handed out: the parser gives it again, since it has
 * ended. */
RepereTree *repere_trees_next(RepereTrees *trees, GError **error)
{
  GError *cause = NULL;
  while (g_queue_is_empty(&trees->ready) && repere_xml_read(trees->xml, &cause))
    continue;
  if (g_queue_is_empty(&trees->ready)) {
    if (cause != NULL)
      g_propagate_error(error, cause);
    return NULL;
  }
  g_clear_error(&cause);
  return g_queue_pop_head(&trees->ready);
}

/* ---- looking at a tree ---- */

guint repere_tree_line(const xmlNode *node)
{
  return GPOINTER_TO_UINT(node->_private);
}

static const char *ns_of(const xmlNode *node)
{
  return node->ns != NULL && node->ns->href != NULL ? (const char *)node->ns->href : "";
}

char *repere_tree_name(const xmlNode *node)
{
  const char *name = (const char *)node->name, *ns = ns_of(node);
  if (strcmp(ns, REPERE_NS_RECORD) == 0)
    return g_strdup(name);
  if (strcmp(ns, REPERE_NS_DCTERMS) == 0)
    return g_strconcat("dcterms:", name, NULL);
  if (strcmp(ns, REPERE_NS_DC) == 0)
    return g_strconcat("dc:", name, NULL);
  const char *prefix = node->ns != NULL ? (const char *)node->ns->prefix : NULL;
  if (prefix == NULL || strcmp(prefix, "dcterms") == 0 || strcmp(prefix, "dc") == 0)
    return g_strdup_printf("{%s}%s", ns, name);
  return g_strconcat(prefix, ":", name, NULL);
}

gboolean repere_tree_is(const xmlNode *node, const char *ns, const char *name)
{
  return node->type == XML_ELEMENT_NODE && strcmp((const char *)node->name, name) == 0 &&
         strcmp(ns_of(node), ns) == 0;
}

xmlNode *repere_tree_child(const xmlNode *node, const char *ns, const char *name)
{
  for (xmlNode *child = node->children; child != NULL; child = child->next)
    if (repere_tree_is(child, ns, name))
      return child;
  return NULL;
}

static char *collapse(xmlChar *text)
{
  if (text == NULL)
    return NULL;
  char *clean = repere_plain_collapse((const char *)text);
  xmlFree(text);
  return clean;
}

char *repere_tree_text(const xmlNode *node)
{
  char *text = collapse(xmlNodeGetContent(node));
  return text != NULL ? text : g_strdup("");
}

char *repere_tree_attribute(const xmlNode *node, const char *name, gboolean xml)
{
  return collapse(xml ? xmlGetNsProp(node, (const xmlChar *)name, XML_XML_NAMESPACE)
                      : xmlGetNoNsProp(node, (const xmlChar *)name));
}

/* ---- hash ---- */

/* A letter and the string with its zero byte: no two lists of strings run together to the same bytes. */
static void sum_string(GChecksum *sum, char letter, const char *text)
{
  g_checksum_update(sum, (const guchar *)&letter, 1);
  g_checksum_update(sum, (const guchar *)text, (gssize)strlen(text) + 1);
}

static int by_text(gconstpointer a, gconstpointer b)
{
  return strcmp(*(const char *const *)a, *(const char *const *)b);
}

static void sum_attributes(GChecksum *sum, const xmlNode *node)
{
  if (node->properties == NULL)
    return;
  g_autoptr(GPtrArray) all = g_ptr_array_new_with_free_func(g_free);
  for (const xmlAttr *attribute = node->properties; attribute != NULL; attribute = attribute->next) {
    g_autofree char *value = collapse(xmlNodeGetContent((const xmlNode *)attribute));
    const char *ns = attribute->ns != NULL ? (const char *)attribute->ns->href : "";
    g_ptr_array_add(
      all, g_strdup_printf("%s\n%s\n%s", ns, (const char *)attribute->name, value != NULL ? value : ""));
  }
  g_ptr_array_sort(all, by_text);
  for (guint i = 0; i < all->len; i++)
    sum_string(sum, 'a', g_ptr_array_index(all, i));
}

static void sum_element(GChecksum *sum, const xmlNode *node)
{
  sum_string(sum, 'n', ns_of(node));
  sum_string(sum, 'e', (const char *)node->name);
  sum_attributes(sum, node);
  gboolean lines = repere_tree_is(node, REPERE_NS_RECORD, "text");
  for (const xmlNode *child = node->children; child != NULL; child = child->next) {
    if (child->type == XML_ELEMENT_NODE) {
      sum_element(sum, child);
    } else if (child->type == XML_TEXT_NODE) {
      const char *written = (const char *)child->content;
      g_autofree char *text = lines ? repere_plain_lines(written) : repere_plain_collapse(written);
      if (*text != '\0')
        sum_string(sum, 't', text);
    }
  }
  sum_string(sum, '/', "");
}

char *repere_tree_hash(const xmlNode *node)
{
  g_autoptr(GChecksum) sum = g_checksum_new(G_CHECKSUM_SHA256);
  sum_string(sum, 'v', "repere record 1");
  sum_element(sum, node);
  return g_strdup(g_checksum_get_string(sum));
}
