/* engine.c - see engine.h and repere/search.h */
#include "engine.h"

#include <string.h>
#include "fault.h"
#include "generation.h"
#include "index.h"
#include "values.h"

/* How often a question is asked anew when the index moves on under it; two commits must come within one
 * question each time. */
#define ASK_TRIES 8

/* How often an opening that was overtaken is begun anew. */
#define FOLLOW_TRIES 4

struct RepereEngine {
  gint references;
  RepereLibrary *library;
  RepereVocabularies *vocabularies;
  RepereConcepts *concepts; /* of them */
  char *configured; /* repere_values_hash(): an index made with another is behind the configuration */
  guint lanes;
  RepereAnalyzer **analyzers; /* one a lane */
  GMutex refresh;             /* held while a new snapshot is opened */
  GMutex lock;                /* of `current` alone: never held for long */
  RepereSnapshot *current;    /* or NULL: no usable index */
};

static gboolean refresh(RepereEngine *engine, const RepereSnapshot *stale, GError **error);

RepereEngine *repere_engine_new(RepereLibrary *library, guint lanes, GPtrArray *problems, GError **error)
{
  RepereEngine *engine = g_new0(RepereEngine, 1);
  engine->references = 1;
  engine->library = library;
  engine->lanes = lanes;
  g_mutex_init(&engine->refresh);
  g_mutex_init(&engine->lock);
  engine->analyzers = g_new0(RepereAnalyzer *, lanes);
  for (guint i = 0; i < lanes; i++) engine->analyzers[i] = repere_analyzer_new();
  engine->vocabularies = repere_vocabularies_load(library->vocabularies, problems, error);
  if (!engine->vocabularies) {
    repere_engine_unref(engine);
    return NULL;
  }
  engine->concepts = repere_concepts_new(engine->vocabularies);
  engine->configured = repere_values_hash(library, engine->vocabularies);
  refresh(engine, NULL, NULL);
  return engine;
}

RepereEngine *repere_engine_ref(RepereEngine *engine)
{
  g_atomic_int_inc(&engine->references);
  return engine;
}

void repere_engine_unref(RepereEngine *engine)
{
  if (!engine || !g_atomic_int_dec_and_test(&engine->references)) return;
  repere_snapshot_unref(engine->current);
  for (guint i = 0; i < engine->lanes; i++) repere_analyzer_free(engine->analyzers[i]);
  g_free(engine->analyzers);
  g_free(engine->configured);
  g_clear_pointer(&engine->concepts, repere_concepts_free);
  g_clear_pointer(&engine->vocabularies, repere_vocabularies_free);
  repere_library_free(engine->library);
  g_mutex_clear(&engine->refresh);
  g_mutex_clear(&engine->lock);
  g_free(engine);
}

char *repere_engine_lack(const RepereEngine *engine)
{
  const char *unread = repere_vocabularies_unread(engine->vocabularies);
  if (unread) return g_strdup_printf("the vocabulary %s cannot be read", unread);
  for (guint i = 0; i < engine->library->facets->len; i++) {
    const RepereFacet *facet = engine->library->facets->pdata[i];
    if (facet->vocabulary && !repere_vocabularies_get(engine->vocabularies, facet->vocabulary))
      return g_strdup_printf(
        "the vocabulary \"%s\" of the facet %s is not among the files of [library] vocabularies",
        facet->vocabulary, facet->name);
  }
  return NULL;
}

const RepereLibrary *repere_engine_library(const RepereEngine *engine)
{
  return engine->library;
}

/* ---- following the index ---- */

static RepereSnapshot *take_current(RepereEngine *engine)
{
  g_mutex_lock(&engine->lock);
  RepereSnapshot *snapshot = engine->current ? repere_snapshot_ref(engine->current) : NULL;
  g_mutex_unlock(&engine->lock);
  return snapshot;
}

/* Takes `fresh` over. */
static void set_current(RepereEngine *engine, RepereSnapshot *fresh)
{
  g_mutex_lock(&engine->lock);
  RepereSnapshot *old = engine->current;
  engine->current = fresh;
  g_mutex_unlock(&engine->lock);
  repere_snapshot_unref(old);
}

/* TRUE where the newest commit of the generation at `path` is the one that `now` shows. Opens the database
 * anew: a handle that is kept would not see that another one was put into its place. */
static gboolean is_newest(const RepereSnapshot *now, const char *path, gboolean *newest, GError **error)
{
  RepereIndexMeta meta = {0};
  xc_database *database = repere_index_open(path, error);
  g_autofree char *uuid = database ? repere_index_uuid(database, error) : NULL;
  gboolean read = uuid && repere_index_read_meta(database, &meta, error);
  *newest = read && now && now->state.revision == meta.revision && g_str_equal(now->path, path) &&
            g_str_equal(now->uuid, uuid);
  repere_index_meta_clear(&meta);
  xc_database_free(database);
  return read;
}

