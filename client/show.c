/* repere show - one work with all it has, or the text of one of its pages. */
#include <sysexits.h>

#include "client/hits.h"
#include "client/question.h"

static int show_run(CliClient *client, int argc, char **argv);

const CliCommand cli_show = {
    .name = "show",
    .arguments = "ID",
    .summary = "Shows one work, or the text of one of its pages.",
    .help = "IDs are the last word of what search says under a title. A page is given by its place in the "
            "file,\n"
            "from 1, not by the number printed on it; without --file it is a page of the first file that has "
            "it,\n"
            "in the asked language if there is one.\n"
            "\n"
            "Examples:\n"
            "  repere show knowledge-bite-3\n"
            "  repere show knowledge-bite-3 --page 4 --lang fr\n"
            "  repere show knowledge-bite-3 --file 2 --page 4\n"
            "  repere show knowledge-bite-3 --json | jq .files",
    .formats = CLI_TABLE_OR_JSON,
    .run = show_run,
};

/* ---- a work ---- */

#define LABEL_COLUMN 14u

static void print_fact(const CliTerm *term, CliBlock *block, const char *label, const char *words)
{
  if (!words || !*words)
    return;
  g_autoptr(CliText) text = cli_text_new(term);
  cli_text_add(text, CLI_FAINT, label);
  cli_text_pad(text, LABEL_COLUMN - 1);
  cli_text_addf(text, CLI_PLAIN, " %s", words);
  cli_text_wrap(text, block, MIN(term->width, CLI_READABLE), 0, LABEL_COLUMN, 0);
}

static void print_strings(const CliTerm *term, CliBlock *block, const char *label, JsonArray *array)
{
  g_autoptr(GString) words = g_string_new(NULL);
  for (guint i = 0; i < cli_json_length(array); i++)
    if (cli_json_string_at(array, i))
      g_string_append_printf(words, "%s%s", words->len ? "; " : "", cli_json_string_at(array, i));
  print_fact(term, block, label, words->str);
}

/* "(MZ, 3 p.)", or NULL where there is nothing to say beside the label. */
static char *in_brackets(const char *label, const char *value, gint64 pages)
{
  gboolean other = value && g_ascii_strcasecmp(label, value) != 0;
  if (pages <= 0)
    return other ? g_strdup_printf("(%s)", value) : NULL;
  return g_strdup_printf("(%s%s%" G_GINT64_FORMAT " p.)", other ? value : "", other ? ", " : "", pages);
}

#define MOST_PAGED 20u /* of hundreds of concepts those on most pages are shown */

/* "Mozambique (MZ); Malawi (MW, 3 p.)": the value is what --filter takes; pages have those that texts
 * feed. */
static void print_facet(const CliTerm *term, CliBlock *block, const char *name, JsonArray *values)
{
  g_autoptr(CliText) text = cli_text_new(term);
  gboolean any = FALSE;
  cli_text_add(text, CLI_FAINT, name);
  cli_text_pad(text, LABEL_COLUMN - 1);
  guint size = cli_json_length(values);
  gboolean paged = size > 0 && json_object_has_member(cli_json_object_at(values, 0), "pages");
  guint most = paged ? MIN(size, MOST_PAGED) : size;
  for (guint i = 0; i < most; i++) {
    JsonObject *object = cli_json_object_at(values, i);
    const char *label = cli_json_label(object), *value = cli_json_string(object, "value");
    if (!label)
      continue;
    cli_text_addf(text, CLI_PLAIN, "%s %s", any ? ";" : "", label);
    any = TRUE;
    g_autofree char *brackets = in_brackets(label, value, paged ? cli_json_int(object, "pages") : 0);
    if (!brackets)
      continue;
    cli_text_add(text, CLI_PLAIN, " ");
    cli_text_add_whole(text, CLI_FAINT, brackets);
  }
  if (most < size)
    cli_text_addf(text, CLI_FAINT, "; %u more, see --json", size - most);
  if (any)
    cli_text_wrap(text, block, MIN(term->width, CLI_READABLE), 0, LABEL_COLUMN, 0);
}

