#include "client/suggest_list.h"

#include "client/table.h"

static void count_of(CliText *text, JsonObject *one)
{
  gint64 count = cli_json_int(one, "count");
  cli_text_addf(text, CLI_PLAIN, "  %" G_GINT64_FORMAT " work%s", count, count == 1 ? "" : "s");
}

/* "Économie (theme:economic)  12 works": what stands in brackets is what --filter takes. */
static void concept_facts(CliText *text, JsonObject *one)
{
  const char *facet = cli_json_string(one, "facet"), *value = cli_json_string(one, "value");
  if (facet && value) {
    g_autofree char *filter = g_strdup_printf("(%s:%s)", facet, value);
    cli_text_add(text, CLI_PLAIN, " ");
    cli_text_add_whole(text, CLI_FAINT, filter);
  }
  count_of(text, one);
}

static void title_facts(CliText *text, JsonObject *one)
{
  const char *lang = cli_json_string(one, "lang"), *id = cli_json_string(one, "id");
  if (lang && *lang)
    cli_text_addf(text, CLI_FAINT, " [%s]", lang);
  cli_text_add(text, CLI_PLAIN, "  ");
  cli_text_add_whole(text, CLI_FAINT, id);
}

static gboolean add_section(const CliTerm *term, CliBlock *block, const char *heading, JsonArray *array,
                            void (*facts)(CliText *text, JsonObject *one))
{
  g_autoptr(CliText) text = cli_text_new(term);
  gboolean any = FALSE;
  for (guint i = 0; i < cli_json_length(array); i++) {
    JsonObject *one = cli_json_object_at(array, i);
    const char *words = cli_json_string(one, "text");
    if (!words)
      continue;
    if (!any) {
      if (block->len > 0)
        cli_block_blank(block);
      cli_text_add(text, CLI_STRONG, heading);
      cli_text_line(text, block);
      any = TRUE;
    }
    cli_text_add(text, CLI_PLAIN, words);
    facts(text, one);
    if (cli_json_bool(one, "corrected"))
      cli_text_add(text, CLI_FAINT, "  (spelt otherwise)");
    cli_text_wrap(text, block, MIN(term->width, CLI_READABLE), 2, 4, 0);
  }
  return any;
}

void cli_suggest_print(const CliTerm *term, JsonObject *answer)
{
  g_autoptr(CliBlock) block = cli_block_new();
  gboolean any = add_section(term, block, "Titles", cli_json_array(answer, "titles"), title_facts);
  any = add_section(term, block, "Concepts", cli_json_array(answer, "concepts"), concept_facts) || any;
  any = add_section(term, block, "Words", cli_json_array(answer, "words"), count_of) || any;
  if (!any) {
    g_autoptr(CliText) text = cli_text_new(term);
    cli_text_add(text, CLI_PLAIN, "Nothing begins like that, or nearly so.");
    cli_text_line(text, block);
  }
  cli_block_print(term, block);
}
