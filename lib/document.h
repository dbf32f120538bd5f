/* document.h - one work as a Xapian document in the making.
 *
 * Positions in a document run: the record's fields, the record's own texts, then the files' pages, with gaps
 * between, so that no phrase runs from one into the next; the page table in the document's data says where each page
 * starts. */
#ifndef REPERE_DOCUMENT_H
#define REPERE_DOCUMENT_H

#include "document_concepts.h"
#include "repere/library.h"
#include "repere/work.h"
#include "stored.h"
#include "writer.h"
#include "xapian_c.h"

G_BEGIN_DECLS

/* What building needs and is dear to make: an analyzer, an inverter. One thread. */
typedef struct RepereDocumentBuilder RepereDocumentBuilder;
RepereDocumentBuilder *repere_document_builder_new(const RepereLibrary *library, RepereConceptSource *concepts);
void repere_document_builder_free(RepereDocumentBuilder *builder);

/* Inverts the pages of a file from their stored texts; tells their languages, and sets their positions. *postings is
 * owned, NULL where no page has text. FALSE where a text is damaged. */
gboolean repere_document_builder_invert(RepereDocumentBuilder *builder, RepereLedgerFile *file, const char *lang,
                                        GBytes **postings, GError **error);

typedef struct RepereDocument RepereDocument;

/* Terms, positions, sort values and data, all but the facets. What the record lacks (a title, a date, languages) is taken
 * from its files. The parts' postings are an inverter's, or were judged by repere_postings_acceptable(). */
RepereDocument *repere_document_build(RepereDocumentBuilder *builder, const RepereWork *work, RepereFilePart *parts,
                                      GError **error);
void repere_document_free(RepereDocument *document);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(RepereDocument, repere_document_free)

/* What was found out on the way; borrowed. */
const char *const *repere_document_languages(const RepereDocument *document); /* NULL-terminated codes */
const char *repere_document_issued(const RepereDocument *document);           /* or NULL */
const GPtrArray *repere_document_pages(const RepereDocument *document);       /* of GBytes * or NULL: the page texts */
const GPtrArray *repere_document_synonyms(const RepereDocument *document);    /* of char *: key, synonym, key, … that
                                                                                 no document of the builder brought yet */
const RepereFoundConcepts *repere_document_concepts(const RepereDocument *document);
gsize repere_document_text_bytes(const RepereDocument *document);             /* size of its postings */

gboolean repere_document_add_facet(RepereDocument *document, const char *facet, guint32 slot, const GByteArray *packed,
                                   const GPtrArray *values, GError **error);

/* On how many pages each of those values is. */
gboolean repere_document_add_pages(RepereDocument *document, guint32 slot, const GByteArray *packed, GError **error);

gboolean repere_document_replace(RepereDocument *document, xc_writer *writer, guint32 docid, GError **error);

/* Of a document in the index: how many pages its data lists, and how many of them are the record's own texts. */
gboolean repere_document_count_pages(xc_database *database, guint32 docid, guint *pages, guint *of_record,
                                     GError **error);

G_END_DECLS
#endif
