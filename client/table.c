#include "client/table.h"

#include <string.h>
#include <unicode/ubrk.h>
#include <unicode/utext.h>

#define NARROWEST_TEXT 10u /* a line has room for this much, whatever the indentation */

/* The style holds from byte `start` on, up to the next run. */
typedef struct {
  gsize start;
  CliStyle style;
  gboolean whole; /* lines do not end within it */
} Run;

struct CliText {
  const CliTerm *term;
  GString *text; /* clean UTF-8 */
  GArray *runs;  /* of Run */
};

static void line_free(gpointer data)
{
  CliLine *line = data;
  g_free(line->text);
  g_free(line);
}

CliBlock *cli_block_new(void)
{
  return g_ptr_array_new_with_free_func(line_free);
}

static void block_add(CliBlock *block, char *text, guint columns)
{
  CliLine *line = g_new(CliLine, 1);
  line->text = text;
  line->columns = columns;
  g_ptr_array_add(block, line);
}

void cli_block_blank(CliBlock *block)
{
  block_add(block, g_strdup(""), 0);
}

CliText *cli_text_new(const CliTerm *term)
{
  CliText *text = g_new0(CliText, 1);
  text->term = term;
  text->text = g_string_new(NULL);
  text->runs = g_array_new(FALSE, FALSE, sizeof(Run));
  return text;
}

void cli_text_free(CliText *text)
{
  g_string_free(text->text, TRUE);
  g_array_unref(text->runs);
  g_free(text);
}

static void text_empty(CliText *text)
{
  g_string_truncate(text->text, 0);
  g_array_set_size(text->runs, 0);
}

static const char *ellipsis(const CliTerm *term)
{
  return term->utf8 ? "\xe2\x80\xa6" : "...";
}

/* Where a run ends and the next one begins. */
static gsize run_end(const CliText *text, guint i)
{
  return i + 1 < text->runs->len ? g_array_index(text->runs, Run, i + 1).start : text->text->len;
}

/* ---- putting text together ---- */

static void text_append(CliText *text, CliStyle style, const char *clean)
{
  Run run = {text->text->len, style, FALSE};
  g_array_append_val(text->runs, run);
  g_string_append(text->text, clean);
}

void cli_text_add_whole(CliText *text, CliStyle style, const char *words)
{
  cli_text_add(text, style, words);
  g_array_index(text->runs, Run, text->runs->len - 1).whole = TRUE;
}

void cli_text_add(CliText *text, CliStyle style, const char *words)
{
  g_autofree char *clean = cli_term_clean(text->term, words, CLI_ONE_LINE);
  text_append(text, style, clean);
}

void cli_text_add_lines(CliText *text, CliStyle style, const char *words)
{
  g_autofree char *clean = cli_term_clean(text->term, words, CLI_LINES);
  text_append(text, style, clean);
}

void cli_text_addf(CliText *text, CliStyle style, const char *format, ...)
{
  va_list arguments;
  va_start(arguments, format);
  g_autofree char *words = g_strdup_vprintf(format, arguments);
  va_end(arguments);
  cli_text_add(text, style, words);
}

void cli_text_pad(CliText *text, guint column)
{
  for (guint at = cli_text_columns(text); at < column; at++)
    text_append(text, CLI_PLAIN, " ");
}

guint cli_text_columns(const CliText *text)
{
  return cli_term_columns(text->text->str);
}

void cli_text_add_bar(CliText *text, guint64 value, guint64 most, guint columns)
{
  /* Blocks from an eighth to seven eighths of a character, U+258F down to U+2589. */
  static const char *const eighths[] = {"",       "\u258f", "\u258e", "\u258d",
                                        "\u258c", "\u258b", "\u258a", "\u2589"};
  if (most == 0 || value == 0)
    return;
  guint steps = text->term->utf8 ? 8 : 1;
  double share = (double)MIN(value, most) / (double)most;
  guint length = MAX(1, (guint)(share * columns * steps + 0.5));
  GString *bar = g_string_new(NULL);
  for (guint i = 0; i < length / steps; i++)
    g_string_append(bar, text->term->utf8 ? "\u2588" : "#");
  if (steps == 8)
    g_string_append(bar, eighths[length % steps]);
  text_append(text, CLI_BAR, bar->str);
  g_string_free(bar, TRUE);
}

/* The longest start of clean `text` that takes at most `columns`; never less than a character unless
 * `columns` is 0. */
