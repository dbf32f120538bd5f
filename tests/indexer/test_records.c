/* Records: from XML to works, and a sentence with its line for everything that is wrong. */
#include <string.h>
#include <time.h>

#include "tests/indexer/records_fixture.h"

#define HEAD "<records xmlns=\"urn:repere:record:1\" xmlns:dcterms=\"http://purl.org/dc/terms/\">\n"
#define TAIL "</records>\n"
#define RECORD(id, more)                                                                            \
  "<record><dcterms:identifier>" id "</dcterms:identifier><dcterms:type>report</dcterms:type>" more \
  "</record>\n"

static void read_text(Fixture *fixture, const char *text)
{
  put(fixture, "a.xml", text, -1);
  read_all(fixture);
}

static const RepereWork *work_at(const Fixture *fixture, guint i)
{
  g_assert_cmpuint(i, <, fixture->works->len);
  return g_ptr_array_index(fixture->works, i);
}

static const RepereRecordProblem *problem_at(const Fixture *fixture, guint i)
{
  g_assert_cmpuint(i, <, fixture->problems->len);
  return g_ptr_array_index(fixture->problems, i);
}

static void assert_says(const Fixture *fixture, guint i, const char *words)
{
  const char *message = problem_at(fixture, i)->message;
  if (strstr(message, words) == NULL || !g_str_has_prefix(message, fixture->folder))
    g_error("\"%s\" does not say \"%s\"", message, words);
}

static void repeat(GString *text, const char *piece, guint times)
{
  for (guint i = 0; i < times; i++)
    g_string_append(text, piece);
}

/* ---- good records ---- */

static void test_whole(Fixture *fixture, gconstpointer data)
{
  (void)data;
  read_text(
    fixture,
    "<record xmlns=\"urn:repere:record:1\" xmlns:d=\"http://purl.org/dc/terms/\">\n"
    "<d:identifier> kb-3 </d:identifier><d:type>report</d:type><d:title xml:lang=\"en\">Bread &amp;\n  "
    "butter</d:title>"
    "<d:title xml:lang=\"fr-CA\"><![CDATA[Le <pain>]]></d:title><d:issued>2021-06</d:issued>"
    "<d:subject>theme</d:subject><d:subject xml:lang=\"es\">palabra</d:subject><d:spatial>MZ</d:spatial>"
    "<origin>MZ</origin><host>ZA</host><d:accessRights>members</d:accessRights>"
    "<point lat=\"-25.97\" lon=\"32.58\"/><text xml:lang=\"en\">\n  one\n  two\n</text>"
    "<d:hasFormat href=\"kb3-en.pdf\" xml:lang=\"en\" type=\"application/pdf\" url=\"https://x.org/a%20b\"/>"
    "<d:hasFormat href=\"kb3.html\"/></record>");
  g_assert_cmpuint(fixture->problems->len, ==, 0);
  g_assert_cmpuint(fixture->works->len, ==, 1);
  const RepereWork *work = work_at(fixture, 0);
  g_assert_cmpstr(work->id, ==, "kb-3");
  g_assert_cmpuint(work->line, ==, 1);
  g_assert_true(g_str_has_suffix(work->source, "/a.xml"));
  g_assert_cmpuint(strlen(work->hash), ==, 64);
  g_assert_cmpuint(work->fields->len, ==, 11);
  g_assert_cmpstr(repere_work_field(work, "dcterms:title", "en")->value, ==, "Bread & butter");
  g_assert_cmpstr(repere_work_field(work, "dcterms:title", "fr")->value, ==, "Le <pain>");
  g_assert_cmpstr(repere_work_first(work, "dcterms:issued"), ==, "2021-06");
  g_assert_cmpstr(repere_work_field(work, "dcterms:subject", "")->value, ==, "theme");
  g_assert_cmpstr(repere_work_field(work, "dcterms:subject", "es")->value, ==, "palabra");
  g_assert_cmpstr(repere_work_first(work, "host"), ==, "ZA");
  g_assert_cmpstr(repere_work_first(work, "text"), ==, "one\ntwo");
  g_assert_cmpstr(repere_work_access(work), ==, "members");
  g_assert_null(repere_work_first(work, "dcterms:identifier"));
  g_assert_cmpuint(work->points->len, ==, 1);
  g_assert_cmpfloat_with_epsilon(g_array_index(work->points, ReperePoint, 0).lat, -25.97, 1e-9);
  g_assert_cmpuint(work->files->len, ==, 2);
  const RepereFile *file = g_ptr_array_index(work->files, 0);
  g_assert_cmpstr(file->href, ==, "kb3-en.pdf");
  g_assert_cmpstr(file->url, ==, "https://x.org/a%20b");
  file = g_ptr_array_index(work->files, 1);
  g_assert_cmpstr(file->media_type, ==, "text/html");
}

