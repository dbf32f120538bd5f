/* test_metadata.c - what a PDF says of itself, and which of its sayings is believed. */
#include "indexer/imprint.h"
#include "pool_fixture.h"

/* ---- a PDF with sayings ---- */

typedef struct {
  const char *info;    /* entries of the Info dictionary */
  const char *xmp;     /* inside rdf:Description */
  const char *outline; /* titles of its top entries, with a child each, separated by | */
  const char *content; /* of the first page */
} Sayings;

static void add_outline(FixturePdf *pdf, const char *titles)
{
  g_auto(GStrv) all = g_strsplit(titles, "|", -1);
  guint n = g_strv_length(all), root = pdf->objects + 1;
  g_autofree char *top = g_strdup_printf("<</Type/Outlines/First %u 0 R/Last %u 0 R/Count %u>>", root + 1,
                                         root + 1 + 2 * (n - 1), n);
  fixture_object(pdf, top);
  for (guint i = 0; i < n; i++) {
    guint self = root + 1 + 2 * i;
    g_autofree char *next = i + 1 < n ? g_strdup_printf("/Next %u 0 R", self + 2) : g_strdup("");
    g_autofree char *entry =
      g_strdup_printf("<</Title(%s)/Parent %u 0 R%s/First %u 0 R/Last %u 0 R/Count 1/Dest[6 0 R/Fit]>>",
                      all[i], root, next, self + 1, self + 1);
    g_autofree char *child = g_strdup_printf("<</Title(A chapter)/Parent %u 0 R/Dest[6 0 R/Fit]>>", self);
    fixture_object(pdf, entry);
    fixture_object(pdf, child);
  }
}

/* Objects: catalog 1, page tree 2, fonts 3 and 4, Info 5, page 6, its content 7, XMP 8, the outline from
 * 9. */
static char *make(const Sayings *sayings)
{
  FixturePdf pdf = {g_string_new("%PDF-1.5\n"), 0};
  g_autofree char *info = g_strdup_printf("<<%s>>", sayings->info ? sayings->info : "");
  g_autofree char *xmp = g_strdup_printf(
    "<?xpacket begin='' id='W5M0MpCehiHzreSzNTczkc9d'?><x:xmpmeta xmlns:x='adobe:ns:meta/'><rdf:RDF "
    "xmlns:rdf='http://www.w3.org/1999/02/22-rdf-syntax-ns#'><rdf:Description "
    "xmlns:dc='http://purl.org/dc/elements/1.1/' "
    "xmlns:xmp='http://ns.adobe.com/xap/1.0/'>%s</rdf:Description></rdf:RDF>"
    "</x:xmpmeta><?xpacket end='w'?>",
    sayings->xmp ? sayings->xmp : "");
  fixture_object(&pdf, sayings->outline ? "<</Type/Catalog/Pages 2 0 R/Metadata 8 0 R/Outlines 9 0 R>>"
                                        : "<</Type/Catalog/Pages 2 0 R/Metadata 8 0 R>>");
  fixture_object(&pdf, "<</Type/Pages/Kids[6 0 R]/Count 1>>");
  fixture_object(&pdf, "<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>");
  fixture_object(&pdf, "<</Type/Font/Subtype/Type1/BaseFont/Helvetica-Bold>>");
  fixture_object(&pdf, info);
  fixture_object(&pdf, "<</Type/Page/Parent 2 0 R/MediaBox[0 0 600 800]/Contents 7 0 R"
                       "/Resources<</Font<</F 3 0 R/B 4 0 R>>>>>>");
  fixture_stream(&pdf, "", sayings->content, strlen(sayings->content));
  fixture_stream(&pdf, "/Type/Metadata/Subtype/XML", xmp, strlen(xmp));
  if (sayings->outline) add_outline(&pdf, sayings->outline);
  g_string_append_printf(pdf.bytes, "trailer<</Root 1 0 R/Info 5 0 R/Size %u>>\n%%%%EOF\n", pdf.objects + 1);
  char *path = fixture_file("sayings.pdf", pdf.bytes->str, (gssize)pdf.bytes->len);
  g_string_free(pdf.bytes, TRUE);
  return path;
}

