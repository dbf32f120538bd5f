/* analyze.c - atoms to words: what UAX #29 does not know about English, French and Spanish text.
 *
 *   l'aide d’Orsay         aide orsay: an elided article is dropped, before a vowel or h
 *   N'Djamena M'Bour       ndjamena mbour: these are none
 *   aujourd'hui O'Brien    aujourdhui obrien: any other apostrophe between letters is left out of the word
 *   IOM's we're don't      iom we dont: 's 're 've 'll 'd 'm are dropped, n't stays
 *   O.I.M. EE.UU.          oim eeuu: letters with points are initials
 *   1,000 1.000 1'000      1000: groups of three digits; a space that breaks no line groups them, too
 *   3.5 3,5                3.5
 *   2 000                  2000: a plain space groups only what ends with 000; "in 2018 500" has two numbers
 *   12.05.2018 A/RES/71/1  12 05 2018, a res 71 1: everything else separates, and the tokens are `joined`
 *   1.º                    1o
 *   migrant·e·s worker(s)  migrant worker: the endings of inclusive spelling are dropped; niños/as, too
 *   post-arrival           post arrival, and `also` postarrival
 *   migrants12             migrants12, and `also` migrants: digits of a footnote */
#include <string.h>

#include "analyze_private.h"
#include "xapian_c.h"

#define ANALYSIS_VERSION "4" /* raise it whenever the same text may give other terms */

#define LOOKAHEAD 32u /* a power of two */
#define RUN_MAX 16u   /* initials or groups of digits in a row */
#define MAX_SHORT 32       /* words in a set of short ones */
#define COMPOUND_PARTS 4u  /* of more parts no compound is made, */
#define COMPOUND_BYTES 80u /* nor of longer ones */

struct RepereAnalyzer {
  RepereSegmenter segmenter;
  RepereWords *words;
  GString *spelling; /* of a word put together from several atoms */
  GString *compound; /* of parts that hyphens join */
  RepereAtom ring[LOOKAHEAD];
  guint head, filled;
  gboolean exhausted;
};

/* ---- atoms ahead ---- */

/* The atom `k` places ahead (0 is the next to be used, k < LOOKAHEAD), or NULL past the end of the text. */
static RepereAtom *peek(RepereAnalyzer *a, guint k)
{
  while (a->filled <= k) {
    if (a->exhausted || !repere_segmenter_next(&a->segmenter, &a->ring[(a->head + a->filled) % LOOKAHEAD])) {
      a->exhausted = TRUE;
      return NULL;
    }
    a->filled++;
  }
  return &a->ring[(a->head + k) % LOOKAHEAD];
}

static void skip(RepereAnalyzer *a, guint n)
{
  a->head = (a->head + n) % LOOKAHEAD;
  a->filled -= n;
}

static const char *atom_text(const RepereAnalyzer *a, const RepereAtom *atom)
{
  return (const char *)a->segmenter.text + atom->start;
}

static guint32 atom_size(const RepereAtom *atom)
{
  return atom->end - atom->start;
}

static gboolean is_digits(const RepereAnalyzer *a, const RepereAtom *atom)
{
  const char *s = atom_text(a, atom);
  for (guint32 i = 0; i < atom_size(atom); i++)
    if (!g_ascii_isdigit(s[i]))
      return FALSE;
  return TRUE;
}

static gunichar first_character(const RepereAnalyzer *a, const RepereAtom *atom)
{
  const gunichar c = g_utf8_get_char_validated(atom_text(a, atom), (gssize)atom_size(atom));
  return c >= (gunichar)-2 ? 0xFFFD : c;
}

/* One of a few short lower-case words of ASCII letters, packed so that comparing is one comparison. 0: not
 * short. */
static guint64 packed(const char *s, gsize size)
{
  guint64 value = 0;
  if (size > 7)
    return 0;
  for (gsize i = 0; i < size; i++) {
    if (!g_ascii_isalpha(s[i]))
      return 0;
    value = value << 8 | (guint8)g_ascii_tolower(s[i]);
  }
  return value;
}

typedef guint64 ShortWords[MAX_SHORT + 1]; /* packed; ends with 0 */

static ShortWords elisions;    /* of all languages */
static ShortWords contractions; /* IOM's, we're */
static ShortWords endings;      /* of inclusive spelling, after a middle dot or in brackets */
static ShortWords slashed;      /* the same after a slash, where much else stands */

