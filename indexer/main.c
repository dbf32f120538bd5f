/* repere-indexer - makes the index equal to the sources. See repere-indexer(1). */
#include <locale.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "indexer/options.h"
#include "indexer/pool.h"
#include "lib/plain.h"

typedef struct {
  const char *name;
  int (*run)(RepereLibrary *library, const RepereOptions *options);
  guint arguments; /* how many it takes at most */
  guint needed;    /* and at least */
  guint options;   /* the options, of those that not every command has, that it takes */
  const char *does;
  const char *wants; /* what is to be said where fewer are given; NULL where it needs none */
} Command;

/* Options that not every command takes: one that is not obeyed must not pass in silence. */
enum {
  WORKERS = 1,
  JSON = 2,
  CSV = 4,
  READ = 8,
  LANG = 16,
  OUTPUT = 32,
  DRY_RUN = 64,
  ONLY = 128,
  HARVEST = 256,
  CHOOSE = 512
};
enum { WORKERS_UNSAID = G_MININT };

static const Command commands[] = {
  {"update", repere_command_update, 0, 0, WORKERS | DRY_RUN | ONLY,
   "make the index equal to the sources; what did not change is not read again (--dry-run, --only ID)", NULL},
  {"watch", repere_command_watch, 0, 0, WORKERS,
   "update, and again whenever records, files, vocabularies or the configuration change, until it is told to "
   "end",
   NULL},
  {"rebuild", repere_command_rebuild, 0, 0, WORKERS,
   "build a new generation beside the live one, then switch to it at once", NULL},
  {"check", repere_command_check, 0, 0, READ | WORKERS,
   "validate records, vocabularies and files (--read: read them); write nothing", NULL},
  {"status", repere_command_status, 0, 0, JSON,
   "works, files, pages, languages, failures, last run, revision (--json)", NULL},
  {"ledger", repere_command_ledger, 1, 0, JSON | CSV | CHOOSE,
   "what became of every file and page, or of those chosen: ID, --outcome, --quality ... (--json, --csv)",
   NULL},
  {"lexicon", repere_command_lexicon, 1, 1, LANG,
   "what WORD is translated to, and by which dictionaries (--lang)",
   "say which word, as in \"lexicon return\""},
  {"duplicates", repere_command_duplicates, 0, 0, JSON | CSV,
   "pairs of works that look like one work, its version or its translation (--json, --csv)", NULL},
  {"harvest", repere_command_harvest, 1, 1, HARVEST,
   "fetch the records of the OAI-PMH provider at URL, or what changed (--set SPEC, --full)",
   "say from which provider, as in \"harvest https://example.org/oai\""},
  {"report", repere_command_report, 0, 0, JSON | OUTPUT | LANG,
   "a page for the curator: what changed, what to do, what there is (--output FILE, --lang, --json)", NULL},
  {"verify", repere_command_verify, 1, 0, JSON,
   "whether the index, or the snapshot in DIR, is sound (--json)", NULL},
  {"snapshot", repere_command_snapshot, 1, 1, 0,
   "copy the live index to the new folder DIR while it is served",
   "say where to, as in \"snapshot /backup/monday\""},
  {"restore", repere_command_restore, 1, 1, 0, "go back to the snapshot in DIR; the daemon follows",
   "say which snapshot, as in \"restore /backup/monday\""},
};

void repere_say(const char *format, ...)
{
  va_list arguments;
  va_start(arguments, format);
  g_autofree char *message = g_strdup_vprintf(format, arguments);
  va_end(arguments);
  /* What names of files and records have in them comes to a terminal. */
  g_autofree char *shown = repere_plain_printable(message);
  fprintf(stderr, "repere-indexer: %s\n", shown);
}

int repere_give_up(GError *error)
{
  int code = repere_error_exit_code(error);
  repere_say("%s", error->message);
  g_error_free(error);
  return code;
}

static int wrong_usage(const char *format, ...) G_GNUC_PRINTF(1, 2);
static int wrong_usage(const char *format, ...)
{
  va_list arguments;
  va_start(arguments, format);
  g_autofree char *message = g_strdup_vprintf(format, arguments);
  va_end(arguments);
  repere_say("%s; see 'repere-indexer --help'.", message);
  return REPERE_EXIT_USAGE;
}

