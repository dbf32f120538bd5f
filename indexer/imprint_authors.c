/* imprint_authors.c - the authors that a first page prints, and what it prints besides; see imprint.h */
#include <string.h>
#include <unicode/uloc.h>

#include "indexer/imprint_private.h"
#include "repere/text.h"

/* ---- headings and notes ---- */

gboolean repere_imprint_is_heading(const char *title)
{
  static const char *const headings[] = {
    "abstract", "acknowledgement", "acknowledgements", "acknowledgment", "acknowledgments", "agradecimientos",
    "antecedentes", "avant propos", "background", "contenido", "contenidos", "contents", "executive summary",
    "foreword", "general index", "indice", "indice general", "introduccion", "introduction", "name",
    "preambule", "preambulo", "preface", "prefacio", "presentacion", "prologo", "remerciements", "resume",
    "resume executif", "resumen", "resumen ejecutivo", "sommaire", "sumario", "summary", "synopsis",
    "tabla de contenido", "tabla de contenidos", "table des matieres", "table of contents", NULL};
  g_autofree char *folded = repere_text_fold(title, -1);
  g_autoptr(GString) words = g_string_new(NULL);
  const char *at = folded;
  gboolean numbered = FALSE;
  for (char *word = repere_imprint_next_word(&at); word; word = repere_imprint_next_word(&at)) {
    gboolean first = words->len == 0 && !numbered;
    if (first && (!strcmp(word, "1") || !strcmp(word, "i")) && (*at == '.' || *at == ' ')) numbered = TRUE;
    else g_string_append_printf(words, "%s%s", words->len > 0 ? " " : "", word);
    g_free(word);
  }
  return numbered || g_strv_contains(headings, words->str);
}

static gboolean is_version(const char *folded)
{
  enum { MOST_SPACES = 3 };
  guint spaces = 0;
  for (const char *at = folded; *at; at++) spaces += *at == ' ';
  if (spaces > MOST_SPACES) return FALSE;
  static const char *const words[] = {"version ", "release ", "edition ", "revision ",
                                      "v.",       "ver. ",    "rev. "};
  gboolean said = folded[0] == 'v' && g_ascii_isdigit(folded[1]);
  for (guint i = 0; i < G_N_ELEMENTS(words) && !said; i++)
    said = g_str_has_prefix(folded, words[i]) && strpbrk(folded, "0123456789");
  return said;
}

gboolean repere_imprint_is_note(const char *line)
{
  g_autofree char *folded = repere_text_fold(line, -1);
  if (strchr(folded, '@') || strstr(folded, "://") || strstr(folded, "www.")) return TRUE;
  if (strstr(folded, "©") || g_str_has_prefix(folded, "copyright") || g_str_has_prefix(folded, "isbn"))
    return TRUE;
  return is_version(folded) || repere_imprint_is_date(line);
}

/* ---- authors that a page prints ---- */

/* A line of names without the figures of footnotes; other marks part them as ";" does. */
static char *without_marks(const char *line)
{
  GString *text = g_string_new(NULL);
  for (const char *at = line; *at; at = g_utf8_next_char(at)) {
    gunichar c = g_utf8_get_char(at);
    gboolean mark = c == '*' || (c >= 0x2217 && c <= 0x2219) || c == 0x2020 || c == 0x2021 || c == 0xA7 ||
                    c == 0xB6 || c == 0xB2 || c == 0xB3 || c == 0xB9 || (c >= 0x2070 && c <= 0x2079) ||
                    c == 0x22C6;
    gboolean figure = g_unichar_isdigit(c) && text->len > 0 && !g_ascii_isspace(text->str[text->len - 1]);
    if (mark || c == 0xB7 || c == 0x2022 || c == '|') g_string_append_c(text, ';');
    else if (!figure) g_string_append_unichar(text, c);
  }
  return g_strstrip(g_string_free(text, FALSE));
}

static gboolean works_somewhere(const char *part)
{
  g_autofree char *folded = repere_text_fold(part, -1);
  const char *at = folded;
  gboolean found = FALSE;
  for (char *word = repere_imprint_next_word(&at); word; word = repere_imprint_next_word(&at)) {
    found = found || repere_imprint_is_no_name(word);
    g_free(word);
  }
  return found;
}

