/* copies.c - see copies.h */
#include "indexer/copies.h"

#include <fcntl.h>
#include <glib/gstdio.h>
#include <unistd.h>
#include "indexer/stop.h"
#include "lib/disk.h"

static gboolean is_folder(const char *path)
{
  return g_file_test(path, G_FILE_TEST_IS_DIR) && !g_file_test(path, G_FILE_TEST_IS_SYMLINK);
}

/* Calls `each` with the paths of what the folder holds, until one of the calls returns FALSE. */
typedef gboolean (*EachPath)(const char *path, const char *name, gpointer data, GError **error);
static gboolean each_in(const char *folder, EachPath each, gpointer data, GError **error)
{
  g_autoptr(GDir) within = g_dir_open(folder, 0, NULL);
  const char *name;
  if (!within) return repere_disk_failed(error, folder, "it cannot be listed");
  while ((name = g_dir_read_name(within))) {
    g_autofree char *path = g_build_filename(folder, name, NULL);
    if (!each(path, name, data, error)) return FALSE;
  }
  return TRUE;
}

/* ---- sizes ---- */

static gboolean add_bytes(const char *path, const char *name G_GNUC_UNUSED, gpointer data, GError **error G_GNUC_UNUSED)
{
  *(guint64 *)data += repere_copies_bytes(path);
  return TRUE;
}

guint64 repere_copies_bytes(const char *path)
{
  GStatBuf there;
  guint64 bytes = 0;
  if (is_folder(path)) each_in(path, add_bytes, &bytes, NULL);
  else if (g_lstat(path, &there) == 0) bytes = (guint64)there.st_size;
  return bytes;
}

/* ---- lasting ---- */

static gboolean sync_below(const char *path, const char *name G_GNUC_UNUSED, gpointer data G_GNUC_UNUSED, GError **error)
{
  if (g_file_test(path, G_FILE_TEST_IS_SYMLINK)) return TRUE;
  return is_folder(path) ? repere_copies_sync(path, error) : repere_disk_sync(path, error);
}

gboolean repere_copies_sync(const char *folder, GError **error)
{
  return each_in(folder, sync_below, NULL, error) && repere_disk_sync(folder, error);
}

/* ---- copying ---- */

static gboolean pour(int from, int to, const char *from_path, const char *to_path, GError **error)
{
  enum { PIECE = 1 << 18 };
  g_autofree char *buffer = g_malloc(PIECE);
  ssize_t n;
  while ((n = read(from, buffer, PIECE)) > 0) {
    if (repere_stop_asked()) {
      g_set_error(error, REPERE_ERROR, REPERE_ERROR_CANCELLED, "Interrupted; nothing was changed.");
      return FALSE;
    }
    for (ssize_t done = 0, wrote; done < n; done += wrote)
      if ((wrote = write(to, buffer + done, (size_t)(n - done))) < 0)
        return repere_disk_failed(error, to_path, "it cannot be written");
  }
  return n == 0 || repere_disk_failed(error, from_path, "it cannot be read");
}

/* Under a name of its own until it is whole: a copy that was cut short must not pass for one. */
static gboolean copy_file(const char *from, const char *to, GError **error)
{
  g_autofree char *fresh = g_strconcat(to, ".new", NULL);
  int in = repere_disk_open(from, error);
  if (in < 0) return FALSE;
  int out = open(fresh, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0666);
  gboolean done = out >= 0 ? pour(in, out, from, fresh, error) : repere_disk_failed(error, fresh, "it cannot be written");
  if (done && fsync(out) < 0) done = repere_disk_failed(error, fresh, "it cannot be made to last on the disk");
  if (out >= 0) close(out);
  close(in);
  if (done && g_rename(fresh, to) < 0) done = repere_disk_failed(error, to, "it cannot be put in place");
  if (!done) g_unlink(fresh);
  return done;
}

static gboolean copy_folder(const char *from, const char *to, GError **error);

static gboolean copy_into(const char *path, const char *name, gpointer data, GError **error)
{
  g_autofree char *to = g_build_filename(data, name, NULL);
  if (is_folder(path)) return copy_folder(path, to, error);
  return g_file_test(to, G_FILE_TEST_EXISTS) || copy_file(path, to, error);
}

static gboolean copy_folder(const char *from, const char *to, GError **error)
{
  if (g_mkdir_with_parents(to, 0777) < 0) return repere_disk_failed(error, to, "the folder cannot be made");
  return each_in(from, copy_into, (gpointer)to, error) && repere_disk_sync(to, error);
}

/* The folder itself may be a link to another disk; none below it is followed. */
gboolean repere_copies_make(const char *from, const char *to, GError **error)
{
  if (!g_file_test(from, G_FILE_TEST_EXISTS)) return TRUE;
  if (g_file_test(from, G_FILE_TEST_IS_DIR)) return copy_folder(from, to, error);
  return g_file_test(to, G_FILE_TEST_EXISTS) || copy_file(from, to, error);
}

/* ---- taking away ---- */

static gboolean remove_below(const char *path, const char *name G_GNUC_UNUSED, gpointer data G_GNUC_UNUSED,
                             GError **error G_GNUC_UNUSED)
{
  repere_copies_remove(path);
  return TRUE;
}

void repere_copies_remove(const char *path)
{
  if (is_folder(path)) {
    each_in(path, remove_below, NULL, NULL);
    g_rmdir(path);
  } else {
    g_unlink(path);
  }
}
