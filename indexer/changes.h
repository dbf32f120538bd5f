/* changes.h - what of a work must be read again: the record and its files now, against what the index was made of. */
#ifndef REPERE_CHANGES_H
#define REPERE_CHANGES_H

#include "lib/writer.h"

G_BEGIN_DECLS

typedef enum {
  REPERE_SAME,     /* nothing to do */
  REPERE_TOUCHED,  /* the same content under new times: only note those (in `state`) */
  REPERE_NEW,      /* not in the index yet */
  REPERE_CHANGED
} RepereChange;

/* Compares `work` with its `state` (NULL: none) and fills parts[i] for each of its files: size, mtime, and `kept` where the
 * pages can be taken over from the index. `again`: put it anew even if it is the same; `read`: read all files anew, too.
 * Cost: a stat a file; a file with a new time but its old size is hashed. */
RepereChange repere_changes_of(const RepereLibrary *library, const RepereWork *work, RepereWorkState *state,
                               gboolean again, gboolean read, RepereFilePart *parts);

/* Where a file of a work lies. g_free. */
char *repere_file_path(const RepereLibrary *library, const RepereFile *file);

G_END_DECLS
#endif
