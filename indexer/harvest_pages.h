/* harvest_pages.h - the pages of a list that is being harvested, on disk until it is whole. For the harvest.
 *
 * A hidden folder beside the records: each reply as it came in a file of its own, in order, each written
 * whole or not at all; and "head", which says what the list is. Killed at any moment, the next harvest finds
 * it so, and goes on after the last page. One harvest at a time holds the folder. */
#ifndef REPERE_HARVEST_PAGES_H
#define REPERE_HARVEST_PAGES_H

#include "repere/error.h"

G_BEGIN_DECLS

typedef struct {
  char *folder;
  int lock;
  guint count; /* of pages: they are numbered from 1 */
  char *since; /* the list holds what changed since then; "" for all; NULL where no list is begun */
  char *base;  /* responseDate of the records it is to be joined to; "" where there were none */
} ReperePages;

/* Makes the folder or finds what is in it. REPERE_ERROR_LOCKED where another harvest holds it; _IO. */
ReperePages *repere_pages_open(const char *folder, GError **error);

/* Takes all pages away and begins a list. */
gboolean repere_pages_begin(ReperePages *pages, const char *since, const char *base, GError **error);

gboolean repere_pages_add(ReperePages *pages, const GByteArray *bytes, GError **error);

/* The path of page i, from 1. g_free. */
char *repere_pages_path(const ReperePages *pages, guint i);

/* Takes the folder away with all that is in it. */
void repere_pages_remove(ReperePages *pages);

/* Lets go of it; what is in it stays. */
void repere_pages_close(ReperePages *pages);

G_END_DECLS
#endif
