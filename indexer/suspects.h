/* suspects.h - pairs of works that look alike, with what a curator needs to decide: for the report and for the command
 * `duplicates`. */
#ifndef REPERE_SUSPECTS_H
#define REPERE_SUSPECTS_H

#include "indexer/inspect.h"
#include "lib/likeness.h"

G_BEGIN_DECLS

/* One side of a pair. */
typedef struct {
  const char *id;
  char *title, *title_lang;
  char *issued;         /* "" where undated */
  char *languages;      /* of the work's files: "en, fr"; "" where unknown */
  char *file;           /* the one that is like the other work's: its href */
  const char *lang;     /* that most of it is in; "" where unknown */
  guint pages;          /* of it */
} RepereSuspect;

typedef struct {
  RepereDuplicateKind kind;
  double similarity;
  gboolean duplicate;   /* repere_like_pair_is_duplicate() */
  gboolean same_work;   /* two files of one work: `sides` names it twice */
  RepereSuspect sides[2];
} RepereSuspects;

/* Calls `each` for every pair, kind by kind, the most similar first; what it gets is borrowed. `lang`: of titles.
 * Some 15 µs a work of the library, and 0.1 ms a pair. */
typedef void (*RepereSuspectsFunc)(const RepereSuspects *suspects, gpointer data);
gboolean repere_suspects_each(const RepereInspection *inspection, const char *lang, RepereSuspectsFunc each,
                              gpointer data, GError **error);

/* The kind in words, "nearly the same text", and what to do, in sentences; in the language `lang` (report_words.h).
 * Static. */
const char *repere_suspects_kind(const RepereSuspects *suspects, const char *lang);
const char *repere_suspects_advice(const RepereSuspects *suspects, const char *lang);

G_END_DECLS
#endif
