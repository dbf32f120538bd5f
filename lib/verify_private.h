/* verify_private.h - what the files of verify.h share: one look at one generation. */
#ifndef REPERE_VERIFY_PRIVATE_H
#define REPERE_VERIFY_PRIVATE_H

#include "index.h"
#include "repere/text.h"
#include "verify.h"

G_BEGIN_DECLS

/* A look at one generation. */
typedef struct {
  RepereVerification *to;
  xc_database *database;
  RepereAnalyzer *analyzer; /* NULL where the index was made by another analysis than this program's */
  GHashTable *texts;        /* docid -> how many page texts are stored for it */
  GPtrArray *facets;        /* verify_facets.c's */
  const char *work;         /* at which it is, or NULL */
  guint faults;             /* of that work */
} RepereVerify;

/* A fault of `part`, of the work that is being looked at where there is one. The format is a clause without its end. */
void repere_verify_say(RepereVerify *verify, RepereVerifyPart part, const char *format, ...) G_GNUC_PRINTF(3, 4);
/* The same of what could not be read; frees the error. */
void repere_verify_say_error(RepereVerify *verify, RepereVerifyPart part, const char *what, GError *error);
void repere_verify_say_fault(RepereVerify *verify, RepereVerifyPart part, const char *what, const xc_error *fault);

/* A work as its document has it. */
typedef struct {
  const RepereWorkState *state;
  RepereStoredDocument *stored;
  GPtrArray *ledger;       /* of RepereLedgerFile * */
  gboolean terms;          /* its terms could be read: */
  GPtrArray *facet_terms;  /* of char *: its terms of facets, in byte order */
  GArray *words;           /* of RepereVerifyWord: its terms that may have positions, the most frequent first */
} RepereVerifyDocument;

typedef struct {
  char *term;
  guint32 wdf;
} RepereVerifyWord;

/* verify_pages.c: pages, ledger, texts and positions of one work. */
void repere_verify_pages(RepereVerify *verify, const RepereVerifyDocument *document);

/* verify_facets.c: the facets of the index, whose faults it tells; then those of one work. */
void repere_verify_facets_load(RepereVerify *verify);
void repere_verify_facets(RepereVerify *verify, const RepereVerifyDocument *document);

G_END_DECLS
#endif
