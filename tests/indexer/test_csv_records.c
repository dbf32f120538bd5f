/* Records in CSV: what spreadsheets write becomes the works that XML would give, and what is wrong is named
 * with its line and column. */
#include <string.h>

#include "tests/indexer/records_fixture.h"

static void read_bytes(Fixture *fixture, const char *bytes, gssize size)
{
  put(fixture, "a.csv", bytes, size);
  read_all(fixture);
}

static void read_text(Fixture *fixture, const char *text)
{
  read_bytes(fixture, text, -1);
}

static const RepereWork *work_at(const Fixture *fixture, guint i)
{
  g_assert_cmpuint(i, <, fixture->works->len);
  return fixture->works->pdata[i];
}

static void assert_all_good(const Fixture *fixture, guint works)
{
  for (guint i = 0; i < fixture->problems->len; i++)
    g_test_message("%s", ((RepereRecordProblem *)fixture->problems->pdata[i])->message);
  g_assert_cmpuint(fixture->problems->len, ==, 0);
  g_assert_cmpuint(fixture->works->len, ==, works);
}

static const RepereRecordProblem *assert_says(const Fixture *fixture, guint i, const char *words)
{
  g_assert_cmpuint(i, <, fixture->problems->len);
  const RepereRecordProblem *problem = fixture->problems->pdata[i];
  if (!strstr(problem->message, words) || !g_str_has_prefix(problem->message, fixture->folder))
    g_error("\"%s\" does not say \"%s\"", problem->message, words);
  return problem;
}

/* The values of a field with their languages: "en:Bread|fr:Pain". g_free. */
static char *values(const RepereWork *work, const char *element)
{
  GString *all = g_string_new(NULL);
  for (guint i = 0; i < work->fields->len; i++) {
    const RepereField *field = work->fields->pdata[i];
    if (!g_str_equal(field->element, element)) continue;
    g_string_append_printf(all, "%s%s%s%s", all->len ? "|" : "", field->lang, *field->lang ? ":" : "",
                           field->value);
  }
  return g_string_free(all, FALSE);
}

static void assert_values(const Fixture *fixture, guint i, const char *element, const char *wanted)
{
  g_autofree char *got = values(work_at(fixture, i), element);
  g_assert_cmpstr(got, ==, wanted);
}

/* ---- good ones ---- */

#define HEADER                                                                                               \
  "id,type,title:en,title:fr,abstract:es,creator,publisher,issued,language,subject,subject:es,country,"      \
  "origin,host,"                                                                                             \
  "series,programme,audience,access,lat,lon,text:en,file:en,url:en,file\n"
#define ROW                                                                                                  \
  "kb-3,report,Bread; butter,Pain | beurre,Uno,\"Diop, A.; Sow, "                                            \
  "B.\",IOM,2021-06,,economic;health,palabra,MZ;ML,MZ,ZA,"                                                   \
  "Knowledge Bites,Joint,practitioners,members,-25.97,32.58,\"one\n  "                                       \
  "two\",kb-en.pdf,https://x.org/a,kb.html|kb.txt\n"

