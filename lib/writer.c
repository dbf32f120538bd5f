/* writer.c - see writer.h */
#include "writer.h"

#include <string.h>
#include "document.h"
#include "facet_numbers.h"
#include "fault.h"
#include "index.h"
#include "likeness.h"
#include "quality.h"
#include "schema.h"
#include "values.h"

/* So many words are no sooner looked at one by one than all of the index. */
#define MOST_FAMILIES 50000

/* A document costs memory until the next commit even where it has little text. */
#define WORK_BYTES 2048

struct RepereWriter {
  const RepereLibrary *library;
  const RepereVocabularies *vocabularies;
  RepereConceptSource *concepts;
  xc_writer *xapian;
  xc_database *database; /* borrowed from it */
  RepereIndexMeta meta;  /* as the next commit states it */
  char *new_analysis, *new_facets; /* while stale: what meta will say once every work is written */
  const char *stale;     /* see repere_writer_stale() */
  gboolean stale_text;
  char *reading;         /* how files are read now, where that is to be kept when all is done; else NULL */
  RepereDocumentBuilder *builder;
  RepereDocumentBuilder *ahead; /* repere_writer_prepare()'s, perhaps in another thread */
  GArray *facets;        /* of RepereFacetNumbers */
  guint32 last_docid;
  gsize pending;         /* bytes of text since the last commit */
  gboolean open;         /* a transaction is */
  guint64 opened;        /* the revision then */
  GHashTable *families;  /* keys of the synonyms that works brought since; NULL: too many to be worth it */
};

/* ---- opening ---- */

/* "1.4" of "1.4.22": what the form of the files depends on. */
static char *xapian_series(void)
{
  const char *version = xc_xapian_version();
  const char *dot = strchr(version, '.');
  const char *second = dot ? strchr(dot + 1, '.') : NULL;
  return second ? g_strndup(version, (gsize)(second - version)) : g_strdup(version);
}

/* See repere_writer_stale(). */
static const char *compare(const RepereIndexMeta *old, const RepereIndexMeta *now, gboolean *text)
{
  *text = !g_str_equal(old->analysis, now->analysis);
  if (*text) return "the analysis of texts is another one than that of the index";
  if (g_str_equal(old->facets, now->facets)) return NULL;
  return "the facets, their vocabularies, the languages or the address of files changed";
}

const char *repere_writer_would_be_stale(const RepereIndexMeta *meta, const RepereLibrary *library,
                                         const RepereVocabularies *vocabularies, gboolean *read)
{
  RepereIndexMeta now = {.analysis = g_strdup(repere_analysis_hash()),
                         .facets = repere_values_hash(library, vocabularies)};
  const char *stale = compare(meta, &now, read);
  repere_index_meta_clear(&now);
  return stale;
}

static gboolean prepare_meta(RepereWriter *writer, gboolean fresh, guint64 revision, GError **error)
{
  RepereIndexMeta now = {REPERE_SCHEMA_VERSION, g_strdup(repere_analysis_hash()), xapian_series(),
                         repere_values_hash(writer->library, writer->vocabularies), revision};
  RepereIndexMeta old = {0};
  if (!fresh && !repere_index_read_meta(writer->database, &old, error)) {
    repere_index_meta_clear(&now);
    return FALSE;
  }
  if (!fresh) {
    now.revision = MAX(old.revision, revision);
    writer->stale = compare(&old, &now, &writer->stale_text);
  }
  if (writer->stale) {
    writer->new_analysis = g_steal_pointer(&now.analysis);
    writer->new_facets = g_steal_pointer(&now.facets);
    now.analysis = g_steal_pointer(&old.analysis);
    now.facets = g_steal_pointer(&old.facets);
  }
  repere_index_meta_clear(&old);
  writer->meta = now;
  return TRUE;
}

static gboolean begin(RepereWriter *writer, GError **error);

static gboolean open_all(RepereWriter *writer, const char *path, gboolean fresh, guint64 revision,
                         GError **error)
{
  xc_error fault = XC_ERROR_INIT;
  xc_shard shard = {.path = path};
  xc_writer_options options = {.mode = fresh ? XC_CREATE : XC_OPEN};
  xc_database_stats stats;
  writer->xapian = xc_writer_open(&shard, 1, &options, &fault);
  if (!writer->xapian) return repere_fault(error, NULL, &fault);
  writer->database = xc_writer_database(writer->xapian);
  if (xc_database_get_stats(writer->database, &stats, &fault) != XC_OK)
    return repere_fault(error, NULL, &fault);
  writer->last_docid = stats.last_docid;
  if (!prepare_meta(writer, fresh, revision, error) ||
      !repere_facet_numbers_load(writer->facets, writer->library, writer->vocabularies, writer->database,
                                 error))
    return FALSE;
  /* A new generation states at once what it is: a reader may come before the first work does. */
  return !fresh || (begin(writer, error) && repere_writer_commit(writer, error));
}

