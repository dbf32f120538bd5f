/* facets.c - see facets.h */
#include "facets.h"

#include <string.h>
#include "answer.h"
#include "collate.h"

enum { PLAIN = 0, INCLUDE = 1, EXCLUDE = 2 };

/* The filters on one facet: what they say of each value. */
typedef struct {
  const RepereColumn *column;
  guint8 *marks;      /* by number */
  gboolean includes;  /* some filter includes: a document needs an included value */
} FilterGroup;

typedef struct {
  const RepereFacetAsk *ask;
  const RepereColumn *column;
  int group;          /* of the filters on this facet, or -1 */
  guint32 *counts;    /* by number */
  guint32 missing;
} Counter;

struct RepereCounts {
  const RepereQuestion *question;
  GArray *groups;     /* of FilterGroup */
  GArray *counters;   /* of Counter */
  gboolean sideways;
};

static void mark(FilterGroup *group, const RepereFilter *filter)
{
  guint8 bit = filter->exclude ? EXCLUDE : INCLUDE;
  guint32 number;
  if (!filter->exclude) group->includes = TRUE;
  if (filter->value) {
    if (repere_column_number(group->column, filter->value, &number)) group->marks[number] |= bit;
    return;
  }
  for (gint64 year = MAX(filter->from, 0); year < group->column->size && year <= filter->to; year++)
    group->marks[year] |= bit;
}

static int group_of(const RepereCounts *counts, const char *facet)
{
  for (guint i = 0; i < counts->groups->len; i++)
    if (g_str_equal(g_array_index(counts->groups, FilterGroup, i).column->facet->name, facet)) return (int)i;
  return -1;
}

static const RepereColumn *column_of(const RepereSnapshot *snapshot, const char *facet)
{
  for (guint i = 0; i < snapshot->facets; i++)
    if (g_str_equal(snapshot->columns[i].facet->name, facet)) return &snapshot->columns[i];
  return NULL;
}

static void add_group(RepereCounts *counts, const RepereSnapshot *snapshot, const RepereFilter *filter)
{
  int at = group_of(counts, filter->facet);
  if (at < 0) {
    FilterGroup group = {column_of(snapshot, filter->facet), NULL, FALSE};
    g_assert(group.column); /* the question is sound */
    group.marks = g_new0(guint8, group.column->size + 1);
    g_array_append_val(counts->groups, group);
    at = (int)counts->groups->len - 1;
  }
  mark(&g_array_index(counts->groups, FilterGroup, at), filter);
}

RepereCounts *repere_counts_new(const RepereSnapshot *snapshot, const RepereQuestion *question)
{
  RepereCounts *counts = g_new0(RepereCounts, 1);
  counts->question = question;
  counts->groups = g_array_new(FALSE, FALSE, sizeof(FilterGroup));
  counts->counters = g_array_new(FALSE, FALSE, sizeof(Counter));
  for (guint i = 0; i < question->filters->len; i++) add_group(counts, snapshot, question->filters->pdata[i]);
  for (guint i = 0; i < question->facets->len; i++) {
    const RepereFacetAsk *ask = question->facets->pdata[i];
    Counter counter = {ask, column_of(snapshot, ask->facet), group_of(counts, ask->facet), NULL, 0};
    g_assert(counter.column);
    counter.counts = g_new0(guint32, counter.column->size + 1);
    counts->sideways |= counter.group >= 0;
    g_array_append_val(counts->counters, counter);
  }
  return counts;
}

void repere_counts_free(RepereCounts *counts)
{
  if (!counts) return;
  for (guint i = 0; i < counts->groups->len; i++) g_free(g_array_index(counts->groups, FilterGroup, i).marks);
  for (guint i = 0; i < counts->counters->len; i++) g_free(g_array_index(counts->counters, Counter, i).counts);
  g_array_unref(counts->groups);
  g_array_unref(counts->counters);
  g_free(counts);
}

gboolean repere_counts_sideways(const RepereCounts *counts)
{
  return counts->sideways;
}

static void count(Counter *counter, guint32 docid)
{
  guint n;
  const guint32 *numbers = repere_column_of(counter->column, docid, &n);
  if (n == 0) counter->missing++;
  for (guint i = 0; i < n; i++) counter->counts[numbers[i]]++;
}

void repere_counts_add(RepereCounts *counts, guint32 docid)
{
  for (guint i = 0; i < counts->counters->len; i++) {
    Counter *counter = &g_array_index(counts->counters, Counter, i);
    if (counter->group < 0) count(counter, docid);
  }
}

