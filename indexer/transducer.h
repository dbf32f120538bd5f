/* transducer.h - Apertium's compiled dictionaries, read and walked.
 *
 * The format is lttoolbox's (lttoolbox 3.7, lttoolbox/compression.cc, alphabet.cc, transducer.cc): letters,
 * tags, pairs of symbols, and for each section a finite-state transducer whose transitions are such pairs. It
 * is read here and not through lt-proc, which answers only for the words it is given: what is wanted is all
 * entries of a dictionary, in both directions and of several words too, and every form of a word without a
 * list of each language's tags. No word of the library leaves the process that way.
 *
 * A transducer is read-only once read. Its bytes may be anything: what is damaged is refused, and walks are
 * bounded. */
#ifndef REPERE_TRANSDUCER_H
#define REPERE_TRANSDUCER_H

#include <glib.h>

G_BEGIN_DECLS

typedef struct RepereTransducer RepereTransducer;

/* Reads `path`. Some 10 ms a MB; 12 bytes a transition stay in memory. Errors: REPERE_ERROR_IO, with a
 * sentence. */
RepereTransducer *repere_transducer_read(const char *path, GError **error);
RepereTransducer *repere_transducer_parse(const guint8 *bytes, gsize size, const char *name, GError **error);
void repere_transducer_free(RepereTransducer *transducer);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(RepereTransducer, repere_transducer_free)

/* `from` and `to`: both sides of one path, NUL-terminated; tags stand in them as "<n>". Borrowed for the
 * call. */
typedef void (*RepereTransducerFunc)(const char *from, const char *to, gpointer data);

/* All entries of the dictionary's main sections, but for numbers and addresses. No loop is gone through
 * twice. Some 0.1 s for 60 000. */
void repere_transducer_entries(const RepereTransducer *transducer, RepereTransducerFunc each, gpointer data);

/* Those of several words only, by their first side: a tenth of the time. */
void repere_transducer_compounds(const RepereTransducer *transducer, RepereTransducerFunc each, gpointer data);

/* The same with its sides changed, so that what was given is looked up. Some 10 ms a MB. */
RepereTransducer *repere_transducer_inverse(const RepereTransducer *transducer);

typedef enum {
  REPERE_WALK_EXACT = 0,
  REPERE_WALK_ACCENTS = 1, /* letters of the dictionary may have accents that those of the word lack */
  REPERE_WALK_TAGS = 2     /* behind the word, whatever tags there are: generating all forms of a lemma */
} RepereWalk;

/* What the dictionary makes of `word` (UTF-8, lower case; capitals of the dictionary match it). Some 5 µs. */
void repere_transducer_walk(const RepereTransducer *transducer, const char *word, RepereWalk how,
                            RepereTransducerFunc each, gpointer data);

G_END_DECLS
#endif
