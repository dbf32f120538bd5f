/* disk.h - what lasts on a disk, room on it, and what to say where there is none left. No state; any thread. */
#ifndef REPERE_DISK_H
#define REPERE_DISK_H

#include "repere/error.h"

G_BEGIN_DECLS

/* FALSE, with a sentence, where the disk of `path` has not so many bytes free. `for_what`: "the snapshot". */
gboolean repere_disk_has_room(const char *path, guint64 bytes, const char *for_what, GError **error);

/* Whether an errno says that a disk, or what one may have of it, is full. */
gboolean repere_disk_is_full(int number);

/* Sets `error` from errno: "PATH: WHAT: why", and what to do; FULL where that is what it says. Returns FALSE. */
gboolean repere_disk_failed(GError **error, const char *path, const char *what);

/* What was written to a file, or which names a folder has, is on the disk afterwards: an fsync. */
gboolean repere_disk_sync(const char *path, GError **error);

/* A file to read, or -1 with a sentence. What a folder from elsewhere holds may be a pipe or a device, at which reading never
 * ends, or a link to what is none of its own: they are refused. */
int repere_disk_open(const char *path, GError **error);

/* Where `error` is of a full disk, says first that it is that of `folder` and how much is free on it, and last what
 * to do. `state`: what became of the index, a clause ("the index stays at its last commit"). Other errors stay as
 * they are. */
void repere_disk_explain(GError *error, const char *folder, const char *state);

G_END_DECLS
#endif
