/* misspelling.h - how far a word is from one that it may be misspelt for, as people misspell. */
#ifndef REPERE_MISSPELLING_H
#define REPERE_MISSPELLING_H

#include <glib.h>

G_BEGIN_DECLS

/* What it costs to type `typed` for `meant`, both folded: 1 for a letter changed, added, dropped or two
 * swapped (optimal string alignment; Damerau 1964), less for what is often confused (doubled letters, letters
 * and groups of letters that sound alike in English, French or Spanish, neighbours on a keyboard), more at
 * the beginning of the word, where people seldom err. Words of more than REPERE_MISSPELLING_LETTERS letters
 * are at REPERE_MISSPELLING_FAR. Cost: some microseconds. Any thread. */
#define REPERE_MISSPELLING_LETTERS 40
#define REPERE_MISSPELLING_FAR 100.0
double repere_misspelling_cost(const char *typed, const char *meant);

/* Whether two words, both folded, differ in nothing but endings that words take in English, French or
 * Spanish: then the one is another form of the other, not misspelt for it. */
gboolean repere_misspelling_is_form(const char *typed, const char *meant);

G_END_DECLS
#endif
