/* job.c - see job.h */
#include "indexer/job.h"

#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>
#include <zstd.h>

#include "lib/postings.h"

enum { LABEL_BYTES = 64, TITLE_BYTES = 4096, REASON_BYTES = 4096, PAGE_OVERHEAD = 256 };

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
  g_free(state);
}

void repere_job_settle(RepereJobState *state, RepereOutcome outcome, char *reason)
{
  state->ledger->outcome = outcome;
  g_free(state->ledger->reason);
  state->ledger->reason = reason;
}

void repere_job_reset(RepereJobState *state)
{
  g_autofree char *sha256 = g_steal_pointer(&state->ledger->sha256);
  repere_ledger_file_free(state->ledger);
  state->ledger = repere_ledger_file_new();
  state->ledger->sha256 = g_steal_pointer(&sha256);
  g_clear_pointer(&state->postings, g_bytes_unref);
  state->taken = state->positions = 0;
  state->finished = FALSE;
}

/* ---- opening ---- */

static const char *kind_of(mode_t mode)
{
  return S_ISDIR(mode)    ? "a folder"
         : S_ISFIFO(mode) ? "a named pipe"
         : S_ISSOCK(mode) ? "a socket"
                          : "a device";
}

static void settle_by_errno(RepereJobState *state, int number)
{
  if (number == ENOENT || number == ENOTDIR)
    repere_job_settle(state, REPERE_OUTCOME_MISSING,
                      g_strdup("There is no such file: put it in place, or correct the record's href."));
  else
    repere_job_settle(state, REPERE_OUTCOME_UNREADABLE,
                      g_strdup_printf("The system refuses to open the file: %s.", g_strerror(number)));
}

