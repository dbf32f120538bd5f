/* respell_words.c - what a word may be misspelt for; see respell_private.h */
#include <math.h>
#include <string.h>

#include "misspelling.h"
#include "respell_private.h"
#include "schema.h"
#include "spelled.h"

#define NEAR 64      /* words within two edits that are compared, */
#define LOOKED_AT 12 /* of which so many are looked up, */
#define KEPT 4       /* and so many kept */
#define SHORT_WORD 5 /* up to so many letters, one edit is allowed */
#define USUAL_WORKS 1000.0
#define EDIT 5.0 /* what an edit costs, as a logarithm: of some 150 words one is misspelt so */
#define USED                                                                                                 \
  0.05 /* as much at least of a word's use is in the question's language: else it is a word of another */
#define TITLED 0.7     /* what being in titles adds */
#define STOP 3.0       /* what being a stop word takes away: they are everywhere */
#define RARER 20       /* what some works have is misspelt for what so many times more have */
#define OTHER_FORM 0.6 /* what may be another form of the word costs so much more */
#define SPLIT_COST 1.0 /* of a space left out */
#define SPLITS 3       /* places where a word may be cut that are looked at */
#define PART_LETTERS 3 /* of a word cut off, */
#define BESIDE_STOP 6  /* and from a stop word, */
#define STOP_SHARE 4   /* with which it stands in one of so many works */
#define SAMPLE 128     /* works that are looked at for the words beside each other */

void respell_candidate_clear(gpointer data)
{
  RespellCandidate *candidate = data;
  g_free(candidate->text);
  g_free(candidate->stem);
}

static gint likeliest_first(gconstpointer a, gconstpointer b)
{
  const RespellCandidate *one = a, *other = b;
  if (one->score != other->score) return one->score > other->score ? -1 : 1;
  return strcmp(one->text, other->text);
}

static void keep_best(GArray *candidates)
{
  g_array_sort(candidates, likeliest_first);
  if (candidates->len > KEPT) g_array_set_size(candidates, KEPT);
}

/* What so many works tell: in a small library few are many. */
static double weight_of(const Respell *respell, double works)
{
  return log(works) + log(MAX(1, USUAL_WORKS / MAX(1, respell->lane->snapshot->state.works)));
}

/* ---- words of the index ---- */

static gboolean is_in_titles(const Respell *respell, const char *word)
{
  guint number;
  return repere_lexicon_find(respell->lane->snapshot->title_words, word, &number);
}

static char *stem_of(const Respell *respell, const char *text)
{
  const RepereWord *word =
    repere_analyzer_word(respell->lane->analyzer, text, strlen(text), respell->match->query->language);
  return g_strdup(word && word->stem ? word->stem : text);
}

gboolean respell_add_word(Respell *respell, RespellPart *part, guint32 number, double cost)
{
  const RepereLane *lane = respell->lane;
  guint32 works;
  if (!repere_in_time(respell->question, respell->error)) return FALSE;
  if (!repere_spelled_works(lane, number, &works, respell->fault)) return FALSE;
  if (works == 0 || works < (guint64)part->works * (part->rare ? RARER : 1)) return TRUE;
  RepereSpelled *spelled = repere_spelled_get(lane, number, respell->language, respell->fault);
  if (!spelled) return FALSE;
  if (spelled->used < USED) {
    repere_spelled_unref(spelled);
    return TRUE;
  }
  const char *word = repere_lexicon_word(lane->snapshot->words, number);
  RespellCandidate candidate = {g_strdup(spelled->written ? spelled->written : word), NULL, cost, 0, works};
  candidate.score = weight_of(respell, works * spelled->used) - EDIT * cost;
  if (is_in_titles(respell, word)) candidate.score += TITLED;
  if (repere_language_is_stop(NULL, candidate.text, strlen(candidate.text))) candidate.score -= STOP;
  repere_spelled_unref(spelled);
  candidate.stem = stem_of(respell, candidate.text);
  g_array_append_val(part->candidates, candidate);
  return TRUE;
}

/* A word near to the part's. */
typedef struct {
  guint32 number;
  double cost, score;
} Near;

static gint nearest_first(gconstpointer a, gconstpointer b)
{
  const Near *one = a, *other = b;
  if (one->score != other->score) return one->score > other->score ? -1 : 1;
  return one->number < other->number ? -1 : one->number > other->number;
}

