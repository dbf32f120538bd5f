/* What the tests of the pool share: small files made on the spot, and running jobs to their answers. */
#ifndef POOL_FIXTURE_H
#define POOL_FIXTURE_H

#include <gio/gio.h>
#include <glib/gstdio.h>
#include <string.h>
#include <zstd.h>

#include "indexer/pool.h"
#include "indexer/reason.h"
#include "lib/postings.h"
#include "tests/folder.h"

/* ---- files ---- */

/* A folder of this test program, made on first use. */
static inline const char *fixture_folder(void)
{
  static char *folder;
  if (!folder) folder = folder_new();
  return folder;
}

static inline void fixture_remove_folder(void)
{
  folder_remove(fixture_folder());
}

/* The path of file `name` in it with this content; `size` -1 for a string. g_free. */
static inline char *fixture_file(const char *name, const char *content, gssize size)
{
  folder_put(fixture_folder(), name, content, size);
  return g_build_filename(fixture_folder(), name, NULL);
}

static inline GBytes *fixture_deflate(const char *data, gsize size)
{
  g_autoptr(GConverter) zlib = G_CONVERTER(g_zlib_compressor_new(G_ZLIB_COMPRESSOR_FORMAT_ZLIB, 6));
  gsize room = size / 2 + 4096, read = 0, written = 0;
  char *deflated = g_malloc(room);
  GConverterResult result =
    g_converter_convert(zlib, data, size, deflated, room, G_CONVERTER_INPUT_AT_END, &read, &written, NULL);
  while (result == G_CONVERTER_CONVERTED) {
    gsize more_read = 0, more = 0;
    result = g_converter_convert(zlib, data + read, size - read, deflated + written, room - written,
                                 G_CONVERTER_INPUT_AT_END, &more_read, &more, NULL);
    read += more_read;
    written += more;
  }
  g_assert_cmpint(result, ==, G_CONVERTER_FINISHED);
  return g_bytes_new_take(deflated, written);
}

/* A PDF under construction: poppler finds the objects of a file without a table of them. */
typedef struct {
  GString *bytes;
  guint objects;
} FixturePdf;

static inline void fixture_object(FixturePdf *pdf, const char *body)
{
  g_string_append_printf(pdf->bytes, "%u 0 obj\n%s\nendobj\n", ++pdf->objects, body);
}

static inline void fixture_stream(FixturePdf *pdf, const char *keys, const char *data, gsize size)
{
  g_string_append_printf(pdf->bytes, "%u 0 obj\n<<%s/Length %u>>stream\n", ++pdf->objects, keys, (guint)size);
  g_string_append_len(pdf->bytes, data, (gssize)size);
  g_string_append(pdf->bytes, "\nendstream\nendobj\n");
}

/* Catalog, page tree, font and information are objects 1 to 4; page i (from 0) is object 5 + 2 i, its content
 * the next. */
static inline FixturePdf fixture_pdf_begin(guint pages)
{
  FixturePdf pdf = {g_string_new("%PDF-1.5\n"), 0};
  fixture_object(&pdf, "<</Type/Catalog/Pages 2 0 R/PageLabels<</Nums[0<</S/r>>]>>>>");
  g_autoptr(GString) kids = g_string_new("<</Type/Pages/Kids[");
  for (guint i = 0; i < pages; i++) g_string_append_printf(kids, "%u 0 R ", 5 + 2 * i);
  g_string_append_printf(kids, "]/Count %u>>", pages);
  fixture_object(&pdf, kids->str);
  fixture_object(&pdf, "<</Type/Font/Subtype/Type1/BaseFont/Helvetica/Encoding/WinAnsiEncoding>>");
  fixture_object(&pdf, "<</Title(Returning home)/CreationDate(D:20210607120000+02'00')>>");
  return pdf;
}

