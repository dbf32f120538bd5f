/* concept_forms.h - the forms in which running text writes the label of a concept. Private to lib/concepts*.c and its tests.
 *
 *   label                             forms (stripped ones in brackets)
 *   Right to education                itself
 *   Mercury (planet)                  Mercury planet
 *   World heritage (cultural)         World heritage cultural, [World heritage]
 *   Korean War (1950-1953)            Korean War 1950-1953
 *   Desktop publishing (DTP)          Desktop publishing DTP, Desktop publishing, DTP
 *   Venezuela (Bolivarian Republic of) Bolivarian Republic of Venezuela, [Venezuela]
 *   Germany, Federal Republic of      Federal Republic of Germany, [Germany]
 *   Refugees, political               itself, political Refugees
 *
 * A stripped form may be what several concepts would be called: it counts only where one concept of the vocabulary has it. */
#ifndef REPERE_CONCEPT_FORMS_H
#define REPERE_CONCEPT_FORMS_H

#include <glib.h>

G_BEGIN_DECLS

/* Calls `each` for every form of `label`. `stripped`: the form has lost what tells it from others. A form of one word that has
 * lost a qualifier must not count, which only who cuts words can tell: `single` is FALSE for such forms. */
typedef void (*RepereConceptFormFunc)(const char *form, gboolean stripped, gboolean single, gpointer data);
void repere_concept_forms(const char *label, const char *lang, RepereConceptFormFunc each, gpointer data);

/* TRUE if `text` has two capital letters at least and no small one. */
gboolean repere_concept_is_capitals(const char *text);

G_END_DECLS
#endif
