/* report_chart.c - see report_chart.h */
#include "indexer/report_chart.h"

#include "indexer/report.h"

/* ---- what both have ---- */

static void open_svg(GString *out, const RepereChart *chart, guint width, guint height)
{
  g_string_append_printf(
    out,
    "<div class=\"chart\" tabindex=\"0\"><svg role=\"img\" aria-labelledby=\"%s-svg %s-about\" width=\"%u\" "
    "height=\"%u\" viewBox=\"0 0 %u %u\">\n<title id=\"%s-svg\">",
    chart->name, chart->name, width, height, width, height, chart->name);
  repere_html_text(out, chart->title);
  g_string_append_printf(out, "</title><desc id=\"%s-about\">", chart->name);
  repere_html_text(out, chart->about);
  g_string_append(out, "</desc>\n");
}

static void close_svg(GString *out)
{
  g_string_append(out, "</svg></div>\n");
}

static guint64 length_of(const RepereChart *chart, guint i)
{
  guint64 sum = 0;
  for (guint k = 0; k < chart->parts; k++) sum += chart->figures[i * chart->parts + k];
  return sum;
}

static guint64 longest(const RepereChart *chart)
{
  guint64 most = 1;
  for (guint i = 0; i < chart->n; i++) most = MAX(most, length_of(chart, i));
  return most;
}

/* ---- lying bars ---- */

enum { ROW = 28, ROW_BAR = 18, ROW_LABEL = 220, ROW_LENGTH = 360, ROW_FIGURE = 80 };

void repere_chart_rows(GString *out, const RepereChart *chart)
{
  guint64 most = longest(chart);
  open_svg(out, chart, ROW_LABEL + ROW_LENGTH + ROW_FIGURE, ROW * chart->n);
  for (guint i = 0; i < chart->n; i++) {
    guint64 figure = chart->figures[i];
    guint top = i * ROW, width = (guint)(figure * ROW_LENGTH / most);
    if (figure && !width) width = 1;
    g_string_append_printf(out, "<text x=\"%d\" y=\"%u\" text-anchor=\"end\">", ROW_LABEL - 8, top + 18);
    repere_html_text(out, chart->labels[i]);
    g_string_append_printf(out,
                           "</text><rect class=\"c%u\" x=\"%d\" y=\"%u\" width=\"%u\" height=\"%d\"/>"
                           "<text x=\"%u\" y=\"%u\">%" G_GUINT64_FORMAT "</text>\n",
                           i % REPERE_CHART_COLOURS, ROW_LABEL, top + 5, width, ROW_BAR,
                           ROW_LABEL + width + 6, top + 18, figure);
  }
  close_svg(out);
}

/* ---- standing bars ---- */

enum {
  COLUMN_LEFT = 44,
  COLUMN_TOP = 12,
  COLUMN_HEIGHT = 220,
  COLUMN_FOOT = 58,
  COLUMN_STEP = 26,
  COLUMN_BAR = 18
};

/* A round step of a scale that takes up to five of them: 1, 2 or 5 times a power of ten. */
static guint64 step_of(guint64 most)
{
  static const guint64 rounds[] = {1, 2, 5};
  for (guint64 power = 1; power < G_MAXUINT64 / 50; power *= 10)
    for (guint i = 0; i < G_N_ELEMENTS(rounds); i++)
      if (most <= rounds[i] * power * 5) return rounds[i] * power;
  return most;
}

static guint up(guint64 figure, guint64 top)
{
  return (guint)(figure * COLUMN_HEIGHT / top);
}

static void add_scale(GString *out, guint64 step, guint64 top, guint width)
{
  for (guint64 mark = 0; mark <= top; mark += step) {
    guint y = COLUMN_TOP + COLUMN_HEIGHT - up(mark, top);
    g_string_append_printf(out,
                           "<line class=\"axis\" x1=\"%d\" y1=\"%u\" x2=\"%u\" y2=\"%u\"/>"
                           "<text x=\"%d\" y=\"%u\" text-anchor=\"end\">%" G_GUINT64_FORMAT "</text>\n",
                           COLUMN_LEFT, y, width, y, COLUMN_LEFT - 6, y + 4, mark);
  }
}

static void add_column(GString *out, const RepereChart *chart, guint i, guint64 top)
{
  guint x = COLUMN_LEFT + 6 + i * COLUMN_STEP, foot = COLUMN_TOP + COLUMN_HEIGHT;
  guint64 below = 0;
  for (guint k = 0; k < chart->parts; k++) {
    guint64 figure = chart->figures[i * chart->parts + k];
    guint low = up(below, top), high = up(below + figure, top);
    below += figure;
    if (!figure) continue;
    g_string_append_printf(out, "<rect class=\"c%u\" x=\"%u\" y=\"%u\" width=\"%d\" height=\"%u\"><title>",
                           k % REPERE_CHART_COLOURS, x, foot - high, COLUMN_BAR, MAX(high - low, 1));
    repere_html_text(out, chart->labels[i]);
    g_string_append(out, ", ");
    repere_html_text(out, chart->parts_of[k]);
    g_string_append_printf(out, ": %" G_GUINT64_FORMAT "</title></rect>", figure);
  }
  g_string_append_printf(out, "<text transform=\"translate(%u %u) rotate(-60)\" text-anchor=\"end\">",
                         x + COLUMN_BAR / 2 + 3, foot + 14);
  repere_html_text(out, chart->labels[i]);
  g_string_append(out, "</text>\n");
}

static void add_legend(GString *out, const RepereChart *chart)
{
  g_string_append(out, "<ul class=\"legend\">");
  for (guint k = 0; k < chart->parts; k++) {
    g_string_append_printf(out, "<li><i class=\"c%u\"></i>", k % REPERE_CHART_COLOURS);
    repere_html_text(out, chart->parts_of[k]);
    g_string_append(out, "</li>");
  }
  g_string_append(out, "</ul>\n");
}

void repere_chart_columns(GString *out, const RepereChart *chart)
{
  guint width = COLUMN_LEFT + 6 + chart->n * COLUMN_STEP;
  guint64 step = step_of(longest(chart)), top = (longest(chart) + step - 1) / step * step;
  add_legend(out, chart);
  open_svg(out, chart, width, COLUMN_TOP + COLUMN_HEIGHT + COLUMN_FOOT);
  add_scale(out, step, top, width);
  for (guint i = 0; i < chart->n; i++) add_column(out, chart, i, top);
  close_svg(out);
}