RepereWriter *repere_writer_open(const RepereLibrary *library, const RepereVocabularies *vocabularies,
                                 const char *path, guint64 revision, GError **error)
{
  RepereWriter *writer = g_new0(RepereWriter, 1);
  gboolean fresh = !g_file_test(path, G_FILE_TEST_EXISTS);
  writer->library = library;
  writer->vocabularies = vocabularies;
  writer->concepts = repere_concept_source_new(vocabularies);
  writer->facets = repere_facet_numbers_new();
  writer->families = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);
  writer->builder = repere_document_builder_new(library, writer->concepts);
  writer->ahead = repere_document_builder_new(library, writer->concepts);
  if (open_all(writer, path, fresh, revision, error)) {
    writer->opened = writer->meta.revision;
    return writer;
  }
  repere_writer_free(writer);
  return NULL;
}

void repere_writer_free(RepereWriter *writer)
{
  if (!writer) return;
  if (writer->open) xc_writer_cancel_transaction(writer->xapian, NULL);
  xc_writer_free(writer->xapian);
  repere_document_builder_free(writer->builder);
  repere_document_builder_free(writer->ahead);
  repere_concept_source_free(writer->concepts);
  repere_index_meta_clear(&writer->meta);
  g_free(writer->new_analysis);
  g_free(writer->new_facets);
  g_free(writer->reading);
  g_array_unref(writer->facets);
  g_clear_pointer(&writer->families, g_hash_table_unref);
  g_free(writer);
}

const char *repere_writer_stale(const RepereWriter *writer, gboolean *read)
{
  *read = writer->stale_text;
  return writer->stale;
}

GHashTable *repere_writer_states(RepereWriter *writer, GError **error)
{
  return repere_index_states(writer->database, error);
}

/* ---- transactions ---- */

/* Everything happens in transactions, since outside of them Xapian commits by itself now and then. */
static gboolean begin(RepereWriter *writer, GError **error)
{
  xc_error fault = XC_ERROR_INIT;
  if (writer->open) return TRUE;
  if (xc_writer_begin_transaction(writer->xapian, true, &fault) != XC_OK)
    return repere_fault(error, NULL, &fault);
  writer->open = TRUE;
  return TRUE;
}

gboolean repere_writer_due(const RepereWriter *writer)
{
  return writer->pending >= (gsize)writer->library->indexer.commit_mb << 20;
}

gboolean repere_writer_set_reading(RepereWriter *writer, const char *how, GError **error)
{
  g_autofree char *before = repere_index_reading(writer->database, error);
  if (!before) return FALSE;
  g_clear_pointer(&writer->reading, g_free);
  if (g_str_equal(before, how)) return TRUE;
  if (writer->last_docid == 0)
    return begin(writer, error) && repere_index_write_reading(writer->xapian, how, error);
  writer->reading = g_strdup(how);
  return TRUE;
}

gboolean repere_writer_commit(RepereWriter *writer, GError **error)
{
  xc_error fault = XC_ERROR_INIT;
  if (!writer->open) return TRUE;
  writer->meta.revision++;
  if (!repere_index_write_meta(writer->xapian, &writer->meta, error)) return FALSE;
  if (xc_writer_commit_transaction(writer->xapian, &fault) != XC_OK) return repere_fault(error, NULL, &fault);
  writer->open = FALSE;
  writer->pending = 0;
  return TRUE;
}

gboolean repere_writer_complete(RepereWriter *writer, GError **error)
{
  if (writer->reading && (!begin(writer, error) ||
                          !repere_index_write_reading(writer->xapian, writer->reading, error)))
    return FALSE;
  g_clear_pointer(&writer->reading, g_free);
  if (!writer->new_analysis) return TRUE;
  if (!begin(writer, error)) return FALSE;
  g_free(writer->meta.analysis);
  g_free(writer->meta.facets);
  writer->meta.analysis = g_steal_pointer(&writer->new_analysis);
  writer->meta.facets = g_steal_pointer(&writer->new_facets);
  return TRUE;
}

gboolean repere_writer_pending(const RepereWriter *writer)
{
  return writer->open;
}

