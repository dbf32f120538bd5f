/* cors.h - which web pages may read replies (the Fetch standard,
 * https://fetch.spec.whatwg.org/#http-cors-protocol). Finished data, any thread. http.c applies it; nobody
 * else needs it. */
#ifndef SEARCHD_CORS_H
#define SEARCHD_CORS_H

#include <glib.h>

typedef struct Cors Cors; /* reference counted */

/* `origins` as browsers write them ("https://example.org"), or "*"; with none of them, or NULL, there is
 * no Cors either: NULL, which the others take as well. */
Cors *cors_new(const char *const *origins);
Cors *cors_ref(Cors *cors);
void cors_unref(Cors *cors);

/* What Access-Control-Allow-Origin says to that Origin (NULL: none sent): itself, "*", or NULL. Borrowed. */
const char *cors_allow(const Cors *cors, const char *origin);

/* Whether replies depend on the Origin, so that Vary must name it. */
gboolean cors_varies(const Cors *cors);

#define CORS_EXPOSED \
  "Content-Disposition, Content-Language, ETag, Repere-Analysis, Repere-Match, Repere-Revision, Retry-After"
#define CORS_HEADERS "Accept, Accept-Language, Content-Type, If-None-Match"
#define CORS_SECONDS "86400"

#endif
