/* polled.c - see polled.h */
#include "indexer/polled.h"

#include <fcntl.h>
#include <linux/magic.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/vfs.h>

typedef struct {
  guint32 magic;
  const char *name;
} Kind;

/* statfs(2), and the kernel's sources for those that linux/magic.h leaves out. */
static const Kind kinds[] = {
  {NFS_SUPER_MAGIC, "nfs"},
  {SMB_SUPER_MAGIC, "smb"},
  {CIFS_SUPER_MAGIC, "cifs"},
  {SMB2_SUPER_MAGIC, "smb2"},
  {FUSE_SUPER_MAGIC, "fuse"},
  {V9FS_MAGIC, "9p"},
  {CEPH_SUPER_MAGIC, "ceph"},
  {AFS_SUPER_MAGIC, "afs"},
  {AFS_FS_MAGIC, "afs"},
  {CODA_SUPER_MAGIC, "coda"},
  {NCP_SUPER_MAGIC, "ncp"},
  {AUTOFS_SUPER_MAGIC, "autofs"},
  {OVERLAYFS_SUPER_MAGIC, "overlay"},
  {OCFS2_SUPER_MAGIC, "ocfs2"},
  {0x01161970, "gfs2"},
  {0x0bd00bd0, "lustre"},
  {0x47504653, "gpfs"},
  {0x786f4256, "vboxsf"},
  {0xbacbacbc, "vmhgfs"},
  {0x7c7c6673, "prl_fs"},
};

const char *repere_polled_kind(const char *path)
{
  struct statfs status;
  if (statfs(path, &status) != 0) return NULL;
  for (guint i = 0; i < G_N_ELEMENTS(kinds); i++)
    if ((guint32)status.f_type == kinds[i].magic) return kinds[i].name;
  return NULL;
}

typedef struct {
  char *path;
  gboolean deep;
} Place;

struct ReperePolled {
  GArray *places;    /* of Place */
  struct stat index; /* st_ino 0: there is none */
  GHashTable *seen;  /* "DEVICE INODE" of folders, while looking: a link may lead back to one above */
  guint64 sum;       /* of the last look */
};

static void place_clear(gpointer data)
{
  g_free(((Place *)data)->path);
}

ReperePolled *repere_polled_new(void)
{
  ReperePolled *polled = g_new0(ReperePolled, 1);
  polled->places = g_array_new(FALSE, FALSE, sizeof(Place));
  g_array_set_clear_func(polled->places, place_clear);
  polled->seen = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);
  return polled;
}

void repere_polled_free(ReperePolled *polled)
{
  if (!polled) return;
  g_array_unref(polled->places);
  g_hash_table_unref(polled->seen);
  g_free(polled);
}

void repere_polled_clear(ReperePolled *polled, const char *index)
{
  g_array_set_size(polled->places, 0);
  if (stat(index, &polled->index) != 0) memset(&polled->index, 0, sizeof polled->index);
}

void repere_polled_add(ReperePolled *polled, const char *path, gboolean deep)
{
  Place place = {g_strdup(path), deep};
  g_array_append_val(polled->places, place);
}

gboolean repere_polled_is_empty(const ReperePolled *polled)
{
  return polled->places->len == 0;
}

/* ---- looking ---- */

/* The order in which a folder gives its names may change without it: sums of what is mixed well have none. */
static void add_entry(ReperePolled *polled, const char *path, const struct stat *at)
{
  guint64 fields[] = {g_str_hash(path),
                      at->st_ino,
                      (guint64)at->st_size,
                      (guint64)at->st_mtim.tv_sec * 1000000000u + (guint64)at->st_mtim.tv_nsec,
                      (guint64)at->st_ctim.tv_sec * 1000000000u + (guint64)at->st_ctim.tv_nsec,
                      at->st_mode};
  guint64 mixed = 1;
  for (guint i = 0; i < G_N_ELEMENTS(fields); i++) {
    mixed = (mixed ^ fields[i]) * 0x9e3779b97f4a7c15u; /* 2^64 over the golden ratio */
    mixed ^= mixed >> 29;
  }
  polled->sum += mixed;
}

static gboolean is_index(const ReperePolled *polled, const struct stat *at)
{
  return polled->index.st_ino != 0 && at->st_ino == polled->index.st_ino &&
         at->st_dev == polled->index.st_dev;
}

/* `levels`: 0: it alone; 1: and the names in it; more: all below. Of a folder only that it is there counts:
 * its times change with names that do not. */
static void look_at(ReperePolled *polled, const char *path, guint levels)
{
  struct stat at;
  const char *name;
  if (stat(path, &at) != 0 || is_index(polled, &at)) return;
  gboolean folder = S_ISDIR(at.st_mode);
  if (folder)
    at.st_size = at.st_mtim.tv_sec = at.st_mtim.tv_nsec = at.st_ctim.tv_sec = at.st_ctim.tv_nsec = 0;
  add_entry(polled, path, &at);
  if (!folder || levels == 0) return;
  char *key = g_strdup_printf("%u %" G_GUINT64_FORMAT " %" G_GUINT64_FORMAT, MIN(levels, 2),
                              (guint64)at.st_dev, (guint64)at.st_ino);
  if (!g_hash_table_add(polled->seen, key)) return;
  g_autoptr(GDir) dir = g_dir_open(path, 0, NULL);
  while (dir && (name = g_dir_read_name(dir))) {
    g_autofree char *below = g_build_filename(path, name, NULL);
    if (name[0] != '.' && !g_str_has_suffix(name, "~")) look_at(polled, below, levels > 1 ? levels : 0);
  }
}

gboolean repere_polled_look(ReperePolled *polled)
{
  guint64 before = polled->sum;
  polled->sum = 0;
  for (guint i = 0; i < polled->places->len; i++) {
    const Place *place = &g_array_index(polled->places, Place, i);
    look_at(polled, place->path, place->deep ? 2 : 1);
  }
  g_hash_table_remove_all(polled->seen);
  return polled->sum != before;
}
