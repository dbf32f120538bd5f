#include "searchd/formats/json.h"

#include "repere/work.h"
#include "searchd/formats/writer.h"

/* A language that nobody knows is null, not a code of no letters. */
static void member_lang(Writer *w, const char *lang)
{
  writer_member_string(w, "lang", lang && *lang ? lang : NULL);
}

static void strings(Writer *w, const char *key, const GPtrArray *texts)
{
  writer_member_open(w, key, '[');
  for (guint i = 0; texts && i < texts->len; i++)
    writer_string(w, texts->pdata[i]);
  writer_close(w, ']');
}

static void value(Writer *w, const RepereValue *v)
{
  if (!v) {
    writer_null(w);
    return;
  }
  writer_open(w, '{');
  writer_member_string(w, "value", v->value);
  writer_member_string(w, "label", v->label);
  writer_close(w, '}');
}

static void text(Writer *w, const RepereText *t)
{
  if (!t) {
    writer_null(w);
    return;
  }
  writer_open(w, '{');
  writer_member_string(w, "text", t->text);
  member_lang(w, t->lang);
  writer_close(w, '}');
}

static void texts(Writer *w, const char *key, const GPtrArray *all)
{
  writer_member_open(w, key, '[');
  for (guint i = 0; all && i < all->len; i++)
    text(w, all->pdata[i]);
  writer_close(w, ']');
}

static void member_index(Writer *w, const RepereIndexState *index)
{
  writer_member_open(w, "index", '{');
  writer_member_uint(w, "revision", index->revision);
  writer_member_string(w, "analysis", index->analysis);
  writer_member_uint(w, "works", index->works);
  writer_close(w, '}');
}

static void hit_facets(Writer *w, const GPtrArray *facets)
{
  writer_member_open(w, "facets", '{');
  for (guint i = 0; facets && i < facets->len; i++) {
    const RepereHitFacet *facet = facets->pdata[i];
    writer_member_open(w, facet->facet, '[');
    for (guint j = 0; facet->values && j < facet->values->len; j++)
      value(w, facet->values->pdata[j]);
    writer_close(w, ']');
  }
  writer_close(w, '}');
}

static void hit_files(Writer *w, const GPtrArray *files)
{
  writer_member_open(w, "files", '[');
  for (guint i = 0; files && i < files->len; i++) {
    const RepereHitFile *file = files->pdata[i];
    writer_open(w, '{');
    writer_member_uint(w, "n", file->n);
    member_lang(w, file->lang);
    writer_member_string(w, "url", file->url);
    writer_member_string(w, "media_type", file->media_type);
    writer_member_uint(w, "pages", file->pages);
    writer_close(w, '}');
  }
  writer_close(w, ']');
}

/* File 0 is the record itself: it has no file, no page and no address of its own. */
static void hit_passages(Writer *w, const GPtrArray *passages)
{
  writer_member_open(w, "passages", '[');
  for (guint i = 0; passages && i < passages->len; i++) {
    const ReperePassage *passage = passages->pdata[i];
    writer_open(w, '{');
    if (passage->file)
      writer_member_uint(w, "file", passage->file);
    else
      writer_member_null(w, "file");
    member_lang(w, passage->lang);
    if (passage->file)
      writer_member_uint(w, "page", passage->page);
    else
      writer_member_null(w, "page");
    writer_member_string(w, "page_label", passage->file ? passage->page_label : NULL);
    writer_member_string(w, "html", passage->html);
    writer_member_string(w, "url", passage->file ? passage->url : NULL);
    writer_close(w, '}');
  }
  writer_close(w, ']');
}

static void hit_members(Writer *w, const RepereHit *hit)
{
  writer_member_string(w, "id", hit->id);
  writer_member_double(w, "score", hit->score, 4);
  writer_key(w, "type");
  value(w, hit->type);
  writer_key(w, "title");
  text(w, hit->title);
  writer_key(w, "abstract");
  text(w, hit->abstract);
  writer_member_string(w, "issued", hit->issued);
  strings(w, "languages", hit->languages);
  strings(w, "creators", hit->creators);
  hit_facets(w, hit->facets);
  hit_files(w, hit->files);
  hit_passages(w, hit->passages);
}

