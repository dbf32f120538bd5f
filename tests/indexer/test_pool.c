/* The pool under workers that crash, hang, eat memory, lie or die: every job gets exactly one answer, the
 * right one, and no process is left behind. Hostile workers are this program under other names. */
#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <sys/mman.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#include "indexer/jail.h"
#include "indexer/process.h"
#include "lib/index.h"
#include "pool_fixture.h"

#define PDF "application/pdf"
#define PLAIN "text/plain"

#define assert_outcome(answer, wanted)                                                                       \
  g_assert_cmpstr(repere_outcome_name((answer).ledger->outcome), ==,                                         \
                  repere_outcome_name(REPERE_OUTCOME_##wanted))
#define assert_says(answer, words) g_assert_nonnull(strstr((answer).ledger->reason, words))

static const char *own_program;

/* ---- hostile workers ---- */

typedef struct {
  const char *name;
  void (*act)(int socket); /* once a job has come */
} Hostile;

/* A page with `packed`, which should be compressed text, as its text. */
static void send_packed(int socket, guint number, guint positions, GBytes *packed)
{
  static const guint32 repairs[REPERE_REPAIR_KINDS];
  gsize size = 0;
  gconstpointer bytes = g_bytes_get_data(packed, &size);
  repere_wire_send_variant(socket, REPERE_WIRE_PAGE,
                           g_variant_new("(usysuuy@au@ay)", number, "", REPERE_SOURCE_DOCUMENT, "en", 5,
                                         positions, REPERE_CONFIDENCE_NONE,
                                         g_variant_new_fixed_array(G_VARIANT_TYPE_UINT32, repairs,
                                                                   REPERE_REPAIR_KINDS, sizeof(guint32)),
                                         g_variant_new_fixed_array(G_VARIANT_TYPE_BYTE, bytes, size, 1)));
}

static void send_page(int socket, guint number, guint positions)
{
  g_autoptr(GBytes) packed = repere_page_compress("nine words", 10);
  send_packed(socket, number, positions, packed);
}

static void send_said(int socket, guint outcome, const char *reason, const char *title)
{
  repere_wire_send_variant(
    socket, REPERE_WIRE_RESULT,
    g_variant_new("(ysussas(yyy)ayt)", outcome, reason, 0u, title, "", NULL, 0, 0, 0, NULL, (guint64)0));
}

static void send_result(int socket, guint outcome)
{
  send_said(socket, outcome, "", "");
}

static void act_segv(int socket)
{
  (void)socket;
  signal(SIGSEGV, SIG_DFL);
  raise(SIGSEGV);
}

static void act_exit(int socket)
{
  (void)socket;
  if (write(STDERR_FILENO, "\n\x01the last\xff words\n\n", 19) < 0) _exit(4);
  _exit(3);
}

static void act_out_of_memory(int socket)
{
  (void)socket;
  if (write(STDERR_FILENO, "Out of memory\n", 14) < 0) _exit(4);
  signal(SIGABRT, SIG_DFL);
  abort();
}

static void act_hang(int socket)
{
  (void)socket;
  for (;;) pause();
}

/* Noise, the socket closed, and still there. */
static void act_linger(int socket)
{
  close(socket);
  for (;;) {
    if (write(STDERR_FILENO, "noise\n", 6) < 0) usleep(1000);
  }
}

static void act_huge_frame(int socket)
{
  const guint32 header[2] = {REPERE_WIRE_PAGE, G_MAXUINT32};
  if (write(socket, header, sizeof header) < 0) _exit(4);
  act_hang(socket);
}

static void act_not_a_frame(int socket)
{
  if (write(socket, "HTTP/1.1 200 OK\r\n\r\n", 19) < 0) _exit(4);
  act_hang(socket);
}

static void act_not_a_variant(int socket)
{
  static const char bytes[] = "\xff\xff\xff\xff\xff\xff\xff\xff\xff";
  repere_wire_send(socket, REPERE_WIRE_PAGE, bytes, sizeof bytes);
  act_hang(socket);
}

static void act_pages_out_of_order(int socket)
{
  send_page(socket, 2, 0);
  act_hang(socket);
}

static void act_endless_pages(int socket)
{
  for (guint number = 1;; number++) send_page(socket, number, 0);
}

static void append_word(GByteArray *to, const char *word)
{
  const guint8 size = (guint8)strlen(word);
  g_byte_array_append(to, &size, 1);
  g_byte_array_append(to, (const guint8 *)word, size);
}

/* A page of nine positions and a term at one of them, in the form that lib/postings.c reads: a forged term is
 * nothing that an inverter makes. `family` may be NULL where there is a position. */
enum { NO_POSITION = 255 };
static void send_term(int socket, const char *term, guint8 position, const char *family)
{
  g_autoptr(GByteArray) bytes = g_byte_array_new();
  const guint8 places[] = {1, 1, position, family ? 1 : 0}, no_place[] = {1, 0, 1};
  append_word(bytes, term);
  if (position == NO_POSITION) g_byte_array_append(bytes, no_place, sizeof no_place);
  else g_byte_array_append(bytes, places, sizeof places);
  if (family) append_word(bytes, family);
  send_page(socket, 1, 9);
  repere_wire_send(socket, REPERE_WIRE_POSTINGS, bytes->data, bytes->len);
  send_result(socket, REPERE_OUTCOME_INDEXED);
}

static void act_forged_id(int socket)
{
  send_term(socket, "Qother-work", 3, NULL);
}

static void act_forged_facet(int socket)
{
  send_term(socket, "XFaccess:public", 3, NULL);
}

static void act_forged_family(int socket)
{
  send_term(socket, "ZENword", NO_POSITION, "Qother-work");
}

static void act_far_position(int socket)
{
  send_term(socket, "word", 9, NULL);
}

static void act_good_term(int socket)
{
  send_term(socket, "ZENword", NO_POSITION, "words");
}

/* What begins as compressed text does, and is none. */
static void act_not_a_text(int socket)
{
  g_autoptr(GBytes) packed = repere_page_compress("nine words", 10);
  gsize size = 0;
  gconstpointer bytes = g_bytes_get_data(packed, &size);
  g_autoptr(GBytes) half = g_bytes_new(bytes, size / 2 + 2);
  send_packed(socket, 1, 2, half);
  send_result(socket, REPERE_OUTCOME_INDEXED);
}

static void act_not_utf8(int socket)
{
  g_autoptr(GBytes) packed = repere_page_compress("caf\xe9 noir", 9);
  send_packed(socket, 1, 2, packed);
  send_result(socket, REPERE_OUTCOME_INDEXED);
}

static void act_many_positions(int socket)
{
  send_page(socket, 1, 11);
  send_result(socket, REPERE_OUTCOME_INDEXED);
}

static void act_stem_with_place(int socket)
{
  send_term(socket, "ZENword", 3, "words");
}

/* Words that would steer a terminal. */
static void act_controls(int socket)
{
  send_said(socket, REPERE_OUTCOME_DAMAGED, "It is \x1b[2Jdamaged\nrepere-indexer: all is well\xc2\x9b" "1m.",
            "A \xe2\x80\xaetitle\x07");
}

/* Behind a page of nine positions. */
static void send_postings(int socket, const guint8 *bytes, gsize size)
{
  send_page(socket, 1, 9);
  repere_wire_send(socket, REPERE_WIRE_POSTINGS, bytes, size);
  send_result(socket, REPERE_OUTCOME_INDEXED);
}

/* What Xapian would refuse, which would end the run; what would steer a terminal; what would be no text for
 * anybody. */
static void act_zero_in_term(int socket)
{
  static const guint8 bytes[] = {3, 'a', 0, 'b', 1, 1, 3, 0};
  send_postings(socket, bytes, sizeof bytes);
}

static void act_half_a_letter(int socket)
{
  send_term(socket, "caf\xc3", 3, NULL);
}

static void act_control_in_term(int socket)
{
  send_term(socket, "a\x1b[2J", 3, NULL);
}

static void act_half_a_family(int socket)
{
  send_term(socket, "ZENword", NO_POSITION, "word\xc3");
}

/* A term in more places than the text has; one that comes twice; a stem that nothing has. */
static void act_too_often(int socket)
{
  static const guint8 bytes[] = {1, 'a', 0xff, 0xff, 0xff, 0xff, 0x0f, 1, 3, 0};
  send_postings(socket, bytes, sizeof bytes);
}

static void act_stem_too_often(int socket)
{
  static const guint8 bytes[] = {4, 'Z', 'E', 'N', 'a', 0xff, 0xff, 0xff, 0xff, 0x0f, 0, 1, 1, 'a'};
  send_postings(socket, bytes, sizeof bytes);
}

static void act_term_twice(int socket)
{
  static const guint8 bytes[] = {1, 'a', 1, 1, 3, 0, 1, 'a', 1, 1, 4, 0};
  send_postings(socket, bytes, sizeof bytes);
}

static void act_stem_of_nothing(int socket)
{
  static const guint8 bytes[] = {4, 'Z', 'E', 'N', 'a', 1, 0, 0};
  send_postings(socket, bytes, sizeof bytes);
}

/* Pages that are small to send and large to keep: together more than a file may have. */
static void act_bloated(int socket)
{
  g_autofree char *text = g_strnfill(16 << 20, ' ');
  g_autoptr(GBytes) packed = repere_page_compress(text, 16 << 20);
  for (guint number = 1; number <= 1000; number++) send_packed(socket, number, 0, packed);
  send_result(socket, REPERE_OUTCOME_INDEXED);
}

static void act_pages_behind(int socket)
{
  send_page(socket, 1, 0);
  repere_wire_send(socket, REPERE_WIRE_POSTINGS, "", 0);
  send_page(socket, 2, 0);
  send_result(socket, REPERE_OUTCOME_INDEXED);
}

static void act_endless_postings(int socket)
{
  for (;;) repere_wire_send(socket, REPERE_WIRE_POSTINGS, "", 0);
}

static void act_no_day(int socket)
{
  repere_wire_send_variant(
    socket, REPERE_WIRE_RESULT,
    g_variant_new("(ysssasayt)", REPERE_OUTCOME_EMPTY, "", "", "2021-13-45", NULL, NULL, (guint64)0));
}

/* Standard error that never ends, faster than it is read. */
static void act_talk(int socket)
{
  static char much[65536];
  (void)socket;
  memset(much, 'x', sizeof much);
  for (;;)
    if (write(STDERR_FILENO, much, sizeof much) < 0) continue;
}

static void act_forged_outcome(int socket)
{
  send_result(socket, REPERE_OUTCOME_MISSING);
}

static const Hostile hostiles[] = {{"segv", act_segv},
                                   {"exit", act_exit},
                                   {"out-of-memory", act_out_of_memory},
                                   {"hang", act_hang},
                                   {"linger", act_linger},
                                   {"huge-frame", act_huge_frame},
                                   {"not-a-frame", act_not_a_frame},
                                   {"not-a-variant", act_not_a_variant},
                                   {"pages-out-of-order", act_pages_out_of_order},
                                   {"endless-pages", act_endless_pages},
                                   {"forged-id", act_forged_id},
                                   {"forged-facet", act_forged_facet},
                                   {"forged-family", act_forged_family},
                                   {"far-position", act_far_position},
                                   {"good-term", act_good_term},
                                   {"not-a-text", act_not_a_text},
                                   {"not-utf8", act_not_utf8},
                                   {"many-positions", act_many_positions},
                                   {"stem-with-place", act_stem_with_place},
                                   {"zero-in-term", act_zero_in_term},
                                   {"half-a-letter", act_half_a_letter},
                                   {"control-in-term", act_control_in_term},
                                   {"half-a-family", act_half_a_family},
                                   {"too-often", act_too_often},
                                   {"stem-too-often", act_stem_too_often},
                                   {"term-twice", act_term_twice},
                                   {"stem-of-nothing", act_stem_of_nothing},
                                   {"bloated", act_bloated},
                                   {"pages-behind", act_pages_behind},
                                   {"endless-postings", act_endless_postings},
                                   {"no-day", act_no_day},
                                   {"talk", act_talk},
                                   {"controls", act_controls},
                                   {"forged-outcome", act_forged_outcome}};

static void be_ready(int socket)
{
  repere_wire_send_variant(socket, REPERE_WIRE_READY, g_variant_new("(b)", TRUE));
}

/* Crashes on its first job, then, the file "once" being there, works. */
static G_GNUC_NORETURN void be_frail(int socket)
{
  g_autofree char *folder = g_path_get_dirname(own_program);
  g_autofree char *mark = g_build_filename(folder, "once", NULL);
  if (g_file_test(mark, G_FILE_TEST_EXISTS)) repere_worker_main(socket);
  g_autoptr(GVariant) limits = repere_wire_receive(socket, REPERE_WIRE_LIMITS, REPERE_WIRE_LIMITS_TYPE, NULL);
  be_ready(socket);
  g_autoptr(GVariant) job = repere_wire_receive(socket, REPERE_WIRE_JOB, REPERE_WIRE_JOB_TYPE, NULL);
  if (job && g_file_set_contents(mark, "", 0, NULL)) act_segv(socket);
  _exit(0);
}

static G_GNUC_NORETURN void be_worker(int socket)
{
  g_autofree char *name = g_path_get_basename(own_program);
  if (strcmp(name, "dead") == 0) _exit(9);
  if (strcmp(name, "frail") == 0) be_frail(socket);
  for (guint i = 0; i < G_N_ELEMENTS(hostiles); i++) {
    if (strcmp(name, hostiles[i].name) != 0) continue;
    g_autoptr(GVariant) limits =
      repere_wire_receive(socket, REPERE_WIRE_LIMITS, REPERE_WIRE_LIMITS_TYPE, NULL);
    be_ready(socket);
    g_autoptr(GVariant) job = repere_wire_receive(socket, REPERE_WIRE_JOB, REPERE_WIRE_JOB_TYPE, NULL);
    if (job) hostiles[i].act(socket);
    _exit(0);
  }
  repere_worker_main(socket);
}

/* Workers are from now on this program under the name of a hostile one; NULL: real ones. */
static void use_worker(const char *name)
{
  static char *path;
  repere_worker_program = "/proc/self/exe";
  g_clear_pointer(&path, g_free);
  if (!name) return;
  g_autofree char *program = g_file_read_link("/proc/self/exe", NULL);
  path = g_build_filename(fixture_folder(), name, NULL);
  g_assert_true(symlink(program, path) == 0 || errno == EEXIST);
  repere_worker_program = path;
}

static Answer read_with(const char *worker, guint seconds)
{
  g_autofree char *path = fixture_file("plain.txt", "some words", -1);
  ReperePoolLimits limits = fixture_limits();
  limits.file_seconds = seconds;
  use_worker(worker);
  Answer answer = fixture_read(&limits, path, PLAIN);
  use_worker(NULL);
  return answer;
}

static void assert_no_child(void)
{
  g_assert_cmpint(waitpid(-1, NULL, WNOHANG), ==, -1);
  g_assert_cmpint(errno, ==, ECHILD);
}

/* ---- tests ---- */

static void test_crash(void)
{
  Answer segv = read_with("segv", 5), ended = read_with("exit", 5);
  assert_outcome(segv, CRASHED);
  assert_says(segv, "SIGSEGV");
  assert_says(segv, "twice");
  assert_outcome(ended, CRASHED);
  assert_says(ended, "exit status 3");
  assert_says(ended, "the last\xef\xbf\xbd words");
  answer_clear(&segv);
  answer_clear(&ended);
  assert_no_child();
}

static void test_recovery(void)
{
  Answer answer = read_with("frail", 5);
  assert_outcome(answer, INDEXED);
  g_assert_null(answer.ledger->reason);
  g_assert_cmpuint(answer.ledger->pages->len, ==, 1);
  answer_clear(&answer);
}

static void test_lies(void)
{
  static const char *const lies[] = {"huge-frame",    "not-a-frame",    "not-a-variant", "pages-out-of-order",
                                     "endless-pages", "forged-id",      "forged-facet",  "forged-family",
                                     "far-position",  "forged-outcome", "linger",        "not-a-text",
                                     "not-utf8",      "many-positions", "stem-with-place", "zero-in-term",
                                     "half-a-letter", "control-in-term", "half-a-family", "too-often",
                                     "stem-too-often", "term-twice",     "stem-of-nothing", "bloated",
                                     "pages-behind",  "endless-postings", "no-day"};
  for (guint i = 0; i < G_N_ELEMENTS(lies); i++) {
    g_test_message("%s", lies[i]);
    Answer answer = read_with(lies[i], 5);
    assert_outcome(answer, CRASHED);
    g_assert_null(answer.postings);
    answer_clear(&answer);
  }
  Answer good = read_with("good-term", 5); /* the same road with nothing wrong */
  assert_outcome(good, INDEXED);
  g_assert_nonnull(good.postings);
  answer_clear(&good);
  assert_no_child();
}

static void test_controls(void)
{
  fixture_forges = TRUE;
  Answer answer = read_with("controls", 5);
  fixture_forges = FALSE;
  assert_outcome(answer, DAMAGED);
  g_assert_cmpstr(answer.ledger->reason, ==, "It is  [2Jdamaged repere-indexer: all is well 1m.");
  g_assert_cmpstr(answer.ledger->title, ==, "A  title ");
  answer_clear(&answer);
}

static void test_hang(void)
{
  gint64 start = g_get_monotonic_time();
  Answer answer = read_with("hang", 1);
  assert_outcome(answer, TIMEOUT);
  g_assert_cmpuint(answer.ledger->cut[REPERE_LIMIT_SECONDS], ==, 1);
  g_assert_cmpint(g_get_monotonic_time() - start, >=,
                  6 * G_USEC_PER_SEC); /* three seconds by the clock, twice */
  g_assert_cmpint(g_get_monotonic_time() - start, <, 20 * G_USEC_PER_SEC);
  answer_clear(&answer);
}

/* One that talks without end is no reason to look at nothing else: its time is over as anyone's. */
static void test_talk(void)
{
  Answer answer = read_with("talk", 1);
  assert_outcome(answer, TIMEOUT);
  answer_clear(&answer);
}

static void test_told_out_of_memory(void)
{
  Answer answer = read_with("out-of-memory", 5);
  assert_outcome(answer, MEMORY);
  g_assert_cmpuint(answer.ledger->cut[REPERE_LIMIT_MEMORY_MB], ==, fixture_limits().file_memory_mb);
  answer_clear(&answer);
}

static void test_no_workers(void)
{
  g_autoptr(GError) error = NULL;
  ReperePoolLimits limits = fixture_limits();
  use_worker("dead");
  g_assert_null(repere_pool_new(&limits, fixture_take, NULL, &error));
  g_assert_error(error, REPERE_ERROR, REPERE_ERROR_IO);
  g_assert_nonnull(strstr(error->message, "exit status 9"));
  g_clear_error(&error);
  repere_worker_program = "/nowhere/at/all";
  g_assert_null(repere_pool_new(&limits, fixture_take, NULL, &error));
  g_assert_error(error, REPERE_ERROR, REPERE_ERROR_IO);
  use_worker(NULL);
  assert_no_child();
}

/* One page that eats all memory, or never ends: it is left out, the others are read. */
static void test_bad_page(const char *path, const char *what)
{
  ReperePoolLimits limits = fixture_limits();
  limits.file_memory_mb = repere_jail_unlimited_memory ? 600 : 300;
  limits.file_seconds = repere_jail_unlimited_memory ? 30 : 15;
  if (strcmp(what, "file-seconds") == 0) limits.file_seconds = 1;
  Answer answer = fixture_read(&limits, path, PDF);
  assert_outcome(answer, PARTIAL);
  assert_says(answer, "Page 2 is left out");
  assert_says(answer, what);
  g_assert_cmpuint(answer.ledger->pages->len, ==, 3);
  g_assert_cmpstr(answer_page(&answer, 1)->source, ==, "failed");
  g_autofree char *after = answer_text(&answer, 2);
  g_assert_nonnull(strstr(after, "after"));
  g_autofree char *positions = answer_positions(&answer, "after");
  g_assert_nonnull(positions);
  answer_clear(&answer);
  assert_no_child();
}

static void test_memory(void)
{
  g_autofree char *path = fixture_bomb("bomb.pdf");
  test_bad_page(path, "file-memory-mb");
}

static void test_endless(void)
{
  g_autofree char *path = fixture_slow("endless.pdf", "010", 12);
  test_bad_page(path, "file-seconds");
}

/* Many pages that take some time each: those that were read in time are kept. */
static void test_slow(void)
{
  enum { PAGES = 1200 };
  char slow[PAGES + 1];
  memset(slow, '1', PAGES);
  slow[PAGES] = '\0';
  g_autofree char *path = fixture_slow("slow.pdf", slow, 4);
  ReperePoolLimits limits = fixture_limits();
  limits.file_seconds = 4; /* a page must fit into the last seventh of it, also under sanitizers */
  if (repere_jail_unlimited_memory) limits.file_memory_mb = 2048; /* they keep for a while what is freed */
  Answer answer = fixture_read(&limits, path, PDF);
  assert_outcome(answer, PARTIAL);
  assert_says(answer, "of 1200; the time that file-seconds");
  g_assert_cmpuint(answer.ledger->pages->len, >, 0);
  g_assert_cmpuint(answer.ledger->pages->len, <, PAGES);
  g_assert_nonnull(answer.postings);
  answer_clear(&answer);
}

/* A single page: nothing can be saved, and the outcome is the failure's. */
static void test_memory_alone(void)
{
  g_autofree char *path = fixture_bomb("bomb.pdf"), *content = NULL;
  ReperePoolLimits limits = fixture_limits();
  gsize size = 0;
  limits.file_memory_mb = repere_jail_unlimited_memory ? 600 : 300;
  limits.file_seconds = 30;
  g_assert_true(g_file_get_contents(path, &content, &size, NULL));
  static const char three[] = "[5 0 R 7 0 R 9 0 R ]/Count 3", one[] = "[7 0 R             ]/Count 1";
  char *kids = g_strstr_len(content, (gssize)size, three);
  g_assert_nonnull(kids);
  for (guint i = 0; one[i]; i++) kids[i] = one[i];
  g_autofree char *alone = fixture_file("alone.pdf", content, (gssize)size);
  Answer answer = fixture_read(&limits, alone, PDF);
  assert_outcome(answer, MEMORY);
  assert_says(answer, "page 1");
  assert_says(answer, "twice");
  g_assert_nonnull(answer.ledger->sha256);
  answer_clear(&answer);
}

/* A good file is not harmed by the bad one before it. */
static void test_many(void)
{
  enum { FILES = 620 }; /* more than one worker reads */
  g_autoptr(GError) error = NULL;
  g_autofree Answer *answers = g_new0(Answer, FILES);
  g_autofree char *good = fixture_file("good.txt", "good words", -1),
                  *bad = fixture_file("bad.pdf", "bad", -1);
  ReperePoolLimits limits = fixture_limits();
  limits.workers = 2;
  g_autoptr(ReperePool) pool = repere_pool_new(&limits, fixture_take, NULL, &error);
  g_assert_no_error(error);
  for (guint i = 0; i < FILES; i++)
    fixture_submit(pool, i % 7 ? good : bad, i % 7 ? PLAIN : PDF, &answers[i]);
  g_assert_cmpuint(repere_pool_pending(pool), ==, FILES);
  g_assert_cmpuint(repere_pool_waiting(pool), ==, FILES);
  fixture_run(pool);
  for (guint i = 0; i < FILES; i++) {
    g_assert_cmpuint(answers[i].calls, ==, 1);
    if (i % 7) assert_outcome(answers[i], INDEXED);
    else assert_outcome(answers[i], DAMAGED);
    answer_clear(&answers[i]);
  }
}

static void note_order(RepereLedgerFile *ledger, GBytes *postings, gpointer data, gpointer order)
{
  g_string_append(order, data);
  repere_ledger_file_free(ledger);
  if (postings) g_bytes_unref(postings);
}

static void test_largest_first(void)
{
  g_autoptr(GError) error = NULL;
  g_autoptr(GString) order = g_string_new(NULL);
  g_autofree char *small = fixture_file("s.txt", "s", -1), *middle = fixture_file("m.txt", "mm", -1);
  g_autofree char *large = fixture_file("l.txt", "lll", -1);
  ReperePoolLimits limits = fixture_limits();
  g_autoptr(ReperePool) pool = repere_pool_new(&limits, note_order, order, &error);
  g_assert_no_error(error);
  const char *const paths[] = {small, large, middle};
  const char *const names[] = {"s", "l", "m"};
  for (guint i = 0; i < 3; i++)
    repere_pool_submit(
      pool, &(RepereJob){.path = paths[i], .media_type = PLAIN, .lang = "", .data = (gpointer)names[i]});
  fixture_run(pool);
  g_assert_cmpstr(order->str, ==, "lms");
}

/* A run broken off: workers at work are ended, nobody is called back. */
static void test_free_at_work(void)
{
  g_autoptr(GError) error = NULL;
  Answer answers[3] = {{0}};
  g_autofree char *path = fixture_slow("endless.pdf", "010", 12);
  ReperePoolLimits limits = fixture_limits();
  limits.workers = 2;
  ReperePool *pool = repere_pool_new(&limits, fixture_take, NULL, &error);
  g_assert_no_error(error);
  for (guint i = 0; i < 3; i++) fixture_submit(pool, path, PDF, &answers[i]);
  while (repere_pool_pages(pool) < 2) repere_pool_step(pool, 10); /* both read */
  g_assert_cmpuint(repere_pool_pending(pool), ==, 3);
  repere_pool_free(pool);
  assert_no_child();
  for (guint i = 0; i < 3; i++) g_assert_cmpuint(answers[i].calls, ==, 0);
}

static guint count_descriptors(void)
{
  g_autoptr(GDir) folder = g_dir_open("/proc/self/fd", 0, NULL);
  guint n = 0;
  while (g_dir_read_name(folder)) n++;
  return n;
}

/* Workers come and go; their sockets, pipes and memory go with them. */
static void test_descriptors(void)
{
  guint before = count_descriptors();
  for (guint i = 0; i < 3; i++) {
    Answer answer = read_with("segv", 5);
    answer_clear(&answer);
  }
  g_assert_cmpuint(count_descriptors(), ==, before);
}

/* Processes whose parent is `parent`, as a list of numbers. */
static GArray *children_of(pid_t parent)
{
  GArray *children = g_array_new(FALSE, FALSE, sizeof(pid_t));
  g_autoptr(GDir) folder = g_dir_open("/proc", 0, NULL);
  const char *name;
  while ((name = g_dir_read_name(folder))) {
    g_autofree char *path = g_build_filename("/proc", name, "stat", NULL), *line = NULL;
    int is = 0, of = 0;
    if (!g_ascii_isdigit(*name) || !g_file_get_contents(path, &line, NULL, NULL)) continue;
    const char *after = strrchr(line, ')');
    is = (int)g_ascii_strtoll(line, NULL, 10);
    of = after && strlen(after) > 4 ? (int)g_ascii_strtoll(after + 4, NULL, 10) : 0;
    if (of == parent) g_array_append_val(children, is);
  }
  return children;
}

static G_GNUC_NORETURN void be_parent(const char *path)
{
  Answer answer = {0};
  ReperePoolLimits limits = fixture_limits();
  limits.file_seconds = 60;
  ReperePool *pool = repere_pool_new(&limits, fixture_take, NULL, NULL);
  if (pool) fixture_submit(pool, path, PDF, &answer);
  while (pool) repere_pool_step(pool, 1000);
  _exit(1);
}

static gboolean is_gone(pid_t pid)
{
  g_autofree char *path = g_strdup_printf("/proc/%d/stat", (int)pid), *line = NULL;
  /* A dead process that nobody waits for, in a container without an init, is no process any more. */
  return !g_file_get_contents(path, &line, NULL, NULL) || strstr(line, ") Z ") || strstr(line, ") X ");
}

/* A worker in an endless page dies with the indexer. */
static void test_parent_dies(void)
{
  g_autofree char *path = fixture_slow("endless.pdf", "010", 12);
  pid_t parent = fork();
  g_assert_cmpint(parent, >=, 0);
  if (parent == 0) be_parent(path);
  g_autoptr(GArray) workers = children_of(parent);
  for (guint i = 0; workers->len == 0 && i < 500; i++) {
    g_usleep(20000);
    g_array_unref(workers);
    workers = children_of(parent);
  }
  g_assert_cmpuint(workers->len, ==, 1);
  pid_t worker = g_array_index(workers, pid_t, 0);
  g_usleep(500000); /* so that it is at work */
  g_assert_false(is_gone(worker));
  g_assert_cmpint(getpgid(worker), !=, getpgid(parent)); /* so that Ctrl-C does not reach it */
  kill(parent, SIGKILL);
  waitpid(parent, NULL, 0);
  for (guint i = 0; !is_gone(worker) && i < 100; i++) g_usleep(20000);
  g_assert_true(is_gone(worker));
}

/* While the pool's owner does something else for long, its workers' clocks stand still. */
static void test_absence(void)
{
  g_autoptr(GError) error = NULL;
  Answer answer = {0};
  g_autoptr(GString) text = g_string_new(NULL);
  for (guint i = 0; i < 20000; i++)
    g_string_append_printf(text, "word%u\f", i); /* more than a socket holds */
  g_autofree char *path = fixture_file("pages.txt", text->str, -1);
  ReperePoolLimits limits = fixture_limits();
  limits.file_seconds = 2;
  limits.max_pages = 20000;
  g_autoptr(ReperePool) pool = repere_pool_new(&limits, fixture_take, NULL, &error);
  g_assert_no_error(error);
  fixture_submit(pool, path, PLAIN, &answer);
  repere_pool_step(pool, 0);
  g_usleep(7 * G_USEC_PER_SEC);
  fixture_run(pool);
  assert_outcome(answer, INDEXED);
  g_assert_cmpuint(answer.ledger->pages->len, ==, 20000);
  answer_clear(&answer);
}

int main(int argc, char **argv)
{
  own_program = argv[0];
  if (argc == 3 && strcmp(argv[1], "--worker") == 0) be_worker((int)g_ascii_strtoll(argv[2], NULL, 10));
  g_test_init(&argc, &argv, NULL);
  g_test_add_func("/pool/crash", test_crash);
  g_test_add_func("/pool/recovery", test_recovery);
  g_test_add_func("/pool/lies", test_lies);
  g_test_add_func("/pool/controls", test_controls);
  g_test_add_func("/pool/hang", test_hang);
  g_test_add_func("/pool/talk", test_talk);
  g_test_add_func("/pool/told-out-of-memory", test_told_out_of_memory);
  g_test_add_func("/pool/no-workers", test_no_workers);
  g_test_add_func("/pool/memory", test_memory);
  g_test_add_func("/pool/memory/alone", test_memory_alone);
  g_test_add_func("/pool/endless", test_endless);
  g_test_add_func("/pool/slow", test_slow);
  g_test_add_func("/pool/descriptors", test_descriptors);
  g_test_add_func("/pool/many", test_many);
  g_test_add_func("/pool/largest-first", test_largest_first);
  g_test_add_func("/pool/free-at-work", test_free_at_work);
  g_test_add_func("/pool/parent-dies", test_parent_dies);
  g_test_add_func("/pool/absence", test_absence);
  int failed = g_test_run();
  fixture_remove_folder();
  return failed;
}
