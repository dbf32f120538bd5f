/* library_facets.c - see library_facets.h */
#include "library_facets.h"
#include "plain.h"
#include <stdarg.h>
#include <string.h>

enum { FACET_NAME_BYTES = 40 }; /* the name is part of every term of the facet */

/* The sources that are no elements: what stands in the texts, and what the ledger says of the files. */
static const char TEXTS[] = "text", QUALITY[] = "quality";

static const char *const KINDS[] = {"terms", "tree", "year", NULL}; /* in the order of RepereFacetKind */
static const char *const KEYS[] = {"source", "kind", "vocabulary", "level", "label", NULL};

const char *repere_facet_kind_name(RepereFacetKind kind)
{
  return KINDS[kind];
}

gboolean repere_facet_is_of_texts(const RepereFacet *facet)
{
  return strcmp(facet->sources[0], TEXTS) == 0;
}

gboolean repere_facet_is_of_quality(const RepereFacet *facet)
{
  return strcmp(facet->sources[0], QUALITY) == 0;
}

gboolean repere_facet_is_of_records(const RepereFacet *facet)
{
  return !repere_facet_is_of_texts(facet) && !repere_facet_is_of_quality(facet);
}

const char *repere_facet_label(const RepereFacet *facet, const char *lang)
{
  const char *label = lang != NULL ? g_hash_table_lookup(facet->labels, lang) : NULL;
  if (label == NULL)
    label = g_hash_table_lookup(facet->labels, "en");
  return label != NULL ? label : facet->name;
}

void repere_facet_free(RepereFacet *facet)
{
  if (facet == NULL)
    return;
  g_free(facet->name);
  g_strfreev(facet->sources);
  g_free(facet->vocabulary);
  g_hash_table_unref(facet->labels);
  g_free(facet);
}

static RepereFacet *facet_new(const char *name)
{
  RepereFacet *facet = g_new0(RepereFacet, 1);
  facet->name = g_strdup(name);
  facet->labels = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, g_free);
  return facet;
}

/* ---- the facets that are there without a word in the configuration ---- */

typedef struct {
  const char *name, *sources;
  RepereFacetKind kind;
  gboolean top;
  const char *vocabulary;
  const char *en, *fr, *es;
} Preset;

static const Preset PRESETS[] = {
  {"type", "dcterms:type", REPERE_FACET_TERMS, FALSE, "types", "Type", "Type", "Tipo"},
  {"theme", "dcterms:subject", REPERE_FACET_TREE, FALSE, "themes", "Theme", "Thème", "Tema"},
  {"country", "dcterms:spatial", REPERE_FACET_TERMS, FALSE, "iso3166", "Country", "Pays", "País"},
  {"region", "dcterms:spatial;origin;host", REPERE_FACET_TERMS, TRUE, "regions", "Region", "Région",
   "Región"},
  {"origin", "origin", REPERE_FACET_TERMS, FALSE, "iso3166", "Country of origin", "Pays d’origine",
   "País de origen"},
  {"host", "host", REPERE_FACET_TERMS, FALSE, "iso3166", "Host country", "Pays d’accueil", "País de acogida"},
  {"language", "dcterms:language", REPERE_FACET_TERMS, FALSE, "iso639", "Language", "Langue", "Idioma"},
  {"year", "dcterms:issued", REPERE_FACET_YEAR, FALSE, NULL, "Year", "Année", "Año"},
  {"organization", "dcterms:publisher", REPERE_FACET_TERMS, FALSE, NULL, "Organization", "Organisation",
   "Organización"},
  {"series", "dcterms:isPartOf", REPERE_FACET_TERMS, FALSE, NULL, "Series", "Collection", "Serie"},
  {"programme", "programme", REPERE_FACET_TERMS, FALSE, NULL, "Programme", "Programme", "Programa"},
  {"audience", "dcterms:audience", REPERE_FACET_TERMS, FALSE, "audiences", "Audience", "Public", "Público"},
  {"access", "dcterms:accessRights", REPERE_FACET_TERMS, FALSE, NULL, "Access", "Accès", "Acceso"},
  {"concept", TEXTS, REPERE_FACET_TERMS, FALSE, "*", "Concepts in the text", "Concepts dans le texte",
   "Conceptos en el texto"},
  {"mentions", TEXTS, REPERE_FACET_TERMS, FALSE, "iso3166", "Countries mentioned", "Pays mentionnés",
   "Países mencionados"},
  {"quality", QUALITY, REPERE_FACET_TERMS, FALSE, QUALITY, "To be checked", "À vérifier", "Por revisar"},
};

