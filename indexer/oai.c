/* oai.c - see oai.h */
#include "indexer/oai.h"
#include "indexer/record_tree.h"
#include "plain.h"
#include "repere/language.h"
#include "repere/vocabulary.h"
#include <string.h>

#define NS_OAI_DC "http://www.openarchives.org/OAI/2.0/oai_dc/"

struct RepereOai {
  RepereVocabularies *names; /* ICU's alone */
  GHashTable *countries;     /* name, case folded -> code */
  GHashTable *languages;
};

/* ---- names to codes ---- */

static GHashTable *codes_by_name(const RepereVocabulary *vocabulary)
{
  const RepereLanguage *language;
  GHashTable *codes = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);
  for (guint i = 0; i < repere_vocabulary_size(vocabulary); i++) {
    const char *code = repere_vocabulary_at(vocabulary, i);
    for (guint k = 0; (language = repere_language_at(k)) != NULL; k++) {
      const char *label = repere_vocabulary_label(vocabulary, code, language->code);
      if (label != NULL)
        g_hash_table_insert(codes, g_utf8_casefold(label, -1), (gpointer)code);
    }
  }
  return codes;
}

RepereOai *repere_oai_new(void)
{
  RepereOai *oai = g_new0(RepereOai, 1);
  oai->names = repere_vocabularies_load(NULL, NULL, NULL);
  oai->countries = codes_by_name(repere_vocabularies_get(oai->names, "iso3166"));
  oai->languages = codes_by_name(repere_vocabularies_get(oai->names, "iso639"));
  return oai;
}

void repere_oai_free(RepereOai *oai)
{
  if (oai == NULL)
    return;
  g_hash_table_unref(oai->countries);
  g_hash_table_unref(oai->languages);
  repere_vocabularies_free(oai->names);
  g_free(oai);
}

static const char *code_of(const RepereOai *oai, const char *vocabulary, GHashTable *names,
                           const char *written)
{
  const char *code = repere_vocabulary_value(repere_vocabularies_get(oai->names, vocabulary), written);
  if (code != NULL)
    return code;
  g_autofree char *folded = g_utf8_casefold(written, -1);
  return g_hash_table_lookup(names, folded);
}

/* ---- the record's parts ---- */

static const xmlNode *header_of(const xmlNode *record)
{
  return repere_tree_child(record, REPERE_NS_OAI, "header");
}

char *repere_oai_id(const xmlNode *record)
{
  const xmlNode *header = header_of(record);
  const xmlNode *id = header != NULL ? repere_tree_child(header, REPERE_NS_OAI, "identifier") : NULL;
  return id != NULL ? repere_tree_text(id) : NULL;
}

gboolean repere_oai_is_deleted(const xmlNode *record)
{
  const xmlNode *header = header_of(record);
  g_autofree char *status = header != NULL ? repere_tree_attribute(header, "status", FALSE) : NULL;
  return g_strcmp0(status, "deleted") == 0;
}

const xmlNode *repere_oai_metadata(const xmlNode *record)
{
  const xmlNode *metadata = repere_tree_child(record, REPERE_NS_OAI, "metadata");
  return metadata != NULL ? repere_tree_child(metadata, NS_OAI_DC, "dc") : NULL;
}

/* ---- one element ---- */

/* What is taken over as it stands, under the same name. */
static const char *const PLAIN[] = {"dcterms:creator", "dcterms:publisher", "dcterms:contributor", "dcterms:relation",
                                    "dcterms:source",  "dcterms:rights",    "dcterms:format",      NULL};
#define COVERAGE "dcterms:coverage"
#define NUMBER "dc:identifier"

void repere_oai_elements(GPtrArray *names)
{
  for (guint i = 0; PLAIN[i] != NULL; i++)
    if (!g_ptr_array_find_with_equal_func(names, PLAIN[i], g_str_equal, NULL))
      g_ptr_array_add(names, (gpointer)PLAIN[i]);
  g_ptr_array_add(names, (gpointer)COVERAGE);
  g_ptr_array_add(names, (gpointer)NUMBER);
}

