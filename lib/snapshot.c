/* snapshot.c - see snapshot.h */
#include "snapshot.h"

#include <string.h>
#include "completion.h"
#include "fault.h"
#include "index.h"
#include "schema.h"
#include "score.h"
#include "values.h"

/* How often a commit may come between opening the handles before the opening is given up: each try is a
 * millisecond. */
#define OPEN_TRIES 20

/* ---- columns ---- */

static gboolean load_columns(RepereSnapshot *snapshot, const RepereLibrary *library,
                             const RepereVocabularies *vocabularies, GError **error)
{
  xc_database *database = snapshot->handles[0];
  g_autoptr(GHashTable) slots = repere_index_facet_slots(database, error);
  if (!slots) return FALSE;
  snapshot->facets = library->facets->len;
  snapshot->columns = g_new0(RepereColumn, snapshot->facets);
  for (guint i = 0; i < snapshot->facets; i++) {
    RepereColumn *column = &snapshot->columns[i];
    column->facet = library->facets->pdata[i];
    g_autofree char *key = repere_facet_slot_key(column->facet);
    guint32 slot = GPOINTER_TO_UINT(g_hash_table_lookup(slots, key)); /* 0: no work has a value of it yet */
    if (repere_facet_is_of_texts(column->facet)) {
      g_autofree char *pages = repere_facet_pages_key(column->facet);
      column->pages_slot = GPOINTER_TO_UINT(g_hash_table_lookup(slots, pages));
      if (!column->pages_slot) slot = 0;
    }
    if (!repere_column_load(column, database, slot, snapshot->last_docid, error)) return FALSE;
    repere_column_finish(column, library, vocabularies, snapshot->visible);
  }
  return TRUE;
}

const RepereColumn *repere_snapshot_column(const RepereSnapshot *snapshot, const char *name)
{
  for (guint i = 0; i < snapshot->facets; i++)
    if (g_str_equal(snapshot->columns[i].facet->name, name)) return &snapshot->columns[i];
  return NULL;
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

static gboolean read_visible(RepereSnapshot *snapshot, GError **error)
{
  xc_error fault = XC_ERROR_INIT;
  xc_database_stats stats;
  g_autofree char *term = repere_term_access("public");
  if (xc_database_get_stats(snapshot->handles[0], &stats, &fault) != XC_OK)
    return repere_fault(error, NULL, &fault);
  snapshot->documents = stats.documents;
  snapshot->last_docid = stats.last_docid;
  snapshot->visible = roaring_bitmap_create();
  if (!repere_docsets_or(snapshot->docsets, snapshot->handles[0], term, NULL, snapshot->visible, &fault,
                         error))
    return error && *error ? FALSE : repere_fault(error, NULL, &fault);
  roaring_bitmap_run_optimize(snapshot->visible);
  snapshot->state.works = (guint)roaring_bitmap_get_cardinality(snapshot->visible);
  return TRUE;
}

static gboolean read_norms(RepereSnapshot *snapshot, const RepereWeights *weights, GError **error)
{
  xc_error fault = XC_ERROR_INIT;
  snapshot->norms = repere_score_norms(snapshot->handles[0], snapshot->last_docid, weights, &fault);
  return snapshot->norms || repere_fault(error, NULL, &fault);
}

static gboolean prepare_orders(RepereSnapshot *snapshot, const RepereSnapshot *before, GError **error)
{
  xc_error fault = XC_ERROR_INIT;
  snapshot->orders = repere_orders_new(snapshot->visible, snapshot->last_docid);
  return repere_orders_prepare(snapshot->orders, before ? before->orders : NULL, snapshot->handles[0], &fault,
                               error) ||
         repere_fault(error, NULL, &fault);
}

RepereSnapshot *repere_snapshot_open(const RepereLibrary *library, const RepereVocabularies *vocabularies,
                                     const char *configured, const char *path, guint lanes,
                                     const RepereSnapshot *before, GError **error)
{
  g_autoptr(RepereSnapshot) snapshot = g_new0(RepereSnapshot, 1);
  xc_error fault = XC_ERROR_INIT;
  gboolean same = FALSE;
  snapshot->references = 1;
  snapshot->path = g_strdup(path);
  snapshot->lanes = lanes;
  snapshot->docsets = repere_docsets_new((gsize)library->searchd.sets_mb << 20);
  snapshot->handles = g_new0(xc_database *, lanes);
  for (guint i = 0; i < OPEN_TRIES && !same; i++)
    if (!open_handles(snapshot, configured, &same, error)) return NULL;
  if (!same) {
    g_set_error(error, REPERE_ERROR, REPERE_ERROR_IO,
                "%s: the index changes faster than it can be opened; try again.", path);
    return NULL;
  }
  snapshot->uuid = repere_index_uuid(snapshot->handles[0], error);
  g_strlcpy(snapshot->state.uuid, snapshot->uuid ? snapshot->uuid : "", sizeof snapshot->state.uuid);
  if (!snapshot->uuid || !read_visible(snapshot, error) ||
      !load_columns(snapshot, library, vocabularies, error) || !prepare_orders(snapshot, before, error) ||
      !read_norms(snapshot, &library->ranking, error))
    return NULL;
  snapshot->words = repere_lexicon_load(snapshot->handles[0], "", &fault);
  snapshot->title_words = snapshot->words ? repere_lexicon_load(snapshot->handles[0], "S", &fault) : NULL;
  if (!snapshot->title_words) {
    repere_fault(error, path, &fault);
    return NULL;
  }
  snapshot->completion = repere_completion_new(snapshot, library, vocabularies, &fault);
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
  for (guint i = 0; i < snapshot->facets; i++) repere_column_clear(&snapshot->columns[i]);
  if (snapshot->visible) roaring_bitmap_free(snapshot->visible);
  repere_docsets_free(snapshot->docsets);
  repere_orders_free(snapshot->orders);
  g_free(snapshot->norms);
  repere_completion_free(snapshot->completion);
  repere_lexicon_free(snapshot->words);
  repere_lexicon_free(snapshot->title_words);
  g_free(snapshot->columns);
  g_free(snapshot->handles);
  g_free(snapshot->uuid);
  g_free(snapshot->path);
  g_free(snapshot);
}
