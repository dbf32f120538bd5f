/* request_canonical.c - a request as a string: equal for equal questions, and a target that asks the same
 * again. */
#include <string.h>

#include "searchd/request_private.h"

typedef struct {
  char *name, *value;
} Pair;

static void pair_free(gpointer data)
{
  Pair *pair = data;
  g_free(pair->name);
  g_free(pair->value);
  g_free(pair);
}

/* Takes `value`. */
static void add(GPtrArray *pairs, const char *name, char *value)
{
  Pair *pair = g_new(Pair, 1);
  *pair = (Pair){ .name = g_strdup(name), .value = value };
  g_ptr_array_add(pairs, pair);
}

static void add_number(GPtrArray *pairs, const char *name, guint number, guint usual)
{
  if (number != usual)
    add(pairs, name, g_strdup_printf("%u", number));
}

static char *filter_text(const RepereFilter *filter)
{
  const char *sign = filter->exclude ? "-" : "";
  if (filter->value)
    return g_strdup_printf("%s%s:%s", sign, filter->facet, filter->value);
  if (filter->from == filter->to)
    return g_strdup_printf("%s%s:%d", sign, filter->facet, filter->from);
  g_autofree char *from = filter->from == G_MININT ? g_strdup("") : g_strdup_printf("%d", filter->from);
  g_autofree char *to = filter->to == G_MAXINT ? g_strdup("") : g_strdup_printf("%d", filter->to);
  return g_strdup_printf("%s%s:%s..%s", sign, filter->facet, from, to);
}

static const char *facet_sort_name(RepereFacetSort sort)
{
  static const char *const names[] = { "count", "label", "value" };
  return names[sort];
}

static void add_options(GPtrArray *pairs, const RepereFacetAsk *ask, const char *prefix,
                        RepereFacetSort usual)
{
  g_autofree char *limit = g_strconcat(prefix, "limit", NULL);
  g_autofree char *offset = g_strconcat(prefix, "offset", NULL);
  g_autofree char *sort = g_strconcat(prefix, "sort", NULL);
  add_number(pairs, limit, ask->limit, REPERE_FACET_LIMIT);
  add_number(pairs, offset, ask->offset, 0);
  if (ask->sort != usual)
    add(pairs, sort, g_strdup(facet_sort_name(ask->sort)));
}

static void add_facets(GPtrArray *pairs, const Request *request, const RepereLibrary *library)
{
  const GPtrArray *asks = request->question->facets;
  g_autoptr(GString) names = g_string_new(NULL);
  for (guint i = 0; i < asks->len; i++) {
    const RepereFacetAsk *ask = asks->pdata[i];
    g_autofree char *prefix = request->facet ? g_strdup("") : g_strconcat(ask->facet, ".", NULL);
    add_options(pairs, ask, prefix, request_default_facet_sort(library, ask->facet));
    g_string_append_printf(names, "%s%s", i ? "," : "", ask->facet);
  }
  if (request->rows) {
    add(pairs, "rows", g_strdup(request->rows->facet));
    add(pairs, "columns", g_strdup(request->columns->facet));
  } else if (request->facet) {
    if (request->facet->match)
      add(pairs, "match", g_strdup(request->facet->match));
  } else if (names->len) {
    add(pairs, "facet", g_strdup(names->str));
  }
}

static void add_words(GPtrArray *pairs, const Request *request)
{
  const RepereQuestion *question = request->question;
  add(pairs, "lang", g_strdup(question->lang));
  if (*question->q)
    add(pairs, "q", g_strdup(question->q));
  for (guint i = 0; request->qs && i < request->qs->len; i++) {
    const char *q = request->qs->pdata[i];
    if (q && *q)
      add(pairs, "q", g_strdup(q));
  }
  for (guint i = 0; i < question->filters->len; i++)
    add(pairs, "filter", filter_text(question->filters->pdata[i]));
  if (!question->expand)
    add(pairs, "expand", g_strdup("off"));
  for (guint i = 0; question->expand && i < question->left_out->len; i++)
    add(pairs, "expand", g_strconcat("-", question->left_out->pdata[i], NULL));
}

static void add_page(GPtrArray *pairs, const Request *request)
{
  static const char *const sorts[] = { "relevance", "newest", "oldest", "title" };
  const RepereQuestion *question = request->question;
  if (!(request->kind & (REQUEST_FACET | REQUEST_FACETS | REQUEST_PIVOT | REQUEST_TREND)))
    add_number(pairs, "limit", question->limit, request_default_limit(request->kind));
  add_number(pairs, "offset", question->offset, 0);
  if (request->kind & (REQUEST_SEARCH | REQUEST_SIMILAR))
    add_number(pairs, "passages", question->passages, 1);
  if (question->sort != REPERE_SORT_RELEVANCE && request->kind != REQUEST_FEED)
    add(pairs, "sort", g_strdup(sorts[question->sort]));
  if (question->explain)
    add(pairs, "explain", g_strdup("1"));
  if (request->kind == REQUEST_SEARCH && !question->spell)
    add(pairs, "spell", g_strdup("off"));
  if (question->cursor)
    add(pairs, "cursor", g_strdup(question->cursor));
}

