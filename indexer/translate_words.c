/* translate_words.c - see translate_words.h */
#include "indexer/translate_words.h"

#include <string.h>
#include "lib/translations.h"

/* ---- known words ---- */

enum { PARTS = 256 };

struct RepereKnownWords {
  xc_database *database;
  GHashTable *parts[PARTS]; /* of guint64 *; NULL: not read yet */
  gboolean changed[PARTS];
};

RepereKnownWords *repere_known_words_new(xc_database *database)
{
  RepereKnownWords *known = g_new0(RepereKnownWords, 1);
  known->database = database;
  return known;
}

void repere_known_words_free(RepereKnownWords *known)
{
  if (!known) return;
  for (guint i = 0; i < PARTS; i++) g_clear_pointer(&known->parts[i], g_hash_table_unref);
  g_free(known);
}

static void part_key(char key[8], guint part)
{
  g_snprintf(key, 8, "td/%02x", part);
}

static gboolean read_part(RepereKnownWords *known, guint part, xc_error *fault)
{
  char key[8];
  xc_bytes value;
  part_key(key, part);
  if (xc_database_metadata(known->database, key, XC_NUL, &value, fault) != XC_OK) return FALSE;
  known->parts[part] = g_hash_table_new_full(g_int64_hash, g_int64_equal, g_free, NULL);
  for (gsize at = 0; at + sizeof(guint64) <= value.size; at += sizeof(guint64))
    g_hash_table_add(known->parts[part], g_memdup2(value.data + at, sizeof(guint64)));
  return TRUE;
}

gboolean repere_known_words_add(RepereKnownWords *known, guint64 hash, gboolean *fresh, xc_error *fault)
{
  guint part = (guint)(hash % PARTS);
  guint64 stored = GUINT64_TO_LE(hash);
  if (!known->parts[part] && !read_part(known, part, fault)) return FALSE;
  *fresh = !g_hash_table_contains(known->parts[part], &stored);
  if (!*fresh) return TRUE;
  g_hash_table_add(known->parts[part], g_memdup2(&stored, sizeof stored));
  known->changed[part] = TRUE;
  return TRUE;
}

gboolean repere_known_words_write(const RepereKnownWords *known, xc_writer *writer, xc_error *fault)
{
  for (guint i = 0; i < PARTS; i++) {
    char key[8];
    GHashTableIter iter;
    gpointer hash;
    if (!known->changed[i]) continue;
    g_autoptr(GByteArray) bytes = g_byte_array_new();
    g_hash_table_iter_init(&iter, known->parts[i]);
    while (g_hash_table_iter_next(&iter, &hash, NULL)) g_byte_array_append(bytes, hash, sizeof(guint64));
    part_key(key, i);
    if (xc_writer_set_metadata(writer, key, XC_NUL, (const char *)bytes->data, bytes->len, fault) != XC_OK)
      return FALSE;
  }
  return TRUE;
}

/* FNV-1a (Fowler, Noll, Vo), 64 bits, over the text and its final zero byte. */
static guint64 hash_text(guint64 hash, const char *text)
{
  do hash = (hash ^ (guchar)*text) * 0x100000001b3ULL;
  while (*text++);
  return hash;
}

/* ---- words of the index ---- */

void repere_index_word_free(RepereIndexWord *word)
{
  g_free(word->stem);
  g_free(word->label);
  g_ptr_array_unref(word->spellings);
  g_array_unref(word->uses);
  g_free(word);
}

static gboolean has_stem(RepereAnalyzer *analyzer, const RepereLanguage *language, const char *spelling,
                         const char *stem)
{
  const RepereWord *word = repere_analyzer_word(analyzer, spelling, strlen(spelling), language);
  return word && word->stem && g_str_equal(word->stem, stem);
}

/* Appends the synonyms of `term` to `to` (of char *). */
static gboolean add_synonyms(xc_database *database, const char *term, GPtrArray *to, xc_error *fault)
{
  xc_bytes synonym;
  int state = XC_FAILED;
  xc_terms *terms = xc_database_synonyms(database, term, XC_NUL, fault);
  while (terms && (state = xc_terms_next(terms, &synonym, fault)) == XC_ITEM)
    g_ptr_array_add(to, g_strndup(synonym.data, synonym.size));
  xc_terms_free(terms);
  return state != XC_FAILED;
}

/* All spellings of a stem: its folded words and their accented ones, of whatever language. */
static gboolean add_spellings(xc_database *database, const char *term, GPtrArray *spellings, xc_error *fault)
{
  if (!add_synonyms(database, term, spellings, fault)) return FALSE;
  guint folded = spellings->len;
  for (guint i = 0; i < folded; i++)
    if (!add_synonyms(database, spellings->pdata[i], spellings, fault)) return FALSE;
  return TRUE;
}

