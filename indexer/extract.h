/* extract.h - a file's format read: its pages' text as it stands there, not yet repaired.
 *
 * Runs inside the jail (jail.h); may crash, loop or use up its memory, which costs the worker only. */
#ifndef REPERE_EXTRACT_H
#define REPERE_EXTRACT_H

#include "indexer/wire.h"
#include "repere/ledger.h"

G_BEGIN_DECLS

typedef struct RepereOcr RepereOcr;

/* What to read, and how much of it. */
typedef struct {
  int file; /* open for reading; whoever reads duplicates or uses it up as its library wants, and closes it */
  guint64 size;
  guint64 max_text; /* bytes of raw text */
  guint max_pages;
  guint skip;          /* page to leave out: the reader died on it; 0 for none */
  gint64 cpu_deadline; /* of this process's CPU clock, in microseconds: past it no page is begun; what
                          recognising takes comes on top */
  guint32 *page;       /* where to note the page being read */
  RepereOcr *ocr;      /* recognises pages without text (ocr.h); NULL where they are not */
} RepereExtractTask;

typedef struct {
  char *text; /* valid UTF-8 or nearly; NULL where the page failed */
  gsize size;
  char *label;             /* or NULL */
  RepereWireSource source; /* where the text is from, or why there is none */
  guint8 confidence;       /* see ReperePage */
  RepereRepairs repairs;   /* what reading it repaired */
} RepereExtractPage;

/* What was found. */
typedef struct {
  RepereOutcome outcome;   /* INDEXED where there is nothing to complain of; the worker finds out EMPTY */
  char *reason;            /* a sentence or NULL */
  guint32 limits;          /* that ended the reading, of the file or of pages: a bit each, 1 << RepereLimit */
  GArray *pages;           /* of RepereExtractPage */
  RepereWireSource source; /* of the pages' text */
  char *title, *created;   /* the document's own, or NULL */
  GPtrArray *creators;     /* of char *: whom the document names as its authors */
  RepereFrom title_from, created_from, creators_from; /* where in it these stand */
  char *lang;              /* language it declares, or NULL */
  guint64 bytes;           /* of text so far */
} RepereExtract;

RepereExtract *repere_extract_new(void);
void repere_extract_free(RepereExtract *extract);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(RepereExtract, repere_extract_free)

/* Adds a page (text and label transfer full; `text` NULL for a page that failed), cut where the task's bound
 * of text is reached; what else is to be said of it may be set on the last of `pages` after. FALSE when no
 * page more is wanted, with outcome and reason set. */
gboolean repere_extract_add(RepereExtract *extract, const RepereExtractTask *task, char *text, char *label);

/* The page added last: there is one. */
RepereExtractPage *repere_extract_last(RepereExtract *extract);

/* Notes that page `number` of `total` is begun. FALSE when it must not be: too many, or no
 * time; outcome and reason are set. */
gboolean repere_extract_begin(RepereExtract *extract, const RepereExtractTask *task, guint number,
                              guint total);

/* Sets the outcome and its sentence (reason.h; transfer full), unless there is one already. */
void repere_extract_complain(RepereExtract *extract, RepereOutcome outcome, char *reason);

/* A limit ended the reading: notes it, and complains of a file that was read in part. */
void repere_extract_cut(RepereExtract *extract, RepereLimit limit, char *reason);

/* The file in memory, zero-terminated, up to twice the bytes of text that are wanted (more is never used, and
 * is complained of); NULL with the outcome set where the system does not give it. */
char *repere_extract_load(RepereExtract *extract, const RepereExtractTask *task, gsize *size);

/* A title as it may be shown: white space and controls put in order; NULL where it is none: blank, a file's
 * name, what a program writes by itself. Consumes `title`, may be NULL. */
char *repere_extract_title(char *title);

/* The readers. Each adds pages to `extract` and complains where it must. */
void repere_extract_pdf(RepereExtract *extract, const RepereExtractTask *task);
void repere_extract_html(RepereExtract *extract, const RepereExtractTask *task);
void repere_extract_plain(RepereExtract *extract, const RepereExtractTask *task);

/* The reader of a media type, NULL where there is none. */
typedef void (*RepereExtractFunc)(RepereExtract *extract, const RepereExtractTask *task);
RepereExtractFunc repere_extract_for(const char *media_type);

/* Makes the libraries load what they load lazily, before the jail. */
void repere_extract_warm_up(void);
void repere_extract_pdf_warm_up(void);
void repere_extract_html_warm_up(void);

/* `raw` (zero-terminated, transfer full) as UTF-8. The encoding is told by a byte order mark, by the bytes
 * being valid UTF-8, by `declared` (may be NULL), and last by statistics. NULL where it is no text in any.
 * g_free. */
char *repere_charset_to_utf8(char *raw, gsize size, const char *declared, gsize *utf8_size);

G_END_DECLS
#endif
