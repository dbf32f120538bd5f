/* pdf_metadata.h - what a PDF says of itself, for records that do not: title, authors, date, language.
 *
 * Sources: the Info dictionary, XMP, the outline, the type on the first page and the words of the first two.
 * What programs write by themselves is often wrong, so what a page prints decides between them. Measured on a
 * library's records (README, "What a file says of itself"). */
#ifndef REPERE_PDF_METADATA_H
#define REPERE_PDF_METADATA_H

#include <poppler.h>

#include "indexer/extract.h"

/* Sets title, created, creators, where they stand, and lang of `extract`, whose pages are read. `page_title`
 * (transfer full, may be NULL) and `stands_out`: repere_pdf_title_of_page() of the first one. */
void repere_pdf_metadata(RepereExtract *extract, PopplerDocument *document, char *page_title,
                         gboolean stands_out);

#endif
