/* expand_library.h - a library in three languages whose words dictionaries and a vocabulary know, for questions that
 * reach over languages. Each work is in one language. */
#ifndef TESTS_ENGINE_EXPAND_LIBRARY_H
#define TESTS_ENGINE_EXPAND_LIBRARY_H

#include "repere/language.h"
#include "repere/walk.h"
#include "road.h"

enum { EN, FR, ES, LANGS };
static const char *const codes[LANGS] = {"en", "fr", "es"};

/* The same in each language. */
static const char *const meanings[][LANGS] = {
  {"school", "école", "escuela"},   {"village", "village", "pueblo"}, {"health", "santé", "salud"},
  {"family", "famille", "familia"}, {"house", "maison", "casa"},      {"children", "enfants", "niños"},
  {"water", "eau", "agua"},         {"work", "travail", "trabajo"},   {"country", "pays", "país"},
  {"woman", "femme", "mujer"},      {"city", "ville", "ciudad"},      {"return", "retour", "retorno"},
  {"schools", "écoles", "escuelas"}, {"migrant", "migrant", "migrante"}, {"Honduras", "Honduras", "Honduras"},
};
#define MEANINGS G_N_ELEMENTS(meanings)

/* Concepts: a value and its label in each language. */
static const struct {
  const char *value;
  const char *labels[LANGS];
} concepts[] = {
  {"c-health", {"health", "santé", "salud"}},
  {"c-village-school", {"village school", "école du village", "escuela del pueblo"}},
  {"c-water", {"drinking water", "eau potable", "agua"}},
};

static const char *const types[] = {"report", "course", "news"};

static inline void write_concepts(const Road *road)
{
  g_autoptr(GString) rdf = g_string_new("<?xml version=\"1.0\"?><rdf:RDF "
                                        "xmlns:rdf=\"http://www.w3.org/1999/02/22-rdf-syntax-ns#\" "
                                        "xmlns:skos=\"http://www.w3.org/2004/02/skos/core#\">\n");
  for (guint i = 0; i < G_N_ELEMENTS(concepts); i++) {
    g_string_append_printf(rdf, "<skos:Concept rdf:about=\"urn:%s\"><skos:notation>%s</skos:notation>",
                           concepts[i].value, concepts[i].value);
    for (guint lang = 0; lang < LANGS; lang++)
      g_string_append_printf(rdf, "<skos:prefLabel xml:lang=\"%s\">%s</skos:prefLabel>", codes[lang],
                             concepts[i].labels[lang]);
    g_string_append(rdf, "</skos:Concept>\n");
  }
  g_string_append(rdf, "</rdf:RDF>\n");
  road_write(road, "vocabularies/themes.rdf", rdf->str);
}

static inline const char *random_meaning(guint lang)
{
  return meanings[g_test_rand_int_range(0, MEANINGS)][lang];
}

static inline char *random_text(guint lang, guint least, guint most)
{
  static const char *const joins[LANGS][3] = {{"the", "of", "and"}, {"les", "des", "et"}, {"los", "de", "y"}};
  GString *text = g_string_new(NULL);
  for (guint n = (guint)g_test_rand_int_range((gint)least, (gint)most + 1); n > 0; n--) {
    if (g_test_rand_int_range(0, 3) == 0)
      g_string_append_printf(text, "%s ", joins[lang][g_test_rand_int_range(0, 3)]);
    g_string_append_printf(text, "%s ", random_meaning(lang));
  }
  return g_string_free(text, FALSE);
}

/* Some may not be seen; some have a file of pages. */
static inline void add_random_work(const Road *road, GString *xml, guint i)
{
  guint lang = (guint)g_test_rand_int_range(0, LANGS);
  g_autofree char *id = g_strdup_printf("w%u", i), *title = random_text(lang, 1, 3), *text = random_text(lang, 3, 20);
  g_string_append(xml, "<record>\n");
  road_element(xml, "dcterms:identifier", NULL, id);
  if (g_test_rand_int_range(0, 8) == 0) road_element(xml, "dcterms:accessRights", NULL, "members");
  road_element(xml, "dcterms:title", codes[lang], title);
  road_element(xml, "dcterms:type", NULL, types[g_test_rand_int_range(0, G_N_ELEMENTS(types))]);
  if (i % 3) {
    road_element(xml, "text", codes[lang], text);
  } else {
    g_autofree char *second = random_text(lang, 3, 40), *pages = g_strconcat(text, "\f", second, NULL);
    g_autofree char *name = g_strdup_printf("files/%s.txt", id);
    road_write(road, name, pages);
    g_string_append_printf(xml, "<dcterms:hasFormat href=\"%s.txt\" xml:lang=\"%s\" type=\"text/plain\"/>\n", id,
                           codes[lang]);
  }
  g_string_append(xml, "</record>\n");
}

/* One to three words, of a language that need not be the one asked in; phrases, fields and OR now and then. */
static inline RepereQuestion *random_question(void)
{
  g_autoptr(GString) q = g_string_new(NULL);
  guint asked = (guint)g_test_rand_int_range(0, LANGS);
  guint typed = g_test_rand_int_range(0, 4) ? asked : (guint)g_test_rand_int_range(0, LANGS);
  for (guint n = (guint)g_test_rand_int_range(1, 4); n > 0; n--) {
    static const char *const before[] = {"", "", "", "", "", "title:", "\""};
    guint form = (guint)g_test_rand_int_range(0, G_N_ELEMENTS(before));
    if (q->len) g_string_append(q, g_test_rand_int_range(0, 6) ? " " : " OR ");
    g_string_append_printf(q, "%s%s%s", before[form], random_meaning(typed), form == 6 ? "\"" : "");
  }
  return road_question(q->str, codes[asked]);
}

/* All hits of the question, in order. */
static inline GPtrArray *all_hits(RepereEngine *engine, const RepereQuestion *question)
{
  g_autoptr(GError) error = NULL;
  g_autoptr(RepereWalk) walk = repere_walk_new(engine, 0, question, &error);
  GPtrArray *hits = g_ptr_array_new_with_free_func((GDestroyNotify)repere_hit_free);
  g_assert_no_error(error);
  for (guint before = G_MAXUINT; before != hits->len;) {
    before = hits->len;
    g_assert_true(repere_walk_next(walk, 0, 50, hits, &error));
  }
  g_assert_cmpuint(repere_walk_head(walk)->total, ==, hits->len);
  return hits;
}

static inline gboolean has_hit(const GPtrArray *hits, const char *id)
{
  for (guint i = 0; i < hits->len; i++)
    if (g_str_equal(((RepereHit *)hits->pdata[i])->id, id)) return TRUE;
  return FALSE;
}

#endif
