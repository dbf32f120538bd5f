/* pdf_layout.c - see pdf_layout.h */
#include "indexer/pdf_layout.h"

#include <math.h>
#include <string.h>

#include "indexer/pdf_blocks.h"
#include "indexer/pdf_spacing.h"

/* In heights of the type: from where on a gap within one of poppler's lines may be a gutter, and from where
 * on two characters stand apart although nothing is between them. Within a column poppler itself parts words
 * from a tenth on. */
#define CUT_AT 0.7
#define APART 0.15

typedef struct {
  gsize start, end; /* bytes of the text */
  guint box;        /* of its first character */
} Span;

typedef struct {
  const char *text;
  const PopplerRectangle *boxes;
  GArray *pieces; /* ReperePiece */
  GArray *spans;  /* Span, of each piece */
  guint line;
  guint across[4]; /* characters of lines that run to the right, left, down, up */
  guint rtl;       /* characters of lines with words from right to left */
} Page;

enum { RIGHT, LEFT, DOWN, UP };

/* ---- characters ---- */

/* Marks of writing direction, which poppler puts around words from right to left, have no box. */
static gboolean has_box(const char *at)
{
  if ((guchar)*at < 0xE2) return TRUE;
  gunichar character = g_utf8_get_char(at);
  return character < 0x202A || character > 0x202E;
}

static guint count_boxes(const char *text)
{
  guint boxes = 0;
  for (; *text; text = g_utf8_next_char(text)) boxes += (guint)has_box(text);
  return boxes;
}

/* Which way the line runs, by its first and last box. */
static guint direction_of(const PopplerRectangle *first, const PopplerRectangle *last)
{
  double across = last->x1 + last->x2 - first->x1 - first->x2,
         down = last->y1 + last->y2 - first->y1 - first->y2;
  const double least = 0.1 * repere_pdf_type(first); /* of one character alone only rounding is left */
  if (fabs(down) > MAX(fabs(across), least)) return down > 0 ? DOWN : UP;
  return across < -least ? LEFT : RIGHT;
}

/* ---- lines to pieces ---- */

static void widen(ReperePiece *piece, const PopplerRectangle *box, gboolean first)
{
  piece->x1 = first ? box->x1 : MIN(piece->x1, box->x1);
  piece->y1 = first ? box->y1 : MIN(piece->y1, box->y1);
  piece->x2 = first ? box->x2 : MAX(piece->x2, box->x2);
  piece->y2 = first ? box->y2 : MAX(piece->y2, box->y2);
}

static void swap(double *one, double *other)
{
  double kept = *one;
  *one = *other;
  *other = kept;
}

/* What a list is sorted by: a letter or digit, not the marks before it. */
static gunichar initial_of(gunichar character)
{
  if (!g_unichar_isalnum(character)) return 0;
  gunichar plain = character;
  g_unichar_fully_decompose(character, FALSE, &plain, 1);
  return g_unichar_toupper(plain);
}

/* A dot of a row of dots that leads to a page's number. */
static gboolean is_leader(const char *text, gsize start, const char *at)
{
  gsize place = (gsize)(at - text);
  return *at == '.' && place > start && (at[-1] == '.' || (at[-1] == ' ' && place > start + 1 && at[-2] == '.'));
}

/* Adds text[start, end) of the line, whose first character has `box`; blanks at its ends fall off. */
static void add_piece(Page *page, gsize start, gsize end, guint box, gboolean upright)
{
  const char *text = page->text;
  for (; start < end && g_ascii_isspace(text[start]); start++) box++;
  while (end > start && g_ascii_isspace(text[end - 1])) end--;
  ReperePiece piece = {.line = page->line, .upright = upright};
  Span span = {start, end, box};
  guint leaders = 0;
  for (const char *at = text + start; at < text + end; at = g_utf8_next_char(at)) {
    if (!has_box(at)) continue;
    const PopplerRectangle *its = &page->boxes[box++];
    if (g_ascii_isspace(*at)) continue;
    gunichar character = g_utf8_get_char(at);
    widen(&piece, its, piece.characters == 0);
    if (piece.characters++ == 0) piece.lower = g_unichar_islower(character);
    if (!piece.initial) piece.initial = initial_of(character);
    if (is_leader(text, start, at)) leaders++;
    piece.letters += (guint)g_unichar_isalpha(character);
    piece.size += repere_pdf_type(its);
  }
  if (piece.characters == 0) return;
  if (piece.x1 > piece.x2) swap(&piece.x1, &piece.x2);
  if (piece.y1 > piece.y2) swap(&piece.y1, &piece.y2);
  piece.size = MAX(piece.size / piece.characters, 0.1);
  piece.characters -= leaders;
  g_array_append_val(page->pieces, piece);
  g_array_append_val(page->spans, span);
}