static Answer read_sayings(const Sayings *sayings)
{
  g_autofree char *path = make(sayings);
  ReperePoolLimits limits = fixture_limits();
  return fixture_read(&limits, path, "application/pdf");
}

#define BODY                                                                                                 \
  "/F 11 Tf 0 -40 Td (The families who had come back in the spring were living with their parents) Tj "      \
  "0 -14 Td (until the first harvest, and the children had gone to the school of the next village.) Tj "     \
  "0 -14 Td (Two years later most of them had a house and work, as the visits of the counsellors show.) Tj ET"
#define PAPER "BT /F 20 Tf 50 750 Td (Coming home to) Tj 0 -24 Td (the village) Tj " BODY

static void assert_title(Sayings sayings, const char *title)
{
  Answer answer = read_sayings(&sayings);
  g_assert_cmpstr(answer.ledger->title, ==, title);
  answer_clear(&answer);
}

static void test_titles(void)
{
  /* a given title that the page prints; one that it does not; one that a program wrote; a file's name */
  assert_title((Sayings){"/Title(Families back in the spring)", NULL, NULL, PAPER},
               "Families back in the spring");
  assert_title((Sayings){"/Title(Draft letter to the bank)", NULL, NULL, PAPER},
               "Coming home to the village");
  assert_title((Sayings){"/Title(Microsoft Word - x.doc)", NULL, NULL, PAPER}, "Coming home to the village");
  assert_title((Sayings){"/Title(village_FINAL v2)", NULL, NULL, PAPER}, "Coming home to the village");
  assert_title((Sayings){"/Title(221117-protocol)", NULL, NULL, PAPER}, "Coming home to the village");
  assert_title(
    (Sayings){"/Title(formula)",
              "<dc:title><rdf:Alt><rdf:li xml:lang='fr'>Rentrer</rdf:li><rdf:li xml:lang='x-default'>The "
              "next village</rdf:li></rdf:Alt></dc:title>",
              NULL, PAPER},
    "The next village");
  /* a page that says nothing of it by its type */
  assert_title((Sayings){"/Title(Draft letter to the bank)", NULL, NULL, "BT 50 750 Td " BODY},
               "Draft letter to the bank");
  assert_title((Sayings){NULL, NULL, "Coming home", "BT 50 750 Td " BODY}, "Coming home");
  assert_title((Sayings){NULL, NULL, "Introduction|Method", "BT 50 750 Td " BODY}, NULL);
}

static void test_title_of_page(void)
{
  /* bold where all is of one size, without what it announces */
  assert_title((Sayings){NULL, NULL, NULL,
                         "BT /B 11 Tf 50 750 Td (Minutes of the meeting of 7 June) Tj 0 -14 Td "
                         "(Present:) Tj " BODY},
               "Minutes of the meeting of 7 June");
  /* a subtitle under few words; an author is none; a footnote's mark is left out */
  assert_title((Sayings){NULL, NULL, NULL,
                         "BT /F 30 Tf 50 750 Td (Liberia) Tj /F 18 Tf 0 -40 Td (an evaluation of ten "
                         "years of help) Tj " BODY},
               "Liberia: an evaluation of ten years of help");
  assert_title((Sayings){NULL, NULL, NULL,
                         "BT /F 30 Tf 50 750 Td (Going home*) Tj /F 18 Tf 0 -40 Td (Binta Diallo) Tj " BODY},
               "Going home");
  /* the largest line has no letters */
  assert_title((Sayings){NULL, NULL, NULL,
                         "BT /F 60 Tf 50 700 Td (2021) Tj /F 20 Tf 0 -50 Td (A year of return) Tj " BODY},
               "A year of return");
}

