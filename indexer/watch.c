/* watch.c - `repere-indexer watch`: an update whenever something changed, until it is told to end.
 *
 * A round is the same run as `update`, begun when the sources have been quiet for a moment: there is one road from a
 * change to the index. The lock is held during rounds only. */
#include <errno.h>
#include <poll.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include "indexer/run.h"
#include "indexer/stop.h"
#include "indexer/watched.h"

#define QUIET_MS 1000      /* so long after the last change a round begins; */
#define WRITING_MS 10000   /* so long, while a file has been written to and not closed; */
#define LONGEST_MS 60000   /* and so long after the first one where it never gets quiet */
#define LOCKED_MS 1000     /* how often another indexer is looked after */
#define FAILED_MS 60000    /* what failed is tried again: a disk that is mounted says nothing */

typedef struct {
  RepereLibrary *library;   /* as it is now: the one given, or `own` */
  RepereLibrary *own;       /* read since; or NULL */
  const RepereOptions *options;
  RepereWatched *watched;
  RepereRound round;
  char *wrong;              /* with the configuration, as it was said; or NULL */
  gint64 first, last;       /* when the first and the last change came that no round has seen, ms; 0: there is none */
  gint64 ended;             /* the last round */
  gboolean deaf;            /* not everything can be watched */
} Watch;

static gint64 now_ms(void)
{
  return g_get_monotonic_time() / 1000;
}

/* A configuration that cannot be read leaves the one before in force. */
static void reload(Watch *watch)
{
  g_autoptr(GError) error = NULL;
  RepereLibrary *fresh = repere_library_load(watch->library->path, &error);
  if (!fresh && g_strcmp0(watch->wrong, error->message) != 0)
    repere_say("%s The configuration stays as it was.", error->message);
  g_free(watch->wrong);
  watch->wrong = fresh ? NULL : g_strdup(error->message);
  if (!fresh) return;
  watch->library = fresh;
  repere_library_free(watch->own);
  watch->own = fresh;
}

/* ---- waiting ---- */

/* When the next round is to begin; G_MAXINT64: not before something changes. */
static gint64 due(const Watch *watch)
{
  gint64 after = watch->ended + (gint64)watch->library->indexer.watch_seconds * 1000;
  if (watch->round.locked) return watch->ended + LOCKED_MS;
  gint64 again = watch->round.failed || watch->deaf ? watch->ended + FAILED_MS : G_MAXINT64;
  if (!watch->first) return again;
  gint64 quiet = watch->last + (repere_watched_is_writing(watch->watched) ? WRITING_MS : QUIET_MS);
  return MIN(again, MAX(after, MIN(quiet, watch->first + LONGEST_MS)));
}

/* Hears changes until a round is due. FALSE when it was told to end. */
static gboolean wait_for_round(Watch *watch)
{
  struct pollfd poll = {.fd = repere_watched_descriptor(watch->watched), .events = POLLIN};
  sigset_t ends, before;
  sigemptyset(&ends);
  sigaddset(&ends, SIGINT);
  sigaddset(&ends, SIGTERM);
  /* A signal must not come between looking for it and waiting: it is let in while waiting only. */
  pthread_sigmask(SIG_BLOCK, &ends, &before);
  while (!repere_stop_asked()) {
    gint64 at = due(watch), now = now_ms();
    if (at <= now) break;
    struct timespec left = {(at - now) / 1000, (at - now) % 1000 * 1000000};
    if (ppoll(&poll, 1, at == G_MAXINT64 ? NULL : &left, &before) <= 0 || !repere_watched_read(watch->watched)) continue;
    watch->last = now_ms();
    if (!watch->first) watch->first = watch->last;
  }
  pthread_sigmask(SIG_SETMASK, &before, NULL);
  return !repere_stop_asked();
}

/* ---- rounds ---- */

/* What happens from now on comes with the next round. */
static gboolean cover(Watch *watch, GError **error)
{
  watch->first = watch->last = 0;
  repere_watched_forget_writing(watch->watched);
  return repere_watched_cover(watch->watched, watch->library, error);
}

/* What cannot be heard is looked at now and then. */
static void cover_again(Watch *watch)
{
  g_autoptr(GError) error = NULL;
  gboolean deaf = !cover(watch, &error);
  if (deaf && !watch->deaf) repere_say("%s Until then an update is made every %d s.", error->message, FAILED_MS / 1000);
  watch->deaf = deaf;
}

static void do_round(Watch *watch)
{
  repere_run(watch->library, watch->options, FALSE, &watch->round);
  watch->ended = now_ms();
  if (!watch->round.locked) watch->round.summary = FALSE;
}

static void keep_up(Watch *watch)
{
  do_round(watch);
  if (!watch->options->quiet && !repere_stop_asked()) {
    printf("Watching %u folders; Ctrl-C ends it.\n", repere_watched_folders(watch->watched));
    fflush(stdout);
  }
  while (!repere_stop_asked() && wait_for_round(watch)) {
    reload(watch);
    cover_again(watch);
    do_round(watch);
  }
}

int repere_command_watch(RepereLibrary *library, const RepereOptions *options)
{
  GError *error = NULL;
  Watch watch = {.library = library, .options = options};
  watch.round.said = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);
  watch.round.summary = TRUE;
  watch.watched = repere_watched_new(&error);
  repere_stop_catch();
  gboolean begun = watch.watched && cover(&watch, &error);
  if (begun) keep_up(&watch);
  repere_watched_free(watch.watched);
  repere_library_free(watch.own);
  g_hash_table_unref(watch.round.said);
  g_free(watch.round.lack);
  g_free(watch.wrong);
  return begun ? REPERE_EXIT_OK : repere_give_up(error);
}
