/* progress.c - see progress.h */
#include "indexer/progress.h"

#include <stdio.h>
#include <string.h>
#include <sys/ioctl.h>
#include <unistd.h>

#define DRAW_EVERY_US 100000
#define LINE_EVERY_FILES 100
#define BAR_CELLS 24
#define BAR_LEAST 6

struct RepereProgress {
  gboolean quiet, terminal, drawn;
  gint64 start, last;
  guint line_files; /* files at the last line */
};

RepereProgress *repere_progress_new(gboolean quiet)
{
  RepereProgress *progress = g_new0(RepereProgress, 1);
  progress->quiet = quiet;
  progress->terminal = isatty(STDERR_FILENO);
  progress->start = g_get_monotonic_time();
  return progress;
}

void repere_progress_free(RepereProgress *progress)
{
  if (!progress) return;
  repere_progress_clear(progress);
  g_free(progress);
}

void repere_progress_clear(RepereProgress *progress)
{
  if (progress->drawn) fputs("\r\033[K", stderr);
  progress->drawn = FALSE;
}

static int columns(void)
{
  struct winsize size;
  return ioctl(STDERR_FILENO, TIOCGWINSZ, &size) == 0 && size.ws_col > 0 ? size.ws_col : 80;
}

/* Time left by the pace so far; not before there is a pace. */
static char *time_left(double seconds, guint files, guint of, gboolean whole)
{
  if (!whole || files == 0 || seconds < 1) return g_strdup("");
  guint left = (guint)(seconds * (of - files) / files + 0.5);
  return g_strdup_printf(", %u:%02u left", left / 60, left % 60);
}

/* The bar gives way to the words on a narrow terminal. */
static char *bar(guint files, guint of, int room)
{
  guint most = (guint)CLAMP(room, 0, BAR_CELLS);
  guint full = of ? (guint)((guint64)files * most / of) : 0;
  if (most < BAR_LEAST) return g_strdup("");
  GString *cells = g_string_new("[");
  for (guint i = 0; i < most; i++) g_string_append_c(cells, i < full ? '#' : '.');
  g_string_append(cells, "] ");
  return g_string_free(cells, FALSE);
}

void repere_progress_show(RepereProgress *progress, guint files, guint of, gboolean whole, guint64 pages)
{
  gint64 now = g_get_monotonic_time();
  double seconds = (double)(now - progress->start) / G_USEC_PER_SEC;
  if (progress->quiet) return;
  if (progress->terminal ? now - progress->last < DRAW_EVERY_US : files < progress->line_files + LINE_EVERY_FILES) return;
  g_autofree char *left = time_left(seconds, files, of, whole);
  g_autofree char *line =
    g_strdup_printf("%u of %u%s files, %" G_GUINT64_FORMAT " pages, %.0f pages/s%s", files, of, whole ? "" : "+", pages,
                    seconds > 0 ? (double)pages / seconds : 0.0, left);
  progress->last = now;
  progress->line_files = files - files % LINE_EVERY_FILES;
  if (progress->terminal) {
    int width = columns() - 1;
    g_autofree char *cells = bar(files, of, width - (int)strlen(line) - 3);
    fprintf(stderr, "\r\033[K%s%.*s", cells, MAX(width - (int)strlen(cells), 10), line);
    progress->drawn = TRUE;
  } else {
    fprintf(stderr, "repere-indexer: %s\n", line);
  }
  fflush(stderr);
}

void repere_progress_line(RepereProgress *progress, const char *line)
{
  gint64 now = g_get_monotonic_time();
  if (progress->quiet || !progress->terminal || now - progress->last < DRAW_EVERY_US) return;
  progress->last = now;
  fprintf(stderr, "\r\033[K%.*s", MAX(columns() - 1, 10), line);
  progress->drawn = TRUE;
  fflush(stderr);
}