static gboolean has_vocabulary(const char *folder, const char *name)
{
  if (g_str_has_prefix(name, "iso") || strcmp(name, "*") == 0 || strcmp(name, QUALITY) == 0)
    return TRUE;
  if (folder == NULL)
    return FALSE;
  g_autofree char *file = g_strconcat(folder, G_DIR_SEPARATOR_S, name, ".rdf", NULL);
  return g_file_test(file, G_FILE_TEST_EXISTS);
}

static void set_label(RepereFacet *facet, const char *lang, const char *label)
{
  g_hash_table_replace(facet->labels, g_strdup(lang), g_strdup(label));
}

static const Preset *preset_of(const char *name)
{
  for (gsize i = 0; i < G_N_ELEMENTS(PRESETS); i++)
    if (strcmp(PRESETS[i].name, name) == 0)
      return &PRESETS[i];
  return NULL;
}

static void set_preset_labels(RepereFacet *facet, const Preset *preset)
{
  set_label(facet, "en", preset->en);
  set_label(facet, "fr", preset->fr);
  set_label(facet, "es", preset->es);
}

void repere_facets_add_defaults(GPtrArray *facets, const char *vocabularies)
{
  for (gsize i = 0; i < G_N_ELEMENTS(PRESETS); i++) {
    const Preset *preset = &PRESETS[i];
    gboolean known = preset->vocabulary != NULL && has_vocabulary(vocabularies, preset->vocabulary);
    RepereFacet *facet = facet_new(preset->name);
    facet->sources = g_strsplit(preset->sources, ";", 0);
    facet->kind = preset->kind == REPERE_FACET_TREE && !known ? REPERE_FACET_TERMS : preset->kind;
    facet->vocabulary = known ? g_strdup(preset->vocabulary) : NULL;
    facet->top = preset->top; /* also without regions: a country is no region, so the facet stays empty */
    set_preset_labels(facet, preset);
    g_ptr_array_add(facets, facet);
  }
}

/* ---- [facet NAME] ---- */

typedef struct {
  GKeyFile *file;
  const char *group, *path;
} Group;

static gboolean refuse(const Group *group, GError **error, const char *format, ...) G_GNUC_PRINTF(3, 4);

static gboolean refuse(const Group *group, GError **error, const char *format, ...)
{
  va_list arguments;
  va_start(arguments, format);
  g_autofree char *sentence = g_strdup_vprintf(format, arguments);
  va_end(arguments);
  g_set_error(error, REPERE_ERROR, REPERE_ERROR_CONFIG, "%s: [%s]: %s", group->path, group->group, sentence);
  return FALSE;
}

/* The value without white space around it, or NULL where it is missing or empty. */
static char *get(const Group *group, const char *key)
{
  char *value = g_key_file_get_string(group->file, group->group, key, NULL);
  if (value != NULL && *g_strstrip(value) == '\0')
    g_clear_pointer(&value, g_free);
  return value;
}

static gboolean is_facet_name(const char *name)
{
  gsize length = strspn(name, "abcdefghijklmnopqrstuvwxyz0123456789-");
  return g_ascii_islower(name[0]) && name[length] == '\0' && length <= FACET_NAME_BYTES;
}

