/* duplicates_command.c - `repere-indexer duplicates`: pairs of works that look alike, as lines of text, JSON or CSV. */
#include <stdio.h>
#include "indexer/options.h"
#include "indexer/suspects.h"
#include "lib/csv.h"
#include "lib/json_writer.h"

typedef struct {
  gboolean json, csv;
  guint pairs;
} Printer;

static void add_side(RepereJson *json, const RepereSuspect *side)
{
  repere_json_open(json, '{');
  repere_json_member_string(json, "id", side->id);
  repere_json_member_known(json, "title", side->title);
  repere_json_member_known(json, "issued", side->issued);
  repere_json_member_known(json, "languages", side->languages);
  repere_json_member_known(json, "file", side->file);
  repere_json_member_known(json, "file_language", side->lang);
  repere_json_member_uint(json, "file_pages", side->pages);
  repere_json_close(json, '}');
}

static void print_json(const RepereSuspects *suspects)
{
  g_autoptr(GString) line = g_string_new(NULL);
  RepereJson json = repere_json_on(line);
  repere_json_open(&json, '{');
  repere_json_member_string(&json, "kind", repere_duplicate_name(suspects->kind));
  repere_json_member_double(&json, "similarity", suspects->similarity, 2);
  repere_json_member_bool(&json, "duplicate", suspects->duplicate);
  repere_json_member_open(&json, "works", '[');
  for (guint i = 0; i < G_N_ELEMENTS(suspects->sides); i++) add_side(&json, &suspects->sides[i]);
  repere_json_close(&json, ']');
  repere_json_member_string(&json, "advice", repere_suspects_advice(suspects, "en"));
  repere_json_close(&json, '}');
  puts(line->str);
}

static void print_csv(const RepereSuspects *suspects)
{
  g_autoptr(GString) row = g_string_new(NULL);
  repere_csv_text(row, repere_duplicate_name(suspects->kind));
  g_string_append_printf(row, ",%.2f,%s", suspects->similarity, suspects->duplicate ? "yes" : "no");
  for (guint i = 0; i < G_N_ELEMENTS(suspects->sides); i++) {
    const RepereSuspect *side = &suspects->sides[i];
    const char *cells[] = {side->id, side->title, side->issued, side->file, side->lang};
    for (guint k = 0; k < G_N_ELEMENTS(cells); k++) {
      repere_csv_comma(row);
      repere_csv_text(row, cells[k]);
    }
    g_string_append_printf(row, ",%u", side->pages);
  }
  repere_csv_end(row);
  fputs(row->str, stdout);
}

static void print_text(const RepereSuspects *suspects)
{
  printf("%.0f %%, %s:\n", 100 * suspects->similarity, repere_suspects_kind(suspects, "en"));
  for (guint i = 0; i < G_N_ELEMENTS(suspects->sides); i++) {
    const RepereSuspect *side = &suspects->sides[i];
    printf("  %s  %s  %s, %u p.  %s  %s\n", side->id, side->issued[0] ? side->issued : "undated",
           side->lang[0] ? side->lang : "?", side->pages, side->file, side->title);
  }
}

static void print_pair(const RepereSuspects *suspects, gpointer data)
{
  Printer *printer = data;
  printer->pairs++;
  if (printer->json) print_json(suspects);
  else if (printer->csv) print_csv(suspects);
  else print_text(suspects);
}

int repere_command_duplicates(RepereLibrary *library, const RepereOptions *options)
{
  GError *error = NULL;
  RepereInspection inspection;
  Printer printer = {options->json, options->csv, 0};
  if (!repere_inspect(library, &inspection, &error)) return repere_give_up(error);
  if (options->csv)
    fputs("kind,similarity,duplicate,one,one_title,one_issued,one_file,one_language,one_pages,"
          "other,other_title,other_issued,other_file,other_language,other_pages\r\n", stdout);
  gboolean done = repere_suspects_each(&inspection, library->languages[0], print_pair, &printer, &error);
  repere_inspection_clear(&inspection);
  if (!done) return repere_give_up(error);
  if (!printer.pairs && !options->json && !options->csv && !options->quiet) puts("No work looks like another one.");
  return REPERE_EXIT_OK;
}
