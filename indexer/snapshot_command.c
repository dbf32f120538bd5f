/* snapshot_command.c - `repere-indexer snapshot DIR`: a copy of the live generation that can be served, verified and gone
 * back to.
 *
 * The copy is Xapian's compaction, which reads one revision through a reader's handle: no indexer is kept waiting,
 * document numbers stay, and it takes about half the space. It is made in DIR.partial, looked through, hashed and
 * made to last; only then it gets its name. */
#include <glib/gstdio.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>
#include "indexer/compact.h"
#include "indexer/copies.h"
#include "indexer/manifest.h"
#include "indexer/options.h"
#include "indexer/progress.h"
#include "indexer/still.h"
#include "indexer/stop.h"
#include "indexer/tally.h"

#include "lib/disk.h"
#include "lib/generation.h"
#include "lib/index.h"

#define GENERATION "g000001"

typedef struct {
  const char *index;
  const RepereOptions *options;
  char *target;         /* without a slash at its end */
  char *partial;        /* TARGET.partial */
  char *generation;     /* in it */
  RepereManifest *manifest;
} Copying;

/* ---- where to ---- */

static gboolean is_empty(const char *path)
{
  g_autoptr(GDir) folder = g_dir_open(path, 0, NULL);
  return folder && !g_dir_read_name(folder);
}

/* A folder beside it becomes it: they must be of one file system. */
static gboolean is_mount_point(const char *path)
{
  g_autofree char *parent = g_path_get_dirname(path);
  GStatBuf one, other;
  return g_stat(path, &one) == 0 && g_stat(parent, &other) == 0 && one.st_dev != other.st_dev;
}

/* Whatever links lead there. `folder` exists; of `path` what does. */
static gboolean is_within(const char *path, const char *folder)
{
  g_autofree char *there = g_canonicalize_filename(path, NULL);
  char *inner, *outer = realpath(folder, NULL);
  while (!(inner = realpath(there, NULL)) && !g_str_equal(there, "/")) {
    char *above = g_path_get_dirname(there);
    g_free(there);
    there = above;
  }
  gsize length = outer ? strlen(outer) : 0;
  gboolean within = inner && outer && g_str_has_prefix(inner, outer) && (inner[length] == '/' || inner[length] == '\0');
  free(inner);
  free(outer);
  return within;
}

static gboolean check_target(const Copying *copying, GError **error)
{
  const char *target = copying->target;
  const char *why = NULL;
  if (is_within(target, copying->index)) why = "it is in the folder of the index, and would be lost with it";
  else if (g_file_test(target, G_FILE_TEST_IS_SYMLINK)) why = "there is a link there, which a folder cannot replace";
  else if (g_file_test(target, G_FILE_TEST_EXISTS) && !g_file_test(target, G_FILE_TEST_IS_DIR)) why = "there is a file there";
  else if (is_mount_point(target)) why = "a disk is mounted there: a snapshot gets a folder of its own";
  else if (g_file_test(target, G_FILE_TEST_IS_DIR) && !is_empty(target))
    why = "it is not empty, and a snapshot replaces nothing";
  if (!why) return TRUE;
  g_set_error(error, REPERE_ERROR, REPERE_ERROR_CONFIG, "%s: %s; name a folder that is not there yet.", target, why);
  return FALSE;
}

/* ---- the copy ---- */

static gboolean read_meta(const Copying *copying, GError **error)
{
  RepereManifest *manifest = copying->manifest;
  RepereIndexMeta meta = {0};
  xc_database *database = repere_index_open(copying->generation, error);
  gboolean done = database && repere_index_read_meta(database, &meta, error);
  g_free(manifest->uuid);
  manifest->uuid = done ? repere_index_uuid(database, error) : NULL;
  xc_database_free(database);
  if (!done) return FALSE;
  manifest->revision = meta.revision;
  manifest->schema = meta.schema;
  g_free(manifest->analysis);
  g_free(manifest->xapian);
  manifest->analysis = g_steal_pointer(&meta.analysis);
  manifest->xapian = g_steal_pointer(&meta.xapian);
  repere_index_meta_clear(&meta);
  return manifest->uuid != NULL;
}

/* How much smaller a copy is depends on how full the blocks are; smaller than this it has not been seen. */
static guint64 least_size(guint64 bytes)
{
  return bytes / 3;
}

/* Called again where the index moved on: what came before counts no more. */
static gboolean copy(const char *path, gpointer data, GError **error)
{
  Copying *copying = data;
  RepereProgress *progress = repere_progress_new(copying->options->quiet);
  repere_copies_remove(copying->generation);
  gboolean done = repere_disk_has_room(copying->partial, least_size(repere_copies_bytes(path)), "the snapshot", error) &&
                  repere_compact(path, copying->generation, progress, error);
  repere_progress_free(progress);
  return done && read_meta(copying, error);
}

/* ---- making sure of it ---- */

