/* status.c - `repere-indexer status`: what the index holds, and how the last run went. */
#include <json-glib/json-glib.h>
#include <stdio.h>
#include <string.h>
#include "indexer/inspect.h"
#include "indexer/options.h"
#include "indexer/tally.h"
#include "indexer/translate.h"
#include "lib/fault.h"
#include "lib/json_writer.h"
#include "repere/ledger.h"

typedef struct {
  guint works, files, pages, pages_without_text;
  guint outcomes[REPERE_OUTCOMES];
  GTree *languages;   /* code ("" unknown) -> pages */
  RepereLexiconAccount lexicon;
} Counts;

static gint by_code(gconstpointer a, gconstpointer b, gpointer data G_GNUC_UNUSED)
{
  return strcmp(a, b);
}

static void count_file(Counts *counts, const RepereLedgerFile *file)
{
  counts->files++;
  counts->outcomes[file->outcome]++;
  for (guint i = 0; i < file->pages->len; i++) {
    const ReperePage *page = file->pages->pdata[i];
    counts->pages++;
    if (page->characters == 0) {
      counts->pages_without_text++;
      continue;
    }
    guint pages = GPOINTER_TO_UINT(g_tree_lookup(counts->languages, page->lang)) + 1;
    g_tree_replace(counts->languages, (gpointer)page->lang, GUINT_TO_POINTER(pages));
  }
}

static gboolean count(const RepereInspection *inspection, Counts *counts, GError **error)
{
  xc_error fault = XC_ERROR_INIT;
  counts->works = inspection->states->len;
  if (!repere_lexicon_account_read(inspection->database, &counts->lexicon, &fault))
    return repere_fault(error, NULL, &fault);
  for (guint i = 0; i < inspection->states->len; i++) {
    const RepereWorkState *state = inspection->states->pdata[i];
    g_autoptr(GPtrArray) ledger = repere_index_ledger(inspection->database, state->docid, error);
    if (!ledger) return FALSE;
    for (guint f = 0; f < ledger->len; f++) count_file(counts, ledger->pdata[f]);
  }
  return TRUE;
}

/* ---- JSON ---- */

static gboolean language_member(gpointer code, gpointer pages, gpointer json)
{
  repere_json_member_uint(json, *(char *)code ? code : "unknown", GPOINTER_TO_UINT(pages));
  return FALSE;
}

static void add_names(RepereJson *json, const char *name, char **names)
{
  repere_json_member_open(json, name, '[');
  for (; names && *names; names++) repere_json_string(json, *names);
  repere_json_close(json, ']');
}

static void add_lexicon(RepereJson *json, const RepereLexiconAccount *lexicon)
{
  repere_json_member_open(json, "translations", '{');
  repere_json_member_open(json, "entries", '{');
  for (guint i = 0; repere_language_at(i); i++)
    for (guint k = 0; repere_language_at(k); k++) {
      char pair[16];
      g_snprintf(pair, sizeof pair, "%s-%s", repere_language_at(i)->code, repere_language_at(k)->code);
      if (lexicon->entries[i][k]) repere_json_member_uint(json, pair, lexicon->entries[i][k]);
    }
  repere_json_close(json, '}');
  add_names(json, "present", lexicon->present);
  add_names(json, "absent", lexicon->absent);
  repere_json_close(json, '}');
}

/* The account that the last run left, as it is; null where there is none. */
static void add_last_run(RepereJson *json, const char *index)
{
  g_autofree char *path = g_build_filename(index, REPERE_LAST_RUN, NULL);
  g_autoptr(JsonParser) parser = json_parser_new();
  repere_json_key(json, "last_run");
  if (json_parser_load_from_file(parser, path, NULL) && json_parser_get_root(parser)) {
    g_autofree char *account = json_to_string(json_parser_get_root(parser), FALSE);
    repere_json_raw(json, account);
  } else {
    repere_json_null(json);
  }
}

static void print_json(const RepereLibrary *library, const RepereInspection *inspection, const Counts *counts)
{
  g_autoptr(GString) text = g_string_new(NULL);
  RepereJson json = repere_json_on(text);
  json.lines = TRUE;
  repere_json_open(&json, '{');
  repere_json_member_string(&json, "index", library->index);
  repere_json_member_uint(&json, "revision", inspection->meta.revision);
  repere_json_member_string(&json, "analysis", inspection->meta.analysis);
  repere_json_member_uint(&json, "works", counts->works);
  repere_json_member_uint(&json, "files", counts->files);
  repere_json_member_uint(&json, "pages", counts->pages);
  repere_json_member_uint(&json, "pages_without_text", counts->pages_without_text);
  repere_json_member_open(&json, "languages", '{');
  g_tree_foreach(counts->languages, language_member, &json);
  repere_json_close(&json, '}');
  repere_json_member_open(&json, "outcomes", '{');
  for (guint i = 0; i < REPERE_OUTCOMES; i++)
    if (counts->outcomes[i])
      repere_json_member_uint(&json, repere_outcome_name((RepereOutcome)i), counts->outcomes[i]);
  repere_json_close(&json, '}');
  add_lexicon(&json, &counts->lexicon);
  add_last_run(&json, library->index);
  repere_json_close(&json, '}');
  puts(text->str);
}

