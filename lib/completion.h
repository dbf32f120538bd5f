/* completion.h - what completions are looked up in: made with a snapshot, from it, and part of it.
 *
 * Only works that may be seen are in it. Finished data once made, any thread may read it (what it keeps to be
 * quicker has a lock of its own). Memory: a byte a work, 4 bytes a word of its title, and the labels of the
 * facets' values. */
#ifndef REPERE_COMPLETION_H
#define REPERE_COMPLETION_H

#include "repere/language.h"
#include "snapshot.h"
#include "word_index.h"

G_BEGIN_DECLS

/* Of the library's languages, completions tell so many apart: the first ones. */
enum { REPERE_COMPLETION_LANGUAGES = 7, REPERE_COMPLETION_VISIBLE = 0x80 };

/* A label of a value. */
typedef struct {
  guint32 column, number; /* the value */
  guint8 languages;       /* bit i: it is called so in the library's language i */
} RepereCompletionLabel;

struct RepereCompletion {
  RepereWordIndex titles;       /* things are works, by their place in `newest` */
  const RepereOrder *newest;    /* the snapshot's */
  RepereWordIndex labels;       /* things are labels, those of most works first */
  RepereCompletionLabel *label; /* thing -> label */
  guint languages;              /* of the library, as far as they are told apart */
  const RepereLanguage *language[REPERE_COMPLETION_LANGUAGES]; /* their rows; NULL where there is none */
  guint8 *documents;                                           /* docid -> bit i: in language i; VISIBLE */
  guint32 last_docid;
  GMutex lock;         /* of `spelled` */
  GHashTable *spelled; /* a word's number and language -> RepereSpelled (spelled.h) */
  guint32 *works;      /* number of a word -> works; NULL: none is hidden. Atomic; G_MAXUINT32: not counted yet */
};

/* Reads titles through the snapshot's first handle; borrows what the snapshot has of words and orders. Cost:
 * a second or so for a million works. NULL with `fault`. */
RepereCompletion *repere_completion_new(const RepereSnapshot *snapshot, const RepereLibrary *library,
                                        const RepereVocabularies *vocabularies, xc_error *fault);
void repere_completion_free(RepereCompletion *completion);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(RepereCompletion, repere_completion_free)

/* The place of `lang` among the library's languages; completion->languages where it is not told apart. */
guint repere_completion_language(const RepereCompletion *completion, const RepereLibrary *library,
                                 const char *lang);

G_END_DECLS
#endif
