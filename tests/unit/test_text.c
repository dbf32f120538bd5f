/* test_text.c - repairing extracted text. A case reads as data: what extraction gives, and what it must
 * become. */
#include <string.h>
#include <time.h>

#include "repere/text.h"

typedef struct {
  const char *raw, *clean;
} Case;

static void check(const Case *cases, gsize n)
{
  for (gsize i = 0; i < n; i++) {
    RepereRepairs repairs = {0};
    g_autofree char *clean = repere_text_repair(cases[i].raw, strlen(cases[i].raw), &repairs);
    if (strcmp(clean, cases[i].clean) != 0) {
      g_autofree char *raw = g_strescape(cases[i].raw, NULL);
      g_autofree char *got = g_strescape(clean, NULL);
      g_autofree char *want = g_strescape(cases[i].clean, NULL);
      g_test_message("\"%s\" becomes \"%s\", not \"%s\"", raw, got, want);
      g_test_fail();
    }
  }
}

#define CHECK(cases) check(cases, G_N_ELEMENTS(cases))

/* ---- characters ---- */

static void test_characters(void)
{
  static const Case cases[] = {{"", ""},
                               {"plain text\n", "plain text\n"},
                               {"déjà vu", "déjà vu"},
                               {"de\xCC\x81ja\xCC\x80", "déjà"},
                               /* TeX's i without its dot, and an accent of its own */
                               {"art\xC4\xB1\xCC\x81" "culo, appara\xC4\xB1\xCC\x82" "t, ma\xC4\xB1\xCC\x88s",
                                "artículo, apparaît, maïs"},
                               {"D\xC4\xB1\xC5\x9F", "D\xC4\xB1\xC5\x9F"}, /* Turkish has it without an accent */
                               {"o\xEF\xAC\x83"
                                "ce, \xEF\xAC\x81n, a\xEF\xAC\x80"
                                "aire, \xEF\xAC\x82ux, ba\xEF\xAC\x84"
                                "e",
                                "office, fin, affaire, flux, baffle"},
                               {"\xEF\xAC\x85op \xEF\xAC\x86yle", "stop style"},
                               {"so\xC2\xAD"
                                "cial",
                                "social"},
                               {"a\r\nb\rc", "a\nb\nc"},
                               {"a\fb\vc", "a\nb\nc"},
                               {"a\x01\x02z\x7F", "az"},
                               {"l\xC2\x92"
                                "aide \xC2\x93mot\xC2\x94 \xC2\x80",
                                "l’aide “mot” €"},
                               {"\xEF\xBB\xBFtext", "text"},
                               {"a\xE2\x80\xAB"
                                "b\xE2\x80\xAC",
                                "ab"},
                               {"a\xEF\xB7\x90z\xEF\xBF\xBE", "az"},
                               {"a\xFFz", "a\xEF\xBF\xBDz"},
                               {"caf\xE9 noir", "caf\xEF\xBF\xBD noir"},
                               {"\xC3", "\xEF\xBF\xBD"},
                               {"a\xED\xA0\x80z", "az"},
                               {"\xED\xA0\xBD\xED\xB8\x80", "😀"},
                               {"\xEF\x82\xB7 item", "• item"},
                               {"\xEF\x9D\xA1\xEF\x9D\xA2 \xEF\x9C\xB1\xEF\x9C\xB2", "AB 12"},
                               {"a\xEE\x80\x80z", "a\xEF\xBF\xBDz"},
                               {"a\xE2\x80\xA8z", "a\nz"},
                               {"\xE2\x84\xAB", "Å"},
                               {"r\xCC\x81"
                                "einsertion",
                                "réinsertion"},
                               {"int\xCC\x81"
                                "egration",
                                "intégration"},
                               {"tab\there", "tab\there"}};
  CHECK(cases);
}

