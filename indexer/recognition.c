/* recognition.c - see recognition.h */
#include "indexer/recognition.h"

#include <string.h>
#include <unistd.h>

#include "indexer/ocr_store.h"
#include "indexer/reason.h"

/* As many readers die of recognising a file, and it is read without. */
enum { DEATHS_MOST = 3, LOOKS_MOST = 2 };

void repere_recognition_init(RepereRecognition *recognition)
{
  memset(recognition, 0, sizeof *recognition);
  recognition->spared = g_array_new(FALSE, FALSE, sizeof(guint32));
}

void repere_recognition_clear(RepereRecognition *recognition)
{
  g_clear_pointer(&recognition->file, g_free);
  g_clear_pointer(&recognition->asked, g_free);
  g_clear_pointer(&recognition->reason, g_free);
  g_clear_pointer(&recognition->spared, g_array_unref);
}

void repere_recognition_reset(RepereRecognition *recognition)
{
  g_clear_pointer(&recognition->asked, g_free);
  recognition->page = recognition->last_page = recognition->recalled = 0;
  recognition->begun = FALSE;
  recognition->bytes = 0;
}

gboolean repere_recognition_wanted(const RepereRecognition *recognition,
                                   const RepereRecognitionLimits *limits)
{
  return limits->settings && *limits->settings->languages && recognition->spared->len < DEATHS_MOST;
}

gboolean repere_recognition_is_frame(RepereWireKind kind)
{
  return kind == REPERE_WIRE_RECOGNISING || kind == REPERE_WIRE_RECALL || kind == REPERE_WIRE_RECOGNISED;
}

static gboolean take_page(RepereRecognition *recognition, const RepereRecognitionLimits *limits,
                          GBytes *payload)
{
  g_autoptr(GVariant) said = repere_wire_variant(payload, "(u)");
  guint32 page;
  if (!said) return FALSE;
  g_variant_get(said, "(u)", &page);
  if (page == 0 && recognition->page == 0) return FALSE;
  if (page > 0 && (page <= recognition->last_page || page > limits->max_pages)) return FALSE;
  g_clear_pointer(&recognition->asked, g_free);
  recognition->looks = 0;
  recognition->page = page;
  recognition->last_page = MAX(recognition->last_page, page);
  recognition->begun = TRUE;
  return TRUE;
}

/* Whether the kept entry is the page's text, so that nothing is to be kept any more. */
static gboolean is_text(RepereRecognition *recognition, int file)
{
  RepereOcrEntry entry;
  gboolean text = repere_ocr_entry_read(file, &entry) && entry.what == REPERE_OCR_TEXT;
  recognition->recalled += text && *entry.text;
  repere_ocr_entry_clear(&entry);
  return text;
}

/* A worker says which picture, or which place; in which file, and what it is read with, is known here. g_free. */
static char *key_of(const RepereRecognition *recognition, const RepereRecognitionLimits *limits,
                    const char *hash, gboolean of_place)
{
  g_autofree char *all = g_strdup_printf("%s\n%s\n%s", hash, of_place ? recognition->file : "",
                                         limits->models ? limits->models : "");
  return g_compute_checksum_for_string(G_CHECKSUM_SHA256, all, -1);
}

static gboolean take_question(RepereRecognition *recognition, const RepereRecognitionLimits *limits,
                              GBytes *payload, int socket)
{
  g_autoptr(GVariant) said = repere_wire_variant(payload, REPERE_WIRE_RECALL_TYPE);
  const char *hash;
  gboolean of_place;
  if (!said || recognition->page == 0 || recognition->looks >= LOOKS_MOST) return FALSE;
  g_variant_get(said, "(&sb)", &hash, &of_place);
  if (!repere_ocr_key_is_valid(hash)) return FALSE;
  recognition->looks++;
  g_free(recognition->asked);
  recognition->asked = key_of(recognition, limits, hash, of_place);
  int file = limits->store ? repere_ocr_store_find(limits->store, recognition->asked) : -1;
  gboolean told =
    repere_wire_tell(socket, REPERE_WIRE_RECALLED, g_variant_new(REPERE_WIRE_RECALLED_TYPE, file >= 0), file);
  if (file >= 0) {
    if (is_text(recognition, file)) g_clear_pointer(&recognition->asked, g_free);
    close(file);
  }
  return told;
}

static gboolean take_text(RepereRecognition *recognition, const RepereRecognitionLimits *limits,
                          GBytes *payload, char **problem)
{
  g_autoptr(GVariant) said = repere_wire_variant(payload, REPERE_WIRE_RECOGNISED_TYPE);
  guchar what, confidence;
  const char *language, *text;
  RepereOcrEntry entry = {0};
  g_autoptr(GError) error = NULL;
  if (!said || !recognition->asked) return FALSE;
  g_variant_get(said, "(yy&su&s)", &what, &confidence, &language, &entry.allowed, &text);
  gsize size = strlen(text), code = strlen(language);
  recognition->bytes += size;
  if (what > REPERE_OCR_FAILED || confidence > 100 || code >= sizeof entry.language ||
      strspn(language, "abcdefghijklmnopqrstuvwxyz") != code || size > REPERE_OCR_TEXT_BYTES ||
      recognition->bytes > limits->most_bytes || !g_utf8_validate(text, (gssize)size, NULL))
    return FALSE;
  entry.what = (RepereOcrWhat)what;
  entry.confidence = confidence;
  entry.allowed = MIN(entry.allowed, limits->settings->page_seconds);
  entry.text = (char *)(guintptr)text; /* only read */
  g_strlcpy(entry.language, language, sizeof entry.language);
  if (limits->store && !repere_ocr_store_keep(limits->store, recognition->asked, &entry, &error))
    *problem = g_strdup(error->message);
  g_clear_pointer(&recognition->asked, g_free);
  return TRUE;
}

gboolean repere_recognition_take(RepereRecognition *recognition, const RepereRecognitionLimits *limits,
                                 RepereWireKind kind, GBytes *payload, int socket, char **problem)
{
  if (!repere_recognition_wanted(recognition, limits)) return FALSE;
  switch (kind) {
  case REPERE_WIRE_RECOGNISING:
    return take_page(recognition, limits, payload);
  case REPERE_WIRE_RECALL:
    return take_question(recognition, limits, payload, socket);
  case REPERE_WIRE_RECOGNISED:
    return take_text(recognition, limits, payload, problem);
  default:
    return FALSE;
  }
}

void repere_recognition_died(RepereRecognition *recognition, const RepereRecognitionLimits *limits,
                             RepereOutcome outcome, const char *how)
{
  guint32 page = recognition->page;
  RepereOcrEntry entry = {.what = REPERE_OCR_FAILED, .allowed = limits->settings->page_seconds};
  if (outcome == REPERE_OUTCOME_MEMORY)
    entry = (RepereOcrEntry){.what = REPERE_OCR_MEMORY, .allowed = limits->memory_mb};
  if (outcome == REPERE_OUTCOME_MEMORY) recognition->limits |= 1u << REPERE_LIMIT_MEMORY_MB;
  if (outcome == REPERE_OUTCOME_TIMEOUT) recognition->limits |= 1u << REPERE_LIMIT_OCR_PAGE_SECONDS;
  g_array_append_val(recognition->spared, page);
  if (!recognition->reason)
    recognition->reason = repere_reason(REPERE_REASON_OCR_FAILED, page, how);
  /* So that no later run dies of it again. What cannot be kept is no worse than before. */
  if (limits->store && recognition->asked)
    repere_ocr_store_keep(limits->store, recognition->asked, &entry, NULL);
}