/* `word` as it is in running text, where it is no name: small, and by itself. */
static gboolean is_written_small(const char *word, const char *const *texts, guint n)
{
  g_autofree char *small = g_utf8_strdown(word, -1);
  gsize size = strlen(small);
  for (guint i = 0; i < n; i++)
    for (const char *at = texts[i] ? strstr(texts[i], small) : NULL; at; at = strstr(at + size, small)) {
      gunichar before = at > texts[i] ? g_utf8_get_char(g_utf8_prev_char(at)) : ' ',
               after = g_utf8_get_char(at + size);
      if (!g_unichar_isalnum(before) && !g_unichar_isalnum(after) && before != '@' && before != '.' &&
          before != '/' && after != '@' && after != '.' && after != '/')
        return TRUE;
    }
  return FALSE;
}

/* "Ruiza", where the text has "Ruiz": the letter is a footnote's. */
static gboolean has_mark(const char *word, const char *const *texts, guint n)
{
  gsize size = strlen(word);
  if (size < 4 || !strchr("abcde", word[size - 1])) return FALSE;
  g_autofree char *bare = g_strndup(word, size - 1);
  for (guint i = 0; i < n; i++)
    for (const char *at = texts[i] ? strstr(texts[i], bare) : NULL; at; at = strstr(at + 1, bare))
      if (!g_unichar_isalnum(g_utf8_get_char(at + size - 1))) return TRUE;
  return FALSE;
}

static gboolean any_small(const char *name, const char *const *texts, guint n)
{
  g_auto(GStrv) words = g_strsplit_set(name, " -.", -1);
  for (guint i = 0; words[i]; i++)
    if (g_utf8_strlen(words[i], -1) > 2 && g_unichar_isupper(g_utf8_get_char(words[i])) &&
        (is_written_small(words[i], texts, n) || has_mark(words[i], texts, n)))
      return TRUE;
  return FALSE;
}

/* The names of all countries in the three languages, folded: for the life of the process. */
static GHashTable *country_names(void)
{
  static GHashTable *names;
  static const char *const locales[] = {"en", "fr", "es"};
  enum { LONGEST = 128 };
  if (names) return names;
  names = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);
  for (const char *const *code = uloc_getISOCountries(); *code; code++)
    for (guint i = 0; i < G_N_ELEMENTS(locales); i++) {
      UErrorCode status = U_ZERO_ERROR;
      UChar name[LONGEST];
      char of[16];
      g_snprintf(of, sizeof of, "und_%s", *code);
      int32_t size = uloc_getDisplayCountry(of, locales[i], name, LONGEST, &status);
      g_autofree char *utf8 = U_SUCCESS(status) && size < LONGEST
                              ? g_utf16_to_utf8((const gunichar2 *)name, size, NULL, NULL, NULL)
                              : NULL;
      if (utf8) g_hash_table_add(names, repere_text_fold(utf8, -1));
    }
  return names;
}

gboolean repere_imprint_is_country(const char *name)
{
  g_autofree char *folded = repere_text_fold(name, -1);
  return g_hash_table_contains(country_names(), folded);
}

/* A country, or a town by its first word. */
static gboolean is_place(const char *part)
{
  static const char *const towns[] = {"abu ", "addis ", "buenos ", "ciudad ", "ho chi",  "kuala ", "mexico",
                                      "new ", "nueva ", "phnom ",  "port ",   "puerto ", "saint ", "sainte ",
                                      "san ", "santa ", "santo ",  "sao ",    "tel "};
  g_autofree char *folded = repere_text_fold(part, -1);
  for (guint i = 0; i < G_N_ELEMENTS(towns); i++)
    if (g_str_has_prefix(folded, towns[i])) return TRUE;
  return repere_imprint_is_country(part);
}

