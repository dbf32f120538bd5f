/* polled.h - folders whose changes the system does not tell of, since others make them too: network file
 * systems and the like. They are looked through now and then, by names, sizes and times. */
#ifndef REPERE_POLLED_H
#define REPERE_POLLED_H

#include "repere/library.h"

G_BEGIN_DECLS

/* The kind of file system that `path` is on, "nfs", where changes may be made that nobody here hears of; else
 * NULL. */
const char *repere_polled_kind(const char *path);

typedef struct ReperePolled ReperePolled;

ReperePolled *repere_polled_new(void);
void repere_polled_free(ReperePolled *polled);

/* What is to be looked through; of a folder, all below it with `deep`, else its own names alone. Hidden names
 * and those of copies that editors keep do not count, nor does the folder `index`. Replaces what was
 * before. */
void repere_polled_clear(ReperePolled *polled, const char *index);
void repere_polled_add(ReperePolled *polled, const char *path, gboolean deep);
gboolean repere_polled_is_empty(const ReperePolled *polled);

/* Looks. TRUE where something is not as at the last look. One system call for each name. */
gboolean repere_polled_look(ReperePolled *polled);

G_END_DECLS
#endif
