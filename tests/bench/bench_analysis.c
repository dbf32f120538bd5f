/* bench_analysis.c - how many MB of text a second one core repairs, tells the language of, and cuts into
 * words.
 *
 *   bench_analysis FILE…      text files, or PDFs, which pdftotext turns into text first
 *
 * For each language of the table it takes the pages that are in it and prints MB/s of each step, with a warm
 * cache (the best of several rounds) and a cold one (a new analyzer). "ICU only" is the same work with
 * nothing done by hand: the ratio is what a machine under load still tells. Last it takes every PDF as an
 * indexing worker does, and compares the CPU that poppler takes for its text with what is done to the text
 * afterwards. Run it as `taskset -c 0 build/tests/bench/bench_analysis …`. */
#include <poppler.h>
#include <stdio.h>
#include <string.h>
#include <time.h>

#include "analyze_private.h"
#include "postings.h"
#include "repere/language.h"
#include "repere/text.h"
#include "sketch.h"

#define ROUNDS 5

/* Microseconds this thread has computed: other work on the machine does not count. */
static gint64 cpu_time(void)
{
  struct timespec now;
  clock_gettime(CLOCK_THREAD_CPUTIME_ID, &now);
  return (gint64)now.tv_sec * G_USEC_PER_SEC + now.tv_nsec / 1000;
}

typedef struct {
  GPtrArray *pages; /* char * */
  gsize bytes;
} Corpus;

static char *read_file(const char *path, gsize *size)
{
  g_autoptr(GError) error = NULL;
  char *text = NULL;
  if (g_str_has_suffix(path, ".pdf")) {
    const char *argv[] = {"pdftotext", "-q", path, "-", NULL};
    if (!g_spawn_sync(NULL, (char **)argv, NULL, G_SPAWN_SEARCH_PATH, NULL, NULL, &text, NULL, NULL, &error))
      g_printerr("bench_analysis: %s: pdftotext cannot be run: %s\n", path, error->message);
    *size = text ? strlen(text) : 0;
  } else if (!g_file_get_contents(path, &text, size, &error)) {
    g_printerr("bench_analysis: %s\n", error->message);
  }
  return text;
}

static void add_pages(Corpus *corpora, GPtrArray *raw, const char *path)
{
  gsize size = 0;
  g_autofree char *text = read_file(path, &size);
  g_auto(GStrv) pages = text ? g_strsplit(text, "\f", -1) : NULL;
  for (guint i = 0; pages && pages[i]; i++) {
    RepereRepairs repairs = {0};
    g_ptr_array_add(raw, g_strdup(pages[i]));
    char *clean = repere_text_repair(pages[i], strlen(pages[i]), &repairs);
    const RepereLanguage *language = repere_language(repere_language_of_page(clean, strlen(clean), NULL));
    if (language) {
      Corpus *corpus = &corpora[repere_language_index(language)];
      g_ptr_array_add(corpus->pages, clean);
      corpus->bytes += strlen(clean);
    } else {
      g_free(clean);
    }
  }
}

static void count_token(const RepereToken *token, gpointer data)
{
  (void)token;
  ++*(guint64 *)data;
}

static gint64 analyze_once(RepereAnalyzer *analyzer, const Corpus *corpus, const RepereLanguage *language,
                           guint64 *tokens)
{
  const gint64 start = cpu_time();
  *tokens = 0;
  for (guint i = 0; i < corpus->pages->len; i++) {
    const char *page = g_ptr_array_index(corpus->pages, i);
    repere_analyze(analyzer, page, strlen(page), language, count_token, tokens);
    repere_analyzer_trim(analyzer);
  }
  return cpu_time() - start;
}

static double rate(gsize bytes, gint64 microseconds)
{
  return (double)bytes / (double)MAX(microseconds, 1);
}

static double best_rate(const Corpus *corpus, const RepereLanguage *language, gboolean slow, double *cold,
                        guint64 *tokens)
{
  g_autoptr(RepereAnalyzer) analyzer = repere_analyzer_new();
  repere_analyzer_set_slow(analyzer, slow);
  *cold = rate(corpus->bytes, analyze_once(analyzer, corpus, language, tokens));
  double best = 0;
  for (guint i = 0; i < ROUNDS; i++)
    best = MAX(best, rate(corpus->bytes, analyze_once(analyzer, corpus, language, tokens)));
  return best;
}

