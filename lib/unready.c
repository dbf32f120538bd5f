/* unready.c - what is declared and not written yet. */
#include "repere/numbers.h"
#include "repere/suggest.h"
#include "repere/walk.h"

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
RepereWalk *repere_walk_new(RepereEngine *engine, guint lane, const RepereQuestion *question, GError **error)
{
  (void)engine; (void)lane; (void)question;
  return unready(error);
}
const RepereAnswerHead *repere_walk_head(const RepereWalk *walk) { (void)walk; return NULL; }
gboolean repere_walk_next(RepereWalk *walk, guint lane, guint most, GPtrArray *hits, GError **error)
{
  (void)walk; (void)lane; (void)most; (void)hits;
  return unready(error) != NULL;
}
void repere_walk_free(RepereWalk *walk) { (void)walk; }
gboolean repere_cursor_fits(const char *cursor, const RepereQuestion *question)
{
  (void)cursor; (void)question;
  return FALSE;
}
gboolean repere_search_many(RepereEngine *engine, guint lane, const RepereQuestion *const *questions, guint n,
                            GPtrArray *answers, GError **error)
{
  for (guint i = 0; i < n; i++) {
    RepereAnswer *answer = repere_search(engine, lane, questions[i], error);
    if (!answer) return FALSE;
    g_ptr_array_add(answers, answer);
  }
  return TRUE;
}
