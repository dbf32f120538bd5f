/* worker.c - a worker's life: warm up, into the jail, then file after file. See pool.h, wire.h, jail.h */
#include <errno.h>
#include <fcntl.h>
#include <malloc.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <unistd.h>
#include <zstd.h>

#include "indexer/extract.h"
#include "indexer/jail.h"
#include "indexer/ocr.h"
#include "indexer/pool.h"
#include "indexer/reason.h"
#include "lib/index.h"
#include "lib/plain.h"
#include "lib/postings.h"
#include "lib/sketch.h"

enum {
  TRIM_BYTES = 8 << 20, /* free memory worth giving back after a file */
  ALTERNATE_STACK = 64 * 1024
};

typedef struct {
  int socket;
  guint64 memory; /* limit of address space */
  RepereAnalyzer *analyzer;
  RepereInverter *inverter;
  RepereSketcher *sketcher; /* sees every token of the pages */
  ZSTD_CCtx *compressor;
  char *advice;        /* what to do where scans are not recognised; "" where they are, or nobody says */
  gboolean recognises; /* the file in work is recognised where it has no text */
} Worker;

/* What a handler of signals needs. */
static RepereNote *note;
static int own_size = -1; /* /proc/self/statm, kept open: in the jail it cannot be opened */
static guint64 address_space;
static guint64 page_bytes; /* of memory; asked for before the jail */

static G_GNUC_NORETURN void leave(int status)
{
  _exit(status); /* no handlers of exit: the jail has no room for what they may want */
}

/* ---- memory ---- */

/* A field of statm in bytes, 0 where unknown. Safe in a signal handler. */
static guint64 own_memory(guint field)
{
  char line[128];
  ssize_t got = own_size >= 0 ? pread(own_size, line, sizeof line - 1, 0) : -1;
  if (got <= 0) return 0;
  guint64 pages = 0;
  for (ssize_t i = 0; i < got && field != G_MAXUINT; i++) {
    if (line[i] == ' ') field = field > 0 ? field - 1 : G_MAXUINT;
    else if (field == 0 && line[i] >= '0' && line[i] <= '9') pages = pages * 10 + (guint64)(line[i] - '0');
  }
  return pages * page_bytes;
}

enum { STATM_SIZE = 0, STATM_RESIDENT = 1 };

/* A crash for want of memory is known by the failed call's errno, or by the address space being used up. */
static void on_crash(int number)
{
  const guint64 margin = 8 << 20;
  if (errno == ENOMEM || own_memory(STATM_SIZE) + margin > address_space)
    __atomic_store_n(&note->out_of_memory, 1, __ATOMIC_RELAXED);
  signal(number, SIG_DFL);
  raise(number);
}

static void watch_crashes(void)
{
  static const int crashes[] = {SIGSEGV, SIGBUS, SIGILL, SIGFPE, SIGABRT, SIGTRAP, SIGSYS};
  if (repere_jail_unlimited_memory) return; /* the sanitizer has handlers of its own, and says more */
  stack_t stack = {.ss_sp = g_malloc(ALTERNATE_STACK), .ss_flags = 0, .ss_size = ALTERNATE_STACK};
  sigaltstack(&stack, NULL);
  struct sigaction action;
  memset(&action, 0, sizeof action);
  action.sa_handler = on_crash;
  action.sa_flags = SA_ONSTACK | SA_NODEFER;
  for (guint i = 0; i < G_N_ELEMENTS(crashes); i++) sigaction(crashes[i], &action, NULL);
}

/* ---- one file ---- */

/* Raw texts to clean ones, in place; a page that failed has an empty one from then on. */
static void repair(RepereExtract *extract, RepereRepairs *repairs)
{
  guint n = extract->pages->len;
  g_autofree char **texts = g_new0(char *, n + 1);
  for (guint i = 0; i < n; i++)
    texts[i] = g_steal_pointer(&g_array_index(extract->pages, RepereExtractPage, i).text);
  repere_text_repair_pages(texts, n, repairs);
  for (guint i = 0; i < n; i++) {
    RepereExtractPage *page = &g_array_index(extract->pages, RepereExtractPage, i);
    page->text = texts[i] ? texts[i] : g_strdup("");
    page->size = strlen(page->text);
  }
}

/* The language most of the text is in, for pages too short to tell: "" where there is none. Most of it: the
 * one page in English of a file in Italian says nothing of the others. */
