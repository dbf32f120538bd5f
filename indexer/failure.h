/* failure.h - what is said of a file whose worker died or had to be killed. Pure but for what it asks of the
 * process. */
#ifndef REPERE_FAILURE_H
#define REPERE_FAILURE_H

#include "indexer/pool.h"
#include "indexer/process.h"

G_BEGIN_DECLS

/* How a process ended, to stand within a sentence; `status` as repere_process_end() gives it. g_free. */
char *repere_failure_end(int status, const RepereProcess *process);

/* What that says about its file: MEMORY or CRASHED. */
RepereOutcome repere_failure_outcome(const RepereProcess *process, int status);

/* The sentence of attempt number `attempts`. `page`: the one that was being read, as the worker claims, 0
 * where none was; `end`: how the worker ended. g_free. */
char *repere_failure_sentence(const ReperePoolLimits *limits, guint attempts, RepereOutcome outcome,
                              guint page, const char *end);

G_END_DECLS
#endif
