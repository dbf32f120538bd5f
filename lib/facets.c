/* facets.c - see facets.h */
#include "facets.h"

#include <string.h>
#include "answer.h"
#include "collate.h"
#include "repere/text.h"

/* ---- counting ---- */

static void count_complement(const RepereSnapshot *snapshot, RepereColumnCount *columns, guint n,
                             const roaring_bitmap_t *set)
{
  g_autoptr(roaring_bitmap_t) others = roaring_bitmap_andnot(snapshot->visible, set);
  repere_columns_count(columns, n, others);
  for (guint i = 0; i < n; i++) {
    const RepereColumn *column = columns[i].column;
    for (guint32 number = 0; number < column->size; number++)
      columns[i].counts[number] = column->totals[number] - columns[i].counts[number];
    columns[i].missing = column->missing - columns[i].missing;
  }
}

void repere_facets_count(const RepereSnapshot *snapshot, RepereColumnCount *columns, guint n,
                         const roaring_bitmap_t *set)
{
  guint64 size = roaring_bitmap_get_cardinality(set);
  for (guint i = 0; i < n; i++) columns[i].missing = 0;
  if (size * 2 > snapshot->state.works) count_complement(snapshot, columns, n, set);
  else repere_columns_count(columns, n, set);
}

/* ---- labels and selection ---- */

const char *repere_facet_value_label(const RepereFacet *facet, const RepereVocabularies *vocabularies,
                                     const char *value, const char *lang)
{
  const RepereVocabulary *vocabulary =
    facet->vocabulary ? repere_vocabularies_get(vocabularies, facet->vocabulary) : NULL;
  const char *label = vocabulary ? repere_vocabulary_label(vocabulary, value, lang) : NULL;
  return label ? label : value;
}

char *repere_facet_shown_label(const RepereColumn *column, const RepereVocabularies *vocabularies,
                               const char *value, const char *lang)
{
  const RepereColumnLabels *labels = repere_column_labels(column, lang);
  const char *label = repere_facet_value_label(column->facet, vocabularies, value, lang), *name = NULL;
  guint32 number;
  if (labels && labels->shared && repere_column_number(column, value, &number) && labels->shared[number])
    name = repere_vocabulary_name_of(repere_vocabularies_get(vocabularies, column->facet->vocabulary), value);
  return name ? g_strdup_printf("%s (%s)", label, name) : g_strdup(label);
}

/* `number` counts for ranges alone; G_MAXINT32 is in none. */
static gboolean is_selected(const RepereQuestion *question, const RepereFacet *facet, const char *value,
                            guint32 number)
{
  for (guint i = 0; i < question->filters->len; i++) {
    const RepereFilter *filter = question->filters->pdata[i];
    if (filter->exclude || !g_str_equal(filter->facet, facet->name)) continue;
    if (filter->value ? g_str_equal(filter->value, value)
                      : (int)number >= filter->from && (int)number <= filter->to)
      return TRUE;
  }
  return FALSE;
}

static gboolean is_letter(const char *at)
{
  return g_unichar_isalnum(g_utf8_get_char(at));
}

/* Whether a word in `label` begins with the `length` bytes at `word`; both folded. */
static gboolean has_beginning(const char *label, const char *word, gsize length)
{
  gboolean inside = FALSE;
  for (const char *at = label; *at; at = g_utf8_next_char(at)) {
    gboolean letter = is_letter(at);
    if (letter && !inside && strncmp(at, word, length) == 0) return TRUE;
    inside = letter;
  }
  return FALSE;
}

/* Whether every word of `match` begins a word in `label`; both folded. */
static gboolean label_matches(const char *label, const char *match)
{
  const char *at = match;
  while (*at) {
    const char *word = at;
    while (*at && is_letter(at)) at = g_utf8_next_char(at);
    if (at > word && !has_beginning(label, word, (gsize)(at - word))) return FALSE;
    while (*at && !is_letter(at)) at = g_utf8_next_char(at);
  }
  return TRUE;
}

/* ---- which values ---- */

typedef struct {
  guint64 key; /* values go by it, ascending; all are different */
  guint32 number;
} Place;

typedef struct {
  const RepereQuestion *question;
  const RepereFacetAsk *ask;
  const RepereColumn *column;
  const RepereColumnLabels *labels; /* NULL for years */
  const RepereVocabulary *tree;     /* or NULL */
  const guint32 *counts;
  char *match;    /* folded, or NULL */
  GArray *places; /* of Place: the values to choose from */
  guint8 *shown;  /* by number */
} Choice;

