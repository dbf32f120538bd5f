/* suggest_names.c - labels of facets' values, and titles, by the words that were typed: see word_index.h. */
#include <string.h>

#include "facets.h"
#include "index.h"
#include "match.h"
#include "spelled.h"
#include "suggest_private.h"

#define NEAR_WORDS 8   /* stand for one that is misspelt */
#define MOST_TITLES 256 /* are read: thousands of works may share one, and are offered once */

/* ---- the words of each slot ---- */

static void add_word(GArray *slot, guint32 number)
{
  RepereWordRange range = {number, number + 1};
  g_array_append_val(slot, range);
}

/* The words of `lexicon` that typed word `i` stands for. */
static GArray *slot_of(const RepereTyped *typed, guint i, const RepereLexicon *lexicon, gboolean beginning)
{
  GArray *slot = g_array_new(FALSE, FALSE, sizeof(RepereWordRange));
  const char *word = repere_typed_at(typed, i)->folded;
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

static GPtrArray *slots_of(const RepereTyped *typed, const RepereLexicon *lexicon, gboolean beginnings)
{
  GPtrArray *slots = g_ptr_array_new_with_free_func((GDestroyNotify)g_array_unref);
  for (guint i = 0; i < typed->words->len; i++)
    g_ptr_array_add(slots, slot_of(typed, i, lexicon, beginnings || repere_typed_begins(typed, i)));
  return slots;
}

/* Puts the words that typed word `i` may be misspelt for into its slot; of works with them there must be
 * `least`. */
static gboolean correct_slot(const RepereAsking *asking, guint i, const RepereLexicon *lexicon,
                             gboolean beginning, guint32 least, GArray *slot, xc_error *fault)
{
  const RepereLane *lane = asking->lane;
  const char *word = repere_typed_at(&asking->typed, i)->folded;
  guint32 number, works;
  g_autoptr(GArray) near = g_array_new(FALSE, FALSE, sizeof(RepereLexiconWord));
  repere_suggest_near(lexicon, word, beginning, NEAR_WORDS, near);
  for (guint n = 0; n < near->len; n++) {
    const RepereLexiconWord *candidate = &g_array_index(near, RepereLexiconWord, n);
    works = 0;
    if (repere_lexicon_find(lane->snapshot->words, candidate->word, &number) &&
        !repere_spelled_works(lane, number, &works, fault))
      return FALSE;
    if (works >= least) add_word(slot, candidate->number);
  }
  return TRUE;
}

/* Corrects the words that stand for nothing; where there is none, the last one. *corrected says whether
 * something can be found now. */
static gboolean correct_slots(const RepereAsking *asking, GPtrArray *slots, const RepereLexicon *lexicon,
                              gboolean beginnings, gboolean *corrected, xc_error *fault)
{
  gboolean all = TRUE;
  guint32 least;
  *corrected = FALSE;
  for (guint i = 0; i < slots->len; i++) all &= ((GArray *)slots->pdata[i])->len > 0;
  for (guint i = 0; i < slots->len; i++) {
    GArray *slot = slots->pdata[i];
    if (all ? i + 1 < slots->len : slot->len > 0) continue;
    g_array_set_size(slot, 0);
    if (!repere_suggest_least(asking, i, &least, fault)) return FALSE;
    if (least == G_MAXUINT32) return TRUE;
    if (!correct_slot(asking, i, lexicon, beginnings || repere_typed_begins(&asking->typed, i), least, slot,
                      fault))
      return FALSE;
    if (!slot->len) return TRUE;
  }
  *corrected = TRUE;
  return TRUE;
}

/* Offers what has the words of `slots`; TRUE unless something failed. */
typedef gboolean (*Offer)(RepereAsking *asking, const GPtrArray *slots, gboolean corrected, xc_error *fault,
                          GError **error);

static gboolean suggest_by_words(RepereAsking *asking, const RepereWordIndex *index, gboolean beginnings,
                                 const GPtrArray *found, Offer offer, xc_error *fault, GError **error)
{
  gboolean corrected;
  g_autoptr(GPtrArray) slots = slots_of(&asking->typed, index->words, beginnings);
  if (!repere_in_time(asking->question, error) || !offer(asking, slots, FALSE, fault, error)) return FALSE;
  if (found->len >= REPERE_SUGGEST_FEW) return TRUE;
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

static void offer_concept(const RepereAsking *asking, const RepereCompletionLabel *label, gboolean corrected)
{
  const RepereLane *lane = asking->lane;
  const RepereColumn *column = &lane->snapshot->columns[label->column];
  const char *facet = column->facet->name;
  char year[16];
  const char *value = repere_column_value(column, label->number, year);
  if (is_offered(asking->suggestions->concepts, facet, value)) return;
  const char *text =
      repere_facet_value_label(column->facet, lane->vocabularies, value, asking->question->lang);
  RepereSuggestion *concept = repere_suggestion_new(g_strdup(text), column->totals[label->number], corrected);
  concept->facet = g_strdup(facet);
  concept->value = g_strdup(value);
  g_ptr_array_add(asking->suggestions->concepts, concept);
}

/* Found by their labels in the asked language, then by those in others. */
static gboolean offer_concepts(RepereAsking *asking, const GPtrArray *slots, gboolean corrected,
                               xc_error *fault G_GNUC_UNUSED, GError **error G_GNUC_UNUSED)
{
  const RepereCompletion *completion = asking->lane->snapshot->completion;
  const RepereWordIndex *labels = &completion->labels;
  const GPtrArray *found = asking->suggestions->concepts;
  g_autofree guint64 *set = repere_word_index_match(labels, slots);
  for (guint others = 0; others <= 1; others++)
    for (guint32 i = repere_word_index_next(labels, set, 0);
         i < labels->size && repere_suggest_room(asking, found, corrected) > 0;
         i = repere_word_index_next(labels, set, i + 1)) {
      gboolean asked = (completion->label[i].languages & 1u << asking->language) != 0;
      if (asked != (others == 1)) offer_concept(asking, &completion->label[i], corrected);
    }
  return TRUE;
}

gboolean repere_suggest_concepts(RepereAsking *asking, xc_error *fault, GError **error)
{
  return suggest_by_words(asking, &asking->lane->snapshot->completion->labels, TRUE,
                          asking->suggestions->concepts, offer_concepts, fault, error);
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

static gboolean title_has(const RepereAsking *asking, const GPtrArray *slots, const RepereStoredText *title)
{
  TitleCheck check = {asking->lane->snapshot->completion->titles.words, slots, 0};
  repere_analyze(asking->lane->analyzer, title->text, strlen(title->text), NULL, check_title_word, &check);
  return check.seen == (1u << slots->len) - 1;
}

/* The title in the asked language; where what was typed stands in another one, that. */
static const RepereStoredText *title_to_show(const RepereAsking *asking, const GPtrArray *slots,
                                             const GArray *titles)
{
  const RepereStoredText *asked = repere_stored_text_in(titles, asking->question->lang);
  if (!asked || titles->len == 1 || title_has(asking, slots, asked)) return asked;
  for (guint i = 0; i < titles->len; i++)
    if (title_has(asking, slots, &g_array_index(titles, RepereStoredText, i)))
      return &g_array_index(titles, RepereStoredText, i);
  return asked;
}

static gboolean offer_title(const RepereAsking *asking, const GPtrArray *slots, guint32 docid,
                            gboolean corrected, GError **error)
{
  GPtrArray *found = asking->suggestions->titles;
  g_autoptr(RepereStoredDocument) stored = repere_index_document_head(asking->lane->database, docid, error);
  if (!stored) return FALSE;
  const RepereStoredText *title = title_to_show(asking, slots, stored->titles);
  for (guint i = 0; title && i < found->len; i++)
    if (g_str_equal(((RepereSuggestion *)found->pdata[i])->text, title->text)) return TRUE;
  RepereSuggestion *suggestion =
      repere_suggestion_new(g_strdup(title ? title->text : stored->id), 1, corrected);
  suggestion->lang = g_strdup(title ? title->lang : "");
  suggestion->id = g_strdup(stored->id);
  g_ptr_array_add(found, suggestion);
  return TRUE;
}

static gboolean offer_titles(RepereAsking *asking, const GPtrArray *slots, gboolean corrected,
                             xc_error *fault G_GNUC_UNUSED, GError **error)
{
  const RepereCompletion *completion = asking->lane->snapshot->completion;
  const RepereWordIndex *titles = &completion->titles;
  const GPtrArray *found = asking->suggestions->titles;
  g_autofree guint64 *set = repere_word_index_match(titles, slots);
  guint read = 0;
  for (guint32 i = repere_word_index_next(titles, set, 0);
       i < titles->size && read++ < MOST_TITLES && repere_suggest_room(asking, found, corrected) > 0;
       i = repere_word_index_next(titles, set, i + 1))
    if (!repere_in_time(asking->question, error) ||
        !offer_title(asking, slots, completion->newest->docids[i], corrected, error))
      return FALSE;
  return TRUE;
}

gboolean repere_suggest_titles(RepereAsking *asking, xc_error *fault, GError **error)
{
  return suggest_by_words(asking, &asking->lane->snapshot->completion->titles, FALSE,
                          asking->suggestions->titles, offer_titles, fault, error);
}
