/* text.c - extracted bytes to clean text: characters, ligatures, normal form; and the road through all
 * repairs. */
#include "plain.h"
#include "text_private.h"

const char *repere_repair_name(guint kind)
{
  static const char *const names[REPERE_REPAIR_KINDS] = {
    "hyphens_joined",    "accents_composed", "ligatures_opened", "soft_hyphens",
    "furniture_dropped", "invalid_bytes",    "lines_moved",      "leaders_dropped",
    "letters_closed",
  };
  return kind < REPERE_REPAIR_KINDS ? names[kind] : NULL;
}

#include <string.h>
#include <unicode/uchar.h>
#include <unicode/unorm2.h>
#include <unicode/ustring.h>
#include <unicode/utf8.h>

/* ---- one character ---- */

/* What Windows-1252 has at 0x80 - 0x9F. PDFs with a wrong encoding give these as C1 controls, which no text
 * needs. */
static const guint16 windows_1252[32] = {0x20AC, 0xFFFD, 0x201A, 0x0192, 0x201E, 0x2026, 0x2020, 0x2021,
                                         0x02C6, 0x2030, 0x0160, 0x2039, 0x0152, 0xFFFD, 0x017D, 0xFFFD,
                                         0xFFFD, 0x2018, 0x2019, 0x201C, 0x201D, 0x2022, 0x2013, 0x2014,
                                         0x02DC, 0x2122, 0x0161, 0x203A, 0x0153, 0xFFFD, 0x017E, 0x0178};

static const char *const ligatures[] = {"ff", "fi", "fl", "ffi", "ffl", "st", "st"}; /* U+FB00 - U+FB06 */

/* Adobe's private characters: old style figures and small capitals are letters and figures; the symbols of
 * U+F000 - U+F0FF are bullets far more often than anything else. */
static gunichar private_use(gunichar c)
{
  if (c >= 0xF730 && c <= 0xF739)
    return c - 0xF700;
  if (c >= 0xF761 && c <= 0xF77A)
    return c - 0xF720;
  if (c >= 0xF7E0 && c <= 0xF7FE && c != 0xF7F7)
    return c - 0xF720;
  return c >= 0xF000 && c <= 0xF0FF ? 0x2022 : 0xFFFD;
}

static void append(GString *out, gunichar c)
{
  char utf8[6];
  g_string_append_len(out, utf8, g_unichar_to_utf8(c, utf8));
}

/* Controls, noncharacters and private characters, counted; TRUE if `c` was one. */
static gboolean append_invalid(GString *out, gunichar c, RepereRepairs *repairs)
{
  if (c < 0x20 || c == 0x7F || (c >= 0xFDD0 && c <= 0xFDEF) || (c & 0xFFFE) == 0xFFFE) {
    repairs->invalid_bytes++; /* dropped */
  } else if (c >= 0x80 && c <= 0x9F) {
    repairs->invalid_bytes++;
    append(out, windows_1252[c - 0x80]);
  } else if ((c >= 0xE000 && c <= 0xF8FF) || c >= 0xF0000) {
    repairs->invalid_bytes++;
    append(out, private_use(c));
  } else {
    return FALSE;
  }
  return TRUE;
}

static void append_character(GString *out, gunichar c, RepereRepairs *repairs)
{
  if (c == '\t' || c == '\n') {
    g_string_append_c(out, (char)c);
  } else if (c == '\f' || c == '\v' || c == 0x2028 || c == 0x2029) {
    g_string_append_c(out, '\n');
  } else if (c >= 0xFB00 && c <= 0xFB06) {
    g_string_append(out, ligatures[c - 0xFB00]);
    repairs->ligatures_opened++;
  } else if (c == 0xFEFF || c == 0x2060 || c == 0xFFFC || (c >= 0x202A && c <= 0x202E)) {
    /* byte order marks, word joiners, embedded objects, the direction marks poppler puts in: nobody misses
     * them */
  } else if (!append_invalid(out, c, repairs)) {
    append(out, c);
  }
}

/* Two surrogates that were each encoded for themselves (CESU-8) are one character; one alone is dropped.
 * Returns bytes read, 0 if there is no surrogate at `p`. */
