/* score.c - see score.h */
#include "score.h"

#include <math.h>
#include <string.h>

static const float k1 = 1.2f, b = 0.6f;
/* Shorter documents, as a share of the average length, count as so long: else a title alone would beat all
 * others. */
static const float least_length = 0.5f;

float *repere_score_norms(xc_database *database, guint32 last_docid, xc_error *fault)
{
  xc_database_stats stats;
  xc_docid docid;
  xc_termcount length;
  int state = XC_FAILED;
  xc_postings *all = xc_database_postings(database, "", 0, fault);
  float *norms = g_new0(float, (gsize)last_docid + 1);
  if (all && xc_database_get_stats(database, &stats, fault) == XC_OK) {
    float average = stats.average_length > 0 ? (float)stats.average_length : 1;
    while ((state = xc_postings_next(all, &docid, fault)) == XC_ITEM && docid <= last_docid) {
      if (xc_postings_document_length(all, &length, fault) != XC_OK) break;
      norms[docid] = k1 * (b * MAX((float)length / average, least_length) + (1 - b));
    }
  }
  xc_postings_free(all);
  if (state != XC_END) g_clear_pointer(&norms, g_free);
  return norms;
}

typedef struct {
  const RepereMatch *match;
  const RepereLane *lane;
  const RepereQuestion *question;
  const guint32 *docids;
  guint32 n;
  guint32 *wdfs;
  float *weights;
  xc_error *fault;
  GError **error;
} Scoring;

/* The weight of a term that `documents` of all have. */
static float rarity(double documents, double all)
{
  double odds = (all - documents + 0.5) / (documents + 0.5);
  if (odds < 2) odds = odds * 0.5 + 1;
  return (float)(log(odds) * (k1 + 1));
}

/* Where a phrase is one of several things that may match, documents without it do not weigh by its words. */
static void leave_out_others(const Scoring *scoring, const roaring_bitmap_t *found)
{
  for (guint32 i = 0; i < scoring->n; i++)
    if (scoring->wdfs[i] && !roaring_bitmap_contains(found, scoring->docids[i])) scoring->wdfs[i] = 0;
}

static void add_weights(const Scoring *scoring, float weight)
{
  const float *norms = scoring->lane->snapshot->norms;
  for (guint32 i = 0; i < scoring->n; i++) {
    float wdf = (float)scoring->wdfs[i];
    scoring->weights[i] += weight * wdf / (norms[scoring->docids[i]] + wdf);
  }
}

/* Several terms that count as one word: of how many documents have one, what would be so if they were
 * independent. */
static gboolean weigh_word(const Scoring *scoring, const RepereWeighed *word, const roaring_bitmap_t *found)
{
  const RepereSnapshot *snapshot = scoring->lane->snapshot;
  double all = snapshot->documents, none = 1;
  memset(scoring->wdfs, 0, (gsize)scoring->n * sizeof *scoring->wdfs);
  for (guint i = 0; i < word->terms->len; i++) {
    guint32 documents = 0;
    if (!repere_docsets_wdfs(snapshot->docsets, scoring->lane->database, word->terms->pdata[i],
                             scoring->docids, scoring->n, scoring->question, scoring->wdfs, &documents,
                             scoring->fault, scoring->error))
      return FALSE;
    none *= 1 - documents / all;
  }
  if (none >= 1) return TRUE;
  if (found) leave_out_others(scoring, found);
  add_weights(scoring, (float)word->scale * rarity(all * (1 - none), all));
  return TRUE;
}

/* `certain`: all hits have what the matcher looks for. */
static gboolean weigh(const Scoring *scoring, const RepereMatcher *matcher, gboolean certain)
{
  gboolean both = matcher->kind == REPERE_MATCHER_AND;
  const roaring_bitmap_t *found = NULL;
  if (matcher->kind == REPERE_MATCHER_POSITIONS && !certain)
    found = g_hash_table_lookup(scoring->match->found, matcher);
  /* What was not looked for, since other words of an AND were nowhere, no hit has. */
  if (matcher->kind == REPERE_MATCHER_POSITIONS && !certain && !found) return TRUE;
  for (guint i = 0; matcher->weighed && i < matcher->weighed->len; i++)
    if (!weigh_word(scoring, matcher->weighed->pdata[i], found)) return FALSE;
  for (guint i = 0; !matcher->weighed && matcher->parts && i < matcher->parts->len; i++)
    if (!weigh(scoring, matcher->parts->pdata[i], certain && both)) return FALSE;
  return TRUE;
}

gboolean repere_score(const RepereMatch *match, const RepereLane *lane, const RepereQuestion *question,
                      const guint32 *docids, guint32 n, float *weights, xc_error *fault, GError **error)
{
  const RepereMatcher *matcher = match->any ? match->plan->match_any : match->plan->match_all;
  g_autofree guint32 *wdfs = g_new(guint32, (gsize)n + 1);
  Scoring scoring = {match, lane, question, docids, n, wdfs, weights, fault, error};
  return !matcher || weigh(&scoring, matcher, TRUE);
}
