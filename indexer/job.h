/* job.h - one file on its way through the pool: opening it, and taking in what a worker says about it.
 *
 * What comes from a worker is checked here, once, so that whoever gets the result can trust its shape: page
 * numbers run 1, 2, 3 …, languages are the table's or the declared one, postings are well formed and hold
 * words only (a forged id or facet term would change other works), texts can be decompressed, are valid UTF-8
 * and all together no larger than a file's text may be, and what is shown to people has no controls in it.
 * What a file is known by, its hash, no worker is asked for. */
#ifndef REPERE_JOB_H
#define REPERE_JOB_H

#include "indexer/pool.h"
#include "indexer/recognition.h"
#include "indexer/wire.h"

G_BEGIN_DECLS

typedef struct {
  char *path, *media_type, *lang;
  gpointer data;
  guint64 size;          /* for the order of the queue */
  guint attempts;        /* begun so far */
  guint skip;            /* page left out of the last attempt, 0 where none */
  RepereOutcome failure; /* of the attempt before, and its sentence */
  char *failure_reason;
  RepereLedgerFile *ledger;
  GBytes *postings;
  guint64 taken;     /* bytes of pages so far */
  guint64 text;      /* the same decompressed */
  guint64 positions; /* of all pages so far */
  gboolean inverted; /* the postings have come */
  gboolean finished; /* the result has come */
  guint64 resident;  /* memory of the worker after it, as it says */
  RepereRecognition recognition;
} RepereJobState;

RepereJobState *repere_job_new(const RepereJob *job);
void repere_job_free(RepereJobState *state);

/* The open file, its SHA-256 noted in the ledger; or -1 with outcome and reason set there. */
int repere_job_open(RepereJobState *state, const ReperePoolLimits *limits);

/* Forgets what an attempt brought but for the hash, to begin again. */
void repere_job_reset(RepereJobState *state);

/* The job as a frame for a worker. Floating. */
GVariant *repere_job_variant(const RepereJobState *state, const ReperePoolLimits *limits);

/* All but `models`. */
RepereRecognitionLimits repere_job_recognition_limits(const ReperePoolLimits *limits);

/* Takes in a frame. FALSE where the worker broke a rule. */
gboolean repere_job_take(RepereJobState *state, RepereWireKind kind, GBytes *payload,
                         const ReperePoolLimits *limits);

/* Most bytes that a frame of pages or postings may have. */
gsize repere_job_frame_bound(const ReperePoolLimits *limits);

/* Notes that a limit ended its reading, or that of pages. */
void repere_job_cut(RepereJobState *state, const ReperePoolLimits *limits, RepereLimit limit);

/* Sets the outcome; `reason` is a sentence (transfer full), whose controls become spaces. */
void repere_job_settle(RepereJobState *state, RepereOutcome outcome, char *reason);

G_END_DECLS
#endif
