/* Files of every kind through a real worker: what comes out, and what is said of those that are wrong. */
#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include "pool_fixture.h"

#define PDF "application/pdf"
#define HTML "text/html"
#define PLAIN "text/plain"

#define assert_outcome(answer, wanted)                                                                       \
  g_assert_cmpstr(repere_outcome_name((answer).ledger->outcome), ==,                                         \
                  repere_outcome_name(REPERE_OUTCOME_##wanted))
#define assert_says(answer, words) g_assert_nonnull(strstr((answer).ledger->reason, words))

static Answer read_file(const char *path, const char *type)
{
  ReperePoolLimits limits = fixture_limits();
  return fixture_read(&limits, path, type);
}

static Answer read_content(const char *content, gssize size, const char *type)
{
  g_autofree char *path = fixture_file("content", content, size);
  return read_file(path, type);
}

static void assert_text(const Answer *answer, guint page, const char *wanted)
{
  g_autofree char *text = answer_text(answer, page);
  g_assert_cmpstr(g_strstrip(text), ==, wanted);
}

/* ---- PDF ---- */

static void test_pdf(void)
{
  const char *const texts[] = {"The families returned to the villages of their parents", "",
                               "The villages had changed", NULL};
  g_autofree char *path = fixture_pdf("pages.pdf", texts);
  g_autofree char *content = NULL;
  gsize size = 0;
  g_assert_true(g_file_get_contents(path, &content, &size, NULL));
  g_autofree char *hash = g_compute_checksum_for_data(G_CHECKSUM_SHA256, (guchar *)content, size);
  Answer answer = read_file(path, PDF);
  assert_outcome(answer, INDEXED);
  g_assert_null(answer.ledger->reason);
  g_assert_cmpstr(answer.ledger->sha256, ==, hash);
  g_assert_cmpstr(answer.ledger->title, ==, "Returning home");
  g_assert_cmpstr(answer.ledger->created, ==, "2021-06-07");
  g_assert_cmpuint(answer.ledger->pages->len, ==, 3);
  assert_text(&answer, 0, texts[0]);
  assert_text(&answer, 2, texts[2]);
  g_assert_cmpstr(answer_page(&answer, 0)->label, ==, "i");
  g_assert_cmpstr(answer_page(&answer, 0)->source, ==, "text-layer");
  g_assert_cmpstr(answer_page(&answer, 0)->lang, ==, "en");
  g_assert_cmpuint(answer_page(&answer, 0)->characters, ==, strlen(texts[0]));
  g_assert_cmpstr(answer_page(&answer, 1)->source, ==, "empty");
  g_assert_null(answer_page(&answer, 1)->text);
  g_assert_cmpuint(answer_page(&answer, 0)->positions, ==, 9);
  g_autofree char *positions = answer_positions(&answer, "villages"); /* one numbering over all pages */
  g_assert_cmpstr(positions, ==, "5 10");
  answer_clear(&answer);
}

/* The columns of a table's row are words of their own. */
static void test_pdf_columns(void)
{
  static const char content[] =
    "BT /F 12 Tf 1 0 0 1 50 700 Tm(origin)Tj 1 0 0 1 250 700 Tm(host)Tj 1 0 0 1 450 700 Tm(year)Tj "
    "1 0 0 1 50 680 Tm(Mozambique)Tj 1 0 0 1 250 680 Tm(Portugal)Tj 1 0 0 1 450 680 Tm(1998)Tj ET";
  FixturePdf pdf = fixture_pdf_begin(1);
  fixture_page(&pdf, "", "", content, sizeof content - 1);
  g_autofree char *path = fixture_pdf_end(&pdf, "table.pdf");
  Answer answer = read_file(path, PDF);
  static const char *const words[] = {"origin", "host", "year", "mozambique", "portugal", "1998"};
  for (guint i = 0; i < G_N_ELEMENTS(words); i++) {
    g_autofree char *positions = answer_positions(&answer, words[i]);
    g_assert_nonnull(positions);
  }
  answer_clear(&answer);
}

/* Where nobody gives a title, or a program did, the largest line of the first page is one. */
static void test_pdf_title(void)
{
  static const char content[] =
    "BT /F 9 Tf 50 750 Td (Working paper 12) Tj /F 24 Tf 0 -50 Td (A long way) Tj 0 -30 Td (home) Tj "
    "/F 11 Tf 0 -50 Td (The families came back in spring.) Tj ET";
  FixturePdf pdf = fixture_pdf_begin(1);
  char *given = strstr(pdf.bytes->str, "(Returning home)");
  g_assert_nonnull(given);
  for (const char *made_up = "(untitled)      "; *made_up; made_up++) *given++ = *made_up;
  fixture_page(&pdf, "", "", content, sizeof content - 1);
  g_autofree char *path = fixture_pdf_end(&pdf, "title.pdf");
  Answer answer = read_file(path, PDF);
  g_assert_cmpstr(answer.ledger->title, ==, "A long way home");
  answer_clear(&answer);
}

static void test_pdf_empty(void)
{
  const char *const texts[] = {"", "", NULL};
  g_autofree char *path = fixture_pdf("scan.pdf", texts);
  Answer answer = read_file(path, PDF);
  assert_outcome(answer, EMPTY);
  assert_says(answer, "scan");
  g_assert_cmpuint(answer.ledger->pages->len, ==, 2);
  g_assert_null(answer.postings);
  answer_clear(&answer);
}

static void test_pdf_damaged(void)
{
  const char *const texts[] = {"text", NULL};
  g_autofree char *path = fixture_pdf("whole.pdf", texts), *content = NULL;
  g_assert_true(g_file_get_contents(path, &content, NULL, NULL));
  Answer half = read_content(content, 150, PDF), other = read_content("<html>no</html>", -1, PDF),
         none = read_content("", 0, PDF);
  assert_outcome(half, DAMAGED);
  assert_outcome(other, DAMAGED);
  assert_says(other, "not a PDF");
  assert_outcome(none, DAMAGED);
  assert_says(none, "0 bytes");
  g_assert_nonnull(none.ledger->sha256);
  answer_clear(&half);
  answer_clear(&other);
  answer_clear(&none);
}

/* What poppler complains of stands amid a sentence: without the line feed that it ends some of its own with. */
static void test_pdf_complaint(void)
{
  static const char content[] =
    "%PDF-1.3\n0 0 obj\n<</Type/Catalog/Pages 2 0 R>>\nendobj\n2 0 obj\n<</Type/Pages/Kids[]/Count 0>>\nendobj\n"
    "xref\n0 3\n0000000000 65535 f \n0000000009 00000 n \n0000000054 00000 n \ntrailer <</Size 3/Root 1 0 R>>\n";
  gsize table = (gsize)(strstr(content, "xref\n") - content);
  g_autofree char *whole = g_strdup_printf("%sstartxref\n%" G_GSIZE_FORMAT "\n%%%%EOF\n", content, table);
  Answer answer = read_content(whole, -1, PDF);
  assert_outcome(answer, DAMAGED);
  assert_says(answer, "try to reconstruct): replace the file.");
  answer_clear(&answer);
}

static void test_pdf_missing_page(void)
{
  FixturePdf pdf = fixture_pdf_begin(3); /* the third is not there */
  fixture_text_page(&pdf, "first");
  fixture_text_page(&pdf, "second");
  g_autofree char *path = fixture_pdf_end(&pdf, "missing-page.pdf");
  Answer answer = read_file(path, PDF);
  assert_outcome(answer, PARTIAL);
  assert_says(answer, "could not be read: 1 of 3.");
  g_assert_cmpstr(answer_page(&answer, 2)->source, ==, "failed");
  answer_clear(&answer);
}

/* Protected documents of qpdf's tests: some open without a password. */
static void test_pdf_encrypted(void)
{
  const char *shared = g_getenv("REPERE_SHARED");
  g_autofree char *locked =
    g_build_filename(shared ? shared : "/nowhere", "torture", "qpdf__enc-long-password.pdf", NULL);
  g_autofree char *open =
    g_build_filename(shared ? shared : "/nowhere", "torture", "opf-horrors__encryption_noprinting.pdf", NULL);
  if (!g_file_test(locked, G_FILE_TEST_EXISTS) || !g_file_test(open, G_FILE_TEST_EXISTS)) {
    g_test_skip("REPERE_SHARED names no folder with torture/ in it");
    return;
  }
  Answer refused = read_file(locked, PDF), read = read_file(open, PDF);
  assert_outcome(refused, ENCRYPTED);
  assert_says(refused, "password");
  assert_outcome(read, INDEXED);
  answer_clear(&refused);
  answer_clear(&read);
}

/* ---- limits ---- */

static void test_max_pages(void)
{
  const char *const texts[] = {"one", "two", "three", NULL};
  g_autofree char *path = fixture_pdf("three.pdf", texts);
  ReperePoolLimits limits = fixture_limits();
  limits.max_pages = 2;
  Answer answer = fixture_read(&limits, path, PDF);
  assert_outcome(answer, PARTIAL);
  assert_says(answer, "Pages read: 2 of 3; max-pages");
  g_assert_cmpuint(answer.ledger->pages->len, ==, 2);
  g_assert_cmpuint(answer.ledger->cut[REPERE_LIMIT_PAGES], ==, 2);
  g_assert_cmpuint(answer.ledger->cut[REPERE_LIMIT_TEXT_MB], ==, 0);
  g_assert_nonnull(answer.postings);
  answer_clear(&answer);
}

static void test_max_text(void)
{
  g_autoptr(GString) text = g_string_new(NULL);
  for (guint i = 0; i < 200000; i++) g_string_append(text, "élan "); /* 1.2 MB */
  g_autofree char *path = fixture_file("long.txt", text->str, -1);
  ReperePoolLimits limits = fixture_limits();
  limits.max_text_mb = 1;
  Answer answer = fixture_read(&limits, path, PLAIN);
  assert_outcome(answer, PARTIAL);
  assert_says(answer, "max-text-mb");
  g_assert_cmpuint(answer.ledger->cut[REPERE_LIMIT_TEXT_MB], ==, 1);
  g_autofree char *read = answer_text(&answer, 0);
  g_assert_cmpuint(strlen(read), <=, 1 << 20);
  g_assert_cmpuint(strlen(read), >, (1 << 20) - 16);
  g_assert_true(g_utf8_validate(read, -1, NULL));
  answer_clear(&answer);
}

/* ---- HTML ---- */

static void test_html(void)
{
  Answer answer = read_content(
    "<!DOCTYPE html><html lang=\"fr-CA\"><head><meta charset=iso-8859-1><title>La  r\xe9int\xe9gration\n"
    "des familles</title><style>p{color:red}</style><script>var hidden='<p>no</p>';</script></head>"
    "<body><h1>Le retour</h1><p>Les <b>fam</b>illes sont\n rentr\xe9"
    "es&nbsp;chez elles.<p>L&rsquo;aide"
    "<br>suit<table><tr><td>un</td><td>deux</td></tr></table><pre>a\n  b</pre></body></html>",
    -1, HTML);
  assert_outcome(answer, INDEXED);
  g_assert_cmpstr(answer.ledger->title, ==, "La réintégration des familles");
  g_assert_cmpstr(answer_page(&answer, 0)->lang, ==, "fr");
  g_assert_cmpstr(answer_page(&answer, 0)->source, ==, "document");
  g_autofree char *text = answer_text(&answer, 0);
  g_assert_null(strstr(text, "hidden"));
  g_assert_null(strstr(text, "color"));
  g_assert_nonnull(strstr(text, "Les familles sont rentrées"));
  g_assert_nonnull(strstr(text, "Le retour\n"));
  g_assert_nonnull(strstr(text, "aide\nsuit\n"));
  g_assert_nonnull(strstr(text, "un deux\n"));
  g_assert_nonnull(strstr(text, "a\n  b"));
  answer_clear(&answer);
}

static void test_html_deep(void)
{
  g_autoptr(GString) html = g_string_new("<html><body>");
  for (guint i = 0; i < 100000; i++) g_string_append(html, "<div>");
  g_string_append(html, "bottom");
  Answer answer = read_content(html->str, (gssize)html->len, HTML);
  assert_outcome(answer, INDEXED);
  assert_text(&answer, 0, "bottom");
  answer_clear(&answer);
}

/* No entity, scheme or doctype makes the reader open anything. */
static void test_html_inclusion(void)
{
  Answer answer =
    read_content("<!DOCTYPE html SYSTEM \"file:///etc/passwd\" [<!ENTITY x SYSTEM \"file:///etc/passwd\">]>"
                 "<html><body>here &x; <iframe src=\"file:///etc/passwd\"></iframe></body></html>",
                 -1, HTML);
  g_autofree char *text = answer_text(&answer, 0);
  g_assert_nonnull(strstr(text, "here"));
  g_assert_null(strstr(text, "root:"));
  answer_clear(&answer);
}

/* ---- plain text ---- */

static void test_plain_pages(void)
{
  Answer answer = read_content("The first page of the report.\fThe second page of the report.\f", -1, PLAIN);
  assert_outcome(answer, INDEXED);
  g_assert_cmpuint(answer.ledger->pages->len, ==, 2);
  assert_text(&answer, 1, "The second page of the report.");
  g_assert_null(answer.ledger->title);
  answer_clear(&answer);
}

typedef struct {
  const char *name, *bytes;
  gsize size;
} Encoded;

#define BYTES(literal) literal, sizeof(literal) - 1

static void test_plain_encodings(void)
{
  static const Encoded encoded[] = {
    {"UTF-8", BYTES("D\xc3\xa9j\xc3\xa0 l'\xc3\xa9t\xc3\xa9")},
    {"UTF-8 with a mark", BYTES("\xef\xbb\xbf"
                                "D\xc3\xa9j\xc3\xa0 l'\xc3\xa9t\xc3\xa9")},
    {"UTF-16LE with a mark", BYTES("\xff\xfe"
                                   "D\0\xe9\0j\0\xe0\0 \0l\0'\0\xe9\0t\0\xe9\0")},
    {"UTF-16BE without", BYTES("\0D\0\xe9\0j\0\xe0\0 \0l\0'\0\xe9\0t\0\xe9")},
    {"windows-1252", BYTES("D\xe9j\xe0 l'\xe9t\xe9")},
  };
  for (guint i = 0; i < G_N_ELEMENTS(encoded); i++) {
    g_test_message("%s", encoded[i].name);
    Answer answer = read_content(encoded[i].bytes, (gssize)encoded[i].size, PLAIN);
    assert_outcome(answer, INDEXED);
    assert_text(&answer, 0, "Déjà l'été");
    answer_clear(&answer);
  }
}

static void test_plain_wrong(void)
{
  g_autofree char *binary = g_malloc(4096);
  for (guint i = 0; i < 4096; i++) binary[i] = (char)(i * 7919 >> 3);
  Answer damaged = read_content(binary, 4096, PLAIN), blank = read_content(" \n\t\n", -1, PLAIN),
         none = read_content("", 0, PLAIN);
  assert_outcome(damaged, DAMAGED);
  assert_outcome(blank, EMPTY);
  assert_outcome(none, EMPTY);
  answer_clear(&damaged);
  answer_clear(&blank);
  answer_clear(&none);
}

/* ---- no files ---- */

static void test_refused(void)
{
  g_autofree char *missing = g_build_filename(fixture_folder(), "nothing.pdf", NULL);
  g_autofree char *pipe = g_build_filename(fixture_folder(), "pipe.pdf", NULL);
  g_assert_cmpint(mkfifo(pipe, 0600), ==, 0);
  Answer no_file = read_file(missing, PDF), folder = read_file(fixture_folder(), PDF);
  Answer fifo = read_file(pipe, PDF), device = read_file("/dev/zero", PLAIN),
         type = read_content("x", 1, "image/png");
  assert_outcome(no_file, MISSING);
  assert_outcome(folder, UNREADABLE);
  assert_says(folder, "folder");
  assert_outcome(fifo, UNREADABLE);
  assert_says(fifo, "named pipe");
  assert_outcome(device, UNREADABLE);
  assert_says(device, "device");
  assert_outcome(type, UNREADABLE);
  assert_says(type, "image/png");
  answer_clear(&no_file);
  answer_clear(&folder);
  answer_clear(&fifo);
  answer_clear(&device);
  answer_clear(&type);
}

static void test_forbidden(void)
{
  if (geteuid() == 0) {
    g_test_skip("root may read every file");
    return;
  }
  g_autofree char *path = fixture_file("forbidden.txt", "secret", -1);
  g_assert_cmpint(chmod(path, 0), ==, 0);
  Answer answer = read_file(path, PLAIN);
  assert_outcome(answer, UNREADABLE);
  answer_clear(&answer);
}

static void test_too_large(void)
{
  g_autofree char *path = g_build_filename(fixture_folder(), "large.pdf", NULL);
  int file = open(path, O_WRONLY | O_CREAT | O_CLOEXEC, 0600);
  g_assert_cmpint(ftruncate(file, (off_t)51 << 20), ==, 0); /* all hole */
  close(file);
  Answer answer = read_file(path, PDF);
  assert_outcome(answer, TOO_LARGE);
  assert_says(answer, "51.0 MB");
  answer_clear(&answer);
}

int main(int argc, char **argv)
{
  if (argc == 3 && strcmp(argv[1], "--worker") == 0)
    repere_worker_main((int)g_ascii_strtoll(argv[2], NULL, 10));
  g_test_init(&argc, &argv, NULL);
  g_test_add_func("/extract/pdf", test_pdf);
  g_test_add_func("/extract/pdf/columns", test_pdf_columns);
  g_test_add_func("/extract/pdf/title", test_pdf_title);
  g_test_add_func("/extract/pdf/empty", test_pdf_empty);
  g_test_add_func("/extract/pdf/damaged", test_pdf_damaged);
  g_test_add_func("/extract/pdf/complaint", test_pdf_complaint);
  g_test_add_func("/extract/pdf/missing-page", test_pdf_missing_page);
  g_test_add_func("/extract/pdf/encrypted", test_pdf_encrypted);
  g_test_add_func("/extract/max-pages", test_max_pages);
  g_test_add_func("/extract/max-text", test_max_text);
  g_test_add_func("/extract/html", test_html);
  g_test_add_func("/extract/html/deep", test_html_deep);
  g_test_add_func("/extract/html/inclusion", test_html_inclusion);
  g_test_add_func("/extract/plain/pages", test_plain_pages);
  g_test_add_func("/extract/plain/encodings", test_plain_encodings);
  g_test_add_func("/extract/plain/wrong", test_plain_wrong);
  g_test_add_func("/extract/refused", test_refused);
  g_test_add_func("/extract/forbidden", test_forbidden);
  g_test_add_func("/extract/too-large", test_too_large);
  int failed = g_test_run();
  fixture_remove_folder();
  return failed;
}
