/* suggest.c - see repere/suggest.h
 *
 * Three kinds, each found by the words typed, the last as a beginning: words of the index (lexicon.h), labels
 * of facets' values and titles (completion.h). Where a kind has few that begin so, those that nearly do come
 * behind. */
#include "suggest_private.h"

#include <string.h>
#include "analyze_private.h"
#include "match.h"
#include "spelled.h"

#define TYPED_WORDS  16    /* the last ones count */
#define MOST         100   /* suggestions of a kind */
#define SURELY       4     /* misspelt is what is so many times rarer than what may be meant, */
#define RARE         10    /* and in no more works than that, */
#define RARE_AMONG   10000 /* nor more than one among so many */
#define NEAR_LETTERS 4     /* fewer letters are near to everything */

/* ---- what was typed ---- */

static void typed_word_clear(gpointer data)
{
  RepereTypedWord *word = data;
  g_free(word->folded);
  g_free(word->written);
}

static void add_typed(const RepereToken *token, gpointer data)
{
  RepereTyped *typed = data;
  RepereTypedWord word = {g_strdup(token->word->folded), g_strdup(token->word->written)};
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
static void drop_elision(RepereTyped *typed)
{
  const char *behind = typed->q + typed->end;
  if (!typed->words->len || !repere_is_apostrophe(g_utf8_get_char(behind)) || *g_utf8_next_char(behind))
    return;
  if (!is_elision(g_array_index(typed->words, RepereTypedWord, typed->words->len - 1).folded)) return;
  g_array_set_size(typed->words, typed->words->len - 1);
  typed->complete = TRUE;
}

static void read_typed(RepereTyped *typed, RepereAnalyzer *analyzer, const char *q, const char *lang)
{
  typed->q = g_utf8_make_valid(q, -1);
  typed->words = g_array_new(FALSE, FALSE, sizeof(RepereTypedWord));
  g_array_set_clear_func(typed->words, typed_word_clear);
  repere_analyze(analyzer, typed->q, strlen(typed->q), repere_language(lang), add_typed, typed);
  typed->complete = typed->q[typed->end] != '\0';
  drop_elision(typed);
}

const RepereTypedWord *repere_typed_at(const RepereTyped *typed, guint i)
{
  return &g_array_index(typed->words, RepereTypedWord, i);
}

const RepereTypedWord *repere_typed_last(const RepereTyped *typed)
{
  return repere_typed_at(typed, typed->words->len - 1);
}

gboolean repere_typed_begins(const RepereTyped *typed, guint i)
{
  return i + 1 == typed->words->len && !typed->complete;
}

/* ---- suggestions ---- */

RepereSuggestion *repere_suggestion_new(char *text, guint count, gboolean corrected)
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

guint repere_suggest_room(const RepereAsking *asking, const GPtrArray *found, gboolean corrected)
{
  guint most = corrected ? MIN(asking->limit, REPERE_SUGGEST_NEARLY) : asking->limit;
  return found->len < most ? most - found->len : 0;
}

/* ---- what is misspelt ---- */

/* A second edit is allowed from six letters on, and looked for where one finds nothing: it costs several
 * times as much. Numbers are not misspelt. */
void repere_suggest_near(const RepereLexicon *lexicon, const char *word, gboolean beginning, guint most,
                         GArray *near)
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

gboolean repere_suggest_least(const RepereAsking *asking, guint i, guint32 *least, xc_error *fault)
{
  const RepereLane *lane = asking->lane;
  const char *word = repere_typed_at(&asking->typed, i)->folded;
  g_autoptr(GArray) words = g_array_new(FALSE, FALSE, sizeof(RepereLexiconWord));
  guint32 works, most = 0;
  RepereLexiconWord whole = {0};
  if (repere_typed_begins(&asking->typed, i))
    repere_lexicon_beginning(lane->snapshot->words, word, REPERE_SUGGEST_FEW, words);
  else if (repere_lexicon_find(lane->snapshot->words, word, &whole.number)) g_array_append_val(words, whole);
  for (guint w = 0; w < words->len; w++) {
    guint32 number = g_array_index(words, RepereLexiconWord, w).number;
    if (!repere_spelled_works(lane, number, &works, fault)) return FALSE;
    most = MAX(most, works);
  }
  *least = most > MAX(RARE, lane->snapshot->state.works / RARE_AMONG) ? G_MAXUINT32 : SURELY * most;
  return TRUE;
}

/* ---- asking ---- */

static gboolean ask(const RepereLane *lane, gpointer data, xc_error *fault, GError **error)
{
  RepereAsking *asking = data;
  const RepereCompletion *completion = lane->snapshot->completion;
  if (!completion) { /* as when a read meets a newer revision: there is a newer snapshot, or soon */
    fault->code = XC_MODIFIED;
    g_strlcpy(fault->message, "The index changes faster than completions can be made; try again.",
              sizeof fault->message);
    return FALSE;
  }
  asking->lane = lane;
  asking->language = repere_completion_language(completion, asking->library, asking->question->lang);
  repere_suggestions_free(asking->suggestions); /* of an earlier try */
  asking->suggestions = suggestions_new(&lane->snapshot->state);
  if (!asking->typed.q)
    read_typed(&asking->typed, lane->analyzer, asking->question->q, asking->question->lang);
  if (!asking->typed.words->len || !asking->limit) return TRUE;
  return repere_suggest_words(asking, fault, error) && repere_suggest_concepts(asking, fault, error) &&
         repere_suggest_titles(asking, fault, error);
}

RepereSuggestions *repere_suggest(RepereEngine *engine, guint lane, const char *q, const char *lang,
                                  guint limit, gint64 deadline, GError **error)
{
  gint64 began = g_get_monotonic_time();
  RepereQuestion question = {.q = (char *)q, .lang = (char *)lang, .deadline = deadline};
  RepereAsking asking = {
      .library = repere_engine_library(engine), .question = &question, .limit = MIN(limit, MOST)};
  gboolean done = repere_engine_ask(engine, lane, ask, &asking, error);
  g_free(asking.typed.q);
  if (asking.typed.words) g_array_unref(asking.typed.words);
  if (!done) g_clear_pointer(&asking.suggestions, repere_suggestions_free);
  if (done) asking.suggestions->took_ms = (double)(g_get_monotonic_time() - began) / 1000;
  return asking.suggestions;
}
