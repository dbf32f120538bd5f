/* dictionaries.c - see dictionaries.h */
#include "indexer/dictionaries.h"

#include <string.h>
#include <sys/stat.h>
#include "indexer/freedict.h"
#include "indexer/transducer.h"
#include "lib/translations.h"

#define LEMMA_BYTES 80 /* longer ones are no words */
#define MOST_SENSES 24 /* of one word in one dictionary */
#define MOST_WALKS 1000 /* for single lemmas; beyond, all entries at once are cheaper */
#define PIVOT_SENSES 6 /* of one word in the third language are followed */

/* THE table: a row a pair of languages and dictionary. Its files are FOLDER/A-B.* and FOLDER/B-A.* (Apertium)
 * or PREFIX-A-B.* and PREFIX-B-A.* (FreeDict). */
typedef struct {
  const char *languages[2]; /* ISO 639-1 */
  guint source;             /* RepereDictionary */
  const char *package;      /* Debian's; for Apertium also the folder */
  const char *names[2];     /* the languages, as the files have them */
  const char *variants[2];  /* names of other spellings of them that there are generators for; NULL: none */
} Row;

static const Row rows[] = {
  {{"en", "es"}, REPERE_DICTIONARY_APERTIUM, "apertium-eng-spa", {"eng", "spa"}, {"eng_US", NULL}},
  {{"fr", "es"}, REPERE_DICTIONARY_APERTIUM, "apertium-fr-es", {"fr", "es"}, {NULL, NULL}},
  {{"en", "ca"}, REPERE_DICTIONARY_APERTIUM, "apertium-eng-cat", {"eng", "cat"}, {NULL, NULL}},
  {{"fr", "ca"}, REPERE_DICTIONARY_APERTIUM, "apertium-fra-cat", {"fra", "cat"}, {NULL, NULL}},
  {{"es", "ca"}, REPERE_DICTIONARY_APERTIUM, "apertium-spa-cat", {"spa", "cat"}, {NULL, NULL}},
  {{"en", "fr"}, REPERE_DICTIONARY_FREEDICT, "dict-freedict-eng-fra", {"eng", "fra"}, {NULL, NULL}},
  {{"fr", "en"}, REPERE_DICTIONARY_FREEDICT, "dict-freedict-fra-eng", {"fra", "eng"}, {NULL, NULL}},
  {{"en", "es"}, REPERE_DICTIONARY_FREEDICT, "dict-freedict-eng-spa", {"eng", "spa"}, {NULL, NULL}},
  {{"es", "en"}, REPERE_DICTIONARY_FREEDICT, "dict-freedict-spa-eng", {"spa", "eng"}, {NULL, NULL}},
};

typedef struct {
  const char *lemma;
  RepereSpeech speech;
} Sense;

typedef struct {
  const Row *row;
  /* lemma of that side -> GArray of Sense, of the other: of Apertium's what was asked for, at first */
  GHashTable *senses[2];
  /* or NULL; those from the side, and those to it the other way round */
  RepereTransducer *bilingual[2], *inverse[2];
  RepereTransducer *analyzers[2], *generators[2], *variants[2]; /* or NULL */
  gboolean analyzed[2];                                         /* whether analysers were read */
  guint walks;                                                  /* for `senses`, so far */
  gboolean full;                                                /* `senses` has all */
} Table;

struct RepereDictionaries {
  RepereDictionaryFolders folders;
  char **languages;
  GPtrArray *problems;
  GPtrArray *tables;
  gboolean generated; /* whether generators were read */
  GHashTable *lemmas; /* the strings, interned */
};

/* ---- which there are ---- */

static gboolean is_apertium(const Row *row)
{
  return row->source == REPERE_DICTIONARY_APERTIUM;
}

/* The file of kind `kind` from side `from`; of a word list its index. g_free. */
static char *file_of(const RepereDictionaryFolders *folders, const Row *row, guint from, const char *kind)
{
  const char *one = row->names[from], *other = row->names[!from];
  return is_apertium(row)
           ? g_strdup_printf("%s/%s/%s-%s.%s.bin", folders->apertium, row->package, one, other, kind)
           : g_strdup_printf("%s/freedict-%s-%s.index", folders->freedict, one, other);
}