static inline void fixture_page(FixturePdf *pdf, const char *resources, const char *keys, const char *content,
                                gsize size)
{
  g_autofree char *page =
    g_strdup_printf("<</Type/Page/Parent 2 0 R/MediaBox[0 0 600 800]/Resources<</Font<</F 3 0 R>>%s>>"
                    "/Contents %u 0 R>>",
                    resources, pdf->objects + 2);
  fixture_object(pdf, page);
  fixture_stream(pdf, keys, content, size);
}

static inline void fixture_text_page(FixturePdf *pdf, const char *text)
{
  g_autofree char *content = g_strdup_printf("BT /F 12 Tf 50 700 Td (%s) Tj ET", text);
  fixture_page(pdf, "", "", content, strlen(content));
}

static inline char *fixture_pdf_end(FixturePdf *pdf, const char *name)
{
  g_string_append_printf(pdf->bytes, "trailer<</Root 1 0 R/Info 4 0 R/Size %u>>\n%%%%EOF\n",
                         pdf->objects + 1);
  char *path = fixture_file(name, pdf->bytes->str, (gssize)pdf->bytes->len);
  g_string_free(pdf->bytes, TRUE);
  return path;
}

/* A PDF with a page for each of `texts` (ASCII without brackets), which end with NULL. g_free. */
static inline char *fixture_pdf(const char *name, const char *const *texts)
{
  FixturePdf pdf = fixture_pdf_begin(g_strv_length((char **)(guintptr)texts));
  for (guint i = 0; texts[i]; i++) fixture_text_page(&pdf, texts[i]);
  return fixture_pdf_end(&pdf, name);
}

/* Three pages, the second of which has millions of words, each to be kept with its place; some KB. */
static inline char *fixture_bomb(const char *name)
{
  g_autoptr(GString) content = g_string_new("BT /F 12 Tf\n");
  for (guint i = 0; i < 3000000; i++) g_string_append(content, "1 0 0 1 50 50 Tm(boom)Tj\n");
  g_autoptr(GBytes) deflated = fixture_deflate(content->str, content->len);
  FixturePdf pdf = fixture_pdf_begin(3);
  fixture_text_page(&pdf, "before the bomb");
  fixture_page(&pdf, "", "/Filter/FlateDecode", g_bytes_get_data(deflated, NULL), g_bytes_get_size(deflated));
  fixture_text_page(&pdf, "after the bomb");
  return fixture_pdf_end(&pdf, name);
}

/* Pages on which a form draws another ten times, and that one the next, `depth` deep: 10^depth in all. Page i
 * of `pages` is such a one where slow[i] is '1'; the others have a line of text. */
static inline char *fixture_slow(const char *name, const char *slow, guint depth)
{
  guint pages = (guint)strlen(slow), first = 5 + 2 * pages;
  FixturePdf pdf = fixture_pdf_begin(pages);
  g_autofree char *resources = g_strdup_printf("/XObject<</X %u 0 R>>", first);
  for (guint i = 0; i < pages; i++) {
    if (slow[i] == '1') fixture_page(&pdf, resources, "", "/X Do BT /F 12 Tf 50 700 Td (slow) Tj ET", 40);
    else fixture_text_page(&pdf, i == 0 ? "before the slow page" : "after the slow page");
  }
  for (guint i = 0; i <= depth; i++) {
    g_autofree char *keys =
      g_strdup_printf("/Type/XObject/Subtype/Form/BBox[0 0 9 9]/Resources<</XObject<</X %u 0 R>>>>",
                      first + MIN(i + 1, depth));
    const char *draws = i < depth ? "/X Do /X Do /X Do /X Do /X Do /X Do /X Do /X Do /X Do /X Do" : "0 0 m";
    fixture_stream(&pdf, keys, draws, strlen(draws));
  }
  return fixture_pdf_end(&pdf, name);
}

/* ---- answers ---- */

typedef struct {
  guint calls;
  RepereLedgerFile *ledger;
  GBytes *postings;
} Answer;

static inline void answer_clear(Answer *answer)
{
  g_clear_pointer(&answer->ledger, repere_ledger_file_free);
  g_clear_pointer(&answer->postings, g_bytes_unref);
}

/* Set where a test's own worker makes up what it says. */
static gboolean fixture_forges;

