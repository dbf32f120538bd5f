/* furniture.c - what stands on every page and belongs to none: running headers, footers, page numbers.
 *
 * The first and last lines of each page are compared over the document. A line is furniture if it comes back
 * on at least three pages with no more than two pages between one time and the next, which lets left and
 * right pages take turns and chapters change their headers. It comes back if it is the same text, or the same
 * but for a number that counts pages: page and number differ by the same amount each time. So the rows of a
 * table, whose numbers count nothing, stay; and so do the headings of annexes or chapters of a page each,
 * which count as pages do. What a text says again and again ("Note", "See also") may stand at edges, too:
 * without such a number, a line has to come on every other page at least, a word alone once more or as the
 * outermost line; and unless it keeps its place, nothing but furniture may stand between it and the edge. */
#include <string.h>

#include "text_private.h"

#define EDGE_LINES 3       /* at either end of a page */
#define LINE_MAX_BYTES 240 /* longer lines are body */
#define MIN_TIMES 3
#define SURE_TIMES 4 /* at one place: it is no line of the text */
#define MAX_GAP 3 /* pages from one time to the next */
#define MAX_NUMBER 99999
#define NO_PAGE G_MAXUINT32

typedef struct {
  gsize start, end;   /* bytes, without the line's end */
  gboolean dropped;   /* furniture that stood on a page before */
  gboolean furniture; /* comes back … */
  gboolean sure;      /* … and cannot be a line of the text that does */
} Line;

typedef struct {
  Line lines[2 * EDGE_LINES]; /* from the top down, then from the bottom up */
  guint n, top;               /* of them, those of the top */
} Edges;

typedef struct {
  guint32 page;
  guint8 line;
} Place;

typedef struct {
  GArray *places;      /* Place, by page */
  gboolean everywhere; /* a bare page number: the first one goes, too */
  gboolean counts;     /* known by a number that counts pages: nothing else does */
  gboolean word;       /* a word alone */
} Group;

/* ---- the lines at a page's edges ---- */

static gboolean add_line(Edges *edges, const char *text, gsize start, gsize end)
{
  while (start < end && g_ascii_isspace(text[start]))
    start++;
  while (end > start && g_ascii_isspace(text[end - 1]))
    end--;
  if (start == end)
    return FALSE;
  edges->lines[edges->n++] = (Line){start, end, FALSE, FALSE, FALSE};
  return TRUE;
}

static void find_edges(const char *text, Edges *edges)
{
  const gsize size = strlen(text);
  gsize at = 0, bottom = size;
  edges->n = 0;
  while (at < size && edges->n < EDGE_LINES) {
    const gsize end = at + strcspn(text + at, "\n");
    add_line(edges, text, at, end);
    at = end + 1;
  }
  edges->top = edges->n;
  guint last = 0;
  while (bottom > at && last < EDGE_LINES) {
    gsize start = bottom;
    while (start > at && text[start - 1] != '\n')
      start--;
    last += add_line(edges, text, start, bottom) ? 1 : 0;
    bottom = start > at ? start - 1 : at;
  }
}

/* ---- what a line is known by ---- */

/* The value of a Roman numeral, all in one case, written as they are; 0 if it is none. */
static guint roman(const char *s, gsize size)
{
  static const struct {
    const char *digits;
    guint value;
  } parts[] = {{"c", 100}, {"xc", 90}, {"l", 50}, {"xl", 40}, {"x", 10},
               {"ix", 9},  {"v", 5},   {"iv", 4}, {"i", 1}};
  char lower[12];
  guint value = 0;
  gsize at = 0;
  if (size == 0 || size >= sizeof lower)
    return 0;
  for (gsize i = 0; i < size; i++)
    lower[i] = g_ascii_tolower(s[i]);
  lower[size] = '\0';
  for (guint i = 0; i < G_N_ELEMENTS(parts); i++)
    for (guint times = 0; times < 3 && g_str_has_prefix(lower + at, parts[i].digits); times++) {
      value += parts[i].value;
      at += strlen(parts[i].digits);
    }
  return at == size ? value : 0;
}

/* Words beside a bare page number. */
static gboolean is_page_word(const char *s, gsize size)
{
  static const char *const words[] = {"page",  "pages", "p",  "pp",  "pg", "pag", "pág", "página", "pagina",
                                      "seite", "of",    "de", "sur", "on", "von", "di",  "no",     "nº"};
  g_autofree char *lower = g_utf8_strdown(s, (gssize)size);
  for (guint i = 0; i < G_N_ELEMENTS(words); i++)
    if (strcmp(lower, words[i]) == 0)
      return TRUE;
  return FALSE;
}