/* What is largest is not always the title. */
static void test_not_titles(void)
{
  /* a publisher's logo; a heading of a part, below the title or alone; the day; whose rights; a journal's
   * version */
  assert_title((Sayings){NULL, NULL, NULL,
                         "BT /F 50 Tf 50 700 Td (OMI) Tj /F 28 Tf 0 -60 Td (Coming home to) Tj 0 -30 Td "
                         "(the village) Tj " BODY},
               "Coming home to the village");
  assert_title((Sayings){NULL, NULL, NULL,
                         "BT /F 18 Tf 50 700 Td (Coming home) Tj /F 24 Tf 0 -60 Td (Introduction) Tj " BODY},
               "Coming home");
  assert_title(
    (Sayings){NULL, NULL, NULL, "BT /F 24 Tf 50 700 Td (Contents) Tj /F 18 Tf 0 -60 Td (The road) Tj " BODY},
    NULL);
  assert_title((Sayings){NULL, NULL, NULL, "BT /F 24 Tf 50 700 Td (1. Introduction to it) Tj " BODY}, NULL);
  assert_title(
    (Sayings){NULL, NULL, NULL, "BT /F 24 Tf 50 700 Td (Coming home) Tj 0 -30 Td (17-Aug-2008) Tj " BODY},
    "Coming home");
  assert_title(
    (Sayings){NULL, NULL, NULL,
              "BT /F 24 Tf 50 700 Td (Coming home) Tj 0 -30 Td (Copyright 2004, A. Ruiz) Tj " BODY},
    "Coming home");
  assert_title(
    (Sayings){NULL, NULL, NULL, "BT /F 24 Tf 50 700 Td (Meeting of) Tj 0 -30 Td (7 June 2016) Tj " BODY},
    "Meeting of 7 June 2016");
  /* a name, what it is, and then the title of this manual of it */
  assert_title((Sayings){NULL, NULL, NULL,
                         "BT /F 20 Tf 50 700 Td (Regreso) Tj /F 9 Tf 0 -20 Td (the counsellors' tool) Tj "
                         "/F 18 Tf 0 -30 Td (Learning manual) Tj " BODY},
               "Regreso: Learning manual");
}

static void assert_creators(Sayings sayings, const char *creators)
{
  Answer answer = read_sayings(&sayings);
  g_autofree char *all = answer.ledger->creators ? g_strjoinv("; ", answer.ledger->creators) : NULL;
  g_assert_cmpstr(all, ==, creators);
  answer_clear(&answer);
}

#define SIGNED "BT /F 20 Tf 50 750 Td (Coming home) Tj /F 12 Tf 0 -30 Td (Ana Ruiz and Binta DIALLO) Tj " BODY

static void test_creators(void)
{
  assert_creators((Sayings){"/Author(Ana Ruiz, Binta Diallo)", NULL, NULL, SIGNED}, "Ana Ruiz; Binta Diallo");
  assert_creators((Sayings){"/Author(Carl Ek)", NULL, NULL, SIGNED}, NULL); /* who saved it */
  assert_creators(
    (Sayings){"/Author(jsmith)",
              "<dc:creator><rdf:Seq><rdf:li>Ana Ruiz</rdf:li><rdf:li>Binta Diallo</rdf:li></rdf:Seq>"
              "</dc:creator>",
              NULL, SIGNED},
    "Ana Ruiz; Binta Diallo");
  /* printed with where they work, and said by no program */
  assert_creators((Sayings){NULL, NULL, NULL,
                            "BT /F 20 Tf 50 750 Td (Coming home) Tj /F 12 Tf 0 -30 Td (Ana Ruiz) Tj 0 -14 Td "
                            "(University of the South) Tj 0 -14 Td (Binta Diallo) Tj 0 -14 Td "
                            "(b.diallo@example.org) Tj " BODY},
                  "Ana Ruiz; Binta Diallo");
}

static void assert_authors(const char *page, const char *authors)
{
  g_autoptr(GPtrArray) names = g_ptr_array_new_with_free_func(g_free);
  const char *texts[] = {page, "what was reported: lessons learned, and a way to go home"};
  repere_imprint_authors(page, "Coming home to the village", texts, G_N_ELEMENTS(texts), names);
  g_ptr_array_add(names, NULL);
  g_autofree char *all = g_strjoinv("; ", (char **)names->pdata);
  g_assert_cmpstr(all, ==, authors);
}

