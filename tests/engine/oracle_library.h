/* oracle_library.h - a made-up library of some thousands of works in three languages, written as records and
 * files for the indexer and into SQLite (oracle_sql.h) at the same time.
 *
 * Its words are few, so that questions find works, and awkward: accents that tell words apart, elisions,
 * hyphens, stop words of one language that are words of another. What is a word and a stem says the project's
 * analyzer; what follows from that, SQL. */
#ifndef TESTS_ENGINE_ORACLE_LIBRARY_H
#define TESTS_ENGINE_ORACLE_LIBRARY_H

#include "oracle_sql.h"
#include "repere/text.h"
#include "road.h"

enum { ORACLE_WORKS = 2000, RARE_WORDS = 400, LANGS = 3 };

static const char *const codes[LANGS] = {"en", "fr", "es"};

/* The earlier, the more often. */
static const char *const oracle_words[LANGS][28] = {
  {"the",       "school",  "worker",  "of",     "training", "village",     "schools",
   "economic",  "loan",    "resume",  "and",    "skills",   "family",      "post-arrival",
   "returns",   "workers", "résumé",  "health", "worker's", "trained",     "families",
   "returning", "economy", "farmers", "loans",  "skill",    "postarrival", "housing"},
  {"des",           "école",      "métier",         "l'aide",       "village",
   "dans",          "formation",  "prêt",           "écoles",       "où",
   "réintégration", "ou",         "d'installation", "économique",   "aide",
   "famille",       "côté",       "prêts",          "installation", "thé",
   "santé",         "formations", "post-arrivée",   "cote",         "métiers",
   "familles",      "coté",       "économiques"},
  {"el",   "escuela",         "oficio",    "de",        "formación", "pueblo",        "préstamo",
   "él",   "económico",       "escuelas",  "familia",   "más",       "reintegración", "año",
   "mas",  "salud",           "préstamos", "económica", "oficios",   "vivienda",      "formaciones",
   "años", "socio-económico", "retorno",   "familias",  "ano",       "proyecto",      "sí"},
};
static const char *const oracle_names[] = {"dakar", "O.I.M.", "oim",      "kofi",
                                           "2021",  "amina",  "covid-19", "IOM"};

/* Themes with the one or two above each. "loose" stands in no vocabulary. */
static const char *const oracle_themes[][3] = {
  {"economy", NULL, NULL},      {"society", NULL, NULL},        {"work", "economy", NULL},
  {"jobs", "work", "society"},  {"training", "work", NULL},     {"loans", "economy", NULL},
  {"health", "society", NULL},  {"minds", "health", NULL},      {"housing", "society", "economy"},
  {"rent", "housing", "loans"}, {"crafts", "training", "jobs"}, {"lonely", NULL, NULL},
};
static const char *const oracle_countries[][2] = {{"MZ", "africa"}, {"ET", "africa"},   {"ZA", "africa"},
                                                  {"SN", "africa"}, {"BR", "americas"}, {"HN", "americas"},
                                                  {"FR", "europe"}, {"AF", NULL}};
static const struct {
  const char *facet, *element;
  guint most;        /* values a work */
  const char *field; /* it is searched in, or NULL */
  const char *values[8];
} oracle_plain[] = {
  {"type", "dcterms:type", 1, NULL, {"report", "course", "webinar", "news", NULL}},
  {"organization", "dcterms:publisher", 3, "creator", {"Alpha", "Bravo Charlie", "Delta", "Écho", "Foxtrot"}},
  {"series", "dcterms:isPartOf", 1, "keyword", {"Kilo", "Lima Loans", NULL}},
  {"programme", "programme", 2, "keyword", {"Mike", "November", "Oscar Village", NULL}},
  {"audience", "dcterms:audience", 3, NULL, {"practitioners", "governments", "donors", "returnees", NULL}},
};
static const char *const oracle_facets[] = {"type",      "theme",    "country", "region",       "origin",
                                            "host",      "language", "year",    "organization", "series",
                                            "programme", "audience", "access"};