static void test_whole(Fixture *fixture, gconstpointer data)
{
  (void)data;
  read_text(fixture, HEADER ROW);
  assert_all_good(fixture, 1);
  const RepereWork *work = work_at(fixture, 0);
  g_assert_cmpstr(work->id, ==, "kb-3");
  g_assert_cmpuint(work->line, ==, 2);
  g_assert_true(g_str_has_suffix(work->source, "/a.csv"));
  assert_values(fixture, 0, "dcterms:title", "en:Bread; butter|fr:Pain | beurre");
  assert_values(fixture, 0, "dcterms:abstract", "es:Uno");
  assert_values(fixture, 0, "dcterms:creator", "Diop, A.|Sow, B.");
  assert_values(fixture, 0, "dcterms:subject", "economic|health|es:palabra");
  assert_values(fixture, 0, "dcterms:spatial", "MZ|ML");
  assert_values(fixture, 0, "host", "ZA");
  assert_values(fixture, 0, "dcterms:isPartOf", "Knowledge Bites");
  assert_values(fixture, 0, "dcterms:language", "");
  assert_values(fixture, 0, "text", "en:one\ntwo");
  g_assert_cmpstr(repere_work_access(work), ==, "members");
  g_assert_cmpuint(work->points->len, ==, 1);
  g_assert_cmpfloat(g_array_index(work->points, ReperePoint, 0).lat, ==, -25.97);
  g_assert_cmpuint(work->files->len, ==, 3);
  const RepereFile *first = work->files->pdata[0], *last = work->files->pdata[2];
  g_assert_cmpstr(first->href, ==, "kb-en.pdf");
  g_assert_cmpstr(first->lang, ==, "en");
  g_assert_cmpstr(first->url, ==, "https://x.org/a");
  g_assert_cmpstr(last->href, ==, "kb.txt");
  g_assert_cmpstr(last->media_type, ==, "text/plain");
}

/* A row is the record that XML says: an index made from the one has nothing to do for the other. */
static void test_as_xml(Fixture *fixture, gconstpointer data)
{
  (void)data;
  put(fixture, "b.xml",
      "<record xmlns=\"urn:repere:record:1\" "
      "xmlns:d=\"http://purl.org/dc/terms/\"><d:identifier>a</d:identifier>"
      "<d:title xml:lang=\"fr\">Été</d:title><d:hasFormat href=\"a.pdf\" xml:lang=\"fr\"/><point lat=\"1\" "
      "lon=\"2\"/></record>",
      -1);
  read_all(fixture);
  assert_all_good(fixture, 1);
  g_autofree char *hash = g_strdup(work_at(fixture, 0)->hash);
  put(fixture, "b.xml", "<records xmlns=\"urn:repere:record:1\"/>", -1);
  read_text(fixture, "id,title:fr,file:fr,lat,lon\na,Été,a.pdf,1,2\n");
  g_assert_cmpstr(work_at(fixture, 0)->hash, ==, hash);
}

static void test_separators(Fixture *fixture, gconstpointer data)
{
  static const char *const TEXTS[] = {
    "id,title,country\na,\"One, two\",MZ\nb,Three,ML\n",
    "id;title;country\r\na;One, two;MZ\r\nb;Three;ML\r\n",
    "id\ttitle\tcountry\na\tOne, two\tMZ\nb\tThree\tML",
    "id;title;country\ra;One, two;MZ\rb;Three;ML\r",
    "sep=;\r\nid;title;country\r\na;One, two;MZ\r\nb;Three;ML\r\n",
    "\xef\xbb\xbf\"id\";\"title\";\"country\"\r\n\"a\";\"One, two\";\"MZ\"\r\n\r\n\"b\";\"Three\";\"ML\"\r\n;;\r\n;;\r\n",
    "\n\nid;\"a, b, c\";title;country\na;;One, two;MZ\nb;;Three;ML\n",
  };
  (void)data;
  for (guint i = 0; i < G_N_ELEMENTS(TEXTS); i++) {
    read_text(fixture, TEXTS[i]);
    g_assert_cmpuint(fixture->works->len, ==, 2);
    assert_values(fixture, 0, "dcterms:title", "One, two");
    assert_values(fixture, 0, "dcterms:spatial", "MZ");
    g_assert_cmpstr(work_at(fixture, 1)->id, ==, "b");
  }
}

