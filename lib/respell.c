/* respell.c - see respell.h: the choice among what words may be misspelt for, and the whole */
#include "respell.h"

#include <math.h>
#include <string.h>

#include "respell_private.h"

#define FEW 5           /* works: where there are so few, more are offered, */
#define FEW_AMONG 10000 /* or one among so many; */
#define MORE 10         /* then so many times more */
#define TRIES 5         /* questions that are asked */
#define RIVALS 3.5      /* what is so much less likely need not be asked */
#define MARGIN 0.8      /* by so much the best is likelier than the next */
#define TOGETHER 0.7    /* what works with the rest of the question tell, beside works without */
#define NOWHERE 5.0     /* what it tells that there are none */

/* ---- what is sure enough ---- */

static glong letters_of(const Respell *respell, const RespellPart *part)
{
  return g_utf8_strlen(respell->typed + part->start, part->end - part->start);
}

static gboolean is_sure_edit(const RespellCandidate *candidate)
{
  return candidate->cost <= RESPELL_SURE_EDIT;
}

/* How much may be wrong in a word: short ones have too many near them, and what has capitals may be a name or
 * an acronym. */
static double most_cost(const Respell *respell, const RespellPart *part)
{
  const char *start = respell->typed + part->start, *end = respell->typed + part->end;
  glong letters = letters_of(respell, part), capitals = 0;
  for (const char *at = start; at < end; at = g_utf8_next_char(at))
    capitals += g_unichar_isupper(g_utf8_get_char(at)) != 0;
  if (capitals == letters && letters <= 6) return RESPELL_SURE_EDIT;
  return letters <= 6 || part->rare || (capitals && letters <= 8) ? 1 : 1.75;
}

/* How likely a word must be at least. */
static double least_score(const Respell *respell, const RespellPart *part, const RespellCandidate *candidate)
{
  glong letters = letters_of(respell, part);
  if (is_sure_edit(candidate)) return -7;
  return letters <= 4 ? -1 : letters <= 6 ? -4 : -7;
}

static void drop_unsure(const Respell *respell, const RespellPart *part)
{
  double most = most_cost(respell, part);
  for (guint i = part->candidates->len; i-- > 0;) {
    const RespellCandidate *candidate = &g_array_index(part->candidates, RespellCandidate, i);
    if (candidate->cost > most || candidate->score < least_score(respell, part, candidate))
      g_array_remove_index(part->candidates, i);
  }
}

/* Whether a word is misspelt even if no work has the words of the question together: such a question says
 * little about what was meant. */
static gboolean is_sure(const Respell *respell, const RespellPart *part, const RespellCandidate *candidate)
{
  if (is_sure_edit(candidate)) return TRUE;
  return letters_of(respell, part) > 6 && candidate->cost <= 1 && candidate->score >= -4;
}

static void part_clear(gpointer part)
{
  g_array_unref(((RespellPart *)part)->candidates);
}

/* Fills the parts' candidates. Parts without any go; beside words that no work has, those that some have stay
 * as they are. */
static gboolean find_candidates(Respell *respell)
{
  gboolean unknown = FALSE;
  for (guint i = 0; i < respell->parts->len; i++)
    unknown |= !g_array_index(respell->parts, RespellPart, i).rare;
  for (guint i = respell->parts->len; i-- > 0;) {
    RespellPart *part = &g_array_index(respell->parts, RespellPart, i);
    gboolean looked = part->candidates->len > 0; /* words cut in two */
    if (unknown && part->rare) g_array_set_size(part->candidates, 0);
    else if (!looked && !respell_words(respell, part)) return FALSE;
    drop_unsure(respell, part);
    if (part->candidates->len == 0) g_array_remove_index(respell->parts, i);
  }
  return TRUE;
}

/* ---- the choice ---- */

/* For each part one of its candidates. */
typedef struct {
  int pick[RESPELL_PARTS];
  double score;
  RepereRespelling *asked; /* NULL: not yet */
} Choice;

static void choice_clear(gpointer choice)
{
  repere_respelling_free(((Choice *)choice)->asked);
}

static gint likeliest_first(gconstpointer a, gconstpointer b)
{
  const Choice *one = a, *other = b;
  if (one->score != other->score) return one->score > other->score ? -1 : 1;
  return memcmp(one->pick, other->pick, sizeof one->pick);
}

static const RespellCandidate *candidate_of(const Respell *respell, guint part, int pick)
{
  return &g_array_index(g_array_index(respell->parts, RespellPart, part).candidates, RespellCandidate, pick);
}

/* The likeliest, and those in which one word is another; forms of one word are no others. */
static GArray *choices_of(const Respell *respell)
{
  GArray *choices = g_array_new(FALSE, TRUE, sizeof(Choice));
  Choice best = {{0}, 0, NULL};
  g_array_set_clear_func(choices, choice_clear);
  for (guint i = 0; i < respell->parts->len; i++) best.score += candidate_of(respell, i, 0)->score;
  g_array_append_val(choices, best);
  for (guint i = 0; i < respell->parts->len; i++) {
    const RespellCandidate *first = candidate_of(respell, i, 0);
    guint n = g_array_index(respell->parts, RespellPart, i).candidates->len;
    for (int pick = 1; pick < (int)n; pick++) {
      const RespellCandidate *rival = candidate_of(respell, i, pick);
      Choice other = best;
      if (g_str_equal(rival->stem, first->stem) || first->score - rival->score > RIVALS) continue;
      other.pick[i] = pick;
      other.score += rival->score - first->score;
      g_array_append_val(choices, other);
    }
  }
  g_array_sort(choices, likeliest_first);
  if (choices->len > TRIES) g_array_set_size(choices, TRIES);
  return choices;
}

