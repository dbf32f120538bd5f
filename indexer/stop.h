/* stop.h - commands that end clean when they are told to stop: whatever takes long asks here now and then. */
#ifndef REPERE_STOP_H
#define REPERE_STOP_H

#include <glib.h>

G_BEGIN_DECLS

/* From now on SIGINT and SIGTERM ask to end; the same signal a second time ends at once. Changes nothing once one
 * came. */
void repere_stop_catch(void);
/* TRUE once a signal has asked to end. Any thread. */
gboolean repere_stop_asked(void);

G_END_DECLS
#endif
