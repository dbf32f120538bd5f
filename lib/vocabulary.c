/* vocabulary.c - see repere/vocabulary.h */
#include "concept_forms.h"
#include "skos.h"
#include "plain.h"
#include <string.h>

/* ---- one vocabulary ---- */

RepereVocabulary *repere_vocabulary_new(const char *name, RepereVocabularyKind kind)
{
  RepereVocabulary *vocabulary = g_new0(RepereVocabulary, 1);
  vocabulary->name = g_strdup(name);
  vocabulary->kind = kind;
  vocabulary->strings = g_string_chunk_new(65536);
  vocabulary->concepts = g_array_new(FALSE, FALSE, sizeof(RepereConcept));
  vocabulary->labels = g_array_new(FALSE, FALSE, sizeof(RepereLabel));
  vocabulary->links = g_array_new(FALSE, FALSE, sizeof(RepereLink));
  vocabulary->matches = g_array_new(FALSE, FALSE, sizeof(RepereMatching));
  vocabulary->places = g_hash_table_new(g_str_hash, g_str_equal);
  return vocabulary;
}

void repere_vocabulary_free(RepereVocabulary *vocabulary)
{
  if (vocabulary == NULL)
    return;
  g_free(vocabulary->name);
  g_hash_table_unref(vocabulary->places);
  g_array_unref(vocabulary->concepts);
  g_array_unref(vocabulary->labels);
  g_array_unref(vocabulary->links);
  g_array_unref(vocabulary->matches);
  g_string_chunk_free(vocabulary->strings);
  g_clear_pointer(&vocabulary->members, g_ptr_array_unref);
  g_clear_pointer(&vocabulary->unique, g_array_unref);
  g_clear_pointer(&vocabulary->numbers, g_ptr_array_unref);
  g_clear_pointer(&vocabulary->firsts, g_array_unref);
  g_clear_pointer(&vocabulary->nexts, g_array_unref);
  g_clear_pointer(&vocabulary->parents, g_array_unref);
  g_free(vocabulary);
}

static const RepereConcept *concept_at(const RepereVocabulary *vocabulary, guint32 place)
{
  return &g_array_index(vocabulary->concepts, RepereConcept, place);
}

static RepereLabel *label_at(const RepereVocabulary *vocabulary, guint32 place)
{
  return &g_array_index(vocabulary->labels, RepereLabel, place);
}

void repere_vocabulary_add_label(RepereVocabulary *vocabulary, guint32 *chain, const char *lang,
                                 const char *text)
{
  guint32 place = vocabulary->labels->len;
  RepereLabel label = {g_string_chunk_insert_const(vocabulary->strings, lang),
                       g_string_chunk_insert(vocabulary->strings, text), REPERE_CONCEPT_NONE, place, FALSE};
  if (*chain == REPERE_CONCEPT_NONE) {
    *chain = place;
  } else {
    RepereLabel *first = label_at(vocabulary, *chain);
    label_at(vocabulary, first->last)->next = place;
    first->last = place;
  }
  g_array_append_val(vocabulary->labels, label);
}

guint32 repere_vocabulary_add_code(RepereVocabulary *vocabulary, const char *code)
{
  const char *kept = g_string_chunk_insert(vocabulary->strings, code);
  RepereConcept concept = REPERE_CONCEPT_INIT;
  concept.notation = concept.value = kept;
  g_array_append_val(vocabulary->concepts, concept);
  g_hash_table_insert(vocabulary->places, (gpointer)kept, GUINT_TO_POINTER(vocabulary->concepts->len));
  return vocabulary->concepts->len - 1;
}

guint32 repere_vocabulary_place(const RepereVocabulary *vocabulary, const char *written)
{
  guint found = GPOINTER_TO_UINT(g_hash_table_lookup(vocabulary->places, written));
  return found > 0 ? found - 1 : REPERE_CONCEPT_NONE;
}

/* ---- all of them in one ---- */

/* The number of the concept that the first member with one calls `written`, or REPERE_CONCEPT_NONE. */
static guint32 number_of(const RepereVocabulary *all, const char *written)
{
  for (guint i = 0; i < all->members->len; i++) {
    guint32 place = repere_vocabulary_place(g_ptr_array_index(all->members, i), written);
    if (place != REPERE_CONCEPT_NONE)
      return g_array_index((GArray *)g_ptr_array_index(all->numbers, i), guint32, place);
  }
  return REPERE_CONCEPT_NONE;
}

