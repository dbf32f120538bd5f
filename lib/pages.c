/* pages.c - see pages.h */
#include "pages.h"

/* More positions of a term than this in one document tell no more about which page is best. */
#define MOST_POSITIONS 20000
/* So many words a page has usually: a longer one must have more of what is asked. */
#define USUAL_WORDS 300.0

/* Where evidence stands, and how much of it that is: a translation is not the word itself. */
typedef struct {
  guint32 position;
  float share;
} Place;

/* ---- where the evidence stands ---- */

static gboolean read_positions(xc_database *database, guint32 docid, const char *term, GArray *into, xc_error *fault)
{
  xc_positions *positions = xc_database_positions(database, docid, term, XC_NUL, fault);
  size_t count = 0;
  guint before = into->len;
  if (!positions) return FALSE;
  g_array_set_size(into, before + MOST_POSITIONS);
  xc_code code = xc_positions_read(positions, &g_array_index(into, guint32, before), MOST_POSITIONS, &count, fault);
  g_array_set_size(into, before + (code == XC_OK ? (guint)count : 0));
  xc_positions_free(positions);
  return code == XC_OK;
}

static gint by_position(gconstpointer a, gconstpointer b)
{
  guint32 one = *(const guint32 *)a, other = *(const guint32 *)b;
  return (one > other) - (one < other);
}

static gint by_place(gconstpointer a, gconstpointer b)
{
  const Place *one = a, *other = b;
  if (one->position != other->position) return one->position > other->position ? 1 : -1;
  return (one->share < other->share) - (one->share > other->share);
}

static gboolean has_position(const GArray *sorted, guint32 position)
{
  return bsearch(&position, sorted->data, sorted->len, sizeof(guint32), by_position) != NULL;
}

/* Where the phrase begins: positions of its first word that the others follow. */
static gboolean phrase_positions(xc_database *database, guint32 docid, const GPtrArray *words, GArray *found,
                                 xc_error *fault)
{
  if (!read_positions(database, docid, words->pdata[0], found, fault)) return FALSE;
  for (guint w = 1; w < words->len && found->len; w++) {
    g_autoptr(GArray) next = g_array_new(FALSE, FALSE, sizeof(guint32));
    guint kept = 0;
    if (!read_positions(database, docid, words->pdata[w], next, fault)) return FALSE;
    for (guint i = 0; i < found->len; i++)
      if (has_position(next, g_array_index(found, guint32, i) + w))
        g_array_index(found, guint32, kept++) = g_array_index(found, guint32, i);
    g_array_set_size(found, kept);
  }
  return TRUE;
}

static gboolean word_positions(xc_database *database, guint32 docid, const GPtrArray *words, GArray *found,
                               xc_error *fault)
{
  for (guint i = 0; i < words->len; i++)
    if (!read_positions(database, docid, words->pdata[i], found, fault)) return FALSE;
  return TRUE;
}

static void add_places(GArray *places, const GArray *positions, double share)
{
  for (guint i = 0; i < positions->len; i++) {
    Place place = {g_array_index(positions, guint32, i), (float)share};
    g_array_append_val(places, place);
  }
}

/* Words that stand for one may stand at one position: the word itself counts there. */
static void sort_places(GArray *places)
{
  guint kept = 0;
  g_array_sort(places, by_place);
  for (guint i = 0; i < places->len; i++) {
    Place place = g_array_index(places, Place, i);
    if (kept == 0 || g_array_index(places, Place, kept - 1).position != place.position)
      g_array_index(places, Place, kept++) = place;
  }
  g_array_set_size(places, kept);
}

/* Places of one piece of evidence, ascending. */
static gboolean find_places(xc_database *database, guint32 docid, const RepereEvidence *evidence,
                            const RepereWeights *by, GArray *places, xc_error *fault)
{
  g_autoptr(GArray) positions = g_array_new(FALSE, FALSE, sizeof(guint32));
  gboolean read = evidence->phrase ? phrase_positions(database, docid, evidence->terms, positions, fault)
                                   : word_positions(database, docid, evidence->terms, positions, fault);
  if (!read) return FALSE;
  add_places(places, positions, 1);
  g_array_set_size(positions, 0);
  if (evidence->translated && !word_positions(database, docid, evidence->translated, positions, fault)) return FALSE;
  add_places(places, positions, by->translation);
  sort_places(places);
  return TRUE;
}

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
    const Place *place = i < places->len ? &g_array_index(places, Place, i) : NULL;
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
static double closeness(const Weighing *weighing, const Place *place, const GArray *others, guint *at)
{
  double nearest = weighing->by->near_words + 1, share = 0;
  while (*at < others->len && g_array_index(others, Place, *at).position < place->position) ++*at;
  for (guint i = *at > 0 ? *at - 1 : 0; i < others->len && i <= *at + 1; i++) {
    const Place *other = &g_array_index(others, Place, i);
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
    const Place *place = i < some->len ? &g_array_index(some, Place, i) : NULL;
    int on = place ? page_of(weighing->pages, page, place->position) : G_MAXINT;
    if (on != page && page >= 0 && close > 0) weighing->weights[page].near += weight * close / (close + 1);
    if (on != page) close = 0;
    page = on;
    if (place) close += closeness(weighing, place, others, &at);
  }
}

static gboolean weigh_all(const Weighing *weighing, xc_database *database, guint32 docid, const ReperePlan *plan,
                          xc_error *fault)
{
  g_autoptr(GArray) before = g_array_new(FALSE, FALSE, sizeof(Place));
  double rarest = 0;
  for (guint i = 0; i < plan->evidence->len; i++) {
    const RepereEvidence *evidence = plan->evidence->pdata[i];
    GArray *places = g_array_new(FALSE, FALSE, sizeof(Place));
    gboolean found = find_places(database, docid, evidence, weighing->by, places, fault);
    if (found) weigh_words(weighing, places, evidence->weight);
    if (found && before->len && places->len && !evidence->aside)
      weigh_near(weighing, before, places, MIN(rarest, evidence->weight) * (weighing->by->k1 + 1));
    if (evidence->aside) {
      g_array_unref(places);
    } else {
      g_array_unref(before);
      before = places;
      rarest = evidence->weight;
    }
    if (!found) return FALSE;
  }
  return TRUE;
}

GArray *repere_pages_weigh(xc_database *database, guint32 docid, const GArray *pages, const ReperePlan *plan,
                           const RepereWeights *by, xc_error *fault)
{
  g_autofree ReperePageWeight *weights = g_new0(ReperePageWeight, pages->len + 1);
  Weighing weighing = {pages, by, weights};
  if (!weigh_all(&weighing, database, docid, plan, fault)) return NULL;
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
