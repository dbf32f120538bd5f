/* counts_model.h - a library of made-up works for test_counts.c, and a second opinion on everything the
 * engine may be asked about it: plain loops over plain data, none of the engine's code but the stemmers of
 * libxapian. */
#ifndef TESTS_ENGINE_COUNTS_MODEL_H
#define TESTS_ENGINE_COUNTS_MODEL_H

#include "road.h"
#include "repere/language.h"
#include "xapian_c.h"

enum {
  TYPE,
  THEME,
  COUNTRY,
  REGION,
  ORIGIN,
  HOST,
  LANGUAGE,
  YEAR,
  ORGANIZATION,
  SERIES,
  PROGRAMME,
  AUDIENCE,
  ACCESS,
  FACETS
};
enum { EN, FR, ES, LANGS };

static const char *const facet_names[FACETS] = {"type",      "theme",    "country", "region",       "origin",
                                                "host",      "language", "year",    "organization", "series",
                                                "programme", "audience", "access"};
static const char *const codes[LANGS] = {"en", "fr", "es"};

/* Words: none of them is a stop word in any language, but those of `stops`. */
static const char *const words[LANGS][24] = {
    {"school",   "schools",   "worker", "workers", "village", "villages", "loan",      "loans",
     "training", "trainings", "skill",  "skills",  "health",  "housing",  "returning", "returns",
     "economic", "shelter",   "farmer", "farmers", "grant",   "grants",   "family",    "families"},
    {"école",        "écoles",     "métier",        "métiers",    "village",  "villages",
     "prêt",         "prêts",      "formation",     "formations", "santé",    "logement",
     "logements",    "économique", "économiques",   "famille",    "familles", "agriculteur",
     "agriculteurs", "retour",     "réintégration", "projet",     "projets",  "conseillère"},
    {"escuela",      "escuelas",  "oficio",        "oficios",     "pueblo",    "pueblos",
     "préstamo",     "préstamos", "formación",     "formaciones", "salud",     "vivienda",
     "viviendas",    "económico", "económica",     "familia",     "familias",  "agricultor",
     "agricultores", "retorno",   "reintegración", "proyecto",    "proyectos", "consejera"},
};
/* Stop words of one language only. */
static const char *const stops[LANGS][6] = {
    {"the", "of", "and", "with", "this", "from"},
    {"aux", "sur", "des", "avec", "dans", "pour"},
    {"el", "los", "del", "con", "para", "una"},
};
static const char *const names[] = {"dakar", "oim", "mozambique", "tegucigalpa", "kofi", "amina"};

/* The tree of themes: a value and the one above it. */
static const char *const themes[][2] = {
    {"apple", NULL},   {"banana", "apple"}, {"cherry", "apple"}, {"damson", "banana"}, {"elder", "banana"},
    {"fig", "cherry"}, {"grape", NULL},     {"hazel", "grape"},  {"iris", "hazel"},    {"juniper", NULL},
};
/* Countries, and the region each is in. */
static const char *const countries[][2] = {{"MZ", "africa"},   {"ET", "africa"},   {"ZA", "africa"},
                                           {"BR", "americas"}, {"HN", "americas"}, {"FR", NULL}};
static const char *const plain[][6] = {
    [TYPE] = {"report", "course", "webinar", "news", NULL},
    [ORGANIZATION] = {"Alpha", "Bravo", "Charlie", "Delta", "Echo", NULL},
    [SERIES] = {"Kilo", "Lima", NULL},
    [PROGRAMME] = {"Mike", "November", "Oscar", NULL},
    [AUDIENCE] = {"practitioners", "governments", "donors", NULL},
};

typedef struct {
  int lang;          /* or -1: words in no language */
  GPtrArray *tokens; /* of const char *, as written, interned */
} Text;

