/* accents.c - accents that stand beside their letter, put on it.
 *
 * TeX's older fonts draw an accent and then its letter, other programs the letter first, and extraction may
 * leave a space between: "r´einsertion", "r ´einsertion", "e´t", "fran¸cais". But ´ and ` are also written
 * for an apostrophe (l´aide), a quotation mark (rock ´n´ roll) or a foot, ^ and ~ in code. Each place is read
 * by what stands around it; where that leaves two readings, by how the document's other accents stand. */
#include <string.h>

#include "text_private.h"

typedef struct {
  gunichar accent, combining;
  const char *letters; /* that carry it in the languages of libraries like this; lower case */
  gboolean weak;       /* may be an apostrophe or a quotation mark */
  gboolean ascii;      /* may be part of code or a formula */
} Accent;

static const Accent accents_table[] = {
  {0xB4, 0x301, "aeiouy", TRUE, FALSE},  {0x2CA, 0x301, "aeiouy", TRUE, FALSE},
  {'`', 0x300, "aeiou", TRUE, TRUE},     {0x2CB, 0x300, "aeiou", TRUE, FALSE},
  {0x2C6, 0x302, "aeiou", FALSE, FALSE}, {'^', 0x302, "aeiou", FALSE, TRUE},
  {0x2DC, 0x303, "nao", FALSE, FALSE},   {'~', 0x303, "nao", FALSE, TRUE},
  {0xA8, 0x308, "aeiouy", FALSE, FALSE}, {0xB8, 0x327, "cst", FALSE, FALSE},
  {0x2DA, 0x30A, "au", FALSE, FALSE},    {0x2C7, 0x30C, "cdenrstz", FALSE, FALSE},
  {0x2D8, 0x306, "ag", FALSE, FALSE},    {0x2DD, 0x30B, "ou", FALSE, FALSE},
  {0x2DB, 0x328, "ae", FALSE, FALSE},
};

static const Accent *accent_of(gunichar c)
{
  for (guint i = 0; i < G_N_ELEMENTS(accents_table); i++)
    if (accents_table[i].accent == c)
      return &accents_table[i];
  return NULL;
}

/* Some spacing accents are letters to Unicode; here they are not. */
static gboolean is_letter(gunichar c)
{
  return g_unichar_isalpha(c) && !(c >= 0x2B0 && c < 0x300);
}

/* The letter with the accent on it; 0 if they do not go together. */
static gunichar composed(gunichar letter, const Accent *accent)
{
  gunichar result;
  if (letter == 0x131)
    letter = 'i';
  if (letter >= 0x80 || !g_ascii_isalpha((char)letter) ||
      !strchr(accent->letters, g_ascii_tolower((char)letter)))
    return 0;
  return g_unichar_compose(letter, accent->combining, &result) ? result : 0;
}

gboolean repere_accents_any(const char *text)
{
  for (const guint8 *p = (const guint8 *)text; *p; p++) {
    if (*p < 0x80 ? (*p == '`' || *p == '^' || *p == '~')
                  : (*p == 0xC2 && (p[1] == 0xB4 || p[1] == 0xA8 || p[1] == 0xB8)) ||
                      (*p == 0xCB && p[1] >= 0x86 && p[1] <= 0x9D))
      return TRUE;
  }
  return FALSE;
}

/* ---- the surroundings of an accent ---- */

typedef struct {
  const gunichar *c; /* the characters, with a zero before and two after */
  glong n;
} Text;

/* The letters right before `at`, counted; in `word`, lower case, if they are few enough to matter. */
static guint fragment_before(const Text *text, glong at, char *word, guint room)
{
  guint size = 0;
  while (size < room && at - 1 - (glong)size >= 0 && is_letter(text->c[at - 1 - (glong)size]))
    size++;
  word[0] = '\0';
  if (size >= room)
    return size;
  for (guint i = 0; i < size; i++) {
    const gunichar c = text->c[at - (glong)size + (glong)i];
    word[i] = c < 0x80 ? g_ascii_tolower((char)c) : '?';
  }
  word[size] = '\0';
  return size;
}

static gboolean is_elision(const char *word)
{
  for (guint i = 0; repere_language_at(i); i++)
    for (const char *const *e = repere_language_at(i)->elisions; *e; e++)
      if (strcmp(*e, word) == 0)
        return TRUE;
  return strcmp(word, "aujourd") == 0 || strcmp(word, "dell") == 0 || strcmp(word, "all") == 0;
}

