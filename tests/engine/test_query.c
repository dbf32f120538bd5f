/* test_query.c - from the words of a question to marked passages: spellings, accents,
 * elisions, phrases, falling back to the best partial matches. */
#include "road.h"
#include "tests/random_query.h"

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

/* More words with one beginning than are looked for. */
enum { MANY = 260 };

static void add_fielded_works(GString *xml)
{
  add_work(xml, "f-title", "fr", "La pêche à Nouakchott",
           "<dcterms:abstract xml:lang=\"fr\">Les filets y sont réparés.</dcterms:abstract>\n"
           "<dcterms:creator>Fatou Diallo-N'Diaye</dcterms:creator>\n"
           "<text xml:lang=\"fr\">Le marché au poisson ouvre tôt chaque matin dans le port de la "
           "ville.</text>\n");
  add_work(xml, "f-text", "fr", "Le marché",
           "<dcterms:abstract xml:lang=\"fr\">Des ports et des filets.</dcterms:abstract>\n"
           "<dcterms:creator>Nouakchott Filet</dcterms:creator>\n"
           "<text xml:lang=\"fr\">La pêche artisanale à Nouakchott nourrit les familles de pêcheurs de la "
           "ville.</text>\n");
  add_work(xml, "f-es", "es", "Reparación de redes",
           "<dcterms:abstract xml:lang=\"es\">Los niños de la aldea aprenden el oficio.</dcterms:abstract>\n"
           "<text xml:lang=\"es\">La pesquería artesanal de la costa alimenta a muchas familias de la "
           "región y los pescadores trabajan juntos.</text>\n");
  GString *text = g_string_new(NULL);
  for (guint i = 0; i < MANY; i++) g_string_append_printf(text, "zy%c%c ", 'a' + i / 26, 'a' + i % 26);
  for (guint i = 0; i < 2; i++) {
    g_autofree char *id = g_strdup_printf("many-%u", i);
    const char *words = i ? "zyzz zyab zyab" : text->str;
    g_autofree char *element = g_strdup_printf("<text xml:lang=\"en\">%s</text>\n", words);
    add_work(xml, id, "en", "Words", element);
  }
  g_string_free(text, TRUE);
}

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
  add_fielded_works(xml);
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

/* What is found by the words themselves. */
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
    {"\"together marble\"", "en", "one-two", TRUE}, /* no work has it in this order */
    {"the obsidian", "en", "one one-two", FALSE},
    {"oim", "fr", "names", FALSE},
    {"O.I.M.", "es", "names", FALSE},
    {"A/RES/71", "en", "names", FALSE},
    {"post-arrival", "en", "names", FALSE},
    {"sustain-able", "en", "broken", FALSE}, /* a cut that was mended as one word */
    /* fields */
    {"pêche Nouakchott", "fr", "f-text f-title", FALSE},
    {"title:pêche", "fr", "f-title", FALSE},
    {"title:peches", "fr", "f-title", FALSE},
    {"text:pêche", "fr", "f-text", FALSE},
    {"text:peche", "en", "f-text", FALSE},
    {"title:marché text:marché", "fr", "f-text f-title", TRUE},
    {"creator:nouakchott", "fr", "f-text", FALSE},
    {"creator:(nouakchott OR diallo)", "fr", "f-text f-title", FALSE},
    {"creator:\"fatou diallo n'diaye\"", "fr", "f-title", FALSE},
    {"abstract:filets -title:pêche", "fr", "f-text", FALSE},
    {"-text:pêche filets", "fr", "f-title", FALSE},
    {"\"à Nouakchott\"", "fr", "f-text f-title", FALSE},
    {"« pêche à Nouakchott »", "fr", "f-title", FALSE},
    {"title:\"à Nouakchott\"", "fr", "f-title", FALSE},
    {"text:\"à Nouakchott\"", "fr", "f-text", FALSE},
    {"text:(title:marché nourrit)", "fr", "f-text", FALSE},
    {"abstract:niño", "es", "f-es", FALSE},
    {"abstract:ninos", "es", "f-es", FALSE},
    /* operators */
    {"zeppelin OR kayaks", "en", "abstract-only record-text", FALSE},
    {"obsidian (marble OR quartzite)", "en", "one one-two", FALSE},
    {"obsidian marble OR zeppelin", "en", "one-two", FALSE},
    {"obsidian AND marble OR zeppelin", "en", "abstract-only one-two", FALSE},
    {"obsidian -(marble OR kayaks)", "en", "one", FALSE},
    {"obsidian NOT marble", "en", "one", FALSE},
    {"thé OR zeppelin", "fr", "abstract-only thé", FALSE},
    /* beginnings and misspellings */
    {"kaya*", "fr", "record-text", FALSE},
    {"coop*", "en", "nfd plain", FALSE},
    {"l'urg*", "fr", "aide", FALSE},
    {"réint*", "fr", "aide", FALSE},
    {"title:pêc*", "fr", "f-title", FALSE},
    {"text:pêc*", "fr", "f-text", FALSE},
    {"abstract:rép*", "fr", "f-title", FALSE},
    {"creator:dia*", "en", "f-title", FALSE},
    {"post-arriv*", "en", "names", FALSE},
    {"obsidain~", "en", "one one-two", FALSE},
    {"obsidan~ marbel~", "en", "one-two", FALSE},
    {"quarzit~", "en", "one", FALSE},
    {"cooperasion~", "es", "nfd plain", FALSE},
    {"title:nouackchot~", "fr", "f-title", FALSE},
    {"creator:nouackchot~", "fr", "f-text", FALSE},
    {"xyzzyx*", "en", "", FALSE},
    {"obsidian xyzzyx*", "en", "one one-two", TRUE},
    /* words near each other */
    {"obsidian NEAR/2 marble", "en", "one-two", FALSE},
    {"marble NEAR/2 obsidian", "en", "one-two", FALSE},
    {"obsidian NEAR/1 marble", "en", "", FALSE},
    {"obsidian NEAR/3 marble NEAR/3 together", "en", "one-two", FALSE},
    {"obsidian NEAR/2 marble NEAR/2 together", "en", "", FALSE},
    {"title:(pêche NEAR nouakchott)", "fr", "f-title", FALSE},
    {"logement NEAR/4 urgence", "fr", "aide", FALSE},
};

