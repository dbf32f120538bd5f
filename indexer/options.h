/* options.h - what the command line of repere-indexer asked for, and the names its messages go by. */
#ifndef REPERE_OPTIONS_H
#define REPERE_OPTIONS_H

#include "repere/library.h"

G_BEGIN_DECLS

typedef struct {
  char *config;       /* -c, or NULL */
  gint workers;       /* --workers: overrides the configuration; 0: not given */
  gboolean quiet;     /* --quiet: no progress, no summary; problems are still named */
  gboolean json;      /* --json */
  gboolean csv;       /* --csv */
  gboolean read;      /* --read: check reads every file */
  char *lang;         /* --lang: lexicon looks in this language only; or NULL */
  char *output;       /* --output: where the report goes, "-" for the standard output; or NULL */
  gboolean dry_run;   /* --dry-run: update says what it would do */
  char **only;        /* --only: ids of the works that update reads again; NULL: all works, as they need it */
  char **works;       /* --work: ids of the works that ledger shows; these and the following: NULL: all */
  char **files;       /* --file: patterns of the files that it shows */
  char **outcomes;    /* --outcome, */
  char **qualities;   /* --quality, */
  char **sources;     /* --source: names, as given */
  char *pages;        /* --pages: "3,7-9", "none"; or NULL */
  char *set;          /* --set: harvest takes this set only; or NULL */
  gboolean full;      /* --full: harvest asks for all records */
  char **arguments;   /* what follows the command; NULL-terminated */
} RepereOptions;

/* A command's exit code: sysexits. */
enum { REPERE_EXIT_OK = 0, REPERE_EXIT_USAGE = 64, REPERE_EXIT_INPUT = 65 };

/* Prints "repere-indexer: MESSAGE" to stderr. */
void repere_say(const char *format, ...) G_GNUC_PRINTF(1, 2);

/* Prints the error and frees it; returns the exit code that goes with it. */
int repere_give_up(GError *error);

/* The commands. */
int repere_command_update(RepereLibrary *library, const RepereOptions *options);
int repere_command_watch(RepereLibrary *library, const RepereOptions *options);
int repere_command_rebuild(RepereLibrary *library, const RepereOptions *options);
int repere_command_check(RepereLibrary *library, const RepereOptions *options);
int repere_command_status(RepereLibrary *library, const RepereOptions *options);
int repere_command_lexicon(RepereLibrary *library, const RepereOptions *options);
int repere_command_ledger(RepereLibrary *library, const RepereOptions *options);
int repere_command_harvest(RepereLibrary *library, const RepereOptions *options);
int repere_command_duplicates(RepereLibrary *library, const RepereOptions *options);
int repere_command_report(RepereLibrary *library, const RepereOptions *options);
int repere_command_verify(RepereLibrary *library, const RepereOptions *options);
int repere_command_snapshot(RepereLibrary *library, const RepereOptions *options);
int repere_command_restore(RepereLibrary *library, const RepereOptions *options);

G_END_DECLS
#endif
