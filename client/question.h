/* question.h - the options that most commands ask with, and what they put into a request. */
#ifndef CLIENT_QUESTION_H
#define CLIENT_QUESTION_H

#include "client/client.h"

G_BEGIN_DECLS

#define CLI_NOT_GIVEN G_MININT /* of a number: the daemon's default */

typedef struct {
  char **filters, **facets, **expand;
  char *sort, *match, *format, *output;
  int limit, offset, passages;
  gboolean json, no_spell, explain;
} CliQuestion;

#define CLI_QUESTION_INIT {.limit = CLI_NOT_GIVEN, .offset = CLI_NOT_GIVEN, .passages = CLI_NOT_GIVEN}

void cli_question_clear(CliQuestion *question);
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC(CliQuestion, cli_question_clear)

/* Rows of a command's table of options; `q` is a CliQuestion. */
#define CLI_ENTRY_FILTER(q)                                                                                  \
  {                                                                                                          \
    "filter", 0, 0, G_OPTION_ARG_FILENAME_ARRAY, &(q).filters,                                               \
        "only works with VALUE in FACET; -FACET:VALUE leaves out; year:2018..2022", "FACET:VALUE"            \
  }
#define CLI_ENTRY_FACET(q, words)                                                                            \
  {                                                                                                          \
    "facet", 0, 0, G_OPTION_ARG_FILENAME_ARRAY, &(q).facets, words, "NAME,…"                               \
  }
#define CLI_ENTRY_EXPAND(q)                                                                                  \
  {                                                                                                          \
    "expand", 0, 0, G_OPTION_ARG_FILENAME_ARRAY, &(q).expand,                                                \
        "off: no concepts and translations; -ID: all but that one", "off|-ID"                                \
  }
#define CLI_ENTRY_SORT(q, words)                                                                             \
  {                                                                                                          \
    "sort", 0, 0, G_OPTION_ARG_FILENAME, &(q).sort, words, "ORDER"                                           \
  }
#define CLI_ENTRY_NUMBER(name, number, words)                                                                \
  {                                                                                                          \
    name, 0, 0, G_OPTION_ARG_INT, &(number), words, "N"                                                      \
  }
#define CLI_ENTRY_FORMAT(q, words)                                                                           \
  {                                                                                                          \
    "format", 0, 0, G_OPTION_ARG_FILENAME, &(q).format, words, "FORMAT"                                      \
  }
#define CLI_ENTRY_JSON(q)                                                                                    \
  {                                                                                                          \
    "json", 0, 0, G_OPTION_ARG_NONE, &(q).json, "short for --format=json", NULL                              \
  }

/* FALSE where a number is negative; then it was said. Its format is put into `format` and looked at, too. */
gboolean cli_question_check(CliClient *client, const CliCommand *command, const CliQuestion *question,
                            CliFormat *format);

/* Appends what was given: q (the words, joined by spaces; none where `words` is NULL), lang, filter, facet,
 * sort, match, limit, offset, passages, explain, expand, spell. */
void cli_question_add(GString *target, const CliClient *client, const CliQuestion *question, char **words);
/* Appends a number, if it was given. */
void cli_question_add_number(GString *target, const char *name, int number);

G_END_DECLS
#endif
