/* manifest.c - see manifest.h */
#include "indexer/manifest.h"

#include <errno.h>
#include <glib/gstdio.h>
#include <json-glib/json-glib.h>
#include <string.h>
#include "indexer/digest.h"
#include "lib/disk.h"
#include "lib/json_guard.h"
#include "lib/json_writer.h"

static void file_free(gpointer data)
{
  RepereManifestFile *file = data;
  g_free(file->name);
  g_free(file->sha256);
  g_free(file);
}

RepereManifest *repere_manifest_new(void)
{
  RepereManifest *manifest = g_new0(RepereManifest, 1);
  manifest->files = g_ptr_array_new_with_free_func(file_free);
  return manifest;
}

void repere_manifest_free(RepereManifest *manifest)
{
  if (!manifest) return;
  g_free(manifest->created);
  g_free(manifest->from);
  g_free(manifest->uuid);
  g_free(manifest->analysis);
  g_free(manifest->xapian);
  g_ptr_array_unref(manifest->files);
  g_free(manifest);
}

gboolean repere_manifest_exists(const char *folder)
{
  g_autofree char *path = g_build_filename(folder, REPERE_MANIFEST, NULL);
  return g_file_test(path, G_FILE_TEST_EXISTS);
}

guint64 repere_manifest_bytes(const RepereManifest *manifest)
{
  guint64 bytes = 0;
  for (guint i = 0; i < manifest->files->len; i++)
    bytes += ((RepereManifestFile *)manifest->files->pdata[i])->size;
  return bytes;
}

/* ---- files ---- */

/* Reads the file at `path` once. */
static char *digest(const char *path, guint64 *size, GError **error)
{
  int file = repere_disk_open(path, error);
  if (file < 0) return NULL;
  char *sha256 = repere_digest(file, size);
  if (!sha256 && errno == ECANCELED)
    g_set_error(error, REPERE_ERROR, REPERE_ERROR_CANCELLED, "Interrupted; nothing was changed.");
  else if (!sha256) repere_disk_failed(error, path, "it cannot be read");
  close(file);
  return sha256;
}

static gint by_name(gconstpointer a, gconstpointer b)
{
  return strcmp(*(const char *const *)a, *(const char *const *)b);
}

static gboolean add_folder(RepereManifest *manifest, const char *folder, const char *name, GError **error)
{
  g_autofree char *path = g_build_filename(folder, name, NULL);
  g_autoptr(GPtrArray) names = g_ptr_array_new_with_free_func(g_free);
  g_autoptr(GDir) within = g_dir_open(path, 0, NULL);
  const char *entry;
  if (!within) return repere_disk_failed(error, path, "it cannot be listed");
  while ((entry = g_dir_read_name(within))) g_ptr_array_add(names, g_build_filename(name, entry, NULL));
  g_ptr_array_sort(names, by_name);
  for (guint i = 0; i < names->len; i++)
    if (!repere_manifest_add(manifest, folder, names->pdata[i], error)) return FALSE;
  return TRUE;
}

gboolean repere_manifest_add(RepereManifest *manifest, const char *folder, const char *name, GError **error)
{
  guint64 size;
  g_autofree char *path = g_build_filename(folder, name, NULL);
  if (!g_file_test(path, G_FILE_TEST_EXISTS)) return TRUE;
  if (g_file_test(path, G_FILE_TEST_IS_DIR)) return add_folder(manifest, folder, name, error);
  char *sha256 = digest(path, &size, error);
  if (!sha256) return FALSE;
  RepereManifestFile *file = g_new(RepereManifestFile, 1);
  *file = (RepereManifestFile){g_strdup(name), size, sha256};
  g_ptr_array_add(manifest->files, file);
  return TRUE;
}

/* ---- writing ---- */