static gboolean after_elision(const Text *text, glong at)
{
  char word[12];
  return fragment_before(text, at, word, sizeof word) > 0 && is_elision(word);
}

/* TRUE if the letters before `at` cannot be a word: consonants only. So a space after them is a stray one. */
static gboolean after_consonants(const Text *text, glong at)
{
  char word[12];
  const guint size = fragment_before(text, at, word, sizeof word);
  if (size == 0 || size >= sizeof word || strpbrk(word, "aeiouy?"))
    return FALSE;
  if (at > (glong)size && strchr("'.-", (int)MIN(text->c[at - 1 - (glong)size], 127)))
    return FALSE;
  return size == 1 || g_unichar_islower(text->c[at - (glong)size]) || g_unichar_isupper(text->c[at - 1]);
}

/* TRUE if what follows `at` is the end of an English contraction and no more: s, t, d, m, re, ve, ll. */
static gboolean before_contraction(const Text *text, glong at)
{
  const gunichar a = text->c[at], b = text->c[at + 1];
  if (!is_letter(b))
    return a < 0x80 && strchr("stdm", g_ascii_tolower((char)a)) != NULL;
  if (is_letter(text->c[at + 2]))
    return FALSE;
  return (a == 'r' && b == 'e') || (a == 'v' && b == 'e') || (a == 'l' && b == 'l');
}

/* TRUE if the word after the accent at `at` ends with the same one: ´word´. */
static gboolean is_quotation(const Text *text, glong at)
{
  glong end = at + 1;
  while (is_letter(text->c[end]))
    end++;
  return text->c[end] == text->c[at] && !is_letter(text->c[end + 1]);
}

/* ---- reading one accent ---- */

typedef enum { LEAVE, BEFORE, AFTER } Reading;

/* The letter after the accent can carry it: TRUE if it must be that one's. */
static gboolean tells_before(const Text *text, glong at, const Accent *accent, gboolean on_l)
{
  if (on_l)
    return accent->combining == 0x300; /* "o`u": a grave is rarely an apostrophe */
  const gboolean letter_l = at && is_letter(text->c[at - 1]);
  return accent->weak ? letter_l && !after_elision(text, at) : TRUE;
}

/* Where there is only one way to read the accent at `at`, counts it. */
static void count_one(const Text *text, glong at, const Accent *accent, RepereAccents *accents)
{
  const gunichar l = at ? text->c[at - 1] : 0, r = text->c[at + 1];
  const gboolean letter_l = is_letter(l), letter_r = is_letter(r);
  const gboolean on_l = composed(l, accent) != 0, on_r = composed(r, accent) != 0;
  if (accent->ascii && accent->accent != '`')
    return;
  if (accent->weak && letter_l && letter_r && (before_contraction(text, at + 1) || (!on_l && !on_r)))
    accents->apostrophe++;
  else if (on_r && tells_before(text, at, accent, on_l))
    accents->before++;
  else if (on_l && !on_r && (accent->weak ? letter_r && !after_elision(text, at) : TRUE))
    accents->after++;
}

static Reading read_inside(const Text *text, glong at, const Accent *accent, const RepereAccents *accents)
{
  const gboolean on_l = composed(text->c[at - 1], accent) != 0, on_r = composed(text->c[at + 1], accent) != 0;
  if (accent->ascii && is_quotation(text, at))
    return LEAVE;
  if (accent->weak) {
    if (before_contraction(text, at + 1) && !(accents->before + accents->after > accents->apostrophe))
      return LEAVE;
    if (after_elision(text, at) && accents->before + accents->after <= accents->apostrophe)
      return LEAVE;
    if (accents->apostrophe > accents->before + accents->after)
      return LEAVE;
  }
  if (accent->ascii && !accent->weak && !(accents->before + accents->after) &&
      !(accent->accent == '~' && g_unichar_tolower(text->c[at + 1]) == 'n'))
    return LEAVE;
  if (on_l && on_r)
    return accents->after > accents->before || accent->combining == 0x327 ? AFTER : BEFORE;
  if (on_r)
    return BEFORE;
  /* O´Brien */
  const gboolean name =
    g_unichar_isupper(text->c[at - 1]) && g_unichar_isupper(text->c[at + 1]) && accent->weak;
  return on_l && !name ? AFTER : LEAVE;
}

