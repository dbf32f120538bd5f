/* plan_private.h - the parts of the planner: the tree (plan.c), its leaves (plan_leaf.c), what words* and
 * word~ stand for (plan_expand.c), matchers in the making (plan_build.c). */
#ifndef REPERE_PLAN_PRIVATE_H
#define REPERE_PLAN_PRIVATE_H

#include "plan.h"

G_BEGIN_DECLS

/* One question being planned. A function that returns FALSE has set `fault` or the error. */
typedef struct {
  const RepereQuery *query;
  const RepereQuestion *question;
  const RepereLane *lane;
  ReperePlan *plan;
  xc_error *fault;
  guint words;        /* that may still be looked for */
  guint expansions;   /* that they may still stand for */
  guint excluded;     /* exclusions around: what stands in one is no evidence */
  gboolean cut;       /* said that some words were left out, */
  gboolean exhausted; /* or that * and ~ are so */
} Planner;

/* ---- plan_build.c ---- */

RepereMatcher *plan_matcher(RepereMatcherKind kind);
RepereMatcher *plan_matcher_ref(RepereMatcher *matcher);
void plan_matcher_free(gpointer matcher);
/* Makes `matcher` count for the weight, by terms that are added (char *, owned) to what is returned; borrowed.
 * `leaf`: what it is of; NULL for what no question says. */
GPtrArray *plan_weigh(RepereMatcher *matcher, RepereWeighedKind kind, const RepereNode *leaf, double scale);

/* Adds `term` (consumed) unless it is there. */
void plan_add_once(GPtrArray *terms, char *term);

/* In how many documents `term` is. */
gboolean plan_count(const Planner *planner, const char *term, guint32 *documents);

/* An OR whose first part is of TERMS, */
RepereMatcher *plan_terms_matcher(void);
/* the documents that have `term` (with the field's prefix) where `field` says, added to it, */
gboolean plan_term_in(const Planner *planner, RepereTextField field, const char *term, RepereMatcher *matcher);
/* and the same as simple as it can be; consumes it. */
RepereMatcher *plan_terms_done(RepereMatcher *matcher);

/* ---- leaves ---- */

/* The prefix of terms that stand in `field` alone; "" for text and anywhere. */
const char *plan_prefix(RepereTextField field);

/* What the word is looked for as where one spelling counts. Borrowed. */
const char *plan_exact_word(const RepereQueryWord *word);

RepereEvidence *plan_evidence_new(gboolean phrase);
/* Consumes the evidence; `documents` have it. */
void plan_evidence_add(Planner *planner, RepereEvidence *evidence, double documents);

/* What finds the leaf; NULL on failure. */
RepereMatcher *plan_leaf(Planner *planner, const RepereNode *leaf);

/* Appends to `words` (of char *, folded) what a word* or word~ stands for in its field, with a warning
 * where that is too much; *documents is how many have one of them, at most. */
gboolean plan_expand(Planner *planner, const RepereNode *leaf, GPtrArray *words, double *documents);

G_END_DECLS
#endif
