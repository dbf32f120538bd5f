/* pdf_title.h - the title that a PDF's first page shows, told by its type: size first, then weight. */
#ifndef REPERE_PDF_TITLE_H
#define REPERE_PDF_TITLE_H

#include <poppler.h>

/* The lines set largest on `page` that follow each other, whole, with a subtitle where they are few words; where all
 * is of one size, the first bold ones. NULL where nothing stands out, or all of it is too long for a title. A page that
 * has a few words only, all alike, gives them, and says that they do not stand out. Cheap where the text of `page` has
 * been asked for before: poppler keeps it with the page. g_free. */
char *repere_pdf_title_of_page(PopplerPage *page, gboolean *stands_out);

#endif
