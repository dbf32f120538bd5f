/* sink.h - the thread that writes: works wait in a queue until Xapian has taken them, so that reading never
 * waits for a commit. */
#ifndef REPERE_SINK_H
#define REPERE_SINK_H

#include "indexer/tally.h"
#include "lib/writer.h"

G_BEGIN_DECLS

typedef struct RepereSink RepereSink;

/* Borrows both until finished: nobody else touches the writer, or what `tally` says of works added, replaced
 * and removed. A change counts once it is committed. */
RepereSink *repere_sink_new(RepereWriter *writer, RepereTally *tally);

/* Queue a change; everything is taken over. One thread: a work's document is built in it, while the other
 * writes those before. */
void repere_sink_put(RepereSink *sink, RepereWork *work, RepereFilePart *parts, RepereTallyChange change);
void repere_sink_touch(RepereSink *sink, RepereWorkState *state);
void repere_sink_remove(RepereSink *sink, const char *id);

/* Lets go of a work that will not be put. `parts` as for repere_sink_put(); both may be NULL. */
void repere_sink_drop(RepereWork *work, RepereFilePart *parts);

/* TRUE when so much waits that reading should pause. */
gboolean repere_sink_full(RepereSink *sink);

/* TRUE once writing has failed: the rest of the queue is dropped. */
gboolean repere_sink_failed(RepereSink *sink);

/* What is made of the whole before the last commit, in the thread that writes. */
typedef gboolean (*RepereSinkFunc)(RepereWriter *writer, gpointer data, GError **error);

/* Waits until all is written and committed, and ends the thread; before the commit calls `last` (NULL:
 * nothing). FALSE with the first error. */
gboolean repere_sink_finish(RepereSink *sink, RepereSinkFunc last, gpointer data, GError **error);

G_END_DECLS
#endif
