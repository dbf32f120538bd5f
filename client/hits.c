#include "client/hits.h"

#include <string.h>

#include "client/counts.h"
#include "client/expansions.h"
#include "client/explained.h"
#include "client/heading.h"

#define BESIDE_FROM 100u /* columns from which facets stand beside the hits */
#define FACET_COLUMN 38u
#define GAP 3u
#define ABSTRACT_LINES 3u /* of a hit without a passage */

/* ---- one hit ---- */

static gboolean file_has_language(JsonArray *files, const char *lang)
{
  for (guint i = 0; i < cli_json_length(files); i++)
    if (g_strcmp0(cli_json_string(cli_json_object_at(files, i), "lang"), lang) == 0)
      return TRUE;
  return FALSE;
}

void cli_files_text(CliText *text, JsonObject *work)
{
  JsonArray *files = cli_json_array(work, "files"), *languages = cli_json_array(work, "languages");
  const char *before = "";
  for (guint i = 0; i < cli_json_length(files); i++) {
    JsonObject *file = cli_json_object_at(files, i);
    const char *lang = cli_json_string(file, "lang"), *outcome = cli_json_string(file, "outcome");
    gint64 pages = cli_json_int(file, "pages");
    cli_text_add(text, CLI_FAINT, before);
    g_autoptr(GString) words = g_string_new(lang && *lang ? lang : "file");
    if (pages > 0)
      g_string_append_printf(words, " %" G_GINT64_FORMAT " p.", pages);
    if (outcome && !g_str_equal(outcome, "indexed"))
      g_string_append_printf(words, " (%s)", outcome);
    cli_text_add_whole(text, CLI_PLAIN, words->str);
    before = cli_separator;
  }
  for (guint i = 0; i < cli_json_length(languages); i++) {
    const char *lang = cli_json_string_at(languages, i);
    if (!lang || file_has_language(files, lang))
      continue;
    cli_text_add(text, CLI_FAINT, before);
    cli_text_add(text, CLI_PLAIN, lang);
    before = cli_separator;
  }
}

static void hit_facts(CliText *text, JsonObject *hit)
{
  const char *type = cli_json_label(cli_json_object(hit, "type"));
  const char *issued = cli_json_string(hit, "issued"), *id = cli_json_string(hit, "id");
  if (issued)
    cli_text_addf(text, CLI_PLAIN, "%.4s", issued);
  if (issued && type)
    cli_text_add(text, CLI_FAINT, cli_separator);
  if (type)
    cli_text_add(text, CLI_PLAIN, type);
  if (issued || type)
    cli_text_add(text, CLI_FAINT, cli_separator);
  guint before = cli_text_columns(text);
  cli_files_text(text, hit);
  if (cli_text_columns(text) > before)
    cli_text_add(text, CLI_FAINT, cli_separator);
  if (id)
    cli_text_add_whole(text, CLI_FAINT, id);
}

/* "fr p. iv (page 4)": where a passage stands. */
static void passage_place(CliText *text, JsonObject *passage)
{
  const char *lang = cli_json_string(passage, "lang"), *label = cli_json_string(passage, "page_label");
  gint64 page = cli_json_int(passage, "page");
  g_autofree char *number = g_strdup_printf("%" G_GINT64_FORMAT, page);
  if (lang && *lang)
    cli_text_addf(text, CLI_FAINT, "%s ", lang);
  if (page > 0)
    cli_text_addf(text, CLI_FAINT, "p. %s", label && *label ? label : number);
  if (page > 0 && label && *label && !g_str_equal(label, number))
    cli_text_addf(text, CLI_FAINT, " (page %s)", number); /* the number is what `repere show --page` takes */
  if (cli_text_columns(text) > 0)
    cli_text_add(text, CLI_PLAIN, "  ");
}

