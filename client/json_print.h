/* json_print.h - the daemon's JSON for programs as it came, and on a terminal so that people can read it. */
#ifndef CLIENT_JSON_PRINT_H
#define CLIENT_JSON_PRINT_H

#include "client/term.h"

G_BEGIN_DECLS

/* Writes JSON as it came. Only on a terminal it is indented, and controls that JSON lets through in its
 * strings are written as \u escapes: the value stays the same. Linear. */
void cli_json_print(const CliTerm *term, const char *json, gsize length);

/* The same without indentation, for JSON Lines. */
void cli_json_print_flat(const CliTerm *term, const char *json, gsize length);

G_END_DECLS
#endif
