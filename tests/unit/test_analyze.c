/* test_analyze.c - text to words. A case reads as data: a text, and its words as written, separated by
 * spaces; '+' before a word says that it is joined to the one before. */
#include <string.h>

#include "analyze_private.h"
#include "repere/text.h"

typedef struct {
  const char *text, *words;
} Case;

static void add_token(const RepereToken *token, gpointer data)
{
  GString *out = data;
  g_string_append_printf(out, "%s%s%s", out->len ? " " : "", token->joined ? "+" : "", token->word->folded);
}

static char *words_of(RepereAnalyzer *analyzer, const char *text)
{
  GString *out = g_string_new(NULL);
  repere_analyze(analyzer, text, strlen(text), NULL, add_token, out);
  return g_string_free(out, FALSE);
}

static void check_cases(const Case *cases, gsize n)
{
  g_autoptr(RepereAnalyzer) fast = repere_analyzer_new();
  g_autoptr(RepereAnalyzer) slow = repere_analyzer_new();
  repere_analyzer_set_slow(slow, TRUE);
  for (gsize i = 0; i < n; i++) {
    g_autofree char *words = words_of(fast, cases[i].text);
    g_autofree char *slow_words = words_of(slow, cases[i].text);
    if (strcmp(words, cases[i].words) != 0 || strcmp(slow_words, words) != 0)
      g_test_message("'%s' gives '%s' (slow: '%s'), not '%s'", cases[i].text, words, slow_words,
                     cases[i].words);
    g_assert_cmpstr(words, ==, cases[i].words);
    g_assert_cmpstr(slow_words, ==, words);
  }
}

static const Case elision_cases[] = {
  {"l'aide", "aide"},
  {"l’aide", "aide"},
  {"lʼaide", "aide"},
  {"l‘aide", "aide"},
  {"l´aide", "aide"},
  {"l`aide", "aide"},
  {"L'Organisation", "organisation"},
  {"L’ÉTAT", "etat"},
  {"d'accueil", "accueil"},
  {"j'ai m'a t'es s'est n'est c'est", "ai a es est est est"},
  {"qu'il jusqu'à lorsqu'elle puisqu'on quoiqu'il quelqu'un", "il a elle on il quelquun"},
  {"entr'ouvert presqu'île", "entrouvert presquile"},
  {"aujourd'hui", "aujourdhui"},
  {"aujourd’hui", "aujourdhui"},
  {"d’aujourd’hui", "aujourdhui"},
  {"jusqu'aujourd'hui", "aujourdhui"},
  {"c'est-à-dire", "est +a +dire"},
  {"s'il n'y a", "il y a"},
  {"va-t'en", "va +en"},
  {"d'un l'ONU", "un onu"},
  {"l'11e arrondissement", "11e arrondissement"},
  {"l'1", "l +1"},
  {"d'20", "d +20"},
  {"l'« accueil »", "accueil"},
  {"l’“accueil”", "accueil"},
  {"l' aide", "aide"},
  {"la lettre ‘d’ est", "la lettre d est"},
  {"l'SNCF, d'MSF, l'HCR", "sncf msf hcr"},
  {"N'Djamena et N’DJAMENA", "ndjamena et ndjamena"},
  {"M'Bour M'SILA", "mbour msila"},
  {"prud'hommes", "prudhommes"},
  {"grand'mère", "grandmere"},
  {"l'œuvre d’Œdipe", "oeuvre oedipe"},
  {"l'Ελλάδα", "ελλαδα"},
  {"post-l'aide", "post +aide"},
  {"quelqu’un presqu’île", "quelquun presquile"},
  {"l’", "l"},
  {"l' ", "l"},
};

