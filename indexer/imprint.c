/* imprint.c - see imprint.h */
#include "indexer/imprint_private.h"

#include <string.h>

#include "repere/text.h"

struct RepereImprint {
  GHashTable *words; /* of char *, owned */
};

/* ---- words ---- */

/* The next word of folded text: letters and figures of any script. NULL at the end. */
char *repere_imprint_next_word(const char **at)
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
  for (char *word = repere_imprint_next_word(&at); word; word = repere_imprint_next_word(&at))
    g_hash_table_add(imprint->words, word);
}

double repere_imprint_share(const RepereImprint *imprint, const char *said)
{
  guint words = 0, printed = 0;
  g_autofree char *folded = repere_text_fold(said, -1);
  const char *at = folded;
  for (char *word = repere_imprint_next_word(&at); word; word = repere_imprint_next_word(&at)) {
    gboolean counts = g_utf8_strlen(word, -1) > 1;
    words += counts;
    printed += counts && g_hash_table_contains(imprint->words, word);
    g_free(word);
  }
  return words > 0 ? (double)printed / words : 0;
}

/* ---- names ---- */

/* Words that are in no person's name, folded: programs, devices, accounts, bodies. */
gboolean repere_imprint_is_no_name(const char *word)
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
gboolean repere_imprint_is_person(const char *name)
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
    if (repere_imprint_is_no_name(folded) || (!capital && !is_particle(words[i]))) return FALSE;
    n++;
    proper += capital;
    long_ones += capital && g_utf8_strlen(folded, -1) > 2;
  }
  return n >= 2 && n <= MOST_WORDS && proper >= 2 && long_ones >= 1;
}

void repere_imprint_add_name(const RepereImprint *imprint, const char *name, GPtrArray *names)
{
  enum { MOST = 50 };
  g_autofree char *clean = g_strstrip(g_strdup(name));
  if (names->len >= MOST || !repere_imprint_is_person(clean) ||
      (imprint && repere_imprint_share(imprint, clean) < 1))
    return;
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

char *repere_imprint_one_separator(const char *authors)
{
  static const char *const words[] = {" and ", " et ", " y ", " e ", " & ", ", and ", "\n"};
  GString *text = g_string_new(authors);
  for (guint i = 0; i < G_N_ELEMENTS(words); i++) g_string_replace(text, words[i], ";", 0);
  return g_string_free(text, FALSE);
}

void repere_imprint_names(const RepereImprint *imprint, const char *authors, GPtrArray *names)
{
  g_autofree char *separated = repere_imprint_one_separator(authors);
  g_auto(GStrv) groups = g_strsplit(separated, ";", -1);
  for (guint i = 0; groups[i]; i++) {
    g_auto(GStrv) parts = g_strsplit(groups[i], ",", -1);
    if (is_inverted(parts)) {
      repere_imprint_add_name(imprint, groups[i], names);
      continue;
    }
    for (guint k = 0; parts[k]; k++) repere_imprint_add_name(imprint, parts[k], names);
  }
}