static void test_charsets(Fixture *fixture, gconstpointer data)
{
  static const char UTF16[] = "\xff\xfei\0d\0\t\0t\0i\0t\0l\0e\0\n\0a\0\t\0\xc9\0t\0\xe9\0 \0\x53\x01\n";
  (void)data;
  read_text(fixture, "id,title\na,Été œuvre\n");
  assert_values(fixture, 0, "dcterms:title", "Été œuvre");
  read_text(fixture, "id,title\na,\xc9t\xe9 \x9cuvre \x80\n");
  assert_all_good(fixture, 1);
  assert_values(fixture, 0, "dcterms:title", "Été œuvre €");
  read_bytes(fixture, UTF16, sizeof UTF16);
  assert_all_good(fixture, 1);
  assert_values(fixture, 0, "dcterms:title", "Été œ");
  read_text(fixture, "id,title\na,Été\nb,\xc9t\xe9 \x0b.\nc,Œuvre et œuvre été\n");
  g_assert_cmpuint(fixture->works->len, ==, 3);
  assert_values(fixture, 1, "dcterms:title", "Été .");
  g_assert_true(assert_says(fixture, 0, "a.csv:3: the row has bytes that are no UTF-8")->warning);
}

/* The name says it, whatever its case; text behind a quotation mark, marks in odd places, numbers with a
 * comma. */
static void test_slips(Fixture *fixture, gconstpointer data)
{
  (void)data;
  put(fixture, "B.CSV",
      "ID; Title : FR ;dcterms:creator;LAT;lon;dc:type\nb;5\" de \"pain\";\"A; B|\";-25,97; 32,5 ;report\n",
      -1);
  put(fixture, "d.csv", "id;creator\ne;\"A;B;;C\"\nf\n", -1);
  read_all(fixture);
  assert_all_good(fixture, 3);
  assert_values(fixture, 0, "dcterms:title", "fr:5\" de \"pain\"");
  assert_values(fixture, 0, "dcterms:creator", "A; B");
  assert_values(fixture, 0, "dcterms:type", "report");
  g_assert_cmpfloat(g_array_index(work_at(fixture, 0)->points, ReperePoint, 0).lat, ==, -25.97);
  assert_values(fixture, 1, "dcterms:creator", "A|B|C");
  g_assert_cmpstr(work_at(fixture, 2)->id, ==, "f");
}

static void test_columns(Fixture *fixture, gconstpointer data)
{
  (void)data;
  read_text(fixture,
            "id,titles,#mine,,creator:fr,keyword,theme\na,One,x,,B,word,health\nb,Two,x,y,B,,\nc,,,z,,,\n");
  g_assert_cmpuint(fixture->works->len, ==, 3);
  g_assert_cmpuint(fixture->problems->len, ==, 3);
  g_assert_true(
    assert_says(fixture, 0, "a.csv:1: column \"titles\" is unknown and not read; did you mean title?")
      ->warning);
  g_assert_true(
    assert_says(fixture, 1, "a.csv:1: column \"creator:fr\" is not read, since creator has no language")
      ->warning);
  g_assert_true(assert_says(fixture, 2, "a.csv:3: column 4 has no name in the first row")->warning);
  assert_values(fixture, 0, "dcterms:subject", "und:word|health");
}

/* ---- wrong ones ---- */

