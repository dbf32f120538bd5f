/* respell_private.h - the parts of spelling a question better. Private to respell*.c
 *
 *   respell.c        the choice, and the whole
 *   respell_parts.c  which words are misspelt
 *   respell_words.c  what a word may be misspelt for
 *   respell_text.c   the question with words replaced */
#ifndef REPERE_RESPELL_PRIVATE_H
#define REPERE_RESPELL_PRIVATE_H

#include "completion.h"
#include "respell.h"

/* So many parts of a question may be misspelt. */
#define RESPELL_PARTS 4

/* What costs no more (letters swapped, doubled, or that sound alike) is hardly another word. */
#define RESPELL_SURE_EDIT 0.7

/* What a part of the question may have been meant as. */
typedef struct {
  char *text;   /* as the language writes it; may be several words */
  char *stem;   /* or NULL: forms of one word are no rivals */
  double cost;  /* repere_misspelling_cost() */
  double score; /* how likely, as a logarithm: the larger the better */
  guint32 works;
} RespellCandidate;

/* A word of the question that looks misspelt, or two. */
typedef struct {
  const RepereNode *leaf;
  const RepereQueryWord *word; /* the first one */
  guint32 start, end;          /* its bytes in the question */
  guint32 works;               /* that have it, at most */
  gboolean rare;               /* some works have it: it is a misspelling only of what is much more common */
  gboolean plain;              /* several words may stand in its place as they are, without brackets */
  GArray *candidates;          /* of RespellCandidate, the best first */
} RespellPart;

typedef struct {
  const RepereLane *lane;
  const RepereQuestion *question;
  const RepereMatch *match;
  xc_error *fault;
  GError **error;
  char *typed;    /* the question, valid UTF-8 */
  guint language; /* number of its language among the completion's */
  guint64 hits;   /* works with all the words */
  gboolean few;   /* those are so few that more are offered */
  GArray *parts;  /* of RespellPart, as they stand in the question */
} Respell;

/* Functions that return FALSE have set `fault` or `error`. */

gboolean respell_parts(Respell *respell);

/* Fills the part's candidates: the best few. */
gboolean respell_words(Respell *respell, RespellPart *part);
/* Adds word `number` of the index. */
gboolean respell_add_word(Respell *respell, RespellPart *part, guint32 number, double cost);
void respell_candidate_clear(gpointer candidate);

/* The question with each part replaced by its candidate number choice[i] (-1: it stays). g_free. */
char *respell_text(const Respell *respell, const int *choice);

#endif