static void test_counts(void)
{
  RepereRepairs repairs = {0};
  static const char raw[] = "\x01\xEF\xAC\x81n so\xC2\xAD"
                            "cial e\xCC\x81t\xC2\xB4"
                            "e\xFF migra-\ntion 0\0";
  g_autofree char *clean = repere_text_repair(raw, sizeof raw - 1, &repairs);
  g_assert_cmpstr(clean, ==, "fin social été\xEF\xBF\xBD migration\n0");
  g_assert_cmpuint(repairs.invalid_bytes, ==, 3);
  g_assert_cmpuint(repairs.ligatures_opened, ==, 1);
  g_assert_cmpuint(repairs.soft_hyphens, ==, 1);
  g_assert_cmpuint(repairs.accents_composed, ==, 2);
  g_assert_cmpuint(repairs.hyphens_joined, ==, 1);
  g_assert_cmpuint(repairs.furniture_dropped, ==, 0);
}

/* ---- accents left apart ---- */

static void test_accents(void)
{
  static const Case cases[] = {/* TeX: accent, letter */
                               {"r´einsertion ´economique", "réinsertion économique"},
                               {"s´ecurit´e", "sécurité"},
                               {"d´eveloppement et s´ecurit´e", "développement et sécurité"},
                               {"probl`eme tr`es", "problème très"},
                               {"fran¸cais, re¸cu", "français, reçu"},
                               {"fˆete, mˆeme", "fête, même"},
                               {"na¨ıve, No¨el", "naïve, Noël"},
                               {"connaˆıtre", "connaître"},
                               {"Espa˜na, ni˜nos", "España, niños"},
                               {"pol´ıtica", "política"},
                               {"S˜ao", "São"},
                               {"´Etat", "État"},
                               {"l’´education", "l’éducation"},
                               {"M¨uller ¨uber", "Müller über"},
                               {"R´EPUBLIQUE", "RÉPUBLIQUE"},
                               {"˚Angstr¨om", "Ångström"},
                               {"o`u l’on s´ejourne", "où l’on séjourne"},
                               /* letter, accent */
                               {"reinte´gration e´conomique", "reintégration économique"},
                               {"Mu¨ller", "Müller"},
                               {"c¸a, franc¸ais", "ça, français"},
                               {"probite´ et", "probité et"},
                               /* stray spaces */
                               {"r ´einsertion", "réinsertion"},
                               {"r´ einsertion", "réinsertion"},
                               {"la ´ecole", "la école"},
                               {"une ´etude r ´ealis´ee", "une étude réalisée"},
                               {"R ´EPUBLIQUE", "RÉPUBLIQUE"},
                               {"pr ¨agen", "prägen"},
                               /* ´ and ` that are no accents */
                               {"l´aide", "l´aide"},
                               {"l´aide, l´homme, d´hier", "l´aide, l´homme, d´hier"},
                               {"qu´il, aujourd´hui", "qu´il, aujourd´hui"},
                               {"don´t, it´s, we´re, you´ll", "don´t, it´s, we´re, you´ll"},
                               {"rock ´n´ roll", "rock ´n´ roll"},
                               {"´quoted´ and ´enough´", "´quoted´ and ´enough´"},
                               {"O´Brien", "O´Brien"},
                               {"5´ 10", "5´ 10"},
                               {"workers´ act", "workers´ act"},
                               {"``quoted'' and `code`", "``quoted'' and `code`"},
                               {"`a word'", "`a word'"},
                               {"x`a`", "x`a`"},
                               {"http://x.org/˜admin", "http://x.org/˜admin"},
                               /* ^ and ~ in code */
                               {"2^n x^a", "2^n x^a"},
                               {"~user/ ~/.muttrc", "~user/ ~/.muttrc"},
                               {"http://x.org/~ana", "http://x.org/~ana"},
                               {"Espa~na", "España"},
                               {"a ~ b", "a ~ b"},
                               {"¨ alone ´ here ˆ", "¨ alone ´ here ˆ"},
                               {"´", "´"},
                               {"e´", "e´"},
                               {"¸", "¸"}};
  CHECK(cases);
}

/* ---- hyphens ---- */

