/* bench_generate - a library of N works, the same for the same seed and words.
 *
 *   bench_generate N SEED WORDS DIR
 *
 * WORDS holds en.txt, fr.txt and es.txt: running text. Every text is made of short runs of it at random
 * places, so that words, and what stands beside them, are as frequent as they are in real text. Written
 * are DIR/records/NNN.xml, the vocabulary DIR/vocabularies/themes.rdf, and the same works as DIR/works.tsv
 * for other engines; a work depends on its number and the seed alone, so the first works of a larger
 * library are those of a smaller one.
 *
 * Facets are drawn by Zipf's law: country 190 (one to four of them), theme 40 in a tree of two levels (one
 * or two), year 25, type 10, language 3, organization 500.
 *
 * Columns of works.tsv: number, identifier, language, year, type, organization, themes with those above
 * them, countries (values, lists separated by commas), the same six as numbers, title, abstract, text. No
 * column holds a quote, a tab or a backslash. */
#include <glib.h>
#include <glib/gstdio.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unicode/uloc.h>

#define PER_FILE 50000
#define TOP_THEMES 8
#define THEMES 40
#define COUNTRIES 190
#define ORGANIZATIONS 500
#define YEARS 25
#define TYPES 10
#define LANGUAGES 3

static const char *const language_names[LANGUAGES] = {"en", "fr", "es"};
static const char *const type_names[TYPES] = {"report",  "handbook", "factsheet",  "brief",      "course",
                                              "webinar", "news",     "initiative", "discussion", "brochure"};
static const char *const organization_kinds[] = {"Agency", "Institute", "Fund", "Centre"};

/* ---- chance ---- */

static guint64 state;

/* splitmix64: Steele, Lea, Flood, "Fast splittable pseudorandom number generators", 2014. */
static guint64 draw(void)
{
  guint64 z = (state += G_GUINT64_CONSTANT(0x9e3779b97f4a7c15));
  z = (z ^ (z >> 30)) * G_GUINT64_CONSTANT(0xbf58476d1ce4e5b9);
  z = (z ^ (z >> 27)) * G_GUINT64_CONSTANT(0x94d049bb133111eb);
  return z ^ (z >> 31);
}

static guint below(guint n)
{
  return (guint)(draw() % n);
}

static double uniform(void)
{
  return (double)(draw() >> 11) / 9007199254740992.0; /* 2^53 */
}

typedef struct {
  guint n;
  double *upto; /* the share of the first i + 1 ranks */
} Zipf;

static Zipf zipf_new(guint n, double exponent)
{
  Zipf zipf = {n, g_new(double, n)};
  double sum = 0;
  for (guint i = 0; i < n; i++) zipf.upto[i] = sum += pow(i + 1, -exponent);
  for (guint i = 0; i < n; i++) zipf.upto[i] /= sum;
  return zipf;
}

static guint zipf_draw(const Zipf *zipf)
{
  double u = uniform();
  guint low = 0, high = zipf->n - 1;
  while (low < high) {
    guint middle = (low + high) / 2;
    if (zipf->upto[middle] < u)
      low = middle + 1;
    else
      high = middle;
  }
  return low;
}

static void give_up(const char *what, const char *name)
{
  fprintf(stderr, "bench_generate: %s: %s\n", name, what);
  exit(1);
}

/* ---- words ---- */

static GPtrArray *words[LANGUAGES];
static GStringChunk *word_bytes;

/* A token as it can be in every engine's word: letters alone, or digits alone. NULL for anything else. */
static char *clean_token(const char *token)
{
  g_autofree char *whole = g_utf8_normalize(token, -1, G_NORMALIZE_ALL_COMPOSE);
  if (!whole) return NULL;
  char *start = whole, *end = whole + strlen(whole);
  while (*start && !g_unichar_isalnum(g_utf8_get_char(start))) start = g_utf8_next_char(start);
  while (end > start && !g_unichar_isalnum(g_utf8_get_char(g_utf8_prev_char(end))))
    end = g_utf8_prev_char(end);
  *end = '\0';
  glong letters = 0, digits = 0, length = g_utf8_strlen(start, -1);
  for (const char *c = start; *c; c = g_utf8_next_char(c)) {
    gunichar one = g_utf8_get_char(c);
    letters += g_unichar_isalpha(one) && g_unichar_get_script(one) == G_UNICODE_SCRIPT_LATIN;
    digits += *c >= '0' && *c <= '9';
  }
  if (length == 0 || length > 25 || (letters != length && digits != length) || digits > 4) return NULL;
  return g_strdup(start);
}

