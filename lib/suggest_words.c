/* suggest_words.c - words of the index that what was typed may go on as. */
#include <string.h>

#include "match.h"
#include "spelled.h"
#include "suggest_private.h"

#define CANDIDATES 64   /* words that are looked at for the best few, at least */
#define ABROAD     0.01 /* the least that a work with a word in other languages alone counts */

/* What a candidate is shown as, and how well it fits. */
typedef struct {
  guint rank;   /* 0: spelt as typed, or no accents were typed; 1: others. Misspellings: by distance first */
  double score; /* works, as far as the word is used in the language */
  guint order;  /* among the candidates */
  guint32 works;
  char *shown;
} Candidate;

static void candidate_clear(gpointer data)
{
  g_free(((Candidate *)data)->shown);
}

static gint by_fit(gconstpointer a, gconstpointer b)
{
  const Candidate *one = a, *other = b;
  if (one->rank != other->rank) return one->rank < other->rank ? -1 : 1;
  if (one->score != other->score) return one->score > other->score ? -1 : 1;
  return one->order < other->order ? -1 : one->order > other->order;
}

/* Where accents were typed, the spelling that begins with them. */
static const char *spelt_as_typed(const RepereAsking *asking, const RepereSpelled *spelled)
{
  const char *written = repere_typed_last(&asking->typed)->written;
  for (guint i = 0; written && i < spelled->spellings->len; i++)
    if (g_str_has_prefix(spelled->spellings->pdata[i], written)) return spelled->spellings->pdata[i];
  return NULL;
}

/* Fills a candidate from its word. FALSE with `fault`. */
static gboolean look_at(const RepereAsking *asking, const RepereLexiconWord *word, Candidate *candidate,
                        xc_error *fault)
{
  const RepereLane *lane = asking->lane;
  RepereSpelled *spelled = repere_spelled_get(lane, word->number, asking->language, fault);
  if (!spelled) return FALSE;
  const char *typed = spelt_as_typed(asking, spelled);
  const char *shown = typed ? typed : spelled->written;
  double used = spelled->used;
  candidate->rank = 2 * word->distance + (repere_typed_last(&asking->typed)->written && !typed);
  candidate->shown = g_strdup(shown ? shown : word->word);
  repere_spelled_unref(spelled);
  if (!repere_spelled_works(lane, word->number, &candidate->works, fault)) return FALSE;
  candidate->score = candidate->works * (used + ABROAD);
  return TRUE;
}

/* The candidates among `words` that some work has, `least` at least, and that say something; the best
 * first. */
static GArray *judge_words(const RepereAsking *asking, const GArray *words, guint32 least, xc_error *fault,
                           GError **error)
{
  GArray *candidates = g_array_new(FALSE, TRUE, sizeof(Candidate));
  g_array_set_clear_func(candidates, candidate_clear);
  for (guint i = 0; i < words->len; i++) {
    Candidate candidate = {0, 0, i, 0, NULL};
    if (!repere_in_time(asking->question, error) ||
        !look_at(asking, &g_array_index(words, RepereLexiconWord, i), &candidate, fault)) {
      g_free(candidate.shown);
      g_array_unref(candidates);
      return NULL;
    }
    gboolean wanted = candidate.works >= MAX(least, 1) &&
                      !repere_language_is_stop(NULL, candidate.shown, strlen(candidate.shown));
    if (wanted) g_array_append_val(candidates, candidate);
    else g_free(candidate.shown);
  }
  g_array_sort(candidates, by_fit);
  return candidates;
}

static gboolean offer_words(const RepereAsking *asking, const GArray *words, gboolean corrected,
                            guint32 least, xc_error *fault, GError **error)
{
  const RepereTyped *typed = &asking->typed;
  GPtrArray *found = asking->suggestions->words;
  g_autoptr(GArray) candidates = judge_words(asking, words, least, fault, error);
  if (!candidates) return FALSE;
  for (guint i = 0, n = repere_suggest_room(asking, found, corrected); i < candidates->len && n > 0; i++) {
    const Candidate *candidate = &g_array_index(candidates, Candidate, i);
    char *text = g_strdup_printf("%.*s%s", (int)typed->last, typed->q, candidate->shown);
    g_ptr_array_add(found, repere_suggestion_new(text, candidate->works, corrected));
    n--;
  }
  return TRUE;
}

/* The words that begin, or with a space behind are, as typed. */
static void words_as_typed(const RepereAsking *asking, GArray *words)
{
  const RepereLexicon *lexicon = asking->lane->snapshot->words;
  const char *last = repere_typed_last(&asking->typed)->folded;
  RepereLexiconWord word = {0};
  if (!asking->typed.complete) {
    repere_lexicon_beginning(lexicon, last, MAX(CANDIDATES, 2 * asking->limit), words);
  } else if (repere_lexicon_find(lexicon, last, &word.number)) {
    word.word = repere_lexicon_word(lexicon, word.number);
    word.documents = repere_lexicon_documents(lexicon, word.number);
    g_array_append_val(words, word);
  }
}

gboolean repere_suggest_words(RepereAsking *asking, xc_error *fault, GError **error)
{
  const RepereLane *lane = asking->lane;
  guint32 least;
  g_autoptr(GArray) words = g_array_new(FALSE, FALSE, sizeof(RepereLexiconWord));
  words_as_typed(asking, words);
  if (!offer_words(asking, words, FALSE, 1, fault, error)) return FALSE;
  if (asking->suggestions->words->len >= REPERE_SUGGEST_FEW) return TRUE;
  if (!repere_suggest_least(asking, asking->typed.words->len - 1, &least, fault)) return FALSE;
  if (least == G_MAXUINT32) return TRUE;
  g_array_set_size(words, 0);
  repere_suggest_near(lane->snapshot->words, repere_typed_last(&asking->typed)->folded,
                      !asking->typed.complete, CANDIDATES, words);
  return offer_words(asking, words, TRUE, least, fault, error);
}
