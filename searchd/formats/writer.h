/* writer.h - JSON text (RFC 8259), written as it goes.
 *
 * json-glib's generator prints every number with 17 digits (2.1 becomes 2.1000000000000001) and wants a tree
 * first. An answer's shape is fixed by the code that writes it, so the text is written at once: compact, keys
 * in the order of the calls, UTF-8 left as it is. Commas are the writer's business, balance the caller's. */
#ifndef SEARCHD_FORMATS_WRITER_H
#define SEARCHD_FORMATS_WRITER_H

#include <glib.h>

typedef struct {
  GString *out;
  gboolean comma; /* the next value or key needs one before it */
} Writer;

/* A writer onto `out`, which stays the caller's. */
Writer writer_on(GString *out);

void writer_open(Writer *writer, char bracket);  /* '{' or '[' */
void writer_close(Writer *writer, char bracket); /* '}' or ']' */
void writer_key(Writer *writer, const char *key);

/* Values. NULL is written as null. Bytes that are not UTF-8 come out as U+FFFD: a reader always gets valid
 * JSON. */
void writer_string(Writer *writer, const char *text);
void writer_uint(Writer *writer, guint64 number);
void writer_bool(Writer *writer, gboolean truth);
void writer_null(Writer *writer);

/* At most `decimals` of them, none that says nothing: 2.1, 12, 0. What is no number is written as null. */
void writer_double(Writer *writer, double number, guint decimals);

/* A member of the open object. */
void writer_member_string(Writer *writer, const char *key, const char *text);
void writer_member_uint(Writer *writer, const char *key, guint64 number);
void writer_member_bool(Writer *writer, const char *key, gboolean truth);
void writer_member_null(Writer *writer, const char *key);
void writer_member_double(Writer *writer, const char *key, double number, guint decimals);
void writer_member_open(Writer *writer, const char *key, char bracket);

#endif
