/* fuzz_files.c - any bytes as the files that a curator is given or writes: configuration, records,
 * vocabulary, the account of a snapshot, an entry of a word list, a text in whatever encoding. Read or
 * refused with a sentence. For libFuzzer.
 *
 * The first byte chooses which. */
#include <fcntl.h>
#include <glib/gstdio.h>
#include <stdint.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

#include "indexer/extract.h"
#include "indexer/freedict.h"
#include "indexer/manifest.h"
#include "indexer/records.h"
#include "lib/skos.h"
#include "repere/library.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void check_sentence(const char *text)
{
  g_assert_true(text && *text && g_utf8_validate(text, -1, NULL));
}

/* One of both. */
static void check_result(gboolean result, const GError *error)
{
  g_assert_true(result != (error != NULL));
  if (error) check_sentence(error->message);
}

/* A file of no folder with these bytes: its descriptor, and *path (g_free). */
static int file_of(const uint8_t *data, size_t size, char **path)
{
  int file = memfd_create("file", MFD_CLOEXEC);
  if (file < 0 || write(file, data, size) != (ssize_t)size) g_error("no memory for a file.");
  *path = g_strdup_printf("/proc/self/fd/%d", file);
  return file;
}

static void check_configuration(const uint8_t *data, size_t size)
{
  g_autofree char *path = NULL;
  g_autoptr(GError) error = NULL;
  int file = file_of(data, size, &path);
  g_autoptr(RepereLibrary) library = repere_library_load(path, &error);
  close(file);
  check_result(library != NULL, error);
  if (library) g_assert_true(library->index && library->languages && library->languages[0]);
}

static void check_concept(const RepereVocabulary *vocabulary, guint i)
{
  g_autoptr(GArray) labels = g_array_new(FALSE, FALSE, sizeof(RepereVocabularyLabel));
  g_autoptr(GPtrArray) broader = g_ptr_array_new();
  const char *value = repere_vocabulary_at(vocabulary, i);
  guint size = repere_vocabulary_size(vocabulary), steps = 0;
  g_assert_true(value && g_utf8_validate(value, -1, NULL));
  for (const char *at = value; at; at = repere_vocabulary_parent(vocabulary, at)) {
    steps++;
    g_assert_cmpuint(steps, <=, size);
  }
  repere_vocabulary_with_broader(vocabulary, value, broader);
  g_assert_cmpuint(broader->len, <=, size);
  repere_vocabulary_labels(vocabulary, i, labels);
  for (guint k = 0; k < labels->len; k++)
    g_assert_true(g_utf8_validate(g_array_index(labels, RepereVocabularyLabel, k).text, -1, NULL));
}

static void check_vocabulary(const uint8_t *data, size_t size)
{
  g_autofree char *path = NULL;
  g_autoptr(GError) error = NULL;
  g_autoptr(GPtrArray) problems = g_ptr_array_new_with_free_func(g_free);
  int file = file_of(data, size, &path);
  RepereVocabulary *vocabulary = repere_skos_read(path, "themes", problems, &error);
  close(file);
  check_result(vocabulary != NULL, error);
  for (guint i = 0; i < problems->len; i++) check_sentence(problems->pdata[i]);
  for (guint i = 0; vocabulary && i < repere_vocabulary_size(vocabulary); i++) check_concept(vocabulary, i);
  repere_vocabulary_free(vocabulary);
}

static void check_work(const RepereWork *work)
{
  g_assert_true(*work->id && g_utf8_validate(work->id, -1, NULL));
  for (guint i = 0; i < work->fields->len; i++) {
    const RepereField *field = work->fields->pdata[i];
    g_assert_true(g_utf8_validate(field->value, -1, NULL) && g_utf8_validate(field->lang, -1, NULL));
  }
  for (guint i = 0; i < work->files->len; i++) {
    const RepereFile *file = work->files->pdata[i];
    g_assert_false(g_path_is_absolute(file->href));
    g_auto(GStrv) parts = g_strsplit(file->href, "/", -1);
    g_assert_false(g_strv_contains((const char *const *)parts, ".."));
  }
}

