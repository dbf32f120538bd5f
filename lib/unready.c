/* unready.c - what is declared and not written yet. */
#include "repere/numbers.h"
#include "repere/suggest.h"

static gpointer unready(GError **error)
{
  g_set_error(error, REPERE_ERROR, REPERE_ERROR_INTERNAL, "This is not there yet.");
  return NULL;
}
ReperePivot *repere_pivot(RepereEngine *engine, guint lane, const RepereQuestion *question, const RepereFacetAsk *rows,
                          const RepereFacetAsk *columns, GError **error)
{
  (void)engine; (void)lane; (void)question; (void)rows; (void)columns;
  return unready(error);
}
void repere_pivot_free(ReperePivot *pivot) { (void)pivot; }
RepereTrend *repere_trend(RepereEngine *engine, guint lane, const RepereQuestion *question, const char *facet,
                          const char *const *qs, GError **error)
{
  (void)engine; (void)lane; (void)question; (void)facet; (void)qs;
  return unready(error);
}
void repere_trend_free(RepereTrend *trend) { (void)trend; }
RepereSuggestions *repere_suggest(RepereEngine *engine, guint lane, const char *q, const char *lang, guint limit,
                                  gint64 deadline, GError **error)
{
  (void)engine; (void)lane; (void)q; (void)lang; (void)limit; (void)deadline;
  return unready(error);
}
void repere_suggestions_free(RepereSuggestions *suggestions) { (void)suggestions; }
RepereAnswer *repere_similar(RepereEngine *engine, guint lane, const char *id, const RepereQuestion *question,
                             GError **error)
{
  (void)engine; (void)lane; (void)id; (void)question;
  return unready(error);
}
