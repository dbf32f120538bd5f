/* record_faults.c - see record_faults.h */
#include "indexer/record_faults.h"
#include "indexer/csv_records.h"
#include "indexer/reason.h"
#include "indexer/record_tree.h"
#include "plain.h"
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>

enum { ID_BYTES = 200, SHOWN_CHARACTERS = 60 };

typedef enum {
  CONTENT_WORDS,
  CONTENT_ID,
  CONTENT_DATE,
  CONTENT_LANGUAGE,
  CONTENT_COUNTRY,
  CONTENT_ACCESS,
  CONTENT_POINT,
  CONTENT_FILE
} Content;

typedef struct {
  const char *name;
  Content content;
  gboolean needed, once;
  gboolean lang; /* may have xml:lang */
} Rule;

static const Rule RULES[] = {
  {"dcterms:identifier", CONTENT_ID, TRUE, TRUE, FALSE},
  {"dcterms:type", CONTENT_WORDS, FALSE, TRUE, FALSE},
  {"dcterms:title", CONTENT_WORDS, FALSE, FALSE, TRUE},
  {"dcterms:abstract", CONTENT_WORDS, FALSE, FALSE, TRUE},
  {"dcterms:creator", CONTENT_WORDS, FALSE, FALSE, FALSE},
  {"dcterms:publisher", CONTENT_WORDS, FALSE, FALSE, FALSE},
  {"dcterms:issued", CONTENT_DATE, FALSE, TRUE, FALSE},
  {"dcterms:language", CONTENT_LANGUAGE, FALSE, FALSE, FALSE},
  {"dcterms:subject", CONTENT_WORDS, FALSE, FALSE, TRUE},
  {"dcterms:spatial", CONTENT_COUNTRY, FALSE, FALSE, FALSE},
  {"origin", CONTENT_COUNTRY, FALSE, FALSE, FALSE},
  {"host", CONTENT_COUNTRY, FALSE, FALSE, FALSE},
  {"dcterms:isPartOf", CONTENT_WORDS, FALSE, FALSE, FALSE},
  {"dcterms:relation", CONTENT_WORDS, FALSE, FALSE, FALSE},
  {"dcterms:isVersionOf", CONTENT_WORDS, FALSE, FALSE, FALSE},
  {"dcterms:hasVersion", CONTENT_WORDS, FALSE, FALSE, FALSE},
  {"dcterms:isFormatOf", CONTENT_WORDS, FALSE, FALSE, FALSE},
  {"dcterms:replaces", CONTENT_WORDS, FALSE, FALSE, FALSE},
  {"dcterms:isReplacedBy", CONTENT_WORDS, FALSE, FALSE, FALSE},
  {"programme", CONTENT_WORDS, FALSE, FALSE, FALSE},
  {"dcterms:audience", CONTENT_WORDS, FALSE, FALSE, FALSE},
  {"dcterms:accessRights", CONTENT_ACCESS, FALSE, TRUE, FALSE},
  {"point", CONTENT_POINT, FALSE, FALSE, FALSE},
  {"text", CONTENT_WORDS, FALSE, FALSE, TRUE},
  {"dcterms:hasFormat", CONTENT_FILE, FALSE, FALSE, TRUE},
};
enum { N_RULES = G_N_ELEMENTS(RULES) };

void repere_fault_free(RepereFault *fault)
{
  if (fault == NULL)
    return;
  g_free(fault->text);
  g_free(fault);
}

/* `text` is consumed. */
static void add(GPtrArray *faults, guint line, char *text)
{
  RepereFault *fault = g_new(RepereFault, 1);
  fault->text = text;
  fault->line = line;
  g_ptr_array_add(faults, fault);
}

/* A value as a sentence shows it. */
static char *shown(const char *value)
{
  if (g_utf8_strlen(value, -1) <= SHOWN_CHARACTERS)
    return g_strdup(value);
  g_autofree char *head = g_utf8_substring(value, 0, SHOWN_CHARACTERS);
  return g_strconcat(head, "…", NULL);
}

/* ---- forms of values ---- */

