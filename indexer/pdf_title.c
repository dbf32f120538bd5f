/* pdf_title.c - see pdf_title.h */
#include "indexer/pdf_title.h"

#include <string.h>

#include "indexer/extract.h"
#include "indexer/imprint.h"

enum {
  LONGEST = 250,   /* characters of a title */
  MOST_LINES = 6,
  FEW_WORDS = 3,   /* a title of so many may have a subtitle */
  SUBTITLE_LINES = 3
};

#define SAME_SIZE 0.94  /* what is this much of another size, or more, is of that size */
#define NEAR_SIZE 0.9   /* … where the running text is further off: some of a title may be bold */
#define BOLD 1.08       /* a bold line counts as if it were larger: a little, so that size decides first */
#define SUBTITLE 1.2    /* how much larger than the running text a subtitle is, at least */
#define CLEAR 1.4       /* … and what is the title though it is not the largest */

typedef struct {
  long start, end; /* characters of the page's text */
  double size;     /* of most of its characters; a bold one's is raised */
  guint letters;
} Line;

typedef struct {
  char *text;
  long length;
  double *sizes; /* of every character */
  GArray *lines;
  double running; /* the size of most of the text */
} Page;

/* ---- the page's lines ---- */

static gboolean is_bold(const char *font)
{
  g_autofree char *lower = font ? g_ascii_strdown(font, -1) : NULL;
  return lower && (strstr(lower, "bold") || strstr(lower, "black") || strstr(lower, "heavy") ||
                   g_str_has_suffix(lower, ",b") || g_str_has_prefix(lower, "cmbx"));
}

static double *sizes_of(const GList *attributes, long length)
{
  double *sizes = g_new0(double, length + 1);
  for (const GList *at = attributes; at; at = at->next) {
    const PopplerTextAttributes *part = at->data;
    long start = CLAMP(part->start_index, 0, length), end = CLAMP(part->end_index + 1L, start, length);
    double size = part->font_size * (is_bold(part->font_name) ? BOLD : 1);
    for (long i = start; i < end; i++) sizes[i] = size;
  }
  return sizes;
}

static int by_value(const void *a, const void *b)
{
  double x = *(const double *)a, y = *(const double *)b;
  return x < y ? -1 : x > y;
}

/* The size in the middle, of those that are not 0. 0 where there is none. */
static double median(const double *sizes, long n)
{
  g_autofree double *sorted = g_new(double, n + 1);
  long have = 0;
  for (long i = 0; i < n; i++)
    if (sizes[i] > 0) sorted[have++] = sizes[i];
  qsort(sorted, (size_t)have, sizeof *sorted, by_value);
  return have > 0 ? sorted[have / 2] : 0;
}

static void add_line(Page *page, const char *at, long start, long end)
{
  Line line = {start, end, median(page->sizes + start, end - start), 0};
  for (; start < end; start++, at = g_utf8_next_char(at))
    line.letters += g_unichar_isalpha(g_utf8_get_char(at));
  if (line.letters > 0) g_array_append_val(page->lines, line);
}

static void find_lines(Page *page)
{
  const char *at = page->text, *line = at;
  long start = 0;
  page->lines = g_array_new(FALSE, FALSE, sizeof(Line));
  for (long i = 0; i <= page->length; i++) {
    if (i < page->length && *at != '\n') {
      at = g_utf8_next_char(at);
      continue;
    }
    add_line(page, line, start, i);
    if (i < page->length) line = ++at;
    start = i + 1;
  }
}

static const Line *line_of(const Page *page, guint i)
{
  return &g_array_index(page->lines, Line, i);
}

/* ---- the title among them ---- */

static char *line_text(const Page *page, guint i)
{
  return repere_extract_title(g_utf8_substring(page->text, line_of(page, i)->start, line_of(page, i)->end));
}

/* The first of the largest that have a word in them, among those before `end` and smaller than `below`; the
 * number of lines where there is none. */
