/* fuzz_transducer.c - any bytes as a compiled dictionary of Apertium's: walked every way or refused. For libFuzzer. */
#include <stdint.h>

#include "indexer/transducer.h"
#include "repere/error.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void check(const char *from, const char *to, gpointer data)
{
  (void)data;
  g_assert_true(g_utf8_validate(from, -1, NULL) && g_utf8_validate(to, -1, NULL));
}

static void walk(const RepereTransducer *transducer)
{
  repere_transducer_walk(transducer, "casa", REPERE_WALK_EXACT, check, NULL);
  repere_transducer_walk(transducer, "été a-b", REPERE_WALK_ACCENTS | REPERE_WALK_TAGS, check, NULL);
  repere_transducer_walk(transducer, "", REPERE_WALK_TAGS, check, NULL);
}

/* Entries are bounded by steps that would be minutes of this: only those of dictionaries with few transitions. */
int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
  enum { ALL_MOST = 200 };
  g_autoptr(GError) error = NULL;
  g_autoptr(RepereTransducer) transducer = repere_transducer_parse(data, size, "a.bin", &error);
  if (!transducer) {
    g_assert_error(error, REPERE_ERROR, REPERE_ERROR_IO);
    return 0;
  }
  g_autoptr(RepereTransducer) inverse = repere_transducer_inverse(transducer);
  walk(transducer);
  walk(inverse);
  if (size <= ALL_MOST) {
    repere_transducer_entries(transducer, check, NULL);
    repere_transducer_compounds(inverse, check, NULL);
  }
  return 0;
}
