/* csv_text.h - a file that a spreadsheet wrote, as a stream of UTF-8. For csv_records.c. */
#ifndef REPERE_CSV_TEXT_H
#define REPERE_CSV_TEXT_H

#include <gio/gio.h>
#include "repere/error.h"

G_BEGIN_DECLS

/* UTF-16 by its mark; UTF-8 with or without one, where more of what is not ASCII is UTF-8 than is not; else
 * Windows-1252. The file is read once to know. What is no text (a workbook, an archive, bytes of zero) is
 * refused: "FILE: …", REPERE_ERROR_INPUT or _IO. Unref it. */
GInputStream *repere_csv_text_open(const char *path, GError **error);

/* A cell as text (g_free): bytes that are no UTF-8, and stand in a file that is, are taken for Windows-1252,
 * and *mended is set; control characters become spaces; white space around it is cut. */
char *repere_csv_text_cell(const char *bytes, gsize size, gboolean *mended);

G_END_DECLS
#endif
