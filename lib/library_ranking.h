/* library_ranking.h - [ranking] of repere.conf: what a hit is weighed by. Private to library.c. */
#ifndef REPERE_LIBRARY_RANKING_H
#define REPERE_LIBRARY_RANKING_H

#include "repere/library.h"

G_BEGIN_DECLS

/* The keys of [ranking]; NULL-terminated, static. */
const char *const *repere_ranking_keys(void);

/* Sets every number from `file`, or to its default. `path` names the file in errors (REPERE_ERROR_CONFIG). */
gboolean repere_ranking_read(GKeyFile *file, const char *path, RepereWeights *weights, GError **error);

G_END_DECLS
#endif
