/* search.c - the one road from a question to its answer; see repere/search.h */
#include "repere/search.h"

#include <string.h>
#include "answer.h"
#include "engine.h"
#include "facets.h"
#include "fault.h"
#include "hit.h"
#include "index.h"
#include "passages.h"
#include "plan.h"
#include "query.h"
#include "schema.h"
#include "search_private.h"

/* A look at the clock after so many matching documents: some 10 µs of matching. */
#define CLOCK_STEP 128

/* BM25 as Robertson and others give it (TREC-3, "Okapi at TREC-3", 1994), with Xapian's names of the parameters. */
static const double bm25[] = {1.2 /* k1 */, 0 /* k2 */, 1 /* k3 */, 0.6 /* b */, 0.5 /* min_normlen */};

enum { STOP_DEADLINE = 1, STOP_GONE = 2 };

typedef struct {
  const RepereQuestion *question;
  RepereAnswer *answer;
} Search;

/* ---- matching ---- */

static gboolean sort_hits(xc_enquire *enquire, const RepereQuestion *question, gboolean words, xc_error *fault)
{
  const RepereLanguage *language = repere_language(question->lang);
  xc_sort_key newest = {REPERE_SLOT_ISSUED, true, {NULL, 0}};
  xc_sort_key oldest = {REPERE_SLOT_ISSUED, false, {"\xff", 1}}; /* undated works come last either way */
  xc_sort_key title = {REPERE_SLOT_TITLE + (language ? repere_language_index(language) : 0), false, {"\xff", 1}};
  switch (question->sort) {
  case REPERE_SORT_NEWEST: return xc_enquire_set_sort(enquire, XC_SORT_KEY_THEN_RELEVANCE, &newest, 1, fault) == XC_OK;
  case REPERE_SORT_OLDEST: return xc_enquire_set_sort(enquire, XC_SORT_KEY_THEN_RELEVANCE, &oldest, 1, fault) == XC_OK;
  case REPERE_SORT_TITLE: return xc_enquire_set_sort(enquire, XC_SORT_KEY_THEN_RELEVANCE, &title, 1, fault) == XC_OK;
  default: break;
  }
  /* Nothing is more relevant than anything else where no word was asked for: then the newest works come first. */
  return words || xc_enquire_set_sort(enquire, XC_SORT_KEY, &newest, 1, fault) == XC_OK;
}

static xc_enquire *enquire_for(const RepereLane *lane, const xc_query *query, const char *weighting, xc_error *fault)
{
  xc_enquire *enquire = xc_enquire_new(lane->database, fault);
  gboolean weighted = g_str_equal(weighting, "bm25");
  if (enquire && xc_enquire_set_query(enquire, query, 0, fault) == XC_OK &&
      xc_enquire_set_weighting(enquire, weighting, weighted ? bm25 : NULL, weighted ? G_N_ELEMENTS(bm25) : 0, fault) ==
        XC_OK)
    return enquire;
  xc_enquire_free(enquire);
  return NULL;
}

/* The hits of the page asked for. NULL on failure. */
static xc_mset *match_hits(const RepereLane *lane, const Search *search, const RepereMatch *match, xc_error *fault)
{
  const RepereQuestion *question = search->question;
  gboolean words = match->plan->evidence->len > 0;
  xc_mset *hits = NULL;
  xc_query *filtered = repere_plan_filtered(lane->snapshot, question, repere_match_query(match), fault);
  xc_enquire *enquire = filtered ? enquire_for(lane, filtered, words ? "bm25" : "bool", fault) : NULL;
  guint32 documents = lane->snapshot->documents;
  if (enquire && sort_hits(enquire, question, words, fault))
    hits = xc_enquire_match(enquire, MIN(question->offset, documents), question->limit, 0, NULL, fault);
  xc_enquire_free(enquire);
  xc_query_free(filtered);
  return hits;
}

/* ---- hits ---- */

static RepereStoredDocument *stored_of(xc_document *document, xc_error *fault)
{
  xc_bytes data;
  if (!document || xc_document_data(document, &data, fault) != XC_OK) return NULL;
  return repere_stored_document_unpack(data.data, data.size);
}

