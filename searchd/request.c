/* request.c - the table of parameters, and the road from a target to a request. */
#include "searchd/request.h"

#include <string.h>

#include "plain.h"
#include "searchd/languages.h"
#include "searchd/request_private.h"

/* ---- the table, and how a parameter is found in it ---- */

enum {
  EVERY = (1 << 13) - 1,
  WORDS = REQUEST_SEARCH | REQUEST_FACET | REQUEST_PIVOT | REQUEST_EXPORT | REQUEST_FEED, /* one `q` */
  EXPANDED = WORDS | REQUEST_TREND,
  FILTERED = EXPANDED | REQUEST_SIMILAR,
  COUNTED = REQUEST_SEARCH | REQUEST_SIMILAR,
  WITH_OPTIONS = COUNTED | REQUEST_PIVOT
};

typedef struct {
  const char *name;
  guint kinds; /* RequestKind, joined */
  gboolean repeatable;
  Read read;
} Row;

static const Row rows[] = {
  { "q", WORDS | REQUEST_SUGGEST, FALSE, request_read_q },
  { "q", REQUEST_TREND, TRUE, request_read_q },
  { "lang", EVERY & ~REQUEST_MULTI, FALSE, request_read_lang },
  { "filter", FILTERED, TRUE, request_read_filter },
  { "facet", COUNTED, TRUE, request_read_facet },
  { "sort", REQUEST_SEARCH | REQUEST_EXPORT | REQUEST_FACET, FALSE, request_read_sort },
  { "limit", COUNTED | REQUEST_SUGGEST | REQUEST_FACET | REQUEST_FEED | REQUEST_EXPORT, FALSE,
    request_read_limit },
  { "offset", COUNTED | REQUEST_FACET, FALSE, request_read_offset },
  { "cursor", REQUEST_SEARCH | REQUEST_FEED, FALSE, request_read_cursor },
  { "passages", COUNTED, FALSE, request_read_passages },
  { "explain", REQUEST_SEARCH, FALSE, request_read_explain },
  { "expand", EXPANDED, TRUE, request_read_expand },
  { "spell", REQUEST_SEARCH, FALSE, request_read_spell },
  { "file", REQUEST_PAGE, FALSE, request_read_file },
  { "match", REQUEST_FACET, FALSE, request_read_match },
  { "rows", REQUEST_PIVOT, FALSE, request_read_rows },
  { "columns", REQUEST_PIVOT, FALSE, request_read_columns },
  { "by", REQUEST_TREND, FALSE, request_read_by },
  { "format", REQUEST_EXPORT | REQUEST_SUGGEST, FALSE, request_read_format },
  { "bom", REQUEST_EXPORT, FALSE, request_read_bom },
  { "since", REQUEST_FEED, FALSE, request_read_since },
};

static const Row *find_row(RequestKind kind, const char *name)
{
  for (gsize i = 0; i < G_N_ELEMENTS(rows); i++) {
    if ((rows[i].kinds & kind) && strcmp(rows[i].name, name) == 0)
      return &rows[i];
  }
  return NULL;
}

static gboolean no_parameters(const char *name, Fault **fault)
{
  g_autofree char *quoted = fault_quote(name);
  return fault_set(fault, 400, name, "There is no parameter %s: this request takes none.", quoted);
}

static gboolean unknown(const Reader *reader, const char *name, Fault **fault)
{
  RequestKind kind = reader->request->kind;
  g_autofree char *quoted = fault_quote(name);
  if ((kind & FILTERED) && repere_library_facet(reader->library, name))
    return fault_set(fault, 400, name,
                     "There is no parameter %s; to filter by that facet, write filter=%s:VALUE.", quoted,
                     name);
  const char *known[G_N_ELEMENTS(rows) + 1];
  guint n = 0;
  for (gsize i = 0; i < G_N_ELEMENTS(rows); i++) {
    if (rows[i].kinds & kind)
      known[n++] = rows[i].name;
  }
  known[n] = NULL;
  if (!n)
    return no_parameters(name, fault);
  const char *close = repere_plain_closest(name, known);
  if (close)
    return fault_set(fault, 400, name, "There is no parameter %s; did you mean “%s”?", quoted, close);
  g_autofree char *all = g_strjoinv(", ", (char **)known);
  const char *options = kind & WITH_OPTIONS ? ", and NAME.limit, NAME.offset and NAME.sort of a facet" : "";
  return fault_set(fault, 400, name, "There is no parameter %s here; the parameters are %s%s.", quoted, all,
                   options);
}

static gboolean read_parameter(Reader *reader, const TargetParameter *parameter, Fault **fault)
{
  const char *name = parameter->name;
  RequestKind kind = reader->request->kind;
  const Row *row = find_row(kind, name);
  gboolean option = !row && (kind & WITH_OPTIONS) && request_is_option(name);
  if (!row && !option)
    return unknown(reader, name, fault);
  if (!*parameter->value)
    return TRUE;
  if (!(row && row->repeatable) && !g_hash_table_add(reader->seen, (gpointer)name)) {
    g_autofree char *quoted = fault_quote(name);
    return fault_set(fault, 400, name, "The parameter %s comes more than once; give it one value.", quoted);
  }
  if ((!row || row->read != request_read_q) && strlen(parameter->value) > REQUEST_VALUE_BYTES) {
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
    if (!request_read_option(reader, reader->options->pdata[i], fault))
      return FALSE;
  }
  return TRUE;
}

/* ---- the path ---- */

