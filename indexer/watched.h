/* watched.h - hears (inotify) when a library's sources change: its records, its files in whatever folder, its
 * vocabularies and its configuration.
 *
 * Folders are walked and covered anew before each round, so that what happens while a round reads comes with the next
 * one. Links to folders are followed. What another machine changes on a network file system is not heard. */
#ifndef REPERE_WATCHED_H
#define REPERE_WATCHED_H

#include "repere/library.h"

G_BEGIN_DECLS

typedef struct RepereWatched RepereWatched;

RepereWatched *repere_watched_new(GError **error);
void repere_watched_free(RepereWatched *watched);

/* Covers the folders of the library as they are now, and no others; the index's own is never among them. A path that
 * is not there is heard of when it comes. Fails where the system's limit does not allow so many:
 * REPERE_ERROR_CONFIG. Some 5 µs a file below [library] files. */
gboolean repere_watched_cover(RepereWatched *watched, const RepereLibrary *library, GError **error);
guint repere_watched_folders(const RepereWatched *watched);

/* To be polled for input. */
int repere_watched_descriptor(const RepereWatched *watched);

/* Takes in what happened. TRUE where it may concern the index; where the system lost count, too. */
gboolean repere_watched_read(RepereWatched *watched);

/* Whether a file has been begun or written to and not been closed yet. */
gboolean repere_watched_is_writing(const RepereWatched *watched);
/* Those that are written to now are taken as they are. */
void repere_watched_forget_writing(RepereWatched *watched);

G_END_DECLS
#endif
