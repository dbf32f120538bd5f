/* transducer.c - see transducer.h */
#include "indexer/transducer.h"

#include <string.h>
#include "repere/error.h"

#define MOST_SYMBOLS 1000000u
#define MOST_STATES 50000000u
#define DEPTH 96 /* letters and tags on a path; no word has more */
#define ENTRY_STEPS 30000000u
#define WALK_STEPS 20000u
#define SIDE_BYTES 1024 /* of a path, letters and tags */
#define NUMBERS "regexp" /* how sections of numbers and addresses are called */
#define MAIN "main"

/* A symbol is a character, 0 for none, or a tag: minus its number, from 1. */
typedef struct {
  gint32 from, to;
  char utf8[2][8];      /* what letters are in text */
  const char *tags[2];  /* what tags are, borrowed; else NULL */
  guint16 sizes[2];     /* of these, in bytes */
  gunichar lower, base; /* `from` in lower case, and without its accent */
  gboolean of_words;    /* see is_of_words() */
} Pair;

/* Those of a state are ordered by key: first those that take nothing, then letters without their accents,
 * then tags. */
typedef struct {
  guint32 key, pair, target;
} Transition;

#define TAG_KEY G_MAXUINT32

typedef struct {
  gboolean main;
  guint32 initial, states;
  guint32 *first; /* of each state its first transition; one more at the end */
  guint8 *final;
  GArray *transitions;
} Section;

struct RepereTransducer {
  GPtrArray *tags; /* of char *: "<n>" */
  GArray *pairs;   /* of Pair */
  GPtrArray *sections;
};

/* ---- reading ---- */

typedef struct {
  const guint8 *at, *end;
  gboolean bad;
} Reader;

/* The two top bits of the first byte say how many follow; the highest come first. */
static guint32 get(Reader *reader)
{
  if (reader->at >= reader->end) {
    reader->bad = TRUE;
    return 0;
  }
  guint32 more = *reader->at >> 6, number = *reader->at++ & 0x3f;
  if ((gsize)(reader->end - reader->at) < more) {
    reader->bad = TRUE;
    return 0;
  }
  while (more--) number = number << 8 | *reader->at++;
  return number;
}

/* How many things follow, each of at least a byte. */
static guint32 get_count(Reader *reader, guint32 most)
{
  guint32 n = get(reader);
  if (n > most || n > (gsize)(reader->end - reader->at)) reader->bad = TRUE;
  return reader->bad ? 0 : n;
}

static char *get_text(Reader *reader)
{
  GString *text = g_string_new(NULL);
  guint32 n = get_count(reader, 1000);
  for (guint32 i = 0; i < n && !reader->bad; i++) {
    gunichar c = get(reader);
    if (c && g_unichar_validate(c)) g_string_append_unichar(text, c);
  }
  return g_string_free(text, FALSE);
}

/* Steps over a header of four letters and 64 bits of features, the highest first; those above the first are
 * of a later format. */
static gboolean get_header(Reader *reader, const char *letters, guint8 *features)
{
  *features = 0;
  if (reader->end - reader->at < 12 || memcmp(reader->at, letters, 4) != 0) return TRUE;
  *features = reader->at[11];
  for (guint i = 4; i < 11; i++) reader->bad |= reader->at[i] != 0;
  reader->at += 12;
  return !reader->bad;
}

/* Numbers and addresses, of which there are without end, have other characters; '#' stands within some
 * compounds. */
static gboolean is_of_words(gint32 symbol)
{
  return symbol <= 0 || g_unichar_isalpha((gunichar)symbol) || symbol == ' ' || symbol == '\'' ||
         symbol == '-' || symbol == '#' || symbol == 0xB7 || symbol == 0x2019;
}

static gunichar without_accent(gunichar letter)
{
  gunichar parts[8];
  return g_unichar_fully_decompose(letter, FALSE, parts, G_N_ELEMENTS(parts)) > 1 ? parts[0] : letter;
}

