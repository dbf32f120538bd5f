/* Concepts of several vocabularies that are the same are one in "*", and only those. */
#include <glib/gstdio.h>

#include "repere/vocabulary.h"

#define HEAD                                                   \
  "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<rdf:RDF "      \
  "xmlns:rdf=\"http://www.w3.org/1999/02/22-rdf-syntax-ns#\" " \
  "xmlns:skos=\"http://www.w3.org/2004/02/skos/core#\">\n"
#define TAIL "</rdf:RDF>\n"

/* A vocabulary in the making. */
typedef struct {
  char *folder;
  GString *rdf;
} Making;

static void set_up(Making *making, gconstpointer data G_GNUC_UNUSED)
{
  making->folder = g_dir_make_tmp("repere-same-XXXXXX", NULL);
  making->rdf = g_string_new(HEAD);
}

static void tear_down(Making *making, gconstpointer data G_GNUC_UNUSED)
{
  g_autoptr(GDir) dir = g_dir_open(making->folder, 0, NULL);
  for (const char *name = g_dir_read_name(dir); name; name = g_dir_read_name(dir)) {
    g_autofree char *path = g_build_filename(making->folder, name, NULL);
    g_assert_cmpint(g_remove(path), ==, 0);
  }
  g_assert_cmpint(g_rmdir(making->folder), ==, 0);
  g_string_free(making->rdf, TRUE);
  g_free(making->folder);
}

/* `labels`: "en=Migration|fr=…"; `links`: "broader=urn:x|exactMatch=urn:y", or NULL. The URI is urn: +
 * value. */
static void add(Making *making, const char *value, const char *labels, const char *links)
{
  g_auto(GStrv) each = g_strsplit(labels, "|", -1), to = g_strsplit(links ? links : "", "|", -1);
  g_string_append_printf(
    making->rdf, "<skos:Concept rdf:about=\"urn:%s\"><skos:notation>%s</skos:notation>\n", value, value);
  for (char **label = each; *label; label++) {
    if (!**label) continue;
    g_auto(GStrv) parts = g_strsplit(*label, "=", 2);
    g_string_append_printf(making->rdf, "<skos:prefLabel xml:lang=\"%s\">%s</skos:prefLabel>\n", parts[0],
                           parts[1]);
  }
  for (char **link = to; *link; link++) {
    g_auto(GStrv) parts = g_strsplit(*link, "=", 2);
    g_string_append_printf(making->rdf, "<skos:%s rdf:resource=\"%s\"/>\n", parts[0], parts[1]);
  }
  g_string_append(making->rdf, "</skos:Concept>\n");
}

static void finish(Making *making, const char *name)
{
  g_autofree char *path = g_build_filename(making->folder, name, NULL);
  g_string_append(making->rdf, TAIL);
  g_assert_true(g_file_set_contents(path, making->rdf->str, -1, NULL));
  g_string_assign(making->rdf, HEAD);
}

static RepereVocabularies *load(const Making *making)
{
  g_autoptr(GPtrArray) problems = g_ptr_array_new_with_free_func(g_free);
  RepereVocabularies *all = repere_vocabularies_load(making->folder, problems, NULL);
  g_assert_nonnull(all);
  g_assert_cmpuint(problems->len, ==, 0);
  return all;
}

/* What stands above `value`, itself first: "b a". */
static void assert_above(const RepereVocabulary *all, const char *value, const char *above)
{
  g_autoptr(GPtrArray) values = g_ptr_array_new();
  repere_vocabulary_with_broader(all, value, values);
  g_ptr_array_add(values, NULL);
  g_autofree char *joined = g_strjoinv(" ", (char **)values->pdata);
  g_assert_cmpstr(joined, ==, above);
}

static void assert_same(const RepereVocabulary *all, const char *value, const char *others)
{
  g_autoptr(GPtrArray) values = g_ptr_array_new();
  repere_vocabulary_same(all, value, values);
  g_ptr_array_add(values, NULL);
  g_autofree char *joined = g_strjoinv(" ", (char **)values->pdata);
  g_assert_cmpstr(joined, ==, others);
}

