/* raised.h - files that a limit of [indexer] cut, or kept from being read, and that limit is larger now: they
 * are read again, and no others. Each file's state says by which limits, and how large they were. */
#ifndef REPERE_RAISED_H
#define REPERE_RAISED_H

#include "indexer/pool.h"

G_BEGIN_DECLS

typedef struct {
  guint files;
  guint32 limits; /* a bit each, 1 << RepereLimit */
} RepereRaised;

/* Such files among `states` (id -> RepereWorkState *) are made to differ from what is on the disk. `only`
 * (NULL: all): the ids of works that count. Cost: a look at what is in memory already. */
RepereRaised repere_raised_apply(const ReperePoolLimits *limits, GHashTable *states, GHashTable *only);

/* "max-pages, file-seconds". g_free. */
char *repere_raised_names(const RepereRaised *raised);

G_END_DECLS
#endif
