/* bench_suggest.c - completions of what is typed, and how long they take.
 *
 *   bench_suggest repere.conf LANG TYPED...
 *
 * Each is asked as a reader types it, a letter at a time; what the whole of it gives is shown. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "repere/suggest.h"

#define ROUNDS 200

static RepereEngine *open_engine(const char *conf)
{
  g_autoptr(GError) error = NULL;
  RepereLibrary *library = repere_library_load(conf, &error);
  RepereEngine *engine = library ? repere_engine_new(library, 1, NULL, &error) : NULL;
  if (!engine || !repere_engine_poll(engine, &error)) {
    g_printerr("bench_suggest: %s\n", error->message);
    exit(70);
  }
  return engine;
}

static double ask(RepereEngine *engine, const char *typed, const char *lang, RepereSuggestions **kept)
{
  g_autoptr(GError) error = NULL;
  g_autoptr(RepereSuggestions) suggestions = repere_suggest(engine, 0, typed, lang, 10, 0, &error);
  if (!suggestions) {
    g_printerr("bench_suggest: %s\n", error->message);
    exit(70);
  }
  double took = suggestions->took_ms;
  if (kept) *kept = g_steal_pointer(&suggestions);
  return took;
}

static void show(const char *kind, const GPtrArray *suggestions)
{
  for (guint i = 0; i < suggestions->len; i++) {
    const RepereSuggestion *s = suggestions->pdata[i];
    printf("  %-9s %c %5u  %s", i ? "" : kind, s->corrected ? '~' : ' ', s->count, s->text);
    if (s->facet) printf("  (%s:%s)", s->facet, s->value);
    if (s->lang) printf("  [%s] %s", s->lang, s->id);
    printf("\n");
  }
}

static int by_time(const void *a, const void *b)
{
  double one = *(const double *)a, other = *(const double *)b;
  return (one > other) - (one < other);
}

static void complete(RepereEngine *engine, const char *typed, const char *lang)
{
  double first = 0, median = 0, p99 = 0, times[ROUNDS];
  RepereSuggestions *whole = NULL;
  for (const char *end = typed; *end;) {
    end = g_utf8_next_char(end);
    g_autofree char *so_far = g_strndup(typed, (gsize)(end - typed));
    first = MAX(first, ask(engine, so_far, lang, NULL));
    for (guint i = 0; i < ROUNDS; i++) times[i] = ask(engine, so_far, lang, NULL);
    qsort(times, ROUNDS, sizeof *times, by_time);
    median = MAX(median, times[ROUNDS / 2]);
    p99 = MAX(p99, times[ROUNDS * 99 / 100]);
  }
  ask(engine, typed, lang, &whole);
  printf(
      "%s \"%s\"  the slowest of its keystrokes: %.3f ms the first time, then median %.3f ms, p99 %.3f ms\n",
      lang, typed, first, median, p99);
  show("words", whole->words);
  show("concepts", whole->concepts);
  show("titles", whole->titles);
  repere_suggestions_free(whole);
}

int main(int argc, char **argv)
{
  if (argc < 4) {
    g_printerr("usage: bench_suggest repere.conf LANG TYPED...\n");
    return 64;
  }
  gint64 began = g_get_monotonic_time();
  RepereEngine *engine = open_engine(argv[1]);
  printf("opened in %.1f ms\n", (double)(g_get_monotonic_time() - began) / 1000);
  for (int i = 3; i < argc; i++) complete(engine, argv[i], argv[2]);
  repere_engine_unref(engine);
  return 0;
}
