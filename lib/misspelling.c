/* misspelling.c - see misspelling.h */
#include "misspelling.h"

#include <string.h>

#define DOUBLED 0.5 /* a letter once for twice, or twice for once */
#define SWAPPED 0.7
#define SILENT 0.6     /* an h that is not heard */
#define SOUND 0.6      /* letters, or groups of letters, that sound alike */
#define NEIGHBOUR 0.85 /* on the keyboard */
#define VOWEL 0.85     /* a vowel for another */
#define FIRST 0.5      /* on top, where the first letter is another */

/* What sounds alike in one of the languages, in either direction. Of letters alone: */
static const char *const letters_alike[] = {"cs", "cz", "sz", "ck", "kq", "cq", "bv",
                                            "gj", "iy", "jh", "xs", "fv", "td", "mn"};
/* and of groups of letters, of one to four: */
static const struct {
  const char *one, *other;
} groups_alike[] = {
  {"ph", "f"},   {"th", "t"},    {"rh", "r"},      {"ch", "k"},      {"ch", "sh"},  {"qu", "k"},
  {"qu", "c"},   {"que", "k"},   {"ck", "k"},      {"ck", "c"},      {"cc", "x"},   {"ks", "x"},
  {"sc", "s"},   {"sc", "c"},    {"ss", "c"},      {"ss", "z"},      {"ti", "si"},  {"ti", "ci"},
  {"ti", "ssi"}, {"gu", "g"},    {"ge", "j"},      {"ll", "y"},      {"ou", "u"},   {"ou", "o"},
  {"oo", "u"},   {"oe", "e"},    {"ae", "e"},      {"ai", "e"},      {"ei", "e"},   {"ee", "i"},
  {"ee", "ea"},  {"ie", "ei"},   {"au", "o"},      {"eau", "o"},     {"eau", "au"}, {"eu", "oe"},
  {"en", "an"},  {"em", "am"},   {"in", "ain"},    {"in", "ein"},    {"nn", "mn"},  {"gn", "n"},
  {"gn", "ni"},  {"ant", "ent"}, {"able", "ible"}, {"ance", "ence"}, {"re", "er"},  {"el", "le"},
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

static double change_of(gunichar a, gunichar b)
{
  if (a == b) return 0;
  if (sound_alike(a, b)) return SOUND;
  if (is_vowel(a) && is_vowel(b)) return VOWEL;
  return touch(a, b) ? NEIGHBOUR : 1;
}

/* ---- looked up by letters ---- */

enum { ALPHABET = 26, GROUPS = 16 };

/* A group typed for another. */
typedef struct {
  const char *typed, *meant;
  guint letters, others;
} Group;

typedef struct {
  double change[ALPHABET][ALPHABET];
  guint n[ALPHABET][ALPHABET];
  Group groups[ALPHABET][ALPHABET][GROUPS]; /* by the letters that they end in */
} Tables;

static void add_group(Tables *made, const char *typed, const char *meant)
{
  Group group = {typed, meant, (guint)strlen(typed), (guint)strlen(meant)};
  guint a = (guint)(typed[group.letters - 1] - 'a'), b = (guint)(meant[group.others - 1] - 'a');
  g_assert(made->n[a][b] < GROUPS);
  made->groups[a][b][made->n[a][b]++] = group;
}

/* Made at the first call, never changed after. */
static const Tables *tables(void)
{
  static Tables made;
  static gsize done;
  if (g_once_init_enter(&done)) {
    for (guint a = 0; a < ALPHABET; a++)
      for (guint b = 0; b < ALPHABET; b++) made.change[a][b] = change_of('a' + a, 'a' + b);
    for (guint g = 0; g < G_N_ELEMENTS(groups_alike); g++) {
      add_group(&made, groups_alike[g].one, groups_alike[g].other);
      add_group(&made, groups_alike[g].other, groups_alike[g].one);
    }
    g_once_init_leave(&done, 1);
  }
  return &made;
}

static gboolean is_latin(gunichar c)
{
  return c >= 'a' && c <= 'z';
}

/* Of one letter too many, or too few: number `i` of `word`. */
static double added(const Word *word, guint i)
{
  const gunichar c = word->letters[i];
  if ((i > 0 && word->letters[i - 1] == c) || (i + 1 < word->n && word->letters[i + 1] == c)) return DOUBLED;
  return c == 'h' ? SILENT : 1;
}

/* Whether the first `n` letters of the word end in `group`. */
static inline gboolean ends_in(const Word *word, guint n, const char *group, guint size)
{
  if (size > n) return FALSE;
  for (guint i = size; i > 0; i--)
    if (word->letters[n - size + i - 1] != (guchar)group[i - 1]) return FALSE;
  return TRUE;
}

/* ---- the way of least cost ---- */

typedef struct {
  const Tables *tables;
  Word typed, meant;
  double costs[REPERE_MISSPELLING_LETTERS + 1][REPERE_MISSPELLING_LETTERS + 1]; /* of their beginnings */
} Way;

static double by_groups(const Way *way, guint i, guint j, guint a, guint b)
{
  double least = REPERE_MISSPELLING_FAR;
  for (guint g = 0; g < way->tables->n[a][b]; g++) {
    const Group *group = &way->tables->groups[a][b][g];
    if (ends_in(&way->typed, i, group->typed, group->letters) &&
        ends_in(&way->meant, j, group->meant, group->others))
      least = MIN(least, way->costs[i - group->letters][j - group->others] + SOUND);
  }
  return least;
}

static double cell(const Way *way, guint i, guint j)
{
  const Word *typed = &way->typed, *meant = &way->meant;
  const gunichar a = typed->letters[i - 1], b = meant->letters[j - 1];
  const gboolean latin = is_latin(a) && is_latin(b);
  double change = latin ? way->tables->change[a - 'a'][b - 'a'] : a != b;
  double least = way->costs[i - 1][j - 1] + change + (i == 1 && j == 1 && a != b ? FIRST : 0);
  least = MIN(least, way->costs[i - 1][j] + added(typed, i - 1));
  least = MIN(least, way->costs[i][j - 1] + added(meant, j - 1));
  if (i > 1 && j > 1 && a == meant->letters[j - 2] && typed->letters[i - 2] == b)
    least = MIN(least, way->costs[i - 2][j - 2] + SWAPPED);
  return latin ? MIN(least, by_groups(way, i, j, a - 'a', b - 'a')) : least;
}

/* Beginnings whose lengths differ by more than that are not looked at. */
#define BAND 6

double repere_misspelling_cost(const char *typed, const char *meant)
{
  Way way;
  way.tables = tables();
  if (!read_word(typed, &way.typed) || !read_word(meant, &way.meant)) return REPERE_MISSPELLING_FAR;
  const guint n = way.typed.n, m = way.meant.n;
  if (n > m + BAND || m > n + BAND) return REPERE_MISSPELLING_FAR;
  for (guint i = 0; i <= n; i++)
    for (guint j = 0; j <= m; j++) way.costs[i][j] = REPERE_MISSPELLING_FAR;
  way.costs[0][0] = 0;
  for (guint i = 1; i <= n; i++)
    way.costs[i][0] = way.costs[i - 1][0] + added(&way.typed, i - 1) + (i == 1) * FIRST;
  for (guint j = 1; j <= m; j++)
    way.costs[0][j] = way.costs[0][j - 1] + added(&way.meant, j - 1) + (j == 1) * FIRST;
  for (guint i = 1; i <= n; i++)
    for (guint j = i > BAND ? i - BAND : 1; j <= MIN(m, i + BAND); j++) way.costs[i][j] = cell(&way, i, j);
  return way.costs[n][m];
}

/* ---- other forms ---- */

/* Endings of inflected and derived words, folded. */
static const char *const endings[] = {
  "",    "s",   "es",  "e",   "ed",  "er",  "ers", "or",  "ors", "ly",  "y",   "ies", "al",
  "ing", "ic",  "x",   "ux",  "aux", "il",  "ent", "ant", "nt",  "nts", "ons", "ez",  "ait",
  "ir",  "re",  "ee",  "ees", "if",  "ive", "a",   "o",   "as",  "os",  "an",  "en",  "ado",
  "ada", "ido", "ida", "ar",  "ia",  "io",  "ias", "ios", "ron", "ien", "do",  "da",  "dos",
  "das", "sis", "tic", "ist", "ism", "te",  "tes", "se",  "ses",
};

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
