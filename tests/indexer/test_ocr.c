/* Pages without text are recognised: what comes out, what is kept, and that a page on which it fails costs
 * this page only. Skips, saying so, where the program is built without Tesseract, or there is no language
 * data. */
#include <errno.h>
#include <signal.h>
#include <stdlib.h>
#include <unistd.h>

#include "indexer/jail.h"
#include "indexer/ocr.h"
#include "indexer/ocr_engine.h"
#include "indexer/ocr_store.h"
#include "indexer/process.h"
#include "indexer/wire.h"
#include "pool_fixture.h"

#define PDF "application/pdf"

/* ---- what the tests share ---- */

static char *own_program;

static RepereOcrSettings settings_of(const char *languages)
{
  return (RepereOcrSettings){.folder = (char *)(guintptr) "/usr/share/tesseract-ocr/5/tessdata",
                             .languages = (char *)(guintptr)languages,
                             .missing = (char *)(guintptr) "",
                             .dpi = 300,
                             .page_seconds = 60,
                             .file_seconds = 300};
}

static gboolean can_recognise(void)
{
  RepereOcrSettings settings = settings_of("");
  static const char *const codes[] = {"en", "fr", "es"};
  for (guint i = 0; i < G_N_ELEMENTS(codes); i++) {
    g_autofree char *path = repere_ocr_model_path(settings.folder, codes[i]);
    if (repere_ocr_built_in() && g_file_test(path, G_FILE_TEST_EXISTS)) continue;
    g_test_skip(repere_ocr_built_in() ? "there is no language data for Tesseract"
                                      : "built without Tesseract");
    return FALSE;
  }
  return TRUE;
}

static char *scan_of(const char *code)
{
  const char *source = g_getenv("SOURCE");
  return g_strdup_printf("%s/tests/indexer/data/scan-%s.pdf", source ? source : ".", code);
}

/* A folder for what is kept, empty. */
static char *new_store(const char *name)
{
  return g_build_filename(fixture_folder(), name, NULL);
}

static void remove_store(const char *store)
{
  repere_ocr_store_sweep(store, G_MAXINT64);
  g_rmdir(store);
}

static ReperePoolLimits limits_with(const RepereOcrSettings *settings, const char *store)
{
  ReperePoolLimits limits = fixture_limits();
  limits.file_memory_mb = 1024;
  limits.ocr = settings;
  limits.ocr_store = store;
  return limits;
}

static void assert_has(const char *text, const char *words)
{
  if (!strstr(text, words)) g_error("\"%s\" is not in what was recognised: %s", words, text);
}

/* The one file of a store, its path. g_free. */
static char *only_entry(const char *store)
{
  g_autoptr(GDir) outer = g_dir_open(store, 0, NULL);
  g_assert_nonnull(outer);
  g_autofree char *folder = g_build_filename(store, g_dir_read_name(outer), NULL);
  g_assert_null(g_dir_read_name(outer));
  g_autoptr(GDir) inner = g_dir_open(folder, 0, NULL);
  g_assert_nonnull(inner);
  char *path = g_build_filename(folder, g_dir_read_name(inner), NULL);
  g_assert_null(g_dir_read_name(inner));
  return path;
}

static void assert_reason(const Answer *answer, const char *words)
{
  g_assert_nonnull(answer->ledger->reason);
  assert_has(answer->ledger->reason, words);
}

/* ---- what is recognised ---- */

typedef struct {
  const char *code;
  const char *words[6]; /* with what the language has of its own; one is cut by a line's end */
} Expected;

static const Expected expected[] = {
  {"en", {"Coming home to the village", "forty families", "cooperative lent seeds", "hunger: whoever"}},
  {"fr",
   {"pêcheurs sont revenus", "réparé l'école", "hebdomadaire", "éprouvant", "remboursé pendant six ans"}},
  {"es", {"otoño", "cuarenta familias", "niños", "préstamos", "año"}},
};