static gboolean all_digits(const char *text, gsize length)
{
  for (gsize i = 0; i < length; i++)
    if (!g_ascii_isdigit(text[i]))
      return FALSE;
  return TRUE;
}

gboolean repere_is_date(const char *value)
{
  gsize length = strlen(value);
  if ((length != 4 && length != 7 && length != 10) || !all_digits(value, 4))
    return FALSE;
  if (length >= 7 && (value[4] != '-' || !all_digits(value + 5, 2)))
    return FALSE;
  if (length == 10 && (value[7] != '-' || !all_digits(value + 8, 2)))
    return FALSE;
  int year = atoi(value), month = length >= 7 ? atoi(value + 5) : 1, day = length == 10 ? atoi(value + 8) : 1;
  return year > 0 && month >= 1 && month <= 12 &&
         g_date_valid_dmy((GDateDay)day, (GDateMonth)month, (GDateYear)year);
}

gboolean repere_is_language_tag(const char *value)
{
  gsize part = 0;
  for (const char *c = value; *c != '\0'; c++) {
    gboolean in_first = memchr(value, '-', (gsize)(c - value) + 1) == NULL;
    if (*c == '-' && part == 0)
      return FALSE;
    part = *c == '-' ? 0 : part + 1;
    if (*c != '-' && (in_first ? !g_ascii_isalpha(*c) : !g_ascii_isalnum(*c)))
      return FALSE;
    if (part > (in_first ? 3u : 8u) || (*c == '-' && c - value < 2))
      return FALSE;
  }
  return part > 0 && strlen(value) >= 2;
}

static gboolean is_access(const char *value)
{
  if (strcmp(value, "public") == 0 || strcmp(value, "members") == 0)
    return TRUE;
  if (!g_str_has_prefix(value, "group:"))
    return FALSE;
  const char *name = value + strlen("group:");
  gsize length = strspn(name, "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789._-");
  return length >= 1 && length <= 100 && name[length] == '\0';
}

static gboolean has_space(const char *value)
{
  for (const char *c = value; *c != '\0'; c++)
    if (g_ascii_isspace(*c))
      return TRUE;
  return FALSE;
}

/* ---- one element ---- */

static void check_country(GPtrArray *faults, guint line, const char *subject, const char *value)
{
  if (strlen(value) == 2 && g_ascii_isupper(value[0]) && g_ascii_isupper(value[1]))
    return;
  g_autofree char *show = shown(value);
  g_autofree char *upper = g_ascii_strup(value, -1);
  if (strlen(value) == 2 && g_ascii_isalpha(value[0]) && g_ascii_isalpha(value[1]))
    add(faults, line, repere_reason(REPERE_REASON_RECORD_CAPITALS, subject, show, upper));
  else
    add(faults, line, repere_reason(REPERE_REASON_RECORD_COUNTRY, subject, show));
}

static void check_value(GPtrArray *faults, const xmlNode *node, const Rule *rule, const char *value)
{
  guint line = repere_tree_line(node);
  g_autofree char *subject = repere_csv_subject(node, NULL);
  g_autofree char *show = shown(value);
  if (*value == '\0' && rule->content == CONTENT_WORDS)
    return;
  if (*value == '\0') {
    add(faults, line, repere_reason(REPERE_REASON_RECORD_EMPTY, subject));
    return;
  }
  switch (rule->content) {
  case CONTENT_ID:
    if (has_space(value))
      add(faults, line, repere_reason(REPERE_REASON_RECORD_ID_SPACE, subject, show));
    else if (g_utf8_strlen(value, -1) > ID_BYTES)
      add(faults, line, repere_reason(REPERE_REASON_RECORD_ID_LONG, subject, show, (guint)ID_BYTES));
    break;
  case CONTENT_DATE:
    if (!repere_is_date(value))
      add(faults, line, repere_reason(REPERE_REASON_RECORD_DATE, subject, show));
    break;
  case CONTENT_LANGUAGE:
    if (!repere_is_language_tag(value))
      add(faults, line, repere_reason(REPERE_REASON_RECORD_LANGUAGE, subject, show));
    break;
  case CONTENT_COUNTRY:
    check_country(faults, line, subject, value);
    break;
  case CONTENT_ACCESS:
    if (!is_access(value))
      add(faults, line, repere_reason(REPERE_REASON_RECORD_ACCESS, subject, show));
    break;
  case CONTENT_WORDS:
  case CONTENT_POINT:
  case CONTENT_FILE:
    break;
  }
}

