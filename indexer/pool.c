/* pool.c - see pool.h
 *
 * A slot holds one worker process after the other. A job whose worker died stays in its slot and is begun
 * again by the slot's next process: once as it was; and where that dies too while it reads a page, a last
 * time without this page, so that one bad page does not cost the whole file. */
#include "indexer/pool.h"

#include <poll.h>
#include <signal.h>
#include <unistd.h>

#include "indexer/failure.h"
#include "indexer/jail.h"
#include "indexer/job.h"
#include "indexer/process.h"
#include "indexer/reason.h"
#include "indexer/stop.h"

enum {
  FALSE_STARTS = 3, /* workers in a row that die before they are ready */
  START_SECONDS = 60,
  JOBS_PER_WORKER = 500, /* then a fresh one: whatever a library leaks stays small */
  RECYCLE_MB = 160,      /* resident memory after a job that a worker is not kept with */
  WALL_FACTOR = 3,       /* a file's time by the clock, in its CPU time */
  FRAMES_AT_ONCE = 256,  /* that are taken of a worker before the next one's turn */
  DYING_MS = 1000,       /* that a worker whose socket is closed may take to be dead */
  WATCH_MS = 50          /* between looks at the memory where the kernel does not limit it */
};

typedef struct {
  RepereProcess process;
  RepereWireReader *reader;
  gboolean ready;
  guint jobs_done;
  RepereJobState *job; /* in work, or to be begun again */
  gboolean begun;
  gint64 cpu_start;   /* of the job, microseconds */
  gint64 clock_start; /* of the job, or of the process until it is ready */
  gint64 page_cpu, page_clock; /* likewise of the page being recognised, where one is */
} Slot;

struct ReperePool {
  ReperePoolLimits limits;
  RepereJobDone done;
  gpointer data;
  GSequence *queue; /* of RepereJobState *, the largest first */
  Slot *slots;      /* limits.workers of them */
  guint pending;
  guint false_starts;
  char *broken;        /* why no worker can be had, a sentence; every job gets it */
  gboolean unconfined; /* a worker said that its kernel has no Landlock */
  gint64 left_at;      /* when the last step ended */
  guint64 recalled;
  char *unkept;
  char *models; /* with which pages are recognised; NULL until it is needed */
};

/* ---- absence ---- */

/* While its owner is busy elsewhere, or it hashes a large file, the pool takes no frames, and a worker may
 * wait for that: no fault of its file. `since`: when that began, monotonic. */
static void forgive_absence(ReperePool *pool, gint64 since)
{
  gint64 away = g_get_monotonic_time() - since;
  for (guint i = 0; i < pool->limits.workers; i++) {
    pool->slots[i].clock_start += away;
    pool->slots[i].page_clock += away;
  }
}

/* ---- the queue ---- */

static gint by_size(gconstpointer a, gconstpointer b, gpointer unused)
{
  (void)unused;
  guint64 one = ((const RepereJobState *)a)->size, other = ((const RepereJobState *)b)->size;
  return one > other ? -1 : one < other;
}

static void finish(ReperePool *pool, RepereJobState *job)
{
  gint64 since = g_get_monotonic_time();
  pool->pending--;
  pool->done(g_steal_pointer(&job->ledger), g_steal_pointer(&job->postings), job->data, pool->data);
  forgive_absence(pool, since);
  repere_job_free(job);
}

static RepereJobState *take_queued(ReperePool *pool)
{
  GSequenceIter *first = g_sequence_get_begin_iter(pool->queue);
  RepereJobState *job = g_sequence_get(first);
  g_sequence_remove(first);
  return job;
}

static void finish_unread(ReperePool *pool, RepereJobState *job)
{
  repere_job_settle(job, REPERE_OUTCOME_UNREADABLE, g_strdup(pool->broken));
  finish(pool, job);
}

