/* concepts.c - see concepts.h: finding; concepts_build.c makes what is read here. */
#include <string.h>
#include "concepts_private.h"

void repere_concepts_free(RepereConcepts *concepts)
{
  if (concepts == NULL)
    return;
  g_array_unref(concepts->vocabularies);
  g_free(concepts->terms);
  g_free(concepts->cells);
  g_free(concepts->begins);
  g_free(concepts->edges);
  g_free(concepts->first_output);
  g_free(concepts->outputs);
  g_free(concepts);
}

guint repere_concepts_size(const RepereConcepts *concepts)
{
  return concepts->size;
}

void repere_concepts_name(const RepereConcepts *concepts, guint32 number, RepereConceptName *name)
{
  guint i = concepts->vocabularies->len;
  while (i > 1 && g_array_index(concepts->vocabularies, RepereConceptVocabulary, i - 1).first > number)
    i--;
  const RepereConceptVocabulary *of = &g_array_index(concepts->vocabularies, RepereConceptVocabulary, i - 1);
  name->vocabulary = of->vocabulary;
  name->vocabulary_name = of->name;
  name->value = repere_vocabulary_at(of->vocabulary, number - of->first);
}

gsize repere_concepts_bytes(const RepereConcepts *concepts)
{
  return sizeof *concepts + concepts->terms_size +
         (concepts->cells_mask + (gsize)1) * sizeof *concepts->cells + (concepts->n_keys + (gsize)1) +
         (concepts->edges_mask + (gsize)1) * sizeof *concepts->edges +
         (concepts->n_nodes + (gsize)1) * sizeof *concepts->first_output +
         concepts->first_output[concepts->n_nodes] * sizeof *concepts->outputs;
}

guint32 repere_concepts_key(const RepereConcepts *concepts, const char *term, gsize size)
{
  guint32 hash = repere_concept_hash_term(term, size);
  for (guint32 at = hash & concepts->cells_mask;; at = (at + 1) & concepts->cells_mask) {
    const RepereConceptTerm *cell = &concepts->cells[at];
    if (cell->key == 0 ||
        (cell->hash == hash && cell->size == size && memcmp(concepts->terms + cell->at, term, size) == 0))
      return cell->key;
  }
}

/* ---- one walk ---- */

typedef struct {
  guint32 node, words;
} End;

/* What a vocabulary found last. */
typedef struct {
  guint32 start, end;
  guint rank;
} Taken;

typedef struct {
  const RepereConcepts *concepts;
  guint texts;           /* the bit of the text's language */
  GArray *active, *next; /* of guint32: nodes reached */
  GArray *ends;          /* of End: labels that end somewhere, shorter ones first */
  Taken *taken;          /* of each vocabulary */
  GArray *found;
} Walk;

static void reach(GArray *nodes, guint32 node)
{
  for (guint i = 0; i < nodes->len; i++)
    if (g_array_index(nodes, guint32, i) == node)
      return;
  g_array_append_val(nodes, node);
}

/* Adds the nodes that `key` leads to from `node`. */
static void follow(const RepereConcepts *concepts, guint32 node, guint32 key, GArray *nodes)
{
  guint32 at = repere_concept_hash_edge(node, key) & concepts->edges_mask;
  for (; concepts->edges[at].next != 0; at = (at + 1) & concepts->edges_mask)
    if (concepts->edges[at].node == node && concepts->edges[at].key == key)
      reach(nodes, concepts->edges[at].next);
}

static gboolean begins(const RepereConcepts *concepts, RepereConceptWord word)
{
  return (concepts->begins[word.stem] | concepts->begins[word.folded]) != 0;
}

