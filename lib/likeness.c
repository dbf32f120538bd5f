/* likeness.c - see likeness.h */
#include "likeness.h"

#include <string.h>
#include "index.h"
#include "serialised.h"

/* (year, id, ids of related works, files: (pages, characters, declared language, language, digest, sketch)) */
#define FILE_TYPE "(uussayay)"
#define ENTRY_TYPE "(usasa" FILE_TYPE ")"
#define DIGEST_BYTES 32

/* The SHA-256 of no bytes: files without content are not alike for it. */
#define NOTHING "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"

/* What a record says of another work with one of these elements, its id being the value, is known: the two are no longer
 * suspected. */
static const char *const relations[] = {"dcterms:relation",   "dcterms:isVersionOf", "dcterms:hasVersion",
                                        "dcterms:isFormatOf", "dcterms:replaces",    "dcterms:isReplacedBy", NULL};

/* ---- writing ---- */

static GVariant *bytes_variant(gconstpointer data, gsize size)
{
  return g_variant_new_fixed_array(G_VARIANT_TYPE_BYTE, data, size, 1);
}

static gsize read_digest(const char *hex, guint8 digest[DIGEST_BYTES])
{
  if (!hex || strlen(hex) != 2 * DIGEST_BYTES || strcmp(hex, NOTHING) == 0) return 0;
  for (gsize i = 0; i < DIGEST_BYTES; i++) {
    int high = g_ascii_xdigit_value(hex[2 * i]), low = g_ascii_xdigit_value(hex[2 * i + 1]);
    if (high < 0 || low < 0) return 0;
    digest[i] = (guint8)(high * 16 + low);
  }
  return DIGEST_BYTES;
}

/* The language that most of a file's text is in. */
static const char *main_language(const RepereLedgerFile *file, guint32 *characters)
{
  g_autoptr(GHashTable) sizes = g_hash_table_new(g_str_hash, g_str_equal);
  const char *found = "";
  guint64 most = 0, all = 0;
  for (guint i = 0; i < file->pages->len; i++) {
    const ReperePage *page = file->pages->pdata[i];
    all += page->characters;
    if (!page->lang[0]) continue;
    gsize size = GPOINTER_TO_SIZE(g_hash_table_lookup(sizes, page->lang)) + page->characters;
    g_hash_table_insert(sizes, (gpointer)page->lang, GSIZE_TO_POINTER(size));
    if (size <= most) continue;
    most = size;
    found = page->lang;
  }
  *characters = (guint32)MIN(all, G_MAXUINT32);
  return found;
}

static void add_file(GVariantBuilder *files, const RepereFile *file, const RepereLedgerFile *ledger)
{
  guint8 digest[DIGEST_BYTES];
  guint32 characters = 0;
  const char *lang = main_language(ledger, &characters);
  gsize digested = read_digest(ledger->sha256, digest), sketched = 0;
  gconstpointer sketch = ledger->sketch ? g_bytes_get_data(ledger->sketch, &sketched) : NULL;
  g_variant_builder_add(files, "(uuss@ay@ay)", ledger->pages->len, characters, file->lang, lang,
                        bytes_variant(digest, digested), bytes_variant(sketch, sketched));
}

static void add_relations(GVariantBuilder *related, const RepereWork *work)
{
  for (guint i = 0; i < work->fields->len; i++) {
    const RepereField *field = work->fields->pdata[i];
    if (g_strv_contains(relations, field->element)) g_variant_builder_add(related, "s", field->value);
  }
}

