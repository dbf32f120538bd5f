/* csv_columns.c - see csv_columns.h */
#include "indexer/csv_columns.h"

#include <string.h>

#include "indexer/record_faults.h"
#include "plain.h"

typedef struct {
  const char *name, *element;
  RepereColumnKind kind;
  gboolean lang; /* may say one */
} Known;

static const Known KNOWN[] = {
  {"id", "dcterms:identifier", REPERE_COLUMN_ONE, FALSE},
  {"identifier", "dcterms:identifier", REPERE_COLUMN_ONE, FALSE},
  {"type", "dcterms:type", REPERE_COLUMN_ONE, FALSE},
  {"title", "dcterms:title", REPERE_COLUMN_ONE, TRUE},
  {"abstract", "dcterms:abstract", REPERE_COLUMN_ONE, TRUE},
  {"description", "dcterms:abstract", REPERE_COLUMN_ONE, TRUE},
  {"creator", "dcterms:creator", REPERE_COLUMN_LIST, FALSE},
  {"author", "dcterms:creator", REPERE_COLUMN_LIST, FALSE},
  {"publisher", "dcterms:publisher", REPERE_COLUMN_LIST, FALSE},
  {"organization", "dcterms:publisher", REPERE_COLUMN_LIST, FALSE},
  {"issued", "dcterms:issued", REPERE_COLUMN_ONE, FALSE},
  {"date", "dcterms:issued", REPERE_COLUMN_ONE, FALSE},
  {"language", "dcterms:language", REPERE_COLUMN_LIST, FALSE},
  {"subject", "dcterms:subject", REPERE_COLUMN_LIST, TRUE},
  {"theme", "dcterms:subject", REPERE_COLUMN_LIST, FALSE},
  {"keyword", "dcterms:subject", REPERE_COLUMN_LIST, TRUE},
  {"spatial", "dcterms:spatial", REPERE_COLUMN_LIST, FALSE},
  {"country", "dcterms:spatial", REPERE_COLUMN_LIST, FALSE},
  {"origin", "origin", REPERE_COLUMN_LIST, FALSE},
  {"host", "host", REPERE_COLUMN_LIST, FALSE},
  {"isPartOf", "dcterms:isPartOf", REPERE_COLUMN_LIST, FALSE},
  {"series", "dcterms:isPartOf", REPERE_COLUMN_LIST, FALSE},
  {"programme", "programme", REPERE_COLUMN_LIST, FALSE},
  {"audience", "dcterms:audience", REPERE_COLUMN_LIST, FALSE},
  {"accessRights", "dcterms:accessRights", REPERE_COLUMN_ONE, FALSE},
  {"access", "dcterms:accessRights", REPERE_COLUMN_ONE, FALSE},
  {"text", "text", REPERE_COLUMN_ONE, TRUE},
  {"hasFormat", "dcterms:hasFormat", REPERE_COLUMN_FILE, TRUE},
  {"file", "dcterms:hasFormat", REPERE_COLUMN_FILE, TRUE},
  {"href", "dcterms:hasFormat", REPERE_COLUMN_FILE, TRUE},
  {"url", NULL, REPERE_COLUMN_URL, TRUE},
  {"lat", NULL, REPERE_COLUMN_LAT, FALSE},
  {"lon", NULL, REPERE_COLUMN_LON, FALSE},
};
#define UNSTATED                                                                                             \
  "und" /* BCP 47's word for a language nobody stated: without one, a subject would be a theme */

/* Of these a record has one. */
static const char *const ONCE[] = {"dcterms:identifier", "dcterms:type", "dcterms:issued",
                                   "dcterms:accessRights", NULL};

static void column_free(gpointer data)
{
  RepereColumn *column = data;
  g_free(column->name);
  g_free(column->lang);
  g_free(column);
}

void repere_columns_free(RepereColumns *columns)
{
  if (!columns) return;
  g_ptr_array_unref(columns->all);
  g_free(columns);
}

const RepereColumn *repere_columns_at(const RepereColumns *columns, guint i)
{
  return columns->all->pdata[i];
}

const RepereColumn *repere_columns_of(const RepereColumns *columns, RepereColumnKind kind)
{
  for (guint i = 0; i < columns->all->len; i++)
    if (repere_columns_at(columns, i)->kind == kind) return repere_columns_at(columns, i);
  return NULL;
}

/* ---- names ---- */

/* Cuts the language off; returns it, "" where there is none. */
static char *cut_language(char *name)
{
  char *mark = strpbrk(name, ":@");
  if (!mark) return g_strdup("");
  *mark = '\0';
  return g_strdup(g_strstrip(mark + 1));
}