typedef struct {
  char *id;
  const char *access;
  const char *issued;        /* or NULL; interned */
  char *titles[LANGS];       /* or NULL */
  GPtrArray *texts;          /* of Text *: everything that can be searched */
  GPtrArray *values[FACETS]; /* of const char *, interned, each once; a tree's with all above them */
  char *xml;
} Work;

typedef struct {
  GRand *random;
  GPtrArray *works;      /* of Work * */
  GHashTable *spellings; /* accented words ever used; interned */
  xc_stemmer *stemmers[LANGS];
  GHashTable *stems; /* "en/worker" -> folded stem */
  guint titles;
} Model;

/* ---- words ---- */

/* Lower case without accents; interned. */
static inline const char *fold(const char *word)
{
  static GHashTable *known;
  if (!known) known = g_hash_table_new(g_str_hash, g_str_equal);
  const char *folded = g_hash_table_lookup(known, word);
  if (folded) return folded;
  g_autofree char *apart = g_utf8_normalize(word, -1, G_NORMALIZE_NFD);
  g_autofree char *lower = g_utf8_strdown(apart, -1);
  GString *bare = g_string_new(NULL);
  for (const char *at = lower; *at; at = g_utf8_next_char(at))
    if (!g_unichar_ismark(g_utf8_get_char(at))) g_string_append_unichar(bare, g_utf8_get_char(at));
  folded = g_intern_string(bare->str);
  g_string_free(bare, TRUE);
  g_hash_table_insert(known, (gpointer)g_intern_string(word), (gpointer)folded);
  return folded;
}

static inline gboolean is_stop_in(const char *word, int lang)
{
  for (guint i = 0; lang >= 0 && i < G_N_ELEMENTS(stops[0]); i++)
    if (g_str_equal(stops[lang][i], word)) return TRUE;
  return FALSE;
}

/* NULL for stop words and in no language. */
static inline const char *stem_of(Model *model, const char *word, int lang)
{
  xc_bytes stem;
  if (lang < 0 || is_stop_in(word, lang)) return NULL;
  g_autofree char *key = g_strdup_printf("%s/%s", codes[lang], word);
  const char *known = g_hash_table_lookup(model->stems, key);
  if (known) return known;
  g_autoptr(GString) variant = g_string_new(NULL);
  gboolean other = repere_language_variant(repere_language(codes[lang]), word, strlen(word), variant);
  g_assert_cmpint(xc_stemmer_stem(model->stemmers[lang], other ? variant->str : word, XC_NUL, &stem, NULL), ==,
                  XC_OK);
  g_autofree char *text = g_strndup(stem.data, stem.size);
  known = fold(text);
  g_hash_table_insert(model->stems, g_steal_pointer(&key), (gpointer)known);
  return known;
}

/* ---- making works ---- */

static inline guint pick(Model *model, guint n)
{
  return (guint)g_rand_int_range(model->random, 0, (gint32)n);
}

static inline gboolean chance(Model *model, guint percent)
{
  return pick(model, 100) < percent;
}

/* Interned. */
static inline const char *random_word(Model *model, int lang)
{
  guint dice = pick(model, 10);
  if (lang < 0 || dice == 0) return g_intern_string(names[pick(model, G_N_ELEMENTS(names))]);
  if (dice < 4) return g_intern_string(stops[lang][pick(model, G_N_ELEMENTS(stops[0]))]);
  return g_intern_string(words[lang][pick(model, G_N_ELEMENTS(words[0]))]);
}

static inline void text_free(gpointer data)
{
  g_ptr_array_unref(((Text *)data)->tokens);
  g_free(data);
}

/* What is written is searched, too. */
static inline void add_text(Model *model, Work *work, int lang, const char *written)
{
  Text *text = g_new0(Text, 1);
  g_auto(GStrv) parts = g_strsplit_set(written, " \n\f", -1);
  text->lang = lang;
  text->tokens = g_ptr_array_new();
  for (guint i = 0; parts[i]; i++) {
    if (!parts[i][0]) continue;
    g_autofree char *lower = g_utf8_strdown(parts[i], -1);
    const char *token = g_intern_string(lower);
    g_ptr_array_add(text->tokens, (gpointer)token);
    if (fold(token) != token) g_hash_table_add(model->spellings, (gpointer)token);
  }
  g_ptr_array_add(work->texts, text);
}

