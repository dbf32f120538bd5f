/* watched.c - see watched.h */
#include "indexer/watched.h"

#include <errno.h>
#include <string.h>
#include <sys/inotify.h>
#include <sys/stat.h>
#include <unistd.h>

#include "indexer/polled.h"

#define EVENTS                                                                                               \
  (IN_CREATE | IN_MODIFY | IN_CLOSE_WRITE | IN_MOVED_FROM | IN_MOVED_TO | IN_DELETE | IN_ATTRIB |            \
   IN_DELETE_SELF | IN_MOVE_SELF)

typedef struct {
  char *path;
  gboolean whole;    /* all names in it count */
  gboolean walked;   /* what is below it is covered */
  GHashTable *names; /* else these */
} Folder;

struct RepereWatched {
  int inotify;           /* -1: the system has none left */
  GHashTable *folders;   /* watch descriptor -> Folder * */
  GHashTable *writing;   /* "DESCRIPTOR/NAME" */
  struct stat index;     /* of its folder; st_ino 0: there is none */
  ReperePolled *polled;
  char *lack;            /* see repere_watched_lack(); or NULL */
  GHashTable *kinds;     /* device -> its kind of file system, while covering */
};

static void folder_free(gpointer data)
{
  Folder *folder = data;
  g_free(folder->path);
  g_hash_table_unref(folder->names);
  g_free(folder);
}

RepereWatched *repere_watched_new(void)
{
  RepereWatched *watched = g_new0(RepereWatched, 1);
  watched->inotify = inotify_init1(IN_NONBLOCK | IN_CLOEXEC);
  if (watched->inotify < 0)
    watched->lack = g_strdup_printf("The system does not tell of changes in files (inotify: %s; raise "
                                    "fs.inotify.max_user_instances with sysctl)", g_strerror(errno));
  watched->folders = g_hash_table_new_full(NULL, NULL, NULL, folder_free);
  watched->writing = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);
  watched->kinds = g_hash_table_new_full(g_int64_hash, g_int64_equal, g_free, NULL);
  watched->polled = repere_polled_new();
  return watched;
}

void repere_watched_free(RepereWatched *watched)
{
  if (!watched) return;
  if (watched->inotify >= 0) close(watched->inotify);
  g_hash_table_unref(watched->folders);
  g_hash_table_unref(watched->writing);
  g_hash_table_unref(watched->kinds);
  repere_polled_free(watched->polled);
  g_free(watched->lack);
  g_free(watched);
}

/* ---- covering ---- */

static char *system_limit(void)
{
  g_autofree char *text = NULL;
  if (!g_file_get_contents("/proc/sys/fs/inotify/max_user_watches", &text, NULL, NULL))
    return g_strdup("unknown");
  return g_strdup(g_strstrip(text));
}

/* One pass over the library. */
typedef struct {
  RepereWatched *watched;
  GHashTable *folders; /* as they will be */
  gboolean full;       /* the system watches no further one */
} Covering;

static void say_full(Covering *covering, const char *path)
{
  g_autofree char *limit = system_limit();
  covering->full = TRUE;
  g_free(covering->watched->lack);
  covering->watched->lack = g_strdup_printf("%s: the system watches no further folder for changes after %u "
                                            "of this library (raise fs.inotify.max_user_watches, %s "
                                            "now for all programs of a user, with sysctl)",
                                            path, g_hash_table_size(covering->folders), limit);
}

/* The folder's entry among those covered, made where there is none. NULL: it is not there, may not be read,
 * or the system watches no further one. */
static Folder *add(Covering *covering, const char *path)
{
  if (covering->full) return NULL;
  int wd = inotify_add_watch(covering->watched->inotify, path, EVENTS | IN_ONLYDIR);
  if (wd < 0 && errno == ENOSPC) say_full(covering, path);
  if (wd < 0) return NULL;
  Folder *folder = g_hash_table_lookup(covering->folders, GINT_TO_POINTER(wd));
  if (folder) return folder;
  folder = g_new0(Folder, 1);
  folder->path = g_strdup(path);
  folder->names = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);
  g_hash_table_insert(covering->folders, GINT_TO_POINTER(wd), folder);
  return folder;
}

/* Whether changes in the folder at `path` may go unheard. A device is asked once: it may be at the other end
 * of a network. */
static gboolean is_unheard(RepereWatched *watched, const char *path)
{
  struct stat at;
  gpointer kind;
  if (stat(path, &at) != 0) return FALSE;
  gint64 device = (gint64)at.st_dev;
  if (!g_hash_table_lookup_extended(watched->kinds, &device, NULL, &kind)) {
    kind = (gpointer)repere_polled_kind(path);
    g_hash_table_insert(watched->kinds, g_memdup2(&device, sizeof device), kind);
  }
  if (kind && !watched->lack)
    watched->lack = g_strdup_printf("%s: what others change on this kind of file system (%s) is not heard of",
                                    path, (const char *)kind);
  return kind != NULL;
}

