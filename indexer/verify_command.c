/* verify_command.c - `repere-indexer verify [DIR]`: whether an index, or a snapshot of one, is sound. */
#include <stdio.h>
#include "indexer/manifest.h"
#include "indexer/options.h"
#include "indexer/still.h"
#include "indexer/verify.h"
#include "lib/json_writer.h"
#include "lib/verify.h"

/* More are counted, not printed: whoever reads them has understood. JSON has them all. */
#define PRINTED 50

typedef struct {
  const RepereOptions *options;
  const char *folder;
  gboolean snapshot; /* it has a manifest */
  gboolean noted;    /* that not all can be done */
  RepereFindings findings;
} Looking;

static gboolean look(const char *path, gpointer data, GError **error)
{
  Looking *looking = data;
  RepereFindings *findings = &looking->findings;
  GError *problem = NULL;
  if (!looking->options->quiet && !looking->noted && !repere_verify_can_check(path)) {
    repere_say("%s: the files cannot be written to, so that Xapian's check of them is left out; what stands "
               "in them is looked "
               "at all the same.",
               path);
    looking->noted = TRUE;
  }
  if (!repere_find_faults(path, looking->options->quiet, findings, error)) return FALSE;
  if (!repere_manifest_exists(looking->folder)) return TRUE;
  g_autoptr(RepereManifest) manifest = repere_manifest_read(looking->folder, &problem);
  looking->snapshot = TRUE;
  if (!manifest) {
    repere_findings_add(findings, REPERE_PART_FILES, NULL, problem->message);
    g_error_free(problem);
    return TRUE;
  }
  /* A snapshot that was put to use as an index, and updated: its manifest speaks of what it was. */
  looking->snapshot = findings->revision <= manifest->revision;
  return !looking->snapshot || repere_manifest_compare(manifest, looking->folder, findings, error);
}

static void print_json(const Looking *looking)
{
  const RepereFindings *findings = &looking->findings;
  g_autoptr(GString) text = g_string_new(NULL);
  RepereJson json = repere_json_on(text);
  json.lines = TRUE;
  repere_json_open(&json, '{');
  repere_json_member_string(&json, "index", looking->folder);
  repere_json_member_string(&json, "generation", findings->path);
  repere_json_member_uint(&json, "revision", findings->revision);
  repere_json_member_uint(&json, "works", findings->works);
  repere_json_member_uint(&json, "pages", findings->pages);
  repere_json_member_bool(&json, "sound", findings->faults->len == 0);
  repere_json_member_open(&json, "faults", '[');
  for (guint i = 0; i < findings->faults->len; i++) {
    const RepereFoundFault *fault = findings->faults->pdata[i];
    repere_json_open(&json, '{');
    repere_json_member_string(&json, "part", fault->part);
    repere_json_member_string(&json, "work", fault->work);
    repere_json_member_string(&json, "sentence", fault->sentence);
    repere_json_close(&json, '}');
  }
  repere_json_close(&json, ']');
  repere_json_close(&json, '}');
  puts(text->str);
}

static const char *advice(const Looking *looking)
{
  if (looking->snapshot) return "This copy is not sound: do not restore it, take another one.";
  return "Run 'repere-indexer rebuild', which makes the index anew from its sources, or 'repere-indexer "
         "restore' with a "
         "snapshot that is sound.";
}

static void print_text(const Looking *looking)
{
  const RepereFindings *findings = &looking->findings;
  for (guint i = 0; i < MIN(findings->faults->len, PRINTED); i++)
    repere_say("%s", ((const RepereFoundFault *)findings->faults->pdata[i])->sentence);
  if (findings->faults->len > PRINTED)
    repere_say("%u more faults; --json names them all.", findings->faults->len - PRINTED);
  if (findings->faults->len) repere_say("%s", advice(looking));
  if (looking->options->quiet) return;
  if (findings->faults->len)
    printf("%s: %u faults.\n", looking->folder, findings->faults->len);
  else
    printf("%s: sound; %u works with %u pages at revision %" G_GUINT64_FORMAT ".\n", looking->folder,
           findings->works, findings->pages, findings->revision);
}

/* A folder that is named may be no index at all: to make one there is no advice. */
static gboolean is_there(const char *folder, GError **error)
{
  g_autofree char *current = g_build_filename(folder, "current", NULL);
  if (g_file_test(current, G_FILE_TEST_IS_SYMLINK)) return TRUE;
  g_set_error(
    error, REPERE_ERROR, REPERE_ERROR_NO_INDEX,
    "%s: there is no snapshot and no index here; name a folder that 'repere-indexer snapshot' made.", folder);
  return FALSE;
}

int repere_command_verify(RepereLibrary *library, const RepereOptions *options)
{
  GError *error = NULL;
  Looking looking = {.options = options,
                     .folder = options->arguments[0] ? options->arguments[0] : library->index};
  gboolean done = (!options->arguments[0] || is_there(looking.folder, &error)) &&
                  repere_still(looking.folder, options->quiet, look, &looking, &error);
  int code = REPERE_EXIT_OK;
  if (done) {
    if (options->json) print_json(&looking);
    else print_text(&looking);
    if (looking.findings.faults->len) code = REPERE_EXIT_INPUT;
  }
  repere_findings_clear(&looking.findings);
  return done ? code : repere_give_up(error);
}
