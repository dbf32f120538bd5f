/* harvest_store.c - see harvest_store.h */
#include "indexer/harvest_store.h"

#include <errno.h>
#include <glib/gstdio.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "indexer/harvest_reply.h"
#include "indexer/oai.h"
#include "lib/disk.h"

enum { SLUG_BYTES = 60, SLUG_SET_BYTES = 40, HASH_BYTES = 65 };

/* What the pages say last of an identifier. */
typedef struct {
  guint page, place; /* of that record: the page, and the number in it */
  gboolean deleted, faulty;
  gboolean settled; /* what was kept is as good */
  gboolean known;   /* it was kept before */
  char hash[HASH_BYTES];
} Entry;

typedef struct {
  RepereStore *store;
  RepereJoin how;
  RepereStoreCounts *counts;
  GHashTable *entries; /* id -> Entry * */
  guint page, place;   /* being read */
  FILE *out;
  xmlBufferPtr buffer;
} Join;

/* ---- name and state ---- */

static void append_slug(GString *name, const char *text, gsize most)
{
  gsize from = name->len;
  for (; *text && name->len - from < most; text++) {
    gboolean plain = g_ascii_isalnum(*text) || *text == '.';
    if (plain)
      g_string_append_c(name, g_ascii_tolower(*text));
    else if (name->len > from && name->str[name->len - 1] != '-')
      g_string_append_c(name, '-');
  }
  while (name->len > from && strchr("-.", name->str[name->len - 1])) g_string_truncate(name, name->len - 1);
}

static char *name_of(const char *url, const char *set)
{
  const char *slashes = strstr(url, "://");
  g_autofree char *place = g_strdup(slashes ? slashes + 3 : url);
  while (g_str_has_suffix(place, "/")) place[strlen(place) - 1] = '\0';
  gsize host = strcspn(place, "/");
  for (gsize i = 0; i < host; i++) place[i] = g_ascii_tolower(place[i]);
  g_autofree char *both = g_strdup_printf("%s\n%s", place, set);
  g_autofree char *hash = g_compute_checksum_for_string(G_CHECKSUM_SHA256, both, -1);
  GString *name = g_string_new(NULL);
  append_slug(name, place, SLUG_BYTES);
  if (*set) g_string_append_c(name, '-');
  append_slug(name, set, SLUG_SET_BYTES);
  g_string_append_printf(name, "-%.8s", hash);
  return g_string_free(name, FALSE);
}

/* The date stands before the records, so that reading stops there. */
static char *read_date(const char *path)
{
  g_autoptr(RepereTrees) trees = repere_trees_open_reply(path, NULL);
  while (trees) {
    g_autoptr(RepereTree) tree = repere_trees_next(trees, NULL);
    const xmlNode *root = tree && tree->doc ? xmlDocGetRootElement(tree->doc) : NULL;
    if (!root || tree->kind != REPERE_TREE_OAI_PART) return NULL;
    if (!repere_tree_is(root, REPERE_NS_OAI, "responseDate")) continue;
    g_autofree char *date = repere_tree_text(root);
    return *date ? g_steal_pointer(&date) : NULL;
  }
  return NULL;
}

RepereStore *repere_store_new(const char *folder, const char *url, const char *set)
{
  RepereStore *store = g_new0(RepereStore, 1);
  g_autofree char *name = name_of(url, set);
  store->path = g_strdup_printf("%s/%s.xml", folder, name);
  store->pages = g_strdup_printf("%s/.%s.pages", folder, name);
  store->url = g_strdup(url);
  store->set = g_strdup(set);
  store->date = read_date(store->path);
  return store;
}

void repere_store_free(RepereStore *store)
{
  if (!store) return;
  g_free(store->path);
  g_free(store->pages);
  g_free(store->url);
  g_free(store->set);
  g_free(store->date);
  g_free(store);
}

/* ---- what the pages say ---- */

