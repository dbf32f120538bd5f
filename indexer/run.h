/* run.h - one run of `update` or `rebuild`, as its rooms share it: run.c is the whole of it, sources.c whether it may
 * begin, intake.c what the records ask for, task.c works on their way through the pool to the sink. One thread. */
#ifndef REPERE_RUN_H
#define REPERE_RUN_H

#include "indexer/options.h"
#include "indexer/pool.h"
#include "indexer/progress.h"
#include "indexer/sink.h"
#include "indexer/tally.h"

G_BEGIN_DECLS

typedef struct {
  RepereLibrary *library;
  const RepereOptions *options;
  RepereVocabularies *vocabularies;
  RepereWriter *writer;
  RepereSink *sink;
  ReperePool *pool;
  RepereProgress *progress;
  GHashTable *states;      /* id -> RepereWorkState *, what the index holds */
  GHashTable *live;        /* the same of the live index while another one is built beside it; else NULL */
  GHashTable *seen;        /* ids met among the sources; borrowed from `states`, or interned */
  GHashTable *spared;      /* ids whose record is wrong now */
  GPtrArray *record_problems;
  GPtrArray *untranslated; /* of char *: dictionaries that could not be read */
  gboolean whole;          /* all records have been read */
  gboolean beside;         /* the generation being filled is not the live one */
  gboolean again, read;    /* see repere_writer_stale() */
  GHashTable *broken;      /* records files that could not be read whole, folders without any */
  GHashTable *tasks;       /* task.c: begun and not handed to the sink */
  guint files, files_done;
  RepereTally tally;
} RepereRun;

/* Names a problem once on stderr, and keeps it for `status`. Takes the sentence. */
void repere_run_problem(RepereRun *run, char *sentence);

/* TRUE once a signal has asked to end. */
gboolean repere_run_interrupted(void);

/* Loads the vocabularies and names what is wrong with them. */
gboolean repere_sources_load(RepereRun *run, GError **error);

/* FALSE where what the index has would be lost to a slip elsewhere: to a vocabulary that cannot be parsed today, or a disk
 * that is not mounted. An index that has nothing yet takes what there is. */
gboolean repere_sources_stand(const RepereRun *run, GError **error);

/* The workers, and the works whose files they read. Closing forgets those that are not finished. */
gboolean repere_run_open_pool(RepereRun *run, GError **error);
void repere_run_close_pool(RepereRun *run);

/* Has the files of `work` read that are not kept, and then hands it to the sink. Takes work and parts. `state`: what the
 * index has of it, or NULL. */
void repere_run_start(RepereRun *run, RepereWork *work, RepereFilePart *parts, const RepereWorkState *state);

/* Reads the records and the files that changed, and queues all that is to be written, up to the end or the interruption. */
gboolean repere_intake(RepereRun *run, GError **error);

G_END_DECLS
#endif
