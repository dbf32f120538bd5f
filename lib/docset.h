/* docset.h - the documents of terms as sets, decoded once and kept for the next question.
 *
 * The posting list of a term that many documents have takes milliseconds to decode, and the same words and
 * filters are asked again and again (a keystroke more, a value more). So a snapshot keeps its long lists, the
 * sets as Roaring bitmaps and a byte a document for how often it has the term, the least used forgotten
 * first. Any thread may ask; each with its own handle of that snapshot. */
#ifndef REPERE_DOCSET_H
#define REPERE_DOCSET_H

#include <glib.h>
#include "column.h"
#include "repere/search.h"
#include "xapian_c.h"

G_BEGIN_DECLS

typedef struct RepereDocsets RepereDocsets;

/* Keeps sets of at most `bytes` in all. */
RepereDocsets *repere_docsets_new(gsize bytes);
void repere_docsets_free(RepereDocsets *docsets);

/* The documents that have one of `terms` (char *) at least; `within` (or NULL): of these alone. Where those
 * are few they are looked up in the lists instead of decoding them. Owned. NULL with `fault`, or with an
 * error when the question's time is over (question may be NULL: no limit). */
roaring_bitmap_t *repere_docsets_any(RepereDocsets *docsets, xc_database *database, const GPtrArray *terms,
                                     const roaring_bitmap_t *within, const RepereQuestion *question,
                                     xc_error *fault, GError **error);

/* Adds the documents of `term` to `set`. */
gboolean repere_docsets_or(RepereDocsets *docsets, xc_database *database, const char *term,
                           const RepereQuestion *question, roaring_bitmap_t *set, xc_error *fault,
                           GError **error);

/* Leaves in `set` those that have one of `terms`. */
gboolean repere_docsets_and_any(RepereDocsets *docsets, xc_database *database, const GPtrArray *terms,
                                const RepereQuestion *question, roaring_bitmap_t *set, xc_error *fault,
                                GError **error);

/* How many documents have `term`: looked up once, since a question asks for it in planning, matching and scoring,
 * and most terms of fields are nowhere. */
gboolean repere_docsets_count(RepereDocsets *docsets, xc_database *database, const char *term, guint32 *documents,
                              xc_error *fault);

/* How often documents have something. */
typedef struct {
  const guint32 *docids; /* ascending */
  guint32 n;
  float share;           /* each time counts so much */
  float *often;          /* one a document: what is found is added */
  guint8 *has;           /* one a document: set to 1 where a term is found; or NULL */
} RepereOften;

/* Adds how often the documents have `term`, 255 times at most; *documents is how many have it in all. Cost: what the list
 * and the documents have in common, not how many documents there are. */
gboolean repere_docsets_often(RepereDocsets *docsets, xc_database *database, const char *term, const RepereOften *wanted,
                              const RepereQuestion *question, guint32 *documents, xc_error *fault, GError **error);

G_END_DECLS
#endif