static void test_folder(Fixture *fixture, gconstpointer data)
{
  (void)data;
  put(fixture, "b.xml", HEAD RECORD("b", "") RECORD("c", "") TAIL, -1);
  put(fixture, "a.xml", HEAD RECORD("a", "") TAIL, -1);
  put(fixture, "a.xml~", "not read", -1);
  put(fixture, ".c.xml", "not read", -1);
  read_all(fixture);
  g_assert_cmpuint(fixture->problems->len, ==, 0);
  g_assert_cmpuint(fixture->works->len, ==, 3);
  g_assert_cmpstr(work_at(fixture, 0)->id, ==, "a");
  g_assert_cmpuint(work_at(fixture, 2)->line, ==, 3);
  g_autofree char *file = g_build_filename(fixture->folder, "a.xml", NULL);
  const char *const twice[] = {file, fixture->folder, NULL};
  g_autoptr(RepereRecords) records = repere_records_open(twice, NULL);
  guint works = 0;
  for (RepereWork *work = repere_records_next(records, fixture->problems, NULL, NULL); work != NULL;
       work = repere_records_next(records, fixture->problems, NULL, NULL), works++)
    repere_work_free(work);
  g_assert_cmpuint(works, ==, 3);
  g_assert_cmpuint(fixture->problems->len, ==, 0);
}

static void test_encodings(Fixture *fixture, gconstpointer data)
{
  (void)data;
  static const char *const NAMES[] = {"UTF-8", "ISO-8859-1", "UTF-16", "windows-1252"};
  for (gsize i = 0; i < G_N_ELEMENTS(NAMES); i++) {
    g_autofree char *utf8 = g_strdup_printf("<?xml version=\"1.0\" encoding=\"%s\"?>\n" HEAD RECORD(
                                              "x", "<dcterms:title>déjà vu</dcterms:title>") TAIL,
                                            NAMES[i]);
    gsize length = 0;
    g_autofree char *bytes = g_convert(utf8, -1, NAMES[i], "UTF-8", NULL, &length, NULL);
    put(fixture, "a.xml", bytes, (gssize)length);
    read_all(fixture);
    g_assert_cmpuint(fixture->problems->len, ==, 0);
    g_assert_cmpstr(repere_work_first(work_at(fixture, 0), "dcterms:title"), ==, "déjà vu");
    g_assert_cmpuint(work_at(fixture, 0)->line, ==, 3);
  }
}

/* Lines past 65 535, where libxml2's own stop. */
static void test_far_lines(Fixture *fixture, gconstpointer data)
{
  (void)data;
  GString *text = g_string_new(HEAD);
  for (guint i = 0; i < 100000; i++)
    g_string_append_c(text, '\n');
  g_string_append(text, RECORD("a", "\n<dcterms:issued>2021-13</dcterms:issued>") RECORD("b", "") TAIL);
  read_text(fixture, text->str);
  g_string_free(text, TRUE);
  g_assert_cmpuint(problem_at(fixture, 0)->line, ==, 100003);
  g_assert_cmpuint(work_at(fixture, 0)->line, ==, 100004);
}

/* ---- hashes ---- */

static char *hash_of(Fixture *fixture, const char *text)
{
  read_text(fixture, text);
  return g_strdup(work_at(fixture, 0)->hash);
}

