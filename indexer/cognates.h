/* cognates.h - words that two languages spell alike but for how they end: reintegration, réintégration, reintegración.
 *
 * Terms of a field are often missing from dictionaries (migrant, migrante) and nearly always such pairs. The table of
 * endings in cognates.c has a column a language: a further language is a column. */
#ifndef REPERE_COGNATES_H
#define REPERE_COGNATES_H

#include <glib.h>

G_BEGIN_DECLS

/* Appends (to `found`, of char *, g_free) how `word` of language `from` would be spelled in `to`; folded, not equal to `word`.
 * Whether there are such words is for the index to say. */
void repere_cognates(const char *from, const char *to, const char *word, GPtrArray *found);

G_END_DECLS
#endif
