/* still.c - see still.h */
#include "indexer/still.h"

#include <unistd.h>
#include "indexer/options.h"
#include "indexer/stop.h"
#include "indexer/verify.h"
#include "lib/generation.h"
#include "lib/index.h"

/* Pauses grow from one second to a minute: some eight minutes in all. */
#define TRIES 13
#define LONGEST_PAUSE_S 60

/* What tells one commit of one generation from any other. */
typedef struct {
  char *path, *uuid;
  guint64 revision; /* Xapian's; 0 where it cannot be read */
} State;

static void state_clear(State *state)
{
  g_free(state->path);
  g_free(state->uuid);
}
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC(State, state_clear)

static gboolean state_of(const char *index, State *state, GError **error)
{
  state->path = repere_generation_current(index, error);
  if (!state->path) return FALSE;
  g_autofree char *stranger = repere_find_stranger(state->path);
  xc_database *database = stranger ? NULL : repere_index_open(state->path, NULL);
  if (database) {
    state->uuid = repere_index_uuid(database, NULL);
    if (xc_database_revision(database, &state->revision, NULL) != XC_OK) state->revision = 0;
  }
  xc_database_free(database);
  return TRUE;
}

/* One look. *moved: the index did, and neither answer nor error counts. */
static gboolean look(const char *index, RepereStillFunc read, gpointer data, gboolean *moved, GError **error)
{
  g_auto(State) before = {0};
  g_auto(State) after = {0};
  GError *problem = NULL;
  *moved = FALSE;
  if (!state_of(index, &before, error)) return FALSE;
  gboolean done = read(before.path, data, &problem);
  if (!state_of(index, &after, NULL) || !g_str_equal(before.path, after.path) || before.revision != after.revision ||
      g_strcmp0(before.uuid, after.uuid) != 0)
    *moved = TRUE;
  if (problem && *moved) g_clear_error(&problem);
  if (problem) g_propagate_error(error, problem);
  return done;
}

static void give_time(guint tries, gboolean quiet, const GError *held)
{
  guint seconds = MIN(1u << MIN(tries, 10), LONGEST_PAUSE_S);
  if (!quiet && held && tries == 1) repere_say("%s It is waited for.", held->message);
  for (guint i = 0; i < 10 * seconds && !repere_stop_asked(); i++) g_usleep(G_USEC_PER_SEC / 10);
}

gboolean repere_still(const char *index, gboolean quiet, RepereStillFunc read, gpointer data, GError **error)
{
  g_autoptr(GError) held = NULL;
  for (guint i = 0; i < TRIES && !repere_stop_asked(); i++) {
    gboolean moved;
    /* The lock keeps others out: it is asked for only where there is no other way. */
    g_clear_error(&held);
    int lock = i == 0 ? -1 : repere_generation_lock(index, &held);
    if (held && i > 0 && g_error_matches(held, REPERE_ERROR, REPERE_ERROR_LOCKED)) give_time(i, quiet, held);
    gboolean done = look(index, read, data, &moved, error);
    if (lock >= 0) close(lock);
    if (!moved) return done;
  }
  if (repere_stop_asked()) g_set_error(error, REPERE_ERROR, REPERE_ERROR_CANCELLED, "%s: interrupted.", index);
  else g_set_error(error, REPERE_ERROR, REPERE_ERROR_LOCKED, "%s The index changes faster than it can be read whole.",
                   held ? held->message : index);
  return FALSE;
}
