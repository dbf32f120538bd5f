/* account.c - `repere-indexer ledger`: what became of every file and page, a JSON object a line and file,
 * or CSV with a row a page. */
#include <stdio.h>
#include <string.h>
#include "indexer/account_filter.h"
#include "indexer/faults.h"
#include "indexer/options.h"
#include "lib/csv.h"
#include "lib/page_json.h"
#include "repere/ledger.h"

/* A file of the ledger on its way out. */
typedef struct {
  const RepereAccountFilter *filter;
  const RepereWorkState *work;
  const RepereFileState *state;
  const RepereLedgerFile *ledger;
  guint faults;     /* bits, see faults.h */
  GPtrArray *pages; /* of const ReperePage *: those that are chosen */
} Entry;

/* ---- JSON ---- */

static void add_page(RepereJson *json, const ReperePage *page)
{
  repere_json_open(json, '{');
  repere_json_member_uint(json, "number", page->number);
  repere_json_member_known(json, "label", page->label);
  repere_json_member_known(json, "source", page->source);
  repere_json_member_known(json, "language", page->lang);
  repere_json_member_uint(json, "characters", page->characters);
  repere_page_json_members(json, page->confidence, &page->repairs);
  repere_json_close(json, '}');
}

/* Where in the file that is taken stands which `bit` tells; "" where it was not taken. */
static const char *from_of(const RepereLedgerFile *file, guint bit)
{
  if (!(file->taken & bit)) return "";
  switch (bit) {
  case REPERE_TAKEN_TITLE: return repere_from_name(file->title_from);
  case REPERE_TAKEN_DATE: return repere_from_name(file->created_from);
  case REPERE_TAKEN_CREATORS: return repere_from_name(file->creators_from);
  default: return repere_from_name(REPERE_FROM_PAGES);
  }
}

/* In the order of CSV's columns. */
static const struct {
  guint bit;
  const char *name;
} takings[] = {{REPERE_TAKEN_TITLE, "title"},
               {REPERE_TAKEN_DATE, "issued"},
               {REPERE_TAKEN_CREATORS, "creators"},
               {REPERE_TAKEN_LANGUAGE, "language"}};

/* What the record lacked and this file gave, and from where in it. */
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
  repere_json_member_open(json, "taken_from", '{');
  for (guint i = 0; i < G_N_ELEMENTS(takings); i++)
    if (file->taken & takings[i].bit)
      repere_json_member_known(json, takings[i].name, from_of(file, takings[i].bit));
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

static void add_quality(RepereJson *json, guint faults)
{
  repere_json_member_open(json, "quality", '[');
  for (guint i = 0; i < REPERE_QUALITIES; i++)
    if (faults >> i & 1u) repere_json_string(json, repere_quality_name((RepereQuality)i));
  repere_json_close(json, ']');
}

static void print_json(const Entry *entry)
{
  g_autoptr(GString) line = g_string_new(NULL);
  RepereJson json = repere_json_on(line);
  const RepereLedgerFile *file = entry->ledger;
  repere_json_open(&json, '{');
  repere_json_member_known(&json, "work", entry->work->id);
  repere_json_member_known(&json, "file", entry->state->href);
  repere_json_member_known(&json, "outcome", repere_outcome_name(file->outcome));
  repere_json_member_known(&json, "reason", file->reason);
  repere_json_member_known(&json, "language", entry->state->lang);
  repere_json_member_known(&json, "sha256", file->sha256);
  add_quality(&json, entry->faults);
  add_taken(&json, file);
  add_limits(&json, file);
  if (!entry->filter->no_pages) {
    repere_json_member_open(&json, "pages", '[');
    for (guint i = 0; i < entry->pages->len; i++) add_page(&json, entry->pages->pdata[i]);
    repere_json_close(&json, ']');
  }
  repere_json_close(&json, '}');
  puts(line->str);
}

/* ---- CSV ---- */

static void add_cell(GString *row, const char *text)
{
  if (row->len) repere_csv_comma(row);
  repere_csv_text(row, text);
}

/* Without a page its cells are empty. */
static void add_cells_of_page(GString *row, const ReperePage *page)
{
  if (!page) {
    for (guint i = 0; i < 6 + REPERE_REPAIR_KINDS; i++) repere_csv_comma(row);
    return;
  }
  guint counts[REPERE_REPAIR_KINDS];
  memcpy(counts, &page->repairs, sizeof counts);
  g_string_append_printf(row, ",%u", page->number);
  add_cell(row, page->label);
  add_cell(row, page->source);
  add_cell(row, page->lang);
  g_string_append_printf(row, ",%u,", page->characters);
  if (page->confidence != REPERE_CONFIDENCE_NONE) g_string_append_printf(row, "%u", page->confidence);
  for (guint i = 0; i < REPERE_REPAIR_KINDS; i++) g_string_append_printf(row, ",%u", counts[i]);
}

/* Several values of a cell are separated as those of records in CSV are. */
static void add_quality_cell(GString *row, guint faults)
{
  g_autoptr(GString) values = g_string_new(NULL);
  for (guint i = 0; i < REPERE_QUALITIES; i++)
    if (faults >> i & 1u)
      g_string_append_printf(values, "%s%s", values->len ? ";" : "", repere_quality_name((RepereQuality)i));
  add_cell(row, values->str);
}

