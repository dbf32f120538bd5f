/* subjects.h - what works without a subject could have: suggestions for the curator, from the concepts in their texts.
 *
 * A concept tells a work's subject where its texts have it often and those of few other works do: term frequency times
 * inverse document frequency (Salton and Buckley 1988, as in similar.c). Reads through a handle of the caller's, on its
 * thread. */
#ifndef REPERE_SUBJECTS_H
#define REPERE_SUBJECTS_H

#include "repere/library.h"
#include "repere/vocabulary.h"
#include "xapian_c.h"

G_BEGIN_DECLS

#define REPERE_PAGES_UNKNOWN G_MAXUINT

typedef struct {
  char *value, *label;
  guint occurrences; /* in the work's texts, 255 at most (schema.h) */
  guint pages;       /* it is on; REPERE_PAGES_UNKNOWN where the library has no facet that texts feed from the vocabulary */
  guint works;       /* of the library have it in their texts */
  double weight;     /* how much it tells, above 0 */
} RepereSubject;

typedef struct {
  guint32 docid;
  char *id, *title, *title_lang; /* title_lang: "" where unknown */
  GPtrArray *subjects;           /* of RepereSubject *, the most telling first; may be empty */
} RepereSubjectless;

/* TRUE for a facet that dcterms:subject feeds from a vocabulary of the library's own: one that can be suggested for. */
gboolean repere_facet_is_of_subjects(const RepereFacet *facet, const RepereVocabularies *vocabularies);

/* The works without a value in `facet`, such a one, by id (RepereSubjectless *, owned): labels and titles in `lang`, `most`
 * suggestions for each. A value is left out where a narrower one tells more. Cost: some µs a concept of such a work. */
GPtrArray *repere_subjects_suggest(xc_database *database, const RepereLibrary *library,
                                   const RepereVocabularies *vocabularies, const RepereFacet *facet, const char *lang,
                                   guint most, GError **error);

G_END_DECLS
#endif
