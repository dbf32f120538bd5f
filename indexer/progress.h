/* progress.h - how far a long run is: a bar on a terminal, else a line now and then. To stderr. */
#ifndef REPERE_PROGRESS_H
#define REPERE_PROGRESS_H

#include <glib.h>

G_BEGIN_DECLS

typedef struct RepereProgress RepereProgress;

/* `quiet`: says nothing at all. */
RepereProgress *repere_progress_new(gboolean quiet);
/* Takes the bar off the screen. */
void repere_progress_free(RepereProgress *progress);

/* How things stand: files read of files known so far (`whole`: no more will become known), pages read. Draws a few times
 * a second at most. */
void repere_progress_show(RepereProgress *progress, guint files, guint of, gboolean whole, guint64 pages);

/* The same where other things than files are done: `line` says how far it is. On a terminal only. */
void repere_progress_line(RepereProgress *progress, const char *line);

/* Takes the bar away so that a message can be printed; the next show draws it again. */
void repere_progress_clear(RepereProgress *progress);

G_END_DECLS
#endif
