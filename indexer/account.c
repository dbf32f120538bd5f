/* account.c - `repere-indexer ledger`: what became of every file and page, a JSON object a line and file, or CSV
 * with a row a page. */
#include <stdio.h>
#include <string.h>
#include "indexer/inspect.h"
#include "indexer/options.h"
#include "lib/csv.h"
#include "lib/json_writer.h"
#include "lib/quality.h"
#include "repere/ledger.h"

typedef guint Counts[REPERE_REPAIR_KINDS]; /* of repairs, by kind */

static void counts_of(const ReperePage *page, Counts counts)
{
  memcpy(counts, &page->repairs, sizeof(Counts));
}

/* ---- JSON ---- */

static void add_page(RepereJson *json, const ReperePage *page)
{
  repere_json_open(json, '{');
  repere_json_member_uint(json, "number", page->number);
  repere_json_member_known(json, "label", page->label);
  repere_json_member_known(json, "source", page->source);
  repere_json_member_known(json, "language", page->lang);
  repere_json_member_uint(json, "characters", page->characters);
  if (page->confidence != REPERE_CONFIDENCE_NONE) repere_json_member_uint(json, "confidence", page->confidence);
  else repere_json_member_null(json, "confidence");
  Counts counts;
  counts_of(page, counts);
  repere_json_member_open(json, "repaired", '{');
  for (guint i = 0; i < REPERE_REPAIR_KINDS; i++)
    if (counts[i]) repere_json_member_uint(json, repere_repair_name(i), counts[i]);
  repere_json_close(json, '}');
  repere_json_close(json, '}');
}

/* What the record lacked and this file gave. */
static void add_taken(RepereJson *json, const RepereLedgerFile *file)
{
  repere_json_member_open(json, "taken", '{');
  if (file->taken & REPERE_TAKEN_TITLE) repere_json_member_known(json, "title", file->title);
  if (file->taken & REPERE_TAKEN_DATE) repere_json_member_known(json, "issued", file->created);
  if (file->taken & REPERE_TAKEN_CREATORS) {
    repere_json_member_open(json, "creators", '[');
    for (char **creator = file->creators; creator && *creator; creator++) repere_json_string(json, *creator);
    repere_json_close(json, ']');
  }
  if (file->taken & REPERE_TAKEN_LANGUAGE) repere_json_member_known(json, "language", "by page");
  repere_json_close(json, '}');
}

/* Limits of [indexer] that ended its reading, as they were then. */
static void add_limits(RepereJson *json, const RepereLedgerFile *file)
{
  repere_json_member_open(json, "limits", '{');
  for (guint i = 0; i < REPERE_LIMITS; i++)
    if (file->cut[i]) repere_json_member_uint(json, repere_limit_name((RepereLimit)i), file->cut[i]);
  repere_json_close(json, '}');
}

/* As far as the file tells it: whether the work is another one's duplicate, the index knows. */
static void add_quality(RepereJson *json, const RepereFileState *of, const RepereLedgerFile *file)
{
  const char *declared[] = {of->lang, NULL};
  guint qualities = repere_quality_of_file(file, of->lang[0] ? declared : NULL);
  repere_json_member_open(json, "quality", '[');
  for (guint i = 0; i < REPERE_QUALITIES; i++)
    if (qualities >> i & 1u) repere_json_string(json, repere_quality_name((RepereQuality)i));
  repere_json_close(json, ']');
}

static void print_json(const RepereWorkState *state, const RepereFileState *of, const RepereLedgerFile *file)
{
  g_autoptr(GString) line = g_string_new(NULL);
  RepereJson json = repere_json_on(line);
  repere_json_open(&json, '{');
  repere_json_member_known(&json, "work", state->id);
  repere_json_member_known(&json, "file", of->href);
  repere_json_member_known(&json, "outcome", repere_outcome_name(file->outcome));
  repere_json_member_known(&json, "reason", file->reason);
  repere_json_member_known(&json, "language", of->lang);
  repere_json_member_known(&json, "sha256", file->sha256);
  add_quality(&json, of, file);
  add_taken(&json, file);
  add_limits(&json, file);
  repere_json_member_open(&json, "pages", '[');
  for (guint i = 0; i < file->pages->len; i++) add_page(&json, file->pages->pdata[i]);
  repere_json_close(&json, ']');
  repere_json_close(&json, '}');
  puts(line->str);
}

/* ---- CSV ---- */

static void add_cells(GString *row, const char *const *cells, guint n)
{
  for (guint i = 0; i < n; i++) {
    if (row->len) repere_csv_comma(row);
    repere_csv_text(row, cells[i]);
  }
}

/* Without a page its cells are empty. */
static void print_row(const RepereWorkState *state, const RepereFileState *of, const RepereLedgerFile *file,
                      const ReperePage *page)
{
  g_autoptr(GString) row = g_string_new(NULL);
  const char *front[] = {state->id, of->href, repere_outcome_name(file->outcome), file->reason};
  Counts counts = {0};
  add_cells(row, front, G_N_ELEMENTS(front));
  if (page) {
    const char *texts[] = {page->label, page->source, page->lang};
    g_string_append_printf(row, ",%u", page->number);
    add_cells(row, texts, G_N_ELEMENTS(texts));
    g_string_append_printf(row, ",%u,", page->characters);
    if (page->confidence != REPERE_CONFIDENCE_NONE) g_string_append_printf(row, "%u", page->confidence);
    counts_of(page, counts);
  } else {
    g_string_append(row, ",,,,,,");
  }
  for (guint i = 0; i < REPERE_REPAIR_KINDS; i++) {
    repere_csv_comma(row);
    if (page) g_string_append_printf(row, "%u", counts[i]);
  }
  repere_csv_end(row);
  fputs(row->str, stdout);
}

static void print_csv(const RepereWorkState *state, const RepereFileState *of, const RepereLedgerFile *file)
{
  if (file->pages->len == 0) print_row(state, of, file, NULL);
  for (guint i = 0; i < file->pages->len; i++) print_row(state, of, file, file->pages->pdata[i]);
}

static void print_csv_head(void)
{
  fputs("work,file,outcome,reason,page,label,source,language,characters,confidence", stdout);
  for (guint i = 0; i < REPERE_REPAIR_KINDS; i++) printf(",%s", repere_repair_name(i));
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