/* And what is by other words, where something was added to these; other findings stay what they are. */
static const struct {
  const char *q, *lang, *ids;
} expanded[] = {
    {"kayak", "fr", "record-text"}, /* English texts have it, as English stems it */
};

static const char *ids_expected(guint finding, gboolean expand)
{
  for (guint i = 0; expand && i < G_N_ELEMENTS(expanded); i++)
    if (g_str_equal(expanded[i].q, findings[finding].q) && g_str_equal(expanded[i].lang, findings[finding].lang))
      return expanded[i].ids;
  return findings[finding].ids;
}

static void check_finding(const Fixture *fixture, guint i, gboolean expand)
{
  const char *expected = ids_expected(i, expand);
  g_autoptr(RepereQuestion) question = road_question(findings[i].q, findings[i].lang);
  question->expand = expand;
  g_autoptr(RepereAnswer) answer = road_ask(fixture->engine, question);
  g_autofree char *ids = ids_of(answer);
  if (g_strcmp0(ids, expected)) g_test_message("%s (%s) %d", findings[i].q, findings[i].lang, expand);
  g_assert_cmpstr(ids, ==, expected);
  g_assert_cmpuint(answer->head.total, ==, answer->hits->len);
  if (answer->head.total) g_assert_cmpint(answer->head.any, ==, findings[i].any);
}

