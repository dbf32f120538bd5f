/* docset.h - the documents of terms as sets, decoded once and kept for the next question.
 *
 * The posting list of a term that many documents have takes milliseconds to decode, and the same words and filters are asked
 * again and again (a keystroke more, a value more). So a snapshot keeps the sets of its long lists as Roaring bitmaps, the
 * least used forgotten first. A set that is handed out never changes. Any thread may ask; each with its own
 * handle of that snapshot. */
#ifndef REPERE_DOCSET_H
#define REPERE_DOCSET_H

#include <roaring/roaring.h>
#include <glib.h>
#include "repere/search.h"
#include "xapian_c.h"

G_BEGIN_DECLS

typedef struct RepereDocsets RepereDocsets;

/* Keeps sets of at most `bytes` in all. */
RepereDocsets *repere_docsets_new(gsize bytes);
void repere_docsets_free(RepereDocsets *docsets);

/* Adds the documents of `term` to `set`. FALSE with `fault`, or with an error when the question's time is over. */
gboolean repere_docsets_or(RepereDocsets *docsets, xc_database *database, const char *term,
                           const RepereQuestion *question, roaring_bitmap_t *set, xc_error *fault, GError **error);

/* Leaves in `set` those that have one of `terms` (char *). A small set is looked up in the lists instead of
 * decoding them. */
gboolean repere_docsets_and_any(RepereDocsets *docsets, xc_database *database, const GPtrArray *terms,
                                const RepereQuestion *question, roaring_bitmap_t *set, xc_error *fault, GError **error);

G_END_DECLS
#endif