static guint largest_line(const Page *page, guint end, double below)
{
  enum { WORD = 3 };
  guint largest = page->lines->len;
  for (guint i = 0; i < end; i++) {
    const Line *line = line_of(page, i);
    if (line->letters < WORD || line->size >= below) continue;
    if (largest < page->lines->len && line->size * SAME_SIZE <= line_of(page, largest)->size) continue;
    g_autofree char *words = line_text(page, i);
    if (words) largest = i;
  }
  return largest;
}

static char *lines_text(const Page *page, guint first, guint end)
{
  return repere_extract_title(
    g_utf8_substring(page->text, line_of(page, first)->start, line_of(page, end - 1)->end));
}

/* Past the last line that goes on from `first` in its size. */
static guint end_of(const Page *page, guint first, guint most)
{
  guint end = first + 1;
  double size = line_of(page, first)->size, same = size * NEAR_SIZE > page->running ? NEAR_SIZE : SAME_SIZE;
  while (end < page->lines->len && end - first < most && line_of(page, end)->size >= same * size &&
         line_of(page, end)->size * same <= size)
    end++;
  return end;
}

/* "Meeting of", "Experiments for": the next line goes on. */
static gboolean is_unfinished(const Page *page, guint line)
{
  static const char *const small[] = {"a",   "an",  "and", "at", "au", "aux",  "de",  "del",  "des",
                                      "du",  "e",   "el",  "en", "et", "for",  "in",  "la",   "las",
                                      "le",  "les", "los", "of", "on", "para", "por", "pour", "sur",
                                      "the", "to",  "und", "y",  "à",  NULL};
  g_autofree char *text = line_text(page, line);
  const char *last = text ? strrchr(text, ' ') : NULL;
  if (!text || g_str_has_suffix(text, "-") || g_str_has_suffix(text, ",")) return TRUE;
  return last && g_strv_contains(small, last + 1);
}

/* What announces the text below it is no title: "Participants:". Nor are dates, versions, addresses and
 * rights. */
static gboolean ends_title(const Page *page, guint line)
{
  g_autofree char *text = g_utf8_substring(page->text, line_of(page, line)->start, line_of(page, line)->end);
  g_strstrip(text);
  return g_str_has_suffix(text, ":") || (repere_imprint_is_note(text) && !is_unfinished(page, line - 1));
}

static guint count_words(const char *text)
{
  guint words = 1;
  for (; *text; text++) words += *text == ' ';
  return words;
}

/* A footnote's mark at its end is none of it. */
static void cut_mark(char *title)
{
  static const char *const marks[] = {"*", "∗", "†", "‡", "¹", "²", "³"};
  gboolean cut = TRUE;
  while (cut) {
    cut = FALSE;
    for (guint i = 0; i < G_N_ELEMENTS(marks) && !cut; i++) {
      cut = g_str_has_suffix(title, marks[i]);
      if (cut) title[strlen(title) - strlen(marks[i])] = '\0';
    }
    g_strchomp(title);
  }
}

/* Authors stand where subtitles do. */
static gboolean names_people(const char *text)
{
  g_autoptr(GPtrArray) names = g_ptr_array_new_with_free_func(g_free);
  repere_imprint_names(NULL, text, names);
  return names->len > 0 || strchr(text, '@') != NULL;
}

/* Past the lines of a subtitle that begins with line `at`, as far as they name no people and are no notes. */
static guint subtitle_end(const Page *page, guint at)
{
  guint end = end_of(page, at, SUBTITLE_LINES), i = at;
  for (; i < end; i++) {
    g_autofree char *text = line_text(page, i);
    if (!text) break;
    cut_mark(text);
    if ((names_people(text) || repere_imprint_is_note(text)) && (i == at || !is_unfinished(page, i - 1)))
      break;
  }
  return i;
}

/* "Liberia" and below it, smaller, "An evaluation of the country's programme". A name alone may have a line
 * in small type in between, which says what it names. */
