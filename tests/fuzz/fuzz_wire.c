/* fuzz_wire.c - any bytes as what a worker says: refused, or taken as a file whose pages, words and sentences
 * are as whoever gets them trusts them to be (indexer/job.h), and of which a document is made. And what a
 * worker itself makes of any text is never refused. For libFuzzer.
 *
 * The first byte chooses: bytes of the socket as they are; frames whose parts are made of the bytes; a
 * text. */
#include <glib/gstdio.h>
#include <stdint.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#include "indexer/job.h"
#include "indexer/ocr_store.h"
#include "lib/document.h"
#include "lib/index.h"
#include "lib/postings.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static RepereLibrary *library;
static RepereDocumentBuilder *builder;
static RepereAnalyzer *analyzer;
static RepereInverter *inverter;

static const RepereOcrSettings settings = {.languages = (char *)(guintptr) "en", .page_seconds = 60};
static const ReperePoolLimits limits = {.file_seconds = 10,
                                        .file_memory_mb = 100,
                                        .max_file_mb = 1,
                                        .max_text_mb = 1,
                                        .max_pages = 50,
                                        .ocr = &settings};

static void prepare(void)
{
  g_autofree char *path = NULL;
  g_autoptr(GError) error = NULL;
  static const char text[] = "[library]\n";
  int file = g_file_open_tmp("repere-XXXXXX.conf", &path, NULL);
  if (file < 0 || write(file, text, sizeof text - 1) < 0) g_error("no configuration can be written.");
  close(file);
  library = repere_library_load(path, &error);
  g_assert_no_error(error);
  g_unlink(path);
  g_autoptr(GPtrArray) problems = g_ptr_array_new_with_free_func(g_free);
  RepereVocabularies *vocabularies = repere_vocabularies_load(library->vocabularies, problems, &error);
  g_assert_no_error(error);
  builder = repere_document_builder_new(library, repere_concept_source_new(vocabularies));
  analyzer = repere_analyzer_new();
  inverter = repere_inverter_new(analyzer);
}

/* ---- what was taken ---- */

static void check_shown(const char *text)
{
  if (!text) return;
  g_assert_true(g_utf8_validate(text, -1, NULL));
  for (; *text; text = g_utf8_next_char(text)) g_assert_false(g_unichar_iscntrl(g_utf8_get_char(text)));
}

static guint64 check_page(const ReperePage *page, guint number)
{
  gsize length = 0;
  g_assert_cmpuint(page->number, ==, number);
  g_assert_nonnull(page->source);
  g_assert_nonnull(page->lang);
  check_shown(page->label);
  if (!page->text) return 0;
  g_autofree char *text = repere_page_decompress(page->text, &length);
  g_assert_true(text && g_utf8_validate(text, (gssize)length, NULL));
  g_assert_cmpuint(page->positions, <=, length);
  return length;
}

static void check_postings(GBytes *bytes, guint64 positions)
{
  g_autoptr(ReperePostingsReader) reader = repere_postings_reader_new(bytes);
  ReperePosting posting;
  guint64 length = 0;
  int more;
  while ((more = repere_postings_next(reader, &posting)) == 1) {
    g_assert_true(g_utf8_validate(posting.term, (gssize)posting.size, NULL));
    g_assert_true(g_str_has_prefix(posting.term, "Z") || !g_ascii_isupper(posting.term[0]));
    for (guint i = 0; i < posting.count; i++) g_assert_cmpuint(posting.positions[i], <, positions);
    length += posting.wdf;
  }
  g_assert_cmpint(more, ==, 0);
  g_assert_cmpuint(length, <=, 8 * positions);
}

static void check_answer(RepereJobState *job)
{
  guint64 positions = 0, length = 0;
  g_autoptr(GError) error = NULL;
  g_autoptr(RepereWork) work = repere_work_new("a-work");
  for (guint i = 0; i < job->ledger->pages->len; i++) {
    length += check_page(job->ledger->pages->pdata[i], i + 1);
    positions += ((const ReperePage *)job->ledger->pages->pdata[i])->positions;
  }
  g_assert_cmpuint(length, <=, 2 << 20);
  check_shown(job->ledger->reason);
  check_shown(job->ledger->title);
  for (guint i = 0; job->ledger->creators && job->ledger->creators[i]; i++)
    check_shown(job->ledger->creators[i]);
  if (job->postings) check_postings(job->postings, positions);
  repere_work_add_file(work, "a.pdf", "", "application/pdf", NULL);
  RepereFilePart part = {.ledger = job->ledger, .postings = job->postings, .kept = -1};
  RepereDocument *document = repere_document_build(builder, work, &part, &error);
  g_assert_no_error(error);
  repere_document_free(document);
}