static void add_short(ShortWords set, const char *const *words)
{
  guint n = 0;
  while (set[n])
    n++;
  for (; *words; words++) {
    g_assert(n < MAX_SHORT && packed(*words, strlen(*words)) != 0);
    set[n++] = packed(*words, strlen(*words));
  }
}

static void make_short_words(void)
{
  static const char *const english[] = {"s", "re", "ve", "ll", "d", "m", NULL};
  static const char *const inclusive[] = {
    "e",  "s",   "es", "ne",   "nes",   "le",   "les",   "te",    "tes",    "ve", "ves", "euse", "euses",
    "se", "ses", "re", "rice", "rices", "lle",  "lles",  "trice", "trices", "a",  "as",  "os",   "ren",
    "x",  NULL};
  static const char *const after_slash[] = {"a", "as", "o", "os", "e", "es", "ne", "nes", NULL};
  static gsize once = 0;
  if (!g_once_init_enter(&once))
    return;
  for (guint i = 0; repere_language_at(i); i++)
    add_short(elisions, repere_language_at(i)->elisions);
  add_short(contractions, english);
  add_short(endings, inclusive);
  add_short(slashed, after_slash);
  g_once_init_leave(&once, 1);
}

static gboolean is_one_of(const RepereAnalyzer *a, const RepereAtom *atom, const guint64 *set)
{
  const guint64 value = packed(atom_text(a, atom), atom_size(atom));
  if (value == 0)
    return FALSE;
  for (; *set; set++)
    if (*set == value)
      return TRUE;
  return FALSE;
}

/* ---- elisions ---- */

/* TRUE for letters an article is elided before, and for anything that is no Latin letter. */
static gboolean begins_like_vowel(gunichar c)
{
  if (c < 0x80)
    return strchr("aeiouyh", g_ascii_tolower((char)c)) != NULL;
  if (c < 0xC0 || c > 0x17F)
    return TRUE;
  if (c < 0x100)
    return c != 0xC7 && c != 0xE7 && c != 0xD0 && c != 0xF0 && c != 0xD1 && c != 0xF1 && c != 0xDE &&
           c != 0xFE && c != 0xDF;
  return c <= 0x105 || (c >= 0x112 && c <= 0x11B) || (c >= 0x128 && c <= 0x131) ||
         (c >= 0x14C && c <= 0x153) || (c >= 0x168 && c <= 0x178);
}

/* "l'SNCF": initials whose first letter is spoken with a vowel first. Not after m' and n', as in M'SILA. */
static gboolean is_spoken_with_vowel(const RepereAnalyzer *a, const RepereAtom *article,
                                     const RepereAtom *atom)
{
  const char *s = atom_text(a, atom);
  const char first = g_ascii_tolower(*atom_text(a, article));
  if (atom_size(atom) < 2 || atom_size(atom) > 6 || !strchr("FLMNRSX", s[0]) || first == 'm' || first == 'n')
    return FALSE;
  for (guint32 i = 0; i < atom_size(atom); i++)
    if (!g_ascii_isupper(s[i]) && !g_ascii_isdigit(s[i]))
      return FALSE;
  return TRUE;
}

static gboolean has_letter(const RepereAnalyzer *a, const RepereAtom *atom)
{
  return !is_digits(a, atom);
}

static gboolean is_elided(const RepereAnalyzer *a, const RepereAtom *article, const RepereAtom *next)
{
  if (!next->elided || !is_one_of(a, article, elisions) || !has_letter(a, next))
    return FALSE;
  if (next->gap != GAP_APOSTROPHE && article->quoted) /* a quoted letter: ‘d’ is */
    return FALSE;
  const gunichar c = first_character(a, next);
  return g_unichar_isdigit(c) || begins_like_vowel(c) || is_spoken_with_vowel(a, article, next);
}

/* ---- initials ---- */

/* 1 for a single letter, 2 for the same capital twice (EE.UU.), else 0. */
static guint initial_size(const RepereAnalyzer *a, const RepereAtom *atom)
{
  const char *s = atom_text(a, atom);
  const guint32 size = atom_size(atom);
  if (size == 2 && g_ascii_isupper(s[0]) && s[0] == s[1])
    return 2;
  if (size > 4 || g_ascii_isdigit(s[0]))
    return 0;
  const gunichar c = first_character(a, atom);
  return (guint32)g_unichar_to_utf8(c, NULL) == size && g_unichar_isalpha(c) ? 1 : 0;
}

