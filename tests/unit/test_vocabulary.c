/* Vocabularies: SKOS in the forms that tools write it, what is wrong with a file, and ICU's names. */
#include <glib/gstdio.h>
#include <string.h>
#include <sys/stat.h>
#include <time.h>

#include "repere/vocabulary.h"
#include "tests/folder.h"

#define HEAD                                                   \
  "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<rdf:RDF "      \
  "xmlns:rdf=\"http://www.w3.org/1999/02/22-rdf-syntax-ns#\" " \
  "xmlns:skos=\"http://www.w3.org/2004/02/skos/core#\" xmlns:xl=\"http://www.w3.org/2008/05/skos-xl#\">\n"
#define TAIL "</rdf:RDF>\n"

typedef struct {
  char *folder;
  GPtrArray *problems;
  RepereVocabularies *all;
} Fixture;

static void set_up(Fixture *fixture, gconstpointer data)
{
  (void)data;
  fixture->folder = folder_new();
  fixture->problems = g_ptr_array_new_with_free_func(g_free);
}

static void tear_down(Fixture *fixture, gconstpointer data)
{
  (void)data;
  repere_vocabularies_free(fixture->all);
  g_ptr_array_unref(fixture->problems);
  folder_free(fixture->folder);
}

static void put(const Fixture *fixture, const char *name, const char *text)
{
  folder_put(fixture->folder, name, text, -1);
}

/* The vocabulary of one file with `body` in it, or NULL where the file was left out. */
static const RepereVocabulary *load(Fixture *fixture, const char *body)
{
  g_autofree char *text = g_strconcat(HEAD, body, TAIL, NULL);
  put(fixture, "v.rdf", text);
  GError *error = NULL;
  fixture->all = repere_vocabularies_load(fixture->folder, fixture->problems, &error);
  g_assert_no_error(error);
  return repere_vocabularies_get(fixture->all, "v");
}

static void assert_problem(const Fixture *fixture, guint i, const char *words)
{
  g_assert_cmpuint(i, <, fixture->problems->len);
  const char *problem = g_ptr_array_index(fixture->problems, i);
  if (strstr(problem, words) == NULL || !g_str_has_prefix(problem, fixture->folder))
    g_error("\"%s\" does not say \"%s\"", problem, words);
}

/* ---- the forms of SKOS ---- */

#define FLAT                                                                           \
  "<skos:Concept rdf:about=\"urn:v:a\"><skos:notation>a</skos:notation>"               \
  "<skos:prefLabel xml:lang=\"en\">Alpha</skos:prefLabel><skos:prefLabel "             \
  "xml:lang=\"fr\">Alphe</skos:prefLabel>"                                             \
  "<skos:altLabel xml:lang=\"es\">Alfa</skos:altLabel></skos:Concept>\n"               \
  "<skos:Concept rdf:about=\"urn:v:b\"><skos:notation>b</skos:notation><skos:broader " \
  "rdf:resource=\"urn:v:a\"/>"                                                         \
  "<skos:prefLabel xml:lang=\"fr\">Bêta</skos:prefLabel></skos:Concept>\n"            \
  "<skos:Concept rdf:about=\"urn:v:c\"><skos:broader rdf:resource=\"urn:v:b\"/></skos:Concept>\n"

