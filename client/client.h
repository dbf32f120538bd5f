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
  CliConnection *connection; /* made by the first question */
} CliClient;

typedef enum { CLI_FORMAT_TABLE, CLI_FORMAT_JSON, CLI_FORMAT_CSV } CliFormat;

/* One command: a row in main.c's table and a file. `run` gets the arguments from the command's name on and
 * returns the exit status. */
typedef struct {
  const char *name;
  const char *arguments; /* as the usage line has them */
  const char *summary;   /* a line of `repere --help` */
  const char *help;      /* examples and remarks, after the options */
  int (*run)(CliClient *client, int argc, char **argv);
} CliCommand;

extern const CliCommand cli_search;
extern const CliCommand cli_show;

void cli_client_init(CliClient *client);
void cli_client_clear(CliClient *client);

/* Reads the options of `command`: `entries` (its own; strings as G_OPTION_ARG_FILENAME, which leaves the
 * bytes alone), and those that every command has. Returns the words that are no options, as UTF-8 and
 * NULL-terminated; the caller frees them (g_strfreev). NULL: end with `status`; help was printed, or what is
 * wrong was said. */
char **cli_client_options(CliClient *client, const CliCommand *command, const GOptionEntry *entries, int argc,
                          char **argv, int *status);

/* An argument as UTF-8, whatever the locale. The caller frees it. */
char *cli_argument(const char *argument);

/* What --format says (NULL: table) and --json; FALSE where the command has no such format: then it was said
 * why. */
gboolean cli_client_format(CliClient *client, const CliCommand *command, const char *name, gboolean json,
                           gboolean has_csv, CliFormat *format);

/* Appends "&name=value", percent-encoded; "?" before the first one. Nothing where `value` is NULL. */
void cli_target_add(GString *target, const char *name, const char *value);
void cli_target_add_number(GString *target, const char *name, guint64 value);

/* The body that the daemon answers `target` with; an error with its own words where it refuses. */
GString *cli_client_ask(CliClient *client, const char *target, GError **error);

/* `body` as a JSON object. The caller frees the node (json_node_unref). */
JsonNode *cli_client_parse(const GString *body, GError **error);

/* Says the error, frees it, returns the exit status. */
int cli_client_fail(CliClient *client, GError *error);

G_END_DECLS
#endif