/* Asks the question with the choice's words, for works that have all of them. */
static gboolean ask(const Respell *respell, Choice *choice)
{
  RepereRespelling *asked = choice->asked = g_new0(RepereRespelling, 1);
  asked->text = respell_text(respell, choice->pick);
  asked->question = *respell->question;
  asked->question.q = asked->text;
  asked->match = repere_match_all(respell->lane, &asked->question, respell->fault, respell->error);
  if (!asked->match) return FALSE;
  guint64 hits = asked->match->all;
  choice->score += hits ? TOGETHER * log((double)hits) : -NOWHERE;
  return TRUE;
}

/* Whether the words stand alone: then how many works have them is known already. */
static gboolean stands_alone(const Respell *respell)
{
  const RepereNode *root = respell->match->query->root;
  return root->children->len == 1 && ((const RepereNode *)root->children->pdata[0])->kind == REPERE_NODE_WORD;
}

/* Puts the likeliest first; *sure: by far. */
static gboolean choose(const Respell *respell, GArray *choices, gboolean *sure)
{
  Choice *first = &g_array_index(choices, Choice, 0);
  gboolean alone = stands_alone(respell);
  for (guint i = 0; i < choices->len && !alone; i++)
    if (!ask(respell, &g_array_index(choices, Choice, i))) return FALSE;
  g_array_sort(choices, likeliest_first);
  *sure = choices->len == 1 || first->score - g_array_index(choices, Choice, 1).score >= MARGIN;
  return first->asked || ask(respell, first);
}

/* ---- the whole ---- */

static char *sentence_of(const Respell *respell, const char *text)
{
  g_autoptr(GString) words = g_string_new(NULL);
  for (guint i = 0; i < respell->parts->len; i++) {
    const RespellPart *part = &g_array_index(respell->parts, RespellPart, i);
    if (part->works == 0)
      g_string_append_printf(words, "%s“%.*s”", words->len ? " or " : "", (int)(part->end - part->start),
                             respell->typed + part->start);
  }
  return words->len ? g_strdup_printf("No work has %s; these are the works for “%s”.", words->str, text)
                    : g_strdup_printf("No work has all the words; these are the works for “%s”.", text);
}

static gboolean all_rare(const Respell *respell)
{
  for (guint i = 0; i < respell->parts->len; i++)
    if (!g_array_index(respell->parts, RespellPart, i).rare) return FALSE;
  return TRUE;
}

static gboolean all_sure(const Respell *respell, const Choice *choice)
{
  for (guint i = 0; i < respell->parts->len; i++)
    if (!is_sure(respell, &g_array_index(respell->parts, RespellPart, i),
                 candidate_of(respell, i, choice->pick[i])))
      return FALSE;
  return TRUE;
}

/* Whether the question so spelt finds what makes it worth saying. */
static gboolean is_worth(const Respell *respell, const Choice *choice, gboolean *worth)
{
  RepereMatch *match = choice->asked->match;
  guint64 hits = match->all;
  *worth = all_rare(respell) ? hits > respell->hits * MORE : hits > 0;
  if (!*worth && (respell->hits > 0 || all_rare(respell) || !all_sure(respell, choice))) return TRUE;
  if (!repere_match_widen(match, respell->lane, &choice->asked->question, respell->fault, respell->error))
    return FALSE;
  *worth = !roaring_bitmap_is_empty(match->words);
  return TRUE;
}

static gboolean respell_question(Respell *respell, RepereRespelling **respelling)
{
  gboolean sure = FALSE, worth = FALSE;
  if (!respell_parts(respell) || !find_candidates(respell)) return FALSE;
  if (respell->parts->len == 0) return TRUE;
  g_autoptr(GArray) choices = choices_of(respell);
  if (!choose(respell, choices, &sure)) return FALSE;
  Choice *first = &g_array_index(choices, Choice, 0);
  if (!sure) return TRUE;
  if (!is_worth(respell, first, &worth)) return FALSE;
  if (!worth) return TRUE;
  *respelling = g_steal_pointer(&first->asked);
  if (respell->hits == 0) (*respelling)->sentence = sentence_of(respell, (*respelling)->text);
  return TRUE;
}

static guint language_of(const RepereCompletion *completion, const RepereLanguage *language)
{
  guint i = 0;
  while (i < completion->languages && completion->language[i] != language) i++;
  return i;
}

gboolean repere_respell(const RepereLane *lane, const RepereQuestion *question, const RepereMatch *match,
                        RepereRespelling **respelling, xc_error *fault, GError **error)
{
  const RepereCompletion *completion = lane->snapshot->completion;
  *respelling = NULL;
  if (!completion || match->query->root->children->len == 0) return TRUE;
  Respell respell = {.lane = lane, .question = question, .match = match, .fault = fault, .error = error};
  respell.language = language_of(completion, match->query->language);
  respell.hits = match->all;
  respell.few = respell.hits <= MAX(FEW, lane->snapshot->documents / FEW_AMONG);
  respell.parts = g_array_new(FALSE, FALSE, sizeof(RespellPart));
  g_array_set_clear_func(respell.parts, part_clear);
  respell.typed = g_utf8_make_valid(question->q, -1);
  gboolean done = respell_question(&respell, respelling);
  g_array_unref(respell.parts);
  g_free(respell.typed);
  return done;
}

void repere_respelling_free(RepereRespelling *respelling)
{
  if (!respelling) return;
  repere_match_free(respelling->match);
  g_free(respelling->sentence);
  g_free(respelling->text);
  g_free(respelling);
}
