/* pdf_title.h - the title of a PDF that nobody else gives one: its own metadata, else what stands largest on
 * its first page. */
#ifndef REPERE_PDF_TITLE_H
#define REPERE_PDF_TITLE_H

#include <poppler.h>

/* In this order: Info, XMP, the first page (NULL where it cannot be read). NULL where none says anything. Cheap where the
 * text of `first` has been asked for before: poppler keeps it with the page. g_free. */
char *repere_pdf_title(PopplerDocument *document, PopplerPage *first);

#endif
