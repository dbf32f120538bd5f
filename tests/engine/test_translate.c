/* test_translate.c - the lexicon over the whole road: works of some languages are indexed, words of others
 * find theirs. */
#include "road.h"

#include "indexer/inspect.h"
#include "lib/translations.h"
#include "repere/text.h"

#define DICTIONARIES "/usr/share/apertium/apertium-eng-spa/spa-eng.autobil.bin"
#define LISTS "/usr/share/dictd/freedict-eng-spa.index"

static gboolean skipped(void)
{
  if (g_file_test(DICTIONARIES, G_FILE_TEST_EXISTS) && g_file_test(LISTS, G_FILE_TEST_EXISTS)) return FALSE;
  g_test_skip("Apertium's or FreeDict's dictionaries are not installed");
  return TRUE;
}

static void add_work(GString *xml, const char *id, const char *lang, const char *title, const char *text)
{
  g_string_append_printf(xml, "<record>\n<dcterms:identifier>%s</dcterms:identifier>\n", id);
  road_element(xml, "dcterms:title", lang, title);
  road_element(xml, "dcterms:abstract", lang, text);
  road_element(xml, "dcterms:language", NULL, lang);
  g_string_append(xml, "</record>\n");
}

static void write_spanish(const Road *road)
{
  GString *xml = road_records();
  add_work(
    xml, "n", "es", "Los niños y los derechos humanos",
    "Los niños iban a la escuela que habían construido los vecinos de Kirguistán. Los ratones vivían allí.");
  add_work(xml, "r", "es", "Reintegración de migrantes retornados",
           "La reintegración económica tras el retorno.");
  road_write_records(road, "records/es.xml", xml);
}

static void write_french(const Road *road)
{
  GString *xml = road_records();
  add_work(xml, "f", "fr", "La santé des enfants",
           "Les enfants avaient besoin d'une maison près de l'hôpital. Un migrant y vit.");
  road_write_records(road, "records/fr.xml", xml);
}

static void take_stem(const RepereToken *token, gpointer key)
{
  g_string_append_printf(key, "%s%s", ((GString *)key)->len ? " " : "",
                         token->word->stem ? token->word->stem : token->word->folded);
}

/* The labels that `words` of `lang` has in `found`, and no others: joined by commas, in byte order. */
static char *labels(const Road *road, const char *lang, const char *words, const char *found)
{
  g_autoptr(RepereAnalyzer) analyzer = repere_analyzer_new();
  g_autoptr(GString) key = g_string_new(NULL);
  repere_analyze(analyzer, words, strlen(words), repere_language(lang), take_stem, key);
  g_autoptr(GError) error = NULL;
  g_autofree char *conf = road_path(road, "repere.conf");
  g_autoptr(RepereLibrary) library = repere_library_load(conf, &error);
  g_assert_no_error(error);
  RepereInspection inspection;
  xc_error fault = XC_ERROR_INIT;
  g_autoptr(GArray) all = repere_translations_new();
  g_autoptr(GPtrArray) names = g_ptr_array_new();
  g_assert_true(repere_inspect(library, &inspection, &error));
  g_assert_true(repere_translations_of(inspection.database, repere_language(lang), key->str, all, NULL, &fault));
  for (guint i = 0; i < all->len; i++) {
    const RepereTranslation *one = &g_array_index(all, RepereTranslation, i);
    if (g_str_equal(one->language->code, found)) g_ptr_array_add(names, one->label);
  }
  g_ptr_array_add(names, NULL);
  repere_inspection_clear(&inspection);
  return g_strjoinv(",", (char **)names->pdata);
}

static void take_stem(const RepereToken *token, gpointer data)
{
  GString *key = data;
  g_string_append_printf(key, "%s%s", key->len ? " " : "",
                         token->word->stem ? token->word->stem : token->word->folded);
}

/* What the lexicon knows the words by that a reader types. */
static char *key_of(const char *lang, const char *typed)
{
  GString *key = g_string_new(NULL);
  g_autoptr(RepereAnalyzer) analyzer = repere_analyzer_new();
  repere_analyze(analyzer, typed, strlen(typed), repere_language(lang), take_stem, key);
  return g_string_free(key, FALSE);
}

static void assert_has(const Road *road, const char *lang, const char *typed, const char *found,
                       const char *label)
{
  g_autofree char *key = key_of(lang, typed), *all = labels(road, lang, key, found);
  g_auto(GStrv) each = g_strsplit(all, ",", 0);
  if (!g_strv_contains((const char *const *)each, label))
    g_error("%s \"%s\" (%s) has no translation \"%s\" in %s: %s", lang, typed, key, label, found, all);
}

static void assert_none(const Road *road, const char *lang, const char *typed, const char *found)
{
  g_autofree char *key = key_of(lang, typed), *all = labels(road, lang, key, found);
  g_assert_cmpstr(all, ==, "");
}

/* An index without a word of English is asked in English, in forms whose stems are not those of their lemmas.
 */
