/* reading.h - how `update`, `rebuild` and `check` read files: the pool as the library's configuration wants it. */
#ifndef REPERE_READING_H
#define REPERE_READING_H

#include "indexer/ocr_run.h"
#include "indexer/options.h"
#include "indexer/pool.h"

G_BEGIN_DECLS

enum {
  /* Files that wait for a worker: enough that the largest among them are begun first, few enough to cost no memory. */
  REPERE_WAITING_FILES = 512,
  /* How long a step waits for workers before the progress is drawn again. */
  REPERE_STEP_MS = 50
};

/* The limits of [indexer]; `workers` of the command line counts before the configuration's where it is not 0. */
ReperePoolLimits repere_pool_limits_of(const RepereLibrary *library, gint workers);

/* A pool with these limits, which recognises pages as `ocr` says (NULL: it does not). Says on stderr, unless quiet,
 * where the kernel confines its workers less than it could. */
ReperePool *repere_reading_pool(const RepereLibrary *library, const RepereOptions *options, const RepereOcrRun *ocr,
                                RepereJobDone done, gpointer pool_data, GError **error);

G_END_DECLS
#endif
