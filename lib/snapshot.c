/* snapshot.c - see snapshot.h */
#include "snapshot.h"

#include <string.h>
#include "fault.h"
#include "index.h"
#include "schema.h"
#include "values.h"

/* How often a commit may come between opening the handles before the opening is given up: each try is a millisecond. */
#define OPEN_TRIES 20

/* ---- columns ---- */

static void column_clear(RepereColumn *column)
{
  g_clear_pointer(&column->values, g_ptr_array_unref);
  g_clear_pointer(&column->by_value, g_hash_table_unref);
  g_clear_pointer(&column->starts, g_array_unref);
  g_clear_pointer(&column->numbers, g_array_unref);
  g_clear_pointer(&column->used, g_free);
}

static gboolean load_names(RepereColumn *column, xc_database *database, GError **error)
{
  if (column->facet->kind == REPERE_FACET_YEAR) return TRUE;
  column->values = repere_index_facet_values(database, column->facet->name, error);
  if (!column->values) return FALSE;
  column->by_value = g_hash_table_new(g_str_hash, g_str_equal);
  column->size = column->values->len;
  for (guint i = 0; i < column->values->len; i++)
    g_hash_table_insert(column->by_value, column->values->pdata[i], GUINT_TO_POINTER(i));
  return TRUE;
}

static gboolean take_value(RepereColumn *column, xc_bytes value, guint32 last)
{
  if (!repere_values_unpack(value.data, value.size, column->numbers)) return FALSE;
  for (guint i = last; i < column->numbers->len; i++) {
    guint32 number = g_array_index(column->numbers, guint32, i);
    if (!column->values) column->size = MAX(column->size, number + 1);
    if (number >= column->size || number > G_MAXINT32) return FALSE;
  }
  return TRUE;
}

static gboolean load_numbers(RepereColumn *column, xc_database *database, guint32 slot, guint32 last_docid, GError **error)
{
  xc_error fault = XC_ERROR_INIT;
  xc_values *values = slot ? xc_database_values(database, slot, &fault) : NULL;
  uint32_t docid, filled = 0;
  xc_bytes value;
  int state = slot ? XC_FAILED : XC_END;
  guint32 *starts = (guint32 *)(void *)column->starts->data;
  while (values && (state = xc_values_next(values, &docid, &value, &fault)) == XC_ITEM && docid <= last_docid) {
    guint32 at = column->numbers->len;
    while (filled <= docid) starts[filled++] = at;
    if (take_value(column, value, at)) continue;
    xc_values_free(values);
    g_set_error(error, REPERE_ERROR, REPERE_ERROR_CORRUPT,
                "The values of facet \"%s\" in the index are damaged; run 'repere-indexer rebuild'.", column->facet->name);
    return FALSE;
  }
  xc_values_free(values);
  while (filled <= last_docid + 1) starts[filled++] = column->numbers->len;
  return state == XC_FAILED ? repere_fault(error, NULL, &fault) : TRUE;
}

/* A range of years is asked as the years there are in it: there may be two thousand, of which a dozen are used. */
static void mark_used(RepereColumn *column)
{
  column->used = g_new0(guint8, column->size + 1);
  for (guint i = 0; i < column->numbers->len; i++) column->used[g_array_index(column->numbers, guint32, i)] = 1;
}

static gboolean load_columns(RepereSnapshot *snapshot, const RepereLibrary *library, GError **error)
{
  xc_database *database = snapshot->handles[0];
  g_autoptr(GHashTable) slots = repere_index_facet_slots(database, error);
  if (!slots) return FALSE;
  snapshot->facets = library->facets->len;
  snapshot->columns = g_new0(RepereColumn, snapshot->facets);
  for (guint i = 0; i < snapshot->facets; i++) {
    RepereColumn *column = &snapshot->columns[i];
    column->facet = library->facets->pdata[i];
    column->numbers = g_array_new(FALSE, FALSE, sizeof(guint32));
    column->starts = g_array_new(FALSE, TRUE, sizeof(guint32));
    g_array_set_size(column->starts, snapshot->last_docid + 2);
    g_autofree char *key = repere_facet_slot_key(column->facet);
    guint32 slot = GPOINTER_TO_UINT(g_hash_table_lookup(slots, key)); /* 0: no work has a value of it yet */
    if (!load_names(column, database, error) ||
        !load_numbers(column, database, slot, snapshot->last_docid, error)) return FALSE;
    mark_used(column);
  }
  return TRUE;
}