/* A third language counts where both its dictionaries may be wanted; the languages of a library always do. */
static gboolean is_wanted(const Row *row, char **languages)
{
  guint known = 0;
  for (guint side = 0; side < 2; side++)
    known += g_strv_contains((const char *const *)languages, row->languages[side]);
  return known == 2 || (known == 1 && is_apertium(row));
}

static gboolean is_there(const RepereDictionaryFolders *folders, const Row *row, GString *fingerprint)
{
  gboolean all = TRUE;
  for (guint side = 0; side < (is_apertium(row) ? 2 : 1); side++) {
    g_autofree char *path = file_of(folders, row, side, "autobil");
    struct stat about;
    if (stat(path, &about) != 0) all = FALSE;
    else
      g_string_append_printf(fingerprint, "%s-%s %" G_GINT64_FORMAT " %" G_GINT64_FORMAT ";",
                             row->names[side], row->names[!side], (gint64)about.st_size,
                             (gint64)about.st_mtime);
  }
  return all;
}

char *repere_dictionaries_survey(const RepereDictionaryFolders *folders, char **languages, GPtrArray *present,
                                 GPtrArray *absent)
{
  g_autoptr(GString) fingerprint = g_string_new(NULL);
  for (char **code = languages; *code; code++) g_string_append_printf(fingerprint, "%s;", *code);
  for (guint i = 0; i < G_N_ELEMENTS(rows); i++) {
    if (!is_wanted(&rows[i], languages)) continue;
    g_ptr_array_add(is_there(folders, &rows[i], fingerprint) ? present : absent, g_strdup(rows[i].package));
  }
  return g_compute_checksum_for_string(G_CHECKSUM_SHA256, fingerprint->str, -1);
}

/* ---- opening ---- */

static const char *intern(const RepereDictionaries *dictionaries, const char *text)
{
  const char *known = g_hash_table_lookup(dictionaries->lemmas, text);
  if (known) return known;
  char *fresh = g_strdup(text);
  g_hash_table_add(dictionaries->lemmas, fresh);
  return fresh;
}

static RepereSpeech speech_of(const char *tags)
{
  static const struct {
    const char *tag;
    RepereSpeech speech;
  } kinds[] = {{"<np>", REPERE_SPEECH_NAME},
               {"<n>", REPERE_SPEECH_NOUN},
               {"<vb", REPERE_SPEECH_VERB},
               {"<adj>", REPERE_SPEECH_ADJECTIVE},
               {"<adv>", REPERE_SPEECH_ADVERB}};
  for (guint i = 0; i < G_N_ELEMENTS(kinds); i++)
    if (g_str_has_prefix(tags, kinds[i].tag)) return kinds[i].speech;
  return *tags ? REPERE_SPEECH_OTHER : REPERE_SPEECH_ANY;
}

/* "derecho<n><m>" -> "derecho"; "take<vblex># off" and "take# off<vblex>" -> "take off". What is joined
 * behind '+' (the pronouns of "rechazarlo") is left out. FALSE for what is no word. */
static gboolean parse_lexeme(const char *text, char lemma[LEMMA_BYTES], RepereSpeech *speech)
{
  gsize size = 0;
  *speech = REPERE_SPEECH_ANY;
  for (const char *p = text; *p && *p != '+'; p++) {
    if (*p == '<') {
      if (*speech == REPERE_SPEECH_ANY) *speech = speech_of(p);
      p = strchr(p, '>');
      if (!p) return FALSE;
    } else if (*p != '#') {
      if (size + 1 >= LEMMA_BYTES) return FALSE;
      lemma[size++] = *p;
    }
  }
  while (size && lemma[size - 1] == ' ') size--;
  lemma[size] = '\0';
  return size > 0;
}

