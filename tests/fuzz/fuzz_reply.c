/* fuzz_reply.c - any bytes as the reply of an OAI-PMH provider: repaired, which is done once and for all, and read or
 * refused with a sentence. For libFuzzer. */
#include <stdint.h>

#include "indexer/harvest_reply.h"
#include "indexer/oai.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void check_record(const RepereTree *tree, gpointer count)
{
  ++*(guint *)count;
  g_autofree char *id = NULL;
  g_autofree char *fault = repere_reply_record_fault(tree, &id);
  g_assert_true(fault || id);
  g_assert_true(!fault || g_utf8_validate(fault, -1, NULL));
  g_assert_true(!id || g_utf8_validate(id, -1, NULL));
  if (!tree->doc) return;
  const xmlNode *metadata = repere_oai_metadata(xmlDocGetRootElement(tree->doc));
  g_autofree char *hash = metadata ? repere_tree_hash(metadata) : NULL;
  g_assert_true(!metadata || hash);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
  g_autoptr(GByteArray) bytes = g_byte_array_new();
  g_autoptr(GError) error = NULL;
  RepereReply reply;
  guint records = 0;
  g_byte_array_append(bytes, data, (guint)size);
  repere_reply_repair(bytes);
  guint again = repere_reply_repair(bytes);
  g_assert_cmpuint(again, ==, 0);
  if (!repere_reply_read(&reply, "the reply", bytes, check_record, &records, &error)) {
    g_assert_nonnull(error);
    g_assert_true(g_utf8_validate(error->message, -1, NULL));
    return 0;
  }
  g_assert_null(error);
  g_assert_cmpuint(reply.records, ==, records);
  g_assert_true(!reply.token || *reply.token);
  repere_reply_clear(&reply);
  return 0;
}