static gboolean look_through(const Copying *copying, GError **error)
{
  RepereFindings findings = {0};
  gboolean done = repere_find_faults(copying->generation, copying->options->quiet, &findings, error);
  copying->manifest->works = findings.works;
  copying->manifest->pages = findings.pages;
  if (done && findings.faults->len) {
    const RepereFoundFault *first = findings.faults->pdata[0];
    g_set_error(error, REPERE_ERROR, REPERE_ERROR_CORRUPT,
                "%s: the index is not sound, so that no snapshot was made (%u faults; %s) 'repere-indexer verify' names "
                "them, and 'repere-indexer rebuild' makes it anew.",
                copying->index, findings.faults->len, first->sentence);
    done = FALSE;
  }
  repere_findings_clear(&findings);
  return done;
}

static gboolean copy_beside(const Copying *copying, const char *name, GError **error)
{
  g_autofree char *from = g_build_filename(copying->index, name, NULL);
  g_autofree char *to = g_build_filename(copying->partial, name, NULL);
  return repere_disk_has_room(copying->partial, repere_copies_bytes(from), "the snapshot", error) &&
         repere_copies_make(from, to, error) && repere_manifest_add(copying->manifest, copying->partial, name, error);
}

/* What else the folder of an index holds, the manifest, and its name. */
static gboolean complete(const Copying *copying, GError **error)
{
  RepereManifest *manifest = copying->manifest;
  g_autoptr(GDateTime) now = g_date_time_new_now_utc();
  g_autofree char *parent = g_path_get_dirname(copying->target);
  manifest->created = g_date_time_format(now, "%Y-%m-%dT%H:%M:%SZ");
  manifest->from = g_canonicalize_filename(copying->index, NULL);
  if (!repere_manifest_add(manifest, copying->partial, GENERATION, error)) return FALSE;
  if (!copy_beside(copying, REPERE_LAST_RUN, error) || !copy_beside(copying, REPERE_KEPT_PAGES, error)) return FALSE;
  if (!repere_copies_sync(copying->generation, error)) return FALSE;
  if (!repere_manifest_write(manifest, copying->partial, error)) return FALSE;
  if (!repere_generation_switch(copying->partial, copying->generation, error)) return FALSE;
  if (g_rename(copying->partial, copying->target) < 0)
    return repere_disk_failed(error, copying->target, "the finished snapshot cannot get its name");
  return repere_disk_sync(parent, error);
}

/* What an earlier snapshot to the same place left when it was killed. */
static void clear_partial(const Copying *copying)
{
  static const char *const names[] = {GENERATION, "current", "current.new", REPERE_LAST_RUN, REPERE_KEPT_PAGES,
                                      REPERE_MANIFEST};
  for (guint i = 0; i < G_N_ELEMENTS(names); i++) {
    g_autofree char *path = g_build_filename(copying->partial, names[i], NULL);
    repere_copies_remove(path);
  }
}

static void abandon(const Copying *copying)
{
  g_autofree char *lock = g_build_filename(copying->partial, "lock", NULL);
  clear_partial(copying);
  g_unlink(lock);
  g_rmdir(copying->partial);
}

static gboolean make(Copying *copying, GError **error)
{
  g_autofree char *current = repere_generation_current(copying->index, error);
  if (!current || !check_target(copying, error)) return FALSE;
  int lock = repere_generation_lock(copying->partial, error);
  if (lock < 0) return FALSE;
  clear_partial(copying);
  gboolean done = repere_still(copying->index, copying->options->quiet, copy, copying, error) &&
                  look_through(copying, error) && complete(copying, error);
  if (!done) abandon(copying);
  close(lock);
  return done;
}

static void say_done(const Copying *copying)
{
  g_autofree char *size = g_format_size(repere_manifest_bytes(copying->manifest));
  printf("%s: revision %" G_GUINT64_FORMAT " with %u works and %u pages, verified; %s.\n", copying->target,
         copying->manifest->revision, copying->manifest->works, copying->manifest->pages, size);
}

int repere_command_snapshot(RepereLibrary *library, const RepereOptions *options)
{
  GError *error = NULL;
  Copying copying = {.index = library->index, .options = options, .manifest = repere_manifest_new()};
  copying.target = g_canonicalize_filename(options->arguments[0], NULL);
  copying.partial = g_strconcat(copying.target, ".partial", NULL);
  copying.generation = g_build_filename(copying.partial, GENERATION, NULL);
  repere_stop_catch();
  gboolean done = make(&copying, &error);
  if (done && !options->quiet) say_done(&copying);
  repere_manifest_free(copying.manifest);
  g_free(copying.target);
  g_free(copying.partial);
  g_free(copying.generation);
  g_autofree char *parent = g_path_get_dirname(options->arguments[0]);
  repere_disk_explain(error, parent, "no snapshot was made");
  return done ? REPERE_EXIT_OK : repere_give_up(error);
}
