/* stored.h - what the index keeps of a work beside its terms, as bytes and back.
 *
 * Three GVariants: the document's data (what a hit shows, and where its pages begin), the work's state (what
 * it was made of, so that `update` knows what changed) and its ledger. GVariant reads any bytes safely; a
 * damaged one reads as empty values. The types change together with REPERE_SCHEMA_VERSION. */
#ifndef REPERE_STORED_H
#define REPERE_STORED_H

#include "repere/ledger.h"
#include "repere/work.h"

G_BEGIN_DECLS

/* ---- a page's place ---- */

typedef struct {
  guint32 start;     /* position of its first word in the document */
  guint32 file;      /* from 1; 0: the record's own text, one "page" a language */
  guint32 number;    /* in the file, from 1 */
  const char *label; /* "" where it is the number */
  const char *lang;
} RepereStoredPage;

/* ---- the document's data ---- */

typedef struct {
  const char *lang, *text;
} RepereStoredText;

typedef struct {
  const char *href, *lang, *url, *media_type;
  guint8 outcome;    /* RepereOutcome */
  guint32 pages;
} RepereStoredFile;

/* All arrays and strings are owned by the struct. */
typedef struct {
  const char *id, *issued, *type;            /* issued, type: "" where there is none */
  GArray *titles, *abstracts;                /* of RepereStoredText; at least one title */
  GPtrArray *creators, *publishers;          /* of const char * */
  GArray *files;                             /* of RepereStoredFile */
  GArray *points;                            /* of ReperePoint */
  GArray *pages;                             /* of RepereStoredPage, by start; their order numbers the page
                                                texts */
  GBytes *holder;                            /* what the strings live in; NULL while writing */
} RepereStoredDocument;

RepereStoredDocument *repere_stored_document_new(void);
void repere_stored_document_free(RepereStoredDocument *document);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(RepereStoredDocument, repere_stored_document_free)

GBytes *repere_stored_document_pack(const RepereStoredDocument *document);
RepereStoredDocument *repere_stored_document_unpack(const char *bytes, gsize size);
/* Without files, points and pages, which may be thousands. */
RepereStoredDocument *repere_stored_document_unpack_head(const char *bytes, gsize size);
/* Appends to `pages` (of RepereStoredPage) where each page starts, and nothing else of it: some ns a page. */
void repere_stored_document_starts(const char *bytes, gsize size, GArray *pages);

/* Of texts (RepereStoredText) the one in `lang`, else in English, else the first; NULL where there is
 * none. */
const RepereStoredText *repere_stored_text_in(const GArray *texts, const char *lang);

/* What readers call a page of a file: its label, or its number where it has none. g_free. */
char *repere_stored_page_label(const RepereStoredPage *page);

/* The address of a page of `file`: that of the file, opened at the page where the format can (RFC 8118).
 * g_free. */
char *repere_stored_page_url(const RepereStoredFile *file, const RepereStoredPage *page);

/* ---- the state ---- */

/* The size of a file that is as it was, but is to be read again: no file has it. */
#define REPERE_SIZE_READ_AGAIN (-2)

typedef struct {
  char *href;
  char *lang;        /* as declared */
  char *media_type;
  char *sha256;      /* "" where it could not be read */
  gint64 size, mtime; /* of the file when it was read; mtime: when it or its inode last changed, ns. -1: no
                         file. size may be REPERE_SIZE_READ_AGAIN */
  RepereOutcome outcome;
  guint32 *cut;      /* as in RepereLedgerFile; NULL where no limit ended its reading */
} RepereFileState;

typedef struct {
  char *id;
  char *hash;        /* of the record */
  char *source;      /* file the record came from */
  guint32 docid;
  GPtrArray *files;  /* of RepereFileState * */
} RepereWorkState;

RepereWorkState *repere_work_state_new(const char *id);
void repere_work_state_free(RepereWorkState *state);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(RepereWorkState, repere_work_state_free)
/* `cut` may be NULL. */
void repere_work_state_add_file(RepereWorkState *state, const char *href, const char *lang,
                                const char *media_type, const char *sha256, gint64 size, gint64 mtime,
                                RepereOutcome outcome, const guint32 cut[REPERE_LIMITS]);

GBytes *repere_work_state_pack(const RepereWorkState *state);
RepereWorkState *repere_work_state_unpack(const char *bytes, gsize size);

/* ---- the ledger ---- */

/* Of all files of a work, in order (RepereLedgerFile *). Page texts, positions and sketches (likeness.h) are
 * not part of it. */
GBytes *repere_ledger_pack(const GPtrArray *files);
GPtrArray *repere_ledger_unpack(const char *bytes, gsize size);

G_END_DECLS
#endif