static gboolean passes(const FilterGroup *group, guint32 docid)
{
  guint n;
  guint8 seen = PLAIN;
  const guint32 *numbers = repere_column_of(group->column, docid, &n);
  for (guint i = 0; i < n; i++) seen |= group->marks[numbers[i]];
  return !(seen & EXCLUDE) && (!group->includes || (seen & INCLUDE));
}

/* The only group that turns the document away: its place, -1 where none does, -2 where several do. */
static int turned_away_by(const RepereCounts *counts, guint32 docid)
{
  int by = -1;
  for (guint i = 0; i < counts->groups->len; i++) {
    if (passes(&g_array_index(counts->groups, FilterGroup, i), docid)) continue;
    if (by >= 0) return -2;
    by = (int)i;
  }
  return by;
}

void repere_counts_add_sideways(RepereCounts *counts, guint32 docid)
{
  int by = turned_away_by(counts, docid);
  if (by == -2) return;
  for (guint i = 0; i < counts->counters->len; i++) {
    Counter *counter = &g_array_index(counts->counters, Counter, i);
    if (counter->group >= 0 && (by == -1 || by == counter->group)) count(counter, docid);
  }
}

/* ---- answering ---- */

const char *repere_facet_value_label(const RepereFacet *facet, const RepereVocabularies *vocabularies, const char *value,
                                     const char *lang)
{
  const RepereVocabulary *vocabulary =
    facet->vocabulary ? repere_vocabularies_get(vocabularies, facet->vocabulary) : NULL;
  const char *label = vocabulary ? repere_vocabulary_label(vocabulary, value, lang) : NULL;
  return label ? label : value;
}

typedef struct {
  RepereFacetValue *value;
  char *key; /* collation key of the label */
} Sortable;

static gint by_label(gconstpointer a, gconstpointer b)
{
  const Sortable *one = a, *other = b;
  int order = strcmp(one->key, other->key);
  return order ? order : strcmp(one->value->value, other->value->value);
}

static gint by_value(gconstpointer a, gconstpointer b)
{
  return strcmp(((const Sortable *)a)->value->value, ((const Sortable *)b)->value->value);
}

/* Ties are broken by label, so that the same question has the same answer. */
static gint by_count(gconstpointer a, gconstpointer b)
{
  const Sortable *one = a, *other = b;
  if (one->value->count != other->value->count) return one->value->count < other->value->count ? 1 : -1;
  return by_label(a, b);
}

static gboolean is_selected(const RepereQuestion *question, const RepereFacet *facet, const char *value, guint32 number)
{
  for (guint i = 0; i < question->filters->len; i++) {
    const RepereFilter *filter = question->filters->pdata[i];
    if (filter->exclude || !g_str_equal(filter->facet, facet->name)) continue;
    if (filter->value ? g_str_equal(filter->value, value) : (int)number >= filter->from && (int)number <= filter->to)
      return TRUE;
  }
  return FALSE;
}

static RepereFacetValue *value_answer(const Counter *counter, const RepereQuestion *question,
                                      const RepereVocabularies *vocabularies, const char *value, guint32 number,
                                      guint32 n)
{
  const RepereFacet *facet = counter->column->facet;
  RepereFacetValue *answer = g_new0(RepereFacetValue, 1);
  const RepereVocabulary *tree = facet->kind == REPERE_FACET_TREE && facet->vocabulary
                                   ? repere_vocabularies_get(vocabularies, facet->vocabulary) : NULL;
  answer->value = g_strdup(value);
  answer->label = g_strdup(repere_facet_value_label(facet, vocabularies, value, question->lang));
  answer->count = n;
  answer->selected = is_selected(question, facet, value, number);
  if (tree) answer->parent = g_strdup(repere_vocabulary_parent(tree, value));
  return answer;
}

static void add_sortable(GArray *sortables, RepereFacetValue *value, const char *lang)
{
  Sortable sortable = {value, repere_collation_key(value->label, lang)};
  g_array_append_val(sortables, sortable);
}

