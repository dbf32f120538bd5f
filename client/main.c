/* repere - the analyst's client: asks the daemon over HTTP and prints the answer as a table or in a format
 * for other programs. */
#include "client/client.h"

#include <errno.h>
#include <fcntl.h>
#include <locale.h>
#include <signal.h>
#include <string.h>
#include <sysexits.h>

#include "plain.h"

static const CliCommand *const commands[] = {&cli_search,  &cli_facets,  &cli_pivot,  &cli_trend,   &cli_show,
                                             &cli_similar, &cli_suggest, &cli_export, &cli_complete};

static void print_usage(const CliTerm *term)
{
  static const char before[] = "Usage: repere COMMAND [OPTION…] [WORD…]\n"
                               "\nAsks the Repère daemon and prints what it answers.\n"
                               "\nCommands:\n";
  static const char after[] =
      "\nOptions, before or after the command:\n"
      "  --lang L           language of words and labels, such as fr\n"
      "  --address ADDRESS  the daemon: unix:PATH, HOST:PORT or a URL; default: $REPERE_ADDRESS,\n"
      "                     then the addresses in the configuration\n"
      "  -c, --config FILE  configuration that names the address; default: repere.conf, then\n"
      "                     /etc/repere/repere.conf\n"
      "  --help, --version\n"
      "\n'repere COMMAND --help' tells more and gives examples; so does repere(1).\n";
  g_autoptr(GString) text = g_string_new(before);
  for (guint i = 0; i < G_N_ELEMENTS(commands); i++)
    if (commands[i]->summary)
      g_string_append_printf(text, "  %-10s %s\n", commands[i]->name, commands[i]->summary);
  g_string_append(text, after);
  g_autofree char *clean = cli_term_clean(term, text->str, CLI_LINES);
  fputs(clean, term->stream);
}

static int say_unknown(CliClient *client, const char *name)
{
  const char *names[G_N_ELEMENTS(commands) + 1] = {NULL};
  guint n = 0;
  for (guint i = 0; i < G_N_ELEMENTS(commands); i++)
    if (commands[i]->summary)
      names[n++] = commands[i]->name;
  const char *nearest = repere_plain_closest(name, names);
  if (nearest)
    cli_term_say(&client->err, "There is no command '%s'. Did you mean 'repere %s'?", name, nearest);
  else
    cli_term_say(&client->err,
                 "There is no command '%s': 'repere --help' lists them. To look the words up, write 'repere "
                 "search %s …'.",
                 name, name);
  return EX_USAGE;
}

/* ---- the program ---- */

static const CliCommand *find_command(const char *name)
{
  for (guint i = 0; i < G_N_ELEMENTS(commands); i++)
    if (g_str_equal(commands[i]->name, name))
      return commands[i];
  return NULL;
}

static int run(CliClient *client, int argc, char **argv)
{
  gboolean help = FALSE, version = FALSE;
  const GOptionEntry entries[] = {
      {"lang", 0, 0, G_OPTION_ARG_FILENAME, &client->lang, NULL, NULL},
      {"address", 0, 0, G_OPTION_ARG_FILENAME, &client->address, NULL, NULL},
      {"config", 'c', 0, G_OPTION_ARG_FILENAME, &client->config, NULL, NULL},
      {"help", 'h', 0, G_OPTION_ARG_NONE, &help, NULL, NULL},
      {"version", 0, 0, G_OPTION_ARG_NONE, &version, NULL, NULL},
      G_OPTION_ENTRY_NULL,
  };
  g_autoptr(GOptionContext) context = g_option_context_new(NULL);
  g_option_context_set_help_enabled(context, FALSE);
  g_option_context_set_strict_posix(context, TRUE); /* what follows the command's name is the command's */
  g_option_context_add_main_entries(context, entries, NULL);
  GError *error = NULL;
  if (!g_option_context_parse(context, &argc, &argv, &error)) {
    cli_term_say(&client->err, "%s. 'repere --help' lists commands and options.", error->message);
    g_error_free(error);
    return EX_USAGE;
  }
  if (version) {
    printf("repere %s\n", REPERE_VERSION);
    return EX_OK;
  }
  if (help) {
    print_usage(&client->out);
    return EX_OK;
  }
  if (argc < 2) {
    print_usage(&client->err);
    return EX_USAGE;
  }
  g_autofree char *name = cli_argument(argv[1]);
  const CliCommand *command = find_command(name);
  return command ? command->run(client, argc - 1, argv + 1) : say_unknown(client, name);
}

/* Output that did not arrive is a failure, whatever was printed before it. */
static int flush_output(CliClient *client, int status)
{
  errno = 0;
  if (fflush(stdout) == 0 && !ferror(stdout))
    return status;
  return cli_client_unwritten(client, errno);
}

/* A standard stream that the caller closed is held by something that refuses all: otherwise the connection to
 * the daemon would get its number, and the answer be written to the daemon. */
static void hold_streams(void)
{
  for (int fd = 0; fd <= 2; fd++)
    if (fcntl(fd, F_GETFD) == -1 && open("/dev/null", fd == 0 ? O_WRONLY : O_RDONLY) == -1)
      return;
}

int main(int argc, char **argv)
{
  hold_streams();
  signal(SIGPIPE, SIG_IGN); /* what cannot be written is seen where it is written */
  setlocale(LC_ALL, "");
  CliClient client;
  cli_client_init(&client);
  int status = run(&client, argc, argv);
  status = flush_output(&client, status);
  cli_client_clear(&client);
  return status;
}
