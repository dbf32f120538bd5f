/* lexicon_command.c - `repere-indexer lexicon WORD`: what a word is translated to, and by whom. */
#include <stdio.h>
#include <string.h>
#include "indexer/inspect.h"
#include "indexer/options.h"
#include "lib/fault.h"
#include "lib/translations.h"
#include "repere/text.h"

static const struct {
  guint source;
  const char *name;
} sources[] = {
  {REPERE_DICTIONARY_APERTIUM, "Apertium"},
  {REPERE_DICTIONARY_APERTIUM_PIVOT, "Apertium through a third language"},
  {REPERE_DICTIONARY_FREEDICT, "FreeDict"},
  {REPERE_DICTIONARY_COGNATE, "spelled alike"},
};

static void print_translation(const RepereTranslation *translation)
{
  g_autofree char *stems = g_strjoinv(" ", translation->stems);
  const char *between = "";
  printf("  %s  %3u  %-24s %-20s ", translation->language->code, translation->weight, translation->label, stems);
  for (guint i = 0; i < G_N_ELEMENTS(sources); i++) {
    if (!(translation->sources & sources[i].source)) continue;
    printf("%s%s", between, sources[i].name);
    between = ", ";
  }
  puts("");
}

static void take_token(const RepereToken *token, gpointer key)
{
  const RepereWord *word = token->word;
  g_string_append_printf(key, "%s%s", ((GString *)key)->len ? " " : "", word->stem ? word->stem : word->folded);
}

/* FALSE with an error; *any is set where there is an entry. */
static gboolean print_language(xc_database *database, const RepereLanguage *language, const char *text, gboolean *any,
                               GError **error)
{
  xc_error fault = XC_ERROR_INIT;
  guint longest;
  g_autoptr(RepereAnalyzer) analyzer = repere_analyzer_new();
  g_autoptr(GString) key = g_string_new(NULL);
  g_autoptr(GArray) found = repere_translations_new();
  repere_analyze(analyzer, text, strlen(text), language, take_token, key);
  if (!repere_translations_of(database, language, key->str, found, &longest, &fault)) return repere_fault(error, NULL, &fault);
  if (!found->len && !longest) return TRUE;
  *any = TRUE;
  printf("%s \"%s\"%s\n", language->code, key->str, longest ? ", begins compounds" : "");
  for (guint i = 0; i < found->len; i++) print_translation(&g_array_index(found, RepereTranslation, i));
  return TRUE;
}

static gboolean print_all(const RepereLibrary *library, xc_database *database, const RepereOptions *options, GError **error)
{
  gboolean any = FALSE;
  for (char **code = library->languages; *code; code++)
    if ((!options->lang || g_str_equal(options->lang, *code)) &&
        !print_language(database, repere_language(*code), options->arguments[0], &any, error))
      return FALSE;
  if (!any)
    g_set_error(error, REPERE_ERROR, REPERE_ERROR_NOT_FOUND,
                "The lexicon has no translation of \"%s\" by a word of the library.", options->arguments[0]);
  return any;
}

int repere_command_lexicon(RepereLibrary *library, const RepereOptions *options)
{
  GError *error = NULL;
  RepereInspection inspection;
  if (!repere_inspect(library, &inspection, &error)) return repere_give_up(error);
  gboolean done = print_all(library, inspection.database, options, &error);
  repere_inspection_clear(&inspection);
  return done ? REPERE_EXIT_OK : repere_give_up(error);
}