static inline char *running_text(Model *model, int lang, guint least, guint most)
{
  GString *text = g_string_new(NULL);
  guint n = least + pick(model, most - least + 1);
  for (guint i = 0; i < n; i++) g_string_append_printf(text, "%s%s", i ? " " : "", random_word(model, lang));
  return g_string_free(text, FALSE);
}

static inline void add_value(Work *work, int facet, const char *value)
{
  const char *interned = g_intern_string(value);
  if (!g_ptr_array_find(work->values[facet], interned, NULL))
    g_ptr_array_add(work->values[facet], (gpointer)interned);
}

static inline const char *theme_above(const char *theme)
{
  for (guint i = 0; i < G_N_ELEMENTS(themes); i++)
    if (g_str_equal(themes[i][0], theme)) return themes[i][1];
  return NULL;
}

static inline void add_element_text(Model *model, Work *work, GString *xml, const char *element, int lang,
                                    char *written)
{
  road_element(xml, element, lang < 0 ? NULL : codes[lang], written);
  add_text(model, work, lang, written);
  g_free(written);
}

static inline void add_titles(Model *model, Work *work, GString *xml)
{
  guint first = pick(model, LANGS);
  for (guint i = 0; i < LANGS; i++) {
    int lang = (int)((first + i) % LANGS);
    if (i > 0 && chance(model, 50)) continue;
    g_autofree char *rest = running_text(model, lang, 2, 5);
    /* Its first word is its own, so that the order of titles is known without collation. */
    guint n = (model->titles++ * 7919u) % 175760u;
    work->titles[lang] = g_strdup_printf("%c%c%c%cxx %s", 'k' + n % 10, 'a' + n / 10 % 26, 'a' + n / 260 % 26,
                                         'a' + n / 6760 % 26, rest);
    add_element_text(model, work, xml, "dcterms:title", lang, g_strdup(work->titles[lang]));
  }
}

static inline void add_places(Model *model, Work *work, GString *xml)
{
  static const struct {
    int facet;
    const char *element;
  } places[] = {{COUNTRY, "dcterms:spatial"}, {ORIGIN, "origin"}, {HOST, "host"}};
  for (guint p = 0; p < G_N_ELEMENTS(places); p++)
    for (guint n = pick(model, 3); n > 0; n--) {
      guint c = pick(model, G_N_ELEMENTS(countries));
      road_element(xml, places[p].element, NULL, countries[c][0]);
      add_value(work, places[p].facet, countries[c][0]);
      if (countries[c][1]) add_value(work, REGION, countries[c][1]);
    }
}

static inline void add_plain_values(Model *model, Work *work, GString *xml)
{
  static const struct {
    int facet;
    const char *element;
    guint most;
    gboolean searched;
  } kinds[] = {{TYPE, "dcterms:type", 1, FALSE},
               {ORGANIZATION, "dcterms:publisher", 3, TRUE},
               {SERIES, "dcterms:isPartOf", 1, TRUE},
               {PROGRAMME, "programme", 2, TRUE},
               {AUDIENCE, "dcterms:audience", 2, FALSE}};
  for (guint k = 0; k < G_N_ELEMENTS(kinds); k++) {
    guint size = 0;
    while (plain[kinds[k].facet][size]) size++;
    for (guint n = pick(model, kinds[k].most + 1); n > 0; n--) {
      const char *value = plain[kinds[k].facet][pick(model, size)];
      road_element(xml, kinds[k].element, NULL, value);
      add_value(work, kinds[k].facet, value);
      if (kinds[k].searched) add_text(model, work, -1, value);
    }
  }
  for (guint n = pick(model, 3); n > 0; n--) {
    const char *theme = themes[pick(model, G_N_ELEMENTS(themes))][0];
    road_element(xml, "dcterms:subject", NULL, theme);
    for (; theme; theme = theme_above(theme)) add_value(work, THEME, theme);
  }
}

