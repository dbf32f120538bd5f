#include "searchd/request.h"

#include <string.h>

#include "plain.h"
#include "searchd/languages.h"

typedef struct {
  const RepereLibrary *library;
  RequestKind kind;
  Request *request;
  GHashTable *seen;   /* names (char *) of parameters with one value that were there */
  GPtrArray *options; /* of TargetParameter *: NAME.limit and NAME.sort, read when all facets are known */
  guint filters, expands;
  gboolean expand_on, expand_off;
} Reader;

typedef struct {
  const char *name;
  guint kinds; /* RequestKind, joined */
  gboolean repeatable;
  gboolean (*read)(Reader *reader, const char *value, Fault **fault);
} Row;

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

static gboolean no_facet(const RepereLibrary *library, const char *parameter, const char *name, Fault **fault)
{
  g_autofree char *quoted = fault_quote(name);
  g_autofree char *names = facet_names(library);
  return fault_set(fault, 400, parameter, "There is no facet %s; the facets are %s.", quoted, names);
}

static gboolean read_number(const char *parameter, const char *value, guint least, guint most, guint *number,
                            Fault **fault)
{
  guint64 read = 0;
  if (!g_ascii_string_to_unsigned(value, 10, least, most, &read, NULL)) {
    g_autofree char *quoted = fault_quote(value);
    return fault_set(fault, 400, parameter, "%s is no value of “%s”; give a whole number from %u to %u.",
                     quoted, parameter, least, most);
  }
  *number = (guint)read;
  return TRUE;
}

/* ---- parameters of one value ---- */

static gboolean read_q(Reader *reader, const char *value, Fault **fault)
{
  if (strlen(value) > REQUEST_Q_BYTES)
    return fault_set(fault, 400, "q", "The words of “q” are %zu bytes long; at most %d are read.",
                     strlen(value), REQUEST_Q_BYTES);
  g_free(reader->request->question->q);
  reader->request->question->q = g_strdup(value);
  return TRUE;
}

static gboolean read_lang(Reader *reader, const char *value, Fault **fault)
{
  const char *lang = languages_lookup(reader->library, value);
  if (!lang) {
    g_autofree char *quoted = fault_quote(value);
    g_autofree char *all = g_strjoinv(", ", reader->library->languages);
    return fault_set(fault, 400, "lang", "%s is no language of this library; the languages are %s.", quoted,
                     all);
  }
  g_free(reader->request->question->lang);
  reader->request->question->lang = g_strdup(lang);
  reader->request->negotiated = FALSE;
  return TRUE;
}

static gboolean read_sort(Reader *reader, const char *value, Fault **fault)
{
  static const struct {
    const char *name;
    RepereSort sort;
  } sorts[] = {
    { "relevance", REPERE_SORT_RELEVANCE },
    { "newest", REPERE_SORT_NEWEST },
    { "oldest", REPERE_SORT_OLDEST },
    { "title", REPERE_SORT_TITLE },
  };
  for (gsize i = 0; i < G_N_ELEMENTS(sorts); i++) {
    if (strcmp(value, sorts[i].name) == 0) {
      reader->request->question->sort = sorts[i].sort;
      return TRUE;
    }
  }
  g_autofree char *quoted = fault_quote(value);
  return fault_set(fault, 400, "sort", "%s is no order; sort by relevance, newest, oldest or title.", quoted);
}

static gboolean read_limit(Reader *reader, const char *value, Fault **fault)
{
  return read_number("limit", value, 0, REQUEST_LIMIT, &reader->request->question->limit, fault);
}

static gboolean read_offset(Reader *reader, const char *value, Fault **fault)
{
  return read_number("offset", value, 0, REQUEST_OFFSET, &reader->request->question->offset, fault);
}

static gboolean read_passages(Reader *reader, const char *value, Fault **fault)
{
  return read_number("passages", value, 0, REQUEST_PASSAGES, &reader->request->question->passages, fault);
}

static gboolean read_file(Reader *reader, const char *value, Fault **fault)
{
  return read_number("file", value, 1, G_MAXINT, &reader->request->file, fault);
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

static gboolean read_filter(Reader *reader, const char *value, Fault **fault)
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
    return no_facet(reader->library, "filter", name, fault);
  if (!*wanted) {
    return fault_set(fault, 400, "filter", "The filter of “%s” names no value; write %s:VALUE.", facet->name,
                     facet->name);
  }
  if (facet->kind == REPERE_FACET_YEAR)
    return add_years(reader, facet->name, exclude, wanted, fault);
  repere_question_add_filter(reader->request->question, facet->name, exclude, wanted);
  return TRUE;
}

