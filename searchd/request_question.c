/* request_question.c - parameters of words, order, pages and forms. */
#include <string.h>

#include "plain.h"
#include "searchd/languages.h"
#include "searchd/request_private.h"

gboolean request_read_number(const char *parameter, const char *value, guint least, guint most, guint *number,
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

/* A space behind the last word tells that it is whole, which counts while it is typed. */
static char *normal_words(const char *value, gboolean typed)
{
  char *words = repere_plain_collapse(value);
  if (!typed || !*words || !g_ascii_isspace(value[strlen(value) - 1]))
    return words;
  char *spaced = g_strconcat(words, " ", NULL);
  g_free(words);
  return spaced;
}

gboolean request_read_q(Reader *reader, const char *value, Fault **fault)
{
  Request *request = reader->request;
  if (strlen(value) > REQUEST_Q_BYTES)
    return fault_set(fault, 400, "q", "The words of “q” are %zu bytes long; at most %d are read.",
                     strlen(value), REQUEST_Q_BYTES);
  char *words = normal_words(value, request->kind == REQUEST_SUGGEST);
  if (request->kind != REQUEST_TREND) {
    g_free(request->question->q);
    request->question->q = words;
    return TRUE;
  }
  if (request->qs->len == REQUEST_TRENDS) {
    g_free(words);
    return fault_set(fault, 400, "q", "“q” comes more than %d times; compare fewer at once.", REQUEST_TRENDS);
  }
  g_ptr_array_add(request->qs, words);
  return TRUE;
}

gboolean request_read_lang(Reader *reader, const char *value, Fault **fault)
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

gboolean request_read_sort(Reader *reader, const char *value, Fault **fault)
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
  if (reader->request->kind == REQUEST_FACET)
    return request_read_facet_sort("sort", value, &reader->request->facet->sort, fault);
  for (gsize i = 0; i < G_N_ELEMENTS(sorts); i++) {
    if (strcmp(value, sorts[i].name) == 0) {
      reader->request->question->sort = sorts[i].sort;
      return TRUE;
    }
  }
  g_autofree char *quoted = fault_quote(value);
  return fault_set(fault, 400, "sort", "%s is no order; sort by relevance, newest, oldest or title.", quoted);
}

gboolean request_read_limit(Reader *reader, const char *value, Fault **fault)
{
  Request *request = reader->request;
  if (request->kind == REQUEST_FACET)
    return request_read_number("limit", value, 0, REQUEST_FACET_LIMIT, &request->facet->limit, fault);
  if (request->kind == REQUEST_EXPORT)
    return request_read_number("limit", value, 1, REQUEST_EXPORT_LIMIT, &request->question->limit, fault);
  guint most = request->kind == REQUEST_SUGGEST ? REQUEST_SUGGEST_LIMIT : REQUEST_LIMIT;
  return request_read_number("limit", value, 0, most, &request->question->limit, fault);
}

gboolean request_read_offset(Reader *reader, const char *value, Fault **fault)
{
  Request *request = reader->request;
  guint *offset = request->kind == REQUEST_FACET ? &request->facet->offset : &request->question->offset;
  return request_read_number("offset", value, 0, REQUEST_OFFSET, offset, fault);
}

/* Whether it is one of ours is seen when the whole question is known. */
gboolean request_read_cursor(Reader *reader, const char *value, Fault **fault)
{
  (void)fault;
  g_free(reader->request->question->cursor);
  reader->request->question->cursor = g_strdup(value);
  return TRUE;
}

gboolean request_read_passages(Reader *reader, const char *value, Fault **fault)
{
  return request_read_number("passages", value, 0, REQUEST_PASSAGES, &reader->request->question->passages,
                             fault);
}

gboolean request_read_file(Reader *reader, const char *value, Fault **fault)
{
  return request_read_number("file", value, 1, G_MAXINT, &reader->request->file, fault);
}

gboolean request_read_explain(Reader *reader, const char *value, Fault **fault)
{
  if (strcmp(value, "1") != 0 && strcmp(value, "0") != 0) {
    g_autofree char *quoted = fault_quote(value);
    return fault_set(fault, 400, "explain", "%s is no value of “explain”; write 1 or 0.", quoted);
  }
  reader->request->question->explain = value[0] == '1';
  return TRUE;
}