static void check_degree(GPtrArray *faults, const xmlNode *node, const char *name, guint most)
{
  g_autofree char *value = repere_tree_attribute(node, name, FALSE);
  guint line = repere_tree_line(node);
  gboolean in_csv = repere_csv_made(node);
  g_autofree char *subject = repere_csv_subject(node, name);
  if (value == NULL && in_csv) {
    add(faults, line, repere_reason(REPERE_REASON_RECORD_HALF_POINT));
    return;
  }
  if (value == NULL) {
    add(faults, line, repere_reason(REPERE_REASON_RECORD_POINT, subject, name));
    return;
  }
  char *end = NULL;
  double degrees = g_ascii_strtod(value, &end);
  gboolean plain = *value != '\0' && strspn(value, "+-.0123456789") == strlen(value) && *end == '\0';
  g_autofree char *show = g_strdup_printf("%s%s\"%s\"", in_csv ? "" : name, in_csv ? "" : "=", value);
  if (!plain || !(degrees >= -(double)most && degrees <= most))
    add(faults, line, repere_reason(REPERE_REASON_RECORD_DEGREES, subject, show, most, most));
}

static void check_file(GPtrArray *faults, const xmlNode *node)
{
  guint line = repere_tree_line(node);
  g_autofree char *subject = repere_csv_subject(node, NULL);
  g_autofree char *href = repere_tree_attribute(node, "href", FALSE);
  g_autofree char *type = repere_tree_attribute(node, "type", FALSE);
  g_autofree char *url = repere_tree_attribute(node, "url", FALSE);
  g_autofree char *show = g_strdup_printf("%s\"%s\"", repere_csv_made(node) ? "" : "href=", href ? href : "");
  if (href == NULL || *href == '\0')
    add(faults, line, repere_reason(REPERE_REASON_RECORD_NO_HREF, subject));
  else if (*href == '/')
    add(faults, line, repere_reason(REPERE_REASON_RECORD_SLASH, subject, show));
  if (type != NULL && strcmp(type, "application/pdf") != 0 && strcmp(type, "text/html") != 0 &&
      strcmp(type, "text/plain") != 0)
    add(faults, line, repere_reason(REPERE_REASON_RECORD_FILE_TYPE, subject, type));
  g_autofree char *scheme = url != NULL ? g_uri_parse_scheme(url) : NULL;
  if (url != NULL && (scheme == NULL || has_space(url)))
    add(faults, line, repere_reason(REPERE_REASON_RECORD_URL, subject, url));
}

static gboolean may_have(const Rule *rule, const xmlAttr *attribute)
{
  const char *name = (const char *)attribute->name;
  if (attribute->ns != NULL)
    return rule->lang && strcmp((const char *)attribute->ns->href, (const char *)XML_XML_NAMESPACE) == 0 &&
           strcmp(name, "lang") == 0;
  static const char *const OF_FILE[] = {"href", "type", "url", NULL};
  static const char *const OF_POINT[] = {"lat", "lon", NULL};
  return (rule->content == CONTENT_FILE && g_strv_contains(OF_FILE, name)) ||
         (rule->content == CONTENT_POINT && g_strv_contains(OF_POINT, name));
}

static void check_attributes(GPtrArray *faults, const xmlNode *node, const Rule *rule)
{
  guint line = repere_tree_line(node);
  g_autofree char *subject = repere_reason(REPERE_REASON_RECORD_ELEMENT, rule->name);
  for (const xmlAttr *attribute = node->properties; attribute != NULL; attribute = attribute->next) {
    const char *prefix =
      attribute->ns != NULL && attribute->ns->prefix != NULL ? (const char *)attribute->ns->prefix : "";
    const char *local = (const char *)attribute->name;
    g_autofree char *whole = g_strconcat(prefix, *prefix != '\0' ? ":" : "", local, NULL);
    gboolean meant = rule->lang && strcmp(local, "lang") == 0;
    if (!may_have(rule, attribute))
      add(faults, line,
          repere_reason(meant ? REPERE_REASON_RECORD_XML_LANG : REPERE_REASON_RECORD_ATTRIBUTE, subject,
                        whole));
  }
  g_autofree char *lang = repere_tree_attribute(node, "lang", TRUE);
  if (rule->lang && lang != NULL && !repere_is_language_tag(lang))
    add(faults, line, repere_reason(REPERE_REASON_RECORD_LANG_CODE, subject, lang));
}

