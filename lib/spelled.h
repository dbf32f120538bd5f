/* spelled.h - of a folded word of the index: how readers of a language write it, how much it is theirs, in
 * how many works it is.
 *
 * Judged by a sample of the works that have it and may be seen: what is written in works of one language
 * alone tells most (a work in n languages counts for each 1/n), and by the stems, which say in how many works
 * a page of that language has it. Kept by the completion, so the second look is cheap. */
#ifndef REPERE_SPELLED_H
#define REPERE_SPELLED_H

#include "completion.h"
#include "engine.h"

G_BEGIN_DECLS

typedef struct {
  double used;          /* how much of its use is in the language: 0 … 1; 1 where that is not told */
  char *written;        /* as it is written most often there, in no language: anywhere; NULL: as folded */
  GPtrArray *spellings; /* of char *: all with accents, the commonest first */
} RepereSpelled;

/* Of word `number` of snapshot->words in language number `language` of the completion's (from `languages` on:
 * in none). repere_spelled_unref(). Cost: some 10 µs the first time. NULL with `fault`. */
RepereSpelled *repere_spelled_get(const RepereLane *lane, guint32 number, guint language, xc_error *fault);
void repere_spelled_unref(gpointer spelled);

/* How many works that may be seen have word `number`. Where some may not be, the first time costs a pass over
 * its posting list. */
gboolean repere_spelled_works(const RepereLane *lane, guint32 number, guint32 *works, xc_error *fault);

G_END_DECLS
#endif
