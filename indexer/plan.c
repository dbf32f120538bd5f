/* plan.c - see run.h: what a dry run says of a work. */
#include <stdio.h>
#include "indexer/reason.h"
#include "indexer/run.h"

static gboolean is_gone(const RepereWork *work, const char *href)
{
  for (guint i = 0; i < work->files->len; i++)
    if (g_str_equal(((RepereFile *)work->files->pdata[i])->href, href)) return FALSE;
  return TRUE;
}

static gboolean had(const RepereWorkState *state, const char *href)
{
  for (guint i = 0; state && i < state->files->len; i++)
    if (g_str_equal(((RepereFileState *)state->files->pdata[i])->href, href)) return TRUE;
  return FALSE;
}

static void add_reason(GString *why, const char *format, ...) G_GNUC_PRINTF(2, 3);
static void add_reason(GString *why, const char *format, ...)
{
  va_list arguments;
  if (why->len) g_string_append(why, "; ");
  va_start(arguments, format);
  g_string_append_vprintf(why, format, arguments);
  va_end(arguments);
}

/* It is as it was, and marked to be read again: a limit was raised, or pages are recognised in another
 * way. */
static gboolean is_marked(const RepereWorkState *state, const char *href)
{
  for (guint i = 0; state && i < state->files->len; i++) {
    const RepereFileState *file = state->files->pdata[i];
    if (g_str_equal(file->href, href)) return file->size == REPERE_SIZE_READ_AGAIN;
  }
  return FALSE;
}

/* What becomes of a file that is not where it was, as it was. */
static void tell_file(RepereRun *run, const RepereFile *file, const RepereWorkState *state,
                      const RepereFilePart *part, GString *why)
{
  if (part->size < 0) {
    add_reason(why, "%s missing", file->href);
    repere_run_outcome(run, file, REPERE_OUTCOME_MISSING, repere_reason_words(REPERE_REASON_MISSING));
  } else if (part->kept < 0) {
    run->tally.files_read++;
    add_reason(why, "%s %s", file->href,
               !had(state, file->href)                                  ? "new"
               : run->read || run->only || is_marked(state, file->href) ? "read again"
                                                                        : "changed");
  } else if (part->donor) {
    const RepereContent *from = repere_contents_at(run->contents, part);
    run->tally.files_moved++;
    repere_run_outcome(run, file, from->outcome, REPERE_AS_BEFORE);
    add_reason(why, "%s moved, known as %s of %s", file->href, from->href, from->id);
  } else if (state) {
    const RepereFileState *own = state->files->pdata[part->kept];
    repere_run_outcome(run, file, own->outcome, REPERE_AS_BEFORE);
    if (g_str_equal(own->href, file->href)) return;
    run->tally.files_moved++;
    add_reason(why, "%s moved, known as %s", file->href, own->href);
  }
}

void repere_plan_work(RepereRun *run, const RepereWork *work, const RepereWorkState *state,
                      const RepereFilePart *parts, RepereChange change)
{
  g_autoptr(GString) why = g_string_new(NULL);
  repere_tally_count(&run->tally, change == REPERE_NEW ? REPERE_TALLY_ADDED : REPERE_TALLY_REPLACED,
                     work->id);
  if (state && !g_str_equal(state->hash, work->hash)) add_reason(why, "record changed");
  for (guint i = 0; i < work->files->len; i++) tell_file(run, work->files->pdata[i], state, &parts[i], why);
  for (guint i = 0; state && i < state->files->len; i++) {
    const RepereFileState *file = state->files->pdata[i];
    if (is_gone(work, file->href)) add_reason(why, "%s no longer named", file->href);
  }
  printf("%s %s%s%s\n", change == REPERE_NEW ? "add" : "replace", work->id, why->len ? ": " : "", why->str);
}

void repere_plan_removal(RepereRun *run, const char *id)
{
  repere_tally_count(&run->tally, REPERE_TALLY_REMOVED, id);
  printf("remove %s\n", id);
}