static char *to_json(const RepereManifest *manifest)
{
  GString *text = g_string_new(NULL);
  RepereJson json = repere_json_on(text);
  json.lines = TRUE;
  repere_json_open(&json, '{');
  repere_json_member_string(&json, "repere", REPERE_VERSION);
  repere_json_member_string(&json, "created", manifest->created);
  repere_json_member_string(&json, "from", manifest->from);
  repere_json_member_uint(&json, "revision", manifest->revision);
  repere_json_member_string(&json, "uuid", manifest->uuid);
  repere_json_member_uint(&json, "works", manifest->works);
  repere_json_member_uint(&json, "pages", manifest->pages);
  repere_json_member_uint(&json, "schema", manifest->schema);
  repere_json_member_string(&json, "analysis", manifest->analysis);
  repere_json_member_string(&json, "xapian", manifest->xapian);
  repere_json_member_open(&json, "files", '[');
  for (guint i = 0; i < manifest->files->len; i++) {
    const RepereManifestFile *file = manifest->files->pdata[i];
    repere_json_open(&json, '{');
    repere_json_member_string(&json, "name", file->name);
    repere_json_member_uint(&json, "size", file->size);
    repere_json_member_string(&json, "sha256", file->sha256);
    repere_json_close(&json, '}');
  }
  repere_json_close(&json, ']');
  repere_json_close(&json, '}');
  g_string_append_c(text, '\n');
  return g_string_free(text, FALSE);
}

gboolean repere_manifest_write(const RepereManifest *manifest, const char *folder, GError **error)
{
  g_autofree char *path = g_build_filename(folder, REPERE_MANIFEST, NULL);
  g_autofree char *text = to_json(manifest);
  g_autoptr(GError) cause = NULL;
  if (g_file_set_contents_full(path, text, -1, G_FILE_SET_CONTENTS_CONSISTENT | G_FILE_SET_CONTENTS_DURABLE,
                               0666, &cause))
    return TRUE;
  gboolean full = g_error_matches(cause, G_FILE_ERROR, G_FILE_ERROR_NOSPC);
  g_set_error(error, REPERE_ERROR, full ? REPERE_ERROR_FULL : REPERE_ERROR_IO,
              "%s: the account of the snapshot cannot be written: %s.", path, cause->message);
  return FALSE;
}

/* ---- reading ---- */

/* A name of another place would have files read, or written, that are none of the snapshot's. */
static gboolean stays_within(const char *name)
{
  g_auto(GStrv) parts = g_strsplit(name, "/", -1);
  for (guint i = 0; parts[i]; i++)
    if (!parts[i][0] || g_str_equal(parts[i], ".") || g_str_equal(parts[i], "..")) return FALSE;
  return name[0] != '\0';
}

static const char *string_in(JsonObject *object, const char *key)
{
  JsonNode *node = json_object_get_member(object, key);
  return node && JSON_NODE_HOLDS_VALUE(node) && json_node_get_value_type(node) == G_TYPE_STRING
      ? json_node_get_string(node)
                                                                                                : "";
}

static guint64 number_in(JsonObject *object, const char *key)
{
  JsonNode *node = json_object_get_member(object, key);
  gboolean number = node && JSON_NODE_HOLDS_VALUE(node) && json_node_get_value_type(node) == G_TYPE_INT64;
  return number ? (guint64)MAX(json_node_get_int(node), 0) : 0;
}

static gboolean read_file(RepereManifest *manifest, JsonNode *node)
{
  if (!JSON_NODE_HOLDS_OBJECT(node)) return FALSE;
  JsonObject *object = json_node_get_object(node);
  const char *name = string_in(object, "name");
  if (!stays_within(name) || strlen(string_in(object, "sha256")) != 64) return FALSE;
  RepereManifestFile *file = g_new(RepereManifestFile, 1);
  *file =
    (RepereManifestFile){g_strdup(name), number_in(object, "size"), g_strdup(string_in(object, "sha256"))};
  g_ptr_array_add(manifest->files, file);
  return TRUE;
}

