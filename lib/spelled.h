/* spelled.h - of a folded word of the index: how readers write it, in which languages it is used, in how many works.
 *
 * Judged by a sample of the works that have it and may be seen: what is written in works of one language alone tells most
 * (a work in n languages counts for each 1/n). Kept by the completion, so the second look is cheap. */
#ifndef REPERE_SPELLED_H
#define REPERE_SPELLED_H

#include "completion.h"

G_BEGIN_DECLS

typedef struct {
  float used[REPERE_COMPLETION_LANGUAGES]; /* by language: how much of its use is there; 1 in all where none is known */
  GPtrArray *spellings;  /* of char *: with accents, the commonest first */
  const char *written[REPERE_COMPLETION_LANGUAGES + 1]; /* by language: most often so (one of spellings), or NULL: as folded.
                                                           The last: in a language that is not told apart */
} RepereSpelled;

/* Of word `number` of snapshot->words. repere_spelled_unref(). Cost: some 10 µs the first time. NULL with `fault`. */
RepereSpelled *repere_spelled_get(const RepereSnapshot *snapshot, xc_database *database, guint32 number, xc_error *fault);
void repere_spelled_unref(gpointer spelled);

/* How many works that may be seen have word `number`. Where some may not be, the first time costs a pass over its posting
 * list. */
gboolean repere_spelled_works(const RepereSnapshot *snapshot, xc_database *database, guint32 number, guint32 *works,
                              xc_error *fault);

G_END_DECLS
#endif