static const char *intern_lower(const RepereDictionaries *dictionaries, const char *lemma)
{
  for (const char *p = lemma; *p; p++) {
    if (*p >= 'a' || *p == ' ' || *p == '-') continue;
    g_autofree char *lower = g_utf8_strdown(lemma, -1);
    return intern(dictionaries, lower);
  }
  return intern(dictionaries, lemma);
}

typedef struct {
  const RepereDictionaries *dictionaries;
  Table *table;
  guint from; /* side */
} Filling;

static void add_to_senses(GArray *senses, const char *other, RepereSpeech speech)
{
  for (guint i = 0; i < senses->len; i++) {
    const Sense *sense = &g_array_index(senses, Sense, i);
    if (sense->lemma == other && sense->speech == speech) return;
  }
  Sense sense = {other, speech};
  if (senses->len < MOST_SENSES) g_array_append_val(senses, sense);
}

static void add_sense(Table *table, guint side, const char *lemma, const char *other, RepereSpeech speech)
{
  GArray *senses = g_hash_table_lookup(table->senses[side], lemma);
  if (!senses) {
    senses = g_array_new(FALSE, FALSE, sizeof(Sense));
    g_hash_table_insert(table->senses[side], (gpointer)lemma, senses);
  }
  add_to_senses(senses, other, speech);
}

static void add_pair(Filling *filling, const char *one, const char *other, RepereSpeech speech)
{
  const char *lemmas[2];
  lemmas[filling->from] = intern_lower(filling->dictionaries, one);
  lemmas[!filling->from] = intern_lower(filling->dictionaries, other);
  /* A name that both languages spell alike is found as it is. */
  if (speech == REPERE_SPEECH_NAME && lemmas[0] == lemmas[1]) return;
  for (guint side = 0; side < 2; side++) add_sense(filling->table, side, lemmas[side], lemmas[!side], speech);
}

static void take_freedict(const char *word, const char *translation, guint sense G_GNUC_UNUSED, gpointer data)
{
  char one[LEMMA_BYTES], other[LEMMA_BYTES];
  RepereSpeech speech;
  if (strpbrk(word, "<>+") || strpbrk(translation, "<>+")) return;
  if (!parse_lexeme(word, one, &speech) || !parse_lexeme(translation, other, &speech)) return;
  add_pair(data, one, other, REPERE_SPEECH_ANY);
}

static RepereTransducer *read_file(const char *path, GPtrArray *problems)
{
  GError *error = NULL;
  RepereTransducer *transducer = repere_transducer_read(path, &error);
  if (transducer) return transducer;
  g_ptr_array_add(problems, g_strdup(error->message));
  g_error_free(error);
  return NULL;
}

static RepereTransducer *read_transducer(const RepereDictionaryFolders *folders, const Row *row, guint from,
                                         const char *kind, GPtrArray *problems)
{
  g_autofree char *path = file_of(folders, row, from, kind);
  return read_file(path, problems);
}

static void read_apertium(const RepereDictionaries *dictionaries, Table *table)
{
  for (guint from = 0; from < 2; from++) {
    table->bilingual[from] =
      read_transducer(&dictionaries->folders, table->row, from, "autobil", dictionaries->problems);
    if (table->bilingual[from]) table->inverse[!from] = repere_transducer_inverse(table->bilingual[from]);
  }
}

/* Reading all of them takes as long as everything else that a few new words need. */
static const RepereTransducer *analyzer_of(const RepereDictionaries *dictionaries, Table *table, guint side)
{
  if (!table->analyzed[side] && is_apertium(table->row))
    table->analyzers[side] =
      read_transducer(&dictionaries->folders, table->row, side, "automorf", dictionaries->problems);
  table->analyzed[side] = TRUE;
  return table->analyzers[side];
}

static gboolean has_generator(const RepereDictionaries *dictionaries, const char *language)
{
  for (guint i = 0; i < dictionaries->tables->len; i++) {
    const Table *table = dictionaries->tables->pdata[i];
    for (guint side = 0; side < 2; side++)
      if (table->generators[side] && g_str_equal(table->row->languages[side], language)) return TRUE;
  }
  return FALSE;
}