static void test_hash(Fixture *fixture, gconstpointer data)
{
  (void)data;
  g_autofree char *first =
    hash_of(fixture, HEAD RECORD("a", "<dcterms:hasFormat href=\"x\" xml:lang=\"en\"/>") TAIL);
  static const char *const EQUAL[] = {
    HEAD RECORD("b", "") "\n\n" RECORD(
      "a", "\n <!-- note --> <dcterms:hasFormat xml:lang=' en' href='x'></dcterms:hasFormat>") TAIL,
    "<r:record xmlns:r=\"urn:repere:record:1\" "
    "xmlns=\"http://purl.org/dc/terms/\"><identifier>\na</identifier>"
    "<type>  report </type><hasFormat href=\"x\" xml:lang=\"en\"/></r:record>"};
  static const char *const OTHER[] = {
    HEAD RECORD("a", "<dcterms:hasFormat href=\"y\" xml:lang=\"en\"/>") TAIL,
    HEAD RECORD("a", "<dcterms:hasFormat href=\"x\" xml:lang=\"fr\"/>") TAIL, HEAD RECORD("a", "") TAIL,
    HEAD RECORD("a", "<dcterms:hasFormat href=\"x\" xml:lang=\"en\"/><origin>MZ</origin>") TAIL,
    HEAD RECORD("a", "<dcterms:hasFormat href=\"x\" xml:lang=\"en\"/><host>MZ</host>") TAIL};
  read_text(fixture, EQUAL[0]);
  g_assert_cmpstr(work_at(fixture, 1)->hash, ==, first);
  g_autofree char *second = hash_of(fixture, EQUAL[1]);
  g_assert_cmpstr(second, ==, first);
  g_autoptr(GHashTable) all = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);
  for (gsize i = 0; i < G_N_ELEMENTS(OTHER); i++)
    g_hash_table_add(all, hash_of(fixture, OTHER[i]));
  g_assert_cmpuint(g_hash_table_size(all), ==, G_N_ELEMENTS(OTHER));
  g_assert_false(g_hash_table_contains(all, first));
}

static const char *vouch(const char *id, gpointer data)
{
  g_assert_cmpstr(id, ==, "a");
  return data;
}

/* A known hash spares validation; it does not let a record in that has changed since. */
static void test_known(Fixture *fixture, gconstpointer data)
{
  (void)data;
  g_autofree char *hash = hash_of(fixture, HEAD RECORD("a", "") TAIL);
  read_path(fixture, fixture->folder, vouch, hash);
  g_assert_cmpuint(fixture->works->len, ==, 1);
  put(fixture, "a.xml", HEAD RECORD("a", "<colour/>") TAIL, -1);
  read_path(fixture, fixture->folder, vouch, hash);
  g_assert_cmpuint(fixture->works->len, ==, 0);
  assert_says(fixture, 0, "colour");
}

/* ---- wrong records: the sentence, and its line ---- */

typedef struct {
  const char *more; /* in the record, which starts in line 2 */
  guint line;
  const char *words;
} Wrong;

static const Wrong WRONG[] = {
  {"\n<dcterms:issued>2021-13</dcterms:issued>", 3,
   "a.xml:3: record \"w\": element dcterms:issued has \"2021-13\", which is no date; write YYYY, YYYY-MM or "
   "YYYY-MM-DD."},
  {"<dcterms:issued>2021-02-30</dcterms:issued>", 2, "\"2021-02-30\", which is no date"},
  {"<dcterms:issued>2021-06-01T00:00:00Z</dcterms:issued>", 2, "which is no date"},
  {"<dcterms:issued>21</dcterms:issued>", 2, "which is no date"},
  {"<dcterms:issued/>", 2, "element dcterms:issued is empty"},
  {"<dcterms:issued>2020</dcterms:issued>\n<dcterms:issued>2021</dcterms:issued>", 3,
   "element dcterms:issued is there twice (first in line 2)"},
  {"<dcterms:titel>x</dcterms:titel>", 2, "element dcterms:titel is unknown; did you mean dcterms:title?"},
  {"<title>x</title>", 2, "element title is unknown; did you mean dcterms:title?"},
  {"<dcterms:host>ZA</dcterms:host>", 2, "element dcterms:host is unknown; did you mean host?"},
  {"<colour>x</colour>", 2, "element colour is unknown; take it out"},
  {"<x:y xmlns:x=\"urn:x\"/>", 2, "element x:y is unknown"},
  {"<dcterms:spatial>mz</dcterms:spatial>", 2, "write the country's code in capitals: MZ."},
  {"<origin>Mozambique</origin>", 2, "\"Mozambique\", which is no country"},
  {"<dcterms:creator xml:lang=\"en\">x</dcterms:creator>", 2,
   "has an attribute xml:lang, which it does not take"},
  {"<dcterms:title lang=\"en\">x</dcterms:title>", 2,
   "has an attribute lang, which it does not take; write xml:lang."},
  {"<dcterms:title xml:lang=\"english\">x</dcterms:title>", 2, "xml:lang=\"english\", which is no language"},
  {"<dcterms:language>français</dcterms:language>", 2, "\"français\", which is no language"},
  {"<dcterms:accessRights>secret</dcterms:accessRights>", 2, "write public, members or group:NAME."},
  {"<dcterms:accessRights>group:</dcterms:accessRights>", 2, "write public, members or group:NAME."},
  {"<point lat=\"91\" lon=\"1\"/>", 2, "point has lat=\"91\"; write decimal degrees from -90 to 90."},
  {"<point lat=\"1\" lon=\"nan\"/>", 2, "point has lon=\"nan\""},
  {"<point lat=\"1\"/>", 2, "element point has no attribute lon"},
  {"<dcterms:hasFormat/>", 2, "dcterms:hasFormat has no href"},
  {"<dcterms:hasFormat href=\"/etc/passwd\"/>", 2, "href=\"/etc/passwd\"; write the path without / in front"},
  {"<dcterms:hasFormat href=\"a/../../b\"/>", 2, "which leaves [library] files"},
  {"<dcterms:hasFormat href=\"a\" type=\"image/png\"/>", 2,
   "write application/pdf, text/html or text/plain."},
  {"<dcterms:hasFormat href=\"a\" url=\"b\"/>", 2, "url=\"b\", which is no address"},
  {"<dcterms:hasFormat href=\"a\">b</dcterms:hasFormat>", 2, "holds text; it says all in attributes"},
  {"<text>one\n<b>two</b></text>", 3, "element text holds an element b; write plain text"},
  {"loose", 2, "there is text outside of every element (\"loose\")"},
  {"<dcterms:type>x</dcterms:type>", 2, "dcterms:type is there twice"},
  {"<host>x</host><host>y</host><host>z</host><host>y</host><host>y</host><host>y</host><host>y</host>", 2,
   "And 2 more."},
};

