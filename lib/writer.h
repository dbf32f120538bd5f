/* writer.h - a work -> terms, positions, values, page texts, in one generation of the index.
 *
 * One thread at a time. Changes become visible, all or none, at repere_writer_commit(); without it, or killed at any
 * moment, the index stays at its last commit. */
#ifndef REPERE_WRITER_H
#define REPERE_WRITER_H

#include "repere/ledger.h"
#include "repere/library.h"
#include "repere/vocabulary.h"
#include "repere/work.h"
#include "index.h"
#include "xapian_c.h"

G_BEGIN_DECLS

typedef struct RepereWriter RepereWriter;

/* Opens the generation at `path`, making it where it does not exist. `revision`: its next commit is later than this
 * one. Borrows library and vocabularies. Errors: LOCKED, CORRUPT, IO, NO_INDEX (another layout: rebuild). */
RepereWriter *repere_writer_open(const RepereLibrary *library, const RepereVocabularies *vocabularies, const char *path,
                                 guint64 revision, GError **error);
/* What was not committed is dropped. */
void repere_writer_free(RepereWriter *writer);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(RepereWriter, repere_writer_free)

/* Why every work must be written again though no source changed (another analysis, other facets), or NULL. With
 * *read set, the files must be read again, too, since their text would come out differently. */
const char *repere_writer_stale(const RepereWriter *writer, gboolean *read);
/* The same of an index that is not opened for writing. */
const char *repere_writer_would_be_stale(const RepereIndexMeta *meta, const RepereLibrary *library,
                                         const RepereVocabularies *vocabularies, gboolean *read);

/* How this run reads files, in the indexer's own words: the index says so once all works are written
 * (repere_writer_complete()), and one without any work at once: none of its files will have been read in another way. */
gboolean repere_writer_set_reading(RepereWriter *writer, const char *how, GError **error);

/* Says that every work has been written as this configuration and analysis have it. Until then what the index says of its
 * making stays as it was, so that a run that was stopped amid writing all anew is begun again by the next one. Takes
 * effect with the next commit. */
gboolean repere_writer_complete(RepereWriter *writer, GError **error);

/* All states, as of the opening: id -> RepereWorkState *. The caller owns the table. */
GHashTable *repere_writer_states(RepereWriter *writer, GError **error);

/* What one file of a work brings: read anew (ledger and postings, as the pool gives them), or taken over from
 * the index (`kept` = its number, from 0, in the work's state). What another work has is taken over as it stands when
 * repere_writer_put() is called: that work must not have been written over or removed before. */
typedef struct {
  RepereLedgerFile *ledger; /* owned; NULL when kept */
  GBytes *postings;         /* owned; NULL without text */
  int kept;                 /* -1 unless kept */
  guint32 donor;            /* the document of another work whose state numbers it so; 0: of this work */
  gint64 size, mtime;
} RepereFilePart;

/* What of putting a work in needs nothing of the index, about a third of its time: the work's texts become a document.
 * Unlike the rest it may run in another thread than the writer's, one at a time. NULL without an error where a file is
 * kept, whose pages come from the index. */
typedef struct RepereDocument RepereDocument;
RepereDocument *repere_writer_prepare(RepereWriter *writer, const RepereWork *work, RepereFilePart *parts,
                                      GError **error);

/* Puts a work in, replacing what has its id. parts[i] belongs to work->files[i]; their contents are consumed, and so is
 * `prepared`: what repere_writer_prepare() made of this work, or NULL, and it is made now. */
gboolean repere_writer_put(RepereWriter *writer, const RepereWork *work, RepereFilePart *parts,
                           RepereDocument *prepared, GError **error);

/* Only what is known of the files' times changed: content and record are the same. */
gboolean repere_writer_touch(RepereWriter *writer, const RepereWorkState *state, GError **error);

/* Gives a document the value "duplicate" of the facets of quality, or takes it away, and leaves everything else of
 * it as it is: its texts are not written again. Nothing where the configuration has no such facet. Some 0.1 ms and
 * what its terms take to be read. */
gboolean repere_writer_set_duplicate(RepereWriter *writer, guint32 docid, gboolean on, GError **error);

gboolean repere_writer_remove(RepereWriter *writer, const char *id, GError **error);

/* TRUE when enough text is pending that a commit is due ([indexer] commit-mb). */
gboolean repere_writer_due(const RepereWriter *writer);

/* Makes the pending changes visible under a new revision; nothing when there are none. */
gboolean repere_writer_commit(RepereWriter *writer, GError **error);

guint64 repere_writer_revision(const RepereWriter *writer);

/* For what is kept beside the works (translations.h): TRUE where a commit is due for changes; what can be read, with
 * those changes; and, where something is to be written, the index in a transaction that the next commit ends.
 * Borrowed. */
gboolean repere_writer_pending(const RepereWriter *writer);
xc_database *repere_writer_database(RepereWriter *writer);
xc_writer *repere_writer_begin(RepereWriter *writer, GError **error);

/* Of which stems and folded words (synonyms, schema.h) the works put in since the opening, at revision *since, may have
 * brought new spellings: a set of char *, borrowed. NULL: of too many. */
GHashTable *repere_writer_families(const RepereWriter *writer, guint64 *since);

G_END_DECLS
#endif