/* FALSE, and settled, where it is no plain file or too large. */
static gboolean acceptable(RepereJobState *state, const struct stat *status, const ReperePoolLimits *limits)
{
  if (!S_ISREG(status->st_mode)) {
    repere_job_settle(
      state, REPERE_OUTCOME_UNREADABLE,
      g_strdup_printf("This is %s, not a file: correct the record's href.", kind_of(status->st_mode)));
    return FALSE;
  }
  if ((guint64)status->st_size > limits->max_file_mb * MB) {
    repere_job_settle(
      state, REPERE_OUTCOME_TOO_LARGE,
      g_strdup_printf("The file has %.1f MB, more than the %u MB that max_file_mb in [indexer] allows.",
                      (double)status->st_size / (double)MB, limits->max_file_mb));
    return FALSE;
  }
  return TRUE;
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
  if (!acceptable(state, &status, limits)) {
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
  return g_variant_new(REPERE_WIRE_JOB_TYPE, state->media_type, state->lang,
                       (guint64)limits->max_text_mb * MB, limits->max_pages, milliseconds, state->skip);
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

static gboolean text_acceptable(gconstpointer text, gsize size, const ReperePoolLimits *limits)
{
  if (size == 0) return TRUE;
  unsigned long long content = ZSTD_getFrameContentSize(text, size);
  return content != ZSTD_CONTENTSIZE_UNKNOWN && content != ZSTD_CONTENTSIZE_ERROR &&
         content <= limits->max_text_mb * MB;
}

static gboolean take_page(RepereJobState *state, GBytes *payload, const ReperePoolLimits *limits)
{
  g_autoptr(GVariant) variant = repere_wire_variant(payload, REPERE_WIRE_PAGE_TYPE);
  if (!variant) return FALSE;
  guint32 number, characters, positions, r[6];
  const char *label, *lang;
  guchar source;
  g_autoptr(GVariant) packed = NULL;
  g_variant_get(variant, "(u&sy&suuuuuuuu@ay)", &number, &label, &source, &lang, &characters, &positions,
                &r[0], &r[1], &r[2], &r[3], &r[4], &r[5], &packed);
  gsize size = 0;
  gconstpointer text = g_variant_get_fixed_array(packed, &size, 1);
  state->taken += g_bytes_get_size(payload) + PAGE_OVERHEAD;
  state->positions += positions;
  if (number != state->ledger->pages->len + 1 || number > limits->max_pages || strlen(label) > LABEL_BYTES ||
      !repere_wire_source_name(source) || !text_acceptable(text, size, limits) ||
      state->taken > limits->max_text_mb * MB * 2 + limits->max_pages * (guint64)1024 ||
      state->positions > G_MAXUINT32)
    return FALSE;
  ReperePage *page = repere_page_new(number);
  page->label = *label ? g_strdup(label) : NULL;
  page->source = repere_wire_source_name(source);
  page->lang = language_of(state, lang);
  page->characters = characters;
  page->positions = positions;
  page->repairs = (RepereRepairs){r[0], r[1], r[2], r[3], r[4], r[5]};
  page->text = size > 0 ? g_bytes_new(text, size) : NULL;
  g_ptr_array_add(state->ledger->pages, page);
  return TRUE;
}

/* Capitals begin the terms that are no words of a text; only a language's stems have them here. */
static gboolean term_acceptable(const ReperePosting *posting)
{
  const RepereLanguage *language;
  for (guint i = 0; i < posting->family_size; i++)
    if (g_ascii_isupper(posting->family[i].word[0])) return FALSE;
  if (!g_ascii_isupper(posting->term[0])) return TRUE;
  for (guint i = 0; (language = repere_language_at(i)); i++) {
    gsize size = strlen(language->term_prefix);
    if (posting->size > size && memcmp(posting->term, language->term_prefix, size) == 0 &&
        !g_ascii_isupper(posting->term[size]))
      return TRUE;
  }
  return FALSE;
}

static gboolean take_postings(RepereJobState *state, GBytes *payload)
{
  if (state->postings) return FALSE;
  g_autoptr(ReperePostingsReader) reader = repere_postings_reader_new(payload);
  ReperePosting posting;
  int more;
  while ((more = repere_postings_next(reader, &posting)) > 0) {
    if (!term_acceptable(&posting)) return FALSE;
    if (posting.count > 0 && posting.positions[posting.count - 1] >= state->positions) return FALSE;
  }
  if (more < 0) return FALSE;
  if (g_bytes_get_size(payload) > 0) state->postings = g_bytes_ref(payload);
  return TRUE;
}

static gboolean take_hash(RepereJobState *state, GBytes *payload)
{
  g_autoptr(GVariant) variant = repere_wire_variant(payload, "(s)");
  if (!variant) return FALSE;
  const char *hash;
  g_variant_get(variant, "(&s)", &hash);
  if (strlen(hash) != 64 || strspn(hash, "0123456789abcdef") != 64) return FALSE;
  g_free(state->ledger->sha256);
  state->ledger->sha256 = g_strdup(hash);
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

static gboolean is_day(const char *text)
{
  return strlen(text) == 10 && strspn(text, "0123456789-") == 10 && text[4] == '-' && text[7] == '-';
}

static char *or_null(const char *text)
{
  return *text ? g_strdup(text) : NULL;
}

static gboolean take_result(RepereJobState *state, GBytes *payload)
{
  g_autoptr(GVariant) variant = repere_wire_variant(payload, REPERE_WIRE_RESULT_TYPE);
  if (!variant) return FALSE;
  guchar outcome;
  const char *reason, *title, *created;
  g_variant_get(variant, "(y&s&s&st)", &outcome, &reason, &title, &created, &state->resident);
  if (!outcome_acceptable(outcome) || strlen(reason) > REASON_BYTES || strlen(title) > TITLE_BYTES ||
      (*created && !is_day(created)))
    return FALSE;
  repere_job_settle(state, outcome, or_null(reason));
  state->ledger->title = or_null(title);
  state->ledger->created = or_null(created);
  state->finished = TRUE;
  return TRUE;
}

gboolean repere_job_take(RepereJobState *state, RepereWireKind kind, GBytes *payload,
                         const ReperePoolLimits *limits)
{
  switch (kind) {
  case REPERE_WIRE_HASH:
    return take_hash(state, payload);
  case REPERE_WIRE_PAGE:
    return take_page(state, payload, limits);
  case REPERE_WIRE_POSTINGS:
    return take_postings(state, payload);
  case REPERE_WIRE_RESULT:
    return take_result(state, payload);
  default:
    return FALSE;
  }
}
