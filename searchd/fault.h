/* fault.h - what is wrong with a request, for a person to read and a program to point at. */
#ifndef SEARCHD_FAULT_H
#define SEARCHD_FAULT_H

#include <glib.h>

typedef struct {
  guint status;    /* of HTTP: 400, 404, … */
  char *parameter; /* the one at fault, or NULL */
  char *detail;    /* a whole sentence: what is wrong, what to do */
} Fault;

/* Sets `*fault`, which must be NULL, and returns FALSE. */
gboolean fault_set(Fault **fault, guint status, const char *parameter, const char *format, ...)
  G_GNUC_PRINTF(4, 5);
void fault_free(Fault *fault);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(Fault, fault_free)

/* What a stranger wrote, short and clean enough to be said back to him. g_free. */
char *fault_quote(const char *text);

#endif