static const char *main_language(const RepereExtract *extract, const char *const *languages)
{
  gsize sizes[REPERE_LANGUAGES_MAX] = {0}, largest = 0, all = 0;
  const char *found = "";
  for (guint i = 0; i < extract->pages->len; i++) {
    const RepereLanguage *language = repere_language(languages[i]);
    all += g_array_index(extract->pages, RepereExtractPage, i).size;
    if (!language) continue;
    gsize *size = &sizes[repere_language_index(language)];
    *size += g_array_index(extract->pages, RepereExtractPage, i).size;
    if (*size <= largest) continue;
    largest = *size;
    found = language->code;
  }
  return largest > all / 2 ? found : "";
}

static void tell_languages(const RepereExtract *extract, const char *declared, const char **languages)
{
  guint n = extract->pages->len;
  if (!*declared && extract->lang && repere_language(extract->lang))
    declared = repere_language(extract->lang)->code;
  for (guint i = 0; i < n; i++) {
    const RepereExtractPage *page = &g_array_index(extract->pages, RepereExtractPage, i);
    languages[i] = repere_language_of_page(page->text, page->size, declared);
  }
  if (*declared) return;
  const char *main = main_language(extract, languages);
  for (guint i = 0; i < n; i++)
    if (!*languages[i]) languages[i] = main;
}

/* Compresses, inverts and sends page `i`. TRUE where it has text. A text that cannot be kept is not inverted
 * either: whatever is found can be shown. */
static gboolean send_page(Worker *worker, RepereExtract *extract, guint i, const char *language,
                          const RepereRepairs *repairs)
{
  RepereExtractPage *page = &g_array_index(extract->pages, RepereExtractPage, i);
  gboolean blank = repere_plain_is_blank(page->text);
  g_autoptr(GBytes) text =
    blank ? NULL : repere_page_compress_with(worker->compressor, page->text, page->size);
  if (!blank && !text) {
    repere_extract_complain(extract, REPERE_OUTCOME_PARTIAL, repere_reason(REPERE_REASON_NOT_KEPT, i + 1));
    page->source = REPERE_SOURCE_FAILED;
    blank = TRUE;
  }
  if (blank && page->source < REPERE_SOURCE_EMPTY) page->source = REPERE_SOURCE_EMPTY;
  guint32 positions = 0, characters = 0;
  if (!blank) {
    repere_sketcher_page(worker->sketcher, page->text);
    positions = repere_inverter_add(worker->inverter, REPERE_FIELD_TEXT, page->text, page->size,
                                    repere_language(language));
    characters = (guint32)g_utf8_strlen(page->text, (gssize)page->size);
  }
  gsize size = 0;
  gconstpointer bytes = text ? g_bytes_get_data(text, &size) : NULL;
  GVariant *frame = g_variant_new(
    "(usysuuy@au@ay)", i + 1, page->label ? page->label : "", (guchar)page->source, blank ? "" : language,
    characters, positions, page->confidence,
    g_variant_new_fixed_array(G_VARIANT_TYPE_UINT32, repairs, REPERE_REPAIR_KINDS, sizeof(guint32)),
    g_variant_new_fixed_array(G_VARIANT_TYPE_BYTE, bytes, size, 1));
  if (!repere_wire_send_variant(worker->socket, REPERE_WIRE_PAGE, frame)) leave(0);
  return !blank;
}

static char *sentence_of_empty(const Worker *worker, const RepereExtract *extract)
{
  if (extract->source != REPERE_SOURCE_TEXT_LAYER) return repere_reason(REPERE_REASON_NO_TEXT);
  if (*worker->advice) return repere_reason(REPERE_REASON_SCAN_ADVICE, worker->advice);
  return repere_reason(worker->recognises ? REPERE_REASON_SCAN_BLANK : REPERE_REASON_SCAN);
}

/* How pages come to text whose text layer is none. */
static char *remedy_of_garbage(const Worker *worker)
{
  if (*worker->advice) return repere_reason(REPERE_REASON_PART_ADVICE, worker->advice);
  return repere_reason(worker->recognises ? REPERE_REASON_PART_NEITHER : REPERE_REASON_PART_RECOGNISE);
}

/* Complains where pages have no text that should have. */
static void complain_of_text(const Worker *worker, RepereExtract *extract, guint with_text)
{
  guint garbage = 0, n = extract->pages->len, first = 0;
  for (guint i = n; i > 0; i--) {
    if (g_array_index(extract->pages, RepereExtractPage, i - 1).source != REPERE_SOURCE_GARBAGE) continue;
    garbage++;
    first = i;
  }
  g_autofree char *remedy = remedy_of_garbage(worker);
  if (garbage > 0)
    repere_extract_complain(extract, with_text > 0 ? REPERE_OUTCOME_PARTIAL : REPERE_OUTCOME_EMPTY,
                            repere_reason(REPERE_REASON_GARBAGE, garbage, n, first, remedy));
  else if (with_text == 0)
    repere_extract_complain(extract, REPERE_OUTCOME_EMPTY, sentence_of_empty(worker, extract));
}

