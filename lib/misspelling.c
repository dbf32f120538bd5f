/* misspelling.c - see misspelling.h */
#include "misspelling.h"

#include <string.h>

#define DOUBLED   0.5 /* a letter once for twice, or twice for once */
#define SWAPPED   0.7
#define SILENT    0.6 /* an h that is not heard */
#define SOUND     0.6 /* letters, or groups of letters, that sound alike */
#define NEIGHBOUR 0.85 /* on the keyboard */
#define VOWEL     0.85 /* a vowel for another */
#define FIRST     0.5 /* on top, where the first letter is another */

/* What sounds alike in one of the languages, in either direction. Of letters alone: */
static const char *const letters_alike[] = {"cs", "cz", "sz", "ck", "kq", "cq", "bv", "gj", "iy", "jh", "xs", "fv", "td", "mn"};
/* and of groups of letters, of one to three: */
static const struct {
  const char *one, *other;
} groups_alike[] = {
  {"ph", "f"}, {"th", "t"},  {"rh", "r"},  {"ch", "k"},   {"ch", "sh"}, {"qu", "k"},   {"qu", "c"},   {"que", "k"},
  {"ck", "k"}, {"ck", "c"},  {"cc", "x"},  {"ks", "x"},   {"sc", "s"},  {"sc", "c"},   {"ss", "c"},   {"ss", "z"},
  {"ti", "si"}, {"ti", "ci"}, {"ti", "ssi"}, {"gu", "g"}, {"ge", "j"},  {"ll", "y"},   {"ou", "u"},   {"ou", "o"},  {"oo", "u"},
  {"oe", "e"}, {"ae", "e"},  {"ai", "e"},  {"ei", "e"},   {"ee", "i"},  {"ee", "ea"},  {"ie", "ei"},  {"au", "o"},
  {"eau", "o"}, {"eau", "au"}, {"eu", "oe"}, {"en", "an"}, {"em", "am"}, {"in", "ain"}, {"in", "ein"}, {"nn", "mn"},
  {"gn", "n"}, {"gn", "ni"}, {"ant", "ent"}, {"able", "ible"}, {"ance", "ence"}, {"re", "er"}, {"el", "le"},
};

typedef struct {
  gunichar letters[REPERE_MISSPELLING_LETTERS];
  guint n;
} Word;

static gboolean read_word(const char *text, Word *word)
{
  word->n = 0;
  for (; *text && word->n < REPERE_MISSPELLING_LETTERS; text = g_utf8_next_char(text))
    word->letters[word->n++] = g_utf8_get_char(text);
  return *text == '\0';
}

static gboolean is_vowel(gunichar c)
{
  return c < 128 && c && strchr("aeiouy", (int)c);
}

/* Whether two keys touch: in one row, or in the next, where keys stand half a key to the right. */
static gboolean touch(gunichar a, gunichar b)
{
  static const char *const rows[] = {"qwertyuiop", "asdfghjkl", "zxcvbnm"};
  int row[2] = {-1, -1}, place[2] = {0, 0};
  const gunichar both[2] = {a, b};
  for (guint k = 0; k < 2; k++)
    for (int r = 0; r < (int)G_N_ELEMENTS(rows); r++) {
      const char *at = both[k] && both[k] < 128 ? strchr(rows[r], (int)both[k]) : NULL;
      if (!at) continue;
      row[k] = r;
      place[k] = (int)(at - rows[r]);
    }
  if (row[0] < 0 || row[1] < 0) return FALSE;
  int down = row[1] - row[0], right = place[1] - place[0];
  if (down == 0) return ABS(right) == 1;
  return ABS(down) == 1 && (right == 0 || right == -down);
}

static gboolean sound_alike(gunichar a, gunichar b)
{
  for (guint i = 0; i < G_N_ELEMENTS(letters_alike); i++) {
    const gunichar one = (guchar)letters_alike[i][0], other = (guchar)letters_alike[i][1];
    if ((a == one && b == other) || (a == other && b == one)) return TRUE;
  }
  return FALSE;
}

static double changed(gunichar a, gunichar b)
{
  if (a == b) return 0;
  if (sound_alike(a, b)) return SOUND;
  if (is_vowel(a) && is_vowel(b)) return VOWEL;
  return touch(a, b) ? NEIGHBOUR : 1;
}

