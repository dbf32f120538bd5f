/* facet_faults.c - see facet_faults.h */
#include "indexer/facet_faults.h"

#include "indexer/oai.h"
#include "indexer/record_faults.h"
#include "plain.h"

/* "; did you mean CLOSE?" where one is close, else all of them. */
static char *remedy(const char *written, const char *const *known, const char *what)
{
  const char *close = repere_plain_closest(written, known);
  if (close) return g_strdup_printf("did you mean %s?", close);
  g_autofree char *all = g_strjoinv(", ", (char **)(guintptr)known);
  return g_strdup_printf("%s are %s.", what, all);
}

static gboolean is_there(const RepereLibrary *library, const RepereVocabularies *vocabularies, const char *name)
{
  if (repere_vocabularies_get(vocabularies, name)) return TRUE;
  if (!library->vocabularies) return FALSE;
  g_autofree char *file = g_strconcat(library->vocabularies, G_DIR_SEPARATOR_S, name, ".rdf", NULL);
  return g_file_test(file, G_FILE_TEST_EXISTS);
}

static void check_vocabulary(const RepereLibrary *library, const RepereVocabularies *vocabularies,
                             const RepereFacet *facet, GPtrArray *problems)
{
  if (!facet->vocabulary || is_there(library, vocabularies, facet->vocabulary)) return;
  g_autoptr(GPtrArray) known = g_ptr_array_new();
  for (const char *const *name = repere_vocabularies_names(vocabularies); *name; name++)
    g_ptr_array_add(known, (gpointer)*name);
  g_ptr_array_add(known, (gpointer) "iso3166");
  g_ptr_array_add(known, (gpointer) "iso639");
  g_ptr_array_add(known, (gpointer) "quality");
  g_ptr_array_add(known, NULL);
  g_autofree char *help = remedy(facet->vocabulary, (const char *const *)known->pdata, "there");
  g_ptr_array_add(problems,
                  g_strdup_printf("%s: [facet %s]: vocabulary has \"%s\", but [library] vocabularies has no %s.rdf; %s",
                                  library->path, facet->name, facet->vocabulary, facet->vocabulary, help));
}

static void check_sources(const RepereLibrary *library, const RepereFacet *facet, const char *const *elements,
                          GPtrArray *problems)
{
  for (guint i = 0; facet->sources[i]; i++) {
    if (g_strv_contains(elements, facet->sources[i])) continue;
    g_autofree char *help = remedy(facet->sources[i], elements, "those that can feed one");
    g_ptr_array_add(problems, g_strdup_printf("%s: [facet %s]: source has \"%s\", which no record has for a facet; %s",
                                              library->path, facet->name, facet->sources[i], help));
  }
}

void repere_facet_faults(const RepereLibrary *library, const RepereVocabularies *vocabularies, GPtrArray *problems)
{
  g_autoptr(GPtrArray) elements = g_ptr_array_new();
  repere_record_elements(elements);
  repere_oai_elements(elements);
  g_ptr_array_add(elements, (gpointer) "quality"); /* no element, but a source */
  g_ptr_array_add(elements, NULL);
  for (guint i = 0; i < library->facets->len; i++) {
    const RepereFacet *facet = library->facets->pdata[i];
    check_vocabulary(library, vocabularies, facet, problems);
    check_sources(library, facet, (const char *const *)elements->pdata, problems);
  }
}