static guint64 key_of(const Choice *choice, guint32 number)
{
  guint32 label = choice->labels ? choice->labels->ranks[number] : number;
  switch (choice->ask->sort) {
  case REPERE_FACET_SORT_LABEL: return label;
  case REPERE_FACET_SORT_VALUE:
    return choice->column->value_ranks ? choice->column->value_ranks[number] : number;
  default: return (guint64)(G_MAXUINT32 - choice->counts[number]) << 32 | label; /* ties go by label */
  }
}

static gboolean is_match(const Choice *choice, guint32 number)
{
  char year[16];
  if (!choice->match) return TRUE;
  const char *value = repere_column_value(choice->column, number, year);
  return label_matches(choice->labels ? choice->labels->folded[number] : value, choice->match) ||
         g_ascii_strcasecmp(value, choice->ask->match) == 0;
}

/* Years in order are a histogram: those between the first and the last one with a count are there, with 0,
 * too. Where a page of them would not reach from the first to the last (one work of 1901, or a date that was
 * mistyped), the empty ones would hide the others, and are left out. */
static gboolean is_histogram(const Choice *choice, guint32 years)
{
  return !choice->column->values && choice->ask->sort == REPERE_FACET_SORT_VALUE && !choice->match &&
         years <= choice->ask->limit;
}

static void find_places(Choice *choice, RepereFacetAnswer *answer)
{
  guint32 size = choice->column->size, first = size, last = 0;
  for (guint32 number = 0; number < size; number++) {
    if (!choice->counts[number]) continue;
    answer->distinct++;
    first = MIN(first, number);
    last = number;
  }
  gboolean histogram = first <= last && is_histogram(choice, last - first + 1);
  for (guint32 number = first; number < size && number <= last; number++) {
    if ((!choice->counts[number] && !histogram) || !is_match(choice, number)) continue;
    if (choice->counts[number]) answer->matching++;
    Place place = {key_of(choice, number), number};
    g_array_append_val(choice->places, place);
  }
}

static int by_key(const void *a, const void *b)
{
  const Place *one = a, *other = b;
  return (one->key > other->key) - (one->key < other->key);
}

static void sink(Place *heap, guint n, guint at)
{
  for (;;) {
    guint child = 2 * at + 1;
    if (child >= n) return;
    if (child + 1 < n && heap[child + 1].key > heap[child].key) child++;
    if (heap[at].key >= heap[child].key) return;
    Place place = heap[at];
    heap[at] = heap[child];
    heap[child] = place;
    at = child;
  }
}

/* Sorts the first `most` places to the front; those behind stay in any order. */
static void sort_first(GArray *places, guint most)
{
  Place *all = (Place *)(void *)places->data;
  guint n = places->len;
  if (most < n / 4) { /* a heap with the last of the first on top: most of the others are not even let in */
    for (guint i = most / 2; i-- > 0;) sink(all, most, i);
    for (guint i = most; i < n && most > 0; i++) {
      if (all[i].key >= all[0].key) continue;
      Place place = all[0];
      all[0] = all[i];
      all[i] = place;
      sink(all, most, 0);
    }
    n = most;
  }
  if (n > 0) qsort(all, n, sizeof *all, by_key); /* an empty array has no data */
}

/* What is selected is shown beyond the limit, too, with 0 as well: it must be there to be taken back. */
static void show_selected(Choice *choice, GArray *chosen)
{
  char year[16];
  guint32 number;
  if (choice->ask->offset > 0) return;
  for (guint i = 0; !choice->column->values && i < choice->places->len; i++) { /* ranges of years */
    const Place *place = &g_array_index(choice->places, Place, i);
    const char *value = repere_column_value(choice->column, place->number, year);
    if (choice->shown[place->number] ||
        !is_selected(choice->question, choice->column->facet, value, place->number))
      continue;
    choice->shown[place->number] = 1;
    g_array_append_val(chosen, *place);
  }
  for (guint i = 0; i < choice->question->filters->len; i++) {
    const RepereFilter *filter = choice->question->filters->pdata[i];
    if (filter->exclude || !filter->value || !g_str_equal(filter->facet, choice->column->facet->name) ||
        !repere_column_number(choice->column, filter->value, &number) || choice->shown[number] ||
        !is_match(choice, number))
      continue;
    Place place = {key_of(choice, number), number};
    choice->shown[number] = 1;
    g_array_append_val(chosen, place);
  }
}

