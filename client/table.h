/* table.h - output in lines and columns: text with styles is cut into lines, blocks of lines stand side by
 * side.
 *
 * Text goes in as it came and is cleaned on its way in (term.h); lines come out finished, with their escape
 * sequences and their width in columns. */
#ifndef CLIENT_TABLE_H
#define CLIENT_TABLE_H

#include "client/term.h"

G_BEGIN_DECLS

/* Columns: longer lines of text are hard to follow. */
#define CLI_READABLE 100u

/* A finished line. */
typedef struct {
  char *text; /* with escape sequences, without line end */
  guint columns;
} CliLine;

/* Lines, as a GPtrArray of CliLine * that owns them. */
typedef GPtrArray CliBlock;
CliBlock *cli_block_new(void);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(CliBlock, g_ptr_array_unref)

/* Text being put together, in styles. */
typedef struct CliText CliText;
CliText *cli_text_new(const CliTerm *term); /* borrows `term` */
void cli_text_free(CliText *text);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(CliText, cli_text_free)

void cli_text_add(CliText *text, CliStyle style, const char *words);
void cli_text_add_lines(CliText *text, CliStyle style, const char *words); /* keeps line ends */
void cli_text_addf(CliText *text, CliStyle style, const char *format, ...) G_GNUC_PRINTF(3, 4);
/* No line ends within these words, unless they are longer than a line: an id stays in one piece. */
void cli_text_add_whole(CliText *text, CliStyle style, const char *words);
/* A passage: HTML that is escaped but for <mark>. Marked words are in CLI_MARK, or « » where there are no
 * attributes. */
void cli_text_add_marked(CliText *text, const char *html);
/* Spaces up to `column`; nothing if the text is already there. */
void cli_text_pad(CliText *text, guint column);
/* A bar for `value` of at most `most`, in `columns`; at least a sliver for a value above 0. */
void cli_text_add_bar(CliText *text, guint64 value, guint64 most, guint columns);
/* `words` in exactly `columns`: cut with an ellipsis, or padded. */
void cli_text_add_cut(CliText *text, CliStyle style, const char *words, guint columns);
/* Line `i` of a block of plain text, in `style`, so that it ends at `column`. */
void cli_text_add_line_to(CliText *text, const CliBlock *block, guint i, CliStyle style, guint column);
/* Small bars in a row, one a number, on a scale of 0 to `most`; a dot for 0. */
void cli_text_add_spark(CliText *text, const double *numbers, guint n, double most);
guint cli_text_columns(const CliText *text);

/* Breaks the text into lines of at most `width` columns (UAX #14; a word wider than a line is broken at a
 * character) and appends them to `block`, the first one after `first` spaces, the others after `rest`. At
 * most `most` lines, the last one then ends in an ellipsis; 0: any number. Empties `text` for the next use.
 */
void cli_text_wrap(CliText *text, CliBlock *block, guint width, guint first, guint rest, guint most);
/* The text as one line, however long: addresses must stay whole to be copied. Empties `text`. */
void cli_text_line(CliText *text, CliBlock *block);
void cli_block_blank(CliBlock *block);

/* `left` and `right` side by side, `right` from column `at`. */
CliBlock *cli_block_beside(const CliBlock *left, const CliBlock *right, guint at);
/* Blocks (of CliBlock *) dealt into `n` columns of `width`, `gap` apart, a blank line between blocks; kept in
 * order and of about equal height. */
CliBlock *cli_block_columns(const GPtrArray *blocks, guint n, guint width, guint gap);

void cli_block_print(const CliTerm *term, const CliBlock *block);

/* A passage without marks and entities: its plain text. The caller frees it. */
char *cli_html_text(const char *html);

G_END_DECLS
#endif
