/* Labels of concepts in running text: which are found where, and that all of them are, beside a search by
 * hand. */
#include <glib/gstdio.h>
#include <string.h>
#include "concepts.h"
#include "repere/text.h"
#include "tests/folder.h"

#define HEAD                                                                                   \
  "<?xml version=\"1.0\"?><rdf:RDF xmlns:rdf=\"http://www.w3.org/1999/02/22-rdf-syntax-ns#\" " \
  "xmlns:skos=\"http://www.w3.org/2004/02/skos/core#\">"

typedef struct {
  char *folder;
  gboolean own; /* there is a vocabulary besides the names of countries */
  RepereVocabularies *vocabularies;
  RepereConcepts *concepts;
  RepereAnalyzer *analyzer;
} Fixture;

static void set_up(Fixture *fixture, gconstpointer data)
{
  (void)data;
  fixture->folder = folder_new();
  fixture->analyzer = repere_analyzer_new();
}

static void tear_down(Fixture *fixture, gconstpointer data)
{
  (void)data;
  folder_free(fixture->folder);
  repere_concepts_free(fixture->concepts);
  repere_vocabularies_free(fixture->vocabularies);
  repere_analyzer_free(fixture->analyzer);
}

/* A vocabulary of lines "value|en:label|+fr:label …", + before an alternative one. */
static void put(Fixture *fixture, const char *name, const char *lines)
{
  g_autoptr(GString) xml = g_string_new(HEAD);
  g_auto(GStrv) each = g_strsplit(lines, "\n", -1);
  for (guint i = 0; each[i] != NULL; i++) {
    g_auto(GStrv) parts = g_strsplit(each[i], "|", -1);
    g_string_append_printf(xml, "<skos:Concept rdf:about=\"urn:%s:%s\"><skos:notation>%s</skos:notation>",
                           name, parts[0], parts[0]);
    for (guint k = 1; parts[k] != NULL; k++) {
      const gboolean alternative = parts[k][0] == '+';
      const char *lang = parts[k] + (alternative ? 1 : 0);
      g_autofree char *text = g_markup_escape_text(lang + 3, -1);
      g_string_append_printf(xml, "<skos:%s xml:lang=\"%.2s\">%s</skos:%s>",
                             alternative ? "altLabel" : "prefLabel", lang, text,
                             alternative ? "altLabel" : "prefLabel");
    }
    g_string_append(xml, "</skos:Concept>\n");
  }
  g_string_append(xml, "</rdf:RDF>");
  g_autofree char *file = g_strconcat(name, ".rdf", NULL);
  folder_put(fixture->folder, file, xml->str, (gssize)xml->len);
  fixture->own = TRUE;
}

static void make(Fixture *fixture)
{
  g_autoptr(GPtrArray) problems = g_ptr_array_new_with_free_func(g_free);
  fixture->vocabularies = repere_vocabularies_load(fixture->folder, problems, NULL);
  g_assert_nonnull(fixture->vocabularies);
  g_assert_cmpuint(problems->len, ==, 0);
  fixture->concepts = repere_concepts_new(fixture->vocabularies);
}

/* ---- a text as an index makes words of it ---- */

typedef struct {
  const RepereConcepts *concepts;
  const RepereLanguage *language;
  GArray *words; /* of RepereConceptWord */
} Words;

static void on_token(const RepereToken *token, gpointer data)
{
  Words *words = data;
  RepereConceptWord word = {
    0, repere_concepts_key(words->concepts, token->word->folded, strlen(token->word->folded))};
  if (token->word->stem != NULL) {
    g_autofree char *term = g_strconcat(words->language->term_prefix, token->word->stem, NULL);
    word.stem = repere_concepts_key(words->concepts, term, strlen(term));
  }
  g_array_append_val(words->words, word);
}