static gboolean add_hit(const RepereLane *lane, const Search *search, const ReperePlan *plan, xc_mset *hits, guint i,
                        xc_error *fault, GError **error)
{
  const RepereQuestion *question = search->question;
  xc_hit place;
  if (!repere_in_time(question, error)) return FALSE;
  if (xc_mset_hit(hits, i, &place, fault) != XC_OK) return FALSE;
  xc_document *document = xc_mset_document(hits, i, fault);
  g_autoptr(RepereStoredDocument) stored = stored_of(document, fault);
  xc_document_free(document);
  if (!stored) return FALSE;
  RepereHit *hit = repere_hit_of(lane->snapshot, lane->vocabularies, place.docid, stored, question->lang, FALSE);
  g_ptr_array_add(search->answer->hits, hit);
  hit->score = question->sort == REPERE_SORT_RELEVANCE ? place.weight : 0;
  return repere_passages_cut(lane->database, place.docid, stored,
                             repere_stored_text_in(stored->abstracts, question->lang), plan, lane->analyzer,
                             question->passages, hit->passages, error);
}

static gboolean add_hits(const RepereLane *lane, const Search *search, const ReperePlan *plan, xc_mset *hits,
                         xc_error *fault, GError **error)
{
  for (guint i = 0; i < xc_mset_size(hits); i++)
    if (!add_hit(lane, search, plan, hits, i, fault, error)) return FALSE;
  return TRUE;
}

/* ---- the road ---- */

static gboolean answer_match(const RepereLane *lane, Search *search, const RepereMatch *match, xc_error *fault, GError **error)
{
  const RepereQuestion *question = search->question;
  RepereAnswer *answer = search->answer;
  g_autoptr(roaring_bitmap_t) filtered = repere_match_filtered(match, lane, question, NULL, fault, error);
  if (!filtered) return FALSE;
  repere_match_head(match, lane, &answer->head);
  answer->head.total = (guint)roaring_bitmap_get_cardinality(filtered);
  if (!repere_facets_answer(match, lane, question, filtered, answer->facets, fault, error)) return FALSE;
  xc_mset *hits = match_hits(lane, search, match, fault);
  gboolean done = hits && add_hits(lane, search, match->plan, hits, fault, error);
  xc_mset_free(hits);
  return done;
}

RepereAnswer *repere_search_answer(const RepereLane *lane, const RepereQuestion *question, const RepereMatch *match,
                                   xc_error *fault, GError **error)
{
  Search search = {question, repere_answer_new(&lane->snapshot->state)};
  if (answer_match(lane, &search, match, fault, error)) return search.answer;
  repere_answer_free(search.answer);
  return NULL;
}

static gboolean ask(const RepereLane *lane, gpointer data, xc_error *fault, GError **error)
{
  Search *search = data;
  const RepereQuestion *question = search->question;
  g_clear_pointer(&search->answer, repere_answer_free);
  search->answer = repere_answer_new(&lane->snapshot->state);
  g_autoptr(RepereMatch) match = repere_match_new(lane, question, fault, error);
  return match && answer_match(lane, search, match, fault, error);
}

RepereAnswer *repere_search(RepereEngine *engine, guint lane, const RepereQuestion *question, GError **error)
{
  Search search = {question, NULL};
  gint64 start = g_get_monotonic_time();
  if (!repere_engine_ask(engine, lane, ask, &search, error)) {
    g_clear_pointer(&search.answer, repere_answer_free);
    return NULL;
  }
  search.answer->head.took_ms = (double)(g_get_monotonic_time() - start) / 1000.0;
  return search.answer;
}

/* ---- one work ---- */

typedef struct {
  const char *id, *lang;
  guint file, number;
  RepereIndexState *state;
  RepereHit *hit;
  ReperePageText *page;
} Lookup;

/* The document of a work that may be seen; FALSE without a fault where there is none. */
static gboolean find_work(const RepereLane *lane, const char *id, guint32 *docid, xc_error *fault)
{
  g_autofree char *term = repere_term_id(id);
  g_autofree char *public = repere_term_access("public");
  xc_docid found = 0, seen = 0;
  xc_postings *work = xc_database_postings(lane->database, term, XC_NUL, fault);
  xc_postings *visible = work ? xc_database_postings(lane->database, public, XC_NUL, fault) : NULL;
  gboolean there = visible && xc_postings_next(work, &found, fault) == XC_ITEM &&
                   xc_postings_skip_to(visible, found, &seen, fault) == XC_ITEM && seen == found;
  xc_postings_free(work);
  xc_postings_free(visible);
  *docid = found;
  return there;
}

static gboolean not_found(GError **error, const char *id)
{
  g_set_error(error, REPERE_ERROR, REPERE_ERROR_NOT_FOUND, "There is no work \"%s\"; look for it with /v1/search.", id);
  return FALSE;
}