static void check_records(const uint8_t *data, size_t size)
{
  g_autofree char *path = NULL;
  g_autoptr(GError) error = NULL;
  g_autoptr(GPtrArray) problems = g_ptr_array_new_with_free_func((GDestroyNotify)repere_record_problem_free);
  int file = file_of(data, size, &path);
  const char *const paths[] = {path, NULL};
  RepereRecords *records = repere_records_open(paths, &error);
  check_result(records != NULL, error);
  for (RepereWork *work = NULL; records && (work = repere_records_next(records, problems, NULL, NULL));) {
    check_work(work);
    repere_work_free(work);
  }
  for (guint i = 0; i < problems->len; i++)
    check_sentence(((RepereRecordProblem *)problems->pdata[i])->message);
  repere_records_close(records);
  close(file);
}

static void check_manifest(const uint8_t *data, size_t size)
{
  static char *folder, *path;
  g_autoptr(GError) error = NULL;
  if (!folder) {
    folder = g_dir_make_tmp("repere-fuzz-XXXXXX", NULL);
    if (!folder) g_error("no folder.");
    path = g_build_filename(folder, REPERE_MANIFEST, NULL);
  }
  int file = open(path, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0600);
  if (file < 0 || write(file, data, size) != (ssize_t)size) g_error("%s cannot be written.", path);
  close(file);
  g_autoptr(RepereManifest) manifest = repere_manifest_read(folder, &error);
  g_unlink(path);
  check_result(manifest != NULL, error);
  for (guint i = 0; manifest && i < manifest->files->len; i++) {
    const RepereManifestFile *named = manifest->files->pdata[i];
    g_assert_cmpuint(strlen(named->sha256), ==, 64);
    g_assert_true(named->name[0] && named->name[0] != '/' && !g_str_has_prefix(named->name, "../"));
    g_assert_null(strstr(named->name, "/../"));
    g_assert_false(g_str_has_suffix(named->name, "/.."));
  }
}

static void check_translation(const char *word, const char *translation, guint sense, gpointer next)
{
  g_assert_cmpuint(sense, ==, *(guint *)next);
  ++*(guint *)next;
  g_assert_true(*word && *translation && g_utf8_validate(word, -1, NULL) &&
                g_utf8_validate(translation, -1, NULL));
}

static void check_entry(const uint8_t *data, size_t size)
{
  guint next = 0;
  repere_freedict_entry((const char *)data, size, check_translation, &next);
}

/* Of whatever encoding the first zero byte's left side names. */
static void check_encoding(const uint8_t *data, size_t size)
{
  const uint8_t *end = size ? memchr(data, 0, size) : NULL;
  gsize named = end ? (gsize)(end - data) : 0, length = 0;
  g_autofree char *name = end ? g_utf8_make_valid((const char *)data, (gssize)named) : NULL;
  gsize rest = end ? size - named - 1 : size;
  char *raw = g_malloc0(rest + 1);
  memcpy(raw, end ? end + 1 : data, rest);
  g_autofree char *text = repere_charset_to_utf8(raw, rest, name, &length);
  if (!text) return;
  g_assert_true(text[length] == '\0');
  g_assert_cmpuint(length, <=, 4 * rest + 4);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
  static void (*const checks[])(const uint8_t *, size_t) = {
    check_configuration, check_vocabulary, check_records, check_manifest, check_entry, check_encoding};
  if (!size) return 0;
  /* what is read beyond is seen */
  g_autofree uint8_t *bytes = size > 1 ? g_memdup2(data + 1, size - 1) : g_malloc(1);
  checks[data[0] % G_N_ELEMENTS(checks)](bytes, size - 1);
  return 0;
}
