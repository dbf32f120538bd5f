#include "client/heading.h"

const char cli_separator[] = " \u00b7 ";

void cli_heading_totals(CliText *text, JsonObject *answer)
{
  guint64 total = (guint64)MAX(cli_json_int(answer, "total"), 0);
  guint64 works = (guint64)MAX(cli_json_int(cli_json_object(answer, "index"), "works"), 0);
  if (total > 0)
    cli_text_addf(text, CLI_STRONG, "%" G_GUINT64_FORMAT, total);
  else
    cli_text_add(text, CLI_STRONG, "None");
  cli_text_addf(text, CLI_PLAIN, " of %" G_GUINT64_FORMAT " work%s", works, works == 1 ? "" : "s");
}

void cli_heading_end(const CliTerm *term, CliText *text, JsonObject *answer)
{
  cli_text_addf(text, CLI_FAINT, "%srevision %" G_GINT64_FORMAT, cli_separator,
                cli_json_int(cli_json_object(answer, "index"), "revision"));
  if (term->tty) /* the time differs from run to run: output that is kept had better not */
    cli_text_addf(text, CLI_FAINT, "%s%.1f ms", cli_separator, cli_json_double(answer, "took_ms"));
}

void cli_heading_any(CliText *text, CliBlock *block, JsonObject *answer, guint width)
{
  if (g_strcmp0(cli_json_string(cli_json_object(answer, "query"), "match"), "any") != 0)
    return;
  cli_text_add(text, CLI_PLAIN, "Few works or none have all the words: these are the best partial matches.");
  cli_text_wrap(text, block, width, 0, 2, 0);
}

void cli_heading_print(const CliTerm *term, JsonObject *answer, const char *what)
{
  g_autoptr(CliBlock) block = cli_block_new();
  g_autoptr(CliText) text = cli_text_new(term);
  cli_heading_totals(text, answer);
  if (what)
    cli_text_addf(text, CLI_PLAIN, "%s%s", cli_separator, what);
  cli_heading_end(term, text, answer);
  cli_text_wrap(text, block, term->width, 0, 2, 0);
  cli_heading_any(text, block, answer, term->width);
  cli_block_print(term, block);
}
