/* inspect.c - see inspect.h */
#include "indexer/inspect.h"

#include <string.h>
#include "lib/generation.h"

static gint by_id(gconstpointer a, gconstpointer b)
{
  const RepereWorkState *const *one = a, *const *other = b;
  return strcmp((*one)->id, (*other)->id);
}

gboolean repere_inspect(const RepereLibrary *library, RepereInspection *inspection, GError **error)
{
  memset(inspection, 0, sizeof *inspection);
  g_autofree char *path = repere_generation_current(library->index, error);
  if (!path) return FALSE;
  inspection->states = g_ptr_array_new();
  inspection->database = repere_index_open(path, error);
  if (inspection->database && repere_index_read_meta(inspection->database, &inspection->meta, error))
    inspection->holder = repere_index_states(inspection->database, error);
  if (!inspection->holder) {
    repere_inspection_clear(inspection);
    return FALSE;
  }
  GHashTableIter iter;
  gpointer state;
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