/* Nobody says which language: it is found. */
static void test_languages(void)
{
  if (!can_recognise()) return;
  const RepereOcrSettings settings = settings_of("en;fr;es");
  ReperePoolLimits limits = limits_with(&settings, NULL);
  for (guint i = 0; i < G_N_ELEMENTS(expected); i++) {
    g_autofree char *path = scan_of(expected[i].code);
    Answer answer = fixture_read(&limits, path, PDF);
    g_assert_cmpint(answer.ledger->outcome, ==, REPERE_OUTCOME_INDEXED);
    const ReperePage *page = answer_page(&answer, 0);
    g_assert_cmpstr(page->source, ==, "ocr");
    g_assert_cmpstr(page->lang, ==, expected[i].code);
    g_assert_cmpuint(page->confidence, >=, 70);
    g_assert_cmpuint(page->confidence, <=, 100);
    g_autofree char *text = answer_text(&answer, 0);
    for (guint k = 0; k < 6 && expected[i].words[k]; k++) assert_has(text, expected[i].words[k]);
    answer_clear(&answer);
  }
}

/* A page with text is left as it is, one without anything on it has nothing to recognise. */
static void test_other_pages(void)
{
  if (!can_recognise()) return;
  const RepereOcrSettings settings = settings_of("en");
  ReperePoolLimits limits = limits_with(&settings, NULL);
  FixturePdf pdf = fixture_pdf_begin(3);
  fixture_text_page(&pdf, "a page of text");
  fixture_page(&pdf, "", "", " ", 1);
  /* Letters of a font that nobody has, in an invisible ink. */
  fixture_page(&pdf, "", "", "BT /F 12 Tf 3 Tr 50 700 Td ( ) Tj ET", 36);
  g_autofree char *path = fixture_pdf_end(&pdf, "other.pdf");
  Answer answer = fixture_read(&limits, path, PDF);
  g_assert_cmpint(answer.ledger->outcome, ==, REPERE_OUTCOME_INDEXED);
  g_assert_cmpstr(answer_page(&answer, 0)->source, ==, "text-layer");
  for (guint i = 0; i < 3; i++)
    g_assert_cmpuint(answer_page(&answer, i)->confidence, ==, REPERE_CONFIDENCE_NONE);
  for (guint i = 1; i < 3; i++) g_assert_cmpstr(answer_page(&answer, i)->source, ==, "empty");
  answer_clear(&answer);
}

/* However the sheet was laid on the glass. */
static void test_turned(void)
{
  if (!can_recognise()) return;
  const RepereOcrSettings settings = settings_of("fr");
  ReperePoolLimits limits = limits_with(&settings, NULL);
  g_autofree char *upright = scan_of("fr"), *content = NULL;
  gsize size = 0;
  g_assert_true(g_file_get_contents(upright, &content, &size, NULL));
  char *page = memmem(content, size, "/Type/Page/Parent", 17);
  g_assert_nonnull(page);
  for (guint degrees = 90; degrees < 360; degrees += 90) {
    g_autoptr(GString) turned = g_string_new_len(content, page - content);
    g_string_append_printf(turned, "/Rotate %u", degrees);
    g_string_append_len(turned, page, (gssize)size - (page - content));
    g_autofree char *path = fixture_file("turned.pdf", turned->str, (gssize)turned->len);
    Answer answer = fixture_read(&limits, path, PDF);
    g_autofree char *text = answer_text(&answer, 0);
    assert_has(text, "pêcheurs sont revenus");
    g_assert_cmpuint(answer_page(&answer, 0)->confidence, >=, 70);
    answer_clear(&answer);
  }
}

/* Lines and blots are no text: nothing is indexed of them. */
static void test_hopeless(void)
{
  if (!can_recognise()) return;
  const RepereOcrSettings settings = settings_of("en");
  ReperePoolLimits limits = limits_with(&settings, NULL);
  g_autoptr(GString) content = g_string_new("");
  for (guint i = 0; i < 300; i++)
    g_string_append_printf(content, "%u %u m %u %u l S ", (i * 97) % 600, (i * 61) % 800, (i * 31) % 600,
                           (i * 13) % 800);
  FixturePdf pdf = fixture_pdf_begin(1);
  fixture_page(&pdf, "", "", content->str, content->len);
  g_autofree char *path = fixture_pdf_end(&pdf, "lines.pdf");
  Answer answer = fixture_read(&limits, path, PDF);
  g_assert_cmpint(answer.ledger->outcome, ==, REPERE_OUTCOME_EMPTY);
  g_assert_cmpstr(answer_page(&answer, 0)->source, ==, "empty");
  g_assert_cmpuint(answer_page(&answer, 0)->confidence, ==, REPERE_CONFIDENCE_NONE);
  assert_reason(&answer, "nothing on its pages could be recognised");
  answer_clear(&answer);
}

