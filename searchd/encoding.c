#include "searchd/encoding.h"

#include <string.h>
#include <zlib.h>
#include <zstd.h>

enum {
  GZIP_LEVEL = 1,
  ZSTD_LEVEL = 1,
  GZIP_WINDOW = 15 + 16, /* the largest window; 16 asks zlib for gzip's head and end */
  GZIP_MEMORY = 8,       /* zlib's own default */
  PIECE_BYTES = 16 * 1024
};

/* Codings of a header that are looked at: a browser sends a handful. */
enum { CODINGS = 64 };

const char *encoding_name(Encoding encoding)
{
  static const char *const names[ENCODINGS] = { NULL, "gzip", "zstd" };
  return names[encoding];
}

/* ---- what the client wants ---- */

/* The weight in thousandths of ";q=0.5" and its like, which follows the name: 1000 where there is none, -1
 * for what is no weight. */
static int read_weight(const char *p)
{
  p += strspn(p, " \t");
  if (!*p)
    return 1000;
  if (*p != ';')
    return -1;
  p++;
  p += strspn(p, " \t");
  if (g_ascii_tolower(p[0]) != 'q' || p[1] != '=' || (p[2] != '0' && p[2] != '1'))
    return -1;
  int weight = (p[2] - '0') * 1000;
  p += 3;
  if (*p == '.') {
    int place = 100;
    for (p++; g_ascii_isdigit(*p) && place; p++, place /= 10)
      weight += (*p - '0') * place;
  }
  p += strspn(p, " \t");
  return *p || weight > 1000 ? -1 : weight;
}

static gboolean is_name(const char *coding, gsize length, const char *name)
{
  return strlen(name) == length && g_ascii_strncasecmp(coding, name, length) == 0;
}

/* One coding of the header. Of a coding named twice the higher weight counts; `others`: that of "*". */
static void read_coding(const char *coding, int weights[ENCODINGS], int *others)
{
  coding += strspn(coding, " \t");
  gsize length = strcspn(coding, " \t;");
  int weight = read_weight(coding + length);
  int *place = NULL;
  if (is_name(coding, length, "*"))
    place = others;
  else if (is_name(coding, length, "identity"))
    place = &weights[ENCODING_IDENTITY];
  else if (is_name(coding, length, "gzip") || is_name(coding, length, "x-gzip"))
    place = &weights[ENCODING_GZIP];
  else if (is_name(coding, length, "zstd"))
    place = &weights[ENCODING_ZSTD];
  if (place && weight > *place)
    *place = weight;
}

Encoding encoding_accept(const char *header, gboolean *identity_too)
{
  int weights[ENCODINGS] = { -1, -1, -1 };
  int others = -1;
  g_auto(GStrv) codings = header ? g_strsplit(header, ",", CODINGS) : NULL;
  for (char **coding = codings; coding && *coding; coding++)
    read_coding(*coding, weights, &others);
  /* Uncompressed is welcome unless it is forbidden, and comes last where nothing is said of it. */
  gboolean forbidden = weights[ENCODING_IDENTITY] == 0 || (weights[ENCODING_IDENTITY] < 0 && others == 0);
  for (guint i = ENCODING_GZIP; i < ENCODINGS; i++) {
    if (weights[i] < 0)
      weights[i] = others;
  }
  if (identity_too)
    *identity_too = !forbidden;
  Encoding best = ENCODING_IDENTITY;
  int weight = weights[ENCODING_IDENTITY] > 0 ? weights[ENCODING_IDENTITY] - 1 : 0;
  for (guint i = ENCODING_GZIP; i < ENCODINGS; i++) {
    if (weights[i] > weight || (best != ENCODING_IDENTITY && weights[i] == weight)) {
      best = (Encoding)i;
      weight = weights[i];
    }
  }
  return best;
}

gboolean encoding_pays(const char *media_type)
{
  static const char *const types[] = { "application/json", "application/xml", "application/javascript",
                                       "application/x-ndjson", "application/jsonl",
                                       "application/x-research-info-systems", "application/x-bibtex" };
  gsize length = strcspn(media_type, "; \t");
  if (g_ascii_strncasecmp(media_type, "text/", 5) == 0)
    return TRUE;
  g_autofree char *bare = g_strndup(media_type, length);
  for (gsize i = 0; i < G_N_ELEMENTS(types); i++) {
    if (g_ascii_strcasecmp(bare, types[i]) == 0)
      return TRUE;
  }
  return g_str_has_suffix(bare, "+json") || g_str_has_suffix(bare, "+xml");
}