static const Case apostrophe_cases[] = {
  {"IOM's report", "iom report"},
  {"IOM’s", "iom"},
  {"migrants' rights", "migrants rights"},
  {"it's we're they've she'll I'd I'm", "it we they she i i"},
  {"don't", "dont"},
  {"can’t", "cant"},
  {"O'Brien", "obrien"},
  {"O’Brien’s", "obrien"},
  {"Qur'an Sana'a", "quran sanaa"},
  {"rock 'n' roll", "rock n roll"},
  {"rock'n'roll", "rocknroll"},
  {"'quoted' ‘words’ “here” «là»", "quoted words here la"},
  {"1990's", "1990"},
  {"the '90s", "the 90s"},
  {"U.N.'s", "un"},
  {"5'10", "5 +10"},
  {"п'ять", "пять"},
  {"dell'aiuto", "dellaiuto"},
  {"''''", ""},
  {"a''b", "a +b"},
};

static const Case number_cases[] = {
  {"1,000", "1000"},
  {"1.000", "1000"},
  {"1\xC2\xA0"
   "000",
   "1000"},
  {"1\xE2\x80\xAF"
   "000",
   "1000"},
  {"1\xC2\xA0"
   "000\xC2\xA0"
   "000",
   "1000000"},
  {"1'000", "1000"},
  {"12 345 678", "12 345 678"},
  {"20 000 et 1 250 000", "20000 et 1250000"},
  {"in 2018 500 000", "in 2018 500000"},
  {"100 000 000", "100000000"},
  {"3 0001", "3 0001"},
  {"12 000\n000", "12000000"},
  {"007 000", "007 000"},
  {"1.º 1.ª 2.º", "1o 1a 2o"},
  {"CO₂ H₂O", "co2 h2o"},
  {"1,234,567.89", "1234567.89"},
  {"1.234.567,89", "1234567.89"},
  {"3.5 3,5", "3.5 3.5"},
  {"0.125", "0.125"},
  {"1.234.5", "1 +234 +5"},
  {"2018-2022", "2018 +2022"},
  {"2018–2022", "2018 +2022"},
  {"2018,2019", "2018 +2019"},
  {"2018.12", "2018 +12"},
  {"12.05.2018", "12 +05 +2018"},
  {"12/05/2018", "12 +05 +2018"},
  {"3.2.1", "3 +2 +1"},
  {"10:30", "10 +30"},
  {"€500", "500"},
  {"500€ 10% $1,5", "500 10 1.5"},
  {"10 %", "10"},
  {"A/RES/71/1", "a +res +71 +1"},
  {"COVID-19", "covid +19"},
  {"3.5M", "3 +5m"},
  {"H1N1 21st 2e", "h1n1 21st 2e"},
  {"p.12", "p +12"},
  {"in 2018.The", "in 2018 +the"},
  {"m² 1º Nº", "m 1o no"},
  {"٢٠١٨", "2018"},
  {"10,000-15,000", "10000 +15000"},
  {"1 2 3", "1 2 3"},
  {"3,5\xC2\xA0"
   "10",
   "3.5 10"},
  {"1.5.", "1.5"},
  {".5", "5"},
};

static const Case initial_cases[] = {
  {"O.I.M.", "oim"},
  {"U.N. and U.S.A", "un and usa"},
  {"l'O.N.U.", "onu"},
  {"EE.UU.", "eeuu"},
  {"RR.HH. y CC.OO.", "rrhh y ccoo"},
  {"e.g. i.e.", "eg ie"},
  {"J.R.R. Tolkien", "jrr tolkien"},
  {"J. Smith", "j smith"},
  {"M.Dupont", "m +dupont"},
  {"Ph.D.", "ph +d"},
  {"word.Next", "word +next"},
  {"end.A B", "end +a b"},
  {"É.U.", "eu"},
  {"www.iom.int", "www +iom +int"},
  {"user@example.org", "user +example +org"},
  {"file_name", "file +name"},
  {"C.1", "c +1"},
};