/* All titles, the one in the asked language first and strong. */
static void print_titles(const CliTerm *term, CliBlock *block, JsonObject *work)
{
  g_autoptr(CliText) text = cli_text_new(term);
  JsonObject *title = cli_json_object(work, "title");
  JsonArray *titles = cli_json_array(work, "titles");
  const char *first = cli_json_string(title, "text"), *first_lang = cli_json_string(title, "lang");
  guint width = MIN(term->width, CLI_READABLE);
  cli_text_add(text, CLI_STRONG, first ? first : cli_json_string(work, "id"));
  if (first_lang && *first_lang)
    cli_text_addf(text, CLI_FAINT, " [%s]", first_lang);
  cli_text_wrap(text, block, width, 0, 2, 0);
  for (guint i = 0; i < cli_json_length(titles); i++) {
    JsonObject *other = cli_json_object_at(titles, i);
    const char *words = cli_json_string(other, "text"), *lang = cli_json_string(other, "lang");
    if (!words || (g_strcmp0(words, first) == 0 && g_strcmp0(lang, first_lang) == 0))
      continue;
    cli_text_addf(text, CLI_PLAIN, "%s", words);
    if (lang && *lang)
      cli_text_addf(text, CLI_FAINT, " [%s]", lang);
    cli_text_wrap(text, block, width, 0, 2, 0);
  }
}

static void print_abstract(const CliTerm *term, CliBlock *block, JsonObject *abstract)
{
  const char *words = cli_json_string(abstract, "text"), *lang = cli_json_string(abstract, "lang");
  if (!words || !*words)
    return;
  g_autoptr(CliText) text = cli_text_new(term);
  cli_block_blank(block);
  if (lang && *lang)
    cli_text_addf(text, CLI_FAINT, "[%s] ", lang);
  cli_text_add_lines(text, CLI_PLAIN, words);
  cli_text_wrap(text, block, MIN(term->width, CLI_READABLE), 0, 0, 0);
}

static void print_files(const CliTerm *term, CliBlock *block, JsonArray *files)
{
  g_autoptr(CliText) text = cli_text_new(term);
  if (cli_json_length(files) > 0)
    cli_block_blank(block);
  for (guint i = 0; i < cli_json_length(files); i++) {
    JsonObject *file = cli_json_object_at(files, i);
    const char *lang = cli_json_string(file, "lang"), *type = cli_json_string(file, "media_type");
    const char *outcome = cli_json_string(file, "outcome"), *url = cli_json_string(file, "url");
    gint64 pages = cli_json_int(file, "pages");
    cli_text_addf(text, CLI_PLAIN, "file %" G_GINT64_FORMAT ", %s, %" G_GINT64_FORMAT " page%s, %s",
                  cli_json_int(file, "n"), lang && *lang ? lang : "language unknown", pages,
                  pages == 1 ? "" : "s", type ? type : "type unknown");
    if (outcome && !g_str_equal(outcome, "indexed"))
      cli_text_addf(text, CLI_STRONG, " (%s)", outcome);
    cli_text_wrap(text, block, MIN(term->width, CLI_READABLE), 0, 2, 0);
    if (!url)
      continue;
    cli_text_addf(text, CLI_PLAIN, "  %s", url);
    cli_text_line(text, block);
  }
}

static void print_points(const CliTerm *term, CliBlock *block, JsonArray *points)
{
  g_autoptr(GString) words = g_string_new(NULL);
  for (guint i = 0; i < cli_json_length(points); i++) {
    char lat[G_ASCII_DTOSTR_BUF_SIZE], lon[G_ASCII_DTOSTR_BUF_SIZE];
    JsonObject *point = cli_json_object_at(points, i);
    g_ascii_formatd(lat, sizeof lat, "%.5f", cli_json_double(point, "lat"));
    g_ascii_formatd(lon, sizeof lon, "%.5f", cli_json_double(point, "lon"));
    g_string_append_printf(words, "%s%s, %s", words->len ? "; " : "", lat, lon);
  }
  print_fact(term, block, "place", words->str);
}

static void print_work(const CliTerm *term, JsonObject *work)
{
  g_autoptr(CliBlock) block = cli_block_new();
  print_titles(term, block, work);
  cli_block_blank(block);
  print_fact(term, block, "id", cli_json_string(work, "id"));
  print_fact(term, block, "issued", cli_json_string(work, "issued"));
  print_strings(term, block, "creators", cli_json_array(work, "creators"));
  print_strings(term, block, "publishers", cli_json_array(work, "publishers"));
  JsonObject *facets = cli_json_object(work, "facets");
  GList *names = facets ? json_object_get_members(facets) : NULL;
  for (GList *name = names; name; name = name->next)
    print_facet(term, block, name->data, cli_json_array(facets, name->data));
  g_list_free(names);
  if (!cli_json_array(facets, "language"))
    print_strings(term, block, "languages", cli_json_array(work, "languages"));
  print_points(term, block, cli_json_array(work, "points"));
  JsonArray *abstracts = cli_json_array(work, "abstracts");
  for (guint i = 0; i < cli_json_length(abstracts); i++)
    print_abstract(term, block, cli_json_object_at(abstracts, i));
  if (cli_json_length(abstracts) == 0)
    print_abstract(term, block, cli_json_object(work, "abstract"));
  print_files(term, block, cli_json_array(work, "files"));
  cli_block_print(term, block);
}

