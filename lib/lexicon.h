/* lexicon.h - the words of an index in memory, in byte order, with how many documents have each: beginnings
 * and misspellings are looked up here.
 *
 * Made with a snapshot, never changed after, so any thread may read it. Words are folded
 * (repere_text_fold()). Memory: the words and 11 bytes each. A word's number is its place in byte order, so
 * that the words with one beginning are the numbers of a range. */
#ifndef REPERE_LEXICON_H
#define REPERE_LEXICON_H

#include <glib.h>
#include "xapian_c.h"

G_BEGIN_DECLS

typedef struct RepereLexicon RepereLexicon;

/* The folded words among the terms that begin with `prefix` (of schema.h: "" for all text, "S" for titles);
 * stems, ids, facet values and accented spellings are left out. Some 0.5 µs a word. */
RepereLexicon *repere_lexicon_load(xc_database *database, const char *prefix, xc_error *fault);
void repere_lexicon_free(RepereLexicon *lexicon);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(RepereLexicon, repere_lexicon_free)

/* One of other words: they are added in ascending byte order, each once, then it is finished, before anything
 * is looked up. What is not UTF-8 of 1 to REPERE_LEXICON_BYTES bytes is left out. */
#define REPERE_LEXICON_BYTES 245
RepereLexicon *repere_lexicon_new(void);
void repere_lexicon_add(RepereLexicon *lexicon, const char *word, gsize size, guint32 documents);
void repere_lexicon_finish(RepereLexicon *lexicon);

typedef struct {
  const char *word; /* borrowed from the lexicon */
  guint32 number;
  guint32 documents;
  guint distance; /* in edits, from what was asked */
} RepereLexiconWord;

guint repere_lexicon_size(const RepereLexicon *lexicon);

/* Word number `number`; borrowed. */
const char *repere_lexicon_word(const RepereLexicon *lexicon, guint number);
guint32 repere_lexicon_documents(const RepereLexicon *lexicon, guint number);

/* The number of `word`; FALSE where it is not there. Logarithmic. */
gboolean repere_lexicon_find(const RepereLexicon *lexicon, const char *word, guint *number);

/* The words that begin with `beginning`: numbers *from … *to - 1. */
void repere_lexicon_range(const RepereLexicon *lexicon, const char *beginning, guint *from, guint *to);

/* Appends the `most` commonest words that begin with `beginning` (folded) to `found` (of RepereLexiconWord),
 * the commonest first (ties in byte order), and returns how many there are in all. Cost: logarithmic, and
 * some 1 µs a word found, however many begin so. */
guint repere_lexicon_beginning(const RepereLexicon *lexicon, const char *beginning, guint most,
                               GArray *found);

/* Appends at most `most` words within `edits` (1 or 2) of `word` (folded), the nearest first, then the
 * commonest; an edit changes, drops, adds a letter or swaps two (optimal string alignment; Damerau 1964).
 * `beginnings`: words whose beginning is that near are found too. The word itself, at distance 0, is among
 * them where the lexicon has it. Returns how many there are in all. Measured over a million words: 100 to 300
 * µs. */
guint repere_lexicon_near(const RepereLexicon *lexicon, const char *word, guint edits, gboolean beginnings,
                          guint most, GArray *found);

G_END_DECLS
#endif
