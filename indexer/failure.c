/* failure.c - see failure.h */
#include "indexer/failure.h"

#include <signal.h>
#include <string.h>
#include <sys/wait.h>

#include "indexer/reason.h"

char *repere_failure_end(int status, const RepereProcess *process)
{
  if (status == REPERE_KILLED) return repere_reason(REPERE_REASON_PART_NONSENSE);
  g_autofree char *words = repere_process_last_words(process);
  if (!WIFSIGNALED(status)) {
    guint code = (guint)WEXITSTATUS(status);
    return words ? repere_reason(REPERE_REASON_PART_STATUS_SAYS, code, words)
                 : repere_reason(REPERE_REASON_PART_STATUS, code);
  }
  const char *known = sigabbrev_np(WTERMSIG(status));
  g_autofree char *name = known ? g_strconcat("SIG", known, NULL) : g_strdup_printf("%d", WTERMSIG(status));
  return words ? repere_reason(REPERE_REASON_PART_SIGNAL_SAYS, name, words)
               : repere_reason(REPERE_REASON_PART_SIGNAL, name);
}

/* What was read when it went wrong: a page, where the worker was at one. */
static char *what_was_read(const ReperePoolLimits *limits, guint page)
{
  if (page == 0 || page > limits->max_pages) return repere_reason(REPERE_REASON_PART_FILE);
  return repere_reason(REPERE_REASON_PART_PAGE, page);
}

char *repere_failure_sentence(const ReperePoolLimits *limits, guint attempts, RepereOutcome outcome,
                              guint page, const char *end)
{
  g_autofree char *what = what_was_read(limits, page);
  const char *twice = attempts > 1 ? repere_reason_words(REPERE_REASON_PART_TWICE) : "";
  switch (outcome) {
  case REPERE_OUTCOME_TIMEOUT:
    return repere_reason(REPERE_REASON_TIMEOUT, limits->file_seconds, what, twice);
  case REPERE_OUTCOME_MEMORY:
    return repere_reason(REPERE_REASON_MEMORY, limits->file_memory_mb, what, twice);
  default:
    return repere_reason(REPERE_REASON_CRASHED, what, twice, end);
  }
}

/* SIGKILL without our doing is the system's, for want of memory. */
RepereOutcome repere_failure_outcome(const RepereProcess *process, int status)
{
  if (status == REPERE_KILLED) return REPERE_OUTCOME_CRASHED;
  if (repere_process_lacked_memory(process) || (WIFSIGNALED(status) && WTERMSIG(status) == SIGKILL))
    return REPERE_OUTCOME_MEMORY;
  return REPERE_OUTCOME_CRASHED;
}
