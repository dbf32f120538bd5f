/* ledger.h - what became of every file and page: the curator's book, kept in the index.
 *
 * Outcomes are stable words that people filter by; the reason is a sentence. Plain data. */
#ifndef REPERE_LEDGER_H
#define REPERE_LEDGER_H

#include <glib.h>
#include "repere/text.h"

G_BEGIN_DECLS

typedef enum {
  REPERE_OUTCOME_INDEXED,     /* "indexed"   every page read (a page may be empty, as its line says) */
  REPERE_OUTCOME_PARTIAL,     /* "partial"   read in part: a limit cut it, or some pages failed or are
                                 garbage; what was read is indexed */
  REPERE_OUTCOME_EMPTY,       /* "empty"     read, but no page has text: a scan, probably */
  REPERE_OUTCOME_ENCRYPTED,   /* "encrypted" needs a password */
  REPERE_OUTCOME_DAMAGED,     /* "damaged"   cannot be parsed as what it says it is */
  REPERE_OUTCOME_TOO_LARGE,   /* "too-large" over [indexer] max-file-mb */
  REPERE_OUTCOME_TIMEOUT,     /* "timeout"   took longer than a file may, twice */
  REPERE_OUTCOME_MEMORY,      /* "memory"    needed more memory than a file may, twice */
  REPERE_OUTCOME_CRASHED,     /* "crashed"   the reader crashed on it, twice */
  REPERE_OUTCOME_MISSING,     /* "missing"   there is no such file */
  REPERE_OUTCOME_UNREADABLE,  /* "unreadable" the system refuses to open or read it */
  REPERE_OUTCOMES
} RepereOutcome;

const char *repere_outcome_name(RepereOutcome outcome);
/* FALSE for those that a curator should look at: all but REPERE_OUTCOME_INDEXED. */
gboolean repere_outcome_is_good(RepereOutcome outcome);

/* The limits of [indexer] that can end the reading of a file, or of some of its pages. Indexes keep their
 * numbers. */
typedef enum {
  REPERE_LIMIT_FILE_MB,
  REPERE_LIMIT_TEXT_MB,
  REPERE_LIMIT_PAGES,
  REPERE_LIMIT_SECONDS,
  REPERE_LIMIT_MEMORY_MB,
  REPERE_LIMIT_OCR_PAGE_SECONDS,
  REPERE_LIMIT_OCR_FILE_SECONDS,
  REPERE_LIMITS
} RepereLimit;

/* Its key in [indexer]: "max-pages". */
const char *repere_limit_name(RepereLimit limit);

typedef struct {
  guint number;            /* 1 … */
  char *label;             /* printed page label ("iv"), or NULL where it is the number */
  const char *source;      /* interned: where its text is from: "text-layer", "document" (HTML, plain text),
                              "ocr"; or why it has none: "empty", "garbage" (a text layer that is no text),
                              "failed" */
  const char *lang;        /* interned; "" where unknown */
  guint32 characters;      /* of clean text, in Unicode characters */
  guint8 confidence;       /* of its recognition, 0 to 100; REPERE_CONFIDENCE_NONE where it was not
                              recognised */
  RepereRepairs repairs;
  /* Between extraction and index only; the ledger that the index gives back leaves these NULL and 0: */
  GBytes *text;            /* zstd-compressed clean UTF-8 text; NULL where there is none */
  guint32 positions;       /* token positions the page takes */
} ReperePage;

#define REPERE_CONFIDENCE_NONE 255

/* From where in a file something was taken. Ledgers keep the numbers: new ones come last. */
typedef enum {
  REPERE_FROM_UNKNOWN,    /* "": nothing was found */
  REPERE_FROM_INFO,       /* "info"          a PDF's Info dictionary */
  REPERE_FROM_XMP,        /* "xmp"           its XMP */
  REPERE_FROM_INFO_XMP,   /* "info-and-xmp"  both, each a part of it */
  REPERE_FROM_OUTLINE,    /* "outline"       the entry that all others of its outline are under */
  REPERE_FROM_FIRST_PAGE, /* "first-page"    what its first page prints: as a title by its type, as a date in
                             a short line */
  REPERE_FROM_HTML_TITLE, /* "html-title"    the title element */
  REPERE_FROM_PAGES,      /* "pages"         the words of each page, which tell its language */
  REPERE_FROMS
} RepereFrom;

/* "first-page"; "" for a number that is none. */
const char *repere_from_name(guint from);

/* One file of one work. */
typedef struct {
  RepereOutcome outcome;
  char *reason;            /* a sentence; NULL when indexed without a remark */
  char *sha256;            /* of the file's content, hex; NULL where it could not be read */
  guint32 cut[REPERE_LIMITS]; /* what each limit was when it ended the reading; 0: it did not */
  GPtrArray *pages;        /* of ReperePage * */
  char *title;             /* the document's own (PDF Info, XMP, first page; HTML title), or NULL */
  char *created;           /* W3CDTF day or month of the document's own date, or NULL */
  char **creators;         /* the people whom the document names as its authors, NULL-terminated; or NULL */
  guint8 title_from, created_from, creators_from; /* RepereFrom: where in the document these stand */
  GBytes *sketch;          /* what its text is compared with others' by (lib/sketch.h); NULL where it has too
                              little. Between extraction and index only: the index keeps it elsewhere
                              (lib/likeness.h) */
  guint8 taken;            /* REPERE_TAKEN_…: what the record lacked and was taken from this file */
} RepereLedgerFile;

enum { REPERE_TAKEN_TITLE = 1, REPERE_TAKEN_DATE = 2, REPERE_TAKEN_LANGUAGE = 4, REPERE_TAKEN_CREATORS = 8 };

ReperePage *repere_page_new(guint number);
void repere_page_free(ReperePage *page);
RepereLedgerFile *repere_ledger_file_new(void);
void repere_ledger_file_free(RepereLedgerFile *file);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(RepereLedgerFile, repere_ledger_file_free)

G_END_DECLS
#endif