static GPtrArray *read_words(const char *folder, const char *language)
{
  g_autofree char *name = g_strdup_printf("%s/%s.txt", folder, language), *text = NULL;
  if (!g_file_get_contents(name, &text, NULL, NULL)) give_up("it cannot be read: run words.sh first", name);
  g_autofree char *valid = g_utf8_make_valid(text, -1);
  GPtrArray *tokens = g_ptr_array_new();
  static const char spaces[] = " \t\r\n\f\v";
  char *rest = NULL;
  for (char *token = strtok_r(valid, spaces, &rest); token; token = strtok_r(NULL, spaces, &rest)) {
    g_autofree char *clean = clean_token(token);
    if (clean) g_ptr_array_add(tokens, g_string_chunk_insert_const(word_bytes, clean));
  }
  if (tokens->len < 1000) give_up("there are fewer than 1000 words in it", name);
  return tokens;
}

/* Runs of 3 to 12 words, each ended by a full stop, until there are `count` words. */
static void write_words(GString *out, const GPtrArray *tokens, guint count)
{
  g_string_truncate(out, 0);
  while (count > 0) {
    guint wanted = 3 + below(10), run = MIN(wanted, count), at = below(tokens->len - run);
    for (guint i = 0; i < run; i++) {
      if (out->len > 0) g_string_append_c(out, ' ');
      g_string_append(out, tokens->pdata[at + i]);
    }
    g_string_append_c(out, '.');
    count -= run;
  }
}

/* ---- facets ---- */

static const char *countries[COUNTRIES];
static char *organizations[ORGANIZATIONS];
static char *themes[THEMES];

static void name_facets(void)
{
  const char *const *codes = uloc_getISOCountries();
  guint n = 0;
  while (codes[n]) n++;
  if (n < COUNTRIES) give_up("it knows too few countries", "ICU");
  /* Every n-th of the alphabet, by a step that has no divisor in common, so that frequent ones are spread. */
  for (guint i = 0; i < COUNTRIES; i++) countries[i] = codes[(i * 97) % n];
  for (guint i = 0; i < ORGANIZATIONS; i++)
    organizations[i] =
      g_strdup_printf("%s %s of Return %u", organization_kinds[i % 4], countries[i % COUNTRIES], i + 1);
  for (guint i = 0; i < TOP_THEMES; i++) themes[i] = g_strdup_printf("theme-%u", i + 1);
  for (guint i = TOP_THEMES; i < THEMES; i++)
    themes[i] = g_strdup_printf("theme-%u-%u", i % TOP_THEMES + 1, i / TOP_THEMES);
}

static void write_concept(FILE *file, guint theme)
{
  static const char scheme[] = "https://example.org/bench/themes";
  fprintf(file, "<skos:Concept rdf:about=\"%s/%s\">\n", scheme, themes[theme]);
  fprintf(file, "  <skos:inScheme rdf:resource=\"%s\"/>\n", scheme);
  fprintf(file, "  <skos:notation>%s</skos:notation>\n", themes[theme]);
  fprintf(file, "  <skos:prefLabel xml:lang=\"en\">Subject %s</skos:prefLabel>\n", themes[theme] + 6);
  fprintf(file, "  <skos:prefLabel xml:lang=\"fr\">Sujet %s</skos:prefLabel>\n", themes[theme] + 6);
  fprintf(file, "  <skos:prefLabel xml:lang=\"es\">Asunto %s</skos:prefLabel>\n", themes[theme] + 6);
  if (theme >= TOP_THEMES)
    fprintf(file, "  <skos:broader rdf:resource=\"%s/%s\"/>\n", scheme, themes[theme % TOP_THEMES]);
  else
    fprintf(file, "  <skos:topConceptOf rdf:resource=\"%s\"/>\n", scheme);
  fprintf(file, "</skos:Concept>\n");
}

