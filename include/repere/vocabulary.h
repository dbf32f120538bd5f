/* vocabulary.h - SKOS vocabularies and ICU's names: concepts, labels, trees.
 *
 * A value of a facet is a concept's notation, or its URI where it has no notation. Finished data after
 * loading: any thread may read it. What it hands out is borrowed from it. */
#ifndef REPERE_VOCABULARY_H
#define REPERE_VOCABULARY_H

#include <glib.h>
#include "repere/error.h"

G_BEGIN_DECLS

typedef struct RepereVocabulary RepereVocabulary;     /* one: a *.rdf file, or one of ICU's, or our own */
typedef struct RepereVocabularies RepereVocabularies; /* all that a library has */

/* Loads every *.rdf of `folder` (NULL: none), each named after its file without the ending; "iso3166"
 * (countries) and "iso639" (languages) are always there, from ICU/CLDR, and "quality" (lib/quality.h). A file
 * that cannot be read is named in `problems` (char *, whole sentences with file and line; may be NULL) and
 * left out. NULL and an error only when the folder itself cannot be read. Streams with libxml2 (no network,
 * no entities, no DTD): a few seconds for 10 000 concepts at most. */
RepereVocabularies *repere_vocabularies_load(const char *folder, GPtrArray *problems, GError **error);
void repere_vocabularies_free(RepereVocabularies *vocabularies);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(RepereVocabularies, repere_vocabularies_free)

/* The vocabulary called `name`, or NULL. "*" is all file vocabularies in one: what is asked of it is answered
 * by the first of them, in the order of names, that knows the value; a value of several is there once.
 * Concepts of several that are the same (lib/vocabulary_same.c says which) are one: the value of the first
 * stands for all of them, what is above any of them is above it, and of their labels that in small letters is
 * shown. */
const RepereVocabulary *repere_vocabularies_get(const RepereVocabularies *vocabularies, const char *name);

/* The first file of the folder that could not be read, as its path; NULL where all could. Borrowed. */
const char *repere_vocabularies_unread(const RepereVocabularies *vocabularies);

/* All file vocabularies' names in order; NULL-terminated, borrowed. */
const char *const *repere_vocabularies_names(const RepereVocabularies *vocabularies);

/* The canonical value for what a record says (`notation or URI`; for ICU's: the code, case folded to the
 * standard's), or NULL where the vocabulary does not know it. */
const char *repere_vocabulary_value(const RepereVocabulary *vocabulary, const char *written);

/* The label of `value` in `lang`, else in English, else in any language, else NULL (unknown, or a concept
 * without labels). Country and language labels start as they do in a list ("Français": the first letter is a
 * capital). A SKOS concept without labels whose notation is a country's code is labelled by ICU. */
const char *repere_vocabulary_label(const RepereVocabulary *vocabulary, const char *value, const char *lang);

/* The broader concept's value, or NULL at the top and for unknown values. Cycles in the file, and what is
 * more than 100 levels deep, are cut at loading, and named in the problems. A concept with several broader
 * ones has the first as its parent. */
const char *repere_vocabulary_parent(const RepereVocabulary *vocabulary, const char *value);

/* Appends `value` and all concepts above it, by every skos:broader there is, each once (const char *,
 * borrowed), but no more than REPERE_BROADER_MOST in all; what has more is named in the problems. Nothing for
 * an unknown value. */
enum { REPERE_BROADER_MOST = 256 };
void repere_vocabulary_with_broader(const RepereVocabulary *vocabulary, const char *value, GPtrArray *values);

/* The topmost concept above `value` (itself if it has no parent), or NULL for an unknown value. */
const char *repere_vocabulary_top(const RepereVocabulary *vocabulary, const char *value);

/* Appends the values of those other concepts that the one of `value` is the same as and stands for (const
 * char *, borrowed); nothing in what is one vocabulary. */
void repere_vocabulary_same(const RepereVocabulary *vocabulary, const char *value, GPtrArray *values);

/* Whether it is several in one ("*"); and which of them has `value`, by name: the first, or itself where it
 * is one. NULL for an unknown value. */
gboolean repere_vocabulary_is_several(const RepereVocabulary *vocabulary);
const char *repere_vocabulary_name_of(const RepereVocabulary *vocabulary, const char *value);

/* How many concepts; and concept number i's value, in the file's order. */
guint repere_vocabulary_size(const RepereVocabulary *vocabulary);
const char *repere_vocabulary_at(const RepereVocabulary *vocabulary, guint i);

/* One name of a concept. */
typedef struct {
  const char *lang; /* ISO code, "" where the file names none */
  const char *text;
  gboolean preferred;
} RepereVocabularyLabel;

/* Appends all labels of concept number i (RepereVocabularyLabel, borrowed strings): the preferred ones, then
 * the alternative ones, each in the file's order. Countries have their short and other names and their
 * demonyms, in every gender and number, as alternative ones; names that mostly mean something else in running
 * text are left out. */
void repere_vocabulary_labels(const RepereVocabulary *vocabulary, guint i, GArray *labels);

G_END_DECLS
#endif