static void test_off(void)
{
  RepereOcrSettings settings = settings_of("");
  settings.advice = (char *)(guintptr) "switch ocr on in [indexer]";
  g_autofree char *path = scan_of("en");
  ReperePoolLimits limits = limits_with(&settings, NULL);
  Answer answer = fixture_read(&limits, path, PDF);
  g_assert_cmpint(answer.ledger->outcome, ==, REPERE_OUTCOME_EMPTY);
  assert_reason(&answer, "probably a scan. To have it recognised, switch ocr on in [indexer].");
  answer_clear(&answer);
}

/* ---- what is kept ---- */

/* What was recognised is taken from where it is kept, as whoever edits it can see. */
static void test_kept(void)
{
  if (!can_recognise()) return;
  const RepereOcrSettings settings = settings_of("en;fr;es");
  g_autofree char *store = new_store("kept"), *path = scan_of("en");
  ReperePoolLimits limits = limits_with(&settings, store);
  Answer answer = fixture_read(&limits, path, PDF);
  answer_clear(&answer);
  g_autofree char *entry = only_entry(store);
  g_assert_true(g_file_set_contents(
    entry, "repere-ocr 2 text 77 en 60 7837ee9009b8e606\nwords put here by hand", -1, NULL));
  ReperePool *pool = repere_pool_new(&limits, fixture_take, NULL, NULL);
  fixture_submit(pool, path, PDF, &answer);
  fixture_run(pool);
  g_assert_cmpuint(repere_pool_recalled(pool), ==, 1);
  repere_pool_free(pool);
  g_autofree char *text = answer_text(&answer, 0);
  g_assert_cmpstr(text, ==, "words put here by hand");
  g_assert_cmpuint(answer_page(&answer, 0)->confidence, ==, 77);
  answer_clear(&answer);
  /* One that is broken is made anew. */
  g_assert_true(g_file_set_contents(entry, "repere-ocr 2 te", -1, NULL));
  answer = fixture_read(&limits, path, PDF);
  g_autofree char *anew = answer_text(&answer, 0), *kept = NULL;
  assert_has(anew, "forty families");
  g_assert_true(g_file_get_contents(entry, &kept, NULL, NULL));
  assert_has(kept, "forty families");
  answer_clear(&answer);
  remove_store(store);
}

/* The same page in another file, with other things around it, is known. */
static void test_kept_elsewhere(void)
{
  if (!can_recognise()) return;
  const RepereOcrSettings settings = settings_of("en;fr;es");
  g_autofree char *store = new_store("elsewhere"), *path = scan_of("fr"), *content = NULL;
  gsize size = 0;
  g_assert_true(g_file_get_contents(path, &content, &size, NULL));
  g_autoptr(GString) longer = g_string_new_len(content, (gssize)size);
  g_string_append(longer, "% another copy\n");
  g_autofree char *copy = fixture_file("copy.pdf", longer->str, (gssize)longer->len);
  ReperePoolLimits limits = limits_with(&settings, store);
  Answer first = {0}, second = {0};
  ReperePool *pool = repere_pool_new(&limits, fixture_take, NULL, NULL);
  fixture_submit(pool, path, PDF, &first);
  fixture_run(pool);
  fixture_submit(pool, copy, PDF, &second);
  fixture_run(pool);
  g_assert_cmpuint(repere_pool_recalled(pool), ==, 1);
  repere_pool_free(pool);
  g_assert_cmpstr(first.ledger->sha256, !=, second.ledger->sha256);
  g_assert_cmpstr(answer_page(&second, 0)->source, ==, "ocr");
  answer_clear(&first);
  answer_clear(&second);
  remove_store(store);
}

/* That a page is blank is known by its place: it is not rendered again, as whoever edits what is kept can
 * see. */
static void test_blank(void)
{
  static const char *const texts[] = {"", NULL};
  if (!can_recognise()) return;
  const RepereOcrSettings settings = settings_of("en");
  g_autofree char *store = new_store("blank"), *path = fixture_pdf("blank.pdf", texts), *kept = NULL;
  ReperePoolLimits limits = limits_with(&settings, store);
  Answer answer = fixture_read(&limits, path, PDF);
  g_assert_cmpstr(answer_page(&answer, 0)->source, ==, "empty");
  answer_clear(&answer);
  g_autofree char *entry = only_entry(store);
  g_assert_true(g_file_get_contents(entry, &kept, NULL, NULL));
  g_assert_true(g_str_has_prefix(kept, "repere-ocr 2 text 0 - "));
  answer = fixture_read(&limits, path, PDF);
  g_assert_cmpstr(answer_page(&answer, 0)->source, ==, "empty");
  answer_clear(&answer);
  g_assert_true(g_file_set_contents(
    entry, "repere-ocr 2 text 77 en 60 7837ee9009b8e606\nwords put here by hand", -1, NULL));
  answer = fixture_read(&limits, path, PDF);
  g_assert_cmpstr(answer_page(&answer, 0)->source, ==, "ocr");
  answer_clear(&answer);
  remove_store(store);
}