/* Called the same, in whatever number and with or without accents. */
static void test_labels(Making *making, gconstpointer data G_GNUC_UNUSED)
{
  add(making, "1", "en=PHYSICIANS|fr=MEDECINS|es=MEDICOS", NULL);
  add(making, "2", "en=MIGRATION|fr=MIGRATION", NULL);
  finish(making, "capitals.rdf");
  add(making, "c1", "en=Physicians|fr=Médecin|es=Médico", NULL);
  add(making, "c2", "en=Migration|fr=Migration|es=Migración", NULL);
  finish(making, "small.rdf");
  g_autoptr(RepereVocabularies) loaded = load(making);
  const RepereVocabulary *all = repere_vocabularies_get(loaded, "*");
  g_assert_cmpstr(repere_vocabulary_value(all, "c1"), ==, "1");
  g_assert_cmpstr(repere_vocabulary_value(all, "urn:c1"), ==, "1");
  g_assert_cmpstr(repere_vocabulary_value(all, "1"), ==, "1");
  g_assert_cmpstr(repere_vocabulary_value(all, "c2"), ==, "2");
  /* What readers see is not in capitals, and a language that one of them lacks is the other's. */
  g_assert_cmpstr(repere_vocabulary_label(all, "1", "fr"), ==, "Médecin");
  g_assert_cmpstr(repere_vocabulary_label(all, "c1", "fr"), ==, "Médecin");
  g_assert_cmpstr(repere_vocabulary_label(all, "2", "es"), ==, "Migración");
  assert_same(all, "1", "c1");
  assert_same(all, "c1", "c1"); /* those that the first one stands for */
  g_assert_cmpuint(repere_vocabulary_size(all), ==, 4);
  /* Each by itself stays as it was. */
  const RepereVocabulary *small = repere_vocabularies_get(loaded, "small");
  g_assert_cmpstr(repere_vocabulary_value(small, "c1"), ==, "c1");
  assert_same(small, "c1", "");
}

/* Not the same: in one of the languages they are called otherwise, or one language is all they share. */
static void test_different(Making *making, gconstpointer data G_GNUC_UNUSED)
{
  add(making, "1", "en=Bank|fr=Banque|es=Banco", NULL);
  add(making, "2", "en=Seal", NULL);
  add(making, "3", "en=Crane|fr=Grue", NULL);
  add(making, "4", "en=Crane|fr=Grue|es=Grulla", NULL);
  add(making, "5", "", NULL);
  add(making, "6", "en=SLOVAKS|fr=SLOVAQUES|es=ESLOVACOS", NULL);
  add(making, "7", "en=MATERIALS|fr=MATERIAUX", NULL);
  finish(making, "one.rdf");
  add(making, "c1", "en=Bank|fr=Rive|es=Orilla", NULL);
  add(making, "c2", "en=Seal|fr=Phoque", NULL);
  add(making, "c3", "en=Bank|fr=Banque|es=Ribera", NULL);
  add(making, "c5", "", NULL);
  add(making, "c6", "en=Slovak|fr=Slovaque|es=Eslovaco", NULL);
  add(making, "c7", "en=Materialism|fr=Matérialisme", NULL);
  finish(making, "other.rdf");
  g_autoptr(RepereVocabularies) loaded = load(making);
  const RepereVocabulary *all = repere_vocabularies_get(loaded, "*");
  static const char *const own[] = {"1", "2", "3", "4", "5", "6", "7", "c1", "c2", "c3", "c5", "c6", "c7"};
  for (gsize i = 0; i < G_N_ELEMENTS(own); i++) {
    g_assert_cmpstr(repere_vocabulary_value(all, own[i]), ==, own[i]);
    assert_same(all, own[i], "");
  }
  g_assert_null(repere_vocabulary_label(all, "5", "en"));
}