static void send_pages(Worker *worker, RepereExtract *extract, const char *declared)
{
  guint n = extract->pages->len, with_text = 0;
  g_autofree RepereRepairs *repairs = g_new0(RepereRepairs, n + 1);
  g_autofree const char **languages = g_new0(const char *, n + 1);
  for (guint i = 0; i < n; i++) repairs[i] = g_array_index(extract->pages, RepereExtractPage, i).repairs;
  __atomic_store_n(&note->all_read, 1, __ATOMIC_RELAXED);
  repair(extract, repairs);
  tell_languages(extract, declared, languages);
  for (guint i = 0; i < n; i++) with_text += (guint)send_page(worker, extract, i, languages[i], &repairs[i]);
  g_autoptr(GBytes) postings = repere_inverter_take(worker->inverter);
  gsize size = 0;
  gconstpointer bytes = g_bytes_get_data(postings, &size);
  if (!repere_wire_send(worker->socket, REPERE_WIRE_POSTINGS, bytes, size)) leave(0);
  complain_of_text(worker, extract, with_text);
}

static void clean_up(Worker *worker)
{
  repere_analyzer_trim(worker->analyzer);
  struct mallinfo2 heap = mallinfo2();
  if (heap.fordblks > TRIM_BYTES) malloc_trim(0);
}

static void read_file(Worker *worker, RepereExtract *extract, const RepereExtractTask *task,
                      const char *media_type, const char *lang)
{
  RepereExtractFunc read = repere_extract_for(media_type);
  if (!read) {
    repere_extract_complain(extract, REPERE_OUTCOME_UNREADABLE,
                            repere_reason(REPERE_REASON_MEDIA_TYPE, media_type));
    close(task->file);
    return;
  }
  read(extract, task);
  if (extract->pages->len > 0 || extract->outcome == REPERE_OUTCOME_INDEXED)
    send_pages(worker, extract, lang);
}

static char *or_empty(const char *text)
{
  return g_utf8_make_valid(text ? text : "", -1);
}

/* What the job says; `task` and `ocr` are filled. */
static void take_job(Worker *worker, GVariant *job, RepereExtractTask *task, RepereOcr *ocr,
                     const char **media_type, const char **lang)
{
  guint milliseconds, file_seconds;
  g_autoptr(GVariant) spared = NULL;
  off_t end = lseek(task->file, 0, SEEK_END);
  lseek(task->file, 0, SEEK_SET);
  task->size = end > 0 ? (guint64)end : 0;
  task->page = &note->page;
  g_variant_get(job, "(&s&stuuubuuu@au)", media_type, lang, &task->max_text, &task->max_pages, &milliseconds,
                &task->skip, &worker->recognises, &ocr->dpi, &ocr->page_seconds, &file_seconds, &spared);
  task->cpu_deadline = repere_ocr_cpu() + (gint64)milliseconds * 1000;
  gsize n = 0;
  const guint32 *pages = g_variant_get_fixed_array(spared, &n, sizeof *pages);
  ocr->spared = g_array_sized_new(FALSE, FALSE, sizeof *pages, (guint)n);
  if (n > 0) g_array_append_vals(ocr->spared, pages, (guint)n);
  ocr->socket = worker->socket;
  ocr->declared = *lang;
  ocr->memory_mb = (guint)(worker->memory >> 20);
  ocr->cpu_left = (gint64)file_seconds * G_USEC_PER_SEC;
  if (worker->recognises) task->ocr = ocr;
}

static void do_job(Worker *worker, GVariant *job, int file)
{
  const char *media_type, *lang;
  RepereExtractTask task = {.file = file};
  RepereOcr ocr = {.socket = -1};
  take_job(worker, job, &task, &ocr, &media_type, &lang);
  RepereExtract *extract = repere_extract_new();
  read_file(worker, extract, &task, media_type, lang);
  repere_ocr_clear(&ocr);
  g_autofree char *reason = or_empty(extract->reason), *title = or_empty(extract->title);
  g_autofree char *created = or_empty(extract->created);
  GVariant *from = g_variant_new("(yyy)", (guchar)extract->title_from, (guchar)extract->created_from,
                                 (guchar)extract->creators_from);
  guchar outcome = (guchar)extract->outcome;
  guint32 limits = extract->limits;
  GVariantBuilder creators;
  g_variant_builder_init(&creators, G_VARIANT_TYPE("as"));
  for (guint i = 0; i < extract->creators->len; i++)
    g_variant_builder_add(&creators, "s", extract->creators->pdata[i]);
  repere_extract_free(extract);
  g_autoptr(GBytes) sketch = repere_sketcher_take(worker->sketcher);
  gsize sketched = 0;
  gconstpointer of_text = sketch ? g_bytes_get_data(sketch, &sketched) : NULL;
  clean_up(worker);
  __atomic_store_n(&note->page, 0, __ATOMIC_RELAXED);
  __atomic_store_n(&note->all_read, 0, __ATOMIC_RELAXED);
  GVariant *result = g_variant_new("(ysussas@(yyy)@ayt)", outcome, reason, limits, title, created, &creators,
                                   from, g_variant_new_fixed_array(G_VARIANT_TYPE_BYTE, of_text, sketched, 1),
                                   own_memory(STATM_RESIDENT));
  if (!repere_wire_send_variant(worker->socket, REPERE_WIRE_RESULT, result)) leave(0);
}