/* What is found in `text`: "value@first+words", those of "iso3166" only where no vocabulary has files. */
static char *found_in(const Fixture *fixture, const char *lang, const char *text)
{
  const RepereLanguage *language = repere_language(lang);
  Words words = {fixture->concepts, language, g_array_new(FALSE, FALSE, sizeof(RepereConceptWord))};
  g_autoptr(GArray) found = g_array_new(FALSE, FALSE, sizeof(RepereConceptMatch));
  repere_analyze(fixture->analyzer, text, strlen(text), language, on_token, &words);
  repere_concepts_find(fixture->concepts, (const RepereConceptWord *)(gpointer)words.words->data,
                       words.words->len, language, found);
  g_array_unref(words.words);
  GString *out = g_string_new(NULL);
  for (guint i = 0; i < found->len; i++) {
    const RepereConceptMatch *match = &g_array_index(found, RepereConceptMatch, i);
    RepereConceptName name;
    repere_concepts_name(fixture->concepts, match->concept, &name);
    if (fixture->own && strcmp(name.vocabulary_name, "iso3166") == 0)
      continue;
    g_string_append_printf(out, "%s%s@%u+%u", out->len > 0 ? " " : "", name.value, match->first,
                           match->words);
  }
  return g_string_free(out, FALSE);
}

static void assert_found_at(const Fixture *fixture, const char *lang, const char *text, const char *expected,
                            int line)
{
  g_autofree char *found = found_in(fixture, lang, text);
  if (strcmp(found, expected) != 0)
    g_error("line %d: \"%s\" (%s) has \"%s\", not \"%s\"", line, text, lang, found, expected);
}
#define assert_found(fixture, lang, text, expected) assert_found_at(fixture, lang, text, expected, __LINE__)

/* ---- which label ---- */

static void test_longest(Fixture *fixture, gconstpointer data)
{
  (void)data;
  put(fixture, "v",
      "m|en:Migration\nlm|en:Labour migration\nlmp|en:Labour migration policy\nlp|en:Policy making\n"
      "r|en:Return");
  make(fixture);
  assert_found(fixture, "en", "Labour migration is migration.", "lm@0+2 m@3+1");
  assert_found(fixture, "en", "A labour migration policy and its return.", "lmp@1+3 r@6+1");
  /* the first of those that overlap */
  assert_found(fixture, "en", "labour migration policy making", "lmp@0+3");
  assert_found(fixture, "en", "policy making policies", "lp@0+2");
  assert_found(fixture, "en", "labour, then migration", "m@2+1");
  assert_found(fixture, "en", "", "");
  assert_found(fixture, "en", "labour", "");
}

static void test_languages(Fixture *fixture, gconstpointer data)
{
  (void)data;
  put(fixture, "v",
      "reintegration|en:Economic reintegration|fr:Réintégration économique|es:Reintegración económica\n"
      "pain|en:Pain|fr:Douleur|es:Dolor\nbread|en:Bread|fr:Pain|es:Pan\n"
      "kafala|en:Kafala|fr:Kafala|es:Kafala\nhealth|en:Health|+en:WHO|+en:DES");
  make(fixture);
  assert_found(fixture, "en", "the economic reintegration of", "reintegration@1+2");
  assert_found(fixture, "fr", "les réintégrations économiques", "reintegration@1+2");
  assert_found(fixture, "fr", "LES REINTEGRATIONS ECONOMIQUES", "reintegration@1+2");
  assert_found(fixture, "es", "la reintegracion economica", "reintegration@1+2");
  /* several words in every text, one word in texts of its language */
  assert_found(fixture, "fr", "(en anglais: economic reintegration)", "reintegration@2+2");
  assert_found(fixture, NULL, "economic reintegration", "reintegration@0+2");
  assert_found(fixture, "en", "pain", "pain@0+1");
  assert_found(fixture, "fr", "pain", "bread@0+1");
  assert_found(fixture, "es", "pain", "");
  assert_found(fixture, NULL, "pain", "pain@0+1 bread@0+1");
  assert_found(fixture, "es", "pan y dolores", "bread@0+1 pain@2+1");
  /* names and acronyms everywhere, but where they are stop words */
  assert_found(fixture, "fr", "la kafala", "kafala@1+1");
  assert_found(fixture, "es", "la WHO", "health@1+1");
  assert_found(fixture, "fr", "des", "");
  assert_found(fixture, "es", "des", "health@0+1");
}

/* Accents missing on either side, apostrophes of both kinds, elided articles, numbers of nouns and
 * adjectives. */