static void test_rows(Fixture *fixture, gconstpointer data)
{
  static const struct {
    const char *row, *said;
  } CASES[] = {
    {"a b,,,,,,", "a.csv:3: record \"a b\": column \"id\" has \"a b\"; an identifier has no white space"},
    {",x,,,,,", "a.csv:3: column \"id\" is empty; a record needs it."},
    {"x,,12/05/2021,,,,", "record \"x\": column \"date\" has \"12/05/2021\", which is no date; write YYYY"},
    {"x,,,mz,,,", "column \"country\" has \"mz\"; write the country's code in capitals: MZ."},
    {"x,,,MZ;Mali,,,", "column \"country\" has \"Mali\", which is no country"},
    {"x,,,,/a.pdf,,", "column \"file:fr\" has \"/a.pdf\"; write the path without / in front"},
    {"x,,,,../a.pdf,,", "column \"file:fr\" has \"../a.pdf\", which leaves [library] files"},
    {"x,,,,,91,0", "column \"lat\" has \"91\"; write decimal degrees from -90 to 90."},
    {"x,,,,,1,east", "column \"lon\" has \"east\"; write decimal degrees from -180 to 180."},
    {"x,,,,,1,", "one of latitude and longitude is empty; fill both, or none."},
    {"x,,,,,,,more",
     "the row has 8 cells, and the first row 7 names; put a cell that holds the separator \",\" into"},
    {"good,,,,,,", "a.csv:2 has this identifier already"},
    {"x,,13,mz,,,",
     "has \"13\", which is no date; write YYYY, YYYY-MM or YYYY-MM-DD. Also: column \"country\" has \"mz\""},
  };
  (void)data;
  for (guint i = 0; i < G_N_ELEMENTS(CASES); i++) {
    g_autofree char *text = g_strdup_printf(
      "id,title,date,country,file:fr,lat,lon\ngood,T,,,,,\n%s\nlast,\"T\nU\",,,,,\n", CASES[i].row);
    read_text(fixture, text);
    g_assert_cmpuint(fixture->problems->len, ==, 1);
    g_assert_false(assert_says(fixture, 0, CASES[i].said)->warning);
    g_assert_cmpuint(fixture->works->len, ==, 2);
    g_assert_cmpuint(work_at(fixture, 1)->line, ==, 4);
  }
}

static void test_addresses(Fixture *fixture, gconstpointer data)
{
  (void)data;
  read_text(fixture, "id,file:fr,url:fr\na,a.pdf|b.pdf,https://x.org/"
                     "a\nb,a.pdf,nowhere\nc,a.pdf;b.pdf,https://x.org/a;https://x.org/b\n");
  g_assert_cmpuint(fixture->works->len, ==, 1);
  assert_says(
    fixture, 0,
    "a.csv:2: record \"a\": column \"file:fr\" has 2 values and column \"url:fr\" 1; give each file");
  assert_says(fixture, 1, "column \"file:fr\" has url=\"nowhere\", which is no address");
  g_assert_cmpstr(((RepereFile *)work_at(fixture, 0)->files->pdata[1])->url, ==, "https://x.org/b");
}

/* What cannot be read to its end must not cost works that came from it before. */
static void test_files(Fixture *fixture, gconstpointer data)
{
  static const struct {
    const char *text, *said;
    gssize size;
    guint works;
  } CASES[] = {
    {"", "a.csv:1: the file is empty; write names of columns into its first row", 0, 0},
    {"\n\r\n", "a.csv:1: the file is empty", -1, 0},
    {"title,issued\nOne,2020\n", "a.csv:1: the first row names no column id, which each record needs", -1, 0},
    {"one,two\n1,2\n", "a.csv:1: the first row names no column that is known; write names there", -1, 0},
    {"id,identifier\n1,2\n", "a.csv:1: columns \"id\" and \"identifier\" say the same", -1, 0},
    {"id,file:fr,href:fr\n1,2,3\n", "columns \"file:fr\" and \"href:fr\" say the same", -1, 0},
    {"id,title:french\n1,2\n",
     "a.csv:1: column \"title:french\" has \"french\" for its language; write its ISO 639 code", -1, 0},
    {"id,title\na,One\nb,\"Two\nc,Three\n", "a.csv:3: the row has a quotation mark that is never closed", -1,
     1},
    {"PK\3\4 and more", "a.csv: the file is a spreadsheet's own and not CSV", -1, 0},
    {"id,title\na,\0\n", "a.csv: the file holds bytes of zero", 13, 0},
  };
  (void)data;
  for (guint i = 0; i < G_N_ELEMENTS(CASES); i++) {
    read_bytes(fixture, CASES[i].text, CASES[i].size);
    g_assert_cmpuint(fixture->problems->len, ==, 1);
    g_assert_true(assert_says(fixture, 0, CASES[i].said)->whole);
    g_assert_cmpuint(fixture->works->len, ==, CASES[i].works);
  }
  read_text(fixture, "id,title\n");
  g_assert_cmpuint(fixture->problems->len, ==, 1);
  assert_says(fixture, 0, "the file holds no record; fill it, or take it away");
}