static void set_text(const RepereTransducer *transducer, Pair *pair, guint side, gint32 symbol)
{
  if (symbol > 0) {
    pair->sizes[side] = (guint16)g_unichar_to_utf8((gunichar)symbol, pair->utf8[side]);
  } else if (symbol < 0 && (guint32)-symbol <= transducer->tags->len) {
    pair->tags[side] = transducer->tags->pdata[-symbol - 1];
    pair->sizes[side] = (guint16)strlen(pair->tags[side]);
  }
}

static void set_letters(Pair *pair)
{
  pair->of_words = is_of_words(pair->from);
  pair->lower = pair->base = pair->from > 0 ? g_unichar_tolower((gunichar)pair->from) : 0;
  if (pair->lower >= 0x80) pair->base = without_accent(pair->lower);
}

static void get_alphabet(Reader *reader, RepereTransducer *transducer)
{
  guint32 letters = get_count(reader, MOST_SYMBOLS);
  while (letters-- && !reader->bad) get(reader);
  guint32 tags = get_count(reader, MOST_SYMBOLS);
  for (guint32 i = 0; i < tags && !reader->bad; i++) {
    g_autofree char *tag = get_text(reader);
    g_ptr_array_add(transducer->tags, g_strdup_printf("<%s>", tag));
  }
  guint32 pairs = get_count(reader, MOST_SYMBOLS);
  for (guint32 i = 0; i < pairs && !reader->bad; i++) {
    gint32 from = (gint32)get(reader) - (gint32)tags, to = (gint32)get(reader) - (gint32)tags;
    if ((from > 0 && !g_unichar_validate((gunichar)from)) || (to > 0 && !g_unichar_validate((gunichar)to)))
      reader->bad = TRUE;
    Pair pair = {.from = from, .to = to};
    if (reader->bad) return;
    set_text(transducer, &pair, 0, from);
    set_text(transducer, &pair, 1, to);
    set_letters(&pair);
    g_array_append_val(transducer->pairs, pair);
  }
}

/* A weight is two numbers, mantissa and exponent, where a byte with both top bits says that four follow. What
 * is wanted here does not depend on it. */
static void skip_weight(Reader *reader, gboolean weights)
{
  for (guint i = 0; i < 2 && weights; i++) {
    gboolean wide = reader->at < reader->end && *reader->at >= 0xc0;
    if (wide && reader->end - reader->at >= 5) reader->at += 5;
    else get(reader);
  }
}

static void get_finals(Reader *reader, Section *section, GArray *finals, gboolean weights)
{
  guint32 n = get_count(reader, MOST_STATES), state = 0;
  section->initial = MIN(section->initial, MOST_STATES);
  for (guint32 i = 0; i < n && !reader->bad; i++) {
    state += get(reader);
    skip_weight(reader, weights);
    g_array_append_val(finals, state);
  }
}

static gint by_key(gconstpointer a, gconstpointer b)
{
  const Transition *one = a, *other = b;
  return one->key < other->key ? -1 : one->key > other->key;
}

static guint32 key_of(const GArray *pairs, guint32 i)
{
  const Pair *pair = &g_array_index(pairs, Pair, i);
  if (pair->from == '#') return 0; /* marks where a compound's tail begins; no word is written with it */
  return pair->from < 0 ? TAG_KEY : pair->base;
}

static void get_transitions(Reader *reader, Section *section, const GArray *pairs, gboolean weights)
{
  for (guint32 state = 0; state < section->states && !reader->bad; state++) {
    guint32 n = get_count(reader, MOST_SYMBOLS), pair = 0;
    section->first[state] = section->transitions->len;
    for (guint32 i = 0; i < n && !reader->bad; i++) {
      pair += get(reader);
      Transition transition = {0, pair, (guint32)(((guint64)get(reader) + state) % section->states)};
      skip_weight(reader, weights);
      if (pair >= pairs->len) reader->bad = TRUE;
      else transition.key = key_of(pairs, pair);
      g_array_append_val(section->transitions, transition);
    }
    if (n > 1 && !reader->bad)
      qsort(&g_array_index(section->transitions, Transition, section->first[state]), n, sizeof(Transition),
            by_key);
  }
  section->first[section->states] = section->transitions->len;
}

static void section_free(gpointer data)
{
  Section *section = data;
  g_array_unref(section->transitions);
  g_free(section->first);
  g_free(section->final);
  g_free(section);
}