/* In one vocabulary: only where nothing that readers see tells them apart; so a field and the term it is
 * called by. */
static void test_identical(Making *making, gconstpointer data G_GNUC_UNUSED)
{
  add(making, "1", "en=Development|fr=Développement", "broader=urn:2");
  add(making, "2", "en=DEVELOPMENT|fr=DEVELOPPEMENT", "broader=urn:3");
  add(making, "3", "en=Economy|fr=Économie", "broader=urn:4");
  add(making, "4", "en=Development|fr=Développement", "broader=urn:5");
  add(making, "5", "en=Everything|fr=Tout", NULL);
  add(making, "6", "en=Physicians|fr=Médecin", NULL);
  add(making, "7", "en=Physicians|fr=Médecins", NULL);
  add(making, "8", "en=Alone", NULL);
  add(making, "9", "en=Alone", NULL);
  finish(making, "one.rdf");
  g_autoptr(RepereVocabularies) loaded = load(making);
  const RepereVocabulary *all = repere_vocabularies_get(loaded, "*");
  assert_same(all, "1", "2 4");
  g_assert_cmpstr(repere_vocabulary_parent(all, "1"), ==, "3");
  g_assert_cmpstr(repere_vocabulary_parent(all, "3"), ==, NULL); /* no circle */
  assert_above(all, "3", "3 1 5");
  g_assert_cmpstr(repere_vocabulary_value(all, "7"), ==, "7");
  g_assert_cmpstr(repere_vocabulary_value(all, "9"), ==, "9");
}

/* Said to be the same: by either of them, or by both of a third one; never two of one vocabulary. */
static void test_exact_matches(Making *making, gconstpointer data G_GNUC_UNUSED)
{
  add(making, "a1", "en=Home", "exactMatch=urn:b1");
  add(making, "a2", "en=Journey", NULL);
  add(making, "a3", "en=Border", "exactMatch=http://example.org/x");
  add(making, "a4", "en=Frontier", "exactMatch=http://example.org/x");
  finish(making, "a.rdf");
  add(making, "b1", "en=House|fr=Maison", NULL);
  add(making, "b2", "fr=Trajet", "exactMatch=urn:a2");
  add(making, "b3", "fr=Frontière", "exactMatch=http://example.org/x");
  finish(making, "b.rdf");
  add(making, "c1", "en=House|fr=Maison", NULL);
  finish(making, "c.rdf");
  g_autoptr(RepereVocabularies) loaded = load(making);
  const RepereVocabulary *all = repere_vocabularies_get(loaded, "*");
  g_assert_cmpstr(repere_vocabulary_value(all, "b1"), ==, "a1");
  g_assert_cmpstr(repere_vocabulary_value(all, "c1"), ==, "a1"); /* called as b1 is */
  assert_same(all, "a1", "b1 c1");
  g_assert_cmpstr(repere_vocabulary_value(all, "b2"), ==, "a2");
  g_assert_cmpstr(repere_vocabulary_label(all, "a2", "fr"), ==, "Trajet");
  g_assert_cmpstr(repere_vocabulary_value(all, "a4"), ==, "a4");
  g_assert_cmpstr(repere_vocabulary_value(all, "b3"), ==, "a3");
}

/* What is above any of those that are the same is above them; vocabularies that contradict each other end
 * nowhere. */
