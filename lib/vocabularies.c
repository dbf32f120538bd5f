/* vocabularies.c - all vocabularies of a library, by their names: see repere/vocabulary.h */
#include "quality.h"
#include "skos.h"
#include <string.h>

struct RepereVocabularies {
  GHashTable *by_name; /* name -> RepereVocabulary *, owned */
  GPtrArray *names;    /* of the file vocabularies, in order; NULL-terminated; borrowed from them */
  char *unread;        /* the first file that could not be read, or NULL */
};

static RepereVocabularies *vocabularies_new(void)
{
  RepereVocabularies *vocabularies = g_new0(RepereVocabularies, 1);
  vocabularies->by_name =
    g_hash_table_new_full(g_str_hash, g_str_equal, NULL, (GDestroyNotify)repere_vocabulary_free);
  vocabularies->names = g_ptr_array_new();
  return vocabularies;
}

void repere_vocabularies_free(RepereVocabularies *vocabularies)
{
  if (vocabularies == NULL)
    return;
  g_hash_table_unref(vocabularies->by_name);
  g_ptr_array_unref(vocabularies->names);
  g_free(vocabularies->unread);
  g_free(vocabularies);
}

static void add_vocabulary(RepereVocabularies *vocabularies, RepereVocabulary *vocabulary)
{
  g_hash_table_insert(vocabularies->by_name, vocabulary->name, vocabulary);
}

static void load_file(RepereVocabularies *vocabularies, const char *folder, const char *file,
                      GPtrArray *problems)
{
  g_autofree char *path = g_build_filename(folder, file, NULL);
  g_autofree char *name = g_strndup(file, strlen(file) - strlen(".rdf"));
  if (g_hash_table_contains(vocabularies->by_name, name)) {
    if (problems != NULL)
      g_ptr_array_add(
        problems, g_strdup_printf("%s: the name \"%s\" is that of a vocabulary that is always there; give "
                                  "the file another name.",
                                  path, name));
    return;
  }
  g_autoptr(GError) cause = NULL;
  RepereVocabulary *vocabulary = repere_skos_read(path, name, problems, &cause);
  if (vocabulary == NULL) {
    if (problems != NULL)
      g_ptr_array_add(problems, g_strdup(cause->message));
    if (vocabularies->unread == NULL)
      vocabularies->unread = g_steal_pointer(&path);
    return;
  }
  vocabulary->countries = g_hash_table_lookup(vocabularies->by_name, "iso3166");
  add_vocabulary(vocabularies, vocabulary);
  repere_vocabulary_add_member(g_hash_table_lookup(vocabularies->by_name, "*"), vocabulary);
  g_ptr_array_add(vocabularies->names, vocabulary->name);
}

static int by_text(gconstpointer a, gconstpointer b)
{
  return strcmp(*(const char *const *)a, *(const char *const *)b);
}

/* The names of the *.rdf in `folder`, in order; NULL and an error where it cannot be read. */
static GPtrArray *list_files(const char *folder, GError **error)
{
  g_autoptr(GError) cause = NULL;
  g_autoptr(GDir) dir = g_dir_open(folder, 0, &cause);
  if (dir == NULL) {
    g_set_error(error, REPERE_ERROR, REPERE_ERROR_CONFIG,
                "%s: the folder of vocabularies cannot be read (%s); correct "
                "[library] vocabularies.",
                folder, cause->message);
    return NULL;
  }
  GPtrArray *files = g_ptr_array_new_with_free_func(g_free);
  for (const char *file = g_dir_read_name(dir); file != NULL; file = g_dir_read_name(dir))
    if (g_str_has_suffix(file, ".rdf") && file[0] != '.')
      g_ptr_array_add(files, g_strdup(file));
  g_ptr_array_sort(files, by_text);
  return files;
}

RepereVocabularies *repere_vocabularies_load(const char *folder, GPtrArray *problems, GError **error)
{
  g_autoptr(GPtrArray) files = folder != NULL ? list_files(folder, error) : g_ptr_array_new();
  if (files == NULL)
    return NULL;
  RepereVocabularies *vocabularies = vocabularies_new();
  add_vocabulary(vocabularies, repere_vocabulary_all_new());
  add_vocabulary(vocabularies, repere_icu_countries());
  add_vocabulary(vocabularies, repere_icu_languages());
  add_vocabulary(vocabularies, repere_quality_vocabulary());
  for (guint i = 0; i < files->len; i++)
    load_file(vocabularies, folder, g_ptr_array_index(files, i), problems);
  g_ptr_array_add(vocabularies->names, NULL);
  repere_vocabulary_join_same(g_hash_table_lookup(vocabularies->by_name, "*"));
  return vocabularies;
}

const RepereVocabulary *repere_vocabularies_get(const RepereVocabularies *vocabularies, const char *name)
{
  return g_hash_table_lookup(vocabularies->by_name, name);
}

const char *repere_vocabularies_unread(const RepereVocabularies *vocabularies)
{
  return vocabularies->unread;
}

const char *const *repere_vocabularies_names(const RepereVocabularies *vocabularies)
{
  return (const char *const *)vocabularies->names->pdata;
}
