/* postings.c - see postings.h
 *
 * Serialised, a term is: varint size, its bytes, varint wdf, varint number of positions, the positions as
 * varint differences, varint number of family words, and those as varint size and bytes. */
#include "postings.h"

#include <string.h>
#include "varint.h"

/* Of one token: it and the word that hyphens join there, each folded and as written. */
enum { TERMS_MOST = 4 };

typedef struct {
  char *term;
  guint32 wdf;
  GArray *positions; /* of guint32; NULL for a stem */
  GPtrArray *family; /* of Entry *: the words of a stem; NULL for a word */
  gboolean of_any;   /* of any field: its term has no field's prefix */
  gboolean in_text;
} Entry;

/* The entries of one word of the running text, found once a word instead of once a token. */
typedef struct {
  Entry *folded, *written, *stem;
} WordEntries;

struct RepereInverter {
  RepereAnalyzer *analyzer;
  GHashTable *entries; /* term -> Entry */
  GPtrArray *words;    /* of RepereWord * with a slot of ours */
  guint32 next;        /* position of the next token */
  RepereTokenFunc each; /* repere_inverter_show()'s, or NULL */
  gpointer data;
  /* while a text is added: */
  const RepereLanguage *language;
  RepereTextField field;
};

static void entry_free(gpointer data)
{
  Entry *entry = data;
  g_free(entry->term);
  g_clear_pointer(&entry->positions, g_array_unref);
  g_clear_pointer(&entry->family, g_ptr_array_unref);
  g_free(entry);
}

RepereInverter *repere_inverter_new(RepereAnalyzer *analyzer)
{
  RepereInverter *inverter = g_new0(RepereInverter, 1);
  inverter->analyzer = analyzer;
  inverter->entries = g_hash_table_new_full(g_str_hash, g_str_equal, NULL, entry_free);
  inverter->words = g_ptr_array_new();
  return inverter;
}

static void forget_words(RepereInverter *inverter)
{
  for (guint i = 0; i < inverter->words->len; i++) {
    RepereWord *word = inverter->words->pdata[i];
    g_free(word->slot);
    word->slot = NULL;
  }
  g_ptr_array_set_size(inverter->words, 0);
}

void repere_inverter_free(RepereInverter *inverter)
{
  if (!inverter) return;
  forget_words(inverter);
  g_hash_table_unref(inverter->entries);
  g_ptr_array_unref(inverter->words);
  g_free(inverter);
}

static Entry *entry_of(RepereInverter *inverter, const char *field, const char *language, const char *word)
{
  char term[REPERE_TERM_BYTES + 1];
  g_snprintf(term, sizeof term, "%s%s%s", field, language, word);
  Entry *entry = g_hash_table_lookup(inverter->entries, term);
  if (!entry) {
    entry = g_new(Entry, 1);
    entry->term = g_strdup(term);
    entry->wdf = 0;
    entry->positions = language[0] ? NULL : g_array_sized_new(FALSE, FALSE, sizeof(guint32), 4);
    entry->family = language[0] ? g_ptr_array_new() : NULL;
    entry->of_any = !field[0];
    entry->in_text = FALSE;
    g_hash_table_insert(inverter->entries, entry->term, entry);
  }
  return entry;
}

static WordEntries find_entries(RepereInverter *inverter, const char *field, const RepereWord *word)
{
  WordEntries found = {entry_of(inverter, field, "", word->folded), NULL, NULL};
  if (word->written) found.written = entry_of(inverter, field, "", word->written);
  if (word->stem && inverter->language)
    found.stem = entry_of(inverter, field, inverter->language->term_prefix, word->stem);
  return found;
}

/* Words of any field have the positions of the text alone: a field's own terms have the field's. */
static void post(Entry *entry, guint32 position, gboolean text)
{
  if (!entry) return;
  if (entry->positions && (text || !entry->of_any)) g_array_append_val(entry->positions, position);
  entry->wdf++;
  entry->in_text |= text;
}

static void post_all(const WordEntries *entries, guint32 position, gboolean text)
{
  post(entries->folded, position, text);
  post(entries->written, position, text);
  post(entries->stem, position, text);
}

static void add_word(RepereInverter *inverter, RepereWord *word, guint32 position)
{
  const RepereFieldRow *row = repere_field_row(inverter->field);
  WordEntries *entries = word->slot;
  if (!entries) {
    WordEntries found = find_entries(inverter, "", word);
    entries = word->slot = g_memdup2(&found, sizeof found);
    if (found.stem) g_ptr_array_add(found.stem->family, found.folded);
    g_ptr_array_add(inverter->words, word);
  }
  post_all(entries, position, inverter->field == REPERE_FIELD_TEXT);
  if (row->prefix[0]) {
    WordEntries own = find_entries(inverter, row->prefix, word);
    post_all(&own, position, FALSE);
  }
}

