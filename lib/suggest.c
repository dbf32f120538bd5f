/* suggest.c - see repere/suggest.h
 *
 * Three kinds, each found by the words typed, the last as a beginning: words of the index (lexicon.h), labels of facets'
 * values and titles (completion.h). Where a kind has few that begin so, those that nearly do come behind. */
#include "repere/suggest.h"

#include <string.h>
#include "analyze_private.h"
#include "completion.h"
#include "engine.h"
#include "facets.h"
#include "fault.h"
#include "index.h"
#include "match.h"
#include "spelled.h"

#define TYPED_WORDS 16   /* the last ones count */
#define MOST 100         /* suggestions of a kind */
#define SURELY 4         /* misspelt is what is so many times rarer than what may be meant, */
#define RARE 10          /* and in no more works than that, */
#define RARE_AMONG 10000 /* nor more than one among so many */
#define ABROAD 0.01      /* the least that a work with a word in other languages alone counts */
#define CANDIDATES 64    /* words that are looked at for the best few, at least */
#define FEW 3            /* where there are fewer, those that nearly begin so are offered too, */
#define NEARLY 5         /* up to so many in all */
#define NEAR_LETTERS 4   /* fewer letters are near to everything */
#define NEAR_WORDS 8     /* stand for one that is misspelt, in titles and labels */

/* ---- what was typed ---- */

typedef struct {
  char *folded, *written; /* written: with its accents; NULL where it has none */
} TypedWord;

typedef struct {
  char *q;             /* valid UTF-8 */
  GArray *words;       /* of TypedWord */
  gsize last;          /* where the last one begins in `q` */
  gsize end;           /* and ends */
  gboolean complete;   /* something stands behind it */
} Typed;

typedef struct {
  const RepereLane *lane;
  const RepereLibrary *library;
  const RepereQuestion *question; /* language and deadline */
  guint limit;
  guint language;      /* place of the language among the completion's */
  Typed typed;
  RepereSuggestions *suggestions;
} Asking;

static void typed_word_clear(gpointer data)
{
  TypedWord *word = data;
  g_free(word->folded);
  g_free(word->written);
}

static void add_typed(const RepereToken *token, gpointer data)
{
  Typed *typed = data;
  TypedWord word = {g_strdup(token->word->folded), g_strdup(token->word->written)};
  if (typed->words->len == TYPED_WORDS) g_array_remove_index(typed->words, 0);
  g_array_append_val(typed->words, word);
  typed->last = token->start;
  typed->end = token->end;
}

static gboolean is_elision(const char *word)
{
  for (guint i = 0; repere_language_at(i); i++)
    if (g_strv_contains(repere_language_at(i)->elisions, word)) return TRUE;
  return FALSE;
}

/* "l'" is the beginning of "l'aide", not the word "l". */
static void drop_elision(Typed *typed)
{
  const char *behind = typed->q + typed->end;
  if (!typed->words->len || !repere_is_apostrophe(g_utf8_get_char(behind)) || *g_utf8_next_char(behind)) return;
  if (!is_elision(g_array_index(typed->words, TypedWord, typed->words->len - 1).folded)) return;
  g_array_set_size(typed->words, typed->words->len - 1);
  typed->complete = TRUE;
}

static void read_typed(Typed *typed, RepereAnalyzer *analyzer, const char *q, const char *lang)
{
  typed->q = g_utf8_make_valid(q, -1);
  typed->words = g_array_new(FALSE, FALSE, sizeof(TypedWord));
  g_array_set_clear_func(typed->words, typed_word_clear);
  repere_analyze(analyzer, typed->q, strlen(typed->q), repere_language(lang), add_typed, typed);
  typed->complete = typed->q[typed->end] != '\0';
  drop_elision(typed);
}

static const TypedWord *typed_at(const Typed *typed, guint i)
{
  return &g_array_index(typed->words, TypedWord, i);
}

static const TypedWord *last_typed(const Typed *typed)
{
  return typed_at(typed, typed->words->len - 1);
}