static void test_wrong(Fixture *fixture, gconstpointer data)
{
  (void)data;
  for (gsize i = 0; i < G_N_ELEMENTS(WRONG); i++) {
    g_autofree char *text =
      g_strdup_printf(HEAD "<record><dcterms:identifier>w</dcterms:identifier><dcterms:type>report</"
                           "dcterms:type>%s</record>\n" RECORD("good", "") TAIL,
                      WRONG[i].more);
    read_text(fixture, text);
    g_assert_cmpuint(fixture->problems->len, ==, 1);
    assert_says(fixture, 0, WRONG[i].words);
    g_assert_cmpuint(problem_at(fixture, 0)->line, ==, WRONG[i].line);
    g_assert_cmpstr(problem_at(fixture, 0)->id, ==, "w");
    g_assert_false(problem_at(fixture, 0)->whole);
    g_assert_cmpuint(fixture->works->len, ==, 1);
    g_assert_cmpstr(work_at(fixture, 0)->id, ==, "good");
  }
}

static void test_identifiers(Fixture *fixture, gconstpointer data)
{
  (void)data;
  g_autoptr(GString) accents = g_string_new(NULL);
  repeat(accents, "é", 150);
  g_autofree char *text =
    g_strconcat(HEAD RECORD("a b", "") RECORD("", ""),
                "<record><dcterms:type>report</dcterms:type></record>\n" RECORD("x\xc2\x85y", ""),
                "<record><dcterms:identifier>", accents->str,
                "</dcterms:identifier><dcterms:type>x</dcterms:type></record>\n",
                RECORD("same", "") RECORD("same", "") RECORD("é:/?&amp;", "") TAIL, NULL);
  read_text(fixture, text);
  g_assert_cmpuint(fixture->works->len, ==, 2);
  g_assert_cmpstr(work_at(fixture, 1)->id, ==, "é:/?&");
  g_assert_cmpuint(fixture->problems->len, ==, 6);
  assert_says(
    fixture, 0,
    "a.xml:2: record \"a b\": element dcterms:identifier has \"a b\"; an identifier has no white space");
  assert_says(fixture, 1, "a.xml:3: element dcterms:identifier is empty");
  assert_says(fixture, 2, "a.xml:4: element dcterms:identifier is missing");
  g_assert_null(problem_at(fixture, 2)->id);
  assert_says(fixture, 3, "has the character U+0085");
  assert_says(fixture, 4, "too long; use at most 200 bytes");
  assert_says(fixture, 5, "a.xml:8: record \"same\": ");
  assert_says(fixture, 5, "/a.xml:7 has this identifier already");
}

/* ---- wrong files ---- */

typedef struct {
  const char *text;
  gsize works;
  const char *words;
  gboolean whole;
} WrongFile;

