/* reason.c - see reason.h */
#include "indexer/reason_rows.h"

#include <stdarg.h>
#include <string.h>

/* ---- templates ---- */

/* No row has more. */
enum { HOLES = 4 };

/* A row's words up to its next hole, and that. */
typedef struct {
  const char *words; /* what is still to come */
  gsize literal;     /* bytes before the hole, or to the end */
  char hole; /* what goes into it: 't'ext, 'n'umber, 'w'ord, 's'omething worded by a row; 0: there is none */
} Cursor;

static gboolean next_hole(Cursor *at)
{
  const char *brace = strchr(at->words, '{');
  at->hole = '\0';
  if (brace) at->hole = brace[1] == '}' ? 't' : brace[1];
  at->literal = brace ? (gsize)(brace - at->words) : strlen(at->words);
  return brace != NULL;
}

static const char *behind_hole(const Cursor *at)
{
  return at->words + at->literal + (at->hole == 't' ? strlen("{}") : strlen("{n}"));
}

const char *repere_reason_words_in(RepereReason reason, const char *lang)
{
  const RepereReasonRow *row = &repere_reason_rows[reason];
  if (g_str_equal(lang, "fr")) return row->fr;
  return g_str_equal(lang, "es") ? row->es : row->en;
}

const char *repere_reason_words(RepereReason reason)
{
  return repere_reason_rows[reason].en;
}

/* ---- making ---- */

char *repere_reason(RepereReason reason, ...)
{
  Cursor at = {.words = repere_reason_rows[reason].en};
  GString *sentence = g_string_new(NULL);
  va_list arguments;
  va_start(arguments, reason);
  for (; next_hole(&at); at.words = behind_hole(&at)) {
    g_string_append_len(sentence, at.words, (gssize)at.literal);
    /* NOLINTBEGIN(clang-analyzer-valist.Uninitialized): said only where other files are looked at before */
    if (at.hole == 'n') g_string_append_printf(sentence, "%u", va_arg(arguments, guint));
    else g_string_append(sentence, va_arg(arguments, const char *));
    /* NOLINTEND(clang-analyzer-valist.Uninitialized) */
  }
  va_end(arguments);
  g_string_append(sentence, at.words);
  return g_string_free(sentence, FALSE);
}

const char *repere_reason_errno(int number)
{
  const char *words = strerrordesc_np(number);
  return words ? words : g_strerror(number);
}

/* ---- wording anew ---- */

/* What stands in a hole. */
typedef struct {
  const char *start;
  gsize size;
} Span;

static gboolean is_number(Span span)
{
  for (gsize i = 0; i < span.size; i++)
    if (!g_ascii_isdigit(span.start[i])) return FALSE;
  return span.size > 0;
}

static gboolean is_word(Span span)
{
  for (gsize i = 0; i < span.size; i++)
    if (g_ascii_isspace(span.start[i])) return FALSE;
  return span.size > 0;
}

static gboolean fits(char hole, Span span)
{
  return (hole != 'n' || is_number(span)) && (hole != 'w' || is_word(span));
}

/* Whether the words are those of `text`; what is in its holes goes to `spans`. Each literal is looked for
 * once, from the left, but for the last, which must end the text: linear, whatever a hostile file made its
 * reader say. */
static gboolean has_words(const char *words, Span text, Span *spans)
{
  Cursor at = {.words = words};
  const char *end = text.start + text.size;
  gboolean hole = next_hole(&at);
  if (at.literal > text.size || memcmp(text.start, at.words, at.literal) != 0) return FALSE;
  const char *from = text.start + at.literal;
  while (hole) {
    char kind = at.hole;
    at.words = behind_hole(&at);
    hole = next_hole(&at);
    const char *to = NULL;
    if (hole) to = memmem(from, (size_t)(end - from), at.words, at.literal);
    else if (at.literal <= (gsize)(end - from)) to = end - at.literal;
    if (!to || memcmp(to, at.words, at.literal) != 0) return FALSE;
    *spans = (Span){from, (gsize)(to - from)};
    if (!fits(kind, *spans++)) return FALSE;
    from = to + at.literal;
  }
  return from == end;
}

/* "12.3" has a comma in both languages. */
static gboolean append_decimal(GString *out, Span span)
{
  const char *point = memchr(span.start, '.', span.size);
  if (!point) return FALSE;
  Span whole = {span.start, (gsize)(point - span.start)};
  Span part = {point + 1, span.size - whole.size - 1};
  if (!is_number(whole) || !is_number(part)) return FALSE;
  g_string_append_len(out, whole.start, (gssize)whole.size);
  g_string_append_c(out, ',');
  g_string_append_len(out, part.start, (gssize)part.size);
  return TRUE;
}

static gboolean word_anew(GString *out, Span text, const char *lang, guint depth);

/* FALSE where something is not worded that must be. */
static gboolean fill(GString *out, const char *words, const Span *spans, const char *lang, guint depth)
{
  Cursor at = {.words = words};
  for (; next_hole(&at); at.words = behind_hole(&at), spans++) {
    g_string_append_len(out, at.words, (gssize)at.literal);
    if (append_decimal(out, *spans) || word_anew(out, *spans, lang, depth + 1)) continue;
    if (at.hole == 's') return FALSE;
    g_string_append_len(out, spans->start, (gssize)spans->size);
  }
  g_string_append(out, at.words);
  return TRUE;
}

/* FALSE, with nothing appended, where no row has the words of `text`. */
static gboolean word_anew(GString *out, Span text, const char *lang, guint depth)
{
  enum { DEPTH = 8 }; /* a line's record, whose five faults follow each other, each about an element */
  Span spans[HOLES] = {{"", 0}, {"", 0}, {"", 0}, {"", 0}};
  gsize start = out->len;
  if (text.size == 0 || depth > DEPTH) return FALSE;
  for (guint i = 0; i < REPERE_REASONS; i++) {
    if (!has_words(repere_reason_rows[i].en, text, spans)) continue;
    if (fill(out, repere_reason_words_in((RepereReason)i, lang), spans, lang, depth)) return TRUE;
    g_string_truncate(out, start);
  }
  return FALSE;
}

char *repere_reason_in(const char *sentence, const char *lang)
{
  if (g_str_equal(lang, "en")) return g_strdup(sentence);
  GString *out = g_string_new(NULL);
  gboolean known = word_anew(out, (Span){sentence, strlen(sentence)}, lang, 0);
  return g_string_free(out, !known); /* NULL where it is freed */
}