/* How many atoms from the first are initials of one word; 1 if it is not the first of any. */
static guint count_initials(RepereAnalyzer *a)
{
  const RepereAtom *first = peek(a, 0), *next;
  const guint size = initial_size(a, first);
  guint n = 1;
  if (size == 0 || first->gap == GAP_POINT)
    return 1;
  while (n < RUN_MAX && (next = peek(a, n)) && next->gap == GAP_POINT && initial_size(a, next) == size)
    n++;
  return n;
}

/* ---- numbers ---- */

typedef struct {
  guint32 size;
  guint8 gap;
} Digits;

static gboolean separates_digits(guint8 gap)
{
  return gap == GAP_POINT || gap == GAP_COMMA || gap == GAP_HARD_SPACE || gap == GAP_APOSTROPHE;
}

/* The atoms from the first on that are digits with one separator between: up to RUN_MAX. */
static guint count_digits(RepereAnalyzer *a, Digits *run)
{
  const RepereAtom *atom;
  guint n = 0;
  while (n < RUN_MAX && (atom = peek(a, n)) && (n == 0 || separates_digits(atom->gap)) &&
         is_digits(a, atom)) {
    run[n].size = atom_size(atom);
    run[n++].gap = atom->gap;
  }
  return n;
}

static gboolean looks_like_year(const char *s, guint32 size)
{
  return size == 4 && ((s[0] == '1' && (s[1] == '8' || s[1] == '9')) || (s[0] == '2' && s[1] == '0'));
}

/* How many of `n` parts are one number. `*decimals` is set if the last of them is its decimals. */
static guint parse_number(RepereAnalyzer *a, const Digits *run, guint n, gboolean *decimals)
{
  const char *first = atom_text(a, peek(a, 0));
  guint groups = 1;
  *decimals = FALSE;
  if (run[0].size <= 3 && first[0] != '0')
    while (groups < n && run[groups].size == 3 && run[groups].gap == run[1].gap)
      groups++;
  /* what follows a space that groups no digits is another number */
  guint end = groups;
  while (end < n && run[end].gap != GAP_HARD_SPACE)
    end++;
  if (end == groups)
    return groups;
  const gboolean point = run[groups].gap == GAP_POINT || run[groups].gap == GAP_COMMA;
  *decimals = end == groups + 1 && point &&
              (groups > 1 ? run[groups].gap != run[1].gap : !looks_like_year(first, run[0].size));
  return *decimals ? end : 1;
}

static guint take_number(RepereAnalyzer *a)
{
  Digits run[RUN_MAX];
  gboolean decimals;
  const guint n = count_digits(a, run);
  const guint used = n > 1 ? parse_number(a, run, n, &decimals) : 1;
  if (used == 1) {
    /* a date, a section: each part is a token; the rest must not be taken for a number of its own */
    for (guint i = 1; i < n && run[i].gap != GAP_HARD_SPACE; i++)
      peek(a, i)->gap = GAP_PUNCTUATION;
    return 1;
  }
  for (guint i = 0; i < used; i++) {
    const RepereAtom *part = peek(a, i);
    if (i + 1 == used && decimals)
      g_string_append_c(a->spelling, '.');
    g_string_append_len(a->spelling, atom_text(a, part), (gssize)atom_size(part));
  }
  return used;
}

/* "20 000", "1 250 000": makes hard spaces of the plain ones in a number whose last group is 000. A column of
 * numbers must stay one. */
static void mend_spaces(RepereAnalyzer *a)
{
  const RepereAtom *atom = peek(a, 0), *before;
  guint round = 0;
  if (!is_digits(a, atom) || atom_size(atom) > 3 || *atom_text(a, atom) == '0')
    return;
  for (guint n = 1; n < RUN_MAX; n++) {
    before = peek(a, n - 1);
    atom = peek(a, n);
    if (!atom || atom->gap != GAP_SPACE || atom->start != before->end + 1 || atom_size(atom) != 3 ||
        !is_digits(a, atom))
      break;
    if (memcmp(atom_text(a, atom), "000", 3) == 0)
      round = n;
  }
  for (guint n = 1; n <= round; n++)
    peek(a, n)->gap = GAP_HARD_SPACE;
}