/* One of each language will do: X-Y.autogen makes forms of Y. */
static void read_table_generators(const RepereDictionaries *dictionaries, Table *table)
{
  const RepereDictionaryFolders *folders = &dictionaries->folders;
  GPtrArray *problems = dictionaries->problems;
  for (guint side = 0; side < 2; side++) {
    const char *language = table->row->languages[side];
    if (!g_strv_contains((const char *const *)dictionaries->languages, language) ||
        has_generator(dictionaries, language))
      continue;
    table->generators[side] = read_transducer(folders, table->row, !side, "autogen", problems);
    if (!table->row->variants[side]) continue;
    g_autofree char *path = g_strdup_printf("%s/%s/%s-%s.autogen.bin", folders->apertium, table->row->package,
                                            table->row->names[!side], table->row->variants[side]);
    table->variants[side] = read_file(path, problems);
  }
}

static void read_generators(RepereDictionaries *dictionaries)
{
  dictionaries->generated = TRUE;
  for (guint i = 0; i < dictionaries->tables->len; i++) {
    Table *table = dictionaries->tables->pdata[i];
    if (is_apertium(table->row)) read_table_generators(dictionaries, table);
  }
}

static void table_free(gpointer data)
{
  Table *table = data;
  for (guint side = 0; side < 2; side++) {
    g_hash_table_unref(table->senses[side]);
    repere_transducer_free(table->bilingual[side]);
    repere_transducer_free(table->inverse[side]);
    repere_transducer_free(table->analyzers[side]);
    repere_transducer_free(table->generators[side]);
    repere_transducer_free(table->variants[side]);
  }
  g_free(table);
}

static void read_row(RepereDictionaries *dictionaries, const Row *row)
{
  Table *table = g_new0(Table, 1);
  Filling filling = {dictionaries, table, 0};
  GError *error = NULL;
  table->row = row;
  for (guint side = 0; side < 2; side++)
    table->senses[side] = g_hash_table_new_full(NULL, NULL, NULL, (GDestroyNotify)g_array_unref);
  g_ptr_array_add(dictionaries->tables, table);
  if (is_apertium(row)) {
    read_apertium(dictionaries, table);
    return;
  }
  table->full = TRUE;
  g_autofree char *name = g_strdup_printf("freedict-%s-%s", row->names[0], row->names[1]);
  if (repere_freedict_read(dictionaries->folders.freedict, name, take_freedict, &filling, &error)) return;
  g_ptr_array_add(dictionaries->problems, g_strdup(error->message));
  g_error_free(error);
}

RepereDictionaries *repere_dictionaries_open(const RepereDictionaryFolders *folders, char **languages,
                                             GPtrArray *problems)
{
  RepereDictionaries *dictionaries = g_new0(RepereDictionaries, 1);
  g_autoptr(GString) unused = g_string_new(NULL);
  dictionaries->folders = *folders;
  dictionaries->languages = languages;
  dictionaries->problems = problems;
  dictionaries->tables = g_ptr_array_new_with_free_func(table_free);
  dictionaries->lemmas = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);
  for (guint i = 0; i < G_N_ELEMENTS(rows); i++)
    if (is_wanted(&rows[i], languages) && is_there(folders, &rows[i], unused)) read_row(dictionaries, &rows[i]);
  return dictionaries;
}

void repere_dictionaries_free(RepereDictionaries *dictionaries)
{
  if (!dictionaries) return;
  g_ptr_array_unref(dictionaries->tables);
  g_hash_table_unref(dictionaries->lemmas);
  g_free(dictionaries);
}

/* ---- what a lemma is in the other language ---- */

typedef struct {
  const RepereDictionaries *dictionaries;
  const char *lemma;
  GArray *senses;
} Asking;

static void take_sense(const char *from, const char *to, gpointer data)
{
  Asking *asking = data;
  char one[LEMMA_BYTES], other[LEMMA_BYTES];
  RepereSpeech speech, other_speech;
  if (!parse_lexeme(from, one, &speech) || !parse_lexeme(to, other, &other_speech)) return;
  const char *found = intern_lower(asking->dictionaries, other);
  /* A name that both languages spell alike is found as it is. */
  if (speech == REPERE_SPEECH_NAME && found == asking->lemma) return;
  add_to_senses(asking->senses, found, speech);
}

