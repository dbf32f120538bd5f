/* test_query.c - from the words of a question to marked passages: reading queries, spellings, accents,
 * elisions, phrases, falling back to the best partial matches. */
#include "lib/query.h"
#include "road.h"

/* ---- reading ---- */

static const struct {
  const char *q, *lang, *canonical;
  guint warnings;
} readings[] = {
    {"", "en", "", 0},
    {"   \t\n ", "en", "", 0},
    {"Return", "en", "return", 0},
    {"RETURN  and   Work", "en", "return and work", 0},
    {"\"work plan\"", "en", "\"work plan\"", 0},
    {"« retour volontaire »", "fr", "\"retour volontaire\"", 0},
    {"“work plan”", "en", "\"work plan\"", 0},
    {"„work plan“", "en", "\"work plan\"", 0},
    {"\"plan\"", "en", "\"plan\"", 0},
    {"plan -work", "en", "plan -work", 0},
    {"plan -\"work plan\"", "en", "plan -\"work plan\"", 0},
    {"post-arrival", "en", "\"post arrival\"", 0},
    {"-post-arrival", "en", "-\"post arrival\"", 0},
    {"l'aide", "fr", "aide", 0},
    {"L’AIDE", "fr", "aide", 0},
    {"Réintégration", "fr", "réintégration", 0},
    {"Re\xcc\x81inte\xcc\x81gration", "fr", "réintégration", 0},
    {"ﬁnance", "en", "finance", 0},
    {"O.I.M.", "fr", "oim", 0},
    {"plan \"work", "en", "plan work", 1},
    {"\"", "en", "", 2},
    {"\"\"", "en", "", 1},
    {"plan \"\" work", "en", "plan work", 0},
    {"- plan", "en", "plan", 0},
    {"--plan", "en", "-plan", 0},
    {"!!! ???", "en", "", 1},
    {"Title:One", "en", "title one", 1},
    {"title:one abstract:two", "en", "title one abstract two", 1},
    {"-title:one", "en", "-title -one", 1},
    {"creator:\"Jane Doe\"", "en", "creator \"jane doe\"", 1},
    {"text:(one two)", "en", "text one two", 2},
    {"title: one", "en", "title one", 0},
    {"subtitle:one", "en", "\"subtitle one\"", 0},
    {"Kay*", "en", "kay", 1},
    {"kayacs~", "en", "kayacs", 1},
    {"kay* canoe* kayacs~", "en", "kay canoe kayacs", 2},
    {"* ~ plan", "en", "plan", 0},
    {"réinté*", "fr", "réinté", 1},
    {"plan NEAR/5 work", "en", "plan near 5 work", 1},
    {"NEAR/x", "en", "\"near x\"", 0},
    {"foo(bar", "en", "foo bar", 1},
    {"(plan OR work) AND -(visit)", "en", "plan or work and -visit", 2},
    {"plan AND work AND visit NOT night", "en", "plan and work and visit not night", 1},
    {"(title:Kay*) NEAR/2 x~ AND \"y", "en", "title kay near 2 x and y", 7},
};

static char *canonical_of(RepereAnalyzer *analyzer, const char *q, const char *lang, guint *warnings)
{
  RepereQuery *query = repere_query_parse(analyzer, q, lang);
  char *canonical = g_strdup(query->canonical);
  if (warnings) *warnings = query->warnings->len;
  for (guint i = 0; i < query->warnings->len; i++) g_assert_cmpuint(strlen(query->warnings->pdata[i]), >, 10);
  repere_query_free(query);
  return canonical;
}

static void test_readings(void)
{
  g_autoptr(RepereAnalyzer) analyzer = repere_analyzer_new();
  for (guint i = 0; i < G_N_ELEMENTS(readings); i++) {
    guint warnings;
    g_autofree char *canonical = canonical_of(analyzer, readings[i].q, readings[i].lang, &warnings);
    g_assert_cmpstr(canonical, ==, readings[i].canonical);
    g_assert_cmpuint(warnings, ==, readings[i].warnings);
    g_autofree char *again = canonical_of(analyzer, canonical, readings[i].lang, &warnings);
    g_assert_cmpstr(again, ==, canonical);
    g_assert_cmpuint(warnings, ==, 0);
  }
}

