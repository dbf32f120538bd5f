/* watched.h - hears (inotify) when a library's sources change: its records, its files in whatever folder, its
 * vocabularies and its configuration; and looks through what cannot be heard (polled.h).
 *
 * Folders are walked and covered anew before each round, so that what happens while a round reads comes with
 * the next one. Links to folders are followed. What is on a file system on which others may change things
 * unheard is both heard and looked through; where the system watches no further folders, everything is. */
#ifndef REPERE_WATCHED_H
#define REPERE_WATCHED_H

#include "repere/library.h"

G_BEGIN_DECLS

typedef struct RepereWatched RepereWatched;

RepereWatched *repere_watched_new(void);
void repere_watched_free(RepereWatched *watched);

/* Covers the folders of the library as they are now, and no others; the index's own is never among them. A
 * path that is not there is heard of when it comes. Some 5 µs a file below [library] files; where it polls, a
 * look comes on top. */
void repere_watched_cover(RepereWatched *watched, const RepereLibrary *library);

/* Whether something is to be looked at; why, as the beginning of a sentence (borrowed; NULL: nothing is); and
 * looks: TRUE where something changed since the last look, or since it was covered. */
gboolean repere_watched_polls(const RepereWatched *watched);
const char *repere_watched_lack(const RepereWatched *watched);
gboolean repere_watched_look(RepereWatched *watched);

guint repere_watched_folders(const RepereWatched *watched);

/* To be waited on for input; -1: there is none. */
int repere_watched_descriptor(const RepereWatched *watched);

/* Takes in what happened. TRUE where it may concern the index; where the system lost count, too. */
gboolean repere_watched_read(RepereWatched *watched);

/* Whether a file has been begun or written to and not been closed yet. */
gboolean repere_watched_is_writing(const RepereWatched *watched);
/* Those that are written to now are taken as they are. */
void repere_watched_forget_writing(RepereWatched *watched);

G_END_DECLS
#endif