static gsize append_surrogates(GString *out, const guint8 *p, gsize left, RepereRepairs *repairs)
{
  if (left < 3 || p[0] != 0xED || p[1] < 0xA0 || (p[1] & 0xC0) != 0x80 || (p[2] & 0xC0) != 0x80)
    return 0;
  repairs->invalid_bytes += 3;
  if (left < 6 || p[1] >= 0xB0 || p[3] != 0xED || p[4] < 0xB0 || p[4] > 0xBF || (p[5] & 0xC0) != 0x80)
    return 3;
  const gunichar high = ((p[1] & 0xFu) << 6) | (p[2] & 0x3Fu), low = ((p[4] & 0xFu) << 6) | (p[5] & 0x3Fu);
  repairs->invalid_bytes += 3;
  append_character(out, 0x10000 + ((high << 10) | low), repairs);
  return 6;
}

/* ---- all characters ---- */

/* TRUE for characters that a normal form may change or that may change the one before them. */
static gboolean needs_normalizing(gunichar c)
{
  return c >= 0x300 && !(c >= 0x2010 && c <= 0x20CF) && c != 0xFFFD && !(c >= 0x400 && c <= 0x45F);
}

/* Copies what needs no repair from `raw`; returns how many bytes. */
static gsize copy_plain(GString *out, const guint8 *raw, gsize left)
{
  gsize n = 0;
  while (n < left && raw[n] < 0x7F && (raw[n] >= 0x20 || raw[n] == '\n'))
    n++;
  if (n)
    g_string_append_len(out, (const char *)raw, (gssize)n);
  return n;
}

/* A soft hyphen inside a line is dropped; at the end of a line or page it stays, for the word to be joined.
 */
static gboolean ends_line(const guint8 *raw, gsize at, gsize length)
{
  while (at < length && (raw[at] == ' ' || raw[at] == '\t'))
    at++;
  return at >= length || (raw[at] >= '\n' && raw[at] <= '\r');
}

/* Valid UTF-8 of what `raw` holds. `*normalize` is set if the result may not be in NFC. */
static GString *decode(const guint8 *raw, gsize length, gboolean *normalize, RepereRepairs *repairs)
{
  GString *out = g_string_sized_new(length + 16);
  for (gsize i = 0; i < length;) {
    i += copy_plain(out, raw + i, length - i);
    if (i >= length)
      break;
    if (raw[i] == '\r') {
      g_string_append_c(out, '\n');
      i += i + 1 < length && raw[i + 1] == '\n' ? 2 : 1;
      continue;
    }
    const gsize surrogates = append_surrogates(out, raw + i, length - i, repairs);
    if (surrogates) {
      i += surrogates;
      continue;
    }
    const gsize start = i;
    UChar32 c;
    U8_NEXT(raw, i, length, c);
    if (c < 0) {
      repairs->invalid_bytes += (guint)(i - start);
      append(out, 0xFFFD);
      continue;
    }
    if (c == 0xAD && !ends_line(raw, i, length)) {
      repairs->soft_hyphens++;
      continue;
    }
    *normalize |= needs_normalizing((gunichar)c);
    append_character(out, (gunichar)c, repairs);
  }
  return out;
}

static guint count_marks(const UChar *s, int32_t n)
{
  guint marks = 0;
  for (int32_t i = 0; i < n; i++)
    marks += s[i] >= 0x300 && s[i] <= 0x36F;
  return marks;
}

/* TeX takes an i without its dot to set an accent on it. That pair has no character of its own, so no normal
 * form makes one of it: it is the letter with its dot again, and then the accent's. */
static void restore_dots(UChar *s, int32_t n)
{
  for (int32_t i = 0; i + 1 < n; i++)
    if ((s[i] == 0x131 || s[i] == 0x237) && s[i + 1] >= 0x300 && s[i + 1] <= 0x314)
      s[i] = s[i] == 0x131 ? 'i' : 'j';
}

/* A mark that TeX fonts set before its letter arrives as if it belonged to the consonant before:
 * "r\u0301einsertion". Where the consonant can hardly carry it and the next letter can, it is the next
 * letter's. */
static void reorder_marks(UChar *s, int32_t n)
{
  gboolean misplaced = FALSE;
  for (int32_t i = 1; i + 1 < n; i++) {
    if (s[i] < 0x300 || (s[i] > 0x303 && s[i] != 0x308) || s[i - 1] >= 0x80 || s[i + 1] >= 0x80)
      continue;
    const char before = g_ascii_tolower((char)s[i - 1]), next = g_ascii_tolower((char)s[i + 1]);
    const gboolean tilde = s[i] == 0x303;
    if (!before || !next || !strchr(tilde ? "aon" : "aeiou", next))
      continue;
    const gboolean impossible = strchr("bdfjkmpqrltvx", before) != NULL && next != 'n';
    misplaced |= impossible;
    if (impossible ||
        (misplaced && strchr(tilde ? "acghswzo" : "cghnswz", before) && (!tilde || next == 'n'))) {
      const UChar mark = s[i];
      s[i] = s[i + 1];
      s[++i] = mark;
    }
  }
}