/* Of one letter too many, or too few: number `i` of `word`. */
static double added(const Word *word, guint i)
{
  const gunichar c = word->letters[i];
  if ((i > 0 && word->letters[i - 1] == c) || (i + 1 < word->n && word->letters[i + 1] == c)) return DOUBLED;
  return c == 'h' ? SILENT : 1;
}

/* The length of `group` where the first `n` letters of the word end in it, or 0. */
static guint ends_in(const Word *word, guint n, const char *group)
{
  guint size = (guint)strlen(group);
  if (size > n) return 0;
  for (guint i = 0; i < size; i++)
    if (word->letters[n - size + i] != (guchar)group[i]) return 0;
  return size;
}

/* Endings of inflected and derived words, folded. */
static const char *const endings[] = {
  "",   "s",   "es",  "e",   "ed",  "er",  "ers", "or", "ors", "ly",  "y",  "ies", "al",  "ing", "ic", "x",
  "ux", "aux", "il",  "ent", "ant", "nt",  "nts", "ons", "ez", "ait", "ir", "re",  "ee",  "ees", "if", "ive",
  "a",  "o",   "as",  "os",  "an",  "en",  "ado", "ada", "ido", "ida", "ar", "ia", "io",  "ias", "ios", "ron",
  "ien", "do", "da",  "dos", "das", "sis", "tic", "ist", "ism", "te", "tes", "se", "ses",
};

typedef double Table[REPERE_MISSPELLING_LETTERS + 1][REPERE_MISSPELLING_LETTERS + 1];

static double by_groups(const Word *typed, guint i, const Word *meant, guint j, Table costs)
{
  double least = REPERE_MISSPELLING_FAR;
  for (guint g = 0; g < G_N_ELEMENTS(groups_alike); g++)
    for (guint turn = 0; turn < 2; turn++) {
      guint a = ends_in(typed, i, turn ? groups_alike[g].other : groups_alike[g].one);
      guint b = a ? ends_in(meant, j, turn ? groups_alike[g].one : groups_alike[g].other) : 0;
      if (b) least = MIN(least, costs[i - a][j - b] + SOUND);
    }
  return least;
}

static double cell(const Word *typed, guint i, const Word *meant, guint j, Table costs)
{
  const gunichar a = typed->letters[i - 1], b = meant->letters[j - 1];
  double first = i == 1 && j == 1 && a != b ? FIRST : 0;
  double least = costs[i - 1][j - 1] + changed(a, b) + first;
  least = MIN(least, costs[i - 1][j] + added(typed, i - 1));
  least = MIN(least, costs[i][j - 1] + added(meant, j - 1));
  if (i > 1 && j > 1 && a == meant->letters[j - 2] && typed->letters[i - 2] == b)
    least = MIN(least, costs[i - 2][j - 2] + SWAPPED);
  return a == b ? least : MIN(least, by_groups(typed, i, meant, j, costs));
}

double repere_misspelling_cost(const char *typed, const char *meant)
{
  Word one, other;
  Table costs;
  if (!read_word(typed, &one) || !read_word(meant, &other)) return REPERE_MISSPELLING_FAR;
  costs[0][0] = 0;
  for (guint i = 1; i <= one.n; i++) costs[i][0] = costs[i - 1][0] + added(&one, i - 1) + (i == 1 ? FIRST : 0);
  for (guint j = 1; j <= other.n; j++)
    costs[0][j] = costs[0][j - 1] + added(&other, j - 1) + (j == 1 ? FIRST : 0);
  for (guint i = 1; i <= one.n; i++)
    for (guint j = 1; j <= other.n; j++) costs[i][j] = cell(&one, i, &other, j, costs);
  return costs[one.n][other.n];
}

static gboolean is_ending(const char *text)
{
  for (guint i = 0; i < G_N_ELEMENTS(endings); i++)
    if (g_str_equal(endings[i], text)) return TRUE;
  return FALSE;
}

gboolean repere_misspelling_is_form(const char *typed, const char *meant)
{
  enum { STEM = 3 };
  gsize shared = 0;
  while (typed[shared] && typed[shared] == meant[shared]) shared++;
  return shared >= STEM && is_ending(typed + shared) && is_ending(meant + shared);
}
