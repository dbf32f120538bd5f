/* postings.h - an inverter: texts in, the terms of one document with their positions and frequencies out.
 *
 * Extraction workers invert pages, the index writer inverts titles and abstracts; both write the same terms,
 * by schema.h. What a worker sends crosses a process boundary from code that parses hostile files, so the
 * reader of the serialised form takes nothing for granted. */
#ifndef REPERE_POSTINGS_H
#define REPERE_POSTINGS_H

#include "repere/text.h"
#include "schema.h"

G_BEGIN_DECLS

typedef struct RepereInverter RepereInverter;

/* The inverter borrows `analyzer` and must be gone, or empty (just taken), when that is trimmed. */
RepereInverter *repere_inverter_new(RepereAnalyzer *analyzer);
void repere_inverter_free(RepereInverter *inverter);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(RepereInverter, repere_inverter_free)

/* Adds a text of `field` in `language` (NULL: as written only) behind what was added before; returns the
 * positions it took. Clean text (repere_text_repair()). */
guint32 repere_inverter_add(RepereInverter *inverter, RepereTextField field, const char *text, gsize length,
                            const RepereLanguage *language);

/* Shows every token that is added from now on to `each` as well, so that a text is analysed once (NULL: to
 * nobody). */
void repere_inverter_show(RepereInverter *inverter, RepereTokenFunc each, gpointer data);

/* Leaves `n` positions free, so that no phrase runs over the gap. */
void repere_inverter_skip(RepereInverter *inverter, guint32 n);

/* All postings since the last take, terms in byte order; positions start at 0 again. The caller owns the
 * bytes. */
GBytes *repere_inverter_take(RepereInverter *inverter);

/* ---- reading what was taken ---- */

/* A word of the text that has the posting's term as its stem; not zero-terminated. */
typedef struct {
  const char *word;
  gsize size;
} RepereStemmed;

/* One term of a document. Borrowed from the reader until the next one. */
typedef struct {
  const char *term; /* not zero-terminated */
  gsize size;       /* 1 … REPERE_TERM_BYTES */
  guint32 wdf;      /* within-document frequency, in all fields; 0 of what stands in fields only */
  const guint32 *positions; /* ascending; of words: stems have none, for theirs are those of their words */
  guint count;
  const RepereStemmed *family; /* of stems: the words, folded, that have it */
  guint family_size;
} ReperePosting;

typedef struct ReperePostingsReader ReperePostingsReader;

/* Borrows `bytes`. */
ReperePostingsReader *repere_postings_reader_new(GBytes *bytes);
/* 1: a term was read, 0: the end, -1: the bytes are not what an inverter makes. */
int repere_postings_next(ReperePostingsReader *reader, ReperePosting *posting);
void repere_postings_reader_free(ReperePostingsReader *reader);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(ReperePostingsReader, repere_postings_reader_free)

/* TRUE where the bytes are what inverting running text gives, of at most `positions` positions: words, and
 * the stems of the table's languages, in order, each a whole word, and as often there as it has places. A
 * forged id or facet term would change other works, and a term or a length that Xapian refuses would end the
 * run, so bytes from outside are judged by this before anything else reads them. */
gboolean repere_postings_acceptable(GBytes *bytes, guint64 positions);

G_END_DECLS
#endif
