/* fuzz_csv.c - any bytes as a spreadsheet of records: read or refused, each with a sentence; what is read are trees as
 * the schema gets them. For libFuzzer. */
#include <stdint.h>
#include <sys/mman.h>
#include <unistd.h>

#include "indexer/csv_records.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

/* Every element of a tree is called by the name of its column. */
static void check_tree(const RepereTree *tree)
{
  g_assert_true((tree->doc != NULL) != (tree->fault != NULL));
  g_assert_cmpuint(tree->line, >=, 1);
  if (!tree->doc) {
    g_assert_true(g_utf8_validate(tree->fault, -1, NULL));
    g_assert_true(!tree->id || g_utf8_validate(tree->id, -1, NULL));
    return;
  }
  const xmlNode *root = xmlDocGetRootElement(tree->doc);
  g_assert_true(repere_csv_made(root));
  g_autofree char *hash = repere_tree_hash(root);
  g_assert_nonnull(hash);
  for (const xmlNode *node = root->children; node; node = node->next) {
    g_autofree char *subject = repere_csv_subject(node, NULL);
    g_autofree char *text = repere_tree_text(node);
    g_assert_true(g_utf8_validate(subject, -1, NULL) && g_utf8_validate(text, -1, NULL));
  }
}

static void read_file(const char *path)
{
  g_autoptr(GError) error = NULL;
  g_autoptr(RepereCsv) csv = repere_csv_open(path, &error);
  while (csv) {
    g_autoptr(RepereTree) tree = repere_csv_next(csv, &error);
    if (!tree) break;
    check_tree(tree);
  }
  g_assert_true(csv || error);
  if (error) g_assert_true(g_utf8_validate(error->message, -1, NULL));
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
  int file = memfd_create("records.csv", MFD_CLOEXEC);
  if (file < 0 || write(file, data, size) != (ssize_t)size) g_error("no memory for a file.");
  g_autofree char *path = g_strdup_printf("/proc/self/fd/%d", file);
  read_file(path);
  close(file);
  return 0;
}