#define TITLE "OMI\nComing home\nto the village\n"

/* A wrong author is worse than none. */
static void test_printed_authors(void)
{
  assert_authors(TITLE "by Ana Ruiz and Carl Ek\nsome text", "Ana Ruiz; Carl Ek");
  assert_authors(TITLE "Autores: Ana Ruiz Prado Gil y Carl Ek\nmás", "Ana Ruiz Prado Gil; Carl Ek");
  assert_authors(TITLE "Rédigé par :\nAna Ruiz, Binta Diallo\n", "Ana Ruiz; Binta Diallo");
  assert_authors(TITLE "Ana Ruiz∗ Peter van der Meer†\nmars 2021", "Ana Ruiz; Peter van der Meer");
  assert_authors(TITLE "a subtitle of it\nAna Ruiz\nMaputo, 7 June 2021", "Ana Ruiz");
  assert_authors(TITLE "Ana Ruiz, Universidad del Sur, Lima\nCarl Ek, Instituto del Norte\nand then",
                 "Ana Ruiz; Carl Ek");
  assert_authors(TITLE "Ana Ruiz\nUniversity of the South\nMonte Dorado\nJune 2021", "Ana Ruiz"); /* its town */
  /* nothing says that they are people who wrote it */
  assert_authors(TITLE "Ana Ruiz\nand a text that goes on", "");
  assert_authors(TITLE "Lessons Learned\nJune 2021", "");
  assert_authors(TITLE "Reference Manual\nJune 2021", "");
  assert_authors(TITLE "Burkina Faso\nJune 2021", "");
  assert_authors(TITLE "San José, Costa Rica\nJune 2021", "");
  assert_authors(TITLE "Submission to the ADP\nJune 2021", "");
  assert_authors(TITLE "Simon Nicolas Vincent Prat\nJune 2021", ""); /* two, or one with four names */
  assert_authors("Another title\nAna Ruiz\nJune 2021", "");
  assert_authors("", "");
}

static void assert_date(const char *info, const char *line, const char *date)
{
  g_autofree char *given = info ? g_strdup_printf("/CreationDate(D:%s)", info) : g_strdup("");
  g_autofree char *content = g_strdup_printf("BT /F 12 Tf 50 780 Td (%s) Tj " BODY, line);
  Sayings sayings = {given, NULL, NULL, content};
  Answer answer = read_sayings(&sayings);
  g_assert_cmpstr(answer.ledger->created, ==, date);
  answer_clear(&answer);
}

static void test_dates(void)
{
  assert_date("20210607", "Geneva, June 2021", "2021-06-07");
  assert_date("20210607", "no date", "2021-06-07");
  assert_date("20170607", "Geneva, 7 March 2009", "2009-03-07"); /* a file made anew of an old paper */
  assert_date("20170607", "plans until December 2030", "2017-06-07");
  assert_date("16100607", "7 de marzo de 2013", "2013-03-07");
  assert_date(NULL, "juin 2019", "2019-06");
  assert_date(NULL, "no date", NULL);
  Sayings xmp = {NULL, "<xmp:CreateDate>2018-05-04T10:00:00+02:00</xmp:CreateDate>", NULL, PAPER};
  Answer answer = read_sayings(&xmp);
  g_assert_cmpstr(answer.ledger->created, ==, "2018-05-04");
  answer_clear(&answer);
}

static void assert_from(Sayings sayings, const char *title, const char *created, const char *creators)
{
  Answer answer = read_sayings(&sayings);
  g_assert_cmpstr(repere_from_name(answer.ledger->title_from), ==, title);
  g_assert_cmpstr(repere_from_name(answer.ledger->created_from), ==, created);
  g_assert_cmpstr(repere_from_name(answer.ledger->creators_from), ==, creators);
  answer_clear(&answer);
}

