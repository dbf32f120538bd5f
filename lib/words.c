/* words.c - a spelling to its RepereWord: normal form, case, accents, stem. Each distinct spelling is worked
 * out once and remembered, and spellings that fold alike share one word. */
#include <string.h>
#include <unicode/uchar.h>
#include <unicode/unorm2.h>
#include <unicode/ustring.h>

#include "analyze_private.h"
#include "xapian_c.h"

#define RAW_BYTES 480           /* of a spelling are looked at: what is longer is no word */
#define BOUND_BYTES (48u << 20) /* the cache may grow to, between documents */
#define BLOCK_BYTES (64u << 10)
#define FIRST_SLOTS 4096u

typedef struct {
  RepereWord word;
  guint32 generation; /* `word.slot` is meant for this generation */
} Entry;

typedef struct {
  guint64 hash;
  const char *key; /* NULL: empty */
  Entry *entry;    /* NULL: the spelling leaves no word */
  guint32 size;
  guint32 row;
} Cell;

typedef struct {
  Cell *cells;
  guint32 slots, used; /* slots is a power of two */
} Table;

struct RepereWords {
  Table spellings; /* raw bytes and row -> word */
  Table interned;  /* written form and row -> word */
  GPtrArray *blocks;
  char *free;
  gsize left, bytes;
  guint64 seed; /* so that nobody can write a page that makes all its words collide */
  guint32 generation;
  gboolean slow;
  GString *written, *folded, *stem;
  xc_stemmer *stemmers[REPERE_LANGUAGES_MAX];
};

/* ---- memory: blocks that live until the cache is emptied ---- */

static gpointer words_alloc(RepereWords *words, gsize size)
{
  size = (size + 7) & ~(gsize)7;
  if (size > words->left) {
    words->free = g_malloc(BLOCK_BYTES);
    words->left = BLOCK_BYTES;
    words->bytes += BLOCK_BYTES;
    g_ptr_array_add(words->blocks, words->free);
  }
  gpointer p = words->free;
  words->free += size;
  words->left -= size;
  return p;
}

static const char *words_keep(RepereWords *words, const char *s, gsize size)
{
  char *copy = words_alloc(words, size + 1);
  memcpy(copy, s, size);
  copy[size] = '\0';
  return copy;
}

/* ---- hash tables ---- */

static inline guint64 mix(guint64 a, guint64 b)
{
  a = (a ^ b) * G_GUINT64_CONSTANT(0x9E3779B97F4A7C15);
  return a ^ (a >> 29);
}

static inline guint64 hash_bytes(const char *s, gsize size, guint64 seed)
{
  guint64 h = mix(seed, size), part;
  for (; size >= 8; size -= 8, s += 8) {
    memcpy(&part, s, 8);
    h = mix(h, part);
  }
  part = 0;
  for (gsize i = 0; i < size; i++)
    part = part << 8 | (guint8)s[i];
  return mix(mix(h, part), seed >> 32);
}

static void table_init(Table *table)
{
  table->slots = FIRST_SLOTS;
  table->used = 0;
  table->cells = g_new0(Cell, table->slots);
}

static inline Cell *table_find(const Table *table, guint64 hash, const char *key, gsize size, guint32 row)
{
  guint32 at = (guint32)(hash >> 20) & (table->slots - 1);
  for (;; at = (at + 1) & (table->slots - 1)) {
    Cell *cell = &table->cells[at];
    if (!cell->key ||
        (cell->hash == hash && cell->size == size && cell->row == row && memcmp(cell->key, key, size) == 0))
      return cell;
  }
}

static void table_grow(Table *table)
{
  Cell *old = table->cells;
  const guint32 n = table->slots;
  table->slots *= 2;
  table->cells = g_new0(Cell, table->slots);
  for (guint32 i = 0; i < n; i++)
    if (old[i].key)
      *table_find(table, old[i].hash, old[i].key, old[i].size, old[i].row) = old[i];
  g_free(old);
}

static void table_put(Table *table, Cell cell)
{
  if (++table->used > table->slots / 2)
    table_grow(table);
  *table_find(table, cell.hash, cell.key, cell.size, cell.row) = cell;
}

/* ---- folding ---- */

/* Marks that folding takes off. Not all of them: in Indic scripts and in Thai marks are vowels, and in
 * Japanese they make another letter. */