/* Leaves those that the stem is of. */
static void keep_own(RepereAnalyzer *analyzer, const RepereLanguage *language, RepereIndexWord *word)
{
  for (guint i = word->spellings->len; i-- > 0;)
    if (!has_stem(analyzer, language, word->spellings->pdata[i], word->stem))
      g_ptr_array_remove_index(word->spellings, i);
}

/* The spelling that most works have, the shortest of them. A folded word counts for its accented spellings,
 * too: one of them is preferred where it is in half of its works. */
static gboolean choose_label(xc_database *database, RepereIndexWord *word, xc_error *fault)
{
  guint most = 0;
  for (guint i = 0; i < word->spellings->len; i++) {
    const char *spelling = word->spellings->pdata[i];
    xc_doccount works = 0;
    if (xc_database_term_frequency(database, spelling, XC_NUL, &works, NULL, fault) != XC_OK) return FALSE;
    guint counts = g_str_is_ascii(spelling) ? works : 2 * works;
    g_array_append_val(word->uses, counts);
    if (word->label && (counts < most || (counts == most && strlen(spelling) >= strlen(word->label))))
      continue;
    most = counts;
    g_free(word->label);
    word->label = g_strdup(spelling);
  }
  return TRUE;
}

static gboolean count_works(xc_database *database, const char *term, RepereIndexWord *word, xc_error *fault)
{
  xc_doccount works = 0;
  if (xc_database_term_frequency(database, term, XC_NUL, &works, NULL, fault) != XC_OK) return FALSE;
  word->works = works;
  return TRUE;
}

static gboolean take_term(xc_database *database, RepereAnalyzer *analyzer, const RepereLanguage *language,
                          const char *term, RepereKnownWords *known, GPtrArray *words, xc_error *fault)
{
  gboolean fresh = FALSE;
  guint64 hash = hash_text(0xcbf29ce484222325ULL, term);
  RepereIndexWord *word = g_new0(RepereIndexWord, 1);
  word->stem = g_strdup(term + strlen(language->term_prefix));
  word->spellings = g_ptr_array_new_with_free_func(g_free);
  word->uses = g_array_new(FALSE, FALSE, sizeof(guint));
  gboolean read = add_spellings(database, term, word->spellings, fault);
  for (guint i = 0; i < word->spellings->len; i++) hash = hash_text(hash, word->spellings->pdata[i]);
  if (read && word->spellings->len) read = repere_known_words_add(known, hash, &fresh, fault);
  if (read && fresh) keep_own(analyzer, language, word);
  if (read && fresh) read = choose_label(database, word, fault) && count_works(database, term, word, fault);
  if (read && fresh && word->spellings->len) g_ptr_array_add(words, word);
  else repere_index_word_free(word);
  return read;
}

gboolean repere_index_words(xc_database *database, RepereAnalyzer *analyzer, const RepereLanguage *language,
                            RepereKnownWords *known, guint most, char **last, GPtrArray *words,
                            xc_error *fault)
{
  xc_bytes term;
  xc_terms *terms = xc_database_all_terms(database, language->term_prefix, XC_NUL, fault);
  if (!terms) return FALSE;
  gboolean read = TRUE;
  int state =
    *last ? xc_terms_skip_to(terms, *last, XC_NUL, &term, fault) : xc_terms_next(terms, &term, fault);
  if (*last && state == XC_ITEM && term.size == strlen(*last) && memcmp(term.data, *last, term.size) == 0)
    state = xc_terms_next(terms, &term, fault);
  for (; state == XC_ITEM && read && words->len < most; state = xc_terms_next(terms, &term, fault)) {
    g_free(*last);
    *last = g_strndup(term.data, term.size);
    read = take_term(database, analyzer, language, *last, known, words, fault);
    repere_analyzer_trim(analyzer);
  }
  xc_terms_free(terms);
  if (state != XC_ITEM) g_clear_pointer(last, g_free);
  return read && state != XC_FAILED;
}

gboolean repere_index_words_among(xc_database *database, RepereAnalyzer *analyzer, const RepereLanguage *language,
                                  RepereKnownWords *known, const GPtrArray *stems, guint most, guint *next,
                                  GPtrArray *words, xc_error *fault)
{
  for (; *next < stems->len && words->len < most; ++*next) {
    xc_doccount works = 0;
    if (xc_database_term_frequency(database, stems->pdata[*next], XC_NUL, &works, NULL, fault) != XC_OK) return FALSE;
    if (!works) continue; /* its works are gone */
    if (!take_term(database, analyzer, language, stems->pdata[*next], known, words, fault)) return FALSE;
    repere_analyzer_trim(analyzer);
  }
  return TRUE;
}

