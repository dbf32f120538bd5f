/* process.h - one worker process, seen from the pool: starting, watching, ending it. */
#ifndef REPERE_PROCESS_H
#define REPERE_PROCESS_H

#include <glib.h>
#include <sys/types.h>

#include "indexer/wire.h"

G_BEGIN_DECLS

/* The program started as a worker, this one by default. Tests start others. */
extern const char *repere_worker_program;

enum { REPERE_TAIL_BYTES = 2048 };

typedef struct {
  pid_t pid; /* 0 where there is none */
  int socket;
  int errors;                   /* its standard error */
  gboolean mute;                /* standard error is closed */
  RepereNote *note;             /* shared with it; whatever it holds is only a claim. NULL after its end */
  RepereNote last;              /* the note as it was at its end */
  char tail[REPERE_TAIL_BYTES]; /* the last that it wrote to standard error */
  gsize tail_size;
} RepereProcess;

/* Starts a worker and sends it its limits (REPERE_WIRE_LIMITS_TYPE, floating). */
gboolean repere_process_start(RepereProcess *process, GVariant *limits, GError **error);

/* Takes in what the process wrote to standard error, without blocking. */
void repere_process_read_errors(RepereProcess *process);

/* The last line worth showing of what it wrote, valid UTF-8, or NULL. g_free. */
char *repere_process_last_words(const RepereProcess *process);

/* TRUE where the process left word that memory was used up. */
gboolean repere_process_lacked_memory(const RepereProcess *process);

/* CPU time it has used, in microseconds; -1 where that cannot be told. */
gint64 repere_process_cpu(const RepereProcess *process);

/* Resident memory in bytes, 0 where that cannot be told. */
guint64 repere_process_resident(const RepereProcess *process);

/* The page it says it is at, or has come to, 0 while at none. */
guint repere_process_page(const RepereProcess *process);

/* The page it was reading when it died, 0 where it was doing something else. */
guint repere_process_last_page(const RepereProcess *process);

/* Gives it `patience_ms` to end by itself, then kills it; waits for it and lets go of everything but its tail
 * and last note. Returns the wait status, or REPERE_KILLED where it had to be killed, or there was no
 * process. */
enum { REPERE_KILLED = -1 };
int repere_process_end(RepereProcess *process, int patience_ms);

G_END_DECLS
#endif