static FILE *open_file(const char *folder, const char *name)
{
  g_autofree char *path = g_build_filename(folder, name, NULL), *parent = g_path_get_dirname(path);
  FILE *file = g_mkdir_with_parents(parent, 0755) == 0 ? fopen(path, "we") : NULL;
  if (!file) give_up("it cannot be written", path);
  return file;
}

static void close_file(FILE *file)
{
  if (ferror(file) || fclose(file) != 0) give_up("writing failed", "the library");
}

static void write_vocabulary(const char *folder)
{
  FILE *file = open_file(folder, "vocabularies/themes.rdf");
  fputs("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<rdf:RDF "
        "xmlns:rdf=\"http://www.w3.org/1999/02/22-rdf-syntax-ns#\" "
        "xmlns:skos=\"http://www.w3.org/2004/02/skos/core#\">\n"
        "<skos:ConceptScheme rdf:about=\"https://example.org/bench/themes\">\n"
        "  <skos:prefLabel xml:lang=\"en\">Subjects</skos:prefLabel>\n</skos:ConceptScheme>\n", file);
  for (guint i = 0; i < THEMES; i++) write_concept(file, i);
  fputs("</rdf:RDF>\n", file);
  close_file(file);
}

/* ---- works ---- */

typedef struct {
  guint number, language, year, type, organization;
  guint themes[2], n_themes;
  guint countries[4], n_countries;
  GString *title, *abstract, *text;
} Work;

static Zipf zipf_language, zipf_year, zipf_type, zipf_organization, zipf_theme, zipf_country;

/* `wanted` different ranks, fewer where chance repeats itself. */
static guint draw_set(const Zipf *zipf, guint *set, guint wanted)
{
  guint n = 0;
  for (guint tries = 0; n < wanted && tries < 4 * wanted; tries++) {
    guint rank = zipf_draw(zipf), i = 0;
    while (i < n && set[i] != rank) i++;
    if (i == n) set[n++] = rank;
  }
  return n;
}

static void draw_work(Work *work, guint number, guint64 seed)
{
  state = (seed << 40) ^ number;
  draw();
  work->number = number;
  work->language = zipf_draw(&zipf_language);
  work->year = 2024 - zipf_draw(&zipf_year);
  work->type = zipf_draw(&zipf_type);
  work->organization = zipf_draw(&zipf_organization);
  work->n_themes = draw_set(&zipf_theme, work->themes, 1 + (below(3) == 0));
  guint chance = below(20);
  guint wanted = chance < 12 ? 1 : chance < 17 ? 2 : chance < 19 ? 3 : 4;
  work->n_countries = draw_set(&zipf_country, work->countries, wanted);
  const GPtrArray *tokens = words[work->language];
  write_words(work->title, tokens, 5 + below(6));
  g_string_truncate(work->title, work->title->len - 1); /* no full stop */
  write_words(work->abstract, tokens, 20 + below(21));
  write_words(work->text, tokens, 40 + below(41));
}

static void write_record(FILE *file, const Work *work)
{
  const char *language = language_names[work->language];
  fprintf(file, "<record>\n<dcterms:identifier>w%07u</dcterms:identifier>\n", work->number);
  fprintf(file, "<dcterms:type>%s</dcterms:type>\n", type_names[work->type]);
  fprintf(file, "<dcterms:title xml:lang=\"%s\">%s</dcterms:title>\n", language, work->title->str);
  fprintf(file, "<dcterms:abstract xml:lang=\"%s\">%s</dcterms:abstract>\n", language, work->abstract->str);
  fprintf(file, "<dcterms:publisher>%s</dcterms:publisher>\n", organizations[work->organization]);
  fprintf(file, "<dcterms:issued>%u-%02u</dcterms:issued>\n", work->year, work->number % 12 + 1);
  fprintf(file, "<dcterms:language>%s</dcterms:language>\n", language);
  for (guint i = 0; i < work->n_themes; i++)
    fprintf(file, "<dcterms:subject>%s</dcterms:subject>\n", themes[work->themes[i]]);
  for (guint i = 0; i < work->n_countries; i++)
    fprintf(file, "<dcterms:spatial>%s</dcterms:spatial>\n", countries[work->countries[i]]);
  fprintf(file, "<text xml:lang=\"%s\">%s</text>\n</record>\n", language, work->text->str);
}

