/* suggest.h - completions while typing. */
#ifndef REPERE_SUGGEST_H
#define REPERE_SUGGEST_H

#include "repere/search.h"

G_BEGIN_DECLS

typedef struct {
  char *text;   /* a title (in the asked language, or the one that was typed), a concept's label, or what was typed
                   with its last word completed, spelt as readers of the language write it */
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

/* Completes `q` (as typed so far, any bytes; its last word may be the beginning of one unless something stands
 * behind it) with at most `limit` (100 count) of each kind: words by the works that have them, as far as they are
 * used in `lang`; labels in `lang` first, by works; titles of the newest works, equal ones once. Where a kind has
 * fewer than three, nearly equal ones come behind, corrected, unless many works have what was typed. "" gives
 * nothing. Counts are of works that may be seen. Measured cost: 0.3 to 0.5 ms, at two hundred works and at half a
 * million. */
RepereSuggestions *repere_suggest(RepereEngine *engine, guint lane, const char *q, const char *lang, guint limit,
                                  gint64 deadline, GError **error);
void repere_suggestions_free(RepereSuggestions *suggestions);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(RepereSuggestions, repere_suggestions_free)

G_END_DECLS
#endif