/* What a reader had too little memory for is tried again with more, and not with as much. */
static void test_starved(void)
{
  if (!can_recognise()) return;
  const RepereOcrSettings settings = settings_of("en");
  g_autofree char *store = new_store("starved"), *path = scan_of("en"), *kept = NULL;
  ReperePoolLimits limits = limits_with(&settings, store);
  Answer answer = fixture_read(&limits, path, PDF);
  answer_clear(&answer);
  g_autofree char *entry = only_entry(store);
  g_autofree char *died =
    g_strdup_printf("repere-ocr 2 memory 0 - %u e3b0c44298fc1c14\n", limits.file_memory_mb);
  g_assert_true(g_file_set_contents(entry, died, -1, NULL));
  answer = fixture_read(&limits, path, PDF);
  assert_reason(&answer, "file-memory-mb in [indexer] allows");
  g_assert_cmpuint(answer.ledger->cut[REPERE_LIMIT_MEMORY_MB], ==, limits.file_memory_mb);
  answer_clear(&answer);
  limits.file_memory_mb++;
  answer = fixture_read(&limits, path, PDF);
  g_assert_cmpstr(answer_page(&answer, 0)->source, ==, "ocr");
  g_assert_cmpuint(answer.ledger->cut[REPERE_LIMIT_MEMORY_MB], ==, 0);
  g_assert_true(g_file_get_contents(entry, &kept, NULL, NULL));
  assert_has(kept, "forty families");
  answer_clear(&answer);
  remove_store(store);
}

/* A folder that cannot be written costs nothing but the keeping. */
static void test_not_kept(void)
{
  if (!can_recognise()) return;
  const RepereOcrSettings settings = settings_of("en");
  g_autofree char *path = scan_of("en");
  ReperePoolLimits limits = limits_with(&settings, "/proc/self/nothing");
  Answer answer = {0};
  ReperePool *pool = repere_pool_new(&limits, fixture_take, NULL, NULL);
  fixture_submit(pool, path, PDF, &answer);
  fixture_run(pool);
  g_assert_cmpint(answer.ledger->outcome, ==, REPERE_OUTCOME_INDEXED);
  g_assert_nonnull(repere_pool_unkept(pool));
  assert_has(repere_pool_unkept(pool), "cannot be kept");
  repere_pool_free(pool);
  answer_clear(&answer);
}

static void test_store(void)
{
  g_autofree char *store = new_store("store");
  static const char key[] = "00112233445566778899aabbccddeeff00112233445566778899aabbccddeeff";
  static const char *const no_keys[] = {
    "", "abc", "../../../../../../../../../../../../../../../../../../../../../../../../etc/pa",
    "00112233445566778899AABBCCDDEEFF00112233445566778899aabbccddeeff"};
  RepereOcrEntry entry = {.what = REPERE_OCR_TEXT, .confidence = 88, .language = "es", .allowed = 9,
                          .text = (char *)(guintptr) "dos\nlíneas"}, read;
  for (guint i = 0; i < G_N_ELEMENTS(no_keys); i++)
    g_assert_cmpint(repere_ocr_store_find(store, no_keys[i]), ==, -1);
  g_assert_cmpint(repere_ocr_store_find(store, key), ==, -1);
  g_assert_true(repere_ocr_store_keep(store, key, &entry, NULL));
  int file = repere_ocr_store_find(store, key);
  g_assert_cmpint(file, >=, 0);
  g_assert_true(repere_ocr_entry_read(file, &read));
  close(file);
  g_assert_cmpint(read.what, ==, REPERE_OCR_TEXT);
  g_assert_cmpuint(read.confidence, ==, 88);
  g_assert_cmpstr(read.language, ==, "es");
  g_assert_cmpuint(read.allowed, ==, 9);
  g_assert_cmpstr(read.text, ==, "dos\nlíneas");
  repere_ocr_entry_clear(&read);
  g_autofree char *path = only_entry(store), *whole = NULL;
  g_assert_true(g_file_get_contents(path, &whole, NULL, NULL));
  g_assert_cmpint(truncate(path, (off_t)strlen(whole) - 2), ==, 0);
  file = repere_ocr_store_find(store, key);
  g_assert_false(repere_ocr_entry_read(file, &read)); /* one that lost its end is none */
  close(file);
  gint64 now = g_get_real_time() / G_USEC_PER_SEC;
  g_assert_cmpuint(repere_ocr_store_sweep(store, now - 60), ==, 0);
  g_assert_cmpuint(repere_ocr_store_sweep(store, now + 60), ==, 1);
  g_assert_cmpint(repere_ocr_store_find(store, key), ==, -1);
  remove_store(store);
}