/* The stem of each spelling of `folded`: one of them has it in its family, if any has. */
static gboolean add_stems(xc_database *database, RepereAnalyzer *analyzer, const RepereLanguage *language,
                          const char *folded, GHashTable *stems, xc_error *fault)
{
  g_autoptr(GPtrArray) spellings = g_ptr_array_new_with_free_func(g_free);
  if (!add_synonyms(database, folded, spellings, fault)) return FALSE;
  g_ptr_array_add(spellings, g_strdup(folded));
  for (guint i = 0; i < spellings->len; i++) {
    const char *spelling = spellings->pdata[i];
    const RepereWord *word = repere_analyzer_word(analyzer, spelling, strlen(spelling), language);
    if (word && word->stem) g_hash_table_add(stems, g_strconcat(language->term_prefix, word->stem, NULL));
  }
  repere_analyzer_trim(analyzer);
  return TRUE;
}

static gint by_text(gconstpointer a, gconstpointer b)
{
  return strcmp(*(const char *const *)a, *(const char *const *)b);
}

GPtrArray *repere_index_changed_stems(xc_database *database, RepereAnalyzer *analyzer, const RepereLanguage *language,
                                      GHashTable *families, xc_error *fault)
{
  g_autoptr(GHashTable) stems = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);
  GHashTableIter iter;
  gpointer key;
  g_hash_table_iter_init(&iter, families);
  while (g_hash_table_iter_next(&iter, &key, NULL)) {
    /* A folded word is lower case; prefixes of terms are not. */
    if (g_str_has_prefix(key, language->term_prefix)) g_hash_table_add(stems, g_strdup(key));
    else if (!g_ascii_isupper(*(const char *)key) &&
             !add_stems(database, analyzer, language, key, stems, fault))
      return NULL;
  }
  GPtrArray *sorted = g_ptr_array_new_with_free_func(g_free);
  g_hash_table_iter_init(&iter, stems);
  while (g_hash_table_iter_next(&iter, &key, NULL)) g_ptr_array_add(sorted, g_strdup(key));
  g_ptr_array_sort(sorted, by_text);
  return sorted;
}

/* ---- compounds ---- */

typedef struct {
  GPtrArray *stems; /* of char * */
  guint stops;
} Tokens;

static void take_token(const RepereToken *token, gpointer data)
{
  Tokens *tokens = data;
  tokens->stops += token->word->stop;
  g_ptr_array_add(tokens->stems, g_strdup(token->word->stem ? token->word->stem : token->word->folded));
}

/* The stems of `text`'s words; empty where they say nothing or are too many. g_strfreev. */
static char **stems_of(RepereAnalyzer *analyzer, const RepereLanguage *language, const char *text)
{
  Tokens tokens = {g_ptr_array_new_with_free_func(g_free), 0};
  repere_analyze(analyzer, text, strlen(text), language, take_token, &tokens);
  if (tokens.stops == tokens.stems->len || tokens.stems->len > REPERE_TRANSLATION_WORDS)
    g_ptr_array_set_size(tokens.stems, 0);
  g_ptr_array_add(tokens.stems, NULL);
  g_ptr_array_set_free_func(tokens.stems, NULL);
  return (char **)g_ptr_array_free(tokens.stems, FALSE);
}

static gboolean has_term(xc_database *database, const RepereLanguage *language, const char *stem,
                         gboolean *there, xc_error *fault)
{
  xc_doccount works = 0, as_written = 0;
  g_autofree char *term = g_strconcat(language->term_prefix, stem, NULL);
  if (xc_database_term_frequency(database, term, XC_NUL, &works, NULL, fault) != XC_OK) return FALSE;
  if (!works && repere_language_is_stop(language, stem, strlen(stem)) &&
      xc_database_term_frequency(database, stem, XC_NUL, &as_written, NULL, fault) != XC_OK)
    return FALSE;
  *there = works || as_written;
  return TRUE;
}

gboolean repere_index_has_compound(xc_database *database, RepereAnalyzer *analyzer,
                                   const RepereLanguage *language, const char *compound,
                                   RepereKnownWords *known, char ***stems, gboolean *there, xc_error *fault)
{
  g_auto(GStrv) found = stems_of(analyzer, language, compound);
  *there = g_strv_length(found) > 1;
  for (guint i = 0; found[i] && *there; i++)
    if (!has_term(database, language, found[i], there, fault)) return FALSE;
  if (!*there) return TRUE;
  guint64 hash = hash_text(hash_text(0xcbf29ce484222325ULL, language->code), compound);
  if (!repere_known_words_add(known, hash, there, fault)) return FALSE;
  if (*there) *stems = g_steal_pointer(&found);
  return TRUE;
}

