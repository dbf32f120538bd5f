/* client.h - what every command of `repere` shares: its row in the table, options, asking, failing. */
#ifndef CLIENT_CLIENT_H
#define CLIENT_CLIENT_H

#include "client/connect.h"
#include "client/json.h"
#include "client/term.h"

G_BEGIN_DECLS

/* The run of the program. */
typedef struct {
  CliTerm out, err;
  char *address, *config;    /* --address, -c; NULL where not given */
  char *lang;                /* --lang, or NULL: then the locale's language is asked for */
  guint patience;            /* milliseconds to wait for an answer; 0: as people do */
  CliConnection *connection; /* made by the first question */
  GHashTable *warned;        /* warnings that were said: once is enough */
} CliClient;

typedef enum {
  CLI_FORMAT_TABLE,
  CLI_FORMAT_JSON,
  CLI_FORMAT_CSV,
  CLI_FORMAT_JSONL,
  CLI_FORMAT_RIS,
  CLI_FORMAT_BIBTEX,
  CLI_FORMAT_CSL,
  CLI_FORMATS
} CliFormat;

#define CLI_FORMAT_BIT(format) (1u << (format))
#define CLI_TABLE_OR_JSON (CLI_FORMAT_BIT(CLI_FORMAT_TABLE) | CLI_FORMAT_BIT(CLI_FORMAT_JSON))
#define CLI_TABLE_JSON_OR_CSV (CLI_TABLE_OR_JSON | CLI_FORMAT_BIT(CLI_FORMAT_CSV))
#define CLI_CITATIONS                                                                                        \
  (CLI_FORMAT_BIT(CLI_FORMAT_RIS) | CLI_FORMAT_BIT(CLI_FORMAT_BIBTEX) | CLI_FORMAT_BIT(CLI_FORMAT_CSL))

/* As --format and the daemon call it. */
const char *cli_format_name(CliFormat format);

/* One command: a row in main.c's table and a file. `run` gets the arguments from the command's name on and
 * returns the exit status. */
typedef struct {
  const char *name;
  const char *arguments; /* as the usage line has them */
  const char *summary;   /* a line of `repere --help`; NULL: the command is none that people type */
  const char *help;      /* examples and remarks, after the options */
  guint formats;         /* CLI_FORMAT_BITs of those that --format takes */
  int (*run)(CliClient *client, int argc, char **argv);
} CliCommand;

extern const CliCommand cli_search, cli_facets, cli_pivot, cli_trend, cli_show, cli_similar, cli_suggest,
    cli_export, cli_complete;

void cli_client_init(CliClient *client);
void cli_client_clear(CliClient *client);

/* ---- options (options.c) ---- */

/* Reads the options of `command`: `entries` (its own; strings as G_OPTION_ARG_FILENAME, which leaves the
 * bytes alone), and those that every command has. Returns the words that are no options, as UTF-8 and
 * NULL-terminated; the caller frees them (g_strfreev). NULL: end with `status`; help was printed, or what is
 * wrong was said. */
char **cli_client_options(CliClient *client, const CliCommand *command, const GOptionEntry *entries, int argc,
                          char **argv, int *status);

/* An argument as UTF-8, whatever the locale. The caller frees it. */
char *cli_argument(const char *argument);

/* What --format says (NULL: the first that the command has) and --json; FALSE where the command has no such
 * format: then it was said why. */
gboolean cli_client_format(CliClient *client, const CliCommand *command, const char *name, gboolean json,
                           CliFormat *format);

/* ---- asking (client.c) ---- */

/* Appends "&name=value", percent-encoded; "?" before the first one. Nothing where `value` is NULL. */
void cli_target_add(GString *target, const char *name, const char *value);
void cli_target_add_all(GString *target, const char *name, char **values);
void cli_target_add_number(GString *target, const char *name, guint64 value);
/* Appends one segment of a path. */
void cli_target_add_segment(GString *target, const char *segment);

/* The body that the daemon answers `target` with; an error with its own words where it refuses. */
GString *cli_client_ask(CliClient *client, const char *target, GError **error);

/* The same for an answer of any size, which goes to `sink`. After an error, part of it may have arrived. */
gboolean cli_client_stream(CliClient *client, const char *target, CliSinkFunc sink, gpointer data,
                           GError **error);

/* `body` as a JSON object. The caller frees the node (json_node_unref). */
JsonNode *cli_client_parse(const GString *body, GError **error);

/* Asks, and where the format is JSON prints the answer. The parsed answer otherwise, whose warnings were
 * said; the caller frees it. NULL: end with `status`. */
JsonNode *cli_client_answer(CliClient *client, const char *target, CliFormat format, int *status);

/* Says the warnings of an answer, each once in a run. */
void cli_client_say_warnings(CliClient *client, JsonObject *answer);

/* The names of the library's facets in their order, NULL-terminated: as the daemon says, or else the
 * configuration; NULL where neither does. `texts`: also those that texts feed. The caller frees them (g_strfreev). */
char **cli_client_facets(CliClient *client, gboolean texts);

/* Prints what other programs are to read; on a terminal, without anything that it would obey. */
void cli_client_print_text(const CliClient *client, const GString *text);

/* Says the error, frees it, returns the exit status. */
int cli_client_fail(CliClient *client, GError *error);
/* What became of output that errno `number` would not let out: said, and the exit status; but whoever reads
 * from a pipe and has had enough wants silence, and the program ends as others do there. */
int cli_client_unwritten(CliClient *client, int number);
/* Says "COMMAND: what is wrong; 'repere COMMAND --help' tells more.", returns the exit status of wrong usage.
 */
int cli_client_misuse(CliClient *client, const CliCommand *command, const char *wrong);

G_END_DECLS
#endif