/* ---- limits ---- */

/* A banner of five metres by seven millimetres. */
static void test_long_sheet(void)
{
  static const char pdf[] = "%PDF-1.4\n"
                            "1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj\n"
                            "2 0 obj<</Type/Pages/Kids[3 0 R]/Count 1>>endobj\n"
                            "3 0 obj<</Type/Page/Parent 2 0 R/MediaBox[0 0 14400 20]/Contents 4 0 R>>endobj\n"
                            "4 0 obj<</Length 17>>stream\n0 0 5000 9 re f  \nendstream endobj\n"
                            "trailer<</Root 1 0 R/Size 5>>\n";
  g_autoptr(GBytes) bytes = g_bytes_new_static(pdf, sizeof pdf - 1);
  PopplerDocument *document = poppler_document_new_from_bytes(bytes, NULL, NULL);
  g_assert_nonnull(document);
  PopplerPage *page = poppler_document_get_page(document, 0);
  RepereOcrPicture picture = {0};
  /* not taken for a blank one */
  g_assert_cmpint(repere_ocr_render(page, 300, &picture), ==, REPERE_OCR_PICTURE);
  g_assert_cmpuint(picture.width, <=, 32767);
  g_assert_cmpuint(picture.width, >, 32000);
  repere_ocr_picture_clear(&picture);
  g_object_unref(page);
  g_object_unref(document);
}

static void test_page_time(void)
{
  if (!can_recognise()) return;
  RepereOcrSettings settings = settings_of("en");
  g_autofree char *store = new_store("slow"), *path = scan_of("en"), *kept = NULL;
  ReperePoolLimits limits = limits_with(&settings, store);
  settings.page_seconds = 0;
  Answer answer = fixture_read(&limits, path, PDF);
  g_assert_cmpint(answer.ledger->outcome, ==, REPERE_OUTCOME_PARTIAL);
  assert_reason(&answer, "that could not be recognised in the 0 seconds that ocr-page-seconds in [indexer] "
                         "allows: 1, the first of them page 1.");
  g_assert_cmpstr(answer_page(&answer, 0)->source, ==, "empty");
  g_assert_cmpuint(answer_page(&answer, 0)->confidence, ==, REPERE_CONFIDENCE_NONE);
  answer_clear(&answer);
  g_autofree char *entry = only_entry(store);
  g_assert_true(g_file_get_contents(entry, &kept, NULL, NULL));
  g_assert_true(g_str_has_prefix(kept, "repere-ocr 2 failed 0 - 0 "));
  /* With more time it is tried again. */
  settings.page_seconds = 60;
  answer = fixture_read(&limits, path, PDF);
  g_assert_cmpstr(answer_page(&answer, 0)->source, ==, "ocr");
  answer_clear(&answer);
  remove_store(store);
}

static void test_file_time(void)
{
  if (!can_recognise()) return;
  RepereOcrSettings settings = settings_of("en");
  g_autofree char *path = scan_of("en");
  ReperePoolLimits limits = limits_with(&settings, NULL);
  settings.file_seconds = 0;
  Answer answer = fixture_read(&limits, path, PDF);
  g_assert_cmpint(answer.ledger->outcome, ==, REPERE_OUTCOME_PARTIAL);
  assert_reason(
    &answer,
    "Pages without text that were not recognised: 1. The time that ocr-file-seconds in [indexer] allows");
  answer_clear(&answer);
}

