/* account.c - `repere-indexer ledger`: what became of every file and page, a JSON object a line and file, or CSV with a row
 * a page. */
#include <json-glib/json-glib.h>
#include <stdio.h>
#include <string.h>
#include "indexer/inspect.h"
#include "indexer/options.h"
#include "repere/ledger.h"

static const struct {
  const char *name;
  gsize offset;
} repairs[] = {
  {"hyphens_joined", G_STRUCT_OFFSET(RepereRepairs, hyphens_joined)},
  {"accents_composed", G_STRUCT_OFFSET(RepereRepairs, accents_composed)},
  {"ligatures_opened", G_STRUCT_OFFSET(RepereRepairs, ligatures_opened)},
  {"soft_hyphens", G_STRUCT_OFFSET(RepereRepairs, soft_hyphens)},
  {"furniture_dropped", G_STRUCT_OFFSET(RepereRepairs, furniture_dropped)},
  {"invalid_bytes", G_STRUCT_OFFSET(RepereRepairs, invalid_bytes)},
};

static guint repair_count(const ReperePage *page, guint i)
{
  return G_STRUCT_MEMBER(guint, &page->repairs, repairs[i].offset);
}

/* ---- JSON ---- */

static void string_member(JsonBuilder *json, const char *name, const char *value)
{
  json_builder_set_member_name(json, name);
  if (value && value[0]) json_builder_add_string_value(json, value);
  else json_builder_add_null_value(json);
}

static void int_member(JsonBuilder *json, const char *name, gint64 value)
{
  json_builder_set_member_name(json, name);
  json_builder_add_int_value(json, value);
}

static void add_page(JsonBuilder *json, const ReperePage *page)
{
  json_builder_begin_object(json);
  int_member(json, "number", page->number);
  string_member(json, "label", page->label);
  string_member(json, "source", page->source);
  string_member(json, "language", page->lang);
  int_member(json, "characters", page->characters);
  json_builder_set_member_name(json, "repaired");
  json_builder_begin_object(json);
  for (guint i = 0; i < G_N_ELEMENTS(repairs); i++)
    if (repair_count(page, i)) int_member(json, repairs[i].name, repair_count(page, i));
  json_builder_end_object(json);
  json_builder_end_object(json);
}

/* What the record lacked and this file gave. */
static void add_taken(JsonBuilder *json, const RepereLedgerFile *file)
{
  json_builder_set_member_name(json, "taken");
  json_builder_begin_object(json);
  if (file->taken & REPERE_TAKEN_TITLE) string_member(json, "title", file->title);
  if (file->taken & REPERE_TAKEN_DATE) string_member(json, "issued", file->created);
  if (file->taken & REPERE_TAKEN_LANGUAGE) string_member(json, "language", "by page");
  json_builder_end_object(json);
}

static void print_json(const RepereWorkState *state, const RepereFileState *of, const RepereLedgerFile *file)
{
  g_autoptr(JsonBuilder) json = json_builder_new();
  json_builder_begin_object(json);
  string_member(json, "work", state->id);
  string_member(json, "file", of->href);
  string_member(json, "outcome", repere_outcome_name(file->outcome));
  string_member(json, "reason", file->reason);
  string_member(json, "language", of->lang);
  string_member(json, "sha256", file->sha256);
  add_taken(json, file);
  json_builder_set_member_name(json, "pages");
  json_builder_begin_array(json);
  for (guint i = 0; i < file->pages->len; i++) add_page(json, file->pages->pdata[i]);
  json_builder_end_array(json);
  json_builder_end_object(json);
  g_autoptr(JsonNode) root = json_builder_get_root(json);
  g_autofree char *text = json_to_string(root, FALSE);
  puts(text);
}

/* ---- CSV, RFC 4180 ---- */

static void print_field(const char *text)
{
  if (!text) text = "";
  /* A spreadsheet would take these for a formula. */
  gboolean formula = strchr("=+-@\t\r", text[0]) && text[0];
  if (!formula && !strpbrk(text, ",\"\n\r")) {
    fputs(text, stdout);
    return;
  }
  putchar('"');
  if (formula) putchar('\'');
  for (; *text; text++) {
    if (*text == '"') putchar('"');
    putchar(*text);
  }
  putchar('"');
}

static void print_row(const RepereWorkState *state, const RepereFileState *of, const RepereLedgerFile *file,
                      const ReperePage *page)
{
  const char *front[] = {state->id, of->href, repere_outcome_name(file->outcome), file->reason};
  for (guint i = 0; i < G_N_ELEMENTS(front); i++) {
    print_field(front[i]);
    putchar(',');
  }
  if (page) {
    printf("%u,", page->number);
    print_field(page->label);
    putchar(',');
    print_field(page->source);
    putchar(',');
    print_field(page->lang);
    printf(",%u", page->characters);
    for (guint i = 0; i < G_N_ELEMENTS(repairs); i++) printf(",%u", repair_count(page, i));
  } else {
    fputs(",,,,", stdout);
    for (guint i = 0; i < G_N_ELEMENTS(repairs); i++) putchar(',');
  }
  fputs("\r\n", stdout);
}

static void print_csv(const RepereWorkState *state, const RepereFileState *of, const RepereLedgerFile *file)
{
  if (file->pages->len == 0) print_row(state, of, file, NULL);
  for (guint i = 0; i < file->pages->len; i++) print_row(state, of, file, file->pages->pdata[i]);
}

static void print_csv_head(void)
{
  fputs("work,file,outcome,reason,page,label,source,language,characters", stdout);
  for (guint i = 0; i < G_N_ELEMENTS(repairs); i++) printf(",%s", repairs[i].name);
  fputs("\r\n", stdout);
}

/* ---- the command ---- */

static gboolean print_work(const RepereInspection *inspection, const RepereWorkState *state, gboolean csv, GError **error)
{
  g_autoptr(GPtrArray) ledger = repere_index_ledger(inspection->database, state->docid, error);
  if (!ledger) return FALSE;
  for (guint i = 0; i < ledger->len && i < state->files->len; i++)
    (csv ? print_csv : print_json)(state, state->files->pdata[i], ledger->pdata[i]);
  return TRUE;
}

static gboolean print_all(const RepereInspection *inspection, const char *id, gboolean csv, GError **error)
{
  gboolean found = id == NULL;
  for (guint i = 0; i < inspection->states->len; i++) {
    const RepereWorkState *state = inspection->states->pdata[i];
    if (id && !g_str_equal(id, state->id)) continue;
    found = TRUE;
    if (!print_work(inspection, state, csv, error)) return FALSE;
  }
  if (!found)
    g_set_error(error, REPERE_ERROR, REPERE_ERROR_NOT_FOUND,
                "There is no work \"%s\" in the index; 'repere-indexer ledger' lists them all.", id);
  return found;
}

int repere_command_ledger(RepereLibrary *library, const RepereOptions *options)
{
  GError *error = NULL;
  RepereInspection inspection;
  if (!repere_inspect(library, &inspection, &error)) return repere_give_up(error);
  if (options->csv) print_csv_head();
  gboolean done = print_all(&inspection, options->arguments[0], options->csv, &error);
  repere_inspection_clear(&inspection);
  return done ? REPERE_EXIT_OK : repere_give_up(error);
}
