/* passages.c - see passages.h */
#include "passages.h"

#include <math.h>
#include <string.h>
#include "answer.h"
#include "fault.h"
#include "index.h"

/* More positions of a term than this in one document tell no more about which page is best. */
#define MOST_POSITIONS 20000

typedef struct {
  guint page;      /* in the document's page table */
  double score;
} PageScore;

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

static gboolean has_position(const GArray *sorted, guint32 position)
{
  return bsearch(&position, sorted->data, sorted->len, sizeof(guint32), by_position) != NULL;
}

/* Where the phrase begins: positions of its first word that the others follow. */
static gboolean phrase_positions(xc_database *database, guint32 docid, const RepereEvidence *evidence, GArray *found,
                                 xc_error *fault)
{
  if (!read_positions(database, docid, evidence->terms->pdata[0], found, fault)) return FALSE;
  for (guint w = 1; w < evidence->terms->len && found->len; w++) {
    g_autoptr(GArray) next = g_array_new(FALSE, FALSE, sizeof(guint32));
    guint kept = 0;
    if (!read_positions(database, docid, evidence->terms->pdata[w], next, fault)) return FALSE;
    for (guint i = 0; i < found->len; i++)
      if (has_position(next, g_array_index(found, guint32, i) + w))
        g_array_index(found, guint32, kept++) = g_array_index(found, guint32, i);
    g_array_set_size(found, kept);
  }
  return TRUE;
}

/* Ascending positions of all the words that stand for one, each once. */
static gboolean word_positions(xc_database *database, guint32 docid, const RepereEvidence *evidence, GArray *found,
                               xc_error *fault)
{
  for (guint i = 0; i < evidence->terms->len; i++)
    if (!read_positions(database, docid, evidence->terms->pdata[i], found, fault)) return FALSE;
  g_array_sort(found, by_position);
  guint kept = 0;
  for (guint i = 0; i < found->len; i++) {
    guint32 position = g_array_index(found, guint32, i);
    if (kept == 0 || g_array_index(found, guint32, kept - 1) != position)
      g_array_index(found, guint32, kept++) = position;
  }
  g_array_set_size(found, kept);
  return TRUE;
}

/* ---- which pages ---- */

/* The page that a position is on: the last that starts at or before it; -1 for positions of fields. */
static int page_of(const GArray *pages, guint32 position)
{
  guint low = 0, high = pages->len;
  while (low < high) {
    guint middle = (low + high) / 2;
    if (g_array_index(pages, RepereStoredPage, middle).start <= position) low = middle + 1;
    else high = middle;
  }
  return (int)low - 1;
}

/* A page gains by every clause that stands on it, by how telling it is, and a little by how often. */
static void score_pages(const GArray *positions, double weight, const GArray *pages, double *scores)
{
  int before = -1;
  guint run = 0;
  for (guint i = 0; i <= positions->len; i++) {
    int page = i < positions->len ? page_of(pages, g_array_index(positions, guint32, i)) : -2;
    if (page != before) {
      if (before >= 0) scores[before] += weight * (1 + 0.5 * log(run));
      before = page;
      run = 0;
    }
    run++;
  }
}

static gint by_score(gconstpointer a, gconstpointer b)
{
  const PageScore *one = a, *other = b;
  if (one->score != other->score) return one->score < other->score ? 1 : -1;
  return (one->page > other->page) - (one->page < other->page);
}

static GArray *best_pages(xc_database *database, guint32 docid, const GArray *pages, const ReperePlan *plan,
                          xc_error *fault)
{
  g_autofree double *scores = g_new0(double, pages->len + 1);
  for (guint i = 0; i < plan->evidence->len; i++) {
    const RepereEvidence *evidence = plan->evidence->pdata[i];
    g_autoptr(GArray) positions = g_array_new(FALSE, FALSE, sizeof(guint32));
    gboolean read = evidence->phrase ? phrase_positions(database, docid, evidence, positions, fault)
                                     : word_positions(database, docid, evidence, positions, fault);
    if (!read) return NULL;
    score_pages(positions, evidence->weight, pages, scores);
  }
  GArray *best = g_array_new(FALSE, FALSE, sizeof(PageScore));
  for (guint i = 0; i < pages->len; i++) {
    PageScore page = {i, scores[i]};
    if (scores[i] > 0) g_array_append_val(best, page);
  }
  g_array_sort(best, by_score);
  return best;
}

/* ---- passages ---- */

static ReperePassage *passage_of(const RepereStoredDocument *stored, const RepereStoredPage *page, char *html)
{
  ReperePassage *passage = repere_passage_new();
  passage->html = html;
  passage->lang = g_strdup(page->lang);
  passage->file = page->file;
  if (page->file == 0 || page->file > stored->files->len) return passage;
  const RepereStoredFile *file = &g_array_index(stored->files, RepereStoredFile, page->file - 1);
  passage->page = page->number;
  passage->page_label = repere_stored_page_label(page);
  passage->url = repere_stored_page_url(file, page);
  return passage;
}

static gboolean cut_page(xc_database *database, guint32 docid, const RepereStoredDocument *stored, guint number,
                         const ReperePlan *plan, RepereAnalyzer *analyzer, GPtrArray *passages, GError **error)
{
  const RepereStoredPage *page = &g_array_index(stored->pages, RepereStoredPage, number);
  gsize length;
  GError *fault = NULL;
  g_autofree char *text = repere_index_page_text(database, docid, number, &length, &fault);
  if (g_error_matches(fault, REPERE_ERROR, REPERE_ERROR_CORRUPT)) {
    g_warning("%s", fault->message); /* one bad page costs its passage, not the whole answer */
    g_clear_error(&fault);
    return TRUE;
  }
  if (fault) {
    g_propagate_error(error, fault);
    return FALSE;
  }
  char *html = repere_passage_html(text, length, page->lang, plan->evidence, analyzer);
  if (html) g_ptr_array_add(passages, passage_of(stored, page, html));
  return TRUE;
}

gboolean repere_passages_cut(xc_database *database, guint32 docid, const RepereStoredDocument *stored,
                             const RepereStoredText *abstract, const ReperePlan *plan, RepereAnalyzer *analyzer,
                             guint most, GPtrArray *passages, GError **error)
{
  xc_error fault = XC_ERROR_INIT;
  if (most == 0 || plan->evidence->len == 0) return TRUE;
  g_autoptr(GArray) best = best_pages(database, docid, stored->pages, plan, &fault);
  if (!best) return repere_fault(error, NULL, &fault);
  for (guint i = 0; i < best->len && passages->len < most; i++)
    if (!cut_page(database, docid, stored, g_array_index(best, PageScore, i).page, plan, analyzer, passages, error))
      return FALSE;
  if (passages->len || !abstract) return TRUE;
  RepereStoredPage own = {0, 0, 0, "", abstract->lang};
  char *html = repere_passage_html(abstract->text, strlen(abstract->text), abstract->lang, plan->evidence, analyzer);
  if (html) g_ptr_array_add(passages, passage_of(stored, &own, html));
  return TRUE;
}
