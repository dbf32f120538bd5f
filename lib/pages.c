/* pages.c - see pages.h */
#include "pages.h"

/* So many words a page has usually: a longer one must have more of what is asked. */
#define USUAL_WORDS 300.0

/* ---- what pages weigh ---- */

typedef struct {
  const GArray *pages; /* the page table */
  const RepereWeights *by;
  ReperePageWeight *weights; /* a page each */
} Weighing;

/* The page that a position is on, of those from `from` on: the last that starts at or before it; -1 for positions of
 * fields. */
static int page_of(const GArray *pages, int from, guint32 position)
{
  guint low = from < 0 ? 0 : (guint)from, high = pages->len;
  if (low + 1 < high && g_array_index(pages, RepereStoredPage, low + 1).start > position) high = low + 1;
  while (low < high) {
    guint middle = (low + high) / 2;
    if (g_array_index(pages, RepereStoredPage, middle).start <= position) low = middle + 1;
    else high = middle;
  }
  return (int)low - 1;
}

/* How much a page must have of a word, by its own length. */
static double norm_of(const Weighing *weighing, guint page)
{
  const GArray *pages = weighing->pages;
  double words = USUAL_WORDS;
  if (page + 1 < pages->len)
    words = g_array_index(pages, RepereStoredPage, page + 1).start - g_array_index(pages, RepereStoredPage, page).start;
  double share = MAX(words / USUAL_WORDS, weighing->by->shortest);
  return weighing->by->k1 * (weighing->by->b * share + (1 - weighing->by->b));
}

static void weigh_words(const Weighing *weighing, const GArray *places, double weight)
{
  int page = -1;
  double often = 0;
  for (guint i = 0; i <= places->len; i++) {
    const ReperePlace *place = i < places->len ? &g_array_index(places, ReperePlace, i) : NULL;
    int on = place ? page_of(weighing->pages, page, place->position) : G_MAXINT;
    if (on != page && page >= 0 && often > 0)
      weighing->weights[page].words +=
        weight * (weighing->by->k1 + 1) * often / (norm_of(weighing, (guint)page) + often);
    if (on != page) often = 0;
    page = on;
    if (place) often += (double)place->share;
  }
}

/* How close the nearest of `others` is to a place; *at moves on with the places. 0: none within the window. */
static double closeness(const Weighing *weighing, const ReperePlace *place, const GArray *others, guint *at)
{
  double nearest = weighing->by->near_words + 1, share = 0;
  while (*at < others->len && g_array_index(others, ReperePlace, *at).position < place->position) ++*at;
  for (guint i = *at > 0 ? *at - 1 : 0; i < others->len && i <= *at + 1; i++) {
    const ReperePlace *other = &g_array_index(others, ReperePlace, i);
    double distance = ABS((double)other->position - (double)place->position);
    if (distance == 0 || distance >= nearest) continue;
    nearest = distance;
    share = (double)MIN(other->share, place->share);
  }
  return share > 0 ? share / nearest : 0;
}

static void weigh_near(const Weighing *weighing, const GArray *some, const GArray *others, double weight)
{
  int page = -1;
  double close = 0;
  guint at = 0;
  for (guint i = 0; i <= some->len; i++) {
    const ReperePlace *place = i < some->len ? &g_array_index(some, ReperePlace, i) : NULL;
    int on = place ? page_of(weighing->pages, page, place->position) : G_MAXINT;
    if (on != page && page >= 0 && close > 0) weighing->weights[page].near += weight * close / (close + 1);
    if (on != page) close = 0;
    page = on;
    if (place) close += closeness(weighing, place, others, &at);
  }
}

static void weigh_all(const Weighing *weighing, const ReperePlaces *places, guint32 docid, const ReperePlan *plan)
{
  const GArray *before = NULL;
  double rarest = 0;
  for (guint i = 0; i < plan->evidence->len; i++) {
    const RepereEvidence *evidence = plan->evidence->pdata[i];
    const GArray *own = repere_places_of(places, docid, i);
    if (own) weigh_words(weighing, own, evidence->weight);
    if (own && before && !evidence->aside)
      weigh_near(weighing, before, own, MIN(rarest, evidence->weight) * (weighing->by->k1 + 1));
    if (evidence->aside) continue;
    before = own;
    rarest = evidence->weight;
  }
}

GArray *repere_pages_weigh(const ReperePlaces *places, guint32 docid, const GArray *pages, const ReperePlan *plan,
                           const RepereWeights *by)
{
  g_autofree ReperePageWeight *weights = g_new0(ReperePageWeight, pages->len + 1);
  Weighing weighing = {pages, by, weights};
  weigh_all(&weighing, places, docid, plan);
  GArray *found = g_array_new(FALSE, FALSE, sizeof(ReperePageWeight));
  for (guint i = 0; i < pages->len; i++) {
    weights[i].page = i;
    if (weights[i].words > 0) g_array_append_val(found, weights[i]);
  }
  return found;
}

double repere_page_sum(const ReperePageWeight *page, const RepereWeights *by)
{
  return by->page * page->words + by->near * page->near;
}