static void get_section(Reader *reader, RepereTransducer *transducer)
{
  g_autofree char *name = get_text(reader);
  g_autoptr(GArray) finals = g_array_new(FALSE, FALSE, sizeof(guint32));
  guint8 features;
  Section *section = g_new0(Section, 1);
  section->transitions = g_array_new(FALSE, FALSE, sizeof(Transition));
  section->main = g_str_has_prefix(name, MAIN);
  get_header(reader, "LTTD", &features);
  section->initial = get(reader);
  get_finals(reader, section, finals, features & 1);
  section->states = get_count(reader, MOST_STATES);
  section->first = g_new0(guint32, (gsize)section->states + 1);
  section->final = g_new0(guint8, (gsize)section->states + 1);
  get_transitions(reader, section, transducer->pairs, features & 1);
  for (guint i = 0; i < finals->len; i++) {
    guint32 state = g_array_index(finals, guint32, i);
    if (state < section->states) section->final[state] = TRUE;
  }
  if (section->initial >= section->states || !section->transitions->len || g_str_has_prefix(name, NUMBERS)) section_free(section);
  else g_ptr_array_add(transducer->sections, section);
}

RepereTransducer *repere_transducer_parse(const guint8 *bytes, gsize size, const char *name, GError **error)
{
  RepereTransducer *transducer = g_new0(RepereTransducer, 1);
  Reader reader = {bytes, bytes + size, size == 0};
  guint8 features;
  transducer->tags = g_ptr_array_new_with_free_func(g_free);
  transducer->pairs = g_array_new(FALSE, FALSE, sizeof(Pair));
  transducer->sections = g_ptr_array_new_with_free_func(section_free);
  if (get_header(&reader, "LTTB", &features) && features) reader.bad = TRUE;
  get_alphabet(&reader, transducer);
  guint32 sections = get_count(&reader, 1000);
  while (sections-- && !reader.bad) get_section(&reader, transducer);
  if (!reader.bad && reader.at == reader.end) return transducer;
  repere_transducer_free(transducer);
  g_set_error(
    error, REPERE_ERROR, REPERE_ERROR_IO,
    "%s: this is no dictionary compiled by lttoolbox 3, or it is damaged; install its package again.", name);
  return NULL;
}

RepereTransducer *repere_transducer_read(const char *path, GError **error)
{
  GError *fault = NULL;
  g_autoptr(GMappedFile) file = g_mapped_file_new(path, FALSE, &fault);
  if (!file) {
    g_set_error(error, REPERE_ERROR, REPERE_ERROR_IO, "%s", fault->message);
    g_error_free(fault);
    return NULL;
  }
  return repere_transducer_parse((const guint8 *)g_mapped_file_get_contents(file),
                                 g_mapped_file_get_length(file), path, error);
}

void repere_transducer_free(RepereTransducer *transducer)
{
  if (!transducer) return;
  g_ptr_array_unref(transducer->tags);
  g_array_unref(transducer->pairs);
  g_ptr_array_unref(transducer->sections);
  g_free(transducer);
}

/* ---- the other way round ---- */

static Pair swapped(const Pair *pair)
{
  Pair other = {.from = pair->to,
                .to = pair->from,
                .tags = {pair->tags[1], pair->tags[0]},
                .sizes = {pair->sizes[1], pair->sizes[0]}};
  for (guint side = 0; side < 2; side++) memcpy(other.utf8[side], pair->utf8[!side], sizeof other.utf8[side]);
  set_letters(&other);
  return other;
}

static Section *section_inverse(const Section *section, const GArray *pairs)
{
  Section *other = g_new0(Section, 1);
  *other = *section;
  other->first = g_memdup2(section->first, ((gsize)section->states + 1) * sizeof(guint32));
  other->final = g_memdup2(section->final, (gsize)section->states + 1);
  other->transitions = g_array_copy(section->transitions);
  for (guint i = 0; i < other->transitions->len; i++) {
    Transition *transition = &g_array_index(other->transitions, Transition, i);
    transition->key = key_of(pairs, transition->pair);
  }
  for (guint32 state = 0; state < other->states; state++) {
    guint32 n = other->first[state + 1] - other->first[state];
    if (n > 1)
      qsort(&g_array_index(other->transitions, Transition, other->first[state]), n, sizeof(Transition), by_key);
  }
  return other;
}