static void test_trees(Making *making, gconstpointer data G_GNUC_UNUSED)
{
  add(making, "a-top", "en=All", NULL);
  add(making, "a1", "en=Water|fr=Eau", "broader=urn:a-top");
  add(making, "a2", "en=River|fr=Fleuve", "broader=urn:a1");
  finish(making, "a.rdf");
  add(making, "b-top", "en=Everything", NULL);
  add(making, "b1", "en=River|fr=Fleuve", "broader=urn:b-top");
  add(making, "b2", "en=Water|fr=Eau", "broader=urn:b1");
  add(making, "b3", "en=Drop|fr=Goutte", "broader=urn:b2");
  finish(making, "b.rdf");
  g_autoptr(RepereVocabularies) loaded = load(making);
  const RepereVocabulary *all = repere_vocabularies_get(loaded, "*");
  assert_above(all, "b3", "b3 a1 a-top a2 b-top");
  assert_above(all, "b1", "a2 a1 b-top a-top");
  g_assert_cmpstr(repere_vocabulary_parent(all, "b3"), ==, "a1");
  g_assert_cmpstr(repere_vocabulary_parent(all, "b1"), ==, "a1");
  g_assert_cmpstr(repere_vocabulary_top(all, "b3"), ==, "a-top");
  g_assert_cmpstr(repere_vocabulary_top(all, "b1"), ==, "a-top");
  assert_above(repere_vocabularies_get(loaded, "b"), "b3", "b3 b2 b1 b-top");
}

/* Two thesauri that were made apart. */
static void test_thesauri(void)
{
  const char *shared = g_getenv("REPERE_SHARED");
  g_autofree char *folder = shared ? g_build_filename(shared, "vocabularies", NULL) : NULL;
  if (!folder || !g_file_test(folder, G_FILE_TEST_IS_DIR)) {
    g_test_skip("REPERE_SHARED names no folder with vocabularies");
    return;
  }
  g_autoptr(RepereVocabularies) loaded = repere_vocabularies_load(folder, NULL, NULL);
  const RepereVocabulary *all = repere_vocabularies_get(loaded, "*");
  guint same = 0;
  for (guint i = 0; i < repere_vocabulary_size(all); i++) {
    const char *value = repere_vocabulary_at(all, i), *first = repere_vocabulary_value(all, value);
    same += !g_str_equal(value, first);
    g_assert_cmpstr(repere_vocabulary_value(all, first), ==, first);
  }
  g_test_message("%u concepts are one with another", same);
  g_assert_cmpuint(same, >, 1100);
  g_assert_cmpstr(repere_vocabulary_value(all, "concept427"), ==, "1004111");
  g_assert_cmpstr(repere_vocabulary_label(all, "1004111", "es"), ==, "Migración");
}

/* Thousands that are called the same in one language are not compared each with each (half a minute for these),
 * and are found by their other names. */
static void test_namesakes(Making *making, gconstpointer data G_GNUC_UNUSED)
{
  for (const char *side = "ab"; *side; side++) {
    g_autofree char *file = g_strdup_printf("%c.rdf", *side);
    for (guint i = 0; i < 3000; i++) {
      gboolean last = i == 2999;
      g_autofree char *value = g_strdup_printf("%c%u", *side, i);
      g_autofree char *labels = g_strdup_printf("en=Other|fr=Chose %s", last ? "connue" : value);
      add(making, value, labels, NULL);
    }
    finish(making, file);
  }
  g_test_timer_start();
  g_autoptr(RepereVocabularies) all = load(making);
  g_assert_cmpfloat(g_test_timer_elapsed(), <, 10);
  const RepereVocabulary *both = repere_vocabularies_get(all, "*");
  g_assert_cmpstr(repere_vocabulary_label(both, "b2998", "fr"), ==, "Chose b2998");
  assert_same(both, "a2999", "b2999");
  assert_same(both, "a1", "");
}

#define ADD(name, function) g_test_add("/vocabulary-same/" name, Making, NULL, set_up, function, tear_down)

int main(int argc, char **argv)
{
  g_test_init(&argc, &argv, NULL);
  ADD("labels", test_labels);
  ADD("different", test_different);
  ADD("identical", test_identical);
  ADD("exact-matches", test_exact_matches);
  ADD("trees", test_trees);
  ADD("namesakes", test_namesakes);
  g_test_add_func("/vocabulary-same/thesauri", test_thesauri);
  return g_test_run();
}
