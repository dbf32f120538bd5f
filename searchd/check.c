#include "searchd/check.h"

#include <stdio.h>
#include <string.h>
#include <sysexits.h>

#include "repere/search.h"
#include "repere/text.h"
#include "searchd/http.h"
#include "searchd/message.h"

static void say_facets(const RepereLibrary *library)
{
  for (guint i = 0; i < library->facets->len; i++) {
    const RepereFacet *facet = library->facets->pdata[i];
    printf("%s%s (%s)", i ? ", " : "facets: ", facet->name, repere_facet_kind_name(facet->kind));
  }
  printf("\n");
}

static void say_index(RepereEngine *engine)
{
  const char *folder = repere_engine_library(engine)->index;
  g_autoptr(GError) error = NULL;
  RepereIndexState state;
  if (repere_engine_poll(engine, &error) && repere_engine_state(engine, &state, &error))
    printf("index: %s, revision %" G_GUINT64_FORMAT " with %u work%s%s\n", folder, state.revision, state.works,
           state.works == 1 ? "" : "s",
           strcmp(state.analysis, repere_analysis_hash()) == 0
             ? ""
             : ", made by another analysis of texts; run 'repere-indexer update'");
  else
    printf("index: %s, not ready: %s\n", folder, error->message);
}

int check_configuration(const char *path, char **listen)
{
  g_autoptr(GError) error = NULL;
  g_autoptr(GPtrArray) problems = g_ptr_array_new_with_free_func(g_free);
  RepereLibrary *library = repere_library_load(path, &error);
  g_autoptr(RepereEngine) engine = library ? repere_engine_new(library, 1, problems, &error) : NULL;
  for (guint i = 0; i < problems->len; i++)
    message(NULL, "%s", (char *)problems->pdata[i]);
  if (!engine) {
    message(NULL, "%s", error->message);
    return repere_error_exit_code(error);
  }
  const RepereLibrary *read = repere_engine_library(engine);
  g_autofree char *addresses = g_strjoinv(", ", listen ? listen : read->searchd.listen);
  g_autofree char *languages = g_strjoinv(", ", read->languages);
  printf("configuration: %s\n", read->path);
  printf("listen: %s\n", addresses);
  printf("threads: %u, with up to %u requests waiting\n", read->searchd.threads, read->searchd.queue);
  printf("deadline: %u ms from a request's arrival\n", read->searchd.deadline_ms);
  printf("connections: up to %u on each address, closed after %u s without a request\n",
         http_limits.connections, http_limits.idle_seconds);
  printf("languages: %s\n", languages);
  say_facets(read);
  say_index(engine);
  return problems->len ? EX_DATAERR : EX_OK;
}