/* Pieces that mean something, pieces that do not, and any bytes. */
static char *random_query(void)
{
  static const char *const pieces[] = {"\"",     "-",        "(",      ")",    " ",         "\t",
                                       "«",      "»",        "“",      "”",    "plan",      "réintégration",
                                       "l'",     "AND",      "OR",     "NOT",  "NEAR/5",    "title:",
                                       "*",      "~",        "\xff",   "\xc3", "e\xcc\x81", "\xe2\x80",
                                       "O.I.M.", "A/RES/71", " 東京 ", "ﬁ",    "\xc2\xad",  "…",
                                       "²",      "😀",        "ı",      "İ",    "ß"};
  GString *q = g_string_new(NULL);
  for (gint n = g_test_rand_int_range(0, 14); n > 0; n--) {
    if (g_test_rand_int_range(0, 4) == 0) g_string_append_c(q, (char)g_test_rand_int_range(1, 256));
    else g_string_append(q, pieces[g_test_rand_int_range(0, G_N_ELEMENTS(pieces))]);
  }
  return g_string_free(q, FALSE);
}

/* An apostrophe between a Latin letter and one of a script without spaces makes one word of both, but folding
 * takes it out: there the normal form is another word. So it is with a middle dot, which counts only between
 * letters. */
static gboolean is_latin(const char *text)
{
  if (strstr(text, "\xc2\xb7")) return FALSE;
  for (; *text; text = g_utf8_next_char(text)) {
    GUnicodeScript script = g_unichar_get_script(g_utf8_get_char(text));
    if (script != G_UNICODE_SCRIPT_LATIN && script != G_UNICODE_SCRIPT_COMMON &&
        script != G_UNICODE_SCRIPT_INHERITED)
      return FALSE;
  }
  return TRUE;
}

/* Whatever is typed can be read, and its normal form says the same. */
static void test_any_bytes(void)
{
  static const char *const langs[] = {"en", "fr", "es", "de", ""};
  g_autoptr(RepereAnalyzer) analyzer = repere_analyzer_new();
  for (guint i = 0; i < 20000; i++) {
    const char *lang = langs[i % G_N_ELEMENTS(langs)];
    g_autofree char *q = random_query();
    g_autofree char *canonical = canonical_of(analyzer, q, lang, NULL);
    g_autofree char *again = canonical_of(analyzer, canonical, lang, NULL);
    g_assert_true(g_utf8_validate(canonical, -1, NULL));
    if (!is_latin(canonical)) continue;
    if (!g_str_equal(again, canonical)) g_test_message("q: %s", q);
    g_assert_cmpstr(again, ==, canonical);
  }
}

/* ---- a small library ---- */

typedef struct {
  Road *road;
  RepereEngine *engine;
} Fixture;

static void add_work(GString *xml, const char *id, const char *lang, const char *title, const char *elements)
{
  g_string_append(xml, "<record>\n");
  road_element(xml, "dcterms:identifier", NULL, id);
  if (title) road_element(xml, "dcterms:title", lang, title);
  g_string_append_printf(xml, "%s</record>\n", elements ? elements : "");
}

static void add_file_work(const Road *road, GString *xml, const char *id, const char *lang, const char *text)
{
  g_autofree char *name = g_strdup_printf("files/%s.txt", id);
  g_autofree char *element =
      g_strdup_printf("<dcterms:hasFormat href=\"%s.txt\" xml:lang=\"%s\" type=\"text/plain\"/>\n", id, lang);
  road_write(road, name, text);
  add_work(xml, id, lang, id, element);
}

#define FILLER_EN                                                                                            \
  " The people of the country were told about it in the morning and all of them went home with it in the "   \
  "end."
#define FILLER_FR                                                                                            \
  " Les gens du pays en ont entendu parler le matin et tous sont rentrés chez eux avec cela dans la soirée."

