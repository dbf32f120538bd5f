/* analyze_private.h - the floors of analysis: atoms, words. Private to lib/ and its tests.
 *
 *   segment.c   text -> atoms: runs of letters and digits, and what stands between them
 *   words.c     spelling -> RepereWord: normal form, case, accents, stem; interned
 *   analyze.c   atoms -> words: elisions, possessives, initials, numbers */
#ifndef REPERE_ANALYZE_PRIVATE_H
#define REPERE_ANALYZE_PRIVATE_H

#include <glib.h>
#include <unicode/ubrk.h>

#include "repere/text.h"

/* ---- atoms ---- */

typedef enum {
  GAP_SPACE,      /* white space, or the beginning of the text */
  GAP_HARD_SPACE, /* one space that does not break a line, nothing else: groups digits */
  GAP_PUNCTUATION,
  GAP_NOTHING,    /* ideographs, words of scripts without spaces */
  GAP_HYPHEN,     /* exactly one; so for the others */
  GAP_APOSTROPHE,
  GAP_POINT,
  GAP_COMMA,
  GAP_MIDDLE_DOT,
  GAP_SLASH,
  GAP_BRACKET, /* an opening one */
  GAP_POINT_APOSTROPHE
} RepereGap;

typedef struct {
  guint32 start, end; /* bytes of the text; never empty */
  guint8 gap;         /* RepereGap: what is between the atom before and this one */
  guint8 elided;      /* the gap is an apostrophe, then at most spaces and opening quotation marks */
  guint8 quoted;      /* the gap ends with a quotation mark or an apostrophe */
} RepereAtom;

typedef struct {
  const guint8 *text;
  guint32 length, at;
  guint32 slow_end;       /* up to here the break iterator cuts */
  guint32 segment_end;    /* the segment that `at` is in, there */
  guint32 slow_start;     /* what the break iterator's offsets count from */
  UBreakIterator *breaks; /* NULL until needed */
  gboolean slow;          /* everything takes the slow path: for the test that both agree */
} RepereSegmenter;

void repere_segmenter_start(RepereSegmenter *segmenter, const char *text, guint32 length);
gboolean repere_segmenter_next(RepereSegmenter *segmenter, RepereAtom *atom);
void repere_segmenter_clear(RepereSegmenter *segmenter);

/* Is the character at `p` (before `end`) a letter, a digit …: the classes of segment.c. */
gboolean repere_is_word_character(gunichar c);
gboolean repere_is_apostrophe(gunichar c);

/* ---- words ---- */

typedef struct RepereWords RepereWords;

RepereWords *repere_words_new(void);
void repere_words_free(RepereWords *words);
/* The word of a raw spelling, or NULL if nothing is left of it. */
RepereWord *repere_words_get(RepereWords *words, const char *raw, gsize size, const RepereLanguage *language);
void repere_words_trim(RepereWords *words);
void repere_words_set_slow(RepereWords *words, gboolean slow);

/* Appends `text` (UTF-8) to `written` in NFKC, case folded, and to `folded` without accents and marks.
 * Never by the fast path. Both are emptied first. */
void repere_fold_slowly(const char *text, gsize size, GString *written, GString *folded);

/* ---- for tests: everything through ICU, nothing by hand ---- */
void repere_analyzer_set_slow(RepereAnalyzer *analyzer, gboolean slow);

#endif
