/* json_works.c - hits, works and pages as JSON. */
#include "searchd/formats/json.h"
#include "lib/page_json.h"
#include "searchd/formats/json_parts.h"

static void member_facets(RepereJson *w, const GPtrArray *facets)
{
  repere_json_member_open(w, "facets", '{');
  for (guint i = 0; facets && i < facets->len; i++) {
    const RepereFacetAnswer *facet = facets->pdata[i];
    repere_json_member_open(w, facet->facet, '{');
    json_facet_members(w, facet, JSON_FACET_SELECTED);
    repere_json_close(w, '}');
  }
  repere_json_close(w, '}');
}

static void member_expansions(RepereJson *w, const GPtrArray *expansions)
{
  repere_json_member_open(w, "expansions", '[');
  for (guint i = 0; expansions && i < expansions->len; i++) {
    const RepereExpansion *expansion = expansions->pdata[i];
    repere_json_open(w, '{');
    repere_json_member_string(w, "id", expansion->id);
    repere_json_member_string(w, "concept", expansion->concept);
    repere_json_member_string(w, "source", expansion->source);
    repere_json_member_string(w, "words", expansion->words);
    repere_json_member_open(w, "labels", '[');
    for (guint l = 0; l < expansion->labels->len; l++) {
      const RepereText *label = expansion->labels->pdata[l];
      repere_json_open(w, '{');
      repere_json_member_string(w, "lang", label->lang);
      repere_json_member_string(w, "label", label->text);
      repere_json_close(w, '}');
    }
    repere_json_close(w, ']');
    repere_json_member_uint(w, "works", expansion->works);
    repere_json_close(w, '}');
  }
  repere_json_close(w, ']');
}

static void member_explanation(RepereJson *w, const GArray *explanation)
{
  if (!explanation) return;
  repere_json_member_open(w, "explanation", '[');
  for (guint i = 0; i < explanation->len; i++) {
    const RepereExplanation *part = &g_array_index(explanation, RepereExplanation, i);
    repere_json_open(w, '{');
    repere_json_member_string(w, "what", part->what);
    repere_json_member_string(w, "of", part->of);
    if (part->page) repere_json_member_uint(w, "file", part->file);
    if (part->page) repere_json_member_uint(w, "page", part->page);
    repere_json_member_double(w, "score", part->score, 4);
    repere_json_close(w, '}');
  }
  repere_json_close(w, ']');
}

/* All behind "query". */
static void found(RepereJson *w, const Request *request, const RepereAnswer *answer)
{
  json_member_index(w, &answer->head.index);
  json_member_request(w, request);
  repere_json_member_uint(w, "total", answer->head.total);
  json_member_took(w, answer->head.took_ms);
  member_expansions(w, answer->head.expansions);
  repere_json_member_string(w, "suggestion", answer->suggestion);
  repere_json_member_open(w, "hits", '[');
  for (guint i = 0; answer->hits && i < answer->hits->len; i++) {
    repere_json_open(w, '{');
    json_hit_members(w, answer->hits->pdata[i]);
    json_hit_passages(w, answer->hits->pdata[i]);
    member_explanation(w, ((RepereHit *)answer->hits->pdata[i])->explanation);
    repere_json_close(w, '}');
  }
  repere_json_close(w, ']');
  member_facets(w, answer->facets);
  repere_json_member_string(w, "next", answer->next);
}

static void search_members(RepereJson *w, const Request *request, const RepereAnswer *answer)
{
  json_member_query(w, request->question->q, request->question->lang, &answer->head);
  found(w, request, answer);
}

GString *json_search(const Request *request, const RepereAnswer *answer)
{
  RepereJson w = json_begin();
  search_members(&w, request, answer);
  return json_end(&w);
}

GString *json_similar(const Request *request, const RepereAnswer *answer)
{
  RepereJson w = json_begin();
  repere_json_member_open(&w, "query", '{');
  repere_json_member_string(&w, "work", request->id);
  repere_json_member_string(&w, "lang", request->question->lang);
  repere_json_member_string(&w, "match", "any");
  repere_json_member_string(&w, "canonical", answer->head.canonical);
  json_member_strings(&w, "warnings", answer->head.warnings);
  repere_json_close(&w, '}');
  found(&w, request, answer);
  return json_end(&w);
}

GString *json_multi(const GPtrArray *requests, const GPtrArray *answers, double took_ms)
{
  RepereJson w = json_begin();
  const RepereAnswer *first = answers->pdata[0];
  json_member_index(&w, &first->head.index);
  repere_json_member_open(&w, "answers", '[');
  for (guint i = 0; i < answers->len; i++) {
    repere_json_open(&w, '{');
    search_members(&w, requests->pdata[i], answers->pdata[i]);
    repere_json_close(&w, '}');
  }
  repere_json_close(&w, ']');
  json_member_took(&w, took_ms);
  return json_end(&w);
}

GString *json_work(const Request *request, const RepereHit *work, const RepereIndexState *index)
{
  RepereJson w = json_begin();
  json_member_index(&w, index);
  json_member_request(&w, request);
  json_hit_members(&w, work);
  json_hit_passages(&w, work);
  json_work_members(&w, work);
  return json_end(&w);
}

GString *json_page(const Request *request, const ReperePageText *page, const RepereIndexState *index)
{
  RepereJson w = json_begin();
  json_member_index(&w, index);
  json_member_request(&w, request);
  repere_json_member_string(&w, "work", request->id);
  repere_json_member_uint(&w, "file", page->file);
  repere_json_member_uint(&w, "page", page->number);
  repere_json_member_string(&w, "page_label", page->label);
  repere_json_member_uint(&w, "pages", page->pages);
  json_member_lang(&w, page->lang);
  repere_json_member_string(&w, "source", page->source);
  repere_page_json_members(&w, page->confidence, &page->repairs);
  repere_json_member_string(&w, "url", page->url);
  repere_json_member_string(&w, "text", page->text);
  return json_end(&w);
}
