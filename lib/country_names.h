/* country_names.h - what running text calls countries and those who come from there, besides the names that
 * lists show.
 *
 * From ICU (CLDR): short names and variants ("UK", "Ivory Coast"), and demonyms where a currency is named
 * after them ("naira nigérian", "Malian Franc"; ISO 4217 codes begin with the country's). From our table:
 * what CLDR does not say, and which of its names mostly mean something else in running text. Nouns and
 * adjectives in all their genders and numbers, since stems are of no use here: in French, "réunionnais" has
 * the stem of "réunion". Private to lib/vocabulary.c. */
#ifndef REPERE_COUNTRY_NAMES_H
#define REPERE_COUNTRY_NAMES_H

#include "skos.h"

G_BEGIN_DECLS

/* Adds alternative labels to a vocabulary of countries that has its preferred ones, and hides those of both
 * that mean something else. */
void repere_country_names_add(RepereVocabulary *countries);

/* One row of the table, in lib/country_data.c. `names` are one text a language of the language table, in
 * its order, or NULL; in it, separated by ";": word     a demonym, masculine singular where that makes a
 * difference =name    a name of the country, in one form only -name    not to be found in running text,
 * whoever says so */
typedef struct {
  const char *code; /* ISO 3166-1 alpha-2; NULL ends the table */
  const char *names[3];
} RepereCountryRow;

extern const RepereCountryRow repere_country_rows[];

G_END_DECLS
#endif