static gboolean is_dropped_mark(UChar32 c)
{
  return (c >= 0x300 && c <= 0x36F) || (c >= 0x483 && c <= 0x487) || (c >= 0x591 && c <= 0x5C7) ||
         (c >= 0x610 && c <= 0x61A) || (c >= 0x64B && c <= 0x65F) || c == 0x670 ||
         (c >= 0x6D6 && c <= 0x6ED) || (c >= 0x1AB0 && c <= 0x1AFF) || (c >= 0x1DC0 && c <= 0x1DFF) ||
         (c >= 0x20D0 && c <= 0x20FF) || (c >= 0xFE20 && c <= 0xFE2F);
}

/* Letters with a stroke and ligatures, which no normal form takes apart. */
static const char *plain_letters(UChar32 c)
{
  switch (c) {
  case 0xE6: return "ae";
  case 0x153: return "oe";
  case 0xF8: return "o";
  case 0x111:
  case 0xF0: return "d";
  case 0xFE: return "th";
  case 0x127: return "h";
  case 0x131: return "i";
  case 0x142: return "l";
  case 0x14B: return "n";
  case 0x167: return "t";
  case 0x138: return "k";
  case 0x180: return "b";
  case 0x188: return "c";
  case 0x192: return "f";
  case 0x199: return "k";
  case 0x1E5: return "g";
  case 0x257: return "d";
  case 0x253: return "b";
  case 0x25B: return "e";
  case 0x254: return "o";
  default: return NULL;
  }
}

/* Never part of a term: the tatweel only stretches a line; a modifier apostrophe is an apostrophe; normal
 * forms of some ligatures hold spaces. */
static gboolean is_dropped_letter(UChar32 c)
{
  return c == 0x640 || c == ' ' || repere_is_apostrophe((gunichar)c);
}

static void append_character(GString *out, UChar32 c)
{
  char utf8[6];
  const int n = g_unichar_to_utf8((gunichar)c, utf8);
  g_string_append_len(out, utf8, n);
}

/* A normal form of `in`, at most `room` units, which is more than any normal form of it can need. */
static int32_t normalize(const UNormalizer2 *form, const UChar *in, int32_t size, UChar *out, int32_t room)
{
  UErrorCode status = U_ZERO_ERROR;
  const int32_t n = unorm2_normalize(form, in, size, out, room, &status);
  return U_FAILURE(status) ? 0 : n;
}

static void fold_piece(const UChar *in, int32_t size, UChar *a, UChar *b, int32_t room, gboolean spaces,
                       GString *written, GString *folded)
{
  UErrorCode status = U_ZERO_ERROR;
  const UNormalizer2 *casefold = unorm2_getNFKCCasefoldInstance(&status);
  const UNormalizer2 *nfd = unorm2_getNFDInstance(&status), *nfc = unorm2_getNFCInstance(&status);
  const int32_t n = normalize(casefold, in, size, a, room);
  for (int32_t i = 0; i < n;) {
    UChar32 c;
    U16_NEXT(a, i, n, c);
    if (!is_dropped_letter(c) || (spaces && c == ' '))
      append_character(written, u_charType(c) == U_DECIMAL_DIGIT_NUMBER ? '0' + u_charDigitValue(c) : c);
  }
  const int32_t m = normalize(nfd, a, n, b, room);
  int32_t kept = 0;
  for (int32_t i = 0; i < m;) {
    UChar32 c;
    U16_NEXT(b, i, m, c);
    if (!is_dropped_mark(c))
      U16_APPEND_UNSAFE(b, kept, c);
  }
  const int32_t k = normalize(nfc, b, kept, a, room);
  for (int32_t i = 0; i < k;) {
    UChar32 c;
    U16_NEXT(a, i, k, c);
    const char *plain = plain_letters(c);
    if (plain)
      g_string_append(folded, plain);
    else if (!is_dropped_letter(c) || (spaces && c == ' '))
      append_character(folded, u_charType(c) == U_DECIMAL_DIGIT_NUMBER ? '0' + u_charDigitValue(c) : c);
  }
}

/* One character may become 18 in NFKC (U+FDFA); twice that for what NFD adds. */
#define EXPANSION 24