/* "dcterms:title@fr" -> "title", "fr". */
static char *plain_name(const char *name, char **lang)
{
  static const char *const PREFIXES[] = {"dcterms:", "dc:"};
  for (guint i = 0; i < G_N_ELEMENTS(PREFIXES); i++)
    if (g_ascii_strncasecmp(name, PREFIXES[i], strlen(PREFIXES[i])) == 0) {
      name += strlen(PREFIXES[i]);
      break;
    }
  char *plain = g_strdup(name);
  *lang = cut_language(plain);
  g_strstrip(plain);
  return plain;
}

static const Known *find(const char *plain)
{
  for (guint i = 0; i < G_N_ELEMENTS(KNOWN); i++)
    if (g_ascii_strcasecmp(KNOWN[i].name, plain) == 0) return &KNOWN[i];
  return NULL;
}

static char *unknown(const char *name, const char *plain)
{
  const char *names[G_N_ELEMENTS(KNOWN) + 1] = {NULL};
  for (guint i = 0; i < G_N_ELEMENTS(KNOWN); i++) names[i] = KNOWN[i].name;
  const char *close = repere_plain_closest(plain, names);
  if (close) return g_strdup_printf("column \"%s\" is unknown and not read; did you mean %s?", name, close);
  return g_strdup_printf("column \"%s\" is unknown and not read; name it as repere-indexer(1) says, or #%s "
                         "if it is for you alone.",
                         name, name);
}

/* ---- columns ---- */

static RepereColumn *read_name(const char *name, GPtrArray *warnings, char **fault)
{
  RepereColumn *column = g_new0(RepereColumn, 1);
  g_autofree char *plain = plain_name(name, &column->lang);
  const Known *known = find(plain);
  column->name = g_strdup(name);
  column->kind = !*name ? REPERE_COLUMN_NAMELESS : REPERE_COLUMN_IDLE;
  if (!*name || *name == '#') return column;
  if (!known) {
    g_ptr_array_add(warnings, unknown(name, plain));
  } else if (*column->lang && !known->lang) {
    g_ptr_array_add(warnings,
                    g_strdup_printf("column \"%s\" is not read, since %s has no language; name it %s.", name,
                                    known->name, known->name));
  } else if (*column->lang && !repere_is_language_tag(column->lang)) {
    *fault =
      g_strdup_printf("column \"%s\" has \"%s\" for its language; write its ISO 639 code, as in %s:fr.", name,
                      column->lang, known->name);
  } else {
    column->kind = known->kind;
    column->element = known->element;
    if (g_str_equal(known->name, "keyword") && !*column->lang) {
      g_free(column->lang);
      column->lang = g_strdup(UNSTATED);
    }
  }
  return column;
}

/* Two columns that say the same where only one may. */
static char *clash(const RepereColumns *columns, guint i)
{
  const RepereColumn *column = repere_columns_at(columns, i);
  gboolean once = column->kind == REPERE_COLUMN_LAT || column->kind == REPERE_COLUMN_LON ||
                  (column->element && g_strv_contains(ONCE, column->element));
  gboolean twin_of_url = column->kind == REPERE_COLUMN_FILE || column->kind == REPERE_COLUMN_URL;
  for (guint k = 0; k < i; k++) {
    const RepereColumn *before = repere_columns_at(columns, k);
    if (before->kind != column->kind || g_strcmp0(before->element, column->element) != 0) continue;
    if (once || (twin_of_url && g_str_equal(before->lang, column->lang)))
      return g_strdup_printf(
        "columns \"%s\" and \"%s\" say the same; take one of them out, or put a # before its name.",
        before->name, column->name);
  }
  return NULL;
}

static char *check(RepereColumns *columns, GPtrArray *warnings)
{
  gboolean any = FALSE;
  for (guint i = 0; i < columns->all->len; i++) {
    const RepereColumn *column = repere_columns_at(columns, i);
    char *fault = clash(columns, i);
    if (fault) return fault;
    any = any || column->kind < REPERE_COLUMN_NAMELESS;
    if (g_strcmp0(column->element, "dcterms:identifier") == 0) columns->id = i;
  }
  if (columns->id != G_MAXUINT) return NULL;
  g_ptr_array_set_size(warnings, 0);
  return g_strdup(
    any
      ? "the first row names no column id, which each record needs; add it."
      : "the first row names no column that is known; write names there, as in id,title:en,issued,file:en.");
}

RepereColumns *repere_columns_read(const GPtrArray *cells, GPtrArray *warnings, char **fault)
{
  RepereColumns *columns = g_new0(RepereColumns, 1);
  columns->all = g_ptr_array_new_with_free_func(column_free);
  columns->id = G_MAXUINT;
  *fault = NULL;
  for (guint i = 0; i < cells->len && !*fault; i++)
    g_ptr_array_add(columns->all, read_name(cells->pdata[i], warnings, fault));
  if (!*fault) *fault = check(columns, warnings);
  if (*fault) g_clear_pointer(&columns, repere_columns_free);
  return columns;
}
