/* tally.c - see tally.h */
#include "indexer/tally.h"

#include <fcntl.h>
#include <string.h>
#include <unistd.h>

#include "lib/json_writer.h"

static const char *const changes[] = {"added", "replaced", "removed"};

void repere_tally_count(RepereTally *tally, RepereTallyChange change, const char *id)
{
  guint *counts[] = {&tally->added, &tally->replaced, &tally->removed};
  ++*counts[change];
  if (!tally->changed[change]) tally->changed[change] = g_ptr_array_new_with_free_func(g_free);
  if (tally->changed[change]->len < REPERE_TALLY_WORKS) g_ptr_array_add(tally->changed[change], g_strdup(id));
}

void repere_tally_clear(RepereTally *tally)
{
  for (guint i = 0; i < REPERE_TALLY_CHANGES; i++) g_clear_pointer(&tally->changed[i], g_ptr_array_unref);
}

void repere_tally_forget(RepereTally *tally)
{
  repere_tally_clear(tally);
  tally->added = tally->replaced = tally->removed = tally->unchanged = 0;
}

static guint files_of(const RepereTally *tally, guint *bad)
{
  guint all = 0;
  *bad = 0;
  for (guint i = 0; i < REPERE_OUTCOMES; i++) {
    all += tally->outcomes[i];
    if (!repere_outcome_is_good((RepereOutcome)i)) *bad += tally->outcomes[i];
  }
  return all;
}

gboolean repere_tally_is_good(const RepereTally *tally)
{
  guint bad;
  files_of(tally, &bad);
  return bad == 0 && tally->records_bad == 0 && tally->problems->len == 0;
}

void repere_tally_pages(RepereTally *tally, const RepereLedgerFile *file)
{
  tally->pages_read += file->pages->len;
  for (guint i = 0; i < file->pages->len; i++) {
    const char *source = ((const ReperePage *)file->pages->pdata[i])->source;
    tally->pages_recognised += g_str_equal(source, "ocr");
    tally->pages_without += g_str_equal(source, "empty") || g_str_equal(source, "garbage");
  }
}

static void append_raised(GString *text, const RepereTally *tally)
{
  if (tally->raised.files == 0) return;
  g_autofree char *names = repere_raised_names(&tally->raised);
  g_string_append_printf(text, "Read again: %u files that limits cut before (%s).\n", tally->raised.files,
                         names);
}

/* What a curator with scans wants to know; nothing where all that was read had its text. */
static void append_recognition(GString *text, const RepereTally *tally)
{
  if (tally->pages_recognised)
    g_string_append_printf(text, "Recognised: %" G_GUINT64_FORMAT " scanned pages (%" G_GUINT64_FORMAT
                           " taken from earlier runs).\n", tally->pages_recognised, tally->pages_recalled);
  if (tally->pages_without)
    g_string_append_printf(text, "Without text: %" G_GUINT64_FORMAT " pages of those read now",
                           tally->pages_without);
  if (tally->pages_without && tally->ocr_advice)
    g_string_append_printf(text, "; to have them recognised, %s", tally->ocr_advice);
  if (tally->pages_without) g_string_append(text, ".\n");
}

static void append_outcomes(GString *text, const RepereTally *tally)
{
  const char *between = " (";
  for (guint i = 0; i < REPERE_OUTCOMES; i++) {
    if (!tally->outcomes[i] || repere_outcome_is_good((RepereOutcome)i)) continue;
    g_string_append_printf(text, "%s%u %s", between, tally->outcomes[i],
                           repere_outcome_name((RepereOutcome)i));
    between = ", ";
  }
  g_string_append(text, ")");
}

char *repere_tally_summary(const RepereTally *tally)
{
  guint bad, files = files_of(tally, &bad);
  GString *text = g_string_new(NULL);
  if (tally->discarded) {
    g_string_append_printf(text,
                           "Interrupted; nothing was switched, the index stays at revision %" G_GUINT64_FORMAT
                           " after %.1f s.\n",
                           tally->revision, tally->seconds);
    return g_string_free(text, FALSE);
  }
  g_string_append_printf(text, "Works: %u added, %u replaced, %u removed, %u unchanged.\n", tally->added,
                         tally->replaced, tally->removed, tally->unchanged);
  if (tally->records_bad)
    g_string_append_printf(text, "Records: %u left out as named above; %u works stand as they were before.\n",
                           tally->records_bad, tally->spared);
  g_string_append_printf(text, "Files: %u, %u read now with %" G_GUINT64_FORMAT " pages", files,
                         tally->files_read, tally->pages_read);
  if (tally->files_moved) g_string_append_printf(text, ", %u moved", tally->files_moved);
  g_string_append_printf(text, "; %u failed or lack text", bad);
  if (bad) append_outcomes(text, tally);
  g_string_append(text,
                  bad ? ".\n'repere-indexer ledger' says why, 'repere-indexer report' what to do.\n" : ".\n");
  append_raised(text, tally);
  append_recognition(text, tally);
  if (tally->duplicates)
    g_string_append_printf(
      text,
      "Duplicates: %u works look like another one; 'repere-indexer report' shows them side by "
      "side.\n",
      tally->duplicates);
  if (tally->translations) g_string_append_printf(text, "Translations: %s.\n", tally->translations);
  g_string_append_printf(text, "%s revision %" G_GUINT64_FORMAT " after %.1f s.%s\n",
                         tally->interrupted ? "Interrupted; the index is whole, at" : "The index is at",
                         tally->revision, tally->seconds,
                         tally->interrupted ? " 'repere-indexer update' does the rest." : "");
  return g_string_free(text, FALSE);
}

