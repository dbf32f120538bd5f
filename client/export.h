/* export.h - every hit of a question, as the daemon writes it: streamed to the output or to a file. */
#ifndef CLIENT_EXPORT_H
#define CLIENT_EXPORT_H

#include "client/question.h"

G_BEGIN_DECLS

/* Asks for the export of `question` and the words in `format`, and writes it where question->output says.
 * Returns the exit status; what went wrong was said. */
int cli_export_run(CliClient *client, const CliQuestion *question, char **words, CliFormat format,
                   gboolean bom);

G_END_DECLS
#endif