typedef struct {
  GRand *random;
  sqlite3 *db;
  sqlite3_stmt *add_word, *add_value;
  RepereAnalyzer *analyzer;
  Road *road;
  guint runs, occurrences;
  /* of the work in the making: */
  guint work;
  GString *xml;
} Oracle;

static inline guint pick(Oracle *oracle, guint n)
{
  return (guint)g_rand_int_range(oracle->random, 0, (gint32)n);
}

static inline gboolean chance(Oracle *oracle, guint percent)
{
  return pick(oracle, 100) < percent;
}

/* Below n, small ones more often. */
static inline guint pick_low(Oracle *oracle, guint n)
{
  double x = g_rand_double(oracle->random);
  return (guint)(x * x * n);
}

/* ---- words ---- */

static inline void append_rare(GString *text, guint n)
{
  static const char *const syllables[] = {"ba", "ko", "lu", "mi", "tre"};
  for (guint i = 0; i < 4; i++, n /= G_N_ELEMENTS(syllables))
    g_string_append(text, syllables[n % G_N_ELEMENTS(syllables)]);
}

static inline void append_word(Oracle *oracle, GString *text, int lang)
{
  guint dice = pick(oracle, 40);
  if (dice < 2)
    append_rare(text, pick_low(oracle, RARE_WORDS));
  else if (lang < 0 || dice < 4)
    g_string_append(text, oracle_names[pick_low(oracle, G_N_ELEMENTS(oracle_names))]);
  else
    g_string_append(text, oracle_words[lang][pick_low(oracle, G_N_ELEMENTS(oracle_words[0]))]);
}

static inline char *running_text(Oracle *oracle, int lang, guint least, guint most)
{
  GString *text = g_string_new(NULL);
  for (guint n = least + pick(oracle, most - least + 1); n > 0; n--) {
    append_word(oracle, text, lang);
    if (n > 1) g_string_append(text, pick(oracle, 12) ? " " : ", ");
  }
  return g_string_free(text, FALSE);
}

typedef struct {
  Oracle *oracle;
  guint base;
  const char *field, *lang;
} Place;

static inline void bind_text(sqlite3_stmt *statement, int n, const char *text)
{
  if (text)
    sqlite3_bind_text(statement, n, text, -1, SQLITE_TRANSIENT);
  else
    sqlite3_bind_null(statement, n);
}

static inline void add_word(const Place *place, const RepereToken *token, const RepereWord *word)
{
  sqlite3_stmt *add = place->oracle->add_word;
  sqlite3_bind_int(add, 1, (int)place->oracle->work);
  sqlite3_bind_int(add, 2, (int)place->oracle->runs);
  sqlite3_bind_int(add, 3, (int)(place->base + token->position));
  bind_text(add, 4, place->field);
  bind_text(add, 5, place->lang);
  bind_text(add, 6, word->folded);
  bind_text(add, 7, word->written);
  bind_text(add, 8, word->stem);
  sql_step(place->oracle->db, add);
  sqlite3_reset(add);
}

static inline void add_occurrence(const RepereToken *token, gpointer data)
{
  add_word(data, token, token->word);
  if (token->also) add_word(data, token, token->also);
}

/* Goes on in the run; returns how many places the text took. */
static inline guint add_text(Oracle *oracle, const char *field, const char *lang, guint base,
                             const char *text)
{
  Place place = {oracle, base, field, lang};
  return repere_analyze(oracle->analyzer, text, strlen(text), repere_language(lang), add_occurrence, &place);
}

static inline void add_run(Oracle *oracle, const char *field, const char *lang, const char *text)
{
  oracle->runs++;
  add_text(oracle, field, lang, 0, text);
}

/* ---- works ---- */

static inline void add_value(Oracle *oracle, const char *facet, const char *value)
{
  bind_text(oracle->add_value, 1, facet);
  bind_text(oracle->add_value, 2, value);
  sqlite3_bind_int(oracle->add_value, 3, (int)oracle->work);
  sql_step(oracle->db, oracle->add_value);
  sqlite3_reset(oracle->add_value);
}

