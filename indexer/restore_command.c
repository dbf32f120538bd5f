/* restore_command.c - `repere-indexer restore DIR`: goes back to a snapshot.
 *
 * The snapshot becomes a generation beside the live one, and is switched to like a rebuild's. Its revision is later
 * than any that readers saw, so that nothing they keep by revision (cursors, entity tags, caches) is taken for what
 * comes now. */
#include <json-glib/json-glib.h>
#include <stdio.h>
#include <unistd.h>
#include "indexer/compact.h"
#include "indexer/copies.h"
#include "indexer/manifest.h"
#include "indexer/options.h"
#include "indexer/progress.h"
#include "indexer/stop.h"
#include "indexer/tally.h"
#include "lib/disk.h"
#include "lib/fault.h"
#include "lib/generation.h"
#include "lib/index.h"

typedef struct {
  const char *index;
  const char *folder;   /* the snapshot's */
  const RepereOptions *options;
  RepereManifest *manifest;
  guint works;
  guint64 revision;     /* once it is live */
} Restoring;

/* ---- the snapshot ---- */

static gboolean check_files(const Restoring *restoring, GError **error)
{
  RepereFindings findings = {.faults = repere_found_faults_new()};
  gboolean done = repere_manifest_compare(restoring->manifest, restoring->folder, &findings, error);
  if (done && findings.faults->len) {
    const RepereFoundFault *first = findings.faults->pdata[0];
    g_set_error(error, REPERE_ERROR, REPERE_ERROR_CORRUPT,
                "%s The snapshot is damaged, and nothing was changed; take another one. 'repere-indexer verify %s' "
                "names all that is wrong with it.", first->sentence, restoring->folder);
    done = FALSE;
  }
  repere_findings_clear(&findings);
  return done;
}

/* ---- the revision ---- */

static guint64 revision_of_live(const char *path)
{
  RepereIndexMeta meta = {0};
  xc_database *database = path ? repere_index_open(path, NULL) : NULL;
  if (database && repere_index_read_meta(database, &meta, NULL)) repere_index_meta_clear(&meta);
  xc_database_free(database);
  return meta.revision; /* known even where the rest is of another layout */
}

/* What the last run said: all there is where the live index cannot be read any more. */
static guint64 revision_of_last_run(const char *index)
{
  g_autofree char *path = g_build_filename(index, REPERE_LAST_RUN, NULL);
  g_autoptr(JsonParser) parser = json_parser_new();
  if (!json_parser_load_from_file(parser, path, NULL) || !json_parser_get_root(parser) ||
      !JSON_NODE_HOLDS_OBJECT(json_parser_get_root(parser)))
    return 0;
  JsonObject *run = json_node_get_object(json_parser_get_root(parser));
  return (guint64)MAX(json_object_get_int_member_with_default(run, "revision", 0), 0);
}

/* Gives the generation at `path` a revision later than its own and than `seen`. */
static gboolean raise_revision(const char *path, guint64 seen, guint64 *revision, GError **error)
{
  xc_error fault = XC_ERROR_INIT;
  xc_shard shard = {.path = path};
  xc_writer_options options = {.mode = XC_OPEN};
  RepereIndexMeta meta = {0};
  xc_writer *writer = xc_writer_open(&shard, 1, &options, &fault);
  if (!writer) return repere_fault(error, path, &fault);
  gboolean done = repere_index_read_meta(xc_writer_database(writer), &meta, error);
  meta.revision = MAX(meta.revision, seen) + 1;
  *revision = meta.revision;
  done = done && repere_index_write_meta(writer, &meta, error);
  repere_index_meta_clear(&meta);
  if (done && xc_writer_commit(writer, &fault) != XC_OK) done = repere_fault(error, path, &fault);
  xc_writer_free(writer);
  return done;
}

/* ---- the generation ---- */

static gboolean look_through(Restoring *restoring, const char *path, GError **error)
{
  RepereFindings findings = {0};
  gboolean done = repere_find_faults(path, restoring->options->quiet, &findings, error);
  restoring->works = findings.works;
  if (done && findings.faults->len) {
    const RepereFoundFault *first = findings.faults->pdata[0];
    g_set_error(error, REPERE_ERROR, REPERE_ERROR_CORRUPT,
                "%s: the index in the snapshot is not sound, and nothing was switched (%u faults; %s) Take another "
                "snapshot, or "
                "run 'repere-indexer rebuild'.", restoring->folder, findings.faults->len, first->sentence);
    done = FALSE;
  }
  repere_findings_clear(&findings);
  return done;
}

