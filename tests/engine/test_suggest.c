/* test_suggest.c - completions, from records to what a reader is offered: words, concepts, titles, in three
 * languages. */
#include "repere/suggest.h"
#include "road.h"

typedef struct {
  Road *road;
  RepereEngine *engine;
} Fixture;

static RepereSuggestions *suggest(const Fixture *fixture, const char *typed, const char *lang)
{
  g_autoptr(GError) error = NULL;
  RepereSuggestions *suggestions = repere_suggest(fixture->engine, 0, typed, lang, 10, 0, &error);
  g_assert_no_error(error);
  return suggestions;
}

static const RepereSuggestion *at(const GPtrArray *suggestions, guint i)
{
  g_assert_cmpuint(i, <, suggestions->len);
  return suggestions->pdata[i];
}

static const RepereSuggestion *find(const GPtrArray *suggestions, const char *text)
{
  for (guint i = 0; i < suggestions->len; i++)
    if (g_str_equal(at(suggestions, i)->text, text)) return at(suggestions, i);
  return NULL;
}

/* All texts in order, with '~' before the corrected ones. */
static char *all_of(const GPtrArray *suggestions)
{
  GString *all = g_string_new(NULL);
  for (guint i = 0; i < suggestions->len; i++)
    g_string_append_printf(all, "%s%s%s", i ? "|" : "", at(suggestions, i)->corrected ? "~" : "",
                           at(suggestions, i)->text);
  return g_string_free(all, FALSE);
}

static void assert_words(const Fixture *fixture, const char *typed, const char *lang, const char *expected)
{
  g_autoptr(RepereSuggestions) suggestions = suggest(fixture, typed, lang);
  g_autofree char *words = all_of(suggestions->words);
  g_assert_cmpstr(words, ==, expected);
}

static void assert_concepts(const Fixture *fixture, const char *typed, const char *lang, const char *expected)
{
  g_autoptr(RepereSuggestions) suggestions = suggest(fixture, typed, lang);
  g_autofree char *concepts = all_of(suggestions->concepts);
  g_assert_cmpstr(concepts, ==, expected);
}

static void assert_titles(const Fixture *fixture, const char *typed, const char *lang, const char *expected)
{
  g_autoptr(RepereSuggestions) suggestions = suggest(fixture, typed, lang);
  g_autofree char *titles = all_of(suggestions->titles);
  g_assert_cmpstr(titles, ==, expected);
}

/* ---- a small library ---- */

typedef struct {
  const char *id, *lang, *title, *issued, *country, *text;
  gboolean hidden;
} Work;

static const Work small[] = {
    {"en-1", "en", "Return and reintegration", "2019", "MZ",
     "The reintegration of those who return by the road.", FALSE},
    {"en-2", "en", "Reintegration of families", "2021-06", "MZ", "Reintegration helps; they return to work.",
     FALSE},
    {"en-3", "en", "Economic reintegration handbook", "2020", "BF", "The economic handbook of the return.",
     FALSE},
    {"fr-1", "fr", "Le retour volontaire", "2018", "CH", "La réintégration économique, l'aide au retour.",
     FALSE},
    {"fr-2", "fr", "Réintégration économique", "2022", "BF", "L’aide à la réintégration et l'économie.",
     FALSE},
    {"fr-3", "fr", "Le thé à Genève", "2017", "CH", "Le thé et la réintégration des migrants.", FALSE},
    {"es-1", "es", "La reintegración", "2016", "MZ", "La reintegración económica de los migrantes.", FALSE},
    {"es-2", "es", "Retorno y reintegración", "2015", "ES", "El retorno y la reintegración psicosocial.",
     FALSE},
    {"typo", "en", "A slip of the pen", "2014", "ES", "They retrun home, with a slip of the pen.", FALSE},
    {"secret", "en", "Xylophone return plans", "2023", "FJ",
     "The xylophone of the return: rétürn, réintegration.", TRUE},
    {"same-1", "en", "Annual report", "2010", "MZ", "Figures of the year, and of those who return.", FALSE},
    {"same-2", "en", "Annual report", "2011", "MZ", "Other figures of the year, and of return.", FALSE},
};

