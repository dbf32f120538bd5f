/* translate.c - see translate.h */
#include "indexer/translate.h"

#include <string.h>
#include "indexer/cognates.h"
#include "indexer/dictionaries.h"
#include "indexer/translate_words.h"
#include "lib/fault.h"

#define BATCH 10000      /* words in memory at once */

/* Weights by source, found by measurement on questions of one language and documents of another (MLQA, English and Spanish,
 * 300 each way): see translations.h. */
enum { WEIGHT_PAIR = 100, WEIGHT_THIRD = 70, WEIGHT_ALONE = 50, WEIGHT_COGNATE = 80, WEIGHT_SPREAD = 9 };

typedef struct {
  const RepereLibrary *library;
  xc_writer *xapian;
  xc_database *database;
  RepereDictionaryFolders folders;
  RepereDictionaries *dictionaries; /* NULL until there is a new word */
  RepereWordKeys *keys;
  RepereKnownWords *known;
  RepereAnalyzer *analyzer;
  RepereLexiconAccount account;
  GHashTable *pending;   /* metadata key -> Pending, of this batch */
  GPtrArray *problems;
} Translator;

typedef struct {
  GArray *translations;
  guint longest;
  const RepereLanguage *language; /* asked in */
} Pending;

static void pending_free(gpointer data)
{
  Pending *pending = data;
  g_array_unref(pending->translations);
  g_free(pending);
}

static gboolean fail(GError **error, const xc_error *fault)
{
  return repere_fault(error, NULL, fault);
}

/* ---- entries ---- */

static Pending *pending_at(Translator *translator, const RepereLanguage *language, const char *key)
{
  g_autofree char *name = repere_translations_key(language, key);
  if (!name) return NULL;
  Pending *pending = g_hash_table_lookup(translator->pending, name);
  if (pending) return pending;
  pending = g_new0(Pending, 1);
  pending->translations = repere_translations_new();
  pending->language = language;
  g_hash_table_insert(translator->pending, g_steal_pointer(&name), pending);
  return pending;
}

/* What is translated: terms of the index. */
typedef struct {
  const RepereLanguage *language;
  guint words;
  char **stems;
  const char *label;
} Target;

/* As the sources have it; FreeDict's alone is judged when all translations of the word are together. */
static guint8 weight_by(const Translator *translator, const RepereLanguage *asked, const RepereLanguage *found, guint sources,
                        guint among)
{
  guint weight = WEIGHT_PAIR;
  if (sources == REPERE_DICTIONARY_COGNATE) weight = WEIGHT_COGNATE;
  else if (sources == REPERE_DICTIONARY_APERTIUM_PIVOT &&
           repere_dictionaries_have_pair(translator->dictionaries, asked->code, found->code))
    weight = WEIGHT_THIRD;
  return (guint8)(weight - MIN(among - 1, WEIGHT_SPREAD));
}

/* How many translations the word has there. */
static guint count_translations(const Translator *translator, const RepereLanguage *asked, const RepereLanguage *found,
                                const RepereEquivalent *equivalent)
{
  RepereLemma lemma = {equivalent->lemma, equivalent->speech};
  g_autoptr(GArray) all = g_array_new(FALSE, FALSE, sizeof(RepereEquivalent));
  repere_dictionaries_translate(translator->dictionaries, asked->code, found->code, &lemma, all);
  return MAX(all->len, 1);
}

static void add_entry(Translator *translator, const RepereLanguage *asked, const char *key, const Target *target,
                      guint sources, guint among)
{
  Pending *pending = pending_at(translator, asked, key);
  if (!pending) return;
  RepereTranslation fresh = {.language = target->language,
                             .sources = sources,
                             .weight = weight_by(translator, asked, target->language, sources, among),
                             .words = target->words,
                             .stems = g_strdupv(target->stems),
                             .label = g_strdup(target->label)};
  repere_translations_merge(pending->translations, &fresh);
  const char *space = strchr(key, ' ');
  if (!space) return;
  g_autofree char *first = g_strndup(key, (gsize)(space - key));
  guint words = 1;
  for (; space; space = strchr(space + 1, ' ')) words++;
  pending = pending_at(translator, asked, first);
  if (pending) pending->longest = MAX(pending->longest, words);
}