static const Case letter_cases[] = {
  {"Réintégration ÉCONOMIQUE", "reintegration economique"},
  {"sœur soeur cœur", "soeur soeur coeur"},
  {"Ærø Łódź Đorđe niño", "aero lodz dorde nino"},
  {"Straße İstanbul ısı", "strasse istanbul isi"},
  {"e\xCC\x81tude", "etude"},
  {"ﬁnance", "finance"},
  {"so\xC2\xAD"
   "cial re\xE2\x80\x8B"
   "turn",
   "social return"},
  {"post-arrival", "post +arrival"},
  {"peut-être", "peut +etre"},
  {"migrant·e·s vulnérables", "migrant vulnerables"},
  {"col·lecció", "col +leccio"},
  {"migrant(e)s worker(s) child(ren) chercheur·euse·s", "migrant worker child chercheur"},
  {"niños/as km/s A/as f(x) (a)b", "ninos km +s a +as f +x a +b"},
  {"a—b c…d e–f", "a +b c +d e +f"},
  {"thé the", "the the"},
  {"الهِجْرَة", "الهجرة"},
  {"العـــربية", "العربية"},
  {"آخر أمر", "اخر امر"},
  {"Миграция ёлка", "миграция елка"},
  {"Ελλάδα", "ελλαδα"},
  {"ΟΔΟΣ", "οδοσ"},
  {"ภาษาไทย", "ภาษา +ไทย"},
  {"移民", "移民"},
  {"Tiếng Việt", "tieng viet"},
  {"😀 👍🏽 ❤️", ""},
  {"x😀y", "x +y"},
  {"Ⅳ ½", "iv"},
  {"한국어", "한국어"},
  {"हिन्दी", "हिन्दी"},
  {"がぎ", "が +ぎ"},
  {"", ""},
  {" \n\t ", ""},
  {"...", ""},
  {"€ % § ©", ""},
};

static void test_elisions(void)
{
  check_cases(elision_cases, G_N_ELEMENTS(elision_cases));
}

static void test_apostrophes(void)
{
  check_cases(apostrophe_cases, G_N_ELEMENTS(apostrophe_cases));
}

static void test_numbers(void)
{
  check_cases(number_cases, G_N_ELEMENTS(number_cases));
}

static void test_initials(void)
{
  check_cases(initial_cases, G_N_ELEMENTS(initial_cases));
}

static void test_letters(void)
{
  check_cases(letter_cases, G_N_ELEMENTS(letter_cases));
}

/* ---- words that stand there as well ---- */

static void add_also(const RepereToken *token, gpointer data)
{
  GString *out = data;
  if (!token->also)
    return;
  g_assert_cmpuint(token->also_start, <=, token->start);
  g_string_append_printf(out, "%s%s@%u-%u", out->len ? " " : "", token->also->folded, token->also_start, token->end);
}

static void test_also(void)
{
  static const Case cases[] = {
    {"a post-arrival plan", "postarrival@2-14"},
    {"post\u2011arrival, co\u2010développement", "postarrival@0-14 codeveloppement@16-35"},
    {"state-of-the-art", "stateoftheart@0-16"},
    {"one-two-three-four-five", ""},
    {"peut-il, a-t-il", ""},
    {"post - arrival, post-, -arrival", ""},
    {"2018-2022 COVID-19 3-4", "covid19@10-18"},
    {"migrants1 retornées12 G20 SDG10 km2 para2030 v10b2", "migrants@0-9 retornees@10-22"},
    {"IOM's-led l'avant-projet", "iomled@0-9 avantprojet@12-24"},
  };
  g_autoptr(RepereAnalyzer) analyzer = repere_analyzer_new();
  for (gsize i = 0; i < G_N_ELEMENTS(cases); i++) {
    g_autoptr(GString) out = g_string_new(NULL);
    repere_analyze(analyzer, cases[i].text, strlen(cases[i].text), repere_language("fr"), add_also, out);
    g_assert_cmpstr(out->str, ==, cases[i].words);
  }
}

/* ---- the forms of a word ---- */

