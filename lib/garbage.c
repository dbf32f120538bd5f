/* garbage.c - see garbage.h */
#include "garbage.h"

#include <math.h>
#include <string.h>

#include "language_data.h"

/* The bounds, by the 4305 pages of the 233 PDFs of a library (en, fr, es, and pages in 8 more languages; manuals
 * with code, tables, indexes, mathematics), of which 25 are garbage, as looking at them shows; and by the names of
 * countries and languages in the 292 languages that ICU has, a page each.
 *
 *                                    real pages        garbage                        languages' names
 *   junk / letters (where junk > 0.2)   up to 0.64       0.74 to all junk               -
 *   unusable / characters               up to 0.16       0.13 to 0.77                   0.00
 *   likeness                            -0.01 and up     -0.41; letters replaced        0.25 and up
 *                                       (code: -0.29)    by others: up to -0.13
 *   mixed / places                      up to 0.31       letters shifted: 0.2 to 0.6     -
 *   jumps / neighbours                  up to 0.01       0.02                           up to 0.00
 *   same / letters                      up to 0.29       -                              up to 0.25 */
#define FEW_CHARACTERS 20    /* a page with less is not judged … */
#define FEW_LETTERS 0.2      /* … and one of few characters only where hardly any are letters … */
#define FEW_JUNK 0.3         /* … and many are junk */
#define LEAST_CHARACTERS 100
#define UNUSABLE 0.25
#define JUNK 0.2             /* of the characters, and … */
#define JUNK_TO_LETTERS 0.7
#define LEAST_PAIRS 150
#define LIKENESS (-0.15)
#define LIKENESS_OF_CODE (-0.45) /* where many characters are symbols, the words may be a program's */
#define CODE_SYMBOLS 0.12
#define LEAST_NEIGHBOURS 100
#define AT_SYMBOLS 0.1
#define MIXED 0.4
#define JUMPS 0.2
#define LEAST_LETTERS 100
#define SAME 0.6

enum { BOUND = 0, ALPHABET = 27 }; /* a word's end, then a to z */

static float likeness[ALPHABET][ALPHABET];

/* ---- letters ---- */

/* Latin letters that are no letter of a to z with a mark, and what they stand next to. */
static const struct {
  gunichar letter;
  char as;
} others[] = {
  {0xDF, 's'},  {0xE6, 'e'},  {0xF0, 'd'},  {0xF8, 'o'},  {0xFE, 't'},  {0x111, 'd'}, {0x127, 'h'},
  {0x131, 'i'}, {0x138, 'k'}, {0x142, 'l'}, {0x14B, 'n'}, {0x153, 'e'}, {0x167, 't'}, {0x188, 'c'},
  {0x192, 'f'}, {0x199, 'k'}, {0x19A, 'l'}, {0x1B4, 'y'}, {0x1DD, 'e'}, {0x253, 'b'}, {0x254, 'o'},
  {0x256, 'd'}, {0x257, 'd'}, {0x259, 'e'}, {0x25B, 'e'}, {0x260, 'g'}, {0x263, 'g'}, {0x268, 'i'},
  {0x26A, 'i'}, {0x272, 'n'}, {0x289, 'u'}, {0x28B, 'v'},
};

/* 1 to 26 for a letter of Latin script, by its base; 0 for any other character. */
static guint base_letter(gunichar c)
{
  gunichar parts[G_UNICHAR_MAX_DECOMPOSITION_LENGTH];
  if (c < 0x80) return g_ascii_isalpha((char)c) ? (guint)(g_ascii_tolower((char)c) - 'a' + 1) : 0;
  c = g_unichar_tolower(c);
  if (g_unichar_fully_decompose(c, TRUE, parts, G_N_ELEMENTS(parts)) > 0 && parts[0] < 0x80)
    return g_ascii_isalpha((char)parts[0]) ? (guint)(g_ascii_tolower((char)parts[0]) - 'a' + 1) : 0;
  for (guint i = 0; i < G_N_ELEMENTS(others); i++)
    if (others[i].letter == c) return (guint)(others[i].as - 'a' + 1);
  return 0;
}

