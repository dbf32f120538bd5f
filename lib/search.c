/* search.c - the one road from a question to its answer; see repere/search.h */
#include "repere/search.h"

#include <string.h>
#include "answer.h"
#include "cursor.h"
#include "engine.h"
#include "explain.h"
#include "facets.h"
#include "filter.h"
#include "hit.h"
#include "index.h"
#include "passages.h"
#include "rank.h"
#include "respell.h"
#include "schema.h"
#include "search_private.h"

/* Questions asked together: one revision, and one match for all that have the same words. */
typedef struct {
  const RepereQuestion *const *questions;
  guint n;
  GPtrArray *answers; /* of RepereAnswer * */
} Search;

/* ---- hits ---- */

static gboolean add_hit(const RepereLane *lane, const RepereQuestion *question, const ReperePlan *plan,
                        const ReperePlaces *places, const RepereRanked *ranked, GPtrArray *hits,
                        GError **error)
{
  if (!repere_in_time(question, error)) return FALSE;
  g_autoptr(RepereStoredDocument) stored = repere_index_document(lane->database, ranked->docid, error);
  if (!stored) return FALSE;
  RepereHitAsk ask = {question->lang, FALSE, {FALSE, question->facets}};
  RepereHit *hit = repere_hit_of(lane, ranked->docid, stored, &ask, error);
  if (!hit) return FALSE;
  g_ptr_array_add(hits, hit);
  hit->score = ranked->weight;
  return repere_passages_cut(lane, ranked->docid, stored,
                             repere_stored_text_in(stored->abstracts, question->lang), plan, places,
                             question->passages, hit->passages, error);
}

/* Looks where the hits have what is asked, unless the ranking had to. */
static gboolean find_places(const RepereLane *lane, const RepereQuestion *question, const ReperePlan *plan,
                            RepereRanking *ranking, xc_error *fault, GError **error)
{
  g_autoptr(roaring_bitmap_t) all = roaring_bitmap_create();
  gboolean known = TRUE;
  for (guint i = 0; i < ranking->hits->len; i++) {
    guint32 docid = g_array_index(ranking->hits, RepereRanked, i).docid;
    known &= repere_places_know(ranking->places, docid);
    roaring_bitmap_add(all, docid);
  }
  if (known || question->passages == 0) return TRUE;
  g_autofree guint32 *docids = g_new(guint32, ranking->hits->len + 1);
  roaring_bitmap_to_uint32_array(all, docids);
  g_clear_pointer(&ranking->places, repere_places_free);
  ranking->places = repere_places_find(lane, plan, docids, ranking->hits->len, question, fault, error);
  return ranking->places != NULL;
}

static gboolean add_page(const RepereLane *lane, const RepereQuestion *question, guint64 asked,
                         const RepereMatch *match, const roaring_bitmap_t *filtered, RepereAnswer *answer,
                         xc_error *fault, GError **error)
{
  RepereRanking ranking = {.asked = asked};
  gboolean done = repere_rank_page(match, lane, question, filtered, &ranking, fault, error);
  if (done) done = find_places(lane, question, match->plan, &ranking, fault, error);
  for (guint i = 0; done && i < ranking.hits->len; i++)
    done = add_hit(lane, question, match->plan, ranking.places, &g_array_index(ranking.hits, RepereRanked, i),
                   answer->hits, error);
  if (done && question->explain)
    done = repere_explain(match, lane, question, &ranking, answer->hits, fault, error);
  if (ranking.moved)
    g_ptr_array_add(
      answer->head.warnings,
      g_strdup("The index has changed since the page before this one: a work may come twice, or not "
               "at all."));
  answer->next = g_steal_pointer(&ranking.next);
  repere_ranking_clear(&ranking);
  return done;
}

/* ---- the road ---- */

RepereAnswer *repere_search_answer(const RepereLane *lane, const RepereQuestion *asked,
                                   const RepereMatch *match, xc_error *fault, GError **error)
{
  RepereQuestion own = *asked;
  const RepereQuestion *question = &own;
  g_autoptr(GPtrArray) filters =
    repere_filters_canonical(asked->filters, lane->snapshot, lane->vocabularies);
  own.filters = filters;
  g_autoptr(RepereAnswer) answer = repere_answer_new(&lane->snapshot->state);
  g_autoptr(roaring_bitmap_t) filtered = repere_match_filtered(match, lane, question, NULL, fault, error);
  if (!filtered) return NULL;
  repere_match_head(match, lane, &answer->head);
  repere_filters_warn(filters, lane->snapshot, lane->vocabularies, asked->lang, answer->head.warnings);
  answer->head.total = (guint)roaring_bitmap_get_cardinality(filtered);
  if (!repere_facets_answer(match, lane, question, filtered, answer->facets, fault, error) ||
      !add_page(lane, question, repere_cursor_question(asked), match, filtered, answer, fault, error))
    return NULL;
  return g_steal_pointer(&answer);
}