static const struct {
  const char *language, *raw, *folded, *written, *stem;
  gboolean stop;
} word_cases[] = {
  {"en", "Migration", "migration", NULL, "migrat", FALSE},
  {"en", "the", "the", NULL, NULL, TRUE},
  {"fr", "the", "the", NULL, "the", FALSE},
  {"en", "thé", "the", "thé", "the", FALSE},
  {"fr", "réintégration", "reintegration", "réintégration", "reintegr", FALSE},
  {"fr", "où", "ou", "où", NULL, TRUE},
  {"fr", "ou", "ou", NULL, NULL, TRUE},
  {"fr", "été", "ete", "été", "ete", FALSE},
  {"es", "migración", "migracion", "migración", "migracion", FALSE},
  {"es", "migraciones", "migraciones", NULL, "migracion", FALSE},
  {"es", "según", "segun", "según", NULL, TRUE},
  {"en", "who", "who", NULL, "who", FALSE},
  {"en", "H1N1", "h1n1", NULL, NULL, FALSE},
  {"fr", "миграция", "миграция", NULL, NULL, FALSE},
  {"", "Migrations", "migrations", NULL, NULL, FALSE},
  {"", "the", "the", NULL, NULL, FALSE},
  {"fr", "SŒUR", "soeur", "sœur", "soeur", FALSE},
  {"en", "organization", "organization", NULL, "organis", FALSE},
  {"en", "Labour", "labour", NULL, "labor", FALSE},
  {"en", "prize", "prize", NULL, "prize", FALSE},
  {"fr", "emplois", "emplois", NULL, "emploi", FALSE},
  {"es", "REINTEGRACION", "reintegracion", NULL, "reintegr", FALSE},
  {"es", "ciudades", "ciudades", NULL, "ciud", FALSE},
};

static void test_word_forms(void)
{
  g_autoptr(RepereAnalyzer) analyzer = repere_analyzer_new();
  for (gsize i = 0; i < G_N_ELEMENTS(word_cases); i++) {
    const char *raw = word_cases[i].raw;
    const RepereWord *word =
      repere_analyzer_word(analyzer, raw, strlen(raw), repere_language(word_cases[i].language));
    g_test_message("%s in '%s'", raw, word_cases[i].language);
    g_assert_nonnull(word);
    g_assert_cmpstr(word->folded, ==, word_cases[i].folded);
    g_assert_cmpstr(word->written, ==, word_cases[i].written);
    g_assert_cmpstr(word->stem, ==, word_cases[i].stem);
    g_assert_cmpint(word->stop, ==, word_cases[i].stop);
  }
  g_assert_null(repere_analyzer_word(analyzer, "…", 3, NULL));
  g_assert_null(repere_analyzer_word(analyzer, "", 0, NULL));
}

static void test_interning(void)
{
  g_autoptr(RepereAnalyzer) analyzer = repere_analyzer_new();
  const RepereLanguage *fr = repere_language("fr"), *en = repere_language("en");
  RepereWord *word = repere_analyzer_word(analyzer, "Aide", 4, fr);
  g_assert_true(word == repere_analyzer_word(analyzer, "AIDE", 4, fr));
  g_assert_true(word != repere_analyzer_word(analyzer, "aide", 4, en));
  g_assert_true(word != repere_analyzer_word(analyzer, "aidé", 5, fr));
  g_assert_null(word->slot);
  word->slot = analyzer;
  repere_analyzer_trim(analyzer);
  g_assert_null(repere_analyzer_word(analyzer, "aide", 4, fr)->slot);
}

