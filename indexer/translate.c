/* translate.c - see translate.h */
#include "indexer/translate.h"

#include <string.h>
#include "indexer/cognates.h"
#include "indexer/dictionaries.h"
#include "indexer/lemma_stems.h"
#include "indexer/stop.h"
#include "indexer/translate_entries.h"
#include "indexer/translate_words.h"
#include "lib/fault.h"

#define MAKING "2 "   /* begins the account's fingerprint: another way of making entries makes all anew */
#define BATCH 10000    /* words in memory at once */
#define WAITING 200000 /* keys in memory at once */

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
  RepereEntries *entries;
  GPtrArray *problems;
  gboolean stopped, written; /* once something is written, it goes to the end */
  GHashTable *families; /* where new words can only be; NULL: anywhere. See repere_writer_families() */
} Translator;

static gboolean fail(GError **error, const xc_error *fault)
{
  return repere_fault(error, NULL, fault);
}

/* ---- entries ---- */

/* How many translations the word has there. */
static guint count_translations(const Translator *translator, const RepereLanguage *asked,
                                const RepereLanguage *found, const RepereEquivalent *equivalent)
{
  RepereLemma lemma = {equivalent->lemma, equivalent->speech};
  g_autoptr(GArray) all = g_array_new(FALSE, FALSE, sizeof(RepereEquivalent));
  repere_dictionaries_translate(translator->dictionaries, asked->code, found->code, &lemma, all);
  return MAX(all->len, 1);
}

/* Has what `equivalent` is asked by translated to each of `targets`. */
static gboolean add_equivalent(Translator *translator, const RepereLanguage *asked, const RepereEquivalent *equivalent,
                               const GArray *targets, xc_error *fault)
{
  RepereClaim claim = {.sources = equivalent->sources, .speech = equivalent->speech};
  RepereLemma lemma = {equivalent->lemma, equivalent->speech};
  const GPtrArray *keys = repere_word_keys_of(translator->keys, asked, &lemma, &claim.asked_works, fault);
  if (!keys) return FALSE;
  if (!keys->len) return TRUE;
  const RepereLanguage *found = g_array_index(targets, RepereTarget, 0).language;
  claim.among = count_translations(translator, asked, found, equivalent);
  claim.alone = equivalent->sources == REPERE_DICTIONARY_APERTIUM_PIVOT && !equivalent->confirmed;
  for (guint k = 0; k < keys->len; k++)
    for (guint t = 0; t < targets->len; t++)
      repere_entries_add(translator->entries, asked, keys->pdata[k], &g_array_index(targets, RepereTarget, t), &claim);
  return TRUE;
}

/* Entries for what `lemma` is in every other language. */
static gboolean add_everywhere(Translator *translator, const RepereLemma *lemma, const GArray *targets, xc_error *fault)
{
  const RepereLanguage *language = g_array_index(targets, RepereTarget, 0).language;
  for (char **code = translator->library->languages; *code; code++) {
    const RepereLanguage *asked = repere_language(*code);
    if (!asked || asked == language) continue;
    g_autoptr(GArray) found = g_array_new(FALSE, FALSE, sizeof(RepereEquivalent));
    repere_dictionaries_translate(translator->dictionaries, language->code, *code, lemma, found);
    for (guint i = 0; i < found->len; i++)
      if (!add_equivalent(translator, asked, &g_array_index(found, RepereEquivalent, i), targets, fault)) return FALSE;
  }
  return TRUE;
}

static gboolean is_stopped(Translator *translator)
{
  if (!translator->stopped && !translator->written) translator->stopped = repere_stop_asked();
  return translator->stopped;
}

static gboolean write_entries(Translator *translator, xc_error *fault)
{
  translator->written = TRUE;
  return repere_entries_write(translator->entries, translator->dictionaries, translator->xapian, &translator->account,
                              fault);
}

/* ---- words and compounds of the index ---- */