static void finish_all_unread(ReperePool *pool)
{
  for (guint i = 0; i < pool->limits.workers; i++) {
    RepereJobState *job = g_steal_pointer(&pool->slots[i].job);
    if (job) finish_unread(pool, job);
  }
  while (!g_sequence_is_empty(pool->queue)) finish_unread(pool, take_queued(pool));
}

static void break_down(ReperePool *pool, const char *sentence)
{
  if (!pool->broken) pool->broken = g_strdup(sentence);
}

/* ---- attempts that fail ---- */

/* Which limit was in the way of a file that could not be read, or of a page of it that is left out. */
static void note_failure(const ReperePool *pool, RepereJobState *job)
{
  if (job->failure == REPERE_OUTCOME_TIMEOUT) repere_job_cut(job, &pool->limits, REPERE_LIMIT_SECONDS);
  if (job->failure == REPERE_OUTCOME_MEMORY) repere_job_cut(job, &pool->limits, REPERE_LIMIT_MEMORY_MB);
}

/* A worker died while it recognised a page: that costs this page's recognition only, and no attempt. */
static void recognition_failed(ReperePool *pool, RepereJobState *job, RepereOutcome outcome, const char *end)
{
  RepereRecognitionLimits limits = repere_job_recognition_limits(&pool->limits);
  g_autofree char *how =
    outcome == REPERE_OUTCOME_TIMEOUT ? repere_reason(REPERE_REASON_PART_OCR_TOO_LONG)
    : outcome == REPERE_OUTCOME_MEMORY
      ? repere_reason(REPERE_REASON_PART_OCR_MEMORY, pool->limits.file_memory_mb)
      : repere_reason(REPERE_REASON_PART_OCR_CRASHED, end);
  repere_recognition_died(&job->recognition, &limits, outcome, how);
  job->attempts--;
}

/* Gives the job its answer, or leaves it in the slot for another attempt. */
static void attempt_failed(ReperePool *pool, Slot *slot, RepereOutcome outcome, int status)
{
  RepereJobState *job = slot->job;
  guint page = repere_process_last_page(&slot->process);
  g_autofree char *end = repere_failure_end(status, &slot->process);
  gboolean recognising = job->recognition.page > 0;
  slot->begun = FALSE;
  if (recognising) recognition_failed(pool, job, outcome, end);
  repere_job_reset(job);
  if (recognising) return;
  if (job->attempts <= 2) {
    g_free(job->failure_reason);
    job->failure = outcome;
    job->failure_reason = repere_failure_sentence(&pool->limits, job->attempts, outcome, page, end);
    if (job->attempts == 2) job->skip = page <= pool->limits.max_pages ? page : 0;
    if (job->attempts == 1 || job->skip > 0) return;
  }
  slot->job = NULL;
  note_failure(pool, job);
  repere_job_settle(job, job->failure, g_steal_pointer(&job->failure_reason));
  finish(pool, job);
}

static int end_process(Slot *slot, int patience_ms)
{
  int status = repere_process_end(&slot->process, patience_ms);
  g_clear_pointer(&slot->reader, repere_wire_reader_free);
  slot->ready = FALSE;
  return status;
}

static void worker_killed(ReperePool *pool, Slot *slot, RepereOutcome outcome)
{
  attempt_failed(pool, slot, outcome, end_process(slot, 0));
}

/* The worker is dead, or must die: `patience_ms` is for one that seems to be dying. */
static void worker_lost(ReperePool *pool, Slot *slot, int patience_ms)
{
  gboolean ready = slot->ready;
  int status = end_process(slot, patience_ms);
  if (slot->begun) attempt_failed(pool, slot, repere_failure_outcome(&slot->process, status), status);
  else if (!ready && ++pool->false_starts >= FALSE_STARTS) {
    g_autofree char *end = status == REPERE_KILLED
                             ? repere_reason(REPERE_REASON_PART_NO_LIFE, (guint)START_SECONDS)
                             : repere_failure_end(status, &slot->process);
    g_autofree char *sentence = repere_reason(REPERE_REASON_FALSE_START, end);
    break_down(pool, sentence);
  }
}

