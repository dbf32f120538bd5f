/* ocr.h - a worker recognises the pages that have no usable text.
 *
 * The models are mapped before the jail, which costs nothing until a page needs one. A page is rendered, told
 * by the hash of its picture, asked for at the pool (wire.h), and recognised where the pool does not have it.
 * That it is blank, or that its reader died before there was a picture, is kept by its place, the file's hash
 * and its number, and asked for before it is rendered. The language is the declared one, else that of the
 * pages before, else the likeliest; where the text that comes out clearly is in another one, the page is
 * recognised again with that one's model. One that can hardly be read is tried upside down. */
#ifndef REPERE_OCR_H
#define REPERE_OCR_H

#include <poppler.h>

#include "indexer/extract.h"
#include "indexer/ocr_engine.h"

G_BEGIN_DECLS

/* Maps the models of `languages` ("en;fr"; "" for none) that are in `folder`. Once in a process, before the
 * jail. */
void repere_ocr_prepare(const char *folder, const char *languages);

/* What recognising one file needs; made for each job. */
struct RepereOcr {
  int socket;
  guint dpi;
  guint page_seconds;
  guint memory_mb;      /* of this process */
  gint64 cpu_left;      /* of the file's, in microseconds */
  const char *declared; /* language, "" where none */
  GArray *spared;       /* of guint32: pages to leave, since a reader died of them */
  /* what came of it */
  guint recognised, unfinished, over;   /* pages: with text; given up after their time; not begun for want of
                                           time */
  guint first_unfinished;               /* page number, 0 where none */
  guint starved, first_starved;         /* the same of those that wanted more memory, as an earlier run
                                           found */
  gint64 cpu_used;                      /* by all of it */
  /* its own */
  gsize letters[REPERE_LANGUAGES_MAX];  /* of text met so far, by language */
  const char *found;                    /* language of the last page that told one, or NULL */
  struct { const char *code; RepereOcrEngine *engine; } engine;
  gint64 deadline;                      /* of the page in work, of this process's CPU clock */
};

typedef enum {
  REPERE_OCR_NOTHING,    /* the page is blank or unreadable, or was not recognised; `text` is NULL */
  REPERE_OCR_RECOGNISED
} RepereOcrResult;

/* Recognises page `number`. `text`: raw, g_free. `confidence`: REPERE_CONFIDENCE_NONE where nothing was
 * recognised. */
RepereOcrResult repere_ocr_page(RepereOcr *ocr, PopplerPage *page, guint number, char **text,
                                guint8 *confidence);

/* Takes note of a page that has text: its language is likely that of the next scanned one. */
void repere_ocr_note_text(RepereOcr *ocr, const char *text);

/* Says of the file what went wrong with its recognition, if something did. */
void repere_ocr_complain(const RepereOcr *ocr, RepereExtract *extract);

/* Frees what it holds, not `ocr` itself. */
void repere_ocr_clear(RepereOcr *ocr);

/* ---- ocr_render.c ---- */

typedef enum { REPERE_OCR_PICTURE, REPERE_OCR_BLANK, REPERE_OCR_UNRENDERED } RepereOcrRendering;

/* The page as it is printed, in grey; there is no picture of one that is blank, or cannot be rendered. At
 * most REPERE_OCR_PIXELS: larger sheets get fewer pixels an inch. */
enum { REPERE_OCR_PIXELS = 20 * 1000 * 1000 };
RepereOcrRendering repere_ocr_render(PopplerPage *page, guint dpi, RepereOcrPicture *picture);

G_END_DECLS
#endif