static void set_up(Fixture *fixture, gconstpointer data G_GNUC_UNUSED)
{
  Road *road = fixture->road = road_new(NULL);
  GString *xml = road_records();
  add_file_work(road, xml, "aide", "fr",
                "Première page sans rien." FILLER_FR
                "\fAprès son arrivée, l'aide au logement et l’aide d’urgence lui sont "
                "versées par la commune." FILLER_FR
                "\fLa troisième page parle de la réintégration économique." FILLER_FR);
  add_file_work(
      road, xml, "markup", "en",
      "Is 3 < 5 & \"quoted\" text's plan > any <b>work</b> plan for the <mark>village</mark>?" FILLER_EN);
  add_file_work(road, xml, "the", "en", "The harvest of the vert island is the subject of this page." FILLER_EN);
  add_file_work(road, xml, "thé", "fr", "Une tasse de thé vert pour la visite." FILLER_FR);
  add_file_work(road, xml, "nfd", "fr",
                "La coope\xcc\x81ration re\xcc\x81gionale de\xcc\x81"
                "bute." FILLER_FR);
  add_file_work(road, xml, "plain", "fr", "La cooperation regionale sans accents." FILLER_FR);
  add_file_work(road, xml, "ligature", "en",
                "The of\xef\xac\x81"
                "cer of \xef\xac\x81nance signed it." FILLER_EN);
  add_file_work(road, xml, "broken", "en",
                "They spoke of sustain-\nable livelihoods in the meet\xc2\xad\ning." FILLER_EN);
  add_work(xml, "abstract-only", "en", "A title",
           "<dcterms:abstract xml:lang=\"en\">The zeppelin is mentioned &amp; "
           "marked.</dcterms:abstract>\n");
  add_work(xml, "record-text", "en", "Talk",
           "<text xml:lang=\"en\">Somebody asked whether kayaks may be bought." FILLER_EN "</text>\n");
  add_file_work(road, xml, "one-two", "en", "Here stand obsidian and marble together." FILLER_EN);
  add_file_work(road, xml, "one", "en", "Here stands obsidian with quartzite." FILLER_EN);
  add_file_work(road, xml, "names", "en", "The OIM office (A/RES/71) serves post-arrival needs." FILLER_EN);
  road_write_records(road, "records/all.xml", xml);
  int code = road_run(road, "update");
  if (code) g_error("update: %d: %s", code, road->err);
  fixture->engine = road_engine(road);
}

static void tear_down(Fixture *fixture, gconstpointer data G_GNUC_UNUSED)
{
  repere_engine_unref(fixture->engine);
  road_free(fixture->road);
}

static RepereAnswer *search(const Fixture *fixture, const char *q, const char *lang)
{
  RepereQuestion *question = road_question(q, lang);
  RepereAnswer *answer = road_ask(fixture->engine, question);
  repere_question_free(question);
  return answer;
}

/* The ids of the hits, in alphabetical order, with spaces. */
static char *ids_of(const RepereAnswer *answer)
{
  g_autoptr(GPtrArray) ids = g_ptr_array_new();
  for (guint i = 0; i < answer->hits->len; i++)
    g_ptr_array_add(ids, ((RepereHit *)answer->hits->pdata[i])->id);
  for (guint i = 0; i < ids->len; i++)
    for (guint j = i + 1; j < ids->len; j++)
      if (strcmp(ids->pdata[i], ids->pdata[j]) > 0) {
        gpointer swapped = ids->pdata[i];
        ids->pdata[i] = ids->pdata[j];
        ids->pdata[j] = swapped;
      }
  g_ptr_array_add(ids, NULL);
  return g_strjoinv(" ", (char **)ids->pdata);
}

