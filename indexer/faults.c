/* faults.c - see faults.h */
#include "indexer/faults.h"

#include "lib/fault.h"
#include "lib/values.h"

static const RepereFacet *facet_from(const RepereLibrary *library, const char *source)
{
  for (guint i = 0; i < library->facets->len; i++) {
    const RepereFacet *facet = library->facets->pdata[i];
    if (g_str_equal(facet->sources[0], source)) return facet;
  }
  return NULL;
}

gboolean repere_fault_column_load(const RepereLibrary *library, const RepereInspection *inspection,
                                  const char *source, RepereFaultColumn *column, GError **error)
{
  xc_error fault = XC_ERROR_INIT;
  xc_database_stats stats;
  const RepereFacet *facet = facet_from(library, source);
  if (!facet) return TRUE;
  if (xc_database_get_stats(inspection->database, &stats, &fault) != XC_OK)
    return repere_fault(error, NULL, &fault);
  g_autoptr(GHashTable) slots = repere_index_facet_slots(inspection->database, error);
  if (!slots) return FALSE;
  g_autofree char *key = repere_facet_slot_key(facet);
  column->column.facet = facet;
  column->there = TRUE;
  guint32 slot = GPOINTER_TO_UINT(g_hash_table_lookup(slots, key));
  return repere_column_load(&column->column, inspection->database, slot, stats.last_docid, error);
}

void repere_fault_column_clear(RepereFaultColumn *column)
{
  if (column->there) repere_column_clear(&column->column);
  column->there = FALSE;
}

guint repere_faults_of_work(const RepereFaultColumn *quality, guint32 docid)
{
  char year[16];
  gsize at;
  guint faults = 0;
  if (!quality->there) return 0;
  guint n = repere_column_of(&quality->column, docid, &at);
  for (guint i = 0; i < n; i++) {
    const char *value =
      repere_column_value(&quality->column, repere_column_number_at(&quality->column, at + i), year);
    for (guint q = 0; q < REPERE_QUALITIES; q++)
      if (g_str_equal(value, repere_quality_name((RepereQuality)q))) faults |= 1u << q;
  }
  return faults;
}

/* A file without a language of its own is declared to be in those of its record, which the index compared. */
guint repere_faults_of_file(const RepereFaultColumn *quality, guint32 docid, const RepereFileState *state,
                            const RepereLedgerFile *file)
{
  const char *declared[] = {state->lang, NULL};
  gboolean silent = !state->lang[0];
  guint of_work = 1u << REPERE_QUALITY_DUPLICATE;
  if (silent && repere_quality_language(file)[0]) of_work |= 1u << REPERE_QUALITY_LANGUAGE_MISMATCH;
  return repere_quality_of_file(file, silent ? NULL : declared) |
         (repere_faults_of_work(quality, docid) & of_work);
}