static void test_flat(Fixture *fixture, gconstpointer data)
{
  (void)data;
  const RepereVocabulary *v = load(fixture, FLAT);
  g_assert_cmpuint(fixture->problems->len, ==, 0);
  g_assert_cmpuint(repere_vocabulary_size(v), ==, 3);
  g_assert_cmpstr(repere_vocabulary_at(v, 0), ==, "a");
  g_assert_cmpstr(repere_vocabulary_at(v, 2), ==, "urn:v:c");
  g_assert_null(repere_vocabulary_at(v, 3));
  g_assert_cmpstr(repere_vocabulary_value(v, "a"), ==, "a");
  g_assert_cmpstr(repere_vocabulary_value(v, "urn:v:a"), ==, "a");
  g_assert_null(repere_vocabulary_value(v, "A"));
  g_assert_null(repere_vocabulary_value(v, ""));
  g_assert_cmpstr(repere_vocabulary_label(v, "a", "fr"), ==, "Alphe");
  g_assert_cmpstr(repere_vocabulary_label(v, "a", "es"), ==, "Alpha"); /* an alternative is no name */
  g_assert_cmpstr(repere_vocabulary_label(v, "b", "en"), ==, "Bêta");
  g_assert_null(repere_vocabulary_label(v, "urn:v:c", "en"));
  g_assert_null(repere_vocabulary_label(v, "nothing", "en"));
  g_assert_cmpstr(repere_vocabulary_parent(v, "urn:v:c"), ==, "b");
  g_assert_null(repere_vocabulary_parent(v, "a"));
  g_assert_null(repere_vocabulary_parent(v, "nothing"));
  g_assert_cmpstr(repere_vocabulary_top(v, "urn:v:c"), ==, "a");
  g_assert_cmpstr(repere_vocabulary_top(v, "a"), ==, "a");
  g_assert_null(repere_vocabulary_top(v, "nothing"));
  const char *const *names = repere_vocabularies_names(fixture->all);
  g_assert_cmpstr(names[0], ==, "v");
  g_assert_null(names[1]);
  g_assert_null(repere_vocabularies_get(fixture->all, "w"));
}

/* What rapper and rdflib write: one rdf:Description a statement, the type among them. */
static void test_descriptions(Fixture *fixture, gconstpointer data)
{
  (void)data;
  const RepereVocabulary *v = load(
    fixture,
    "<rdf:Description rdf:about=\"urn:a\"><skos:prefLabel "
    "xml:lang=\"en-GB\">Labour</skos:prefLabel></rdf:Description>"
    "<rdf:Description rdf:about=\"urn:a\"><rdf:type "
    "rdf:resource=\"http://www.w3.org/2004/02/skos/core#Concept\"/>"
    "</rdf:Description><rdf:Description rdf:about=\"urn:a\"><skos:notation>  a "
    "</skos:notation></rdf:Description>"
    "<rdf:Description rdf:about=\"urn:scheme\"><skos:prefLabel>A scheme</skos:prefLabel></rdf:Description>");
  g_assert_cmpuint(repere_vocabulary_size(v), ==, 1);
  g_assert_cmpstr(repere_vocabulary_at(v, 0), ==, "a");
  g_assert_cmpstr(repere_vocabulary_label(v, "a", "en"), ==, "Labour");
  g_assert_null(repere_vocabulary_value(v, "urn:scheme"));
}

/* Nodes in properties, what SKOS-XL adds, literals of XML, xml:base and rdf:ID; narrower instead of broader.
 */
static void test_nested(Fixture *fixture, gconstpointer data)
{
  (void)data;
  const RepereVocabulary *v = load(
    fixture,
    "<skos:Concept rdf:ID=\"a\" xml:base=\"http://x.org/v\" xml:lang=\"fr\"><skos:prefLabel>Alphe &amp; "
    "<![CDATA[<o>]]>"
    "</skos:prefLabel><xl:prefLabel><xl:Label><xl:literalForm>Not "
    "this</xl:literalForm></xl:Label></xl:prefLabel>"
    "<skos:narrower><skos:Concept rdf:about=\"#b\"><skos:prefLabel xml:lang=\"en\">Beta</skos:prefLabel>"
    "</skos:Concept></skos:narrower><skos:narrower rdf:resource=\"#c\"/>"
    "<skos:note rdf:parseType=\"Literal\"><skos:Concept rdf:about=\"urn:no\"/></skos:note></skos:Concept>"
    "<skos:Concept rdf:about=\"http://x.org/v#c\"/><skos:Concept rdf:nodeID=\"blank\"/>");
  g_assert_cmpuint(fixture->problems->len, ==, 0);
  g_assert_cmpuint(repere_vocabulary_size(v), ==, 4);
  g_assert_cmpstr(repere_vocabulary_label(v, "http://x.org/v#a", "fr"), ==, "Alphe & <o>");
  g_assert_cmpstr(repere_vocabulary_label(v, "http://x.org/v#b", "fr"), ==, "Beta");
  g_assert_cmpstr(repere_vocabulary_parent(v, "http://x.org/v#b"), ==, "http://x.org/v#a");
  g_assert_cmpstr(repere_vocabulary_parent(v, "http://x.org/v#c"), ==, "http://x.org/v#a");
  g_assert_cmpstr(repere_vocabulary_value(v, "_:blank"), ==, "_:blank");
}