/* An element that is searched, too; takes `text`. */
static inline void add_element(Oracle *oracle, const char *element, const char *field, int lang, char *text)
{
  const char *code = lang < 0 ? "" : codes[lang];
  road_element(oracle->xml, element, code, text);
  add_run(oracle, field, code, text);
  g_free(text);
}

static inline void add_themes(Oracle *oracle)
{
  for (guint n = pick(oracle, 4); n > 0; n--) {
    gboolean loose = chance(oracle, 4);
    const char *theme = loose ? "loose" : oracle_themes[pick(oracle, G_N_ELEMENTS(oracle_themes))][0];
    road_element(oracle->xml, "dcterms:subject", NULL, theme);
    add_value(oracle, "theme", theme);
  }
}

static inline void add_places(Oracle *oracle)
{
  static const char *const elements[][2] = {
    {"country", "dcterms:spatial"}, {"origin", "origin"}, {"host", "host"}};
  for (guint p = 0; p < G_N_ELEMENTS(elements); p++)
    for (guint n = pick(oracle, 4); n > 0; n--) {
      const char *const *country = oracle_countries[pick_low(oracle, G_N_ELEMENTS(oracle_countries))];
      road_element(oracle->xml, elements[p][1], NULL, country[0]);
      add_value(oracle, elements[p][0], country[0]);
      if (country[1]) add_value(oracle, "region", country[1]);
    }
}

static inline void add_plain(Oracle *oracle)
{
  for (guint k = 0; k < G_N_ELEMENTS(oracle_plain); k++) {
    guint size = 0;
    while (oracle_plain[k].values[size]) size++;
    for (guint n = pick(oracle, oracle_plain[k].most + 1); n > 0; n--) {
      const char *value = oracle_plain[k].values[pick(oracle, size)];
      road_element(oracle->xml, oracle_plain[k].element, NULL, value);
      add_value(oracle, oracle_plain[k].facet, value);
      if (oracle_plain[k].field) add_run(oracle, oracle_plain[k].field, "", value);
    }
  }
}

/* A sixth have none; 1999 is alone, and no work is of 2007 or 2008. */
static inline char *add_date(Oracle *oracle)
{
  if (chance(oracle, 16)) return NULL;
  guint year = chance(oracle, 3) ? 1999 : 2004 + pick(oracle, 18), month = 1 + pick(oracle, 12);
  if (year == 2007 || year == 2008) year += 10;
  g_autofree char *value = g_strdup_printf("%u", year);
  char *date = chance(oracle, 40)   ? g_strdup(value)
               : chance(oracle, 50) ? g_strdup_printf("%u-%02u", year, month)
                                    : g_strdup_printf("%u-%02u-%02u", year, month, 1 + pick(oracle, 28));
  add_value(oracle, "year", value);
  road_element(oracle->xml, "dcterms:issued", NULL, date);
  return date;
}

/* A file of some pages, which phrases may cross. */
static inline void add_file(Oracle *oracle, int lang)
{
  g_autoptr(GString) text = g_string_new(NULL);
  guint base = 0;
  oracle->runs++;
  for (guint n = 1 + pick(oracle, 3); n > 0; n--) {
    g_autofree char *page = running_text(oracle, lang, 10, 40);
    base += add_text(oracle, "text", repere_language_of_page(page, strlen(page), codes[lang]), base, page);
    g_string_append_printf(text, "%s%s", text->len ? "\f" : "", page);
  }
  g_autofree char *href = g_strdup_printf("%u-%s.txt", oracle->work, codes[lang]);
  g_autofree char *name = g_strconcat("files/", href, NULL);
  road_write(oracle->road, name, text->str);
  g_string_append_printf(oracle->xml,
                         "  <dcterms:hasFormat href=\"%s\" xml:lang=\"%s\" type=\"text/plain\"/>\n", href,
                         codes[lang]);
  add_value(oracle, "language", codes[lang]);
}

