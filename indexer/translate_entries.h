/* translate_entries.h - the lexicon's entries of a run: gathered, weighed against each other and written. */
#ifndef REPERE_TRANSLATE_ENTRIES_H
#define REPERE_TRANSLATE_ENTRIES_H

#include "indexer/dictionaries.h"
#include "lib/translations.h"

G_BEGIN_DECLS

/* What a word is translated to: terms of the index. */
typedef struct {
  const RepereLanguage *language;
  guint words;
  char **stems; /* NULL-terminated */
  const char *label;
  guint uses;  /* how common the label is, to choose among labels by */
  guint works; /* that have it; 0: not known */
  guint rank;  /* among the stems of its word: 0 is the commonest */
} RepereTarget;

/* Who says so, and of which word of the asked language. */
typedef struct {
  guint sources;        /* RepereDictionary bits */
  RepereSpeech speech;
  gboolean alone;       /* through one third language only, and by no word list */
  guint among;          /* how many translations the dictionaries have of that word */
  guint asked_works;    /* works with that word as dictionaries list it; 0 where there are no texts in its language */
} RepereClaim;

typedef struct RepereEntries RepereEntries;

/* `database` is borrowed. */
RepereEntries *repere_entries_new(xc_database *database);
void repere_entries_free(RepereEntries *entries);

/* Has `key` (of one or several stems) in `asked` translated to `target`. */
void repere_entries_add(RepereEntries *entries, const RepereLanguage *asked, const char *key,
                        const RepereTarget *target, const RepereClaim *claim);

/* How many keys wait to be written. */
guint repere_entries_waiting(const RepereEntries *entries);

/* Writes them into what the index has, adds to the account, and begins anew. `dictionaries`: which pairs have one of
 * their own. */
gboolean repere_entries_write(RepereEntries *entries, const RepereDictionaries *dictionaries, xc_writer *writer,
                              RepereLexiconAccount *account, xc_error *fault);

G_END_DECLS
#endif
