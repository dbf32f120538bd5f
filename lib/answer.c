/* answer.c - see answer.h and repere/search.h */
#include "answer.h"

#include "repere/work.h"

/* ---- questions ---- */

static void filter_free(gpointer data)
{
  RepereFilter *filter = data;
  g_free(filter->facet);
  g_free(filter->value);
  g_free(filter);
}

static void ask_free(gpointer data)
{
  g_free(((RepereFacetAsk *)data)->facet);
  g_free(((RepereFacetAsk *)data)->match);
  g_free(data);
}

RepereQuestion *repere_question_new(void)
{
  RepereQuestion *question = g_new0(RepereQuestion, 1);
  question->q = g_strdup("");
  question->lang = g_strdup("en");
  question->filters = g_ptr_array_new_with_free_func(filter_free);
  question->facets = g_ptr_array_new_with_free_func(ask_free);
  question->left_out = g_ptr_array_new_with_free_func(g_free);
  question->expand = TRUE;
  question->limit = 10;
  question->passages = 1;
  return question;
}

void repere_question_free(RepereQuestion *question)
{
  if (!question) return;
  g_free(question->q);
  g_free(question->lang);
  g_free(question->cursor);
  g_ptr_array_unref(question->filters);
  g_ptr_array_unref(question->facets);
  g_ptr_array_unref(question->left_out);
  g_free(question);
}

static RepereFilter *add_filter(RepereQuestion *question, const char *facet, gboolean exclude)
{
  RepereFilter *filter = g_new0(RepereFilter, 1);
  filter->facet = g_strdup(facet);
  filter->exclude = exclude;
  g_ptr_array_add(question->filters, filter);
  return filter;
}

void repere_question_add_filter(RepereQuestion *question, const char *facet, gboolean exclude,
                                const char *value)
{
  add_filter(question, facet, exclude)->value = g_strdup(value);
}

void repere_question_add_range(RepereQuestion *question, const char *facet, gboolean exclude, int from,
                               int to)
{
  RepereFilter *filter = add_filter(question, facet, exclude);
  filter->from = from;
  filter->to = to;
}

RepereFacetAsk *repere_question_add_facet(RepereQuestion *question, const char *facet)
{
  RepereFacetAsk *ask = g_new0(RepereFacetAsk, 1);
  ask->facet = g_strdup(facet);
  ask->limit = REPERE_FACET_LIMIT;
  g_ptr_array_add(question->facets, ask);
  return ask;
}

/* ---- values and texts ---- */

RepereValue *repere_value_new(const char *value, const char *label)
{
  RepereValue *made = g_new(RepereValue, 1);
  *made = (RepereValue){g_strdup(value), g_strdup(label), 0};
  return made;
}

static void value_free(gpointer data)
{
  RepereValue *value = data;
  if (!value) return;
  g_free(value->value);
  g_free(value->label);
  g_free(value);
}

RepereText *repere_text_new(const char *text, const char *lang)
{
  RepereText *made = g_new(RepereText, 1);
  *made = (RepereText){g_strdup(text), g_strdup(lang)};
  return made;
}

void repere_text_free(RepereText *text)
{
  if (!text) return;
  g_free(text->text);
  g_free(text->lang);
  g_free(text);
}

/* ---- expansions ---- */

RepereExpansion *repere_expansion_new(void)
{
  RepereExpansion *expansion = g_atomic_rc_box_new0(RepereExpansion);
  expansion->labels = g_ptr_array_new_with_free_func((GDestroyNotify)repere_text_free);
  return expansion;
}

RepereExpansion *repere_expansion_ref(RepereExpansion *expansion)
{
  return g_atomic_rc_box_acquire(expansion);
}

static void expansion_clear(gpointer data)
{
  RepereExpansion *expansion = data;
  g_free(expansion->id);
  g_free(expansion->concept);
  g_free(expansion->source);
  g_free(expansion->words);
  g_ptr_array_unref(expansion->labels);
}

void repere_expansion_unref(RepereExpansion *expansion)
{
  if (expansion) g_atomic_rc_box_release_full(expansion, expansion_clear);
}

/* ---- hits ---- */

RepereHitFacet *repere_hit_facet_new(const char *facet)
{
  RepereHitFacet *made = g_new(RepereHitFacet, 1);
  *made = (RepereHitFacet){g_strdup(facet), FALSE, g_ptr_array_new_with_free_func(value_free)};
  return made;
}

void repere_hit_facet_free(RepereHitFacet *facet)
{
  if (!facet) return;
  g_free(facet->facet);
  g_ptr_array_unref(facet->values);
  g_free(facet);
}