/* ---- a page ---- */

static void print_page(const CliTerm *term, const char *id, JsonObject *page)
{
  g_autoptr(CliBlock) block = cli_block_new();
  g_autoptr(CliText) text = cli_text_new(term);
  const char *label = cli_json_string(page, "page_label"), *lang = cli_json_string(page, "lang");
  const char *url = cli_json_string(page, "url"), *words = cli_json_string(page, "text");
  const char *source = cli_json_string(page, "source");
  g_autofree char *number = g_strdup_printf("%" G_GINT64_FORMAT, cli_json_int(page, "page"));
  cli_text_add(text, CLI_STRONG, id);
  cli_text_addf(text, CLI_PLAIN, ", file %" G_GINT64_FORMAT, cli_json_int(page, "file"));
  if (lang && *lang)
    cli_text_addf(text, CLI_PLAIN, " (%s)", lang);
  cli_text_addf(text, CLI_PLAIN, ", page %s", number);
  if (cli_json_int(page, "pages") > 0)
    cli_text_addf(text, CLI_PLAIN, " of %" G_GINT64_FORMAT, cli_json_int(page, "pages"));
  if (label && *label && !g_str_equal(label, number))
    cli_text_addf(text, CLI_PLAIN, ", printed %s", label);
  if (g_strcmp0(source, "ocr") == 0 && json_object_has_member(page, "confidence")) /* older daemons do not say it */
    cli_text_addf(text, CLI_PLAIN, ", recognised, confidence %" G_GINT64_FORMAT " %%",
                  cli_json_int(page, "confidence"));
  cli_text_wrap(text, block, MIN(term->width, CLI_READABLE), 0, 2, 0);
  if (url) {
    cli_text_add(text, CLI_FAINT, url);
    cli_text_line(text, block);
  }
  cli_block_blank(block);
  if (words && *words)
    cli_text_add_lines(text, CLI_PLAIN, words);
  else
    cli_text_addf(text, CLI_FAINT, "This page has no text%s.",
                  g_strcmp0(source, "failed") == 0    ? ": it could not be read"
                  : g_strcmp0(source, "garbage") == 0 ? ": its text layer is no text"
                                                      : "");
  cli_text_wrap(text, block, MIN(term->width, CLI_READABLE), 0, 0, 0);
  cli_block_print(term, block);
}

/* ---- the command ---- */

static GString *target_of(const CliClient *client, const char *id, int page, int file)
{
  GString *target = g_string_new("/v1/works");
  cli_target_add_segment(target, id);
  if (page > 0)
    g_string_append_printf(target, "/pages/%d", page);
  if (page > 0 && file > 0)
    cli_target_add_number(target, "file", (guint64)file);
  cli_target_add(target, "lang", client->lang);
  return target;
}

static const char *what_is_wrong(char **words, int page, int file)
{
  if (g_strv_length(words) != 1 || !*words[0])
    return "it takes the id of one work, as search prints it";
  if (page != CLI_NOT_GIVEN && page < 1)
    return "--page takes a number from 1";
  if (file != CLI_NOT_GIVEN && file < 1)
    return "--file takes a number from 1";
  return file > 0 && page == CLI_NOT_GIVEN ? "--file goes with --page" : NULL;
}

static int show_run(CliClient *client, int argc, char **argv)
{
  g_auto(CliQuestion) q = CLI_QUESTION_INIT;
  int page = CLI_NOT_GIVEN, file = CLI_NOT_GIVEN, status = EX_OK;
  const GOptionEntry entries[] = {
      CLI_ENTRY_NUMBER("page", page, "the text of this page, from 1"),
      CLI_ENTRY_NUMBER("file", file, "of this file of the work, from 1"),
      CLI_ENTRY_FORMAT(q, "table or json (as the daemon wrote it)"),
      CLI_ENTRY_JSON(q),
      G_OPTION_ENTRY_NULL,
  };
  CliFormat format;
  g_auto(GStrv) words = cli_client_options(client, &cli_show, entries, argc, argv, &status);
  if (!words)
    return status;
  if (!cli_question_check(client, &cli_show, &q, &format))
    return EX_USAGE;
  const char *wrong = what_is_wrong(words, page, file), *id = words[0];
  if (wrong)
    return cli_client_misuse(client, &cli_show, wrong);
  g_autoptr(GString) target = target_of(client, id, page, file);
  g_autoptr(JsonNode) node = cli_client_answer(client, target->str, format, &status);
  if (node && page > 0)
    print_page(&client->out, id, cli_json_root(node));
  else if (node)
    print_work(&client->out, cli_json_root(node));
  return status;
}
