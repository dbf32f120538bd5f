/* watch.c - `repere-indexer watch`: an update whenever something changed, until it is told to end.
 *
 * A round is the same run as `update`, begun when the sources have been quiet for a moment: there is one road
 * from a change to the index. The lock is held during rounds only. */
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
#define SETTLE_MS 2000     /* what was seen to change is looked at again so soon, or */
#define SETTLE_FACTOR 10   /* after so many times as long as a look takes, until it is seen not to */

typedef struct {
  RepereLibrary *library;   /* as it is now: the one given, or `own` */
  RepereLibrary *own;       /* read since; or NULL */
  const RepereOptions *options;
  RepereWatched *watched;
  RepereRound round;
  char *wrong;              /* with the configuration, as it was said; or NULL */
  gint64 first, last;       /* when the changes came that no round has seen, ms; 0: there is none */
  gint64 ended;             /* the last round */
  char *lack;               /* why not everything can be heard of, as it was said; or NULL */
  gint64 look;              /* when to look again; G_MAXINT64: all can be heard */
  gboolean settling;        /* the last look saw changes */
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
  gint64 again = watch->round.failed ? watch->ended + FAILED_MS : G_MAXINT64;
  if (!watch->first) return again;
  gint64 quiet = watch->last + (repere_watched_is_writing(watch->watched) ? WRITING_MS : QUIET_MS);
  if (watch->settling) quiet = G_MAXINT64;
  return MIN(again, MAX(after, MIN(quiet, watch->first + LONGEST_MS)));
}

static void note_change(Watch *watch)
{
  watch->last = now_ms();
  if (!watch->first) watch->first = watch->last;
}

static void plan_look(Watch *watch)
{
  gint64 interval = (gint64)watch->library->indexer.poll_seconds * 1000;
  watch->look = repere_watched_polls(watch->watched) ? now_ms() + interval : G_MAXINT64;
}

static void look(Watch *watch)
{
  gint64 begun = now_ms();
  watch->settling = repere_watched_look(watch->watched);
  plan_look(watch);
  if (!watch->settling) return;
  note_change(watch);
  gint64 soon = watch->last + MAX(SETTLE_MS, (watch->last - begun) * SETTLE_FACTOR);
  watch->look = MIN(watch->look, soon);
}

/* Until then, or until a signal or a change comes. */
static void wait_until(Watch *watch, gint64 at, const sigset_t *signals)
{
  struct pollfd poll = {.fd = repere_watched_descriptor(watch->watched), .events = POLLIN};
  gint64 wait = MAX(0, at - now_ms());
  struct timespec left = {wait / 1000, wait % 1000 * 1000000};
  if (ppoll(&poll, 1, at == G_MAXINT64 ? NULL : &left, signals) > 0 && repere_watched_read(watch->watched))
    note_change(watch);
}

/* Hears and sees changes until a round is due. FALSE when it was told to end. */
static gboolean wait_for_round(Watch *watch)
{
  sigset_t ends, before;
  sigemptyset(&ends);
  sigaddset(&ends, SIGINT);
  sigaddset(&ends, SIGTERM);
  /* A signal must not come between looking for it and waiting: it is let in while waiting only. */
  pthread_sigmask(SIG_BLOCK, &ends, &before);
  while (!repere_stop_asked() && due(watch) > now_ms()) {
    wait_until(watch, MIN(due(watch), watch->look), &before);
    if (now_ms() >= watch->look) look(watch);
  }
  pthread_sigmask(SIG_SETMASK, &before, NULL);
  return !repere_stop_asked();
}

/* ---- rounds ---- */

/* What happens from now on comes with the next round. What cannot be heard of is said when that changes. */
static void cover(Watch *watch)
{
  watch->first = watch->last = 0;
  watch->settling = FALSE;
  repere_watched_forget_writing(watch->watched);
  repere_watched_cover(watch->watched, watch->library);
  plan_look(watch);
  const char *lack = repere_watched_lack(watch->watched);
  if (lack && g_strcmp0(lack, watch->lack) != 0)
    repere_say("%s, so that the sources are looked through every %u s (poll-seconds in [indexer]).", lack,
               watch->library->indexer.poll_seconds);
  g_free(watch->lack);
  watch->lack = g_strdup(lack);
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
    cover(watch);
    do_round(watch);
  }
}

int repere_command_watch(RepereLibrary *library, const RepereOptions *options)
{
  Watch watch = {.library = library, .options = options, .look = G_MAXINT64};
  watch.round.said = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);
  watch.round.summary = TRUE;
  watch.watched = repere_watched_new();
  repere_stop_catch();
  cover(&watch);
  keep_up(&watch);
  repere_watched_free(watch.watched);
  repere_library_free(watch.own);
  g_hash_table_unref(watch.round.said);
  g_free(watch.round.lack);
  g_free(watch.wrong);
  g_free(watch.lack);
  return REPERE_EXIT_OK;
}
