/* base.h - where the daemon is, as its client sees it. */
#ifndef SEARCHD_BASE_H
#define SEARCHD_BASE_H

#include "searchd/http.h"

/* A proxy that speaks TLS to the world says so in this header; "https" is the only word of it that counts. */
#define BASE_HEADER "X-Forwarded-Proto"

/* "http://example.org:7321" of the request's Host header; "" where that is missing or no host: addresses that
 * begin with a path then. g_free. In the handler only. */
char *base_of(HttpExchange *exchange);
char *base_from(const char *host, const char *proto); /* either may be NULL */

#endif
