/* fixture.h - a folder of its own with a configuration and an index of the sample library, for tests over
 * HTTP. */
#ifndef TESTS_HTTP_FIXTURE_H
#define TESTS_HTTP_FIXTURE_H

#include <gio/gio.h>
#include "tests/folder.h"

typedef struct {
  char *folder, *configuration;
} Fixture;

static inline char *fixture_program(const char *name)
{
  const char *build = g_getenv("BUILD");
  g_autofree char *path = g_build_filename(build ? build : "build", name, NULL);
  return g_canonicalize_filename(path, NULL);
}

static inline char *fixture_path(const Fixture *fixture, const char *name)
{
  return g_build_filename(fixture->folder, name, NULL);
}

/* `index`: a folder in the fixture's; `searchd`: lines of [searchd]. */
static inline void fixture_configure(const Fixture *fixture, const char *index, const char *searchd)
{
  const char *source = g_getenv("SOURCE");
  g_autofree char *corpus = g_build_filename(source ? source : ".", "corpus", NULL);
  g_autofree char *whole = g_canonicalize_filename(corpus, NULL);
  g_autofree char *text =
    g_strdup_printf("[library]\nrecords=%s/records\nfiles=%s/files\nvocabularies=%s/vocabularies\n"
                    "index=%s\nurl=https://example.org/files/\n[searchd]\n%s\n",
                    whole, whole, whole, index, searchd);
  g_assert_true(g_file_set_contents(fixture->configuration, text, -1, NULL));
}

static inline void fixture_index(const Fixture *fixture)
{
  g_autofree char *indexer = fixture_program("repere-indexer");
  GError *error = NULL;
  g_autoptr(GSubprocess) process =
    g_subprocess_new(G_SUBPROCESS_FLAGS_STDERR_SILENCE | G_SUBPROCESS_FLAGS_STDOUT_SILENCE, &error, indexer,
                     "-c", fixture->configuration, "update", NULL);
  g_assert_no_error(error);
  g_subprocess_wait(process, NULL, &error);
  g_assert_no_error(error);
  /* 65: done, with a scan without text that is named; the sample library has one */
  int code = g_subprocess_get_exit_status(process);
  if (code != 0 && code != 65)
    g_error("repere-indexer ended with %d", code);
}

static inline Fixture fixture_new(const char *searchd)
{
  Fixture fixture = { 0 };
  fixture.folder = folder_new();
  fixture.configuration = fixture_path(&fixture, "repere.conf");
  fixture_configure(&fixture, "index", searchd);
  return fixture;
}

static inline void fixture_clear(Fixture *fixture)
{
  folder_free(fixture->folder);
  g_free(fixture->configuration);
}

#endif
