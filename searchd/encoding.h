/* encoding.h - content codings (RFC 9110, section 8.4): which one a client wants, and compressing by it.
 *
 * Levels are the cheap ones: a search's answer is made anew for most requests. No socket in here. */
#ifndef SEARCHD_ENCODING_H
#define SEARCHD_ENCODING_H

#include <glib.h>

typedef enum { ENCODING_IDENTITY, ENCODING_GZIP, ENCODING_ZSTD, ENCODINGS } Encoding;

/* As in Content-Encoding; NULL for identity. */
const char *encoding_name(Encoding encoding);

/* The coding an Accept-Encoding header wants most (RFC 9110, section 12.5.3), NULL for none sent. Of equal
 * weights zstd, then gzip, then none. A client that takes none of ours gets identity: better than nothing.
 * `identity_too` (may be NULL) says whether an uncompressed body is as welcome, as it is unless forbidden
 * by identity;q=0. */
Encoding encoding_accept(const char *header, gboolean *identity_too);

/* Whether bodies of that media type get smaller. */
gboolean encoding_pays(const char *media_type);

/* Bodies below this are left as they are: they fit into a packet. */
enum { ENCODING_LEAST_BYTES = 1024 };

/* The body compressed by gzip or zstd. */
GBytes *encoding_apply(Encoding encoding, GBytes *body);

/* ---- piece by piece ---- */

typedef struct Encoder Encoder;

/* Of gzip or zstd. One thread at a time; some 260 KB (gzip) or 1 MB (zstd) of memory. */
Encoder *encoder_new(Encoding encoding);

/* Appends to `out` all that `bytes` give: a client can read every byte of them from what it has got.
 * `last`: and the end. */
void encoder_add(Encoder *encoder, const char *bytes, gsize length, gboolean last, GString *out);
void encoder_free(Encoder *encoder);

#endif
