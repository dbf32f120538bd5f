/* atom.h - the newest hits as an Atom feed (RFC 4287).
 *
 * A work's date is its beginning: 2021-06 is updated 2021-06-01T00:00:00Z. A work without a date comes last,
 * is in no feed with `since`, and is updated 1970-01-01T00:00:00Z, since an entry must say something. Ids are
 * UUIDs of version 5 (RFC 4122) made of [library] url and the work's id: the same in every feed and after
 * every update. */
#ifndef SEARCHD_FORMATS_ATOM_H
#define SEARCHD_FORMATS_ATOM_H

#include "searchd/request.h"

#define ATOM_TYPE "application/atom+xml; charset=utf-8"

GString *atom_feed(const Request *request, const RepereLibrary *library, const RepereAnswer *answer,
                   const char *base);

#endif
