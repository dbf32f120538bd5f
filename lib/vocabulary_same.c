/* vocabulary_same.c - which concepts of several vocabularies are one: see repere_vocabulary_join_same() in
 * skos.h.
 *
 * Two of different vocabularies are one where either says so (skos:exactMatch, which is symmetric and
 * transitive), or where they are called the same in every language that both have, two at least: "bank" may
 * be two things in one language, hardly the same two in three. In one language the words must be the same,
 * accents and case aside; in the others their stems will do, for one thesaurus writes PHYSICIANS and MEDECINS
 * where another has Physicians and médecin. Where all differ, it is Slovak and Slovaks, or materialism and
 * materials. Two concepts of one vocabulary are one only where all their preferred labels are the same, in
 * two languages at least, as a field and the term that it is called by: nothing that readers see tells them
 * apart. */
#include <string.h>
#include "repere/text.h"
#include "skos.h"

typedef struct {
  RepereVocabulary *all;
  RepereAnalyzer *analyzer;
  GString *name;       /* of the label that is read: language, and its words by their stems */
  GString *written;    /* likewise, its words as they are written, accents and case aside */
  GHashTable *by_uri;  /* URI -> GArray of guint32: the concepts that have it or match it, by number */
  GHashTable *by_name; /* likewise `name` -> numbers */
} Joining;

static guint32 first_of(const RepereVocabulary *all, guint32 number)
{
  return g_array_index(all->firsts, guint32, number);
}

static guint32 *next_of(const RepereVocabulary *all, guint32 number)
{
  return &g_array_index(all->nexts, guint32, number);
}

static const RepereVocabulary *vocabulary_of(const RepereVocabulary *all, guint32 number, guint32 *place)
{
  const RepereMember *member = &g_array_index(all->unique, RepereMember, number);
  *place = member->place;
  return all->members->pdata[member->member];
}

static const RepereConcept *concept_of(const RepereVocabulary *all, guint32 number)
{
  guint32 place;
  const RepereVocabulary *vocabulary = vocabulary_of(all, number, &place);
  return &g_array_index(vocabulary->concepts, RepereConcept, place);
}

static guint member_of(const RepereVocabulary *all, guint32 number)
{
  return g_array_index(all->unique, RepereMember, number).member;
}

/* ---- groups ---- */

static gboolean share_member(const RepereVocabulary *all, guint32 a, guint32 b)
{
  for (guint32 i = a; i != REPERE_CONCEPT_NONE; i = *next_of(all, i))
    for (guint32 k = b; k != REPERE_CONCEPT_NONE; k = *next_of(all, k))
      if (member_of(all, i) == member_of(all, k)) return TRUE;
  return FALSE;
}

/* Makes the groups of both one. Numbers in a group ascend. */
static void join(RepereVocabulary *all, guint32 one, guint32 other)
{
  guint32 a = first_of(all, one), b = first_of(all, other);
  if (a == b) return;
  guint32 first = MIN(a, b), *end = &first;
  while (a != REPERE_CONCEPT_NONE && b != REPERE_CONCEPT_NONE) {
    guint32 *least = a < b ? &a : &b;
    *end = *least;
    end = next_of(all, *least);
    *least = *end;
  }
  *end = a != REPERE_CONCEPT_NONE ? a : b;
  for (guint32 i = first; i != REPERE_CONCEPT_NONE; i = *next_of(all, i))
    g_array_index(all->firsts, guint32, i) = first;
}

/* The same, unless a vocabulary that keeps them apart is in both. */
static void join_apart(RepereVocabulary *all, guint32 one, guint32 other)
{
  if (!share_member(all, first_of(all, one), first_of(all, other))) join(all, one, other);
}

static GArray *numbers_at(GHashTable *table, const char *key)
{
  GArray *numbers = g_hash_table_lookup(table, key);
  if (numbers) return numbers;
  numbers = g_array_new(FALSE, FALSE, sizeof(guint32));
  g_hash_table_insert(table, g_strdup(key), numbers);
  return numbers;
}

/* ---- said to be the same ---- */

static void join_uri(Joining *joining, guint32 number, const char *uri)
{
  GArray *numbers = numbers_at(joining->by_uri, uri);
  for (guint i = 0; i < numbers->len; i++)
    join_apart(joining->all, g_array_index(numbers, guint32, i), number);
  g_array_append_val(numbers, number);
}

