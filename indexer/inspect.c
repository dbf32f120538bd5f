/* inspect.c - see inspect.h */
#include "indexer/inspect.h"

#include <string.h>
#include "lib/generation.h"

static gint by_id(gconstpointer a, gconstpointer b)
{
  const RepereWorkState *const *one = a, *const *other = b;
  return strcmp((*one)->id, (*other)->id);
}

gboolean repere_inspection_is_old(const RepereInspection *inspection, const RepereLibrary *library)
{
  RepereIndexMeta meta = {0};
  g_autofree char *path = repere_generation_current(library->index, NULL);
  xc_database *database = path ? repere_index_open(path, NULL) : NULL;
  gboolean old = database && repere_index_read_meta(database, &meta, NULL) && meta.revision != inspection->meta.revision;
  repere_index_meta_clear(&meta);
  xc_database_free(database);
  return old;
}

static gboolean open_index(const RepereLibrary *library, RepereInspection *inspection, GError **error)
{
  memset(inspection, 0, sizeof *inspection);
  g_autofree char *path = repere_generation_current(library->index, error);
  if (!path) return FALSE;
  inspection->states = g_ptr_array_new();
  inspection->database = repere_index_open(path, error);
  if (inspection->database && repere_index_read_meta(inspection->database, &inspection->meta, error))
    inspection->holder = repere_index_states(inspection->database, error);
  return inspection->holder != NULL;
}

gboolean repere_inspect(const RepereLibrary *library, RepereInspection *inspection, GError **error)
{
  GHashTableIter iter;
  gpointer state;
  GError *fault = NULL;
  for (guint tries = REPERE_INSPECT_TRIES; !open_index(library, inspection, &fault); tries--) {
    gboolean again = tries > 1 && inspection->meta.analysis && repere_inspection_is_old(inspection, library);
    repere_inspection_clear(inspection);
    if (again) {
      g_clear_error(&fault);
      continue;
    }
    g_propagate_error(error, fault);
    return FALSE;
  }
  g_hash_table_iter_init(&iter, inspection->holder);
  while (g_hash_table_iter_next(&iter, NULL, &state)) g_ptr_array_add(inspection->states, state);
  g_ptr_array_sort(inspection->states, by_id);
  return TRUE;
}

void repere_inspection_clear(RepereInspection *inspection)
{
  repere_index_meta_clear(&inspection->meta);
  g_clear_pointer(&inspection->states, g_ptr_array_unref);
  g_clear_pointer(&inspection->holder, g_hash_table_unref);
  g_clear_pointer(&inspection->database, xc_database_free);
}