/* Each sentence that the pool gives has a wording for curators of other languages. */
static inline void fixture_assert_worded(const char *reason)
{
  g_autofree char *french = repere_reason_in(reason, "fr"), *spanish = repere_reason_in(reason, "es");
  if (!french || !spanish) g_error("\"%s\" is worded in English only: it needs a row in reason.c", reason);
}

static inline void fixture_take(RepereLedgerFile *ledger, GBytes *postings, gpointer data, gpointer pool_data)
{
  (void)pool_data;
  Answer *answer = data;
  answer_clear(answer);
  answer->calls++;
  answer->ledger = ledger;
  answer->postings = postings;
  if (ledger->reason && !fixture_forges) fixture_assert_worded(ledger->reason);
}

static inline ReperePoolLimits fixture_limits(void)
{
  return (ReperePoolLimits){.workers = 1,
                            .file_seconds = 10,
                            .file_memory_mb = 512,
                            .max_file_mb = 50,
                            .max_text_mb = 16,
                            .max_pages = 1000};
}

static inline void fixture_submit(ReperePool *pool, const char *path, const char *type, Answer *answer)
{
  repere_pool_submit(pool, &(RepereJob){.path = path, .media_type = type, .lang = "", .data = answer});
}

static inline void fixture_run(ReperePool *pool)
{
  while (repere_pool_pending(pool) > 0) repere_pool_step(pool, 1000);
}

/* A pool starts its own program again as a worker. A test whose main() does not ask for "--worker" would
 * begin its tests, and pools, in each of them, without end: such a one ends here. */
static inline void fixture_forbid_pool_in_worker(void)
{
  g_autofree char *line = NULL;
  gsize size = 0;
  if (g_file_get_contents("/proc/self/cmdline", &line, &size, NULL) &&
      memmem(line, size, "--worker", strlen("--worker")))
    g_error("main() of this test must call repere_worker_main() where it is started with --worker");
}

/* One file's answer; the caller clears it. */
static inline Answer fixture_read(const ReperePoolLimits *limits, const char *path, const char *type)
{
  g_autoptr(GError) error = NULL;
  Answer answer = {0};
  fixture_forbid_pool_in_worker();
  g_autoptr(ReperePool) pool = repere_pool_new(limits, fixture_take, NULL, &error);
  g_assert_no_error(error);
  fixture_submit(pool, path, type, &answer);
  fixture_run(pool);
  g_assert_cmpuint(answer.calls, ==, 1);
  return answer;
}

static inline const ReperePage *answer_page(const Answer *answer, guint i)
{
  g_assert_cmpuint(i, <, answer->ledger->pages->len);
  return answer->ledger->pages->pdata[i];
}

/* Clean text of page i. g_free. */
static inline char *answer_text(const Answer *answer, guint i)
{
  const ReperePage *page = answer_page(answer, i);
  if (!page->text) return g_strdup("");
  gsize packed = 0;
  gconstpointer bytes = g_bytes_get_data(page->text, &packed);
  gsize size = (gsize)ZSTD_getFrameContentSize(bytes, packed);
  char *text = g_malloc(size + 1);
  g_assert_cmpuint(ZSTD_decompress(text, size, bytes, packed), ==, size);
  text[size] = '\0';
  return text;
}

/* Positions of `term`, as "3 17"; NULL where the postings do not have it. g_free. */
static inline char *answer_positions(const Answer *answer, const char *term)
{
  if (!answer->postings) return NULL;
  g_autoptr(ReperePostingsReader) reader = repere_postings_reader_new(answer->postings);
  ReperePosting posting;
  while (repere_postings_next(reader, &posting) == 1) {
    if (posting.size != strlen(term) || memcmp(posting.term, term, posting.size) != 0) continue;
    GString *positions = g_string_new(NULL);
    for (guint i = 0; i < posting.count; i++)
      g_string_append_printf(positions, "%s%u", i > 0 ? " " : "", posting.positions[i]);
    return g_string_free(positions, FALSE);
  }
  return NULL;
}

#endif