static double detection_rate(const Corpus *corpus)
{
  const gint64 start = cpu_time();
  gsize found = 0;
  for (guint i = 0; i < corpus->pages->len; i++) {
    const char *page = g_ptr_array_index(corpus->pages, i);
    found += *repere_language_of_page(page, strlen(page), NULL) != '\0';
  }
  return found ? rate(corpus->bytes, cpu_time() - start) : 0;
}

static void report(const Corpus *corpus, const RepereLanguage *language)
{
  double cold, icu_cold;
  guint64 tokens, icu_tokens;
  if (corpus->bytes == 0)
    return;
  const double warm = best_rate(corpus, language, FALSE, &cold, &tokens);
  const double icu = best_rate(corpus, language, TRUE, &icu_cold, &icu_tokens);
  printf("%-4s %8.2f %9" G_GUINT64_FORMAT " %8.1f %8.1f %9.1f %7.2f %9.1f\n", language->code,
         (double)corpus->bytes / 1e6, tokens, warm, cold, icu, warm / icu, detection_rate(corpus));
}

static void report_repair(GPtrArray *raw)
{
  gsize bytes = 0;
  const gint64 start = cpu_time();
  for (guint i = 0; i < raw->len; i++) {
    RepereRepairs repairs = {0};
    const char *page = g_ptr_array_index(raw, i);
    bytes += strlen(page);
    g_free(repere_text_repair(page, strlen(page), &repairs));
  }
  printf("repair, page by page: %.1f MB/s\n", rate(bytes, cpu_time() - start));
}

/* ---- beside extraction ---- */

typedef struct {
  gint64 extraction, repair, language, inversion; /* microseconds of CPU */
  gint64 tokens, sketch; /* the same: of two passes more, words alone and words that are sketched */
  guint files, pages;
  gsize bytes; /* of postings */
  gsize text;
} Costs;

/* Adds the time since `*last`, which becomes now. */
static void account(gint64 *cost, gint64 *last)
{
  const gint64 now = cpu_time();
  *cost += now - *last;
  *last = now;
}

static GPtrArray *extract_pages(const char *path)
{
  g_autoptr(GError) error = NULL;
  g_autofree char *whole = g_canonicalize_filename(path, NULL);
  g_autofree char *uri = g_filename_to_uri(whole, NULL, &error);
  PopplerDocument *document = uri ? poppler_document_new_from_file(uri, NULL, &error) : NULL;
  GPtrArray *texts = g_ptr_array_new_with_free_func(g_free);
  if (!document)
    g_printerr("bench_analysis: %s: poppler cannot open it: %s\n", path, error->message);
  for (int i = 0; document && i < poppler_document_get_n_pages(document); i++) {
    PopplerPage *page = poppler_document_get_page(document, i);
    g_ptr_array_add(texts, page ? poppler_page_get_text(page) : NULL);
    g_clear_object(&page);
  }
  g_clear_object(&document);
  return texts;
}

/* What sketching (sketch.h) adds to a pass over the words. */
static void cost_sketch(const GPtrArray *texts, const RepereLanguage **languages, RepereAnalyzer *analyzer, Costs *costs)
{
  g_autoptr(RepereSketcher) sketcher = repere_sketcher_new();
  guint64 tokens = 0;
  gint64 last = cpu_time();
  for (guint i = 0; i < texts->len; i++)
    if (texts->pdata[i]) repere_analyze(analyzer, texts->pdata[i], strlen(texts->pdata[i]), languages[i], count_token, &tokens);
  account(&costs->tokens, &last);
  for (guint i = 0; i < texts->len; i++) {
    if (!texts->pdata[i]) continue;
    repere_sketcher_page(sketcher, texts->pdata[i]);
    repere_analyze(analyzer, texts->pdata[i], strlen(texts->pdata[i]), languages[i], repere_sketcher_token, sketcher);
    costs->text += strlen(texts->pdata[i]);
  }
  g_autoptr(GBytes) sketch = repere_sketcher_take(sketcher);
  account(&costs->sketch, &last);
}