gboolean repere_find_work(const RepereLane *lane, const char *id, guint32 *docid, xc_error *fault, GError **error)
{
  return find_work(lane, id, docid, fault) || (fault->code == XC_OK && not_found(error, id));
}

static RepereStoredDocument *look_up(const RepereLane *lane, const Lookup *lookup, guint32 *docid, xc_error *fault,
                                     GError **error)
{
  *lookup->state = lane->snapshot->state;
  if (find_work(lane, lookup->id, docid, fault)) return repere_index_document(lane->database, *docid, error);
  if (fault->code == XC_OK) not_found(error, lookup->id);
  return NULL;
}

static gboolean ask_work(const RepereLane *lane, gpointer data, xc_error *fault, GError **error)
{
  Lookup *lookup = data;
  guint32 docid;
  g_autoptr(RepereStoredDocument) stored = look_up(lane, lookup, &docid, fault, error);
  if (!stored) return FALSE;
  lookup->hit = repere_hit_of(lane->snapshot, lane->vocabularies, docid, stored, lookup->lang, TRUE);
  return TRUE;
}

RepereHit *repere_work_by_id(RepereEngine *engine, guint lane, const char *id, const char *lang, RepereIndexState *state,
                             GError **error)
{
  Lookup lookup = {.id = id, .lang = lang, .state = state};
  repere_engine_ask(engine, lane, ask_work, &lookup, error);
  return lookup.hit;
}

/* ---- one page ---- */

/* The place of the asked page in the page table, or -1. Where no file is named, one in the asked language is better. */
static int find_page(const RepereStoredDocument *stored, const Lookup *lookup)
{
  int best = -1;
  for (guint i = 0; i < stored->pages->len; i++) {
    const RepereStoredPage *page = &g_array_index(stored->pages, RepereStoredPage, i);
    if (page->file == 0 || page->file > stored->files->len || page->number != lookup->number) continue;
    if (lookup->file && page->file != lookup->file) continue;
    const RepereStoredFile *file = &g_array_index(stored->files, RepereStoredFile, page->file - 1);
    if (g_str_equal(file->lang, lookup->lang)) return (int)i;
    if (best < 0) best = (int)i;
  }
  return best;
}

static const char *source_of(const RepereLane *lane, guint32 docid, guint file, guint number)
{
  g_autoptr(GPtrArray) ledger = repere_index_ledger(lane->database, docid, NULL);
  const RepereLedgerFile *entry = ledger && file <= ledger->len ? ledger->pdata[file - 1] : NULL;
  for (guint i = 0; entry && i < entry->pages->len; i++) {
    const ReperePage *page = entry->pages->pdata[i];
    if (page->number == number) return page->source; /* interned */
  }
  return "";
}

static gboolean ask_page(const RepereLane *lane, gpointer data, xc_error *fault, GError **error)
{
  Lookup *lookup = data;
  guint32 docid;
  gsize length;
  g_autoptr(RepereStoredDocument) stored = look_up(lane, lookup, &docid, fault, error);
  if (!stored) return FALSE;
  int at = find_page(stored, lookup);
  if (at < 0) {
    g_set_error(error, REPERE_ERROR, REPERE_ERROR_NOT_FOUND,
                "Work \"%s\" has no page %u%s; /v1/works/ID lists its files and how many pages each has.", lookup->id,
                lookup->number, lookup->file ? " in that file" : "");
    return FALSE;
  }
  char *text = repere_index_page_text(lane->database, docid, (guint)at, &length, error);
  if (!text) return FALSE;
  const RepereStoredPage *place = &g_array_index(stored->pages, RepereStoredPage, at);
  const RepereStoredFile *file = &g_array_index(stored->files, RepereStoredFile, place->file - 1);
  ReperePageText *page = lookup->page = g_new0(ReperePageText, 1);
  page->file = place->file;
  page->number = place->number;
  page->pages = file->pages;
  page->label = repere_stored_page_label(place);
  page->lang = g_strdup(place->lang);
  page->url = repere_stored_page_url(file, place);
  page->source = g_strdup(source_of(lane, docid, place->file, place->number));
  page->text = text;
  return TRUE;
}

ReperePageText *repere_page_by_number(RepereEngine *engine, guint lane, const char *id, guint file, guint number,
                                      const char *lang, RepereIndexState *state, GError **error)
{
  Lookup lookup = {.id = id, .lang = lang, .file = file, .number = number, .state = state};
  repere_engine_ask(engine, lane, ask_page, &lookup, error);
  return lookup.page;
}
