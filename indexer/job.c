/* job.c - see job.h */
#include "indexer/job.h"

#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "indexer/digest.h"
#include "indexer/reason.h"
#include "indexer/record_faults.h"
#include "lib/index.h"
#include "lib/plain.h"
#include "lib/postings.h"

enum { LABEL_BYTES = 64, TITLE_BYTES = 4096, REASON_BYTES = 4096, PAGE_OVERHEAD = 256, SKETCH_BYTES = 8192 };

#define MB ((guint64)1 << 20)

RepereJobState *repere_job_new(const RepereJob *job)
{
  RepereJobState *state = g_new0(RepereJobState, 1);
  struct stat status;
  state->path = g_strdup(job->path);
  state->media_type = g_strdup(job->media_type ? job->media_type : "");
  state->lang = g_strdup(job->lang ? job->lang : "");
  state->data = job->data;
  state->size = stat(job->path, &status) == 0 ? (guint64)status.st_size : 0;
  state->ledger = repere_ledger_file_new();
  repere_recognition_init(&state->recognition);
  return state;
}

void repere_job_free(RepereJobState *state)
{
  if (!state) return;
  g_free(state->path);
  g_free(state->media_type);
  g_free(state->lang);
  g_free(state->failure_reason);
  g_clear_pointer(&state->ledger, repere_ledger_file_free);
  g_clear_pointer(&state->postings, g_bytes_unref);
  repere_recognition_clear(&state->recognition);
  g_free(state);
}

void repere_job_settle(RepereJobState *state, RepereOutcome outcome, char *reason)
{
  state->ledger->outcome = outcome;
  g_free(state->ledger->reason);
  state->ledger->reason = reason ? repere_plain_printable(reason) : NULL;
  g_free(reason);
}

guint repere_pool_limit(const ReperePoolLimits *limits, RepereLimit limit)
{
  switch (limit) {
  case REPERE_LIMIT_FILE_MB: return limits->max_file_mb;
  case REPERE_LIMIT_TEXT_MB: return limits->max_text_mb;
  case REPERE_LIMIT_PAGES: return limits->max_pages;
  case REPERE_LIMIT_SECONDS: return limits->file_seconds;
  case REPERE_LIMIT_MEMORY_MB: return limits->file_memory_mb;
  case REPERE_LIMIT_OCR_PAGE_SECONDS: return limits->ocr ? limits->ocr->page_seconds : 0;
  case REPERE_LIMIT_OCR_FILE_SECONDS: return limits->ocr ? limits->ocr->file_seconds : 0;
  case REPERE_LIMITS: break;
  }
  return 0;
}

void repere_job_cut(RepereJobState *state, const ReperePoolLimits *limits, RepereLimit limit)
{
  state->ledger->cut[limit] = repere_pool_limit(limits, limit);
}

void repere_job_reset(RepereJobState *state)
{
  g_autofree char *sha256 = g_steal_pointer(&state->ledger->sha256);
  repere_ledger_file_free(state->ledger);
  state->ledger = repere_ledger_file_new();
  state->ledger->sha256 = g_steal_pointer(&sha256);
  g_clear_pointer(&state->postings, g_bytes_unref);
  state->taken = state->text = state->positions = 0;
  state->inverted = state->finished = FALSE;
  repere_recognition_reset(&state->recognition);
}

/* ---- opening ---- */

static const char *kind_of(mode_t mode)
{
  return repere_reason_words(S_ISDIR(mode)    ? REPERE_REASON_PART_FOLDER
                             : S_ISFIFO(mode) ? REPERE_REASON_PART_PIPE
                             : S_ISSOCK(mode) ? REPERE_REASON_PART_SOCKET
                                              : REPERE_REASON_PART_DEVICE);
}

static void settle_by_errno(RepereJobState *state, int number)
{
  if (number == ENOENT || number == ENOTDIR)
    repere_job_settle(state, REPERE_OUTCOME_MISSING, repere_reason(REPERE_REASON_MISSING));
  else
    repere_job_settle(state, REPERE_OUTCOME_UNREADABLE,
                      repere_reason(REPERE_REASON_OPEN_REFUSED, repere_reason_errno(number)));
}

/* FALSE, and settled, where it is no plain file or too large. */
static gboolean acceptable(RepereJobState *state, const struct stat *status, const ReperePoolLimits *limits)
{
  if (!S_ISREG(status->st_mode)) {
    repere_job_settle(state, REPERE_OUTCOME_UNREADABLE,
                      repere_reason(REPERE_REASON_NO_FILE, kind_of(status->st_mode)));
    return FALSE;
  }
  if ((guint64)status->st_size > limits->max_file_mb * MB) {
    char size[32];
    g_ascii_formatd(size, sizeof size, "%.1f", (double)status->st_size / (double)MB);
    repere_job_settle(state, REPERE_OUTCOME_TOO_LARGE,
                      repere_reason(REPERE_REASON_TOO_LARGE, size, limits->max_file_mb));
    repere_job_cut(state, limits, REPERE_LIMIT_FILE_MB);
    return FALSE;
  }
  return TRUE;
}