static void test_spellings(Fixture *fixture, gconstpointer data)
{
  (void)data;
  put(fixture, "a",
      "e|en:Right to education|fr:Droit à l'éducation|es:Derecho a la educación\n"
      "w|en:Migrant workers|fr:Travailleur migrant|es:Trabajador migrante\n"
      "r|en:Refugees|fr:Réfugié|es:Refugiado\ni|en:Integration|fr:Intégration|es:Integración");
  put(fixture, "u",
      "c|en:ABANDONED CHILDREN|fr:ENFANTS ABANDONNES|es:NIÑOS ABANDONADOS\n"
      "f|en:REFUGEES|fr:REFUGIES|es:REFUGIADOS\ng|en:INTEGRATION|fr:INTEGRATION|es:INTEGRACION");
  make(fixture);
  assert_found(fixture, "fr", "le droit a l’education", "e@1+3");
  assert_found(fixture, "fr", "le droit à l'éducation", "e@1+3");
  assert_found(fixture, "en", "RIGHT TO EDUCATION", "e@0+3");
  assert_found(fixture, "en", "A migrant worker's rights", "w@1+2");
  assert_found(fixture, "fr", "d'une travailleuse migrante et des travailleurs migrants", "w@5+2");
  assert_found(fixture, "es", "los trabajadores migrantes", "w@1+2");
  assert_found(fixture, "fr", "les enfants abandonnés", "c@1+2");
  assert_found(fixture, "fr", "l'enfant abandonné", "c@0+2");
  assert_found(fixture, "es", "ninos abandonados", "c@0+2");
  /* capitals without accents are the words that another vocabulary writes with them */
  assert_found(fixture, "fr", "un réfugié", "r@1+1 f@1+1");
  assert_found(fixture, "fr", "des réfugiés", "r@1+1 f@1+1");
  assert_found(fixture, "es", "las integraciones", "i@1+1 g@1+1");
  assert_found(fixture, "en", "integrated", "i@0+1 g@0+1");
}

/* In one vocabulary matches do not overlap; another one does not know of them. */
static void test_vocabularies(Fixture *fixture, gconstpointer data)
{
  (void)data;
  put(fixture, "one", "a|en:Climate change\nb|en:Change management\nc|en:Climate");
  put(fixture, "two", "d|en:Change management\ne|en:Climate\nf|en:Climate change management plan");
  make(fixture);
  assert_found(fixture, "en", "climate change management", "a@0+2 e@0+1 d@1+2");
  assert_found(fixture, "en", "climate change management plans", "a@0+2 f@0+4");
  RepereConceptName name;
  repere_concepts_name(fixture->concepts, 3, &name);
  g_assert_cmpstr(name.vocabulary_name, ==, "two");
  g_assert_cmpstr(name.value, ==, "d");
  g_assert_true(name.vocabulary == repere_vocabularies_get(fixture->vocabularies, "two"));
  repere_concepts_name(fixture->concepts, 6, &name);
  g_assert_cmpstr(name.vocabulary_name, ==, "iso3166");
  g_assert_cmpuint(repere_concepts_size(fixture->concepts), ==, 6 + repere_vocabulary_size(name.vocabulary));
}

/* Two concepts of one name: the one that prefers it, else both. */
static void test_homonyms(Fixture *fixture, gconstpointer data)
{
  (void)data;
  put(fixture, "v",
      "a|en:Interviews|fr:Entretien\nb|en:Maintenance|fr:Maintenance|+fr:Entretien\n"
      "c|en:Bank|fr:Banque\nd|en:Bank|fr:Rive\ne|en:Shore|+en:Beach|+en:Strand\nf|en:Coast|+en:Beach");
  make(fixture);
  assert_found(fixture, "fr", "un entretien", "a@1+1");
  assert_found(fixture, "en", "the bank", "c@1+1 d@1+1");
  assert_found(fixture, "en", "a beach, a strand", "e@1+1 f@1+1 e@3+1");
}

/* A word that has a stem in common with labels of several concepts, and is none of them, names none. */
static void test_stems_alone(Fixture *fixture, gconstpointer data)
{
  (void)data;
  put(fixture, "v",
      "a|en:Nationality\nb|en:Nationalism\nc|en:Refugees\nd|en:Package\ne|en:Packages\n"
      "f|fr:Thé|en:Tea\ng|fr:Plantation de thé");
  make(fixture);
  assert_found(fixture, "en", "national nationality of refugee", "a@1+1 c@3+1");
  assert_found(fixture, "en", "package packages packaged", "d@0+1 e@1+1");
  assert_found(fixture, "fr", "the plantation", "");
  assert_found(fixture, "fr", "plantations de thé", "g@0+3");
}

