/* translations.h - the lexicon: words of the index's own vocabulary and what they are in the other languages.
 *
 * Made by the indexer (indexer/translate.h) from dictionaries on the machine; kept in the index as metadata,
 * so that a question needs nothing else: one lookup a word. An entry goes from what a reader asks (language
 * and stem, or several stems: "climat chang") to terms of the index in another language.
 *
 *   metadata key             value
 *   t/LL/KEY                 LL: language asked in ("en"); KEY: the word's stem (RepereWord.stem; its folded
 * form where it has none), of several words stems joined by one space. Value: packed, see translations.c
 *   td/%02x                  which words of the index have been translated (indexer/translate.c)
 *   tm                       the lexicon's own account, a key file (RepereLexiconAccount) */
#ifndef REPERE_TRANSLATIONS_H
#define REPERE_TRANSLATIONS_H

#include <glib.h>
#include "repere/error.h"
#include "repere/language.h"
#include "xapian_c.h"

G_BEGIN_DECLS

typedef enum {                                       /* bits: which dictionaries say so */
               REPERE_DICTIONARY_APERTIUM = 1,       /* a bilingual dictionary of the pair itself */
               REPERE_DICTIONARY_APERTIUM_PIVOT = 2, /* through a third language */
               REPERE_DICTIONARY_FREEDICT = 4,
               REPERE_DICTIONARY_COGNATE =
                 8 /* none: both words are in the index, spelled as such pairs are */
} RepereDictionary;

typedef struct {
  const RepereLanguage *language; /* of the translation */
  guint sources;                  /* RepereDictionary bits */
  guint8 weight; /* 1 … 100: how likely this translation is among those of the word, by the sources alone:
                    100 by a dictionary of the pair, or through a third language where the pair has
                    none; 70 through a third one where it has; FreeDict's alone 50 where Apertium knows
                    the word, else 100; 80 spelled alike. A little less among many, of a verb, through one
                    third language alone, of a rarer form and of a word rarer than others of its stem */
  guint words;   /* how many words the translation has: 1, or more for compounds ("derechos humanos") */
  char **stems;  /* `words` of them, NULL-terminated: RepereWord.stem (or folded) in `language` */
  char *label;   /* as a reader would write it: "derechos humanos", the form most works have */
  guint works;   /* how many have it, while the lexicon is made; not kept in the index, which knows */
} RepereTranslation;

/* Longest compound asked or found, in words. */
#define REPERE_TRANSLATION_WORDS 5

void repere_translation_clear(RepereTranslation *translation);

/* An array of RepereTranslation that clears its elements. */
GArray *repere_translations_new(void);

/* Appends the translations of `key` from `language` to `found`, the likeliest first; none is no error. Unless
 * NULL, *longest is how many words the longest compound has that begins with `key` (a single stem): 0 where
 * none does, so that only few questions look further. Cost: one metadata lookup. FALSE with `fault`. */
gboolean repere_translations_of(xc_database *database, const RepereLanguage *language, const char *key,
                                GArray *found, guint *longest, xc_error *fault);

/* The metadata key of `key` from `language`; NULL where it is too long to have one. g_free. */
char *repere_translations_key(const RepereLanguage *language, const char *key);

/* Packing. Any bytes may be unpacked: what is damaged ends the list. */
GBytes *repere_translations_pack(const GArray *translations, guint longest);
guint repere_translations_unpack(const void *bytes, gsize size,
                                 GArray *found); /* appends; returns `longest` */

/* Adds `fresh` (taken over) to `translations`: to the one of the same words, where there is one, else at the end.
 * TRUE where that changed anything. */
gboolean repere_translations_merge(GArray *translations, RepereTranslation *fresh);

/* By weight, the greatest first, then by works. */
void repere_translations_sort(GArray *translations);

/* Keeps the first `words` translations of one word into a language, and the first `compounds` of several. */
void repere_translations_cut(GArray *translations, guint words, guint compounds);

/* ---- the lexicon's own account ---- */

typedef struct {
  char *fingerprint; /* of the dictionaries it was made with; "" where it was switched off */
  guint64 revision;  /* of the index that it fits; an index of another revision has words it does not know */
  char **present;    /* names of packages */
  char **absent;
  guint entries[REPERE_LANGUAGES_MAX][REPERE_LANGUAGES_MAX]; /* [asked][found] */
} RepereLexiconAccount;

/* All NULL and 0 where the index has no lexicon yet. */
gboolean repere_lexicon_account_read(xc_database *database, RepereLexiconAccount *account, xc_error *fault);
gboolean repere_lexicon_account_write(xc_writer *writer, const RepereLexiconAccount *account,
                                      xc_error *fault);
void repere_lexicon_account_clear(RepereLexiconAccount *account);

G_END_DECLS
#endif
