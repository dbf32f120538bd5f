/* csv.h - comma-separated values as RFC 4180 has them: UTF-8, CRLF, quotes only where they are needed.
 *
 * Spreadsheets take a cell that begins with = + - @ (or a tab or line end before it) for a formula and run
 * it. The cells of a library are other people's words: such a cell gets an apostrophe before it, which
 * spreadsheets show as text. */
#ifndef REPERE_CSV_H
#define REPERE_CSV_H

#include <glib.h>

G_BEGIN_DECLS

/* Appends `text` (NULL: nothing) as one cell: valid UTF-8, guarded, quoted where it holds a comma, quote or
 * line end. Controls other than tab and line ends become spaces: they mean nothing in a cell, but something
 * to a terminal. */
void repere_csv_text(GString *out, const char *text);
/* A number of ours is not guarded: it may begin with a minus. At most six significant digits. */
void repere_csv_number(GString *out, double number);
void repere_csv_comma(GString *out);
void repere_csv_end(GString *out);

G_END_DECLS
#endif