static void test_forms(Fixture *fixture, gconstpointer data)
{
  (void)data;
  put(fixture, "v",
      "m|en:Mercury (planet)|fr:Mercure (planète)\nw|en:World heritage (cultural)\nk|en:Korean War "
      "(1950-1953)\n"
      "s|en:Self defence (criminal law)\nt|en:Self defence (international law)\n"
      "d|en:Desktop publishing (DTP)|fr:PAO (Publication assistée par ordinateur)\n"
      "v|en:Venezuela (Bolivarian Republic of)|fr:Venezuela (République bolivarienne d')\n"
      "g|en:Germany, Federal Republic of|es:Alemania, República Federal de\nr|en:Refugees, political\n"
      "p|en:Paints, inks and varnishes\nq|en:Sampling (statistics)\nx|en:Sampling");
  make(fixture);
  assert_found(fixture, "en", "mercury in fish; the planet", "");
  assert_found(fixture, "en", "Mercury, planet", "m@0+2");
  assert_found(fixture, "en", "world heritage sites", "w@0+2");
  assert_found(fixture, "en", "a Korean war", "");
  assert_found(fixture, "en", "the Korean War (1950-1953)", "k@1+4");
  assert_found(fixture, "en", "self-defence", "");
  assert_found(fixture, "en", "self-defence in international law; self-defence (international law)", "t@5+4");
  assert_found(fixture, "en", "desktop publishing, or DTP", "d@0+2 d@3+1");
  assert_found(fixture, "fr", "la publication assistée par ordinateur est la PAO", "d@1+4 d@7+1");
  assert_found(fixture, "en", "the Bolivarian Republic of Venezuela and Venezuela", "v@1+4 v@6+1");
  assert_found(fixture, "fr", "la République bolivarienne d'Venezuela", "v@1+3");
  assert_found(fixture, "es", "la República Federal de Alemania", "g@1+4");
  assert_found(fixture, "en", "political refugees", "r@0+2");
  assert_found(fixture, "en", "paints, inks and varnishes", "p@0+4");
  assert_found(fixture, "en", "samplings", "x@0+1");
}

/* What is no label at all. */
static void test_no_labels(Fixture *fixture, gconstpointer data)
{
  (void)data;
  put(fixture, "v",
      "a|en:The\nb|en:C\nc|en:1975\nd|en:To be\ne|en:1 2 3\nf|en:Vitamin C\ng|fr:Avec|en:With\nh|en:!?\n"
      "i|en:A/RES/71/1");
  make(fixture);
  assert_found(fixture, "en", "the c in 1975 is to be with 1 2 3", "");
  assert_found(fixture, NULL, "the avec with c", "");
  assert_found(fixture, "en", "vitamin C in A/RES/71/1", "f@0+2 i@3+4");
}

/* ---- countries ---- */

static void test_countries(Fixture *fixture, gconstpointer data)
{
  (void)data;
  make(fixture);
  static const char *const FOUND[][3] = {
    {"en", "Nigerian and Ghanaian returnees", "NG@0+1 GH@2+1"},
    {"en", "Nigerians, Malians, Senegalese", "NG@0+1 ML@1+1 SN@2+1"},
    {"fr", "ghanéenne, nigérianes, camerounaises", "GH@0+1 NG@1+1 CM@2+1"},
    {"fr", "des Ivoiriens et des Guinéennes en Turquie", "CI@1+1 GN@4+1 TR@6+1"},
    {"fr", "la communauté turque et grecque", "TR@2+1 GR@4+1"},
    {"fr", "les franciliens: un franc guinéen", "GN@4+1"},
    {"es", "nigerianas, ghaneses y camerunesas", "NG@0+1 GH@1+1 CM@3+1"},
    {"es", "la búlgara, los alemanes y los marroquíes", "BG@1+1 DE@3+1 MA@6+1"},
    {"en", "Papua New Guinea, Guinea and Equatorial Guinea", "PG@0+3 GN@3+1 GQ@5+2"},
    {"en", "South Sudanese in Sudan", "SS@0+2 SD@3+1"},
    {"en", "DR Congo, the Democratic Republic of the Congo", "CD@0+2 CD@3+5"},
    {"en", "the Republic of the Congo", "CG@1+4"},
    {"en", "Congo (Democratic Republic of the)", "CD@0+5"},
    {"fr", "en RDC, République démocratique du Congo", "CD@1+1 CD@2+4"},
    {"es", "la República Democrática del Congo", "CD@1+4"},
    {"en", "Côte d'Ivoire, Ivory Coast, COTE D’IVOIRE", "CI@0+2 CI@2+2 CI@4+2"},
    {"es", "Costa de Marfil", "CI@0+3"},
    {"en", "The Gambia, in Gambia", "GM@0+2 GM@3+1"},
    {"en", "Bosnia and Herzegovina, Saint Lucia, St. Lucia", "BA@0+3 LC@3+2 LC@5+2"},
    {"en", "the UK and the USA", "GB@1+1 US@4+1"},
    {"en", "Myanmar, formerly Burma", "MM@0+1 MM@2+1"},
    {"fr", "Viêt Nam, Vietnam, vietnamiennes", "VN@0+2 VN@2+1 VN@3+1"},
    {"fr", "les françaises et les Allemands", "FR@1+1 DE@4+1"},
    {NULL, "Mozambique, Moçambique", "MZ@0+1"},
    /* a country in one language, a word in another */
    {"fr", "le Tchad et le chad", "TD@1+1"},
    /* what mostly means something else */
    {"fr", "la réunion de Dominique et Maurice", ""},
    {"es", "la reunión que usa los fines del car", ""},
    {"en", "let us polish the car", "PL@2+1"},
    {"en", "a family reunion, available in English, French and Spanish", ""},
    {"fr", "version française, en français et en espagnol", ""},
    {"es", "en francés y en español", ""},
    {"fr", "l'eau chaude avec des malaises", ""},
  };
  for (gsize i = 0; i < G_N_ELEMENTS(FOUND); i++)
    assert_found(fixture, FOUND[i][0], FOUND[i][1], FOUND[i][2]);
}