static void test_findings(Fixture *fixture, gconstpointer data G_GNUC_UNUSED)
{
  for (guint i = 0; i < G_N_ELEMENTS(findings); i++)
    for (guint expand = 0; expand < 2; expand++) check_finding(fixture, i, expand == 1);
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

/* What the only hit weighs as a whole, its best page aside. */
static double weight_of_work(const Fixture *fixture, const char *q)
{
  double weight = 0;
  g_autoptr(RepereQuestion) question = road_question(q, "en");
  question->explain = TRUE;
  g_autoptr(RepereAnswer) answer = road_ask(fixture->engine, question);
  g_assert_cmpuint(answer->head.total, ==, 1);
  const RepereHit *hit = answer->hits->pdata[0];
  for (guint i = 0; i < hit->explanation->len; i++) {
    const RepereExplanation *part = &g_array_index(hit->explanation, RepereExplanation, i);
    if (!g_str_equal(part->what, "page") && !g_str_equal(part->what, "near")) weight += part->score;
  }
  return weight;
}

/* A phrase that was never looked for, since its neighbour in the AND is nowhere, weighs nothing. */
static void test_dead_branch(Fixture *fixture, gconstpointer data G_GNUC_UNUSED)
{
  double alone = weight_of_work(fixture, "zyzz");
  g_assert_cmpfloat(alone, >, 0);
  g_assert_cmpfloat(weight_of_work(fixture, "zyzz OR (nowhere AND \"zyab zyab\")"), ==, alone);
}

/* ---- what is too much ---- */

static const char *only_warning(const RepereAnswer *answer)
{
  g_assert_cmpuint(answer->head.warnings->len, ==, 1);
  return answer->head.warnings->pdata[0];
}

static void test_bounds(Fixture *fixture, gconstpointer data G_GNUC_UNUSED)
{
  g_autoptr(RepereAnswer) capped = search(fixture, "zy*", "en");
  g_assert_cmpuint(capped->head.total, ==, 2);
  g_assert_nonnull(strstr(only_warning(capped), "zy* stands for 261 words; the 200 commonest"));
  g_autoptr(RepereAnswer) narrow = search(fixture, "zya*", "en");
  g_assert_cmpuint(narrow->head.warnings->len, ==, 0);
  g_autoptr(RepereAnswer) near = search(fixture, "zyaa~", "en");
  g_assert_cmpuint(near->head.total, ==, 2);
  g_autoptr(GString) q = g_string_new(NULL);
  for (guint i = 0; i < 199; i++) g_string_append_printf(q, "-nowhere%u ", i); /* each is looked for */
  g_string_append(q, "\"marble together with quartzite\"");
  /* Of the phrase, the first word is looked for. */
  g_autoptr(RepereAnswer) words = search(fixture, q->str, "en");
  g_assert_nonnull(strstr(only_warning(words), "more than 200 words"));
  g_assert_cmpuint(words->head.total, ==, 1);
  g_assert_false(words->head.any);
  g_string_truncate(q, 0);
  for (guint i = 0; i < 12; i++) g_string_append(q, "zy* OR ");
  g_string_append(q, "obsidian*");
  g_autoptr(RepereAnswer) many = search(fixture, q->str, "en");
  g_assert_cmpuint(many->head.total, ==, 4);
  g_assert_cmpuint(many->head.warnings->len, ==, 6);
  g_assert_nonnull(strstr(many->head.warnings->pdata[5], "read as the words themselves"));
}

/* Planning looks at the clock, too. */
static void test_deadline(Fixture *fixture, gconstpointer data G_GNUC_UNUSED)
{
  RepereQuestion *question = road_question("obsid* marble~ zy*", "en");
  g_autoptr(GError) error = NULL;
  question->deadline = g_get_monotonic_time() - 1;
  g_assert_null(repere_search(fixture->engine, 0, question, &error));
  g_assert_error(error, REPERE_ERROR, REPERE_ERROR_DEADLINE);
  repere_question_free(question);
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
    {"post-arriv*", "en", "serves <mark>post</mark>-<mark>arrival</mark> needs", 1, 1, "1", "en"},
    {"finanse~", "en", "of <mark>finance</mark> signed", 1, 1, "1", "en"},
    {"marble NEAR/2 obsidian", "en", "<mark>obsidian</mark> and <mark>marble</mark> together",
     1, 1, "1", "en"},
    {"text:quartzite OR zzz", "en", "obsidian with <mark>quartzite</mark>", 1, 1, "1", "en"},
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
  g_test_add("/query/findings", Fixture, NULL, set_up, test_findings, tear_down);
  g_test_add("/query/stop-words", Fixture, NULL, set_up, test_stop_words, tear_down);
  g_test_add("/query/dead-branch", Fixture, NULL, set_up, test_dead_branch, tear_down);
  g_test_add("/query/bounds", Fixture, NULL, set_up, test_bounds, tear_down);
  g_test_add("/query/deadline", Fixture, NULL, set_up, test_deadline, tear_down);
  g_test_add("/query/marks", Fixture, NULL, set_up, test_marks, tear_down);
  g_test_add("/query/passage-counts", Fixture, NULL, set_up, test_passage_counts, tear_down);
  g_test_add("/query/random-passages", Fixture, NULL, set_up, test_random_passages, tear_down);
  g_test_add_func("/query/pdf-labels", test_pdf_labels);
  return g_test_run();
}
