/* index.c - see index.h */
#include "index.h"

#include <string.h>
#include <zstd.h>
#include "fault.h"
#include "schema.h"

/* ---- metadata, the plain way ---- */

static gboolean get(xc_database *database, const char *key, xc_bytes *value, GError **error)
{
  xc_error fault = XC_ERROR_INIT;
  if (xc_database_metadata(database, key, XC_NUL, value, &fault) != XC_OK) return repere_fault(error, NULL, &fault);
  return TRUE;
}

static gboolean set(xc_writer *writer, const char *key, const char *bytes, gsize size, GError **error)
{
  xc_error fault = XC_ERROR_INIT;
  if (xc_writer_set_metadata(writer, key, XC_NUL, bytes, size, &fault) != XC_OK)
    return repere_fault(error, NULL, &fault);
  return TRUE;
}

static gboolean set_bytes(xc_writer *writer, const char *key, GBytes *bytes, GError **error)
{
  gsize size = 0;
  const char *data = g_bytes_get_data(bytes, &size);
  return set(writer, key, data, size, error);
}

static gboolean get_string(xc_database *database, const char *key, char **string, GError **error)
{
  xc_bytes value;
  if (!get(database, key, &value, error)) return FALSE;
  *string = g_strndup(value.data, value.size);
  return TRUE;
}

/* Calls `each` for the metadata whose keys begin with `prefix`, in byte order. */
typedef void (*EachMetadata)(const char *key, xc_bytes value, gpointer data);
static gboolean each_metadata(xc_database *database, const char *prefix, EachMetadata each, gpointer data, GError **error)
{
  xc_error fault = XC_ERROR_INIT;
  xc_terms *keys = xc_database_metadata_keys(database, prefix, XC_NUL, &fault);
  xc_bytes key, value;
  int state = keys ? XC_ITEM : XC_FAILED;
  while (keys && (state = xc_terms_next(keys, &key, &fault)) == XC_ITEM) {
    g_autofree char *name = g_strndup(key.data, key.size);
    if (xc_database_metadata(database, name, key.size, &value, &fault) != XC_OK) {
      state = XC_FAILED;
      break;
    }
    each(name, value, data);
  }
  xc_terms_free(keys);
  return state == XC_FAILED ? repere_fault(error, NULL, &fault) : TRUE;
}

/* ---- what made the index ---- */

void repere_index_meta_clear(RepereIndexMeta *meta)
{
  g_clear_pointer(&meta->analysis, g_free);
  g_clear_pointer(&meta->xapian, g_free);
  g_clear_pointer(&meta->facets, g_free);
}

gboolean repere_index_read_meta(xc_database *database, RepereIndexMeta *meta, GError **error)
{
  g_autofree char *schema = NULL, *revision = NULL;
  memset(meta, 0, sizeof *meta);
  if (!get_string(database, "schema", &schema, error) || !get_string(database, "revision", &revision, error) ||
      !get_string(database, "analysis", &meta->analysis, error) ||
      !get_string(database, "xapian", &meta->xapian, error) || !get_string(database, "facets", &meta->facets, error)) {
    repere_index_meta_clear(meta);
    return FALSE;
  }
  meta->schema = (guint)g_ascii_strtoull(schema, NULL, 10);
  meta->revision = g_ascii_strtoull(revision, NULL, 10);
  if (meta->schema == REPERE_SCHEMA_VERSION) return TRUE;
  g_set_error(error, REPERE_ERROR, REPERE_ERROR_NO_INDEX,
              "The index has the layout of version %u and this program reads version %u; run 'repere-indexer rebuild'.",
              meta->schema, (guint)REPERE_SCHEMA_VERSION);
  repere_index_meta_clear(meta);
  return FALSE;
}

gboolean repere_index_write_meta(xc_writer *writer, const RepereIndexMeta *meta, GError **error)
{
  g_autofree char *schema = g_strdup_printf("%u", meta->schema);
  g_autofree char *revision = g_strdup_printf("%" G_GUINT64_FORMAT, meta->revision);
  return set(writer, "schema", schema, XC_NUL, error) && set(writer, "revision", revision, XC_NUL, error) &&
         set(writer, "analysis", meta->analysis, XC_NUL, error) && set(writer, "xapian", meta->xapian, XC_NUL, error) &&
         set(writer, "facets", meta->facets, XC_NUL, error);
}

char *repere_index_reading(xc_database *database, GError **error)
{
  char *reading = NULL;
  return get_string(database, "reading", &reading, error) ? reading : NULL;
}

