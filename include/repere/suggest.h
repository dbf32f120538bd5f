/* suggest.h - completions while typing. */
#ifndef REPERE_SUGGEST_H
#define REPERE_SUGGEST_H

#include "repere/search.h"

G_BEGIN_DECLS

typedef struct {
  char *text;   /* a title, a concept's label, or what was typed with its last word completed */
  char *lang;   /* of a title; else NULL */
  char *id;     /* of the work with that title; else NULL */
  char *facet, *value; /* of a concept: it is a value of that facet, to be used as a filter; else NULL */
  guint count;  /* works that have it; 1 for a title */
  gboolean corrected; /* it does not begin as typed, but nearly so */
} RepereSuggestion;

typedef struct {
  RepereIndexState index;
  GPtrArray *titles, *concepts, *words; /* of RepereSuggestion *, the best first */
  double took_ms;
} RepereSuggestions;

/* Completes `q` (as typed so far; its last word may be the beginning of one) with at most `limit` of each kind. Words and
 * labels in `lang` first. "" gives nothing. Counts are of works that may be seen. Measured cost: well under 2 ms. */
RepereSuggestions *repere_suggest(RepereEngine *engine, guint lane, const char *q, const char *lang, guint limit,
                                  gint64 deadline, GError **error);
void repere_suggestions_free(RepereSuggestions *suggestions);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(RepereSuggestions, repere_suggestions_free)

G_END_DECLS
#endif
