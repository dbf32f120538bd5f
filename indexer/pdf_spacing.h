/* pdf_spacing.h - lines whose letters are set apart, as titles often are: R E P O R T. */
#ifndef REPERE_PDF_SPACING_H
#define REPERE_PDF_SPACING_H

#include <poppler.h>

G_BEGIN_DECLS

/* One character or a few that nothing parts, in the order of the line. */
typedef struct {
  gsize start, end;    /* bytes of the text */
  guint first, last;   /* boxes */
  guint characters, capitals;
  gboolean closed;     /* it belongs to the one before: no white space between them */
} RepereUnit;

/* Sets `closed` in `units` (RepereUnit), those of one line, where letters that are set apart make a word: a run of
 * single capitals whose gaps are alike, with wider ones between its words. Figures and punctuation may be among
 * them; letters in the order of the alphabet are an index, no word. So do a capital and the smaller ones right behind
 * it. Returns how many words that makes. Linear,
 * but for sorting gaps. */
guint repere_pdf_close_letters(const char *text, const PopplerRectangle *boxes, GArray *units);

/* How far the box `next` stands from `box`, in points. */
double repere_pdf_gap(const PopplerRectangle *box, const PopplerRectangle *next);

/* The size of type in a box: as high as its font (as wide, where text runs upward). */
double repere_pdf_type(const PopplerRectangle *box);

G_END_DECLS
#endif