/* An element as records name it: "origin", "dcterms:spatial". */
static gboolean is_element(const char *source)
{
  for (const char *c = source; *c != '\0'; c++)
    if (!g_ascii_isalnum(*c) && strchr(":-_.", *c) == NULL && (guchar)*c < 0x80)
      return FALSE;
  return *source != '\0';
}

static gboolean read_sources(const Group *group, RepereFacet *facet, GError **error)
{
  g_auto(GStrv) parts = g_key_file_get_string_list(group->file, group->group, "source", NULL, NULL);
  GPtrArray *sources = g_ptr_array_new();
  for (guint i = 0; parts != NULL && parts[i] != NULL; i++)
    if (*g_strstrip(parts[i]) != '\0')
      g_ptr_array_add(sources, g_strdup(parts[i]));
  g_ptr_array_add(sources, NULL);
  facet->sources = (char **)g_ptr_array_free(sources, FALSE);
  if (facet->sources[0] == NULL)
    return refuse(group, error,
                  "the key \"source\" is missing; name the element that feeds it, as in dcterms:subject.");
  for (guint i = 0; facet->sources[i] != NULL; i++)
    if (!is_element(facet->sources[i]))
      return refuse(group, error,
                    "source has \"%s\", which is no element's name; write, say, dcterms:subject.",
                    facet->sources[i]);
  return TRUE;
}

static gboolean read_kind(const Group *group, RepereFacet *facet, GError **error)
{
  g_autofree char *kind = get(group, "kind");
  facet->kind = REPERE_FACET_TERMS;
  if (kind == NULL)
    return TRUE;
  for (guint i = 0; KINDS[i] != NULL; i++) {
    if (strcmp(kind, KINDS[i]) == 0) {
      facet->kind = (RepereFacetKind)i;
      return TRUE;
    }
  }
  return refuse(group, error, "kind has \"%s\"; write terms, tree or year.", kind);
}

static gboolean read_vocabulary(const Group *group, RepereFacet *facet, GError **error)
{
  facet->vocabulary = get(group, "vocabulary");
  g_autofree char *level = get(group, "level");
  if (level != NULL && strcmp(level, "top") != 0)
    return refuse(group, error, "level has \"%s\"; write top, or leave it out.", level);
  facet->top = level != NULL;
  if (facet->vocabulary == NULL && facet->kind == REPERE_FACET_TREE)
    return refuse(group, error, "kind=tree needs a vocabulary; name one, as in vocabulary=themes.");
  if (facet->vocabulary == NULL && facet->top)
    return refuse(group, error, "level=top needs a vocabulary; name one, as in vocabulary=regions.");
  if (facet->vocabulary != NULL && facet->kind == REPERE_FACET_YEAR)
    return refuse(group, error, "kind=year takes no vocabulary; leave the key \"vocabulary\" out.");
  return TRUE;
}

/* What texts feed are concepts, which only a vocabulary can name. */
static gboolean check_texts(const Group *group, const RepereFacet *facet, GError **error)
{
  gboolean of_texts = g_strv_contains((const char *const *)facet->sources, TEXTS);
  gboolean all = facet->vocabulary != NULL && strcmp(facet->vocabulary, "*") == 0;
  if (!of_texts && all)
    return refuse(group, error,
                  "vocabulary=* means all vocabularies at once, which only source=text takes; name one of them.");
  if (!of_texts)
    return TRUE;
  if (facet->sources[1] != NULL)
    return refuse(group, error,
                  "source has \"text\" and elements beside it; give the elements a facet of their own.");
  if (facet->kind == REPERE_FACET_YEAR)
    return refuse(group, error, "kind=year cannot be fed by source=text; write terms or tree.");
  if (facet->vocabulary == NULL)
    return refuse(group, error,
                  "source=text needs a vocabulary, whose concepts are looked for in the texts; name one, as in "
                  "vocabulary=themes, or write vocabulary=* for all in [library] vocabularies.");
  if (strcmp(facet->vocabulary, "iso639") == 0)
    return refuse(group, error,
                  "source=text does not look for the languages of iso639; name another vocabulary.");
  return TRUE;
}