/* Fills `near` with the words that `word` may be misspelt for. A second edit is allowed from six letters on, and looked for
 * where one finds nothing: it costs several times as much. Numbers are not misspelt. */
static void find_near(const RepereLexicon *lexicon, const char *word, gboolean beginning, guint most, GArray *near)
{
  glong letters = g_utf8_strlen(word, -1);
  gboolean number = strpbrk(word, "0123456789") != NULL;
  guint allowed = number || letters < NEAR_LETTERS ? 0 : letters <= 5 ? 1 : 2;
  for (guint edits = 1; edits <= allowed && near->len == 0; edits++) {
    guint kept = 0;
    g_array_set_size(near, 0);
    repere_lexicon_near(lexicon, word, edits, beginning, most, near);
    for (guint i = 0; i < near->len; i++)
      if (g_array_index(near, RepereLexiconWord, i).distance > 0)
        g_array_index(near, RepereLexiconWord, kept++) = g_array_index(near, RepereLexiconWord, i);
    g_array_set_size(near, kept);
  }
}

/* ---- suggestions ---- */

static RepereSuggestion *suggestion_new(char *text, guint count, gboolean corrected)
{
  RepereSuggestion *suggestion = g_new0(RepereSuggestion, 1);
  suggestion->text = text;
  suggestion->count = count;
  suggestion->corrected = corrected;
  return suggestion;
}

static void suggestion_free(gpointer data)
{
  RepereSuggestion *suggestion = data;
  g_free(suggestion->text);
  g_free(suggestion->lang);
  g_free(suggestion->id);
  g_free(suggestion->facet);
  g_free(suggestion->value);
  g_free(suggestion);
}

static RepereSuggestions *suggestions_new(const RepereIndexState *state)
{
  RepereSuggestions *suggestions = g_new0(RepereSuggestions, 1);
  suggestions->index = *state;
  suggestions->titles = g_ptr_array_new_with_free_func(suggestion_free);
  suggestions->concepts = g_ptr_array_new_with_free_func(suggestion_free);
  suggestions->words = g_ptr_array_new_with_free_func(suggestion_free);
  return suggestions;
}

void repere_suggestions_free(RepereSuggestions *suggestions)
{
  if (!suggestions) return;
  g_ptr_array_unref(suggestions->titles);
  g_ptr_array_unref(suggestions->concepts);
  g_ptr_array_unref(suggestions->words);
  g_free(suggestions);
}

/* How many may be added to `found` of a kind. */
static guint room(const Asking *asking, const GPtrArray *found, gboolean corrected)
{
  guint most = corrected ? MIN(asking->limit, NEARLY) : asking->limit;
  return found->len < most ? most - found->len : 0;
}

/* Whether typed word `i` may be the beginning of one. */
static gboolean is_beginning(const Typed *typed, guint i)
{
  return i + 1 == typed->words->len && !typed->complete;
}

/* How many works something must be in for typed word `i` to be a misspelling of it; G_MAXUINT32: it is none, as so many works
 * have it, or a word that begins so. */
static gboolean least_meant(const Asking *asking, guint i, guint32 *least, xc_error *fault)
{
  const RepereLane *lane = asking->lane;
  const char *word = typed_at(&asking->typed, i)->folded;
  g_autoptr(GArray) words = g_array_new(FALSE, FALSE, sizeof(RepereLexiconWord));
  guint32 works, most = 0;
  RepereLexiconWord whole = {0};
  if (is_beginning(&asking->typed, i)) repere_lexicon_beginning(lane->snapshot->words, word, FEW, words);
  else if (repere_lexicon_find(lane->snapshot->words, word, &whole.number)) g_array_append_val(words, whole);
  for (guint w = 0; w < words->len; w++) {
    guint32 number = g_array_index(words, RepereLexiconWord, w).number;
    if (!repere_spelled_works(lane, number, &works, fault)) return FALSE;
    most = MAX(most, works);
  }
  *least = most > MAX(RARE, lane->snapshot->state.works / RARE_AMONG) ? G_MAXUINT32 : SURELY * most;
  return TRUE;
}

