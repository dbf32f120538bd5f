/* json.h - answers as JSON: the one place that knows their shape, as openapi.json describes it. Keys come in
 * the order of the documentation. */
#ifndef SEARCHD_FORMATS_JSON_H
#define SEARCHD_FORMATS_JSON_H

#include "repere/numbers.h"
#include "repere/suggest.h"
#include "searchd/request.h"

#define JSON_TYPE "application/json; charset=utf-8"

/* json_works.c: hits and works */
GString *json_search(const Request *request, const RepereAnswer *answer);
GString *json_similar(const Request *request, const RepereAnswer *answer);
GString *json_work(const Request *request, const RepereHit *work, const RepereIndexState *index);
GString *json_page(const Request *request, const ReperePageText *page, const RepereIndexState *index);
/* `requests` (Request *) and what each was answered (RepereAnswer *), at least one. */
GString *json_multi(const GPtrArray *requests, const GPtrArray *answers, double took_ms);

/* json_numbers.c: counts */
GString *json_facets(const Request *request, const RepereLibrary *library, const RepereIndexState *index);
GString *json_facet(const Request *request, const RepereAnswer *answer);
GString *json_pivot(const Request *request, const ReperePivot *pivot);
GString *json_trend(const Request *request, const RepereTrend *trend);

/* json_suggest.c: completions, and as browsers want them (OpenSearch Suggestions 1.1) */
#define SUGGESTIONS_TYPE "application/x-suggestions+json; charset=utf-8"
GString *json_suggest(const Request *request, const RepereSuggestions *suggestions);
GString *json_opensearch(const Request *request, const RepereSuggestions *suggestions, const char *base);

#endif
