/* explain.c - see explain.h */
#include "explain.h"

#include "answer.h"
#include "ascending.h"
#include "index.h"
#include "pages.h"
#include "score.h"

/* Weights are floats: what is smaller is no part. */
#define LEAST 0.0001

static void add_part(GArray *explanation, const char *what, const char *of, double score)
{
  RepereExplanation part = {what, of && of[0] ? g_strdup(of) : NULL, 0, 0, score};
  g_array_append_val(explanation, part);
}

/* What the best page brought to a hit that was looked at page by page. */
static gboolean add_page(const RepereMatch *match, const RepereLane *lane, const ReperePlaces *places, guint32 docid,
                         GArray *explanation, GError **error)
{
  const ReperePageWeight *best = NULL;
  const RepereWeights *by = lane->weights;
  g_autoptr(RepereStoredDocument) stored = repere_index_document(lane->database, docid, error);
  if (!stored) return FALSE;
  g_autoptr(GArray) pages = repere_pages_weigh(places, docid, stored->pages, match->plan, by);
  for (guint i = 0; i < pages->len; i++) {
    const ReperePageWeight *page = &g_array_index(pages, ReperePageWeight, i);
    if (!best || repere_page_sum(page, by) > repere_page_sum(best, by)) best = page;
  }
  const double scores[] = {best ? by->page * best->words : 0, best ? by->near * best->near : 0};
  static const char *const names[] = {"page", "near"};
  for (guint i = 0; best && i < G_N_ELEMENTS(scores); i++) {
    const RepereStoredPage *page = &g_array_index(stored->pages, RepereStoredPage, best->page);
    if (scores[i] < LEAST) continue;
    add_part(explanation, names[i], NULL, scores[i]);
    g_array_index(explanation, RepereExplanation, explanation->len - 1).file = page->file;
    g_array_index(explanation, RepereExplanation, explanation->len - 1).page = page->file ? page->number : 0;
  }
  return TRUE;
}

static gboolean explain_hit(const RepereMatch *match, const RepereLane *lane, const ReperePlaces *places,
                            const RepereRanked *ranked, const GArray *parts, gsize at, RepereHit *hit, GError **error)
{
  double rest = ranked->weight;
  hit->explanation = repere_explanation_new();
  for (guint i = 0; i < parts->len; i++) {
    const RepereScorePart *part = &g_array_index(parts, RepereScorePart, i);
    double score = (double)part->weights[at];
    if (score < LEAST) continue;
    add_part(hit->explanation, repere_weighed_name(part->of->kind), part->of->text, score);
    rest -= score;
  }
  return rest < LEAST || !repere_places_know(places, ranked->docid) ||
         add_page(match, lane, places, ranked->docid, hit->explanation, error);
}

gboolean repere_explain(const RepereMatch *match, const RepereLane *lane, const RepereQuestion *question,
                        const RepereRanking *ranking, GPtrArray *hits, xc_error *fault, GError **error)
{
  const GArray *ranked = ranking->hits;
  g_autoptr(GArray) parts = repere_score_parts_new();
  g_autofree guint32 *all = repere_ranked_docids(ranked);
  g_autofree float *weights = g_new0(float, (gsize)ranked->len + 1);
  if (!repere_rank_by_weight(match, question)) return TRUE;
  if (!repere_score(match, lane, question, all, ranked->len, weights, parts, fault, error)) return FALSE;
  for (guint i = 0; i < ranked->len; i++) {
    const RepereRanked *one = &g_array_index(ranked, RepereRanked, i);
    const guint32 *at = bsearch(&one->docid, all, ranked->len, sizeof *all, repere_ascending);
    if (!explain_hit(match, lane, ranking->places, one, parts, (gsize)(at - all), hits->pdata[i], error)) return FALSE;
  }
  return TRUE;
}