static void open_dictionaries(Translator *translator)
{
  if (translator->dictionaries) return;
  translator->dictionaries =
    repere_dictionaries_open(&translator->folders, translator->library->languages, translator->problems);
  translator->keys = repere_word_keys_new(translator->dictionaries, translator->analyzer, translator->database);
}

/* Both ways at once: the other word may have been translated before this one came. */
static gboolean join_cognate(Translator *translator, const RepereTarget *target, const RepereLanguage *other,
                             const char *word, xc_error *fault)
{
  g_autofree char *stem = NULL, *spelling = NULL;
  if (!repere_index_has_word(translator->database, translator->analyzer, other, word, &stem, &spelling,
                             fault))
    return FALSE;
  if (!stem) return TRUE;
  char *stems[] = {stem, NULL};
  RepereTarget cognate = {.language = other, .words = 1, .stems = stems, .label = spelling};
  RepereClaim claim = {.sources = REPERE_DICTIONARY_COGNATE};
  repere_entries_add(translator->entries, other, stem, target, &claim);
  repere_entries_add(translator->entries, target->language, target->stems[0], &cognate, &claim);
  return TRUE;
}

static gboolean join_cognates(Translator *translator, const RepereTarget *target, const GPtrArray *spellings,
                              xc_error *fault)
{
  gboolean done = TRUE;
  for (char **code = translator->library->languages; *code && done; code++) {
    g_autoptr(GPtrArray) found = g_ptr_array_new_with_free_func(g_free);
    if (g_str_equal(*code, target->language->code)) continue;
    for (guint i = 0; i < spellings->len; i++)
      repere_cognates(target->language->code, *code, spellings->pdata[i], found);
    for (guint i = 0; i < found->len && done; i++)
      done = join_cognate(translator, target, repere_language(*code), found->pdata[i], fault);
  }
  return done;
}

/* What words `word`, which is new, may be a form of; then what is spelled alike. */
static gboolean take_word(Translator *translator, const RepereLanguage *language, const RepereIndexWord *word,
                          RepereStemmed *stemmed, xc_error *fault)
{
  guint found = 0;
  g_autoptr(GArray) lemmas = g_array_new(FALSE, FALSE, sizeof(RepereLemma));
  for (guint pass = 0; pass < 2 && found == 0; pass++)
    for (guint i = 0; i < word->spellings->len; i++) {
      const char *spelling = word->spellings->pdata[i];
      if (repere_language_is_stop(language, spelling, strlen(spelling))) continue;
      g_array_set_size(lemmas, 0);
      repere_dictionaries_analyze(translator->dictionaries, language->code, spelling, pass > 0, lemmas);
      for (guint k = 0; k < lemmas->len; k++)
        repere_stemmed_add(stemmed, &g_array_index(lemmas, RepereLemma, k), word, i);
      found += lemmas->len;
    }
  char *stems[] = {word->stem, NULL};
  RepereTarget target = {
    .language = language, .words = 1, .stems = stems, .label = word->label, .works = word->works};
  g_autoptr(GPtrArray) folded = g_ptr_array_new_with_free_func(g_free);
  for (guint i = 0; i < word->spellings->len; i++)
    g_ptr_array_add(folded, repere_text_fold(word->spellings->pdata[i], -1));
  return join_cognates(translator, &target, folded, fault);
}

/* Where the next words of `language` come from: the whole index, or those stems that works of this run may have
 * changed. */
typedef struct {
  const RepereLanguage *language;
  char *last;        /* see repere_index_words() */
  GPtrArray *stems;  /* NULL: all */
  guint next;
} WordSource;

static gboolean begin_words(Translator *translator, WordSource *source, xc_error *fault)
{
  if (!translator->families) return TRUE;
  source->stems = repere_index_changed_stems(translator->database, translator->analyzer, source->language,
                                             translator->families, fault);
  return source->stems != NULL;
}