/* What decides on a match. */
static char *words_key(const RepereQuestion *question)
{
  GString *key = g_string_new(question->lang);
  g_string_append_printf(key, "\n%d\n%s", question->expand, question->q);
  for (guint i = 0; i < question->left_out->len; i++)
    g_string_append_printf(key, "\n%s", (const char *)question->left_out->pdata[i]);
  return g_string_free(key, FALSE);
}

/* What the words of a question found, and how they are better spelt. */
typedef struct {
  RepereMatch *match;
  gboolean spelt; /* was looked at: */
  RepereRespelling *respelling;
} Found;

static void found_free(gpointer data)
{
  Found *found = data;
  repere_respelling_free(found->respelling);
  repere_match_free(found->match);
  g_free(found);
}

/* That of an earlier question with the same words, or a new one; kept in `all`. */
static Found *found_for(const RepereLane *lane, const RepereQuestion *question, GHashTable *all,
                        xc_error *fault, GError **error)
{
  g_autofree char *words = words_key(question);
  Found *found = g_hash_table_lookup(all, words);
  if (!found) {
    RepereMatch *match = repere_match_new(lane, question, fault, error);
    if (!match) return NULL;
    found = g_new0(Found, 1);
    found->match = match;
    g_hash_table_insert(all, g_steal_pointer(&words), found);
  }
  if (!question->spell || found->spelt) return found;
  found->spelt = repere_respell(lane, question, found->match, &found->respelling, fault, error);
  return found->spelt ? found : NULL;
}

static void tell_spelling(const RepereRespelling *respelling, const RepereMatch *asked, RepereAnswer *answer)
{
  RepereAnswerHead *head = &answer->head;
  answer->suggestion = g_strdup(respelling->text);
  if (!respelling->sentence) return;
  head->answered = g_strdup(respelling->text);
  g_free(head->canonical);
  head->canonical = g_strdup(asked->query->canonical);
  g_ptr_array_insert(head->warnings, 0, g_strdup(respelling->sentence));
}

static RepereAnswer *answer_found(const RepereLane *lane, const RepereQuestion *question, const Found *found,
                                  xc_error *fault, GError **error)
{
  const RepereRespelling *respelling = question->spell ? found->respelling : NULL;
  const RepereMatch *shown = respelling && respelling->sentence ? respelling->match : found->match;
  RepereAnswer *answer = repere_search_answer(lane, question, shown, fault, error);
  if (answer && respelling) tell_spelling(respelling, found->match, answer);
  return answer;
}

static gboolean ask(const RepereLane *lane, gpointer data, xc_error *fault, GError **error)
{
  Search *search = data;
  g_autoptr(GHashTable) all = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, found_free);
  g_ptr_array_set_size(search->answers, 0);
  for (guint i = 0; i < search->n; i++) {
    gint64 start = g_get_monotonic_time();
    const RepereQuestion *question = search->questions[i];
    const Found *found = found_for(lane, question, all, fault, error);
    RepereAnswer *answer = found ? answer_found(lane, question, found, fault, error) : NULL;
    if (!answer) return FALSE;
    answer->head.took_ms = (double)(g_get_monotonic_time() - start) / 1000.0;
    g_ptr_array_add(search->answers, answer);
  }
  return TRUE;
}

gboolean repere_search_many(RepereEngine *engine, guint lane, const RepereQuestion *const *questions, guint n,
                            GPtrArray *answers, GError **error)
{
  g_autoptr(GPtrArray) made = g_ptr_array_new_with_free_func((GDestroyNotify)repere_answer_free);
  Search search = {questions, n, made};
  if (!repere_engine_ask(engine, lane, ask, &search, error)) return FALSE;
  g_ptr_array_extend_and_steal(answers, g_steal_pointer(&made));
  return TRUE;
}

