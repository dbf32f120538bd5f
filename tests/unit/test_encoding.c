/* Accept-Encoding, and compressing: whole bodies and piece by piece. */
#include <string.h>
#include <zlib.h>
#include <zstd.h>

#include "searchd/encoding.h"

static void test_accept(void)
{
  static const struct {
    const char *header;
    Encoding expected;
    gboolean identity_too;
  } headers[] = {
    { NULL, ENCODING_IDENTITY, TRUE },
    { "", ENCODING_IDENTITY, TRUE },
    { "gzip", ENCODING_GZIP, TRUE },
    { "x-gzip", ENCODING_GZIP, TRUE },
    { "GZip", ENCODING_GZIP, TRUE },
    { "zstd", ENCODING_ZSTD, TRUE },
    { "gzip, deflate, br, zstd", ENCODING_ZSTD, TRUE },
    { "zstd;q=0.9, gzip", ENCODING_GZIP, TRUE },
    { "zstd ; q=0.5 , gzip ;Q=0.501", ENCODING_GZIP, TRUE },
    { "gzip;q=0.4,zstd;q=0.4", ENCODING_ZSTD, TRUE },
    { "gzip;q=0", ENCODING_IDENTITY, TRUE },
    { "gzip;q=0.000", ENCODING_IDENTITY, TRUE },
    { "gzip;q=0.001", ENCODING_GZIP, TRUE },
    { "*", ENCODING_ZSTD, TRUE },
    { "*;q=0.1, gzip;q=0.2", ENCODING_GZIP, TRUE },
    { "*, zstd;q=0", ENCODING_GZIP, TRUE },
    { "*;q=0", ENCODING_IDENTITY, FALSE },
    { "identity", ENCODING_IDENTITY, TRUE },
    { "identity, gzip", ENCODING_GZIP, TRUE },
    { "identity, gzip;q=0.9", ENCODING_IDENTITY, TRUE },
    { "identity;q=0.5, gzip;q=0.9", ENCODING_GZIP, TRUE },
    { "identity;q=0, gzip", ENCODING_GZIP, FALSE },
    { "identity;q=0", ENCODING_IDENTITY, FALSE },
    { "identity;q=0, *", ENCODING_ZSTD, FALSE },
    { "gzip, *;q=0", ENCODING_GZIP, FALSE },
    { "identity, *;q=0", ENCODING_IDENTITY, TRUE },
    { "br, deflate", ENCODING_IDENTITY, TRUE },
    { "gzip;q=2", ENCODING_IDENTITY, TRUE },
    { "gzip;q=-1", ENCODING_IDENTITY, TRUE },
    { "gzip;q=", ENCODING_IDENTITY, TRUE },
    { "gzip;level=9", ENCODING_IDENTITY, TRUE },
    { "gzip zstd", ENCODING_IDENTITY, TRUE },
    { ",, ,gzip,", ENCODING_GZIP, TRUE },
    { "gzip;q=0.2, gzip;q=0.8, zstd;q=0.5", ENCODING_GZIP, TRUE },
    { "gzipped", ENCODING_IDENTITY, TRUE },
    { "gzip;q=1.0000", ENCODING_IDENTITY, TRUE },
  };
  for (gsize i = 0; i < G_N_ELEMENTS(headers); i++) {
    gboolean identity_too;
    Encoding found = encoding_accept(headers[i].header, &identity_too);
    if (found != headers[i].expected || identity_too != headers[i].identity_too)
      g_error("“%s”: %d %d", headers[i].header, (int)found, identity_too);
  }
}

static void test_types(void)
{
  static const char *const pay[] = { "application/json",   "text/plain; charset=utf-8", "application/problem+json",
                                     "application/atom+xml; charset=utf-8", "TEXT/csv",
                                     "application/opensearchdescription+xml" };
  static const char *const do_not[] = { "image/png", "application/octet-stream", "application/pdf",
                                        "application/gzip" };
  for (gsize i = 0; i < G_N_ELEMENTS(pay); i++)
    g_assert_true(encoding_pays(pay[i]));
  for (gsize i = 0; i < G_N_ELEMENTS(do_not); i++)
    g_assert_false(encoding_pays(do_not[i]));
}

