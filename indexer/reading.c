/* reading.c - see reading.h */
#include "indexer/reading.h"

ReperePoolLimits repere_pool_limits_of(const RepereLibrary *library, gint workers)
{
  return (ReperePoolLimits){
    .workers = workers > 0 ? (guint)workers : library->indexer.workers,
    .file_seconds = library->indexer.file_seconds,
    .file_memory_mb = library->indexer.file_memory_mb,
    .max_file_mb = library->indexer.max_file_mb,
    .max_text_mb = library->indexer.max_text_mb,
    .max_pages = library->indexer.max_pages,
  };
}

ReperePool *repere_reading_pool(const RepereLibrary *library, const RepereOptions *options, const RepereOcrRun *ocr,
                                RepereJobDone done, gpointer pool_data, GError **error)
{
  ReperePoolLimits limits = repere_pool_limits_of(library, options->workers);
  if (ocr) {
    limits.ocr = ocr->settings;
    limits.ocr_store = ocr->store;
  }
  ReperePool *pool = repere_pool_new(&limits, done, pool_data, error);
  if (pool && !repere_pool_confined(pool) && !options->quiet)
    repere_say("This kernel has no Landlock, or has it switched off: a hostile file that takes its reader over "
               "could read "
               "other files of this user, though neither change nor send them. Switch Landlock on (Linux 5.13 and "
               "later), or run the indexer as a user who can read the library alone.");
  return pool;
}
