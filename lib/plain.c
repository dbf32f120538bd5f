/* plain.c - see plain.h */
#include "plain.h"

#include <string.h>
#include <unicode/uloc.h>
#include <unicode/unorm2.h>
#include <unicode/ustring.h>

/* TRUE where a look at the bytes tells that valid UTF-8 is in NFC: all of it below the combining marks
 * (U+0300), or general punctuation (U+2010 to U+203F). That is nearly every text in a Latin script, and
 * normalizing is slow. */
static gboolean is_plainly_composed(const char *text)
{
  for (const guchar *c = (const guchar *)text; *c != '\0'; c++) {
    if (c[0] == 0xe2 && c[1] == 0x80 && c[2] >= 0x90)
      c += 2;
    else if (*c >= 0xcc)
      return FALSE;
  }
  return TRUE;
}

char *repere_plain_nfc(const char *text)
{
  UErrorCode status = U_ZERO_ERROR;
  const UNormalizer2 *nfc = unorm2_getNFCInstance(&status);
  const gsize length = strlen(text);
  int32_t n = 0, m = 0, bytes = 0;
  if (length > G_MAXINT32 / 9) /* beyond what ICU can count, with room to grow */
    return g_strdup(text);
  g_autofree UChar *in = g_new(UChar, length + 1), *out = g_new(UChar, length * 3 + 1);
  u_strFromUTF8(in, (int32_t)length + 1, &n, text, (int32_t)length, &status);
  m = unorm2_normalize(nfc, in, n, out, (int32_t)length * 3 + 1, &status); /* NFC expands UTF-16 by three at
                                                                              most */
  if (U_FAILURE(status))
    return g_strdup(text);
  char *result = g_malloc((gsize)m * 3 + 1);
  u_strToUTF8(result, m * 3 + 1, &bytes, out, m, &status);
  return result;
}

static char *compose(const char *text)
{
  g_autofree char *valid = g_utf8_validate(text, -1, NULL) ? NULL : g_utf8_make_valid(text, -1);
  if (valid == NULL && is_plainly_composed(text))
    return g_strdup(text);
  return repere_plain_nfc(valid != NULL ? valid : text);
}

/* White space is what g_ascii_isspace() says and no more: a no-break space before a French colon is the
 * author's. */
static char *squeeze(const char *text, guint keep_newlines)
{
  char *clean = compose(text);
  char *out = clean;
  guint newlines = 0;
  gboolean space = FALSE;
  for (const char *in = clean; *in != '\0'; in++) {
    if (g_ascii_isspace(*in)) {
      space = TRUE;
      newlines += *in == '\n';
      continue;
    }
    if (out > clean && newlines > 0 && keep_newlines > 0) {
      for (guint i = 0; i < MIN(newlines, keep_newlines); i++)
        *out++ = '\n';
    } else if (out > clean && space) {
      *out++ = ' ';
    }
    newlines = 0;
    space = FALSE;
    *out++ = *in;
  }
  *out = '\0';
  return clean;
}

char *repere_plain_collapse(const char *text)
{
  return squeeze(text, 0);
}

char *repere_plain_lines(const char *text)
{
  return squeeze(text, 2);
}

/* ISO 639-2/B, the library codes that differ from 639-2/T and that ICU does not know. */
static const char *const BIBLIOGRAPHIC[][2] = {
  {"alb", "sq"}, {"arm", "hy"}, {"baq", "eu"}, {"bur", "my"}, {"chi", "zh"}, {"cze", "cs"}, {"dut", "nl"},
  {"fre", "fr"}, {"geo", "ka"}, {"ger", "de"}, {"gre", "el"}, {"ice", "is"}, {"mac", "mk"}, {"mao", "mi"},
  {"may", "ms"}, {"per", "fa"}, {"rum", "ro"}, {"slo", "sk"}, {"tib", "bo"}, {"wel", "cy"}};

char *repere_plain_printable(const char *text)
{
  g_autofree char *valid = g_utf8_make_valid(text, -1);
  GString *clean = g_string_sized_new(strlen(valid));
  for (const char *at = valid; *at; at = g_utf8_next_char(at)) {
    gunichar c = g_utf8_get_char(at);
    gboolean turns = (c >= 0x2028 && c <= 0x202e) || (c >= 0x2066 && c <= 0x2069);
    g_string_append_unichar(clean, turns || g_unichar_iscntrl(c) ? ' ' : c);
  }
  return g_string_free(clean, FALSE);
}

gboolean repere_plain_is_blank(const char *text)
{
  return text[strspn(text, " \t\n\r\f\v")] == '\0';
}

void repere_plain_language(const char *tag, char code[REPERE_PLAIN_CODE])
{
  code[0] = '\0';
  gsize length = tag == NULL ? 0 : strcspn(tag, "-_");
  if (length < 2 || length > 3)
    return;
  char base[4] = "";
  for (gsize i = 0; i < length; i++) {
    if (!g_ascii_isalpha(tag[i]))
      return;
    base[i] = g_ascii_tolower(tag[i]);
  }
  for (gsize i = 0; i < G_N_ELEMENTS(BIBLIOGRAPHIC); i++) {
    if (strcmp(base, BIBLIOGRAPHIC[i][0]) == 0) {
      g_strlcpy(code, BIBLIOGRAPHIC[i][1], REPERE_PLAIN_CODE);
      return;
    }
  }
  UErrorCode status = U_ZERO_ERROR;
  uloc_getLanguage(base, code, REPERE_PLAIN_CODE,
                   &status); /* turns three letters into two where there are two */
  if (U_FAILURE(status) || code[0] == '\0')
    g_strlcpy(code, base, REPERE_PLAIN_CODE);
}

/* Levenshtein over bytes, one row at a time; both at most 64 bytes. */
static guint distance(const char *a, const char *b)
{
  gsize n = strlen(a), m = strlen(b);
  if (n > 64 || m > 64)
    return G_MAXUINT;
  guint row[65];
  for (gsize j = 0; j <= m; j++)
    row[j] = (guint)j;
  for (gsize i = 1; i <= n; i++) {
    guint diagonal = row[0];
    row[0] = (guint)i;
    for (gsize j = 1; j <= m; j++) {
      guint cost = diagonal + (g_ascii_tolower(a[i - 1]) != g_ascii_tolower(b[j - 1]));
      diagonal = row[j];
      row[j] = MIN(cost, MIN(row[j], row[j - 1]) + 1);
    }
  }
  return row[m];
}

const char *repere_plain_closest(const char *written, const char *const *known)
{
  const char *best = NULL;
  guint limit = MIN(2, MAX(1, (guint)strlen(written) / 3)) + 1;
  for (; *known != NULL; known++) {
    guint steps = distance(written, *known);
    if (steps < limit) {
      limit = steps;
      best = *known;
    }
  }
  return best;
}