static guint alternatives(const RepereVocabulary *countries, guint i, const char *lang)
{
  g_autoptr(GArray) labels = g_array_new(FALSE, FALSE, sizeof(RepereVocabularyLabel));
  guint n = 0;
  repere_vocabulary_labels(countries, i, labels);
  for (guint k = 0; k < labels->len; k++) {
    const RepereVocabularyLabel *label = &g_array_index(labels, RepereVocabularyLabel, k);
    g_assert_cmpstr(label->text, !=, "");
    n += !label->preferred && strcmp(label->lang, lang) == 0 ? 1 : 0;
  }
  return n;
}

/* All but these territories have a demonym or another name in every language; lists show what they showed. */
static void test_demonyms(Fixture *fixture, gconstpointer data)
{
  (void)data;
  static const char TERRITORIES[] =
    "AI AQ AS AX BL BQ BV CC CK CX DG EA FO GF GG GI GL GP GS GU HM IC IM IO JE KN KY "
    "MP MQ MS NC NF NU PF PM PN SH SJ SX TC TF TK TV UM VG VI WF YT";
  static const char *const LANGS[] = {"en", "fr", "es"};
  make(fixture);
  const RepereVocabulary *countries = repere_vocabularies_get(fixture->vocabularies, "iso3166");
  for (guint i = 0; i < repere_vocabulary_size(countries); i++)
    for (gsize l = 0; l < G_N_ELEMENTS(LANGS); l++) {
      const char *code = repere_vocabulary_at(countries, i);
      if (strstr(TERRITORIES, code) != NULL || (strcmp(code, "PT") == 0 && l == 0))
        continue; /* "Portuguese" is mostly the language */
      g_assert_cmpuint(alternatives(countries, i, LANGS[l]), >, 0);
    }
  g_assert_cmpstr(repere_vocabulary_label(countries, "RE", "fr"), ==, "La Réunion");
  g_assert_cmpstr(repere_vocabulary_label(countries, "GB", "en"), ==, "United Kingdom");
  g_assert_cmpstr(repere_vocabulary_label(countries, "CI", "xx"), ==, "Côte d’Ivoire");
}

/* ---- all vocabularies in one ---- */