static inline void add_date(Model *model, Work *work, GString *xml)
{
  static const char *const forms[] = {"%u", "%u-%02u", "%u-%02u-%02u"};
  if (chance(model, 15)) return;
  guint year = 2010 + pick(model, 15), month = 1 + pick(model, 12), day = 1 + pick(model, 28);
  guint form = pick(model, G_N_ELEMENTS(forms));
  g_autofree char *date = form == 0   ? g_strdup_printf("%u", year)
                          : form == 1 ? g_strdup_printf("%u-%02u", year, month)
                                      : g_strdup_printf("%u-%02u-%02u", year, month, day);
  g_autofree char *short_year = g_strdup_printf("%u", year);
  work->issued = g_intern_string(date);
  add_value(work, YEAR, short_year);
  road_element(xml, "dcterms:issued", NULL, date);
}

/* A file of one to three pages, which phrases may cross. */
static inline void add_file(Model *model, Work *work, GString *xml, const Road *road, int lang)
{
  GString *text = g_string_new(NULL);
  for (guint n = 1 + pick(model, 3); n > 0; n--) {
    g_autofree char *page = running_text(model, lang, 12, 30);
    g_string_append_printf(text, "%s%s", text->len ? "\f" : "", page);
  }
  g_autofree char *href = g_strdup_printf("%s-%s.txt", work->id, codes[lang]);
  g_autofree char *name = g_strconcat("files/", href, NULL);
  road_write(road, name, text->str);
  g_string_append_printf(xml, "  <dcterms:hasFormat href=\"%s\" xml:lang=\"%s\" type=\"text/plain\"/>\n",
                         href, codes[lang]);
  add_text(model, work, lang, text->str);
  add_value(work, LANGUAGE, codes[lang]);
  g_string_free(text, TRUE);
}

static inline void add_texts(Model *model, Work *work, GString *xml, const Road *road)
{
  gboolean any = FALSE;
  for (int lang = 0; lang < LANGS; lang++) {
    if (chance(model, 40))
      add_element_text(model, work, xml, "dcterms:abstract", lang, running_text(model, lang, 5, 12));
    if (chance(model, 15))
      add_element_text(model, work, xml, "dcterms:subject", lang, running_text(model, lang, 1, 2));
    if (chance(model, 25)) {
      add_element_text(model, work, xml, "text", lang, running_text(model, lang, 12, 30));
      add_value(work, LANGUAGE, codes[lang]);
      any = TRUE;
    }
    if (chance(model, 35)) {
      add_file(model, work, xml, road, lang);
      any = TRUE;
    }
  }
  if (chance(model, 50))
    add_element_text(model, work, xml, "dcterms:creator", -1, running_text(model, -1, 2, 2));
  if (any || chance(model, 50)) return;
  int lang = (int)pick(model, LANGS);
  road_element(xml, "dcterms:language", NULL, codes[lang]);
  add_value(work, LANGUAGE, codes[lang]);
}

static inline Work *work_new(Model *model, const Road *road, const char *id)
{
  static const char *const accesses[] = {"members", "group:inner", "group:outer"};
  Work *work = g_new0(Work, 1);
  g_autoptr(GString) xml = g_string_new("<record>\n");
  work->id = g_strdup(id);
  work->texts = g_ptr_array_new_with_free_func(text_free);
  for (guint f = 0; f < FACETS; f++) work->values[f] = g_ptr_array_new();
  work->access = chance(model, 12) ? accesses[pick(model, G_N_ELEMENTS(accesses))] : "public";
  road_element(xml, "dcterms:identifier", NULL, id);
  if (!g_str_equal(work->access, "public")) {
    road_element(xml, "dcterms:accessRights", NULL, work->access);
    add_element_text(model, work, xml, "dcterms:abstract", EN,
                     g_strdup("the hidden treasure of this village"));
  }
  add_value(work, ACCESS, work->access);
  add_titles(model, work, xml);
  add_plain_values(model, work, xml);
  add_places(model, work, xml);
  add_date(model, work, xml);
  add_texts(model, work, xml, road);
  g_string_append(xml, "</record>\n");
  work->xml = g_string_free(g_steal_pointer(&xml), FALSE);
  return work;
}

