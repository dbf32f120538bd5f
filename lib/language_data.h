/* language_data.h - what the table of languages is made of: words, in lib/language_data.c. Private to
 * lib/language.c. */
#ifndef REPERE_LANGUAGE_DATA_H
#define REPERE_LANGUAGE_DATA_H

#include "repere/language.h"

/* Stop words, lower case, with their accents, as analysis leaves them: elided articles are cut already and
 * an apostrophe inside a word is gone ("don't" is "dont"). NULL-terminated.
 *
 * Left out on purpose, although frequent, because a reader may be looking for them: "who" (the
 * organization), "us" (the country), "may" (the month), "été" (the season), "or" in French (the metal). */
extern const char *const repere_stop_words_en[];
extern const char *const repere_stop_words_fr[];
extern const char *const repere_stop_words_es[];

extern const char *const repere_elisions_fr[];
extern const char *const repere_enclitics_fr[];

/* See RepereVariant: what the stemmers leave apart. */
extern const RepereVariant repere_variants_en[];
extern const RepereVariant repere_variants_fr[];
extern const RepereVariant repere_variants_es[];

/* What tells a language: its frequent short words, how its longer words end, and letters that few others
 * use. Lower case, separated by spaces (letters: by nothing). The first entries are the languages of the
 * table, in its order, whose stop words count as well; the others are those that look like them, so that
 * Portuguese is not taken for Spanish. */
typedef struct {
  const char *code; /* ISO 639-1 */
  const char *words, *endings, *letters;
} RepereTraits;

extern const RepereTraits repere_traits[]; /* ends with a NULL code */

#endif