static const WrongFile WRONG_FILES[] = {
  {"", 0, "a.xml: the file is empty (0 bytes)", TRUE},
  {HEAD TAIL, 0, "a.xml: the file holds no record", FALSE},
  {HEAD RECORD("a", "") RECORD("b", "") "<record>", 2, "a.xml:4: the file ends in the middle of an element",
   TRUE},
  {HEAD RECORD("a", "") "<record></x>", 1, "a.xml:3: the file is not well-formed XML", TRUE},
  {HEAD RECORD("a", "&eacute;"), 0, "a.xml:2: the file is not well-formed XML (Entity 'eacute' not defined)",
   TRUE},
  {HEAD RECORD("a", "<q:r/>"), 0, "a.xml:2: the file is not well-formed XML", TRUE},
  {"<?xml version=\"1.0\"?>\n<!DOCTYPE records SYSTEM \"file:///etc/passwd\">\n" HEAD RECORD("a", "") TAIL, 0,
   "a.xml:2: the file has a document type", TRUE},
  {"\n<records>" RECORD("a", "") TAIL, 0, "a.xml:", TRUE},
  {"\n<records/>", 0, "a.xml:2: the root element is <records> in no namespace", TRUE},
  {"<html xmlns=\"http://www.w3.org/1999/xhtml\"/>", 0, "the namespace http://www.w3.org/1999/xhtml", TRUE},
  {"%PDF-1.4\n", 0, "a.xml:1: the file is not well-formed XML", TRUE},
  {HEAD RECORD("a", "") "\n junk \n" RECORD("b", "") TAIL, 2, "a.xml:4: there is text between the records",
   FALSE},
  {HEAD "<recrod><dcterms:identifier>q</dcterms:identifier></recrod>" RECORD("b", "") TAIL, 1,
   "a.xml:2: record \"q\": element recrod stands where only record may", FALSE},
  {HEAD HEAD RECORD("a", "") TAIL TAIL, 0, "element records stands where only record may", FALSE},
};

static void test_wrong_files(Fixture *fixture, gconstpointer data)
{
  (void)data;
  for (gsize i = 0; i < G_N_ELEMENTS(WRONG_FILES); i++) {
    const WrongFile *wrong = &WRONG_FILES[i];
    put(fixture, "z.xml", HEAD RECORD("last", "") TAIL, -1);
    read_text(fixture, wrong->text);
    g_assert_cmpuint(fixture->problems->len, ==, 1);
    assert_says(fixture, 0, wrong->words);
    g_assert_cmpint(problem_at(fixture, 0)->whole, ==, wrong->whole);
    g_assert_cmpuint(fixture->works->len, ==, wrong->works + 1);
    g_assert_cmpstr(work_at(fixture, (guint)wrong->works)->id, ==, "last");
  }
}

static void test_paths(Fixture *fixture, gconstpointer data)
{
  (void)data;
  read_all(fixture);
  g_assert_cmpuint(fixture->problems->len, ==, 1);
  assert_says(fixture, 0, ": the folder has no *.xml");
  const char *const missing[] = {fixture->folder, "/nonexistent", NULL};
  g_autoptr(GError) error = NULL;
  g_assert_null(repere_records_open(missing, &error));
  g_assert_error(error, REPERE_ERROR, REPERE_ERROR_CONFIG);
  g_assert_true(g_str_has_prefix(error->message, "/nonexistent: there is no such file"));
}

/* ---- hostile sizes ---- */

static void read_hostile(Fixture *fixture, const char *before, const char *piece, guint times,
                         const char *after)
{
  g_autoptr(GString) text = g_string_new(HEAD "<record><dcterms:identifier>h</dcterms:identifier>");
  g_string_append(text, before);
  repeat(text, piece, times);
  g_string_append(text, after);
  g_string_append(text, "</record>" RECORD("next", "") TAIL);
  clock_t start = clock();
  read_text(fixture, text->str);
  g_assert_cmpint(clock() - start, <, 60 * CLOCKS_PER_SEC);
  g_assert_cmpuint(fixture->problems->len, ==, 1);
}

