/* ocr_settings.c - see ocr_settings.h */
#include "indexer/ocr_settings.h"

#include "indexer/digest.h"
#include "indexer/ocr_engine.h"
#include "indexer/reason.h"

/* Where packages put the models: Debian 12 and 11, others, a build of one's own. */
static const char *const folders[] = {"/usr/share/tesseract-ocr/5/tessdata",
                                      "/usr/share/tesseract-ocr/4.00/tessdata", "/usr/share/tessdata",
                                      "/usr/local/share/tessdata"};

char *repere_ocr_model_path(const char *folder, const char *code)
{
  g_autofree char *name = g_strconcat(repere_ocr_data_name(code), ".traineddata", NULL);
  return g_build_filename(folder, name, NULL);
}

char *repere_ocr_settings_store(const RepereLibrary *library)
{
  return g_build_filename(library->index, "ocr", NULL);
}

static char *find_folder(const RepereLibrary *library)
{
  if (library->indexer.ocr_data) return g_strdup(library->indexer.ocr_data);
  for (guint i = 0; i < G_N_ELEMENTS(folders); i++)
    if (g_file_test(folders[i], G_FILE_TEST_IS_DIR)) return g_strdup(folders[i]);
  return g_strdup(folders[0]);
}

static void sort_languages(RepereOcrSettings *settings, char **codes)
{
  GString *there = g_string_new(NULL), *missing = g_string_new(NULL);
  for (char **code = codes; *code; code++) {
    g_autofree char *path = repere_ocr_model_path(settings->folder, *code);
    GString *list = g_file_test(path, G_FILE_TEST_IS_REGULAR) ? there : missing;
    g_string_append_printf(list, "%s%s", list->len ? ";" : "", *code);
  }
  settings->languages = g_string_free(there, FALSE);
  settings->missing = g_string_free(missing, FALSE);
}

RepereOcrSettings *repere_ocr_settings_new(const RepereLibrary *library, GError **error)
{
  g_autoptr(RepereOcrSettings) settings = g_new0(RepereOcrSettings, 1);
  settings->dpi = library->indexer.ocr_dpi;
  settings->page_seconds = library->indexer.ocr_page_seconds;
  settings->file_seconds = library->indexer.ocr_file_seconds;
  settings->folder = find_folder(library);
  sort_languages(settings, library->indexer.ocr_languages);
  if (library->indexer.ocr == REPERE_OCR_OFF)
    settings->advice = repere_reason(REPERE_REASON_PART_SWITCH_ON);
  else if (!repere_ocr_built_in())
    settings->advice = repere_reason(REPERE_REASON_PART_BUILD);
  else if (!*settings->languages)
    settings->advice = repere_reason(REPERE_REASON_PART_INSTALL, settings->folder, settings->missing);
  if (!settings->advice) return g_steal_pointer(&settings);
  if (library->indexer.ocr == REPERE_OCR_ON) {
    g_set_error(error, REPERE_ERROR, REPERE_ERROR_CONFIG,
                "%s: [indexer] ocr is on, but pages cannot be recognised: %s, or write ocr=auto.",
                library->path, settings->advice);
    return NULL;
  }
  g_autofree char *advice = g_strdup(settings->advice);
  repere_ocr_settings_put_off(settings, advice);
  return g_steal_pointer(&settings);
}

void repere_ocr_settings_put_off(RepereOcrSettings *settings, const char *advice)
{
  g_free(settings->advice);
  settings->advice = g_strdup(advice);
  *settings->languages = '\0';
  g_clear_pointer(&settings->folder, g_free);
}

void repere_ocr_settings_free(RepereOcrSettings *settings)
{
  if (!settings) return;
  g_free(settings->folder);
  g_free(settings->languages);
  g_free(settings->missing);
  g_free(settings->advice);
  g_free(settings);
}

char *repere_ocr_settings_line(const RepereOcrSettings *settings)
{
  if (!*settings->languages) return g_strdup(REPERE_OCR_NONE);
  return g_strdup_printf("%s %s %u dpi", repere_ocr_version(), settings->languages, settings->dpi);
}

char *repere_ocr_settings_models(const RepereOcrSettings *settings)
{
  g_auto(GStrv) codes = g_strsplit(settings->languages, ";", -1);
  GString *models = g_string_new(NULL);
  for (guint i = 0; codes[i]; i++) {
    g_autofree char *path = repere_ocr_model_path(settings->folder, codes[i]);
    g_autofree char *digest = repere_digest_path(path, NULL);
    g_string_append_printf(models, "%s %s\n", codes[i], digest ? digest : "-");
  }
  return g_string_free(models, FALSE);
}