static void hit_lines(const CliTerm *term, CliBlock *block, JsonObject *hit, const char *lang, guint64 number,
                      guint margin, guint width)
{
  g_autoptr(CliText) text = cli_text_new(term);
  JsonObject *title = cli_json_object(hit, "title"), *abstract = cli_json_object(hit, "abstract");
  const char *words = cli_json_string(title, "text"), *title_lang = cli_json_string(title, "lang");
  cli_text_addf(text, CLI_FAINT, "%*" G_GUINT64_FORMAT ". ", (int)margin - 2, number);
  cli_text_add(text, CLI_STRONG, words ? words : cli_json_string(hit, "id"));
  if (title_lang && *title_lang && g_strcmp0(title_lang, lang) != 0)
    cli_text_addf(text, CLI_FAINT, " [%s]", title_lang);
  cli_text_wrap(text, block, width, 0, margin, 0);
  hit_facts(text, hit);
  cli_text_wrap(text, block, width, margin, margin, 0);
  JsonArray *passages = cli_json_array(hit, "passages");
  for (guint i = 0; i < cli_json_length(passages); i++) {
    JsonObject *passage = cli_json_object_at(passages, i);
    const char *html = cli_json_string(passage, "html");
    if (!html)
      continue;
    passage_place(text, passage);
    cli_text_add_marked(text, html);
    cli_text_wrap(text, block, width, margin, margin, 0);
  }
  const char *summary = cli_json_string(abstract, "text");
  if (cli_json_length(passages) == 0 && summary) {
    cli_text_add(text, CLI_PLAIN, summary);
    cli_text_wrap(text, block, width, margin, margin, ABSTRACT_LINES);
  }
  cli_explained_add(text, block, hit, margin, width);
}

/* ---- the answer ---- */

static CliBlock *hits_block(const CliTerm *term, JsonObject *answer, const CliView *view, guint width)
{
  CliBlock *block = cli_block_new();
  JsonArray *hits = cli_json_array(answer, "hits");
  const char *lang = cli_json_string(cli_json_object(answer, "query"), "lang");
  guint n = cli_json_length(hits);
  g_autofree char *last = g_strdup_printf("%" G_GUINT64_FORMAT, MAX(view->last, view->offset + n));
  for (guint i = 0; i < n; i++) {
    if (i > 0)
      cli_block_blank(block);
    hit_lines(term, block, cli_json_object_at(hits, i), lang, view->offset + i + 1, (guint)strlen(last) + 2,
              width);
  }
  return block;
}

static CliBlock *facets_block(const CliTerm *term, JsonObject *facets, guint columns, guint width,
                              const CliView *view)
{
  g_autoptr(GPtrArray) blocks = g_ptr_array_new_with_free_func((GDestroyNotify)g_ptr_array_unref);
  CliCounts counts = {.width = width, .most = view->facet_values};
  GList *names = json_object_get_members(facets);
  for (GList *name = names; name; name = name->next) {
    JsonObject *facet = cli_json_object(facets, name->data);
    if (!view->usual || cli_json_int(facet, "distinct") > 0)
      g_ptr_array_add(blocks, cli_counts_block(term, name->data, facet, &counts));
  }
  g_list_free(names);
  return cli_block_columns(blocks, columns, width, GAP);
}

static void totals(const CliTerm *term, CliText *text, JsonObject *answer, const CliView *view)
{
  guint64 total = (guint64)MAX(cli_json_int(answer, "total"), 0);
  guint64 last = MAX(view->last, view->offset + cli_json_length(cli_json_array(answer, "hits")));
  cli_heading_totals(text, answer);
  if (view->like)
    cli_text_addf(text, CLI_PLAIN, " like %s", view->like);
  if (last > view->offset)
    cli_text_addf(text, CLI_PLAIN, "%s%" G_GUINT64_FORMAT " to %" G_GUINT64_FORMAT " shown", cli_separator,
                  view->offset + 1, last);
  if (total > last && last > view->offset)
    cli_text_addf(text, CLI_FAINT, " (go on with --offset %" G_GUINT64_FORMAT ")", last);
  cli_heading_end(term, text, answer);
}

