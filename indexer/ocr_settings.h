/* ocr_settings.h - whether and how pages without text are recognised: the configuration, and what is
 * installed. */
#ifndef REPERE_OCR_SETTINGS_H
#define REPERE_OCR_SETTINGS_H

#include "repere/library.h"

G_BEGIN_DECLS

typedef struct {
  char *folder;    /* of the models; NULL where nothing is recognised */
  char *languages; /* codes that have a model, the likeliest first, ";" between; "" where nothing is
                      recognised */
  char *missing;   /* the same of those without; "" where none */
  char *advice;    /* where nothing is recognised: what to do about it, as the end of a sentence: "set
                      ocr=auto in [indexer]" */
  guint dpi, page_seconds, file_seconds;
} RepereOcrSettings;

/* NULL with REPERE_ERROR_CONFIG where the configuration says ocr=on and it cannot be done. */
RepereOcrSettings *repere_ocr_settings_new(const RepereLibrary *library, GError **error);
/* Nothing is recognised from now on; `advice` as in the struct. */
void repere_ocr_settings_put_off(RepereOcrSettings *settings, const char *advice);

void repere_ocr_settings_free(RepereOcrSettings *settings);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(RepereOcrSettings, repere_ocr_settings_free)

#define REPERE_OCR_NONE "no recognition"
/* All that decides which pages get which text but for limits (raised.h), in a line, REPERE_OCR_NONE where
 * nothing is recognised: an index made with another one has files to read again. g_free. */
char *repere_ocr_settings_line(const RepereOcrSettings *settings);

/* The models by their names and contents: what tells others' texts from theirs. Costs a hash of each.
 * g_free. */
char *repere_ocr_settings_models(const RepereOcrSettings *settings);

/* INDEX/ocr: what was recognised is kept there. g_free. */
char *repere_ocr_settings_store(const RepereLibrary *library);

/* The model's file. g_free. */
char *repere_ocr_model_path(const char *folder, const char *code);

G_END_DECLS
#endif