/* The words of the index, of its titles where those are asked for, that are near. */
static GArray *near_words(const Respell *respell, const RespellPart *part)
{
  const RepereSnapshot *snapshot = respell->lane->snapshot;
  const char *typed = part->word->folded;
  guint edits = g_utf8_strlen(typed, -1) > SHORT_WORD && !part->rare ? 2 : 1;
  gboolean titles = part->leaf->field == REPERE_FIELD_TITLE;
  g_autoptr(GArray) found = g_array_new(FALSE, FALSE, sizeof(RepereLexiconWord));
  GArray *near = g_array_new(FALSE, FALSE, sizeof(Near));
  repere_lexicon_near(titles ? snapshot->title_words : snapshot->words, typed, edits, FALSE, NEAR, found);
  for (guint i = 0; i < found->len; i++) {
    const RepereLexiconWord *word = &g_array_index(found, RepereLexiconWord, i);
    Near one = {word->number, repere_misspelling_cost(typed, word->word), 0};
    if (word->distance == 0 || word->documents <= part->works) continue;
    if (titles && !repere_lexicon_find(snapshot->words, word->word, &one.number)) continue;
    if (one.cost > RESPELL_SURE_EDIT && repere_misspelling_is_form(typed, word->word)) one.cost += OTHER_FORM;
    one.score = log(word->documents) - EDIT * one.cost;
    g_array_append_val(near, one);
  }
  g_array_sort(near, nearest_first);
  return near;
}

/* ---- words run together ---- */

/* A place where the word may be cut, and how many works may have it so: those of the rarer part; then they
 * are in `least` and in fewer than `below`. */
typedef struct {
  gsize at;
  guint32 works, least, below;
} Cut;

static gint commonest_first(gconstpointer a, gconstpointer b)
{
  const Cut *one = a, *other = b;
  if (one->works != other->works) return one->works > other->works ? -1 : 1;
  return one->at < other->at ? -1 : 1;
}

static gboolean is_stop(const Respell *respell, const char *word)
{
  return repere_language_is_stop(respell->match->query->language, word, strlen(word));
}

static guint32 works_of_part(const Respell *respell, const char *word)
{
  guint number;
  const RepereLexicon *lexicon = respell->lane->snapshot->words;
  if (g_utf8_strlen(word, -1) < PART_LETTERS && !is_stop(respell, word)) return 0;
  return repere_lexicon_find(lexicon, word, &number) ? repere_lexicon_documents(lexicon, number) : 0;
}

/* How many works must have the parts beside each other: a line's end cuts words in two that are never apart,
 * and a stop word is beside everything now and then ("anyone"). 0: the word is not cut there. */
static guint32 least_beside(const Respell *respell, const char *before, const char *after, guint32 works[2])
{
  gboolean stops[2] = {is_stop(respell, before), is_stop(respell, after)};
  if (!works[0] || !works[1] || (stops[0] && stops[1])) return 0;
  if (stops[0] && g_utf8_strlen(after, -1) >= BESIDE_STOP) return works[1] / STOP_SHARE + 1;
  if (stops[1] && g_utf8_strlen(before, -1) >= BESIDE_STOP) return works[0] / STOP_SHARE + 1;
  return stops[0] || stops[1] ? 0 : 1;
}

static GArray *cuts_of(const Respell *respell, const char *word)
{
  GArray *cuts = g_array_new(FALSE, FALSE, sizeof(Cut));
  for (const char *at = g_utf8_next_char(word); *at; at = g_utf8_next_char(at)) {
    g_autofree char *before = g_strndup(word, (gsize)(at - word));
    guint32 works[2] = {works_of_part(respell, before), works_of_part(respell, at)};
    Cut cut = {(gsize)(at - word), MIN(works[0], works[1]), least_beside(respell, before, at, works),
               MAX(works[0], works[1])};
    if (cut.least) g_array_append_val(cuts, cut);
  }
  g_array_sort(cuts, commonest_first);
  return cuts;
}

static xc_query *phrase_in(const char *prefix, const char *one, const char *other, xc_error *fault)
{
  g_autofree char *first = g_strconcat(prefix, one, NULL), *second = g_strconcat(prefix, other, NULL);
  xc_query *terms[2] = {xc_query_term(first, XC_NUL, 1, 0, fault),
                        xc_query_term(second, XC_NUL, 1, 0, fault)};
  return xc_query_combine(XC_PHRASE, terms, 2, 2, fault);
}

