/* query_private.h - the parts of the query parser: characters (query_scan.c), leaves (query_leaf.c),
 * grammar (query.c), normal form (query_form.c). */
#ifndef REPERE_QUERY_PRIVATE_H
#define REPERE_QUERY_PRIVATE_H

#include "query.h"

G_BEGIN_DECLS

/* Brackets are read so deep, so that no question can exhaust the stack. */
#define QUERY_DEPTH 50u

/* ---- characters: query_scan.c ---- */

gboolean query_is_space(const char *at);

/* The phrase that opens at `at`, `start` being where the question begins: its text's begin and end, and
 * what follows it. FALSE where no quotation mark opens there. An unclosed one has no `end`. `unclosed` (0
 * at first, kept over the question) remembers marks that are known to close nowhere. */
typedef struct {
  const char *text, *end, *next;
} QueryPhrase;
gboolean query_phrase_at(const char *start, const char *at, guint *unclosed, QueryPhrase *phrase);

/* The end of the chunk at `at`: white space, a bracket or an opening quotation mark; those within a word
 * are none. */
const char *query_chunk_end(const char *at);

/* The length of a field's name and colon at `at`, with the field in *field; 0 where none is there. */
gsize query_field_at(const char *at, RepereTextField *field);

typedef enum { QUERY_NONE, QUERY_AND, QUERY_OR, QUERY_NOT, QUERY_NEAR } QueryOperator;

/* The operator that the chunk is; NEAR's number in *n, which may be any. */
QueryOperator query_operator(const char *chunk, const char *end, guint64 *n);

/* ---- nodes ---- */

RepereNode *query_node_new(RepereNodeKind kind);
void query_node_free(gpointer node);
void query_word_free(gpointer word); /* RepereQueryWord */

/* ---- leaves: query_leaf.c. Each NULL where there is no word. ---- */

typedef struct {
  RepereAnalyzer *analyzer;
  const RepereLanguage *language;
  const char *start; /* of the question that leaves are cut from */
} QueryWords;

/* The words of text that stood in quotation marks. */
RepereNode *query_leaf_quoted(const QueryWords *words, RepereTextField field, const char *text,
                              const char *end);
/* One word, or the parts of one; without the pronouns that hyphens append to a verb ("peut-il"). */
RepereNode *query_leaf_plain(const QueryWords *words, RepereTextField field, const char *text,
                             const char *end);
/* word* and word~ (`kind`), without the mark. *joined: it has several parts, only the last of which is
 * meant by the mark; then it is an AND of them. Read as plain words where there are not letters enough for
 * a beginning (*shorter). */
RepereNode *query_leaf_marked(const QueryWords *words, RepereNodeKind kind, RepereTextField field,
                              const char *text, const char *end, gboolean *shorter);
/* Consumes the leaves, which are words in one field (query_leaf_joins). */
gboolean query_leaf_joins(const GPtrArray *leaves);
RepereNode *query_leaf_near(GPtrArray *leaves, guint n);

/* ---- trees: query_form.c ---- */

/* Consumes `parts` (RepereNode *, with their `exclude` set): NULL without any, itself where there is one,
 * else the join, flattened. */
RepereNode *query_join(RepereNodeKind kind, GPtrArray *parts);
/* Consumes `node` (NULL: none): the root, an AND. */
RepereNode *query_root(RepereNode *node);
char *query_form(const RepereNode *root);

G_END_DECLS
#endif
