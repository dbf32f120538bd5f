/* plain.h - small string helpers that several rooms of the engine share. No state; any thread. */
#ifndef REPERE_PLAIN_H
#define REPERE_PLAIN_H

#include <glib.h>

G_BEGIN_DECLS

/* `text` (valid UTF-8) in NFC, by ICU: linear, whatever the text (GLib's is not). g_free. */
char *repere_plain_nfc(const char *text);

/* NFC; white space at both ends gone and every run of it one space. `text` is UTF-8; where it is not, the
 * result is made valid first. g_free. */
char *repere_plain_collapse(const char *text);

/* The same, but lines stay lines: runs within a line are one space, and at most one empty line follows
 * another. */
char *repere_plain_lines(const char *text);

/* As a terminal may show it, on one line: what steers one (controls, those from U+0080 on too, ends of lines,
 * and what turns the direction of writing) is a space each. Made valid UTF-8 first. g_free. */
char *repere_plain_printable(const char *text);

/* Nothing, or only ASCII white space. */
gboolean repere_plain_is_blank(const char *text);

/* The language of a BCP 47 tag or an ISO 639 code, as ISO 639-1 where it has one and as ISO 639-2/3 else:
 * "fr-CA", "fra" and "fre" are "fr". Lower case; "" for what is no code. Writes at most 9 bytes with the NUL
 * into `code`. */
#define REPERE_PLAIN_CODE 9
void repere_plain_language(const char *tag, char code[REPERE_PLAIN_CODE]);

/* The one of `known` (NULL-terminated) that `written` is a likely slip of (Levenshtein distance at most 2 and
 * a third of its length, case aside), or NULL. */
const char *repere_plain_closest(const char *written, const char *const *known);

G_END_DECLS
#endif
