/* contents.c - see contents.h */
#include "indexer/contents.h"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

struct RepereContents {
  GHashTable *states;   /* NULL once looked through */
  GStringChunk *strings;
  GArray *all;          /* of RepereContent, by size */
  GHashTable *by_place; /* guint64 *: docid and file -> RepereContent *, borrowed */
  GHashTable *lent, *closed; /* ids */
};

RepereContents *repere_contents_new(GHashTable *states)
{
  RepereContents *contents = g_new0(RepereContents, 1);
  contents->states = g_hash_table_ref(states);
  contents->strings = g_string_chunk_new(4096);
  contents->all = g_array_new(FALSE, FALSE, sizeof(RepereContent));
  contents->by_place = g_hash_table_new_full(g_int64_hash, g_int64_equal, g_free, NULL);
  contents->lent = g_hash_table_new(g_str_hash, g_str_equal);
  contents->closed = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);
  return contents;
}

void repere_contents_free(RepereContents *contents)
{
  if (!contents) return;
  g_clear_pointer(&contents->states, g_hash_table_unref);
  g_string_chunk_free(contents->strings);
  g_array_unref(contents->all);
  g_hash_table_unref(contents->by_place);
  g_hash_table_unref(contents->lent);
  g_hash_table_unref(contents->closed);
  g_free(contents);
}

/* ---- what there is ---- */

static gint by_size(gconstpointer a, gconstpointer b)
{
  const RepereContent *one = a, *other = b;
  return one->size < other->size ? -1 : one->size > other->size;
}

/* Whoever could not be read, for whatever reason, is tried again in a new place. */
static gboolean is_worth_keeping(const RepereFileState *file)
{
  return file->size >= 0 && file->sha256[0] &&
         (file->outcome == REPERE_OUTCOME_INDEXED || file->outcome == REPERE_OUTCOME_PARTIAL ||
          file->outcome == REPERE_OUTCOME_EMPTY);
}

static guint64 place_of(guint32 docid, guint file)
{
  return (guint64)docid << 32 | file;
}

static void add_work(RepereContents *contents, const RepereWorkState *state)
{
  const char *id = NULL;
  for (guint i = 0; i < state->files->len; i++) {
    const RepereFileState *file = state->files->pdata[i];
    if (!is_worth_keeping(file)) continue;
    if (!id) id = g_string_chunk_insert(contents->strings, state->id);
    RepereContent content = {file->size, state->docid, i, id, g_string_chunk_insert(contents->strings, file->href),
                             g_intern_string(file->media_type), g_string_chunk_insert(contents->strings, file->sha256),
                             file->outcome};
    g_array_append_val(contents->all, content);
  }
}

static void look_through(RepereContents *contents)
{
  GHashTableIter iter;
  gpointer state;
  if (!contents->states) return;
  g_hash_table_iter_init(&iter, contents->states);
  while (g_hash_table_iter_next(&iter, NULL, &state)) add_work(contents, state);
  g_clear_pointer(&contents->states, g_hash_table_unref);
  g_array_sort(contents->all, by_size);
  for (guint i = 0; i < contents->all->len; i++) {
    RepereContent *content = &g_array_index(contents->all, RepereContent, i);
    guint64 place = place_of(content->docid, content->file);
    g_hash_table_insert(contents->by_place, g_memdup2(&place, sizeof place), content);
  }
}

char *repere_hash_file(const char *path)
{
  g_autoptr(GChecksum) sum = g_checksum_new(G_CHECKSUM_SHA256);
  g_autofree guchar *buffer = g_malloc(1 << 16);
  ssize_t n = -1;
  struct stat at;
  int fd = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK);
  /* What is no file has the size of an empty one, and may have no end. */
  gboolean regular = fd >= 0 && fstat(fd, &at) == 0 && S_ISREG(at.st_mode);
  while (regular && (n = read(fd, buffer, 1 << 16)) > 0) g_checksum_update(sum, buffer, n);
  if (fd >= 0) close(fd);
  return n == 0 ? g_strdup(g_checksum_get_string(sum)) : NULL;
}

/* ---- borrowing ---- */

/* Where those of `size` begin. */
static guint first_of(const RepereContents *contents, gint64 size)
{
  guint low = 0, high = contents->all->len;
  while (low < high) {
    guint middle = low + (high - low) / 2;
    if (g_array_index(contents->all, RepereContent, middle).size < size) low = middle + 1;
    else high = middle;
  }
  return low;
}

static gboolean may_be(const RepereContents *contents, const RepereContent *content, const RepereFile *file)
{
  return g_str_equal(content->media_type, file->media_type) && !g_hash_table_contains(contents->closed, content->id);
}

gboolean repere_contents_find(RepereContents *contents, const char *path, const RepereFile *file,
                              const RepereWorkState *own, RepereFilePart *part)
{
  g_autofree char *hash = NULL;
  const RepereContent *found = NULL;
  if (part->size < 0) return FALSE;
  look_through(contents);
  for (guint i = first_of(contents, part->size); i < contents->all->len; i++) {
    const RepereContent *content = &g_array_index(contents->all, RepereContent, i);
    gboolean is_own = own && content->docid == own->docid;
    if (content->size != part->size) break;
    if ((found && !is_own) || !may_be(contents, content, file)) continue;
    if (!hash) hash = repere_hash_file(path);
    if (!hash) return FALSE;
    if (g_str_equal(content->sha256, hash)) found = content;
    if (found && is_own) break;
  }
  if (!found) return FALSE;
  part->kept = (int)found->file;
  part->donor = own && found->docid == own->docid ? 0 : found->docid;
  if (part->donor) g_hash_table_add(contents->lent, (gpointer)found->id);
  return TRUE;
}

const RepereContent *repere_contents_at(const RepereContents *contents, const RepereFilePart *part)
{
  guint64 place = place_of(part->donor, (guint)part->kept);
  return g_hash_table_lookup(contents->by_place, &place);
}

gboolean repere_contents_is_lent(const RepereContents *contents, const char *id)
{
  return g_hash_table_contains(contents->lent, id);
}

void repere_contents_close(RepereContents *contents, const char *id)
{
  g_hash_table_add(contents->closed, g_strdup(id));
}
