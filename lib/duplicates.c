/* duplicates.c - see duplicates.h */
#include "duplicates.h"

#include <string.h>

#define GROUP_MOST 32   /* files in a group that are compared each with each */
#define GROUP_NEXT 2    /* of a larger one with so many that follow */
#define DIGEST_BYTES 32

static const char *const kind_names[REPERE_DUPLICATE_KINDS] = {
  [REPERE_DUPLICATE_IDENTICAL] = "identical",     [REPERE_DUPLICATE_NEAR] = "near",
  [REPERE_DUPLICATE_TRANSLATION] = "translation", [REPERE_DUPLICATE_VERSION] = "version",
  [REPERE_DUPLICATE_EXCERPT] = "excerpt",
};

const char *repere_duplicate_name(RepereDuplicateKind kind)
{
  return (guint)kind < REPERE_DUPLICATE_KINDS ? kind_names[kind] : "unknown";
}

/* ---- two files ---- */

static gboolean have_marks(const RepereDuplicateFile *one, const RepereDuplicateFile *other)
{
  return MIN(one->sketch.marks.n, other->sketch.marks.n) >= REPERE_TRANSLATION_COMMON;
}

static gboolean of_other_years(const RepereDuplicateFile *one, const RepereDuplicateFile *other)
{
  return one->year && other->year && one->year != other->year;
}

/* About as long: languages need more or fewer words for the same, and a script of ideographs far fewer characters.
 * What has no pages, as HTML, has one. */
static gboolean are_of_a_length(const RepereDuplicateFile *one, const RepereDuplicateFile *other)
{
  guint64 least = MIN(one->characters, other->characters), most = MAX(one->characters, other->characters);
  gboolean stemmed = repere_language(one->lang) && repere_language(other->lang);
  if (most > least * (stemmed ? 2 : 4)) return FALSE;
  least = MIN(one->pages, other->pages);
  most = MAX(one->pages, other->pages);
  return least <= 1 || most <= least + least / 2 + 2;
}

static gboolean may_be_translation(const RepereDuplicateFile *one, const RepereDuplicateFile *other)
{
  return strcmp(one->lang, other->lang) != 0 && have_marks(one, other) && are_of_a_length(one, other);
}

static gboolean is_translation(const RepereDuplicateFile *one, const RepereDuplicateFile *other, double *marks)
{
  if (!may_be_translation(one, other)) return FALSE;
  *marks = repere_sample_resemblance(&one->sketch.marks, &other->sketch.marks);
  return *marks >= REPERE_TRANSLATION_MARKS &&
         repere_sample_common(&one->sketch.marks, &other->sketch.marks, *marks) >= REPERE_TRANSLATION_COMMON;
}

/* The same words with other figures in them are a form filled in twice, or another edition. */
static gboolean is_near(const RepereDuplicateFile *one, const RepereDuplicateFile *other, double text)
{
  if (text < REPERE_NEAR_TEXT || (text < REPERE_SAME_TEXT && of_other_years(one, other))) return FALSE;
  return !have_marks(one, other) ||
         repere_sample_resemblance(&one->sketch.marks, &other->sketch.marks) >= REPERE_NEAR_MARKS;
}

static gboolean is_excerpt(const RepereSample *one, const RepereSample *other, double text, double *within)
{
  double size = repere_sample_size(one), other_size = repere_sample_size(other);
  if (text < REPERE_EXCERPT_LEAST || MAX(size, other_size) < REPERE_EXCERPT_LONGER * MIN(size, other_size)) return FALSE;
  *within = repere_sample_containment(one, other, text);
  return *within >= REPERE_EXCERPT_TEXT;
}

gboolean repere_duplicates_compare(const RepereDuplicateFile *one, const RepereDuplicateFile *other, ReperePair *pair)
{
  const RepereSample *text = &one->sketch.text, *other_text = &other->sketch.text;
  if (one->digest && other->digest && memcmp(one->digest, other->digest, DIGEST_BYTES) == 0) {
    pair->kind = REPERE_DUPLICATE_IDENTICAL;
    pair->similarity = 1;
    return TRUE;
  }
  pair->similarity = repere_sample_resemblance(text, other_text);
  double within = 0, marks = 0;
  if (is_near(one, other, pair->similarity)) {
    pair->kind = REPERE_DUPLICATE_NEAR;
  } else if (is_translation(one, other, &marks)) {
    pair->kind = REPERE_DUPLICATE_TRANSLATION;
    pair->similarity = marks;
  } else if (is_excerpt(text, other_text, pair->similarity, &within)) {
    pair->kind = REPERE_DUPLICATE_EXCERPT;
    pair->similarity = within;
  } else if (pair->similarity >= REPERE_VERSION_TEXT) {
    pair->kind = REPERE_DUPLICATE_VERSION;
  } else {
    return FALSE;
  }
  return TRUE;
}

/* Whether it is worth telling: files of one work are meant to be alike. */
static gboolean is_told(const RepereDuplicateFile *one, const RepereDuplicateFile *other, RepereDuplicateKind kind)
{
  if (one->work != other->work || kind == REPERE_DUPLICATE_IDENTICAL) return TRUE;
  return kind == REPERE_DUPLICATE_NEAR && one->declared[0] && other->declared[0] &&
         strcmp(one->declared, other->declared) != 0;
}