static void test_hyphens(void)
{
  static const Case cases[] = {
    {"la migra-\ntion et", "la migration\net"},
    {"la migra-\ntion", "la migration"},
    {"la migra-  \n  tion, et\nfin", "la migration,\net\nfin"},
    {"migra\xE2\x80\x90\ntion", "migration"},
    {"migra\xC2\xAD\ntion et", "migration\net"},
    {"migra¬\ntion", "migration"},
    {"inter-\ngouverne-\nmental ici", "intergouvernemental\nici"},
    {"l’inté-\ngration", "l’intégration"},
    /* the word's own */
    {"post-\narrival care", "post-arrival\ncare"},
    {"non-\ngovernmental", "non-governmental"},
    {"self-\nemployment", "self-employment"},
    {"2018-\n2022 plan", "2018-2022\nplan"},
    {"COVID-\n19 and", "COVID-19\nand"},
    {"Rhône-\nAlpes", "Rhône-Alpes"},
    {"IOM-\nled", "IOM-led"},
    {"EU-\nIOM Joint", "EU-IOM\nJoint"},
    {"e-\nmail", "e-mail"},
    {"a-\nt-il", "a-t-il"},
    {"celui-\nci est", "celui-ci\nest"},
    {"eux-\nmêmes", "eux-mêmes"},
    {"peut-\nêtre", "peut-être"},
    {"rendez-\nvous", "rendez-vous"},
    {"c’est-\nà-dire", "c’est-à-dire"},
    {"c’est-à-\ndire", "c’est-à-dire"},
    {"vis-à-\nvis", "vis-à-vis"},
    {"vis-\nà-vis", "vis-à-vis"},
    {"est-\nce que", "est-ce\nque"},
    {"là-\nbas", "là-bas"},
    {"state-of-the-\nart", "state-of-the-art"},
    {"https://example.org/some-\nthing", "https://example.org/some-thing"},
    /* nothing was cut */
    {"short-\nand long-term", "short-\nand long-term"},
    {"micro-\net macro", "micro-\net macro"},
    {"a dash -\nand more", "a dash -\nand more"},
    {"item -\n", "item -\n"},
    {"end-", "end-"},
    {"end-\n", "end-\n"},
    {"end-\n\nnext", "end-\n\nnext"},
    {"-\nword", "-\nword"},
    {"1 - 2 -\n3", "1 - 2 -\n3"},
    /* the document's own evidence */
    {"cooperation; now co-\noperation", "cooperation; now cooperation"},
    {"co-operation; now co-\noperation", "co-operation; now co-operation"},
    {"long-term and long-\nterm", "long-term and long-term"},
    {"MIGRA-\nTION et migration", "MIGRATION\net migration"},
    {"the community and what is based on a com-\nmunity", "the community and what is based on a community"},
    {"evidence shows informed; evidence-\ninformed", "evidence shows informed; evidence-informed"},
    {"post-\nponed: postponed", "postponed:\npostponed"},
    /* both are words, but one word is written */
    {"frame and work; a frame-\nwork", "frame and work; a framework"},
    {"under the stand; under-\nstand", "under the stand; understand"},
    {"une information; l’in-\nformation", "une information; l’information"},
    {"la so-\nciété", "la société"},
    {"mi-\ngración", "migración"},
    {"ex-\nperiencia", "experiencia"}};
  CHECK(cases);
}

/* ---- whole documents ---- */

static char **pages_of(const char *text, guint *n)
{
  char **pages = g_strsplit(text, "|", -1);
  *n = g_strv_length(pages);
  return pages;
}

static char *repaired_pages(const char *text, gboolean only_furniture, guint *dropped)
{
  guint n;
  g_auto(GStrv) pages = pages_of(text, &n);
  g_autofree RepereRepairs *repairs = g_new0(RepereRepairs, n);
  if (only_furniture)
    repere_text_drop_furniture(pages, n, repairs);
  else
    repere_text_repair_pages(pages, n, repairs);
  *dropped = 0;
  for (guint i = 0; i < n; i++)
    *dropped += repairs[i].furniture_dropped;
  return g_strjoinv("|", pages);
}

