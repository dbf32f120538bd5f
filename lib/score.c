/* score.c - see score.h */
#include "score.h"

#include <math.h>
#include <string.h>

#include "schema.h"

float *repere_score_norms(xc_database *database, guint32 last_docid, const RepereWeights *weights, xc_error *fault)
{
  xc_database_stats stats;
  xc_docid docid;
  xc_termcount length;
  int state = XC_FAILED;
  xc_postings *all = xc_database_postings(database, "", 0, fault);
  float *norms = g_new0(float, (gsize)last_docid + 1);
  if (all && xc_database_get_stats(database, &stats, fault) == XC_OK) {
    double average = stats.average_length > 0 ? stats.average_length : 1;
    while ((state = xc_postings_next(all, &docid, fault)) == XC_ITEM && docid <= last_docid) {
      if (xc_postings_document_length(all, &length, fault) != XC_OK) break;
      double share = MAX((double)length / average, weights->shortest);
      norms[docid] = (float)(weights->k1 * (weights->b * share + (1 - weights->b)));
    }
  }
  xc_postings_free(all);
  if (state != XC_END) g_clear_pointer(&norms, g_free);
  return norms;
}

double repere_score_rarity(double documents, double all)
{
  double odds = (all - documents + 0.5) / (documents + 0.5);
  if (odds < 2) odds = odds * 0.5 + 1;
  return log(odds);
}

/* ---- parts ---- */

static void part_clear(gpointer part)
{
  g_free(((RepereScorePart *)part)->weights);
}

GArray *repere_score_parts_new(void)
{
  GArray *parts = g_array_new(FALSE, FALSE, sizeof(RepereScorePart));
  g_array_set_clear_func(parts, part_clear);
  return parts;
}

/* ---- scoring ---- */

typedef struct {
  const RepereMatch *match;
  const RepereLane *lane;
  const RepereQuestion *question;
  const guint32 *docids;
  guint32 n;
  float *often;        /* in all fields, each with its weight */
  guint8 *titled;      /* has it in its title */
  float *weights;
  const float *before; /* what they were before the word, where this is it in other languages; else NULL */
  GArray *parts;
  xc_error *fault;
  GError **error;
} Scoring;

/* Where a phrase is one of several things that may match, documents without it do not weigh by its words. */
static void leave_out_others(const Scoring *scoring, const roaring_bitmap_t *found)
{
  for (guint32 i = 0; i < scoring->n; i++)
    if (scoring->often[i] > 0 && !roaring_bitmap_contains(found, scoring->docids[i])) scoring->often[i] = 0;
}

/* What a part weighs in a document. */
static void add_sum(const Scoring *scoring, const RepereScorePart *part, guint32 i, float sum)
{
  scoring->weights[i] += sum;
  if (part->weights) part->weights[i] += sum;
}

static void add_weights(const Scoring *scoring, const RepereWeighed *word, double rarity)
{
  const float *norms = scoring->lane->snapshot->norms;
  const RepereWeights *by = scoring->lane->weights;
  float weight = (float)(word->scale * rarity * (by->k1 + 1)), titled = (float)by->title_word * weight;
  RepereScorePart part = {word, scoring->parts ? g_new0(float, (gsize)scoring->n + 1) : NULL};
  for (guint32 i = 0; i < scoring->n; i++) {
    if (scoring->often[i] <= 0) continue;
    float sum = weight * scoring->often[i] / (norms[scoring->docids[i]] + scoring->often[i]);
    if (scoring->titled[i]) sum += titled;
    if (!scoring->before) add_sum(scoring, &part, i, sum);
    else add_sum(scoring, &part, i, MAX(0, sum - (scoring->weights[i] - scoring->before[i])));
  }
  if (part.weights) g_array_append_val(scoring->parts, part);
}

/* Adds how often the documents have `term` (in a field: with its prefix), times `share`. */
static gboolean add_often(const Scoring *scoring, const char *prefix, const char *term, double share, gboolean title,
                          guint32 *documents)
{
  char whole[REPERE_TERM_BYTES + 8];
  g_snprintf(whole, sizeof whole, "%s%s", prefix, term);
  RepereOften wanted = {scoring->docids, scoring->n, (float)share, scoring->often, title ? scoring->titled : NULL};
  return repere_docsets_often(scoring->lane->snapshot->docsets, scoring->lane->database, whole, &wanted,
                              scoring->question, documents, scoring->fault, scoring->error);
}

