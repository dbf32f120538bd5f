/* json_guard.h - what must be looked at before json-glib reads JSON that comes from outside.
 *
 * Its reader calls itself for each bracket, and its stack has an end; a zero byte in a string ends it; and it
 * reads over comments, which RFC 8259 does not know: a quotation mark in one would hide all brackets behind
 * it from whoever counts them. Pure; any thread; one pass. */
#ifndef REPERE_JSON_GUARD_H
#define REPERE_JSON_GUARD_H

#include <glib.h>

G_BEGIN_DECLS

typedef enum {
  REPERE_JSON_SOUND, /* as far as this goes: json-glib may read it */
  REPERE_JSON_DEEP,  /* its brackets nest more than `depth` */
  REPERE_JSON_ZERO,  /* "\u0000" in a string */
  REPERE_JSON_NONE   /* outside of strings stands what no JSON has there */
} RepereJsonGuard;

RepereJsonGuard repere_json_guard(const char *text, guint depth);

G_END_DECLS
#endif
