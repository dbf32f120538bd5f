/* road.h - libraries made on the fly for tests of the whole road: records and files are written into a
 * temporary folder, the real indexer is run on them, and the engine opens what it made. */
#ifndef TESTS_ENGINE_ROAD_H
#define TESTS_ENGINE_ROAD_H

#include <glib.h>
#include <glib/gstdio.h>
#include <string.h>
#include <sys/wait.h>

#include "repere/search.h"
#include "tests/folder.h"

typedef struct {
  char *folder;
  char *indexer;   /* the program */
  char *out, *err; /* what the last run said */
} Road;

static inline char *road_path(const Road *road, const char *name)
{
  return g_build_filename(road->folder, name, NULL);
}

/* `length` -1: to the zero byte. Folders on the way are made. */
static inline void road_write_bytes(const Road *road, const char *name, const char *bytes, gssize length)
{
  folder_put(road->folder, name, bytes, length);
}

static inline void road_write(const Road *road, const char *name, const char *text)
{
  road_write_bytes(road, name, text, -1);
}

/* `configuration` stands after the [library] group's first lines: further keys, then further groups. Unless
 * it says so, words are not translated: opening the dictionaries takes longer than indexing a few records. */
static inline Road *road_new(const char *configuration)
{
  Road *road = g_new0(Road, 1);
  const char *build = g_getenv("BUILD");
  g_autofree char *here = g_build_filename(build ? build : "build", "repere-indexer", NULL);
  road->indexer = g_canonicalize_filename(here, NULL);
  road->folder = folder_new();
  static const char no_translation[] = "\n[indexer]\ntranslate=off\n";
  g_autofree char *conf =
    g_strconcat("[library]\nrecords=records\nfiles=files\nindex=index\n"
                "url=https://example.org/f/\n",
                configuration ? configuration : "",
                configuration && strstr(configuration, "translate=") ? "" : no_translation, NULL);
  road_write(road, "repere.conf", conf);
  g_autofree char *records = road_path(road, "records");
  g_autofree char *files = road_path(road, "files");
  g_mkdir_with_parents(records, 0777);
  g_mkdir_with_parents(files, 0777);
  return road;
}

static inline void road_free(Road *road)
{
  if (!road) return;
  if (g_getenv("ROAD_KEEP")) g_test_message("kept: %s", road->folder);
  else folder_remove(road->folder);
  g_free(road->folder);
  g_free(road->indexer);
  g_free(road->out);
  g_free(road->err);
  g_free(road);
}
G_DEFINE_AUTOPTR_CLEANUP_FUNC(Road, road_free)

/* Runs the indexer with one command and returns its exit code; what it says is kept in out and err. */
static inline int road_run(Road *road, const char *command)
{
  g_autoptr(GError) error = NULL;
  g_autofree char *conf = road_path(road, "repere.conf");
  char *argv[] = {road->indexer, (char *)"-c", conf, (char *)command, NULL};
  int status = 0;
  g_clear_pointer(&road->out, g_free);
  g_clear_pointer(&road->err, g_free);
  g_spawn_sync(NULL, argv, NULL, G_SPAWN_DEFAULT, NULL, NULL, &road->out, &road->err, &status, &error);
  g_assert_no_error(error);
  if (!WIFEXITED(status)) g_error("the indexer ended by signal %d: %s", WTERMSIG(status), road->err);
  return WEXITSTATUS(status);
}

/* As above, and everything must be well. */
static inline void road_run_well(Road *road, const char *command)
{
  int code = road_run(road, command);
  if (code != 0) g_error("repere-indexer %s ended with %d: %s", command, code, road->err);
}

static inline RepereEngine *road_engine(const Road *road)
{
  g_autoptr(GError) error = NULL;
  g_autofree char *conf = road_path(road, "repere.conf");
  RepereLibrary *library = repere_library_load(conf, &error);
  g_assert_no_error(error);
  RepereEngine *engine = repere_engine_new(library, 1, NULL, &error);
  g_assert_no_error(error);
  return engine;
}

static inline RepereAnswer *road_ask(RepereEngine *engine, const RepereQuestion *question)
{
  g_autoptr(GError) error = NULL;
  RepereAnswer *answer = repere_search(engine, 0, question, &error);
  g_assert_no_error(error);
  return answer;
}

/* A question of words alone. */
static inline RepereQuestion *road_question(const char *q, const char *lang)
{
  RepereQuestion *question = repere_question_new();
  g_free(question->q);
  g_free(question->lang);
  question->q = g_strdup(q);
  question->lang = g_strdup(lang);
  return question;
}

/* ---- records ---- */

static inline void road_element(GString *xml, const char *element, const char *lang, const char *value)
{
  g_autofree char *escaped = g_markup_escape_text(value, -1);
  g_string_append_printf(xml, "  <%s", element);
  if (lang && lang[0]) g_string_append_printf(xml, " xml:lang=\"%s\"", lang);
  g_string_append_printf(xml, ">%s</%s>\n", escaped, element);
}

static inline GString *road_records(void)
{
  return g_string_new(
      "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n"
      "<records xmlns=\"urn:repere:record:1\" xmlns:dcterms=\"http://purl.org/dc/terms/\">\n");
}

/* Closes and writes; frees `xml`. */
static inline void road_write_records(const Road *road, const char *name, GString *xml)
{
  g_string_append(xml, "</records>\n");
  road_write(road, name, xml->str);
  g_string_free(xml, TRUE);
}

#endif
