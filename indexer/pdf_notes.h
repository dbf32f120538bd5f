/* pdf_notes.h - text that stands on a PDF's page but not in it: what was filled into its form, and the text boxes that
 * somebody set on it. */
#ifndef REPERE_PDF_NOTES_H
#define REPERE_PDF_NOTES_H

#include <poppler.h>

/* `text` (transfer full, may be NULL) of `page`, with a line at its end for each filled field of text or of choice and
 * each free text that shows something which is not in the text already. Passwords, hidden notes, and comments that a
 * reader must open are left out. g_free. */
char *repere_pdf_with_notes(PopplerPage *page, char *text);

#endif