/* ---- a life ---- */

/* Whatever is loaded on first use is used once: languages, break iterators, stemmers, converters, poppler's
 * tables. */
static void warm_up(Worker *worker)
{
  static const char *const samples[] = {
    "The return of the migrants to their country and the reintegration of the families in their communities.",
    "Le retour des migrants dans leur pays et la réinte\xcc\x81gration des familles dans l'économie de la "
    "région.",
    "El retorno de los migrantes a su país y la reintegración de las familias en sus comunidades."};
  repere_extract_warm_up();
  for (guint i = 0; i < G_N_ELEMENTS(samples); i++) {
    RepereRepairs ignored = {0};
    char *page = g_strdup(samples[i]);
    repere_text_repair_pages(&page, 1, &ignored);
    const char *code = repere_language_of_page(page, strlen(page), "");
    for (guint row = 0; repere_language_at(row); row++)
      repere_inverter_add(worker->inverter, REPERE_FIELD_TEXT, page, strlen(page), repere_language_at(row));
    repere_inverter_add(worker->inverter, REPERE_FIELD_TEXT, page, strlen(page), repere_language(code));
    g_bytes_unref(repere_page_compress_with(worker->compressor, page, strlen(page)));
    g_free(page);
  }
  g_bytes_unref(repere_inverter_take(worker->inverter));
  repere_analyzer_trim(worker->analyzer);
}

static void prepare_process(int socket)
{
  prctl(PR_SET_PDEATHSIG, SIGKILL, 0, 0, 0);
  signal(SIGPIPE, SIG_IGN);
  void *memory = mmap(NULL, sizeof(RepereNote), PROT_READ | PROT_WRITE, MAP_SHARED, REPERE_WORKER_NOTE, 0);
  if (memory == MAP_FAILED || socket != REPERE_WORKER_SOCKET) leave(70);
  note = memory;
  close(REPERE_WORKER_NOTE);
  /* What the pool cannot take in at once is not worth waiting for. */
  fcntl(STDERR_FILENO, F_SETFL, fcntl(STDERR_FILENO, F_GETFL) | O_NONBLOCK);
  own_size = open("/proc/self/statm", O_RDONLY | O_CLOEXEC);
  page_bytes = (guint64)sysconf(_SC_PAGESIZE);
}

static void go_to_jail(Worker *worker)
{
  g_autoptr(GError) error = NULL;
  gboolean confined = FALSE;
  if (!repere_jail_enter(worker->socket, worker->memory, &confined, &error)) {
    repere_wire_send_variant(worker->socket, REPERE_WIRE_REFUSED, g_variant_new("(s)", error->message));
    leave(0);
  }
  repere_wire_send_variant(worker->socket, REPERE_WIRE_READY, g_variant_new("(b)", confined));
}

void repere_worker_main(int socket)
{
  Worker worker = {.socket = socket, .memory = 0};
  prepare_process(socket);
  const char *models, *languages;
  g_autoptr(GVariant) limits = repere_wire_receive(socket, REPERE_WIRE_LIMITS, REPERE_WIRE_LIMITS_TYPE, NULL);
  if (!limits) leave(0);
  g_variant_get(limits, "(t&s&ss)", &worker.memory, &models, &languages, &worker.advice);
  repere_ocr_prepare(models, languages);
  address_space = worker.memory;
  worker.analyzer = repere_analyzer_new();
  worker.inverter = repere_inverter_new(worker.analyzer);
  worker.sketcher = repere_sketcher_new();
  worker.compressor = ZSTD_createCCtx();
  watch_crashes();
  warm_up(&worker);
  repere_inverter_show(worker.inverter, repere_sketcher_token, worker.sketcher);
  go_to_jail(&worker);
  for (;;) {
    int file = -1;
    GVariant *job = repere_wire_receive(socket, REPERE_WIRE_JOB, REPERE_WIRE_JOB_TYPE, &file);
    if (!job || file < 0) leave(0);
    do_job(&worker, job, file);
    g_variant_unref(job);
  }
}
