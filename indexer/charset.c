/* charset.c - bytes of an unknown encoding to UTF-8, through ICU; see extract.h */
#include <string.h>
#include <unicode/ucnv.h>
#include <unicode/ucsdet.h>
#include <unicode/ustring.h>

#include "indexer/extract.h"

typedef struct {
  const char *bytes;
  gsize size;
  const char *charset;
} Mark;

/* Byte order marks, the longer before those they begin with. */
static const Mark marks[] = {
  {"\xef\xbb\xbf", 3, "UTF-8"}, {"\xff\xfe\0\0", 4, "UTF-32LE"}, {"\0\0\xfe\xff", 4, "UTF-32BE"},
  {"\xff\xfe", 2, "UTF-16LE"},  {"\xfe\xff", 2, "UTF-16BE"},
};

/* UTF-16 without a mark: Latin text has a zero in every other byte. NULL where it is not so. */
static const char *charset_by_zeros(const char *raw, gsize size)
{
  gsize zeros[2] = {0, 0}, looked = MIN(size, (gsize)4096) & ~(gsize)1;
  for (gsize i = 0; i < looked; i++) zeros[i & 1] += raw[i] == '\0';
  if (looked < 2) return NULL;
  if (zeros[1] > looked / 4 && zeros[0] <= looked / 40) return "UTF-16LE";
  if (zeros[0] > looked / 4 && zeros[1] <= looked / 40) return "UTF-16BE";
  return NULL;
}

/* Zeros, and more controls than a slip, are no text. */
static gboolean is_binary(const char *raw, gsize size)
{
  gsize controls = 0, zeros = 0;
  for (gsize i = 0; i < size; i++) {
    zeros += raw[i] == '\0';
    controls += (guchar)raw[i] < 32 && !strchr("\t\n\r\f\v\x1b", raw[i]);
  }
  return zeros > size / 1000 || controls > size / 50;
}

/* The likeliest charset by statistics. ICU takes short texts for UTF-16 and the like, which
 * charset_by_zeros() knows better; and names the standard where what is written is Microsoft's superset of it
 * (as the WHATWG has it). g_free. */
static char *charset_by_statistics(const char *raw, gsize size)
{
  enum { SAMPLE = 64 * 1024 };
  UErrorCode status = U_ZERO_ERROR;
  int32_t n = 0;
  const char *chosen = "windows-1252";
  UCharsetDetector *detector = ucsdet_open(&status);
  ucsdet_setText(detector, raw, (int32_t)MIN(size, (gsize)SAMPLE), &status);
  const UCharsetMatch **matches = ucsdet_detectAll(detector, &n, &status);
  for (int32_t i = 0; matches && U_SUCCESS(status) && i < n; i++) {
    const char *name = ucsdet_getName(matches[i], &status);
    if (!name || g_str_has_prefix(name, "UTF-16") || g_str_has_prefix(name, "UTF-32")) continue;
    if (strcmp(name, "ISO-8859-1") != 0) chosen = name;
    break;
  }
  char *charset = g_strdup(chosen);
  ucsdet_close(detector);
  return charset;
}

static char *convert(const char *raw, gsize size, const char *charset, gsize *utf8_size)
{
  UErrorCode status = U_ZERO_ERROR;
  UConverter *from = ucnv_open(charset, &status);
  UConverter *to = ucnv_open("UTF-8", &status);
  char *utf8 = NULL;
  if (U_SUCCESS(status)) {
    /* At most three bytes come of one byte of any single-byte charset, and no other grows more. */
    gsize room = size * 3 + 4;
    const char *source = raw;
    utf8 = g_malloc(room);
    char *target = utf8;
    ucnv_convertEx(to, from, &target, utf8 + room - 1, &source, raw + size, NULL, NULL, NULL, NULL, TRUE,
                   TRUE, &status);
    *target = '\0';
    *utf8_size = (gsize)(target - utf8);
    utf8 = g_realloc(utf8, *utf8_size + 1);
  }
  ucnv_close(from);
  ucnv_close(to);
  return utf8;
}

static gboolean is_charset(const char *name)
{
  UErrorCode status = U_ZERO_ERROR;
  UConverter *converter = name ? ucnv_open(name, &status) : NULL;
  ucnv_close(converter);
  return converter && U_SUCCESS(status);
}

char *repere_charset_to_utf8(char *raw, gsize size, const char *declared, gsize *utf8_size)
{
  g_autofree char *given = raw;
  for (guint i = 0; i < G_N_ELEMENTS(marks); i++)
    if (size >= marks[i].size && memcmp(raw, marks[i].bytes, marks[i].size) == 0)
      return convert(raw + marks[i].size, size - marks[i].size, marks[i].charset, utf8_size);
  const char *wide = charset_by_zeros(raw, size);
  if (wide) return convert(raw, size, wide, utf8_size);
  if (is_binary(raw, size)) return NULL;
  if (g_utf8_validate_len(raw, size, NULL)) {
    *utf8_size = size;
    return g_steal_pointer(&given);
  }
  g_autofree char *charset = is_charset(declared) ? g_strdup(declared) : charset_by_statistics(raw, size);
  return convert(raw, size, charset, utf8_size);
}