static void check_element(GPtrArray *faults, const xmlNode *node, const Rule *rule)
{
  g_autofree char *subject = repere_reason(REPERE_REASON_RECORD_ELEMENT, rule->name);
  check_attributes(faults, node, rule);
  for (const xmlNode *child = node->children; child != NULL; child = child->next) {
    if (child->type != XML_ELEMENT_NODE)
      continue;
    g_autofree char *name = repere_tree_name(child);
    add(faults, repere_tree_line(child), repere_reason(REPERE_REASON_RECORD_MARKUP, subject, name));
    return;
  }
  g_autofree char *value = repere_tree_text(node);
  if (rule->content == CONTENT_POINT || rule->content == CONTENT_FILE) {
    if (*value != '\0')
      add(faults, repere_tree_line(node), repere_reason(REPERE_REASON_RECORD_TEXT_INSIDE, subject));
  } else {
    check_value(faults, node, rule, value);
  }
  if (rule->content == CONTENT_POINT) {
    check_degree(faults, node, "lat", 90);
    check_degree(faults, node, "lon", 180);
  } else if (rule->content == CONTENT_FILE) {
    check_file(faults, node);
  }
}

/* ---- the record ---- */

static void check_unknown(GPtrArray *faults, const xmlNode *node, const char *name)
{
  const char *names[N_RULES + 1], *locals[N_RULES + 1];
  const char *close = NULL;
  for (guint i = 0; i < N_RULES; i++) {
    names[i] = RULES[i].name;
    const char *colon = strchr(names[i], ':');
    locals[i] = colon != NULL ? colon + 1 : names[i];
    if (strcmp(locals[i], (const char *)node->name) == 0)
      close = names[i];
  }
  names[N_RULES] = locals[N_RULES] = NULL;
  if (close == NULL)
    close = repere_plain_closest(name, names);
  const char *local = close == NULL ? repere_plain_closest((const char *)node->name, locals) : NULL;
  for (guint i = 0; local != NULL && i < N_RULES; i++)
    if (locals[i] == local)
      close = names[i];
  g_autofree char *subject = repere_reason(REPERE_REASON_RECORD_ELEMENT, name);
  add(faults, repere_tree_line(node),
      close != NULL && strcmp(close, name) != 0 ? repere_reason(REPERE_REASON_RECORD_MEANT, subject, close)
                                                : repere_reason(REPERE_REASON_RECORD_UNKNOWN, subject));
}

static const Rule *rule_of(const char *name)
{
  for (guint i = 0; i < N_RULES; i++)
    if (strcmp(RULES[i].name, name) == 0)
      return &RULES[i];
  return NULL;
}

static void check_child(GPtrArray *faults, const xmlNode *child, guint *seen)
{
  g_autofree char *name = repere_tree_name(child);
  const Rule *rule = rule_of(name);
  if (rule == NULL) {
    check_unknown(faults, child, name);
    return;
  }
  guint *lines = &seen[rule - RULES];
  g_autofree char *subject = repere_reason(REPERE_REASON_RECORD_ELEMENT, name);
  if (rule->once && *lines != 0)
    add(faults, repere_tree_line(child), repere_reason(REPERE_REASON_RECORD_TWICE, subject, *lines));
  else
    *lines = repere_tree_line(child);
  check_element(faults, child, rule);
}

/* Only the identifier is needed, and a CSV file has a column for it. */
static void add_missing(GPtrArray *faults, const xmlNode *record, const Rule *rule)
{
  guint line = repere_tree_line(record);
  gboolean in_csv = repere_csv_made(record);
  g_autofree char *subject =
    in_csv ? repere_csv_subject(record, NULL) : repere_reason(REPERE_REASON_RECORD_ELEMENT, rule->name);
  add(faults, line,
      repere_reason(in_csv ? REPERE_REASON_RECORD_NEEDED_EMPTY : REPERE_REASON_RECORD_NEEDED, subject));
}