/* The models are there when a worker has begun: it opens none of them afterwards, nor anything else. */
static void test_opens_nothing(void)
{
  if (!can_recognise()) return;
  RepereOcrSettings settings = settings_of("en");
  g_autofree char *model = repere_ocr_model_path(settings.folder, "en"), *bytes = NULL, *path = scan_of("en");
  gsize size = 0;
  g_assert_true(g_file_get_contents(model, &bytes, &size, NULL));
  g_autofree char *copy = fixture_file("eng.traineddata", bytes, (gssize)size);
  settings.folder = (char *)(guintptr)fixture_folder();
  ReperePoolLimits limits = limits_with(&settings, NULL);
  Answer answer = {0};
  ReperePool *pool = repere_pool_new(&limits, fixture_take, NULL, NULL);
  g_assert_cmpint(g_remove(copy), ==, 0);
  fixture_submit(pool, path, PDF, &answer);
  fixture_run(pool);
  g_assert_cmpstr(answer_page(&answer, 0)->source, ==, "ocr");
  repere_pool_free(pool);
  answer_clear(&answer);
}

/* What is no model is as if it were not there. */
static void test_broken_model(void)
{
  if (!can_recognise()) return;
  RepereOcrSettings settings = settings_of("en");
  g_autofree char *copy = fixture_file("eng.traineddata", "this is no model", -1), *path = scan_of("en");
  settings.folder = (char *)(guintptr)fixture_folder();
  ReperePoolLimits limits = limits_with(&settings, NULL);
  Answer answer = fixture_read(&limits, path, PDF);
  g_assert_cmpint(answer.ledger->outcome, !=, REPERE_OUTCOME_INDEXED);
  g_assert_cmpstr(answer_page(&answer, 0)->source, ==, "empty");
  answer_clear(&answer);
  g_remove(copy);
}

/* ---- workers that die or lie while they recognise ---- */

static const char some_key[] = "00112233445566778899aabbccddeeff00112233445566778899aabbccddeeff";

static void say(int socket, RepereWireKind kind, GVariant *variant)
{
  repere_wire_send_variant(socket, kind, variant);
}

static void begin_page(int socket, guint page)
{
  say(socket, REPERE_WIRE_RECOGNISING, g_variant_new("(u)", page));
}

static void ask_of(int socket, const char *key, gboolean place)
{
  say(socket, REPERE_WIRE_RECALL, g_variant_new(REPERE_WIRE_RECALL_TYPE, key, place));
}

static void ask(int socket, const char *key)
{
  ask_of(socket, key, FALSE);
}

static void keep(int socket, guchar what, guchar confidence, const char *language, const char *text)
{
  say(socket, REPERE_WIRE_RECOGNISED, g_variant_new("(yysus)", what, confidence, language, 1, text));
}

static void finish(int socket)
{
  say(socket, REPERE_WIRE_RESULT,
      g_variant_new("(ysuss@as(yyy)@ayt)", (guchar)REPERE_OUTCOME_EMPTY, "", 0u, "", "",
                    g_variant_new_strv(NULL, 0), 0, 0, 0,
                    g_variant_new_fixed_array(G_VARIANT_TYPE_BYTE, NULL, 0, 1), (guint64)0));
}

static void act_no_page(int socket)
{
  ask(socket, some_key);
  finish(socket);
}

static void act_no_key(int socket)
{
  begin_page(socket, 1);
  ask(socket, "../../../../../../../../../../../../../../../../../../etc/passwd/");
  finish(socket);
}

static void act_asks_thrice(int socket)
{
  begin_page(socket, 1);
  ask(socket, some_key);
  ask(socket, some_key);
  ask(socket, some_key);
  finish(socket);
}

static void act_keeps_unasked(int socket)
{
  begin_page(socket, 1);
  keep(socket, 0, 50, "en", "text");
  finish(socket);
}

static void act_keeps_twice(int socket)
{
  begin_page(socket, 1);
  ask(socket, some_key);
  keep(socket, 0, 50, "en", "text");
  keep(socket, 0, 50, "en", "text");
  finish(socket);
}

static void act_page_again(int socket)
{
  begin_page(socket, 2);
  begin_page(socket, 1);
  finish(socket);
}

static void act_confident(int socket)
{
  begin_page(socket, 1);
  ask(socket, some_key);
  keep(socket, 0, 101, "en", "text");
  finish(socket);
}

/* Only the pool knows what a worker died of. */
static void act_died(int socket)
{
  begin_page(socket, 1);
  ask(socket, some_key);
  keep(socket, REPERE_OCR_MEMORY, 0, "en", "");
  finish(socket);
}