/* skos:broader counts before what another concept says with skos:narrower; the first broader is the parent.
 */
static void test_several_broader(Fixture *fixture, gconstpointer data)
{
  (void)data;
  const RepereVocabulary *v =
    load(fixture, "<skos:Concept rdf:about=\"urn:a\"><skos:narrower rdf:resource=\"urn:d\"/></skos:Concept>"
                  "<skos:Concept rdf:about=\"urn:b\"/><skos:Concept rdf:about=\"urn:c\"/>"
                  "<skos:Concept rdf:about=\"urn:d\"><skos:broader rdf:resource=\"urn:c\"/>"
                  "<skos:broader rdf:resource=\"urn:b\"/></skos:Concept>");
  g_assert_cmpstr(repere_vocabulary_parent(v, "urn:d"), ==, "urn:c");
}

/* A concept with two broader ones is below both, and below what is above either; a circle on the way ends
 * nothing. */
static void test_all_broader(Fixture *fixture, gconstpointer data)
{
  (void)data;
  const RepereVocabulary *v =
    load(fixture,
         "<skos:Concept rdf:about=\"urn:top\"/>\n"
         "<skos:Concept rdf:about=\"urn:a\"><skos:broader rdf:resource=\"urn:top\"/></skos:Concept>\n"
         "<skos:Concept rdf:about=\"urn:b\"><skos:narrower rdf:resource=\"urn:c\"/></skos:Concept>\n"
         "<skos:Concept rdf:about=\"urn:c\"><skos:broader rdf:resource=\"urn:a\"/>"
         "<skos:broader rdf:resource=\"urn:b\"/><skos:broader rdf:resource=\"urn:top\"/></skos:Concept>\n");
  g_autoptr(GPtrArray) above = g_ptr_array_new();
  repere_vocabulary_with_broader(v, "urn:c", above);
  g_assert_cmpuint(above->len, ==, 4);
  g_assert_cmpstr(above->pdata[0], ==, "urn:c");
  g_assert_cmpstr(repere_vocabulary_parent(v, "urn:c"), ==, "urn:a");
  g_ptr_array_set_size(above, 0);
  repere_vocabulary_with_broader(v, "urn:b", above);
  g_assert_cmpuint(above->len, ==, 1);
  g_ptr_array_set_size(above, 0);
  repere_vocabulary_with_broader(v, "urn:unknown", above);
  g_assert_cmpuint(above->len, ==, 0);
}

/* ---- what is wrong ---- */

/* A pipe that nobody writes to must not be waited for. */
static void test_pipe(Fixture *fixture, gconstpointer data)
{
  (void)data;
  g_autofree char *path = g_build_filename(fixture->folder, "w.rdf", NULL);
  g_assert_cmpint(mkfifo(path, 0600), ==, 0);
  load(fixture, "<skos:Concept rdf:about=\"urn:a\"/>");
  g_assert_cmpuint(fixture->problems->len, ==, 1);
  assert_problem(fixture, 0, "it is no regular file");
}


