/* run.h - one run of `update` or `rebuild`, as its rooms share it: run.c is the whole of it, sources.c
 * whether it may begin, intake.c what the records ask for, task.c works on their way through the pool to the
 * sink, plan.c what a dry run says instead. One thread. */
#ifndef REPERE_RUN_H
#define REPERE_RUN_H

#include "indexer/changes.h"
#include "indexer/ocr_run.h"
#include "indexer/options.h"
#include "indexer/pool.h"
#include "indexer/progress.h"
#include "indexer/sink.h"
#include "indexer/tally.h"

G_BEGIN_DECLS

/* What `watch` keeps from one run to the next. */
typedef struct {
  GHashTable *said;  /* sentences about what is wrong: those of the run before are not said again.
                        g_hash_table_unref */
  char *lack;        /* what recognition lacks, as it was said; or NULL. g_free */
  gboolean summary;  /* print one even where nothing changed */
  gboolean locked;   /* out: another indexer has the lock, nothing was done */
  gboolean failed;   /* out: the run gave up */
} RepereRound;

/* A work on its way. */
typedef struct RepereTask RepereTask;

typedef struct {
  RepereLibrary *library;
  const RepereOptions *options;
  RepereRound *round;      /* NULL: not one of many */
  RepereVocabularies *vocabularies;
  RepereWriter *writer;    /* this and the next two: NULL in a dry run */
  RepereSink *sink;
  ReperePool *pool;
  RepereProgress *progress;
  RepereOcrRun *ocr;
  GHashTable *states;      /* id -> RepereWorkState *, what the index holds */
  GHashTable *live;        /* the same of the live index while another one is built beside it; else NULL */
  RepereContents *contents; /* of `states` */
  GHashTable *only;        /* the ids of --only, those that were met -> TRUE; NULL: all works */
  GHashTable *seen;        /* ids met among the sources; borrowed from `states`, or interned */
  GHashTable *spared;      /* ids whose record is wrong now */
  GPtrArray *record_problems;
  GPtrArray *untranslated; /* of char *: dictionaries that could not be read */
  GPtrArray *postponed;    /* of RepereTask *: works that others may borrow from, begun when all records have
                              been read */
  guint next, borrowers;   /* of those: the next one; how many, the first ones, borrow themselves */
  gboolean whole;          /* all records have been read */
  gboolean beside;         /* the generation being filled is not the live one */
  GError *gone;            /* the files are, since the run began: it ends there; or NULL */
  gboolean again, read;    /* see repere_writer_stale() */
  GHashTable *broken;      /* records files that could not be read whole, folders without any */
  GHashTable *tasks;       /* of RepereTask *: begun and not handed to the sink */
  guint files, files_done; /* for the progress: to be read, and read */
  guint64 pages_done;
  RepereTally tally;
} RepereRun;

/* Names a problem once on stderr, and keeps it for `status`. Takes the sentence. */
void repere_run_problem(RepereRun *run, char *sentence);

/* One run of `update`, or of `rebuild`; `round` may be NULL. Returns the exit code. */
int repere_run(RepereLibrary *library, const RepereOptions *options, gboolean rebuild, RepereRound *round);

/* Loads the vocabularies and names what is wrong with them. */
gboolean repere_sources_load(RepereRun *run, GError **error);

/* FALSE where what the index has would be lost to a slip elsewhere: to a vocabulary that cannot be parsed
 * today, or a disk that is not mounted. An index that has nothing yet takes what there is. */
gboolean repere_sources_stand(const RepereRun *run, GError **error);

/* FALSE where the folder of the files is gone, or empty although the index has files of it: asked when one is
 * missing that was there before, since a disk may go at any moment. */
gboolean repere_sources_have_files(const RepereRun *run, GError **error);

/* The workers, and the works whose files they read. Closing forgets those that are not finished. */
gboolean repere_run_open_pool(RepereRun *run, GError **error);
void repere_run_close_pool(RepereRun *run);

/* Takes work and parts. `state`: what the index has of it, or NULL; borrowed. */
RepereTask *repere_task_new(RepereRun *run, RepereWork *work, RepereFilePart *parts,
                            const RepereWorkState *state);
void repere_task_free(RepereTask *task);

/* Has the files of the work read that are not kept, and then hands it to the sink. Takes the task. */
void repere_task_start(RepereTask *task);

/* Whether it takes files over from other works. */
gboolean repere_task_borrows(const RepereTask *task);

/* Takes nothing over from works in `ids`: those files are read. */
void repere_task_drop_loans(RepereTask *task, GHashTable *ids);
const char *repere_task_id(const RepereTask *task);

/* The reason of what was found out in an earlier run: the ledger has the sentence. */
#define REPERE_AS_BEFORE "As before: 'repere-indexer ledger' says why, and what to do."

/* What becomes of a file, named and counted; `reason` NULL: none is known. */
void repere_run_outcome(RepereRun *run, const RepereFile *file, RepereOutcome outcome, const char *reason);

/* Reads the records and the files that changed, and queues all that is to be written, up to the end or the
 * interruption. */
gboolean repere_intake(RepereRun *run, GError **error);

/* A dry run: what an update would do goes to the standard output, a line a work, and nothing is written. */
gboolean repere_plan(RepereRun *run, GError **error);
/* One work of it, or one that would be removed. */
void repere_plan_work(RepereRun *run, const RepereWork *work, const RepereWorkState *state,
                      const RepereFilePart *parts, RepereChange change);
void repere_plan_removal(RepereRun *run, const char *id);

G_END_DECLS
#endif