static void test_all_in_one(Fixture *fixture, gconstpointer data)
{
  (void)data;
  put(fixture, "a", "x|en:First|fr:Premier\ny|en:Second");
  put(fixture, "b", "x|en:Other\nz|en:Third|+en:Last");
  make(fixture);
  const RepereVocabulary *all = repere_vocabularies_get(fixture->vocabularies, "*");
  g_assert_cmpuint(repere_vocabulary_size(all), ==, 3);
  g_assert_cmpstr(repere_vocabulary_at(all, 0), ==, "x");
  g_assert_cmpstr(repere_vocabulary_at(all, 2), ==, "z");
  g_assert_null(repere_vocabulary_at(all, 3));
  g_assert_cmpstr(repere_vocabulary_label(all, "x", "fr"), ==, "Premier");
  g_assert_cmpstr(repere_vocabulary_label(all, "z", "fr"), ==, "Third");
  g_assert_cmpstr(repere_vocabulary_value(all, "urn:b:z"), ==, "z");
  g_assert_null(repere_vocabulary_value(all, "MZ"));
  g_assert_null(repere_vocabulary_label(all, "none", "en"));
  g_assert_null(repere_vocabulary_parent(all, "z"));
  g_assert_cmpstr(repere_vocabulary_top(all, "z"), ==, "z");
  g_autoptr(GPtrArray) above = g_ptr_array_new();
  repere_vocabulary_with_broader(all, "z", above);
  repere_vocabulary_with_broader(all, "none", above);
  g_assert_cmpuint(above->len, ==, 1);
  g_autoptr(GArray) labels = g_array_new(FALSE, FALSE, sizeof(RepereVocabularyLabel));
  repere_vocabulary_labels(all, 2, labels);
  g_assert_cmpuint(labels->len, ==, 2);
  g_assert_true(g_array_index(labels, RepereVocabularyLabel, 0).preferred);
  g_assert_cmpstr(g_array_index(labels, RepereVocabularyLabel, 1).text, ==, "Last");
  for (const char *const *name = repere_vocabularies_names(fixture->vocabularies); *name != NULL; name++)
    g_assert_cmpstr(*name, !=, "*");
}

/* ---- beside a search by hand ---- */

/* Words that share stems in English, French or Spanish, words of several languages, and one that no label
 * has. */
static const char *const WORDS[] = {"migrant", "migrants", "migrante", "migrantes", "migration",
                                    "réfugié", "refugie",  "réfugiés", "the",       "de",
                                    "12",      "c",        "zut"};
static const char *const LANGS[] = {"en", "fr", "es"};

enum { CONCEPTS = 12, LABELS = 3 };

typedef struct {
  guint words[4], n, lang;
} Label;

typedef struct {
  Label labels[LABELS];
  guint n;
} Concept;

static char *spell(const guint *words, guint n)
{
  GString *text = g_string_new(NULL);
  for (guint i = 0; i < n; i++)
    g_string_append_printf(text, "%s%s", i > 0 ? " " : "", WORDS[words[i]]);
  return g_string_free(text, FALSE);
}

static gboolean same_word(RepereAnalyzer *analyzer, const char *label, guint lang, const char *word, int text)
{
  const RepereLanguage *of = repere_language(LANGS[lang]),
                       *in = text < 0 ? NULL : repere_language(LANGS[text]);
  const RepereWord *a = repere_analyzer_word(analyzer, label, strlen(label), of);
  const RepereWord *b = repere_analyzer_word(analyzer, word, strlen(word), in);
  return strcmp(a->folded, b->folded) == 0 ||
         (of == in && a->stem != NULL && b->stem != NULL && strcmp(a->stem, b->stem) == 0);
}

static gboolean has_content(RepereAnalyzer *analyzer, const Label *label)
{
  for (guint i = 0; i < label->n; i++) {
    const char *word = WORDS[label->words[i]];
    const RepereWord *w =
      repere_analyzer_word(analyzer, word, strlen(word), repere_language(LANGS[label->lang]));
    if (!w->stop && strcmp(word, "12") != 0 && strcmp(word, "c") != 0)
      return TRUE;
  }
  return FALSE;
}

/* Whether the single word is a label in all languages that the concept has, two at least. */
static gboolean is_name(RepereAnalyzer *analyzer, const Concept *concept, const Label *label)
{
  guint all = 0, said = 0;
  for (guint i = 0; i < concept->n; i++) {
    const Label *other = &concept->labels[i];
    all |= 1u << other->lang;
    if (other->n == 1 && has_content(analyzer, other) &&
        same_word(analyzer, WORDS[other->words[0]], other->lang, WORDS[label->words[0]], -1))
      said |= 1u << other->lang;
  }
  return said == all && (all & (all - 1)) != 0;
}