/* ---- beginning ---- */

static void start_process(ReperePool *pool, Slot *slot)
{
  g_autoptr(GError) error = NULL;
  const RepereOcrSettings *ocr = pool->limits.ocr;
  GVariant *limits = g_variant_new(REPERE_WIRE_LIMITS_TYPE, (guint64)pool->limits.file_memory_mb << 20,
                                   ocr && ocr->folder ? ocr->folder : "", ocr ? ocr->languages : "",
                                   ocr && ocr->advice ? ocr->advice : "");
  if (!repere_process_start(&slot->process, limits, &error)) {
    if (++pool->false_starts >= FALSE_STARTS) break_down(pool, error->message);
    return;
  }
  slot->reader = repere_wire_reader_new(repere_job_frame_bound(&pool->limits));
  slot->ready = slot->begun = FALSE;
  slot->jobs_done = 0;
  slot->clock_start = g_get_monotonic_time();
}

static void begin(ReperePool *pool, Slot *slot, int file)
{
  RepereJobState *job = slot->job;
  job->attempts++;
  slot->begun = TRUE;
  slot->cpu_start = repere_process_cpu(&slot->process);
  slot->clock_start = g_get_monotonic_time();
  if (!repere_wire_tell(slot->process.socket, REPERE_WIRE_JOB, repere_job_variant(job, &pool->limits), file))
    worker_lost(pool, slot, DYING_MS);
}

/* Gives an idle worker the next file that can be opened. */
static void feed(ReperePool *pool, Slot *slot)
{
  while (slot->ready && !slot->begun && (slot->job || !g_sequence_is_empty(pool->queue))) {
    if (!slot->job) slot->job = take_queued(pool);
    gint64 since = g_get_monotonic_time();
    int file = repere_job_open(slot->job, &pool->limits);
    forgive_absence(pool, since);
    if (file < 0 && repere_stop_asked()) return; /* not its fault: the run is broken off, and forgets it */
    if (file >= 0) {
      begin(pool, slot, file);
      close(file);
    } else {
      finish(pool, g_steal_pointer(&slot->job));
    }
  }
}

static void dispatch(ReperePool *pool)
{
  guint wanted = repere_pool_waiting(pool);
  for (guint i = 0; i < pool->limits.workers && !pool->broken; i++) {
    Slot *slot = &pool->slots[i];
    if (slot->ready && !slot->begun) feed(pool, slot);
    else if (!slot->process.pid && (slot->job || wanted > 0)) start_process(pool, slot);
    if (!slot->job && slot->process.pid && wanted > 0) wanted--;
  }
  if (pool->broken) finish_all_unread(pool);
}

/* ---- what workers say ---- */

static gboolean worth_keeping(const Slot *slot, guint64 resident)
{
  return slot->jobs_done < JOBS_PER_WORKER &&
         (repere_jail_unlimited_memory || resident <= (guint64)RECYCLE_MB << 20);
}

static gboolean has_text(const RepereLedgerFile *ledger)
{
  for (guint i = 0; i < ledger->pages->len; i++)
    if (((const ReperePage *)ledger->pages->pdata[i])->text) return TRUE;
  return FALSE;
}

/* What else is to be said of a file on which pages could not be recognised. */
static void settle_recognition(ReperePool *pool, RepereJobState *job)
{
  pool->recalled += job->recognition.recalled;
  for (guint i = 0; i < REPERE_LIMITS; i++)
    if (job->recognition.limits & 1u << i) repere_job_cut(job, &pool->limits, (RepereLimit)i);
  if (!job->recognition.reason) return;
  if (job->ledger->outcome == REPERE_OUTCOME_EMPTY)
    repere_job_settle(job, REPERE_OUTCOME_EMPTY,
                      repere_reason(REPERE_REASON_OCR_NOTHING_AND, job->recognition.reason));
  else if (job->ledger->outcome == REPERE_OUTCOME_INDEXED)
    repere_job_settle(job, REPERE_OUTCOME_PARTIAL, g_strdup(job->recognition.reason));
}

