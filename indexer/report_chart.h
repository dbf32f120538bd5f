/* report_chart.h - bars as SVG within the page: each chart has a title and a description for those who do not
 * see it, and each bar the figure it stands for. Colours are the page's classes c0 to c7; whoever draws gives
 * the same figures as a table. */
#ifndef REPERE_REPORT_CHART_H
#define REPERE_REPORT_CHART_H

#include <glib.h>

G_BEGIN_DECLS

enum { REPERE_CHART_COLOURS = 8 };

/* What a chart shows: `n` bars, each of `parts` lengths that add up. figures[i * parts + k] is part k of bar
 * i. */
typedef struct {
  const char *name; /* unique on the page: of ids */
  const char *title, *about;
  const char *const *labels;   /* of the bars */
  const char *const *parts_of; /* names of the parts; NULL with one part, which needs none */
  const guint64 *figures;
  guint n, parts;
} RepereChart;

/* Lying bars, one below the other, with their figures behind them; each bar a colour of its own. One part. */
void repere_chart_rows(GString *out, const RepereChart *chart);

/* Standing bars side by side over a scale, with a legend before them. */
void repere_chart_columns(GString *out, const RepereChart *chart);

G_END_DECLS
#endif