/* Opens what the index is now, if it is another than the current snapshot. */
static gboolean follow_once(RepereEngine *engine, GError **error)
{
  gboolean newest = FALSE;
  g_autoptr(RepereSnapshot) now = take_current(engine);
  g_autofree char *path = repere_generation_current(engine->library->index, error);
  if (!path || !is_newest(now, path, &newest, error)) return FALSE;
  if (newest) return TRUE;
  RepereSnapshot *fresh = repere_snapshot_open(engine->library, engine->vocabularies, engine->configured,
                                               path, engine->lanes, now, error);
  if (!fresh) return FALSE;
  set_current(engine, fresh);
  return TRUE;
}

/* Under `refresh`. Opening reads for so long that two commits may come meanwhile, and write over what is
 * being read. */
static gboolean follow(RepereEngine *engine, GError **error)
{
  for (guint i = 1;; i++) {
    g_autoptr(GError) problem = NULL;
    if (follow_once(engine, &problem)) return TRUE;
    if (i < FOLLOW_TRIES && g_error_matches(problem, REPERE_ERROR, REPERE_ERROR_INTERNAL)) continue;
    g_propagate_error(error, g_steal_pointer(&problem));
    return FALSE;
  }
}

/* Makes the current snapshot another one than `stale` where that can be done; TRUE does not say that it is.
 */
static gboolean refresh(RepereEngine *engine, const RepereSnapshot *stale, GError **error)
{
  gboolean done = TRUE;
  g_mutex_lock(&engine->refresh);
  g_autoptr(RepereSnapshot) now = take_current(engine);
  if (!now || !stale || now == stale) done = follow(engine, error);
  g_mutex_unlock(&engine->refresh);
  return done;
}

/* While an index that was good cannot be followed (a rebuild of another layout, say), the revision that is
 * open goes on answering. */
gboolean repere_engine_poll(RepereEngine *engine, GError **error)
{
  return refresh(engine, NULL, error);
}

gboolean repere_engine_state(RepereEngine *engine, RepereIndexState *state, GError **error)
{
  g_autoptr(RepereSnapshot) snapshot = take_current(engine);
  if (!snapshot && !refresh(engine, NULL, error)) return FALSE;
  if (!snapshot) snapshot = take_current(engine);
  *state = snapshot->state;
  return TRUE;
}

/* ---- asking ---- */

RepereLane repere_engine_lane(const RepereEngine *engine, guint lane, RepereSnapshot *snapshot)
{
  return (RepereLane){snapshot, engine->vocabularies, engine->concepts, &engine->library->ranking,
                      snapshot->handles[lane], engine->analyzers[lane]};
}

/* What may be so because the index was written to meanwhile. */
static gboolean may_have_moved(const xc_error *fault, const GError *error)
{
  if (fault->code != XC_OK)
    return fault->code == XC_MODIFIED || fault->code == XC_CORRUPT || fault->code == XC_NO_DATABASE ||
           fault->code == XC_NOT_FOUND || fault->code == XC_IO;
  return g_error_matches(error, REPERE_ERROR, REPERE_ERROR_CORRUPT) ||
         g_error_matches(error, REPERE_ERROR, REPERE_ERROR_INTERNAL);
}

/* Whether there is another snapshot to ask than the one that failed: asked again, that would fail again. */
static gboolean has_moved(RepereEngine *engine, const RepereSnapshot *failed)
{
  if (!refresh(engine, failed, NULL)) return FALSE;
  g_autoptr(RepereSnapshot) now = take_current(engine);
  return now != failed;
}

gboolean repere_engine_ask(RepereEngine *engine, guint lane, RepereAsk ask, gpointer data, GError **error)
{
  g_return_val_if_fail(lane < engine->lanes, FALSE);
  for (guint i = 1;; i++) {
    xc_error fault = XC_ERROR_INIT;
    GError *problem = NULL;
    g_autoptr(RepereSnapshot) snapshot = take_current(engine);
    if (!snapshot) {
      if (!refresh(engine, NULL, error)) return FALSE;
      snapshot = take_current(engine);
    }
    RepereLane with = repere_engine_lane(engine, lane, snapshot);
    gboolean done = ask(&with, data, &fault, &problem);
    repere_analyzer_trim(with.analyzer);
    if (done) return TRUE;
    if (i < ASK_TRIES && may_have_moved(&fault, problem) && has_moved(engine, snapshot)) {
      g_clear_error(&problem);
      continue;
    }
    if (problem) g_propagate_error(error, problem);
    else repere_fault(error, NULL, &fault);
    return FALSE;
  }
}
