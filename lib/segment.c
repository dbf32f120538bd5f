/* segment.c - text to atoms: runs of letters and digits, and what stands between them.
 *
 * Two paths cut at the same places. Latin text is cut by a table of classes, byte by byte; where another
 * script begins, ICU's word break iterator (UAX #29, with dictionaries for Thai, Chinese, Japanese …) takes
 * over, up to a space after which there is Latin text again. White space always ends a word, so nothing is
 * lost at the seams. In both, anything but a letter, digit or mark ends an atom; analyze.c decides what
 * apostrophes and points put together again. */
#include <string.h>
#include <unicode/uchar.h>
#include <unicode/utext.h>
#include <unicode/utf8.h>

#include "analyze_private.h"

typedef enum {
  CLASS_OTHER, /* punctuation and symbols */
  CLASS_WORD,
  CLASS_IGNORED, /* format characters: zero width, soft hyphen. Inside a word they are not there */
  CLASS_SPACE,
  CLASS_HARD_SPACE,
  CLASS_POINT,
  CLASS_COMMA,
  CLASS_MIDDLE_DOT,
  CLASS_APOSTROPHE,
  CLASS_HYPHEN,
  CLASS_SLASH,
  CLASS_BRACKET, /* "(", which otherwise is one of the next */
  CLASS_QUOTE,   /* opening quotation marks and brackets that may stand between l' and its noun */
  CLASS_MARK,    /* continues a word, begins none */
  CLASS_FOREIGN /* for the slow path */
} Class;

#define ZERO_WIDTH_SPACE 0x200B

gboolean repere_is_apostrophe(gunichar c)
{
  switch (c) {
  case '\'':
  case '`':
  case 0xB4:
  case 0x2018:
  case 0x2019:
  case 0x201B:
  case 0x2032:
  case 0x2BB:
  case 0x2BC:
  case 0xFF07: return TRUE;
  default: return FALSE;
  }
}

/* CO₂: part of the word. Superscripts are marks of footnotes more often than not, and no letters. */
static gboolean is_subscript(gunichar c)
{
  return c >= 0x2080 && c <= 0x2089;
}

gboolean repere_is_word_character(gunichar c)
{
  return u_isUAlphabetic((UChar32)c) || u_charType((UChar32)c) == U_DECIMAL_DIGIT_NUMBER || is_subscript(c);
}

/* The class of any character, from Unicode's data. */
static Class class_of(gunichar c)
{
  if (repere_is_apostrophe(c))
    return CLASS_APOSTROPHE;
  switch (c) {
  case 0xA0:
  case 0x2007:
  case 0x2009:
  case 0x202F: return CLASS_HARD_SPACE;
  case '.': return CLASS_POINT;
  case ',': return CLASS_COMMA;
  case 0xB7:
  case 0x2027:
  case 0x22C5: return CLASS_MIDDLE_DOT;
  case '-':
  case 0x2010:
  case 0x2011: return CLASS_HYPHEN;
  case '/': return CLASS_SLASH;
  case '(': return CLASS_BRACKET;
  case '"':
  case '[':
  case 0xAB:
  case 0x201C:
  case 0x201E:
  case 0x2039: return CLASS_QUOTE;
  case ZERO_WIDTH_SPACE: return CLASS_IGNORED;
  default: break;
  }
  if (u_isUWhiteSpace((UChar32)c))
    return CLASS_SPACE;
  if ((U_MASK(u_charType((UChar32)c)) & U_GC_M_MASK) ||
      u_hasBinaryProperty((UChar32)c, UCHAR_GRAPHEME_EXTEND))
    return CLASS_MARK;
  if (u_charType((UChar32)c) == U_FORMAT_CHAR)
    return CLASS_IGNORED;
  return repere_is_word_character(c) ? CLASS_WORD : CLASS_OTHER;
}

/* ---- the table of the fast path: U+0000 - U+024F, U+1E00 - U+1EFF, U+2000 - U+2BFF ---- */

static guint8 latin[0x250];
static guint8 latin_additional[0x100];
static guint8 symbols[0xC00];

static guint8 fast_class(gunichar c, gboolean letters)
{
  const Class class = class_of(c);
  return class == CLASS_MARK || (class == CLASS_WORD && !letters && !is_subscript(c)) ? CLASS_FOREIGN : class;
}

static void make_tables(void)
{
  static gsize once = 0;
  if (!g_once_init_enter(&once))
    return;
  for (gunichar c = 0; c < G_N_ELEMENTS(latin); c++)
    latin[c] = fast_class(c, TRUE);
  for (gunichar c = 0; c < G_N_ELEMENTS(latin_additional); c++)
    latin_additional[c] = fast_class(0x1E00 + c, TRUE);
  for (gunichar c = 0; c < G_N_ELEMENTS(symbols); c++)
    symbols[c] = fast_class(0x2000 + c, FALSE);
  g_once_init_leave(&once, 1);
}

