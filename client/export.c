/* repere export - every hit, streamed. A file gets its name when it is whole: until then it has ".part"
 * behind it. */
#include "client/export.h"

#include <errno.h>
#include <fcntl.h>
#include <glib/gstdio.h>
#include <string.h>
#include <sys/stat.h>
#include <sysexits.h>

#include "client/json_print.h"

static int export_run(CliClient *client, int argc, char **argv);

const CliCommand cli_export = {
    .name = "export",
    .arguments = "[--] [WORD…]",
    .summary = "Writes every work that a question finds as CSV, RIS, BibTeX or JSON.",
    .help =
        "Words and filters as in search; without any, the whole library is written. csv is a table with a\n"
        "row for each work, ris and bibtex are for reference managers, csl is CSL-JSON for citation\n"
        "processors, jsonl has a JSON object a line with all there is.\n"
        "\n"
        "Examples:\n"
        "  repere export --format ris --output returns.ris voluntary return\n"
        "  repere export --filter country:MZ --format csv --bom --output mozambique.csv\n"
        "  repere export --format jsonl | jq -r .title.text\n"
        "  repere export --format bibtex --sort newest --limit 50 training > recent.bib",
    .formats = CLI_FORMAT_BIT(CLI_FORMAT_CSV) | CLI_FORMAT_BIT(CLI_FORMAT_JSONL) | CLI_CITATIONS,
    .run = export_run,
};

/* ---- where it goes ---- */

typedef struct {
  const CliTerm *term; /* the output, where there is no file */
  CliFormat format;
  FILE *file;          /* or NULL */
  char *path;          /* what is written at the moment: --output, or it with ".part" behind */
  guint64 bytes;
  int refused;         /* errno of a write that failed */
  GString *line;       /* on a terminal: the beginning of a line whose end has not come */
} Outlet;

/* Whether `path` can be replaced when all is there: a device, pipe or symbolic link is written to as it is.
 * *mode is what the new file is to have. */
static gboolean is_replaced(const char *path, mode_t *mode)
{
  struct stat state;
  *mode = 0666;
  if (lstat(path, &state) != 0)
    return TRUE;
  *mode = state.st_mode & 0777;
  return S_ISREG(state.st_mode);
}

static gboolean outlet_open(Outlet *outlet, const char *output, GError **error)
{
  if (!output || g_str_equal(output, "-"))
    return TRUE;
  mode_t mode;
  outlet->path = is_replaced(output, &mode) ? g_strconcat(output, ".part", NULL) : g_strdup(output);
  int fd = g_open(outlet->path, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, mode);
  outlet->file = fd < 0 ? NULL : fdopen(fd, "w");
  if (!outlet->file)
    g_set_error(error, CLI_ERROR, EX_CANTCREAT, "%s cannot be written: %s.", outlet->path, g_strerror(errno));
  return outlet->file != NULL;
}

/* A terminal gets whole lines, for they are cleaned one by one: a character may be cut in two between pieces.
 */
static void print_lines(Outlet *outlet, gboolean last)
{
  const char *end = last ? outlet->line->str + outlet->line->len
                         : memrchr(outlet->line->str, '\n', outlet->line->len);
  if (!end)
    return;
  gsize length = (gsize)(end - outlet->line->str) + !last;
  if (outlet->format == CLI_FORMAT_JSONL || outlet->format == CLI_FORMAT_CSL) {
    cli_json_print_flat(outlet->term, outlet->line->str, length);
  } else {
    g_autofree char *lines = g_strndup(outlet->line->str, length);
    g_autofree char *clean = cli_term_clean(outlet->term, lines, CLI_LINES);
    fputs(clean, outlet->term->stream);
  }
  g_string_erase(outlet->line, 0, (gssize)length);
}

static gboolean outlet_write(const char *bytes, gsize length, gpointer data)
{
  Outlet *outlet = data;
  FILE *stream = outlet->file ? outlet->file : outlet->term->stream;
  outlet->bytes += length;
  if (!outlet->file && outlet->term->tty) {
    g_string_append_len(outlet->line, bytes, (gssize)length);
    print_lines(outlet, FALSE);
    return !ferror(stream);
  }
  if (fwrite(bytes, 1, length, stream) == length)
    return TRUE;
  outlet->refused = errno;
  return FALSE;
}

/* A file is whole when it is closed and has its name. */
static gboolean outlet_finish(Outlet *outlet, const char *output, GError **error)
{
  if (!outlet->file) {
    print_lines(outlet, TRUE);
    return TRUE; /* main() sees to the output */
  }
  errno = 0;
  gboolean good = fflush(outlet->file) == 0 && !ferror(outlet->file);
  int number = errno;
  good = fclose(outlet->file) == 0 && good;
  outlet->file = NULL;
  if (good && !g_str_equal(outlet->path, output) && g_rename(outlet->path, output) != 0)
    good = FALSE;
  if (!good)
    g_set_error(error, CLI_ERROR, EX_IOERR, "%s could not be written: %s.", output,
                g_strerror(number ? number : errno ? errno : EIO));
  return good;
}

static void outlet_close(Outlet *outlet)
{
  if (outlet->file)
    fclose(outlet->file);
  g_free(outlet->path);
  g_string_free(outlet->line, TRUE);
}

