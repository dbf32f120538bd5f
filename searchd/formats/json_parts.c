#include "searchd/formats/json_parts.h"

#include "repere/work.h"

RepereJson json_begin(void)
{
  RepereJson w = repere_json_on(g_string_sized_new(8192));
  repere_json_open(&w, '{');
  return w;
}

GString *json_end(RepereJson *w)
{
  repere_json_close(w, '}');
  g_string_append_c(w->out, '\n');
  return w->out;
}

/* A language that nobody knows is null, not a code of no letters. */
void json_member_lang(RepereJson *w, const char *lang)
{
  repere_json_member_string(w, "lang", lang && *lang ? lang : NULL);
}

void json_member_strings(RepereJson *w, const char *key, const GPtrArray *texts)
{
  repere_json_member_open(w, key, '[');
  for (guint i = 0; texts && i < texts->len; i++)
    repere_json_string(w, texts->pdata[i]);
  repere_json_close(w, ']');
}

static void value(RepereJson *w, const RepereValue *v, gboolean pages)
{
  if (!v) {
    repere_json_null(w);
    return;
  }
  repere_json_open(w, '{');
  repere_json_member_string(w, "value", v->value);
  repere_json_member_string(w, "label", v->label);
  if (pages)
    repere_json_member_uint(w, "pages", v->pages);
  repere_json_close(w, '}');
}

static void text(RepereJson *w, const RepereText *t)
{
  if (!t) {
    repere_json_null(w);
    return;
  }
  repere_json_open(w, '{');
  repere_json_member_string(w, "text", t->text);
  json_member_lang(w, t->lang);
  repere_json_close(w, '}');
}

void json_member_texts(RepereJson *w, const char *key, const GPtrArray *all)
{
  repere_json_member_open(w, key, '[');
  for (guint i = 0; all && i < all->len; i++)
    text(w, all->pdata[i]);
  repere_json_close(w, ']');
}

void json_member_index(RepereJson *w, const RepereIndexState *index)
{
  repere_json_member_open(w, "index", '{');
  repere_json_member_uint(w, "revision", index->revision);
  repere_json_member_string(w, "analysis", index->analysis);
  repere_json_member_uint(w, "works", index->works);
  repere_json_close(w, '}');
}

void json_member_request(RepereJson *w, const Request *request)
{
  repere_json_member_string(w, "request", request->canonical);
}

void json_member_query(RepereJson *w, const char *q, const char *lang, const RepereAnswerHead *head)
{
  repere_json_member_open(w, "query", '{');
  repere_json_member_string(w, "q", q);
  repere_json_member_string(w, "lang", lang);
  repere_json_member_string(w, "match", head->any ? "any" : "all");
  repere_json_member_string(w, "canonical", head->canonical);
  if (head->answered)
    repere_json_member_string(w, "answered", head->answered);
  json_member_strings(w, "warnings", head->warnings);
  repere_json_close(w, '}');
}

void json_member_took(RepereJson *w, double took_ms)
{
  repere_json_member_double(w, "took_ms", took_ms, 3);
}

/* ---- hits ---- */

static void hit_facets(RepereJson *w, const GPtrArray *facets)
{
  repere_json_member_open(w, "facets", '{');
  for (guint i = 0; facets && i < facets->len; i++) {
    const RepereHitFacet *facet = facets->pdata[i];
    repere_json_member_open(w, facet->facet, '[');
    for (guint j = 0; facet->values && j < facet->values->len; j++)
      value(w, facet->values->pdata[j], facet->of_texts);
    repere_json_close(w, ']');
  }
  repere_json_close(w, '}');
}

