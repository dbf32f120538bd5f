/* engine.h - the inside of RepereEngine, for search.c: following the index, and asking on a lane. */
#ifndef REPERE_ENGINE_H
#define REPERE_ENGINE_H

#include "concepts.h"
#include "repere/search.h"
#include "repere/text.h"
#include "repere/vocabulary.h"
#include "snapshot.h"
#include "xapian_c.h"

G_BEGIN_DECLS

/* What one question works with: a revision, and the asking lane's handle and analyzer. */
typedef struct {
  RepereSnapshot *snapshot;
  const RepereVocabularies *vocabularies;
  const RepereConcepts *concepts; /* of all the vocabularies, as the index was made with */
  const RepereWeights *weights;
  xc_database *database;
  RepereAnalyzer *analyzer;
} RepereLane;

/* Does the asking: FALSE with `error`, or with `fault` where Xapian said why. */
typedef gboolean (*RepereAsk)(const RepereLane *lane, gpointer data, xc_error *fault, GError **error);

/* Calls `ask` on lane number `lane` with the newest snapshot. Where the index moved on under it (XC_MODIFIED,
 * or a generation that is gone), moves on and calls it again with the newer one. */
gboolean repere_engine_ask(RepereEngine *engine, guint lane, RepereAsk ask, gpointer data, GError **error);

/* A lane at work on `snapshot`, of this engine, however old; borrows it. */
RepereLane repere_engine_lane(const RepereEngine *engine, guint lane, RepereSnapshot *snapshot);

G_END_DECLS
#endif
