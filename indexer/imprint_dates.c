/* imprint_dates.c - the dates that a page prints; see imprint.h */
#include <stdlib.h>
#include <string.h>

#include "indexer/imprint_private.h"
#include "repere/text.h"

/* ---- dates ---- */

/* Names of months, folded, and how they are shortened. */
static int month_of(const char *name)
{
  static const char *const months[] = {"january janvier enero jan janv ene",
                                       "february fevrier febrero feb fevr fev",
                                       "march mars marzo mar",
                                       "april avril abril apr avr abr",
                                       "may mai mayo",
                                       "june juin junio jun",
                                       "july juillet julio jul juil",
                                       "august aout agosto aug ago",
                                       "september septembre septiembre setiembre sep sept",
                                       "october octobre octubre oct",
                                       "november novembre noviembre nov",
                                       "december decembre diciembre dec dic"};
  gsize size = strlen(name);
  for (int m = 0; size >= 3 && m < 12; m++)
    for (const char *at = strstr(months[m], name); at; at = strstr(at + 1, name))
      if ((at == months[m] || at[-1] == ' ') && (at[size] == ' ' || !at[size])) return m + 1;
  return 0;
}

static gboolean is_year(int value)
{
  return value >= 1900 && value < 2100;
}

/* A word of a line, with what parts it from the word before: one sign among " ,.-/", or '#' for any other. */
typedef struct {
  char *word;
  char gap;
} DateWord;

static void date_word_clear(gpointer data)
{
  g_free(((DateWord *)data)->word);
}

/* Hyphens and dashes are '-', marks that abbreviate or order are nothing. */
static char gap_of(const char *from, const char *to)
{
  char gap = ' ';
  for (const char *at = from; at < to; at = g_utf8_next_char(at)) {
    gunichar c = g_utf8_get_char(at);
    if (g_unichar_isspace(c) || c == 0xBA || c == 0xB0) continue;
    char sign = c >= 0x2010 && c <= 0x2015 ? '-' : c < 0x80 && strchr(",.-/", (int)c) ? (char)c : '#';
    gap = gap == ' ' || gap == sign ? sign : gap == '.' && sign == ',' ? ',' : '#';
  }
  return gap;
}

static GArray *date_words(const char *folded)
{
  GArray *words = g_array_new(FALSE, FALSE, sizeof(DateWord));
  g_array_set_clear_func(words, date_word_clear);
  const char *at = folded, *end = folded;
  for (char *word = repere_imprint_next_word(&at); word; word = repere_imprint_next_word(&at)) {
    DateWord next = {word, gap_of(end, at - strlen(word))};
    g_array_append_val(words, next);
    end = at;
  }
  return words;
}

/* What a date is made of, in the order of the line. */
static int day_of(const char *word)
{
  char *end = NULL;
  gint64 day = g_ascii_strtoll(word, &end, 10);
  gboolean ordinal = !*end || !strcmp(end, "st") || !strcmp(end, "nd") || !strcmp(end, "rd") ||
                     !strcmp(end, "th") || !strcmp(end, "er") || !strcmp(end, "o");
  return end > word && ordinal && day >= 1 && day <= 31 ? (int)day : 0;
}

static int year_of(const char *word)
{
  return strlen(word) == 4 && strspn(word, "0123456789") == 4 && is_year(atoi(word)) ? atoi(word) : 0;
}

static gboolean is_of(const char *word)
{
  return !strcmp(word, "de") || !strcmp(word, "del") || !strcmp(word, "of");
}

static char *date_text(int year, int month, int day)
{
  return day > 0 && g_date_valid_dmy((GDateDay)day, (GDateMonth)month, (GDateYear)year)
           ? g_strdup_printf("%04d-%02d-%02d", year, month, day)
           : g_strdup_printf("%04d-%02d", year, month);
}

/* A date found: its words are [first, end). */
typedef struct {
  guint first, end;
  char *date;
} Found;

static gboolean close_to(const DateWord *word)
{
  return word->gap != '#';
}

/* Around a month's name: "7 June 2021", "June 7, 2021", "7 de junio de 2021", "17-Jun-2021", "June 2021". The
 * day stands right beside the month: the 3 of "Issue 3 | June 2021" is none. */
static Found date_at(const DateWord *words, guint n, guint at, int month)
{
  Found found = {at, at, NULL};
  guint before = at > 0 && is_of(words[at - 1].word) && close_to(&words[at]) ? at - 1 : at, after = at + 1;
  int day =
    before > 0 && close_to(&words[before]) && words[before].gap != ',' ? day_of(words[before - 1].word) : 0;
  if (day) found.first = before - 1;
  if (after < n && is_of(words[after].word)) after++;
  if (after + 1 < n && !year_of(words[after].word) && day_of(words[after].word) && close_to(&words[after]))
    day = day_of(words[after++].word);
  int year = after < n && close_to(&words[after]) ? year_of(words[after].word) : 0;
  found.end = after + 1;
  if (year) found.date = date_text(year, month, day);
  return found;
}

