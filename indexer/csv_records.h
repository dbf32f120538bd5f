/* csv_records.h - a CSV file with a header row as a stream of record trees, one a row. For records.c.
 *
 * RFC 4180 through libcsv, which also forgives quotation marks in odd places; the separator (comma,
 * semicolon, tab) is found in the header, or said by Excel's "sep=;" before it. A row becomes the tree that
 * the same record has in XML, so that the same schema, checks and hash apply; the line of its elements is the
 * one where the row begins.
 *
 * A cell of a column that can hold several values is split at "|" where it has one, else at ";". */
#ifndef REPERE_CSV_RECORDS_H
#define REPERE_CSV_RECORDS_H

#include "indexer/record_tree.h"

G_BEGIN_DECLS

typedef struct RepereCsv RepereCsv;

/* TRUE where the file's name ends in .csv, in letters large or small. */
gboolean repere_csv_is_named(const char *path);

RepereCsv *repere_csv_open(const char *path, GError **error);
void repere_csv_close(RepereCsv *csv);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(RepereCsv, repere_csv_close)

/* As repere_trees_next(); trees are good until the file is closed. */
RepereTree *repere_csv_next(RepereCsv *csv, GError **error);

/* What a message calls the element: "column title:fr" of a CSV file, else "element dcterms:title".
 * `attribute`: for a point, "lat" or "lon", each a column of its own; else NULL. g_free. */
char *repere_csv_subject(const xmlNode *node, const char *attribute);

/* TRUE where the tree comes from a CSV file. */
gboolean repere_csv_made(const xmlNode *node);

G_END_DECLS
#endif