xc_database *repere_writer_database(RepereWriter *writer)
{
  return writer->database;
}

xc_writer *repere_writer_begin(RepereWriter *writer, GError **error)
{
  return begin(writer, error) ? writer->xapian : NULL;
}

guint64 repere_writer_revision(const RepereWriter *writer)
{
  return writer->meta.revision;
}

GHashTable *repere_writer_families(const RepereWriter *writer, guint64 *since)
{
  *since = writer->opened;
  return writer->families;
}

/* ---- parts taken over ---- */

static gboolean keep_sketch(RepereWriter *writer, guint32 docid, RepereFilePart *part, GError **error)
{
  g_autoptr(GBytes) entry = NULL;
  gsize size = 0;
  if (!repere_index_likeness(writer->database, docid, &entry, error)) return FALSE;
  const char *bytes = entry ? g_bytes_get_data(entry, &size) : NULL;
  if (bytes) part->ledger->sketch = repere_likeness_sketch(bytes, size, (guint)part->kept);
  return TRUE;
}

/* Pages of a file that did not change, or was moved, come from the index, as clean text: the file is not read
 * again. Languages are told again, since the declared one may have changed. `docid`: the work that has
 * them. */
static gboolean keep_part(RepereWriter *writer, guint32 docid, const char *lang, RepereFilePart *part,
                          GError **error)
{
  g_autoptr(GPtrArray) ledger = repere_index_ledger(writer->database, docid, error);
  if (!ledger) return FALSE;
  if ((guint)part->kept >= ledger->len) {
    g_set_error(error, REPERE_ERROR, REPERE_ERROR_CORRUPT,
                "The ledger of document %u does not fit its files; run 'repere-indexer rebuild'.", docid);
    return FALSE;
  }
  guint pages, first;
  if (!repere_document_count_pages(writer->database, docid, &pages, &first, error)) return FALSE;
  for (int i = 0; i < part->kept; i++) first += ((RepereLedgerFile *)ledger->pdata[i])->pages->len;
  part->ledger = g_ptr_array_steal_index(ledger, (guint)part->kept);
  if (!keep_sketch(writer, docid, part, error)) return FALSE;
  for (guint i = 0; i < part->ledger->pages->len; i++) {
    ReperePage *page = part->ledger->pages->pdata[i];
    GError *fault = NULL;
    page->text = repere_index_page_bytes(writer->database, docid, first + i, &fault);
    if (fault) {
      g_propagate_error(error, fault);
      return FALSE;
    }
  }
  return repere_document_builder_invert(writer->builder, part->ledger, lang, &part->postings, error);
}

/* ---- putting ---- */

static gboolean add_facet_of_texts(RepereWriter *writer, RepereFacetNumbers *values, RepereDocument *document,
                                   GError **error)
{
  g_autoptr(GPtrArray) found = g_ptr_array_new_with_free_func(g_free);
  g_autoptr(GArray) numbers = g_array_new(FALSE, FALSE, sizeof(guint32));
  g_autoptr(GArray) pages = g_array_new(FALSE, FALSE, sizeof(guint32));
  g_autoptr(GByteArray) packed = NULL, packed_pages = NULL;
  repere_values_of_texts(repere_document_concepts(document), repere_concept_source_get(writer->concepts),
                         values->facet, writer->vocabularies, found, pages);
  if (!repere_facet_numbers_add(values, writer->xapian, found, numbers, error)) return FALSE;
  repere_values_pack_pages(numbers, pages, &packed, &packed_pages);
  return repere_document_add_facet(document, values->facet->name, values->slot, packed, found, error) &&
         repere_document_add_pages(document, values->pages, packed_pages, error);
}

/* Whether it is a duplicate is not known of a work by itself: what compares them says so later. */
static void find_quality(const RepereWork *work, const RepereFilePart *parts, GPtrArray *found)
{
  g_autoptr(GPtrArray) files = g_ptr_array_new();
  for (guint i = 0; i < work->files->len; i++) g_ptr_array_add(files, parts[i].ledger);
  repere_quality_values(repere_quality_of_work(work, files, FALSE), found);
}

