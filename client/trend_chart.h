/* trend_chart.h - numbers of works over the years: sparklines and bars for people to read, and CSV. */
#ifndef CLIENT_TREND_CHART_H
#define CLIENT_TREND_CHART_H

#include "client/json.h"
#include "client/term.h"

G_BEGIN_DECLS

/* A line with a sparkline for each series, then a chart of each; side by side where there is room. `share`:
 * of the works of each year instead of numbers alone. */
void cli_trend_print(const CliTerm *term, JsonObject *answer, gboolean share);

/* A row a year: the year, all its works, and for each series the count and its share; works without a year
 * are counted in a last row without one. */
GString *cli_trend_csv(JsonObject *answer);

G_END_DECLS
#endif
