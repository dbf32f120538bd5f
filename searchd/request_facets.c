/* request_facets.c - parameters of filters and facets. */
#include <string.h>

#include "searchd/request_private.h"

/* ---- sentences ---- */

static char *facet_names(const RepereLibrary *library)
{
  GString *names = g_string_new(NULL);
  for (guint i = 0; i < library->facets->len; i++) {
    const RepereFacet *facet = library->facets->pdata[i];
    g_string_append_printf(names, "%s%s", i ? ", " : "", facet->name);
  }
  return g_string_free(names, FALSE);
}

static gboolean no_facet(const RepereLibrary *library, guint status, const char *parameter, const char *name,
                         Fault **fault)
{
  g_autofree char *quoted = fault_quote(name);
  g_autofree char *names = facet_names(library);
  return fault_set(fault, status, parameter, "There is no facet %s; the facets are %s.", quoted, names);
}

/* ---- filters ---- */

static gboolean bad_years(const char *written, Fault **fault)
{
  g_autofree char *quoted = fault_quote(written);
  return fault_set(fault, 400, "filter",
                   "%s is neither a year nor a range of years; write 2018, 2018..2022, 2018.. or "
                   "..2022.",
                   quoted);
}

/* A year of one to four digits. */
static gboolean read_year(const char *text, gsize length, int *year)
{
  if (length < 1 || length > 4)
    return FALSE;
  *year = 0;
  for (gsize i = 0; i < length; i++) {
    if (!g_ascii_isdigit(text[i]))
      return FALSE;
    *year = *year * 10 + (text[i] - '0');
  }
  return TRUE;
}

static gboolean add_years(Reader *reader, const char *facet, gboolean exclude, const char *value,
                          Fault **fault)
{
  int from = G_MININT;
  int to = G_MAXINT;
  const char *dots = strstr(value, "..");
  if (!dots) {
    if (!read_year(value, strlen(value), &from))
      return bad_years(value, fault);
    to = from;
  } else {
    gboolean open_from = dots == value;
    gboolean open_to = !dots[2];
    if ((open_from && open_to) || (!open_from && !read_year(value, (gsize)(dots - value), &from)) ||
        (!open_to && !read_year(dots + 2, strlen(dots + 2), &to)))
      return bad_years(value, fault);
    if (from > to)
      return fault_set(fault, 400, "filter", "The range of years ends before it starts; write %d..%d.", to,
                       from);
  }
  repere_question_add_range(reader->request->question, facet, exclude, from, to);
  return TRUE;
}

gboolean request_read_filter(Reader *reader, const char *value, Fault **fault)
{
  if (++reader->filters > REQUEST_FILTERS)
    return fault_set(fault, 400, "filter", "There are more than %d filters; ask with fewer.",
                     REQUEST_FILTERS);
  gboolean exclude = *value == '-';
  const char *start = value + exclude;
  const char *colon = strchr(start, ':');
  if (!colon) {
    g_autofree char *quoted = fault_quote(value);
    return fault_set(fault, 400, "filter",
                     "%s is no filter; write FACET:VALUE, or -FACET:VALUE to leave out.", quoted);
  }
  g_autofree char *name = g_strndup(start, (gsize)(colon - start));
  g_autofree char *wanted = g_strstrip(g_strdup(colon + 1));
  const RepereFacet *facet = repere_library_facet(reader->library, name);
  if (!facet)
    return no_facet(reader->library, 400, "filter", name, fault);
  if (!*wanted) {
    return fault_set(fault, 400, "filter", "The filter of “%s” names no value; write %s:VALUE.", facet->name,
                     facet->name);
  }
  if (facet->kind == REPERE_FACET_YEAR)
    return add_years(reader, facet->name, exclude, wanted, fault);
  repere_question_add_filter(reader->request->question, facet->name, exclude, wanted);
  return TRUE;
}

/* ---- facets ---- */

static RepereFacetAsk *find_ask(const RepereQuestion *question, const char *name)
{
  for (guint i = 0; i < question->facets->len; i++) {
    RepereFacetAsk *ask = question->facets->pdata[i];
    if (strcmp(ask->facet, name) == 0)
      return ask;
  }
  return NULL;
}

RepereFacetSort request_default_facet_sort(const RepereLibrary *library, const char *name)
{
  const RepereFacet *facet = repere_library_facet(library, name);
  return facet && facet->kind == REPERE_FACET_YEAR ? REPERE_FACET_SORT_VALUE : REPERE_FACET_SORT_COUNT;
}

/* The facet's ask, made where there is none yet; NULL for an unknown facet. */
static RepereFacetAsk *ask_for(Reader *reader, const char *name)
{
  RepereQuestion *question = reader->request->question;
  const RepereFacet *facet = repere_library_facet(reader->library, name);
  RepereFacetAsk *ask = facet ? find_ask(question, facet->name) : NULL;
  if (!facet || ask)
    return ask;
  ask = repere_question_add_facet(question, facet->name);
  ask->sort = request_default_facet_sort(reader->library, facet->name);
  return ask;
}

gboolean request_read_facet(Reader *reader, const char *value, Fault **fault)
{
  g_auto(GStrv) names = g_strsplit(value, ",", -1);
  for (char **name = names; *name; name++) {
    g_strstrip(*name);
    if (**name && !ask_for(reader, *name))
      return no_facet(reader->library, 400, "facet", *name, fault);
  }
  return TRUE;
}

