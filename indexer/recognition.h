/* recognition.h - the pool's end of recognising pages: what a worker is at, what it asks the store for and
 * has kept.
 *
 * A worker may be hostile. It gets at most two looks into the store a page (by its place, by its picture),
 * pages in order, its keys are keys, what it has kept is bounded like a file's text. What is kept of a place is
 * found again for the same file only; what is kept of a picture wherever that is, so that a scan written anew,
 * with other metadata or a page more, is not recognised anew. The worst that a file can do that has taken its
 * reader over is to have a wrong text kept for a picture that it knows, dot by dot. Since that outlives the run,
 * the pool lets only workers that have read no other file ask and tell. */
#ifndef REPERE_RECOGNITION_H
#define REPERE_RECOGNITION_H

#include "indexer/ocr_settings.h"
#include "indexer/wire.h"
#include "repere/ledger.h"

G_BEGIN_DECLS

typedef struct {
  const RepereOcrSettings *settings; /* NULL: nothing is recognised. Borrowed */
  const char *store;                 /* folder, or NULL: nothing is kept. Borrowed */
  const char *models;                /* what repere_ocr_settings_models() says. Borrowed; needed with a store
                                        only */
  guint64 most_bytes;                /* that a file may have kept */
  guint max_pages;
  guint memory_mb;                   /* of a worker */
} RepereRecognitionLimits;

/* Of a file in work. */
typedef struct {
  char *file;        /* its SHA-256, hex, as the pool knows it */
  guint page;        /* being recognised, 0 for none */
  guint last_page;   /* the last that was */
  gboolean begun;    /* in this attempt: the file has pages to recognise, and gets the time for it */
  guint looks;       /* into the store for it: by its place, and by its picture */
  char *asked;       /* the key under which its text is to be kept; NULL where it is kept, or not known yet */
  GArray *spared;    /* of guint32: pages that readers died of; not tried again */
  char *reason;      /* a sentence about the first of them, or NULL */
  guint32 limits;    /* that they died by: a bit each, 1 << RepereLimit */
  guint64 bytes;     /* kept in this attempt */
  guint recalled;    /* pages whose text was there, in this attempt */
} RepereRecognition;

void repere_recognition_init(RepereRecognition *recognition);
void repere_recognition_clear(RepereRecognition *recognition);
/* For another attempt: only what was learnt of pages stays. */
void repere_recognition_reset(RepereRecognition *recognition);

/* Whether the next attempt may recognise: the settings allow it, and not too many readers died. */
gboolean repere_recognition_wanted(const RepereRecognition *recognition,
                                   const RepereRecognitionLimits *limits);

/* TRUE for frames that are taken here. */
gboolean repere_recognition_is_frame(RepereWireKind kind);

/* Takes a frame in and answers it over `socket`. FALSE where the worker broke a rule. `problem` gets a
 * sentence where something could not be kept (g_free), else is left. */
gboolean repere_recognition_take(RepereRecognition *recognition, const RepereRecognitionLimits *limits,
                                 RepereWireKind kind, GBytes *payload, int socket, char **problem);

/* The worker died over the page in work, TIMEOUT, MEMORY or CRASHED: notes it, and in the store. `how` is the
 * rest of a sentence: "its reader crashed (signal SIGSEGV)". */
void repere_recognition_died(RepereRecognition *recognition, const RepereRecognitionLimits *limits,
                             RepereOutcome outcome, const char *how);

G_END_DECLS
#endif