/* ---- piece by piece ---- */

struct Encoder {
  Encoding encoding;
  z_stream gzip;
  ZSTD_CCtx *zstd;
};

Encoder *encoder_new(Encoding encoding)
{
  Encoder *encoder = g_new0(Encoder, 1);
  encoder->encoding = encoding;
  if (encoding == ENCODING_ZSTD) {
    encoder->zstd = ZSTD_createCCtx();
    if (!encoder->zstd)
      g_error("There is no memory left to compress an answer.");
    ZSTD_CCtx_setParameter(encoder->zstd, ZSTD_c_compressionLevel, ZSTD_LEVEL);
  } else if (deflateInit2(&encoder->gzip, GZIP_LEVEL, Z_DEFLATED, GZIP_WINDOW, GZIP_MEMORY,
                          Z_DEFAULT_STRATEGY) != Z_OK) {
    g_error("There is no memory left to compress an answer.");
  }
  return encoder;
}

void encoder_free(Encoder *encoder)
{
  if (!encoder)
    return;
  if (encoder->encoding == ENCODING_ZSTD)
    ZSTD_freeCCtx(encoder->zstd);
  else
    deflateEnd(&encoder->gzip);
  g_free(encoder);
}

static void add_gzip(Encoder *encoder, const char *bytes, gsize length, gboolean last, GString *out)
{
  z_stream *gzip = &encoder->gzip;
  gzip->next_in = (Bytef *)bytes;
  gboolean room_left = FALSE;
  while (!room_left) {
    guchar room[PIECE_BYTES];
    uInt part = (uInt)MIN(length, G_MAXUINT / 2);
    gzip->avail_in = part;
    gzip->next_out = room;
    gzip->avail_out = sizeof room;
    deflate(gzip, part < length ? Z_NO_FLUSH : last ? Z_FINISH : Z_SYNC_FLUSH);
    length -= part - gzip->avail_in;
    g_string_append_len(out, (const char *)room, (gssize)(sizeof room - gzip->avail_out));
    room_left = gzip->avail_out > 0 && !length;
  }
}

static void add_zstd(Encoder *encoder, const char *bytes, gsize length, gboolean last, GString *out)
{
  ZSTD_inBuffer in = { .src = bytes, .size = length };
  gsize left = 1;
  while (left) {
    char room[PIECE_BYTES];
    ZSTD_outBuffer into = { .dst = room, .size = sizeof room };
    left = ZSTD_compressStream2(encoder->zstd, &into, &in, last ? ZSTD_e_end : ZSTD_e_flush);
    g_assert(!ZSTD_isError(left)); /* of correct use there is none */
    g_string_append_len(out, room, (gssize)into.pos);
  }
}

void encoder_add(Encoder *encoder, const char *bytes, gsize length, gboolean last, GString *out)
{
  /* An empty piece that is not the last has nothing to flush, and zlib would say so by an error. */
  if (!length && !last)
    return;
  (encoder->encoding == ENCODING_ZSTD ? add_zstd : add_gzip)(encoder, bytes, length, last, out);
}

/* ---- whole bodies ---- */

static void free_encoder(gpointer encoder)
{
  encoder_free(encoder);
}

/* A thread's own, since making one costs more than compressing an answer does. */
static Encoder *own_encoder(Encoding encoding)
{
  static GPrivate gzip = G_PRIVATE_INIT(free_encoder);
  static GPrivate zstd = G_PRIVATE_INIT(free_encoder);
  GPrivate *place = encoding == ENCODING_ZSTD ? &zstd : &gzip;
  Encoder *encoder = g_private_get(place);
  if (!encoder) {
    encoder = encoder_new(encoding);
    g_private_set(place, encoder);
  } else if (encoding == ENCODING_ZSTD) {
    ZSTD_CCtx_reset(encoder->zstd, ZSTD_reset_session_only);
  } else {
    deflateReset(&encoder->gzip);
  }
  return encoder;
}

GBytes *encoding_apply(Encoding encoding, GBytes *body)
{
  gsize length;
  const char *bytes = g_bytes_get_data(body, &length);
  GString *out = g_string_sized_new(length / 4 + 64);
  encoder_add(own_encoder(encoding), bytes ? bytes : "", length, TRUE, out);
  return g_string_free_to_bytes(out);
}
