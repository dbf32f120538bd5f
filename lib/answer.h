/* answer.h - making and freeing the plain data that questions and answers are (repere/search.h). */
#ifndef REPERE_ANSWER_H
#define REPERE_ANSWER_H

#include "repere/search.h"

G_BEGIN_DECLS

RepereAnswer *repere_answer_new(const RepereIndexState *state);
void repere_answer_head_clear(RepereAnswerHead *head); /* what it owns, not itself */
RepereHit *repere_hit_new(const char *id);
GArray *repere_explanation_new(void); /* of RepereExplanation */

RepereValue *repere_value_new(const char *value, const char *label);
RepereText *repere_text_new(const char *text, const char *lang);
void repere_text_free(RepereText *text);

RepereExpansion *repere_expansion_new(void); /* counted; all NULL */
RepereExpansion *repere_expansion_ref(RepereExpansion *expansion);
void repere_expansion_unref(RepereExpansion *expansion);

RepereHitFacet *repere_hit_facet_new(const char *facet);
void repere_hit_facet_free(RepereHitFacet *facet);

RepereFacetAnswer *repere_facet_answer_new(const RepereFacet *facet, const char *lang);
void repere_facet_answer_free(RepereFacetAnswer *answer);
void repere_facet_value_free(RepereFacetValue *value);

ReperePassage *repere_passage_new(void);
void repere_passage_free(ReperePassage *passage);

G_END_DECLS
#endif