/* `text` in NFC. Text beyond what ICU can count stays as it is. */
static char *to_nfc(GString *text, RepereRepairs *repairs)
{
  UErrorCode status = U_ZERO_ERROR;
  const UNormalizer2 *nfc = unorm2_getNFCInstance(&status);
  const gsize room = text->len * 3 + 1; /* NFC expands UTF-16 by three at most */
  if (room > G_MAXINT32 / 3)
    return g_string_free(text, FALSE);
  int32_t n = 0, m = 0, bytes = 0;
  UChar *in = g_new(UChar, text->len + 1), *out = g_new(UChar, room);
  u_strFromUTF8(in, (int32_t)text->len + 1, &n, text->str, (int32_t)text->len, &status);
  if (U_SUCCESS(status)) {
    restore_dots(in, n);
    reorder_marks(in, n);
  }
  m = unorm2_normalize(nfc, in, n, out, (int32_t)room, &status);
  char *result = g_malloc((gsize)m * 3 + 1);
  u_strToUTF8(result, m * 3 + 1, &bytes, out, m, &status);
  if (U_SUCCESS(status)) {
    const guint before = count_marks(in, n), after = count_marks(out, m);
    repairs->accents_composed += before > after ? before - after : 0;
    g_string_free(text, TRUE);
  } else {
    g_free(result);
    result = g_string_free(text, FALSE);
  }
  g_free(in);
  g_free(out);
  return result;
}

static char *clean_characters(const char *raw, gsize length, RepereRepairs *repairs)
{
  gboolean normalize = FALSE;
  GString *text = decode((const guint8 *)raw, length, &normalize, repairs);
  return repere_leaders_drop(normalize ? to_nfc(text, repairs) : g_string_free(text, FALSE), repairs);
}

/* ---- the road ---- */

/* An accent put on its letter may meet a mark that followed. */
static char *compose(char *text, const RepereAccents *accents, RepereRepairs *repairs)
{
  text = repere_accents_compose(text, accents, repairs);
  if (!strpbrk(text, "\xCC\xCD"))
    return text;
  char *nfc = repere_plain_nfc(text);
  g_free(text);
  return nfc;
}

char *repere_text_repair(const char *raw, gsize length, RepereRepairs *repairs)
{
  char *text = clean_characters(raw, length, repairs);
  if (repere_accents_any(text)) {
    RepereAccents accents = {0};
    repere_accents_count(text, &accents);
    text = compose(text, &accents, repairs);
  }
  g_autoptr(RepereHyphens) hyphens = repere_hyphens_new();
  if (repere_hyphens_collect(hyphens, text))
    repere_hyphens_count(hyphens, text);
  return repere_hyphens_join(hyphens, text, repairs);
}

static void compose_all(char **pages, guint n, RepereRepairs *repairs)
{
  RepereAccents accents = {0};
  for (guint i = 0; i < n; i++)
    if (pages[i] && repere_accents_any(pages[i]))
      repere_accents_count(pages[i], &accents);
  for (guint i = 0; i < n; i++)
    if (pages[i] && repere_accents_any(pages[i]))
      pages[i] = compose(pages[i], &accents, &repairs[i]);
}

static void join_all(char **pages, guint n, RepereRepairs *repairs)
{
  g_autoptr(RepereHyphens) hyphens = repere_hyphens_new();
  guint cut = 0;
  for (guint i = 0; i + 1 < n; i++)
    if (pages[i] && pages[i + 1])
      repere_hyphens_carry(&pages[i], &pages[i + 1]);
  for (guint i = 0; i < n; i++)
    cut += pages[i] ? repere_hyphens_collect(hyphens, pages[i]) : 0;
  for (guint i = 0; cut && i < n; i++)
    if (pages[i])
      repere_hyphens_count(hyphens, pages[i]);
  for (guint i = 0; i < n; i++)
    if (pages[i])
      pages[i] = repere_hyphens_join(hyphens, pages[i], &repairs[i]);
}

void repere_text_repair_pages(char **pages, guint n, RepereRepairs *repairs)
{
  for (guint i = 0; i < n; i++) {
    if (!pages[i])
      continue;
    char *clean = clean_characters(pages[i], strlen(pages[i]), &repairs[i]);
    g_free(pages[i]);
    pages[i] = clean;
  }
  compose_all(pages, n, repairs);
  repere_text_drop_furniture(pages, n, repairs);
  join_all(pages, n, repairs);
}
