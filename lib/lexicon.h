/* lexicon.h - the words of an index in memory, in byte order, with how many documents have each: beginnings and
 * misspellings are looked up here.
 *
 * Made with a snapshot, never changed after, so any thread may read it. Words are folded (repere_text_fold()). Memory: the
 * words and 12 bytes each. */
#ifndef REPERE_LEXICON_H
#define REPERE_LEXICON_H

#include <glib.h>
#include "xapian_c.h"

G_BEGIN_DECLS

typedef struct RepereLexicon RepereLexicon;

/* The folded words among the terms that begin with `prefix` (of schema.h: "" for all text, "S" for titles); stems, ids,
 * facet values and accented spellings are left out. Some 0.5 µs a word. */
RepereLexicon *repere_lexicon_load(xc_database *database, const char *prefix, xc_error *fault);
void repere_lexicon_free(RepereLexicon *lexicon);

typedef struct {
  const char *word;  /* borrowed from the lexicon */
  guint32 documents;
  guint distance;    /* in edits, from what was asked */
} RepereLexiconWord;

guint repere_lexicon_size(const RepereLexicon *lexicon);

/* Appends the `most` commonest words that begin with `beginning` (folded) to `found` (of RepereLexiconWord), the
 * commonest first, and returns how many there are in all. Cost: logarithmic, and some 100 ns a word found. */
guint repere_lexicon_beginning(const RepereLexicon *lexicon, const char *beginning, guint most, GArray *found);

/* Appends at most `most` words within `edits` (1 or 2) of `word` (folded), the nearest first, then the commonest; an edit
 * changes, drops, adds a letter or swaps two (optimal string alignment; Damerau 1964). `beginnings`: words whose beginning
 * is that near are found too. The word itself, at distance 0, is among them where the lexicon has it. Returns how
 * many there are in all. Cost: some 100 µs for 100 000 words. */
guint repere_lexicon_near(const RepereLexicon *lexicon, const char *word, guint edits, gboolean beginnings, guint most,
                          GArray *found);

G_END_DECLS
#endif