gboolean repere_index_write_reading(xc_writer *writer, const char *reading, GError **error)
{
  return set(writer, "reading", reading, XC_NUL, error);
}

xc_database *repere_index_open(const char *path, GError **error)
{
  xc_error fault = XC_ERROR_INIT;
  xc_shard shard = {.path = path};
  xc_database *database = xc_database_open(&shard, 1, &fault);
  if (!database) repere_fault(error, NULL, &fault);
  return database;
}

typedef RepereStoredDocument *(*Unpack)(const char *bytes, gsize size);

static RepereStoredDocument *read_document(xc_database *database, guint32 docid, Unpack unpack, GError **error)
{
  xc_error fault = XC_ERROR_INIT;
  xc_bytes data;
  RepereStoredDocument *stored = NULL;
  xc_document *document = xc_database_document(database, docid, 0, &fault);
  if (document && xc_document_data(document, &data, &fault) == XC_OK) stored = unpack(data.data, data.size);
  else repere_fault(error, NULL, &fault);
  xc_document_free(document);
  return stored;
}

RepereStoredDocument *repere_index_document(xc_database *database, guint32 docid, GError **error)
{
  return read_document(database, docid, repere_stored_document_unpack, error);
}

RepereStoredDocument *repere_index_document_head(xc_database *database, guint32 docid, GError **error)
{
  return read_document(database, docid, repere_stored_document_unpack_head, error);
}

gboolean repere_index_starts(xc_database *database, guint32 docid, GArray *pages, GError **error)
{
  xc_error fault = XC_ERROR_INIT;
  xc_bytes data;
  xc_document *document = xc_database_document(database, docid, 0, &fault);
  gboolean read = document && xc_document_data(document, &data, &fault) == XC_OK;
  if (read) repere_stored_document_starts(data.data, data.size, pages);
  else repere_fault(error, NULL, &fault);
  xc_document_free(document);
  return read;
}

char *repere_index_uuid(xc_database *database, GError **error)
{
  xc_error fault = XC_ERROR_INIT;
  xc_bytes uuid;
  if (xc_database_uuid(database, &uuid, &fault) == XC_OK) return g_strndup(uuid.data, uuid.size);
  repere_fault(error, NULL, &fault);
  return NULL;
}

/* ---- states ---- */

static char *state_key(const char *id)
{
  g_autofree char *term = repere_term_id(id); /* bounded: leaves room for no longer prefix than its own */
  term[0] = 'w';
  return g_steal_pointer(&term);
}

static void collect_state(const char *key G_GNUC_UNUSED, xc_bytes value, gpointer data)
{
  GHashTable *states = data;
  RepereWorkState *state = repere_work_state_unpack(value.data, value.size);
  g_hash_table_replace(states, state->id, state);
}

GHashTable *repere_index_states(xc_database *database, GError **error)
{
  GHashTable *states = g_hash_table_new_full(g_str_hash, g_str_equal, NULL, (GDestroyNotify)repere_work_state_free);
  if (each_metadata(database, "w", collect_state, states, error)) return states;
  g_hash_table_unref(states);
  return NULL;
}

RepereWorkState *repere_index_state(xc_database *database, const char *id, GError **error)
{
  g_autofree char *key = state_key(id);
  xc_bytes value;
  if (!get(database, key, &value, error) || value.size == 0) return NULL;
  return repere_work_state_unpack(value.data, value.size);
}

gboolean repere_index_write_state(xc_writer *writer, const RepereWorkState *state, GError **error)
{
  g_autofree char *key = state_key(state->id);
  g_autoptr(GBytes) bytes = repere_work_state_pack(state);
  return set_bytes(writer, key, bytes, error);
}

gboolean repere_index_erase_state(xc_writer *writer, const char *id, GError **error)
{
  g_autofree char *key = state_key(id);
  return set(writer, key, "", 0, error);
}

/* ---- ledgers ---- */

GPtrArray *repere_index_ledger(xc_database *database, guint32 docid, GError **error)
{
  g_autofree char *key = g_strdup_printf("l%08x", docid);
  xc_bytes value;
  return get(database, key, &value, error) ? repere_ledger_unpack(value.data, value.size) : NULL;
}

gboolean repere_index_write_ledger(xc_writer *writer, guint32 docid, const GPtrArray *files, GError **error)
{
  g_autofree char *key = g_strdup_printf("l%08x", docid);
  g_autoptr(GBytes) bytes = repere_ledger_pack(files);
  return set_bytes(writer, key, bytes, error);
}