static gsize bytes_in_columns(const char *text, gsize length, guint columns)
{
  gsize at = 0;
  guint used = 0;
  while (at < length) {
    gsize next = (gsize)(g_utf8_next_char(text + at) - text);
    char character[8] = {0};
    memcpy(character, text + at, MIN(next - at, sizeof character - 1));
    used += cli_term_columns(character);
    if (used > columns && (at > 0 || columns == 0))
      break;
    at = next;
    if (used > columns)
      break;
  }
  return at;
}

void cli_text_add_cut(CliText *text, CliStyle style, const char *words, guint columns)
{
  guint start = cli_text_columns(text);
  g_autofree char *clean = cli_term_clean(text->term, words, CLI_ONE_LINE);
  if (cli_term_columns(clean) <= columns) {
    text_append(text, style, clean);
  } else {
    guint dots = cli_term_columns(ellipsis(text->term));
    g_autofree char *cut =
        g_strndup(clean, bytes_in_columns(clean, strlen(clean), columns > dots ? columns - dots : 0));
    g_strchomp(cut);
    text_append(text, style, cut);
    text_append(text, style, ellipsis(text->term));
  }
  cli_text_pad(text, start + columns);
}

void cli_text_add_spark(CliText *text, const double *numbers, guint n, double most)
{
  /* Blocks from an eighth of a line's height to all of it, U+2581 to U+2588; in ASCII, more ink for more. */
  static const char *const blocks[] = {"\u2581", "\u2582", "\u2583", "\u2584",
                                       "\u2585", "\u2586", "\u2587", "\u2588"};
  static const char *const ascii[] = {".", ":", "-", "=", "+", "*", "#", "@"};
  guint steps = G_N_ELEMENTS(blocks);
  for (guint i = 0; i < n; i++) {
    if (!(numbers[i] > 0) || !(most > 0)) {
      text_append(text, CLI_FAINT, text->term->utf8 ? "\u00b7" : " ");
      continue;
    }
    guint step = (guint)(MIN(numbers[i] / most, 1.0) * steps + 0.5);
    step = CLAMP(step, 1, steps) - 1;
    text_append(text, CLI_BAR, text->term->utf8 ? blocks[step] : ascii[step]);
  }
}

/* ---- passages ---- */

typedef void (*PieceFunc)(const char *words, gboolean marked, gpointer data);

/* Appends what the entity at `p` stands for and returns what follows it; an ampersand that begins none is
 * itself. */
static const char *append_entity(GString *out, const char *p)
{
  static const struct {
    const char *name, *text;
  } names[] = {{"&amp;", "&"}, {"&lt;", "<"}, {"&gt;", ">"}, {"&quot;", "\""}, {"&apos;", "'"}};
  for (guint i = 0; i < G_N_ELEMENTS(names); i++) {
    if (g_str_has_prefix(p, names[i].name)) {
      g_string_append(out, names[i].text);
      return p + strlen(names[i].name);
    }
  }
  if (p[1] == '#') {
    gboolean hexadecimal = p[2] == 'x' || p[2] == 'X';
    char *end = NULL;
    const char *digits = p + 2 + hexadecimal;
    guint64 code = g_ascii_isxdigit(*digits) ? g_ascii_strtoull(digits, &end, hexadecimal ? 16 : 10) : 0;
    if (end && *end == ';' && code > 0 && code <= 0x10FFFF && g_unichar_validate((gunichar)code)) {
      g_string_append_unichar(out, (gunichar)code);
      return end + 1;
    }
  }
  g_string_append_c(out, '&');
  return p + 1;
}

static void each_piece(const char *html, PieceFunc each, gpointer data)
{
  g_autoptr(GString) piece = g_string_new(NULL);
  gboolean marked = FALSE;
  const char *p = html;
  while (*p) {
    gboolean begins = g_str_has_prefix(p, "<mark>"), ends = g_str_has_prefix(p, "</mark>");
    if (begins || ends) {
      each(piece->str, marked, data);
      g_string_truncate(piece, 0);
      marked = begins;
      p += strlen(begins ? "<mark>" : "</mark>");
    } else if (*p == '&') {
      p = append_entity(piece, p);
    } else {
      g_string_append_c(piece, *p++);
    }
  }
  each(piece->str, marked, data);
}

static void add_piece(const char *words, gboolean marked, gpointer data)
{
  CliText *text = data;
  if (!*words)
    return;
  if (!marked) {
    cli_text_add(text, CLI_PLAIN, words);
  } else if (*cli_term_begin(text->term, CLI_MARK)) {
    cli_text_add(text, CLI_MARK, words);
  } else {
    text_append(text, CLI_PLAIN, text->term->utf8 ? "«" : "*");
    cli_text_add(text, CLI_PLAIN, words);
    text_append(text, CLI_PLAIN, text->term->utf8 ? "»" : "*");
  }
}