/* What the answer did with the words: partial matches, what was added to them, a better spelling. */
static void remarks(const CliTerm *term, CliBlock *block, JsonObject *answer, const char *like, guint width)
{
  g_autoptr(CliText) text = cli_text_new(term);
  JsonObject *query = cli_json_object(answer, "query");
  const char *canonical = like ? cli_json_string(query, "canonical") : NULL;
  if (canonical && *canonical) {
    g_autoptr(GString) words = g_string_new(canonical);
    g_string_replace(words, " OR ", ", ", 0);
    cli_text_addf(text, CLI_PLAIN, "Found by its words: %s", words->str);
    cli_text_wrap(text, block, width, 0, 2, 2);
  }
  if (!like)
    cli_heading_any(text, block, answer, width);
  cli_expansions_add(text, block, answer, width);
  const char *suggestion = cli_json_string(answer, "suggestion");
  const char *answered = cli_json_string(query, "answered");
  if (answered || suggestion) {
    cli_text_addf(text, CLI_PLAIN, answered ? "Showing works for: %s" : "Did you mean: %s",
                  answered ? answered : suggestion);
    cli_text_wrap(text, block, width, 0, 2, 0);
  }
}

void cli_hits_print_head(const CliTerm *term, JsonObject *answer, const CliView *view)
{
  g_autoptr(CliBlock) head = cli_block_new();
  g_autoptr(CliText) text = cli_text_new(term);
  totals(term, text, answer, view);
  cli_text_wrap(text, head, term->width, 0, 2, 0);
  remarks(term, head, answer, view->like, MIN(term->width, CLI_READABLE));
  cli_block_print(term, head);
}

void cli_hits_print_page(const CliTerm *term, JsonObject *answer, const CliView *view)
{
  g_autoptr(CliBlock) hits = hits_block(term, answer, view, MIN(term->width, CLI_READABLE));
  if (hits->len > 0)
    fputs("\n", term->stream);
  cli_block_print(term, hits);
}

void cli_hits_print_facets(const CliTerm *term, JsonObject *answer, const CliView *view)
{
  JsonObject *facets = cli_json_object(answer, "facets");
  if (!facets || json_object_get_size(facets) == 0)
    return;
  guint columns = MAX((term->width + GAP) / (FACET_COLUMN + GAP), 1);
  guint each = (term->width - (columns - 1) * GAP) / columns;
  g_autoptr(CliBlock) counts = facets_block(term, facets, columns, each, view);
  fputs("\n", term->stream);
  cli_block_print(term, counts);
}

/* Hits with the facets beside them. */
static void print_beside(const CliTerm *term, JsonObject *answer, const CliView *view)
{
  guint width = MIN(term->width - FACET_COLUMN - GAP, CLI_READABLE);
  guint columns = MAX((term->width - width) / (FACET_COLUMN + GAP), 1);
  g_autoptr(CliBlock) hits = hits_block(term, answer, view, width);
  g_autoptr(CliBlock) counts =
      facets_block(term, cli_json_object(answer, "facets"), columns, FACET_COLUMN, view);
  g_autoptr(CliBlock) both = cli_block_beside(hits, counts, width + GAP);
  fputs("\n", term->stream);
  cli_block_print(term, both);
}

void cli_hits_print(const CliTerm *term, JsonObject *answer, const CliView *view)
{
  JsonObject *facets = cli_json_object(answer, "facets");
  cli_hits_print_head(term, answer, view);
  if (facets && json_object_get_size(facets) > 0 && term->width >= BESIDE_FROM &&
      cli_json_length(cli_json_array(answer, "hits")) > 0) {
    print_beside(term, answer, view);
    return;
  }
  cli_hits_print_page(term, answer, view);
  cli_hits_print_facets(term, answer, view);
}