static void fold_text(const char *text, gsize size, gboolean spaces, GString *written, GString *folded)
{
  UErrorCode status = U_ZERO_ERROR;
  int32_t n = 0;
  g_string_truncate(written, 0);
  g_string_truncate(folded, 0);
  UChar *in = g_new(UChar, size + 1);
  u_strFromUTF8WithSub(in, (int32_t)size + 1, &n, text, (int32_t)size, 0xFFFD, NULL, &status);
  const int32_t room = (n + 1) * EXPANSION;
  UChar *a = g_new(UChar, room), *b = g_new(UChar, room);
  if (U_SUCCESS(status))
    fold_piece(in, n, a, b, room, spaces, written, folded);
  g_free(in);
  g_free(a);
  g_free(b);
}

void repere_fold_slowly(const char *text, gsize size, GString *written, GString *folded)
{
  fold_text(text, size, FALSE, written, folded);
}

#define FOLD_BYTES 65536 /* at once; a text without any space may lose a normal form at the seam */

char *repere_text_fold(const char *text, gssize length)
{
  const gsize size = length < 0 ? strlen(text) : (gsize)length;
  g_autoptr(GString) written = g_string_new(NULL);
  GString *folded = g_string_new(NULL);
  for (gsize at = 0; at < size;) { /* in pieces that end at a space, so that buffers stay small */
    gsize end = MIN(size, at + 4096);
    while (end < size && end - at < FOLD_BYTES && text[end] != ' ' && text[end] != '\n')
      end++;
    while (end < size && ((guint8)text[end] & 0xC0) == 0x80)
      end++;
    g_autoptr(GString) piece = g_string_new(NULL);
    fold_text(text + at, end - at, TRUE, written, piece);
    g_string_append_len(folded, piece->str, (gssize)piece->len);
    at = end;
  }
  return g_string_free(folded, FALSE);
}

/* ---- making words ---- */

/* At most `limit` bytes of `s`, cut at a character's edge. */
static gsize cut(const char *s, gsize size, gsize limit)
{
  if (size <= limit)
    return size;
  while (limit > 0 && ((guint8)s[limit] & 0xC0) == 0x80)
    limit--;
  return limit;
}

static gboolean fold_ascii(const char *raw, gsize size, GString *written)
{
  g_string_set_size(written, size);
  for (gsize i = 0; i < size; i++) {
    if ((guint8)raw[i] >= 0x80 || !g_ascii_isalnum(raw[i]))
      return FALSE;
    written->str[i] = (char)g_ascii_tolower(raw[i]);
  }
  return TRUE;
}

/* Snowball's stemmers know Latin letters without digits; whatever else is in a word, it has no stem. */
static gboolean can_be_stemmed(const char *written)
{
  for (const char *p = written; *p; p = g_utf8_next_char(p)) {
    const gunichar c = g_utf8_get_char(p);
    if (c < 0x80 ? !g_ascii_islower((char)c)
                 : (c > 0x24F && (c < 0x300 || c > 0x36F) && (c < 0x1E00 || c > 0x1EFF)))
      return FALSE;
  }
  return TRUE;
}

static xc_stemmer *stemmer_of(RepereWords *words, const RepereLanguage *language)
{
  xc_stemmer **stemmer = &words->stemmers[repere_language_index(language)];
  if (!*stemmer) {
    xc_error error = XC_ERROR_INIT;
    *stemmer = xc_stemmer_new(language->stemmer, &error);
    if (!*stemmer)
      g_critical("There is no stemmer for %s: %s", language->code, error.message);
  }
  return *stemmer;
}

/* The folded stem of `written`, kept; NULL if there is none. Overwrites words->folded. */
static const char *make_stem(RepereWords *words, const char *written, gsize size,
                             const RepereLanguage *language)
{
  xc_bytes stem;
  xc_stemmer *stemmer = stemmer_of(words, language);
  if (!stemmer || !can_be_stemmed(written))
    return NULL;
  if (repere_language_variant(language, written, size, words->stem)) {
    written = words->stem->str;
    size = words->stem->len;
  }
  if (xc_stemmer_stem(stemmer, written, size, &stem, NULL) != XC_OK || stem.size == 0)
    return NULL;
  if (words->slow || !fold_ascii(stem.data, stem.size, words->folded))
    repere_fold_slowly(stem.data, stem.size, words->stem, words->folded);
  return words_keep(words, words->folded->str,
                    cut(words->folded->str, words->folded->len, REPERE_WORD_BYTES));
}