typedef struct {
  const RepereOai *oai;
  RepereWork *work;
  const char *lang; /* the only one that dc:language names, or "" */
} Mapping;

static void add_words(const Mapping *mapping, const xmlNode *node, const char *element, const char *value)
{
  g_autofree char *own = repere_tree_attribute(node, "lang", TRUE);
  repere_work_add_field(mapping->work, element, own != NULL && *own != '\0' ? own : mapping->lang, value);
}

/* A subject without a language would be taken for a theme; "und" is BCP 47's word for a language nobody
 * stated. */
static void add_subject(const Mapping *mapping, const xmlNode *node, const char *value)
{
  g_autofree char *scheme = g_uri_parse_scheme(value);
  if (scheme != NULL && strchr(value, ' ') == NULL &&
      (strstr(value, "://") != NULL || strcmp(scheme, "urn") == 0)) {
    repere_work_add_field(mapping->work, "dcterms:subject", "", value);
    return;
  }
  g_autofree char *own = repere_tree_attribute(node, "lang", TRUE);
  const char *lang = own != NULL && *own != '\0' ? own : *mapping->lang != '\0' ? mapping->lang : "und";
  repere_work_add_field(mapping->work, "dcterms:subject", lang, value);
}

/* "info:eu-repo/semantics/article" is the type "article", and so is "Article". */
static void add_type(const Mapping *mapping, const char *value)
{
  static const char EU_REPO[] = "info:eu-repo/semantics/";
  if (g_str_has_prefix(value, EU_REPO))
    value += strlen(EU_REPO);
  gboolean word = *value != '\0';
  for (const char *c = value; *c != '\0'; c++)
    word = word && g_ascii_isalpha(*c);
  gboolean capital = word && g_ascii_isupper(value[0]);
  for (const char *c = value; capital && c[0] != '\0' && c[1] != '\0'; c++)
    capital = g_ascii_islower(c[1]); /* "bookPart" and "PDF" stay as they are */
  g_autofree char *lower = g_ascii_strdown(value, -1);
  repere_work_add_field(mapping->work, "dcterms:type", "", capital ? lower : value);
}

static void add_coverage(const Mapping *mapping, const char *value)
{
  const char *code = code_of(mapping->oai, "iso3166", mapping->oai->countries, value);
  repere_work_add_field(mapping->work, code != NULL ? "dcterms:spatial" : COVERAGE, "",
                        code != NULL ? code : value);
}

static void add_language(const Mapping *mapping, const char *value)
{
  const char *code = code_of(mapping->oai, "iso639", mapping->oai->languages, value);
  repere_work_add_field(mapping->work, "dcterms:language", "", code != NULL ? code : value);
}

/* The day, month or year that `value` starts with ("2021-06-01T12:00:00Z"), or NULL. */
static char *day_of(const char *value)
{
  static const char *const FORMS[] = {"^[0-9]{4}-[0-9]{2}-[0-9]{2}(?=$|[T ])", "^[0-9]{4}-[0-9]{2}$",
                                      "^[0-9]{4}$"};
  for (gsize i = 0; i < G_N_ELEMENTS(FORMS); i++) {
    g_autoptr(GRegex) form = g_regex_new(FORMS[i], 0, 0, NULL);
    g_autoptr(GMatchInfo) match = NULL;
    if (!g_regex_match(form, value, 0, &match))
      continue;
    char *day = g_match_info_fetch(match, 0);
    gint64 year = g_ascii_strtoll(day, NULL, 10);
    gint64 month = strlen(day) >= 7 ? g_ascii_strtoll(day + 5, NULL, 10) : 1;
    gint64 of_month = strlen(day) >= 10 ? g_ascii_strtoll(day + 8, NULL, 10) : 1;
    if (year > 0 && month >= 1 && month <= 12 &&
        g_date_valid_dmy((GDateDay)of_month, (GDateMonth)month, (GDateYear)year))
      return day;
    g_free(day);
  }
  return NULL;
}

