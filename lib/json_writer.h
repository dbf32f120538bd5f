/* json_writer.h - JSON text (RFC 8259), written as it goes.
 *
 * json-glib's generator prints every number with 17 digits (2.1 becomes 2.1000000000000001) and wants a tree
 * first. An answer's shape is fixed by the code that writes it, so the text is written at once: compact unless
 * `lines` is set, keys in the order of the calls, UTF-8 left as it is. Commas are the writer's business, balance
 * the caller's. No state but the writer's own; any thread. */
#ifndef REPERE_JSON_WRITER_H
#define REPERE_JSON_WRITER_H

#include <glib.h>

G_BEGIN_DECLS

typedef struct {
  GString *out;
  gboolean comma;  /* the next value or key needs one before it */
  gboolean lines;  /* set at the start: a line for each value, indented, for people */
  gboolean member; /* a key was written, its value comes on the same line */
  guint depth;
} RepereJson;

/* A writer onto `out`, which stays the caller's. */
RepereJson repere_json_on(GString *out);

void repere_json_open(RepereJson *writer, char bracket);  /* '{' or '[' */
void repere_json_close(RepereJson *writer, char bracket); /* '}' or ']' */
void repere_json_key(RepereJson *writer, const char *key);

/* Values. NULL is written as null. Bytes that are not UTF-8 come out as U+FFFD: a reader always gets valid
 * JSON. */
void repere_json_string(RepereJson *writer, const char *text);
void repere_json_uint(RepereJson *writer, guint64 number);
void repere_json_bool(RepereJson *writer, gboolean truth);
void repere_json_null(RepereJson *writer);

/* `json`, which is valid JSON, as it is. */
void repere_json_raw(RepereJson *writer, const char *json);

/* At most `decimals` of them, none that says nothing: 2.1, 12, 0. What is no number is written as null. */
void repere_json_double(RepereJson *writer, double number, guint decimals);

/* A member of the open object. */
void repere_json_member_string(RepereJson *writer, const char *key, const char *text);
void repere_json_member_uint(RepereJson *writer, const char *key, guint64 number);
void repere_json_member_bool(RepereJson *writer, const char *key, gboolean truth);
void repere_json_member_null(RepereJson *writer, const char *key);
/* A text that may not be known: null where it is NULL or has no letters. */
void repere_json_member_known(RepereJson *writer, const char *key, const char *text);
void repere_json_member_double(RepereJson *writer, const char *key, double number, guint decimals);
void repere_json_member_open(RepereJson *writer, const char *key, char bracket);

G_END_DECLS
#endif