gboolean repere_index_erase_ledger(xc_writer *writer, guint32 docid, GError **error)
{
  g_autofree char *key = g_strdup_printf("l%08x", docid);
  return set(writer, key, "", 0, error);
}

/* ---- likenesses ---- */

static char *likeness_key(guint32 docid)
{
  return g_strdup_printf("d%08x", docid);
}

typedef struct {
  RepereIndexEachLikeness each;
  gpointer data;
} LikenessVisit;

/* Other keys begin with the same letter. */
static void visit_likeness(const char *key, xc_bytes value, gpointer data)
{
  const LikenessVisit *visit = data;
  if (strlen(key) != 9 || strspn(key + 1, "0123456789abcdef") != 8) return;
  visit->each((guint32)g_ascii_strtoull(key + 1, NULL, 16), value.data, value.size, visit->data);
}

gboolean repere_index_each_likeness(xc_database *database, RepereIndexEachLikeness each, gpointer data, GError **error)
{
  LikenessVisit visit = {each, data};
  return each_metadata(database, "d", visit_likeness, &visit, error);
}

gboolean repere_index_likeness(xc_database *database, guint32 docid, GBytes **entry, GError **error)
{
  g_autofree char *key = likeness_key(docid);
  xc_bytes value;
  *entry = NULL;
  if (!get(database, key, &value, error)) return FALSE;
  if (value.size) *entry = g_bytes_new(value.data, value.size);
  return TRUE;
}

gboolean repere_index_write_likeness(xc_writer *writer, guint32 docid, GBytes *entry, GError **error)
{
  g_autofree char *key = likeness_key(docid);
  return entry ? set_bytes(writer, key, entry, error) : set(writer, key, "", 0, error);
}

char *repere_index_duplicates(xc_database *database, GError **error)
{
  char *line = NULL;
  return get_string(database, "duplicates", &line, error) ? line : NULL;
}

gboolean repere_index_write_duplicates(xc_writer *writer, const char *line, GError **error)
{
  return set(writer, "duplicates", line, XC_NUL, error);
}

/* ---- page texts ---- */

GBytes *repere_page_compress_with(struct ZSTD_CCtx_s *context, const char *text, gsize length)
{
  enum { LEVEL = 3 }; /* on pages of some KB higher ones gain little and cost much */
  gsize bound = ZSTD_compressBound(length);
  guint8 *buffer = g_malloc(bound);
  gsize size = context ? ZSTD_compressCCtx(context, buffer, bound, text, length, LEVEL)
                       : ZSTD_compress(buffer, bound, text, length, LEVEL);
  if (ZSTD_isError(size)) {
    g_free(buffer);
    return NULL;
  }
  return g_bytes_new_take(g_realloc(buffer, size), size);
}

GBytes *repere_page_compress(const char *text, gsize length)
{
  return repere_page_compress_with(NULL, text, length);
}

char *repere_page_decompress(GBytes *bytes, gsize *length)
{
  gsize size = 0;
  const void *data = g_bytes_get_data(bytes, &size);
  unsigned long long content = data ? ZSTD_getFrameContentSize(data, size) : ZSTD_CONTENTSIZE_ERROR;
  if (content > REPERE_PAGE_BYTES) return NULL; /* the error values are the largest numbers */
  char *text = g_malloc(content + 1);
  gsize got = ZSTD_decompress(text, content, data, size);
  if (ZSTD_isError(got)) {
    g_free(text);
    return NULL;
  }
  text[got] = '\0';
  if (length) *length = got;
  return text;
}

static char *page_key(guint32 docid, guint page)
{
  return g_strdup_printf("p%08x.%x", docid, page);
}

GBytes *repere_index_page_bytes(xc_database *database, guint32 docid, guint page, GError **error)
{
  g_autofree char *key = page_key(docid, page);
  xc_bytes value;
  if (!get(database, key, &value, error) || value.size == 0) return NULL;
  return g_bytes_new(value.data, value.size);
}

char *repere_index_page_text(xc_database *database, guint32 docid, guint page, gsize *length, GError **error)
{
  GError *fault = NULL;
  g_autoptr(GBytes) bytes = repere_index_page_bytes(database, docid, page, &fault);
  if (fault) {
    g_propagate_error(error, fault);
    return NULL;
  }
  *length = 0;
  if (!bytes) return g_strdup("");
  char *text = repere_page_decompress(bytes, length);
  if (!text)
    g_set_error(error, REPERE_ERROR, REPERE_ERROR_CORRUPT,
                "The text of page %u of document %u in the index is damaged; run 'repere-indexer rebuild'.", page, docid);
  return text;
}