/* Words of titles, papers and places that look like names where they have capitals. */
static gboolean is_of_titles(const char *part)
{
  static const char *const words[] = {
    "author",       "authors",     "autor",        "auteur",       "corte",     "council",    "cour",
    "court",        "draft",       "edition",      "estado",       "etat",      "guia",       "guide",
    "handbook",     "informe",     "introduccion", "introduction", "kingdom",   "kit",        "laboratoire",
    "laboratories", "laboratorio", "laboratory",   "language",     "manual",    "manuel",     "nacional",
    "national",     "nationale",   "note",         "notes",        "paper",     "rapport",    "reference",
    "referencia",   "report",      "reporte",      "republic",     "republica", "republique", "resolucion",
    "resolution",   "sociedad",    "societe",      "society",      "state",     "study",      "system",
    "systems",      "tutorial",    "version",      "workshop",     NULL};
  g_autofree char *folded = repere_text_fold(part, -1);
  const char *at = folded;
  gboolean found = FALSE;
  for (char *word = repere_imprint_next_word(&at); word; word = repere_imprint_next_word(&at)) {
    found = found || g_strv_contains(words, word);
    g_free(word);
  }
  return found;
}

/* Small words of names; "Submission to the ADP" is none. */
static gboolean has_other_small(const char *name)
{
  static const char *const particles[] = {"af",  "al",    "av",  "ben", "bin", "da",  "das", "de",
                                          "del", "della", "den", "der", "des", "di",  "do",  "dos",
                                          "du",  "e",     "el",  "ibn", "la",  "las", "le",  "los",
                                          "ten", "ter",   "van", "von", "y",   "zu",  NULL};
  g_auto(GStrv) words = g_strsplit(name, " ", -1);
  for (guint i = 0; words[i]; i++)
    if (g_unichar_islower(g_utf8_get_char(words[i])) && !g_strv_contains(particles, words[i])) return TRUE;
  return FALSE;
}

/* Words with a capital: "van der" joins no two people. */
static guint capitals(const char *name)
{
  guint n = 0;
  g_auto(GStrv) words = g_strsplit(name, " ", -1);
  for (guint i = 0; words[i]; i++) n += g_unichar_isupper(g_utf8_get_char(words[i]));
  return n;
}

/* How many the people are that `line` names and nothing else, added to `names`; 0 where it says anything
 * else. Without a sign between them, four words may be two people: those are left out unless it was `said`
 * that they are authors. */
static guint add_people(const char *line, gboolean said, const char *const *texts, guint n, GPtrArray *names)
{
  enum { LONGEST = 200, ONE = 3 };
  if (strlen(line) > LONGEST) return 0;
  g_autofree char *clean = without_marks(line);
  g_autofree char *separated = repere_imprint_one_separator(clean);
  g_auto(GStrv) parts = g_strsplit_set(separated, ";,", -1);
  g_autoptr(GPtrArray) found = g_ptr_array_new();
  gboolean address = FALSE;
  for (guint i = 0; parts[i]; i++) {
    g_strstrip(parts[i]);
    if (is_place(parts[i])) return 0;
    address = address || (found->len > 0 && works_somewhere(parts[i]));
    if (!*parts[i] || address) continue;
    if (!repere_imprint_is_person(parts[i]) || is_of_titles(parts[i]) || any_small(parts[i], texts, n))
      return 0;
    if (has_other_small(parts[i]) || works_somewhere(parts[i]) || (!said && capitals(parts[i]) > ONE))
      return 0;
    g_ptr_array_add(found, parts[i]);
  }
  for (guint i = 0; i < found->len; i++) repere_imprint_add_name(NULL, found->pdata[i], names);
  return found->len;
}

/* Past "by", "Authors:", "Auteur :" and the like at the line's beginning, where it is one of them; else
 * NULL. */
static const char *after_label(const char *line)
{
  static const char *const labels[] = {"authors", "author",      "auteurs",       "auteures",
                                       "auteur",  "auteure",     "autores",       "autoras",
                                       "autora",  "autor",       "written by",    "prepared by",
                                       "by",      "écrit par",   "rédigé par",    "préparé par",
                                       "par",     "escrito por", "elaborado por", "preparado por",
                                       "por"};
  g_autofree char *lower = g_utf8_strdown(line, -1);
  for (guint i = 0; i < G_N_ELEMENTS(labels); i++) {
    gsize size = strlen(labels[i]);
    if (!g_str_has_prefix(lower, labels[i])) continue;
    const char *rest = lower + size;
    gsize signs = strspn(rest, " :\t");
    if (g_str_has_prefix(rest, "\xC2\xA0")) signs = 2 + strspn(rest + 2, " :\t");
    if ((signs > 0 || !*rest) && strlen(lower) == strlen(line)) return line + size + signs;
  }
  return NULL;
}

