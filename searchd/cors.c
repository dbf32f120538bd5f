#include "searchd/cors.h"

#include <string.h>

struct Cors {
  gatomicrefcount references;
  char **origins;
  gboolean all;
};

Cors *cors_new(const char *const *origins)
{
  if (!origins || !*origins)
    return NULL;
  Cors *cors = g_new0(Cors, 1);
  g_atomic_ref_count_init(&cors->references);
  cors->origins = g_strdupv((char **)origins);
  cors->all = g_strv_contains(origins, "*");
  return cors;
}

Cors *cors_ref(Cors *cors)
{
  g_atomic_ref_count_inc(&cors->references);
  return cors;
}

void cors_unref(Cors *cors)
{
  if (!cors || !g_atomic_ref_count_dec(&cors->references))
    return;
  g_strfreev(cors->origins);
  g_free(cors);
}

const char *cors_allow(const Cors *cors, const char *origin)
{
  if (!cors)
    return NULL;
  if (cors->all)
    return "*";
  for (char **allowed = cors->origins; origin && *allowed; allowed++) {
    if (strcmp(*allowed, origin) == 0)
      return *allowed;
  }
  return NULL;
}

gboolean cors_varies(const Cors *cors)
{
  return cors && !cors->all;
}
