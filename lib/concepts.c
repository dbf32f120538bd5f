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
  g_free(concepts->nodes);
  g_free(concepts->edges);
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
  const RepereConceptNode *end = &concepts->nodes[concepts->n_nodes];
  return sizeof *concepts + concepts->terms_size +
         (concepts->cells_mask + (gsize)1) * sizeof *concepts->cells +
         (concepts->n_keys + (gsize)2) * sizeof *concepts->begins +
         (concepts->n_nodes + (gsize)1) * sizeof *concepts->nodes + end->edge * sizeof *concepts->edges +
         end->output * sizeof *concepts->outputs;
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
  guint32 node;
  guint32 stemmed; /* words of the path that only their stem is that of */
} State;

typedef struct {
  State state;
  guint32 words;
} End;

/* What a vocabulary found last. */
typedef struct {
  guint32 start, end;
  guint32 stemmed;
  guint rank;
} Taken;

typedef struct {
  const RepereConcepts *concepts;
  guint texts;           /* the bit of the text's language */
  GArray *active, *next; /* of State: nodes reached */
  GArray *ends;          /* of End: labels that end somewhere, shorter ones first */
  Taken *taken;          /* of each vocabulary */
  GArray *found;
} Walk;

static void reach(GArray *states, State state)
{
  for (guint i = 0; i < states->len; i++) {
    State *other = &g_array_index(states, State, i);
    if (other->node == state.node) {
      other->stemmed = MIN(other->stemmed, state.stemmed);
      return;
    }
  }
  g_array_append_val(states, state);
}

/* Adds the nodes that the edges from … to - 1, in order of keys, lead to over `key`. */
static void follow(const RepereConceptEdge *edges, guint32 from, guint32 to, guint32 key, guint32 stemmed,
                   GArray *states)
{
  while (to - from > 8) {
    const guint32 middle = from + (to - from) / 2;
    if (edges[middle - 1].key < key)
      from = middle;
    else if (edges[middle].key > key)
      to = middle;
    else
      break;
  }
  for (guint32 at = from; at < to; at++)
    if (edges[at].key == key)
      reach(states, (State){edges[at].next, stemmed});
}

static gboolean begins(const RepereConcepts *concepts, guint32 key)
{
  return key != 0 && concepts->begins[key] < concepts->begins[key + 1];
}

static void step(const Walk *walk, State state, RepereConceptWord word)
{
  const RepereConcepts *concepts = walk->concepts;
  const guint32 from = concepts->nodes[state.node].edge, to = concepts->nodes[state.node + 1].edge;
  if (from == to)
    return;
  if (word.folded != 0)
    follow(concepts->edges, from, to, word.folded, state.stemmed, walk->next);
  if (word.stem != 0)
    follow(concepts->edges, from, to, word.stem, state.stemmed + 1, walk->next);
}

/* From the root, which has an edge for every word that begins a label. */
static void step_in(const Walk *walk, RepereConceptWord word)
{
  const guint32 *at = walk->concepts->begins;
  if (word.folded != 0)
    follow(walk->concepts->edges, at[word.folded], at[word.folded + 1], word.folded, 0, walk->next);
  if (word.stem != 0)
    follow(walk->concepts->edges, at[word.stem], at[word.stem + 1], word.stem, 1, walk->next);
}

/* Collects the labels that begin with the first of `n` words. */
static void walk_from(Walk *walk, const RepereConceptWord *words, guint n)
{
  const RepereConcepts *concepts = walk->concepts;
  g_array_set_size(walk->ends, 0);
  g_array_set_size(walk->next, 0);
  step_in(walk, words[0]);
  for (guint32 depth = 1; walk->next->len > 0; depth++) {
    GArray *reached = walk->next;
    walk->next = walk->active;
    walk->active = reached;
    g_array_set_size(walk->next, 0);
    for (guint i = 0; i < reached->len; i++) {
      End end = {g_array_index(reached, State, i), depth};
      if (concepts->nodes[end.state.node].output < concepts->nodes[end.state.node + 1].output)
        g_array_append_val(walk->ends, end);
      if (depth < n)
        step(walk, end.state, words[depth]);
    }
  }
}

