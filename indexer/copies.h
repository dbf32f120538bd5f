/* copies.h - files and folders copied so that they last, and taken away again. */
#ifndef REPERE_COPIES_H
#define REPERE_COPIES_H

#include "repere/error.h"

G_BEGIN_DECLS

/* What recognised pages are kept in, within the folder of an index: files that are written once, each under the name of
 * its content. A rebuild takes them over, so that snapshots have them, too. */
#define REPERE_KEPT_PAGES "ocr"

/* The bytes of the file, or of all files below the folder; 0 where there is none. */
guint64 repere_copies_bytes(const char *path);

/* Copies a file, or all below a folder, to `to`: what is there already stays as it is. Nothing where there is no `from`.
 * What was copied lasts on the disk when this returns TRUE. */
gboolean repere_copies_make(const char *from, const char *to, GError **error);

/* Makes what was written below the folder last on the disk. */
gboolean repere_copies_sync(const char *folder, GError **error);

/* Removes the file, or the folder with all below it; what cannot be removed stays. */
void repere_copies_remove(const char *path);

G_END_DECLS
#endif
