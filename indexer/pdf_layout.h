/* pdf_layout.h - a PDF page's text in reading order.
 *
 * Poppler gives text and a box for every character, in an order that follows columns well and tables, notes
 * and boxes badly. Its lines are cut where they stand apart, put in order (pdf_blocks.h) and written again.
 * Nothing but white space comes or goes. */
#ifndef REPERE_PDF_LAYOUT_H
#define REPERE_PDF_LAYOUT_H

#include <poppler.h>

#include "repere/text.h"

G_BEGIN_DECLS

/* `text` (valid UTF-8, transfer full) in reading order: a line a line, the cells of a table's row parted by
 * spaces. `boxes` are the n of poppler_page_get_text_layout(); where their number is not the text's, the
 * text stays as it is, and where the page has more pieces than a bound, their order. Adds to `repairs` (may be
 * NULL) how many pieces of lines had to leave poppler's order, and how many words had their letters set apart. O(c log c) for c characters. g_free. */
char *repere_pdf_layout(char *text, const PopplerRectangle *boxes, guint n, RepereRepairs *repairs);

G_END_DECLS
#endif
