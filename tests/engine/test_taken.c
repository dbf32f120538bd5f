/* test_taken.c - what a work's file gives where its record is silent, and which of its pages is shown. */
#include "road.h"

/* ---- a PDF ---- */

static void add_object(GString *pdf, guint number, const char *body)
{
  g_string_append_printf(pdf, "%u 0 obj\n%s\nendobj\n", number, body);
}

/* Poppler finds the objects of a file without a table of them. */
static void write_pdf(const Road *road, const char *name, const char *info)
{
  static const char content[] =
    "BT /F 20 Tf 50 750 Td (Coming home to the village) Tj /F 12 Tf 0 -30 Td (Ana Ruiz and Binta Diallo) Tj "
    "0 -20 Td (Kayes, 7 March 2009) Tj /F 11 Tf 0 -40 Td (The families who had come back in the spring were living with "
    "their parents.) Tj ET";
  GString *pdf = g_string_new("%PDF-1.5\n");
  g_autofree char *stream =
    g_strdup_printf("<</Length %u>>stream\n%s\nendstream", (guint)sizeof content - 1, content);
  add_object(pdf, 1, "<</Type/Catalog/Pages 2 0 R>>");
  add_object(pdf, 2, "<</Type/Pages/Kids[5 0 R]/Count 1>>");
  add_object(pdf, 3, "<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>");
  add_object(pdf, 4, info);
  add_object(pdf, 5, "<</Type/Page/Parent 2 0 R/MediaBox[0 0 600 800]/Resources<</Font<</F 3 0 R>>>>/Contents 6 0 R>>");
  add_object(pdf, 6, stream);
  g_string_append(pdf, "trailer<</Root 1 0 R/Info 4 0 R/Size 7>>\n%%EOF\n");
  road_write_bytes(road, name, pdf->str, (gssize)pdf->len);
  g_string_free(pdf, TRUE);
}

static void add_record(GString *xml, const char *id, const char *title, const char *creator, const char *file,
                       const char *type)
{
  g_string_append(xml, "<record>\n");
  road_element(xml, "dcterms:identifier", NULL, id);
  if (title) road_element(xml, "dcterms:title", "en", title);
  if (creator) road_element(xml, "dcterms:creator", NULL, creator);
  g_string_append_printf(xml, "  <dcterms:hasFormat href=\"%s\" xml:lang=\"en\" type=\"%s\"/>\n</record>\n", file, type);
}

static RepereAnswer *ask(RepereEngine *engine, const char *q)
{
  g_autoptr(RepereQuestion) question = road_question(q, "en");
  return road_ask(engine, question);
}

static void test_taken(void)
{
  g_autoptr(Road) road = road_new(NULL);
  static const char info[] = "<</Title(untitled)/Author(Ana Ruiz, Carl Ek)/CreationDate(D:20190101)>>";
  write_pdf(road, "files/a.pdf", info);
  GString *xml = road_records();
  add_record(xml, "silent", NULL, NULL, "a.pdf", "application/pdf");
  add_record(xml, "spoken", "Another title", "Dora Mbeki", "a.pdf", "application/pdf");
  road_write_records(road, "records/r.xml", xml);
  road_run_well(road, "update");
  RepereEngine *engine = road_engine(road);
  {
    g_autoptr(RepereAnswer) answer = ask(engine, "creator:ruiz title:village");
    g_assert_cmpuint(answer->head.total, ==, 1);
    const RepereHit *hit = answer->hits->pdata[0];
    g_assert_cmpstr(hit->id, ==, "silent");
    g_assert_cmpuint(hit->creators->len, ==, 1); /* Carl Ek is not printed */
    g_assert_cmpstr(hit->creators->pdata[0], ==, "Ana Ruiz");
    g_assert_cmpstr(hit->issued, ==, "2009-03-07");
    g_autoptr(RepereAnswer) other = ask(engine, "creator:mbeki");
    hit = other->hits->pdata[0];
    g_assert_cmpuint(other->head.total, ==, 1);
    g_assert_cmpuint(hit->creators->len, ==, 1);
    g_assert_cmpstr(hit->creators->pdata[0], ==, "Dora Mbeki");
  }
  repere_engine_unref(engine);
  road_run_well(road, "ledger");
  g_assert_nonnull(strstr(road->out, "\"creators\":[\"Ana Ruiz\"]"));
}

/* ---- the page shown ---- */

static const char handbook[] =
  "Handbook\nCounselling families 3\nTraining in trades 4\nLoans for small workshops 4\nHousing after return 5\n"
  "Schools for the children 5\nHealth insurance 6\n\f"
  "This handbook is for those who advise people after their return. It says what has helped others, and what has not, "
  "and whom to ask.\n\f"
  "Loans are given by two banks. Workshops that are small get them for three years. Whoever wants one writes down what "
  "tools and rooms the workshop needs.\n";

static guint first_page(RepereEngine *engine, const char *q)
{
  g_autoptr(RepereAnswer) answer = ask(engine, q);
  g_assert_cmpuint(answer->hits->len, ==, 1);
  const RepereHit *hit = answer->hits->pdata[0];
  g_assert_cmpuint(hit->passages->len, ==, 1);
  return ((const ReperePassage *)hit->passages->pdata[0])->page;
}

static void test_contents_yield(void)
{
  g_autoptr(Road) road = road_new(NULL);
  road_write(road, "files/h.txt", handbook);
  GString *xml = road_records();
  add_record(xml, "handbook", "Advice", NULL, "h.txt", "text/plain");
  road_write_records(road, "records/r.xml", xml);
  road_run_well(road, "update");
  RepereEngine *engine = road_engine(road);
  g_assert_cmpuint(first_page(engine, "loans for small workshops"), ==, 3);
  g_assert_cmpuint(first_page(engine, "health insurance"), ==, 1); /* nothing else speaks of it */
  repere_engine_unref(engine);
}

int main(int argc, char **argv)
{
  g_test_init(&argc, &argv, NULL);
  g_test_add_func("/taken/taken", test_taken);
  g_test_add_func("/taken/contents-yield", test_contents_yield);
  return g_test_run();
}
