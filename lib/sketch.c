/* sketch.c - see sketch.h
 *
 * As bytes: the version, 0, the number of hashes of the text, that of the marks (0 stands for none,
 * REPERE_SKETCH_HASHES fits), then both, each hash in four bytes, little-endian, ascending. */
#include "sketch.h"

#include <string.h>

#define RUN 5             /* words */
#define TEXT_LEAST 16     /* fewer runs are no text to compare: a title, a scan's stamp */
#define WAITING 1024      /* hashes between two looks at which are the smallest */
#define COUNTED 10000     /* integers below it may count something */
#define LOWER_BITS 20     /* of a hash, for words seen without a capital: two in a hundred others are mistaken for one */
#define NAME_LETTERS 3
#define GAP_BYTES 8       /* between two words of one sentence: a space, a comma, an article that is elided */

/* Different kinds of marks are different members. */
enum { SEED_NUMBER = 1, SEED_PAIR = 2, SEED_NAME = 3 };

typedef struct {
  guint32 bound; /* larger ones do not count */
  guint n;
  guint32 hashes[WAITING];
} Smallest;

typedef struct {
  guint64 hash;
  gint64 integer;  /* -1: a fraction, or too large to count with */
  gboolean short_fraction; /* 2.1: mostly the number of a section */
} Number;

struct RepereSketcher {
  Smallest text, marks;
  guint64 run[RUN]; /* hashes of the last words, the next one's place is `words` % RUN */
  guint64 words;
  const char *page;
  guint32 last_end;      /* of the word before, on this page; 0: there is none */
  gboolean last_capital;
  gboolean any_number, grouping; /* `grouping`: `number` may go on with three digits more */
  Number last_number;    /* the last one taken; */
  Number number;         /* the one behind it, which may not be whole yet */
  gboolean pending;      /* there is one */
  guint8 integers[COUNTED / 8 + 1];      /* bits: those seen */
  guint8 lower[(1u << LOWER_BITS) / 8];  /* bits: words seen without a capital, by hash */
  GHashTable *names;                     /* hashes of words seen with one, within a sentence */
};

/* ---- hashes ---- */

/* The finaliser of SplitMix64 (G. Steele et al., "Fast splittable pseudorandom number generators", 2014): every bit
 * of the input moves half of the output's. */
static guint64 mix(guint64 x)
{
  x = (x ^ (x >> 30)) * G_GUINT64_CONSTANT(0xbf58476d1ce4e5b9);
  x = (x ^ (x >> 27)) * G_GUINT64_CONSTANT(0x94d049bb133111eb);
  return x ^ (x >> 31);
}

/* FNV-1a, then mixed. */
static guint64 hash_word(const char *word)
{
  guint64 hash = G_GUINT64_CONSTANT(0xcbf29ce484222325);
  for (; *word; word++) hash = (hash ^ (guint8)*word) * G_GUINT64_CONSTANT(0x100000001b3);
  return mix(hash);
}

static guint64 join(guint64 one, guint64 next)
{
  return mix(one * G_GUINT64_CONSTANT(0x9e3779b97f4a7c15) + next);
}

/* ---- the smallest ---- */

static int by_size(const void *a, const void *b)
{
  guint32 one = *(const guint32 *)a, other = *(const guint32 *)b;
  return (one > other) - (one < other);
}

static void settle(Smallest *smallest)
{
  guint kept = 0;
  qsort(smallest->hashes, smallest->n, sizeof smallest->hashes[0], by_size);
  for (guint i = 0; i < smallest->n && kept < REPERE_SKETCH_HASHES; i++)
    if (kept == 0 || smallest->hashes[kept - 1] != smallest->hashes[i]) smallest->hashes[kept++] = smallest->hashes[i];
  smallest->n = kept;
  if (kept == REPERE_SKETCH_HASHES) smallest->bound = smallest->hashes[kept - 1];
}

static void add_hash(Smallest *smallest, guint64 hash)
{
  guint32 high = (guint32)(hash >> 32);
  if (high > smallest->bound) return;
  smallest->hashes[smallest->n++] = high;
  if (smallest->n == WAITING) settle(smallest);
}

static void clear_smallest(Smallest *smallest)
{
  smallest->n = 0;
  smallest->bound = G_MAXUINT32;
}

/* ---- making ---- */

static void start(RepereSketcher *sketcher)
{
  clear_smallest(&sketcher->text);
  clear_smallest(&sketcher->marks);
  sketcher->words = 0;
  sketcher->any_number = sketcher->pending = FALSE;
  memset(sketcher->integers, 0, sizeof sketcher->integers);
  memset(sketcher->lower, 0, sizeof sketcher->lower);
  g_hash_table_remove_all(sketcher->names);
}

RepereSketcher *repere_sketcher_new(void)
{
  RepereSketcher *sketcher = g_new0(RepereSketcher, 1);
  sketcher->names = g_hash_table_new_full(g_int64_hash, g_int64_equal, g_free, NULL);
  start(sketcher);
  return sketcher;
}