static void job_finished(ReperePool *pool, Slot *slot)
{
  RepereJobState *job = g_steal_pointer(&slot->job);
  slot->begun = FALSE;
  slot->jobs_done++;
  if (!worth_keeping(slot, job->resident)) end_process(slot, 0);
  settle_recognition(pool, job);
  if (job->skip > 0) note_failure(pool, job);
  if (job->skip > 0 && has_text(job->ledger))
    repere_job_settle(job, REPERE_OUTCOME_PARTIAL,
                      repere_reason(REPERE_REASON_LEFT_OUT, job->skip, job->failure_reason));
  else if (job->skip > 0) repere_job_settle(job, job->failure, g_steal_pointer(&job->failure_reason));
  finish(pool, job);
}

static gboolean take_start(ReperePool *pool, Slot *slot, RepereWireKind kind, GBytes *payload)
{
  g_autoptr(GVariant) said = repere_wire_variant(payload, kind == REPERE_WIRE_READY ? "(b)" : "(s)");
  if (!said) return FALSE;
  if (kind == REPERE_WIRE_READY) {
    gboolean confined;
    g_variant_get(said, "(b)", &confined);
    slot->ready = TRUE;
    pool->false_starts = 0;
    pool->unconfined |= !confined;
  } else if (kind == REPERE_WIRE_REFUSED) {
    const char *sentence;
    g_variant_get(said, "(&s)", &sentence);
    break_down(pool, sentence);
  }
  return kind == REPERE_WIRE_READY || kind == REPERE_WIRE_REFUSED;
}

/* What is kept outlives the run: a worker that another file may have taken over does not get to say it. The
 * job, which has only lost a moment, is begun again by a fresh one. */
static void begin_afresh(Slot *slot)
{
  end_process(slot, 0);
  slot->begun = FALSE;
  slot->job->attempts--;
  repere_job_reset(slot->job);
}

static gboolean take_recognition(ReperePool *pool, Slot *slot, RepereWireKind kind, GBytes *payload)
{
  RepereRecognitionLimits limits = repere_job_recognition_limits(&pool->limits);
  g_autofree char *problem = NULL;
  if (!repere_recognition_wanted(&slot->job->recognition, &limits)) return FALSE;
  if (limits.store && slot->jobs_done > 0) {
    begin_afresh(slot);
    return TRUE;
  }
  if (limits.store && !pool->models) pool->models = repere_ocr_settings_models(pool->limits.ocr);
  limits.models = pool->models;
  if (!repere_recognition_take(&slot->job->recognition, &limits, kind, payload, slot->process.socket,
                               &problem))
    return FALSE;
  if (problem && !pool->unkept) pool->unkept = g_steal_pointer(&problem);
  if (kind == REPERE_WIRE_RECOGNISING) {
    slot->page_cpu = repere_process_cpu(&slot->process);
    slot->page_clock = g_get_monotonic_time();
  }
  return TRUE;
}

/* FALSE where the worker broke a rule. */
static gboolean take_frame(ReperePool *pool, Slot *slot, RepereWireKind kind, GBytes *payload)
{
  if (!slot->ready) return take_start(pool, slot, kind, payload);
  if (!slot->begun || !slot->job) return FALSE;
  if (repere_recognition_is_frame(kind)) return take_recognition(pool, slot, kind, payload);
  if (!repere_job_take(slot->job, kind, payload, &pool->limits)) return FALSE;
  if (slot->job->finished) job_finished(pool, slot);
  return TRUE;
}

