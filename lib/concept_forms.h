/* concept_forms.h - the forms in which running text writes the label of a concept. Private to
 * lib/concept*.c and vocabulary.c.
 *
 * label                              forms (stripped ones in square brackets) Right to education
 * itself Mercury (planet)                   Mercury planet World heritage (cultural)          World
 * heritage cultural, [World heritage] Korean War (1950-1953)             Korean War 1950-1953 Desktop
 * publishing (DTP)           Desktop publishing DTP, Desktop publishing, DTP Venezuela (Bolivarian Republic
 * of) itself, Bolivarian Republic of Venezuela, [Venezuela] Germany, Federal Republic of       itself,
 * Federal Republic of Germany, [Germany] Refugees, political                itself, political Refugees
 *
 * A stripped form may be what several concepts would be called: it counts only where no concept of the
 * vocabulary has it as its label and one alone is called so stripped. */
#ifndef REPERE_CONCEPT_FORMS_H
#define REPERE_CONCEPT_FORMS_H

#include <glib.h>

G_BEGIN_DECLS

/* Calls `each` for every form of `label`. `stripped`: the form has lost what told it from others. Not
 * `single`: it has lost a qualifier, and must not count where it is one word, which only who cuts words can
 * tell. */
typedef void (*RepereConceptFormFunc)(const char *form, gboolean stripped, gboolean single, gpointer data);
void repere_concept_forms(const char *label, const char *lang, RepereConceptFormFunc each, gpointer data);

/* TRUE if `text` has two capital letters at least and no small one. */
gboolean repere_concept_is_capitals(const char *text);

G_END_DECLS
#endif
