/* Labels of concepts in running text: which are found where, and that all of them are, beside a search by hand. */
#include <glib/gstdio.h>
#include <string.h>
#include "concepts.h"
#include "repere/text.h"

#define HEAD                                                                                                                     \
  "<?xml version=\"1.0\"?><rdf:RDF xmlns:rdf=\"http://www.w3.org/1999/02/22-rdf-syntax-ns#\" "                                   \
  "xmlns:skos=\"http://www.w3.org/2004/02/skos/core#\">"

typedef struct {
  char *folder;
  GPtrArray *files;
  RepereVocabularies *vocabularies;
  RepereConcepts *concepts;
  RepereAnalyzer *analyzer;
} Fixture;

static void set_up(Fixture *fixture, gconstpointer data)
{
  (void)data;
  fixture->folder = g_dir_make_tmp("repere-concepts-XXXXXX", NULL);
  g_assert_nonnull(fixture->folder);
  fixture->files = g_ptr_array_new_with_free_func(g_free);
  fixture->analyzer = repere_analyzer_new();
}

static void tear_down(Fixture *fixture, gconstpointer data)
{
  (void)data;
  for (guint i = 0; i < fixture->files->len; i++)
    g_unlink(fixture->files->pdata[i]);
  g_rmdir(fixture->folder);
  g_ptr_array_unref(fixture->files);
  g_free(fixture->folder);
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
    g_string_append_printf(xml, "<skos:Concept rdf:about=\"urn:%s:%s\"><skos:notation>%s</skos:notation>", name,
                           parts[0], parts[0]);
    for (guint k = 1; parts[k] != NULL; k++) {
      const gboolean alternative = parts[k][0] == '+';
      const char *lang = parts[k] + (alternative ? 1 : 0);
      g_autofree char *text = g_markup_escape_text(lang + 3, -1);
      g_string_append_printf(xml, "<skos:%s xml:lang=\"%.2s\">%s</skos:%s>", alternative ? "altLabel" : "prefLabel",
                             lang, text, alternative ? "altLabel" : "prefLabel");
    }
    g_string_append(xml, "</skos:Concept>\n");
  }
  g_string_append(xml, "</rdf:RDF>");
  char *path = g_strdup_printf("%s/%s.rdf", fixture->folder, name);
  g_assert_true(g_file_set_contents(path, xml->str, -1, NULL));
  g_ptr_array_add(fixture->files, path);
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
  RepereConceptWord word = {0, repere_concepts_key(words->concepts, token->word->folded, strlen(token->word->folded))};
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
  repere_concepts_find(fixture->concepts, (const RepereConceptWord *)(gpointer)words.words->data, words.words->len,
                       language, found);
  g_array_unref(words.words);
  GString *out = g_string_new(NULL);
  for (guint i = 0; i < found->len; i++) {
    const RepereConceptMatch *match = &g_array_index(found, RepereConceptMatch, i);
    RepereConceptName name;
    repere_concepts_name(fixture->concepts, match->concept, &name);
    if (fixture->files->len > 0 && strcmp(name.vocabulary_name, "iso3166") == 0)
      continue;
    g_string_append_printf(out, "%s%s@%u+%u", out->len > 0 ? " " : "", name.value, match->first, match->words);
  }
  return g_string_free(out, FALSE);
}

static void assert_found_at(const Fixture *fixture, const char *lang, const char *text, const char *expected, int line)
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
  put(fixture, "v", "m|en:Migration\nlm|en:Labour migration\nlmp|en:Labour migration policy\nlp|en:Policy making\n"
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
  put(fixture, "v", "reintegration|en:Economic reintegration|fr:Réintégration économique|es:Reintegración económica\n"
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
  g_test_add_func("/concepts/thesauri", test_thesauri);
  return g_test_run();
}
