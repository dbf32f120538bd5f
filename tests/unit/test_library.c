/* repere.conf: defaults, every key, and the sentence for everything that is wrong. */
#include "repere/library.h"
#include <glib/gstdio.h>
#include <string.h>

#include "tests/folder.h"

static char *folder; /* of the test that runs */

static void set_up(void)
{
  folder = folder_new();
}

static void tear_down(void)
{
  g_clear_pointer(&folder, folder_free);
}

static RepereLibrary *load(const char *text, gssize length, GError **error)
{
  g_autofree char *path = g_build_filename(folder, "repere.conf", NULL);
  g_assert_true(g_file_set_contents(path, text, length, NULL));
  return repere_library_load(path, error);
}

/* The text is refused, and the sentence names the file and has `words` in it. */
static void refused(const char *text, const char *words)
{
  g_autoptr(GError) error = NULL;
  RepereLibrary *library = load(text, -1, &error);
  g_assert_null(library);
  g_assert_error(error, REPERE_ERROR, REPERE_ERROR_CONFIG);
  if (strstr(error->message, words) == NULL || !g_str_has_prefix(error->message, folder))
    g_error("\"%s\" does not say \"%s\"", error->message, words);
}

static char *in_folder(const char *name)
{
  return g_build_filename(folder, name, NULL);
}

static void assert_path(const char *path, const char *name)
{
  g_autofree char *expected = in_folder(name);
  g_assert_cmpstr(path, ==, expected);
}

static void test_defaults(void)
{
  set_up();
  g_autoptr(GError) error = NULL;
  g_autoptr(RepereLibrary) library = load("", 0, &error);
  g_assert_no_error(error);
  assert_path(library->path, "repere.conf");
  assert_path(library->records[0], "records");
  g_assert_null(library->records[1]);
  assert_path(library->files, "files");
  assert_path(library->index, "index");
  g_assert_null(library->vocabularies);
  g_assert_cmpstr(library->url, ==, "");
  g_autofree char *languages = g_strjoinv(" ", library->languages);
  g_assert_cmpstr(languages, ==, "en fr es");
  g_assert_cmpuint(library->indexer.workers, ==, g_get_num_processors());
  g_assert_cmpuint(library->indexer.file_seconds, ==, 60);
  g_assert_cmpuint(library->indexer.file_memory_mb, ==, 1024);
  g_assert_cmpuint(library->indexer.max_file_mb, ==, 500);
  g_assert_cmpuint(library->indexer.max_text_mb, ==, 64);
  g_assert_cmpuint(library->indexer.max_pages, ==, 20000);
  g_assert_cmpuint(library->indexer.commit_mb, ==, 4);
  g_assert_cmpuint(library->indexer.watch_seconds, ==, 3);
  g_assert_cmpstr(library->searchd.listen[0], ==, "127.0.0.1:7321");
  g_assert_null(library->searchd.listen[1]);
  g_assert_cmpuint(library->searchd.threads, ==, g_get_num_processors() + 2);
  g_assert_cmpuint(library->searchd.queue, ==, 256);
  g_assert_cmpuint(library->searchd.deadline_ms, ==, 2000);
  g_assert_cmpuint(library->searchd.streams, ==, 16);
  g_assert_cmpuint(library->searchd.cache_mb, ==, 32);
  g_assert_cmpuint(library->searchd.sets_mb, ==, 64);
  g_assert_null(library->searchd.cors[0]);
  tear_down();
}