GBytes *repere_likeness_pack(const RepereWork *work, const GPtrArray *ledger, const char *issued)
{
  GVariantBuilder related, files;
  gboolean any = FALSE;
  for (guint i = 0; i < ledger->len; i++) any |= ((RepereLedgerFile *)ledger->pdata[i])->sha256 != NULL;
  if (!any) return NULL;
  g_variant_builder_init(&related, G_VARIANT_TYPE("as"));
  g_variant_builder_init(&files, G_VARIANT_TYPE("a" FILE_TYPE));
  add_relations(&related, work);
  for (guint i = 0; i < ledger->len; i++) add_file(&files, work->files->pdata[i], ledger->pdata[i]);
  guint32 year = issued ? (guint32)g_ascii_strtoull(issued, NULL, 10) : 0;
  g_autoptr(GVariant) entry = g_variant_ref_sink(g_variant_new(ENTRY_TYPE, year, work->id, &related, &files));
  return g_variant_get_data_as_bytes(entry);
}

/* ---- reading ---- */

typedef struct {
  guint32 year;
  const char *id;
  RepereSpan related, files;
} Entry;

static Entry read_entry(const char *bytes, gsize size)
{
  Entry entry;
  RepereTuple tuple = repere_tuple((RepereSpan){(const guint8 *)bytes, size}, 2);
  entry.year = repere_tuple_u32(&tuple);
  entry.id = repere_span_string(repere_tuple_variable(&tuple, 1));
  entry.related = repere_tuple_variable(&tuple, 1);
  entry.files = repere_tuple_last(&tuple, 4);
  return entry;
}

/* Returns where its sketch is. */
static RepereSpan read_file(RepereSpan item, RepereDuplicateFile *file)
{
  RepereTuple tuple = repere_tuple(item, 3);
  file->pages = repere_tuple_u32(&tuple);
  file->characters = repere_tuple_u32(&tuple);
  file->declared = repere_span_string(repere_tuple_variable(&tuple, 1));
  file->lang = repere_span_string(repere_tuple_variable(&tuple, 1));
  RepereSpan digest = repere_tuple_variable(&tuple, 1);
  file->digest = digest.size == DIGEST_BYTES ? (const char *)digest.data : NULL;
  return repere_tuple_last(&tuple, 1);
}

GBytes *repere_likeness_sketch(const char *bytes, gsize size, guint number)
{
  RepereItems items = repere_items(read_entry(bytes, size).files);
  RepereSpan item, sketch = {NULL, 0};
  RepereDuplicateFile file;
  for (guint i = 0; repere_items_next(&items, 4, &item); i++)
    if (i == number) sketch = read_file(item, &file);
  return sketch.size ? g_bytes_new(sketch.data, sketch.size) : NULL;
}

/* ---- all works ---- */

static void like_work_clear(gpointer data)
{
  g_clear_pointer(&((RepereLikeWork *)data)->related, g_ptr_array_unref);
}

void repere_likenesses_free(RepereLikenesses *likenesses)
{
  if (!likenesses) return;
  g_array_unref(likenesses->works);
  g_array_unref(likenesses->files);
  g_ptr_array_unref(likenesses->holders);
  g_free(likenesses);
}

static void add_work(guint32 docid, const char *bytes, gsize size, gpointer data)
{
  RepereLikenesses *likenesses = data;
  GBytes *holder = g_bytes_new(bytes, size);
  g_ptr_array_add(likenesses->holders, holder);
  Entry entry = read_entry(g_bytes_get_data(holder, NULL), size);
  RepereLikeWork work = {docid, entry.id, NULL};
  RepereItems items = repere_items(entry.related);
  RepereSpan item;
  while (repere_items_next(&items, 1, &item)) {
    if (!work.related) work.related = g_ptr_array_new();
    g_ptr_array_add(work.related, (gpointer)repere_span_string(item));
  }
  items = repere_items(entry.files);
  for (guint number = 0; repere_items_next(&items, 4, &item); number++) {
    RepereDuplicateFile file = {.work = likenesses->works->len, .number = number, .year = entry.year};
    RepereSpan sketch = read_file(item, &file);
    repere_sketch_read(sketch.data, sketch.size, &file.sketch);
    g_array_append_val(likenesses->files, file);
  }
  g_array_append_val(likenesses->works, work);
}