RepereTransducer *repere_transducer_inverse(const RepereTransducer *transducer)
{
  RepereTransducer *other = g_new0(RepereTransducer, 1);
  other->tags = g_ptr_array_ref(transducer->tags);
  other->pairs = g_array_new(FALSE, FALSE, sizeof(Pair));
  other->sections = g_ptr_array_new_with_free_func(section_free);
  for (guint i = 0; i < transducer->pairs->len; i++) {
    Pair pair = swapped(&g_array_index(transducer->pairs, Pair, i));
    g_array_append_val(other->pairs, pair);
  }
  for (guint i = 0; i < transducer->sections->len; i++)
    g_ptr_array_add(other->sections, section_inverse(transducer->sections->pdata[i], other->pairs));
  return other;
}

/* ---- walking ---- */

/* Between the words of a compound. */
static gboolean is_joint(const Pair *pair)
{
  return pair->from == ' ' || pair->from == '-';
}

/* One side of a path; without its zero byte. */
typedef struct {
  char text[SIDE_BYTES];
  gsize size;
} Side;

typedef struct {
  const RepereTransducer *transducer;
  const Section *section;
  RepereTransducerFunc each;
  gpointer data;
  Side sides[2]; /* from, to */
  guint32 steps;
  const gunichar *word; /* of walks; NULL: all entries */
  const gunichar *keys; /* its letters without accents */
  glong length;
  RepereWalk how;
  guint8 *on_path; /* of entries: states gone through */
  const guint8 *ahead; /* of compounds: states before whose end a word may end; NULL: all entries */
  guint joints;        /* of compounds: ends of words behind */
} Walker;

/* FALSE where a side would get longer than words are. */
static gboolean append_pair(Walker *walker, const Pair *pair)
{
  for (guint i = 0; i < 2; i++) {
    Side *side = &walker->sides[i];
    if (side->size + pair->sizes[i] >= SIDE_BYTES) return FALSE;
    memcpy(side->text + side->size, pair->tags[i] ? pair->tags[i] : pair->utf8[i], pair->sizes[i]);
    side->size += pair->sizes[i];
  }
  return TRUE;
}

static void walk(Walker *walker, guint32 state, glong at, guint depth);

static void go(Walker *walker, const Transition *transition, glong at,
               guint depth) // NOLINT(misc-no-recursion)
{
  const Pair *pair = &g_array_index(walker->transducer->pairs, Pair, transition->pair);
  gsize from = walker->sides[0].size, to = walker->sides[1].size;
  guint joint = is_joint(pair);
  walker->joints += joint;
  if (append_pair(walker, pair)) walk(walker, transition->target, at, depth + 1);
  walker->joints -= joint;
  walker->sides[0].size = from;
  walker->sides[1].size = to;
}

static const Transition *first_at(const Transition *from, const Transition *to, guint32 key)
{
  while (from < to) {
    const Transition *middle = from + (to - from) / 2;
    if (middle->key < key) from = middle + 1;
    else to = middle;
  }
  return from;
}

/* The next letter of the word is one of the dictionary's as it is, in lower case or, where that will do,
 * without its accent. */
static gboolean takes(const Walker *walker, const Transition *transition, gunichar letter)
{
  const Pair *pair = &g_array_index(walker->transducer->pairs, Pair, transition->pair);
  return letter == (gunichar)pair->from || letter == pair->lower ||
         (walker->how & REPERE_WALK_ACCENTS && letter == pair->base);
}

static void go_along_word(Walker *walker, const Transition *from,
                          const Transition *to, // NOLINT(misc-no-recursion)
                          glong at, guint depth)
{
  for (; from < to && from->key == 0; from++) go(walker, from, at, depth);
  if (at < walker->length) {
    gunichar letter = walker->word[at];
    guint32 key = walker->keys[at];
    for (from = first_at(from, to, key); from < to && from->key == key; from++)
      if (takes(walker, from, letter)) go(walker, from, at + 1, depth);
  } else if (walker->how & REPERE_WALK_TAGS) {
    for (from = first_at(from, to, TAG_KEY); from < to; from++) go(walker, from, at, depth);
  }
}

