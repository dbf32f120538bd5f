/* report.c - `repere-indexer report`: what a curator should look at, as one page. See report.h */
#include "indexer/report.h"

#include <json-glib/json-glib.h>
#include <stdio.h>
#include <string.h>
#include "indexer/options.h"
#include "lib/values.h"

/* In the order of the page; a further section is a function more. */
static gboolean (*const sections[])(RepereReport *report, GError **error) = {
  repere_report_of_changes,
  repere_report_of_files,
  repere_report_of_problems,
  repere_report_of_texts,
  repere_report_of_duplicates,
  repere_report_of_subjects,
  repere_report_of_records,
  repere_report_of_versions,
  repere_report_of_coverage,
};

static gboolean write_sections(RepereReport *report, GError **error)
{
  g_autofree char *configured = repere_values_hash(report->library, report->vocabularies);
  report->behind = !g_str_equal(configured, report->inspection.meta.facets);
  repere_report_begin(report);
  for (guint i = 0; i < G_N_ELEMENTS(sections); i++)
    if (!sections[i](report, error)) return FALSE;
  repere_report_end(report);
  return TRUE;
}

/* Where to: a file, or NULL for the standard output. JSON is for programs, which read that. */
static char *target(const RepereLibrary *library, const RepereOptions *options)
{
  if (options->output) return g_str_equal(options->output, "-") ? NULL : g_strdup(options->output);
  return options->json ? NULL : g_build_filename(library->index, "report.html", NULL);
}

static gboolean deliver(const RepereReport *report, const RepereOptions *options, GError **error)
{
  GError *cause = NULL;
  g_autofree char *path = target(report->library, options);
  if (!path) {
    fputs(report->out->str, stdout);
    return TRUE;
  }
  if (g_file_set_contents(path, report->out->str, (gssize)report->out->len, &cause)) {
    if (!options->quiet) printf("The report is in %s\n", path);
    return TRUE;
  }
  g_set_error(error, REPERE_ERROR, REPERE_ERROR_IO,
              "%s: the report cannot be written (%s); name another file with -o.", path, cause->message);
  g_error_free(cause);
  return FALSE;
}

static gboolean make(RepereReport *report, const RepereOptions *options, GError **error)
{
  if (!repere_inspect(report->library, &report->inspection, error)) return FALSE;
  repere_report_read_run(report);
  gboolean done = repere_survey(report->library, &report->inspection, &report->survey, error) &&
                  write_sections(report, error) && deliver(report, options, error);
  repere_report_clear(report);
  g_clear_pointer(&report->run, json_node_unref);
  repere_survey_clear(&report->survey);
  repere_inspection_clear(&report->inspection);
  return done;
}

int repere_command_report(RepereLibrary *library, const RepereOptions *options)
{
  const char *lang = options->lang ? options->lang : library->languages[0];
  if (options->lang && !g_str_equal(options->lang, repere_report_language(options->lang))) {
    repere_say("--lang %s: the report is written in en, fr or es; name one of them.", options->lang);
    return REPERE_EXIT_USAGE;
  }
  GError *error = NULL;
  g_autoptr(RepereVocabularies) vocabularies = repere_vocabularies_load(library->vocabularies, NULL, &error);
  if (!vocabularies) return repere_give_up(error);
  g_autoptr(GString) out = g_string_new(NULL);
  RepereReport report = {.library = library,
                         .vocabularies = vocabularies,
                         .lang = repere_report_language(lang),
                         .out = out,
                         .as_json = options->json};
  return make(&report, options, &error) ? REPERE_EXIT_OK : repere_give_up(error);
}