static void add_small(GString *xml, const Work *work)
{
  g_string_append(xml, "<record>\n");
  road_element(xml, "dcterms:identifier", NULL, work->id);
  road_element(xml, "dcterms:title", work->lang, work->title);
  if (g_str_equal(work->id, "fr-1")) road_element(xml, "dcterms:title", "en", "Voluntary homecoming");
  road_element(xml, "dcterms:issued", NULL, work->issued);
  road_element(xml, "dcterms:spatial", NULL, work->country);
  if (work->hidden) road_element(xml, "dcterms:accessRights", NULL, "members");
  road_element(xml, "text", work->lang, work->text);
  g_string_append(xml, "</record>\n");
}

static void set_up(Fixture *fixture, gconstpointer data G_GNUC_UNUSED)
{
  GString *xml = road_records();
  fixture->road = road_new(NULL);
  for (guint i = 0; i < G_N_ELEMENTS(small); i++) add_small(xml, &small[i]);
  road_write_records(fixture->road, "records/all.xml", xml);
  road_run_well(fixture->road, "update");
  fixture->engine = road_engine(fixture->road);
}

static void tear_down(Fixture *fixture, gconstpointer data G_GNUC_UNUSED)
{
  repere_engine_unref(fixture->engine);
  road_free(fixture->road);
}

/* ---- words ---- */

/* Each reader gets the spelling of the own language, whatever was typed. */
static void test_spellings(Fixture *fixture, gconstpointer data G_GNUC_UNUSED)
{
  assert_words(fixture, "reint", "fr", "réintégration|reintegración");
  assert_words(fixture, "reint", "en", "reintegration|reintegración");
  assert_words(fixture, "reint", "es", "reintegración|reintegration");
  assert_words(fixture, "REINT", "fr", "réintégration|reintegración");
  assert_words(fixture, "re\xcc\x81int", "fr", "réintégration|reintegración");
  assert_words(fixture, "réint", "en", "réintégration|reintegración"); /* whoever types accents wants them */
  assert_words(fixture, "econ", "en", "economic|économique|económica|économie");
  assert_words(fixture, "econ", "es", "económica|économique|economic|économie");
  assert_words(fixture, "econ", "fr", "économique|économie|economic|económica");
  assert_words(fixture, "economica", "en", "económica");
}

static void test_counts_are_of_what_may_be_seen(Fixture *fixture, gconstpointer data G_GNUC_UNUSED)
{
  g_autoptr(RepereSuggestions) reintegration = suggest(fixture, "reint", "fr");
  g_autoptr(RepereSuggestions) back = suggest(fixture, "retur", "en");
  g_assert_cmpuint(find(reintegration->words, "réintégration")->count, ==,
                   6); /* three English works, three French */
  g_assert_cmpuint(find(reintegration->words, "reintegración")->count, ==, 2);
  g_assert_cmpuint(find(back->words, "return")->count, ==, 5);
  g_assert_cmpuint(reintegration->index.works, ==, G_N_ELEMENTS(small) - 1);
}

static void test_what_stands_before_is_kept(Fixture *fixture, gconstpointer data G_GNUC_UNUSED)
{
  assert_words(fixture, "L'AIDE à la  reint", "fr", "L'AIDE à la  réintégration|L'AIDE à la  reintegración");
  assert_words(fixture, "l'aid", "fr", "l'aide");
  assert_words(fixture, "l’aid", "fr", "l’aide");
  assert_words(fixture, "+post-ret", "fr", "+post-retour|+post-return|+post-retorno|+post-retrun");
  assert_words(fixture, "\"le volon", "fr", "\"le volontaire");
  assert_words(fixture, "l'", "fr", "");
  assert_words(fixture, "l’", "en", "");
}

static void test_complete_words(Fixture *fixture, gconstpointer data G_GNUC_UNUSED)
{
  assert_words(fixture, "reintegration ", "fr", "réintégration");
  assert_words(fixture, "reint ", "fr", "");
  assert_words(fixture, "home, ", "en", "home");
}

static void test_stop_words_are_not_offered(Fixture *fixture, gconstpointer data G_GNUC_UNUSED)
{
  assert_words(fixture, "th", "en", "");
  assert_words(fixture, "the", "en", "");
  assert_words(fixture, "the", "fr", "thé"); /* that is no word of French without its accent */
  assert_words(fixture, "thé", "fr", "thé");
  assert_words(fixture, "", "en", "");
  assert_words(fixture, " ", "en", "");
  assert_words(fixture, "?!", "en", "");
}