static void take_entry(const char *from, const char *to, gpointer data)
{
  char one[LEMMA_BYTES], other[LEMMA_BYTES];
  RepereSpeech speech, other_speech;
  if (!parse_lexeme(from, one, &speech) || !parse_lexeme(to, other, &other_speech)) return;
  add_pair(data, one, other, speech);
}

static void fill(const RepereDictionaries *dictionaries, Table *table)
{
  table->full = TRUE;
  for (guint side = 0; side < 2; side++) {
    Filling filling = {dictionaries, table, side};
    if (table->bilingual[side]) repere_transducer_entries(table->bilingual[side], take_entry, &filling);
  }
}

/* NULL or none where the table does not know it. `lemma` is interned. */
static const GArray *senses_at(const RepereDictionaries *dictionaries, Table *table, guint side, const char *lemma)
{
  GArray *known = g_hash_table_lookup(table->senses[side], lemma);
  if (known || table->full) return known;
  if (table->walks++ == MOST_WALKS) {
    fill(dictionaries, table);
    return g_hash_table_lookup(table->senses[side], lemma);
  }
  known = g_array_new(FALSE, FALSE, sizeof(Sense));
  g_hash_table_insert(table->senses[side], (gpointer)lemma, known);
  Asking asking = {dictionaries, lemma, known};
  const RepereTransducer *both[] = {table->bilingual[side], table->inverse[side]};
  for (guint i = 0; i < G_N_ELEMENTS(both); i++)
    if (both[i]) repere_transducer_walk(both[i], lemma, REPERE_WALK_TAGS, take_sense, &asking);
  return known;
}

static gboolean is_known(const RepereDictionaries *dictionaries, const char *language, const char *lemma)
{
  for (guint i = 0; i < dictionaries->tables->len; i++) {
    Table *table = dictionaries->tables->pdata[i];
    for (guint side = 0; side < 2; side++) {
      if (!g_str_equal(table->row->languages[side], language)) continue;
      const GArray *senses = senses_at(dictionaries, table, side, lemma);
      if (senses && senses->len) return TRUE;
    }
  }
  return FALSE;
}

/* ---- analysing and generating ---- */

typedef struct {
  const RepereDictionaries *dictionaries;
  GArray *lemmas;
} Analysis;

static void add_lemma(GArray *lemmas, const char *lemma, RepereSpeech speech)
{
  for (guint i = 0; i < lemmas->len; i++) {
    const RepereLemma *known = &g_array_index(lemmas, RepereLemma, i);
    if (known->lemma == lemma && known->speech == speech) return;
  }
  RepereLemma fresh = {lemma, speech};
  g_array_append_val(lemmas, fresh);
}

static void take_analysis(const char *from G_GNUC_UNUSED, const char *to, gpointer data)
{
  Analysis *analysis = data;
  char lemma[LEMMA_BYTES];
  RepereSpeech speech;
  if (!parse_lexeme(to, lemma, &speech)) return;
  add_lemma(analysis->lemmas, intern_lower(analysis->dictionaries, lemma), speech);
}

void repere_dictionaries_analyze(const RepereDictionaries *dictionaries, const char *language,
                                 const char *word, gboolean accents, GArray *lemmas)
{
  Analysis analysis = {dictionaries, lemmas};
  RepereWalk how = accents ? REPERE_WALK_ACCENTS : REPERE_WALK_EXACT;
  for (guint i = 0; i < dictionaries->tables->len; i++) {
    Table *table = dictionaries->tables->pdata[i];
    for (guint side = 0; side < 2; side++) {
      if (!g_str_equal(table->row->languages[side], language)) continue;
      const RepereTransducer *analyzer = analyzer_of(dictionaries, table, side);
      if (analyzer) repere_transducer_walk(analyzer, word, how, take_analysis, &analysis);
    }
  }
  /* Word lists have no parts of speech. */
  const char *itself = intern(dictionaries, word);
  for (guint i = 0; i < lemmas->len; i++)
    if (g_array_index(lemmas, RepereLemma, i).lemma == itself) return;
  if (is_known(dictionaries, language, itself)) add_lemma(lemmas, itself, REPERE_SPEECH_ANY);
}