/* "1.º": an ordinal mark after a point. */
static gboolean is_ordinal(const RepereAnalyzer *a, const RepereAtom *first, const RepereAtom *next)
{
  const char *s = atom_text(a, next);
  return next->gap == GAP_POINT && atom_size(next) == 2 && s[0] == '\xC2' &&
         (s[1] == '\xBA' || s[1] == '\xAA') && is_digits(a, first);
}

/* ---- words with apostrophes ---- */

static gboolean is_lettered(const RepereAnalyzer *a, const RepereAtom *atom)
{
  return !g_ascii_isdigit(*atom_text(a, atom)) && !g_ascii_isdigit(atom_text(a, atom)[atom_size(atom) - 1]);
}

static char character_before(const RepereAnalyzer *a, const RepereAtom *atom)
{
  return atom->start ? atom_text(a, atom)[-1] : ' ';
}

/* migrant(e)s, but not f(x): an ending in brackets, or what follows the brackets. */
static gboolean is_bracketed(const RepereAnalyzer *a, const RepereAtom *before, const RepereAtom *next,
                             gboolean dropped)
{
  if (next->gap == GAP_BRACKET)
    return next->start == before->end + 1 && next->end < a->segmenter.length &&
           a->segmenter.text[next->end] == ')' && atom_size(before) > 2 && is_lettered(a, before) &&
           is_one_of(a, next, endings);
  return dropped && next->start == before->end + 1 && character_before(a, next) == ')' &&
         atom_size(next) == 1 && *atom_text(a, next) == 's';
}

/* niños/as, but not km/s: TRUE if `next` is an ending in small letters. */
static gboolean is_slashed(const RepereAnalyzer *a, const RepereAtom *before, const RepereAtom *next)
{
  return atom_size(before) > 3 && g_ascii_islower(*atom_text(a, next)) && is_lettered(a, before) &&
         is_one_of(a, next, slashed);
}

/* IOM's, migrant·e·s: TRUE if `next` is such an ending. */
static gboolean is_dropped(const RepereAnalyzer *a, const RepereAtom *before, const RepereAtom *next,
                           gboolean dropped)
{
  switch (next->gap) {
  case GAP_APOSTROPHE: return is_one_of(a, next, contractions);
  case GAP_MIDDLE_DOT: return is_lettered(a, before) && is_one_of(a, next, endings);
  case GAP_SLASH: return is_slashed(a, before, next);
  default: return is_bracketed(a, before, next, dropped);
  }
}

/* How many atoms belong to the word that begins with the first, the dropped endings with it. `*kept` are
 * those that the token covers; they are appended to the spelling. */
static guint take_word(RepereAnalyzer *a, guint *kept)
{
  const RepereAtom *next;
  guint n = 1;
  gboolean dropped = FALSE;
  g_string_append_len(a->spelling, atom_text(a, peek(a, 0)), (gssize)atom_size(peek(a, 0)));
  *kept = 1;
  while (n < RUN_MAX && (next = peek(a, n))) {
    const RepereAtom *before = peek(a, n - 1);
    if (is_dropped(a, before, next, dropped)) {
      dropped = TRUE;
    } else if (next->gap == GAP_APOSTROPHE && !dropped && is_lettered(a, before) && is_lettered(a, next)) {
      g_string_append_len(a->spelling, atom_text(a, next), (gssize)atom_size(next));
      *kept = n + 1;
    } else {
      break;
    }
    n++;
  }
  return n;
}

/* Initials, and a possessive after their last point. */
static guint take_initials(RepereAnalyzer *a, guint n)
{
  for (guint i = 0; i < n; i++)
    g_string_append_len(a->spelling, atom_text(a, peek(a, i)), (gssize)atom_size(peek(a, i)));
  const RepereAtom *next = peek(a, n);
  const gboolean possessive = next && (next->gap == GAP_POINT_APOSTROPHE || next->gap == GAP_APOSTROPHE) &&
                              atom_size(next) == 1 && (*atom_text(a, next) | 0x20) == 's';
  return n + (possessive ? 1 : 0);
}

/* ---- the road ---- */

