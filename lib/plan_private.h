/* plan_private.h - the parts of the planner: the tree (plan.c), its leaves (plan_leaf.c), what words* and
 * word~ stand for (plan_expand.c), matchers in the making (plan_build.c). */
#ifndef REPERE_PLAN_PRIVATE_H
#define REPERE_PLAN_PRIVATE_H

#include "plan.h"

G_BEGIN_DECLS

/* One question being planned. A function that returns FALSE has set `fault` or `stopped`. */
typedef struct {
  const RepereQuery *query;
  const RepereQuestion *question;
  const RepereLane *lane;
  ReperePlan *plan;
  xc_error *fault;
  GError *stopped;    /* the question's time was over while something was counted */
  guint words;        /* that may still be looked for */
  guint expansions;   /* that they may still stand for */
  guint excluded;     /* exclusions around: what stands in one is no evidence */
  guint silent;       /* what is planned now is part of what was planned before, for match_any: evidence is
                         known */
  gboolean cut;       /* said that some words were left out, */
  gboolean exhausted; /* or that * and ~ are so */
} Planner;

/* ---- plan_build.c ---- */

RepereMatcher *plan_matcher(RepereMatcherKind kind);
RepereMatcher *plan_matcher_ref(RepereMatcher *matcher);
void plan_matcher_free(gpointer matcher);
/* Makes `matcher` count for the weight, by terms that are added (char *, owned) to what is returned;
 * borrowed. `text`: what it is of. */
GPtrArray *plan_weigh(RepereMatcher *matcher, RepereWeighedKind kind, RepereTextField field, const char *text,
                      double scale);

/* What stands for a word in other languages. */
typedef struct {
  GPtrArray *terms; /* of char *, each once */
  GArray *shares;   /* of float, one a term */
} PlanTranslated;
void plan_translated_clear(PlanTranslated *translated);
void plan_translated_add(PlanTranslated *translated, char *term, double share); /* consumes the term */

/* Makes them count where they count more than the word itself: `scale` is what that counts in all, `own` are
 * its terms. What a word tells depends on the works that have it in whatever language: so both are as rare as
 * all together. */
void plan_weigh_other(RepereMatcher *matcher, const RepereNode *leaf, double scale, const GPtrArray *own,
                      const PlanTranslated *translated);
void plan_weigh_rarity(RepereWeighed *weighed, const GPtrArray *own, const PlanTranslated *translated);

/* Adds `term` (consumed) unless it is there. */
void plan_add_once(GPtrArray *terms, char *term);

/* In how many documents `term` is. */
gboolean plan_count(const Planner *planner, const char *term, guint32 *documents);

/* An OR whose first part is of TERMS, */
RepereMatcher *plan_terms_matcher(void);
/* the documents that have `term` (with the field's prefix) where `field` says, added to it, */
gboolean plan_term_in(const Planner *planner, RepereTextField field, const char *term,
                      RepereMatcher *matcher);
/* and the same as simple as it can be; consumes it. */
RepereMatcher *plan_terms_done(RepereMatcher *matcher);

/* ---- leaves ---- */

/* The prefix of terms that stand in `field` alone; "" for text and anywhere. */
const char *plan_prefix(RepereTextField field);

/* "thé" is not "the": where the folded form is a stop word, only the spelling counts. */
gboolean plan_only_as_written(const RepereQueryWord *word);

/* What the word is looked for as where one spelling counts. Borrowed. */
const char *plan_exact_word(const RepereQueryWord *word);

RepereEvidence *plan_evidence_new(gboolean phrase);
void plan_evidence_free(RepereEvidence *evidence);
/* Consumes the evidence; `documents` have it. */
void plan_evidence_add(Planner *planner, RepereEvidence *evidence, double documents);

/* What finds the leaf; NULL on failure. */
RepereMatcher *plan_leaf(Planner *planner, const RepereNode *leaf);

/* ---- what is added to the words ---- */

/* Whether the question wants what `id` names. */
gboolean plan_may_add(const Planner *planner, const char *id);

RepereExpansion *plan_expansion_new(const char *id, const char *concept, const char *source,
                                    const char *words);
/* Consumes the expansion: the works with one of `terms` have it; */
gboolean plan_expansion_add(Planner *planner, RepereExpansion *expansion, const GPtrArray *terms);
/* or those with all terms of one of `compounds` (of GPtrArray *, of char *). */
gboolean plan_expansion_add_compounds(Planner *planner, RepereExpansion *expansion,
                                      const GPtrArray *compounds);

/* What the index has for a word in other languages, by `keys` (of char *: its stems, or itself):
 * translations, the word itself there, and where it has neither (`unknown`: nor the word) words that are
 * nearly the same. Cleared by the caller. */
gboolean plan_translate(Planner *planner, const RepereNode *leaf, const GPtrArray *keys, gboolean unknown,
                        PlanTranslated *translated);

/* What finds the translations of a compound; NULL where there are none, or where the planner failed. */
RepereMatcher *plan_compound(Planner *planner, const char *key, const char *words);

/* What the children of an AND name together. */
typedef struct PlanSpans PlanSpans;
PlanSpans *plan_spans_new(const Planner *planner, const RepereNode *node);
void plan_spans_free(PlanSpans *spans);
typedef struct {
  guint children;            /* so many from one on belong together; 1: that one stands for itself */
  guint words;               /* of them, stop words aside */
  RepereMatcher *named;      /* finds the concepts they name, without weight; or NULL */
  RepereMatcher *translated; /* finds the compound they are in other languages; or NULL */
  char *text;                /* as the normal form has them; NULL where they name nothing */
} PlanSpan;
/* What the children from `child` on name. plan_span_clear(). */
PlanSpan plan_span(Planner *planner, const PlanSpans *spans, const RepereNode *node, guint child);
void plan_span_clear(PlanSpan *span);

/* Makes the concepts that `named` finds count where they count more than the `words` words that name them. */
void plan_weigh_named(const Planner *planner, RepereMatcher *matcher, const PlanSpan *span);

/* Whether `matcher` is found by concepts that words name; then they count as those of a question that names
 * nothing else. */
gboolean plan_names(const RepereMatcher *matcher);
void plan_weigh_alone(const Planner *planner, RepereMatcher *matcher);

/* "long-term" also stands as "longterm", and where it is hyphenated the index has that word, too, with its
 * stem. What finds that; NULL on failure. */
RepereMatcher *plan_joined(Planner *planner, const RepereNode *leaf);

/* Appends to `words` (of char *, folded) what a word* or word~ stands for in its field, with a warning
 * where that is too much; *documents is how many have one of them, at most. */
gboolean plan_expand(Planner *planner, const RepereNode *leaf, GPtrArray *words, double *documents);

G_END_DECLS
#endif
