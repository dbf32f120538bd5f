/* ocr_run.c - see ocr_run.h */
#include "indexer/ocr_run.h"

#include <string.h>

#include "indexer/ocr_store.h"
#include "indexer/options.h"

RepereOcrRun *repere_ocr_run_new(const RepereLibrary *library, GError **error)
{
  RepereOcrSettings *settings = repere_ocr_settings_new(library, error);
  if (!settings) return NULL;
  RepereOcrRun *run = g_new0(RepereOcrRun, 1);
  run->settings = settings;
  run->store = repere_ocr_settings_store(library);
  run->started = g_get_real_time() / G_USEC_PER_SEC;
  return run;
}

char *repere_ocr_run_lack(const RepereOcrRun *run)
{
  const RepereOcrSettings *settings = run->settings;
  if (!*settings->languages || !*settings->missing) return NULL;
  return g_strdup_printf(
    "%s: no language data for %s, so that scanned pages in it are recognised as if they were in %s; "
    "install the package tesseract-ocr-LANGUAGE, or leave it out of ocr-languages in [indexer].",
    settings->folder, settings->missing, settings->languages);
}

void repere_ocr_run_free(RepereOcrRun *run)
{
  if (!run) return;
  repere_ocr_settings_free(run->settings);
  g_free(run->store);
  g_free(run);
}

/* ---- files to read again ---- */

static gboolean has_page_from(const RepereLedgerFile *file, const char *const *sources)
{
  for (guint i = 0; i < file->pages->len; i++)
    if (g_strv_contains(sources, ((const ReperePage *)file->pages->pdata[i])->source)) return TRUE;
  return FALSE;
}

/* Recognition tells on pages that it gave, and where it is done, on those without text. */
static gboolean mark_files(xc_database *database, RepereWorkState *state, const char *const *sources,
                           guint *files, GError **error)
{
  g_autoptr(GPtrArray) ledger = repere_index_ledger(database, state->docid, error);
  if (!ledger) return FALSE;
  for (guint i = 0; i < ledger->len && i < state->files->len; i++) {
    RepereFileState *file = state->files->pdata[i];
    if (strcmp(file->media_type, "application/pdf") != 0 || !has_page_from(ledger->pdata[i], sources))
      continue;
    file->size = REPERE_SIZE_READ_AGAIN;
    (*files)++;
  }
  return TRUE;
}

gboolean repere_ocr_run_apply(const RepereOcrRun *run, xc_database *database, GHashTable *states,
                              guint *files, GError **error)
{
  static const char *const given[] = {"ocr", NULL};
  static const char *const all[] = {"ocr", "empty", "garbage", NULL};
  g_autofree char *now = repere_ocr_settings_line(run->settings);
  GHashTableIter iter;
  gpointer state;
  g_autofree char *before = repere_index_reading(database, error);
  *files = 0;
  if (!before) return FALSE;
  if (g_str_equal(*before ? before : REPERE_OCR_NONE, now)) return TRUE;
  g_hash_table_iter_init(&iter, states);
  while (g_hash_table_iter_next(&iter, NULL, &state))
    if (!mark_files(database, state, *run->settings->languages ? all : given, files, error)) return FALSE;
  return TRUE;
}

void repere_ocr_run_sweep(const RepereOcrRun *run)
{
  if (*run->settings->languages)
    repere_ocr_store_sweep(run->store, run->started - REPERE_OCR_KEPT_DAYS * 24 * 3600);
}