/* ---- which may be alike ---- */

/* By the highest `bits`, from the lowest byte of them up: linear. */
static void sort_numbers(GArray *numbers, guint first_bit)
{
  guint64 *from = (guint64 *)(void *)numbers->data;
  g_autofree guint64 *room = g_new(guint64, MAX(numbers->len, 1));
  guint64 *to = room;
  for (guint shift = first_bit; shift < 64; shift += 8) {
    guint places[257] = {0};
    for (guint i = 0; i < numbers->len; i++) places[(from[i] >> shift & 0xff) + 1]++;
    for (guint i = 1; i < 256; i++) places[i] += places[i - 1];
    for (guint i = 0; i < numbers->len; i++) to[places[from[i] >> shift & 0xff]++] = from[i];
    guint64 *swap = from;
    from = to;
    to = swap;
  }
  /* Eight or four passes: an even number, so that all is back where it was. */
}

static void add_pair(GArray *pairs, guint32 one, guint32 other)
{
  guint64 pair = (guint64)MIN(one, other) << 32 | MAX(one, other);
  if (one != other) g_array_append_val(pairs, pair);
}

/* keys: a hash and the file that has it, sorted. `files`: only what may be translations; NULL: all. */
static void pair_groups(const GArray *keys, const RepereDuplicateFile *files, GArray *pairs)
{
  const guint64 *all = (const guint64 *)(const void *)keys->data;
  for (guint begin = 0, end; begin < keys->len; begin = end) {
    for (end = begin + 1; end < keys->len && all[end] >> 32 == all[begin] >> 32;) end++;
    gboolean large = end - begin > GROUP_MOST;
    if (large && files) continue;
    for (guint i = begin; i < end; i++)
      for (guint k = i + 1; k < (large ? MIN(end, i + 1 + GROUP_NEXT) : end); k++) {
        guint32 one = (guint32)all[i], other = (guint32)all[k];
        if (!files || may_be_translation(&files[one], &files[other])) add_pair(pairs, one, other);
      }
  }
}

/* Leaves pairs that met in at least so many groups, each once, sorted. */
static void keep_frequent(GArray *pairs, guint least)
{
  guint kept = 0;
  guint64 *all = (guint64 *)(void *)pairs->data;
  sort_numbers(pairs, 0);
  for (guint begin = 0, end; begin < pairs->len; begin = end) {
    for (end = begin + 1; end < pairs->len && all[end] == all[begin];) end++;
    if (end - begin >= least) all[kept++] = all[begin];
  }
  g_array_set_size(pairs, kept);
}

/* Translations have a quarter of the marks in common, so that they meet more than once. */
static void pair_samples(const RepereDuplicateFile *files, guint n, gboolean marks, GArray *pairs)
{
  g_autoptr(GArray) keys = g_array_new(FALSE, FALSE, sizeof(guint64));
  g_autoptr(GArray) met = g_array_new(FALSE, FALSE, sizeof(guint64));
  for (guint i = 0; i < n; i++) {
    const RepereSample *sample = marks ? &files[i].sketch.marks : &files[i].sketch.text;
    for (guint k = 0; k < MIN(sample->n, REPERE_DUPLICATES_INDEXED); k++) {
      guint64 key = (guint64)sample->hashes[k] << 32 | i;
      g_array_append_val(keys, key);
    }
  }
  sort_numbers(keys, 32);
  pair_groups(keys, marks ? files : NULL, met);
  keep_frequent(met, marks ? 2 : 1);
  g_array_append_vals(pairs, met->data, met->len);
}

/* By the digest's first bytes; the comparison looks at all of them. */
static void pair_digests(const RepereDuplicateFile *files, guint n, GArray *pairs)
{
  g_autoptr(GArray) keys = g_array_new(FALSE, FALSE, sizeof(guint64));
  for (guint i = 0; i < n; i++) {
    guint32 first;
    if (!files[i].digest) continue;
    memcpy(&first, files[i].digest, sizeof first);
    guint64 key = (guint64)GUINT32_FROM_BE(first) << 32 | i;
    g_array_append_val(keys, key);
  }
  sort_numbers(keys, 32);
  pair_groups(keys, NULL, pairs);
}

GArray *repere_duplicates_find(const RepereDuplicateFile *files, guint n)
{
  g_autoptr(GArray) candidates = g_array_new(FALSE, FALSE, sizeof(guint64));
  GArray *found = g_array_new(FALSE, FALSE, sizeof(ReperePair));
  pair_digests(files, n, candidates);
  pair_samples(files, n, FALSE, candidates);
  pair_samples(files, n, TRUE, candidates);
  keep_frequent(candidates, 1);
  for (guint i = 0; i < candidates->len; i++) {
    guint64 both = g_array_index(candidates, guint64, i);
    ReperePair pair = {.one = (guint32)(both >> 32), .other = (guint32)both};
    const RepereDuplicateFile *one = &files[pair.one], *other = &files[pair.other];
    if (repere_duplicates_compare(one, other, &pair) && is_told(one, other, pair.kind)) g_array_append_val(found, pair);
  }
  return found;
}