RepereAnswer *repere_search(RepereEngine *engine, guint lane, const RepereQuestion *question, GError **error)
{
  g_autoptr(GPtrArray) answers = g_ptr_array_new();
  gint64 start = g_get_monotonic_time();
  if (!repere_search_many(engine, lane, &question, 1, answers, error)) return NULL;
  RepereAnswer *answer = answers->pdata[0];
  answer->head.took_ms = (double)(g_get_monotonic_time() - start) / 1000.0;
  return answer;
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
  g_set_error(error, REPERE_ERROR, REPERE_ERROR_NOT_FOUND,
              "There is no work \"%s\"; look for it with /v1/search.", id);
  return FALSE;
}

gboolean repere_find_work(const RepereLane *lane, const char *id, guint32 *docid, xc_error *fault,
                          GError **error)
{
  return find_work(lane, id, docid, fault) || (fault->code == XC_OK && not_found(error, id));
}

static RepereStoredDocument *look_up(const RepereLane *lane, const Lookup *lookup, guint32 *docid,
                                     xc_error *fault, GError **error)
{
  *lookup->state = lane->snapshot->state;
  if (!repere_find_work(lane, lookup->id, docid, fault, error)) return NULL;
  return repere_index_document(lane->database, *docid, error);
}

static gboolean ask_work(const RepereLane *lane, gpointer data, xc_error *fault, GError **error)
{
  Lookup *lookup = data;
  guint32 docid;
  g_autoptr(RepereStoredDocument) stored = look_up(lane, lookup, &docid, fault, error);
  if (!stored) return FALSE;
  RepereHitAsk ask = {lookup->lang, TRUE, {TRUE, NULL}};
  lookup->hit = repere_hit_of(lane, docid, stored, &ask, error);
  return lookup->hit != NULL;
}

RepereHit *repere_work_by_id(RepereEngine *engine, guint lane, const char *id, const char *lang,
                             RepereIndexState *state, GError **error)
{
  Lookup lookup = {.id = id, .lang = lang, .state = state};
  repere_engine_ask(engine, lane, ask_work, &lookup, error);
  return lookup.hit;
}

/* ---- one page ---- */

/* The place of the asked page in the page table, or -1. Where no file is named, one in the asked language is
 * better. */
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

/* What the ledger says of how the page's text was had. */
static gboolean look_into_ledger(const RepereLane *lane, guint32 docid, ReperePageText *page, GError **error)
{
  g_autoptr(GPtrArray) ledger = repere_index_ledger(lane->database, docid, error);
  if (!ledger) return FALSE;
  const RepereLedgerFile *file = page->file <= ledger->len ? ledger->pdata[page->file - 1] : NULL;
  page->source = "";
  page->confidence = REPERE_CONFIDENCE_NONE;
  for (guint i = 0; file && i < file->pages->len; i++) {
    const ReperePage *line = file->pages->pdata[i];
    if (line->number != page->number) continue;
    page->source = line->source; /* interned */
    page->confidence = line->confidence;
    page->repairs = line->repairs;
  }
  return TRUE;
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
                "Work \"%s\" has no page %u%s; /v1/works/ID lists its files and how many pages each has.",
                lookup->id, lookup->number, lookup->file ? " in that file" : "");
    return FALSE;
  }
  char *text = repere_index_page_text(lane->database, docid, (guint)at, &length, error);
  if (!text) return FALSE;
  const RepereStoredPage *place = &g_array_index(stored->pages, RepereStoredPage, at);
  const RepereStoredFile *file = &g_array_index(stored->files, RepereStoredFile, place->file - 1);
  g_autoptr(ReperePageText) page = g_new0(ReperePageText, 1);
  page->file = place->file;
  page->number = place->number;
  page->pages = file->pages;
  page->label = repere_stored_page_label(place);
  page->lang = g_strdup(place->lang);
  page->url = repere_stored_page_url(file, place);
  page->text = text;
  if (!look_into_ledger(lane, docid, page, error)) return FALSE;
  lookup->page = g_steal_pointer(&page);
  return TRUE;
}

ReperePageText *repere_page_by_number(RepereEngine *engine, guint lane, const char *id, guint file,
                                      guint number, const char *lang, RepereIndexState *state, GError **error)
{
  Lookup lookup = {.id = id, .lang = lang, .file = file, .number = number, .state = state};
  repere_engine_ask(engine, lane, ask_page, &lookup, error);
  return lookup.page;
}
