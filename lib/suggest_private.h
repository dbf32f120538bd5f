/* suggest_private.h - what the parts of completing share. Private to suggest*.c
 *
 *   suggest.c         what was typed, what is misspelt, the whole
 *   suggest_words.c   words of the index
 *   suggest_names.c   labels and titles */
#ifndef REPERE_SUGGEST_PRIVATE_H
#define REPERE_SUGGEST_PRIVATE_H

#include "completion.h"
#include "engine.h"
#include "repere/suggest.h"

enum {
  REPERE_SUGGEST_FEW = 3,   /* where there are fewer, those that nearly begin so are offered too, */
  REPERE_SUGGEST_NEARLY = 5 /* up to so many in all */
};

typedef struct {
  char *folded, *written; /* written: with its accents; NULL where it has none */
} RepereTypedWord;

typedef struct {
  char *q;           /* valid UTF-8 */
  GArray *words;     /* of RepereTypedWord */
  gsize last;        /* where the last one begins in `q` */
  gsize end;         /* and ends */
  gboolean complete; /* something stands behind it */
} RepereTyped;

typedef struct {
  const RepereLane *lane;
  const RepereLibrary *library;
  const RepereQuestion *question; /* language and deadline */
  guint limit;
  guint language; /* place of the language among the completion's */
  RepereTyped typed;
  RepereSuggestions *suggestions;
} RepereAsking;

/* Word `i` of what was typed; the last one. */
const RepereTypedWord *repere_typed_at(const RepereTyped *typed, guint i);
const RepereTypedWord *repere_typed_last(const RepereTyped *typed);

/* Whether typed word `i` may be the beginning of one. */
gboolean repere_typed_begins(const RepereTyped *typed, guint i);

/* Takes `text` over. */
RepereSuggestion *repere_suggestion_new(char *text, guint count, gboolean corrected);

/* How many may be added to `found` of a kind. */
guint repere_suggest_room(const RepereAsking *asking, const GPtrArray *found, gboolean corrected);

/* Fills `near` (of RepereLexiconWord) with at most `most` words that `word` may be misspelt for, itself left
 * out. */
void repere_suggest_near(const RepereLexicon *lexicon, const char *word, gboolean beginning, guint most,
                         GArray *near);

/* How many works something must be in for typed word `i` to be a misspelling of it; G_MAXUINT32: it is none,
 * as so many works have it, or a word that begins so. FALSE with `fault`. */
gboolean repere_suggest_least(const RepereAsking *asking, guint i, guint32 *least, xc_error *fault);

/* The kinds: each fills its part of asking->suggestions. FALSE with `fault` or `error`. */
gboolean repere_suggest_words(RepereAsking *asking, xc_error *fault, GError **error);
gboolean repere_suggest_concepts(RepereAsking *asking, xc_error *fault, GError **error);
gboolean repere_suggest_titles(RepereAsking *asking, xc_error *fault, GError **error);

#endif