static void test_hostile(Fixture *fixture, gconstpointer data)
{
  (void)data;
  g_autofree char *kilobytes = g_strnfill(10000, 'x');
  read_hostile(fixture, "<text>", kilobytes, 7000, "</text>");
  assert_says(fixture, 0, "record \"h\": the record takes more than 64 MB");
  g_assert_cmpuint(fixture->works->len, ==, 1);
  read_hostile(fixture, "", "<host>MZ</host>", 300000, "");
  assert_says(fixture, 0, "record \"h\": the record has more than 20000 elements");
  g_assert_cmpuint(fixture->works->len, ==, 1);
  g_autoptr(GString) close = g_string_new(NULL);
  repeat(close, "</a>", 5000);
  read_hostile(fixture, "", "<a>", 5000, close->str);
  assert_says(fixture, 0, "more than 64 levels deep");
  g_assert_cmpuint(fixture->works->len, ==, 1);
  g_autoptr(GString) tag = g_string_new("<host");
  for (guint i = 0; i < 2000; i++)
    g_string_append_printf(tag, " a%u=''", i);
  read_hostile(fixture, tag->str, ">", 1, "</host>");
  assert_says(fixture, 0, "more than 100 attributes");
  g_assert_cmpuint(fixture->works->len, ==, 1);
  for (guint i = 0; i < 500000; i++)
    g_string_append_printf(tag, " b%u=''", i);
  read_hostile(fixture, tag->str, ">", 1, "</host>");
  assert_says(fixture, 0, "a start tag takes more than 256 KB");
}

/* A large good record goes in whole. */
static void test_large(Fixture *fixture, gconstpointer data)
{
  (void)data;
  g_autoptr(GString) text = g_string_new(
    HEAD "<record><dcterms:identifier>h</dcterms:identifier><dcterms:type>x</dcterms:type><text>");
  repeat(text, "réintégration &lt; ", 500000);
  g_string_append(text, "</text></record>" TAIL);
  read_text(fixture, text->str);
  g_assert_cmpuint(fixture->problems->len, ==, 0);
  g_assert_cmpuint(strlen(repere_work_first(work_at(fixture, 0), "text")), ==,
                   500000 * strlen("réintégration < ") - 1);
}

/* A good file with bytes of it changed, over and over: works and sentences, never a crash. */
static void test_any_bytes(Fixture *fixture, gconstpointer data)
{
  (void)data;
  static const char GOOD[] =
    HEAD RECORD("a", "<dcterms:title xml:lang=\"en\">é</dcterms:title><point lat=\"1\" lon=\"2\"/>")
      RECORD("b", "<dcterms:hasFormat href=\"x\"/>") TAIL;
  for (guint round = 0; round < 200; round++) {
    char text[sizeof GOOD];
    memcpy(text, GOOD, sizeof GOOD);
    for (int i = g_test_rand_int_range(1, 4); i > 0; i--)
      text[g_test_rand_int_range(0, (gint32)sizeof GOOD)] = (char)g_test_rand_int_range(0, 256);
    put(fixture, "a.xml", text, g_test_rand_int_range(0, (gint32)sizeof GOOD));
    read_all(fixture);
    g_assert_cmpuint(fixture->works->len + fixture->problems->len, >, 0);
    for (guint i = 0; i < fixture->problems->len; i++)
      g_assert_true(g_utf8_validate(problem_at(fixture, i)->message, -1, NULL));
  }
}

/* ---- OAI-PMH ---- */

#define OAI_HEAD                                                                                       \
  "<OAI-PMH "                                                                                          \
  "xmlns=\"http://www.openarchives.org/OAI/2.0/\"><responseDate>2024-01-01T00:00:00Z</responseDate>\n" \
  "<request verb=\"ListRecords\">https://example.org/oai</request>\n"
#define OAI_RECORD(id, more)                                                                            \
  "<record><header><identifier>" id "</identifier><datestamp>2020-01-01</datestamp></header><metadata>" \
  "<oai_dc:dc xmlns:oai_dc=\"http://www.openarchives.org/OAI/2.0/oai_dc/\" "                            \
  "xmlns:dc=\"http://purl.org/dc/elements/1.1/\">" more "</oai_dc:dc></metadata></record>\n"
#define OAI_TAIL "<resumptionToken>t</resumptionToken></ListRecords></OAI-PMH>\n"

static void assert_field(const RepereWork *work, const char *element, const char *lang, const char *value)
{
  for (guint i = 0; i < work->fields->len; i++) {
    const RepereField *field = g_ptr_array_index(work->fields, i);
    if (strcmp(field->element, element) == 0 && strcmp(field->lang, lang) == 0 &&
        strcmp(field->value, value) == 0)
      return;
  }
  g_error("there is no %s in \"%s\" that says \"%s\"", element, lang, value);
}