static gboolean read_page(Reader *reader, const char *part, Fault **fault)
{
  guint64 page = 0;
  if (!g_ascii_string_to_unsigned(part, 10, 1, G_MAXINT, &page, NULL)) {
    g_autofree char *quoted = fault_quote(part);
    return fault_set(fault, 404, NULL, "%s is no page; pages have whole numbers from 1.", quoted);
  }
  reader->request->page = (guint)page;
  return TRUE;
}

static gboolean read_path(Reader *reader, const Target *target, Fault **fault)
{
  RequestKind kind = reader->request->kind;
  const char *named = target->path->len > 2 ? target->path->pdata[2] : NULL;
  if (kind == REQUEST_FACET)
    return request_read_facet_name(reader, named, fault);
  if (!(kind & (REQUEST_WORK | REQUEST_PAGE | REQUEST_SIMILAR)))
    return TRUE;
  reader->request->id = g_strdup(named);
  return kind != REQUEST_PAGE || read_page(reader, target->path->pdata[4], fault);
}

/* ---- the whole ---- */

guint request_default_limit(RequestKind kind)
{
  switch (kind) {
  case REQUEST_SUGGEST: return 5;
  case REQUEST_FEED: return 20;
  case REQUEST_FACET: return REPERE_FACET_LIMIT;
  case REQUEST_EXPORT: return 0; /* all */
  default: return 10;
  }
}

/* What can be told only of all parameters together. */
static gboolean check_pivot(const Request *request, Fault **fault)
{
  if (!request->rows)
    return fault_set(fault, 400, "rows", "A pivot needs a facet for its rows; write rows=FACET.");
  if (!request->columns)
    return fault_set(fault, 400, "columns", "A pivot needs a facet for its columns; write columns=FACET.");
  return TRUE;
}

static gboolean check_cursor(const RepereQuestion *question, Fault **fault)
{
  if (!question->cursor)
    return TRUE;
  if (question->offset)
    return fault_set(fault, 400, "offset",
                     "“offset” and “cursor” both say where the page begins; give one of them.");
  if (!repere_cursor_fits(question->cursor, question))
    return fault_set(
      fault, 400, "cursor",
      "The cursor is none that an answer to this question gave; take “next” of the page before, and "
      "change nothing else.");
  return TRUE;
}

static int compare_texts(gconstpointer a, gconstpointer b)
{
  return strcmp(*(const char *const *)a, *(const char *const *)b);
}

static gboolean finish(Reader *reader, Fault **fault)
{
  Request *request = reader->request;
  if (request->kind == REQUEST_PIVOT && !check_pivot(request, fault))
    return FALSE;
  if (request->kind == REQUEST_TREND) {
    if (!request_find_years(reader, fault))
      return FALSE;
    if (!request->qs->len)
      g_ptr_array_add(request->qs, g_strdup(""));
    g_ptr_array_add(request->qs, NULL);
  }
  if (reader->bom_given && request->format != REQUEST_CSV)
    return fault_set(fault, 400, "bom", "“bom” is for format=csv alone; leave it out.");
  request_sort_facets(reader);
  g_ptr_array_sort(request->question->left_out, compare_texts);
  if (!check_cursor(request->question, fault))
    return FALSE;
  request->canonical = request_canonical(request, reader->library);
  return TRUE;
}

Request *request_new(RequestKind kind, const char *lang)
{
  Request *request = g_new0(Request, 1);
  request->references = 1;
  request->kind = kind;
  request->question = repere_question_new();
  request->question->limit = kind == REQUEST_FACET ? 0 : request_default_limit(kind);
  if (kind != REQUEST_SEARCH && kind != REQUEST_SIMILAR)
    request->question->passages = 0;
  request->question->spell = kind == REQUEST_SEARCH; /* numbers and exports are of what was asked */
  request->negotiated = TRUE;
  request->format = kind == REQUEST_EXPORT ? REQUEST_CSV : REQUEST_JSON;
  if (kind == REQUEST_TREND)
    request->qs = g_ptr_array_new_with_free_func(g_free);
  if (kind == REQUEST_FEED)
    request->question->sort = REPERE_SORT_NEWEST;
  g_free(request->question->lang);
  request->question->lang = g_strdup(lang);
  return request;
}

Request *request_read(const Target *target, RequestKind kind, const RepereLibrary *library,
                      const char *accept_language, Fault **fault)
{
  g_autoptr(Request) request = request_new(kind, languages_accept(library, accept_language));
  g_autoptr(GHashTable) seen = g_hash_table_new(g_str_hash, g_str_equal);
  g_autoptr(GPtrArray) options = g_ptr_array_new();
  Reader reader = { .library = library, .request = request, .seen = seen, .options = options };
  if (!read_path(&reader, target, fault) || !read_parameters(&reader, target, fault) ||
      !finish(&reader, fault))
    return NULL;
  return g_steal_pointer(&request);
}

Request *request_share(Request *request)
{
  g_atomic_int_inc(&request->references);
  request->question->gone = NULL;
  request->question->gone_data = NULL;
  return request;
}

void request_free(Request *request)
{
  if (!request || !g_atomic_int_dec_and_test(&request->references))
    return;
  repere_question_free(request->question);
  g_clear_pointer(&request->qs, g_ptr_array_unref);
  g_clear_pointer(&request->searches, g_ptr_array_unref);
  g_free(request->id);
  g_free(request->since);
  g_free(request->canonical);
  g_free(request);
}
