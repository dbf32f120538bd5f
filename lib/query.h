/* query.h - the words of a question, read into clauses.
 *
 * Words and "phrases", with - before what must not be there. Any bytes parse: AND, OR, NOT, NEAR/n, brackets, fields
 * (title: and so on), word* and word~ are read as the words they are made of, and a warning says so, once for each kind. */
#ifndef REPERE_QUERY_H
#define REPERE_QUERY_H

#include "repere/text.h"

G_BEGIN_DECLS

/* A word of a question, analyzed in the question's language. Owned strings. */
typedef struct {
  char *folded;
  char *written;      /* with its accents, or NULL where it has none */
  char *stem;         /* or NULL */
  gboolean stop;
} RepereQueryWord;

typedef struct {
  GPtrArray *words;   /* of RepereQueryWord *; several: a phrase */
  gboolean exclude;
  gboolean quoted;    /* in quotation marks: exactly these words; else one word, or parts joined by hyphens and the like */
} RepereClause;

typedef struct {
  const RepereLanguage *language; /* or NULL */
  GPtrArray *clauses;  /* of RepereClause * */
  GPtrArray *warnings; /* of char *: sentences */
  char *canonical;     /* a normal form that parses to the same query */
} RepereQuery;

RepereQuery *repere_query_parse(RepereAnalyzer *analyzer, const char *q, const char *lang);
void repere_query_free(RepereQuery *query);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(RepereQuery, repere_query_free)

G_END_DECLS
#endif