/* Repositories state when a record was taken in and opened with a time of day, and when the work appeared
 * without. */
static void add_date(const Mapping *mapping, const xmlNode *metadata)
{
  g_autofree char *best = NULL;
  gboolean best_has_time = FALSE;
  for (const xmlNode *node = metadata->children; node != NULL; node = node->next) {
    if (!repere_tree_is(node, REPERE_NS_DC, "date"))
      continue;
    g_autofree char *value = repere_tree_text(node);
    char *day = day_of(value);
    gboolean has_time = day != NULL && strlen(value) > strlen(day);
    if (day != NULL && (best == NULL || (best_has_time && !has_time))) {
      g_free(best);
      best = day;
      best_has_time = has_time;
    } else {
      g_free(day);
    }
  }
  if (best != NULL)
    repere_work_add_field(mapping->work, "dcterms:issued", "", best);
}

/* The access terms of info:eu-repo/semantics and of COAR: whatever is not open is kept from the public. */
static void add_access(const Mapping *mapping, const char *rights)
{
  static const char *const closed[] = {"closedaccess", "restrictedaccess", "embargoedaccess", "metadata only access",
                                       "c_14cb", "c_16ec", "c_f1cf"};
  g_autofree char *lower = g_utf8_strdown(rights, -1);
  for (guint i = 0; i < G_N_ELEMENTS(closed); i++)
    if (strstr(lower, closed[i]) != NULL && repere_work_first(mapping->work, "dcterms:accessRights") == NULL)
      repere_work_add_field(mapping->work, "dcterms:accessRights", "", "members");
}

static void add_element(const Mapping *mapping, const xmlNode *node)
{
  const char *name = (const char *)node->name;
  g_autofree char *value = repere_tree_text(node);
  if (*value == '\0')
    return;
  g_autofree char *same = g_strconcat("dcterms:", name, NULL);
  if (strcmp(name, "rights") == 0)
    add_access(mapping, value);
  if (g_strv_contains(PLAIN, same))
    repere_work_add_field(mapping->work, same, "", value);
  else if (strcmp(name, "title") == 0)
    add_words(mapping, node, same, value);
  else if (strcmp(name, "description") == 0)
    add_words(mapping, node, "dcterms:abstract", value);
  else if (strcmp(name, "subject") == 0)
    add_subject(mapping, node, value);
  else if (strcmp(name, "type") == 0)
    add_type(mapping, value);
  else if (strcmp(name, "coverage") == 0)
    add_coverage(mapping, value);
  else if (strcmp(name, "language") == 0)
    add_language(mapping, value);
  else if (strcmp(name, "identifier") == 0)
    repere_work_add_field(mapping->work, NUMBER, "", value);
}

/* The code of the record's language where it names exactly one, else "". */
static const char *only_language(const RepereOai *oai, const xmlNode *metadata)
{
  const char *only = "";
  for (const xmlNode *node = metadata->children; node != NULL; node = node->next) {
    if (!repere_tree_is(node, REPERE_NS_DC, "language"))
      continue;
    g_autofree char *value = repere_tree_text(node);
    const char *code = code_of(oai, "iso639", oai->languages, value);
    if (code == NULL || (*only != '\0' && strcmp(only, code) != 0))
      return "";
    only = code;
  }
  return only;
}

RepereWork *repere_oai_work(RepereOai *oai, const char *id, const xmlNode *metadata)
{
  Mapping mapping = {oai, repere_work_new(id), only_language(oai, metadata)};
  for (const xmlNode *node = metadata->children; node != NULL; node = node->next) {
    const char *ns = node->type == XML_ELEMENT_NODE && node->ns != NULL ? (const char *)node->ns->href : "";
    if (strcmp(ns, REPERE_NS_DC) == 0)
      add_element(&mapping, node);
  }
  add_date(&mapping, metadata);
  return mapping.work;
}