/* ---- words ---- */

/* What a candidate is shown as, and how well it fits. */
typedef struct {
  guint rank;      /* 0: spelt with the accents that were typed, or none were; 1: others; misspellings by distance first */
  double score;    /* works, as far as the word is used in the language */
  guint order;     /* among the candidates */
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
static const char *spelt_as_typed(const Asking *asking, const RepereSpelled *spelled)
{
  const char *written = last_typed(&asking->typed)->written;
  for (guint i = 0; written && i < spelled->spellings->len; i++)
    if (g_str_has_prefix(spelled->spellings->pdata[i], written)) return spelled->spellings->pdata[i];
  return NULL;
}

/* Fills a candidate from its word. FALSE with `fault`. */
static gboolean look_at(const Asking *asking, const RepereLexiconWord *word, Candidate *candidate, xc_error *fault)
{
  const RepereLane *lane = asking->lane;
  RepereSpelled *spelled = repere_spelled_get(lane, word->number, asking->language, fault);
  if (!spelled) return FALSE;
  const char *typed = spelt_as_typed(asking, spelled);
  const char *shown = typed ? typed : spelled->written;
  double used = spelled->used;
  candidate->rank = 2 * word->distance + (last_typed(&asking->typed)->written && !typed);
  candidate->shown = g_strdup(shown ? shown : word->word);
  repere_spelled_unref(spelled);
  if (!repere_spelled_works(lane, word->number, &candidate->works, fault)) return FALSE;
  candidate->score = candidate->works * (used + ABROAD);
  return TRUE;
}

/* The candidates among `words` that some work has, `least` at least, and that say something; the best first. */
static GArray *judge_words(const Asking *asking, const GArray *words, guint32 least, xc_error *fault, GError **error)
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

static gboolean offer_words(const Asking *asking, const GArray *words, gboolean corrected, guint32 least, xc_error *fault,
                            GError **error)
{
  const Typed *typed = &asking->typed;
  GPtrArray *found = asking->suggestions->words;
  g_autoptr(GArray) candidates = judge_words(asking, words, least, fault, error);
  if (!candidates) return FALSE;
  for (guint i = 0, n = room(asking, found, corrected); i < candidates->len && n > 0; i++) {
    const Candidate *candidate = &g_array_index(candidates, Candidate, i);
    char *text = g_strdup_printf("%.*s%s", (int)typed->last, typed->q, candidate->shown);
    g_ptr_array_add(found, suggestion_new(text, candidate->works, corrected));
    n--;
  }
  return TRUE;
}

/* The words that begin, or with a space behind are, as typed. */
static void words_as_typed(const Asking *asking, GArray *words)
{
  const RepereLexicon *lexicon = asking->lane->snapshot->words;
  const char *last = last_typed(&asking->typed)->folded;
  RepereLexiconWord word = {0};
  if (!asking->typed.complete) {
    repere_lexicon_beginning(lexicon, last, MAX(CANDIDATES, 2 * asking->limit), words);
  } else if (repere_lexicon_find(lexicon, last, &word.number)) {
    word.word = repere_lexicon_word(lexicon, word.number);
    word.documents = repere_lexicon_documents(lexicon, word.number);
    g_array_append_val(words, word);
  }
}

static gboolean suggest_words(Asking *asking, xc_error *fault, GError **error)
{
  const RepereLane *lane = asking->lane;
  guint32 least;
  g_autoptr(GArray) words = g_array_new(FALSE, FALSE, sizeof(RepereLexiconWord));
  words_as_typed(asking, words);
  if (!offer_words(asking, words, FALSE, 1, fault, error)) return FALSE;
  if (asking->suggestions->words->len >= FEW) return TRUE;
  if (!least_meant(asking, asking->typed.words->len - 1, &least, fault)) return FALSE;
  if (least == G_MAXUINT32) return TRUE;
  g_array_set_size(words, 0);
  find_near(lane->snapshot->words, last_typed(&asking->typed)->folded, !asking->typed.complete, CANDIDATES, words);
  return offer_words(asking, words, TRUE, least, fault, error);
}

/* ---- titles and labels: the words of each slot ---- */

static void add_word(GArray *slot, guint32 number)
{
  RepereWordRange range = {number, number + 1};
  g_array_append_val(slot, range);
}

/* The words of `lexicon` that typed word `i` stands for. */
static GArray *slot_of(const Typed *typed, guint i, const RepereLexicon *lexicon, gboolean beginning)
{
  GArray *slot = g_array_new(FALSE, FALSE, sizeof(RepereWordRange));
  const char *word = typed_at(typed, i)->folded;
  RepereWordRange range = {0, 0};
  guint number;
  if (beginning) {
    repere_lexicon_range(lexicon, word, &range.from, &range.to);
    if (range.from < range.to) g_array_append_val(slot, range);
  } else if (repere_lexicon_find(lexicon, word, &number)) {
    add_word(slot, number);
  }
  return slot;
}

static GPtrArray *slots_of(const Typed *typed, const RepereLexicon *lexicon, gboolean beginnings)
{
  GPtrArray *slots = g_ptr_array_new_with_free_func((GDestroyNotify)g_array_unref);
  for (guint i = 0; i < typed->words->len; i++)
    g_ptr_array_add(slots, slot_of(typed, i, lexicon, beginnings || is_beginning(typed, i)));
  return slots;
}

/* Puts the words that typed word `i` may be misspelt for into its slot; of works with them there must be `least`. */
static gboolean correct_slot(const Asking *asking, guint i, const RepereLexicon *lexicon, gboolean beginning,
                             guint32 least, GArray *slot, xc_error *fault)
{
  const RepereLane *lane = asking->lane;
  const char *word = typed_at(&asking->typed, i)->folded;
  guint32 number, works;
  g_autoptr(GArray) near = g_array_new(FALSE, FALSE, sizeof(RepereLexiconWord));
  find_near(lexicon, word, beginning, NEAR_WORDS, near);
  for (guint n = 0; n < near->len; n++) {
    const RepereLexiconWord *candidate = &g_array_index(near, RepereLexiconWord, n);
    works = 0;
    if (repere_lexicon_find(lane->snapshot->words, candidate->word, &number) &&
        !repere_spelled_works(lane, number, &works, fault)) return FALSE;
    if (works >= least) add_word(slot, candidate->number);
  }
  return TRUE;
}

/* Corrects the words that stand for nothing; where there is none, the last one. *corrected says whether something can be
 * found now. */
static gboolean correct_slots(const Asking *asking, GPtrArray *slots, const RepereLexicon *lexicon, gboolean beginnings,
                              gboolean *corrected, xc_error *fault)
{
  gboolean all = TRUE;
  guint32 least;
  *corrected = FALSE;
  for (guint i = 0; i < slots->len; i++) all &= ((GArray *)slots->pdata[i])->len > 0;
  for (guint i = 0; i < slots->len; i++) {
    GArray *slot = slots->pdata[i];
    if (all ? i + 1 < slots->len : slot->len > 0) continue;
    g_array_set_size(slot, 0);
    if (!least_meant(asking, i, &least, fault)) return FALSE;
    if (least == G_MAXUINT32) return TRUE;
    if (!correct_slot(asking, i, lexicon, beginnings || is_beginning(&asking->typed, i), least, slot, fault)) return FALSE;
    if (!slot->len) return TRUE;
  }
  *corrected = TRUE;
  return TRUE;
}

/* Offers what has the words of `slots`; TRUE unless something failed. */
typedef gboolean (*Offer)(Asking *asking, const GPtrArray *slots, gboolean corrected, xc_error *fault, GError **error);

static gboolean suggest_by_words(Asking *asking, const RepereWordIndex *index, gboolean beginnings, const GPtrArray *found,
                                 Offer offer, xc_error *fault, GError **error)
{
  gboolean corrected;
  g_autoptr(GPtrArray) slots = slots_of(&asking->typed, index->words, beginnings);
  if (!repere_in_time(asking->question, error) || !offer(asking, slots, FALSE, fault, error)) return FALSE;
  if (found->len >= FEW) return TRUE;
  if (!correct_slots(asking, slots, index->words, beginnings, &corrected, fault)) return FALSE;
  return !corrected || (repere_in_time(asking->question, error) && offer(asking, slots, TRUE, fault, error));
}

/* ---- concepts ---- */

static gboolean is_offered(const GPtrArray *concepts, const char *facet, const char *value)
{
  for (guint i = 0; i < concepts->len; i++) {
    const RepereSuggestion *concept = concepts->pdata[i];
    if (g_str_equal(concept->facet, facet) && g_str_equal(concept->value, value)) return TRUE;
  }
  return FALSE;
}

static void offer_concept(const Asking *asking, const RepereCompletionLabel *label, gboolean corrected)
{
  const RepereLane *lane = asking->lane;
  const RepereColumn *column = &lane->snapshot->columns[label->column];
  const char *facet = column->facet->name;
  char year[16];
  const char *value = repere_column_value(column, label->number, year);
  if (is_offered(asking->suggestions->concepts, facet, value)) return;
  const char *text = repere_facet_value_label(column->facet, lane->vocabularies, value, asking->question->lang);
  RepereSuggestion *concept = suggestion_new(g_strdup(text), column->totals[label->number], corrected);
  concept->facet = g_strdup(facet);
  concept->value = g_strdup(value);
  g_ptr_array_add(asking->suggestions->concepts, concept);
}

/* Found by their labels in the asked language, then by those in others. */
static gboolean offer_concepts(Asking *asking, const GPtrArray *slots, gboolean corrected, xc_error *fault G_GNUC_UNUSED,
                               GError **error G_GNUC_UNUSED)
{
  const RepereCompletion *completion = asking->lane->snapshot->completion;
  const RepereWordIndex *labels = &completion->labels;
  const GPtrArray *found = asking->suggestions->concepts;
  g_autofree guint64 *set = repere_word_index_match(labels, slots);
  for (guint others = 0; others <= 1; others++)
    for (guint32 i = repere_word_index_next(labels, set, 0); i < labels->size && room(asking, found, corrected) > 0;
         i = repere_word_index_next(labels, set, i + 1)) {
      gboolean asked = (completion->label[i].languages & 1u << asking->language) != 0;
      if (asked != (others == 1)) offer_concept(asking, &completion->label[i], corrected);
    }
  return TRUE;
}

/* ---- titles ---- */

typedef struct {
  const RepereLexicon *lexicon;
  const GPtrArray *slots;
  guint seen; /* bit i: a word of slot i was there */
} TitleCheck;

static void check_title_word(const RepereToken *token, gpointer data)
{
  TitleCheck *check = data;
  guint number;
  if (!repere_lexicon_find(check->lexicon, token->word->folded, &number)) return;
  for (guint i = 0; i < check->slots->len; i++) {
    const GArray *slot = check->slots->pdata[i];
    for (guint r = 0; r < slot->len; r++) {
      const RepereWordRange *range = &g_array_index(slot, RepereWordRange, r);
      if (number >= range->from && number < range->to) check->seen |= 1u << i;
    }
  }
}

static gboolean title_has(const Asking *asking, const GPtrArray *slots, const RepereStoredText *title)
{
  TitleCheck check = {asking->lane->snapshot->completion->titles.words, slots, 0};
  repere_analyze(asking->lane->analyzer, title->text, strlen(title->text), NULL, check_title_word, &check);
  return check.seen == (1u << slots->len) - 1;
}

/* The title in the asked language; where what was typed stands in another one, that. */
static const RepereStoredText *title_to_show(const Asking *asking, const GPtrArray *slots, const GArray *titles)
{
  const RepereStoredText *asked = repere_stored_text_in(titles, asking->question->lang);
  if (!asked || titles->len == 1 || title_has(asking, slots, asked)) return asked;
  for (guint i = 0; i < titles->len; i++)
    if (title_has(asking, slots, &g_array_index(titles, RepereStoredText, i)))
      return &g_array_index(titles, RepereStoredText, i);
  return asked;
}

static gboolean offer_title(const Asking *asking, const GPtrArray *slots, guint32 docid, gboolean corrected, GError **error)
{
  GPtrArray *found = asking->suggestions->titles;
  g_autoptr(RepereStoredDocument) stored = repere_index_document_head(asking->lane->database, docid, error);
  if (!stored) return FALSE;
  const RepereStoredText *title = title_to_show(asking, slots, stored->titles);
  for (guint i = 0; title && i < found->len; i++)
    if (g_str_equal(((RepereSuggestion *)found->pdata[i])->text, title->text)) return TRUE;
  RepereSuggestion *suggestion = suggestion_new(g_strdup(title ? title->text : stored->id), 1, corrected);
  suggestion->lang = g_strdup(title ? title->lang : "");
  suggestion->id = g_strdup(stored->id);
  g_ptr_array_add(found, suggestion);
  return TRUE;
}

static gboolean offer_titles(Asking *asking, const GPtrArray *slots, gboolean corrected, xc_error *fault G_GNUC_UNUSED,
                             GError **error)
{
  const RepereCompletion *completion = asking->lane->snapshot->completion;
  const RepereWordIndex *titles = &completion->titles;
  const GPtrArray *found = asking->suggestions->titles;
  g_autofree guint64 *set = repere_word_index_match(titles, slots);
  for (guint32 i = repere_word_index_next(titles, set, 0); i < titles->size && room(asking, found, corrected) > 0;
       i = repere_word_index_next(titles, set, i + 1))
    if (!repere_in_time(asking->question, error) ||
        !offer_title(asking, slots, completion->newest->docids[i], corrected, error)) return FALSE;
  return TRUE;
}

/* ---- asking ---- */

static gboolean ask(const RepereLane *lane, gpointer data, xc_error *fault, GError **error)
{
  Asking *asking = data;
  const RepereCompletion *completion = lane->snapshot->completion;
  if (!completion) { /* as when a read meets a newer revision: there is a newer snapshot, or soon */
    fault->code = XC_MODIFIED;
    g_strlcpy(fault->message, "The index changes faster than completions can be made; try again.", sizeof fault->message);
    return FALSE;
  }
  asking->lane = lane;
  asking->language = repere_completion_language(completion, asking->library, asking->question->lang);
  repere_suggestions_free(asking->suggestions); /* of an earlier try */
  asking->suggestions = suggestions_new(&lane->snapshot->state);
  if (!asking->typed.q) read_typed(&asking->typed, lane->analyzer, asking->question->q, asking->question->lang);
  if (!asking->typed.words->len || !asking->limit) return TRUE;
  return suggest_words(asking, fault, error) &&
         suggest_by_words(asking, &completion->labels, TRUE, asking->suggestions->concepts, offer_concepts, fault, error) &&
         suggest_by_words(asking, &completion->titles, FALSE, asking->suggestions->titles, offer_titles, fault, error);
}

RepereSuggestions *repere_suggest(RepereEngine *engine, guint lane, const char *q, const char *lang, guint limit,
                                  gint64 deadline, GError **error)
{
  gint64 began = g_get_monotonic_time();
  RepereQuestion question = {.q = (char *)q, .lang = (char *)lang, .deadline = deadline};
  Asking asking = {.library = repere_engine_library(engine), .question = &question, .limit = MIN(limit, MOST)};
  gboolean done = repere_engine_ask(engine, lane, ask, &asking, error);
  g_free(asking.typed.q);
  if (asking.typed.words) g_array_unref(asking.typed.words);
  if (!done) g_clear_pointer(&asking.suggestions, repere_suggestions_free);
  if (done) asking.suggestions->took_ms = (double)(g_get_monotonic_time() - began) / 1000;
  return asking.suggestions;
}
