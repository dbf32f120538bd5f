/* harvest_reply.h - one reply of an OAI-PMH 2.0 provider, read. For the harvest.
 *
 * https://www.openarchives.org/OAI/openarchivesprotocol.html */
#ifndef REPERE_HARVEST_REPLY_H
#define REPERE_HARVEST_REPLY_H

#include "indexer/record_tree.h"

G_BEGIN_DECLS

typedef struct {
  char *date;       /* responseDate as "YYYY-MM-DDThh:mm:ssZ", or NULL where there is none that can be read */
  char *set;        /* of the request it answers, or NULL */
  char *error;      /* OAI-PMH's code: "badVerb"; or NULL */
  char *error_text; /* what stands with it, or NULL */
  char *token;      /* of the next part of the list, or NULL where the list ends */
  gint64 list_size; /* completeListSize, or -1 */
  guint records;
  gboolean identify; /* it describes the provider: */
  char *name, *version, *deleted, *granularity;
} RepereReply;

/* A record: {OAI}record with or without a fault; borrowed for the call. */
typedef void (*RepereReplyRecord)(const RepereTree *tree, gpointer data);

/* Reads the reply in `bytes` (or, where NULL, in the file `name`) and calls `on_record` (may be NULL) for
 * each record. FALSE with REPERE_ERROR_PROTOCOL, and a sentence that says what is wrong and in which line,
 * without `name`. */
gboolean repere_reply_read(RepereReply *reply, const char *name, const GByteArray *bytes,
                           RepereReplyRecord on_record, gpointer data, GError **error);
void repere_reply_clear(RepereReply *reply);

/* Takes out what providers leave in and XML forbids: control characters, also as "&#11;", become spaces;
 * bytes that are no UTF-8, where the reply says or implies UTF-8, are taken for Windows-1252. Returns how
 * many there were. */
guint repere_reply_repair(GByteArray *bytes);

/* What is wrong with the record, as a sentence (g_free), or NULL; its identifier where it has one (g_free).
 */
char *repere_reply_record_fault(const RepereTree *tree, char **id);

G_END_DECLS
#endif
