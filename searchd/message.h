/* message.h - what the daemon says on stderr: `repere-searchd: about: sentence`, one line, one write. */
#ifndef SEARCHD_MESSAGE_H
#define SEARCHD_MESSAGE_H

#include <glib.h>

/* `about` is the file, socket or setting that the sentence is about, or NULL. Any thread may call it. */
void message(const char *about, const char *format, ...) G_GNUC_PRINTF(2, 3);

#endif