/* An accent that begins a word: `´etude`. */
static Reading read_at_start(const Text *text, glong at, const Accent *accent, const RepereAccents *accents)
{
  const gunichar l = at ? text->c[at - 1] : 0;
  if (!composed(text->c[at + 1], accent) || g_unichar_isdigit(l) || l == text->c[at] ||
      is_quotation(text, at))
    return LEAVE;
  if (l == '/' || l == '\\' || l == '=') /* a home folder in an address */
    return LEAVE;
  if (accent->ascii)
    return accents->before > accents->apostrophe && accent->weak ? BEFORE : LEAVE;
  return BEFORE;
}

/* An accent that ends a word: `probit´e` has none, `probite´` has. */
static Reading read_at_end(const Text *text, glong at, const Accent *accent, const RepereAccents *accents)
{
  char word[12];
  if (!composed(text->c[at - 1], accent) || text->c[at + 1] == text->c[at])
    return LEAVE;
  if (!accent->weak && !accent->ascii)
    return AFTER;
  if (accents->after > accents->before + accents->apostrophe)
    return AFTER;
  const gboolean e = text->c[at - 1] == 'e' || text->c[at - 1] == 'E';
  return accent->accent == 0xB4 && e && accents->before == 0 && accents->apostrophe == 0 &&
             fragment_before(text, at, word, sizeof word) >= 3
           ? AFTER
           : LEAVE;
}

static Reading read_accent(const Text *text, glong at, const Accent *accent, const RepereAccents *accents)
{
  const gboolean letter_l = at && is_letter(text->c[at - 1]), letter_r = is_letter(text->c[at + 1]);
  if (letter_l && letter_r)
    return read_inside(text, at, accent, accents);
  if (letter_r)
    return read_at_start(text, at, accent, accents);
  return letter_l ? read_at_end(text, at, accent, accents) : LEAVE;
}

/* ---- the text ---- */

static Text decode(const char *utf8)
{
  Text text;
  gunichar *c = g_utf8_to_ucs4_fast(utf8, -1, &text.n);
  c = g_renew(gunichar, c, (gsize)text.n + 4);
  memset(c + text.n, 0, 4 * sizeof *c);
  text.c = c;
  return text;
}

void repere_accents_count(const char *utf8, RepereAccents *accents)
{
  const Text text = decode(utf8);
  for (glong i = 0; i < text.n; i++) {
    const Accent *accent = text.c[i] < 0x300 ? accent_of(text.c[i]) : NULL;
    if (accent)
      count_one(&text, i, accent, accents);
  }
  g_free((gpointer)text.c);
}

/* TRUE if the accent at `at` has a stray space after it: "r´ einsertion", "r ´ einsertion". */
static gboolean stray_space_after(const Text *text, glong at, const Accent *accent)
{
  if (text->c[at + 1] != ' ' || !composed(text->c[at + 2], accent) || accent->ascii)
    return FALSE;
  return after_consonants(text, at) || (at >= 2 && text->c[at - 1] == ' ' && after_consonants(text, at - 1));
}

typedef struct {
  gunichar *c;
  glong n;
} Output;

/* Writes the accent at `at`; returns how many characters of the text it used up. */
static glong write_accent(const Text *text, glong at, const Accent *accent, const RepereAccents *accents,
                          Output *out, RepereRepairs *repairs)
{
  const glong skipped = stray_space_after(text, at, accent) ? 1 : 0;
  const Reading reading = skipped ? BEFORE : read_accent(text, at, accent, accents);
  if (reading == LEAVE) {
    out->c[out->n++] = text->c[at];
    return 1;
  }
  repairs->accents_composed++;
  if (reading == AFTER) {
    out->c[out->n - 1] = composed(text->c[at - 1], accent);
    return 1;
  }
  if (at >= 2 && text->c[at - 1] == ' ' && out->c[out->n - 1] == ' ' && after_consonants(text, at - 1))
    out->n--; /* "r ´einsertion" */
  out->c[out->n++] = composed(text->c[at + 1 + skipped], accent);
  return 2 + skipped;
}

char *repere_accents_compose(char *utf8, const RepereAccents *accents, RepereRepairs *repairs)
{
  const Text text = decode(utf8);
  Output out = {g_new(gunichar, text.n + 1), 0};
  for (glong i = 0; i < text.n;) {
    const Accent *accent = text.c[i] < 0x300 ? accent_of(text.c[i]) : NULL;
    if (accent)
      i += write_accent(&text, i, accent, accents, &out, repairs);
    else
      out.c[out.n++] = text.c[i++];
  }
  char *result = g_ucs4_to_utf8(out.c, out.n, NULL, NULL, NULL);
  g_free((gpointer)text.c);
  g_free(out.c);
  g_free(utf8);
  return result;
}
