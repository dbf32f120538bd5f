/* fuzz_stored.c - any bytes as what the index and the store of recognised pages keep: a damaged entry reads as empty
 * values, never as more than there is. For libFuzzer.
 *
 * The first byte chooses what they are. */
#include <stdint.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

#include "indexer/ocr_store.h"
#include "likeness.h"
#include "sketch.h"
#include "stored.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

/* What was read can be written, and says the same again. */
static void check_ledger(const char *bytes, gsize size)
{
  g_autoptr(GPtrArray) files = repere_ledger_unpack(bytes, size);
  g_assert_nonnull(files);
  g_autoptr(GBytes) packed = repere_ledger_pack(files);
  gsize length;
  const char *written = g_bytes_get_data(packed, &length);
  g_autoptr(GPtrArray) again = repere_ledger_unpack(written, length);
  g_autoptr(GBytes) twice = repere_ledger_pack(again);
  g_assert_true(g_bytes_equal(packed, twice));
}

static void check_sketch(const char *bytes, gsize size)
{
  RepereSketch sketch;
  gboolean is = repere_sketch_read(bytes, size, &sketch);
  g_assert_true(is || (!sketch.text.n && !sketch.marks.n));
  double same = repere_sample_resemblance(&sketch.text, &sketch.marks);
  g_assert_true(same >= 0 && same <= 1);
  g_assert_true(repere_sample_size(&sketch.text) >= sketch.text.n);
  g_assert_true(repere_sample_containment(&sketch.text, &sketch.marks, same) >= 0);
}

static void check_documents(const char *bytes, gsize size)
{
  g_autoptr(RepereStoredDocument) document = repere_stored_document_unpack(bytes, size);
  g_autoptr(RepereStoredDocument) head = repere_stored_document_unpack_head(bytes, size);
  g_autoptr(GArray) starts = g_array_new(FALSE, FALSE, sizeof(RepereStoredPage));
  repere_stored_document_starts(bytes, size, starts);
  g_assert_cmpuint(starts->len, ==, document->pages->len);
  g_autoptr(RepereWorkState) state = repere_work_state_unpack(bytes, size);
  for (guint number = 0; number < 3; number++) {
    g_autoptr(GBytes) sketch = repere_likeness_sketch(bytes, size, number);
    if (sketch) check_sketch(g_bytes_get_data(sketch, NULL), g_bytes_get_size(sketch));
  }
}

static void check_entry(const char *bytes, gsize size)
{
  RepereOcrEntry entry;
  int file = memfd_create("entry", MFD_CLOEXEC);
  if (file < 0 || write(file, bytes, size) != (ssize_t)size) g_error("no memory for a file.");
  if (repere_ocr_entry_read(file, &entry)) {
    g_assert_cmpuint(entry.confidence, <=, 100);
    g_assert_true(!entry.text || g_utf8_validate(entry.text, -1, NULL));
  }
  repere_ocr_entry_clear(&entry);
  close(file);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
  static void (*const checks[])(const char *, gsize) = {check_ledger, check_sketch, check_documents, check_entry};
  if (!size) return 0;
  g_autofree char *bytes = g_memdup2(data + 1, size - 1); /* so that what is read beyond is seen */
  checks[data[0] % G_N_ELEMENTS(checks)](bytes, size - 1);
  return 0;
}
