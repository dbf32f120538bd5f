/* generation.c - see generation.h */
#include "generation.h"

#include <errno.h>
#include <fcntl.h>
#include <glib/gstdio.h>
#include <signal.h>
#include <string.h>
#include <sys/file.h>
#include <unistd.h>
#include "disk.h"

static gboolean is_generation(const char *name)
{
  return name[0] == 'g' && name[1] && strspn(name + 1, "0123456789") == strlen(name + 1);
}

char *repere_generation_current(const char *index, GError **error)
{
  g_autofree char *link = g_build_filename(index, "current", NULL);
  char target[64];
  ssize_t size = readlink(link, target, sizeof target - 1);
  /* A link that cannot be read may name an index all the same: whoever takes it for none would make another. */
  if (size < 0 && errno != ENOENT) {
    repere_disk_failed(error, link, "cannot tell which generation is live");
    return NULL;
  }
  target[MAX(size, 0)] = '\0';
  if (!is_generation(target)) {
    g_set_error(error, REPERE_ERROR, REPERE_ERROR_NO_INDEX,
                "%s: there is no index yet; run 'repere-indexer update' to make one.", index);
    return NULL;
  }
  return g_build_filename(index, target, NULL);
}

/* Who has just taken the lock may not have signed it yet: it names nobody then, or one who is gone. */
static char *lock_holder(int lock)
{
  guint64 pid = 0;
  for (guint i = 0; i < 20; i++) {
    char text[64] = "";
    ssize_t n = pread(lock, text, sizeof text - 1, 0);
    pid = n > 0 ? g_ascii_strtoull(text, NULL, 10) : 0;
    if (pid && (kill((pid_t)pid, 0) == 0 || errno == EPERM)) break;
    g_usleep(G_USEC_PER_SEC / 100);
  }
  return pid ? g_strdup_printf("process %" G_GUINT64_FORMAT, pid) : g_strdup("another process");
}

int repere_generation_lock(const char *index, GError **error)
{
  g_autofree char *path = g_build_filename(index, "lock", NULL);
  if (g_mkdir_with_parents(index, 0777) < 0) {
    repere_disk_failed(error, index, "cannot make the folder of the index");
    return -1;
  }
  int lock = open(path, O_RDWR | O_CREAT | O_CLOEXEC, 0666);
  if (lock < 0) {
    repere_disk_failed(error, path, "cannot open the lock");
    return -1;
  }
  if (flock(lock, LOCK_EX | LOCK_NB) < 0) {
    g_autofree char *holder = lock_holder(lock);
    g_set_error(error, REPERE_ERROR, REPERE_ERROR_LOCKED,
                "%s: another indexer (%s) is at work on this index; wait until it ends, or stop it.", index, holder);
    close(lock);
    return -1;
  }
  g_autofree char *pid = g_strdup_printf("%d\n", (int)getpid());
  if (ftruncate(lock, 0) < 0 || pwrite(lock, pid, strlen(pid), 0) < 0) {
    repere_disk_failed(error, path, "cannot write the lock");
    close(lock);
    return -1;
  }
  return lock;
}

/* Calls `each` for the names of all generations in the folder. */
static gboolean each_generation(const char *index, void (*each)(const char *name, gpointer data), gpointer data,
                                GError **error)
{
  g_autoptr(GDir) folder = g_dir_open(index, 0, NULL);
  const char *name;
  if (!folder) return repere_disk_failed(error, index, "cannot list the folder of the index");
  while ((name = g_dir_read_name(folder)))
    if (is_generation(name)) each(name, data);
  return TRUE;
}

static void take_highest(const char *name, gpointer data)
{
  guint64 *highest = data;
  *highest = MAX(*highest, g_ascii_strtoull(name + 1, NULL, 10));
}

char *repere_generation_next(const char *index, GError **error)
{
  guint64 highest = 0;
  if (!each_generation(index, take_highest, &highest, error)) return NULL;
  g_autofree char *name = g_strdup_printf("g%06" G_GUINT64_FORMAT, highest + 1);
  return g_build_filename(index, name, NULL);
}

gboolean repere_generation_switch(const char *index, const char *path, GError **error)
{
  g_autofree char *link = g_build_filename(index, "current", NULL);
  g_autofree char *fresh = g_build_filename(index, "current.new", NULL);
  g_autofree char *target = g_path_get_basename(path);
  /* The names of the database's files before the name of the generation: after a power cut, whatever the link names is
   * there. The database itself sees to what is in its files. */
  if (!repere_disk_sync(path, error) || !repere_disk_sync(index, error)) return FALSE;
  unlink(fresh);
  if (symlink(target, fresh) < 0 || rename(fresh, link) < 0)
    return repere_disk_failed(error, link, "cannot switch to the new generation");
  return repere_disk_sync(index, error);
}

static void remove_generation(const char *path)
{
  g_autoptr(GDir) folder = g_dir_open(path, 0, NULL);
  const char *name;
  while (folder && (name = g_dir_read_name(folder))) {
    g_autofree char *file = g_build_filename(path, name, NULL);
    g_unlink(file);
  }
  g_rmdir(path);
}

static void collect(const char *name, gpointer data)
{
  g_ptr_array_add(data, g_strdup(name));
}

guint repere_generation_sweep(const char *index)
{
  g_autoptr(GError) error = NULL;
  guint removed = 0;
  g_autofree char *current = repere_generation_current(index, &error);
  if (error && error->code != REPERE_ERROR_NO_INDEX) return 0;
  g_autofree char *keep = current ? g_path_get_basename(current) : NULL;
  g_autoptr(GPtrArray) names = g_ptr_array_new_with_free_func(g_free);
  if (!each_generation(index, collect, names, NULL)) return 0;
  for (guint i = 0; i < names->len; i++) {
    g_autofree char *path = g_build_filename(index, names->pdata[i], NULL);
    if (g_strcmp0(names->pdata[i], keep) == 0) continue;
    remove_generation(path);
    removed++;
  }
  return removed;
}