static gboolean read_manifest(RepereManifest *manifest, JsonNode *root)
{
  if (!root || !JSON_NODE_HOLDS_OBJECT(root)) return FALSE;
  JsonObject *object = json_node_get_object(root);
  JsonNode *files = json_object_get_member(object, "files");
  manifest->created = g_strdup(string_in(object, "created"));
  manifest->from = g_strdup(string_in(object, "from"));
  manifest->revision = number_in(object, "revision");
  manifest->uuid = g_strdup(string_in(object, "uuid"));
  manifest->works = (guint)number_in(object, "works");
  manifest->pages = (guint)number_in(object, "pages");
  manifest->schema = (guint)number_in(object, "schema");
  manifest->analysis = g_strdup(string_in(object, "analysis"));
  manifest->xapian = g_strdup(string_in(object, "xapian"));
  if (!files || !JSON_NODE_HOLDS_ARRAY(files) || manifest->revision == 0) return FALSE;
  for (guint i = 0; i < json_array_get_length(json_node_get_array(files)); i++)
    if (!read_file(manifest, json_array_get_element(json_node_get_array(files), i))) return FALSE;
  return manifest->files->len > 0;
}

/* A snapshot may come from elsewhere. */
static gboolean load(JsonParser *parser, const char *path)
{
  enum { DEPTH = 3 };
  gsize size = 0;
  g_autofree char *text = NULL;
  return g_file_get_contents(path, &text, &size, NULL) && strlen(text) == size &&
         repere_json_guard(text, DEPTH) == REPERE_JSON_SOUND &&
         json_parser_load_from_data(parser, text, (gssize)size, NULL);
}

RepereManifest *repere_manifest_read(const char *folder, GError **error)
{
  g_autofree char *path = g_build_filename(folder, REPERE_MANIFEST, NULL);
  g_autoptr(JsonParser) parser = json_parser_new();
  g_autoptr(RepereManifest) manifest = repere_manifest_new();
  if (!g_file_test(path, G_FILE_TEST_EXISTS)) {
    g_set_error(error, REPERE_ERROR, REPERE_ERROR_NO_INDEX,
                "%s: this is no snapshot (it has no " REPERE_MANIFEST "); "
                "name a folder that 'repere-indexer snapshot' made.",
                folder);
    return NULL;
  }
  if (load(parser, path) && read_manifest(manifest, json_parser_get_root(parser)))
    return g_steal_pointer(&manifest);
  g_set_error(error, REPERE_ERROR, REPERE_ERROR_CORRUPT,
              "%s: it is damaged, so that nobody can tell whether the snapshot is whole; take another one.",
              path);
  return NULL;
}

/* ---- comparing ---- */

static gboolean compare_file(const RepereManifestFile *file, const char *folder, RepereFindings *findings,
                             GError **error)
{
  guint64 size;
  g_autoptr(GError) problem = NULL;
  g_autofree char *path = g_build_filename(folder, file->name, NULL), *sentence = NULL;
  g_autofree char *sha256 = digest(path, &size, &problem);
  if (!sha256) {
    if (g_error_matches(problem, REPERE_ERROR, REPERE_ERROR_CANCELLED)) {
      g_propagate_error(error, g_steal_pointer(&problem));
      return FALSE;
    }
    sentence = g_strdup(problem->message);
  } else if (size != file->size) {
    sentence = g_strdup_printf("%s: it has %" G_GUINT64_FORMAT " bytes, and had %" G_GUINT64_FORMAT
                               " when the snapshot was made.", path, size, file->size);
  } else if (!g_str_equal(sha256, file->sha256)) {
    sentence = g_strdup_printf("%s: its content is not what it was when the snapshot was made.", path);
  }
  if (sentence) repere_findings_put_first(findings, REPERE_PART_FILES, NULL, sentence);
  return TRUE;
}

gboolean repere_manifest_compare(const RepereManifest *manifest, const char *folder, RepereFindings *findings,
                                 GError **error)
{
  for (guint i = 0; i < manifest->files->len; i++)
    if (!compare_file(manifest->files->pdata[i], folder, findings, error)) return FALSE;
  return TRUE;
}