static gboolean add_facet(RepereWriter *writer, RepereFacetNumbers *values, const RepereWork *work,
                          const RepereFilePart *parts, RepereDocument *document, GError **error)
{
  g_autoptr(GPtrArray) found = g_ptr_array_new_with_free_func(g_free);
  g_autoptr(GArray) numbers = g_array_new(FALSE, FALSE, sizeof(guint32));
  if (repere_facet_is_of_quality(values->facet)) find_quality(work, parts, found);
  else
    repere_values_of_work(work, values->facet, values->vocabulary, repere_document_languages(document),
                          repere_document_issued(document), found);
  if (!repere_facet_numbers_add(values, writer->xapian, found, numbers, error)) return FALSE;
  g_autoptr(GByteArray) packed = repere_values_pack(numbers);
  return repere_document_add_facet(document, values->facet->name, values->slot, packed, found, error);
}

static void note_families(RepereWriter *writer, const GPtrArray *synonyms)
{
  for (guint i = 0; writer->families && i + 1 < synonyms->len; i += 2) {
    if (!g_hash_table_contains(writer->families, synonyms->pdata[i]))
      g_hash_table_add(writer->families, g_strdup(synonyms->pdata[i]));
    if (g_hash_table_size(writer->families) > MOST_FAMILIES)
      g_clear_pointer(&writer->families, g_hash_table_unref);
  }
}

static gboolean add_synonyms(RepereWriter *writer, const GPtrArray *synonyms, GError **error)
{
  xc_error fault = XC_ERROR_INIT;
  for (guint i = 0; i + 1 < synonyms->len; i += 2)
    if (xc_writer_add_synonym(writer->xapian, synonyms->pdata[i], XC_NUL, synonyms->pdata[i + 1], XC_NUL,
                              &fault) != XC_OK)
      return repere_fault(error, NULL, &fault);
  return TRUE;
}

static gboolean write_pages(RepereWriter *writer, guint32 docid, const RepereDocument *document, guint before,
                            GError **error)
{
  const GPtrArray *pages = repere_document_pages(document);
  for (guint i = 0; i < MAX(pages->len, before); i++)
    if (!repere_index_write_page(writer->xapian, docid, i, i < pages->len ? pages->pdata[i] : NULL, error))
      return FALSE;
  return TRUE;
}

static gboolean write_state(RepereWriter *writer, guint32 docid, const RepereWork *work,
                            const RepereFilePart *parts, const char *issued, GError **error)
{
  g_autoptr(RepereWorkState) state = repere_work_state_new(work->id);
  g_autoptr(GPtrArray) ledger = g_ptr_array_new();
  state->hash = g_strdup(work->hash);
  state->source = g_strdup(work->source);
  state->docid = docid;
  for (guint i = 0; i < work->files->len; i++) {
    const RepereFile *file = work->files->pdata[i];
    repere_work_state_add_file(state, file->href, file->lang, file->media_type, parts[i].ledger->sha256,
                               parts[i].size, parts[i].mtime, parts[i].ledger->outcome, parts[i].ledger->cut);
    g_ptr_array_add(ledger, parts[i].ledger);
  }
  g_autoptr(GBytes) likeness = repere_likeness_pack(work, ledger, issued);
  return repere_index_write_state(writer->xapian, state, error) &&
         repere_index_write_ledger(writer->xapian, docid, ledger, error) &&
         repere_index_write_likeness(writer->xapian, docid, likeness, error);
}

/* Takes over what the index has of kept files, and builds the document that was not built ahead. */
static RepereDocument *build(RepereWriter *writer, const RepereWork *work, RepereFilePart *parts,
                             const RepereWorkState *old, GError **error)
{
  for (guint i = 0; i < work->files->len; i++) {
    const RepereFile *file = work->files->pdata[i];
    guint32 docid = parts[i].donor ? parts[i].donor : old ? old->docid : 0;
    if (parts[i].kept < 0) continue;
    if (docid == 0) {
      g_set_error(
        error, REPERE_ERROR, REPERE_ERROR_CORRUPT,
        "The index lost the state of a work whose pages it should keep; run 'repere-indexer rebuild'.");
      return NULL;
    }
    if (!keep_part(writer, docid, file->lang, &parts[i], error)) return NULL;
  }
  return repere_document_build(writer->builder, work, parts, error);
}