static void hit_files(RepereJson *w, const GPtrArray *files)
{
  repere_json_member_open(w, "files", '[');
  for (guint i = 0; files && i < files->len; i++) {
    const RepereHitFile *file = files->pdata[i];
    repere_json_open(w, '{');
    repere_json_member_uint(w, "n", file->n);
    json_member_lang(w, file->lang);
    repere_json_member_string(w, "url", file->url);
    repere_json_member_string(w, "media_type", file->media_type);
    repere_json_member_uint(w, "pages", file->pages);
    repere_json_member_string(w, "outcome", file->outcome);
    repere_json_close(w, '}');
  }
  repere_json_close(w, ']');
}

/* File 0 is the record itself: it has no file, no page and no address of its own. */
void json_hit_passages(RepereJson *w, const RepereHit *hit)
{
  const GPtrArray *passages = hit->passages;
  repere_json_member_open(w, "passages", '[');
  for (guint i = 0; passages && i < passages->len; i++) {
    const ReperePassage *passage = passages->pdata[i];
    repere_json_open(w, '{');
    if (passage->file)
      repere_json_member_uint(w, "file", passage->file);
    else
      repere_json_member_null(w, "file");
    json_member_lang(w, passage->lang);
    if (passage->file)
      repere_json_member_uint(w, "page", passage->page);
    else
      repere_json_member_null(w, "page");
    repere_json_member_string(w, "page_label", passage->file ? passage->page_label : NULL);
    repere_json_member_string(w, "html", passage->html);
    repere_json_member_string(w, "url", passage->file ? passage->url : NULL);
    repere_json_close(w, '}');
  }
  repere_json_close(w, ']');
}

void json_hit_members(RepereJson *w, const RepereHit *hit)
{
  repere_json_member_string(w, "id", hit->id);
  repere_json_member_double(w, "score", hit->score, 4);
  repere_json_key(w, "type");
  value(w, hit->type, FALSE);
  repere_json_key(w, "title");
  text(w, hit->title);
  repere_json_key(w, "abstract");
  text(w, hit->abstract);
  repere_json_member_string(w, "issued", hit->issued);
  json_member_strings(w, "languages", hit->languages);
  json_member_strings(w, "creators", hit->creators);
  hit_facets(w, hit->facets);
  hit_files(w, hit->files);
}

void json_work_members(RepereJson *w, const RepereHit *work)
{
  json_member_texts(w, "titles", work->titles);
  json_member_texts(w, "abstracts", work->abstracts);
  json_member_strings(w, "publishers", work->publishers);
  repere_json_member_open(w, "points", '[');
  for (guint i = 0; work->points && i < work->points->len; i++) {
    const ReperePoint *point = &g_array_index(work->points, ReperePoint, i);
    repere_json_open(w, '{');
    repere_json_member_double(w, "lat", point->lat, 7);
    repere_json_member_double(w, "lon", point->lon, 7);
    repere_json_close(w, '}');
  }
  repere_json_close(w, ']');
}

/* ---- facets ---- */

static void facet_value(RepereJson *w, const RepereFacetValue *v, guint options)
{
  repere_json_open(w, '{');
  repere_json_member_string(w, "value", v->value);
  repere_json_member_string(w, "label", v->label);
  repere_json_member_uint(w, "count", v->count);
  if (options & JSON_FACET_SELECTED)
    repere_json_member_bool(w, "selected", v->selected);
  repere_json_member_string(w, "parent", v->parent);
  if (v->same && v->same->len)
    json_member_strings(w, "same", v->same);
  repere_json_close(w, '}');
}

void json_facet_members(RepereJson *w, const RepereFacetAnswer *facet, guint options)
{
  repere_json_member_string(w, "label", facet->label);
  repere_json_member_string(w, "kind", repere_facet_kind_name(facet->kind));
  repere_json_member_uint(w, "distinct", facet->distinct);
  repere_json_member_uint(w, "missing", facet->missing);
  if (options & JSON_FACET_MATCHING)
    repere_json_member_uint(w, "matching", facet->matching);
  repere_json_member_open(w, "values", '[');
  for (guint i = 0; facet->values && i < facet->values->len; i++)
    facet_value(w, facet->values->pdata[i], options);
  repere_json_close(w, ']');
}
