/* contents.h - pages that list what stands on other pages. */
#ifndef REPERE_CONTENTS_H
#define REPERE_CONTENTS_H

#include <glib.h>

G_BEGIN_DECLS

/* TRUE for a page of a table of contents, of figures or the like: many of its lines are words and then a number, and
 * the numbers grow. A table's numbers do not grow from line to line, nor do an index's. `text` is repaired text of one
 * page. Linear in `size`. */
gboolean repere_text_is_contents(const char *text, gsize size);

G_END_DECLS
#endif
