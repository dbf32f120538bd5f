/* pool.h - extraction in worker processes: a file in, its pages and postings out.
 *
 * A worker is this program started again (`repere-indexer --worker`, not for people), jailed before it
 * touches a file (jail.h). It gets the open descriptor over a socket, reads page by page, repairs the text,
 * tells languages, inverts, and sends pages back. A worker that crashes, hangs past its time or passes its
 * memory costs its own file: the file is tried once more in a fresh worker; where that fails too while a page
 * is read, a last time without this page; then it is reported.
 *
 * The pool is made and driven by one thread (repere_pool_step()); its callbacks run there. Workers die with
 * it. */
#ifndef REPERE_POOL_H
#define REPERE_POOL_H

#include "indexer/ocr_settings.h"
#include "repere/error.h"
#include "repere/ledger.h"

G_BEGIN_DECLS

typedef struct {
  guint workers;
  guint file_seconds;      /* CPU seconds a file may take; three times as much by the clock */
  guint file_memory_mb;    /* address space of a worker */
  guint max_file_mb;
  guint max_text_mb;       /* clean text of one file; the rest is cut, outcome "partial" */
  guint max_pages;         /* pages of one file; likewise */
  const RepereOcrSettings *ocr; /* how pages without text are recognised; NULL: they are not. Borrowed while
                                   the pool lives */
  const char *ocr_store;   /* folder where what was recognised is kept, or NULL. Borrowed likewise */
} ReperePoolLimits;

/* One of them. Those of recognition are 0 where `ocr` is NULL. */
guint repere_pool_limit(const ReperePoolLimits *limits, RepereLimit limit);

/* What to read. The pool copies it. */
typedef struct {
  const char *path;        /* the file; opened by the pool, read only, without following it out of reach of
                              the limits */
  const char *media_type;  /* "application/pdf", "text/html", "text/plain" */
  const char *lang;        /* declared language, or "" */
  gpointer data;           /* handed back with the result */
} RepereJob;

/* What came of it. `ledger` is given to the callback (transfer full), and `postings` (lib/postings.h;
 * positions from 0 over all pages of the file, in page order; NULL where there is no text; transfer full).
 * Whatever happened, the callback is called exactly once a job. */
typedef void (*RepereJobDone)(RepereLedgerFile *ledger, GBytes *postings, gpointer data, gpointer pool_data);

typedef struct ReperePool ReperePool;

/* Starts a first worker and waits until it is ready. Copies the limits. `done` gets `pool_data`. NULL with
 * REPERE_ERROR_IO where no worker can be had, or the system cannot jail one. */
ReperePool *repere_pool_new(const ReperePoolLimits *limits, RepereJobDone done, gpointer pool_data,
                            GError **error);

/* Queues a job; returns at once. Larger files are started first among those queued. */
void repere_pool_submit(ReperePool *pool, const RepereJob *job);

/* Jobs not answered yet. */
guint repere_pool_pending(const ReperePool *pool);
/* Jobs no worker has begun: feed more when this is low. */
guint repere_pool_waiting(const ReperePool *pool);

/* Waits up to `timeout_ms` for workers to say something, acts on it, calls callbacks. */
void repere_pool_step(ReperePool *pool, int timeout_ms);

/* Pages read so far by files still in work, for the progress bar. */
guint64 repere_pool_pages(const ReperePool *pool);

/* Pages whose text was recognised in an earlier run, of files answered so far. */
guint64 repere_pool_recalled(const ReperePool *pool);

/* Why something that was recognised could not be kept, a sentence; NULL where all could. Borrowed. */
const char *repere_pool_unkept(const ReperePool *pool);

/* FALSE where the kernel lacks Landlock: workers then could read (not send away, not change) other files of
 * their user. Worth a line to the curator. Known when repere_pool_new() returns. */
gboolean repere_pool_confined(const ReperePool *pool);

/* Ends all workers (kills those at work) and waits for them: none is left behind. Jobs not answered yet,
 * where a run is broken off, are forgotten without a callback. */
void repere_pool_free(ReperePool *pool);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(ReperePool, repere_pool_free)

#define REPERE_WORKER_ARGUMENT "--worker"

/* What main() becomes when started as `PROGRAM --worker N` with its socket as descriptor N. To be called
 * before anything else is set up: it makes its own environment. Does not return. */
void repere_worker_main(int socket) G_GNUC_NORETURN;

G_END_DECLS
#endif
