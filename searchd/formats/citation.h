/* citation.h - a work as those who cite it see it: its kind, its people, its dates, whatever the facets are
 * called.
 *
 * A record's people are free text ("IOM", "Graviano, Nicola", "Nicola Graviano"). The rule is: one comma with
 * something on both sides divides a family name from given names; all else is one literal name, an
 * organization's or a person's, and is never taken apart. */
#ifndef SEARCHD_FORMATS_CITATION_H
#define SEARCHD_FORMATS_CITATION_H

#include "repere/library.h"
#include "repere/search.h"

/* What a type of work (a value of the facet type) is called elsewhere. */
typedef struct {
  const char *type;   /* NULL: any other */
  const char *ris;    /* TY of RIS */
  const char *bibtex; /* entry */
  const char *csl;    /* type of CSL 1.0.2 */
} CitationKind;

const CitationKind *citation_kind(const RepereHit *hit);

/* The parts of a name, both NULL where it is literal; g_free. */
void citation_name(const char *name, char **family, char **given);

/* Year, month and day of a W3CDTF date, 0 for what it does not say; FALSE for no date. */
typedef struct {
  guint year, month, day;
} CitationDate;
gboolean citation_date(const char *issued, CitationDate *date);

/* The hit's values in the facets that are fed by record element `source` ("dcterms:isPartOf"): labels, each
 * once, borrowed. g_ptr_array_unref. */
GPtrArray *citation_labels(const RepereLibrary *library, const RepereHit *hit, const char *const *sources);
extern const char *const citation_series[], *const citation_keywords[], *const citation_publishers[];

/* The work's publishers: its own where it is one asked by itself, else the facet's. g_ptr_array_unref. */
GPtrArray *citation_publishers_of(const RepereLibrary *library, const RepereHit *hit);

/* The file a reader is sent to first: in `lang` if there is one; NULL where there is none with an address. */
const RepereHitFile *citation_file(const RepereHit *hit, const char *lang);

/* Strings (char *) with `between` between them; "" for none. g_free. */
char *citation_join(const GPtrArray *texts, const char *between);

/* `text` on one line: white space and controls are single spaces. g_free. */
char *citation_line(const char *text);

#endif
