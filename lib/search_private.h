/* search_private.h - what the one road from a question to its answer (search.c) lends to other kinds of
 * question. */
#ifndef REPERE_SEARCH_PRIVATE_H
#define REPERE_SEARCH_PRIVATE_H

#include "match.h"

G_BEGIN_DECLS

/* The whole answer to a question whose matches are found: total, facets, the page of hits. `match` may be
 * another's than of the question's words. NULL with `fault` or `error`. */
RepereAnswer *repere_search_answer(const RepereLane *lane, const RepereQuestion *question,
                                   const RepereMatch *match, xc_error *fault, GError **error);

/* The document of a work that may be seen; REPERE_ERROR_NOT_FOUND where there is none. */
gboolean repere_find_work(const RepereLane *lane, const char *id, guint32 *docid, xc_error *fault,
                          GError **error);

G_END_DECLS
#endif
