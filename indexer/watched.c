/* watched.c - see watched.h */
#include "indexer/watched.h"

#include <errno.h>
#include <string.h>
#include <sys/inotify.h>
#include <sys/stat.h>
#include <unistd.h>

#define EVENTS                                                                                                       \
  (IN_CREATE | IN_MODIFY | IN_CLOSE_WRITE | IN_MOVED_FROM | IN_MOVED_TO | IN_DELETE | IN_ATTRIB | IN_DELETE_SELF |   \
   IN_MOVE_SELF)

typedef struct {
  char *path;
  gboolean whole;    /* all names in it count */
  gboolean walked;   /* what is below it is covered */
  GHashTable *names; /* else these */
} Folder;

struct RepereWatched {
  int inotify;
  GHashTable *folders; /* watch descriptor -> Folder * */
  GHashTable *writing; /* "DESCRIPTOR/NAME" */
  struct stat index;   /* of its folder; st_ino 0: there is none */
};

static void folder_free(gpointer data)
{
  Folder *folder = data;
  g_free(folder->path);
  g_hash_table_unref(folder->names);
  g_free(folder);
}

RepereWatched *repere_watched_new(GError **error)
{
  int inotify = inotify_init1(IN_NONBLOCK | IN_CLOEXEC);
  if (inotify < 0) {
    g_set_error(error, REPERE_ERROR, REPERE_ERROR_CONFIG,
                "The system does not tell of changes in files (inotify: %s); raise fs.inotify.max_user_instances with "
                "sysctl, or have 'repere-indexer update' run now and then instead.", g_strerror(errno));
    return NULL;
  }
  RepereWatched *watched = g_new0(RepereWatched, 1);
  watched->inotify = inotify;
  watched->folders = g_hash_table_new_full(NULL, NULL, NULL, folder_free);
  watched->writing = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);
  return watched;
}

void repere_watched_free(RepereWatched *watched)
{
  if (!watched) return;
  close(watched->inotify);
  g_hash_table_unref(watched->folders);
  g_hash_table_unref(watched->writing);
  g_free(watched);
}

/* ---- covering ---- */

static char *system_limit(void)
{
  g_autofree char *text = NULL;
  if (!g_file_get_contents("/proc/sys/fs/inotify/max_user_watches", &text, NULL, NULL)) return g_strdup("unknown");
  return g_strdup(g_strstrip(text));
}

/* The folder's entry among `folders`, made where there is none. NULL without an error: it is not there, or may not be
 * read. */
static Folder *add(RepereWatched *watched, GHashTable *folders, const char *path, GError **error)
{
  int wd = inotify_add_watch(watched->inotify, path, EVENTS | IN_ONLYDIR);
  if (wd < 0 && errno == ENOSPC) {
    g_autofree char *limit = system_limit();
    g_set_error(error, REPERE_ERROR, REPERE_ERROR_CONFIG,
                "%s: the system watches no further folder for changes after %u of this library; raise "
                "fs.inotify.max_user_watches (%s now, for all programs of a user) with sysctl.", path,
                g_hash_table_size(folders), limit);
  }
  if (wd < 0) return NULL;
  Folder *folder = g_hash_table_lookup(folders, GINT_TO_POINTER(wd));
  if (folder) return folder;
  folder = g_new0(Folder, 1);
  folder->path = g_strdup(path);
  folder->names = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);
  g_hash_table_insert(folders, GINT_TO_POINTER(wd), folder);
  return folder;
}

/* What is called so may come, go or be replaced; where its folder is not there, the same of that. */
static gboolean cover_name(RepereWatched *watched, GHashTable *folders, const char *path, GError **error)
{
  g_autofree char *child = g_strdup(path);
  g_autofree char *parent = g_path_get_dirname(child);
  GError *fault = NULL;
  while (!g_file_test(parent, G_FILE_TEST_IS_DIR) && !g_str_equal(parent, "/") && !g_str_equal(parent, ".")) {
    g_free(child);
    child = g_steal_pointer(&parent);
    parent = g_path_get_dirname(child);
  }
  Folder *folder = add(watched, folders, parent, &fault);
  if (folder) g_hash_table_add(folder->names, g_path_get_basename(child));
  if (fault) g_propagate_error(error, fault);
  return fault == NULL;
}

static gboolean is_folder(const RepereWatched *watched, const char *path)
{
  struct stat at;
  if (stat(path, &at) != 0 || !S_ISDIR(at.st_mode)) return FALSE;
  return watched->index.st_ino == 0 || at.st_ino != watched->index.st_ino || at.st_dev != watched->index.st_dev;
}

