/* term.h - what the output is: a terminal or not, how wide, in which characters, with which attributes.
 *
 * Everything that comes from the daemon or from a file name passes cli_term_clean() before it is written: no
 * control character of theirs ever reaches a terminal. A CliTerm is made once per stream and only read
 * afterwards. */
#ifndef CLIENT_TERM_H
#define CLIENT_TERM_H

#include <glib.h>
#include <stdio.h>

G_BEGIN_DECLS

typedef enum {
  CLI_ATTRIBUTES_NONE, /* plain text: not a terminal, or one that knows none (TERM=dumb) */
  CLI_ATTRIBUTES_MONO, /* bold and underline; the user asked for no colour (NO_COLOR, no-color.org) */
  CLI_ATTRIBUTES_COLOUR
} CliAttributes;

typedef enum {
  CLI_PLAIN,
  CLI_STRONG, /* titles */
  CLI_FAINT,  /* what stands beside: numbers, languages, identifiers */
  CLI_MARK,   /* words of the question in a passage */
  CLI_BAR,    /* bars of counts */
  CLI_STYLES
} CliStyle;

typedef struct {
  FILE *stream;
  gboolean tty;
  gboolean utf8; /* the locale writes UTF-8; if not, texts are spelt in ASCII */
  CliAttributes attributes;
  guint width; /* columns; 80 when not a terminal, so that output does not change with the window */
} CliTerm;

/* Looks at the stream, the locale (setlocale() first), $COLUMNS, $NO_COLOR and $TERM. */
void cli_term_init(CliTerm *term, FILE *stream);

/* The escape sequence that begins `style` ("" where there is none); cli_term_end() ends it. Static strings.
 */
const char *cli_term_begin(const CliTerm *term, CliStyle style);
const char *cli_term_end(const CliTerm *term, CliStyle style);

typedef enum {
  CLI_ONE_LINE, /* line ends become spaces */
  CLI_LINES     /* '\n' stays; form feeds and Unicode's line separators become '\n' */
} CliLines;

/* `text` fit to be written: valid UTF-8; controls, noncharacters and broken bytes become U+FFFD ('?' in
 * ASCII), tabs a space; characters that reorder or hide others (bidi controls, soft hyphens, tags) are
 * dropped. Where the terminal is not UTF-8, spelt in ASCII ("é" is "e", "…" is "..."). The caller frees it.
 * Linear. */
char *cli_term_clean(const CliTerm *term, const char *text, CliLines lines);

/* Columns that clean `text` takes: two for wide characters (UAX #11), none for combining ones. */
guint cli_term_columns(const char *text);

/* The same of `text` once it is clean, on one line. */
guint cli_term_columns_clean(const CliTerm *term, const char *text);

/* Columns of a whole number. */
guint cli_term_digits(guint64 number);

/* Prints "repere: " and the clean sentence to the stream, and a line end. */
void cli_term_say(const CliTerm *term, const char *format, ...) G_GNUC_PRINTF(2, 3);

G_END_DECLS
#endif