static void act_language(int socket)
{
  begin_page(socket, 1);
  ask(socket, some_key);
  keep(socket, 0, 50, "\n", "text");
  finish(socket);
}

/* More than a page's text may have, and then more than a file's. */
static void act_much(int socket)
{
  g_autofree char *text = g_strnfill(REPERE_OCR_TEXT_BYTES, 'x');
  for (guint page = 1; page <= 20; page++) {
    g_autofree char *key = g_strdup_printf("%064x", page);
    begin_page(socket, page);
    ask(socket, key);
    keep(socket, 0, 50, "en", text);
  }
  finish(socket);
}

static void act_dies(int socket)
{
  begin_page(socket, 1);
  ask(socket, some_key);
  raise(SIGKILL);
}

static void act_hangs(int socket)
{
  begin_page(socket, 1);
  for (;;) continue;
}

static void act_endless_nothing(int socket)
{
  for (;;) begin_page(socket, 0);
}

typedef struct {
  const char *name;
  void (*act)(int socket);
  const char *reason;
} Hostile;

static const Hostile hostiles[] = {{"no-page", act_no_page, "made no sense"},
                                   {"no-key", act_no_key, "made no sense"},
                                   {"asks-thrice", act_asks_thrice, "made no sense"},
                                   {"keeps-unasked", act_keeps_unasked, "made no sense"},
                                   {"keeps-twice", act_keeps_twice, "made no sense"},
                                   {"page-again", act_page_again, "made no sense"},
                                   {"confident", act_confident, "made no sense"},
                                   {"died", act_died, "made no sense"},
                                   {"language", act_language, "made no sense"},
                                   {"much", act_much, "made no sense"},
                                   {"endless-nothing", act_endless_nothing, "made no sense"},
                                   {"dies", act_dies, "could not be recognised"},
                                   {"hangs", act_hangs, "much longer than ocr-page-seconds"}};

/* Says that there is text at the first place of each file; a sleeper does no harm to the first file it gets. */
static G_GNUC_NORETURN void be_poisoner(int socket, gboolean sleeps)
{
  g_autoptr(GVariant) limits = repere_wire_receive(socket, REPERE_WIRE_LIMITS, REPERE_WIRE_LIMITS_TYPE, NULL);
  say(socket, REPERE_WIRE_READY, g_variant_new("(b)", TRUE));
  for (guint jobs = 0;; jobs++) {
    g_autoptr(GVariant) job = repere_wire_receive(socket, REPERE_WIRE_JOB, REPERE_WIRE_JOB_TYPE, NULL);
    if (!job) _exit(0);
    if (sleeps && jobs == 0) {
      finish(socket);
      continue;
    }
    begin_page(socket, 1);
    ask_of(socket, some_key, TRUE);
    g_autoptr(GVariant) known =
      repere_wire_receive(socket, REPERE_WIRE_RECALLED, REPERE_WIRE_RECALLED_TYPE, NULL);
    gboolean is = FALSE;
    if (known) g_variant_get(known, REPERE_WIRE_RECALLED_TYPE, &is);
    if (!is) keep(socket, 0, 99, "en", "what the page does not say");
    begin_page(socket, 0);
    finish(socket);
  }
}

/* Acts as long as it may recognise; then it has nothing to say. */
static G_GNUC_NORETURN void be_worker(int socket)
{
  g_autofree char *name = g_path_get_basename(own_program);
  for (guint i = 0; i < G_N_ELEMENTS(hostiles); i++) {
    if (strcmp(name, hostiles[i].name) != 0) continue;
    g_autoptr(GVariant) limits =
      repere_wire_receive(socket, REPERE_WIRE_LIMITS, REPERE_WIRE_LIMITS_TYPE, NULL);
    say(socket, REPERE_WIRE_READY, g_variant_new("(b)", TRUE));
    g_autoptr(GVariant) job = repere_wire_receive(socket, REPERE_WIRE_JOB, REPERE_WIRE_JOB_TYPE, NULL);
    if (!job) _exit(0);
    g_autoptr(GVariant) may = g_variant_get_child_value(job, 6);
    if (g_variant_get_boolean(may)) hostiles[i].act(socket);
    else finish(socket);
    for (;;) pause(); /* until the pool ends it */
  }
  if (strcmp(name, "poisons") == 0 || strcmp(name, "sleeper") == 0) be_poisoner(socket, name[0] == 's');
  repere_worker_main(socket);
}