/* What tells the file from others. Not asked of a worker: one that says another file's would have its pages
 * taken for that one's. */
static gboolean take_digest(RepereJobState *state, int file)
{
  g_free(state->ledger->sha256);
  g_free(state->recognition.file);
  state->ledger->sha256 = repere_digest(file, NULL);
  state->recognition.file = g_strdup(state->ledger->sha256);
  if (state->ledger->sha256) return TRUE;
  repere_job_settle(state, REPERE_OUTCOME_UNREADABLE,
                    repere_reason(REPERE_REASON_READ_REFUSED, repere_reason_errno(errno)));
  return FALSE;
}

int repere_job_open(RepereJobState *state, const ReperePoolLimits *limits)
{
  struct stat status;
  /* Looked at before it is opened, since opening a device can do something, and again after, since it may
   * have changed. */
  if (stat(state->path, &status) != 0) {
    settle_by_errno(state, errno);
    return -1;
  }
  if (!acceptable(state, &status, limits)) return -1;
  int file = open(state->path, O_RDONLY | O_CLOEXEC | O_NONBLOCK | O_NOCTTY);
  if (file < 0 || fstat(file, &status) != 0) {
    settle_by_errno(state, errno);
    if (file >= 0) close(file);
    return -1;
  }
  if (!acceptable(state, &status, limits) || !take_digest(state, file)) {
    close(file);
    return -1;
  }
  return file;
}

GVariant *repere_job_variant(const RepereJobState *state, const ReperePoolLimits *limits)
{
  /* The worker ends a file by itself a little before the pool would end the worker: what was read so far is
   * kept then. */
  guint milliseconds = (guint)MIN((guint64)limits->file_seconds * 850, G_MAXUINT32);
  RepereRecognitionLimits recognition = repere_job_recognition_limits(limits);
  const RepereOcrSettings *ocr = limits->ocr;
  const GArray *spared = state->recognition.spared;
  return g_variant_new(
    "(sstuuubuuu@au)", state->media_type, state->lang, (guint64)limits->max_text_mb * MB, limits->max_pages,
    milliseconds, state->skip, repere_recognition_wanted(&state->recognition, &recognition),
    ocr ? ocr->dpi : 0, ocr ? ocr->page_seconds : 0, ocr ? ocr->file_seconds : 0,
    g_variant_new_fixed_array(G_VARIANT_TYPE_UINT32, spared->data, spared->len, sizeof(guint32)));
}

RepereRecognitionLimits repere_job_recognition_limits(const ReperePoolLimits *limits)
{
  return (RepereRecognitionLimits){.settings = limits->ocr,
                                   .store = limits->ocr_store,
                                   .most_bytes = (guint64)limits->max_text_mb * MB,
                                   .max_pages = limits->max_pages,
                                   .memory_mb = limits->file_memory_mb};
}

/* ---- what a worker says ---- */

/* Per two bytes of text one token, at most three terms of it (folded, as written, stem), each term with a few
 * bytes of its own and of position: twelve bytes a byte of text is never reached. */
gsize repere_job_frame_bound(const ReperePoolLimits *limits)
{
  return (gsize)MIN((guint64)limits->max_text_mb * MB * 12 + MB, (guint64)G_MAXUINT32);
}

static const char *language_of(const RepereJobState *state, const char *claimed)
{
  const RepereLanguage *language = repere_language(claimed);
  if (language && strcmp(language->code, claimed) == 0) return g_intern_static_string(language->code);
  return strcmp(claimed, state->lang) == 0 ? g_intern_string(state->lang) : g_intern_static_string("");
}

/* A token has a byte at least, so that no text has more positions, or characters, than bytes. Repairs may
 * lengthen what was read, but not double it. */
static gboolean take_text(RepereJobState *state, GBytes *packed, guint32 characters, guint32 positions,
                          const ReperePoolLimits *limits)
{
  gsize length = 0;
  g_autofree char *text = packed ? repere_page_decompress(packed, &length) : NULL;
  if (packed && !text) return FALSE;
  state->text += length;
  return state->text <= limits->max_text_mb * MB * 2 && characters <= length && positions <= length &&
         (!text || g_utf8_validate(text, (gssize)length, NULL));
}

/* Says what the worker says of a page's repairs, if it says all of it. */
static gboolean take_repairs(GVariant *counts, RepereRepairs *repairs)
{
  gsize n = 0;
  const guint32 *all = g_variant_get_fixed_array(counts, &n, sizeof *all);
  if (n != REPERE_REPAIR_KINDS) return FALSE;
  memcpy(repairs, all, sizeof *repairs);
  return TRUE;
}