/* Puts behind the error what became of the part that had come. */
static void explain_part(Outlet *outlet, GError *error)
{
  if (outlet->bytes == 0) {
    if (outlet->file && g_str_has_suffix(outlet->path, ".part"))
      g_unlink(outlet->path);
    return;
  }
  g_autofree char *size = g_format_size_full(outlet->bytes, G_FORMAT_SIZE_LONG_FORMAT);
  char *message = outlet->path
                      ? g_strdup_printf("%s The export is incomplete: what came, %s, is in %s.",
                                        error->message, size, outlet->path)
                      : g_strdup_printf("%s The export is incomplete: %s came.", error->message, size);
  g_free(error->message);
  error->message = message;
}

/* ---- the command ---- */

enum { WARNINGS_MS = 5000 }; /* that they are worth waiting for, all being written */

/* What an export has no place for: that words or filters were read otherwise than they may be meant, and that
 * there are partial matches alone. Said once all is written; where the question fails, nothing is lost but
 * that. */
static void say_warnings(CliClient *client, const CliQuestion *exported, char **words)
{
  g_autoptr(GString) target = g_string_new("/v1/search");
  CliQuestion asked = {.filters = exported->filters, .expand = exported->expand, .no_spell = TRUE};
  asked.offset = asked.passages = CLI_NOT_GIVEN;
  cli_question_add(target, client, &asked, words);
  client->patience = WARNINGS_MS;
  GString *body = cli_client_ask(client, target->str, NULL);
  g_autoptr(JsonNode) node = body ? cli_client_parse(body, NULL) : NULL;
  if (body)
    g_string_free(body, TRUE);
  if (!node)
    return;
  cli_client_say_warnings(client, cli_json_root(node));
  if (g_strcmp0(cli_json_string(cli_json_object(cli_json_root(node), "query"), "match"), "any") == 0)
    cli_term_say(&client->err, "warning: Few works or none have all the words: these are partial matches.");
}

int cli_export_run(CliClient *client, const CliQuestion *question, char **words, CliFormat format,
                   gboolean bom)
{
  GError *error = NULL;
  g_autoptr(GString) target = g_string_new("/v1/export");
  CliQuestion asked = *question;
  asked.facets = NULL;
  asked.passages = CLI_NOT_GIVEN;
  asked.no_spell = FALSE; /* an export is of the words as they are */
  cli_target_add(target, "format", cli_format_name(format));
  if (bom)
    cli_target_add(target, "bom", "1");
  cli_question_add(target, client, &asked, words);
  Outlet outlet = {.term = &client->out, .format = format, .line = g_string_new(NULL)};
  gboolean good = outlet_open(&outlet, question->output, &error);
  if (good && !cli_client_stream(client, target->str, outlet_write, &outlet, &error)) {
    explain_part(&outlet, error);
    good = FALSE;
  }
  if (outlet.refused == EPIPE && !outlet.file)
    cli_client_unwritten(client, EPIPE);
  good = good && outlet_finish(&outlet, question->output, &error);
  outlet_close(&outlet);
  if (good)
    say_warnings(client, question, words);
  return good ? EX_OK : cli_client_fail(client, error);
}

static int export_run(CliClient *client, int argc, char **argv)
{
  g_auto(CliQuestion) q = CLI_QUESTION_INIT;
  gboolean bom = FALSE;
  const GOptionEntry entries[] = {
      CLI_ENTRY_FORMAT(q, "csv, jsonl, ris, bibtex or csl"),
      {"output", 'o', 0, G_OPTION_ARG_FILENAME, &q.output, "write there instead of to the standard output",
       "FILE"},
      CLI_ENTRY_FILTER(q),
      CLI_ENTRY_EXPAND(q),
      CLI_ENTRY_SORT(q, "relevance, newest, oldest, title"),
      CLI_ENTRY_NUMBER("limit", q.limit, "works at most; default: all"),
      {"bom", 0, 0, G_OPTION_ARG_NONE, &bom, "begin CSV with a byte order mark: Excel then reads it as UTF-8",
       NULL},
      {"json", 0, 0, G_OPTION_ARG_NONE, &q.json, "short for --format=jsonl", NULL},
      G_OPTION_ENTRY_NULL,
  };
  int status = EX_OK;
  CliFormat format;
  g_auto(GStrv) words = cli_client_options(client, &cli_export, entries, argc, argv, &status);
  if (!words)
    return status;
  if (q.json && q.format && !g_str_equal(q.format, "jsonl"))
    return cli_client_misuse(client, &cli_export,
                             "--json, which is jsonl, and another --format contradict each other");
  if (q.json && !q.format)
    q.format = g_strdup("jsonl");
  q.json = FALSE;
  if (!q.format)
    return cli_client_misuse(client, &cli_export,
                             "--format says what to write: csv, jsonl, ris, bibtex or csl");
  if (!cli_question_check(client, &cli_export, &q, &format))
    return EX_USAGE;
  if (bom && format != CLI_FORMAT_CSV)
    return cli_client_misuse(client, &cli_export, "--bom goes with --format=csv");
  return cli_export_run(client, &q, words, format, bom);
}