static void test_oai(Fixture *fixture, gconstpointer data)
{
  (void)data;
  read_text(
    fixture,
    OAI_HEAD "<ListRecords>" OAI_RECORD(
      "oai:x.org:1/2",
      "<dc:title>La réintégration</dc:title><dc:title xml:lang=\"en\">Reintegration</dc:title>"
      "<dc:creator>Diop, "
      "A.</dc:creator><dc:subject>retour</dc:subject><dc:subject>https://x.org/t/return</dc:subject>"
      "<dc:description> Un\n rapport. "
      "</dc:description><dc:date>2019-05-01T10:00:00Z</dc:date><dc:date>2018-03</dc:date>"
      "<dc:type>info:eu-repo/semantics/workingPaper</dc:type><dc:type>Report</dc:type><dc:language>fre</"
      "dc:language>"
      "<dc:coverage>Sénégal</dc:coverage><dc:coverage>ML</dc:coverage><dc:coverage>Sahel</dc:coverage>"
      "<dc:identifier>https://x.org/1</dc:identifier><dc:publisher/>") OAI_TAIL);
  g_assert_cmpuint(fixture->problems->len, ==, 0);
  const RepereWork *work = work_at(fixture, 0);
  g_assert_cmpstr(work->id, ==, "oai:x.org:1/2");
  assert_field(work, "dcterms:title", "fr", "La réintégration");
  assert_field(work, "dcterms:title", "en", "Reintegration");
  assert_field(work, "dcterms:creator", "", "Diop, A.");
  assert_field(work, "dcterms:subject", "fr", "retour");
  assert_field(work, "dcterms:subject", "", "https://x.org/t/return");
  assert_field(work, "dcterms:abstract", "fr", "Un rapport.");
  assert_field(work, "dcterms:issued", "", "2018-03");
  assert_field(work, "dcterms:type", "", "workingPaper");
  assert_field(work, "dcterms:type", "", "report");
  assert_field(work, "dcterms:language", "", "fr");
  assert_field(work, "dcterms:spatial", "", "SN");
  assert_field(work, "dcterms:spatial", "", "ML");
  assert_field(work, "dcterms:coverage", "", "Sahel");
  assert_field(work, "dc:identifier", "", "https://x.org/1");
  g_assert_cmpuint(work->fields->len, ==, 14);
}

/* What its repository keeps closed is not for the public here. */
static void test_oai_rights(Fixture *fixture, gconstpointer data)
{
  (void)data;
  read_text(fixture, OAI_HEAD
            "<ListRecords>" OAI_RECORD("a", "<dc:rights>info:eu-repo/semantics/restrictedAccess</dc:rights>")
              OAI_RECORD("b", "<dc:rights>info:eu-repo/semantics/openAccess</dc:rights>") OAI_TAIL);
  g_assert_cmpuint(fixture->works->len, ==, 2);
  g_assert_cmpstr(repere_work_access(work_at(fixture, 0)), ==, "members");
  g_assert_cmpstr(repere_work_access(work_at(fixture, 1)), ==, "public");
}

static void test_oai_dates(Fixture *fixture, gconstpointer data)
{
  (void)data;
  read_text(fixture,
            OAI_HEAD "<ListRecords>" OAI_RECORD(
              "a", "<dc:date>2019-05-01T10:00:00Z</dc:date><dc:date>2020-05-01T10:00:00Z</dc:date>")
              OAI_RECORD("b", "<dc:date>s. d.</dc:date><dc:date>2019-02-30</dc:date><dc:date>2017</dc:date>")
                OAI_RECORD("c",
                           "<dc:date>0000</dc:date><dc:subject>word</dc:subject><dc:language>en</dc:language>"
                           "<dc:language>French</dc:language>") OAI_TAIL);
  g_assert_cmpstr(repere_work_first(work_at(fixture, 0), "dcterms:issued"), ==, "2019-05-01");
  g_assert_cmpstr(repere_work_first(work_at(fixture, 1), "dcterms:issued"), ==, "2017");
  g_assert_null(repere_work_first(work_at(fixture, 2), "dcterms:issued"));
  assert_field(work_at(fixture, 2), "dcterms:subject", "und", "word");
  assert_field(work_at(fixture, 2), "dcterms:language", "", "fr");
}