static void test_default_facets(void)
{
  set_up();
  g_autofree char *vocabularies = in_folder("vocabularies");
  g_autofree char *themes = in_folder("vocabularies/themes.rdf");
  g_assert_cmpint(g_mkdir(vocabularies, 0700), ==, 0);
  g_assert_true(g_file_set_contents(themes, "", 0, NULL));
  g_autoptr(RepereLibrary) library = load("[library]\nurl=https://example.org/\n", -1, NULL);
  g_assert_cmpstr(library->vocabularies, ==, vocabularies);
  g_autoptr(GString) names = g_string_new(NULL);
  for (guint i = 0; i < library->facets->len; i++) {
    const RepereFacet *facet = g_ptr_array_index(library->facets, i);
    g_string_append_printf(names, "%s ", facet->name);
    g_assert_nonnull(facet->sources[0]);
    g_assert_cmpuint(g_hash_table_size(facet->labels), ==, 3);
    g_assert_cmpuint(repere_library_facet_index(library, facet->name), ==, i);
  }
  g_assert_cmpstr(names->str, ==,
                  "type theme country region origin host language year organization series programme "
                  "audience access concept mentions quality ");
  const RepereFacet *theme = repere_library_facet(library, "theme");
  g_assert_cmpint(theme->kind, ==, REPERE_FACET_TREE);
  g_assert_cmpstr(theme->vocabulary, ==, "themes");
  g_assert_cmpstr(repere_facet_label(theme, "fr"), ==, "Thème");
  g_assert_cmpstr(repere_facet_label(theme, "de"), ==, "Theme");
  const RepereFacet *type = repere_library_facet(library, "type");
  g_assert_null(type->vocabulary); /* there is no types.rdf */
  g_assert_cmpstr(repere_library_facet(library, "country")->vocabulary, ==, "iso3166");
  const RepereFacet *region = repere_library_facet(library, "region");
  g_assert_true(region->top);
  g_assert_cmpuint(g_strv_length(region->sources), ==, 3);
  g_assert_cmpint(repere_library_facet(library, "year")->kind, ==, REPERE_FACET_YEAR);
  g_assert_true(repere_facet_is_of_texts(repere_library_facet(library, "mentions")));
  g_assert_cmpstr(repere_library_facet(library, "concept")->vocabulary, ==, "*");
  g_assert_false(repere_facet_is_of_texts(theme));
  const RepereFacet *quality = repere_library_facet(library, "quality");
  g_assert_true(repere_facet_is_of_quality(quality));
  g_assert_cmpstr(quality->vocabulary, ==, "quality");
  g_assert_true(repere_facet_is_of_records(theme));
  g_assert_false(repere_facet_is_of_records(quality));
  g_assert_null(repere_library_facet(library, "colour"));
  g_assert_cmpuint(repere_library_facet_index(library, "colour"), ==, G_MAXUINT);
  tear_down();
}

static void test_every_key(void)
{
  set_up();
  static const char TEXT[] =
    "[library]\nrecords= a ; "
    "/b/c.xml;\nfiles=f\nvocabularies=../v\nindex=i\nlanguages=fr;en\nurl=https://x.org/\n"
    "[indexer]\nworkers=3\nfile-seconds=1\nfile-memory-mb=64\nmax-file-mb=7\nmax-text-mb=8\nmax-pages="
    "9\ncommit-mb=10\nwatch-seconds=60\n"
    "[searchd]\nlisten=unix:run/s.sock;[::1]:0;localhost:65535\nthreads=4\nqueue=5\ndeadline-ms=10\n"
    "streams=2\ncache-mb=0\nsets-mb=3\ncors=https://example.org; http://[::1]:8080;*\n"
    "[facet donor]\nsource=dcterms:contributor;donor\nkind=tree\nvocabulary=donors\nlevel=top\nlabel=Donor\n"
    "label[fr]=Bailleur\nlabel[es-MX]=Donante\n"
    "[facet year]\nsource=dcterms:issued\nkind=year\n";
  g_autoptr(GError) error = NULL;
  g_autoptr(RepereLibrary) library = load(TEXT, -1, &error);
  g_assert_no_error(error);
  assert_path(library->records[0], "a");
  g_assert_cmpstr(library->records[1], ==, "/b/c.xml");
  g_assert_null(library->records[2]);
  g_autofree char *above = g_path_get_dirname(folder);
  g_autofree char *vocabularies = g_build_filename(above, "v", NULL);
  g_assert_cmpstr(library->vocabularies, ==, vocabularies);
  g_assert_cmpstr(library->languages[0], ==, "fr");
  g_assert_cmpuint(library->indexer.workers + library->indexer.file_seconds + library->indexer.file_memory_mb,
                   ==, 68);
  g_assert_cmpuint(library->indexer.max_file_mb, ==, 7);
  g_assert_cmpuint(library->indexer.max_text_mb, ==, 8);
  g_assert_cmpuint(library->indexer.max_pages, ==, 9);
  g_assert_cmpuint(library->indexer.commit_mb, ==, 10);
  g_assert_cmpuint(library->indexer.watch_seconds, ==, 60);
  g_autofree char *socket = g_strconcat("unix:", folder, "/run/s.sock", NULL);
  g_assert_cmpstr(library->searchd.listen[0], ==, socket);
  g_assert_cmpstr(library->searchd.listen[1], ==, "[::1]:0");
  g_assert_cmpstr(library->searchd.listen[2], ==, "localhost:65535");
  g_assert_cmpuint(library->searchd.threads, ==, 4);
  g_assert_cmpuint(library->searchd.deadline_ms, ==, 10);
  g_assert_cmpuint(library->searchd.streams, ==, 2);
  g_assert_cmpuint(library->searchd.cache_mb, ==, 0);
  g_assert_cmpuint(library->searchd.sets_mb, ==, 3);
  g_autofree char *origins = g_strjoinv(" ", library->searchd.cors);
  g_assert_cmpstr(origins, ==, "https://example.org http://[::1]:8080 *");
  g_assert_cmpuint(library->facets->len, ==, 2);
  const RepereFacet *donor = g_ptr_array_index(library->facets, 0);
  g_assert_cmpstr(donor->sources[1], ==, "donor");
  g_assert_true(donor->top);
  g_assert_cmpstr(repere_facet_kind_name(donor->kind), ==, "tree");
  g_assert_cmpstr(repere_facet_label(donor, "fr"), ==, "Bailleur");
  g_assert_cmpstr(repere_facet_label(donor, "es"), ==, "Donante");
  const RepereFacet *year = g_ptr_array_index(library->facets, 1);
  g_assert_cmpstr(repere_facet_label(year, "fr"), ==, "Année"); /* a name of ours keeps our labels */
  tear_down();
}