static void join_matches(Joining *joining, guint32 number)
{
  guint32 place;
  const RepereVocabulary *vocabulary = vocabulary_of(joining->all, number, &place);
  const RepereConcept *concept = concept_of(joining->all, number);
  join_uri(joining, number, concept->uri);
  for (guint32 at = concept->matches; at != REPERE_CONCEPT_NONE;) {
    const RepereMatching *match = &g_array_index(vocabulary->matches, RepereMatching, at);
    join_uri(joining, number, match->uri);
    at = match->next;
  }
}

/* ---- called the same ---- */

static void add_word(const RepereToken *token, gpointer data)
{
  Joining *joining = data;
  g_string_append_printf(joining->name, " %s", token->word->stem ? token->word->stem : token->word->folded);
  g_string_append_printf(joining->written, " %s", token->word->folded);
}

/* Accents go first: of a vocabulary without any, words are stemmed as the other's then. */
static void read_name(Joining *joining, const RepereLabel *label)
{
  g_autofree char *folded = repere_text_fold(label->text, -1);
  g_string_assign(joining->name, label->lang);
  g_string_truncate(joining->written, 0);
  repere_analyze(joining->analyzer, folded, strlen(folded), repere_language(label->lang), add_word, joining);
}

/* Calls `each` with the language of the first preferred label in each, whose name has been read; while it
 * says TRUE. */
typedef gboolean (*Named)(const Joining *joining, const char *lang, gpointer data);

static gboolean each_name(Joining *joining, guint32 number, Named each, gpointer data)
{
  guint32 place;
  guint languages = 0; /* bits of those seen; labels in further ones do not count */
  const RepereVocabulary *vocabulary = vocabulary_of(joining->all, number, &place);
  for (guint32 at = concept_of(joining->all, number)->preferred; at != REPERE_CONCEPT_NONE;) {
    const RepereLabel *label = &g_array_index(vocabulary->labels, RepereLabel, at);
    const RepereLanguage *language = repere_language(label->lang);
    guint bit = language ? 1u << repere_language_index(language) : 0;
    at = label->next;
    if (!bit || languages & bit) continue;
    languages |= bit;
    read_name(joining, label);
    if (!each(joining, label->lang, data)) return FALSE;
  }
  return TRUE;
}

typedef struct {
  char *name, *written;
} Name;

static void name_free(gpointer data)
{
  Name *name = data;
  g_free(name->name);
  g_free(name->written);
  g_free(name);
}

static gboolean note_name(const Joining *joining, const char *lang, gpointer data)
{
  Name *name = g_new(Name, 1);
  name->name = g_strdup(joining->name->str);
  name->written = g_strdup(joining->written->str);
  g_hash_table_insert(data, (gpointer)lang, name);
  return TRUE;
}

typedef struct {
  GHashTable *names;     /* language -> Name */
  guint shared, written; /* languages that both have; in which both are written the same */
} Comparison;

static gboolean compare_name(const Joining *joining, const char *lang, gpointer data)
{
  Comparison *comparison = data;
  const Name *other = g_hash_table_lookup(comparison->names, lang);
  if (!other) return TRUE;
  comparison->shared++;
  comparison->written += g_str_equal(other->written, joining->written->str);
  return g_str_equal(other->name, joining->name->str);
}

static GHashTable *names_of(Joining *joining, guint32 number)
{
  GHashTable *names = g_hash_table_new_full(g_str_hash, g_str_equal, NULL, name_free);
  each_name(joining, number, note_name, names);
  return names;
}

/* What so many are called in one language ("Other") tells none of them; each would be compared with each. */
enum { NAMESAKES_MOST = 50 };

/* Joins the concept with those before it in other vocabularies that share a name with it and have no other
 * one. */
