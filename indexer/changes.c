/* changes.c - see changes.h */
#include "indexer/changes.h"

#include <sys/stat.h>
#include <unistd.h>
#include "indexer/digest.h"

char *repere_file_path(const RepereLibrary *library, const RepereFile *file)
{
  return g_build_filename(library->files, file->href, NULL);
}

static void look_at(const char *path, RepereFilePart *part)
{
  struct stat at;
  part->kept = -1;
  part->size = part->mtime = -1;
  if (stat(path, &at) < 0) return;
  part->size = at.st_size;
  /* The later of the two: content can be put under an old time, but not under an old change of the inode. */
  gint64 modified = (gint64)at.st_mtim.tv_sec * 1000000000 + at.st_mtim.tv_nsec;
  gint64 changed = (gint64)at.st_ctim.tv_sec * 1000000000 + at.st_ctim.tv_nsec;
  part->mtime = MAX(modified, changed);
}

static int find_file(const RepereWorkState *state, const RepereFile *file)
{
  for (guint i = 0; i < state->files->len; i++)
    if (g_str_equal(((RepereFileState *)state->files->pdata[i])->href, file->href)) return (int)i;
  return -1;
}

/* The same file as when it was read: by size and time, else by its content. */
static gboolean is_same(const char *path, const RepereFileState *then, const RepereFilePart *now,
                        gboolean *touched)
{
  if (then->size != now->size) return FALSE;
  if (then->mtime == now->mtime) return TRUE;
  g_autofree char *hash = then->sha256[0] ? repere_digest_path(path, NULL) : NULL;
  *touched = hash && g_str_equal(hash, then->sha256);
  return *touched;
}

/* What kept a file from being read may be gone without a trace in its size and time: rights were given. Of
 * limits that were raised see raised.h. */
static gboolean can_be_read_now(const char *path, const RepereFileState *then)
{
  return then->outcome == REPERE_OUTCOME_UNREADABLE && g_file_test(path, G_FILE_TEST_IS_REGULAR) &&
         access(path, R_OK) == 0;
}

/* Pages of a file can be taken over when it is the same, and was read by the same reader. */
static gboolean can_keep(const char *path, const RepereFile *file, const RepereFileState *then,
                         const RepereFilePart *now, gboolean *touched)
{
  return g_str_equal(then->media_type, file->media_type) && is_same(path, then, now, touched) &&
         !can_be_read_now(path, then);
}

/* Finds out what to do with a file of the work. TRUE where it is the one that the work had in this place. */
static gboolean settle(const RepereChangeRules *rules, const RepereFile *file, RepereWorkState *state,
                       RepereFilePart *part, gboolean *touched_any)
{
  g_autofree char *path = repere_file_path(rules->library, file);
  int at = state && !rules->read ? find_file(state, file) : -1;
  gboolean touched = FALSE;
  look_at(path, part);
  if (at >= 0 && can_keep(path, file, state->files->pdata[at], part, &touched)) part->kept = at;
  else if (!rules->read && rules->contents) repere_contents_find(rules->contents, path, file, state, part);
  if (touched) ((RepereFileState *)state->files->pdata[at])->mtime = part->mtime;
  *touched_any = *touched_any || touched;
  return at >= 0 && part->kept == at && !part->donor;
}

RepereChange repere_changes_of(const RepereChangeRules *rules, const RepereWork *work, RepereWorkState *state,
                               RepereFilePart *parts)
{
  gboolean same =
    state && g_str_equal(state->hash, work->hash) && state->files->len == work->files->len && !rules->again;
  gboolean touched = FALSE;
  for (guint i = 0; i < work->files->len; i++)
    if (!settle(rules, work->files->pdata[i], state, &parts[i], &touched)) same = FALSE;
  if (!state) return REPERE_NEW;
  if (!same) return REPERE_CHANGED;
  return touched || g_strcmp0(state->source, work->source) != 0 ? REPERE_TOUCHED : REPERE_SAME;
}

gboolean repere_changes_lose(const RepereWork *work, const RepereWorkState *state,
                             const RepereFilePart *parts)
{
  for (guint f = 0; f < state->files->len; f++) {
    gboolean kept = FALSE;
    if (!((RepereFileState *)state->files->pdata[f])->sha256[0]) continue;
    for (guint i = 0; i < work->files->len && !kept; i++) kept = parts[i].kept == (int)f && !parts[i].donor;
    if (!kept) return TRUE;
  }
  return FALSE;
}