static void test_cycles(Fixture *fixture, gconstpointer data)
{
  (void)data;
  const RepereVocabulary *v = load(
    fixture, "<skos:Concept rdf:about=\"urn:a\"><skos:broader rdf:resource=\"urn:b\"/></skos:Concept>\n"
             "<skos:Concept rdf:about=\"urn:b\"><skos:broader rdf:resource=\"urn:c\"/></skos:Concept>\n"
             "<skos:Concept rdf:about=\"urn:c\"><skos:broader rdf:resource=\"urn:a\"/></skos:Concept>\n"
             "<skos:Concept rdf:about=\"urn:d\"><skos:broader rdf:resource=\"urn:d\"/></skos:Concept>\n"
             "<skos:Concept rdf:about=\"urn:e\"><skos:broader rdf:resource=\"urn:a\"/></skos:Concept>\n");
  g_assert_cmpuint(fixture->problems->len, ==, 2);
  assert_problem(fixture, 0, "v.rdf:5: the concept urn:c is broader than itself");
  assert_problem(fixture, 1, "v.rdf:6: the concept urn:d is broader than itself");
  for (guint i = 0; i < 3; i++)
    g_assert_cmpstr(repere_vocabulary_top(v, repere_vocabulary_at(v, i)), ==, "urn:c");
  g_assert_cmpstr(repere_vocabulary_top(v, "urn:d"), ==, "urn:d");
  g_assert_cmpstr(repere_vocabulary_top(v, "urn:e"), ==, "urn:c");
}

/* All that is above every concept is asked for when an index is opened: no file makes that long, or recursion
 * deep. */
static void test_depth(Fixture *fixture, gconstpointer data)
{
  (void)data;
  enum { LEVELS = 10000, BROADER = 300 };
  g_autoptr(GString) body = g_string_new(NULL);
  for (guint i = 0; i < LEVELS; i++)
    g_string_append_printf(body, "<skos:Concept rdf:about=\"urn:%u\"><skos:broader rdf:resource=\"urn:%u\"/>"
                                 "<skos:broader rdf:resource=\"urn:%u\"/></skos:Concept>", i, i + 1, i + 2);
  for (guint i = 0; i < 2; i++)
    g_string_append_printf(body, "<skos:Concept rdf:about=\"urn:%u\"/>", LEVELS + i);
  g_string_append(body, "<skos:Concept rdf:about=\"urn:many\">");
  for (guint i = 0; i < BROADER; i++)
    g_string_append_printf(body, "<skos:broader rdf:resource=\"urn:%u\"/>", 7 * i);
  g_string_append(body, "</skos:Concept>");
  clock_t start = clock();
  const RepereVocabulary *v = load(fixture, body->str);
  g_autoptr(GPtrArray) above = g_ptr_array_new();
  for (guint i = 0; i < repere_vocabulary_size(v); i++) {
    g_ptr_array_set_size(above, 0);
    repere_vocabulary_with_broader(v, repere_vocabulary_at(v, i), above);
    g_assert_cmpuint(above->len, <=, REPERE_BROADER_MOST);
  }
  g_assert_cmpint(clock() - start, <, 60 * CLOCKS_PER_SEC);
  assert_problem(fixture, 0, "is more than 100 levels below its topmost one");
  g_assert_cmpuint(fixture->problems->len, >, 1);
}

static void test_doubtful(Fixture *fixture, gconstpointer data)
{
  (void)data;
  const RepereVocabulary *v =
    load(fixture, "<skos:Concept rdf:about=\"urn:a\"><skos:notation>x</skos:notation></skos:Concept>\n"
                  "<skos:Concept rdf:about=\"urn:b\"><skos:notation>x</skos:notation>"
                  "<skos:broader rdf:resource=\"urn:absent\"/></skos:Concept>\n"
                  "<skos:Concept><skos:notation>y</skos:notation></skos:Concept>\n");
  g_assert_cmpuint(fixture->problems->len, ==, 3);
  assert_problem(fixture, 0, "v.rdf:5: a concept has no rdf:about");
  assert_problem(fixture, 1,
                 "v.rdf:4: skos:broader or skos:narrower names a concept that is not in the file");
  assert_problem(fixture, 2, "v.rdf:4: the notation \"x\" of urn:b is that of urn:a already");
  g_assert_cmpuint(repere_vocabulary_size(v), ==, 2);
  g_assert_cmpstr(repere_vocabulary_value(v, "x"), ==, "x");
  g_assert_cmpstr(repere_vocabulary_value(v, "urn:a"), ==, "x");
  g_assert_cmpstr(repere_vocabulary_value(v, "urn:b"), ==, "urn:b");
}