gboolean request_read_facet_name(Reader *reader, const char *name, Fault **fault)
{
  reader->request->facet = ask_for(reader, name);
  return reader->request->facet || no_facet(reader->library, 404, NULL, name, fault);
}

gboolean request_read_match(Reader *reader, const char *value, Fault **fault)
{
  (void)fault;
  RepereFacetAsk *ask = reader->request->facet;
  g_autofree char *match = g_strstrip(g_strdup(value));
  g_free(ask->match);
  ask->match = *match ? g_steal_pointer(&match) : NULL;
  return TRUE;
}

gboolean request_read_rows(Reader *reader, const char *value, Fault **fault)
{
  reader->request->rows = ask_for(reader, value);
  return reader->request->rows || no_facet(reader->library, 400, "rows", value, fault);
}

gboolean request_read_columns(Reader *reader, const char *value, Fault **fault)
{
  reader->request->columns = ask_for(reader, value);
  return reader->request->columns || no_facet(reader->library, 400, "columns", value, fault);
}

gboolean request_read_by(Reader *reader, const char *value, Fault **fault)
{
  const RepereFacet *facet = repere_library_facet(reader->library, value);
  if (!facet)
    return no_facet(reader->library, 400, "by", value, fault);
  if (facet->kind != REPERE_FACET_YEAR)
    return fault_set(fault, 400, "by", "The facet “%s” is none of years; name one whose kind is year.",
                     facet->name);
  reader->request->by = facet;
  return TRUE;
}

gboolean request_find_years(Reader *reader, Fault **fault)
{
  const GPtrArray *facets = reader->library->facets;
  for (guint i = 0; i < facets->len && !reader->request->by; i++) {
    const RepereFacet *facet = facets->pdata[i];
    if (facet->kind == REPERE_FACET_YEAR)
      reader->request->by = facet;
  }
  return reader->request->by ||
         fault_set(fault, 400, "by", "No facet of this library is one of years; declare one with kind=year.");
}

/* ---- options of a facet ---- */

gboolean request_read_facet_sort(const char *parameter, const char *value, RepereFacetSort *sort,
                                 Fault **fault)
{
  if (strcmp(value, "count") == 0)
    *sort = REPERE_FACET_SORT_COUNT;
  else if (strcmp(value, "label") == 0)
    *sort = REPERE_FACET_SORT_LABEL;
  else if (strcmp(value, "value") == 0)
    *sort = REPERE_FACET_SORT_VALUE;
  else {
    g_autofree char *quoted = fault_quote(value);
    return fault_set(fault, 400, parameter,
                     "%s is no order of a facet’s values; sort by count, label or value.", quoted);
  }
  return TRUE;
}

/* One of a facet not asked for is checked all the same, and does nothing. */
gboolean request_read_option(Reader *reader, const TargetParameter *option, Fault **fault)
{
  const char *dot = strrchr(option->name, '.');
  g_autofree char *name = g_strndup(option->name, (gsize)(dot - option->name));
  if (!repere_library_facet(reader->library, name))
    return no_facet(reader->library, 400, option->name, name, fault);
  RepereFacetAsk unused = { .facet = NULL };
  RepereFacetAsk *ask = find_ask(reader->request->question, name);
  if (!ask)
    ask = &unused;
  if (strcmp(dot, ".limit") == 0)
    return request_read_number(option->name, option->value, 0, REQUEST_FACET_LIMIT, &ask->limit, fault);
  if (strcmp(dot, ".offset") == 0)
    return request_read_number(option->name, option->value, 0, REQUEST_OFFSET, &ask->offset, fault);
  return request_read_facet_sort(option->name, option->value, &ask->sort, fault);
}

gboolean request_is_option(const char *name)
{
  const char *dot = strrchr(name, '.');
  return dot && dot != name &&
         (strcmp(dot, ".limit") == 0 || strcmp(dot, ".offset") == 0 || strcmp(dot, ".sort") == 0);
}

/* ---- their order ---- */

static int compare_filters(gconstpointer a, gconstpointer b, gpointer library)
{
  const RepereFilter *one = *(const RepereFilter *const *)a;
  const RepereFilter *two = *(const RepereFilter *const *)b;
  guint first = repere_library_facet_index(library, one->facet);
  guint second = repere_library_facet_index(library, two->facet);
  if (first != second)
    return first < second ? -1 : 1;
  if (one->exclude != two->exclude)
    return one->exclude ? 1 : -1;
  int values = g_strcmp0(one->value, two->value);
  if (values)
    return values;
  if (one->from != two->from)
    return one->from < two->from ? -1 : 1;
  return one->to == two->to ? 0 : one->to < two->to ? -1 : 1;
}

static int compare_asks(gconstpointer a, gconstpointer b, gpointer library)
{
  const RepereFacetAsk *one = *(const RepereFacetAsk *const *)a;
  const RepereFacetAsk *two = *(const RepereFacetAsk *const *)b;
  guint first = repere_library_facet_index(library, one->facet);
  guint second = repere_library_facet_index(library, two->facet);
  return first == second ? 0 : first < second ? -1 : 1;
}

void request_sort_facets(Reader *reader)
{
  GPtrArray *filters = reader->request->question->filters;
  gpointer library = (gpointer)reader->library;
  g_ptr_array_sort_with_data(filters, compare_filters, library);
  for (guint i = filters->len; i > 1; i--) {
    if (compare_filters(&filters->pdata[i - 2], &filters->pdata[i - 1], library) == 0)
      g_ptr_array_remove_index(filters, i - 1);
  }
  g_ptr_array_sort_with_data(reader->request->question->facets, compare_asks, library);
}