static inline void add_record_text(Oracle *oracle, int lang)
{
  g_autofree char *text = running_text(oracle, lang, 8, 50);
  road_element(oracle->xml, "text", codes[lang], text);
  add_run(oracle, "text", repere_language_of_page(text, strlen(text), codes[lang]), text);
  add_value(oracle, "language", codes[lang]);
}

static inline void add_texts(Oracle *oracle)
{
  gboolean any = FALSE;
  guint first = pick(oracle, LANGS);
  for (guint i = 0; i < LANGS; i++) {
    int lang = (int)((first + i) % LANGS);
    if (i == 0 || chance(oracle, 40))
      add_element(oracle, "dcterms:title", "title", lang, running_text(oracle, lang, 2, 6));
    if (chance(oracle, 35))
      add_element(oracle, "dcterms:abstract", "abstract", lang, running_text(oracle, lang, 4, 15));
    if (chance(oracle, 12))
      add_element(oracle, "dcterms:subject", "keyword", lang, running_text(oracle, lang, 1, 2));
    gboolean text = chance(oracle, 30), file = chance(oracle, 6);
    if (text) add_record_text(oracle, lang);
    if (file) add_file(oracle, lang);
    any |= text || file;
  }
  for (guint n = pick(oracle, 3); n > 0; n--)
    add_element(oracle, "dcterms:creator", "creator", -1, running_text(oracle, -1, 2, 2));
  if (any || chance(oracle, 50)) return;
  const char *lang = codes[pick(oracle, LANGS)];
  road_element(oracle->xml, "dcterms:language", NULL, lang);
  add_value(oracle, "language", lang);
}

static inline void add_work(Oracle *oracle)
{
  static const char *const accesses[] = {"members", "group:inner"};
  const char *access = chance(oracle, 12) ? accesses[pick(oracle, G_N_ELEMENTS(accesses))] : "public";
  g_autofree char *id = g_strdup_printf("work-%u", ++oracle->work);
  g_string_append(oracle->xml, "<record>\n");
  road_element(oracle->xml, "dcterms:identifier", NULL, id);
  if (!g_str_equal(access, "public") || chance(oracle, 20))
    road_element(oracle->xml, "dcterms:accessRights", NULL, access);
  add_value(oracle, "access", access);
  add_plain(oracle);
  g_autofree char *date = add_date(oracle);
  add_themes(oracle);
  add_places(oracle);
  add_texts(oracle);
  g_string_append(oracle->xml, "</record>\n");
  sql_runf(oracle->db, "INSERT INTO work VALUES (%u, %Q, %d, %Q)", oracle->work, id,
           g_str_equal(access, "public"), date);
}

/* ---- vocabularies ---- */

static inline void append_concept(GString *rdf, const char *value, const char *above, const char *further)
{
  g_string_append_printf(rdf, "<skos:Concept rdf:about=\"urn:x:%s\"><skos:notation>%s</skos:notation>", value,
                         value);
  if (above) g_string_append_printf(rdf, "<skos:broader rdf:resource=\"urn:x:%s\"/>", above);
  if (further) g_string_append_printf(rdf, "<skos:broader rdf:resource=\"urn:x:%s\"/>", further);
  g_string_append(rdf, "</skos:Concept>\n");
}

static inline void write_vocabularies(Oracle *oracle)
{
  static const char head[] = "<rdf:RDF xmlns:rdf=\"http://www.w3.org/1999/02/22-rdf-syntax-ns#\" "
                             "xmlns:skos=\"http://www.w3.org/2004/02/skos/core#\">\n";
  g_autoptr(GString) themes = g_string_new(head), regions = g_string_new(head);
  for (guint i = 0; i < G_N_ELEMENTS(oracle_themes); i++) {
    const char *const *theme = oracle_themes[i];
    append_concept(themes, theme[0], theme[1], theme[2]);
    for (guint above = 1; above < 3; above++)
      if (theme[above]) sql_runf(oracle->db, "INSERT INTO broader VALUES (%Q, %Q)", theme[0], theme[above]);
  }
  append_concept(regions, "africa", NULL, NULL);
  append_concept(regions, "americas", NULL, NULL);
  append_concept(regions, "europe", NULL, NULL);
  for (guint i = 0; i < G_N_ELEMENTS(oracle_countries); i++)
    if (oracle_countries[i][1]) append_concept(regions, oracle_countries[i][0], oracle_countries[i][1], NULL);
  g_string_append(themes, "</rdf:RDF>\n");
  g_string_append(regions, "</rdf:RDF>\n");
  road_write(oracle->road, "vocabularies/themes.rdf", themes->str);
  road_write(oracle->road, "vocabularies/regions.rdf", regions->str);
}

