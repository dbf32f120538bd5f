/* spelled.c - see spelled.h */
#include "spelled.h"

#include <string.h>

#define SAMPLE    512   /* works that have the word are looked at, */
#define WINDOWS   4     /* in so many places of the index, where there are more */
#define KEPT      20000 /* words are remembered */
#define SPELLINGS 16    /* of one word are looked at */
#define CHUNK     4096  /* documents read at once */

typedef struct {
  guint32 from, to; /* docids */
} Window;

/* How often a term stands in the sample. */
typedef struct {
  double in_language[REPERE_COMPLETION_LANGUAGES];
  double all;
} Tally;

static void tally(Tally *sum, const RepereCompletion *completion, guint32 docid, guint32 wdf)
{
  guint8 document = docid <= completion->last_docid ? completion->documents[docid] : 0;
  guint8 languages = document & (guint8)~REPERE_COMPLETION_VISIBLE;
  if (!(document & REPERE_COMPLETION_VISIBLE)) return;
  sum->all += wdf;
  for (guint i = 0; i < completion->languages; i++)
    if (languages & 1u << i) sum->in_language[i] += (double)wdf / __builtin_popcount(languages);
}

/* Tallies at most `most` documents of the window, which then ends at the last one. */
static gboolean tally_window(const RepereCompletion *completion, xc_postings *postings, Window *window,
                             guint most, Tally *sum, xc_error *fault)
{
  xc_docid docid;
  xc_termcount wdf;
  guint n = 0;
  int state = xc_postings_skip_to(postings, window->from, &docid, fault);
  for (; state == XC_ITEM && docid <= window->to; state = xc_postings_next(postings, &docid, fault)) {
    if (xc_postings_wdf(postings, &wdf, fault) != XC_OK) return FALSE;
    tally(sum, completion, docid, wdf);
    if (++n == most) window->to = docid;
  }
  return state != XC_FAILED;
}

static gboolean tally_term(const RepereCompletion *completion, xc_database *database, const char *term,
                           Window *windows, guint n, Tally *sum, xc_error *fault)
{
  xc_postings *postings = xc_database_postings(database, term, XC_NUL, fault);
  gboolean read = postings != NULL;
  for (guint i = 0; i < n && read; i++)
    read = tally_window(completion, postings, &windows[i], SAMPLE / n, sum, fault);
  xc_postings_free(postings);
  return read;
}

/* ---- judging ---- */

typedef struct {
  char *text;
  Tally sum;
} Spelling;

static gint by_use(gconstpointer a, gconstpointer b)
{
  const Spelling *one = a, *other = b;
  if (one->sum.all != other->sum.all) return one->sum.all > other->sum.all ? -1 : 1;
  return g_strcmp0(one->text, other->text);
}

static gboolean read_spellings(const RepereCompletion *completion, xc_database *database, const char *word,
                               Window *windows, guint n, GArray *spellings, xc_error *fault)
{
  xc_terms *terms = xc_database_synonyms(database, word, XC_NUL, fault);
  int state = XC_FAILED;
  xc_bytes term;
  while (terms && (state = xc_terms_next(terms, &term, fault)) == XC_ITEM && spellings->len < SPELLINGS) {
    Spelling spelling = {g_strndup(term.data, term.size), {{0}, 0}};
    Window same[WINDOWS];
    for (guint i = 0; i < n; i++) same[i] = windows[i];
    g_array_append_val(spellings, spelling);
    if (tally_term(completion, database, spelling.text, same, n,
                   &g_array_index(spellings, Spelling, spellings->len - 1).sum, fault))
      continue;
    state = XC_FAILED;
    break;
  }
  xc_terms_free(terms);
  g_array_sort(spellings, by_use);
  return state != XC_FAILED;
}

/* The spelling that most uses of the word have, or NULL: none with accents, or the word is not used there. */
static const char *most_used(const GArray *spellings, guint language, double uses)
{
  const Spelling *best = NULL;
  double most = 0;
  for (guint i = 0; i < spellings->len; i++) {
    const Spelling *spelling = &g_array_index(spellings, Spelling, i);
    double here =
        language < REPERE_COMPLETION_LANGUAGES ? spelling->sum.in_language[language] : spelling->sum.all;
    if (here <= most) continue;
    most = here;
    best = spelling;
  }
  return best && most * 2 > uses ? best->text : NULL;
}

/* ---- by stems ---- */

/* In how much of the works that have the word a page in `language` has it, or another word of its stem there;
 * 1 where the word has no stem. A word that no such page has is none of the language. */
static gboolean share_of_stem(const RepereLane *lane, const RepereLanguage *language, guint32 number,
                              const char *written, double *share, xc_error *fault)
{
  const char *word = repere_lexicon_word(lane->snapshot->words, number);
  const char *spelt = written ? written : word;
  const RepereWord *analyzed = repere_analyzer_word(lane->analyzer, spelt, strlen(spelt), language);
  xc_doccount works = 0;
  xc_bytes member;
  *share = 1;
  if (!analyzed || !analyzed->stem) return TRUE;
  g_autofree char *stem = g_strconcat(language->term_prefix, analyzed->stem, NULL);
  xc_terms *family = xc_database_synonyms(lane->database, stem, XC_NUL, fault);
  int state = family ? xc_terms_skip_to(family, word, XC_NUL, &member, fault) : XC_FAILED;
  gboolean used =
      state == XC_ITEM && member.size == strlen(word) && memcmp(member.data, word, member.size) == 0;
  xc_terms_free(family);
  if (state == XC_FAILED ||
      (used && xc_database_term_frequency(lane->database, stem, XC_NUL, &works, NULL, fault) != XC_OK))
    return FALSE;
  *share = MIN(1, (double)works / MAX(1, repere_lexicon_documents(lane->snapshot->words, number)));
  return TRUE;
}