void cli_text_add_marked(CliText *text, const char *html)
{
  each_piece(html, add_piece, text);
}

static void append_piece(const char *words, gboolean marked, gpointer data)
{
  (void)marked;
  g_string_append(data, words);
}

char *cli_html_text(const char *html)
{
  GString *text = g_string_new(NULL);
  each_piece(html, append_piece, text);
  return g_string_free(text, FALSE);
}

/* ---- lines ---- */

/* Bytes [from, to) of the text as a line. */
static void emit_line(const CliText *text, CliBlock *block, gsize from, gsize to, guint indent, gboolean more)
{
  GString *line = g_string_new(NULL);
  for (guint i = 0; i < indent && (from < to || more); i++)
    g_string_append_c(line, ' ');
  for (guint i = 0; i < text->runs->len; i++) {
    const Run *run = &g_array_index(text->runs, Run, i);
    gsize first = MAX(run->start, from), last = MIN(run_end(text, i), to);
    if (first >= last)
      continue;
    g_string_append(line, cli_term_begin(text->term, run->style));
    g_string_append_len(line, text->text->str + first, (gssize)(last - first));
    g_string_append(line, cli_term_end(text->term, run->style));
  }
  g_autofree char *visible = g_strndup(text->text->str + from, to - from);
  guint columns = cli_term_columns(visible) + (line->len ? indent : 0);
  if (more) {
    g_string_append(line, ellipsis(text->term));
    columns += cli_term_columns(ellipsis(text->term));
  }
  block_add(block, g_string_free(line, FALSE), columns);
}

/* The places where a line may end, walked once from the start to the end of the text. */
typedef struct {
  UBreakIterator *iterator;
  UText *view;
  const CliText *text;
  guint run;     /* the one that `at` is in or at the end of */
  gsize at;
  gboolean hard; /* a line must end here */
} Breaks;

static void breaks_open(Breaks *breaks, const CliText *text)
{
  UErrorCode status = U_ZERO_ERROR;
  *breaks = (Breaks){.text = text};
  breaks->view = utext_openUTF8(NULL, text->text->str, (int64_t)text->text->len, &status);
  breaks->iterator = ubrk_open(UBRK_LINE, "", NULL, 0, &status);
  ubrk_setUText(breaks->iterator, breaks->view, &status);
  if (U_SUCCESS(status))
    return;
  if (breaks->iterator) /* without ICU's data lines are broken anywhere, but they are */
    ubrk_close(breaks->iterator);
  breaks->iterator = NULL;
}

static void breaks_close(Breaks *breaks)
{
  if (breaks->iterator)
    ubrk_close(breaks->iterator);
  if (breaks->view)
    utext_close(breaks->view);
}

static gboolean is_within_whole(Breaks *breaks)
{
  const CliText *text = breaks->text;
  while (breaks->run + 1 < text->runs->len && run_end(text, breaks->run) < breaks->at)
    breaks->run++;
  const Run *run = &g_array_index(text->runs, Run, breaks->run);
  return run->whole && breaks->at > run->start && breaks->at < run_end(text, breaks->run);
}

static void breaks_step(Breaks *breaks)
{
  int32_t at = breaks->iterator ? ubrk_next(breaks->iterator) : UBRK_DONE;
  breaks->at = at == UBRK_DONE ? breaks->text->text->len : (gsize)at;
  breaks->hard = at != UBRK_DONE && ubrk_getRuleStatus(breaks->iterator) >= UBRK_LINE_HARD;
}

static void breaks_next(Breaks *breaks)
{
  do
    breaks_step(breaks);
  while (is_within_whole(breaks));
}

static gsize without_space(const char *text, gsize from, gsize to)
{
  while (to > from && g_ascii_isspace(text[to - 1]))
    to--;
  return to;
}

/* The line that begins at `from`: where what is seen of it ends, and (the result) where the next one begins.
 */
static gsize cut_line(Breaks *breaks, gsize from, guint width, gsize *visible)
{
  const char *text = breaks->text->text->str;
  gsize length = breaks->text->text->len, best = from;
  while (breaks->at <= from && breaks->at < length)
    breaks_next(breaks);
  for (;;) {
    gsize end = without_space(text, from, breaks->at);
    if (end > from && bytes_in_columns(text + from, end - from, width) < end - from)
      break;
    best = breaks->at;
    *visible = end;
    if (breaks->hard || best == length)
      return best;
    breaks_next(breaks);
  }
  if (best > from)
    return best;
  best = from + bytes_in_columns(text + from, length - from, width);
  *visible = best;
  return best;
}