ReperePassage *repere_passage_new(void)
{
  return g_new0(ReperePassage, 1);
}

void repere_passage_free(ReperePassage *passage)
{
  if (!passage) return;
  g_free(passage->lang);
  g_free(passage->page_label);
  g_free(passage->html);
  g_free(passage->url);
  g_free(passage);
}

static void hit_file_free(gpointer data)
{
  RepereHitFile *file = data;
  g_free(file->lang);
  g_free(file->url);
  g_free(file->media_type);
  g_free(file->outcome);
  g_free(file);
}

RepereHit *repere_hit_new(const char *id)
{
  RepereHit *hit = g_new0(RepereHit, 1);
  hit->id = g_strdup(id);
  hit->languages = g_ptr_array_new_with_free_func(g_free);
  hit->creators = g_ptr_array_new_with_free_func(g_free);
  hit->files = g_ptr_array_new_with_free_func(hit_file_free);
  hit->passages = g_ptr_array_new_with_free_func((GDestroyNotify)repere_passage_free);
  return hit;
}

static void explanation_clear(gpointer data)
{
  g_free(((RepereExplanation *)data)->of);
}

GArray *repere_explanation_new(void)
{
  GArray *explanation = g_array_new(FALSE, FALSE, sizeof(RepereExplanation));
  g_array_set_clear_func(explanation, explanation_clear);
  return explanation;
}

void repere_hit_free(RepereHit *hit)
{
  if (!hit) return;
  g_free(hit->id);
  value_free(hit->type);
  repere_text_free(hit->title);
  repere_text_free(hit->abstract);
  g_free(hit->issued);
  g_ptr_array_unref(hit->languages);
  g_ptr_array_unref(hit->creators);
  g_clear_pointer(&hit->facets, g_ptr_array_unref);
  g_ptr_array_unref(hit->files);
  g_ptr_array_unref(hit->passages);
  g_clear_pointer(&hit->explanation, g_array_unref);
  g_clear_pointer(&hit->titles, g_ptr_array_unref);
  g_clear_pointer(&hit->abstracts, g_ptr_array_unref);
  g_clear_pointer(&hit->publishers, g_ptr_array_unref);
  g_clear_pointer(&hit->points, g_array_unref);
  g_free(hit);
}

/* ---- facets ---- */

void repere_facet_value_free(RepereFacetValue *value)
{
  if (!value) return;
  g_free(value->value);
  g_free(value->label);
  g_free(value->parent);
  if (value->same) g_ptr_array_unref(value->same);
  g_free(value);
}

RepereFacetAnswer *repere_facet_answer_new(const RepereFacet *facet, const char *lang)
{
  RepereFacetAnswer *answer = g_new0(RepereFacetAnswer, 1);
  answer->facet = g_strdup(facet->name);
  answer->label = g_strdup(repere_facet_label(facet, lang));
  answer->kind = facet->kind;
  answer->values = g_ptr_array_new_with_free_func((GDestroyNotify)repere_facet_value_free);
  return answer;
}

void repere_facet_answer_free(RepereFacetAnswer *answer)
{
  if (!answer) return;
  g_free(answer->facet);
  g_free(answer->label);
  g_ptr_array_unref(answer->values);
  g_free(answer);
}

/* ---- answers ---- */

RepereAnswer *repere_answer_new(const RepereIndexState *state)
{
  RepereAnswer *answer = g_new0(RepereAnswer, 1);
  answer->head.index = *state;
  answer->head.warnings = g_ptr_array_new_with_free_func(g_free);
  answer->hits = g_ptr_array_new_with_free_func((GDestroyNotify)repere_hit_free);
  answer->facets = g_ptr_array_new_with_free_func((GDestroyNotify)repere_facet_answer_free);
  return answer;
}

void repere_answer_head_clear(RepereAnswerHead *head)
{
  g_clear_pointer(&head->canonical, g_free);
  g_clear_pointer(&head->answered, g_free);
  g_clear_pointer(&head->warnings, g_ptr_array_unref);
  g_clear_pointer(&head->expansions, g_ptr_array_unref);
}

void repere_answer_free(RepereAnswer *answer)
{
  if (!answer) return;
  repere_answer_head_clear(&answer->head);
  g_ptr_array_unref(answer->hits);
  g_ptr_array_unref(answer->facets);
  g_free(answer->suggestion);
  g_free(answer->next);
  g_free(answer);
}

void repere_page_text_free(ReperePageText *page)
{
  if (!page) return;
  g_free(page->label);
  g_free(page->lang);
  g_free(page->url);
  g_free(page->text);
  g_free(page);
}