/* ---- learning ---- */

static void learn_word(const char *word, gsize size, gboolean whole, guint counts[ALPHABET][ALPHABET])
{
  guint before = BOUND;
  gboolean known = whole; /* what stands before an ending is not */
  for (const char *at = word; at < word + size; at = g_utf8_next_char(at)) {
    guint letter = base_letter(g_utf8_get_char(at));
    if (letter == BOUND) return;
    counts[before][letter] += known;
    before = letter;
    known = TRUE;
  }
  counts[before][BOUND] += before != BOUND;
}

static void learn_list(const char *list, gboolean whole, guint counts[ALPHABET][ALPHABET])
{
  while (*list) {
    gsize size = strcspn(list, " ");
    learn_word(list, size, whole, counts);
    list += size;
    list += strspn(list, " ");
  }
}

static void learn(void)
{
  static const char *const *const stop_words[] = {repere_stop_words_en, repere_stop_words_fr, repere_stop_words_es};
  guint counts[ALPHABET][ALPHABET] = {{0}};
  for (guint i = 0; i < G_N_ELEMENTS(stop_words); i++)
    for (const char *const *word = stop_words[i]; *word; word++) learn_word(*word, strlen(*word), TRUE, counts);
  for (const RepereTraits *traits = repere_traits; traits->code; traits++) {
    learn_list(traits->words, TRUE, counts);
    learn_list(traits->endings, FALSE, counts);
  }
  for (guint i = 0; i < ALPHABET; i++) {
    guint total = 0;
    for (guint j = 0; j < ALPHABET; j++) total += counts[i][j];
    for (guint j = 0; j < ALPHABET; j++) /* half a pair more for each, so that none is impossible */
      likeness[i][j] = (float)log2((counts[i][j] + 0.5) / (total + 0.5 * ALPHABET) * ALPHABET);
  }
}

void repere_text_measure_init(void)
{
  static gsize once = 0;
  if (!g_once_init_enter(&once)) return;
  learn();
  g_once_init_leave(&once, 1);
}

/* ---- one character ---- */

typedef enum { SPACE, NOTHING, LETTER, MARK, FIGURE, PLAIN, SYMBOL, UNUSABLE_ONE } Class;

/* Adobe's private letters and figures, which the repair of texts knows. */
static gboolean is_known_private(gunichar c)
{
  return (c >= 0xF730 && c <= 0xF739) || (c >= 0xF761 && c <= 0xF77A) || (c >= 0xF7E0 && c <= 0xF7FE);
}

static Class ascii_class(gunichar c)
{
  if (c == ' ' || (c >= '\t' && c <= '\r')) return SPACE;
  if (c < ' ' || c == 0x7F) return UNUSABLE_ONE;
  if (g_ascii_isalpha((char)c)) return LETTER;
  if (g_ascii_isdigit((char)c)) return FIGURE;
  return strchr(".,:;_-|=*()/", (int)c) ? PLAIN : SYMBOL;
}

/* The signs that stand in Unicode's block of each script are its own; arrows, boxes and bullets draw. */
static Class symbol_class(gunichar c)
{
  if (c >= 0x2010 && c <= 0x2027) return PLAIN;                    /* dashes, quotes, bullets, leaders */
  if (c >= 0x2500 && c <= 0x27BF) return PLAIN;                    /* boxes, shapes, ticks, dingbats */
  return c == 0xB7 || c == 0xAB || c == 0xBB || c >= 0x2E80 ? PLAIN : SYMBOL;
}