static void add_form(GPtrArray *pairs, const Request *request)
{
  if (request->kind == REQUEST_EXPORT || request->format != REQUEST_JSON)
    add(pairs, "format", g_strdup(request_format_name(request->format)));
  if (request->bom)
    add(pairs, "bom", g_strdup("1"));
  if (request->since)
    add(pairs, "since", g_strdup(request->since));
  if (request->by)
    add(pairs, "by", g_strdup(request->by->name));
  add_number(pairs, "file", request->file, 0);
}

char *request_id_part(const char *id)
{
  if (strcmp(id, ".") == 0)
    return g_strdup("%2E");
  return strcmp(id, "..") == 0 ? g_strdup("%2E%2E") : g_uri_escape_string(id, NULL, FALSE);
}

static GString *path_of(const Request *request)
{
  g_autofree char *id = request->id ? request_id_part(request->id) : NULL;
  GString *path = g_string_new(NULL);
  switch (request->kind) {
  case REQUEST_SEARCH: g_string_append(path, "/v1/search"); break;
  case REQUEST_WORK: g_string_append_printf(path, "/v1/works/%s", id); break;
  case REQUEST_PAGE: g_string_append_printf(path, "/v1/works/%s/pages/%u", id, request->page); break;
  case REQUEST_SIMILAR: g_string_append_printf(path, "/v1/works/%s/similar", id); break;
  case REQUEST_SUGGEST: g_string_append(path, "/v1/suggest"); break;
  case REQUEST_FACET: g_string_append_printf(path, "/v1/facets/%s", request->facet->facet); break;
  case REQUEST_PIVOT: g_string_append(path, "/v1/pivot"); break;
  case REQUEST_TREND: g_string_append(path, "/v1/trend"); break;
  case REQUEST_EXPORT: g_string_append(path, "/v1/export"); break;
  case REQUEST_FEED: g_string_append(path, "/v1/feed.atom"); break;
  case REQUEST_MULTI: g_string_append(path, "/v1/multi"); break;
  case REQUEST_FACETS: g_string_append(path, "/v1/facets"); break;
  case REQUEST_OPENSEARCH: g_string_append(path, "/opensearch.xml"); break;
  }
  return path;
}

/* By name; those of one name stay as they came. */
static void sort_pairs(GPtrArray *pairs)
{
  for (guint i = 1; i < pairs->len; i++) {
    Pair *moved = pairs->pdata[i];
    guint place = i;
    for (; place && strcmp(((Pair *)pairs->pdata[place - 1])->name, moved->name) > 0; place--)
      pairs->pdata[place] = pairs->pdata[place - 1];
    pairs->pdata[place] = moved;
  }
}

/* Characters besides RFC 3986's unreserved ones that mean nothing of their own in a query part. */
#define PLAIN ":,/"

char *request_canonical(const Request *request, const RepereLibrary *library)
{
  if (request->kind == REQUEST_MULTI) /* its searches have a canonical form each */
    return g_strdup("/v1/multi");
  g_autoptr(GPtrArray) pairs = g_ptr_array_new_with_free_func(pair_free);
  add_words(pairs, request);
  add_facets(pairs, request, library);
  add_page(pairs, request);
  add_form(pairs, request);
  sort_pairs(pairs);
  GString *text = path_of(request);
  for (guint i = 0; i < pairs->len; i++) {
    const Pair *pair = pairs->pdata[i];
    g_autofree char *value = g_uri_escape_string(pair->value, PLAIN, FALSE);
    g_string_append_printf(text, "%c%s=%s", i ? '&' : '?', pair->name, value);
  }
  return g_string_free(text, FALSE);
}

char *request_target_at(const Request *request, const char *cursor)
{
  g_auto(GStrv) halves = g_strsplit(request->canonical, "?", 2);
  g_auto(GStrv) parameters = g_strsplit(halves[1] ? halves[1] : "", "&", -1);
  GString *target = g_string_new(halves[0]);
  char separator = '?';
  for (char **parameter = parameters; *parameter; parameter++) {
    if (!**parameter || g_str_has_prefix(*parameter, "cursor=") || g_str_has_prefix(*parameter, "offset="))
      continue;
    g_string_append_printf(target, "%c%s", separator, *parameter);
    separator = '&';
  }
  if (cursor) {
    g_autofree char *escaped = g_uri_escape_string(cursor, PLAIN, FALSE);
    g_string_append_printf(target, "%ccursor=%s", separator, escaped);
  }
  return g_string_free(target, FALSE);
}
