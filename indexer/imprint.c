/* imprint.c - see imprint.h */
#include "indexer/imprint.h"

#include <string.h>

#include "repere/text.h"

struct RepereImprint {
  GHashTable *words; /* of char *, owned */
};

/* ---- words ---- */

/* The next word of folded text: letters and figures of any script. NULL at the end. */
static char *next_word(const char **at)
{
  while (**at && !g_unichar_isalnum(g_utf8_get_char(*at))) *at = g_utf8_next_char(*at);
  const char *start = *at;
  while (**at && g_unichar_isalnum(g_utf8_get_char(*at))) *at = g_utf8_next_char(*at);
  return *at > start ? g_strndup(start, (gsize)(*at - start)) : NULL;
}

RepereImprint *repere_imprint_new(void)
{
  RepereImprint *imprint = g_new0(RepereImprint, 1);
  imprint->words = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);
  return imprint;
}

void repere_imprint_free(RepereImprint *imprint)
{
  if (!imprint) return;
  g_hash_table_unref(imprint->words);
  g_free(imprint);
}

void repere_imprint_add(RepereImprint *imprint, const char *text)
{
  RepereRepairs ignored = {0};
  g_autofree char *clean = repere_text_repair(text, strlen(text), &ignored);
  g_autofree char *folded = repere_text_fold(clean, -1);
  const char *at = folded;
  for (char *word = next_word(&at); word; word = next_word(&at)) g_hash_table_add(imprint->words, word);
}

double repere_imprint_share(const RepereImprint *imprint, const char *said)
{
  guint words = 0, printed = 0;
  g_autofree char *folded = repere_text_fold(said, -1);
  const char *at = folded;
  for (char *word = next_word(&at); word; word = next_word(&at)) {
    gboolean counts = g_utf8_strlen(word, -1) > 1;
    words += counts;
    printed += counts && g_hash_table_contains(imprint->words, word);
    g_free(word);
  }
  return words > 0 ? (double)printed / words : 0;
}

/* ---- names ---- */

/* Words that are in no person's name, folded: programs, devices, accounts, bodies. */
static gboolean is_no_name(const char *word)
{
  static const char *const words[] = {
    "admin", "administrador", "administrateur", "administrator", "agence", "agencia", "agency",
    "asociacion", "associates", "association", "authors", "autores", "bank", "banque", "bureau", "camara",
    "canon", "center", "centre", "centro", "change", "client", "climate", "comision", "comite",
    "commission", "committee", "company", "computer", "conseil", "consejo", "coordinacion", "coordination",
    "council", "default", "dell", "departamento", "departement", "department", "developers", "development",
    "direccion", "direction", "division", "epson", "equipe", "equipo", "facultad", "federation",
    "fondation", "foundation", "fundacion", "gaceta", "gazette", "gobierno", "gouvernement", "government",
    "group", "groupe", "grupo", "guest", "hewlett", "home", "initiative", "institut", "institute",
    "instituto", "international", "journal", "konica", "laptop", "lenovo", "limited", "microsoft",
    "ministere", "ministerio", "ministry", "minolta", "nations", "newsletter", "office", "oficina",
    "organisation", "organizacion", "organization", "owner", "packard", "pc", "programa", "programme",
    "project", "projet", "proyecto", "publications", "revista", "revue", "ricoh", "scan", "scanner",
    "secretaria", "secretariat", "secretary", "section", "service", "servicio", "software", "staff",
    "student", "team", "unidad", "union", "unit", "unite", "universidad", "universite", "university",
    "unknown", "user", "users", "usuario", "utilisateur", "windows", "workstation", "xerox"};
  for (guint i = 0; i < G_N_ELEMENTS(words); i++)
    if (strcmp(words[i], word) == 0) return TRUE;
  return FALSE;
}

/* "de", "van", "bin": small words inside names. */
static gboolean is_particle(const char *word)
{
  return strlen(word) <= 4;
}

/* Two to six words, most of them with a capital and all without figures and signs; Family, Given too. */
static gboolean is_person(const char *name)
{
  enum { MOST_WORDS = 6, MOST_BYTES = 100 };
  if (strlen(name) > MOST_BYTES || strpbrk(name, "0123456789@/\\_()[]{}<>:;*+=&|\"?!#%")) return FALSE;
  g_auto(GStrv) words = g_strsplit_set(name, " ,", -1);
  guint n = 0, proper = 0, long_ones = 0;
  for (guint i = 0; words[i]; i++) {
    if (!*words[i]) continue;
    g_autofree char *folded = repere_text_fold(words[i], -1);
    gunichar first = g_utf8_get_char(words[i]);
    gboolean capital = g_unichar_isupper(first) || (g_unichar_isalpha(first) && !g_unichar_islower(first));
    if (is_no_name(folded) || (!capital && !is_particle(words[i]))) return FALSE;
    n++;
    proper += capital;
    long_ones += capital && g_utf8_strlen(folded, -1) > 2;
  }
  return n >= 2 && n <= MOST_WORDS && proper >= 2 && long_ones >= 1;
}

