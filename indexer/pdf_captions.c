/* pdf_captions.c - a figure and its caption between the lines of a paragraph do not cut its sentence.
 *
 * A block of a few lines is taken for one where it begins as captions do ("Figure 3"), or is in smaller type under a
 * picture's white; the line before it has no end, and the one after it goes on with a lower-case letter. */
#include <math.h>
#include <string.h>

#include "indexer/pdf_blocks.h"

/* Of the usual type. */
#define SMALL 0.95
#define PICTURE 4.0 /* white that a picture fills, at least */
#define APART 0.5   /* white above a paragraph */
#define WIDTH 0.85  /* of the next line's: the line is full */
#define SHORT 1.0   /* a paragraph's last line ends so much before the others */

/* Lines of a caption, of one without a word for it, of what is left of the paragraph; characters of a full line. */
enum { LONGEST = 12, SHORTEST = 4, FAR = 16, FULL = 20 };

typedef struct {
  guint start, end; /* places */
  guint characters, letters, pieces;
  double x1, x2, y1, y2, size;
  gboolean lower, stop, caption;
} Line;

static Line line_at(const ReperePiece *pieces, const ReperePlace *places, guint n, guint start)
{
  const ReperePiece *first = &pieces[places[start].piece];
  Line line = {start, start, 0, 0, 0, INFINITY, -INFINITY, INFINITY, -INFINITY, 0, first->lower, FALSE, first->caption};
  guint most = 0;
  do {
    const ReperePiece *piece = &pieces[places[line.end++].piece];
    line.x1 = MIN(line.x1, piece->x1), line.x2 = MAX(line.x2, piece->x2);
    line.y1 = MIN(line.y1, piece->y1), line.y2 = MAX(line.y2, piece->y2);
    if (piece->characters >= most) most = piece->characters, line.size = piece->size;
    line.characters += piece->characters;
    line.letters += piece->letters;
    line.pieces++;
    line.stop = piece->stop;
  } while (line.end < n && !places[line.end].line);
  return line;
}

static gboolean is_body(const Line *line, double em)
{
  return fabs(line->size - em) < (1 - SMALL) * em;
}

static gboolean same_column(const Line *a, const Line *b)
{
  return MIN(a->x2, b->x2) - MAX(a->x1, b->x1) > 0.5 * MIN(a->x2 - a->x1, b->x2 - b->x1);
}

/* A full line of a sentence that has no end, as wide as `next`, and no row of a table. */
static gboolean is_open(const Line *line, const Line *next, double em)
{
  return is_body(line, em) && !line->stop && line->characters >= FULL && line->letters * 3 > line->characters * 2 &&
         line->pieces <= 3 && line->x2 - line->x1 > WIDTH * (next->x2 - next->x1);
}

/* Where the caption that begins with lines[start] ends; 0: it is none. */
static guint caption_end(const Line *lines, guint n, guint start, double em)
{
  const Line *before = &lines[start - 1], *first = &lines[start];
  if (!is_body(before, em) || before->stop) return 0;
  gboolean below = same_column(before, first) && first->y1 - before->y2 > PICTURE * em && first->size < SMALL * em;
  if (!first->caption && !below) return 0;
  const guint longest = first->caption ? LONGEST : SHORTEST;
  for (guint end = start + 1; end < n && end <= start + longest; end++) {
    const Line *line = &lines[end], *last = &lines[end - 1];
    if (!is_body(line, em)) continue;
    gboolean apart = line->y1 - last->y2 > APART * em || line->y1 < last->y1 || last->size < SMALL * line->size;
    if (apart) return line->lower && is_open(before, line, em) ? end : 0;
  }
  return 0;
}

/* After which line the paragraph ends that goes on with lines[start]; 0: that is not seen. */
static guint paragraph_end(const Line *lines, guint n, guint start, double em)
{
  double right = lines[start].x2;
  for (guint i = start; i < n && i < start + FAR && is_body(&lines[i], em); i++) {
    if (lines[i].caption) return 0;
    right = MAX(right, lines[i].x2);
    gboolean apart = i + 1 == n || lines[i + 1].y1 - lines[i].y2 > APART * em || !same_column(&lines[i], &lines[i + 1]) ||
                     !is_body(&lines[i + 1], em);
    if (lines[i].stop && (apart || lines[i].x2 < right - SHORT * em || lines[i + 1].x1 > lines[i].x1 + 0.8 * em))
      return i + 1;
  }
  return 0;
}

static void rotate(ReperePlace *places, guint start, guint middle, guint end)
{
  g_autofree ReperePlace *block = g_memdup2(places + start, (middle - start) * sizeof *places);
  memmove(places + start, places + middle, (end - middle) * sizeof *places);
  memcpy(places + start + end - middle, block, (middle - start) * sizeof *places);
}

static double usual_size(const Line *lines, guint n)
{
  guint most = 0;
  double usual = 1;
  for (guint i = 0; i < n; i++) { /* of runs of lines in one size: pages have few */
    guint characters = 0;
    for (guint j = i; j < n && fabs(lines[j].size - lines[i].size) < 0.02 * lines[i].size; j++)
      characters += lines[j].characters;
    if (characters > most) most = characters, usual = lines[i].size;
    while (i + 1 < n && fabs(lines[i + 1].size - lines[i].size) < 0.02 * lines[i].size) i++;
  }
  return usual;
}

void repere_captions_move(const ReperePiece *pieces, ReperePlace *places, guint n)
{
  g_autoptr(GArray) array = g_array_new(FALSE, FALSE, sizeof(Line));
  for (guint at = 0; at < n;) {
    Line line = line_at(pieces, places, n, at);
    g_array_append_val(array, line);
    at = line.end;
  }
  const Line *lines = (const Line *)(void *)array->data;
  const double em = usual_size(lines, array->len);
  for (guint i = 1; i + 1 < array->len; i++) {
    guint end = caption_end(lines, array->len, i, em);
    guint after = end ? paragraph_end(lines, array->len, end, em) : 0;
    if (!after) continue;
    rotate(places, lines[i].start, lines[end].start, lines[after - 1].end);
    i = after - 1;
  }
}