static const struct {
  const char *q, *lang, *ids;
  gboolean any;
} findings[] = {
    {"cooperation", "fr", "nfd plain", FALSE},
    {"coopération", "fr", "nfd plain", FALSE},
    {"coope\xcc\x81ration", "fr", "nfd plain", FALSE},
    {"COOPÉRATION", "en", "nfd plain", FALSE},
    {"coopérations", "fr", "nfd plain", FALSE}, /* the stem of what is written */
    {"regionales", "fr", "nfd plain", FALSE},   /* the stems of its spellings */
    {"aide", "fr", "aide", FALSE},
    {"l'aide", "fr", "aide", FALSE},
    {"l’aide", "es", "aide", FALSE},
    {"urgence", "en", "aide", FALSE},
    {"thé", "fr", "thé", FALSE},
    {"thé", "en", "thé", FALSE},
    {"\"thé\"", "fr", "thé", FALSE},
    {"\"thé vert\"", "fr", "thé", FALSE},
    {"officer finance", "en", "ligature", FALSE},
    {"ﬁnance", "en", "ligature", FALSE},
    {"sustainable", "en", "broken", FALSE},
    {"meeting", "en", "broken", FALSE},
    {"zeppelin", "en", "abstract-only", FALSE},
    {"kayak", "en", "record-text", FALSE},
    {"kayak", "fr", "", FALSE},             /* a stem is of one language; */
    {"kayaks", "fr", "record-text", FALSE}, /* what is written is of all */
    {"obsidian marble", "en", "one-two", FALSE},
    {"obsidian granite", "en", "one one-two", TRUE},
    {"marble quartzite", "en", "one one-two", TRUE},
    {"obsidian granite -quartzite", "en", "one-two", TRUE},
    {"granite", "en", "", FALSE},
    {"obsidian -marble", "en", "one", FALSE},
    {"obsidian -\"obsidian and marble\"", "en", "one", FALSE},
    {"\"marble together\"", "en", "one-two", FALSE},
    {"\"together marble\"", "en", "", FALSE},
    {"the obsidian", "en", "one one-two", FALSE},
    {"oim", "fr", "names", FALSE},
    {"O.I.M.", "es", "names", FALSE},
    {"A/RES/71", "en", "names", FALSE},
    {"post-arrival", "en", "names", FALSE},
    {"sustain-able", "en", "broken", FALSE}, /* a cut that was mended as one word */
};

static void test_findings(Fixture *fixture, gconstpointer data G_GNUC_UNUSED)
{
  for (guint i = 0; i < G_N_ELEMENTS(findings); i++) {
    g_autoptr(RepereAnswer) answer = search(fixture, findings[i].q, findings[i].lang);
    g_autofree char *ids = ids_of(answer);
    if (g_strcmp0(ids, findings[i].ids)) g_test_message("%s (%s)", findings[i].q, findings[i].lang);
    g_assert_cmpstr(ids, ==, findings[i].ids);
    g_assert_cmpuint(answer->head.total, ==, answer->hits->len);
    if (answer->head.total) g_assert_cmpint(answer->head.any, ==, findings[i].any);
  }
}

/* "the" and nothing else is a question, too; it finds it where it is written, and thé since no accent was
 * typed. */
static void test_stop_words(Fixture *fixture, gconstpointer data G_GNUC_UNUSED)
{
  g_autoptr(RepereAnswer) the = search(fixture, "the", "en");
  g_autoptr(RepereAnswer) of_the = search(fixture, "of the", "en");
  g_autoptr(RepereAnswer) phrase = search(fixture, "\"of the\"", "en");
  g_autofree char *ids = ids_of(the);
  g_assert_nonnull(strstr(ids, "markup"));
  g_assert_null(strstr(ids, "plain"));
  g_assert_cmpuint(of_the->head.total, >=, phrase->head.total);
  g_assert_cmpuint(phrase->head.total, >=, 6);
}

/* ---- passages ---- */

static const ReperePassage *first_passage(const RepereAnswer *answer)
{
  g_assert_cmpuint(answer->hits->len, ==, 1);
  const RepereHit *hit = answer->hits->pdata[0];
  g_assert_cmpuint(hit->passages->len, ==, 1);
  return hit->passages->pdata[0];
}

static void assert_contains(const char *text, const char *part)
{
  if (!strstr(text, part)) g_error("\"%s\" is not in: %s", part, text);
}