/* The ledger's words are one closed list, which is their vocabulary, too. */
static gboolean check_quality(const Group *group, RepereFacet *facet, GError **error)
{
  gboolean of_quality = g_strv_contains((const char *const *)facet->sources, QUALITY);
  gboolean its_own = facet->vocabulary != NULL && strcmp(facet->vocabulary, QUALITY) == 0;
  if (!of_quality && !its_own)
    return TRUE;
  if (!of_quality)
    return refuse(group, error, "vocabulary=quality belongs to source=quality; name another vocabulary.");
  if (facet->sources[1] != NULL)
    return refuse(group, error,
                  "source has \"quality\" and elements beside it; give the elements a facet of their own.");
  if (facet->kind != REPERE_FACET_TERMS)
    return refuse(group, error, "source=quality feeds plain values; write kind=terms, or leave it out.");
  if (facet->vocabulary != NULL && !its_own)
    return refuse(group, error, "source=quality has values and labels of its own; leave the key \"vocabulary\" out.");
  if (facet->top)
    return refuse(group, error, "source=quality has no tree; leave the key \"level\" out.");
  if (!its_own)
    facet->vocabulary = g_strdup(QUALITY);
  return TRUE;
}

/* "label" is the English one, "label[fr]" the French one. */
static gboolean read_key(const Group *group, RepereFacet *facet, const char *key, GError **error)
{
  if (g_str_has_prefix(key, "label[") && g_str_has_suffix(key, "]")) {
    g_autofree char *lang = g_strndup(key + 6, strlen(key) - 7);
    g_autofree char *label = get(group, key);
    char code[REPERE_PLAIN_CODE];
    repere_plain_language(lang, code);
    if (code[0] == '\0')
      return refuse(group, error, "the key \"%s\" names no language; write, say, label[fr].", key);
    if (label != NULL)
      set_label(facet, code, label);
    return TRUE;
  }
  if (strcmp(key, "label") == 0) {
    g_autofree char *label = get(group, key);
    if (label != NULL)
      set_label(facet, "en", label);
    return TRUE;
  }
  if (g_strv_contains(KEYS, key))
    return TRUE;
  const char *close = repere_plain_closest(key, KEYS);
  if (close != NULL)
    return refuse(group, error, "the key \"%s\" is unknown; did you mean \"%s\"?", key, close);
  return refuse(group, error,
                "the key \"%s\" is unknown; known are: source, kind, vocabulary, level, label, label[LANG].",
                key);
}

static gboolean read_group(const Group *group, RepereFacet *facet, GError **error)
{
  if (!is_facet_name(facet->name))
    return refuse(group, error,
                  "\"%s\" is no name for a facet; use small letters, digits and -, a letter first, at most "
                  "%d of them.",
                  facet->name, FACET_NAME_BYTES);
  const Preset *preset = preset_of(facet->name);
  if (preset != NULL)
    set_preset_labels(facet, preset);
  g_auto(GStrv) keys = g_key_file_get_keys(group->file, group->group, NULL, NULL);
  if (g_key_file_has_key(group->file, group->group, "label", NULL))
    g_hash_table_remove_all(
      facet->labels); /* another name in English makes ours in French and Spanish wrong */
  for (guint i = 0; keys != NULL && keys[i] != NULL; i++)
    if (!read_key(group, facet, keys[i], error))
      return FALSE;
  return read_sources(group, facet, error) && read_kind(group, facet, error) &&
         read_vocabulary(group, facet, error) && check_texts(group, facet, error) &&
         check_quality(group, facet, error);
}

RepereFacet *repere_facet_read(GKeyFile *file, const char *group, const char *path, GError **error)
{
  g_autofree char *name = g_strstrip(g_strdup(group + strlen("facet ")));
  RepereFacet *facet = facet_new(name);
  Group read = {file, group, path};
  if (read_group(&read, facet, error))
    return facet;
  repere_facet_free(facet);
  return NULL;
}
