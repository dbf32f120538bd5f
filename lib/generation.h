/* generation.h - the folder of an index, and its generations.
 *
 *   INDEX/current        symbolic link to the live generation; switched with one rename
 *   INDEX/g000012/       a generation: a Xapian database
 *   INDEX/lock           held by the one indexer at work; names its process
 *   INDEX/ocr/           what was recognised on scanned pages, for all generations (written by the indexer)
 *   INDEX/last-run.json  what the last run did (written by the indexer)
 *   INDEX/report.html    the curator's page, where it is asked for no other place (likewise)
 *   INDEX/snapshot.json  in a snapshot only, which is such a folder with one generation: its files (likewise)
 *
 * Readers resolve `current` and open what it names. A generation that is no longer current stays until the next
 * indexer starts, so that readers have time to move. */
#ifndef REPERE_GENERATION_H
#define REPERE_GENERATION_H

#include "repere/error.h"

G_BEGIN_DECLS

/* The path of the live generation; REPERE_ERROR_NO_INDEX where there is none yet, REPERE_ERROR_IO where that cannot be
 * told. g_free. */
char *repere_generation_current(const char *index, GError **error);

/* Takes the folder's lock (and makes the folder). The descriptor holds it until closed, by the death of the process
 * too. REPERE_ERROR_LOCKED names the process that has it. -1 on failure. */
int repere_generation_lock(const char *index, GError **error);

/* A path for a new generation, of which nothing exists yet. Under the lock. g_free. */
char *repere_generation_next(const char *index, GError **error);

/* Makes the generation at `path`, whose database is committed, the live one: it and the switch last on the disk when
 * this returns TRUE. Under the lock. */
gboolean repere_generation_switch(const char *index, const char *path, GError **error);

/* Removes every generation but the live one, and returns how many that were; none where it cannot be told which one is
 * live. Under the lock. */
guint repere_generation_sweep(const char *index);

G_END_DECLS
#endif
