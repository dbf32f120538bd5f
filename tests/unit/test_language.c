/* test_language.c - the table of languages, and telling the language of a page. */
#include <string.h>

#include "repere/language.h"

static void test_table(void)
{
  static const struct {
    const char *code, *row;
  } cases[] = {{"en", "en"},  {"fr", "fr"},      {"es", "es"},       {"fr-CA", "fr"}, {"ES_mx", "es"},
               {"EN", "en"},  {"de", NULL},      {"", NULL},         {NULL, NULL},    {"e", NULL},
               {"eng", NULL}, {"english", NULL}, {"e\xC3\xA9", NULL}};
  for (gsize i = 0; i < G_N_ELEMENTS(cases); i++) {
    const RepereLanguage *row = repere_language(cases[i].code);
    g_assert_cmpstr(row ? row->code : NULL, ==, cases[i].row);
  }
  guint n = 0;
  for (; repere_language_at(n); n++) {
    const RepereLanguage *row = repere_language_at(n);
    g_assert_cmpuint(repere_language_index(row), ==, n);
    g_assert_true(repere_language(row->code) == row);
    g_assert_true(g_ascii_isupper(row->term_prefix[0]));
  }
  g_assert_cmpuint(n, <=, REPERE_LANGUAGES_MAX);
}

static void test_stop_words(void)
{
  static const struct {
    const char *code, *word;
    gboolean stop;
  } cases[] = {
    {"en", "the", TRUE},        {"en", "thé", FALSE}, {"fr", "thé", FALSE}, {"fr", "ou", TRUE},
    {"fr", "où", TRUE},         {"fr", "été", FALSE}, {"fr", "à", TRUE},    {"es", "según", TRUE},
    {"es", "segun", TRUE},     {"es", "y", TRUE},    {"en", "who", FALSE}, {"en", "us", FALSE},
    {"en", "may", FALSE},       {"en", "dont", TRUE}, {"fr", "the", FALSE}, {"es", "estado", FALSE},
    {"en", "migration", FALSE}, {"en", "", FALSE},    {NULL, "the", TRUE},  {NULL, "según", TRUE},
    {NULL, "und", FALSE},       {"fr", "or", FALSE}};
  for (gsize i = 0; i < G_N_ELEMENTS(cases); i++) {
    const gboolean stop =
      repere_language_is_stop(repere_language(cases[i].code), cases[i].word, strlen(cases[i].word));
    if (stop != cases[i].stop)
      g_test_message("%s in %s", cases[i].word, cases[i].code ? cases[i].code : "any");
    g_assert_cmpint(stop, ==, cases[i].stop);
  }
}

typedef struct {
  const char *text, *declared, *language;
} Case;

static void check(const Case *cases, gsize n)
{
  for (gsize i = 0; i < n; i++) {
    const char *found = repere_language_of_page(cases[i].text, strlen(cases[i].text), cases[i].declared);
    if (strcmp(found, cases[i].language) != 0) {
      g_test_message("declared '%s', found '%s' instead of '%s': %.80s",
                     cases[i].declared ? cases[i].declared : "", found, cases[i].language, cases[i].text);
      g_test_fail();
    }
  }
}

static const char english[] = "The programme supports returning migrants in rebuilding their lives after "
                              "they have come home. Most of them receive "
                              "training, and some start a small business with the help of a local partner.";
static const char french[] = "Le programme soutient les migrants de retour dans la reconstruction de leur "
                             "vie. La plupart suivent une formation et "
                             "certains créent une petite entreprise avec l'aide d'un partenaire local.";
static const char spanish[] = "El programa apoya a las personas migrantes que regresan para que reconstruyan "
                              "su vida. La mayoría recibe formación y "
                              "algunas crean una pequeña empresa con la ayuda de un socio local.";

static void test_rows(void)
{
  const Case cases[] = {
    {english, NULL, "en"},
    {french, NULL, "fr"},
    {spanish, NULL, "es"},
    {english, "en", "en"},
    {french, "fr", "fr"},
    {spanish, "es", "es"},
    /* a page that clearly differs overrides what was declared */
    {english, "fr", "en"},
    {french, "en", "fr"},
    {spanish, "en", "es"},
    {french, "de", "fr"},
    {english, "ar", "en"},
    {"We went to the market and bought some bread for the children who were waiting.", NULL, "en"},
    {"Nous sommes allés au marché et nous avons acheté du pain pour les enfants.", NULL, "fr"},
    {"Ayer fuimos al mercado y compramos pan para los niños que nos esperaban en la casa del pueblo.", NULL,
     "es"},
    {"LES MIGRANTS SONT DE RETOUR DANS LEUR PAYS D’ORIGINE AVEC L’AIDE DE L’ÉTAT", NULL, "fr"}};
  check(cases, G_N_ELEMENTS(cases));
}