void repere_sketcher_free(RepereSketcher *sketcher)
{
  if (!sketcher) return;
  g_hash_table_unref(sketcher->names);
  g_free(sketcher);
}

static void add_run(RepereSketcher *sketcher, guint64 word)
{
  sketcher->run[sketcher->words++ % RUN] = word;
  if (sketcher->words < RUN) return;
  guint64 hash = 0;
  for (guint i = 0; i < RUN; i++)
    hash = hash * G_GUINT64_CONSTANT(0x9e3779b97f4a7c15) + sketcher->run[(sketcher->words + i) % RUN];
  add_hash(&sketcher->text, mix(hash));
}

/* FALSE where the word is no number. */
static gboolean read_number(const char *word, guint64 hash, Number *number)
{
  gsize digits = strspn(word, "0123456789"), all = strspn(word, "0123456789.");
  if (digits == 0 || word[all]) return FALSE;
  *number = (Number){hash, -1, digits < all && all <= 3};
  if (digits == all && digits <= 9) number->integer = (gint64)g_ascii_strtoull(word, NULL, 10);
  return TRUE;
}

/* One counts on to the next: they would stand beside each other in any text. */
static gboolean counts_on(const Number *one, const Number *next)
{
  if (one->integer >= 0 && next->integer >= 0) return ABS(next->integer - one->integer) <= 1;
  return one->short_fraction && next->short_fraction;
}

/* Takes the number that is pending, which is whole now; those of a single digit tell nothing. */
static void take_number(RepereSketcher *sketcher)
{
  Number *number = &sketcher->number;
  if (!sketcher->pending) return;
  sketcher->pending = FALSE;
  if (number->integer >= 0) number->hash = mix((guint64)number->integer);
  if (number->integer >= 0 && number->integer < 10) return;
  if (number->integer >= 0 && number->integer < COUNTED)
    sketcher->integers[number->integer / 8] |= (guint8)(1u << (number->integer % 8));
  else if (!number->short_fraction)
    add_hash(&sketcher->marks, join(SEED_NUMBER, number->hash));
  if (sketcher->any_number && !counts_on(&sketcher->last_number, number))
    add_hash(&sketcher->marks, join(join(SEED_PAIR, sketcher->last_number.hash), number->hash));
  sketcher->last_number = *number;
  sketcher->any_number = TRUE;
}

/* What one language writes 12,500 is 12 500 in another, with a space like any other. Two numbers in a table that are
 * taken for one are so in every language. */
static void add_number(RepereSketcher *sketcher, const Number *number, const RepereToken *token)
{
  gsize digits = strlen(token->word->folded);
  gboolean group = sketcher->pending && sketcher->grouping && number->integer >= 0 && digits == 3 &&
                   token->start == sketcher->last_end + 1 && sketcher->page[sketcher->last_end] == ' ';
  if (group && sketcher->number.integer < G_MAXINT32) {
    sketcher->number.integer = sketcher->number.integer * 1000 + number->integer;
    return;
  }
  take_number(sketcher);
  sketcher->number = *number;
  sketcher->pending = TRUE;
  sketcher->grouping = number->integer > 0 && digits <= 3;
}

/* Nothing between the word before and this one ends a sentence, a line or an item. */
static gboolean goes_on(const RepereSketcher *sketcher, guint32 start)
{
  guint32 at = sketcher->last_end;
  if (at == 0 || sketcher->last_capital || start < at || start - at > GAP_BYTES) return FALSE;
  for (; at < start; at++)
    if (strchr(".!?:;\n\t|", sketcher->page[at])) return FALSE;
  return TRUE;
}

static void look_for_name(RepereSketcher *sketcher, const RepereToken *token, guint64 hash)
{
  gunichar first = g_utf8_get_char(sketcher->page + token->start);
  gboolean capital = g_unichar_isupper(first);
  guint32 bit = (guint32)(hash >> (64 - LOWER_BITS));
  if (!capital) {
    sketcher->lower[bit / 8] |= (guint8)(1u << (bit % 8));
  } else if (goes_on(sketcher, token->start) && g_utf8_strlen(token->word->folded, -1) >= NAME_LETTERS &&
             !g_hash_table_contains(sketcher->names, &hash)) {
    g_hash_table_add(sketcher->names, g_memdup2(&hash, sizeof hash));
  }
  sketcher->last_capital = capital;
  sketcher->last_end = token->end;
}

void repere_sketcher_page(RepereSketcher *sketcher, const char *text)
{
  take_number(sketcher);
  sketcher->page = text;
  sketcher->last_end = 0;
  sketcher->last_capital = FALSE;
}

void repere_sketcher_token(const RepereToken *token, gpointer data)
{
  RepereSketcher *sketcher = data;
  Number number;
  guint64 hash = hash_word(token->word->folded);
  add_run(sketcher, hash);
  if (g_ascii_isdigit(token->word->folded[0])) {
    if (read_number(token->word->folded, hash, &number)) add_number(sketcher, &number, token);
    sketcher->last_capital = FALSE;
    sketcher->last_end = token->end;
    return;
  }
  take_number(sketcher);
  look_for_name(sketcher, token, hash);
}

