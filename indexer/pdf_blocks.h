/* pdf_blocks.h - pieces of a page's lines put into the order in which a reader follows them.
 *
 * Recursive X-Y cut (G. Nagy, S. Seth: Hierarchical representation of optically scanned documents, ICPR
 * 1984), with gutters looked for before horizontal gaps, so that paragraphs that end at the same height do not tear
 * columns: a gutter is an empty strip from one piece that crosses it to the next (the obstacles of T. Breuel:
 * Two geometric algorithms for layout analysis, DAS 2002). What stands above and below it is read before and
 * after, what is beside it column by column; a table row by row. Plain geometry: no PDF, no text. */
#ifndef REPERE_PDF_BLOCKS_H
#define REPERE_PDF_BLOCKS_H

#include <glib.h>

G_BEGIN_DECLS

/* A piece of a line: what no gap parts that may be a gutter. x grows in reading direction, y downward. */
typedef struct {
  double x1, y1, x2, y2;
  double size;      /* height of its type */
  guint characters; /* that are seen, without dots that lead to a number */
  guint letters;    /* of them */
  guint line;       /* of the text it was cut from */
  gboolean lower;   /* begins with a lower-case letter: goes on with something */
  gunichar initial; /* its first letter or digit, a capital without accents; 0: it has none */
  gboolean upright; /* its writing runs across the page's */
} ReperePiece;

/* A piece's place in the reading order. */
typedef struct {
  guint piece;
  gboolean line; /* begins a line; otherwise it stands beside the one before */
} ReperePlace;

/* Pages with more pieces are left as they are. */
#define REPERE_PIECES_MAX 8000

/* Puts pieces in order; `places` has room for n, up to REPERE_PIECES_MAX. Looking for gutters, which is
 * O(places x pieces) for each cut, ends after a bounded number of steps: what is left is put in rows. */
void repere_pieces_order(const ReperePiece *pieces, guint n, ReperePlace *places);

G_END_DECLS
#endif