/* A folder, and with `deep` all below it. A link that leads back to a folder above ends there. */
static gboolean cover_folder(RepereWatched *watched, GHashTable *folders, const char *path, gboolean deep, GError **error)
{
  GError *fault = NULL;
  const char *name;
  if (!is_folder(watched, path)) return TRUE;
  Folder *folder = add(watched, folders, path, &fault);
  if (fault) g_propagate_error(error, fault);
  if (!folder) return fault == NULL;
  folder->whole = TRUE;
  if (!deep || folder->walked) return TRUE;
  folder->walked = TRUE;
  g_autoptr(GDir) dir = g_dir_open(path, 0, NULL);
  while (dir && (name = g_dir_read_name(dir))) {
    g_autofree char *below = g_build_filename(path, name, NULL);
    if (name[0] != '.' && !cover_folder(watched, folders, below, TRUE, error)) return FALSE;
  }
  return TRUE;
}

static gboolean cover_all(RepereWatched *watched, GHashTable *folders, const RepereLibrary *library, GError **error)
{
  if (!cover_name(watched, folders, library->path, error)) return FALSE;
  for (char **records = library->records; *records; records++)
    if (!cover_name(watched, folders, *records, error) || !cover_folder(watched, folders, *records, FALSE, error))
      return FALSE;
  if (library->vocabularies && (!cover_name(watched, folders, library->vocabularies, error) ||
                                !cover_folder(watched, folders, library->vocabularies, FALSE, error)))
    return FALSE;
  return cover_name(watched, folders, library->files, error) &&
         cover_folder(watched, folders, library->files, TRUE, error);
}

gboolean repere_watched_cover(RepereWatched *watched, const RepereLibrary *library, GError **error)
{
  GHashTable *folders = g_hash_table_new_full(NULL, NULL, NULL, folder_free);
  GHashTableIter iter;
  gpointer wd;
  if (stat(library->index, &watched->index) != 0) memset(&watched->index, 0, sizeof watched->index);
  gboolean done = cover_all(watched, folders, library, error);
  g_hash_table_iter_init(&iter, watched->folders);
  while (g_hash_table_iter_next(&iter, &wd, NULL))
    if (!g_hash_table_contains(folders, wd)) inotify_rm_watch(watched->inotify, GPOINTER_TO_INT(wd));
  g_hash_table_unref(watched->folders);
  watched->folders = folders;
  return done;
}

guint repere_watched_folders(const RepereWatched *watched)
{
  return g_hash_table_size(watched->folders);
}

/* ---- hearing ---- */

int repere_watched_descriptor(const RepereWatched *watched)
{
  return watched->inotify;
}

/* A file that comes into being is still to be written, but for one that is another name of an old one. */
static gboolean begins(const Folder *folder, const struct inotify_event *event)
{
  struct stat at;
  if (event->mask & IN_MODIFY) return TRUE;
  if (!(event->mask & IN_CREATE) || event->mask & IN_ISDIR) return FALSE;
  g_autofree char *path = g_build_filename(folder->path, event->name, NULL);
  return lstat(path, &at) == 0 && S_ISREG(at.st_mode) && at.st_nlink == 1;
}

/* Hidden names and those of copies that editors keep are nothing that records would name. */
static gboolean counts(const Folder *folder, const char *name)
{
  if (g_hash_table_contains(folder->names, name)) return TRUE;
  return folder->whole && name[0] != '.' && !g_str_has_suffix(name, "~");
}

static gboolean take(RepereWatched *watched, const struct inotify_event *event)
{
  if (event->mask & IN_Q_OVERFLOW) {
    repere_watched_forget_writing(watched);
    return TRUE;
  }
  const Folder *folder = g_hash_table_lookup(watched->folders, GINT_TO_POINTER(event->wd));
  if (!folder || event->mask & IN_IGNORED) return FALSE;
  if (event->len == 0) return folder->whole; /* the folder itself */
  if (!counts(folder, event->name)) return FALSE;
  char *key = g_strdup_printf("%d/%s", event->wd, event->name);
  if (begins(folder, event)) {
    g_hash_table_add(watched->writing, key);
  } else {
    if (event->mask & (IN_CLOSE_WRITE | IN_MOVED_FROM | IN_DELETE)) g_hash_table_remove(watched->writing, key);
    g_free(key);
  }
  return TRUE;
}

gboolean repere_watched_read(RepereWatched *watched)
{
  char buffer[16384] __attribute__((aligned(__alignof__(struct inotify_event))));
  gboolean any = FALSE;
  ssize_t size;
  while ((size = read(watched->inotify, buffer, sizeof buffer)) > 0)
    for (ssize_t at = 0; at < size;) {
      const struct inotify_event *event = (const struct inotify_event *)(const void *)(buffer + at);
      any = take(watched, event) || any;
      at += (ssize_t)(sizeof *event + event->len);
    }
  return any;
}

gboolean repere_watched_is_writing(const RepereWatched *watched)
{
  return g_hash_table_size(watched->writing) > 0;
}

void repere_watched_forget_writing(RepereWatched *watched)
{
  g_hash_table_remove_all(watched->writing);
}