static void found(Walker *walker)
{
  for (guint i = 0; i < 2; i++) walker->sides[i].text[walker->sides[i].size] = '\0';
  walker->each(walker->sides[0].text, walker->sides[1].text, walker->data);
}

/* Recursion goes no deeper than DEPTH. */
static void walk(Walker *walker, guint32 state, glong at, guint depth) // NOLINT(misc-no-recursion)
{
  const Section *section = walker->section;
  const Transition *from = &g_array_index(section->transitions, Transition, section->first[state]);
  const Transition *to = from + (section->first[state + 1] - section->first[state]);
  if (walker->steps == 0 || depth > DEPTH) return;
  walker->steps--;
  if (walker->ahead && !walker->joints && !walker->ahead[state]) return;
  if (section->final[state] && (!walker->word || at == walker->length) && (!walker->ahead || walker->joints))
    found(walker);
  if (!walker->on_path) {
    go_along_word(walker, from, to, at, depth);
    return;
  }
  walker->on_path[state] = TRUE;
  for (; from < to; from++)
    if (!walker->on_path[from->target] && g_array_index(walker->transducer->pairs, Pair, from->pair).of_words)
      go(walker, from, at, depth);
  walker->on_path[state] = FALSE;
}

static void walk_section(Walker *walker, const Section *section)
{
  walker->section = section;
  walker->sides[0].size = walker->sides[1].size = 0;
  walk(walker, section->initial, 0, 0);
}

/* The states from which a joint can be reached: those that have one, and from the last to the first, as
 * compilers number them, until none is added. */
static guint8 *find_joints(const Section *section, const GArray *pairs)
{
  guint8 *ahead = g_new0(guint8, (gsize)section->states + 1);
  gboolean added = TRUE;
  for (guint pass = 0; added && pass < DEPTH; pass++) {
    added = FALSE;
    for (guint32 state = section->states; state-- > 0;) {
      for (guint32 i = section->first[state]; i < section->first[state + 1] && !ahead[state]; i++) {
        const Transition *transition = &g_array_index(section->transitions, Transition, i);
        if (ahead[transition->target] || is_joint(&g_array_index(pairs, Pair, transition->pair)))
          ahead[state] = added = TRUE;
      }
    }
  }
  return ahead;
}

static void walk_entries(const RepereTransducer *transducer, gboolean compounds, RepereTransducerFunc each,
                         gpointer data)
{
  for (guint i = 0; i < transducer->sections->len; i++) {
    const Section *section = transducer->sections->pdata[i];
    if (!section->main) continue;
    g_autofree guint8 *on_path = g_new0(guint8, section->states);
    g_autofree guint8 *ahead = compounds ? find_joints(section, transducer->pairs) : NULL;
    Walker walker = {.transducer = transducer,
                     .each = each,
                     .data = data,
                     .steps = ENTRY_STEPS,
                     .on_path = on_path,
                     .ahead = ahead};
    walk_section(&walker, section);
  }
}

void repere_transducer_entries(const RepereTransducer *transducer, RepereTransducerFunc each, gpointer data)
{
  walk_entries(transducer, FALSE, each, data);
}

void repere_transducer_compounds(const RepereTransducer *transducer, RepereTransducerFunc each, gpointer data)
{
  walk_entries(transducer, TRUE, each, data);
}

void repere_transducer_walk(const RepereTransducer *transducer, const char *word, RepereWalk how,
                            RepereTransducerFunc each, gpointer data)
{
  glong length;
  g_autofree gunichar *letters = g_utf8_to_ucs4_fast(word, -1, &length);
  g_autofree gunichar *keys = g_new(gunichar, length + 1);
  for (glong i = 0; i < length; i++) keys[i] = letters[i] < 0x80 ? letters[i] : without_accent(letters[i]);
  Walker walker = {.transducer = transducer,
                   .each = each,
                   .data = data,
                   .steps = WALK_STEPS,
                   .word = letters,
                   .keys = keys,
                   .length = length,
                   .how = how};
  for (guint i = 0; i < transducer->sections->len; i++) walk_section(&walker, transducer->sections->pdata[i]);
}