static const struct {
  const char *q, *lang, *html;
  guint file, page;
  const char *label, *page_lang;
} marks[] = {
    {"aide", "fr", "arrivée, l&#39;<mark>aide</mark> au logement et l’<mark>aide</mark> d’urgence", 1, 2, "2",
     "fr"},
    {"l'aide urgence", "fr", "l’<mark>aide</mark> d’<mark>urgence</mark> lui", 1, 2, "2", "fr"},
    {"reintegration", "fr", "de la <mark>réintégration</mark> économique", 1, 3, "3", "fr"},
    {"\"réintégration économique\"", "fr", "de la <mark>réintégration économique</mark>. Les", 1, 3, "3",
     "fr"},
    {"\"aide d'urgence\"", "fr", "l’<mark>aide d’urgence</mark> lui", 1, 2, "2", "fr"},
    {"work quoted", "en",
     "Is 3 &lt; 5 &amp; &quot;<mark>quoted</mark>&quot; text&#39;s plan &gt; any "
     "&lt;b&gt;<mark>work</mark>&lt;/b&gt; plan for the &lt;mark&gt;village&lt;/mark&gt;?",
     1, 1, "1", "en"},
    {"villages", "en", "&lt;mark&gt;<mark>village</mark>&lt;/mark&gt;", 1, 1, "1", "en"},
    {"finance", "en", "of <mark>finance</mark> signed", 1, 1, "1", "en"},
    {"zeppelin", "en", "The <mark>zeppelin</mark> is mentioned &amp; marked.", 0, 0, NULL, "en"},
    {"kayak", "en", "whether <mark>kayaks</mark> may", 0, 0, NULL, "en"},
    {"post-arrival", "en", "serves <mark>post-arrival</mark> needs", 1, 1, "1", "en"},
    {"marble together obsidian", "en", "<mark>obsidian</mark> and <mark>marble</mark> <mark>together</mark>",
     1, 1, "1", "en"},
};

static void test_marks(Fixture *fixture, gconstpointer data G_GNUC_UNUSED)
{
  for (guint i = 0; i < G_N_ELEMENTS(marks); i++) {
    g_autoptr(RepereAnswer) answer = search(fixture, marks[i].q, marks[i].lang);
    if (answer->hits->len != 1) g_test_message("%s: %u hits", marks[i].q, answer->hits->len);
    const ReperePassage *passage = first_passage(answer);
    const RepereHit *hit = answer->hits->pdata[0];
    assert_contains(passage->html, marks[i].html);
    g_assert_cmpuint(passage->file, ==, marks[i].file);
    g_assert_cmpuint(passage->page, ==, marks[i].page);
    g_assert_cmpstr(passage->page_label, ==, marks[i].label);
    g_assert_cmpstr(passage->lang, ==, marks[i].page_lang);
    g_autofree char *url = marks[i].file ? g_strdup_printf("https://example.org/f/%s.txt", hit->id) : NULL;
    g_assert_cmpstr(passage->url, ==, url);
  }
}

/* Every hit of every language's words has a passage with a mark, as many as were asked for where pages match.
 */
static void test_passage_counts(Fixture *fixture, gconstpointer data G_GNUC_UNUSED)
{
  RepereQuestion *question = road_question("page pays matin", "fr");
  for (question->passages = 0; question->passages <= 5; question->passages++) {
    g_autoptr(RepereAnswer) answer = road_ask(fixture->engine, question);
    g_assert_cmpuint(answer->head.total, ==, 1);
    const RepereHit *hit = answer->hits->pdata[0];
    g_assert_cmpuint(hit->passages->len, ==, MIN(question->passages, 3));
    for (guint i = 0; i < hit->passages->len; i++)
      assert_contains(((ReperePassage *)hit->passages->pdata[i])->html, "<mark>");
  }
  repere_question_free(question);
}