/* A file that cannot be read is named and left out; the others are there. */
static void test_unreadable(Fixture *fixture, gconstpointer data)
{
  (void)data;
  put(fixture, "a-dtd.rdf", "<?xml version=\"1.0\"?>\n<!DOCTYPE rdf:RDF [<!ENTITY x \"y\">]>\n<rdf:RDF/>");
  put(fixture, "b-cut.rdf", HEAD "<skos:Concept rdf:about=\"urn:a\">");
  put(fixture, "c-root.rdf", "<records xml:lang=\"en\" xmlns=\"urn:repere:record:1\"/>");
  put(fixture, "d-empty.rdf", "");
  put(fixture, "e-none.rdf", HEAD TAIL);
  put(fixture, "f-entity.rdf", HEAD "&eacute;" TAIL);
  put(fixture, "iso639.rdf", HEAD FLAT TAIL);
  put(fixture, "readme.txt", "not read");
  g_assert_nonnull(load(fixture, FLAT));
  g_assert_cmpuint(fixture->problems->len, ==, 7);
  assert_problem(fixture, 0, "a-dtd.rdf:2: the file has a document type");
  assert_problem(fixture, 1, "b-cut.rdf:3: the file ends in the middle of an element");
  assert_problem(fixture, 2, "c-root.rdf:1: the root element is not rdf:RDF");
  assert_problem(fixture, 3, "d-empty.rdf: the file is empty");
  assert_problem(fixture, 4, "e-none.rdf:1: the file has no skos:Concept");
  assert_problem(fixture, 5, "f-entity.rdf:3: the file is not well-formed XML");
  assert_problem(fixture, 6, "iso639.rdf: the name \"iso639\" is that of a vocabulary that is always there");
  g_assert_null(repere_vocabularies_get(fixture->all, "b-cut"));
  g_assert_cmpuint(repere_vocabulary_size(repere_vocabularies_get(fixture->all, "iso639")), >, 100);
}

static void test_missing_folder(void)
{
  g_autoptr(GError) error = NULL;
  g_assert_null(repere_vocabularies_load("/nonexistent", NULL, &error));
  g_assert_error(error, REPERE_ERROR, REPERE_ERROR_CONFIG);
  g_assert_true(g_str_has_prefix(error->message, "/nonexistent: "));
}

/* Names go on forever in one concept, nodes in nodes: an end all the same, and soon. */
static void test_large(Fixture *fixture, gconstpointer data)
{
  (void)data;
  GString *body = g_string_new("<skos:Concept rdf:about=\"urn:a\">");
  for (guint i = 0; i < 200000; i++)
    g_string_append_printf(body, "<skos:altLabel xml:lang=\"en\">label %u</skos:altLabel>", i);
  g_string_append(body, "<skos:prefLabel xml:lang=\"en\">");
  for (guint i = 0; i < 100000; i++)
    g_string_append(body, "long ");
  g_string_append(body, "</skos:prefLabel></skos:Concept>");
  clock_t start = clock();
  const RepereVocabulary *v = load(fixture, body->str);
  g_assert_cmpint(clock() - start, <, 20 * CLOCKS_PER_SEC);
  g_assert_cmpuint(strlen(repere_vocabulary_label(v, "urn:a", "en")), <=, 10000);
  g_string_free(body, TRUE);
  g_autoptr(GString) deep = g_string_new(HEAD);
  for (guint i = 0; i < 2000; i++)
    g_string_append(deep, "<skos:Concept rdf:about=\"urn:a\"><skos:narrower>");
  put(fixture, "deep.rdf", deep->str);
  g_autoptr(GPtrArray) problems = g_ptr_array_new_with_free_func(g_free);
  repere_vocabularies_free(repere_vocabularies_load(fixture->folder, problems, NULL));
  g_assert_cmpuint(problems->len, ==, 1);
  g_assert_nonnull(strstr(g_ptr_array_index(problems, 0), "nested too deeply"));
}

