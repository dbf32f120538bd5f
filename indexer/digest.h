/* digest.h - what tells one file's content from another's. */
#ifndef REPERE_DIGEST_H
#define REPERE_DIGEST_H

#include <glib.h>

G_BEGIN_DECLS

/* SHA-256, in hex, of the open file from its first byte on, whatever its position, which stays; *size (may be NULL): its
 * bytes. NULL with errno where it cannot be read; ECANCELED: repere_stop_asked() meanwhile. g_free. */
char *repere_digest(int file, guint64 *size);

/* The same of the file at `path`. A FIFO is not waited for: it cannot be read. */
char *repere_digest_path(const char *path, guint64 *size);

G_END_DECLS
#endif