static void test_names(void)
{
  set_up();
  refused("[library]\nrecrods=x\n", "the key \"recrods\" in [library] is unknown; did you mean \"records\"?");
  refused("[library]\ncolour=x\n", "known are: records, files, vocabularies, index, url, languages.");
  refused("[indexer]\nocr=yes\n", "[indexer] ocr has \"yes\"; write auto, on or off.");
  refused("[indexer]\nocr-languages=English\n", "[indexer] ocr-languages has \"English\", which is no code");
  refused("[indexer]\nocr-languages=;\n", "[indexer] ocr-languages names no language");
  refused("[indexer]\nocr-data=\n", "\"ocr-data\" in [indexer] is empty");
  refused("[indexer]\nocr-dpi=50\n", "[indexer] ocr-dpi has \"50\"");
  refused("[indexer]\nmax_pages=1\n", "did you mean \"max-pages\"?");
  refused("[searchd]\nmax-pages=1\n", "\"max-pages\" in [searchd]");
  refused("[serchd]\nqueue=1\n", "the group [serchd] is unknown; did you mean \"searchd\"?");
  refused("[facet]\nsource=x\n", "has no name");
  refused("[facet x]\nsource=a\nkinds=tree\n",
          "[facet x]: the key \"kinds\" is unknown; did you mean \"kind\"?");
  refused("[facet x]\nsource=a\nlabel[]=tree\n", "names no language");
  refused("[facet X y]\nsource=a\n", "is no name for a facet");
  refused("[facet x]\nsource=a\n[facet  x]\nsource=a\n", "there twice");
  refused("records=x\n", "cannot be read");
  tear_down();
}