/* What is taken says where in the file it stands. */
static void test_from(void)
{
  assert_from((Sayings){"/Title(Families back in the spring)/CreationDate(D:20170607)", NULL, NULL, PAPER},
              "info", "info", "");
  assert_from(
    (Sayings){"/Author(Ana Ruiz)/CreationDate(D:20170607)",
              "<dc:creator><rdf:Seq><rdf:li>Binta Diallo</rdf:li></rdf:Seq></dc:creator>", NULL,
              "BT /F 20 Tf 50 750 Td (Coming home) Tj /F 12 Tf 0 -30 Td (Ana Ruiz and Binta DIALLO) Tj "
              "0 -20 Td (Geneva, 7 March 2009) Tj " BODY},
    "first-page", "first-page", "info-and-xmp");
  assert_from((Sayings){"/Author(Ana Ruiz)",
                        "<xmp:CreateDate>2018-05-04T10:00:00+02:00</xmp:CreateDate>"
                        "<dc:title><rdf:Alt><rdf:li>The next village</rdf:li></rdf:Alt></dc:title>",
                        NULL, SIGNED},
              "xmp", "xmp", "info");
  assert_from((Sayings){NULL, "<dc:creator><rdf:Seq><rdf:li>Ana Ruiz</rdf:li></rdf:Seq></dc:creator>",
                        "Coming home", "BT /F 11 Tf 50 750 Td (Ana Ruiz) Tj 0 -20 Td " BODY},
              "outline", "", "xmp");
}

/* A few words tell no language; the file's own declaration does. */
static void test_language(void)
{
  Sayings sayings = {NULL, "<dc:language><rdf:Bag><rdf:li>fr-FR</rdf:li></rdf:Bag></dc:language>", NULL,
                     "BT /F 12 Tf 50 700 Td (Annexe B) Tj ET"};
  Answer answer = read_sayings(&sayings);
  g_assert_cmpstr(answer_page(&answer, 0)->lang, ==, "fr");
  answer_clear(&answer);
}

/* Endless names do not break the worker. */
static void test_hostile(void)
{
  GString *names = g_string_new("/Author(");
  for (guint i = 0; i < 20000; i++)
    g_string_append_printf(names, "Ana %c%cx, ", 'A' + (int)(i % 26), 'a' + (int)(i / 26 % 26));
  g_string_append(names, ")/Title(");
  for (guint i = 0; i < 20000; i++) g_string_append(names, "word ");
  g_string_append(names, ")");
  Sayings sayings = {names->str, NULL, NULL, PAPER};
  Answer answer = read_sayings(&sayings);
  g_assert_cmpint(answer.ledger->outcome, ==, REPERE_OUTCOME_INDEXED);
  g_assert_cmpstr(answer.ledger->title, ==, "Coming home to the village");
  answer_clear(&answer);
  g_string_free(names, TRUE);
}

/* ---- names and dates as they are written ---- */

static void test_names(void)
{
  static const struct {
    const char *written, *names;
  } cases[] = {
    {"Ana Ruiz", "Ana Ruiz"},
    {"Ruiz, Ana", "Ruiz, Ana"},
    {"Ruiz, Ana; Diallo, Binta", "Ruiz, Ana; Diallo, Binta"},
    {"Ana Ruiz et Binta Diallo", "Ana Ruiz; Binta Diallo"},
    {"Ana Ruiz, Carl Ek y Binta Diallo", "Ana Ruiz; Carl Ek; Binta Diallo"},
    {"Yves de Saint-Pern", "Yves de Saint-Pern"},
    {"Dr. Gary William Theseira", "Dr. Gary William Theseira"},
    {"أحمد العلي", "أحمد العلي"},
    {"Ana Ruiz; Ana Ruiz", "Ana Ruiz"},
    {"admin", ""},
    {"Microsoft Office User", ""},
    {"jsmith", ""},
    {"Usuario de Windows", ""},
    {"windows 7", ""},
    {"Canon iR-ADV C5235", ""},
    {"ROCHAS", ""},
    {"haddouche.abdelkader", ""},
    {"Developer's Reference Team", ""},
    {"(c) 2007 Mark Trettin", ""},
    {"Ministère de l'Environnement", ""},
    {"", ""},
    {",;,; and ,", ""},
  };
  for (guint i = 0; i < G_N_ELEMENTS(cases); i++) {
    g_autoptr(GPtrArray) names = g_ptr_array_new_with_free_func(g_free);
    repere_imprint_names(NULL, cases[i].written, names);
    g_ptr_array_add(names, NULL);
    g_autofree char *all = g_strjoinv("; ", (char **)names->pdata);
    g_assert_cmpstr(all, ==, cases[i].names);
  }
}