gboolean request_read_expand(Reader *reader, const char *value, Fault **fault)
{
  Request *request = reader->request;
  if (++reader->expands > REQUEST_EXPANDS)
    return fault_set(fault, 400, "expand", "“expand” comes more than %d times; ask with fewer.",
                     REQUEST_EXPANDS);
  if (strcmp(value, "on") == 0) {
    reader->expand_on = TRUE;
  } else if (strcmp(value, "off") == 0) {
    request->question->expand = FALSE;
  } else if (*value != '-' || !value[1]) {
    g_autofree char *quoted = fault_quote(value);
    return fault_set(fault, 400, "expand",
                     "%s is no value of “expand”; write on, off, or -ID to leave one out.", quoted);
  } else if (!g_ptr_array_find_with_equal_func(request->question->left_out, value + 1, g_str_equal, NULL)) {
    g_ptr_array_add(request->question->left_out, g_strdup(value + 1));
  }
  if (reader->expand_on && !request->question->expand)
    return fault_set(fault, 400, "expand", "“expand” is both on and off; give one of them.");
  return TRUE;
}

gboolean request_read_spell(Reader *reader, const char *value, Fault **fault)
{
  gboolean on = strcmp(value, "on") == 0;
  if (!on && strcmp(value, "off") != 0) {
    g_autofree char *quoted = fault_quote(value);
    return fault_set(fault, 400, "spell", "%s is no value of “spell”; write on or off.", quoted);
  }
  reader->request->question->spell = on;
  return TRUE;
}

/* ---- forms ---- */

static const struct {
  const char *name;
  RequestFormat format;
} formats[] = {
  { "json", REQUEST_JSON }, { "opensearch", REQUEST_SUGGESTIONS },
  { "csv", REQUEST_CSV },   { "jsonl", REQUEST_JSONL },
  { "ris", REQUEST_RIS },   { "bibtex", REQUEST_BIBTEX },
  { "csl", REQUEST_CSL },
};

const char *request_format_name(RequestFormat format)
{
  return formats[format].name;
}

gboolean request_read_format(Reader *reader, const char *value, Fault **fault)
{
  gboolean suggest = reader->request->kind == REQUEST_SUGGEST;
  for (gsize i = 0; i < G_N_ELEMENTS(formats); i++) {
    if (strcmp(value, formats[i].name) == 0 && suggest == (formats[i].format < REQUEST_CSV)) {
      reader->request->format = formats[i].format;
      return TRUE;
    }
  }
  g_autofree char *quoted = fault_quote(value);
  return fault_set(fault, 400, "format", "%s is no format here; the formats are %s.", quoted,
                   suggest ? "json and opensearch" : "csv, jsonl, ris, bibtex and csl");
}

gboolean request_read_bom(Reader *reader, const char *value, Fault **fault)
{
  guint bom = 0;
  reader->bom_given = TRUE;
  if (!request_read_number("bom", value, 0, 1, &bom, fault))
    return FALSE;
  reader->request->bom = bom == 1;
  return TRUE;
}

/* ---- dates ---- */

static gboolean all_digits(const char *text, gsize count)
{
  for (gsize i = 0; i < count; i++) {
    if (!g_ascii_isdigit(text[i]))
      return FALSE;
  }
  return TRUE;
}

/* A date of W3CDTF, and how many of its bytes are of the day, month or year; 0 for what is none. A time is
 * checked by GLib (ISO 8601), and needs its zone as W3CDTF has it. */
static gsize date_length(const char *value)
{
  gsize length = strcspn(value, "T");
  if ((length != 4 && length != 7 && length != 10) || !all_digits(value, 4))
    return 0;
  guint year = (guint)g_ascii_strtoull(value, NULL, 10);
  if (!g_date_valid_year((GDateYear)year))
    return 0;
  guint month = 1;
  guint day = 1;
  if (length >= 7) {
    if (value[4] != '-' || !all_digits(value + 5, 2))
      return 0;
    month = (guint)g_ascii_strtoull(value + 5, NULL, 10);
  }
  if (length == 10) {
    if (value[7] != '-' || !all_digits(value + 8, 2))
      return 0;
    day = (guint)g_ascii_strtoull(value + 8, NULL, 10);
  }
  if (month < 1 || month > 12 || !g_date_valid_dmy((GDateDay)day, (GDateMonth)month, (GDateYear)year))
    return 0;
  if (!value[length])
    return length;
  if (length != 10)
    return 0;
  /* W3CDTF also has times without seconds, which ISO 8601 as GLib reads it has not. */
  const char *time = value + 11;
  gsize minutes = strspn(time, "0123456789:");
  g_autofree char *whole = minutes == 5 ? g_strdup_printf("%.*s:00%s", 16, value, time + 5) : g_strdup(value);
  g_autoptr(GDateTime) read = g_date_time_new_from_iso8601(whole, NULL);
  return read ? length : 0;
}

gboolean request_read_since(Reader *reader, const char *value, Fault **fault)
{
  gsize length = date_length(value);
  if (!length) {
    g_autofree char *quoted = fault_quote(value);
    return fault_set(fault, 400, "since",
                     "%s is no date; write 2021, 2021-06, 2021-06-30 or 2021-06-30T12:00:00Z.", quoted);
  }
  g_free(reader->request->since);
  reader->request->since = g_strndup(value, length);
  return TRUE;
}