static void check_pages(const Case *cases, gsize n)
{
  for (gsize i = 0; i < n; i++) {
    guint dropped;
    g_autofree char *got = repaired_pages(cases[i].raw, FALSE, &dropped);
    g_autofree char *lines = repaired_pages(cases[i].raw, TRUE, &dropped);
    if (strcmp(got, cases[i].clean) != 0) {
      g_autofree char *escaped = g_strescape(got, "\x80-\xff");
      g_test_message("\"%s\" becomes \"%s\"", cases[i].raw, escaped);
      g_test_fail();
    }
  }
}

/* '|' ends a page. */
static void test_furniture(void)
{
  static const Case cases[] = {
    /* a header: kept once */
    {"Annual report\none|Annual report\ntwo|Annual report\nthree|Annual report\nfour",
     "Annual report\none|two|three|four"},
    /* with a page number in it */
    {"one\nReport 2018 - 1|two\nReport 2018 - 2|three\nReport 2018 - 3|four\nReport 2018 - 4",
     "one\nReport 2018 - 1|two\n|three\n|four\n"},
    {"one\nPage 1 of 9|two\nPage 2 of 9|three\nPage 3 of 9|four\nPage 4 of 9", "one\n|two\n|three\n|four\n"},
    {"one\n- 7 -|two\n- 8 -|three\n- 9 -|four\n- 10 -", "one\n|two\n|three\n|four\n"},
    {"one\n1|two\n2|three\n3", "one\n|two\n|three\n"},
    {"iii\none|iv\ntwo|v\nthree|vi\nfour", "one|two|three|four"},
    {"one\nPágina 1|two\nPágina 2|three\nPágina 3|four\nPágina 4", "one\n|two\n|three\n|four\n"},
    /* left and right pages take turns */
    {"2 Title\na|Return 3\nb|4 Title\nc|Return 5\nd|6 Title\ne|Return 7\nf",
     "2 Title\na|Return 3\nb|c|d|e|f"},
    /* chapters change */
    {"One\na|One\nb|One\nc|Two\nd|Two\ne|Two\nf", "One\na|b|c|Two\nd|e|f"},
    /* a page without text or with a picture between */
    {"Head\na||Head\nb|x y\nz|Head\nc", "Head\na||b|x y\nz|c"},
    /* not furniture */
    {"Same\none|Same\ntwo", "Same\none|Same\ntwo"},
    {"1\none|2\ntwo", "1\none|2\ntwo"},
    {"Total 12 34\na|Total 56 78\nb|Total 90 11\nc|Total 1 9\nd",
     "Total 12 34\na|Total 56 78\nb|Total 90 11\nc|Total 1 9\nd"},
    {"12 34 56\na|12 34 56\nb|12 34 56\nc|12 34 56\nd", "12 34 56\na|12 34 56\nb|12 34 56\nc|12 34 56\nd"},
    {"2018 5\na|2019 8\nb|2020 3\nc|2021 9\nd", "2018 5\na|2019 8\nb|2020 3\nc|2021 9\nd"},
    {"a\nb\nc\nYes\nd\ne\nf|a1\nb1\nc1\nYes\nd1\ne1\nf1|a2\nb2\nc2\nYes\nd2\ne2\nf2|g\nh\ni\nYes\nj\nk\nl",
     "a\nb\nc\nYes\nd\ne\nf|a1\nb1\nc1\nYes\nd1\ne1\nf1|a2\nb2\nc2\nYes\nd2\ne2\nf2|g\nh\ni\nYes\nj\nk\nl"},
    {"Yes\none|two\nYes|Yes\nthree", "Yes\none|two\nYes|Yes\nthree"},
    {"one|two|three|four", "one|two|three|four"},
    {"", ""},
    {"|||", "|||"},
    {"Head\n|Head|Head|Head", "Head\n|Head|Head|Head"}, /* all that a page says */
    {"1\na|2|3|4|5", "a||||"},
    /* spaces differ, windows line ends, raw bytes that are no UTF-8 */
    {"Annual  report\na|Annual report\nb|  Annual report\nc", "Annual  report\na|b|c"},
    {"H\xC3\xA9 h\r\na|H\xC3\xA9 h\r\nb|H\xC3\xA9 h\r\nc", "H\xC3\xA9 h\na|b|c"},
    {"H\xE9 h\na|H\xE9 h\nb|H\xE9 h\nc", "H\xEF\xBF\xBD h\na|b|c"}};
  check_pages(cases, G_N_ELEMENTS(cases));
}