/* The first concept that is the same as this one, and so stands for all of them. */
static guint32 first_same(const RepereVocabulary *all, guint32 number)
{
  return g_array_index(all->firsts, guint32, number);
}

static guint32 next_same(const RepereVocabulary *all, guint32 number)
{
  return g_array_index(all->nexts, guint32, number);
}

/* The member that has a number, and the concept's place there. */
static const RepereVocabulary *member_at(const RepereVocabulary *all, guint32 number, guint32 *place)
{
  const RepereMember *member = &g_array_index(all->unique, RepereMember, number);
  *place = member->place;
  return g_ptr_array_index(all->members, member->member);
}

/* The place of `written` in `*vocabulary`, which becomes the member that has it where it is several in one:
 * of those that are the same concept, the first. */
static guint32 place_in(const RepereVocabulary **vocabulary, const char *written)
{
  guint32 place, number;
  if ((*vocabulary)->kind != REPERE_VOCABULARY_ALL)
    return repere_vocabulary_place(*vocabulary, written);
  number = number_of(*vocabulary, written);
  if (number == REPERE_CONCEPT_NONE)
    return REPERE_CONCEPT_NONE;
  *vocabulary = member_at(*vocabulary, first_same(*vocabulary, number), &place);
  return place;
}

/* Concept number i of the whole; `*vocabulary` becomes the member that has it, likewise. NULL past the
 * end. */
static const RepereConcept *numbered(const RepereVocabulary **vocabulary, guint i)
{
  guint32 place = i;
  if (i >= repere_vocabulary_size(*vocabulary))
    return NULL;
  if ((*vocabulary)->kind == REPERE_VOCABULARY_ALL)
    *vocabulary = member_at(*vocabulary, i, &place);
  return concept_at(*vocabulary, place);
}

void repere_vocabulary_add_member(RepereVocabulary *all, const RepereVocabulary *member)
{
  RepereMember entry = {(guint16)all->members->len, 0};
  GArray *numbers = g_array_sized_new(FALSE, FALSE, sizeof(guint32), member->concepts->len);
  for (; entry.place < member->concepts->len; entry.place++) {
    guint32 number = number_of(all, concept_at(member, entry.place)->value);
    if (number == REPERE_CONCEPT_NONE) {
      number = all->unique->len;
      g_array_append_val(all->unique, entry);
    }
    g_array_append_val(numbers, number);
  }
  g_ptr_array_add(all->members, (gpointer)member);
  g_ptr_array_add(all->numbers, numbers);
}

RepereVocabulary *repere_vocabulary_all_new(void)
{
  RepereVocabulary *all = repere_vocabulary_new("*", REPERE_VOCABULARY_ALL);
  all->members = g_ptr_array_new();
  all->numbers = g_ptr_array_new_with_free_func((GDestroyNotify)g_array_unref);
  all->unique = g_array_new(FALSE, FALSE, sizeof(RepereMember));
  all->firsts = g_array_new(FALSE, FALSE, sizeof(guint32));
  all->nexts = g_array_new(FALSE, FALSE, sizeof(guint32));
  all->parents = g_array_new(FALSE, FALSE, sizeof(guint32));
  return all;
}

gboolean repere_vocabulary_is_several(const RepereVocabulary *vocabulary)
{
  return vocabulary->kind == REPERE_VOCABULARY_ALL;
}

const char *repere_vocabulary_name_of(const RepereVocabulary *vocabulary, const char *value)
{
  return place_in(&vocabulary, value) != REPERE_CONCEPT_NONE ? vocabulary->name : NULL;
}

void repere_vocabulary_same(const RepereVocabulary *vocabulary, const char *value, GPtrArray *values)
{
  guint32 place, number = vocabulary->kind == REPERE_VOCABULARY_ALL ? number_of(vocabulary, value)
                                                                     : REPERE_CONCEPT_NONE;
  if (number == REPERE_CONCEPT_NONE)
    return;
  for (guint32 i = next_same(vocabulary, first_same(vocabulary, number)); i != REPERE_CONCEPT_NONE;
       i = next_same(vocabulary, i)) {
    const RepereVocabulary *member = member_at(vocabulary, i, &place);
    g_ptr_array_add(values, (gpointer)concept_at(member, place)->value);
  }
}

