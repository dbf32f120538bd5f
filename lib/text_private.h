/* text_private.h - the steps of repairing extracted text, in their order. Private to lib/.
 *
 *   text.c        bytes -> characters, ligatures, normal form; the road through all steps
 *   accents.c     accents that stand beside their letter
 *   leaders.c     points between an entry of a table of contents and its page
 *   furniture.c   repeated headers, footers, page numbers
 *   hyphens.c     words cut at a line's end */
#ifndef REPERE_TEXT_PRIVATE_H
#define REPERE_TEXT_PRIVATE_H

#include <glib.h>

#include "repere/text.h"

/* How the accents of a document stand, counted where there is only one way to read them. */
typedef struct {
  guint before;     /* `´e`: accent, then letter (TeX) */
  guint after;      /* `e´`: letter, then accent */
  guint apostrophe; /* `n´t`: an apostrophe */
} RepereAccents;

/* TRUE if `text` (UTF-8) has any character that repere_accents_compose would look at. */
gboolean repere_accents_any(const char *text);
void repere_accents_count(const char *text, RepereAccents *accents);
/* `text` with its accents put on their letters; takes `text`, returns a string to be freed. */
char *repere_accents_compose(char *text, const RepereAccents *accents, RepereRepairs *repairs);

/* `text` without its leaders; takes `text`, returns a string to be freed. */
char *repere_leaders_drop(char *text, RepereRepairs *repairs);

/* What a document says about words that a line's end cut. Use: collect all pages, count all pages, join
 * any. */
typedef struct RepereHyphens RepereHyphens;
RepereHyphens *repere_hyphens_new(void);
void repere_hyphens_free(RepereHyphens *hyphens);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(RepereHyphens, repere_hyphens_free)
/* Where a word is cut between two pages, its rest goes to the first: a line after the cut. */
void repere_hyphens_carry(char **page, char **next);
/* Notes the words cut in `text`. Returns how many. */
guint repere_hyphens_collect(RepereHyphens *hyphens, const char *text);
/* Counts, in `text`, the words that would decide about the noted ones. */
void repere_hyphens_count(RepereHyphens *hyphens, const char *text);
/* Joins or keeps; drops soft hyphens. Takes `text`, returns a string to be freed. */
char *repere_hyphens_join(const RepereHyphens *hyphens, char *text, RepereRepairs *repairs);

#endif
