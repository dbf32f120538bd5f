/* connect.h - the way to the daemon: an address, and GET requests to it.
 *
 * Addresses are those of repere.conf, "unix:PATH" and "HOST:PORT", and http:// or https:// URLs for a daemon
 * behind a web server. */
#ifndef CLIENT_CONNECT_H
#define CLIENT_CONNECT_H

#include <glib.h>

G_BEGIN_DECLS

/* The code is the sysexits code that the program ends with; the message a whole sentence. */
#define CLI_ERROR (cli_error_quark())
GQuark cli_error_quark(void);

/* The sysexits code for an error of this domain or of the engine's. */
int cli_error_exit_code(const GError *error);

typedef struct {
  long status;
  char *media_type; /* or NULL */
  GString *body;
  gboolean streamed; /* the body went to the sink instead */
} CliReply;

void cli_reply_free(CliReply *reply);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(CliReply, cli_reply_free)

typedef struct CliConnection CliConnection;

/* Finds out where the daemon is: `address` where given, else $REPERE_ADDRESS, else the addresses that the
 * configuration listens at (`config`, or where NULL the usual places), of which the first one that answers is
 * used. Nothing is sent yet. */
CliConnection *cli_connection_new(const char *address, const char *config, GError **error);
void cli_connection_free(CliConnection *connection);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(CliConnection, cli_connection_free)

/* The names of the facets in the configuration's order, NULL-terminated; NULL where the address did not come
 * from a configuration. `texts`: also those that texts feed. g_strfreev. */
char **cli_connection_facets(const CliConnection *connection, gboolean texts);

/* Gives up on an address and on an answer after so many milliseconds, instead of waiting as a person would.
 */
void cli_connection_hurry(CliConnection *connection, guint milliseconds);

/* GETs `target` ("/v1/search?q=…"). Any status is a reply; an error is that there was none. `accept_language`
 * may be NULL. */
CliReply *cli_connection_get(CliConnection *connection, const char *target, const char *accept_language,
                             GError **error);

/* Takes bytes of an answer as they come. FALSE stops the transfer; errno says why. */
typedef gboolean (*CliSinkFunc)(const char *bytes, gsize length, gpointer data);

/* The same, but the body of a good answer (status 200, and no web page) goes to `sink`, whatever its size,
 * and may take as long as it goes on at all. An error may come after part of it. */
CliReply *cli_connection_stream(CliConnection *connection, const char *target, const char *accept_language,
                                CliSinkFunc sink, gpointer data, GError **error);

G_END_DECLS
#endif
