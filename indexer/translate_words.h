/* translate_words.h - the words of an index as translating wants them, which of them are known already, and
 * the keys that equivalents are asked by. */
#ifndef REPERE_TRANSLATE_WORDS_H
#define REPERE_TRANSLATE_WORDS_H

#include "indexer/dictionaries.h"
#include "repere/text.h"
#include "xapian_c.h"

G_BEGIN_DECLS

/* ---- which were translated before ----
 *
 * Kept in the index as hashes of 8 bytes in 256 parts, of which a run reads and writes only what it needs. */
typedef struct RepereKnownWords RepereKnownWords;

RepereKnownWords *repere_known_words_new(xc_database *database); /* borrowed */
void repere_known_words_free(RepereKnownWords *known);

/* Adds `hash`. *fresh: it was not there. */
gboolean repere_known_words_add(RepereKnownWords *known, guint64 hash, gboolean *fresh, xc_error *fault);
gboolean repere_known_words_write(const RepereKnownWords *known, xc_writer *writer, xc_error *fault);

/* ---- words of the index ---- */

typedef struct {
  char *stem;
  guint works;          /* that have it in a text of its language */
  char *label;          /* the spelling that most works have */
  GPtrArray *spellings; /* of char *: lower case, with and without accents, as texts have them */
  GArray *uses;         /* of guint: of each, how many works have it; twice that with accents, see choose_label() */
} RepereIndexWord;

void repere_index_word_free(RepereIndexWord *word);

/* Appends (to `words`, of RepereIndexWord *) the stems of `language` after *last that are not known or have a
 * new spelling, at most `most`, and makes them known. *last: NULL to begin with; g_free; NULL again when
 * there are no more. Some 5 µs a word. */
gboolean repere_index_words(xc_database *database, RepereAnalyzer *analyzer, const RepereLanguage *language,
                            RepereKnownWords *known, guint most, char **last, GPtrArray *words,
                            xc_error *fault);

/* The same of `stems` alone (terms of the index, of char *), at most `most` from *next on, which then is the one after. */
gboolean repere_index_words_among(xc_database *database, RepereAnalyzer *analyzer, const RepereLanguage *language,
                                  RepereKnownWords *known, const GPtrArray *stems, guint most, guint *next,
                                  GPtrArray *words, xc_error *fault);

/* Terms of the stems of `language` whose spellings changed where those of `families` may have (repere_writer_families()):
 * of char *, sorted. NULL: with `fault`. */
GPtrArray *repere_index_changed_stems(xc_database *database, RepereAnalyzer *analyzer, const RepereLanguage *language,
                                      GHashTable *families, xc_error *fault);

/* Whether all words of `compound` are in the index, and it is not known: then it is made known and *stems
 * (g_strfreev) are its words'. */
gboolean repere_index_has_compound(xc_database *database, RepereAnalyzer *analyzer,
                                   const RepereLanguage *language, const char *compound,
                                   RepereKnownWords *known, char ***stems, gboolean *there, xc_error *fault);

/* Whether `word` (folded) is one of the index and of `language`: then *stem (g_free) is its stem there and
 * *spelling (g_free) how it is written, else NULL. */
gboolean repere_index_has_word(xc_database *database, RepereAnalyzer *analyzer,
                               const RepereLanguage *language, const char *word, char **stem, char **spelling,
                               xc_error *fault);

/* ---- keys ---- */

typedef struct RepereWordKeys RepereWordKeys;

/* All borrowed. */
RepereWordKeys *repere_word_keys_new(RepereDictionaries *dictionaries, RepereAnalyzer *analyzer,
                                     xc_database *database);
void repere_word_keys_free(RepereWordKeys *keys);

/* The keys (of char *) that `lemma` and its forms are asked by in `language`: none for stop words. Borrowed.
 * *works: those that have the lemma itself, in whatever language. NULL: with `fault`. */
const GPtrArray *repere_word_keys_of(RepereWordKeys *keys, const RepereLanguage *language,
                                     const RepereLemma *lemma, guint *works, xc_error *fault);

G_END_DECLS
#endif