static void facet_value(Writer *w, const RepereFacetValue *v)
{
  writer_open(w, '{');
  writer_member_string(w, "value", v->value);
  writer_member_string(w, "label", v->label);
  writer_member_uint(w, "count", v->count);
  writer_member_bool(w, "selected", v->selected);
  writer_member_string(w, "parent", v->parent);
  writer_close(w, '}');
}

static void member_facets(Writer *w, const GPtrArray *facets)
{
  writer_member_open(w, "facets", '{');
  for (guint i = 0; facets && i < facets->len; i++) {
    const RepereFacetAnswer *facet = facets->pdata[i];
    writer_member_open(w, facet->facet, '{');
    writer_member_string(w, "label", facet->label);
    writer_member_string(w, "kind", repere_facet_kind_name(facet->kind));
    writer_member_uint(w, "distinct", facet->distinct);
    writer_member_uint(w, "missing", facet->missing);
    writer_member_open(w, "values", '[');
    for (guint j = 0; facet->values && j < facet->values->len; j++)
      facet_value(w, facet->values->pdata[j]);
    writer_close(w, ']');
    writer_close(w, '}');
  }
  writer_close(w, '}');
}

static void member_query(Writer *w, const RepereQuestion *question, const RepereAnswer *answer)
{
  writer_member_open(w, "query", '{');
  writer_member_string(w, "q", question->q);
  writer_member_string(w, "lang", question->lang);
  writer_member_string(w, "match", answer->any ? "any" : "all");
  writer_member_string(w, "canonical", answer->canonical);
  strings(w, "warnings", answer->warnings);
  writer_close(w, '}');
}

static GString *finish(Writer *w)
{
  writer_close(w, '}');
  g_string_append_c(w->out, '\n');
  return w->out;
}

GString *json_answer(const RepereQuestion *question, const RepereAnswer *answer)
{
  Writer w = writer_on(g_string_sized_new(8192));
  writer_open(&w, '{');
  member_query(&w, question, answer);
  member_index(&w, &answer->index);
  writer_member_uint(&w, "total", answer->total);
  writer_member_double(&w, "took_ms", answer->took_ms, 3);
  writer_member_open(&w, "expansions", '[');
  writer_close(&w, ']');
  writer_member_null(&w, "suggestion");
  writer_member_open(&w, "hits", '[');
  for (guint i = 0; answer->hits && i < answer->hits->len; i++) {
    writer_open(&w, '{');
    hit_members(&w, answer->hits->pdata[i]);
    writer_close(&w, '}');
  }
  writer_close(&w, ']');
  member_facets(&w, answer->facets);
  writer_member_null(&w, "next");
  return finish(&w);
}

GString *json_work(const RepereHit *work, const RepereIndexState *index)
{
  Writer w = writer_on(g_string_sized_new(8192));
  writer_open(&w, '{');
  member_index(&w, index);
  hit_members(&w, work);
  texts(&w, "titles", work->titles);
  texts(&w, "abstracts", work->abstracts);
  strings(&w, "publishers", work->publishers);
  writer_member_open(&w, "points", '[');
  for (guint i = 0; work->points && i < work->points->len; i++) {
    const ReperePoint *point = &g_array_index(work->points, ReperePoint, i);
    writer_open(&w, '{');
    writer_member_double(&w, "lat", point->lat, 7);
    writer_member_double(&w, "lon", point->lon, 7);
    writer_close(&w, '}');
  }
  writer_close(&w, ']');
  return finish(&w);
}

GString *json_page(const char *id, const ReperePageText *page, const RepereIndexState *index)
{
  Writer w = writer_on(g_string_sized_new(8192));
  writer_open(&w, '{');
  member_index(&w, index);
  writer_member_string(&w, "work", id);
  writer_member_uint(&w, "file", page->file);
  writer_member_uint(&w, "page", page->number);
  writer_member_string(&w, "page_label", page->label);
  writer_member_uint(&w, "pages", page->pages);
  member_lang(&w, page->lang);
  writer_member_string(&w, "source", page->source);
  writer_member_string(&w, "url", page->url);
  writer_member_string(&w, "text", page->text);
  return finish(&w);
}