static void test_documents(void)
{
  static const Case cases[] = {
    /* evidence from another page */
    {"a co-\noperation|x co-operation", "a co-operation|x co-operation"},
    {"a co-\noperation|x cooperation", "a cooperation|x cooperation"},
    {"rés l´egal|s´ecurit´e", "rés légal|sécurité"},
    {"rés l´aide|l´homme", "rés l´aide|l´homme"},
    /* a word cut between pages belongs to the first */
    {"a migra-\n|tion and\nmore", "a migration|and\nmore"},
    {"a migra\xC2\xAD|tion, so", "a migration,|so"},
    {"a short-\n|and long-term", "a short-\n|and long-term"},
    {"a migra-\n|The next", "a migra-\n|The next"},
    {"a migra-||tion", "a migra-||tion"},
    /* the header does not stand between */
    {"Head\na\nb\nc\nd migra-\ntion|Head\nx|Head\ny", "Head\na\nb\nc\nd migration|x|y"}};
  check_pages(cases, G_N_ELEMENTS(cases));
}

static void test_null_pages(void)
{
  char *pages[] = {NULL, g_strdup("migra-\ntion"), NULL};
  RepereRepairs repairs[3] = {{0}};
  repere_text_repair_pages(pages, 3, repairs);
  g_assert_null(pages[0]);
  g_assert_cmpstr(pages[1], ==, "migration");
  g_assert_null(pages[2]);
  g_assert_cmpuint(repairs[1].hyphens_joined, ==, 1);
  g_free(pages[1]);
  repere_text_repair_pages(NULL, 0, NULL);
}

/* A hundred thousand pages take seconds, not hours. */
static void test_many_pages(void)
{
  const guint n = 100000;
  char **pages = g_new0(char *, n + 1);
  g_autofree RepereRepairs *repairs = g_new0(RepereRepairs, n);
  for (guint i = 0; i < n; i++)
    pages[i] =
      g_strdup_printf("The report\nnumber %u\nof %u migra-\ntion words\nand more\nlines %u\nhere %u\n%u",
                      i * 7 % 1000, i * 3 % 1000, i * 11 % 1000, i * 13 % 1000, i);
  const clock_t start = clock();
  repere_text_repair_pages(pages, n, repairs);
  g_test_message("%u pages in %.1f s", n, (double)(clock() - start) / CLOCKS_PER_SEC);
  g_assert_cmpint(clock() - start, <, 60 * CLOCKS_PER_SEC);
  g_assert_true(g_str_has_prefix(pages[0], "The report\n"));
  g_autofree char *last =
    g_strdup_printf("number %u\nof %u migration\nwords\nand more\nlines %u\nhere %u\n", (n - 1) * 7 % 1000,
                    (n - 1) * 3 % 1000, (n - 1) * 11 % 1000, (n - 1) * 13 % 1000);
  g_assert_cmpstr(pages[n - 1], ==, last);
  g_strfreev(pages);
}

