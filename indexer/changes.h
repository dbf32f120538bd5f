/* changes.h - what of a work must be read again: the record and its files now, against what the index was made of. */
#ifndef REPERE_CHANGES_H
#define REPERE_CHANGES_H

#include "indexer/contents.h"

G_BEGIN_DECLS

typedef enum {
  REPERE_SAME,     /* nothing to do */
  REPERE_TOUCHED,  /* the same content under new times: only note those (in `state`) */
  REPERE_NEW,      /* not in the index yet */
  REPERE_CHANGED
} RepereChange;

typedef struct {
  const RepereLibrary *library;
  RepereContents *contents; /* files with one of them are taken over from there; NULL: from their own work and place
                               only */
  gboolean again;           /* put the work anew even if it is the same */
  gboolean read;            /* read all its files anew, too */
} RepereChangeRules;

/* Compares `work` with its `state` (NULL: none) and fills parts[i] for each of its files: size, mtime, and `kept`
 * where the pages can be taken over from the index. Cost: a stat a file; one with a new time but its old size is
 * hashed, and so is one of a size that the index knows. */
RepereChange repere_changes_of(const RepereChangeRules *rules, const RepereWork *work, RepereWorkState *state,
                               RepereFilePart *parts);

/* Whether a content that the work had is not among `parts` any more: another work may have it now. */
gboolean repere_changes_lose(const RepereWork *work, const RepereWorkState *state, const RepereFilePart *parts);

/* Where a file of a work lies. g_free. */
char *repere_file_path(const RepereLibrary *library, const RepereFile *file);

G_END_DECLS
#endif