/* The class of the character at `at`, by the tables alone, and its size in bytes. */
static inline Class class_at(const RepereSegmenter *s, guint32 at, guint32 *size)
{
  const guint8 *p = s->text + at;
  *size = 1;
  if (p[0] < 0x80)
    return latin[p[0]];
  if (p[0] < 0xCA && p[0] >= 0xC2 && at + 1 < s->length) {
    *size = 2;
    const guint c = ((p[0] & 0x1Fu) << 6) | (p[1] & 0x3Fu);
    return c < G_N_ELEMENTS(latin) ? latin[c] : CLASS_FOREIGN;
  }
  if ((p[0] == 0xE1 || p[0] == 0xE2) && at + 2 < s->length) {
    *size = 3;
    const guint c = ((p[0] & 0xFu) << 12) | ((p[1] & 0x3Fu) << 6) | (p[2] & 0x3Fu);
    if (c >= 0x1E00 && c <= 0x1EFF)
      return latin_additional[c - 0x1E00];
    if (c >= 0x2000 && c <= 0x2BFF)
      return symbols[c - 0x2000];
  }
  return CLASS_FOREIGN;
}

/* ---- what stands between two atoms ---- */

typedef struct {
  guint count; /* characters, not counting the ignored */
  guint8 first, last;
  gboolean space, elided;
} Gap;

static inline void gap_add(Gap *gap, Class class)
{
  if (class == CLASS_IGNORED)
    return;
  if (gap->count++ == 0) {
    gap->first = class;
    gap->elided = class == CLASS_APOSTROPHE;
  } else if (class != CLASS_SPACE && class != CLASS_HARD_SPACE && class != CLASS_QUOTE &&
             class != CLASS_BRACKET && class != CLASS_APOSTROPHE) {
    gap->elided = FALSE;
  }
  gap->last = class;
  gap->space |= class == CLASS_SPACE || class == CLASS_HARD_SPACE;
}

static RepereGap gap_kind(const Gap *gap)
{
  if (gap->count == 1) {
    switch (gap->first) {
    case CLASS_HARD_SPACE: return GAP_HARD_SPACE;
    case CLASS_APOSTROPHE: return GAP_APOSTROPHE;
    case CLASS_POINT: return GAP_POINT;
    case CLASS_COMMA: return GAP_COMMA;
    case CLASS_MIDDLE_DOT: return GAP_MIDDLE_DOT;
    case CLASS_HYPHEN: return GAP_HYPHEN;
    case CLASS_SLASH: return GAP_SLASH;
    case CLASS_BRACKET: return GAP_BRACKET;
    default: break;
    }
  }
  if (gap->count == 0)
    return GAP_NOTHING;
  if (gap->count == 2 && gap->first == CLASS_POINT && gap->last == CLASS_APOSTROPHE)
    return GAP_POINT_APOSTROPHE;
  return gap->space ? GAP_SPACE : GAP_PUNCTUATION;
}

static void atom_set(RepereAtom *atom, guint32 start, guint32 end, const Gap *gap)
{
  atom->start = start;
  atom->end = end;
  atom->gap = (guint8)gap_kind(gap);
  atom->elided = gap->elided;
  atom->quoted = gap->count > 0 && (gap->last == CLASS_APOSTROPHE || gap->last == CLASS_QUOTE ||
                                    gap->last == CLASS_BRACKET);
}

/* ---- the slow path ---- */

/* Where the stretch for the break iterator that begins at `from` ends: at white space followed by what is not
 * foreign. */
static guint32 stretch_end(const RepereSegmenter *s, guint32 from)
{
  gboolean after_space = FALSE;
  guint32 at = from, space = from;
  while (at < s->length) {
    guint32 size;
    const Class class = class_at(s, at, &size);
    if (class == CLASS_SPACE) {
      space = after_space ? space : at;
      after_space = TRUE;
    } else if (after_space && class != CLASS_FOREIGN && !s->slow) {
      return space;
    } else {
      after_space = FALSE;
    }
    at += size;
  }
  return s->length;
}

static gboolean stretch_begin(RepereSegmenter *s, guint32 from)
{
  UErrorCode status = U_ZERO_ERROR;
  if (!s->breaks)
    s->breaks = ubrk_open(UBRK_WORD, "root", NULL, 0, &status);
  s->slow_start = s->at = from;
  s->slow_end = stretch_end(s, from);
  UText text = UTEXT_INITIALIZER;
  utext_openUTF8(&text, (const char *)s->text + from, (int64_t)s->slow_end - from, &status);
  ubrk_setUText(s->breaks, &text, &status); /* keeps its own shallow clone */
  utext_close(&text);
  if (U_FAILURE(status)) {
    g_critical("ICU cannot cut words: %s. Is libicu installed whole?", u_errorName(status));
    s->slow_end = 0;
    return FALSE;
  }
  s->segment_end = from;
  return TRUE;
}

/* The end of the segment that begins where the last one ended. */
static void segment_advance(RepereSegmenter *s)
{
  const int32_t next = ubrk_next(s->breaks);
  s->segment_end = next == UBRK_DONE ? s->slow_end : s->slow_start + (guint32)next;
}

