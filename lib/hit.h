/* hit.h - a document of the index as the hit that readers see. */
#ifndef REPERE_HIT_H
#define REPERE_HIT_H

#include "repere/search.h"
#include "repere/vocabulary.h"
#include "snapshot.h"
#include "stored.h"

G_BEGIN_DECLS

/* All of a hit but its score and passages; labels and texts in `lang`. `whole`: also what only one work asked by its id
 * has. */
RepereHit *repere_hit_of(const RepereSnapshot *snapshot, const RepereVocabularies *vocabularies, guint32 docid,
                         const RepereStoredDocument *stored, const char *lang, gboolean whole);

G_END_DECLS
#endif