/* One that says much must not keep the pool from looking at its time, and at the others. */
static void listen_to(ReperePool *pool, Slot *slot)
{
  repere_process_read_errors(&slot->process);
  for (guint frames = 0; slot->process.pid && frames < FRAMES_AT_ONCE; frames++) {
    RepereWireKind kind = REPERE_WIRE_RESULT;
    g_autoptr(GBytes) payload = NULL;
    RepereWireRead state = repere_wire_read(slot->reader, slot->process.socket, &kind, &payload);
    if (state == REPERE_READ_LATER) return;
    if (state == REPERE_READ_FRAME && take_frame(pool, slot, kind, payload)) continue;
    worker_lost(pool, slot, state == REPERE_READ_CLOSED ? DYING_MS : 0);
  }
}

/* ---- time and memory ---- */

/* What is left of `seconds` of CPU time, or three times as much by the clock, since then; in microseconds. */
static gint64 left_of(const Slot *slot, guint seconds, gint64 cpu_start, gint64 clock_start)
{
  gint64 allowed = (gint64)seconds * G_USEC_PER_SEC, cpu = repere_process_cpu(&slot->process);
  gint64 cpu_left = cpu < 0 || cpu_start < 0 ? G_MAXINT64 : allowed - (cpu - cpu_start);
  return MIN(cpu_left, WALL_FACTOR * allowed - (g_get_monotonic_time() - clock_start));
}

/* Of the page being recognised. The worker keeps to its time by itself, but not while a picture is made and
 * lines are found: a file's time is for that. */
static gint64 page_time_left(const ReperePool *pool, const Slot *slot)
{
  if (slot->job->recognition.page == 0) return G_MAXINT64;
  return left_of(slot, pool->limits.ocr->page_seconds + pool->limits.file_seconds, slot->page_cpu,
                 slot->page_clock);
}

/* Microseconds until the slot's worker must be looked at again, 0 where its time is over. */
static gint64 time_left(const ReperePool *pool, const Slot *slot)
{
  gint64 clock = g_get_monotonic_time() - slot->clock_start;
  if (!slot->begun) return slot->ready ? G_MAXINT64 : MAX(0, START_SECONDS * G_USEC_PER_SEC - clock);
  guint seconds = pool->limits.file_seconds;
  if (slot->job->recognition.begun) seconds += pool->limits.ocr->file_seconds + pool->limits.file_seconds;
  gint64 left = left_of(slot, seconds, slot->cpu_start, slot->clock_start);
  return MAX(0, MIN(left, page_time_left(pool, slot)));
}

static gboolean over_memory(const ReperePool *pool, const Slot *slot)
{
  return repere_jail_unlimited_memory && slot->begun &&
         repere_process_resident(&slot->process) > (guint64)pool->limits.file_memory_mb << 20;
}

static void judge(ReperePool *pool, Slot *slot)
{
  if (!slot->process.pid) return;
  if (over_memory(pool, slot)) worker_killed(pool, slot, REPERE_OUTCOME_MEMORY);
  else if (time_left(pool, slot) > 0) return;
  else if (slot->begun) worker_killed(pool, slot, REPERE_OUTCOME_TIMEOUT);
  else worker_lost(pool, slot, 0);
}

/* ---- the poll loop ---- */

static int wait_time(const ReperePool *pool, int timeout_ms)
{
  gint64 wait = timeout_ms < 0 ? G_MAXINT : timeout_ms;
  for (guint i = 0; i < pool->limits.workers; i++) {
    const Slot *slot = &pool->slots[i];
    if (!slot->process.pid) continue;
    wait = MIN(wait, time_left(pool, slot) / 1000 + 1);
    if (repere_jail_unlimited_memory && slot->begun) wait = MIN(wait, WATCH_MS);
  }
  return (int)wait;
}