/* Entries for what `lemmas` are in language `asked`. */
static void add_equivalents(Translator *translator, const RepereLanguage *asked, const GArray *lemmas, const Target *target)
{
  g_autoptr(GArray) found = g_array_new(FALSE, FALSE, sizeof(RepereEquivalent));
  for (guint i = 0; i < lemmas->len; i++)
    repere_dictionaries_translate(translator->dictionaries, target->language->code, asked->code,
                                  &g_array_index(lemmas, RepereLemma, i), found);
  for (guint i = 0; i < found->len; i++) {
    const RepereEquivalent *equivalent = &g_array_index(found, RepereEquivalent, i);
    const GPtrArray *keys = repere_word_keys_of(translator->keys, asked, &(RepereLemma){equivalent->lemma, equivalent->speech});
    if (!keys->len) continue;
    guint among = count_translations(translator, asked, target->language, equivalent);
    for (guint k = 0; k < keys->len; k++) add_entry(translator, asked, keys->pdata[k], target, equivalent->sources, among);
  }
}

static void add_everywhere(Translator *translator, const GArray *lemmas, const Target *target)
{
  for (char **code = translator->library->languages; *code; code++) {
    const RepereLanguage *asked = repere_language(*code);
    if (asked && asked != target->language) add_equivalents(translator, asked, lemmas, target);
  }
}

/* ---- writing ---- */

/* FreeDict's lists are short and take no notice of how words are used: where Apertium knows the word, they say less. */
static void weigh_freedict(GArray *all)
{
  guint apertium = 0; /* bits: languages */
  gboolean changed = FALSE;
  for (guint i = 0; i < all->len; i++) {
    const RepereTranslation *one = &g_array_index(all, RepereTranslation, i);
    if (one->sources & (REPERE_DICTIONARY_APERTIUM | REPERE_DICTIONARY_APERTIUM_PIVOT))
      apertium |= 1u << repere_language_index(one->language);
  }
  for (guint i = 0; i < all->len; i++) {
    RepereTranslation *one = &g_array_index(all, RepereTranslation, i);
    gboolean less = one->sources == REPERE_DICTIONARY_FREEDICT && apertium & 1u << repere_language_index(one->language);
    if (!less || one->weight <= WEIGHT_ALONE) continue;
    one->weight = (guint8)(one->weight - (WEIGHT_PAIR - WEIGHT_ALONE));
    changed = TRUE;
  }
  if (changed) repere_translations_sort(all);
}

static gboolean write_one(Translator *translator, const char *name, Pending *pending, xc_error *fault)
{
  xc_bytes value;
  g_autoptr(GArray) all = repere_translations_new();
  if (xc_database_metadata(translator->database, name, XC_NUL, &value, fault) != XC_OK) return FALSE;
  guint longest = repere_translations_unpack(value.data, value.size, all);
  gboolean changed = pending->longest > longest;
  for (guint i = 0; i < pending->translations->len; i++) {
    RepereTranslation *fresh = &g_array_index(pending->translations, RepereTranslation, i);
    const RepereLanguage *found = fresh->language;
    guint before = all->len;
    changed |= repere_translations_merge(all, fresh);
    translator->account.entries[repere_language_index(pending->language)][repere_language_index(found)] += all->len - before;
  }
  if (!changed) return TRUE;
  weigh_freedict(all);
  g_autoptr(GBytes) packed = repere_translations_pack(all, MAX(longest, pending->longest));
  gsize size;
  const char *bytes = g_bytes_get_data(packed, &size);
  return xc_writer_set_metadata(translator->xapian, name, XC_NUL, bytes, size, fault) == XC_OK;
}

/* In the order of their keys: neighbours share a block of the index. */
static gboolean write_pending(Translator *translator, xc_error *fault)
{
  g_autoptr(GList) names = g_list_sort(g_hash_table_get_keys(translator->pending), (GCompareFunc)strcmp);
  for (const GList *name = names; name; name = name->next)
    if (!write_one(translator, name->data, g_hash_table_lookup(translator->pending, name->data), fault)) return FALSE;
  g_hash_table_remove_all(translator->pending);
  return TRUE;
}

/* ---- words and compounds of the index ---- */

static void open_dictionaries(Translator *translator)
{
  if (translator->dictionaries) return;
  translator->dictionaries =
    repere_dictionaries_open(&translator->folders, translator->library->languages, translator->problems);
  translator->keys = repere_word_keys_new(translator->dictionaries, translator->analyzer);
}

/* Both ways at once: the other word may have been translated before this one came. */
static gboolean join_cognate(Translator *translator, const Target *target, const RepereLanguage *other, const char *word,
                             xc_error *fault)
{
  g_autofree char *stem = NULL, *spelling = NULL;
  if (!repere_index_has_word(translator->database, translator->analyzer, other, word, &stem, &spelling, fault)) return FALSE;
  if (!stem) return TRUE;
  char *stems[] = {stem, NULL};
  Target cognate = {other, 1, stems, spelling};
  add_entry(translator, other, stem, target, REPERE_DICTIONARY_COGNATE, 1);
  add_entry(translator, target->language, target->stems[0], &cognate, REPERE_DICTIONARY_COGNATE, 1);
  return TRUE;
}