typedef struct {
  const RepereLanguage *language;
  RepereTokenFunc each;
  gpointer data;
  guint32 position;
  guint parts;     /* of the compound so far; 0: none has begun */
  gboolean telling; /* one of them is no stop word */
  guint32 compound_start;
} Run;

/* What is to be emitted. */
typedef struct {
  const char *raw;
  gsize size;
  guint32 start, end;
  guint8 gap; /* before it */
} Piece;

static gboolean joins(guint8 gap)
{
  return gap != GAP_SPACE && gap != GAP_HARD_SPACE;
}

static gboolean is_enclitic(const RepereLanguage *language, const RepereWord *word)
{
  return repere_language_is_enclitic(language, word->written ? word->written : word->folded);
}

/* Follows the parts that hyphens join; at the last one the token gets all of them as one word. */
static void follow_compound(RepereAnalyzer *a, Run *run, const Piece *piece, gboolean goes_on,
                            RepereToken *token)
{
  const gboolean begins = run->parts == 0;
  if (begins) {
    g_string_truncate(a->compound, 0);
    run->compound_start = piece->start;
    run->telling = FALSE;
  }
  g_string_append_len(a->compound, piece->raw, (gssize)piece->size);
  run->telling |= !token->word->stop;
  run->parts++;
  if (goes_on)
    return;
  if (!begins && run->telling && run->parts <= COMPOUND_PARTS && a->compound->len <= COMPOUND_BYTES &&
      !g_ascii_isdigit(a->compound->str[0]) &&
      !(run->language && is_enclitic(run->language, token->word))) {
    token->also = repere_words_get(a->words, a->compound->str, a->compound->len, run->language);
    token->also_start = run->compound_start;
  }
  run->parts = 0;
}

/* How long the word is without one or two digits of a footnote that are stuck to it; 0 where there are none,
 * as in "G20" and "para2030". */
static gsize size_without_footnote(const Piece *piece)
{
  enum { LETTERS = 3, DIGITS = 2 };
  gsize size = piece->size;
  while (size > 0 && g_ascii_isdigit(piece->raw[size - 1]))
    size--;
  const gsize digits = piece->size - size;
  if (digits == 0 || digits > DIGITS || size < LETTERS || piece->raw[size] == '0' ||
      g_ascii_isupper(piece->raw[size - 1]))
    return 0;
  for (gsize i = 0; i < size; i++)
    if (g_ascii_isdigit(piece->raw[i]))
      return 0;
  return size;
}

/* `after` is the atom after it, or NULL. */
static inline void emit(RepereAnalyzer *a, Run *run, const Piece *piece, const RepereAtom *after)
{
  const gboolean goes_on = after && after->gap == GAP_HYPHEN;
  RepereToken token = {repere_words_get(a->words, piece->raw, piece->size, run->language),
                       piece->start, piece->end, run->position, joins(piece->gap), NULL, piece->start};
  if (piece->gap != GAP_HYPHEN)
    run->parts = 0;
  if (!token.word)
    return;
  if (g_ascii_isdigit(piece->raw[piece->size - 1])) {
    const gsize size = size_without_footnote(piece);
    if (size)
      token.also = repere_words_get(a->words, piece->raw, size, run->language);
  }
  if (goes_on || run->parts > 0)
    follow_compound(a, run, piece, goes_on, &token);
  run->position++;
  run->each(&token, run->data);
}

/* A word that is more than its first atom: puts it together and emits it. */
static void compose(RepereAnalyzer *a, Run *run)
{
  const RepereAtom first = *peek(a, 0), *next = peek(a, 1);
  guint kept, used;
  g_string_truncate(a->spelling, 0);
  const guint initials = count_initials(a);
  if (initials > 1) {
    kept = initials;
    used = take_initials(a, initials);
  } else if (next && is_ordinal(a, &first, next)) {
    g_string_append_len(a->spelling, atom_text(a, &first), (gssize)atom_size(&first));
    g_string_append_len(a->spelling, atom_text(a, next), (gssize)atom_size(next));
    kept = used = 2;
  } else if (is_digits(a, &first) && next && separates_digits(next->gap) && is_digits(a, next)) {
    kept = used = take_number(a);
  } else {
    used = take_word(a, &kept);
  }
  Piece piece = {a->spelling->str, a->spelling->len, first.start, peek(a, kept - 1)->end, first.gap};
  if (kept == 1) {
    piece.raw = atom_text(a, &first);
    piece.size = atom_size(&first);
  }
  emit(a, run, &piece, peek(a, used));
  skip(a, used);
}