/* A good file with bytes of it changed, over and over. */
static void test_any_bytes(Fixture *fixture, gconstpointer data)
{
  (void)data;
  static const char GOOD[] = HEAD FLAT TAIL;
  g_autofree char *path = g_build_filename(fixture->folder, "v.rdf", NULL);
  for (guint round = 0; round < 300; round++) {
    char text[sizeof GOOD];
    memcpy(text, GOOD, sizeof GOOD);
    for (int i = g_test_rand_int_range(1, 4); i > 0; i--)
      text[g_test_rand_int_range(0, (gint32)sizeof GOOD)] = (char)g_test_rand_int_range(0, 256);
    g_assert_true(g_file_set_contents(path, text, g_test_rand_int_range(0, (gint32)sizeof GOOD), NULL));
    repere_vocabularies_free(repere_vocabularies_load(fixture->folder, fixture->problems, NULL));
  }
  for (guint i = 0; i < fixture->problems->len; i++)
    g_assert_true(g_utf8_validate(g_ptr_array_index(fixture->problems, i), -1, NULL));
}

/* ---- ICU's ---- */

static void test_icu(void)
{
  g_autoptr(RepereVocabularies) all = repere_vocabularies_load(NULL, NULL, NULL);
  g_assert_null(repere_vocabularies_names(all)[0]);
  const RepereVocabulary *countries = repere_vocabularies_get(all, "iso3166");
  g_assert_cmpuint(repere_vocabulary_size(countries), >, 240);
  g_assert_cmpstr(repere_vocabulary_value(countries, "mz"), ==, "MZ");
  g_assert_null(repere_vocabulary_value(countries, "ZZ"));
  g_assert_null(repere_vocabulary_value(countries, "Mozambique"));
  g_assert_cmpstr(repere_vocabulary_label(countries, "DE", "fr"), ==, "Allemagne");
  g_assert_cmpstr(repere_vocabulary_label(countries, "DE", "es"), ==, "Alemania");
  g_assert_cmpstr(repere_vocabulary_label(countries, "DE", "xx"), ==, "Germany");
  g_assert_nonnull(repere_vocabulary_label(countries, "XK", "fr"));
  g_assert_null(repere_vocabulary_parent(countries, "DE"));
  const RepereVocabulary *languages = repere_vocabularies_get(all, "iso639");
  g_assert_cmpstr(repere_vocabulary_value(languages, "FR"), ==, "fr");
  g_assert_cmpstr(repere_vocabulary_value(languages, "fr-CA"), ==, "fr");
  g_assert_cmpstr(repere_vocabulary_value(languages, "fre"), ==, "fr");
  g_assert_null(repere_vocabulary_value(languages, "French"));
  g_assert_cmpstr(repere_vocabulary_label(languages, "fr", "fr"), ==, "Français");
  g_assert_cmpstr(repere_vocabulary_label(languages, "es", "en"), ==, "Spanish");
  g_assert_cmpstr(repere_vocabulary_label(languages, "en", "es"), ==, "Inglés");
}

static void test_countries_in_regions(Fixture *fixture, gconstpointer data)
{
  (void)data;
  const RepereVocabulary *v =
    load(fixture, "<skos:Concept rdf:about=\"urn:south\"><skos:notation>south</skos:notation>"
                  "<skos:narrower rdf:resource=\"urn:MZ\"/></skos:Concept>"
                  "<skos:Concept rdf:about=\"urn:MZ\"><skos:notation>MZ</skos:notation></skos:Concept>"
                  "<skos:Concept rdf:about=\"urn:CI\"><skos:notation>CI</skos:notation>"
                  "<skos:prefLabel xml:lang=\"en\">Ivory Coast</skos:prefLabel></skos:Concept>");
  g_assert_cmpstr(repere_vocabulary_label(v, "MZ", "fr"), ==, "Mozambique");
  g_assert_cmpstr(repere_vocabulary_label(v, "CI", "fr"), ==, "Ivory Coast");
  g_assert_null(repere_vocabulary_label(v, "south", "fr"));
  g_assert_cmpstr(repere_vocabulary_top(v, "MZ"), ==, "south");
}