/* ---- values and labels ---- */

static guint32 place_of_country(const RepereVocabulary *vocabulary, const char *written)
{
  char code[4] = "";
  if (strlen(written) >= sizeof code)
    return REPERE_CONCEPT_NONE;
  for (gsize i = 0; written[i] != '\0'; i++)
    code[i] = g_ascii_toupper(written[i]);
  return repere_vocabulary_place(vocabulary, code);
}

static guint32 place_of_language(const RepereVocabulary *vocabulary, const char *written)
{
  char code[REPERE_PLAIN_CODE];
  repere_plain_language(written, code);
  return repere_vocabulary_place(vocabulary, code);
}

const char *repere_vocabulary_value(const RepereVocabulary *vocabulary, const char *written)
{
  guint32 place = REPERE_CONCEPT_NONE;
  switch (vocabulary->kind) {
  case REPERE_VOCABULARY_ALL:
  case REPERE_VOCABULARY_SKOS:
    place = place_in(&vocabulary, written);
    break;
  case REPERE_VOCABULARY_COUNTRIES:
    place = place_of_country(vocabulary, written);
    break;
  case REPERE_VOCABULARY_LANGUAGES:
    place = place_of_language(vocabulary, written);
    break;
  }
  return place != REPERE_CONCEPT_NONE ? concept_at(vocabulary, place)->value : NULL;
}

/* The concept's preferred label in `lang` (NULL: in any language), or NULL. */
static const char *label_in(const RepereVocabulary *vocabulary, guint32 place, const char *lang)
{
  for (guint32 i = concept_at(vocabulary, place)->preferred; i != REPERE_CONCEPT_NONE;
       i = label_at(vocabulary, i)->next)
    if (lang == NULL || strcmp(label_at(vocabulary, i)->lang, lang) == 0)
      return label_at(vocabulary, i)->text;
  return NULL;
}

/* The same of the concept, or of one that is the same: the first that is not in capitals, else the first. */
static const char *any_label_in(const RepereVocabulary *vocabulary, const char *value, const char *lang)
{
  const char *found = NULL;
  guint32 place, number;
  if (vocabulary->kind != REPERE_VOCABULARY_ALL)
    return label_in(vocabulary, repere_vocabulary_place(vocabulary, value), lang);
  for (number = first_same(vocabulary, number_of(vocabulary, value)); number != REPERE_CONCEPT_NONE;
       number = next_same(vocabulary, number)) {
    const RepereVocabulary *member = member_at(vocabulary, number, &place);
    const char *label = label_in(member, place, lang);
    if (label != NULL && !repere_concept_is_capitals(label))
      return label;
    if (found == NULL)
      found = label;
  }
  return found;
}

const char *repere_vocabulary_label(const RepereVocabulary *vocabulary, const char *value, const char *lang)
{
  const RepereVocabulary *member = vocabulary;
  guint32 place = place_in(&member, value);
  if (place == REPERE_CONCEPT_NONE)
    return NULL;
  const char *label = lang != NULL ? any_label_in(vocabulary, value, lang) : NULL;
  if (label == NULL)
    label = any_label_in(vocabulary, value, "en");
  if (label == NULL)
    label = any_label_in(vocabulary, value, NULL);
  if (label == NULL && member->countries != NULL)
    label = repere_vocabulary_label(member->countries, concept_at(member, place)->value, lang);
  return label;
}

/* The value of the concept that stands for the one at `place` of `member`. */
static const char *value_for(const RepereVocabulary *vocabulary, const RepereVocabulary *member,
                             guint32 place)
{
  const char *value = concept_at(member, place)->value;
  return vocabulary == member ? value : repere_vocabulary_value(vocabulary, value);
}

static const char *parent_in_all(const RepereVocabulary *all, const char *value)
{
  guint32 place, number = number_of(all, value);
  if (number != REPERE_CONCEPT_NONE)
    number = g_array_index(all->parents, guint32, first_same(all, number));
  if (number == REPERE_CONCEPT_NONE)
    return NULL;
  const RepereVocabulary *member = member_at(all, number, &place);
  return concept_at(member, place)->value;
}