static void cost_file(const char *path, RepereAnalyzer *analyzer, Costs *costs)
{
  gint64 last = cpu_time();
  g_autoptr(GPtrArray) texts = extract_pages(path);
  account(&costs->extraction, &last);
  const guint n = texts->len;
  g_autofree RepereRepairs *repairs = g_new0(RepereRepairs, n + 1);
  g_autofree const RepereLanguage **languages = g_new0(const RepereLanguage *, n + 1);
  repere_text_repair_pages((char **)texts->pdata, n, repairs);
  account(&costs->repair, &last);
  for (guint i = 0; i < n; i++) {
    const char *text = texts->pdata[i];
    languages[i] = text ? repere_language(repere_language_of_page(text, strlen(text), NULL)) : NULL;
  }
  account(&costs->language, &last);
  g_autoptr(RepereInverter) inverter = repere_inverter_new(analyzer);
  for (guint i = 0; i < n; i++)
    if (texts->pdata[i])
      repere_inverter_add(inverter, REPERE_FIELD_TEXT, texts->pdata[i], strlen(texts->pdata[i]), languages[i]);
  g_autoptr(GBytes) postings = repere_inverter_take(inverter);
  g_clear_pointer(&inverter, repere_inverter_free);
  account(&costs->inversion, &last);
  cost_sketch(texts, languages, analyzer, costs);
  repere_analyzer_trim(analyzer);
  costs->files++;
  costs->pages += n;
  costs->bytes += g_bytes_get_size(postings);
}

static void report_costs(char **paths, int n)
{
  g_autoptr(RepereAnalyzer) analyzer = repere_analyzer_new();
  Costs costs = {0};
  for (int i = 0; i < n; i++)
    if (g_str_has_suffix(paths[i], ".pdf"))
      cost_file(paths[i], analyzer, &costs);
  if (costs.files == 0)
    return;
  const gint64 analysis = costs.repair + costs.language + costs.inversion;
  printf("%u PDFs, %u pages, seconds of CPU: poppler's text %.2f, analysis %.2f (repair %.2f, language %.2f, words "
         "and inversion %.2f; %.1f MB of postings): extraction costs %.1f times as much\n",
         costs.files, costs.pages, (double)costs.extraction / 1e6, (double)analysis / 1e6,
         (double)costs.repair / 1e6, (double)costs.language / 1e6, (double)costs.inversion / 1e6,
         (double)costs.bytes / 1e6, (double)costs.extraction / (double)MAX(analysis, 1));
  const double sketching = (double)(costs.sketch - costs.tokens);
  printf("sketches: %.2f s, %.1f ms a MB of text, %.1f %% of extraction and analysis\n", sketching / 1e6,
         sketching / 1e3 / ((double)costs.text / 1e6), 100 * sketching / (double)(costs.extraction + analysis));
}

int main(int argc, char **argv)
{
  Corpus corpora[REPERE_LANGUAGES_MAX];
  g_autoptr(GPtrArray) raw = g_ptr_array_new_with_free_func(g_free);
  if (argc < 2) {
    g_printerr("usage: bench_analysis FILE.txt|FILE.pdf …\n");
    return 64;
  }
  for (guint i = 0; i < REPERE_LANGUAGES_MAX; i++)
    corpora[i] = (Corpus){g_ptr_array_new_with_free_func(g_free), 0};
  for (int i = 1; i < argc; i++)
    add_pages(corpora, raw, argv[i]);
  printf("MB of text a second, one core\n%-4s %8s %9s %8s %8s %9s %7s %9s\n", "", "MB", "tokens", "warm",
         "cold", "ICU only", "ratio", "language");
  for (guint i = 0; repere_language_at(i); i++)
    report(&corpora[i], repere_language_at(i));
  report_repair(raw);
  report_costs(argv + 1, argc - 1);
  for (guint i = 0; i < REPERE_LANGUAGES_MAX; i++)
    g_ptr_array_unref(corpora[i].pages);
  return 0;
}
