/* record_tree.h - a records file as a stream of small trees, one a record. For records.c.
 *
 * Each tree is an xmlDoc of its own (for the schema's sake), whatever the size of the file it comes from. */
#ifndef REPERE_RECORD_TREE_H
#define REPERE_RECORD_TREE_H

#include <glib.h>
#include <libxml/tree.h>
#include "repere/error.h"

G_BEGIN_DECLS

#define REPERE_NS_RECORD "urn:repere:record:1"
#define REPERE_NS_DCTERMS "http://purl.org/dc/terms/"
#define REPERE_NS_DC "http://purl.org/dc/elements/1.1/"
#define REPERE_NS_OAI "http://www.openarchives.org/OAI/2.0/"

/* A larger record is left out and named: memory taken by its tree, elements within elements, elements
 * altogether (the time libxml2 takes to validate them grows with the square of their number: half a second
 * for so many), attributes of one element (likewise). */
enum {
  REPERE_RECORD_MB = 64,
  REPERE_RECORD_DEPTH = 64,
  REPERE_RECORD_ELEMENTS = 20000,
  REPERE_RECORD_ATTRIBUTES = 100
};

typedef enum {
  REPERE_TREE_RECORD,    /* an element that stands where a record should: see its name */
  REPERE_TREE_OAI,       /* {OAI}record of a ListRecords or GetRecord reply */
  REPERE_TREE_OAI_ERROR, /* {OAI}error */
  REPERE_TREE_OAI_PART,  /* {OAI}responseDate, request, Identify, resumptionToken: only of a reply */
  REPERE_TREE_STRAY,     /* text between records: no tree */
  REPERE_TREE_WARNING    /* of a CSV file: `fault` costs no record; no tree */
} RepereTreeKind;

typedef struct {
  RepereTreeKind kind;
  xmlDocPtr doc; /* NULL where `fault` says why there is none */
  char *fault;   /* a sentence, or NULL */
  char *id;      /* where there is a fault: the identifier, if it came before; or NULL */
  guint line;
} RepereTree;

void repere_tree_free(RepereTree *tree);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(RepereTree, repere_tree_free)

typedef struct RepereTrees RepereTrees;

RepereTrees *repere_trees_open(const char *path, GError **error);

/* An OAI-PMH reply with all its parts, for harvesting: of a file, or of `bytes`, which must outlive it. `name` stands
 * for the file in messages. Any other root element is refused. */
RepereTrees *repere_trees_open_reply(const char *path, GError **error);
RepereTrees *repere_trees_open_reply_bytes(const char *name, const char *bytes, gsize size, GError **error);
void repere_trees_close(RepereTrees *trees);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(RepereTrees, repere_trees_close)

/* The next one, owned by the caller; NULL at the end, and with an error where the rest cannot be read. */
RepereTree *repere_trees_next(RepereTrees *trees, GError **error);

/* The line of an element of a tree. (libxml2's own stop at 65 535.) */
guint repere_tree_line(const xmlNode *node);

/* The element's name as messages and the configuration write it: "dcterms:title", "origin". g_free. */
char *repere_tree_name(const xmlNode *node);

/* The first child element {ns}name, or NULL. */
xmlNode *repere_tree_child(const xmlNode *node, const char *ns, const char *name);

gboolean repere_tree_is(const xmlNode *node, const char *ns, const char *name);

/* Text of the element, white space collapsed. g_free. */
char *repere_tree_text(const xmlNode *node);

/* Value of an attribute, collapsed, or NULL; xml:lang is ("lang", TRUE). g_free. */
char *repere_tree_attribute(const xmlNode *node, const char *name, gboolean xml);

/* SHA-256 (hex) of all that the element says: names, attributes, text; not prefixes, white space, order of
 * attributes, comments. g_free. */
char *repere_tree_hash(const xmlNode *node);

G_END_DECLS
#endif