gboolean repere_index_write_page(xc_writer *writer, guint32 docid, guint page, GBytes *text, GError **error)
{
  g_autofree char *key = page_key(docid, page);
  return text ? set_bytes(writer, key, text, error) : set(writer, key, "", 0, error);
}

/* ---- of which documents something is kept ---- */

/* Counts the keys that begin with `prefix` by the docid that follows it. */
static GHashTable *count_docids(xc_database *database, const char *prefix, GError **error)
{
  xc_error fault = XC_ERROR_INIT;
  xc_terms *keys = xc_database_metadata_keys(database, prefix, XC_NUL, &fault);
  GHashTable *counts = g_hash_table_new(NULL, NULL);
  xc_bytes key;
  int state = keys ? XC_ITEM : XC_FAILED;
  while (keys && (state = xc_terms_next(keys, &key, &fault)) == XC_ITEM) {
    gpointer docid = GUINT_TO_POINTER((guint)g_ascii_strtoull(key.data + strlen(prefix), NULL, 16));
    guint count = GPOINTER_TO_UINT(g_hash_table_lookup(counts, docid));
    g_hash_table_replace(counts, docid, GUINT_TO_POINTER(count + 1));
  }
  xc_terms_free(keys);
  if (state != XC_FAILED) return counts;
  repere_fault(error, NULL, &fault);
  g_hash_table_unref(counts);
  return NULL;
}

GHashTable *repere_index_page_counts(xc_database *database, GError **error)
{
  return count_docids(database, "p", error);
}

GHashTable *repere_index_ledger_docids(xc_database *database, GError **error)
{
  return count_docids(database, "l", error);
}

/* ---- facets ---- */

gboolean repere_index_write_facet_slot(xc_writer *writer, const char *key, guint32 slot, GError **error)
{
  g_autofree char *name = g_strconcat("f/", key, NULL);
  g_autofree char *number = g_strdup_printf("%u", slot);
  return set(writer, name, number, XC_NUL, error);
}

static void collect_slot(const char *key, xc_bytes value, gpointer data)
{
  guint slot = (guint)g_ascii_strtoull(value.data, NULL, 10);
  g_hash_table_insert(data, g_strdup(key + strlen("f/")), GUINT_TO_POINTER(slot));
}

GHashTable *repere_index_facet_slots(xc_database *database, GError **error)
{
  GHashTable *slots = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);
  if (each_metadata(database, "f/", collect_slot, slots, error)) return slots;
  g_hash_table_unref(slots);
  return NULL;
}

static void collect_value(const char *key G_GNUC_UNUSED, xc_bytes value, gpointer data)
{
  g_ptr_array_add(data, g_strndup(value.data, value.size));
}

GPtrArray *repere_index_facet_values(xc_database *database, const char *facet, GError **error)
{
  g_autofree char *prefix = g_strconcat("v/", facet, "/", NULL);
  GPtrArray *values = g_ptr_array_new_with_free_func(g_free);
  if (each_metadata(database, prefix, collect_value, values, error)) return values;
  g_ptr_array_unref(values);
  return NULL;
}

/* No index has more values in a facet: a larger number is damage, not a reason to ask for memory. */
#define VALUES_MOST (1u << 24)

static void place_value(const char *key, xc_bytes value, gpointer data)
{
  GPtrArray *values = data;
  guint64 number = g_ascii_strtoull(strrchr(key, '/') + 1, NULL, 16);
  if (number >= VALUES_MOST) return;
  if (number >= values->len) g_ptr_array_set_size(values, (gint)number + 1);
  g_free(values->pdata[number]);
  values->pdata[number] = g_strndup(value.data, value.size);
}

GPtrArray *repere_index_facet_values_numbered(xc_database *database, const char *facet, gboolean *whole, GError **error)
{
  g_autofree char *prefix = g_strconcat("v/", facet, "/", NULL);
  GPtrArray *values = g_ptr_array_new_with_free_func(g_free);
  if (!each_metadata(database, prefix, place_value, values, error)) {
    g_ptr_array_unref(values);
    return NULL;
  }
  *whole = TRUE;
  for (guint i = 0; i < values->len; i++) *whole = *whole && values->pdata[i];
  return values;
}

gboolean repere_index_write_facet_value(xc_writer *writer, const char *facet, guint32 number, const char *value,
                                        GError **error)
{
  g_autofree char *key = g_strdup_printf("v/%s/%08x", facet, number);
  return set(writer, key, value, XC_NUL, error);
}