static void wait_for_workers(const ReperePool *pool, int timeout_ms)
{
  g_autofree struct pollfd *ends = g_new0(struct pollfd, pool->limits.workers * 2);
  nfds_t n = 0;
  for (guint i = 0; i < pool->limits.workers; i++) {
    const RepereProcess *process = &pool->slots[i].process;
    if (!process->pid) continue;
    ends[n++] = (struct pollfd){.fd = process->socket, .events = POLLIN, .revents = 0};
    if (!process->mute) ends[n++] = (struct pollfd){.fd = process->errors, .events = POLLIN, .revents = 0};
  }
  poll(ends, n, wait_time(pool, timeout_ms));
}

void repere_pool_step(ReperePool *pool, int timeout_ms)
{
  if (pool->left_at > 0) forgive_absence(pool, pool->left_at);
  guint before = pool->pending;
  dispatch(pool);
  /* Answers given already (files that are not there) are something said: no waiting then. */
  wait_for_workers(pool, before == 0 || pool->pending < before ? 0 : timeout_ms);
  for (guint i = 0; i < pool->limits.workers; i++) {
    if (pool->slots[i].process.pid) listen_to(pool, &pool->slots[i]);
    judge(pool, &pool->slots[i]);
  }
  dispatch(pool);
  pool->left_at = g_get_monotonic_time();
}

/* ---- outside ---- */

/* The first worker is started at once: a system that cannot jail one is found before any work is done. */
static gboolean try_out(ReperePool *pool, GError **error)
{
  while (!pool->slots[0].ready && !pool->broken) {
    if (!pool->slots[0].process.pid) start_process(pool, &pool->slots[0]);
    if (!pool->slots[0].process.pid) continue;
    wait_for_workers(pool, -1);
    listen_to(pool, &pool->slots[0]);
    judge(pool, &pool->slots[0]);
  }
  if (!pool->broken) return TRUE;
  g_set_error_literal(error, REPERE_ERROR, REPERE_ERROR_IO, pool->broken);
  return FALSE;
}

ReperePool *repere_pool_new(const ReperePoolLimits *limits, RepereJobDone done, gpointer pool_data,
                            GError **error)
{
  g_autoptr(ReperePool) pool = g_new0(ReperePool, 1);
  pool->limits = *limits;
  pool->limits.workers = MAX(1, limits->workers);
  pool->done = done;
  pool->data = pool_data;
  pool->queue = g_sequence_new(NULL);
  pool->slots = g_new0(Slot, pool->limits.workers);
  return try_out(pool, error) ? g_steal_pointer(&pool) : NULL;
}

void repere_pool_submit(ReperePool *pool, const RepereJob *job)
{
  g_sequence_insert_sorted(pool->queue, repere_job_new(job), by_size, NULL);
  pool->pending++;
}

guint repere_pool_pending(const ReperePool *pool)
{
  return pool->pending;
}

guint repere_pool_waiting(const ReperePool *pool)
{
  return (guint)g_sequence_get_length(pool->queue);
}

guint64 repere_pool_pages(const ReperePool *pool)
{
  guint64 pages = 0;
  for (guint i = 0; i < pool->limits.workers; i++)
    if (pool->slots[i].begun)
      pages += MIN(repere_process_page(&pool->slots[i].process), pool->limits.max_pages);
  return pages;
}

guint64 repere_pool_recalled(const ReperePool *pool)
{
  return pool->recalled;
}

const char *repere_pool_unkept(const ReperePool *pool)
{
  return pool->unkept;
}

gboolean repere_pool_confined(const ReperePool *pool)
{
  return !pool->unconfined;
}

void repere_pool_free(ReperePool *pool)
{
  if (!pool) return;
  for (guint i = 0; i < pool->limits.workers; i++) {
    end_process(&pool->slots[i], 0);
    repere_job_free(pool->slots[i].job);
  }
  g_sequence_foreach(pool->queue, (GFunc)(void (*)(void))repere_job_free, NULL);
  g_sequence_free(pool->queue);
  g_free(pool->slots);
  g_free(pool->broken);
  g_free(pool->unkept);
  g_free(pool->models);
  g_free(pool);
}
