/* pdf_rows.h - pieces of lines in rows: plain text from top to bottom, and tables; see pdf_blocks.h
 *
 * Used by pdf_blocks.c alone. All of it sorts `items`, which are indices into order->pieces. */
#ifndef REPERE_PDF_ROWS_H
#define REPERE_PDF_ROWS_H

#include "indexer/pdf_blocks.h"

G_BEGIN_DECLS

/* An order in the making. */
typedef struct {
  const ReperePiece *pieces;
  ReperePlace *places;
  guint n;     /* of them so far */
  gint64 work; /* that may still be done looking for gutters, in pieces looked at */
} RepereOrder;

enum { REPERE_TABLE_COLUMNS = 64 };

/* Height of the type that most characters have; 0 pieces have none. O(n log n). */
double repere_usual_size(const ReperePiece *pieces, const guint *items, guint n);

void repere_sort_down(const ReperePiece *pieces, guint *items, guint n);
void repere_sort_across(const ReperePiece *pieces, guint *items, guint n);

/* Adds items line by line, what stands side by side in one line. */
void repere_order_rows(RepereOrder *order, guint *items, guint n);

/* Where the line ends that items[start] begins; `items` are sorted down. */
guint repere_line_end(const ReperePiece *pieces, const guint *items, guint n, guint start);

/* Sets of at most 64 columns, one after the other in `items`: column i ends before items[ends[i]]. */

/* TRUE where `items` are numbers or bullets of the list beside them, `text`. */
gboolean repere_column_is_label(const RepereOrder *order, const guint *items, guint n, const guint *text,
                                guint n_text);

/* TRUE where columns are read across and not one after the other. */
gboolean repere_is_table(const RepereOrder *order, const guint *items, const guint *ends, guint columns);

/* Where the columns have an index or another list that goes on from the foot of one to the top of the next in the
 * order of the alphabet: makes `ends` those of its columns, each with its numbers, and returns how many; otherwise 0. */
guint repere_alphabetical(const RepereOrder *order, const guint *items, guint *ends, guint columns);

/* TRUE where each column is a figure or heading in large type over what it says. */
gboolean repere_are_cards(const RepereOrder *order, const guint *items, const guint *ends, guint columns);

/* Adds a table row by row, within a row cell by cell. At most REPERE_TABLE_COLUMNS. */
void repere_order_table(RepereOrder *order, guint *items, const guint *ends, guint columns);

G_END_DECLS
#endif