static gboolean join_cognates(Translator *translator, const Target *target, const GPtrArray *spellings, xc_error *fault)
{
  gboolean done = TRUE;
  for (char **code = translator->library->languages; *code && done; code++) {
    g_autoptr(GPtrArray) found = g_ptr_array_new_with_free_func(g_free);
    if (g_str_equal(*code, target->language->code)) continue;
    for (guint i = 0; i < spellings->len; i++) repere_cognates(target->language->code, *code, spellings->pdata[i], found);
    for (guint i = 0; i < found->len && done; i++)
      done = join_cognate(translator, target, repere_language(*code), found->pdata[i], fault);
  }
  return done;
}

static gboolean translate_word(Translator *translator, const RepereLanguage *language, const RepereIndexWord *word,
                               xc_error *fault)
{
  g_autoptr(GArray) lemmas = g_array_new(FALSE, FALSE, sizeof(RepereLemma));
  char *stems[] = {word->stem, NULL};
  Target target = {language, 1, stems, word->label};
  for (guint pass = 0; pass < 2 && lemmas->len == 0; pass++)
    for (guint i = 0; i < word->spellings->len; i++)
      repere_dictionaries_analyze(translator->dictionaries, language->code, word->spellings->pdata[i], pass > 0, lemmas);
  if (lemmas->len) add_everywhere(translator, lemmas, &target);
  g_autoptr(GPtrArray) folded = g_ptr_array_new_with_free_func(g_free);
  for (guint i = 0; i < word->spellings->len; i++)
    g_ptr_array_add(folded, repere_text_fold(word->spellings->pdata[i], -1));
  return join_cognates(translator, &target, folded, fault);
}

static gboolean translate_words(Translator *translator, const RepereLanguage *language, xc_error *fault)
{
  g_autofree char *last = NULL;
  g_autoptr(GPtrArray) words = g_ptr_array_new_with_free_func((GDestroyNotify)repere_index_word_free);
  do {
    g_ptr_array_set_size(words, 0);
    if (!repere_index_words(translator->database, translator->analyzer, language, translator->known, BATCH, &last, words,
                            fault))
      return FALSE;
    if (words->len) open_dictionaries(translator);
    for (guint i = 0; i < words->len; i++) {
      if (!translate_word(translator, language, words->pdata[i], fault)) return FALSE;
      repere_analyzer_trim(translator->analyzer);
    }
    if (!write_pending(translator, fault)) return FALSE;
  } while (last);
  return TRUE;
}

/* Those whose words are all in the index; only where there are new words. */
static gboolean translate_compounds(Translator *translator, const RepereLanguage *language, xc_error *fault)
{
  g_autoptr(GArray) compounds = g_array_new(FALSE, FALSE, sizeof(RepereLemma));
  if (!translator->dictionaries) return TRUE;
  repere_dictionaries_compounds(translator->dictionaries, language->code, compounds);
  for (guint i = 0; i < compounds->len; i++) {
    const RepereLemma *lemma = &g_array_index(compounds, RepereLemma, i);
    gboolean there = FALSE;
    g_auto(GStrv) stems = NULL;
    if (!repere_index_has_compound(translator->database, translator->analyzer, language, lemma->lemma, translator->known,
                                   &stems, &there, fault))
      return FALSE;
    if (!there) continue;
    g_autoptr(GArray) one = g_array_new(FALSE, FALSE, sizeof(RepereLemma));
    Target target = {language, g_strv_length(stems), stems, lemma->lemma};
    g_array_append_val(one, *lemma);
    add_everywhere(translator, one, &target);
  }
  return write_pending(translator, fault);
}

static gboolean translate_all(Translator *translator, xc_error *fault)
{
  for (char **code = translator->library->languages; *code; code++) {
    const RepereLanguage *language = repere_language(*code);
    if (!translate_words(translator, language, fault)) return FALSE;
  }
  for (char **code = translator->library->languages; *code; code++)
    if (!translate_compounds(translator, repere_language(*code), fault)) return FALSE;
  return repere_known_words_write(translator->known, translator->xapian, fault);
}

/* ---- beginning and end ---- */