static void add_token(const RepereToken *token, gpointer data)
{
  RepereInverter *inverter = data;
  guint32 position = inverter->next + token->position;
  add_word(inverter, token->word, position);
  if (token->also) add_word(inverter, token->also, position);
  if (inverter->each) inverter->each(token, inverter->data);
}

guint32 repere_inverter_add(RepereInverter *inverter, RepereTextField field, const char *text, gsize length,
                            const RepereLanguage *language)
{
  inverter->language = language;
  inverter->field = field;
  guint32 used = repere_analyze(inverter->analyzer, text, length, language, add_token, inverter);
  inverter->next += used;
  return used;
}

void repere_inverter_show(RepereInverter *inverter, RepereTokenFunc each, gpointer data)
{
  inverter->each = each;
  inverter->data = data;
}

void repere_inverter_skip(RepereInverter *inverter, guint32 n)
{
  inverter->next += n;
}

static gint by_term(gconstpointer a, gconstpointer b)
{
  const Entry *const *one = a, *const *other = b;
  return strcmp((*one)->term, (*other)->term);
}

static void append_term(GByteArray *to, const char *term)
{
  gsize size = strlen(term);
  repere_varint_append(to, (guint32)size);
  g_byte_array_append(to, (const guint8 *)term, (guint)size);
}

static void serialise(GByteArray *to, const Entry *entry)
{
  guint positions = entry->positions ? entry->positions->len : 0,
        family = entry->family ? entry->family->len : 0;
  guint32 before = 0;
  append_term(to, entry->term);
  repere_varint_append(to, entry->wdf);
  repere_varint_append(to, positions);
  for (guint i = 0; i < positions; i++) {
    guint32 position = g_array_index(entry->positions, guint32, i);
    repere_varint_append(to, position - before);
    before = position;
  }
  repere_varint_append(to, family);
  for (guint i = 0; i < family; i++) append_term(to, ((Entry *)entry->family->pdata[i])->term);
}

/* What marks a term that stands in fields only. */
static Entry *only_fields_entry(const Entry *of)
{
  Entry *entry = g_new0(Entry, 1);
  entry->term = g_strconcat(REPERE_TERM_ONLY_FIELDS, of->term, NULL);
  return entry;
}

GBytes *repere_inverter_take(RepereInverter *inverter)
{
  g_autoptr(GPtrArray) sorted = g_ptr_array_sized_new(g_hash_table_size(inverter->entries));
  g_autoptr(GPtrArray) marks = g_ptr_array_new_with_free_func(entry_free);
  GHashTableIter iter;
  gpointer value;
  g_hash_table_iter_init(&iter, inverter->entries);
  while (g_hash_table_iter_next(&iter, NULL, &value)) {
    const Entry *entry = value;
    g_ptr_array_add(sorted, value);
    if (!entry->of_any || entry->in_text) continue;
    g_ptr_array_add(marks, only_fields_entry(entry));
    g_ptr_array_add(sorted, marks->pdata[marks->len - 1]);
  }
  g_ptr_array_sort(sorted, by_term);
  GByteArray *bytes = g_byte_array_new();
  for (guint i = 0; i < sorted->len; i++) serialise(bytes, sorted->pdata[i]);
  forget_words(inverter);
  g_hash_table_remove_all(inverter->entries);
  inverter->next = 0;
  return g_byte_array_free_to_bytes(bytes);
}

/* ---- reading ---- */

struct ReperePostingsReader {
  const guint8 *at, *end;
  GArray *positions; /* of guint32 */
  GArray *family;    /* of RepereStemmed */
};

ReperePostingsReader *repere_postings_reader_new(GBytes *bytes)
{
  ReperePostingsReader *reader = g_new0(ReperePostingsReader, 1);
  gsize size = 0;
  reader->at = g_bytes_get_data(bytes, &size);
  reader->end = reader->at ? reader->at + size : NULL;
  reader->positions = g_array_new(FALSE, FALSE, sizeof(guint32));
  reader->family = g_array_new(FALSE, FALSE, sizeof(RepereStemmed));
  return reader;
}

void repere_postings_reader_free(ReperePostingsReader *reader)
{
  if (!reader) return;
  g_array_unref(reader->positions);
  g_array_unref(reader->family);
  g_free(reader);
}