static void test_printed_dates(void)
{
  static const struct {
    const char *text, *latest, *date;
  } cases[] = {
    {"7 June 2021", NULL, "2021-06-07"},
    {"June 7th, 2021", NULL, "2021-06-07"},
    {"le 1er août 2019", NULL, "2019-08-01"},
    {"FÉVRIER 2020", NULL, "2020-02"},
    {"15 de septiembre del 2015", NULL, "2015-09-15"},
    {"Geneva, 31 June 2021", NULL, "2021-06"},
    {"07/06/2021", NULL, "2021-06-07"},
    {"21/2004-00010/01", NULL, NULL},
    {"May 2030\nJune 2015", "2016-01-02", "2015-06"},
    {"June 2016", "2016-06-02", "2016-06"},
    {"in a long line that speaks of other things, and of many of them, June 2015", NULL, NULL},
    {"march on 2021", NULL, NULL},
    {"SERIES #3 | MARCH 2021", NULL, "2021-03"}, /* the series' number is no day */
    {"Issue 4, March 2021", NULL, "2021-03"},
    {"17-Aug-2008", NULL, "2008-08-17"},
    {"Jan 2015", NULL, "2015-01"},
    {"30 sept. 2019", NULL, "2019-09-30"},
    {"ago. 2019", NULL, "2019-08"},
    {"2012/07/27", NULL, "2012-07-27"},
    {"Version 4.2.2 (2022-11-10)", NULL, "2022-11-10"},
    {"02/14/2022", NULL, "2022-02-14"},
    {"June 03–05, 2018", NULL, NULL},
    {"créée par le décret du 1er mars 1919.", NULL, NULL}, /* of a law, or in a sentence */
    {"of the Act of 3 May 1990", NULL, NULL},
    {"which they did not see before 3 May 1990.", NULL, NULL},
    {"", NULL, NULL},
  };
  for (guint i = 0; i < G_N_ELEMENTS(cases); i++) {
    g_autofree char *date = repere_imprint_date(cases[i].text, cases[i].latest);
    g_assert_cmpstr(date, ==, cases[i].date);
  }
  g_assert_true(repere_imprint_has_year("in 2015.", 2015));
  g_assert_false(repere_imprint_has_year("20150 12015", 2015));
}

int main(int argc, char **argv)
{
  if (argc == 3 && strcmp(argv[1], "--worker") == 0)
    repere_worker_main((int)g_ascii_strtoll(argv[2], NULL, 10));
  g_test_init(&argc, &argv, NULL);
  g_test_add_func("/metadata/titles", test_titles);
  g_test_add_func("/metadata/title-of-page", test_title_of_page);
  g_test_add_func("/metadata/not-titles", test_not_titles);
  g_test_add_func("/metadata/creators", test_creators);
  g_test_add_func("/metadata/printed-authors", test_printed_authors);
  g_test_add_func("/metadata/dates", test_dates);
  g_test_add_func("/metadata/from", test_from);
  g_test_add_func("/metadata/language", test_language);
  g_test_add_func("/metadata/hostile", test_hostile);
  g_test_add_func("/metadata/names", test_names);
  g_test_add_func("/metadata/printed-dates", test_printed_dates);
  int status = g_test_run();
  fixture_remove_folder();
  return status;
}