/* A theme selects and counts as those above it; other engines are told so outright. */
static guint closed_themes(const Work *work, guint *closed)
{
  guint n = 0;
  gboolean seen[THEMES] = {FALSE};
  for (guint i = 0; i < work->n_themes; i++) {
    seen[work->themes[i]] = TRUE;
    seen[work->themes[i] % TOP_THEMES] = TRUE;
  }
  for (guint i = 0; i < THEMES; i++)
    if (seen[i]) closed[n++] = i;
  return n;
}

static void write_row(FILE *file, const Work *work)
{
  guint closed[4], n = closed_themes(work, closed);
  fprintf(file, "%u\tw%07u\t%s\t%u\t", work->number, work->number, language_names[work->language], work->year);
  fprintf(file, "%s\t%s\t", type_names[work->type], organizations[work->organization]);
  for (guint i = 0; i < n; i++) fprintf(file, "%s%s", i ? "," : "", themes[closed[i]]);
  fputc('\t', file);
  for (guint i = 0; i < work->n_countries; i++)
    fprintf(file, "%s%s", i ? "," : "", countries[work->countries[i]]);
  fprintf(file, "\t%u\t%u\t%u\t%u\t", work->language + 1, work->year, work->type + 1, work->organization + 1);
  for (guint i = 0; i < n; i++) fprintf(file, "%s%u", i ? "," : "", closed[i] + 1);
  fputc('\t', file);
  for (guint i = 0; i < work->n_countries; i++) fprintf(file, "%s%u", i ? "," : "", work->countries[i] + 1);
  fprintf(file, "\t%s\t%s\t%s\n", work->title->str, work->abstract->str, work->text->str);
}

static void write_works(guint n, guint64 seed, const char *folder)
{
  Work work = {.title = g_string_new(NULL), .abstract = g_string_new(NULL), .text = g_string_new(NULL)};
  FILE *rows = open_file(folder, "works.tsv"), *records = NULL;
  for (guint i = 0; i < n; i++) {
    if (i % PER_FILE == 0) {
      g_autofree char *name = g_strdup_printf("records/%03u.xml", i / PER_FILE);
      records = open_file(folder, name);
      fputs("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n"
            "<records xmlns=\"urn:repere:record:1\" xmlns:dcterms=\"http://purl.org/dc/terms/\">\n", records);
    }
    draw_work(&work, i + 1, seed);
    write_record(records, &work);
    write_row(rows, &work);
    if (i % PER_FILE == PER_FILE - 1 || i == n - 1) {
      fputs("</records>\n", records);
      close_file(records);
    }
  }
  close_file(rows);
  g_string_free(work.title, TRUE);
  g_string_free(work.abstract, TRUE);
  g_string_free(work.text, TRUE);
}

int main(int argc, char **argv)
{
  guint64 n = argc == 5 ? g_ascii_strtoull(argv[1], NULL, 10) : 0;
  if (n == 0 || n > 9999999) {
    fputs("usage: bench_generate N SEED WORDS DIR, N up to 9999999\n", stderr);
    return 64;
  }
  word_bytes = g_string_chunk_new(1 << 20);
  for (guint i = 0; i < LANGUAGES; i++) words[i] = read_words(argv[3], language_names[i]);
  zipf_language = zipf_new(LANGUAGES, 1);
  zipf_year = zipf_new(YEARS, 0.7);
  zipf_type = zipf_new(TYPES, 1);
  zipf_organization = zipf_new(ORGANIZATIONS, 1);
  zipf_theme = zipf_new(THEMES, 0.8);
  zipf_country = zipf_new(COUNTRIES, 1);
  name_facets();
  write_vocabulary(argv[4]);
  write_works((guint)n, g_ascii_strtoull(argv[2], NULL, 10), argv[4]);
  return 0;
}