/* ---- real ones ---- */

static void test_sample(void)
{
  if (!g_file_test("corpus/vocabularies", G_FILE_TEST_IS_DIR)) {
    g_test_skip("corpus/vocabularies is not below the working folder");
    return;
  }
  g_autoptr(GPtrArray) problems = g_ptr_array_new_with_free_func(g_free);
  g_autoptr(RepereVocabularies) all = repere_vocabularies_load("corpus/vocabularies", problems, NULL);
  for (guint i = 0; i < problems->len; i++)
    g_test_message("%s", (const char *)g_ptr_array_index(problems, i));
  g_assert_cmpuint(problems->len, ==, 0);
  static const char *const LANGS[] = {"en", "fr", "es"};
  for (const char *const *name = repere_vocabularies_names(all); *name != NULL; name++) {
    const RepereVocabulary *v = repere_vocabularies_get(all, *name);
    for (guint i = 0; i < repere_vocabulary_size(v); i++)
      for (gsize k = 0; k < G_N_ELEMENTS(LANGS); k++)
        g_assert_nonnull(repere_vocabulary_label(v, repere_vocabulary_at(v, i), LANGS[k]));
  }
  const RepereVocabulary *regions = repere_vocabularies_get(all, "regions");
  g_assert_cmpstr(repere_vocabulary_top(regions, "MZ"), ==, "southern-africa");
}

static void test_thesauri(void)
{
  const char *shared = g_getenv("REPERE_SHARED");
  g_autofree char *folder = shared != NULL ? g_build_filename(shared, "vocabularies", NULL) : NULL;
  if (folder == NULL || !g_file_test(folder, G_FILE_TEST_IS_DIR)) {
    g_test_skip("REPERE_SHARED names no folder with vocabularies");
    return;
  }
  g_autoptr(GPtrArray) problems = g_ptr_array_new_with_free_func(g_free);
  clock_t start = clock();
  g_autoptr(RepereVocabularies) all = repere_vocabularies_load(folder, problems, NULL);
  g_assert_cmpint(clock() - start, <, 10 * CLOCKS_PER_SEC);
  g_assert_cmpuint(problems->len, ==, 0);
  const RepereVocabulary *unesco = repere_vocabularies_get(all, "unesco");
  g_assert_cmpuint(repere_vocabulary_size(unesco), >, 4000);
  g_assert_cmpstr(repere_vocabulary_label(unesco, "concept10", "es"), ==, "Derecho a la educación");
  g_assert_cmpstr(repere_vocabulary_parent(unesco, "concept1000"), ==, "concept389");
  g_assert_cmpuint(repere_vocabulary_size(repere_vocabularies_get(all, "unbis")), >, 7000);
}

#define ADD(name, function) g_test_add("/vocabulary/" name, Fixture, NULL, set_up, function, tear_down)

int main(int argc, char **argv)
{
  g_test_init(&argc, &argv, NULL);
  ADD("flat", test_flat);
  ADD("descriptions", test_descriptions);
  ADD("nested", test_nested);
  ADD("several-broader", test_several_broader);
  ADD("all-broader", test_all_broader);
  ADD("pipe", test_pipe);
  ADD("cycles", test_cycles);
  ADD("depth", test_depth);
  ADD("doubtful", test_doubtful);
  ADD("unreadable", test_unreadable);
  ADD("large", test_large);
  ADD("any-bytes", test_any_bytes);
  ADD("countries-in-regions", test_countries_in_regions);
  g_test_add_func("/vocabulary/missing-folder", test_missing_folder);
  g_test_add_func("/vocabulary/icu", test_icu);
  g_test_add_func("/vocabulary/sample", test_sample);
  g_test_add_func("/vocabulary/thesauri", test_thesauri);
  return g_test_run();
}