static void enter(const RepereTree *tree, gpointer data)
{
  Join *join = data;
  g_autofree char *id = NULL;
  g_autofree char *fault = repere_reply_record_fault(tree, &id);
  guint place = ++join->place;
  if (!id) return;
  Entry *entry = g_hash_table_lookup(join->entries, id);
  if (!entry) {
    entry = g_new0(Entry, 1);
    g_hash_table_insert(join->entries, g_steal_pointer(&id), entry);
  }
  *entry = (Entry){.page = join->page, .place = place, .faulty = fault != NULL};
  if (fault) return;
  const xmlNode *root = xmlDocGetRootElement(tree->doc);
  entry->deleted = repere_oai_is_deleted(root);
  if (entry->deleted) return;
  g_autofree char *hash = repere_tree_hash(repere_oai_metadata(root));
  g_strlcpy(entry->hash, hash, HASH_BYTES);
}

static gboolean read_pages(Join *join, const ReperePages *pages, RepereReplyRecord on_record, GError **error)
{
  for (join->page = 1; join->page <= pages->count; join->page++) {
    RepereReply reply;
    GError *cause = NULL;
    g_autofree char *path = repere_pages_path(pages, join->page);
    join->place = 0;
    if (!repere_reply_read(&reply, path, NULL, on_record, join, &cause)) {
      g_set_error(error, REPERE_ERROR, REPERE_ERROR_IO,
                  "%s: the page is not as it was written (%s); take its folder away, "
                  "and harvest again.",
                  path, cause->message);
      g_error_free(cause);
      return FALSE;
    }
    repere_reply_clear(&reply);
  }
  return TRUE;
}

/* ---- what was kept ---- */

static void write_record(Join *join, const RepereTree *tree)
{
  xmlBufferEmpty(join->buffer);
  xmlNodeDump(join->buffer, tree->doc, xmlDocGetRootElement(tree->doc), 0, 0);
  (void)fwrite(xmlBufferContent(join->buffer), 1, (size_t)xmlBufferLength(join->buffer), join->out);
  (void)fputc('\n', join->out);
  join->counts->kept++;
}

static gboolean stays(Join *join, Entry *entry, const RepereTree *tree)
{
  RepereStoreCounts *counts = join->counts;
  if (!entry) {
    if (join->how == REPERE_JOIN_WHOLE)
      counts->deleted++;
    else if (join->how == REPERE_JOIN_SHORT)
      counts->spared++;
    return join->how != REPERE_JOIN_WHOLE;
  }
  entry->known = TRUE;
  if (entry->faulty) return TRUE;
  if (entry->deleted) {
    counts->deleted++;
    return FALSE;
  }
  const xmlNode *metadata = repere_oai_metadata(xmlDocGetRootElement(tree->doc));
  g_autofree char *hash = metadata ? repere_tree_hash(metadata) : NULL;
  entry->settled = g_strcmp0(hash, entry->hash) == 0;
  if (entry->settled)
    counts->unchanged++;
  else
    counts->replaced++;
  return entry->settled;
}

/* Writes those kept records that stay. */
static gboolean sift_kept(Join *join, GError **error)
{
  if (!g_file_test(join->store->path, G_FILE_TEST_EXISTS)) return TRUE;
  GError *cause = NULL;
  g_autoptr(RepereTrees) trees = repere_trees_open_reply(join->store->path, &cause);
  while (trees) {
    g_autoptr(RepereTree) tree = repere_trees_next(trees, &cause);
    if (!tree) break;
    if (tree->kind != REPERE_TREE_OAI || !tree->doc) continue;
    g_autofree char *id = repere_oai_id(xmlDocGetRootElement(tree->doc));
    if (id && stays(join, g_hash_table_lookup(join->entries, id), tree)) write_record(join, tree);
  }
  if (!cause) return TRUE;
  g_set_error(
    error, REPERE_ERROR, REPERE_ERROR_IO,
    "%s The file is written by harvests alone: put back a copy of it, or take it away and harvest anew.",
    cause->message);
  g_error_free(cause);
  return FALSE;
}

static void write_new(const RepereTree *tree, gpointer data)
{
  Join *join = data;
  g_autofree char *id = NULL;
  g_autofree char *fault = repere_reply_record_fault(tree, &id);
  guint place = ++join->place;
  const Entry *entry = id ? g_hash_table_lookup(join->entries, id) : NULL;
  if (fault || !entry || entry->page != join->page || entry->place != place) return;
  if (entry->deleted || entry->settled) return;
  if (!entry->known) join->counts->added++;
  write_record(join, tree);
}