/* ---- facets and their options ---- */

static RepereFacetAsk *find_ask(const RepereQuestion *question, const char *name)
{
  for (guint i = 0; i < question->facets->len; i++) {
    RepereFacetAsk *ask = question->facets->pdata[i];
    if (strcmp(ask->facet, name) == 0)
      return ask;
  }
  return NULL;
}

static gboolean read_facet(Reader *reader, const char *value, Fault **fault)
{
  RepereQuestion *question = reader->request->question;
  g_auto(GStrv) names = g_strsplit(value, ",", -1);
  for (char **name = names; *name; name++) {
    g_strstrip(*name);
    if (!**name)
      continue;
    const RepereFacet *facet = repere_library_facet(reader->library, *name);
    if (!facet)
      return no_facet(reader->library, "facet", *name, fault);
    if (find_ask(question, facet->name)) /* an object has each key once */
      continue;
    RepereFacetAsk *ask = repere_question_add_facet(question, facet->name);
    ask->sort = facet->kind == REPERE_FACET_YEAR ? REPERE_FACET_SORT_VALUE : REPERE_FACET_SORT_COUNT;
  }
  return TRUE;
}

static gboolean read_facet_sort(const char *parameter, const char *value, RepereFacetSort *sort,
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

/* NAME.limit and NAME.sort. One of a facet not asked for is checked all the same, and does nothing. */
static gboolean read_option(Reader *reader, const TargetParameter *option, Fault **fault)
{
  const char *dot = strrchr(option->name, '.');
  g_autofree char *name = g_strndup(option->name, (gsize)(dot - option->name));
  if (!repere_library_facet(reader->library, name))
    return no_facet(reader->library, option->name, name, fault);
  RepereFacetAsk unused = { .facet = NULL };
  RepereFacetAsk *ask = find_ask(reader->request->question, name);
  if (!ask)
    ask = &unused;
  if (strcmp(dot, ".limit") == 0)
    return read_number(option->name, option->value, 0, REQUEST_FACET_LIMIT, &ask->limit, fault);
  return read_facet_sort(option->name, option->value, &ask->sort, fault);
}

static gboolean is_option(const char *name)
{
  const char *dot = strrchr(name, '.');
  return dot && dot != name && (strcmp(dot, ".limit") == 0 || strcmp(dot, ".sort") == 0);
}

/* ---- expand ---- */

static gboolean read_expand(Reader *reader, const char *value, Fault **fault)
{
  if (++reader->expands > REQUEST_EXPANDS)
    return fault_set(fault, 400, "expand", "“expand” comes more than %d times; ask with fewer.",
                     REQUEST_EXPANDS);
  if (strcmp(value, "on") == 0)
    reader->expand_on = TRUE;
  else if (strcmp(value, "off") == 0)
    reader->expand_off = TRUE;
  else if (*value != '-' || !value[1]) {
    g_autofree char *quoted = fault_quote(value);
    return fault_set(fault, 400, "expand",
                     "%s is no value of “expand”; write on, off, or -CONCEPT to leave one out.", quoted);
  }
  if (reader->expand_on && reader->expand_off)
    return fault_set(fault, 400, "expand", "“expand” is both on and off; give one of them.");
  return TRUE;
}

/* ---- the table of parameters, and how one is found in it ---- */

enum { ALL_KINDS = REQUEST_SEARCH | REQUEST_WORK | REQUEST_PAGE };

static const Row rows[] = {
  { "q", REQUEST_SEARCH, FALSE, read_q },           { "lang", ALL_KINDS, FALSE, read_lang },
  { "filter", REQUEST_SEARCH, TRUE, read_filter },  { "facet", REQUEST_SEARCH, TRUE, read_facet },
  { "sort", REQUEST_SEARCH, FALSE, read_sort },     { "limit", REQUEST_SEARCH, FALSE, read_limit },
  { "offset", REQUEST_SEARCH, FALSE, read_offset }, { "passages", REQUEST_SEARCH, FALSE, read_passages },
  { "expand", REQUEST_SEARCH, TRUE, read_expand },  { "file", REQUEST_PAGE, FALSE, read_file },
};

static const Row *find_row(RequestKind kind, const char *name)
{
  for (gsize i = 0; i < G_N_ELEMENTS(rows); i++) {
    if ((rows[i].kinds & kind) && strcmp(rows[i].name, name) == 0)
      return &rows[i];
  }
  return NULL;
}

static gboolean unknown(const Reader *reader, const char *name, Fault **fault)
{
  g_autofree char *quoted = fault_quote(name);
  if (reader->kind == REQUEST_SEARCH && repere_library_facet(reader->library, name))
    return fault_set(fault, 400, name,
                     "There is no parameter %s; to filter by that facet, write filter=%s:VALUE.", quoted,
                     name);
  const char *known[G_N_ELEMENTS(rows) + 1];
  guint n = 0;
  for (gsize i = 0; i < G_N_ELEMENTS(rows); i++) {
    if (rows[i].kinds & reader->kind)
      known[n++] = rows[i].name;
  }
  known[n] = NULL;
  const char *close = repere_plain_closest(name, known);
  if (close)
    return fault_set(fault, 400, name, "There is no parameter %s; did you mean “%s”?", quoted, close);
  g_autofree char *all = g_strjoinv(", ", (char **)known);
  const char *options = reader->kind == REQUEST_SEARCH ? ", and NAME.limit and NAME.sort of a facet" : "";
  return fault_set(fault, 400, name, "There is no parameter %s here; the parameters are %s%s.", quoted, all,
                   options);
}

static gboolean read_parameter(Reader *reader, const TargetParameter *parameter, Fault **fault)
{
  const char *name = parameter->name;
  const Row *row = find_row(reader->kind, name);
  gboolean option = !row && reader->kind == REQUEST_SEARCH && is_option(name);
  if (!row && !option)
    return unknown(reader, name, fault);
  if (!*parameter->value)
    return TRUE;
  if (!(row && row->repeatable) && !g_hash_table_add(reader->seen, (gpointer)name)) {
    g_autofree char *quoted = fault_quote(name);
    return fault_set(fault, 400, name, "The parameter %s comes more than once; give it one value.", quoted);
  }
  if ((!row || row->read != read_q) && strlen(parameter->value) > REQUEST_VALUE_BYTES) {
    g_autofree char *quoted = fault_quote(name);
    return fault_set(fault, 400, name, "The value of %s is %zu bytes long; at most %d are read.", quoted,
                     strlen(parameter->value), REQUEST_VALUE_BYTES);
  }
  if (option) {
    g_ptr_array_add(reader->options, (gpointer)parameter);
    return TRUE;
  }
  return row->read(reader, parameter->value, fault);
}

static gboolean read_parameters(Reader *reader, const Target *target, Fault **fault)
{
  for (guint i = 0; i < target->parameters->len; i++) {
    if (!read_parameter(reader, target->parameters->pdata[i], fault))
      return FALSE;
  }
  for (guint i = 0; i < reader->options->len; i++) {
    if (!read_option(reader, reader->options->pdata[i], fault))
      return FALSE;
  }
  return TRUE;
}

/* ---- the whole ---- */

/* /v1/works/ID and /v1/works/ID/pages/N */
static gboolean read_path(Reader *reader, const Target *target, Fault **fault)
{
  if (reader->kind == REQUEST_SEARCH)
    return TRUE;
  reader->request->id = g_strdup(target->path->pdata[2]);
  if (reader->kind == REQUEST_WORK)
    return TRUE;
  guint64 page = 0;
  if (!g_ascii_string_to_unsigned(target->path->pdata[4], 10, 1, G_MAXINT, &page, NULL)) {
    g_autofree char *quoted = fault_quote(target->path->pdata[4]);
    return fault_set(fault, 404, NULL, "%s is no page; pages have whole numbers from 1.", quoted);
  }
  reader->request->page = (guint)page;
  return TRUE;
}

Request *request_read(const Target *target, RequestKind kind, const RepereLibrary *library,
                      const char *accept_language, Fault **fault)
{
  g_autoptr(Request) request = g_new0(Request, 1);
  request->question = repere_question_new();
  request->negotiated = TRUE;
  g_free(request->question->lang);
  request->question->lang = g_strdup(languages_accept(library, accept_language));

  g_autoptr(GHashTable) seen = g_hash_table_new(g_str_hash, g_str_equal);
  g_autoptr(GPtrArray) options = g_ptr_array_new();
  Reader reader = { .library = library, .kind = kind, .request = request, .seen = seen, .options = options };
  if (!read_path(&reader, target, fault) || !read_parameters(&reader, target, fault))
    return NULL;
  return g_steal_pointer(&request);
}

void request_free(Request *request)
{
  if (!request)
    return;
  repere_question_free(request->question);
  g_free(request->id);
  g_free(request);
}
