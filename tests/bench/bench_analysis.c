/* bench_analysis.c - how many MB of text a second one core repairs, tells the language of, and cuts into
 * words.
 *
 *   bench_analysis FILE…      text files, or PDFs, which pdftotext turns into text first
 *
 * For each language of the table it takes the pages that are in it and prints MB/s of each step, with a warm
 * cache (the best of several rounds) and a cold one (a new analyzer). "ICU only" is the same work with
 * nothing done by hand: the ratio is what a machine under load still tells. Run it as `taskset -c 0
 * build/tests/bench/bench_analysis …`. */
#include <stdio.h>
#include <string.h>
#include <time.h>

#include "analyze_private.h"
#include "repere/language.h"
#include "repere/text.h"

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
  for (guint i = 0; i < REPERE_LANGUAGES_MAX; i++)
    g_ptr_array_unref(corpora[i].pages);
  return 0;
}
