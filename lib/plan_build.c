/* plan_build.c - matchers in the making; see plan_private.h */
#include "plan_private.h"

static gpointer copy_text(gconstpointer text, gpointer data G_GNUC_UNUSED)
{
  return g_strdup(text);
}

static RepereWeighed *weighed_new(RepereWeighedKind kind, RepereTextField field, const char *text,
                                  double scale)
{
  RepereWeighed *weighed = g_new(RepereWeighed, 1);
  *weighed = (RepereWeighed){kind, field == REPERE_FIELDS, scale, g_ptr_array_new_with_free_func(g_free),
                             NULL, g_strdup(text)};
  return weighed;
}

static void weighed_free(gpointer data)
{
  RepereWeighed *weighed = data;
  g_ptr_array_unref(weighed->terms);
  g_clear_pointer(&weighed->shares, g_array_unref);
  g_free(weighed->text);
  g_free(weighed);
}

RepereMatcher *plan_matcher(RepereMatcherKind kind)
{
  RepereMatcher *matcher = g_new0(RepereMatcher, 1);
  matcher->kind = kind;
  matcher->references = 1;
  if (kind == REPERE_MATCHER_TERMS) matcher->terms = g_ptr_array_new_with_free_func(g_free);
  if (kind == REPERE_MATCHER_AND || kind == REPERE_MATCHER_OR)
    matcher->parts = g_ptr_array_new_with_free_func(plan_matcher_free);
  if (kind == REPERE_MATCHER_AND) matcher->without = g_ptr_array_new_with_free_func(plan_matcher_free);
  return matcher;
}

RepereMatcher *plan_matcher_ref(RepereMatcher *matcher)
{
  matcher->references++;
  return matcher;
}

void plan_matcher_free(gpointer data)
{
  RepereMatcher *matcher = data;
  if (!matcher || --matcher->references) return;
  g_clear_pointer(&matcher->terms, g_ptr_array_unref);
  g_clear_pointer(&matcher->parts, g_ptr_array_unref);
  g_clear_pointer(&matcher->without, g_ptr_array_unref);
  g_clear_pointer(&matcher->weighed, g_ptr_array_unref);
  if (matcher->other) weighed_free(matcher->other);
  xc_query_free(matcher->query);
  g_free(matcher);
}

GPtrArray *plan_weigh(RepereMatcher *matcher, RepereWeighedKind kind, RepereTextField field, const char *text,
                      double scale)
{
  RepereWeighed *weighed = weighed_new(kind, field, text, scale);
  if (!matcher->weighed) matcher->weighed = g_ptr_array_new_with_free_func(weighed_free);
  g_ptr_array_add(matcher->weighed, weighed);
  return weighed->terms;
}

void plan_weigh_other(RepereMatcher *matcher, const RepereNode *leaf, double scale, const GPtrArray *own,
                      const PlanTranslated *translated)
{
  RepereWeighed *other = matcher->other =
    weighed_new(REPERE_WEIGHED_TRANSLATION, leaf->field, leaf->text, scale);
  float none = 0;
  other->shares = g_array_new(FALSE, FALSE, sizeof(float));
  for (guint i = 0; i < own->len; i++) g_array_append_val(other->shares, none);
  g_array_append_vals(other->shares, translated->shares->data, translated->shares->len);
  g_ptr_array_extend(other->terms, (GPtrArray *)own, copy_text, NULL);
  g_ptr_array_extend(other->terms, translated->terms, copy_text, NULL);
}

void plan_weigh_named(const Planner *planner, RepereMatcher *matcher, const PlanSpan *span)
{
  const RepereWeights *by = planner->lane->weights;
  double scale = by->concept * (double)MAX(1, span->words) * (1 + by->written);
  if (!span->named) return;
  matcher->other = weighed_new(REPERE_WEIGHED_CONCEPT, REPERE_FIELD_TEXT, span->text, scale);
  g_ptr_array_extend(matcher->other->terms, span->named->terms, copy_text, NULL);
}