RepereLikenesses *repere_likenesses_read(xc_database *database, GError **error)
{
  RepereLikenesses *likenesses = g_new0(RepereLikenesses, 1);
  likenesses->works = g_array_new(FALSE, FALSE, sizeof(RepereLikeWork));
  g_array_set_clear_func(likenesses->works, like_work_clear);
  likenesses->files = g_array_new(FALSE, FALSE, sizeof(RepereDuplicateFile));
  likenesses->holders = g_ptr_array_new_with_free_func((GDestroyNotify)g_bytes_unref);
  if (repere_index_each_likeness(database, add_work, likenesses, error)) return likenesses;
  repere_likenesses_free(likenesses);
  return NULL;
}

/* ---- pairs of works ---- */

static gboolean relates(const RepereLikeWork *one, const RepereLikeWork *other)
{
  return one->related && g_ptr_array_find_with_equal_func(one->related, other->id, g_str_equal, NULL);
}

static gint by_works(gconstpointer a, gconstpointer b)
{
  const RepereLikePair *one = a, *other = b;
  if (one->one != other->one) return one->one < other->one ? -1 : 1;
  return (one->other > other->other) - (one->other < other->other);
}

/* The likest first; ids decide between equals, so that the order says nothing of docids. */
static gint by_kind(gconstpointer a, gconstpointer b, gpointer works)
{
  const RepereLikePair *one = a, *other = b;
  const RepereLikeWork *all = works;
  if (one->kind != other->kind) return one->kind < other->kind ? -1 : 1;
  if (one->similarity != other->similarity) return one->similarity > other->similarity ? -1 : 1;
  int order = strcmp(all[one->one].id, all[other->one].id);
  return order ? order : strcmp(all[one->other].id, all[other->other].id);
}

static gboolean is_better(const RepereLikePair *one, const RepereLikePair *other)
{
  return one->kind < other->kind || (one->kind == other->kind && one->similarity > other->similarity);
}

GArray *repere_likenesses_pairs(const RepereLikenesses *likenesses)
{
  const RepereLikeWork *works = (const RepereLikeWork *)(const void *)likenesses->works->data;
  const RepereDuplicateFile *files = (const RepereDuplicateFile *)(const void *)likenesses->files->data;
  g_autoptr(GArray) found = repere_duplicates_find(files, likenesses->files->len);
  GArray *pairs = g_array_new(FALSE, FALSE, sizeof(RepereLikePair));
  for (guint i = 0; i < found->len; i++) {
    const ReperePair *of_files = &g_array_index(found, ReperePair, i);
    gboolean turned = strcmp(works[files[of_files->one].work].id, works[files[of_files->other].work].id) > 0;
    guint one = turned ? of_files->other : of_files->one, other = turned ? of_files->one : of_files->other;
    RepereLikePair pair = {files[one].work, files[other].work, {one, other}, 1, of_files->kind, of_files->similarity};
    if (pair.one != pair.other && (relates(&works[pair.one], &works[pair.other]) ||
                                   relates(&works[pair.other], &works[pair.one])))
      continue;
    g_array_append_val(pairs, pair);
  }
  g_array_sort(pairs, by_works);
  guint kept = 0;
  for (guint i = 0; i < pairs->len; i++) {
    RepereLikePair next = g_array_index(pairs, RepereLikePair, i);
    RepereLikePair *last = kept ? &g_array_index(pairs, RepereLikePair, kept - 1) : NULL;
    if (last && by_works(last, &next) == 0) {
      next.pairs = last->pairs + 1;
      last->pairs++;
      if (is_better(&next, last)) *last = next;
    } else {
      g_array_index(pairs, RepereLikePair, kept++) = next;
    }
  }
  g_array_set_size(pairs, kept);
  g_array_sort_with_data(pairs, by_kind, (gpointer)works);
  return pairs;
}

gboolean repere_like_pair_is_duplicate(const RepereLikePair *pair)
{
  return pair->one != pair->other && pair->kind <= REPERE_DUPLICATE_TRANSLATION;
}