static void test_too_little(void)
{
  const Case cases[] = {{"", NULL, ""},
                        {"", "fr", "fr"},
                        {"12 345 67,8 2019 2020", NULL, ""},
                        {"12 345 67,8 2019 2020", "es", "es"},
                        {"Mozambique 12 34\nSenegal 45 6\nGhana 7 8", NULL, ""},
                        {"Mozambique 12 34\nSenegal 45 6", "en", "en"},
                        {"Figure 3", NULL, ""},
                        {"Table 1: total", "fr", "fr"},
                        {"12 345", "de", "de"},
                        {"…", "", ""},
                        /* a title in another language does not change a page's declared one */
                        {"The Migration Review", "fr", "fr"}};
  check(cases, G_N_ELEMENTS(cases));
}

static const struct {
  const char *code, *text;
} others[] = {
  {"de",
   "Das Programm unterstützt Menschen, die in ihr Land zurückkehren, beim Aufbau eines neuen Lebens. Die "
   "meisten von "
   "ihnen erhalten eine Ausbildung, und einige gründen mit Hilfe eines Partners ein kleines Unternehmen."},
  {"it", "Il programma sostiene le persone migranti che ritornano nel loro paese per ricostruire la propria "
         "vita. La maggior "
         "parte riceve una formazione e alcune aprono una piccola impresa con l'aiuto di un partner locale."},
  {"pt", "O programa apoia os migrantes que regressam ao seu país para que reconstruam a sua vida. A maioria "
         "recebe formação "
         "e alguns criam uma pequena empresa com a ajuda de um parceiro local, mas não é fácil para todos."},
  {"ca", "El programa dona suport a les persones migrants que tornen al seu país perquè puguin refer la seva "
         "vida. La majoria "
         "rep formació i algunes creen una petita empresa amb l'ajuda d'un soci local."},
  {"gl", "O programa apoia as persoas migrantes que volven ao seu país para que poidan refacer a súa vida. A "
         "maioría recibe "
         "formación e algunhas crean unha pequena empresa coa axuda dun socio local."},
  {"ro", "Programul sprijină persoanele migrante care se întorc în țara lor pentru a-și reconstrui viața. "
         "Cele mai multe "
         "primesc o formare, iar unele deschid o mică întreprindere cu ajutorul unui partener local."},
  {"nl", "Het programma ondersteunt migranten die naar hun land terugkeren bij het opbouwen van een nieuw "
         "leven. De meesten "
         "krijgen een opleiding en sommigen beginnen met hulp van een partner een klein bedrijf."},
  {"sv", "Programmet stöder migranter som återvänder till sitt land för att bygga upp ett nytt liv. De "
         "flesta får en "
         "utbildning och några startar ett litet företag med hjälp av en lokal partner."},
  {"da", "Programmet støtter migranter, der vender tilbage til deres land, så de kan bygge et nyt liv op. De "
         "fleste får en "
         "uddannelse, og nogle starter en lille virksomhed med hjælp fra en lokal partner."},
  {"pl", "Program wspiera osoby, które wracają do swojego kraju, w odbudowie życia. Większość z nich "
         "przechodzi szkolenie, "
         "a niektóre zakładają małą firmę z pomocą miejscowego partnera."},
  {"tr", "Program, ülkelerine dönen göçmenlerin hayatlarını yeniden kurmalarını destekliyor. Çoğu bir eğitim "
         "alıyor ve "
         "bazıları yerel bir ortağın yardımıyla küçük bir iş kuruyor."},
  {"fi", "Ohjelma tukee kotimaahansa palaavia ihmisiä, kun he rakentavat elämänsä uudelleen. Useimmat saavat "
         "koulutusta, ja "
         "jotkut perustavat pienen yrityksen paikallisen kumppanin avulla."},
  {"hu", "A program támogatja a hazatérő embereket abban, hogy újra felépítsék az életüket. A legtöbben "
         "képzést kapnak, és "
         "néhányan egy helyi partner segítségével kis vállalkozást indítanak."},
  {"id", "Program ini mendukung para migran yang kembali ke negara mereka untuk membangun kembali kehidupan "
         "mereka. Sebagian "
         "besar mendapat pelatihan dan ada yang membuka usaha kecil dengan bantuan mitra setempat."},
  {"sw", "Mpango huu unawasaidia wahamiaji wanaorudi katika nchi zao ili wajenge upya maisha yao. Wengi wao "
         "hupata mafunzo "
         "na baadhi yao huanzisha biashara ndogo kwa msaada wa mshirika wa karibu."},
  {"ht", "Pwogram nan ede migran k ap tounen lakay yo rebati lavi yo. Pifò nan yo jwenn fòmasyon, epi kèk "
         "ladan yo louvri yon "
         "ti biznis ak èd yon patnè lokal ki nan zòn nan."},
  {"vi", "Chương trình hỗ trợ những người di cư trở về nước để xây dựng lại cuộc sống của họ. Phần lớn được "
         "đào tạo và một số "
         "người mở một cơ sở kinh doanh nhỏ với sự giúp đỡ của đối tác địa phương."},
  {"ar", "يدعم البرنامج المهاجرين العائدين إلى بلدانهم لإعادة بناء حياتهم. ويتلقى معظمهم تدريبا، ويبدأ بعضهم "
         "مشروعا صغيرا."},
  {"ru", "Программа поддерживает мигрантов, которые возвращаются в свою страну, чтобы заново построить "
         "жизнь. Большинство "
         "из них проходит обучение, а некоторые открывают небольшое дело."},
  {"el",
   "Το πρόγραμμα στηρίζει τους μετανάστες που επιστρέφουν στη χώρα τους για να ξαναχτίσουν τη ζωή τους."},
  {"zh", "该计划支持返回本国的移民重建生活。大多数人接受培训，一些人在当地伙伴的帮助下开办小企业。"},
  {"th", "โครงการนี้สนับสนุนผู้ย้ายถิ่นที่เดินทางกลับประเทศของตนให้สร้างชีวิตใหม่"},
  {"la", "Gallia est omnis divisa in partes tres, quarum unam incolunt Belgae, aliam Aquitani, tertiam qui "
         "ipsorum lingua "
         "Celtae, nostra Galli appellantur. Hi omnes lingua, institutis, legibus inter se differunt."}};