static Class class_of(gunichar c)
{
  if (c < 0x80) return ascii_class(c);
  if (is_known_private(c)) return PLAIN;
  if (c >= 0xF000 && c <= 0xF0FF) return SYMBOL;
  if (c == 0xFFFD) return UNUSABLE_ONE;
  switch (g_unichar_type(c)) {
  case G_UNICODE_CONTROL:
  case G_UNICODE_PRIVATE_USE:
  case G_UNICODE_SURROGATE:
  case G_UNICODE_UNASSIGNED:
    return UNUSABLE_ONE;
  case G_UNICODE_FORMAT:
    return NOTHING;
  case G_UNICODE_LINE_SEPARATOR:
  case G_UNICODE_PARAGRAPH_SEPARATOR:
  case G_UNICODE_SPACE_SEPARATOR:
    return SPACE;
  case G_UNICODE_SPACING_MARK:
  case G_UNICODE_ENCLOSING_MARK:
  case G_UNICODE_NON_SPACING_MARK:
    return MARK;
  case G_UNICODE_LOWERCASE_LETTER:
  case G_UNICODE_MODIFIER_LETTER:
  case G_UNICODE_OTHER_LETTER:
  case G_UNICODE_TITLECASE_LETTER:
  case G_UNICODE_UPPERCASE_LETTER:
    return LETTER;
  case G_UNICODE_DECIMAL_NUMBER:
  case G_UNICODE_LETTER_NUMBER:
  case G_UNICODE_OTHER_NUMBER:
    return FIGURE;
  default:
    return c >= 0x370 && c < 0x2000 ? PLAIN : symbol_class(c);
  }
}

/* ---- a text ---- */

/* Scripts that one word may mix count as one. */
static GUnicodeScript script_of(gunichar c)
{
  if (c < 0x80) return G_UNICODE_SCRIPT_LATIN;
  GUnicodeScript script = g_unichar_get_script(c);
  return script == G_UNICODE_SCRIPT_HIRAGANA || script == G_UNICODE_SCRIPT_KATAKANA ? G_UNICODE_SCRIPT_HAN : script;
}

typedef struct {
  RepereTextMeasure *measure;
  double sum;
  guint letter;   /* of a to z, the one before; BOUND: none */
  guint word;     /* letters of a to z so far */
  double of_word; /* its pairs' sum */
  Class before;   /* of the character just before */
  gboolean digit; /* the last one but white space is a figure */
  gboolean sign;  /* … a sign of a figure, counted among the symbols */
  GUnicodeScript script; /* of the letter before, where `before` is one */
  guint counts[256];     /* of letters, by their lowest byte: who has one letter only has one byte only */
} State;

/* A single letter is no word: it stands in formulas and lists. */
static void end_word(State *state)
{
  if (state->word >= 2) {
    state->sum += state->of_word + likeness[state->letter][BOUND];
    state->measure->pairs += state->word + 1;
  }
  state->word = 0;
  state->of_word = 0;
  state->letter = BOUND;
}

static void add_letter(State *state, gunichar c)
{
  RepereTextMeasure *measure = state->measure;
  GUnicodeScript script = script_of(c);
  guint letter = base_letter(c);
  measure->letters++;
  state->counts[c & 0xFF]++;
  if (state->before == LETTER) {
    measure->neighbours++;
    measure->jumps += script != state->script && script != G_UNICODE_SCRIPT_COMMON &&
                      state->script != G_UNICODE_SCRIPT_COMMON;
  }
  state->digit = state->sign = FALSE;
  state->script = script;
  if (letter == BOUND) {
    end_word(state);
    return;
  }
  state->of_word += likeness[state->letter][letter];
  state->letter = letter;
  state->word++;
}

/* Signs that stand at a figure: there, they are no symbols. */
static gboolean is_sign(gunichar c)
{
  return (c < 0x80 && strchr("%+<>$", (int)c)) || c == 0xB1 || c == 0xB0 || c == 0x2030 || c == 0x2212 ||
         g_unichar_type(c) == G_UNICODE_CURRENCY_SYMBOL;
}