static gboolean take_page(RepereJobState *state, GBytes *payload, const ReperePoolLimits *limits)
{
  g_autoptr(GVariant) variant = repere_wire_variant(payload, REPERE_WIRE_PAGE_TYPE);
  if (!variant) return FALSE;
  guint32 number, characters, positions;
  const char *label, *lang;
  guchar source, confidence;
  RepereRepairs repairs;
  g_autoptr(GVariant) packed = NULL, counts = NULL;
  g_variant_get(variant, "(u&sy&suuy@au@ay)", &number, &label, &source, &lang, &characters, &positions,
                &confidence, &counts, &packed);
  gsize size = 0;
  gconstpointer bytes = g_variant_get_fixed_array(packed, &size, 1);
  g_autoptr(GBytes) text = size > 0 ? g_bytes_new(bytes, size) : NULL;
  state->taken += g_bytes_get_size(payload) + PAGE_OVERHEAD;
  state->positions += positions;
  if (number != state->ledger->pages->len + 1 || number > limits->max_pages || strlen(label) > LABEL_BYTES ||
      !repere_wire_source_name(source) || (confidence > 100 && confidence != REPERE_CONFIDENCE_NONE) ||
      !take_repairs(counts, &repairs) || !take_text(state, text, characters, positions, limits) ||
      state->taken > limits->max_text_mb * MB * 2 + limits->max_pages * (guint64)1024 ||
      state->positions > G_MAXUINT32)
    return FALSE;
  ReperePage *page = repere_page_new(number);
  page->label = *label ? repere_plain_printable(label) : NULL;
  page->source = repere_wire_source_name(source);
  page->lang = language_of(state, lang);
  page->characters = characters;
  page->positions = positions;
  page->confidence = confidence;
  page->repairs = repairs;
  page->text = g_steal_pointer(&text);
  g_ptr_array_add(state->ledger->pages, page);
  return TRUE;
}

/* Of all pages: nothing comes behind it but the result. */
static gboolean take_postings(RepereJobState *state, GBytes *payload)
{
  if (state->inverted || !repere_postings_acceptable(payload, state->positions)) return FALSE;
  state->inverted = TRUE;
  if (g_bytes_get_size(payload) > 0) state->postings = g_bytes_ref(payload);
  return TRUE;
}

static gboolean outcome_acceptable(guint outcome)
{
  switch (outcome) {
  case REPERE_OUTCOME_INDEXED:
  case REPERE_OUTCOME_PARTIAL:
  case REPERE_OUTCOME_EMPTY:
  case REPERE_OUTCOME_ENCRYPTED:
  case REPERE_OUTCOME_DAMAGED:
  case REPERE_OUTCOME_UNREADABLE:
    return TRUE;
  default:
    return FALSE;
  }
}

/* Or a month. */
static gboolean is_day(const char *text)
{
  return strlen(text) > strlen("2021") && repere_is_date(text);
}

/* As they may be shown; NULL where there is none. `creators` is consumed. */
static char **printable_all(const char **creators)
{
  g_autofree const char **all = creators;
  if (!all[0]) return NULL;
  char **shown = g_new0(char *, g_strv_length((char **)all) + 1);
  for (guint i = 0; all[i]; i++) shown[i] = repere_plain_printable(all[i]);
  return shown;
}

static gboolean take_result(RepereJobState *state, GBytes *payload, const ReperePoolLimits *limits)
{
  g_autoptr(GVariant) variant = repere_wire_variant(payload, REPERE_WIRE_RESULT_TYPE);
  if (!variant) return FALSE;
  guchar outcome;
  guint32 cut;
  const char *reason, *title, *created, **creators;
  g_autoptr(GVariant) sketch = NULL;
  RepereLedgerFile *ledger = state->ledger;
  g_variant_get(variant, "(y&su&s&s^a&s(yyy)@ayt)", &outcome, &reason, &cut, &title, &created, &creators,
                &ledger->title_from, &ledger->created_from, &ledger->creators_from, &sketch,
                &state->resident);
  if (cut >> REPERE_LIMITS || !outcome_acceptable(outcome) || strlen(reason) > REASON_BYTES ||
      strlen(title) > TITLE_BYTES || (*created && !is_day(created)) ||
      MAX(ledger->title_from, ledger->created_from) >= REPERE_FROMS ||
      ledger->creators_from >= REPERE_FROMS || g_variant_n_children(sketch) > SKETCH_BYTES) {
    g_free(creators);
    return FALSE;
  }
  repere_job_settle(state, outcome, *reason ? g_strdup(reason) : NULL);
  for (guint i = 0; i < REPERE_LIMITS; i++)
    if (cut & 1u << i) repere_job_cut(state, limits, (RepereLimit)i);
  ledger->title = *title ? repere_plain_printable(title) : NULL;
  ledger->created = *created ? g_strdup(created) : NULL;
  ledger->creators = printable_all(creators);
  ledger->sketch = g_variant_n_children(sketch) ? g_variant_get_data_as_bytes(sketch) : NULL;
  state->finished = TRUE;
  return TRUE;
}

gboolean repere_job_take(RepereJobState *state, RepereWireKind kind, GBytes *payload,
                         const ReperePoolLimits *limits)
{
  switch (kind) {
  case REPERE_WIRE_PAGE:
    return !state->inverted && take_page(state, payload, limits);
  case REPERE_WIRE_POSTINGS:
    return take_postings(state, payload);
  case REPERE_WIRE_RESULT:
    return take_result(state, payload, limits);
  default:
    return FALSE;
  }
}
