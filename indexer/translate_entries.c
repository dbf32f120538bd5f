/* translate_entries.c - see translate_entries.h */
#include "indexer/translate_entries.h"

#include <string.h>

/* Weights by source, found by measurement on questions of one language and documents of another (MLQA,
 * English and Spanish, 300 each way): see translations.h. */
enum {
  WEIGHT_PAIR = 100,
  WEIGHT_THIRD = 70,
  WEIGHT_ALONE = 50,
  WEIGHT_COGNATE = 80,
  LESS_SPREAD = 6,  /* at most, for a word of many translations */
  LESS_VERB = 4,    /* questions are made of nouns, not of verbs and adverbs, and stems do not tell them apart */
  LESS_PATH = 4,    /* one dictionary through one third language */
  LESS_RANK = 1,    /* each place among the stems of a word */
  LESS_RARE = 12    /* at most, for a word rarer than others of the same stem */
};

/* No question uses more of a key and language (MLQA: 12 lose nothing, 8 do). */
enum { MOST_WORDS = 12, MOST_COMPOUNDS = 2 };

typedef struct {
  RepereTranslation translation;
  guint uses; /* of the label */
  guint asked_works;
} Entry;

typedef struct {
  GArray *entries; /* of Entry */
  guint longest;
  const RepereLanguage *language; /* asked in */
} Pending;

struct RepereEntries {
  xc_database *database;
  GHashTable *pending; /* metadata key -> Pending */
};

static void entry_clear(gpointer entry)
{
  repere_translation_clear(&((Entry *)entry)->translation);
}

static void pending_free(gpointer data)
{
  Pending *pending = data;
  g_array_unref(pending->entries);
  g_free(pending);
}

RepereEntries *repere_entries_new(xc_database *database)
{
  RepereEntries *entries = g_new0(RepereEntries, 1);
  entries->database = database;
  entries->pending = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, pending_free);
  return entries;
}

void repere_entries_free(RepereEntries *entries)
{
  if (!entries) return;
  g_hash_table_unref(entries->pending);
  g_free(entries);
}

guint repere_entries_waiting(const RepereEntries *entries)
{
  return g_hash_table_size(entries->pending);
}

/* ---- gathering ---- */

static Pending *pending_at(RepereEntries *entries, const RepereLanguage *language, const char *key)
{
  g_autofree char *name = repere_translations_key(language, key);
  if (!name) return NULL;
  Pending *pending = g_hash_table_lookup(entries->pending, name);
  if (pending) return pending;
  pending = g_new0(Pending, 1);
  pending->entries = g_array_new(FALSE, TRUE, sizeof(Entry));
  g_array_set_clear_func(pending->entries, entry_clear);
  pending->language = language;
  g_hash_table_insert(entries->pending, g_steal_pointer(&name), pending);
  return pending;
}

/* As the sources have it; FreeDict's alone, and rare words, are judged when all of the key is together. */
static guint8 weight_by(const RepereTarget *target, const RepereClaim *claim)
{
  guint weight = claim->sources == REPERE_DICTIONARY_COGNATE ? WEIGHT_COGNATE : WEIGHT_PAIR;
  weight -= MIN(MAX(claim->among, 1) - 1, LESS_SPREAD);
  weight -= LESS_RANK * MIN(target->rank, 3);
  if (claim->speech == REPERE_SPEECH_VERB || claim->speech == REPERE_SPEECH_ADVERB) weight -= LESS_VERB;
  if (claim->alone) weight -= LESS_PATH;
  return (guint8)weight;
}

static gboolean same_target(const RepereTranslation *known, const RepereTarget *target)
{
  return known->language == target->language && known->words == target->words &&
         g_strv_equal((const char *const *)known->stems, (const char *const *)target->stems);
}

static void add_to(Pending *pending, const RepereTarget *target, const RepereClaim *claim)
{
  guint8 weight = weight_by(target, claim);
  for (guint i = 0; i < pending->entries->len; i++) {
    Entry *entry = &g_array_index(pending->entries, Entry, i);
    RepereTranslation *known = &entry->translation;
    if (!same_target(known, target)) continue;
    if (target->uses > entry->uses) {
      g_free(known->label);
      known->label = g_strdup(target->label);
      entry->uses = target->uses;
    }
    known->sources |= claim->sources;
    known->weight = MAX(known->weight, weight);
    entry->asked_works = MAX(entry->asked_works, claim->asked_works);
    return;
  }
  Entry fresh = {{.language = target->language,
                  .sources = claim->sources,
                  .weight = weight,
                  .words = target->words,
                  .stems = g_strdupv(target->stems),
                  .label = g_strdup(target->label),
                  .works = target->works},
                 target->uses,
                 claim->asked_works};
  g_array_append_val(pending->entries, fresh);
}

void repere_entries_add(RepereEntries *entries, const RepereLanguage *asked, const char *key,
                        const RepereTarget *target, const RepereClaim *claim)
{
  Pending *pending = pending_at(entries, asked, key);
  if (!pending) return;
  add_to(pending, target, claim);
  const char *space = strchr(key, ' ');
  if (!space) return;
  g_autofree char *first = g_strndup(key, (gsize)(space - key));
  guint words = 1;
  for (; space; space = strchr(space + 1, ' ')) words++;
  pending = pending_at(entries, asked, first);
  if (pending) pending->longest = MAX(pending->longest, words);
}

/* ---- weighing ---- */

