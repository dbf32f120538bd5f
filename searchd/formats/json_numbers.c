/* json_numbers.c - counts as JSON. */
#include "searchd/formats/json.h"
#include "searchd/formats/json_parts.h"

static const char *source_of(const RepereFacet *facet)
{
  if (repere_facet_is_of_quality(facet))
    return "quality";
  return repere_facet_is_of_texts(facet) ? "text" : "record";
}

GString *json_facets(const Request *request, const RepereLibrary *library, const RepereIndexState *index)
{
  const char *lang = request->question->lang;
  RepereJson w = json_begin();
  json_member_index(&w, index);
  json_member_request(&w, request);
  repere_json_member_string(&w, "lang", lang);
  repere_json_member_open(&w, "facets", '[');
  for (guint i = 0; i < library->facets->len; i++) {
    const RepereFacet *facet = library->facets->pdata[i];
    repere_json_open(&w, '{');
    repere_json_member_string(&w, "name", facet->name);
    repere_json_member_string(&w, "label", repere_facet_label(facet, lang));
    repere_json_member_string(&w, "kind", repere_facet_kind_name(facet->kind));
    repere_json_member_string(&w, "source", source_of(facet));
    repere_json_close(&w, '}');
  }
  repere_json_close(&w, ']');
  return json_end(&w);
}

GString *json_facet(const Request *request, const RepereAnswer *answer)
{
  const RepereFacetAnswer *facet = answer->facets->pdata[0];
  RepereJson w = json_begin();
  json_member_query(&w, request->question->q, request->question->lang, &answer->head);
  json_member_index(&w, &answer->head.index);
  json_member_request(&w, request);
  repere_json_member_uint(&w, "total", answer->head.total);
  repere_json_member_open(&w, "facet", '{');
  repere_json_member_string(&w, "name", facet->facet);
  json_facet_members(&w, facet, JSON_FACET_SELECTED | JSON_FACET_MATCHING);
  repere_json_close(&w, '}');
  json_member_took(&w, answer->head.took_ms);
  return json_end(&w);
}

/* ---- pivot ---- */

static void side(RepereJson *w, const char *key, const RepereFacetAnswer *facet)
{
  repere_json_member_open(w, key, '{');
  repere_json_member_string(w, "facet", facet->facet);
  json_facet_members(w, facet, 0);
  repere_json_close(w, '}');
}

GString *json_pivot(const Request *request, const ReperePivot *pivot)
{
  guint columns = pivot->columns->values->len;
  RepereJson w = json_begin();
  json_member_query(&w, request->question->q, request->question->lang, &pivot->head);
  json_member_index(&w, &pivot->head.index);
  json_member_request(&w, request);
  repere_json_member_uint(&w, "total", pivot->head.total);
  side(&w, "rows", pivot->rows);
  side(&w, "columns", pivot->columns);
  repere_json_member_open(&w, "cells", '[');
  for (guint row = 0; row < pivot->rows->values->len; row++) {
    repere_json_open(&w, '[');
    for (guint column = 0; column < columns; column++)
      repere_json_uint(&w, pivot->cells[(gsize)row * columns + column]);
    repere_json_close(&w, ']');
  }
  repere_json_close(&w, ']');
  repere_json_member_uint(&w, "both", pivot->both);
  json_member_took(&w, pivot->head.took_ms);
  return json_end(&w);
}

/* ---- trend ---- */

static void series(RepereJson *w, const char *lang, const RepereTrend *trend, const RepereSeries *one)
{
  repere_json_open(w, '{');
  json_member_query(w, one->q, lang, &one->head);
  repere_json_member_uint(w, "total", one->head.total);
  repere_json_member_uint(w, "missing", one->missing);
  repere_json_member_open(w, "counts", '[');
  for (guint i = 0; i < trend->years; i++)
    repere_json_uint(w, one->counts[i]);
  repere_json_close(w, ']');
  repere_json_member_open(w, "shares", '[');
  for (guint i = 0; i < trend->years; i++) {
    if (trend->works[i])
      repere_json_double(w, (double)one->counts[i] / trend->works[i], 6);
    else
      repere_json_null(w); /* a share of nothing */
  }
  repere_json_close(w, ']');
  repere_json_close(w, '}');
}

GString *json_trend(const Request *request, const RepereTrend *trend)
{
  RepereJson w = json_begin();
  json_member_index(&w, &trend->index);
  json_member_request(&w, request);
  repere_json_member_string(&w, "lang", request->question->lang);
  repere_json_member_open(&w, "by", '{');
  repere_json_member_string(&w, "facet", trend->facet);
  repere_json_member_string(&w, "label", trend->label);
  repere_json_close(&w, '}');
  if (trend->years)
    repere_json_member_double(&w, "first", trend->first, 0);
  else
    repere_json_member_null(&w, "first");
  repere_json_member_open(&w, "years", '[');
  for (guint i = 0; i < trend->years; i++) {
    repere_json_open(&w, '{');
    repere_json_member_double(&w, "year", trend->first + (double)i, 0);
    repere_json_member_uint(&w, "works", trend->works[i]);
    repere_json_close(&w, '}');
  }
  repere_json_close(&w, ']');
  repere_json_member_uint(&w, "missing", trend->missing);
  repere_json_member_open(&w, "series", '[');
  for (guint i = 0; i < trend->series->len; i++)
    series(&w, request->question->lang, trend, trend->series->pdata[i]);
  repere_json_close(&w, ']');
  json_member_took(&w, trend->took_ms);
  return json_end(&w);
}
