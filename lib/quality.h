/* quality.h - what a curator should look at in a work, told from its ledger: the values of the facet
 * "quality".
 *
 * A work without a fault has no value. The rules are pure functions of what the record declares and what the
 * ledger says; when one of them changes, REPERE_QUALITY_RULES grows by one, and `update` writes every work
 * anew. */
#ifndef REPERE_QUALITY_H
#define REPERE_QUALITY_H

#include "repere/ledger.h"
#include "repere/vocabulary.h"
#include "repere/work.h"

G_BEGIN_DECLS

#define REPERE_QUALITY_RULES 1

/* In the order of the vocabulary. The words are stable: people filter by them. */
typedef enum {
  REPERE_QUALITY_NO_TEXT, /* "no-text": a file of which no page has text, or too many have none (below) */
  REPERE_QUALITY_OCR_LOW, /* "ocr-low": recognised with a mean confidence under REPERE_QUALITY_CONFIDENCE */
  REPERE_QUALITY_LANGUAGE_MISMATCH, /* "language-mismatch": most of a file's text is in another language than
                                       declared */
  REPERE_QUALITY_DAMAGED,           /* "damaged": a file that could not be read, or only in part */
  REPERE_QUALITY_MISSING,           /* "missing": a file that is not there */
  REPERE_QUALITY_DUPLICATE,         /* "duplicate": suspected to be the same as another work */
  REPERE_QUALITIES
} RepereQuality;

/* Recognition is a percentage, as Tesseract states it: the mean over a page's words. The mean of a file weighs
 * pages by their characters. Pages of manuals in three languages, drawn ever smaller and recognised by
 * Tesseract 5, had nine words in ten right from 78 on, three in five at 72, and never more than two in five
 * under 70. */
#define REPERE_QUALITY_CONFIDENCE 70

/* A blank back of a page is no fault, so single pages without text are none. They are where they are at least
 * two and a fifth of the file, or three in a row. In a library of 233 PDFs the blank backs and covers are up
 * to a tenth of a file's pages, and no two of them stand side by side. */
enum { REPERE_QUALITY_BLANK_LEAST = 2, REPERE_QUALITY_BLANK_PERCENT = 20, REPERE_QUALITY_BLANK_ROW = 3 };

/* Under so many characters a file's language is anybody's guess. */
#define REPERE_QUALITY_LANGUAGE_LEAST 200

/* "no-text" */
const char *repere_quality_name(RepereQuality quality);

/* TRUE where the page should have text and has none: nothing on it, or a text layer that is no text. */
gboolean repere_quality_page_is_blank(const ReperePage *page);

/* The mean confidence of a file's recognised pages, or REPERE_CONFIDENCE_NONE where none was recognised. */
guint repere_quality_confidence(const RepereLedgerFile *file);

/* The language that more than half of a file's characters are in, where the pages' languages are told; else
 * "". Static. */
const char *repere_quality_language(const RepereLedgerFile *file);

/* A bit (1 << RepereQuality) for each fault of a file. `declared`: the languages that its record declares for
 * it (codes, NULL-terminated), or NULL. */
guint repere_quality_of_file(const RepereLedgerFile *file, const char *const *declared);

/* The same of a work: of any of its files. `files`: of RepereLedgerFile *, one a file of the work, in order.
 * A file without a language of its own is declared to be in those of the record. `duplicate`: it is suspected
 * to be one, which only a comparison with all other works can tell. */
guint repere_quality_of_work(const RepereWork *work, const GPtrArray *files, gboolean duplicate);

/* Appends the names of the bits set (char *, owned by the array's free function). */
void repere_quality_values(guint qualities, GPtrArray *values);

/* The values with their labels in English, French and Spanish, as the vocabulary "quality". */
RepereVocabulary *repere_quality_vocabulary(void);

G_END_DECLS
#endif
