/* report_run.c - the report on the last run, from the account that it left beside the index (tally.h). */
#include <json-glib/json-glib.h>
#include <string.h>
#include "indexer/reason.h"
#include "indexer/report.h"
#include "indexer/tally.h"

void repere_report_read_run(RepereReport *report)
{
  g_autofree char *path = g_build_filename(report->library->index, REPERE_LAST_RUN, NULL);
  g_autoptr(JsonParser) parser = json_parser_new();
  if (!json_parser_load_from_file(parser, path, NULL)) return;
  JsonNode *root = json_parser_get_root(parser);
  if (root && JSON_NODE_HOLDS_OBJECT(root)) report->run = json_node_copy(root);
}

/* ---- the summary ---- */

static char *number_of(JsonObject *run, const char *member)
{
  return g_strdup_printf("%" G_GINT64_FORMAT, json_object_get_int_member_with_default(run, member, 0));
}

/* Of all works, as the index has them. */
static char *bad_files(const RepereReport *report)
{
  guint bad = 0;
  for (guint i = 0; i < report->inspection.states->len; i++) {
    const GPtrArray *files = ((RepereWorkState *)report->inspection.states->pdata[i])->files;
    for (guint f = 0; f < files->len; f++)
      bad += !repere_outcome_is_good(((RepereFileState *)files->pdata[f])->outcome);
  }
  return g_strdup_printf("%u", bad);
}

/* "2026-11-22T04:32:54Z" as people write it. */
static char *readable(const char *moment)
{
  g_autoptr(GDateTime) then = g_date_time_new_from_iso8601(moment, NULL);
  return then ? g_date_time_format(then, "%Y-%m-%d %H:%M UTC") : g_strdup(moment);
}

static void add_sentence(GString *out, char *owned)
{
  g_autofree char *sentence = owned;
  g_string_append(out, "<li>");
  repere_html_text(out, sentence);
  g_string_append(out, "</li>\n");
}

static void add_sentences(const RepereReport *report, JsonObject *run, GString *out)
{
  const char *command = json_object_get_string_member_with_default(run, "command", "?");
  const char *failure = json_object_get_string_member_with_default(run, "error", NULL);
  g_autofree char *when = readable(json_object_get_string_member_with_default(run, "started", "?"));
  g_autofree char *seconds =
    repere_say_decimal(report->lang, json_object_get_double_member_with_default(run, "seconds", 0));
  g_autofree char *revision = number_of(run, "revision"), *added = number_of(run, "added");
  g_autofree char *replaced = number_of(run, "replaced"), *removed = number_of(run, "removed");
  g_autofree char *unchanged = number_of(run, "unchanged"), *files = number_of(run, "files_read");
  g_autofree char *moved = number_of(run, "files_moved");
  g_autofree char *pages = number_of(run, "pages_read"), *bad = bad_files(report),
                  *left = number_of(run, "records_left_out");
  add_sentence(out, repere_say_with(report->lang, SAY_RUN_WHEN, command, when, seconds, revision, NULL));
  add_sentence(out, repere_say_with(report->lang, SAY_RUN_WORKS, added, replaced, removed, unchanged, NULL));
  add_sentence(out, repere_say_with(report->lang, SAY_RUN_FILES, files, pages, bad, NULL));
  if (!g_str_equal(moved, "0")) add_sentence(out, repere_say_with(report->lang, SAY_RUN_MOVED, moved, NULL));
  if (!g_str_equal(left, "0")) add_sentence(out, repere_say_with(report->lang, SAY_RUN_LEFT_OUT, left, NULL));
  if (failure) add_sentence(out, repere_say_with(report->lang, SAY_RUN_FAILED, failure, NULL));
  if (json_object_get_boolean_member_with_default(run, "interrupted", FALSE))
    add_sentence(out, g_strdup(repere_report_say(report, SAY_RUN_STOPPED)));
}

void repere_report_run_summary(const RepereReport *report, GString *out)
{
  repere_html_element(out, "h2", " class=\"minor\"", NULL, repere_report_say(report, SAY_RUN));
  if (!report->run) {
    repere_html_element(out, "p", "", NULL, repere_report_say(report, SAY_RUN_NONE));
    return;
  }
  g_string_append(out, "\n<ul class=\"plain\">\n");
  add_sentences(report, json_node_get_object(report->run), out);
  g_string_append(out, "</ul>\n");
}

/* ---- what changed ---- */

static JsonArray *array_of(JsonObject *object, const char *member)
{
  JsonNode *node = object ? json_object_get_member(object, member) : NULL;
  return node && JSON_NODE_HOLDS_ARRAY(node) ? json_node_get_array(node) : NULL;
}