/* A stem stands for several words (employment, employer): what the rarer ones mean is meant more rarely. */
static void weigh_rare(GArray *entries)
{
  guint most = 0;
  for (guint i = 0; i < entries->len; i++) most = MAX(most, g_array_index(entries, Entry, i).asked_works);
  for (guint i = 0; i < entries->len; i++) {
    Entry *entry = &g_array_index(entries, Entry, i);
    guint less = 0;
    if (entry->translation.sources == REPERE_DICTIONARY_COGNATE) continue;
    for (guint works = MAX(entry->asked_works, 1); 2 * works <= most && less < LESS_RARE; works *= 2) less += 3;
    entry->translation.weight = (guint8)(entry->translation.weight - MIN(less, LESS_RARE));
  }
}

/* What others say less surely where a better dictionary knows the word: FreeDict's lists are short and take no
 * notice of how words are used, and third languages lead astray. No other reason takes so much that the index's
 * own entries would not be known by their weights. */
static void weigh_sources(const RepereDictionaries *dictionaries, const RepereLanguage *asked, GArray *all)
{
  guint apertium = 0; /* bits: languages */
  for (guint i = 0; i < all->len; i++) {
    const RepereTranslation *one = &g_array_index(all, RepereTranslation, i);
    if (one->sources & (REPERE_DICTIONARY_APERTIUM | REPERE_DICTIONARY_APERTIUM_PIVOT))
      apertium |= 1u << repere_language_index(one->language);
  }
  for (guint i = 0; i < all->len; i++) {
    RepereTranslation *one = &g_array_index(all, RepereTranslation, i);
    if (one->sources == REPERE_DICTIONARY_FREEDICT && apertium & 1u << repere_language_index(one->language) &&
        one->weight > WEIGHT_ALONE)
      one->weight = (guint8)(one->weight - (WEIGHT_PAIR - WEIGHT_ALONE));
    else if (one->sources & REPERE_DICTIONARY_APERTIUM_PIVOT && !(one->sources & REPERE_DICTIONARY_APERTIUM) &&
             one->weight > WEIGHT_THIRD &&
             repere_dictionaries_have_pair(dictionaries, asked->code, one->language->code))
      one->weight = (guint8)(one->weight - (WEIGHT_PAIR - WEIGHT_THIRD));
  }
}

/* ---- writing ---- */

/* How many works have what the index's own entries stand for; compounds do without. */
static gboolean count_works(RepereEntries *entries, GArray *all, xc_error *fault)
{
  for (guint i = 0; i < all->len; i++) {
    RepereTranslation *one = &g_array_index(all, RepereTranslation, i);
    xc_doccount works = 0;
    if (one->words > 1) continue;
    g_autofree char *term = g_strconcat(one->language->term_prefix, one->stems[0], NULL);
    if (xc_database_term_frequency(entries->database, term, XC_NUL, &works, NULL, fault) != XC_OK) return FALSE;
    one->works = works;
  }
  return TRUE;
}

/* Puts what is new of `pending` into `all`. TRUE where that changed anything. */
static gboolean merge(const RepereDictionaries *dictionaries, Pending *pending, GArray *all)
{
  gboolean changed = FALSE;
  weigh_rare(pending->entries);
  for (guint i = 0; i < pending->entries->len; i++)
    changed |= repere_translations_merge(all, &g_array_index(pending->entries, Entry, i).translation);
  weigh_sources(dictionaries, pending->language, all);
  repere_translations_sort(all);
  return changed;
}

static void count(RepereLexiconAccount *account, const RepereLanguage *asked, const GArray *all, gint sign)
{
  guint *row = account->entries[repere_language_index(asked)];
  for (guint i = 0; i < all->len; i++)
    row[repere_language_index(g_array_index(all, RepereTranslation, i).language)] += (guint)sign;
}

static gboolean write_one(RepereEntries *entries, const RepereDictionaries *dictionaries, const char *name,
                          Pending *pending, xc_writer *writer, RepereLexiconAccount *account, xc_error *fault)
{
  xc_bytes value;
  g_autoptr(GArray) all = repere_translations_new();
  if (xc_database_metadata(entries->database, name, XC_NUL, &value, fault) != XC_OK) return FALSE;
  guint longest = repere_translations_unpack(value.data, value.size, all);
  if (!count_works(entries, all, fault)) return FALSE;
  count(account, pending->language, all, -1);
  gboolean changed = merge(dictionaries, pending, all) || pending->longest > longest;
  repere_translations_cut(all, MOST_WORDS, MOST_COMPOUNDS);
  count(account, pending->language, all, 1);
  if (!changed) return TRUE;
  g_autoptr(GBytes) packed = repere_translations_pack(all, MAX(longest, pending->longest));
  gsize size;
  const char *bytes = g_bytes_get_data(packed, &size);
  return xc_writer_set_metadata(writer, name, XC_NUL, bytes, size, fault) == XC_OK;
}

/* In the order of their keys: neighbours share a block of the index. */
gboolean repere_entries_write(RepereEntries *entries, const RepereDictionaries *dictionaries, xc_writer *writer,
                              RepereLexiconAccount *account, xc_error *fault)
{
  g_autoptr(GList) names = g_list_sort(g_hash_table_get_keys(entries->pending), (GCompareFunc)strcmp);
  for (const GList *name = names; name; name = name->next)
    if (!write_one(entries, dictionaries, name->data, g_hash_table_lookup(entries->pending, name->data), writer,
                   account, fault))
      return FALSE;
  g_hash_table_remove_all(entries->pending);
  return TRUE;
}
