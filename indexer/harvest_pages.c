/* harvest_pages.c - see harvest_pages.h */
#include "indexer/harvest_pages.h"

#include <errno.h>
#include <fcntl.h>
#include <glib/gstdio.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#define GROUP "harvest"

static gboolean refuse(GError **error, const char *path, const char *cause)
{
  g_set_error(error, REPERE_ERROR, REPERE_ERROR_IO,
              "%s: what is harvested cannot be written: %s; check the folder's "
              "rights and free space.",
              path, cause);
  return FALSE;
}

/* ---- the lock ---- */

/* Between opening and locking, the harvest that held the folder may have taken it away. */
static gboolean is_still_there(int fd, const char *folder)
{
  struct stat held, named;
  return fstat(fd, &held) == 0 && stat(folder, &named) == 0 && held.st_dev == named.st_dev &&
         held.st_ino == named.st_ino;
}

static int lock(const char *folder, GError **error)
{
  for (;;) {
    int fd = g_mkdir_with_parents(folder, 0755) == 0 ? open(folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC) : -1;
    if (fd < 0) {
      refuse(error, folder, g_strerror(errno));
      return -1;
    }
    if (flock(fd, LOCK_EX | LOCK_NB) == 0) {
      if (is_still_there(fd, folder)) return fd;
      close(fd);
      continue;
    }
    close(fd);
    g_set_error(error, REPERE_ERROR, REPERE_ERROR_LOCKED,
                "%s: another harvest of the same provider is under way; wait for its end.", folder);
    return -1;
  }
}

/* ---- pages ---- */

char *repere_pages_path(const ReperePages *pages, guint i)
{
  return g_strdup_printf("%s/%06u.xml", pages->folder, i);
}

static char *head_path(const ReperePages *pages)
{
  return g_build_filename(pages->folder, "head", NULL);
}

static void find_pages(ReperePages *pages)
{
  g_autoptr(GKeyFile) head = g_key_file_new();
  g_autofree char *path = head_path(pages);
  if (!g_key_file_load_from_file(head, path, G_KEY_FILE_NONE, NULL)) return;
  pages->since = g_key_file_get_string(head, GROUP, "since", NULL);
  pages->base = g_key_file_get_string(head, GROUP, "base", NULL);
  for (;; pages->count++) {
    g_autofree char *page = repere_pages_path(pages, pages->count + 1);
    if (!g_file_test(page, G_FILE_TEST_EXISTS)) break;
  }
}

ReperePages *repere_pages_open(const char *folder, GError **error)
{
  int fd = lock(folder, error);
  if (fd < 0) return NULL;
  ReperePages *pages = g_new0(ReperePages, 1);
  pages->folder = g_strdup(folder);
  pages->lock = fd;
  find_pages(pages);
  return pages;
}

/* The head goes first: without it, pages are none. */
static void clear(ReperePages *pages)
{
  const char *name;
  g_autofree char *head = head_path(pages);
  g_autoptr(GDir) dir = g_dir_open(pages->folder, 0, NULL);
  (void)g_unlink(head);
  while (dir && (name = g_dir_read_name(dir))) {
    g_autofree char *path = g_build_filename(pages->folder, name, NULL);
    (void)g_unlink(path);
  }
  g_clear_pointer(&pages->since, g_free);
  g_clear_pointer(&pages->base, g_free);
  pages->count = 0;
}

/* Not waited for until it is on the disk: a page that a power cut took is found unsound, and the list begun
 * anew. */
static gboolean write_whole(const char *path, const char *bytes, gsize size, GError **error)
{
  g_autoptr(GError) cause = NULL;
  if (g_file_set_contents_full(path, bytes, (gssize)size, G_FILE_SET_CONTENTS_CONSISTENT, 0644, &cause))
    return TRUE;
  return refuse(error, path, cause->message);
}

gboolean repere_pages_begin(ReperePages *pages, const char *since, const char *base, GError **error)
{
  gsize size = 0;
  g_autofree char *kept_since = g_strdup(since), *kept_base = g_strdup(base); /* may be the pages' own */
  g_autoptr(GKeyFile) head = g_key_file_new();
  g_autofree char *path = head_path(pages);
  clear(pages);
  g_key_file_set_string(head, GROUP, "since", kept_since);
  g_key_file_set_string(head, GROUP, "base", kept_base);
  g_autofree char *text = g_key_file_to_data(head, &size, NULL);
  if (!write_whole(path, text, size, error)) return FALSE;
  pages->since = g_steal_pointer(&kept_since);
  pages->base = g_steal_pointer(&kept_base);
  return TRUE;
}

gboolean repere_pages_add(ReperePages *pages, const GByteArray *bytes, GError **error)
{
  g_autofree char *path = repere_pages_path(pages, pages->count + 1);
  if (!write_whole(path, (const char *)bytes->data, bytes->len, error)) return FALSE;
  pages->count++;
  return TRUE;
}

void repere_pages_remove(ReperePages *pages)
{
  clear(pages);
  (void)g_rmdir(pages->folder);
}

void repere_pages_close(ReperePages *pages)
{
  if (!pages) return;
  close(pages->lock);
  g_free(pages->folder);
  g_free(pages->since);
  g_free(pages->base);
  g_free(pages);
}