GPtrArray *repere_record_faults(const xmlNode *record)
{
  GPtrArray *faults = g_ptr_array_new_with_free_func((GDestroyNotify)repere_fault_free);
  guint seen[N_RULES] = {0};
  guint line = repere_tree_line(record);
  g_autofree char *subject = repere_reason(REPERE_REASON_RECORD_ELEMENT, "record");
  for (const xmlAttr *attribute = record->properties; attribute != NULL; attribute = attribute->next)
    add(faults, line,
        repere_reason(REPERE_REASON_RECORD_NO_ATTRIBUTES, subject, (const char *)attribute->name));
  for (const xmlNode *child = record->children; child != NULL; child = child->next) {
    if (child->type == XML_ELEMENT_NODE) {
      check_child(faults, child, seen);
    } else if (child->type == XML_TEXT_NODE && !xmlIsBlankNode(child)) {
      g_autofree char *text = repere_plain_collapse((const char *)child->content);
      g_autofree char *show = shown(text);
      add(faults, child->prev != NULL ? repere_tree_line(child->prev) : line,
          repere_reason(REPERE_REASON_RECORD_TEXT_OUTSIDE, show));
    }
  }
  for (guint i = 0; i < N_RULES; i++)
    if (RULES[i].needed && seen[i] == 0)
      add_missing(faults, record, &RULES[i]);
  return faults;
}

static gboolean leaves_folder(const char *href)
{
  g_auto(GStrv) parts = g_strsplit(href, "/", 0);
  return g_strv_contains((const char *const *)parts, "..") || *href == '/';
}

GPtrArray *repere_record_own_faults(const xmlNode *record)
{
  GPtrArray *faults = g_ptr_array_new_with_free_func((GDestroyNotify)repere_fault_free);
  for (const xmlNode *child = record->children; child != NULL; child = child->next) {
    if (child->type != XML_ELEMENT_NODE)
      continue;
    g_autofree char *subject = repere_csv_subject(child, NULL);
    if (repere_tree_is(child, REPERE_NS_DCTERMS, "hasFormat")) {
      g_autofree char *href = repere_tree_attribute(child, "href", FALSE);
      g_autofree char *show =
        g_strdup_printf("%s\"%s\"", repere_csv_made(child) ? "" : "href=", href ? href : "");
      if (href != NULL && leaves_folder(href))
        add(faults, repere_tree_line(child), repere_reason(REPERE_REASON_RECORD_LEAVES, subject, show));
    } else if (repere_tree_is(child, REPERE_NS_DCTERMS, "identifier")) {
      g_autofree char *id = repere_tree_text(child);
      g_autofree char *wrong = repere_id_fault(id);
      if (wrong != NULL)
        add(faults, repere_tree_line(child), g_strconcat(subject, " ", wrong, NULL));
    }
  }
  return faults;
}

char *repere_id_fault(const char *id)
{
  g_autofree char *show = shown(id);
  if (*id == '\0')
    return g_strdup("is empty; give the record a name of its own.");
  if (strlen(id) > ID_BYTES)
    return g_strdup_printf("has \"%s\", which is too long; use at most %d bytes of UTF-8.", show, ID_BYTES);
  for (const char *c = id; *c != '\0'; c = g_utf8_next_char(c)) {
    gunichar letter = g_utf8_get_char(c);
    if (g_unichar_iscntrl(letter) || g_unichar_isspace(letter))
      return g_strdup_printf("has the character U+%04X; an identifier has neither white space nor controls.",
                             letter);
  }
  return NULL;
}

void repere_record_elements(GPtrArray *names)
{
  for (guint i = 0; i < N_RULES; i++)
    if (RULES[i].content != CONTENT_ID && RULES[i].content != CONTENT_POINT &&
        RULES[i].content != CONTENT_FILE)
      g_ptr_array_add(names, (gpointer)RULES[i].name);
}