static void test_others(void)
{
  for (gsize i = 0; i < G_N_ELEMENTS(others); i++) {
    const Case cases[] = {{others[i].text, NULL, ""}, {others[i].text, others[i].code, others[i].code}};
    check(cases, G_N_ELEMENTS(cases));
  }
}

/* Any bytes, cut anywhere, are looked at and never past their end. */
static void test_any_bytes(void)
{
  for (guint round = 0; round < 5000; round++) {
    const gint n = g_test_rand_int_range(0, 64);
    g_autofree char *bytes = g_malloc((gsize)n + 1);
    for (gint i = 0; i < n; i++)
      bytes[i] = (char)g_test_rand_int_range(0, 256);
    g_autofree char *exact = g_memdup2(bytes, (gsize)n);
    g_assert_nonnull(repere_language_of_page(n ? exact : "", (gsize)n, NULL));
  }
  for (gsize n = 0; n < strlen(french); n++) {
    g_autofree char *part = g_memdup2(french, n + 1);
    const char *found = repere_language_of_page(part, n, NULL);
    g_assert_true(*found == '\0' || strcmp(found, "fr") == 0);
  }
}

static gpointer ask(gpointer data)
{
  (void)data;
  repere_language_init();
  return (gpointer)repere_language_of_page(spanish, strlen(spanish), NULL);
}

static void test_threads(void)
{
  GThread *threads[8];
  for (guint i = 0; i < G_N_ELEMENTS(threads); i++)
    threads[i] = g_thread_new("ask", ask, NULL);
  for (guint i = 0; i < G_N_ELEMENTS(threads); i++)
    g_assert_cmpstr(g_thread_join(threads[i]), ==, "es");
}

int main(int argc, char **argv)
{
  g_test_init(&argc, &argv, NULL);
  g_test_add_func("/language/threads", test_threads); /* first, so that they race to build the table */
  g_test_add_func("/language/table", test_table);
  g_test_add_func("/language/stop-words", test_stop_words);
  g_test_add_func("/language/rows", test_rows);
  g_test_add_func("/language/too-little", test_too_little);
  g_test_add_func("/language/others", test_others);
  g_test_add_func("/language/any-bytes", test_any_bytes);
  return g_test_run();
}
