/* query.h - the words of a question, read into a tree.
 *
 * Grammar (any bytes parse; what cannot be read as an operator is read as words, and a warning says so):
 *
 *   query    = { clause }                            white space between clauses: all of them, AND
 *   clause   = [ "-" | NOT ] part { AND part | OR part | NEAR/n part }
 *              NOT and - bind first, then NEAR, AND, OR
 *   part     = [ field ] ( word | phrase | "(" query ")" )
 *   field    = title: | abstract: | creator: | text:
 *   word     = letters | letters* (a beginning) | letters~ (a misspelling)
 *   phrase   = "…" | “…” | „…“ | «…» | ‹…› | ‘…’
 *
 * AND, OR, NOT, NEAR are operators in capitals only. White space binds loosest: "a b OR c" is a and (b or
 * c), while "a AND b OR c" is (a and b) or c. What is excluded stays logical in every place: "a OR -b"
 * matches what has a and whatever has no b; two exclusions of the same part cancel each other. Of nested
 * fields the innermost counts.
 *
 * "a NEAR/5 b": single words at most 5 positions apart (neighbours are 1 apart), in any order; NEAR alone
 * is NEAR/10. In a chain a NEAR/5 b NEAR/5 c the first and the last of them are no farther apart than
 * that; of several numbers the largest counts. */
#ifndef REPERE_QUERY_H
#define REPERE_QUERY_H

#include "repere/text.h"
#include "schema.h"

G_BEGIN_DECLS

/* NEAR/n: n is at most this; without /n it is REPERE_NEAR_DEFAULT. Fields, texts and files lie farther
 * apart than that. */
#define REPERE_NEAR_MOST 100
#define REPERE_NEAR_DEFAULT 10

/* A word of a question, analyzed in the question's language. Owned strings. */
typedef struct {
  char *folded;
  char *written; /* with its accents, or NULL where it has none */
  char *stem;    /* or NULL */
  gboolean stop;
  guint32 start, end; /* its bytes in the question, made valid UTF-8; end 0: not as it was typed */
} RepereQueryWord;

typedef enum {
  REPERE_NODE_WORD,      /* one word */
  REPERE_NODE_PHRASE,    /* words in a row */
  REPERE_NODE_NEAR,      /* words, in any order, at most `window` - 1 positions from the first to the last */
  REPERE_NODE_BEGINNING, /* word*: `folded` alone */
  REPERE_NODE_SPELLING,  /* word~: `folded` alone */
  REPERE_NODE_AND,       /* every child, but not the excluded ones */
  REPERE_NODE_OR         /* at least one child */
} RepereNodeKind;

/* No AND is a child of AND, nor OR of OR, unless excluded; AND and OR have two children or more, but for
 * the root and for an AND of one exclusion in an OR. */
typedef struct RepereNode RepereNode;
struct RepereNode {
  RepereNodeKind kind;
  gboolean exclude;      /* a child of AND: what must not match */
  RepereTextField field; /* leaves: where it must stand; REPERE_FIELDS: anywhere */
  GPtrArray *words;      /* leaves: of RepereQueryWord *, one at least */
  gboolean quoted;       /* a phrase in quotation marks (one word, too): exactly these words; else parts of
                            one that hyphens join */
  RepereQueryWord *compound; /* of such parts: all of them as one word ("postarrival"); else NULL */
  guint window; /* NEAR: as Xapian counts, first and last word included; REPERE_NEAR_MOST + 1 at most */
  char *text;   /* leaves: as the normal form writes it, with field and marks */
  GPtrArray *children; /* AND, OR: of RepereNode * */
};

typedef struct {
  const RepereLanguage *language; /* or NULL */
  RepereNode *root;               /* AND; without children it matches every work */
  GPtrArray *warnings;            /* of char *: sentences, one a kind of fault */
  char *canonical;                /* a normal form that parses to the same tree, and is its own normal form */
} RepereQuery;

/* Cost: linear in the length of `q`. */
RepereQuery *repere_query_parse(RepereAnalyzer *analyzer, const char *q, const char *lang);
void repere_query_free(RepereQuery *query);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(RepereQuery, repere_query_free)

G_END_DECLS
#endif
