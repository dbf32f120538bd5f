/* stop.h - long commands that clean up behind them when they are told to stop. */
#ifndef REPERE_STOP_H
#define REPERE_STOP_H

#include <glib.h>

G_BEGIN_DECLS

/* From now on SIGINT and SIGTERM are asked for by repere_stop_asked() instead of ending the program; the second one ends
 * it. */
void repere_stop_catch(void);
gboolean repere_stop_asked(void);

G_END_DECLS
#endif