static void test_misspelt_words(Fixture *fixture, gconstpointer data G_GNUC_UNUSED)
{
  assert_words(fixture, "reintergation", "fr", "~réintégration");
  assert_words(fixture, "reintergation", "en", "~reintegration");
  assert_words(fixture, "rientegr", "es", "~reintegración|~reintegration");
  assert_words(fixture, "eintegration", "en", "~reintegration"); /* the first letter need not be right */
  assert_words(fixture, "psichosocial", "es", "~psicosocial");
  assert_words(fixture, "la reintergation ", "fr", "~la réintégration");
  assert_words(fixture, "xq", "es", "");
}

/* What works have is not misspelt, unless others have much more of something near. */
static void test_rare_words(Fixture *fixture, gconstpointer data G_GNUC_UNUSED)
{
  assert_words(fixture, "retrun", "en", "retrun|~return");
  assert_words(fixture, "return", "en", "return");
  assert_words(fixture, "figurs", "en", "~figures");
}

/* ---- concepts ---- */

static void test_concepts(Fixture *fixture, gconstpointer data G_GNUC_UNUSED)
{
  g_autoptr(RepereSuggestions) suggestions = suggest(fixture, "mozam", "es");
  const RepereSuggestion *country = at(suggestions->concepts, 0);
  g_assert_cmpstr(country->text, ==, "Mozambique");
  g_assert_cmpstr(country->facet, ==, "country");
  g_assert_cmpstr(country->value, ==, "MZ");
  g_assert_cmpuint(country->count, ==, 5);
  g_assert_false(country->corrected);
  assert_concepts(fixture, "suis", "fr", "Suisse");
  assert_concepts(fixture, "suiz", "en", "Switzerland");     /* as it is called elsewhere */
  assert_concepts(fixture, "esp", "fr", "Espagne|Espagnol"); /* the country, the language */
  assert_concepts(fixture, "faso bur", "en", "Burkina Faso");
  assert_concepts(fixture, "burk xy", "en", "");
  assert_concepts(fixture, "2021", "en", "2021");
  assert_concepts(fixture, "mozanbique", "en", "~Mozambique");
  assert_concepts(fixture, "burkina fazo", "en", "~Burkina Faso");
}

/* ---- titles ---- */

static void test_titles(Fixture *fixture, gconstpointer data G_GNUC_UNUSED)
{
  g_autoptr(RepereSuggestions) suggestions = suggest(fixture, "réintégr", "fr");
  const RepereSuggestion *newest = at(suggestions->titles, 0);
  g_assert_cmpstr(newest->text, ==, "Réintégration économique");
  g_assert_cmpstr(newest->lang, ==, "fr");
  g_assert_cmpstr(newest->id, ==, "fr-2");
  g_assert_cmpuint(newest->count, ==, 1);
  assert_titles(fixture, "reint", "en",
                "Réintégration économique|Reintegration of families|Economic reintegration handbook|Return "
                "and reintegration|"
                "La reintegración|Retorno y reintegración");
  assert_titles(fixture, "reintegration fam", "en", "Reintegration of families");
  assert_titles(fixture, "fam reintegration", "en", ""); /* only the last one may be a beginning */
  assert_titles(fixture, "famillies", "en", "~Reintegration of families");
  assert_titles(fixture, "annual", "en", "Annual report"); /* of two works */
  assert_titles(fixture, "volont", "en", "Le retour volontaire");
  assert_titles(fixture, "home", "fr", "Voluntary homecoming");
  assert_titles(fixture, "retour vo", "fr", "Le retour volontaire");
}

/* ---- what may not be seen ---- */

static void test_hidden_works_are_nowhere(Fixture *fixture, gconstpointer data G_GNUC_UNUSED)
{
  static const char *const typed[] = {"x",       "xyl",  "xylophone", "xylofone", "fiji",        "fij",
                                      "members", "2023", "plans",     "plan",     "return xylo", "secret"};
  for (guint i = 0; i < G_N_ELEMENTS(typed); i++) {
    g_autoptr(RepereSuggestions) suggestions = suggest(fixture, typed[i], "en");
    g_autofree char *words = all_of(suggestions->words), *concepts = all_of(suggestions->concepts);
    g_autofree char *titles = all_of(suggestions->titles);
    g_assert_cmpstr(words, ==, "");
    g_assert_cmpstr(concepts, ==, "");
    g_assert_cmpstr(titles, ==, "");
  }
  assert_words(fixture, "rétu", "en", "return"); /* that spelling is of a hidden work alone */
}

/* ---- bounds ---- */

