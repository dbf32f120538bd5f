/* index.h - reading what one generation of the index holds beside its postings: what made it, the works' states, ledgers,
 * page texts. The metadata keys of schema.h are spelled here and nowhere else.
 *
 * All functions read through a database handle of the caller's, on its thread. Errors come from fault.h. */
#ifndef REPERE_INDEX_H
#define REPERE_INDEX_H

#include "repere/error.h"
#include "stored.h"
#include "xapian_c.h"

G_BEGIN_DECLS

/* What made the index. */
typedef struct {
  guint schema;        /* REPERE_SCHEMA_VERSION */
  char *analysis;      /* repere_analysis_hash() */
  char *xapian;        /* series: "1.4" */
  char *facets;        /* hash over the facets and what the vocabularies say of them */
  guint64 revision;
} RepereIndexMeta;

void repere_index_meta_clear(RepereIndexMeta *meta);

/* NO_INDEX, with a sentence, where it was made by another schema. */
gboolean repere_index_read_meta(xc_database *database, RepereIndexMeta *meta, GError **error);
gboolean repere_index_write_meta(xc_writer *writer, const RepereIndexMeta *meta, GError **error);

/* How the files were read: the indexer's own words, "" where none were kept. g_free. */
char *repere_index_reading(xc_database *database, GError **error);
gboolean repere_index_write_reading(xc_writer *writer, const char *reading, GError **error);

/* Opens the database at `path` for reading. */
xc_database *repere_index_open(const char *path, GError **error);

/* The data of a document. NULL with an error where there is none. */
RepereStoredDocument *repere_index_document(xc_database *database, guint32 docid, GError **error);
RepereStoredDocument *repere_index_document_head(xc_database *database, guint32 docid, GError **error);
/* Its repere_stored_document_starts(). */
gboolean repere_index_starts(xc_database *database, guint32 docid, GArray *pages, GError **error);

/* What tells a database from any other, also from one that was put into its place. g_free. */
char *repere_index_uuid(xc_database *database, GError **error);

/* All works' states: id -> RepereWorkState *. A pass over one part of the index; some 2 µs a work. */
GHashTable *repere_index_states(xc_database *database, GError **error);
RepereWorkState *repere_index_state(xc_database *database, const char *id, GError **error); /* NULL, no error: unknown */
gboolean repere_index_write_state(xc_writer *writer, const RepereWorkState *state, GError **error);
gboolean repere_index_erase_state(xc_writer *writer, const char *id, GError **error);

/* The ledger of a work's files (RepereLedgerFile *), empty where there is none. */
GPtrArray *repere_index_ledger(xc_database *database, guint32 docid, GError **error);
gboolean repere_index_write_ledger(xc_writer *writer, guint32 docid, const GPtrArray *files, GError **error);
gboolean repere_index_erase_ledger(xc_writer *writer, guint32 docid, GError **error);

/* The entry of a work that its files are compared with others' by (likeness.h). `each` gets those of all works, by
 * docid; the bytes are borrowed. *entry: NULL where there is none. */
typedef void (*RepereIndexEachLikeness)(guint32 docid, const char *bytes, gsize size, gpointer data);
gboolean repere_index_each_likeness(xc_database *database, RepereIndexEachLikeness each, gpointer data, GError **error);
gboolean repere_index_likeness(xc_database *database, guint32 docid, GBytes **entry, GError **error);
gboolean repere_index_write_likeness(xc_writer *writer, guint32 docid, GBytes *entry, GError **error); /* NULL erases */

/* What the last run found by them, as a line of text; "" where none did. g_free. */
char *repere_index_duplicates(xc_database *database, GError **error);
gboolean repere_index_write_duplicates(xc_writer *writer, const char *line, GError **error);

/* Page texts, numbered from 0 over the document's pages. The text is decompressed; "" where the page has none. g_free. */
char *repere_index_page_text(xc_database *database, guint32 docid, guint page, gsize *length, GError **error);
/* Of which documents there are texts and ledgers, whether or not there are those documents: docid -> how many texts, in
 * pointers; a set of docids. A pass over the keys. */
GHashTable *repere_index_page_counts(xc_database *database, GError **error);
GHashTable *repere_index_ledger_docids(xc_database *database, GError **error);
/* As stored: for taking pages over unread. NULL and no error where there is none. */
GBytes *repere_index_page_bytes(xc_database *database, guint32 docid, guint page, GError **error);
/* `text` NULL erases. */
gboolean repere_index_write_page(xc_writer *writer, guint32 docid, guint page, GBytes *text, GError **error);

/* zstd, both ways. A text is at most REPERE_PAGE_BYTES: all that [indexer] max-text-mb can allow on one page, with
 * room for repairs that lengthen it. NULL for bytes that are no page text. */
#define REPERE_PAGE_BYTES (128u << 20)
struct ZSTD_CCtx_s;
GBytes *repere_page_compress(const char *text, gsize length);
GBytes *repere_page_compress_with(struct ZSTD_CCtx_s *context, const char *text, gsize length);
char *repere_page_decompress(GBytes *bytes, gsize *length);

/* Facets: the slot of each, by repere_facet_slot_key() of values.h, and its values by number. */
gboolean repere_index_write_facet_slot(xc_writer *writer, const char *key, guint32 slot, GError **error);
GHashTable *repere_index_facet_slots(xc_database *database, GError **error); /* key -> GUINT_TO_POINTER(slot) */
GPtrArray *repere_index_facet_values(xc_database *database, const char *facet, GError **error); /* of char * */
/* The same for who does not trust the index: each at its number, NULL where none has that number and *whole is FALSE. */
GPtrArray *repere_index_facet_values_numbered(xc_database *database, const char *facet, gboolean *whole, GError **error);
gboolean repere_index_write_facet_value(xc_writer *writer, const char *facet, guint32 number, const char *value,
                                        GError **error);

G_END_DECLS
#endif