/* ---- the file ---- */

static void write_head(const Join *join, const char *date)
{
  g_autofree char *url = g_markup_escape_text(join->store->url, -1);
  g_autofree char *set = g_markup_escape_text(join->store->set, -1);
  fputs("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n"
        "<!-- Written by repere-indexer harvest, and anew by each: what is changed here is lost then. -->\n"
        "<OAI-PMH xmlns=\"" REPERE_NS_OAI "\">\n",
        join->out);
  fprintf(join->out,
          "<responseDate>%s</responseDate>\n<request verb=\"ListRecords\" metadataPrefix=\"oai_dc\"",
          date ? date : "");
  if (*set) fprintf(join->out, " set=\"%s\"", set);
  fprintf(join->out, ">%s</request>\n", url);
}

static gboolean write_all(Join *join, const ReperePages *pages, const char *date, GError **error)
{
  write_head(join, date);
  fputs("<ListRecords>\n", join->out);
  long begin = ftell(join->out);
  if (!sift_kept(join, error) || !read_pages(join, pages, write_new, error)) return FALSE;
  if (join->counts->kept) {
    fputs("</ListRecords>\n", join->out);
  } else {
    begin -= (long)strlen("<ListRecords>\n");
    (void)fseek(join->out, begin, SEEK_SET);
    fputs("<error code=\"noRecordsMatch\">The provider has no record.</error>\n", join->out);
  }
  fputs("</OAI-PMH>\n", join->out);
  return TRUE;
}

static gboolean refuse(const char *path, GError **error)
{
  g_set_error(error, REPERE_ERROR, REPERE_ERROR_IO,
              "%s: the file cannot be written: %s; check the folder's rights and free "
              "space. The records harvested before are as they were.",
              path, g_strerror(errno));
  return FALSE;
}

/* Puts the new file into place where it says something new. */
static gboolean settle(const Join *join, const char *fresh, const char *date, GError **error)
{
  const RepereStoreCounts *counts = join->counts;
  RepereStore *store = join->store;
  gboolean same = store->date && date && !counts->added && !counts->replaced && !counts->deleted;
  if (same) {
    (void)g_unlink(fresh);
    return TRUE;
  }
  g_autofree char *folder = g_path_get_dirname(store->path);
  if (g_rename(fresh, store->path) < 0) return refuse(store->path, error);
  /* Where the name does not last, the file before is there again, and the next harvest begins at its date. */
  (void)repere_disk_sync(folder, NULL);
  g_free(store->date);
  store->date = g_strdup(date);
  return TRUE;
}

gboolean repere_store_join(RepereStore *store, const ReperePages *pages, const char *date, RepereJoin how,
                           RepereStoreCounts *counts, GError **error)
{
  Join join = {.store = store, .how = how, .counts = counts};
  g_autofree char *fresh = g_build_filename(store->pages, "joined", NULL);
  *counts = (RepereStoreCounts){0};
  join.out = g_fopen(fresh, "we");
  if (!join.out) return refuse(fresh, error);
  join.entries = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, g_free);
  join.buffer = xmlBufferCreate();
  gboolean done = read_pages(&join, pages, enter, error) && write_all(&join, pages, date, error);
  gboolean written = done && !ferror(join.out) && fflush(join.out) == 0 && fsync(fileno(join.out)) == 0;
  if (done && !written) done = refuse(fresh, error);
  if (fclose(join.out) != 0 && done) done = refuse(fresh, error);
  if (done) done = settle(&join, fresh, date, error);
  if (!done) (void)g_unlink(fresh);
  xmlBufferFree(join.buffer);
  g_hash_table_unref(join.entries);
  return done;
}

gboolean repere_store_count(const RepereStore *store, guint64 *count, GError **error)
{
  RepereReply reply;
  *count = 0;
  if (!g_file_test(store->path, G_FILE_TEST_EXISTS)) return TRUE;
  if (!repere_reply_read(&reply, store->path, NULL, NULL, NULL, error)) return FALSE;
  *count = reply.records;
  repere_reply_clear(&reply);
  return TRUE;
}
