/* etag.h - validators (RFC 9110, section 8.8.3): what makes two answers the same.
 *
 * Weak, since the same answer differs in took_ms and in its coding. The same canonical request to the same
 * edition, database, revision and analysis gives the same answer; see service.h for the edition. */
#ifndef SEARCHD_ETAG_H
#define SEARCHD_ETAG_H

#include "repere/search.h"

/* `request`: the canonical request, in which is all that the answer depends on: route, parameters, and the
 * language also where Accept-Language chose it. Returns W/"…"; g_free. Cost: a microsecond or two. */
char *etag_new(guint64 edition, const RepereIndexState *index, const char *request);

/* Whether the client has that already, by its If-None-Match header (NULL: none sent): weak comparison; "*" is
 * true of what exists, which is not known here, and so matches nothing. What is no list of entity tags matches nothing.
 *
 * To be asked before any work is done, with service_view()'s edition and index. On TRUE reply 304 without
 * a body, with the headers a 200 would have: ETag, Cache-Control, Content-Language, Vary. The ETag of a
 * 200 is made of the index that the answer itself names, which may be a later one. */
gboolean etag_matches(const char *if_none_match, const char *etag);

#endif