static char *command_names(void)
{
  GString *names = g_string_new(NULL);
  for (guint i = 0; i < G_N_ELEMENTS(commands); i++)
    g_string_append_printf(names, "%s%s",
                           i == 0                           ? ""
                           : i + 1 < G_N_ELEMENTS(commands) ? ", "
                                                            : " or ",
                           commands[i].name);
  return g_string_free(names, FALSE);
}

static char *description(void)
{
  GString *text = g_string_new("Commands:\n");
  for (guint i = 0; i < G_N_ELEMENTS(commands); i++)
    g_string_append_printf(text, "  %-10s %s\n", commands[i].name, commands[i].does);
  g_string_append(
    text, "\nThe configuration is ./repere.conf, else /etc/repere/repere.conf; see repere.conf(5).\n"
          "Exit status: 0 all well; 65 done, but some input was bad and is named; 64 wrong usage;\n"
          "70 and up could not do it. Killed at any moment, the index stays at its last commit and the\n"
          "next update finishes the job.");
  return g_string_free(text, FALSE);
}

static gboolean parse(int *argc, char ***argv, RepereOptions *options, gboolean *version, GError **error)
{
  const GOptionEntry entries[] = {
    {"config", 'c', 0, G_OPTION_ARG_FILENAME, &options->config, "Configuration file", "FILE"},
    {"workers", 'w', 0, G_OPTION_ARG_INT, &options->workers,
     "Extraction processes (default: [indexer] workers)", "N"},
    {"quiet", 'q', 0, G_OPTION_ARG_NONE, &options->quiet,
     "No progress and no summary; problems are still named", NULL},
    {"json", 0, 0, G_OPTION_ARG_NONE, &options->json,
     "status, ledger, duplicates, report, verify: print JSON", NULL},
    {"csv", 0, 0, G_OPTION_ARG_NONE, &options->csv,
     "ledger: print CSV, a row a page; duplicates: a row a pair", NULL},
    {"read", 0, 0, G_OPTION_ARG_NONE, &options->read, "check: read every file, as an update would", NULL},
    {"lang", 0, 0, G_OPTION_ARG_STRING, &options->lang,
     "lexicon: as a word of this language only; report: written in en, fr or es", "CODE"},
    {"output", 'o', 0, G_OPTION_ARG_FILENAME, &options->output,
     "report: where it goes, - for the standard output (default: report.html in the index's folder)", "FILE"},
    {"dry-run", 'n', 0, G_OPTION_ARG_NONE, &options->dry_run,
     "update: say what would be done, and write nothing", NULL},
    {"only", 0, 0, G_OPTION_ARG_STRING_ARRAY, &options->only,
     "update: read this work again, and no other (repeatable)", "ID"},
    {"work", 0, 0, G_OPTION_ARG_STRING_ARRAY, &options->works, "ledger: this work (repeatable)", "ID"},
    {"file", 0, 0, G_OPTION_ARG_STRING_ARRAY, &options->files,
     "ledger: files whose name is like this, with * and ? (repeatable)", "PATTERN"},
    {"outcome", 0, 0, G_OPTION_ARG_STRING_ARRAY, &options->outcomes,
     "ledger: files with this outcome; -NAME: with any other (repeatable, or with commas)", "NAME"},
    {"quality", 0, 0, G_OPTION_ARG_STRING_ARRAY, &options->qualities,
     "ledger: files with this value of the facet quality, or none; -NAME: without it", "NAME"},
    {"source", 0, 0, G_OPTION_ARG_STRING_ARRAY, &options->sources,
     "ledger: pages whose text is from there; -NAME: from elsewhere", "NAME"},
    {"pages", 0, 0, G_OPTION_ARG_STRING, &options->pages,
     "ledger: these pages, as 3,7-9,12-; none: files alone", "PAGES"},
    {"set", 0, 0, G_OPTION_ARG_STRING, &options->set, "harvest: only this set of the provider's", "SPEC"},
    {"full", 0, 0, G_OPTION_ARG_NONE, &options->full,
     "harvest: all records, not what changed; what is not there any more is removed", NULL},
    {"version", 0, 0, G_OPTION_ARG_NONE, version, "Print the version", NULL},
    G_OPTION_ENTRY_NULL,
  };
  g_autofree char *text = description();
  g_autoptr(GOptionContext) context = g_option_context_new("COMMAND [ID|WORD|URL|DIR]");
  g_option_context_set_summary(
    context, "Indexes a library of publications: records and files into a searchable index.");
  g_option_context_set_description(context, text);
  g_option_context_add_main_entries(context, entries, NULL);
  return g_option_context_parse(context, argc, argv, error);
}