static gboolean begins_abstract(const char *line)
{
  g_autofree char *folded = repere_text_fold(line, -1);
  static const char *const words[] = {"abstract", "resume", "resumen", "summary", "keywords"};
  for (guint i = 0; i < G_N_ELEMENTS(words); i++)
    if (g_str_has_prefix(folded, words[i])) return TRUE;
  return FALSE;
}

/* An address or an institution, which stand between authors. */
static gboolean is_affiliation(const char *line)
{
  return strchr(line, '@') || works_somewhere(line);
}

/* Past the lines at whose end all words of `title` have been seen; past all where they are not there. */
static guint after_title(char **lines, const char *title)
{
  enum { MOST_LINES = 40 };
  g_autoptr(RepereImprint) seen = repere_imprint_new();
  for (guint i = 0; title && lines[i] && i < MOST_LINES; i++) {
    repere_imprint_add(seen, lines[i]);
    if (repere_imprint_share(seen, title) >= 1) return i + 1;
  }
  return g_strv_length(lines);
}

static void drop_blank(char **lines)
{
  guint kept = 0;
  for (guint i = 0; lines[i]; i++) {
    g_strstrip(lines[i]);
    if (*lines[i]) lines[kept++] = lines[i];
    else g_free(lines[i]);
  }
  lines[kept] = NULL;
}

/* A date in a short line: "Geneva, 12 March 2021". */
static gboolean has_date(const char *line)
{
  enum { LONGEST = 40 };
  g_autofree char *date = g_utf8_strlen(line, -1) <= LONGEST ? repere_imprint_date(line, NULL) : NULL;
  return date != NULL;
}

/* A line that begins as names do, but cannot be told to be one: who comes after it would not be all. */
static gboolean may_name(const char *line)
{
  g_autofree char *clean = without_marks(line);
  clean[strcspn(clean, ",;")] = '\0';
  return repere_imprint_is_person(clean) && !has_other_small(clean);
}

/* The people that the lines under a title and its subtitle name, to the first line that is neither that nor
 * where they work. After an institution, its town looks like a name: only who works somewhere else is another
 * author. */
static void below_title(char **lines, const char *const *texts, guint n, GPtrArray *names)
{
  enum { MOST_LINES = 20, SUBTITLE_LINES = 2 };
  g_autoptr(GPtrArray) found = g_ptr_array_new_with_free_func(g_free);
  gboolean confirmed = FALSE;
  guint at = 0, subtitle = 0;
  for (; at < MOST_LINES && lines[at]; at++) {
    gboolean here = is_affiliation(lines[at]);
    gboolean last = confirmed && !here && !(lines[at + 1] && is_affiliation(lines[at + 1]));
    if (!last && add_people(lines[at], FALSE, texts, n, found)) {
      confirmed = confirmed || here;
      continue;
    }
    if (found->len == 0 && subtitle++ < SUBTITLE_LINES && !begins_abstract(lines[at]) && !may_name(lines[at]))
      continue;
    if (found->len == 0 || !is_affiliation(lines[at])) break;
    confirmed = TRUE;
  }
  const char *after = lines[at];
  confirmed =
    confirmed || (after && (repere_imprint_is_note(after) || has_date(after) || begins_abstract(after)));
  if (!confirmed) return;
  for (guint i = 0; i < found->len; i++) repere_imprint_add_name(NULL, found->pdata[i], names);
}

void repere_imprint_authors(const char *page, const char *title, const char *const *texts, guint n,
                            GPtrArray *names)
{
  RepereRepairs ignored = {0};
  g_autofree char *clean = repere_text_repair(page, strlen(page), &ignored);
  g_auto(GStrv) lines = g_strsplit(clean, "\n", -1);
  drop_blank(lines);
  for (guint i = 0; lines[i]; i++) {
    const char *rest = after_label(lines[i]);
    if (!rest) continue;
    if (*rest ? add_people(rest, TRUE, texts, n, names)
              : lines[i + 1] && add_people(lines[i + 1], TRUE, texts, n, names))
      return;
  }
  below_title(lines + after_title(lines, title), texts, n, names);
}