static const char *string_at(JsonArray *array, guint i)
{
  JsonNode *node = json_array_get_element(array, i);
  return JSON_NODE_HOLDS_VALUE(node) && json_node_get_value_type(node) == G_TYPE_STRING
           ? json_node_get_string(node)
           : "";
}

/* The account keeps the first of each; `count` is how many there were. */
static gboolean add_changed(RepereReport *report, JsonArray *ids, gint64 count, const char *change,
                            GError **error)
{
  guint n = ids ? json_array_get_length(ids) : 0;
  for (guint i = 0; i < n; i++) {
    const char *id = string_at(ids, i);
    const RepereWorkState *state = g_hash_table_lookup(report->inspection.holder, id);
    g_autoptr(RepereStoredDocument) stored = NULL;
    if (state) stored = repere_index_document_head(report->inspection.database, state->docid, error);
    if (state && !stored) return FALSE;
    repere_report_row(report);
    repere_report_work(report, id, stored ? repere_stored_text_in(stored->titles, report->lang) : NULL);
    repere_report_code(report, "change", change);
    repere_report_code(report, "issued", stored ? stored->issued : "");
    repere_report_row_end(report);
  }
  for (gint64 i = n; i < count && !report->as_json; i++) repere_report_skip(report);
  return TRUE;
}

gboolean repere_report_of_changes(RepereReport *report, GError **error)
{
  static const char *const changes[] = {"added", "replaced", "removed"};
  const char *columns[] = {repere_report_say(report, SAY_WORK), repere_report_say(report, SAY_CHANGE),
                           repere_report_say(report, SAY_DATE), NULL};
  JsonObject *run = report->run ? json_node_get_object(report->run) : NULL;
  JsonNode *changed = run ? json_object_get_member(run, "changed") : NULL;
  JsonObject *lists = changed && JSON_NODE_HOLDS_OBJECT(changed) ? json_node_get_object(changed) : NULL;
  if (!lists) return TRUE; /* accounts of earlier versions do not name the works */
  report->kind = REPERE_REPORT_ACCOUNT;
  repere_report_section(report, "changes", repere_report_say(report, SAY_CHANGES), NULL, columns);
  report->all_by = ""; /* no account keeps more */
  for (guint i = 0; i < G_N_ELEMENTS(changes); i++) {
    const char *change = report->as_json ? changes[i] : repere_report_say(report, (RepereSay)(SAY_ADDED + i));
    gint64 count = json_object_get_int_member_with_default(run, changes[i], 0);
    if (!add_changed(report, array_of(lists, changes[i]), count, change, error)) return FALSE;
  }
  repere_report_section_end(report, repere_report_say(report, SAY_CHANGES_NONE));
  return TRUE;
}

/* ---- what it named ---- */

/* The files that failed have a section of their own, with what the ledger says. */
static GHashTable *failed_files(const RepereReport *report)
{
  GHashTable *paths = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);
  for (guint i = 0; i < report->inspection.states->len; i++) {
    const RepereWorkState *state = report->inspection.states->pdata[i];
    for (guint f = 0; f < state->files->len; f++) {
      const RepereFileState *file = state->files->pdata[f];
      if (repere_outcome_is_good(file->outcome)) continue;
      g_hash_table_add(paths, g_build_filename(report->library->files, file->href, NULL));
    }
  }
  return paths;
}

static gboolean is_of_file(GHashTable *failed, const char *problem)
{
  const char *colon = strstr(problem, ": ");
  g_autofree char *path = colon ? g_strndup(problem, (gsize)(colon - problem)) : NULL;
  return path && g_hash_table_contains(failed, path);
}

gboolean repere_report_of_problems(RepereReport *report, GError **error G_GNUC_UNUSED)
{
  const char *columns[] = {repere_report_say(report, SAY_MESSAGE), NULL};
  JsonArray *problems = report->run ? array_of(json_node_get_object(report->run), "problems") : NULL;
  g_autoptr(GHashTable) failed = failed_files(report);
  repere_report_section(report, "problems", repere_report_say(report, SAY_PROBLEMS),
                        repere_report_say(report, SAY_PROBLEMS_INTRO), columns);
  for (guint i = 0; problems && i < json_array_get_length(problems); i++) {
    const char *problem = string_at(problems, i);
    if (is_of_file(failed, problem)) continue;
    repere_report_row(report);
    g_autofree char *worded = repere_reason_in(problem, report->lang);
    repere_report_text(report, "problem", worded ? worded : problem, worded ? NULL : "en");
    repere_report_row_end(report);
  }
  repere_report_section_end(report, repere_report_say(report, SAY_PROBLEMS_NONE));
  return TRUE;
}
