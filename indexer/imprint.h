/* imprint.h - what a document's first pages print of itself: who wrote it, when it appeared. Pure functions
 * on text. */
#ifndef REPERE_IMPRINT_H
#define REPERE_IMPRINT_H

#include <glib.h>

G_BEGIN_DECLS

/* The words of some text, folded: to ask whether something is printed there. */
typedef struct RepereImprint RepereImprint;
RepereImprint *repere_imprint_new(void);
void repere_imprint_free(RepereImprint *imprint);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(RepereImprint, repere_imprint_free)
void repere_imprint_add(RepereImprint *imprint, const char *text);

/* The share of the words of `said` that are printed, 0 to 1; words of one letter do not count. 0 where it has
 * none. */
double repere_imprint_share(const RepereImprint *imprint, const char *said);

/* Adds to `names` (of char *) the people named in `authors`, as programs write them: "Ana Ruiz; B. Diallo",
 * "Ana Ruiz, Binta Diallo and Carl Ek", "Ruiz, Ana". Only those that look like a person's name and, where
 * `imprint` is not NULL, are printed there: what a program writes is mostly who saved the file. Leaves out
 * names that are there already. */
void repere_imprint_names(const RepereImprint *imprint, const char *authors, GPtrArray *names);

/* Adds to `names` the people that a first page names as its authors, where it says so: after "by", "Authors:"
 * and the like in English, French and Spanish; or on the lines below `title` (may be NULL), where what
 * follows them is an address, an institution, a date or the abstract. A line counts where all of it are names
 * and where they work, none of their words being written small anywhere in `texts` (`n` of char *, NULL
 * allowed: all that there is to compare). */
void repere_imprint_authors(const char *page, const char *title, const char *const *texts, guint n,
                            GPtrArray *names);

/* Whether `name` is a country's, in English, French or Spanish. */
gboolean repere_imprint_is_country(const char *name);
/* Whether `title` is what parts of a document are called: "Contents", "1. Introduction", "Résumé". */
gboolean repere_imprint_is_heading(const char *title);
/* Whether `line` says when, in which version, by what right or where something appeared: no words of a
 * title. */
gboolean repere_imprint_is_note(const char *line);

/* W3CDTF, "2021-06" or "2021-06-07", of the first date in `text` that stands in a short line, in English,
 * French or Spanish words or as 7/6/2021 (day first); NULL where there is none. A date after `latest` (W3CDTF
 * day or NULL) is passed over. g_free. */
char *repere_imprint_date(const char *text, const char *latest);
/* Whether `year` is printed anywhere. */
gboolean repere_imprint_has_year(const char *text, int year);

G_END_DECLS
#endif