static void test_values(void)
{
  set_up();
  refused("[indexer]\nworkers=0\n", "[indexer] workers has \"0\"; write a whole number from 1 to 256.");
  refused("[indexer]\nworkers=many\n", "\"many\"");
  refused("[indexer]\nfile-seconds=1.5\n", "\"1.5\"");
  refused("[searchd]\nqueue=99999999999999999999999\n", "from 1 to 1000000");
  refused("[searchd]\ndeadline-ms=\n", "deadline-ms has \"\"");
  refused("[searchd]\nlisten=7321\n", "listen has \"7321\"; write unix:PATH or HOST:PORT");
  refused("[searchd]\nlisten=localhost:65536\n", "\"localhost:65536\"");
  refused("[searchd]\nlisten=::1:7321\n", "\"::1:7321\"");
  refused("[searchd]\nlisten=unix:\n", "\"unix:\"");
  refused("[searchd]\nlisten=;\n", "names nothing");
  refused("[searchd]\nstreams=0\n", "from 1 to 10000");
  refused("[searchd]\ncache-mb=-1\n", "cache-mb has \"-1\"");
  refused("[searchd]\ncors=example.org\n", "cors has \"example.org\"; write origins as browsers do");
  refused("[searchd]\ncors=https://example.org/\n", "\"https://example.org/\"");
  refused("[searchd]\ncors=https://Example.org\n", "\"https://Example.org\"");
  refused("[searchd]\ncors=https://\n", "\"https://\"");
  refused("[searchd]\ncors=null\n", "\"null\"");
  refused("[library]\nrecords=\n", "names nothing");
  refused("[library]\nindex=\n", "is empty");
  refused("[library]\nlanguages=en;xx\n", "\"xx\", which is no language that can be analysed; known are: en");
  refused("[library]\nlanguages=en;EN\n", "\"EN\"");
  refused("[library]\nlanguages=en;fr;en\n", "\"en\" twice");
  refused("[library]\nlanguages=;\n", "names no language");
  refused("[library]\nurl=an address\n", "which is no address");
  refused("[library]\nurl=\xff\n", "the value of \"url\" in [library] cannot be read");
  refused("[library]\nfiles=C:\\dir\n", "the value of \"files\" in [library] cannot be read");
  refused("[facet x]\nkind=terms\n", "the key \"source\" is missing");
  refused("[facet x]\nsource=a b\n", "\"a b\", which is no element's name");
  refused("[facet x]\nsource=a\nkind=bush\n", "kind has \"bush\"; write terms, tree or year.");
  refused("[facet x]\nsource=a\nkind=tree\n", "kind=tree needs a vocabulary");
  refused("[facet x]\nsource=a\nlevel=top\n", "level=top needs a vocabulary");
  refused("[facet x]\nsource=a\nlevel=2\n", "level has \"2\"");
  refused("[facet x]\nsource=a\nkind=year\nvocabulary=v\n", "kind=year takes no vocabulary");
  refused("[facet x]\nsource=text\n", "source=text needs a vocabulary");
  refused("[facet x]\nsource=quality;origin\n", "source has \"quality\" and elements beside it");
  refused("[facet x]\nsource=quality\nkind=year\n", "source=quality feeds plain values");
  refused("[facet x]\nsource=quality\nvocabulary=themes\n", "has values and labels of its own");
  refused("[facet x]\nsource=origin\nvocabulary=quality\n", "belongs to source=quality");
  refused("[facet x]\nsource=text;origin\nvocabulary=v\n", "\"text\" and elements beside it");
  refused("[facet x]\nsource=text\nkind=year\n", "kind=year cannot be fed by source=text");
  refused("[facet x]\nsource=text\nvocabulary=iso639\n", "does not look for the languages");
  refused("[facet x]\nsource=a\nvocabulary=*\n", "only source=text takes");
  tear_down();
}

/* What is wrong is quoted, and steers no terminal. */
static void test_shown(void)
{
  set_up();
  refused("[library]\n[\x1b[2Jred\xff]\n", "[2Jred");
  g_autoptr(GError) error = NULL;
  g_assert_null(load("[in\x1b[2J\xff]\n", -1, &error));
  g_assert_null(strchr(error->message, '\x1b'));
  g_assert_true(g_utf8_validate(error->message, -1, NULL));
  tear_down();
}

static void test_missing_file(void)
{
  g_autoptr(GError) error = NULL;
  g_assert_null(repere_library_load("/nonexistent/repere.conf", &error));
  g_assert_error(error, REPERE_ERROR, REPERE_ERROR_CONFIG);
  g_assert_cmpstr(error->message, ==,
                  "/nonexistent/repere.conf: there is no such file; name the configuration with -c FILE.");
  g_clear_error(&error);
  g_assert_null(repere_library_load("/", &error));
  g_assert_error(error, REPERE_ERROR, REPERE_ERROR_CONFIG);
}

/* Any bytes whatever: an answer or an error, never a crash. */
static void test_any_bytes(void)
{
  set_up();
  static const char *const PIECES[] = {
    "[library]", "[facet ",  "x]",   "\n",        "records=", ";", "\\",         "listen=unix:", "[",
    "label[",    "source=a", "\xff", "kind=tree", "=",        "#", "workers=-1", "\xc3\xa9"};
  for (guint round = 0; round < 2000; round++) {
    g_autoptr(GString) text = g_string_new(NULL);
    for (int i = g_test_rand_int_range(0, 12); i > 0; i--)
      g_string_append(text, PIECES[g_test_rand_int_range(0, G_N_ELEMENTS(PIECES))]);
    g_autoptr(GError) error = NULL;
    g_autoptr(RepereLibrary) library = load(text->str, (gssize)text->len, &error);
    g_assert_true((library == NULL) == (error != NULL));
    g_assert_true(!error || g_utf8_validate(error->message, -1, NULL));
  }
  tear_down();
}

/* ---- [ranking] ---- */

