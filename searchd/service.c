#include "searchd/service.h"

#include <string.h>

#include "repere/text.h"
#include "searchd/message.h"

/* How long a commit may take to be seen. */
enum { POLL_MS = 250 };

struct Service {
  guint lanes;
  char *path;  /* of the configuration */
  GMutex lock; /* of all up to `trouble` */
  GCond wake;
  RepereEngine *engine;
  guint64 edition; /* of that engine */
  gboolean reload, ending;
  gboolean ready;
  RepereIndexState state; /* while ready */
  char *trouble;          /* what the last look met: a sentence, or NULL while all is well */
  GThread *follower;
  RepereIndexState warned; /* of what the log has warned already; the follower's own */
  ServiceReloaded reloaded;
  gpointer data;
};

/* ---- the edition ---- */

static void add_file(GChecksum *sum, const char *path)
{
  g_autofree char *text = NULL;
  gsize length = 0;
  g_checksum_update(sum, (const guchar *)path, -1);
  if (g_file_get_contents(path, &text, &length, NULL))
    g_checksum_update(sum, (const guchar *)text, (gssize)length);
}

static gint compare_names(gconstpointer a, gconstpointer b)
{
  return strcmp(*(char *const *)a, *(char *const *)b);
}

static void add_folder(GChecksum *sum, const char *folder)
{
  g_autoptr(GPtrArray) names = g_ptr_array_new_with_free_func(g_free);
  GDir *open = g_dir_open(folder, 0, NULL);
  for (const char *name; open && (name = g_dir_read_name(open));)
    g_ptr_array_add(names, g_build_filename(folder, name, NULL));
  if (open)
    g_dir_close(open);
  g_ptr_array_sort(names, compare_names);
  for (guint i = 0; i < names->len; i++)
    add_file(sum, names->pdata[i]);
}

/* A digest of all that answers depend on besides the index. */
static guint64 edition_of(const RepereLibrary *library)
{
  g_autoptr(GChecksum) sum = g_checksum_new(G_CHECKSUM_SHA256);
  g_checksum_update(sum, (const guchar *)REPERE_VERSION, -1);
  add_file(sum, library->path);
  if (library->vocabularies)
    add_folder(sum, library->vocabularies);
  guint64 edition = 0;
  guint8 digest[32];
  gsize length = sizeof digest;
  g_checksum_get_digest(sum, digest, &length);
  memcpy(&edition, digest, sizeof edition);
  return edition;
}

/* ---- the engine ---- */

static RepereEngine *open_engine(RepereLibrary *library, guint lanes, GError **error)
{
  g_autoptr(GPtrArray) problems = g_ptr_array_new_with_free_func(g_free);
  RepereEngine *engine = repere_engine_new(library, lanes, problems, error);
  for (guint i = 0; i < problems->len; i++)
    message(NULL, "%s", (char *)problems->pdata[i]);
  return engine;
}

static gboolean same_state(const RepereIndexState *a, const RepereIndexState *b)
{
  return a->revision == b->revision && a->works == b->works && strcmp(a->analysis, b->analysis) == 0 &&
         strcmp(a->uuid, b->uuid) == 0;
}

static void say_state(RepereEngine *engine, const RepereIndexState *state)
{
  message(repere_engine_library(engine)->index, "revision %" G_GUINT64_FORMAT " answers, with %u work%s.",
          state->revision, state->works, state->works == 1 ? "" : "s");
}

/* Words of another analysis may miss works, and other facets miscount them: said once, not at each commit
 * of the update that mends it. */
static void warn_of_making(Service *service, RepereEngine *engine, const RepereIndexState *state)
{
  gboolean foreign = strcmp(state->analysis, repere_analysis_hash()) != 0;
  if (foreign && strcmp(state->analysis, service->warned.analysis) != 0)
    message(repere_engine_library(engine)->index,
            "the index was made by another analysis of texts; run 'repere-indexer update'.");
  g_strlcpy(service->warned.analysis, foreign ? state->analysis : "", sizeof service->warned.analysis);
  if (state->other_facets && !service->warned.other_facets)
    message(repere_engine_library(engine)->index,
            "the index was made for other facets, vocabularies or languages than those of the configuration, "
            "and counts "
            "as they were then; run 'repere-indexer update', or send SIGHUP if that was done.");
  service->warned.other_facets = state->other_facets;
}

/* Looks at the index, and says once what has changed. An index that cannot be followed is trouble, but what
 * was opened of it before goes on answering. */
static void follow(Service *service)
{
  g_autoptr(RepereEngine) engine = service_engine(service);
  g_autoptr(GError) poll_error = NULL;
  g_autoptr(GError) state_error = NULL;
  RepereIndexState now = { 0 };
  gboolean followed = repere_engine_poll(engine, &poll_error);
  gboolean ready = repere_engine_state(engine, &now, &state_error);
  const GError *error = followed ? state_error : poll_error;

  g_mutex_lock(&service->lock);
  gboolean new_state = ready && !(service->ready && same_state(&service->state, &now));
  gboolean new_trouble = error && g_strcmp0(service->trouble, error->message) != 0;
  gboolean over = service->trouble && !error;
  service->ready = ready;
  service->state = now;
  g_free(service->trouble);
  service->trouble = error ? g_strdup(error->message) : NULL;
  g_mutex_unlock(&service->lock);

  if (new_trouble)
    message(NULL, "%s", error->message);
  if (new_state || over)
    say_state(engine, &now);
  if (new_state)
    warn_of_making(service, engine, &now);
}