gboolean repere_index_has_word(xc_database *database, RepereAnalyzer *analyzer,
                               const RepereLanguage *language, const char *word, char **stem, char **spelling,
                               xc_error *fault)
{
  xc_doccount works = 0;
  xc_bytes member;
  *stem = *spelling = NULL;
  if (xc_database_term_frequency(database, word, XC_NUL, &works, NULL, fault) != XC_OK) return FALSE;
  if (!works) return TRUE;
  /* The stem is that of the spelling with accents, which the index knows. */
  g_autoptr(GPtrArray) spellings = g_ptr_array_new_with_free_func(g_free);
  if (!add_synonyms(database, word, spellings, fault)) return FALSE;
  g_ptr_array_add(spellings, g_strdup(word));
  for (guint i = 0; i < spellings->len && !*stem; i++) {
    const RepereWord *spelt =
      repere_analyzer_word(analyzer, spellings->pdata[i], strlen(spellings->pdata[i]), language);
    if (!spelt || !spelt->stem) continue;
    g_autofree char *term = g_strconcat(language->term_prefix, spelt->stem, NULL);
    xc_terms *family = xc_database_synonyms(database, term, XC_NUL, fault);
    int state = family ? xc_terms_skip_to(family, word, XC_NUL, &member, fault) : XC_FAILED;
    gboolean used =
      state == XC_ITEM && member.size == strlen(word) && memcmp(member.data, word, member.size) == 0;
    xc_terms_free(family);
    if (state == XC_FAILED) return FALSE;
    if (!used) continue;
    *stem = g_strdup(spelt->stem);
    *spelling = g_strdup(spellings->pdata[i]);
  }
  return TRUE;
}

/* ---- keys ---- */

typedef struct {
  GPtrArray *keys;
  guint works;
} LemmaKeys;

struct RepereWordKeys {
  RepereDictionaries *dictionaries;
  RepereAnalyzer *analyzer;
  xc_database *database;
  GHashTable *keys[REPERE_LANGUAGES_MAX]; /* lemma and speech -> LemmaKeys */
};

static void lemma_keys_free(gpointer data)
{
  LemmaKeys *found = data;
  g_ptr_array_unref(found->keys);
  g_free(found);
}

RepereWordKeys *repere_word_keys_new(RepereDictionaries *dictionaries, RepereAnalyzer *analyzer,
                                     xc_database *database)
{
  RepereWordKeys *keys = g_new0(RepereWordKeys, 1);
  keys->dictionaries = dictionaries;
  keys->analyzer = analyzer;
  keys->database = database;
  for (guint i = 0; i < REPERE_LANGUAGES_MAX; i++)
    keys->keys[i] = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, lemma_keys_free);
  return keys;
}

void repere_word_keys_free(RepereWordKeys *keys)
{
  if (!keys) return;
  for (guint i = 0; i < REPERE_LANGUAGES_MAX; i++) g_hash_table_unref(keys->keys[i]);
  g_free(keys);
}

typedef struct {
  RepereAnalyzer *analyzer;
  const RepereLanguage *language;
  GPtrArray *keys;
} Collecting;

static void add_key(Collecting *collecting, const char *text)
{
  g_auto(GStrv) stems = stems_of(collecting->analyzer, collecting->language, text);
  if (!stems[0]) return;
  g_autofree char *key = g_strjoinv(" ", stems);
  if (!g_ptr_array_find_with_equal_func(collecting->keys, key, g_str_equal, NULL))
    g_ptr_array_add(collecting->keys, g_steal_pointer(&key));
}

/* Questions are typed without accents as well, and the stem of such a word may be another one. */
static void collect_form(const char *form, gpointer data)
{
  Collecting *collecting = data;
  add_key(collecting, form);
  if (g_str_is_ascii(form)) return;
  g_autofree char *folded = repere_text_fold(form, -1);
  add_key(collecting, folded);
}

const GPtrArray *repere_word_keys_of(RepereWordKeys *keys, const RepereLanguage *language,
                                     const RepereLemma *lemma, guint *works, xc_error *fault)
{
  xc_doccount having = 0;
  GHashTable *table = keys->keys[repere_language_index(language)];
  g_autofree char *name = g_strdup_printf("%d%s", (int)lemma->speech, lemma->lemma);
  LemmaKeys *known = g_hash_table_lookup(table, name);
  if (!known) {
    Collecting collecting = {keys->analyzer, language, g_ptr_array_new_with_free_func(g_free)};
    g_autofree char *folded = repere_text_fold(lemma->lemma, -1);
    if (xc_database_term_frequency(keys->database, folded, XC_NUL, &having, NULL, fault) != XC_OK) {
      g_ptr_array_unref(collecting.keys);
      return NULL;
    }
    repere_dictionaries_forms(keys->dictionaries, language->code, lemma, collect_form, &collecting);
    known = g_new0(LemmaKeys, 1);
    *known = (LemmaKeys){collecting.keys, having};
    g_hash_table_insert(table, g_steal_pointer(&name), known);
  }
  *works = known->works;
  return known->keys;
}