typedef struct {
  RepereSpeech speech;
  RepereFormFunc each;
  gpointer data;
} Forms;

static void take_form(const char *from, const char *to, gpointer data)
{
  Forms *forms = data;
  const char *tags = strchr(from, '<');
  if (forms->speech != REPERE_SPEECH_ANY && (!tags || speech_of(tags) != forms->speech)) return;
  if (!strpbrk(to, " ~+#<>")) forms->each(to, forms->data); /* '~': waits for a contraction */
}

void repere_dictionaries_forms(RepereDictionaries *dictionaries, const char *language,
                               const RepereLemma *lemma, RepereFormFunc each, gpointer data)
{
  Forms forms = {lemma->speech, each, data};
  each(lemma->lemma, data);
  if (strchr(lemma->lemma, ' ')) return;
  if (!dictionaries->generated) read_generators(dictionaries);
  for (guint i = 0; i < dictionaries->tables->len; i++) {
    Table *table = dictionaries->tables->pdata[i];
    for (guint side = 0; side < 2; side++) {
      if (!g_str_equal(table->row->languages[side], language)) continue;
      const RepereTransducer *both[] = {table->generators[side], table->variants[side]};
      for (guint k = 0; k < G_N_ELEMENTS(both); k++)
        if (both[k]) repere_transducer_walk(both[k], lemma->lemma, REPERE_WALK_TAGS, take_form, &forms);
    }
  }
}

/* ---- translating ---- */

static const GArray *senses_of(const RepereDictionaries *dictionaries, Table *table, const char *from,
                               const char *to, const char *lemma)
{
  for (guint side = 0; side < 2; side++)
    if (g_str_equal(table->row->languages[side], from) && g_str_equal(table->row->languages[!side], to))
      return senses_at(dictionaries, table, side, lemma);
  return NULL;
}

static void add_equivalent(GArray *found, const Sense *sense, guint source, const char *third)
{
  for (guint i = 0; i < found->len; i++) {
    RepereEquivalent *known = &g_array_index(found, RepereEquivalent, i);
    if (known->lemma != sense->lemma) continue;
    known->sources |= source;
    if (known->speech == REPERE_SPEECH_ANY) known->speech = sense->speech;
    if (third && !known->third) known->third = third;
    known->confirmed |= third && !g_str_equal(third, known->third);
    return;
  }
  RepereEquivalent fresh = {sense->lemma, sense->speech, source, third, FALSE};
  g_array_append_val(found, fresh);
}

static gboolean fits(RepereSpeech one, RepereSpeech other)
{
  return one == other || one == REPERE_SPEECH_ANY || other == REPERE_SPEECH_ANY;
}

/* By the dictionaries of the pair itself. Those of another part of speech come in only where none fits. */
static void translate_direct(const RepereDictionaries *dictionaries, const char *from, const char *to,
                             const RepereLemma *lemma, gboolean any_speech, GArray *found)
{
  for (guint i = 0; i < dictionaries->tables->len; i++) {
    Table *table = dictionaries->tables->pdata[i];
    const GArray *senses = senses_of(dictionaries, table, from, to, lemma->lemma);
    for (guint s = 0; senses && s < senses->len; s++) {
      const Sense *sense = &g_array_index(senses, Sense, s);
      if (any_speech || fits(lemma->speech, sense->speech))
        add_equivalent(found, sense, table->row->source, NULL);
    }
  }
}

