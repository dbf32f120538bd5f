/* compact.c - see compact.h */
#include "indexer/compact.h"

#include "indexer/stop.h"
#include "lib/fault.h"
#include "lib/index.h"

static int on_table(void *user, const char *table, const char *status G_GNUC_UNUSED)
{
  g_autofree char *line = g_strdup_printf("Copying: %s", table);
  repere_progress_line(user, line);
  return repere_stop_asked();
}

gboolean repere_compact(const char *from, const char *to, RepereProgress *progress, GError **error)
{
  xc_error fault = XC_ERROR_INIT;
  /* Blocks are left some room, since the copy may be updated. */
  xc_compact_options options = {.level = XC_COMPACT_STANDARD, .keep_docids = true, .progress = on_table,
                                .user = progress};
  xc_database *database = repere_index_open(from, error);
  if (!database) return FALSE;
  xc_code code = xc_database_compact(database, to, &options, &fault);
  xc_database_free(database);
  if (code == XC_OK) return TRUE;
  if (code != XC_STOPPED) return repere_fault(error, to, &fault);
  g_set_error(error, REPERE_ERROR, REPERE_ERROR_CANCELLED, "Interrupted; nothing was changed.");
  return FALSE;
}
