/* unready.c - what is declared and not written yet. */
#include "repere/suggest.h"

static gpointer unready(GError **error)
{
  g_set_error(error, REPERE_ERROR, REPERE_ERROR_INTERNAL, "This is not there yet.");
  return NULL;
}
RepereSuggestions *repere_suggest(RepereEngine *engine, guint lane, const char *q, const char *lang, guint limit,
                                  gint64 deadline, GError **error)
{
  (void)engine; (void)lane; (void)q; (void)lang; (void)limit; (void)deadline;
  return unready(error);
}
void repere_suggestions_free(RepereSuggestions *suggestions) { (void)suggestions; }
