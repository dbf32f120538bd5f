/* ocr_run.h - what a run has to do with recognition: whether it recognises, which files that makes it read again, what is
 * kept for the next one. */
#ifndef REPERE_OCR_RUN_H
#define REPERE_OCR_RUN_H

#include "indexer/ocr_settings.h"
#include "lib/index.h"

G_BEGIN_DECLS

typedef struct {
  RepereOcrSettings *settings;
  char *store;    /* folder */
  gint64 started; /* Unix time, s */
} RepereOcrRun;

/* NULL with REPERE_ERROR_CONFIG where the configuration wants what cannot be done. */
RepereOcrRun *repere_ocr_run_new(const RepereLibrary *library, GError **error);
void repere_ocr_run_free(RepereOcrRun *run);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(RepereOcrRun, repere_ocr_run_free)

/* A sentence that names the languages whose pages will be recognised as if they were in another; NULL: there are none. */
char *repere_ocr_run_lack(const RepereOcrRun *run);

/* Where the index was made with other settings: the files in `states` on which that may tell are made to differ from what is
 * on the disk, so that they are read again. `files` gets their number. */
gboolean repere_ocr_run_apply(const RepereOcrRun *run, xc_database *database, GHashTable *states, guint *files,
                              GError **error);

/* After a complete rebuild, which used all that its pages need: removes what no run has used for a quarter of a year. */
enum { REPERE_OCR_KEPT_DAYS = 90 };
void repere_ocr_run_sweep(const RepereOcrRun *run);

G_END_DECLS
#endif