static gboolean counts(RepereAnalyzer *analyzer, const Concept *concept, const Label *label, int text)
{
  if (!has_content(analyzer, label) || label->n > 1)
    return has_content(analyzer, label);
  if (text < 0 || (guint)text == label->lang)
    return TRUE;
  const char *word = WORDS[label->words[0]];
  return is_name(analyzer, concept, label) &&
         !repere_language_is_stop(repere_language(LANGS[text]), word, strlen(word));
}

/* Whether the two labels are the same words of the automaton. */
static gboolean same_label(RepereAnalyzer *analyzer, const Label *a, const Label *b)
{
  for (guint i = 0; i < a->n; i++) {
    const char *x = WORDS[a->words[i]], *y = WORDS[b->words[i]];
    const RepereWord *v = repere_analyzer_word(analyzer, x, strlen(x), repere_language(LANGS[a->lang]));
    const RepereWord *w = repere_analyzer_word(analyzer, y, strlen(y), repere_language(LANGS[b->lang]));
    if (strcmp(v->folded, w->folded) != 0 || (v->stem == NULL) != (w->stem == NULL) ||
        (v->stem != NULL && (a->lang != b->lang || strcmp(v->stem, w->stem) != 0)))
      return FALSE;
  }
  return TRUE;
}

/* How many words of the label are those of the text by their stem alone; -1 where it is not there. */
static int stemmed_at(RepereAnalyzer *analyzer, const Label *label, const guint *words, guint n, int text)
{
  int stemmed = 0;
  for (guint i = 0; i < label->n; i++) {
    const char *mine = WORDS[label->words[i]];
    if (i >= n || !same_word(analyzer, mine, label->lang, WORDS[words[i]], text))
      return -1;
    stemmed += same_word(analyzer, mine, label->lang, WORDS[words[i]], -1) ? 0 : 1;
  }
  return stemmed;
}

/* Whether labels of `length` words count at the beginning of `words`, all labels looked at one by one, and of
 * which concepts. */
static gboolean found_at(RepereAnalyzer *analyzer, const Concept *concepts, const guint *words, guint n,
                         int text, guint length, gboolean *found)
{
  int best = G_MAXINT;
  const Label *first = NULL;
  guint of = 0;
  gboolean labels = FALSE, several = FALSE;
  for (guint c = 0; c < CONCEPTS; c++)
    for (guint l = 0; l < concepts[c].n; l++) {
      const Label *label = &concepts[c].labels[l];
      const int stemmed = label->n == length && counts(analyzer, &concepts[c], label, text)
                          ? stemmed_at(analyzer, label, words, n, text)
                          : -1;
      if (stemmed < 0 || stemmed > best)
        continue;
      if (stemmed < best) {
        memset(found, 0, CONCEPTS * sizeof *found);
        first = label;
        of = c;
        labels = several = FALSE;
      }
      best = stemmed;
      found[c] = TRUE;
      labels = labels || !same_label(analyzer, first, label);
      several = several || of != c;
    }
  return best < G_MAXINT && (best == 0 || !labels || !several);
}

static guint longest_at(RepereAnalyzer *analyzer, const Concept *concepts, const guint *words, guint n,
                        int text, gboolean *found)
{
  for (guint length = MIN(n, 4); length > 0; length--)
    if (found_at(analyzer, concepts, words, n, text, length, found))
      return length;
  memset(found, 0, CONCEPTS * sizeof *found);
  return 0;
}

static char *search_by_hand(RepereAnalyzer *analyzer, const Concept *concepts, const guint *words, guint n,
                            int text)
{
  GString *out = g_string_new(NULL);
  for (guint at = 0, longest; at < n; at += MAX(longest, 1)) {
    gboolean found[CONCEPTS] = {FALSE};
    longest = longest_at(analyzer, concepts, words + at, n - at, text, found);
    for (guint c = 0; c < CONCEPTS; c++)
      if (found[c])
        g_string_append_printf(out, "%sc%u@%u+%u", out->len > 0 ? " " : "", c, at, longest);
  }
  return g_string_free(out, FALSE);
}