static void follow(const RepereDictionaries *dictionaries, const char *third, const char *to,
                   const Sense *sense, GArray *found)
{
  guint followed = 0;
  for (guint i = 0; i < dictionaries->tables->len; i++) {
    Table *table = dictionaries->tables->pdata[i];
    if (!is_apertium(table->row)) continue;
    const GArray *senses = senses_of(dictionaries, table, third, to, sense->lemma);
    for (guint s = 0; senses && s < senses->len && followed < PIVOT_SENSES; s++) {
      const Sense *next = &g_array_index(senses, Sense, s);
      if (next->speech != sense->speech) continue;
      followed++;
      add_equivalent(found, next, REPERE_DICTIONARY_APERTIUM_PIVOT, third);
    }
  }
}

static void translate_pivot(const RepereDictionaries *dictionaries, const char *from, const char *to,
                            const RepereLemma *lemma, GArray *found)
{
  for (guint i = 0; i < dictionaries->tables->len; i++) {
    Table *table = dictionaries->tables->pdata[i];
    for (guint side = 0; side < 2; side++) {
      const char *third = table->row->languages[!side];
      if (!is_apertium(table->row) || !g_str_equal(table->row->languages[side], from) ||
          g_str_equal(third, to))
        continue;
      const GArray *senses = senses_at(dictionaries, table, side, lemma->lemma);
      for (guint s = 0; senses && s < MIN(senses->len, PIVOT_SENSES); s++) {
        const Sense *sense = &g_array_index(senses, Sense, s);
        if (fits(lemma->speech, sense->speech)) follow(dictionaries, third, to, sense, found);
      }
    }
  }
}

void repere_dictionaries_translate(const RepereDictionaries *dictionaries, const char *from, const char *to,
                                   const RepereLemma *lemma, GArray *found)
{
  guint before = found->len;
  translate_direct(dictionaries, from, to, lemma, FALSE, found);
  translate_pivot(dictionaries, from, to, lemma, found);
  if (found->len == before) translate_direct(dictionaries, from, to, lemma, TRUE, found);
}

gboolean repere_dictionaries_have_pair(const RepereDictionaries *dictionaries, const char *one,
                                       const char *other)
{
  for (guint i = 0; i < dictionaries->tables->len; i++) {
    const Row *row = ((const Table *)dictionaries->tables->pdata[i])->row;
    for (guint side = 0; side < 2 && is_apertium(row); side++)
      if (g_str_equal(row->languages[side], one) && g_str_equal(row->languages[!side], other)) return TRUE;
  }
  return FALSE;
}

typedef struct {
  const RepereDictionaries *dictionaries;
  GHashTable *seen;
  GArray *lemmas;
} Compounds;

static void add_compound(Compounds *compounds, const char *lemma)
{
  if (!strpbrk(lemma, " -") || !g_hash_table_add(compounds->seen, (gpointer)lemma)) return;
  RepereLemma compound = {lemma, REPERE_SPEECH_ANY};
  g_array_append_val(compounds->lemmas, compound);
}

static void take_compound(const char *from, const char *to G_GNUC_UNUSED, gpointer data)
{
  Compounds *compounds = data;
  char lemma[LEMMA_BYTES];
  RepereSpeech speech;
  if (parse_lexeme(from, lemma, &speech)) add_compound(compounds, intern_lower(compounds->dictionaries, lemma));
}

void repere_dictionaries_compounds(const RepereDictionaries *dictionaries, const char *language,
                                   GArray *lemmas)
{
  g_autoptr(GHashTable) seen = g_hash_table_new(NULL, NULL);
  Compounds compounds = {dictionaries, seen, lemmas};
  for (guint i = 0; i < dictionaries->tables->len; i++) {
    Table *table = dictionaries->tables->pdata[i];
    for (guint side = 0; side < 2; side++) {
      GHashTableIter iter;
      gpointer lemma;
      if (!g_str_equal(table->row->languages[side], language)) continue;
      if (table->bilingual[side]) repere_transducer_compounds(table->bilingual[side], take_compound, &compounds);
      if (table->inverse[side]) repere_transducer_compounds(table->inverse[side], take_compound, &compounds);
      if (is_apertium(table->row)) continue;
      g_hash_table_iter_init(&iter, table->senses[side]);
      while (g_hash_table_iter_next(&iter, &lemma, NULL)) add_compound(&compounds, lemma);
    }
  }
}
