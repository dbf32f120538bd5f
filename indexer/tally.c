/* tally.c - see tally.h */
#include "indexer/tally.h"

#include <json-glib/json-glib.h>

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

static void append_outcomes(GString *text, const RepereTally *tally)
{
  const char *between = " (";
  for (guint i = 0; i < REPERE_OUTCOMES; i++) {
    if (!tally->outcomes[i] || repere_outcome_is_good((RepereOutcome)i)) continue;
    g_string_append_printf(text, "%s%u %s", between, tally->outcomes[i], repere_outcome_name((RepereOutcome)i));
    between = ", ";
  }
  g_string_append(text, ")");
}

char *repere_tally_summary(const RepereTally *tally)
{
  guint bad, files = files_of(tally, &bad);
  GString *text = g_string_new(NULL);
  g_string_append_printf(text, "Works: %u added, %u replaced, %u removed, %u unchanged.\n", tally->added,
                         tally->replaced, tally->removed, tally->unchanged);
  if (tally->records_bad)
    g_string_append_printf(text, "Records: %u left out as named above; %u works stand as they were before.\n",
                           tally->records_bad, tally->spared);
  g_string_append_printf(text, "Files: %u, %u read now with %" G_GUINT64_FORMAT " pages; %u failed or lack text", files,
                         tally->files_read, tally->pages_read, bad);
  if (bad) append_outcomes(text, tally);
  g_string_append(text, bad ? "; 'repere-indexer ledger' says why.\n" : ".\n");
  g_string_append_printf(text, "%s revision %" G_GUINT64_FORMAT " after %.1f s.\n",
                         tally->interrupted ? "Interrupted; the index is whole, at" : "The index is at", tally->revision,
                         tally->seconds);
  return g_string_free(text, FALSE);
}

static void add_number(JsonBuilder *json, const char *name, gint64 number)
{
  json_builder_set_member_name(json, name);
  json_builder_add_int_value(json, number);
}

static char *to_json(const RepereTally *tally)
{
  g_autoptr(JsonBuilder) json = json_builder_new();
  g_autoptr(GDateTime) started = g_date_time_new_from_unix_utc(tally->started);
  g_autofree char *when = g_date_time_format_iso8601(started);
  json_builder_begin_object(json);
  json_builder_set_member_name(json, "command");
  json_builder_add_string_value(json, tally->command);
  json_builder_set_member_name(json, "started");
  json_builder_add_string_value(json, when);
  json_builder_set_member_name(json, "seconds");
  json_builder_add_double_value(json, tally->seconds);
  add_number(json, "revision", (gint64)tally->revision);
  json_builder_set_member_name(json, "interrupted");
  json_builder_add_boolean_value(json, tally->interrupted);
  add_number(json, "added", tally->added);
  add_number(json, "replaced", tally->replaced);
  add_number(json, "removed", tally->removed);
  add_number(json, "unchanged", tally->unchanged);
  add_number(json, "records_left_out", tally->records_bad);
  add_number(json, "files_read", tally->files_read);
  add_number(json, "pages_read", (gint64)tally->pages_read);
  json_builder_set_member_name(json, "error");
  if (tally->error) json_builder_add_string_value(json, tally->error);
  else json_builder_add_null_value(json);
  json_builder_set_member_name(json, "problems");
  json_builder_begin_array(json);
  for (guint i = 0; i < tally->problems->len; i++) json_builder_add_string_value(json, tally->problems->pdata[i]);
  json_builder_end_array(json);
  json_builder_end_object(json);
  g_autoptr(JsonNode) root = json_builder_get_root(json);
  return json_to_string(root, TRUE);
}

void repere_tally_save(const RepereTally *tally, const char *index)
{
  g_autofree char *path = g_build_filename(index, "last-run.json", NULL);
  g_autofree char *text = to_json(tally);
  g_autoptr(GError) error = NULL;
  if (!g_file_set_contents(path, text, -1, &error))
    repere_say("%s: the account of this run could not be kept: %s", path, error->message);
}
