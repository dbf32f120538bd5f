/* pdf_spacing.c - see pdf_spacing.h */
#include "indexer/pdf_spacing.h"

/* A run has so many units, of which two thirds are single characters; and its letters are capitals, all but a fifth. Lower-case
 * letters in a row are a formula's. */
#define LEAST_UNITS 6
#define MOST_CHARACTERS 2

/* In sizes of the type: letters are set apart by so much, and a gap that is wider than most by so much parts words. */
#define LEAST_GAP 0.08
#define MOST_GAP 0.65
#define WIDER 1.4
#define WIDER_BY 0.03

#define LONGEST_WORD 30

/* Small capitals that are capitals of a smaller size stand so near the large one before them, in sizes of it, and are so much
 * smaller. */
#define SMALL_GAP 0.2
#define SMALLER 0.9

double repere_pdf_gap(const PopplerRectangle *box, const PopplerRectangle *next)
{
  double across = MAX(next->x1 - box->x2, box->x1 - next->x2), down = MAX(next->y1 - box->y2, box->y1 - next->y2);
  return MAX(across, down);
}

double repere_pdf_type(const PopplerRectangle *box)
{
  return MAX(box->x2 - box->x1, box->y2 - box->y1);
}

static gint compare(gconstpointer a, gconstpointer b)
{
  double one = *(const double *)a, other = *(const double *)b;
  return (one > other) - (one < other);
}

/* Before unit i, in sizes of its type. */
static double gap_before(const PopplerRectangle *boxes, const RepereUnit *units, guint i)
{
  const PopplerRectangle *before = &boxes[units[i - 1].last], *box = &boxes[units[i].first];
  return repere_pdf_gap(before, box) / MAX(repere_pdf_type(before), 0.1);
}

static double median_gap(const PopplerRectangle *boxes, const RepereUnit *units, guint n)
{
  g_autoptr(GArray) gaps = g_array_sized_new(FALSE, FALSE, sizeof(double), n);
  for (guint i = 1; i < n; i++) {
    double gap = gap_before(boxes, units, i);
    g_array_append_val(gaps, gap);
  }
  g_array_sort(gaps, compare);
  return g_array_index(gaps, double, gaps->len / 2);
}

/* A B C D …: each unit a letter, and later in the alphabet than the one before. */
static gboolean is_alphabet(const char *text, const RepereUnit *units, guint n)
{
  for (guint i = 0; i < n; i++) {
    if (units[i].characters != 1) return FALSE;
    if (i > 0 && g_utf8_get_char(text + units[i].start) <= g_utf8_get_char(text + units[i - 1].start)) return FALSE;
  }
  return TRUE;
}

static gboolean is_set_apart(const char *text, const RepereUnit *units, guint n)
{
  guint characters = 0, letters = 0, capitals = 0, single = 0;
  for (guint i = 0; i < n; i++) {
    for (const char *at = text + units[i].start; at < text + units[i].end; at = g_utf8_next_char(at))
      letters += (guint)g_unichar_isalpha(g_utf8_get_char(at));
    characters += units[i].characters;
    capitals += units[i].capitals;
    single += units[i].characters == 1;
  }
  return n >= LEAST_UNITS && 3 * single >= 2 * n && letters >= LEAST_UNITS && 3 * letters >= 2 * characters &&
         5 * capitals >= 4 * letters && !is_alphabet(text, units, n);
}

/* A run that is set apart, or not, of n units. */
static guint close_run(const char *text, const PopplerRectangle *boxes, RepereUnit *units, guint n)
{
  if (!is_set_apart(text, units, n)) return 0;
  double usual = median_gap(boxes, units, n);
  if (!(usual >= LEAST_GAP && usual <= MOST_GAP)) return 0;
  guint words = 0, length = units[0].characters;
  for (guint i = 1; i < n; i++) {
    gboolean near = gap_before(boxes, units, i) <= usual * WIDER + WIDER_BY && length < LONGEST_WORD;
    units[i].closed = near;
    if (near && !units[i - 1].closed) words++;
    length = near ? length + units[i].characters : units[i].characters;
  }
  return words;
}

/* A large capital and small ones, as in the names of references: "L AROCHE". */
static gboolean goes_on_small(const PopplerRectangle *boxes, const RepereUnit *units, guint i)
{
  const RepereUnit *large = &units[i - 1], *small = &units[i];
  return large->characters == 1 && large->capitals == 1 && small->capitals > 0 && !small->closed &&
         repere_pdf_type(&boxes[small->first]) < SMALLER * repere_pdf_type(&boxes[large->first]) &&
         gap_before(boxes, units, i) <= SMALL_GAP;
}

guint repere_pdf_close_letters(const char *text, const PopplerRectangle *boxes, GArray *units)
{
  RepereUnit *all = (RepereUnit *)(void *)units->data;
  guint words = 0, n;
  for (guint from = 0; from < units->len; from += MAX(n, 1)) {
    for (n = 0; from + n < units->len && all[from + n].characters <= MOST_CHARACTERS;) n++;
    if (n >= LEAST_UNITS) words += close_run(text, boxes, all + from, n);
  }
  for (guint i = 1; i < units->len; i++)
    if (goes_on_small(boxes, all, i)) {
      all[i].closed = TRUE;
      words++;
    }
  return words;
}
