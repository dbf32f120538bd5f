/* test_pdf_pages.c - what a PDF's pages give beside plain text: garbage, notes, labels. */
#include "pool_fixture.h"

static Answer read_pdf(FixturePdf *pdf)
{
  g_autofree char *path = fixture_pdf_end(pdf, "pages.pdf");
  ReperePoolLimits limits = fixture_limits();
  return fixture_read(&limits, path, "application/pdf");
}

/* ---- text layers that are no text ---- */

static const char *const lines[] = {
  "The families who had come back in the spring were living with their parents",
  "until the first harvest, and the children had gone to the school of the next village.",
  "Two years later most of them had a house and work, as the visits of the counsellors show.", NULL};

/* A page of the lines, with each letter `shift` further in the alphabet. */
static void add_page(FixturePdf *pdf, guint shift)
{
  GString *content = g_string_new("BT /F 11 Tf 50 750 Td ");
  for (guint i = 0; lines[i]; i++) {
    g_string_append_c(content, '(');
    for (const char *at = lines[i]; *at; at++)
      g_string_append_c(content, g_ascii_islower(*at) ? (char)('a' + (*at - 'a' + (int)shift) % 26) : *at);
    g_string_append(content, ") Tj 0 -14 Td ");
  }
  g_string_append(content, "ET");
  fixture_page(pdf, "", "", content->str, content->len);
  g_string_free(content, TRUE);
}

static void test_garbage_page(void)
{
  FixturePdf pdf = fixture_pdf_begin(3);
  add_page(&pdf, 0);
  add_page(&pdf, 1);
  add_page(&pdf, 13);
  Answer answer = read_pdf(&pdf);
  g_assert_cmpint(answer.ledger->outcome, ==, REPERE_OUTCOME_PARTIAL);
  g_assert_nonnull(strstr(answer.ledger->reason, "2 of 3 pages (the first is page 2)"));
  g_assert_cmpstr(answer_page(&answer, 0)->source, ==, "text-layer");
  for (guint i = 1; i < 3; i++) {
    g_assert_cmpstr(answer_page(&answer, i)->source, ==, "garbage");
    g_assert_cmpuint(answer_page(&answer, i)->characters, ==, 0);
    g_assert_null(answer_page(&answer, i)->text);
  }
  answer_clear(&answer);
}

static void test_garbage_file(void)
{
  FixturePdf pdf = fixture_pdf_begin(2);
  add_page(&pdf, 3);
  fixture_text_page(&pdf, "");
  Answer answer = read_pdf(&pdf);
  g_assert_cmpint(answer.ledger->outcome, ==, REPERE_OUTCOME_EMPTY);
  g_assert_nonnull(strstr(answer.ledger->reason, "no usable encoding"));
  g_assert_cmpstr(answer_page(&answer, 0)->source, ==, "garbage");
  g_assert_cmpstr(answer_page(&answer, 1)->source, ==, "empty");
  g_assert_null(answer.postings);
  answer_clear(&answer);
}

/* ---- forms and notes ---- */

/* The page of a form: objects 5 and 6 are the page and its content, the notes follow. */
static void test_notes(void)
{
  static const char content[] = "BT /F 12 Tf 50 700 Td (Name of the village: ) Tj 0 -20 Td (Sikasso) Tj ET";
  FixturePdf pdf = fixture_pdf_begin(1);
  fixture_object(&pdf, "<</Type/Page/Parent 2 0 R/MediaBox[0 0 600 800]/Resources<</Font<</F 3 0 R>>>>/Contents 6 0 R"
                       "/Annots[7 0 R 8 0 R 9 0 R 10 0 R 11 0 R 12 0 R]>>");
  fixture_stream(&pdf, "", content, sizeof content - 1);
  fixture_object(&pdf, "<</Type/Annot/Subtype/Widget/FT/Tx/T(a)/V(Kayes Ouest)/Rect[200 690 400 715]/DA(/F 12 Tf)>>");
  fixture_object(&pdf, "<</Type/Annot/Subtype/Widget/FT/Tx/T(b)/V(Sikasso)/Rect[200 650 400 670]/DA(/F 12 Tf)>>");
  fixture_object(&pdf, "<</Type/Annot/Subtype/Widget/FT/Tx/Ff 8192/T(c)/V(secret)/Rect[200 600 400 620]/DA(/F 12 Tf)>>");
  fixture_object(&pdf, "<</Type/Annot/Subtype/FreeText/Contents(set beside it)/Rect[50 500 300 540]/DA(/F 12 Tf)>>");
  fixture_object(&pdf, "<</Type/Annot/Subtype/FreeText/F 2/Contents(hidden)/Rect[50 400 300 440]/DA(/F 12 Tf)>>");
  fixture_object(&pdf, "<</Type/Annot/Subtype/Text/Contents(a comment)/Rect[50 300 70 320]>>");
  char *catalog = strstr(pdf.bytes->str, "/PageLabels");
  g_assert_nonnull(catalog);
  g_string_insert(pdf.bytes, catalog - pdf.bytes->str,
                  "/AcroForm<</Fields[7 0 R 8 0 R 9 0 R]/DR<</Font<</F 3 0 R>>>>/DA(/F 12 Tf)>>");
  Answer answer = read_pdf(&pdf);
  g_autofree char *text = answer_text(&answer, 0);
  g_assert_cmpstr(g_strstrip(text), ==, "Name of the village:\nSikasso\nKayes Ouest\nset beside it");
  g_autofree char *found = answer_positions(&answer, "kayes");
  g_assert_nonnull(found);
  answer_clear(&answer);
}

/* ---- labels ---- */

/* Roman numbers, then arabic ones from 1, then letters with a prefix; a label that is the page's number is none. */
static void test_labels(void)
{
  static const char *const labels[] = {"i", "ii", "1", "2", "A-a"};
  FixturePdf pdf = fixture_pdf_begin(G_N_ELEMENTS(labels));
  char *nums = strstr(pdf.bytes->str, "0<</S/r>>");
  g_assert_nonnull(nums);
  g_string_insert(pdf.bytes, nums - pdf.bytes->str + (gssize)strlen("0<</S/r>>"), "2<</S/D>>4<</S/a/P(A-)>>");
  for (guint i = 0; i < G_N_ELEMENTS(labels); i++) fixture_text_page(&pdf, "a page");
  Answer answer = read_pdf(&pdf);
  for (guint i = 0; i < G_N_ELEMENTS(labels); i++) g_assert_cmpstr(answer_page(&answer, i)->label, ==, labels[i]);
  answer_clear(&answer);
  FixturePdf plain = fixture_pdf_begin(1);
  nums = strstr(plain.bytes->str, "/S/r");
  g_assert_nonnull(nums);
  nums[3] = 'D';
  fixture_text_page(&plain, "a page");
  answer = read_pdf(&plain);
  g_assert_null(answer_page(&answer, 0)->label);
  answer_clear(&answer);
}

int main(int argc, char **argv)
{
  if (argc == 3 && strcmp(argv[1], "--worker") == 0)
    repere_worker_main((int)g_ascii_strtoll(argv[2], NULL, 10));
  g_test_init(&argc, &argv, NULL);
  g_test_add_func("/pdf-pages/garbage-page", test_garbage_page);
  g_test_add_func("/pdf-pages/garbage-file", test_garbage_file);
  g_test_add_func("/pdf-pages/notes", test_notes);
  g_test_add_func("/pdf-pages/labels", test_labels);
  int status = g_test_run();
  fixture_remove_folder();
  return status;
}