/* ---- for people ---- */

static gboolean print_language(gpointer code, gpointer pages, gpointer between)
{
  printf("%s%s %u", *(const char **)between, *(char *)code ? (char *)code : "unknown", GPOINTER_TO_UINT(pages));
  *(const char **)between = ", ";
  return FALSE;
}

static void print_last_run(const char *index)
{
  g_autofree char *path = g_build_filename(index, REPERE_LAST_RUN, NULL);
  g_autoptr(JsonParser) parser = json_parser_new();
  if (!json_parser_load_from_file(parser, path, NULL) || !JSON_NODE_HOLDS_OBJECT(json_parser_get_root(parser))) {
    puts("Last run:   unknown");
    return;
  }
  JsonObject *run = json_node_get_object(json_parser_get_root(parser));
  JsonArray *problems = json_object_get_array_member(run, "problems");
  const char *command = json_object_get_string_member_with_default(run, "command", "?");
  gboolean interrupted = json_object_get_boolean_member_with_default(run, "interrupted", FALSE);
  g_autofree char *again = interrupted ? g_strdup_printf(", interrupted: run %s again", command) : g_strdup("");
  printf("Last run:   %s at %s, %.1f s, %u problems%s\n", command,
         json_object_get_string_member_with_default(run, "started", "?"),
         json_object_get_double_member_with_default(run, "seconds", 0), problems ? json_array_get_length(problems) : 0,
         again);
  const char *failure = json_object_get_string_member_with_default(run, "error", NULL);
  if (failure) printf("            It gave up: %s\n", failure);
}

/* Where it is wanted and the index knows nothing of it, no run has come so far. */
static void print_lexicon(const RepereLibrary *library, const RepereLexiconAccount *lexicon)
{
  gboolean due = library->indexer.translate && !(lexicon->fingerprint && lexicon->fingerprint[0]);
  g_autofree char *sentence = due ? g_strdup("not yet; 'repere-indexer update' does it") : repere_translate_sentence(lexicon);
  const char *between = " (";
  printf("Translated: %s", sentence);
  for (guint i = 0; repere_language_at(i); i++)
    for (guint k = 0; repere_language_at(k); k++) {
      if (!lexicon->entries[i][k]) continue;
      printf("%s%s-%s %u", between, repere_language_at(i)->code, repere_language_at(k)->code, lexicon->entries[i][k]);
      between = ", ";
    }
  puts(between[0] == ',' ? ")" : "");
}

static void print_text(const RepereLibrary *library, const RepereInspection *inspection, const Counts *counts)
{
  const char *between = "";
  printf("Index:      %s\n", library->index);
  printf("Revision:   %" G_GUINT64_FORMAT " (analysis %s, Xapian %s)\n", inspection->meta.revision,
         inspection->meta.analysis, inspection->meta.xapian);
  printf("Works:      %u\n", counts->works);
  printf("Files:      %u\n", counts->files);
  for (guint i = 0; i < REPERE_OUTCOMES; i++)
    if (counts->outcomes[i]) printf("  %-12s %u\n", repere_outcome_name((RepereOutcome)i), counts->outcomes[i]);
  printf("Pages:      %u, %u of them without text\n", counts->pages, counts->pages_without_text);
  printf("Languages:  ");
  g_tree_foreach(counts->languages, print_language, &between);
  puts(" (pages)");
  print_lexicon(library, &counts->lexicon);
  print_last_run(library->index);
}

static void counts_clear(Counts *counts)
{
  g_clear_pointer(&counts->languages, g_tree_unref);
  repere_lexicon_account_clear(&counts->lexicon);
}

/* Opens and counts, anew where an update has written over what was being counted. */
static gboolean survey(const RepereLibrary *library, RepereInspection *inspection, Counts *counts, GError **error)
{
  GError *fault = NULL;
  for (guint tries = REPERE_INSPECT_TRIES;; tries--) {
    if (!repere_inspect(library, inspection, error)) return FALSE;
    *counts = (Counts){.languages = g_tree_new_full(by_code, NULL, NULL, NULL)};
    if (count(inspection, counts, &fault)) return TRUE;
    gboolean again = tries > 1 && repere_inspection_is_old(inspection, library);
    counts_clear(counts);
    repere_inspection_clear(inspection);
    if (!again) break;
    g_clear_error(&fault);
  }
  g_propagate_error(error, fault);
  return FALSE;
}

int repere_command_status(RepereLibrary *library, const RepereOptions *options)
{
  GError *error = NULL;
  RepereInspection inspection;
  Counts counts;
  if (!survey(library, &inspection, &counts, &error)) return repere_give_up(error);
  if (options->json) print_json(library, &inspection, &counts);
  else print_text(library, &inspection, &counts);
  counts_clear(&counts);
  repere_inspection_clear(&inspection);
  return REPERE_EXIT_OK;
}