/* What stands above a value shown says where that is. */
static void show_above(Choice *choice, GArray *chosen)
{
  guint32 number;
  for (guint i = 0; choice->tree && i < chosen->len; i++) { /* grows meanwhile */
    guint32 below = g_array_index(chosen, Place, i).number;
    const char *parent = repere_vocabulary_parent(choice->tree, choice->column->values->pdata[below]);
    if (!parent || !repere_column_number(choice->column, parent, &number) || choice->shown[number] ||
        !choice->counts[number])
      continue;
    Place place = {key_of(choice, number), number};
    choice->shown[number] = 1;
    g_array_append_val(chosen, place);
  }
}

/* The values to answer with, in order. */
static GArray *choose(Choice *choice)
{
  GArray *chosen = g_array_new(FALSE, FALSE, sizeof(Place));
  const RepereFacetAsk *ask = choice->ask;
  guint offset = MIN(ask->offset, choice->places->len),
        end = offset + MIN(ask->limit, choice->places->len - offset);
  sort_first(choice->places, end);
  for (guint i = offset; i < end; i++) {
    const Place *place = &g_array_index(choice->places, Place, i);
    choice->shown[place->number] = 1;
    g_array_append_val(chosen, *place);
  }
  show_selected(choice, chosen);
  show_above(choice, chosen);
  if (chosen->len > 0) qsort(chosen->data, chosen->len, sizeof(Place), by_key);
  return chosen;
}

/* ---- answering ---- */

/* The other values of a facet of several vocabularies that the value stands for, or NULL. */
static GPtrArray *values_same(const RepereFacet *facet, const RepereVocabularies *vocabularies,
                              const char *value)
{
  const RepereVocabulary *vocabulary =
    facet->vocabulary ? repere_vocabularies_get(vocabularies, facet->vocabulary) : NULL;
  if (!vocabulary || !repere_vocabulary_is_several(vocabulary)) return NULL;
  GPtrArray *same = g_ptr_array_new_with_free_func(g_free);
  repere_vocabulary_same(vocabulary, value, same);
  for (guint i = 0; i < same->len; i++) same->pdata[i] = g_strdup(same->pdata[i]);
  return same;
}

static RepereFacetValue *value_answer(const Choice *choice, const RepereVocabularies *vocabularies,
                                      const char *value, guint32 number, guint32 n)
{
  const RepereFacet *facet = choice->column->facet;
  RepereFacetValue *answer = g_new0(RepereFacetValue, 1);
  answer->value = g_strdup(value);
  answer->label = repere_facet_shown_label(choice->column, vocabularies, value, choice->question->lang);
  answer->same = values_same(facet, vocabularies, value);
  answer->count = n;
  answer->selected = is_selected(choice->question, facet, value, number);
  if (choice->tree) answer->parent = g_strdup(repere_vocabulary_parent(choice->tree, value));
  return answer;
}

static int compare_labels(const RepereFacetValue *one, const RepereFacetValue *other, const char *lang)
{
  g_autofree char *key = repere_collation_key(one->label, lang),
                  *other_key = repere_collation_key(other->label, lang);
  int order = strcmp(key, other_key);
  return order ? order : strcmp(one->value, other->value);
}

/* A value that the index does not know goes where its label, or itself, belongs; by counts it is among the
 * last. */
static void insert_unknown(GPtrArray *values, RepereFacetValue *unknown, const Choice *choice)
{
  guint at = 0;
  for (; at < values->len; at++) {
    const RepereFacetValue *value = values->pdata[at];
    if (choice->ask->sort == REPERE_FACET_SORT_COUNT && value->count > 0) continue;
    int order = choice->ask->sort == REPERE_FACET_SORT_VALUE
                  ? strcmp(value->value, unknown->value)
                  : compare_labels(value, unknown, choice->question->lang);
    if (order > 0) break;
  }
  g_ptr_array_insert(values, (gint)at, unknown);
}

static gboolean is_there(const GPtrArray *values, const char *value)
{
  for (guint i = 0; i < values->len; i++)
    if (g_str_equal(((RepereFacetValue *)values->pdata[i])->value, value)) return TRUE;
  return FALSE;
}

static void add_unknown(const Choice *choice, const RepereVocabularies *vocabularies, GPtrArray *values)
{
  guint32 number;
  if (choice->ask->offset > 0 || choice->match) return;
  for (guint i = 0; i < choice->question->filters->len; i++) {
    const RepereFilter *filter = choice->question->filters->pdata[i];
    if (filter->exclude || !filter->value || !g_str_equal(filter->facet, choice->column->facet->name))
      continue;
    if (repere_column_number(choice->column, filter->value, &number) || is_there(values, filter->value))
      continue;
    insert_unknown(values, value_answer(choice, vocabularies, filter->value, G_MAXINT32, 0), choice);
  }
}

