/* csv_text.c - see csv_text.h */
#include "indexer/csv_text.h"

#include <string.h>

enum { PIECE = 65536 };

typedef struct {
  guint64 good, bad; /* characters of UTF-8 beyond ASCII; bytes that are none */
  guint64 zeros;
  const char *marked; /* the charset that the first bytes name, or NULL */
  gboolean packed;    /* they are those of a workbook */
} Look;

/* Counts in `size` bytes; returns how many at the end are a character's beginning. */
static gsize count(Look *look, const char *bytes, gsize size, gboolean last)
{
  gsize i = 0;
  while (i < size) {
    guchar c = (guchar)bytes[i];
    look->zeros += c == '\0';
    if (c < 0x80) {
      i++;
      continue;
    }
    gunichar letter = g_utf8_get_char_validated(bytes + i, (gssize)(size - i));
    if (letter == (gunichar)-2 && !last && size - i < 4) return size - i;
    gboolean good = letter != (gunichar)-1 && letter != (gunichar)-2;
    look->good += good;
    look->bad += !good;
    i += good ? (gsize)(g_utf8_next_char(bytes + i) - (bytes + i)) : 1;
  }
  return 0;
}

static void look_at_head(Look *look, const char *bytes, gsize size)
{
  if (size >= 2 && memcmp(bytes, "\xff\xfe", 2) == 0) look->marked = "UTF-16LE";
  if (size >= 2 && memcmp(bytes, "\xfe\xff", 2) == 0) look->marked = "UTF-16BE";
  look->packed = size >= 4 && (memcmp(bytes, "PK\3\4", 4) == 0 || memcmp(bytes, "\xd0\xcf\x11\xe0", 4) == 0);
}

static gboolean look_through(GInputStream *stream, Look *look, GError **error)
{
  g_autofree char *piece = g_malloc(PIECE + 4);
  gsize left = 0;
  gboolean first = TRUE;
  for (;;) {
    gssize n = g_input_stream_read(stream, piece + left, PIECE, NULL, error);
    if (n < 0) return FALSE;
    if (first) look_at_head(look, piece, (gsize)n);
    first = FALSE;
    gsize size = left + (gsize)n;
    left = count(look, piece, size, n == 0);
    if (n == 0) return TRUE;
    memmove(piece, piece + size - left, left);
  }
}

static GInputStream *refuse(const char *path, RepereErrorCode code, const char *what, GError **error)
{
  g_set_error(error, REPERE_ERROR, (gint)code, "%s: %s", path, what);
  return NULL;
}

static GInputStream *converted(GInputStream *stream, const char *charset)
{
  g_autoptr(GCharsetConverter) converter = g_charset_converter_new("UTF-8", charset, NULL);
  if (!converter) return g_object_ref(stream);
  g_charset_converter_set_use_fallback(converter, TRUE);
  return g_converter_input_stream_new(stream, G_CONVERTER(converter));
}

GInputStream *repere_csv_text_open(const char *path, GError **error)
{
  Look look = {0};
  g_autoptr(GError) cause = NULL;
  g_autoptr(GFile) file = g_file_new_for_path(path);
  if (!g_file_test(path, G_FILE_TEST_IS_REGULAR))
    return refuse(path, REPERE_ERROR_IO, "the file cannot be opened: it is no regular file.", error);
  g_autoptr(GFileInputStream) stream = g_file_read(file, NULL, &cause);
  if (!stream || !look_through(G_INPUT_STREAM(stream), &look, &cause) ||
      !g_seekable_seek(G_SEEKABLE(stream), 0, G_SEEK_SET, NULL, &cause)) {
    g_autofree char *what = g_strdup_printf("the file cannot be read: %s.", cause->message);
    return refuse(path, REPERE_ERROR_IO, what, error);
  }
  if (look.packed)
    return refuse(path, REPERE_ERROR_INPUT,
                  "the file is a spreadsheet's own and not CSV, whatever its name; save it as \"CSV UTF-8\".",
                  error);
  if (look.marked) return converted(G_INPUT_STREAM(stream), look.marked);
  if (look.zeros)
    return refuse(path, REPERE_ERROR_INPUT,
                  "the file holds bytes of zero, so it is no text; save it as \"CSV UTF-8\".", error);
  if (look.bad > look.good) return converted(G_INPUT_STREAM(stream), "WINDOWS-1252");
  return G_INPUT_STREAM(g_steal_pointer(&stream));
}

char *repere_csv_text_cell(const char *bytes, gsize size, gboolean *mended)
{
  GString *text = g_string_sized_new(size);
  for (gsize i = 0; i < size;) {
    gunichar letter = g_utf8_get_char_validated(bytes + i, (gssize)(size - i));
    if (letter == (gunichar)-1 || letter == (gunichar)-2) {
      g_autofree char *other = g_convert(bytes + i, 1, "UTF-8", "WINDOWS-1252", NULL, NULL, NULL);
      g_string_append(text, other ? other : "\xef\xbf\xbd");
      *mended = TRUE;
      i++;
      continue;
    }
    if (letter < 0x20 && !strchr("\t\n\r", (int)letter)) letter = ' ';
    g_string_append_unichar(text, letter);
    i += (gsize)(g_utf8_next_char(bytes + i) - (bytes + i));
  }
  return g_strstrip(g_string_free(text, FALSE));
}