/* What is called so may come, go or be replaced; where its folder is not there, the same of that. */
static void cover_name(Covering *covering, const char *path)
{
  g_autofree char *child = g_strdup(path);
  g_autofree char *parent = g_path_get_dirname(child);
  while (!g_file_test(parent, G_FILE_TEST_IS_DIR) && !g_str_equal(parent, "/") && !g_str_equal(parent, ".")) {
    g_free(child);
    child = g_steal_pointer(&parent);
    parent = g_path_get_dirname(child);
  }
  Folder *folder = add(covering, parent);
  if (folder) g_hash_table_add(folder->names, g_path_get_basename(child));
  if (is_unheard(covering->watched, parent)) repere_polled_add(covering->watched->polled, child, FALSE);
}

static gboolean is_folder(const RepereWatched *watched, const char *path)
{
  struct stat at;
  if (stat(path, &at) != 0 || !S_ISDIR(at.st_mode)) return FALSE;
  return watched->index.st_ino == 0 || at.st_ino != watched->index.st_ino ||
         at.st_dev != watched->index.st_dev;
}

/* A folder, and with `deep` all below it, which `polled` is looked through already. A link that leads back to
 * a folder above ends there. */
static void cover_folder(Covering *covering, const char *path, gboolean deep, gboolean polled)
{
  const char *name;
  if (!is_folder(covering->watched, path)) return;
  if (!polled && is_unheard(covering->watched, path)) {
    repere_polled_add(covering->watched->polled, path, deep);
    polled = TRUE;
  }
  Folder *folder = add(covering, path);
  if (!folder) return;
  folder->whole = TRUE;
  if (!deep || folder->walked) return;
  folder->walked = TRUE;
  g_autoptr(GDir) dir = g_dir_open(path, 0, NULL);
  while (dir && !covering->full && (name = g_dir_read_name(dir))) {
    g_autofree char *below = g_build_filename(path, name, NULL);
    if (name[0] != '.') cover_folder(covering, below, TRUE, polled);
  }
}

static void cover_all(Covering *covering, const RepereLibrary *library)
{
  cover_name(covering, library->path);
  for (char **records = library->records; *records; records++) {
    cover_name(covering, *records);
    cover_folder(covering, *records, FALSE, FALSE);
  }
  if (library->vocabularies) {
    cover_name(covering, library->vocabularies);
    cover_folder(covering, library->vocabularies, FALSE, FALSE);
  }
  cover_name(covering, library->files);
  cover_folder(covering, library->files, TRUE, FALSE);
}

static void poll_all(RepereWatched *watched, const RepereLibrary *library)
{
  repere_polled_clear(watched->polled, library->index);
  repere_polled_add(watched->polled, library->path, FALSE);
  for (char **records = library->records; *records; records++)
    repere_polled_add(watched->polled, *records, FALSE);
  if (library->vocabularies) repere_polled_add(watched->polled, library->vocabularies, FALSE);
  repere_polled_add(watched->polled, library->files, TRUE);
}

void repere_watched_cover(RepereWatched *watched, const RepereLibrary *library)
{
  Covering covering = {watched, g_hash_table_new_full(NULL, NULL, NULL, folder_free), watched->inotify < 0};
  GHashTableIter iter;
  gpointer wd;
  if (stat(library->index, &watched->index) != 0) memset(&watched->index, 0, sizeof watched->index);
  if (watched->inotify >= 0) g_clear_pointer(&watched->lack, g_free);
  repere_polled_clear(watched->polled, library->index);
  if (!covering.full) cover_all(&covering, library);
  g_hash_table_iter_init(&iter, watched->folders);
  while (g_hash_table_iter_next(&iter, &wd, NULL))
    if (!g_hash_table_contains(covering.folders, wd)) inotify_rm_watch(watched->inotify, GPOINTER_TO_INT(wd));
  g_hash_table_unref(watched->folders);
  watched->folders = covering.folders;
  if (covering.full) poll_all(watched, library);
  repere_polled_look(watched->polled);
  g_hash_table_remove_all(watched->kinds);
}

gboolean repere_watched_polls(const RepereWatched *watched)
{
  return !repere_polled_is_empty(watched->polled);
}

gboolean repere_watched_look(RepereWatched *watched)
{
  return repere_polled_look(watched->polled);
}

const char *repere_watched_lack(const RepereWatched *watched)
{
  return watched->lack;
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
    if (event->mask & (IN_CLOSE_WRITE | IN_MOVED_FROM | IN_DELETE))
      g_hash_table_remove(watched->writing, key);
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