/* Fills the cache past its bound; what comes out stays right, and words stay within their size. */
static void test_cache_bound(void)
{
  g_autoptr(RepereAnalyzer) analyzer = repere_analyzer_new();
  const RepereLanguage *en = repere_language("en");
  for (guint round = 0; round < 30; round++) {
    for (guint i = 0; i < 40000; i++) {
      char raw[40];
      const int n = g_snprintf(raw, sizeof raw, "Wordé%ux", round * 40000 + i);
      g_assert_cmpuint(strlen(repere_analyzer_word(analyzer, raw, (gsize)n, en)->folded), ==, (gsize)n - 1);
    }
    repere_analyzer_trim(analyzer);
  }
  g_autofree char *longest = g_strnfill(1 << 20, 'a');
  g_assert_cmpuint(strlen(repere_analyzer_word(analyzer, longest, 1 << 20, en)->folded), ==,
                   REPERE_WORD_BYTES);
  g_autoptr(GString) accents = g_string_new(NULL);
  for (guint i = 0; i < 1000; i++)
    g_string_append(accents, "é");
  const RepereWord *word = repere_analyzer_word(analyzer, accents->str, accents->len, en);
  g_assert_cmpuint(strlen(word->written), <=, REPERE_WORD_BYTES);
  g_assert_true(g_utf8_validate(word->written, -1, NULL));
}

/* ---- offsets ---- */

typedef struct {
  const char *text;
  GString *out;
  guint32 last_end, positions;
} Spans;

static void add_span(const RepereToken *token, gpointer data)
{
  Spans *spans = data;
  g_assert_cmpuint(token->start, >=, spans->last_end);
  g_assert_cmpuint(token->end, >, token->start);
  g_assert_cmpuint(token->position, ==, spans->positions);
  spans->positions++;
  spans->last_end = token->end;
  g_string_append_printf(spans->out, "[%.*s]", (int)(token->end - token->start), spans->text + token->start);
}

static void test_offsets(void)
{
  static const Case cases[] = {
    {"L’aide de l'O.I.M.: IOM's 1,000 «mots».", "[aide][de][O.I.M][IOM][1,000][mots]"},
    {"aujourd'hui, migrant·e·s", "[aujourd'hui][migrant]"},
    {"so\xC2\xAD"
     "cial\xC2\xAD ",
     "[so\xC2\xAD"
     "cial]"},
    {"O’Brien’s", "[O’Brien]"},
  };
  g_autoptr(RepereAnalyzer) analyzer = repere_analyzer_new();
  for (gsize i = 0; i < G_N_ELEMENTS(cases); i++) {
    g_autoptr(GString) out = g_string_new(NULL);
    Spans spans = {cases[i].text, out, 0, 0};
    const guint32 n = repere_analyze(analyzer, cases[i].text, strlen(cases[i].text), NULL, add_span, &spans);
    g_assert_cmpstr(out->str, ==, cases[i].words);
    g_assert_cmpuint(n, ==, spans.positions);
  }
}

/* ---- both paths agree ---- */

static void dump_token(const RepereToken *token, gpointer data)
{
  const RepereWord *w = token->word;
  g_string_append_printf(data, "%u-%u@%u%s %s|%s|%s|%d %s@%u\n", token->start, token->end, token->position,
                         token->joined ? "+" : "", w->folded, w->written ? w->written : "",
                         w->stem ? w->stem : "", w->stop, token->also ? token->also->folded : "",
                         token->also_start);
}

static void assert_agree(RepereAnalyzer *fast, RepereAnalyzer *slow, const char *text, gsize size,
                         const RepereLanguage *language)
{
  g_autoptr(GString) a = g_string_new(NULL);
  g_autoptr(GString) b = g_string_new(NULL);
  repere_analyze(fast, text, size, language, dump_token, a);
  repere_analyze(slow, text, size, language, dump_token, b);
  if (!g_string_equal(a, b)) {
    g_autofree char *start = g_strndup(text, MIN(size, 2000));
    g_autofree char *escaped = g_strescape(start, NULL);
    g_test_message("for \"%s\" the paths differ:\n%s--- slow:\n%s", escaped, a->str, b->str);
  }
  g_assert_true(g_string_equal(a, b));
}