gboolean plan_names(const RepereMatcher *matcher)
{
  return matcher->other && matcher->other->kind == REPERE_WEIGHED_CONCEPT;
}

void plan_weigh_alone(const Planner *planner, RepereMatcher *matcher)
{
  if (plan_names(matcher)) matcher->other->scale *= planner->lane->weights->concept_alone;
}

/* Adds terms that are not there yet, for the rarity alone. */
static void add_unweighed(RepereWeighed *weighed, const GPtrArray *terms)
{
  const float none = 0;
  for (guint i = 0; i < terms->len; i++) {
    if (g_ptr_array_find_with_equal_func(weighed->terms, terms->pdata[i], g_str_equal, NULL)) continue;
    g_ptr_array_add(weighed->terms, g_strdup(terms->pdata[i]));
    g_array_append_val(weighed->shares, none);
  }
}

void plan_weigh_rarity(RepereWeighed *weighed, const GPtrArray *own, const PlanTranslated *translated)
{
  const float one = 1;
  weighed->shares = g_array_new(FALSE, FALSE, sizeof(float));
  for (guint i = 0; i < weighed->terms->len; i++) g_array_append_val(weighed->shares, one);
  add_unweighed(weighed, own);
  add_unweighed(weighed, translated->terms);
}

const char *repere_weighed_name(RepereWeighedKind kind)
{
  static const char *const names[] = {"stem",        "written", "spelling", "phrase",
                                      "translation", "concept", "like"};
  return names[kind];
}

/* ---- terms ---- */

void plan_add_once(GPtrArray *terms, char *term)
{
  for (guint i = 0; i < terms->len; i++)
    if (g_str_equal(terms->pdata[i], term)) {
      g_free(term);
      return;
    }
  g_ptr_array_add(terms, term);
}

gboolean plan_count(const Planner *planner, const char *term, guint32 *documents)
{
  return repere_docsets_count(planner->lane->snapshot->docsets, planner->lane->database, term, documents,
                              planner->fault);
}

RepereMatcher *plan_terms_matcher(void)
{
  RepereMatcher *matcher = plan_matcher(REPERE_MATCHER_OR);
  g_ptr_array_add(matcher->parts, plan_matcher(REPERE_MATCHER_TERMS));
  return matcher;
}

static RepereMatcher *terms_of(const char *term)
{
  RepereMatcher *matcher = plan_matcher(REPERE_MATCHER_TERMS);
  g_ptr_array_add(matcher->terms, g_strdup(term));
  return matcher;
}

gboolean plan_term_in(const Planner *planner, RepereTextField field, const char *term, RepereMatcher *matcher)
{
  guint32 elsewhere = 0;
  RepereMatcher *plain = matcher->parts->pdata[0];
  g_autofree char *not_in_text =
    field == REPERE_FIELD_TEXT ? g_strconcat(REPERE_TERM_ONLY_FIELDS, term, NULL) : NULL;
  if (not_in_text && !plan_count(planner, not_in_text, &elsewhere)) return FALSE;
  if (!elsewhere) {
    g_ptr_array_add(plain->terms, g_strdup(term));
    return TRUE;
  }
  RepereMatcher *in_text = plan_matcher(REPERE_MATCHER_AND);
  g_ptr_array_add(in_text->parts, terms_of(term));
  g_ptr_array_add(in_text->without, terms_of(not_in_text));
  g_ptr_array_add(matcher->parts, in_text);
  return TRUE;
}

RepereMatcher *plan_terms_done(RepereMatcher *matcher)
{
  RepereMatcher *plain = matcher->parts->pdata[0];
  if (matcher->parts->len > 1 && plain->terms->len == 0) g_ptr_array_remove_index(matcher->parts, 0);
  if (matcher->parts->len > 1) return matcher;
  RepereMatcher *only = g_ptr_array_steal_index(matcher->parts, 0);
  plan_matcher_free(matcher);
  return only;
}