static void add_taken_cells(GString *row, const RepereLedgerFile *file)
{
  gboolean named = file->taken & REPERE_TAKEN_CREATORS && file->creators;
  g_autofree char *creators = named ? g_strjoinv(";", file->creators) : g_strdup("");
  const char *values[] = {file->title, file->created, creators, "by page"};
  for (guint i = 0; i < G_N_ELEMENTS(takings); i++) {
    add_cell(row, file->taken & takings[i].bit ? values[i] : "");
    add_cell(row, from_of(file, takings[i].bit));
  }
}

static void print_row(const Entry *entry, const ReperePage *page)
{
  g_autoptr(GString) row = g_string_new(NULL);
  add_cell(row, entry->work->id);
  add_cell(row, entry->state->href);
  add_cell(row, repere_outcome_name(entry->ledger->outcome));
  add_cell(row, entry->ledger->reason);
  add_cells_of_page(row, page);
  add_quality_cell(row, entry->faults);
  add_taken_cells(row, entry->ledger);
  repere_csv_end(row);
  fputs(row->str, stdout);
}

static void print_csv(const Entry *entry)
{
  guint rows = entry->filter->no_pages ? 0 : entry->pages->len;
  if (rows == 0) print_row(entry, NULL);
  for (guint i = 0; i < rows; i++) print_row(entry, entry->pages->pdata[i]);
}

static void print_csv_head(void)
{
  fputs("work,file,outcome,reason,page,label,source,language,characters,confidence", stdout);
  for (guint i = 0; i < REPERE_REPAIR_KINDS; i++) printf(",%s", repere_repair_name(i));
  fputs(",quality", stdout);
  for (guint i = 0; i < G_N_ELEMENTS(takings); i++)
    printf(",taken_%s,taken_%s_from", takings[i].name, takings[i].name);
  fputs("\r\n", stdout);
}

/* ---- the command ---- */

typedef struct {
  RepereInspection inspection;
  RepereFaultColumn quality;
  RepereAccountFilter filter;
  gboolean csv;
  guint works, printed; /* works that were asked for and are there; files */
} Account;

static void print_file(Account *account, Entry *entry)
{
  const RepereAccountFilter *filter = entry->filter;
  entry->faults = repere_faults_of_file(&account->quality, entry->work->docid, entry->state, entry->ledger);
  if (!repere_account_filter_file(filter, entry->state->href, entry->ledger->outcome, entry->faults)) return;
  g_autoptr(GPtrArray) pages = g_ptr_array_new();
  for (guint i = 0; i < entry->ledger->pages->len; i++)
    if (repere_account_filter_page(filter, entry->ledger->pages->pdata[i]))
      g_ptr_array_add(pages, entry->ledger->pages->pdata[i]);
  if (!pages->len && repere_account_filter_is_of_pages(filter)) return;
  entry->pages = pages;
  account->printed++;
  (account->csv ? print_csv : print_json)(entry);
}

static gboolean print_all(Account *account, GError **error)
{
  for (guint i = 0; i < account->inspection.states->len; i++) {
    const RepereWorkState *work = account->inspection.states->pdata[i];
    if (!repere_account_filter_work(&account->filter, work->id)) continue;
    account->works++;
    g_autoptr(GPtrArray) ledger = repere_index_ledger(account->inspection.database, work->docid, error);
    if (!ledger) return FALSE;
    for (guint f = 0; f < ledger->len && f < work->files->len; f++) {
      Entry entry = {&account->filter, work, work->files->pdata[f], ledger->pdata[f], 0, NULL};
      print_file(account, &entry);
    }
  }
  return TRUE;
}

static gboolean look_for_works(const Account *account, GError **error)
{
  const GPtrArray *works = account->filter.works;
  for (guint i = 0; i < works->len; i++) {
    if (g_hash_table_contains(account->inspection.holder, works->pdata[i])) continue;
    g_set_error(error, REPERE_ERROR, REPERE_ERROR_NOT_FOUND,
                "There is no work \"%s\" in the index; 'repere-indexer ledger' lists them all.",
                (char *)works->pdata[i]);
    return FALSE;
  }
  return TRUE;
}

static gboolean run(Account *account, const RepereLibrary *library, GError **error)
{
  if (!repere_inspect(library, &account->inspection, error)) return FALSE;
  gboolean done =
    look_for_works(account, error) &&
    repere_fault_column_load(library, &account->inspection, "quality", &account->quality, error);
  if (done && account->csv) print_csv_head();
  done = done && print_all(account, error);
  repere_fault_column_clear(&account->quality);
  repere_inspection_clear(&account->inspection);
  return done;
}

int repere_command_ledger(RepereLibrary *library, const RepereOptions *options)
{
  GError *error = NULL;
  Account account = {.csv = options->csv};
  g_autofree char *wrong = NULL;
  gboolean done = FALSE;
  if (repere_account_filter_init(&account.filter, options, &wrong)) done = run(&account, library, &error);
  else repere_say("%s.", wrong);
  repere_account_filter_clear(&account.filter);
  if (wrong) return REPERE_EXIT_USAGE;
  if (!done) return repere_give_up(error);
  if (account.works && !account.printed && !options->quiet)
    repere_say("The ledger has no such file.");
  return REPERE_EXIT_OK;
}