static void test_oai_wrong(Fixture *fixture, gconstpointer data)
{
  (void)data;
  read_text(
    fixture,
    OAI_HEAD "<ListRecords>" OAI_RECORD(
      "a", "<dc:title>A</dc:title>") "<record><header "
                                     "status=\"deleted\"><identifier>gone</identifier></header></record>\n"
                                     "<record><header><identifier>b</identifier></header><metadata><mods/></"
                                     "metadata></record>\n"
                                     "<record><header/></record>\n" OAI_RECORD(
                                       "a", "") "<record><header "
                                                "status=\"deleted\"><identifier>a</identifier></header></"
                                                "record>\n" OAI_TAIL);
  g_assert_cmpuint(fixture->works->len, ==, 1);
  g_assert_cmpuint(fixture->problems->len, ==, 4);
  assert_says(fixture, 0, "a.xml:5: record \"b\": the record has no oai_dc metadata");
  assert_says(fixture, 1, "a.xml:6: the identifier in the record's header is missing");
  assert_says(fixture, 2, "a.xml:3 has this identifier already");
  assert_says(fixture, 3, "record \"a\": the record is marked as deleted here, but ");
  read_text(fixture, OAI_HEAD "<error code=\"badArgument\">No such verb</error></OAI-PMH>");
  g_assert_cmpuint(fixture->problems->len, ==, 1);
  assert_says(fixture, 0, "a.xml:3: the reply says it failed (badArgument: No such verb)");
}

/* ---- real ones ---- */

static void test_sample(Fixture *fixture, gconstpointer data)
{
  (void)data;
  if (!g_file_test("corpus/records", G_FILE_TEST_IS_DIR)) {
    g_test_skip("corpus/records is not below the working folder");
    return;
  }
  read_path(fixture, "corpus/records", NULL, NULL);
  for (guint i = 0; i < fixture->problems->len; i++)
    g_test_message("%s", problem_at(fixture, i)->message);
  g_assert_cmpuint(fixture->problems->len, ==, 0);
  g_assert_cmpuint(fixture->works->len, >, 10);
}

/* All that a record needs is its identifier; words that are empty say nothing and cost nothing. */
static void test_sparse(Fixture *fixture, gconstpointer data)
{
  (void)data;
  read_text(fixture,
            "<records xmlns=\"urn:repere:record:1\" xmlns:d=\"http://purl.org/dc/terms/\">"
            "<record><d:identifier>a</d:identifier></record>"
            "<record><d:identifier>b</d:identifier><d:title xml:lang=\"en\"/><d:creator> \n </d:creator>"
            "<d:title xml:lang=\"fr\">Titre</d:title><text xml:lang=\"en\">  </text></record></records>");
  g_assert_cmpuint(fixture->problems->len, ==, 0);
  g_assert_cmpuint(fixture->works->len, ==, 2);
  g_assert_cmpuint(work_at(fixture, 0)->fields->len, ==, 0);
  g_assert_cmpuint(work_at(fixture, 1)->fields->len, ==, 1);
  g_assert_cmpstr(repere_work_first(work_at(fixture, 1), "dcterms:title"), ==, "Titre");
}

static void test_shared(Fixture *fixture, gconstpointer data)
{
  (void)data;
  const char *shared = g_getenv("REPERE_SHARED");
  g_autofree char *path = shared != NULL ? g_build_filename(shared, "library", "records.xml", NULL) : NULL;
  if (path == NULL || !g_file_test(path, G_FILE_TEST_EXISTS)) {
    g_test_skip("REPERE_SHARED names no folder with library/records.xml");
    return;
  }
  read_path(fixture, path, NULL, NULL);
  g_assert_cmpuint(fixture->problems->len, ==, 0);
  g_assert_cmpuint(fixture->works->len, ==, 212);
}

#define ADD(name, function) g_test_add("/records/" name, Fixture, NULL, set_up, function, tear_down)

int main(int argc, char **argv)
{
  g_test_init(&argc, &argv, NULL);
  ADD("whole", test_whole);
  ADD("sparse", test_sparse);
  ADD("folder", test_folder);
  ADD("encodings", test_encodings);
  ADD("far-lines", test_far_lines);
  ADD("hash", test_hash);
  ADD("known", test_known);
  ADD("wrong", test_wrong);
  ADD("identifiers", test_identifiers);
  ADD("wrong-files", test_wrong_files);
  ADD("paths", test_paths);
  ADD("hostile", test_hostile);
  ADD("large", test_large);
  ADD("any-bytes", test_any_bytes);
  ADD("oai", test_oai);
  ADD("oai-rights", test_oai_rights);
  ADD("oai-dates", test_oai_dates);
  ADD("oai-wrong", test_oai_wrong);
  ADD("sample", test_sample);
  ADD("shared", test_shared);
  return g_test_run();
}