#define NUMBER(key, member, most) {key, G_STRUCT_OFFSET(RepereWeights, member), most}
static const struct {
  const char *key;
  gsize offset;
  double most;
} numbers[] = {
  NUMBER("k1", k1, 10),
  NUMBER("b", b, 1),
  NUMBER("shortest", shortest, 1),
  NUMBER("title", title, 100),
  NUMBER("title-word", title_word, 10),
  NUMBER("abstract", abstract, 100),
  NUMBER("keyword", keyword, 100),
  NUMBER("written", written, 10),
  NUMBER("spelling", spelling, 1),
  NUMBER("page", page, 10),
  NUMBER("near", near, 10),
  NUMBER("near-words", near_words, 100),
  NUMBER("translation", translation, 1),
  NUMBER("concept", concept, 1),
  NUMBER("concept-alone", concept_alone, 100),
  NUMBER("candidates", candidates, 1000),
};

static double number_of(const RepereLibrary *library, guint i)
{
  return *(const double *)G_STRUCT_MEMBER_P(&library->ranking, numbers[i].offset);
}

static RepereLibrary *load_ranking(const char *key, const char *value)
{
  g_autoptr(GError) error = NULL;
  g_autofree char *text = g_strdup_printf("[ranking]\n%s=%s\n", key, value);
  RepereLibrary *library = load(text, -1, &error);
  g_assert_no_error(error);
  return library;
}

/* A key changes its own number and no other, with a point for the fraction whatever the locale says. */
static void test_ranking(void)
{
  set_up();
  g_autoptr(RepereLibrary) defaults = load("[library]\n", -1, NULL);
  for (guint i = 0; i < G_N_ELEMENTS(numbers); i++) {
    g_assert_cmpfloat(number_of(defaults, i), >, 0); /* each does something */
    g_assert_cmpfloat(number_of(defaults, i), <=, numbers[i].most);
    g_autofree char *least = g_strdup("0"), *most = g_strdup_printf("%g", numbers[i].most);
    g_autofree char *between = g_strdup_printf("%.4f", numbers[i].most / 8);
    char *const values[] = {least, between, most};
    for (guint v = 0; v < G_N_ELEMENTS(values); v++) {
      g_autoptr(RepereLibrary) library = load_ranking(numbers[i].key, values[v]);
      for (guint n = 0; n < G_N_ELEMENTS(numbers); n++)
        g_assert_cmpfloat_with_epsilon(
          number_of(library, n), n == i ? g_ascii_strtod(values[v], NULL) : number_of(defaults, n), 1e-9);
    }
    static const char *const bad[] = {"-1", "-0.1", "x", "", "1,5", "0.5x", "nan", "inf", "0.5 0.5"};
    g_autofree char *range = g_strdup_printf("from 0 to %g, with a point for its fraction.", numbers[i].most);
    for (guint v = 0; v < G_N_ELEMENTS(bad); v++) {
      g_autofree char *text = g_strdup_printf("[ranking]\n%s=%s\n", numbers[i].key, bad[v]);
      g_autofree char *said = g_strdup_printf("[ranking] %s has \"%s\"", numbers[i].key, bad[v]);
      refused(text, said);
      refused(text, range);
    }
    g_autofree char *over = g_strdup_printf("[ranking]\n%s=%.3f\n", numbers[i].key, numbers[i].most + 0.001);
    refused(over, range);
  }
  refused("[ranking]\ntitel=3\n",
          "the key \"titel\" in [ranking] is unknown; known are: k1, b, shortest, title, title-word,");
  refused("[ranking]\ncandidate=3\n",
          "the key \"candidate\" in [ranking] is unknown; did you mean \"candidates\"?");
  refused("[ranking]\ntitle_word=1\n", "did you mean \"title-word\"?");
  refused("[rankings]\nb=1\n", "the group [rankings] is unknown; did you mean \"ranking\"?");
  tear_down();
}

int main(int argc, char **argv)
{
  g_test_init(&argc, &argv, NULL);
  g_test_add_func("/library/defaults", test_defaults);
  g_test_add_func("/library/default-facets", test_default_facets);
  g_test_add_func("/library/every-key", test_every_key);
  g_test_add_func("/library/names", test_names);
  g_test_add_func("/library/values", test_values);
  g_test_add_func("/library/missing-file", test_missing_file);
  g_test_add_func("/library/shown", test_shown);
  g_test_add_func("/library/any-bytes", test_any_bytes);
  g_test_add_func("/library/ranking", test_ranking);
  return g_test_run();
}