static void test_agree_characters(void)
{
  g_autoptr(RepereAnalyzer) fast = repere_analyzer_new();
  g_autoptr(RepereAnalyzer) slow = repere_analyzer_new();
  repere_analyzer_set_slow(slow, TRUE);
  for (gunichar c = 1; c < 0x10000; c++) {
    if (c >= 0xD800 && c < 0xE000)
      continue;
    char utf8[8] = {0}, text[64];
    g_unichar_to_utf8(c, utf8);
    const int n =
      g_snprintf(text, sizeof text, "l%sa %s b%sc1%s2 l'%s%sx", utf8, utf8, utf8, utf8, utf8, utf8);
    assert_agree(fast, slow, text, (gsize)n, repere_language("fr"));
  }
}

static void test_agree_random(void)
{
  static const char *const pieces[] = {"a",
                                       "l",
                                       "d",
                                       "é",
                                       "Œ",
                                       "qu",
                                       "aujourd",
                                       "hui",
                                       "M",
                                       "U",
                                       "N",
                                       "EE",
                                       "ß",
                                       "ñ",
                                       "1",
                                       "12",
                                       "000",
                                       "2018",
                                       "s",
                                       "e",
                                       "'",
                                       "’",
                                       "´",
                                       "`",
                                       "-",
                                       "–",
                                       ".",
                                       ",",
                                       "·",
                                       ":",
                                       "/",
                                       "_",
                                       "(",
                                       "«",
                                       "»",
                                       "“",
                                       " ",
                                       " ",
                                       "\n",
                                       "\xC2\xA0",
                                       "\xE2\x80\xAF",
                                       "\xC2\xAD",
                                       "\xE2\x80\x8B",
                                       "\xCC\x81",
                                       "\xCC\xA7",
                                       "\xE2\x80\x8D",
                                       "€",
                                       "™",
                                       "ﬁ",
                                       "K",
                                       "и",
                                       "ا",
                                       "ไท",
                                       "移",
                                       "か",
                                       "한",
                                       "😀",
                                       "ʼ",
                                       "ễ",
                                       "\xEF\xBF\xBD"};
  g_autoptr(RepereAnalyzer) fast = repere_analyzer_new();
  g_autoptr(RepereAnalyzer) slow = repere_analyzer_new();
  repere_analyzer_set_slow(slow, TRUE);
  for (guint round = 0; round < 20000; round++) {
    g_autoptr(GString) text = g_string_new(NULL);
    const gint n = g_test_rand_int_range(1, 24);
    /* half of the texts have Latin and punctuation only */
    const gint kinds = round % 2 ? (gint)G_N_ELEMENTS(pieces) : 46;
    for (gint i = 0; i < n; i++)
      g_string_append(text, pieces[g_test_rand_int_range(0, kinds)]);
    assert_agree(fast, slow, text->str, text->len, repere_language_at(round % 3));
  }
}

/* Any bytes at all: no crash, offsets in order. */
static void test_any_bytes(void)
{
  g_autoptr(RepereAnalyzer) analyzer = repere_analyzer_new();
  for (guint round = 0; round < 5000; round++) {
    char bytes[64];
    const gint n = g_test_rand_int_range(1, (gint)sizeof bytes);
    for (gint i = 0; i < n; i++)
      bytes[i] = (char)g_test_rand_int_range(0, 256);
    g_autofree char *copy = g_memdup2(bytes, (gsize)n); /* so that a sanitizer sees an overrun */
    g_autoptr(GString) out = g_string_new(NULL);
    Spans spans = {copy, out, 0, 0};
    repere_analyze(analyzer, copy, (gsize)n, repere_language("en"), add_span, &spans);
    g_assert_cmpuint(spans.last_end, <=, (guint)n);
  }
}

