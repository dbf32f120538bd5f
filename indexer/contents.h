/* contents.h - which contents the index has read already, so that a file that was moved, renamed or copied is not read
 * again: its pages are taken over from where they are.
 *
 * What is lent must still be there when it is fetched: a work is written over only after those that borrow from it. The
 * table keeps account of both. One thread. */
#ifndef REPERE_CONTENTS_H
#define REPERE_CONTENTS_H

#include "lib/writer.h"

G_BEGIN_DECLS

typedef struct RepereContents RepereContents;

/* A file that was read. */
typedef struct {
  gint64 size;
  guint32 docid;
  guint file;                    /* its number, from 0, in the work's state */
  const char *id;                /* of the work */
  const char *href, *media_type, *sha256;
  RepereOutcome outcome;
} RepereContent;

/* Of `states` (id -> RepereWorkState *), which must live until the first question; looked through then. */
RepereContents *repere_contents_new(GHashTable *states);
void repere_contents_free(RepereContents *contents);

/* Sets `part` (size filled in) to be taken over where the index knows what is in the file at `path`: from `own` (NULL:
 * none) before any other work. Costs a hash of the file where a known one has its size. TRUE where it does. */
gboolean repere_contents_find(RepereContents *contents, const char *path, const RepereFile *file,
                              const RepereWorkState *own, RepereFilePart *part);

/* What a part is taken over from, of another work. */
const RepereContent *repere_contents_at(const RepereContents *contents, const RepereFilePart *part);

/* Whether anybody borrows from the work. */
gboolean repere_contents_is_lent(const RepereContents *contents, const char *id);

/* The work is going to be written over: nothing of it is lent any more. */
void repere_contents_close(RepereContents *contents, const char *id);

G_END_DECLS
#endif