/* ---- the whole ---- */

/* The stems that each accented spelling has in each language. */
static inline void add_spellings(Oracle *oracle)
{
  sqlite3_stmt *spellings =
    sql_prepare(oracle->db, "SELECT DISTINCT folded, written FROM occurrence WHERE written IS NOT NULL");
  while (sql_step(oracle->db, spellings))
    for (guint lang = 0; lang < LANGS; lang++) {
      const char *written = sql_text(spellings, 1);
      RepereWord *word =
        repere_analyzer_word(oracle->analyzer, written, strlen(written), repere_language(codes[lang]));
      if (word && word->stem)
        sql_runf(oracle->db, "INSERT INTO spelling VALUES (%Q, %Q, %Q, %Q)", sql_text(spellings, 0), written,
                 codes[lang], word->stem);
    }
  sqlite3_finalize(spellings);
}

static inline Oracle *oracle_new(guint32 seed)
{
  Oracle *oracle = g_new0(Oracle, 1);
  oracle->random = g_rand_new_with_seed(seed);
  oracle->analyzer = repere_analyzer_new();
  oracle->road = road_new("vocabularies=vocabularies\n");
  if (sqlite3_open(":memory:", &oracle->db) != SQLITE_OK)
    g_error("SQLite does not open a database in memory.");
  sqlite3_create_function(oracle->db, "edits", 2, SQLITE_UTF8 | SQLITE_DETERMINISTIC, NULL, sql_edits, NULL,
                          NULL);
  sql_run(oracle->db, oracle_tables);
  oracle->add_word = sql_prepare(oracle->db, "INSERT INTO occurrence VALUES (?, ?, ?, ?, ?, ?, ?, ?)");
  oracle->add_value = sql_prepare(oracle->db, "INSERT OR IGNORE INTO work_facet VALUES (?, ?, ?)");
  sql_run(oracle->db, "BEGIN");
  write_vocabularies(oracle);
  for (guint i = 0; i < ORACLE_WORKS; i++) {
    g_autofree char *name = g_strdup_printf("records/part-%u.xml", i / 500);
    if (i % 500 == 0) oracle->xml = road_records();
    add_work(oracle);
    if (i % 500 == 499 || i + 1 == ORACLE_WORKS)
      road_write_records(oracle->road, name, g_steal_pointer(&oracle->xml));
  }
  oracle->occurrences = sql_number(oracle->db, "SELECT max(rowid) FROM occurrence");
  add_spellings(oracle);
  sql_run(oracle->db,
          "INSERT OR IGNORE INTO work_facet WITH RECURSIVE up (value, work) AS ("
          "SELECT value, work FROM work_facet WHERE facet = 'theme' UNION "
          "SELECT above, work FROM up JOIN broader USING (value)) SELECT 'theme', value, work FROM up");
  sql_run(oracle->db, oracle_indexes);
  sql_run(oracle->db, "COMMIT");
  return oracle;
}

static inline void oracle_free(Oracle *oracle)
{
  sqlite3_finalize(oracle->add_word);
  sqlite3_finalize(oracle->add_value);
  sqlite3_close(oracle->db);
  repere_analyzer_free(oracle->analyzer);
  road_free(oracle->road);
  g_rand_free(oracle->random);
  g_free(oracle);
}

#endif
