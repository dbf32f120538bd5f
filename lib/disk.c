/* disk.c - see disk.h */
#include "disk.h"

#include <errno.h>
#include <fcntl.h>
#include <sys/stat.h>
#include <sys/statvfs.h>
#include <unistd.h>

static gboolean room_at(const char *path, guint64 *room)
{
  struct statvfs disk;
  if (statvfs(path, &disk) < 0) return FALSE;
  *room = (guint64)disk.f_bavail * disk.f_frsize;
  return TRUE;
}

gboolean repere_disk_has_room(const char *path, guint64 bytes, const char *for_what, GError **error)
{
  guint64 room = 0;
  if (!room_at(path, &room)) {
    g_set_error(error, REPERE_ERROR, REPERE_ERROR_IO, "%s: nobody can tell how much room its disk has: %s.", path,
                g_strerror(errno));
    return FALSE;
  }
  if (room >= bytes) return TRUE;
  g_autofree char *needed = g_format_size(bytes), *there = g_format_size(room);
  g_set_error(error, REPERE_ERROR, REPERE_ERROR_IO,
              "%s: %s needs %s, and its disk has %s free; free some space there, or choose another disk.", path, for_what,
              needed, there);
  return FALSE;
}

gboolean repere_disk_is_full(int number)
{
  return number == ENOSPC || number == EDQUOT;
}

gboolean repere_disk_failed(GError **error, const char *path, const char *what)
{
  gboolean full = repere_disk_is_full(errno);
  g_set_error(error, REPERE_ERROR, full ? REPERE_ERROR_FULL : REPERE_ERROR_IO, "%s: %s: %s; %s.", path, what,
              g_strerror(errno), full ? "free some space on its disk" : "check its rights and the state of the disk");
  return FALSE;
}

gboolean repere_disk_sync(const char *path, GError **error)
{
  int file = open(path, O_RDONLY | O_CLOEXEC);
  gboolean done = file >= 0 && fsync(file) == 0;
  if (!done) repere_disk_failed(error, path, "it cannot be made to last on the disk");
  if (file >= 0) close(file);
  return done;
}

int repere_disk_open(const char *path, GError **error)
{
  struct stat at;
  int file = open(path, O_RDONLY | O_CLOEXEC | O_NOFOLLOW | O_NONBLOCK);
  gboolean link = file < 0 && errno == ELOOP;
  if (file < 0 && !link) repere_disk_failed(error, path, "it cannot be read");
  if (!link && (file < 0 || (fstat(file, &at) == 0 && S_ISREG(at.st_mode)))) return file;
  g_set_error(error, REPERE_ERROR, REPERE_ERROR_IO, "%s: it is no regular file; take it away, or put the file in its place.", path);
  if (file >= 0) close(file);
  return -1;
}

void repere_disk_explain(GError *error, const char *folder, const char *state)
{
  guint64 room = 0;
  if (!error || !g_error_matches(error, REPERE_ERROR, REPERE_ERROR_FULL)) return;
  g_autofree char *cause = error->message;
  g_autofree char *there = room_at(folder, &room) ? g_format_size(room) : g_strdup("nobody knows how much");
  error->message = g_strdup_printf("%s: its disk is full (%s free): %s; free some space there, then run the same command "
                                   "again. What failed: %s", folder, there, state, cause);
}
