/* dictionaries.h - the dictionaries on the machine, and what words are in other languages by them.
 *
 * Apertium's (Debian: apertium-X-Y) and FreeDict's word lists (dict-freedict-X-Y). The table in
 * dictionaries.c has a row a pair: a further language is a row there, as far as dictionaries go. Pairs of
 * languages without a dictionary of their own are joined through any third language that both have one with.
 *
 * What is needed is read and looked up when it is asked for: one thread at a time. */
#ifndef REPERE_DICTIONARIES_H
#define REPERE_DICTIONARIES_H

#include <glib.h>

G_BEGIN_DECLS

typedef struct RepereDictionaries RepereDictionaries;

/* Where they lie. */
typedef struct {
  const char *apertium; /* "/usr/share/apertium" */
  const char *freedict; /* "/usr/share/dictd" */
} RepereDictionaryFolders;

/* Which of them, for `languages` (codes, NULL-terminated), are there: names in `present` and `absent` (of
 * char *), and what tells these files from others. Opens nothing. g_free. */
char *repere_dictionaries_survey(const RepereDictionaryFolders *folders, char **languages, GPtrArray *present,
                                 GPtrArray *absent);

/* Reads the bilingual ones: a fifth of a second; analysers and generators when they are first needed. What
 * cannot be read is left out and named in `problems` (of char *, sentences). All are borrowed. */
RepereDictionaries *repere_dictionaries_open(const RepereDictionaryFolders *folders, char **languages,
                                             GPtrArray *problems);
void repere_dictionaries_free(RepereDictionaries *dictionaries);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(RepereDictionaries, repere_dictionaries_free)

/* Parts of speech are told apart as far as it helps: the first tag's kind. */
typedef enum {
  REPERE_SPEECH_ANY = 0,
  REPERE_SPEECH_NOUN,
  REPERE_SPEECH_NAME,
  REPERE_SPEECH_VERB,
  REPERE_SPEECH_ADJECTIVE,
  REPERE_SPEECH_ADVERB,
  REPERE_SPEECH_OTHER
} RepereSpeech;

/* A word as dictionaries list it. */
typedef struct {
  const char *lemma; /* lower case; interned by `dictionaries` */
  RepereSpeech speech;
} RepereLemma;

/* Appends (to `lemmas`, of RepereLemma, each once) what `word` (lower case, as written) may be a form of in
 * `language`. `accents`: letters of the word may lack theirs. */
void repere_dictionaries_analyze(const RepereDictionaries *dictionaries, const char *language,
                                 const char *word, gboolean accents, GArray *lemmas);

typedef struct {
  const char *lemma; /* interned */
  RepereSpeech speech;
  guint sources;      /* RepereDictionary bits of translations.h */
  const char *third;  /* the language it was first found through, or NULL */
  gboolean confirmed; /* through another one, too */
} RepereEquivalent;

/* Appends the equivalents of `lemma` in language `to` (to `found`, of RepereEquivalent, each once). */
void repere_dictionaries_translate(const RepereDictionaries *dictionaries, const char *from, const char *to,
                                   const RepereLemma *lemma, GArray *found);

/* Calls `each` for every form of `lemma`, itself first; some come twice. */
typedef void (*RepereFormFunc)(const char *form, gpointer data);
void repere_dictionaries_forms(RepereDictionaries *dictionaries, const char *language,
                               const RepereLemma *lemma, RepereFormFunc each, gpointer data);

/* Whether a dictionary of Apertium's has this very pair: what comes through a third language then says less.
 */
gboolean repere_dictionaries_have_pair(const RepereDictionaries *dictionaries, const char *one,
                                       const char *other);

/* Appends the lemmas of several words in `language` (to `lemmas`, of RepereLemma). */
void repere_dictionaries_compounds(const RepereDictionaries *dictionaries, const char *language,
                                   GArray *lemmas);

G_END_DECLS
#endif