static gunichar slow_character(const RepereSegmenter *s, guint32 at, guint32 *size)
{
  UChar32 c;
  gsize i = at;
  U8_NEXT_OR_FFFD(s->text, i, (gsize)s->slow_end, c);
  *size = (guint32)(i - at);
  return (gunichar)c;
}

static gboolean written_without_spaces(gunichar c)
{
  return u_hasBinaryProperty((UChar32)c, UCHAR_IDEOGRAPHIC) ||
         u_getIntPropertyValue((UChar32)c, UCHAR_LINE_BREAK) == U_LB_COMPLEX_CONTEXT;
}

/* A zero width space ends a word in Thai and is a mistake inside a Latin word: TRUE if the word goes on after
 * it. */
static gboolean goes_on_after_zero_width(RepereSegmenter *s, gunichar before)
{
  guint32 at = s->at, size = 0;
  gunichar c = 0;
  while (at < s->slow_end && class_of(c = slow_character(s, at, &size)) == CLASS_IGNORED)
    at += size;
  if (at == s->at || at >= s->slow_end || class_of(c) != CLASS_WORD || written_without_spaces(before) ||
      written_without_spaces(c))
    return FALSE;
  while (s->segment_end <= at)
    segment_advance(s);
  s->at = at;
  return TRUE;
}

/* ICU ends words at subscripts. TRUE if the word whose last character is `before` goes on there. */
static gboolean goes_on_at_subscript(RepereSegmenter *s, gunichar before)
{
  guint32 size;
  const gunichar c = slow_character(s, s->at, &size);
  if (class_of(c) != CLASS_WORD || !(is_subscript(c) || is_subscript(before)))
    return FALSE;
  while (s->segment_end <= s->at)
    segment_advance(s);
  return TRUE;
}

/* Reads the rest of the atom that begins at s->at with a word character. */
static guint32 slow_atom_end(RepereSegmenter *s)
{
  guint32 end = s->at;
  gunichar last = 0;
  while (s->at < s->slow_end) {
    if (s->at >= s->segment_end) {
      if (!goes_on_at_subscript(s, last) && !goes_on_after_zero_width(s, last))
        break;
    }
    guint32 size;
    const gunichar c = slow_character(s, s->at, &size);
    const Class class = class_of(c);
    if (class != CLASS_WORD && class != CLASS_MARK && class != CLASS_IGNORED)
      break;
    s->at += size;
    if (class != CLASS_IGNORED) {
      end = s->at;
      last = c;
    }
  }
  return end;
}

static gboolean next_slow(RepereSegmenter *s, RepereAtom *atom, Gap *gap)
{
  while (s->at < s->slow_end) {
    while (s->at >= s->segment_end)
      segment_advance(s);
    guint32 size;
    const Class class = class_of(slow_character(s, s->at, &size));
    if (class == CLASS_WORD) {
      const guint32 start = s->at;
      atom_set(atom, start, slow_atom_end(s), gap);
      return TRUE;
    }
    gap_add(gap, class == CLASS_MARK ? CLASS_OTHER : class);
    s->at += size;
  }
  return FALSE;
}

/* ---- both ---- */

void repere_segmenter_start(RepereSegmenter *s, const char *text, guint32 length)
{
  make_tables();
  s->text = (const guint8 *)text;
  s->length = length;
  s->at = s->slow_end = s->segment_end = 0;
}

void repere_segmenter_clear(RepereSegmenter *s)
{
  if (s->breaks)
    ubrk_close(s->breaks);
  s->breaks = NULL;
}

/* The end of the fast atom whose first character is before s->at; G_MAXUINT32 if it needs the slow path. */
static inline guint32 fast_atom_end(RepereSegmenter *s)
{
  guint32 end = s->at, at = s->at;
  while (at < s->length) {
    guint32 size;
    const Class class = class_at(s, at, &size);
    if (class == CLASS_WORD)
      end = at + size;
    else if (class == CLASS_FOREIGN)
      return G_MAXUINT32;
    else if (class != CLASS_IGNORED)
      break;
    at += size;
  }
  s->at = at;
  return end;
}

gboolean repere_segmenter_next(RepereSegmenter *s, RepereAtom *atom)
{
  Gap gap = {0, CLASS_OTHER, CLASS_OTHER, FALSE, FALSE};
  if (s->at == 0)
    gap_add(&gap, CLASS_SPACE);
  if (s->slow && s->at == 0 && s->length > 0 && !stretch_begin(s, 0))
    return FALSE;
  while (s->at < s->length) {
    if (s->at < s->slow_end) {
      if (next_slow(s, atom, &gap))
        return TRUE;
      continue;
    }
    const guint32 start = s->at;
    guint32 size;
    Class class = class_at(s, start, &size);
    if (class == CLASS_WORD) {
      s->at += size;
      const guint32 end = fast_atom_end(s);
      if (end != G_MAXUINT32) {
        atom_set(atom, start, end, &gap);
        return TRUE;
      }
      class = CLASS_FOREIGN;
    }
    if (class == CLASS_FOREIGN) {
      if (!stretch_begin(s, start))
        return FALSE;
      continue;
    }
    gap_add(&gap, class);
    s->at += size;
  }
  return FALSE;
}