static void join_named(Joining *joining, guint32 number)
{
  GHashTableIter each;
  gpointer name;
  g_autoptr(GHashTable) names = names_of(joining, number);
  g_hash_table_iter_init(&each, names);
  while (g_hash_table_iter_next(&each, NULL, &name)) {
    GArray *numbers = numbers_at(joining->by_name, ((Name *)name)->name);
    for (guint i = 0; i < numbers->len; i++) {
      guint32 other = g_array_index(numbers, guint32, i);
      Comparison comparison = {names, 0, 0};
      if (first_of(joining->all, other) != first_of(joining->all, number) &&
          member_of(joining->all, other) != member_of(joining->all, number) &&
          each_name(joining, other, compare_name, &comparison) && comparison.shared >= 2 &&
          comparison.written)
        join_apart(joining->all, other, number);
    }
    if (numbers->len < NAMESAKES_MOST) g_array_append_val(numbers, number);
  }
}

/* Of one vocabulary: those whose labels are all the same. */
static void join_identical(Joining *joining)
{
  g_autoptr(GHashTable) first = /* what it is called -> number + 1 */
    g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);
  for (guint32 i = 0; i < joining->all->unique->len; i++) {
    g_autoptr(GHashTable) names = names_of(joining, i);
    g_autoptr(GList) langs = g_list_sort(g_hash_table_get_keys(names), (GCompareFunc)strcmp);
    if (!langs || !langs->next) continue;
    GString *key = g_string_new(NULL);
    g_string_append_printf(key, "%u", member_of(joining->all, i));
    for (GList *lang = langs; lang; lang = lang->next) {
      const Name *name = g_hash_table_lookup(names, lang->data);
      g_string_append_printf(key, "\n%s%s", (const char *)lang->data, name->written);
    }
    guint other = GPOINTER_TO_UINT(g_hash_table_lookup(first, key->str));
    if (other) join(joining->all, other - 1, i);
    if (other) g_string_free(key, TRUE);
    else g_hash_table_insert(first, g_string_free(key, FALSE), GUINT_TO_POINTER(i + 1));
  }
}

/* ---- the tree ---- */

static gboolean is_above(const RepereVocabulary *all, guint32 from, guint32 wanted)
{
  while (from != REPERE_CONCEPT_NONE && from != wanted) from = g_array_index(all->parents, guint32, from);
  return from == wanted;
}

/* The parent of each first one: that of the first of those that are the same which has one, and is not led
 * back from there, for what one vocabulary has above may be below in another. */
static void set_parents(const RepereVocabulary *all)
{
  for (guint32 i = 0; i < all->unique->len; i++) {
    guint32 *parent = &g_array_index(all->parents, guint32, i);
    for (guint32 at = first_of(all, i) == i ? i : REPERE_CONCEPT_NONE;
         at != REPERE_CONCEPT_NONE && *parent == REPERE_CONCEPT_NONE; at = *next_of(all, at)) {
      const GArray *numbers = all->numbers->pdata[member_of(all, at)];
      guint32 above = concept_of(all, at)->parent;
      if (above != REPERE_CONCEPT_NONE) above = first_of(all, g_array_index(numbers, guint32, above));
      if (above != REPERE_CONCEPT_NONE && !is_above(all, above, i)) *parent = above;
    }
  }
}

/* ---- all ---- */

void repere_vocabulary_join_same(RepereVocabulary *all)
{
  const guint32 none = REPERE_CONCEPT_NONE;
  for (guint32 i = 0; i < all->unique->len; i++) {
    g_array_append_val(all->firsts, i);
    g_array_append_val(all->nexts, none);
    g_array_append_val(all->parents, none);
  }
  if (all->unique->len < 2) return; /* an analyzer is dear */
  Joining joining = {.all = all, .analyzer = repere_analyzer_new(), .name = g_string_new(NULL)};
  joining.written = g_string_new(NULL);
  joining.by_uri = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, (GDestroyNotify)g_array_unref);
  joining.by_name = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, (GDestroyNotify)g_array_unref);
  join_identical(&joining);
  /* What vocabularies say goes before what names suggest. */
  for (guint32 i = 0; i < all->unique->len; i++) join_matches(&joining, i);
  for (guint32 i = 0; i < all->unique->len; i++) join_named(&joining, i);
  set_parents(all);
  g_hash_table_unref(joining.by_uri);
  g_hash_table_unref(joining.by_name);
  g_string_free(joining.name, TRUE);
  g_string_free(joining.written, TRUE);
  repere_analyzer_free(joining.analyzer);
}