/* ---- large and hostile ones ---- */

static void test_large(Fixture *fixture, gconstpointer data)
{
  enum { ROWS = 5000 }; /* several pieces of what is read at once */
  (void)data;
  g_autoptr(GString) text = g_string_new("id;title:fr;creator\r\n");
  for (guint i = 0; i < ROWS; i++)
    g_string_append_printf(text, "w%u;\"Un titre,\nsur deux lignes %u\";A;B\r\n", i, i);
  g_string_replace(text, ";A;B", ";A|B", 0);
  read_text(fixture, text->str);
  assert_all_good(fixture, ROWS);
  const RepereWork *last = work_at(fixture, ROWS - 1);
  g_assert_cmpuint(last->line, ==, 2 * ROWS);
  assert_values(fixture, ROWS - 1, "dcterms:creator", "A|B");
}

static void test_bounds(Fixture *fixture, gconstpointer data)
{
  (void)data;
  g_autoptr(GString) text = g_string_new("id,creator\nmany,");
  for (guint i = 0; i < 30000; i++) g_string_append(text, "A|");
  g_string_append(text, "\nlast,B\n");
  read_text(fixture, text->str);
  assert_says(fixture, 0, "record \"many\": the record has more than 20000 values");
  g_assert_cmpuint(fixture->works->len, ==, 1);
  g_string_assign(text, "id");
  for (guint i = 0; i < 3000; i++) g_string_append_printf(text, ",#%u", i);
  read_text(fixture, text->str);
  assert_says(fixture, 0, "the first row has 3001 cells; a file may have 1000 columns");
  g_string_assign(text, "id,title\na,One\nb,\"");
  g_autofree char *line = g_strnfill(8191, 'x');
  line[8190] = '\n';
  for (guint i = 0; i < (67 << 20) / 8192; i++) g_string_append(text, line);
  read_text(fixture, text->str);
  assert_says(fixture, 0, "a.csv:3: the row takes more than 64 MB; probably a quotation mark");
  g_assert_cmpuint(fixture->works->len, ==, 1);
}

/* Whatever the bytes: works, sentences, an end. */
static void test_any_bytes(Fixture *fixture, gconstpointer data)
{
  static const char PIECES[] = "\",;|\t\r\n a\xe9\xc3\xa9:@#1";
  (void)data;
  for (guint round = 0; round < 300; round++) {
    g_autoptr(GString) text = g_string_new(round % 3 == 0   ? "id;title:fr;lat;lon;file\n"
                                           : round % 3 == 1 ? "id,creator\n"
                                                            : "");
    guint length = (guint)g_test_rand_int_range(0, 400);
    for (guint i = 0; i < length; i++)
      g_string_append_c(text, g_test_rand_int_range(0, 50) == 0
                                ? (char)g_test_rand_int_range(1, 256)
                                : PIECES[g_test_rand_int_range(0, sizeof PIECES - 1)]);
    read_bytes(fixture, text->str, (gssize)text->len);
    for (guint i = 0; i < fixture->problems->len; i++)
      g_assert_true(g_utf8_validate(((RepereRecordProblem *)fixture->problems->pdata[i])->message, -1, NULL));
  }
}

#define ADD(name, function) g_test_add("/csv-records/" name, Fixture, NULL, set_up, function, tear_down)

int main(int argc, char **argv)
{
  g_test_init(&argc, &argv, NULL);
  ADD("whole", test_whole);
  ADD("as-xml", test_as_xml);
  ADD("separators", test_separators);
  ADD("charsets", test_charsets);
  ADD("slips", test_slips);
  ADD("columns", test_columns);
  ADD("rows", test_rows);
  ADD("addresses", test_addresses);
  ADD("files", test_files);
  ADD("large", test_large);
  ADD("bounds", test_bounds);
  ADD("any-bytes", test_any_bytes);
  return g_test_run();
}
