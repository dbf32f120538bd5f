/* languages.h - which of the library's languages a request means. */
#ifndef SEARCHD_LANGUAGES_H
#define SEARCHD_LANGUAGES_H

#include "repere/library.h"

/* The library's language for a tag (RFC 4647 lookup: "fr-CH" finds "fr", case aside), or NULL. Borrowed. */
const char *languages_lookup(const RepereLibrary *library, const char *tag);

/* English where the library has it, else the first of its languages. Borrowed. */
const char *languages_default(const RepereLibrary *library);

/* The best of the library's languages by an Accept-Language header (RFC 9110, section 12.5.4), NULL for none
 * sent. What cannot be read of it is skipped; what suits nobody gives the default. Borrowed. */
const char *languages_accept(const RepereLibrary *library, const char *header);

#endif