static gboolean put(RepereWriter *writer, const RepereWork *work, RepereFilePart *parts,
                    RepereDocument *prepared, GError **error)
{
  GError *fault = NULL;
  g_autoptr(RepereDocument) document = prepared;
  g_autoptr(RepereWorkState) old = repere_index_state(writer->database, work->id, &fault);
  if (fault) {
    g_propagate_error(error, fault);
    return FALSE;
  }
  guint32 docid = old ? old->docid : writer->last_docid + 1;
  guint before = 0, of_record;
  if (old && !repere_document_count_pages(writer->database, docid, &before, &of_record, error)) return FALSE;
  if (!document) document = build(writer, work, parts, old, error);
  if (!document) return FALSE;
  for (guint i = 0; i < writer->facets->len; i++) {
    RepereFacetNumbers *values = &g_array_index(writer->facets, RepereFacetNumbers, i);
    if (values->pages ? !add_facet_of_texts(writer, values, document, error)
                      : !add_facet(writer, values, work, parts, document, error))
      return FALSE;
  }
  if (!repere_document_replace(document, writer->xapian, docid, error)) return FALSE;
  if (!add_synonyms(writer, repere_document_synonyms(document), error)) return FALSE;
  note_families(writer, repere_document_synonyms(document));
  if (!write_pages(writer, docid, document, before, error)) return FALSE;
  if (!write_state(writer, docid, work, parts, repere_document_issued(document), error)) return FALSE;
  writer->last_docid = MAX(writer->last_docid, docid);
  writer->pending += WORK_BYTES + repere_document_text_bytes(document);
  return TRUE;
}

RepereDocument *repere_writer_prepare(RepereWriter *writer, const RepereWork *work, RepereFilePart *parts,
                                      GError **error)
{
  for (guint i = 0; i < work->files->len; i++)
    if (parts[i].kept >= 0) return NULL;
  return repere_document_build(writer->ahead, work, parts, error);
}

gboolean repere_writer_put(RepereWriter *writer, const RepereWork *work, RepereFilePart *parts,
                           RepereDocument *prepared, GError **error)
{
  gboolean begun = begin(writer, error);
  if (!begun) repere_document_free(prepared);
  gboolean done = begun && put(writer, work, parts, prepared, error);
  for (guint i = 0; i < work->files->len; i++) {
    g_clear_pointer(&parts[i].ledger, repere_ledger_file_free);
    g_clear_pointer(&parts[i].postings, g_bytes_unref);
  }
  return done;
}

gboolean repere_writer_touch(RepereWriter *writer, const RepereWorkState *state, GError **error)
{
  return begin(writer, error) && repere_index_write_state(writer->xapian, state, error);
}

gboolean repere_writer_remove(RepereWriter *writer, const char *id, GError **error)
{
  xc_error fault = XC_ERROR_INIT;
  GError *unread = NULL;
  if (!begin(writer, error)) return FALSE;
  g_autoptr(RepereWorkState) state = repere_index_state(writer->database, id, &unread);
  if (unread) g_propagate_error(error, unread);
  if (!state) return unread == NULL;
  guint pages, of_record;
  if (!repere_document_count_pages(writer->database, state->docid, &pages, &of_record, error)) return FALSE;
  for (guint i = 0; i < pages; i++)
    if (!repere_index_write_page(writer->xapian, state->docid, i, NULL, error)) return FALSE;
  if (xc_writer_delete(writer->xapian, state->docid, &fault) != XC_OK) return repere_fault(error, id, &fault);
  writer->pending += WORK_BYTES;
  return repere_index_erase_ledger(writer->xapian, state->docid, error) &&
         repere_index_write_likeness(writer->xapian, state->docid, NULL, error) &&
         repere_index_erase_state(writer->xapian, id, error);
}

/* ---- one value more or less ---- */

static gboolean set_value(RepereWriter *writer, guint32 docid, RepereFacetNumbers *values, const char *value,
                          gboolean on, GError **error)
{
  xc_error fault = XC_ERROR_INIT;
  xc_document *document = xc_database_document(writer->database, docid, 0, &fault);
  if (!document) return repere_fault(error, NULL, &fault);
  gboolean done = repere_facet_numbers_set(values, writer->xapian, document, value, on, error);
  if (done && xc_writer_replace(writer->xapian, docid, document, &fault) != XC_OK)
    done = repere_fault(error, NULL, &fault);
  xc_document_free(document);
  writer->pending += WORK_BYTES;
  return done;
}

gboolean repere_writer_set_duplicate(RepereWriter *writer, guint32 docid, gboolean on, GError **error)
{
  for (guint i = 0; i < writer->facets->len; i++) {
    RepereFacetNumbers *values = &g_array_index(writer->facets, RepereFacetNumbers, i);
    if (!repere_facet_is_of_quality(values->facet)) continue;
    if (!begin(writer, error) ||
        !set_value(writer, docid, values, repere_quality_name(REPERE_QUALITY_DUPLICATE), on, error))
      return FALSE;
  }
  return TRUE;
}
