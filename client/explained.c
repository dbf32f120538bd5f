#include "client/explained.h"

#define LEAST 0.0005 /* less is 0.000 */

/* How a part of the kind is said, behind the words that it is of. */
static const struct {
  const char *what, *said;
} names[] = {
    {"stem", "in any of its forms"},
    {"written", "as typed"},
    {"spelling", "in this very spelling"},
    {"phrase", "as a phrase"},
    {"translation", "in other languages"},
    {"concept", "as a concept"},
    {"page", "the best page"},
    {"near", "words close together"},
};

static const char *name_of(const char *what)
{
  for (gsize i = 0; i < G_N_ELEMENTS(names); i++)
    if (g_strcmp0(what, names[i].what) == 0)
      return names[i].said;
  return what ? what : "something else";
}

/* "fr page 4": a page of the hit's file number `n`. */
static void add_page(CliText *text, JsonObject *hit, gint64 n, gint64 page)
{
  JsonArray *files = cli_json_array(hit, "files");
  const char *lang = NULL;
  for (guint i = 0; i < cli_json_length(files); i++)
    if (cli_json_int(cli_json_object_at(files, i), "n") == n)
      lang = cli_json_string(cli_json_object_at(files, i), "lang");
  if (lang && *lang)
    cli_text_addf(text, CLI_PLAIN, ", %s page %" G_GINT64_FORMAT, lang, page);
  else
    cli_text_addf(text, CLI_PLAIN, ", page %" G_GINT64_FORMAT " of file %" G_GINT64_FORMAT, page, n);
}

/* A translation that outweighs the word by next to nothing says nothing. */
static gboolean is_shown(JsonObject *part)
{
  return cli_json_double(part, "score") >= LEAST;
}

static void add_part(CliText *text, JsonObject *hit, JsonObject *part, int columns)
{
  const char *of = cli_json_string(part, "of");
  gint64 page = cli_json_int(part, "page");
  cli_text_addf(text, CLI_FAINT, "%*.3f  ", columns, cli_json_double(part, "score"));
  cli_text_addf(text, CLI_PLAIN, "%s%s%s", of ? of : "", of ? ", " : "", name_of(cli_json_string(part, "what")));
  if (page > 0)
    add_page(text, hit, cli_json_int(part, "file"), page);
}

void cli_explained_add(CliText *text, CliBlock *block, JsonObject *hit, guint margin, guint width)
{
  JsonArray *parts = cli_json_array(hit, "explanation");
  if (cli_json_length(parts) == 0)
    return;
  g_autofree char *score = g_strdup_printf("%.3f", cli_json_double(hit, "score"));
  guint columns = cli_term_columns(score);
  cli_text_addf(text, CLI_FAINT, "%s  score, of which:", score);
  cli_text_wrap(text, block, width, margin, margin, 0);
  for (guint i = 0; i < cli_json_length(parts); i++) {
    if (!is_shown(cli_json_object_at(parts, i)))
      continue;
    add_part(text, hit, cli_json_object_at(parts, i), (int)columns);
    cli_text_wrap(text, block, width, margin, margin + columns + 2, 0);
  }
}