static gboolean read_positions(ReperePostingsReader *reader, guint32 count)
{
  g_array_set_size(reader->positions, 0);
  guint32 position = 0, step;
  for (guint32 i = 0; i < count; i++) {
    if (!repere_varint_read(&reader->at, reader->end, &step)) return FALSE;
    if ((i > 0 && step == 0) || step > G_MAXUINT32 - position) return FALSE;
    position += step;
    g_array_append_val(reader->positions, position);
  }
  return TRUE;
}

static gboolean read_term(ReperePostingsReader *reader, const char **term, gsize *length)
{
  guint32 size;
  if (!repere_varint_read(&reader->at, reader->end, &size)) return FALSE;
  if (size == 0 || size > REPERE_TERM_BYTES || size > (gsize)(reader->end - reader->at)) return FALSE;
  *term = (const char *)reader->at;
  *length = size;
  reader->at += size;
  return TRUE;
}

static gboolean read_family(ReperePostingsReader *reader, guint32 count)
{
  RepereStemmed word;
  g_array_set_size(reader->family, 0);
  for (guint32 i = 0; i < count; i++) {
    if (!read_term(reader, &word.word, &word.size)) return FALSE;
    g_array_append_val(reader->family, word);
  }
  return TRUE;
}

int repere_postings_next(ReperePostingsReader *reader, ReperePosting *posting)
{
  guint32 count, family;
  if (reader->at == reader->end) return 0;
  if (!read_term(reader, &posting->term, &posting->size)) return -1;
  if (!repere_varint_read(&reader->at, reader->end, &posting->wdf)) return -1;
  if (!repere_varint_read(&reader->at, reader->end, &count) || !read_positions(reader, count)) return -1;
  if (!repere_varint_read(&reader->at, reader->end, &family) || !read_family(reader, family)) return -1;
  posting->positions = (const guint32 *)(void *)reader->positions->data;
  posting->count = count;
  posting->family = (const RepereStemmed *)(void *)reader->family->data;
  posting->family_size = family;
  return 1;
}

/* Capitals begin the terms that are no words of a text; only a language's stems have them there. */
static gboolean is_stem(const ReperePosting *posting)
{
  const RepereLanguage *language;
  for (guint i = 0; (language = repere_language_at(i)); i++) {
    gsize size = strlen(language->term_prefix);
    if (posting->size > size && memcmp(posting->term, language->term_prefix, size) == 0 &&
        !g_ascii_isupper(posting->term[size]))
      return TRUE;
  }
  return FALSE;
}

/* As ICU cuts words: whole letters, and nothing that steers a terminal or ends a string early. */
static gboolean is_word(const char *word, gsize size)
{
  if (!g_utf8_validate(word, (gssize)size, NULL)) return FALSE;
  for (const char *at = word; at < word + size; at = g_utf8_next_char(at))
    if (g_unichar_iscntrl(g_utf8_get_char(at))) return FALSE;
  return TRUE;
}

static gboolean is_of_text(const ReperePosting *posting)
{
  if (!is_word(posting->term, posting->size)) return FALSE;
  for (guint i = 0; i < posting->family_size; i++)
    if (g_ascii_isupper(posting->family[i].word[0]) ||
        !is_word(posting->family[i].word, posting->family[i].size))
      return FALSE;
  if (g_ascii_isupper(posting->term[0]))
    return posting->count == 0 && posting->family_size > 0 && is_stem(posting);
  return posting->family_size == 0 && posting->count > 0 && posting->wdf == posting->count;
}

/* Terms come in byte order, each once. `last` is the one before. */
static gboolean is_behind(const GString *last, const ReperePosting *posting)
{
  int order = memcmp(last->str, posting->term, MIN(last->len, posting->size));
  return order < 0 || (order == 0 && last->len < posting->size);
}

gboolean repere_postings_acceptable(GBytes *bytes, guint64 positions)
{
  g_autoptr(ReperePostingsReader) reader = repere_postings_reader_new(bytes);
  g_autoptr(GString) last = g_string_new(NULL);
  ReperePosting posting;
  guint64 words = 0, stems = 0;
  int more;
  while ((more = repere_postings_next(reader, &posting)) > 0) {
    if (!is_of_text(&posting) || !is_behind(last, &posting)) return FALSE;
    if (posting.count > 0 && posting.positions[posting.count - 1] >= positions) return FALSE;
    words += posting.count;
    stems += posting.count > 0 ? 0 : posting.wdf;
    g_string_truncate(last, 0);
    g_string_append_len(last, posting.term, (gssize)posting.size);
  }
  return more == 0 && words <= positions * TERMS_MOST && stems <= positions * TERMS_MOST;
}
