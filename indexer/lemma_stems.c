/* lemma_stems.c - see lemma_stems.h */
#include "indexer/lemma_stems.h"

#include <string.h>

/* So many stems of a lemma, and those in no less than this part of the works that the commonest is in. */
#define MOST_STEMS 4
#define LEAST_PART 20

static guint hash_lemma(gconstpointer data)
{
  const RepereLemma *lemma = data;
  return g_direct_hash(lemma->lemma) * 31 + lemma->speech;
}

static gboolean same_lemma(gconstpointer a, gconstpointer b)
{
  const RepereLemma *one = a, *other = b;
  return one->lemma == other->lemma && one->speech == other->speech;
}

static void stem_clear(gpointer data)
{
  RepereLemmaStem *stem = data;
  g_free(stem->stem);
  g_free(stem->label);
}

static void lemma_free(gpointer data)
{
  RepereLemmaStems *lemma = data;
  g_array_unref(lemma->stems);
  g_free(lemma);
}

RepereStemmed *repere_stemmed_new(void)
{
  RepereStemmed *stemmed = g_new0(RepereStemmed, 1);
  stemmed->lemmas = g_ptr_array_new_with_free_func(lemma_free);
  stemmed->known = g_hash_table_new(hash_lemma, same_lemma);
  return stemmed;
}

void repere_stemmed_free(RepereStemmed *stemmed)
{
  if (!stemmed) return;
  g_hash_table_unref(stemmed->known);
  g_ptr_array_unref(stemmed->lemmas);
  g_free(stemmed);
}

static RepereLemmaStems *stems_at(RepereStemmed *stemmed, const RepereLemma *lemma)
{
  RepereLemmaStems *found = g_hash_table_lookup(stemmed->known, lemma);
  if (found) return found;
  found = g_new0(RepereLemmaStems, 1);
  found->lemma = *lemma;
  found->stems = g_array_new(FALSE, FALSE, sizeof(RepereLemmaStem));
  g_array_set_clear_func(found->stems, stem_clear);
  g_ptr_array_add(stemmed->lemmas, found);
  g_hash_table_insert(stemmed->known, &found->lemma, found);
  return found;
}

void repere_stemmed_add(RepereStemmed *stemmed, const RepereLemma *lemma, const RepereIndexWord *word,
                        guint spelling)
{
  RepereLemmaStems *found = stems_at(stemmed, lemma);
  const char *label = word->spellings->pdata[spelling];
  guint uses = g_array_index(word->uses, guint, spelling);
  for (guint i = found->stems->len; i-- > 0;) {
    RepereLemmaStem *known = &g_array_index(found->stems, RepereLemmaStem, i);
    if (!g_str_equal(known->stem, word->stem)) continue;
    if (uses < known->uses || (uses == known->uses && strlen(label) >= strlen(known->label))) return;
    g_free(known->label);
    known->label = g_strdup(label);
    known->uses = uses;
    return;
  }
  RepereLemmaStem fresh = {g_strdup(word->stem), g_strdup(label), uses, word->works};
  g_array_append_val(found->stems, fresh);
}

static gint by_works(gconstpointer a, gconstpointer b)
{
  const RepereLemmaStem *one = a, *other = b;
  if (one->works != other->works) return one->works > other->works ? -1 : 1;
  return strcmp(one->stem, other->stem);
}

void repere_lemma_stems_cut(RepereLemmaStems *lemma)
{
  g_array_sort(lemma->stems, by_works);
  guint most = g_array_index(lemma->stems, RepereLemmaStem, 0).works, kept = 1;
  while (kept < MIN(lemma->stems->len, MOST_STEMS) &&
         g_array_index(lemma->stems, RepereLemmaStem, kept).works * LEAST_PART >= most)
    kept++;
  g_array_set_size(lemma->stems, (guint)kept);
}