/* Collects the labels that begin with the first of `n` words. */
static void walk_from(Walk *walk, const RepereConceptWord *words, guint n)
{
  const RepereConcepts *concepts = walk->concepts;
  const guint32 root = 0;
  g_array_set_size(walk->ends, 0);
  g_array_set_size(walk->active, 0);
  g_array_append_val(walk->active, root);
  for (guint depth = 0; depth < n && walk->active->len > 0; depth++) {
    g_array_set_size(walk->next, 0);
    for (guint i = 0; i < walk->active->len; i++) {
      guint32 node = g_array_index(walk->active, guint32, i);
      if (words[depth].folded != 0)
        follow(concepts, node, words[depth].folded, walk->next);
      if (words[depth].stem != 0)
        follow(concepts, node, words[depth].stem, walk->next);
    }
    GArray *reached = walk->next;
    walk->next = walk->active;
    walk->active = reached;
    for (guint i = 0; i < reached->len; i++) {
      End end = {g_array_index(reached, guint32, i), depth + 1};
      if (concepts->first_output[end.node] < concepts->first_output[end.node + 1])
        g_array_append_val(walk->ends, end);
    }
  }
}

/* ---- which of them count ---- */

static const RepereConceptOutput *outputs_of(const RepereConcepts *concepts, guint32 node, guint32 *n)
{
  *n = concepts->first_output[node + 1] - concepts->first_output[node];
  return concepts->outputs + concepts->first_output[node];
}

/* The rank that counts for `vocabulary` among the labels of `words` words. */
static guint best_rank(const Walk *walk, guint vocabulary, guint32 words)
{
  guint best = G_MAXUINT;
  for (guint e = 0; e < walk->ends->len; e++) {
    const End *end = &g_array_index(walk->ends, End, e);
    guint32 n;
    const RepereConceptOutput *output = outputs_of(walk->concepts, end->node, &n);
    for (; end->words == words && n > 0; n--, output++)
      if (output->vocabulary == vocabulary && (output->texts & walk->texts) != 0)
        best = MIN(best, output->rank);
  }
  return best;
}

/* Into what is found from one place on, in order of numbers, each once. */
static void add_once(GArray *found, guint from, RepereConceptMatch match)
{
  guint at = found->len;
  while (at > from && g_array_index(found, RepereConceptMatch, at - 1).concept > match.concept)
    at--;
  if (at == from || g_array_index(found, RepereConceptMatch, at - 1).concept != match.concept)
    g_array_insert_val(found, at, match);
}

/* Longest first: a vocabulary that has found something from here takes nothing shorter, and one whose last
 * match reaches over this place nothing at all. */
static void settle(Walk *walk, guint32 place)
{
  const guint from = walk->found->len;
  for (guint e = walk->ends->len; e-- > 0;) {
    const End *end = &g_array_index(walk->ends, End, e);
    guint32 n;
    const RepereConceptOutput *output = outputs_of(walk->concepts, end->node, &n);
    for (; n > 0; n--, output++) {
      Taken *taken = &walk->taken[output->vocabulary];
      if ((output->texts & walk->texts) == 0)
        continue;
      if (taken->end <= place)
        *taken = (Taken){place, place + end->words, best_rank(walk, output->vocabulary, end->words)};
      if (taken->start != place || taken->end != place + end->words || output->rank != taken->rank)
        continue;
      RepereConceptMatch match = {output->concept, place, end->words};
      add_once(walk->found, from, match);
    }
  }
}

void repere_concepts_find(const RepereConcepts *concepts, const RepereConceptWord *words, guint n,
                          const RepereLanguage *language, GArray *found)
{
  Walk walk = {.concepts = concepts, .found = found};
  walk.texts = language != NULL ? 1u << repere_language_index(language) : REPERE_CONCEPT_UNKNOWN;
  walk.active = g_array_new(FALSE, FALSE, sizeof(guint32));
  walk.next = g_array_new(FALSE, FALSE, sizeof(guint32));
  walk.ends = g_array_new(FALSE, FALSE, sizeof(End));
  walk.taken = g_new0(Taken, concepts->vocabularies->len);
  for (guint32 i = 0; i < n; i++) {
    if (!begins(concepts, words[i]))
      continue;
    walk_from(&walk, words + i, n - i);
    settle(&walk, i);
  }
  g_array_unref(walk.active);
  g_array_unref(walk.next);
  g_array_unref(walk.ends);
  g_free(walk.taken);
}