/* Cuts text[start, end), a line whose first character has `box`, where it stands apart. */
static void cut_line(Page *page, gsize start, gsize end, guint box, gboolean upright, gboolean whole)
{
  const char *text = page->text;
  guint from = box, last = G_MAXUINT;
  gsize piece = start;
  for (const char *at = text + start; !whole && at < text + end; at = g_utf8_next_char(at), box++) {
    if (g_ascii_isspace(*at)) continue;
    const PopplerRectangle *its = &page->boxes[box];
    if (last != G_MAXUINT && repere_pdf_gap(&page->boxes[last], its) > CUT_AT * repere_pdf_type(its)) {
      add_piece(page, piece, (gsize)(at - text), from, upright);
      piece = (gsize)(at - text);
      from = box;
    }
    last = box;
  }
  add_piece(page, piece, end, from, upright);
}

/* Takes in the line text[start, end). Returns the box after it. */
static guint take_line(Page *page, gsize start, gsize end, guint box)
{
  const char *text = page->text;
  guint at_box = box, first = G_MAXUINT, last = 0, n = 0;
  gboolean marks = FALSE;
  for (const char *at = text + start; at < text + end; at = g_utf8_next_char(at)) {
    if (!has_box(at)) {
      marks = TRUE;
      continue;
    }
    if (!g_ascii_isspace(*at)) {
      if (first == G_MAXUINT) first = at_box;
      last = at_box;
      n++;
    }
    at_box++;
  }
  if (n == 0) return at_box;
  guint direction = marks ? RIGHT : direction_of(&page->boxes[first], &page->boxes[last]);
  page->across[direction] += n;
  if (marks) page->rtl += n;
  /* Where words run both ways, neighbours in the text are none on the page. */
  cut_line(page, start, end, box, direction == RIGHT || direction == LEFT, marks);
  page->line++;
  return at_box;
}

static void take_lines(Page *page)
{
  gsize at = 0;
  guint box = 0;
  while (page->text[at]) {
    gsize size = strcspn(page->text + at, "\n");
    box = take_line(page, at, at + size, box);
    at += size;
    if (page->text[at] == '\n') {
      at++;
      box++;
    }
  }
}

static gboolean all_finite(const Page *page)
{
  const double most = 1e6; /* points; a page is a few hundred */
  for (guint i = 0; i < page->pieces->len; i++) {
    const ReperePiece *piece = &g_array_index(page->pieces, ReperePiece, i);
    /* Written so that what is no number fails. */
    if (!(fabs(piece->x1) < most && fabs(piece->x2) < most && fabs(piece->y1) < most && fabs(piece->y2) < most))
      return FALSE;
  }
  return TRUE;
}

/* ---- the page turned ---- */

static void turn_piece(ReperePiece *piece, guint direction)
{
  ReperePiece was = *piece;
  switch (direction) {
  case LEFT:
    piece->x1 = -was.x2, piece->x2 = -was.x1;
    piece->y1 = -was.y2, piece->y2 = -was.y1;
    break;
  case DOWN:
    piece->x1 = was.y1, piece->x2 = was.y2;
    piece->y1 = -was.x2, piece->y2 = -was.x1;
    break;
  case UP:
    piece->x1 = -was.y2, piece->x2 = -was.y1;
    piece->y1 = was.x1, piece->y2 = was.x2;
    break;
  default: break;
  }
  if (direction == DOWN || direction == UP) piece->upright = !was.upright;
}

/* Turns the page so that most of its text runs from left to right. */
static void turn(Page *page)
{
  guint direction = RIGHT, all = 0;
  for (guint i = 0; i < G_N_ELEMENTS(page->across); i++) {
    if (page->across[i] > page->across[direction]) direction = i;
    all += page->across[i];
  }
  gboolean mirrored = page->rtl > all / 2;
  for (guint i = 0; i < page->pieces->len; i++) {
    ReperePiece *piece = &g_array_index(page->pieces, ReperePiece, i);
    turn_piece(piece, direction);
    if (!mirrored) continue;
    double x1 = piece->x1;
    piece->x1 = -piece->x2;
    piece->x2 = -x1;
  }
}

/* ---- writing ---- */

/* Poppler writes the columns of a table's row into one line with nothing between them, which would make one
 * word of two: whether the character in `box` stands apart from the one before. */
static gboolean is_apart(const Page *page, guint box)
{
  const PopplerRectangle *before = &page->boxes[box - 1];
  return repere_pdf_gap(before, before + 1) > APART * repere_pdf_type(before);
}

/* Whether white space may part letters of a word: there is much of it, or it stands between a single capital and another. */
static gboolean may_be_apart(const char *text, const Span *span)
{
  gsize blanks = 0;
  for (gsize i = span->start; i < span->end; i++) {
    if (!g_ascii_isspace(text[i])) continue;
    blanks++;
    gboolean single = i > span->start && g_ascii_isupper(text[i - 1]) &&
                      (i == span->start + 1 || g_ascii_isspace(text[i - 2]));
    if (single && i + 1 < span->end && g_unichar_isupper(g_utf8_get_char(text + i + 1))) return TRUE;
  }
  return blanks * 4 >= span->end - span->start;
}

/* What stands together in a span. FALSE where there are marks of direction, or no sign of letters set
 * apart. */