static void test_other_language(void)
{
  if (skipped()) return;
  g_autoptr(Road) road = road_new("[indexer]\ntranslate=on\n");
  write_spanish(road);
  road_run_well(road, "update");
  assert_has(road, "en", "children", "es", "niños");
  assert_has(road, "en", "child", "es", "niños");
  assert_has(road, "en", "went", "es", "iban");
  assert_has(road, "en", "built", "es", "construido");
  assert_has(road, "en", "mice", "es", "ratones");
  assert_has(road, "en", "kyrgyzstan", "es", "kirguistán");
  assert_has(road, "en", "return", "es", "retorno");
  assert_has(road, "en", "reintegration", "es", "reintegración");
  assert_has(road, "fr", "réintégration", "es", "reintegración");
  assert_has(road, "en", "human rights", "es", "derecho humano");
  assert_none(road, "en", "hospital", "es"); /* the dictionaries know it, the library does not */
}

/* English and French have no dictionary of their own. */
static void test_third_language(void)
{
  if (skipped()) return;
  g_autoptr(Road) road = road_new("[indexer]\ntranslate=on\n");
  write_french(road);
  road_run_well(road, "update");
  assert_has(road, "en", "health", "fr", "santé");
  assert_has(road, "en", "children", "fr", "enfants");
  assert_has(road, "en", "needs", "fr", "besoin");
  assert_has(road, "es", "hospital", "fr", "hôpital");
}

static void test_update(void)
{
  if (skipped()) return;
  g_autoptr(Road) road = road_new("[indexer]\ntranslate=on\n");
  write_spanish(road);
  road_run_well(road, "update");
  g_autofree char *said = g_strdup(strstr(road->out, "The index is at revision"));
  road_run_well(road, "update");
  g_assert_cmpstr(strstr(said, "revision"), !=, NULL);
  g_assert_cmpmem(strstr(road->out, "revision"), strlen("revision 2"), strstr(said, "revision"),
                  strlen("revision 2"));
  assert_none(road, "en", "health", "fr");
  write_french(road);
  road_run_well(road, "update");
  assert_has(road, "en", "health", "fr", "santé");
  assert_has(road, "fr", "enfant", "es", "niños");
  assert_has(road, "en", "went", "es", "iban");
  assert_has(road, "fr", "migrants", "es", "migrantes"); /* joined by how they are spelled, if by nothing else */
}

static void configure(const Road *road, const char *indexer)
{
  g_autofree char *conf =
    g_strconcat("[library]\nrecords=records\nfiles=files\nindex=index\n[indexer]\n", indexer, NULL);
  road_write(road, "repere.conf", conf);
}

static void test_switched_off(void)
{
  if (skipped()) return;
  g_autoptr(Road) road = road_new("[indexer]\ntranslate=on\n");
  write_spanish(road);
  road_run_well(road, "update");
  configure(road, "translate=off\n");
  road_run_well(road, "update");
  assert_none(road, "en", "children", "es");
  configure(road, "translate=on\n");
  road_run_well(road, "update");
  assert_has(road, "en", "children", "es", "niños");
}

static void test_absent(void)
{
  g_autoptr(Road) road = road_new("[indexer]\ntranslate=on\n");
  write_spanish(road);
  configure(road, "apertium=/nowhere\nfreedict=/nowhere\n");
  road_run_well(road, "update");
  g_assert_nonnull(
    strstr(road->out, "Translations: none, since there is no dictionary; not installed: apertium-eng-spa"));
  assert_none(road, "en", "children", "es");
  road_run_well(road, "status");
  g_assert_nonnull(strstr(road->out, "not installed: apertium-eng-spa"));
}

/* A damaged dictionary costs its own words only, and is named. */
static void test_damaged(void)
{
  if (skipped()) return;
  g_autoptr(Road) road = road_new("[indexer]\ntranslate=on\n");
  g_autofree char *folder = road_path(road, "apertium");
  g_autofree char *keys = g_strdup_printf("apertium=%s\n", folder);
  write_spanish(road);
  road_write(road, "apertium/apertium-eng-spa/eng-spa.autobil.bin", "LTTB");
  road_write(road, "apertium/apertium-eng-spa/spa-eng.autobil.bin", "\xff\xff\xff\xff\xff\xff\xff\xff");
  configure(road, keys);
  g_assert_cmpint(road_run(road, "update"), ==, 65);
  g_assert_nonnull(strstr(road->err, "eng-spa.autobil.bin: this is no dictionary"));
  assert_has(road, "en", "school", "es", "escuela"); /* FreeDict has it */
}

int main(int argc, char **argv)
{
  g_test_init(&argc, &argv, NULL);
  g_test_add_func("/translate/other-language", test_other_language);
  g_test_add_func("/translate/third-language", test_third_language);
  g_test_add_func("/translate/update", test_update);
  g_test_add_func("/translate/switched-off", test_switched_off);
  g_test_add_func("/translate/absent", test_absent);
  g_test_add_func("/translate/damaged", test_damaged);
  return g_test_run();
}
