/* verify.h - the verification of an index for people and programs: of the database, of the works, and of a snapshot's
 * files. */
#ifndef REPERE_INDEXER_VERIFY_H
#define REPERE_INDEXER_VERIFY_H

#include "lib/verify.h"

G_BEGIN_DECLS

typedef struct {
  const char *part;
  char *work;        /* or NULL */
  char *sentence;
} RepereFoundFault;

typedef struct {
  char *path;        /* the generation */
  guint works, pages;
  guint64 revision;
  GPtrArray *faults; /* of RepereFoundFault * */
} RepereFindings;

GPtrArray *repere_found_faults_new(void);
void repere_findings_clear(RepereFindings *findings);
void repere_findings_add(RepereFindings *findings, RepereVerifyPart part, const char *work, const char *sentence);
/* The same before those that are there: it explains them. */
void repere_findings_put_first(RepereFindings *findings, RepereVerifyPart part, const char *work, const char *sentence);

/* Verifies the generation at `path`. Damage that crashes what reads it, or never ends it, is a fault like others: it is
 * read by a process of its own. FALSE where that process cannot be. */
gboolean repere_find_faults(const char *path, gboolean quiet, RepereFindings *findings, GError **error);

/* What is in the folder of a generation and is no file, as a path (g_free), or NULL: a pipe or a device would keep whoever
 * opens it waiting for ever. */
char *repere_find_stranger(const char *path);

G_END_DECLS
#endif