/* *end: these were the last. */
static gboolean next_words(Translator *translator, WordSource *source, GPtrArray *words, gboolean *end, xc_error *fault)
{
  gboolean read = source->stems
    ? repere_index_words_among(translator->database, translator->analyzer, source->language, translator->known,
                               source->stems, BATCH, &source->next, words, fault)
    : repere_index_words(translator->database, translator->analyzer, source->language, translator->known, BATCH,
                         &source->last, words, fault);
  *end = source->stems ? source->next == source->stems->len : source->last == NULL;
  return read;
}

static gboolean take_all(Translator *translator, WordSource *source, RepereStemmed *stemmed, xc_error *fault)
{
  gboolean end = FALSE;
  g_autoptr(GPtrArray) words = g_ptr_array_new_with_free_func((GDestroyNotify)repere_index_word_free);
  if (!begin_words(translator, source, fault)) return FALSE;
  while (!end && !is_stopped(translator)) {
    g_ptr_array_set_size(words, 0);
    if (!next_words(translator, source, words, &end, fault)) return FALSE;
    if (words->len) open_dictionaries(translator);
    for (guint i = 0; i < words->len && !is_stopped(translator); i++) {
      if (!take_word(translator, source->language, words->pdata[i], stemmed, fault)) return FALSE;
      repere_analyzer_trim(translator->analyzer);
    }
  }
  return TRUE;
}

static gboolean take_words(Translator *translator, const RepereLanguage *language, RepereStemmed *stemmed,
                           xc_error *fault)
{
  WordSource source = {.language = language};
  gboolean done = take_all(translator, &source, stemmed, fault);
  g_free(source.last);
  g_clear_pointer(&source.stems, g_ptr_array_unref);
  return done;
}

static gboolean translate_lemma(Translator *translator, const RepereLanguage *language, RepereLemmaStems *lemma,
                                xc_error *fault)
{
  g_autoptr(GArray) targets = g_array_new(FALSE, FALSE, sizeof(RepereTarget));
  char *stems[G_MAXUINT8][2];
  repere_lemma_stems_cut(lemma);
  for (guint i = 0; i < MIN(lemma->stems->len, G_N_ELEMENTS(stems)); i++) {
    const RepereLemmaStem *stem = &g_array_index(lemma->stems, RepereLemmaStem, i);
    stems[i][0] = stem->stem;
    stems[i][1] = NULL;
    RepereTarget target = {language, 1, stems[i], stem->label, stem->uses, stem->works, i};
    g_array_append_val(targets, target);
  }
  return add_everywhere(translator, &lemma->lemma, targets, fault);
}

static gboolean translate_words(Translator *translator, const RepereLanguage *language, xc_error *fault)
{
  RepereStemmed *stemmed = repere_stemmed_new();
  gboolean done = take_words(translator, language, stemmed, fault);
  for (guint i = 0; i < stemmed->lemmas->len && done && !is_stopped(translator); i++) {
    done = translate_lemma(translator, language, stemmed->lemmas->pdata[i], fault);
    if (done && repere_entries_waiting(translator->entries) > WAITING) done = write_entries(translator, fault);
    repere_analyzer_trim(translator->analyzer);
  }
  repere_stemmed_free(stemmed);
  return done;
}

/* Those whose words are all in the index; only where there are new words. */
static gboolean translate_compounds(Translator *translator, const RepereLanguage *language, xc_error *fault)
{
  g_autoptr(GArray) compounds = g_array_new(FALSE, FALSE, sizeof(RepereLemma));
  if (!translator->dictionaries) return TRUE;
  repere_dictionaries_compounds(translator->dictionaries, language->code, compounds);
  for (guint i = 0; i < compounds->len && !is_stopped(translator); i++) {
    const RepereLemma *lemma = &g_array_index(compounds, RepereLemma, i);
    gboolean there = FALSE;
    g_auto(GStrv) stems = NULL;
    if (!repere_index_has_compound(translator->database, translator->analyzer, language, lemma->lemma,
                                   translator->known, &stems, &there, fault))
      return FALSE;
    if (!there) continue;
    g_autoptr(GArray) one = g_array_new(FALSE, FALSE, sizeof(RepereTarget));
    RepereTarget target = {
      .language = language, .words = g_strv_length(stems), .stems = stems, .label = lemma->lemma};
    g_array_append_val(one, target);
    if (!add_everywhere(translator, lemma, one, fault)) return FALSE;
  }
  return TRUE;
}

