/* error.h - the one error domain of the engine.
 *
 * Every function that can fail takes a GError**. The message is a whole sentence, ready to print: what is wrong
 * with what, and what to do. The code says what a caller would do differently. */
#ifndef REPERE_ERROR_H
#define REPERE_ERROR_H

#include <glib.h>

G_BEGIN_DECLS

#define REPERE_ERROR (repere_error_quark())

typedef enum {
  REPERE_ERROR_CONFIG,    /* the configuration is wrong: a person must mend it */
  REPERE_ERROR_INPUT,     /* a record, vocabulary or file is wrong; the rest can go on */
  REPERE_ERROR_NO_INDEX,  /* there is no index yet, or it was made by an incompatible version: run the indexer */
  REPERE_ERROR_LOCKED,    /* another indexer holds the index */
  REPERE_ERROR_CORRUPT,   /* the index is damaged: rebuild */
  REPERE_ERROR_NOT_FOUND, /* no such work, page or facet */
  REPERE_ERROR_DEADLINE,  /* the question took longer than it may */
  REPERE_ERROR_CANCELLED, /* the asker went away */
  REPERE_ERROR_IO,        /* the disk or the system refused: no right, … */
  REPERE_ERROR_FULL,      /* the disk is full: free some space */
  REPERE_ERROR_UNAVAILABLE, /* another machine does not answer now: try later */
  REPERE_ERROR_PROTOCOL,  /* another machine answers what makes no sense: a person must look */
  REPERE_ERROR_INTERNAL   /* a defect of ours */
} RepereErrorCode;

GQuark repere_error_quark(void);

/* The sysexits code that a program ends with for this error: 64 usage is not among them, 70 and up are. */
int repere_error_exit_code(const GError *error);

G_END_DECLS
#endif