static void add_name(const RepereImprint *imprint, const char *name, GPtrArray *names)
{
  enum { MOST = 50 };
  g_autofree char *clean = g_strstrip(g_strdup(name));
  if (names->len >= MOST || !is_person(clean) || (imprint && repere_imprint_share(imprint, clean) < 1)) return;
  for (guint i = 0; i < names->len; i++)
    if (strcmp(names->pdata[i], clean) == 0) return;
  g_ptr_array_add(names, g_steal_pointer(&clean));
}

/* "Ruiz, Ana" is one person: two parts, of which one is a word alone. */
static gboolean is_inverted(char **parts)
{
  if (g_strv_length(parts) != 2) return FALSE;
  return !strchr(g_strstrip(parts[0]), ' ') || !strchr(g_strstrip(parts[1]), ' ');
}

static char *one_separator(const char *authors)
{
  static const char *const words[] = {" and ", " et ", " y ", " e ", " & ", ", and ", "\n"};
  GString *text = g_string_new(authors);
  for (guint i = 0; i < G_N_ELEMENTS(words); i++) g_string_replace(text, words[i], ";", 0);
  return g_string_free(text, FALSE);
}

void repere_imprint_names(const RepereImprint *imprint, const char *authors, GPtrArray *names)
{
  g_autofree char *separated = one_separator(authors);
  g_auto(GStrv) groups = g_strsplit(separated, ";", -1);
  for (guint i = 0; groups[i]; i++) {
    g_auto(GStrv) parts = g_strsplit(groups[i], ",", -1);
    if (is_inverted(parts)) {
      add_name(imprint, groups[i], names);
      continue;
    }
    for (guint k = 0; parts[k]; k++) add_name(imprint, parts[k], names);
  }
}

/* ---- dates ---- */

static int month_of(const char *name)
{
  static const char *const months[][3] = {
    {"january", "janvier", "enero"},     {"february", "fevrier", "febrero"}, {"march", "mars", "marzo"},
    {"april", "avril", "abril"},         {"may", "mai", "mayo"},             {"june", "juin", "junio"},
    {"july", "juillet", "julio"},        {"august", "aout", "agosto"},       {"september", "septembre", "septiembre"},
    {"october", "octobre", "octubre"},   {"november", "novembre", "noviembre"},
    {"december", "decembre", "diciembre"}};
  for (int m = 0; m < 12; m++)
    for (int l = 0; l < 3; l++)
      if (strcmp(months[m][l], name) == 0) return m + 1;
  return 0;
}

static gboolean is_year(int value)
{
  return value >= 1900 && value < 2100;
}

/* What a date is made of, in the order of the line. */
static int day_of(const char *word)
{
  char *end = NULL;
  gint64 day = g_ascii_strtoll(word, &end, 10);
  gboolean ordinal = !*end || !strcmp(end, "st") || !strcmp(end, "nd") || !strcmp(end, "rd") || !strcmp(end, "th") ||
                     !strcmp(end, "er");
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

/* Around a month's name: "7 June 2021", "June 7, 2021", "7 de junio de 2021", "June 2021". NULL where no year is
 * there. */
static char *date_at(char **words, guint n, guint at, int month)
{
  guint before = at > 0 && is_of(words[at - 1]) ? at - 1 : at, after = at + 1;
  int day = before > 0 ? day_of(words[before - 1]) : 0;
  if (after < n && is_of(words[after])) after++;
  if (after + 1 < n && !year_of(words[after]) && day_of(words[after])) day = day_of(words[after++]);
  int year = after < n ? year_of(words[after]) : 0;
  return year ? date_text(year, month, day) : NULL;
}

/* "07/06/2021", "7.6.2021". */
static char *date_in_figures(char **words, guint n, guint at)
{
  if (at + 2 >= n) return NULL;
  int day = day_of(words[at]), month = day_of(words[at + 1]), year = year_of(words[at + 2]);
  return day && month && month <= 12 && year ? date_text(year, month, day) : NULL;
}

/* Not after `latest`; a month that `latest` is in is not. */
static gboolean is_early(const char *date, const char *latest)
{
  return !latest || strncmp(date, latest, strlen(date)) <= 0;
}

static char *date_in(const char *line, const char *latest)
{
  g_autofree char *folded = repere_text_fold(line, -1);
  g_autoptr(GPtrArray) words = g_ptr_array_new_with_free_func(g_free);
  const char *at = folded;
  for (char *word = next_word(&at); word; word = next_word(&at)) g_ptr_array_add(words, word);
  char **all = (char **)words->pdata;
  for (guint i = 0; i < words->len; i++) {
    int month = month_of(all[i]);
    g_autofree char *date = month ? date_at(all, words->len, i, month) : date_in_figures(all, words->len, i);
    if (date && is_early(date, latest)) return g_steal_pointer(&date);
  }
  return NULL;
}

char *repere_imprint_date(const char *text, const char *latest)
{
  enum { LONGEST_LINE = 60 };
  g_auto(GStrv) lines = g_strsplit(text, "\n", -1);
  for (guint i = 0; lines[i]; i++) {
    g_strstrip(lines[i]);
    if (!*lines[i] || strlen(lines[i]) > LONGEST_LINE * 2 || g_utf8_strlen(lines[i], -1) > LONGEST_LINE) continue;
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
