/* garbage.h - text layers that are no text: fonts without a usable encoding give glyph numbers, private
 * characters, symbols or shifted letters for what a reader sees as words.
 *
 * Judged by measure, on a page's text as it was extracted, before any repair, and only where there is enough of it.
 * Each measure alone condemns a page; none needs to know the page's language:
 *
 *   junk      characters that no text has (controls, private use, unassigned, U+FFFD) and symbols, of all
 *             characters but white space. Figures, marks of punctuation, leaders, bullets and letters of any script
 *             are no junk, so tables, reference lists and forms pass
 *   likeness  how far the letters of words in Latin script follow each other as letters do in words: the mean of
 *             log2(p(next | letter) * 27) over all pairs, word ends included; 0 is chance. The pairs are learnt at
 *             the first call from lib/language_data.c, 25 languages' frequent words and endings
 *   mixed     of the places where a letter has a neighbour inside a word, those where the other is a symbol or a
 *             figure: a font's numbers split words in the middle
 *   jumps     of neighbouring letters inside words, those of two scripts, where a font's numbers were taken for
 *             characters
 *   same      of all letters, the share of the most frequent one
 *
 * Figures: see garbage.c. Pure; safe from any thread. */
#ifndef REPERE_GARBAGE_H
#define REPERE_GARBAGE_H

#include <glib.h>

G_BEGIN_DECLS

typedef struct {
  guint characters; /* but white space and marks of direction */
  guint letters;    /* of any script, with their marks */
  guint unusable;   /* no text has them */
  guint symbols;
  guint pairs;      /* the pairs of letters that likeness is the mean of */
  double likeness;  /* 0 where there are none */
  guint neighbours; /* letters that follow a letter */
  guint at_symbols; /* places where a letter and a symbol touch */
  guint at_figures; /* … a letter and a figure */
  guint jumps;      /* those of another script than the one before */
  guint same;       /* the most frequent letter's count */
} RepereTextMeasure;

/* `text` need not be valid UTF-8: each byte that is not counts as unusable. Linear in `size`. */
void repere_text_measure(const char *text, gsize size, RepereTextMeasure *measure);

/* What the measures say. FALSE where there is too little text to judge. */
gboolean repere_text_measure_is_garbage(const RepereTextMeasure *measure);

/* Both in one. */
gboolean repere_text_is_garbage(const char *text, gsize size);

/* Learns what the first call would. A program that will be jailed may call it before. */
void repere_text_measure_init(void);

G_END_DECLS
#endif
