/* cursor.h - where in the hits of a question the next page begins, as text that clients hand back.
 *
 * Opaque to them: base64 for URLs (RFC 4648, 5) of a fixed row of numbers. It names the last hit shown by
 * what the hits are sorted by, so that nothing is repeated or left out whatever the size of the pages, and
 * also over revisions it goes on at about the same place. */
#ifndef REPERE_CURSOR_H
#define REPERE_CURSOR_H

#include "repere/search.h"

G_BEGIN_DECLS

typedef struct {
  RepereSort order; /* what the hits were sorted by in the end: the newest first where a query has no words */
  guint64 revision;
  guint64 question; /* repere_cursor_question() */
  guint32 before;   /* how many hits come before the next page */
  guint32 docid;    /* of the last hit shown */
  guint64 key;      /* relevance: the bits of its weight; else repere_order_key() */
} RepereCursor;

/* A hash over what decides on the hits and their order: q, lang, filters, sort; where there are words, spell. */
guint64 repere_cursor_question(const RepereQuestion *question);

char *repere_cursor_write(const RepereCursor *cursor); /* g_free */
/* FALSE where `text` is none of write's. Any bytes. */
gboolean repere_cursor_read(const char *text, RepereCursor *cursor);

double repere_cursor_weight(const RepereCursor *cursor);
guint64 repere_cursor_weight_key(double weight);

G_END_DECLS
#endif