/* All labels are preferred ones, so that all concepts of one name count. */
static char *make_up(Concept *concepts)
{
  GString *lines = g_string_new(NULL);
  for (guint c = 0; c < CONCEPTS; c++) {
    g_string_append_printf(lines, "%sc%u", c > 0 ? "\n" : "", c);
    concepts[c].n = (guint)g_test_rand_int_range(1, LABELS + 1);
    for (guint l = 0; l < concepts[c].n; l++) {
      Label *label = &concepts[c].labels[l];
      label->n = (guint)g_test_rand_int_range(1, 5);
      label->lang = (guint)g_test_rand_int_range(0, G_N_ELEMENTS(LANGS));
      for (guint i = 0; i < label->n; i++)
        label->words[i] = (guint)g_test_rand_int_range(0, G_N_ELEMENTS(WORDS) - 1);
      if (l > 0 && g_test_rand_bit()) { /* the same in another language */
        label->n = concepts[c].labels[0].n;
        memcpy(label->words, concepts[c].labels[0].words, sizeof label->words);
      }
      g_autofree char *text = spell(label->words, label->n);
      g_string_append_printf(lines, "|%s:%s", LANGS[label->lang], text);
    }
  }
  return g_string_free(lines, FALSE);
}

static void test_by_hand(void)
{
  guint some = 0;
  for (guint round = 0; round < 60; round++) {
    Fixture fixture;
    Concept concepts[CONCEPTS];
    memset(&fixture, 0, sizeof fixture);
    set_up(&fixture, NULL);
    g_autofree char *lines = make_up(concepts);
    put(&fixture, "v", lines);
    make(&fixture);
    for (guint k = 0; k < 100; k++) {
      guint words[10], n = (guint)g_test_rand_int_range(0, 11);
      int text = g_test_rand_int_range(-1, G_N_ELEMENTS(LANGS));
      for (guint i = 0; i < n; i++)
        words[i] = (guint)g_test_rand_int_range(0, G_N_ELEMENTS(WORDS));
      g_autofree char *written = spell(words, n);
      g_autofree char *expected = search_by_hand(fixture.analyzer, concepts, words, n, text);
      assert_found(&fixture, text < 0 ? NULL : LANGS[text], written, expected);
      some += *expected != '\0' ? 1 : 0;
    }
    tear_down(&fixture, NULL);
  }
  g_assert_cmpuint(some, >, 3000);
}

/* ---- the real ones ---- */

static gsize resident(void)
{
  g_autofree char *text = NULL;
  gsize pages = 0;
  if (g_file_get_contents("/proc/self/statm", &text, NULL, NULL) && strchr(text, ' ') != NULL)
    pages = (gsize)g_ascii_strtoull(strchr(text, ' '), NULL, 10);
  return pages * 4096;
}

static void test_thesauri(void)
{
  const char *shared = g_getenv("REPERE_SHARED");
  g_autofree char *folder = shared != NULL ? g_build_filename(shared, "vocabularies", NULL) : NULL;
  if (folder == NULL || !g_file_test(folder, G_FILE_TEST_IS_DIR)) {
    g_test_skip("REPERE_SHARED names no folder with vocabularies");
    return;
  }
  const gsize before = resident();
  const gint64 start = g_get_monotonic_time();
  g_autoptr(RepereVocabularies) all = repere_vocabularies_load(folder, NULL, NULL);
  const gint64 loaded = g_get_monotonic_time();
  g_assert_nonnull(all);
  g_autoptr(RepereConcepts) concepts = repere_concepts_new(all);
  const gint64 made = g_get_monotonic_time();
  g_assert_cmpuint(repere_concepts_size(concepts), >, 11726);
  g_test_message("vocabularies: %.0f ms; automaton: %.0f ms, %.1f MB; both: %.1f MB more of memory",
                 (double)(loaded - start) / 1000, (double)(made - loaded) / 1000,
                 (double)repere_concepts_bytes(concepts) / 1e6, (double)(resident() - before) / 1e6);
}

#define ADD(name, function) g_test_add("/concepts/" name, Fixture, NULL, set_up, function, tear_down)

int main(int argc, char **argv)
{
  g_test_init(&argc, &argv, NULL);
  ADD("longest", test_longest);
  ADD("languages", test_languages);
  ADD("spellings", test_spellings);
  ADD("vocabularies", test_vocabularies);
  ADD("homonyms", test_homonyms);
  ADD("stems-alone", test_stems_alone);
  ADD("forms", test_forms);
  ADD("no-labels", test_no_labels);
  ADD("countries", test_countries);
  ADD("demonyms", test_demonyms);
  ADD("all-in-one", test_all_in_one);
  g_test_add_func("/concepts/by-hand", test_by_hand);
  g_test_add_func("/concepts/thesauri", test_thesauri);
  return g_test_run();
}