static char *with_subtitle(const Page *page, char *title, guint at)
{
  guint words = count_words(title);
  if (words > FEW_WORDS || at >= page->lines->len) return title;
  gboolean below = line_of(page, at)->size >= SUBTITLE * page->running && line_of(page, at)->letters >= 3;
  if (!below && words == 1 && at + 1 < page->lines->len &&
      line_of(page, at + 1)->size >= CLEAR * page->running)
    at++;
  else if (!below) return title;
  guint end = subtitle_end(page, at);
  g_autofree char *subtitle = end > at ? lines_text(page, at, end) : NULL;
  if (!subtitle || count_words(subtitle) < 2 || g_utf8_strlen(subtitle, -1) > LONGEST) return title;
  char *both =
    g_strdup_printf("%s%s%s", title, g_ascii_ispunct(title[strlen(title) - 1]) ? " " : ": ", subtitle);
  g_free(title);
  return both;
}

/* A word of few capitals, "OIM", is whose logo stands there, but for countries: "MALI". */
static gboolean is_logo(const char *title)
{
  enum { MOST = 6 };
  guint letters = 0;
  for (const char *at = title; *at; at = g_utf8_next_char(at)) {
    gunichar c = g_utf8_get_char(at);
    if (!g_unichar_isupper(c)) return FALSE;
    letters++;
  }
  return letters <= MOST && !repere_imprint_is_country(title);
}

/* The title that begins with line `first`, NULL where it is too long for one. */
static char *title_at(const Page *page, guint first)
{
  guint end = end_of(page, first, MOST_LINES + 1), kept = first + 1;
  while (kept < end && !ends_title(page, kept)) kept++;
  if (kept == end && end - first > MOST_LINES) return NULL;
  char *title = lines_text(page, first, kept);
  if (title) cut_mark(title);
  if (!title || !*title || g_utf8_strlen(title, -1) > LONGEST) {
    g_free(title);
    return NULL;
  }
  return kept == end ? with_subtitle(page, title, end) : title;
}

/* What stands out next after line `first`, which is no title itself: before line `end`. */
static char *next_title(const Page *page, guint first, guint end)
{
  guint next = largest_line(page, end, line_of(page, first)->size * SAME_SIZE);
  if (next == page->lines->len || line_of(page, next)->size < CLEAR * page->running) return NULL;
  g_autofree char *title = title_at(page, next);
  return title && !repere_imprint_is_heading(title) && !repere_imprint_is_note(title)
         ? g_steal_pointer(&title)
         : NULL;
}

/* "Contents", or the same with a subtitle put to it: `line` is the first of `title`. */
static gboolean heads_part(const char *title, const char *line)
{
  if (!title || !line) return FALSE;
  gboolean more = g_str_has_prefix(title, line) && title[strlen(line)] == ':';
  return repere_imprint_is_heading(title) || (more && repere_imprint_is_heading(line));
}

/* Where a heading of a part is largest, the title stands above it, or is not there. */
static char *find_title(const Page *page, gboolean *stands_out)
{
  guint first = largest_line(page, page->lines->len, G_MAXDOUBLE);
  if (first == page->lines->len) return NULL;
  *stands_out = line_of(page, first)->size * SAME_SIZE > page->running;
  if (!*stands_out && page->length > LONGEST) return NULL;
  g_autofree char *title = title_at(page, first), *line = line_text(page, first);
  if (heads_part(title, line)) return next_title(page, first, first);
  char *other = line && is_logo(line) ? next_title(page, first, page->lines->len) : NULL;
  return other ? other : g_steal_pointer(&title);
}

char *repere_pdf_title_of_page(PopplerPage *page, gboolean *stands_out)
{
  *stands_out = FALSE;
  Page of = {.text = poppler_page_get_text(page)};
  char *title = NULL;
  if (of.text && g_utf8_validate(of.text, -1, NULL)) {
    GList *attributes = poppler_page_get_text_attributes(page);
    of.length = g_utf8_strlen(of.text, -1);
    of.sizes = sizes_of(attributes, of.length);
    poppler_page_free_text_attributes(attributes);
    of.running = median(of.sizes, of.length);
    find_lines(&of);
    title = find_title(&of, stands_out);
    g_array_unref(of.lines);
  }
  g_free(of.sizes);
  g_free(of.text);
  return title;
}
