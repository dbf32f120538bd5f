/* raised.c - see raised.h */
#include "indexer/raised.h"

#include "lib/stored.h"

/* Which of the limits that told on a file would let it further now. A file's size is known: one that is too
 * large for the new limit, too, is left. */
static guint32 raised_for(const ReperePoolLimits *limits, const RepereFileState *file)
{
  guint32 raised = 0;
  for (guint i = 0; file->cut && i < REPERE_LIMITS; i++)
    if (file->cut[i] && repere_pool_limit(limits, (RepereLimit)i) > file->cut[i]) raised |= 1u << i;
  if (file->size > (gint64)limits->max_file_mb << 20) raised = 0;
  return raised;
}

RepereRaised repere_raised_apply(const ReperePoolLimits *limits, GHashTable *states, GHashTable *only)
{
  RepereRaised all = {0};
  GHashTableIter iter;
  gpointer id, state;
  g_hash_table_iter_init(&iter, states);
  while (g_hash_table_iter_next(&iter, &id, &state)) {
    const GPtrArray *files = ((RepereWorkState *)state)->files;
    if (only && !g_hash_table_contains(only, id)) continue;
    for (guint i = 0; i < files->len; i++) {
      RepereFileState *file = files->pdata[i];
      guint32 raised = raised_for(limits, file);
      if (!raised) continue;
      file->size = REPERE_SIZE_READ_AGAIN;
      all.limits |= raised;
      all.files++;
    }
  }
  return all;
}

char *repere_raised_names(const RepereRaised *raised)
{
  GString *names = g_string_new(NULL);
  for (guint i = 0; i < REPERE_LIMITS; i++)
    if (raised->limits & 1u << i)
      g_string_append_printf(names, "%s%s", names->len ? ", " : "", repere_limit_name((RepereLimit)i));
  return g_string_free(names, FALSE);
}
