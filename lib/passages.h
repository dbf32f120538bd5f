/* passages.h - the best pages of a hit, and their marked text.
 *
 * Which pages match is for pages.h to say, by `places` that know the document; a page's text is then read alone. Cost: a
 * page a passage. */
#ifndef REPERE_PASSAGES_H
#define REPERE_PASSAGES_H

#include "places.h"
#include "repere/search.h"
#include "stored.h"

G_BEGIN_DECLS

/* Appends up to `most` passages (ReperePassage *) of the document to `passages`, the best first. Where no page
 * matches but the abstract (`abstract`, may be NULL) does, that is the passage. */
gboolean repere_passages_cut(const RepereLane *lane, guint32 docid, const RepereStoredDocument *stored,
                             const RepereStoredText *abstract, const ReperePlan *plan,
                             const ReperePlaces *places, guint most, GPtrArray *passages, GError **error);

/* The text around the best matches of `evidence` (RepereEvidence *), escaped for HTML but for <mark>; NULL where nothing
 * matches in its first MB. Where only a part of a phrase stands in it, that is marked. g_free. */
char *repere_passage_html(const char *text, gsize length, const char *lang, const GPtrArray *evidence,
                          RepereAnalyzer *analyzer);

G_END_DECLS
#endif