static void use_worker(const char *name)
{
  g_autofree char *program = g_file_read_link("/proc/self/exe", NULL);
  g_autofree char *link = g_build_filename(fixture_folder(), name, NULL);
  g_assert_true(symlink(program, link) == 0 || errno == EEXIST);
  repere_worker_program = g_intern_string(link);
}

/* Pages recalled by a pool that reads the files one after the other. */
static guint64 recalled_of(const ReperePoolLimits *limits, const char *one, const char *other)
{
  Answer answers[2] = {{0}};
  g_autoptr(ReperePool) pool = repere_pool_new(limits, fixture_take, NULL, NULL);
  g_assert_nonnull(pool);
  for (guint i = 0; i < 2; i++) {
    fixture_submit(pool, i ? other : one, "text/plain", &answers[i]);
    fixture_run(pool);
    answer_clear(&answers[i]);
  }
  return repere_pool_recalled(pool);
}

/* What a hostile reader had kept of a place is not found in another file, and not by a reader of both. */
static void test_poison(void)
{
  RepereOcrSettings settings = settings_of("en");
  g_autofree char *store = new_store("poison"), *one = fixture_file("one.txt", "one", -1);
  g_autofree char *other = fixture_file("other.txt", "other", -1);
  ReperePoolLimits limits = limits_with(&settings, store);
  use_worker("poisons");
  g_assert_cmpuint(recalled_of(&limits, one, other), ==, 0);
  g_assert_cmpuint(recalled_of(&limits, one, other), ==, 2); /* each its own */
  remove_store(store);
  use_worker("sleeper");
  g_assert_cmpuint(recalled_of(&limits, one, other), ==, 0);
  g_assert_false(g_file_test(store, G_FILE_TEST_EXISTS)); /* it had nothing to say as the second file's only
                                                             reader */
  repere_worker_program = "/proc/self/exe";
}

static void test_hostile(gconstpointer data)
{
  const Hostile *hostile = data;
  RepereOcrSettings settings = settings_of("en");
  g_autofree char *store = new_store("hostile"), *path = fixture_file("plain.txt", "some words", -1);
  g_autofree char *program = g_file_read_link("/proc/self/exe", NULL);
  g_autofree char *link = g_build_filename(fixture_folder(), hostile->name, NULL);
  ReperePoolLimits limits = limits_with(&settings, store);
  limits.file_seconds = 1;
  settings.page_seconds = settings.file_seconds = 0;
  g_assert_true(symlink(program, link) == 0 || errno == EEXIST);
  repere_worker_program = link;
  Answer answer = fixture_read(&limits, path, "text/plain");
  repere_worker_program = "/proc/self/exe";
  assert_reason(&answer, hostile->reason);
  answer_clear(&answer);
  remove_store(store);
}

int main(int argc, char **argv)
{
  own_program = argv[0];
  if (argc == 3 && strcmp(argv[1], "--worker") == 0) be_worker((int)strtol(argv[2], NULL, 10));
  g_test_init(&argc, &argv, NULL);
  g_test_add_func("/ocr/languages", test_languages);
  g_test_add_func("/ocr/other-pages", test_other_pages);
  g_test_add_func("/ocr/turned", test_turned);
  g_test_add_func("/ocr/hopeless", test_hopeless);
  g_test_add_func("/ocr/off", test_off);
  g_test_add_func("/ocr/kept", test_kept);
  g_test_add_func("/ocr/kept-elsewhere", test_kept_elsewhere);
  g_test_add_func("/ocr/not-kept", test_not_kept);
  g_test_add_func("/ocr/blank", test_blank);
  g_test_add_func("/ocr/starved", test_starved);
  g_test_add_func("/ocr/store", test_store);
  g_test_add_func("/ocr/long-sheet", test_long_sheet);
  g_test_add_func("/ocr/page-time", test_page_time);
  g_test_add_func("/ocr/file-time", test_file_time);
  g_test_add_func("/ocr/opens-nothing", test_opens_nothing);
  g_test_add_func("/ocr/broken-model", test_broken_model);
  g_test_add_func("/ocr/poison", test_poison);
  for (guint i = 0; i < G_N_ELEMENTS(hostiles); i++) {
    g_autofree char *name = g_strdup_printf("/ocr/worker/%s", hostiles[i].name);
    g_test_add_data_func(name, &hostiles[i], test_hostile);
  }
  int failed = g_test_run();
  fixture_remove_folder();
  return failed;
}