/* What other dictionaries said is forgotten. */
static gboolean erase(Translator *translator, xc_error *fault)
{
  g_autoptr(GPtrArray) names = g_ptr_array_new_with_free_func(g_free);
  static const char *const prefixes[] = {"t/", "td/"};
  for (guint i = 0; i < G_N_ELEMENTS(prefixes); i++) {
    xc_bytes key;
    xc_terms *keys = xc_database_metadata_keys(translator->database, prefixes[i], XC_NUL, fault);
    int state = keys ? XC_ITEM : XC_FAILED;
    while (keys && (state = xc_terms_next(keys, &key, fault)) == XC_ITEM)
      g_ptr_array_add(names, g_strndup(key.data, key.size));
    xc_terms_free(keys);
    if (state == XC_FAILED) return FALSE;
  }
  for (guint i = 0; i < names->len; i++)
    if (xc_writer_set_metadata(translator->xapian, names->pdata[i], XC_NUL, "", 0, fault) != XC_OK) return FALSE;
  memset(translator->account.entries, 0, sizeof translator->account.entries);
  return TRUE;
}

static char **take_names(GPtrArray *names)
{
  g_ptr_array_add(names, NULL);
  return (char **)g_ptr_array_free(names, FALSE);
}

/* Sets the account to what is wanted now. Returns whether the index had it otherwise. */
static gboolean survey(Translator *translator)
{
  RepereLexiconAccount *account = &translator->account;
  GPtrArray *present = g_ptr_array_new(), *absent = g_ptr_array_new();
  char *fingerprint = translator->library->indexer.translate
                        ? repere_dictionaries_survey(&translator->folders, translator->library->languages, present, absent)
                        : g_strdup("");
  gboolean other = g_strcmp0(account->fingerprint, fingerprint) != 0;
  repere_lexicon_account_clear(account);
  account->fingerprint = fingerprint;
  account->present = take_names(present);
  account->absent = take_names(absent);
  return other;
}

static gboolean bring_up_to_date(Translator *translator, RepereWriter *writer, gboolean other, GError **error)
{
  xc_error fault = XC_ERROR_INIT;
  translator->xapian = repere_writer_begin(writer, error);
  if (!translator->xapian) return FALSE;
  translator->analyzer = repere_analyzer_new();
  translator->pending = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, pending_free);
  gboolean done = !other || erase(translator, &fault);
  translator->known = repere_known_words_new(translator->database);
  if (done && translator->account.present[0]) done = translate_all(translator, &fault);
  translator->account.revision = repere_writer_revision(writer) + 1;
  done = done && repere_lexicon_account_write(translator->xapian, &translator->account, &fault);
  repere_known_words_free(translator->known);
  repere_word_keys_free(translator->keys);
  repere_dictionaries_free(translator->dictionaries);
  g_hash_table_unref(translator->pending);
  repere_analyzer_free(translator->analyzer);
  return done ? TRUE : fail(error, &fault);
}

gboolean repere_translate(RepereWriter *writer, const RepereLibrary *library, GPtrArray *problems, char **sentence,
                          GError **error)
{
  xc_error fault = XC_ERROR_INIT;
  Translator translator = {.library = library, .database = repere_writer_database(writer), .problems = problems};
  translator.folders = (RepereDictionaryFolders){library->indexer.apertium, library->indexer.freedict};
  if (!repere_lexicon_account_read(translator.database, &translator.account, &fault)) return fail(error, &fault);
  gboolean unmade = translator.account.fingerprint == NULL;
  gboolean other = survey(&translator);
  gboolean stands = !other && !repere_writer_pending(writer) && translator.account.revision == repere_writer_revision(writer);
  gboolean done = stands || (unmade && !library->indexer.translate) ||
                  bring_up_to_date(&translator, writer, other && !unmade, error);
  if (done) *sentence = repere_translate_sentence(&translator.account);
  repere_lexicon_account_clear(&translator.account);
  return done;
}

char *repere_translate_sentence(const RepereLexiconAccount *account)
{
  guint entries = 0;
  GString *text = g_string_new(NULL);
  if (!account->fingerprint || !account->fingerprint[0]) return g_string_free(g_string_append(text, "off"), FALSE);
  for (guint i = 0; i < REPERE_LANGUAGES_MAX * REPERE_LANGUAGES_MAX; i++)
    entries += account->entries[i / REPERE_LANGUAGES_MAX][i % REPERE_LANGUAGES_MAX];
  if (account->present && account->present[0]) g_string_append_printf(text, "%u", entries);
  else g_string_append(text, "none, since there is no dictionary");
  if (account->absent && account->absent[0]) {
    g_autofree char *names = g_strjoinv(", ", account->absent);
    g_string_append_printf(text, "; not installed: %s", names);
  }
  return g_string_free(text, FALSE);
}