static void agree_on_file(RepereAnalyzer *fast, RepereAnalyzer *slow, const char *path, guint *pages)
{
  const char *argv[] = {"pdftotext", "-q", path, "-", NULL};
  g_autofree char *text = NULL;
  if (!g_spawn_sync(NULL, (char **)argv, NULL, G_SPAWN_SEARCH_PATH, NULL, NULL, &text, NULL, NULL, NULL) ||
      !text)
    return;
  g_auto(GStrv) list = g_strsplit(text, "\f", -1);
  for (guint i = 0; list[i]; i++) {
    RepereRepairs repairs = {0};
    g_autofree char *clean = repere_text_repair(list[i], strlen(list[i]), &repairs);
    const char *code = repere_language_of_page(clean, strlen(clean), NULL);
    assert_agree(fast, slow, clean, strlen(clean), repere_language(code));
    ++*pages;
  }
}

static void test_agree_library(void)
{
  const char *shared = g_getenv("REPERE_SHARED");
  g_autofree char *folder = shared ? g_build_filename(shared, "library", "files", NULL) : NULL;
  g_autofree char *tool = g_find_program_in_path("pdftotext");
  g_autoptr(GDir) dir = folder && tool ? g_dir_open(folder, 0, NULL) : NULL;
  if (!dir) {
    g_test_skip("REPERE_SHARED names no folder with library/files, or there is no pdftotext");
    return;
  }
  g_autoptr(RepereAnalyzer) fast = repere_analyzer_new();
  g_autoptr(RepereAnalyzer) slow = repere_analyzer_new();
  repere_analyzer_set_slow(slow, TRUE);
  const char *name;
  guint pages = 0;
  for (guint i = 0; (name = g_dir_read_name(dir)); i++) {
    g_autofree char *path = g_build_filename(folder, name, NULL);
    if (i % 8 == 0 || g_test_slow())
      agree_on_file(fast, slow, path, &pages);
  }
  g_test_message("both paths agree on %u pages", pages);
  g_assert_cmpuint(pages, >, 0);
}

/* ---- other ---- */

static void test_fold(void)
{
  static const Case cases[] = {{"Économie Sociale", "economie sociale"},
                               {"STRASSE ß", "strasse ss"},
                               {"Ñandú/Œuvre", "nandu/oeuvre"},
                               {"a\xCC\x81", "a"},
                               {"", ""},
                               {"ﬁn", "fin"},
                               {"Ελλάς", "ελλασ"}};
  for (gsize i = 0; i < G_N_ELEMENTS(cases); i++) {
    g_autofree char *folded = repere_text_fold(cases[i].text, -1);
    g_assert_cmpstr(folded, ==, cases[i].words);
  }
  g_autofree char *part = repere_text_fold("ÉTÉ", 2);
  g_assert_cmpstr(part, ==, "e");
}

static void test_hash(void)
{
  const char *hash = repere_analysis_hash();
  g_assert_cmpuint(strlen(hash), ==, 8);
  g_assert_true(hash == repere_analysis_hash());
  g_assert_cmpuint(strspn(hash, "0123456789abcdef"), ==, 8);
}

int main(int argc, char **argv)
{
  g_test_init(&argc, &argv, NULL);
  g_test_add_func("/analyze/elisions", test_elisions);
  g_test_add_func("/analyze/apostrophes", test_apostrophes);
  g_test_add_func("/analyze/numbers", test_numbers);
  g_test_add_func("/analyze/initials", test_initials);
  g_test_add_func("/analyze/letters", test_letters);
  g_test_add_func("/analyze/also", test_also);
  g_test_add_func("/analyze/word-forms", test_word_forms);
  g_test_add_func("/analyze/interning", test_interning);
  g_test_add_func("/analyze/cache-bound", test_cache_bound);
  g_test_add_func("/analyze/offsets", test_offsets);
  g_test_add_func("/analyze/agree/characters", test_agree_characters);
  g_test_add_func("/analyze/agree/random", test_agree_random);
  g_test_add_func("/analyze/agree/library", test_agree_library);
  g_test_add_func("/analyze/any-bytes", test_any_bytes);
  g_test_add_func("/analyze/fold", test_fold);
  g_test_add_func("/analyze/hash", test_hash);
  return g_test_run();
}