/* ---- which of them count ---- */

static const RepereConceptOutput *outputs_of(const RepereConcepts *concepts, guint32 node, guint32 *n)
{
  *n = concepts->nodes[node + 1].output - concepts->nodes[node].output;
  return concepts->outputs + concepts->nodes[node].output;
}

/* What counts best for `vocabulary` among the labels of `words` words: fewest words by their stem alone, then
 * the lowest rank. FALSE where it is words by their stem alone, several labels and several concepts:
 * "national" is neither "nationality" nor "nationalism". */
static gboolean best_of(const Walk *walk, guint vocabulary, guint32 words, Taken *best)
{
  guint32 label = 0, concept = 0;
  gboolean labels = FALSE, concepts = FALSE; /* several */
  best->stemmed = G_MAXUINT32;
  for (guint e = 0; e < walk->ends->len; e++) {
    const End *end = &g_array_index(walk->ends, End, e);
    guint32 n;
    const RepereConceptOutput *output = outputs_of(walk->concepts, end->state.node, &n);
    for (; end->words == words && n > 0; n--, output++) {
      if (output->vocabulary != vocabulary || (output->texts & walk->texts) == 0 ||
          end->state.stemmed > best->stemmed)
        continue;
      if (end->state.stemmed < best->stemmed) {
        *best = (Taken){best->start, best->end, end->state.stemmed, output->rank};
        label = end->state.node;
        concept = output->concept;
        labels = concepts = FALSE;
      }
      best->rank = MIN(best->rank, output->rank);
      labels = labels || label != end->state.node;
      concepts = concepts || concept != output->concept;
    }
  }
  return best->stemmed == 0 || !labels || !concepts;
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

/* Takes what counts of the labels that end at `end`, if nothing longer is taken from this place on, nor
 * anything that reaches over it. */
static void settle_end(Walk *walk, guint32 place, const End *end, guint from)
{
  guint32 n;
  const RepereConceptOutput *output = outputs_of(walk->concepts, end->state.node, &n);
  for (; n > 0; n--, output++) {
    Taken *taken = &walk->taken[output->vocabulary];
    if ((output->texts & walk->texts) == 0)
      continue;
    if (taken->end <= place) {
      Taken best = {place, place + end->words, 0, 0};
      if (!best_of(walk, output->vocabulary, end->words, &best))
        continue;
      *taken = best;
    }
    if (taken->start != place || taken->end != place + end->words || output->rank != taken->rank ||
        end->state.stemmed != taken->stemmed)
      continue;
    RepereConceptMatch match = {output->concept, place, end->words};
    add_once(walk->found, from, match);
  }
}

void repere_concepts_find(const RepereConcepts *concepts, const RepereConceptWord *words, guint n,
                          const RepereLanguage *language, GArray *found)
{
  Walk walk = {.concepts = concepts, .found = found};
  walk.texts = language != NULL ? 1u << repere_language_index(language) : REPERE_CONCEPT_UNKNOWN;
  walk.active = g_array_new(FALSE, FALSE, sizeof(State));
  walk.next = g_array_new(FALSE, FALSE, sizeof(State));
  walk.ends = g_array_new(FALSE, FALSE, sizeof(End));
  walk.taken = g_new0(Taken, concepts->vocabularies->len);
  for (guint32 i = 0; i < n; i++) {
    if (!begins(concepts, words[i].folded) && !begins(concepts, words[i].stem))
      continue;
    walk_from(&walk, words + i, n - i);
    const guint from = found->len;
    for (guint e = walk.ends->len; e-- > 0;)
      settle_end(&walk, i, &g_array_index(walk.ends, End, e), from);
  }
  g_array_unref(walk.active);
  g_array_unref(walk.next);
  g_array_unref(walk.ends);
  g_free(walk.taken);
}