static const Command *find_command(const char *name)
{
  for (guint i = 0; i < G_N_ELEMENTS(commands); i++)
    if (g_str_equal(commands[i].name, name)) return &commands[i];
  return NULL;
}

/* The first option given that `command` does not take, or NULL. */
static const char *idle_option(const Command *command, const RepereOptions *options)
{
  const struct {
    guint bit;
    gboolean given;
    const char *name;
  } optional[] = {{WORKERS, options->workers != 0, "--workers"},
                  {JSON, options->json, "--json"},
                  {CSV, options->csv, "--csv"},
                  {READ, options->read, "--read"},
                  {LANG, options->lang != NULL, "--lang"},
                  {OUTPUT, options->output != NULL, "--output"},
                  {DRY_RUN, options->dry_run, "--dry-run"},
                  {ONLY, options->only != NULL, "--only"},
                  {CHOOSE, options->works != NULL, "--work"},
                  {CHOOSE, options->files != NULL, "--file"},
                  {CHOOSE, options->outcomes != NULL, "--outcome"},
                  {CHOOSE, options->qualities != NULL, "--quality"},
                  {CHOOSE, options->sources != NULL, "--source"},
                  {CHOOSE, options->pages != NULL, "--pages"},
                  {HARVEST, options->set != NULL, "--set"},
                  {HARVEST, options->full, "--full"}};
  for (guint i = 0; i < G_N_ELEMENTS(optional); i++)
    if (optional[i].given && !(command->options & optional[i].bit)) return optional[i].name;
  return NULL;
}

static int run_command(RepereOptions *options, int argc, char **argv)
{
  GError *error = NULL;
  if (argc < 2) {
    g_autofree char *names = command_names();
    return wrong_usage("say what to do: %s", names);
  }
  const Command *command = find_command(argv[1]);
  if (!command) return wrong_usage("there is no command \"%s\"", argv[1]);
  options->arguments = argv + 2;
  if (g_strv_length(options->arguments) > command->arguments)
    return wrong_usage("\"%s\" is one argument too many", options->arguments[command->arguments]);
  if (g_strv_length(options->arguments) < command->needed)
    return wrong_usage("%s", command->wants);
  if (options->workers == WORKERS_UNSAID) options->workers = 0;
  else if (options->workers < 1 || options->workers > 256)
    return wrong_usage("--workers takes a number from 1 to 256");
  const char *idle = idle_option(command, options);
  if (idle) return wrong_usage("%s means nothing to the command %s", idle, command->name);
  if (options->json && options->csv) return wrong_usage("--json and --csv cannot both be asked for");
  RepereLibrary *library = repere_library_load(options->config, &error);
  if (!library) return repere_give_up(error);
  int code = command->run(library, options);
  repere_library_free(library);
  return code;
}

static void clear(RepereOptions *options)
{
  char **const lists[] = {options->only,     options->works,     options->files,
                          options->outcomes, options->qualities, options->sources};
  char *const texts[] = {options->config, options->lang, options->output, options->pages, options->set};
  for (guint i = 0; i < G_N_ELEMENTS(lists); i++) g_strfreev(lists[i]);
  for (guint i = 0; i < G_N_ELEMENTS(texts); i++) g_free(texts[i]);
}

int main(int argc, char **argv)
{
  RepereOptions options = {.workers = WORKERS_UNSAID};
  gboolean version = FALSE;
  g_autoptr(GError) error = NULL;
  if (argc == 3 && g_str_equal(argv[1], REPERE_WORKER_ARGUMENT)) repere_worker_main(atoi(argv[2]));
  setlocale(LC_ALL, "");
  if (!parse(&argc, &argv, &options, &version, &error)) {
    repere_say("%s; see 'repere-indexer --help'.", error->message);
    return REPERE_EXIT_USAGE;
  }
  if (version) {
    puts("repere-indexer " REPERE_VERSION);
    return REPERE_EXIT_OK;
  }
  int code = run_command(&options, argc, argv);
  clear(&options);
  if (fflush(stdout) == EOF || ferror(stdout)) {
    repere_say("standard output: cannot be written; the answer is not complete.");
    return 74; /* EX_IOERR */
  }
  return code;
}
