#include <string.h>

#include "client/hits.h"
#include "lib/csv.h"

#define BETWEEN "; "

/* Columns that are there whatever the library's facets are; those two facets are among them under these
 * names. */
static const char *const fixed[] = {"id",     "score",     "title",    "lang", "type",
                                    "issued", "languages", "creators", NULL};
static const char *const last[] = {"url", "page", "passage", NULL};

static gboolean is_fixed(const char *facet)
{
  return g_str_equal(facet, "type") || g_str_equal(facet, "language");
}

static int by_name(gconstpointer a, gconstpointer b)
{
  return strcmp(*(const char *const *)a, *(const char *const *)b);
}

GPtrArray *cli_hits_csv_columns(JsonObject *answer, const char *const *facets)
{
  JsonArray *hits = cli_json_array(answer, "hits");
  GPtrArray *columns = g_ptr_array_new_with_free_func(g_free);
  for (; facets && *facets; facets++)
    if (!is_fixed(*facets))
      g_ptr_array_add(columns, g_strdup(*facets));
  guint known = columns->len;
  g_autoptr(GHashTable) seen = g_hash_table_new(g_str_hash, g_str_equal);
  for (guint i = 0; i < known; i++)
    g_hash_table_add(seen, g_ptr_array_index(columns, i));
  g_autoptr(GPtrArray) more = g_ptr_array_new();
  for (guint i = 0; i < cli_json_length(hits); i++) {
    JsonObject *object = cli_json_object(cli_json_object_at(hits, i), "facets");
    GList *names = object ? json_object_get_members(object) : NULL;
    for (GList *name = names; name; name = name->next)
      if (!is_fixed(name->data) && g_hash_table_add(seen, name->data))
        g_ptr_array_add(more, name->data);
    g_list_free(names);
  }
  g_ptr_array_sort(more, by_name);
  for (guint i = 0; i < more->len; i++)
    g_ptr_array_add(columns, g_strdup(g_ptr_array_index(more, i)));
  return columns;
}

static void join(GString *cell, const char *text)
{
  if (!text)
    return;
  if (cell->len > 0)
    g_string_append(cell, BETWEEN);
  g_string_append(cell, text);
}

/* A cell from `cell`, which is emptied. */
static void add_joined(GString *out, GString *cell)
{
  repere_csv_comma(out);
  repere_csv_text(out, cell->str);
  g_string_truncate(cell, 0);
}

static void add_strings(GString *out, GString *cell, JsonArray *array)
{
  for (guint i = 0; i < cli_json_length(array); i++)
    join(cell, cli_json_string_at(array, i));
  add_joined(out, cell);
}

static void add_facet(GString *out, GString *cell, JsonArray *values)
{
  for (guint i = 0; i < cli_json_length(values); i++)
    join(cell, cli_json_label(cli_json_object_at(values, i)));
  add_joined(out, cell);
}

/* Where the passages stand and what they say; a hit without one has the address of its first file. */
static void add_passages(GString *out, GString *cell, JsonObject *hit)
{
  JsonArray *passages = cli_json_array(hit, "passages");
  for (guint i = 0; i < cli_json_length(passages); i++)
    join(cell, cli_json_string(cli_json_object_at(passages, i), "url"));
  if (cell->len == 0)
    join(cell, cli_json_string(cli_json_object_at(cli_json_array(hit, "files"), 0), "url"));
  add_joined(out, cell);
  for (guint i = 0; i < cli_json_length(passages); i++) {
    gint64 page = cli_json_int(cli_json_object_at(passages, i), "page");
    g_autofree char *number = page > 0 ? g_strdup_printf("%" G_GINT64_FORMAT, page) : NULL;
    join(cell, number);
  }
  add_joined(out, cell);
  for (guint i = 0; i < cli_json_length(passages); i++) {
    const char *html = cli_json_string(cli_json_object_at(passages, i), "html");
    g_autofree char *text = html ? cli_html_text(html) : NULL;
    join(cell, text);
  }
  add_joined(out, cell);
}

static void add_row(GString *out, JsonObject *hit, const GPtrArray *facets)
{
  g_autoptr(GString) cell = g_string_new(NULL);
  JsonObject *title = cli_json_object(hit, "title");
  repere_csv_text(out, cli_json_string(hit, "id"));
  repere_csv_comma(out);
  repere_csv_number(out, cli_json_double(hit, "score"));
  const char *texts[] = {cli_json_string(title, "text"), cli_json_string(title, "lang"),
                         cli_json_label(cli_json_object(hit, "type")), cli_json_string(hit, "issued")};
  for (guint i = 0; i < G_N_ELEMENTS(texts); i++) {
    repere_csv_comma(out);
    repere_csv_text(out, texts[i]);
  }
  add_strings(out, cell, cli_json_array(hit, "languages"));
  add_strings(out, cell, cli_json_array(hit, "creators"));
  JsonObject *values = cli_json_object(hit, "facets");
  for (guint i = 0; i < facets->len; i++)
    add_facet(out, cell, cli_json_array(values, g_ptr_array_index(facets, i)));
  add_passages(out, cell, hit);
  repere_csv_end(out);
}

void cli_hits_csv_head(GString *out, const GPtrArray *columns)
{
  for (guint i = 0; fixed[i]; i++) {
    if (i > 0)
      repere_csv_comma(out);
    repere_csv_text(out, fixed[i]);
  }
  for (guint i = 0; i < columns->len; i++) {
    repere_csv_comma(out);
    repere_csv_text(out, g_ptr_array_index(columns, i));
  }
  for (guint i = 0; last[i]; i++) {
    repere_csv_comma(out);
    repere_csv_text(out, last[i]);
  }
  repere_csv_end(out);
}

void cli_hits_csv_rows(GString *out, JsonObject *answer, const GPtrArray *columns)
{
  JsonArray *hits = cli_json_array(answer, "hits");
  for (guint i = 0; i < cli_json_length(hits); i++)
    add_row(out, cli_json_object_at(hits, i), columns);
}