gboolean repere_column_number(const RepereColumn *column, const char *value, guint32 *number)
{
  gpointer found;
  if (column->values) {
    if (!g_hash_table_lookup_extended(column->by_value, value, NULL, &found)) return FALSE;
    *number = GPOINTER_TO_UINT(found);
    return TRUE;
  }
  *number = (guint32)g_ascii_strtoull(value, NULL, 10);
  return *number < column->size;
}

const char *repere_column_value(const RepereColumn *column, guint32 number, char year[16])
{
  if (column->values) return column->values->pdata[number];
  g_snprintf(year, 16, "%04u", number);
  return year;
}

/* ---- opening ---- */

/* Opens the handles; *same says whether they all show one revision. */
static gboolean open_handles(RepereSnapshot *snapshot, const char *configured, gboolean *same, GError **error)
{
  *same = TRUE;
  for (guint i = 0; i < snapshot->lanes; i++) {
    g_clear_pointer(&snapshot->handles[i], xc_database_free);
    snapshot->handles[i] = repere_index_open(snapshot->path, error);
    if (!snapshot->handles[i]) return FALSE;
    RepereIndexMeta meta;
    if (!repere_index_read_meta(snapshot->handles[i], &meta, error)) return FALSE;
    if (i > 0 && meta.revision != snapshot->state.revision) *same = FALSE;
    snapshot->state.revision = meta.revision;
    snapshot->state.other_facets = !g_str_equal(meta.facets, configured);
    g_strlcpy(snapshot->state.analysis, meta.analysis, sizeof snapshot->state.analysis);
    repere_index_meta_clear(&meta);
  }
  return TRUE;
}

static gboolean read_counts(RepereSnapshot *snapshot, GError **error)
{
  xc_error fault = XC_ERROR_INIT;
  xc_database_stats stats;
  xc_doccount visible = 0;
  g_autofree char *term = repere_term_access("public");
  if (xc_database_get_stats(snapshot->handles[0], &stats, &fault) != XC_OK ||
      xc_database_term_frequency(snapshot->handles[0], term, XC_NUL, &visible, NULL, &fault) != XC_OK)
    return repere_fault(error, NULL, &fault);
  snapshot->documents = stats.documents;
  snapshot->last_docid = stats.last_docid;
  snapshot->state.works = visible;
  return TRUE;
}

RepereSnapshot *repere_snapshot_open(const RepereLibrary *library, const char *configured, const char *path, guint lanes,
                                     GError **error)
{
  g_autoptr(RepereSnapshot) snapshot = g_new0(RepereSnapshot, 1);
  gboolean same = FALSE;
  snapshot->references = 1;
  snapshot->path = g_strdup(path);
  snapshot->lanes = lanes;
  snapshot->handles = g_new0(xc_database *, lanes);
  for (guint i = 0; i < OPEN_TRIES && !same; i++)
    if (!open_handles(snapshot, configured, &same, error)) return NULL;
  if (!same) {
    g_set_error(error, REPERE_ERROR, REPERE_ERROR_IO, "%s: the index changes faster than it can be opened; try again.",
                path);
    return NULL;
  }
  snapshot->uuid = repere_index_uuid(snapshot->handles[0], error);
  if (!snapshot->uuid || !read_counts(snapshot, error) || !load_columns(snapshot, library, error)) return NULL;
  return g_steal_pointer(&snapshot);
}

RepereSnapshot *repere_snapshot_ref(RepereSnapshot *snapshot)
{
  g_atomic_int_inc(&snapshot->references);
  return snapshot;
}

void repere_snapshot_unref(RepereSnapshot *snapshot)
{
  if (!snapshot || !g_atomic_int_dec_and_test(&snapshot->references)) return;
  for (guint i = 0; i < snapshot->lanes; i++) xc_database_free(snapshot->handles[i]);
  for (guint i = 0; i < snapshot->facets; i++) column_clear(&snapshot->columns[i]);
  g_free(snapshot->columns);
  g_free(snapshot->handles);
  g_free(snapshot->uuid);
  g_free(snapshot->path);
  g_free(snapshot);
}