typedef struct {
  gsize start, end;
  guint value;
  gboolean is_roman;
} Number;

typedef struct {
  Number first, last;
  guint numbers, letters;
  gboolean bare; /* nothing but numbers, words for "page" and punctuation */
} Shape;

static void add_number(Shape *shape, gsize start, gsize end, guint value, gboolean is_roman)
{
  const Number number = {start, end, value, is_roman};
  if (shape->numbers++ == 0)
    shape->first = number;
  shape->last = number;
}

static gsize read_digits(const char *line, gsize at, gsize size, Shape *shape)
{
  const gsize start = at;
  guint value = 0;
  while (at < size && g_ascii_isdigit(line[at])) {
    value = MIN(value * 10 + (guint)(line[at] - '0'), MAX_NUMBER + 1);
    at++;
  }
  add_number(shape, start, at, value, FALSE);
  return at;
}

/* Bytes of the character at `at`, which may be no UTF-8; `*letter` is set if it is a letter. */
static gsize character_size(const char *line, gsize at, gsize size, gboolean *letter)
{
  const gunichar c = g_utf8_get_char_validated(line + at, (gssize)(size - at));
  const gboolean valid = c < (gunichar)-2;
  *letter = valid && g_unichar_isalpha(c);
  return valid ? (gsize)g_unichar_to_utf8(c, NULL) : 1;
}

static gsize read_word(const char *line, gsize at, gsize size, Shape *shape)
{
  const gsize start = at;
  guint letters = 0;
  gboolean letter;
  for (gsize n; at < size; at += n) {
    n = character_size(line, at, size, &letter);
    if (!letter)
      break;
    letters++;
  }
  const guint value = roman(line + start, at - start);
  if (value)
    add_number(shape, start, at, value, TRUE);
  else if (!is_page_word(line + start, at - start))
    shape->bare = FALSE;
  shape->letters += letters;
  return at;
}

static Shape shape_of(const char *line, gsize size)
{
  Shape shape = {{0}, {0}, 0, 0, TRUE};
  for (gsize at = 0; at < size;) {
    gboolean letter;
    const gsize n = character_size(line, at, size, &letter);
    if (g_ascii_isdigit(line[at]))
      at = read_digits(line, at, size, &shape);
    else
      at = letter ? read_word(line, at, size, &shape) : at + n;
  }
  shape.bare = shape.bare && shape.numbers > 0 && shape.numbers <= 2;
  return shape;
}

/* Appends line[from, to) with its white space made one. */
static void append_squeezed(GString *key, const char *line, gsize from, gsize to)
{
  for (gsize i = from; i < to; i++) {
    if (!g_ascii_isspace(line[i]))
      g_string_append_c(key, line[i]);
    else if (key->len && key->str[key->len - 1] != ' ')
      g_string_append_c(key, ' ');
  }
}

/* The line with one number replaced by how far it is ahead of the page; nothing else of it if it is a number
 * only. */
static void counting_key(GString *key, const char *line, gsize size, const Number *number, guint32 page,
                         gboolean alone)
{
  g_string_printf(key, "%c%" G_GINT64_FORMAT ":", number->is_roman ? 'r' : 'n',
                  (gint64)number->value - (gint64)page);
  if (alone)
    return;
  append_squeezed(key, line, 0, number->start);
  g_string_append_c(key, '#');
  append_squeezed(key, line, number->end, size);
}

/* Words before a number that counts parts of the document, folded. */
static gboolean is_part_word(const char *word)
{
  static const char *const words[] = {
    "annex", "annexe", "anexo", "appendix", "appendice", "apendice", "chapter", "chapitre", "capitulo",
    "section", "seccion", "part", "partie", "parte", "title", "titre", "titulo", "article", "articulo",
    "table", "tableau", "tabla", "cuadro", "figure", "figura", "graph", "graphique", "grafico", "map",
    "carte", "mapa", "box", "encadre", "recuadro", "module", "modulo", "unit", "unite", "unidad", "session",
    "sesion", "lesson", "lecon", "leccion", "exercise", "exercice", "ejercicio", "activity", "activite",
    "actividad", "step", "etape", "paso", "phase", "fase", "day", "jour", "dia", "recommendation",
    "recommandation", "recomendacion", "question", "case", "cas", "caso", "example", "exemple", "ejemplo",
    "theme", "tema", "objective", "objectif", "objetivo"};
  for (guint i = 0; i < G_N_ELEMENTS(words); i++)
    if (strcmp(word, words[i]) == 0)
      return TRUE;
  return FALSE;
}

