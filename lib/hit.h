/* hit.h - a document of the index as the hit that readers see. */
#ifndef REPERE_HIT_H
#define REPERE_HIT_H

#include "facets.h"
#include "repere/search.h"
#include "stored.h"

G_BEGIN_DECLS

/* What a hit is to show. */
typedef struct {
  const char *lang; /* of labels and texts */
  gboolean whole;   /* also what only one work asked by its id has */
  RepereTextFacets texts;
} RepereHitAsk;

/* All of a hit but its score and passages; NULL with an error where the index cannot be read. */
RepereHit *repere_hit_of(const RepereLane *lane, guint32 docid, const RepereStoredDocument *stored,
                         const RepereHitAsk *ask, GError **error);

G_END_DECLS
#endif