static gboolean copy(const Restoring *restoring, const char *to, GError **error)
{
  g_autofree char *from = repere_generation_current(restoring->folder, NULL);
  if (!from) {
    g_set_error(error, REPERE_ERROR, REPERE_ERROR_CORRUPT,
                "%s/current: it is missing, or names nothing in the snapshot. The snapshot is damaged, and nothing was "
                "changed; take another one.", restoring->folder);
    return FALSE;
  }
  RepereProgress *progress = repere_progress_new(restoring->options->quiet);
  gboolean done = repere_compact(from, to, progress, error) && repere_copies_sync(to, error);
  repere_progress_free(progress);
  return done;
}

/* Pages that were recognised once are not recognised again: those of the snapshot join those that are there. */
static gboolean bring_pages(const Restoring *restoring, GError **error)
{
  g_autofree char *from = g_build_filename(restoring->folder, REPERE_KEPT_PAGES, NULL);
  g_autofree char *to = g_build_filename(restoring->index, REPERE_KEPT_PAGES, NULL);
  return repere_copies_make(from, to, error);
}

/* Under the lock. */
static gboolean replace_live(Restoring *restoring, GError **error)
{
  GError *fault = NULL;
  g_autofree char *live = repere_generation_current(restoring->index, &fault);
  if (g_error_matches(fault, REPERE_ERROR, REPERE_ERROR_NO_INDEX)) g_clear_error(&fault);
  if (fault) {
    g_propagate_error(error, fault);
    return FALSE;
  }
  if (live) repere_generation_sweep(restoring->index);
  g_autofree char *fresh = repere_generation_next(restoring->index, error);
  guint64 seen = MAX(revision_of_live(live), revision_of_last_run(restoring->index));
  if (!fresh) return FALSE;
  gboolean done = repere_disk_has_room(restoring->index, repere_manifest_bytes(restoring->manifest), "going back",
                                       error) &&
                  copy(restoring, fresh, error) && raise_revision(fresh, seen, &restoring->revision, error) &&
                  look_through(restoring, fresh, error) && bring_pages(restoring, error) &&
                  repere_generation_switch(restoring->index, fresh, error);
  if (!done) repere_copies_remove(fresh);
  return done;
}

/* ---- the command ---- */

static void keep_account(const Restoring *restoring, gint64 start)
{
  RepereTally tally = {.command = "restore", .started = g_get_real_time() / G_USEC_PER_SEC,
                       .revision = restoring->revision};
  tally.seconds = (double)(g_get_monotonic_time() - start) / G_USEC_PER_SEC;
  tally.problems = g_ptr_array_new();
  repere_tally_save(&tally, restoring->index);
  g_ptr_array_unref(tally.problems);
}

static gboolean restore(Restoring *restoring, GError **error)
{
  gint64 start = g_get_monotonic_time();
  restoring->manifest = repere_manifest_read(restoring->folder, error);
  if (!restoring->manifest || !check_files(restoring, error)) return FALSE;
  int lock = repere_generation_lock(restoring->index, error);
  if (lock < 0) return FALSE;
  gboolean done = replace_live(restoring, error);
  if (done) keep_account(restoring, start);
  close(lock);
  return done;
}

int repere_command_restore(RepereLibrary *library, const RepereOptions *options)
{
  GError *error = NULL;
  Restoring restoring = {.index = library->index, .options = options};
  g_autofree char *folder = g_canonicalize_filename(options->arguments[0], NULL);
  restoring.folder = folder;
  repere_stop_catch();
  gboolean done = restore(&restoring, &error);
  if (done && !options->quiet)
    printf("%s is what it was at revision %" G_GUINT64_FORMAT " (%s): %u works, now at revision %" G_GUINT64_FORMAT ".\n"
           "Run 'repere-indexer update' to bring in what changed since.\n",
           library->index, restoring.manifest->revision, restoring.manifest->created, restoring.works,
           restoring.revision);
  g_clear_pointer(&restoring.manifest, repere_manifest_free);
  repere_disk_explain(error, library->index, "nothing was switched");
  return done ? REPERE_EXIT_OK : repere_give_up(error);
}