/* "07/06/2021", "7.6.2021": day first, but where only the other order makes a date; "2021-06-07". */
static Found date_in_figures(const DateWord *words, guint n, guint at)
{
  Found found = {at, at + 3, NULL};
  if (at + 2 >= n || words[at + 1].gap != words[at + 2].gap || !strchr("-./", words[at + 1].gap))
    return found;
  int first = day_of(words[at].word), second = day_of(words[at + 1].word), third = day_of(words[at + 2].word);
  int last = year_of(words[at + 2].word), year = year_of(words[at].word);
  if (year && second && second <= 12 && third) found.date = date_text(year, second, third);
  else if (last && first && second && second <= 12) found.date = date_text(last, second, first);
  else if (last && first && first <= 12 && second) found.date = date_text(last, first, second);
  return found;
}

/* Not after `latest`; a month that `latest` is in is not. */
static gboolean is_early(const char *date, const char *latest)
{
  return !latest || strncmp(date, latest, strlen(date)) <= 0;
}

/* "the law of 3 May 1990": the day of what is spoken of. */
static gboolean is_dated(const char *word)
{
  static const char *const acts[] = {
    "acte",       "accord",     "act",        "acuerdo",    "agreement",   "arrete",     "circulaire",
    "circular",   "convencion", "convention", "decision",   "declaration", "decree",     "decret",
    "decreto",    "directiva",  "directive",  "law",        "ley",         "loi",        "ordonnance",
    "protocol",   "protocole",  "protocolo",  "reglamento", "reglement",   "regulation", "resolucion",
    "resolution", "tratado",    "traite",     "treaty",     NULL};
  return g_strv_contains(acts, word);
}

/* Whether the date is that of the whole: not in running text, nor the day of a law that is spoken of. */
static gboolean stands_alone(const char *line, const DateWord *words, guint n, const Found *found)
{
  enum { MOST_OTHERS = 8, SENTENCE = 4, ACT = 4 };
  guint others = n - (found->end - found->first);
  if (others > MOST_OTHERS ||
      (others >= SENTENCE && (g_str_has_suffix(line, ".") || g_str_has_suffix(line, ";"))))
    return FALSE;
  for (guint i = found->first; i > 0 && found->first - i < ACT; i--)
    if (is_dated(words[i - 1].word)) return FALSE;
  return TRUE;
}

static char *date_in(const char *line, const char *latest)
{
  g_autofree char *folded = repere_text_fold(line, -1);
  g_autoptr(GArray) all = date_words(folded);
  const DateWord *words = (const DateWord *)(gpointer)all->data;
  for (guint i = 0; i < all->len; i++) {
    int month = month_of(words[i].word);
    Found found = month ? date_at(words, all->len, i, month) : date_in_figures(words, all->len, i);
    g_autofree char *date = found.date;
    if (date && is_early(date, latest) && stands_alone(line, words, all->len, &found))
      return g_steal_pointer(&date);
  }
  return NULL;
}

char *repere_imprint_date(const char *text, const char *latest)
{
  enum { LONGEST_LINE = 80 };
  g_auto(GStrv) lines = g_strsplit(text, "\n", -1);
  for (guint i = 0; lines[i]; i++) {
    g_strstrip(lines[i]);
    if (!*lines[i] || strlen(lines[i]) > LONGEST_LINE * 2 || g_utf8_strlen(lines[i], -1) > LONGEST_LINE)
      continue;
    char *date = g_utf8_validate(lines[i], -1, NULL) ? date_in(lines[i], latest) : NULL;
    if (date) return date;
  }
  return NULL;
}

gboolean repere_imprint_has_year(const char *text, int year)
{
  char figures[16];
  g_snprintf(figures, sizeof figures, "%04d", year);
  for (const char *at = strstr(text, figures); at; at = strstr(at + 1, figures))
    if ((at == text || !g_ascii_isdigit(at[-1])) && !g_ascii_isdigit(at[4])) return TRUE;
  return FALSE;
}

/* Nothing but a date, and what announces that of a publication. */
gboolean repere_imprint_is_date(const char *line)
{
  enum { MOST_BYTES = 60, MOST_WORDS = 7 };
  static const char *const beside[] = {
    "date", "published", "publish", "publication", "fecha", "de",      "publicacion", "le", "el",
    "the",  "last",      "updated", "update",      "on",    "version", "dated",       NULL};
  g_autofree char *date = strlen(line) <= MOST_BYTES ? repere_imprint_date(line, NULL) : NULL;
  if (!date) return FALSE;
  g_autofree char *folded = repere_text_fold(line, -1);
  g_autoptr(GArray) words = date_words(folded);
  guint others = 0;
  for (guint i = 0; i < words->len; i++) {
    const char *word = g_array_index(words, DateWord, i).word;
    others += !month_of(word) && !g_ascii_isdigit(*word) && !g_strv_contains(beside, word);
  }
  return others == 0 && words->len <= MOST_WORDS;
}