/* ---- taking ---- */

/* As the pool does. */
static void take_all(int from, int to)
{
  g_autoptr(RepereWireReader) reader = repere_wire_reader_new(repere_job_frame_bound(&limits));
  RepereRecognitionLimits of = repere_job_recognition_limits(&limits);
  RepereJobState *job =
    repere_job_new(&(RepereJob){.path = "/nowhere", .media_type = "application/pdf", .lang = ""});
  gboolean sound = TRUE;
  of.models = "";
  job->recognition.file = g_strdup("");
  while (sound && !job->finished) {
    RepereWireKind kind = REPERE_WIRE_RESULT;
    g_autoptr(GBytes) payload = NULL;
    g_autofree char *problem = NULL;
    if (repere_wire_read(reader, from, &kind, &payload) != REPERE_READ_FRAME) break;
    if (repere_recognition_is_frame(kind))
      sound = repere_recognition_take(&job->recognition, &of, kind, payload, from, &problem);
    else sound = repere_job_take(job, kind, payload, &limits);
    /* What it is answered is not looked at here. */
    char ignored[512];
    while (recv(to, ignored, sizeof ignored, MSG_DONTWAIT) > 0) continue;
  }
  if (job->finished) check_answer(job);
  repere_job_free(job);
}

/* ---- frames made of bytes ---- */

typedef struct {
  const uint8_t *at, *end;
} Bytes;

static guint next(Bytes *bytes)
{
  return bytes->at < bytes->end ? *bytes->at++ : 0;
}

/* As many as the next byte says. */
static Bytes piece(Bytes *bytes)
{
  gsize most = next(bytes), size = MIN(most, (gsize)(bytes->end - bytes->at));
  Bytes some = {bytes->at, bytes->at + size};
  bytes->at += size;
  return some;
}

static char *string(Bytes *bytes)
{
  Bytes some = piece(bytes);
  return g_utf8_make_valid((const char *)some.at, some.end - some.at);
}

static GVariant *bytes_variant(gconstpointer bytes, gsize size)
{
  return g_variant_new_fixed_array(G_VARIANT_TYPE_BYTE, bytes, size, 1);
}

static GVariant *page_frame(Bytes *bytes, guint number)
{
  static const guint32 repairs[REPERE_REPAIR_KINDS + 1];
  guint how = next(bytes), claim = next(bytes);
  g_autofree char *label = string(bytes), *lang = string(bytes);
  Bytes some = piece(bytes);
  gsize size = (gsize)(some.end - some.at);
  g_autoptr(GBytes) packed =
    how & 1 ? g_bytes_new(some.at, size) : repere_page_compress((const char *)some.at, size);
  gsize packed_size = 0;
  gconstpointer data = packed ? g_bytes_get_data(packed, &packed_size) : NULL;
  return g_variant_new("(usysuuy@au@ay)", number + (how & 2 ? claim : 0), label, how & 4 ? claim : 0, lang,
                       how >> 5, how & 8 ? claim : MIN(claim, (guint)size),
                       how & 16 ? claim : REPERE_CONFIDENCE_NONE,
                       g_variant_new_fixed_array(G_VARIANT_TYPE_UINT32, repairs, REPERE_REPAIR_KINDS, 4),
                       bytes_variant(data, packed_size));
}

static GVariant *result_frame(Bytes *bytes)
{
  guint outcome = next(bytes), n = next(bytes) % 4;
  g_autofree char *reason = string(bytes), *title = string(bytes), *created = string(bytes);
  GVariantBuilder creators;
  g_variant_builder_init(&creators, G_VARIANT_TYPE("as"));
  for (guint i = 0; i < n; i++) {
    g_autofree char *name = string(bytes);
    g_variant_builder_add(&creators, "s", name);
  }
  Bytes sketch = piece(bytes);
  return g_variant_new("(ysssas@ayt)", outcome, reason, title, created, &creators,
                       bytes_variant(sketch.at, (gsize)(sketch.end - sketch.at)), (guint64)0);
}