/* What stands in fields counts once with the text: here it gets the rest of its weight. */
static gboolean add_fields(const Scoring *scoring, const char *term, double share)
{
  const RepereWeights *by = scoring->lane->weights;
  const struct {
    RepereTextField field;
    double weight;
    gboolean title;
  } fields[] = {{REPERE_FIELD_TITLE, by->title, TRUE},
                {REPERE_FIELD_ABSTRACT, by->abstract, FALSE},
                {REPERE_FIELD_KEYWORD, by->keyword, FALSE}};
  for (guint f = 0; f < G_N_ELEMENTS(fields); f++) {
    guint32 documents = 0;
    if (fields[f].weight == 1 && !(fields[f].title && by->title_word > 0)) continue;
    if (!add_often(scoring, repere_field_row(fields[f].field)->prefix, term, share * (fields[f].weight - 1),
                   fields[f].title, &documents))
      return FALSE;
  }
  return TRUE;
}

static gboolean count(const Scoring *scoring, const char *term, guint32 *documents)
{
  return repere_docsets_count(scoring->lane->snapshot->docsets, scoring->lane->database, term, documents, scoring->fault);
}

/* Several terms that count as one word: of how many documents have one, what would be so if they were
 * independent. */
static gboolean weigh_word(const Scoring *scoring, const RepereWeighed *word, const roaring_bitmap_t *found)
{
  double all = scoring->lane->snapshot->documents, none = 1;
  memset(scoring->often, 0, (gsize)scoring->n * sizeof *scoring->often);
  memset(scoring->titled, 0, scoring->n);
  for (guint i = 0; i < word->terms->len; i++) {
    guint32 documents = 0;
    double share = word->shares ? (double)g_array_index(word->shares, float, i) : 1;
    if (share <= 0 && !count(scoring, word->terms->pdata[i], &documents)) return FALSE;
    if (share > 0 && !add_often(scoring, "", word->terms->pdata[i], share, FALSE, &documents)) return FALSE;
    if (share > 0 && documents && word->anywhere && !add_fields(scoring, word->terms->pdata[i], share)) return FALSE;
    none *= 1 - documents / all;
  }
  if (none >= 1) return TRUE;
  if (found) leave_out_others(scoring, found);
  add_weights(scoring, word, repere_score_rarity(all * (1 - none), all));
  return TRUE;
}

static gboolean weigh(const Scoring *scoring, const RepereMatcher *matcher, gboolean certain);

/* By its own terms, or by its parts. */
static gboolean weigh_itself(const Scoring *scoring, const RepereMatcher *matcher, gboolean certain,
                             const roaring_bitmap_t *found)
{
  gboolean both = matcher->kind == REPERE_MATCHER_AND;
  for (guint i = 0; matcher->weighed && i < matcher->weighed->len; i++)
    if (!weigh_word(scoring, matcher->weighed->pdata[i], found)) return FALSE;
  for (guint i = 0; !matcher->weighed && matcher->parts && i < matcher->parts->len; i++)
    if (!weigh(scoring, matcher->parts->pdata[i], certain && both)) return FALSE;
  return TRUE;
}

/* `certain`: all hits have what the matcher looks for. */
static gboolean weigh(const Scoring *scoring, const RepereMatcher *matcher, gboolean certain)
{
  const roaring_bitmap_t *found = NULL;
  if (matcher->kind == REPERE_MATCHER_POSITIONS && !certain)
    found = g_hash_table_lookup(scoring->match->found, matcher);
  /* What was not looked for, since other words of an AND were nowhere, no hit has. */
  if (matcher->kind == REPERE_MATCHER_POSITIONS && !certain && !found) return TRUE;
  if (!matcher->other) return weigh_itself(scoring, matcher, certain, found);
  g_autofree float *before = g_memdup2(scoring->weights, (gsize)scoring->n * sizeof *scoring->weights);
  Scoring other = *scoring;
  if (!weigh_itself(scoring, matcher, certain, found)) return FALSE;
  other.before = before;
  return weigh_word(&other, matcher->other, found);
}

gboolean repere_score(const RepereMatch *match, const RepereLane *lane, const RepereQuestion *question,
                      const guint32 *docids, guint32 n, float *weights, GArray *parts, xc_error *fault,
                      GError **error)
{
  const RepereMatcher *matcher = match->any ? match->plan->match_any : match->plan->match_all;
  g_autofree float *often = g_new(float, (gsize)n + 1);
  g_autofree guint8 *titled = g_new(guint8, (gsize)n + 1);
  Scoring scoring = {match, lane, question, docids, n, often, titled, weights, NULL, parts, fault, error};
  return !matcher || weigh(&scoring, matcher, TRUE);
}