/* Pages made to be slow: no step may be more than linear. */
static void test_hostile(void)
{
  static const char *const pieces[] = {"a-\n", "´e",        "e´",     "-",      "\xC2\xAD",    "a",
                                       "\n",   "a\xCC\x81", "é-\n",   " ´ ",    "x\xC2\xAD\n", "\xCC\x81",
                                       "`a",   "1-\n",      "-\n-\n", "a-b-c-", "\xEF\xAC\x81"};
  for (gsize i = 0; i < G_N_ELEMENTS(pieces); i++) {
    g_autoptr(GString) text = g_string_new(NULL);
    while (text->len < 400000)
      g_string_append(text, pieces[i]);
    RepereRepairs repairs = {0};
    const clock_t start = clock();
    g_autofree char *clean = repere_text_repair(text->str, text->len, &repairs);
    const clock_t took = clock() - start;
    if (took > 5 * CLOCKS_PER_SEC)
      g_test_message("%s takes %.1f s", pieces[i], (double)took / CLOCKS_PER_SEC);
    g_assert_cmpint(took, <, 5 * CLOCKS_PER_SEC);
    g_assert_true(g_utf8_validate(clean, -1, NULL));
  }
}

/* Whatever the bytes: valid UTF-8 in NFC without controls, and repairing it again changes no character class.
 */
static void test_any_bytes(void)
{
  static const char *const pieces[] = {"a",
                                       "e",
                                       "n",
                                       "c",
                                       "´",
                                       "`",
                                       "^",
                                       "~",
                                       "¨",
                                       "¸",
                                       "ˆ",
                                       "-",
                                       "\n",
                                       " ",
                                       "\xC2\xAD",
                                       "¬",
                                       "l",
                                       "qu",
                                       "\xCC\x81",
                                       "\xCC\xA7",
                                       "\x01",
                                       "\xFF",
                                       "\xED\xA0\x80",
                                       "ﬁ",
                                       "é",
                                       "1",
                                       "\xF0\x9F",
                                       "\xEF\xBF\xBE",
                                       "\xC2\x92",
                                       "ı",
                                       "T",
                                       "\xE2\x80\x90",
                                       "\f",
                                       "\r"};
  for (guint round = 0; round < 20000; round++) {
    g_autoptr(GString) raw = g_string_new(NULL);
    const gint n = g_test_rand_int_range(0, 20);
    for (gint i = 0; i < n; i++)
      g_string_append(raw, pieces[g_test_rand_int_range(0, (gint)G_N_ELEMENTS(pieces))]);
    RepereRepairs repairs = {0};
    g_autofree char *exact = g_memdup2(raw->str, raw->len);
    g_autofree char *clean = repere_text_repair(exact ? exact : "", raw->len, &repairs);
    g_assert_true(g_utf8_validate(clean, -1, NULL));
    g_autofree char *nfc = g_utf8_normalize(clean, -1, G_NORMALIZE_NFC);
    g_assert_cmpstr(clean, ==, nfc);
    g_assert_null(strstr(clean, "\xC2\xAD"));
    g_assert_null(strpbrk(clean, "\x01\f\r"));
    g_autofree char *reversed = g_strdup(raw->str);
    char *pages[4] = {g_strdup(raw->str), g_strdup(raw->str), g_strdup(reversed), g_strdup(raw->str)};
    RepereRepairs four[4] = {{0}};
    repere_text_repair_pages(pages, 4, four);
    for (guint i = 0; i < 4; i++) {
      g_assert_true(g_utf8_validate(pages[i], -1, NULL));
      g_free(pages[i]);
    }
  }
}

int main(int argc, char **argv)
{
  g_test_init(&argc, &argv, NULL);
  g_test_add_func("/text/characters", test_characters);
  g_test_add_func("/text/counts", test_counts);
  g_test_add_func("/text/accents", test_accents);
  g_test_add_func("/text/hyphens", test_hyphens);
  g_test_add_func("/text/furniture", test_furniture);
  g_test_add_func("/text/documents", test_documents);
  g_test_add_func("/text/null-pages", test_null_pages);
  g_test_add_func("/text/many-pages", test_many_pages);
  g_test_add_func("/text/hostile", test_hostile);
  g_test_add_func("/text/any-bytes", test_any_bytes);
  return g_test_run();
}
