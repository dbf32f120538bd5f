/* imprint_private.h - what the parts of imprint.h share. Private to imprint*.c. */
#ifndef REPERE_IMPRINT_PRIVATE_H
#define REPERE_IMPRINT_PRIVATE_H

#include "indexer/imprint.h"

G_BEGIN_DECLS

/* The next word of folded text: letters and figures of any script. NULL at the end. g_free. */
char *repere_imprint_next_word(const char **at);

/* Whether the folded word is in no person's name: of programs, devices, accounts, bodies. */
gboolean repere_imprint_is_no_name(const char *word);
/* Whether `name` looks like one person's. */
gboolean repere_imprint_is_person(const char *name);
/* Adds `name` where it is a person's, is printed (`imprint` may be NULL) and is not there yet. */
void repere_imprint_add_name(const RepereImprint *imprint, const char *name, GPtrArray *names);
/* `authors` with one sign, ";", where people are parted by a word or line. g_free. */
char *repere_imprint_one_separator(const char *authors);

/* Whether `line` is a date and nothing else but what announces that of a publication. */
gboolean repere_imprint_is_date(const char *line);

G_END_DECLS
#endif