/* ---- the whole ---- */

static RepereSpelled *judge(const RepereCompletion *completion, guint language, const Tally *sum,
                            GArray *spellings)
{
  RepereSpelled *spelled = g_atomic_rc_box_new0(RepereSpelled);
  gboolean here = language < completion->languages && sum->in_language[language] > 0;
  const char *written = here ? most_used(spellings, language, sum->in_language[language])
                             : most_used(spellings, REPERE_COMPLETION_LANGUAGES, sum->all);
  double known = 0;
  for (guint i = 0; i < completion->languages; i++) known += sum->in_language[i];
  spelled->used = known > 0 && language < completion->languages ? sum->in_language[language] / known : 1;
  spelled->written = g_strdup(written);
  spelled->spellings = g_ptr_array_new_with_free_func(g_free);
  for (guint i = 0; i < spellings->len; i++) {
    const Spelling *spelling = &g_array_index(spellings, Spelling, i);
    if (spelling->sum.all > 0)
      g_ptr_array_add(spelled->spellings, g_strdup(spelling->text)); /* else works hidden have it */
  }
  return spelled;
}

static void spelling_clear(gpointer data)
{
  g_free(((Spelling *)data)->text);
}

static RepereSpelled *spelled_new(const RepereLane *lane, guint32 number, guint language, xc_error *fault)
{
  const RepereSnapshot *snapshot = lane->snapshot;
  const RepereCompletion *completion = snapshot->completion;
  const char *word = repere_lexicon_word(snapshot->words, number);
  guint n = repere_lexicon_documents(snapshot->words, number) > SAMPLE ? WINDOWS : 1;
  Window windows[WINDOWS];
  Tally sum = {{0}, 0};
  double share = 1;
  g_autoptr(GArray) spellings = g_array_new(FALSE, FALSE, sizeof(Spelling));
  g_array_set_clear_func(spellings, spelling_clear);
  for (guint i = 0; i < n; i++) {
    windows[i].from = (guint32)((guint64)completion->last_docid * i / n + 1);
    windows[i].to = (guint32)((guint64)completion->last_docid * (i + 1) / n);
  }
  if (!tally_term(completion, lane->database, word, windows, n, &sum, fault) ||
      !read_spellings(completion, lane->database, word, windows, n, spellings, fault))
    return NULL;
  RepereSpelled *spelled = judge(completion, language, &sum, spellings);
  const RepereLanguage *of = language < completion->languages ? completion->language[language] : NULL;
  if (of && !share_of_stem(lane, of, number, spelled->written, &share, fault))
    g_clear_pointer(&spelled, repere_spelled_unref);
  if (spelled) spelled->used = MIN(spelled->used, share);
  return spelled;
}

/* ---- remembered ---- */

static void spelled_clear(gpointer data)
{
  RepereSpelled *spelled = data;
  g_free(spelled->written);
  g_ptr_array_unref(spelled->spellings);
}

void repere_spelled_unref(gpointer spelled)
{
  if (spelled) g_atomic_rc_box_release_full(spelled, spelled_clear);
}

RepereSpelled *repere_spelled_get(const RepereLane *lane, guint32 number, guint language, xc_error *fault)
{
  RepereCompletion *completion = lane->snapshot->completion;
  gpointer key = GSIZE_TO_POINTER((gsize)number * (REPERE_COMPLETION_LANGUAGES + 1) +
                                  MIN(language, completion->languages));
  g_mutex_lock(&completion->lock);
  RepereSpelled *spelled = g_hash_table_lookup(completion->spelled, key);
  if (spelled) g_atomic_rc_box_acquire(spelled);
  g_mutex_unlock(&completion->lock);
  if (spelled) return spelled;
  spelled = spelled_new(lane, number, language, fault);
  if (!spelled) return NULL;
  g_mutex_lock(&completion->lock);
  if (g_hash_table_size(completion->spelled) >= KEPT) g_hash_table_remove_all(completion->spelled);
  g_hash_table_replace(completion->spelled, key, g_atomic_rc_box_acquire(spelled));
  g_mutex_unlock(&completion->lock);
  return spelled;
}

/* ---- works ---- */

static gboolean count_works(const RepereCompletion *completion, xc_database *database, const char *term,
                            guint32 *works, xc_error *fault)
{
  xc_docid docids[CHUNK];
  gsize n = CHUNK;
  xc_postings *postings = xc_database_postings(database, term, XC_NUL, fault);
  gboolean read = postings != NULL;
  *works = 0;
  while (read && n == CHUNK) {
    read = xc_postings_read(postings, docids, NULL, CHUNK, &n, fault) == XC_OK;
    for (gsize i = 0; read && i < n; i++)
      *works += docids[i] <= completion->last_docid &&
                (completion->documents[docids[i]] & REPERE_COMPLETION_VISIBLE);
  }
  xc_postings_free(postings);
  return read;
}

gboolean repere_spelled_works(const RepereLane *lane, guint32 number, guint32 *works, xc_error *fault)
{
  const RepereSnapshot *snapshot = lane->snapshot;
  const RepereCompletion *completion = snapshot->completion;
  *works = repere_lexicon_documents(snapshot->words, number);
  if (!completion->works) return TRUE;
  *works = __atomic_load_n(&completion->works[number], __ATOMIC_RELAXED);
  if (*works != G_MAXUINT32) return TRUE;
  if (!count_works(completion, lane->database, repere_lexicon_word(snapshot->words, number), works, fault))
    return FALSE;
  __atomic_store_n(&completion->works[number], *works, __ATOMIC_RELAXED);
  return TRUE;
}