const char *repere_vocabulary_parent(const RepereVocabulary *vocabulary, const char *value)
{
  if (vocabulary->kind == REPERE_VOCABULARY_ALL)
    return parent_in_all(vocabulary, value);
  guint32 place = repere_vocabulary_place(vocabulary, value);
  if (place == REPERE_CONCEPT_NONE || concept_at(vocabulary, place)->parent == REPERE_CONCEPT_NONE)
    return NULL;
  return concept_at(vocabulary, concept_at(vocabulary, place)->parent)->value;
}

static void add_once(GPtrArray *values, guint from, const char *value)
{
  if (values->len - from >= REPERE_BROADER_MOST)
    return;
  for (guint i = from; i < values->len; i++)
    if (strcmp(g_ptr_array_index(values, i), value) == 0)
      return;
  g_ptr_array_add(values, (gpointer)value);
}

/* Appends what stands right above the concept at `place`. */
static void add_above(const RepereVocabulary *vocabulary, const RepereVocabulary *member, guint32 place,
                      GPtrArray *values, guint from)
{
  const RepereConcept *concept = concept_at(member, place);
  if (concept->parent != REPERE_CONCEPT_NONE)
    add_once(values, from, value_for(vocabulary, member, concept->parent));
  for (guint32 at = concept->further; at != REPERE_CONCEPT_NONE;) {
    const RepereLink *link = &g_array_index(member->links, RepereLink, at);
    add_once(values, from, value_for(vocabulary, member, link->broad));
    at = link->next;
  }
}

void repere_vocabulary_with_broader(const RepereVocabulary *vocabulary, const char *value, GPtrArray *values)
{
  const RepereVocabulary *member = vocabulary;
  guint32 place = place_in(&member, value);
  const guint from = values->len;
  if (place == REPERE_CONCEPT_NONE)
    return;
  add_once(values, from, concept_at(member, place)->value);
  for (guint i = from; i < values->len; i++) { /* grows meanwhile */
    const char *at = g_ptr_array_index(values, i);
    if (vocabulary->kind != REPERE_VOCABULARY_ALL) {
      add_above(vocabulary, vocabulary, repere_vocabulary_place(vocabulary, at), values, from);
      continue;
    }
    for (guint32 number = first_same(vocabulary, number_of(vocabulary, at)); number != REPERE_CONCEPT_NONE;
         number = next_same(vocabulary, number)) {
      member = member_at(vocabulary, number, &place);
      add_above(vocabulary, member, place, values, from);
    }
  }
}

const char *repere_vocabulary_top(const RepereVocabulary *vocabulary, const char *value)
{
  const char *top = repere_vocabulary_value(vocabulary, value);
  for (const char *above = top; above != NULL; above = repere_vocabulary_parent(vocabulary, above))
    top = above;
  return top;
}

guint repere_vocabulary_size(const RepereVocabulary *vocabulary)
{
  return vocabulary->kind == REPERE_VOCABULARY_ALL ? vocabulary->unique->len : vocabulary->concepts->len;
}

const char *repere_vocabulary_at(const RepereVocabulary *vocabulary, guint i)
{
  const RepereConcept *concept = numbered(&vocabulary, i);
  return concept != NULL ? concept->value : NULL;
}

static void append_labels(const RepereVocabulary *vocabulary, guint32 first, gboolean preferred,
                          GArray *labels)
{
  for (guint32 at = first; at != REPERE_CONCEPT_NONE; at = label_at(vocabulary, at)->next) {
    RepereVocabularyLabel label = {label_at(vocabulary, at)->lang, label_at(vocabulary, at)->text, preferred};
    if (!label_at(vocabulary, at)->hidden)
      g_array_append_val(labels, label);
  }
}

void repere_vocabulary_labels(const RepereVocabulary *vocabulary, guint i, GArray *labels)
{
  const RepereConcept *concept = numbered(&vocabulary, i);
  if (concept == NULL)
    return;
  append_labels(vocabulary, concept->preferred, TRUE, labels);
  append_labels(vocabulary, concept->alternative, FALSE, labels);
}