/* A selected value that no work has is answered too, with 0: it must be there to be taken back. */
static void add_selected_zeros(const Counter *counter, const RepereQuestion *question,
                               const RepereVocabularies *vocabularies, GArray *sortables)
{
  for (guint i = 0; i < question->filters->len; i++) {
    const RepereFilter *filter = question->filters->pdata[i];
    gboolean there = FALSE;
    if (filter->exclude || !filter->value || !g_str_equal(filter->facet, counter->column->facet->name)) continue;
    for (guint s = 0; s < sortables->len && !there; s++)
      there = g_str_equal(g_array_index(sortables, Sortable, s).value->value, filter->value);
    if (!there)
      add_sortable(sortables, value_answer(counter, question, vocabularies, filter->value, G_MAXINT32, 0), question->lang);
  }
}

static void answer_values(const Counter *counter, const RepereQuestion *question, const RepereVocabularies *vocabularies,
                          RepereFacetAnswer *answer)
{
  static const GCompareFunc orders[] = {
    [REPERE_FACET_SORT_COUNT] = by_count, [REPERE_FACET_SORT_LABEL] = by_label, [REPERE_FACET_SORT_VALUE] = by_value};
  g_autoptr(GArray) sortables = g_array_new(FALSE, FALSE, sizeof(Sortable));
  char year[16];
  for (guint32 number = 0; number < counter->column->size; number++) {
    if (!counter->counts[number]) continue;
    answer->distinct++;
    const char *value = repere_column_value(counter->column, number, year);
    add_sortable(sortables, value_answer(counter, question, vocabularies, value, number, counter->counts[number]),
                 question->lang);
  }
  add_selected_zeros(counter, question, vocabularies, sortables);
  g_array_sort(sortables, orders[counter->ask->sort]);
  for (guint i = 0; i < sortables->len; i++) {
    Sortable *sortable = &g_array_index(sortables, Sortable, i);
    /* What is selected is answered beyond the limit, too. */
    if (i < counter->ask->limit || sortable->value->selected) g_ptr_array_add(answer->values, sortable->value);
    else repere_facet_value_free(sortable->value);
    g_free(sortable->key);
  }
}

void repere_counts_answer(const RepereCounts *counts, const RepereVocabularies *vocabularies, GPtrArray *answers)
{
  for (guint i = 0; i < counts->counters->len; i++) {
    const Counter *counter = &g_array_index(counts->counters, Counter, i);
    const RepereFacet *facet = counter->column->facet;
    RepereFacetAnswer *answer = repere_facet_answer_new(facet, counts->question->lang);
    answer->missing = counter->missing;
    answer_values(counter, counts->question, vocabularies, answer);
    g_ptr_array_add(answers, answer);
  }
}

/* ---- of one document ---- */

static gboolean stands_above(const RepereVocabulary *tree, const char *value, const RepereColumn *column,
                             const guint32 *numbers, guint n)
{
  char year[16];
  for (guint i = 0; i < n; i++) {
    const char *below = repere_column_value(column, numbers[i], year);
    g_autoptr(GPtrArray) above = g_ptr_array_new();
    repere_vocabulary_with_broader(tree, below, above);
    for (guint a = 1; a < above->len; a++) /* the first is the value itself */
      if (g_str_equal(above->pdata[a], value)) return TRUE;
  }
  return FALSE;
}

static RepereHitFacet *facet_of(const RepereColumn *column, const RepereVocabularies *vocabularies, guint32 docid,
                                const char *lang)
{
  const RepereFacet *facet = column->facet;
  const RepereVocabulary *tree = facet->kind == REPERE_FACET_TREE && facet->vocabulary
                                   ? repere_vocabularies_get(vocabularies, facet->vocabulary) : NULL;
  guint n;
  char year[16];
  const guint32 *numbers = repere_column_of(column, docid, &n);
  if (n == 0) return NULL;
  RepereHitFacet *shown = repere_hit_facet_new(facet->name);
  for (guint i = 0; i < n; i++) {
    const char *value = repere_column_value(column, numbers[i], year);
    if (tree && stands_above(tree, value, column, numbers, n)) continue;
    g_ptr_array_add(shown->values,
                    repere_value_new(value, repere_facet_value_label(facet, vocabularies, value, lang)));
  }
  return shown;
}

GPtrArray *repere_facets_of(const RepereSnapshot *snapshot, const RepereVocabularies *vocabularies, guint32 docid,
                            const char *lang)
{
  GPtrArray *facets = g_ptr_array_new_with_free_func((GDestroyNotify)repere_hit_facet_free);
  for (guint i = 0; i < snapshot->facets; i++) {
    RepereHitFacet *facet = facet_of(&snapshot->columns[i], vocabularies, docid, lang);
    if (facet) g_ptr_array_add(facets, facet);
  }
  return facets;
}
