/* plan.h - a parsed query as what finds it (terms and positional queries, joined, with what each weighs) and
 * what shows it (the evidence that passages are cut by). */
#ifndef REPERE_PLAN_H
#define REPERE_PLAN_H

#include "engine.h"
#include "query.h"

G_BEGIN_DECLS

/* What makes one leaf of the query match. */
typedef struct {
  gboolean phrase;  /* NEAR is none: its words are evidence each */
  gboolean aside;   /* it has no place among the words of the question: a concept's labels */
  GPtrArray *terms; /* of char *: a phrase's words in order, or all that stand for one word */
  GPtrArray *translated; /* of char *: words of other languages that stand for it too; NULL: none */
  double weight;    /* how much it tells: inverse document frequency */
} RepereEvidence;

/* Why terms count. */
typedef enum {
  REPERE_WEIGHED_STEM,     /* the word in any of its forms */
  REPERE_WEIGHED_WRITTEN,  /* as it was typed, accents aside */
  REPERE_WEIGHED_SPELLING, /* with the very accents that were typed, or the right one of misspellings */
  REPERE_WEIGHED_PHRASE,   /* a word of a phrase */
  REPERE_WEIGHED_TRANSLATION, /* the word in other languages */
  REPERE_WEIGHED_CONCEPT,  /* the concept that words name */
  REPERE_WEIGHED_LIKE      /* a telling word of the work that others are to be like */
} RepereWeighedKind;

const char *repere_weighed_name(RepereWeighedKind kind); /* "stem", "written", … */

/* What documents are weighed by: terms that count as one word, and how much of its weight counts. */
typedef struct {
  RepereWeighedKind kind;
  gboolean anywhere; /* the terms are those of all fields, which have weights of their own */
  double scale;
  GPtrArray *terms;  /* of char * */
  GArray *shares;    /* of float: how much each of the terms counts; 0: for the rarity alone. NULL: all of
                        them 1 */
  char *text;        /* what it is of, as the normal form of the question has it */
} RepereWeighed;

/* Which documents match. */
typedef enum {
  REPERE_MATCHER_TERMS,     /* documents with at least one of `terms`; without terms no document */
  REPERE_MATCHER_POSITIONS, /* documents that `query` finds: phrases, words near each other */
  REPERE_MATCHER_AND, /* those of all `parts`, without those of any `without`; no parts: every document */
  REPERE_MATCHER_OR   /* those of at least one of `parts` */
} RepereMatcherKind;

typedef struct {
  RepereMatcherKind kind;
  guint references;   /* match_all and match_any share their leaves, so that none need be found twice */
  GPtrArray *terms;   /* TERMS: of char * */
  xc_query *query;    /* POSITIONS: without weights, under the question's clock */
  GPtrArray *parts;   /* AND, OR: of RepereMatcher * */
  GPtrArray *without; /* AND: of RepereMatcher * */
  GPtrArray *weighed; /* of RepereWeighed *: what counts for documents it finds; NULL: what its parts say */
  RepereWeighed *other; /* the same in other languages: counts instead, where that is more; NULL: nothing */
} RepereMatcher;

typedef struct {
  GPtrArray *evidence; /* of RepereEvidence *: the leaves that must (or may) match, in order */
  GPtrArray *warnings; /* of char *: sentences (a beginning that stands for too many words) */
  GPtrArray *expansions; /* of RepereExpansion *: what was added to the words, */
  GPtrArray *expansions_any; /* and besides to those that only match_any looks for */
  RepereMatcher *match_all; /* every clause must match; NULL: the query has no words and matches every work */
  RepereMatcher *match_any; /* at least one must; NULL where that would be the same */
  gboolean foreign;         /* a word of it stands in the index in other languages alone */
  gboolean sentence;        /* the question reads as one: several words and some that join them, nothing
                               else */
} ReperePlan;

/* Plans `query` on a lane (spellings, beginnings and frequencies come from the index). Stops when the
 * question's time is over. */
ReperePlan *repere_plan_new(const RepereQuery *query, const RepereQuestion *question, const RepereLane *lane,
                            GError **error);
void repere_plan_free(ReperePlan *plan);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(ReperePlan, repere_plan_free)

/* The terms (char *) of the values that the filters on facet number `facet` select (`exclude`: turn away);
 * NULL where there is no such filter. An empty array is a filter on what no work has. g_ptr_array_unref. */
GPtrArray *repere_plan_filter_terms(const RepereSnapshot *snapshot, const RepereQuestion *question,
                                    guint facet, gboolean exclude);

G_END_DECLS
#endif
