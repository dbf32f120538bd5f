/* json_parts.h - the pieces that JSON answers share: who answers, hits, values of facets. */
#ifndef SEARCHD_FORMATS_JSON_PARTS_H
#define SEARCHD_FORMATS_JSON_PARTS_H

#include "lib/json_writer.h"
#include "searchd/request.h"

/* An object's beginning, and its end with a line's. */
RepereJson json_begin(void);
GString *json_end(RepereJson *writer);

/* "index" and "request": with "analysis" in it, the three that an answer can be had again by. */
void json_member_index(RepereJson *writer, const RepereIndexState *index);
void json_member_request(RepereJson *writer, const Request *request);

/* "query" of an answer to words. */
void json_member_query(RepereJson *writer, const char *q, const char *lang, const RepereAnswerHead *head);

void json_member_lang(RepereJson *writer, const char *lang);
void json_member_strings(RepereJson *writer, const char *key, const GPtrArray *strings);
void json_member_texts(RepereJson *writer, const char *key, const GPtrArray *texts);
void json_member_took(RepereJson *writer, double took_ms);

/* The members of a hit, into an object that is open; what one work alone has; and a hit's passages. */
void json_hit_members(RepereJson *writer, const RepereHit *hit);
void json_hit_passages(RepereJson *writer, const RepereHit *hit);
void json_work_members(RepereJson *writer, const RepereHit *work);

/* "label" to "values" of a facet, into an object that is open. `options`: of JSON_FACET_… */
enum { JSON_FACET_SELECTED = 1 << 0, JSON_FACET_MATCHING = 1 << 1 };
void json_facet_members(RepereJson *writer, const RepereFacetAnswer *facet, guint options);

#endif