/* The first works that have both words; NULL with `fault` or an error. */
static roaring_bitmap_t *sample_of(Respell *respell, const char *one, const char *other, double *share)
{
  const RepereLane *lane = respell->lane;
  RepereDocsets *docsets = lane->snapshot->docsets;
  g_autoptr(GPtrArray) second = g_ptr_array_new();
  g_autoptr(roaring_bitmap_t) both = roaring_bitmap_create();
  g_ptr_array_add(second, (gpointer)other);
  if (!repere_docsets_or(docsets, lane->database, one, respell->question, both, respell->fault,
                         respell->error) ||
      !repere_docsets_and_any(docsets, lane->database, second, respell->question, both, respell->fault,
                              respell->error))
    return NULL;
  roaring_bitmap_and_inplace(both, lane->snapshot->visible);
  guint32 last;
  guint64 all = roaring_bitmap_get_cardinality(both);
  *share = all > SAMPLE ? (double)SAMPLE / (double)all : 1;
  if (all > SAMPLE && roaring_bitmap_select(both, SAMPLE, &last))
    roaring_bitmap_remove_range(both, last, (guint64)G_MAXUINT32 + 1);
  return g_steal_pointer(&both);
}

/* In how many works `one` and `other` stand beside each other: told from some of them. */
static gboolean count_beside(Respell *respell, const char *one, const char *other, guint32 *works)
{
  double share = 1;
  g_autoptr(roaring_bitmap_t) sample = sample_of(respell, one, other, &share);
  *works = 0;
  if (!sample || roaring_bitmap_is_empty(sample)) return sample != NULL;
  xc_query *places[2] = {phrase_in("", one, other, respell->fault),
                         phrase_in(repere_field_row(REPERE_FIELD_TITLE)->prefix, one, other, respell->fault)};
  xc_query *either = xc_query_combine(XC_OR, places, 2, 0, respell->fault);
  if (!either) return FALSE;
  g_autoptr(roaring_bitmap_t) beside = repere_match_collect(
    respell->lane->database, either, sample, respell->question, respell->fault, respell->error);
  xc_query_free(either);
  if (!beside) return FALSE;
  *works = (guint32)((double)roaring_bitmap_get_cardinality(beside) / share);
  return TRUE;
}

/* A word as the question's language writes it. */
static gboolean written_of(Respell *respell, const char *word, char **written)
{
  guint number;
  *written = NULL;
  if (!repere_lexicon_find(respell->lane->snapshot->words, word, &number)) return TRUE;
  RepereSpelled *spelled = repere_spelled_get(respell->lane, number, respell->language, respell->fault);
  if (spelled) *written = g_strdup(spelled->written ? spelled->written : word);
  repere_spelled_unref(spelled);
  return spelled != NULL;
}

static gboolean add_cut(Respell *respell, RespellPart *part, const Cut *cut)
{
  guint32 works;
  const char *word = part->word->folded, *other = word + cut->at;
  g_autofree char *one = g_strndup(word, cut->at), *first = NULL, *second = NULL;
  if (!repere_in_time(respell->question, respell->error)) return FALSE;
  if (!count_beside(respell, one, other, &works)) return FALSE;
  if (works < cut->least || works >= cut->below) return TRUE;
  if (!written_of(respell, one, &first) || !written_of(respell, other, &second)) return FALSE;
  RespellCandidate candidate = {g_strdup_printf("%s %s", first, second), NULL, SPLIT_COST, 0, works};
  candidate.stem = g_strdup(candidate.text);
  candidate.score = weight_of(respell, works) - EDIT * SPLIT_COST;
  g_array_append_val(part->candidates, candidate);
  return TRUE;
}

static gboolean add_cuts(Respell *respell, RespellPart *part)
{
  if (part->rare || part->leaf->kind == REPERE_NODE_NEAR) return TRUE;
  g_autoptr(GArray) cuts = cuts_of(respell, part->word->folded);
  for (guint i = 0; i < MIN(cuts->len, SPLITS); i++)
    if (!add_cut(respell, part, &g_array_index(cuts, Cut, i))) return FALSE;
  return TRUE;
}

gboolean respell_words(Respell *respell, RespellPart *part)
{
  g_autoptr(GArray) near = near_words(respell, part);
  for (guint i = 0; i < MIN(near->len, LOOKED_AT); i++) {
    const Near *one = &g_array_index(near, Near, i);
    if (!respell_add_word(respell, part, one->number, one->cost)) return FALSE;
  }
  if (!add_cuts(respell, part)) return FALSE;
  keep_best(part->candidates);
  return TRUE;
}
