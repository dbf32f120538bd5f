/* sources.c - see run.h: what a run needs before the first record. */
#include "indexer/facet_faults.h"
#include "indexer/run.h"

gboolean repere_sources_load(RepereRun *run, GError **error)
{
  g_autoptr(GPtrArray) problems = g_ptr_array_new_with_free_func(g_free);
  run->vocabularies = repere_vocabularies_load(run->library->vocabularies, problems, error);
  if (run->vocabularies) repere_facet_faults(run->library, run->vocabularies, problems);
  for (guint i = 0; i < problems->len; i++) repere_run_problem(run, g_strdup(problems->pdata[i]));
  return run->vocabularies != NULL;
}

/* A vocabulary whose file is there but cannot be read, or NULL. */
static const char *unread_vocabulary(const RepereRun *run)
{
  for (guint i = 0; i < run->library->facets->len; i++) {
    const char *name = ((RepereFacet *)run->library->facets->pdata[i])->vocabulary;
    if (!name || !run->library->vocabularies || repere_vocabularies_get(run->vocabularies, name)) continue;
    g_autofree char *file = g_strconcat(name, ".rdf", NULL);
    g_autofree char *path = g_build_filename(run->library->vocabularies, file, NULL);
    if (g_file_test(path, G_FILE_TEST_EXISTS)) return name;
  }
  return NULL;
}

/* An empty folder may be where a disk is mounted on other days; so few files are as soon read again as
 * lost. */
enum { FEW_FILES = 3 };

/* Up to FEW_FILES. */
static guint files_of(GHashTable *states)
{
  GHashTableIter iter;
  gpointer state;
  guint files = 0;
  g_hash_table_iter_init(&iter, states);
  while (files < FEW_FILES && g_hash_table_iter_next(&iter, NULL, &state))
    for (guint i = 0; i < ((RepereWorkState *)state)->files->len && files < FEW_FILES; i++)
      files += ((RepereFileState *)((RepereWorkState *)state)->files->pdata[i])->size != -1;
  return files;
}

/* What the index holds; a rebuild begins with nothing of its own. */
static GHashTable *states_of(const RepereRun *run)
{
  return run->live ? run->live : run->states;
}

static gboolean is_empty(const char *folder)
{
  g_autoptr(GDir) dir = g_dir_open(folder, 0, NULL);
  const char *name = dir ? g_dir_read_name(dir) : NULL;
  if (name && g_str_equal(name, "lost+found")) name = g_dir_read_name(dir);
  return dir && !name;
}

gboolean repere_sources_have_files(const RepereRun *run, GError **error)
{
  const char *folder = run->library->files;
  gboolean there = g_file_test(folder, G_FILE_TEST_IS_DIR);
  if (there && !(is_empty(folder) && files_of(states_of(run)) >= FEW_FILES)) return TRUE;
  g_set_error(error, REPERE_ERROR, REPERE_ERROR_CONFIG,
              "%s: the folder of the files is %s, and every work would lose its text; mount it, or correct "
              "[library] files. The index stays as it is.", folder, there ? "empty" : "not there");
  return FALSE;
}

gboolean repere_sources_stand(const RepereRun *run, GError **error)
{
  GHashTable *states = states_of(run);
  const char *vocabulary = unread_vocabulary(run);
  if (g_hash_table_size(states) == 0) return TRUE;
  if (vocabulary) {
    g_set_error(
      error, REPERE_ERROR, REPERE_ERROR_INPUT,
      "%s/%s.rdf: the vocabulary cannot be read, as said above, and its facets would lose their values; "
      "mend it. The index stays as it is.",
      run->library->vocabularies, vocabulary);
    return FALSE;
  }
  if (!g_file_test(run->library->files, G_FILE_TEST_IS_DIR) && files_of(states) > 0)
    return repere_sources_have_files(run, error);
  return TRUE;
}