static void next_word(RepereAnalyzer *a, Run *run)
{
  const RepereAtom *first = peek(a, 0);
  RepereAtom *next = peek(a, 1);
  if (next && next->elided && is_elided(a, first, next)) {
    next->gap = first->gap;
    next->elided = first->elided;
    skip(a, 1);
    return;
  }
  if (next && next->gap == GAP_SPACE && g_ascii_isdigit(*atom_text(a, next)) &&
      g_ascii_isdigit(*atom_text(a, first)))
    mend_spaces(a);
  if (next && (next->gap > GAP_NOTHING ||
               (next->gap == GAP_HARD_SPACE && g_ascii_isdigit(*atom_text(a, first))))) {
    compose(a, run);
    return;
  }
  const Piece piece = {atom_text(a, first), atom_size(first), first->start, first->end, first->gap};
  emit(a, run, &piece, next);
  skip(a, 1);
}

guint32 repere_analyze(RepereAnalyzer *analyzer, const char *text, gsize length,
                       const RepereLanguage *language, RepereTokenFunc each, gpointer data)
{
  Run run = {language, each, data, 0, 0, FALSE, 0};
  repere_segmenter_start(&analyzer->segmenter, text, (guint32)MIN(length, G_MAXINT32));
  analyzer->head = analyzer->filled = 0;
  analyzer->exhausted = FALSE;
  while (peek(analyzer, 0))
    next_word(analyzer, &run);
  return run.position;
}

RepereWord *repere_analyzer_word(RepereAnalyzer *analyzer, const char *written, gsize length,
                                 const RepereLanguage *language)
{
  return repere_words_get(analyzer->words, written, length, language);
}

void repere_analyzer_trim(RepereAnalyzer *analyzer)
{
  repere_words_trim(analyzer->words);
}

RepereAnalyzer *repere_analyzer_new(void)
{
  RepereAnalyzer *analyzer = g_new0(RepereAnalyzer, 1);
  repere_language_init();
  make_short_words();
  analyzer->words = repere_words_new();
  analyzer->spelling = g_string_sized_new(256);
  analyzer->compound = g_string_sized_new(256);
  return analyzer;
}

void repere_analyzer_free(RepereAnalyzer *analyzer)
{
  if (!analyzer)
    return;
  repere_segmenter_clear(&analyzer->segmenter);
  repere_words_free(analyzer->words);
  g_string_free(analyzer->spelling, TRUE);
  g_string_free(analyzer->compound, TRUE);
  g_free(analyzer);
}

void repere_analyzer_set_slow(RepereAnalyzer *analyzer, gboolean slow)
{
  analyzer->segmenter.slow = slow;
  repere_words_set_slow(analyzer->words, slow);
}

/* ---- what makes terms out of text, in eight digits ---- */

static void hash_list(GChecksum *sum, const char *const *list)
{
  for (; *list; list++)
    g_checksum_update(sum, (const guchar *)*list, (gssize)strlen(*list) + 1);
  g_checksum_update(sum, (const guchar *)"", 1);
}

const char *repere_analysis_hash(void)
{
  static char hash[9];
  static gsize once = 0;
  if (g_once_init_enter(&once)) {
    g_autoptr(GChecksum) sum = g_checksum_new(G_CHECKSUM_SHA256);
    const char *const versions[] = {ANALYSIS_VERSION, U_ICU_VERSION, xc_xapian_version(), NULL};
    hash_list(sum, versions);
    for (guint i = 0; repere_language_at(i); i++) {
      const RepereLanguage *row = repere_language_at(i);
      const char *const names[] = {row->code, row->stemmer, row->term_prefix, NULL};
      hash_list(sum, names);
      hash_list(sum, row->elisions);
      hash_list(sum, row->enclitics);
      hash_list(sum, row->stop_words);
      for (const RepereVariant *variant = row->variants; variant->from; variant++) {
        const char *const pair[] = {variant->from, variant->to, NULL};
        hash_list(sum, pair);
      }
    }
    g_strlcpy(hash, g_checksum_get_string(sum), sizeof hash);
    g_once_init_leave(&once, 1);
  }
  return hash;
}
