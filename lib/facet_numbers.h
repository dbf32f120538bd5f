/* facet_numbers.h - the facets of a generation that is written: their slots, and the numbers of their values.
 *
 * Both are told by the index, and grow as values come that it has not. Slots that facets of an earlier
 * configuration had stay theirs: values of theirs may still stand in documents. One thread, the writer's. */
#ifndef REPERE_FACET_NUMBERS_H
#define REPERE_FACET_NUMBERS_H

#include "repere/error.h"
#include "repere/library.h"
#include "repere/vocabulary.h"
#include "xapian_c.h"

G_BEGIN_DECLS

typedef struct {
  const RepereFacet *facet;
  const RepereVocabulary *vocabulary;
  guint32 slot;
  guint32 pages;       /* the slot of its values' pages; 0: texts do not feed it */
  gboolean known;      /* the index knows its slots */
  GHashTable *numbers; /* value -> number; keys owned */
} RepereFacetNumbers;

/* An empty array of them. g_array_unref. */
GArray *repere_facet_numbers_new(void);

/* Appends all facets of the library, which with the vocabularies must outlive them, as `database` has
 * them. */
gboolean repere_facet_numbers_load(GArray *facets, const RepereLibrary *library,
                                   const RepereVocabularies *vocabularies, xc_database *database,
                                   GError **error);

/* Appends the numbers of the values `found` (char *) to `numbers` (guint32); new ones are written down. */
gboolean repere_facet_numbers_add(RepereFacetNumbers *values, xc_writer *xapian, const GPtrArray *found,
                                  GArray *numbers, GError **error);

/* Gives `document` a value, slot and term, or takes it away; the document is not written. */
gboolean repere_facet_numbers_set(RepereFacetNumbers *values, xc_writer *xapian, xc_document *document,
                                  const char *value, gboolean on, GError **error);

G_END_DECLS
#endif
