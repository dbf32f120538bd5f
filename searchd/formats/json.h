/* json.h - answers as JSON: the one place that knows their shape. Keys come in the order of the
 * documentation. */
#ifndef SEARCHD_FORMATS_JSON_H
#define SEARCHD_FORMATS_JSON_H

#include "repere/search.h"

#define JSON_TYPE "application/json; charset=utf-8"

GString *json_answer(const RepereQuestion *question, const RepereAnswer *answer);
GString *json_work(const RepereHit *work, const RepereIndexState *index);
GString *json_page(const char *id, const ReperePageText *page, const RepereIndexState *index);

#endif