static void test_limits(Fixture *fixture, gconstpointer data G_GNUC_UNUSED)
{
  for (guint limit = 0; limit < 4; limit++) {
    g_autoptr(GError) error = NULL;
    g_autoptr(RepereSuggestions) suggestions =
        repere_suggest(fixture->engine, 0, "re", "en", limit, 0, &error);
    g_assert_no_error(error);
    g_assert_cmpuint(suggestions->words->len, ==, limit);
    g_assert_cmpuint(suggestions->titles->len, ==, limit);
    g_assert_cmpuint(suggestions->concepts->len, <=, limit);
  }
}

static void test_deadline(Fixture *fixture, gconstpointer data G_GNUC_UNUSED)
{
  g_autoptr(GError) error = NULL;
  g_assert_null(repere_suggest(fixture->engine, 0, "re", "en", 10, 1, &error));
  g_assert_error(error, REPERE_ERROR, REPERE_ERROR_DEADLINE);
}

static void test_any_bytes(Fixture *fixture, gconstpointer data G_GNUC_UNUSED)
{
  static const char *const pieces[] = {"re",        "int", "réint", "l'",     " ", "\xff", "\xc3",
                                       "e\xcc\x81", "\"",  "東京",  "😀",      "-", "2019", "mozam",
                                       "O.I.M.",    "’",   "(",     "title:", "*", "~"};
  static const char *const langs[] = {"en", "fr", "es", "de", ""};
  for (guint i = 0; i < 3000; i++) {
    g_autoptr(GString) typed = g_string_new(NULL);
    for (gint n = g_test_rand_int_range(0, 30); n > 0; n--) {
      if (g_test_rand_int_range(0, 4) == 0) g_string_append_c(typed, (char)g_test_rand_int_range(1, 256));
      else g_string_append(typed, pieces[g_test_rand_int_range(0, G_N_ELEMENTS(pieces))]);
    }
    g_autoptr(RepereSuggestions) suggestions = suggest(fixture, typed->str, langs[i % G_N_ELEMENTS(langs)]);
    for (guint w = 0; w < suggestions->words->len; w++)
      g_assert_true(g_utf8_validate(at(suggestions->words, w)->text, -1, NULL));
  }
}

/* ---- after the next commit ---- */

static void test_follows(Fixture *fixture, gconstpointer data G_GNUC_UNUSED)
{
  static const Work fresh = {"fresh", "en", "Zeppelins", "2024", "FJ", "A zeppelin.", FALSE};
  g_autoptr(GError) error = NULL;
  assert_words(fixture, "zep", "en", "");
  GString *xml = road_records();
  add_small(xml, &fresh);
  road_write_records(fixture->road, "records/more.xml", xml);
  road_run_well(fixture->road, "update");
  g_assert_true(repere_engine_poll(fixture->engine, &error));
  assert_words(fixture, "zep", "en", "zeppelin|zeppelins");
  assert_titles(fixture, "zep", "en", "Zeppelins");
  assert_concepts(fixture, "fij", "en", "Fiji");
}

/* ---- many works, against a model ---- */

enum { WORKS = 240, TITLE_WORDS = 4 };

typedef struct {
  const char *words[TITLE_WORDS];
  guint year;
  gboolean hidden;
} Modelled;

static const char *const stock[] = {"bamako", "bamba", "banjul", "bangui", "berne",    "bern",
                                    "bogota", "brno",  "barras", "borla",  "bomba",    "balsa",
                                    "bisau",  "dakar", "dakhla", "darfur", "djibouti", "douala"};

static Modelled *model_library(const Road *road)
{
  const guint n = G_N_ELEMENTS(stock);
  Modelled *works = g_new0(Modelled, WORKS);
  GString *xml = road_records();
  for (guint i = 0; i < WORKS; i++) {
    g_autofree char *id = g_strdup_printf("w%03u", i);
    g_autoptr(GString) title = g_string_new(NULL);
    works[i].year = 1990 + (guint)g_test_rand_int_range(0, 30);
    works[i].hidden = g_test_rand_int_range(0, 4) == 0;
    for (guint w = 0; w < TITLE_WORDS; w++) {
      /* Squared: some words are in many works, some in few. */
      double chance = g_test_rand_double();
      works[i].words[w] = stock[(guint)(chance * chance * n)];
      g_string_append_printf(title, "%s ", works[i].words[w]);
    }
    g_string_append(title, id);
    g_autofree char *year = g_strdup_printf("%u", works[i].year);
    Work work = {id, "", title->str, year, "MZ", "Nothing.", works[i].hidden};
    add_small(xml, &work);
  }
  road_write_records(road, "records/model.xml", xml);
  return works;
}