/* TRUE for the 3 of "Annex 3": it counts annexes, not pages. */
static gboolean counts_parts(const char *line, const Number *number)
{
  gsize end = number->start, start;
  while (end > 0 && !g_ascii_isalpha(line[end - 1]) && (guchar)line[end - 1] < 0x80 &&
         !g_ascii_isdigit(line[end - 1]))
    end--;
  for (start = end; start > 0 && (g_ascii_isalpha(line[start - 1]) || (guchar)line[start - 1] >= 0x80);)
    start--;
  if (start == end)
    return FALSE;
  g_autofree char *word = g_utf8_make_valid(line + start, (gssize)(end - start));
  g_autofree char *folded = repere_text_fold(word, -1);
  return is_part_word(folded);
}

/* ---- groups of lines that come back ---- */

static void group_free(gpointer data)
{
  Group *group = data;
  g_array_unref(group->places);
  g_free(group);
}

static void put(GHashTable *groups, const char *key, guint32 page, guint line, gboolean everywhere)
{
  Group *group = g_hash_table_lookup(groups, key);
  if (!group) {
    group = g_new(Group, 1);
    group->places = g_array_new(FALSE, FALSE, sizeof(Place));
    group->everywhere = everywhere;
    group->counts = *key != '=';
    group->word = !group->counts && !strchr(key, ' ');
    g_hash_table_insert(groups, g_strdup(key), group);
  }
  const Place place = {page, (guint8)line};
  g_array_append_val(group->places, place);
}

static void put_line(GHashTable *groups, const char *text, const Line *line, guint32 page, guint index,
                     GString *key)
{
  const gsize size = line->end - line->start;
  const char *s = text + line->start;
  if (size > LINE_MAX_BYTES)
    return;
  const Shape shape = shape_of(s, size);
  if (shape.letters >= 2 && !shape.bare) {
    g_string_assign(key, "=");
    append_squeezed(key, s, 0, size);
    put(groups, key->str, page, index, FALSE);
  }
  if (shape.numbers == 0 || (shape.letters == 0 && !shape.bare))
    return;
  if (shape.first.value <= MAX_NUMBER && !counts_parts(s, &shape.first)) {
    counting_key(key, s, size, &shape.first, page, shape.bare && shape.numbers == 1);
    put(groups, key->str, page, index, shape.bare);
  }
  if (shape.numbers > 1 && shape.last.value <= MAX_NUMBER && !counts_parts(s, &shape.last)) {
    counting_key(key, s, size, &shape.last, page, FALSE);
    put(groups, key->str, page, index, shape.bare);
  }
}

/* In a document of three pages three times is every page, and only the same place on each is furniture. */
static gboolean is_furniture(const Place *run, guint n, guint pages)
{
  if (n < MIN_TIMES)
    return FALSE;
  for (guint i = 1; pages <= MIN_TIMES && i < n; i++)
    if (run[i].line != run[0].line)
      return FALSE;
  return TRUE;
}

/* Where a line stands: the same number for the same distance from the same edge. */
static guint slot_of(const Edges *edges, const Place *place)
{
  const guint top = edges[place->page].top;
  return place->line < top ? place->line : EDGE_LINES + place->line - top;
}

/* Of the places of a run, how many have the slot that most have; `*outermost` is set where that one is at the
 * edge. */
static guint in_one_slot(const Place *run, guint n, const Edges *edges, gboolean *outermost)
{
  guint slots[2 * EDGE_LINES] = {0}, most = 0;
  for (guint i = 0; i < n; i++) {
    const guint slot = slot_of(edges, &run[i]);
    if (++slots[slot] > most)
      *outermost = slot % EDGE_LINES == 0;
    most = MAX(most, slots[slot]);
  }
  return most;
}

/* What the text itself repeats ("Note", "See also") comes now and then and anywhere; a header comes on every
 * page or on every other one, at the same place. `*sure` is set where it can be nothing else. */
static gboolean is_regular(const Group *group, const Place *run, guint n, guint times, const Edges *edges,
                           gboolean *sure)
{
  const guint span = run[n - 1].page - run[0].page;
  gboolean outermost = FALSE;
  const guint same = in_one_slot(run, n, edges, &outermost);
  *sure = group->counts || (times >= SURE_TIMES && 4 * same >= 3 * n);
  if (group->counts)
    return TRUE;
  return span <= 2 * (times - 1) && (!group->word || times >= SURE_TIMES || (same == n && outermost));
}