/* A new configuration whose index cannot be read does not replace one that answers. */
static gboolean is_worse(RepereEngine *before, RepereEngine *after, GError **error)
{
  g_autoptr(GError) trouble = NULL;
  if (repere_engine_poll(after, &trouble))
    return FALSE;
  RepereIndexState state;
  if (!repere_engine_state(before, &state, NULL))
    return FALSE;
  g_propagate_error(error, g_steal_pointer(&trouble));
  return TRUE;
}

/* The engine of the configuration as it is now. NULL, and said, where it is not to be taken over: what is
 * wrong with it is whole in the log before. */
static RepereEngine *open_anew(const Service *service, RepereEngine *before)
{
  g_autoptr(GError) error = NULL;
  RepereLibrary *library = repere_library_load(service->path, &error);
  g_autoptr(RepereEngine) after = library ? open_engine(library, service->lanes, &error) : NULL;
  g_autofree char *lack = after ? repere_engine_lack(after) : NULL;
  if (lack) {
    message(service->path, "not taken over, since %s; the configuration read before stays in use.", lack);
    return NULL;
  }
  if (after && !is_worse(before, after, &error))
    return g_steal_pointer(&after);
  message(NULL, "%s", error->message);
  message(service->path, "not taken over; the configuration read before stays in use.");
  return NULL;
}

static void reload(Service *service)
{
  g_autoptr(RepereEngine) before = service_engine(service);
  g_autoptr(RepereEngine) after = open_anew(service, before);
  if (!after) {
    service->reloaded(repere_engine_library(before), NULL, service->data);
    return;
  }
  guint64 edition = edition_of(repere_engine_library(after));
  g_mutex_lock(&service->lock);
  RepereEngine *replaced = service->engine;
  service->edition = edition;
  service->engine = repere_engine_ref(after);
  g_mutex_unlock(&service->lock);
  repere_engine_unref(replaced);
  message(service->path, "read again, and in use.");
  service->reloaded(repere_engine_library(before), repere_engine_library(after), service->data);
}

static gpointer run(gpointer data)
{
  Service *service = data;
  g_mutex_lock(&service->lock);
  while (!service->ending) {
    gboolean asked = service->reload;
    service->reload = FALSE;
    g_mutex_unlock(&service->lock);
    if (asked)
      reload(service);
    follow(service);
    g_mutex_lock(&service->lock);
    gint64 next = g_get_monotonic_time() + POLL_MS * G_TIME_SPAN_MILLISECOND;
    while (!service->ending && !service->reload && g_cond_wait_until(&service->wake, &service->lock, next))
      continue;
  }
  g_mutex_unlock(&service->lock);
  return NULL;
}

Service *service_new(RepereLibrary *library, guint lanes, GError **error)
{
  g_autofree char *path = g_strdup(library->path);
  RepereEngine *engine = open_engine(library, lanes, error);
  if (!engine)
    return NULL;
  Service *service = g_new0(Service, 1);
  service->lanes = lanes;
  service->path = g_steal_pointer(&path);
  service->engine = engine;
  service->edition = edition_of(repere_engine_library(engine));
  g_mutex_init(&service->lock);
  g_cond_init(&service->wake);
  follow(service);
  return service;
}

void service_follow(Service *service, ServiceReloaded reloaded, gpointer data)
{
  service->reloaded = reloaded;
  service->data = data;
  service->follower = g_thread_new("follow", run, service);
}

RepereEngine *service_engine(Service *service)
{
  g_mutex_lock(&service->lock);
  RepereEngine *engine = repere_engine_ref(service->engine);
  g_mutex_unlock(&service->lock);
  return engine;
}

void service_view(Service *service, ServiceView *view)
{
  g_mutex_lock(&service->lock);
  view->engine = repere_engine_ref(service->engine);
  view->edition = service->edition;
  gboolean known = service->ready;
  g_mutex_unlock(&service->lock);
  /* While there is none, asking for the state would look for one on the disk. */
  view->ready = known && repere_engine_state(view->engine, &view->index, NULL);
}

gboolean service_state(Service *service, RepereIndexState *state, char **trouble)
{
  g_autoptr(RepereEngine) engine = service_engine(service);
  if (repere_engine_state(engine, state, NULL)) /* a question may have opened it before follow() came by */
    return TRUE;
  g_mutex_lock(&service->lock);
  gboolean ready = service->ready;
  *state = service->state;
  if (!ready && trouble)
    *trouble = g_strdup(service->trouble ? service->trouble : "The index has not been opened yet.");
  g_mutex_unlock(&service->lock);
  return ready;
}

void service_reload(Service *service)
{
  g_mutex_lock(&service->lock);
  service->reload = TRUE;
  g_cond_signal(&service->wake);
  g_mutex_unlock(&service->lock);
}

void service_stop(Service *service)
{
  g_mutex_lock(&service->lock);
  service->ending = TRUE;
  g_cond_signal(&service->wake);
  g_mutex_unlock(&service->lock);
  g_clear_pointer(&service->follower, g_thread_join);
}

void service_free(Service *service)
{
  if (!service)
    return;
  service_stop(service);
  repere_engine_unref(service->engine);
  g_mutex_clear(&service->lock);
  g_cond_clear(&service->wake);
  g_free(service->path);
  g_free(service->trouble);
  g_free(service);
}