static gboolean model_has(const Modelled *work, const char *word, gboolean beginning)
{
  for (guint w = 0; w < TITLE_WORDS; w++)
    if (beginning ? g_str_has_prefix(work->words[w], word) : g_str_equal(work->words[w], word)) return TRUE;
  return FALSE;
}

static guint model_count(const Modelled *works, const char *word)
{
  guint n = 0;
  for (guint i = 0; i < WORKS; i++) n += !works[i].hidden && model_has(&works[i], word, FALSE);
  return n;
}

/* Every word that begins so and that a visible work has, the commonest first. */
static void check_words(const Modelled *works, const GPtrArray *words, const char *before,
                        const char *beginning)
{
  guint expected = 0, offered = 0, last = G_MAXUINT;
  for (guint i = 0; i < G_N_ELEMENTS(stock); i++)
    expected += g_str_has_prefix(stock[i], beginning) && model_count(works, stock[i]) > 0;
  for (guint i = 0; i < words->len && !at(words, i)->corrected; i++, offered++) {
    g_assert_true(g_str_has_prefix(at(words, i)->text, before));
    const char *word = at(words, i)->text + strlen(before);
    g_assert_true(g_str_has_prefix(word, beginning));
    g_assert_cmpuint(at(words, i)->count, ==, model_count(works, word));
    g_assert_cmpuint(at(words, i)->count, <=, last);
    last = at(words, i)->count;
  }
  g_assert_cmpuint(offered, ==, MIN(expected, 10));
}

/* Exactly the newest ones. Their order within a year is that of the index: the records'. */
static void check_titles(const Modelled *works, const GPtrArray *titles, const char *whole,
                         const char *beginning)
{
  guint n = 0;
  for (guint year = 2020; year >= 1990; year--)
    for (guint i = 0; i < WORKS && n < 10; i++) {
      if (works[i].year != year || works[i].hidden || !model_has(&works[i], beginning, TRUE)) continue;
      if (whole[0] && !model_has(&works[i], whole, FALSE)) continue;
      g_autofree char *id = g_strdup_printf("w%03u", i);
      g_assert_cmpstr(at(titles, n)->id, ==, id);
      g_assert_false(at(titles, n)->corrected);
      n++;
    }
  for (guint i = n; i < titles->len; i++) g_assert_true(at(titles, i)->corrected);
}

static void test_against_a_model(void)
{
  g_autoptr(Road) road = road_new(NULL);
  g_autofree Modelled *works = model_library(road);
  road_run_well(road, "update");
  Fixture fixture = {road, road_engine(road)};
  for (guint round = 0; round < 300; round++) {
    const char *word = stock[g_test_rand_int_range(0, G_N_ELEMENTS(stock))];
    const char *whole = g_test_rand_bit() ? stock[g_test_rand_int_range(0, G_N_ELEMENTS(stock))] : "";
    g_autofree char *beginning = g_strndup(word, (gsize)g_test_rand_int_range(1, (gint)strlen(word) + 1));
    g_autofree char *before = g_strdup_printf("%s%s", whole, whole[0] ? " " : "");
    g_autofree char *typed = g_strconcat(before, beginning, NULL);
    g_autoptr(RepereSuggestions) suggestions = suggest(&fixture, typed, "es");
    check_words(works, suggestions->words, before, beginning);
    check_titles(works, suggestions->titles, whole, beginning);
  }
  repere_engine_unref(fixture.engine);
}

#define ADD(name, function) g_test_add("/suggest/" name, Fixture, NULL, set_up, function, tear_down)

int main(int argc, char **argv)
{
  g_test_init(&argc, &argv, NULL);
  ADD("spellings", test_spellings);
  ADD("counts-are-of-what-may-be-seen", test_counts_are_of_what_may_be_seen);
  ADD("what-stands-before-is-kept", test_what_stands_before_is_kept);
  ADD("complete-words", test_complete_words);
  ADD("stop-words-are-not-offered", test_stop_words_are_not_offered);
  ADD("misspelt-words", test_misspelt_words);
  ADD("rare-words", test_rare_words);
  ADD("concepts", test_concepts);
  ADD("titles", test_titles);
  ADD("hidden-works-are-nowhere", test_hidden_works_are_nowhere);
  ADD("limits", test_limits);
  ADD("deadline", test_deadline);
  ADD("any-bytes", test_any_bytes);
  ADD("follows", test_follows);
  g_test_add_func("/suggest/against-a-model", test_against_a_model);
  return g_test_run();
}