void cli_text_wrap(CliText *text, CliBlock *block, guint width, guint first, guint rest, guint most)
{
  const char *string = text->text->str;
  gsize from = 0, length = text->text->len;
  Breaks breaks;
  breaks_open(&breaks, text);
  for (guint n = 1; from < length; n++) {
    guint indent = n == 1 ? first : rest;
    guint room = MAX(width > indent ? width - indent : 0, NARROWEST_TEXT);
    gsize visible = from;
    gsize next = cut_line(&breaks, from, room, &visible);
    gboolean cut = n == most && without_space(string, next, length) > next;
    if (cut) {
      room -= cli_term_columns(ellipsis(text->term));
      visible = from + bytes_in_columns(string + from, visible - from, room);
      visible = without_space(string, from, visible);
    }
    emit_line(text, block, from, visible, indent, cut);
    from = cut ? length : next;
  }
  breaks_close(&breaks);
  text_empty(text);
}

void cli_text_line(CliText *text, CliBlock *block)
{
  gsize end = without_space(text->text->str, 0, text->text->len);
  emit_line(text, block, 0, end, 0, FALSE);
  text_empty(text);
}

/* ---- blocks ---- */

static const CliLine *line_at(const CliBlock *block, guint i)
{
  return i < block->len ? g_ptr_array_index(block, i) : NULL;
}

CliBlock *cli_block_beside(const CliBlock *left, const CliBlock *right, guint at)
{
  CliBlock *result = cli_block_new();
  for (guint i = 0; i < MAX(left->len, right->len); i++) {
    const CliLine *a = line_at(left, i), *b = line_at(right, i);
    GString *line = g_string_new(a ? a->text : "");
    guint columns = a ? a->columns : 0;
    if (b && b->columns > 0) {
      guint gap = columns < at ? at - columns : at > 0 ? 2 : 0; /* what is too long pushes its neighbour on */
      g_string_append_printf(line, "%*s%s", (int)gap, "", b->text);
      columns += gap + b->columns;
    }
    block_add(result, g_string_free(line, FALSE), columns);
  }
  return result;
}

static guint block_height(const GPtrArray *blocks, guint i)
{
  return ((const CliBlock *)g_ptr_array_index(blocks, i))->len;
}

/* How many columns of height `limit` the blocks need, one after the other. */
static guint columns_needed(const GPtrArray *blocks, guint limit)
{
  guint n = 1, used = 0;
  for (guint i = 0; i < blocks->len; i++) {
    guint height = block_height(blocks, i);
    if (used > 0 && used + 1 + height > limit) {
      n++;
      used = 0;
    }
    used += height + (used > 0);
  }
  return n;
}

void cli_text_add_line_to(CliText *text, const CliBlock *block, guint i, CliStyle style, guint column)
{
  const CliLine *line = line_at(block, i);
  if (!line)
    return;
  cli_text_pad(text, column > line->columns ? column - line->columns : 0);
  text_append(text, style, line->text);
}

static void append_block(CliBlock *block, const CliBlock *more)
{
  if (block->len > 0)
    cli_block_blank(block);
  for (guint i = 0; i < more->len; i++)
    block_add(block, g_strdup(line_at(more, i)->text), line_at(more, i)->columns);
}

CliBlock *cli_block_columns(const GPtrArray *blocks, guint n, guint width, guint gap)
{
  guint limit = 1;
  for (guint i = 0; i < blocks->len; i++)
    limit = MAX(limit, block_height(blocks, i));
  while (columns_needed(blocks, limit) > MAX(n, 1))
    limit++;
  CliBlock *result = cli_block_new();
  guint at = 0;
  for (guint i = 0; i < blocks->len; at += width + gap) {
    g_autoptr(CliBlock) column = cli_block_new();
    do
      append_block(column, g_ptr_array_index(blocks, i++));
    while (i < blocks->len && column->len + 1 + block_height(blocks, i) <= limit);
    CliBlock *wider = cli_block_beside(result, column, at);
    g_ptr_array_unref(result);
    result = wider;
  }
  return result;
}

void cli_block_print(const CliTerm *term, const CliBlock *block)
{
  for (guint i = 0; i < block->len; i++)
    fprintf(term->stream, "%s\n", line_at(block, i)->text);
}