/* What was discarded changed nothing. */
static void add_changed(RepereJson *json, const RepereTally *tally, gboolean brief)
{
  repere_json_member_open(json, "changed", '{');
  for (guint i = 0; i < REPERE_TALLY_CHANGES; i++) {
    const GPtrArray *ids = tally->discarded || brief ? NULL : tally->changed[i];
    repere_json_member_open(json, changes[i], '[');
    for (guint k = 0; ids && k < ids->len; k++) repere_json_string(json, ids->pdata[k]);
    repere_json_close(json, ']');
  }
  repere_json_close(json, '}');
}

static void add_outcomes(RepereJson *json, const RepereTally *tally)
{
  repere_json_member_open(json, "outcomes", '{');
  for (guint i = 0; i < REPERE_OUTCOMES; i++)
    if (tally->outcomes[i])
      repere_json_member_uint(json, repere_outcome_name((RepereOutcome)i), tally->outcomes[i]);
  repere_json_close(json, '}');
}

/* `brief`: without the lists. */
static char *to_json(const RepereTally *tally, gboolean brief)
{
  g_autoptr(GDateTime) started = g_date_time_new_from_unix_utc(tally->started);
  g_autofree char *when = g_date_time_format_iso8601(started);
  GString *text = g_string_new(NULL);
  RepereJson json = repere_json_on(text);
  json.lines = TRUE;
  repere_json_open(&json, '{');
  repere_json_member_string(&json, "command", tally->command);
  repere_json_member_string(&json, "started", when);
  repere_json_member_double(&json, "seconds", tally->seconds, 3);
  repere_json_member_uint(&json, "revision", tally->revision);
  repere_json_member_bool(&json, "interrupted", tally->interrupted);
  repere_json_member_uint(&json, "added", tally->added);
  repere_json_member_uint(&json, "replaced", tally->replaced);
  repere_json_member_uint(&json, "removed", tally->removed);
  repere_json_member_uint(&json, "unchanged", tally->unchanged);
  repere_json_member_uint(&json, "records_left_out", tally->records_bad);
  repere_json_member_uint(&json, "files_read", tally->files_read);
  repere_json_member_uint(&json, "files_moved", tally->files_moved);
  repere_json_member_uint(&json, "files_raised", tally->raised.files);
  repere_json_member_uint(&json, "pages_read", tally->pages_read);
  repere_json_member_uint(&json, "pages_recognised", tally->pages_recognised);
  repere_json_member_uint(&json, "pages_recalled", tally->pages_recalled);
  repere_json_member_uint(&json, "pages_without_text", tally->pages_without);
  repere_json_member_uint(&json, "duplicates", tally->duplicates);
  add_outcomes(&json, tally);
  add_changed(&json, tally, brief);
  repere_json_member_string(&json, "error", tally->error);
  repere_json_member_open(&json, "problems", '[');
  for (guint i = 0; i < tally->problems->len && !brief; i++)
    repere_json_string(&json, tally->problems->pdata[i]);
  repere_json_close(&json, ']');
  repere_json_close(&json, '}');
  g_string_append_c(text, '\n');
  return g_string_free(text, FALSE);
}

/* Over the account of the run before: a full disk has room for that. */
static gboolean write_over(const char *path, const char *text)
{
  gsize size = strlen(text);
  int file = open(path, O_WRONLY | O_CLOEXEC);
  if (file < 0) return FALSE;
  gboolean done = pwrite(file, text, size, 0) == (ssize_t)size && ftruncate(file, (off_t)size) == 0;
  return close(file) == 0 && done;
}

void repere_tally_save(const RepereTally *tally, const char *index)
{
  g_autofree char *path = g_build_filename(index, REPERE_LAST_RUN, NULL);
  g_autofree char *text = to_json(tally, FALSE), *brief = to_json(tally, TRUE);
  g_autoptr(GError) error = NULL;
  if (!g_file_set_contents(path, text, -1, &error) && !write_over(path, brief))
    repere_say("%s: the account of this run could not be kept: %s", path, error->message);
}
