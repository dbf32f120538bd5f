/* changes.c - see changes.h */
#include "indexer/changes.h"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

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

static char *hash_file(const char *path)
{
  g_autoptr(GChecksum) sum = g_checksum_new(G_CHECKSUM_SHA256);
  g_autofree guchar *buffer = g_malloc(1 << 16);
  ssize_t n = -1;
  int fd = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK);
  while (fd >= 0 && (n = read(fd, buffer, 1 << 16)) > 0) g_checksum_update(sum, buffer, n);
  if (fd >= 0) close(fd);
  return n == 0 ? g_strdup(g_checksum_get_string(sum)) : NULL;
}

/* The same file as when it was read: by size and time, else by its content. */
static gboolean is_same(const char *path, const RepereFileState *then, const RepereFilePart *now, gboolean *touched)
{
  if (then->size != now->size) return FALSE;
  if (then->mtime == now->mtime) return TRUE;
  g_autofree char *hash = then->sha256[0] ? hash_file(path) : NULL;
  *touched = hash && g_str_equal(hash, then->sha256);
  return *touched;
}

/* What kept a file from being read may be gone without a trace in its size and time: rights were given, or the limit
 * on a file's size was raised. */
static gboolean can_be_read_now(const RepereLibrary *library, const char *path, const RepereFileState *then,
                                const RepereFilePart *now)
{
  if (then->outcome == REPERE_OUTCOME_UNREADABLE)
    return g_file_test(path, G_FILE_TEST_IS_REGULAR) && access(path, R_OK) == 0;
  return then->outcome == REPERE_OUTCOME_TOO_LARGE && now->size <= (gint64)library->indexer.max_file_mb << 20;
}

/* Pages of a file can be taken over when it is the same, and was read by the same reader. */
static gboolean can_keep(const RepereLibrary *library, const char *path, const RepereFile *file,
                         const RepereFileState *then, const RepereFilePart *now, gboolean *touched)
{
  return g_str_equal(then->media_type, file->media_type) && is_same(path, then, now, touched) &&
         !can_be_read_now(library, path, then, now);
}

RepereChange repere_changes_of(const RepereLibrary *library, const RepereWork *work, RepereWorkState *state,
                               gboolean again, gboolean read, RepereFilePart *parts)
{
  gboolean same = state && g_str_equal(state->hash, work->hash) && state->files->len == work->files->len && !again;
  gboolean touched_any = FALSE;
  for (guint i = 0; i < work->files->len; i++) {
    const RepereFile *file = work->files->pdata[i];
    g_autofree char *path = repere_file_path(library, file);
    int at = state && !read ? find_file(state, file) : -1;
    gboolean touched = FALSE;
    look_at(path, &parts[i]);
    if (at >= 0 && can_keep(library, path, file, state->files->pdata[at], &parts[i], &touched)) parts[i].kept = at;
    else same = FALSE;
    if (touched) {
      ((RepereFileState *)state->files->pdata[at])->mtime = parts[i].mtime;
      touched_any = TRUE;
    }
  }
  if (!state) return REPERE_NEW;
  if (!same) return REPERE_CHANGED;
  return touched_any || g_strcmp0(state->source, work->source) != 0 ? REPERE_TOUCHED : REPERE_SAME;
}