RepereFacetAnswer *repere_facet_answer_of(const RepereSnapshot *snapshot,
                                          const RepereVocabularies *vocabularies,
                                          const RepereQuestion *question, const RepereFacetAsk *ask,
                                          const guint32 *counts, guint32 missing)
{
  const RepereColumn *column = repere_snapshot_column(snapshot, ask->facet);
  g_assert(column); /* the question is sound */
  RepereFacetAnswer *answer = repere_facet_answer_new(column->facet, question->lang);
  g_autofree char *match = ask->match ? repere_text_fold(ask->match, -1) : NULL;
  g_autofree guint8 *shown = g_new0(guint8, (gsize)column->size + 1);
  g_autoptr(GArray) places = g_array_new(FALSE, FALSE, sizeof(Place));
  Choice choice = {question,
                   ask,
                   column,
                   repere_column_labels(column, question->lang),
                   repere_facet_tree(column->facet, vocabularies),
                   counts,
                   match,
                   places,
                   shown};
  answer->missing = missing;
  find_places(&choice, answer);
  g_autoptr(GArray) chosen = choose(&choice);
  for (guint i = 0; i < chosen->len; i++) {
    char year[16];
    guint32 number = g_array_index(chosen, Place, i).number;
    g_ptr_array_add(
      answer->values,
      value_answer(&choice, vocabularies, repere_column_value(column, number, year), number, counts[number]));
  }
  add_unknown(&choice, vocabularies, answer->values);
  return answer;
}

/* ---- the facets of a question ---- */

static gboolean is_filtered(const RepereQuestion *question, const char *facet)
{
  for (guint i = 0; i < question->filters->len; i++)
    if (g_str_equal(((RepereFilter *)question->filters->pdata[i])->facet, facet)) return TRUE;
  return FALSE;
}

/* Counts the facets with a filter of their own, each over its own set, and all others over one. */
static gboolean count_all(const RepereMatch *match, const RepereLane *lane, const RepereQuestion *question,
                          const roaring_bitmap_t *filtered, RepereColumnCount *counts, xc_error *fault,
                          GError **error)
{
  guint n = question->facets->len, together = 0;
  g_autofree RepereColumnCount *shared = g_new0(RepereColumnCount, (gsize)n + 1);
  for (guint i = 0; i < n; i++)
    if (!is_filtered(question, counts[i].column->facet->name)) shared[together++] = counts[i];
  if (together) repere_facets_count(lane->snapshot, shared, together, filtered);
  for (guint i = 0, from = 0; i < n; i++) {
    const char *name = counts[i].column->facet->name;
    if (!is_filtered(question, name)) {
      counts[i].missing = shared[from++].missing; /* the arrays are the same */
      continue;
    }
    if (!repere_in_time(question, error)) return FALSE;
    g_autoptr(roaring_bitmap_t) set = repere_match_filtered(match, lane, question, name, fault, error);
    if (!set) return FALSE;
    repere_facets_count(lane->snapshot, &counts[i], 1, set);
  }
  return TRUE;
}

gboolean repere_facets_answer(const RepereMatch *match, const RepereLane *lane,
                              const RepereQuestion *question, const roaring_bitmap_t *filtered,
                              GPtrArray *answers, xc_error *fault, GError **error)
{
  guint n = question->facets->len;
  g_autofree RepereColumnCount *counts = g_new0(RepereColumnCount, (gsize)n + 1);
  for (guint i = 0; i < n; i++) {
    const RepereFacetAsk *ask = question->facets->pdata[i];
    counts[i].column = repere_snapshot_column(lane->snapshot, ask->facet);
    g_assert(counts[i].column); /* the question is sound */
    counts[i].counts = g_new0(guint32, (gsize)counts[i].column->size + 1);
  }
  gboolean done = count_all(match, lane, question, filtered, counts, fault, error);
  for (guint i = 0; i < n; i++) {
    if (done)
      g_ptr_array_add(answers, repere_facet_answer_of(lane->snapshot, lane->vocabularies, question,
                                                      question->facets->pdata[i], counts[i].counts,
                                                      counts[i].missing));
    g_free(counts[i].counts);
  }
  return done;
}