static inline void work_free(gpointer data)
{
  Work *work = data;
  g_free(work->id);
  g_free(work->xml);
  for (guint i = 0; i < LANGS; i++) g_free(work->titles[i]);
  for (guint f = 0; f < FACETS; f++) g_ptr_array_unref(work->values[f]);
  g_ptr_array_unref(work->texts);
  g_free(work);
}

static inline Model *model_new(guint32 seed)
{
  Model *model = g_new0(Model, 1);
  model->random = g_rand_new_with_seed(seed);
  model->works = g_ptr_array_new_with_free_func(work_free);
  model->spellings = g_hash_table_new(g_direct_hash, g_direct_equal);
  model->stems = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);
  for (guint i = 0; i < LANGS; i++) model->stemmers[i] = xc_stemmer_new(codes[i], NULL);
  return model;
}

static inline void model_free(Model *model)
{
  g_rand_free(model->random);
  g_ptr_array_unref(model->works);
  g_hash_table_unref(model->spellings);
  g_hash_table_unref(model->stems);
  for (guint i = 0; i < LANGS; i++) xc_stemmer_free(model->stemmers[i]);
  g_free(model);
}

/* All records, some hundred a file. */
static inline void model_write(const Model *model, const Road *road)
{
  GString *xml = NULL;
  for (guint i = 0; i < model->works->len; i++) {
    g_autofree char *name = g_strdup_printf("records/part-%u.xml", i / 150);
    if (!xml) xml = road_records();
    g_string_append(xml, ((Work *)model->works->pdata[i])->xml);
    if (i % 150 == 149 || i + 1 == model->works->len) road_write_records(road, name, g_steal_pointer(&xml));
  }
}

/* ---- vocabularies ---- */

static inline void append_concept(GString *rdf, const char *scheme, const char *value, const char *above)
{
  g_string_append_printf(rdf, "<skos:Concept rdf:about=\"urn:%s:%s\"><skos:notation>%s</skos:notation>",
                         scheme, value, value);
  if (above) g_string_append_printf(rdf, "<skos:broader rdf:resource=\"urn:%s:%s\"/>", scheme, above);
  g_string_append(rdf, "</skos:Concept>\n");
}

static inline void write_vocabulary(const Road *road, const char *name, const char *const (*pairs)[2],
                                    guint n, const char *const *tops)
{
  GString *rdf = g_string_new("<rdf:RDF xmlns:rdf=\"http://www.w3.org/1999/02/22-rdf-syntax-ns#\" "
                              "xmlns:skos=\"http://www.w3.org/2004/02/skos/core#\">\n");
  g_autofree char *path = g_strdup_printf("vocabularies/%s.rdf", name);
  for (; *tops; tops++) append_concept(rdf, name, *tops, NULL);
  for (guint i = 0; i < n; i++)
    if (pairs[i][1] || g_str_equal(name, "themes")) append_concept(rdf, name, pairs[i][0], pairs[i][1]);
  g_string_append(rdf, "</rdf:RDF>\n");
  road_write(road, path, rdf->str);
  g_string_free(rdf, TRUE);
}

static inline void write_vocabularies(const Road *road)
{
  static const char *const no_tops[] = {NULL}, *const region_tops[] = {"africa", "americas", NULL};
  write_vocabulary(road, "themes", themes, G_N_ELEMENTS(themes), no_tops);
  write_vocabulary(road, "regions", countries, G_N_ELEMENTS(countries), region_tops);
}

#endif