static gboolean translate_all(Translator *translator, xc_error *fault)
{
  for (char **code = translator->library->languages; *code; code++) {
    const RepereLanguage *language = repere_language(*code);
    if (!translate_words(translator, language, fault)) return FALSE;
  }
  for (char **code = translator->library->languages; *code; code++)
    if (!translate_compounds(translator, repere_language(*code), fault)) return FALSE;
  if (is_stopped(translator)) return TRUE;
  return (!translator->dictionaries || write_entries(translator, fault)) &&
         repere_known_words_write(translator->known, translator->xapian, fault);
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
    if (xc_writer_set_metadata(translator->xapian, names->pdata[i], XC_NUL, "", 0, fault) != XC_OK)
      return FALSE;
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
  char *fingerprint = g_strdup("");
  if (translator->library->indexer.translate) {
    g_autofree char *dictionaries =
      repere_dictionaries_survey(&translator->folders, translator->library->languages, present, absent);
    g_free(fingerprint);
    fingerprint = g_strconcat(MAKING, dictionaries, NULL);
  }
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
  translator->entries = repere_entries_new(translator->database);
  gboolean done = !other || erase(translator, &fault);
  translator->known = repere_known_words_new(translator->database);
  if (done && translator->account.present[0]) done = translate_all(translator, &fault);
  translator->account.revision = repere_writer_revision(writer) + 1;
  /* Where it was stopped the account says as before that there are words it does not know. */
  if (done && !translator->stopped) done = repere_lexicon_account_write(translator->xapian, &translator->account, &fault);
  repere_known_words_free(translator->known);
  repere_word_keys_free(translator->keys);
  repere_dictionaries_free(translator->dictionaries);
  repere_entries_free(translator->entries);
  repere_analyzer_free(translator->analyzer);
  return done ? TRUE : fail(error, &fault);
}

gboolean repere_translate(RepereWriter *writer, const RepereLibrary *library, GPtrArray *problems,
                          char **sentence, GError **error)
{
  xc_error fault = XC_ERROR_INIT;
  Translator translator = {
    .library = library, .database = repere_writer_database(writer), .problems = problems};
  translator.folders = (RepereDictionaryFolders){library->indexer.apertium, library->indexer.freedict};
  if (!repere_lexicon_account_read(translator.database, &translator.account, &fault))
    return fail(error, &fault);
  gboolean unmade = translator.account.fingerprint == NULL;
  guint64 since, revision = translator.account.revision;
  GHashTable *families = repere_writer_families(writer, &since);
  gboolean other = survey(&translator);
  /* What the index had when this run began is translated: new can only be what this run wrote. */
  if (!other && revision == since) translator.families = families;
  gboolean stands =
    !other && !repere_writer_pending(writer) && revision == repere_writer_revision(writer);
  gboolean done = stands || (unmade && !library->indexer.translate) ||
                  bring_up_to_date(&translator, writer, other && !unmade, error);
  if (done && !translator.stopped) *sentence = repere_translate_sentence(&translator.account);
  repere_lexicon_account_clear(&translator.account);
  return done;
}

char *repere_translate_sentence(const RepereLexiconAccount *account)
{
  guint entries = 0;
  GString *text = g_string_new(NULL);
  if (!account->fingerprint || !account->fingerprint[0])
    return g_string_free(g_string_append(text, "off"), FALSE);
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