static void send_recognition(int to, Bytes *bytes, guint kind)
{
  g_autofree char *text = string(bytes);
  guint number = next(bytes);
  if (kind == 3) repere_wire_send_variant(to, REPERE_WIRE_RECOGNISING, g_variant_new("(u)", number));
  g_autofree char *key = g_compute_checksum_for_string(G_CHECKSUM_SHA256, text, -1);
  if (kind == 4)
    repere_wire_send_variant(
      to, REPERE_WIRE_RECALL,
      g_variant_new(REPERE_WIRE_RECALL_TYPE, number & 1 ? text : key, (number & 2) != 0));
  if (kind == 5)
    repere_wire_send_variant(
      to, REPERE_WIRE_RECOGNISED,
      g_variant_new("(yysus)", number & 3, number / 2, number & 4 ? text : "en", number, text));
}

/* Of a text, or the bytes as they are. */
static void send_postings(int to, Bytes *bytes)
{
  gboolean honest = next(bytes) & 1;
  Bytes some = piece(bytes);
  gsize size = (gsize)(some.end - some.at);
  g_autofree char *text = g_utf8_make_valid((const char *)some.at, (gssize)size);
  if (honest) repere_inverter_add(inverter, REPERE_FIELD_TEXT, text, strlen(text), repere_language("en"));
  g_autoptr(GBytes) postings = honest ? repere_inverter_take(inverter) : g_bytes_new(some.at, size);
  repere_analyzer_trim(analyzer);
  gconstpointer data = g_bytes_get_data(postings, &size);
  repere_wire_send(to, REPERE_WIRE_POSTINGS, data, size);
}

static void send_frame(int to, Bytes *bytes, guint *number)
{
  static const RepereWireKind kinds[] = {REPERE_WIRE_PAGE, REPERE_WIRE_RESULT, REPERE_WIRE_RECOGNISED,
                                         REPERE_WIRE_READY, REPERE_WIRE_RECALL};
  guint kind = next(bytes) % 7;
  Bytes some;
  switch (kind) {
  case 0:
    repere_wire_send_variant(to, REPERE_WIRE_PAGE, page_frame(bytes, ++*number));
    return;
  case 1:
    send_postings(to, bytes);
    return;
  case 2:
    repere_wire_send_variant(to, REPERE_WIRE_RESULT, result_frame(bytes));
    return;
  case 6:
    kind = next(bytes);
    some = piece(bytes);
    repere_wire_send(to, kinds[kind % G_N_ELEMENTS(kinds)], some.at, (gsize)(some.end - some.at));
    return;
  default:
    send_recognition(to, bytes, kind);
  }
}

/* ---- a text ---- */

static void check_own(const char *text, gsize size)
{
  static const char *const langs[] = {"en", "fr", "es", ""};
  g_autofree char *page = g_utf8_make_valid(text, (gssize)size);
  RepereRepairs repairs = {0};
  repere_text_repair_pages(&page, 1, &repairs);
  for (guint i = 0; i < G_N_ELEMENTS(langs); i++) {
    guint32 positions =
      repere_inverter_add(inverter, REPERE_FIELD_TEXT, page, strlen(page), repere_language(langs[i]));
    g_autoptr(GBytes) postings = repere_inverter_take(inverter);
    g_assert_cmpuint(positions, <=, strlen(page));
    g_assert_true(repere_postings_acceptable(postings, positions));
  }
  repere_analyzer_trim(analyzer);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
  enum { FRAMES_MOST = 64 };
  int ends[2];
  if (!library) prepare();
  if (!size) return 0;
  if (data[0] % 3 == 2) {
    check_own((const char *)data + 1, size - 1);
    return 0;
  }
  if (socketpair(AF_UNIX, SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0, ends) != 0) g_error("no socket.");
  Bytes bytes = {data + 1, data + size};
  guint number = 0;
  if (data[0] % 3 == 0 && write(ends[1], bytes.at, size - 1) < 0) g_error("the socket takes nothing.");
  for (guint i = 0; data[0] % 3 == 1 && bytes.at < bytes.end && i < FRAMES_MOST; i++)
    send_frame(ends[1], &bytes, &number);
  take_all(ends[0], ends[1]);
  close(ends[0]);
  close(ends[1]);
  return 0;
}