static gboolean has_integer(const RepereSketcher *sketcher, guint integer)
{
  return sketcher->integers[integer / 8] >> (integer % 8) & 1;
}

/* What only the whole text can tell: which integers count, which words are names. */
static void add_last_marks(RepereSketcher *sketcher)
{
  take_number(sketcher);
  for (guint i = 10; i < COUNTED; i++) {
    if (!has_integer(sketcher, i) ||
        (has_integer(sketcher, i - 1) && i + 1 < COUNTED && has_integer(sketcher, i + 1)))
      continue;
    add_hash(&sketcher->marks, join(SEED_NUMBER, mix(i)));
  }
  GHashTableIter iter;
  gpointer key;
  g_hash_table_iter_init(&iter, sketcher->names);
  while (g_hash_table_iter_next(&iter, &key, NULL)) {
    guint64 name = *(guint64 *)key;
    guint32 bit = (guint32)(name >> (64 - LOWER_BITS));
    if (!(sketcher->lower[bit / 8] >> (bit % 8) & 1)) add_hash(&sketcher->marks, join(SEED_NAME, name));
  }
}

static void write_hashes(GByteArray *bytes, const Smallest *smallest)
{
  for (guint i = 0; i < smallest->n; i++) {
    guint32 hash = GUINT32_TO_LE(smallest->hashes[i]);
    g_byte_array_append(bytes, (const guint8 *)&hash, sizeof hash);
  }
}

GBytes *repere_sketcher_take(RepereSketcher *sketcher)
{
  GBytes *taken = NULL;
  add_last_marks(sketcher);
  settle(&sketcher->text);
  settle(&sketcher->marks);
  if (sketcher->text.n >= TEXT_LEAST) {
    guint8 head[4] = {REPERE_SKETCH_VERSION, 0, (guint8)sketcher->text.n, (guint8)sketcher->marks.n};
    GByteArray *bytes = g_byte_array_sized_new(REPERE_SKETCH_BYTES);
    g_byte_array_append(bytes, head, sizeof head);
    write_hashes(bytes, &sketcher->text);
    write_hashes(bytes, &sketcher->marks);
    taken = g_byte_array_free_to_bytes(bytes);
  }
  start(sketcher);
  return taken;
}

/* ---- comparing ---- */

static gboolean read_hashes(const guint8 *at, guint n, RepereSample *sample)
{
  sample->n = n;
  for (guint i = 0; i < n; i++) {
    guint32 hash;
    memcpy(&hash, at + i * sizeof hash, sizeof hash);
    sample->hashes[i] = GUINT32_FROM_LE(hash);
    if (i > 0 && sample->hashes[i] <= sample->hashes[i - 1]) return FALSE;
  }
  return TRUE;
}

gboolean repere_sketch_read(gconstpointer bytes, gsize size, RepereSketch *sketch)
{
  const guint8 *data = bytes;
  sketch->text.n = sketch->marks.n = 0;
  if (size < 4 || data[0] != REPERE_SKETCH_VERSION || data[1] != 0) return FALSE;
  guint texts = data[2], marks = data[3];
  if (texts > REPERE_SKETCH_HASHES || marks > REPERE_SKETCH_HASHES || size != 4 + 4 * (gsize)(texts + marks))
    return FALSE;
  if (read_hashes(data + 4, texts, &sketch->text) && read_hashes(data + 4 + 4 * (gsize)texts, marks, &sketch->marks))
    return TRUE;
  sketch->text.n = sketch->marks.n = 0;
  return FALSE;
}

double repere_sample_resemblance(const RepereSample *one, const RepereSample *other)
{
  gboolean whole = one->n < REPERE_SKETCH_HASHES && other->n < REPERE_SKETCH_HASHES;
  guint most = whole ? 2 * REPERE_SKETCH_HASHES : REPERE_SKETCH_HASHES, seen = 0, common = 0;
  if (one->n == 0 || other->n == 0) return 0;
  for (guint i = 0, k = 0; seen < most && (i < one->n || k < other->n); seen++) {
    if (k == other->n || (i < one->n && one->hashes[i] < other->hashes[k])) i++;
    else if (i == one->n || other->hashes[k] < one->hashes[i]) k++;
    else {
      common++;
      i++;
      k++;
    }
  }
  return (double)common / seen;
}

double repere_sample_size(const RepereSample *sample)
{
  if (sample->n < REPERE_SKETCH_HASHES) return sample->n;
  return (REPERE_SKETCH_HASHES - 1) * 4294967296.0 / ((double)sample->hashes[REPERE_SKETCH_HASHES - 1] + 1);
}

double repere_sample_common(const RepereSample *one, const RepereSample *other, double resemblance)
{
  return resemblance / (1 + resemblance) * (repere_sample_size(one) + repere_sample_size(other));
}

double repere_sample_containment(const RepereSample *one, const RepereSample *other, double resemblance)
{
  double smaller = MIN(repere_sample_size(one), repere_sample_size(other));
  return smaller > 0 ? MIN(1, repere_sample_common(one, other, resemblance) / smaller) : 0;
}