static gboolean find_units(const Page *page, const Span *span, GArray *units)
{
  const char *text = page->text;
  guint box = span->box;
  gboolean space = TRUE;
  if (!may_be_apart(text, span)) return FALSE;
  for (const char *at = text + span->start, *next; at < text + span->end; at = next, box++) {
    next = g_utf8_next_char(at);
    if (!has_box(at)) return FALSE;
    gboolean is_space = g_ascii_isspace(*at);
    if (!is_space && (space || is_apart(page, box))) {
      RepereUnit unit = {.start = (gsize)(at - text), .first = box};
      g_array_append_val(units, unit);
    }
    if (!is_space) {
      RepereUnit *unit = &g_array_index(units, RepereUnit, units->len - 1);
      unit->end = (gsize)(next - text);
      unit->last = box;
      unit->characters++;
      unit->capitals += (guint)g_unichar_isupper(g_utf8_get_char(at));
    }
    space = is_space;
  }
  return TRUE;
}

/* Writes a span some of whose words are set with their letters apart. FALSE where none is. */
static gboolean write_closed(GString *out, const Page *page, const Span *span, guint *closed)
{
  g_autoptr(GArray) units = g_array_new(FALSE, FALSE, sizeof(RepereUnit));
  guint words = find_units(page, span, units) ? repere_pdf_close_letters(page->text, page->boxes, units) : 0;
  for (guint i = 0; words && i < units->len; i++) {
    const RepereUnit *unit = &g_array_index(units, RepereUnit, i);
    if (i > 0 && !unit->closed) g_string_append_c(out, ' ');
    g_string_append_len(out, page->text + unit->start, (gssize)(unit->end - unit->start));
  }
  *closed += words;
  return words > 0;
}

/* Where characters without a space stand apart, a space is put. */
static void write_span(GString *out, const Page *page, const Span *span)
{
  const char *text = page->text, *kept = text + span->start;
  guint box = span->box;
  gboolean space = TRUE;
  for (const char *at = kept; at < text + span->end; at = g_utf8_next_char(at)) {
    if (!has_box(at)) continue;
    gboolean is_space = g_ascii_isspace(*at);
    if (!space && !is_space && is_apart(page, box)) {
      g_string_append_len(out, kept, at - kept);
      g_string_append_c(out, ' ');
      kept = at;
    }
    space = is_space;
    box++;
  }
  g_string_append_len(out, kept, text + span->end - kept);
}

static char *write_page(const Page *page, const ReperePlace *places, guint *closed)
{
  GString *out = g_string_sized_new(strlen(page->text) + 64);
  for (guint i = 0; i < page->pieces->len; i++) {
    if (out->len) g_string_append_c(out, places[i].line ? '\n' : ' ');
    const Span *span = &g_array_index(page->spans, Span, places[i].piece);
    if (!write_closed(out, page, span, closed)) write_span(out, page, span);
  }
  return g_string_free(out, FALSE);
}

/* How many pieces are not in the longest run that kept its order (M. L. Fredman, On computing the length of
 * longest increasing subsequences, 1975). */
static guint count_moved(const ReperePlace *places, guint n)
{
  guint *ends = g_new(guint, n), length = 0; /* the least last piece of a run of each length */
  for (guint i = 0; i < n; i++) {
    guint low = 0, high = length;
    while (low < high) {
      guint middle = (low + high) / 2;
      if (ends[middle] < places[i].piece) low = middle + 1;
      else high = middle;
    }
    ends[low] = places[i].piece;
    if (low == length) length++;
  }
  g_free(ends);
  return n - length;
}

static void keep_order(const Page *page, ReperePlace *places)
{
  const ReperePiece *pieces = (const ReperePiece *)page->pieces->data;
  for (guint i = 0; i < page->pieces->len; i++)
    places[i] = (ReperePlace){i, i == 0 || pieces[i].line != pieces[i - 1].line};
}

char *repere_pdf_layout(char *text, const PopplerRectangle *boxes, guint n, RepereRepairs *repairs)
{
  if (n != count_boxes(text)) return text;
  g_autoptr(GArray) pieces = g_array_new(FALSE, FALSE, sizeof(ReperePiece));
  g_autoptr(GArray) spans = g_array_new(FALSE, FALSE, sizeof(Span));
  Page page = {.text = text, .boxes = boxes, .pieces = pieces, .spans = spans};
  take_lines(&page);
  ReperePlace *places = g_new0(ReperePlace, pieces->len);
  if (pieces->len <= REPERE_PIECES_MAX && all_finite(&page)) {
    turn(&page);
    repere_pieces_order((const ReperePiece *)pieces->data, pieces->len, places);
  } else {
    keep_order(&page, places);
  }
  guint closed = 0;
  char *ordered = write_page(&page, places, &closed);
  if (repairs) repairs->lines_moved += count_moved(places, pieces->len);
  if (repairs) repairs->letters_closed += closed;
  g_free(places);
  g_free(text);
  return ordered;
}