/* Marks are balanced, nothing else is markup, and a passage is short: for random words, on every hit. */
static void test_random_passages(Fixture *fixture, gconstpointer data G_GNUC_UNUSED)
{
  for (guint i = 0; i < 400; i++) {
    g_autofree char *q = random_query();
    g_autofree char *more = g_strdup_printf("%s %s", i % 2 ? "the people went home" : "les gens", q);
    g_autoptr(RepereAnswer) answer = search(fixture, more, i % 3 ? "en" : "fr");
    for (guint h = 0; h < answer->hits->len; h++) {
      const RepereHit *hit = answer->hits->pdata[h];
      for (guint p = 0; p < hit->passages->len; p++) {
        const ReperePassage *passage = hit->passages->pdata[p];
        gboolean open = FALSE;
        g_assert_true(g_utf8_validate(passage->html, -1, NULL));
        g_assert_cmpuint(strlen(passage->html), <, 4000);
        for (const char *at = strchr(passage->html, '<'); at; at = strchr(at + 1, '<')) {
          g_assert_true(g_str_has_prefix(at, open ? "</mark>" : "<mark>"));
          open = !open;
        }
        g_assert_false(open);
        g_assert_nonnull(strstr(passage->html, "<mark>"));
      }
    }
  }
}

/* ---- PDFs ---- */

/* Four words of a page, found as a phrase on that page, under its printed label. */
static void test_pdf_labels(void)
{
  const char *source = g_getenv("SOURCE") ? g_getenv("SOURCE") : ".";
  g_autofree char *files = g_build_filename(source, "corpus", "files", NULL);
  g_autofree char *absolute = g_canonicalize_filename(files, NULL);
  g_autofree char *file = g_build_filename(files, "economic-handbook-en.pdf", NULL);
  g_autofree char *setting = g_strdup_printf("files=%s\n", absolute);
  if (!g_file_test(file, G_FILE_TEST_EXISTS)) {
    g_test_skip("corpus/files/economic-handbook-en.pdf is not there");
    return;
  }
  g_autoptr(Road) road = road_new(setting);
  GString *xml = road_records();
  RepereIndexState state;
  g_autoptr(GError) error = NULL;
  add_work(
      xml, "handbook", "en", "Handbook",
      "<dcterms:hasFormat href=\"economic-handbook-en.pdf\" xml:lang=\"en\" type=\"application/pdf\"/>\n");
  road_write_records(road, "records/all.xml", xml);
  road_run_well(road, "update");
  g_autoptr(RepereEngine) engine = road_engine(road);
  g_autoptr(ReperePageText) page = repere_page_by_number(engine, 0, "handbook", 1, 5, "en", &state, &error);
  g_assert_no_error(error);
  g_assert_cmpstr(page->label, ==, "2");
  g_assert_cmpstr(page->source, ==, "text-layer");
  g_auto(GStrv) words = g_strsplit_set(page->text, " \n", -1);
  g_assert_cmpuint(g_strv_length(words), >, 60);
  g_autofree char *q = g_strdup_printf("\"%s %s %s %s\"", words[50], words[51], words[52], words[53]);
  RepereQuestion *question = road_question(q, "en");
  g_autoptr(RepereAnswer) answer = road_ask(engine, question);
  repere_question_free(question);
  const ReperePassage *passage = first_passage(answer);
  g_assert_cmpuint(passage->page, ==, 5);
  g_assert_cmpstr(passage->page_label, ==, "2");
  g_assert_cmpstr(passage->url, ==, "https://example.org/f/economic-handbook-en.pdf#page=5");
  g_autoptr(ReperePageText) none = repere_page_by_number(engine, 0, "handbook", 1, 999, "en", &state, &error);
  g_assert_null(none);
  g_assert_error(error, REPERE_ERROR, REPERE_ERROR_NOT_FOUND);
}

int main(int argc, char **argv)
{
  g_test_init(&argc, &argv, NULL);
  g_test_add_func("/query/readings", test_readings);
  g_test_add_func("/query/any-bytes", test_any_bytes);
  g_test_add("/query/findings", Fixture, NULL, set_up, test_findings, tear_down);
  g_test_add("/query/stop-words", Fixture, NULL, set_up, test_stop_words, tear_down);
  g_test_add("/query/marks", Fixture, NULL, set_up, test_marks, tear_down);
  g_test_add("/query/passage-counts", Fixture, NULL, set_up, test_passage_counts, tear_down);
  g_test_add("/query/random-passages", Fixture, NULL, set_up, test_random_passages, tear_down);
  g_test_add_func("/query/pdf-labels", test_pdf_labels);
  return g_test_run();
}
