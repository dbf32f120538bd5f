/* ocr_store.h - what was recognised is kept: INDEX/ocr/ab/cdef…, a file a page, so that neither an
 * interrupted run nor a rebuild does it again.
 *
 * A key is a SHA-256 in hex: of the page's picture (or its file and number, where that is known to be blank),
 * and all else the text depends on (recognition.h). An entry is text: a line that says what is known
 * ("repere-ocr 2 WHAT CONFIDENCE LANGUAGE ALLOWED SUM"), then the page's text. Entries are written beside and
 * renamed, and the sum is the text's: there is a whole one or none. The store is the pool's alone: workers,
 * which may be hostile, ask by key. */
#ifndef REPERE_OCR_STORE_H
#define REPERE_OCR_STORE_H

#include <glib.h>

G_BEGIN_DECLS

typedef enum {
  REPERE_OCR_TEXT,  /* recognised; the text may be empty */
  REPERE_OCR_FAILED, /* not in its time, or the reader died of it */
  REPERE_OCR_MEMORY  /* the reader died of it for want of memory; only the pool says so */
} RepereOcrWhat;

typedef struct {
  RepereOcrWhat what;
  guint8 confidence; /* 0 to 100 */
  char language[4];  /* the model's: "fr"; "" where unknown */
  guint allowed;     /* FAILED: how many seconds it was given; MEMORY: how many MB */
  char *text;        /* valid UTF-8; NULL where there is none, or where only the head was read. g_free */
} RepereOcrEntry;

/* Most bytes of an entry's text: what a page of the largest sheets can hold, many times over. */
enum { REPERE_OCR_TEXT_BYTES = 1 << 20 };

void repere_ocr_entry_clear(RepereOcrEntry *entry);

/* TRUE where it is a key: 64 hexadecimal digits. */
gboolean repere_ocr_key_is_valid(const char *key);

/* Reads the entry in the open file. FALSE where there is none whole. */
gboolean repere_ocr_entry_read(int file, RepereOcrEntry *entry);

/* The open file of an entry, noted as used now, or -1. `folder`: of the store. */
int repere_ocr_store_find(const char *folder, const char *key);

/* Keeps an entry, in place of another one of that key. */
gboolean repere_ocr_store_keep(const char *folder, const char *key, const RepereOcrEntry *entry,
                               GError **error);

/* Removes entries that were not used since `before` (Unix time, s), and what interrupted runs left. Returns
 * how many. */
guint repere_ocr_store_sweep(const char *folder, gint64 before);

G_END_DECLS
#endif