static void add_symbol(State *state, Class class, gunichar c)
{
  gboolean digit = class == FIGURE, sign = class == SYMBOL && is_sign(c);
  if (sign && state->digit) {
    state->measure->symbols--;
    sign = FALSE;
  } else if (digit && state->sign) {
    state->measure->symbols--;
  }
  if (class == SPACE) return; /* "5 %", "$ 5" */
  state->digit = digit;
  state->sign = sign;
}

static void add_character(State *state, gunichar c)
{
  RepereTextMeasure *measure = state->measure;
  Class class = class_of(c);
  if (class == NOTHING || class == MARK) {
    measure->characters += class == MARK;
    measure->letters += class == MARK;
    return;
  }
  measure->at_symbols += (class == LETTER && state->before == SYMBOL) || (class == SYMBOL && state->before == LETTER);
  measure->at_figures += (class == LETTER && state->before == FIGURE) || (class == FIGURE && state->before == LETTER);
  measure->characters += class != SPACE;
  measure->symbols += class == SYMBOL;
  measure->unusable += class == UNUSABLE_ONE;
  if (class == LETTER) {
    add_letter(state, c);
  } else {
    end_word(state);
    add_symbol(state, class, c);
  }
  state->before = class;
}

void repere_text_measure(const char *text, gsize size, RepereTextMeasure *measure)
{
  repere_text_measure_init();
  *measure = (RepereTextMeasure){0};
  State state = {.measure = measure};
  for (const char *at = text, *end = text + size; at < end;) {
    gunichar c = (guchar)*at < 0x80 ? (gunichar)*at : g_utf8_get_char_validated(at, end - at);
    gboolean valid = c < (gunichar)-2;
    add_character(&state, valid ? c : 0xFFFD);
    at += valid ? g_unichar_to_utf8(c, NULL) : 1;
  }
  end_word(&state);
  if (measure->pairs > 0) measure->likeness = state.sum / measure->pairs;
  for (guint i = 0; i < G_N_ELEMENTS(state.counts); i++) measure->same = MAX(measure->same, state.counts[i]);
}

/* Symbols for letters, or what is no character at all. */
static gboolean is_junk(const RepereTextMeasure *measure)
{
  double junk = measure->unusable + measure->symbols, all = measure->characters;
  if (junk > FEW_JUNK * all && measure->letters < FEW_LETTERS * all) return TRUE;
  if (all < LEAST_CHARACTERS) return FALSE;
  return measure->unusable > UNUSABLE * all || (junk > JUNK * all && junk > JUNK_TO_LETTERS * measure->letters);
}

/* Letters, but no words. */
static gboolean is_letters_only(const RepereTextMeasure *measure)
{
  double places = measure->neighbours + measure->at_symbols + measure->at_figures;
  if (places >= LEAST_NEIGHBOURS && measure->at_symbols > AT_SYMBOLS * places &&
      measure->at_symbols + measure->at_figures > MIXED * places)
    return TRUE;
  gboolean code = measure->symbols > CODE_SYMBOLS * measure->characters;
  if (measure->pairs >= LEAST_PAIRS && measure->likeness < (code ? LIKENESS_OF_CODE : LIKENESS)) return TRUE;
  if (measure->neighbours >= LEAST_NEIGHBOURS && measure->jumps > JUMPS * measure->neighbours) return TRUE;
  return measure->letters >= LEAST_LETTERS && measure->same > SAME * measure->letters;
}

gboolean repere_text_measure_is_garbage(const RepereTextMeasure *measure)
{
  return measure->characters >= FEW_CHARACTERS && (is_junk(measure) || is_letters_only(measure));
}

gboolean repere_text_is_garbage(const char *text, gsize size)
{
  RepereTextMeasure measure;
  repere_text_measure(text, size, &measure);
  return repere_text_measure_is_garbage(&measure);
}