/* Marks the lines of a group that come back often enough, to be dropped but for the first of all. */
static void mark_group(const Group *group, Edges *edges, guint pages)
{
  const Place *places = &g_array_index(group->places, Place, 0);
  gboolean kept = group->everywhere;
  for (guint start = 0, end; start < group->places->len; start = end) {
    guint times = 1;
    for (end = start + 1; end < group->places->len && places[end].page - places[end - 1].page <= MAX_GAP;
         end++)
      times += places[end].page != places[end - 1].page;
    const guint n = end - start;
    gboolean sure = FALSE;
    if (times < MIN_TIMES || !is_furniture(places + start, n, pages) ||
        !is_regular(group, places + start, n, times, edges, &sure))
      continue;
    for (guint i = start; i < end; i++) {
      Line *line = &edges[places[i].page].lines[places[i].line];
      line->furniture = TRUE;
      line->sure |= sure;
      line->dropped |= kept;
      kept = TRUE;
    }
  }
}

/* Furniture stands at the page's edge: a line that may be text is text where a line of text is outside of
 * it. */
static void keep_inner(Edges *edges)
{
  gboolean outer = TRUE;
  for (guint i = 0; i < edges->n; i++) {
    Line *line = &edges->lines[i];
    if (i == edges->top)
      outer = TRUE;
    if (line->furniture && !line->sure && !outer)
      line->furniture = line->dropped = FALSE;
    outer = outer && line->furniture;
  }
}

/* ---- dropping ---- */

static int by_start(const void *a, const void *b)
{
  const Line *x = a, *y = b;
  return x->start < y->start ? -1 : x->start > y->start;
}

/* More than a page number, arabic or roman. Where that is all a page says, it is what the page is about: a
 * slide with its title alone, say. */
static gboolean has_words(const char *text)
{
  return text[strspn(text, " \t\r\f\v\n0123456789.,:/-()[]|ivxlcdmIVXLCDM")] != '\0';
}

/* `text` without its dropped lines, line ends included. */
static char *without_dropped(char *text, Edges *edges, RepereRepairs *repairs)
{
  guint dropped = 0;
  for (guint i = 0; i < edges->n; i++)
    dropped += edges->lines[i].dropped;
  if (dropped == 0)
    return text;
  GString *out = g_string_sized_new(strlen(text));
  gsize at = 0;
  qsort(edges->lines, edges->n, sizeof(Line), by_start);
  for (guint i = 0; i < edges->n; i++) {
    if (!edges->lines[i].dropped)
      continue;
    gsize start = edges->lines[i].start;
    while (start > at && (text[start - 1] == ' ' || text[start - 1] == '\t'))
      start--;
    g_string_append_len(out, text + at, (gssize)(start - at));
    at = edges->lines[i].end;
    at += strspn(text + at, " \t\r\f\v");
    if (text[at] == '\n')
      at++;
  }
  g_string_append(out, text + at);
  if (strspn(out->str, " \t\r\f\v\n") == out->len && has_words(text)) {
    g_string_free(out, TRUE);
    return text;
  }
  repairs->furniture_dropped += dropped;
  g_free(text);
  return g_string_free(out, FALSE);
}

void repere_text_drop_furniture(char **pages, guint n, RepereRepairs *repairs)
{
  if (n < MIN_TIMES)
    return;
  Edges *edges = g_new0(Edges, n);
  g_autoptr(GHashTable) groups = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, group_free);
  g_autoptr(GString) key = g_string_new(NULL);
  for (guint page = 0; page < n; page++) {
    if (!pages[page])
      continue;
    find_edges(pages[page], &edges[page]);
    for (guint i = 0; i < edges[page].n; i++)
      put_line(groups, pages[page], &edges[page].lines[i], page, i, key);
  }
  GHashTableIter iter;
  gpointer group;
  g_hash_table_iter_init(&iter, groups);
  while (g_hash_table_iter_next(&iter, NULL, &group))
    mark_group(group, edges, n);
  for (guint page = 0; page < n; page++)
    keep_inner(&edges[page]);
  for (guint page = 0; page < n; page++)
    if (pages[page])
      pages[page] = without_dropped(pages[page], &edges[page], &repairs[page]);
  g_free(edges);
}