static Entry *make_entry(RepereWords *words, const char *written, gsize size, const RepereLanguage *language)
{
  Entry *entry = words_alloc(words, sizeof *entry);
  const gsize folded = cut(words->folded->str, words->folded->len, REPERE_WORD_BYTES);
  memset(entry, 0, sizeof *entry);
  entry->generation = words->generation;
  entry->word.folded = words_keep(words, words->folded->str, folded);
  if (size != folded || memcmp(written, entry->word.folded, size) != 0)
    entry->word.written = written;
  if (language) {
    entry->word.stop = repere_language_is_stop(language, written, size);
    if (!entry->word.stop)
      entry->word.stem = make_stem(words, written, size, language);
  }
  return entry;
}

/* The word whose forms are in words->written and words->folded. */
static Entry *intern(RepereWords *words, const RepereLanguage *language, guint32 row)
{
  const gsize size = cut(words->written->str, words->written->len, REPERE_WORD_BYTES);
  if (size == 0 || words->folded->len == 0)
    return NULL;
  const guint64 hash = hash_bytes(words->written->str, size, words->seed + row);
  const Cell *found = table_find(&words->interned, hash, words->written->str, size, row);
  if (found->key)
    return found->entry;
  const char *written = words_keep(words, words->written->str, size);
  Cell cell = {hash, written, make_entry(words, written, size, language), (guint32)size, row};
  table_put(&words->interned, cell);
  return cell.entry;
}

static gboolean has_word_character(const char *s)
{
  for (; *s; s = g_utf8_next_char(s))
    if (repere_is_word_character(g_utf8_get_char(s)))
      return TRUE;
  return FALSE;
}

RepereWord *repere_words_get(RepereWords *words, const char *raw, gsize size, const RepereLanguage *language)
{
  const guint32 row = language ? repere_language_index(language) + 1 : 0;
  size = cut(raw, size, RAW_BYTES);
  const guint64 hash = hash_bytes(raw, size, words->seed + row);
  const Cell *found = table_find(&words->spellings, hash, raw, size, row);
  Entry *entry = found->entry;
  if (!found->key) {
    if (!words->slow && fold_ascii(raw, size, words->written)) {
      g_string_truncate(words->folded, 0);
      g_string_append_len(words->folded, words->written->str, (gssize)words->written->len);
    } else {
      repere_fold_slowly(raw, size, words->written, words->folded);
    }
    entry = has_word_character(words->folded->str) ? intern(words, language, row) : NULL;
    Cell cell = {hash, words_keep(words, raw, size), entry, (guint32)size, row};
    table_put(&words->spellings, cell);
  }
  if (!entry)
    return NULL;
  if (entry->generation != words->generation) {
    entry->generation = words->generation;
    entry->word.slot = NULL;
  }
  return &entry->word;
}

/* ---- life ---- */

RepereWords *repere_words_new(void)
{
  RepereWords *words = g_new0(RepereWords, 1);
  table_init(&words->spellings);
  table_init(&words->interned);
  words->blocks = g_ptr_array_new_with_free_func(g_free);
  words->seed = (guint64)g_random_int() << 32 | g_random_int();
  words->written = g_string_sized_new(256);
  words->folded = g_string_sized_new(256);
  words->stem = g_string_sized_new(256);
  return words;
}

void repere_words_free(RepereWords *words)
{
  if (!words)
    return;
  for (guint i = 0; i < REPERE_LANGUAGES_MAX; i++)
    xc_stemmer_free(words->stemmers[i]);
  g_free(words->spellings.cells);
  g_free(words->interned.cells);
  g_ptr_array_unref(words->blocks);
  g_string_free(words->written, TRUE);
  g_string_free(words->folded, TRUE);
  g_string_free(words->stem, TRUE);
  g_free(words);
}

static void words_empty(RepereWords *words)
{
  g_free(words->spellings.cells);
  g_free(words->interned.cells);
  table_init(&words->spellings);
  table_init(&words->interned);
  g_ptr_array_set_size(words->blocks, 0);
  words->left = words->bytes = 0;
}

void repere_words_trim(RepereWords *words)
{
  words->generation++;
  if (words->bytes + (words->spellings.slots + words->interned.slots) * sizeof(Cell) > BOUND_BYTES)
    words_empty(words);
}

void repere_words_set_slow(RepereWords *words, gboolean slow)
{
  words->slow = slow;
  words_empty(words);
}
