/* library_ranking.c - see library_ranking.h; what the numbers mean stands in repere/library.h */
#include "library_ranking.h"

#define AT(member) G_STRUCT_OFFSET(RepereWeights, member)

static const struct {
  const char *key;
  gsize offset;
  double preset, most;
} ROWS[] = {
  {"k1", AT(k1), 1.2, 10},
  {"b", AT(b), 0.7, 1},
  {"shortest", AT(shortest), 0.3, 1},
  {"title", AT(title), 3, 100},
  {"title-word", AT(title_word), 0.1, 10},
  {"abstract", AT(abstract), 1, 100},
  {"keyword", AT(keyword), 1, 100},
  {"written", AT(written), 0.4, 10},
  {"spelling", AT(spelling), 0.5, 1},
  {"page", AT(page), 0.1, 10},
  {"near", AT(near), 0.6, 10},
  {"near-words", AT(near_words), 12, 100},
  {"translation", AT(translation), 0.45, 1},
  {"concept", AT(concept), 1, 1},
  {"concept-alone", AT(concept_alone), 4, 100},
  {"candidates", AT(candidates), 50, 1000},
};

const char *const *repere_ranking_keys(void)
{
  static const char *keys[G_N_ELEMENTS(ROWS) + 1];
  for (gsize i = 0; i < G_N_ELEMENTS(ROWS); i++) keys[i] = ROWS[i].key;
  return keys;
}

static gboolean read_number(const char *text, double most, double *number)
{
  char *end = NULL;
  g_autofree char *stripped = g_strstrip(g_strdup(text));
  double read = g_ascii_strtod(stripped, &end);
  if (end == stripped || *end || !(read >= 0 && read <= most)) return FALSE;
  *number = read;
  return TRUE;
}

gboolean repere_ranking_read(GKeyFile *file, const char *path, RepereWeights *weights, GError **error)
{
  for (gsize i = 0; i < G_N_ELEMENTS(ROWS); i++) {
    double *number = G_STRUCT_MEMBER_P(weights, ROWS[i].offset);
    g_autofree char *text = g_key_file_get_string(file, "ranking", ROWS[i].key, NULL);
    *number = ROWS[i].preset;
    if (!text || read_number(text, ROWS[i].most, number)) continue;
    g_set_error(error, REPERE_ERROR, REPERE_ERROR_CONFIG,
                "%s: [ranking] %s has \"%s\"; write a number from 0 to %g, with a point for its fraction.",
                path, ROWS[i].key, text, ROWS[i].most);
    return FALSE;
  }
  return TRUE;
}