/* What `coded` gives, however little there is of it. */
static GString *decode(Encoding encoding, const char *coded, gsize length)
{
  GString *text = g_string_new(NULL);
  static char room[1 << 17];
  if (encoding == ENCODING_ZSTD) {
    ZSTD_DCtx *context = ZSTD_createDCtx();
    ZSTD_inBuffer in = { .src = coded, .size = length };
    ZSTD_outBuffer out;
    do {
      out = (ZSTD_outBuffer){ .dst = room, .size = sizeof room };
      g_assert_false(ZSTD_isError(ZSTD_decompressStream(context, &out, &in)));
      g_string_append_len(text, room, (gssize)out.pos);
    } while (in.pos < in.size || out.pos == out.size);
    ZSTD_freeDCtx(context);
    return text;
  }
  z_stream z = { .next_in = (Bytef *)coded, .avail_in = (uInt)length };
  g_assert_cmpint(inflateInit2(&z, 15 + 16), ==, Z_OK);
  do {
    z.next_out = (Bytef *)room;
    z.avail_out = sizeof room;
    int code = inflate(&z, Z_SYNC_FLUSH);
    g_assert_true(code == Z_OK || code == Z_STREAM_END || code == Z_BUF_ERROR);
    g_string_append_len(text, room, (gssize)(sizeof room - z.avail_out));
  } while (!z.avail_out);
  inflateEnd(&z);
  return text;
}

/* `kind` 0: all the same, 1: like text, 2: random. */
static char *make(gsize length, guint kind)
{
  char *bytes = g_malloc(length + 1);
  for (gsize i = 0; i < length; i++)
    bytes[i] = kind == 0 ? 'a' : kind == 1 ? "the quick brown fox "[g_test_rand_int_range(0, 20)]
                                           : (char)g_test_rand_int_range(0, 256);
  return bytes;
}

static void test_whole(void)
{
  static const gsize lengths[] = { 0, 1, 1023, 16384, 16385, 100000, 1 << 20 };
  for (gsize i = 0; i < G_N_ELEMENTS(lengths); i++) {
    for (guint kind = 0; kind < 3; kind++) {
      g_autoptr(GBytes) body = g_bytes_new_take(make(lengths[i], kind), lengths[i]);
      for (guint e = ENCODING_GZIP; e < ENCODINGS; e++) {
        g_autoptr(GBytes) coded = encoding_apply((Encoding)e, body);
        gsize size;
        const char *bytes = g_bytes_get_data(coded, &size);
        g_autoptr(GString) text = decode((Encoding)e, bytes, size);
        g_autoptr(GBytes) again = g_bytes_new(text->str, text->len);
        g_assert_true(g_bytes_equal(body, again));
      }
    }
  }
}

/* After each piece, everything so far can be read; a coder that is given up in the middle is no trouble. */
static void test_pieces(void)
{
  for (guint e = ENCODING_GZIP; e < ENCODINGS; e++) {
    Encoder *encoder = encoder_new((Encoding)e);
    g_autoptr(GString) whole = g_string_new(NULL);
    g_autoptr(GString) coded = g_string_new(NULL);
    for (guint i = 0; i < 40; i++) {
      gsize length = i % 5 == 4 ? 0 : (gsize)g_test_rand_int_range(1, 90000);
      g_autofree char *piece = make(length, i % 3);
      g_string_append_len(whole, piece, (gssize)length);
      encoder_add(encoder, piece, length, i == 39, coded);
      g_autoptr(GString) text = decode((Encoding)e, coded->str, coded->len);
      g_assert_true(g_string_equal(text, whole));
    }
    encoder_free(encoder);
    Encoder *left = encoder_new((Encoding)e);
    encoder_add(left, "abc", 3, FALSE, coded);
    encoder_free(left);
  }
}

int main(int argc, char **argv)
{
  g_test_init(&argc, &argv, NULL);
  g_test_add_func("/encoding/accept", test_accept);
  g_test_add_func("/encoding/types", test_types);
  g_test_add_func("/encoding/whole", test_whole);
  g_test_add_func("/encoding/pieces", test_pieces);
  return g_test_run();
}
